/* kh-history-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-history.h"

G_BEGIN_DECLS

/* What a row says; what seals it is in kh-history-chain.h. */
#define KH_HISTORY_COLUMNS \
  "sequence, time, author, action, customer, revision, datapoint, old_value, new_value"

gboolean      kh_history_rows_write (KhConnection  *connection,
                                     const char    *author,
                                     const char    *action,
                                     gint64         customer,
                                     gint64         revision,
                                     const char    *datapoint,
                                     const char    *old_value,
                                     const char    *new_value,
                                     GError       **error);
KhHistoryRow *kh_history_rows_read  (KhStatement   *statement) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray      *kh_history_rows_load  (KhConnection           *connection,
                                       const KhHistoryFilter  *filter,
                                       GError                **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean        kh_history_rows_count (KhConnection           *connection,
                                       const KhHistoryFilter  *filter,
                                       gint64                 *count,
                                       GError                **error);
KhHistoryTerms *kh_history_rows_terms (KhConnection           *connection,
                                       const KhHistoryFilter  *filter,
                                       GError                **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
