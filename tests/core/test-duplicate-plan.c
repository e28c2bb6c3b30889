/* test-duplicate-plan.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The plan of Duplicate, case by case, where the law of test-duplicate-law.c does not reach. */

#include "config.h"

#include "kh-plan-test.h"

#include "kh-gate.h"

#include <string.h>

static KhDuplicateRow *
get_row (KhDuplicatePlan *plan,
         KhDatapointId    id)
{
  return kh_duplicate_plan_get_row (plan, id);
}

static void
assert_state (KhDuplicatePlan  *plan,
              KhDatapointId     id,
              KhDuplicateState  state)
{
  g_assert_cmpint (kh_duplicate_row_get_state (get_row (plan, id)), ==, state);
}

static void
type (KhDuplicatePlan *plan,
      KhDatapointId    id,
      const char      *text)
{
  kh_draft_set_text (kh_duplicate_plan_get_draft (plan), id, text);
}

static void
test_names (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) copy = NULL;
  g_autofree char *longest = g_strnfill (100, 'n');
  g_autofree char *longer = g_strnfill (101, 'n');

  kh_customer_set (original, KH_DATAPOINT_FIRST_NAME, "Ann");
  kh_customer_set (original, KH_DATAPOINT_LAST_NAME, "Lee");
  plan = kh_plan_test_make (original, kh_grants_all (), NULL);
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_FIRST_NAME));
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_LAST_NAME));
  g_assert_false (kh_duplicate_plan_is_typed (plan));

  type (plan, KH_DATAPOINT_FIRST_NAME, longest);
  type (plan, KH_DATAPOINT_LAST_NAME, "O’Neil");
  kh_plan_test_assert_ready (plan);
  g_assert_true (kh_duplicate_plan_is_typed (plan));

  type (plan, KH_DATAPOINT_FIRST_NAME, longer);
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_FIRST_NAME));
  type (plan, KH_DATAPOINT_FIRST_NAME, "Bell\a");
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_FIRST_NAME));
  type (plan, KH_DATAPOINT_FIRST_NAME, "   ");
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_FIRST_NAME));

  kh_duplicate_plan_fill_names (plan);
  kh_plan_test_assert_ready (plan);
  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_cmpstr (kh_customer_get (copy, KH_DATAPOINT_FIRST_NAME), ==, "Ann");
  g_assert_cmpstr (kh_customer_get (copy, KH_DATAPOINT_LAST_NAME), ==, "Lee");

  kh_duplicate_plan_clear_names (plan);
  g_assert_false (kh_duplicate_plan_is_typed (plan));
}

static guint
count_required (KhDuplicatePlan *plan)
{
  guint n = 0;

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    n += kh_duplicate_row_get_required (get_row (plan, (KhDatapointId) i)) ? 1 : 0;

  return n;
}

/* ADT has more required datapoints than others, from the start, and no longer once the
 * company is not copied. */
static void
test_adt (void)
{
  g_autoptr (KhCustomer) adt = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhCustomer) bold = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_BOLD, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) of_adt = kh_plan_test_make (adt, kh_grants_all (), NULL);
  g_autoptr (KhDuplicatePlan) of_bold = kh_plan_test_make (bold, kh_grants_all (), NULL);

  g_assert_cmpuint (count_required (of_bold), ==, 8);
  g_assert_cmpuint (count_required (of_adt), ==, 18);
  assert_state (of_adt, KH_DATAPOINT_EMAIL, KH_DUPLICATE_STATE_LOCKED_ON);
  g_assert_false (kh_duplicate_row_set_on (get_row (of_adt, KH_DATAPOINT_EMAIL), FALSE));

  g_assert_true (kh_duplicate_row_set_on (get_row (of_adt, KH_DATAPOINT_MONITORING_COMPANY), FALSE));
  g_assert_cmpuint (count_required (of_adt), ==, 8);
  g_assert_true (kh_duplicate_row_set_on (get_row (of_adt, KH_DATAPOINT_EMAIL), FALSE));
  g_assert_true (kh_duplicate_row_set_on (get_row (of_adt, KH_DATAPOINT_MONITORING_COMPANY), TRUE));
  g_assert_true (kh_duplicate_row_get_on (get_row (of_adt, KH_DATAPOINT_EMAIL)));
}

