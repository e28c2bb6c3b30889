/* kh-record.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhRecord:
 * @line: the line of the file on which it begins, from 1
 * @text: every cell's text, each with a NUL after it
 * @cells: where each cell begins in @text, or %KH_CELL_NONE
 * @raw: the record as it stands in the file, for as long as nothing more is read
 * @raw_length: how long that is in bytes
 * @own_raw: (nullable): of a copy: what @raw is in
 * @problem: (nullable): why it cannot be read, translated; it has no cells then
 *
 * One record of a file that is read: one line of a CSV file, mostly. It is filled again and
 * again, so that a million of them cost no more memory than one.
 */
typedef struct {
  guint64 line;
  GString *text;
  GArray *cells;
  const char *raw;
  gsize raw_length;
  char *own_raw;
  char *problem;
} KhRecord;

#define KH_CELL_NONE G_MAXSIZE

KhRecord   *kh_record_new     (void) G_GNUC_WARN_UNUSED_RESULT;
KhRecord   *kh_record_copy    (const KhRecord *record) G_GNUC_WARN_UNUSED_RESULT;
void        kh_record_free    (KhRecord   *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhRecord, kh_record_free)

void        kh_record_clear   (KhRecord   *record,
                               guint64     line);
void        kh_record_fail    (KhRecord   *record,
                               const char *problem);
guint       kh_record_get_n   (KhRecord   *record);
const char *kh_record_get     (KhRecord   *record,
                               guint       column);
void        kh_record_set     (KhRecord   *record,
                               guint       column,
                               const char *text);
void        kh_record_add     (KhRecord   *record,
                               gsize       start);

G_END_DECLS
