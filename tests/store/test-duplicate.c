/* test-duplicate.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Duplicate, through the store: from the original as a member sees it to the new customer and
 * both histories, with what can come in between. */

#include "config.h"

#include "kh-copy-test.h"

#include "kh-gate.h"
#include "kh-store-private.h"

#include <string.h>

#define PASSCODE "RED BARN"

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
  kept = kh_copy_test_duplicate_well (office);
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
  g_autoptr (KhCustomer) kept = kh_copy_test_duplicate_well (office);
  g_autoptr (GPtrArray) of_copy = kh_store_test_history (office->base.store, kh_customer_get_number (kept));
  g_autoptr (GPtrArray) of_original = kh_store_test_history (office->base.store, office->number);
  g_autofree char *from = text_of (office->number);
  g_autofree char *to = text_of (kh_customer_get_number (kept));

  g_assert_cmpuint (of_copy->len, ==, 2);
  g_assert_nonnull (kh_copy_test_find_history (of_copy, "create", NULL));
  g_assert_cmpstr (kh_copy_test_find_history (of_copy, "duplicated-from", NULL)->new_value, ==, from);
  g_assert_cmpstr (kh_copy_test_find_history (of_copy, "duplicated-from", NULL)->author, ==, "Maria");
  g_assert_cmpstr (kh_copy_test_find_history (of_original, "duplicated-to", NULL)->new_value, ==, to);
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

  kh_copy_test_take (office, KH_GRANT_NONE);
  kh_store_set_member (office->base.store, office->clerk);
  plan = kh_copy_test_open_plan (office);
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      g_autofree char *name = kh_grant_dup_name (needed[i]);

      kh_copy_test_take (office, needed[i]);
      kh_copy_test_expect_refused (office, plan, KH_GATE_ERROR, KH_GATE_ERROR_DENIED, name);
    }
  /* What nothing of the plan needs may go. */
  kh_copy_test_take (office, KH_GRANT_CUSTOMER_DELETE);
  kept = kh_copy_test_duplicate (office, plan, NULL);
  g_assert_nonnull (kept);
}

static void
test_account_class (KhOfficeTest  *office,
                    gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) with = NULL;
  g_autoptr (KhDuplicatePlan) without = NULL;
  g_autoptr (KhCustomer) kept = NULL;

  kh_copy_test_take (office, KH_GRANT_NONE);
  kh_store_set_member (office->base.store, office->clerk);
  with = kh_copy_test_open_plan (office);
  kh_copy_test_take (office, KH_GRANT_CUSTOMER_ACCOUNT_CLASS);
  kh_copy_test_expect_refused (office, with, KH_GATE_ERROR, KH_GATE_ERROR_DENIED, "Account Class");

  without = kh_copy_test_open_plan (office);
  kept = kh_copy_test_duplicate (office, without, NULL);
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

  kh_copy_test_take (office, KH_GRANT_SALES_VIEW);
  kh_store_set_member (office->base.store, office->clerk);
  plan = kh_copy_test_open_plan (office);
  kh_copy_test_expect_refused (office, plan, KH_STORE_ERROR, KH_STORE_ERROR_INVALID, "Sale Date");
  kh_draft_set_text (kh_duplicate_plan_get_draft (plan), KH_DATAPOINT_SALE_DATE, "03/04/2026");
  kept = kh_copy_test_duplicate (office, plan, NULL);
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
  g_autoptr (KhDuplicatePlan) plan = kh_copy_test_open_plan (office);
  gint64 revision = kh_customer_get_revision (kh_duplicate_plan_get_original (plan));

  for (guint i = 0; i < G_N_ELEMENTS (never); i++)
    {
      g_autoptr (KhCustomer) copy = kh_duplicate_plan_make_customer (plan);
      g_autoptr (GError) error = NULL;

      kh_customer_set (copy, never[i].id, never[i].value);
      g_assert_null (kh_copy_test_duplicate_customer (office, revision, copy, NULL, &error));
      g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID);
    }
  g_assert_cmpuint (kh_copy_test_count (office), ==, 1);
}

/* The original, meanwhile */