/* A switch that was moved is remembered while its row is locked. */
static void
test_chosen (void)
{
  g_autoptr (KhCustomer) adt = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = kh_plan_test_make (adt, kh_grants_all (), NULL);
  g_autoptr (KhDuplicateDefaults) switches = NULL;

  kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_MONITORING_COMPANY), FALSE);
  kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_EMAIL), FALSE);
  kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_MONITORING_COMPANY), TRUE);
  assert_state (plan, KH_DATAPOINT_EMAIL, KH_DUPLICATE_STATE_LOCKED_ON);
  switches = kh_duplicate_plan_dup_switches (plan);
  g_assert_true (kh_duplicate_defaults_is_set (switches, KH_DATAPOINT_EMAIL));
  g_assert_false (kh_duplicate_defaults_get (switches, KH_DATAPOINT_EMAIL));

  /* Of this one nobody said anything. */
  g_assert_false (kh_duplicate_defaults_is_set (switches, KH_DATAPOINT_CONTRACT_TERM));
  kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_MONITORING_COMPANY), FALSE);
  g_assert_false (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_EMAIL)));
}

/* A record that did not pass the gate is no way around it. */
static void
test_not_gated (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhCatalogues) catalogues = kh_plan_test_make_catalogues ();
  g_autoptr (KhDuplicateDefaults) defaults = kh_duplicate_defaults_new ();
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) copy = NULL;

  plan = kh_duplicate_plan_new (original, kh_grants_without (kh_grants_all (), KH_GRANT_SALES_VIEW), defaults, catalogues);
  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_null (kh_customer_get (copy, KH_DATAPOINT_MONTHLY_CHARGE));
  g_assert_null (kh_customer_get (copy, KH_DATAPOINT_SALE_DATE));
  g_assert_false (kh_plan_test_is_listed (plan, get_row (plan, KH_DATAPOINT_MONTHLY_CHARGE)));
}

/* Birthdate or SSN Last Four: one of them is enough for ADT. */
static void
test_stand_in (void)
{
  g_autoptr (KhCustomer) adt = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = kh_plan_test_make (adt, kh_grants_all (), NULL);
  g_autoptr (GArray) secrets = NULL;

  assert_state (plan, KH_DATAPOINT_BIRTHDATE, KH_DUPLICATE_STATE_LOCKED_ON);
  assert_state (plan, KH_DATAPOINT_SSN_LAST_FOUR, KH_DUPLICATE_STATE_FREE);
  g_assert_cmpstr (kh_duplicate_row_get_value_text (get_row (plan, KH_DATAPOINT_SSN_LAST_FOUR)), ==, "••••••");
  g_assert_true (kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_SSN_LAST_FOUR), TRUE));
  assert_state (plan, KH_DATAPOINT_BIRTHDATE, KH_DUPLICATE_STATE_FREE);
  secrets = kh_duplicate_plan_list_secrets (plan);
  g_assert_cmpuint (secrets->len, ==, 1);
  g_assert_cmpint (g_array_index (secrets, KhDatapointId, 0), ==, KH_DATAPOINT_SSN_LAST_FOUR);
}

/* The help page's lists, one by one: what is needed to duplicate at all. */
static void
test_needed_grants (void)
{
  static const KhGrant needed[] = {
    KH_GRANT_CUSTOMER_VIEW, KH_GRANT_CUSTOMER_CREATE, KH_GRANT_CUSTOMER_DUPLICATE,
    KH_GRANT_LEAD_SOURCE_VIEW, KH_GRANT_LEAD_SOURCE_MODIFY, KH_GRANT_DUPLICATE_DEFAULTS_VIEW,
  };
  KhGrants grants = kh_grants_none ();

  g_assert_true (kh_duplicate_plan_check_grants (kh_grants_all (), NULL));
  for (guint i = 0; i < G_N_ELEMENTS (needed); i++)
    {
      g_autofree char *name = kh_grant_dup_name (needed[i]);
      g_autoptr (GError) error = NULL;

      g_assert_false (kh_duplicate_plan_check_grants (kh_grants_without (kh_grants_all (), needed[i]), &error));
      g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
      g_assert_nonnull (strstr (error->message, name));
      grants = kh_grants_with (grants, needed[i]);
    }
  /* And nothing else is. */
  g_assert_true (kh_duplicate_plan_check_grants (grants, NULL));
}

