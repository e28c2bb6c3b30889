/* kh-lock-setting.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-lock-setting.h"

#include "kh-accessible.h"
#include "kh-dialogs.h"

#include <glib/gi18n-lib.h>

/* While the number is still being turned up, it is not kept. */
#define PAUSE_MS 400

struct _KhLockSetting
{
  GtkWidget parent_instance;

  /* Children */
  GtkWidget *label;
  GtkWidget *minutes;
  GtkWidget *unit;

  /* Owned */
  KhStore *store;

  /* State */
  guint pause_source;
};

G_DEFINE_FINAL_TYPE (KhLockSetting, kh_lock_setting, GTK_TYPE_WIDGET)

static guint
get_minutes (KhLockSetting *self)
{
  return (guint) gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->minutes));
}

static void
on_set_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (KhLockSetting) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kh_store_set_lock_minutes_finish (KH_STORE (source), result, &error))
    kh_dialogs_tell (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("The Lock Was Not Set"), error->message, NULL);
}

static void
keep (KhLockSetting *self)
{
  g_clear_handle_id (&self->pause_source, g_source_remove);
  if (self->store != NULL && get_minutes (self) != kh_store_get_lock_minutes (self->store))
    kh_store_set_lock_minutes_async (self->store, get_minutes (self), NULL, on_set_cb, g_object_ref (self));
}

static gboolean
on_pause_timeout_cb (gpointer data)
{
  KhLockSetting *self = data;

  self->pause_source = 0;
  keep (self);

  return G_SOURCE_REMOVE;
}

static void
on_minutes_changed_cb (KhLockSetting *self)
{
  g_clear_handle_id (&self->pause_source, g_source_remove);
  self->pause_source = g_timeout_add (PAUSE_MS, on_pause_timeout_cb, self);
}

static void
update_access (KhLockSetting *self)
{
  gtk_widget_set_sensitive (self->minutes, kh_grants_has (kh_store_get_grants (self->store), KH_GRANT_STAFF_CONTROL));
}

/* What was set just before the window went away is set all the same. */
static void
kh_lock_setting_unmap (GtkWidget *widget)
{
  KhLockSetting *self = KH_LOCK_SETTING (widget);

  if (self->pause_source != 0)
    keep (self);

  GTK_WIDGET_CLASS (kh_lock_setting_parent_class)->unmap (widget);
}

static void
kh_lock_setting_dispose (GObject *object)
{
  KhLockSetting *self = KH_LOCK_SETTING (object);

  g_clear_handle_id (&self->pause_source, g_source_remove);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->minutes, gtk_widget_unparent);
  g_clear_pointer (&self->unit, gtk_widget_unparent);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (kh_lock_setting_parent_class)->dispose (object);
}

static void
kh_lock_setting_class_init (KhLockSettingClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_lock_setting_dispose;
  widget_class->unmap = kh_lock_setting_unmap;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
kh_lock_setting_init (KhLockSetting *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  /* Translators: a number of minutes and "minutes without a touch" follow. */
  self->label = gtk_label_new_with_mnemonic (_("Loc_k a desk after"));
  self->minutes = gtk_spin_button_new_with_range (0, KH_LONGEST_LOCK_MINUTES, 5);
  self->unit = gtk_label_new (_("minutes without a touch; 0 is never"));
  gtk_label_set_mnemonic_widget (GTK_LABEL (self->label), self->minutes);
  kh_accessible_name_widget (self->minutes, _("Minutes until a desk locks itself, or 0 for never"));
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_parent (self->minutes, GTK_WIDGET (self));
  gtk_widget_set_parent (self->unit, GTK_WIDGET (self));
}

GtkWidget *
kh_lock_setting_new (KhStore *store)
{
  KhLockSetting *self = g_object_new (KH_TYPE_LOCK_SETTING, NULL);

  self->store = g_object_ref (store);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->minutes), kh_store_get_lock_minutes (store));
  g_signal_connect_object (self->minutes, "value-changed", G_CALLBACK (on_minutes_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::staff", G_CALLBACK (update_access), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::member", G_CALLBACK (update_access), self, G_CONNECT_SWAPPED);
  update_access (self);

  return GTK_WIDGET (self);
}
