/* test-manage.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-test.h"

#include "kh-csv.h"
#include "kh-window.h"

#include <glib/gstdio.h>
#include <string.h>

/* Nothing differs, so that one key links. */
static const char accounts[] =
  "[{\"number\":\"DY-10421\",\"dealer\":\"D1001\",\"site\":{\"kind\":\"residential\","
  "\"name\":{\"first\":\"Ana\",\"last\":\"Ruiz\"},"
  "\"address\":{\"line1\":\"4 Elm Street\",\"city\":\"Ogden\",\"state\":\"UT\",\"zip\":\"84401\"},"
  "\"phones\":[{\"type\":\"primary\",\"number\":\"+18015550142\"}],"
  "\"emails\":[{\"type\":\"email\",\"address\":\"ana.ruiz@example.com\"}]},"
  "\"passcodes\":[{\"value\":{\"state\":\"clear\",\"text\":\"ROSEBUD\"},\"duress\":false}],"
  "\"systems\":[{\"no\":1,\"panel\":\"DSC\",\"areas\":[{\"no\":1,\"name\":\"House\"}],"
  "\"zones\":[{\"area\":1,\"zone\":\"001\",\"description\":\"Front door\",\"event\":\"BA\"},"
  "{\"area\":1,\"zone\":\"002\",\"description\":\"Kitchen motion\",\"event\":\"BA\"}]}]}]";

static GtkWidget *
start (KhLinkTest         *test,
       const char * const *faults)
{
  kh_link_test_start_as (test, "generic", accounts, faults, FALSE);

  return kh_link_test_manage (test);
}

/* Behind General, which is shown first. */
static void
show_tests (GtkWidget *window)
{
  kh_ui_wait_text (window, "Agencies");
  kh_ui_settle (GTK_WINDOW (window));
  kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_wait_part (window, "Nothing is on test.");
  kh_ui_settle (GTK_WINDOW (window));
}

static void
put (GtkWidget  *window,
     const char *hours,
     const char *description)
{
  kh_ui_fill (kh_ui_wait_field (window, "Hours"), hours);
  kh_ui_fill (kh_ui_wait_field (window, "Description"), description);
  kh_ui_click (window, "Put On Test");
}

static void
test_tests (void)
{
  KhLinkTest test;
  GtkWidget *window = start (&test, NULL);
  GtkWindow *question;

  kh_ui_wait_text (window, "Account DY-10421 at Dynamark");
  show_tests (window);
  kh_ui_wait_text (window, "Nothing is on test. The station acts on every signal.");
  kh_ui_wait_part (window, "As of ");
  g_assert_null (kh_ui_find_button (window, "Clear All Test Entries"));
  kh_ui_screenshots (GTK_WINDOW (window), "manage-no-tests");
  put (window, "2", "New keypad");
  kh_ui_wait_part (window, "Whole account, until ");
  kh_ui_wait_part (window, "1:59:");
  put (window, "1", "Back door contact");
  kh_ui_wait_part (window, "0:59:");
  kh_ui_wait_button (window, "Clear All Test Entries");
  kh_ui_settle (GTK_WINDOW (window));
  kh_ui_screenshots (GTK_WINDOW (window), "manage-tests");

  /* The first to end stands first and is chosen. */
  kh_ui_click (window, "Clear Test");
  KH_UI_WAIT (kh_ui_find_text (window, "Back door contact") == NULL);
  kh_ui_wait_text (window, "New keypad");
  kh_ui_click (window, "Clear All Test Entries");
  question = kh_ui_wait_window ("Clear All Test Entries?");
  kh_ui_wait_active (question);
  kh_ui_screenshots (question, "manage-clear-all");
  kh_ui_click (GTK_WIDGET (question), "Clear All");
  kh_ui_wait_part (window, "Nothing is on test.");
  g_assert_null (kh_ui_find_button (window, "Clear All Test Entries"));
  kh_ui_wait_active (GTK_WINDOW (window));
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Manage Account");
  kh_link_test_end (&test);
}

