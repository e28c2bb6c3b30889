/* test-history.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csv.h"
#include "kh-history-line.h"
#include "kh-page-test.h"
#include "kh-ui-fixture.h"
#include "kh-window.h"

#include <glib/gstdio.h>

/* More than a page of the list, by twice. */
#define MANY 450

typedef struct {
  KhUiFixture base;
  GtkWindow *window;
  gint64 number;
} Fixture;

static void
save (Fixture       *fixture,
      KhDatapointId  id,
      const char    *value)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) customer = kh_ui_fixture_load (&fixture->base, fixture->number, NULL);
  g_autoptr (KhCustomer) kept = NULL;

  kh_customer_set (customer, id, value);
  kh_store_save_customer_async (fixture->base.store, customer, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kept = kh_store_save_customer_finish (fixture->base.store, result, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new ("Ana", "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");

  memset (fixture, 0, sizeof *fixture);
  kh_ui_fixture_init (&fixture->base);
  kh_store_set_author (fixture->base.store, "Ben Ode");
  fixture->number = kh_ui_fixture_add_customer (&fixture->base, customer);
  save (fixture, KH_DATAPOINT_CITY, "Provo");
  kh_store_set_author (fixture->base.store, "Maria Vega");
  save (fixture, KH_DATAPOINT_PRIMARY_PHONE, "+18015550142");
  save (fixture, KH_DATAPOINT_SALE_DATE, "2026-03-02");
  save (fixture, KH_DATAPOINT_SPOUSE, "=1+1");
}

/* The customer from the search entry, and the tab by its key. */
static void
open_history (Fixture *fixture)
{
  fixture->window = GTK_WINDOW (kh_window_new (fixture->base.application, fixture->base.services));
  gtk_window_set_default_size (fixture->window, 1280, 800);
  gtk_window_present (fixture->window);
  kh_ui_wait_active (fixture->window);
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_type ("ruiz");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "Central Station");
  kh_ui_settle (fixture->window);
  g_assert_null (kh_ui_find_part (GTK_WIDGET (fixture->window), "Head of the history"));
  kh_ui_press_history (FALSE);
  kh_ui_wait_part (GTK_WIDGET (fixture->window), "Head of the history: ");
  kh_ui_wait_part (GTK_WIDGET (fixture->window), " entr");
  kh_ui_settle (fixture->window);
}

static void
tear_down (Fixture *fixture)
{
  gtk_window_destroy (fixture->window);
  kh_ui_fixture_clear (&fixture->base);
}

static void
reveal (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) secret = NULL;

  kh_store_reveal_async (fixture->base.store, fixture->number, KH_DATAPOINT_PASSCODE, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  secret = kh_store_reveal_finish (fixture->base.store, result, &error);
  g_assert_no_error (error);
}

