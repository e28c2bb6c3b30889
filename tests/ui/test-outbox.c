/* test-outbox.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-test.h"

#include "kh-sender.h"

#define ACCOUNT "D1001DY-10421"

static KhSender *
start (KhLinkTest         *test,
       const char * const *faults)
{
  GtkWindow *dialog;
  KhSender *sender;

  kh_link_test_start (test, kh_link_test_account, faults, FALSE);
  kh_link_test_ask (test);
  dialog = kh_ui_wait_window ("Discrepancies");
  kh_ui_wait_active (dialog);
  kh_ui_settle (dialog);
  kh_ui_click (GTK_WIDGET (dialog), "Link");
  dialog = kh_ui_wait_window ("Change These at the Station?");
  kh_ui_wait_active (dialog);
  kh_ui_click (GTK_WIDGET (dialog), "Change and Link");
  kh_ui_wait_no_window ("Discrepancies");
  kh_ui_wait_part (GTK_WIDGET (test->window), "reaches the station by itself");
  sender = kh_sender_new (test->base.store, test->base.stations);
  kh_sender_set_pace (sender, 0.1, NULL, NULL);
  kh_sender_start (sender);

  return sender;
}

static void
stop (KhLinkTest *test,
      KhSender   *sender)
{
  kh_sender_stop (sender);
  KH_UI_WAIT (kh_sender_is_idle (sender));
  g_object_unref (sender);
  kh_link_test_end (test);
}

/* What a clerk at another desk, or this one, saves. */
static void
save (KhLinkTest    *test,
      KhDatapointId  id,
      const char    *value)
{
  g_autoptr (KhCustomer) customer = kh_ui_fixture_load (&test->base, test->number, NULL);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, id, value);
  kh_store_save_customer_async (test->base.store, customer, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  saved = kh_store_save_customer_finish (test->base.store, result, &error);
  g_assert_no_error (error);
}

static void
assert_there (KhLinkTest    *test,
              KhDatapointId  id,
              const char    *value)
{
  g_autoptr (KhAccount) account = kh_link_test_ask_account (test, ACCOUNT);

  g_assert_cmpstr (kh_account_get_value (account, id), ==, value);
}

/* Held: the reason stands there, and Retry sends it. */
static void
test_retry (void)
{
  KhLinkTest test;
  KhSender *sender = start (&test, (const char *[]) { "status:404@changes*1+1", NULL });

  save (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_ui_wait_part (GTK_WIDGET (test.window), "no longer has this account");
  kh_ui_wait_part (GTK_WIDGET (test.window), "1 change needs you.");
  kh_ui_settle (test.window);
  kh_ui_screenshots (test.window, "outbox-held");
  kh_ui_click (GTK_WIDGET (test.window), "Retry");
  KH_UI_WAIT (kh_ui_find_part (GTK_WIDGET (test.window), "no longer has this account") == NULL);
  KH_UI_WAIT (kh_sender_is_empty (sender));
  KH_UI_WAIT (kh_ui_find_part (GTK_WIDGET (test.window), "needs you") == NULL);
  g_assert_null (kh_ui_find_button (GTK_WIDGET (test.window), "Retry"));
  assert_there (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  stop (&test, sender);
}

/* Refused: the datapoint is named, and Discard asks first. */
static void
test_discard (void)
{
  KhLinkTest test;
  KhSender *sender = start (&test, (const char *[]) { "status:422@changes+1", NULL });
  GtkWindow *question;

  save (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_ui_wait_part (GTK_WIDGET (test.window), "was not sent");
  kh_ui_click (GTK_WIDGET (test.window), "Discard…");
  question = kh_ui_wait_window ("Discard the Changes?");
  kh_ui_wait_active (question);
  kh_ui_screenshots (question, "outbox-discard");
  kh_ui_click (GTK_WIDGET (question), "Discard");
  KH_UI_WAIT (kh_ui_find_part (GTK_WIDGET (test.window), "was not sent") == NULL);
  assert_there (&test, KH_DATAPOINT_CROSS_STREET, "Oak Ave");
  stop (&test, sender);
}

/* A station that does not answer: what waits is counted, and goes when it is back. */
static void
test_waiting (void)
{
  KhLinkTest test;
  KhSender *sender = start (&test, (const char *[]) { "status:503:10@changes*1+1", NULL });

  save (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_ui_wait_part (GTK_WIDGET (test.window), "1 change waits for Dynamark.");
  kh_ui_wait_part (GTK_WIDGET (test.window), "1 change waits for a station.");
  kh_ui_screenshots (test.window, "outbox-waiting");
  KH_UI_WAIT (kh_ui_find_part (GTK_WIDGET (test.window), "1 change waits") == NULL);
  assert_there (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  stop (&test, sender);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/outbox/retry", test_retry);
  g_test_add_func ("/outbox/discard", test_discard);
  g_test_add_func ("/outbox/waiting", test_waiting);

  return g_test_run ();
}
