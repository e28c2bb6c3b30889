/* kh-customer-file.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-file.h"

#include "kh-csv-reader.h"
#include "kh-csv-writer.h"
#include "kh-json-lines.h"

/**
 * kh_customer_file_is_json_lines:
 * @path: a file's name
 *
 * Returns: whether it is one of JSON Lines
 */
gboolean
kh_customer_file_is_json_lines (const char *path)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  return g_str_has_suffix (lower, ".jsonl") || g_str_has_suffix (lower, ".ndjson");
}

/**
 * kh_customer_file_open:
 * @path: a file of customers
 * @error: return location for an error of kh_csv_reader_open() or kh_json_lines_reader_open()
 *
 * Returns: (transfer full): its reader
 */
KhRecordReader *
kh_customer_file_open (const char  *path,
                       GError     **error)
{
  return kh_customer_file_is_json_lines (path) ? kh_json_lines_reader_open (path, error)
                                               : kh_csv_reader_open (path, error);
}

/**
 * kh_customer_file_new_writer:
 * @path: what a file of customers is to be called
 *
 * Returns: (transfer full): what writes such a file
 */
KhRecordWriter *
kh_customer_file_new_writer (const char *path)
{
  return kh_customer_file_is_json_lines (path) ? kh_json_lines_writer_new () : kh_csv_writer_new ();
}

/**
 * kh_customer_file_guess:
 * @path: a file of customers
 * @error: return location for an error of kh_customer_file_open()
 *
 * Looks at the first records: only they say what columns a file of JSON Lines has.
 *
 * Returns: (transfer full): what is most likely meant by its columns
 */
KhImportMapping *
kh_customer_file_guess (const char  *path,
                        GError     **error)
{
  g_autoptr (KhRecordReader) reader = kh_customer_file_open (path, error);
  g_autoptr (KhRecord) record = kh_record_new ();
  g_autoptr (GError) problem = NULL;

  if (reader == NULL)
    return NULL;
  for (guint i = 0; i < KH_CUSTOMER_FILE_LOOK && kh_record_reader_next (reader, record, &problem); i++)
    ;
  if (problem == NULL)
    return kh_import_mapping_new (kh_record_reader_get_columns (reader));
  g_propagate_error (error, g_steal_pointer (&problem));

  return NULL;
}