static void
test_changed (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = kh_copy_test_open_plan (office);
  g_autoptr (KhCustomer) newer = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GArray) changed = NULL;

  kh_copy_test_save_original (office, KH_DATAPOINT_CITY, "Provo");
  kh_copy_test_expect_refused (office, plan, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT, "changed");
  newer = kh_store_test_load (office->base.store, office->number, NULL, NULL);
  changed = kh_duplicate_plan_refresh (plan, newer, kh_store_get_grants (office->base.store),
                                       kh_store_get_catalogues (office->base.store));
  g_assert_cmpuint (changed->len, ==, 1);
  g_assert_cmpint (g_array_index (changed, KhDatapointId, 0), ==, KH_DATAPOINT_CITY);
  kept = kh_copy_test_duplicate (office, plan, NULL);
  g_assert_cmpstr (kh_customer_get (kept, KH_DATAPOINT_CITY), ==, "Provo");
  g_assert_cmpstr (kh_customer_get (kept, KH_DATAPOINT_FIRST_NAME), ==, "Bo");

  kh_copy_test_save_original (office, KH_DATAPOINT_STATUS, "archived");
  kh_copy_test_expect_refused (office, plan, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT, "archived");
}

static void
test_deleted (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) kept = kh_copy_test_duplicate_well (office);
  gint64 original = office->number;
  g_autoptr (KhDuplicatePlan) plan = NULL;

  office->number = kh_customer_get_number (kept);
  plan = kh_copy_test_open_plan (office);
  g_assert_true (kh_copy_test_undo (office, original, office->number, NULL));
  kh_copy_test_expect_refused (office, plan, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND, NULL);
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
  g_autofree char *north = kh_copy_test_add_entry (office, KH_CATALOGUE_OFFICE_LOCATIONS, "North");
  g_autoptr (KhDuplicatePlan) before = kh_copy_test_open_plan (office);
  g_autoptr (KhDuplicatePlan) after = NULL;
  g_autoptr (KhCustomer) kept = NULL;

  set_office_active (office, 1, FALSE);
  kh_copy_test_expect_refused (office, before, KH_STORE_ERROR, KH_STORE_ERROR_INVALID, "Office Location");
  after = kh_copy_test_open_plan (office);
  kh_copy_test_expect_refused (office, after, KH_STORE_ERROR, KH_STORE_ERROR_INVALID, "Office Location");
  kh_draft_set_value (kh_duplicate_plan_get_draft (after), KH_DATAPOINT_OFFICE_LOCATION, north);
  kept = kh_copy_test_duplicate (office, after, NULL);
  g_assert_cmpstr (kh_customer_get (kept, KH_DATAPOINT_OFFICE_LOCATION), ==, north);
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
  plan = kh_copy_test_open_plan (office);
  g_assert_true (kh_duplicate_row_set_on (kh_duplicate_plan_get_row (plan, KH_DATAPOINT_PASSCODE), TRUE));
  kept = kh_copy_test_duplicate (office, plan, NULL);
  number = text_of (kh_customer_get_number (kept));
  kh_secret_unref (kh_office_test_reveal (office, kh_customer_get_number (kept), KH_DATAPOINT_PASSCODE, NULL));
  g_assert_true (kh_copy_test_undo (office, office->number, kh_customer_get_number (kept), &error));
  g_assert_no_error (error);
  g_assert_cmpuint (kh_copy_test_count (office), ==, 1);
  found = kh_store_test_search (store, "nguyen", 0);
  g_assert_cmpuint (found->len, ==, 0);
  of_original = kh_store_test_history (store, office->number);
  g_assert_cmpstr (kh_copy_test_find_history (of_original, "duplicate-undone", NULL)->old_value, ==, number);

  /* Nobody else gets the number, under which a history stays. */
  next = kh_copy_test_duplicate_well (office);
  g_assert_cmpint (kh_customer_get_number (next), ==, kh_customer_get_number (kept) + 1);
  of_copy = kh_store_test_history (store, kh_customer_get_number (kept));
  g_assert_nonnull (kh_copy_test_find_history (of_copy, "duplicate-undone", NULL));
  g_assert_false (kh_copy_test_undo (office, office->number, kh_customer_get_number (kept), &error));
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
  guint before = kh_copy_test_count (office);

  g_assert_false (kh_copy_test_undo (office, original, copy, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  g_assert_cmpuint (kh_copy_test_count (office), ==, before);
}

/* Whom the copy was likely to be stands in its history, and is no touch of it. */
static void
test_anyway (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  KhStore *store = office->base.store;
  g_autoptr (KhDuplicatePlan) plan = kh_copy_test_open_plan (office);
  g_autoptr (KhCustomer) copy = kh_duplicate_plan_make_customer (plan);
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GArray) doubles = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  const gint64 seen = 4711;

  g_array_append_val (doubles, seen);
  kh_store_duplicate_anyway_async (store, office->number,
                                   kh_customer_get_revision (kh_duplicate_plan_get_original (plan)), copy,
                                   NULL, NULL, doubles, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kept = kh_store_duplicate_finish (store, result, &error);
  g_assert_no_error (error);
  rows = kh_store_test_history (store, kh_customer_get_number (kept));
  g_assert_cmpstr (kh_copy_test_find_history (rows, "save-anyway", NULL)->new_value, ==, "4711");
  g_assert_true (kh_copy_test_undo (office, office->number, kh_customer_get_number (kept), &error));
  g_assert_no_error (error);
}

static void
test_undo_refused (KhOfficeTest  *office,
                   gconstpointer  data G_GNUC_UNUSED)
{
  gint64 original = office->number;
  g_autoptr (KhCustomer) changed = kh_copy_test_duplicate_well (office);
  g_autoptr (KhCustomer) copied = kh_copy_test_duplicate_well (office);
  g_autoptr (KhCustomer) kept = kh_copy_test_duplicate_well (office);
  g_autoptr (KhCustomer) again = NULL;
  g_autoptr (KhCustomer) saved = NULL;

  kh_customer_set (changed, KH_DATAPOINT_CITY, "Nephi");
  saved = kh_store_test_save (office->base.store, changed, NULL);
  expect_stays (office, original, kh_customer_get_number (changed));
  office->number = kh_customer_get_number (copied);
  again = kh_copy_test_duplicate_well (office);
  expect_stays (office, original, kh_customer_get_number (copied));
  office->number = original;

  /* The original is none, nor is another one's duplicate. */
  expect_stays (office, original, original);
  expect_stays (office, kh_customer_get_number (changed), kh_customer_get_number (kept));

  /* Who made it takes it back, or who may delete customers. */
  kh_copy_test_take (office, KH_GRANT_CUSTOMER_DELETE);
  kh_store_set_member (office->base.store, office->clerk);
  expect_stays (office, original, kh_customer_get_number (kept));
  kh_copy_test_take (office, KH_GRANT_NONE);
  g_assert_true (kh_copy_test_undo (office, original, kh_customer_get_number (kept), NULL));
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
  g_assert_cmpstr (kh_copy_test_find_history (history, "default-change", "duplicate-default/spouse")->new_value,
                   ==, "1");
  g_assert_cmpstr (kh_copy_test_find_history (history, "default-change", "duplicate-default/address-1")->new_value,
                   ==, "0");

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
  kh_copy_test_take (office, KH_GRANT_DUPLICATE_DEFAULTS_MODIFY);
  kh_store_set_member (office->base.store, office->clerk);
  g_assert_false (save_defaults (office, defaults, FALSE, &error));
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_clear_error (&error);
  g_assert_true (save_defaults (office, defaults, TRUE, &error));
  kh_copy_test_take (office, KH_GRANT_DUPLICATE_DEFAULTS_VIEW);
  g_assert_false (save_defaults (office, defaults, TRUE, &error));
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, KhOfficeTest, NULL, kh_copy_test_set_up, func, kh_office_test_tear_down)
  ADD ("/duplicate/copy", test_copy);
  ADD ("/duplicate/histories", test_histories);
  ADD ("/duplicate/needed-grants", test_needed_grants);
  ADD ("/duplicate/account-class", test_account_class);
  ADD ("/duplicate/sales-hidden", test_sales_hidden);
  ADD ("/duplicate/never", test_never);
  ADD ("/duplicate/changed", test_changed);
  ADD ("/duplicate/deleted", test_deleted);
  ADD ("/duplicate/office-inactive", test_office_inactive);
  ADD ("/duplicate/undo", test_undo);
  ADD ("/duplicate/anyway", test_anyway);
  ADD ("/duplicate/undo-refused", test_undo_refused);
  ADD ("/duplicate/defaults", test_defaults);
  ADD ("/duplicate/defaults-grants", test_defaults_grants);
#undef ADD

  return g_test_run ();
}
