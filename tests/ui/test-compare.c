/* test-compare.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-test.h"

static GtkWindow *
wait_discrepancies (void)
{
  GtkWindow *dialog = kh_ui_wait_window ("Discrepancies");

  kh_ui_wait_active (dialog);
  kh_ui_settle (dialog);

  return dialog;
}

/* The row whose city is to be decided has the focus. */
static GtkWidget *
get_focused_choice (GtkWindow *dialog)
{
  GtkWidget *focus = gtk_window_get_focus (dialog);
  GtkWidget *choice = focus != NULL && !GTK_IS_DROP_DOWN (focus) ? gtk_widget_get_ancestor (focus, GTK_TYPE_DROP_DOWN) : focus;

  g_assert_true (GTK_IS_DROP_DOWN (choice));

  return choice;
}

/* The first row that waits for somebody to decide. */
static GtkWidget *
wait_undecided (GtkWindow *dialog)
{
  GtkWidget *text = kh_ui_wait_text (GTK_WIDGET (dialog), "Choose…");

  return gtk_widget_get_ancestor (text, GTK_TYPE_DROP_DOWN);
}

static void
assert_kept (KhLinkTest    *test,
             KhDatapointId  id,
             const char    *value)
{
  g_autoptr (KhCustomer) customer = kh_ui_fixture_load (&test->base, test->number, NULL);

  g_assert_cmpstr (kh_customer_get (customer, id), ==, value);
}

static void
wait_kept (KhLinkTest *test)
{
  kh_ui_wait_no_window ("Discrepancies");
  kh_ui_wait_active (test->window);
  kh_ui_wait_part (GTK_WIDGET (test->window), "What you decided is kept.");
  KH_UI_WAIT (kh_ui_find_part (GTK_WIDGET (test->window), "Somebody changed this account") == NULL);
}

/* Both sides have changed the city, and the account is held for it. */
static KhSender *
start (KhLinkTest *test)
{
  KhSender *sender = kh_link_test_start_linked (test, NULL);

  kh_link_test_save (test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  KH_UI_WAIT (kh_sender_is_empty (sender));
  kh_link_test_edit_there (test, KH_DATAPOINT_CITY, "Logan");
  kh_link_test_save (test, KH_DATAPOINT_CITY, "Provo");
  kh_ui_wait_part (GTK_WIDGET (test->window), "Choose Compare to see both sides");

  return sender;
}

static void
refresh (KhLinkTest *test,
         const char *expected)
{
  kh_ui_press (GDK_KEY_F5, 0);
  kh_ui_wait_part (GTK_WIDGET (test->window), expected);
}

/* A contact that only the station has is known to. F5 shows what is to be decided, with all three values; by keys the station's is taken. */
static void
test_theirs (void)
{
  KhLinkTest test;
  KhSender *sender = start (&test);
  GtkWindow *dialog;

  kh_ui_press (GDK_KEY_F5, 0);
  dialog = wait_discrepancies ();
  kh_ui_wait_text (GTK_WIDGET (dialog), "Last Agreed");
  kh_ui_wait_text (GTK_WIDGET (dialog), "Provo");
  kh_ui_wait_text (GTK_WIDGET (dialog), "Logan");
  kh_ui_wait_text (GTK_WIDGET (dialog), "OGDEN");
  kh_ui_wait_part (GTK_WIDGET (dialog), "1 value was changed at Dynamark");
  kh_ui_wait_text (GTK_WIDGET (dialog), "1 value is still to be decided.");
  g_assert_false (gtk_widget_is_sensitive (kh_ui_find_button (GTK_WIDGET (dialog), "Apply")));
  kh_ui_screenshots (dialog, "compare");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_settle (dialog);
  kh_ui_choose (get_focused_choice (dialog), "Use the station’s");
  KH_UI_WAIT (kh_ui_find_part (GTK_WIDGET (dialog), "still to be decided") == NULL);
  g_assert_true (gtk_widget_is_sensitive (kh_ui_find_button (GTK_WIDGET (dialog), "Apply")));
  kh_ui_settle (dialog);
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  wait_kept (&test);
  assert_kept (&test, KH_DATAPOINT_CITY, "Logan");
  kh_link_test_assert_there (&test, KH_DATAPOINT_CITY, "Logan");
  refresh (&test, "Nothing has changed at Dynamark since both sides last agreed.");
  kh_link_test_end_linked (&test, sender);
}

/* As an operator there does it. */
static void
change_contact_there (KhLinkTest *test,
                      const char *name,
                      const char *phone)
{
  g_autoptr (KhAccount) account = kh_link_test_ask_account (test, KH_LINK_TEST_ACCOUNT);
  KhRows *rows = kh_account_get_rows (account, KH_TABLE_CONTACTS);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *from = kh_rows_get (rows, i);
      g_autoptr (KhRow) row = kh_row_copy (from);

      if (g_strcmp0 (kh_row_get (from, KH_CONTACT_NAME), name) != 0)
        continue;
      kh_row_set (row, KH_CONTACT_PHONE_1, phone);
      kh_link_test_change_there (test, kh_change_new_row (row, from));
    }
}

