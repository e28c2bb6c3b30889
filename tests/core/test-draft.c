/* test-draft.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-catalogues.h"
#include "kh-company.h"
#include "kh-draft.h"
#include "kh-value-type.h"

#include <string.h>

#define BOLD "1"
#define ADT "2"

typedef struct {
  KhCatalogues *catalogues;
  KhCustomer *original;
  KhDraft *draft;
  guint n_dirty;
  GArray *changed;
} Fixture;

static void
add_company (KhCatalogues  *catalogues,
             gint64         id,
             const char    *name,
             KhMonitorType  type)
{
  g_autoptr (KhCompany) company = kh_company_new ();

  g_object_set (company, "id", id, "name", name, "monitor-type", (int) type, "active", TRUE, NULL);
  kh_catalogues_add_company (catalogues, company);
}

static KhCatalogues *
make_catalogues (void)
{
  KhCatalogues *catalogues = kh_catalogues_new ();

  add_company (catalogues, 1, "Dynamark", KH_MONITOR_BOLD);
  add_company (catalogues, 2, "ADT", KH_MONITOR_ADT);
  kh_catalogues_add (catalogues, KH_CATALOGUE_OFFICE_LOCATIONS, 1, "Main", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_SOURCES, 1, "Web", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_SOURCES, 2, "Door", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 1, "Spring", 1, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 2, "Spring", 2, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 3, "Any", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_CANCEL_REASONS, 1, "Moved", 0, TRUE);

  return catalogues;
}

static KhCustomer *
make_customer (void)
{
  KhCustomer *customer = kh_customer_new ();

  kh_customer_set (customer, KH_DATAPOINT_CUSTOMER_NUMBER, "7");
  kh_customer_set (customer, KH_DATAPOINT_FIRST_NAME, "Ann");
  kh_customer_set (customer, KH_DATAPOINT_LAST_NAME, "Lee");
  kh_customer_set (customer, KH_DATAPOINT_OFFICE_LOCATION, "1");
  kh_customer_set (customer, KH_DATAPOINT_CITY, "Provo");
  kh_customer_set (customer, KH_DATAPOINT_STATE, "UT");
  kh_customer_set (customer, KH_DATAPOINT_PRIMARY_PHONE, "+18015550142");
  kh_customer_set (customer, KH_DATAPOINT_SALE_DATE, "2025-03-31");
  kh_customer_set (customer, KH_DATAPOINT_LEAD_SOURCE, "1");
  kh_customer_set (customer, KH_DATAPOINT_LEAD_CAMPAIGN, "1");
  kh_customer_set_revision (customer, 3);

  return customer;
}

static void
on_draft_changed_cb (KhDraft *draft G_GNUC_UNUSED,
                     guint    id,
                     Fixture *fixture)
{
  g_array_append_val (fixture->changed, id);
}

static void
on_draft_dirty_cb (KhDraft    *draft G_GNUC_UNUSED,
                   GParamSpec *pspec G_GNUC_UNUSED,
                   Fixture    *fixture)
{
  fixture->n_dirty++;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  fixture->catalogues = make_catalogues ();
  fixture->original = make_customer ();
  fixture->draft = kh_draft_new (fixture->original, fixture->catalogues);
  fixture->changed = g_array_new (FALSE, FALSE, sizeof (guint));
  g_signal_connect (fixture->draft, "changed", G_CALLBACK (on_draft_changed_cb), fixture);
  g_signal_connect (fixture->draft, "notify::dirty", G_CALLBACK (on_draft_dirty_cb), fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_array_unref (fixture->changed);
  g_assert_finalize_object (fixture->draft);
  g_assert_finalize_object (fixture->original);
  g_assert_finalize_object (fixture->catalogues);
}

static const char *
edited (Fixture       *fixture,
        KhDatapointId  id)
{
  return kh_customer_get (kh_draft_get_edited (fixture->draft), id);
}

static void
test_fresh (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  guint i;

  g_assert_false (kh_draft_get_dirty (fixture->draft));
  g_assert_cmpstr (kh_draft_get_text (fixture->draft, KH_DATAPOINT_PRIMARY_PHONE), ==, "(801) 555-0142");
  g_assert_cmpstr (kh_draft_get_text (fixture->draft, KH_DATAPOINT_LEAD_CAMPAIGN), ==, "Spring");
  g_assert_cmpstr (kh_draft_get_text (fixture->draft, KH_DATAPOINT_SPOUSE), ==, "");
  g_assert_true (kh_customer_equal (kh_draft_get_edited (fixture->draft), fixture->original));

  for (i = 0; i < KH_N_DATAPOINTS; i++)
    g_assert_null (kh_draft_get_error (fixture->draft, (KhDatapointId) i));
}

static void
test_typing (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_assert_true (kh_draft_set_text (fixture->draft, KH_DATAPOINT_PRIMARY_PHONE, "801.555.0199 x3"));
  g_assert_cmpstr (kh_draft_get_text (fixture->draft, KH_DATAPOINT_PRIMARY_PHONE), ==, "801.555.0199 x3");
  g_assert_cmpstr (edited (fixture, KH_DATAPOINT_PRIMARY_PHONE), ==, "+18015550199x3");
  g_assert_cmpstr (kh_customer_get (fixture->original, KH_DATAPOINT_PRIMARY_PHONE), ==, "+18015550142");
  g_assert_true (kh_draft_is_dirty (fixture->draft, KH_DATAPOINT_PRIMARY_PHONE));
  g_assert_true (kh_draft_section_dirty (fixture->draft, KH_SECTION_CONTACT));
  g_assert_false (kh_draft_section_dirty (fixture->draft, KH_SECTION_PREMISES));
  g_assert_true (kh_draft_section_dirty (fixture->draft, KH_N_SECTIONS));
  g_assert_cmpuint (fixture->changed->len, ==, 1);
  g_assert_cmpuint (fixture->n_dirty, ==, 1);

  /* The same text again is no change. */
  g_assert_true (kh_draft_set_text (fixture->draft, KH_DATAPOINT_PRIMARY_PHONE, "801.555.0199 x3"));
  g_assert_cmpuint (fixture->changed->len, ==, 1);

  /* The first value in another writing is no difference. */
  g_assert_true (kh_draft_set_text (fixture->draft, KH_DATAPOINT_PRIMARY_PHONE, "8015550142"));
  g_assert_false (kh_draft_is_dirty (fixture->draft, KH_DATAPOINT_PRIMARY_PHONE));
  g_assert_false (kh_draft_get_dirty (fixture->draft));
  g_assert_cmpstr (kh_draft_get_text (fixture->draft, KH_DATAPOINT_PRIMARY_PHONE), ==, "8015550142");
  g_assert_cmpuint (fixture->n_dirty, ==, 2);
}

