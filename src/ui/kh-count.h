/* kh-count.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A number with the locale's mark between its thousands. */
char *kh_count_format (guint n) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
