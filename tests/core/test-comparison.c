/* test-comparison.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-account.h"
#include "kh-capabilities.h"
#include "kh-catalogues.h"
#include "kh-change.h"
#include "kh-company.h"
#include "kh-comparison.h"
#include "kh-csv.h"
#include "kh-sheet.h"
#include "kh-customer.h"

#include <string.h>

#define READ KH_ABILITY_COMPARE
#define BOTH (KH_ABILITY_COMPARE | KH_ABILITY_WRITE)
#define ONCE (KH_ABILITY_COMPARE | KH_ABILITY_ONCE)

#define O (1u << KH_RESOLUTION_OURS)
#define T (1u << KH_RESOLUTION_THEIRS)
#define L (1u << KH_RESOLUTION_LEAVE)

typedef struct {
  KhCatalogues *catalogues;
  KhCustomer *customer;
  KhAccount *account;
  KhCapabilities *capabilities;
} Fixture;

/* One datapoint, both values, what the station can do with it; and what comes
 * of it. A reason is looked for in part. */
typedef struct {
  KhDatapointId id;
  const char *ours;
  KhAccountState state;
  const char *theirs;
  guint ability;
  guint longest;
  KhDifference difference;
  KhResolution resolution;
  guint allowed;
  const char *reason;
} Case;

