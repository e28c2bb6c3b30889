/* kh-events-page.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-station.h"
#include "kh-store-links.h"

G_BEGIN_DECLS

/**
 * KhEventsPage:
 *
 * The history of a linked customer's account at the monitoring company, newest first; what is
 * older comes as one scrolls down.
 */
#define KH_TYPE_EVENTS_PAGE (kh_events_page_get_type ())
G_DECLARE_FINAL_TYPE (KhEventsPage, kh_events_page, KH, EVENTS_PAGE, GtkWidget)

void kh_events_page_set_station (KhEventsPage *self,
                                 KhStore      *store,
                                 const KhLink *link,
                                 KhStation    *station);
void kh_events_page_refresh     (KhEventsPage *self);

G_END_DECLS
