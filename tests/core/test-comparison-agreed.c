/* test-comparison-agreed.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-account.h"
#include "kh-capabilities.h"
#include "kh-change.h"
#include "kh-comparison.h"
#include "kh-customer.h"
#include "kh-outbox-item.h"

#include <string.h>

#define NONE KH_N_OUTBOX_STATES
#define UNKNOWN "?"

#define OURS KH_RESOLUTION_OURS
#define LEAVE KH_RESOLUTION_LEAVE
#define UNDECIDED KH_RESOLUTION_UNDECIDED

/* A city: what was last agreed on, what each side has now, and what is on its way of it. */
typedef struct {
  const char *name;
  const char *agreed;
  const char *theirs;
  const char *ours;
  KhOutboxState item; /* or NONE */
  gboolean conflict;
  KhResolution resolution;
} Row;

static const Row rows[] = {
  { "same", "Provo", "Provo", "Provo", NONE, FALSE, LEAVE },
  { "left-at-link", "Orem", "Orem", "Provo", NONE, FALSE, LEAVE },
  { "left-empty", NULL, NULL, "Provo", NONE, FALSE, LEAVE },
  { "changed-here", "Provo", "Provo", "Ogden", KH_OUTBOX_QUEUED, FALSE, OURS },
  { "held-here", "Provo", "Provo", "Ogden", KH_OUTBOX_HELD, FALSE, OURS },
  { "refused", "Provo", "Provo", "Ogden", KH_OUTBOX_REJECTED, FALSE, OURS },
  { "pending", "Provo", "Provo", "Ogden", KH_OUTBOX_PENDING, FALSE, LEAVE },
  { "over", "Provo", "Provo", "Ogden", KH_OUTBOX_SUPERSEDED, FALSE, LEAVE },
  { "respelled-here", "Provo", "Provo", "PROVO", KH_OUTBOX_QUEUED, FALSE, OURS },
  { "respelled-there", "Provo", "PROVO", "Provo", NONE, FALSE, LEAVE },
  { "changed-there", "Provo", "Logan", "Provo", NONE, TRUE, UNDECIDED },
  { "cleared-there", "Provo", NULL, "Provo", NONE, TRUE, UNDECIDED },
  { "added-there", NULL, "Logan", NULL, NONE, TRUE, UNDECIDED },
  { "changed-both", "Provo", "Logan", "Ogden", KH_OUTBOX_HELD, TRUE, UNDECIDED },
  { "changed-both-pending", "Provo", "Logan", "Ogden", KH_OUTBOX_PENDING, TRUE, UNDECIDED },
  { "ours-there", "Provo", "Ogden", "Ogden", KH_OUTBOX_HELD, FALSE, LEAVE },
  { "not-known", UNKNOWN, "Logan", "Provo", NONE, FALSE, LEAVE },
};

typedef struct {
  KhCustomer *customer;
  KhAccount *account;
  KhCapabilities *capabilities;
  KhShadow *shadow;
  GPtrArray *waiting;
  KhShadowSides sides;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  fixture->customer = kh_customer_new ();
  fixture->account = kh_account_new ();
  fixture->capabilities = kh_capabilities_new ();
  fixture->shadow = kh_shadow_new ();
  fixture->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_outbox_item_free);
  kh_customer_set (fixture->customer, KH_DATAPOINT_ACCOUNT_TYPE, NULL);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      kh_account_set_value (fixture->account, (KhDatapointId) i, KH_ACCOUNT_CLEAR, NULL, NULL);
      kh_capabilities_set_field (fixture->capabilities, (KhDatapointId) i, KH_ABILITY_COMPARE | KH_ABILITY_WRITE, 0);
    }
  fixture->sides = (KhShadowSides) {
    .shadow = fixture->shadow,
    .account = fixture->account,
    .customer = fixture->customer,
  };
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_ptr_array_unref (fixture->waiting);
  kh_shadow_free (fixture->shadow);
  g_assert_finalize_object (fixture->capabilities);
  g_assert_finalize_object (fixture->account);
  g_assert_finalize_object (fixture->customer);
}

static void
add_item (Fixture       *fixture,
          KhDatapointId  id,
          const char    *before,
          KhOutboxState  state)
{
  KhOutboxItem *item = kh_outbox_item_new ();

  item->datapoint = id;
  item->before = g_strdup (before);
  item->state = state;
  g_ptr_array_add (fixture->waiting, item);
}

