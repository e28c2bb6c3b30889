/* kh-note-form.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-note-form.h"

#include "kh-accessible.h"
#include "kh-entry-list.h"
#include "kh-focus.h"
#include "kh-guard.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What is chosen where nothing else is: a list's first entry stands for it. */
#define USUAL_PRIORITY "normal"

struct _KhNoteForm
{
  GtkWidget parent_instance;

  /* Template children */
  GtkWidget *actions;
  KhEntryList *assignee;
  GtkLabel *assignee_label;
  GtkButton *cancel_button;
  GtkWidget *details;
  GtkEditable *due;
  GtkLabel *due_label;
  KhEntryList *kind;
  GtkLabel *kind_label;
  GtkLabel *message;
  KhEntryList *priority;
  GtkLabel *priority_label;
  GtkButton *save_button;
  GtkTextView *text;
  GtkWidget *text_frame;
  GtkLabel *text_label;
  GtkCheckButton *ticket;

  /* Owned */
  KhCatalogues *catalogues;
  KhNote *note;         /* as it is kept; NULL for a new one */

  /* State */
  gboolean filling;
  gboolean dirty;
};

G_DEFINE_FINAL_TYPE (KhNoteForm, kh_note_form, GTK_TYPE_WIDGET)

enum {
  PROP_0,
  PROP_DIRTY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum {
  SIGNAL_CANCEL,
  SIGNAL_SAVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What was typed, as it stands there */

static char *
dup_text (KhNoteForm *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static const char *
get_kept (KhNoteForm  *self,
          KhNoteField  field)
{
  return self->note != NULL ? kh_note_get (self->note, field) : NULL;
}

static char *
dup_kept_due (KhNoteForm *self)
{
  char *text = kh_value_format (kh_note_field_get (KH_NOTE_DUE), get_kept (self, KH_NOTE_DUE), NULL);

  return text != NULL ? text : g_strdup ("");
}

static const char *
get_kept_priority (KhNoteForm *self)
{
  const char *priority = get_kept (self, KH_NOTE_PRIORITY);

  return g_strcmp0 (priority, USUAL_PRIORITY) == 0 ? NULL : priority;
}

static gboolean
differs (KhNoteForm *self)
{
  gboolean ticket = gtk_check_button_get_active (self->ticket);
  const char *kept_text = get_kept (self, KH_NOTE_TEXT);
  g_autofree char *text = dup_text (self);
  g_autofree char *due = dup_kept_due (self);

  if (g_strcmp0 (text, kept_text != NULL ? kept_text : "") != 0 ||
      ticket != (self->note != NULL && kh_note_is_ticket (self->note)) ||
      g_strcmp0 (kh_entry_list_get_chosen (self->kind), get_kept (self, KH_NOTE_KIND)) != 0)
    return TRUE;

  return ticket && (g_strcmp0 (kh_entry_list_get_chosen (self->assignee), get_kept (self, KH_NOTE_ASSIGNEE)) != 0 ||
                    g_strcmp0 (kh_entry_list_get_chosen (self->priority), get_kept_priority (self)) != 0 ||
                    g_strcmp0 (gtk_editable_get_text (self->due), due) != 0);
}

static void
update_dirty (KhNoteForm *self)
{
  gboolean dirty;

  if (self->filling)
    return;
  dirty = differs (self);
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), dirty);
  gtk_widget_set_visible (GTK_WIDGET (self->cancel_button), dirty || self->note != NULL);
  if (self->dirty == dirty)
    return;

  self->dirty = dirty;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRTY]);
}

static void
on_ticket_toggled_cb (KhNoteForm *self)
{
  gtk_widget_set_visible (self->details, gtk_check_button_get_active (self->ticket));
  update_dirty (self);
}

/* The lists */

static void
fill_entries (KhNoteForm    *self,
              KhEntryList   *list,
              KhCatalogueId  catalogue,
              const char    *kept)
{
  gint64 keep = kept != NULL ? g_ascii_strtoll (kept, NULL, 10) : 0;
  g_autoptr (GPtrArray) entries = kh_catalogues_list (self->catalogues, catalogue, 0, keep);

  kh_entry_list_begin (list);
  for (guint i = 0; i < entries->len; i++)
    {
      const KhCatalogueEntry *entry = g_ptr_array_index (entries, i);
      g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, entry->id);

      kh_entry_list_add (list, value, entry->label);
    }
  kh_entry_list_end (list);
}

