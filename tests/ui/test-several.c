/* test-several.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Duplicate for several, with real keys and through the clipboard. */

#include "config.h"

#include "kh-duplicate-test.h"

#include "kh-duplicate-several-dialog.h"
#include "kh-several-row.h"

#include <string.h>

/* How long the window may be away while a table of the most lines is pasted and made, where other
 * tests want the processors as well. Left alone it is a fifth of a second. */
#define LONGEST_STALL (2 * G_TIME_SPAN_SECOND)

typedef KhDuplicateTest Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  kh_duplicate_test_start (fixture, FALSE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  kh_duplicate_test_end (fixture);
}

static GtkWidget *
root (Fixture *fixture)
{
  return GTK_WIDGET (fixture->dialog);
}

static void
open_several (Fixture *fixture)
{
  kh_duplicate_test_show (fixture);
  kh_ui_press (GDK_KEY_d, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  fixture->dialog = kh_ui_wait_window ("Duplicate for Several");
  kh_ui_wait_active (fixture->dialog);
}

static void
copy (const char *text)
{
  gdk_clipboard_set_text (gdk_display_get_clipboard (gdk_display_get_default ()), text);
}

static void
paste (Fixture    *fixture,
       const char *text)
{
  copy (text);
  kh_ui_wait_active (fixture->dialog);
  kh_ui_press (GDK_KEY_v, GDK_CONTROL_MASK);
}

static void
make (Fixture *fixture)
{
  kh_ui_wait_active (fixture->dialog);
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
}

static char *
dup_lines (guint n)
{
  GString *text = g_string_new ("First Name\tLast Name\tAddress 1\tUnit\n");

  for (guint i = 1; i <= n; i++)
    g_string_append_printf (text, "Tenant %u\tof Elm\t4 Elm Street\t%u\n", i, i);

  return g_string_free (text, FALSE);
}

/* The one that is wrong is nowhere near what is seen. */
static char *
dup_wrong_lines (guint n,
                 guint wrong)
{
  g_autofree char *lines = dup_lines (n);
  g_autofree char *first = g_strdup_printf ("Tenant %u\t", wrong);
  char *place = strstr (lines, first);

  return g_strdup_printf ("%.*s\t%s", (int) (place - lines), lines, place + strlen (first));
}

static gboolean
has_customer (Fixture *fixture,
              gint64   number)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhCustomer) customer = NULL;
  KhLink *link = NULL;

  kh_store_load_customer_async (fixture->base.store, number, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  customer = kh_store_load_customer_finish (fixture->base.store, result, &link, NULL);
  g_clear_pointer (&link, kh_link_free);

  return customer != NULL;
}

static void
assert_customer (Fixture    *fixture,
                 gint64      number,
                 const char *first,
                 const char *last,
                 const char *address,
                 const char *unit)
{
  g_autoptr (KhCustomer) customer = kh_duplicate_test_load (fixture, number);

  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_FIRST_NAME), ==, first);
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_LAST_NAME), ==, last);
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_ADDRESS_1), ==, address);
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_ADDRESS_2), ==, unit);
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_CITY), ==, "Ogden");
}

/* From the menu's key to the first of them, and back. */
static void
test_make (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  open_several (fixture);
  kh_ui_wait_text (root (fixture), "Paste the new customers");
  g_assert_false (gtk_widget_is_sensitive (kh_ui_wait_button (root (fixture), "Make Customers")));
  kh_ui_screenshots (fixture->dialog, "several-empty");
  paste (fixture, "Bea\tNovak\t\t2\r\nCal\tO’Neil\t6 Elm Street\t\r\nDi\tRay\t\t\r\n");
  kh_ui_wait_text (root (fixture), "3 customers are ready to be made.");
  /* What stands in no cell, and comes from the original. */
  kh_ui_wait_text (root (fixture), "4 Elm Street");
  kh_ui_screenshots (fixture->dialog, "several");
  kh_ui_click (root (fixture), "Make 3 Customers");

  kh_ui_wait_no_window ("Duplicate for Several");
  kh_ui_wait_active (GTK_WINDOW (fixture->window));
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "3 customers were made from Ana Ruiz.");
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "Bea Novak");
  kh_ui_screenshots (GTK_WINDOW (fixture->window), "several-made");
  assert_customer (fixture, fixture->number + 1, "Bea", "Novak", "4 Elm Street", "2");
  assert_customer (fixture, fixture->number + 2, "Cal", "O’Neil", "6 Elm Street", NULL);
  assert_customer (fixture, fixture->number + 3, "Di", "Ray", "4 Elm Street", NULL);

  kh_ui_click (GTK_WIDGET (fixture->window), "Undo");
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "The 3 duplicates were taken back.");
  for (gint64 i = 1; i <= 3; i++)
    g_assert_false (has_customer (fixture, fixture->number + i));
}

