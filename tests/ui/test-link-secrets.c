/* test-link-secrets.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-test.h"

#include <glib/gstdio.h>

/* Words that stand nowhere else. */
#define OURS "ROSEBUD7"
#define THEIRS "XANADU9"
#define DURESS "SLED4"

#define DOTS "••••••"

#define CODE(text, duress) "{\"value\":{\"state\":\"clear\",\"text\":\"" text "\"},\"duress\":" duress "}"
#define ACCOUNT(codes) \
  "[{\"number\":\"DY-10421\",\"dealer\":\"D1001\",\"status\":\"active\"," \
  "\"site\":{\"kind\":\"residential\",\"name\":{\"first\":\"Ana\",\"last\":\"Ruiz\"}," \
  "\"address\":{\"line1\":\"4 Elm Street\",\"city\":\"Ogden\",\"state\":\"UT\",\"zip\":\"84401\"}," \
  "\"phones\":[{\"type\":\"primary\",\"number\":\"+18015550142\"}]," \
  "\"emails\":[{\"type\":\"email\",\"address\":\"ana.ruiz@example.com\"}]}," \
  "\"passcodes\":[" codes "]}]"

/* Nothing on the screen says what a code is. */
static void
assert_shows_none (GtkWindow *window)
{
  g_autofree char *text = kh_ui_dump (GTK_WIDGET (window));

  g_assert_null (strstr (text, OURS));
  g_assert_null (strstr (text, THEIRS));
  g_assert_null (strstr (text, DURESS));
}

static GtkWindow *
ask (KhLinkTest *test)
{
  GtkWindow *dialog;

  kh_link_test_ask (test);
  dialog = kh_ui_wait_window ("Discrepancies");
  kh_ui_wait_active (dialog);
  kh_ui_settle (dialog);
  kh_ui_wait_text (GTK_WIDGET (dialog), DOTS);
  assert_shows_none (dialog);

  return dialog;
}

static GtkWindow *
press_link (GtkWindow  *dialog,
            const char *part)
{
  GtkWindow *question;

  kh_ui_click (GTK_WIDGET (dialog), "Link");
  question = kh_ui_wait_window ("Change These at the Station?");
  kh_ui_wait_active (question);
  kh_ui_wait_part (GTK_WIDGET (question), part);
  assert_shows_none (question);

  return question;
}

static void
assert_linked (KhLinkTest *test)
{
  kh_ui_wait_no_window ("Discrepancies");
  KH_UI_WAIT (kh_link_test_is_linked (test));
  assert_shows_none (test->window);
}

static void
start (KhLinkTest *test,
       const char *profile,
       const char *accounts)
{
  kh_link_test_start_as (test, profile, accounts, NULL, FALSE);
  kh_link_test_set_secret (test, KH_DATAPOINT_PASSCODE, OURS);
}

static void
test_differs (void)
{
  KhLinkTest test;
  GtkWindow *dialog;
  GtkWindow *question;
  g_autoptr (KhAccount) account = NULL;

  start (&test, "generic", ACCOUNT (CODE (THEIRS, "false")));
  dialog = ask (&test);
  kh_ui_wait_part (GTK_WIDGET (dialog), "1 of");
  kh_ui_wait_text (GTK_WIDGET (dialog), "The two differ. Neither is shown here.");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (kh_ui_find_text (GTK_WIDGET (dialog), DOTS)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, "A value that is not shown");
  kh_ui_screenshots (dialog, "discrepancies-passcode");
  question = press_link (dialog, "Passcode: Keyholder’s is written over a different one at Dynamark");
  kh_ui_screenshots (question, "confirm-passcode");
  kh_ui_click (GTK_WIDGET (question), "Change and Link");
  assert_linked (&test);
  account = kh_link_test_ask_account (&test, "a1");
  g_assert_cmpstr (kh_secret_get_text (kh_account_get_secret (account, KH_DATAPOINT_PASSCODE)), ==, OURS);
  kh_link_test_end (&test);
}

/* A station that shows none of its passcodes: ours is written all the same, and the page says so. */
static void
test_masked (void)
{
  KhLinkTest test;
  GtkWindow *dialog;
  GtkWindow *question;
  g_autoptr (KhAccount) account = NULL;

  start (&test, "bold", ACCOUNT (CODE (THEIRS, "false")));
  dialog = ask (&test);
  kh_ui_wait_part (GTK_WIDGET (dialog), "No datapoint is known to differ. Link writes Keyholder’s value");
  kh_ui_wait_text (GTK_WIDGET (dialog), "Dynamark has a value and does not show it.");
  kh_ui_screenshots (dialog, "discrepancies-masked");
  question = press_link (dialog, "Passcode: Keyholder’s is written over the one that Dynamark does not show");
  kh_ui_click (GTK_WIDGET (question), "Change and Link");
  assert_linked (&test);
  account = kh_link_test_ask_account (&test, "D1001DY-10421");
  g_assert_cmpint (kh_account_get_state (account, KH_DATAPOINT_PASSCODE), ==, KH_ACCOUNT_MASKED);
  kh_link_test_end (&test);
}

