/* test-sender-agencies.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Agencies and their permits on their way to the station: like contacts, but a Bold station accepts one
 * once only. */

#include "config.h"

#include "kh-account.h"
#include "kh-connection.h"
#include "kh-database.h"
#include "kh-json.h"
#include "kh-probe.h"
#include "kh-row-comparison.h"
#include "kh-schema.h"
#include "kh-sender-fixture.h"
#include "kh-store-agencies.h"
#include "kh-store-test.h"

#include <string.h>

#define ACCOUNT(lists) \
  "[{\"id\":\"SUMMIT1042\",\"number\":\"1042\",\"site\":{\"kind\":\"residential\"," \
  "\"name\":{\"first\":\"Ann\",\"last\":\"Lee\"}}," lists "}]"

#define POLICE "Ogden Police Department"
#define PHONE "+18015550172"
#define CODE "UT-844-P1"
#define SHERIFF "Weber County Sheriff"
#define SHERIFF_CODE "UT-844-P2"

static const char police_there[] = ACCOUNT (
  "\"agencies\":[{\"type\":\"police\",\"agency\":\"" CODE "\",\"name\":\"" POLICE "\",\"phone\":\"" PHONE "\"}],"
  "\"permits\":[{\"agency\":\"" CODE "\",\"number\":\"A-77\",\"expires\":\"2027-03-01\"}]");

/* Rows of the record */

static void
add (KhSenderFixture *fixture,
     const char      *type,
     const char      *code,
     const char      *name,
     const char      *permit)
{
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_AGENCIES);

  kh_row_set (row, KH_AGENCY_TYPE, type);
  kh_row_set (row, KH_AGENCY_STATION_ID, code);
  kh_row_set (row, KH_AGENCY_NAME, name);
  kh_row_set (row, KH_AGENCY_PHONE, PHONE);
  kh_row_set (row, KH_AGENCY_PERMIT_NUMBER, permit);
  kh_row_set (row, KH_AGENCY_PERMIT_EXPIRES, permit != NULL ? "2027-03-01" : NULL);
  kh_sender_fixture_save_row (fixture, row, NULL, FALSE);
}

static void
edit (KhSenderFixture *fixture,
      guint            column,
      const char      *value)
{
  g_autoptr (KhRows) rows = kh_sender_fixture_load_table (fixture, KH_TABLE_AGENCIES);
  g_autoptr (KhRow) row = kh_row_copy (kh_rows_get (rows, 0));

  kh_row_set (row, column, value);
  kh_sender_fixture_save_row (fixture, row, kh_rows_get (rows, 0), FALSE);
}

static void
take_out (KhSenderFixture *fixture)
{
  g_autoptr (KhRows) rows = kh_sender_fixture_load_table (fixture, KH_TABLE_AGENCIES);

  kh_sender_fixture_save_row (fixture, kh_rows_get (rows, 0), kh_rows_get (rows, 0), TRUE);
}

/* "police UT-844-P1 Ogden Police Department +18015550172 A-77 2027-03-01, …" */
static char *
dup_rows (KhRows *rows)
{
  static const guint columns[] = { KH_AGENCY_STATION_ID, KH_AGENCY_NAME, KH_AGENCY_PHONE, KH_AGENCY_PERMIT_NUMBER,
                                   KH_AGENCY_PERMIT_EXPIRES };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *row = kh_rows_get (rows, i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", kh_row_get (row, KH_AGENCY_TYPE));
      for (guint n = 0; n < G_N_ELEMENTS (columns); n++)
        {
          if (kh_row_get (row, columns[n]) != NULL)
            g_string_append_printf (text, " %s", kh_row_get (row, columns[n]));
        }
    }

  return g_string_free (text, FALSE);
}

static void
assert_there (KhSenderFixture *fixture,
              const char      *agencies)
{
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&fixture->office, KH_SENDER_ANN);
  g_autofree char *there = dup_rows (kh_account_get_rows (account, KH_TABLE_AGENCIES));

  g_assert_cmpstr (there, ==, agencies);
}

