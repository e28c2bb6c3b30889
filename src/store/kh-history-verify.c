/* kh-history-verify.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-history.h"

#include "kh-connection.h"
#include "kh-data-file.h"
#include "kh-database.h"
#include "kh-history-chain.h"
#include "kh-history-rows.h"
#include "kh-schema.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SQL_WALK \
  "SELECT " KH_HISTORY_COLUMNS ", salt, value_digest, prev_hash, hash FROM history ORDER BY sequence"

/* The first column after those of the row itself. */
#define FIRST_SEAL_COLUMN 9

/* As few digits of a head as tell it from any other. */
#define LEAST_DIGITS 16

/* How far the walk has come. */
typedef struct {
  KhHistoryReport *report;
  const char *noted;
  gint64 last;
  guint8 hash[KH_HISTORY_HASH_SIZE];
} Walk;

static gboolean
read_bytes (KhStatement *statement,
            int          column,
            guint8      *data,
            gsize        size)
{
  g_autoptr (GBytes) bytes = kh_statement_dup_bytes (statement, column);

  if (bytes == NULL || g_bytes_get_size (bytes) != size)
    return FALSE;
  memcpy (data, g_bytes_get_data (bytes, NULL), size);

  return TRUE;
}

/* What the row is sealed with, against what it would be sealed with now. */
static KhHistoryFault
check_row (Walk               *walk,
           KhStatement        *statement,
           const KhHistoryRow *row)
{
  KhHistorySeal kept = { 0 };
  KhHistorySeal made;

  if (!read_bytes (statement, FIRST_SEAL_COLUMN + 2, kept.prev_hash, sizeof kept.prev_hash) ||
      memcmp (kept.prev_hash, walk->hash, sizeof walk->hash) != 0)
    return row->sequence > walk->last + 1 ? KH_HISTORY_MISSING : KH_HISTORY_MISPLACED;
  if (!read_bytes (statement, FIRST_SEAL_COLUMN, kept.salt, sizeof kept.salt) ||
      !read_bytes (statement, FIRST_SEAL_COLUMN + 1, kept.values, sizeof kept.values) ||
      !read_bytes (statement, FIRST_SEAL_COLUMN + 3, kept.hash, sizeof kept.hash))
    return KH_HISTORY_CHANGED;

  made = kept;
  kh_history_chain_seal (row, &made);

  return memcmp (&made, &kept, sizeof made) == 0 ? KH_HISTORY_WHOLE : KH_HISTORY_CHANGED;
}

static void
compare_with_noted (Walk *walk)
{
  g_free (walk->report->head);
  walk->report->head = kh_history_chain_dup_hex (walk->hash);
  if (walk->noted == NULL || g_ascii_strncasecmp (walk->report->head, walk->noted, strlen (walk->noted)) != 0)
    return;
  walk->report->noted = TRUE;
  walk->report->noted_sequence = walk->last;
}

static void
take_row (Walk        *walk,
          KhStatement *statement)
{
  g_autoptr (KhHistoryRow) row = kh_history_rows_read (statement);

  walk->report->fault = check_row (walk, statement, row);
  if (walk->report->fault != KH_HISTORY_WHOLE)
    {
      walk->report->broken = walk->report->fault == KH_HISTORY_MISSING ? walk->last + 1 : row->sequence;
      return;
    }

  read_bytes (statement, FIRST_SEAL_COLUMN + 3, walk->hash, sizeof walk->hash);
  walk->last = row->sequence;
  walk->report->n_rows++;
  compare_with_noted (walk);
}

static gboolean
walk_rows (KhConnection  *connection,
           Walk          *walk,
           GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_WALK, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  compare_with_noted (walk);
  while (walk->report->fault == KH_HISTORY_WHOLE)
    {
      if (!kh_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      take_row (walk, statement);
    }

  return TRUE;
}

static gboolean
check_version (KhConnection  *connection,
               GError       **error)
{
  int version = kh_connection_get_version (connection);

  if (version == KH_SCHEMA_VERSION)
    return TRUE;

  if (version > KH_SCHEMA_VERSION)
    g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NEWER,
                         _("These records were written by a newer Keyholder. Nothing was changed. "
                           "Install the newer version on this computer."));
  else
    g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_FAILED,
                         _("These records were written by an older Keyholder. Open them with this one "
                           "once, and check their history after that."));

  return FALSE;
}

static KhConnection *
open_file (const char  *folder,
           GError     **error)
{
  g_autofree char *path = g_build_filename (folder, KH_DATABASE_FILE, NULL);
  g_autofree char *resolved = kh_data_file_resolve (path, error);
  g_autoptr (KhConnection) connection = NULL;

  if (resolved == NULL)
    return NULL;
  if (!kh_data_file_exists (resolved))
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                           _("There is no data file in this folder. Choose another folder."));
      return NULL;
    }
  if (!kh_data_file_check (resolved, KH_SCHEMA_APPLICATION_ID, error))
    return NULL;
  connection = kh_connection_open (resolved, KH_CONNECTION_READ_ONLY, KH_SCHEMA_APPLICATION_ID, error);
  if (connection == NULL || !check_version (connection, error))
    return NULL;

  return g_steal_pointer (&connection);
}

/**
 * kh_history_verify:
 * @folder: where the records are; no store of this process has them open
 * @noted: (nullable): a head that was noted earlier, for which kh_history_is_head() holds
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Walks the history from its first row to its last, or to the first that is not as it was
 * written. It only reads, and blocks until it is done. That rows are missing at the end can
 * only be seen with a head that was noted elsewhere.
 *
 * Returns: (transfer full): what was found, or %NULL if the records could not be read
 */
KhHistoryReport *
kh_history_verify (const char  *folder,
                   const char  *noted,
                   GError     **error)
{
  g_autoptr (KhConnection) connection = NULL;
  g_autoptr (KhHistoryReport) report = NULL;
  Walk walk = { .noted = noted };

  g_return_val_if_fail (folder != NULL, NULL);
  g_return_val_if_fail (noted == NULL || kh_history_is_head (noted), NULL);

  connection = open_file (folder, error);
  if (connection == NULL)
    return NULL;
  report = walk.report = g_new0 (KhHistoryReport, 1);
  if (!walk_rows (connection, &walk, error))
    return NULL;

  return g_steal_pointer (&report);
}

/**
 * kh_history_is_head:
 * @text: what a person typed
 *
 * Returns: whether it can be a head, or as much of its beginning as the program shows
 */
gboolean
kh_history_is_head (const char *text)
{
  gsize length = strlen (text);

  return length >= LEAST_DIGITS && length <= 2 * KH_HISTORY_HASH_SIZE &&
         strspn (text, "0123456789abcdefABCDEF") == length;
}

/**
 * kh_history_report_free:
 * @report: (nullable): a report
 */
void
kh_history_report_free (KhHistoryReport *report)
{
  if (report == NULL)
    return;
  g_free (report->head);
  g_free (report);
}
