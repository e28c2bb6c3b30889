/* test-customer.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-catalogues.h"
#include "kh-company.h"
#include "kh-customer.h"
#include "kh-link.h"
#include "kh-rule.h"

static void
test_new (void)
{
  g_autoptr (KhCustomer) customer = kh_customer_new ();
  guint i;

  g_assert_cmpint (kh_customer_get_number (customer), ==, 0);
  g_assert_cmpint (kh_customer_get_revision (customer), ==, 0);

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    g_assert_cmpstr (kh_customer_get (customer, (KhDatapointId) i), ==, kh_datapoint_get ((KhDatapointId) i)->fallback);
}

static void
test_copy (void)
{
  g_autoptr (KhCustomer) customer = kh_customer_new ();
  g_autoptr (KhCustomer) copy = NULL;

  kh_customer_set (customer, KH_DATAPOINT_FIRST_NAME, "Ann");
  kh_customer_set (customer, KH_DATAPOINT_BILLING_SAME, NULL);
  kh_customer_set_revision (customer, 3);
  copy = kh_customer_copy (customer);
  g_assert_true (kh_customer_equal (customer, copy));
  g_assert_cmpint (kh_customer_get_revision (copy), ==, 3);
  g_assert_null (kh_customer_get (copy, KH_DATAPOINT_BILLING_SAME));

  kh_customer_set (copy, KH_DATAPOINT_FIRST_NAME, "Bo");
  g_assert_false (kh_customer_equal (customer, copy));
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_FIRST_NAME), ==, "Ann");
}

static void
test_values (void)
{
  g_autoptr (KhCustomer) customer = kh_customer_new ();

  kh_customer_set (customer, KH_DATAPOINT_CUSTOMER_NUMBER, "1234");
  kh_customer_set (customer, KH_DATAPOINT_LEAD_SOURCE, "7");
  kh_customer_set (customer, KH_DATAPOINT_TWO_WAY_VOICE, "1");
  kh_customer_set (customer, KH_DATAPOINT_SPOUSE, "");
  kh_customer_set (customer, KH_DATAPOINT_PASSCODE, "0042");

  g_assert_cmpint (kh_customer_get_number (customer), ==, 1234);
  g_assert_cmpint (kh_customer_get_entry (customer, KH_DATAPOINT_LEAD_SOURCE), ==, 7);
  g_assert_cmpint (kh_customer_get_entry (customer, KH_DATAPOINT_LEAD_CAMPAIGN), ==, 0);
  g_assert_true (kh_customer_get_boolean (customer, KH_DATAPOINT_TWO_WAY_VOICE));
  g_assert_false (kh_customer_get_boolean (customer, KH_DATAPOINT_GUARD_RESPONSE));
  g_assert_null (kh_customer_get (customer, KH_DATAPOINT_SPOUSE));

  /* Nothing secret is held before it can be encrypted. */
  g_assert_null (kh_customer_get (customer, KH_DATAPOINT_PASSCODE));
}

static void
test_names (void)
{
  static const struct {
    const char *type;
    const char *first;
    const char *last;
    const char *business;
    const char *name;
    const char *sort_name;
  } people[] = {
    { "residential", "Ann", "Lee", NULL, "Ann Lee", "Lee, Ann" },
    { "residential", "Ann", "Lee", "Acme", "Ann Lee", "Lee, Ann" },
    { "business", "Ann", "Lee", "Acme", "Acme", "Acme" },
    { "business", "Ann", "Lee", NULL, "Ann Lee", "Lee, Ann" },
    { "residential", NULL, "Lee", NULL, "Lee", "Lee" },
    { "residential", "Ann", NULL, NULL, "Ann", "Ann" },
    { "residential", NULL, NULL, NULL, "", "" },
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (people); i++)
    {
      g_autoptr (KhCustomer) customer = kh_customer_new ();
      g_autofree char *name = NULL;
      g_autofree char *sort_name = NULL;

      g_object_set (customer,
                    "account-type", people[i].type,
                    "first-name", people[i].first,
                    "last-name", people[i].last,
                    "business-name", people[i].business,
                    NULL);
      name = kh_customer_dup_name (customer);
      sort_name = kh_customer_dup_sort_name (customer);
      g_assert_cmpstr (name, ==, people[i].name);
      g_assert_cmpstr (sort_name, ==, people[i].sort_name);
    }
}

