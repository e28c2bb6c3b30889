/* test-store.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-change.h"
#include "kh-rule.h"
#include "kh-store-links.h"
#include "kh-store-test.h"

static KhCustomer *
create (KhStoreFixture *fixture,
        const char     *first,
        const char     *last)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make (first, last);
  g_autoptr (GError) error = NULL;
  KhCustomer *kept = kh_store_test_create (fixture->store, customer, &error);

  g_assert_no_error (error);

  return kept;
}

static void
test_create (KhStoreFixture *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) first = create (fixture, "Ana", "Ruiz");
  g_autoptr (KhCustomer) second = create (fixture, "Bea", "Ruiz");
  g_autoptr (KhCustomer) read = NULL;
  g_autoptr (GError) error = NULL;
  KhLink *link = NULL;

  g_assert_cmpint (kh_customer_get_number (first), ==, 1001);
  g_assert_cmpint (kh_customer_get_number (second), ==, 1002);
  g_assert_cmpint (kh_customer_get_revision (second), ==, 1);

  read = kh_store_test_load (fixture->store, 1002, &link, &error);
  g_assert_no_error (error);
  g_assert_null (link);
  g_assert_true (kh_customer_equal (read, second));
  g_assert_null (kh_store_test_load (fixture->store, 77, NULL, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
}

/* A value that every type keeps: enough to see a column mixed up with another. */
static char *
dup_sample (KhDatapointId id,
            gint64        entry)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);

  switch (datapoint->type)
    {
    case KH_VALUE_CHOICE:
      return g_strdup (datapoint->choices[1].value);
    case KH_VALUE_CATALOGUE:
    case KH_VALUE_STAFF:
    case KH_VALUE_COMPANY:
      return g_strdup_printf ("%" G_GINT64_FORMAT, entry);
    case KH_VALUE_INTEGER:
    case KH_VALUE_MONEY:
      return g_strdup_printf ("%d", 300 + (int) id);
    case KH_VALUE_BOOLEAN:
      return g_strdup ("1");
    case KH_VALUE_TEXT:
    case KH_VALUE_MULTILINE:
    case KH_VALUE_DATE:
    case KH_VALUE_PHONE:
    case KH_VALUE_EMAIL:
    case KH_VALUE_POSTAL:
    case KH_VALUE_ACCOUNT:
    case KH_VALUE_SECRET:
    case KH_VALUE_TAGS:
    case KH_VALUE_DIGITS:
    case KH_VALUE_ZONE:
      return g_strdup_printf ("0%s ñ '\"%%", datapoint->key);
    case KH_N_VALUE_TYPES:
      break;
    }

  g_assert_not_reached ();
}

static void
test_every_row (KhStoreFixture *fixture,
                gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) customer = create (fixture, "Ana", "Ruiz");
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhCustomer) read = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GError) error = NULL;
  gint64 entry;
  guint n = 0;

  /* A new file has one office location; with one more row in each of the other tables, the next
   * has the same id everywhere, and one number does for all of them. */
  kh_store_test_add_entry (fixture->store, KH_CATALOGUE_SALES_REPS, "Tom Becker", 0, TRUE);
  kh_store_test_add_company (fixture->store, "ADT", KH_MONITOR_ADT, NULL);
  entry = kh_store_test_add_entry (fixture->store, KH_CATALOGUE_ACCOUNT_CLASSES, "Preferred", 0, TRUE);
  g_assert_cmpint (kh_store_test_add_entry (fixture->store, KH_CATALOGUE_SALES_REPS, "Maria Vega", 0, TRUE), ==, entry);
  g_assert_cmpint (kh_store_test_add_company (fixture->store, "Dynamark", KH_MONITOR_BOLD, NULL), ==, entry);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_autofree char *sample = dup_sample ((KhDatapointId) i, entry);

      if (i == KH_DATAPOINT_CUSTOMER_NUMBER || !kh_datapoint_is_stored ((KhDatapointId) i))
        continue;
      if (g_strcmp0 (kh_customer_get (customer, (KhDatapointId) i), sample) != 0)
        n++;
      kh_customer_set (customer, (KhDatapointId) i, sample);
    }
  kept = kh_store_test_save (fixture->store, customer, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kh_customer_get_revision (kept), ==, 2);

  read = kh_store_test_load (fixture->store, kh_customer_get_number (kept), NULL, &error);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    g_assert_cmpstr (kh_customer_get (read, (KhDatapointId) i), ==, kh_customer_get (customer, (KhDatapointId) i));

  history = kh_store_test_history (fixture->store, kh_customer_get_number (kept));
  g_assert_cmpuint (history->len, ==, n + 1);
}