/* Whoever puts on test does not wait for a list that is slow to come. */
static void
test_while_reading (void)
{
  static const char * const faults[] = { "delay:3000@tests*1+1", NULL };
  KhLinkTest test;
  GtkWidget *window = start (&test, faults);

  show_tests (window);
  kh_ui_wait_part (window, "Nothing is on test.");
  kh_ui_click (window, "Refresh");
  put (window, "1", "Meanwhile");
  kh_ui_wait_part (window, "0:59:");
  kh_ui_wait_text (window, "Meanwhile");
  kh_link_test_end (&test);
}

/* Tab stops once at the list, however long it is, and Alt and a letter gets anywhere. */
static void
test_keys (void)
{
  KhLinkTest test;
  GtkWidget *window = start (&test, NULL);
  GtkWindow *top = GTK_WINDOW (window);

  show_tests (window);
  put (window, "2", "New keypad");
  kh_ui_wait_part (window, "1:59:");
  put (window, "1", "Back door contact");
  kh_ui_wait_part (window, "0:59:");
  gtk_widget_grab_focus (kh_ui_wait_button (window, "Refresh"));
  kh_ui_press_focus (top, GDK_KEY_Tab, 0);
  g_assert_true (GTK_IS_LIST_BOX_ROW (gtk_window_get_focus (top)));
  kh_ui_press_focus (top, GDK_KEY_Tab, 0);
  g_assert_true (gtk_window_get_focus (top) == kh_ui_find_button (window, "Clear Test"));
  kh_ui_press_focus (top, GDK_KEY_Tab, 0);
  g_assert_true (gtk_window_get_focus (top) == kh_ui_find_button (window, "Clear All Test Entries"));
  kh_ui_press_focus (top, GDK_KEY_d, GDK_ALT_MASK);
  kh_ui_type ("By letter");
  kh_ui_press (GDK_KEY_p, GDK_ALT_MASK);
  kh_ui_wait_text (window, "By letter");
  KH_UI_WAIT (gtk_editable_get_text (GTK_EDITABLE (kh_ui_wait_field (window, "Description")))[0] == '\0');
  kh_link_test_end (&test);
}

/* What cannot be is said, and nothing is sent. */
static void
test_refused (void)
{
  KhLinkTest test;
  GtkWidget *window = start (&test, NULL);

  show_tests (window);
  put (window, "9", "Too long");
  kh_ui_wait_part (window, "at most 8 h 00 min");
  kh_ui_screenshots (GTK_WINDOW (window), "manage-refused");
  put (window, "0", "Too short");
  kh_ui_wait_part (window, "at least one minute");
  g_assert_cmpuint (kh_link_test_count_requests (&test, "\"method\":\"POST\",\"path\":\"/v1/accounts/a1/tests\""), ==, 0);

  kh_ui_fill (kh_ui_wait_field (window, "Hours"), "1");
  kh_ui_choose (kh_ui_wait_field (window, "On Test"), "Zones");
  kh_ui_fill (kh_ui_wait_field (window, "Numbers"), "001, 009");
  kh_ui_click (window, "Put On Test");
  kh_ui_wait_part (window, "no such area, zone or system");
  kh_ui_fill (kh_ui_wait_field (window, "Numbers"), "001, 002");
  kh_ui_click (window, "Put On Test");
  kh_ui_wait_part (window, "Zones 001, 002, until ");
  kh_link_test_end (&test);
}

/* An answer was lost: the same once more is the same test, not a second one. */
static void
test_lost_answer (void)
{
  KhLinkTest test;
  GtkWidget *window = start (&test, (const char *[]) { "drop-after@tests*1+1", NULL });
  GtkWidget *list;

  show_tests (window);
  put (window, "2", "New keypad");
  kh_ui_wait_part (window, "broke off");
  kh_ui_wait_part (window, "Whole account, until ");
  kh_ui_click (window, "Put On Test");
  KH_UI_WAIT (gtk_editable_get_text (GTK_EDITABLE (kh_ui_wait_field (window, "Description")))[0] == '\0');
  kh_ui_wait_text (window, "New keypad");
  g_assert_null (kh_ui_find_part (window, "broke off"));
  list = kh_ui_find_type (window, GTK_TYPE_LIST_BOX);
  g_assert_nonnull (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 0));
  g_assert_null (gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 1));
  kh_link_test_end (&test);
}

