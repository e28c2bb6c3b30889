/* test-sender-passcodes.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Additional passcodes on their way to the station: compared where it shows them, sent in any case, and
 * nowhere to be read on the way. */

#include "config.h"

#include "kh-account.h"
#include "kh-json.h"
#include "kh-probe.h"
#include "kh-row-comparison.h"
#include "kh-sender-fixture.h"
#include "kh-store-test.h"

#include <string.h>

#define ACCOUNT(passcodes) \
  "[{\"id\":\"SUMMIT1042\",\"number\":\"1042\",\"site\":{\"kind\":\"residential\"," \
  "\"name\":{\"first\":\"Ann\",\"last\":\"Lee\"}},\"passcodes\":[" passcodes "]}]"

#define ITEM(text, note) "{\"value\":{\"state\":\"clear\",\"text\":\"" text "\"},\"duress\":false,\"note\":" note "}"
#define OWN ITEM ("ROSEBUD", "null")

static void
init (KhSenderFixture    *fixture,
      KhReferenceProfile  profile,
      const char         *accounts)
{
  kh_link_fixture_init (&fixture->office);
  kh_link_fixture_make_owner (&fixture->office);
  kh_link_fixture_replace_station_by (&fixture->office, profile, accounts);
  fixture->customer = kh_link_fixture_add_customer (&fixture->office, "1042", NULL);
  kh_link_fixture_set_secret (&fixture->office, fixture->customer, KH_DATAPOINT_PASSCODE, "ROSEBUD");
}

static void
start (KhSenderFixture *fixture)
{
  kh_sender_fixture_link (fixture);
  kh_sender_fixture_start (fixture);
  kh_sender_fixture_wait (fixture);
}

/* Rows of the record */

static void
save (KhSenderFixture *fixture,
      KhRow           *row,
      KhRow           *before,
      const char      *text)
{
  KhRowChange *change = kh_row_change_new (row, before, FALSE);
  g_autoptr (KhSecret) secret = text != NULL ? kh_secret_new (text, -1) : NULL;

  if (secret != NULL)
    kh_row_change_set_secret (change, KH_PASSCODE_VALUE, secret);
  kh_sender_fixture_save_change (fixture, KH_TABLE_PASSCODES, change);
}

static void
add (KhSenderFixture *fixture,
     const char      *text,
     const char      *note,
     gboolean         duress)
{
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_PASSCODES);

  kh_row_set (row, KH_PASSCODE_NOTE, note);
  kh_row_set (row, KH_PASSCODE_DURESS, duress ? "1" : NULL);
  save (fixture, row, NULL, text);
}

static void
edit (KhSenderFixture *fixture,
      guint            column,
      const char      *value)
{
  g_autoptr (KhRows) rows = kh_sender_fixture_load_table (fixture, KH_TABLE_PASSCODES);
  g_autoptr (KhRow) row = kh_row_copy (kh_rows_get (rows, 0));

  if (column != KH_PASSCODE_VALUE)
    kh_row_set (row, column, value);
  save (fixture, row, kh_rows_get (rows, 0), column == KH_PASSCODE_VALUE ? value : NULL);
}

static void
take_out (KhSenderFixture *fixture)
{
  g_autoptr (KhRows) rows = kh_sender_fixture_load_table (fixture, KH_TABLE_PASSCODES);

  kh_sender_fixture_save_row (fixture, kh_rows_get (rows, 0), kh_rows_get (rows, 0), TRUE);
}

/* All that the station has, as "ROSEBUD, LILAC Cleaner, HELP! duress". */
static char *
dup_there (KhSenderFixture *fixture)
{
  g_autofree char *text = kh_reference_station_dup_account (fixture->office.station, KH_SENDER_ANN, NULL);
  g_autoptr (JsonNode) node = kh_json_parse (text, strlen (text), NULL);
  JsonArray *items = json_object_get_array_member (json_node_get_object (node), "passcodes");
  GString *there = g_string_new (NULL);

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      const char *note = kh_json_get_string (item, "note", NULL);

      g_string_append_printf (there, "%s%s", i > 0 ? ", " : "",
                              kh_json_get_string (kh_json_get_object (item, "value"), "text", "none"));
      if (note != NULL)
        g_string_append_printf (there, " %s", note);
      if (kh_json_get_boolean (item, "duress", FALSE))
        g_string_append (there, " duress");
    }

  return g_string_free (there, FALSE);
}

