/* test-openapi-client.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-station.h"
#include "kh-openapi.h"
#include "kh-reference-fixture.h"

/* Whatever our client sends is as described: the station's requests are watched. */
typedef struct {
  KhFixture station;
  KhOpenapi *api;
  KhStation *client;
} Fixture;

static void
fixture_init (Fixture *self)
{
  g_autoptr (KhCompany) company = kh_company_new ();
  g_autoptr (GError) error = NULL;

  kh_fixture_init (&self->station, KH_REFERENCE_GENERIC);
  self->api = kh_openapi_load ();
  kh_openapi_watch (self->api, self->station.station);
  g_object_set (company, "name", "Alarm Central",
                "address", kh_reference_station_get_url (self->station.station), NULL);
  self->client = kh_csl_station_new (company, KH_FIXTURE_TOKEN, &error);
  g_assert_no_error (error);
}

static void
fixture_clear (Fixture *self)
{
  g_object_unref (self->client);
  kh_fixture_clear (&self->station);
  kh_openapi_free (self->api);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
on_done_cb (GObject      *source G_GNUC_UNUSED,
            GAsyncResult *result,
            gpointer      user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
test_reads (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GAsyncResult) checked = NULL;
  g_autoptr (GAsyncResult) asked = NULL;
  g_autoptr (GAsyncResult) looked = NULL;
  g_autoptr (GAsyncResult) looked_more = NULL;
  g_autoptr (KhCapabilities) capabilities = NULL;
  g_autoptr (KhLookUp) found = NULL;
  g_autoptr (KhLookUp) found_more = NULL;

  fixture_init (&fixture);
  kh_station_check_async (fixture.client, NULL, on_done_cb, &checked);
  g_assert_true (kh_station_check_finish (fixture.client, wait_for (&checked), NULL));
  kh_station_get_capabilities_async (fixture.client, NULL, on_done_cb, &asked);
  capabilities = kh_station_get_capabilities_finish (fixture.client, wait_for (&asked), NULL);
  g_assert_nonnull (capabilities);
  kh_station_look_up_async (fixture.client, "1042", NULL, NULL, on_done_cb, &looked);
  found = kh_station_look_up_finish (fixture.client, wait_for (&looked), NULL);
  g_assert_cmpuint (found->accounts->len, ==, 2);
  kh_station_look_up_async (fixture.client, "1042", "9", NULL, on_done_cb, &looked_more);
  found_more = kh_station_look_up_finish (fixture.client, wait_for (&looked_more), NULL);
  g_assert_cmpuint (found_more->accounts->len, ==, 1);
}

static KhAccount *
read_account (Fixture    *fixture,
              const char *id,
              const char *etag,
              gboolean   *unchanged)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhAccount *account;

  kh_station_get_account_async (fixture->client, id, etag, NULL, on_done_cb, &result);
  account = kh_station_get_account_finish (fixture->client, wait_for (&result), unchanged, &error);
  g_assert_no_error (error);
  return account;
}

static void
test_account (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (KhAccount) again = NULL;
  gboolean unchanged;

  fixture_init (&fixture);
  account = read_account (&fixture, "a1", NULL, &unchanged);
  g_assert_nonnull (account);
  again = read_account (&fixture, "a1", kh_account_get_etag (account), &unchanged);
  g_assert_null (again);
  g_assert_true (unchanged);
}

typedef struct {
  KhDatapointId id;
  const char *value;
} Change;

/* One of each shape that a change can have on the wire, on an account that has
 * something in each list (a4) and on one that has not (a3). */
static const Change changes[] = {
  { KH_DATAPOINT_FIRST_NAME, "Ann" },
  { KH_DATAPOINT_BUSINESS_NAME, NULL },
  { KH_DATAPOINT_ADDRESS_1, "4 Elm Street" },
  { KH_DATAPOINT_STATE, "UT" },
  { KH_DATAPOINT_PRIMARY_PHONE, "+18015550166" },
  { KH_DATAPOINT_CELL_PHONE, "+18015550177" },
  { KH_DATAPOINT_EMAIL, "ann@example.org" },
  { KH_DATAPOINT_PERMIT_NUMBER, "P-9" },
  { KH_DATAPOINT_PERMIT_EXPIRY, "2027-06-30" },
  { KH_DATAPOINT_PANEL_TYPE, "Qolsys" },
  { KH_DATAPOINT_PANEL_LOCATION, "Hall" },
};

static const Change secrets[] = {
  { KH_DATAPOINT_PASSCODE, "0042" },
  { KH_DATAPOINT_DURESS_CODE, NULL },
};

static GBytes *
encode (Fixture   *fixture,
        KhAccount *account)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_change_free);

  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      KhDatapointId id = changes[i].id;

      g_ptr_array_add (all, kh_change_new (id, changes[i].value, kh_account_get_value (account, id),
                                           kh_account_get_item (account, id)));
    }
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      KhDatapointId id = secrets[i].id;
      g_autoptr (KhSecret) secret = secrets[i].value != NULL ? kh_secret_new (secrets[i].value, -1) : NULL;

      g_ptr_array_add (all, kh_change_new_sealed (id, secret, kh_account_get_item (account, id)));
    }
  return kh_station_encode_changes (fixture->client, all, "link", "Pat");
}

