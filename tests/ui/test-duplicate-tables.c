/* test-duplicate-tables.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The rows of tables in Duplicate, in the real window, with real keys. */

#include "config.h"

#include "kh-duplicate-test.h"

#include "kh-duplicate-group.h"
#include "kh-switch-row.h"

#include <string.h>

static GtkWidget *
root (KhDuplicateTest *test)
{
  return GTK_WIDGET (test->dialog);
}

static gboolean
is_on (KhDuplicateTest *test,
       const char      *label)
{
  GtkWidget *row = kh_duplicate_test_find (test, label);

  g_assert_nonnull (row);

  return kh_switch_row_get_on (KH_SWITCH_ROW (row));
}

static gboolean
has_focus (KhDuplicateTest *test,
           const char      *label)
{
  GtkWidget *row = kh_duplicate_test_find (test, label);

  return row != NULL && gtk_window_get_focus (test->dialog) == row;
}

/* By keys alone: out of the filter into the list, and to the row by the letters of its name. */
static void
go_to (KhDuplicateTest *test,
       const char      *word,
       const char      *label)
{
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_wait_focus (test->dialog, kh_ui_find_type (root (test), GTK_TYPE_SEARCH_ENTRY));
  kh_ui_press_focus (test->dialog, GDK_KEY_Down, 0);
  kh_ui_type (word);
  KH_UI_WAIT (has_focus (test, label));
}

static void
press_switch (KhDuplicateTest *test,
              const char      *label)
{
  gboolean before = is_on (test, label);

  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (is_on (test, label) != before);
}

static gint64
save (KhDuplicateTest *test)
{
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_no_window ("Duplicate");
  test->dialog = NULL;
  KH_UI_WAIT (kh_window_get_page (test->window) != NULL &&
              kh_customer_page_get_number (kh_window_get_page (test->window)) != test->number);
  kh_ui_wait_text (GTK_WIDGET (test->window), "Sales Information");
  kh_ui_wait_active (GTK_WINDOW (test->window));

  return kh_customer_page_get_number (kh_window_get_page (test->window));
}

