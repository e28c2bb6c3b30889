/* kh-search-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-customer.h"
#include "kh-row.h"
#include "kh-search.h"

G_BEGIN_DECLS

/* The index that the search of the customer list asks: what it holds of a customer follows from the
 * registry, and from what the data file keeps of the customer and of the rows of their tables. */
gboolean kh_search_rows_create     (KhConnection  *connection,
                                    GError       **error);
void     kh_search_rows_append_customer (GString    *tokens,
                                         KhCustomer *customer);
void     kh_search_rows_append_row (GString       *tokens,
                                    KhRow         *row);
void     kh_search_rows_add_number (GString       *tokens,
                                    gint64         customer);
char    *kh_search_rows_dup_tokens (KhConnection  *connection,
                                    gint64         customer,
                                    GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean kh_search_rows_add        (KhConnection  *connection,
                                    gint64         customer,
                                    const char    *tokens,
                                    GError       **error);
gboolean kh_search_rows_take       (KhConnection  *connection,
                                    gint64         customer,
                                    const char    *tokens,
                                    GError       **error);
gboolean kh_search_rows_follow     (KhConnection  *connection,
                                    gint64         customer,
                                    const char    *before,
                                    GError       **error);
gboolean kh_search_rows_read       (KhConnection  *connection,
                                    gint64         customer,
                                    KhGrants       grants,
                                    GArray        *texts,
                                    GStringChunk  *chunk,
                                    GError       **error);

G_END_DECLS