static void
test_account_class (void)
{
  const KhGrants grants = kh_grants_without (kh_grants_all (), KH_GRANT_CUSTOMER_ACCOUNT_CLASS);
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = kh_plan_test_make (original, grants, NULL);
  KhDuplicateRow *row = get_row (plan, KH_DATAPOINT_ACCOUNT_CLASS);
  g_autofree char *left_out = kh_duplicate_plan_dup_left_out (plan);

  g_assert_cmpstr (kh_duplicate_row_get_value_text (row), ==, "North");
  assert_state (plan, KH_DATAPOINT_ACCOUNT_CLASS, KH_DUPLICATE_STATE_LOCKED_OFF);
  g_assert_nonnull (strstr (kh_duplicate_row_get_reason (row), "Customer: Modify Account Class"));
  g_assert_cmpuint (kh_duplicate_plan_count_left_out (plan), ==, 1);
  g_assert_nonnull (strstr (left_out, "1 datapoint "));
}

static void
test_sales_hidden (void)
{
  const KhGrants grants = kh_grants_without (kh_grants_all (), KH_GRANT_SALES_VIEW);
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = kh_plan_test_make (original, grants, NULL);
  g_autoptr (KhCustomer) copy = NULL;

  /* The sale date is required: it is typed, and the original's is not to be found. */
  assert_state (plan, KH_DATAPOINT_SALE_DATE, KH_DUPLICATE_STATE_TYPED);
  g_assert_cmpstr (kh_duplicate_row_get_value_text (get_row (plan, KH_DATAPOINT_SALE_DATE)), ==, "");
  g_assert_cmpuint (kh_duplicate_plan_count_left_out (plan), ==, 8);
  kh_duplicate_plan_fill_names (plan);
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_SALE_DATE));
  type (plan, KH_DATAPOINT_SALE_DATE, "not a day");
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_SALE_DATE));
  type (plan, KH_DATAPOINT_SALE_DATE, "03/04/2026");
  kh_plan_test_assert_ready (plan);

  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_cmpstr (kh_customer_get (copy, KH_DATAPOINT_SALE_DATE), ==, "2026-03-04");
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (kh_datapoint_get ((KhDatapointId) i)->section == KH_SECTION_SALES && i != KH_DATAPOINT_SALE_DATE)
      g_assert_null (kh_customer_get (copy, (KhDatapointId) i));
}

static void
test_office_inactive (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) copy = NULL;
  KhDuplicateRow *row;

  kh_customer_set (original, KH_DATAPOINT_OFFICE_LOCATION, KH_PLAN_TEST_INACTIVE);
  plan = kh_plan_test_make (original, kh_grants_all (), NULL);
  row = get_row (plan, KH_DATAPOINT_OFFICE_LOCATION);
  g_assert_cmpint (kh_duplicate_row_get_state (row), ==, KH_DUPLICATE_STATE_TYPED);
  g_assert_nonnull (strstr (kh_duplicate_row_get_reason (row), "Gone"));
  kh_duplicate_plan_fill_names (plan);
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_OFFICE_LOCATION));
  g_assert_false (kh_draft_set_value (kh_duplicate_plan_get_draft (plan), KH_DATAPOINT_OFFICE_LOCATION, KH_PLAN_TEST_INACTIVE));
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_OFFICE_LOCATION));
  kh_draft_set_value (kh_duplicate_plan_get_draft (plan), KH_DATAPOINT_OFFICE_LOCATION, KH_PLAN_TEST_ACTIVE);
  kh_plan_test_assert_ready (plan);
  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_cmpstr (kh_customer_get (copy, KH_DATAPOINT_OFFICE_LOCATION), ==, KH_PLAN_TEST_ACTIVE);
}

static KhDuplicatePlan *
make_campaign_plan (void)
{
  g_autoptr (KhCatalogues) catalogues = kh_plan_test_make_catalogues ();
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicateDefaults) defaults = kh_duplicate_defaults_new ();

  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 5, "Spring", 1, TRUE);
  kh_customer_set (original, KH_DATAPOINT_LEAD_CAMPAIGN, "5");

  return kh_duplicate_plan_new (original, kh_grants_all (), defaults, catalogues);
}

