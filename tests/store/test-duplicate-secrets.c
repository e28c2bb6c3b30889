/* test-duplicate-secrets.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is sealed, such as a passcode, when a customer is duplicated: copied by whoever chose to, or
 * typed for the new customer, who must have one where the company is an ADT one. */

#include "config.h"

#include "kh-copy-test.h"

#include "kh-gate.h"
#include "kh-secret-change.h"
#include "kh-store-private.h"
#include "kh-value-type.h"

#include <string.h>

#define PASSCODE "RED BARN"
#define OTHER "BLUE BARN"

/* The customer becomes one of an ADT company, with all that it requires but what is sealed. */
static void
set_up_adt (KhOfficeTest  *office,
            gconstpointer  data)
{
  g_autofree char *company = NULL;
  g_autofree char *plan = NULL;
  g_autofree char *rep = NULL;

  kh_copy_test_set_up (office, data);
  company = g_strdup_printf ("%" G_GINT64_FORMAT,
                             kh_store_test_add_company (office->base.store, "ADT", KH_MONITOR_ADT, NULL));
  plan = kh_copy_test_add_entry (office, KH_CATALOGUE_MONITORING_PLANS, "Basic");
  rep = kh_copy_test_add_entry (office, KH_CATALOGUE_SALES_REPS, "Ray");
  kh_copy_test_save_original (office, KH_DATAPOINT_MONITORING_COMPANY, company);
  kh_copy_test_save_original (office, KH_DATAPOINT_MONITORING_PLAN, plan);
  kh_copy_test_save_original (office, KH_DATAPOINT_SALES_REP, rep);
  kh_copy_test_save_original (office, KH_DATAPOINT_SALES_REP_NUMBER, "17");
  kh_copy_test_save_original (office, KH_DATAPOINT_BIRTHDATE, "1980-03-04");
  kh_copy_test_save_original (office, KH_DATAPOINT_EMAIL, "ana@example.com");
  kh_copy_test_save_original (office, KH_DATAPOINT_CONTRACT_TERM, "36");
  kh_copy_test_save_original (office, KH_DATAPOINT_CREDIT_SCORE, "700");
  kh_copy_test_save_original (office, KH_DATAPOINT_CREDIT_TRACKING_NUMBER, "T-1");
}

static void
type_secret (KhDuplicatePlan *plan,
             KhDatapointId    id,
             const char      *text)
{
  g_assert_true (kh_draft_set_secret (kh_duplicate_plan_get_draft (plan), id, text));
}

static void
expect_secret (KhOfficeTest  *office,
               KhCustomer    *customer,
               KhDatapointId  id,
               const char    *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) secret = kh_office_test_reveal (office, kh_customer_get_number (customer), id, &error);

  g_assert_no_error (error);
  g_assert_true (kh_customer_is_sealed (customer, id));
  g_assert_cmpstr (kh_secret_get_text (secret), ==, text);
}

static void
set_passcode_on (KhDuplicatePlan *plan)
{
  g_assert_true (kh_duplicate_row_set_on (kh_duplicate_plan_get_row (plan, KH_DATAPOINT_PASSCODE), TRUE));
}

static void
test_copied (KhOfficeTest  *office,
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
  without = kh_copy_test_duplicate_well (office);
  g_assert_false (kh_customer_is_sealed (without, KH_DATAPOINT_PASSCODE));
  plan = kh_copy_test_open_plan (office);
  set_passcode_on (plan);
  kept = kh_copy_test_duplicate (office, plan, NULL);
  g_assert_true (kh_customer_is_sealed (kept, KH_DATAPOINT_PASSCODE));
  g_assert_false (kh_customer_is_sealed (kept, KH_DATAPOINT_DURESS_CODE));

  of_copy = kh_store_test_history (office->base.store, kh_customer_get_number (kept));
  of_original = kh_store_test_history (office->base.store, office->number);
  g_assert_null (kh_copy_test_find_history (of_copy, "duplicated-from", "passcode")->new_value);
  g_assert_null (kh_copy_test_find_history (of_original, "duplicated-to", "passcode")->new_value);
  secret = kh_office_test_reveal (office, kh_customer_get_number (kept), KH_DATAPOINT_PASSCODE, NULL);
  g_assert_cmpstr (kh_secret_get_text (secret), ==, PASSCODE);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, PASSCODE);
}

