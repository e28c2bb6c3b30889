/* test-comparison-sealed.c
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
#include "kh-customer.h"
#include "kh-value-type.h"

#include <string.h>

#define PASSCODE KH_DATAPOINT_PASSCODE
#define DURESS KH_DATAPOINT_DURESS_CODE

#define CLEAR KH_ACCOUNT_CLEAR
#define MASKED KH_ACCOUNT_MASKED
#define ABSENT KH_ACCOUNT_ABSENT
#define UNREADABLE KH_ACCOUNT_UNREADABLE

#define READ KH_ABILITY_COMPARE
#define WRITE KH_ABILITY_WRITE
#define BOTH (KH_ABILITY_COMPARE | KH_ABILITY_WRITE)
#define NONE KH_ABILITY_NONE

#define O (1u << KH_RESOLUTION_OURS)
#define T (1u << KH_RESOLUTION_THEIRS)
#define L (1u << KH_RESOLUTION_LEAVE)

#define SAME KH_DIFFERENCE_SAME
#define DIFFERS KH_DIFFERENCE_DIFFERS
#define ONLY_HERE KH_DIFFERENCE_ONLY_HERE
#define ONLY_THERE KH_DIFFERENCE_ONLY_THERE
#define CANNOT_COMPARE KH_DIFFERENCE_CANNOT_COMPARE
#define CANNOT_WRITE KH_DIFFERENCE_CANNOT_WRITE

#define OURS KH_RESOLUTION_OURS
#define LEAVE KH_RESOLUTION_LEAVE

/* We keep one to which the member has no key. */
#define NO_KEY "?"

#define DOTS "••••••"

typedef struct {
  KhCatalogues *catalogues;
  KhCustomer *customer;
  KhAccount *account;
  KhCapabilities *capabilities;
  GHashTable *secrets;
} Fixture;

static const struct {
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
} cases[] = {
  { PASSCODE, NULL, CLEAR, NULL, BOTH, 0, SAME, LEAVE, L, NULL },
  { PASSCODE, NULL, ABSENT, NULL, NONE, 0, SAME, LEAVE, L, NULL },
  { PASSCODE, "ROSEBUD", CLEAR, "ROSEBUD", BOTH, 0, SAME, LEAVE, L, NULL },

  /* Whoever hears a code does not hear its capitals, but the station's operator reads them. */
  { PASSCODE, "ROSEBUD", CLEAR, "rosebud", BOTH, 0, DIFFERS, OURS, O | T | L, "The two differ" },
  { PASSCODE, "ROSEBUD", CLEAR, "0042", BOTH, 0, DIFFERS, OURS, O | T | L, "The two differ" },
  { PASSCODE, "ROSEBUD", CLEAR, "0042", WRITE, 0, DIFFERS, OURS, O | T | L, "The two differ" },
  { PASSCODE, "ROSEBUD", CLEAR, "with ümlaut", BOTH, 0, DIFFERS, OURS, O | L, "The two differ" },
  { PASSCODE, "ROSEBUD", CLEAR, "0042 ", BOTH, 0, DIFFERS, OURS, O | L, "The two differ" },
  { PASSCODE, "ROSEBUD", CLEAR, "0042", READ, 0, CANNOT_WRITE, LEAVE, T | L, "does not let this one be changed" },
  { PASSCODE, "ROSEBUD", CLEAR, "0042", BOTH, 6, CANNOT_WRITE, LEAVE, T | L, "at most 6 characters; this has more." },
  { PASSCODE, "ROSEBUD", CLEAR, "0042", BOTH, 7, DIFFERS, OURS, O | T | L, NULL },

  /* Only here, only there; an account must have a passcode, and can do without a duress code. */
  { PASSCODE, "ROSEBUD", CLEAR, NULL, BOTH, 0, ONLY_HERE, OURS, O | L, NULL },
  { PASSCODE, "ROSEBUD", CLEAR, NULL, WRITE, 0, ONLY_HERE, OURS, O | L, NULL },
  { PASSCODE, "ROSEBUD", CLEAR, NULL, READ, 0, CANNOT_WRITE, LEAVE, L, "does not let this one be changed" },
  { PASSCODE, NULL, CLEAR, "0042", BOTH, 0, ONLY_THERE, LEAVE, T | L, NULL },
  { DURESS, NULL, CLEAR, "0042", BOTH, 0, ONLY_THERE, LEAVE, O | T | L, NULL },
  { DURESS, NULL, MASKED, NULL, WRITE, 0, ONLY_THERE, LEAVE, O | L, NULL },
  { DURESS, NULL, MASKED, NULL, NONE, 0, ONLY_THERE, LEAVE, L, NULL },

  /* Where the station does not show its own, ours is written over it. */
  { PASSCODE, "ROSEBUD", MASKED, NULL, WRITE, 0, CANNOT_COMPARE, OURS, O | L, "does not show it" },
  { PASSCODE, "ROSEBUD", MASKED, NULL, NONE, 0, CANNOT_COMPARE, LEAVE, L, "does not let this one be changed" },
  { PASSCODE, "ROSEBUD", MASKED, NULL, WRITE, 3, CANNOT_COMPARE, LEAVE, L, "at most 3 characters; this has more." },
  { PASSCODE, "ROSEBUD", ABSENT, NULL, BOTH, 0, CANNOT_COMPARE, LEAVE, O | L, "does not say" },
  { PASSCODE, "ROSEBUD", UNREADABLE, NULL, BOTH, 0, CANNOT_COMPARE, LEAVE, O | L, "cannot read" },

  /* What cannot be opened is neither compared nor sent. */
  { PASSCODE, NO_KEY, CLEAR, "0042", BOTH, 0, CANNOT_COMPARE, LEAVE, T | L, "no key" },
  { PASSCODE, NO_KEY, CLEAR, NULL, BOTH, 0, CANNOT_COMPARE, LEAVE, L, "no key" },
  { PASSCODE, NO_KEY, MASKED, NULL, WRITE, 0, CANNOT_COMPARE, LEAVE, L, "no key" },
};

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCompany) company = kh_company_new ();

  g_object_set (company, "id", (gint64) 1, "name", "Dynamark",
                "monitor-type", (int) KH_MONITOR_BOLD, "active", TRUE, NULL);
  fixture->catalogues = kh_catalogues_new ();
  kh_catalogues_add_company (fixture->catalogues, company);
  fixture->customer = kh_customer_new ();
  kh_customer_set (fixture->customer, KH_DATAPOINT_MONITORING_COMPANY, "1");
  kh_customer_set (fixture->customer, KH_DATAPOINT_ACCOUNT_TYPE, NULL);
  fixture->account = kh_account_new ();
  fixture->capabilities = kh_capabilities_new ();
  fixture->secrets = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) kh_secret_unref);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      kh_account_set_value (fixture->account, (KhDatapointId) i, CLEAR, NULL, NULL);
      kh_capabilities_set_field (fixture->capabilities, (KhDatapointId) i, (KhAbility) BOTH, 0);
    }
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_hash_table_unref (fixture->secrets);
  g_assert_finalize_object (fixture->customer);
  g_assert_finalize_object (fixture->account);
  g_assert_finalize_object (fixture->capabilities);
  g_assert_finalize_object (fixture->catalogues);
}