static const Case cases[] = {
  /* Same */
  { KH_DATAPOINT_FIRST_NAME, "Ann", KH_ACCOUNT_CLEAR, "Ann", BOTH, 0,
    KH_DIFFERENCE_SAME, KH_RESOLUTION_LEAVE, L, NULL },
  { KH_DATAPOINT_FIRST_NAME, "José", KH_ACCOUNT_CLEAR, "Jose\u0301", BOTH, 0,
    KH_DIFFERENCE_SAME, KH_RESOLUTION_LEAVE, L, NULL },
  { KH_DATAPOINT_ADDRESS_2, NULL, KH_ACCOUNT_CLEAR, NULL, BOTH, 0,
    KH_DIFFERENCE_SAME, KH_RESOLUTION_LEAVE, L, NULL },
  { KH_DATAPOINT_ADDRESS_2, NULL, KH_ACCOUNT_CLEAR, "", BOTH, 0,
    KH_DIFFERENCE_SAME, KH_RESOLUTION_LEAVE, L, NULL },
  { KH_DATAPOINT_ADDRESS_2, NULL, KH_ACCOUNT_ABSENT, NULL, KH_ABILITY_NONE, 0,
    KH_DIFFERENCE_SAME, KH_RESOLUTION_LEAVE, L, NULL },

  /* Written differently */
  { KH_DATAPOINT_ADDRESS_1, "4 Elm St", KH_ACCOUNT_CLEAR, "4 ELM STREET", BOTH, 0,
    KH_DIFFERENCE_WRITTEN, KH_RESOLUTION_LEAVE, O | T | L, NULL },
  { KH_DATAPOINT_ZIP, "84101-1234", KH_ACCOUNT_CLEAR, "84101", BOTH, 0,
    KH_DIFFERENCE_WRITTEN, KH_RESOLUTION_LEAVE, O | T | L, NULL },
  { KH_DATAPOINT_FIRST_NAME, "Ann", KH_ACCOUNT_CLEAR, " ANN ", READ, 0,
    KH_DIFFERENCE_WRITTEN, KH_RESOLUTION_LEAVE, T | L, NULL },

  /* Differs */
  { KH_DATAPOINT_FIRST_NAME, "Ann", KH_ACCOUNT_CLEAR, "Bo", BOTH, 0,
    KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_OURS, O | T | L, NULL },
  { KH_DATAPOINT_ZIP, "84101", KH_ACCOUNT_CLEAR, "84102-1234", BOTH, 0,
    KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_OURS, O | T | L, NULL },
  { KH_DATAPOINT_PRIMARY_PHONE, "+18015550142", KH_ACCOUNT_CLEAR, "+18015550142x1", BOTH, 0,
    KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_OURS, O | T | L, NULL },
  { KH_DATAPOINT_FIRST_NAME, "Ann", KH_ACCOUNT_CLEAR, "A\u202en", BOTH, 0,
    KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_OURS, O | L, NULL },

  /* Only here, only there */
  { KH_DATAPOINT_ADDRESS_2, "Apt 4", KH_ACCOUNT_CLEAR, NULL, BOTH, 0,
    KH_DIFFERENCE_ONLY_HERE, KH_RESOLUTION_OURS, O | L, NULL },
  { KH_DATAPOINT_ADDRESS_2, NULL, KH_ACCOUNT_CLEAR, "Apt 4", BOTH, 0,
    KH_DIFFERENCE_ONLY_THERE, KH_RESOLUTION_LEAVE, O | T | L, NULL },
  { KH_DATAPOINT_ADDRESS_2, NULL, KH_ACCOUNT_CLEAR, "Apt 4", READ, 0,
    KH_DIFFERENCE_ONLY_THERE, KH_RESOLUTION_LEAVE, T | L, NULL },
  { KH_DATAPOINT_FIRST_NAME, NULL, KH_ACCOUNT_CLEAR, "Ann", BOTH, 0,
    KH_DIFFERENCE_ONLY_THERE, KH_RESOLUTION_LEAVE, T | L, NULL },
  { KH_DATAPOINT_ADDRESS_1, NULL, KH_ACCOUNT_CLEAR, "4 Elm St", BOTH, 0,
    KH_DIFFERENCE_ONLY_THERE, KH_RESOLUTION_LEAVE, T | L, NULL },

  /* Cannot be compared */
  { KH_DATAPOINT_EMAIL, "a@b.co", KH_ACCOUNT_MASKED, "x@y.zz", BOTH, 0,
    KH_DIFFERENCE_CANNOT_COMPARE, KH_RESOLUTION_LEAVE, O | L, "does not show it" },
  { KH_DATAPOINT_EMAIL, "a@b.co", KH_ACCOUNT_ABSENT, NULL, BOTH, 0,
    KH_DIFFERENCE_CANNOT_COMPARE, KH_RESOLUTION_LEAVE, O | L, "does not say" },
  { KH_DATAPOINT_EMAIL, "a@b.co", KH_ACCOUNT_ABSENT, NULL, KH_ABILITY_NONE, 0,
    KH_DIFFERENCE_CANNOT_COMPARE, KH_RESOLUTION_LEAVE, L, "does not say" },
  { KH_DATAPOINT_EMAIL, "a@b.co", KH_ACCOUNT_UNREADABLE, "nobody", BOTH, 0,
    KH_DIFFERENCE_CANNOT_COMPARE, KH_RESOLUTION_LEAVE, O | L, "cannot read" },
  { KH_DATAPOINT_EMAIL, "a@b.co", KH_ACCOUNT_CLEAR, "a@b.co", KH_ABILITY_WRITE, 0,
    KH_DIFFERENCE_CANNOT_COMPARE, KH_RESOLUTION_LEAVE, O | T | L, "does not let" },

  /* Cannot be written */
  { KH_DATAPOINT_FIRST_NAME, "Ann", KH_ACCOUNT_CLEAR, "Bo", READ, 0,
    KH_DIFFERENCE_CANNOT_WRITE, KH_RESOLUTION_LEAVE, T | L, "Dynamark does not let" },
  { KH_DATAPOINT_ADDRESS_2, "Apt 4", KH_ACCOUNT_CLEAR, NULL, READ, 0,
    KH_DIFFERENCE_CANNOT_WRITE, KH_RESOLUTION_LEAVE, L, "does not let" },
  { KH_DATAPOINT_ADDRESS_1, "14 Elm Street", KH_ACCOUNT_CLEAR, "4 Oak St", BOTH, 12,
    KH_DIFFERENCE_CANNOT_WRITE, KH_RESOLUTION_LEAVE, T | L, "Dynamark takes at most 12 characters; this has 13." },
  { KH_DATAPOINT_ADDRESS_1, "14 Elm Stree", KH_ACCOUNT_CLEAR, "4 Oak St", BOTH, 12,
    KH_DIFFERENCE_DIFFERS, KH_RESOLUTION_OURS, O | T | L, NULL },
  { KH_DATAPOINT_COUNTY, "Utah\u200b", KH_ACCOUNT_CLEAR, "Davis", BOTH, 0,
    KH_DIFFERENCE_CANNOT_WRITE, KH_RESOLUTION_LEAVE, T | L, "U+200B" },

  /* Once */
  { KH_DATAPOINT_PANEL_TYPE, "Vista 20", KH_ACCOUNT_CLEAR, NULL, ONCE, 0,
    KH_DIFFERENCE_ONLY_HERE, KH_RESOLUTION_OURS, O | L, NULL },
  { KH_DATAPOINT_PANEL_TYPE, "Vista 20", KH_ACCOUNT_CLEAR, NULL, KH_ABILITY_ONCE, 0,
    KH_DIFFERENCE_ONLY_HERE, KH_RESOLUTION_OURS, O | L, NULL },
  { KH_DATAPOINT_PANEL_TYPE, "Vista 20", KH_ACCOUNT_CLEAR, "Vista 20", ONCE, 0,
    KH_DIFFERENCE_SAME, KH_RESOLUTION_LEAVE, L, NULL },
  { KH_DATAPOINT_PANEL_TYPE, "Vista 20", KH_ACCOUNT_CLEAR, "VISTA 20", ONCE, 0,
    KH_DIFFERENCE_WRITTEN, KH_RESOLUTION_LEAVE, T | L, NULL },
  { KH_DATAPOINT_PANEL_TYPE, "Vista 20", KH_ACCOUNT_CLEAR, "Vista 21", ONCE, 0,
    KH_DIFFERENCE_CANNOT_WRITE, KH_RESOLUTION_LEAVE, T | L, "only once" },
  { KH_DATAPOINT_PANEL_TYPE, NULL, KH_ACCOUNT_CLEAR, "Vista 21", ONCE, 0,
    KH_DIFFERENCE_ONLY_THERE, KH_RESOLUTION_LEAVE, T | L, NULL },
  { KH_DATAPOINT_PANEL_TYPE, "Vista 20", KH_ACCOUNT_MASKED, NULL, ONCE, 0,
    KH_DIFFERENCE_CANNOT_COMPARE, KH_RESOLUTION_LEAVE, L, "does not show it" },
  { KH_DATAPOINT_COUNTY, "Utah", KH_ACCOUNT_CLEAR, "Davis", ONCE, 0,
    KH_DIFFERENCE_CANNOT_WRITE, KH_RESOLUTION_LEAVE, T | L, "only once" },

  /* Catalogues by their labels */
  { KH_DATAPOINT_MONITORING_PLAN, "5", KH_ACCOUNT_CLEAR, "Gold", ONCE, 0,
    KH_DIFFERENCE_SAME, KH_RESOLUTION_LEAVE, L, NULL },
  { KH_DATAPOINT_MONITORING_PLAN, "5", KH_ACCOUNT_CLEAR, "GOLD", ONCE, 0,
    KH_DIFFERENCE_WRITTEN, KH_RESOLUTION_LEAVE, L, NULL },
  { KH_DATAPOINT_MONITORING_PLAN, "5", KH_ACCOUNT_CLEAR, NULL, ONCE, 0,
    KH_DIFFERENCE_ONLY_HERE, KH_RESOLUTION_OURS, O | L, NULL },
  { KH_DATAPOINT_MONITORING_PLAN, "5", KH_ACCOUNT_CLEAR, "5", ONCE, 0,
    KH_DIFFERENCE_CANNOT_WRITE, KH_RESOLUTION_LEAVE, L, "only once" },
  { KH_DATAPOINT_MONITORING_PLAN, NULL, KH_ACCOUNT_CLEAR, "Gold", ONCE, 0,
    KH_DIFFERENCE_ONLY_THERE, KH_RESOLUTION_LEAVE, T | L, NULL },
  { KH_DATAPOINT_MONITORING_PLAN, NULL, KH_ACCOUNT_CLEAR, "Old", ONCE, 0,
    KH_DIFFERENCE_ONLY_THERE, KH_RESOLUTION_LEAVE, L, NULL },
};

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCompany) company = kh_company_new ();
  guint i;

  g_object_set (company, "id", (gint64) 1, "name", "Dynamark",
                "monitor-type", (int) KH_MONITOR_BOLD, "active", TRUE, NULL);
  fixture->catalogues = kh_catalogues_new ();
  kh_catalogues_add_company (fixture->catalogues, company);
  kh_catalogues_add (fixture->catalogues, KH_CATALOGUE_MONITORING_PLANS, 5, "Gold", 0, TRUE);
  kh_catalogues_add (fixture->catalogues, KH_CATALOGUE_MONITORING_PLANS, 6, "Old", 0, FALSE);

  fixture->customer = kh_customer_new ();
  kh_customer_set (fixture->customer, KH_DATAPOINT_MONITORING_COMPANY, "1");
  kh_customer_set (fixture->customer, KH_DATAPOINT_ACCOUNT_TYPE, NULL);

  fixture->account = kh_account_new ();
  fixture->capabilities = kh_capabilities_new ();
  g_object_set (fixture->capabilities, "name", "DYNAMARK CS", NULL);

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      kh_account_set_value (fixture->account, (KhDatapointId) i, KH_ACCOUNT_CLEAR, NULL, NULL);
      kh_capabilities_set_field (fixture->capabilities, (KhDatapointId) i, (KhAbility) BOTH, 0);
    }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_assert_finalize_object (fixture->customer);
  g_assert_finalize_object (fixture->account);
  g_assert_finalize_object (fixture->capabilities);
  g_assert_finalize_object (fixture->catalogues);
}

