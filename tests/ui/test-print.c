/* test-print.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The customer's sheet and the Discrepancies on paper; to a file, as there is no printer. */

#include "config.h"

#include "kh-link-test.h"
#include "kh-sheet-print.h"

#include <glib/gstdio.h>
#include <string.h>

static int
print_to (KhSheet    *sheet,
          const char *path)
{
  g_autoptr (GtkPrintOperation) operation = kh_sheet_print_new (sheet, "Maria Vega");
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  int n_pages = 0;

  gtk_print_operation_set_allow_async (operation, FALSE);
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==,
                   GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_object_get (operation, "n-pages", &n_pages, "job-name", &name, NULL);
  g_assert_cmpstr (name, ==, "Keyholder");

  return n_pages;
}

static void
assert_pdf (const char *path)
{
  g_autofree char *bytes = NULL;
  gsize length = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF"));
  g_assert_cmpuint (length, >, 4000);
  if (g_getenv ("KH_SCREENSHOTS") != NULL)
    {
      g_autofree char *copy = g_build_filename (g_getenv ("KH_SCREENSHOTS"), "sheet.pdf", NULL);

      g_file_set_contents (copy, bytes, (gssize) length, NULL);
    }
  g_unlink (path);
}

/* As many pages as it takes, and no more. */
static void
test_pages (void)
{
  g_autofree char *folder = g_dir_make_tmp ("keyholder-print-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "sheet.pdf", NULL);
  g_autoptr (KhCustomer) customer = kh_ui_customer_new ("Ana", "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");
  g_autoptr (KhSheet) one = kh_sheet_new ("Ana Ruiz", "Customer 1001");
  g_autoptr (KhSheet) many = kh_sheet_new ("Ana Ruiz", "Customer 1001");
  g_autoptr (KhSheet) none = kh_sheet_new ("Nobody", "");

  kh_sheet_add_customer (one, customer, NULL, NULL);
  g_assert_cmpint (print_to (one, path), ==, 1);
  assert_pdf (path);
  for (guint i = 0; i < 30; i++)
    kh_sheet_add_customer (many, customer, NULL, NULL);
  g_assert_cmpint (print_to (many, path), >, 3);
  assert_pdf (path);
  g_assert_cmpint (print_to (none, path), ==, 1);
  g_unlink (path);
  g_rmdir (folder);
}

/* Nothing is asked where no passcode is on the screen; one that is comes onto paper only when asked for. */
static void
test_revealed (void)
{
  KhLinkTest test;
  GtkWindow *question;

  kh_link_test_start (&test, kh_link_test_account, NULL, FALSE);
  kh_link_test_open (&test);
  kh_ui_click (GTK_WIDGET (test.window), "Reveal Passcode");
  kh_ui_wait_text (GTK_WIDGET (test.window), "ROSEBUD");
  kh_ui_press (GDK_KEY_p, GDK_CONTROL_MASK);
  question = kh_ui_wait_window ("Print the passcodes, too?");
  kh_ui_wait_active (question);
  kh_ui_wait_button (GTK_WIDGET (question), "Print With Passcodes");
  kh_ui_screenshots (question, "print-passcodes");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Print the passcodes, too?");
  kh_link_test_end (&test);
}

/* Ctrl+P asks for the printer, of the customer and of the Discrepancies. */
static void
test_dialog (void)
{
  KhLinkTest test;
  GtkWindow *dialog;

  kh_link_test_start (&test, kh_link_test_account, NULL, FALSE);
  kh_link_test_open (&test);
  kh_ui_press (GDK_KEY_p, GDK_CONTROL_MASK);
  dialog = kh_ui_wait_window ("Print");
  kh_ui_wait_active (dialog);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Print");

  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK);
  dialog = kh_ui_wait_window ("Discrepancies");
  kh_ui_wait_active (dialog);
  kh_ui_settle (dialog);
  kh_ui_press (GDK_KEY_p, GDK_CONTROL_MASK);
  dialog = kh_ui_wait_window ("Print");
  kh_ui_wait_active (dialog);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Print");
  kh_ui_wait_window ("Discrepancies");
  kh_link_test_end (&test);
}

/* Without a question, and with all that it takes to be a PDF. */
static void
test_pdf (void)
{
  KhLinkTest test;
  g_autofree char *path = NULL;
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (KhSheet) sheet = kh_sheet_new ("Ana Ruiz", "Customer 1001");

  kh_link_test_start (&test, kh_link_test_account, NULL, FALSE);
  kh_link_test_open (&test);
  path = g_build_filename (test.base.folder, "sheet.pdf", NULL);
  customer = kh_ui_fixture_load (&test.base, test.number, NULL);
  kh_sheet_add_customer (sheet, customer, kh_store_get_catalogues (test.base.store), NULL);
  kh_sheet_print_run (sheet, "Maria Vega", path, test.window);
  KH_UI_WAIT (g_file_test (path, G_FILE_TEST_EXISTS));
  kh_ui_linger (300);
  assert_pdf (path);
  kh_link_test_end (&test);
}

static void
save_pdf (KhLinkTest *test,
          const char *path)
{
  gtk_widget_activate_action (GTK_WIDGET (test->window), "win.save-pdf", NULL);
  kh_ui_wait_window ("Save as PDF");
  kh_ui_linger (200);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type (path);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Save as PDF");
}

/* Printing writes into the file as it is, so the records have to be kept out of its way. */
static void
test_kept_off (void)
{
  KhLinkTest test;
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *good = NULL;

  kh_link_test_start (&test, kh_link_test_account, NULL, FALSE);
  kh_link_test_open (&test);
  folder = g_build_filename (test.base.folder, "data", "files", NULL);
  path = g_build_filename (folder, "sheet.pdf", NULL);
  good = g_build_filename (test.base.folder, "sheet.pdf", NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  save_pdf (&test, path);
  kh_ui_wait_part (GTK_WIDGET (test.window), "Keyholder keeps your records there.");
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  save_pdf (&test, good);
  KH_UI_WAIT (g_file_test (good, G_FILE_TEST_EXISTS));
  kh_link_test_end (&test);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/print/pages", test_pages);
  g_test_add_func ("/print/dialog", test_dialog);
  g_test_add_func ("/print/pdf", test_pdf);
  g_test_add_func ("/print/kept-off", test_kept_off);
  g_test_add_func ("/print/revealed", test_revealed);

  return g_test_run ();
}
