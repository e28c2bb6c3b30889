/* test-catalogues.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-schema.h"
#include "kh-store-test.h"

static gint64
save (KhStore                 *store,
      KhCatalogueId            catalogue,
      const KhCatalogueEntry  *entry,
      GError                 **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_save_entry_async (store, catalogue, entry, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_save_entry_finish (store, result, error);
}

static void
assert_refused (KhStore                *store,
                KhCatalogueId           catalogue,
                const KhCatalogueEntry *entry,
                int                     code,
                const char             *words)
{
  KhCatalogues *before = kh_store_get_catalogues (store);
  g_autoptr (GPtrArray) history = kh_store_test_history (store, 0);
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (save (store, catalogue, entry, &error), ==, 0);
  g_assert_error (error, KH_STORE_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
  g_assert_null (strstr (error->message, "UNIQUE"));

  /* Nothing was written, and nobody is told that something was. */
  after = kh_store_test_history (store, 0);
  g_assert_cmpuint (after->len, ==, history->len);
  g_assert_true (kh_store_get_catalogues (store) == before);
}

static const KhCatalogueEntry *
get (KhStore       *store,
     KhCatalogueId  catalogue,
     gint64         id)
{
  return kh_catalogues_get (kh_store_get_catalogues (store), catalogue, id);
}

static void
test_values (KhStoreFixture *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  char label[] = " Preferred ", charge[] = "3995", term[] = "36", other[] = "Gold", why[] = "Moved", category[] = "voluntary";
  KhCatalogueEntry class = { .label = label, .active = TRUE, .monthly_charge = charge, .contract_term = term };
  KhCatalogueEntry reason = { .label = why, .active = TRUE, .category = category };
  g_autoptr (GError) error = NULL;
  const KhCatalogueEntry *read;

  class.id = save (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, &class, &error);
  g_assert_no_error (error);
  reason.id = save (fixture->store, KH_CATALOGUE_CANCEL_REASONS, &reason, &error);
  g_assert_no_error (error);

  class.label = other;
  class.contract_term = NULL;
  class.active = FALSE;
  g_assert_cmpint (save (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, &class, &error), ==, class.id);
  g_assert_no_error (error);

  /* As it is kept, not as it is in memory. */
  kh_store_test_close (fixture->store);
  fixture->store = kh_store_test_open (fixture->folder, &error);
  g_assert_no_error (error);
  read = get (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, class.id);
  g_assert_cmpstr (read->label, ==, "Gold");
  g_assert_cmpstr (read->monthly_charge, ==, "3995");
  g_assert_null (read->contract_term);
  g_assert_false (read->active);
  g_assert_cmpstr (get (fixture->store, KH_CATALOGUE_CANCEL_REASONS, reason.id)->category, ==, "voluntary");
}

static void
test_refused (KhStoreFixture *fixture,
              gconstpointer   data G_GNUC_UNUSED)
{
  static const char * const bad[][2] = { { " ", "empty" }, { "a\tb", "" }, { "a\nb", "" }, { NULL, "empty" } };
  char taken[] = "Preferred", free_label[] = "Standard", wrong[] = "-1", term[] = "121", category[] = "sad";
  g_autofree char *longest = g_strnfill (255, 'x');
  g_autofree char *too_long = g_strnfill (256, 'x');
  KhCatalogueEntry entry = { .active = TRUE };
  g_autoptr (GError) error = NULL;
  gint64 id = kh_store_test_add_entry (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, "Standard", 0, TRUE);

  kh_store_test_add_entry (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, "Preferred", 0, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autofree char *label = g_strdup (bad[i][0]);

      entry.label = label;
      assert_refused (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, &entry, KH_STORE_ERROR_INVALID, bad[i][1]);
    }
  entry.label = too_long;
  assert_refused (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, &entry, KH_STORE_ERROR_INVALID, "255");
  entry.label = longest;
  g_assert_cmpint (save (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, &entry, &error), !=, 0);
  g_assert_no_error (error);

  entry.label = taken;
  assert_refused (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, &entry, KH_STORE_ERROR_DUPLICATE, "Preferred");
  entry.id = id;
  assert_refused (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, &entry, KH_STORE_ERROR_DUPLICATE, "Preferred");
  assert_refused (fixture->store, KH_CATALOGUE_LEAD_SOURCES, &entry, KH_STORE_ERROR_NOT_FOUND, "no longer");

  entry.label = free_label;
  entry.monthly_charge = wrong;
  assert_refused (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, &entry, KH_STORE_ERROR_INVALID, "Monthly Charge");
  entry.monthly_charge = NULL;
  entry.contract_term = term;
  assert_refused (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, &entry, KH_STORE_ERROR_INVALID, "Contract Term");
  entry.id = 0;
  assert_refused (fixture->store, KH_CATALOGUE_DEALER_NUMBERS, &entry, KH_STORE_ERROR_INVALID, "account class");
  entry.contract_term = NULL;
  entry.category = category;
  assert_refused (fixture->store, KH_CATALOGUE_CANCEL_REASONS, &entry, KH_STORE_ERROR_INVALID, "involuntary");
  assert_refused (fixture->store, KH_CATALOGUE_DEALER_NUMBERS, &entry, KH_STORE_ERROR_INVALID, "cancel reason");
}

