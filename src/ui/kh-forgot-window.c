/* kh-forgot-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-forgot-window.h"

#include "kh-accessible.h"
#include "kh-recovery-key.h"

#include <glib/gi18n-lib.h>

struct _KhForgotWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkEditable *again;
  GtkLabel *again_label;
  GtkButton *cancel_button;
  GtkLabel *error;
  GtkEditable *fresh;
  GtkLabel *fresh_label;
  GtkEntry *key;
  GtkLabel *key_label;
  GtkDropDown *owners;
  GtkButton *set_button;

  /* Owned */
  KhStore *store;
  KhSecret *password; /* from when it is set until it signs in */
  GArray *ids;
};

G_DEFINE_FINAL_TYPE (KhForgotWindow, kh_forgot_window, GTK_TYPE_WINDOW)

enum {
  SIGNAL_ENTERED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
show_error (KhForgotWindow *self,
            const char     *text)
{
  if (text != NULL)
    gtk_label_set_text (self->error, text);
  gtk_widget_set_visible (GTK_WIDGET (self->error), text != NULL);
}

static void
set_busy (KhForgotWindow *self,
          gboolean        busy)
{
  GtkWidget *fields[] = { GTK_WIDGET (self->owners), GTK_WIDGET (self->key), GTK_WIDGET (self->fresh),
                          GTK_WIDGET (self->again), GTK_WIDGET (self->set_button) };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    gtk_widget_set_sensitive (fields[i], !busy);
}

static void
fail (KhForgotWindow *self,
      const char     *text)
{
  set_busy (self, FALSE);
  show_error (self, text);
  /* What is selected is anybody's to paste. */
  gtk_entry_grab_focus_without_selecting (self->key);
  gtk_editable_set_position (GTK_EDITABLE (self->key), -1);
}

static gint64
get_owner (KhForgotWindow *self)
{
  guint position = gtk_drop_down_get_selected (self->owners);

  return position < self->ids->len ? g_array_index (self->ids, gint64, position) : 0;
}

/* Trying */

static void
on_signed_in_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (KhForgotWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean in = kh_store_sign_in_finish (KH_STORE (source), result, &error);

  if (!in)
    {
      fail (self, error->message);
      return;
    }
  /* Where they came from is closed next, before this window is gone. */
  gtk_window_set_transient_for (GTK_WINDOW (self), NULL);
  g_signal_emit (self, signals[SIGNAL_ENTERED], 0);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
on_recovered_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (KhForgotWindow) self = user_data;
  g_autoptr (KhSecret) password = g_steal_pointer (&self->password);
  g_autoptr (GError) error = NULL;
  gboolean recovered = kh_store_recover_finish (KH_STORE (source), result, &error);

  if (recovered)
    kh_store_sign_in_async (self->store, get_owner (self), password, NULL, on_signed_in_cb, g_object_ref (self));
  else
    fail (self, error->message);
}

static void
recover (KhForgotWindow *self,
         KhSecret       *key,
         KhSecret       *password)
{
  show_error (self, NULL);
  set_busy (self, TRUE);
  g_clear_pointer (&self->password, kh_secret_unref);
  self->password = kh_secret_ref (password);
  kh_store_recover_async (self->store, get_owner (self), key, password, NULL, on_recovered_cb, g_object_ref (self));
}

/* What can be told from the typed alone is told without a try. */
static void
on_set_clicked_cb (KhForgotWindow *self)
{
  g_autoptr (KhSecret) key = kh_secret_new (gtk_editable_get_text (GTK_EDITABLE (self->key)), -1);
  g_autoptr (KhSecret) fresh = kh_secret_new (gtk_editable_get_text (self->fresh), -1);
  g_autoptr (KhSecret) again = kh_secret_new (gtk_editable_get_text (self->again), -1);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) bits = kh_recovery_key_parse (key, &error);

  if (bits == NULL)
    fail (self, error->message);
  else if (!kh_secret_equal (fresh, again))
    {
      gtk_editable_set_text (self->again, "");
      show_error (self, _("The two new passwords are not the same. Type the second one again."));
      gtk_widget_grab_focus (GTK_WIDGET (self->again));
    }
  else
    recover (self, key, fresh);
}

/* The window */

static void
kh_forgot_window_dispose (GObject *object)
{
  KhForgotWindow *self = KH_FORGOT_WINDOW (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->password, kh_secret_unref);
  g_clear_pointer (&self->ids, g_array_unref);

  G_OBJECT_CLASS (kh_forgot_window_parent_class)->dispose (object);
}

static void
kh_forgot_window_class_init (KhForgotWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_forgot_window_dispose;

  signals[SIGNAL_ENTERED] = g_signal_new ("entered", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-forgot-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhForgotWindow, again);
  gtk_widget_class_bind_template_child (widget_class, KhForgotWindow, again_label);
  gtk_widget_class_bind_template_child (widget_class, KhForgotWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhForgotWindow, error);
  gtk_widget_class_bind_template_child (widget_class, KhForgotWindow, fresh);
  gtk_widget_class_bind_template_child (widget_class, KhForgotWindow, fresh_label);
  gtk_widget_class_bind_template_child (widget_class, KhForgotWindow, key);
  gtk_widget_class_bind_template_child (widget_class, KhForgotWindow, key_label);
  gtk_widget_class_bind_template_child (widget_class, KhForgotWindow, owners);
  gtk_widget_class_bind_template_child (widget_class, KhForgotWindow, set_button);
  gtk_widget_class_bind_template_callback (widget_class, on_set_clicked_cb);
}

static void
kh_forgot_window_init (KhForgotWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_label_for (self->key_label, GTK_WIDGET (self->key));
  kh_accessible_label_for (self->fresh_label, GTK_WIDGET (self->fresh));
  kh_accessible_label_for (self->again_label, GTK_WIDGET (self->again));
  kh_accessible_name_button (self->cancel_button);
  kh_accessible_name_button (self->set_button);
}

static void
list_owners (KhForgotWindow *self,
             gint64          likely)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  KhStaff *staff = kh_store_get_staff (self->store);
  GPtrArray *members = kh_staff_get_members (staff);
  guint selected = 0;

  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < members->len; i++)
    {
      const KhMember *member = g_ptr_array_index (members, i);
      const KhGroup *group = kh_staff_get_group (staff, member->group);

      if (!member->active || group == NULL || !group->owners)
        continue;
      if (member->id == likely)
        selected = self->ids->len;
      g_array_append_val (self->ids, member->id);
      gtk_string_list_append (names, member->name);
    }
  gtk_drop_down_set_model (self->owners, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->owners, selected);
  kh_accessible_name_drop_down (self->owners, _("Owner"));
}

/* A call under way may hold the window for longer than its parent is there. */
static void
on_parent_destroy_cb (KhForgotWindow *self)
{
  gtk_window_set_transient_for (GTK_WINDOW (self), NULL);
  gtk_window_destroy (GTK_WINDOW (self));
}

GtkWindow *
kh_forgot_window_new (GtkWindow *parent,
                      KhStore   *store,
                      gint64     likely)
{
  KhForgotWindow *self = g_object_new (KH_TYPE_FORGOT_WINDOW, "transient-for", parent, NULL);

  self->store = g_object_ref (store);
  g_signal_connect_object (parent, "destroy", G_CALLBACK (on_parent_destroy_cb), self, G_CONNECT_SWAPPED);
  list_owners (self, likely);
  gtk_widget_grab_focus (GTK_WIDGET (self->key));

  return GTK_WINDOW (self);
}