static void
assert_here (KhSenderFixture *fixture,
             const char      *agencies)
{
  g_autoptr (KhRows) rows = kh_sender_fixture_load_table (fixture, KH_TABLE_AGENCIES);
  g_autofree char *here = dup_rows (rows);

  g_assert_cmpstr (here, ==, agencies);
}

static void
wait_and_assert (KhSenderFixture *fixture,
                 const char      *agencies)
{
  kh_sender_fixture_wait (fixture);
  kh_assert_items (fixture, "");
  assert_there (fixture, agencies);
}

static void
assert_lists (KhSenderFixture *fixture,
              guint            agencies,
              guint            permits)
{
  g_autofree char *text = kh_reference_station_dup_account (fixture->office.station, KH_SENDER_ANN, NULL);
  g_autoptr (JsonNode) node = kh_json_parse (text, strlen (text), NULL);
  JsonObject *account = json_node_get_object (node);

  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (account, "agencies")), ==, agencies);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (account, "permits")), ==, permits);
}

static void
edit_there (KhSenderFixture *fixture,
            const char      *member,
            const char      *value)
{
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&fixture->office, KH_SENDER_ANN);
  KhRow *row = kh_rows_get (kh_account_get_rows (account, KH_TABLE_AGENCIES), 0);
  g_autofree char *path = g_strdup_printf ("/agencies/%s/%s", kh_row_get_item (row), member);

  kh_sender_fixture_edit_there (fixture, path, value);
}

static void
init_linked (KhSenderFixture    *fixture,
             KhReferenceProfile  profile,
             const char         *accounts)
{
  kh_link_fixture_init (&fixture->office);
  kh_link_fixture_replace_station_by (&fixture->office, profile, accounts);
  fixture->customer = kh_link_fixture_add_customer (&fixture->office, "1042", NULL);
}

/* Tests */

/* The agency, and its permit in a list of its own: added, changed field by field, taken out. */
static void
test_arrives (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
  add (&fixture, "police", CODE, POLICE, NULL);
  wait_and_assert (&fixture, "police " CODE " " POLICE " " PHONE);
  edit (&fixture, KH_AGENCY_PERMIT_NUMBER, "A-77");
  wait_and_assert (&fixture, "police " CODE " " POLICE " " PHONE " A-77");
  edit (&fixture, KH_AGENCY_PERMIT_EXPIRES, "2027-03-01");
  wait_and_assert (&fixture, "police " CODE " " POLICE " " PHONE " A-77 2027-03-01");
  edit (&fixture, KH_AGENCY_PHONE, "+18015550173");
  wait_and_assert (&fixture, "police " CODE " " POLICE " +18015550173 A-77 2027-03-01");
  assert_lists (&fixture, 1, 1);
  /* The permit goes with its agency. */
  edit (&fixture, KH_AGENCY_STATION_ID, SHERIFF_CODE);
  wait_and_assert (&fixture, "police " SHERIFF_CODE " " POLICE " +18015550173 A-77 2027-03-01");
  assert_lists (&fixture, 1, 1);
  edit (&fixture, KH_AGENCY_PERMIT_NUMBER, NULL);
  edit (&fixture, KH_AGENCY_PERMIT_EXPIRES, NULL);
  wait_and_assert (&fixture, "police " SHERIFF_CODE " " POLICE " +18015550173");
  assert_lists (&fixture, 1, 0);
  add (&fixture, "fire", NULL, "Ogden Fire", NULL);
  edit (&fixture, KH_AGENCY_PERMIT_NUMBER, "A-78");
  kh_sender_fixture_wait (&fixture);
  take_out (&fixture);
  wait_and_assert (&fixture, "fire Ogden Fire " PHONE);
  assert_lists (&fixture, 1, 0);
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

      kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
      kh_sender_fixture_wait (&fixture);
      kh_link_fixture_set_deadline (&fixture.office, 500);
      kh_link_fixture_fault (&fixture.office, faults[i]);
      add (&fixture, "police", CODE, POLICE, "A-77");
      wait_and_assert (&fixture, "police " CODE " " POLICE " " PHONE " A-77 2027-03-01");
      assert_lists (&fixture, 1, 1);
    }
}

