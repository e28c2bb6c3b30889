/* kh-switch-row.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-switch-row.h"

#include "kh-accessible.h"
#include "kh-datapoint-editor.h"
#include "kh-duplicate-plan.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The longest name of the registry, in the average letter. */
#define NAME_CHARS 22

/* What may be cut off where it stands. */
#define LONG_VALUE 24

struct _KhSwitchRow
{
  GtkListBoxRow parent_instance;

  /* Borrowed: our descendants; those of what is typed, and the lines below, once they are needed */
  GtkWidget *box;
  GtkWidget *mark;
  GtkWidget *arrow;
  GtkWidget *name;
  GtkWidget *typed_name;
  GtkWidget *middle;
  GtkWidget *value;
  GtkWidget *toggle;
  GtkWidget *editor;
  GtkWidget *required_label;
  GtkWidget *note;
  GtkWidget *error;

  /* Owned */
  GObject *item;
  KhDraft *draft;
  char *label;
  char *text;
  char *reason;
  char *problem;

  /* State */
  KhDuplicateState state;
  gulong draft_handler;
  gboolean on;
  gboolean required;
  gboolean left;
  gboolean folds;
  gboolean unfolded;
};

G_DEFINE_FINAL_TYPE (KhSwitchRow, kh_switch_row, GTK_TYPE_LIST_BOX_ROW)

/* What is shown */

/* Only for a row with an editor. */
static KhDatapointId
get_datapoint (KhSwitchRow *self)
{
  return kh_duplicate_row_get_datapoint (KH_DUPLICATE_ROW (self->item));
}

static GtkWidget *
make_line (const char       *css_class,
           GtkAccessibleRole role)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "accessible-role", role, "xalign", 0.0, "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);

  gtk_widget_add_css_class (label, css_class);

  return label;
}

/* Below the value. An alert is read out when it appears. */
static void
show_line (KhSwitchRow       *self,
           GtkWidget        **place,
           const char        *text,
           const char        *css_class,
           GtkAccessibleRole  role)
{
  if (text == NULL)
    {
      if (*place != NULL)
        gtk_widget_set_visible (*place, FALSE);
      return;
    }
  if (*place == NULL)
    {
      *place = make_line (css_class, role);
      gtk_box_append (GTK_BOX (self->middle), *place);
    }
  gtk_label_set_text (GTK_LABEL (*place), text);
  gtk_widget_set_visible (*place, TRUE);
}

/* A half-typed value is not scolded: its error shows when the field is left. */
static void
update_error (KhSwitchRow *self)
{
  const char *error = self->editor == NULL ? NULL : self->problem;

  if (error == NULL && self->editor != NULL && self->left)
    error = kh_draft_get_error (self->draft, get_datapoint (self));
  show_line (self, &self->error, error, "error-text", GTK_ACCESSIBLE_ROLE_ALERT);
  if (self->editor != NULL)
    kh_datapoint_editor_set_error (KH_DATAPOINT_EDITOR (self->editor), error);
}

static void
on_editor_left_cb (KhSwitchRow *self)
{
  self->left = TRUE;
  update_error (self);
}

static void
on_editor_refused_cb (KhSwitchRow *self,
                      const char  *message)
{
  kh_switch_row_set_problem (self, message);
}

/* A choice may narrow the choices of another row, so every editor looks. */
static void
on_draft_changed_cb (KhSwitchRow *self,
                     guint        datapoint)
{
  if (self->editor == NULL)
    return;
  kh_datapoint_editor_update (KH_DATAPOINT_EDITOR (self->editor));
  if (datapoint != (guint) get_datapoint (self))
    return;
  g_clear_pointer (&self->problem, g_free);
  update_error (self);
}

