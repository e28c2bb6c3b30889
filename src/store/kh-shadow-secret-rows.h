/* kh-shadow-secret-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-safe.h"
#include "kh-shadow.h"

G_BEGIN_DECLS

/* What was last known of the secrets of a linked customer's account, sealed, on the thread that owns
 * the connection. */
gboolean kh_shadow_secret_rows_create (KhConnection    *connection,
                                       GError         **error);
gboolean kh_shadow_secret_rows_load   (KhConnection    *connection,
                                       KhSafe          *safe,
                                       gint64           customer,
                                       KhShadow        *shadow,
                                       GError         **error);
gboolean kh_shadow_secret_rows_save   (KhConnection    *connection,
                                       KhSafe          *safe,
                                       gint64           customer,
                                       const KhShadow  *shadow,
                                       const char      *etag,
                                       GError         **error);

G_END_DECLS
