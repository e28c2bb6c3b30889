/* test-search-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A customer is found by the rows of their tables as by their own record: whatever was done to the
 * rows, by what is kept now, by nothing that a member may not view, and by no secret. */

#include "config.h"

#include "kh-copy-test.h"

#include "kh-store-private.h"
#include "kh-table-draft.h"
#include "kh-transfer-test.h"

#include <sqlite3.h>
#include <string.h>

#define N_EDITS   150
#define PIN       "zq7731"
#define PASSCODE  "zq8842"

typedef struct {
  KhOfficeTest office;
  GRand *random;
  guint n_samples;
} Fixture;

static KhRows *
load (Fixture   *fixture,
      gint64     number,
      KhTableId  table)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhRows *rows;

  kh_store_load_table_async (fixture->office.base.store, number, table, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_load_table_finish (fixture->office.base.store, result, &error);
  g_assert_no_error (error);

  return rows;
}

static gboolean
save (Fixture       *fixture,
      gint64         number,
      KhTableDraft  *draft,
      GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) changes = kh_table_draft_dup_changes (draft);
  g_autoptr (KhRows) rows = NULL;

  kh_store_save_table_async (fixture->office.base.store, number, kh_table_draft_get_table (draft), changes, NULL,
                             kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_save_table_finish (fixture->office.base.store, result, error);

  return rows != NULL;
}

static KhTableDraft *
edit (Fixture   *fixture,
      gint64     number,
      KhTableId  table)
{
  g_autoptr (KhRows) rows = load (fixture, number, table);
  KhTableDraft *draft = kh_table_draft_new (rows, NULL);

  kh_table_draft_set_appends (draft, TRUE);

  return draft;
}

static gboolean
finds (Fixture    *fixture,
       const char *query,
       gint64      number)
{
  g_autoptr (GArray) numbers = kh_store_test_search (fixture->office.base.store, query, 0);

  for (guint i = 0; i < numbers->len; i++)
    if (g_array_index (numbers, gint64, i) == number)
      return TRUE;

  return FALSE;
}

/* One row of a table with these values, for a customer. */
static void
add_row (Fixture          *fixture,
         KhTableId         table,
         const guint      *columns,
         const char *const *texts)
{
  g_autoptr (KhTableDraft) draft = edit (fixture, fixture->office.number, table);
  g_autoptr (GError) error = NULL;
  guint position = kh_table_draft_get_n (draft) - 1;

  for (guint i = 0; texts[i] != NULL; i++)
    g_assert_true (kh_table_draft_set_text (draft, position, columns[i], texts[i]));
  save (fixture, fixture->office.number, draft, &error);
  g_assert_no_error (error);
}

static void
add_lopez (Fixture *fixture)
{
  static const guint columns[] = { KH_CONTACT_NAME, KH_CONTACT_PHONE_1, KH_CONTACT_EMAIL, KH_CONTACT_PIN };
  static const char * const texts[] = { "María López-Vega", "+13855550100", "ml@lopez.example", PIN, NULL };

  add_row (fixture, KH_TABLE_CONTACTS, columns, texts);
}

static void
add_system (Fixture *fixture)
{
  static const guint columns[] = { KH_SYSTEM_TRANSMITTER, KH_SYSTEM_RECEIVER };
  static const char * const texts[] = { "TX-77-4410", "R9", NULL };

  add_row (fixture, KH_TABLE_SYSTEMS, columns, texts);
}

static void
add_permit (Fixture *fixture)
{
  static const guint columns[] = { KH_AGENCY_TYPE, KH_AGENCY_NAME, KH_AGENCY_PERMIT_NUMBER };
  static const char * const texts[] = { "police", "Ogden Police", "P-2026-331", NULL };

  add_row (fixture, KH_TABLE_AGENCIES, columns, texts);
}

static void
add_serial (Fixture *fixture)
{
  static const guint columns[] = { KH_EQUIPMENT_ITEM, KH_EQUIPMENT_SERIAL };
  static const char * const texts[] = { "Keypad", "SN00918273", NULL };

  add_row (fixture, KH_TABLE_EQUIPMENT, columns, texts);
}