static void
assert_there (KhSenderFixture *fixture,
              const char      *passcodes)
{
  g_autofree char *there = dup_there (fixture);

  g_assert_cmpstr (there, ==, passcodes);
}

static void
wait_and_assert (KhSenderFixture *fixture,
                 const char      *passcodes)
{
  kh_sender_fixture_wait (fixture);
  kh_assert_items (fixture, "");
  assert_there (fixture, passcodes);
}

static void
edit_there (KhSenderFixture *fixture,
            const char      *member,
            const char      *value)
{
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&fixture->office, KH_SENDER_ANN);
  KhRow *row = kh_rows_get (kh_account_get_rows (account, KH_TABLE_PASSCODES), 0);
  g_autofree char *path = g_strdup_printf ("/passcodes/%s/%s", kh_row_get_item (row), member);

  kh_sender_fixture_edit_there (fixture, path, value);
}

/* Tests */

/* Beside the customer's own: added, changed, taken out, on a station that shows them and on one that does
 * not. */
static void
test_arrives (void)
{
  static const KhReferenceProfile profiles[] = { KH_REFERENCE_GENERIC, KH_REFERENCE_BOLD };

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_auto (KhSenderFixture) fixture = { 0 };

      init (&fixture, profiles[i], ACCOUNT (OWN));
      start (&fixture);
      add (&fixture, "LILAC", "Cleaner", FALSE);
      wait_and_assert (&fixture, "ROSEBUD, LILAC Cleaner");
      edit (&fixture, KH_PASSCODE_VALUE, "TULIP");
      wait_and_assert (&fixture, "ROSEBUD, TULIP Cleaner");
      edit (&fixture, KH_PASSCODE_NOTE, "Gardener");
      wait_and_assert (&fixture, "ROSEBUD, TULIP Gardener");
      take_out (&fixture);
      wait_and_assert (&fixture, "ROSEBUD");
    }
}

/* Nowhere on the way, neither while it waits nor while nobody knows whether it arrived. */
static void
test_sealed (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init (&fixture, KH_REFERENCE_GENERIC, ACCOUNT (OWN));
  start (&fixture);
  kh_sender_fixture_stop (&fixture);
  add (&fixture, "LILAC", "Cleaner", FALSE);
  kh_assert_items (&fixture, "passcodes#1 queued");
  g_assert_false (kh_link_fixture_file_has (&fixture.office, "LILAC"));
  kh_link_fixture_fault (&fixture.office, "drop-after@changes*1");
  kh_link_fixture_fault (&fixture.office, "drop@changes*3+1");
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "ROSEBUD, LILAC Cleaner");
  g_assert_false (kh_link_fixture_file_has (&fixture.office, "LILAC"));
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

      init (&fixture, KH_REFERENCE_BOLD, ACCOUNT (OWN));
      start (&fixture);
      kh_link_fixture_set_deadline (&fixture.office, 500);
      kh_link_fixture_fault (&fixture.office, faults[i]);
      add (&fixture, "LILAC", NULL, FALSE);
      wait_and_assert (&fixture, "ROSEBUD, LILAC");
    }
}

/* A newer change of the note does not lose the value that has yet to arrive. */
static void
test_restart (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init (&fixture, KH_REFERENCE_GENERIC, ACCOUNT (OWN));
  start (&fixture);
  add (&fixture, "LILAC", "Cleaner", FALSE);
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  edit (&fixture, KH_PASSCODE_VALUE, "TULIP");
  edit (&fixture, KH_PASSCODE_NOTE, "Gardener");
  kh_link_fixture_close (&fixture.office);
  kh_link_fixture_open (&fixture.office, fixture.office.folder);
  kh_link_fixture_sign_in (&fixture.office);
  kh_assert_items (&fixture, "passcodes#1 queued");
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "ROSEBUD, TULIP Gardener");
}

