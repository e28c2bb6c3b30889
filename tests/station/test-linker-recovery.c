/* test-linker-recovery.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-fixture.h"
#include "kh-store-links.h"
#include "kh-store-test.h"

#define ANN "SUMMIT1042"
#define HOUR (60 * 60)

static KhLinkAttempt *
load_attempt (KhLinkFixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) attempts = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_list_attempts_async (fixture->store, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  attempts = kh_store_list_attempts_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attempts->len, ==, 1);

  return kh_link_attempt_copy (g_ptr_array_index (attempts, 0));
}

static void
drop_attempt (KhLinkFixture *fixture,
              gint64         customer)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_drop_attempt_async (fixture->store, customer, "test", kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_drop_attempt_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

static void
begin_attempt (KhLinkFixture *fixture,
               KhLinkAttempt *attempt)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_begin_attempt_async (fixture->store, attempt, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_begin_attempt_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

static void
advance_attempt (KhLinkFixture *fixture,
                 gint64         customer,
                 const char    *state)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_advance_attempt_async (fixture->store, customer, state, NULL, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_advance_attempt_finish (fixture->store, result, &error);
  g_assert_no_error (error);
}

/* Presses Link while the station misbehaves, so that an attempt is left. */
static gint64
leave_attempt (KhLinkFixture *fixture,
               const char    *number,
               const char    *fault)
{
  gint64 customer = kh_link_fixture_add_customer (fixture, number, NULL);
  g_autoptr (KhLinker) linker = NULL;

  kh_link_fixture_fault (fixture, fault);
  linker = kh_link_fixture_start (fixture, customer);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_FAILED);
  g_assert_error (kh_linker_get_error (linker), KH_LINKER_ERROR, KH_LINKER_ERROR_UNFINISHED);
  kh_reference_station_clear_faults (fixture->station);

  return customer;
}

/* As if it had been begun earlier. */
static void
make_older (KhLinkFixture *fixture,
            gint64         seconds)
{
  g_autoptr (KhLinkAttempt) attempt = load_attempt (fixture);

  drop_attempt (fixture, attempt->customer);
  attempt->started_at -= seconds;
  begin_attempt (fixture, attempt);
}

static void
assert_linked (KhLinkFixture *fixture,
               gint64         customer,
               const char    *account,
               gboolean       linked)
{
  g_autoptr (KhLink) link = NULL;
  g_autoptr (KhCustomer) loaded = kh_link_fixture_load (fixture, customer, &link);
  g_autoptr (KhAccount) there = kh_link_fixture_read_account (fixture, account);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, customer);

  g_assert_cmpint (link != NULL, ==, linked);
  g_assert_cmpstr (kh_account_get_external_ref (there), ==, linked ? number : NULL);
  g_assert_cmpuint (kh_link_fixture_count_attempts (fixture), ==, 0);
}

typedef struct {
  const char *name;
  const char *fault;     /* drop: the change set did not come through; drop-after: it did */
  gint64 age;
  const char *edited;    /* what an operator changes meanwhile */
  gboolean linked;
  guint n_sent;          /* how often the recovery sends the change set */
} Row;

static const Row rows[] = {
  { "young-unapplied", "drop@changes", 0, NULL, TRUE, 1 },
  { "young-applied", "drop-after@changes", 0, NULL, TRUE, 1 },
  { "young-applied-then-edited", "drop-after@changes", 0, "/site/address/line1", TRUE, 1 },
  { "young-stale", "drop@changes", 0, "/site/address/line1", FALSE, 1 },
  { "old-unapplied", "drop@changes", 21 * HOUR, NULL, FALSE, 0 },
  { "old-applied", "drop-after@changes", 21 * HOUR, NULL, TRUE, 0 },
  { "old-applied-then-touched", "drop-after@changes", 21 * HOUR, "/site/address/line2", TRUE, 0 },
  { "from-the-future", "drop@changes", -HOUR, NULL, FALSE, 0 },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhRecovery) recovery = NULL;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  gint64 customer;
  guint n_sent;

  kh_link_fixture_init (&fixture);
  customer = leave_attempt (&fixture, "1042", row->fault);
  make_older (&fixture, row->age);
  if (row->edited != NULL)
    kh_reference_station_edit (fixture.station, ANN, row->edited, "\"9 Ash Rd\"", &error);
  g_assert_no_error (error);

  n_sent = kh_reference_station_count (fixture.station, KH_REFERENCE_CHANGES);
  recovery = kh_link_fixture_recover (&fixture);
  g_assert_cmpuint (recovery->waiting->len, ==, 0);
  g_assert_cmpuint (recovery->finished->len, ==, row->linked ? 1 : 0);
  g_assert_cmpuint (recovery->dropped->len, ==, row->linked ? 0 : 1);
  g_assert_cmpuint (kh_reference_station_count (fixture.station, KH_REFERENCE_CHANGES) - n_sent, ==, row->n_sent);
  assert_linked (&fixture, customer, ANN, row->linked);

  account = kh_link_fixture_read_account (&fixture, ANN);
  if (row->edited == NULL)
    g_assert_cmpstr (kh_account_get_value (account, KH_DATAPOINT_ADDRESS_1), ==, row->linked ? "12 Oak Avenue" : "4 Elm St");
}

