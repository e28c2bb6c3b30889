/* kh-link-fixture.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-fixture.h"

#include "kh-csl-codec.h"
#include "kh-csl-station.h"
#include "kh-json.h"
#include "kh-store-links.h"
#include "kh-store-test.h"

#include <string.h>

#define SITE_OF_ANN(line1, phone) \
  "\"site\":{\"kind\":\"residential\",\"name\":{\"first\":\"Ann\",\"last\":\"Lee\"}," \
  "\"address\":{\"line1\":\"" line1 "\",\"city\":\"Provo\",\"state\":\"UT\",\"zip\":\"84601\"}," \
  "\"phones\":[{\"type\":\"primary\",\"number\":\"" phone "\"}]," \
  "\"emails\":[{\"type\":\"email\",\"address\":\"ann@example.org\"}]}"

const char kh_link_accounts[] =
  "[{\"id\":\"SUMMIT1042\",\"number\":\"1042\"," SITE_OF_ANN ("4 Elm St", "+18015550101") "},"
  "{\"number\":\"AB-77\"},"
  "{\"number\":\"3000\",\"receiver\":\"1\"},"
  "{\"number\":\"3000\",\"receiver\":\"9\"},"
  "{\"number\":\"6000\",\"external_refs\":{\"keyholder\":\"999\"}},"
  "{\"number\":\"7000\"," SITE_OF_ANN ("12 Oak Avenue", "+18015550142") "},"
  "{\"number\":\"5000\",\"dealer\":\"OTHER\"}]";

void
kh_link_fixture_open (KhLinkFixture *self,
                      const char    *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhKeyring) keyring = NULL;
  GPtrArray *companies;

  if (self->folder == NULL)
    self->folder = g_strdup (folder);
  self->store = kh_store_test_open (folder, &error);
  g_assert_no_error (error);
  kh_store_set_author (self->store, "Maria Vega");
  keyring = kh_keyring_new (kh_store_get_id (self->store));
  self->stations = kh_stations_new (keyring);

  companies = kh_catalogues_get_companies (kh_store_get_catalogues (self->store));
  if (companies->len > 0)
    {
      self->company = kh_company_get_id (g_ptr_array_index (companies, 0));
      kh_keyring_set_for_this_run (keyring, self->company, KH_LINK_TOKEN);
    }
}

void
kh_link_fixture_close (KhLinkFixture *self)
{
  g_clear_object (&self->stations);
  kh_store_test_close (g_steal_pointer (&self->store));
}

static void
save_company (KhLinkFixture *self,
              KhMonitorType  type,
              const char    *address,
              const char    *ca_file)
{
  g_autoptr (KhCompany) company = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  company = g_object_new (KH_TYPE_COMPANY, "id", self->company, "name", "Dynamark",
                          "monitor-type", (int) type, "address", address, "ca-file", ca_file,
                          "active", TRUE, NULL);
  kh_store_save_company_async (self->store, company, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  self->company = kh_store_save_company_finish (self->store, result, &error);
  g_assert_no_error (error);
  kh_keyring_set_for_this_run (kh_stations_get_keyring (self->stations), self->company, KH_LINK_TOKEN);
}

void
kh_link_fixture_init_at (KhLinkFixture *self,
                         const char    *address,
                         const char    *ca_file)
{
  g_autofree char *folder = kh_store_test_make_folder ();

  memset (self, 0, sizeof *self);
  kh_link_fixture_open (self, folder);
  save_company (self, KH_MONITOR_BOLD, address, ca_file);
}

void
kh_link_fixture_move (KhLinkFixture *self,
                      const char    *address,
                      const char    *ca_file)
{
  save_company (self, KH_MONITOR_BOLD, address, ca_file);
}

static KhReferenceStation *
start_station (KhReferenceProfile  profile,
               const char         *accounts)
{
  g_autoptr (GError) error = NULL;
  KhReferenceStation *station;

  station = kh_reference_station_new (profile, "Dynamark", NULL, &error);
  g_assert_no_error (error);
  kh_reference_station_add_token (station, KH_LINK_TOKEN, "SUMMIT");
  kh_reference_station_load_json (station, accounts, "SUMMIT", &error);
  g_assert_no_error (error);
  kh_reference_station_listen (station, "127.0.0.1:0", NULL, &error);
  g_assert_no_error (error);

  return station;
}

void
kh_link_fixture_init (KhLinkFixture *self)
{
  KhReferenceStation *station = start_station (KH_REFERENCE_BOLD, kh_link_accounts);

  kh_link_fixture_init_at (self, kh_reference_station_get_url (station), NULL);
  self->station = station;
}

void
kh_link_fixture_replace_station (KhLinkFixture *self,
                                 const char    *accounts)
{
  kh_link_fixture_replace_station_by (self, KH_REFERENCE_BOLD, accounts);
}

void
kh_link_fixture_replace_station_by (KhLinkFixture      *self,
                                    KhReferenceProfile  profile,
                                    const char         *accounts)
{
  kh_reference_station_stop (self->station);
  g_object_unref (self->station);
  self->station = start_station (profile, accounts);
  save_company (self, profile == KH_REFERENCE_GENERIC ? KH_MONITOR_GENERIC : KH_MONITOR_BOLD,
                kh_reference_station_get_url (self->station), NULL);
}

/* Takes @changed. */
static void
save_changed (KhLinkFixture *self,
              KhCompany     *changed)
{
  g_autoptr (KhCompany) company = changed;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_save_company_async (self->store, company, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_save_company_finish (self->store, result, &error);
  g_assert_no_error (error);
}

static KhCompany *
dup_company (KhLinkFixture *self)
{
  return kh_company_copy (kh_catalogues_get_company (kh_store_get_catalogues (self->store), self->company));
}

void
kh_link_fixture_set_sends_zones (KhLinkFixture *self,
                                 gboolean       sends)
{
  KhCompany *changed = dup_company (self);

  g_assert_cmpint (kh_company_get_sends_zones (changed), !=, sends);
  g_object_set (changed, "sends-zones", sends, NULL);
  save_changed (self, changed);
}

void
kh_link_fixture_set_zone_digits (KhLinkFixture *self,
                                 guint          digits)
{
  KhCompany *changed = dup_company (self);

  g_object_set (changed, "zone-digits", digits, NULL);
  save_changed (self, changed);
}

void
kh_link_fixture_clear (KhLinkFixture *self)
{
  if (self->store != NULL)
    kh_link_fixture_close (self);
  if (self->station != NULL)
    kh_reference_station_stop (self->station);
  g_clear_object (&self->station);
  kh_store_test_remove (self->folder);
  g_clear_pointer (&self->folder, g_free);
}

static gint64
get_owner (KhLinkFixture *self)
{
  GPtrArray *members = kh_staff_get_members (kh_store_get_staff (self->store));

  for (guint i = 0; i < members->len; i++)
    {
      const KhMember *member = g_ptr_array_index (members, i);

      if (strcmp (member->name, "Maria Vega") == 0)
        return member->id;
    }

  g_assert_not_reached ();
}

void
kh_link_fixture_sign_in (KhLinkFixture *self)
{
  g_autoptr (KhSecret) password = kh_secret_new (KH_LINK_PASSWORD, -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_sign_in_async (self->store, get_owner (self), password, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_sign_in_finish (self->store, result, &error);
  g_assert_no_error (error);
}

void
kh_link_fixture_make_owner (KhLinkFixture *self)
{
  g_autoptr (KhSecret) password = kh_secret_new (KH_LINK_PASSWORD, -1);
  g_autoptr (GAsyncResult) made = NULL;
  g_autoptr (GAsyncResult) entered = NULL;
  g_autoptr (GAsyncResult) set = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_make_owner_async (self->store, "Maria Vega", NULL, kh_store_test_keep, &made);
  kh_store_test_wait_result (&made);
  kh_store_make_owner_finish (self->store, made, &error);
  g_assert_no_error (error);
  kh_store_sign_in_async (self->store, get_owner (self), NULL, NULL, kh_store_test_keep, &entered);
  kh_store_test_wait_result (&entered);
  kh_store_sign_in_finish (self->store, entered, &error);
  g_assert_no_error (error);
  kh_store_set_password_async (self->store, get_owner (self), NULL, password, NULL, kh_store_test_keep, &set);
  kh_store_test_wait_result (&set);
  kh_store_set_password_finish (self->store, set, &error);
  g_assert_no_error (error);
}

void
kh_link_fixture_set_secret (KhLinkFixture *self,
                            gint64         customer,
                            KhDatapointId  id,
                            const char    *text)
{
  g_autoptr (KhCustomer) loaded = kh_link_fixture_load (self, customer, NULL);
  g_autoptr (KhSecret) secret = text != NULL ? kh_secret_new (text, -1) : NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_set_secret_async (self->store, customer, kh_customer_get_revision (loaded), id, secret, NULL,
                             kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  saved = kh_store_set_secret_finish (self->store, result, &error);
  g_assert_no_error (error);
}

gboolean
kh_link_fixture_file_has (KhLinkFixture *self,
                          const char    *text)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  gboolean found = FALSE;
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (g_file_get_contents (path, &bytes, &length, NULL))
        found |= memmem (bytes, length, text, strlen (text)) != NULL;
    }

  return found;
}

gint64
kh_link_fixture_add_customer (KhLinkFixture *self,
                              const char    *number,
                              const char    *receiver)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ann", "Lee");
  g_autoptr (KhCustomer) kept = NULL;
  g_autofree char *company = g_strdup_printf ("%" G_GINT64_FORMAT, self->company);
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_TYPE, "residential");
  kh_customer_set (customer, KH_DATAPOINT_ADDRESS_1, "12 Oak Avenue");
  kh_customer_set (customer, KH_DATAPOINT_CITY, "Provo");
  kh_customer_set (customer, KH_DATAPOINT_ZIP, "84601");
  kh_customer_set (customer, KH_DATAPOINT_EMAIL, "ann@example.org");
  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, company);
  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, number);
  kh_customer_set (customer, KH_DATAPOINT_RECEIVER_NUMBER, receiver);
  kept = kh_store_test_create (self->store, customer, &error);
  g_assert_no_error (error);

  return kh_customer_get_number (kept);
}

