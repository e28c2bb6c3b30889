/* kh-table-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-row-change.h"
#include "kh-rows.h"
#include "kh-safe.h"

G_BEGIN_DECLS

/* The rows of customers' tables: one table a table, with a column for each plain column of the
 * registry. */
gboolean  kh_table_rows_create (KhConnection  *connection,
                                GError       **error);
KhRows   *kh_table_rows_load   (KhConnection  *connection,
                                gint64         customer,
                                KhTableId      table,
                                GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_table_rows_load_secret (KhConnection *connection,
                                KhSafe        *safe,
                                gint64         customer,
                                KhTableId      table,
                                gint64         row,
                                guint          column,
                                KhSecret     **secret,
                                GError       **error);
gboolean  kh_table_rows_open   (KhConnection  *connection,
                                KhSafe        *safe,
                                gint64         customer,
                                KhRows        *rows,
                                GError       **error);
gboolean  kh_table_rows_count_most (KhConnection *connection,
                                KhTableId      table,
                                guint         *most,
                                GError       **error);
gboolean  kh_table_rows_add    (KhConnection  *connection,
                                gint64         customer,
                                KhRow         *row,
                                GError       **error);
gboolean  kh_table_rows_update (KhConnection  *connection,
                                gint64         customer,
                                KhRow         *row,
                                GError       **error);
gboolean  kh_table_rows_remove (KhConnection  *connection,
                                gint64         customer,
                                KhRow         *row,
                                GError       **error);

G_END_DECLS
