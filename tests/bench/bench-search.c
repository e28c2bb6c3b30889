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

#include "kh-customer-list.h"
#include "kh-search.h"
#include "kh-store-test.h"

#include <sqlite3.h>

#define N_DEFAULT  1000000
#define BATCH      20000
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

/* People: names of syllables, so that there are many and some are frequent */

static char *
make_name (GRand *random)
{
  static const char * const starts[] = { "Sal", "Mar", "Ort", "Ben", "Kal", "Win", "Tor", "Lin", "Fer", "Ru", "Mc", "O'" };
  static const char * const middles[] = { "man", "ti", "den", "ga", "ville", "lo", "ri", "sha", "no", "bert" };
  static const char * const ends[] = { "son", "ez", "tor", "ia", "berg", "ski", "ell", "a", "er", "s", "ton", "ham" };

  return g_strconcat (starts[g_rand_int_range (random, 0, G_N_ELEMENTS (starts))],
                      middles[g_rand_int_range (random, 0, G_N_ELEMENTS (middles))],
                      g_rand_boolean (random) ? middles[g_rand_int_range (random, 0, G_N_ELEMENTS (middles))] : "",
                      ends[g_rand_int_range (random, 0, G_N_ELEMENTS (ends))], NULL);
}

static void
take (KhCustomer    *customer,
      KhDatapointId  id,
      char          *value)
{
  kh_customer_set (customer, id, value);
  g_free (value);
}

static KhCustomer *
make_customer (GRand *random,
               guint  i)
{
  static const char * const firsts[] = { "Maria", "John", "Ana", "Robert", "Linda", "José", "Søren", "Wei", "Fatima", "Grace" };
  static const char * const streets[] = { "Elm Street", "Oak Lane", "Main Street", "2nd Avenue", "River Road" };
  static const char * const cities[] = { "Ogden", "Provo", "Salem", "Layton", "Logan", "Orem", "Sandy" };
  const char *first = firsts[g_rand_int_range (random, 0, G_N_ELEMENTS (firsts))];
  g_autofree char *last = make_name (random);
  KhCustomer *customer = kh_customer_new ();

  kh_customer_set (customer, KH_DATAPOINT_FIRST_NAME, first);
  kh_customer_set (customer, KH_DATAPOINT_LAST_NAME, last);
  if (i % 5 == 0)
    {
      kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_TYPE, "business");
      take (customer, KH_DATAPOINT_BUSINESS_NAME, g_strconcat (last, " & Sons ", i % 2 ? "Bakery" : "Hardware", NULL));
    }
  take (customer, KH_DATAPOINT_ADDRESS_1,
        g_strdup_printf ("%d %s", g_rand_int_range (random, 1, 9999), streets[g_rand_int_range (random, 0, G_N_ELEMENTS (streets))]));
  kh_customer_set (customer, KH_DATAPOINT_CITY, cities[g_rand_int_range (random, 0, G_N_ELEMENTS (cities))]);
  kh_customer_set (customer, KH_DATAPOINT_STATE, "UT");
  take (customer, KH_DATAPOINT_ZIP, g_strdup_printf ("84%03d", g_rand_int_range (random, 0, 999)));
  take (customer, KH_DATAPOINT_PRIMARY_PHONE,
        g_strdup_printf ("+1%03d555%04d", 800 + g_rand_int_range (random, 0, 20), g_rand_int_range (random, 0, 9999)));
  if (i % 2 == 0)
    take (customer, KH_DATAPOINT_CELL_PHONE, g_strdup_printf ("+1385%07d", g_rand_int_range (random, 2000000, 9999999)));
  take (customer, KH_DATAPOINT_ACCOUNT_NUMBER, g_strdup_printf ("DY-%u", 10000 + i));
  take (customer, KH_DATAPOINT_EMAIL, g_strdup_printf ("%s.%u@example.com", last, i));

  return customer;
}