static KhRows *
load (KhDuplicateTest *test,
      gint64           number,
      KhTableId        table)
{
  g_autoptr (GAsyncResult) result = NULL;
  KhRows *rows;

  kh_store_load_table_async (test->base.store, number, table, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  rows = kh_store_load_table_finish (test->base.store, result, NULL);
  g_assert_nonnull (rows);

  return rows;
}

static guint
count (KhDuplicateTest *test,
       gint64           number,
       KhTableId        table)
{
  g_autoptr (KhRows) rows = load (test, number, table);

  return kh_rows_get_n (rows);
}

/* The disclosure is opened, one contact turned off, and the others are the new customer's. */
static void
test_contacts (void)
{
  KhDuplicateTest test;
  g_autoptr (KhRows) rows = NULL;
  gint64 number;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_add_rows (&test, 3, 4);
  kh_duplicate_test_open (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  go_to (&test, "contacts", "Contacts");
  g_assert_false (is_on (&test, "Contacts"));
  g_assert_null (kh_duplicate_test_find (&test, "Bo Lindqvist"));
  press_switch (&test, "Contacts");
  kh_ui_wait_part (root (&test), "values are copied. 3 rows go with them.");
  kh_ui_press (GDK_KEY_Right, 0);
  KH_UI_WAIT (kh_duplicate_test_find (&test, "Cy Marsh") != NULL);
  g_assert_true (has_focus (&test, "Contacts"));
  g_assert_true (is_on (&test, "Bo Lindqvist"));
  kh_ui_press_focus (test.dialog, GDK_KEY_Down, 0);
  kh_ui_type ("cy");
  KH_UI_WAIT (has_focus (&test, "Cy Marsh"));
  press_switch (&test, "Cy Marsh");
  KH_UI_WAIT (kh_ui_find_part (root (&test), "2 rows go with them.") != NULL);
  kh_ui_settle (test.dialog);
  kh_ui_screenshots (test.dialog, "duplicate-contacts");
  /* Back to what it stands below, and folded. */
  kh_ui_press (GDK_KEY_Left, 0);
  KH_UI_WAIT (has_focus (&test, "Contacts"));
  kh_ui_press (GDK_KEY_Left, 0);
  KH_UI_WAIT (kh_duplicate_test_find (&test, "Bo Lindqvist") == NULL);

  number = save (&test);
  kh_ui_wait_part (GTK_WIDGET (test.window), "and 2 rows copied from Ana Ruiz.");
  rows = load (&test, number, KH_TABLE_CONTACTS);
  g_assert_cmpuint (kh_rows_get_n (rows), ==, 2);
  g_assert_cmpstr (kh_row_get (kh_rows_get (rows, 0), KH_CONTACT_NAME), ==, "Bo Lindqvist");
  g_assert_cmpstr (kh_row_get (kh_rows_get (rows, 1), KH_CONTACT_NAME), ==, "Dee Okafor");
  g_assert_false (kh_row_is_sealed (kh_rows_get (rows, 0), KH_CONTACT_PIN));
  g_assert_cmpuint (count (&test, number, KH_TABLE_SYSTEMS), ==, 0);

  /* And that is what somebody sees there. */
  kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_wait_text (GTK_WIDGET (kh_window_get_page (test.window)), "Bo Lindqvist");
  kh_ui_wait_text (GTK_WIDGET (kh_window_get_page (test.window)), "Dee Okafor");
  g_assert_null (kh_ui_find_text (GTK_WIDGET (kh_window_get_page (test.window)), "Cy Marsh"));
  kh_ui_screenshots (GTK_WINDOW (test.window), "duplicate-contacts-made");

  /* Undo takes the customer back, with the contacts. */
  kh_ui_click (GTK_WIDGET (kh_window_get_page (test.window)), "Undo");
  KH_UI_WAIT (kh_customer_page_get_number (kh_window_get_page (test.window)) == test.number);
  g_assert_cmpuint (count (&test, number, KH_TABLE_CONTACTS), ==, 0);
  g_assert_cmpuint (count (&test, test.number, KH_TABLE_CONTACTS), ==, 3);
  kh_duplicate_test_end (&test);
}

/* With a system go its areas and zones; without it they have no switch. */
static void
test_systems (void)
{
  KhDuplicateTest test;
  g_autoptr (KhRows) zones = NULL;
  g_autoptr (KhRows) systems = NULL;
  gint64 number;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_add_rows (&test, 0, 8);
  kh_duplicate_test_open (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  go_to (&test, "systems", "Systems");
  kh_ui_press (GDK_KEY_Right, 0);
  KH_UI_WAIT (kh_duplicate_test_find (&test, "House") != NULL);
  g_assert_null (kh_duplicate_test_find (&test, "Window 1"));
  press_switch (&test, "Systems");
  KH_UI_WAIT (kh_duplicate_test_find (&test, "Window 8") != NULL && is_on (&test, "Window 8"));
  /* What does not go is not shown as if it did. */
  g_assert_null (kh_ui_find_part (root (&test), "TX-99871"));
  kh_ui_type ("house");
  KH_UI_WAIT (has_focus (&test, "House"));
  kh_ui_settle (test.dialog);
  kh_ui_screenshots (test.dialog, "duplicate-systems");
  press_switch (&test, "House");
  KH_UI_WAIT (kh_duplicate_test_find (&test, "Window 1") == NULL);
  g_assert_true (is_on (&test, "Window 4"));
  kh_ui_settle (test.dialog);
  kh_ui_screenshots (test.dialog, "duplicate-systems-off");

  number = save (&test);
  systems = load (&test, number, KH_TABLE_SYSTEMS);
  zones = load (&test, number, KH_TABLE_ZONES);
  g_assert_cmpuint (kh_rows_get_n (systems), ==, 1);
  g_assert_cmpstr (kh_row_get (kh_rows_get (systems, 0), KH_SYSTEM_DESCRIPTION), ==, "Barn");
  g_assert_null (kh_row_get (kh_rows_get (systems, 0), KH_SYSTEM_TRANSMITTER));
  g_assert_cmpuint (kh_rows_get_n (zones), ==, 2);
  g_assert_cmpuint (count (&test, number, KH_TABLE_AREAS), ==, 0);
  kh_duplicate_test_end (&test);
}

/* A PIN goes only by its own switch, which says what that means and never what it is. */
static void
test_pin (void)
{
  KhDuplicateTest test;
  g_autoptr (KhRows) rows = NULL;
  gint64 number;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_add_rows (&test, 2, 0);
  kh_duplicate_test_open (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  go_to (&test, "contacts:", "Contacts: PIN");
  kh_ui_press (GDK_KEY_space, 0);
  kh_ui_wait_text (root (&test), "This goes with Contacts. Turn that on first.");
  g_assert_false (is_on (&test, "Contacts: PIN"));
  kh_ui_press_focus (test.dialog, GDK_KEY_Up, 0);
  KH_UI_WAIT (has_focus (&test, "Contacts"));
  press_switch (&test, "Contacts");
  g_assert_false (is_on (&test, "Contacts: PIN"));
  kh_ui_press_focus (test.dialog, GDK_KEY_Down, 0);
  press_switch (&test, "Contacts: PIN");
  kh_ui_wait_part (root (&test), "Contacts: PIN: both customers will have the same");
  kh_ui_expect_untold (root (&test), KH_DUPLICATE_TEST_PIN);
  kh_ui_screenshots (test.dialog, "duplicate-pin");
  number = save (&test);
  rows = load (&test, number, KH_TABLE_CONTACTS);
  g_assert_true (kh_row_is_sealed (kh_rows_get (rows, 0), KH_CONTACT_PIN));
  kh_duplicate_test_end (&test);
}

/* Lee may not see what is sealed, nor add a system. */
static void
test_clerk (void)
{
  KhDuplicateTest test;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_add_rows (&test, 2, 2);
  kh_duplicate_test_be_clerk (&test, KH_GRANT_EQUIPMENT_CREATE);
  kh_duplicate_test_open (&test);
  go_to (&test, "systems", "Systems");
  kh_ui_press (GDK_KEY_space, 0);
  kh_ui_wait_part (root (&test), "To copy this you need the grant “Equipment: Create”.");
  g_assert_false (is_on (&test, "Systems"));
  kh_ui_screenshots (test.dialog, "duplicate-systems-locked");
  kh_duplicate_test_end (&test);
}

/* What is looked for is found, be it folded away. */
static void
test_filter (void)
{
  KhDuplicateTest test;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_add_rows (&test, 3, 40);
  kh_duplicate_test_open (&test);
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_wait_focus (test.dialog, kh_ui_find_type (root (&test), GTK_TYPE_SEARCH_ENTRY));
  kh_ui_type ("okafor");
  KH_UI_WAIT (kh_duplicate_test_find (&test, "Dee Okafor") != NULL &&
              kh_duplicate_test_find (&test, "Bo Lindqvist") == NULL);
  KH_UI_WAIT (kh_ui_find_part (root (&test), "copied") != NULL);
  kh_ui_press_focus (test.dialog, GDK_KEY_Down, 0);
  kh_ui_type ("dee");
  KH_UI_WAIT (has_focus (&test, "Dee Okafor"));
  /* While the group is off a row goes alone. */
  press_switch (&test, "Dee Okafor");
  kh_ui_wait_part (root (&test), "1 row goes with them.");
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (kh_duplicate_test_find (&test, "Dee Okafor") == NULL && kh_duplicate_test_find (&test, "Contacts") != NULL);
  g_assert_true (is_on (&test, "Contacts"));
  kh_duplicate_test_end (&test);
}

/* Somebody else added a contact: nothing is made, and the rows are what they are now. */
static void
test_conflict (void)
{
  KhDuplicateTest test;
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_CONTACTS);

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_add_rows (&test, 2, 0);
  kh_duplicate_test_open (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  go_to (&test, "contacts", "Contacts");
  press_switch (&test, "Contacts");
  kh_row_set (row, KH_CONTACT_ORDER, "3");
  kh_row_set (row, KH_CONTACT_NAME, "Eve Adams");
  kh_duplicate_test_add_row (&test, row, NULL);
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_part (root (&test), "What changed in the list: Contacts.");
  kh_ui_wait_part (root (&test), "3 rows go with them.");
  g_assert_cmpuint (count (&test, save (&test), KH_TABLE_CONTACTS), ==, 3);
  kh_duplicate_test_end (&test);
}

/* The office has contacts on: Duplicate starts so, and so does Duplicate for Several. */
static void
test_defaults (void)
{
  KhDuplicateTest test;
  g_autoptr (KhDuplicateDefaults) defaults = kh_duplicate_defaults_new ();
  g_autoptr (GAsyncResult) result = NULL;

  kh_duplicate_test_start (&test, FALSE);
  kh_duplicate_test_add_rows (&test, 2, 0);
  kh_duplicate_defaults_set_group (defaults, kh_duplicate_group_find (KH_TABLE_CONTACTS, KH_COLUMN_NONE), TRUE);
  kh_store_save_duplicate_defaults_async (test.base.store, defaults, FALSE, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kh_duplicate_test_open (&test);
  KH_UI_WAIT (kh_duplicate_test_find (&test, "Contacts") != NULL);
  g_assert_true (is_on (&test, "Contacts"));
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Duplicate");
  kh_ui_wait_active (GTK_WINDOW (test.window));
  kh_ui_press (GDK_KEY_d, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  test.dialog = kh_ui_wait_window ("Duplicate for Several");
  kh_ui_wait_part (root (&test), "2 rows go with them.");
  kh_duplicate_test_end (&test);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/duplicate-tables/contacts", test_contacts);
  g_test_add_func ("/duplicate-tables/systems", test_systems);
  g_test_add_func ("/duplicate-tables/pin", test_pin);
  g_test_add_func ("/duplicate-tables/clerk", test_clerk);
  g_test_add_func ("/duplicate-tables/filter", test_filter);
  g_test_add_func ("/duplicate-tables/conflict", test_conflict);
  g_test_add_func ("/duplicate-tables/defaults", test_defaults);

  return g_test_run ();
}
