/* kh-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-customer-page.h"
#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhWindow:
 *
 * The main window: search and customer list at the left, a tab for each open customer
 * at the right, a status bar below.
 */
#define KH_TYPE_WINDOW (kh_window_get_type ())
G_DECLARE_FINAL_TYPE (KhWindow, kh_window, KH, WINDOW, GtkApplicationWindow)

GtkWidget      *kh_window_new           (GtkApplication *application,
                                         KhServices     *services);

/* @services may be NULL: the window is shown before the data file is open, and gets them then. */
void            kh_window_set_services  (KhWindow       *self,
                                         KhServices     *services);

void            kh_window_open_customer (KhWindow       *self,
                                         gint64          number);
KhCustomerPage *kh_window_get_page      (KhWindow       *self);

/* Shows a sentence in the status bar until the next one, spoken by screen readers. */
/* Waiting Changes, for a monitoring company or, with 0, for all; not while it is locked. */
void            kh_window_show_waiting  (KhWindow       *self,
                                         gint64          company);
void            kh_window_notice        (KhWindow       *self,
                                         const char     *text);

/* Locked, nothing of a customer is shown, and whoever is to unlock it is asked elsewhere.
 * ::lock (): the clerk leaves the desk. */
void            kh_window_set_locked    (KhWindow   *self,
                                         gboolean    locked);
/* Whether something was typed that is not kept. */
gboolean        kh_window_get_unsaved   (KhWindow   *self);
/* Drops every page, and what was typed into it: somebody else works here now. */
void            kh_window_forget        (KhWindow   *self);

G_END_DECLS
