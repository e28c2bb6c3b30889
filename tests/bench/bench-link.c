/* bench-link.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How long a Link takes of itself: the whole, from Link Account to the recorded link, less
 * the same exchanges with the station made bare, on a second account like the first. What
 * is left is Keyholder's: comparing, the data file with its syncs, and the main loop. */

#include "config.h"

#include "kh-link-fixture.h"
#include "kh-store-test.h"

#include <stdio.h>

#define N_LINKS 50u

static KhLinkFixture fixture;
static KhStation *station;

/* Times, in microseconds. */
typedef struct {
  gint64 whole[N_LINKS];
  gint64 bare[N_LINKS];
  gint64 own[N_LINKS];
} Times;

static char *
make_accounts (void)
{
  GString *json = g_string_new ("[");

  for (guint i = 0; i < N_LINKS; i++)
    g_string_append_printf (json,
                            "%s{\"number\":\"A%u\",\"site\":{\"name\":{\"first\":\"Ann\",\"last\":\"Li\"}}},"
                            "{\"number\":\"B%u\",\"site\":{\"name\":{\"first\":\"Ann\",\"last\":\"Li\"}}}",
                            i > 0 ? "," : "", i, i);

  return g_string_free (g_string_append_c (json, ']'), FALSE);
}

static gint64
link_one (guint index)
{
  g_autofree char *number = g_strdup_printf ("A%u", index);
  g_autoptr (KhLinker) linker = NULL;
  gint64 start;
  gint64 time;

  linker = kh_link_fixture_new_linker (&fixture, kh_link_fixture_add_customer (&fixture, number, NULL));
  start = g_get_monotonic_time ();
  kh_linker_start (linker);
  kh_link_wait_for (linker, KH_LINKER_COMPARED);
  time = g_get_monotonic_time () - start;

  /* A clerk reads. */
  start = g_get_monotonic_time ();
  kh_linker_link (linker);
  kh_link_wait_for (linker, KH_LINKER_LINKED);

  return time + g_get_monotonic_time () - start;
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

static KhAccount *
get_account (const char *id,
             const char *etag)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhAccount *account;

  kh_station_get_account_async (station, id, etag, NULL, kh_store_test_keep, &result);
  account = kh_station_get_account_finish (station, wait_for (&result), NULL, &error);
  g_assert_no_error (error);

  return account;
}

static void
look_up (const char *number)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhLookUp) found = NULL;

  kh_station_look_up_async (station, number, NULL, NULL, kh_store_test_keep, &result);
  found = kh_station_look_up_finish (station, wait_for (&result), NULL);
  g_assert_nonnull (found);
}

static KhCapabilities *
get_capabilities (void)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_station_get_capabilities_async (station, NULL, kh_store_test_keep, &result);

  return kh_station_get_capabilities_finish (station, wait_for (&result), NULL);
}

static void
apply (KhAccount *account,
       GBytes    *body,
       gboolean   dry_run)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhChangeAnswer) answer = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (GError) error = NULL;

  kh_station_apply_changes_async (station, kh_account_get_id (account), kh_account_get_etag (account), body,
                                  dry_run ? NULL : key, dry_run, NULL, kh_store_test_keep, &result);
  answer = kh_station_apply_changes_finish (station, wait_for (&result), &error);
  g_assert_no_error (error);
}

static void
set_reference (const char *id)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *key = g_uuid_string_random ();

  kh_station_set_reference_async (station, id, id, key, NULL, kh_store_test_keep, &result);
  g_assert_true (kh_station_set_reference_finish (station, wait_for (&result), NULL));
}

static gint64
exchange_bare (guint index)
{
  g_autofree char *number = g_strdup_printf ("B%u", index);
  g_autofree char *id = g_strconcat ("SUMMIT", number, NULL);
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ann", "Lee");
  g_autoptr (KhCapabilities) capabilities = NULL;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (KhComparison) comparison = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GBytes) body = NULL;
  gint64 start = g_get_monotonic_time ();
  gint64 time;

  look_up (number);
  capabilities = get_capabilities ();
  account = get_account (id, NULL);
  time = g_get_monotonic_time () - start;

  comparison = kh_comparison_new (customer, account, capabilities, kh_store_get_catalogues (fixture.store), kh_grants_all ());
  changes = kh_comparison_dup_changes (comparison);
  body = kh_station_encode_changes (station, changes, "link", "Maria Vega");

  start = g_get_monotonic_time ();
  g_assert_null (get_account (id, kh_account_get_etag (account)));
  apply (account, body, TRUE);
  apply (account, body, FALSE);
  set_reference (id);

  return time + g_get_monotonic_time () - start;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  const gint64 left = *(const gint64 *) a;
  const gint64 right = *(const gint64 *) b;

  return (left > right) - (left < right);
}

static double
get_median (gint64 *times)
{
  qsort (times, N_LINKS, sizeof *times, compare_times);

  return (double) times[N_LINKS / 2] / G_TIME_SPAN_MILLISECOND;
}

static void
get_station (void)
{
  KhCompany *company = kh_catalogues_get_company (kh_store_get_catalogues (fixture.store), fixture.company);
  g_autoptr (GAsyncResult) result = NULL;

  kh_stations_get_async (fixture.stations, company, NULL, kh_store_test_keep, &result);
  station = kh_stations_get_finish (fixture.stations, wait_for (&result), NULL);
  g_assert_nonnull (station);
}

int
main (void)
{
  g_autofree char *accounts = make_accounts ();
  Times times;

  kh_link_fixture_init (&fixture);
  kh_link_fixture_replace_station (&fixture, accounts);
  get_station ();
  for (guint i = 0; i < N_LINKS; i++)
    {
      times.whole[i] = link_one (i);
      times.bare[i] = exchange_bare (i);
      times.own[i] = times.whole[i] - times.bare[i];
    }
  g_clear_object (&station);
  kh_link_fixture_clear (&fixture);

  printf ("a link %.1f ms, its exchanges with the station %.1f ms, own time %.1f ms (medians of %u; goal: 20 ms)\n",
          get_median (times.whole), get_median (times.bare), get_median (times.own), N_LINKS);

  return 0;
}
