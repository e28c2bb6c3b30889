/* test-demo.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-comparison.h"
#include "kh-demo.h"
#include "kh-store-links.h"
#include "kh-value-type.h"

#include <glib/gstdio.h>
#include <signal.h>

#define PATIENCE (20 * G_TIME_SPAN_SECOND)

typedef struct {
  char *folder;
  KhDemo *demo;
  GAsyncResult *result;
} Fixture;

static void
on_done_cb (GObject      *source G_GNUC_UNUSED,
            GAsyncResult *result,
            gpointer      data)
{
  Fixture *fixture = data;

  g_assert_null (fixture->result);
  fixture->result = g_object_ref (result);
}

static GAsyncResult *
wait_result (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;

  while (fixture->result == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }

  return g_steal_pointer (&fixture->result);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("kh-demo-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->demo = kh_demo_new (fixture->folder, KH_BUILD_DIR "/src/keyholder-station/keyholder-station", 200, 7);
  kh_demo_start_async (fixture->demo, NULL, on_done_cb, fixture);
  result = wait_result (fixture);
  g_assert_true (kh_demo_start_finish (fixture->demo, result, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  kh_store_close_async (kh_demo_get_store (fixture->demo), on_done_cb, fixture);
  result = wait_result (fixture);
  g_clear_object (&result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->demo);

  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (fixture->folder);
  g_free (fixture->folder);
}

static KhCustomer *
load (Fixture *fixture,
      gint64   number)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhCustomer *customer;

  kh_store_load_customer_async (kh_demo_get_store (fixture->demo), number, NULL, on_done_cb, fixture);
  result = wait_result (fixture);
  customer = kh_store_load_customer_finish (kh_demo_get_store (fixture->demo), result, NULL, &error);
  g_assert_no_error (error);

  return customer;
}

static KhStation *
get_station (Fixture    *fixture,
             KhCustomer *customer)
{
  KhCatalogues *catalogues = kh_store_get_catalogues (kh_demo_get_store (fixture->demo));
  KhCompany *company = kh_catalogues_get_company (catalogues, kh_customer_get_entry (customer, KH_DATAPOINT_MONITORING_COMPANY));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhStation *station;

  kh_stations_get_async (kh_demo_get_stations (fixture->demo), company, NULL, on_done_cb, fixture);
  result = wait_result (fixture);
  station = kh_stations_get_finish (kh_demo_get_stations (fixture->demo), result, &error);
  g_assert_no_error (error);

  return station;
}

static KhLookUp *
look_up (Fixture    *fixture,
         KhCustomer *customer,
         GError    **error)
{
  g_autoptr (KhStation) station = get_station (fixture, customer);
  g_autoptr (GAsyncResult) result = NULL;

  kh_station_look_up_async (station, kh_customer_get (customer, KH_DATAPOINT_ACCOUNT_NUMBER), NULL, NULL, on_done_cb, fixture);
  result = wait_result (fixture);

  return kh_station_look_up_finish (station, result, error);
}

static KhComparison *
compare (Fixture *fixture,
         gint64   number)
{
  KhStore *store = kh_demo_get_store (fixture->demo);
  g_autoptr (KhCustomer) customer = load (fixture, number);
  g_autoptr (KhStation) station = get_station (fixture, customer);
  g_autoptr (KhLookUp) found = NULL;
  g_autoptr (GAsyncResult) read = NULL;
  g_autoptr (GAsyncResult) able = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GHashTable) secrets = NULL;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (KhCapabilities) capabilities = NULL;
  g_autoptr (GError) error = NULL;

  found = look_up (fixture, customer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->accounts->len, ==, 1);
  kh_station_get_account_async (station, kh_account_get_id (g_ptr_array_index (found->accounts, 0)), NULL, NULL, on_done_cb, fixture);
  read = wait_result (fixture);
  account = kh_station_get_account_finish (station, read, NULL, &error);
  g_assert_no_error (error);
  kh_station_get_capabilities_async (station, NULL, on_done_cb, fixture);
  able = wait_result (fixture);
  capabilities = kh_station_get_capabilities_finish (station, able, &error);
  g_assert_no_error (error);

  kh_store_load_secrets_async (store, number, NULL, on_done_cb, fixture);
  opened = wait_result (fixture);
  secrets = kh_store_load_secrets_finish (store, opened, &error);
  g_assert_no_error (error);

  return kh_comparison_new_with_secrets (customer, account, capabilities, kh_store_get_catalogues (store),
                                         kh_grants_all (), secrets);
}

static void
test_differs (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = compare (fixture, KH_DEMO_DIFFERS);

  g_assert_cmpuint (kh_comparison_count (comparison, KH_DIFFERENCE_DIFFERS), ==, 2);
  g_assert_cmpuint (kh_comparison_count (comparison, KH_DIFFERENCE_ONLY_HERE), ==, 1);
  g_assert_cmpuint (kh_comparison_count (comparison, KH_DIFFERENCE_ONLY_THERE), ==, 1);
  g_assert_cmpuint (kh_comparison_count (comparison, KH_DIFFERENCE_WRITTEN), ==, 2);
}

static void
test_same (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = compare (fixture, KH_DEMO_SAME);

  g_assert_cmpuint (kh_comparison_count_rows (comparison), ==, 0);
}

static void
test_look_ups (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) near_miss = load (fixture, KH_DEMO_NEAR_MISS);
  g_autoptr (KhCustomer) several = load (fixture, KH_DEMO_SEVERAL);
  g_autoptr (KhCustomer) not_ours = load (fixture, KH_DEMO_NOT_OURS);
  g_autoptr (KhCustomer) adt = load (fixture, KH_DEMO_ADT);
  g_autoptr (KhLookUp) found = NULL;
  g_autoptr (KhLookUp) two = NULL;
  g_autoptr (KhLookUp) one = NULL;
  g_autoptr (GError) error = NULL;

  found = look_up (fixture, near_miss, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->accounts->len, ==, 0);
  g_assert_cmpstr (found->near[0], ==, "AC1077");
  two = look_up (fixture, several, &error);
  g_assert_cmpuint (two->accounts->len, ==, 2);
  one = look_up (fixture, adt, &error);
  g_assert_cmpuint (one->accounts->len, ==, 1);
  g_assert_null (look_up (fixture, not_ours, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_NOT_OURS);
}

static void
test_valid (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  KhCatalogues *catalogues = kh_store_get_catalogues (kh_demo_get_store (fixture->demo));
  KhValueContext context = { .catalogues = catalogues };

  /* Nothing in the demo is a value that a clerk could not have typed. */
  for (gint64 number = 1001; number < 1201; number++)
    {
      g_autoptr (KhCustomer) customer = load (fixture, number);

      g_assert_true (kh_customer_is_sealed (customer, KH_DATAPOINT_PASSCODE));
      for (guint i = 0; i < KH_N_DATAPOINTS; i++)
        {
          const char *value = kh_customer_get (customer, (KhDatapointId) i);
          g_autoptr (GError) error = NULL;

          context.current = value;
          if (value != NULL && kh_datapoint_is_editable ((KhDatapointId) i))
            kh_value_check (kh_datapoint_get ((KhDatapointId) i), value, &context, &error);
          g_assert_no_error (error);
          if (kh_datapoint_get ((KhDatapointId) i)->required & KH_REQUIRED_ALWAYS)
            g_assert_nonnull (value);
        }
    }
}

