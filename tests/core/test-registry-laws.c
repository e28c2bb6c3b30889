/* test-registry-laws.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What follows from a row of the registry, checked on every row: its texts, who is told of a change,
 * and what a comparison finds. */

#include "config.h"

#include "kh-account.h"
#include "kh-capabilities.h"
#include "kh-catalogues.h"
#include "kh-change.h"
#include "kh-company.h"
#include "kh-comparison.h"
#include "kh-customer.h"
#include "kh-datapoint.h"
#include "kh-draft.h"
#include "kh-value-type.h"

#include <string.h>

/* Two values of each type, the second for what is to differ. */
static const char *
get_sample (const KhDatapoint *datapoint,
            gboolean           second)
{
  switch (datapoint->type)
    {
    case KH_VALUE_TEXT:
      if (datapoint->id == KH_DATAPOINT_TIME_ZONE)
        return second ? "America/Denver" : "America/New_York";
      return second ? "Quincy" : "Adams";

    case KH_VALUE_MULTILINE:
      return second ? "Gate 5\nGreen door" : "Gate 4\nBlue door";

    case KH_VALUE_CHOICE:
      return datapoint->choices[second ? 1 : 0].value;

    case KH_VALUE_CATALOGUE:
    case KH_VALUE_STAFF:
    case KH_VALUE_COMPANY:
      return second ? "2" : "1";

    case KH_VALUE_INTEGER:
      return datapoint->id == KH_DATAPOINT_CREDIT_SCORE ? (second ? "700" : "650") : (second ? "24" : "12");

    case KH_VALUE_MONEY:
      return second ? "123450" : "4999";

    case KH_VALUE_DATE:
      return second ? "2020-02-29" : "1999-12-31";

    case KH_VALUE_BOOLEAN:
      return second ? "0" : "1";

    case KH_VALUE_PHONE:
      return second ? "+442079460958" : "+18015550142x12";

    case KH_VALUE_EMAIL:
      return second ? "bo@example.com" : "Ann.Lee@example.com";

    case KH_VALUE_POSTAL:
      return second ? "K1A 0B1" : "84101-1234";

    case KH_VALUE_ACCOUNT:
      return second ? "00ab-7" : "00aB-7";

    case KH_VALUE_SECRET:
      return second ? "1234" : "0042";

    case KH_VALUE_TAGS:
      return second ? "VIP" : "VIP\ngate code";

    case KH_VALUE_DIGITS:
    case KH_VALUE_ZONE:
      return second ? "1234" : "0042";

    case KH_N_VALUE_TYPES:
      break;
    }

  g_assert_not_reached ();
}

static KhCatalogues *
make_catalogues (void)
{
  KhCatalogues *catalogues = kh_catalogues_new ();
  guint i;

  for (i = KH_CATALOGUE_NONE + 1; i < KH_CATALOGUE_COMPANIES; i++)
    {
      kh_catalogues_add (catalogues, (KhCatalogueId) i, 1, "One", 0, TRUE);
      kh_catalogues_add (catalogues, (KhCatalogueId) i, 2, "Two", 0, TRUE);
    }

  for (i = 1; i <= 2; i++)
    {
      g_autoptr (KhCompany) company = kh_company_new ();

      g_object_set (company, "id", (gint64) i, "name", i == 1 ? "One" : "Two",
                    "monitor-type", (int) KH_MONITOR_BOLD, "active", TRUE, NULL);
      kh_catalogues_add_company (catalogues, company);
    }

  return catalogues;
}

/* Text, value and text again give the value that was there. */
static void
test_texts (void)
{
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  const KhValueContext context = { .catalogues = catalogues };
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS * 2; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) (i / 2));
      const char *value = get_sample (datapoint, i % 2);
      g_autofree char *text = kh_value_format (datapoint, value, catalogues);
      g_autofree char *again = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_true (kh_value_check (datapoint, value, &context, &error));
      g_assert_cmpstr (text, !=, "");
      g_assert_false (kh_value_same (datapoint, value, get_sample (datapoint, !(i % 2))));

      if (datapoint->type == KH_VALUE_SECRET)
        {
          g_assert_null (strstr (text, value));
          continue;
        }

      again = kh_value_parse (datapoint, text, -1, &context, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (again, ==, value);
    }
}

static void
on_customer_notify_cb (KhCustomer *customer G_GNUC_UNUSED,
                       GParamSpec *pspec,
                       GString    *notified)
{
  g_string_append_printf (notified, "%s;", pspec->name);
}

static void
on_draft_changed_cb (KhDraft *draft G_GNUC_UNUSED,
                     guint    id,
                     GString *changed)
{
  g_string_append_printf (changed, "%s;", kh_datapoint_get ((KhDatapointId) id)->key);
}

static void
test_notify (void)
{
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);
      g_autoptr (KhCustomer) customer = kh_customer_new ();
      g_autoptr (GString) notified = g_string_new (NULL);
      g_autofree char *once = g_strdup_printf ("%s;", datapoint->key);
      g_autofree char *value = NULL;
      const char *sample = get_sample (datapoint, g_strcmp0 (datapoint->fallback, get_sample (datapoint, FALSE)) == 0);

      g_signal_connect (customer, "notify", G_CALLBACK (on_customer_notify_cb), notified);
      g_object_set (customer, datapoint->key, sample, NULL);
      g_object_set (customer, datapoint->key, sample, NULL);
      g_object_get (customer, datapoint->key, &value, NULL);

      g_assert_cmpstr (value, ==, datapoint->sealed ? NULL : sample);
      g_assert_cmpstr (notified->str, ==, datapoint->sealed ? "" : once);
    }
}

