/* kh-csv.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

void       kh_csv_append_cell (GString     *csv,
                               const char  *cell,
                               gboolean     last);
GPtrArray *kh_csv_parse       (const char  *text,
                               gsize        length,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
