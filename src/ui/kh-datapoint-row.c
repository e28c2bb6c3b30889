/* kh-datapoint-row.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-datapoint-row.h"

#include "kh-accessible.h"
#include "kh-customer.h"
#include "kh-datapoint-editor.h"
#include "kh-focus.h"
#include "kh-reveal-button.h"
#include "kh-rule.h"
#include "kh-value-type.h"
#include "kh-why.h"

#include <glib/gi18n-lib.h>

/* Every label column is equally wide, in characters so that it grows with the text. */
#define LABEL_CHARS 19
#define GAP 12
#define MULTILINE_LINES 3

struct _KhDatapointRow {
  GtkWidget parent_instance;

  /* borrowed */
  const KhDatapoint *datapoint;

  /* owned: children, and those after value only once they are needed */
  GtkWidget *label;
  GtkWidget *value;
  GtkWidget *editor;
  GtkWidget *mark;
  GtkWidget *note;
  GtkWidget *reveal;
  GtkWidget *why;
  KhDraft *draft;
  char *denied;
  char *hint;
  char *locked;
  char *problem;

  /* state */
  gint64 revealed;
  gboolean editing;
  gboolean left;
  gboolean optional;
};

G_DEFINE_FINAL_TYPE (KhDatapointRow, kh_datapoint_row, GTK_TYPE_WIDGET)

/* There are some seventy rows on a page, so a row has no more widgets than it shows,
 * and places them itself. */

static GtkWidget *
get_slot (KhDatapointRow *self)
{
  return self->editor != NULL && gtk_widget_get_visible (self->editor) ? self->editor : self->value;
}

static int
measure_child (GtkWidget      *child,
               GtkOrientation  orientation,
               int             for_size,
               gboolean        natural)
{
  int minimum = 0;
  int wanted = 0;

  if (child != NULL && gtk_widget_get_visible (child))
    gtk_widget_measure (child, orientation, for_size, &minimum, &wanted, NULL, NULL);

  return natural ? wanted : minimum;
}

/* Why a value is locked, and how to reveal it, stand beside it; an error, which comes later, under its field. */
static GtkWidget *
get_beside (KhDatapointRow *self)
{
  if (get_slot (self) != self->value)
    return NULL;
  if (self->why != NULL && gtk_widget_get_visible (self->why))
    return self->why;
  if (self->reveal != NULL && gtk_widget_get_visible (self->reveal))
    return self->reveal;

  return self->note != NULL && gtk_widget_get_visible (self->note) ? self->note : NULL;
}

static int
measure_note_below (KhDatapointRow *self,
                    GtkOrientation  orientation,
                    int             for_size)
{
  return get_beside (self) == self->note ? 0 : measure_child (self->note, orientation, for_size, FALSE);
}

static int
measure_button (KhDatapointRow *self)
{
  return get_beside (self) == self->note ? 0 : measure_child (get_beside (self), GTK_ORIENTATION_VERTICAL, -1, FALSE);
}

static int
get_label_width (KhDatapointRow *self)
{
  return measure_child (self->label, GTK_ORIENTATION_HORIZONTAL, -1, TRUE);
}

static void
measure_width (KhDatapointRow *self,
               int            *minimum,
               int            *natural)
{
  int label = get_label_width (self) + GAP;
  int note = measure_note_below (self, GTK_ORIENTATION_HORIZONTAL, -1);
  int slot = measure_child (get_slot (self), GTK_ORIENTATION_HORIZONTAL, -1, FALSE);

  *minimum = label + MAX (slot, note);
  *natural = MAX (*minimum, label + measure_child (get_slot (self), GTK_ORIENTATION_HORIZONTAL, -1, TRUE));
}

static void
kh_datapoint_row_measure (GtkWidget      *widget,
                          GtkOrientation  orientation,
                          int             for_size,
                          int            *minimum,
                          int            *natural,
                          int            *minimum_baseline G_GNUC_UNUSED,
                          int            *natural_baseline G_GNUC_UNUSED)
{
  KhDatapointRow *self = KH_DATAPOINT_ROW (widget);
  int label_width = get_label_width (self);
  int width = for_size < 0 ? -1 : MAX (for_size - label_width - GAP, 0);
  int label;
  int slot;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (self, minimum, natural);
      return;
    }

  label = measure_child (self->label, GTK_ORIENTATION_VERTICAL, label_width, FALSE);
  slot = measure_child (get_slot (self), GTK_ORIENTATION_VERTICAL, width, FALSE);
  slot += measure_note_below (self, GTK_ORIENTATION_VERTICAL, width);
  slot = MAX (slot, measure_button (self));
  *minimum = *natural = MAX (label, slot);
}