/* From wherever it was, and without a change set. */
static void
test_states (void)
{
  static const char *const states[] = { KH_ATTEMPT_PREPARED, KH_ATTEMPT_APPLIED, KH_ATTEMPT_REFERRED };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      g_auto (KhLinkFixture) fixture = { 0 };
      g_autoptr (KhRecovery) recovery = NULL;
      gint64 customer;

      kh_link_fixture_init (&fixture);
      customer = leave_attempt (&fixture, "7000", "drop-after@reference");
      advance_attempt (&fixture, customer, states[i]);
      recovery = kh_link_fixture_recover (&fixture);
      g_assert_cmpuint (recovery->finished->len, ==, 1);
      g_assert_cmpint (g_array_index (recovery->finished, gint64, 0), ==, customer);
      g_assert_cmpuint (kh_reference_station_count (fixture.station, KH_REFERENCE_CHANGES), ==, 0);
      assert_linked (&fixture, customer, "SUMMIT7000", TRUE);
    }
}

/* What the page said is taken over from the station is taken over by a recovery, too. */
static void
test_adopts (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhRecovery) recovery = NULL;
  g_autoptr (KhCustomer) after = NULL;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  kh_link_fixture_fault (&fixture, "drop@reference");
  customer = kh_link_fixture_add_customer (&fixture, "1042", NULL);
  linker = kh_link_fixture_start (&fixture, customer);
  kh_discrepancy_set_resolution (kh_comparison_get (kh_linker_get_comparison (linker), KH_DATAPOINT_ADDRESS_1),
                                 KH_RESOLUTION_THEIRS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_FAILED);
  kh_reference_station_clear_faults (fixture.station);

  recovery = kh_link_fixture_recover (&fixture);
  g_assert_cmpuint (recovery->finished->len, ==, 1);
  assert_linked (&fixture, customer, ANN, TRUE);
  after = kh_link_fixture_load (&fixture, customer, NULL);
  g_assert_cmpstr (kh_customer_get (after, KH_DATAPOINT_ADDRESS_1), ==, "4 Elm St");
}

/* A station that cannot be asked is asked later. */
static void
test_waits (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhRecovery) down = NULL;
  g_autoptr (KhRecovery) tokenless = NULL;
  g_autoptr (KhRecovery) recovery = NULL;
  KhKeyring *keyring;
  gint64 customer;

  kh_link_fixture_init (&fixture);
  keyring = kh_stations_get_keyring (fixture.stations);
  customer = leave_attempt (&fixture, "1042", "drop@changes");

  kh_link_fixture_fault (&fixture, "status:503@any");
  down = kh_link_fixture_recover (&fixture);
  g_assert_cmpuint (down->waiting->len, ==, 1);
  g_assert_cmpuint (kh_link_fixture_count_attempts (&fixture), ==, 1);
  kh_reference_station_clear_faults (fixture.station);

  kh_keyring_set_for_this_run (keyring, fixture.company, NULL);
  kh_stations_forget (fixture.stations, fixture.company);
  tokenless = kh_link_fixture_recover (&fixture);
  g_assert_cmpuint (tokenless->waiting->len, ==, 1);
  g_assert_cmpuint (kh_link_fixture_count_attempts (&fixture), ==, 1);

  kh_keyring_set_for_this_run (keyring, fixture.company, KH_LINK_TOKEN);
  recovery = kh_link_fixture_recover (&fixture);
  g_assert_cmpuint (recovery->finished->len, ==, 1);
  assert_linked (&fixture, customer, ANN, TRUE);
}

/* A recovery and a clerk do not carry out the same attempt. */
static void
test_clerk_meanwhile (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhRecovery) recovery = NULL;
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhLinker) again = NULL;
  g_autoptr (GError) error = NULL;
  gint64 customer;
  guint n_sent;

  kh_link_fixture_init (&fixture);
  customer = leave_attempt (&fixture, "1042", "drop@changes");
  n_sent = kh_reference_station_count (fixture.station, KH_REFERENCE_CHANGES);
  kh_link_fixture_fault (&fixture, "delay:100@changes");
  linker = kh_link_fixture_new_linker (&fixture, customer);
  kh_linker_recover_async (fixture.store, fixture.stations, NULL, kh_store_test_keep, &result);
  kh_linker_start (linker);
  kh_store_test_wait_result (&result);
  kh_link_wait (linker);

  recovery = kh_linker_recover_finish (result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kh_reference_station_count (fixture.station, KH_REFERENCE_CHANGES) - n_sent, ==, 1);
  g_assert_true ((recovery->finished->len == 1) != (kh_linker_get_state (linker) == KH_LINKER_LINKED));
  assert_linked (&fixture, customer, ANN, TRUE);
  again = kh_link_fixture_start (&fixture, customer);
  kh_assert_link_state (again, KH_LINKER_LINKED);
}

static void
test_nothing (void)
{
  g_auto (KhLinkFixture) fixture = { 0 };
  g_autoptr (KhRecovery) recovery = NULL;

  kh_link_fixture_init (&fixture);
  recovery = kh_link_fixture_recover (&fixture);
  g_assert_cmpuint (recovery->finished->len + recovery->dropped->len + recovery->waiting->len, ==, 0);
  g_assert_cmpuint (kh_reference_station_count (fixture.station, KH_REFERENCE_ANYWHERE), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/linker-recovery/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/linker-recovery/states", test_states);
  g_test_add_func ("/linker-recovery/adopts", test_adopts);
  g_test_add_func ("/linker-recovery/waits", test_waits);
  g_test_add_func ("/linker-recovery/clerk-meanwhile", test_clerk_meanwhile);
  g_test_add_func ("/linker-recovery/nothing", test_nothing);

  return g_test_run ();
}
