/* test-linker-settle.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-store-test.h"
#include "kh-watcher-fixture.h"

#include <string.h>

#define CITY "/site/address/city"
#define CROSS "/site/address/cross_street"
#define LINE "/site/address/line1"

static KhLinker *
compare (KhWatcherFixture *fixture)
{
  g_autoptr (KhCustomer) customer = kh_link_fixture_load (&fixture->base.office, fixture->base.customer, NULL);
  KhLinker *linker = kh_linker_new_settling (fixture->base.office.store, fixture->base.office.stations, customer);

  kh_linker_start (linker);
  kh_link_wait (linker);

  return linker;
}

static KhDiscrepancy *
get_row (KhLinker      *linker,
         KhDatapointId  id)
{
  return kh_comparison_get (kh_linker_get_comparison (linker), id);
}

static void
choose (KhLinker      *linker,
        KhDatapointId  id,
        KhResolution   resolution)
{
  kh_discrepancy_set_resolution (get_row (linker, id), resolution);
  g_assert_cmpint (kh_discrepancy_get_resolution (get_row (linker, id)), ==, resolution);
}

static void
assert_kept (KhWatcherFixture *fixture,
             KhDatapointId     id,
             const char       *value)
{
  g_autoptr (KhCustomer) customer = kh_link_fixture_load (&fixture->base.office, fixture->base.customer, NULL);

  g_assert_cmpstr (kh_customer_get (customer, id), ==, value);
}

static guint
count_changes (KhWatcherFixture *fixture)
{
  return kh_reference_station_count (fixture->base.office.station, KH_REFERENCE_CHANGES);
}

/* The account is in step: another look finds nothing, and another comparison nothing to decide. */
static void
assert_in_step (KhWatcherFixture *fixture)
{
  g_autoptr (KhLinker) linker = NULL;

  kh_sender_fixture_wait (&fixture->base);
  kh_watcher_fixture_look (fixture);
  kh_assert_hold (fixture, "");
  kh_assert_items (&fixture->base, "");
  linker = compare (fixture);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  g_assert_cmpuint (kh_comparison_count_conflicts (kh_linker_get_comparison (linker)), ==, 0);
  kh_linker_cancel (linker);
}