/* The button beside Retry does the same; ours is written after one more question. */
static void
test_ours (void)
{
  KhLinkTest test;
  KhSender *sender = start (&test);
  GtkWindow *dialog, *question;

  kh_ui_settle (test.window);
  kh_ui_screenshots (test.window, "compare-held");
  kh_ui_click (GTK_WIDGET (test.window), "Compare");
  dialog = wait_discrepancies ();
  kh_ui_choose (get_focused_choice (dialog), "Write Keyholder’s");
  kh_ui_click (GTK_WIDGET (dialog), "Apply");
  question = kh_ui_wait_window ("Change These at the Station?");
  kh_ui_wait_active (question);
  kh_ui_wait_part (GTK_WIDGET (question), "City: Logan → Provo");
  kh_ui_click (GTK_WIDGET (question), "Change and Apply");
  wait_kept (&test);
  KH_UI_WAIT (kh_sender_is_empty (sender));
  kh_link_test_assert_there (&test, KH_DATAPOINT_CITY, "Provo");
  assert_kept (&test, KH_DATAPOINT_CITY, "Provo");
  refresh (&test, "Nothing has changed at Dynamark since both sides last agreed.");
  kh_link_test_end_linked (&test, sender);
}

/* Escape decides nothing, and left both are not asked about again. */
static void
test_leave (void)
{
  KhLinkTest test;
  KhSender *sender = start (&test);
  GtkWindow *dialog;

  kh_ui_press (GDK_KEY_F5, 0);
  dialog = wait_discrepancies ();
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Discrepancies");
  kh_ui_wait_active (test.window);
  kh_ui_wait_part (GTK_WIDGET (test.window), "Choose Compare to see both sides");
  kh_ui_press (GDK_KEY_F5, 0);
  dialog = wait_discrepancies ();
  kh_ui_choose (get_focused_choice (dialog), "Leave both");
  kh_ui_click (GTK_WIDGET (dialog), "Apply");
  wait_kept (&test);
  assert_kept (&test, KH_DATAPOINT_CITY, "Provo");
  kh_link_test_assert_there (&test, KH_DATAPOINT_CITY, "Logan");
  refresh (&test, "Nothing has changed at Dynamark since both sides last agreed.");
  g_assert_null (kh_ui_find_window ("Discrepancies"));
  kh_link_test_end_linked (&test, sender);
}

/* The menu beside Manage Account, by keys; and what is only known to differ is shown when it is
 * asked for. */
static void
test_menu (void)
{
  KhLinkTest test;
  KhSender *sender = kh_link_test_start_linked (&test, NULL);
  GtkWindow *dialog;

  kh_ui_settle (test.window);
  kh_ui_screenshots (test.window, "compare-linked");
  kh_ui_click (GTK_WIDGET (test.window), "More for this account");
  kh_ui_wait_text (GTK_WIDGET (test.window), "Compare");
  kh_ui_settle (test.window);
  kh_ui_press (GDK_KEY_Return, 0);
  dialog = wait_discrepancies ();
  kh_ui_wait_part (GTK_WIDGET (dialog), "Nothing was changed at Dynamark since both sides last agreed.");
  kh_ui_screenshots (dialog, "compare-known");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Discrepancies");
  kh_ui_wait_active (test.window);
  kh_link_test_end_linked (&test, sender);
}

