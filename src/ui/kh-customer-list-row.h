/* kh-customer-list-row.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-customer-list.h"

G_BEGIN_DECLS

/**
 * KhCustomerListRow:
 *
 * One row of the customer list: name and number, address, company and account. The list
 * uses it again for other customers.
 */
#define KH_TYPE_CUSTOMER_LIST_ROW (kh_customer_list_row_get_type ())
G_DECLARE_FINAL_TYPE (KhCustomerListRow, kh_customer_list_row, KH, CUSTOMER_LIST_ROW, GtkWidget)

GtkWidget     *kh_customer_list_row_new          (void);
KhCustomerRow *kh_customer_list_row_get_customer (KhCustomerListRow *self);
void           kh_customer_list_row_set_customer (KhCustomerListRow *self,
                                                  KhCustomerRow     *customer);

G_END_DECLS