/* Every customer needs an office location, so the first can be entered at once. */
static void
test_first_office (KhStoreFixture *fixture,
                   gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) customer = kh_customer_new ();

  kh_rule_choose_only (customer, kh_store_get_catalogues (fixture->store));
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_OFFICE_LOCATION), ==, "1");
  g_assert_null (kh_customer_get (customer, KH_DATAPOINT_ACCOUNT_CLASS));

  /* With two to choose from, a person chooses. */
  kh_store_test_add_entry (fixture->store, KH_CATALOGUE_OFFICE_LOCATIONS, "Salem", 0, TRUE);
  kh_customer_set (customer, KH_DATAPOINT_OFFICE_LOCATION, NULL);
  kh_rule_choose_only (customer, kh_store_get_catalogues (fixture->store));
  g_assert_null (kh_customer_get (customer, KH_DATAPOINT_OFFICE_LOCATION));
}

static void
test_history (KhStoreFixture *fixture,
              gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) customer = create (fixture, "Ana", "Ruiz");
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhCustomer) same = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  KhHistoryRow *row;

  kh_store_set_author (fixture->store, "Maria Vega");
  kh_customer_set (customer, KH_DATAPOINT_CITY, "Provo");
  kept = kh_store_test_save (fixture->store, customer, &error);
  g_assert_no_error (error);

  /* What changes nothing is no change. */
  same = kh_store_test_save (fixture->store, kept, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kh_customer_get_revision (same), ==, 2);

  rows = kh_store_test_history (fixture->store, 1001);
  g_assert_cmpuint (rows->len, ==, 2);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (row->author, ==, "Maria Vega");
  g_assert_cmpstr (row->action, ==, "change");
  g_assert_cmpstr (row->datapoint, ==, "city");
  g_assert_cmpstr (row->old_value, ==, "Ogden");
  g_assert_cmpstr (row->new_value, ==, "Provo");
  row = g_ptr_array_index (rows, 1);
  g_assert_cmpstr (row->action, ==, "create");
}

static void
test_conflict (KhStoreFixture *fixture,
               gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) mine = create (fixture, "Ana", "Ruiz");
  g_autoptr (KhCustomer) theirs = kh_customer_copy (mine);
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhCustomer) read = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (theirs, KH_DATAPOINT_CITY, "Provo");
  kept = kh_store_test_save (fixture->store, theirs, &error);
  g_assert_no_error (error);

  kh_customer_set (mine, KH_DATAPOINT_CITY, "Salem");
  g_assert_null (kh_store_test_save (fixture->store, mine, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  read = kh_store_test_load (fixture->store, 1001, NULL, NULL);
  g_assert_cmpstr (kh_customer_get (read, KH_DATAPOINT_CITY), ==, "Provo");
}

static void
give_account (KhCustomer *customer,
              gint64      company,
              const char *number)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, company);

  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, id);
  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, number);
}

