/* kh-customer-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-customer.h"
#include "kh-row.h"

G_BEGIN_DECLS

/**
 * KhCustomerIndex:
 * @tokens: the words that are searched, of the record and of its rows, but for the number, which comes last
 * @keys: (element-type gint64): what doubles are found by
 *
 * What a record is found by. To make it needs no connection, and so any thread may.
 */
typedef struct {
  GString *tokens;
  GArray *keys;
} KhCustomerIndex;

KhCustomerIndex *kh_customer_index_new  (KhCustomer      *customer) G_GNUC_WARN_UNUSED_RESULT;
void             kh_customer_index_add_row (KhCustomerIndex *index,
                                         KhRow           *row);
void             kh_customer_index_free (KhCustomerIndex *index);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhCustomerIndex, kh_customer_index_free)

/* The customer table, read and written on the thread that owns the connection. Its
 * columns, and so every statement here, follow from the registry. */
/* What a list calls a customer by, of "customer AS c". */
#define KH_CUSTOMER_TITLE_COLUMNS "c.account_type, c.business_name, c.first_name, c.last_name"

char       *kh_customer_rows_dup_title (KhStatement *statement,
                                        int          column) G_GNUC_WARN_UNUSED_RESULT;
KhCustomer *kh_customer_rows_load   (KhConnection  *connection,
                                     gint64         number,
                                     GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gint64      kh_customer_rows_get_next_number (KhConnection *connection,
                                     GError       **error);
gboolean    kh_customer_rows_insert_as (KhConnection *connection,
                                     KhCustomer    *customer,
                                     const KhCustomerIndex *index,
                                     gint64         number,
                                     const char    *author,
                                     const char    *action,
                                     GError       **error);
gint64      kh_customer_rows_insert (KhConnection  *connection,
                                     KhCustomer    *customer,
                                     const char    *author,
                                     GError       **error);
gboolean    kh_customer_rows_update (KhConnection  *connection,
                                     KhCustomer    *kept,
                                     KhCustomer    *edited,
                                     const char    *author,
                                     const char    *action,
                                     GError       **error);
gboolean    kh_customer_rows_delete (KhConnection  *connection,
                                     KhCustomer    *customer,
                                     GError       **error);
gboolean    kh_customer_rows_touch  (KhConnection  *connection,
                                     KhCustomer    *kept,
                                     GError       **error);
gboolean    kh_customer_rows_check_revision (KhCustomer    *kept,
                                             gint64         revision,
                                             GError       **error);
gboolean    kh_customer_rows_check  (KhConnection  *connection,
                                     KhCustomer    *kept,
                                     KhCustomer    *edited,
                                     GError       **error);

G_END_DECLS
