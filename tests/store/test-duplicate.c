/* test-duplicate.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Duplicate, through the store: from the original as a member sees it to the new customer and
 * both histories, with what can come in between. */

#include "config.h"

#include "kh-office-test.h"

#include "kh-duplicate-plan.h"
#include "kh-gate.h"
#include "kh-store-private.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define PASSCODE "RED BARN"

static const char *program;

/* The office, with a customer worth duplicating. */

static void
save_original (KhOfficeTest  *office,
               KhDatapointId  id,
               const char    *value)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (office->base.store, office->number, NULL, NULL);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, id, value);
  saved = kh_store_test_save (office->base.store, customer, &error);
  g_assert_no_error (error);
}

static char *
add_entry (KhOfficeTest  *office,
           KhCatalogueId  catalogue,
           const char    *label)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT,
                          kh_store_test_add_entry (office->base.store, catalogue, label, 0, TRUE));
}

static void
set_up (KhOfficeTest  *office,
        gconstpointer  data)
{
  g_autofree char *class = NULL;

  kh_office_test_set_up (office, data);
  class = add_entry (office, KH_CATALOGUE_ACCOUNT_CLASSES, "Preferred");
  save_original (office, KH_DATAPOINT_OFFICE_LOCATION, "1");
  save_original (office, KH_DATAPOINT_ACCOUNT_CLASS, class);
  save_original (office, KH_DATAPOINT_ADDRESS_1, "12 Elm St");
  save_original (office, KH_DATAPOINT_ADDRESS_2, "Unit 1");
  save_original (office, KH_DATAPOINT_SPOUSE, "Kim");
  save_original (office, KH_DATAPOINT_MONTHLY_CHARGE, "3995");
  save_original (office, KH_DATAPOINT_ACCOUNT_NUMBER, "A-1");
}

/* Lee may do everything but @taken. Written by Maria; who was signed in is again afterwards. */
static void
take (KhOfficeTest *office,
      KhGrant       taken)
{
  KhStore *store = office->base.store;
  gint64 before = kh_store_get_member (store);
  g_autoptr (KhMember) member = kh_member_copy (kh_staff_get_member (kh_store_get_staff (store), office->clerk));

  member->added = kh_grants_all ();
  member->taken = taken == KH_GRANT_NONE ? kh_grants_none () : kh_grants_with (kh_grants_none (), taken);
  kh_store_set_member (store, office->owner);
  kh_office_test_save_member (office, member);
  kh_store_set_member (store, before);
}

static KhDuplicatePlan *
open_plan (KhOfficeTest *office)
{
  KhStore *store = office->base.store;
  g_autoptr (KhCustomer) original = kh_store_test_load (store, office->number, NULL, NULL);
  g_autoptr (KhDuplicateDefaults) switches = kh_store_dup_duplicate_switches (store);
  KhDuplicatePlan *plan = kh_duplicate_plan_new (original, kh_store_get_grants (store), switches,
                                                 kh_store_get_catalogues (store));

  kh_draft_set_text (kh_duplicate_plan_get_draft (plan), KH_DATAPOINT_FIRST_NAME, "Bo");
  kh_draft_set_text (kh_duplicate_plan_get_draft (plan), KH_DATAPOINT_LAST_NAME, "Nguyen");

  return plan;
}

static KhCustomer *
duplicate_customer (KhOfficeTest  *office,
                    gint64         revision,
                    KhCustomer    *copy,
                    GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_duplicate_async (office->base.store, office->number, revision, copy, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_duplicate_finish (office->base.store, result, error);
}

static KhCustomer *
duplicate (KhOfficeTest     *office,
           KhDuplicatePlan  *plan,
           GError          **error)
{
  g_autoptr (KhCustomer) copy = kh_duplicate_plan_make_customer (plan);

  return duplicate_customer (office, kh_customer_get_revision (kh_duplicate_plan_get_original (plan)), copy, error);
}

static KhCustomer *
duplicate_well (KhOfficeTest *office)
{
  g_autoptr (KhDuplicatePlan) plan = open_plan (office);
  g_autoptr (GError) error = NULL;
  KhCustomer *kept = duplicate (office, plan, &error);

  g_assert_no_error (error);
  g_assert_nonnull (kept);

  return kept;
}

/* How many customers are in the file, whoever is signed in. */
static guint
count (KhOfficeTest *office)
{
  KhStore *store = office->base.store;
  gint64 before = kh_store_get_member (store);
  g_autoptr (GArray) numbers = NULL;

  kh_store_set_member (store, office->owner);
  numbers = kh_store_test_search (store, "", 0);
  kh_store_set_member (store, before);

  return numbers->len;
}

static void
expect_refused (KhOfficeTest    *office,
                KhDuplicatePlan *plan,
                GQuark           domain,
                int              code,
                const char      *words)
{
  guint before = count (office);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) kept = duplicate (office, plan, &error);

  g_assert_null (kept);
  g_assert_error (error, domain, code);
  if (words != NULL)
    g_assert_nonnull (strstr (error->message, words));
  g_assert_cmpuint (count (office), ==, before);
}