static void
test_account_number (KhStoreFixture *fixture,
                     gconstpointer   data G_GNUC_UNUSED)
{
  gint64 dynamark = kh_store_test_add_company (fixture->store, "Dynamark", KH_MONITOR_BOLD, "https://example.com");
  gint64 adt = kh_store_test_add_company (fixture->store, "ADT", KH_MONITOR_ADT, NULL);
  g_autoptr (KhCustomer) ana = create (fixture, "Ana", "Ruiz");
  g_autoptr (KhCustomer) bea = create (fixture, "Bea", "Ruiz");
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhCustomer) other_company = NULL;
  g_autoptr (KhCustomer) other_case = NULL;
  g_autoptr (GError) error = NULL;

  give_account (ana, dynamark, "DY-1");
  kept = kh_store_test_save (fixture->store, ana, &error);
  g_assert_no_error (error);

  give_account (bea, dynamark, "DY-1");
  g_assert_null (kh_store_test_save (fixture->store, bea, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DUPLICATE);
  g_assert_nonnull (strstr (error->message, "Ana Ruiz"));
  g_assert_nonnull (strstr (error->message, "Dynamark"));
  g_clear_error (&error);

  give_account (bea, adt, "DY-1");
  other_company = kh_store_test_save (fixture->store, bea, &error);
  g_assert_no_error (error);
  give_account (other_company, dynamark, "dy-1");
  other_case = kh_store_test_save (fixture->store, other_company, &error);
  g_assert_no_error (error);
}

static void
wait_done (GAsyncResult **result)
{
  kh_store_test_wait_result (result);
}

static KhLinkAttempt *
make_attempt (KhCustomer *customer,
              gint64      company)
{
  KhLinkAttempt *attempt = kh_link_attempt_new ();

  attempt->customer = kh_customer_get_number (customer);
  attempt->revision = kh_customer_get_revision (customer);
  attempt->company = company;
  attempt->account = g_strdup ("D1001DY-1");
  attempt->number = g_strdup ("DY-1");
  attempt->etag = g_strdup ("\"17\"");
  attempt->key = g_uuid_string_random ();
  attempt->reference_key = g_uuid_string_random ();
  attempt->body = g_bytes_new ("{\"ops\":[]}", 10);
  attempt->author = g_strdup ("Maria Vega");

  return attempt;
}

static void
begin_attempt (KhStore       *store,
               KhLinkAttempt *attempt)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_begin_attempt_async (store, attempt, NULL, kh_store_test_keep, &result);
  wait_done (&result);
  g_assert_true (kh_store_begin_attempt_finish (store, result, &error));
  g_assert_no_error (error);
}

static GPtrArray *
list_attempts (KhStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *attempts;

  kh_store_list_attempts_async (store, kh_store_test_keep, &result);
  wait_done (&result);
  attempts = kh_store_list_attempts_finish (store, result, &error);
  g_assert_no_error (error);

  return attempts;
}

