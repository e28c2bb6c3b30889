/* kh-history-action.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the history says was done: a word in the data file, which never changes, and the words that
 * people read. Nothing else is written to the history, so whatever shows it has words for it. */

guint       kh_history_action_get_count (void);
const char *kh_history_action_get_key   (guint       index);
/* NULL for a word that is not known; a newer program may have written it. */
const char *kh_history_action_get_words (const char *key);

G_END_DECLS
