/* test-duplicate-sealed.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A passcode in Duplicate, for a customer of an ADT company: typed anew with real keys, or copied,
 * and in no text that anybody but the data file keeps. */

#include "config.h"

#include "kh-duplicate-test.h"

#include "kh-switch-row.h"

#define OTHER "BLUE BARN"

static GtkWidget *
get_dialog (KhDuplicateTest *test)
{
  return GTK_WIDGET (test->dialog);
}

static GtkWidget *
get_row (KhDuplicateTest *test)
{
  return kh_duplicate_test_row (test, KH_DATAPOINT_PASSCODE);
}

static GtkWidget *
get_entry (KhDuplicateTest *test)
{
  return kh_ui_find_type (get_row (test), GTK_TYPE_PASSWORD_ENTRY);
}

static void
start (KhDuplicateTest *test)
{
  kh_duplicate_test_start (test, TRUE);
  kh_duplicate_test_open (test);
  KH_UI_WAIT (get_row (test) != NULL);
}

/* By keys alone, into the filter and down into the list. */
static void
go_to_row (KhDuplicateTest *test)
{
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_wait_focus (test->dialog, kh_ui_find_type (get_dialog (test), GTK_TYPE_SEARCH_ENTRY));
  kh_ui_press_focus (test->dialog, GDK_KEY_Down, 0);
  kh_ui_type ("passc");
  kh_ui_wait_focus (test->dialog, get_row (test));
}

static void
go_to_entry (KhDuplicateTest *test)
{
  go_to_row (test);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_focus (test->dialog, get_entry (test));
}

static gint64
wait_copy (KhDuplicateTest *test)
{
  kh_ui_wait_no_window ("Duplicate");
  KH_UI_WAIT (kh_window_get_page (test->window) != NULL &&
              kh_customer_page_get_number (kh_window_get_page (test->window)) != test->number);

  return kh_customer_page_get_number (kh_window_get_page (test->window));
}

