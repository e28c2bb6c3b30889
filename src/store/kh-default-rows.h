/* kh-default-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-defaults.h"

G_BEGIN_DECLS

/* The Customer Defaults, on the thread that owns the connection. */
KhDefaults *kh_default_rows_load (KhConnection  *connection,
                                  GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    kh_default_rows_save (KhConnection  *connection,
                                  KhDefaults    *defaults,
                                  const char    *author,
                                  GError       **error);

G_END_DECLS
