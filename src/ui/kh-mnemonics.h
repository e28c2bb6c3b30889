/* kh-mnemonics.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One text with a mnemonic for each label: the letters differ from one another and from
 * every letter of @reserved. The first letters of words are preferred. A label that no
 * letter is left for comes back without one. */
char **kh_mnemonics_assign (const char * const *labels,
                            const char         *reserved) G_GNUC_WARN_UNUSED_RESULT;

/* The letters that are marked in @labels, to be reserved among others. */
char  *kh_mnemonics_dup_taken (const char * const *labels) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
