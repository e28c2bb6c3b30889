/* bench-duplicate.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a duplicate costs: its transaction, with all that it reads again and checks, against the
 * same rows (customer, search entry, history) written with bare SQLite into a copy of the same
 * file, by turns in the same run and on the same thread. */

#include "config.h"

#include "kh-duplicate-plan.h"
#include "kh-duplicate-rows.h"
#include "kh-schema.h"
#include "kh-search-rows.h"
#include "kh-session.h"
#include "kh-store-test.h"

#include <sqlite3.h>
#include <stdio.h>

#define N_ROUNDS 300u

static KhStoreFixture fixture;
static gint64 number;

/* Bare SQLite: it reads what the store wrote, and writes it into the other file. */
typedef struct {
  sqlite3 *source;
  sqlite3 *target;
  sqlite3_stmt *get_customer;
  sqlite3_stmt *get_history;
  sqlite3_stmt *put_customer;
  sqlite3_stmt *put_history;
  sqlite3_stmt *put_tokens;
  sqlite3_stmt *begin;
  sqlite3_stmt *commit;
  gint64 sequence;
} Bare;

static int
compare_ratios (gconstpointer a,
                gconstpointer b)
{
  double one = *(const double *) a;
  double other = *(const double *) b;

  return (one > other) - (one < other);
}

static double
get_median (double *values)
{
  qsort (values, N_ROUNDS, sizeof *values, compare_ratios);

  return values[N_ROUNDS / 2];
}

static sqlite3_stmt *
prepare (sqlite3    *db,
         const char *sql)
{
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);

  return statement;
}

/* "INSERT INTO table VALUES (?1, …)", for as many columns as @like has. */
static sqlite3_stmt *
prepare_insert (sqlite3      *db,
                const char   *table,
                sqlite3_stmt *like)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  g_string_append_printf (sql, "INSERT INTO %s VALUES (?1", table);
  for (int i = 1; i < sqlite3_column_count (like); i++)
    g_string_append_printf (sql, ", ?%d", i + 1);
  g_string_append_c (sql, ')');

  return prepare (db, sql->str);
}

/* As Keyholder opens its file; neither side moves the log into the file while it is measured. */
static sqlite3 *
open_file (const char *path)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  sqlite3_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;"
                "PRAGMA wal_autocheckpoint = 0", NULL, NULL, NULL);

  return db;
}

static gint64
find_last (sqlite3 *db)
{
  sqlite3_stmt *statement = prepare (db, "SELECT max (sequence) FROM history");
  gint64 last;

  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  last = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);

  return last;
}

static void
bare_open (Bare       *bare,
           const char *source,
           const char *target)
{
  bare->source = open_file (source);
  bare->target = open_file (target);
  bare->get_customer = prepare (bare->source, "SELECT * FROM customer WHERE customer_number = ?1");
  bare->get_history = prepare (bare->source, "SELECT * FROM history WHERE sequence > ?1 ORDER BY sequence");
  bare->put_customer = prepare_insert (bare->target, "customer", bare->get_customer);
  bare->put_history = prepare_insert (bare->target, "history", bare->get_history);
  bare->put_tokens = prepare (bare->target, "INSERT INTO customer_search (rowid, tokens) VALUES (?1, ?2)");
  bare->begin = prepare (bare->target, "BEGIN IMMEDIATE");
  bare->commit = prepare (bare->target, "COMMIT");
  bare->sequence = find_last (bare->source);
}

static void
bare_close (Bare *bare)
{
  sqlite3_stmt *statements[] = { bare->get_customer, bare->get_history, bare->put_customer, bare->put_history,
                                 bare->put_tokens, bare->begin, bare->commit };

  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    sqlite3_finalize (statements[i]);
  sqlite3_close (bare->source);
  sqlite3_close (bare->target);
}

/* The values of a row, kept past the step. */
static GPtrArray *
take_row (sqlite3_stmt *statement)
{
  GPtrArray *row = g_ptr_array_new_with_free_func ((GDestroyNotify) sqlite3_value_free);

  for (int i = 0; i < sqlite3_column_count (statement); i++)
    g_ptr_array_add (row, sqlite3_value_dup (sqlite3_column_value (statement, i)));

  return row;
}

static GPtrArray *
read_rows (sqlite3_stmt *statement,
           gint64        key)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  sqlite3_bind_int64 (statement, 1, key);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (rows, take_row (statement));
  sqlite3_reset (statement);

  return rows;
}

static void
run (sqlite3_stmt *statement)
{
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_DONE);
  sqlite3_reset (statement);
}

static void
write_row (sqlite3_stmt *statement,
           GPtrArray    *row)
{
  for (guint i = 0; i < row->len; i++)
    sqlite3_bind_value (statement, (int) i + 1, g_ptr_array_index (row, i));
  run (statement);
}

static char *
dup_tokens (KhCustomer *customer)
{
  GString *tokens = g_string_new (NULL);

  kh_search_rows_append_customer (tokens, customer);
  kh_search_rows_add_number (tokens, kh_customer_get_number (customer));

  return g_string_free (tokens, FALSE);
}

static gint64
write_bare (Bare       *bare,
            KhCustomer *copy)
{
  g_autoptr (GPtrArray) customers = read_rows (bare->get_customer, kh_customer_get_number (copy));
  g_autoptr (GPtrArray) history = read_rows (bare->get_history, bare->sequence);
  g_autofree char *tokens = dup_tokens (copy);
  gint64 start = g_get_monotonic_time ();

  run (bare->begin);
  write_row (bare->put_customer, g_ptr_array_index (customers, 0));
  sqlite3_bind_int64 (bare->put_tokens, 1, kh_customer_get_number (copy));
  sqlite3_bind_text (bare->put_tokens, 2, tokens, -1, SQLITE_STATIC);
  run (bare->put_tokens);
  for (guint i = 0; i < history->len; i++)
    write_row (bare->put_history, g_ptr_array_index (history, i));
  run (bare->commit);
  start = g_get_monotonic_time () - start;

  g_assert_cmpuint (history->len, ==, 3);
  bare->sequence = sqlite3_last_insert_rowid (bare->target);

  return start;
}

