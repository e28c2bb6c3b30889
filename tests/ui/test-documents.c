/* test-documents.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The files of a customer by keys: looked at with the desktop's application, called
 * otherwise, removed and brought back. */

#include "config.h"

#include "kh-document-row.h"
#include "kh-documents-test.h"
#include "kh-documents-view.h"
#include "kh-page-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

static void
focus_list (KhDocumentsTest *fixture)
{
  GtkWidget *row = kh_ui_find_type (fixture->root, KH_TYPE_DOCUMENT_ROW);
  GtkWidget *rows = gtk_widget_get_parent (row);

  for (guint i = 0; i < 8 && (gtk_widget_get_state_flags (rows) & GTK_STATE_FLAG_FOCUS_WITHIN) == 0; i++)
    kh_ui_press_focus (fixture->window, GDK_KEY_Tab, 0);
  g_assert_true ((gtk_widget_get_state_flags (rows) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0);
}

/* The desktop's application for texts: it writes down what it got. */
static char *
install_application (KhDocumentsTest *fixture)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "applications", NULL);
  g_autofree char *desktop = g_build_filename (folder, "keyholder-test.desktop", NULL);
  g_autofree char *script = g_build_filename (fixture->base.folder, "viewer.sh", NULL);
  g_autofree char *list = g_build_filename (g_get_user_config_dir (), "mimeapps.list", NULL);
  char *log = g_build_filename (fixture->base.folder, "viewed", NULL);
  g_autofree char *code = g_strdup_printf ("#!/bin/sh\necho \"$1\" > '%s.new' && mv '%s.new' '%s'\n", log, log, log);
  g_autofree char *entry = g_strdup_printf ("[Desktop Entry]\nType=Application\nName=Viewer\nExec=/bin/sh %s %%f\n"
                                            "MimeType=text/plain;application/x-shellscript;application/x-desktop;\n", script);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (script, code, -1, NULL));
  g_assert_true (g_file_set_contents (desktop, entry, -1, NULL));
  g_assert_true (g_file_set_contents (list, "[Default Applications]\ntext/plain=keyholder-test.desktop\n"
                                      "application/x-shellscript=keyholder-test.desktop\n", -1, NULL));

  return log;
}

static char *
wait_viewed (const char *log)
{
  char *path = NULL;

  KH_UI_WAIT (g_file_get_contents (log, &path, NULL, NULL));

  return g_strchomp (path);
}

