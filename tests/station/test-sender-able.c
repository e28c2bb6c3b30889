/* test-sender-able.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a station says beforehand that it does not take is not sent, and does not hold up the rest. */

#include "config.h"

#include "kh-between.h"
#include "kh-sender-fixture.h"
#include "kh-store-test.h"

#include <string.h>

#define FIELD(path, rest) "{\"path\":\"/site/address/" path "\",\"compare\":true," rest
#define FREE   "\"write\":true,\"once\":false"
#define ONCE   "\"write\":false,\"once\":true"
#define NEVER  "\"write\":false,\"once\":null"

static guint
count (KhSenderFixture     *fixture,
       KhReferenceResource  resource)
{
  return kh_reference_station_count (fixture->office.station, resource);
}

static void
assert_message (KhSenderFixture *fixture,
                const char      *words)
{
  g_autofree char *message = kh_sender_fixture_dup_message (fixture);

  g_assert_nonnull (message);
  g_assert_nonnull (strstr (message, words));
}

/* Of what is saved together the one is named with why, and the others arrive. */
static void
test_read_only (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  guint before;

  kh_sender_fixture_init (&fixture);
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_DIRECTIONS, "Past the mill.");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ADDRESS_1,
                          "12345 North Old Temple Square Boulevard, Building Seven, Second Floor");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ZIP, "84401");
  before = count (&fixture, KH_REFERENCE_CHANGES);
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "directions rejected unable, address-1 rejected unable");
  assert_message (&fixture, "does not let this one be changed");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_assert_there (&fixture, KH_DATAPOINT_ZIP, "84401");
  g_assert_cmpuint (count (&fixture, KH_REFERENCE_CHANGES), ==, before + 1);
}

/* A listener in front of the station, that says something else of a field. */
static KhBetween *
bend (KhSenderFixture *fixture,
      const char      *from,
      const char      *to)
{
  KhBetween *between = kh_between_new (kh_reference_station_get_url (fixture->office.station));
  g_autofree char *address = kh_liar_dup_address (kh_between_get_liar (between));

  kh_between_bend (between, from, to);
  kh_link_fixture_move (&fixture->office, address, NULL);

  return between;
}

/* What it took before it takes no longer; whoever has had that mended there says Retry. */
static void
test_no_longer (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhBetween) between = NULL;

  kh_sender_fixture_init (&fixture);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Nephi");
  kh_sender_fixture_wait (&fixture);
  between = bend (&fixture, FIELD ("city", FREE), FIELD ("city", NEVER));
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "city rejected unable");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Nephi");
  kh_sender_fixture_decide (&fixture, KH_OUTBOX_RETRIED);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "city rejected unable");
  kh_between_bend (between, FIELD ("city", NEVER), FIELD ("city", FREE));
  kh_sender_fixture_decide (&fixture, KH_OUTBOX_RETRIED);
  kh_sender_fixture_wait_for (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_stop (&fixture);
}

/* Taken once, the first value arrives, and another does not. */
static void
test_once (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhBetween) between = NULL;

  kh_sender_fixture_init (&fixture);
  between = bend (&fixture, FIELD ("line2", FREE), FIELD ("line2", ONCE));
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ADDRESS_2, "Rear");
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_2, "Rear");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ADDRESS_2, "Front");
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "address-2 rejected unable");
  assert_message (&fixture, "only once");
  /* Back again, there is nothing to send. */
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ADDRESS_2, "Rear");
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_sender_fixture_stop (&fixture);
}

/* It is asked once in a run of the program, and again after it refused a value. */
static void
test_asked_once (void)
{
  static const char *const cities[] = { "Ogden", "Moab", "Logan" };
  g_auto (KhSenderFixture) fixture = { 0 };
  guint before;

  kh_sender_fixture_init (&fixture);
  kh_sender_fixture_wait (&fixture);
  before = count (&fixture, KH_REFERENCE_CAPABILITIES);
  for (guint i = 0; i < G_N_ELEMENTS (cities); i++)
    {
      kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, cities[i]);
      kh_sender_fixture_wait (&fixture);
      g_assert_cmpuint (count (&fixture, KH_REFERENCE_CAPABILITIES), ==, before + 1);
    }
  kh_link_fixture_fault (&fixture.office, "problem:read-only-field@changes*1");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Provo");
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "city rejected validation");
  g_assert_cmpuint (count (&fixture, KH_REFERENCE_CAPABILITIES), ==, before + 1);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ZIP, "84401");
  kh_sender_fixture_wait (&fixture);
  g_assert_cmpuint (count (&fixture, KH_REFERENCE_CAPABILITIES), ==, before + 2);
}

typedef struct {
  const char *fault;
  const char *items; /* while it lasts; NULL where it does not matter */
} Row;

static const Row rows[] = {
  { "status:503@capabilities", "city waiting unavailable" },
  { "drop@capabilities", "city waiting lost" },
  { "status:404@capabilities", "city waiting lost" },
  { "status:403@capabilities", NULL },
};

/* A station that is away is waited for; one that does not say is sent what there is. */
static void
test_unknown (gconstpointer data)
{
  const Row *row = data;
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init (&fixture);
  kh_sender_fixture_wait (&fixture);
  kh_link_fixture_fault (&fixture.office, row->fault);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  if (row->items != NULL)
    {
      kh_sender_fixture_wait_for (&fixture, row->items);
      kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Provo");
      kh_reference_station_clear_faults (fixture.office.station);
      kh_stations_forget (fixture.office.stations, fixture.office.company);
    }
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sender-able/read-only", test_read_only);
  g_test_add_func ("/sender-able/no-longer", test_no_longer);
  g_test_add_func ("/sender-able/once", test_once);
  g_test_add_func ("/sender-able/asked-once", test_asked_once);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/sender-able/unknown/", rows[i].fault, NULL);

      g_test_add_data_func (path, &rows[i], test_unknown);
    }

  return g_test_run ();
}