static void
test_show (void)
{
  Fixture fixture;
  GtkWidget *root;
  GtkWidget *text;
  GtkWidget *row;

  set_up (&fixture);
  open_history (&fixture);
  root = GTK_WIDGET (fixture.window);
  kh_ui_wait_text (root, "5 entries");
  kh_ui_screenshots (fixture.window, "history");
  /* The focus comes along; Tab goes through the fields and stops at the list once. */
  kh_ui_wait_focus (fixture.window, kh_ui_wait_field (root, "Datapoint"));
  kh_ui_press_focus (fixture.window, GDK_KEY_Tab, 0);
  kh_ui_wait_focus (fixture.window, kh_ui_wait_field (root, "Staff Member"));
  kh_ui_press_focus (fixture.window, GDK_KEY_Tab, 0);
  kh_ui_wait_focus (fixture.window, kh_ui_wait_field (root, "From"));
  kh_ui_press_focus (fixture.window, GDK_KEY_Tab, 0);
  kh_ui_press_focus (fixture.window, GDK_KEY_Tab, 0);
  kh_ui_wait_focus (fixture.window, page_test_find (root, GTK_TYPE_LIST_VIEW, "history-list"));
  kh_ui_press_focus (fixture.window, GDK_KEY_Tab, 0);
  kh_ui_wait_focus (fixture.window, kh_ui_wait_part (root, "Head of the history: "));
  kh_ui_press_focus (fixture.window, GDK_KEY_Tab, 0);
  kh_ui_wait_focus (fixture.window, kh_ui_wait_button (root, "Export…"));
  kh_ui_wait_text (root, "Ogden → Provo");
  kh_ui_wait_text (root, "— → 03/02/2026");
  kh_ui_wait_text (root, "— → =1+1");
  kh_ui_wait_text (root, "Created");
  text = kh_ui_wait_text (root, "Ogden → Provo");
  row = gtk_widget_get_parent (gtk_widget_get_ancestor (text, KH_TYPE_HISTORY_LINE));
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL));

  /* What is saved meanwhile comes by itself. */
  save (&fixture, KH_DATAPOINT_CITY, "Salem");
  kh_ui_wait_text (root, "6 entries");
  kh_ui_wait_text (root, "Provo → Salem");

  /* F2 edits where the sections are. */
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_wait_button (root, "Cancel");
  g_assert_null (kh_ui_find_part (root, "Head of the history"));
  kh_ui_press (GDK_KEY_Escape, 0);
  tear_down (&fixture);
}

static void
test_filter (void)
{
  Fixture fixture;
  GtkWidget *root;

  set_up (&fixture);
  open_history (&fixture);
  root = GTK_WIDGET (fixture.window);
  kh_ui_wait_text (root, "5 entries");
  kh_ui_choose (kh_ui_wait_field (root, "Staff Member"), "Maria Vega");
  kh_ui_wait_text (root, "3 entries found");
  kh_ui_choose (kh_ui_wait_field (root, "Datapoint"), "Spouse");
  kh_ui_wait_text (root, "1 entry found");
  g_assert_null (kh_ui_find_text (root, "Ogden → Provo"));

  kh_ui_fill (kh_ui_wait_field (root, "From"), "13/45/2026");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (root, "There is no such day. Check the date.");
  kh_ui_wait_text (root, "1 entry found");
  kh_ui_fill (kh_ui_wait_field (root, "From"), "1/2/2199");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (root, "Nothing found");
  g_assert_null (kh_ui_find_text (root, "There is no such day. Check the date."));
  kh_ui_screenshots (fixture.window, "history-empty");
  kh_ui_click (root, "Clear Filters");
  kh_ui_wait_text (root, "5 entries");

  /* A day ends with its last moment, and leaving the field is as good as Enter. */
  kh_ui_fill (kh_ui_wait_field (root, "To"), "2020-01-01");
  kh_ui_press (GDK_KEY_Tab, 0);
  kh_ui_wait_text (root, "Nothing found");
  tear_down (&fixture);
}

/* A customer of many years has more datapoints in the list than fit a screen. */
static void
test_find_datapoint (void)
{
  Fixture fixture;
  GtkWidget *root;
  GtkWidget *field;

  set_up (&fixture);
  for (KhDatapointId id = 0, n = 0; id < KH_N_DATAPOINTS && n < 25; id++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get (id);

      if (datapoint->type == KH_VALUE_TEXT && kh_datapoint_is_stored (id) && id != KH_DATAPOINT_LAST_NAME)
        {
          save (&fixture, id, "Xyz");
          n++;
        }
    }
  open_history (&fixture);
  root = GTK_WIDGET (fixture.window);
  field = kh_ui_wait_field (root, "Datapoint");
  kh_ui_wait_focus (fixture.window, field);
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (GTK_IS_TEXT (gtk_window_get_focus (fixture.window)));
  kh_ui_type ("spou");
  kh_ui_linger (200);
  kh_ui_screenshots (fixture.window, "history-search");
  kh_ui_press (GDK_KEY_Down, 0);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (root, "2 entries found");
  /* Closed, it goes to what is typed. */
  KH_UI_WAIT (kh_ui_find_type (field, GTK_TYPE_POPOVER) == NULL);
  KH_UI_WAIT (GTK_IS_TOGGLE_BUTTON (gtk_window_get_focus (fixture.window)));
  kh_ui_type ("city");
  kh_ui_wait_text (root, "Ogden → Provo");
  tear_down (&fixture);
}