static void
put_ours (Fixture       *fixture,
          KhDatapointId  id,
          const char    *text)
{
  kh_customer_set_sealed (fixture->customer, id, text != NULL);
  if (text == NULL || strcmp (text, NO_KEY) == 0)
    g_hash_table_remove (fixture->secrets, GUINT_TO_POINTER (id));
  else
    g_hash_table_insert (fixture->secrets, GUINT_TO_POINTER (id), kh_secret_new (text, -1));
}

static void
put_theirs (Fixture        *fixture,
            KhDatapointId   id,
            KhAccountState  state,
            const char     *text)
{
  g_autoptr (KhSecret) secret = text != NULL ? kh_secret_new (text, -1) : NULL;

  kh_account_set_secret (fixture->account, id, state, secret, "c7");
}

static void
put (Fixture       *fixture,
     KhDatapointId  id,
     const char    *ours,
     const char    *theirs)
{
  put_ours (fixture, id, ours);
  put_theirs (fixture, id, CLEAR, theirs);
}

static KhComparison *
compare_for (Fixture  *fixture,
             KhGrants  grants)
{
  return kh_comparison_new_with_secrets (fixture->customer, fixture->account, fixture->capabilities,
                                         fixture->catalogues, grants, fixture->secrets);
}

static KhComparison *
compare (Fixture *fixture)
{
  return compare_for (fixture, kh_grants_all ());
}

static guint
get_allowed (KhDiscrepancy *row)
{
  guint allowed = 0;

  for (guint i = 0; i <= KH_RESOLUTION_LEAVE; i++)
    allowed |= kh_discrepancy_allows (row, (KhResolution) i) ? 1u << i : 0;

  return allowed;
}

