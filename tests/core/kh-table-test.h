/* kh-table-test.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-rows.h"

G_BEGIN_DECLS

/* A value of each type that passes every column's limits, by how many rows there are already. */
char  *kh_table_test_dup_sample (const KhDatapoint *column,
                                 guint              n) G_GNUC_WARN_UNUSED_RESULT;
/* A row with a value of every column, with an id. */
KhRow *kh_table_test_make_row   (KhTableId          table,
                                 guint              n) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
