/* test-watcher.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-store-test.h"
#include "kh-watcher-fixture.h"

#include <string.h>

#define CITY "/site/address/city"
#define FIRST_NAME "/site/name/first"

static void
on_told_cb (guint *count)
{
  (*count)++;
}

/* Nothing is new: one request, no body, and nobody is told. */
static void
test_same (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  guint before, told = 0;

  kh_watcher_fixture_init (&fixture);
  before = kh_watcher_fixture_count_reads (&fixture);
  g_signal_connect_swapped (fixture.base.office.store, "outbox-changed", G_CALLBACK (on_told_cb), &told);
  g_signal_connect_swapped (fixture.base.office.store, "customer-changed", G_CALLBACK (on_told_cb), &told);
  kh_watcher_fixture_look (&fixture);
  g_assert_cmpuint (kh_watcher_fixture_count_reads (&fixture), ==, before + 1);
  g_assert_cmpuint (told, ==, 0);
  kh_assert_hold (&fixture, "");
}

/* Somebody at the station changes what nobody changed here: held, shown, and let go when it is
 * put right there. */
static void
test_foreign (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };

  kh_watcher_fixture_init (&fixture);
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Logan\"");
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "foreign");
  kh_assert_items (&fixture.base, "");
  /* What is changed here does not go out. */
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_ADDRESS_1, "1 New St");
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_items (&fixture.base, "address-1 held");
  kh_watcher_fixture_look (&fixture);
  kh_assert_items (&fixture.base, "address-1 held foreign");
  kh_assert_there (&fixture.base, KH_DATAPOINT_ADDRESS_1, "12 Oak Avenue");
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Provo\"");
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "");
  kh_assert_items (&fixture.base, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_ADDRESS_1, "1 New St");
}

static guint
count_history (KhWatcherFixture *fixture,
               const char       *action)
{
  g_autoptr (GPtrArray) kept = kh_store_test_history (fixture->base.office.store, fixture->base.customer);
  guint n = 0;

  for (guint i = 0; i < kept->len; i++)
    n += g_strcmp0 (((const KhHistoryRow *) g_ptr_array_index (kept, i))->action, action) == 0;

  return n;
}

/* Discarded, what the station has is agreed to, and the next change of it goes out. Whoever
 * decides so stands in the history. */
static void
test_agree (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  guint n_compared;

  kh_watcher_fixture_init (&fixture);
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Logan\"");
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "foreign");
  n_compared = count_history (&fixture, "compare");
  kh_sender_fixture_decide (&fixture.base, KH_OUTBOX_RETRIED);
  g_assert_cmpuint (count_history (&fixture, "compare"), ==, n_compared + 1);
  kh_watcher_fixture_wait_for_hold (&fixture, "foreign");
  g_assert_cmpuint (count_history (&fixture, "agree"), ==, 0);
  kh_sender_fixture_decide (&fixture.base, KH_OUTBOX_DISCARDED);
  kh_watcher_fixture_wait_for_hold (&fixture, "");
  g_assert_cmpuint (count_history (&fixture, "agree"), ==, 1);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Logan");
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Moab");
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Moab");
}

/* The operator typed what we have: only the version moves on. */
static void
test_ours_there (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  guint before;

  kh_watcher_fixture_init (&fixture);
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Logan\"");
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "foreign");
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Logan");
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "");
  kh_assert_items (&fixture.base, "");
  before = kh_reference_station_count (fixture.base.office.station, KH_REFERENCE_CHANGES);
  kh_watcher_fixture_look (&fixture);
  g_assert_cmpuint (kh_reference_station_count (fixture.base.office.station, KH_REFERENCE_CHANGES), ==, before);
}

/* A look while a change waits reads first, and then the change goes out or is held. */
static void
test_with_change (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };

  kh_watcher_fixture_init (&fixture);
  kh_link_fixture_fault (&fixture.base.office, "delay:100@changes*1");
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  for (guint i = 0; i < 5; i++)
    kh_watcher_fixture_look (&fixture);
  kh_assert_items (&fixture.base, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  kh_assert_hold (&fixture, "");
}

