/* test-duplicate-sealed.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is sealed, such as a passcode, in the plan of Duplicate: required of a customer of an ADT
 * company, typed anew, and copied only when somebody chose to. */

#include "config.h"

#include "kh-plan-test.h"

#include <string.h>

static KhDuplicateRow *
get_passcode (KhDuplicatePlan *plan)
{
  return kh_duplicate_plan_get_row (plan, KH_DATAPOINT_PASSCODE);
}

static KhDuplicatePlan *
make_adt (KhCustomer *original,
          KhGrants    grants)
{
  KhDuplicatePlan *plan = kh_plan_test_make (original, grants, NULL);
  KhDraft *draft = kh_duplicate_plan_get_draft (plan);

  kh_draft_set_text (draft, KH_DATAPOINT_FIRST_NAME, "Bo");
  kh_draft_set_text (draft, KH_DATAPOINT_LAST_NAME, "Nguyen");

  return plan;
}

static void
type_secret (KhDuplicatePlan *plan,
             KhDatapointId    id,
             const char      *text)
{
  kh_draft_set_secret (kh_duplicate_plan_get_draft (plan), id, text);
}

/* What goes to the store is @text for @id and nothing else; NULL for nothing at all. */
static void
assert_secret (KhDuplicatePlan *plan,
               KhDatapointId    id,
               const char      *text)
{
  g_autoptr (GPtrArray) secrets = kh_duplicate_plan_dup_secrets (plan);
  const KhSecretChange *change;

  g_assert_cmpuint (secrets->len, ==, text == NULL ? 0 : 1);
  if (text == NULL)
    return;
  change = g_ptr_array_index (secrets, 0);
  g_assert_cmpint (change->id, ==, id);
  g_assert_cmpstr (kh_secret_get_text (change->secret), ==, text);
}

static void
assert_copied (KhDuplicatePlan *plan,
               gboolean         copied)
{
  g_autoptr (KhCustomer) copy = kh_duplicate_plan_make_customer (plan);

  g_assert_cmpint (kh_customer_is_sealed (copy, KH_DATAPOINT_PASSCODE), ==, copied);
}

/* Required and off: it is typed, in a row whose switch can be turned. */
static void
test_typed (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = make_adt (original, kh_grants_all ());
  KhDuplicateRow *row = get_passcode (plan);

  g_assert_cmpint (kh_duplicate_row_get_state (row), ==, KH_DUPLICATE_STATE_FREE);
  g_assert_true (kh_duplicate_row_get_required (row));
  g_assert_true (kh_duplicate_row_get_typed (row));
  g_assert_false (kh_duplicate_row_get_on (row));
  g_assert_cmpstr (kh_duplicate_row_get_value_text (row), ==, "");
  g_assert_nonnull (kh_duplicate_row_get_reason (row));
  g_assert_nonnull (strstr (kh_plan_test_get_problem (plan, KH_DATAPOINT_PASSCODE), "required"));
  assert_secret (plan, KH_DATAPOINT_PASSCODE, NULL);

  type_secret (plan, KH_DATAPOINT_PASSCODE, "BLUE BARN");
  kh_plan_test_assert_ready (plan);
  assert_secret (plan, KH_DATAPOINT_PASSCODE, "BLUE BARN");
  assert_copied (plan, FALSE);
  type_secret (plan, KH_DATAPOINT_PASSCODE, "");
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_PASSCODE));
}

/* ADT takes ten characters. A company that takes more is told by the same draft. */
static void
test_limit (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = make_adt (original, kh_grants_all ());

  type_secret (plan, KH_DATAPOINT_PASSCODE, "BLUE BARN 12");
  g_assert_nonnull (strstr (kh_plan_test_get_problem (plan, KH_DATAPOINT_PASSCODE), "10"));
  type_secret (plan, KH_DATAPOINT_PASSCODE, "BLUE\aBARN");
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_PASSCODE));
}

/* Turned on, the row is filled with the original's, and what was typed waits. */
static void
test_copied (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = make_adt (original, kh_grants_all ());
  KhDuplicateRow *row = get_passcode (plan);
  g_autoptr (GArray) copied = NULL;

  type_secret (plan, KH_DATAPOINT_PASSCODE, "no passcode of ADT");
  g_assert_true (kh_duplicate_row_set_on (row, TRUE));
  g_assert_false (kh_duplicate_row_get_typed (row));
  g_assert_true (kh_duplicate_row_get_required (row));
  g_assert_null (kh_duplicate_row_get_reason (row));
  g_assert_cmpstr (kh_duplicate_row_get_value_text (row), ==, "••••••");
  kh_plan_test_assert_ready (plan);
  assert_secret (plan, KH_DATAPOINT_PASSCODE, NULL);
  assert_copied (plan, TRUE);
  copied = kh_duplicate_plan_list_secrets (plan);
  g_assert_cmpuint (copied->len, ==, 1);

  g_assert_true (kh_duplicate_row_set_on (row, FALSE));
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_PASSCODE));

  /* All of the section never turns it on. */
  kh_duplicate_plan_set_section (plan, KH_N_SECTIONS, TRUE);
  g_assert_true (kh_duplicate_row_get_typed (row));
}

