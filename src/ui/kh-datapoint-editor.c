/* kh-datapoint-editor.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-datapoint-editor.h"

#include "kh-accessible.h"
#include "kh-customer.h"
#include "kh-entry-list.h"
#include "kh-focus.h"
#include "kh-guard.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/* The most characters of a type whose row of the registry does not count characters. */
#define SHORT_TEXT 256

/* One way of editing. build makes the widgets and returns the one that takes the focus;
 * update shows what the draft holds. */
typedef struct {
  GtkWidget *(* build)  (KhDatapointEditor *self);
  void       (* update) (KhDatapointEditor *self);
  GtkInputPurpose purpose;
  gboolean tidied;
} EditorKind;

struct _KhDatapointEditor {
  GtkWidget parent_instance;

  /* borrowed */
  const KhDatapoint *datapoint;
  const EditorKind *kind;
  GtkWidget *field;

  /* owned */
  GtkWidget *child;
  KhDraft *draft;

  /* state */
  gboolean updating;
};

G_DEFINE_FINAL_TYPE (KhDatapointEditor, kh_datapoint_editor, GTK_TYPE_WIDGET)

enum {
  SIGNAL_LEFT,
  SIGNAL_REFUSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const char *
get_value (KhDatapointEditor *self)
{
  return kh_customer_get (kh_draft_get_edited (self->draft), self->datapoint->id);
}

/* Entries and text views */

static void
type_text (KhDatapointEditor *self,
           const char        *text)
{
  if (self->draft != NULL && !self->updating)
    kh_draft_set_text (self->draft, self->datapoint->id, text);
}

static void
on_entry_changed_cb (KhDatapointEditor *self)
{
  type_text (self, gtk_editable_get_text (GTK_EDITABLE (self->field)));
}

static void
on_buffer_changed_cb (KhDatapointEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->field));
  g_autofree char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  type_text (self, text);
}

static void
on_guard_refused_cb (const char *message,
                     gpointer    user_data)
{
  g_signal_emit (user_data, signals[SIGNAL_REFUSED], 0, message);
}

static guint
get_longest (KhDatapointEditor *self)
{
  KhValueType type = self->datapoint->type;

  if (type == KH_VALUE_TEXT || type == KH_VALUE_MULTILINE || type == KH_VALUE_EMAIL)
    return (guint) CLAMP (self->datapoint->max, 1, 10000);

  return SHORT_TEXT;
}

static GtkWidget *
build_entry (KhDatapointEditor *self)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  gtk_entry_set_input_hints (GTK_ENTRY (entry), GTK_INPUT_HINT_NO_EMOJI);
  gtk_entry_set_input_purpose (GTK_ENTRY (entry), self->kind->purpose);
  if (self->datapoint->type == KH_VALUE_DATE)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("MM/DD/YYYY"));
  if (self->datapoint->type == KH_VALUE_TAGS)
    /* Translators: how to type several tags. */
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _("Separate with commas"));

  kh_guard_editable (GTK_EDITABLE (entry), get_longest (self), on_guard_refused_cb, self);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_entry_changed_cb), self, G_CONNECT_SWAPPED);
  self->child = entry;

  return entry;
}

static void
update_entry (KhDatapointEditor *self)
{
  const char *text = kh_draft_get_text (self->draft, self->datapoint->id);

  if (text == NULL)
    text = "";
  if (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (self->field)), text) != 0)
    gtk_editable_set_text (GTK_EDITABLE (self->field), text);
}

static GtkWidget *
build_text_view (KhDatapointEditor *self)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_input_hints (GTK_TEXT_VIEW (view), GTK_INPUT_HINT_NO_EMOJI);
  kh_guard_text_view (GTK_TEXT_VIEW (view), get_longest (self), on_guard_refused_cb, self);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "changed",
                           G_CALLBACK (on_buffer_changed_cb), self, G_CONNECT_SWAPPED);

  self->child = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->child), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_has_frame (GTK_SCROLLED_WINDOW (self->child), TRUE);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->child), view);

  return view;
}