/* Only a label can be what names a field. */
static void
make_editor (KhSwitchRow *self)
{
  KhDatapointEditor *editor = KH_DATAPOINT_EDITOR (kh_datapoint_editor_new (kh_datapoint_get (get_datapoint (self))));

  self->editor = GTK_WIDGET (editor);
  self->left = FALSE;
  gtk_box_insert_child_after (GTK_BOX (self->middle), self->editor, self->value);
  if (self->typed_name == NULL)
    {
      self->typed_name = gtk_label_new (self->label);
      gtk_label_set_xalign (GTK_LABEL (self->typed_name), 0);
      gtk_label_set_width_chars (GTK_LABEL (self->typed_name), NAME_CHARS);
      gtk_label_set_ellipsize (GTK_LABEL (self->typed_name), PANGO_ELLIPSIZE_END);
      gtk_box_insert_child_after (GTK_BOX (self->box), self->typed_name, self->name);
    }
  kh_datapoint_editor_set_label (editor, GTK_LABEL (self->typed_name));
  kh_datapoint_editor_set_draft (editor, self->draft);
  kh_datapoint_editor_set_required (editor, self->required);
  g_signal_connect_object (editor, "left", G_CALLBACK (on_editor_left_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "refused", G_CALLBACK (on_editor_refused_cb), self, G_CONNECT_SWAPPED);
}

static void
update_editor (KhSwitchRow *self)
{
  gboolean typed = self->draft != NULL && KH_IS_DUPLICATE_ROW (self->item) &&
                   kh_duplicate_row_get_typed (KH_DUPLICATE_ROW (self->item));

  if (!typed && self->editor != NULL)
    {
      gtk_box_remove (GTK_BOX (self->middle), self->editor);
      self->editor = NULL;
    }
  if (typed && self->editor == NULL)
    make_editor (self);
  gtk_widget_set_visible (self->value, !typed && self->text != NULL);
  gtk_widget_set_visible (self->name, !typed);
  if (self->typed_name != NULL)
    gtk_widget_set_visible (self->typed_name, typed);
}

static void
update_name (KhSwitchRow *self)
{
  g_autofree char *name = NULL;

  if (self->text != NULL && *self->text != '\0' && self->required)
    /* Translators: for a screen reader: a datapoint and its value. */
    name = g_strdup_printf (_("%s: %s, required"), self->label, self->text);
  else if (self->required)
    name = g_strdup_printf (_("%s, required"), self->label);
  else if (self->text != NULL && *self->text != '\0')
    name = g_strdup_printf (_("%s: %s"), self->label, self->text);
  else
    name = g_strdup (self->label);
  kh_accessible_name_widget (GTK_WIDGET (self), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  self->reason == NULL ? "" : self->reason, -1);
}

static void
update_switch (KhSwitchRow *self)
{
  gboolean locked_on = self->state == KH_DUPLICATE_STATE_LOCKED_ON;

  gtk_switch_set_active (GTK_SWITCH (self->toggle), self->on);
  gtk_widget_set_sensitive (self->toggle, self->state == KH_DUPLICATE_STATE_FREE);
  /* What is typed is no copy. Its place stays, so that the columns do. */
  gtk_widget_set_opacity (self->toggle, self->state == KH_DUPLICATE_STATE_TYPED ? 0 : 1);
  if (locked_on && self->required_label == NULL)
    {
      self->required_label = gtk_label_new (_("Required"));
      gtk_widget_add_css_class (self->required_label, "reason");
      gtk_box_insert_child_after (GTK_BOX (self->box), self->required_label, self->middle);
    }
  if (self->required_label != NULL)
    gtk_widget_set_visible (self->required_label, locked_on);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self),
                               GTK_ACCESSIBLE_STATE_CHECKED, self->on ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                                                      : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               GTK_ACCESSIBLE_STATE_DISABLED, self->state != KH_DUPLICATE_STATE_FREE, -1);
}

/* Only the lines of tables have levels. */
static gboolean
has_levels (GObject *item)
{
  return g_object_class_find_property (G_OBJECT_GET_CLASS (item), "level") != NULL;
}

static void
on_arrow_released_cb (GtkGesture  *gesture,
                      int          n_press G_GNUC_UNUSED,
                      double       x G_GNUC_UNUSED,
                      double       y G_GNUC_UNUSED,
                      KhSwitchRow *self)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
  /* Whoever is on a row that goes away is here then. */
  gtk_widget_grab_focus (GTK_WIDGET (self));
  kh_switch_row_fold (self, self->unfolded);
}

/* In the place of the red dot, which such a line never has. */
static void
make_arrow (KhSwitchRow *self)
{
  GtkGesture *click = gtk_gesture_click_new ();

  self->arrow = g_object_new (GTK_TYPE_IMAGE, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (self->arrow, "switch-arrow");
  g_signal_connect_object (click, "released", G_CALLBACK (on_arrow_released_cb), self, 0);
  gtk_widget_add_controller (self->arrow, GTK_EVENT_CONTROLLER (click));
  gtk_box_prepend (GTK_BOX (self->box), self->arrow);
  gtk_widget_set_visible (self->mark, FALSE);
}

static void
update_fold (KhSwitchRow *self)
{
  guint level;

  if (!has_levels (self->item))
    return;
  g_object_get (self->item, "level", &level, "folds", &self->folds, "unfolded", &self->unfolded, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LEVEL, (int) level + 1, -1);
  if (level == 1)
    gtk_widget_add_css_class (GTK_WIDGET (self), "level-1");
  else if (level > 1)
    gtk_widget_add_css_class (GTK_WIDGET (self), "level-2");
  if (!self->folds)
    return;
  if (self->arrow == NULL)
    make_arrow (self);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->arrow), self->unfolded ? "pan-down-symbolic" : "pan-end-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_EXPANDED, self->unfolded, -1);
}