static void
put (Fixture       *fixture,
     KhDatapointId  id,
     const char    *ours,
     const char    *theirs)
{
  kh_customer_set (fixture->customer, id, ours);
  kh_account_set_value (fixture->account, id, KH_ACCOUNT_CLEAR, theirs, "i7");
}

static KhComparison *
compare (Fixture *fixture)
{
  return kh_comparison_new (fixture->customer, fixture->account,
                            fixture->capabilities, fixture->catalogues, kh_grants_all ());
}

static guint
get_allowed (KhDiscrepancy *row)
{
  guint allowed = 0;
  guint i;

  for (i = 0; i <= KH_RESOLUTION_LEAVE; i++)
    allowed |= kh_discrepancy_allows (row, (KhResolution) i) ? 1u << i : 0;

  return allowed;
}

static void
check_case (Fixture    *fixture,
            const Case *test,
            gsize       index)
{
  g_autoptr (KhComparison) comparison = NULL;
  KhDiscrepancy *row = NULL;
  const char *reason = NULL;

  kh_customer_set (fixture->customer, test->id, test->ours);
  kh_account_set_value (fixture->account, test->id, test->state, test->theirs, NULL);
  kh_capabilities_set_field (fixture->capabilities, test->id, (KhAbility) test->ability, test->longest);
  comparison = compare (fixture);
  row = kh_comparison_get (comparison, test->id);
  reason = kh_discrepancy_get_reason (row);

  g_test_message ("case %" G_GSIZE_FORMAT ": %s, reason: %s", index,
                  kh_datapoint_get (test->id)->key, reason != NULL ? reason : "none");
  g_assert_cmpint (kh_discrepancy_get_difference (row), ==, test->difference);
  g_assert_cmpint (kh_discrepancy_get_resolution (row), ==, test->resolution);
  g_assert_cmphex (get_allowed (row), ==, test->allowed);
  g_assert_cmpint (reason != NULL, ==, test->reason != NULL);
  if (reason != NULL)
    g_assert_nonnull (strstr (reason, test->reason));
}

