/* test-sender-zones.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Zones on their way to a station that takes them: one list a system, and only where the company's setting
 * says so. */

#include "config.h"

#include "kh-account.h"
#include "kh-sender-fixture.h"
#include "kh-store-test.h"

#include <string.h>

#define ACCOUNT(zones) \
  "[{\"id\":\"SUMMIT1042\",\"number\":\"1042\",\"site\":{\"kind\":\"residential\"," \
  "\"name\":{\"first\":\"Ann\",\"last\":\"Lee\"}},\"systems\":[{\"no\":1,\"areas\":[{\"no\":1,\"name\":\"House\"}]," \
  "\"zones\":[" zones "]},{\"no\":2}]}]"

#define ZONE(number, description) \
  "{\"area\":1,\"zone\":\"" number "\",\"description\":\"" description "\",\"event\":\"BA\",\"status\":\"installed\"}"

#define MANY 250u

/* Rows of the record */

static KhRow *
make (const char *system,
      const char *number,
      const char *description)
{
  KhRow *row = kh_row_new (KH_TABLE_ZONES);

  kh_row_set (row, KH_ZONE_SYSTEM, system);
  kh_row_set (row, KH_ZONE_AREA, "1");
  kh_row_set (row, KH_ZONE_NUMBER, number);
  kh_row_set (row, KH_ZONE_DESCRIPTION, description);
  kh_row_set (row, KH_ZONE_EVENT, "BA");
  kh_row_set (row, KH_ZONE_STATUS, "installed");

  return row;
}

static void
add (KhSenderFixture *fixture,
     const char      *system,
     const char      *number,
     const char      *description)
{
  g_autoptr (KhRow) row = make (system, number, description);

  kh_sender_fixture_save_row (fixture, row, NULL, FALSE);
}

static KhRow *
find (KhRows     *rows,
      const char *description)
{
  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      if (strcmp (kh_row_get (kh_rows_get (rows, i), KH_ZONE_DESCRIPTION), description) == 0)
        return kh_rows_get (rows, i);
    }

  g_assert_not_reached ();
}

static void
edit (KhSenderFixture *fixture,
      const char      *description,
      guint            column,
      const char      *value)
{
  g_autoptr (KhRows) rows = kh_sender_fixture_load_table (fixture, KH_TABLE_ZONES);
  g_autoptr (KhRow) row = kh_row_copy (find (rows, description));

  kh_row_set (row, column, value);
  kh_sender_fixture_save_row (fixture, row, find (rows, description), FALSE);
}

static void
take_out (KhSenderFixture *fixture,
          const char      *description)
{
  g_autoptr (KhRows) rows = kh_sender_fixture_load_table (fixture, KH_TABLE_ZONES);

  kh_sender_fixture_save_row (fixture, find (rows, description), find (rows, description), TRUE);
}

/* "1/1/001 Front door BA installed, …" */
static char *
dup_zones (KhSenderFixture *fixture)
{
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&fixture->office, KH_SENDER_ANN);
  KhRows *rows = kh_account_get_rows (account, KH_TABLE_ZONES);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *row = kh_rows_get (rows, i);

      g_string_append_printf (text, "%s%s/%s/%s %s %s %s", i > 0 ? ", " : "", kh_row_get (row, KH_ZONE_SYSTEM),
                              kh_row_get (row, KH_ZONE_AREA), kh_row_get (row, KH_ZONE_NUMBER),
                              kh_row_get (row, KH_ZONE_DESCRIPTION), kh_row_get (row, KH_ZONE_EVENT),
                              kh_row_get (row, KH_ZONE_STATUS));
    }

  return g_string_free (text, FALSE);
}

static void
assert_zones (KhSenderFixture *fixture,
              const char      *zones)
{
  g_autofree char *there = dup_zones (fixture);

  g_assert_cmpstr (there, ==, zones);
}

static void
wait_and_assert (KhSenderFixture *fixture,
                 const char      *zones)
{
  kh_sender_fixture_wait (fixture);
  kh_assert_items (fixture, "");
  assert_zones (fixture, zones);
}

