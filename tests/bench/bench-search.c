/* bench-search.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-search [FOLDER [N]]: fills FOLDER with N customers (a million) if it has fewer, then
 * says how long it takes to open them, to list them, and to search as somebody types: through
 * the store, and by the same SQL on a bare connection. Without FOLDER, in one that goes again.
 */

#include "config.h"

#include "kh-bench.h"
#include "kh-customer-list.h"
#include "kh-search.h"
#include "kh-store-test.h"

#include <sqlite3.h>

#define N_DEFAULT  1000000
#define LIMIT      1001
#define N_RUNS     15
#define FIRST_ROWS 200

#define SQL_MATCHES \
  "SELECT c.customer_number, c.sort_key " \
  "FROM customer_search CROSS JOIN customer AS c ON c.customer_number = customer_search.rowid " \
  "WHERE customer_search MATCH ?1 LIMIT ?2"

#define SQL_EVERYBODY "SELECT customer_number FROM customer ORDER BY sort_key, customer_number"

static const char * const queries[] = {
  "s", "sa", "sal", "salm", "salman", "salmanto", "mar s", "maria sal", "or", "ort", "mant", "antor",
  "8", "80", "801", "8015", "801555", "(801) 555-01", "5550142", "og", "ogden", "ogden salman", "84403",
  "@exam", "maria@", "dy-1", "dy-10042", "10042", "elm", "12 elm", "nobody at all",
};

static GArray *
search (KhStore    *store,
        const char *query,
        guint       limit)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GArray *numbers;

  kh_store_search_async (store, query, limit, NULL, kh_store_test_keep, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  numbers = kh_store_search_finish (store, result, &error);
  if (numbers == NULL)
    g_error ("%s", error->message);

  return numbers;
}

static guint
run_bare (sqlite3_stmt *statement,
          const char   *expression)
{
  guint n = 0;

  if (expression == NULL)
    return 0;
  sqlite3_bind_text (statement, 1, expression, -1, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (statement, 2, LIMIT);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      sqlite3_column_int64 (statement, 0);
      sqlite3_column_text (statement, 1);
      n++;
    }
  sqlite3_reset (statement);

  return n;
}

/* What the store asks, in its order, without what it does with the answer. */
static double
time_bare (sqlite3_stmt *statement,
           const char   *query)
{
  g_autoptr (KhSearch) parsed = kh_search_new (query);
  gint64 start = g_get_monotonic_time ();

  if (run_bare (statement, kh_search_get_prefixes (parsed)) < LIMIT &&
      run_bare (statement, kh_search_get_substrings (parsed)) < LIMIT)
    run_bare (statement, kh_search_get_phone (parsed));

  return kh_bench_since (start);
}

static double
time_query (KhStore      *store,
            sqlite3_stmt *statement,
            const char   *query,
            double       *bare)
{
  double ours[N_RUNS], theirs[N_RUNS];
  guint n = 0;

  for (guint i = 0; i < N_RUNS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GArray) numbers = search (store, query, LIMIT);

      ours[i] = kh_bench_since (start);
      theirs[i] = time_bare (statement, query);
      n = numbers->len;
    }
  *bare = kh_bench_median (theirs, N_RUNS);
  g_print ("%-20s %6u %10.2f %10.2f %8.2f\n", query, n, kh_bench_median (ours, N_RUNS), *bare, kh_bench_median (ours, N_RUNS) / *bare);

  return kh_bench_median (ours, N_RUNS);
}

static void
bench_queries (KhStore *store,
               sqlite3 *db)
{
  double ours[G_N_ELEMENTS (queries)], theirs[G_N_ELEMENTS (queries)];
  sqlite3_stmt *statement = NULL;

  sqlite3_prepare_v2 (db, SQL_MATCHES, -1, &statement, NULL);
  g_print ("\n%-20s %6s %10s %10s %8s\n", "query", "found", "store ms", "bare ms", "ratio");
  for (gsize i = 0; i < G_N_ELEMENTS (queries); i++)
    ours[i] = time_query (store, statement, queries[i], &theirs[i]);
  sqlite3_finalize (statement);
  g_print ("%-20s %6s %10.2f %10.2f %8.2f\n\n", "median of all", "", kh_bench_median (ours, G_N_ELEMENTS (queries)),
           kh_bench_median (theirs, G_N_ELEMENTS (queries)),
           kh_bench_median (ours, G_N_ELEMENTS (queries)) / kh_bench_median (theirs, G_N_ELEMENTS (queries)));
}