/* A look at a passcode changes nothing that the page would hear of, and stands in the history. */
static void
test_read_again (void)
{
  Fixture fixture;
  GtkWidget *root;
  g_autoptr (KhCustomer) customer = kh_ui_customer_new ("Ana", "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");

  memset (&fixture, 0, sizeof fixture);
  kh_ui_fixture_init (&fixture.base);
  kh_ui_fixture_own (&fixture.base);
  fixture.number = kh_ui_fixture_add_sealed (&fixture.base, customer, "RED BARN");
  open_history (&fixture);
  root = GTK_WIDGET (fixture.window);
  kh_ui_wait_text (root, "2 entries");
  reveal (&fixture);
  kh_ui_press (GDK_KEY_F5, 0);
  kh_ui_wait_text (root, "3 entries");
  kh_ui_wait_text (root, "Revealed");
  kh_ui_press_history (TRUE);
  kh_ui_wait_text (root, "Central Station");
  reveal (&fixture);
  kh_ui_press_history (FALSE);
  kh_ui_wait_text (root, "4 entries");
  tear_down (&fixture);
}

/* A page at a time, as somebody goes down. */
static void
test_pages (void)
{
  Fixture fixture;
  GtkWidget *list;
  guint n;

  set_up (&fixture);
  for (guint i = 0; i < MANY; i++)
    save (&fixture, KH_DATAPOINT_SPOUSE, i % 2 == 0 ? "Luis" : "Lou");
  open_history (&fixture);
  kh_ui_wait_text (GTK_WIDGET (fixture.window), "455 entries");
  list = gtk_widget_get_ancestor (kh_ui_find_type (GTK_WIDGET (fixture.window), KH_TYPE_HISTORY_LINE), GTK_TYPE_BOX);
  list = page_test_find (list, GTK_TYPE_LIST_VIEW, "history-list");
  n = g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list))));
  g_assert_cmpuint (n, ==, 200);
  gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
  kh_ui_press (GDK_KEY_End, 0);
  KH_UI_WAIT (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))) >= 400);
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_End, 0);
  KH_UI_WAIT (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)))) == 455);
  tear_down (&fixture);
}

static void
save_as (Fixture    *fixture,
         const char *path)
{
  GtkWindow *chooser;

  kh_ui_click (GTK_WIDGET (fixture->window), "Export…");
  chooser = kh_ui_wait_window ("Export History");
  kh_ui_wait_active (chooser);
  kh_ui_linger (200);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type (path);
  kh_ui_press (GDK_KEY_Return, 0);
}

static void
test_export (void)
{
  Fixture fixture;
  g_autofree char *path = NULL;
  g_autofree char *csv = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;
  gsize length = 0;

  set_up (&fixture);
  open_history (&fixture);
  path = g_build_filename (fixture.base.folder, "history.csv", NULL);
  save_as (&fixture, path);
  kh_ui_wait_no_window ("Export History");
  kh_ui_wait_text (GTK_WIDGET (fixture.window), "The history is saved as history.csv.");

  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_true (g_file_get_contents (path, &csv, &length, NULL));
  g_assert_nonnull (strstr (csv, "Maria Vega,Changed,Spouse,,\"'=1+1\"\r\n"));
  rows = kh_csv_parse (csv, length, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 6);
  g_unlink (path);
  tear_down (&fixture);
}