static void
test_classes (Fixture       *fixture,
              gconstpointer  data)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      tear_down (fixture, data);
      set_up (fixture, data);
      check_case (fixture, &cases[i], i);
    }
}

static void
test_rows (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = NULL;
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (KhDiscrepancy) first = NULL;
  guint previous = 0;
  guint i;

  put (fixture, KH_DATAPOINT_FIRST_NAME, "Ann", "Bo");
  put (fixture, KH_DATAPOINT_CITY, "Provo", "PROVO");
  put (fixture, KH_DATAPOINT_ADDRESS_2, NULL, "Apt 4");
  kh_customer_set (fixture->customer, KH_DATAPOINT_EMAIL, "a@b.co");
  kh_account_set_value (fixture->account, KH_DATAPOINT_EMAIL, KH_ACCOUNT_MASKED, NULL, NULL);
  comparison = compare (fixture);

  g_assert_cmpuint (kh_comparison_count (comparison, KH_DIFFERENCE_DIFFERS), ==, 1);
  g_assert_cmpuint (kh_comparison_count (comparison, KH_DIFFERENCE_WRITTEN), ==, 1);
  g_assert_cmpuint (kh_comparison_count (comparison, KH_DIFFERENCE_ONLY_THERE), ==, 1);
  g_assert_cmpuint (kh_comparison_count (comparison, KH_DIFFERENCE_CANNOT_COMPARE), ==, 1);
  g_assert_cmpuint (kh_comparison_count_rows (comparison), ==, 2);
  g_assert_null (kh_comparison_get (comparison, KH_DATAPOINT_SPOUSE));
  g_assert_null (kh_comparison_get (comparison, KH_DATAPOINT_ACCOUNT_NUMBER));

  list = kh_comparison_list (comparison, KH_DIFFERENCE_DIFFERS);
  g_assert_cmpuint (list->len, ==, 1);
  g_assert_true (g_ptr_array_index (list, 0) == (gpointer) kh_comparison_get (comparison, KH_DATAPOINT_FIRST_NAME));

  /* In the registry's order, each once. */
  for (i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (comparison)); i++)
    {
      g_autoptr (KhDiscrepancy) row = g_list_model_get_item (G_LIST_MODEL (comparison), i);

      g_assert_cmpuint (kh_discrepancy_get_datapoint (row), >, previous);
      previous = kh_discrepancy_get_datapoint (row);
    }

  first = g_list_model_get_item (G_LIST_MODEL (comparison), i);
  g_assert_null (first);
}