static void
update_text_view (KhDatapointEditor *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->field));
  const char *text = kh_draft_get_text (self->draft, self->datapoint->id);
  g_autofree char *shown = NULL;

  g_object_get (buffer, "text", &shown, NULL);
  if (text == NULL)
    text = "";
  if (g_strcmp0 (shown, text) != 0)
    gtk_text_buffer_set_text (buffer, text, -1);
}

/* Drop-downs */

static void
on_list_chosen_cb (KhDatapointEditor *self)
{
  if (self->draft != NULL && !self->updating)
    kh_draft_set_value (self->draft, self->datapoint->id, kh_entry_list_get_chosen (KH_ENTRY_LIST (self->child)));
}

static GtkWidget *
build_list (KhDatapointEditor *self)
{
  self->child = kh_entry_list_new ();
  g_signal_connect_object (self->child, "chosen", G_CALLBACK (on_list_chosen_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (kh_entry_list_get_drop_down (KH_ENTRY_LIST (self->child)));
}

char *
kh_datapoint_editor_dup_label (const KhCatalogueEntry *entry)
{
  g_autofree char *visible = kh_value_dup_visible (entry->label);

  /* Translators: an entry of a list that may not be chosen any more. */
  return entry->active ? g_steal_pointer (&visible) : g_strdup_printf (_("%s (inactive)"), visible);
}

static void
add_choices (KhDatapointEditor *self)
{
  for (const KhChoice *choice = self->datapoint->choices; choice->value != NULL; choice++)
    kh_entry_list_add (KH_ENTRY_LIST (self->child), choice->value, _(choice->label));
}

static gboolean
may_follow (KhDatapointEditor      *self,
            const KhCatalogueEntry *entry)
{
  KhDatapointId parent = self->datapoint->parent;

  return parent == KH_DATAPOINT_NONE || entry->parent == 0 ||
         entry->parent == kh_customer_get_entry (kh_draft_get_edited (self->draft), parent);
}

static void
add_entries (KhDatapointEditor *self)
{
  gint64 current = kh_customer_get_entry (kh_draft_get_edited (self->draft), self->datapoint->id);
  gint64 kept = kh_customer_get_entry (kh_draft_get_original (self->draft), self->datapoint->id);
  g_autoptr (GPtrArray) entries = NULL;

  entries = kh_catalogues_list (kh_draft_get_catalogues (self->draft), self->datapoint->catalogue, 0, kept);
  for (guint i = 0; i < entries->len; i++)
    {
      const KhCatalogueEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, entry->id);
      g_autofree char *label = kh_datapoint_editor_dup_label (entry);

      if (entry->id == current || may_follow (self, entry))
        kh_entry_list_add (KH_ENTRY_LIST (self->child), value, label);
    }
}

static void
update_list (KhDatapointEditor *self)
{
  KhEntryList *list = KH_ENTRY_LIST (self->child);

  kh_entry_list_begin (list);
  if (self->datapoint->type == KH_VALUE_CHOICE)
    add_choices (self);
  else
    add_entries (self);
  kh_entry_list_end (list);
  kh_entry_list_set_chosen (list, get_value (self));
}

/* Check buttons */

static void
on_check_toggled_cb (KhDatapointEditor *self)
{
  gboolean active = gtk_check_button_get_active (GTK_CHECK_BUTTON (self->field));

  if (self->draft != NULL && !self->updating)
    kh_draft_set_value (self->draft, self->datapoint->id, active ? "1" : "0");
}

static GtkWidget *
build_check (KhDatapointEditor *self)
{
  self->child = gtk_check_button_new ();
  gtk_widget_set_halign (self->child, GTK_ALIGN_START);
  g_signal_connect_object (self->child, "toggled", G_CALLBACK (on_check_toggled_cb), self, G_CONNECT_SWAPPED);

  return self->child;
}

static void
update_check (KhDatapointEditor *self)
{
  gtk_check_button_set_active (GTK_CHECK_BUTTON (self->field), g_strcmp0 (get_value (self), "1") == 0);
}

/* Secrets: an entry for a new one, and a check button with which the kept one goes */

static GtkWidget *
get_remove (KhDatapointEditor *self)
{
  return gtk_widget_get_last_child (self->child);
}

static void
on_secret_changed_cb (KhDatapointEditor *self)
{
  if (self->draft != NULL && !self->updating)
    kh_draft_set_secret (self->draft, self->datapoint->id, gtk_editable_get_text (GTK_EDITABLE (self->field)));
}

static void
on_remove_toggled_cb (KhDatapointEditor *self)
{
  if (self->draft != NULL && !self->updating)
    kh_draft_set_removes (self->draft, self->datapoint->id, gtk_check_button_get_active (GTK_CHECK_BUTTON (get_remove (self))));
}

static GtkWidget *
build_remove (KhDatapointEditor *self)
{
  GtkWidget *check = gtk_check_button_new_with_label (_("Remove"));
  /* Translators: a datapoint's name follows, as in "Remove Passcode". */
  g_autofree char *name = g_strdup_printf (_("Remove %s"), kh_datapoint_get_label (self->datapoint->id));

  gtk_widget_set_tooltip_text (check, name);
  kh_accessible_name_check (GTK_CHECK_BUTTON (check), name);
  g_signal_connect_object (check, "toggled", G_CALLBACK (on_remove_toggled_cb), self, G_CONNECT_SWAPPED);

  return check;
}

static GtkWidget *
build_secret (KhDatapointEditor *self)
{
  GtkWidget *entry = gtk_password_entry_new ();

  gtk_password_entry_set_show_peek_icon (GTK_PASSWORD_ENTRY (entry), TRUE);
  gtk_editable_set_enable_undo (GTK_EDITABLE (entry), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  gtk_widget_set_hexpand (entry, TRUE);
  kh_guard_editable (GTK_EDITABLE (entry), (guint) self->datapoint->max, on_guard_refused_cb, self);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_secret_changed_cb), self, G_CONNECT_SWAPPED);
  self->child = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (self->child), entry);
  gtk_box_append (GTK_BOX (self->child), build_remove (self));

  return entry;
}

