/* test-sheet.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-gate.h"
#include "kh-plan-test.h"
#include "kh-sheet.h"

#include <string.h>

/* All that stands on a sheet. */
static char *
dup_text (KhSheet *sheet)
{
  GString *text = g_string_new (kh_sheet_get_title (sheet));

  g_string_append_printf (text, "\n%s\n", kh_sheet_get_subtitle (sheet));
  for (guint i = 0; i < kh_sheet_get_n_lines (sheet); i++)
    {
      const KhSheetLine *line = kh_sheet_get_line (sheet, i);
      g_autofree char *cells = g_strjoinv ("|", line->cells);

      g_assert_cmpuint (g_strv_length (line->cells), ==, line->n_cells);
      g_string_append_printf (text, "%s%s\n", line->kind == KH_SHEET_CELLS ? "" : "# ", cells);
    }

  return g_string_free (text, FALSE);
}

static void
set_sealed (KhCustomer *customer)
{
  kh_customer_set_sealed (customer, KH_DATAPOINT_PASSCODE, TRUE);
  kh_customer_set_sealed (customer, KH_DATAPOINT_DURESS_CODE, TRUE);
}

/* Every value by its section, and of a passcode only that there is one, unless it is handed over. */
static void
test_customer (void)
{
  g_autoptr (KhCatalogues) catalogues = kh_plan_test_make_catalogues ();
  g_autoptr (KhCustomer) customer = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_BOLD, TRUE, TRUE);
  g_autoptr (KhSheet) sheet = kh_sheet_new ("Ana Ruiz", "Customer 1001");
  g_autoptr (KhSheet) asked = kh_sheet_new ("Ana Ruiz", "Customer 1001");
  g_autoptr (GHashTable) secrets = g_hash_table_new (NULL, NULL);
  g_autofree char *text = NULL;
  g_autofree char *with = NULL;

  kh_customer_set (customer, KH_DATAPOINT_DISPATCH_NOTES, "Two\nlines");
  set_sealed (customer);
  kh_sheet_add_customer (sheet, customer, catalogues, NULL);
  text = dup_text (sheet);
  g_assert_true (g_str_has_prefix (text, "Ana Ruiz\nCustomer 1001\n# Identity\n"));
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      g_autofree char *label = g_strdup_printf ("\n%s|", kh_datapoint_get_label (id));

      g_assert_true ((strstr (text, label) != NULL) == kh_customer_has (customer, id));
    }
  g_assert_nonnull (strstr (text, "\nPasscode|kept, not printed\n"));

  g_hash_table_insert (secrets, GUINT_TO_POINTER (KH_DATAPOINT_PASSCODE), (gpointer) "ROSEBUD");
  kh_sheet_add_customer (asked, customer, catalogues, secrets);
  with = dup_text (asked);
  g_assert_nonnull (strstr (with, "\nPasscode|ROSEBUD\n"));
  g_assert_nonnull (strstr (with, "\nDuress Code|kept, not printed\n"));
}

/* What is hidden leaves no trace, not even its name. */
static void
test_hidden (void)
{
  g_autoptr (KhCustomer) customer = kh_plan_test_make_full (KH_PLAN_TEST_COMPANY_BOLD, FALSE, FALSE);
  g_autoptr (KhSheet) sheet = kh_sheet_new ("Ana Ruiz", "");
  g_autofree char *text = NULL;

  set_sealed (customer);
  kh_gate_hide (customer, kh_grants_without (kh_grants_without (kh_grants_all (), KH_GRANT_CENTRAL_STATION_VIEW),
                                             KH_GRANT_SALES_VIEW));
  kh_sheet_add_customer (sheet, customer, NULL, NULL);
  text = dup_text (sheet);
  g_assert_null (strstr (text, "Account Number"));
  g_assert_null (strstr (text, "Monthly Charge"));
  g_assert_nonnull (strstr (text, "First Name|"));
}

static void
test_rows (void)
{
  g_autoptr (KhRows) rows = kh_rows_new (KH_TABLE_CONTACTS);
  g_autoptr (KhRows) none = kh_rows_new (KH_TABLE_ZONES);
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_CONTACTS);
  g_autoptr (KhSheet) sheet = kh_sheet_new ("Ana Ruiz", "");
  const KhTable *table = kh_table_get (KH_TABLE_CONTACTS);
  g_autofree char *text = NULL;

  kh_row_set (row, (guint) table->title, "Luis Ruiz");
  for (guint i = 0; i < table->n_columns; i++)
    if (kh_table_get_column (KH_TABLE_CONTACTS, i)->sealed)
      kh_row_set_sealed (row, i, TRUE);
    else if (kh_table_get_column (KH_TABLE_CONTACTS, i)->type == KH_VALUE_PHONE)
      kh_row_set (row, i, "+18015550177");
  kh_rows_append (rows, row);
  kh_sheet_add_rows (sheet, rows, NULL);
  kh_sheet_add_rows (sheet, none, NULL);
  text = dup_text (sheet);
  g_assert_nonnull (strstr (text, "# Contacts\nLuis Ruiz|"));
  g_assert_nonnull (strstr (text, "(801) 555-0177"));
  g_assert_nonnull (strstr (text, "kept, not printed"));
  g_assert_null (strstr (text, "Zones"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sheet/customer", test_customer);
  g_test_add_func ("/sheet/hidden", test_hidden);
  g_test_add_func ("/sheet/rows", test_rows);

  return g_test_run ();
}
