/* test-csv-reader.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Files of customers as other programs, and people, write them. */

#include "config.h"

#include "kh-csv-reader.h"
#include "kh-csv.h"
#include "kh-value-type.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  fixture->folder = g_dir_make_tmp ("keyholder-csv-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "file.csv", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_unlink (fixture->path);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static KhRecordReader *
open_file (Fixture    *fixture,
           const char *text,
           gsize       length)
{
  g_autoptr (GError) error = NULL;
  KhRecordReader *reader;

  g_assert_true (g_file_set_contents (fixture->path, text, (gssize) length, NULL));
  reader = kh_csv_reader_open (fixture->path, &error);
  g_assert_no_error (error);

  return reader;
}

/* Each record as its line and its cells, or as what is wrong with it. */
static char *
describe (KhRecordReader *reader)
{
  g_autoptr (KhRecord) record = kh_record_new ();
  g_autoptr (GError) error = NULL;
  GString *text = g_string_new (NULL);

  while (kh_record_reader_next (reader, record, &error))
    {
      g_string_append_printf (text, "%" G_GUINT64_FORMAT, record->line);
      for (guint i = 0; record->problem == NULL && i < kh_record_get_n (record); i++)
        g_string_append_printf (text, "|%s", kh_record_get (record, i));
      if (record->problem != NULL)
        g_string_append_printf (text, "!%s", record->problem);
      g_string_append_c (text, ';');
    }
  if (error != NULL)
    g_string_append (text, error->message);

  return g_string_free (text, FALSE);
}

static void
test_files (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  static const struct {
    const char *text;
    gsize length;
    const char *records;
  } files[] = {
#define FILE_OF(text, records) { text, sizeof text - 1, records }
    FILE_OF ("a,b\n1,2\n3,4\n", "2|1|2;3|3|4;"),
    FILE_OF ("a,b\r\n1,2\r\n3,4", "2|1|2;3|3|4;"),
    FILE_OF ("\xef\xbb\xbf" "a,b\n1,2\n", "2|1|2;"),
    FILE_OF ("a;b\n1,5;2\n", "2|1,5|2;"),
    FILE_OF ("a\tb\n1\t2\n", "2|1|2;"),
    FILE_OF ("a|b\n1|2\n", "2|1|2;"),
    FILE_OF ("\"a,x\";b\n1;2\n", "2|1|2;"),
    FILE_OF ("sep=;\na;b,c\n1;2\n", "3|1|2;"),
    FILE_OF ("\n\na,b\n\n1,2\n\n", "5|1|2;"),
    FILE_OF ("a,b\n\"x\ny\",2\n3,4\n", "2|x\ny|2;4|3|4;"),
    FILE_OF ("a,b\n\"'=1\",'-2\n", "2|=1|-2;"),
    FILE_OF ("\xff\xfe" "a\0,\0b\0\n\0" "1\0,\0" "2\0\n\0", "2|1|2;"),
    FILE_OF ("\xfe\xff" "\0a\0,\0b\0\n\0" "1\0,\0" "2\0\n", "2|1|2;"),
    FILE_OF ("a\0,\0b\0\n\0" "1\0,\0\xe9\0\n\0", "2|1|é;"),
    FILE_OF ("a,b\n1\n3,4\n5,6,7\n",
             "2!This line has 1 cells and the header line has 2.;3|3|4;"
             "4!This line has 3 cells and the header line has 2.;"),
    FILE_OF ("a,b\n1,2\na,b\n3,4\n", "2|1|2;3!This is the header line again. Take it out.;4|3|4;"),
    FILE_OF ("a,b\n1,\"2\n3,4\n", "2!Character 3: the quotation mark here is never closed.;3|3|4;"),
    FILE_OF ("a,b\n1,\"2\n3,\"4\"\n5,6\n",
             "2!Character 3: the quotation mark here is not closed where its cell ends.;3|3|4;4|5|6;"),
    FILE_OF ("a,b\n1,x\"y\n3,4\n",
             "2!Character 4: a quotation mark stands inside of a cell that does not begin with one.;3|3|4;"),
    FILE_OF ("a,b\n1,x\0y\n3,4\n", "2!Character 4: there is a NUL, which belongs in no text. Take it out.;3|3|4;"),
    FILE_OF ("a,b\n1,\xff\n3,4\n",
             "2!Character 3: this is not readable text. Save the file as CSV in UTF-8.;3|3|4;"),
#undef FILE_OF
  };

  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (KhRecordReader) reader = open_file (fixture, files[i].text, files[i].length);
      g_autofree char *records = describe (reader);

      g_assert_cmpstr (records, ==, files[i].records);
    }
}

