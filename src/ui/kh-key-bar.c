/* kh-key-bar.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-key-bar.h"

#include "kh-accessible.h"
#include "kh-forgot-window.h"
#include "kh-recovery-window.h"

#include <glib/gi18n-lib.h>

struct _KhKeyBar
{
  GtkWidget parent_instance;

  /* Template children */
  GtkWidget *again_button;
  GtkWidget *hide_button;
  GtkWidget *make_button;
  GtkWidget *password_button;
  GtkWidget *recover_button;
  GtkLabel *text;

  /* Owned */
  KhServices *services;
  GCancellable *cancellable;
  char *hidden; /* the text that was put away */

  /* State */
  gint64 member;
  gboolean wants_recovery_key;
};

G_DEFINE_FINAL_TYPE (KhKeyBar, kh_key_bar, GTK_TYPE_WIDGET)

static KhStore *
get_store (KhKeyBar *self)
{
  return kh_services_get_store (self->services);
}

static gboolean
may_make_recovery_key (KhKeyBar *self)
{
  return kh_store_has_keys (get_store (self)) &&
         kh_grants_has (kh_store_get_grants (get_store (self)), KH_GRANT_STAFF_CONTROL);
}

static gboolean
is_owner (KhKeyBar *self)
{
  KhStaff *staff = kh_store_get_staff (get_store (self));
  const KhMember *member = kh_staff_get_member (staff, kh_store_get_member (get_store (self)));
  const KhGroup *group = member == NULL ? NULL : kh_staff_get_group (staff, member->group);

  return group != NULL && group->owners;
}

/* What is said, or NULL. */
static char *
dup_text (KhKeyBar *self)
{
  KhDesk *desk = kh_services_get_desk (self->services);
  char *why = desk == NULL ? NULL : kh_desk_dup_why (desk);

  if (why != NULL)
    return why;
  /* Where no desk keeps a key, as in the demo, the records do not outlive the program. */
  if (desk != NULL && self->wants_recovery_key && may_make_recovery_key (self))
    return g_strdup (_("Make a recovery key and keep it in a safe: without one, passcodes are lost with a forgotten password."));

  return NULL;
}

/* The one place that decides what is shown. */
static void
update (KhKeyBar *self)
{
  KhDesk *desk = kh_services_get_desk (self->services);
  KhDeskState state = desk == NULL ? KH_DESK_READY : kh_desk_get_state (desk);
  const KhMember *member = kh_staff_get_member (kh_store_get_staff (get_store (self)), kh_store_get_member (get_store (self)));
  gboolean lacks = kh_store_lacks_keys (get_store (self));
  gboolean desk_keeps = lacks && member != NULL && !member->has_password;
  g_autofree char *text = dup_text (self);

  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL && g_strcmp0 (text, self->hidden) != 0);
  if (text == NULL)
    return;
  if (lacks)
    gtk_widget_add_css_class (GTK_WIDGET (self), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "warning");
  gtk_label_set_text (self->text, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_visible (self->again_button, desk_keeps && (state == KH_DESK_LOCKED || state == KH_DESK_SILENT));
  gtk_widget_set_visible (self->password_button, desk_keeps && state == KH_DESK_ABSENT);
  gtk_widget_set_visible (self->recover_button, lacks && is_owner (self) && (!desk_keeps || state == KH_DESK_READY));
  gtk_widget_set_visible (self->make_button, !lacks);
}

static void
on_wants_recovery_key_cb (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  g_autoptr (KhKeyBar) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean wants = kh_store_wants_recovery_key_finish (KH_STORE (source), result, &error);

  if (error != NULL || self->services == NULL)
    return;
  self->wants_recovery_key = wants;
  update (self);
}

/* Only whoever could make one is asked to. */
static void
ask (KhKeyBar *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (!may_make_recovery_key (self))
    return;
  self->cancellable = g_cancellable_new ();
  kh_store_wants_recovery_key_async (get_store (self), self->cancellable, on_wants_recovery_key_cb, g_object_ref (self));
}

static void
on_staff_cb (KhKeyBar *self)
{
  update (self);
  ask (self);
}

/* What one put away, another may want to read. */
static void
on_member_cb (KhKeyBar *self)
{
  gint64 member = kh_store_get_member (get_store (self));

  if (member != self->member)
    g_clear_pointer (&self->hidden, g_free);
  self->member = member;
  on_staff_cb (self);
}

/* With the first that is sealed there is something to lose. */
static void
on_customer_changed_cb (KhKeyBar *self)
{
  if (!self->wants_recovery_key)
    ask (self);
}

static void
on_recovery_key_made_cb (KhKeyBar *self)
{
  self->wants_recovery_key = FALSE;
  update (self);
}

/* Buttons */

static GtkWindow *
get_window (KhKeyBar *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

static void
on_again_clicked_cb (KhKeyBar *self)
{
  kh_desk_ask (kh_services_get_desk (self->services));
}

static void
on_recover_clicked_cb (KhKeyBar *self)
{
  gtk_window_present (kh_forgot_window_new (get_window (self), get_store (self), kh_store_get_member (get_store (self))));
}

static void
on_make_clicked_cb (KhKeyBar *self)
{
  gtk_window_present (kh_recovery_window_new (get_window (self), get_store (self)));
}

static void
on_hide_clicked_cb (KhKeyBar *self)
{
  g_free (self->hidden);
  self->hidden = g_strdup (gtk_label_get_text (self->text));
  update (self);
}

static void
kh_key_bar_dispose (GObject *object)
{
  KhKeyBar *self = KH_KEY_BAR (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_KEY_BAR);
  g_clear_object (&self->services);
  g_clear_pointer (&self->hidden, g_free);

  G_OBJECT_CLASS (kh_key_bar_parent_class)->dispose (object);
}

static void
kh_key_bar_class_init (KhKeyBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_key_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-key-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, KhKeyBar, again_button);
  gtk_widget_class_bind_template_child (widget_class, KhKeyBar, hide_button);
  gtk_widget_class_bind_template_child (widget_class, KhKeyBar, make_button);
  gtk_widget_class_bind_template_child (widget_class, KhKeyBar, password_button);
  gtk_widget_class_bind_template_child (widget_class, KhKeyBar, recover_button);
  gtk_widget_class_bind_template_child (widget_class, KhKeyBar, text);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_hide_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_make_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_recover_clicked_cb);
}

static void
kh_key_bar_init (KhKeyBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_widget (self->hide_button, _("Hide this message"));
}

GtkWidget *
kh_key_bar_new (KhServices *services)
{
  KhKeyBar *self = g_object_new (KH_TYPE_KEY_BAR, NULL);
  KhStore *store = kh_services_get_store (services);
  KhDesk *desk = kh_services_get_desk (services);

  self->services = g_object_ref (services);
  self->member = kh_store_get_member (store);
  if (desk != NULL)
    g_signal_connect_object (desk, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::member", G_CALLBACK (on_member_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::staff", G_CALLBACK (on_staff_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::has-keys", G_CALLBACK (on_staff_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "customer-changed", G_CALLBACK (on_customer_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "recovery-key-made", G_CALLBACK (on_recovery_key_made_cb), self, G_CONNECT_SWAPPED);
  on_staff_cb (self);

  return GTK_WIDGET (self);
}
