/* kh-json-lines.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-record-reader.h"
#include "kh-record-writer.h"

G_BEGIN_DECLS

/* Customers as JSON Lines, for programs: one object a line, whose members are called by the keys of
 * the registry, in every language. Each table is a list of objects. Dates, choices and phone
 * numbers are as they are kept; entries of catalogues by their names, and money in dollars. It is
 * here and not in core since whatever reads JSON goes through kh-json. */

/**
 * KhJsonLinesReader:
 *
 * Reads a file of JSON Lines of any size. The n-th row of a table comes out as columns such as
 * `contacts.1.name`.
 */
#define KH_TYPE_JSON_LINES_READER (kh_json_lines_reader_get_type ())
G_DECLARE_FINAL_TYPE (KhJsonLinesReader, kh_json_lines_reader, KH, JSON_LINES_READER, KhRecordReader)

KhRecordReader *kh_json_lines_reader_open (const char  *path,
                                           GError     **error) G_GNUC_WARN_UNUSED_RESULT;

#define KH_TYPE_JSON_LINES_WRITER (kh_json_lines_writer_get_type ())
G_DECLARE_FINAL_TYPE (KhJsonLinesWriter, kh_json_lines_writer, KH, JSON_LINES_WRITER, KhRecordWriter)

KhRecordWriter *kh_json_lines_writer_new  (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
