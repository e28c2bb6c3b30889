/* test-document.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-document.h"
#include "kh-place.h"

#include <string.h>

static gboolean
check (const char  *name,
       const char  *category,
       GError     **error)
{
  g_autoptr (KhDocument) document = kh_document_new ();

  kh_document_set (document, KH_DOCUMENT_NAME, name);
  kh_document_set (document, KH_DOCUMENT_CATEGORY, category);

  return kh_document_check (document, error);
}

static void
expect_refused (const char      *name,
                const char      *category,
                KhDocumentField  field)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (check (name, category, &error));
  g_assert_error (error, KH_DOCUMENT_ERROR, (int) field);
  g_assert_cmpuint (strlen (error->message), >, 20);
}

static void
expect_fine (const char *name,
             const char *category)
{
  g_autoptr (GError) error = NULL;

  check (name, category, &error);
  g_assert_no_error (error);
}

/* A name is one that a folder takes and that shows what it says. */
static void
test_names (void)
{
  g_autofree char *longest = g_strnfill (240, 'x');
  g_autofree char *longer = g_strnfill (241, 'x');
  g_autofree char *wide = g_strnfill (243, 'x');

  /* 81 characters of three bytes each. */
  for (guint i = 0; i < 243; i += 3)
    memcpy (wide + i, "€", 3);
  expect_fine ("Contract 2026.pdf", NULL);
  expect_fine ("Vertrag (Größe).pdf", "contract");
  expect_fine ("خطة.pdf", "floor-plan");
  expect_fine (longest, NULL);
  expect_refused (longer, NULL, KH_DOCUMENT_NAME);
  expect_refused (wide, NULL, KH_DOCUMENT_NAME);
  expect_refused (NULL, NULL, KH_DOCUMENT_NAME);
  expect_refused ("", NULL, KH_DOCUMENT_NAME);
  expect_refused (".", NULL, KH_DOCUMENT_NAME);
  expect_refused ("..", NULL, KH_DOCUMENT_NAME);
  expect_refused (".hidden", NULL, KH_DOCUMENT_NAME);
  expect_refused ("../passwd", NULL, KH_DOCUMENT_NAME);
  expect_refused ("a/b", NULL, KH_DOCUMENT_NAME);
  expect_refused ("a\\b", NULL, KH_DOCUMENT_NAME);
  expect_refused ("a\nb", NULL, KH_DOCUMENT_NAME);
  expect_refused ("a\tb", NULL, KH_DOCUMENT_NAME);
  expect_refused ("a\033b", NULL, KH_DOCUMENT_NAME);
  expect_refused (" a", NULL, KH_DOCUMENT_NAME);
  expect_refused ("a ", NULL, KH_DOCUMENT_NAME);
  expect_refused ("invoice\u202efdp.exe", NULL, KH_DOCUMENT_NAME);
  expect_refused ("a\u200b.pdf", NULL, KH_DOCUMENT_NAME);
  expect_refused ("a.pdf", "film", KH_DOCUMENT_CATEGORY);
}

/* Whatever a file is called, the name that is made of it can be kept. */
static void
test_made (void)
{
  static const char *const names[][2] = {
    { "/home/ann/Contract.pdf", "Contract.pdf" },
    { "/x/.hidden.pdf", "hidden.pdf" },
    { "/x/...", "File" },
    { "/x/   ", "File" },
    { "/x/a\nb.pdf", "a_b.pdf" },
    { "/x/a\\b.pdf", "a_b.pdf" },
    { "/x/invoice\u202efdp.exe", "invoice_fdp.exe" },
    { "/x/a\033[2Jb", "a_[2Jb" },
    { "/x/ a b .pdf ", "a b .pdf" },
    { "/x/\u00a0.\u00a0a\u00a0", "a" },
    { "/x/خطة.pdf", "خطة.pdf" },
    { "/x/Größe.pdf", "Größe.pdf" },
    /* A joiner belongs between such letters, and hides between others. */
    { "/x/می\u200cخواهم.pdf", "می\u200cخواهم.pdf" },
    { "/x/a\u200cb.pdf", "a_b.pdf" },
  };
  g_autofree char *stem = g_strnfill (300, 'x');
  g_autofree char *path = g_strconcat ("/x/", stem, ".pdf", NULL);
  g_autofree char *cut = kh_document_dup_name (path);
  g_autofree char *blanks = g_strconcat ("/x/", stem, NULL);
  g_autofree char *at_blank = NULL;
  g_autofree char *broken = kh_document_dup_name ("/x/\xff\xfe.pdf");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = kh_document_dup_name (names[i][0]);

      g_assert_cmpstr (name, ==, names[i][1]);
      expect_fine (name, NULL);
    }
  g_assert_cmpuint (strlen (cut), ==, 240);
  g_assert_true (g_str_has_suffix (cut, "x.pdf"));
  g_assert_true (g_str_has_suffix (broken, ".pdf"));
  expect_fine (broken, NULL);
  /* Cut right behind a blank. */
  memcpy (blanks + 3 + 238, "\u00a0", 2);
  at_blank = kh_document_dup_name (blanks);
  g_assert_cmpuint (strlen (at_blank), ==, 238);
  expect_fine (at_blank, NULL);
}