static void
put (Fixture       *fixture,
     KhDatapointId  id,
     const char    *agreed,
     const char    *theirs,
     const char    *ours)
{
  const gboolean known = g_strcmp0 (agreed, UNKNOWN) != 0;

  kh_shadow_set (fixture->shadow, id, known, known ? agreed : NULL, NULL);
  kh_account_set_value (fixture->account, id, KH_ACCOUNT_CLEAR, theirs, NULL);
  kh_customer_set (fixture->customer, id, ours);
}

static KhComparison *
compare (Fixture    *fixture,
         KhGrants    grants,
         GHashTable *secrets,
         guint      *hidden)
{
  KhComparison *comparison = kh_comparison_new_with_secrets (fixture->customer, fixture->account, fixture->capabilities,
                                                             NULL, grants, secrets);
  guint n = kh_comparison_take_agreed (comparison, &fixture->sides, fixture->waiting);

  if (hidden != NULL)
    *hidden = n;

  return comparison;
}

static void
test_rows (Fixture       *fixture,
           gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      const Row *row = &rows[i];
      g_autoptr (KhComparison) comparison = NULL;
      KhDiscrepancy *city;

      tear_down (fixture, data);
      set_up (fixture, data);
      put (fixture, KH_DATAPOINT_CITY, row->agreed, row->theirs, row->ours);
      if (row->item != NONE)
        add_item (fixture, KH_DATAPOINT_CITY, row->agreed, row->item);
      comparison = compare (fixture, kh_grants_all (), NULL, NULL);
      city = kh_comparison_get (comparison, KH_DATAPOINT_CITY);
      g_test_message ("%s", row->name);
      g_assert_cmpint (kh_discrepancy_is_conflict (city), ==, row->conflict);
      g_assert_cmpint (kh_discrepancy_get_resolution (city), ==, row->resolution);
      g_assert_cmpuint (kh_comparison_count_conflicts (comparison), ==, row->conflict ? 1 : 0);
      g_assert_cmpuint (kh_comparison_count_undecided (comparison), ==, row->resolution == UNDECIDED ? 1 : 0);
      g_assert_cmpint (kh_discrepancy_is_agreed_known (city), ==, g_strcmp0 (row->agreed, UNKNOWN) != 0);
      if (kh_discrepancy_is_agreed_known (city))
        g_assert_cmpstr (kh_discrepancy_get_agreed_text (city), ==, row->agreed);
    }
}

