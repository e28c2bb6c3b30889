/* test-sender.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-probe.h"
#include "kh-sender-fixture.h"
#include "kh-store-test.h"

#include <string.h>

#define ELM "\"9 Ash Rd\""
#define LINE_1 "/site/address/line1"

static guint
count_changes (KhSenderFixture *fixture)
{
  return kh_reference_station_count (fixture->office.station, KH_REFERENCE_CHANGES);
}

/* A saved change arrives, once, and one that is not sent does not. */
static void
test_arrives (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  guint before;
  gint64 version;

  kh_sender_fixture_init (&fixture);
  kh_sender_fixture_wait (&fixture);
  before = count_changes (&fixture);
  version = kh_sender_fixture_get_version (&fixture);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait (&fixture);
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_assert_items (&fixture, "");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_PROMO_CODE, "SPRING");
  kh_sender_fixture_wait (&fixture);
  g_assert_cmpuint (count_changes (&fixture), ==, before + 1);
  g_assert_cmpint (kh_sender_fixture_get_version (&fixture), ==, version + 1);
}

/* The items of lists: changed, taken away, and added, one after the other. */
static void
test_lists (void)
{
  static const char *const phones[] = { "+18015550177", NULL, "+18015550188", "+18015550199", NULL };
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (phones); i++)
    {
      kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CELL_PHONE, phones[i]);
      kh_sender_fixture_edit (&fixture, KH_DATAPOINT_PANEL_LOCATION, phones[i] != NULL ? "Hall" : "Cellar");
      kh_sender_fixture_wait (&fixture);
      kh_assert_items (&fixture, "");
      kh_assert_there (&fixture, KH_DATAPOINT_CELL_PHONE, phones[i]);
    }
}

/* While the station cannot be reached, edits of one datapoint become one. */
static void
test_fold (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  guint before;
  gint64 version;

  kh_sender_fixture_init (&fixture);
  kh_sender_fixture_wait (&fixture);
  version = kh_sender_fixture_get_version (&fixture);
  kh_sender_fixture_stop (&fixture);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ZIP, "84401");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Nephi");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Moab");
  kh_assert_items (&fixture, "city queued, zip queued");
  before = count_changes (&fixture);
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait (&fixture);
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Moab");
  kh_assert_there (&fixture, KH_DATAPOINT_ZIP, "84401");
  g_assert_cmpuint (count_changes (&fixture), ==, before + 1);
  g_assert_cmpint (kh_sender_fixture_get_version (&fixture), ==, version + 1);
}

/* What was changed back again needs no request. */
static void
test_back_again (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  guint before;

  kh_sender_fixture_init (&fixture);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ZIP, "84401");
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Provo");
  before = kh_reference_station_count (fixture.office.station, KH_REFERENCE_ANYWHERE);
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  g_assert_cmpuint (kh_reference_station_count (fixture.office.station, KH_REFERENCE_ANYWHERE), ==, before);
}

static void
on_told_cb (guint *count)
{
  (*count)++;
}

/* A token that works no more pauses the company with one request, and that is said once. */
static void
test_pause (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  guint before, n_paused = 0, n_resumed = 0;

  kh_sender_fixture_init (&fixture);
  g_signal_connect_swapped (fixture.sender, "paused", G_CALLBACK (on_told_cb), &n_paused);
  g_signal_connect_swapped (fixture.sender, "resumed", G_CALLBACK (on_told_cb), &n_resumed);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ZIP, "84401");
  kh_sender_fixture_wait (&fixture);
  kh_link_fixture_fault (&fixture.office, "status:401@changes");
  before = count_changes (&fixture);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait_for (&fixture, "city waiting unauthorized");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_STATE, "NV");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Moab");
  kh_store_test_pause (200);
  g_assert_cmpuint (count_changes (&fixture), ==, before + 1);
  /* Another that does not work either. */
  kh_stations_forget (fixture.office.stations, fixture.office.company);
  kh_store_test_pause (100);
  g_assert_cmpuint (count_changes (&fixture), ==, before + 2);
  g_assert_cmpuint (n_paused, ==, 1);
  g_assert_cmpuint (n_resumed, ==, 0);
  kh_reference_station_clear_faults (fixture.office.station);
  kh_stations_forget (fixture.office.stations, fixture.office.company);
  kh_sender_fixture_wait (&fixture);
  g_assert_cmpuint (n_resumed, ==, 1);
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Moab");
  kh_assert_items (&fixture, "");
}

