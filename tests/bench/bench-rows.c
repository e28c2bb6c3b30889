/* bench-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A customer with 30 contacts and 200 zones: how long the tables take to read, against the same
 * rows read from the bare file by turns in the same run, and how long it takes to find who is whom
 * at the station. */

#include "config.h"

#include "kh-bench.h"
#include "kh-account.h"
#include "kh-row-comparison.h"
#include "kh-row-pair.h"
#include "kh-store-test.h"

#include <stdio.h>

#define N_CONTACTS 30u
#define N_ZONES    200u
#define N_ROUNDS   200u

static KhStoreFixture fixture;
static gint64 number;

static KhRows *
wait_for_rows (GAsyncResult **result)
{
  KhRows *rows;

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  rows = kh_store_load_table_finish (fixture.store, *result, NULL);
  g_assert_nonnull (rows);

  return rows;
}

static KhRows *
load (KhTableId table)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_load_table_async (fixture.store, number, table, NULL, kh_store_test_keep, &result);

  return wait_for_rows (&result);
}

/* The text with the number after it. */
static void
set_numbered (KhRow      *row,
              guint       column,
              const char *text,
              guint       n)
{
  g_autofree char *value = g_strdup_printf ("%s%04u", text, n);

  kh_row_set (row, column, value);
}

static KhRow *
make_contact (guint n)
{
  KhRow *row = kh_row_new (KH_TABLE_CONTACTS);

  g_autofree char *order = g_strdup_printf ("%u", n + 1);

  kh_row_set (row, KH_CONTACT_ORDER, order);
  set_numbered (row, KH_CONTACT_NAME, "Contact ", n);
  kh_row_set (row, KH_CONTACT_RELATION, "neighbour");
  set_numbered (row, KH_CONTACT_PHONE_1, "+1801555", n);
  set_numbered (row, KH_CONTACT_PHONE_2, "+1801556", n);

  return row;
}

static KhRow *
make_zone (guint n)
{
  KhRow *row = kh_row_new (KH_TABLE_ZONES);

  set_numbered (row, KH_ZONE_NUMBER, "", n);
  set_numbered (row, KH_ZONE_DESCRIPTION, "Window ", n);
  kh_row_set (row, KH_ZONE_EVENT, "BA");

  return row;
}

static void
fill (KhTableId  table,
      guint      n,
      KhRow     *(*make) (guint n))
{
  g_autoptr (GPtrArray) changes = kh_row_changes_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhRows) rows = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KhRow) row = make (i);

      g_ptr_array_add (changes, kh_row_change_new (row, NULL, FALSE));
    }
  kh_store_save_table_async (fixture.store, number, table, changes, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_save_table_finish (fixture.store, result, NULL);
  g_assert_cmpuint (kh_rows_get_n (rows), ==, n);
}

/* Every cell of both tables, as bare as it can be read. */
static double
read_bare (sqlite3 *bare)
{
  static const char *const queries[] = {
    "SELECT * FROM customer_contacts WHERE customer = ?1 ORDER BY c_order",
    "SELECT * FROM customer_zones WHERE customer = ?1 ORDER BY c_number",
  };
  const gint64 start = g_get_monotonic_time ();
  guint cells = 0;

  for (guint q = 0; q < G_N_ELEMENTS (queries); q++)
    {
      sqlite3_stmt *statement = NULL;

      g_assert_cmpint (sqlite3_prepare_v2 (bare, queries[q], -1, &statement, NULL), ==, SQLITE_OK);
      sqlite3_bind_int64 (statement, 1, number);
      while (sqlite3_step (statement) == SQLITE_ROW)
        {
          for (int i = 0; i < sqlite3_column_count (statement); i++)
            cells += sqlite3_column_text (statement, i) != NULL;
        }
      sqlite3_finalize (statement);
    }
  g_assert_cmpuint (cells, >, N_CONTACTS + N_ZONES);

  return kh_bench_since (start);
}

static double
read_tables (void)
{
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (KhRows) contacts = load (KH_TABLE_CONTACTS);
  g_autoptr (KhRows) zones = load (KH_TABLE_ZONES);

  return kh_bench_since (start);
}

