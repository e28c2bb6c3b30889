/* kh-history-view.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhHistoryView:
 *
 * The History tab of a customer's page: who changed what and when, newest first. It reads
 * nothing before it is shown, and reads again when it is shown again or the customer changed.
 *
 * ::notice (char *text): a sentence for the window's status bar.
 */
#define KH_TYPE_HISTORY_VIEW (kh_history_view_get_type ())
G_DECLARE_FINAL_TYPE (KhHistoryView, kh_history_view, KH, HISTORY_VIEW, GtkWidget)

GtkWidget *kh_history_view_new     (KhStore       *store,
                                    gint64         number);
void       kh_history_view_refresh (KhHistoryView *self);

G_END_DECLS