/* What the station has cleared can be cleared here as well, where the record can do without it. */
static void
test_cleared (Fixture       *fixture,
              gconstpointer  data)
{
  static const struct {
    KhDatapointId id;
    const char *agreed;
    const char *ours;
    KhGrant taken;
    gboolean theirs;
    gboolean told;
  } cases[] = {
    { KH_DATAPOINT_CROSS_STREET, "Oak Ave", "Oak Ave", KH_N_GRANTS, TRUE, FALSE },
    { KH_DATAPOINT_CROSS_STREET, "Oak Ave", "Elm Ave", KH_N_GRANTS, TRUE, FALSE },
    { KH_DATAPOINT_CROSS_STREET, "Oak Ave", "Oak Ave", KH_GRANT_CUSTOMER_MODIFY, FALSE, FALSE },
    /* Never there, or nobody knows: that is no clearing. */
    { KH_DATAPOINT_CROSS_STREET, NULL, "Oak Ave", KH_N_GRANTS, FALSE, FALSE },
    { KH_DATAPOINT_CROSS_STREET, UNKNOWN, "Oak Ave", KH_N_GRANTS, FALSE, FALSE },
    { KH_DATAPOINT_CITY, "Provo", "Provo", KH_N_GRANTS, FALSE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      KhGrants grants = kh_grants_all ();
      g_autoptr (KhComparison) comparison = NULL;
      g_autoptr (GPtrArray) adopted = NULL;
      KhDiscrepancy *row;

      tear_down (fixture, data);
      set_up (fixture, data);
      put (fixture, cases[i].id, cases[i].agreed, NULL, cases[i].ours);
      if (cases[i].taken != KH_N_GRANTS)
        grants = kh_grants_without (grants, cases[i].taken);
      comparison = compare (fixture, grants, NULL, NULL);
      row = kh_comparison_get (comparison, cases[i].id);
      g_test_message ("%u", i);
      g_assert_cmpint (kh_discrepancy_allows (row, KH_RESOLUTION_THEIRS), ==, cases[i].theirs);
      g_assert_cmpint (kh_discrepancy_get_reason (row) != NULL, ==, cases[i].told);
      kh_discrepancy_set_resolution (row, KH_RESOLUTION_THEIRS);
      adopted = kh_comparison_dup_adopted (comparison);
      g_assert_cmpuint (adopted->len, ==, cases[i].theirs ? 1 : 0);
      if (cases[i].theirs)
        {
          const KhChange *change = g_ptr_array_index (adopted, 0);

          g_assert_null (change->value);
          g_assert_cmpstr (change->from, ==, cases[i].ours);
        }
    }
}

/* Somebody else's account is told apart, also among names that both sides know to be spelled
 * differently; once both sides know it, it is told no more. */
static void
test_other_name (Fixture       *fixture,
                 gconstpointer  data)
{
  static const struct {
    const char *agreed;
    const char *theirs;
    const char *name;
    gboolean other;
  } names[] = {
    { "Lee", "Lee", "Ann Lee", FALSE },
    { "Lee", "Lee-Moss", "Ann Lee-Moss", FALSE },
    { "Lee", "Zane", "Ann Zane", FALSE },
    { "Lee", "Zane", "Robert Zane", TRUE },
    { "Zane", "Zane", "Robert Zane", FALSE },
    { UNKNOWN, "Zane", "Robert Zane", TRUE },
    { "Lee", NULL, NULL, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (KhComparison) unlinked = NULL;
      g_autoptr (KhComparison) comparison = NULL;

      tear_down (fixture, data);
      set_up (fixture, data);
      put (fixture, KH_DATAPOINT_FIRST_NAME, "Ann", "Ann", "Ann");
      put (fixture, KH_DATAPOINT_LAST_NAME, names[i].agreed, names[i].theirs, "Lee");
      g_object_set (fixture->account, "name", names[i].name, NULL);
      unlinked = kh_comparison_new (fixture->customer, fixture->account, fixture->capabilities, NULL, kh_grants_all ());
      comparison = compare (fixture, kh_grants_all (), NULL, NULL);
      g_test_message ("%u", i);
      g_assert_cmpint (kh_comparison_has_other_name (unlinked), ==,
                       names[i].other || g_strcmp0 (names[i].agreed, "Zane") == 0);
      g_assert_cmpint (kh_comparison_has_other_name (comparison), ==, names[i].other);
    }
}

/* What was decided stays so, and can be taken back; where nothing is in conflict, there is no such
 * thing. */
static void
test_decide (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = NULL;
  g_autoptr (KhComparison) again = NULL;
  g_autoptr (KhComparison) other = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  KhDiscrepancy *city;

  put (fixture, KH_DATAPOINT_CITY, "Provo", "Logan", "Ogden");
  comparison = compare (fixture, kh_grants_all (), NULL, NULL);
  city = kh_comparison_get (comparison, KH_DATAPOINT_CITY);
  changes = kh_comparison_dup_changes (comparison);
  g_assert_cmpuint (changes->len, ==, 0);
  kh_discrepancy_set_resolution (city, KH_RESOLUTION_THEIRS);
  kh_discrepancy_set_resolution (city, UNDECIDED);
  g_assert_cmpuint (kh_comparison_count_undecided (comparison), ==, 1);
  kh_discrepancy_set_resolution (city, KH_RESOLUTION_THEIRS);
  g_assert_false (kh_discrepancy_allows (kh_comparison_get (comparison, KH_DATAPOINT_ZIP), UNDECIDED));
  g_assert_cmpuint (kh_comparison_count_undecided (comparison), ==, 0);
  g_assert_cmpuint (kh_comparison_count_conflicts (comparison), ==, 1);

  again = compare (fixture, kh_grants_all (), NULL, NULL);
  kh_comparison_keep_choices (again, comparison);
  g_assert_cmpuint (kh_comparison_count_undecided (again), ==, 0);
  /* Of another value it says nothing. */
  kh_account_set_value (fixture->account, KH_DATAPOINT_CITY, KH_ACCOUNT_CLEAR, "Moab", NULL);
  other = compare (fixture, kh_grants_all (), NULL, NULL);
  kh_comparison_keep_choices (other, comparison);
  g_assert_cmpuint (kh_comparison_count_undecided (other), ==, 1);
}

/* Where only one way is open, nobody is asked for it; and what Link alone sends is not written. */
static void
test_only_way (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = NULL;
  KhDiscrepancy *city, *panel;

  put (fixture, KH_DATAPOINT_CITY, "Provo", NULL, "Provo");
  kh_capabilities_set_field (fixture->capabilities, KH_DATAPOINT_CITY, KH_ABILITY_COMPARE, 0);
  put (fixture, KH_DATAPOINT_PANEL_TYPE, NULL, NULL, "Vista 20");
  comparison = compare (fixture, kh_grants_all (), NULL, NULL);
  city = kh_comparison_get (comparison, KH_DATAPOINT_CITY);
  panel = kh_comparison_get (comparison, KH_DATAPOINT_PANEL_TYPE);
  g_assert_true (kh_discrepancy_is_conflict (city));
  g_assert_cmpint (kh_discrepancy_get_resolution (city), ==, LEAVE);
  g_assert_cmpuint (kh_comparison_count_undecided (comparison), ==, 0);
  g_assert_cmpint (kh_discrepancy_get_difference (panel), ==, KH_DIFFERENCE_ONLY_HERE);
  g_assert_false (kh_discrepancy_allows (panel, OURS));
  g_assert_cmpint (kh_discrepancy_get_resolution (panel), ==, LEAVE);
}

/* What a member may not view is counted where it is in conflict, and has no row. */
static void
test_hidden (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = NULL;
  g_autoptr (KhComparison) later = NULL;
  KhGrants grants = kh_grants_all ();
  guint hidden = 0;

  grants = kh_grants_without (grants, kh_datapoint_get (KH_DATAPOINT_CITY)->view);
  put (fixture, KH_DATAPOINT_CITY, "Provo", "Logan", "Provo");
  comparison = compare (fixture, grants, NULL, &hidden);
  g_assert_null (kh_comparison_get (comparison, KH_DATAPOINT_CITY));
  g_assert_cmpuint (hidden, ==, 1);
  kh_account_set_value (fixture->account, KH_DATAPOINT_CITY, KH_ACCOUNT_CLEAR, "Provo", NULL);
  later = compare (fixture, grants, NULL, &hidden);
  g_assert_cmpuint (hidden, ==, 0);
}

/* One that was found to be changed there is in conflict whatever the version, and for whoever may not
 * view it, too, there is something that somebody else decides about. */
static void
test_sealed_seen (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GHashTable) secrets = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) kh_secret_unref);
  g_autoptr (KhSecret) theirs = kh_secret_new ("LILAC", -1);
  g_autoptr (KhComparison) seen = NULL;
  g_autoptr (KhComparison) blind = NULL;
  guint hidden = 0;

  g_hash_table_insert (secrets, GUINT_TO_POINTER (KH_DATAPOINT_PASSCODE), kh_secret_new ("ROSEBUD", -1));
  kh_account_set_secret (fixture->account, KH_DATAPOINT_PASSCODE, KH_ACCOUNT_CLEAR, theirs, "c1");
  kh_shadow_set (fixture->shadow, KH_DATAPOINT_PASSCODE, FALSE, NULL, "c1");
  kh_shadow_set_seen (fixture->shadow, KH_DATAPOINT_PASSCODE, NULL);
  kh_customer_set_sealed (fixture->customer, KH_DATAPOINT_PASSCODE, TRUE);
  fixture->sides.same_version = TRUE;

  seen = compare (fixture, kh_grants_all (), secrets, &hidden);
  g_assert_true (kh_discrepancy_is_conflict (kh_comparison_get (seen, KH_DATAPOINT_PASSCODE)));
  g_assert_cmpuint (hidden, ==, 0);
  blind = compare (fixture, kh_grants_without (kh_grants_all (), kh_datapoint_get (KH_DATAPOINT_PASSCODE)->view), NULL,
                   &hidden);
  g_assert_null (kh_comparison_get (blind, KH_DATAPOINT_PASSCODE));
  g_assert_cmpuint (hidden, ==, 1);
}

