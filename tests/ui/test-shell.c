/* test-shell.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-test.h"

#include "kh-row-change.h"
#include "kh-store-links.h"

static void
add_contact (KhLinkTest *test)
{
  g_autoptr (GPtrArray) changes = kh_row_changes_new ();
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_CONTACTS);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhRows) kept = NULL;
  g_autoptr (GError) error = NULL;

  kh_row_set (row, KH_CONTACT_ORDER, "1");
  kh_row_set (row, KH_CONTACT_NAME, "Bob Ruiz");
  kh_row_set (row, KH_CONTACT_PHONE_1, "+18015550199");
  g_ptr_array_add (changes, kh_row_change_new (row, NULL, FALSE));
  kh_store_save_table_async (test->base.store, test->number, KH_TABLE_CONTACTS, changes, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kept = kh_store_save_table_finish (test->base.store, result, &error);
  g_assert_no_error (error);
}

static void
add_block (KhLinkTest *test)
{
  g_autoptr (KhNumberBlock) block = kh_number_block_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_object_set (block, "begin", "DY-500", "end", "DY-504", "two-way", TRUE, NULL);
  kh_store_add_block_async (test->base.store, test->company, block, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kh_store_add_block_finish (test->base.store, result, &error);
  g_assert_no_error (error);
}

/* An office whose station has no account of Ana Ruiz. */
static void
start (KhLinkTest         *test,
       const char * const *faults)
{
  kh_link_test_start (test, "[]", faults, FALSE);
  add_block (test);
}

static GtkWindow *
open_shell (KhLinkTest *test)
{
  GtkWindow *window;

  kh_link_test_open (test);
  kh_ui_click (GTK_WIDGET (test->window), "Shell Account");
  window = kh_ui_wait_window ("Shell Account");
  kh_ui_wait_active (window);

  return window;
}

/* Each line of what is missing goes to where it is typed. */
static void
test_missing (void)
{
  KhLinkTest test;
  GtkWindow *window;

  start (&test, NULL);
  window = open_shell (&test);
  kh_ui_wait_part (GTK_WIDGET (window), "Type at least one contact with a phone.");
  kh_ui_screenshots (window, "shell-missing");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Shell Account");
  kh_ui_wait_active (test.window);
  kh_ui_wait_part (GTK_WIDGET (test.window), "Press F2 to fill in the table.");
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_wait_button (GTK_WIDGET (test.window), "Save");
  g_assert_cmpuint (kh_link_test_count_requests (&test, "POST"), ==, 0);
  kh_link_test_end (&test);
}

/* Next Number, what is sent, and the account. */
/* Zones that go along are listed before, one a line. */
static void
test_zones (void)
{
  KhLinkTest test;
  GtkWindow *window;
  g_autoptr (KhRow) zone = kh_row_new (KH_TABLE_ZONES);

  start (&test, NULL);
  add_contact (&test);
  kh_link_test_set_sends_zones (&test);
  kh_row_set (zone, KH_ZONE_NUMBER, "001");
  kh_row_set (zone, KH_ZONE_DESCRIPTION, "Front door");
  kh_link_test_save_row (&test, zone, NULL);
  window = open_shell (&test);
  kh_ui_wait_text (GTK_WIDGET (window), "Front door · System 1 · Area 1 · Zone 001 · Installed");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Shell Account");
  kh_ui_wait_active (test.window);
  kh_link_test_end (&test);
}

