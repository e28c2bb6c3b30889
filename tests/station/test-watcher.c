/* test-watcher.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-mark.h"
#include "kh-sender-fixture.h"
#include "kh-store-test.h"
#include "kh-watcher.h"

#include <glib/gstdio.h>
#include <sys/stat.h>

#define CITY "/site/address/city"
#define FIRST_NAME "/site/name/first"

/* So that a gap of ten seconds is one of ten milliseconds. */
#define PACE 0.001

/* Clocks that only the test moves. */
static KhClock clocks;

static KhClock
get_clocks (gpointer data G_GNUC_UNUSED)
{
  return clocks;
}

typedef struct {
  KhSenderFixture base;
  KhPulse *pulse;
  KhWatcher *watcher;
} Fixture;

static void
fixture_start (Fixture *self)
{
  self->pulse = kh_pulse_new_for_clock (get_clocks, NULL);
  self->watcher = kh_watcher_new (self->base.office.store, self->base.sender, self->pulse);
  kh_watcher_set_pace (self->watcher, PACE);
}

/* Ann Lee, in step with the station, and a watcher that has not started. */
static void
fixture_init (Fixture *self)
{
  kh_sender_fixture_init (&self->base);
  kh_sender_fixture_edit (&self->base, KH_DATAPOINT_ZIP, "84401");
  kh_sender_fixture_wait (&self->base);
  fixture_start (self);
}

static void
fixture_stop (Fixture *self)
{
  kh_watcher_stop (self->watcher);
  g_clear_object (&self->watcher);
  g_clear_object (&self->pulse);
}

static void
fixture_clear (Fixture *self)
{
  fixture_stop (self);
  kh_sender_fixture_clear (&self->base);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static guint
count_reads (Fixture *fixture)
{
  return kh_reference_station_count (fixture->base.office.station, KH_REFERENCE_ACCOUNT);
}

static char *
dup_hold (Fixture  *fixture,
          char    **message)
{
  g_autoptr (KhCustomer) customer = NULL;
  KhLink *link = NULL;
  char *hold;

  customer = kh_link_fixture_load (&fixture->base.office, fixture->base.customer, &link);
  g_assert_nonnull (link);
  hold = g_strdup (link->hold != NULL ? link->hold : "");
  if (message != NULL)
    *message = g_strdup (link->hold_message);
  kh_link_free (link);

  return hold;
}

static void
assert_hold (Fixture    *fixture,
             const char *expected)
{
  g_autofree char *hold = dup_hold (fixture, NULL);

  g_assert_cmpstr (hold, ==, expected);
}

static void
assert_says (Fixture    *fixture,
             const char *part)
{
  g_autofree char *message = NULL;
  g_autofree char *hold = dup_hold (fixture, &message);

  g_test_message ("%s: %s", hold, message);
  g_assert_nonnull (message);
  g_assert_nonnull (strstr (message, part));
}

static void
wait_for_hold (Fixture    *fixture,
               const char *expected)
{
  const gint64 until = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;

  for (;;)
    {
      g_autofree char *hold = dup_hold (fixture, NULL);

      if (g_strcmp0 (hold, expected) == 0)
        return;
      if (g_get_monotonic_time () > until)
        g_assert_cmpstr (hold, ==, expected);
      kh_store_test_pause (2);
    }
}

static void
on_looked_cb (gboolean *looked)
{
  *looked = TRUE;
}

static gboolean
is_true (gpointer data)
{
  return *(gboolean *) data;
}

/* Until the account was read, and nothing of it is under way any more. */
static void
look (Fixture *fixture)
{
  gboolean looked = FALSE;
  gulong handler;

  handler = g_signal_connect_swapped (fixture->base.sender, "looked", G_CALLBACK (on_looked_cb), &looked);
  kh_sender_look (fixture->base.sender, fixture->base.customer);
  kh_store_test_wait (is_true, &looked);
  g_signal_handler_disconnect (fixture->base.sender, handler);
  kh_sender_fixture_wait (&fixture->base);
}

static void
on_told_cb (guint *count)
{
  (*count)++;
}

/* Nothing is new: one request, no body, and nobody is told. */
static void
test_same (void)
{
  g_auto (Fixture) fixture = { 0 };
  guint before, told = 0;

  fixture_init (&fixture);
  before = count_reads (&fixture);
  g_signal_connect_swapped (fixture.base.office.store, "outbox-changed", G_CALLBACK (on_told_cb), &told);
  g_signal_connect_swapped (fixture.base.office.store, "customer-changed", G_CALLBACK (on_told_cb), &told);
  look (&fixture);
  g_assert_cmpuint (count_reads (&fixture), ==, before + 1);
  g_assert_cmpuint (told, ==, 0);
  assert_hold (&fixture, "");
}

/* Somebody at the station changes what nobody changed here: held, shown, and let go when it is
 * put right there. */
static void
test_foreign (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture);
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Logan\"");
  look (&fixture);
  assert_hold (&fixture, "foreign");
  kh_assert_items (&fixture.base, "");
  /* What is changed here does not go out. */
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_ADDRESS_1, "1 New St");
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_items (&fixture.base, "address-1 held");
  look (&fixture);
  kh_assert_items (&fixture.base, "address-1 held foreign");
  kh_assert_there (&fixture.base, KH_DATAPOINT_ADDRESS_1, "12 Oak Avenue");
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Provo\"");
  look (&fixture);
  assert_hold (&fixture, "");
  kh_assert_items (&fixture.base, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_ADDRESS_1, "1 New St");
}

