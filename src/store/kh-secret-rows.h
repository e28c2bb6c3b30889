/* kh-secret-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-customer.h"
#include "kh-safe.h"

G_BEGIN_DECLS

/* The sealed datapoints of customers, and the sealed columns of their tables. A value is sealed for
 * its customer and its place (see KhPlace, without a title), and opens in no other. */
gboolean  kh_secret_rows_create (KhConnection   *connection,
                                 GError        **error);
gboolean  kh_secret_rows_mark   (KhConnection   *connection,
                                 KhCustomer     *customer,
                                 GError        **error);
gboolean  kh_secret_rows_load   (KhConnection   *connection,
                                 KhSafe         *safe,
                                 gint64          customer,
                                 KhDatapointId   id,
                                 KhSecret      **secret,
                                 GError        **error);
GBytes   *kh_secret_rows_seal   (KhSafe         *safe,
                                 gint64          customer,
                                 KhDatapointId   id,
                                 KhSecret       *secret,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_secret_rows_put    (KhConnection   *connection,
                                 gint64          customer,
                                 KhDatapointId   id,
                                 GBytes         *sealed,
                                 GError        **error);
gboolean  kh_secret_rows_save   (KhConnection   *connection,
                                 KhSafe         *safe,
                                 gint64          customer,
                                 KhDatapointId   id,
                                 KhSecret       *secret,
                                 GError        **error);
gboolean  kh_secret_rows_save_at (KhConnection  *connection,
                                 KhSafe         *safe,
                                 gint64          customer,
                                 const char     *place,
                                 KhRing          ring,
                                 KhSecret       *secret,
                                 GError        **error);
gboolean  kh_secret_rows_load_at (KhConnection  *connection,
                                 KhSafe         *safe,
                                 gint64          customer,
                                 const char     *place,
                                 KhRing          ring,
                                 KhSecret      **secret,
                                 GError        **error);
gboolean  kh_secret_rows_forget (KhConnection   *connection,
                                 gint64          customer,
                                 const char     *place,
                                 GError        **error);
GHashTable *kh_secret_rows_list_places (KhConnection *connection,
                                 gint64          customer,
                                 GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_secret_rows_reseal (KhConnection   *connection,
                                 KhSafe         *safe,
                                 KhRing          ring,
                                 gint64         *customer,
                                 gboolean       *more,
                                 GError        **error);
gboolean  kh_secret_rows_any    (KhConnection   *connection,
                                 gboolean       *any,
                                 GError        **error);
gboolean  kh_secret_rows_give_up (KhConnection  *connection,
                                 GError        **error);

G_END_DECLS