static void
check_case (Fixture *fixture,
            gsize    i)
{
  g_autoptr (KhComparison) comparison = NULL;
  KhDiscrepancy *row;

  put_ours (fixture, cases[i].id, cases[i].ours);
  put_theirs (fixture, cases[i].id, cases[i].state, cases[i].theirs);
  kh_capabilities_set_field (fixture->capabilities, cases[i].id, (KhAbility) cases[i].ability, cases[i].longest);
  comparison = compare (fixture);
  row = kh_comparison_get (comparison, cases[i].id);

  g_test_message ("case %" G_GSIZE_FORMAT, i);
  g_assert_cmpint (kh_discrepancy_get_difference (row), ==, cases[i].difference);
  g_assert_cmpint (kh_discrepancy_get_resolution (row), ==, cases[i].resolution);
  g_assert_cmpuint (get_allowed (row), ==, cases[i].allowed);
  if (cases[i].reason != NULL)
    g_assert_nonnull (strstr (kh_discrepancy_get_reason (row), cases[i].reason));

  /* Nothing of either gets as far as a page. */
  g_assert_null (kh_discrepancy_get_ours (row));
  g_assert_null (kh_discrepancy_get_theirs (row));
  g_assert_cmpstr (kh_discrepancy_get_ours_text (row), ==, cases[i].ours != NULL ? DOTS : NULL);
  g_assert_cmpstr (kh_discrepancy_get_theirs_text (row), ==,
                   cases[i].theirs != NULL || cases[i].state == MASKED ? DOTS : NULL);
  g_assert_cmpint (kh_discrepancy_has_ours (row), ==, cases[i].ours != NULL);
}

static void
test_cases (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture = { NULL };

      set_up (&fixture, NULL);
      check_case (&fixture, i);
      tear_down (&fixture, NULL);
    }
}

static void
test_changes (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) adopted = NULL;
  g_autoptr (GArray) confirm = NULL;
  const KhChange *change;

  put (fixture, PASSCODE, "ROSEBUD", "0042");
  put (fixture, DURESS, "SLED", "XANADU");
  comparison = compare (fixture);
  kh_discrepancy_set_resolution (kh_comparison_get (comparison, DURESS), KH_RESOLUTION_THEIRS);

  changes = kh_comparison_dup_changes (comparison);
  g_assert_cmpuint (changes->len, ==, 1);
  change = g_ptr_array_index (changes, 0);
  g_assert_cmpint (change->datapoint, ==, PASSCODE);
  g_assert_cmpstr (kh_secret_get_text (change->secret), ==, "ROSEBUD");
  g_assert_cmpstr (change->item, ==, "c7");
  g_assert_null (change->value);
  g_assert_null (change->from);

  adopted = kh_comparison_dup_adopted (comparison);
  g_assert_cmpuint (adopted->len, ==, 1);
  change = g_ptr_array_index (adopted, 0);
  g_assert_cmpint (change->datapoint, ==, DURESS);
  g_assert_cmpstr (kh_secret_get_text (change->secret), ==, "XANADU");
  g_assert_null (change->value);

  confirm = kh_comparison_dup_confirm (comparison);
  g_assert_cmpuint (confirm->len, ==, 1);
  g_assert_cmpint (g_array_index (confirm, KhDatapointId, 0), ==, PASSCODE);
}

/* An emptiness of ours is sent only where somebody chose that, and then it is asked about. */
static void
test_cleared (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GArray) uncleared = NULL;
  g_autoptr (GArray) cleared = NULL;

  put (fixture, PASSCODE, NULL, "ROSEBUD");
  put (fixture, DURESS, NULL, "SLED");
  comparison = compare (fixture);
  none = kh_comparison_dup_changes (comparison);
  uncleared = kh_comparison_dup_cleared (comparison);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (uncleared->len, ==, 0);

  kh_discrepancy_set_resolution (kh_comparison_get (comparison, PASSCODE), KH_RESOLUTION_OURS);
  kh_discrepancy_set_resolution (kh_comparison_get (comparison, DURESS), KH_RESOLUTION_OURS);
  changes = kh_comparison_dup_changes (comparison);
  cleared = kh_comparison_dup_cleared (comparison);
  g_assert_cmpuint (changes->len, ==, 1);
  g_assert_cmpint (((const KhChange *) g_ptr_array_index (changes, 0))->datapoint, ==, DURESS);
  g_assert_null (((const KhChange *) g_ptr_array_index (changes, 0))->secret);
  g_assert_cmpuint (cleared->len, ==, 1);
  g_assert_cmpint (g_array_index (cleared, KhDatapointId, 0), ==, DURESS);
}

static void
check_codes (Fixture      *fixture,
             KhResolution  passcode,
             KhResolution  duress,
             gboolean      apart)
{
  g_autoptr (KhComparison) comparison = compare (fixture);
  g_autoptr (GError) error = NULL;

  kh_discrepancy_set_resolution (kh_comparison_get (comparison, PASSCODE), passcode);
  kh_discrepancy_set_resolution (kh_comparison_get (comparison, DURESS), duress);
  g_assert_cmpint (kh_comparison_check_codes (comparison, &error), ==, apart);
  if (!apart)
    g_assert_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT);
}

