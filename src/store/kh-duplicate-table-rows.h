/* kh-duplicate-table-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-customer-rows.h"
#include "kh-duplicate-rows.h"

G_BEGIN_DECLS

/* The rows of tables that go with a duplicate. */
gboolean kh_duplicate_table_rows_begin  (KhConnection         *connection,
                                         KhDuplication        *duplication,
                                         GError              **error);
void     kh_duplicate_table_rows_index  (const KhDuplication  *duplication,
                                         KhCustomerIndex      *index);
gboolean kh_duplicate_table_rows_insert (KhConnection         *connection,
                                         const KhDuplication  *duplication,
                                         KhCustomer           *copy,
                                         GError              **error);

G_END_DECLS