/* One that is refused does not hold up those that were saved with it. */
static void
test_one_refused (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init (&fixture);
  kh_sender_fixture_stop (&fixture);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ADDRESS_1, NULL);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ZIP, "84401");
  /* Together, and then the middle one alone. */
  kh_link_fixture_fault (&fixture.office, "status:422@changes*1");
  kh_link_fixture_fault (&fixture.office, "status:422@changes*1+1");
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait (&fixture);
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_assert_there (&fixture, KH_DATAPOINT_ZIP, "84401");
  kh_assert_items (&fixture, "address-1 rejected validation");
  kh_sender_fixture_decide (&fixture, KH_OUTBOX_DISCARDED);
  kh_assert_items (&fixture, "");
}

/* Somebody else's value stops the account, is not overwritten, and is not forgotten. */
static void
test_conflict (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init (&fixture);
  kh_sender_fixture_edit_there (&fixture, LINE_1, ELM);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ADDRESS_1, "1 New St");
  kh_sender_fixture_wait_for (&fixture, "address-1 held foreign");
  /* Nothing goes out for that account any more, also not another value. */
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "address-1 held foreign, city held");
  kh_sender_fixture_decide (&fixture, KH_OUTBOX_RETRIED);
  kh_sender_fixture_wait_for (&fixture, "address-1 held foreign, city held foreign");
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_1, "9 Ash Rd");
  /* It is mended there. */
  kh_sender_fixture_edit_there (&fixture, LINE_1, "\"12 Oak Avenue\"");
  kh_sender_fixture_decide (&fixture, KH_OUTBOX_RETRIED);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_1, "1 New St");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
}

/* Discarded, the station's value is agreed to, and the next change of it goes out. */
static void
test_discard (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (GPtrArray) rows_kept = NULL;

  kh_sender_fixture_init (&fixture);
  kh_sender_fixture_edit_there (&fixture, LINE_1, ELM);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ADDRESS_1, "1 New St");
  kh_sender_fixture_wait_for (&fixture, "address-1 held foreign");
  kh_sender_fixture_decide (&fixture, KH_OUTBOX_DISCARDED);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_1, "9 Ash Rd");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ADDRESS_1, "2 New St");
  kh_sender_fixture_wait (&fixture);
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_1, "2 New St");
  rows_kept = kh_store_test_history (fixture.office.store, fixture.customer);
  for (guint i = 0; i < rows_kept->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows_kept, i);

      if (g_strcmp0 (row->action, "discard-change") == 0)
        {
          g_assert_cmpstr (row->datapoint, ==, "address-1");
          return;
        }
    }
  g_assert_not_reached ();
}

/* The operator typed what we would have sent. */
static void
test_same_there (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init (&fixture);
  kh_sender_fixture_edit_there (&fixture, LINE_1, "\"1 New St\"");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ADDRESS_1, "1 New St");
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
}

/* A person at the station looks at it first. */
static void
test_review (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init (&fixture);
  kh_link_fixture_fault (&fixture.office, "pending@changes*1");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait_for (&fixture, "city pending review referred");
  /* Another goes out meanwhile. */
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ZIP, "84401");
  kh_sender_fixture_wait_for (&fixture, "city pending review referred");
  kh_assert_there (&fixture, KH_DATAPOINT_ZIP, "84401");
  kh_sender_fixture_edit_there (&fixture, "/site/address/city", "\"Ogden\"");
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
}

static void
decide (KhSenderFixture *fixture,
        gboolean         approve,
        const char      *reason)
{
  kh_probe_decide (kh_reference_station_get_url (fixture->office.station), approve, reason);
}