/* A record may lie across any place at which the file is read on. */
static void
test_pieces (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GString) csv = g_string_new ("number,text\r\n");
  g_autoptr (KhRecordReader) reader = NULL;
  g_autoptr (KhRecord) record = kh_record_new ();
  g_autoptr (GError) error = NULL;
  guint n = 0;

  for (guint i = 0; i < 60000; i++)
    g_string_append_printf (csv, "%u,\"é\r\n\"\"%u\"\r\n", i, i);
  reader = open_file (fixture, csv->str, csv->len);
  while (kh_record_reader_next (reader, record, &error))
    {
      g_autofree char *number = g_strdup_printf ("%u", n);
      g_autofree char *text = g_strdup_printf ("é\r\n\"%u", n);

      g_assert_null (record->problem);
      g_assert_cmpuint (record->line, ==, 2 + 2 * n);
      g_assert_cmpstr (kh_record_get (record, 0), ==, number);
      g_assert_cmpstr (kh_record_get (record, 1), ==, text);
      n++;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, 60000);
  g_assert_cmpint (kh_text_source_get_position (kh_record_reader_get_source (reader)), ==, (goffset) csv->len);
}

/* One mark that is never closed costs its line, also in a file that is far larger than a record. */
static void
test_never_closed (Fixture       *fixture,
                   gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GString) csv = g_string_new ("a,b\n1,\"2\n");
  g_autoptr (KhRecordReader) reader = NULL;
  g_autoptr (KhRecord) record = kh_record_new ();
  g_autoptr (GError) error = NULL;
  guint n = 0;

  while (csv->len < 2 * KH_RECORD_MOST_BYTES)
    g_string_append (csv, "some,text\n");
  reader = open_file (fixture, csv->str, csv->len);
  g_assert_true (kh_record_reader_next (reader, record, &error));
  g_assert_cmpstr (record->problem, ==, "Character 3: the quotation mark here is never closed.");
  while (kh_record_reader_next (reader, record, &error))
    n++;
  g_assert_no_error (error);
  g_assert_cmpuint (n, ==, (csv->len - strlen ("a,b\n1,\"2\n")) / strlen ("some,text\n"));
}

static void
assert_refused (const char *path,
                const char *part)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kh_csv_reader_open (path, &error));
  g_assert_nonnull (error);
  if (strstr (error->message, part) == NULL)
    g_error ("%s", error->message);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *fifo = g_build_filename (fixture->folder, "fifo", NULL);
  g_autofree char *link = g_build_filename (fixture->folder, "link", NULL);
  g_autoptr (KhRecordReader) linked = NULL;
  g_autofree char *records = NULL;
  g_autofree char *long_line = g_strnfill (2 * KH_RECORD_MOST_BYTES, 'x');

  assert_refused (fixture->path, "cannot be read");
  assert_refused (fixture->folder, "no file with records");
  assert_refused ("/dev/zero", "no file with records");
  g_assert_cmpint (mkfifo (fifo, 0600), ==, 0);
  assert_refused (fifo, "no file with records");
  g_unlink (fifo);
  g_assert_true (g_file_set_contents (fixture->path, "\n \n", 1, NULL));
  assert_refused (fixture->path, "empty");
  g_assert_true (g_file_set_contents (fixture->path, "a,\"b\n", -1, NULL));
  assert_refused (fixture->path, "line 1, cannot be read");
  g_assert_true (g_file_set_contents (fixture->path, long_line, -1, NULL));
  assert_refused (fixture->path, "Line 1 is longer");

  /* A link is followed, as nothing is written there. */
  g_assert_true (g_file_set_contents (fixture->path, "a,b\n1,2\n", -1, NULL));
  g_assert_cmpint (symlink ("file.csv", link), ==, 0);
  linked = kh_csv_reader_open (link, NULL);
  records = describe (linked);
  g_assert_cmpstr (records, ==, "2|1|2;");
  g_unlink (link);
}

/* Kilobytes. */
static guint64
get_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");

  return g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10);
}