/* Without the grants or without a key nothing is copied, and nothing is made either. */
static void
test_copied_refused (KhOfficeTest  *office,
                      gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, PASSCODE);
  plan = kh_copy_test_open_plan (office);
  set_passcode_on (plan);
  kh_copy_test_take (office, KH_GRANT_PASSCODES_MODIFY);
  kh_store_set_member (office->base.store, office->clerk);
  kh_copy_test_expect_refused (office, plan, KH_GATE_ERROR, KH_GATE_ERROR_DENIED, "Passcodes: Modify");
  kh_copy_test_take (office, KH_GRANT_PASSCODES_REVEAL);
  kh_copy_test_expect_refused (office, plan, KH_GATE_ERROR, KH_GATE_ERROR_DENIED, "Passcodes: Reveal");
  kh_copy_test_take (office, KH_GRANT_NONE);
  kh_copy_test_expect_refused (office, plan, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY, "Passcode");
}

/* Typed: sealed with the customer, and in the history of that customer alone, without the value. */
static void
test_typed (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GPtrArray) of_copy = NULL;
  g_autoptr (GPtrArray) of_original = NULL;
  g_autoptr (GError) error = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, PASSCODE);
  plan = kh_copy_test_open_plan (office);
  type_secret (plan, KH_DATAPOINT_PASSCODE, OTHER);
  kept = kh_copy_test_duplicate (office, plan, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kh_customer_get_revision (kept), ==, 1);
  of_copy = kh_store_test_history (office->base.store, kh_customer_get_number (kept));
  of_original = kh_store_test_history (office->base.store, office->number);
  g_assert_cmpuint (of_copy->len, ==, 3);
  g_assert_null (kh_copy_test_find_history (of_copy, "change", "passcode")->new_value);
  g_assert_null (kh_copy_test_find_history (of_copy, "duplicated-from", "passcode"));
  g_assert_null (kh_copy_test_find_history (of_original, "duplicated-to", "passcode"));
  expect_secret (office, kept, KH_DATAPOINT_PASSCODE, OTHER);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, PASSCODE);

  /* What was typed when it was made is no touch. */
  g_assert_true (kh_copy_test_undo (office, office->number, kh_customer_get_number (kept), &error));
  g_assert_no_error (error);
  g_assert_cmpint (kh_office_test_tamper (office, "SELECT count (*) FROM customer_secret", NULL), ==, 1);
}