static void
place (KhDatapointRow *self,
       GtkWidget      *child,
       int             x,
       int             y,
       int             width,
       int             height)
{
  gboolean rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkAllocation area = { rtl ? gtk_widget_get_width (GTK_WIDGET (self)) - x - width : x, y, width, height };

  if (child != NULL && gtk_widget_get_visible (child))
    gtk_widget_size_allocate (child, &area, -1);
}

static void
place_beside (KhDatapointRow *self,
              GtkWidget      *beside,
              int             x,
              int             rest,
              int             height)
{
  int note = measure_child (beside, GTK_ORIENTATION_HORIZONTAL, -1, TRUE);
  int value = measure_child (self->value, GTK_ORIENTATION_HORIZONTAL, -1, TRUE);

  value = MIN (value, MAX (rest - note, rest * 2 / 5));
  place (self, self->value, x, 0, value, height);
  place (self, beside, x + value, 0, beside == self->note ? rest - value : note, height);
}

static void
kh_datapoint_row_size_allocate (GtkWidget *widget,
                                int        width,
                                int        height G_GNUC_UNUSED,
                                int        baseline G_GNUC_UNUSED)
{
  KhDatapointRow *self = KH_DATAPOINT_ROW (widget);
  int label_width = get_label_width (self);
  int label_height = measure_child (self->label, GTK_ORIENTATION_VERTICAL, label_width, FALSE);
  int x = label_width + GAP;
  int rest = MAX (width - x, 0);
  int slot_height = measure_child (get_slot (self), GTK_ORIENTATION_VERTICAL, rest, FALSE);
  int note_height = measure_note_below (self, GTK_ORIENTATION_VERTICAL, rest);
  int mark_width = measure_child (self->mark, GTK_ORIENTATION_HORIZONTAL, -1, FALSE);

  place (self, self->label, 0, 0, label_width, label_height);
  place (self, self->mark, label_width + (GAP - mark_width) / 2, 0, mark_width, label_height);
  if (get_beside (self) != NULL)
    {
      place_beside (self, get_beside (self), x, rest,
                    MAX (slot_height, measure_button (self)));
      return;
    }
  place (self, get_slot (self), x, 0, rest, slot_height);
  place (self, self->note, x, slot_height, rest, note_height);
}

static GtkSizeRequestMode
kh_datapoint_row_get_request_mode (GtkWidget *widget G_GNUC_UNUSED)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

/* What is shown */

static gboolean
is_list (KhDatapointRow *self)
{
  return self->datapoint->catalogue != KH_CATALOGUE_NONE;
}

static gboolean
is_hidden (KhDatapointRow *self)
{
  return self->denied != NULL && kh_customer_is_hidden (kh_draft_get_edited (self->draft), self->datapoint->id);
}

static char *
dup_shown (KhDatapointRow *self)
{
  const char *value = kh_customer_get (kh_draft_get_edited (self->draft), self->datapoint->id);
  g_autofree char *text = NULL;
  char *entry = NULL;

  if (is_hidden (self))
    /* Translators: stands in the place of a value that the reader may not view. */
    return g_strdup (_("Hidden"));
  if (self->datapoint->sealed)
    /* Translators: there is no passcode. */
    return g_strdup (_("None"));
  if (value == NULL)
    return g_strdup ("—");
  if (is_list (self))
    entry = kh_datapoint_editor_dup_entry (self->datapoint, self->draft);
  if (entry != NULL)
    return entry;

  text = kh_value_format (self->datapoint, value, kh_draft_get_catalogues (self->draft));

  return kh_value_dup_visible (text);
}

static gboolean
is_kept (KhDatapointRow *self)
{
  return self->datapoint->sealed && kh_customer_is_sealed (kh_draft_get_original (self->draft), self->datapoint->id);
}

