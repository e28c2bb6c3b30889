/* kh-waiting-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhWaitingWindow:
 *
 * Waiting Changes: what has not reached the stations yet, over all customers, as it goes.
 *
 * ::open-customer (gint64 number): somebody wants to look at one of them.
 * ::compare-customer (gint64 number): and to settle what was changed at the station.
 */
#define KH_TYPE_WAITING_WINDOW (kh_waiting_window_get_type ())
G_DECLARE_FINAL_TYPE (KhWaitingWindow, kh_waiting_window, KH, WAITING_WINDOW, GtkWindow)

GtkWindow *kh_waiting_window_new          (KhServices      *services);
/* Shows only what waits for that monitoring company; 0 for all. */
void       kh_waiting_window_show_company (KhWaitingWindow *self,
                                           gint64           company);

G_END_DECLS
