/* kh-store-export.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-store"

#include "config.h"

#include "kh-customer-rows.h"
#include "kh-gate.h"
#include "kh-output-file.h"
#include "kh-progress.h"
#include "kh-session.h"
#include "kh-store-private.h"
#include "kh-table-rows.h"
#include "kh-transfer.h"

#define SQL_PAGE  "SELECT customer_number FROM customer WHERE customer_number > ?1 ORDER BY customer_number LIMIT ?2"
#define SQL_COUNT "SELECT count (*) FROM customer"

#define PAGE_SIZE   256
#define FLUSH_BYTES (256 * 1024)

/* Where the command line has no file. */
#define STANDARD_OUTPUT "-"

typedef struct {
  KhRecordWriter *writer;
  char *path;
  GArray *numbers;
  KhProgress *progress;
  GCancellable *cancellable;

  /* While it runs */
  KhCatalogues *catalogues;
  KhGrants grants;
  KhOutputFile *file;
  GArray *fields;
  gboolean has_table[KH_N_TABLES];
  guint n_written;
  guint total;
} Export;

static void
export_free (gpointer data)
{
  Export *export = data;

  g_object_unref (export->writer);
  g_clear_pointer (&export->numbers, g_array_unref);
  g_clear_object (&export->cancellable);
  g_clear_object (&export->catalogues);
  g_clear_pointer (&export->file, kh_output_file_free);
  g_clear_pointer (&export->fields, g_array_unref);
  kh_progress_unref (export->progress);
  g_free (export->path);
  g_free (export);
}

/* What there is */

static void
add_field (Export      *export,
           KhFileField  field)
{
  if (!kh_file_field_is_kept_out (field))
    g_array_append_val (export->fields, field);
}

static gboolean
add_table (KhConnection  *connection,
           Export        *export,
           KhTableId      id,
           GError       **error)
{
  guint most = 0;

  if (!kh_table_may_view (export->grants, id))
    return TRUE;
  if (!kh_table_rows_count_most (connection, id, &most, error))
    return FALSE;
  export->has_table[id] = most > 0;
  for (guint row = 0; row < most; row++)
    for (guint column = 0; column < kh_table_get (id)->n_columns; column++)
      if (kh_table_may_view_column (export->grants, id, column))
        add_field (export, kh_file_field_of_row (id, row, column));

  return TRUE;
}

/* Nothing but what the member may view has a column at all. */
static gboolean
list_fields (KhConnection  *connection,
             Export        *export,
             GError       **error)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (kh_gate_may_view (export->grants, (KhDatapointId) i) && kh_datapoint_is_stored ((KhDatapointId) i))
      add_field (export, kh_file_field_of ((KhDatapointId) i));
  for (guint i = 0; i < KH_N_TABLES; i++)
    if (i != KH_TABLE_PASSCODES && !add_table (connection, export, (KhTableId) i, error))
      return FALSE;

  return TRUE;
}

static gboolean
count (KhConnection  *connection,
       Export        *export,
       GError       **error)
{
  g_autoptr (KhStatement) statement = NULL;
  gboolean row = FALSE;

  if (export->numbers != NULL)
    {
      export->total = export->numbers->len;
      return TRUE;
    }
  statement = kh_connection_prepare (connection, SQL_COUNT, error);
  if (statement == NULL || !kh_statement_step (statement, &row, error))
    return FALSE;
  export->total = (guint) kh_statement_get_int64 (statement, 0);

  return TRUE;
}

/* Customers */

static KhDossier *
load (KhConnection  *connection,
      Export        *export,
      gint64         number,
      GError       **error)
{
  KhCustomer *customer = kh_customer_rows_load_plain (connection, number, error);
  g_autoptr (KhDossier) dossier = customer == NULL ? NULL : kh_dossier_new (customer);

  for (guint i = 0; dossier != NULL && i < KH_N_TABLES; i++)
    {
      g_autoptr (KhRows) rows = NULL;

      if (!export->has_table[i])
        continue;
      rows = kh_table_rows_load_plain (connection, number, (KhTableId) i, error);
      if (rows == NULL)
        return NULL;
      for (guint j = 0; j < kh_rows_get_n (rows); j++)
        g_ptr_array_add (dossier->rows[i], g_object_ref (kh_rows_get (rows, j)));
    }
  if (dossier != NULL)
    kh_gate_hide (dossier->customer, export->grants);

  return g_steal_pointer (&dossier);
}

/* A customer of a list who is gone by now is not in the file either. */
static gboolean
write_customer (KhConnection  *connection,
                Export        *export,
                gint64         number,
                GError       **error)
{
  g_autoptr (GError) reason = NULL;
  g_autoptr (KhDossier) dossier = load (connection, export, number, &reason);

  if (dossier == NULL && g_error_matches (reason, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND))
    return TRUE;
  if (dossier == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&reason));
      return FALSE;
    }
  kh_record_writer_append (export->writer, export->fields, dossier, export->catalogues,
                           kh_output_file_get_buffer (export->file));
  export->n_written++;

  return kh_output_file_flush (export->file, FLUSH_BYTES, error);
}

