/* kh-tests-page.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-station.h"
#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhTestsPage:
 *
 * What of a linked customer's account is on test at the monitoring company, with how long it
 * still goes on, and putting it on test.
 */
#define KH_TYPE_TESTS_PAGE (kh_tests_page_get_type ())
G_DECLARE_FINAL_TYPE (KhTestsPage, kh_tests_page, KH, TESTS_PAGE, GtkWidget)

/* @longest: the station's longest test in minutes, or 0. */
void kh_tests_page_set_station (KhTestsPage  *self,
                                KhServices   *services,
                                const KhLink *link,
                                KhStation    *station,
                                guint         longest);
void kh_tests_page_refresh     (KhTestsPage  *self);

G_END_DECLS
