/* kh-bench.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-bench.h"

#include "kh-store-test.h"

#include <sqlite3.h>

#define BATCH 20000

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

double
kh_bench_since (gint64 start)
{
  return (double) (g_get_monotonic_time () - start) / 1000.0;
}

void
kh_bench_fill (KhStore *store,
               guint    n)
{
  g_autoptr (GArray) there = kh_store_test_search (store, "", 0);
  g_autoptr (GRand) random = g_rand_new_with_seed (4);
  gint64 start = g_get_monotonic_time ();

  for (guint i = there->len; i < n; i += BATCH)
    {
      add_batch (store, random, i, MIN (BATCH, n - i));
      g_printerr ("\r%u of %u, %.1f s ", MIN (i + BATCH, n), n, kh_bench_since (start) / 1000);
    }
  if (there->len < n)
    g_print ("\nfilled with %u customers in %.1f s\n", n - there->len, kh_bench_since (start) / 1000);
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

double
kh_bench_median (double *times,
                 guint   n)
{
  qsort (times, n, sizeof *times, compare_times);

  return times[n / 2];
}

sqlite3 *
kh_bench_open_bare (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "keyholder.db", NULL);
  sqlite3 *db = NULL;

  if (sqlite3_open_v2 (path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL) != SQLITE_OK)
    g_error ("%s", sqlite3_errmsg (db));
  sqlite3_exec (db, "PRAGMA cache_size = -32768", NULL, NULL, NULL);

  return db;
}

/* However long it takes: an older file of this size is brought up to date in more than a moment. */
KhStore *
kh_bench_open_store (const char *folder)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  KhStore *store;

  kh_store_open_async (folder, NULL, kh_store_test_keep, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  store = kh_store_open_finish (result, &error);
  if (store == NULL)
    g_error ("%s", error->message);
  g_print ("opened in %.1f ms\n", kh_bench_since (start));

  return store;
}

void
kh_bench_close_store (KhStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  gint64 start = g_get_monotonic_time ();

  kh_store_close_async (store, kh_store_test_keep, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_print ("closed in %.1f ms\n", kh_bench_since (start));
  g_clear_object (&result);
  g_object_unref (store);
}
