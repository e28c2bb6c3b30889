/* kh-row-text.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-row.h"

G_BEGIN_DECLS

/* A row as one text, for what keeps the row as it was: a change on its way, and what a station was
 * last known to have. It has the column's keys, and nothing that is sealed. */
char  *kh_row_dup_text      (KhRow      *self) G_GNUC_WARN_UNUSED_RESULT;
KhRow *kh_row_new_from_text (KhTableId   table,
                             const char *text) G_GNUC_WARN_UNUSED_RESULT;

/* And for people to read. */
char  *kh_row_dup_column_text (KhRow   *self,
                               guint32  columns) G_GNUC_WARN_UNUSED_RESULT;
char  *kh_row_dup_summary     (KhRow   *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