static void
read_item (KhSwitchRow *self)
{
  g_autofree char *text = NULL;
  guint state;

  g_free (self->label);
  g_free (self->reason);
  g_free (self->text);
  g_object_get (self->item, "label", &self->label, "value-text", &text, "reason", &self->reason,
                "state", &state, "on", &self->on, "required", &self->required, NULL);
  self->state = (KhDuplicateState) state;
  /* One line, whatever it has. */
  self->text = text == NULL ? NULL : kh_value_dup_visible (g_strdelimit (text, "\n", ' '));
}

static void
update (KhSwitchRow *self)
{
  read_item (self);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->name), self->label);
  gtk_label_set_text (GTK_LABEL (self->mark), self->required ? "•" : "");
  gtk_inscription_set_text (GTK_INSCRIPTION (self->value), self->text == NULL ? "" : self->text);
  update_editor (self);
  update_switch (self);
  update_fold (self);
  show_line (self, &self->note, self->state == KH_DUPLICATE_STATE_LOCKED_ON ? NULL : self->reason, "reason",
             GTK_ACCESSIBLE_ROLE_LABEL);
  update_error (self);
  update_name (self);
}

/* Asked for when it is wanted: to set a tooltip asks the X server where the pointer is, which many
 * rows have no time for. */
static gboolean
kh_switch_row_query_tooltip (GtkWidget  *widget,
                             int         x,
                             int         y,
                             gboolean    keyboard G_GNUC_UNUSED,
                             GtkTooltip *tooltip)
{
  KhSwitchRow *self = KH_SWITCH_ROW (widget);
  GtkWidget *at = gtk_widget_pick (widget, x, y, GTK_PICK_DEFAULT);

  if (at == self->mark && self->required)
    gtk_tooltip_set_text (tooltip, _("Required"));
  else if (at == self->value && self->text != NULL && g_utf8_strlen (self->text, -1) > LONG_VALUE)
    gtk_tooltip_set_text (tooltip, self->text);
  else
    return FALSE;

  return TRUE;
}

static void
kh_switch_row_dispose (GObject *object)
{
  KhSwitchRow *self = KH_SWITCH_ROW (object);

  if (self->item != NULL)
    g_signal_handlers_disconnect_by_data (self->item, self);
  if (self->draft != NULL)
    g_clear_signal_handler (&self->draft_handler, self->draft);
  g_clear_object (&self->item);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (kh_switch_row_parent_class)->dispose (object);
}

static void
kh_switch_row_finalize (GObject *object)
{
  KhSwitchRow *self = KH_SWITCH_ROW (object);

  g_free (self->label);
  g_free (self->text);
  g_free (self->reason);
  g_free (self->problem);

  G_OBJECT_CLASS (kh_switch_row_parent_class)->finalize (object);
}

static void
kh_switch_row_class_init (KhSwitchRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_switch_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_switch_row_finalize;
  GTK_WIDGET_CLASS (klass)->query_tooltip = kh_switch_row_query_tooltip;
}

static GtkWidget *
make_inscription (guint chars)
{
  GtkWidget *inscription = gtk_inscription_new (NULL);

  gtk_inscription_set_text_overflow (GTK_INSCRIPTION (inscription), GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (GTK_INSCRIPTION (inscription), chars);
  gtk_inscription_set_nat_chars (GTK_INSCRIPTION (inscription), chars);

  return inscription;
}

/* The whole row is what is pressed and focused; its switch only shows how it stands. */
static void
kh_switch_row_init (KhSwitchRow *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  self->mark = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->mark, "required-mark");
  gtk_box_append (GTK_BOX (self->box), self->mark);

  self->name = make_inscription (NAME_CHARS);
  gtk_box_append (GTK_BOX (self->box), self->name);

  self->middle = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_hexpand (self->middle, TRUE);
  gtk_widget_set_valign (self->middle, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->middle, "switch-value");
  self->value = make_inscription (LONG_VALUE);
  gtk_widget_add_css_class (self->value, "dim");
  gtk_box_append (GTK_BOX (self->middle), self->value);
  gtk_box_append (GTK_BOX (self->box), self->middle);

  self->toggle = g_object_new (GTK_TYPE_SWITCH, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                               "can-focus", FALSE, "can-target", FALSE, "valign", GTK_ALIGN_CENTER, NULL);
  gtk_box_append (GTK_BOX (self->box), self->toggle);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), self->box);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