/* A contact that is at the station, with nothing under way any more. */
static void
add_contact (KhLinkTest *test,
             KhSender   *sender)
{
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_CONTACTS);

  kh_row_set (row, KH_CONTACT_ORDER, "1");
  kh_row_set (row, KH_CONTACT_NAME, "Ann Lee");
  kh_row_set (row, KH_CONTACT_PHONE_1_TYPE, "home");
  kh_row_set (row, KH_CONTACT_PHONE_1, "+18015550101");
  kh_link_test_save_row (test, row, NULL);
  KH_UI_WAIT (kh_sender_is_empty (sender));
}

static void
change_contact_here (KhLinkTest *test,
                     const char *phone)
{
  g_autoptr (KhRows) kept = kh_link_test_load_rows (test, KH_TABLE_CONTACTS);
  g_autoptr (KhRow) row = kh_row_copy (kh_rows_get (kept, 0));

  kh_row_set (row, KH_CONTACT_PHONE_1, phone);
  kh_link_test_save_row (test, row, kh_rows_get (kept, 0));
}

/* The clerk takes the station's, and it is theirs. */
static void
take_contact (KhLinkTest *test,
              const char *ours)
{
  GtkWindow *dialog = wait_discrepancies ();
  g_autoptr (KhRows) taken = NULL;

  kh_ui_wait_text (GTK_WIDGET (dialog), "1 value is still to be decided.");
  kh_ui_wait_text (GTK_WIDGET (dialog), ours);
  kh_ui_wait_text (GTK_WIDGET (dialog), "Phone 1: (801) 555-0109");
  kh_ui_screenshots (dialog, "compare-rows");
  kh_ui_choose (get_focused_choice (dialog), "Use the station’s");
  KH_UI_WAIT (kh_ui_find_part (GTK_WIDGET (dialog), "still to be decided") == NULL);
  kh_ui_settle (dialog);
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  wait_kept (test);
  taken = kh_link_test_load_rows (test, KH_TABLE_CONTACTS);
  g_assert_cmpuint (kh_rows_get_n (taken), ==, 1);
  g_assert_cmpstr (kh_row_get (kh_rows_get (taken, 0), KH_CONTACT_PHONE_1), ==, "+18015550109");
}

/* A contact that both sides have changed, by keys: all three are shown, and the station's is taken. */
static void
test_contact (void)
{
  KhLinkTest test;
  KhSender *sender = kh_link_test_start_linked (&test, NULL);

  add_contact (&test, sender);
  kh_sender_stop (sender);
  KH_UI_WAIT (kh_sender_is_idle (sender));
  change_contact_there (&test, "Ann Lee", "+18015550109");
  change_contact_here (&test, "+18015550105");
  kh_ui_press (GDK_KEY_F5, 0);
  take_contact (&test, "Phone 1: (801) 555-0105");
  kh_link_test_end_linked (&test, sender);
}

/* Nothing of ours waits; the page says that somebody changed it, as soon as the customer is opened. */
static void
test_contact_unwaited (void)
{
  KhLinkTest test;
  KhSender *sender = kh_link_test_start_linked (&test, NULL);
  g_autoptr (KhWatcher) watcher = kh_link_test_watch (&test, sender);

  add_contact (&test, sender);
  change_contact_there (&test, "Ann Lee", "+18015550109");
  kh_link_test_open_again (&test);
  kh_ui_wait_part (GTK_WIDGET (test.window), "Choose Compare to see both sides");
  kh_ui_settle (test.window);
  kh_ui_press (GDK_KEY_F5, 0);
  take_contact (&test, "Phone 1: (801) 555-0101");
  kh_link_test_unwatch (&test, watcher);
  kh_link_test_end_linked (&test, sender);
}

/* Passcodes are dots in all three columns, and differ by a word. */
static void
test_passcode (void)
{
  KhLinkTest test;
  KhSender *sender = kh_link_test_start_linked (&test, NULL);
  GtkWindow *dialog;

  kh_sender_stop (sender);
  KH_UI_WAIT (kh_sender_is_idle (sender));
  kh_link_test_set_secret (&test, KH_DATAPOINT_PASSCODE, "LILAC");
  kh_link_test_edit_there (&test, KH_DATAPOINT_CITY, "Logan");
  kh_ui_press (GDK_KEY_F5, 0);
  dialog = wait_discrepancies ();
  kh_ui_wait_text (GTK_WIDGET (dialog), "2 values are still to be decided.");
  /* The row above is only known to differ. */
  g_assert_nonnull (kh_ui_find_text (get_focused_choice (dialog), "Choose…"));
  kh_ui_expect_untold (GTK_WIDGET (dialog), "LILAC");
  kh_ui_expect_untold (GTK_WIDGET (dialog), "ROSEBUD");
  kh_ui_screenshots (dialog, "compare-passcode");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Discrepancies");
  kh_link_test_end_linked (&test, sender);
}

