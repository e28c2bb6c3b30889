/* test-csl-agencies.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The agencies of an account: added, replaced and removed at a station. */

#include "config.h"

#include "kh-csl-station.h"
#include "kh-openapi.h"
#include "kh-reference-fixture.h"
#include "kh-wait.h"

/* Whatever the client sends is held against the description. */
typedef struct {
  KhFixture server;
  KhOpenapi *api;
  KhStation *station;
  const char *account;
} Fixture;

static void
fixture_init (Fixture            *self,
              KhReferenceProfile  profile)
{
  g_autoptr (KhCompany) company = kh_company_new ();
  g_autoptr (GError) error = NULL;

  kh_fixture_init (&self->server, profile);
  self->account = profile == KH_REFERENCE_BOLD ? "SUMMIT2001" : "a4";
  self->api = kh_openapi_load ();
  kh_openapi_watch (self->api, self->server.station);
  g_object_set (company, "name", "Dynamark", "address", kh_reference_station_get_url (self->server.station), NULL);
  self->station = kh_csl_station_new (company, KH_FIXTURE_TOKEN, &error);
  g_assert_no_error (error);
}

static void
fixture_clear (Fixture *self)
{
  g_assert_finalize_object (self->station);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  kh_fixture_clear (&self->server);
  kh_openapi_free (self->api);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static KhAccount *
read_account (Fixture *self)
{
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (GError) error = NULL;
  KhAccount *account;

  kh_station_get_account_async (self->station, self->account, NULL, NULL, kh_wait_done_cb, &answer);
  account = kh_station_get_account_finish (self->station, kh_wait (&answer), NULL, &error);
  g_assert_no_error (error);

  return account;
}

static KhAgency *
look_up (Fixture      *self,
         KhAgencyType  type,
         guint         index)
{
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (KhAgencyPage) page = NULL;
  g_autoptr (GError) error = NULL;

  kh_station_list_agencies_async (self->station, type, "84601", NULL, NULL, kh_wait_done_cb, &answer);
  page = kh_station_list_agencies_finish (self->station, kh_wait (&answer), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->agencies->len, >, index);

  return g_object_ref (g_ptr_array_index (page->agencies, index));
}

/* As who asks for it does: with the key that belongs to it. */
static KhChangeAnswer *
change (Fixture    *self,
        KhAccount  *account,
        KhAgency   *old,
        KhAgency   *agency,
        GError    **error)
{
  const char *etag = kh_account_get_etag (account);
  g_autoptr (GBytes) body = kh_station_encode_agency (self->station, old, agency, "Pat");
  g_autofree char *key = kh_station_dup_agency_key (self->account, etag, body, 0);
  g_autoptr (GAsyncResult) answer = NULL;

  g_assert_true (g_uuid_string_is_valid (key));
  kh_station_apply_changes_async (self->station, self->account, etag, body, key, FALSE, NULL, kh_wait_done_cb, &answer);

  return kh_station_apply_changes_finish (self->station, kh_wait (&answer), error);
}

static KhAgency *
get_agency (KhAccount *account,
            guint      index)
{
  g_assert_cmpuint (kh_account_get_agencies (account)->len, >, index);

  return g_ptr_array_index (kh_account_get_agencies (account), index);
}

/* Each step reads what the one before left. */
static void
test_changed (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhAccount) before = NULL;
  g_autoptr (KhAccount) added = NULL;
  g_autoptr (KhAccount) replaced = NULL;
  g_autoptr (KhAccount) removed = NULL;
  g_autoptr (KhChangeAnswer) add = NULL;
  g_autoptr (KhChangeAnswer) replace = NULL;
  g_autoptr (KhChangeAnswer) drop = NULL;
  g_autoptr (KhAgency) fire = NULL;
  g_autoptr (KhAgency) police = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, KH_REFERENCE_GENERIC);
  fire = look_up (&fixture, KH_AGENCY_FIRE, 0);
  police = look_up (&fixture, KH_AGENCY_POLICE, 1);
  g_assert_null (kh_agency_get_id (fire));
  before = read_account (&fixture);
  add = change (&fixture, before, NULL, fire, &error);
  g_assert_no_error (error);
  added = read_account (&fixture);
  g_assert_cmpuint (kh_account_get_agencies (added)->len, ==, 2);
  g_assert_cmpstr (kh_agency_get_name (get_agency (added, 1)), ==, "Provo Fire Department");

  replace = change (&fixture, added, get_agency (added, 0), police, &error);
  g_assert_no_error (error);
  replaced = read_account (&fixture);
  g_assert_cmpuint (kh_account_get_agencies (replaced)->len, ==, 2);
  g_assert_cmpstr (kh_agency_get_name (get_agency (replaced, 0)), ==, "Utah County Sheriff");
  g_assert_cmpstr (kh_agency_get_phone (get_agency (replaced, 0)), ==, kh_agency_get_phone (police));
  g_assert_cmpstr (kh_agency_get_id (get_agency (replaced, 0)), ==, kh_agency_get_id (get_agency (added, 0)));

  drop = change (&fixture, replaced, get_agency (replaced, 1), NULL, &error);
  g_assert_no_error (error);
  removed = read_account (&fixture);
  g_assert_cmpuint (kh_account_get_agencies (removed)->len, ==, 1);
  g_assert_cmpint (kh_agency_get_agency_type (get_agency (removed, 0)), ==, KH_AGENCY_POLICE);
}

