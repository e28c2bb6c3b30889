/* test-shell-plan.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-capabilities.h"
#include "kh-change.h"
#include "kh-customer.h"
#include "kh-plan-test.h"
#include "kh-shell-plan.h"
#include "kh-value-type.h"

#include <string.h>

typedef struct {
  KhShellSides sides;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhRow) contact = kh_row_new (KH_TABLE_CONTACTS);

  kh_row_set (contact, KH_CONTACT_NAME, "Bob Lee");
  kh_row_set (contact, KH_CONTACT_PHONE_1, "+18015550142");
  self->sides.contacts = kh_rows_new (KH_TABLE_CONTACTS);
  kh_rows_append (self->sides.contacts, contact);
  self->sides.customer = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_BOLD, FALSE, FALSE);
  self->sides.catalogues = kh_plan_test_make_catalogues ();
  self->sides.capabilities = kh_capabilities_new ();
  self->sides.grants = kh_grants_all ();
  self->sides.secrets = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) kh_secret_unref);
  g_hash_table_insert (self->sides.secrets, GUINT_TO_POINTER (KH_DATAPOINT_PASSCODE), kh_secret_new ("ROSEBUD", -1));
  g_hash_table_insert (self->sides.secrets, GUINT_TO_POINTER (KH_DATAPOINT_DURESS_CODE), kh_secret_new ("XANADU", -1));
  g_object_set (self->sides.capabilities, "name", "Dynamark", "number-pattern", "^[0-9]{4}$", NULL);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    kh_capabilities_set_field (self->sides.capabilities, (KhDatapointId) i, KH_ABILITY_COMPARE | KH_ABILITY_WRITE, 0);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_clear_pointer (&self->sides.secrets, g_hash_table_unref);
  g_object_unref (self->sides.customer);
  g_object_unref (self->sides.contacts);
  g_object_unref (self->sides.catalogues);
  g_object_unref (self->sides.capabilities);
}

static const KhShellLack *
find_lack (KhShellPlan   *plan,
           KhDatapointId  id)
{
  for (guint i = 0; i < plan->lacks->len; i++)
    {
      const KhShellLack *lack = g_ptr_array_index (plan->lacks, i);

      if (lack->table == KH_N_TABLES && lack->datapoint == id)
        return lack;
    }

  return NULL;
}

static const char *
find_line (KhShellPlan   *plan,
           KhDatapointId  id)
{
  for (guint i = 0; i < plan->lines->len; i++)
    {
      const KhShellLine *line = g_ptr_array_index (plan->lines, i);

      if (line->datapoint == id)
        return line->text;
    }

  return NULL;
}

/* What is sent of it; of a secret, what it is. */
static const char *
find_value (KhShellPlan   *plan,
            KhDatapointId  id)
{
  for (guint i = 0; i < plan->values->len; i++)
    {
      const KhChange *change = g_ptr_array_index (plan->values, i);

      if (change->datapoint == id)
        return change->secret != NULL ? kh_secret_get_text (change->secret) : change->value;
    }

  return NULL;
}

static void
assert_lacks (KhShellPlan   *plan,
              KhDatapointId  id,
              const char    *words)
{
  const KhShellLack *lack = find_lack (plan, id);
  gboolean told = lack != NULL && strstr (lack->message, words) != NULL &&
                  strcmp (kh_shell_lack_get_label (lack), kh_datapoint_get_label (id)) == 0;

  g_assert_true (told);
  g_assert_null (find_value (plan, id));
}

/* Every line is a value that goes out, and every value has a line. */
static void
assert_shows_what_is_sent (KhShellPlan *plan)
{
  g_assert_cmpuint (plan->lines->len, ==, plan->values->len);
  for (guint i = 0; i < plan->lines->len; i++)
    {
      const KhShellLine *line = g_ptr_array_index (plan->lines, i);
      const KhChange *change = g_ptr_array_index (plan->values, i);

      g_assert_cmpint (line->datapoint, ==, change->datapoint);
      g_assert_true (change->value != NULL || change->secret != NULL);
    }
}

static void
test_whole (Fixture       *self,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhShellPlan) plan = kh_shell_plan_new (&self->sides);

  for (guint i = 0; i < plan->lacks->len; i++)
    g_test_message ("%s", ((const KhShellLack *) g_ptr_array_index (plan->lacks, i))->message);
  g_assert_cmpuint (plan->lacks->len, ==, 0);
  g_assert_cmpuint (plan->lines->len, >, 10);
  assert_shows_what_is_sent (plan);
  g_assert_cmpstr (find_line (plan, KH_DATAPOINT_PASSCODE), ==, "••••••");
  g_assert_cmpstr (find_value (plan, KH_DATAPOINT_PASSCODE), ==, "ROSEBUD");
  g_assert_cmpstr (find_value (plan, KH_DATAPOINT_CITY), ==, kh_customer_get (self->sides.customer, KH_DATAPOINT_CITY));
  g_assert_null (find_line (plan, KH_DATAPOINT_SALE_DATE));
}

/* Looking at it opens nothing, and shows the same lines. */
static void
test_unopened (Fixture       *self,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhShellPlan) opened = kh_shell_plan_new (&self->sides);
  g_autoptr (KhShellPlan) plan = NULL;

  g_clear_pointer (&self->sides.secrets, g_hash_table_unref);
  plan = kh_shell_plan_new (&self->sides);
  g_assert_cmpuint (plan->lacks->len, ==, 0);
  g_assert_cmpuint (plan->lines->len, ==, opened->lines->len);
  g_assert_cmpstr (find_line (plan, KH_DATAPOINT_PASSCODE), ==, "••••••");
  g_assert_null (find_value (plan, KH_DATAPOINT_PASSCODE));
}

