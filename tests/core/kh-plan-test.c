/* kh-plan-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-plan-test.h"

#include "kh-company.h"
#include "kh-gate.h"

static KhCompany *
make_company (gint64         id,
              const char    *name,
              KhMonitorType  type)
{
  KhCompany *company = kh_company_new ();

  g_object_set (company, "id", id, "name", name, "monitor-type", (int) type, "active", TRUE, NULL);

  return company;
}

KhCatalogues *
kh_plan_test_make_catalogues (void)
{
  KhCatalogues *catalogues = kh_catalogues_new ();
  g_autoptr (KhCompany) bold = make_company (KH_PLAN_TEST_COMPANY_BOLD, "Alarm Central", KH_MONITOR_BOLD);
  g_autoptr (KhCompany) adt = make_company (KH_PLAN_TEST_COMPANY_ADT, "ADT", KH_MONITOR_ADT);

  for (guint i = KH_CATALOGUE_NONE + 1; i < KH_N_CATALOGUES; i++)
    if (i != KH_CATALOGUE_COMPANIES)
      {
        kh_catalogues_add (catalogues, (KhCatalogueId) i, 1, "North", 0, TRUE);
        kh_catalogues_add (catalogues, (KhCatalogueId) i, 2, "Gone", 0, FALSE);
      }
  kh_catalogues_add_company (catalogues, bold);
  kh_catalogues_add_company (catalogues, adt);

  return catalogues;
}

static const char *
get_sample (const KhDatapoint *datapoint)
{
  switch (datapoint->type)
    {
    case KH_VALUE_CHOICE:
      return datapoint->choices[0].value;
    case KH_VALUE_CATALOGUE:
    case KH_VALUE_STAFF:
      return KH_PLAN_TEST_ACTIVE;
    case KH_VALUE_INTEGER:
      return datapoint->id == KH_DATAPOINT_CREDIT_SCORE ? "700" : "36";
    case KH_VALUE_MONEY:
      return "3995";
    case KH_VALUE_DATE:
      return "2020-02-03";
    case KH_VALUE_BOOLEAN:
      return "1";
    case KH_VALUE_PHONE:
      return "+18015550142";
    case KH_VALUE_EMAIL:
      return "ann@example.com";
    case KH_VALUE_POSTAL:
      return "84101";
    case KH_VALUE_ACCOUNT:
      return "A-1";
    case KH_VALUE_TEXT:
      return datapoint->id == KH_DATAPOINT_TIME_ZONE ? "America/Denver" : "Sample";
    case KH_VALUE_MULTILINE:
    case KH_VALUE_TAGS:
      return "Sample";
    case KH_VALUE_SECRET:
    case KH_VALUE_DIGITS:
    case KH_VALUE_ZONE:
    case KH_VALUE_COMPANY:
    case KH_N_VALUE_TYPES:
    default:
      return NULL;
    }
}

KhCustomer *
kh_plan_test_make_full (guint    company,
                        gboolean business,
                        gboolean billed_elsewhere)
{
  KhCustomer *customer = kh_customer_new ();
  g_autofree char *entry = company == KH_PLAN_TEST_COMPANY_NONE ? NULL : g_strdup_printf ("%u", company);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);

      kh_customer_set (customer, datapoint->id, get_sample (datapoint));
      kh_customer_set_sealed (customer, datapoint->id, datapoint->sealed);
    }
  kh_customer_set (customer, KH_DATAPOINT_CUSTOMER_NUMBER, "1001");
  kh_customer_set (customer, KH_DATAPOINT_STATUS, "active");
  kh_customer_set (customer, KH_DATAPOINT_STATE, "UT");
  kh_customer_set (customer, KH_DATAPOINT_BILLING_STATE, "UT");
  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_TYPE, business ? "business" : "residential");
  kh_customer_set (customer, KH_DATAPOINT_BILLING_SAME, billed_elsewhere ? "0" : "1");
  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, entry);
  kh_customer_set_revision (customer, 7);

  return customer;
}

KhDuplicatePlan *
kh_plan_test_make (KhCustomer          *customer,
                   KhGrants             grants,
                   KhDuplicateDefaults *defaults)
{
  g_autoptr (KhCatalogues) catalogues = kh_plan_test_make_catalogues ();
  g_autoptr (KhDuplicateDefaults) none = kh_duplicate_defaults_new ();
  g_autoptr (KhCustomer) seen = kh_customer_copy (customer);

  kh_gate_hide (seen, grants);

  return kh_duplicate_plan_new (seen, grants, defaults != NULL ? defaults : none, catalogues);
}

gboolean
kh_plan_test_is_listed (KhDuplicatePlan *plan,
                        KhDuplicateRow  *row)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (plan)); i++)
    {
      g_autoptr (KhDuplicateRow) other = g_list_model_get_item (G_LIST_MODEL (plan), i);

      if (other == row)
        return TRUE;
    }

  return FALSE;
}

const char *
kh_plan_test_get_problem (KhDuplicatePlan *plan,
                          KhDatapointId    id)
{
  g_autoptr (GPtrArray) problems = kh_duplicate_plan_validate (plan);

  for (guint i = 0; i < problems->len; i++)
    {
      KhProblem *problem = g_ptr_array_index (problems, i);

      if (problem->datapoint == id)
        return g_intern_string (problem->message);
    }

  return NULL;
}

void
kh_plan_test_assert_ready (KhDuplicatePlan *plan)
{
  g_autoptr (GPtrArray) problems = kh_duplicate_plan_validate (plan);

  for (guint i = 0; i < problems->len; i++)
    {
      KhProblem *problem = g_ptr_array_index (problems, i);

      g_test_message ("%s: %s", kh_datapoint_get (problem->datapoint)->key, problem->message);
    }
  g_assert_cmpuint (problems->len, ==, 0);
}