static void
test_accents (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDraft) draft = NULL;

  kh_customer_set (fixture->original, KH_DATAPOINT_SPOUSE, "José");
  draft = kh_draft_new (fixture->original, NULL);
  kh_draft_set_text (draft, KH_DATAPOINT_SPOUSE, "Jose\u0301");
  g_assert_false (kh_draft_get_dirty (draft));
  g_assert_cmpstr (kh_customer_get (kh_draft_get_edited (draft), KH_DATAPOINT_SPOUSE), ==, "José");
}

/* Text that is no value stays in the entry and out of the record, even when a
 * good value was typed on the way to it. */
static void
test_error (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_assert_true (kh_draft_set_text (fixture->draft, KH_DATAPOINT_FIRST_NAME, "An"));
  g_assert_false (kh_draft_set_text (fixture->draft, KH_DATAPOINT_FIRST_NAME, "An\u202en"));
  g_assert_cmpstr (kh_draft_get_text (fixture->draft, KH_DATAPOINT_FIRST_NAME), ==, "An\u202en");
  g_assert_nonnull (strstr (kh_draft_get_error (fixture->draft, KH_DATAPOINT_FIRST_NAME), "U+202E"));
  g_assert_cmpstr (edited (fixture, KH_DATAPOINT_FIRST_NAME), ==, "Ann");
  g_assert_true (kh_draft_is_dirty (fixture->draft, KH_DATAPOINT_FIRST_NAME));

  kh_draft_revert_section (fixture->draft, KH_SECTION_IDENTITY);
  g_assert_null (kh_draft_get_error (fixture->draft, KH_DATAPOINT_FIRST_NAME));
  g_assert_cmpstr (kh_draft_get_text (fixture->draft, KH_DATAPOINT_FIRST_NAME), ==, "Ann");
  g_assert_false (kh_draft_get_dirty (fixture->draft));
}

static void
test_huge_paste (Fixture       *fixture,
                 gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *huge = g_strnfill (10 * 1000 * 1000, 'x');

  g_assert_false (kh_draft_set_text (fixture->draft, KH_DATAPOINT_DIRECTIONS, huge));
  g_assert_nonnull (strstr (kh_draft_get_error (fixture->draft, KH_DATAPOINT_DIRECTIONS), "500"));
  g_assert_null (edited (fixture, KH_DATAPOINT_DIRECTIONS));
}