/* Where the station shows them, one that was changed there is not written over unseen. */
static void
test_conflict (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhRowDiscrepancy) row = NULL;
  g_autofree char *text = NULL;

  init (&fixture, KH_REFERENCE_GENERIC, ACCOUNT (OWN));
  start (&fixture);
  add (&fixture, "LILAC", "Cleaner", FALSE);
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  edit_there (&fixture, "value", "{\"state\":\"clear\",\"text\":\"DAISY\"}");
  edit (&fixture, KH_PASSCODE_VALUE, "TULIP");
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait_for (&fixture, "passcodes#1 held foreign");
  assert_there (&fixture, "ROSEBUD, DAISY Cleaner");
  linker = kh_sender_fixture_compare (&fixture);
  row = kh_sender_fixture_find_row (linker, KH_TABLE_PASSCODES);
  g_assert_true (kh_row_discrepancy_differs (row, KH_PASSCODE_VALUE));
  g_assert_cmpint (kh_row_discrepancy_get_resolution (row), ==, KH_RESOLUTION_UNDECIDED);
  text = kh_row_discrepancy_dup_theirs_text (row);
  g_assert_cmpstr (text, ==, "Passcode: not shown");
  kh_row_discrepancy_set_resolution (row, KH_RESOLUTION_OURS);
  g_assert_cmpint (kh_row_discrepancy_get_resolution (row), ==, KH_RESOLUTION_OURS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  wait_and_assert (&fixture, "ROSEBUD, TULIP Cleaner");
}

/* A person at the station accepts it first; nothing says what it is. */
static void
test_review (void)
{
  static const KhReferenceProfile profiles[] = { KH_REFERENCE_GENERIC, KH_REFERENCE_BOLD };

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_auto (KhSenderFixture) fixture = { 0 };

      init (&fixture, profiles[i], ACCOUNT (OWN));
      start (&fixture);
      kh_link_fixture_fault (&fixture.office, "pending@changes*1");
      add (&fixture, "LILAC", "Cleaner", FALSE);
      kh_sender_fixture_wait_for (&fixture, "passcodes#1 pending review referred");
      assert_there (&fixture, "ROSEBUD");
      g_assert_false (kh_link_fixture_file_has (&fixture.office, "LILAC"));
      kh_probe_decide (kh_reference_station_get_url (fixture.office.station), TRUE, NULL);
      kh_sender_fixture_stop (&fixture);
      kh_sender_fixture_start (&fixture);
      wait_and_assert (&fixture, "ROSEBUD, LILAC Cleaner");
    }
}

/* The first that a station gets is the customer's own: nothing else is sent as such. */
static void
test_own_first (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autofree char *message = NULL;

  init (&fixture, KH_REFERENCE_GENERIC, ACCOUNT (OWN));
  start (&fixture);
  add (&fixture, "HELP!", NULL, TRUE);
  kh_sender_fixture_wait_for (&fixture, "passcodes#1 rejected unable");
  message = kh_sender_fixture_dup_message (&fixture);
  g_assert_nonnull (strstr (message, "would take this one for it"));
  assert_there (&fixture, "ROSEBUD");
}

/* What whoever is there has no key to waits for somebody who has. */
static void
test_no_key (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init (&fixture, KH_REFERENCE_GENERIC, ACCOUNT (OWN));
  start (&fixture);
  kh_sender_fixture_stop (&fixture);
  add (&fixture, "LILAC", "Cleaner", FALSE);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_store_sign_out (fixture.office.store);
  kh_sender_fixture_start (&fixture);
  while (!kh_sender_is_idle (fixture.sender))
    g_main_context_iteration (NULL, TRUE);
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
  assert_there (&fixture, "ROSEBUD");
  g_assert_true (kh_sender_is_locked (fixture.sender, fixture.customer));
  kh_link_fixture_sign_in (&fixture.office);
  wait_and_assert (&fixture, "ROSEBUD, LILAC Cleaner");
  g_assert_false (kh_sender_is_locked (fixture.sender, fixture.customer));
}

