/* kh-table-layout.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-row.h"

G_BEGIN_DECLS

/**
 * KhTableField:
 * @column: a column of a table
 * @chars: how wide it is, in the average letter
 * @line: in which line of a row that is edited it stands
 *
 * Where a column stands.
 */
typedef struct {
  guint column;
  guint chars;
  guint line;
} KhTableField;

/* How a table looks, which is none of the registry's business. The fields of a row that is edited
 * come in the order in which Tab goes through them; a row that is only shown has the head's
 * columns beside each other and the rest below them. */
const KhTableField *kh_table_layout_get_fields (KhTableId  table,
                                                guint     *n);
const KhTableField *kh_table_layout_get_head   (KhTableId  table,
                                                guint     *n);

/* What a row shows in a column of the head, with the type of a phone before its number, and all
 * that it has besides the head. */
char               *kh_table_layout_dup_cell   (KhRow     *row,
                                                guint      column) G_GNUC_WARN_UNUSED_RESULT;
char               *kh_table_layout_dup_rest   (KhRow     *row) G_GNUC_WARN_UNUSED_RESULT;

/* The table's column that is kept encrypted, or KH_COLUMN_NONE. */
guint               kh_table_layout_get_sealed (KhTableId           table);

G_END_DECLS