static void
apply (Fixture   *fixture,
       KhAccount *account,
       gboolean   dry_run)
{
  g_autoptr (GBytes) body = encode (fixture, account);
  g_autofree char *key = dry_run ? NULL : g_uuid_string_random ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhChangeAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  kh_station_apply_changes_async (fixture->client, kh_account_get_id (account),
                                  kh_account_get_etag (account), body, key, dry_run, NULL,
                                  on_done_cb, &result);
  answer = kh_station_apply_changes_finish (fixture->client, wait_for (&result), &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer);
}

static void
test_changes (gconstpointer data)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (KhAccount) after = NULL;

  fixture_init (&fixture);
  account = read_account (&fixture, data, NULL, NULL);
  apply (&fixture, account, TRUE);
  apply (&fixture, account, FALSE);
  after = read_account (&fixture, data, NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    g_assert_cmpstr (kh_account_get_value (after, changes[i].id), ==, changes[i].value);
}

static void
test_references (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autofree char *first = g_uuid_string_random ();
  g_autofree char *second = g_uuid_string_random ();
  g_autoptr (GAsyncResult) set = NULL;
  g_autoptr (GAsyncResult) cleared = NULL;

  fixture_init (&fixture);
  kh_station_set_reference_async (fixture.client, "a1", "1077", first, NULL, on_done_cb, &set);
  g_assert_true (kh_station_set_reference_finish (fixture.client, wait_for (&set), NULL));
  kh_station_clear_reference_async (fixture.client, "a1", second, NULL, on_done_cb, &cleared);
  g_assert_true (kh_station_clear_reference_finish (fixture.client, wait_for (&cleared), NULL));
}

/* Each of the calls about tests and history, with an order of each shape. */
static void
test_history (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autoptr (KhEventQuery) query = kh_event_query_new (now, 2);
  g_autoptr (KhEventPage) page = NULL;
  g_autoptr (GPtrArray) tests = NULL;
  g_autoptr (KhTestOrder) order = kh_test_order_new ();
  g_autoptr (KhTestEntry) whole = NULL;
  g_autoptr (KhTestEntry) zone = NULL;
  GAsyncResult *results[7] = { NULL };
  char *keys[4];

  fixture_init (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    keys[i] = g_uuid_string_random ();
  order->minutes = 10;
  order->author = g_strdup ("Pat");
  kh_station_put_on_test_async (fixture.client, "a4", order, keys[0], NULL, on_done_cb, &results[0]);
  whole = kh_station_put_on_test_finish (fixture.client, wait_for (&results[0]), NULL);
  order->scope = KH_TEST_SCOPE_ZONES;
  order->items = g_strsplit ("001", ",", -1);
  order->reason = g_strdup ("New keypad");
  kh_station_put_on_test_async (fixture.client, "a4", order, keys[1], NULL, on_done_cb, &results[1]);
  zone = kh_station_put_on_test_finish (fixture.client, wait_for (&results[1]), NULL);
  g_assert_cmpint (kh_test_entry_get_scope (zone), ==, KH_TEST_SCOPE_ZONES);
  kh_station_list_tests_async (fixture.client, "a4", NULL, on_done_cb, &results[2]);
  tests = kh_station_list_tests_finish (fixture.client, wait_for (&results[2]), NULL);
  g_assert_cmpuint (tests->len, ==, 2);
  kh_station_clear_test_async (fixture.client, "a4", kh_test_entry_get_id (whole), keys[2], NULL,
                               on_done_cb, &results[3]);
  g_assert_true (kh_station_clear_test_finish (fixture.client, wait_for (&results[3]), NULL));
  kh_station_clear_all_tests_async (fixture.client, "a4", keys[3], NULL, on_done_cb, &results[4]);
  g_assert_true (kh_station_clear_all_tests_finish (fixture.client, wait_for (&results[4]), NULL));
  kh_station_list_events_async (fixture.client, "a4", query, NULL, on_done_cb, &results[5]);
  page = kh_station_list_events_finish (fixture.client, wait_for (&results[5]), NULL);
  g_assert_nonnull (page->next);
  g_assert_true (kh_event_query_advance (query, page, query->from));
  g_clear_pointer (&page, kh_event_page_free);
  kh_station_list_events_async (fixture.client, "a4", query, NULL, on_done_cb, &results[6]);
  page = kh_station_list_events_finish (fixture.client, wait_for (&results[6]), NULL);
  g_assert_cmpuint (page->events->len, ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    g_object_unref (results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_free (keys[i]);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/openapi-client/reads", test_reads);
  g_test_add_func ("/openapi-client/account", test_account);
  g_test_add_data_func ("/openapi-client/changes/full", "a4", test_changes);
  g_test_add_data_func ("/openapi-client/changes/bare", "a3", test_changes);
  g_test_add_func ("/openapi-client/references", test_references);
  g_test_add_func ("/openapi-client/history", test_history);

  return g_test_run ();
}
