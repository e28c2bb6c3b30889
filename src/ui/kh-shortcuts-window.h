/* kh-shortcuts-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Every key of the main window, in groups. */
#define KH_TYPE_SHORTCUTS_WINDOW (kh_shortcuts_window_get_type ())
G_DECLARE_FINAL_TYPE (KhShortcutsWindow, kh_shortcuts_window, KH, SHORTCUTS_WINDOW, GtkWindow)

GtkWindow *kh_shortcuts_window_new (void);

G_END_DECLS
