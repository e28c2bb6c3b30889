/* kh-postal-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-postal-reader.h"

G_BEGIN_DECLS

GPtrArray *kh_postal_rows_list  (KhConnection    *connection,
                                 const char      *zip,
                                 gboolean         of_customers,
                                 GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   kh_postal_rows_count (KhConnection    *connection,
                                 guint           *n,
                                 GError         **error);
gboolean   kh_postal_rows_load  (KhConnection    *connection,
                                 KhPostalReader  *reader,
                                 const char      *author,
                                 GError         **error);

G_END_DECLS