/* A campaign goes with its lead source, and comes back with it. */
static void
test_campaign (void)
{
  g_autoptr (KhDuplicatePlan) plan = make_campaign_plan ();
  KhDuplicateRow *campaign = get_row (plan, KH_DATAPOINT_LEAD_CAMPAIGN);
  g_autoptr (KhCustomer) copy = NULL;

  g_assert_true (kh_duplicate_row_get_on (campaign));
  g_assert_true (kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_LEAD_SOURCE), FALSE));
  assert_state (plan, KH_DATAPOINT_LEAD_CAMPAIGN, KH_DUPLICATE_STATE_LOCKED_OFF);
  g_assert_nonnull (strstr (kh_duplicate_row_get_reason (campaign), "Lead Source"));
  g_assert_false (kh_duplicate_row_set_on (campaign, TRUE));
  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_null (kh_customer_get (copy, KH_DATAPOINT_LEAD_CAMPAIGN));

  g_assert_true (kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_LEAD_SOURCE), TRUE));
  g_assert_true (kh_duplicate_row_get_on (campaign));
}

static void
test_section (void)
{
  g_autoptr (KhDuplicatePlan) plan = make_campaign_plan ();
  guint on = 0;

  /* Promo Code and Partner Reference start off. */
  g_assert_cmpuint (kh_duplicate_plan_count_free (plan, KH_SECTION_LEAD_SOURCE, &on), ==, 4);
  g_assert_cmpuint (on, ==, 2);
  g_assert_cmpuint (kh_duplicate_plan_set_section (plan, KH_SECTION_LEAD_SOURCE, FALSE), ==, 2);
  assert_state (plan, KH_DATAPOINT_LEAD_CAMPAIGN, KH_DUPLICATE_STATE_LOCKED_OFF);
  g_assert_cmpuint (kh_duplicate_plan_set_section (plan, KH_SECTION_LEAD_SOURCE, TRUE), ==, 4);
  g_assert_true (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_LEAD_CAMPAIGN)));

  /* Locked rows stay, and nobody copies a passcode in passing. */
  kh_duplicate_plan_set_section (plan, KH_N_SECTIONS, FALSE);
  g_assert_true (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_CITY)));
  kh_duplicate_plan_set_section (plan, KH_N_SECTIONS, TRUE);
  g_assert_false (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_PASSCODE)));
  g_assert_false (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_ACCOUNT_NUMBER)));
  g_assert_true (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_SPOUSE)));
  g_assert_cmpuint (kh_duplicate_plan_count_free (plan, KH_SECTION_PASSCODES, NULL), ==, 0);

  kh_duplicate_plan_reset (plan);
  g_assert_false (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_SPOUSE)));
  g_assert_true (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_LEAD_CAMPAIGN)));
}

/* A cancelled customer's duplicate is an active one. */
static void
test_cancelled (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) copy = NULL;

  kh_customer_set (original, KH_DATAPOINT_STATUS, "cancelled");
  plan = kh_plan_test_make (original, kh_grants_all (), NULL);
  assert_state (plan, KH_DATAPOINT_STATUS, KH_DUPLICATE_STATE_LOCKED_OFF);
  g_assert_true (kh_plan_test_is_listed (plan, get_row (plan, KH_DATAPOINT_STATUS)));
  g_assert_nonnull (kh_duplicate_row_get_reason (get_row (plan, KH_DATAPOINT_STATUS)));
  kh_duplicate_plan_fill_names (plan);
  kh_plan_test_assert_ready (plan);
  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_cmpstr (kh_customer_get (copy, KH_DATAPOINT_STATUS), ==, "active");
  g_assert_null (kh_customer_get (copy, KH_DATAPOINT_CANCEL_DATE));
  g_assert_null (kh_customer_get (copy, KH_DATAPOINT_CANCEL_REASON));
}