static void
test_link (KhStoreFixture *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  gint64 dynamark = kh_store_test_add_company (fixture->store, "Dynamark", KH_MONITOR_BOLD, "https://example.com");
  g_autoptr (KhCustomer) customer = create (fixture, "Ana", "Ruiz");
  g_autoptr (KhCustomer) with_account = NULL;
  g_autoptr (KhCustomer) read = NULL;
  g_autoptr (KhLinkAttempt) attempt = NULL;
  g_autoptr (KhLink) link = NULL;
  g_autoptr (KhLink) found = NULL;
  g_autoptr (GPtrArray) attempts = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GAsyncResult) advanced = NULL;
  g_autoptr (GAsyncResult) finished = NULL;
  g_autoptr (GAsyncResult) searched = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  give_account (customer, dynamark, "DY-1");
  with_account = kh_store_test_save (fixture->store, customer, &error);
  g_assert_no_error (error);

  attempt = make_attempt (with_account, dynamark);
  g_ptr_array_add (attempt->adopted, kh_change_new (KH_DATAPOINT_CROSS_STREET, "Oak Ave", NULL, NULL));
  g_ptr_array_add (attempt->adopted, kh_change_new (KH_DATAPOINT_CITY, "Provo", "Not Ogden", NULL));
  begin_attempt (fixture->store, attempt);

  kh_store_advance_attempt_async (fixture->store, 1001, KH_ATTEMPT_APPLIED, "\"18\"", NULL, NULL, kh_store_test_keep, &advanced);
  wait_done (&advanced);
  g_assert_true (kh_store_advance_attempt_finish (fixture->store, advanced, &error));
  attempts = list_attempts (fixture->store);
  g_assert_cmpuint (attempts->len, ==, 1);
  g_assert_cmpstr (((KhLinkAttempt *) g_ptr_array_index (attempts, 0))->state, ==, "applied");
  g_assert_cmpstr (((KhLinkAttempt *) g_ptr_array_index (attempts, 0))->key, ==, attempt->key);
  g_assert_true (g_bytes_equal (((KhLinkAttempt *) g_ptr_array_index (attempts, 0))->body, attempt->body));
  g_assert_cmpuint (((KhLinkAttempt *) g_ptr_array_index (attempts, 0))->adopted->len, ==, 2);

  kh_store_finish_attempt_async (fixture->store, 1001, kh_store_test_keep, &finished);
  wait_done (&finished);
  link = kh_store_finish_attempt_finish (fixture->store, finished, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (link->account, ==, "D1001DY-1");
  g_assert_cmpstr (link->etag, ==, "\"18\"");
  left = list_attempts (fixture->store);
  g_assert_cmpuint (left->len, ==, 0);

  /* Adopted where it still was what the clerk saw, left alone where it was not. */
  read = kh_store_test_load (fixture->store, 1001, NULL, NULL);
  g_assert_cmpstr (kh_customer_get (read, KH_DATAPOINT_CROSS_STREET), ==, "Oak Ave");
  g_assert_cmpstr (kh_customer_get (read, KH_DATAPOINT_CITY), ==, "Ogden");

  kh_store_find_link_async (fixture->store, dynamark, "D1001DY-1", NULL, kh_store_test_keep, &searched);
  wait_done (&searched);
  found = kh_store_find_link_finish (fixture->store, searched, &name, &error);
  g_assert_cmpint (found->customer, ==, 1001);
  g_assert_cmpstr (name, ==, "Ana Ruiz");

  /* Under a link, what it stands on stays; the rest may change. */
  kh_customer_set (read, KH_DATAPOINT_ACCOUNT_NUMBER, "DY-2");
  g_assert_null (kh_store_test_save (fixture->store, read, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_LINKED);
}

static void
test_drop (KhStoreFixture *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  gint64 dynamark = kh_store_test_add_company (fixture->store, "Dynamark", KH_MONITOR_BOLD, "https://example.com");
  g_autoptr (KhCustomer) customer = create (fixture, "Ana", "Ruiz");
  g_autoptr (KhLinkAttempt) attempt = make_attempt (customer, dynamark);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;

  begin_attempt (fixture->store, attempt);
  kh_store_drop_attempt_async (fixture->store, 1001, "stale", kh_store_test_keep, &result);
  wait_done (&result);
  g_assert_true (kh_store_drop_attempt_finish (fixture->store, result, &error));
  left = list_attempts (fixture->store);
  g_assert_cmpuint (left->len, ==, 0);
  rows = kh_store_test_history (fixture->store, 1001);
  g_assert_cmpstr (((KhHistoryRow *) g_ptr_array_index (rows, 0))->action, ==, "link-dropped");
}

static void
assert_not_begun (KhStore       *store,
                  KhLinkAttempt *attempt,
                  int            code,
                  const char    *words)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_begin_attempt_async (store, attempt, NULL, kh_store_test_keep, &result);
  wait_done (&result);
  g_assert_false (kh_store_begin_attempt_finish (store, result, &error));
  g_assert_error (error, KH_STORE_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
}

/* A station's account is one customer's, and a customer has one Link at a time. */
static void
test_taken (KhStoreFixture *fixture,
            gconstpointer   data G_GNUC_UNUSED)
{
  gint64 dynamark = kh_store_test_add_company (fixture->store, "Dynamark", KH_MONITOR_BOLD, "https://example.com");
  g_autoptr (KhCustomer) ana = create (fixture, "Ana", "Ruiz");
  g_autoptr (KhCustomer) bea = create (fixture, "Bea", "Ruiz");
  g_autoptr (KhLinkAttempt) first = make_attempt (ana, dynamark);
  g_autoptr (KhLinkAttempt) second = make_attempt (bea, dynamark);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhLink) link = NULL;
  g_autoptr (GError) error = NULL;

  begin_attempt (fixture->store, first);
  assert_not_begun (fixture->store, first, KH_STORE_ERROR_LINKED, "not over yet");
  assert_not_begun (fixture->store, second, KH_STORE_ERROR_LINKED, "Ana Ruiz");
  g_free (first->account);
  first->account = g_strdup ("D1001DY-3");
  assert_not_begun (fixture->store, first, KH_STORE_ERROR_LINKED, "not over yet");
  kh_store_finish_attempt_async (fixture->store, 1001, kh_store_test_keep, &result);
  wait_done (&result);
  link = kh_store_finish_attempt_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  assert_not_begun (fixture->store, first, KH_STORE_ERROR_LINKED, "linked already");
  assert_not_begun (fixture->store, second, KH_STORE_ERROR_LINKED, "Ana Ruiz");

  /* What was begun from a record that is not the one kept is to be looked at again. */
  g_free (second->account);
  second->account = g_strdup ("D1001DY-2");
  second->revision++;
  assert_not_begun (fixture->store, second, KH_STORE_ERROR_CONFLICT, "again");
  second->revision--;
  begin_attempt (fixture->store, second);
}

