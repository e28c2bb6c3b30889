/* test-import.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The import window, with real keys: a file, where its columns go, a look, and then the customers. */

#include "config.h"

#include "kh-transfer.h"
#include "kh-ui-fixture.h"
#include "kh-window.h"

#include <glib/gstdio.h>
#include <string.h>

#define TITLE "Import Customers"

typedef struct {
  KhUiFixture base;
  GtkWindow *window;
  GtkWindow *import;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_fixture_init (&fixture->base);
  fixture->path = g_build_filename (fixture->base.folder, "people.csv", NULL);
  fixture->window = GTK_WINDOW (kh_window_new (fixture->base.application, fixture->base.services));
  gtk_window_set_default_size (fixture->window, 1100, 700);
  gtk_window_present (fixture->window);
  kh_ui_wait_active (fixture->window);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.import", NULL);
  fixture->import = kh_ui_wait_window (TITLE);
  kh_ui_wait_active (fixture->import);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  gtk_window_destroy (fixture->window);
  KH_UI_WAIT (kh_ui_find_window (TITLE) == NULL);
  kh_ui_fixture_clear (&fixture->base);
  g_free (fixture->path);
}

static GtkWidget *
root (Fixture *fixture)
{
  return GTK_WIDGET (fixture->import);
}

/* Types the file's place, as whoever knows it does. */
static void
open_file (Fixture    *fixture,
           const char *text)
{
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  kh_ui_fill (kh_ui_wait_field (root (fixture), "File"), fixture->path);
  kh_ui_press (GDK_KEY_Return, 0);
}

#define PEOPLE \
  "First Name,Surname,Phone,City,State,Sale Date,Handy\n" \
  "Ann,Lee,8015550142,Provo,UT,1/5/2026,801 555 0100\n" \
  "Bea,Lee,8015550143,Provo,UT,1/5/2026,\n" \
  "Cy,Lee,12,Provo,UT,1/5/2026,\n"

static void
test_import (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *rejected = g_strconcat (fixture->path, ".rejected.csv", NULL);

  open_file (fixture, PEOPLE);
  /* As they would be kept, and what would not be. */
  kh_ui_wait_text (root (fixture), "Ann · Bea · Cy");
  kh_ui_wait_part (root (fixture), "“12”: Type 10 digits");
  kh_ui_wait_text (root (fixture), "801 555 0100");
  kh_ui_choose (kh_ui_wait_field (root (fixture), "Handy"), "Cell Phone");
  kh_ui_wait_text (root (fixture), "(801) 555-0100");
  kh_ui_screenshots (fixture->import, "import-columns");

  kh_ui_click (root (fixture), "Check");
  kh_ui_wait_part (root (fixture), "Can be imported: 2. Left out because of problems: 1.");
  kh_ui_wait_text (root (fixture), "Line 4, column 3 (Phone): Type 10 digits with the area code; this has 2 digits.");
  g_assert_null (kh_ui_find_text (GTK_WIDGET (fixture->window), "2 customers"));
  kh_ui_screenshots (fixture->import, "import-checked");

  kh_ui_click (root (fixture), "Import");
  kh_ui_wait_part (root (fixture), rejected);
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "2 customers");
  g_assert_true (g_file_test (rejected, G_FILE_TEST_EXISTS));
  kh_ui_screenshots (fixture->import, "import-done");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window (TITLE);
}

/* What was chosen for such a file is chosen the next time. */
static void
test_remembered (Fixture       *fixture,
                 gconstpointer  data G_GNUC_UNUSED)
{
  open_file (fixture, "First Name,Surname,Phone,City,State,Sale Date,Telefon\nAnn,Lee,8015550142,Provo,UT,1/5/2026,801 555 0100\n");
  kh_ui_choose (kh_ui_wait_field (root (fixture), "Telefon"), "Work Phone");
  kh_ui_click (root (fixture), "Check");
  kh_ui_wait_button (root (fixture), "Import");
  kh_ui_click (root (fixture), "Import");
  kh_ui_wait_button (root (fixture), "Close");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window (TITLE);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.import", NULL);
  fixture->import = kh_ui_wait_window (TITLE);
  kh_ui_wait_active (fixture->import);
  open_file (fixture, "First Name,Surname,Phone,City,State,Sale Date,Telefon\nBea,Lee,8015550143,Provo,UT,1/5/2026,801 555 0100\n");
  kh_ui_wait_text (root (fixture), "(801) 555-0100");
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  open_file (fixture, "");
  kh_ui_wait_part (root (fixture), "The file is empty.");
  open_file (fixture, "City,Phone,Phone\nProvo,1,2\n");
  kh_ui_wait_part (root (fixture), "“Phone” stands in the header line twice");
  g_assert_false (gtk_widget_get_sensitive (kh_ui_wait_button (root (fixture), "Check")));
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window (TITLE);
}

#define N_MANY 20000

static void
open_many (Fixture *fixture,
           guint    n)
{
  g_autoptr (GString) csv = g_string_new ("First Name,Last Name,Phone,City,State,Sale Date\n");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (csv, "Ann%u,Lee%u,801%03u%04u,Provo,UT,1/5/2026\n", i % 977, i, 220 + i / 10000 % 80,
                            i % 10000);
  open_file (fixture, csv->str);
}

