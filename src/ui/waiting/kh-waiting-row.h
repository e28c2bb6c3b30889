/* kh-waiting-row.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-catalogues.h"
#include "kh-waiting-item.h"

G_BEGIN_DECLS

/**
 * KhWaitingRow:
 *
 * A line of Waiting Changes: whose it is, which datapoint, for which company, how far it is, since
 * when, and what holds it up.
 */
#define KH_TYPE_WAITING_ROW (kh_waiting_row_get_type ())
G_DECLARE_FINAL_TYPE (KhWaitingRow, kh_waiting_row, KH, WAITING_ROW, GtkWidget)

GtkWidget *kh_waiting_row_new      (void);
GtkWidget *kh_waiting_row_new_head (void);
void       kh_waiting_row_set_item (KhWaitingRow  *self,
                                    KhWaitingItem *item,
                                    KhCatalogues  *catalogues);
/* Its age is another one. */
void       kh_waiting_row_update   (KhWaitingRow  *self);

G_END_DECLS
