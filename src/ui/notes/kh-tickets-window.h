/* kh-tickets-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhTicketsWindow:
 *
 * Tickets: what is to be done, over all customers: what is due first, then what is urgent.
 *
 * ::open-customer (gint64 number): somebody wants to look at the notes of one of them.
 */
#define KH_TYPE_TICKETS_WINDOW (kh_tickets_window_get_type ())
G_DECLARE_FINAL_TYPE (KhTicketsWindow, kh_tickets_window, KH, TICKETS_WINDOW, GtkWindow)

GtkWindow *kh_tickets_window_new (KhServices *services);

G_END_DECLS
