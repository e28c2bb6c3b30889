/* kh-unlink-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-link.h"
#include "kh-unlink.h"

G_BEGIN_DECLS

/* What ends a link, on the thread that owns the connection. */
gboolean   kh_unlink_rows_end    (KhConnection  *connection,
                                  gint64         customer,
                                  KhUnlinkLoss   loss,
                                  const char    *author,
                                  GPtrArray    **given_up,
                                  GError       **error);
GPtrArray *kh_unlink_rows_list   (KhConnection  *connection,
                                  GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   kh_unlink_rows_forget (KhConnection  *connection,
                                  gint64         company,
                                  const char    *account,
                                  GError       **error);

G_END_DECLS