static void
test_campaigns (KhStoreFixture *fixture,
                gconstpointer   data G_GNUC_UNUSED)
{
  gint64 referral = kh_store_test_add_entry (fixture->store, KH_CATALOGUE_LEAD_SOURCES, "Referral", 0, TRUE);
  gint64 web = kh_store_test_add_entry (fixture->store, KH_CATALOGUE_LEAD_SOURCES, "Web", 0, TRUE);
  gint64 class = kh_store_test_add_entry (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, "Preferred", 0, TRUE);
  char label[] = "Spring";
  KhCatalogueEntry entry = { .label = label, .active = TRUE };
  g_autoptr (GError) error = NULL;

  assert_refused (fixture->store, KH_CATALOGUE_LEAD_CAMPAIGNS, &entry, KH_STORE_ERROR_INVALID, "lead source");
  entry.parent = class;
  assert_refused (fixture->store, KH_CATALOGUE_LEAD_CAMPAIGNS, &entry, KH_STORE_ERROR_INVALID, "lead source");
  entry.parent = referral;
  entry.id = save (fixture->store, KH_CATALOGUE_LEAD_CAMPAIGNS, &entry, &error);
  g_assert_no_error (error);

  /* Another source may have a campaign of that name, and then this one cannot move there. */
  kh_store_test_add_entry (fixture->store, KH_CATALOGUE_LEAD_CAMPAIGNS, "Spring", web, TRUE);
  entry.parent = web;
  assert_refused (fixture->store, KH_CATALOGUE_LEAD_CAMPAIGNS, &entry, KH_STORE_ERROR_DUPLICATE, "Spring");
}

static void
test_last_office (KhStoreFixture *fixture,
                  gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) offices = kh_catalogues_list (kh_store_get_catalogues (fixture->store),
                                                      KH_CATALOGUE_OFFICE_LOCATIONS, 0, 0);
  g_autoptr (KhCatalogueEntry) office = kh_catalogue_entry_copy (g_ptr_array_index (offices, 0));
  g_autoptr (GError) error = NULL;

  office->active = FALSE;
  kh_store_test_add_entry (fixture->store, KH_CATALOGUE_OFFICE_LOCATIONS, "Closed", 0, FALSE);
  assert_refused (fixture->store, KH_CATALOGUE_OFFICE_LOCATIONS, office, KH_STORE_ERROR_INVALID, "only active");
  kh_store_test_add_entry (fixture->store, KH_CATALOGUE_OFFICE_LOCATIONS, "Salem", 0, TRUE);
  g_assert_cmpint (save (fixture->store, KH_CATALOGUE_OFFICE_LOCATIONS, office, &error), ==, office->id);
  g_assert_no_error (error);
}

/* An entry made inactive stays on the record that has it and may not be chosen anew. */
static void
test_inactive (KhStoreFixture *fixture,
               gconstpointer   data G_GNUC_UNUSED)
{
  gint64 id = kh_store_test_add_entry (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, "Preferred", 0, TRUE);
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  g_autoptr (KhCatalogueEntry) entry = kh_catalogue_entry_copy (get (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, id));
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhCustomer) read = NULL;
  g_autoptr (GPtrArray) others = NULL;
  g_autoptr (GPtrArray) own = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_CLASS, value);
  kept = kh_store_test_create (fixture->store, customer, &error);
  g_assert_no_error (error);
  entry->active = FALSE;
  save (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, entry, &error);
  g_assert_no_error (error);

  read = kh_store_test_load (fixture->store, kh_customer_get_number (kept), NULL, &error);
  g_assert_cmpstr (kh_customer_get (read, KH_DATAPOINT_ACCOUNT_CLASS), ==, value);
  others = kh_catalogues_list (kh_store_get_catalogues (fixture->store), KH_CATALOGUE_ACCOUNT_CLASSES, 0, 0);
  g_assert_cmpuint (others->len, ==, 0);
  own = kh_catalogues_list (kh_store_get_catalogues (fixture->store), KH_CATALOGUE_ACCOUNT_CLASSES, 0, id);
  g_assert_cmpuint (own->len, ==, 1);
}

