/* test-documents.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The files of a customer by keys: added, looked at with the desktop's application, called
 * otherwise, removed and brought back. */

#include "config.h"

#include "kh-document-row.h"
#include "kh-documents-view.h"
#include "kh-page-test.h"
#include "kh-store-documents.h"
#include "kh-ui-fixture.h"
#include "kh-window.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Files that take some seconds altogether. */
#define N_LARGE 20

typedef struct {
  KhUiFixture base;
  GtkWindow *window;
  GtkWidget *root;
  gint64 number;
} Fixture;

static void
set_up (Fixture *fixture)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new ("Ana", "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");

  memset (fixture, 0, sizeof *fixture);
  kh_ui_fixture_init (&fixture->base);
  kh_ui_fixture_own (&fixture->base);
  fixture->number = kh_ui_fixture_add_customer (&fixture->base, customer);
  fixture->window = GTK_WINDOW (kh_window_new (fixture->base.application, fixture->base.services));
  fixture->root = GTK_WIDGET (fixture->window);
  gtk_window_set_default_size (fixture->window, 1280, 800);
  gtk_window_present (fixture->window);
  kh_ui_wait_active (fixture->window);
}

static void
tear_down (Fixture *fixture)
{
  gtk_window_destroy (fixture->window);
  kh_ui_fixture_clear (&fixture->base);
}

static void
open_customer (Fixture *fixture)
{
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_type ("ruiz");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (fixture->root, "Central Station");
  kh_ui_settle (fixture->window);
}

static void
open_files (Fixture *fixture)
{
  open_customer (fixture);
  for (guint i = 0; i < 4; i++)
    kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_settle (fixture->window);
}

static char *
write_file (Fixture    *fixture,
            const char *name,
            const char *content)
{
  g_autofree char *folder = g_build_filename (fixture->base.folder, "outside", NULL);
  char *path = g_build_filename (folder, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, content, -1, NULL));

  return path;
}

static void
keep (Fixture    *fixture,
      const char *name,
      const char *content,
      const char *category)
{
  g_autofree char *path = write_file (fixture, name, content);
  g_autoptr (KhDocument) document = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_add_document_async (fixture->base.store, fixture->number, path, category, NULL, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  document = kh_store_add_document_finish (fixture->base.store, result, &error);
  g_assert_no_error (error);
}

static GPtrArray *
list_kept (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_list_documents_async (fixture->base.store, fixture->number, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);

  return kh_store_list_documents_finish (fixture->base.store, result, NULL);
}

static void
expect_kept (Fixture    *fixture,
             const char *expected)
{
  g_autoptr (GPtrArray) documents = list_kept (fixture);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < documents->len; i++)
    {
      KhDocument *document = g_ptr_array_index (documents, i);
      const char *category = kh_document_get (document, KH_DOCUMENT_CATEGORY);

      g_string_append_printf (names, "%s%s (%s)", i > 0 ? ", " : "", kh_document_get (document, KH_DOCUMENT_NAME),
                              category != NULL ? category : "-");
    }
  g_assert_cmpstr (names->str, ==, expected);
}

static void
drop (Fixture            *fixture,
      const char * const *paths)
{
  GtkWidget *view = kh_ui_find_type (fixture->root, KH_TYPE_DOCUMENTS_VIEW);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);
  g_autoptr (GSList) files = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  for (guint i = 0; paths[i] != NULL; i++)
    files = g_slist_append (files, g_file_new_for_path (paths[i]));
  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, gdk_file_list_new_from_list (files));
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 0.0, 0.0, &taken);
    }
  g_slist_foreach (files, (GFunc) (void (*) (void)) g_object_unref, NULL);
  g_assert_true (taken);
}