/* Three members with other grants than the owner's, and none alike. */
static void
test_staff (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  KhStaff *staff = kh_store_get_staff (kh_demo_get_store (fixture->demo));
  GPtrArray *members = kh_staff_get_members (staff);
  GArray *seen = g_array_new (FALSE, FALSE, sizeof (KhGrants));

  for (guint i = 0; i < members->len; i++)
    {
      const KhMember *member = g_ptr_array_index (members, i);
      KhGrants grants = kh_staff_get_grants (staff, member->id);

      if (member->group == 0)
        continue;
      for (guint j = 0; j < seen->len; j++)
        g_assert_false (kh_grants_equal (grants, g_array_index (seen, KhGrants, j)));
      g_array_append_val (seen, grants);
    }
  g_assert_cmpuint (seen->len, ==, 4);
  g_array_unref (seen);
}

/* A duplicate of this one needs another office location. */
static void
test_closed (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) customer = load (fixture, KH_DEMO_CLOSED);
  const KhCatalogueEntry *office;

  office = kh_catalogues_get (kh_store_get_catalogues (kh_demo_get_store (fixture->demo)), KH_CATALOGUE_OFFICE_LOCATIONS,
                              kh_customer_get_entry (customer, KH_DATAPOINT_OFFICE_LOCATION));
  g_assert_nonnull (office);
  g_assert_false (office->active);
}