/* A copy that cannot be written to, in a folder of its own, until the program ends. */
static void
test_open (void)
{
  KhDocumentsTest fixture;
  g_autofree char *log = NULL;
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *content = NULL;
  struct stat info;

  kh_documents_test_start (&fixture);
  log = install_application (&fixture);
  kh_documents_test_keep (&fixture, "letter.txt", "Dear Ana", "letter");
  kh_documents_test_open_files (&fixture);
  kh_ui_wait_text (fixture.root, "letter.txt");
  focus_list (&fixture);
  kh_ui_press (GDK_KEY_Return, 0);
  path = wait_viewed (log);
  g_assert_true (g_str_has_suffix (path, "/letter.txt"));
  g_assert_true (g_str_has_prefix (path, g_get_user_runtime_dir ()));
  g_assert_true (g_file_get_contents (path, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "Dear Ana");
  g_assert_cmpint (stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0400);
  folder = g_path_get_dirname (path);
  g_assert_cmpint (stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  kh_documents_test_end (&fixture);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
}

/* What a Keyholder that was killed lent goes at the next start, and not what another lends now. */
static void
test_left (void)
{
  g_autofree char *left = g_build_filename (g_get_user_runtime_dir (), "keyholder", "lent-0badca", NULL);
  g_autofree char *file = g_build_filename (left, "letter.txt", NULL);
  g_autofree char *place = NULL;
  g_autoptr (KhLentFolder) other = kh_lent_folder_new ();
  KhLentFolder *folder;

  place = kh_lent_folder_dup_place (other, NULL);
  g_assert_true (g_file_test (place, G_FILE_TEST_IS_DIR));
  g_assert_cmpint (g_mkdir (left, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "Dear Ana", -1, NULL));
  folder = kh_lent_folder_new ();
  g_assert_false (g_file_test (left, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (place, G_FILE_TEST_IS_DIR));
  g_object_unref (folder);
}

/* Never a program, whatever the desktop would do with it; a copy can be saved. */
static void
test_program (void)
{
  KhDocumentsTest fixture;
  g_autofree char *log = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *content = NULL;
  GtkWindow *window;

  kh_documents_test_start (&fixture);
  log = install_application (&fixture);
  kh_documents_test_keep (&fixture, "notes.txt", "#!/bin/sh\ntouch /tmp/keyholder-was-here\n", NULL);
  kh_documents_test_open_files (&fixture);
  kh_ui_wait_text (fixture.root, "notes.txt");
  focus_list (&fixture);
  kh_ui_press (GDK_KEY_Return, 0);
  window = kh_ui_wait_window ("File Not Opened");
  kh_ui_wait_active (window);
  kh_ui_wait_part (GTK_WIDGET (window), "Keyholder never starts programs");
  kh_ui_screenshots (window, "files-program");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("File Not Opened");
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));

  copy = g_build_filename (fixture.base.folder, "copy.txt", NULL);
  kh_ui_wait_active (fixture.window);
  kh_ui_press (GDK_KEY_y, GDK_ALT_MASK);
  window = kh_ui_wait_window ("Save a Copy");
  kh_ui_wait_active (window);
  kh_ui_settle (window);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type (copy);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Save a Copy");
  kh_ui_wait_part (fixture.root, "The copy is saved: ");
  g_assert_true (g_file_get_contents (copy, &content, NULL, NULL));
  g_assert_true (g_str_has_prefix (content, "#!/bin/sh"));
  kh_documents_test_end (&fixture);
}

static void
test_rename (void)
{
  KhDocumentsTest fixture;

  kh_documents_test_start (&fixture);
  kh_documents_test_keep (&fixture, "other.pdf", "%PDF-1.4 other", NULL);
  kh_documents_test_keep (&fixture, "scan0001.pdf", "%PDF-1.4 scan", NULL);
  kh_documents_test_open_files (&fixture);
  kh_ui_wait_text (fixture.root, "scan0001.pdf");
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_wait_focus (fixture.window, kh_ui_wait_field (fixture.root, "Name"));
  /* Without the ending, which stays. */
  kh_ui_type ("other");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_part (fixture.root, "This customer has another file of the name “other.pdf”.");
  kh_ui_fill (kh_ui_wait_field (fixture.root, "Name"), "a/b.pdf");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_part (fixture.root, "The name of a file has no slash.");
  kh_ui_screenshots (fixture.window, "files-rename");
  kh_ui_fill (kh_ui_wait_field (fixture.root, "Name"), "permit 2026.pdf");
  kh_ui_choose (kh_ui_wait_field (fixture.root, "Category"), "Permit");
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "permit 2026.pdf");

  kh_ui_wait_text (fixture.root, "The file is saved.");
  KH_UI_WAIT (kh_ui_find_field (fixture.root, "Name") == NULL);
  kh_documents_test_expect_kept (&fixture, "permit 2026.pdf (permit), other.pdf (-)");
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_wait_focus (fixture.window, kh_ui_wait_field (fixture.root, "Name"));
  kh_ui_type ("given up");
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (kh_ui_find_field (fixture.root, "Name") == NULL);
  kh_documents_test_expect_kept (&fixture, "permit 2026.pdf (permit), other.pdf (-)");
  kh_documents_test_end (&fixture);
}

