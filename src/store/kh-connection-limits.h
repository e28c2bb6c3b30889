/* kh-connection-limits.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/* How SQLite is set up, whatever the file: against hostile input, and for many small values. */

void     kh_connection_prepare_library (void);
gboolean kh_connection_limit           (sqlite3 *db);

G_END_DECLS