static void
add_contact (KhLinkFixture *self,
             gint64         customer)
{
  g_autoptr (KhRow) contact = kh_row_new (KH_TABLE_CONTACTS);
  g_autoptr (GPtrArray) changes = kh_row_changes_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhRows) kept = NULL;
  g_autoptr (GError) error = NULL;

  kh_row_set (contact, KH_CONTACT_NAME, "Bob Lee");
  kh_row_set (contact, KH_CONTACT_PHONE_1, "+18015550177");
  kh_row_set (contact, KH_CONTACT_ORDER, "1");
  g_ptr_array_add (changes, kh_row_change_new (contact, NULL, FALSE));
  kh_store_save_table_async (self->store, customer, KH_TABLE_CONTACTS, changes, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kept = kh_store_save_table_finish (self->store, result, &error);
  g_assert_no_error (error);
}

void
kh_link_fixture_make_ready (KhLinkFixture *self,
                            gint64         customer)
{
  g_autoptr (KhCustomer) loaded = kh_link_fixture_load (self, customer, NULL);
  g_autoptr (KhCustomer) saved = NULL;
  g_autofree char *office = NULL;
  g_autoptr (GError) error = NULL;
  gint64 entry = kh_store_test_add_entry (self->store, KH_CATALOGUE_OFFICE_LOCATIONS, "Provo", 0, TRUE);

  office = g_strdup_printf ("%" G_GINT64_FORMAT, entry);
  kh_customer_set (loaded, KH_DATAPOINT_OFFICE_LOCATION, office);
  kh_customer_set (loaded, KH_DATAPOINT_STATE, "UT");
  kh_customer_set (loaded, KH_DATAPOINT_PRIMARY_PHONE, "+18015550142");
  saved = kh_store_test_save (self->store, loaded, &error);
  g_assert_no_error (error);
  add_contact (self, customer);
  kh_link_fixture_set_secret (self, customer, KH_DATAPOINT_PASSCODE, KH_LINK_PASSCODE);
}