kh_switch_row_new (GObject *item)
{
  KhSwitchRow *self;

  g_return_val_if_fail (G_IS_OBJECT (item), NULL);

  self = g_object_new (KH_TYPE_SWITCH_ROW, "accessible-role", GTK_ACCESSIBLE_ROLE_SWITCH, NULL);
  self->item = g_object_ref (item);
  g_signal_connect_object (item, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

GObject *
kh_switch_row_get_item (KhSwitchRow *self)
{
  g_return_val_if_fail (KH_IS_SWITCH_ROW (self), NULL);

  return self->item;
}

const char *
kh_switch_row_get_label (KhSwitchRow *self)
{
  g_return_val_if_fail (KH_IS_SWITCH_ROW (self), NULL);

  return self->label;
}

gboolean
kh_switch_row_get_on (KhSwitchRow *self)
{
  g_return_val_if_fail (KH_IS_SWITCH_ROW (self), FALSE);

  return self->on;
}

void
kh_switch_row_set_draft (KhSwitchRow *self,
                         KhDraft     *draft)
{
  g_return_if_fail (KH_IS_SWITCH_ROW (self));
  g_return_if_fail (KH_IS_DRAFT (draft));

  if (self->draft == draft)
    return;
  if (self->draft != NULL)
    g_clear_signal_handler (&self->draft_handler, self->draft);
  g_set_object (&self->draft, draft);
  self->draft_handler = g_signal_connect_object (draft, "changed", G_CALLBACK (on_draft_changed_cb), self,
                                                 G_CONNECT_SWAPPED);
  if (self->editor != NULL)
    kh_datapoint_editor_set_draft (KH_DATAPOINT_EDITOR (self->editor), draft);
  update (self);
}

GtkWidget *
kh_switch_row_get_editor (KhSwitchRow *self)
{
  g_return_val_if_fail (KH_IS_SWITCH_ROW (self), NULL);

  return self->editor;
}

gboolean
kh_switch_row_enter (KhSwitchRow *self)
{
  g_return_val_if_fail (KH_IS_SWITCH_ROW (self), FALSE);

  return self->editor != NULL && gtk_widget_grab_focus (self->editor);
}

gboolean
kh_switch_row_toggle (KhSwitchRow *self)
{
  g_return_val_if_fail (KH_IS_SWITCH_ROW (self), FALSE);

  if (self->state != KH_DUPLICATE_STATE_FREE)
    return FALSE;
  g_object_set (self->item, "on", !self->on, NULL);

  return TRUE;
}

guint
kh_switch_row_find_level (GObject *item)
{
  guint level = 0;

  if (has_levels (item))
    g_object_get (item, "level", &level, NULL);

  return level;
}

gboolean
kh_switch_row_fold (KhSwitchRow *self,
                    gboolean     fold)
{
  g_return_val_if_fail (KH_IS_SWITCH_ROW (self), FALSE);

  if (!self->folds || self->unfolded == !fold)
    return FALSE;
  g_object_set (self->item, "unfolded", !fold, NULL);

  return TRUE;
}

const char *
kh_switch_row_get_reason (KhSwitchRow *self)
{
  g_return_val_if_fail (KH_IS_SWITCH_ROW (self), NULL);

  return self->reason;
}

void
kh_switch_row_set_problem (KhSwitchRow *self,
                           const char  *message)
{
  g_autofree char *copy = g_strdup (message);

  g_return_if_fail (KH_IS_SWITCH_ROW (self));

  g_free (self->problem);
  self->problem = g_steal_pointer (&copy);
  update_error (self);
}

gboolean
kh_switch_row_matches (KhSwitchRow *self,
                       const char  *word)
{
  g_autofree char *label = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (KH_IS_SWITCH_ROW (self), FALSE);

  label = g_utf8_casefold (self->label, -1);
  text = self->text == NULL ? NULL : g_utf8_casefold (self->text, -1);

  return strstr (label, word) != NULL || (text != NULL && strstr (text, word) != NULL);
}
