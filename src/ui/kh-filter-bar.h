/* kh-filter-bar.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-filter.h"
#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhFilterBar:
 *
 * Above the list of customers: what it is filtered and sorted by, in words, the button that opens the
 * #KhFilterForm, and the one that lets everybody through again.
 *
 * ::changed (): the filter is another.
 */
#define KH_TYPE_FILTER_BAR (kh_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (KhFilterBar, kh_filter_bar, KH, FILTER_BAR, GtkWidget)

void            kh_filter_bar_set_store  (KhFilterBar *self,
                                          KhStore     *store);
const KhFilter *kh_filter_bar_get_filter (KhFilterBar *self);
void            kh_filter_bar_open       (KhFilterBar *self);
void            kh_filter_bar_clear      (KhFilterBar *self);

G_END_DECLS