static void
test_draft (void)
{
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);
      g_autoptr (KhCustomer) customer = kh_customer_new ();
      g_autoptr (KhDraft) draft = kh_draft_new (customer, catalogues);
      g_autoptr (GString) changed = g_string_new (NULL);
      g_autofree char *once = g_strdup_printf ("%s;", datapoint->key);
      const char *sample = get_sample (datapoint, g_strcmp0 (datapoint->fallback, get_sample (datapoint, FALSE)) == 0);
      g_autofree char *text = kh_value_format (datapoint, sample, catalogues);

      if (datapoint->sealed)
        continue;

      g_signal_connect (draft, "changed", G_CALLBACK (on_draft_changed_cb), changed);
      g_assert_true (kh_draft_set_text (draft, datapoint->id, text));
      g_assert_true (kh_draft_set_value (draft, datapoint->id, sample));
      g_assert_cmpstr (changed->str, ==, once);
      g_assert_cmpstr (kh_customer_get (kh_draft_get_edited (draft), datapoint->id), ==, sample);
      g_assert_true (kh_draft_section_dirty (draft, datapoint->section));
    }
}

/* The account of a station that has and takes all that we have. */
static KhAccount *
make_account (KhCustomer   *customer,
              KhCatalogues *catalogues)
{
  KhAccount *account = kh_account_new ();
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);
      const char *value = kh_customer_get (customer, datapoint->id);
      g_autofree char *label = NULL;

      if (value != NULL && datapoint->catalogue != KH_CATALOGUE_NONE)
        value = label = kh_value_format (datapoint, value, catalogues);
      kh_account_set_value (account, datapoint->id, KH_ACCOUNT_CLEAR, value, NULL);
    }

  return account;
}

static KhCapabilities *
make_capabilities (void)
{
  KhCapabilities *capabilities = kh_capabilities_new ();
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    kh_capabilities_set_field (capabilities, (KhDatapointId) i, (KhAbility) (KH_ABILITY_COMPARE | KH_ABILITY_WRITE), 0);

  return capabilities;
}

static KhCustomer *
make_customer (void)
{
  KhCustomer *customer = kh_customer_new ();
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);

      kh_customer_set (customer, datapoint->id, get_sample (datapoint, FALSE));
    }

  return customer;
}

static void
test_equal_customers (void)
{
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  g_autoptr (KhCustomer) customer = make_customer ();
  g_autoptr (KhAccount) account = make_account (customer, catalogues);
  g_autoptr (KhCapabilities) capabilities = make_capabilities ();
  g_autoptr (KhComparison) comparison = kh_comparison_new (customer, account, capabilities, catalogues, kh_grants_all ());
  g_autoptr (GPtrArray) changes = kh_comparison_dup_changes (comparison);
  guint i;

  g_assert_cmpuint (kh_comparison_count_rows (comparison), ==, 0);
  g_assert_cmpuint (changes->len, ==, 0);

  for (i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (comparison)); i++)
    {
      g_autoptr (KhDiscrepancy) row = g_list_model_get_item (G_LIST_MODEL (comparison), i);

      g_assert_cmpint (kh_discrepancy_get_difference (row), ==, KH_DIFFERENCE_SAME);
    }
}

static void
check_one_difference (const KhDatapoint *datapoint,
                      KhComparison      *comparison)
{
  g_autoptr (GPtrArray) changes = kh_comparison_dup_changes (comparison);
  KhDiscrepancy *row = kh_comparison_get (comparison, datapoint->id);
  gboolean once = datapoint->sent == KH_SENT_ONCE;

  g_test_message ("%s", datapoint->key);
  g_assert_cmpuint (kh_comparison_count_rows (comparison), ==, 1);
  g_assert_cmpint (kh_discrepancy_get_difference (row), ==,
                   once ? KH_DIFFERENCE_CANNOT_WRITE : KH_DIFFERENCE_DIFFERS);
  g_assert_cmpuint (changes->len, ==, once ? 0 : 1);

  if (!once)
    {
      const KhChange *change = g_ptr_array_index (changes, 0);

      g_assert_cmpint (change->datapoint, ==, datapoint->id);
      g_assert_cmpstr (change->from, ==, get_sample (datapoint, FALSE));
      g_assert_cmpstr (change->value, ==, get_sample (datapoint, TRUE));
    }
}

static void
test_one_difference (void)
{
  g_autoptr (KhCatalogues) catalogues = make_catalogues ();
  g_autoptr (KhCapabilities) capabilities = make_capabilities ();
  guint n_compared = 0;
  guint i;

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);
      g_autoptr (KhCustomer) customer = make_customer ();
      g_autoptr (KhAccount) account = make_account (customer, catalogues);
      g_autoptr (KhComparison) comparison = NULL;

      kh_customer_set (customer, datapoint->id, get_sample (datapoint, TRUE));
      comparison = kh_comparison_new (customer, account, capabilities, catalogues, kh_grants_all ());

      if (datapoint->wire != NULL && !datapoint->sealed)
        {
          check_one_difference (datapoint, comparison);
          n_compared++;
        }
      else
        g_assert_cmpuint (kh_comparison_count_rows (comparison), ==, 0);
    }

  g_assert_cmpuint (n_compared, >, 20);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/registry-laws/texts", test_texts);
  g_test_add_func ("/registry-laws/notify", test_notify);
  g_test_add_func ("/registry-laws/draft", test_draft);
  g_test_add_func ("/registry-laws/equal-customers", test_equal_customers);
  g_test_add_func ("/registry-laws/one-difference", test_one_difference);

  return g_test_run ();
}