static void
test_campaign (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  /* The campaign goes with its source… */
  g_assert_true (kh_draft_set_value (fixture->draft, KH_DATAPOINT_LEAD_SOURCE, "2"));
  g_assert_null (edited (fixture, KH_DATAPOINT_LEAD_CAMPAIGN));
  g_assert_cmpstr (kh_draft_get_text (fixture->draft, KH_DATAPOINT_LEAD_CAMPAIGN), ==, "");
  g_assert_cmpuint (fixture->changed->len, ==, 2);
  g_assert_cmpuint (g_array_index (fixture->changed, guint, 0), ==, KH_DATAPOINT_LEAD_SOURCE);
  g_assert_cmpuint (g_array_index (fixture->changed, guint, 1), ==, KH_DATAPOINT_LEAD_CAMPAIGN);

  /* …is found among those of the new source… */
  g_assert_true (kh_draft_set_text (fixture->draft, KH_DATAPOINT_LEAD_CAMPAIGN, "Spring"));
  g_assert_cmpstr (edited (fixture, KH_DATAPOINT_LEAD_CAMPAIGN), ==, "2");

  /* …and stays if it is of every source. */
  g_assert_true (kh_draft_set_value (fixture->draft, KH_DATAPOINT_LEAD_CAMPAIGN, "3"));
  g_assert_true (kh_draft_set_value (fixture->draft, KH_DATAPOINT_LEAD_SOURCE, "1"));
  g_assert_cmpstr (edited (fixture, KH_DATAPOINT_LEAD_CAMPAIGN), ==, "3");

  kh_draft_revert_section (fixture->draft, KH_SECTION_LEAD_SOURCE);
  g_assert_cmpstr (edited (fixture, KH_DATAPOINT_LEAD_CAMPAIGN), ==, "1");
}

/* What a choice cleared in another section comes back when it is taken back. */
static void
test_dealer_number (Fixture       *fixture,
                    gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDraft) draft = NULL;

  kh_catalogues_add (fixture->catalogues, KH_CATALOGUE_DEALER_NUMBERS, 1, "1001", 1, TRUE);
  kh_customer_set (fixture->original, KH_DATAPOINT_MONITORING_COMPANY, BOLD);
  kh_customer_set (fixture->original, KH_DATAPOINT_DEALER_NUMBER, "1");
  draft = kh_draft_new (fixture->original, fixture->catalogues);

  g_assert_true (kh_draft_set_text (draft, KH_DATAPOINT_MONITORING_COMPANY, "ADT"));
  g_assert_true (kh_draft_section_dirty (draft, KH_SECTION_SALES));
  kh_draft_revert_section (draft, KH_SECTION_CENTRAL_STATION);
  g_assert_false (kh_draft_get_dirty (draft));
  g_assert_cmpstr (kh_draft_get_text (draft, KH_DATAPOINT_DEALER_NUMBER), ==, "1001");
}

static void
test_company_limits (Fixture       *fixture,
                     gconstpointer  data G_GNUC_UNUSED)
{
  const char *name = "A Business Name of More Than 28 Characters";

  g_assert_true (kh_draft_set_text (fixture->draft, KH_DATAPOINT_BUSINESS_NAME, name));
  g_assert_true (kh_draft_set_value (fixture->draft, KH_DATAPOINT_MONITORING_COMPANY, ADT));
  g_assert_nonnull (strstr (kh_draft_get_error (fixture->draft, KH_DATAPOINT_BUSINESS_NAME), "28"));
  g_assert_cmpstr (kh_draft_get_text (fixture->draft, KH_DATAPOINT_BUSINESS_NAME), ==, name);

  g_assert_true (kh_draft_set_value (fixture->draft, KH_DATAPOINT_MONITORING_COMPANY, BOLD));
  g_assert_null (kh_draft_get_error (fixture->draft, KH_DATAPOINT_BUSINESS_NAME));
  g_assert_cmpstr (edited (fixture, KH_DATAPOINT_BUSINESS_NAME), ==, name);
}