/* What is kept of a secret is not shown: what was last agreed on is dots, and when the account has changed
 * at all, the secret may have. */
static void
test_sealed (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GHashTable) secrets = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) kh_secret_unref);
  g_autoptr (KhSecret) theirs = kh_secret_new ("LILAC", -1);
  g_autoptr (KhComparison) known = NULL;
  g_autoptr (KhComparison) moved = NULL;
  g_autofree char *csv = NULL;
  KhDiscrepancy *row;
  guint hidden = 0;

  g_hash_table_insert (secrets, GUINT_TO_POINTER (KH_DATAPOINT_PASSCODE), kh_secret_new ("ROSEBUD", -1));
  kh_account_set_secret (fixture->account, KH_DATAPOINT_PASSCODE, KH_ACCOUNT_CLEAR, theirs, "c1");
  kh_shadow_set (fixture->shadow, KH_DATAPOINT_PASSCODE, FALSE, NULL, "c1");
  kh_customer_set_sealed (fixture->customer, KH_DATAPOINT_PASSCODE, TRUE);

  fixture->sides.same_version = TRUE;
  known = compare (fixture, kh_grants_all (), secrets, NULL);
  row = kh_comparison_get (known, KH_DATAPOINT_PASSCODE);
  g_assert_false (kh_discrepancy_is_conflict (row));
  g_assert_cmpint (kh_discrepancy_get_resolution (row), ==, LEAVE);
  g_assert_cmpstr (kh_discrepancy_get_agreed_text (row), ==, "••••••");

  fixture->sides.same_version = FALSE;
  add_item (fixture, KH_DATAPOINT_PASSCODE, NULL, KH_OUTBOX_HELD);
  moved = compare (fixture, kh_grants_all (), secrets, &hidden);
  row = kh_comparison_get (moved, KH_DATAPOINT_PASSCODE);
  g_assert_true (kh_discrepancy_is_conflict (row));
  g_assert_cmpint (kh_discrepancy_get_resolution (row), ==, UNDECIDED);
  g_assert_cmpuint (hidden, ==, 0);
  csv = kh_comparison_dup_csv (moved, "Dynamark");
  g_assert_nonnull (strstr (csv, "Passcode,kept,kept,kept,Differs,Not decided yet"));
  g_assert_null (strstr (csv, "LILAC"));
}

