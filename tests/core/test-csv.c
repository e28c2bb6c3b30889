/* test-csv.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csv.h"
#include "kh-value-type.h"

#include <string.h>

static const struct {
  const char *cell;
  const char *written;
} cells[] = {
  { "Ann", "Ann" },
  { "", "" },
  { NULL, "" },
  { "a,b", "\"a,b\"" },
  { "a \"b\"", "\"a \"\"b\"\"\"" },
  { "a\nb", "\"a\nb\"" },
  { " a", "\" a\"" },
  { "it's", "it's" },
  { "'quoted'", "'quoted'" },
  { "=1+1", "\"'=1+1\"" },
  { "=HYPERLINK(\"http://x\")", "\"'=HYPERLINK(\"\"http://x\"\")\"" },
  { "+18015550142", "\"'+18015550142\"" },
  { "-5", "\"'-5\"" },
  { "@x", "\"'@x\"" },
  { "\t=1", "\"'\t=1\"" },
  { "\r=1", "\"'\r=1\"" },
  { "\n=1", "\"'\n=1\"" },
  { "＝1", "\"'＝1\"" },
  { "＋1", "\"'＋1\"" },
  { "－1", "\"'－1\"" },
  { "＠1", "\"'＠1\"" },
  { "'=1", "\"''=1\"" },
  { "4-5", "4-5" },
};

static void
test_write (void)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      g_autoptr (GString) csv = g_string_new (NULL);
      g_autofree char *expected = g_strdup_printf ("%s,%s\r\n", cells[i].written, cells[i].written);

      kh_csv_append_cell (csv, cells[i].cell, FALSE);
      kh_csv_append_cell (csv, cells[i].cell, TRUE);
      g_assert_cmpstr (csv->str, ==, expected);
    }
}

/* What was written is read again as it was. */
static void
test_round_trip (void)
{
  g_autoptr (GString) csv = g_string_new ("\ufeff");
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      kh_csv_append_cell (csv, "x", FALSE);
      kh_csv_append_cell (csv, cells[i].cell, TRUE);
    }

  rows = kh_csv_parse (csv->str, csv->len, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, G_N_ELEMENTS (cells));

  for (i = 0; i < G_N_ELEMENTS (cells); i++)
    {
      const char * const *row = g_ptr_array_index (rows, i);

      g_assert_cmpstr (row[0], ==, "x");
      g_assert_cmpstr (row[1], ==, cells[i].cell != NULL ? cells[i].cell : "");
      g_assert_null (row[2]);
    }
}

static char *
describe (GPtrArray *rows)
{
  GString *text = g_string_new (NULL);
  guint i;

  for (i = 0; i < rows->len; i++)
    {
      g_autofree char *row = g_strjoinv ("|", g_ptr_array_index (rows, i));

      g_string_append_printf (text, "%s;", row);
    }

  return g_string_free (text, FALSE);
}

static void
test_parse (void)
{
  static const struct {
    const char *text;
    const char *rows;
  } files[] = {
    { "", "" },
    { "a", "a;" },
    { "a\n", "a;" },
    { "a,b\r\nc,d\r\n", "a|b;c|d;" },
    { "a,b\nc,d", "a|b;c|d;" },
    { "a,\n,b\n", "a|;|b;" },
    { "a,", "a|;" },
    { "\"a\r\nb\",\"\"\"\"\n", "a\r\nb|\";" },
    { "\"\"", ";" },
    { "\ufeff\"a\"\n", "a;" },
    { "a\n\nb\n", "a;;b;" },
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) rows = kh_csv_parse (files[i].text, strlen (files[i].text), &error);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      text = describe (rows);
      g_assert_cmpstr (text, ==, files[i].rows);
    }
}

static void
test_errors (void)
{
  static const struct {
    const char *text;
    gsize length;
    int code;
    const char *where;
  } files[] = {
    { "a,b\nc\n", 6, KH_VALUE_ERROR_FORMAT, "Line 2, column 2:" },
    { "a,b\n\nc,d\n", 9, KH_VALUE_ERROR_FORMAT, "Line 2, column 1:" },
    { "a,b\n1,\"x\ny\nz", 12, KH_VALUE_ERROR_FORMAT, "Line 2, column 3:" },
    { "é\"b\n", 5, KH_VALUE_ERROR_FORMAT, "Line 1, column 2:" },
    { "\"a\"b\n", 5, KH_VALUE_ERROR_FORMAT, "Line 1, column 4:" },
    { "\"x\ny\"b\n", 7, KH_VALUE_ERROR_FORMAT, "Line 1, column 1:" },
    { "a\rb\n", 4, KH_VALUE_ERROR_FORMAT, "Line 1, column 2:" },
    { "a\nb\xff\n", 5, KH_VALUE_ERROR_ENCODING, "Line 2 " },
    { "a\nb\0c\n", 6, KH_VALUE_ERROR_ENCODING, "Line 2 " },
    { "\xff\xfe" "a\0\n\0", 6, KH_VALUE_ERROR_ENCODING, "Line 1 " },
  };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kh_csv_parse (files[i].text, files[i].length, &error));
      g_assert_error (error, KH_VALUE_ERROR, files[i].code);
      if (!g_str_has_prefix (error->message, files[i].where))
        g_error ("%s", error->message);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csv/write", test_write);
  g_test_add_func ("/csv/round-trip", test_round_trip);
  g_test_add_func ("/csv/parse", test_parse);
  g_test_add_func ("/csv/errors", test_errors);

  return g_test_run ();
}
