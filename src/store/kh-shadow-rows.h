/* kh-shadow-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-shadow.h"

G_BEGIN_DECLS

/* What was last known of a linked customer's account, on the thread that owns the connection. */
KhShadow *kh_shadow_rows_load  (KhConnection    *connection,
                                gint64           customer,
                                GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_shadow_rows_save  (KhConnection    *connection,
                                gint64           customer,
                                const KhShadow  *shadow,
                                const char      *etag,
                                gboolean         known,
                                GError         **error);
gboolean  kh_shadow_rows_agree (KhConnection    *connection,
                                gint64           customer,
                                GError         **error);
gboolean  kh_shadow_rows_doubt (KhConnection    *connection,
                                gint64           customer,
                                GError         **error);

G_END_DECLS
