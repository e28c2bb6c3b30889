/* test-duplicate-lines.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The table of new customers as it is pasted from a spreadsheet. */

#include "config.h"

#include "kh-duplicate-lines.h"
#include "kh-value-type.h"

#include <string.h>

static GPtrArray *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *lines = kh_duplicate_lines_parse (text, strlen (text), &error);

  g_assert_no_error (error);

  return lines;
}

static const KhDuplicateLine *
get (GPtrArray *lines,
     guint      i)
{
  g_assert_cmpuint (i, <, lines->len);

  return g_ptr_array_index (lines, i);
}

static void
assert_line (GPtrArray  *lines,
             guint       i,
             const char *first,
             const char *last,
             const char *address,
             const char *unit)
{
  const KhDuplicateLine *line = get (lines, i);

  g_assert_cmpstr (line->problem, ==, NULL);
  g_assert_cmpstr (line->values[0], ==, first);
  g_assert_cmpstr (line->values[1], ==, last);
  g_assert_cmpstr (line->values[2], ==, address);
  g_assert_cmpstr (line->values[3], ==, unit);
}

static void
test_tabs (void)
{
  g_autoptr (GPtrArray) lines = parse ("Ann\tLee\t12 Elm St\t4\r\n"
                                       " Bo \tO’Neil\t\t\r\n"
                                       "\t\t\t\r\n"
                                       "\"Jo \"\"Jay\"\"\"\tRay\t12 Elm St, rear\t5\n");

  g_assert_cmpuint (lines->len, ==, 3);
  assert_line (lines, 0, "Ann", "Lee", "12 Elm St", "4");
  assert_line (lines, 1, "Bo", "O’Neil", NULL, NULL);
  assert_line (lines, 2, "Jo \"Jay\"", "Ray", "12 Elm St, rear", "5");
  g_assert_cmpuint (get (lines, 2)->number, ==, 4);
}

static void
test_csv (void)
{
  g_autoptr (GPtrArray) lines = parse ("Ann,Lee,\"12 Elm St, rear\",4\nBo,Ray,,\n");
  g_autoptr (GPtrArray) names = parse ("Ann,Lee\nBo,Ray");

  g_assert_cmpuint (lines->len, ==, 2);
  assert_line (lines, 0, "Ann", "Lee", "12 Elm St, rear", "4");
  assert_line (lines, 1, "Bo", "Ray", NULL, NULL);
  g_assert_cmpuint (names->len, ==, 2);
  assert_line (names, 1, "Bo", "Ray", NULL, NULL);
}

static void
test_heading (void)
{
  g_autoptr (GPtrArray) same = parse ("First Name\tLast Name\tAddress 1\tUnit\nAnn\tLee\t1 Elm\t4\n");
  g_autoptr (GPtrArray) other = parse ("unit,LAST NAME,Rent,First\n4,Lee,900,Ann\n");
  g_autoptr (GPtrArray) none = parse ("First\tLee\t1 Elm\t4\n");

  g_assert_cmpuint (same->len, ==, 1);
  assert_line (same, 0, "Ann", "Lee", "1 Elm", "4");
  g_assert_cmpuint (get (same, 0)->number, ==, 2);
  g_assert_cmpuint (other->len, ==, 1);
  assert_line (other, 0, "Ann", "Lee", NULL, "4");

  /* Somebody of that name. */
  g_assert_cmpuint (none->len, ==, 1);
  assert_line (none, 0, "First", "Lee", "1 Elm", "4");
}

static void
assert_problem (GPtrArray  *lines,
                guint       i,
                guint       column,
                const char *words)
{
  const KhDuplicateLine *line = get (lines, i);

  g_assert_nonnull (line->problem);
  g_assert_cmpuint (line->column, ==, column);
  g_assert_nonnull (strstr (line->problem, words));
}

static void
test_problems (void)
{
  g_autofree char *longer = g_strnfill (101, 'n');
  g_autofree char *text = g_strdup_printf ("Ann\tLee\t1 Elm\t4\n"
                                           "\tLee\t1 Elm\t5\n"
                                           "Ann\t   \t1 Elm\t5\n"
                                           "%s\tLee\t1 Elm\t6\n"
                                           "Be\all\tLee\t1 Elm\t7\n"
                                           "ann \tLEE\t1  elm\t4\n"
                                           "Ann\tLee\t1 Elm\t8\tmore\n"
                                           "Ann\tLee\t1 Elm\t9\t\n", longer);
  g_autoptr (GPtrArray) lines = parse (text);

  g_assert_cmpuint (lines->len, ==, 8);
  g_assert_cmpuint (kh_duplicate_lines_count_bad (lines), ==, 6);
  g_assert_null (get (lines, 0)->problem);
  assert_problem (lines, 1, 0, "First Name");
  assert_problem (lines, 2, 1, "Last Name");
  assert_problem (lines, 3, 0, "100");
  assert_problem (lines, 4, 0, "First Name");
  g_assert_cmpstr (get (lines, 4)->cells[0], ==, "Be\all");
  assert_problem (lines, 5, 0, "line 1");
  assert_problem (lines, 6, 3, "four cells");
  g_assert_null (get (lines, 7)->problem);
}

