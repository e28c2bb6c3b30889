/* kh-row-push.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-company.h"
#include "kh-row.h"

G_BEGIN_DECLS

/* What of a customer's tables goes to a station, and to which. @from is the station's row, as far as
 * there is one: what it takes once it does not take again. */
gboolean  kh_row_push_is_followed (KhTableId      table) G_GNUC_CONST;
char     *kh_row_push_dup_tables  (void) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_row_push_is_secret   (KhTableId      table,
                                   guint          column);
gboolean  kh_row_push_is_written  (KhMonitorType  type,
                                   KhTableId      table,
                                   guint          column);
gboolean  kh_row_push_is_kept     (KhMonitorType  type,
                                   KhRow         *from);
gboolean  kh_row_push_is_taken    (KhMonitorType  type,
                                   KhRow         *row,
                                   KhRow         *from,
                                   guint          column);
KhRow    *kh_row_push_dup_written (KhMonitorType  type,
                                   KhRow         *row,
                                   KhRow         *from) G_GNUC_WARN_UNUSED_RESULT;
KhRow    *kh_row_push_dup_asked   (KhMonitorType  type,
                                   KhRow         *row,
                                   KhRow         *before,
                                   KhRow         *from) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_row_push_is_alike    (KhMonitorType  type,
                                   KhRow         *a,
                                   KhRow         *b);
gboolean  kh_row_push_is_refused  (KhMonitorType  type,
                                   KhRow         *row,
                                   KhRow         *before,
                                   KhRow         *from);
gboolean  kh_row_push_find_main   (KhRow         *row,
                                   KhDatapointId *id);
char     *kh_row_push_dup_refusal (const char    *station) G_GNUC_WARN_UNUSED_RESULT;
char     *kh_row_push_dup_place   (KhRow         *row) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
