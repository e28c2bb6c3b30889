/* test-documents-adding.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Files that are added to a customer by keys: how far it is, stopped, refused, without room. */

#include "config.h"

#include "kh-documents-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <sched.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/statvfs.h>
#include <unistd.h>

/* Files that take some seconds altogether. */
#define N_LARGE 20

/* By the key, with the place of the file typed. */
static void
add_by_key (KhDocumentsTest *fixture,
            const char      *path)
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

/* By the key, from the customer's first tab, with what is typed into the chooser. */
static void
test_add (void)
{
  KhDocumentsTest fixture;
  g_autofree char *path = NULL;

  kh_documents_test_start (&fixture);
  path = kh_documents_test_write_file (&fixture, "contract.pdf", "%PDF-1.4 a contract");
  kh_documents_test_open_files (&fixture);
  kh_ui_wait_text (fixture.root, "No files yet");
  kh_ui_screenshots (fixture.window, "files-empty");
  kh_ui_choose (kh_ui_wait_field (fixture.root, "Category of New Files"), "Contract");
  for (guint i = 0; i < 4; i++)
    kh_ui_press (GDK_KEY_Page_Up, GDK_CONTROL_MASK);
  kh_ui_settle (fixture.window);
  add_by_key (&fixture, path);
  kh_ui_wait_text (fixture.root, "contract.pdf");
  kh_ui_wait_text (fixture.root, "1 file was added.");
  kh_ui_wait_text (fixture.root, "Files (1)");
  kh_documents_test_expect_kept (&fixture, "contract.pdf (contract)");
  kh_documents_test_end (&fixture);
}

/* Several at once; what cannot be added is said, each by its name, and keeps nobody else out. */
static void
test_drop (void)
{
  KhDocumentsTest fixture;
  GtkWindow *told;

  kh_documents_test_start (&fixture);
  kh_documents_test_open_files (&fixture);
  kh_ui_wait_text (fixture.root, "No files yet");
  {
    g_autofree char *one = kh_documents_test_write_file (&fixture, "one.txt", "1");
    g_autofree char *gone = kh_documents_test_write_file (&fixture, "gone.txt", "2");
    g_autofree char *three = kh_documents_test_write_file (&fixture, "three.txt", "3");
    g_autofree char *folder = g_path_get_dirname (one);
    const char *paths[] = { one, gone, folder, three, NULL };

    g_unlink (gone);
    kh_documents_test_drop (&fixture, paths);
  }
  told = kh_ui_wait_window ("Files Not Added");
  kh_ui_wait_active (told);
  kh_ui_wait_part (GTK_WIDGET (told), "“gone.txt” is not there any more.");
  kh_ui_wait_part (GTK_WIDGET (told), "“outside” is a folder.");
  kh_ui_screenshots (told, "files-refused");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Files Not Added");
  kh_ui_wait_text (fixture.root, "2 files were added.");
  kh_documents_test_expect_kept (&fixture, "three.txt (-), one.txt (-)");
  kh_documents_test_end (&fixture);
}

/* A file of so many bytes that is like no other of another name, and takes a while. */
static char *
write_large (KhDocumentsTest *fixture,
             const char      *name,
             gsize            size)
{
  char *path = kh_documents_test_write_file (fixture, name, name);

  g_assert_cmpint (truncate (path, (off_t) size), ==, 0);

  return path;
}

/* Contents in the folder beside the records, with those that are not there as a whole. */
static guint
count_blobs (KhDocumentsTest *fixture)
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