/* Where the records are, nothing else is saved. */
static void
test_kept_off (void)
{
  Fixture fixture;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  GtkWidget *told;

  set_up (&fixture);
  open_history (&fixture);
  folder = g_build_filename (fixture.base.folder, "data", "files", NULL);
  path = g_build_filename (folder, "history.csv", NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  save_as (&fixture, path);
  told = GTK_WIDGET (kh_ui_wait_window ("The History Was Not Exported"));
  kh_ui_wait_part (told, "Keyholder keeps your records there.");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("The History Was Not Exported");
  tear_down (&fixture);
}

/* Nobody reads what a passcode was, not even from a row that was written by another hand. */
static void
test_sealed (void)
{
  KhHistoryRow row = {
    .sequence = 1, .author = (char *) "Ana", .action = (char *) "change", .customer = 1001,
    .datapoint = (char *) "passcode", .old_value = (char *) "4711", .new_value = (char *) "0815",
  };
  g_autoptr (KhHistoryItem) item = kh_history_item_new (&row, NULL);
  g_autoptr (GListStore) items = g_list_store_new (KH_TYPE_HISTORY_ITEM);
  g_autofree char *change = kh_history_item_dup_change (item);
  g_autofree char *sentence = kh_history_item_dup_sentence (item);
  g_autofree char *csv = NULL;

  g_list_store_append (items, item);
  csv = kh_history_item_dup_csv (G_LIST_MODEL (items));
  g_assert_cmpstr (change, ==, "changed");
  g_assert_cmpstr (sentence, ==, "01/01/1970 00:00, Ana, Changed, Passcode, changed");
  g_assert_null (strstr (csv, "4711"));
  g_assert_null (strstr (csv, "0815"));
}

/* What was only read or sent did not change. */
static void
test_sent (void)
{
  KhHistoryRow row = {
    .sequence = 1, .author = (char *) "Ana", .action = (char *) "send", .customer = 1001, .datapoint = (char *) "passcode",
  };
  g_autoptr (KhHistoryItem) item = kh_history_item_new (&row, NULL);
  g_autofree char *sentence = kh_history_item_dup_sentence (item);

  g_assert_cmpstr (sentence, ==, "01/01/1970 00:00, Ana, Sent to the station, Passcode");
}

/* Of a row the history says whose value it was, and of its passcode not what. */
static void
test_rows (void)
{
  KhHistoryRow changed = {
    .sequence = 1, .author = (char *) "Ana", .action = (char *) "change", .customer = 1001,
    .datapoint = (char *) "contacts/phone-1#7:Ann Lee", .new_value = (char *) "+18015550142",
  };
  KhHistoryRow sealed = {
    .sequence = 2, .author = (char *) "Ana", .action = (char *) "change", .customer = 1001,
    .datapoint = (char *) "contacts/pin#7:Ann Lee", .new_value = (char *) "4711",
  };
  g_autoptr (KhHistoryItem) first = kh_history_item_new (&changed, NULL);
  g_autoptr (KhHistoryItem) second = kh_history_item_new (&sealed, NULL);
  g_autofree char *said = kh_history_item_dup_sentence (first);
  g_autofree char *kept = kh_history_item_dup_sentence (second);

  g_assert_cmpstr (said, ==, "01/01/1970 00:00, Ana, Changed, Ann Lee: Phone 1, from nothing to (801) 555-0142");
  g_assert_cmpstr (kept, ==, "01/01/1970 00:00, Ana, Changed, Ann Lee: PIN, changed");
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/history/sealed", test_sealed);
  g_test_add_func ("/history/sent", test_sent);
  g_test_add_func ("/history/rows", test_rows);
  g_test_add_func ("/history/show", test_show);
  g_test_add_func ("/history/filter", test_filter);
  g_test_add_func ("/history/find-datapoint", test_find_datapoint);
  g_test_add_func ("/history/read-again", test_read_again);
  g_test_add_func ("/history/pages", test_pages);
  g_test_add_func ("/history/export", test_export);
  g_test_add_func ("/history/kept-off", test_kept_off);

  return g_test_run ();
}