static void
bench_everybody (KhStore *store,
                 sqlite3 *db)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GArray) first = search (store, "", FIRST_ROWS);
  double first_time = kh_bench_since (start);
  g_autoptr (GArray) all = NULL;
  sqlite3_stmt *statement = NULL;
  double all_time;

  start = g_get_monotonic_time ();
  all = search (store, "", 0);
  all_time = kh_bench_since (start);
  start = g_get_monotonic_time ();
  sqlite3_prepare_v2 (db, SQL_EVERYBODY, -1, &statement, NULL);
  while (sqlite3_step (statement) == SQLITE_ROW)
    sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  g_print ("first %u numbers %.2f ms; all %u numbers %.1f ms, bare %.1f ms\n",
           first->len, first_time, all->len, all_time, kh_bench_since (start));
}

/* The list, as a window uses it, with a watchdog on the main loop */

typedef struct {
  gint64 last;
  gint64 longest;
} Watchdog;

static gboolean
on_watchdog_cb (gpointer data)
{
  Watchdog *dog = data;
  gint64 now = g_get_monotonic_time ();

  dog->longest = MAX (dog->longest, now - dog->last);
  dog->last = now;

  return G_SOURCE_CONTINUE;
}

static void
fetch_screen (KhCustomerList *list)
{
  guint n = MIN (g_list_model_get_n_items (G_LIST_MODEL (list)), 205);
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (rows, g_list_model_get_item (G_LIST_MODEL (list), i));
  while (n > 0 && !kh_customer_row_get_loaded (g_ptr_array_index (rows, n - 1)))
    g_main_context_iteration (NULL, TRUE);
}

static void
wait_list (KhCustomerList *list,
           Watchdog       *dog,
           const char     *what)
{
  gint64 start = dog->last = g_get_monotonic_time ();
  double answered;

  dog->longest = 0;
  while (kh_customer_list_get_loading (list))
    g_main_context_iteration (NULL, TRUE);
  answered = kh_bench_since (start);
  fetch_screen (list);
  on_watchdog_cb (dog);
  g_print ("%-20s %7u rows: answered %8.2f ms, on screen %8.2f ms, longest stall %6.2f ms\n", what,
           g_list_model_get_n_items (G_LIST_MODEL (list)), answered, kh_bench_since (start), (double) dog->longest / 1000.0);
}

static void
bench_list (KhStore *store)
{
  static const char * const typed[] = { "s", "sa", "sal", "salmanto", "801555", "", "nobody at all", "" };
  g_autoptr (KhCustomerList) list = kh_customer_list_new (store);
  Watchdog dog = { 0, 0 };
  guint source = g_timeout_add (1, on_watchdog_cb, &dog);

  wait_list (list, &dog, "(everybody)");
  for (gsize i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      kh_customer_list_set_query (list, typed[i]);
      wait_list (list, &dog, typed[i]);
    }
  kh_customer_list_refresh (list);
  wait_list (list, &dog, "(refresh)");
  g_source_remove (source);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = argc > 1 ? g_strdup (argv[1]) : kh_store_test_make_folder ();
  guint n = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : N_DEFAULT;
  KhStore *store = kh_bench_open_store (folder);
  sqlite3 *db;

  kh_bench_fill (store, n);
  kh_bench_close_store (store);
  store = kh_bench_open_store (folder);
  db = kh_bench_open_bare (folder);
  bench_everybody (store, db);
  bench_queries (store, db);
  bench_list (store);
  sqlite3_close (db);
  kh_bench_close_store (store);
  if (argc < 2)
    kh_store_test_remove (folder);

  return 0;
}