/* A linked customer's change that waits for the operator. */
static void
refer (KhSenderFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  kh_sender_fixture_init (fixture);
  kh_reference_station_add_review (fixture->office.station, "/site/address", &error);
  g_assert_no_error (error);
  kh_sender_fixture_edit (fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait_for (fixture, "city pending review referred");
}

/* It is asked after, slowly, until it is approved; then it is agreed on. */
static void
test_approved (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  guint before, after;

  refer (&fixture);
  before = kh_reference_station_count (fixture.office.station, KH_REFERENCE_CHANGE);
  kh_store_test_pause (500);
  after = kh_reference_station_count (fixture.office.station, KH_REFERENCE_CHANGE);
  g_assert_cmpuint (after, >, before);
  g_assert_cmpuint (after, <=, before + 3);
  kh_assert_items (&fixture, "city pending review referred");
  decide (&fixture, TRUE, NULL);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
  /* Somebody else's value after that is one. */
  kh_sender_fixture_edit_there (&fixture, "/site/address/city", "\"Logan\"");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Moab");
  kh_sender_fixture_wait_for (&fixture, "city held foreign");
}

/* What of a set is written at once is agreed on at once, before anything is read. */
static void
test_partly (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  guint before;

  kh_sender_fixture_init (&fixture);
  kh_reference_station_add_review (fixture.office.station, "/site/address", NULL);
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  before = kh_reference_station_count (fixture.office.station, KH_REFERENCE_ACCOUNT);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_PRIMARY_PHONE, "+18015550177");
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait_for (&fixture, "city pending review referred");
  g_assert_cmpuint (kh_reference_station_count (fixture.office.station, KH_REFERENCE_ACCOUNT), ==, before);
  kh_assert_there (&fixture, KH_DATAPOINT_PRIMARY_PHONE, "+18015550177");
  decide (&fixture, TRUE, NULL);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
}

/* Refused, it is shown with what the operator wrote, and sent again only when somebody says so. */
static void
test_declined (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autofree char *message = NULL;
  guint before;

  refer (&fixture);
  decide (&fixture, FALSE, "There is no Ogden on that street.");
  kh_sender_fixture_wait_for (&fixture, "city rejected declined");
  message = kh_sender_fixture_dup_message (&fixture);
  g_assert_nonnull (strstr (message, "Dynamark"));
  g_assert_nonnull (strstr (message, "There is no Ogden on that street."));
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Provo");
  before = count_changes (&fixture);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_PANEL_LOCATION, "Cellar");
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "city rejected declined");
  g_assert_cmpuint (count_changes (&fixture), ==, before + 1);
  kh_sender_fixture_decide (&fixture, KH_OUTBOX_RETRIED);
  kh_sender_fixture_wait_for (&fixture, "city pending review referred");
  decide (&fixture, TRUE, NULL);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
}

/* Decided while the program is closed. */
static void
test_declined_later (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autofree char *message = NULL;

  refer (&fixture);
  kh_sender_fixture_stop (&fixture);
  kh_link_fixture_close (&fixture.office);
  decide (&fixture, FALSE, NULL);
  kh_link_fixture_open (&fixture.office, fixture.office.folder);
  kh_assert_items (&fixture, "city pending review referred");
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait_for (&fixture, "city rejected declined");
  message = kh_sender_fixture_dup_message (&fixture);
  g_assert_nonnull (strstr (message, "Ask Dynamark why"));
}

/* Two that wait, each with an answer of its own. */
static void
test_two_reviewed (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  refer (&fixture);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ZIP, "84401");
  kh_sender_fixture_wait_for (&fixture, "city pending review referred, zip pending review referred");
  decide (&fixture, FALSE, "No.");
  kh_sender_fixture_wait_for (&fixture, "city rejected declined, zip pending review referred");
  decide (&fixture, TRUE, NULL);
  kh_sender_fixture_wait_for (&fixture, "city rejected declined");
  kh_assert_there (&fixture, KH_DATAPOINT_ZIP, "84401");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Provo");
}

/* A station that shows no passcode is believed, and whatever else changes there meanwhile does not
 * hold it; what a person wrote about one is not repeated. */
static void
test_secret_reviewed (gconstpointer data)
{
  const gboolean approve = GPOINTER_TO_INT (data);
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autofree char *message = NULL;
  g_autoptr (KhAccount) account = NULL;

  kh_sender_fixture_init (&fixture);
  kh_link_fixture_make_owner (&fixture.office);
  kh_reference_station_add_review (fixture.office.station, "/passcodes", NULL);
  kh_link_fixture_set_secret (&fixture.office, fixture.customer, KH_DATAPOINT_PASSCODE, "ROSEBUD7");
  kh_sender_fixture_wait_for (&fixture, "passcode pending review referred");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_store_test_pause (400);
  kh_assert_items (&fixture, "passcode pending review referred");
  decide (&fixture, approve, "ROSEBUD7 is in use.");
  kh_sender_fixture_wait_for (&fixture, approve ? "" : "passcode rejected declined");
  account = kh_link_fixture_read_account (&fixture.office, KH_SENDER_ANN);
  g_assert_true (approve == (kh_account_get_secret (account, KH_DATAPOINT_PASSCODE) != NULL));
  message = kh_sender_fixture_dup_message (&fixture);
  g_assert_true (message == NULL || strstr (message, "ROSEBUD7") == NULL);
  g_assert_false (kh_link_fixture_file_has (&fixture.office, "ROSEBUD7"));
}