static void
test_restart (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  add (&fixture, "police", CODE, POLICE, "A-77");
  kh_assert_items (&fixture, "agencies#1 queued");
  edit (&fixture, KH_AGENCY_PERMIT_NUMBER, "A-78");
  kh_link_fixture_close (&fixture.office);
  kh_link_fixture_open (&fixture.office, fixture.office.folder);
  kh_assert_items (&fixture, "agencies#1 queued");
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "police " CODE " " POLICE " " PHONE " A-78 2027-03-01");
}

/* Somebody at the station was at the same agency: held, until a person says what to do. */
static void
test_conflict (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
  add (&fixture, "police", CODE, POLICE, "A-77");
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  edit_there (&fixture, "name", "\"Ogden City Police\"");
  edit (&fixture, KH_AGENCY_PERMIT_NUMBER, "A-78");
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait_for (&fixture, "agencies#1 held foreign");
  assert_there (&fixture, "police " CODE " Ogden City Police " PHONE " A-77 2027-03-01");
  kh_sender_fixture_decide (&fixture, KH_OUTBOX_DISCARDED);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  edit (&fixture, KH_AGENCY_PERMIT_NUMBER, "A-79");
  wait_and_assert (&fixture, "police " CODE " " POLICE " " PHONE " A-79 2027-03-01");
}

/* A person at the station accepts it first. */
static void
test_review (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
  kh_sender_fixture_wait (&fixture);
  kh_link_fixture_fault (&fixture.office, "pending@changes*1");
  add (&fixture, "police", CODE, POLICE, "A-77");
  kh_sender_fixture_wait_for (&fixture, "agencies#1 pending review referred");
  assert_there (&fixture, "");
  kh_probe_decide (kh_reference_station_get_url (fixture.office.station), TRUE, NULL);
  kh_sender_fixture_stop (&fixture);
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "police " CODE " " POLICE " " PHONE " A-77 2027-03-01");
}

/* Accepted once: what is changed of it afterwards stays here, and says why; its permit is the station's
 * to take as ever. */
static void
test_bold (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autofree char *message = NULL;
  gint64 version;

  kh_sender_fixture_init (&fixture);
  add (&fixture, "police", CODE, POLICE, NULL);
  wait_and_assert (&fixture, "police " CODE " " POLICE " " PHONE);
  edit (&fixture, KH_AGENCY_PERMIT_NUMBER, "A-77");
  wait_and_assert (&fixture, "police " CODE " " POLICE " " PHONE " A-77");

  version = kh_sender_fixture_get_version (&fixture);
  edit (&fixture, KH_AGENCY_NAME, "Ogden City Police");
  kh_sender_fixture_wait_for (&fixture, "agencies#1 rejected unable");
  message = kh_sender_fixture_dup_message (&fixture);
  g_assert_nonnull (strstr (message, "accepts this only once"));
  g_assert_cmpint (kh_sender_fixture_get_version (&fixture), ==, version);
  kh_sender_fixture_decide (&fixture, KH_OUTBOX_DISCARDED);
  kh_sender_fixture_wait (&fixture);

  /* What differs for good is no obstacle to the rest. */
  edit (&fixture, KH_AGENCY_PERMIT_NUMBER, "A-78");
  wait_and_assert (&fixture, "police " CODE " " POLICE " " PHONE " A-78");
  take_out (&fixture);
  add (&fixture, "police", SHERIFF_CODE, SHERIFF, NULL);
  kh_sender_fixture_wait_for (&fixture, "agencies#1 rejected unable, agencies#2 rejected unable");
  assert_there (&fixture, "police " CODE " " POLICE " " PHONE " A-78");
}