/* What was revealed does not outlive the record that it was read from. */
static void
update_secret (KhDatapointRow *self)
{
  if (self->reveal == NULL)
    {
      self->reveal = kh_reveal_button_new (kh_datapoint_get_label (self->datapoint->id), GTK_LABEL (self->value));
      kh_reveal_button_set_action (KH_REVEAL_BUTTON (self->reveal), "page.reveal",
                                   g_variant_new_uint32 ((guint32) self->datapoint->id));
      gtk_widget_insert_after (self->reveal, GTK_WIDGET (self), self->value);
    }
  if (!kh_reveal_button_get_shown (KH_REVEAL_BUTTON (self->reveal)) || self->editing ||
      self->revealed != kh_customer_get_revision (kh_draft_get_original (self->draft)))
    kh_reveal_button_conceal (KH_REVEAL_BUTTON (self->reveal));
  gtk_widget_set_visible (self->reveal, !self->editing);
  gtk_widget_remove_css_class (self->value, "dim");
}

static void
leave_secret (KhDatapointRow *self)
{
  if (self->reveal == NULL)
    return;
  kh_reveal_button_conceal (KH_REVEAL_BUTTON (self->reveal));
  gtk_widget_set_visible (self->reveal, FALSE);
  gtk_accessible_reset_property (GTK_ACCESSIBLE (self->value), GTK_ACCESSIBLE_PROPERTY_LABEL);
}

static void
update_value (KhDatapointRow *self)
{
  g_autofree char *text = NULL;

  if (is_kept (self) && !is_hidden (self))
    {
      update_secret (self);
      return;
    }

  leave_secret (self);
  text = dup_shown (self);
  if (g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->value)), text) != 0)
    gtk_label_set_text (GTK_LABEL (self->value), text);
  if (is_hidden (self) || self->datapoint->sealed)
    gtk_widget_add_css_class (self->value, "dim");
  else
    gtk_widget_remove_css_class (self->value, "dim");
}

/* Of what is hidden always, and of what is only locked when one tries to change it. */
static void
update_why (KhDatapointRow *self)
{
  gboolean wanted = self->denied != NULL && (self->editing || is_hidden (self));

  if (wanted && self->why == NULL)
    {
      self->why = kh_why_new (kh_datapoint_get_label (self->datapoint->id));
      gtk_widget_insert_after (self->why, GTK_WIDGET (self), self->value);
    }
  if (self->why == NULL)
    return;
  if (wanted)
    kh_why_set_reason (self->why, self->denied);
  gtk_widget_set_visible (self->why, wanted);
}

static gboolean
is_required (KhDatapointRow *self)
{
  return !self->optional && kh_rule_is_required (self->datapoint->id, kh_draft_get_edited (self->draft),
                                                 kh_draft_get_catalogues (self->draft), FALSE);
}

/* In the gap between label and value, so that the label keeps its place. */
static void
update_mark (KhDatapointRow *self)
{
  gboolean required = self->editing && self->locked == NULL && self->denied == NULL && is_required (self);

  if (required && self->mark == NULL)
    {
      self->mark = gtk_label_new ("•");
      gtk_widget_add_css_class (self->mark, "required-mark");
      gtk_widget_set_tooltip_text (self->mark, _("Required"));
      gtk_widget_insert_after (self->mark, GTK_WIDGET (self), self->label);
    }
  if (self->mark != NULL)
    gtk_widget_set_visible (self->mark, required);
  if (self->editor != NULL)
    kh_datapoint_editor_set_required (KH_DATAPOINT_EDITOR (self->editor), required);
}

