/* kh-store-import.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-rows.h"
#include "kh-double-rows.h"
#include "kh-gate.h"
#include "kh-import-feed.h"
#include "kh-output-file.h"
#include "kh-progress.h"
#include "kh-rule.h"
#include "kh-session.h"
#include "kh-store-private.h"
#include "kh-table-rows.h"
#include "kh-transfer.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/* A number that was anybody's is in the history still. */
#define SQL_IS_TAKEN \
  "SELECT 1 FROM customer WHERE customer_number = ?1 UNION ALL SELECT 1 FROM history WHERE customer = ?1"

/* How often somebody who waits is told. */
#define RECORDS_BETWEEN_NEWS 64
#define FLUSH_BYTES          (64 * 1024)

/* In megabytes: what customers are found by is spread all over the file. */
#define CACHE 128

typedef struct {
  KhRecordReader *reader;
  KhImportMapping *mapping;
  KhDefaults *defaults;
  char *path;
  char *author;
  gboolean dry_run;
  KhProgress *progress;
  GCancellable *cancellable;

  /* While it runs */
  KhCatalogues *catalogues;
  KhImportFeed *feed;
  KhGrants grants;
  KhOutputFile *rejected;
  KhImportReport *report;
  gint64 next_number;
} Import;

static void
double_free (gpointer data)
{
  KhImportDouble *found = data;

  g_free (found->name);
  g_object_unref (found->other);
  g_free (found);
}

static KhImportReport *
report_new (void)
{
  KhImportReport *report = g_new0 (KhImportReport, 1);

  report->problems = kh_import_problems_new ();
  report->doubles = g_ptr_array_new_with_free_func (double_free);

  return report;
}

/**
 * kh_import_report_free:
 * @report: (nullable) (transfer full): a report
 */
void
kh_import_report_free (KhImportReport *report)
{
  if (report == NULL)
    return;
  g_ptr_array_unref (report->problems);
  g_ptr_array_unref (report->doubles);
  g_free (report->rejected);
  g_free (report);
}

static void
import_free (gpointer data)
{
  Import *import = data;

  g_object_unref (import->reader);
  kh_import_mapping_free (import->mapping);
  g_clear_object (&import->defaults);
  g_clear_object (&import->cancellable);
  g_clear_object (&import->catalogues);
  g_clear_pointer (&import->feed, kh_import_feed_free);
  g_clear_pointer (&import->rejected, kh_output_file_free);
  g_clear_pointer (&import->report, kh_import_report_free);
  kh_progress_unref (import->progress);
  g_free (import->author);
  g_free (import->path);
  g_free (import);
}

/* Rejecting */

static gboolean
write_rejected (Import      *import,
                KhRecord    *record,
                GPtrArray   *problems,
                GError     **error)
{
  g_autofree char *text = NULL;

  if (import->dry_run)
    return TRUE;
  if (import->rejected == NULL)
    {
      import->rejected = kh_output_file_new_rejected (import->path, kh_record_reader_get_suffix (import->reader), error);
      if (import->rejected == NULL)
        return FALSE;
      kh_record_reader_append_head (import->reader, kh_output_file_get_buffer (import->rejected));
    }
  text = kh_import_problems_dup_text (problems);
  kh_record_reader_append_rejected (import->reader, record, text, kh_output_file_get_buffer (import->rejected));

  return kh_output_file_flush (import->rejected, FLUSH_BYTES, error);
}

/* Takes the problems. */
static gboolean
reject (Import     *import,
        KhRecord   *record,
        GPtrArray  *problems,
        GError    **error)
{
  KhImportReport *report = import->report;

  report->n_problems += problems->len;
  if (!write_rejected (import, record, problems, error))
    return FALSE;
  while (problems->len > 0 && report->problems->len < KH_IMPORT_MOST_TOLD)
    g_ptr_array_add (report->problems, g_ptr_array_steal_index (problems, 0));

  return TRUE;
}

/* Keeping */

static gboolean
is_taken (KhConnection  *connection,
          gint64         number,
          gboolean      *taken,
          GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_IS_TAKEN, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, number);

  return kh_statement_step (statement, taken, error);
}

/* The file's number where it has one, so that records come back as they were; else the next. */
static gboolean
choose_number (KhConnection  *connection,
               Import        *import,
               KhCustomer    *customer,
               gint64        *number,
               gboolean      *taken,
               GError       **error)
{
  *taken = FALSE;
  *number = kh_customer_get_number (customer);
  if (*number == 0)
    *number = import->next_number;
  if (*number < import->next_number)
    return is_taken (connection, *number, taken, error);
  import->next_number = *number + 1;

  return TRUE;
}

