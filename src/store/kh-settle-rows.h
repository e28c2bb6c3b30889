/* kh-settle-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-safe.h"
#include "kh-settlement.h"

G_BEGIN_DECLS

/* What a clerk decides about a linked account, on the thread that owns the connection. */
KhAgreed *kh_settle_rows_load  (KhConnection        *connection,
                                gint64               customer,
                                GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_settle_rows_apply (KhConnection        *connection,
                                KhSafe              *safe,
                                const KhSettlement  *settlement,
                                const char          *author,
                                GError             **error);

G_END_DECLS
