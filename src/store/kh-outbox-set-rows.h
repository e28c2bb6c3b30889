/* kh-outbox-set-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-outbox-set.h"
#include "kh-safe.h"

G_BEGIN_DECLS

/* The change sets made of the outbox, on the thread that owns the connection. */
KhOutboxSet *kh_outbox_set_rows_take    (KhConnection           *connection,
                                         KhSafe                 *safe,
                                         gint64                  customer,
                                         gboolean                whole,
                                         GError                **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean     kh_outbox_set_rows_begin   (KhConnection           *connection,
                                         KhSafe                 *safe,
                                         const KhOutboxSet      *set,
                                         GError                **error);
gboolean     kh_outbox_set_rows_advance (KhConnection           *connection,
                                         KhSafe                 *safe,
                                         const KhOutboxOutcome  *outcome,
                                         GError                **error);
gboolean     kh_outbox_set_rows_decide  (KhConnection           *connection,
                                         gint64                  customer,
                                         KhOutboxEvent           event,
                                         const char             *author,
                                         GError                **error);
gboolean     kh_outbox_set_rows_load_tables (KhConnection *connection,
                                          gint64              customer,
                                          GPtrArray          *rows,
                                          GError            **error);

G_END_DECLS