/* Discarded, what the station has is agreed to, and the next change of it goes out. */
static void
test_agree (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture);
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Logan\"");
  look (&fixture);
  assert_hold (&fixture, "foreign");
  kh_sender_fixture_decide (&fixture.base, KH_OUTBOX_RETRIED);
  wait_for_hold (&fixture, "foreign");
  kh_sender_fixture_decide (&fixture.base, KH_OUTBOX_DISCARDED);
  wait_for_hold (&fixture, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Logan");
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Moab");
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Moab");
}

/* The operator typed what we have: only the version moves on. */
static void
test_ours_there (void)
{
  g_auto (Fixture) fixture = { 0 };
  guint before;

  fixture_init (&fixture);
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Logan\"");
  look (&fixture);
  assert_hold (&fixture, "foreign");
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Logan");
  look (&fixture);
  assert_hold (&fixture, "");
  kh_assert_items (&fixture.base, "");
  before = kh_reference_station_count (fixture.base.office.station, KH_REFERENCE_CHANGES);
  look (&fixture);
  g_assert_cmpuint (kh_reference_station_count (fixture.base.office.station, KH_REFERENCE_CHANGES), ==, before);
}

/* A look while a change waits reads first, and then the change goes out or is held. */
static void
test_with_change (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture);
  kh_link_fixture_fault (&fixture.base.office, "delay:100@changes*1");
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  for (guint i = 0; i < 5; i++)
    look (&fixture);
  kh_assert_items (&fixture.base, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  assert_hold (&fixture, "");
}

/* Every account in its round, without anybody asking. */
static void
test_round (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture);
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Logan\"");
  kh_watcher_start (fixture.watcher);
  wait_for_hold (&fixture, "foreign");
}

/* One request at a time, however many are due. */
static void
test_one_at_a_time (void)
{
  g_auto (Fixture) fixture = { 0 };
  guint before;

  fixture_init (&fixture);
  fixture.base.customer = kh_link_fixture_add_customer (&fixture.base.office, "7000", NULL);
  kh_sender_fixture_link (&fixture.base);
  fixture.base.customer = kh_link_fixture_add_customer (&fixture.base.office, "AB-77", NULL);
  kh_sender_fixture_link (&fixture.base);
  kh_sender_fixture_wait (&fixture.base);
  kh_link_fixture_fault (&fixture.base.office, "delay:200@account");
  before = count_reads (&fixture);
  kh_watcher_start (fixture.watcher);
  while (count_reads (&fixture) == before)
    g_main_context_iteration (NULL, TRUE);
  kh_store_test_pause (100);
  g_assert_cmpuint (count_reads (&fixture), ==, before + 1);
  while (count_reads (&fixture) < before + 3)
    g_main_context_iteration (NULL, TRUE);
  kh_sender_fixture_wait (&fixture.base);
  kh_store_test_pause (500);
  g_assert_cmpuint (count_reads (&fixture), ==, before + 3);
}

