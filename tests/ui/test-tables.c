/* test-tables.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The contacts and the other tables of a customer, filled by keys alone. */

#include "config.h"

#include "kh-page-test.h"
#include "kh-table-row.h"
#include "kh-ui-fixture.h"
#include "kh-window.h"

typedef struct {
  KhUiFixture base;
  GtkWindow *window;
  GtkWidget *root;
  gint64 number;
} Fixture;

/* The customer from the search entry, and the tab by its key. */
static void
set_up_as (Fixture       *fixture,
           KhMonitorType  type)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new ("Ana", "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");
  g_autofree char *company = NULL;

  memset (fixture, 0, sizeof *fixture);
  kh_ui_fixture_init (&fixture->base);
  kh_ui_fixture_own (&fixture->base);
  company = g_strdup_printf ("%" G_GINT64_FORMAT,
                             kh_ui_fixture_add_company (&fixture->base, "Station", type, "http://127.0.0.1:1", NULL, NULL));
  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, company);
  fixture->number = kh_ui_fixture_add_customer (&fixture->base, customer);
  fixture->window = GTK_WINDOW (kh_window_new (fixture->base.application, fixture->base.services));
  fixture->root = GTK_WIDGET (fixture->window);
  gtk_window_set_default_size (fixture->window, 1280, 800);
  gtk_window_present (fixture->window);
  kh_ui_wait_active (fixture->window);
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_type ("ruiz");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (fixture->root, "Central Station");
  kh_ui_settle (fixture->window);
  kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture->root, "Nothing here yet");
  kh_ui_settle (fixture->window);
}

static void
set_up (Fixture *fixture)
{
  set_up_as (fixture, KH_MONITOR_BOLD);
}

static void
tear_down (Fixture *fixture)
{
  gtk_window_destroy (fixture->window);
  kh_ui_fixture_clear (&fixture->base);
}

static KhRows *
load (Fixture   *fixture,
      KhTableId  table)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhRows *rows;

  kh_store_load_table_async (fixture->base.store, fixture->number, table, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  rows = kh_store_load_table_finish (fixture->base.store, result, &error);
  g_assert_no_error (error);

  return rows;
}

static void
next (Fixture *fixture,
      guint    times)
{
  for (guint i = 0; i < times; i++)
    kh_ui_press_focus (fixture->window, GDK_KEY_Tab, 0);
}

/* From the name to the first phone: relation, kind and type are passed over. */
static void
type_contact (Fixture    *fixture,
              const char *name,
              const char *phone)
{
  kh_ui_type (name);
  next (fixture, 4);
  kh_ui_type (phone);
}

static void
expect_names (Fixture    *fixture,
              const char *expected)
{
  g_autoptr (KhRows) rows = load (fixture, KH_TABLE_CONTACTS);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? "," : "", kh_row_get (kh_rows_get (rows, i), KH_CONTACT_NAME));
  g_assert_cmpstr (names->str, ==, expected);
}

/* Two contacts by Tab alone, the second in the row that appeared; then the order, a row out and back. */
static void
test_contacts (void)
{
  Fixture fixture;

  set_up (&fixture);
  kh_ui_screenshots (fixture.window, "tables-empty");
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_settle (fixture.window);
  type_contact (&fixture, "Ann Lee", "801 555 0142");
  /* The rest of the row, its drop-downs and check buttons too, and on to the next. */
  next (&fixture, 14);
  kh_ui_settle (fixture.window);
  type_contact (&fixture, "Bob Lee", "(801) 555-0143");
  kh_ui_screenshots (fixture.window, "tables-editing");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "Saved.");
  kh_ui_settle (fixture.window);
  expect_names (&fixture, "Ann Lee,Bob Lee");
  kh_ui_screenshots (fixture.window, "tables-contacts");

  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_Down, GDK_ALT_MASK);
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_button (fixture.root, "Cancel") == NULL);
  expect_names (&fixture, "Bob Lee,Ann Lee");

  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_Delete, GDK_CONTROL_MASK);
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_Delete, 0);
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_z, GDK_CONTROL_MASK);
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_button (fixture.root, "Cancel") == NULL);
  expect_names (&fixture, "Ann Lee");
  tear_down (&fixture);
}