/* One that is typed later is. */
static void
test_typed_later (KhOfficeTest  *office,
                  gconstpointer  data G_GNUC_UNUSED)
{
  gint64 original = office->number;
  g_autoptr (KhDuplicatePlan) plan = kh_copy_test_open_plan (office);
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;

  type_secret (plan, KH_DATAPOINT_PASSCODE, OTHER);
  kept = kh_copy_test_duplicate (office, plan, NULL);
  office->number = kh_customer_get_number (kept);
  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, PASSCODE);
  g_assert_false (kh_copy_test_undo (office, original, office->number, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
}

/* Nothing typed, and one that the caller says is copied although the original has none. */
static void
test_missing (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = kh_copy_test_open_plan (office);
  g_autoptr (KhCustomer) copy = kh_duplicate_plan_make_customer (plan);
  gint64 revision = kh_customer_get_revision (kh_duplicate_plan_get_original (plan));
  g_autoptr (GError) error = NULL;

  kh_copy_test_expect_refused (office, plan, KH_STORE_ERROR, KH_STORE_ERROR_INVALID, "Passcode");
  kh_customer_set_sealed (copy, KH_DATAPOINT_PASSCODE, TRUE);
  g_assert_null (kh_copy_test_duplicate_customer (office, revision, copy, NULL, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID);
  g_assert_cmpuint (kh_copy_test_count (office), ==, 1);
}

/* The original's counts as filled. */
static void
test_copied_required (KhOfficeTest  *office,
                      gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, PASSCODE);
  plan = kh_copy_test_open_plan (office);
  set_passcode_on (plan);
  kept = kh_copy_test_duplicate (office, plan, &error);
  g_assert_no_error (error);
  expect_secret (office, kept, KH_DATAPOINT_PASSCODE, PASSCODE);
}

/* Typed and copied at once, as no plan has it: what somebody typed counts. */
static void
test_both (KhOfficeTest  *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) copy = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GPtrArray) secrets = kh_secret_changes_new ();
  g_autoptr (GPtrArray) of_copy = NULL;
  g_autoptr (GPtrArray) of_original = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, PASSCODE);
  plan = kh_copy_test_open_plan (office);
  set_passcode_on (plan);
  copy = kh_duplicate_plan_make_customer (plan);
  kh_secret_changes_add (secrets, KH_DATAPOINT_PASSCODE, OTHER);
  kept = kh_copy_test_duplicate_customer (office, kh_customer_get_revision (kh_duplicate_plan_get_original (plan)),
                                          copy, secrets, NULL);
  expect_secret (office, kept, KH_DATAPOINT_PASSCODE, OTHER);
  of_copy = kh_store_test_history (office->base.store, kh_customer_get_number (kept));
  of_original = kh_store_test_history (office->base.store, office->number);
  g_assert_null (kh_copy_test_find_history (of_copy, "duplicated-from", "passcode"));
  g_assert_null (kh_copy_test_find_history (of_original, "duplicated-to", "passcode"));
}

/* The SSN that is typed stands in for the Birthdate, which is not copied then. */
static void
test_stand_in (KhOfficeTest  *office,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;

  kh_copy_test_save_original (office, KH_DATAPOINT_BIRTHDATE, NULL);
  plan = kh_copy_test_open_plan (office);
  type_secret (plan, KH_DATAPOINT_PASSCODE, OTHER);
  kh_copy_test_expect_refused (office, plan, KH_STORE_ERROR, KH_STORE_ERROR_INVALID, "Birthdate");
  type_secret (plan, KH_DATAPOINT_SSN_LAST_FOUR, "1234");
  kept = kh_copy_test_duplicate (office, plan, &error);
  g_assert_no_error (error);
  expect_secret (office, kept, KH_DATAPOINT_PASSCODE, OTHER);
  expect_secret (office, kept, KH_DATAPOINT_SSN_LAST_FOUR, "1234");
}

/* The grants and the key are looked at in the transaction. Whoever may not set it makes a customer
 * without, as in a new customer. */
static void
test_grants (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = kh_copy_test_open_plan (office);
  g_autoptr (KhDuplicatePlan) without = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;

  type_secret (plan, KH_DATAPOINT_PASSCODE, OTHER);
  kh_copy_test_take (office, KH_GRANT_PASSCODES_MODIFY);
  kh_store_set_member (office->base.store, office->clerk);
  kh_copy_test_expect_refused (office, plan, KH_GATE_ERROR, KH_GATE_ERROR_DENIED, "Passcodes: Modify");
  without = kh_copy_test_open_plan (office);
  kept = kh_copy_test_duplicate (office, without, &error);
  g_assert_no_error (error);
  g_assert_false (kh_customer_is_sealed (kept, KH_DATAPOINT_PASSCODE));

  kh_copy_test_take (office, KH_GRANT_NONE);
  kh_copy_test_expect_refused (office, plan, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY, "Passcode");
}

static void
expect_twins (KhOfficeTest    *office,
              KhDuplicatePlan *plan,
              GPtrArray       *secrets)
{
  g_autoptr (KhCustomer) copy = kh_duplicate_plan_make_customer (plan);
  gint64 revision = kh_customer_get_revision (kh_duplicate_plan_get_original (plan));
  g_autoptr (GError) error = NULL;

  g_assert_null (kh_copy_test_duplicate_customer (office, revision, copy, secrets, &error));
  g_assert_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "emergency"));
  g_assert_cmpuint (kh_copy_test_count (office), ==, 1);
}

