/* test-json-lines.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Customers in and out of files of JSON Lines. */

#include "config.h"

#include "kh-customer-file.h"
#include "kh-json-lines.h"
#include "kh-transfer-test.h"

#include <string.h>

#define N_CUSTOMERS 7

static void
set_up (KhStoreFixture *fixture,
        gconstpointer   data)
{
  kh_store_test_set_up (fixture, data);
  kh_transfer_test_add_entries (fixture->store);
}

static char *
in_folder (KhStoreFixture *fixture,
           const char     *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static KhImportReport *
import (KhStoreFixture *fixture,
        const char     *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhRecordReader) reader = kh_customer_file_open (path, &error);
  g_autoptr (KhImportMapping) mapping = kh_customer_file_guess (path, NULL);
  KhImportReport *report = kh_transfer_test_run (fixture->store, reader, mapping, path, FALSE, &error);

  g_assert_no_error (error);

  return report;
}

static void
export (KhStoreFixture *fixture,
        const char     *path)
{
  g_autoptr (KhRecordWriter) writer = kh_customer_file_new_writer (path);
  g_autoptr (GError) error = NULL;

  g_assert_true (kh_transfer_test_export (fixture->store, writer, path, NULL, &error));
  g_assert_no_error (error);
}

static void
write_customers (const char *path)
{
  g_autoptr (KhRecordWriter) writer = kh_json_lines_writer_new ();
  g_autoptr (KhCatalogues) catalogues = kh_catalogues_new ();
  g_autoptr (GArray) fields = kh_transfer_test_list_fields ();
  g_autoptr (GString) file = g_string_new (NULL);

  for (guint i = 0; i < N_CUSTOMERS; i++)
    {
      g_autoptr (KhDossier) dossier = kh_transfer_test_make (i);
      g_autoptr (KhRecord) record = kh_transfer_test_make_record (dossier, fields);

      kh_record_writer_append (writer, fields, record, catalogues, file);
    }
  g_assert_true (g_file_set_contents (path, file->str, (gssize) file->len, NULL));
}

static void
expect_all (KhStoreFixture *fixture)
{
  for (guint i = 0; i < N_CUSTOMERS; i++)
    {
      g_autoptr (KhDossier) dossier = kh_transfer_test_make (i);

      kh_transfer_test_expect (fixture->store, dossier, 2001 + i);
    }
}

/* Through JSON Lines, and from there through CSV, everything is as it was. */
static void
test_round_trip (KhStoreFixture *fixture,
                 gconstpointer   data)
{
  static const char * const names[] = { "first.jsonl", "second.csv", "third.ndjson" };
  g_autofree char *path = in_folder (fixture, "made.jsonl");
  g_autofree char *first = NULL;
  g_autofree char *last = NULL;

  write_customers (path);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *next = in_folder (fixture, names[i]);
      g_autoptr (KhImportReport) report = NULL;
      KhStoreFixture other;

      set_up (&other, data);
      report = import (&other, path);
      if (report->problems->len > 0)
        g_error ("%s", ((KhImportProblem *) g_ptr_array_index (report->problems, 0))->message);
      g_assert_cmpuint (report->n_good, ==, N_CUSTOMERS);
      expect_all (&other);
      export (&other, next);
      kh_store_test_tear_down (&other, data);
      g_free (path);
      path = g_steal_pointer (&next);
      if (i == 0)
        g_assert_true (g_file_get_contents (path, &first, NULL, NULL));
    }
  g_assert_true (g_file_get_contents (path, &last, NULL, NULL));
  g_assert_cmpstr (first, ==, last);
}

#define GOOD "\"first-name\":\"Ann\",\"last-name\":\"Lee\",\"office-location\":\"Old\",\"sale-date\":\"2026-01-05\"," \
             "\"city\":\"Provo\",\"state\":\"UT\",\"primary-phone\":\"801 555 0142\""

/* A line that is no customer costs that line, says why, and can be mended. */
static void
test_bad (KhStoreFixture *fixture,
          gconstpointer   data G_GNUC_UNUSED)
{
  static const char file[] =
    "\n{" GOOD ",\"contacts\":[{\"name\":\"Bea\"},{\"name\":\"Cy\",\"has-key\":true}]}\n"
    "{" GOOD ",\"contacts\":[{\"name\":\"Bea\",\"phone-1\":12}]}\n"
    "{" GOOD ",\"shoe-size\":12}\n"
    "{" GOOD ",\"contacts\":[3]}\n"
    "{" GOOD ",\"city\":\"Ogden\"}\n"
    "[1]\n"
    "{" GOOD "\n"
    "{" GOOD ",\"spouse\":{\"a\":1}}\r\n"
    "{" GOOD ",\"birthdate\":null,\"account-class\":2}";
  static const char * const problems[] = {
    "Line 3, column 11 (contacts.1.phone-1): Type 10 digits with the area code; this has 2 digits.",
    "Line 5: “contacts” is not a text",
    "Line 6: This line is not JSON (",
    "Line 7: This line is no object.",
    "Line 8: This line is not JSON (",
    "Line 9: “spouse” is not a text",
  };
  g_autofree char *path = in_folder (fixture, "file.jsonl");
  g_autofree char *rejected = NULL;
  g_autoptr (KhImportReport) report = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert_true (g_file_set_contents (path, file, -1, NULL));
  report = import (fixture, path);
  /* A column that was there when somebody could leave it out is left out. */
  g_assert_cmpuint (report->n_good, ==, 3);
  g_assert_cmpuint (report->problems->len, ==, G_N_ELEMENTS (problems));
  for (guint i = 0; i < report->problems->len; i++)
    {
      g_autofree char *text = kh_import_problem_dup_text (g_ptr_array_index (report->problems, i));

      if (!g_str_has_prefix (text, problems[i]))
        g_error ("%s", text);
    }
  g_assert_true (g_file_get_contents (report->rejected, &rejected, NULL, NULL));
  lines = g_strsplit (rejected, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, G_N_ELEMENTS (problems) + 1);
  g_assert_true (g_str_has_prefix (lines[0], "{\"Problem (Keyholder)\":\"contacts.1.phone-1: Type 10"));
  g_assert_cmpstr (lines[3], ==, "[1]");
}

/* What comes later than anybody looked is never left out unseen. */
static void
test_late (KhStoreFixture *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  g_autofree char *path = in_folder (fixture, "file.jsonl");
  g_autoptr (GString) file = g_string_new (NULL);
  g_autoptr (KhImportReport) report = NULL;
  g_autofree char *problem = NULL;

  for (guint i = 0; i < KH_CUSTOMER_FILE_LOOK; i++)
    g_string_append (file, "{" GOOD "}\n");
  g_string_append (file, "{" GOOD ",\"spouse\":\"Bo\"}\n{" GOOD ",\"shoe-size\":12}\n");
  g_assert_true (g_file_set_contents (path, file->str, -1, NULL));
  report = import (fixture, path);
  g_assert_cmpuint (report->n_good, ==, KH_CUSTOMER_FILE_LOOK + 1);
  problem = kh_import_problem_dup_text (g_ptr_array_index (report->problems, 0));
  g_assert_true (g_str_has_prefix (problem, "Line 102, column 9 (shoe-size): A customer has no such value."));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, KhStoreFixture, NULL, set_up, func, kh_store_test_tear_down)
  ADD ("/json-lines/round-trip", test_round_trip);
  ADD ("/json-lines/bad", test_bad);
  ADD ("/json-lines/late", test_late);
#undef ADD

  return g_test_run ();
}
