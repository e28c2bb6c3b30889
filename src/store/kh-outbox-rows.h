/* kh-outbox-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-customer.h"
#include "kh-outbox-item.h"
#include "kh-row.h"

G_BEGIN_DECLS

/* The changes on their way to a station, on the thread that owns the connection. */
#define KH_OUTBOX_COLUMNS \
  "o.id, o.customer, ifnull (l.company, 0), o.datapoint, o.value, o.before_value, o.revision, o.state, " \
  "o.reason, o.message, o.frozen, o.author, o.queued_at, o.change_set"
#define KH_N_OUTBOX_COLUMNS 14

KhOutboxItem *kh_outbox_rows_read          (KhStatement         *statement) G_GNUC_WARN_UNUSED_RESULT;
gboolean      kh_outbox_rows_write         (KhConnection        *connection,
                                            const KhOutboxItem  *item,
                                            GError             **error);
GPtrArray    *kh_outbox_rows_list          (KhConnection        *connection,
                                            gint64               customer,
                                            GError             **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      kh_outbox_rows_is_wanted     (KhConnection        *connection,
                                            gint64               customer,
                                            gboolean            *wanted,
                                            GError             **error);
gboolean      kh_outbox_rows_queue         (KhConnection        *connection,
                                            gint64               customer,
                                            KhDatapointId        id,
                                            const char          *before,
                                            const char          *value,
                                            gint64               revision,
                                            const char          *author,
                                            GError             **error);
gboolean      kh_outbox_rows_queue_row     (KhConnection        *connection,
                                            gint64               customer,
                                            KhRow               *before,
                                            KhRow               *after,
                                            gint64               revision,
                                            const char          *author,
                                            GError             **error);
gboolean      kh_outbox_rows_queue_changes (KhConnection        *connection,
                                            KhCustomer          *kept,
                                            KhCustomer          *edited,
                                            const char          *author,
                                            GError             **error);
gboolean      kh_outbox_rows_refer         (KhConnection        *connection,
                                            KhCustomer          *customer,
                                            GPtrArray           *changes,
                                            const char          *change_set,
                                            const char          *author,
                                            GError             **error);
gboolean      kh_outbox_rows_forget        (KhConnection        *connection,
                                            gint64               customer,
                                            GError             **error);

G_END_DECLS
