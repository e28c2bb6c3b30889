/* kh-search-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-search.h"

G_BEGIN_DECLS

/* Private-use characters: they are never in a folded text, and are no separators
 * to the table's tokenizer. */
#define KH_SEARCH_PREFIX_MARK "\xee\x80\x81"
#define KH_SEARCH_GRAM_MARK   "\xee\x80\x80"

#define KH_SEARCH_GRAM   3
#define KH_SEARCH_BLANKS " \t\r\n"

/* How a text is taken apart, to be found and to be looked for alike. */
char       *kh_search_dup_clean    (const char        *folded,
                                    gboolean           squeeze) G_GNUC_WARN_UNUSED_RESULT;
char      **kh_search_split        (const char        *folded) G_GNUC_WARN_UNUSED_RESULT;
gboolean    kh_search_is_digits    (const char        *text);
gboolean    kh_search_is_start     (const char        *word);
const char *kh_search_skip_country (const char        *digits);
gboolean    kh_search_is_phone     (const KhDatapoint *datapoint);

G_END_DECLS
