/* test-duplicate-tables.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The rows of tables when a customer is duplicated: those that were chosen, exactly, and nothing that the
 * registry never copies or the member may not have at the moment of saving. */

#include "config.h"

#include "kh-copy-test.h"

#include "kh-gate.h"
#include "kh-store-private.h"
#include "kh-table-draft.h"

#define PIN "4711"

static KhRows *
load (KhOfficeTest *office,
      gint64        number,
      KhTableId     table)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhRows *rows;

  kh_store_load_table_async (office->base.store, number, table, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_load_table_finish (office->base.store, result, &error);
  g_assert_no_error (error);

  return rows;
}

static const char *
get_sample (const KhDatapoint *column)
{
  switch ((guint) column->type)
    {
    case KH_VALUE_INTEGER:
      return "7";
    case KH_VALUE_DIGITS:
    case KH_VALUE_ZONE:
      return "007";
    case KH_VALUE_CHOICE:
      return column->choices[0].value;
    case KH_VALUE_BOOLEAN:
      return "1";
    case KH_VALUE_DATE:
      return "2026-02-28";
    case KH_VALUE_PHONE:
      return "+18015550142x7";
    case KH_VALUE_EMAIL:
      return "ann@example.com";
    case KH_VALUE_SECRET:
      return PIN;
    default:
      return "Adams: #1/2’s";
    }
}

/* What would keep a row from being copied at all. */
static gboolean
is_barred (KhTableId table,
           guint     column)
{
  return table == KH_TABLE_CONTACTS &&
         (column == KH_CONTACT_DURESS || column == KH_CONTACT_FROM || column == KH_CONTACT_UNTIL);
}

static void
save (KhOfficeTest *office,
      KhTableDraft *draft)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) changes = kh_table_draft_dup_changes (draft);
  g_autoptr (KhRows) rows = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_save_table_async (office->base.store, office->number, kh_table_draft_get_table (draft), changes, NULL,
                             kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_save_table_finish (office->base.store, result, &error);
  g_assert_no_error (error);
}

static KhTableDraft *
edit (KhOfficeTest *office,
      KhTableId     table)
{
  g_autoptr (KhRows) rows = load (office, office->number, table);
  KhTableDraft *draft = kh_table_draft_new (rows, NULL);

  kh_table_draft_set_appends (draft, TRUE);

  return draft;
}

/* A row of every table, with every column. */
static void
fill_tables (KhOfficeTest *office)
{
  for (guint t = 0; t < KH_N_TABLES; t++)
    {
      g_autoptr (KhTableDraft) draft = edit (office, (KhTableId) t);

      for (guint i = 0; i < kh_table_get ((KhTableId) t)->n_columns; i++)
        if (!is_barred ((KhTableId) t, i))
          g_assert_true (kh_table_draft_set_text (draft, 0, i, get_sample (kh_table_get_column ((KhTableId) t, i))));
      save (office, draft);
    }
}

static void
add_contact (KhOfficeTest *office,
             const char   *name)
{
  g_autoptr (KhTableDraft) draft = edit (office, KH_TABLE_CONTACTS);
  guint position = kh_table_draft_get_n (draft) - 1;

  g_assert_true (kh_table_draft_set_text (draft, position, KH_CONTACT_NAME, name));
  save (office, draft);
}

static KhDuplicateTableLine *
find (KhDuplicatePlan *plan,
      KhTableId        table,
      guint            column)
{
  return kh_duplicate_tables_find_group (kh_duplicate_plan_get_tables (plan), kh_duplicate_group_find (table, column));
}

static void
turn (KhDuplicatePlan *plan,
      KhTableId        table,
      guint            column,
      gboolean         on)
{
  g_assert_true (kh_duplicate_table_line_set_on (find (plan, table, column), on));
}

static KhDuplicatePlan *
open_with (KhOfficeTest *office,
           gboolean      pins)
{
  KhDuplicatePlan *plan = kh_copy_test_open_plan (office);

  kh_duplicate_tables_set_section (kh_duplicate_plan_get_tables (plan), KH_N_SECTIONS, TRUE);
  if (pins)
    turn (plan, KH_TABLE_CONTACTS, KH_CONTACT_PIN, TRUE);

  return plan;
}