/* Only we have it; both have the same, or another, or one that is not shown. */
static void
test_link (void)
{
  static const struct {
    KhReferenceProfile profile;
    const char *accounts;
    const char *note;
    KhDifference difference;
    KhResolution resolution;
    const char *after;
  } rows[] = {
    { KH_REFERENCE_GENERIC, ACCOUNT (OWN), "Cleaner", KH_DIFFERENCE_ONLY_HERE, KH_RESOLUTION_OURS,
      "ROSEBUD, LILAC Cleaner" },
    { KH_REFERENCE_GENERIC, ACCOUNT (OWN "," ITEM ("LILAC", "\"Cleaner\"")), "Cleaner", KH_DIFFERENCE_SAME,
      KH_RESOLUTION_LEAVE, "ROSEBUD, LILAC Cleaner" },
    { KH_REFERENCE_GENERIC, ACCOUNT (OWN "," ITEM ("LILAC", "null")), NULL, KH_DIFFERENCE_SAME, KH_RESOLUTION_LEAVE,
      "ROSEBUD, LILAC" },
    { KH_REFERENCE_GENERIC, ACCOUNT (OWN "," ITEM ("DAISY", "\"Cleaner\"")), "Cleaner", KH_DIFFERENCE_DIFFERS,
      KH_RESOLUTION_OURS, "ROSEBUD, LILAC Cleaner" },
    { KH_REFERENCE_BOLD, ACCOUNT (OWN "," ITEM ("DAISY", "\"Cleaner\"")), "Cleaner", KH_DIFFERENCE_DIFFERS,
      KH_RESOLUTION_OURS, "ROSEBUD, LILAC Cleaner" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_auto (KhSenderFixture) fixture = { 0 };
      g_autoptr (KhLinker) linker = NULL;
      g_autoptr (KhRowDiscrepancy) row = NULL;

      init (&fixture, rows[i].profile, rows[i].accounts);
      add (&fixture, "LILAC", rows[i].note, FALSE);
      linker = kh_link_fixture_start (&fixture.office, fixture.customer);
      row = kh_sender_fixture_find_row (linker, KH_TABLE_PASSCODES);
      g_assert_cmpint (kh_row_discrepancy_get_difference (row), ==, rows[i].difference);
      g_assert_cmpint (kh_row_discrepancy_get_resolution (row), ==, rows[i].resolution);
      kh_link_press (linker);
      kh_assert_link_state (linker, KH_LINKER_LINKED);
      kh_sender_fixture_start (&fixture);
      wait_and_assert (&fixture, rows[i].after);
      g_assert_false (kh_link_fixture_file_has (&fixture.office, "LILAC"));
      g_assert_false (kh_link_fixture_file_has (&fixture.office, "DAISY"));
    }
}

/* One that has no note, at a station that shows none: it may be there already, and is left. */
static void
test_link_masked (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  init (&fixture, KH_REFERENCE_BOLD, ACCOUNT (OWN "," ITEM ("LILAC", "null")));
  add (&fixture, "LILAC", NULL, FALSE);
  linker = kh_link_fixture_start (&fixture.office, fixture.customer);
  rows = kh_row_comparison_list (kh_comparison_get_rows (kh_linker_get_comparison (linker)), KH_TABLE_PASSCODES);
  g_assert_cmpuint (rows->len, ==, 2);
  g_assert_cmpint (kh_row_discrepancy_get_difference (g_ptr_array_index (rows, 0)), ==, KH_DIFFERENCE_ONLY_HERE);
  g_assert_cmpint (kh_row_discrepancy_get_resolution (g_ptr_array_index (rows, 0)), ==, KH_RESOLUTION_LEAVE);
  g_assert_nonnull (strstr (kh_row_discrepancy_get_reason (g_ptr_array_index (rows, 0)), "does not show its passcodes"));
  kh_linker_cancel (linker);
}

/* What was typed twice before it went out goes once, as it was typed last. */
static void
test_folds (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  gint64 version;

  init (&fixture, KH_REFERENCE_GENERIC, ACCOUNT (OWN));
  start (&fixture);
  add (&fixture, "LILAC", "Cleaner", FALSE);
  wait_and_assert (&fixture, "ROSEBUD, LILAC Cleaner");
  version = kh_sender_fixture_get_version (&fixture);
  kh_sender_fixture_stop (&fixture);
  edit (&fixture, KH_PASSCODE_VALUE, "TULIP");
  edit (&fixture, KH_PASSCODE_VALUE, "PEONY");
  kh_assert_items (&fixture, "passcodes#1 queued");
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "ROSEBUD, PEONY Cleaner");
  g_assert_cmpint (kh_sender_fixture_get_version (&fixture), ==, version + 1);
}

