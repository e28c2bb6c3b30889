/* kh-row-push.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-company.h"
#include "kh-row.h"

G_BEGIN_DECLS

/* What of a customer's tables goes to a station, and to which. */
gboolean  kh_row_push_is_followed (KhTableId      table) G_GNUC_CONST;
gboolean  kh_row_push_is_written  (KhMonitorType  type,
                                   KhTableId      table,
                                   guint          column);
KhRow    *kh_row_push_dup_written (KhMonitorType  type,
                                   KhRow         *row) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_row_push_is_alike    (KhMonitorType  type,
                                   KhRow         *a,
                                   KhRow         *b);
char     *kh_row_push_dup_place   (KhRow         *row) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
