/* kh-shell-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-customer.h"
#include "kh-link-attempt.h"

G_BEGIN_DECLS

/* What an attempt whose account is made first asks of the record and of the history. */
gboolean kh_shell_rows_give_number  (KhConnection   *connection,
                                     KhLinkAttempt  *attempt,
                                     KhCustomer     *kept,
                                     GError        **error);
gboolean kh_shell_rows_take_account (KhConnection   *connection,
                                     KhLinkAttempt  *attempt,
                                     KhAccount      *account,
                                     GError        **error);

G_END_DECLS
