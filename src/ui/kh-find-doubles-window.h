/* kh-find-doubles-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhFindDoublesWindow:
 *
 * Goes through all customers for those who are likely to be one, and lists them in groups.
 *
 * ::open-customer (gint64 number): somebody wants to look at one of them.
 */
#define KH_TYPE_FIND_DOUBLES_WINDOW (kh_find_doubles_window_get_type ())
G_DECLARE_FINAL_TYPE (KhFindDoublesWindow, kh_find_doubles_window, KH, FIND_DOUBLES_WINDOW, GtkWindow)

/* It begins to look at once. */
GtkWindow *kh_find_doubles_window_new (KhStore *store);

G_END_DECLS