/* What is wrong is said at the cell, nothing is saved, and the focus is there. */
static void
test_wrong (void)
{
  Fixture fixture;

  set_up (&fixture);
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_settle (fixture.window);
  type_contact (&fixture, "Ann Lee", "12");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "1 value is not right yet. Nothing was saved.");
  kh_ui_settle (fixture.window);
  kh_ui_screenshots (fixture.window, "tables-wrong");
  expect_names (&fixture, "");
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type ("801 555 0142");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_button (fixture.root, "Cancel") == NULL);
  expect_names (&fixture, "Ann Lee");
  tear_down (&fixture);
}

/* Closing asks, and its Save saves the table too. */
static void
test_closing (void)
{
  Fixture fixture;

  set_up (&fixture);
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_settle (fixture.window);
  type_contact (&fixture, "Ann Lee", "801 555 0142");
  kh_ui_press (GDK_KEY_w, GDK_CONTROL_MASK);
  kh_ui_wait_window ("Save changes?");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Save changes?");
  KH_UI_WAIT (kh_ui_find_text (fixture.root, "Contacts") == NULL);
  expect_names (&fixture, "Ann Lee");
  tear_down (&fixture);
}

/* Esc leaves the row, then asks before it throws away what was typed. */
static void
test_cancel (void)
{
  Fixture fixture;

  set_up (&fixture);
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_settle (fixture.window);
  type_contact (&fixture, "Ann Lee", "801 555 0142");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_settle (fixture.window);
  g_assert_nonnull (kh_ui_find_button (fixture.root, "Cancel"));
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_window ("Discard what you typed?");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Discard what you typed?");
  kh_ui_wait_text (fixture.root, "Nothing here yet");
  expect_names (&fixture, "");
  tear_down (&fixture);
}

/* Cells of a spreadsheet fill rows from the focused cell on; a twin is told of at its row. */
static void
test_paste (void)
{
  Fixture fixture;
  GdkClipboard *clipboard;

  set_up (&fixture);
  kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_settle (fixture.window);
  kh_ui_click (fixture.root, "Zones");
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_settle (fixture.window);
  clipboard = gtk_widget_get_clipboard (fixture.root);
  gdk_clipboard_set_text (clipboard, "1\t1\t001\tFront door\tBurglary\tInstalled\n1\t1\t002\tBack door\tBurglary\tPlanned\n"
                                     "1\t1\t001\tCellar\tWater\tInstalled\n");
  kh_ui_press (GDK_KEY_v, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "Cellar");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "1 value is not right yet. Nothing was saved.");
  kh_ui_settle (fixture.window);
  kh_ui_screenshots (fixture.window, "tables-zones");
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type ("003");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_button (fixture.root, "Cancel") == NULL);
  {
    g_autoptr (KhRows) zones = load (&fixture, KH_TABLE_ZONES);

    g_assert_cmpuint (kh_rows_get_n (zones), ==, 3);
    g_assert_cmpstr (kh_row_get (kh_rows_get (zones, 2), KH_ZONE_DESCRIPTION), ==, "Cellar");
  }
  tear_down (&fixture);
}

static const char *
get_focused_cell (Fixture *fixture,
                  guint    column)
{
  GtkWidget *focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  GtkWidget *row = focus == NULL ? NULL : gtk_widget_get_first_child (focus);
  KhRowDraft *draft = KH_IS_TABLE_ROW (row) ? kh_table_row_get_draft (KH_TABLE_ROW (row)) : NULL;

  return draft == NULL ? NULL : kh_row_get (kh_row_draft_get_edited (draft), column);
}

/* The rows that cannot be seen are built after those that can: whoever goes to the last does not
 * wait for that. */
