/* kh-csv.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-record.h"

G_BEGIN_DECLS

/**
 * KhCsvOutcome:
 * @KH_CSV_ROW: a whole record
 * @KH_CSV_MORE: the text ends before the record does
 * @KH_CSV_BROKEN: the record is not written as CSV is
 */
typedef enum {
  KH_CSV_ROW,
  KH_CSV_MORE,
  KH_CSV_BROKEN,
} KhCsvOutcome;

KhCsvOutcome kh_csv_scan      (const char  *text,
                               gsize        length,
                               gboolean     is_last,
                               char         separator,
                               KhRecord    *record,
                               gsize       *used,
                               const char **problem) G_GNUC_WARN_UNUSED_RESULT;
void       kh_csv_append_cell (GString     *csv,
                               const char  *cell,
                               gboolean     last);
GPtrArray *kh_csv_parse       (const char  *text,
                               gsize        length,
                               GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