/* Every account in its round, without anybody asking. */
static void
test_round (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };

  kh_watcher_fixture_init (&fixture);
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Logan\"");
  kh_watcher_start (fixture.watcher);
  kh_watcher_fixture_wait_for_hold (&fixture, "foreign");
}

/* One request at a time, however many are due. */
static void
test_one_at_a_time (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  guint before;

  kh_watcher_fixture_init (&fixture);
  fixture.base.customer = kh_link_fixture_add_customer (&fixture.base.office, "7000", NULL);
  kh_sender_fixture_link (&fixture.base);
  fixture.base.customer = kh_link_fixture_add_customer (&fixture.base.office, "AB-77", NULL);
  kh_sender_fixture_link (&fixture.base);
  kh_sender_fixture_wait (&fixture.base);
  kh_link_fixture_fault (&fixture.base.office, "delay:200@account");
  before = kh_watcher_fixture_count_reads (&fixture);
  kh_watcher_start (fixture.watcher);
  while (kh_watcher_fixture_count_reads (&fixture) == before)
    g_main_context_iteration (NULL, TRUE);
  kh_store_test_pause (100);
  g_assert_cmpuint (kh_watcher_fixture_count_reads (&fixture), ==, before + 1);
  while (kh_watcher_fixture_count_reads (&fixture) < before + 3)
    g_main_context_iteration (NULL, TRUE);
  kh_sender_fixture_wait (&fixture.base);
  kh_store_test_pause (500);
  g_assert_cmpuint (kh_watcher_fixture_count_reads (&fixture), ==, before + 3);
}

/* A company that is left alone is not asked, and then it is. */
static void
test_paused (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  guint before;

  kh_watcher_fixture_init (&fixture);
  kh_link_fixture_fault (&fixture.base.office, "status:401@account");
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Logan\"");
  kh_sender_look (fixture.base.sender, fixture.base.customer);
  while (kh_sender_get_pause (fixture.base.sender, fixture.base.office.company) == NULL)
    g_main_context_iteration (NULL, TRUE);
  before = kh_watcher_fixture_count_reads (&fixture);
  kh_watcher_start (fixture.watcher);
  kh_watcher_look (fixture.watcher, fixture.base.customer);
  kh_store_test_pause (100);
  g_assert_cmpuint (kh_watcher_fixture_count_reads (&fixture), ==, before);
  kh_assert_hold (&fixture, "");
  kh_reference_station_clear_faults (fixture.base.office.station);
  kh_stations_forget (fixture.base.office.stations, fixture.base.office.company);
  kh_watcher_fixture_wait_for_hold (&fixture, "foreign");
}

/* A station that is none any more */

typedef struct {
  const char *name;
  const char *fault;
  const char *hold;
  const char *says;
} Row;

static const Row rows[] = {
  { "other-id", "other@account*1", "wrong-account", "another account" },
  { "other-number", "other:number@account*1", "wrong-account", "another account than 1042" },
  { "gone", "status:410@account*1", "not-found", "Dynamark" },
  { "not-found", "status:404@account*1", "not-found", "Dynamark" },
};

/* What is asked for and answered wrong is no answer; nothing goes out, nothing is lost, and the
 * next right answer lets it go. */
static void
test_strange (gconstpointer data)
{
  const Row *row = data;
  g_auto (KhWatcherFixture) fixture = { 0 };
  guint before;

  kh_watcher_fixture_init (&fixture);
  before = kh_reference_station_count (fixture.base.office.station, KH_REFERENCE_CHANGES);
  /* A new version, as an account that did not change has no answer to be wrong in. */
  kh_link_fixture_fault (&fixture.base.office, "stale@account*1");
  kh_link_fixture_fault (&fixture.base.office, row->fault);
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, row->hold);
  kh_assert_hold_says (&fixture, row->says);
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_items (&fixture.base, "city held");
  g_assert_cmpuint (kh_reference_station_count (fixture.base.office.station, KH_REFERENCE_CHANGES), ==, before);
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "");
  kh_assert_items (&fixture.base, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
}