/* The switches count as they stand in Duplicate. */
static void
test_from_modal (Fixture       *fixture,
                 gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) made = NULL;
  g_autoptr (KhCustomer) original = NULL;

  kh_duplicate_test_open (fixture);
  KH_UI_WAIT (kh_duplicate_test_row (fixture, KH_DATAPOINT_COUNTY) != NULL);
  g_assert_true (kh_duplicate_test_is_on (fixture, KH_DATAPOINT_COUNTY));
  gtk_widget_grab_focus (kh_duplicate_test_row (fixture, KH_DATAPOINT_COUNTY));
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (!kh_duplicate_test_is_on (fixture, KH_DATAPOINT_COUNTY));
  kh_ui_screenshots (fixture->dialog, "several-modal");
  kh_ui_press (GDK_KEY_v, GDK_ALT_MASK);
  kh_ui_wait_no_window ("Duplicate");
  fixture->dialog = kh_ui_wait_window ("Duplicate for Several");

  paste (fixture, "Bea,Novak,,2\n");
  kh_ui_wait_text (root (fixture), "1 customer is ready to be made.");
  make (fixture);
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "1 customer was made from Ana Ruiz.");
  original = kh_duplicate_test_load (fixture, fixture->number);
  made = kh_duplicate_test_load (fixture, fixture->number + 1);
  g_assert_cmpstr (kh_customer_get (original, KH_DATAPOINT_COUNTY), ==, "Weber");
  g_assert_null (kh_customer_get (made, KH_DATAPOINT_COUNTY));
  g_assert_cmpstr (kh_customer_get (made, KH_DATAPOINT_ADDRESS_1), ==, "4 Elm Street");
}

/* The one that is wrong is found by pressing the button, and mended where it stands. */
static void
test_wrong (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  open_several (fixture);
  paste (fixture, "Bea\tNovak\t\t2\nCal\t\t\t3\nBea\tNovak\t\t2\nDi\tNovak\t\t2\n");
  kh_ui_wait_part (root (fixture), "2 of 4 lines are wrong.");
  kh_ui_wait_part (root (fixture), "1 line looks like a double");
  kh_ui_wait_text (root (fixture), "There is no Last Name. Fill it in.");
  kh_ui_wait_part (root (fixture), "This is the same as line 1.");
  kh_ui_wait_part (root (fixture), "Line 1 has the same address and unit.");
  kh_ui_screenshots (fixture->dialog, "several-wrong");
  make (fixture);
  kh_ui_settle (fixture->dialog);
  g_assert_nonnull (kh_ui_find_window ("Duplicate for Several"));

  /* Enter goes to the cell that is wrong. */
  kh_ui_press (GDK_KEY_Return, 0);
  KH_UI_WAIT (GTK_IS_TEXT (gtk_window_get_focus (fixture->dialog)));
  kh_ui_type ("Orr");
  kh_ui_screenshots (fixture->dialog, "several-edit");
  kh_ui_press (GDK_KEY_Down, 0);
  kh_ui_wait_part (root (fixture), "1 of 4 lines is wrong.");
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (!GTK_IS_TEXT (gtk_window_get_focus (fixture->dialog)));
  kh_ui_press (GDK_KEY_Delete, 0);
  kh_ui_wait_part (root (fixture), "3 customers are ready to be made.");
  make (fixture);
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "3 customers were made from Ana Ruiz.");
  assert_customer (fixture, fixture->number + 2, "Cal", "Orr", "4 Elm Street", "3");
  assert_customer (fixture, fixture->number + 3, "Di", "Novak", "4 Elm Street", "2");
}