/* Any station may keep one. */
static void
test_fixed (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init_linked (&fixture, KH_REFERENCE_GENERIC,
               ACCOUNT ("\"agencies\":[{\"type\":\"police\",\"agency\":\"" CODE "\",\"name\":\"" POLICE "\","
                        "\"phone\":\"" PHONE "\",\"frozen\":true}]"));
  add (&fixture, "police", CODE, POLICE, NULL);
  kh_sender_fixture_link (&fixture);
  kh_sender_fixture_start (&fixture);
  edit (&fixture, KH_AGENCY_PERMIT_NUMBER, "A-77");
  wait_and_assert (&fixture, "police " CODE " " POLICE " " PHONE " A-77");
  edit (&fixture, KH_AGENCY_NAME, "Ogden City Police");
  kh_sender_fixture_wait_for (&fixture, "agencies#1 rejected unable");
  assert_there (&fixture, "police " CODE " " POLICE " " PHONE " A-77");
}

/* Only we have it: Link sends it. Both have: what the station keeps is shown, and the permit is written. */
static void
test_link (void)
{
  static const KhReferenceProfile profiles[] = { KH_REFERENCE_GENERIC, KH_REFERENCE_BOLD };

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_auto (KhSenderFixture) fixture = { 0 };
      g_autoptr (KhLinker) linker = NULL;
      g_autoptr (KhRowDiscrepancy) row = NULL;

      init_linked (&fixture, profiles[i], ACCOUNT ("\"agencies\":[]"));
      add (&fixture, "police", CODE, POLICE, "A-77");
      linker = kh_link_fixture_start (&fixture.office, fixture.customer);
      row = kh_sender_fixture_find_row (linker, KH_TABLE_AGENCIES);
      g_assert_cmpint (kh_row_discrepancy_get_resolution (row), ==, KH_RESOLUTION_OURS);
      kh_link_press (linker);
      kh_assert_link_state (linker, KH_LINKER_LINKED);
      kh_sender_fixture_start (&fixture);
      wait_and_assert (&fixture, "police " CODE " " POLICE " " PHONE " A-77 2027-03-01");
    }
}

static void
test_link_kept (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhRowDiscrepancy) row = NULL;

  init_linked (&fixture, KH_REFERENCE_BOLD, police_there);
  add (&fixture, "police", CODE, "Ogden City Police", "A-78");
  linker = kh_link_fixture_start (&fixture.office, fixture.customer);
  row = kh_sender_fixture_find_row (linker, KH_TABLE_AGENCIES);
  g_assert_true (kh_row_discrepancy_differs (row, KH_AGENCY_NAME));
  g_assert_false (kh_row_discrepancy_is_written (row, KH_AGENCY_NAME));
  g_assert_true (kh_row_discrepancy_is_written (row, KH_AGENCY_PERMIT_NUMBER));
  g_assert_nonnull (strstr (kh_row_discrepancy_get_reason (row), "does not take this from Keyholder: Name"));
  kh_row_discrepancy_set_resolution (row, KH_RESOLUTION_OURS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "police " CODE " " POLICE " " PHONE " A-78 2027-03-01");
  assert_here (&fixture, "police " CODE " Ogden City Police " PHONE " A-78 2027-03-01");
}

/* Taken out here and kept there: nothing but to take it back, or to leave it. */
static void
test_settled_kept (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhRowDiscrepancy) row = NULL;

  kh_sender_fixture_init (&fixture);
  add (&fixture, "police", CODE, POLICE, NULL);
  kh_sender_fixture_wait (&fixture);
  take_out (&fixture);
  kh_sender_fixture_wait_for (&fixture, "agencies#1 rejected unable");
  linker = kh_sender_fixture_compare (&fixture);
  row = kh_sender_fixture_find_row (linker, KH_TABLE_AGENCIES);
  g_assert_cmpint (kh_row_discrepancy_get_difference (row), ==, KH_DIFFERENCE_ONLY_THERE);
  g_assert_false (kh_row_discrepancy_allows (row, KH_RESOLUTION_OURS));
  g_assert_nonnull (strstr (kh_row_discrepancy_get_reason (row), "accepts this only once"));
  kh_row_discrepancy_set_resolution (row, KH_RESOLUTION_THEIRS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  assert_here (&fixture, "police " CODE " " POLICE " " PHONE);
}

