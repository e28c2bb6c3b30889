/* kh-discrepancies-text.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-linker.h"

G_BEGIN_DECLS

/* What the Discrepancies page says, of a Link and of an account that is linked: what was found, over
 * what is folded away, and of what the member may not view, or NULL. */
char *kh_discrepancies_text_dup_summary (KhLinker     *linker,
                                         KhComparison *shown) G_GNUC_WARN_UNUSED_RESULT;
char *kh_discrepancies_text_dup_folded  (const char   *company,
                                         KhDifference  difference,
                                         guint         n) G_GNUC_WARN_UNUSED_RESULT;
char *kh_discrepancies_text_dup_hidden  (KhLinker     *linker,
                                         KhComparison *shown) G_GNUC_WARN_UNUSED_RESULT;
/* Of an account that is in another name altogether: a note, or NULL; both names, a line each; and
 * what is asked before anything is written, of @changes values and, or NULL, a code that goes. */
char *kh_discrepancies_text_dup_other_name (KhLinker     *linker,
                                            KhComparison *shown) G_GNUC_WARN_UNUSED_RESULT;
void  kh_discrepancies_text_add_names   (KhLinker     *linker,
                                         KhComparison *shown,
                                         GPtrArray    *lines);
char *kh_discrepancies_text_dup_ask_name (KhLinker    *linker,
                                          guint        changes,
                                          const char  *cleared) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