/* The same while a change is on its way, as the answer to the reading that comes first. */
static void
test_strange_with_change (gconstpointer data)
{
  const Row *row = data;
  g_auto (KhWatcherFixture) fixture = { 0 };
  g_autofree char *items = g_strdup_printf ("city held %s", row->hold);

  kh_watcher_fixture_init (&fixture);
  kh_link_fixture_fault (&fixture.base.office, "stale@changes*1");
  kh_link_fixture_fault (&fixture.base.office, row->fault);
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait_for (&fixture.base, items);
  kh_assert_hold (&fixture, row->hold);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Provo");
  kh_sender_fixture_decide (&fixture.base, KH_OUTBOX_RETRIED);
  kh_sender_fixture_wait_for (&fixture.base, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
}

/* The account as it is now, with one text in it replaced. */
static void
put_back (KhWatcherFixture *fixture,
          const char       *account,
          const char       *from,
          const char       *to)
{
  g_autoptr (GString) text = g_string_new (account);
  g_autoptr (GError) error = NULL;

  if (from != NULL)
    g_assert_cmpuint (g_string_replace (text, from, to, 0), >, 0);
  kh_reference_station_put_back (fixture->base.office.station, text->str, &error);
  g_assert_no_error (error);
}

static char *
dup_account (KhWatcherFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  char *text = kh_reference_station_dup_account (fixture->base.office.station, KH_SENDER_ANN, &error);

  g_assert_no_error (error);

  return text;
}

/* Another dealer has the account now: held, and not a word about them. */
static void
test_moved (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  g_autofree char *message = NULL;
  g_autofree char *hold = NULL;
  g_autofree char *account = NULL;

  kh_watcher_fixture_init (&fixture);
  account = dup_account (&fixture);
  put_back (&fixture, account, "\"dealer\":\"SUMMIT\"", "\"dealer\":\"OTHER\"");
  kh_watcher_fixture_look (&fixture);
  hold = kh_watcher_fixture_dup_hold (&fixture, &message);
  g_assert_cmpstr (hold, ==, "not-your-account");
  g_assert_null (strstr (message, "OTHER"));
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_items (&fixture.base, "city held");
  /* It comes back. */
  put_back (&fixture, account, NULL, NULL);
  kh_watcher_fixture_look (&fixture);
  kh_assert_items (&fixture.base, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
}

/* Somebody else lives there now; another spelling of the name is not somebody else. */
static void
test_renamed (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };

  kh_watcher_fixture_init (&fixture);
  kh_sender_fixture_edit_there (&fixture.base, FIRST_NAME, "\"Anna\"");
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "foreign");
  {
    g_autofree char *message = NULL;
    g_autofree char *hold = kh_watcher_fixture_dup_hold (&fixture, &message);

    g_assert_null (message);
  }
  kh_sender_fixture_edit_there (&fixture.base, FIRST_NAME, "\"Robert\"");
  kh_sender_fixture_edit_there (&fixture.base, "/site/name/last", "\"Zane\"");
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "foreign");
  kh_assert_hold_says (&fixture, "somebody else’s name");
}

/* The station brings back a backup: what it has then is nobody's agreement, and is not written
 * over; where it has what was agreed on, work goes on. */
static void
test_older (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  g_autofree char *account = NULL;

  kh_watcher_fixture_init (&fixture);
  account = dup_account (&fixture);
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_ADDRESS_2, "Rear");
  kh_sender_fixture_wait (&fixture.base);
  put_back (&fixture, account, NULL, NULL);
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "older");
  kh_assert_hold_says (&fixture, "gone back to an older version");
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_ZIP, "84405");
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_items (&fixture.base, "zip held");
  kh_assert_there (&fixture.base, KH_DATAPOINT_ZIP, "84401");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Provo");
}