static void
test_texts (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = NULL;
  g_autofree char *theirs = NULL;
  KhDiscrepancy *row = NULL;

  put (fixture, KH_DATAPOINT_PRIMARY_PHONE, "+18015550142", "+18015550143x2");
  put (fixture, KH_DATAPOINT_FIRST_NAME, NULL, "A\u202en");
  kh_account_set_value (fixture->account, KH_DATAPOINT_EMAIL, KH_ACCOUNT_UNREADABLE, "no\x1b", NULL);
  comparison = compare (fixture);

  row = kh_comparison_get (comparison, KH_DATAPOINT_PRIMARY_PHONE);
  g_object_get (row, "theirs-text", &theirs, NULL);
  g_assert_cmpstr (kh_discrepancy_get_ours_text (row), ==, "(801) 555-0142");
  g_assert_cmpstr (theirs, ==, "(801) 555-0143 ext. 2");

  row = kh_comparison_get (comparison, KH_DATAPOINT_FIRST_NAME);
  g_assert_null (kh_discrepancy_get_ours_text (row));
  g_assert_cmpstr (kh_discrepancy_get_theirs_text (row), ==, "A⟨U+202E⟩n");

  row = kh_comparison_get (comparison, KH_DATAPOINT_EMAIL);
  g_assert_cmpstr (kh_discrepancy_get_theirs_text (row), ==, "no⟨U+001B⟩");
}

static void
assert_change (GPtrArray     *changes,
               guint          index,
               KhDatapointId  id,
               const char    *value,
               const char    *from)
{
  const KhChange *change = g_ptr_array_index (changes, index);

  g_assert_cmpint (change->datapoint, ==, id);
  g_assert_cmpstr (change->value, ==, value);
  g_assert_cmpstr (change->from, ==, from);
}

static void
test_changes (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) adopted = NULL;

  put (fixture, KH_DATAPOINT_FIRST_NAME, "Ann", "Bo");
  put (fixture, KH_DATAPOINT_LAST_NAME, "Lee", " Li ");
  put (fixture, KH_DATAPOINT_ADDRESS_2, NULL, "Apt 4");
  put (fixture, KH_DATAPOINT_CELL_PHONE, "+18015550142", NULL);
  put (fixture, KH_DATAPOINT_CITY, "Provo", "PROVO");
  put (fixture, KH_DATAPOINT_COUNTY, NULL, "Utah");
  put (fixture, KH_DATAPOINT_MONITORING_PLAN, "5", NULL);
  put (fixture, KH_DATAPOINT_PANEL_LOCATION, "Hall", "Attic");
  kh_customer_set (fixture->customer, KH_DATAPOINT_EMAIL, "a@b.co");
  kh_account_set_value (fixture->account, KH_DATAPOINT_EMAIL, KH_ACCOUNT_UNREADABLE, "raw", NULL);
  comparison = compare (fixture);

  kh_discrepancy_set_resolution (kh_comparison_get (comparison, KH_DATAPOINT_LAST_NAME), KH_RESOLUTION_THEIRS);
  kh_discrepancy_set_resolution (kh_comparison_get (comparison, KH_DATAPOINT_ADDRESS_2), KH_RESOLUTION_OURS);
  kh_discrepancy_set_resolution (kh_comparison_get (comparison, KH_DATAPOINT_PANEL_LOCATION), KH_RESOLUTION_LEAVE);
  kh_discrepancy_set_resolution (kh_comparison_get (comparison, KH_DATAPOINT_EMAIL), KH_RESOLUTION_OURS);

  changes = kh_comparison_dup_changes (comparison);
  g_assert_cmpuint (changes->len, ==, 5);
  assert_change (changes, 0, KH_DATAPOINT_FIRST_NAME, "Ann", "Bo");
  assert_change (changes, 1, KH_DATAPOINT_ADDRESS_2, NULL, "Apt 4");
  assert_change (changes, 2, KH_DATAPOINT_CELL_PHONE, "+18015550142", NULL);
  assert_change (changes, 3, KH_DATAPOINT_EMAIL, "a@b.co", NULL);
  assert_change (changes, 4, KH_DATAPOINT_MONITORING_PLAN, "Gold", NULL);
  g_assert_cmpstr (((KhChange *) g_ptr_array_index (changes, 0))->item, ==, "i7");

  adopted = kh_comparison_dup_adopted (comparison);
  g_assert_cmpuint (adopted->len, ==, 1);
  assert_change (adopted, 0, KH_DATAPOINT_LAST_NAME, "Li", "Lee");
}

