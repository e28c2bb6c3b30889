/* kh-store-export.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-gate.h"
#include "kh-output-file.h"
#include "kh-progress.h"
#include "kh-session.h"
#include "kh-store-private.h"
#include "kh-table-rows.h"
#include "kh-transfer.h"

#define SQL_COUNT "SELECT count (*) FROM customer"

/* How often somebody who waits is told, and may stop it. */
#define CUSTOMERS_BETWEEN_NEWS 256
#define FLUSH_BYTES            (256 * 1024)

/* Where the command line has no file. */
#define STANDARD_OUTPUT "-"

/* The customer's own columns, or those of one table: which of the fields they are, what reads
 * them, and whose the row is that it stands on. */
typedef struct {
  KhStatement *statement;
  gint64 at;
  guint first;
  guint width;
  guint n_rows;
} Part;

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
  KhRecord *record;
  Part parts[KH_N_TABLES + 1];
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
  g_clear_pointer (&export->record, kh_record_free);
  kh_progress_unref (export->progress);
  g_free (export->path);
  g_free (export);
}

/* What there is */

/* Nothing but what the member may view has a column at all. */
static gboolean
has_column (Export *export,
            guint   table,
            guint   column)
{
  if (kh_file_field_is_kept_out ((KhFileField) { table, 0, column }))
    return FALSE;
  if (table < KH_N_TABLES)
    return kh_table_may_view_column (export->grants, (KhTableId) table, column);

  return kh_gate_may_view (export->grants, (KhDatapointId) column) && kh_datapoint_is_stored ((KhDatapointId) column);
}

static guint
count_columns (guint table)
{
  return table < KH_N_TABLES ? kh_table_get ((KhTableId) table)->n_columns : KH_N_DATAPOINTS;
}

static char *
dup_column (guint table,
            guint column)
{
  return table < KH_N_TABLES ? kh_table_dup_column ((KhTableId) table, column)
                             : kh_datapoint_dup_column ((KhDatapointId) column);
}

/* For everybody the rows come one after the other, by the index that has them together, so that
 * nothing is looked up again for each and nothing but the rows of one is sorted. */
static char *
dup_table_end (KhTableId id,
               gboolean  everybody)
{
  guint order = kh_table_get (id)->order;
  g_autofree char *name = kh_table_dup_sql (id);
  g_autofree char *column = order == KH_COLUMN_NONE ? NULL : kh_table_dup_column (id, order);

  return g_strdup_printf (" FROM %s INDEXED BY %s_customer %sORDER BY customer, %s%sid", name, name,
                          everybody ? "" : "WHERE customer = ?1 ", column != NULL ? column : "",
                          column != NULL ? ", " : "");
}

static char *
dup_end (Export *export,
         guint   table)
{
  gboolean everybody = export->numbers == NULL;

  if (table < KH_N_TABLES)
    return dup_table_end ((KhTableId) table, everybody);

  return g_strdup (everybody ? " FROM customer ORDER BY customer_number"
                             : " FROM customer WHERE customer_number = ?1");
}

static KhStatement *
prepare_part (KhConnection  *connection,
              Export        *export,
              guint          table,
              GError       **error)
{
  g_autoptr (GString) sql = g_string_new ("SELECT ");
  g_autofree char *end = dup_end (export, table);

  g_string_append (sql, table < KH_N_TABLES ? "customer" : "customer_number");
  for (guint i = 0; i < count_columns (table); i++)
    {
      g_autofree char *column = dup_column (table, i);

      if (has_column (export, table, i))
        g_string_append_printf (sql, ", %s", column);
    }
  g_string_append (sql, end);

  return kh_connection_prepare (connection, sql->str, error);
}

static void
add_fields (Export *export,
            guint   table,
            guint   n_rows)
{
  Part *part = &export->parts[table];

  part->first = export->fields->len;
  part->n_rows = n_rows;
  for (guint row = 0; row < n_rows; row++)
    for (guint i = 0; i < count_columns (table); i++)
      {
        KhFileField field = { table, row, i };

        if (has_column (export, table, i))
          g_array_append_val (export->fields, field);
      }
  part->width = n_rows == 0 ? 0 : (export->fields->len - part->first) / n_rows;
}

static gboolean
add_part (KhConnection  *connection,
          Export        *export,
          guint          table,
          GError       **error)
{
  guint n_rows = 1;

  if (table < KH_N_TABLES && !kh_table_rows_count_most (connection, (KhTableId) table, &n_rows, error))
    return FALSE;
  add_fields (export, table, n_rows);
  if (export->parts[table].width == 0 && table < KH_N_TABLES)
    return TRUE;
  export->parts[table].statement = prepare_part (connection, export, table, error);

  return export->parts[table].statement != NULL;
}

static gboolean
list_fields (KhConnection  *connection,
             Export        *export,
             GError       **error)
{
  if (!add_part (connection, export, KH_N_TABLES, error))
    return FALSE;
  for (guint i = 0; i < KH_N_TABLES; i++)
    if (!add_part (connection, export, i, error))
      return FALSE;

  return TRUE;
}