static KhCustomer *
duplicate (KhOfficeTest    *office,
           KhDuplicatePlan *plan)
{
  g_autoptr (GError) error = NULL;
  KhCustomer *kept = kh_copy_test_duplicate (office, plan, &error);

  g_assert_no_error (error);
  g_assert_cmpint (kh_customer_get_revision (kept), ==, 1);

  return kept;
}

static KhSecret *
reveal_pin (KhOfficeTest *office,
            gint64        number)
{
  g_autoptr (KhRows) rows = load (office, number, KH_TABLE_CONTACTS);
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_reveal_row_async (office->base.store, number, KH_TABLE_CONTACTS, kh_row_get_id (kh_rows_get (rows, 0)),
                             KH_CONTACT_PIN, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_reveal_row_finish (office->base.store, result, NULL);
}

/* Every column of every table, exactly as the registry says. */
static void
test_exact (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) kept = NULL;

  fill_tables (office);
  plan = open_with (office, FALSE);
  kept = duplicate (office, plan);
  for (guint t = 0; t < KH_N_TABLES; t++)
    {
      const KhTable *table = kh_table_get ((KhTableId) t);
      g_autoptr (KhRows) before = load (office, office->number, table->id);
      g_autoptr (KhRows) after = load (office, kh_customer_get_number (kept), table->id);
      g_autoptr (KhRow) fresh = kh_row_new (table->id);

      g_assert_cmpuint (kh_rows_get_n (before), ==, 1);
      g_assert_cmpuint (kh_rows_get_n (after), ==, table->duplicate == KH_DUPLICATE_NEVER ? 0 : 1);
      for (guint i = 0; kh_rows_get_n (after) > 0 && i < table->n_columns; i++)
        {
          gboolean copied = table->columns[i].duplicate == KH_DUPLICATE_ON;

          g_assert_cmpstr (kh_row_get (kh_rows_get (after, 0), i), ==,
                           kh_row_get (copied ? kh_rows_get (before, 0) : fresh, i));
          g_assert_false (kh_row_is_sealed (kh_rows_get (after, 0), i));
        }
    }
}

/* Nothing chosen, nothing copied: what a duplicate was before. */
static void
test_none (KhOfficeTest  *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) kept = NULL;

  fill_tables (office);
  kept = kh_copy_test_duplicate_well (office);
  for (guint t = 0; t < KH_N_TABLES; t++)
    {
      g_autoptr (KhRows) rows = load (office, kh_customer_get_number (kept), (KhTableId) t);

      g_assert_cmpuint (kh_rows_get_n (rows), ==, 0);
    }
}

/* One of three, in the place that it had. */
static void
test_some (KhOfficeTest  *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhRows) before = NULL;
  g_autoptr (KhRows) after = NULL;
  gint64 left;

  add_contact (office, "Ann");
  add_contact (office, "Bo");
  add_contact (office, "Cy");
  before = load (office, office->number, KH_TABLE_CONTACTS);
  left = kh_row_get_id (kh_rows_get (before, 1));
  plan = open_with (office, FALSE);
  g_assert_true (kh_duplicate_table_line_set_on (kh_duplicate_tables_find_row (kh_duplicate_plan_get_tables (plan),
                                                                               KH_TABLE_CONTACTS, left), FALSE));
  kept = duplicate (office, plan);
  after = load (office, kh_customer_get_number (kept), KH_TABLE_CONTACTS);
  g_assert_cmpuint (kh_rows_get_n (after), ==, 2);
  g_assert_true (kh_row_equal (kh_rows_get (after, 0), kh_rows_get (before, 0)));
  g_assert_true (kh_row_equal (kh_rows_get (after, 1), kh_rows_get (before, 2)));
}