static const KhHistoryRow *
find_history (GPtrArray  *rows,
              const char *action,
              const char *datapoint)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows, i);

      if (g_str_equal (row->action, action) && g_strcmp0 (row->datapoint, datapoint) == 0)
        return row;
    }

  return NULL;
}

static char *
text_of (gint64 number)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

/* The new customer */

static void
count_cb (KhStore *store G_GNUC_UNUSED,
          guint   *n)
{
  (*n)++;
}

static void
test_copy (KhOfficeTest  *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  KhStore *store = office->base.store;
  g_autoptr (KhCustomer) before = kh_store_test_load (store, office->number, NULL, NULL);
  g_autoptr (KhCustomer) after = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhCustomer) loaded = NULL;
  g_autoptr (GArray) found = NULL;
  guint told = 0;

  g_signal_connect (store, "customers-changed", G_CALLBACK (count_cb), &told);
  kept = duplicate_well (office);
  g_assert_cmpuint (told, ==, 1);
  g_assert_cmpint (kh_customer_get_number (kept), ==, office->number + 1);
  loaded = kh_store_test_load (store, kh_customer_get_number (kept), NULL, NULL);
  g_assert_true (kh_customer_equal (loaded, kept));
  g_assert_cmpint (kh_customer_get_revision (loaded), ==, 1);
  g_assert_cmpstr (kh_customer_get (loaded, KH_DATAPOINT_LAST_NAME), ==, "Nguyen");
  g_assert_cmpstr (kh_customer_get (loaded, KH_DATAPOINT_ADDRESS_1), ==, "12 Elm St");
  g_assert_cmpstr (kh_customer_get (loaded, KH_DATAPOINT_MONTHLY_CHARGE), ==, "3995");
  g_assert_nonnull (kh_customer_get (loaded, KH_DATAPOINT_ACCOUNT_CLASS));
  g_assert_null (kh_customer_get (loaded, KH_DATAPOINT_SPOUSE));
  g_assert_null (kh_customer_get (loaded, KH_DATAPOINT_ACCOUNT_NUMBER));
  found = kh_store_test_search (store, "nguyen", 0);
  g_assert_cmpuint (found->len, ==, 1);

  after = kh_store_test_load (store, office->number, NULL, NULL);
  g_assert_true (kh_customer_equal (before, after));
  g_assert_cmpint (kh_customer_get_revision (before), ==, kh_customer_get_revision (after));
}

static void
test_histories (KhOfficeTest  *office,
                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) kept = duplicate_well (office);
  g_autoptr (GPtrArray) of_copy = kh_store_test_history (office->base.store, kh_customer_get_number (kept));
  g_autoptr (GPtrArray) of_original = kh_store_test_history (office->base.store, office->number);
  g_autofree char *from = text_of (office->number);
  g_autofree char *to = text_of (kh_customer_get_number (kept));

  g_assert_cmpuint (of_copy->len, ==, 2);
  g_assert_nonnull (find_history (of_copy, "create", NULL));
  g_assert_cmpstr (find_history (of_copy, "duplicated-from", NULL)->new_value, ==, from);
  g_assert_cmpstr (find_history (of_copy, "duplicated-from", NULL)->author, ==, "Maria");
  g_assert_cmpstr (find_history (of_original, "duplicated-to", NULL)->new_value, ==, to);
}

/* The help page's lists: each grant that is needed, taken away while the window is open. */
static void
test_needed_grants (KhOfficeTest  *office,
                    gconstpointer  data G_GNUC_UNUSED)
{
  static const KhGrant needed[] = {
    KH_GRANT_CUSTOMER_VIEW, KH_GRANT_CUSTOMER_CREATE, KH_GRANT_CUSTOMER_DUPLICATE,
    KH_GRANT_LEAD_SOURCE_VIEW, KH_GRANT_LEAD_SOURCE_MODIFY, KH_GRANT_DUPLICATE_DEFAULTS_VIEW,
  };
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) kept = NULL;

  take (office, KH_GRANT_NONE);
  kh_store_set_member (office->base.store, office->clerk);
  plan = open_plan (office);
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      g_autofree char *name = kh_grant_dup_name (needed[i]);

      take (office, needed[i]);
      expect_refused (office, plan, KH_GATE_ERROR, KH_GATE_ERROR_DENIED, name);
    }
  /* What nothing of the plan needs may go. */
  take (office, KH_GRANT_CUSTOMER_DELETE);
  kept = duplicate (office, plan, NULL);
  g_assert_nonnull (kept);
}