static void
test_rebase (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) newer = kh_customer_copy (fixture->original);

  kh_draft_set_text (fixture->draft, KH_DATAPOINT_FIRST_NAME, "Anna");
  kh_draft_set_text (fixture->draft, KH_DATAPOINT_PRIMARY_PHONE, "555");
  kh_draft_set_text (fixture->draft, KH_DATAPOINT_SPOUSE, "Bo");
  g_array_set_size (fixture->changed, 0);

  kh_customer_set (newer, KH_DATAPOINT_FIRST_NAME, "Annie");
  kh_customer_set (newer, KH_DATAPOINT_CITY, "Orem");
  kh_customer_set (newer, KH_DATAPOINT_SPOUSE, "Bo");
  kh_customer_set_revision (newer, 4);
  kh_draft_rebase (fixture->draft, newer);

  g_assert_true (kh_draft_get_original (fixture->draft) == newer);
  g_assert_cmpint (kh_customer_get_revision (kh_draft_get_edited (fixture->draft)), ==, 4);
  g_assert_cmpstr (edited (fixture, KH_DATAPOINT_FIRST_NAME), ==, "Anna");
  g_assert_true (kh_draft_is_dirty (fixture->draft, KH_DATAPOINT_FIRST_NAME));
  g_assert_cmpstr (kh_draft_get_text (fixture->draft, KH_DATAPOINT_PRIMARY_PHONE), ==, "555");
  g_assert_nonnull (kh_draft_get_error (fixture->draft, KH_DATAPOINT_PRIMARY_PHONE));
  g_assert_cmpstr (kh_draft_get_text (fixture->draft, KH_DATAPOINT_CITY), ==, "Orem");
  g_assert_false (kh_draft_is_dirty (fixture->draft, KH_DATAPOINT_CITY));
  g_assert_false (kh_draft_is_dirty (fixture->draft, KH_DATAPOINT_SPOUSE));

  g_assert_cmpuint (fixture->changed->len, ==, 1);
  g_assert_cmpuint (g_array_index (fixture->changed, guint, 0), ==, KH_DATAPOINT_CITY);
}

/* "key", or "key!" where something required is missing, with commas. */
static char *
describe (GPtrArray *problems)
{
  GString *text = g_string_new (NULL);
  guint i;

  for (i = 0; i < problems->len; i++)
    {
      const KhProblem *problem = g_ptr_array_index (problems, i);

      g_assert_true (g_str_has_suffix (problem->message, "."));
      g_string_append_printf (text, "%s%s%s", i > 0 ? "," : "",
                              kh_datapoint_get (problem->datapoint)->key, problem->missing ? "!" : "");
    }

  return g_string_free (text, FALSE);
}

static void
assert_problems (Fixture    *fixture,
                 KhSection   section,
                 const char *expected)
{
  g_autoptr (GPtrArray) problems = kh_draft_validate (fixture->draft, section);
  g_autofree char *text = describe (problems);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_validate (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  assert_problems (fixture, KH_N_SECTIONS, "");

  kh_draft_set_text (fixture->draft, KH_DATAPOINT_FIRST_NAME, "");
  kh_draft_set_text (fixture->draft, KH_DATAPOINT_PRIMARY_PHONE, "555");
  assert_problems (fixture, KH_SECTION_IDENTITY, "first-name!");
  assert_problems (fixture, KH_SECTION_CONTACT, "primary-phone");
  assert_problems (fixture, KH_SECTION_PREMISES, "");
  assert_problems (fixture, KH_N_SECTIONS, "first-name!,primary-phone");

  kh_draft_set_value (fixture->draft, KH_DATAPOINT_ACCOUNT_TYPE, "business");
  assert_problems (fixture, KH_SECTION_IDENTITY, "first-name!,business-name!,business-contact!");
}

static void
test_validate_billing (Fixture       *fixture,
                       gconstpointer  data G_GNUC_UNUSED)
{
  kh_draft_set_text (fixture->draft, KH_DATAPOINT_BILLING_STATE, "Utah");
  kh_draft_set_text (fixture->draft, KH_DATAPOINT_BILLING_ZIP, "K1A 0B1");
  assert_problems (fixture, KH_SECTION_BILLING, "");

  kh_draft_set_text (fixture->draft, KH_DATAPOINT_BILLING_SAME, "No");
  assert_problems (fixture, KH_SECTION_BILLING,
                   "billing-name!,billing-address-1!,billing-city!,billing-zip");
}

static void
test_validate_together (Fixture       *fixture,
                        gconstpointer  data G_GNUC_UNUSED)
{
  kh_draft_set_text (fixture->draft, KH_DATAPOINT_ZIP, "K1A 0B1");
  assert_problems (fixture, KH_SECTION_PREMISES, "zip");
  kh_draft_set_text (fixture->draft, KH_DATAPOINT_STATE, "Ontario");
  assert_problems (fixture, KH_SECTION_PREMISES, "");
  kh_draft_set_text (fixture->draft, KH_DATAPOINT_ZIP, "84101");
  assert_problems (fixture, KH_SECTION_PREMISES, "zip");

  kh_draft_set_text (fixture->draft, KH_DATAPOINT_PERMIT_EXPIRY, "1/1/2030");
  assert_problems (fixture, KH_SECTION_CENTRAL_STATION, "permit-number");
  kh_draft_set_text (fixture->draft, KH_DATAPOINT_PERMIT_NUMBER, "P-1");
  assert_problems (fixture, KH_SECTION_CENTRAL_STATION, "");

  kh_draft_set_text (fixture->draft, KH_DATAPOINT_CANCEL_REASON, "Moved");
  assert_problems (fixture, KH_SECTION_SALES, "cancel-date");
}

static void
test_validate_cancelled (Fixture       *fixture,
                         gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) cancelled = kh_customer_copy (fixture->original);

  kh_customer_set (cancelled, KH_DATAPOINT_STATUS, "cancelled");
  kh_draft_rebase (fixture->draft, cancelled);
  assert_problems (fixture, KH_SECTION_SALES, "cancel-date!,cancel-reason!");
  assert_problems (fixture, KH_SECTION_IDENTITY, "");
}