static gboolean
note_double (KhConnection  *connection,
             Import        *import,
             KhRecord      *record,
             KhCustomer    *customer,
             GError       **error)
{
  KhImportReport *report = import->report;
  g_autoptr (GPtrArray) doubles = NULL;
  KhImportDouble *found;

  if (!import->dry_run)
    return TRUE;
  doubles = kh_double_rows_find_for (connection, customer, import->grants, 0, 1, error);
  if (doubles == NULL)
    return FALSE;
  if (doubles->len == 0)
    return TRUE;
  report->n_doubles++;
  if (report->doubles->len >= KH_IMPORT_MOST_TOLD)
    return TRUE;
  found = g_new0 (KhImportDouble, 1);
  found->line = record->line;
  found->name = kh_customer_dup_name (customer);
  found->other = g_object_ref (g_ptr_array_index (doubles, 0));
  g_ptr_array_add (report->doubles, found);

  return TRUE;
}

static gboolean
add_rows (KhConnection  *connection,
          KhDossier     *dossier,
          gint64         number,
          GError       **error)
{
  for (guint i = 0; i < KH_N_TABLES; i++)
    for (guint j = 0; j < dossier->rows[i]->len; j++)
      if (!kh_table_rows_add (connection, number, g_ptr_array_index (dossier->rows[i], j), error))
        return FALSE;

  return TRUE;
}

/* What the records themselves say against a customer is the record's problem, like any other. */
static gboolean
refuse (Import         *import,
        KhRecord       *record,
        KhDatapointId   id,
        const char     *message,
        GError        **error)
{
  guint column = kh_import_mapping_find (import->mapping, kh_file_field_of (id));
  const char *name = column != KH_COLUMN_NONE ? kh_import_mapping_get_name (import->mapping, column)
                                              : kh_datapoint_get_label (id);
  g_autoptr (GPtrArray) problems = kh_import_problems_new ();

  kh_import_problems_add (problems, record->line, column, name, message);

  return reject (import, record, problems, error);
}

static gboolean
keep (KhConnection        *connection,
      Import              *import,
      const KhImportItem  *item,
      GError             **error)
{
  KhDossier *dossier = item->dossier;
  KhRecord *record = item->record;
  g_autoptr (GError) reason = NULL;
  gboolean taken;
  gint64 number;

  if (!choose_number (connection, import, dossier->customer, &number, &taken, error))
    return FALSE;
  if (taken)
    return refuse (import, record, KH_DATAPOINT_CUSTOMER_NUMBER,
                   _("There is or was a customer with this number already. Leave the column out to have new numbers given."),
                   error);
  if (!note_double (connection, import, record, dossier->customer, error))
    return FALSE;
  if (kh_customer_rows_insert_as (connection, dossier->customer, item->index, number, import->author, "import", &reason))
    {
      import->report->n_good++;
      return add_rows (connection, dossier, number, error);
    }
  if (g_error_matches (reason, KH_STORE_ERROR, KH_STORE_ERROR_DUPLICATE))
    return refuse (import, record, KH_DATAPOINT_ACCOUNT_NUMBER, reason->message, error);
  g_propagate_error (error, g_steal_pointer (&reason));

  return FALSE;
}

/* All of them */

static void
tell (Import *import)
{
  KhTextSource *source = kh_record_reader_get_source (import->reader);
  goffset size = kh_text_source_get_size (source);

  /* In kilobytes: the file may have more bytes than can be counted here. */
  kh_progress_tell (import->progress, (guint) (kh_text_source_get_position (source) / 1024), (guint) (size / 1024));
}

static gboolean
take_item (KhConnection  *connection,
           Import        *import,
           KhImportItem  *item,
           GError       **error)
{
  if (import->report->n_records++ % RECORDS_BETWEEN_NEWS == 0)
    {
      tell (import);
      if (g_cancellable_set_error_if_cancelled (import->cancellable, error))
        return FALSE;
    }

  return item->dossier != NULL ? keep (connection, import, item, error)
                               : reject (import, item->record, item->problems, error);
}

/* Somebody may have saved another file under the name since its columns were chosen. Those of JSON
 * Lines are known only by and by. */
static gboolean
check_columns (Import  *import,
               GError **error)
{
  GPtrArray *columns = kh_record_reader_get_columns (import->reader);

  for (guint i = 0; i < MIN (columns->len, kh_import_mapping_get_n (import->mapping)); i++)
    if (!g_str_equal (g_ptr_array_index (columns, i), kh_import_mapping_get_name (import->mapping, i)))
      {
        g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
                             _("The file has other columns than when you chose it. Go back, and choose it again."));
        return FALSE;
      }

  return TRUE;
}

static gboolean
prepare (KhConnection  *connection,
         Import        *import,
         GError       **error)
{
  g_autoptr (KhCustomer) base = kh_customer_new ();

  if (!kh_session_get_grants (connection, &import->grants, error) ||
      !kh_gate_check (import->grants, KH_GRANT_IMPORT, error) ||
      !kh_gate_check (import->grants, KH_GRANT_CUSTOMER_CREATE, error) ||
      !kh_import_mapping_check (import->mapping, error) || !check_columns (import, error))
    return FALSE;
  import->catalogues = kh_catalogue_rows_load (connection, error);
  import->next_number = kh_customer_rows_get_next_number (connection, error);
  if (import->catalogues == NULL || import->next_number == 0)
    return FALSE;
  if (import->defaults != NULL)
    kh_defaults_apply (import->defaults, base, import->catalogues);
  kh_rule_choose_only (base, import->catalogues);
  import->feed = kh_import_feed_new (import->reader, kh_import_checker_new (import->mapping, base, import->catalogues,
                                                                            import->grants));

  return TRUE;
}