/* Ours */

static KhDuplicatePlan *
open_plan (void)
{
  g_autoptr (KhDuplicateDefaults) switches = kh_store_dup_duplicate_switches (fixture.store);
  g_autoptr (KhCustomer) original = kh_store_test_load (fixture.store, number, NULL, NULL);

  return kh_duplicate_plan_new (original, kh_store_get_grants (fixture.store), switches,
                                kh_store_get_catalogues (fixture.store));
}

typedef struct {
  KhDuplicatePlan *plan;
  KhCustomer *copy;
} Work;

static gboolean
duplicate_in_transaction (KhConnection  *connection,
                          gpointer       data,
                          GError       **error)
{
  Work *work = data;
  KhDuplication duplication = {
    .number = number,
    .revision = kh_customer_get_revision (kh_duplicate_plan_get_original (work->plan)),
    .safe = kh_safe_new (),
    .author = g_strdup ("Maria"),
  };
  gboolean done = kh_duplicate_rows_begin (connection, &duplication, error) &&
                  kh_duplicate_rows_insert (connection, &duplication, work->copy, error);
  gint64 made = kh_customer_get_number (work->copy);

  done = done && kh_duplicate_rows_note (connection, &duplication, work->copy, made, made, error);
  kh_duplication_clear (&duplication);

  return done;
}

static KhCustomer *
duplicate (KhConnection    *connection,
           KhDuplicatePlan *plan,
           gint64          *time)
{
  Work work = { plan, kh_duplicate_plan_make_customer (plan) };
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  kh_connection_transact (connection, duplicate_in_transaction, &work, &error);
  *time = g_get_monotonic_time () - start;
  g_assert_no_error (error);

  return work.copy;
}

static void
make_original (void)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");
  g_autoptr (KhCustomer) kept = NULL;

  kh_customer_set (customer, KH_DATAPOINT_OFFICE_LOCATION, "1");
  kh_customer_set (customer, KH_DATAPOINT_ADDRESS_1, "12 Elm St");
  kh_customer_set (customer, KH_DATAPOINT_ZIP, "84401");
  kh_customer_set (customer, KH_DATAPOINT_CELL_PHONE, "+18015550143");
  kh_customer_set (customer, KH_DATAPOINT_EMAIL, "ana@example.com");
  kh_customer_set (customer, KH_DATAPOINT_DIRECTIONS, "Behind the mill.\nRing twice.");
  kh_customer_set (customer, KH_DATAPOINT_MONTHLY_CHARGE, "4295");
  kept = kh_store_test_create (fixture.store, customer, NULL);
  number = kh_customer_get_number (kept);
}

/* The bare copy begins as the store's file is. */
static char *
copy_file (const char *path)
{
  char *copy = g_build_filename (fixture.folder, "bare.db", NULL);
  g_autoptr (GFile) from = g_file_new_for_path (path);
  g_autoptr (GFile) to = g_file_new_for_path (copy);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_copy (from, to, G_FILE_COPY_NONE, NULL, NULL, NULL, &error));

  return copy;
}

static double
measure_plan (void)
{
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < N_ROUNDS; i++)
    g_object_unref (open_plan ());

  return (double) (g_get_monotonic_time () - start) / N_ROUNDS;
}

static KhConnection *
open_connection (const char *path)
{
  g_autoptr (GError) error = NULL;
  KhConnection *connection = kh_connection_open (path, KH_CONNECTION_DEFAULT, KH_SCHEMA_APPLICATION_ID, &error);

  g_assert_no_error (error);
  kh_session_begin (connection, 0, kh_grants_all ());

  return connection;
}

static void
measure (KhConnection    *connection,
         KhDuplicatePlan *plan,
         Bare            *bare)
{
  double ratios[N_ROUNDS];
  double whole[N_ROUNDS];
  double alone[N_ROUNDS];

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      gint64 time;
      g_autoptr (KhCustomer) kept = duplicate (connection, plan, &time);
      gint64 bare_time = write_bare (bare, kept);

      whole[i] = (double) time;
      alone[i] = (double) bare_time;
      ratios[i] = (double) time / (double) bare_time;
    }
  printf ("a duplicate's transaction: %.0f us; its rows in bare SQLite: %.0f us; %.2f times in the median of "
          "%u pairs (at most 1.5 wanted)\n",
          get_median (whole), get_median (alone), get_median (ratios), N_ROUNDS);
}

int
main (void)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhConnection) connection = NULL;
  g_autofree char *path = NULL;
  g_autofree char *copy = NULL;
  double planned;
  Bare bare = { NULL };

  kh_store_test_set_up (&fixture, NULL);
  path = g_build_filename (fixture.folder, "keyholder.db", NULL);
  make_original ();
  plan = open_plan ();
  kh_duplicate_plan_fill_names (plan);
  planned = measure_plan ();
  kh_store_test_close (g_steal_pointer (&fixture.store));

  copy = copy_file (path);
  connection = open_connection (path);
  bare_open (&bare, path, copy);
  measure (connection, plan, &bare);
  printf ("a plan, with the load of its original: %.0f us\n", planned);
  bare_close (&bare);
  g_clear_pointer (&connection, kh_connection_close);
  fixture.store = kh_store_test_open (fixture.folder, NULL);
  kh_store_test_tear_down (&fixture, NULL);

  return 0;
}