static void
test_missing (Fixture       *self,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhShellPlan) plan = NULL;

  kh_customer_set (self->sides.customer, KH_DATAPOINT_ADDRESS_1, NULL);
  kh_customer_set (self->sides.customer, KH_DATAPOINT_ACCOUNT_NUMBER, NULL);
  kh_customer_set_sealed (self->sides.customer, KH_DATAPOINT_PASSCODE, FALSE);
  g_hash_table_remove (self->sides.secrets, GUINT_TO_POINTER (KH_DATAPOINT_PASSCODE));
  plan = kh_shell_plan_new (&self->sides);
  g_assert_cmpuint (plan->lacks->len, ==, 2);
  assert_lacks (plan, KH_DATAPOINT_ADDRESS_1, "Fill this in");
  assert_lacks (plan, KH_DATAPOINT_PASSCODE, "Fill this in");
}

static void
test_no_phone (Fixture       *self,
               gconstpointer  data G_GNUC_UNUSED)
{
  const KhShellLack *lack;
  g_autoptr (KhShellPlan) plan = NULL;

  kh_row_set (kh_rows_get (self->sides.contacts, 0), KH_CONTACT_PHONE_1, NULL);
  plan = kh_shell_plan_new (&self->sides);
  g_assert_cmpuint (plan->lacks->len, ==, 1);
  lack = g_ptr_array_index (plan->lacks, 0);
  g_assert_cmpint (lack->table, ==, KH_TABLE_CONTACTS);
  g_assert_cmpstr (kh_shell_lack_get_label (lack), ==, "Contacts");
}

/* What the member may not view is not sent, and is missed where the station needs it. */
static void
test_hidden (Fixture       *self,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhShellPlan) plan = NULL;

  self->sides.grants = kh_grants_without (kh_grants_all (), KH_GRANT_PASSCODES_REVEAL);
  self->sides.grants = kh_grants_without (self->sides.grants, KH_GRANT_CONTACTS_VIEW);
  kh_rows_hide (self->sides.contacts, self->sides.grants);
  plan = kh_shell_plan_new (&self->sides);
  g_assert_cmpuint (plan->lacks->len, ==, 2);
  assert_lacks (plan, KH_DATAPOINT_PASSCODE, "may not view it");
  g_assert_null (find_line (plan, KH_DATAPOINT_PASSCODE));
  g_assert_null (find_line (plan, KH_DATAPOINT_DURESS_CODE));
  g_assert_null (find_value (plan, KH_DATAPOINT_DURESS_CODE));
  g_assert_nonnull (strstr (((const KhShellLack *) g_ptr_array_index (plan->lacks, 1))->message, "may not view the contacts"));
}

/* Only what the station can write is sent, and only as long as it takes. */
static void
test_station (Fixture       *self,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhShellPlan) plan = NULL;

  kh_capabilities_set_field (self->sides.capabilities, KH_DATAPOINT_COUNTY, KH_ABILITY_COMPARE, 0);
  kh_capabilities_set_field (self->sides.capabilities, KH_DATAPOINT_CROSS_STREET, KH_ABILITY_NONE, 0);
  kh_capabilities_set_field (self->sides.capabilities, KH_DATAPOINT_CITY, KH_ABILITY_COMPARE | KH_ABILITY_WRITE, 1);
  kh_capabilities_set_field (self->sides.capabilities, KH_DATAPOINT_PASSCODE, KH_ABILITY_WRITE, 3);
  plan = kh_shell_plan_new (&self->sides);
  g_assert_cmpuint (plan->lacks->len, ==, 2);
  assert_lacks (plan, KH_DATAPOINT_CITY, "at most 1 character");
  assert_lacks (plan, KH_DATAPOINT_PASSCODE, "at most 3 characters; this has more.");
  g_assert_null (find_line (plan, KH_DATAPOINT_COUNTY));
  g_assert_null (find_value (plan, KH_DATAPOINT_CROSS_STREET));
  assert_shows_what_is_sent (plan);
}

static void
test_codes (Fixture       *self,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhShellPlan) alike = NULL;
  g_autoptr (KhShellPlan) locked = NULL;

  g_hash_table_insert (self->sides.secrets, GUINT_TO_POINTER (KH_DATAPOINT_DURESS_CODE), kh_secret_new ("rosebud", -1));
  alike = kh_shell_plan_new (&self->sides);
  g_assert_cmpuint (alike->lacks->len, ==, 1);
  g_assert_nonnull (find_lack (alike, KH_DATAPOINT_DURESS_CODE));

  g_hash_table_remove_all (self->sides.secrets);
  locked = kh_shell_plan_new (&self->sides);
  assert_lacks (locked, KH_DATAPOINT_PASSCODE, "no key");
}

static void
test_number (Fixture       *self,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) empty = NULL;
  g_autoptr (GError) odd = NULL;

  g_assert_true (kh_shell_plan_check_number ("1042", self->sides.capabilities, NULL));
  g_assert_false (kh_shell_plan_check_number (NULL, self->sides.capabilities, &empty));
  g_assert_error (empty, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT);
  g_assert_false (kh_shell_plan_check_number ("AB-77", self->sides.capabilities, &odd));
  g_assert_nonnull (strstr (odd->message, "Dynamark"));
  g_object_set (self->sides.capabilities, "number-pattern", "([", NULL);
  g_assert_true (kh_shell_plan_check_number ("AB-77", self->sides.capabilities, NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, func) g_test_add ("/shell-plan/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("whole", test_whole);
  ADD ("unopened", test_unopened);
  ADD ("missing", test_missing);
  ADD ("no-phone", test_no_phone);
  ADD ("hidden", test_hidden);
  ADD ("station", test_station);
  ADD ("codes", test_codes);
  ADD ("number", test_number);
#undef ADD

  return g_test_run ();
}
