/* kh-csl-kind.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The kinds of person on a list of contacts, which CSL/1 numbers. */
const char *kh_csl_kind_from_number (gint64      number);
gboolean    kh_csl_kind_to_number   (const char *kind,
                                     gint64     *number);

G_END_DECLS