/* Removed by one key and brought back by another; the focus goes on with the next. */
static void
test_remove (void)
{
  KhDocumentsTest fixture;

  kh_documents_test_start (&fixture);
  kh_documents_test_keep (&fixture, "one.txt", "1", "photo");
  kh_documents_test_keep (&fixture, "two.txt", "2", NULL);
  kh_documents_test_open_files (&fixture);
  kh_ui_wait_text (fixture.root, "Files (2)");
  focus_list (&fixture);
  kh_ui_press (GDK_KEY_Delete, 0);
  kh_ui_wait_text (fixture.root, "“two.txt” is removed.");
  kh_ui_wait_text (fixture.root, "Files (1)");
  KH_UI_WAIT (kh_ui_find_text (fixture.root, "two.txt") == NULL);
  kh_ui_screenshots (fixture.window, "files-removed");
  kh_documents_test_expect_kept (&fixture, "one.txt (photo)");
  kh_ui_press (GDK_KEY_z, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "The file is there again.");
  kh_ui_wait_text (fixture.root, "two.txt");
  kh_documents_test_expect_kept (&fixture, "two.txt (-), one.txt (photo)");
  g_assert_null (kh_ui_find_button (fixture.root, "Undo"));
  /* The focus stayed with one.txt. */
  kh_ui_press (GDK_KEY_Delete, 0);
  kh_ui_wait_text (fixture.root, "“one.txt” is removed.");
  KH_UI_WAIT (kh_ui_find_text (fixture.root, "one.txt") == NULL);
  kh_ui_press (GDK_KEY_Delete, 0);
  kh_ui_wait_text (fixture.root, "“two.txt” is removed.");
  kh_ui_wait_text (fixture.root, "No files yet");
  kh_ui_click (fixture.root, "Undo");
  kh_ui_wait_text (fixture.root, "two.txt");
  kh_documents_test_expect_kept (&fixture, "two.txt (-)");
  /* All of it is in the history. */
  kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_wait_part (fixture.root, "one.txt");
  kh_documents_test_end (&fixture);
}

static char *
dup_blob (KhDocumentsTest *fixture,
          const char      *content)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
  g_autofree char *first = g_strndup (hash, 2);

  return g_build_filename (fixture->base.folder, "data", "files", first, hash, NULL);
}

/* One that is lost is said on its row at once, one that was changed in secret once it is looked at. */
static void
test_damaged (void)
{
  KhDocumentsTest fixture;
  g_autofree char *lost = NULL;
  g_autofree char *changed = NULL;
  GtkWindow *told;

  kh_documents_test_start (&fixture);
  kh_documents_test_keep (&fixture, "lost.txt", "lost", NULL);
  kh_documents_test_keep (&fixture, "changed.txt", "before", NULL);
  kh_documents_test_keep (&fixture, "A contract with a name that is rather long, as scanners and customers give them.pdf",
                          "%PDF-1.4", "contract");
  lost = dup_blob (&fixture, "lost");
  changed = dup_blob (&fixture, "before");
  g_assert_cmpint (g_unlink (lost), ==, 0);
  g_assert_true (g_file_set_contents (changed, "after!", -1, NULL));
  kh_documents_test_open_files (&fixture);
  kh_ui_wait_part (fixture.root, "Lost: ");
  g_assert_null (kh_ui_find_part (fixture.root, "Changed: "));
  focus_list (&fixture);
  kh_ui_press (GDK_KEY_Down, 0);
  kh_ui_press (GDK_KEY_Return, 0);
  told = kh_ui_wait_window ("File Not Opened");
  kh_ui_wait_active (told);
  kh_ui_wait_part (GTK_WIDGET (told), "is not what was added");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("File Not Opened");
  kh_ui_wait_part (fixture.root, "Changed: ");
  kh_ui_settle (fixture.window);
  kh_ui_screenshots (fixture.window, "files-damaged");
  kh_documents_test_end (&fixture);
}

static void
sign_in_clerk (KhDocumentsTest *fixture,
               KhGrants         taken)
{
  g_autoptr (KhMember) clerk = kh_member_new ();
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) signed_in = NULL;
  GPtrArray *groups = kh_staff_get_groups (kh_store_get_staff (fixture->base.store));
  gint64 id;

  clerk->name = g_strdup ("Lee Novak");
  clerk->group = ((const KhGroup *) g_ptr_array_index (groups, 1))->id;
  clerk->taken = taken;
  kh_store_save_member_async (fixture->base.store, clerk, NULL, kh_ui_take, &saved);
  KH_UI_WAIT (saved != NULL);
  id = kh_store_save_member_finish (fixture->base.store, saved, NULL);
  kh_store_sign_in_async (fixture->base.store, id, NULL, NULL, kh_ui_take, &signed_in);
  KH_UI_WAIT (signed_in != NULL);
  g_assert_true (kh_store_sign_in_finish (fixture->base.store, signed_in, NULL));
}

