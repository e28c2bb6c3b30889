/* kh-table-cell.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-code-source.h"
#include "kh-row-draft.h"

G_BEGIN_DECLS

/**
 * KhTableCell:
 *
 * One cell of a row that is edited: its column's name, and below it what it is typed or chosen in.
 *
 * ::edited (): something else was typed or chosen; kh_table_cell_dup_text() is what.
 * ::left (): the focus came to a code or left it, and what is noted of it may be something else.
 */
#define KH_TYPE_TABLE_CELL (kh_table_cell_get_type ())
G_DECLARE_FINAL_TYPE (KhTableCell, kh_table_cell, KH, TABLE_CELL, GtkWidget)

GtkWidget *kh_table_cell_new        (KhTableId    table,
                                     guint        column,
                                     guint        chars,
                                     KhCodeSource *codes);

guint      kh_table_cell_get_column (KhTableCell *self);
GtkWidget *kh_table_cell_get_field  (KhTableCell *self);
char      *kh_table_cell_dup_text   (KhTableCell *self) G_GNUC_WARN_UNUSED_RESULT;
/* @note: what is unwise about what is typed, or NULL. */
void       kh_table_cell_show       (KhTableCell *self,
                                     KhRowDraft  *row,
                                     const char  *note);

/* Whether it is a code that is still being typed. */
gboolean   kh_table_cell_is_begun   (KhTableCell *self);
/* For a key that is the cell's own before it is the row's. */
gboolean   kh_table_cell_press      (KhTableCell    *self,
                                     guint           keyval,
                                     GdkModifierType state);

G_END_DECLS
