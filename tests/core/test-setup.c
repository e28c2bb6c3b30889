/* test-setup.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a setup file says, and each thing that can be wrong in one, with its line. */

#include "config.h"

#include "kh-setup.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define MEMBER "[member Ann]\n"

static const struct {
  const char *text;
  /* Lines in order, and a part of the whole message. */
  guint lines[4];
  const char *said;
} wrong[] = {
  { "", { 0 }, "says nothing" },
  { "# only a comment\n", { 0 }, "says nothing" },
  { MEMBER "[nonsense x]\n", { 2 }, "is none of" },
  { MEMBER "\n[member Bob\n", { 3 }, "must end with ]" },
  { MEMBER "[member]\n", { 2 }, "[member NAME]" },
  { MEMBER "[member ann]\n", { 2 }, "twice" },
  { MEMBER "nonsense=1\n", { 2 }, "is not known" },
  { MEMBER "roles=sales\r\nroles=technician\n", { 3 }, "twice" },
  { MEMBER "roles=cook\n", { 2 }, "no role" },
  { MEMBER "added=customer.view;nonsense\n", { 2 }, "no grant" },
  { MEMBER "active=perhaps\n", { 2 }, "true or false" },
  { MEMBER "password=hello\n", { 2 }, "passwords are typed" },
  { MEMBER "just words\n", { 2 }, "neither" },
  { MEMBER "group=a\x01z\n", { 2 }, "control character" },
  { MEMBER "group=a\\qz\n", { 2 }, "backslash" },
  { MEMBER "group=\xff\n", { 2 }, "UTF-8" },
  { MEMBER "[member 1234567890123456789012345678901234567890123456789012345678901]\n", { 2 }, "longer than" },
  { "roles=sales\n" MEMBER, { 1 }, "before the first" },
  { MEMBER "\n\n[group Office]\n", { 4 }, "“grants” is missing" },
  { "[company C]\ntype=gold\naddress=x\n", { 2 }, "no type" },
  { "[company C]\ntype=bold\n", { 1 }, "“address” is missing" },
  { "[company C]\ntype=none\ntoken=abc\n", { 3 }, "keyring" },
  { "[company C]\ntype=none\nca-file=here.pem\n", { 3 }, "whole path" },
  { "[company C]\ntype=none\nsends-zones=perhaps\n", { 3 }, "true or false" },
  { "[company C]\ntype=none\nca-file=/nowhere/at/all.pem\n", { 3 }, "no file" },
  { MEMBER "[catalogue nonsense]\nentries=A\n", { 2 }, "no catalogue" },
  { MEMBER "[catalogue technicians]\nentries=A\n", { 2 }, "Staff is no catalogue" },
  { MEMBER "[catalogue lead-campaigns]\nentries=A\n", { 2 }, "lead source" },
  { MEMBER "[catalogue package-items]\nentries=A\n", { 2 }, "package" },
  { MEMBER "[catalogue account-classes: Radio]\nentries=A\n", { 2 }, "Only lead-campaigns" },
  { MEMBER "[catalogue account-classes]\nentries=A;B\ninactive=a\n", { 4 }, "already" },
  { MEMBER "[catalogue account-classes]\nentries=A;;B\n", { 3 }, "no name" },
  { MEMBER "roles=cook\nx=1\n[group G]\n", { 2, 3, 4 }, "no role" },
};

static void
test_wrong (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (KhSetup) setup = kh_setup_parse ("desk.ini", wrong[i].text, strlen (wrong[i].text));
      g_autoptr (GError) error = NULL;
      g_auto (GStrv) lines = NULL;

      g_test_message ("row %u, %s", i, wrong[i].said);
      g_assert_false (kh_setup_check (setup, &error));
      g_assert_error (error, KH_SETUP_ERROR, KH_SETUP_ERROR_MISTAKES);
      g_assert_nonnull (strstr (error->message, wrong[i].said));
      lines = g_strsplit (error->message, "\n", -1);
      for (guint n = 0; lines[n] != NULL || wrong[i].lines[n] != 0; n++)
        {
          g_autofree char *place = wrong[i].lines[n] == 0 ? g_strdup ("desk.ini: ")
                                   : g_strdup_printf ("desk.ini:%u: ", wrong[i].lines[n]);

          g_assert_true (lines[n] != NULL && g_str_has_prefix (lines[n], place));
        }
    }
}

static void
test_right (void)
{
  static const char text[] =
    "\xef\xbb\xbf# a comment\r\n[member Lee Novak]\r\n group = Office \r\nroles=sales;technician\ntaken=\n"
    "[catalogue lead-campaigns: Radio]\nentries=A\\;B;C\n";
  g_autoptr (KhSetup) setup = kh_setup_parse ("desk.ini", text, sizeof text - 1);
  g_autoptr (GError) error = NULL;
  GPtrArray *items = kh_setup_get_items (setup);
  const KhSetupItem *item;

  g_assert_true (kh_setup_check (setup, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (items->len, ==, 3);
  item = g_ptr_array_index (items, 0);
  g_assert_cmpstr (item->name, ==, "Lee Novak");
  g_assert_cmpstr (item->group, ==, "Office");
  g_assert_true (item->sales == TRUE && item->technician == TRUE && item->active == KH_SETUP_UNSAID);
  g_assert_true (item->says_taken && !item->says_added);
  item = g_ptr_array_index (items, 1);
  g_assert_cmpstr (item->name, ==, "A;B");
  g_assert_cmpstr (item->parent, ==, "Radio");
  g_assert_cmpuint (item->line, ==, 7);
}

static void
assert_refused (const char *path,
                const char *said)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kh_setup_load (path, &error));
  g_assert_error (error, KH_SETUP_ERROR, KH_SETUP_ERROR_FILE);
  g_assert_nonnull (strstr (error->message, said));
  g_assert_true (g_str_has_prefix (error->message, path));
}

static void
test_files (void)
{
  g_autofree char *folder = g_dir_make_tmp ("keyholder-setup-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "desk.ini", NULL);
  g_autofree char *large = g_strnfill (KH_SETUP_LARGEST_FILE + 1, '#');
  g_autoptr (KhSetup) setup = NULL;
  g_autoptr (GError) error = NULL;

  assert_refused (path, "No such file");
  assert_refused (folder, "folder");
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_refused (path, "not an ordinary file");
  g_unlink (path);
  g_assert_true (g_file_set_contents (path, large, -1, NULL));
  assert_refused (path, "1 MiB");
  g_assert_true (g_file_set_contents (path, large, KH_SETUP_LARGEST_FILE, NULL));
  setup = kh_setup_load (path, &error);
  g_assert_no_error (error);
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_example (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "example-setup.ini", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSetup) setup = kh_setup_load (path, &error);

  g_assert_no_error (error);
  g_assert_true (kh_setup_check (setup, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (kh_setup_get_items (setup)->len, ==, 15);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/setup/wrong", test_wrong);
  g_test_add_func ("/setup/right", test_right);
  g_test_add_func ("/setup/files", test_files);
  g_test_add_func ("/setup/example", test_example);

  return g_test_run ();
}