/* What is set there stays, and there is one of a kind. */
static void
test_kept (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (KhAgency) police = NULL;
  KhAgency *olds[3];

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  police = look_up (&fixture, KH_AGENCY_POLICE, 1);
  account = read_account (&fixture);
  olds[0] = NULL;
  olds[1] = olds[2] = get_agency (account, 0);
  for (guint i = 0; i < G_N_ELEMENTS (olds); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (change (&fixture, account, olds[i], i == 2 ? NULL : police, &error));
      g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_INVALID);
    }
}

/* The answer was lost: the same of the same version is the same request, and there is one. */
static void
test_lost_answer (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhAccount) before = NULL;
  g_autoptr (KhAccount) after = NULL;
  g_autoptr (KhChangeAnswer) again = NULL;
  g_autoptr (KhAgency) guard = NULL;
  g_autoptr (GError) lost = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, KH_REFERENCE_GENERIC);
  guard = look_up (&fixture, KH_AGENCY_GUARD, 0);
  before = read_account (&fixture);
  kh_fixture_fault (&fixture.server, "drop-after@changes*1");
  g_assert_null (change (&fixture, before, NULL, guard, &lost));
  g_assert_false (kh_station_error_is_certain (lost));
  again = change (&fixture, before, NULL, guard, &error);
  g_assert_no_error (error);
  after = read_account (&fixture);
  g_assert_cmpuint (kh_account_get_agencies (after)->len, ==, 2);
}

/* One for each thing that is asked for. */
static void
test_keys (void)
{
  g_autoptr (GBytes) one = g_bytes_new_static ("one", 3);
  g_autoptr (GBytes) two = g_bytes_new_static ("two", 3);
  g_autofree char *key = kh_station_dup_agency_key ("a1", "\"1\"", one, 0);
  g_autofree char *same = kh_station_dup_agency_key ("a1", "\"1\"", one, 0);
  g_autofree char *other_account = kh_station_dup_agency_key ("a2", "\"1\"", one, 0);
  g_autofree char *other_version = kh_station_dup_agency_key ("a1", "\"2\"", one, 0);
  g_autofree char *other_body = kh_station_dup_agency_key ("a1", "\"1\"", two, 0);
  g_autofree char *refused = kh_station_dup_agency_key ("a1", "\"1\"", one, 1);

  g_assert_cmpstr (key, ==, same);
  g_assert_cmpstr (key, !=, other_account);
  g_assert_cmpstr (key, !=, other_version);
  g_assert_cmpstr (key, !=, other_body);
  g_assert_cmpstr (key, !=, refused);
}

static void
test_capabilities (void)
{
  static const KhReferenceProfile profiles[] = { KH_REFERENCE_BOLD, KH_REFERENCE_ADT, KH_REFERENCE_GENERIC };

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_auto (Fixture) fixture = { 0 };
      g_autoptr (GAsyncResult) answer = NULL;
      g_autoptr (KhCapabilities) capabilities = NULL;
      g_autoptr (GError) error = NULL;
      gboolean agencies;

      fixture_init (&fixture, profiles[i]);
      kh_station_get_capabilities_async (fixture.station, NULL, kh_wait_done_cb, &answer);
      capabilities = kh_station_get_capabilities_finish (fixture.station, kh_wait (&answer), &error);
      g_assert_no_error (error);
      g_object_get (capabilities, "agencies", &agencies, NULL);
      g_assert_true (agencies);
      g_assert_true (kh_capabilities_keeps_agencies (capabilities) == (profiles[i] == KH_REFERENCE_BOLD));
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csl-agencies/changed", test_changed);
  g_test_add_func ("/csl-agencies/kept", test_kept);
  g_test_add_func ("/csl-agencies/lost-answer", test_lost_answer);
  g_test_add_func ("/csl-agencies/keys", test_keys);
  g_test_add_func ("/csl-agencies/capabilities", test_capabilities);

  return g_test_run ();
}