/* Equal records ask for nothing. */
static void
test_nothing (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = compare (fixture);
  g_autoptr (GPtrArray) changes = kh_comparison_dup_changes (comparison);
  g_autoptr (GPtrArray) adopted = kh_comparison_dup_adopted (comparison);
  g_autoptr (GArray) confirm = kh_comparison_dup_confirm (comparison);

  g_assert_cmpuint (kh_comparison_count_rows (comparison), ==, 0);
  g_assert_cmpuint (changes->len, ==, 0);
  g_assert_cmpuint (adopted->len, ==, 0);
  g_assert_cmpuint (confirm->len, ==, 0);
}

static void
on_row_resolution_cb (KhDiscrepancy *row G_GNUC_UNUSED,
                      GParamSpec    *pspec G_GNUC_UNUSED,
                      guint         *count)
{
  (*count)++;
}

static void
test_resolution (Fixture       *fixture,
                 gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = NULL;
  KhDiscrepancy *row = NULL;
  guint count = 0;

  put (fixture, KH_DATAPOINT_FIRST_NAME, "Ann", NULL);
  comparison = compare (fixture);
  row = kh_comparison_get (comparison, KH_DATAPOINT_FIRST_NAME);
  g_signal_connect (row, "notify::resolution", G_CALLBACK (on_row_resolution_cb), &count);

  /* The station has nothing to take. */
  g_object_set (row, "resolution", (guint) KH_RESOLUTION_THEIRS, NULL);
  g_assert_cmpint (kh_discrepancy_get_resolution (row), ==, KH_RESOLUTION_OURS);
  g_assert_cmpuint (count, ==, 0);

  g_object_set (row, "resolution", (guint) KH_RESOLUTION_LEAVE, NULL);
  g_object_set (row, "resolution", (guint) KH_RESOLUTION_LEAVE, NULL);
  g_assert_cmpint (kh_discrepancy_get_resolution (row), ==, KH_RESOLUTION_LEAVE);
  g_assert_cmpuint (count, ==, 1);
}

static void
test_confirm (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = NULL;
  g_autoptr (GArray) ids = NULL;

  put (fixture, KH_DATAPOINT_FIRST_NAME, "Ann", "Bo");
  put (fixture, KH_DATAPOINT_ADDRESS_1, "4 Elm St", "5 Elm St");
  put (fixture, KH_DATAPOINT_CITY, "Provo", "PROVO");
  put (fixture, KH_DATAPOINT_STATE, "UT", "NV");
  put (fixture, KH_DATAPOINT_PRIMARY_PHONE, "+18015550142", "+18015550143");
  put (fixture, KH_DATAPOINT_CELL_PHONE, "+18015550142", "+18015550143");
  comparison = compare (fixture);
  kh_discrepancy_set_resolution (kh_comparison_get (comparison, KH_DATAPOINT_STATE), KH_RESOLUTION_THEIRS);

  ids = kh_comparison_dup_confirm (comparison);
  g_assert_cmpuint (ids->len, ==, 2);
  g_assert_cmpint (g_array_index (ids, KhDatapointId, 0), ==, KH_DATAPOINT_ADDRESS_1);
  g_assert_cmpint (g_array_index (ids, KhDatapointId, 1), ==, KH_DATAPOINT_PRIMARY_PHONE);
}

