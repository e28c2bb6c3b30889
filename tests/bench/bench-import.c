/* bench-import.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-import [N [FOLDER]]: writes a file of N customers (100,000), imports it, exports it again,
 * and does with bare SQLite what that was for the data file: the same rows into the same tables
 * and indexes, with everything bound that is there to bind, and the same rows out of them. Says
 * how fast each was, by the clock and by the processor's time, which says more on a machine that
 * has other things to do; and how much memory the import took at its half and at its end.
 * Of more than 200,000 the bare one is left out.
 */

#include "config.h"

#include "kh-bench.h"
#include "kh-csv-reader.h"
#include "kh-csv-writer.h"
#include "kh-double.h"
#include "kh-schema.h"
#include "kh-search-rows.h"
#include "kh-store-test.h"
#include "kh-transfer.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#define N_DEFAULT 100000
#define N_TABLES  5
#define N_TIMES   3
/* The bare one has all rows in memory before it begins. */
#define MOST_BARE 200000

static const char * const tables[N_TABLES] = {
  "customer", "customer_contacts", "customer_systems", "customer_zones", "history",
};

static char *
write_file (const char *folder,
            guint       n)
{
  char *path = g_build_filename (folder, "customers.csv", NULL);
  FILE *file = fopen (path, "w");

  fputs ("First Name,Last Name,Address 1,City,State,Zip,Phone,Cell Phone,Email,Sale Date,"
         "Contact 1 Name,Contact 1 Phone 1,Contact 2 Name,Contact 2 Phone 1,"
         "System 1 Number,System 1 Panel,Zone 1 Zone,Zone 1 Description,Zone 2 Zone,Zone 2 Description\n", file);
  for (guint i = 0; i < n; i++)
    fprintf (file, "Ann%u,Lee%u,%u Elm St,Provo,UT,84601,801%03u%04u,,a%u@example.com,01/05/2026,"
             "Bea %u,80155%05u,Cy %u,,1,Vista 20,1,Front Door,2,Back Door\n",
             i % 977, i % 1009, i, 220 + i / 10000 % 80, i % 10000, i, i, i % 100000, i);
  fclose (file);

  return path;
}

/* Milliseconds. */
typedef struct {
  gint64 start;
  clock_t start_processor;
  double clock;
  double processor;
} Time;

static Time
begin (void)
{
  return (Time) { g_get_monotonic_time (), clock (), 0, 0 };
}

static void
end (Time *time)
{
  time->clock = kh_bench_since (time->start);
  time->processor = (double) (clock () - time->start_processor) * 1000 / CLOCKS_PER_SEC;
}

/* Kilobytes. */
static guint
get_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_file_get_contents ("/proc/self/status", &status, NULL, NULL);
  line = strstr (status, "VmRSS:");

  return (guint) g_ascii_strtoull (line + strlen ("VmRSS:"), NULL, 10);
}

typedef struct {
  guint start;
  guint half;
  guint most;
} Memory;

static void
on_progress_cb (guint    done,
                guint    total,
                gpointer data)
{
  Memory *memory = data;
  guint now = get_memory ();

  if (done <= total / 2)
    memory->half = MAX (memory->half, now);
  memory->most = MAX (memory->most, now);
}

static Time
time_import (KhStore    *store,
             const char *path,
             guint       n,
             Memory     *memory)
{
  g_autoptr (KhRecordReader) reader = kh_csv_reader_open (path, NULL);
  g_autoptr (KhImportMapping) mapping = kh_import_mapping_new (kh_record_reader_get_columns (reader));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhImportReport) report = NULL;
  g_autoptr (GError) error = NULL;
  Time time = begin ();

  memory->start = get_memory ();
  kh_store_import_async (store, reader, mapping, path, FALSE, on_progress_cb, memory, NULL, kh_store_test_keep, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  report = kh_store_import_finish (store, result, &error);
  if (report == NULL)
    g_error ("%s", error->message);
  if (report->n_good != n)
    g_error ("%s", ((KhImportProblem *) g_ptr_array_index (report->problems, 0))->message);

  end (&time);

  return time;
}

static Time
time_export (KhStore    *store,
             const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "export.csv", NULL);
  g_autoptr (KhRecordWriter) writer = kh_csv_writer_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Time time = begin ();

  kh_store_export_async (store, writer, path, NULL, NULL, NULL, NULL, kh_store_test_keep, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (!kh_store_export_finish (store, result, NULL, &error))
    g_error ("%s", error->message);

  end (&time);

  return time;
}

/* Bare */

static void
run (sqlite3    *db,
     const char *sql)
{
  if (sqlite3_exec (db, sql, NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
}

static sqlite3 *
open_bare (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "keyholder.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  run (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; "
           "PRAGMA wal_autocheckpoint = 0; PRAGMA foreign_keys = ON;");

  return db;
}

static sqlite3_stmt *
prepare (sqlite3    *db,
         const char *sql)
{
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL) != SQLITE_OK)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));

  return statement;
}

