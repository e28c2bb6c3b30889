/* test-transfer-command.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* keyholder --import and --export as a program, without a display. */

#include "config.h"

#include "kh-store-test.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define SETUP "[group Office]\ngrants=customer.view\n[member Maria]\ngroup=Owners\n[member Lee]\ngroup=Office\n"
#define HEAD  "First Name,Last Name,Phone,City,State,Sale Date,Shoe Size\n"
#define ANN   "Ann,Lee,(801) 555-0142,Provo,UT,1/5/2026,\n"

typedef struct {
  char *folder;
  char *path;
  char *said;
  char *complained;
} Fixture;

static int
run (Fixture    *fixture,
     const char *option,
     ...)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) arguments = NULL;
  va_list list;

  g_strv_builder_add_many (builder, KH_PROGRAM, "--data-dir", fixture->folder, NULL);
  va_start (list, option);
  for (; option != NULL; option = va_arg (list, const char *))
    g_strv_builder_add (builder, option);
  va_end (list);
  arguments = g_strv_builder_end (builder);
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  process = g_subprocess_launcher_spawnv (launcher, (const char * const *) arguments, &error);
  g_assert_no_error (error);
  g_free (fixture->said);
  g_free (fixture->complained);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &fixture->said, &fixture->complained, &error);
  g_assert_no_error (error);

  return g_subprocess_get_exit_status (process);
}

static void
write_file (Fixture    *fixture,
            const char *text)
{
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  fixture->folder = kh_store_test_make_folder ();
  fixture->path = g_build_filename (fixture->folder, "file.csv", NULL);
  write_file (fixture, SETUP);
  g_assert_cmpint (run (fixture, "--setup", fixture->path, NULL), ==, 0);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  kh_store_test_remove (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
  g_free (fixture->said);
  g_free (fixture->complained);
}

static void
expect (const char *text,
        const char *part)
{
  if (strstr (text, part) == NULL)
    g_error ("“%s” is not in “%s”", part, text);
}

static void
test_import (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *mapping = g_build_filename (fixture->folder, "mapping.csv", NULL);
  g_autofree char *rejected = g_strconcat (fixture->path, ".rejected.csv", NULL);

  write_file (fixture, HEAD ANN "Bea,Lee,12,Provo,UT,1/5/2026,\n");
  g_assert_cmpint (run (fixture, "--import", fixture->path, "--dry-run", "--as", "Maria", NULL), ==, 2);
  g_assert_cmpstr (fixture->said, ==, "A dry run; nothing was kept. Good: 1. Not good: 1. Likely there already: 0.\n");
  g_assert_cmpstr (fixture->complained, ==,
                   "Line 3, column 3 (Phone): Type 10 digits with the area code; this has 2 digits.\n");
  g_assert_false (g_file_test (rejected, G_FILE_TEST_EXISTS));

  g_assert_cmpint (run (fixture, "--import", fixture->path, "--as", "Maria", NULL), ==, 2);
  expect (fixture->said, "Imported: 1. Not imported: 1.\n");
  expect (fixture->said, rejected);
  g_assert_true (g_file_test (rejected, G_FILE_TEST_EXISTS));

  write_file (fixture, HEAD ANN);
  g_assert_cmpint (run (fixture, "--import", fixture->path, "--dry-run", "--as", "Maria", NULL), ==, 0);
  expect (fixture->complained, "Line 2: Ann Lee is likely to be Ann Lee (customer 1001).");

  g_assert_true (g_file_set_contents (mapping, "Shoe Size,spouse\n", -1, NULL));
  write_file (fixture, HEAD "Cy,Lee,(801) 555-0199,Provo,UT,1/5/2026,Bo\n");
  g_assert_cmpint (run (fixture, "--import", fixture->path, "--mapping", mapping, "--as", "Maria", NULL), ==, 0);
  g_assert_cmpint (run (fixture, "--export", "-", "--as", "Maria", NULL), ==, 0);
  expect (fixture->said, "\n1002,Active,Residential,Cy,Lee,,,Bo,");
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *fifo = g_build_filename (fixture->folder, "fifo", NULL);

  write_file (fixture, HEAD ANN);
  g_assert_cmpint (run (fixture, "--import", fixture->path, NULL), ==, 1);
  expect (fixture->complained, "--as NAME");
  g_assert_cmpint (run (fixture, "--import", fixture->path, "--as", "Nobody", NULL), ==, 1);
  expect (fixture->complained, "“Nobody”");
  g_assert_cmpint (run (fixture, "--import", fixture->path, "--as", "Lee", NULL), ==, 1);
  expect (fixture->complained, "You do not have the grant");
  g_assert_cmpint (run (fixture, "--export", "-", "--as", "Lee", NULL), ==, 1);
  g_assert_cmpstr (fixture->said, ==, "");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  g_assert_cmpint (run (fixture, "--import", fifo, "--as", "Maria", NULL), ==, 1);
  expect (fixture->complained, "no file with records");
  write_file (fixture, "Ann,Lee,(801) 555-0142\n");
  g_assert_cmpint (run (fixture, "--import", fixture->path, "--as", "Maria", NULL), ==, 1);
  expect (fixture->complained, "No column of the file");
  write_file (fixture, "First Name,Phone,Phone\nAnn,1,2\n");
  g_assert_cmpint (run (fixture, "--import", fixture->path, "--as", "Maria", NULL), ==, 1);
  expect (fixture->complained, "“Phone” stands in the header line twice, over columns 2 and 3.");
}

/* By the file's ending, and whole or not at all. */
static void
test_export (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *lines = g_build_filename (fixture->folder, "all.jsonl", NULL);
  g_autofree char *text = NULL;
  GStatBuf info;

  write_file (fixture, HEAD ANN);
  g_assert_cmpint (run (fixture, "--import", fixture->path, "--as", "Maria", NULL), ==, 0);
  g_assert_cmpint (run (fixture, "--export", lines, "--as", "Maria", NULL), ==, 0);
  g_assert_cmpstr (fixture->said, ==, "Exported: 1 customer. Passcodes and the like are not in the file.\n");
  g_assert_true (g_file_get_contents (lines, &text, NULL, NULL));
  expect (text, "{\"customer-number\":1001,\"status\":\"active\"");
  g_assert_cmpint (g_stat (lines, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (run (fixture, "--export", "/nowhere/all.csv", "--as", "Maria", NULL), ==, 1);
  expect (fixture->complained, "/nowhere/all.csv");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/transfer-command/import", test_import);
  ADD ("/transfer-command/refused", test_refused);
  ADD ("/transfer-command/export", test_export);
#undef ADD

  return g_test_run ();
}