/* Sealed anew for the new customer, and in both histories without the value. */
static void
test_pin (KhOfficeTest  *office,
          gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhSecret) secret = NULL;
  g_autoptr (GPtrArray) of_copy = NULL;
  g_autoptr (GPtrArray) of_original = NULL;
  guint told = 0;

  fill_tables (office);
  plan = open_with (office, TRUE);
  kept = duplicate (office, plan);
  secret = reveal_pin (office, kh_customer_get_number (kept));
  g_assert_cmpstr (kh_secret_get_text (secret), ==, PIN);
  of_copy = kh_store_test_history (office->base.store, kh_customer_get_number (kept));
  of_original = kh_store_test_history (office->base.store, office->number);
  for (guint i = 0; i < of_copy->len; i++)
    g_assert_cmpstr (((const KhHistoryRow *) g_ptr_array_index (of_copy, i))->new_value, !=, PIN);
  for (guint i = 0; i < of_original->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (of_original, i);

      if (!g_str_equal (row->action, "duplicated-to") || row->datapoint == NULL)
        continue;
      g_assert_true (g_str_has_prefix (row->datapoint, "contacts/pin#"));
      g_assert_null (row->new_value);
      told++;
    }
  g_assert_cmpuint (told, ==, 1);
  g_assert_cmpint (kh_office_test_tamper (office, "SELECT count (DISTINCT sealed) FROM customer_secret "
                                                  "WHERE datapoint LIKE 'contacts/pin%'", NULL), ==, 2);
}

/* What is granted when the duplicate is saved counts, not what was when it was begun: nothing is made. */
static void
test_grants (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  static const struct {
    KhGrant grant;
    gboolean pins;
  } taken[] = {
    { KH_GRANT_CONTACTS_VIEW, FALSE }, { KH_GRANT_CONTACTS_CREATE, FALSE }, { KH_GRANT_EQUIPMENT_VIEW, FALSE },
    { KH_GRANT_EQUIPMENT_CREATE, FALSE }, { KH_GRANT_CENTRAL_STATION_VIEW, FALSE },
    { KH_GRANT_CENTRAL_STATION_MODIFY, FALSE }, { KH_GRANT_PASSCODES_REVEAL, TRUE },
    { KH_GRANT_PASSCODES_MODIFY, TRUE },
  };
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhDuplicatePlan) with_pins = NULL;

  fill_tables (office);
  plan = open_with (office, FALSE);
  with_pins = open_with (office, TRUE);
  kh_store_set_member (office->base.store, office->clerk);
  for (guint i = 0; i < G_N_ELEMENTS (taken); i++)
    {
      kh_copy_test_take (office, taken[i].grant);
      kh_copy_test_expect_refused (office, taken[i].pins ? with_pins : plan, KH_GATE_ERROR, KH_GATE_ERROR_DENIED, NULL);
    }
}

/* A plan of whoever may less offers less, and what it offers goes. */
static void
test_less (KhOfficeTest  *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhRows) contacts = NULL;
  g_autoptr (KhRows) zones = NULL;

  fill_tables (office);
  kh_store_set_member (office->base.store, office->clerk);
  kh_copy_test_take (office, KH_GRANT_EQUIPMENT_CREATE);
  plan = kh_copy_test_open_plan (office);
  kh_duplicate_tables_set_section (kh_duplicate_plan_get_tables (plan), KH_N_SECTIONS, TRUE);
  kept = duplicate (office, plan);
  contacts = load (office, kh_customer_get_number (kept), KH_TABLE_CONTACTS);
  zones = load (office, kh_customer_get_number (kept), KH_TABLE_ZONES);
  g_assert_cmpuint (kh_rows_get_n (contacts), ==, 1);
  g_assert_false (kh_row_is_sealed (kh_rows_get (contacts, 0), KH_CONTACT_PIN));
  g_assert_cmpuint (kh_rows_get_n (zones), ==, 0);
}

/* Without a key there is no PIN to copy. */
static void
test_no_key (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;

  fill_tables (office);
  plan = open_with (office, TRUE);
  kh_copy_test_take (office, KH_GRANT_NONE);
  kh_store_set_member (office->base.store, office->clerk);
  kh_copy_test_expect_refused (office, plan, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY, "PIN");
}

/* A row that was changed meanwhile is a customer that was. */
static void
test_changed (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;

  add_contact (office, "Ann");
  plan = open_with (office, FALSE);
  add_contact (office, "Bo");
  kh_copy_test_expect_refused (office, plan, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT, NULL);
}