/* What was kept before a rule came does not stop work on something else. */
static void
test_validate_old_values (Fixture       *fixture,
                          gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) old = kh_customer_copy (fixture->original);

  kh_customer_set (old, KH_DATAPOINT_COUNTY, "Utah\u200b");
  kh_draft_rebase (fixture->draft, old);
  kh_draft_set_text (fixture->draft, KH_DATAPOINT_CITY, "Orem");
  assert_problems (fixture, KH_SECTION_PREMISES, "");
}

static void
assert_missing (Fixture    *fixture,
                const char *expected)
{
  g_autoptr (GPtrArray) problems = kh_draft_missing_to_link (fixture->draft);
  g_autofree char *text = describe (problems);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_missing_to_link (Fixture       *fixture,
                      gconstpointer  data G_GNUC_UNUSED)
{
  assert_missing (fixture, "address-1!,zip!,monitoring-company!,account-number!,passcode!");

  kh_draft_set_text (fixture->draft, KH_DATAPOINT_ADDRESS_1, "4 Elm St");
  kh_draft_set_text (fixture->draft, KH_DATAPOINT_ZIP, "84101");
  kh_draft_set_text (fixture->draft, KH_DATAPOINT_MONITORING_COMPANY, "Dynamark");
  kh_draft_set_text (fixture->draft, KH_DATAPOINT_ACCOUNT_NUMBER, "00aB-7");
  assert_missing (fixture, "passcode!");
  kh_draft_set_secret (fixture->draft, KH_DATAPOINT_PASSCODE, "LONGER THAN TEN");
  assert_missing (fixture, "");

  kh_draft_set_text (fixture->draft, KH_DATAPOINT_CELL_PHONE, "55");
  assert_missing (fixture, "cell-phone");
  kh_draft_set_text (fixture->draft, KH_DATAPOINT_CELL_PHONE, "");

  kh_draft_set_text (fixture->draft, KH_DATAPOINT_MONITORING_COMPANY, "ADT");
  assert_missing (fixture, "birthdate!,ssn-last-four!,email!,sales-rep!,sales-rep-number!,monthly-charge!,"
                           "contract-term!,monitoring-plan!,credit-score!,credit-tracking-number!,passcode");
  kh_draft_set_secret (fixture->draft, KH_DATAPOINT_SSN_LAST_FOUR, "0042");
  kh_draft_set_secret (fixture->draft, KH_DATAPOINT_PASSCODE, NULL);
  assert_missing (fixture, "email!,sales-rep!,sales-rep-number!,monthly-charge!,contract-term!,monitoring-plan!,"
                           "credit-score!,credit-tracking-number!,passcode!");
}

/* Secrets */

static gboolean
is_sealed (Fixture       *fixture,
           KhDatapointId  id)
{
  return kh_customer_is_sealed (kh_draft_get_edited (fixture->draft), id);
}

static void
assert_typed (Fixture       *fixture,
              KhDatapointId  id,
              const char    *expected)
{
  g_autoptr (KhSecretChange) change = kh_draft_dup_secret (fixture->draft, id);

  g_assert_nonnull (change);
  g_assert_cmpint (change->id, ==, id);
  g_assert_cmpstr (change->secret == NULL ? NULL : kh_secret_get_text (change->secret), ==, expected);
}

static void
test_secret (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_assert_null (kh_draft_dup_secret (fixture->draft, KH_DATAPOINT_PASSCODE));
  g_assert_true (kh_draft_set_secret (fixture->draft, KH_DATAPOINT_PASSCODE, "  RED BARN "));
  g_assert_cmpuint (fixture->changed->len, ==, 1);
  assert_typed (fixture, KH_DATAPOINT_PASSCODE, "RED BARN");
  g_assert_true (kh_draft_has_secret (fixture->draft, KH_DATAPOINT_PASSCODE));
  g_assert_true (is_sealed (fixture, KH_DATAPOINT_PASSCODE));
  g_assert_true (kh_draft_get_dirty (fixture->draft));
  g_assert_true (kh_draft_section_dirty (fixture->draft, KH_SECTION_PASSCODES));
  kh_draft_set_secret (fixture->draft, KH_DATAPOINT_PASSCODE, "RED BARN");
  g_assert_cmpuint (fixture->changed->len, ==, 1);

  /* The record and the texts never hold it. */
  g_assert_null (edited (fixture, KH_DATAPOINT_PASSCODE));
  g_assert_cmpstr (kh_draft_get_text (fixture->draft, KH_DATAPOINT_PASSCODE), ==, "");

  kh_draft_set_secret (fixture->draft, KH_DATAPOINT_PASSCODE, "   ");
  g_assert_false (kh_draft_get_dirty (fixture->draft));
  g_assert_false (is_sealed (fixture, KH_DATAPOINT_PASSCODE));
  kh_draft_set_secret (fixture->draft, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_draft_revert_section (fixture->draft, KH_SECTION_PASSCODES);
  g_assert_false (kh_draft_get_dirty (fixture->draft));
  g_assert_null (kh_draft_dup_secret (fixture->draft, KH_DATAPOINT_PASSCODE));
}

static void
test_secret_limits (Fixture       *fixture,
                    gconstpointer  data G_GNUC_UNUSED)
{
  static const struct {
    KhDatapointId id;
    const char *text;
  } wrong[] = {
    { KH_DATAPOINT_PASSCODE, "ABCDEFGHIJKLMNOPQRSTUVWXYZ" },
    { KH_DATAPOINT_PASSCODE, "SCH\xc3\x96N" },
    { KH_DATAPOINT_PASSCODE, "BARN\xff" },
    { KH_DATAPOINT_PASSCODE, "RED\tBARN" },
    { KH_DATAPOINT_PASSCODE, "RED\x7f" "BARN" },
    { KH_DATAPOINT_SSN_LAST_FOUR, "004" },
    { KH_DATAPOINT_SSN_LAST_FOUR, "00422" },
    { KH_DATAPOINT_SSN_LAST_FOUR, "004X" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      const char *error;

      g_assert_false (kh_draft_set_secret (fixture->draft, wrong[i].id, wrong[i].text));
      error = kh_draft_get_error (fixture->draft, wrong[i].id);
      g_assert_nonnull (error);
      g_assert_null (strstr (error, wrong[i].text));
      g_assert_false (is_sealed (fixture, wrong[i].id));
      assert_problems (fixture, kh_datapoint_get (wrong[i].id)->section, kh_datapoint_get (wrong[i].id)->key);
      kh_draft_set_secret (fixture->draft, wrong[i].id, NULL);
    }

  /* ADT takes ten characters; the choice of the company is what counts, also afterwards. */
  g_assert_true (kh_draft_set_secret (fixture->draft, KH_DATAPOINT_PASSCODE, "ELEVEN LONG"));
  kh_draft_set_value (fixture->draft, KH_DATAPOINT_MONITORING_COMPANY, ADT);
  g_assert_nonnull (kh_draft_get_error (fixture->draft, KH_DATAPOINT_PASSCODE));
  kh_draft_set_value (fixture->draft, KH_DATAPOINT_MONITORING_COMPANY, BOLD);
  g_assert_null (kh_draft_get_error (fixture->draft, KH_DATAPOINT_PASSCODE));
}

static void
test_secret_twins (Fixture       *fixture,
                   gconstpointer  data G_GNUC_UNUSED)
{
  kh_draft_set_secret (fixture->draft, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_draft_set_secret (fixture->draft, KH_DATAPOINT_INSTALLER_CODE, "RED BARN");
  assert_problems (fixture, KH_SECTION_PASSCODES, "");
  kh_draft_set_secret (fixture->draft, KH_DATAPOINT_DURESS_CODE, "Red Barn");
  assert_problems (fixture, KH_SECTION_PASSCODES, "duress-code");
  kh_draft_set_secret (fixture->draft, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");
  assert_problems (fixture, KH_SECTION_PASSCODES, "");
}

static void
test_secret_removes (Fixture       *fixture,
                     gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) kept = kh_customer_copy (fixture->original);

  kh_draft_set_removes (fixture->draft, KH_DATAPOINT_PASSCODE, TRUE);
  g_assert_false (kh_draft_get_removes (fixture->draft, KH_DATAPOINT_PASSCODE));
  kh_customer_set_sealed (kept, KH_DATAPOINT_PASSCODE, TRUE);
  kh_draft_rebase (fixture->draft, kept);
  g_assert_true (is_sealed (fixture, KH_DATAPOINT_PASSCODE));
  g_assert_false (kh_draft_get_dirty (fixture->draft));

  kh_draft_set_removes (fixture->draft, KH_DATAPOINT_PASSCODE, TRUE);
  assert_typed (fixture, KH_DATAPOINT_PASSCODE, NULL);
  g_assert_false (is_sealed (fixture, KH_DATAPOINT_PASSCODE));
  g_assert_true (kh_draft_get_dirty (fixture->draft));
  kh_draft_set_secret (fixture->draft, KH_DATAPOINT_PASSCODE, "RED BARN");
  g_assert_false (kh_draft_get_removes (fixture->draft, KH_DATAPOINT_PASSCODE));
  kh_draft_set_removes (fixture->draft, KH_DATAPOINT_PASSCODE, TRUE);
  g_assert_false (kh_draft_has_secret (fixture->draft, KH_DATAPOINT_PASSCODE));

  /* Somebody else was faster. */
  kh_customer_set_sealed (kept, KH_DATAPOINT_PASSCODE, FALSE);
  kh_draft_rebase (fixture->draft, kept);
  g_assert_false (kh_draft_get_dirty (fixture->draft));
}

/* What was typed while the save was on its way is not lost with what was saved. */
static void
test_secret_settled (Fixture       *fixture,
                     gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) sent = kh_secret_changes_new ();
  g_autoptr (KhCustomer) kept = kh_customer_copy (fixture->original);
  g_autoptr (KhDraft) other = kh_draft_new (fixture->original, fixture->catalogues);

  kh_draft_set_secret (fixture->draft, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_draft_set_secret (fixture->draft, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");
  g_ptr_array_add (sent, kh_draft_dup_secret (fixture->draft, KH_DATAPOINT_PASSCODE));
  g_ptr_array_add (sent, kh_draft_dup_secret (fixture->draft, KH_DATAPOINT_DURESS_CODE));
  kh_draft_set_secret (fixture->draft, KH_DATAPOINT_DURESS_CODE, "GRAY BARN");
  kh_customer_set_sealed (kept, KH_DATAPOINT_PASSCODE, TRUE);
  kh_customer_set_sealed (kept, KH_DATAPOINT_DURESS_CODE, TRUE);
  kh_draft_rebase (fixture->draft, kept);
  kh_draft_settle_secrets (fixture->draft, sent);
  g_assert_false (kh_draft_is_dirty (fixture->draft, KH_DATAPOINT_PASSCODE));
  g_assert_true (is_sealed (fixture, KH_DATAPOINT_PASSCODE));
  assert_typed (fixture, KH_DATAPOINT_DURESS_CODE, "GRAY BARN");

  /* New lists make a new draft. */
  kh_draft_copy_secrets (other, fixture->draft);
  g_assert_true (kh_draft_has_secret (other, KH_DATAPOINT_DURESS_CODE));
  g_assert_false (kh_draft_has_secret (other, KH_DATAPOINT_PASSCODE));
}

/* Whoever may not see it is not told that it is missing. */
static void
test_secret_hidden (Fixture       *fixture,
                    gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) hidden = kh_customer_copy (fixture->original);

  assert_missing (fixture, "address-1!,zip!,monitoring-company!,account-number!,passcode!");
  kh_customer_hide (hidden, KH_DATAPOINT_PASSCODE);
  kh_draft_rebase (fixture->draft, hidden);
  g_assert_true (kh_customer_is_hidden (kh_draft_get_edited (fixture->draft), KH_DATAPOINT_PASSCODE));
  assert_missing (fixture, "address-1!,zip!,monitoring-company!,account-number!");
}

static void
test_missing_old_values (Fixture       *fixture,
                         gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) old = kh_customer_copy (fixture->original);
  g_autoptr (GPtrArray) problems = NULL;
  g_autofree char *text = NULL;

  kh_customer_set (old, KH_DATAPOINT_COUNTY, "Utah\u200b");
  kh_customer_set (old, KH_DATAPOINT_SPOUSE, "Bo\u200b");
  kh_draft_rebase (fixture->draft, old);
  problems = kh_draft_missing_to_link (fixture->draft);
  text = describe (problems);

  /* Sent is the county, and not the spouse. */
  g_assert_nonnull (strstr (text, ",county,"));
  g_assert_null (strstr (text, "spouse"));
}

/* An account class brings its charge and term to a new customer, where nothing was typed. */
static void
test_class_values (Fixture       *fixture,
                   gconstpointer  data G_GNUC_UNUSED)
{
  char label[] = "Preferred", charge[] = "3995", term[] = "36";
  const KhCatalogueEntry class = { .id = 9, .label = label, .active = TRUE,
                                   .monthly_charge = charge, .contract_term = term };
  g_autoptr (KhCustomer) customer = kh_customer_new ();
  g_autoptr (KhDraft) fresh = NULL;
  g_autoptr (KhDraft) typed = NULL;

  kh_catalogues_add_entry (fixture->catalogues, KH_CATALOGUE_ACCOUNT_CLASSES, &class);
  fresh = kh_draft_new (customer, fixture->catalogues);
  g_assert_true (kh_draft_set_value (fresh, KH_DATAPOINT_ACCOUNT_CLASS, "9"));
  g_assert_cmpstr (kh_customer_get (kh_draft_get_edited (fresh), KH_DATAPOINT_MONTHLY_CHARGE), ==, "3995");
  g_assert_cmpstr (kh_customer_get (kh_draft_get_edited (fresh), KH_DATAPOINT_CONTRACT_TERM), ==, "36");

  /* Neither a value nor what is none yet is written over. */
  typed = kh_draft_new (customer, fixture->catalogues);
  kh_draft_set_text (typed, KH_DATAPOINT_MONTHLY_CHARGE, "many");
  kh_draft_set_text (typed, KH_DATAPOINT_CONTRACT_TERM, "12");
  g_assert_true (kh_draft_set_text (typed, KH_DATAPOINT_ACCOUNT_CLASS, "Preferred"));
  g_assert_cmpstr (kh_draft_get_text (typed, KH_DATAPOINT_MONTHLY_CHARGE), ==, "many");
  g_assert_cmpstr (kh_customer_get (kh_draft_get_edited (typed), KH_DATAPOINT_CONTRACT_TERM), ==, "12");

  /* A record that is kept has the terms of its own contract. */
  g_assert_true (kh_draft_set_value (fixture->draft, KH_DATAPOINT_ACCOUNT_CLASS, "9"));
  g_assert_null (kh_customer_get (kh_draft_get_edited (fixture->draft), KH_DATAPOINT_MONTHLY_CHARGE));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/draft/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("fresh", test_fresh);
  ADD ("typing", test_typing);
  ADD ("accents", test_accents);
  ADD ("error", test_error);
  ADD ("huge-paste", test_huge_paste);
  ADD ("campaign", test_campaign);
  ADD ("class-values", test_class_values);
  ADD ("dealer-number", test_dealer_number);
  ADD ("company-limits", test_company_limits);
  ADD ("rebase", test_rebase);
  ADD ("validate", test_validate);
  ADD ("validate/billing", test_validate_billing);
  ADD ("validate/together", test_validate_together);
  ADD ("validate/cancelled", test_validate_cancelled);
  ADD ("validate/old-values", test_validate_old_values);
  ADD ("missing-to-link", test_missing_to_link);
  ADD ("missing-to-link/old-values", test_missing_old_values);
  ADD ("secret", test_secret);
  ADD ("secret/limits", test_secret_limits);
  ADD ("secret/twins", test_secret_twins);
  ADD ("secret/removes", test_secret_removes);
  ADD ("secret/settled", test_secret_settled);
  ADD ("secret/hidden", test_secret_hidden);
#undef ADD

  return g_test_run ();
}