static gboolean
write_page (KhConnection  *connection,
            Export        *export,
            GArray        *numbers,
            guint          from,
            guint          n,
            GError       **error)
{
  if (g_cancellable_set_error_if_cancelled (export->cancellable, error))
    return FALSE;
  for (guint i = from; i < from + n; i++)
    if (!write_customer (connection, export, g_array_index (numbers, gint64, i), error))
      return FALSE;
  kh_progress_tell (export->progress, export->n_written, export->total);

  return TRUE;
}

static gboolean
write_list (KhConnection  *connection,
            Export        *export,
            GError       **error)
{
  for (guint i = 0; i < export->numbers->len; i += PAGE_SIZE)
    if (!write_page (connection, export, export->numbers, i, MIN (PAGE_SIZE, export->numbers->len - i), error))
      return FALSE;

  return TRUE;
}

static gboolean
read_page (KhConnection  *connection,
           gint64         after,
           GArray        *page,
           GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_PAGE, error);
  gboolean row = TRUE;

  g_array_set_size (page, 0);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, after);
  kh_statement_bind_int64 (statement, 2, PAGE_SIZE);
  while (kh_statement_step (statement, &row, error))
    {
      gint64 number;

      if (!row)
        return TRUE;
      number = kh_statement_get_int64 (statement, 0);
      g_array_append_val (page, number);
    }

  return FALSE;
}

static gboolean
write_everybody (KhConnection  *connection,
                 Export        *export,
                 GError       **error)
{
  g_autoptr (GArray) page = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 last = 0;

  do
    {
      if (!read_page (connection, last, page, error) ||
          !write_page (connection, export, page, 0, page->len, error))
        return FALSE;
      if (page->len > 0)
        last = g_array_index (page, gint64, page->len - 1);
    }
  while (page->len > 0);

  return TRUE;
}

static gboolean
export_in_snapshot (KhConnection  *connection,
                    gpointer       data,
                    GError       **error)
{
  Export *export = data;

  if (!kh_session_get_grants (connection, &export->grants, error) ||
      !kh_gate_check (export->grants, KH_GRANT_EXPORT, error) ||
      !kh_gate_check (export->grants, KH_GRANT_CUSTOMER_VIEW, error))
    return FALSE;
  export->catalogues = kh_catalogue_rows_load (connection, error);
  if (export->catalogues == NULL || !list_fields (connection, export, error) || !count (connection, export, error))
    return FALSE;
  export->file = g_str_equal (export->path, STANDARD_OUTPUT) ? kh_output_file_new_standard ()
                                                             : kh_output_file_new (export->path, error);
  if (export->file == NULL)
    return FALSE;
  kh_record_writer_append_head (export->writer, export->fields, kh_output_file_get_buffer (export->file));

  return (export->numbers != NULL ? write_list (connection, export, error)
                                  : write_everybody (connection, export, error)) &&
         kh_output_file_commit (export->file, error);
}

static gpointer
export_file (KhConnection  *connection,
             gpointer       data,
             GError       **error)
{
  Export *export = data;

  return kh_connection_look (connection, export_in_snapshot, export, error)
           ? g_memdup2 (&export->n_written, sizeof export->n_written) : NULL;
}

static const KhStoreCall export_call = { export_file, export_free, g_free, FALSE, NULL };

/**
 * kh_store_export_async:
 * @self: a store
 * @writer: what writes; not used by the caller until the end
 * @path: the file, which is replaced once the new one is whole; or "-" for standard output
 * @numbers: (nullable) (element-type gint64): the customers, or %NULL for all
 * @progress: (nullable): told, in the main context of the call and before its end, how many
 *   customers are written
 * @progress_data: for @progress
 * @cancellable: (nullable): ends it; there is no file then
 * @callback: called at the end
 * @user_data: for @callback
 *
 * Writes customers as they all are at one moment, as far as the member may view them.
 */
void
kh_store_export_async (KhStore             *self,
                       KhRecordWriter      *writer,
                       const char          *path,
                       GArray              *numbers,
                       KhStoreProgressFunc  progress,
                       gpointer             progress_data,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  Export *export;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (KH_IS_RECORD_WRITER (writer));
  g_return_if_fail (path != NULL);

  export = g_new0 (Export, 1);
  export->writer = g_object_ref (writer);
  export->path = g_strdup (path);
  export->numbers = numbers == NULL ? NULL : g_array_copy (numbers);
  export->fields = g_array_new (FALSE, FALSE, sizeof (KhFileField));
  export->progress = kh_progress_new (progress, progress_data);
  export->cancellable = cancellable == NULL ? NULL : g_object_ref (cancellable);
  kh_store_run (self, &export_call, export, cancellable, callback, user_data);
}

/**
 * kh_store_export_finish:
 * @self: a store
 * @result: what the callback got
 * @n_written: (out) (optional): how many customers the file has
 * @error: return location for an error, after which there is no new file: %KH_GATE_ERROR_DENIED,
 *   %KH_STORE_ERROR
 *
 * Returns: whether the file is there, whole
 */
gboolean
kh_store_export_finish (KhStore       *self,
                        GAsyncResult  *result,
                        guint         *n_written,
                        GError       **error)
{
  g_autofree guint *n = kh_store_finish (self, result, &export_call, error);

  if (n != NULL && n_written != NULL)
    *n_written = *n;

  return n != NULL;
}