static sqlite3_stmt *
prepare_insert (sqlite3      *db,
                const char   *table,
                sqlite3_stmt *rows)
{
  g_autoptr (GString) sql = g_string_new ("INSERT INTO ");
  g_autoptr (GString) values = g_string_new (NULL);

  g_string_append_printf (sql, "%s (", table);
  for (int i = 0; i < sqlite3_column_count (rows); i++)
    {
      g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", sqlite3_column_name (rows, i));
      g_string_append_printf (values, "%s?", i > 0 ? ", " : "");
    }
  g_string_append_printf (sql, ") VALUES (%s)", values->str);

  return prepare (db, sql->str);
}

static void
step (sqlite3_stmt *statement)
{
  if (sqlite3_step (statement) != SQLITE_DONE)
    g_error ("%s", sqlite3_errmsg (sqlite3_db_handle (statement)));
  sqlite3_reset (statement);
}

typedef struct {
  GPtrArray *values;
  guint n_columns;
} Rows;

static Rows
load_rows (sqlite3_stmt *statement)
{
  Rows rows = { g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite3_value_free), 0 };

  rows.n_columns = (guint) sqlite3_column_count (statement);
  while (sqlite3_step (statement) == SQLITE_ROW)
    for (guint i = 0; i < rows.n_columns; i++)
      g_ptr_array_add (rows.values, sqlite3_value_dup (sqlite3_column_value (statement, (int) i)));

  return rows;
}

static void
insert_row (sqlite3_stmt *insert,
            Rows         *rows,
            guint         row)
{
  for (guint i = 0; i < rows->n_columns; i++)
    sqlite3_bind_value (insert, (int) i + 1, g_ptr_array_index (rows->values, row * rows->n_columns + i));
  step (insert);
}

/* The words that are searched are not in the file as they were given, so they are made again. */
static GPtrArray *
make_tokens (const char *folder,
             guint       n)
{
  g_autofree char *path = g_build_filename (folder, "keyholder.db", NULL);
  g_autoptr (GError) error = NULL;
  KhConnection *connection = kh_connection_open (path, KH_CONNECTION_DEFAULT, KH_SCHEMA_APPLICATION_ID, &error);
  GPtrArray *tokens = g_ptr_array_new_with_free_func (g_free);

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (tokens, kh_search_rows_dup_tokens (connection, 1001 + i, NULL));
  kh_connection_close (connection);

  return tokens;
}

/* Customer by customer, as a program does that has nothing to check. */
static void
insert_all (sqlite3   *db,
            Rows      *rows,
            Rows      *doubles,
            GPtrArray *tokens,
            sqlite3_stmt **inserts,
            guint      n)
{
  sqlite3_stmt *search = prepare (db, "INSERT INTO customer_search (rowid, tokens) VALUES (?1, ?2)");
  guint n_doubles = doubles->values->len / 2;
  guint next_double = 0;

  for (guint i = 0; i < n; i++)
    {
      gint64 number;

      insert_row (inserts[0], &rows[0], i);
      number = 1001 + i;
      sqlite3_bind_int64 (search, 1, number);
      sqlite3_bind_text (search, 2, g_ptr_array_index (tokens, i), -1, SQLITE_STATIC);
      step (search);
      for (; next_double < n_doubles &&
             sqlite3_value_int64 (g_ptr_array_index (doubles->values, next_double * 2 + 1)) <= number; next_double++)
        insert_row (inserts[N_TABLES], doubles, next_double);
      for (guint j = 1; j < N_TABLES; j++)
        {
          guint n_each = rows[j].values->len / rows[j].n_columns / n;

          for (guint k = 0; k < n_each; k++)
            insert_row (inserts[j], &rows[j], i * n_each + k);
        }
    }
  sqlite3_finalize (search);
}

