/* kh-shell-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhShellWindow:
 *
 * Shell Account: what is missing; else the account number, exactly what is sent, and the button
 * that creates the account. It closes itself when the customer is linked.
 *
 * ::jump (guint datapoint, guint table): somebody wants to fill that in, and the window closes. The
 * table is KH_N_TABLES when it is about the datapoint.
 * ::linked (char *text): what happened, in a whole sentence.
 */
#define KH_TYPE_SHELL_WINDOW (kh_shell_window_get_type ())
G_DECLARE_FINAL_TYPE (KhShellWindow, kh_shell_window, KH, SHELL_WINDOW, GtkWindow)

GtkWindow *kh_shell_window_new (GtkWindow  *parent,
                                KhServices *services,
                                gint64      customer,
                                const char *company);

G_END_DECLS
