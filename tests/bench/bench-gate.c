/* bench-gate.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What the gate costs: a customer's record read for a member who may not view all of it, against
 * the same read of the whole record, by turns in the same run. */

#include "config.h"

#include "kh-store-test.h"
#include "kh-store-links.h"

#include <stdio.h>

#define N_ROUNDS 200u
#define N_READS  50u

static KhStoreFixture fixture;
static gint64 number;

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

static gint64
get_median (gint64 *times)
{
  qsort (times, N_ROUNDS, sizeof *times, compare_times);

  return times[N_ROUNDS / 2];
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

static void
read_one (gboolean gated)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhCustomer) customer = NULL;

  if (gated)
    {
      kh_store_load_customer_async (fixture.store, number, NULL, kh_store_test_keep, &result);
      customer = kh_store_load_customer_finish (fixture.store, wait_for (&result), NULL, NULL);
    }
  else
    {
      kh_store_load_whole_async (fixture.store, number, NULL, kh_store_test_keep, &result);
      customer = kh_store_load_whole_finish (fixture.store, wait_for (&result), NULL, NULL);
    }
  g_assert_nonnull (customer);
  g_assert_cmpint (kh_customer_is_hidden (customer, KH_DATAPOINT_MONTHLY_CHARGE), ==, gated);
}

static gint64
read_many (gboolean gated)
{
  gint64 start = g_get_monotonic_time ();

  for (guint i = 0; i < N_READS; i++)
    read_one (gated);

  return g_get_monotonic_time () - start;
}

static void
sign_in (gint64 member)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_sign_in_async (fixture.store, member, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_true (kh_store_sign_in_finish (fixture.store, result, NULL));
}

static gint64
make_owner (void)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_make_owner_async (fixture.store, "Maria", NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_make_owner_finish (fixture.store, result, NULL);
}

/* Of the managers, but for what a customer pays and what is confidential. */
static gint64
make_clerk (void)
{
  g_autoptr (KhMember) clerk = kh_member_new ();
  g_autoptr (GAsyncResult) result = NULL;

  clerk->name = g_strdup ("Lee");
  clerk->group = ((const KhGroup *) g_ptr_array_index (kh_staff_get_groups (kh_store_get_staff (fixture.store)), 1))->id;
  clerk->taken = kh_grants_with (kh_grants_with (kh_grants_none (), KH_GRANT_SALES_VIEW), KH_GRANT_CONFIDENTIAL_VIEW);
  kh_store_save_member_async (fixture.store, clerk, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_save_member_finish (fixture.store, result, NULL);
}

static void
set_up (void)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");
  g_autoptr (KhCustomer) kept = NULL;

  kh_store_test_set_up (&fixture, NULL);
  kh_customer_set (customer, KH_DATAPOINT_MONTHLY_CHARGE, "4295");
  kh_customer_set (customer, KH_DATAPOINT_SSN_LAST_FOUR, "4471");
  kept = kh_store_test_create (fixture.store, customer, NULL);
  number = kh_customer_get_number (kept);
  sign_in (make_owner ());
  sign_in (make_clerk ());
}

int
main (void)
{
  gint64 gated[N_ROUNDS];
  gint64 whole[N_ROUNDS];
  double with;
  double without;

  set_up ();
  read_many (TRUE);
  read_many (FALSE);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      gated[i] = read_many (TRUE);
      whole[i] = read_many (FALSE);
    }
  with = (double) get_median (gated) / N_READS;
  without = (double) get_median (whole) / N_READS;
  printf ("a record, whole: %.1f us; through the gate: %.1f us; %.3f times (at most 1.05 wanted)\n",
          without, with, with / without);
  kh_store_test_tear_down (&fixture, NULL);

  return 0;
}