static KhCatalogues *
make_catalogues (void)
{
  KhCatalogues *catalogues = kh_catalogues_new ();
  guint i;

  for (i = KH_MONITOR_NONE; i < KH_N_MONITOR_TYPES; i++)
    {
      g_autoptr (KhCompany) company = kh_company_new ();

      g_object_set (company, "id", (gint64) i + 1, "name", kh_monitor_type_to_string ((KhMonitorType) i),
                    "monitor-type", (int) i, "address", "https://station.example", "active", TRUE, NULL);
      kh_catalogues_add_company (catalogues, company);
    }

  return catalogues;
}

static void
set_company (KhCustomer    *customer,
             KhMonitorType  type)
{
  g_autofree char *entry = g_strdup_printf ("%d", (int) type + 1);

  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, entry);
}

static void
test_required (void)
{
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  g_autoptr (KhCustomer) customer = kh_customer_new ();

#define REQUIRED(id, before_link) kh_rule_is_required ((id), customer, catalogues, (before_link))
  g_assert_true (REQUIRED (KH_DATAPOINT_FIRST_NAME, FALSE));
  g_assert_false (REQUIRED (KH_DATAPOINT_SPOUSE, TRUE));
  g_assert_false (REQUIRED (KH_DATAPOINT_ADDRESS_1, FALSE));
  g_assert_true (REQUIRED (KH_DATAPOINT_ADDRESS_1, TRUE));

  /* Nobody types what the store gives, nor what cannot be kept yet. */
  g_assert_false (REQUIRED (KH_DATAPOINT_CUSTOMER_NUMBER, TRUE));
  g_assert_false (REQUIRED (KH_DATAPOINT_PASSCODE, TRUE));

  g_assert_false (REQUIRED (KH_DATAPOINT_BUSINESS_NAME, FALSE));
  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_TYPE, "business");
  g_assert_true (REQUIRED (KH_DATAPOINT_BUSINESS_NAME, FALSE));

  g_assert_false (REQUIRED (KH_DATAPOINT_BILLING_CITY, FALSE));
  kh_customer_set (customer, KH_DATAPOINT_BILLING_SAME, "0");
  g_assert_true (REQUIRED (KH_DATAPOINT_BILLING_CITY, FALSE));

  g_assert_false (REQUIRED (KH_DATAPOINT_CANCEL_DATE, FALSE));
  kh_customer_set (customer, KH_DATAPOINT_STATUS, "cancelled");
  g_assert_true (REQUIRED (KH_DATAPOINT_CANCEL_DATE, FALSE));

  set_company (customer, KH_MONITOR_BOLD);
  g_assert_false (kh_rule_is_adt (customer, catalogues));
  g_assert_false (REQUIRED (KH_DATAPOINT_BIRTHDATE, FALSE));
  set_company (customer, KH_MONITOR_ADT);
  g_assert_true (kh_rule_is_adt (customer, catalogues));
  g_assert_false (kh_rule_is_adt (customer, NULL));
  g_assert_true (REQUIRED (KH_DATAPOINT_EMAIL, FALSE));
  g_assert_true (REQUIRED (KH_DATAPOINT_BIRTHDATE, FALSE));
#undef REQUIRED
}

/* What the Central Station section is in, step by step. */
static void
test_station_state (void)
{
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  g_autoptr (KhCustomer) customer = kh_customer_new ();
  g_autoptr (KhLink) link = kh_link_new ();

  g_assert_cmpint (kh_station_state (customer, catalogues, NULL), ==, KH_STATION_NO_COMPANY);

  set_company (customer, KH_MONITOR_NONE);
  g_assert_cmpint (kh_station_state (customer, catalogues, NULL), ==, KH_STATION_DATA_ONLY);

  set_company (customer, KH_MONITOR_BOLD);
  g_assert_cmpint (kh_station_state (customer, catalogues, NULL), ==, KH_STATION_NO_NUMBER);

  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, "0042");
  g_assert_cmpint (kh_station_state (customer, catalogues, NULL), ==, KH_STATION_READY);
  g_assert_cmpint (kh_station_state (customer, catalogues, link), ==, KH_STATION_LINKED);
}