KhCustomer *
kh_link_fixture_load (KhLinkFixture  *self,
                      gint64          customer,
                      KhLink        **link)
{
  g_autoptr (GError) error = NULL;
  KhCustomer *loaded;

  loaded = kh_store_test_load (self->store, customer, link, &error);
  g_assert_no_error (error);

  return loaded;
}

guint
kh_link_fixture_count_attempts (KhLinkFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) attempts = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_list_attempts_async (self->store, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  attempts = kh_store_list_attempts_finish (self->store, result, &error);
  g_assert_no_error (error);

  return attempts->len;
}

void
kh_link_fixture_fault (KhLinkFixture *self,
                       const char    *spec)
{
  g_autoptr (GError) error = NULL;

  kh_reference_station_add_fault (self->station, spec, &error);
  g_assert_no_error (error);
}

void
kh_link_fixture_set_deadline (KhLinkFixture *self,
                              guint          milliseconds)
{
  KhCompany *company = kh_catalogues_get_company (kh_store_get_catalogues (self->store), self->company);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhStation) station = NULL;
  g_autoptr (GError) error = NULL;

  kh_stations_get_async (self->stations, company, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  station = kh_stations_get_finish (self->stations, result, &error);
  g_assert_no_error (error);
  kh_csl_station_set_deadline (KH_CSL_STATION (station), milliseconds);
}

