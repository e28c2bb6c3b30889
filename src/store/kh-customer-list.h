/* kh-customer-list.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhCustomerRow:
 *
 * What the customer list shows of one customer. It exists at once and is filled
 * when its page has been read; then `loaded` is notified.
 *
 * Properties: number (gint64), loaded, title ("Ruiz, Ana" or the business),
 * address ("4 Elm Street · Ogden UT"), company, account-number, status, linked.
 */
#define KH_TYPE_CUSTOMER_ROW (kh_customer_row_get_type ())
G_DECLARE_FINAL_TYPE (KhCustomerRow, kh_customer_row, KH, CUSTOMER_ROW, GObject)

gint64      kh_customer_row_get_number         (KhCustomerRow *self);
gboolean    kh_customer_row_get_loaded         (KhCustomerRow *self);
const char *kh_customer_row_get_title          (KhCustomerRow *self);
const char *kh_customer_row_get_address        (KhCustomerRow *self);
const char *kh_customer_row_get_company        (KhCustomerRow *self);
const char *kh_customer_row_get_account_number (KhCustomerRow *self);
const char *kh_customer_row_get_status         (KhCustomerRow *self);
gboolean    kh_customer_row_get_shows_station (KhCustomerRow *self);
gboolean    kh_customer_row_get_linked         (KhCustomerRow *self);
gboolean    kh_customer_row_get_starred        (KhCustomerRow *self);

/**
 * KhCustomerList:
 *
 * A #GListModel of #KhCustomerRow for the customers that match a query, in the
 * order of the data file's own index. It holds ids; rows are read a page at a time
 * when asked for. An item stays the same object while somebody holds it.
 *
 * Properties: loading (gboolean), error (a translated message or NULL),
 * capped (gboolean: there are more than are listed).
 * ::refreshed (): the items are those of the query now.
 */
#define KH_TYPE_CUSTOMER_LIST (kh_customer_list_get_type ())
G_DECLARE_FINAL_TYPE (KhCustomerList, kh_customer_list, KH, CUSTOMER_LIST, GObject)

KhCustomerList *kh_customer_list_new         (KhStore        *store);
const char     *kh_customer_list_get_query   (KhCustomerList *self);
void            kh_customer_list_set_query   (KhCustomerList *self,
                                              const char     *query);
const KhFilter *kh_customer_list_get_filter  (KhCustomerList *self);
void            kh_customer_list_set_filter  (KhCustomerList *self,
                                              const KhFilter *filter);
void            kh_customer_list_set_archived (KhCustomerList *self,
                                              gboolean        archived);
void            kh_customer_list_refresh     (KhCustomerList *self);
gboolean        kh_customer_list_get_loading (KhCustomerList *self);
gboolean        kh_customer_list_get_capped  (KhCustomerList *self);
gboolean        kh_customer_list_find        (KhCustomerList *self,
                                              gint64          number,
                                              guint          *position);

G_END_DECLS