/* One that never went out takes itself out of the way, and one that did is removed there. */
static void
test_removed (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init (&fixture, KH_REFERENCE_GENERIC, ACCOUNT (OWN));
  start (&fixture);
  kh_sender_fixture_stop (&fixture);
  add (&fixture, "LILAC", "Cleaner", FALSE);
  take_out (&fixture);
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "ROSEBUD");
  add (&fixture, "LILAC", "Cleaner", FALSE);
  wait_and_assert (&fixture, "ROSEBUD, LILAC Cleaner");
  kh_sender_fixture_stop (&fixture);
  edit (&fixture, KH_PASSCODE_VALUE, "TULIP");
  take_out (&fixture);
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "ROSEBUD");
}

/* Where the station does not show them, any other version of the account may have another one: a person
 * says that ours goes there. A new one goes at once. */
static void
test_masked (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhRowDiscrepancy) row = NULL;

  init (&fixture, KH_REFERENCE_BOLD, ACCOUNT (OWN));
  start (&fixture);
  add (&fixture, "LILAC", "Cleaner", FALSE);
  wait_and_assert (&fixture, "ROSEBUD, LILAC Cleaner");
  edit (&fixture, KH_PASSCODE_VALUE, "DAISY");
  wait_and_assert (&fixture, "ROSEBUD, DAISY Cleaner");
  kh_sender_fixture_stop (&fixture);
  kh_sender_fixture_edit_there (&fixture, "/contacts/-", "{\"name\":\"Una Lee\"}");
  edit (&fixture, KH_PASSCODE_VALUE, "TULIP");
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait_for (&fixture, "passcodes#1 held foreign");
  assert_there (&fixture, "ROSEBUD, DAISY Cleaner");
  linker = kh_sender_fixture_compare (&fixture);
  row = kh_sender_fixture_find_row (linker, KH_TABLE_PASSCODES);
  g_assert_cmpint (kh_row_discrepancy_get_resolution (row), ==, KH_RESOLUTION_UNDECIDED);
  kh_row_discrepancy_set_resolution (row, KH_RESOLUTION_OURS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  wait_and_assert (&fixture, "ROSEBUD, TULIP Cleaner");
}

/* Nothing of ours waits, and somebody at the station has changed one: whoever has the key to it sees
 * that, and the account is held until a person says whose it is to be. */
static void
start_changed (KhSenderFixture *fixture)
{
  init (fixture, KH_REFERENCE_GENERIC, ACCOUNT (OWN));
  start (fixture);
  add (fixture, "LILAC", "Cleaner", FALSE);
  wait_and_assert (fixture, "ROSEBUD, LILAC Cleaner");
  kh_sender_look (fixture->sender, fixture->customer);
  kh_sender_fixture_wait (fixture);
  edit_there (fixture, "value", "{\"state\":\"clear\",\"text\":\"DAISY\"}");
}

static void
look (KhSenderFixture *fixture)
{
  kh_sender_look (fixture->sender, fixture->customer);
  while (!kh_sender_is_idle (fixture->sender))
    g_main_context_iteration (NULL, TRUE);
}

static gboolean
is_held (KhSenderFixture *fixture)
{
  g_autoptr (KhLink) link = NULL;
  g_autoptr (KhCustomer) customer = kh_store_test_load (fixture->office.store, fixture->customer, &link, NULL);

  return kh_link_is_held (link);
}

