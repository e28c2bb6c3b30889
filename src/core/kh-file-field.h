/* kh-file-field.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-table.h"

G_BEGIN_DECLS

/**
 * KhFileField:
 * @table: whose column, or %KH_N_TABLES for a datapoint of the customer's own
 * @row: of a table, which row, from 0
 * @column: the column, or the datapoint's id
 *
 * One value of a customer and all that belongs to them, as a column of a file has it. A file has
 * one line a customer, so the rows of a table lie side by side: `Contact 1 Name`, `Contact 2
 * Name`. In JSON Lines it is `contacts.1.name`, made of the keys. A plain value.
 */
typedef struct {
  guint table;
  guint row;
  guint column;
} KhFileField;

#define KH_FILE_FIELD_NONE ((KhFileField) { G_MAXUINT, 0, 0 })

KhFileField        kh_file_field_of       (KhDatapointId       id) G_GNUC_CONST;
KhFileField        kh_file_field_of_row   (KhTableId           table,
                                           guint               row,
                                           guint               column) G_GNUC_CONST;
KhFileField        kh_file_field_guess    (const char         *name);

gboolean           kh_file_field_is_none  (KhFileField         field) G_GNUC_CONST;
gboolean           kh_file_field_equal    (KhFileField         a,
                                           KhFileField         b) G_GNUC_CONST;
const KhDatapoint *kh_file_field_describe (KhFileField         field) G_GNUC_CONST;
gboolean           kh_file_field_is_kept_out (KhFileField      field) G_GNUC_CONST;
char              *kh_file_field_dup_label (KhFileField        field) G_GNUC_WARN_UNUSED_RESULT;
char              *kh_file_field_dup_key  (KhFileField         field) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
