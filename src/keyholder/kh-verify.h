/* kh-verify.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Answers --verify-history on the standard output. The result is the program's exit code: 0 for a
 * history that is whole and has the noted head, if one is given; 1 for one that is not; 2 when it
 * could not be looked at. */
int kh_verify_history (GVariantDict *options);

G_END_DECLS
