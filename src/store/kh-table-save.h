/* kh-table-save.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-customer.h"
#include "kh-table.h"
#include "kh-safe.h"

G_BEGIN_DECLS

gboolean kh_table_save (KhConnection  *connection,
                        KhSafe        *safe,
                        KhCustomer    *customer,
                        KhTableId      table,
                        GPtrArray     *changes,
                        KhGrants       grants,
                        const char    *author,
                        GError       **error);
gboolean kh_table_save_taken (KhConnection  *connection,
                              KhSafe        *safe,
                              KhCustomer    *customer,
                              KhTableId      table,
                              GPtrArray     *changes,
                              KhGrants       grants,
                              const char    *author,
                              GError       **error);
gboolean kh_table_save_made (KhConnection  *connection,
                        KhSafe        *safe,
                        KhCustomer    *customer,
                        KhTableId      table,
                        GPtrArray     *changes,
                        KhCatalogues  *catalogues,
                        KhGrants       grants,
                        const char    *author,
                        GError       **error);

G_END_DECLS