/* A class brings nothing along: what is off stays away. */
static void
test_class_charge (void)
{
  g_autoptr (KhCatalogues) catalogues = kh_plan_test_make_catalogues ();
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicateDefaults) defaults = kh_duplicate_defaults_new ();
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) copy = NULL;
  KhCatalogueEntry entry = { .id = 7, .label = (char *) "Gold", .active = TRUE, .monthly_charge = (char *) "5000" };

  kh_catalogues_add_entry (catalogues, KH_CATALOGUE_ACCOUNT_CLASSES, &entry);
  kh_customer_set (original, KH_DATAPOINT_ACCOUNT_CLASS, "7");
  kh_duplicate_defaults_set (defaults, KH_DATAPOINT_MONTHLY_CHARGE, FALSE);
  plan = kh_duplicate_plan_new (original, kh_grants_all (), defaults, catalogues);
  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_cmpstr (kh_customer_get (copy, KH_DATAPOINT_ACCOUNT_CLASS), ==, "7");
  g_assert_null (kh_customer_get (copy, KH_DATAPOINT_MONTHLY_CHARGE));
}

/* Save and Duplicate Another: another plan with the same switches, and a refreshed one. */
static void
test_switches_kept (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_BOLD, FALSE, FALSE);
  g_autoptr (KhCustomer) newer = kh_customer_copy (original);
  g_autoptr (KhCatalogues) catalogues = kh_plan_test_make_catalogues ();
  g_autoptr (KhDuplicatePlan) plan = kh_plan_test_make (original, kh_grants_all (), NULL);
  g_autoptr (KhDuplicatePlan) again = NULL;
  g_autoptr (KhDuplicateDefaults) switches = NULL;
  g_autoptr (GArray) changed = NULL;

  kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_SPOUSE), TRUE);
  kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_ZIP), FALSE);
  switches = kh_duplicate_plan_dup_switches (plan);
  again = kh_plan_test_make (original, kh_grants_all (), switches);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    g_assert_cmpint (kh_duplicate_row_get_on (get_row (plan, (KhDatapointId) i)), ==,
                     kh_duplicate_row_get_on (get_row (again, (KhDatapointId) i)));

  type (plan, KH_DATAPOINT_FIRST_NAME, "Ben");
  kh_customer_set (newer, KH_DATAPOINT_COUNTY, NULL);
  kh_customer_set (newer, KH_DATAPOINT_SPOUSE, "Kim");
  kh_customer_set_revision (newer, 8);
  changed = kh_duplicate_plan_refresh (plan, newer, kh_grants_all (), catalogues);
  g_assert_cmpuint (changed->len, ==, 2);
  g_assert_cmpint (g_array_index (changed, KhDatapointId, 0), ==, KH_DATAPOINT_SPOUSE);
  g_assert_cmpint (g_array_index (changed, KhDatapointId, 1), ==, KH_DATAPOINT_COUNTY);
  g_assert_cmpstr (kh_duplicate_row_get_value_text (get_row (plan, KH_DATAPOINT_SPOUSE)), ==, "Kim");
  g_assert_true (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_SPOUSE)));
  g_assert_false (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_ZIP)));
  g_assert_false (kh_plan_test_is_listed (plan, get_row (plan, KH_DATAPOINT_COUNTY)));
  g_assert_cmpstr (kh_draft_get_text (kh_duplicate_plan_get_draft (plan), KH_DATAPOINT_FIRST_NAME), ==, "Ben");
  g_assert_cmpint (kh_customer_get_revision (kh_duplicate_plan_get_original (plan)), ==, 8);
}