/* Without the company nothing is required, and what was typed goes nowhere. */
static void
test_other_company (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = make_adt (original, kh_grants_all ());

  type_secret (plan, KH_DATAPOINT_PASSCODE, "BLUE BARN");
  g_assert_true (kh_duplicate_row_set_on (kh_duplicate_plan_get_row (plan, KH_DATAPOINT_MONITORING_COMPANY), FALSE));
  g_assert_false (kh_duplicate_row_get_required (get_passcode (plan)));
  g_assert_false (kh_duplicate_row_get_typed (get_passcode (plan)));
  g_assert_cmpstr (kh_duplicate_row_get_value_text (get_passcode (plan)), ==, "••••••");
  assert_secret (plan, KH_DATAPOINT_PASSCODE, NULL);
  kh_plan_test_assert_ready (plan);
}

static void
test_none (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = NULL;

  kh_customer_set_sealed (original, KH_DATAPOINT_PASSCODE, FALSE);
  plan = make_adt (original, kh_grants_all ());
  g_assert_cmpint (kh_duplicate_row_get_state (get_passcode (plan)), ==, KH_DUPLICATE_STATE_TYPED);
  g_assert_true (kh_duplicate_row_get_typed (get_passcode (plan)));
  g_assert_false (kh_duplicate_row_set_on (get_passcode (plan), TRUE));
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_PASSCODE));
  type_secret (plan, KH_DATAPOINT_PASSCODE, "BLUE BARN");
  kh_plan_test_assert_ready (plan);
  assert_secret (plan, KH_DATAPOINT_PASSCODE, "BLUE BARN");
  assert_copied (plan, FALSE);
}

/* Whoever may not set it is not asked, and is told that the new customer goes without. */
static void
test_not_settable (void)
{
  const KhGrants all = kh_grants_without (kh_grants_all (), KH_GRANT_PASSCODES_MODIFY);
  const KhGrants grants[] = { all, kh_grants_without (all, KH_GRANT_PASSCODES_REVEAL) };

  for (guint i = 0; i < G_N_ELEMENTS (grants); i++)
    {
      g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, FALSE, FALSE);
      g_autoptr (KhCustomer) bold = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_BOLD, FALSE, FALSE);
      g_autoptr (KhDuplicatePlan) plan = make_adt (original, grants[i]);
      g_autoptr (KhDuplicatePlan) of_bold = make_adt (bold, grants[i]);
      g_autofree char *left_out = kh_duplicate_plan_dup_left_out (plan);
      g_autofree char *of_bold_left_out = kh_duplicate_plan_dup_left_out (of_bold);

      g_assert_false (kh_duplicate_row_get_required (get_passcode (plan)));
      g_assert_false (kh_duplicate_row_get_typed (get_passcode (plan)));
      type_secret (plan, KH_DATAPOINT_PASSCODE, "BLUE BARN");
      assert_secret (plan, KH_DATAPOINT_PASSCODE, NULL);
      kh_plan_test_assert_ready (plan);
      g_assert_nonnull (strstr (left_out, "Passcode"));
      g_assert_null (strstr (of_bold_left_out, "Passcode"));
      g_assert_null (strstr (left_out, "SSN"));
    }
}

static gboolean
is_required (KhDuplicatePlan *plan,
             KhDatapointId    id)
{
  return kh_duplicate_row_get_required (kh_duplicate_plan_get_row (plan, id));
}

/* Whoever may not reveal it does not learn whether the original has one. */
static void
test_no_oracle (void)
{
  const KhGrants grants = kh_grants_without (kh_grants_all (), KH_GRANT_PASSCODES_REVEAL);
  g_autoptr (KhCustomer) with = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhCustomer) without = kh_customer_copy (with);
  g_autoptr (KhDuplicatePlan) of_with = make_adt (with, grants);
  g_autoptr (KhDuplicatePlan) of_without = NULL;
  g_autofree char *left_out = kh_duplicate_plan_dup_left_out (of_with);
  g_autofree char *other_left_out = NULL;

  kh_customer_set_sealed (without, KH_DATAPOINT_PASSCODE, FALSE);
  of_without = make_adt (without, grants);
  other_left_out = kh_duplicate_plan_dup_left_out (of_without);
  g_assert_cmpstr (left_out, ==, other_left_out);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (of_with)), ==,
                    g_list_model_get_n_items (G_LIST_MODEL (of_without)));
  g_assert_cmpint (kh_duplicate_row_get_state (get_passcode (of_with)), ==,
                   kh_duplicate_row_get_state (get_passcode (of_without)));
}

