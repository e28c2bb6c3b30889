/* test-outbox.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-test.h"

#include "kh-change.h"
#include "kh-sender.h"
#include "kh-watcher.h"

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

/* Another program of the office writes there, which Keyholder does not know of. */
static void
edit_there (KhLinkTest    *test,
            KhDatapointId  id,
            const char    *value)
{
  KhCompany *company = kh_catalogues_get_company (kh_store_get_catalogues (test->base.store), test->company);
  g_autoptr (KhAccount) account = kh_link_test_ask_account (test, ACCOUNT);
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_change_free);
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (GAsyncResult) got = NULL;
  g_autoptr (GAsyncResult) applied = NULL;
  g_autoptr (KhStation) station = NULL;
  g_autoptr (KhChangeAnswer) answer = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  kh_stations_get_async (test->base.stations, company, NULL, kh_ui_take, &got);
  KH_UI_WAIT (got != NULL);
  station = kh_stations_get_finish (test->base.stations, got, &error);
  g_assert_no_error (error);
  g_ptr_array_add (changes, kh_change_new (id, value, NULL, NULL));
  body = kh_station_encode_changes (station, changes, "manual", "Bea");
  kh_station_apply_changes_async (station, ACCOUNT, kh_account_get_etag (account), body, key, FALSE, NULL, kh_ui_take,
                                  &applied);
  KH_UI_WAIT (applied != NULL);
  answer = kh_station_apply_changes_finish (station, applied, &error);
  g_assert_no_error (error);
}

/* As somebody does who comes back to the customer later. */
static void
open_again (KhLinkTest *test)
{
  kh_ui_press (GDK_KEY_w, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_button (GTK_WIDGET (test->window), "Edit Central Station") == NULL);
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_type ("Ruiz");
  kh_ui_settle (test->window);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_button (GTK_WIDGET (test->window), "Edit Central Station");
}

/* What somebody changed at the station is seen as soon as the customer is opened, though nothing
 * waits; and it can be agreed to. */
static void
test_opened (void)
{
  KhLinkTest test;
  KhSender *sender = start (&test, NULL);
  g_autoptr (KhPulse) pulse = kh_pulse_new ();
  g_autoptr (KhWatcher) watcher = kh_watcher_new (test.base.store, sender, pulse);
  GtkWindow *question;
  gint64 begun;

  kh_services_set_watcher (test.base.services, watcher);
  kh_watcher_start (watcher);
  save (&test, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  KH_UI_WAIT (kh_sender_is_empty (sender));
  edit_there (&test, KH_DATAPOINT_CITY, "Logan");
  open_again (&test);
  begun = g_get_monotonic_time ();
  kh_ui_wait_part (GTK_WIDGET (test.window), "or choose Discard to leave it as it is there.");
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
  assert_there (&test, KH_DATAPOINT_CITY, "Logan");
  kh_watcher_stop (watcher);
  kh_services_set_watcher (test.base.services, NULL);
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
  g_test_add_func ("/outbox/opened", test_opened);

  return g_test_run ();
}