/* GTK keeps the text of such an entry in memory of its own, which it clears. */
static void
show_typed (KhDatapointEditor *self)
{
  g_autoptr (KhSecretChange) change = kh_draft_dup_secret (self->draft, self->datapoint->id);
  GtkEditable *entry = GTK_EDITABLE (self->field);

  if (change == NULL || change->secret == NULL)
    gtk_editable_set_text (entry, "");
  else if (*gtk_editable_get_text (entry) == '\0')
    gtk_editable_set_text (entry, kh_secret_get_text (change->secret));
}

static void
update_secret (KhDatapointEditor *self)
{
  gboolean kept = kh_customer_is_sealed (kh_draft_get_original (self->draft), self->datapoint->id);
  gboolean removes = kh_draft_get_removes (self->draft, self->datapoint->id);

  show_typed (self);
  g_object_set (self->field, "placeholder-text", removes ? _("Will be removed") : kept ? _("Empty keeps it") : NULL, NULL);
  gtk_widget_set_visible (get_remove (self), kept);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (get_remove (self)), removes);
}

/* Nobody who comes to the desk later shall find it typed, or to be peeked at. */
static void
forget_secret (KhDatapointEditor *self)
{
  self->updating = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self->field), "");
  self->updating = FALSE;
}

static void
kh_datapoint_editor_unmap (GtkWidget *widget)
{
  KhDatapointEditor *self = KH_DATAPOINT_EDITOR (widget);

  if (GTK_IS_PASSWORD_ENTRY (self->field))
    gtk_text_set_visibility (GTK_TEXT (gtk_editable_get_delegate (GTK_EDITABLE (self->field))), FALSE);

  GTK_WIDGET_CLASS (kh_datapoint_editor_parent_class)->unmap (widget);
}

static const EditorKind secret_kind = { build_secret, update_secret, GTK_INPUT_PURPOSE_PASSWORD, FALSE };

