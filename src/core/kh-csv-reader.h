/* kh-csv-reader.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-record-reader.h"

G_BEGIN_DECLS

/**
 * KhCsvReader:
 *
 * Reads a CSV file of any size. Cells are separated by whatever separates those of the header
 * line: commas, semicolons, tabulators or bars. A record that is not written as CSV is costs
 * only the line on which it begins.
 */
#define KH_TYPE_CSV_READER (kh_csv_reader_get_type ())
G_DECLARE_FINAL_TYPE (KhCsvReader, kh_csv_reader, KH, CSV_READER, KhRecordReader)

KhRecordReader *kh_csv_reader_open (const char  *path,
                                    GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
