/* kh-preferences-page.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhPreferencesPage:
 *
 * A page of the preferences, which may hold what is not saved yet.
 */
#define KH_TYPE_PREFERENCES_PAGE (kh_preferences_page_get_type ())
G_DECLARE_INTERFACE (KhPreferencesPage, kh_preferences_page, KH, PREFERENCES_PAGE, GtkWidget)

struct _KhPreferencesPageInterface {
  GTypeInterface parent_iface;

  /* What is not saved, as a whole sentence, or NULL when there is no such thing. */
  const char *(* get_unsaved) (KhPreferencesPage   *self);
  /* Ends with TRUE when it was saved; else the reason stands on the page. */
  void        (* save)        (KhPreferencesPage   *self,
                               GTask               *task);
};

/* Shows the page to those who have @view, and @why to those who lack @control. The result is why
 * they may not change it, or NULL when they may. */
char    *kh_preferences_page_update_gate      (KhPreferencesPage   *self,
                                               GtkWidget           *why,
                                               KhStore             *store,
                                               KhGrant              view,
                                               KhGrant              control) G_GNUC_WARN_UNUSED_RESULT;

/* The unsaved-changes guard, as of a customer's page. */
void     kh_preferences_page_may_close_async  (KhPreferencesPage   *self,
                                               GAsyncReadyCallback  callback,
                                               gpointer             user_data);
gboolean kh_preferences_page_may_close_finish (KhPreferencesPage   *self,
                                               GAsyncResult        *result);

G_END_DECLS