/* The station has them the other way round, and a few under other names. */
static KhRows *
turn_round (KhRows *rows,
            guint   column)
{
  KhRows *turned = kh_rows_new (kh_rows_get_table (rows));

  for (guint i = kh_rows_get_n (rows); i-- > 0;)
    {
      g_autoptr (KhRow) row = kh_row_copy (kh_rows_get (rows, i));

      if (i % 10 == 0)
        kh_row_set (row, column, "Elsewhere");
      kh_rows_append (turned, row);
    }

  return turned;
}

static double
pair (KhRows *ours,
      KhRows *theirs)
{
  const gint64 start = g_get_monotonic_time ();
  g_autoptr (GPtrArray) pairs = kh_row_pairs_make (ours, theirs);

  g_assert_cmpuint (pairs->len, ==, kh_rows_get_n (ours));

  return kh_bench_since (start);
}

/* With what may be chosen for each, as the Discrepancies have them. */
static double
compare (KhRows *ours,
         KhRows *theirs)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new ();
  g_autoptr (KhAccount) account = kh_account_new ();
  g_autoptr (KhRowComparison) comparison = NULL;
  const KhRowComparisonSides sides = {
    .account = account, .terms = { KH_MONITOR_GENERIC, FALSE, 0 }, .station = "Dynamark", .grants = kh_grants_all (),
  };
  gint64 start;

  g_ptr_array_add (tables, ours);
  for (guint i = 0; i < kh_rows_get_n (theirs); i++)
    kh_rows_append (kh_account_get_rows (account, kh_rows_get_table (theirs)), kh_rows_get (theirs, i));
  start = g_get_monotonic_time ();
  comparison = kh_row_comparison_new (tables, &sides);

  return kh_bench_since (start);
}

static void
set_up (void)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");
  g_autoptr (KhCustomer) kept = NULL;

  kh_store_test_set_up (&fixture, NULL);
  kept = kh_store_test_create (fixture.store, customer, NULL);
  number = kh_customer_get_number (kept);
  fill (KH_TABLE_CONTACTS, N_CONTACTS, make_contact);
  fill (KH_TABLE_ZONES, N_ZONES, make_zone);
}

int
main (void)
{
  double bare_times[N_ROUNDS], times[N_ROUNDS], contact_times[N_ROUNDS], zone_times[N_ROUNDS];
  double compare_times[N_ROUNDS];
  sqlite3 *bare;
  double bare_median, median;

  set_up ();
  bare = kh_bench_open_bare (fixture.folder);
  {
    g_autoptr (KhRows) contacts = load (KH_TABLE_CONTACTS);
    g_autoptr (KhRows) zones = load (KH_TABLE_ZONES);
    g_autoptr (KhRows) their_contacts = turn_round (contacts, KH_CONTACT_RELATION);
    g_autoptr (KhRows) their_zones = turn_round (zones, KH_ZONE_DESCRIPTION);

    for (guint i = 0; i < N_ROUNDS; i++)
      {
        bare_times[i] = read_bare (bare);
        times[i] = read_tables ();
        contact_times[i] = pair (contacts, their_contacts);
        zone_times[i] = pair (zones, their_zones);
        compare_times[i] = compare (contacts, their_contacts);
      }
  }
  bare_median = kh_bench_median (bare_times, N_ROUNDS);
  median = kh_bench_median (times, N_ROUNDS);
  printf ("%u contacts and %u zones: bare %.2f ms, through the store %.2f ms, %.1f times\n", N_CONTACTS, N_ZONES,
          bare_median, median, median / bare_median);
  printf ("who is whom: contacts %.3f ms (at most 20 wanted), zones %.3f ms\n",
          kh_bench_median (contact_times, N_ROUNDS), kh_bench_median (zone_times, N_ROUNDS));
  printf ("what may be chosen: contacts %.3f ms (at most 20 wanted)\n", kh_bench_median (compare_times, N_ROUNDS));
  sqlite3_close (bare);
  kh_store_test_tear_down (&fixture, NULL);

  return 0;
}