/* An alert is read out when it appears, which is what an error under a field needs. */
static void
show_note (KhDatapointRow *self,
           const char     *text,
           gboolean        error)
{
  if (self->note != NULL && text == NULL)
    gtk_widget_set_visible (self->note, FALSE);
  if (text == NULL)
    return;

  if (self->note == NULL)
    {
      self->note = g_object_new (GTK_TYPE_LABEL,
                                 "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT,
                                 "wrap-mode", PANGO_WRAP_WORD_CHAR,
                                 "xalign", 0.0,
                                 NULL);
      gtk_widget_add_css_class (self->note, "datapoint-note");
      gtk_widget_set_parent (self->note, GTK_WIDGET (self));
    }
  gtk_label_set_text (GTK_LABEL (self->note), text);
  gtk_label_set_wrap (GTK_LABEL (self->note), error);
  gtk_label_set_ellipsize (GTK_LABEL (self->note), error ? PANGO_ELLIPSIZE_NONE : PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (self->note, error ? NULL : text);
  if (error)
    gtk_widget_add_css_class (self->note, "error-text");
  else
    gtk_widget_remove_css_class (self->note, "error-text");
  gtk_widget_set_visible (self->note, TRUE);
}

/* A half-typed value is not scolded: its error shows when the field is left. */
static void
update_note (KhDatapointRow *self)
{
  const char *error = NULL;

  if (self->editing && self->locked == NULL)
    error = self->problem;
  if (error == NULL && self->editing && self->left)
    error = kh_draft_get_error (self->draft, self->datapoint->id);

  if (self->editor != NULL)
    kh_datapoint_editor_set_error (KH_DATAPOINT_EDITOR (self->editor), error);
  if (error == NULL && self->editing && self->locked != NULL && self->denied == NULL)
    {
      show_note (self, self->locked, FALSE);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, self->locked, -1);
    }
  else if (error == NULL && self->editing && self->hint != NULL)
    show_note (self, self->hint, FALSE);
  else
    show_note (self, error, TRUE);
}

static void
on_editor_left_cb (KhDatapointRow *self)
{
  self->left = TRUE;
  update_note (self);
}

/* A field that was clicked does not move away from under the pointer. */
static void
on_editor_focus_enter_cb (KhDatapointRow *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (GTK_IS_WINDOW (root) && gtk_window_get_focus_visible (GTK_WINDOW (root)))
    kh_focus_show_whole (GTK_WIDGET (self));
}

static void
on_editor_refused_cb (KhDatapointRow *self,
                      const char     *message)
{
  kh_datapoint_row_set_problem (self, message);
}

static void
build_editor (KhDatapointRow *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  self->editor = kh_datapoint_editor_new (self->datapoint);
  gtk_widget_insert_after (self->editor, GTK_WIDGET (self), self->value);
  kh_datapoint_editor_set_label (KH_DATAPOINT_EDITOR (self->editor), GTK_LABEL (self->label));
  g_signal_connect_object (focus, "enter", G_CALLBACK (on_editor_focus_enter_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->editor, focus);
  g_signal_connect_object (self->editor, "left", G_CALLBACK (on_editor_left_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "refused", G_CALLBACK (on_editor_refused_cb), self, G_CONNECT_SWAPPED);
}

static void
update_slot (KhDatapointRow *self)
{
  gboolean typing = self->editing && self->locked == NULL && self->denied == NULL && kh_datapoint_is_editable (self->datapoint->id);

  if (typing && self->editor == NULL)
    build_editor (self);
  if (self->editor != NULL)
    {
      kh_datapoint_editor_set_draft (KH_DATAPOINT_EDITOR (self->editor), typing ? self->draft : NULL);
      gtk_widget_set_visible (self->editor, typing);
    }
  gtk_widget_set_visible (self->value, !typing);
}

static gboolean
on_value_query_tooltip_cb (GtkWidget  *value,
                           int         x G_GNUC_UNUSED,
                           int         y G_GNUC_UNUSED,
                           gboolean    keyboard G_GNUC_UNUSED,
                           GtkTooltip *tooltip)
{
  if (!pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (value))))
    return FALSE;

  gtk_tooltip_set_text (tooltip, gtk_label_get_text (GTK_LABEL (value)));

  return TRUE;
}

static gboolean
kh_datapoint_row_grab_focus (GtkWidget *widget)
{
  GtkWidget *field = kh_datapoint_row_get_field (KH_DATAPOINT_ROW (widget));

  return field != NULL && gtk_widget_grab_focus (field);
}

