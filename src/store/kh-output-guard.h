/* kh-output-guard.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

gboolean kh_output_guard_check (const char  *data_file,
                                const char  *path,
                                GError     **error);

G_END_DECLS