/* What the member may not view is counted where it differs, and is nowhere else. */
static void
test_hidden (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  KhGrants grants = kh_grants_without (kh_grants_all (), KH_GRANT_CENTRAL_STATION_VIEW);
  g_autoptr (KhComparison) comparison = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) adopted = NULL;
  g_autofree char *csv = NULL;

  put (fixture, KH_DATAPOINT_PERMIT_NUMBER, "OURS-77", "THEIRS-88");
  put (fixture, KH_DATAPOINT_DISPATCH_NOTES, "same on both sides", "same on both sides");
  put (fixture, KH_DATAPOINT_CITY, "Ogden", "Provo");
  comparison = kh_comparison_new (fixture->customer, fixture->account, fixture->capabilities, fixture->catalogues, grants);
  g_assert_cmpuint (kh_comparison_count_hidden (comparison), ==, 1);
  g_assert_null (kh_comparison_get (comparison, KH_DATAPOINT_PERMIT_NUMBER));
  g_assert_null (kh_comparison_get (comparison, KH_DATAPOINT_DISPATCH_NOTES));
  g_assert_nonnull (kh_comparison_get (comparison, KH_DATAPOINT_CITY));
  g_assert_null (kh_customer_get (kh_comparison_get_customer (comparison), KH_DATAPOINT_PERMIT_NUMBER));

  changes = kh_comparison_dup_changes (comparison);
  adopted = kh_comparison_dup_adopted (comparison);
  for (guint i = 0; i < changes->len; i++)
    g_assert_cmpint (((const KhChange *) g_ptr_array_index (changes, i))->datapoint, !=, KH_DATAPOINT_PERMIT_NUMBER);
  g_assert_cmpuint (adopted->len, ==, 0);
  csv = kh_comparison_dup_csv (comparison, "Dynamark");
  g_assert_null (strstr (csv, "OURS-77"));
  g_assert_null (strstr (csv, "THEIRS-88"));
  g_assert_nonnull (strstr (csv, "Provo"));
}

/* Whoever may not change a value may not take the station's either. */
static void
test_locked (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) all = NULL;
  g_autoptr (KhComparison) locked = NULL;

  put (fixture, KH_DATAPOINT_CITY, "Ogden", "Provo");
  all = compare (fixture);
  locked = kh_comparison_new (fixture->customer, fixture->account, fixture->capabilities, fixture->catalogues,
                              kh_grants_without (kh_grants_all (), KH_GRANT_CUSTOMER_MODIFY));
  g_assert_true (kh_discrepancy_allows (kh_comparison_get (all, KH_DATAPOINT_CITY), KH_RESOLUTION_THEIRS));
  g_assert_false (kh_discrepancy_allows (kh_comparison_get (locked, KH_DATAPOINT_CITY), KH_RESOLUTION_THEIRS));
  g_assert_true (kh_discrepancy_allows (kh_comparison_get (locked, KH_DATAPOINT_CITY), KH_RESOLUTION_OURS));
}

static void
test_keep_choices (Fixture       *fixture,
                   gconstpointer  data G_GNUC_UNUSED)
{
  const KhDatapointId ids[] = { KH_DATAPOINT_FIRST_NAME, KH_DATAPOINT_LAST_NAME, KH_DATAPOINT_CITY };
  g_autoptr (KhComparison) earlier = NULL;
  g_autoptr (KhComparison) later = NULL;
  gsize i;

  put (fixture, KH_DATAPOINT_FIRST_NAME, "Ann", "Bo");
  put (fixture, KH_DATAPOINT_LAST_NAME, "Lee", "Li");
  put (fixture, KH_DATAPOINT_CITY, "Provo", "Orem");
  earlier = compare (fixture);
  for (i = 0; i < G_N_ELEMENTS (ids); i++)
    kh_discrepancy_set_resolution (kh_comparison_get (earlier, ids[i]), KH_RESOLUTION_THEIRS);

  /* One changed at the station meanwhile, one here. */
  put (fixture, KH_DATAPOINT_LAST_NAME, "Lee", "Lu");
  put (fixture, KH_DATAPOINT_CITY, "Lehi", "Orem");
  later = compare (fixture);
  kh_comparison_keep_choices (later, earlier);

  g_assert_cmpint (kh_discrepancy_get_resolution (kh_comparison_get (later, ids[0])), ==, KH_RESOLUTION_THEIRS);
  g_assert_cmpint (kh_discrepancy_get_resolution (kh_comparison_get (later, ids[1])), ==, KH_RESOLUTION_OURS);
  g_assert_cmpint (kh_discrepancy_get_resolution (kh_comparison_get (later, ids[2])), ==, KH_RESOLUTION_OURS);
}