/* What is listed, readable by nobody else, and with nothing in it that a spreadsheet runs. */
static void
export (KhLinkTest *test,
        GtkWidget  *window,
        GListModel *events)
{
  g_autofree char *path = g_build_filename (test->base.folder, "events.csv", NULL);
  g_autofree char *csv = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  GtkWindow *chooser;
  GStatBuf status;
  gsize length = 0;

  kh_ui_click (window, "Export…");
  chooser = kh_ui_wait_window ("Export Events");
  kh_ui_wait_active (chooser);
  kh_ui_linger (200);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type (path);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Export Events");
  kh_ui_wait_text (window, "The events that are listed are saved as events.csv.");
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (path, &csv, &length, NULL));
  g_assert_true (g_str_has_prefix (csv, "Time,Code,Event,Place,By\r\n"));
  g_assert_nonnull (strstr (csv, ",BA,Burglary alarm,\"Area 1, Zone 00"));
  rows = kh_csv_parse (csv, length, NULL);
  g_assert_cmpuint (rows->len, ==, g_list_model_get_n_items (events) + 1);
  g_unlink (path);
}

static void
test_events (void)
{
  KhLinkTest test;
  GtkWidget *window = start (&test, NULL);
  GListModel *model;
  GtkWidget *list;
  guint first, filtered;

  show_tests (window);
  put (window, "2", "New keypad");
  kh_ui_wait_part (window, "Whole account, until ");
  kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_wait_button (window, "Export…");
  kh_ui_press (GDK_KEY_F5, 0);
  kh_ui_wait_text (window, "Put on test (For 120 minutes: New keypad)");
  list = kh_ui_find_type (window, GTK_TYPE_LIST_VIEW);
  model = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  KH_UI_WAIT (g_list_model_get_n_items (model) >= 50);
  kh_ui_settle (GTK_WINDOW (window));
  kh_ui_screenshots (GTK_WINDOW (window), "manage-events");

  /* The end of what is there brings what is older. */
  first = g_list_model_get_n_items (model);
  gtk_widget_grab_focus (list);
  kh_ui_press (GDK_KEY_End, 0);
  KH_UI_WAIT (g_list_model_get_n_items (model) > first);
  kh_ui_choose (kh_ui_wait_field (window, "Show"), "Alarms");
  KH_UI_WAIT (kh_ui_find_part (window, "Asking") == NULL);
  filtered = g_list_model_get_n_items (model);
  g_assert_cmpuint (filtered, >, 0);
  g_assert_cmpuint (filtered, <, 60);
  kh_ui_wait_text (window, "Burglary alarm");
  kh_ui_settle (GTK_WINDOW (window));
  kh_ui_screenshots (GTK_WINDOW (window), "manage-alarms");
  export (&test, window, model);
  kh_link_test_end (&test);
}

static void
test_grants (void)
{
  KhLinkTest test;
  GtkWidget *window = start (&test, NULL);

  show_tests (window);
  put (window, "2", "New keypad");
  kh_ui_wait_part (window, "Whole account, until ");

  /* The grant was taken while the window was open. */
  kh_link_test_sign_in_clerk (&test, KH_GRANT_CENTRAL_STATION_TEST);
  kh_ui_click (window, "Put On Test");
  kh_ui_wait_part (window, "Place On Test");
  g_assert_null (kh_ui_find_button (window, "Put On Test"));
  g_assert_null (kh_ui_find_button (window, "Clear Test"));
  g_assert_null (kh_ui_find_button (window, "Clear All Test Entries"));
  kh_ui_wait_part (window, "Whole account, until ");
  g_assert_cmpuint (kh_link_test_count_requests (&test, "\"method\":\"POST\",\"path\":\"/v1/accounts/a1/tests\""), ==, 1);
  kh_ui_settle (GTK_WINDOW (window));
  kh_ui_screenshots (GTK_WINDOW (window), "manage-not-granted");
  kh_link_test_end (&test);
}

static void
test_failed (void)
{
  KhLinkTest test;
  /* The first two are Link's. */
  GtkWidget *window = start (&test, (const char *[]) { "status:503@capabilities*1+1", NULL });

  kh_ui_wait_part (window, "is not available for the moment");
  kh_ui_screenshots (GTK_WINDOW (window), "manage-failed");
  kh_ui_press (GDK_KEY_Return, 0);
  show_tests (window);
  kh_link_test_end (&test);
}

