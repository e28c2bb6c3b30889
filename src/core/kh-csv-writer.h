/* kh-csv-writer.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-record-writer.h"

G_BEGIN_DECLS

/**
 * KhCsvWriter:
 *
 * Writes a CSV file for people and spreadsheets: everything is called, and written, as the window
 * shows it.
 */
#define KH_TYPE_CSV_WRITER (kh_csv_writer_get_type ())
G_DECLARE_FINAL_TYPE (KhCsvWriter, kh_csv_writer, KH, CSV_WRITER, KhRecordWriter)

KhRecordWriter *kh_csv_writer_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