static void
test_creates (void)
{
  KhLinkTest test;
  GtkWindow *window;
  GtkWidget *number;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (KhCustomer) customer = NULL;

  start (&test, NULL);
  add_contact (&test);
  window = open_shell (&test);
  kh_ui_wait_part (GTK_WIDGET (window), "Exactly this is sent to Dynamark");
  kh_ui_wait_text (GTK_WIDGET (window), "4 Elm Street");
  kh_ui_expect_untold (GTK_WIDGET (window), "ROSEBUD");
  number = kh_ui_wait_field (GTK_WIDGET (window), "Account Number");
  kh_ui_choose (kh_ui_wait_field (GTK_WIDGET (window), "Number Block"), "Ours DY-500–DY-504, next DY-500");
  kh_ui_wait_part (GTK_WIDGET (window), "This block has 5 numbers left.");
  kh_ui_click (GTK_WIDGET (window), "Next Number");
  KH_UI_WAIT (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (number)), "DY-500") == 0);
  /* The block is for panels that one can talk through, which another number says nothing of. */
  kh_ui_wait_text (GTK_WIDGET (window), "Two-Way Voice");
  kh_ui_fill (number, "DY-9");
  KH_UI_WAIT (kh_ui_find_text (GTK_WIDGET (window), "Two-Way Voice") == NULL);
  kh_ui_fill (number, "DY-500");
  kh_ui_wait_text (GTK_WIDGET (window), "Two-Way Voice");
  kh_ui_settle (window);
  kh_ui_screenshots (window, "shell");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Shell Account");
  kh_ui_wait_part (GTK_WIDGET (test.window), "Linked to account DY-500 at Dynamark");
  g_assert_true (kh_link_test_is_linked (&test));
  account = kh_link_test_ask_account (&test, "D1001DY-500");
  g_assert_cmpstr (kh_account_get_value (account, KH_DATAPOINT_ADDRESS_1), ==, "4 Elm Street");
  g_assert_cmpstr (kh_account_get_external_ref (account), ==, "1001");
  customer = kh_ui_fixture_load (&test.base, test.number, NULL);
  g_assert_true (kh_customer_get_boolean (customer, KH_DATAPOINT_TWO_WAY_VOICE));
  kh_link_test_end (&test);
}

/* A number that the station has already is told of, and another one can be typed at once. */
static void
test_duplicate (void)
{
  KhLinkTest test;
  GtkWindow *window;

  kh_link_test_start (&test, kh_link_test_account, NULL, FALSE);
  add_contact (&test);
  window = open_shell (&test);
  kh_ui_wait_part (GTK_WIDGET (window), "Exactly this is sent to Dynamark");
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (window), "Account Number"), "no number!");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_part (GTK_WIDGET (window), "number");
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (window), "Account Number"), "DY-10421");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_part (GTK_WIDGET (window), "At Dynamark the account number is taken");
  kh_ui_wait_part (GTK_WIDGET (window), "Exactly this is sent to Dynamark");
  kh_ui_screenshots (window, "shell-duplicate");
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (window), "Account Number"), "DY-777");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Shell Account");
  kh_ui_wait_part (GTK_WIDGET (test.window), "Linked to account DY-777 at Dynamark");
  kh_link_test_end (&test);
}

static gboolean
is_city (KhLinkTest *test,
         const char *city)
{
  g_autoptr (KhCustomer) customer = kh_ui_fixture_load (&test->base, test->number, NULL);

  return g_strcmp0 (kh_customer_get (customer, KH_DATAPOINT_CITY), city) == 0;
}

/* A value that the station refuses is a line, which goes to its field as what is missing does; once
 * it is corrected, the account is made. */
static void
test_refused (void)
{
  KhLinkTest test;
  GtkWindow *window;
  GtkWidget *city;

  start (&test, (const char *[]) { "problem:validation:/site/address/city@create*1", NULL });
  add_contact (&test);
  window = open_shell (&test);
  kh_ui_wait_part (GTK_WIDGET (window), "Exactly this is sent to Dynamark");
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (window), "Account Number"), "DY-777");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_part (GTK_WIDGET (window), "Dynamark did not create the account");
  kh_ui_wait_text (GTK_WIDGET (window), "Dynamark says: The station does not take this.");
  kh_ui_settle (window);
  kh_ui_screenshots (window, "shell-refused");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Shell Account");
  kh_ui_wait_active (test.window);
  city = kh_ui_wait_field (GTK_WIDGET (test.window), "City");
  kh_ui_wait_focus (test.window, city);
  kh_ui_fill (city, "Provo");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  /* Until it is saved the account would be made of what was. */
  KH_UI_WAIT (is_city (&test, "Provo"));
  kh_ui_settle (test.window);
  kh_ui_wait_button (GTK_WIDGET (test.window), "Shell Account");
  kh_ui_click (GTK_WIDGET (test.window), "Shell Account");
  window = kh_ui_wait_window ("Shell Account");
  kh_ui_wait_active (window);
  kh_ui_wait_part (GTK_WIDGET (window), "Exactly this is sent to Dynamark");
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (window), "Account Number"), "DY-777");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Shell Account");
  kh_ui_wait_part (GTK_WIDGET (test.window), "Linked to account DY-777 at Dynamark");
  kh_link_test_end (&test);
}