static const EditorKind kinds[] = {
  [KH_VALUE_TEXT]      = { build_entry, update_entry, GTK_INPUT_PURPOSE_FREE_FORM, TRUE },
  [KH_VALUE_MULTILINE] = { build_text_view, update_text_view, GTK_INPUT_PURPOSE_FREE_FORM, TRUE },
  [KH_VALUE_CHOICE]    = { build_list, update_list, GTK_INPUT_PURPOSE_FREE_FORM, FALSE },
  [KH_VALUE_CATALOGUE] = { build_list, update_list, GTK_INPUT_PURPOSE_FREE_FORM, FALSE },
  [KH_VALUE_INTEGER]   = { build_entry, update_entry, GTK_INPUT_PURPOSE_DIGITS, TRUE },
  [KH_VALUE_MONEY]     = { build_entry, update_entry, GTK_INPUT_PURPOSE_NUMBER, TRUE },
  [KH_VALUE_DATE]      = { build_entry, update_entry, GTK_INPUT_PURPOSE_FREE_FORM, TRUE },
  [KH_VALUE_BOOLEAN]   = { build_check, update_check, GTK_INPUT_PURPOSE_FREE_FORM, FALSE },
  [KH_VALUE_PHONE]     = { build_entry, update_entry, GTK_INPUT_PURPOSE_PHONE, TRUE },
  [KH_VALUE_EMAIL]     = { build_entry, update_entry, GTK_INPUT_PURPOSE_EMAIL, TRUE },
  [KH_VALUE_POSTAL]    = { build_entry, update_entry, GTK_INPUT_PURPOSE_FREE_FORM, TRUE },
  [KH_VALUE_ACCOUNT]   = { build_entry, update_entry, GTK_INPUT_PURPOSE_FREE_FORM, TRUE },
  [KH_VALUE_SECRET]    = { build_entry, update_entry, GTK_INPUT_PURPOSE_PASSWORD, TRUE },
  [KH_VALUE_STAFF]     = { build_list, update_list, GTK_INPUT_PURPOSE_FREE_FORM, FALSE },
  [KH_VALUE_TAGS]      = { build_entry, update_entry, GTK_INPUT_PURPOSE_FREE_FORM, TRUE },
  [KH_VALUE_DIGITS]    = { build_entry, update_entry, GTK_INPUT_PURPOSE_DIGITS, TRUE },
  [KH_VALUE_ZONE]      = { build_entry, update_entry, GTK_INPUT_PURPOSE_DIGITS, TRUE },
  [KH_VALUE_COMPANY]   = { build_list, update_list, GTK_INPUT_PURPOSE_FREE_FORM, FALSE },
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == KH_N_VALUE_TYPES);

/* Whatever was typed is shown as it will be kept, once it is right. */
static void
tidy (KhDatapointEditor *self)
{
  g_autofree char *value = NULL;

  if (!self->kind->tidied || self->draft == NULL ||
      !kh_draft_is_dirty (self->draft, self->datapoint->id) ||
      kh_draft_get_error (self->draft, self->datapoint->id) != NULL)
    return;

  value = g_strdup (get_value (self));
  kh_draft_set_value (self->draft, self->datapoint->id, value);
  kh_datapoint_editor_update (self);
}

static void
on_focus_leave_cb (KhDatapointEditor *self)
{
  tidy (self);
  g_signal_emit (self, signals[SIGNAL_LEFT], 0);
}

/* A label's mnemonic leads to its field; GTK would open the list or turn the check over. */
static gboolean
on_field_mnemonic_activate_cb (GtkWidget *field,
                               gboolean   group_cycling G_GNUC_UNUSED)
{
  return gtk_widget_grab_focus (field);
}

static gboolean
kh_datapoint_editor_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (KH_DATAPOINT_EDITOR (widget)->field);
}

static void
kh_datapoint_editor_dispose (GObject *object)
{
  KhDatapointEditor *self = KH_DATAPOINT_EDITOR (object);

  self->updating = TRUE;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (kh_datapoint_editor_parent_class)->dispose (object);
}

static void
kh_datapoint_editor_class_init (KhDatapointEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_datapoint_editor_dispose;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_datapoint_editor_grab_focus;
  widget_class->unmap = kh_datapoint_editor_unmap;

  signals[SIGNAL_LEFT] = g_signal_new ("left", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REFUSED] = g_signal_new ("refused", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "datapoint-editor");
}

static void
kh_datapoint_editor_init (KhDatapointEditor *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (focus, "leave", G_CALLBACK (on_focus_leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), focus);
}