/* What somebody at the phone says. */
static void
test_queries (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  static const char * const found[] = {
    "maria lopez", "lopez", "opez", "lopezvega", "5550100", "555 0100", "(385) 555-0100", "maria 5550100",
    "ml@lopez.example", "lopez ruiz", "tx-77", "774410", "r9", "P-2026-331", "2026331", "sn00918273", "918273",
    "lopez sn009 r9",
  };
  static const char * const not_found[] = {
    "lopez smith", PIN, "zq77", PASSCODE, "zq88", "keypad", "police", "lopez 5550101",
  };

  add_lopez (fixture);
  add_system (fixture);
  add_permit (fixture);
  add_serial (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (found); i++)
    if (!finds (fixture, found[i], fixture->office.number))
      g_error ("“%s” does not find the customer", found[i]);
  for (guint i = 0; i < G_N_ELEMENTS (not_found); i++)
    if (finds (fixture, not_found[i], fixture->office.number))
      g_error ("“%s” finds the customer", not_found[i]);
}

/* A short word that many customers share is found as a whole only. */
static void
test_whole (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  static const guint columns[] = { KH_SYSTEM_RECEIVER };
  static const char * const texts[] = { "7712", NULL };

  add_row (fixture, KH_TABLE_SYSTEMS, columns, texts);
  g_assert_true (finds (fixture, "7712", fixture->office.number));
  g_assert_false (finds (fixture, "771", fixture->office.number));
  g_assert_false (finds (fixture, "77", fixture->office.number));
}

/* What a member may not view finds nobody, neither by the start of a word nor inside one. */
static void
test_hidden (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  static const struct {
    KhGrant grant;
    const char *queries[4];
  } cases[] = {
    { KH_GRANT_CONTACTS_VIEW, { "lo", "lopez", "pezv", "5550100" } },
    { KH_GRANT_EQUIPMENT_VIEW, { "tx", "774410", "r9", "918273" } },
    { KH_GRANT_CENTRAL_STATION_VIEW, { "p-2026", "2026331", "026-33", "331" } },
  };

  add_lopez (fixture);
  add_system (fixture);
  add_permit (fixture);
  add_serial (fixture);
  kh_store_set_member (fixture->office.base.store, fixture->office.clerk);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      kh_copy_test_take (&fixture->office, cases[i].grant);
      for (guint j = 0; j < G_N_ELEMENTS (cases); j++)
        for (guint n = 0; n < G_N_ELEMENTS (cases[j].queries); n++)
          if (finds (fixture, cases[j].queries[n], fixture->office.number) != (i != j))
            g_error ("without grant %u “%s” finds %s", i, cases[j].queries[n], i == j ? "the customer" : "nobody");
    }
}

/* The law */

/* Never the same twice, so that what finds a customer is theirs. */
static char *
dup_sample (Fixture           *fixture,
            const KhDatapoint *column)
{
  guint n = ++fixture->n_samples;

  switch ((guint) column->type)
    {
    case KH_VALUE_INTEGER:
      return g_strdup_printf ("%u", n % 90 + 1);
    case KH_VALUE_DIGITS:
      return g_strdup_printf ("%03u", n);
    case KH_VALUE_CHOICE:
      return g_strdup (column->choices[n % 2].value);
    case KH_VALUE_BOOLEAN:
      return g_strdup (n % 2 ? "1" : "0");
    case KH_VALUE_DATE:
      return g_strdup ("2020-02-29");
    case KH_VALUE_PHONE:
      return g_strdup_printf ("+1208444%04u", n);
    case KH_VALUE_EMAIL:
      return g_strdup_printf ("m%u@sample%u.example", n, n);
    case KH_VALUE_SECRET:
      return g_strdup_printf ("zq%u", 7000 + n);
    default:
      return g_strdup_printf ("Quill%u Bä-%u", n, n % 7);
    }
}

/* Types something else into a row: everything where it is new, and what is searched where it is not. */
static void
type_row (Fixture      *fixture,
          KhTableDraft *draft,
          guint         position,
          gboolean      all)
{
  KhTableId table = kh_table_draft_get_table (draft);

  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      const KhDatapoint *column = kh_table_get_column (table, i);
      g_autofree char *sample = dup_sample (fixture, column);

      if ((all || column->searched != KH_SEARCHED_NOT) && i != kh_table_get (table)->order)
        kh_table_draft_set_text (draft, position, i, g_rand_int_range (fixture->random, 0, 5) == 0 && !all ? "" : sample);
    }
}