/* An office that has no types yet is not asked for one. */
static void
fill_lists (KhNoteForm *self)
{
  gboolean typed;

  if (self->catalogues == NULL)
    return;
  fill_entries (self, self->kind, KH_CATALOGUE_NOTE_TYPES, get_kept (self, KH_NOTE_KIND));
  fill_entries (self, self->assignee, KH_CATALOGUE_STAFF, get_kept (self, KH_NOTE_ASSIGNEE));
  typed = kh_catalogues_get_entries (self->catalogues, KH_CATALOGUE_NOTE_TYPES)->len > 0;
  gtk_widget_set_visible (GTK_WIDGET (self->kind), typed);
  gtk_widget_set_visible (GTK_WIDGET (self->kind_label), typed);
}

static void
fill_priorities (KhNoteForm *self)
{
  const KhChoice *choice = kh_note_field_get (KH_NOTE_PRIORITY)->choices;

  kh_entry_list_begin (self->priority);
  for (; choice->value != NULL; choice++)
    {
      if (!g_str_equal (choice->value, USUAL_PRIORITY))
        kh_entry_list_add (self->priority, choice->value, _(choice->label));
    }
  kh_entry_list_end (self->priority);
}

static void
fill (KhNoteForm *self)
{
  const char *text = get_kept (self, KH_NOTE_TEXT);
  g_autofree char *due = dup_kept_due (self);

  self->filling = TRUE;
  fill_lists (self);
  kh_entry_list_set_chosen (self->kind, get_kept (self, KH_NOTE_KIND));
  kh_entry_list_set_chosen (self->assignee, get_kept (self, KH_NOTE_ASSIGNEE));
  kh_entry_list_set_chosen (self->priority, get_kept_priority (self));
  gtk_editable_set_text (self->due, due);
  gtk_check_button_set_active (self->ticket, self->note != NULL && kh_note_is_ticket (self->note));
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->text), text != NULL ? text : "", -1);
  gtk_label_set_text_with_mnemonic (self->text_label, self->note != NULL ? _("Edit No_te") : _("New No_te"));
  kh_accessible_label_for (self->text_label, GTK_WIDGET (self->text));
  kh_note_form_show_error (self, NULL);
  self->filling = FALSE;
  update_dirty (self);
}

/* Saving and cancelling */

static void
on_save_clicked_cb (KhNoteForm *self)
{
  if (gtk_widget_get_sensitive (GTK_WIDGET (self->save_button)))
    g_signal_emit (self, signals[SIGNAL_SAVE], 0);
}

static void
on_cancel_clicked_cb (KhNoteForm *self)
{
  g_signal_emit (self, signals[SIGNAL_CANCEL], 0);
}

static gboolean
on_save_key_cb (GtkWidget *widget,
                GVariant  *args G_GNUC_UNUSED,
                gpointer   data G_GNUC_UNUSED)
{
  on_save_clicked_cb (KH_NOTE_FORM (widget));

  return GDK_EVENT_STOP;
}

/* Before the text, in which Enter is a new line whatever else is held down. */
static void
add_keys (KhNoteForm *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_shortcut_trigger_parse_string ("<Control>Return|<Control>KP_Enter"),
                                                          gtk_callback_action_new (on_save_key_cb, NULL, NULL)));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
on_flood_cb (const char *message,
             gpointer    data)
{
  KhNoteForm *self = data;

  gtk_label_set_text (self->message, message);
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
}

static gboolean
kh_note_form_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KH_NOTE_FORM (widget)->text));
}

static void
kh_note_form_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (prop_id == PROP_DIRTY)
    g_value_set_boolean (value, KH_NOTE_FORM (object)->dirty);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kh_note_form_dispose (GObject *object)
{
  KhNoteForm *self = KH_NOTE_FORM (object);

  self->filling = TRUE;
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_NOTE_FORM);
  g_clear_object (&self->catalogues);
  g_clear_object (&self->note);

  G_OBJECT_CLASS (kh_note_form_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KH_TYPE_ENTRY_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-note-form.ui");
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, actions);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, assignee);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, assignee_label);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, details);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, due);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, due_label);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, kind);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, kind_label);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, message);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, priority);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, priority_label);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, save_button);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, text);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, text_frame);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, text_label);
  gtk_widget_class_bind_template_child (widget_class, KhNoteForm, ticket);
  gtk_widget_class_bind_template_callback (widget_class, on_cancel_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_ticket_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, update_dirty);
}

