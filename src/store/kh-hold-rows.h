/* kh-hold-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-outbox-set.h"

G_BEGIN_DECLS

/* Why nothing goes out for an account, whether a change waits or not, and when it was compared; on
 * the thread that owns the connection. Both are kept with the link. */
gboolean kh_hold_rows_settle (KhConnection           *connection,
                              const KhOutboxOutcome  *outcome,
                              GPtrArray              *kept,
                              GError                **error);
gboolean kh_hold_rows_check  (KhConnection           *connection,
                              gint64                  customer,
                              GError                **error);

G_END_DECLS