static void
test_account_class (KhOfficeTest  *office,
                    gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) with = NULL;
  g_autoptr (KhDuplicatePlan) without = NULL;
  g_autoptr (KhCustomer) kept = NULL;

  take (office, KH_GRANT_NONE);
  kh_store_set_member (office->base.store, office->clerk);
  with = open_plan (office);
  take (office, KH_GRANT_CUSTOMER_ACCOUNT_CLASS);
  expect_refused (office, with, KH_GATE_ERROR, KH_GATE_ERROR_DENIED, "Account Class");

  without = open_plan (office);
  kept = duplicate (office, without, NULL);
  g_assert_null (kh_customer_get (kept, KH_DATAPOINT_ACCOUNT_CLASS));
  g_assert_cmpstr (kh_customer_get (kept, KH_DATAPOINT_MONTHLY_CHARGE), ==, "3995");
}

static void
test_sales_hidden (KhOfficeTest  *office,
                   gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhCustomer) whole = NULL;

  take (office, KH_GRANT_SALES_VIEW);
  kh_store_set_member (office->base.store, office->clerk);
  plan = open_plan (office);
  expect_refused (office, plan, KH_STORE_ERROR, KH_STORE_ERROR_INVALID, "Sale Date");
  kh_draft_set_text (kh_duplicate_plan_get_draft (plan), KH_DATAPOINT_SALE_DATE, "03/04/2026");
  kept = duplicate (office, plan, NULL);
  g_assert_true (kh_customer_is_hidden (kept, KH_DATAPOINT_SALE_DATE));

  kh_store_set_member (office->base.store, office->owner);
  whole = kh_store_test_load (office->base.store, kh_customer_get_number (kept), NULL, NULL);
  g_assert_cmpstr (kh_customer_get (whole, KH_DATAPOINT_SALE_DATE), ==, "2026-03-04");
  g_assert_null (kh_customer_get (whole, KH_DATAPOINT_MONTHLY_CHARGE));
}

/* What nobody's plan says, a caller cannot smuggle in. */
static void
test_never (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  static const struct {
    KhDatapointId id;
    const char *value;
  } never[] = {
    { KH_DATAPOINT_ACCOUNT_NUMBER, "A-2" },
    { KH_DATAPOINT_STATUS, "archived" },
    { KH_DATAPOINT_CANCEL_DATE, "2026-01-01" },
  };
  g_autoptr (KhDuplicatePlan) plan = open_plan (office);
  gint64 revision = kh_customer_get_revision (kh_duplicate_plan_get_original (plan));

  for (guint i = 0; i < G_N_ELEMENTS (never); i++)
    {
      g_autoptr (KhCustomer) copy = kh_duplicate_plan_make_customer (plan);
      g_autoptr (GError) error = NULL;

      kh_customer_set (copy, never[i].id, never[i].value);
      g_assert_null (duplicate_customer (office, revision, copy, &error));
      g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID);
    }
  g_assert_cmpuint (count (office), ==, 1);
}

/* The original, meanwhile */

static void
test_changed (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = open_plan (office);
  g_autoptr (KhCustomer) newer = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GArray) changed = NULL;

  save_original (office, KH_DATAPOINT_CITY, "Provo");
  expect_refused (office, plan, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT, "changed");
  newer = kh_store_test_load (office->base.store, office->number, NULL, NULL);
  changed = kh_duplicate_plan_refresh (plan, newer, kh_store_get_grants (office->base.store),
                                       kh_store_get_catalogues (office->base.store));
  g_assert_cmpuint (changed->len, ==, 1);
  g_assert_cmpint (g_array_index (changed, KhDatapointId, 0), ==, KH_DATAPOINT_CITY);
  kept = duplicate (office, plan, NULL);
  g_assert_cmpstr (kh_customer_get (kept, KH_DATAPOINT_CITY), ==, "Provo");
  g_assert_cmpstr (kh_customer_get (kept, KH_DATAPOINT_FIRST_NAME), ==, "Bo");

  save_original (office, KH_DATAPOINT_STATUS, "archived");
  expect_refused (office, plan, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT, "archived");
}