/* What a person at the station does to the first zone of the first system. */
static void
edit_there (KhSenderFixture *fixture,
            const char      *member,
            const char      *value)
{
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&fixture->office, KH_SENDER_ANN);
  KhRow *row = kh_rows_get (kh_account_get_rows (account, KH_TABLE_ZONES), 0);
  g_autofree char *path = member != NULL ? g_strdup_printf ("/systems/1/zones/%s/%s", kh_row_get_item (row) + 2, member)
                                         : g_strdup_printf ("/systems/1/zones/%s", kh_row_get_item (row) + 2);

  kh_sender_fixture_edit_there (fixture, path, value);
}

/* Linked, with what the station has of zones, to a company that takes them or not. */
static void
init (KhSenderFixture *fixture,
      const char      *accounts,
      gboolean         sends)
{
  kh_link_fixture_init (&fixture->office);
  kh_link_fixture_replace_station (&fixture->office, accounts);
  if (sends)
    kh_link_fixture_set_sends_zones (&fixture->office, TRUE);
  fixture->customer = kh_link_fixture_add_customer (&fixture->office, "1042", NULL);
}

static void
link_and_start (KhSenderFixture *fixture)
{
  kh_sender_fixture_link (fixture);
  kh_sender_fixture_start (fixture);
  kh_sender_fixture_wait (fixture);
}

static void
init_linked (KhSenderFixture *fixture)
{
  init (fixture, ACCOUNT (""), TRUE);
  link_and_start (fixture);
}

/* Tests */

/* Added, changed value by value, and taken out, each in its system's list. */
static void
test_arrives (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init_linked (&fixture);
  add (&fixture, "1", "001", "Front door");
  wait_and_assert (&fixture, "1/1/001 Front door BA installed");
  add (&fixture, "2", "001", "Shed");
  add (&fixture, "1", "002", "Back door");
  wait_and_assert (&fixture, "1/1/001 Front door BA installed, 1/1/002 Back door BA installed, 2/1/001 Shed BA installed");
  edit (&fixture, "Shed", KH_ZONE_EVENT, "FA");
  edit (&fixture, "Back door", KH_ZONE_NUMBER, "012");
  edit (&fixture, "Front door", KH_ZONE_DESCRIPTION, "Front gate");
  wait_and_assert (&fixture, "1/1/001 Front gate BA installed, 1/1/012 Back door BA installed, 2/1/001 Shed FA installed");
  take_out (&fixture, "Front gate");
  edit (&fixture, "Shed", KH_ZONE_STATUS, "planned");
  wait_and_assert (&fixture, "1/1/012 Back door BA installed, 2/1/001 Shed FA planned");
}

/* Into another system's list, and from there on it is known by what it is there. */
static void
test_moved (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init_linked (&fixture);
  add (&fixture, "1", "001", "Front door");
  add (&fixture, "2", "001", "Shed");
  kh_sender_fixture_wait (&fixture);
  edit (&fixture, "Front door", KH_ZONE_NUMBER, "002");
  edit (&fixture, "Front door", KH_ZONE_SYSTEM, "2");
  wait_and_assert (&fixture, "2/1/001 Shed BA installed, 2/1/002 Front door BA installed");
  edit (&fixture, "Front door", KH_ZONE_DESCRIPTION, "Garage");
  wait_and_assert (&fixture, "2/1/001 Shed BA installed, 2/1/002 Garage BA installed");
  take_out (&fixture, "Garage");
  wait_and_assert (&fixture, "2/1/001 Shed BA installed");
}

/* The station keeps its own where the setting does not say otherwise. */
static void
test_not_sent (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init (&fixture, ACCOUNT (ZONE ("001", "Front door")), FALSE);
  link_and_start (&fixture);
  add (&fixture, "1", "002", "Back door");
  add (&fixture, "1", "001", "Gate");
  edit (&fixture, "Gate", KH_ZONE_EVENT, "FA");
  take_out (&fixture, "Back door");
  kh_assert_items (&fixture, "");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait (&fixture);
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
  assert_zones (&fixture, "1/1/001 Front door BA installed");
}

/* Switched on for a customer who is linked already: what both sides have by then stays, as nobody has looked
 * at it, and what is changed from then on is sent. */
static void
test_switched_on (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init (&fixture, ACCOUNT (ZONE ("001", "Front door") "," ZONE ("002", "Back door")), FALSE);
  add (&fixture, "1", "001", "Main door");
  add (&fixture, "1", "002", "Back door");
  link_and_start (&fixture);
  kh_link_fixture_set_sends_zones (&fixture.office, TRUE);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  wait_and_assert (&fixture, "1/1/001 Front door BA installed, 1/1/002 Back door BA installed");
  edit (&fixture, "Back door", KH_ZONE_EVENT, "FA");
  wait_and_assert (&fixture, "1/1/001 Front door BA installed, 1/1/002 Back door FA installed");
}

