/* kh-customer-file.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-import-mapping.h"
#include "kh-record-reader.h"
#include "kh-record-writer.h"

G_BEGIN_DECLS

/* How many records are looked at before a mapping is guessed, and at most shown. */
#define KH_CUSTOMER_FILE_LOOK 100

/* A file of customers is JSON Lines when its name ends with .jsonl or .ndjson, and CSV else. */
gboolean         kh_customer_file_is_json_lines (const char  *path);
KhRecordReader  *kh_customer_file_open          (const char  *path,
                                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;
KhRecordWriter  *kh_customer_file_new_writer    (const char  *path) G_GNUC_WARN_UNUSED_RESULT;
KhImportMapping *kh_customer_file_guess         (const char  *path,
                                                 GError     **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