static gboolean
undo (KhOfficeTest  *office,
      gint64         original,
      gint64         copy,
      GError       **error)
{
  g_autoptr (GArray) copies = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GAsyncResult) result = NULL;

  g_array_append_val (copies, copy);
  kh_store_undo_duplicate_async (office->base.store, original, copies, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_undo_duplicate_finish (office->base.store, result, error);
}

static void
test_deleted (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) kept = duplicate_well (office);
  gint64 original = office->number;
  g_autoptr (KhDuplicatePlan) plan = NULL;

  office->number = kh_customer_get_number (kept);
  plan = open_plan (office);
  g_assert_true (undo (office, original, office->number, NULL));
  expect_refused (office, plan, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND, NULL);
}

static void
set_office_active (KhOfficeTest *office,
                   gint64        id,
                   gboolean      active)
{
  const KhCatalogueEntry *kept = kh_catalogues_get (kh_store_get_catalogues (office->base.store),
                                                    KH_CATALOGUE_OFFICE_LOCATIONS, id);
  g_autoptr (KhCatalogueEntry) entry = kh_catalogue_entry_copy (kept);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  entry->active = active;
  kh_store_save_entry_async (office->base.store, KH_CATALOGUE_OFFICE_LOCATIONS, entry, NULL,
                             kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_save_entry_finish (office->base.store, result, &error);
  g_assert_no_error (error);
}

/* An office location that goes out of use while the window is open, and one that was before. */
static void
test_office_inactive (KhOfficeTest  *office,
                      gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *north = add_entry (office, KH_CATALOGUE_OFFICE_LOCATIONS, "North");
  g_autoptr (KhDuplicatePlan) before = open_plan (office);
  g_autoptr (KhDuplicatePlan) after = NULL;
  g_autoptr (KhCustomer) kept = NULL;

  set_office_active (office, 1, FALSE);
  expect_refused (office, before, KH_STORE_ERROR, KH_STORE_ERROR_INVALID, "Office Location");
  after = open_plan (office);
  expect_refused (office, after, KH_STORE_ERROR, KH_STORE_ERROR_INVALID, "Office Location");
  kh_draft_set_value (kh_duplicate_plan_get_draft (after), KH_DATAPOINT_OFFICE_LOCATION, north);
  kept = duplicate (office, after, NULL);
  g_assert_cmpstr (kh_customer_get (kept, KH_DATAPOINT_OFFICE_LOCATION), ==, north);
}

/* What is sealed */

static void
set_passcode_on (KhDuplicatePlan *plan)
{
  g_assert_true (kh_duplicate_row_set_on (kh_duplicate_plan_get_row (plan, KH_DATAPOINT_PASSCODE), TRUE));
}

static void
test_secrets (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) without = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhSecret) secret = NULL;
  g_autoptr (GPtrArray) of_copy = NULL;
  g_autoptr (GPtrArray) of_original = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, PASSCODE);
  kh_office_test_set (office, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");
  without = duplicate_well (office);
  g_assert_false (kh_customer_is_sealed (without, KH_DATAPOINT_PASSCODE));
  plan = open_plan (office);
  set_passcode_on (plan);
  kept = duplicate (office, plan, NULL);
  g_assert_true (kh_customer_is_sealed (kept, KH_DATAPOINT_PASSCODE));
  g_assert_false (kh_customer_is_sealed (kept, KH_DATAPOINT_DURESS_CODE));

  of_copy = kh_store_test_history (office->base.store, kh_customer_get_number (kept));
  of_original = kh_store_test_history (office->base.store, office->number);
  g_assert_null (find_history (of_copy, "duplicated-from", "passcode")->new_value);
  g_assert_null (find_history (of_original, "duplicated-to", "passcode")->new_value);
  secret = kh_office_test_reveal (office, kh_customer_get_number (kept), KH_DATAPOINT_PASSCODE, NULL);
  g_assert_cmpstr (kh_secret_get_text (secret), ==, PASSCODE);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, PASSCODE);
}

/* Without the grants or without a key nothing is copied, and nothing is made either. */
static void
test_secrets_refused (KhOfficeTest  *office,
                      gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, PASSCODE);
  plan = open_plan (office);
  set_passcode_on (plan);
  take (office, KH_GRANT_PASSCODES_MODIFY);
  kh_store_set_member (office->base.store, office->clerk);
  expect_refused (office, plan, KH_GATE_ERROR, KH_GATE_ERROR_DENIED, "Passcodes: Modify");
  take (office, KH_GRANT_PASSCODES_REVEAL);
  expect_refused (office, plan, KH_GATE_ERROR, KH_GATE_ERROR_DENIED, "Passcodes: Reveal");
  take (office, KH_GRANT_NONE);
  expect_refused (office, plan, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY, "Passcode");
}