/* With a passcode, somebody who has the key must be there; for the rest nobody has to. */
static void
test_sealed (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhAccount) account = NULL;

  kh_sender_fixture_init (&fixture);
  kh_link_fixture_make_owner (&fixture.office);
  kh_sender_fixture_stop (&fixture);
  kh_link_fixture_set_secret (&fixture.office, fixture.customer, KH_DATAPOINT_PASSCODE, "ROSEBUD7");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  g_assert_false (kh_link_fixture_file_has (&fixture.office, "ROSEBUD7"));
  kh_store_sign_out (fixture.office.store);
  kh_sender_fixture_start (&fixture);
  while (!kh_sender_is_idle (fixture.sender))
    g_main_context_iteration (NULL, TRUE);
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
  account = kh_link_fixture_read_account (&fixture.office, KH_SENDER_ANN);
  g_assert_null (kh_account_get_secret (account, KH_DATAPOINT_PASSCODE));
  kh_link_fixture_sign_in (&fixture.office);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  g_clear_object (&account);
  account = kh_link_fixture_read_account (&fixture.office, KH_SENDER_ANN);
  g_assert_cmpstr (kh_secret_get_text (kh_account_get_secret (account, KH_DATAPOINT_PASSCODE)), ==, "ROSEBUD7");
  g_assert_false (kh_link_fixture_file_has (&fixture.office, "ROSEBUD7"));
}

/* What is saved while a Link is under way goes out after it, and goes with one that is given up. */
static void
test_during_link (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;

  kh_link_fixture_init (&fixture.office);
  fixture.customer = kh_link_fixture_add_customer (&fixture.office, "1042", NULL);
  kh_sender_fixture_start (&fixture);
  kh_link_fixture_fault (&fixture.office, "delay:300@changes*1");
  linker = kh_link_fixture_start (&fixture.office, fixture.customer);
  kh_linker_link (linker);
  kh_link_wait_for (linker, KH_LINKER_WRITING);
  while (kh_link_fixture_count_attempts (&fixture.office) == 0)
    g_main_context_iteration (NULL, TRUE);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_link_wait (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
}

/* From the save to the station, idle: not much longer than the request itself. */
static void
test_latency (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  gint64 start, best = G_MAXINT64;

  kh_sender_fixture_init (&fixture);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *city = g_strdup_printf ("City %u", i);

      kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, city);
      start = g_get_monotonic_time ();
      kh_sender_fixture_wait (&fixture);
      best = MIN (best, g_get_monotonic_time () - start);
      kh_assert_there (&fixture, KH_DATAPOINT_CITY, city);
    }
  g_test_message ("%.1f ms", (double) best / 1000);
  g_assert_cmpint (best, <, 100 * G_TIME_SPAN_MILLISECOND);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sender/arrives", test_arrives);
  g_test_add_func ("/sender/lists", test_lists);
  g_test_add_func ("/sender/fold", test_fold);
  g_test_add_func ("/sender/back-again", test_back_again);
  g_test_add_func ("/sender/pause", test_pause);
  g_test_add_func ("/sender/one-refused", test_one_refused);
  g_test_add_func ("/sender/conflict", test_conflict);
  g_test_add_func ("/sender/discard", test_discard);
  g_test_add_func ("/sender/same-there", test_same_there);
  g_test_add_func ("/sender/review", test_review);
  g_test_add_func ("/sender/approved", test_approved);
  g_test_add_func ("/sender/partly", test_partly);
  g_test_add_func ("/sender/declined", test_declined);
  g_test_add_func ("/sender/declined-later", test_declined_later);
  g_test_add_func ("/sender/two-reviewed", test_two_reviewed);
  g_test_add_data_func ("/sender/secret-reviewed/approved", GINT_TO_POINTER (TRUE), test_secret_reviewed);
  g_test_add_data_func ("/sender/secret-reviewed/declined", GINT_TO_POINTER (FALSE), test_secret_reviewed);
  g_test_add_func ("/sender/sealed", test_sealed);
  g_test_add_func ("/sender/during-link", test_during_link);
  g_test_add_func ("/sender/latency", test_latency);

  return g_test_run ();
}