/* A change is held because the account is in somebody else's name now: both names are shown, and
 * nothing is decided before the account number is typed. */
static void
test_other_name (void)
{
  KhLinkTest test;
  KhSender *sender = kh_link_test_start_linked (&test, NULL);
  GtkWindow *dialog, *question;

  kh_link_test_edit_there (&test, KH_DATAPOINT_FIRST_NAME, "Bo");
  kh_link_test_edit_there (&test, KH_DATAPOINT_LAST_NAME, "Lund");
  kh_link_test_save (&test, KH_DATAPOINT_CITY, "Provo");
  kh_ui_wait_part (GTK_WIDGET (test.window), "in somebody else’s name now");
  kh_ui_click (GTK_WIDGET (test.window), "Compare");
  dialog = wait_discrepancies ();
  kh_ui_wait_part (GTK_WIDGET (dialog), "in the name of Bo Lund, and your customer is Ana Ruiz.");
  kh_ui_screenshots (dialog, "compare-other-name");
  kh_ui_choose (wait_undecided (dialog), "Leave both");
  kh_ui_wait_text (GTK_WIDGET (dialog), "1 value is still to be decided.");
  kh_ui_choose (wait_undecided (dialog), "Leave both");
  kh_ui_click (GTK_WIDGET (dialog), "Apply");
  question = kh_ui_wait_window ("Is This the Customer’s Account?");
  kh_ui_wait_active (question);
  kh_ui_wait_part (GTK_WIDGET (question), "Name in Keyholder: Ana Ruiz");
  kh_ui_wait_part (GTK_WIDGET (question), "Name at Dynamark: Bo Lund");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_settle (question);
  kh_link_test_assert_there (&test, KH_DATAPOINT_CITY, "OGDEN");
  kh_ui_type ("DY-10421");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Discrepancies");
  KH_UI_WAIT (kh_sender_is_empty (sender));
  kh_link_test_assert_there (&test, KH_DATAPOINT_CITY, "Provo");
  refresh (&test, "Nothing has changed at Dynamark since both sides last agreed.");
  g_assert_null (kh_ui_find_window ("Discrepancies"));
  kh_link_test_end_linked (&test, sender);
}

/* What cannot be settled from here is said in a sentence, and not offered. */
static void
test_gone (void)
{
  KhLinkTest test;
  KhSender *sender = kh_link_test_start_linked (&test, (const char *[]) { "status:404@account+2", NULL });
  g_autoptr (KhWatcher) watcher = kh_link_test_watch (&test, sender);

  kh_ui_press (GDK_KEY_F5, 0);
  kh_ui_wait_part (GTK_WIDGET (test.window), "Dynamark no longer has this account. Check");
  kh_ui_wait_part (GTK_WIDGET (test.window), "Dynamark no longer has this account. The changes are kept.");
  kh_ui_wait_button (GTK_WIDGET (test.window), "Retry");
  g_assert_null (kh_ui_find_button (GTK_WIDGET (test.window), "Compare"));
  g_assert_null (kh_ui_find_window ("Discrepancies"));
  kh_link_test_unwatch (&test, watcher);
  kh_link_test_end_linked (&test, sender);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/compare/theirs", test_theirs);
  g_test_add_func ("/compare/ours", test_ours);
  g_test_add_func ("/compare/leave", test_leave);
  g_test_add_func ("/compare/menu", test_menu);
  g_test_add_func ("/compare/contact", test_contact);
  g_test_add_func ("/compare/contact/unwaited", test_contact_unwaited);
  g_test_add_func ("/compare/passcode", test_passcode);
  g_test_add_func ("/compare/other-name", test_other_name);
  g_test_add_func ("/compare/gone", test_gone);

  return g_test_run ();
}