static void
test_many (void)
{
  Fixture fixture;
  g_autoptr (GString) cells = g_string_new (NULL);

  set_up (&fixture);
  kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_settle (fixture.window);
  kh_ui_click (fixture.root, "Zones");
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_settle (fixture.window);
  for (guint i = 1; i <= 200; i++)
    g_string_append_printf (cells, "1\t1\t%03u\tWindow %u\tBurglary\tInstalled\n", i, i);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (fixture.root), cells->str);
  kh_ui_press (GDK_KEY_v, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "Window 1");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "Saved.");
  kh_ui_settle (fixture.window);

  kh_ui_press (GDK_KEY_Page_Up, GDK_CONTROL_MASK);
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "Window 1");
  for (guint i = 0; i < 8 && get_focused_cell (&fixture, KH_ZONE_DESCRIPTION) == NULL; i++)
    kh_ui_press_focus (fixture.window, GDK_KEY_Tab, 0);
  kh_ui_press (GDK_KEY_End, 0);
  KH_UI_WAIT (g_strcmp0 (get_focused_cell (&fixture, KH_ZONE_DESCRIPTION), "Window 200") == 0);
  kh_ui_settle (fixture.window);
  kh_ui_screenshots (fixture.window, "tables-many");
  kh_ui_press (GDK_KEY_Home, 0);
  KH_UI_WAIT (g_strcmp0 (get_focused_cell (&fixture, KH_ZONE_DESCRIPTION), "Window 1") == 0);
  tear_down (&fixture);
}

/* The shorter limits of an ADT company hold while one types, not only when one saves. */
static void
test_adt (void)
{
  Fixture fixture;

  set_up_as (&fixture, KH_MONITOR_ADT);
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_settle (fixture.window);
  kh_ui_type ("Ann Lee");
  next (&fixture, 9);
  kh_ui_type ("sesame");
  g_assert_null (kh_ui_find_part (fixture.root, "PIN: "));
  kh_ui_type ("sesame");
  kh_ui_wait_part (fixture.root, "PIN: ");
  kh_ui_press (GDK_KEY_BackSpace, 0);
  kh_ui_press (GDK_KEY_BackSpace, 0);
  KH_UI_WAIT (kh_ui_find_part (fixture.root, "PIN: ") == NULL);
  tear_down (&fixture);
}

/* A PIN that is kept is dots, in the row and in its field; with the keyboard alone it is revealed for
 * a while, and taken away. */
static void
test_pin (void)
{
  Fixture fixture;

  set_up (&fixture);
  kh_services_set_reveal_time (fixture.base.services, 1500);
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_settle (fixture.window);
  kh_ui_type ("Ann Lee");
  next (&fixture, 9);
  kh_ui_type ("4711");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "Saved.");
  kh_ui_settle (fixture.window);
  kh_ui_wait_button (fixture.root, "Reveal PIN");
  kh_ui_expect_untold (fixture.root, "4711");

  kh_ui_press (GDK_KEY_r, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "4711");
  kh_ui_screenshots (fixture.window, "tables-pin");
  KH_UI_WAIT (kh_ui_find_text (fixture.root, "4711") == NULL);
  kh_ui_wait_button (fixture.root, "Reveal PIN");

  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_settle (fixture.window);
  next (&fixture, 9);
  kh_ui_screenshots (fixture.window, "tables-pin-editing");
  g_assert_nonnull (kh_ui_find_button (fixture.root, "Remove PIN"));
  kh_ui_press (GDK_KEY_Delete, 0);
  KH_UI_WAIT (kh_ui_find_button (fixture.root, "Remove PIN") == NULL);
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_button (fixture.root, "Cancel") == NULL);
  {
    g_autoptr (KhRows) contacts = load (&fixture, KH_TABLE_CONTACTS);

    g_assert_false (kh_row_is_sealed (kh_rows_get (contacts, 0), KH_CONTACT_PIN));
  }
  tear_down (&fixture);
}

static void
add_entry (Fixture       *fixture,
           KhCatalogueId  catalogue,
           const char    *label,
           const char    *parent)
{
  KhCatalogues *catalogues = kh_store_get_catalogues (fixture->base.store);
  const gint64 owner = parent != NULL ? kh_catalogues_find (catalogues, KH_CATALOGUE_PACKAGES, parent)->id : 0;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_add_entry_async (fixture->base.store, catalogue, label, owner, TRUE, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_cmpint (kh_store_add_entry_finish (fixture->base.store, result, &error), !=, 0);
  g_assert_no_error (error);
}

static void
save_table (Fixture *fixture)
{
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_button (fixture->root, "Cancel") == NULL);
  kh_ui_settle (fixture->window);
}