/* A company that is left alone is not asked, and then it is. */
static void
test_paused (void)
{
  g_auto (Fixture) fixture = { 0 };
  guint before;

  fixture_init (&fixture);
  kh_link_fixture_fault (&fixture.base.office, "status:401@account");
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Logan\"");
  kh_sender_look (fixture.base.sender, fixture.base.customer);
  while (kh_sender_get_pause (fixture.base.sender, fixture.base.office.company) == NULL)
    g_main_context_iteration (NULL, TRUE);
  before = count_reads (&fixture);
  kh_watcher_start (fixture.watcher);
  kh_watcher_look (fixture.watcher, fixture.base.customer);
  kh_store_test_pause (100);
  g_assert_cmpuint (count_reads (&fixture), ==, before);
  assert_hold (&fixture, "");
  kh_reference_station_clear_faults (fixture.base.office.station);
  kh_stations_forget (fixture.base.office.stations, fixture.base.office.company);
  wait_for_hold (&fixture, "foreign");
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
  g_auto (Fixture) fixture = { 0 };
  guint before;

  fixture_init (&fixture);
  before = kh_reference_station_count (fixture.base.office.station, KH_REFERENCE_CHANGES);
  /* A new version, as an account that did not change has no answer to be wrong in. */
  kh_link_fixture_fault (&fixture.base.office, "stale@account*1");
  kh_link_fixture_fault (&fixture.base.office, row->fault);
  look (&fixture);
  assert_hold (&fixture, row->hold);
  assert_says (&fixture, row->says);
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_items (&fixture.base, "city held");
  g_assert_cmpuint (kh_reference_station_count (fixture.base.office.station, KH_REFERENCE_CHANGES), ==, before);
  look (&fixture);
  assert_hold (&fixture, "");
  kh_assert_items (&fixture.base, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
}

