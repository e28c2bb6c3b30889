/* kh-duplicate-default-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-duplicate-defaults.h"

G_BEGIN_DECLS

/* How the switches of Duplicate start: for each member who keeps a set of their own, and, as
 * member 0, for the office. */
GHashTable          *kh_duplicate_default_rows_load_all (KhConnection         *connection,
                                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
KhDuplicateDefaults *kh_duplicate_default_rows_load     (KhConnection         *connection,
                                                         gint64                member,
                                                         GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean             kh_duplicate_default_rows_save     (KhConnection         *connection,
                                                         gint64                member,
                                                         KhDuplicateDefaults  *defaults,
                                                         const char           *author,
                                                         GError              **error);

G_END_DECLS
