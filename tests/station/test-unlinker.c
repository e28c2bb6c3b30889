/* test-unlinker.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-sender-fixture.h"
#include "kh-store-links.h"
#include "kh-store-test.h"
#include "kh-unlinker.h"

static GPtrArray *
unlink_customer (KhSenderFixture  *self,
                 KhUnlinkLoss      loss,
                 GError          **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_unlink_async (self->office.store, self->customer, loss, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_unlink_finish (self->office.store, result, error);
}

static void
end_link (KhSenderFixture *self,
          KhUnlinkLoss     loss)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) given_up = unlink_customer (self, loss, &error);

  g_assert_no_error (error);
}

/* How many could not be told yet. */
static guint
tell (KhSenderFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) waiting = NULL;
  g_autoptr (GError) error = NULL;

  kh_unlinker_tell_async (self->office.store, self->office.stations, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  waiting = kh_unlinker_tell_finish (result, &error);
  g_assert_no_error (error);
  if (waiting->len > 0)
    g_assert_cmpint (g_array_index (waiting, gint64, 0), ==, self->customer);

  return waiting->len;
}

static guint
count_left (KhSenderFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_list_references_left_async (self->office.store, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  left = kh_store_list_references_left_finish (self->office.store, result, &error);
  g_assert_no_error (error);

  return left->len;
}

static void
assert_reference (KhSenderFixture *self,
                  const char      *expected)
{
  g_autoptr (KhAccount) account = kh_link_fixture_read_account (&self->office, KH_SENDER_ANN);

  g_assert_cmpstr (kh_account_get_external_ref (account), ==, expected);
}

static KhStation *
get_station (KhSenderFixture *self)
{
  KhCompany *company = kh_catalogues_get_company (kh_store_get_catalogues (self->office.store), self->office.company);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhStation *station;

  kh_stations_get_async (self->office.stations, company, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  station = kh_stations_get_finish (self->office.stations, result, &error);
  g_assert_no_error (error);

  return station;
}

/* Another office of the same dealer. */
static void
refer_elsewhere (KhSenderFixture *self)
{
  g_autoptr (KhStation) station = get_station (self);
  g_autoptr (GAsyncResult) cleared = NULL;
  g_autoptr (GAsyncResult) set = NULL;

  kh_station_clear_reference_async (station, KH_SENDER_ANN, "00000000-0000-4000-8000-00000000000a", NULL,
                                    kh_store_test_keep, &cleared);
  kh_store_test_wait_result (&cleared);
  g_assert_true (kh_station_clear_reference_finish (station, cleared, NULL));
  kh_station_set_reference_async (station, KH_SENDER_ANN, "4711", "00000000-0000-4000-8000-00000000000b", NULL,
                                  kh_store_test_keep, &set);
  kh_store_test_wait_result (&set);
  g_assert_true (kh_station_set_reference_finish (station, set, NULL));
}

/* Nothing but our number goes, and the account can be linked again. */
static void
test_told (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (KhAccount) before = NULL;
  g_autoptr (KhAccount) after = NULL;
  g_autofree char *number = NULL;
  gint64 version_before, version_after;

  kh_sender_fixture_init (&fixture);
  number = g_strdup_printf ("%" G_GINT64_FORMAT, fixture.customer);
  assert_reference (&fixture, number);
  version_before = kh_sender_fixture_get_version (&fixture);
  before = kh_link_fixture_read_account (&fixture.office, KH_SENDER_ANN);
  end_link (&fixture, KH_UNLINK_LOSE_NOTHING);
  g_assert_cmpuint (tell (&fixture), ==, 0);
  g_assert_cmpuint (count_left (&fixture), ==, 0);
  assert_reference (&fixture, NULL);
  after = kh_link_fixture_read_account (&fixture.office, KH_SENDER_ANN);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    g_assert_cmpstr (kh_account_get_value (after, (KhDatapointId) i), ==, kh_account_get_value (before, (KhDatapointId) i));
  version_after = kh_sender_fixture_get_version (&fixture);
  g_assert_cmpint (version_after, ==, version_before);
  kh_sender_fixture_link (&fixture);
  assert_reference (&fixture, number);
  g_assert_cmpuint (tell (&fixture), ==, 0);
  assert_reference (&fixture, number);
}

/* What nobody could be told is told later, once. */
typedef struct {
  const char *name;
  const char *fault;
} Outage;

static const Outage outages[] = {
  { "unavailable", "status:503@account*1" },
  { "not-permitted", "status:403@reference*1" },
  { "unsent", "drop@reference*1" },
  { "answer-lost", "drop-after@reference*1" },
  { "garbage", "garbage@reference*1" },
  { "unreadable", "truncated@account*1" },
  { "unauthorized", "status:401@account*1" },
};

static void
test_outage (gconstpointer data)
{
  const Outage *outage = data;
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init (&fixture);
  kh_link_fixture_fault (&fixture.office, outage->fault);
  end_link (&fixture, KH_UNLINK_LOSE_NOTHING);
  g_assert_cmpuint (tell (&fixture), ==, 1);
  g_assert_cmpuint (count_left (&fixture), ==, 1);
  g_assert_cmpuint (tell (&fixture), ==, 0);
  g_assert_cmpuint (count_left (&fixture), ==, 0);
  assert_reference (&fixture, NULL);
}

static void
test_down (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init (&fixture);
  kh_reference_station_stop (fixture.office.station);
  end_link (&fixture, KH_UNLINK_LOSE_NOTHING);
  g_assert_cmpuint (tell (&fixture), ==, 1);
  g_assert_cmpuint (tell (&fixture), ==, 1);
  g_assert_cmpuint (count_left (&fixture), ==, 1);
}

/* An account that is gone is not asked for again. */
static void
test_gone (gconstpointer data)
{
  const gboolean elsewhere = data != NULL;
  g_auto (KhSenderFixture) fixture = { 0 };

  kh_sender_fixture_init (&fixture);
  end_link (&fixture, KH_UNLINK_LOSE_NOTHING);
  if (elsewhere)
    refer_elsewhere (&fixture);
  else
    kh_link_fixture_replace_station (&fixture.office, "[]");
  g_assert_cmpuint (tell (&fixture), ==, 0);
  g_assert_cmpuint (count_left (&fixture), ==, 0);
  if (elsewhere)
    assert_reference (&fixture, "4711");
}

/* The sender lets go of who is not linked any more, and sends nothing of them. */
static void
test_sender (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  gint64 version;

  kh_sender_fixture_init (&fixture);
  kh_sender_fixture_wait (&fixture);
  version = kh_sender_fixture_get_version (&fixture);
  kh_link_fixture_fault (&fixture.office, "status:503@changes");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait_for (&fixture, "city waiting unavailable");
  end_link (&fixture, KH_UNLINK_LOSE_SENT);
  kh_reference_station_clear_faults (fixture.office.station);
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Moab");
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  g_assert_cmpuint (tell (&fixture), ==, 0);
  g_assert_cmpint (kh_sender_fixture_get_version (&fixture), ==, version);
}

/* Unlinked while the request is at the station: the answer finds nobody, and harms nothing. */
static void
test_under_way (void)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) refused = NULL;

  kh_sender_fixture_init (&fixture);
  kh_sender_fixture_wait (&fixture);
  kh_link_fixture_fault (&fixture.office, "delay:300@changes*1");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait_for (&fixture, "city sending");
  refused = unlink_customer (&fixture, KH_UNLINK_LOSE_WAITING, &error);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_UNSENT);
  end_link (&fixture, KH_UNLINK_LOSE_SENT);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
  g_assert_cmpuint (tell (&fixture), ==, 0);
  assert_reference (&fixture, NULL);
  kh_sender_fixture_link (&fixture);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/unlinker/told", test_told);
  for (guint i = 0; i < G_N_ELEMENTS (outages); i++)
    {
      g_autofree char *path = g_strconcat ("/unlinker/outage/", outages[i].name, NULL);

      g_test_add_data_func (path, &outages[i], test_outage);
    }
  g_test_add_func ("/unlinker/down", test_down);
  g_test_add_data_func ("/unlinker/gone", NULL, test_gone);
  g_test_add_data_func ("/unlinker/elsewhere", "elsewhere", test_gone);
  g_test_add_func ("/unlinker/sender", test_sender);
  g_test_add_func ("/unlinker/under-way", test_under_way);

  return g_test_run ();
}