static void
focus_list (Fixture *fixture)
{
  GtkWidget *row = kh_ui_find_type (fixture->root, KH_TYPE_DOCUMENT_ROW);
  GtkWidget *rows = gtk_widget_get_parent (row);

  for (guint i = 0; i < 8 && (gtk_widget_get_state_flags (rows) & GTK_STATE_FLAG_FOCUS_WITHIN) == 0; i++)
    kh_ui_press_focus (fixture->window, GDK_KEY_Tab, 0);
  g_assert_true ((gtk_widget_get_state_flags (rows) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0);
}

/* By the key, from the customer's first tab, with what is typed into the chooser. */
static void
test_add (void)
{
  Fixture fixture;
  g_autofree char *path = NULL;
  GtkWindow *chooser;

  set_up (&fixture);
  path = write_file (&fixture, "contract.pdf", "%PDF-1.4 a contract");
  open_files (&fixture);
  kh_ui_wait_text (fixture.root, "No files yet");
  kh_ui_screenshots (fixture.window, "files-empty");
  kh_ui_choose (kh_ui_wait_field (fixture.root, "Category of New Files"), "Contract");
  for (guint i = 0; i < 4; i++)
    kh_ui_press (GDK_KEY_Page_Up, GDK_CONTROL_MASK);
  kh_ui_settle (fixture.window);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  chooser = kh_ui_wait_window ("Add Files");
  kh_ui_wait_active (chooser);
  kh_ui_settle (chooser);
  kh_ui_type (path);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Add Files");
  kh_ui_wait_text (fixture.root, "contract.pdf");
  kh_ui_wait_text (fixture.root, "1 file was added.");
  kh_ui_wait_text (fixture.root, "Files (1)");
  expect_kept (&fixture, "contract.pdf (contract)");
  tear_down (&fixture);
}

/* Several at once; what cannot be added is said, each by its name, and keeps nobody else out. */
static void
test_drop (void)
{
  Fixture fixture;
  GtkWindow *told;

  set_up (&fixture);
  open_files (&fixture);
  kh_ui_wait_text (fixture.root, "No files yet");
  {
    g_autofree char *one = write_file (&fixture, "one.txt", "1");
    g_autofree char *gone = write_file (&fixture, "gone.txt", "2");
    g_autofree char *three = write_file (&fixture, "three.txt", "3");
    g_autofree char *folder = g_path_get_dirname (one);
    const char *paths[] = { one, gone, folder, three, NULL };

    g_unlink (gone);
    drop (&fixture, paths);
  }
  told = kh_ui_wait_window ("Files Not Added");
  kh_ui_wait_active (told);
  kh_ui_wait_part (GTK_WIDGET (told), "“gone.txt” is not there any more.");
  kh_ui_wait_part (GTK_WIDGET (told), "“outside” is a folder.");
  kh_ui_screenshots (told, "files-refused");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Files Not Added");
  kh_ui_wait_text (fixture.root, "2 files were added.");
  expect_kept (&fixture, "three.txt (-), one.txt (-)");
  tear_down (&fixture);
}

/* A file of so many bytes that is like no other of another name, and takes a while. */
static char *
write_large (Fixture    *fixture,
             const char *name,
             gsize       size)
{
  char *path = write_file (fixture, name, name);

  g_assert_cmpint (truncate (path, (off_t) size), ==, 0);

  return path;
}

/* Contents in the folder beside the records, with those that are not there as a whole. */
static guint
count_blobs (Fixture *fixture)
{
  g_autofree char *files = g_build_filename (fixture->base.folder, "data", "files", NULL);
  g_autoptr (GDir) dir = g_dir_open (files, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (files, name, NULL);
      g_autoptr (GDir) inner = g_dir_open (path, 0, NULL);

      n += inner == NULL;
      while (inner != NULL && g_dir_read_name (inner) != NULL)
        n++;
    }

  return n;
}

/* By the key, with the place of the file typed. */
static void
add_by_key (Fixture    *fixture,
            const char *path)
{
  GtkWindow *chooser;

  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  chooser = kh_ui_wait_window ("Add Files");
  kh_ui_wait_active (chooser);
  kh_ui_settle (chooser);
  kh_ui_type (path);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Add Files");
  kh_ui_wait_active (fixture->window);
}

/* While large files are added it says how far it is; one key stops it, and nothing half done is left. */
static void
test_stop (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) kept = NULL;
  g_autofree char *size = g_format_size (40000000);
  g_autofree char *amount = g_strconcat (" of ", size, NULL);
  g_autofree char *small = NULL;

  set_up (&fixture);
  open_files (&fixture);
  kh_ui_wait_text (fixture.root, "No files yet");
  for (guint i = 1; i <= N_LARGE; i++)
    {
      g_autofree char *name = g_strdup_printf ("floor plan %u.tiff", i);

      g_ptr_array_add (paths, write_large (&fixture, name, 40000000));
    }
  g_ptr_array_add (paths, NULL);
  drop (&fixture, (const char * const *) paths->pdata);
  kh_ui_wait_part (fixture.root, "Adding “floor plan 1.tiff” (1 of 20)…");
  kh_ui_wait_part (fixture.root, amount);
  kh_ui_screenshots (fixture.window, "files-adding");
  kh_ui_press (GDK_KEY_g, GDK_ALT_MASK);
  kh_ui_wait_part (fixture.root, "Adding was cancelled. ");
  g_assert_null (kh_ui_find_button (fixture.root, "Stop Adding"));
  g_assert_null (kh_ui_find_window ("Files Not Added"));
  kept = list_kept (&fixture);
  g_assert_cmpuint (kept->len, <, N_LARGE);
  g_assert_cmpuint (count_blobs (&fixture), ==, kept->len);

  small = write_file (&fixture, "letter.txt", "Dear Ana");
  add_by_key (&fixture, small);
  kh_ui_wait_text (fixture.root, "1 file was added.");
  tear_down (&fixture);
}