/* What a rule of the table is against is not saved, and leaves the index as it was. */
static void
edit_rows (Fixture *fixture,
           gint64   number)
{
  KhTableId table = (KhTableId) g_rand_int_range (fixture->random, 0, KH_N_TABLES);
  g_autoptr (KhTableDraft) draft = edit (fixture, number, table);
  guint n = kh_table_draft_get_n (draft);
  guint position = (guint) g_rand_int_range (fixture->random, 0, (gint32) n);

  if (position + 1 == n)
    type_row (fixture, draft, position, TRUE);
  else if (g_rand_int_range (fixture->random, 0, 3) == 0)
    kh_table_draft_remove (draft, position);
  else
    type_row (fixture, draft, position, FALSE);
  save (fixture, number, draft, NULL);
}

static void
edit_record (Fixture *fixture,
             gint64   number)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (fixture->office.base.store, number, NULL, NULL);
  g_autofree char *name = dup_sample (fixture, kh_datapoint_get (KH_DATAPOINT_LAST_NAME));
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, KH_DATAPOINT_LAST_NAME, name);
  kept = kh_store_test_save (fixture->office.base.store, customer, &error);
  g_assert_no_error (error);
}

static gint64
duplicate (Fixture *fixture)
{
  g_autoptr (KhDuplicatePlan) plan = kh_copy_test_open_plan (&fixture->office);
  g_autoptr (KhCustomer) copy = NULL;
  g_autoptr (GError) error = NULL;

  kh_duplicate_tables_set_section (kh_duplicate_plan_get_tables (plan), KH_N_SECTIONS, TRUE);
  copy = kh_copy_test_duplicate (&fixture->office, plan, &error);
  g_assert_no_error (error);

  return kh_customer_get_number (copy);
}

static void
delete_customer (Fixture *fixture,
                 gint64   number)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (fixture->office.base.store, number, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_delete_customer_async (fixture->office.base.store, number, kh_customer_get_revision (customer),
                                  kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_true (kh_store_delete_customer_finish (fixture->office.base.store, result, &error));
  g_assert_no_error (error);
}

static void
import (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->office.base.folder, "import.csv", NULL);
  g_autoptr (KhImportReport) report = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path,
                                      "Customer ID,First Name,Last Name,City,State,Phone,Sale Date,Contact 1 Name,Contact 1 Phone 1,"
                                      "System 1 Number,System 1 Transmitter ID\n"
                                      "5001,Ola,Berg,Provo,UT,8015550101,01/05/2026,Quimby Berg,2085550177,1,TB-5001\n"
                                      ",Per,Berg,Provo,UT,8015550102,01/05/2026,Quade Berg,2085550178,1,TB-5002\n", -1, &error));
  report = kh_transfer_test_import (fixture->office.base.store, path, FALSE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_good, ==, 2);
}

/* Whatever is kept of what is searched finds the customer. */
static void
expect_row_found (Fixture *fixture,
                  gint64   number,
                  KhRow   *row)
{
  for (guint i = 0; i < kh_table_get (kh_row_get_table (row))->n_columns; i++)
    if (kh_table_get_column (kh_row_get_table (row), i)->searched != KH_SEARCHED_NOT && kh_row_get (row, i) != NULL &&
        !finds (fixture, kh_row_get (row, i), number))
      g_error ("“%s” does not find customer %" G_GINT64_FORMAT, kh_row_get (row, i), number);
}

static void
expect_found (Fixture *fixture,
              guint   *n_rows)
{
  g_autoptr (GArray) everybody = kh_store_test_search (fixture->office.base.store, "", 0);

  for (guint i = 0; i < everybody->len; i++)
    for (KhTableId table = 0; table < KH_N_TABLES; table++)
      {
        gint64 number = g_array_index (everybody, gint64, i);
        g_autoptr (KhRows) rows = load (fixture, number, table);

        for (guint n = 0; n < kh_rows_get_n (rows); n++)
          expect_row_found (fixture, number, kh_rows_get (rows, n));
        *n_rows += kh_rows_get_n (rows);
      }
}

