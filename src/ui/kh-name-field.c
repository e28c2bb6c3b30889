/* kh-name-field.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-name-field.h"

#include "kh-datapoint-editor.h"
#include "kh-focus.h"

#include <glib/gi18n-lib.h>

struct _KhNameField
{
  GtkWidget parent_instance;

  /* Borrowed: our descendants; the editor comes with the datapoint */
  GtkWidget *label;
  GtkWidget *mark;
  GtkWidget *editor;
  GtkWidget *error;

  /* Owned */
  KhDraft *draft;
  char *problem;

  /* State */
  KhDatapointId id;
  gulong draft_handler;
  gboolean left;
};

G_DEFINE_FINAL_TYPE (KhNameField, kh_name_field, GTK_TYPE_WIDGET)

/* A half-typed value is not scolded: its error shows when the field is left. */
static void
update_error (KhNameField *self)
{
  const char *error = self->problem;

  if (error == NULL && self->left && self->draft != NULL)
    error = kh_draft_get_error (self->draft, self->id);
  gtk_label_set_text (GTK_LABEL (self->error), error == NULL ? "" : error);
  gtk_widget_set_visible (self->error, error != NULL);
  kh_datapoint_editor_set_error (KH_DATAPOINT_EDITOR (self->editor), error);
}

static void
on_editor_left_cb (KhNameField *self)
{
  self->left = TRUE;
  update_error (self);
}

static void
on_editor_refused_cb (KhNameField *self,
                      const char  *message)
{
  kh_name_field_set_problem (self, message);
}

static void
on_field_activate_cb (KhNameField *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (root != NULL)
    gtk_widget_child_focus (GTK_WIDGET (root), GTK_DIR_TAB_FORWARD);
}

static void
on_draft_changed_cb (KhNameField *self,
                     guint        datapoint)
{
  if (datapoint != (guint) self->id)
    return;
  g_clear_pointer (&self->problem, g_free);
  kh_datapoint_editor_update (KH_DATAPOINT_EDITOR (self->editor));
  update_error (self);
}

static gboolean
kh_name_field_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (KH_NAME_FIELD (widget)->editor);
}

static void
kh_name_field_dispose (GObject *object)
{
  KhNameField *self = KH_NAME_FIELD (object);
  GtkWidget *child;

  if (self->draft != NULL)
    g_clear_signal_handler (&self->draft_handler, self->draft);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->draft);
  g_clear_pointer (&self->problem, g_free);

  G_OBJECT_CLASS (kh_name_field_parent_class)->dispose (object);
}

static void
kh_name_field_class_init (KhNameFieldClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_name_field_dispose;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_name_field_grab_focus;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
kh_name_field_init (KhNameField *self)
{
  GtkWidget *title = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 3);
  self->mark = gtk_label_new ("•");
  gtk_widget_add_css_class (self->mark, "required-mark");
  gtk_widget_set_tooltip_text (self->mark, _("Required"));
  gtk_box_append (GTK_BOX (title), self->mark);
  self->label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->label, "dim");
  gtk_box_append (GTK_BOX (title), self->label);
  gtk_widget_set_parent (title, GTK_WIDGET (self));

  self->error = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT, "xalign", 0.0,
                              "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->error, "error-text");
  gtk_widget_set_parent (self->error, GTK_WIDGET (self));
}

void
kh_name_field_set_datapoint (KhNameField   *self,
                             KhDatapointId  id,
                             const char    *label)
{
  g_return_if_fail (KH_IS_NAME_FIELD (self));
  g_return_if_fail (self->editor == NULL);

  self->id = id;
  gtk_label_set_text_with_mnemonic (GTK_LABEL (self->label), label);
  self->editor = kh_datapoint_editor_new (kh_datapoint_get (id));
  gtk_widget_insert_before (self->editor, GTK_WIDGET (self), self->error);
  kh_datapoint_editor_set_label (KH_DATAPOINT_EDITOR (self->editor), GTK_LABEL (self->label));
  g_signal_connect_object (self->editor, "left", G_CALLBACK (on_editor_left_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->editor, "refused", G_CALLBACK (on_editor_refused_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kh_datapoint_editor_get_field (KH_DATAPOINT_EDITOR (self->editor)), "activate",
                           G_CALLBACK (on_field_activate_cb), self, G_CONNECT_SWAPPED);
}

void
kh_name_field_set_draft (KhNameField *self,
                         KhDraft     *draft)
{
  g_return_if_fail (KH_IS_NAME_FIELD (self));
  g_return_if_fail (self->editor != NULL);

  if (self->draft == draft)
    return;
  if (self->draft != NULL)
    g_clear_signal_handler (&self->draft_handler, self->draft);
  g_set_object (&self->draft, draft);
  self->draft_handler = g_signal_connect_object (draft, "changed", G_CALLBACK (on_draft_changed_cb), self,
                                                 G_CONNECT_SWAPPED);
  kh_datapoint_editor_set_draft (KH_DATAPOINT_EDITOR (self->editor), draft);
}

void
kh_name_field_set_required (KhNameField *self,
                            gboolean     required)
{
  g_return_if_fail (KH_IS_NAME_FIELD (self));

  gtk_widget_set_visible (self->mark, required);
  kh_datapoint_editor_set_required (KH_DATAPOINT_EDITOR (self->editor), required);
}

void
kh_name_field_set_problem (KhNameField *self,
                           const char  *message)
{
  g_autofree char *copy = g_strdup (message);

  g_return_if_fail (KH_IS_NAME_FIELD (self));

  g_free (self->problem);
  self->problem = g_steal_pointer (&copy);
  self->left = message != NULL;
  update_error (self);
}
