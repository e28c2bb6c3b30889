/* kh-text.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhTextLines:
 *
 * @KH_TEXT_ONE_LINE: a line break is an error
 * @KH_TEXT_LINES: line breaks are kept, each as one \n
 */
typedef enum {
  KH_TEXT_ONE_LINE,
  KH_TEXT_LINES,
} KhTextLines;

char       *kh_text_clean       (const char   *text,
                                 gsize         length,
                                 KhTextLines   lines,
                                 GError      **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    kh_text_check       (const char   *text,
                                 KhTextLines   lines,
                                 GError      **error);
char       *kh_text_fold        (const char   *text) G_GNUC_WARN_UNUSED_RESULT;
char       *kh_text_plain       (const char   *text) G_GNUC_WARN_UNUSED_RESULT;
gboolean    kh_text_equal       (const char   *a,
                                 const char   *b);
char       *kh_text_dup_visible (const char   *text) G_GNUC_WARN_UNUSED_RESULT;
const char *kh_text_none_if_empty (const char *text);

G_END_DECLS