/* All that the index holds, as "term customer" lines. */
static GString *
read_index (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->office.base.folder, "keyholder.db", NULL);
  GString *text = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;
  sqlite3 *db = NULL;

  kh_store_test_close (g_steal_pointer (&fixture->office.base.store));
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, "CREATE VIRTUAL TABLE temp.terms USING fts5vocab ('main', 'customer_search', 'instance')",
                                 NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT DISTINCT term, doc FROM terms ORDER BY term, doc", -1, &statement, NULL),
                   ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_string_append_printf (text, "%s %lld\n", sqlite3_column_text (statement, 0), sqlite3_column_int64 (statement, 1));
  sqlite3_finalize (statement);
  sqlite3_close (db);

  return text;
}

static void
reopen (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->office.base.store = kh_store_test_open (fixture->office.base.folder, &error);
  g_assert_no_error (error);
}

/* As a program of before the rows were searched left it; it is opened by this one then. */
static void
undo_index (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->office.base.folder, "keyholder.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, KH_STORE_TEST_UNDO_SEARCH "PRAGMA user_version = 23", NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  reopen (fixture);
}

static void
test_law (Fixture       *fixture,
          gconstpointer  data G_GNUC_UNUSED)
{
  gint64 numbers[2] = { fixture->office.number, 0 };
  g_autoptr (GString) kept = NULL;
  g_autoptr (GString) anew = NULL;
  g_autoptr (GError) error = NULL;
  guint n_rows = 0;
  gint64 copy;

  add_lopez (fixture);
  add_serial (fixture);
  numbers[1] = duplicate (fixture);
  for (guint i = 0; i < N_EDITS; i++)
    if (i % 7 == 0)
      edit_record (fixture, numbers[i % 2]);
    else
      edit_rows (fixture, numbers[g_rand_int_range (fixture->random, 0, 2)]);
  import (fixture);
  delete_customer (fixture, duplicate (fixture));
  copy = duplicate (fixture);
  g_assert_true (kh_copy_test_undo (&fixture->office, fixture->office.number, copy, &error));
  expect_found (fixture, &n_rows);
  g_assert_cmpuint (n_rows, >, 20);

  kept = read_index (fixture);
  g_assert_cmpuint (kept->len, >, 5000);
  g_assert_null (strstr (kept->str, "zq"));
  undo_index (fixture);
  anew = read_index (fixture);
  g_assert_cmpstr (kept->str, ==, anew->str);
  reopen (fixture);
}

/* A file of before is brought up to date with what is in it. */
static void
test_migration (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GString) index = NULL;

  add_lopez (fixture);
  index = read_index (fixture);
  undo_index (fixture);
  kh_store_set_member (fixture->office.base.store, fixture->office.owner);
  g_assert_true (finds (fixture, "lopez", fixture->office.number));
  g_assert_true (finds (fixture, "ruiz", fixture->office.number));
}

/* The registry lets nothing be searched that may not be: whoever looks at the file would read it. */
static gboolean
is_harmless (const KhDatapoint *datapoint)
{
  return datapoint->searched == KH_SEARCHED_NOT ||
         (!datapoint->sealed && !datapoint->confidential && datapoint->type != KH_VALUE_SECRET &&
          datapoint->choices == NULL && datapoint->catalogue == KH_CATALOGUE_NONE);
}

static void
test_registry (void)
{
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    g_assert_true (is_harmless (kh_datapoint_get (id)) &&
                   (kh_datapoint_get (id)->searched == KH_SEARCHED_NOT || kh_datapoint_is_stored (id)));
  for (KhTableId table = 0; table < KH_N_TABLES; table++)
    for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
      g_assert_true (is_harmless (kh_table_get_column (table, i)));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  kh_copy_test_set_up (&fixture->office, data);
  fixture->random = g_rand_new_with_seed (11);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_rand_free (fixture->random);
  kh_office_test_tear_down (&fixture->office, data);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/search-rows/registry", test_registry);
#define ADD(path, func) g_test_add ("/store/search-rows/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("queries", test_queries);
  ADD ("whole", test_whole);
  ADD ("hidden", test_hidden);
  ADD ("law", test_law);
  ADD ("migration", test_migration);
#undef ADD

  return g_test_run ();
}
