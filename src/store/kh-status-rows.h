/* kh-status-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-customer.h"

G_BEGIN_DECLS

gboolean kh_status_rows_is_touched (KhConnection  *connection,
                                    KhCustomer    *customer,
                                    gboolean      *touched,
                                    GError       **error);
gboolean kh_status_rows_delete     (KhConnection  *connection,
                                    KhCustomer    *customer,
                                    const char    *author,
                                    GError       **error);

G_END_DECLS
