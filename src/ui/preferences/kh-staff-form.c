/* kh-staff-form.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-staff-form.h"

G_DEFINE_INTERFACE (KhStaffForm, kh_staff_form, GTK_TYPE_WIDGET)

enum {
  SIGNAL_DUPLICATE,
  SIGNAL_SAVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
kh_staff_form_default_init (KhStaffFormInterface *iface)
{
  GType type = G_TYPE_FROM_INTERFACE (iface);

  signals[SIGNAL_DUPLICATE] = g_signal_new ("duplicate", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[SIGNAL_SAVED] = g_signal_new ("saved", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_INT64);
}

void
kh_staff_form_show (KhStaffForm *self,
                    gint64       id,
                    gint64       like)
{
  g_return_if_fail (KH_IS_STAFF_FORM (self));

  KH_STAFF_FORM_GET_IFACE (self)->show (self, id, like);
}

void
kh_staff_form_refresh (KhStaffForm *self)
{
  g_return_if_fail (KH_IS_STAFF_FORM (self));

  KH_STAFF_FORM_GET_IFACE (self)->refresh (self);
}

gboolean
kh_staff_form_get_dirty (KhStaffForm *self)
{
  g_return_val_if_fail (KH_IS_STAFF_FORM (self), FALSE);

  return KH_STAFF_FORM_GET_IFACE (self)->get_dirty (self);
}

void
kh_staff_form_save_async (KhStaffForm         *self,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (KH_IS_STAFF_FORM (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_name (task, "kh_staff_form_save_async");
  KH_STAFF_FORM_GET_IFACE (self)->save (self, task);
}

gboolean
kh_staff_form_save_finish (KhStaffForm  *self,
                           GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}

void
kh_staff_form_emit_saved (KhStaffForm *self,
                          gint64       id)
{
  g_signal_emit (self, signals[SIGNAL_SAVED], 0, id);
}

void
kh_staff_form_emit_duplicate (KhStaffForm *self,
                              gint64       id)
{
  g_signal_emit (self, signals[SIGNAL_DUPLICATE], 0, id);
}

/* One that cannot be typed in must not look as if it could, and can still be read and copied from. */
void
kh_staff_form_set_editable (GtkEditable *field,
                            gboolean     editable)
{
  gtk_editable_set_editable (field, editable);
  if (editable)
    gtk_widget_remove_css_class (GTK_WIDGET (field), "read-only");
  else
    gtk_widget_add_css_class (GTK_WIDGET (field), "read-only");
}

gboolean
kh_staff_form_may_control (KhServices *services)
{
  return kh_grants_has (kh_store_get_grants (kh_services_get_store (services)), KH_GRANT_STAFF_CONTROL);
}