/* Of a file that is mostly a hole no more is read than a record may take. */
static void
test_hole (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  const goffset size = (goffset) 20 * 1024 * 1024 * 1024;
  const guint64 before = get_memory ();
  g_autoptr (KhRecordReader) reader = NULL;
  g_autoptr (KhRecord) record = kh_record_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (fixture->path, "", -1, NULL));
  if (truncate (fixture->path, size) != 0)
    {
      g_test_skip ("the disk keeps no such file");
      return;
    }
  assert_refused (fixture->path, "Line 1 is longer");
  g_assert_true (g_file_set_contents (fixture->path, "a,b\n1,2\n", -1, NULL));
  g_assert_cmpint (truncate (fixture->path, size), ==, 0);
  reader = kh_csv_reader_open (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_true (kh_record_reader_next (reader, record, &error));
  g_assert_false (kh_record_reader_next (reader, record, &error));
  g_assert_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_LONG);
  g_assert_true (g_str_has_prefix (error->message, "Line 3 is longer than any customer’s. Nothing was kept."));
  g_assert_cmpint (kh_text_source_get_position (kh_record_reader_get_source (reader)), <, 4 * KH_RECORD_MOST_BYTES);
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpuint (get_memory () - before, <, 16 * KH_RECORD_MOST_BYTES / 1024);
#else
  (void) before;
#endif
}

/* Half a file is no file, and one that is written meanwhile is neither what it was nor what it will be. */
static void
test_changed (Fixture       *fixture,
              gconstpointer  data)
{
  gboolean shorter = GPOINTER_TO_INT (data);
  g_autoptr (GString) csv = g_string_new ("a,b\n");
  g_autoptr (KhRecordReader) reader = NULL;
  g_autoptr (KhRecord) record = kh_record_new ();
  g_autoptr (GError) error = NULL;
  goffset size;

  while (csv->len < KH_RECORD_MOST_BYTES)
    g_string_append (csv, "some,text\n");
  reader = open_file (fixture, csv->str, csv->len);
  size = shorter ? (goffset) csv->len / 2 / 10 * 10 + 4 : (goffset) csv->len + 10;
  g_assert_cmpint (truncate (fixture->path, size), ==, 0);
  while (kh_record_reader_next (reader, record, &error))
    ;
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_cmpstr (error->message, ==,
                   "The file was changed while it was read. Nothing was kept. Wait until it is whole, and try again.");
}

/* A file of rejected records can be read again, with what was wrong in its own column. */
static void
test_rejected (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GString) file = g_string_new (NULL);
  g_autoptr (KhRecord) record = kh_record_new ();
  g_autoptr (KhRecordReader) reader = open_file (fixture, "a;b\n=1;2\n3\n4;\"x\n", strlen ("a;b\n=1;2\n3\n4;\"x\n"));
  g_autoptr (KhRecordReader) again = NULL;
  g_autofree char *records = NULL;

  for (guint round = 0; round < 2; round++)
    {
      g_string_truncate (file, 0);
      kh_record_reader_append_head (reader, file);
      while (kh_record_reader_next (reader, record, NULL))
        kh_record_reader_append_rejected (reader, record, "Bad.", file);
      g_clear_object (&reader);
      reader = open_file (fixture, file->str, file->len);
    }
  g_assert_cmpuint (kh_record_reader_get_columns (reader)->len, ==, 3);
  g_assert_cmpstr (g_ptr_array_index (kh_record_reader_get_columns (reader), 2), ==, KH_RECORD_PROBLEM);
  records = describe (reader);
  g_assert_cmpstr (records, ==, "2|=1|2|Bad.;3|3||Bad.;4|4;\"x||Bad.;");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/csv-reader/files", Fixture, NULL, set_up, test_files, tear_down);
  g_test_add ("/csv-reader/pieces", Fixture, NULL, set_up, test_pieces, tear_down);
  g_test_add ("/csv-reader/never-closed", Fixture, NULL, set_up, test_never_closed, tear_down);
  g_test_add ("/csv-reader/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/csv-reader/hole", Fixture, NULL, set_up, test_hole, tear_down);
  g_test_add ("/csv-reader/shorter", Fixture, GINT_TO_POINTER (TRUE), set_up, test_changed, tear_down);
  g_test_add ("/csv-reader/longer", Fixture, GINT_TO_POINTER (FALSE), set_up, test_changed, tear_down);
  g_test_add ("/csv-reader/rejected", Fixture, NULL, set_up, test_rejected, tear_down);

  return g_test_run ();
}