/* What cannot be read, and what goes while it waits for its turn, is said by its name. */
static void
test_unreadable (void)
{
  Fixture fixture;
  g_autofree char *large = NULL;
  g_autofree char *gone = NULL;
  GtkWindow *told;

  set_up (&fixture);
  open_files (&fixture);
  kh_ui_wait_text (fixture.root, "No files yet");
  large = write_large (&fixture, "large.tiff", 40000000);
  gone = write_file (&fixture, "gone.pdf", "%PDF-1.4 gone");
  {
    /* A plain file that not even root can read from its beginning. */
    const char *paths[] = { large, gone, "/proc/self/mem", NULL };

    drop (&fixture, paths);
  }
  kh_ui_wait_part (fixture.root, "Adding “large.tiff” (1 of 3)…");
  g_unlink (gone);
  told = kh_ui_wait_window ("Files Not Added");
  kh_ui_wait_active (told);
  kh_ui_wait_part (GTK_WIDGET (told), "“gone.pdf” is not there any more. Somebody may have moved or renamed it.");
  kh_ui_wait_part (GTK_WIDGET (told), "“mem” cannot be read: Input/output error. Check that you may read it");
  kh_ui_screenshots (told, "files-unreadable");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Files Not Added");
  kh_ui_wait_text (fixture.root, "1 file was added.");
  expect_kept (&fixture, "large.tiff (-)");
  g_assert_cmpuint (count_blobs (&fixture), ==, 1);
  tear_down (&fixture);
}

/* A full disk */

#define FULL "/documents/full"
#define FULL_INSIDE FULL "/subprocess"
#define SMALL_DISK "size=64m"
#define ROOM_LEFT (4 * 1000 * 1000)

/* In the process that has it: where the small disk is. */
static char *small_disk;

static gboolean
tell_system (const char *file,
             const char *text)
{
  int fd = open (file, O_WRONLY | O_CLOEXEC);
  gboolean told = fd >= 0 && write (fd, text, strlen (text)) > 0;

  if (fd >= 0)
    close (fd);

  return told;
}

/* Whoever it was outside. */
static gboolean
keep_ids (guint user,
          guint group)
{
  g_autofree char *users = g_strdup_printf ("%u %u 1", user, user);
  g_autofree char *groups = g_strdup_printf ("%u %u 1", group, group);

  return tell_system ("/proc/self/setgroups", "deny") && tell_system ("/proc/self/uid_map", users) &&
         tell_system ("/proc/self/gid_map", groups);
}

/* A disk that only this process sees, so that nobody has to be root for it: where the system lets
 * nobody do that, there is none. Only a process without threads may. */