/* Nobody leaves a customer on test unawares; what is over, or cleared, is not asked about. */
static void
test_left_on_test (void)
{
  KhLinkTest test;
  GtkWidget *window = start (&test, NULL);
  GtkWindow *question;

  show_tests (window);
  put (window, "2", "New keypad");
  kh_ui_wait_part (window, "Whole account, until ");
  kh_ui_wait_active (GTK_WINDOW (window));
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Manage Account");
  kh_ui_wait_active (test.window);
  kh_ui_settle (test.window);
  kh_ui_press (GDK_KEY_w, GDK_CONTROL_MASK);
  question = kh_ui_wait_window ("Leave It on Test?");
  kh_ui_wait_active (question);
  kh_ui_wait_part (GTK_WIDGET (question), "Ana Ruiz is still on test until ");
  kh_ui_settle (question);
  kh_ui_screenshots (question, "left-on-test");
  /* Enter stays. */
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Leave It on Test?");
  kh_ui_wait_button (GTK_WIDGET (test.window), "Manage Account");

  /* So does closing the window, and there the tests are a key away. */
  kh_ui_wait_active (test.window);
  kh_ui_press (GDK_KEY_q, GDK_CONTROL_MASK);
  question = kh_ui_wait_window ("Leave It on Test?");
  kh_ui_wait_active (question);
  kh_ui_click (GTK_WIDGET (question), "Open Tests");
  window = GTK_WIDGET (kh_ui_wait_window ("Manage Account"));
  kh_ui_wait_active (GTK_WINDOW (window));
  kh_ui_wait_text (window, "New keypad");
  kh_ui_click (window, "Clear Test");
  kh_ui_wait_part (window, "Nothing is on test.");
  kh_ui_settle (GTK_WINDOW (window));
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Manage Account");
  kh_ui_wait_active (test.window);
  kh_ui_press (GDK_KEY_w, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_button (GTK_WIDGET (test.window), "Manage Account") == NULL);
  g_assert_null (kh_ui_find_window ("Leave It on Test?"));
  kh_link_test_end (&test);
}

/* Both are asked, one after the other. */
static void
test_left_unsaved (void)
{
  KhLinkTest test;
  GtkWidget *window = start (&test, NULL);
  GtkWindow *question;

  show_tests (window);
  put (window, "2", "New keypad");
  kh_ui_wait_part (window, "Whole account, until ");
  kh_ui_wait_active (GTK_WINDOW (window));
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Manage Account");
  kh_ui_wait_active (test.window);
  kh_ui_click (GTK_WIDGET (test.window), "Edit Premises");
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (test.window), "Cross Street"), "Oak & 5th");
  kh_ui_press (GDK_KEY_w, GDK_CONTROL_MASK);
  question = kh_ui_wait_window ("Save changes?");
  kh_ui_wait_active (question);
  kh_ui_click (GTK_WIDGET (question), "Save");
  question = kh_ui_wait_window ("Leave It on Test?");
  kh_ui_wait_active (question);
  kh_ui_click (GTK_WIDGET (question), "Close");
  KH_UI_WAIT (kh_ui_find_button (GTK_WIDGET (test.window), "Manage Account") == NULL);
  kh_link_test_end (&test);
}

/* It closes with what it is about. */
static void
test_closed (void)
{
  KhLinkTest test;
  GtkWidget *window = start (&test, (const char *[]) { "delay:500@tests", NULL });

  g_assert_nonnull (window);
  kh_window_forget (KH_WINDOW (test.window));
  kh_ui_wait_no_window ("Manage Account");
  kh_ui_linger (700);
  kh_link_test_end (&test);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/manage/tests", test_tests);
  g_test_add_func ("/manage/while-reading", test_while_reading);
  g_test_add_func ("/manage/keys", test_keys);
  g_test_add_func ("/manage/refused", test_refused);
  g_test_add_func ("/manage/lost-answer", test_lost_answer);
  g_test_add_func ("/manage/events", test_events);
  g_test_add_func ("/manage/grants", test_grants);
  g_test_add_func ("/manage/failed", test_failed);
  g_test_add_func ("/manage/left-on-test", test_left_on_test);
  g_test_add_func ("/manage/left-unsaved", test_left_unsaved);
  g_test_add_func ("/manage/closed", test_closed);

  return g_test_run ();
}