/* SSN Last Four or Birthdate: one is asked for until the other is there, whichever it is. */
static void
test_stand_in (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = NULL;
  KhDraft *draft;

  kh_customer_set (original, KH_DATAPOINT_BIRTHDATE, NULL);
  kh_customer_set_sealed (original, KH_DATAPOINT_SSN_LAST_FOUR, FALSE);
  plan = make_adt (original, kh_grants_all ());
  draft = kh_duplicate_plan_get_draft (plan);
  type_secret (plan, KH_DATAPOINT_PASSCODE, "BLUE BARN");
  g_assert_nonnull (strstr (kh_plan_test_get_problem (plan, KH_DATAPOINT_SSN_LAST_FOUR), "Birthdate"));
  g_assert_nonnull (strstr (kh_plan_test_get_problem (plan, KH_DATAPOINT_BIRTHDATE), "SSN"));

  kh_draft_set_text (draft, KH_DATAPOINT_BIRTHDATE, "03/04/1980");
  g_assert_false (is_required (plan, KH_DATAPOINT_SSN_LAST_FOUR));
  kh_plan_test_assert_ready (plan);
  kh_draft_set_text (draft, KH_DATAPOINT_BIRTHDATE, "");
  g_assert_true (is_required (plan, KH_DATAPOINT_SSN_LAST_FOUR));

  /* Half of it is none. */
  type_secret (plan, KH_DATAPOINT_SSN_LAST_FOUR, "12");
  g_assert_true (is_required (plan, KH_DATAPOINT_BIRTHDATE));
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_SSN_LAST_FOUR));
  type_secret (plan, KH_DATAPOINT_SSN_LAST_FOUR, "1234");
  g_assert_false (is_required (plan, KH_DATAPOINT_BIRTHDATE));
  kh_plan_test_assert_ready (plan);
}

/* Whoever may not set an SSN types the Birthdate, and nothing is lacking. */
static void
test_stand_in_grants (void)
{
  const KhGrants grants = kh_grants_without (kh_grants_all (), KH_GRANT_CONFIDENTIAL_MODIFY);
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autofree char *left_out = NULL;

  kh_customer_set (original, KH_DATAPOINT_BIRTHDATE, NULL);
  plan = make_adt (original, grants);
  left_out = kh_duplicate_plan_dup_left_out (plan);
  g_assert_null (strstr (left_out, "SSN"));
  type_secret (plan, KH_DATAPOINT_PASSCODE, "BLUE BARN");
  g_assert_false (is_required (plan, KH_DATAPOINT_SSN_LAST_FOUR));
  g_assert_true (is_required (plan, KH_DATAPOINT_BIRTHDATE));
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_BIRTHDATE));
  kh_draft_set_text (kh_duplicate_plan_get_draft (plan), KH_DATAPOINT_BIRTHDATE, "03/04/1980");
  kh_plan_test_assert_ready (plan);
}

/* What was typed outlives other lists, is asked about before it is lost, and is not the next one's. */
static void
test_kept (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhCatalogues) catalogues = kh_plan_test_make_catalogues ();
  g_autoptr (KhDuplicatePlan) plan = make_adt (original, kh_grants_all ());
  g_autoptr (GArray) changed = NULL;

  kh_duplicate_plan_clear_names (plan);
  g_assert_false (kh_duplicate_plan_is_typed (plan));
  type_secret (plan, KH_DATAPOINT_PASSCODE, "BLUE BARN");
  g_assert_true (kh_duplicate_plan_is_typed (plan));
  changed = kh_duplicate_plan_refresh (plan, original, kh_grants_all (), catalogues);
  g_assert_cmpuint (changed->len, ==, 0);
  assert_secret (plan, KH_DATAPOINT_PASSCODE, "BLUE BARN");

  kh_duplicate_plan_clear_secrets (plan);
  assert_secret (plan, KH_DATAPOINT_PASSCODE, NULL);
  g_assert_false (kh_duplicate_plan_is_typed (plan));
}

/* A duress code is of no new customer, whatever somebody puts into the draft. */
static void
test_duress (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = make_adt (original, kh_grants_all ());

  type_secret (plan, KH_DATAPOINT_PASSCODE, "BLUE BARN");
  type_secret (plan, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");
  assert_secret (plan, KH_DATAPOINT_PASSCODE, "BLUE BARN");
  kh_plan_test_assert_ready (plan);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/duplicate-sealed/typed", test_typed);
  g_test_add_func ("/duplicate-sealed/limit", test_limit);
  g_test_add_func ("/duplicate-sealed/copied", test_copied);
  g_test_add_func ("/duplicate-sealed/other-company", test_other_company);
  g_test_add_func ("/duplicate-sealed/none", test_none);
  g_test_add_func ("/duplicate-sealed/not-settable", test_not_settable);
  g_test_add_func ("/duplicate-sealed/no-oracle", test_no_oracle);
  g_test_add_func ("/duplicate-sealed/stand-in", test_stand_in);
  g_test_add_func ("/duplicate-sealed/stand-in-grants", test_stand_in_grants);
  g_test_add_func ("/duplicate-sealed/kept", test_kept);
  g_test_add_func ("/duplicate-sealed/duress", test_duress);

  return g_test_run ();
}