/* Said, and left to whoever looks. */
static void
test_notes (void)
{
  g_autoptr (GPtrArray) lines = parse ("Ann\tLee\t1 Elm\t4\n"
                                       "ANN\tlee\t1 Elm\t5\n"
                                       "Bo\tRay\t1 elm\t4\n"
                                       "Cy\tRay\t\t\n"
                                       "Di\tRay\t\t\n"
                                       "Ed\t\t1 Elm\t4\n");

  g_assert_cmpuint (kh_duplicate_lines_count_bad (lines), ==, 1);
  g_assert_null (get (lines, 0)->note);
  g_assert_nonnull (strstr (get (lines, 1)->note, "Line 1 has the same name"));
  g_assert_nonnull (strstr (get (lines, 2)->note, "Line 1 has the same address and unit"));
  g_assert_null (get (lines, 3)->note);
  g_assert_null (get (lines, 4)->note);
  g_assert_null (get (lines, 5)->note);
}

static void
set (GPtrArray  *lines,
     guint       i,
     guint       column,
     const char *text)
{
  kh_duplicate_line_set_cell (g_ptr_array_index (lines, i), column, text);
}

static void
test_correct (void)
{
  g_autoptr (GPtrArray) lines = parse ("Ann\tLee\t1 Elm\t4\nAnn\tLee\t1 Elm\t4\nBo\t\t1 Elm\t6\textra\n");

  g_ptr_array_add (lines, kh_duplicate_line_new (9));
  set (lines, 1, 3, "5");
  set (lines, 2, 1, "Ray");
  kh_duplicate_lines_check (lines);
  g_assert_null (get (lines, 1)->problem);
  assert_line (lines, 1, "Ann", "Lee", "1 Elm", "5");
  assert_line (lines, 2, "Bo", "Ray", "1 Elm", "6");
  assert_problem (lines, 3, 0, "First Name");
  g_assert_cmpuint (get (lines, 3)->number, ==, 9);

  /* What is in nobody's way any more is no double. */
  g_ptr_array_remove_index (lines, 0);
  kh_duplicate_lines_check (lines);
  g_assert_null (get (lines, 0)->note);
}

static void
expect_refused (const char   *text,
                gsize         length,
                KhValueError  code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) lines = kh_duplicate_lines_parse (text, length, &error);

  g_assert_null (lines);
  g_assert_error (error, KH_VALUE_ERROR, (int) code);
}

static void
test_refused (void)
{
  g_autoptr (GString) many = g_string_new (NULL);
  g_autofree char *huge = g_strnfill (2 * 1024 * 1024, 'n');
  g_autoptr (GPtrArray) most = NULL;
  g_autoptr (GPtrArray) none = parse ("");

  g_assert_cmpuint (none->len, ==, 0);
  for (guint i = 1; i <= KH_DUPLICATE_MOST_LINES; i++)
    g_string_append_printf (many, "Ann\tLee\t1 Elm\t%u\n", i);
  most = parse (many->str);
  g_assert_cmpuint (most->len, ==, KH_DUPLICATE_MOST_LINES);
  g_assert_cmpuint (kh_duplicate_lines_count_bad (most), ==, 0);
  g_string_append (many, "One\tMore\t1 Elm\t501\n");
  expect_refused (many->str, many->len, KH_VALUE_ERROR_RANGE);

  expect_refused (huge, 2 * 1024 * 1024, KH_VALUE_ERROR_TOO_LONG);
  expect_refused ("Ann\tL\377ee", 8, KH_VALUE_ERROR_ENCODING);
  expect_refused ("Ann\tL\000ee", 8, KH_VALUE_ERROR_ENCODING);
  expect_refused ("Ann,\"Lee", 8, KH_VALUE_ERROR_FORMAT);
}

/* An original's unit is the original's; its address is the building's. */
static void
test_apply (void)
{
  g_autoptr (GPtrArray) lines = parse ("Ann\tLee\t\t\nBo\tRay\t14 Elm St\t7\n");
  g_autoptr (KhCustomer) customer = kh_customer_new ();

  kh_customer_set (customer, KH_DATAPOINT_ADDRESS_1, "12 Elm St");
  kh_customer_set (customer, KH_DATAPOINT_ADDRESS_2, "1");
  kh_customer_set (customer, KH_DATAPOINT_CITY, "Provo");
  kh_duplicate_line_apply (get (lines, 0), customer);
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_FIRST_NAME), ==, "Ann");
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_ADDRESS_1), ==, "12 Elm St");
  g_assert_null (kh_customer_get (customer, KH_DATAPOINT_ADDRESS_2));
  kh_duplicate_line_apply (get (lines, 1), customer);
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_LAST_NAME), ==, "Ray");
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_ADDRESS_1), ==, "14 Elm St");
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_ADDRESS_2), ==, "7");
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_CITY), ==, "Provo");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/duplicate-lines/tabs", test_tabs);
  g_test_add_func ("/duplicate-lines/csv", test_csv);
  g_test_add_func ("/duplicate-lines/heading", test_heading);
  g_test_add_func ("/duplicate-lines/problems", test_problems);
  g_test_add_func ("/duplicate-lines/notes", test_notes);
  g_test_add_func ("/duplicate-lines/correct", test_correct);
  g_test_add_func ("/duplicate-lines/refused", test_refused);
  g_test_add_func ("/duplicate-lines/apply", test_apply);

  return g_test_run ();
}