static void
kh_datapoint_row_dispose (GObject *object)
{
  KhDatapointRow *self = KH_DATAPOINT_ROW (object);

  g_clear_pointer (&self->editor, gtk_widget_unparent);
  g_clear_pointer (&self->mark, gtk_widget_unparent);
  g_clear_pointer (&self->note, gtk_widget_unparent);
  g_clear_pointer (&self->reveal, gtk_widget_unparent);
  g_clear_pointer (&self->why, gtk_widget_unparent);
  g_clear_pointer (&self->value, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (kh_datapoint_row_parent_class)->dispose (object);
}

static void
kh_datapoint_row_finalize (GObject *object)
{
  KhDatapointRow *self = KH_DATAPOINT_ROW (object);

  g_free (self->denied);
  g_free (self->hint);
  g_free (self->locked);
  g_free (self->problem);

  G_OBJECT_CLASS (kh_datapoint_row_parent_class)->finalize (object);
}

static void
kh_datapoint_row_class_init (KhDatapointRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_datapoint_row_dispose;
  object_class->finalize = kh_datapoint_row_finalize;
  widget_class->get_request_mode = kh_datapoint_row_get_request_mode;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_datapoint_row_grab_focus;
  widget_class->measure = kh_datapoint_row_measure;
  widget_class->size_allocate = kh_datapoint_row_size_allocate;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "datapoint-row");
}

static void
kh_datapoint_row_init (KhDatapointRow *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (self->label), LABEL_CHARS);
  gtk_label_set_max_width_chars (GTK_LABEL (self->label), LABEL_CHARS);
  gtk_widget_add_css_class (self->label, "datapoint-label");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));

  self->value = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->value), 0);
  gtk_widget_add_css_class (self->value, "datapoint-value");
  gtk_widget_set_has_tooltip (self->value, TRUE);
  g_signal_connect (self->value, "query-tooltip", G_CALLBACK (on_value_query_tooltip_cb), NULL);
  gtk_widget_set_parent (self->value, GTK_WIDGET (self));
}

/* A sealed value is read whole, and is in no tooltip; a multiline value shows its first lines. */
static void
set_up_value (KhDatapointRow *self)
{
  GtkLabel *value = GTK_LABEL (self->value);
  gboolean multiline = self->datapoint->type == KH_VALUE_MULTILINE;

  gtk_widget_set_has_tooltip (self->value, !self->datapoint->sealed);
  gtk_label_set_wrap (value, multiline || self->datapoint->sealed);
  gtk_label_set_wrap_mode (value, PANGO_WRAP_WORD_CHAR);
  if (!self->datapoint->sealed)
    gtk_label_set_ellipsize (value, PANGO_ELLIPSIZE_END);
  if (multiline)
    {
      gtk_label_set_lines (value, MULTILINE_LINES);
      gtk_label_set_yalign (value, 0);
      gtk_widget_add_css_class (self->value, "multiline");
    }
}

GtkWidget *
kh_datapoint_row_new (KhDatapointId id)
{
  KhDatapointRow *self = g_object_new (KH_TYPE_DATAPOINT_ROW, NULL);

  self->datapoint = kh_datapoint_get (id);
  gtk_label_set_text (GTK_LABEL (self->label), kh_datapoint_get_label (id));
  set_up_value (self);
  kh_accessible_name_widget (GTK_WIDGET (self), kh_datapoint_get_label (id));
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->value),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, self->label, NULL, -1);

  return GTK_WIDGET (self);
}

KhDatapointId
kh_datapoint_row_get_id (KhDatapointRow *self)
{
  g_return_val_if_fail (KH_IS_DATAPOINT_ROW (self), KH_DATAPOINT_NONE);

  return self->datapoint->id;
}

GtkLabel *
kh_datapoint_row_get_label (KhDatapointRow *self)
{
  g_return_val_if_fail (KH_IS_DATAPOINT_ROW (self), NULL);

  return GTK_LABEL (self->label);
}

GtkWidget *
kh_datapoint_row_get_field (KhDatapointRow *self)
{
  g_return_val_if_fail (KH_IS_DATAPOINT_ROW (self), NULL);

  if (self->editor == NULL || !gtk_widget_get_visible (self->editor))
    return NULL;

  return kh_datapoint_editor_get_field (KH_DATAPOINT_EDITOR (self->editor));
}

void
kh_datapoint_row_set_draft (KhDatapointRow *self,
                            KhDraft        *draft)
{
  g_return_if_fail (KH_IS_DATAPOINT_ROW (self));

  g_set_object (&self->draft, draft);
  update_slot (self);
}

