/* kh-preferences-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/* What the office sets up once; a page for each subject. */
#define KH_TYPE_PREFERENCES_WINDOW (kh_preferences_window_get_type ())
G_DECLARE_FINAL_TYPE (KhPreferencesWindow, kh_preferences_window, KH, PREFERENCES_WINDOW, GtkWindow)

GtkWindow *kh_preferences_window_new              (KhServices          *services);

/* The unsaved-changes guard, as of a customer's page. */
void       kh_preferences_window_may_close_async  (KhPreferencesWindow *self,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
gboolean   kh_preferences_window_may_close_finish (KhPreferencesWindow *self,
                                                   GAsyncResult        *result);

G_END_DECLS