static void
add_package (Fixture *fixture)
{
  GtkWindow *dialog;

  kh_ui_press (GDK_KEY_a, GDK_ALT_MASK);
  dialog = kh_ui_wait_window ("Add Equipment");
  kh_ui_wait_active (dialog);
  kh_ui_choose (kh_ui_find_field (GTK_WIDGET (dialog), "Package"), "Apartment");
  kh_ui_settle (dialog);
  kh_ui_screenshots (dialog, "tables-add-equipment");
  kh_ui_press (GDK_KEY_a, GDK_ALT_MASK);
  kh_ui_wait_no_window ("Add Equipment");
  kh_ui_wait_text (fixture->root, "4 rows are added when you save.");
}

/* A wrong value is said, and no row has it. */
static void
change_all (Fixture *fixture)
{
  GtkWindow *dialog;

  kh_ui_press (GDK_KEY_h, GDK_ALT_MASK);
  dialog = kh_ui_wait_window ("Change Several Rows");
  kh_ui_wait_active (dialog);
  kh_ui_press (GDK_KEY_a, GDK_ALT_MASK);
  kh_ui_wait_button (GTK_WIDGET (dialog), "Change 4 Rows");
  kh_ui_choose (kh_ui_find_field (GTK_WIDGET (dialog), "What to Change"), "Warranty Until");
  kh_ui_settle (dialog);
  kh_ui_press_focus (dialog, GDK_KEY_Tab, 0);
  kh_ui_type ("13/45/2030");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_part (GTK_WIDGET (dialog), "date");
  kh_ui_screenshots (dialog, "tables-change-rows");
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type ("12/31/2030");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Change Several Rows");
  kh_ui_wait_text (fixture->root, "4 rows are changed when you save.");
}

static void
add_zones (Fixture *fixture)
{
  g_autoptr (KhRows) zones = NULL;

  kh_ui_press (GDK_KEY_z, GDK_ALT_MASK);
  kh_ui_wait_text (fixture->root, "1 zone was added to Zones, named after its equipment.");
  zones = load (fixture, KH_TABLE_ZONES);
  g_assert_cmpuint (kh_rows_get_n (zones), ==, 1);
  g_assert_cmpstr (kh_row_get (kh_rows_get (zones, 0), KH_ZONE_NUMBER), ==, "001");
  kh_ui_settle (fixture->window);
  kh_ui_click (fixture->root, "Add Their Zones");
  kh_ui_wait_text (fixture->root, "Every zone that the equipment names is there already.");
}

/* A package brings its pieces, several are changed at once, and a zone comes of the piece that names it. */
static void
test_equipment (void)
{
  Fixture fixture;
  g_autoptr (KhRows) pieces = NULL;

  set_up (&fixture);
  add_entry (&fixture, KH_CATALOGUE_PACKAGES, "Apartment", NULL);
  add_entry (&fixture, KH_CATALOGUE_PACKAGE_ITEMS, "Panel", "Apartment");
  add_entry (&fixture, KH_CATALOGUE_PACKAGE_ITEMS, "3 x Door Contact", "Apartment");
  kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_settle (fixture.window);
  kh_ui_click (fixture.root, "Equipment");
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_settle (fixture.window);
  add_package (&fixture);
  change_all (&fixture);
  save_table (&fixture);
  pieces = load (&fixture, KH_TABLE_EQUIPMENT);
  g_assert_cmpuint (kh_rows_get_n (pieces), ==, 4);
  for (guint i = 0; i < 4; i++)
    g_assert_cmpstr (kh_row_get (kh_rows_get (pieces, i), KH_EQUIPMENT_WARRANTY), ==, "2030-12-31");
  g_assert_null (kh_ui_find_button (fixture.root, "Add Their Zones"));

  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_settle (fixture.window);
  next (&fixture, 7);
  kh_ui_type ("001");
  save_table (&fixture);
  kh_ui_screenshots (fixture.window, "tables-equipment");
  add_zones (&fixture);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/tables/contacts", test_contacts);
  g_test_add_func ("/tables/wrong", test_wrong);
  g_test_add_func ("/tables/many", test_many);
  g_test_add_func ("/tables/adt", test_adt);
  g_test_add_func ("/tables/closing", test_closing);
  g_test_add_func ("/tables/cancel", test_cancel);
  g_test_add_func ("/tables/paste", test_paste);
  g_test_add_func ("/tables/pin", test_pin);
  g_test_add_func ("/tables/equipment", test_equipment);

  return g_test_run ();
}
