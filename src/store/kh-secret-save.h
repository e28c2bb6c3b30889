/* kh-secret-save.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-customer.h"
#include "kh-safe.h"
#include "kh-secret-change.h"

G_BEGIN_DECLS

gboolean kh_secret_save_check_vault (KhConnection   *connection,
                                     KhSafe         *safe,
                                     const KhDatapoint *datapoint,
                                     GError        **error);
gboolean kh_secret_save             (KhConnection   *connection,
                                     KhSafe         *safe,
                                     KhCustomer     *customer,
                                     GPtrArray      *changes,
                                     gboolean        written,
                                     const char     *author,
                                     GError        **error);
gboolean kh_secret_save_taken       (KhConnection   *connection,
                                     KhSafe         *safe,
                                     KhCustomer     *customer,
                                     GPtrArray      *changes,
                                     gboolean        written,
                                     const char     *author,
                                     const char     *action,
                                     GError        **error);

G_END_DECLS