static void
test_older_same (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  g_autofree char *account = NULL;

  kh_watcher_fixture_init (&fixture);
  account = dup_account (&fixture);
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Logan\"");
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Provo\"");
  kh_watcher_fixture_look (&fixture);
  put_back (&fixture, account, NULL, NULL);
  /* A write meets a version that is not the one it was made for. */
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_ZIP, "84405");
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_items (&fixture.base, "");
  kh_assert_hold (&fixture, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_ZIP, "84405");
}

/* The item of the account's only passcode. */
static void
change_passcode_there (KhWatcherFixture *fixture,
                       const char       *text)
{
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&fixture->base.office, KH_SENDER_ANN);
  g_autofree char *path = g_strdup_printf ("/passcodes/%s/value", kh_account_get_item (account, KH_DATAPOINT_PASSCODE));
  g_autofree char *value = g_strdup_printf ("{\"state\":\"clear\",\"text\":\"%s\"}", text);

  kh_sender_fixture_edit_there (&fixture->base, path, value);
}

static void
assert_passcode_there (KhWatcherFixture *fixture,
                       const char       *text)
{
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&fixture->base.office, KH_SENDER_ANN);

  g_assert_cmpstr (kh_secret_get_text (kh_account_get_secret (account, KH_DATAPOINT_PASSCODE)), ==, text);
}

/* A station that shows passcodes, and an office whose owner is there with the keys; both have ROSEBUD7,
 * and that was seen. */
static void
begin_passcode (KhWatcherFixture *fixture)
{
  kh_watcher_fixture_init_by (fixture, KH_REFERENCE_GENERIC);
  kh_link_fixture_make_owner (&fixture->base.office);
  kh_link_fixture_set_secret (&fixture->base.office, fixture->base.customer, KH_DATAPOINT_PASSCODE, "ROSEBUD7");
  kh_sender_fixture_wait (&fixture->base);
  assert_passcode_there (fixture, "ROSEBUD7");
  kh_watcher_fixture_look (fixture);
  kh_assert_hold (fixture, "");
}

/* Somebody at the station changes a passcode that nobody changed here. */
static void
test_passcode (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };

  begin_passcode (&fixture);
  /* Ours is none of somebody else, nor is another look. */
  kh_link_fixture_set_secret (&fixture.base.office, fixture.base.customer, KH_DATAPOINT_PASSCODE, "LILAC55");
  kh_sender_fixture_wait (&fixture.base);
  assert_passcode_there (&fixture, "LILAC55");
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "");
  change_passcode_there (&fixture, "TULIP88");
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "foreign");
  /* What is changed here waits, and nothing is written over it. */
  kh_link_fixture_set_secret (&fixture.base.office, fixture.base.customer, KH_DATAPOINT_PASSCODE, "DAISY21");
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_items (&fixture.base, "passcode held");
  assert_passcode_there (&fixture, "TULIP88");
  g_assert_false (kh_link_fixture_file_has (&fixture.base.office, "TULIP88"));
  g_assert_false (kh_link_fixture_file_has (&fixture.base.office, "LILAC55"));
  g_assert_false (kh_link_fixture_file_has (&fixture.base.office, "ROSEBUD7"));
  /* Put right there, it goes out. */
  change_passcode_there (&fixture, "LILAC55");
  kh_watcher_fixture_look (&fixture);
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_hold (&fixture, "");
  assert_passcode_there (&fixture, "DAISY21");
}

/* Nobody is there any more; perhaps with a change that has not gone out. */
static void
leave (KhWatcherFixture *fixture,
       const char       *city)
{
  kh_sender_fixture_stop (&fixture->base);
  kh_watcher_fixture_stop (fixture);
  if (city != NULL)
    kh_sender_fixture_edit (&fixture->base, KH_DATAPOINT_CITY, city);
  kh_store_sign_out (fixture->base.office.store);
  kh_sender_fixture_start (&fixture->base);
  kh_watcher_fixture_start (fixture);
}

/* Without a key nobody can tell, and everything else goes on; whoever has one is told then, however
 * many versions later. */
