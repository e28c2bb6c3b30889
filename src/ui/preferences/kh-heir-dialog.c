/* kh-heir-dialog.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-heir-dialog.h"

#include "kh-accessible.h"

#include <glib/gi18n-lib.h>

#define KH_TYPE_HEIR_DIALOG (kh_heir_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KhHeirDialog, kh_heir_dialog, KH, HEIR_DIALOG, GtkWindow)

struct _KhHeirDialog
{
  GtkWindow parent_instance;

  /* Template children */
  GtkLabel *body;
  GtkButton *cancel_button;
  GtkDropDown *heir;
  GtkLabel *label;
  GtkButton *remove_button;

  /* Owned */
  GArray *groups;
  GTask *task;
};

G_DEFINE_FINAL_TYPE (KhHeirDialog, kh_heir_dialog, GTK_TYPE_WINDOW)

static void
answer (KhHeirDialog *self,
        gint64        heir)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task != NULL)
    g_task_return_int (task, heir);
}

static void
on_remove_clicked_cb (KhHeirDialog *self)
{
  guint selected = gtk_drop_down_get_selected (self->heir);

  if (selected >= self->groups->len)
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->heir));
      return;
    }
  answer (self, g_array_index (self->groups, gint64, selected));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
kh_heir_dialog_dispose (GObject *object)
{
  KhHeirDialog *self = KH_HEIR_DIALOG (object);

  answer (self, 0);
  g_clear_pointer (&self->groups, g_array_unref);

  G_OBJECT_CLASS (kh_heir_dialog_parent_class)->dispose (object);
}

static void
kh_heir_dialog_class_init (KhHeirDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_heir_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-heir-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KhHeirDialog, body);
  gtk_widget_class_bind_template_child (widget_class, KhHeirDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhHeirDialog, heir);
  gtk_widget_class_bind_template_child (widget_class, KhHeirDialog, label);
  gtk_widget_class_bind_template_child (widget_class, KhHeirDialog, remove_button);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked_cb);
}

static void
kh_heir_dialog_init (KhHeirDialog *self)
{
  self->groups = g_array_new (FALSE, FALSE, sizeof (gint64));
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (self->cancel_button);
  kh_accessible_name_button (self->remove_button);
}

/* Nobody becomes an owner by pressing Enter. */
static void
fill (KhHeirDialog *self,
      KhStaff      *staff,
      gint64        removed)
{
  GPtrArray *groups = kh_staff_get_groups (staff);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint chosen = GTK_INVALID_LIST_POSITION;

  for (guint i = 0; i < groups->len; i++)
    {
      const KhGroup *group = g_ptr_array_index (groups, i);

      if (group->id == removed)
        continue;
      if (!group->owners && chosen == GTK_INVALID_LIST_POSITION)
        chosen = self->groups->len;
      g_array_append_val (self->groups, group->id);
      gtk_string_list_append (names, group->name);
    }
  gtk_drop_down_set_model (self->heir, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->heir, chosen);
  kh_accessible_label_for (self->label, GTK_WIDGET (self->heir));
}

void
kh_heir_dialog_ask_async (GtkWindow           *parent,
                          KhStaff             *staff,
                          gint64               group,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  KhHeirDialog *self = g_object_new (KH_TYPE_HEIR_DIALOG, "transient-for", parent, NULL);
  guint n = kh_heir_dialog_count_members (staff, group);
  g_autofree char *body = NULL;

  self->task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_name (self->task, "kh_heir_dialog_ask_async");
  body = g_strdup_printf (ngettext ("%u member of the staff belongs to “%s”. Choose the group for them from now on.",
                                    "%u members of the staff belong to “%s”, counting those who have left. "
                                    "Choose the group for them from now on.", n),
                          n, kh_staff_get_group (staff, group)->name);
  gtk_label_set_text (self->body, body);
  fill (self, staff, group);
  gtk_window_present (GTK_WINDOW (self));
}

gint64
kh_heir_dialog_ask_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), 0);

  return g_task_propagate_int (G_TASK (result), NULL);
}

guint
kh_heir_dialog_count_members (KhStaff *staff,
                              gint64   group)
{
  GPtrArray *members = kh_staff_get_members (staff);
  guint n = 0;

  for (guint i = 0; i < members->len; i++)
    n += ((const KhMember *) g_ptr_array_index (members, i))->group == group ? 1 : 0;

  return n;
}
