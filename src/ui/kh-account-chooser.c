/* kh-account-chooser.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-account-chooser.h"

#include "kh-accessible.h"
#include "kh-value-type.h"

#include <glib/gi18n.h>

#define KH_TYPE_ACCOUNT_CHOOSER (kh_account_chooser_get_type ())
G_DECLARE_FINAL_TYPE (KhAccountChooser, kh_account_chooser, KH, ACCOUNT_CHOOSER, GtkWindow)

struct _KhAccountChooser
{
  GtkWindow parent_instance;

  /* Template children */
  GtkLabel *body;
  GtkButton *cancel_button;
  GtkButton *choose_button;
  GtkListBox *list;

  /* Owned */
  GPtrArray *accounts;
  GTask *task;
};

G_DEFINE_FINAL_TYPE (KhAccountChooser, kh_account_chooser, GTK_TYPE_WINDOW)

static void
add_line (GtkWidget  *box,
          const char *text,
          const char *style)
{
  GtkWidget *label;

  if (text == NULL || *text == '\0')
    return;

  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_box_append (GTK_BOX (box), label);
}

/* Names and addresses come from the station: shown as text, with what could deceive the
 * eye made visible. */
static GtkWidget *
make_row (KhAccount *account)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  g_autofree char *name = kh_value_dup_visible (kh_account_get_name (account));
  g_autofree char *address = kh_value_dup_visible (kh_account_get_address (account));
  g_autofree char *receiver = kh_value_dup_visible (kh_account_get_receiver (account));
  g_autofree char *title = NULL;

  title = receiver != NULL && *receiver != '\0' ?
    g_strdup_printf (_("Receiver %s"), receiver) : g_strdup (_("No receiver"));
  add_line (box, title, "differing");
  add_line (box, name, NULL);
  add_line (box, address, "dim-label");

  return box;
}

static void
answer (KhAccountChooser *self,
        KhAccount        *account)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->task);

  if (task != NULL)
    g_task_return_pointer (task, account != NULL ? g_object_ref (account) : NULL, g_object_unref);
}

static void
choose_row (KhAccountChooser *self,
            GtkListBoxRow    *row)
{
  if (row == NULL)
    return;

  answer (self, g_ptr_array_index (self->accounts, (guint) gtk_list_box_row_get_index (row)));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_list_row_activated_cb (KhAccountChooser *self,
                          GtkListBoxRow    *row)
{
  choose_row (self, row);
}

static void
on_choose_clicked_cb (KhAccountChooser *self)
{
  choose_row (self, gtk_list_box_get_selected_row (self->list));
}

static void
kh_account_chooser_dispose (GObject *object)
{
  KhAccountChooser *self = KH_ACCOUNT_CHOOSER (object);

  answer (self, NULL);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);

  G_OBJECT_CLASS (kh_account_chooser_parent_class)->dispose (object);
}

static void
kh_account_chooser_class_init (KhAccountChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_account_chooser_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-account-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, KhAccountChooser, body);
  gtk_widget_class_bind_template_child (widget_class, KhAccountChooser, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhAccountChooser, choose_button);
  gtk_widget_class_bind_template_child (widget_class, KhAccountChooser, list);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_row_activated_cb);
}

static void
kh_account_chooser_init (KhAccountChooser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (self->cancel_button);
  kh_accessible_name_button (self->choose_button);
}

void
kh_account_chooser_async (GtkWindow           *parent,
                          const char          *company,
                          GPtrArray           *accounts,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  KhAccountChooser *self = g_object_new (KH_TYPE_ACCOUNT_CHOOSER, "transient-for", parent, NULL);
  KhAccount *first = g_ptr_array_index (accounts, 0);
  g_autofree char *body = NULL;

  self->task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_name (self->task, "kh_account_chooser_async");
  self->accounts = g_ptr_array_ref (accounts);

  /* Translators: a monitoring company, an account number. */
  body = g_strdup_printf (_("%s has the number %s on several receivers. Choose the account that is this customer's."),
                          company, kh_account_get_number (first));
  gtk_label_set_text (self->body, body);
  for (guint i = 0; i < accounts->len; i++)
    {
      KhAccount *account = g_ptr_array_index (accounts, i);
      GtkWidget *row = make_row (account);

      gtk_list_box_append (self->list, row);
      kh_accessible_name_widget (gtk_widget_get_parent (row), kh_account_get_name (account));
    }
  gtk_list_box_select_row (self->list, gtk_list_box_get_row_at_index (self->list, 0));
  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_grab_focus (GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, 0)));
}

KhAccount *
kh_account_chooser_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
