/* kh-address.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *kh_address_fold (const char *line) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_address_same (const char *a,
                           const char *b);

G_END_DECLS
