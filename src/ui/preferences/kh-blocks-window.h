/* kh-blocks-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhBlocksWindow:
 *
 * The blocks of account numbers that a monitoring company gave the office, for Next Number of Shell
 * Account: a list, one more, and the end of one, which is final.
 */
#define KH_TYPE_BLOCKS_WINDOW (kh_blocks_window_get_type ())
G_DECLARE_FINAL_TYPE (KhBlocksWindow, kh_blocks_window, KH, BLOCKS_WINDOW, GtkWindow)

GtkWindow *kh_blocks_window_new (GtkWindow  *parent,
                                 KhServices *services,
                                 KhCompany  *company);

G_END_DECLS