static void
test_history (KhStoreFixture *fixture,
              gconstpointer   data G_GNUC_UNUSED)
{
  gint64 id = kh_store_test_add_entry (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, "Preferred", 0, TRUE);
  g_autofree char *what = g_strdup_printf ("account-classes/%" G_GINT64_FORMAT "/label", id);
  g_autoptr (GPtrArray) before = kh_store_test_history (fixture->store, 0);
  g_autoptr (GPtrArray) after = NULL;
  char label[] = "Gold";
  KhCatalogueEntry entry = { .id = id, .label = label, .active = TRUE };
  g_autoptr (GError) error = NULL;
  KhHistoryRow *row;

  kh_store_set_author (fixture->store, "Maria Vega");
  for (guint i = 0; i < 2; i++)
    {
      save (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, &entry, &error);
      g_assert_no_error (error);
    }

  /* Saving it a second time as it was is no change. */
  after = kh_store_test_history (fixture->store, 0);
  g_assert_cmpuint (after->len, ==, before->len + 1);
  row = g_ptr_array_index (after, 0);
  g_assert_cmpstr (row->action, ==, "catalogue-change");
  g_assert_cmpstr (row->author, ==, "Maria Vega");
  g_assert_cmpstr (row->datapoint, ==, what);
  g_assert_cmpstr (row->old_value, ==, "Preferred");
  g_assert_cmpstr (row->new_value, ==, "Gold");
}

/* A monitoring company that is added or changed in the window stands in the history as well. */
static void
test_company_history (KhStoreFixture *fixture,
                      gconstpointer   data G_GNUC_UNUSED)
{
  static const char *const actions[] = { "change-company", "add-company" };
  g_autoptr (KhCompany) company = kh_company_new ();
  g_autoptr (GPtrArray) history = NULL;

  kh_store_set_author (fixture->store, "Maria Vega");
  g_object_set (company, "name", "Dynamark", NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) error = NULL;
      gint64 id;

      kh_store_save_company_async (fixture->store, company, NULL, kh_store_test_keep, &result);
      kh_store_test_wait_result (&result);
      id = kh_store_save_company_finish (fixture->store, result, &error);
      g_assert_no_error (error);
      g_object_set (company, "id", id, "dealer-number", "4471", NULL);
    }

  history = kh_store_test_history (fixture->store, 0);
  for (guint i = 0; i < 2; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (history, i);

      g_assert_cmpstr (row->action, ==, actions[i]);
      g_assert_cmpstr (row->author, ==, "Maria Vega");
      g_assert_cmpstr (row->new_value, ==, "Dynamark");
    }
}

