/* kh-startup-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KhStartupWindow:
 *
 * In place of the main window when the records cannot be opened: what is wrong, where, and
 * what to do.
 *
 * ::open (char *folder): to be tried again, with the same or another folder.
 */
#define KH_TYPE_STARTUP_WINDOW (kh_startup_window_get_type ())
G_DECLARE_FINAL_TYPE (KhStartupWindow, kh_startup_window, KH, STARTUP_WINDOW, GtkWindow)

GtkWindow *kh_startup_window_new (GtkApplication *application,
                                  const char     *folder,
                                  const GError   *error);

G_END_DECLS