static void
kh_note_form_class_init (KhNoteFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_note_form_dispose;
  object_class->get_property = kh_note_form_get_property;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_note_form_grab_focus;

  properties[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[SIGNAL_CANCEL] = g_signal_new ("cancel", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SAVE] = g_signal_new ("save", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  bind_template (widget_class);
}

static void
name_list (KhEntryList *list,
           GtkLabel    *label)
{
  kh_entry_list_set_name (list, gtk_label_get_text (label));
  kh_accessible_label_for (label, GTK_WIDGET (list));
}

static void
kh_note_form_init (KhNoteForm *self)
{
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  /* Translators: in place of a ticket's assignee: nobody yet. */
  kh_entry_list_set_none (self->assignee, _("Nobody"));
  kh_entry_list_set_none (self->priority, _("Normal"));
  name_list (self->kind, self->kind_label);
  name_list (self->assignee, self->assignee_label);
  name_list (self->priority, self->priority_label);
  fill_priorities (self);
  kh_accessible_label_for (self->due_label, GTK_WIDGET (self->due));
  kh_accessible_name_check (self->ticket, _("Ticket"));
  kh_accessible_name_button (self->save_button);
  kh_accessible_name_button (self->cancel_button);
  kh_guard_text_view (self->text, (guint) kh_note_field_get (KH_NOTE_TEXT)->max, on_flood_cb, self);
  g_signal_connect_object (gtk_text_view_get_buffer (self->text), "changed", G_CALLBACK (update_dirty), self, G_CONNECT_SWAPPED);
  add_keys (self);
  fill (self);
}

void
kh_note_form_set_catalogues (KhNoteForm   *self,
                             KhCatalogues *catalogues)
{
  g_return_if_fail (KH_IS_NOTE_FORM (self));

  g_set_object (&self->catalogues, catalogues);
  fill_lists (self);
}

void
kh_note_form_set_note (KhNoteForm *self,
                       KhNote     *note)
{
  g_return_if_fail (KH_IS_NOTE_FORM (self));

  g_set_object (&self->note, note);
  fill (self);
}

KhNote *
kh_note_form_get_note (KhNoteForm *self)
{
  g_return_val_if_fail (KH_IS_NOTE_FORM (self), NULL);

  return self->note;
}

static gboolean
take_typed (KhNote       *note,
            KhNoteField   field,
            const char   *typed,
            GError      **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *value = kh_value_parse (kh_note_field_get (field), typed, -1, NULL, &local_error);

  kh_note_set (note, field, value);
  if (local_error == NULL)
    return TRUE;
  g_set_error_literal (error, KH_NOTE_ERROR, (int) field, local_error->message);

  return FALSE;
}

KhNote *
kh_note_form_dup_typed (KhNoteForm  *self,
                        GError     **error)
{
  g_autoptr (KhNote) note = NULL;
  g_autofree char *text = dup_text (self);
  const char *priority = kh_entry_list_get_chosen (self->priority);

  g_return_val_if_fail (KH_IS_NOTE_FORM (self), NULL);

  note = self->note != NULL ? kh_note_copy (self->note) : kh_note_new ();
  kh_note_set (note, KH_NOTE_TICKET, gtk_check_button_get_active (self->ticket) ? "1" : "0");
  kh_note_set (note, KH_NOTE_KIND, kh_entry_list_get_chosen (self->kind));
  kh_note_set (note, KH_NOTE_ASSIGNEE, kh_entry_list_get_chosen (self->assignee));
  kh_note_set (note, KH_NOTE_PRIORITY, priority != NULL ? priority : USUAL_PRIORITY);
  if (!take_typed (note, KH_NOTE_TEXT, text, error) ||
      (kh_note_is_ticket (note) && !take_typed (note, KH_NOTE_DUE, gtk_editable_get_text (self->due), error)))
    return NULL;
  kh_note_tidy (note);

  return kh_note_check (note, self->note, self->catalogues, error) ? g_steal_pointer (&note) : NULL;
}

gboolean
kh_note_form_get_dirty (KhNoteForm *self)
{
  g_return_val_if_fail (KH_IS_NOTE_FORM (self), FALSE);

  return self->dirty;
}

/* What is on its way to be kept is not typed into. */
void
kh_note_form_set_busy (KhNoteForm *self,
                       gboolean    busy)
{
  g_return_if_fail (KH_IS_NOTE_FORM (self));

  gtk_text_view_set_editable (self->text, !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->save_button), !busy && self->dirty);
  gtk_widget_set_sensitive (GTK_WIDGET (self->cancel_button), !busy);
}

void
kh_note_form_show_error (KhNoteForm   *self,
                         const GError *error)
{
  g_return_if_fail (KH_IS_NOTE_FORM (self));

  gtk_label_set_text (self->message, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), error != NULL);
  if (error == NULL)
    return;
  if (g_error_matches (error, KH_NOTE_ERROR, KH_NOTE_DUE))
    gtk_widget_grab_focus (GTK_WIDGET (self->due));
  else if (g_error_matches (error, KH_NOTE_ERROR, KH_NOTE_ASSIGNEE))
    gtk_widget_grab_focus (GTK_WIDGET (self->assignee));
  else if (g_error_matches (error, KH_NOTE_ERROR, KH_NOTE_KIND))
    gtk_widget_grab_focus (GTK_WIDGET (self->kind));
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->text));
}