/* Taking back */

static void
test_undo (KhOfficeTest  *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  KhStore *store = office->base.store;
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhCustomer) next = NULL;
  g_autoptr (GArray) found = NULL;
  g_autoptr (GPtrArray) of_original = NULL;
  g_autoptr (GPtrArray) of_copy = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *number = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, PASSCODE);
  plan = open_plan (office);
  set_passcode_on (plan);
  kept = duplicate (office, plan, NULL);
  number = text_of (kh_customer_get_number (kept));
  kh_secret_unref (kh_office_test_reveal (office, kh_customer_get_number (kept), KH_DATAPOINT_PASSCODE, NULL));
  g_assert_true (undo (office, office->number, kh_customer_get_number (kept), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count (office), ==, 1);
  found = kh_store_test_search (store, "nguyen", 0);
  g_assert_cmpuint (found->len, ==, 0);
  of_original = kh_store_test_history (store, office->number);
  g_assert_cmpstr (find_history (of_original, "duplicate-undone", NULL)->old_value, ==, number);

  /* Nobody else gets the number, under which a history stays. */
  next = duplicate_well (office);
  g_assert_cmpint (kh_customer_get_number (next), ==, kh_customer_get_number (kept) + 1);
  of_copy = kh_store_test_history (store, kh_customer_get_number (kept));
  g_assert_nonnull (find_history (of_copy, "duplicate-undone", NULL));
  g_assert_false (undo (office, office->number, kh_customer_get_number (kept), &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);

  /* Nor does anybody look like the copy any more. */
  g_assert_cmpint (kh_office_test_tamper (office, "SELECT count (DISTINCT customer) FROM customer_double", NULL), ==, 2);
}

static void
expect_stays (KhOfficeTest *office,
              gint64        original,
              gint64        copy)
{
  g_autoptr (GError) error = NULL;
  guint before = count (office);

  g_assert_false (undo (office, original, copy, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  g_assert_cmpuint (count (office), ==, before);
}

/* Whom the copy was likely to be stands in its history, and is no touch of it. */
static void
test_anyway (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  KhStore *store = office->base.store;
  g_autoptr (KhDuplicatePlan) plan = open_plan (office);
  g_autoptr (KhCustomer) copy = kh_duplicate_plan_make_customer (plan);
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GArray) doubles = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  const gint64 seen = 4711;

  g_array_append_val (doubles, seen);
  kh_store_duplicate_anyway_async (store, office->number,
                                   kh_customer_get_revision (kh_duplicate_plan_get_original (plan)), copy, doubles,
                                   NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kept = kh_store_duplicate_finish (store, result, &error);
  g_assert_no_error (error);
  rows = kh_store_test_history (store, kh_customer_get_number (kept));
  g_assert_cmpstr (find_history (rows, "save-anyway", NULL)->new_value, ==, "4711");
  g_assert_true (undo (office, office->number, kh_customer_get_number (kept), &error));
  g_assert_no_error (error);
}

static void
test_undo_refused (KhOfficeTest  *office,
                   gconstpointer  data G_GNUC_UNUSED)
{
  gint64 original = office->number;
  g_autoptr (KhCustomer) changed = duplicate_well (office);
  g_autoptr (KhCustomer) copied = duplicate_well (office);
  g_autoptr (KhCustomer) kept = duplicate_well (office);
  g_autoptr (KhCustomer) again = NULL;
  g_autoptr (KhCustomer) saved = NULL;

  kh_customer_set (changed, KH_DATAPOINT_CITY, "Nephi");
  saved = kh_store_test_save (office->base.store, changed, NULL);
  expect_stays (office, original, kh_customer_get_number (changed));
  office->number = kh_customer_get_number (copied);
  again = duplicate_well (office);
  expect_stays (office, original, kh_customer_get_number (copied));
  office->number = original;

  /* The original is none, nor is another one's duplicate. */
  expect_stays (office, original, original);
  expect_stays (office, kh_customer_get_number (changed), kh_customer_get_number (kept));

  /* Who made it takes it back, or who may delete customers. */
  take (office, KH_GRANT_CUSTOMER_DELETE);
  kh_store_set_member (office->base.store, office->clerk);
  expect_stays (office, original, kh_customer_get_number (kept));
  take (office, KH_GRANT_NONE);
  g_assert_true (undo (office, original, kh_customer_get_number (kept), NULL));
}

/* Many */

typedef struct {
  GCancellable *cancellable;
  guint cancel_at;
  guint last;
  guint total;
  guint n;
} Progress;

static void
on_progress_cb (guint    done,
                guint    total,
                gpointer data)
{
  Progress *progress = data;

  g_assert_cmpuint (done, >=, progress->last);
  g_assert_cmpuint (done, <=, total);
  progress->last = done;
  progress->total = total;
  progress->n++;
  if (progress->cancel_at > 0 && done >= progress->cancel_at)
    g_cancellable_cancel (progress->cancellable);
}

static GPtrArray *
make_lines (guint n)
{
  g_autoptr (GString) text = g_string_new (NULL);
  GPtrArray *lines;

  for (guint i = 1; i <= n; i++)
    g_string_append_printf (text, "Tenant\tNo%u\t%s\t%u\n", i, i % 2 == 0 ? "14 Elm St" : "", i);
  lines = kh_duplicate_lines_parse (text->str, text->len, NULL);
  g_assert_nonnull (lines);

  return lines;
}

static GArray *
duplicate_many (KhOfficeTest  *office,
                GPtrArray     *lines,
                Progress      *progress,
                GError       **error)
{
  g_autoptr (KhDuplicatePlan) plan = open_plan (office);
  g_autoptr (KhCustomer) copy = kh_duplicate_plan_make_customer (plan);
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_duplicate_many_async (office->base.store, office->number,
                                 kh_customer_get_revision (kh_duplicate_plan_get_original (plan)), copy, lines,
                                 progress == NULL ? NULL : on_progress_cb, progress,
                                 progress == NULL ? NULL : progress->cancellable, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_duplicate_many_finish (office->base.store, result, error);
}

static gboolean
undo_many (KhOfficeTest *office,
           GArray       *numbers)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_undo_duplicate_async (office->base.store, office->number, numbers, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_undo_duplicate_finish (office->base.store, result, NULL);
}

static void
test_many (KhOfficeTest  *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  KhStore *store = office->base.store;
  g_autoptr (GPtrArray) lines = make_lines (KH_DUPLICATE_MOST_LINES);
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (KhCustomer) third = NULL;
  g_autoptr (KhCustomer) fourth = NULL;
  g_autoptr (GError) error = NULL;
  Progress progress = { NULL };

  numbers = duplicate_many (office, lines, &progress, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (numbers->len, ==, KH_DUPLICATE_MOST_LINES);
  g_assert_cmpuint (progress.last, ==, KH_DUPLICATE_MOST_LINES);
  g_assert_cmpuint (progress.total, ==, KH_DUPLICATE_MOST_LINES);
  g_assert_cmpuint (progress.n, >, 1);
  third = kh_store_test_load (store, g_array_index (numbers, gint64, 2), NULL, NULL);
  g_assert_cmpstr (kh_customer_get (third, KH_DATAPOINT_LAST_NAME), ==, "No3");
  g_assert_cmpstr (kh_customer_get (third, KH_DATAPOINT_ADDRESS_1), ==, "12 Elm St");
  g_assert_cmpstr (kh_customer_get (third, KH_DATAPOINT_ADDRESS_2), ==, "3");
  fourth = kh_store_test_load (store, g_array_index (numbers, gint64, 3), NULL, NULL);
  g_assert_cmpstr (kh_customer_get (fourth, KH_DATAPOINT_ADDRESS_1), ==, "14 Elm St");
  history = kh_store_test_history (store, office->number);
  g_assert_cmpstr (find_history (history, "duplicated-to", NULL)->new_value, ==, "1002–1501");

  g_assert_true (undo_many (office, numbers));
  g_assert_cmpuint (count (office), ==, 1);
}

/* Cancelled at the first word of progress; on a busy machine that may come too late, and then
 * everything is made, and the next try tells. */
static void
test_many_cancelled (KhOfficeTest  *office,
                     gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) lines = make_lines (KH_DUPLICATE_MOST_LINES);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; error == NULL && i < 10; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      Progress progress = { .cancellable = cancellable, .cancel_at = 1 };
      g_autoptr (GArray) numbers = duplicate_many (office, lines, &progress, &error);

      g_assert_cmpuint (progress.n, >, 0);
      g_assert_cmpuint (count (office), ==, numbers != NULL ? 1 + KH_DUPLICATE_MOST_LINES : 1);
      if (numbers != NULL)
        g_assert_true (undo_many (office, numbers));
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count (office), ==, 1);
}

/* All or nothing, and the line is named. */
static void
test_many_refused (KhOfficeTest  *office,
                   gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) lines = make_lines (20);
  KhDuplicateLine *line = g_ptr_array_index (lines, 16);
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GError) error = NULL;

  g_free (line->values[1]);
  line->values[1] = g_strnfill (101, 'n');
  g_assert_null (duplicate_many (office, lines, NULL, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "Line 17: Last Name: "));
  g_assert_cmpuint (count (office), ==, 1);
  g_ptr_array_remove_index (lines, 16);
  numbers = duplicate_many (office, lines, NULL, NULL);
  g_assert_cmpuint (numbers->len, ==, 19);
}

/* The Customer Duplicate Defaults */

static gboolean
save_defaults (KhOfficeTest         *office,
               KhDuplicateDefaults  *defaults,
               gboolean              own,
               GError              **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_save_duplicate_defaults_async (office->base.store, defaults, own, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_save_duplicate_defaults_finish (office->base.store, result, error);
}

static void
notify_cb (KhStore    *store G_GNUC_UNUSED,
           GParamSpec *pspec G_GNUC_UNUSED,
           guint      *n)
{
  (*n)++;
}

static gboolean
starts_on (KhOfficeTest  *office,
           KhDatapointId  id)
{
  g_autoptr (KhDuplicateDefaults) switches = kh_store_dup_duplicate_switches (office->base.store);

  return kh_duplicate_defaults_get (switches, id);
}

static void
test_defaults (KhOfficeTest  *office,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicateDefaults) defaults = kh_duplicate_defaults_new ();
  g_autoptr (KhDuplicateDefaults) own = kh_duplicate_defaults_new ();
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GError) error = NULL;
  guint told = 0;

  g_signal_connect (office->base.store, "notify::duplicate-defaults", G_CALLBACK (notify_cb), &told);
  kh_duplicate_defaults_set (defaults, KH_DATAPOINT_SPOUSE, TRUE);
  kh_duplicate_defaults_set (defaults, KH_DATAPOINT_ADDRESS_1, FALSE);
  g_assert_true (save_defaults (office, defaults, FALSE, &error));
  g_assert_cmpuint (told, ==, 1);
  kh_duplicate_defaults_set (own, KH_DATAPOINT_ADDRESS_1, TRUE);
  g_assert_true (save_defaults (office, own, TRUE, &error));
  g_assert_cmpuint (told, ==, 2);
  history = kh_store_test_history (office->base.store, 0);
  g_assert_cmpstr (find_history (history, "default-change", "duplicate-default/spouse")->new_value, ==, "1");
  g_assert_cmpstr (find_history (history, "default-change", "duplicate-default/address-1")->new_value, ==, "0");

  kh_store_test_close (g_steal_pointer (&office->base.store));
  office->base.store = kh_store_test_open (office->base.folder, NULL);
  g_assert_null (kh_store_get_own_duplicate_defaults (office->base.store));
  kh_store_set_member (office->base.store, office->clerk);
  g_assert_true (starts_on (office, KH_DATAPOINT_SPOUSE));
  g_assert_false (starts_on (office, KH_DATAPOINT_ADDRESS_1));
  kh_store_set_member (office->base.store, office->owner);
  g_assert_true (starts_on (office, KH_DATAPOINT_ADDRESS_1));

  kh_duplicate_defaults_unset (own, KH_DATAPOINT_ADDRESS_1);
  g_assert_true (save_defaults (office, own, TRUE, &error));
  g_assert_null (kh_store_get_own_duplicate_defaults (office->base.store));
  g_assert_false (starts_on (office, KH_DATAPOINT_ADDRESS_1));
}

