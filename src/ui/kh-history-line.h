/* kh-history-line.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-history-item.h"

G_BEGIN_DECLS

/**
 * KhHistoryLine:
 *
 * One row of the history as a line of columns; without an item, the columns' titles.
 */
#define KH_TYPE_HISTORY_LINE (kh_history_line_get_type ())
G_DECLARE_FINAL_TYPE (KhHistoryLine, kh_history_line, KH, HISTORY_LINE, GtkWidget)

GtkWidget *kh_history_line_new      (void);
void       kh_history_line_set_item (KhHistoryLine *self,
                                     KhHistoryItem *item);

G_END_DECLS