/* Switched off while one waits: it does not go out, and says why; switched on again it does. */
static void
test_switched_off (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autofree char *message = NULL;

  init_linked (&fixture);
  add (&fixture, "1", "001", "Front door");
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  edit (&fixture, "Front door", KH_ZONE_EVENT, "FA");
  add (&fixture, "1", "002", "Back door");
  kh_link_fixture_set_sends_zones (&fixture.office, FALSE);
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait_for (&fixture, "zones#1 rejected unable, zones#2 rejected unable");
  message = kh_sender_fixture_dup_message (&fixture);
  g_assert_nonnull (strstr (message, "Zones are not sent to Dynamark any more"));
  assert_zones (&fixture, "1/1/001 Front door BA installed");
  kh_link_fixture_set_sends_zones (&fixture.office, TRUE);
  kh_sender_fixture_decide (&fixture, KH_OUTBOX_RETRIED);
  wait_and_assert (&fixture, "1/1/001 Front door FA installed, 1/1/002 Back door BA installed");
}

/* As wide as the company wants it; what is there in another writing is the same zone, and stays as it is. */
static void
test_digits (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init (&fixture, ACCOUNT (ZONE ("1", "Front door")), TRUE);
  add (&fixture, "1", "001", "Front door");
  link_and_start (&fixture);
  kh_link_fixture_set_zone_digits (&fixture.office, 3);
  edit (&fixture, "Front door", KH_ZONE_EVENT, "FA");
  wait_and_assert (&fixture, "1/1/1 Front door FA installed");
  add (&fixture, "1", "2", "Back door");
  wait_and_assert (&fixture, "1/1/1 Front door FA installed, 1/1/002 Back door BA installed");
  edit (&fixture, "Back door", KH_ZONE_NUMBER, "02");
  edit (&fixture, "Back door", KH_ZONE_EVENT, "FA");
  wait_and_assert (&fixture, "1/1/1 Front door FA installed, 1/1/002 Back door FA installed");
  edit (&fixture, "Back door", KH_ZONE_NUMBER, "12");
  wait_and_assert (&fixture, "1/1/1 Front door FA installed, 1/1/012 Back door FA installed");
}

/* Whatever happens on the way, none is there twice. */
static void
test_once (void)
{
  static const char *const faults[] = { "drop@changes*2", "drop-after@changes*1", "truncated@changes*1",
                                        "status:503:1@changes*1", "stale@changes*1", "delay:3000@changes*1" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_auto (KhSenderFixture) fixture = { 0 };

      init_linked (&fixture);
      kh_link_fixture_set_deadline (&fixture.office, 500);
      kh_link_fixture_fault (&fixture.office, faults[i]);
      add (&fixture, "2", "001", "Shed");
      wait_and_assert (&fixture, "2/1/001 Shed BA installed");
      kh_link_fixture_fault (&fixture.office, faults[i]);
      edit (&fixture, "Shed", KH_ZONE_SYSTEM, "1");
      wait_and_assert (&fixture, "1/1/001 Shed BA installed");
    }
}

/* Two change their numbers with each other, and go out together. */
static void
test_swapped (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init_linked (&fixture);
  add (&fixture, "1", "001", "Front door");
  add (&fixture, "1", "002", "Back door");
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  edit (&fixture, "Front door", KH_ZONE_NUMBER, "003");
  edit (&fixture, "Back door", KH_ZONE_NUMBER, "001");
  edit (&fixture, "Front door", KH_ZONE_NUMBER, "002");
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "1/1/002 Front door BA installed, 1/1/001 Back door BA installed");
}

/* More at a time than a station takes in one request. */
static void
test_many (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (GPtrArray) changes = kh_row_changes_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhRows) rows = NULL;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  init_linked (&fixture);
  for (guint i = 1; i <= MANY; i++)
    {
      g_autofree char *number = g_strdup_printf ("%03u", i);
      g_autoptr (KhRow) row = make ("1", number, number);

      g_ptr_array_add (changes, kh_row_change_new (row, NULL, FALSE));
    }
  kh_store_save_table_async (fixture.office.store, fixture.customer, KH_TABLE_ZONES, changes, NULL, kh_store_test_keep,
                             &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_save_table_finish (fixture.office.store, result, &error);
  g_assert_no_error (error);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  account = kh_link_fixture_read_account (&fixture.office, KH_SENDER_ANN);
  g_assert_cmpuint (kh_rows_get_n (kh_account_get_rows (account, KH_TABLE_ZONES)), ==, MANY);
}