/* The same while a change is on its way, as the answer to the reading that comes first. */
static void
test_strange_with_change (gconstpointer data)
{
  const Row *row = data;
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *items = g_strdup_printf ("city held %s", row->hold);

  fixture_init (&fixture);
  kh_link_fixture_fault (&fixture.base.office, "stale@changes*1");
  kh_link_fixture_fault (&fixture.base.office, row->fault);
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait_for (&fixture.base, items);
  assert_hold (&fixture, row->hold);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Provo");
  kh_sender_fixture_decide (&fixture.base, KH_OUTBOX_RETRIED);
  kh_sender_fixture_wait_for (&fixture.base, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
}

/* The account as it is now, with one text in it replaced. */
static void
put_back (Fixture    *fixture,
          const char *account,
          const char *from,
          const char *to)
{
  g_autoptr (GString) text = g_string_new (account);
  g_autoptr (GError) error = NULL;

  if (from != NULL)
    g_assert_cmpuint (g_string_replace (text, from, to, 0), >, 0);
  kh_reference_station_put_back (fixture->base.office.station, text->str, &error);
  g_assert_no_error (error);
}

static char *
dup_account (Fixture *fixture)
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
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *message = NULL;
  g_autofree char *hold = NULL;
  g_autofree char *account = NULL;

  fixture_init (&fixture);
  account = dup_account (&fixture);
  put_back (&fixture, account, "\"dealer\":\"SUMMIT\"", "\"dealer\":\"OTHER\"");
  look (&fixture);
  hold = dup_hold (&fixture, &message);
  g_assert_cmpstr (hold, ==, "not-your-account");
  g_assert_null (strstr (message, "OTHER"));
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_items (&fixture.base, "city held");
  /* It comes back. */
  put_back (&fixture, account, NULL, NULL);
  look (&fixture);
  kh_assert_items (&fixture.base, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
}

/* Somebody else lives there now; another spelling of the name is not somebody else. */
static void
test_renamed (void)
{
  g_auto (Fixture) fixture = { 0 };

  fixture_init (&fixture);
  kh_sender_fixture_edit_there (&fixture.base, FIRST_NAME, "\"Anna\"");
  look (&fixture);
  assert_hold (&fixture, "foreign");
  {
    g_autofree char *message = NULL;
    g_autofree char *hold = dup_hold (&fixture, &message);

    g_assert_null (message);
  }
  kh_sender_fixture_edit_there (&fixture.base, FIRST_NAME, "\"Robert\"");
  kh_sender_fixture_edit_there (&fixture.base, "/site/name/last", "\"Zane\"");
  look (&fixture);
  assert_hold (&fixture, "foreign");
  assert_says (&fixture, "somebody else’s name");
}

/* The station brings back a backup: what it has then is nobody's agreement, and is not written
 * over; where it has what was agreed on, work goes on. */
static void
test_older (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *account = NULL;

  fixture_init (&fixture);
  account = dup_account (&fixture);
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_ADDRESS_2, "Rear");
  kh_sender_fixture_wait (&fixture.base);
  put_back (&fixture, account, NULL, NULL);
  look (&fixture);
  assert_hold (&fixture, "older");
  assert_says (&fixture, "gone back to an older version");
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_ZIP, "84405");
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_items (&fixture.base, "zip held");
  kh_assert_there (&fixture.base, KH_DATAPOINT_ZIP, "84401");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Provo");
}

static void
test_older_same (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *account = NULL;

  fixture_init (&fixture);
  account = dup_account (&fixture);
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Logan\"");
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Provo\"");
  look (&fixture);
  put_back (&fixture, account, NULL, NULL);
  /* A write meets a version that is not the one it was made for. */
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_ZIP, "84405");
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_items (&fixture.base, "");
  assert_hold (&fixture, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_ZIP, "84405");
}

/* An old backup of ours */

typedef struct {
  Fixture fixture;
  char *state;  /* the desk's folder */
  char *backup;
  KhMark *mark;
} Desk;