static void
test_csv (Fixture       *fixture,
          gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = NULL;
  g_autofree char *csv = NULL;

  put (fixture, KH_DATAPOINT_FIRST_NAME, "=1+1", "Bo, Jr.");
  put (fixture, KH_DATAPOINT_ADDRESS_2, NULL, "Apt \"4\"");
  comparison = compare (fixture);
  csv = kh_comparison_dup_csv (comparison, "@Dynamark");

  g_assert_cmpstr (csv, ==,
    "Datapoint Name,Keyholder,\"'@Dynamark\",Difference,When you press Link\r\n"
    "First Name,\"'=1+1\",\"Bo, Jr.\",Differs,Writes Keyholder’s value\r\n"
    "Address 2,,\"Apt \"\"4\"\"\",Only at the station,Leaves both as they are\r\n");
}

/* The same on paper. */
static void
test_sheet (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = NULL;
  g_autoptr (KhSheet) sheet = kh_sheet_new ("Discrepancies", "Account DY-1 at Dynamark");
  g_autofree char *titles = NULL;
  g_autofree char *cells = NULL;

  put (fixture, KH_DATAPOINT_FIRST_NAME, "=1+1", "Bo, Jr.");
  comparison = compare (fixture);
  kh_sheet_add_comparison (sheet, comparison, "Dynamark");
  g_assert_cmpuint (kh_sheet_get_n_lines (sheet), ==, 2);
  g_assert_cmpint (kh_sheet_get_line (sheet, 0)->kind, ==, KH_SHEET_TITLES);
  titles = g_strjoinv ("|", kh_sheet_get_line (sheet, 0)->cells);
  g_assert_cmpstr (titles, ==, "Datapoint Name|Keyholder|Dynamark|Difference|When you press Link");
  cells = g_strjoinv ("|", kh_sheet_get_line (sheet, 1)->cells);
  g_assert_cmpstr (cells, ==, "First Name|=1+1|Bo, Jr.|Differs|Writes Keyholder’s value");
}

static void
test_adt (Fixture       *fixture,
          gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCompany) adt = kh_company_new ();
  g_autoptr (KhComparison) comparison = NULL;
  KhDiscrepancy *row = NULL;

  g_object_set (adt, "id", (gint64) 2, "name", "ADT", "monitor-type", (int) KH_MONITOR_ADT, NULL);
  kh_catalogues_add_company (fixture->catalogues, adt);
  kh_customer_set (fixture->customer, KH_DATAPOINT_MONITORING_COMPANY, "2");
  put (fixture, KH_DATAPOINT_BUSINESS_NAME, "A Business Name of More Than 28 Characters", "Acme");
  comparison = compare (fixture);

  row = kh_comparison_get (comparison, KH_DATAPOINT_BUSINESS_NAME);
  g_assert_cmpint (kh_discrepancy_get_difference (row), ==, KH_DIFFERENCE_CANNOT_WRITE);
  g_assert_cmpstr (kh_discrepancy_get_reason (row), ==,
                   "ADT does not take our value. Use at most 28 characters; this has 42.");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/comparison/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("classes", test_classes);
  ADD ("rows", test_rows);
  ADD ("texts", test_texts);
  ADD ("changes", test_changes);
  ADD ("nothing", test_nothing);
  ADD ("resolution", test_resolution);
  ADD ("confirm", test_confirm);
  ADD ("keep-choices", test_keep_choices);
  ADD ("hidden", test_hidden);
  ADD ("locked", test_locked);
  ADD ("csv", test_csv);
  ADD ("sheet", test_sheet);
  ADD ("adt", test_adt);
#undef ADD

  return g_test_run ();
}