static void
test_defaults_grants (KhOfficeTest  *office,
                      gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicateDefaults) defaults = kh_duplicate_defaults_new ();
  g_autoptr (GError) error = NULL;

  kh_duplicate_defaults_set (defaults, KH_DATAPOINT_SPOUSE, TRUE);
  take (office, KH_GRANT_DUPLICATE_DEFAULTS_MODIFY);
  kh_store_set_member (office->base.store, office->clerk);
  g_assert_false (save_defaults (office, defaults, FALSE, &error));
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_true (save_defaults (office, defaults, TRUE, &error));
  take (office, KH_GRANT_DUPLICATE_DEFAULTS_VIEW);
  g_assert_false (save_defaults (office, defaults, TRUE, &error));
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
}

/* A full disk. The worker is this program again, with "--work FOLDER", under strace: it makes
 * one duplicate and says what came of it. */

static int
work (const char *folder)
{
  KhOfficeTest office = { .base.store = kh_store_test_open (folder, NULL), .number = 1001 };
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhDuplicatePlan) plan = NULL;

  if (office.base.store == NULL)
    return 2;
  plan = open_plan (&office);
  kept = duplicate (&office, plan, &error);
  if (kept == NULL)
    return error->domain == KH_STORE_ERROR && error->code == KH_STORE_ERROR_FULL ? 1 : 3;

  return 0;
}