/* The desk of the demo has a key, so its passcodes are kept as in any office. */
static void
test_passcode (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  KhStore *store = kh_demo_get_store (fixture->demo);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhSecret) passcode = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_reveal_async (store, KH_DEMO_UNMONITORED, KH_DATAPOINT_PASSCODE, NULL, on_done_cb, fixture);
  result = wait_result (fixture);
  passcode = kh_store_reveal_finish (store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kh_secret_get_text (passcode), ==, "ROSEBUD");
}

/* A few customers were entered twice, and the others look like nobody else. */
static void
test_doubles (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  KhStore *store = kh_demo_get_store (fixture->demo);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GError) error = NULL;
  KhDoubleReasons reasons = KH_DOUBLE_NONE;

  kh_store_find_all_doubles_async (store, NULL, NULL, NULL, on_done_cb, fixture);
  result = wait_result (fixture);
  groups = kh_store_find_all_doubles_finish (store, result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (groups->len, >=, 2);
  g_assert_cmpuint (groups->len, <, 6);
  for (guint i = 0; i < groups->len; i++)
    {
      const KhDoubleGroup *group = g_ptr_array_index (groups, i);

      g_assert_cmpuint (group->doubles->len, ==, 2);
      reasons |= group->reasons;
    }
  g_assert_cmpuint (reasons & (KH_DOUBLE_PHONE | KH_DOUBLE_ADDRESS), ==, KH_DOUBLE_PHONE | KH_DOUBLE_ADDRESS);
}

/* The station comes back where it was, with what it had. */
static void
test_outage (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) customer = load (fixture, KH_DEMO_DIFFERS);
  g_autofree char *before = kh_demo_dup_address (fixture->demo, 0);
  g_autofree char *after = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhLookUp) found = NULL;
  g_autoptr (GError) down = NULL;
  g_autoptr (GError) error = NULL;

  kh_demo_stop_station (fixture->demo, 0);
  g_assert_null (look_up (fixture, customer, &down));
  g_assert_error (down, KH_STATION_ERROR, KH_STATION_ERROR_UNREACHABLE);
  kh_demo_restart_station_async (fixture->demo, 0, on_done_cb, fixture);
  result = wait_result (fixture);
  g_assert_true (kh_demo_start_finish (fixture->demo, result, &error));
  found = look_up (fixture, customer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->accounts->len, ==, 1);
  after = kh_demo_dup_address (fixture->demo, 0);
  g_assert_cmpstr (before, ==, after);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/demo/differs", test_differs);
  ADD ("/demo/same", test_same);
  ADD ("/demo/look-ups", test_look_ups);
  ADD ("/demo/valid", test_valid);
  ADD ("/demo/staff", test_staff);
  ADD ("/demo/closed", test_closed);
  ADD ("/demo/passcode", test_passcode);
  ADD ("/demo/doubles", test_doubles);
  ADD ("/demo/outage", test_outage);
#undef ADD

  return g_test_run ();
}