static void
test_passcode_locked (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };

  begin_passcode (&fixture);
  change_passcode_there (&fixture, "TULIP88");
  leave (&fixture, "Ogden");
  kh_sender_fixture_wait (&fixture.base);
  kh_watcher_fixture_look (&fixture);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  kh_link_fixture_sign_in (&fixture.base.office);
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "foreign");
  /* And it stays held without the key. */
  leave (&fixture, NULL);
  kh_watcher_fixture_look (&fixture);
  kh_link_fixture_sign_in (&fixture.base.office);
  kh_assert_hold (&fixture, "foreign");
  assert_passcode_there (&fixture, "TULIP88");
}

/* Nor is it written over before anybody with a key has looked. */
static void
test_passcode_unseen (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };

  begin_passcode (&fixture);
  leave (&fixture, NULL);
  change_passcode_there (&fixture, "TULIP88");
  kh_watcher_fixture_look (&fixture);
  kh_link_fixture_sign_in (&fixture.base.office);
  kh_link_fixture_set_secret (&fixture.base.office, fixture.base.customer, KH_DATAPOINT_PASSCODE, "DAISY21");
  kh_sender_fixture_wait_for (&fixture.base, "passcode held foreign");
  assert_passcode_there (&fixture, "TULIP88");
}

/* What somebody agreed to is no news any more: discarded, or decided in Compare. */
static void
test_passcode_settled (gconstpointer data)
{
  const gboolean compares = GPOINTER_TO_INT (data);
  g_auto (KhWatcherFixture) fixture = { 0 };
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (KhLinker) linker = NULL;
  KhDiscrepancy *row;

  begin_passcode (&fixture);
  change_passcode_there (&fixture, "TULIP88");
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "foreign");
  if (compares)
    {
      customer = kh_link_fixture_load (&fixture.base.office, fixture.base.customer, NULL);
      linker = kh_linker_new_settling (fixture.base.office.store, fixture.base.office.stations, customer);
      kh_linker_start (linker);
      kh_link_wait (linker);
      row = kh_comparison_get (kh_linker_get_comparison (linker), KH_DATAPOINT_PASSCODE);
      g_assert_true (kh_discrepancy_is_conflict (row));
      kh_discrepancy_set_resolution (row, KH_RESOLUTION_LEAVE);
      kh_link_press (linker);
      kh_assert_link_state (linker, KH_LINKER_LINKED);
    }
  else
    {
      kh_sender_fixture_decide (&fixture.base, KH_OUTBOX_DISCARDED);
    }
  kh_sender_fixture_wait (&fixture.base);
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "");
  change_passcode_there (&fixture, "VIOLET3");
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "foreign");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/watcher/same", test_same);
  g_test_add_func ("/watcher/foreign", test_foreign);
  g_test_add_func ("/watcher/agree", test_agree);
  g_test_add_func ("/watcher/ours-there", test_ours_there);
  g_test_add_func ("/watcher/with-change", test_with_change);
  g_test_add_func ("/watcher/round", test_round);
  g_test_add_func ("/watcher/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/watcher/paused", test_paused);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/watcher/strange/", rows[i].name, NULL);
      g_autofree char *with_change = g_strconcat ("/watcher/strange-with-change/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_strange);
      g_test_add_data_func (with_change, &rows[i], test_strange_with_change);
    }
  g_test_add_func ("/watcher/moved", test_moved);
  g_test_add_func ("/watcher/renamed", test_renamed);
  g_test_add_func ("/watcher/passcode", test_passcode);
  g_test_add_func ("/watcher/passcode-locked", test_passcode_locked);
  g_test_add_func ("/watcher/passcode-unseen", test_passcode_unseen);
  g_test_add_data_func ("/watcher/passcode-discarded", GINT_TO_POINTER (FALSE), test_passcode_settled);
  g_test_add_data_func ("/watcher/passcode-compared", GINT_TO_POINTER (TRUE), test_passcode_settled);
  g_test_add_func ("/watcher/older", test_older);
  g_test_add_func ("/watcher/older-same", test_older_same);

  return g_test_run ();
}
