/* kh-password-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-password-window.h"

#include "kh-accessible.h"
#include "kh-dialogs.h"

#include <glib/gi18n-lib.h>

struct _KhPasswordWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkEditable *again;
  GtkLabel *again_label;
  GtkButton *cancel_button;
  GtkLabel *error;
  GtkEditable *fresh;
  GtkLabel *fresh_label;
  GtkLabel *heading;
  GtkEditable *old;
  GtkLabel *old_label;
  GtkButton *remove_button;
  GtkButton *set_button;

  /* Owned */
  KhStore *store;

  /* State */
  gint64 member;
};

G_DEFINE_FINAL_TYPE (KhPasswordWindow, kh_password_window, GTK_TYPE_WINDOW)

static void
show_error (KhPasswordWindow *self,
            const char       *text)
{
  if (text != NULL)
    gtk_label_set_text (self->error, text);
  gtk_widget_set_visible (GTK_WIDGET (self->error), text != NULL);
}

static void
set_busy (KhPasswordWindow *self,
          gboolean          busy)
{
  gtk_widget_set_sensitive (GTK_WIDGET (self->set_button), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->remove_button), !busy);
}

static void on_set_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data);

static void
on_give_up_answered_cb (GObject      *source G_GNUC_UNUSED,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (KhPasswordWindow) self = user_data;
  g_autoptr (KhSecret) fresh = kh_secret_new (gtk_editable_get_text (self->fresh), -1);

  if (kh_dialogs_ask_finish (result) != KH_DIALOG_ACCEPT)
    return;
  show_error (self, NULL);
  set_busy (self, TRUE);
  kh_store_give_up_keys_async (self->store, fresh, NULL, on_set_cb, g_object_ref (self));
}

/* Whoever came without a password has a key that the keyring does not give. */
static void
offer_to_give_up (KhPasswordWindow *self)
{
  kh_dialogs_ask_async (GTK_WINDOW (self), _("Give the passcodes up?"),
                        _("The key to the passcodes is not at this desk. If it is lost, and there is no recovery key, "
                          "nobody can see them any more: give them up, set the password, and type them anew. "
                          "All passcodes that are kept now are removed."),
                        NULL, _("_Cancel"), NULL, _("_Give Them Up"), KH_DIALOG_DESTRUCTIVE | KH_DIALOG_DEFAULT_CANCEL,
                        NULL, on_give_up_answered_cb, g_object_ref (self));
}

static void
on_set_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (KhPasswordWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (kh_store_set_password_finish (KH_STORE (source), result, &error))
    {
      gtk_window_destroy (GTK_WINDOW (self));
      return;
    }
  set_busy (self, FALSE);
  if (g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY) && self->member == kh_store_get_member (self->store) &&
      !gtk_widget_get_visible (GTK_WIDGET (self->old)))
    offer_to_give_up (self);
  show_error (self, error->message);
  if (gtk_widget_get_visible (GTK_WIDGET (self->old)))
    gtk_editable_set_text (self->old, "");
  gtk_widget_grab_focus (gtk_widget_get_visible (GTK_WIDGET (self->old)) ? GTK_WIDGET (self->old) : GTK_WIDGET (self->fresh));
}

static void
set_password (KhPasswordWindow *self,
              KhSecret         *password)
{
  g_autoptr (KhSecret) old = NULL;

  if (gtk_widget_get_visible (GTK_WIDGET (self->old)))
    old = kh_secret_new (gtk_editable_get_text (self->old), -1);
  show_error (self, NULL);
  set_busy (self, TRUE);
  kh_store_set_password_async (self->store, self->member, old, password, NULL, on_set_cb, g_object_ref (self));
}

static void
on_set_clicked_cb (KhPasswordWindow *self)
{
  g_autoptr (KhSecret) fresh = kh_secret_new (gtk_editable_get_text (self->fresh), -1);
  g_autoptr (KhSecret) again = kh_secret_new (gtk_editable_get_text (self->again), -1);

  if (kh_secret_equal (fresh, again))
    {
      set_password (self, fresh);
      return;
    }
  show_error (self, _("The two new passwords are not the same. Type the second one again."));
  gtk_editable_set_text (self->again, "");
  gtk_widget_grab_focus (GTK_WIDGET (self->again));
}

static void
on_remove_clicked_cb (KhPasswordWindow *self)
{
  set_password (self, NULL);
}

static void
kh_password_window_dispose (GObject *object)
{
  g_clear_object (&KH_PASSWORD_WINDOW (object)->store);

  G_OBJECT_CLASS (kh_password_window_parent_class)->dispose (object);
}

static void
kh_password_window_class_init (KhPasswordWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_password_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-password-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhPasswordWindow, again);
  gtk_widget_class_bind_template_child (widget_class, KhPasswordWindow, again_label);
  gtk_widget_class_bind_template_child (widget_class, KhPasswordWindow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhPasswordWindow, error);
  gtk_widget_class_bind_template_child (widget_class, KhPasswordWindow, fresh);
  gtk_widget_class_bind_template_child (widget_class, KhPasswordWindow, fresh_label);
  gtk_widget_class_bind_template_child (widget_class, KhPasswordWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, KhPasswordWindow, old);
  gtk_widget_class_bind_template_child (widget_class, KhPasswordWindow, old_label);
  gtk_widget_class_bind_template_child (widget_class, KhPasswordWindow, remove_button);
  gtk_widget_class_bind_template_child (widget_class, KhPasswordWindow, set_button);
  gtk_widget_class_bind_template_callback (widget_class, on_remove_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_set_clicked_cb);
}

static void
kh_password_window_init (KhPasswordWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_label_for (self->old_label, GTK_WIDGET (self->old));
  kh_accessible_label_for (self->fresh_label, GTK_WIDGET (self->fresh));
  kh_accessible_label_for (self->again_label, GTK_WIDGET (self->again));
  kh_accessible_name_button (self->cancel_button);
  kh_accessible_name_button (self->remove_button);
  kh_accessible_name_button (self->set_button);
}

void
kh_password_window_present (GtkWindow *parent,
                            KhStore   *store,
                            gint64     member)
{
  const KhMember *found = kh_staff_get_member (kh_store_get_staff (store), member);
  KhPasswordWindow *self;
  g_autofree char *heading = NULL;
  gboolean wants_old;

  g_return_if_fail (found != NULL);

  self = g_object_new (KH_TYPE_PASSWORD_WINDOW, "transient-for", parent, NULL);
  self->store = g_object_ref (store);
  self->member = member;
  /* Translators: a member of the staff. */
  heading = g_strdup_printf (_("Password of %s"), found->name);
  gtk_label_set_text (self->heading, heading);
  wants_old = found->has_password && member == kh_store_get_member (store);
  gtk_widget_set_visible (GTK_WIDGET (self->old), wants_old);
  gtk_widget_set_visible (GTK_WIDGET (self->old_label), wants_old);
  gtk_widget_set_visible (GTK_WIDGET (self->remove_button), found->has_password);
  gtk_widget_grab_focus (wants_old ? GTK_WIDGET (self->old) : GTK_WIDGET (self->fresh));
  gtk_window_present (GTK_WINDOW (self));
}