/* A long import does not stall the window, and Escape ends it with nothing kept. */
static void
test_cancelled (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhUiWatchdog) watchdog = NULL;

  open_many (fixture, N_MANY);
  kh_ui_wait_button (root (fixture), "Check");
  watchdog = kh_ui_watchdog_start ();
  kh_ui_click (root (fixture), "Check");
  kh_ui_wait_text (root (fixture), "Checking the file; nothing is changed…");
  kh_ui_screenshots (fixture->import, "import-working");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_text (root (fixture), "You stopped. Nothing was imported.");
  g_assert_cmpint (kh_ui_watchdog_get_longest (watchdog), <, G_USEC_PER_SEC);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window (TITLE);
}

static void
expect_last_told (Fixture    *fixture,
                  guint       n,
                  const char *expected)
{
  GtkWidget *list = kh_ui_find_type (root (fixture), GTK_TYPE_LIST_VIEW);
  GListModel *lines = G_LIST_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (list)));
  g_autoptr (GtkStringObject) last = NULL;

  g_assert_cmpuint (g_list_model_get_n_items (lines), ==, n);
  last = g_list_model_get_item (lines, n - 1);
  g_assert_cmpstr (gtk_string_object_get_string (last), ==, expected);
}

/* A file that has all of its customers twice, and as many without a phone: as much is told as ever,
 * and the window does not stall with it. */
static void
test_told (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GString) csv = g_string_new ("First Name,Last Name,Phone,City,State,Sale Date\n");
  g_autoptr (KhUiWatchdog) watchdog = NULL;
  gint64 hardest;

  for (guint i = 0; i < 3 * KH_IMPORT_MOST_TOLD; i++)
    g_string_append_printf (csv, "Ann%u,Lee%u,%s801220%04u,Provo,UT,1/5/2026\n", i % 977, i,
                            i < KH_IMPORT_MOST_TOLD ? "x" : "", i % KH_IMPORT_MOST_TOLD);
  open_file (fixture, csv->str);
  kh_ui_wait_button (root (fixture), "Check");
  kh_ui_click (root (fixture), "Check");
  kh_ui_wait_text (root (fixture), "Checking the file; nothing is changed…");
  watchdog = kh_ui_watchdog_start ();
  kh_ui_wait_button (root (fixture), "Import");
  kh_ui_settle (fixture->import);
  hardest = kh_ui_watchdog_get_hardest (watchdog);
  g_test_message ("at most %.1f ms of work, longest stall %.1f ms", (double) hardest / 1000,
                  (double) kh_ui_watchdog_get_longest (watchdog) / 1000);
  g_assert_cmpint (hardest, <, G_USEC_PER_SEC / 4);
  expect_last_told (fixture, 2 * KH_IMPORT_MOST_TOLD,
                    "Line 30001: Ann689 Lee29999 is likely to be Ann459 Lee19999 (customer 11000). "
                    "Same phone number, there as Primary Phone.");
}

static void
wait_at_work (Fixture    *fixture,
              const char *what,
              const char *button)
{
  g_autoptr (KhUiWatchdog) watchdog = kh_ui_watchdog_start ();
  gint64 start = g_get_monotonic_time ();
  GtkWidget *found = NULL;

  while (found == NULL)
    {
      g_main_context_iteration (NULL, TRUE);
      found = kh_ui_find_button (root (fixture), button);
    }
  g_print ("%s: %.1f s, longest stall %.1f ms, of that the main loop’s own work %.1f ms at the most\n", what,
           (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC,
           (double) kh_ui_watchdog_get_longest (watchdog) / 1000, (double) kh_ui_watchdog_get_hardest (watchdog) / 1000);
}

/* How the window does with KH_IMPORT_MANY customers, for whoever has the time: a look, one that is
 * stopped when it is well under way, and all of them. */
static void
test_many (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  const char *n = g_getenv ("KH_IMPORT_MANY");
  gint64 start;

  if (n == NULL)
    {
      g_test_skip ("takes minutes; set KH_IMPORT_MANY to how many customers there shall be");
      return;
    }
  open_many (fixture, (guint) g_ascii_strtoull (n, NULL, 10));
  kh_ui_wait_button (root (fixture), "Check");
  kh_ui_click (root (fixture), "Check");
  wait_at_work (fixture, "check", "Import");
  kh_ui_click (root (fixture), "Import");
  kh_ui_linger (5000);
  kh_ui_press (GDK_KEY_Escape, 0);
  start = g_get_monotonic_time ();
  kh_ui_wait_text (root (fixture), "You stopped. Nothing was imported.");
  g_print ("stopped after %.0f ms\n", (double) (g_get_monotonic_time () - start) / 1000);
  kh_ui_click (root (fixture), "Check");
  wait_at_work (fixture, "check", "Import");
  kh_ui_click (root (fixture), "Import");
  wait_at_work (fixture, "import", "Close");
}

int
main (int   argc,
      char *argv[])
{
  kh_ui_test_init (&argc, &argv);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/import/import", test_import);
  ADD ("/import/remembered", test_remembered);
  ADD ("/import/refused", test_refused);
  ADD ("/import/cancelled", test_cancelled);
  ADD ("/import/told", test_told);
  ADD ("/import/many", test_many);
#undef ADD

  return g_test_run ();
}
