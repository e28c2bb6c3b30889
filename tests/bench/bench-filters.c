/* bench-filters.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bench-filters [FOLDER [N]]: fills FOLDER with N customers (a million) if it has fewer, spreads
 * classes, sources, dates and links over them, and says how long it takes to filter and to sort
 * them: until the first screen is there, and until the whole list is. Without FOLDER, in one that
 * goes again.
 */

#include "config.h"

#include "kh-bench.h"
#include "kh-store-test.h"

#define N_DEFAULT  1000000
#define N_RUNS     7
#define FIRST_ROWS 32

#define SPREAD \
  "BEGIN;" \
  "INSERT OR IGNORE INTO company (id, name, monitor_type, active) VALUES (901, 'Station A', 'none', 1), " \
  "(902, 'Station B', 'none', 1), (903, 'Station C', 'none', 1), (904, 'Station D', 'none', 1), (905, 'Station E', 'none', 1);" \
  "INSERT OR IGNORE INTO catalogue_entry (id, catalogue, label, active) " \
  "WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 19) " \
  "SELECT 900 + i, CASE i % 2 WHEN 0 THEN 'account-classes' ELSE 'lead-sources' END, 'Entry ' || i, 1 FROM n;" \
  "UPDATE customer SET monitoring_company = 901 + customer_number % 5, account_number = 'B-' || customer_number, " \
  "account_class = 900 + customer_number * 7 % 10 * 2, lead_source = 901 + customer_number * 3 % 10 * 2, " \
  "status = CASE WHEN customer_number % 20 = 0 THEN 'cancelled' WHEN customer_number % 33 = 0 THEN 'archived' ELSE 'active' END, " \
  "sale_date = date ('2015-01-01', (customer_number * 13 % 4000) || ' days'), " \
  "install_date = date ('2015-01-10', (customer_number * 13 % 4000) || ' days'), " \
  "permit_expiry = CASE WHEN customer_number % 4 = 0 THEN date ('now', (customer_number * 31 % 1500) || ' days') END;" \
  "INSERT OR IGNORE INTO link (customer, company, account, number, linked_at, linked_by) " \
  "SELECT customer_number, monitoring_company, account_number, account_number, 1, 'bench' FROM customer WHERE customer_number % 10 < 8;" \
  "INSERT INTO outbox (customer, datapoint, revision, state, frozen, author, queued_at, changed_at) " \
  "SELECT customer, 'city', 1, 'queued', 0, 'bench', 1, 1 FROM link WHERE customer % 2000 = 1 " \
  "AND NOT EXISTS (SELECT 1 FROM outbox);" \
  "INSERT OR IGNORE INTO customer_star (member, customer) SELECT 0, customer_number FROM customer WHERE customer_number % 10000 = 7;" \
  "COMMIT;"

static const char * const filters[] = {
  "", "status=active", "status=cancelled", "company=903", "link=linked", "link=unlinked", "class=904", "source=905",
  "city=Ogden", "city=o", "zip=844", "zip=84403", "sold-from=2024-01-01&sold-until=2024-01-31",
  "installed-from=2020-01-01&installed-until=2020-12-31", "permits=30", "waiting=1", "starred=1", "viewed=1",
  "status=active&company=903&city=Ogden", "status=cancelled&class=904&source=905", "company=903&link=unlinked&sold-from=2025-01-01",
  "city=Ogden&permits=60", "sort=number&down=1", "sort=city", "sort=zip", "sort=zip&down=1", "sort=sale-date&down=1",
  "city=Ogden&sort=sale-date", "sort=account", "sort=company", "sort=status",
};

static GArray *
ask (KhStore    *store,
     const char *text,
     guint       limit)
{
  g_autoptr (KhFilter) filter = kh_filter_parse (text, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GArray *numbers;

  kh_store_filter_customers_async (store, "", filter, FALSE, limit, NULL, kh_store_test_keep, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  numbers = kh_store_search_finish (store, result, &error);
  if (numbers == NULL)
    g_error ("%s: %s", text, error->message);

  return numbers;
}

static double
time_filter (KhStore    *store,
             const char *text,
             guint       limit,
             guint      *n)
{
  double times[N_RUNS];

  for (guint i = 0; i < N_RUNS; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr (GArray) numbers = ask (store, text, limit);

      times[i] = kh_bench_since (start);
      *n = numbers->len;
    }

  return kh_bench_median (times, N_RUNS);
}

static void
bench (KhStore *store)
{
  double first[G_N_ELEMENTS (filters)], all[G_N_ELEMENTS (filters)];

  g_print ("%-56s %8s %10s %10s\n", "filter", "found", "first ms", "all ms");
  for (gsize i = 0; i < G_N_ELEMENTS (filters); i++)
    {
      guint n = 0;

      first[i] = time_filter (store, filters[i], FIRST_ROWS, &n);
      all[i] = time_filter (store, filters[i], 0, &n);
      g_print ("%-56s %8u %10.2f %10.2f\n", filters[i], n, first[i], all[i]);
    }
  g_print ("%-56s %8s %10.2f %10.2f\n", "median of all", "", kh_bench_median (first, G_N_ELEMENTS (filters)),
           kh_bench_median (all, G_N_ELEMENTS (filters)));
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *folder = argc > 1 ? g_strdup (argv[1]) : kh_store_test_make_folder ();
  guint n = argc > 2 ? (guint) g_ascii_strtoull (argv[2], NULL, 10) : N_DEFAULT;
  KhStore *store = kh_bench_open_store (folder);
  g_autofree char *path = g_build_filename (folder, "keyholder.db", NULL);
  sqlite3 *db = NULL;
  char *message = NULL;

  kh_bench_fill (store, n);
  kh_bench_close_store (store);
  if (sqlite3_open (path, &db) != SQLITE_OK || sqlite3_exec (db, SPREAD, NULL, NULL, &message) != SQLITE_OK)
    g_error ("%s", message);
  sqlite3_close (db);

  store = kh_bench_open_store (folder);
  bench (store);
  kh_bench_close_store (store);
  if (argc < 2)
    kh_store_test_remove (folder);

  return 0;
}