static void
decide (KhSenderFixture *fixture,
        KhResolution     resolution)
{
  g_autoptr (KhLinker) linker = kh_sender_fixture_compare (fixture);
  g_autoptr (KhRowDiscrepancy) row = kh_sender_fixture_find_row (linker, KH_TABLE_PASSCODES);

  g_assert_cmpuint (kh_comparison_count_undecided (kh_linker_get_comparison (linker)), ==, 1);
  g_assert_true (kh_row_discrepancy_differs (row, KH_PASSCODE_VALUE));
  g_assert_cmpint (kh_row_discrepancy_get_resolution (row), ==, KH_RESOLUTION_UNDECIDED);
  kh_row_discrepancy_set_resolution (row, resolution);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
}

static void
test_unwaited (void)
{
  for (guint ours = 0; ours <= 1; ours++)
    {
      g_auto (KhSenderFixture) fixture = { 0 };

      start_changed (&fixture);
      look (&fixture);
      g_assert_true (is_held (&fixture));
      kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
      kh_sender_fixture_wait_for (&fixture, "city held");
      decide (&fixture, ours == 1 ? KH_RESOLUTION_OURS : KH_RESOLUTION_LEAVE);
      wait_and_assert (&fixture, ours == 1 ? "ROSEBUD, LILAC Cleaner" : "ROSEBUD, DAISY Cleaner");
      kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
      /* It is decided about once. */
      look (&fixture);
      g_assert_false (is_held (&fixture));
      g_assert_false (kh_link_fixture_file_has (&fixture.office, "DAISY"));
      g_assert_false (kh_link_fixture_file_has (&fixture.office, "LILAC"));
    }
}

/* Nobody who has a key is there as the account is read. */
static gboolean
is_held_without_key (KhSenderFixture *fixture)
{
  kh_store_sign_out (fixture->office.store);
  look (fixture);
  kh_sender_fixture_stop (fixture);
  kh_link_fixture_sign_in (&fixture->office);

  return is_held (fixture);
}

/* Whoever has no key to them neither sees it nor makes it undone, and leaves it to be seen later. */
static void
test_unwaited_no_key (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  start_changed (&fixture);
  g_assert_false (is_held_without_key (&fixture));
  kh_sender_fixture_start (&fixture);
  look (&fixture);
  g_assert_true (is_held (&fixture));
  g_assert_true (is_held_without_key (&fixture));
  edit_there (&fixture, "value", "{\"state\":\"clear\",\"text\":\"LILAC\"}");
  kh_sender_fixture_start (&fixture);
  look (&fixture);
  g_assert_false (is_held (&fixture));
}

/* Ours is changed later by whoever has the key: what was changed there meanwhile, and was not seen, is not
 * written over. */
static void
test_unseen (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  start_changed (&fixture);
  kh_store_sign_out (fixture.office.store);
  look (&fixture);
  kh_sender_fixture_stop (&fixture);
  kh_link_fixture_sign_in (&fixture.office);
  edit (&fixture, KH_PASSCODE_VALUE, "TULIP");
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait_for (&fixture, "passcodes#1 held foreign");
  assert_there (&fixture, "ROSEBUD, DAISY Cleaner");
}

/* The note of it waits, and somebody there has changed the passcode itself. */
static void
test_beside (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  start_changed (&fixture);
  kh_sender_fixture_stop (&fixture);
  edit (&fixture, KH_PASSCODE_NOTE, "Gardener");
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait_for (&fixture, "passcodes#1 held foreign");
  decide (&fixture, KH_RESOLUTION_OURS);
  wait_and_assert (&fixture, "ROSEBUD, LILAC Gardener");
}

/* It is known what it was there, so that another's change of anything else is none of it. */
static void
test_known (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init (&fixture, KH_REFERENCE_GENERIC, ACCOUNT (OWN));
  start (&fixture);
  add (&fixture, "LILAC", "Cleaner", FALSE);
  wait_and_assert (&fixture, "ROSEBUD, LILAC Cleaner");
  look (&fixture);
  kh_sender_fixture_stop (&fixture);
  kh_sender_fixture_edit_there (&fixture, "/contacts/-", "{\"name\":\"Una Lee\"}");
  edit (&fixture, KH_PASSCODE_VALUE, "TULIP");
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "ROSEBUD, TULIP Cleaner");
}