/* While large files are added it says how far it is; one key stops it, and nothing half done is left. */
static void
test_stop (void)
{
  KhDocumentsTest fixture;
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) kept = NULL;
  g_autofree char *size = g_format_size (40000000);
  g_autofree char *amount = g_strconcat (" of ", size, NULL);
  g_autofree char *small = NULL;

  kh_documents_test_start (&fixture);
  kh_documents_test_open_files (&fixture);
  kh_ui_wait_text (fixture.root, "No files yet");
  for (guint i = 1; i <= N_LARGE; i++)
    {
      g_autofree char *name = g_strdup_printf ("floor plan %u.tiff", i);

      g_ptr_array_add (paths, write_large (&fixture, name, 40000000));
    }
  g_ptr_array_add (paths, NULL);
  kh_documents_test_drop (&fixture, (const char * const *) paths->pdata);
  kh_ui_wait_part (fixture.root, "Adding “floor plan 1.tiff” (1 of 20)…");
  kh_ui_wait_part (fixture.root, amount);
  kh_ui_screenshots (fixture.window, "files-adding");
  kh_ui_press (GDK_KEY_g, GDK_ALT_MASK);
  kh_ui_wait_part (fixture.root, "Adding was cancelled. ");
  g_assert_null (kh_ui_find_button (fixture.root, "Stop Adding"));
  g_assert_null (kh_ui_find_window ("Files Not Added"));
  kept = kh_documents_test_list_kept (&fixture);
  g_assert_cmpuint (kept->len, <, N_LARGE);
  g_assert_cmpuint (count_blobs (&fixture), ==, kept->len);

  small = kh_documents_test_write_file (&fixture, "letter.txt", "Dear Ana");
  add_by_key (&fixture, small);
  kh_ui_wait_text (fixture.root, "1 file was added.");
  kh_documents_test_end (&fixture);
}

/* What cannot be read, and what goes while it waits for its turn, is said by its name. */
static void
test_unreadable (void)
{
  KhDocumentsTest fixture;
  g_autofree char *large = NULL;
  g_autofree char *gone = NULL;
  GtkWindow *told;

  kh_documents_test_start (&fixture);
  kh_documents_test_open_files (&fixture);
  kh_ui_wait_text (fixture.root, "No files yet");
  large = write_large (&fixture, "large.tiff", 40000000);
  gone = kh_documents_test_write_file (&fixture, "gone.pdf", "%PDF-1.4 gone");
  {
    /* A plain file that not even root can read from its beginning. */
    const char *paths[] = { large, gone, "/proc/self/mem", NULL };

    kh_documents_test_drop (&fixture, paths);
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
  kh_documents_test_expect_kept (&fixture, "large.tiff (-)");
  g_assert_cmpuint (count_blobs (&fixture), ==, 1);
  kh_documents_test_end (&fixture);
}

/* A full disk */

#define FULL "/documents-adding/full"
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
fill_disk (KhDocumentsTest *fixture)
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
  KhDocumentsTest fixture;
  g_autofree char *path = NULL;
  g_autofree char *ballast = NULL;
  GtkWindow *told;

  if (small_disk == NULL)
    {
      g_test_skip ("This system lets only root have a disk of its own");
      return;
    }
  kh_documents_test_start (&fixture);
  kh_documents_test_open_files (&fixture);
  kh_ui_wait_text (fixture.root, "No files yet");
  path = write_large (&fixture, "scan.tiff", 20000000);
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
  kh_documents_test_expect_kept (&fixture, "");
  g_assert_cmpuint (count_blobs (&fixture), ==, 0);

  g_unlink (ballast);
  kh_ui_wait_active (fixture.window);
  add_by_key (&fixture, path);
  kh_ui_wait_text (fixture.root, "1 file was added.");
  kh_documents_test_expect_kept (&fixture, "scan.tiff (-)");
  kh_documents_test_end (&fixture);
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

int
main (int    argc,
      char **argv)
{
  if (is_inside (argc, argv))
    enter_small_disk ();
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/documents-adding/add", test_add);
  g_test_add_func ("/documents-adding/drop", test_drop);
  g_test_add_func ("/documents-adding/stop", test_stop);
  g_test_add_func ("/documents-adding/unreadable", test_unreadable);
  g_test_add_func (FULL, test_full);
  g_test_add_func (FULL_INSIDE, test_full_inside);

  return g_test_run ();
}