/* The file of rejected records has its name before the customers are kept: a machine that stops
 * in between leaves a file too many, and never a customer that is nowhere. */
static gboolean
end (Import  *import,
     GError **error)
{
  if (g_cancellable_set_error_if_cancelled (import->cancellable, error) || !check_columns (import, error))
    return FALSE;
  if (import->dry_run)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "A dry run keeps nothing");
      return FALSE;
    }
  if (import->rejected == NULL)
    return TRUE;
  if (!kh_output_file_commit (import->rejected, error))
    return FALSE;
  import->report->rejected = g_strdup (kh_output_file_get_path (import->rejected));

  return TRUE;
}

static gboolean
take_all (KhConnection  *connection,
          Import        *import,
          GError       **error)
{
  g_autoptr (GError) problem = NULL;
  gboolean good = TRUE;

  while (good)
    {
      KhImportItem *item = kh_import_feed_next (import->feed, &problem);

      if (item == NULL)
        break;
      good = take_item (connection, import, item, error);
    }
  if (problem == NULL)
    return good;
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

static gboolean
import_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  Import *import = data;

  if (!prepare (connection, import, error) || !take_all (connection, import, error))
    return FALSE;
  tell (import);

  return end (import, error);
}

/* A dry run is the import, and is taken back at its end: so it says what the import would. */
static gpointer
import_file (KhConnection  *connection,
             gpointer       data,
             GError       **error)
{
  Import *import = data;
  g_autoptr (GError) problem = NULL;
  gboolean done;

  import->report = report_new ();
  import->report->dry_run = import->dry_run;
  kh_connection_set_cache (connection, CACHE);
  done = kh_connection_transact (connection, import_in_transaction, import, &problem);
  kh_connection_set_cache (connection, KH_CONNECTION_CACHE);
  if (done ||
      (import->dry_run && !g_cancellable_is_cancelled (import->cancellable) &&
       g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    return g_steal_pointer (&import->report);
  if (import->rejected != NULL)
    kh_output_file_remove (import->rejected);
  g_propagate_error (error, g_steal_pointer (&problem));

  return NULL;
}

static void
free_report (gpointer data)
{
  kh_import_report_free (data);
}

static void
after_import (KhStore  *self,
              gpointer  result)
{
  const KhImportReport *report = result;

  if (!report->dry_run)
    kh_store_tell_listed (self);
}

static const KhStoreCall import_call = { import_file, import_free, free_report, TRUE, after_import };

/**
 * kh_store_import_async:
 * @self: a store
 * @reader: a file of customers, nothing of which has been read; not used by the caller until the end
 * @mapping: where its columns go
 * @path: the file, beside which rejected records are written
 * @dry_run: whether only to say how it would go, and who is likely to be there already
 * @progress: (nullable): told, in the main context of the call and before its end, how many
 *   kilobytes of the file are done
 * @progress_data: for @progress
 * @cancellable: (nullable): ends it; nothing is kept then
 * @callback: called at the end
 * @user_data: for @callback
 *
 * Makes customers of the file's records, in one transaction. A record with a problem is none of
 * them: it goes into a file beside @path, which can be mended and imported. Datapoints for which
 * the file has no column are those of the Customer Defaults.
 */
void
kh_store_import_async (KhStore             *self,
                       KhRecordReader      *reader,
                       KhImportMapping     *mapping,
                       const char          *path,
                       gboolean             dry_run,
                       KhStoreProgressFunc  progress,
                       gpointer             progress_data,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  KhDefaults *defaults;
  Import *import;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (KH_IS_RECORD_READER (reader));

  defaults = kh_store_get_defaults (self);
  import = g_new0 (Import, 1);
  import->reader = g_object_ref (reader);
  import->mapping = kh_import_mapping_copy (mapping);
  import->defaults = defaults == NULL ? NULL : g_object_ref (defaults);
  import->path = g_strdup (path);
  import->author = g_strdup (kh_store_get_author (self));
  import->dry_run = dry_run;
  import->progress = kh_progress_new (progress, progress_data);
  import->cancellable = cancellable == NULL ? NULL : g_object_ref (cancellable);
  kh_store_run (self, &import_call, import, cancellable, callback, user_data);
}

/**
 * kh_store_import_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error, after which nothing was kept: %KH_GATE_ERROR_DENIED,
 *   %KH_VALUE_ERROR for a file or mapping that cannot be used, %KH_STORE_ERROR, %G_IO_ERROR
 *
 * Returns: (transfer full): how it went, or %NULL
 */
KhImportReport *
kh_store_import_finish (KhStore       *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  return kh_store_finish (self, result, &import_call, error);
}
