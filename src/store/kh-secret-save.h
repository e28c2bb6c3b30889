/* kh-secret-save.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-customer.h"
#include "kh-secret-change.h"
#include "kh-vault.h"

G_BEGIN_DECLS

gboolean kh_secret_save_check_vault (KhConnection   *connection,
                                     KhVault        *vault,
                                     KhDatapointId   id,
                                     GError        **error);
gboolean kh_secret_save             (KhConnection   *connection,
                                     KhVault        *vault,
                                     KhCustomer     *customer,
                                     GPtrArray      *changes,
                                     gboolean        written,
                                     const char     *author,
                                     GError        **error);

G_END_DECLS