static void
enter_small_disk (void)
{
  const char *folder = g_getenv ("TMPDIR");
  guint user = geteuid ();
  guint group = getegid ();

  if (unshare (CLONE_NEWUSER | CLONE_NEWNS) != 0 || !keep_ids (user, group))
    return;
  small_disk = g_mkdtemp (g_build_filename (folder != NULL ? folder : "/tmp", "keyholder-disk-XXXXXX", NULL));
  if (small_disk != NULL && mount ("tmpfs", small_disk, "tmpfs", MS_NOSUID | MS_NODEV, SMALL_DISK) == 0)
    g_setenv ("TMPDIR", small_disk, TRUE);
  else
    g_clear_pointer (&small_disk, g_free);
}

static char *
fill_disk (Fixture *fixture)
{
  char *path = g_build_filename (fixture->base.folder, "ballast", NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  struct statvfs disk;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (statvfs (path, &disk), ==, 0);
  g_assert_cmpint (posix_fallocate (fd, 0, (off_t) (disk.f_bavail * disk.f_bsize) - ROOM_LEFT), ==, 0);
  close (fd);

  return path;
}

static void
test_full_inside (void)
{
  Fixture fixture;
  g_autofree char *path = NULL;
  g_autofree char *ballast = NULL;
  GtkWindow *told;

  if (small_disk == NULL)
    {
      g_test_skip ("This system lets only root have a disk of its own");
      return;
    }
  set_up (&fixture);
  open_files (&fixture);
  kh_ui_wait_text (fixture.root, "No files yet");
  path = write_large (&fixture, "scan.tiff", 0);
  g_assert_cmpint (truncate (path, 20000000), ==, 0);
  ballast = fill_disk (&fixture);
  add_by_key (&fixture, path);
  told = kh_ui_wait_window ("File Not Added");
  kh_ui_wait_active (told);
  kh_ui_wait_text (GTK_WIDGET (told), "“scan.tiff” cannot be kept: No space left on device. "
                                      "Make room on the disk with the records, then add it again.");
  kh_ui_screenshots (told, "files-full");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("File Not Added");
  kh_ui_wait_text (fixture.root, "Nothing was added.");
  expect_kept (&fixture, "");
  g_assert_cmpuint (count_blobs (&fixture), ==, 0);

  g_unlink (ballast);
  kh_ui_wait_active (fixture.window);
  add_by_key (&fixture, path);
  kh_ui_wait_text (fixture.root, "1 file was added.");
  expect_kept (&fixture, "scan.tiff (-)");
  tear_down (&fixture);
  umount2 (small_disk, MNT_DETACH);
  g_rmdir (small_disk);
}

/* It says what to do, keeps nothing of the file, and takes it once there is room. */
static void
test_full (void)
{
  g_test_trap_subprocess (FULL_INSIDE, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static gboolean
is_inside (int    argc,
           char **argv)
{
  for (int i = 1; i < argc; i++)
    if (g_str_equal (argv[i], FULL_INSIDE))
      return TRUE;

  return FALSE;
}

/* The desktop's application for texts: it writes down what it got. */
static char *
install_application (Fixture *fixture)
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
  Fixture fixture;
  g_autofree char *log = NULL;
  g_autofree char *path = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *content = NULL;
  struct stat info;

  set_up (&fixture);
  log = install_application (&fixture);
  keep (&fixture, "letter.txt", "Dear Ana", "letter");
  open_files (&fixture);
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
  tear_down (&fixture);
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
  Fixture fixture;
  g_autofree char *log = NULL;
  g_autofree char *copy = NULL;
  g_autofree char *content = NULL;
  GtkWindow *window;

  set_up (&fixture);
  log = install_application (&fixture);
  keep (&fixture, "notes.txt", "#!/bin/sh\ntouch /tmp/keyholder-was-here\n", NULL);
  open_files (&fixture);
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
  tear_down (&fixture);
}

static void
test_rename (void)
{
  Fixture fixture;

  set_up (&fixture);
  keep (&fixture, "other.pdf", "%PDF-1.4 other", NULL);
  keep (&fixture, "scan0001.pdf", "%PDF-1.4 scan", NULL);
  open_files (&fixture);
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
  expect_kept (&fixture, "permit 2026.pdf (permit), other.pdf (-)");
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_wait_focus (fixture.window, kh_ui_wait_field (fixture.root, "Name"));
  kh_ui_type ("given up");
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (kh_ui_find_field (fixture.root, "Name") == NULL);
  expect_kept (&fixture, "permit 2026.pdf (permit), other.pdf (-)");
  tear_down (&fixture);
}

/* Removed by one key and brought back by another; the focus goes on with the next. */
static void
test_remove (void)
{
  Fixture fixture;

  set_up (&fixture);
  keep (&fixture, "one.txt", "1", "photo");
  keep (&fixture, "two.txt", "2", NULL);
  open_files (&fixture);
  kh_ui_wait_text (fixture.root, "Files (2)");
  focus_list (&fixture);
  kh_ui_press (GDK_KEY_Delete, 0);
  kh_ui_wait_text (fixture.root, "“two.txt” is removed.");
  kh_ui_wait_text (fixture.root, "Files (1)");
  KH_UI_WAIT (kh_ui_find_text (fixture.root, "two.txt") == NULL);
  kh_ui_screenshots (fixture.window, "files-removed");
  expect_kept (&fixture, "one.txt (photo)");
  kh_ui_press (GDK_KEY_z, GDK_CONTROL_MASK);
  kh_ui_wait_text (fixture.root, "The file is there again.");
  kh_ui_wait_text (fixture.root, "two.txt");
  expect_kept (&fixture, "two.txt (-), one.txt (photo)");
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
  expect_kept (&fixture, "two.txt (-)");
  /* All of it is in the history. */
  kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_wait_part (fixture.root, "one.txt");
  tear_down (&fixture);
}

static char *
dup_blob (Fixture    *fixture,
          const char *content)
{
  g_autofree char *hash = g_compute_checksum_for_string (G_CHECKSUM_SHA256, content, -1);
  g_autofree char *first = g_strndup (hash, 2);

  return g_build_filename (fixture->base.folder, "data", "files", first, hash, NULL);
}

/* One that is lost is said on its row at once, one that was changed in secret once it is looked at. */
static void
test_damaged (void)
{
  Fixture fixture;
  g_autofree char *lost = NULL;
  g_autofree char *changed = NULL;
  GtkWindow *told;

  set_up (&fixture);
  keep (&fixture, "lost.txt", "lost", NULL);
  keep (&fixture, "changed.txt", "before", NULL);
  keep (&fixture, "A contract with a name that is rather long, as scanners and customers give them.pdf", "%PDF-1.4", "contract");
  lost = dup_blob (&fixture, "lost");
  changed = dup_blob (&fixture, "before");
  g_assert_cmpint (g_unlink (lost), ==, 0);
  g_assert_true (g_file_set_contents (changed, "after!", -1, NULL));
  open_files (&fixture);
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
  tear_down (&fixture);
}

static void
sign_in_clerk (Fixture  *fixture,
               KhGrants  taken)
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
  Fixture fixture;
  KhGrants taken = kh_grants_with (kh_grants_none (), KH_GRANT_FILES_CREATE);

  set_up (&fixture);
  keep (&fixture, "one.txt", "1", NULL);
  taken = kh_grants_with (taken, KH_GRANT_FILES_MODIFY);
  taken = kh_grants_with (taken, KH_GRANT_FILES_DELETE);
  sign_in_clerk (&fixture, taken);
  open_files (&fixture);
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
  expect_kept (&fixture, "one.txt (-)");
  tear_down (&fixture);
}

/* What was shown to one is not there for the next. */
static void
test_hidden (void)
{
  Fixture fixture;

  set_up (&fixture);
  keep (&fixture, "divorce.txt", "1", NULL);
  keep (&fixture, "removed.txt", "2", NULL);
  open_files (&fixture);
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
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  if (is_inside (argc, argv))
    enter_small_disk ();
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/documents/add", test_add);
  g_test_add_func ("/documents/stop", test_stop);
  g_test_add_func ("/documents/unreadable", test_unreadable);
  g_test_add_func (FULL, test_full);
  g_test_add_func (FULL_INSIDE, test_full_inside);
  g_test_add_func ("/documents/drop", test_drop);
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