/* The same table once more: who is there already is marked, and nobody is kept from it. */
static void
test_known (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  open_several (fixture);
  paste (fixture, "Bea\tNovak\t\t2\nCal\tOrr\t6 Elm Street\t\n");
  kh_ui_wait_text (root (fixture), "2 customers are ready to be made.");
  make (fixture);
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "2 customers were made from Ana Ruiz.");
  kh_ui_wait_active (GTK_WINDOW (fixture->window));
  gtk_widget_grab_focus (GTK_WIDGET (fixture->window));
  kh_window_open_customer (fixture->window, fixture->number);
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "Dynamark");
  kh_ui_press (GDK_KEY_d, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  fixture->dialog = kh_ui_wait_window ("Duplicate for Several");

  paste (fixture, "bea\tNOVAK\t\t2\nBea\tNovak\t\t3\nCal\tOrr\t\t\nDi\tRay\t\t4\n");
  kh_ui_wait_part (root (fixture), "Bea Novak at this address is customer 1002 already.");
  kh_ui_wait_part (root (fixture), "2 lines look like doubles");
  kh_ui_linger (200);
  kh_ui_wait_part (root (fixture), "2 lines look like doubles");
  kh_ui_screenshots (fixture->dialog, "several-known");

  /* Somebody else. */
  kh_ui_press (GDK_KEY_F2, 0);
  KH_UI_WAIT (GTK_IS_TEXT (gtk_window_get_focus (fixture->dialog)));
  kh_ui_type ("Eve");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (root (fixture), "4 customers are ready to be made.");
  make (fixture);
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "4 customers were made from Ana Ruiz.");
}

/* Lines can be typed, too: Tab goes through the cells and on to the next line. */
static void
test_type (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  open_several (fixture);
  kh_ui_press (GDK_KEY_a, GDK_ALT_MASK);
  kh_ui_wait_part (root (fixture), "1 of 1 lines is wrong.");
  KH_UI_WAIT (GTK_IS_TEXT (gtk_window_get_focus (fixture->dialog)));
  kh_ui_type ("Bea");
  kh_ui_press (GDK_KEY_Tab, 0);
  kh_ui_type ("Novak");
  kh_ui_press (GDK_KEY_a, GDK_ALT_MASK);
  kh_ui_wait_part (root (fixture), "1 of 2 lines is wrong.");
  KH_UI_WAIT (GTK_IS_TEXT (gtk_window_get_focus (fixture->dialog)));
  kh_ui_press (GDK_KEY_Tab, GDK_SHIFT_MASK);
  kh_ui_type ("9");
  kh_ui_press (GDK_KEY_Tab, 0);
  kh_ui_type ("Cal");
  kh_ui_press (GDK_KEY_Tab, 0);
  kh_ui_type ("Orr");
  make (fixture);
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "2 customers were made from Ana Ruiz.");
  assert_customer (fixture, fixture->number + 1, "Bea", "Novak", "4 Elm Street", "9");
  assert_customer (fixture, fixture->number + 2, "Cal", "Orr", "4 Elm Street", NULL);
}

static void
test_most (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *lines = dup_wrong_lines (KH_DUPLICATE_MOST_LINES, 300);
  g_autoptr (KhUiWatchdog) watchdog = NULL;

  open_several (fixture);
  watchdog = kh_ui_watchdog_start ();
  paste (fixture, lines);
  kh_ui_wait_part (root (fixture), "1 of 500 lines is wrong.");
  kh_ui_settle (fixture->dialog);
  g_test_message ("Pasting held up for %" G_GINT64_FORMAT " µs", kh_ui_watchdog_get_longest (watchdog));
  kh_ui_press (GDK_KEY_End, 0);
  kh_ui_wait_text (root (fixture), "Tenant 500");
  kh_ui_press (GDK_KEY_F2, 0);
  KH_UI_WAIT (GTK_IS_TEXT (gtk_window_get_focus (fixture->dialog)));
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_screenshots (fixture->dialog, "several-most");
  kh_ui_watchdog_get_longest (watchdog);
  make (fixture);
  kh_ui_wait_part (root (fixture), "There is no First Name.");
  kh_ui_press (GDK_KEY_Return, 0);
  KH_UI_WAIT (GTK_IS_TEXT (gtk_window_get_focus (fixture->dialog)));
  kh_ui_type ("Bea");
  make (fixture);
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "500 customers were made from Ana Ruiz.");
  g_assert_cmpint (kh_ui_watchdog_get_longest (watchdog), <, LONGEST_STALL);
  assert_customer (fixture, fixture->number + 500, "Tenant 500", "of Elm", "4 Elm Street", "500");
  assert_customer (fixture, fixture->number + 300, "Bea", "of Elm", "4 Elm Street", "300");
}

