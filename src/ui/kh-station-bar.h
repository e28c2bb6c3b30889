/* kh-station-bar.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhStationBar:
 *
 * The foot of the Central Station section: what state the customer's account is in,
 * the Shell Account button and the menu beside it with Link Account, and, once linked,
 * since when and by whom. It runs a Link, and Compare once linked: the waiting state with
 * Cancel, every message, and the Discrepancies dialog.
 *
 * Property busy: one of them is under way. ::notice (char *text): as on the page. ::jump (guint
 * datapoint, guint table): as the one of #KhShellWindow.
 */
#define KH_TYPE_STATION_BAR (kh_station_bar_get_type ())
G_DECLARE_FINAL_TYPE (KhStationBar, kh_station_bar, KH, STATION_BAR, GtkWidget)

GtkWidget *kh_station_bar_new          (KhServices   *services);

/* The record as kept (not what is being typed) and its link, or NULL. @editing: the
 * section is being edited, so nothing can be linked until it is saved. */
void       kh_station_bar_set_customer (KhStationBar *self,
                                        KhCustomer   *customer,
                                        const KhLink *link,
                                        gboolean      editing);

/* Link Account, as the menu and Ctrl+L do. */
gboolean   kh_station_bar_can_link     (KhStationBar *self);
/* What the clerk has to do first, or NULL. */
char      *kh_station_bar_dup_obstacle (KhStationBar *self) G_GNUC_WARN_UNUSED_RESULT;
void       kh_station_bar_link         (KhStationBar *self);
/* Manage Account, at what is on test. */
void       kh_station_bar_show_tests   (KhStationBar *self);

/* Compare, as the menu and the bar of what waits do; for a customer who is linked. @quiet: as F5
 * does, see kh_comparer_start(). */
void       kh_station_bar_compare      (KhStationBar *self,
                                        gboolean      quiet);

G_END_DECLS