static void
release_parts (Export *export)
{
  for (guint i = 0; i <= KH_N_TABLES; i++)
    g_clear_pointer (&export->parts[i].statement, kh_statement_release);
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

/* Straight from the row into the record's cells: SQLite writes an integer as the decimal that is
 * its canonical form. */
static void
take_row (Export *export,
          Part   *part,
          guint   row)
{
  for (guint i = 0; i < part->width; i++)
    {
      const char *value = kh_statement_get_text (part->statement, (int) i + 1);

      if (value != NULL)
        kh_record_set (export->record, part->first + row * part->width + i, value);
    }
}

/* To the next row; after the last it stands behind everybody. */
static gboolean
advance (Part    *part,
         GError **error)
{
  gboolean there = FALSE;

  if (!kh_statement_step (part->statement, &there, error))
    return FALSE;
  part->at = there ? kh_statement_get_int64 (part->statement, 0) : G_MAXINT64;

  return TRUE;
}

static gboolean
read_part (Export   *export,
           Part     *part,
           gint64    number,
           guint    *n_rows,
           GError  **error)
{
  *n_rows = 0;
  if (part->statement == NULL)
    return TRUE;
  if (export->numbers != NULL)
    {
      kh_statement_reset (part->statement);
      kh_statement_bind_int64 (part->statement, 1, number);
      part->at = 0;
    }
  while (part->at <= number)
    {
      if (part->at == number && *n_rows < part->n_rows)
        take_row (export, part, (*n_rows)++);
      if (!advance (part, error))
        return FALSE;
    }

  return TRUE;
}

/* A customer of a list who is gone by now is not in the file either. */
static gboolean
write_customer (Export   *export,
                gint64    number,
                GError  **error)
{
  guint n_rows;

  kh_record_clear (export->record, 0);
  if (!read_part (export, &export->parts[KH_N_TABLES], number, &n_rows, error))
    return FALSE;
  if (n_rows == 0)
    return TRUE;
  for (guint i = 0; i < KH_N_TABLES; i++)
    if (!read_part (export, &export->parts[i], number, &n_rows, error))
      return FALSE;
  kh_record_writer_append (export->writer, export->fields, export->record, export->catalogues,
                           kh_output_file_get_buffer (export->file));
  export->n_written++;

  return kh_output_file_flush (export->file, FLUSH_BYTES, error);
}

static gboolean
tell (Export  *export,
      guint    n_done,
      GError **error)
{
  if (n_done % CUSTOMERS_BETWEEN_NEWS != 0)
    return TRUE;
  kh_progress_tell (export->progress, n_done, export->total);

  return !g_cancellable_set_error_if_cancelled (export->cancellable, error);
}

static gboolean
write_list (Export   *export,
            GError  **error)
{
  for (guint i = 0; i < export->numbers->len; i++)
    if (!tell (export, i, error) ||
        !write_customer (export, g_array_index (export->numbers, gint64, i), error))
      return FALSE;

  return TRUE;
}

static gboolean
write_everybody (Export   *export,
                 GError  **error)
{
  Part *customers = &export->parts[KH_N_TABLES];

  if (!advance (customers, error))
    return FALSE;
  while (customers->at != G_MAXINT64)
    if (!tell (export, export->n_written, error) || !write_customer (export, customers->at, error))
      return FALSE;

  return TRUE;
}

static gboolean
write_all (KhConnection  *connection,
           Export        *export,
           GError       **error)
{
  const char *data_file = kh_connection_get_path (connection);

  export->file = g_str_equal (export->path, STANDARD_OUTPUT) ? kh_output_file_new_standard ()
                                                             : kh_output_file_new (export->path, data_file, error);
  if (export->file == NULL)
    return FALSE;
  export->record = kh_record_new ();
  kh_record_writer_append_head (export->writer, export->fields, kh_output_file_get_buffer (export->file));

  return (export->numbers != NULL ? write_list (export, error) : write_everybody (export, error)) &&
         kh_output_file_commit (export->file, error);
}

static gboolean
export_in_snapshot (KhConnection  *connection,
                    gpointer       data,
                    GError       **error)
{
  Export *export = data;
  gboolean done;

  if (!kh_session_get_grants (connection, &export->grants, error) ||
      !kh_gate_check (export->grants, KH_GRANT_EXPORT, error) ||
      !kh_gate_check (export->grants, KH_GRANT_CUSTOMER_VIEW, error))
    return FALSE;
  export->catalogues = kh_catalogue_rows_load (connection, error);
  done = export->catalogues != NULL && list_fields (connection, export, error) &&
         count (connection, export, error) && write_all (connection, export, error);
  release_parts (export);

  return done;
}

static gpointer
export_file (KhConnection  *connection,
             gpointer       data,
             GError       **error)
{
  Export *export = data;
  gboolean done = kh_connection_look (connection, export_in_snapshot, export, error);

  return done ? g_memdup2 (&export->n_written, sizeof export->n_written) : NULL;
}

static const KhStoreCall export_call = { export_file, export_free, g_free, KH_STORE_READS_TO_FILE, NULL };

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