/* Undo takes the copy back with its rows, and not once one of them was changed. */
static void
test_undo (KhOfficeTest  *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhCustomer) other = NULL;
  gint64 original = office->number;
  g_autoptr (GError) error = NULL;

  fill_tables (office);
  plan = open_with (office, TRUE);
  kept = duplicate (office, plan);
  g_assert_true (kh_copy_test_undo (office, original, kh_customer_get_number (kept), &error));
  g_assert_no_error (error);
  for (guint t = 0; t < KH_N_TABLES; t++)
    {
      g_autofree char *table = kh_table_dup_sql ((KhTableId) t);
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM %s", table);

      g_assert_cmpint (kh_office_test_tamper (office, sql, NULL), ==, 1);
    }
  g_assert_cmpint (kh_office_test_tamper (office, "SELECT count (*) FROM customer_secret", NULL), ==, 2);

  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  other = duplicate (office, plan);
  office->number = kh_customer_get_number (other);
  add_contact (office, "Bo");
  g_assert_false (kh_copy_test_undo (office, original, office->number, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
}

/* Several: each gets rows of their own. */
static void
test_many (KhOfficeTest  *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (KhCustomer) copy = NULL;
  g_autoptr (KhDuplicateChoice) rows = NULL;
  g_autoptr (GPtrArray) lines = kh_duplicate_lines_parse ("Bo\tLee\nCy\tLee\n", 14, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) numbers = NULL;
  g_autoptr (GError) error = NULL;

  fill_tables (office);
  plan = open_with (office, TRUE);
  copy = kh_duplicate_plan_make_customer (plan);
  rows = kh_duplicate_tables_dup_choice (kh_duplicate_plan_get_tables (plan));
  kh_store_duplicate_many_async (office->base.store, office->number,
                                 kh_customer_get_revision (kh_duplicate_plan_get_original (plan)), copy, rows, lines,
                                 NULL, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  numbers = kh_store_duplicate_many_finish (office->base.store, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KhRows) zones = load (office, g_array_index (numbers, gint64, i), KH_TABLE_ZONES);
      g_autoptr (KhSecret) secret = reveal_pin (office, g_array_index (numbers, gint64, i));

      g_assert_cmpuint (kh_rows_get_n (zones), ==, 1);
      g_assert_cmpstr (kh_secret_get_text (secret), ==, PIN);
    }
}

/* The defaults keep the groups, and say so in the history of the office. */
static void
test_defaults (KhOfficeTest  *office,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicateDefaults) defaults = kh_duplicate_defaults_new ();
  g_autoptr (KhDuplicatePlan) plan = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (GError) error = NULL;

  add_contact (office, "Ann");
  kh_duplicate_defaults_set_group (defaults, kh_duplicate_group_find (KH_TABLE_CONTACTS, KH_COLUMN_NONE), TRUE);
  kh_store_save_duplicate_defaults_async (office->base.store, defaults, FALSE, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_true (kh_store_save_duplicate_defaults_finish (office->base.store, result, &error));
  history = kh_store_test_history (office->base.store, 0);
  g_assert_cmpstr (kh_copy_test_find_history (history, "default-change", "duplicate-default/contacts")->new_value,
                   ==, "1");
  g_clear_object (&result);
  kh_store_test_close (g_steal_pointer (&office->base.store));
  office->base.store = kh_store_test_open (office->base.folder, NULL);
  kh_store_set_member (office->base.store, office->owner);
  plan = kh_copy_test_open_plan (office);
  g_assert_true (kh_duplicate_table_line_get_on (find (plan, KH_TABLE_CONTACTS, KH_COLUMN_NONE)));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, KhOfficeTest, NULL, kh_copy_test_set_up, func, kh_office_test_tear_down)
  ADD ("/duplicate-tables/exact", test_exact);
  ADD ("/duplicate-tables/none", test_none);
  ADD ("/duplicate-tables/some", test_some);
  ADD ("/duplicate-tables/pin", test_pin);
  ADD ("/duplicate-tables/grants", test_grants);
  ADD ("/duplicate-tables/less", test_less);
  ADD ("/duplicate-tables/no-key", test_no_key);
  ADD ("/duplicate-tables/changed", test_changed);
  ADD ("/duplicate-tables/undo", test_undo);
  ADD ("/duplicate-tables/many", test_many);
  ADD ("/duplicate-tables/defaults", test_defaults);
#undef ADD

  return g_test_run ();
}