/* Whoever may only look has the list, and is told why no more. */
static void
test_locked (void)
{
  KhDocumentsTest fixture;
  KhGrants taken = kh_grants_with (kh_grants_none (), KH_GRANT_FILES_CREATE);

  kh_documents_test_start (&fixture);
  kh_documents_test_keep (&fixture, "one.txt", "1", NULL);
  taken = kh_grants_with (taken, KH_GRANT_FILES_MODIFY);
  taken = kh_grants_with (taken, KH_GRANT_FILES_DELETE);
  sign_in_clerk (&fixture, taken);
  kh_documents_test_open_files (&fixture);
  kh_ui_wait_text (fixture.root, "one.txt");
  kh_ui_wait_part (fixture.root, "Files: Create");
  g_assert_null (kh_ui_find_button (fixture.root, "Add…"));
  g_assert_false (gtk_widget_get_sensitive (kh_ui_wait_button (fixture.root, "Remove")));
  g_assert_false (gtk_widget_get_sensitive (kh_ui_wait_button (fixture.root, "Rename")));
  g_assert_true (gtk_widget_get_sensitive (kh_ui_wait_button (fixture.root, "Open")));
  kh_ui_wait_button (fixture.root, "Why?");
  kh_ui_settle (fixture.window);
  kh_ui_screenshots (fixture.window, "files-locked");
  focus_list (&fixture);
  kh_ui_press (GDK_KEY_Delete, 0);
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  kh_ui_linger (300);
  g_assert_null (kh_ui_find_field (fixture.root, "Name"));
  g_assert_null (kh_ui_find_window ("Add Files"));
  kh_documents_test_expect_kept (&fixture, "one.txt (-)");
  kh_documents_test_end (&fixture);
}

/* What was shown to one is not there for the next. */
static void
test_hidden (void)
{
  KhDocumentsTest fixture;

  kh_documents_test_start (&fixture);
  kh_documents_test_keep (&fixture, "divorce.txt", "1", NULL);
  kh_documents_test_keep (&fixture, "removed.txt", "2", NULL);
  kh_documents_test_open_files (&fixture);
  kh_ui_wait_text (fixture.root, "divorce.txt");
  focus_list (&fixture);
  kh_ui_press (GDK_KEY_Delete, 0);
  kh_ui_wait_text (fixture.root, "“removed.txt” is removed.");
  sign_in_clerk (&fixture, kh_grants_with (kh_grants_none (), KH_GRANT_FILES_VIEW));
  kh_ui_wait_text (fixture.root, "You may not view files");
  kh_ui_wait_text (fixture.root, "Files");
  kh_ui_wait_part (fixture.root, "Files: View");
  kh_ui_expect_untold (fixture.root, "divorce.txt");
  kh_ui_expect_untold (fixture.root, "removed.txt");
  g_assert_null (kh_ui_find_part (fixture.root, "Files ("));
  g_assert_null (kh_ui_find_button (fixture.root, "Add…"));
  kh_ui_settle (fixture.window);
  kh_ui_screenshots (fixture.window, "files-hidden");
  kh_documents_test_end (&fixture);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/documents/open", test_open);
  g_test_add_func ("/documents/left", test_left);
  g_test_add_func ("/documents/program", test_program);
  g_test_add_func ("/documents/rename", test_rename);
  g_test_add_func ("/documents/remove", test_remove);
  g_test_add_func ("/documents/damaged", test_damaged);
  g_test_add_func ("/documents/locked", test_locked);
  g_test_add_func ("/documents/hidden", test_hidden);

  return g_test_run ();
}