static int
work_under_strace (const char *folder,
                   guint       when)
{
  g_autofree char *what = g_strdup_printf ("inject=pwrite64:error=ENOSPC:when=%u+", when);
  const char *argv[] = { "strace", "-f", "-qq", "-e", "signal=none", "-o", "/dev/null", "-e", what,
                         program, "--work", folder, NULL };
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                NULL, NULL, &status, &error);
  g_assert_no_error (error);

  return WIFEXITED (status) ? WEXITSTATUS (status) : -1;
}

static gboolean
skip_without_strace (void)
{
  const char *argv[] = { "strace", "-f", "-o", "/dev/null", "true", NULL };
  int status = -1;

  if (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                    NULL, NULL, &status, NULL) && status == 0)
    return FALSE;
  g_test_skip ("needs strace, and the right to use it");

  return TRUE;
}

static gboolean
is_made (const char *folder)
{
  KhStore *store = kh_store_test_open (folder, NULL);
  g_autoptr (GArray) numbers = kh_store_test_search (store, "", 0);
  g_autoptr (GPtrArray) of_original = kh_store_test_history (store, 1001);
  g_autoptr (GPtrArray) of_copy = kh_store_test_history (store, 1002);
  gboolean made = numbers->len == 2;

  g_assert_cmpint (find_history (of_original, "duplicated-to", NULL) != NULL, ==, made);
  g_assert_cmpuint (of_copy->len, ==, made ? 2 : 0);
  kh_store_test_close (store);

  return made;
}

