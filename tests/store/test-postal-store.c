/* test-postal-store.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The places of a postal code, out of the office's own records and a postal file. */

#include "config.h"

#include "kh-office-test.h"

#include "kh-gate.h"
#include "kh-postal-place.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define LINE(zip, city, state, county) "US\t" zip "\t" city "\tSome State\t" state "\t" county "\t001\t\t\t40.1\t-111.2\t4\n"

static char *
list_places (KhOfficeTest *office,
             const char   *zip)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) places = NULL;
  GString *text = g_string_new (NULL);

  kh_store_list_places_async (office->base.store, zip, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  places = kh_store_list_places_finish (office->base.store, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < places->len; i++)
    {
      KhPostalPlace *place = g_ptr_array_index (places, i);

      g_string_append_printf (text, "%s/%s/%s;", place->city, place->county != NULL ? place->county : "", place->state);
    }

  return g_string_free (text, FALSE);
}

static void
assert_places (KhOfficeTest *office,
               const char   *zip,
               const char   *expected)
{
  g_autofree char *places = list_places (office, zip);

  g_assert_cmpstr (places, ==, expected);
}

static void
add_customer (KhOfficeTest *office,
              const char   *zip,
              const char   *city,
              const char   *county)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ann", "Lee");
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, KH_DATAPOINT_ZIP, zip);
  kh_customer_set (customer, KH_DATAPOINT_CITY, city);
  kh_customer_set (customer, KH_DATAPOINT_COUNTY, county);
  kh_customer_set (customer, KH_DATAPOINT_STATE, "WI");
  kept = kh_store_test_create (office->base.store, customer, &error);
  g_assert_no_error (error);
}

static gboolean
load_path (KhOfficeTest    *office,
           const char      *path,
           KhPostalCounts  *counts,
           GError         **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_load_postal_file_async (office->base.store, path, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_load_postal_file_finish (office->base.store, result, counts, error);
}

static gboolean
load_text (KhOfficeTest    *office,
           const char      *text,
           KhPostalCounts  *counts,
           GError         **error)
{
  g_autofree char *path = g_build_filename (office->base.folder, "US.txt", NULL);
  gboolean loaded;

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  loaded = load_path (office, path, counts, error);
  g_unlink (path);

  return loaded;
}

static void
test_office (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  assert_places (office, "53704", "");
  add_customer (office, "53704", "Maple Bluff", NULL);
  add_customer (office, "53704", "Madison", NULL);
  add_customer (office, "53704-1234", "Madison", "Dane");
  add_customer (office, "53705", "Elsewhere", NULL);
  assert_places (office, "53704", "Madison/Dane/WI;Maple Bluff//WI;");
}

static void
test_file (KhOfficeTest  *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  KhPostalCounts counts = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) history = NULL;

  add_customer (office, "53704", "madison", NULL);
  g_assert_true (load_text (office, LINE ("53704", "Madison", "WI", "Dane") LINE ("53704", "Madison", "WI", "Dane")
                            LINE ("53704", "Monona", "WI", "Dane") LINE ("09012", "APO AE", "", ""), &counts, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (counts.n_places, ==, 2);
  g_assert_cmpuint (counts.n_left_out, ==, 1);
  assert_places (office, "53704", "madison/Dane/WI;Monona/Dane/WI;");

  /* A wrong line, and all stays as it was. */
  g_assert_false (load_text (office, LINE ("60601", "Chicago", "IL", "Cook") "oops\n", &counts, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_assert_nonnull (strstr (error->message, ": 2."));
  assert_places (office, "60601", "");
  assert_places (office, "53704", "madison/Dane/WI;Monona/Dane/WI;");

  /* The next file is instead of the one before. */
  g_assert_true (load_text (office, LINE ("60601", "Chicago", "IL", "Cook"), &counts, NULL));
  assert_places (office, "60601", "Chicago/Cook/IL;");
  assert_places (office, "53704", "madison//WI;");

  history = kh_store_test_history (office->base.store, 0);
  g_assert_cmpstr (((KhHistoryRow *) history->pdata[0])->action, ==, "load-postal-file");
  g_assert_cmpstr (((KhHistoryRow *) history->pdata[0])->old_value, ==, "2");
  g_assert_cmpstr (((KhHistoryRow *) history->pdata[0])->new_value, ==, "1");
}

/* The whole country in a few seconds, and what is no file at once. */
static void
test_large (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *pipe = g_build_filename (office->base.folder, "pipe", NULL);
  KhPostalCounts counts = { 0 };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 42000; i++)
    g_string_append_printf (text, "US\t%05u\tTown %u\tSome State\tTX\tCounty\t001\t\t\t40.1\t-111.2\t4\n", i + 500, i);
  g_assert_true (load_text (office, text->str, &counts, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (counts.n_places, ==, 42000);
  assert_places (office, "00500", "Town 0/County/TX;");

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_false (load_path (office, pipe, &counts, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE);
  g_unlink (pipe);
  assert_places (office, "00500", "Town 0/County/TX;");
}

static void
test_grants (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhMember) clerk = NULL;
  g_autoptr (GError) error = NULL;
  KhPostalCounts counts = { 0 };

  add_customer (office, "53704", "Secret Town", NULL);
  g_assert_true (load_text (office, LINE ("53704", "Madison", "WI", "Dane"), &counts, NULL));
  clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (office->base.store), office->clerk));
  clerk->taken = kh_grants_with (kh_grants_with (kh_grants_none (), KH_GRANT_CUSTOMER_VIEW),
                                 KH_GRANT_CATALOGUES_CONTROL);
  kh_office_test_save_member (office, clerk);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);

  /* What a member may not view, no ZIP tells them. */
  assert_places (office, "53704", "Madison/Dane/WI;");
  g_assert_false (load_text (office, LINE ("60601", "Chicago", "IL", "Cook"), &counts, &error));
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  assert_places (office, "60601", "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/postal-store/office", KhOfficeTest, NULL, kh_office_test_set_up, test_office, kh_office_test_tear_down);
  g_test_add ("/postal-store/file", KhOfficeTest, NULL, kh_office_test_set_up, test_file, kh_office_test_tear_down);
  g_test_add ("/postal-store/large", KhOfficeTest, NULL, kh_office_test_set_up, test_large, kh_office_test_tear_down);
  g_test_add ("/postal-store/grants", KhOfficeTest, NULL, kh_office_test_set_up, test_grants, kh_office_test_tear_down);

  return g_test_run ();
}