/* No passcode is the duress code as well, be it typed or copied. */
static void
test_duress (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (GPtrArray) both = kh_secret_changes_new ();
  g_autoptr (GPtrArray) duress = kh_secret_changes_new ();

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, PASSCODE);
  plan = kh_copy_test_open_plan (office);
  kh_secret_changes_add (both, KH_DATAPOINT_PASSCODE, OTHER);
  kh_secret_changes_add (both, KH_DATAPOINT_DURESS_CODE, "blue barn");
  expect_twins (office, plan, both);
  set_passcode_on (plan);
  kh_secret_changes_add (duress, KH_DATAPOINT_DURESS_CODE, PASSCODE);
  expect_twins (office, plan, duress);
}

/* ADT takes ten characters, whatever the caller checked. */
static void
test_limit (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = kh_copy_test_open_plan (office);
  g_autoptr (KhCustomer) copy = kh_duplicate_plan_make_customer (plan);
  g_autoptr (GPtrArray) secrets = kh_secret_changes_new ();
  g_autoptr (GError) error = NULL;

  kh_secret_changes_add (secrets, KH_DATAPOINT_PASSCODE, "A PASSCODE OF MORE");
  g_assert_null (kh_copy_test_duplicate_customer (office,
                                                  kh_customer_get_revision (kh_duplicate_plan_get_original (plan)),
                                                  copy, secrets, &error));
  g_assert_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_LONG);
  g_assert_cmpuint (kh_copy_test_count (office), ==, 1);
}

static GArray *
duplicate_many (KhOfficeTest     *office,
                KhDuplicatePlan  *plan,
                GError          **error)
{
  static const char text[] = "Bo\tNguyen\nKim\tPark\n";
  g_autoptr (GPtrArray) lines = kh_duplicate_lines_parse (text, strlen (text), NULL);
  g_autoptr (KhCustomer) copy = kh_duplicate_plan_make_customer (plan);
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_duplicate_many_async (office->base.store, office->number,
                                 kh_customer_get_revision (kh_duplicate_plan_get_original (plan)), copy, NULL, lines,
                                 NULL, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_duplicate_many_finish (office->base.store, result, error);
}

/* No passcode is typed once for many. */
static void
test_many (KhOfficeTest  *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GError) error = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, PASSCODE);
  plan = kh_copy_test_open_plan (office);
  type_secret (plan, KH_DATAPOINT_PASSCODE, OTHER);
  g_assert_null (duplicate_many (office, plan, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID);
  g_assert_true (g_str_has_prefix (error->message, "Passcode: each of these customers"));
  g_assert_cmpuint (kh_copy_test_count (office), ==, 1);
  g_clear_error (&error);

  set_passcode_on (plan);
  numbers = duplicate_many (office, plan, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (numbers->len, ==, 2);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, set_up, func) g_test_add (path, KhOfficeTest, NULL, set_up, func, kh_office_test_tear_down)
  ADD ("/duplicate-secrets/copied", kh_copy_test_set_up, test_copied);
  ADD ("/duplicate-secrets/copied-refused", kh_copy_test_set_up, test_copied_refused);
  ADD ("/duplicate-secrets/typed", set_up_adt, test_typed);
  ADD ("/duplicate-secrets/typed-later", set_up_adt, test_typed_later);
  ADD ("/duplicate-secrets/missing", set_up_adt, test_missing);
  ADD ("/duplicate-secrets/copied-required", set_up_adt, test_copied_required);
  ADD ("/duplicate-secrets/both", set_up_adt, test_both);
  ADD ("/duplicate-secrets/stand-in", set_up_adt, test_stand_in);
  ADD ("/duplicate-secrets/grants", set_up_adt, test_grants);
  ADD ("/duplicate-secrets/duress", set_up_adt, test_duress);
  ADD ("/duplicate-secrets/limit", set_up_adt, test_limit);
  ADD ("/duplicate-secrets/many", set_up_adt, test_many);
#undef ADD

  return g_test_run ();
}