GPtrArray *
kh_link_read_log (const char *path,
                  const char *end,
                  guint       n_names)
{
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *keys = g_ptr_array_new_with_free_func (g_free);

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return keys;
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autoptr (JsonNode) node = kh_json_parse (lines[i], strlen (lines[i]), NULL);
      JsonObject *line = node != NULL ? json_node_get_object (node) : NULL;

      if (line != NULL && g_str_has_suffix (kh_json_get_string (line, "path", ""), end)
          && json_array_get_length (kh_json_get_array (line, "query")) == n_names)
        g_ptr_array_add (keys, g_strdup (kh_json_get_string (line, "key", "")));
    }

  return keys;
}

guint
kh_link_count_keys (GPtrArray *keys)
{
  g_autoptr (GHashTable) different = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < keys->len; i++)
    g_hash_table_add (different, g_ptr_array_index (keys, i));

  return g_hash_table_size (different);
}

KhAccount *
kh_link_fixture_read_account (KhLinkFixture *self,
                              const char    *account)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *text = kh_reference_station_dup_account (self->station, account, &error);
  g_autoptr (JsonNode) node = NULL;

  g_assert_no_error (error);
  node = kh_json_parse (text, strlen (text), &error);
  g_assert_no_error (error);

  return kh_csl_codec_read_account (json_node_get_object (node), NULL);
}

KhLinker *
kh_link_fixture_new_linker (KhLinkFixture *self,
                            gint64         customer)
{
  g_autoptr (KhCustomer) loaded = kh_link_fixture_load (self, customer, NULL);

  return kh_linker_new (self->store, self->stations, loaded);
}

KhLinker *
kh_link_fixture_start (KhLinkFixture *self,
                       gint64         customer)
{
  KhLinker *linker = kh_link_fixture_new_linker (self, customer);

  kh_linker_start (linker);
  kh_link_wait (linker);

  return linker;
}

KhRecovery *
kh_link_fixture_recover (KhLinkFixture *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhRecovery *recovery;

  kh_linker_recover_async (self->store, self->stations, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  recovery = kh_linker_recover_finish (result, &error);
  g_assert_no_error (error);

  return recovery;
}

static gboolean
is_waiting (gpointer linker)
{
  return kh_linker_state_waits (kh_linker_get_state (linker));
}

void
kh_link_wait (KhLinker *linker)
{
  kh_store_test_wait (is_waiting, linker);
}

void
kh_link_wait_for (KhLinker      *linker,
                  KhLinkerState  state)
{
  while (kh_linker_get_state (linker) != state)
    {
      g_assert_false (is_waiting (linker));
      g_main_context_iteration (NULL, TRUE);
    }
}

void
kh_link_press (KhLinker *linker)
{
  kh_linker_link (linker);
  kh_link_wait (linker);
}

void
kh_assert_link_state (KhLinker      *linker,
                      KhLinkerState  state)
{
  const GError *error = kh_linker_get_error (linker);

  if (error != NULL && state != KH_LINKER_FAILED)
    g_test_message ("%s", error->message);
  g_assert_cmpstr (kh_linker_state_to_string (kh_linker_get_state (linker)), ==, kh_linker_state_to_string (state));
}