void
kh_datapoint_row_set_editing (KhDatapointRow *self,
                              gboolean        editing,
                              const char     *mnemonic)
{
  g_return_if_fail (KH_IS_DATAPOINT_ROW (self));

  self->editing = editing;
  self->left = FALSE;
  g_clear_pointer (&self->problem, g_free);
  if (editing && mnemonic != NULL)
    gtk_label_set_text_with_mnemonic (GTK_LABEL (self->label), mnemonic);
  else
    gtk_label_set_text (GTK_LABEL (self->label), kh_datapoint_get_label (self->datapoint->id));
  update_slot (self);
  kh_datapoint_row_update (self);
}

void
kh_datapoint_row_set_locked (KhDatapointRow *self,
                             const char     *reason)
{
  g_return_if_fail (KH_IS_DATAPOINT_ROW (self));

  if (g_strcmp0 (self->locked, reason) == 0)
    return;

  g_free (self->locked);
  self->locked = g_strdup (reason);
  update_slot (self);
  kh_datapoint_row_update (self);
}

void
kh_datapoint_row_set_optional (KhDatapointRow *self,
                               gboolean        optional)
{
  g_return_if_fail (KH_IS_DATAPOINT_ROW (self));

  self->optional = optional;
  kh_datapoint_row_update (self);
}

/* @reason: why the member may not see or change it, or %NULL. */
void
kh_datapoint_row_set_denied (KhDatapointRow *self,
                             const char     *reason)
{
  g_return_if_fail (KH_IS_DATAPOINT_ROW (self));

  if (g_strcmp0 (self->denied, reason) == 0)
    return;

  g_free (self->denied);
  self->denied = g_strdup (reason);
  update_slot (self);
  kh_datapoint_row_update (self);
}

void
kh_datapoint_row_reveal (KhDatapointRow *self,
                         KhSecret       *secret,
                         guint           milliseconds)
{
  g_return_if_fail (KH_IS_DATAPOINT_ROW (self));

  if (self->editing || !is_kept (self) || is_hidden (self))
    return;
  self->revealed = kh_customer_get_revision (kh_draft_get_original (self->draft));
  kh_reveal_button_show (KH_REVEAL_BUTTON (self->reveal), secret, milliseconds);
}

void
kh_datapoint_row_update (KhDatapointRow *self)
{
  g_return_if_fail (KH_IS_DATAPOINT_ROW (self));

  if (self->draft == NULL)
    return;

  update_value (self);
  update_why (self);
  update_mark (self);
  update_note (self);
  if (self->editing && self->editor != NULL)
    kh_datapoint_editor_update (KH_DATAPOINT_EDITOR (self->editor));
}

void
kh_datapoint_row_set_problem (KhDatapointRow *self,
                              const char     *message)
{
  g_return_if_fail (KH_IS_DATAPOINT_ROW (self));

  if (g_strcmp0 (self->problem, message) == 0)
    return;

  g_free (self->problem);
  self->problem = g_strdup (message);
  update_note (self);
}

/* Where the value comes from, when it was not typed; it is said below the field. */
void
kh_datapoint_row_set_hint (KhDatapointRow *self,
                           const char     *hint)
{
  g_return_if_fail (KH_IS_DATAPOINT_ROW (self));

  if (g_strcmp0 (self->hint, hint) == 0)
    return;

  g_free (self->hint);
  self->hint = g_strdup (hint);
  update_note (self);
}

void
kh_datapoint_row_set_mnemonic (KhDatapointRow *self,
                               const char     *mnemonic)
{
  g_return_if_fail (KH_IS_DATAPOINT_ROW (self));

  if (self->editing)
    gtk_label_set_text_with_mnemonic (GTK_LABEL (self->label), mnemonic);
}

const char *
kh_datapoint_row_get_revealed (KhDatapointRow *self)
{
  g_return_val_if_fail (KH_IS_DATAPOINT_ROW (self), NULL);

  if (self->reveal == NULL || !kh_reveal_button_get_shown (KH_REVEAL_BUTTON (self->reveal)))
    return NULL;

  return gtk_label_get_text (GTK_LABEL (self->value));
}
