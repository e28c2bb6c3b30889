/* bench-doubles.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-doubles [FOLDER [N]]: fills FOLDER with N customers (a million) if it has fewer, then says
 * how long it takes to bring a file of before to have the keys of doubles, to look for the doubles
 * of one customer, through the store and by the same SQL on a bare connection, and to go through
 * all. Without FOLDER, in one that goes again.
 */

#include "config.h"

#include "kh-bench.h"
#include "kh-store-test.h"

#define N_DEFAULT 1000000
#define N_RUNS    400
#define GOAL_MS   5.0

#define SQL_FIND "SELECT customer FROM customer_double WHERE key = ?1 ORDER BY customer LIMIT 100"
#define SQL_LOAD "SELECT * FROM customer WHERE customer_number = ?1"

/* A file of the version before has no table of keys. */
static void
forget_keys (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "keyholder.db", NULL);
  sqlite3 *db = NULL;

  if (sqlite3_open (path, &db) != SQLITE_OK ||
      sqlite3_exec (db, "DROP TABLE customer_double; DROP TABLE outbox; DROP TABLE outbox_set; DROP TABLE shadow;"
           "DROP TABLE reference_left;"
           "ALTER TABLE link DROP COLUMN shadow_known; ALTER TABLE link DROP COLUMN one_by_one; PRAGMA user_version = 6", NULL, NULL, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (db));
  sqlite3_close (db);
}

static GPtrArray *
find (KhStore    *store,
      KhCustomer *customer)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *doubles;

  kh_store_find_doubles_of_async (store, customer, 0, NULL, kh_store_test_keep, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  doubles = kh_store_find_doubles_of_finish (store, result, &error);
  if (doubles == NULL)
    g_error ("%s", error->message);

  return doubles;
}

/* A row as it is kept, with all of its values. */
static void
load_bare (sqlite3_stmt *load,
           gint64        number)
{
  sqlite3_bind_int64 (load, 1, number);
  if (sqlite3_step (load) == SQLITE_ROW)
    for (int i = 0; i < sqlite3_column_count (load); i++)
      sqlite3_column_text (load, i);
  sqlite3_reset (load);
}

static double
time_bare (sqlite3_stmt *statement,
           sqlite3_stmt *load,
           KhCustomer   *customer)
{
  g_autoptr (GArray) keys = kh_double_list_keys (customer);
  gint64 start = g_get_monotonic_time ();
  guint n = 0;

  for (guint i = 0; i < keys->len && n < KH_MOST_DOUBLES; i++)
    {
      sqlite3_bind_int64 (statement, 1, g_array_index (keys, gint64, i));
      for (; n < KH_MOST_DOUBLES && sqlite3_step (statement) == SQLITE_ROW; n++)
        load_bare (load, sqlite3_column_int64 (statement, 0));
      sqlite3_reset (statement);
    }

  return kh_bench_since (start);
}

/* Somebody of the office, typed a second time. */
static KhCustomer *
dup_typed (KhStore *store,
           GRand   *random,
           guint    n)
{
  g_autoptr (GError) error = NULL;
  KhCustomer *customer = kh_store_test_load (store, 1001 + g_rand_int_range (random, 0, (gint32) n), NULL, &error);

  if (customer == NULL)
    g_error ("%s", error->message);
  kh_customer_set (customer, KH_DATAPOINT_CUSTOMER_NUMBER, NULL);

  return customer;
}

static void
bench_one (KhStore *store,
           sqlite3 *db,
           guint    n)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (9);
  double ours[N_RUNS], theirs[N_RUNS];
  sqlite3_stmt *statement = NULL;
  sqlite3_stmt *load = NULL;
  double our_median, their_median;
  guint found = 0;

  sqlite3_prepare_v2 (db, SQL_FIND, -1, &statement, NULL);
  sqlite3_prepare_v2 (db, SQL_LOAD, -1, &load, NULL);
  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr (KhCustomer) customer = dup_typed (store, random, n);
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GPtrArray) doubles = find (store, customer);

      ours[i] = kh_bench_since (start);
      theirs[i] = time_bare (statement, load, customer);
      found += doubles->len;
    }
  sqlite3_finalize (statement);
  sqlite3_finalize (load);
  our_median = kh_bench_median (ours, N_RUNS);
  their_median = kh_bench_median (theirs, N_RUNS);
  g_print ("the doubles of one among %u: median %.2f ms (goal: %.0f ms), worst %.2f ms, bare %.2f ms; %.1f found each\n",
           n, our_median, GOAL_MS, ours[N_RUNS - 1], their_median, (double) found / N_RUNS);
}

static void
bench_all (KhStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  gboolean more = FALSE;

  kh_store_find_all_doubles_async (store, NULL, NULL, NULL, kh_store_test_keep, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  groups = kh_store_find_all_doubles_finish (store, result, &more, &error);
  if (groups == NULL)
    g_error ("%s", error->message);
  g_print ("all doubles: %u groups%s in %.1f ms\n", groups->len, more ? " and more" : "", kh_bench_since (start));
}

/* Nobody in the table is anybody else's double: every key is read, and none is the end. */
static void
bench_scan (sqlite3 *db)
{
  gint64 start = g_get_monotonic_time ();
  sqlite3_stmt *statement = NULL;
  guint n = 0;

  sqlite3_prepare_v2 (db, "SELECT key FROM customer_double GROUP BY key HAVING count (*) > 1", -1, &statement, NULL);
  while (sqlite3_step (statement) == SQLITE_ROW)
    n++;
  sqlite3_finalize (statement);
  g_print ("all keys, bare: %u of several customers in %.1f ms\n", n, kh_bench_since (start));
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = argc > 1 ? g_strdup (argv[1]) : kh_store_test_make_folder ();
  guint n = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : N_DEFAULT;
  KhStore *store = kh_bench_open_store (folder);
  gint64 start;
  sqlite3 *db;

  kh_bench_fill (store, n);
  kh_bench_close_store (store);
  forget_keys (folder);
  start = g_get_monotonic_time ();
  store = kh_bench_open_store (folder);
  g_print ("the keys of a file of before, with its copy, made in %.1f s\n", kh_bench_since (start) / 1000);
  db = kh_bench_open_bare (folder);
  bench_one (store, db, n);
  bench_all (store);
  bench_scan (db);
  sqlite3_close (db);
  kh_bench_close_store (store);
  if (argc < 2)
    kh_store_test_remove (folder);

  return 0;
}