static void
test_catalogues (void)
{
  g_autoptr (KhCatalogues) catalogues = kh_catalogues_new ();
  g_autoptr (GPtrArray) web = NULL;
  g_autoptr (GPtrArray) kept = NULL;

  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 1, "Spring", 1, FALSE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 2, "Spring", 1, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 3, "Door", 2, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 4, "Any", 0, TRUE);

  g_assert_cmpstr (kh_catalogues_get (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 1)->label, ==, "Spring");
  g_assert_null (kh_catalogues_get (catalogues, KH_CATALOGUE_LEAD_SOURCES, 1));
  g_assert_cmpint (kh_catalogues_find (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, "Spring")->id, ==, 2);
  g_assert_null (kh_catalogues_find (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, "spring"));

  web = kh_catalogues_list (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 1, 0);
  g_assert_cmpuint (web->len, ==, 2);
  g_assert_cmpint (((KhCatalogueEntry *) g_ptr_array_index (web, 0))->id, ==, 2);
  g_assert_cmpint (((KhCatalogueEntry *) g_ptr_array_index (web, 1))->id, ==, 4);

  kept = kh_catalogues_list (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 0, 1);
  g_assert_cmpuint (kept->len, ==, 4);

  g_assert_cmpuint (kh_catalogues_get_entries (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS)->len, ==, 4);
  g_assert_cmpuint (kh_catalogues_get_entries (catalogues, KH_CATALOGUE_LEAD_SOURCES)->len, ==, 0);
}

static void
on_notify_cb (GObject    *object G_GNUC_UNUSED,
              GParamSpec *pspec,
              gpointer    data)
{
  guint *n_told = data;

  g_assert_cmpstr (g_param_spec_get_name (pspec), ==, "passcode");
  (*n_told)++;
}

/* That there is a passcode, and never which. */
static void
test_sealed (void)
{
  g_autoptr (KhCustomer) customer = kh_customer_new ();
  g_autoptr (KhCustomer) copy = NULL;
  guint n_told = 0;

  g_signal_connect (customer, "notify", G_CALLBACK (on_notify_cb), &n_told);
  g_assert_false (kh_customer_is_sealed (customer, KH_DATAPOINT_PASSCODE));
  kh_customer_set_sealed (customer, KH_DATAPOINT_PASSCODE, TRUE);
  kh_customer_set_sealed (customer, KH_DATAPOINT_PASSCODE, TRUE);
  kh_customer_set_sealed (customer, KH_DATAPOINT_LAST_NAME, TRUE);
  g_assert_cmpuint (n_told, ==, 1);
  g_assert_true (kh_customer_is_sealed (customer, KH_DATAPOINT_PASSCODE));
  g_assert_false (kh_customer_is_sealed (customer, KH_DATAPOINT_LAST_NAME));

  kh_customer_set (customer, KH_DATAPOINT_PASSCODE, "RED BARN");
  g_assert_null (kh_customer_get (customer, KH_DATAPOINT_PASSCODE));
  g_assert_true (kh_customer_is_sealed (customer, KH_DATAPOINT_PASSCODE));
  copy = kh_customer_copy (customer);
  g_assert_true (kh_customer_is_sealed (copy, KH_DATAPOINT_PASSCODE));
  kh_customer_hide (copy, KH_DATAPOINT_PASSCODE);
  g_assert_false (kh_customer_is_sealed (copy, KH_DATAPOINT_PASSCODE));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/customer/new", test_new);
  g_test_add_func ("/customer/copy", test_copy);
  g_test_add_func ("/customer/values", test_values);
  g_test_add_func ("/customer/sealed", test_sealed);
  g_test_add_func ("/customer/names", test_names);
  g_test_add_func ("/customer/required", test_required);
  g_test_add_func ("/customer/station-state", test_station_state);
  g_test_add_func ("/customer/catalogues", test_catalogues);

  return g_test_run ();
}
