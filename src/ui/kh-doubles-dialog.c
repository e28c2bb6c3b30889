/* kh-doubles-dialog.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-doubles-dialog.h"

#include "kh-accessible.h"
#include "kh-double-row.h"
#include "kh-one-stop.h"

#include <glib/gi18n-lib.h>

#define KH_TYPE_DOUBLES_DIALOG (kh_doubles_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KhDoublesDialog, kh_doubles_dialog, KH, DOUBLES_DIALOG, GtkWindow)

struct _KhDoublesDialog
{
  GtkWindow parent_instance;

  /* Template children */
  GtkLabel *body;
  GtkButton *cancel_button;
  GtkListBox *list;
  GtkButton *open_button;
  GtkButton *save_button;

  /* Owned */
  GCancellable *cancellable;
  GTask *task;

  /* State */
  gulong cancelled_id;
};

G_DEFINE_FINAL_TYPE (KhDoublesDialog, kh_doubles_dialog, GTK_TYPE_WINDOW)

/* A customer's number, so that the answer needs no struct: none is below 1. */
#define ANSWER_SAVE   (-1)
#define ANSWER_CANCEL 0

static void
answer (KhDoublesDialog *self,
        gssize           chosen)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task != NULL)
    g_task_return_int (task, chosen);
}

static void
close_with (KhDoublesDialog *self,
            gssize           chosen)
{
  answer (self, chosen);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_list_row_activated_cb (KhDoublesDialog *self,
                          GtkListBoxRow   *row)
{
  close_with (self, (gssize) kh_double_row_get_number (row));
}

static void
on_open_clicked_cb (KhDoublesDialog *self)
{
  on_list_row_activated_cb (self, gtk_list_box_get_selected_row (self->list));
}

static void
on_save_clicked_cb (KhDoublesDialog *self)
{
  close_with (self, ANSWER_SAVE);
}

/* Not at once: the handler of ::cancelled must not take itself away. */
static gboolean
on_idle_close_cb (gpointer data)
{
  gtk_window_close (GTK_WINDOW (data));

  return G_SOURCE_REMOVE;
}

static void
on_cancellable_cancelled_cb (KhDoublesDialog *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, on_idle_close_cb, g_object_ref (self), g_object_unref);
}

static void
kh_doubles_dialog_dispose (GObject *object)
{
  KhDoublesDialog *self = KH_DOUBLES_DIALOG (object);

  if (self->cancelled_id != 0)
    g_signal_handler_disconnect (self->cancellable, self->cancelled_id);
  self->cancelled_id = 0;
  g_clear_object (&self->cancellable);
  answer (self, ANSWER_CANCEL);

  G_OBJECT_CLASS (kh_doubles_dialog_parent_class)->dispose (object);
}

static void
kh_doubles_dialog_class_init (KhDoublesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_doubles_dialog_dispose;

  g_type_ensure (KH_TYPE_ONE_STOP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-doubles-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KhDoublesDialog, body);
  gtk_widget_class_bind_template_child (widget_class, KhDoublesDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhDoublesDialog, list);
  gtk_widget_class_bind_template_child (widget_class, KhDoublesDialog, open_button);
  gtk_widget_class_bind_template_child (widget_class, KhDoublesDialog, save_button);
  gtk_widget_class_bind_template_callback (widget_class, on_list_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_open_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_save_clicked_cb);
}

static void
kh_doubles_dialog_init (KhDoublesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (self->cancel_button);
  kh_accessible_name_button (self->open_button);
  kh_accessible_name_button (self->save_button);
  kh_accessible_name_widget (GTK_WIDGET (self->list), _("Likely doubles"));
}

static void
fill (KhDoublesDialog *self,
      GPtrArray       *doubles)
{
  const char *body = ngettext ("The new customer is likely to be one that is here already. "
                               "Open that one and look, or save anyway if they are two.",
                               "The new customer is likely to be one of these, who are here already. "
                               "Open the one it may be and look, or save anyway if it is none of them.", doubles->len);

  gtk_label_set_text (self->body, body);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, body, -1);
  for (guint i = 0; i < doubles->len; i++)
    {
      KhDouble *twin = g_ptr_array_index (doubles, i);
      g_autofree char *reason = kh_double_dup_reason (twin);

      gtk_list_box_append (self->list, kh_double_row_new (twin, reason));
    }
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
}

void
kh_doubles_dialog_choose_async (GtkWindow           *parent,
                                GPtrArray           *doubles,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  KhDoublesDialog *self;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (doubles != NULL && doubles->len > 0);

  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_name (task, "kh_doubles_dialog_choose_async");
  if (g_cancellable_is_cancelled (cancellable))
    {
      g_task_return_int (task, ANSWER_CANCEL);
      return;
    }

  self = g_object_new (KH_TYPE_DOUBLES_DIALOG, "transient-for", parent, NULL);
  self->task = g_steal_pointer (&task);
  if (cancellable != NULL)
    {
      self->cancellable = g_object_ref (cancellable);
      self->cancelled_id = g_signal_connect_swapped (cancellable, "cancelled", G_CALLBACK (on_cancellable_cancelled_cb), self);
    }
  fill (self, doubles);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->cancel_button));
  gtk_window_present (GTK_WINDOW (self));
}

KhDoublesAnswer
kh_doubles_dialog_choose_finish (GAsyncResult *result,
                                 gint64       *number)
{
  gssize chosen;

  g_return_val_if_fail (g_task_is_valid (result, NULL), KH_DOUBLES_CANCEL);

  chosen = g_task_propagate_int (G_TASK (result), NULL);
  *number = MAX (chosen, 0);
  if (chosen == ANSWER_SAVE)
    return KH_DOUBLES_SAVE;

  return chosen > 0 ? KH_DOUBLES_OPEN : KH_DOUBLES_CANCEL;
}

GArray *
kh_doubles_dialog_list_numbers (GPtrArray *doubles)
{
  GArray *numbers = g_array_sized_new (FALSE, FALSE, sizeof (gint64), doubles->len);

  for (guint i = 0; i < doubles->len; i++)
    {
      gint64 number = kh_double_get_number (g_ptr_array_index (doubles, i));

      g_array_append_val (numbers, number);
    }

  return numbers;
}