static void
on_fraction_cb (GtkProgressBar *progress,
                GParamSpec     *pspec G_GNUC_UNUSED,
                gboolean       *pressed)
{
  if (gtk_progress_bar_get_fraction (progress) <= 0 || *pressed)
    return;
  *pressed = TRUE;
  kh_ui_press (GDK_KEY_Escape, 0);
}

/* In the middle: nothing is left of it, and the lines are still there. */
static void
test_cancel (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *lines = dup_lines (KH_DUPLICATE_MOST_LINES);
  gboolean pressed = FALSE;
  gint64 number = fixture->number;

  open_several (fixture);
  paste (fixture, lines);
  kh_ui_wait_text (root (fixture), "500 customers are ready to be made.");
  make (fixture);
  KH_UI_WAIT (kh_ui_find_type (root (fixture), GTK_TYPE_PROGRESS_BAR) != NULL);
  g_signal_connect (kh_ui_find_type (root (fixture), GTK_TYPE_PROGRESS_BAR), "notify::fraction",
                    G_CALLBACK (on_fraction_cb), &pressed);
  kh_ui_wait_text (root (fixture), "You stopped it, and no customer was made. The lines are as they were.");
  g_assert_true (pressed);
  kh_ui_screenshots (fixture->dialog, "several-stopped");
  g_assert_false (has_customer (fixture, number + 1));
  g_assert_false (has_customer (fixture, number + 500));
  kh_ui_wait_text (root (fixture), "500 customers are ready to be made.");

  /* The same lines, again. */
  make (fixture);
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "500 customers were made from Ana Ruiz.");
  g_assert_true (has_customer (fixture, number + 500));
}

static void
test_grant_missing (Fixture       *fixture,
                    gconstpointer  data G_GNUC_UNUSED)
{
  kh_duplicate_test_be_clerk (fixture, KH_GRANT_CUSTOMER_DUPLICATE);
  kh_duplicate_test_show (fixture);
  kh_ui_press (GDK_KEY_d, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  kh_ui_linger (200);
  g_assert_null (kh_ui_find_window ("Duplicate for Several"));
}

static void
test_grant_taken (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  kh_duplicate_test_be_clerk (fixture, KH_GRANT_NONE);
  open_several (fixture);
  paste (fixture, "Bea\tNovak\t\t2\nCal\tOrr\t\t3\n");
  kh_ui_wait_text (root (fixture), "2 customers are ready to be made.");
  kh_duplicate_test_take (fixture, KH_GRANT_CUSTOMER_DUPLICATE);
  make (fixture);
  kh_ui_wait_part (root (fixture), "Duplicate Customer");
  kh_ui_wait_text (root (fixture), "2 customers are ready to be made.");
  kh_ui_screenshots (fixture->dialog, "several-denied");
  g_assert_false (has_customer (fixture, fixture->number + 1));
}

/* What was changed meanwhile is said, and then copied as it is. */
static void
test_changed (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) made = NULL;

  open_several (fixture);
  paste (fixture, "Bea\tNovak\t\t2\n");
  kh_ui_wait_text (root (fixture), "1 customer is ready to be made.");
  kh_duplicate_test_change (fixture, KH_DATAPOINT_COUNTY, "Davis");
  make (fixture);
  kh_ui_wait_part (root (fixture), "Ana Ruiz was changed since you opened this.");
  g_assert_false (has_customer (fixture, fixture->number + 1));
  make (fixture);
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "1 customer was made from Ana Ruiz.");
  made = kh_duplicate_test_load (fixture, fixture->number + 1);
  g_assert_cmpstr (kh_customer_get (made, KH_DATAPOINT_COUNTY), ==, "Davis");
}

