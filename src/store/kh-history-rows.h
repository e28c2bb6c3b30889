/* kh-history-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-store.h"

G_BEGIN_DECLS

gboolean   kh_history_rows_write (KhConnection  *connection,
                                  const char    *author,
                                  const char    *action,
                                  gint64         customer,
                                  gint64         revision,
                                  const char    *datapoint,
                                  const char    *old_value,
                                  const char    *new_value,
                                  GError       **error);
GPtrArray *kh_history_rows_load  (KhConnection  *connection,
                                  gint64         customer,
                                  guint          limit,
                                  GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