/* Any bytes at all, cut anywhere. */
static void
test_any (void)
{
  for (guint i = 0; i < 20000; i++)
    {
      char bytes[400];
      guint length = (guint) g_test_rand_int_range (1, (gint32) sizeof bytes);
      g_autofree char *name = NULL;
      g_autofree char *numbered = NULL;

      for (guint k = 0; k + 1 < length; k++)
        bytes[k] = (char) g_test_rand_int_range (1, 256);
      bytes[length - 1] = '\0';
      name = kh_document_dup_name (bytes);
      expect_fine (name, NULL);
      numbered = kh_document_dup_numbered (name, i + 2);
      expect_fine (numbered, NULL);
    }
}

static void
test_numbered (void)
{
  g_autofree char *plain = kh_document_dup_numbered ("Contract.pdf", 2);
  g_autofree char *bare = kh_document_dup_numbered ("README", 12);
  g_autofree char *two = kh_document_dup_numbered ("a.tar.gz", 3);

  g_assert_cmpstr (plain, ==, "Contract (2).pdf");
  g_assert_cmpstr (bare, ==, "README (12)");
  g_assert_cmpstr (two, ==, "a.tar (3).gz");
}

static void
expect_program (gboolean    expected,
                const char *name,
                const char *head)
{
  if (kh_document_is_program (name, head, strlen (head)) != expected)
    g_error ("“%s” beginning with “%s” should%s be a program", name, head, expected ? "" : " not");
}

/* By its ending, and by its content whatever its ending says. */
static void
test_programs (void)
{
  expect_program (FALSE, "Contract.pdf", "%PDF-1.4");
  expect_program (FALSE, "Photo.JPG", "\xff\xd8\xff\xe0");
  expect_program (FALSE, "list.csv", "Name,Phone\n");
  expect_program (FALSE, "notes.txt", "Ring twice");
  expect_program (FALSE, "letter.docx", "PK\x03\x04");
  expect_program (FALSE, "README", "Read me");
  expect_program (FALSE, "empty", "");
  expect_program (TRUE, "setup.EXE", "");
  expect_program (TRUE, "run.sh", "echo");
  expect_program (TRUE, "Photo.desktop", "");
  expect_program (TRUE, "photo.jpg.desktop", "");
  expect_program (TRUE, "Contract.pdf", "#!/bin/sh\nrm");
  expect_program (TRUE, "Contract.pdf", "\xef\xbb\xbf#!/bin/sh\nrm");
  expect_program (TRUE, "Photo.jpg", "\x7f" "ELF\x02");
  expect_program (TRUE, "Photo.jpg", "MZ\x90");
  expect_program (TRUE, "Photo", "[Desktop Entry]\nExec=rm");
}

/* What the history says of a file, it says of a file. */
static void
test_place (void)
{
  g_autofree char *text = kh_place_dup_document_text (KH_DOCUMENT_CATEGORY, 12, "Plan: 1 #2.pdf");
  g_autofree char *label = kh_place_dup_label (text);
  g_autofree char *whole = kh_place_dup_label ("files#3:Plan.pdf");
  g_auto (KhPlace) place = { 0 };

  g_assert_cmpstr (text, ==, "files/category#12:Plan: 1 #2.pdf");
  g_assert_true (kh_place_parse (text, &place));
  g_assert_true (place.document);
  g_assert_false (place.note);
  g_assert_cmpint (place.row, ==, 12);
  g_assert_cmpstr (place.title, ==, "Plan: 1 #2.pdf");
  g_assert_true (place.datapoint == kh_document_field_get (KH_DOCUMENT_CATEGORY));
  g_assert_cmpstr (label, ==, "Plan: 1 #2.pdf: Category");
  g_assert_cmpstr (whole, ==, "Plan.pdf");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/document/names", test_names);
  g_test_add_func ("/document/made", test_made);
  g_test_add_func ("/document/any", test_any);
  g_test_add_func ("/document/numbered", test_numbered);
  g_test_add_func ("/document/programs", test_programs);
  g_test_add_func ("/document/place", test_place);

  return g_test_run ();
}