static void
add_batch (KhStore *store,
           GRand   *random,
           guint    start,
           guint    n)
{
  g_autoptr (GPtrArray) customers = g_ptr_array_new_full (n, g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (customers, make_customer (random, start + i));
  kh_store_add_customers_async (store, customers, NULL, NULL, kh_store_test_keep, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (!kh_store_add_customers_finish (store, result, &error))
    g_error ("%s", error->message);
}

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

static double
since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000.0;
}

static void
fill (KhStore *store,
      guint    n)
{
  g_autoptr (GArray) there = search (store, "", 0);
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  gint64 start = g_get_monotonic_time ();

  for (guint i = there->len; i < n; i += BATCH)
    {
      add_batch (store, random, i, MIN (BATCH, n - i));
      g_printerr ("\r%u of %u, %.1f s ", MIN (i + BATCH, n), n, since (start) / 1000);
    }
  if (there->len < n)
    g_print ("\nfilled with %u customers in %.1f s\n", n - there->len, since (start) / 1000);
}

/* Medians */

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const double *one = a;
  const double *other = b;

  return (*one > *other) - (*one < *other);
}

static double
median (double *times,
        guint   n)
{
  qsort (times, n, sizeof *times, compare_times);

  return times[n / 2];
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

  return since (start);
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

      ours[i] = since (start);
      theirs[i] = time_bare (statement, query);
      n = numbers->len;
    }
  *bare = median (theirs, N_RUNS);
  g_print ("%-20s %6u %10.2f %10.2f %8.2f\n", query, n, median (ours, N_RUNS), *bare, median (ours, N_RUNS) / *bare);

  return median (ours, N_RUNS);
}

static sqlite3 *
open_bare (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "keyholder.db", NULL);
  sqlite3 *db = NULL;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (db));
  sqlite3_exec (db, "PRAGMA cache_size = -32768", NULL, NULL, NULL);

  return db;
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
  g_print ("%-20s %6s %10.2f %10.2f %8.2f\n\n", "median of all", "", median (ours, G_N_ELEMENTS (queries)),
           median (theirs, G_N_ELEMENTS (queries)),
           median (ours, G_N_ELEMENTS (queries)) / median (theirs, G_N_ELEMENTS (queries)));
}

static void
bench_everybody (KhStore *store,
                 sqlite3 *db)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (GArray) first = search (store, "", FIRST_ROWS);
  double first_time = since (start);
  g_autoptr (GArray) all = NULL;
  sqlite3_stmt *statement = NULL;
  double all_time;

  start = g_get_monotonic_time ();
  all = search (store, "", 0);
  all_time = since (start);
  start = g_get_monotonic_time ();
  sqlite3_prepare_v2 (db, SQL_EVERYBODY, -1, &statement, NULL);
  while (sqlite3_step (statement) == SQLITE_ROW)
    sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  g_print ("first %u numbers %.2f ms; all %u numbers %.1f ms, bare %.1f ms\n",
           first->len, first_time, all->len, all_time, since (start));
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
  answered = since (start);
  fetch_screen (list);
  on_watchdog_cb (dog);
  g_print ("%-20s %7u rows: answered %8.2f ms, on screen %8.2f ms, longest stall %6.2f ms\n", what,
           g_list_model_get_n_items (G_LIST_MODEL (list)), answered, since (start), (double) dog->longest / 1000.0);
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

static KhStore *
open_store (const char *folder)
{
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  KhStore *store = kh_store_test_open (folder, &error);

  if (store == NULL)
    g_error ("%s", error->message);
  g_print ("opened in %.1f ms\n", since (start));

  return store;
}

static void
close_store (KhStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  gint64 start = g_get_monotonic_time ();

  kh_store_close_async (store, kh_store_test_keep, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_print ("closed in %.1f ms\n", since (start));
  g_clear_object (&result);
  g_object_unref (store);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = argc > 1 ? g_strdup (argv[1]) : kh_store_test_make_folder ();
  guint n = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : N_DEFAULT;
  KhStore *store = open_store (folder);
  sqlite3 *db;

  fill (store, n);
  close_store (store);
  store = open_store (folder);
  db = open_bare (folder);
  bench_everybody (store, db);
  bench_queries (store, db);
  bench_list (store);
  sqlite3_close (db);
  close_store (store);
  if (argc < 2)
    kh_store_test_remove (folder);

  return 0;
}