GtkWidget *
kh_datapoint_editor_new (const KhDatapoint *datapoint)
{
  KhDatapointEditor *self = g_object_new (KH_TYPE_DATAPOINT_EDITOR, NULL);

  self->datapoint = datapoint;
  self->kind = datapoint->sealed ? &secret_kind : &kinds[datapoint->type];
  self->field = self->kind->build (self);
  g_signal_connect (self->field, "mnemonic-activate", G_CALLBACK (on_field_mnemonic_activate_cb), NULL);
  gtk_widget_set_parent (self->child, GTK_WIDGET (self));

  return GTK_WIDGET (self);
}

GtkWidget *
kh_datapoint_editor_get_field (KhDatapointEditor *self)
{
  g_return_val_if_fail (KH_IS_DATAPOINT_EDITOR (self), NULL);

  return self->field;
}

void
kh_datapoint_editor_set_label (KhDatapointEditor *self,
                               GtkLabel          *label)
{
  g_return_if_fail (KH_IS_DATAPOINT_EDITOR (self));

  kh_accessible_label_for (label, self->field);
  if (KH_IS_ENTRY_LIST (self->child))
    kh_entry_list_set_name (KH_ENTRY_LIST (self->child), gtk_label_get_text (label));
}

void
kh_datapoint_editor_set_draft (KhDatapointEditor *self,
                               KhDraft           *draft)
{
  g_return_if_fail (KH_IS_DATAPOINT_EDITOR (self));

  if (!g_set_object (&self->draft, draft))
    return;
  if (GTK_IS_PASSWORD_ENTRY (self->field))
    forget_secret (self);
  if (draft != NULL)
    kh_datapoint_editor_update (self);
}

void
kh_datapoint_editor_update (KhDatapointEditor *self)
{
  g_return_if_fail (KH_IS_DATAPOINT_EDITOR (self));

  if (self->draft == NULL || self->updating)
    return;

  self->updating = TRUE;
  self->kind->update (self);
  self->updating = FALSE;
}

/* The focus is on the button inside a drop-down, and that is what is read out. */
static GtkAccessible *
get_spoken (KhDatapointEditor *self)
{
  if (GTK_IS_DROP_DOWN (self->field))
    return GTK_ACCESSIBLE (gtk_widget_get_first_child (self->field));

  return GTK_ACCESSIBLE (self->field);
}

void
kh_datapoint_editor_set_required (KhDatapointEditor *self,
                                  gboolean           required)
{
  g_return_if_fail (KH_IS_DATAPOINT_EDITOR (self));

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->field), GTK_ACCESSIBLE_PROPERTY_REQUIRED, required, -1);
  if (get_spoken (self) != GTK_ACCESSIBLE (self->field))
    gtk_accessible_update_property (get_spoken (self), GTK_ACCESSIBLE_PROPERTY_REQUIRED, required, -1);
}

static GtkWidget *
get_framed (KhDatapointEditor *self)
{
  return GTK_IS_PASSWORD_ENTRY (self->field) ? self->field : self->child;
}

static void
describe (GtkAccessible *field,
          const char    *message)
{
  GtkAccessibleInvalidState invalid = message == NULL ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE;

  gtk_accessible_update_state (field, GTK_ACCESSIBLE_STATE_INVALID, invalid, -1);
  if (message == NULL)
    gtk_accessible_reset_property (field, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
  else
    gtk_accessible_update_property (field, GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, message, -1);
}

void
kh_datapoint_editor_set_error (KhDatapointEditor *self,
                               const char        *message)
{
  g_return_if_fail (KH_IS_DATAPOINT_EDITOR (self));

  describe (GTK_ACCESSIBLE (self->field), message);
  if (get_spoken (self) != GTK_ACCESSIBLE (self->field))
    describe (get_spoken (self), message);
  if (message == NULL)
    gtk_widget_remove_css_class (get_framed (self), "error");
  else
    gtk_widget_add_css_class (get_framed (self), "error");
}

char *
kh_datapoint_editor_dup_entry (const KhDatapoint *datapoint,
                               KhDraft           *draft)
{
  const KhCatalogueEntry *entry;
  gint64 id = kh_customer_get_entry (kh_draft_get_edited (draft), datapoint->id);

  entry = kh_catalogues_get (kh_draft_get_catalogues (draft), datapoint->catalogue, id);

  return entry == NULL ? NULL : kh_datapoint_editor_dup_label (entry);
}