/* Neither here nor at the station may one code do for both. */
static void
test_codes (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  put (fixture, PASSCODE, "ROSEBUD", "SLED");
  put (fixture, DURESS, "sled", "XANADU");
  check_codes (fixture, OURS, OURS, TRUE);
  check_codes (fixture, LEAVE, LEAVE, TRUE);
  check_codes (fixture, KH_RESOLUTION_THEIRS, KH_RESOLUTION_THEIRS, TRUE);
  /* Here: SLED and sled. */
  check_codes (fixture, KH_RESOLUTION_THEIRS, LEAVE, FALSE);
  /* At the station: SLED and sled. */
  check_codes (fixture, LEAVE, OURS, FALSE);

  /* What the station has wrong already, and Link does not touch, is none of Link's. */
  put (fixture, PASSCODE, NULL, "SLED");
  put (fixture, DURESS, NULL, "SLED");
  check_codes (fixture, LEAVE, LEAVE, TRUE);
  check_codes (fixture, LEAVE, KH_RESOLUTION_THEIRS, TRUE);
  check_codes (fixture, KH_RESOLUTION_THEIRS, KH_RESOLUTION_THEIRS, FALSE);
}

/* Who may not reveal gets no row, sends nothing, and learns only that there may be something. */
static void
test_hidden (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  KhGrants grants = kh_grants_without (kh_grants_all (), KH_GRANT_PASSCODES_REVEAL);
  g_autoptr (KhComparison) neither = compare_for (fixture, grants);
  g_autoptr (KhComparison) comparison = NULL;
  g_autoptr (GPtrArray) changes = NULL;

  g_assert_cmpuint (kh_comparison_count_hidden (neither), ==, 0);
  put (fixture, PASSCODE, "ROSEBUD", "0042");
  put (fixture, DURESS, "SLED", "SLED");
  comparison = compare_for (fixture, grants);
  changes = kh_comparison_dup_changes (comparison);
  g_assert_null (kh_comparison_get (comparison, PASSCODE));
  g_assert_null (kh_comparison_get (comparison, DURESS));
  g_assert_cmpuint (kh_comparison_count_hidden (comparison), ==, 1);
  g_assert_cmpuint (changes->len, ==, 0);

  /* As it is for them: without a key, it is not known whether the two differ. */
  g_hash_table_remove_all (fixture->secrets);
  g_clear_object (&comparison);
  comparison = compare_for (fixture, grants);
  g_assert_cmpuint (kh_comparison_count_hidden (comparison), ==, 2);
}

static void
test_no_modify (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = NULL;

  put (fixture, PASSCODE, "ROSEBUD", "0042");
  comparison = compare_for (fixture, kh_grants_without (kh_grants_all (), KH_GRANT_PASSCODES_MODIFY));
  g_assert_cmpuint (get_allowed (kh_comparison_get (comparison, PASSCODE)), ==, O | L);
}

static void
test_keep_choices (Fixture       *fixture,
                   gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) earlier = NULL;
  g_autoptr (KhComparison) later = NULL;

  put (fixture, PASSCODE, "ROSEBUD", "0042");
  put (fixture, DURESS, "SLED", "XANADU");
  earlier = compare (fixture);
  kh_discrepancy_set_resolution (kh_comparison_get (earlier, PASSCODE), LEAVE);
  kh_discrepancy_set_resolution (kh_comparison_get (earlier, DURESS), LEAVE);
  put (fixture, DURESS, "SLED", "XANADU2");
  later = compare (fixture);
  kh_comparison_keep_choices (later, earlier);
  g_assert_cmpint (kh_discrepancy_get_resolution (kh_comparison_get (later, PASSCODE)), ==, LEAVE);
  g_assert_cmpint (kh_discrepancy_get_resolution (kh_comparison_get (later, DURESS)), ==, OURS);
}

static void
test_csv (Fixture       *fixture,
          gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = NULL;
  g_autofree char *csv = NULL;

  put (fixture, PASSCODE, "ROSEBUD", "0042");
  put (fixture, DURESS, NULL, "XANADU");
  comparison = compare (fixture);
  csv = kh_comparison_dup_csv (comparison, "Dynamark");
  g_assert_cmpstr (csv, ==,
    "Datapoint Name,Keyholder,Dynamark,Difference,When you press Link\r\n"
    "Passcode,kept,kept,Differs,Writes Keyholder’s value\r\n"
    "Duress Code,none,kept,Only at the station,Leaves both as they are\r\n");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/comparison-sealed/cases", test_cases);
#define ADD(name, func) \
  g_test_add ("/comparison-sealed/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("changes", test_changes);
  ADD ("cleared", test_cleared);
  ADD ("codes", test_codes);
  ADD ("hidden", test_hidden);
  ADD ("no-modify", test_no_modify);
  ADD ("keep-choices", test_keep_choices);
  ADD ("csv", test_csv);
#undef ADD

  return g_test_run ();
}