/* Every place where the disk can be full, up to the one where it no longer matters. */
static void
test_disk_full (void)
{
  guint n_full = 0;
  int outcome = -1;

  if (skip_without_strace ())
    return;
  for (guint when = 1; outcome != 0 && when < 100; when++)
    {
      g_autofree char *folder = kh_store_test_make_folder ();
      KhStore *store = kh_store_test_open (folder, NULL);
      g_autoptr (KhCustomer) original = kh_store_test_make ("Ana", "Ruiz");
      g_autoptr (KhCustomer) kept = NULL;

      kh_customer_set (original, KH_DATAPOINT_OFFICE_LOCATION, "1");
      kept = kh_store_test_create (store, original, NULL);
      g_assert_nonnull (kept);
      kh_store_test_close (store);
      outcome = work_under_strace (folder, when);
      g_assert_cmpint (outcome, >=, 0);
      g_assert_cmpint (outcome, <=, 2);
      n_full += outcome == 1 ? 1 : 0;
      g_assert_cmpint (is_made (folder), ==, outcome == 0);
      kh_store_test_remove (folder);
    }
  g_test_message ("%u places", n_full);
  g_assert_cmpint (outcome, ==, 0);
  g_assert_cmpuint (n_full, >, 1);
}

int
main (int   argc,
      char *argv[])
{
  program = argv[0];
  if (argc == 3 && g_str_equal (argv[1], "--work"))
    _exit (work (argv[2])); /* what a sanitizer looks for at the end, it cannot under strace */
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, KhOfficeTest, NULL, set_up, func, kh_office_test_tear_down)
  ADD ("/duplicate/copy", test_copy);
  ADD ("/duplicate/histories", test_histories);
  ADD ("/duplicate/needed-grants", test_needed_grants);
  ADD ("/duplicate/account-class", test_account_class);
  ADD ("/duplicate/sales-hidden", test_sales_hidden);
  ADD ("/duplicate/never", test_never);
  ADD ("/duplicate/changed", test_changed);
  ADD ("/duplicate/deleted", test_deleted);
  ADD ("/duplicate/office-inactive", test_office_inactive);
  ADD ("/duplicate/secrets", test_secrets);
  ADD ("/duplicate/secrets-refused", test_secrets_refused);
  ADD ("/duplicate/undo", test_undo);
  ADD ("/duplicate/anyway", test_anyway);
  ADD ("/duplicate/undo-refused", test_undo_refused);
  ADD ("/duplicate/many", test_many);
  ADD ("/duplicate/many-cancelled", test_many_cancelled);
  ADD ("/duplicate/many-refused", test_many_refused);
  ADD ("/duplicate/defaults", test_defaults);
  ADD ("/duplicate/defaults-grants", test_defaults_grants);
#undef ADD
  g_test_add_func ("/duplicate/disk-full", test_disk_full);

  return g_test_run ();
}
