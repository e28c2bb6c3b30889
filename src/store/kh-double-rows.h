/* kh-double-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-double.h"
#include "kh-grant.h"

G_BEGIN_DECLS

/* The keys of kh_double_list_keys() for every customer, so that doubles are found at once. */
gboolean   kh_double_rows_create (KhConnection   *connection,
                                  GError        **error);
gboolean   kh_double_rows_index  (KhConnection   *connection,
                                  KhCustomer     *kept,
                                  KhCustomer     *customer,
                                  GError        **error);

gboolean   kh_double_rows_add    (KhConnection   *connection,
                                  GArray         *keys,
                                  gint64          customer,
                                  GError        **error);

GPtrArray *kh_double_rows_find   (KhConnection   *connection,
                                  KhCustomer     *customer,
                                  gint64          except,
                                  guint           limit,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *kh_double_rows_find_for (KhConnection *connection,
                                  KhCustomer     *customer,
                                  KhGrants        grants,
                                  gint64          except,
                                  guint           limit,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *kh_double_rows_list   (KhConnection   *connection,
                                  guint           part,
                                  guint           n_parts,
                                  guint           limit,
                                  GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   kh_double_rows_accept (KhConnection   *connection,
                                  const char     *author,
                                  gint64          customer,
                                  GArray         *doubles,
                                  GError        **error);

G_END_DECLS
