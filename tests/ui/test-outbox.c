/* test-outbox.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-test.h"

/* Held: the reason stands there, and Retry sends it. */
static void
test_retry (void)
{
  KhLinkTest test;
  KhSender *sender = kh_link_test_start_linked (&test, (const char *[]) { "status:404@changes*1+1", NULL });

  kh_link_test_save (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_ui_wait_part (GTK_WIDGET (test.window), "no longer has this account");
  kh_ui_wait_part (GTK_WIDGET (test.window), "1 change needs you.");
  kh_ui_settle (test.window);
  kh_ui_screenshots (test.window, "outbox-held");
  kh_ui_click (GTK_WIDGET (test.window), "Retry");
  KH_UI_WAIT (kh_ui_find_part (GTK_WIDGET (test.window), "no longer has this account") == NULL);
  KH_UI_WAIT (kh_sender_is_empty (sender));
  KH_UI_WAIT (kh_ui_find_part (GTK_WIDGET (test.window), "needs you") == NULL);
  g_assert_null (kh_ui_find_button (GTK_WIDGET (test.window), "Retry"));
  kh_link_test_assert_there (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_link_test_end_linked (&test, sender);
}

/* A station without versions: that is said, and what is saved goes out all the same. */
static void
test_unguarded (void)
{
  KhLinkTest test;
  KhSender *sender = kh_link_test_start_linked (&test, (const char *[]) { "no-etag@any", NULL });

  kh_link_test_save (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  KH_UI_WAIT (kh_sender_is_empty (sender));
  kh_link_test_assert_there (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_ui_wait_part (GTK_WIDGET (test.window), "Without protection: Dynamark does not tell");
  kh_ui_screenshots (test.window, "outbox-unguarded");
  kh_link_test_end_linked (&test, sender);
}

/* Refused: the datapoint is named, and Discard asks first. */
static void
test_discard (void)
{
  KhLinkTest test;
  KhSender *sender = kh_link_test_start_linked (&test, (const char *[]) { "status:422@changes+1", NULL });
  GtkWindow *question;

  kh_link_test_save (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_ui_wait_part (GTK_WIDGET (test.window), "was not sent");
  kh_ui_click (GTK_WIDGET (test.window), "Discard…");
  question = kh_ui_wait_window ("Discard the Changes?");
  kh_ui_wait_active (question);
  kh_ui_screenshots (question, "outbox-discard");
  kh_ui_click (GTK_WIDGET (question), "Discard");
  KH_UI_WAIT (kh_ui_find_part (GTK_WIDGET (test.window), "was not sent") == NULL);
  kh_link_test_assert_there (&test, KH_DATAPOINT_CROSS_STREET, "Oak Ave");
  kh_link_test_end_linked (&test, sender);
}

/* A station that does not answer: what waits is counted, and goes when it is back. */
static void
test_waiting (void)
{
  KhLinkTest test;
  KhSender *sender = kh_link_test_start_linked (&test, (const char *[]) { "status:503:10@changes*1+1", NULL });

  kh_link_test_save (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_ui_wait_part (GTK_WIDGET (test.window), "1 change waits for Dynamark.");
  kh_ui_wait_part (GTK_WIDGET (test.window), "1 change waits for a station.");
  kh_ui_screenshots (test.window, "outbox-waiting");
  KH_UI_WAIT (kh_ui_find_part (GTK_WIDGET (test.window), "1 change waits") == NULL);
  kh_link_test_assert_there (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_link_test_end_linked (&test, sender);
}

/* What somebody changed at the station is seen as soon as the customer is opened, though nothing
 * waits; and it can be agreed to. */
static void
test_opened (void)
{
  KhLinkTest test;
  KhSender *sender = kh_link_test_start_linked (&test, NULL);
  g_autoptr (KhWatcher) watcher = kh_link_test_watch (&test, sender);
  GtkWindow *question;
  gint64 begun;

  kh_link_test_save (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  KH_UI_WAIT (kh_sender_is_empty (sender));
  kh_link_test_edit_there (&test, KH_DATAPOINT_CITY, "Logan");
  kh_link_test_open_again (&test);
  begun = g_get_monotonic_time ();
  kh_ui_wait_part (GTK_WIDGET (test.window), "Choose Compare to see both sides");
  kh_ui_wait_part (GTK_WIDGET (test.window), "1 change needs you.");
  g_test_message ("held after %.0f ms", (double) (g_get_monotonic_time () - begun) / 1000);
  kh_ui_settle (test.window);
  kh_ui_screenshots (test.window, "outbox-foreign");
  kh_ui_click (GTK_WIDGET (test.window), "Discard…");
  question = kh_ui_wait_window ("Discard the Changes?");
  kh_ui_wait_active (question);
  kh_ui_click (GTK_WIDGET (question), "Discard");
  KH_UI_WAIT (kh_ui_find_part (GTK_WIDGET (test.window), "Somebody changed") == NULL);
  KH_UI_WAIT (kh_ui_find_part (GTK_WIDGET (test.window), "needs you") == NULL);
  kh_link_test_assert_there (&test, KH_DATAPOINT_CITY, "Logan");
  kh_link_test_unwatch (&test, watcher);
  kh_link_test_end_linked (&test, sender);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/outbox/retry", test_retry);
  g_test_add_func ("/outbox/unguarded", test_unguarded);
  g_test_add_func ("/outbox/discard", test_discard);
  g_test_add_func ("/outbox/waiting", test_waiting);
  g_test_add_func ("/outbox/opened", test_opened);

  return g_test_run ();
}