static void
assert_secret (KhDuplicateTest *test,
               gint64           number,
               const char      *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_reveal_async (test->base.store, number, KH_DATAPOINT_PASSCODE, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  secret = kh_store_reveal_finish (test->base.store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kh_secret_get_text (secret), ==, text);
}

/* The entry has it, and it is neither shown nor told to a screen reader. */
static void
expect_untold (KhDuplicateTest *test,
               const char      *text)
{
  KH_UI_WAIT (g_str_equal (gtk_editable_get_text (GTK_EDITABLE (get_entry (test))), text));
  kh_ui_expect_untold (get_dialog (test), text);
  kh_ui_expect_untold (get_dialog (test), KH_DUPLICATE_TEST_PASSCODE);
  gtk_test_accessible_assert_property (get_row (test), GTK_ACCESSIBLE_PROPERTY_LABEL, "Passcode, required");
}

/* Save asks for it, and what is typed is the new customer's. */
static void
test_typed (void)
{
  KhDuplicateTest test;
  gint64 number;

  start (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_part (get_row (&test), "Fill this in");
  kh_ui_wait_focus (test.dialog, get_entry (&test));
  kh_ui_settle (test.dialog);
  kh_ui_screenshots (test.dialog, "duplicate-sealed-missing");
  kh_ui_type (OTHER);
  KH_UI_WAIT (kh_ui_find_part (get_row (&test), "Fill this in") == NULL);
  expect_untold (&test, OTHER);
  kh_ui_screenshots (test.dialog, "duplicate-sealed-typed");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  number = wait_copy (&test);
  assert_secret (&test, number, OTHER);
  assert_secret (&test, test.number, KH_DUPLICATE_TEST_PASSCODE);
  kh_duplicate_test_end (&test);
}

/* Space turns the switch, and takes the entry away for as long as it is on. */
static void
test_copied (void)
{
  KhDuplicateTest test;

  start (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  go_to_row (&test);
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (kh_duplicate_test_is_on (&test, KH_DATAPOINT_PASSCODE));
  kh_ui_wait_part (get_dialog (&test), "Passcode: both customers will have the same");
  g_assert_null (get_entry (&test));
  gtk_test_accessible_assert_property (get_row (&test), GTK_ACCESSIBLE_PROPERTY_LABEL, "Passcode: ••••••, required");
  kh_ui_screenshots (test.dialog, "duplicate-sealed-copied");
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (get_entry (&test) != NULL);
  g_assert_null (kh_ui_find_part (get_dialog (&test), "both customers"));
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (kh_duplicate_test_is_on (&test, KH_DATAPOINT_PASSCODE));
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  assert_secret (&test, wait_copy (&test), KH_DUPLICATE_TEST_PASSCODE);
  kh_duplicate_test_end (&test);
}

/* ADT takes ten characters, which is said where it is typed. */
static void
test_too_long (void)
{
  KhDuplicateTest test;

  start (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  go_to_entry (&test);
  kh_ui_type ("BLUE BARN 12");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_part (get_row (&test), "10");
  g_assert_nonnull (kh_ui_find_window ("Duplicate"));
  expect_untold (&test, "BLUE BARN 12");
  kh_duplicate_test_end (&test);
}

/* The next customer has one of their own. */
static void
test_another (void)
{
  KhDuplicateTest test;

  start (&test);
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  go_to_entry (&test);
  kh_ui_type (OTHER);
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  kh_ui_wait_part (get_dialog (&test), "Leo Novak is saved as customer 1002");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (&test))), ==, "");
  kh_duplicate_test_type_names (&test, "Kim", "Park");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_part (get_row (&test), "Fill this in");
  kh_ui_wait_focus (test.dialog, get_entry (&test));
  kh_ui_type ("GREEN 7");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_no_window ("Duplicate");
  assert_secret (&test, 1002, OTHER);
  assert_secret (&test, 1003, "GREEN 7");
  kh_duplicate_test_end (&test);
}

/* What was typed is asked about, and gone with the window. */
static void
test_escape (void)
{
  KhDuplicateTest test;

  start (&test);
  go_to_entry (&test);
  kh_ui_type (OTHER);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Discard what you typed?")), "Discard");
  kh_ui_wait_no_window ("Duplicate");
  kh_ui_wait_active (GTK_WINDOW (test.window));
  kh_ui_press (GDK_KEY_d, GDK_CONTROL_MASK);
  test.dialog = kh_ui_wait_window ("Duplicate");
  KH_UI_WAIT (get_row (&test) != NULL && get_entry (&test) != NULL);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_entry (&test))), ==, "");
  kh_duplicate_test_end (&test);
}

/* Whoever may not set it makes a customer without, and is told so. */
static void
test_not_settable (void)
{
  KhDuplicateTest test;
  g_autoptr (KhCustomer) copy = NULL;

  kh_duplicate_test_start (&test, TRUE);
  kh_duplicate_test_be_clerk (&test, KH_GRANT_PASSCODES_MODIFY);
  kh_duplicate_test_open (&test);
  kh_ui_wait_part (get_dialog (&test), "The new customer will be without Passcode, which is required.");
  kh_duplicate_test_type_names (&test, "Leo", "Novak");
  kh_ui_settle (test.dialog);
  kh_ui_screenshots (test.dialog, "duplicate-sealed-lacking");
  g_assert_null (get_entry (&test));
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  copy = kh_duplicate_test_load (&test, wait_copy (&test));
  g_assert_false (kh_customer_is_sealed (copy, KH_DATAPOINT_PASSCODE));
  kh_duplicate_test_end (&test);
}

int
main (int   argc,
      char *argv[])
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/duplicate-sealed/typed", test_typed);
  g_test_add_func ("/duplicate-sealed/copied", test_copied);
  g_test_add_func ("/duplicate-sealed/too-long", test_too_long);
  g_test_add_func ("/duplicate-sealed/another", test_another);
  g_test_add_func ("/duplicate-sealed/escape", test_escape);
  g_test_add_func ("/duplicate-sealed/not-settable", test_not_settable);

  return g_test_run ();
}