/* Nothing is known: the window says so, and asking again finds the one account. */
static void
test_lost (void)
{
  KhLinkTest test;
  GtkWindow *window;

  start (&test, (const char *[]) { "drop-after@create*3", "drop@lookup*9", NULL });
  add_contact (&test);
  window = open_shell (&test);
  kh_ui_wait_part (GTK_WIDGET (window), "Exactly this is sent to Dynamark");
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (window), "Account Number"), "DY-777");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_part (GTK_WIDGET (window), "never makes a second one");
  kh_ui_screenshots (window, "shell-unknown");
  kh_ui_click (GTK_WIDGET (window), "Try Again");
  kh_ui_wait_no_window ("Shell Account");
  kh_ui_wait_part (GTK_WIDGET (test.window), "Linked to account DY-777 at Dynamark");
  kh_link_test_end (&test);
}

/* The blocks of a company: one more, one that is none, and the end of one, which is final. */
static void
test_blocks (void)
{
  KhLinkTest test;
  GtkWindow *preferences;
  GtkWindow *window;
  GtkWindow *question;

  start (&test, NULL);
  kh_link_test_open (&test);
  kh_ui_press (GDK_KEY_comma, GDK_CONTROL_MASK);
  preferences = kh_ui_wait_window ("Preferences");
  kh_ui_wait_active (preferences);
  kh_ui_wait_button (GTK_WIDGET (preferences), "Account Number Blocks…");
  kh_ui_settle (preferences);
  kh_ui_screenshots (preferences, "companies-blocks");
  kh_ui_click (GTK_WIDGET (preferences), "Account Number Blocks…");
  window = kh_ui_wait_window ("Account Number Blocks");
  kh_ui_wait_active (window);
  kh_ui_wait_text (GTK_WIDGET (window), "DY-500–DY-504");
  kh_ui_wait_part (GTK_WIDGET (window), "Next DY-500, 5 left");
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (window), "First Number"), "DY-600");
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (window), "Last Number"), "DY-59");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_part (GTK_WIDGET (window), "There are no numbers from the first to the last.");
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (window), "Last Number"), "DY-699");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_part (GTK_WIDGET (window), "Next DY-600, 100 left");
  kh_ui_settle (window);
  kh_ui_screenshots (window, "blocks");
  kh_ui_click (GTK_WIDGET (window), "Disable the block DY-500–DY-504");
  question = kh_ui_wait_window ("Disable This Block?");
  kh_ui_wait_active (question);
  kh_ui_wait_part (GTK_WIDGET (question), "This is final");
  kh_ui_click (GTK_WIDGET (question), "Disable for Good");
  kh_ui_wait_part (GTK_WIDGET (window), "Disabled");
  g_assert_null (kh_ui_find_button (GTK_WIDGET (window), "Disable the block DY-500–DY-504"));
  gtk_window_destroy (window);
  gtk_window_destroy (preferences);
  kh_link_test_end (&test);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/shell/missing", test_missing);
  g_test_add_func ("/shell/creates", test_creates);
  g_test_add_func ("/shell/zones", test_zones);
  g_test_add_func ("/shell/duplicate", test_duplicate);
  g_test_add_func ("/shell/refused", test_refused);
  g_test_add_func ("/shell/lost", test_lost);

  g_test_add_func ("/shell/blocks", test_blocks);

  return g_test_run ();
}