/* As an earlier program left it. */
static void
forget_agencies (KhSenderFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->office.folder, KH_DATABASE_FILE, NULL);
  KhConnection *connection;
  g_autoptr (GError) error = NULL;

  kh_link_fixture_close (&fixture->office);
  connection = kh_connection_open (path, KH_CONNECTION_SCHEMA, KH_SCHEMA_APPLICATION_ID, &error);
  g_assert_no_error (error);
  kh_connection_execute (connection, "DELETE FROM shadow WHERE datapoint LIKE 'agencies#%';"
                                     "UPDATE shadow SET value = NULL WHERE datapoint = 'rows'", &error);
  g_assert_no_error (error);
  kh_connection_close (connection);
  kh_link_fixture_open (&fixture->office, fixture->office.folder);
}

/* A data file from when agencies were not followed: nothing is known of the station's, which is read
 * before anything is sent. */
static void
test_not_followed_before (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init_linked (&fixture, KH_REFERENCE_GENERIC, police_there);
  add (&fixture, "police", CODE, POLICE, "A-77");
  kh_sender_fixture_link (&fixture);
  forget_agencies (&fixture);
  edit (&fixture, KH_AGENCY_PERMIT_NUMBER, "A-78");
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "police " CODE " " POLICE " " PHONE " A-78 2027-03-01");
  assert_lists (&fixture, 1, 1);
}

/* What was set under Manage Account is the record's from then on: what waited of it here is not sent, nor
 * is it sent once more; the next change of it is. */
static void
test_followed (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 version;

  kh_sender_fixture_init_by (&fixture, KH_REFERENCE_GENERIC);
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  add (&fixture, "police", SHERIFF_CODE, SHERIFF, "A-77");
  kh_assert_items (&fixture, "agencies#1 queued");
  kh_sender_fixture_edit_there (&fixture, "/agencies/-", "{\"type\":\"police\",\"agency\":\"" CODE "\"}");
  account = kh_link_fixture_read_account (&fixture.office, KH_SENDER_ANN);
  version = kh_sender_fixture_get_version (&fixture);
  kh_store_follow_agency_async (fixture.office.store, fixture.customer, account, KH_AGENCY_POLICE, kh_store_test_keep,
                                &result);
  kh_store_test_wait_result (&result);
  g_assert_true (kh_store_follow_agency_finish (fixture.office.store, result, &error));
  g_assert_no_error (error);
  kh_assert_items (&fixture, "");
  assert_here (&fixture, "police " CODE " " POLICE " +18015550172 A-77 2027-03-01");
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "police " CODE " " POLICE " +18015550172");
  g_assert_cmpint (kh_sender_fixture_get_version (&fixture), ==, version);
  edit (&fixture, KH_AGENCY_PERMIT_NUMBER, "A-78");
  wait_and_assert (&fixture, "police " CODE " " POLICE " +18015550172 A-78 2027-03-01");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sender-agencies/arrives", test_arrives);
  g_test_add_func ("/sender-agencies/once", test_once);
  g_test_add_func ("/sender-agencies/restart", test_restart);
  g_test_add_func ("/sender-agencies/conflict", test_conflict);
  g_test_add_func ("/sender-agencies/review", test_review);
  g_test_add_func ("/sender-agencies/bold", test_bold);
  g_test_add_func ("/sender-agencies/fixed", test_fixed);
  g_test_add_func ("/sender-agencies/link", test_link);
  g_test_add_func ("/sender-agencies/link/kept", test_link_kept);
  g_test_add_func ("/sender-agencies/settled/kept", test_settled_kept);
  g_test_add_func ("/sender-agencies/not-followed-before", test_not_followed_before);
  g_test_add_func ("/sender-agencies/followed", test_followed);

  return g_test_run ();
}