/* Both sides have changed the city, and it is held. */
static KhLinker *
begin (KhWatcherFixture *fixture)
{
  KhLinker *linker;

  kh_watcher_fixture_init (fixture);
  kh_sender_fixture_edit_there (&fixture->base, CITY, "\"Logan\"");
  kh_watcher_fixture_look (fixture);
  kh_sender_fixture_edit (&fixture->base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait (&fixture->base);
  kh_assert_items (&fixture->base, "city held");
  linker = compare (fixture);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  g_assert_true (kh_linker_is_settling (linker));
  g_assert_true (kh_discrepancy_is_conflict (get_row (linker, KH_DATAPOINT_CITY)));
  g_assert_cmpstr (kh_discrepancy_get_agreed_text (get_row (linker, KH_DATAPOINT_CITY)), ==, "Provo");
  g_assert_cmpstr (kh_discrepancy_get_theirs_text (get_row (linker, KH_DATAPOINT_CITY)), ==, "Logan");
  g_assert_cmpuint (kh_comparison_count_undecided (kh_linker_get_comparison (linker)), ==, 1);

  return linker;
}

/* Nothing happens before somebody has decided; then ours goes out, once. */
static void
test_ours (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = begin (&fixture);
  const guint before = count_changes (&fixture);

  kh_linker_link (linker);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  choose (linker, KH_DATAPOINT_CITY, KH_RESOLUTION_OURS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  kh_sender_fixture_wait (&fixture.base);
  g_assert_cmpuint (count_changes (&fixture), ==, before + 1);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  assert_kept (&fixture, KH_DATAPOINT_CITY, "Ogden");
  assert_in_step (&fixture);
}

static void
test_theirs (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = begin (&fixture);
  const guint before = count_changes (&fixture);

  choose (linker, KH_DATAPOINT_CITY, KH_RESOLUTION_THEIRS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  assert_kept (&fixture, KH_DATAPOINT_CITY, "Logan");
  assert_in_step (&fixture);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Logan");
  g_assert_cmpuint (count_changes (&fixture), ==, before);
}

/* Both keep what they have, and the next edit of it goes out. */
static void
test_leave (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = begin (&fixture);

  choose (linker, KH_DATAPOINT_CITY, KH_RESOLUTION_LEAVE);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  assert_kept (&fixture, KH_DATAPOINT_CITY, "Ogden");
  assert_in_step (&fixture);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Logan");
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Moab");
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Moab");
}

/* What changed there since it was shown is shown before anything is decided. */
static void
test_changed_meanwhile (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = begin (&fixture);
  const guint before = count_changes (&fixture);

  choose (linker, KH_DATAPOINT_CITY, KH_RESOLUTION_OURS);
  kh_sender_fixture_edit_there (&fixture.base, LINE, "\"9 Far Rd\"");
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  g_assert_true (kh_linker_get_changed_meanwhile (linker));
  g_assert_cmpint (kh_discrepancy_get_resolution (get_row (linker, KH_DATAPOINT_CITY)), ==, KH_RESOLUTION_OURS);
  g_assert_cmpint (kh_discrepancy_get_resolution (get_row (linker, KH_DATAPOINT_ADDRESS_1)), ==, KH_RESOLUTION_UNDECIDED);
  choose (linker, KH_DATAPOINT_ADDRESS_1, KH_RESOLUTION_THEIRS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  assert_in_step (&fixture);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  assert_kept (&fixture, KH_DATAPOINT_ADDRESS_1, "9 Far Rd");
  g_assert_cmpuint (count_changes (&fixture), ==, before + 1);
}

/* The record, too. */
static void
test_saved_meanwhile (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = begin (&fixture);

  choose (linker, KH_DATAPOINT_CITY, KH_RESOLUTION_THEIRS);
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Moab");
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  g_assert_true (kh_linker_get_changed_meanwhile (linker));
  g_assert_cmpuint (kh_comparison_count_undecided (kh_linker_get_comparison (linker)), ==, 1);
  assert_kept (&fixture, KH_DATAPOINT_CITY, "Moab");
  kh_linker_cancel (linker);
}

/* Nobody sees what is written there between the decision and its way out, so it does not go. */
static void
test_changed_on_the_way (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = begin (&fixture);

  choose (linker, KH_DATAPOINT_CITY, KH_RESOLUTION_OURS);
  kh_sender_fixture_stop (&fixture.base);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  kh_assert_items (&fixture.base, "city queued");
  kh_sender_fixture_edit_there (&fixture.base, CITY, "\"Vernal\"");
  kh_sender_fixture_start (&fixture.base);
  kh_sender_fixture_wait_for (&fixture.base, "city held foreign");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Vernal");
}

/* The change that is ours already there is no conflict. */
static void
test_lost_answer (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };

  kh_watcher_fixture_init (&fixture);
  kh_link_fixture_fault (&fixture.base.office, "drop-after@changes*1");
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait (&fixture.base);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  assert_in_step (&fixture);
}

/* Gone back to an older version: whoever looks at it may settle it. */
static void
test_older (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *account = NULL;

  kh_watcher_fixture_init (&fixture);
  account = kh_reference_station_dup_account (fixture.base.office.station, KH_SENDER_ANN, &error);
  g_assert_no_error (error);
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait (&fixture.base);
  kh_reference_station_put_back (fixture.base.office.station, account, &error);
  g_assert_no_error (error);
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "older");
  linker = compare (&fixture);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  g_assert_nonnull (strstr (kh_linker_get_hold_message (linker), "older version"));
  choose (linker, KH_DATAPOINT_CITY, KH_RESOLUTION_OURS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  assert_in_step (&fixture);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Ogden");
}

/* Somebody at the station has taken a value away: so does the record, where it can do without; of one
 * that it needs, ours is written again, or it is left. */
static void
test_cleared (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  KhDiscrepancy *city;
  guint before;

  kh_watcher_fixture_init (&fixture);
  kh_sender_fixture_edit (&fixture.base, KH_DATAPOINT_CROSS_STREET, "Oak Ave");
  kh_sender_fixture_wait (&fixture.base);
  kh_sender_fixture_edit_there (&fixture.base, CROSS, "null");
  kh_sender_fixture_edit_there (&fixture.base, CITY, "null");
  kh_watcher_fixture_look (&fixture);
  kh_assert_hold (&fixture, "foreign");
  before = count_changes (&fixture);
  linker = compare (&fixture);
  kh_assert_link_state (linker, KH_LINKER_COMPARED);
  city = get_row (linker, KH_DATAPOINT_CITY);
  g_assert_false (kh_discrepancy_allows (city, KH_RESOLUTION_THEIRS));
  g_assert_nonnull (strstr (kh_discrepancy_get_reason (city), "cannot be without City"));
  choose (linker, KH_DATAPOINT_CITY, KH_RESOLUTION_OURS);
  choose (linker, KH_DATAPOINT_CROSS_STREET, KH_RESOLUTION_THEIRS);
  kh_link_press (linker);
  kh_assert_link_state (linker, KH_LINKER_LINKED);
  assert_kept (&fixture, KH_DATAPOINT_CROSS_STREET, NULL);
  assert_in_step (&fixture);
  kh_assert_there (&fixture.base, KH_DATAPOINT_CITY, "Provo");
  kh_assert_there (&fixture.base, KH_DATAPOINT_CROSS_STREET, NULL);
  g_assert_cmpuint (count_changes (&fixture), ==, before + 1);
}

/* What cannot be settled from here, and what is said of it. */
static const struct {
  const char *fault;
  const char *part;
} obstacles[] = {
  { "other@account*1", "Dynamark" },
  { "other:number@account*1", "Nothing was changed" },
  { "status:404@account*1", "Dynamark" },
};

static void
test_obstacles (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (obstacles); i++)
    {
      g_auto (KhWatcherFixture) fixture = { 0 };
      g_autoptr (KhLinker) linker = NULL;

      kh_watcher_fixture_init (&fixture);
      kh_link_fixture_fault (&fixture.base.office, obstacles[i].fault);
      linker = compare (&fixture);
      kh_assert_link_state (linker, KH_LINKER_FAILED);
      g_test_message ("%s", kh_linker_get_error (linker)->message);
      g_assert_nonnull (strstr (kh_linker_get_error (linker)->message, obstacles[i].part));
    }
}

/* There is no such thing for a customer who is not linked. */
static void
test_not_linked (void)
{
  g_auto (KhWatcherFixture) fixture = { 0 };
  g_autoptr (KhLinker) linker = NULL;
  g_autoptr (KhCustomer) customer = NULL;
  gint64 other;

  kh_watcher_fixture_init (&fixture);
  other = kh_link_fixture_add_customer (&fixture.base.office, "AB-77", NULL);
  customer = kh_link_fixture_load (&fixture.base.office, other, NULL);
  linker = kh_linker_new_settling (fixture.base.office.store, fixture.base.office.stations, customer);
  kh_linker_start (linker);
  kh_link_wait (linker);
  kh_assert_link_state (linker, KH_LINKER_FAILED);
  g_assert_true (g_error_matches (kh_linker_get_error (linker), KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/linker-settle/ours", test_ours);
  g_test_add_func ("/linker-settle/theirs", test_theirs);
  g_test_add_func ("/linker-settle/leave", test_leave);
  g_test_add_func ("/linker-settle/changed-meanwhile", test_changed_meanwhile);
  g_test_add_func ("/linker-settle/saved-meanwhile", test_saved_meanwhile);
  g_test_add_func ("/linker-settle/changed-on-the-way", test_changed_on_the_way);
  g_test_add_func ("/linker-settle/lost-answer", test_lost_answer);
  g_test_add_func ("/linker-settle/older", test_older);
  g_test_add_func ("/linker-settle/cleared", test_cleared);
  g_test_add_func ("/linker-settle/obstacles", test_obstacles);
  g_test_add_func ("/linker-settle/not-linked", test_not_linked);

  return g_test_run ();
}
