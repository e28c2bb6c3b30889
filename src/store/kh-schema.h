/* kh-schema.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"

G_BEGIN_DECLS

/* "KHdb", in the file's header. */
#define KH_SCHEMA_APPLICATION_ID 0x4b486462
#define KH_SCHEMA_VERSION        24

gboolean kh_schema_migrate      (KhConnection  *connection,
                                 GError       **error);
char    *kh_schema_dup_store_id (KhConnection  *connection,
                                 GError       **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