static void
test_catalogues (KhStoreFixture *fixture,
                 gconstpointer   data G_GNUC_UNUSED)
{
  KhCatalogues *before = kh_store_get_catalogues (fixture->store);
  gint64 source, campaign;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhCompany) twin = g_object_new (KH_TYPE_COMPANY, "name", "Dynamark", NULL);
  g_autoptr (GError) error = NULL;
  gint64 company;

  g_object_ref (before);
  source = kh_store_test_add_entry (fixture->store, KH_CATALOGUE_LEAD_SOURCES, "Referral", 0, TRUE);
  campaign = kh_store_test_add_entry (fixture->store, KH_CATALOGUE_LEAD_CAMPAIGNS, "Spring", source, FALSE);
  company = kh_store_test_add_company (fixture->store, "Dynamark", KH_MONITOR_BOLD, "https://example.com");

  g_assert_true (kh_store_get_catalogues (fixture->store) != before);
  g_object_unref (before);
  g_assert_cmpint (kh_catalogues_get (kh_store_get_catalogues (fixture->store), KH_CATALOGUE_LEAD_CAMPAIGNS, campaign)->parent, ==, source);
  g_assert_cmpstr (kh_company_get_name (kh_catalogues_get_company (kh_store_get_catalogues (fixture->store), company)), ==, "Dynamark");

  kh_store_save_company_async (fixture->store, twin, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_cmpint (kh_store_save_company_finish (fixture->store, result, &error), ==, 0);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DUPLICATE);
}

static void
test_again (KhStoreFixture *fixture,
            gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) customer = create (fixture, "Ana", "Ruiz");
  g_autoptr (KhCustomer) read = NULL;
  g_autofree char *id = g_strdup (kh_store_get_id (fixture->store));
  g_autoptr (GError) error = NULL;
  KhStore *second;

  /* Another one in this process is this one's own lock; in another process it is refused:
   * see test-lock. */
  kh_store_test_close (fixture->store);
  second = kh_store_test_open (fixture->folder, &error);
  g_assert_no_error (error);
  fixture->store = second;
  g_assert_cmpstr (kh_store_get_id (second), ==, id);
  read = kh_store_test_load (second, 1001, NULL, &error);
  g_assert_true (kh_customer_equal (read, customer));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, KhStoreFixture, NULL, kh_store_test_set_up, func, kh_store_test_tear_down)
  ADD ("/store/create", test_create);
  ADD ("/store/every-row", test_every_row);
  ADD ("/store/first-office", test_first_office);
  ADD ("/store/history", test_history);
  ADD ("/store/conflict", test_conflict);
  ADD ("/store/account-number", test_account_number);
  ADD ("/store/link", test_link);
  ADD ("/store/drop", test_drop);
  ADD ("/store/taken", test_taken);
  ADD ("/store/catalogues", test_catalogues);
  ADD ("/store/again", test_again);
#undef ADD

  return g_test_run ();
}