static void
copy_file (const char *from,
           const char *to)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (from, &contents, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents_full (to, contents, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

static char *
dup_data_file (Desk *desk)
{
  return g_build_filename (desk->fixture.base.office.folder, "keyholder.db", NULL);
}

static gboolean
check_mark (Desk *desk)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean older = FALSE;

  desk->mark = kh_mark_new (desk->fixture.base.office.store, desk->state);
  kh_mark_check_async (desk->mark, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_mark_check_finish (desk->mark, result, &older, &error);
  g_assert_no_error (error);

  return older;
}

/* The program ends. */
static void
leave (Desk *desk)
{
  fixture_stop (&desk->fixture);
  kh_sender_fixture_stop (&desk->fixture.base);
  if (desk->mark != NULL)
    kh_mark_stop (desk->mark);
  g_clear_object (&desk->mark);
  kh_link_fixture_close (&desk->fixture.base.office);
}

/* And starts, all but the sender. */
static void
enter (Desk *desk)
{
  kh_link_fixture_open (&desk->fixture.base.office, desk->fixture.base.office.folder);
}

static void
run (Desk *desk)
{
  kh_sender_fixture_start (&desk->fixture.base);
  fixture_start (&desk->fixture);
  kh_watcher_start (desk->fixture.watcher);
}

/* A desk that has seen more than what is in its backup. */
static void
desk_init (Desk       *desk,
           const char *city)
{
  g_autofree char *file = NULL;

  fixture_init (&desk->fixture);
  desk->state = kh_store_test_make_folder ();
  g_assert_false (check_mark (desk));
  leave (desk);
  file = dup_data_file (desk);
  desk->backup = g_strconcat (file, ".backup", NULL);
  copy_file (file, desk->backup);
  enter (desk);
  g_assert_false (check_mark (desk));
  kh_sender_fixture_start (&desk->fixture.base);
  fixture_start (&desk->fixture);
  kh_sender_fixture_edit (&desk->fixture.base, KH_DATAPOINT_CITY, city);
  kh_sender_fixture_wait (&desk->fixture.base);
  kh_assert_there (&desk->fixture.base, KH_DATAPOINT_CITY, city);
  leave (desk);
}

static void
restore (Desk *desk)
{
  g_autofree char *file = dup_data_file (desk);

  copy_file (desk->backup, file);
  enter (desk);
}

static void
desk_clear (Desk *desk)
{
  leave (desk);
  enter (desk);
  kh_link_fixture_clear (&desk->fixture.base.office);
  kh_store_test_remove (desk->state);
  g_free (desk->state);
  g_free (desk->backup);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Desk, desk_clear)

static gboolean
has_history (Desk       *desk,
             gint64      customer,
             const char *action)
{
  g_autoptr (GPtrArray) kept = kh_store_test_history (desk->fixture.base.office.store, customer);

  for (guint i = 0; i < kept->len; i++)
    {
      if (g_strcmp0 (((const KhHistoryRow *) g_ptr_array_index (kept, i))->action, action) == 0)
        return TRUE;
    }

  return FALSE;
}

/* Noticed before anything is sent; what the station has since then is not written over. */
static void
test_restored (void)
{
  g_auto (Desk) desk = { 0 };
  Fixture *fixture = &desk.fixture;

  desk_init (&desk, "Ogden");
  restore (&desk);
  kh_sender_fixture_edit (&fixture->base, KH_DATAPOINT_ADDRESS_2, "Rear");
  g_assert_true (check_mark (&desk));
  assert_hold (fixture, "unchecked");
  run (&desk);
  wait_for_hold (fixture, "foreign");
  kh_assert_items (&fixture->base, "address-2 held foreign");
  kh_assert_there (&fixture->base, KH_DATAPOINT_CITY, "Ogden");
  kh_assert_there (&fixture->base, KH_DATAPOINT_ADDRESS_2, NULL);
  g_assert_true (has_history (&desk, fixture->base.customer, "hold"));
  /* Once. */
  leave (&desk);
  enter (&desk);
  g_assert_false (check_mark (&desk));
  assert_hold (fixture, "foreign");
  run (&desk);
}

/* Where the station has what the backup has, the changes go out once that is known, and not
 * before. */
static void
test_restored_same (void)
{
  g_auto (Desk) desk = { 0 };
  Fixture *fixture = &desk.fixture;

  desk_init (&desk, "Ogden");
  kh_sender_fixture_edit_there (&fixture->base, CITY, "\"Provo\"");
  restore (&desk);
  kh_sender_fixture_edit (&fixture->base, KH_DATAPOINT_ADDRESS_2, "Rear");
  g_assert_true (check_mark (&desk));
  kh_link_fixture_fault (&fixture->base.office, "delay:300@account*1");
  run (&desk);
  kh_store_test_pause (50);
  kh_assert_there (&fixture->base, KH_DATAPOINT_ADDRESS_2, NULL);
  wait_for_hold (fixture, "");
  kh_sender_fixture_wait_for (&fixture->base, "");
  kh_assert_there (&fixture->base, KH_DATAPOINT_ADDRESS_2, "Rear");
}

/* Another desk knows of nothing; the version of the station tells. */
static void
test_restored_elsewhere (void)
{
  g_auto (Desk) desk = { 0 };
  Fixture *fixture = &desk.fixture;

  desk_init (&desk, "Ogden");
  kh_store_test_remove (desk.state);
  restore (&desk);
  g_assert_false (check_mark (&desk));
  assert_hold (fixture, "");
  kh_sender_fixture_start (&fixture->base);
  fixture_start (fixture);
  kh_sender_fixture_edit (&fixture->base, KH_DATAPOINT_ADDRESS_2, "Rear");
  kh_sender_fixture_wait_for (&fixture->base, "address-2 held foreign");
  assert_hold (fixture, "foreign");
  kh_assert_there (&fixture->base, KH_DATAPOINT_CITY, "Ogden");
  kh_assert_there (&fixture->base, KH_DATAPOINT_ADDRESS_2, NULL);
}

/* As long as the other one, but another: the hash tells. */
static void
test_other_history (void)
{
  g_auto (Desk) desk = { 0 };
  Fixture *fixture = &desk.fixture;

  desk_init (&desk, "Ogden");
  restore (&desk);
  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *text = g_strdup_printf ("Unit %u", i);

      kh_sender_fixture_edit (&fixture->base, KH_DATAPOINT_ADDRESS_2, text);
    }
  g_assert_true (check_mark (&desk));
  assert_hold (fixture, "unchecked");
  run (&desk);
  wait_for_hold (fixture, "foreign");
}

/* What is no mark is none; and nobody else may read it. */
static void
test_mark_file (void)
{
  static const char *const none[] = {
    "", "x", "0 00", "-5 ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff", "12", "99999999999999999999 ",
  };
  g_auto (Desk) desk = { 0 };
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;
  struct stat info;

  desk_init (&desk, "Ogden");
  enter (&desk);
  name = g_strconcat (kh_store_get_id (desk.fixture.base.office.store), ".mark", NULL);
  path = g_build_filename (desk.state, name, NULL);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    {
      g_file_set_contents (path, none[i], -1, &error);
      g_assert_no_error (error);
      g_assert_false (check_mark (&desk));
      g_clear_object (&desk.mark);
    }
  /* A folder, and a place where nothing can be written. */
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
  g_assert_false (check_mark (&desk));
  run (&desk);
}

/* Clocks */

static void
on_stepped_cb (gint64 *step,
               gint64  seconds)
{
  *step = seconds;
}

/* Of what passes, only a sleep and a clock that was set are worth a word. */
static void
test_pulse (void)
{
  static const struct {
    gint64 real, boot, awake; /* seconds */
    guint woke;
    gint64 stepped;
  } steps[] = {
    { 20, 20, 20, 0, 0 },
    { 25, 20, 20, 0, 0 },
    { 3600, 3600, 20, 1, 0 },
    { 7200, 3600, 20, 1, 3600 },
    { -86400, 20, 20, 0, -86420 },
    { 20, 20, 20, 0, 0 },
  };
  g_autoptr (KhPulse) pulse = NULL;

  pulse = kh_pulse_new_for_clock (get_clocks, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      guint woke = 0;
      gint64 stepped = 0;
      gulong handlers[2];

      handlers[0] = g_signal_connect_swapped (pulse, "woke", G_CALLBACK (on_told_cb), &woke);
      handlers[1] = g_signal_connect_swapped (pulse, "stepped", G_CALLBACK (on_stepped_cb), &stepped);
      clocks.real += steps[i].real * G_TIME_SPAN_SECOND;
      clocks.boot += steps[i].boot * G_TIME_SPAN_SECOND;
      clocks.awake += steps[i].awake * G_TIME_SPAN_SECOND;
      kh_pulse_check (pulse);
      g_assert_cmpuint (woke, ==, steps[i].woke);
      g_assert_cmpint (stepped, ==, steps[i].stepped);
      g_signal_handler_disconnect (pulse, handlers[0]);
      g_signal_handler_disconnect (pulse, handlers[1]);
    }
}

static void
pass (gint64 seconds)
{
  clocks.real += seconds * G_TIME_SPAN_SECOND;
  clocks.boot += seconds * G_TIME_SPAN_SECOND;
  clocks.awake += seconds * G_TIME_SPAN_SECOND;
}

/* A change that the station has, and whose answer was lost, with a sender that goes by the test's
 * clock; nothing else gets through. */
static void
lose_answer (Fixture *fixture)
{
  clocks = kh_clock_read (NULL);
  fixture_init (fixture);
  kh_watcher_start (fixture->watcher);
  kh_sender_set_clock (fixture->base.sender, get_clocks, NULL);
  kh_link_fixture_fault (&fixture->base.office, "drop-after@changes*1");
  kh_link_fixture_fault (&fixture->base.office, "drop@changes");
  kh_sender_fixture_edit (&fixture->base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait_for (&fixture->base, "city waiting lost");
  kh_assert_there (&fixture->base, KH_DATAPOINT_CITY, "Ogden");
  pass (10 * 60 * 60);
  kh_pulse_check (fixture->pulse);
  kh_store_test_pause (100);
  kh_assert_items (&fixture->base, "city waiting lost");
}

/* A key that is too old is not used again; a clock that is put forward makes it so. */
static void
test_forward (void)
{
  g_auto (Fixture) fixture = { 0 };

  lose_answer (&fixture);
  clocks.real += 11 * G_TIME_SPAN_HOUR;
  kh_sender_fixture_wait_for (&fixture.base, "");
  /* What is agreed on goes on. */
  kh_reference_station_clear_faults (fixture.base.office.station);
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Moab");
  kh_sender_fixture_wait_for (&fixture.base, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Moab");
}

/* A clock that is put back does not make it young. */
static void
test_back (void)
{
  g_auto (Fixture) fixture = { 0 };

  lose_answer (&fixture);
  clocks.real -= 2 * G_TIME_SPAN_HOUR;
  kh_pulse_check (fixture.pulse);
  kh_sender_fixture_wait_for (&fixture.base, "");
  kh_reference_station_clear_faults (fixture.base.office.station);
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Moab");
  kh_sender_fixture_wait_for (&fixture.base, "");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Moab");
}

/* After a sleep, what waits is due soon; not what the station asked to wait for longer. */
static void
test_resume (void)
{
  g_auto (Fixture) fixture = { 0 };
  gint64 begun;

  clocks = kh_clock_read (NULL);
  fixture_init (&fixture);
  kh_watcher_start (fixture.watcher);
  kh_sender_set_clock (fixture.base.sender, get_clocks, NULL);
  /* An hour is 18 seconds here. */
  kh_link_fixture_fault (&fixture.base.office, "status:503:3600@changes*1");
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait_for (&fixture.base, "city waiting unavailable");
  clocks.boot += 10 * G_TIME_SPAN_SECOND;
  clocks.real += 10 * G_TIME_SPAN_SECOND;
  kh_sender_hurry (fixture.base.sender);
  kh_store_test_pause (200);
  kh_assert_items (&fixture.base, "city waiting unavailable");
  clocks.boot += 60 * G_TIME_SPAN_SECOND;
  clocks.real += 60 * G_TIME_SPAN_SECOND;
  begun = g_get_monotonic_time ();
  kh_pulse_check (fixture.pulse);
  kh_sender_fixture_wait_for (&fixture.base, "");
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 5 * G_TIME_SPAN_SECOND);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
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
  g_test_add_func ("/watcher/older", test_older);
  g_test_add_func ("/watcher/older-same", test_older_same);
  g_test_add_func ("/watcher/restored", test_restored);
  g_test_add_func ("/watcher/restored-same", test_restored_same);
  g_test_add_func ("/watcher/restored-elsewhere", test_restored_elsewhere);
  g_test_add_func ("/watcher/other-history", test_other_history);
  g_test_add_func ("/watcher/mark-file", test_mark_file);
  g_test_add_func ("/watcher/pulse", test_pulse);
  g_test_add_func ("/watcher/clock/forward", test_forward);
  g_test_add_func ("/watcher/clock/back", test_back);
  g_test_add_func ("/watcher/clock/resume", test_resume);

  return g_test_run ();
}