static Time
time_bare_import (const char *from,
                  const char *to,
                  guint       n)
{
  g_autoptr (GPtrArray) tokens = make_tokens (from, n);
  sqlite3 *source = open_bare (from);
  sqlite3 *target = open_bare (to);
  sqlite3_stmt *inserts[N_TABLES + 1];
  Rows rows[N_TABLES + 1];
  Time time;

  for (guint i = 0; i <= N_TABLES; i++)
    {
      const char *table = i < N_TABLES ? tables[i] : "customer_double";
      g_autofree char *sql = g_strdup_printf ("SELECT * FROM %s %s", table,
                                              i < N_TABLES ? "ORDER BY rowid" : "ORDER BY customer, key");
      sqlite3_stmt *statement = prepare (source, sql);

      rows[i] = load_rows (statement);
      inserts[i] = prepare_insert (target, table, statement);
      sqlite3_finalize (statement);
    }
  /* Its own rows of a new file's history make room for those of the other. */
  run (target, "DELETE FROM history");
  rows[4].values->len -= rows[4].values->len % (rows[4].n_columns * n);
  time = begin ();
  run (target, "BEGIN IMMEDIATE");
  insert_all (target, rows, &rows[N_TABLES], tokens, inserts, n);
  run (target, "COMMIT");
  end (&time);
  for (guint i = 0; i <= N_TABLES; i++)
    {
      sqlite3_finalize (inserts[i]);
      g_ptr_array_unref (rows[i].values);
    }
  sqlite3_close (source);
  sqlite3_close (target);

  return time;
}

static void
write_row (sqlite3_stmt *statement,
           FILE         *file)
{
  for (int i = 0; i < sqlite3_column_count (statement); i++)
    {
      const char *text = (const char *) sqlite3_column_text (statement, i);

      if (text != NULL)
        fputs (text, file);
      fputc (',', file);
    }
}

/* Everything as it is, with commas between. */
static Time
time_bare_export (const char *folder)
{
  static const char * const others[] = {
    "SELECT * FROM customer_contacts WHERE customer = ?1 ORDER BY id",
    "SELECT * FROM customer_systems WHERE customer = ?1 ORDER BY id",
    "SELECT * FROM customer_zones WHERE customer = ?1 ORDER BY id",
  };
  g_autofree char *path = g_build_filename (folder, "bare.csv", NULL);
  sqlite3 *db = open_bare (folder);
  sqlite3_stmt *customers = prepare (db, "SELECT * FROM customer ORDER BY customer_number");
  sqlite3_stmt *rows[G_N_ELEMENTS (others)];
  FILE *file = fopen (path, "w");
  Time time = begin ();

  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    rows[i] = prepare (db, others[i]);
  while (sqlite3_step (customers) == SQLITE_ROW)
    {
      write_row (customers, file);
      for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
        {
          sqlite3_bind_int64 (rows[i], 1, sqlite3_column_int64 (customers, 0));
          while (sqlite3_step (rows[i]) == SQLITE_ROW)
            write_row (rows[i], file);
          sqlite3_reset (rows[i]);
        }
      fputc ('\n', file);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    sqlite3_finalize (rows[i]);
  sqlite3_finalize (customers);
  fclose (file);
  sqlite3_close (db);

  end (&time);

  return time;
}

/* The best of three: a machine that has other things to do is slow by chance, and never fast. */
static Time
take_better (Time one,
             Time other)
{
  return (Time) { 0, 0, MIN (one.clock, other.clock), MIN (one.processor, other.processor) };
}

static void
say (const char *what,
     guint       n,
     Time        ours,
     Time        bare)
{
  g_print ("%s: %.0f customers a second; bare SQLite %.0f; %.2f of its rate (goal: 0.5), %.2f by the processor’s time\n",
           what, n / ours.clock * 1000, n / bare.clock * 1000, bare.clock / ours.clock, bare.processor / ours.processor);
}

static void
compare (const char *folder,
         guint       n,
         Time        imported,
         Time        exported)
{
  g_autofree char *other = kh_store_test_make_folder ();
  KhStore *store = kh_bench_open_store (other);
  Time bare;

  kh_bench_close_store (store);
  say ("import", n, imported, time_bare_import (folder, other, n));
  bare = time_bare_export (folder);
  for (guint i = 1; i < N_TIMES; i++)
    bare = take_better (bare, time_bare_export (folder));
  say ("export", n, exported, bare);
  kh_store_test_remove (other);
}

int
main (int   argc,
      char *argv[])
{
  guint n = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : N_DEFAULT;
  g_autofree char *folder = argc > 2 ? g_strdup (argv[2]) : kh_store_test_make_folder ();
  g_autofree char *path = write_file (folder, n);
  KhStore *store = kh_bench_open_store (folder);
  Memory memory = { 0 };
  Time imported, exported;

  imported = time_import (store, path, n, &memory);
  g_print ("memory: %u MB before, at most %u MB in the first half, %u MB in all\n",
           memory.start / 1024, memory.half / 1024, memory.most / 1024);
  exported = time_export (store, folder);
  for (guint i = 1; i < N_TIMES && n <= MOST_BARE; i++)
    exported = take_better (exported, time_export (store, folder));
  kh_bench_close_store (store);
  g_print ("import: %.0f customers a second; export: %.0f\n", n / imported.clock * 1000, n / exported.clock * 1000);
  if (n <= MOST_BARE)
    compare (folder, n, imported, exported);
  if (argc <= 2)
    kh_store_test_remove (folder);

  return 0;
}