static void
on_items_changed_cb (GListModel *model,
                     guint       position,
                     guint       removed,
                     guint       added,
                     GPtrArray  *mirror)
{
  if (removed > 0)
    g_ptr_array_remove_range (mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (mirror, (int) (position + i), g_list_model_get_item (model, position + i));
}

/* Whoever listens to the list knows it; it is in the order of the page. */
static void
test_list (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, FALSE, FALSE);
  g_autoptr (GPtrArray) mirror = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KhDuplicatePlan) plan = NULL;
  KhDuplicateRow *monitored_by;

  kh_customer_set (original, KH_DATAPOINT_EMAIL, NULL);
  kh_customer_set (original, KH_DATAPOINT_CONTRACT_TERM, NULL);
  plan = kh_plan_test_make (original, kh_grants_all (), NULL);
  monitored_by = get_row (plan, KH_DATAPOINT_MONITORING_COMPANY);
  on_items_changed_cb (G_LIST_MODEL (plan), 0, 0, g_list_model_get_n_items (G_LIST_MODEL (plan)), mirror);
  g_signal_connect (plan, "items-changed", G_CALLBACK (on_items_changed_cb), mirror);

  for (guint round = 0; round < 3; round++)
    {
      gboolean adt = kh_duplicate_row_get_on (monitored_by);

      g_assert_cmpint (kh_plan_test_is_listed (plan, get_row (plan, KH_DATAPOINT_EMAIL)), ==, adt);
      g_assert_cmpuint (mirror->len, ==, g_list_model_get_n_items (G_LIST_MODEL (plan)));
      for (guint i = 0; i < mirror->len; i++)
        {
          g_autoptr (KhDuplicateRow) row = g_list_model_get_item (G_LIST_MODEL (plan), i);

          g_assert_true (row == g_ptr_array_index (mirror, i));
          g_assert_true (i == 0 || kh_duplicate_row_get_section (row) >=
                         kh_duplicate_row_get_section (g_ptr_array_index (mirror, i - 1)));
        }
      kh_duplicate_row_set_on (monitored_by, !adt);
    }
}

static void
turn_off_cb (KhDuplicateRow *row G_GNUC_UNUSED,
             GParamSpec     *pspec G_GNUC_UNUSED,
             KhDuplicateRow *other)
{
  kh_duplicate_row_set_on (other, FALSE);
}

/* Whoever listens to one row may move another. */
static void
test_listener (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_NONE, FALSE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = kh_plan_test_make (original, kh_grants_all (), NULL);
  g_autoptr (KhCustomer) copy = NULL;

  g_signal_connect (get_row (plan, KH_DATAPOINT_SPOUSE), "notify::on", G_CALLBACK (turn_off_cb),
                    get_row (plan, KH_DATAPOINT_ZIP));
  g_assert_true (kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_SPOUSE), TRUE));
  g_assert_false (kh_duplicate_row_get_on (get_row (plan, KH_DATAPOINT_ZIP)));
  copy = kh_duplicate_plan_make_customer (plan);
  g_assert_nonnull (kh_customer_get (copy, KH_DATAPOINT_SPOUSE));
  g_assert_null (kh_customer_get (copy, KH_DATAPOINT_ZIP));
}

/* A business whose name is longer than ADT takes has it typed, for as long as it is ADT's. */
static void
test_adt_limit (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_ADT, TRUE, FALSE);
  g_autoptr (KhDuplicatePlan) plan = NULL;

  kh_customer_set (original, KH_DATAPOINT_BUSINESS_NAME, "Fisher and Daughters Hardware");
  plan = kh_plan_test_make (original, kh_grants_all (), NULL);
  assert_state (plan, KH_DATAPOINT_BUSINESS_NAME, KH_DUPLICATE_STATE_TYPED);
  kh_duplicate_plan_fill_names (plan);
  g_assert_nonnull (kh_plan_test_get_problem (plan, KH_DATAPOINT_BUSINESS_NAME));
  type (plan, KH_DATAPOINT_BUSINESS_NAME, "Fisher and Daughters, Hardware");
  g_assert_nonnull (strstr (kh_plan_test_get_problem (plan, KH_DATAPOINT_BUSINESS_NAME), "28"));
  type (plan, KH_DATAPOINT_BUSINESS_NAME, "Fisher Hardware");
  kh_draft_set_secret (kh_duplicate_plan_get_draft (plan), KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_plan_test_assert_ready (plan);
  g_assert_true (kh_duplicate_row_set_on (get_row (plan, KH_DATAPOINT_MONITORING_COMPANY), FALSE));
  assert_state (plan, KH_DATAPOINT_BUSINESS_NAME, KH_DUPLICATE_STATE_LOCKED_ON);
}

/* A row outlives its plan, and moves no more. */
static void
test_row_alone (void)
{
  g_autoptr (KhCustomer) original = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_NONE, FALSE, FALSE);
  KhDuplicatePlan *plan = kh_plan_test_make (original, kh_grants_all (), NULL);
  g_autoptr (KhDuplicateRow) row = g_object_ref (get_row (plan, KH_DATAPOINT_ZIP));

  g_assert_finalize_object (plan);
  g_assert_false (kh_duplicate_row_set_on (row, FALSE));
  g_assert_true (kh_duplicate_row_get_on (row));
}