/* A station that shows none holds nothing. */
static void
test_unwaited_masked (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init (&fixture, KH_REFERENCE_BOLD, ACCOUNT (OWN));
  start (&fixture);
  add (&fixture, "LILAC", "Cleaner", FALSE);
  wait_and_assert (&fixture, "ROSEBUD, LILAC Cleaner");
  look (&fixture);
  edit_there (&fixture, "value", "{\"state\":\"clear\",\"text\":\"DAISY\"}");
  look (&fixture);
  g_assert_false (is_held (&fixture));
}

static GLogWriterOutput
write_log (GLogLevelFlags   level,
           const GLogField *fields,
           gsize            n_fields,
           gpointer         data)
{
  static GMutex mutex;

  g_mutex_lock (&mutex);
  for (gsize i = 0; i < n_fields; i++)
    g_string_append_len (data, fields[i].value, fields[i].length < 0 ? (gssize) strlen (fields[i].value)
                                                                     : fields[i].length);
  g_mutex_unlock (&mutex);

  return g_log_writer_standard_streams (level, fields, n_fields, NULL);
}

static void
run_logged (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autofree char *items = NULL;

  init (&fixture, KH_REFERENCE_GENERIC, ACCOUNT (OWN));
  start (&fixture);
  kh_sender_fixture_stop (&fixture);
  add (&fixture, "LILAC", "Cleaner", FALSE);
  items = kh_sender_fixture_dup_items (&fixture);
  g_assert_null (strstr (items, "LILAC"));
  kh_link_fixture_fault (&fixture.office, "status:503:1@changes*1");
  kh_sender_fixture_start (&fixture);
  wait_and_assert (&fixture, "ROSEBUD, LILAC Cleaner");
  g_assert_false (kh_link_fixture_file_has (&fixture.office, "LILAC"));
}

/* Nothing that is logged, at any level, has one in it. */
static void
test_logs (void)
{
  g_autoptr (GString) log = g_string_new (NULL);

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }
  g_log_set_writer_func (write_log, log, NULL);
  run_logged ();
  g_assert_nonnull (strstr (log->str, "POST"));
  g_assert_null (strstr (log->str, "LILAC"));
  /* Threads may log to the very end. */
  g_steal_pointer (&log);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sender-passcodes/arrives", test_arrives);
  g_test_add_func ("/sender-passcodes/sealed", test_sealed);
  g_test_add_func ("/sender-passcodes/once", test_once);
  g_test_add_func ("/sender-passcodes/restart", test_restart);
  g_test_add_func ("/sender-passcodes/conflict", test_conflict);
  g_test_add_func ("/sender-passcodes/review", test_review);
  g_test_add_func ("/sender-passcodes/own-first", test_own_first);
  g_test_add_func ("/sender-passcodes/no-key", test_no_key);
  g_test_add_func ("/sender-passcodes/link", test_link);
  g_test_add_func ("/sender-passcodes/link/masked", test_link_masked);
  g_test_add_func ("/sender-passcodes/folds", test_folds);
  g_test_add_func ("/sender-passcodes/removed", test_removed);
  g_test_add_func ("/sender-passcodes/masked", test_masked);
  g_test_add_func ("/sender-passcodes/unwaited", test_unwaited);
  g_test_add_func ("/sender-passcodes/unwaited/no-key", test_unwaited_no_key);
  g_test_add_func ("/sender-passcodes/unwaited/masked", test_unwaited_masked);
  g_test_add_func ("/sender-passcodes/unseen", test_unseen);
  g_test_add_func ("/sender-passcodes/beside", test_beside);
  g_test_add_func ("/sender-passcodes/known", test_known);
  g_test_add_func ("/sender-passcodes/logs", test_logs);

  return g_test_run ();
}
