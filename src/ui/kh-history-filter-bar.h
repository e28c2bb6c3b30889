/* kh-history-filter-bar.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-history.h"

G_BEGIN_DECLS

/**
 * KhHistoryFilterBar:
 *
 * What of a customer's history is shown: of which datapoint, by whom, from when to when.
 *
 * ::changed (): something else is asked for.
 */
#define KH_TYPE_HISTORY_FILTER_BAR (kh_history_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (KhHistoryFilterBar, kh_history_filter_bar, KH, HISTORY_FILTER_BAR, GtkWidget)

/* What can be chosen; what is chosen stays. */
void     kh_history_filter_bar_set_terms   (KhHistoryFilterBar   *self,
                                            const KhHistoryTerms *terms);

/* Writes what is chosen into @filter, in place of what it had of these. */
void     kh_history_filter_bar_apply       (KhHistoryFilterBar   *self,
                                            KhHistoryFilter      *filter);
gboolean kh_history_filter_bar_is_narrowed (KhHistoryFilterBar   *self);
void     kh_history_filter_bar_clear       (KhHistoryFilterBar   *self);

G_END_DECLS