static void
test_defaults (void)
{
  g_autoptr (KhDuplicateDefaults) office = kh_duplicate_defaults_new ();
  g_autoptr (KhDuplicateDefaults) own = kh_duplicate_defaults_new ();
  g_autoptr (KhDuplicateDefaults) over = NULL;

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    g_assert_cmpint (kh_duplicate_defaults_get (office, (KhDatapointId) i), ==,
                     kh_datapoint_get ((KhDatapointId) i)->duplicate == KH_DUPLICATE_ON);
  kh_duplicate_defaults_set (office, KH_DATAPOINT_SPOUSE, TRUE);
  kh_duplicate_defaults_set (office, KH_DATAPOINT_ZIP, FALSE);
  kh_duplicate_defaults_set (own, KH_DATAPOINT_ZIP, TRUE);
  over = kh_duplicate_defaults_overlay (office, own);
  g_assert_true (kh_duplicate_defaults_get (over, KH_DATAPOINT_SPOUSE));
  g_assert_true (kh_duplicate_defaults_get (over, KH_DATAPOINT_ZIP));
  kh_duplicate_defaults_unset (own, KH_DATAPOINT_ZIP);
  g_clear_object (&over);
  over = kh_duplicate_defaults_overlay (office, own);
  g_assert_false (kh_duplicate_defaults_get (over, KH_DATAPOINT_ZIP));
  g_assert_true (kh_duplicate_defaults_equal (over, office));
  g_assert_false (kh_duplicate_defaults_may_set (KH_DATAPOINT_CITY));
  g_assert_false (kh_duplicate_defaults_may_set (KH_DATAPOINT_DURESS_CODE));
}

/* Whoever looks at the defaults reads of each row either how it starts or why it cannot be set. */
static void
test_default_reasons (void)
{
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      const char *reason = kh_duplicate_defaults_may_set (id) ? "" : kh_duplicate_defaults_get_reason (id);

      g_assert_nonnull (reason);
      g_assert_true (kh_duplicate_defaults_may_set (id) || g_str_has_suffix (reason, "."));
    }
  g_assert_cmpstr (kh_duplicate_defaults_get_reason (KH_DATAPOINT_FIRST_NAME), ==,
                   "This is typed for each new customer.");
  g_assert_cmpstr (kh_duplicate_defaults_get_reason (KH_DATAPOINT_ACCOUNT_NUMBER), ==,
                   "An account belongs to one customer only.");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/duplicate-plan/names", test_names);
  g_test_add_func ("/duplicate-plan/adt", test_adt);
  g_test_add_func ("/duplicate-plan/chosen", test_chosen);
  g_test_add_func ("/duplicate-plan/not-gated", test_not_gated);
  g_test_add_func ("/duplicate-plan/stand-in", test_stand_in);
  g_test_add_func ("/duplicate-plan/needed-grants", test_needed_grants);
  g_test_add_func ("/duplicate-plan/account-class", test_account_class);
  g_test_add_func ("/duplicate-plan/sales-hidden", test_sales_hidden);
  g_test_add_func ("/duplicate-plan/office-inactive", test_office_inactive);
  g_test_add_func ("/duplicate-plan/campaign", test_campaign);
  g_test_add_func ("/duplicate-plan/section", test_section);
  g_test_add_func ("/duplicate-plan/cancelled", test_cancelled);
  g_test_add_func ("/duplicate-plan/class-charge", test_class_charge);
  g_test_add_func ("/duplicate-plan/switches-kept", test_switches_kept);
  g_test_add_func ("/duplicate-plan/list", test_list);
  g_test_add_func ("/duplicate-plan/listener", test_listener);
  g_test_add_func ("/duplicate-plan/adt-limit", test_adt_limit);
  g_test_add_func ("/duplicate-plan/row-alone", test_row_alone);
  g_test_add_func ("/duplicate-plan/defaults", test_defaults);
  g_test_add_func ("/duplicate-plan/default-reasons", test_default_reasons);

  return g_test_run ();
}