/* One that the station does not show is not written over unasked, where the account has changed. */
static void
test_masked (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GHashTable) secrets = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) kh_secret_unref);
  g_autoptr (KhComparison) known = NULL;
  g_autoptr (KhComparison) moved = NULL;

  g_hash_table_insert (secrets, GUINT_TO_POINTER (KH_DATAPOINT_PASSCODE), kh_secret_new ("ROSEBUD", -1));
  kh_account_set_secret (fixture->account, KH_DATAPOINT_PASSCODE, KH_ACCOUNT_MASKED, NULL, "c1");
  kh_customer_set_sealed (fixture->customer, KH_DATAPOINT_PASSCODE, TRUE);
  add_item (fixture, KH_DATAPOINT_PASSCODE, NULL, KH_OUTBOX_QUEUED);
  fixture->sides.same_version = TRUE;
  known = compare (fixture, kh_grants_all (), secrets, NULL);
  g_assert_cmpint (kh_discrepancy_get_resolution (kh_comparison_get (known, KH_DATAPOINT_PASSCODE)), ==, OURS);
  fixture->sides.same_version = FALSE;
  moved = compare (fixture, kh_grants_all (), secrets, NULL);
  g_assert_cmpint (kh_discrepancy_get_resolution (kh_comparison_get (moved, KH_DATAPOINT_PASSCODE)), ==, UNDECIDED);
}

/* The page as a file says what was last agreed on as well. */
static void
test_csv (Fixture       *fixture,
          gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhComparison) comparison = NULL;
  g_autofree char *csv = NULL;

  put (fixture, KH_DATAPOINT_CITY, "Provo", "Logan", "Ogden");
  put (fixture, KH_DATAPOINT_ZIP, UNKNOWN, "84401", "84601");
  comparison = compare (fixture, kh_grants_all (), NULL, NULL);
  g_assert_true (kh_comparison_has_agreed (comparison));
  csv = kh_comparison_dup_csv (comparison, "Dynamark");
  g_assert_nonnull (strstr (csv, "Datapoint Name,Keyholder,Dynamark,Last Agreed,Difference,When you press Apply"));
  g_assert_nonnull (strstr (csv, "City,Ogden,Logan,Provo,Differs,Not decided yet"));
  g_assert_nonnull (strstr (csv, "84601,84401,not known,Differs,Leaves both as they are"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/comparison-agreed/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("rows", test_rows);
  ADD ("cleared", test_cleared);
  ADD ("other-name", test_other_name);
  ADD ("decide", test_decide);
  ADD ("only-way", test_only_way);
  ADD ("hidden", test_hidden);
  ADD ("sealed", test_sealed);
  ADD ("sealed-seen", test_sealed_seen);
  ADD ("masked", test_masked);
  ADD ("csv", test_csv);
#undef ADD

  return g_test_run ();
}
