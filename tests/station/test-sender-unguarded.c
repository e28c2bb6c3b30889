/* test-sender-unguarded.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-sender-fixture.h"
#include "kh-store-test.h"

/* Stations that give no version of an account, a weak one, or another one each time: it is linked and kept in step all
 * the same, as each write is looked at just before, and says what it expects to find. */

#define LINE_1 "/site/address/line1"

static void
init (KhSenderFixture *fixture,
      const char      *fault)
{
  kh_link_fixture_init (&fixture->office);
  kh_link_fixture_fault (&fixture->office, fault);
  fixture->customer = kh_link_fixture_add_customer (&fixture->office, "1042", NULL);
  kh_sender_fixture_link (fixture);
  kh_sender_fixture_start (fixture);
}

static guint
count (KhSenderFixture     *fixture,
       KhReferenceResource  resource)
{
  return kh_reference_station_count (fixture->office.station, resource);
}

static void
assert_unguarded (KhSenderFixture *fixture,
                  gboolean         unguarded)
{
  KhLink *link = NULL;
  g_autoptr (KhCustomer) loaded = kh_link_fixture_load (&fixture->office, fixture->customer, &link);

  g_assert_nonnull (link);
  g_assert_true (kh_link_is_unguarded (link) == unguarded);
  kh_link_free (link);
}

/* Each change is one write, with one look before it. */
static void
test_arrives (gconstpointer fault)
{
  static const char *const cities[] = { "Ogden", "Moab", "Nephi" };
  g_auto (KhSenderFixture) fixture = { 0 };

  init (&fixture, fault);
  kh_sender_fixture_wait (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cities); i++)
    {
      const guint looks = count (&fixture, KH_REFERENCE_ACCOUNT);
      const guint writes = count (&fixture, KH_REFERENCE_CHANGES);

      kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, cities[i]);
      kh_sender_fixture_wait (&fixture);
      kh_assert_items (&fixture, "");
      g_assert_cmpuint (count (&fixture, KH_REFERENCE_CHANGES), ==, writes + 1);
      g_assert_cmpuint (count (&fixture, KH_REFERENCE_ACCOUNT), ==, looks + 1);
      assert_unguarded (&fixture, TRUE);
      kh_assert_there (&fixture, KH_DATAPOINT_CITY, cities[i]);
    }
}

/* What was changed there since is seen, however long ago the account was looked at. */
static void
test_conflict (gconstpointer fault)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  init (&fixture, fault);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_edit_there (&fixture, LINE_1, "\"9 Ash Rd\"");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ADDRESS_1, "1 New St");
  kh_sender_fixture_wait_for (&fixture, "address-1 held foreign");
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_1, "9 Ash Rd");
  kh_sender_fixture_edit_there (&fixture, LINE_1, "\"12 Oak Avenue\"");
  kh_sender_fixture_decide (&fixture, KH_OUTBOX_RETRIED);
  kh_sender_fixture_wait_for (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_ADDRESS_1, "1 New St");
}

/* An answer that is lost is asked for again, with the same key. */
static void
test_lost (gconstpointer fault)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  gint64 version;

  init (&fixture, fault);
  kh_sender_fixture_wait (&fixture);
  version = kh_sender_fixture_get_version (&fixture);
  kh_link_fixture_fault (&fixture.office, "drop-after@changes*2");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
  g_assert_cmpint (kh_sender_fixture_get_version (&fixture), ==, version + 1);
}

/* A station that says of a version that it is gone each time is not asked without end. */
static void
test_never_still (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  guint before;

  kh_sender_fixture_init (&fixture);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ZIP, "84401");
  kh_sender_fixture_wait (&fixture);
  before = count (&fixture, KH_REFERENCE_CHANGES);
  kh_link_fixture_fault (&fixture.office, "stale@changes");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_store_test_pause (300);
  g_assert_cmpuint (count (&fixture, KH_REFERENCE_CHANGES), >, before);
  /* Each wait is ten milliseconds at first, and twice as long as the one before. */
  g_assert_cmpuint (count (&fixture, KH_REFERENCE_CHANGES), <=, before + 12);
  kh_reference_station_clear_faults (fixture.office.station);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
  assert_unguarded (&fixture, FALSE);
}

int
main (int   argc,
      char *argv[])
{
  static const char *const faults[] = { "no-etag@any", "no-etag:weak@any" };
  static const struct {
    const char *name;
    GTestDataFunc function;
  } tests[] = {
    { "arrives", test_arrives },
    { "conflict", test_conflict },
    { "lost", test_lost },
  };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    for (guint j = 0; j < G_N_ELEMENTS (tests); j++)
      {
        g_autofree char *path = g_strdup_printf ("/sender-unguarded/%s/%s", i == 0 ? "none" : "weak", tests[j].name);

        g_test_add_data_func (path, faults[i], tests[j].function);
      }
  g_test_add_func ("/sender-unguarded/never-still", test_never_still);

  return g_test_run ();
}
