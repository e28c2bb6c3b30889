/* kh-ticket-row.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-catalogues.h"
#include "kh-note.h"

G_BEGIN_DECLS

/**
 * KhTicketRow:
 *
 * A row of the queue of tickets, in columns that stand below those of its head.
 */
#define KH_TYPE_TICKET_ROW (kh_ticket_row_get_type ())
G_DECLARE_FINAL_TYPE (KhTicketRow, kh_ticket_row, KH, TICKET_ROW, GtkWidget)

GtkWidget *kh_ticket_row_new      (void);
GtkWidget *kh_ticket_row_new_head (void);
void       kh_ticket_row_set_note (KhTicketRow   *self,
                                   KhNote        *note,
                                   KhCatalogues  *catalogues);

G_END_DECLS