static void
end_office (Fixture *fixture)
{
  g_autoptr (KhCustomer) customer = kh_duplicate_test_load (fixture, fixture->number);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  const KhCatalogueEntry entry = {
    .id = g_ascii_strtoll (kh_customer_get (customer, KH_DATAPOINT_OFFICE_LOCATION), NULL, 10),
    .label = (char *) "Ogden",
  };

  kh_store_save_entry_async (fixture->base.store, KH_CATALOGUE_OFFICE_LOCATIONS, &entry, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kh_store_save_entry_finish (fixture->base.store, result, &error);
  g_assert_no_error (error);
}

/* What all of them lack is said at once, and where to give it. */
static void
test_lacking (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  end_office (fixture);
  open_several (fixture);
  kh_ui_wait_part (root (fixture), "Do so in Duplicate, then choose For Several there.");
  paste (fixture, "Bea\tNovak\t\t2\n");
  kh_ui_wait_text (root (fixture), "1 customer is ready to be made.");
  make (fixture);
  kh_ui_wait_part (root (fixture), "Office Location: ");
  kh_ui_screenshots (fixture->dialog, "several-lacking");
  g_assert_false (has_customer (fixture, fixture->number + 1));
}

/* Refused whole, with what to do. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *many = dup_lines (KH_DUPLICATE_MOST_LINES + 1);
  g_autofree char *most = dup_lines (KH_DUPLICATE_MOST_LINES);

  open_several (fixture);
  paste (fixture, many);
  kh_ui_wait_part (root (fixture), "These are 501 lines");
  paste (fixture, "First Name\tLast Name\n");
  kh_ui_wait_part (root (fixture), "There is no line in what you copied.");
  kh_ui_wait_text (root (fixture), "Paste the new customers");
  paste (fixture, most);
  kh_ui_wait_text (root (fixture), "500 customers are ready to be made.");
  paste (fixture, "One\tMore\t\t\n");
  kh_ui_wait_part (root (fixture), "With these there would be 501 lines");
  kh_ui_wait_text (root (fixture), "500 customers are ready to be made.");
}

/* With letters twice as large it still fits a small screen. */
static void
test_large_text (Fixture       *fixture,
                 gconstpointer  data G_GNUC_UNUSED)
{
  GtkSettings *settings = gtk_settings_get_default ();
  int before;
  int width;
  int height;

  g_object_get (settings, "gtk-xft-dpi", &before, NULL);
  g_object_set (settings, "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  open_several (fixture);
  paste (fixture, "Bea\tNovak\t\t2\nCal\t\t12 Elm Street\t3\nBea\tNovak\t\t2\n");
  kh_ui_wait_part (root (fixture), "2 of 3 lines are wrong.");
  kh_ui_settle (fixture->dialog);
  kh_ui_screenshots (fixture->dialog, "several-large");
  gtk_widget_measure (root (fixture), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  gtk_widget_measure (root (fixture), GTK_ORIENTATION_VERTICAL, width, &height, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 1280);
  g_assert_cmpint (height, <=, 800);
  g_object_set (settings, "gtk-xft-dpi", before, NULL);
}

static void
test_discard (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  open_several (fixture);
  paste (fixture, "Bea\tNovak\t\t2\n");
  kh_ui_wait_text (root (fixture), "1 customer is ready to be made.");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Discard 1 line?")), "Keep");
  kh_ui_wait_no_window ("Discard 1 line?");
  kh_ui_wait_text (root (fixture), "1 customer is ready to be made.");
  kh_ui_wait_active (fixture->dialog);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Discard 1 line?")), "Discard");
  kh_ui_wait_no_window ("Duplicate for Several");
  g_assert_false (has_customer (fixture, fixture->number + 1));
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);
#define ADD(path, test) g_test_add ("/several/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("make", test_make);
  ADD ("from-modal", test_from_modal);
  ADD ("wrong", test_wrong);
  ADD ("known", test_known);
  ADD ("type", test_type);
  ADD ("most", test_most);
  ADD ("cancel", test_cancel);
  ADD ("grant-missing", test_grant_missing);
  ADD ("grant-taken", test_grant_taken);
  ADD ("changed", test_changed);
  ADD ("lacking", test_lacking);
  ADD ("refused", test_refused);
  ADD ("discard", test_discard);
  ADD ("large-text", test_large_text);

  return g_test_run ();
}