static gboolean
save_defaults (KhStore     *store,
               KhDefaults  *defaults,
               GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_save_defaults_async (store, defaults, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_save_defaults_finish (store, result, error);
}

static void
test_defaults (KhStoreFixture *fixture,
               gconstpointer   data G_GNUC_UNUSED)
{
  char label[] = "Preferred", charge[] = "3995";
  KhCatalogueEntry class = { .label = label, .active = TRUE, .monthly_charge = charge };
  g_autoptr (KhDefaults) defaults = kh_defaults_new ();
  g_autoptr (KhDefaults) wrong = kh_defaults_new ();
  g_autoptr (KhCustomer) first = kh_customer_new ();
  g_autoptr (KhCustomer) second = kh_customer_new ();
  g_autofree char *value = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GError) error = NULL;

  class.id = save (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, &class, &error);
  g_assert_no_error (error);
  value = g_strdup_printf ("%" G_GINT64_FORMAT, class.id);
  kh_defaults_set (defaults, KH_DATAPOINT_ACCOUNT_CLASS, value);
  kh_defaults_set (defaults, KH_DATAPOINT_STATE, "UT");
  g_assert_true (save_defaults (fixture->store, defaults, &error));
  g_assert_no_error (error);
  history = kh_store_test_history (fixture->store, 0);
  g_assert_cmpstr (((KhHistoryRow *) g_ptr_array_index (history, 0))->action, ==, "default-change");

  kh_defaults_set (wrong, KH_DATAPOINT_STATE, "QQ");
  g_assert_false (save_defaults (fixture->store, wrong, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "State"));
  g_clear_error (&error);

  /* As they are kept: what was refused took nothing away. */
  kh_store_test_close (fixture->store);
  fixture->store = kh_store_test_open (fixture->folder, &error);
  g_assert_no_error (error);
  kh_defaults_apply (kh_store_get_defaults (fixture->store), first, kh_store_get_catalogues (fixture->store));
  g_assert_cmpstr (kh_customer_get (first, KH_DATAPOINT_STATE), ==, "UT");
  g_assert_cmpstr (kh_customer_get (first, KH_DATAPOINT_ACCOUNT_CLASS), ==, value);
  g_assert_cmpstr (kh_customer_get (first, KH_DATAPOINT_MONTHLY_CHARGE), ==, "3995");
  g_assert_cmpstr (kh_customer_get (first, KH_DATAPOINT_ACCOUNT_TYPE), ==, "residential");

  class.active = FALSE;
  save (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, &class, &error);
  g_assert_no_error (error);
  kh_defaults_apply (kh_store_get_defaults (fixture->store), second, kh_store_get_catalogues (fixture->store));
  g_assert_null (kh_customer_get (second, KH_DATAPOINT_ACCOUNT_CLASS));
  g_assert_null (kh_customer_get (second, KH_DATAPOINT_MONTHLY_CHARGE));
  g_assert_cmpstr (kh_customer_get (second, KH_DATAPOINT_STATE), ==, "UT");
}

static gboolean
make_old (KhConnection  *connection,
          gpointer       data G_GNUC_UNUSED,
          GError       **error)
{
  return kh_connection_execute (connection,
                                "ALTER TABLE catalogue_entry DROP COLUMN monthly_charge;"
                                "ALTER TABLE catalogue_entry DROP COLUMN contract_term;"
                                "ALTER TABLE catalogue_entry DROP COLUMN category;"
                                "DROP TABLE customer_default;"
                                "DROP TABLE duplicate_default; DROP TABLE customer_double;"
                                "DROP TABLE outbox; DROP TABLE outbox_set; DROP TABLE shadow;"
                                "DROP TABLE reference_left;"
                                "ALTER TABLE link DROP COLUMN shadow_known; ALTER TABLE link DROP COLUMN one_by_one;", error) &&
         kh_connection_set_version (connection, 3, error);
}

static void
test_migration (KhStoreFixture *fixture,
                gconstpointer   data G_GNUC_UNUSED)
{
  gint64 id = kh_store_test_add_entry (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, "Preferred", 0, TRUE);
  g_autofree char *path = g_build_filename (fixture->folder, "keyholder.db", NULL);
  g_autoptr (GError) error = NULL;
  KhConnection *old;

  kh_store_test_close (fixture->store);
  old = kh_connection_open (path, KH_CONNECTION_SCHEMA, KH_SCHEMA_APPLICATION_ID, &error);
  g_assert_no_error (error);
  kh_connection_transact (old, make_old, NULL, &error);
  g_assert_no_error (error);
  kh_connection_close (old);

  fixture->store = kh_store_test_open (fixture->folder, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (get (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, id)->label, ==, "Preferred");
  g_assert_null (get (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, id)->monthly_charge);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, KhStoreFixture, NULL, kh_store_test_set_up, func, kh_store_test_tear_down)
  ADD ("/catalogues/values", test_values);
  ADD ("/catalogues/refused", test_refused);
  ADD ("/catalogues/campaigns", test_campaigns);
  ADD ("/catalogues/last-office", test_last_office);
  ADD ("/catalogues/inactive", test_inactive);
  ADD ("/catalogues/history", test_history);
  ADD ("/catalogues/company-history", test_company_history);
  ADD ("/catalogues/defaults", test_defaults);
  ADD ("/catalogues/migration", test_migration);
#undef ADD

  return g_test_run ();
}
