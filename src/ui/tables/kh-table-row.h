/* kh-table-row.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-code-source.h"
#include "kh-row-draft.h"
#include "kh-secret.h"

G_BEGIN_DECLS

/**
 * KhTableRow:
 *
 * A row of a table in a list: texts, or while it is edited a field for each column.
 *
 * ::typed (guint column, char *text): something else was typed or chosen.
 * ::left (int rows, guint column): a key leads out of it while it was edited, so many rows on.
 * ::refused (char *message): what was pasted is far too long and was not taken.
 */
#define KH_TYPE_TABLE_ROW (kh_table_row_get_type ())
G_DECLARE_FINAL_TYPE (KhTableRow, kh_table_row, KH, TABLE_ROW, GtkWidget)

/* @codes: where its codes come from, or NULL. */
GtkWidget  *kh_table_row_new        (KhTableId     table,
                                     KhCodeSource *codes);
GtkWidget  *kh_table_row_new_head   (KhTableId   table);

KhRowDraft *kh_table_row_get_draft  (KhTableRow *self);
void        kh_table_row_set_draft  (KhTableRow *self,
                                     KhRowDraft *draft,
                                     guint       position);
void        kh_table_row_edit       (KhTableRow *self,
                                     guint       column);
void        kh_table_row_end_edit   (KhTableRow *self);
gboolean    kh_table_row_is_edited  (KhTableRow *self);
guint       kh_table_row_get_column (KhTableRow *self);

/* Asks for the row's sealed value, or takes it away again, as its button does. */
void        kh_table_row_ask_reveal   (KhTableRow *self);
/* Shows the row's sealed value for a while, if it is the row with that id. */
gboolean    kh_table_row_reveal       (KhTableRow *self,
                                       gint64      id,
                                       KhSecret   *secret,
                                       guint       milliseconds);

G_END_DECLS