/* Somebody at the station was at the same zone: held. What they did to it while none of ours waits is held
 * as well. */
static void
test_conflict (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init_linked (&fixture);
  add (&fixture, "1", "001", "Front door");
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  edit_there (&fixture, "description", "\"Porch\"");
  edit (&fixture, "Front door", KH_ZONE_EVENT, "FA");
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait_for (&fixture, "zones#1 held foreign");
  assert_zones (&fixture, "1/1/001 Porch BA installed");
}

static void
test_unwaited (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init_linked (&fixture);
  add (&fixture, "1", "001", "Front door");
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  edit_there (&fixture, NULL, NULL);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait_for (&fixture, "city held foreign");
  assert_zones (&fixture, "");
}

/* Discrepancies writes what only we have, and takes what only the station has. */
static void
test_compared (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhRowDiscrepancy) row = NULL;

  init (&fixture, ACCOUNT (ZONE ("001", "Front door")), TRUE);
  add (&fixture, "1", "001", "Gate");
  linker = kh_link_fixture_start (&fixture.office, fixture.customer);
  row = kh_sender_fixture_find_row (linker, KH_TABLE_ZONES);
  g_assert_cmpint (kh_row_discrepancy_get_difference (row), ==, KH_DIFFERENCE_DIFFERS);
  g_assert_true (kh_row_discrepancy_allows (row, KH_RESOLUTION_OURS));
  g_assert_true (kh_row_discrepancy_allows (row, KH_RESOLUTION_THEIRS));
  kh_row_discrepancy_set_resolution (row, KH_RESOLUTION_OURS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "1/1/001 Gate BA installed");
}

/* A system that the station does not have is said by the station. */
static void
test_no_such_system (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autofree char *message = NULL;

  init_linked (&fixture);
  add (&fixture, "3", "001", "Barn");
  add (&fixture, "1", "001", "Front door");
  kh_sender_fixture_wait_for (&fixture, "zones#1 rejected validation");
  message = kh_sender_fixture_dup_message (&fixture);
  g_assert_nonnull (strstr (message, "Dynamark refuses this: There is no 3 in systems."));
  assert_zones (&fixture, "1/1/001 Front door BA installed");
}

/* So is an event that the station has no code for; what was there before stays until it is put right. */
static void
test_unknown_event (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autofree char *message = NULL;

  init_linked (&fixture);
  add (&fixture, "1", "001", "Front door");
  kh_sender_fixture_wait (&fixture);
  edit (&fixture, "Front door", KH_ZONE_EVENT, "Burglary");
  kh_sender_fixture_wait_for (&fixture, "zones#1 rejected validation");
  message = kh_sender_fixture_dup_message (&fixture);
  g_assert_nonnull (strstr (message, "Dynamark refuses this: The station's list has no such code."));
  assert_zones (&fixture, "1/1/001 Front door BA installed");
  edit (&fixture, "Front door", KH_ZONE_EVENT, "FA");
  wait_and_assert (&fixture, "1/1/001 Front door FA installed");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sender-zones/arrives", test_arrives);
  g_test_add_func ("/sender-zones/moved", test_moved);
  g_test_add_func ("/sender-zones/not-sent", test_not_sent);
  g_test_add_func ("/sender-zones/switched-on", test_switched_on);
  g_test_add_func ("/sender-zones/switched-off", test_switched_off);
  g_test_add_func ("/sender-zones/digits", test_digits);
  g_test_add_func ("/sender-zones/once", test_once);
  g_test_add_func ("/sender-zones/swapped", test_swapped);
  g_test_add_func ("/sender-zones/many", test_many);
  g_test_add_func ("/sender-zones/conflict", test_conflict);
  g_test_add_func ("/sender-zones/unwaited", test_unwaited);
  g_test_add_func ("/sender-zones/compared", test_compared);
  g_test_add_func ("/sender-zones/no-such-system", test_no_such_system);
  g_test_add_func ("/sender-zones/unknown-event", test_unknown_event);

  return g_test_run ();
}