static void
test_take (void)
{
  KhLinkTest test;
  GtkWindow *dialog;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (KhSecret) secret = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  start (&test, "generic", ACCOUNT (CODE (THEIRS, "false")));
  dialog = ask (&test);
  kh_ui_choose (kh_ui_wait_field (GTK_WIDGET (dialog), "Passcode"), "Use the station’s");
  kh_ui_click (GTK_WIDGET (dialog), "Link");
  assert_linked (&test);
  account = kh_link_test_ask_account (&test, "a1");
  g_assert_cmpstr (kh_secret_get_text (kh_account_get_secret (account, KH_DATAPOINT_PASSCODE)), ==, THEIRS);
  kh_store_reveal_async (test.base.store, test.number, KH_DATAPOINT_PASSCODE, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  secret = kh_store_reveal_finish (test.base.store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kh_secret_get_text (secret), ==, THEIRS);
  kh_link_test_end (&test);
}

/* To leave a station without a code, the account number is typed. */
static void
test_typed (void)
{
  KhLinkTest test;
  GtkWindow *dialog;
  GtkWindow *question;
  GtkWidget *entry;
  g_autoptr (KhAccount) before = NULL;
  g_autoptr (KhAccount) after = NULL;

  start (&test, "generic", ACCOUNT (CODE (OURS, "false") "," CODE (DURESS, "true")));
  dialog = ask (&test);
  kh_ui_choose (kh_ui_wait_field (GTK_WIDGET (dialog), "Duress Code"), "Clear the station’s");
  question = press_link (dialog, "Duress Code: removed at Dynamark, as Keyholder has none");
  entry = kh_ui_wait_field (GTK_WIDGET (question), "Account Number");
  kh_ui_fill (entry, "DY-1042");
  kh_ui_screenshots (question, "confirm-typed");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_linger (200);
  g_assert_false (gtk_widget_is_sensitive (kh_ui_find_button (GTK_WIDGET (question), "Change and Link")));
  before = kh_link_test_ask_account (&test, "a1");
  g_assert_nonnull (kh_account_get_secret (before, KH_DATAPOINT_DURESS_CODE));

  kh_ui_fill (entry, KH_LINK_TEST_NUMBER);
  kh_ui_press (GDK_KEY_Return, 0);
  assert_linked (&test);
  after = kh_link_test_ask_account (&test, "a1");
  g_assert_null (kh_account_get_secret (after, KH_DATAPOINT_DURESS_CODE));
  g_assert_cmpstr (kh_secret_get_text (kh_account_get_secret (after, KH_DATAPOINT_PASSCODE)), ==, OURS);
  kh_link_test_end (&test);
}

static void
test_same_code (void)
{
  KhLinkTest test;
  GtkWindow *dialog;
  GtkWindow *message;

  start (&test, "generic", ACCOUNT (CODE (DURESS, "false")));
  kh_link_test_set_secret (&test, KH_DATAPOINT_DURESS_CODE, DURESS);
  dialog = ask (&test);
  kh_ui_choose (kh_ui_wait_field (GTK_WIDGET (dialog), "Passcode"), "Use the station’s");
  kh_ui_click (GTK_WIDGET (dialog), "Link");
  message = kh_ui_wait_window ("The Codes Would Be the Same");
  kh_ui_wait_active (message);
  assert_shows_none (message);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("The Codes Would Be the Same");
  g_assert_false (kh_link_test_is_linked (&test));
  kh_ui_wait_active (dialog);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Discrepancies");
  kh_link_test_end (&test);
}

static void
test_save_page (void)
{
  KhLinkTest test;
  GtkWindow *dialog;
  GtkWindow *chooser;
  g_autofree char *path = NULL;
  g_autofree char *csv = NULL;

  start (&test, "generic", ACCOUNT (CODE (THEIRS, "false") "," CODE (DURESS, "true")));
  path = g_build_filename (test.base.folder, "page.csv", NULL);
  dialog = ask (&test);
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  chooser = kh_ui_wait_window ("Save Page");
  kh_ui_wait_active (chooser);
  kh_ui_linger (200);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type (path);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Save Page");
  kh_ui_wait_text (GTK_WIDGET (dialog), "Saved as page.csv.");
  g_assert_true (g_file_get_contents (path, &csv, NULL, NULL));
  g_assert_nonnull (strstr (csv, "Passcode,kept,kept,Differs,Writes Keyholder’s value"));
  g_assert_nonnull (strstr (csv, "Duress Code,none,kept,Only at the station,Leaves both as they are"));
  g_assert_null (strstr (csv, OURS));
  g_assert_null (strstr (csv, THEIRS));
  g_unlink (path);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Discrepancies");
  kh_link_test_end (&test);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/link-secrets/differs", test_differs);
  g_test_add_func ("/link-secrets/masked", test_masked);
  g_test_add_func ("/link-secrets/take", test_take);
  g_test_add_func ("/link-secrets/typed", test_typed);
  g_test_add_func ("/link-secrets/same-code", test_same_code);
  g_test_add_func ("/link-secrets/save-page", test_save_page);

  return g_test_run ();
}
