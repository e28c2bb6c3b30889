/* test-passcodes.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The additional passcodes of a linked customer, typed by keys and on their way to the station. */

#include "config.h"

#include "kh-link-test.h"

static void
edit_passcodes (KhLinkTest *test)
{
  kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_wait_text (GTK_WIDGET (test->window), "Additional Passcodes");
  kh_ui_settle (test->window);
  kh_ui_click (GTK_WIDGET (test->window), "Additional Passcodes");
  kh_ui_settle (test->window);
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_settle (test->window);
}

/* Saves a new one, with a picture of it before that. */
static void
type_passcode (KhLinkTest *test,
               const char *picture)
{
  kh_ui_wait_active (test->window);
  edit_passcodes (test);
  kh_ui_type ("LILAC");
  kh_ui_press_focus (test->window, GDK_KEY_Tab, 0);
  kh_ui_type ("Cleaner");
  if (picture != NULL)
    kh_ui_screenshots (test->window, picture);
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_text (GTK_WIDGET (test->window), "Saved.");
}

/* The station's additional passcodes: how many, and their notes. */
static char *
dup_there (KhLinkTest *test)
{
  g_autoptr (KhAccount) account = kh_link_test_ask_account (test, "D1001DY-10421");
  KhRows *rows = kh_account_get_rows (account, KH_TABLE_PASSCODES);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", kh_row_get (kh_rows_get (rows, i), KH_PASSCODE_NOTE));

  return g_string_free (text, FALSE);
}

static void
wait_there (KhLinkTest *test,
            const char *notes)
{
  g_autofree char *there = NULL;

  for (guint i = 0; i < 200 && g_strcmp0 (there, notes) != 0; i++)
    {
      kh_ui_settle (test->window);
      g_free (there);
      there = dup_there (test);
    }
  g_assert_cmpstr (there, ==, notes);
}

/* It arrives, no window says what it is, and both sides are in step. */
static void
test_arrives (void)
{
  KhLinkTest test;
  KhSender *sender = kh_link_test_start_linked (&test, NULL);
  GtkWidget *root = GTK_WIDGET (test.window);

  type_passcode (&test, "passcodes-editing");
  KH_UI_WAIT (kh_sender_is_empty (sender));
  wait_there (&test, "Cleaner");
  kh_ui_settle (test.window);
  kh_ui_expect_untold (root, "LILAC");
  kh_ui_screenshots (test.window, "passcodes");

  kh_ui_press (GDK_KEY_F5, 0);
  kh_ui_wait_part (root, "Nothing has changed at Dynamark since both sides last agreed.");
  kh_link_test_end_linked (&test, sender);
}

/* With nobody there who has the key, the customer's page says who has to sign in. */
static void
test_no_key (void)
{
  KhLinkTest test;
  KhSender *sender = kh_link_test_start_linked (&test, NULL);

  kh_sender_stop (sender);
  KH_UI_WAIT (kh_sender_is_idle (sender));
  type_passcode (&test, NULL);
  kh_link_test_sign_in_clerk (&test, KH_GRANT_PASSCODES_REVEAL);
  kh_services_set_sender (test.base.services, sender);
  kh_sender_start (sender);
  KH_UI_WAIT (kh_sender_is_locked (sender, test.number));
  kh_ui_settle (test.window);
  kh_link_test_open_again (&test);
  kh_ui_wait_part (GTK_WIDGET (test.window), "once somebody who may see passcodes has signed in here");
  kh_ui_settle (test.window);
  kh_ui_screenshots (test.window, "passcodes-no-key");
  kh_services_set_sender (test.base.services, NULL);
  kh_link_test_end_linked (&test, sender);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/passcodes/arrives", test_arrives);
  g_test_add_func ("/passcodes/no-key", test_no_key);

  return g_test_run ();
}
