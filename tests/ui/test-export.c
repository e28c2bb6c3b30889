/* test-export.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Exports from the window, with real keys: how far they are, and that they end when asked to. */

#include "config.h"

#include "kh-ui-fixture.h"
#include "kh-csv-reader.h"
#include "kh-transfer.h"
#include "kh-window.h"

#include <glib/gstdio.h>
#include <string.h>

#define CHOOSER  "Export All Customers"
#define PROGRESS "Exporting Customers"

/* Enough for the progress to be seen. */
#define N_MANY 80000

typedef struct {
  KhUiFixture base;
  GtkWindow *window;
  char *folder;
  char *path;
} Fixture;

static void
import_many (Fixture *fixture,
             guint    n)
{
  g_autofree char *path = g_build_filename (fixture->base.folder, "people.csv", NULL);
  g_autoptr (GString) csv = g_string_new ("First Name,Last Name,Phone,City,State,Sale Date\n");
  g_autoptr (KhRecordReader) reader = NULL;
  g_autoptr (KhImportMapping) mapping = NULL;
  g_autoptr (KhImportReport) report = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (csv, "Ann,Lee,801555%04u,Provo,UT,1/5/2026\n", i % 10000);
  g_assert_true (g_file_set_contents (path, csv->str, -1, NULL));
  reader = kh_csv_reader_open (path, &error);
  g_assert_no_error (error);
  mapping = kh_import_mapping_new (kh_record_reader_get_columns (reader));
  kh_store_import_async (fixture->base.store, reader, mapping, path, FALSE, NULL, NULL, NULL, kh_ui_take, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  report = kh_store_import_finish (fixture->base.store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (report->n_good, ==, n);
  g_unlink (path);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  kh_ui_fixture_init (&fixture->base);
  fixture->folder = g_build_filename (fixture->base.folder, "out", NULL);
  fixture->path = g_build_filename (fixture->folder, "all.csv", NULL);
  g_assert_cmpint (g_mkdir (fixture->folder, 0700), ==, 0);
  import_many (fixture, GPOINTER_TO_UINT (data));
  fixture->window = GTK_WINDOW (kh_window_new (fixture->base.application, fixture->base.services));
  gtk_window_set_default_size (fixture->window, 1100, 700);
  gtk_window_present (fixture->window);
  kh_ui_wait_active (fixture->window);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  gtk_window_destroy (fixture->window);
  kh_ui_fixture_clear (&fixture->base);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
save_as (const char *path)
{
  kh_ui_wait_window (CHOOSER);
  kh_ui_linger (200);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type (path);
  kh_ui_press (GDK_KEY_Return, 0);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) files = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (files) != NULL)
    n++;

  return n;
}

/* Few are written at once, and no progress flashes by. */
static void
test_few (Fixture       *fixture,
          gconstpointer  data G_GNUC_UNUSED)
{
  GtkWindow *told;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.export", NULL);
  save_as (fixture->path);
  told = kh_ui_wait_window ("Exported");
  g_assert_null (kh_ui_find_window (PROGRESS));
  kh_ui_wait_part (GTK_WIDGET (told), "3 customers are in");
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Exported");
}

/* How many of how many; and Escape ends it, leaving what was there before. */
static void
stop (Fixture *fixture)
{
  GtkWindow *window;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.export", NULL);
  save_as (fixture->path);
  window = kh_ui_wait_window (PROGRESS);
  kh_ui_wait_part (GTK_WIDGET (window), " of 80,000");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window (PROGRESS);
  window = kh_ui_wait_window ("Nothing Was Exported");
  kh_ui_wait_text (GTK_WIDGET (window), "You stopped. No file was written.");
  g_assert_cmpuint (count_files (fixture->folder), ==, 0);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Nothing Was Exported");
}

/* Too late to stop: what is said is what happened. */
static void
stop_too_late (Fixture *fixture)
{
  GtkWindow *window;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.export", NULL);
  save_as (fixture->path);
  window = kh_ui_wait_window (PROGRESS);
  kh_ui_wait_part (GTK_WIDGET (window), " of 80,000");
  kh_ui_screenshots (window, "export-progress");
  /* The main loop hears of neither before both have happened. */
  while (!g_file_test (fixture->path, G_FILE_TEST_EXISTS))
    g_usleep (1000);
  gtk_window_close (window);
  window = kh_ui_wait_window ("Exported");
  kh_ui_wait_part (GTK_WIDGET (window), "80,000 customers are in");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Exported");
}

static void
test_many (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  stop (fixture);
  stop_too_late (fixture);
}

/* A name in the folder of the records is refused in plain words. */
static void
test_kept_off (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *path = g_build_filename (fixture->base.folder, "data", "keyholder.db-new", NULL);
  GtkWindow *told;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.export", NULL);
  save_as (path);
  told = kh_ui_wait_window ("Nothing Was Exported");
  kh_ui_wait_part (GTK_WIDGET (told), "Keyholder keeps your records there.");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Nothing Was Exported");
}

int
main (int   argc,
      char *argv[])
{
  kh_ui_test_init (&argc, &argv);

#define ADD(path, n, func) g_test_add (path, Fixture, GUINT_TO_POINTER (n), set_up, func, tear_down)
  ADD ("/export/few", 3, test_few);
  ADD ("/export/many", N_MANY, test_many);
  ADD ("/export/kept-off", 3, test_kept_off);
#undef ADD

  return g_test_run ();
}
