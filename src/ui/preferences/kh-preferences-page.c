/* kh-preferences-page.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-preferences-page.h"

#include "kh-dialogs.h"
#include "kh-why.h"

#include <glib/gi18n-lib.h>

G_DEFINE_INTERFACE (KhPreferencesPage, kh_preferences_page, GTK_TYPE_WIDGET)

static void
kh_preferences_page_default_init (KhPreferencesPageInterface *iface G_GNUC_UNUSED)
{
}

char *
kh_preferences_page_update_gate (KhPreferencesPage *self,
                                 GtkWidget         *why,
                                 KhStore           *store,
                                 KhGrant            view,
                                 KhGrant            control)
{
  KhGrants grants = kh_store_get_grants (store);
  char *reason = kh_grants_has (grants, control) ? NULL : kh_staff_dup_why (kh_store_get_staff (store), control);

  /* Where nobody is signed in the whole window is hidden; one without a page would be lost. */
  gtk_widget_set_visible (GTK_WIDGET (self), kh_store_get_member (store) == 0 || kh_grants_has (grants, view));
  if (reason != NULL)
    kh_why_set_reason (why, reason);
  gtk_widget_set_visible (why, reason != NULL);

  return reason;
}

static void
on_answered_cb (GObject      *source G_GNUC_UNUSED,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhPreferencesPage *self = g_task_get_source_object (task);

  switch (kh_dialogs_ask_finish (result))
    {
    case KH_DIALOG_CANCEL:
      g_task_return_boolean (task, FALSE);
      break;
    case KH_DIALOG_OTHER:
      g_task_return_boolean (task, TRUE);
      break;
    case KH_DIALOG_ACCEPT:
      KH_PREFERENCES_PAGE_GET_IFACE (self)->save (self, g_steal_pointer (&task));
      break;
    }
}

void
kh_preferences_page_may_close_async (KhPreferencesPage   *self,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  const char *unsaved;

  g_return_if_fail (KH_IS_PREFERENCES_PAGE (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_name (task, "kh_preferences_page_may_close_async");
  unsaved = KH_PREFERENCES_PAGE_GET_IFACE (self)->get_unsaved (self);
  if (unsaved == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }

  kh_dialogs_ask_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("Save changes?"), unsaved, NULL,
                        _("_Cancel"), _("_Discard"), _("_Save"), KH_DIALOG_NONE, NULL,
                        on_answered_cb, g_steal_pointer (&task));
}

gboolean
kh_preferences_page_may_close_finish (KhPreferencesPage *self,
                                      GAsyncResult      *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
