/* test-secrets.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What is sealed, through the store: who sees it, who never does, and what stays of it where. */

#include "config.h"

#include "kh-office-test.h"

#include "kh-gate.h"
#include "kh-schema.h"
#include "kh-store-private.h"
#include "kh-value-type.h"

#include <string.h>

#define MARK "ZQXMARK"

/* Setting and revealing */

static void
on_changed_cb (KhStore *store G_GNUC_UNUSED,
               gint64   number,
               gint64  *told)
{
  *told = number;
}

static void
test_round_trip (KhOfficeTest  *office,
                 gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) loaded = NULL;
  gint64 revision = kh_office_test_get_revision (office);
  gint64 told = 0;

  g_signal_connect (office->base.store, "customer-changed", G_CALLBACK (on_changed_cb), &told);
  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  g_assert_cmpint (told, ==, office->number);
  kh_office_test_set (office, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");
  kh_office_test_set (office, KH_DATAPOINT_INSTALLER_CODE, "5150");
  kh_office_test_set (office, KH_DATAPOINT_SSN_LAST_FOUR, "0042");
  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "GREEN BARN");
  g_assert_cmpint (kh_office_test_get_revision (office), ==, revision + 5);

  kh_store_test_close (g_steal_pointer (&office->base.store));
  office->base.store = kh_store_test_open (office->base.folder, NULL);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "GREEN BARN");
  kh_office_test_expect (office, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");
  kh_office_test_expect (office, KH_DATAPOINT_INSTALLER_CODE, "5150");
  kh_office_test_expect (office, KH_DATAPOINT_SSN_LAST_FOUR, "0042");
  loaded = kh_store_test_load (office->base.store, office->number, NULL, NULL);
  g_assert_true (kh_customer_is_sealed (loaded, KH_DATAPOINT_SSN_LAST_FOUR));

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, NULL);
  kh_office_test_expect_refused (office, office->number, KH_DATAPOINT_PASSCODE, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
  kh_office_test_expect (office, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");
}

static void
expect_invalid (KhOfficeTest  *office,
                KhDatapointId  id,
                const char    *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) saved = kh_office_test_set_at (office, kh_office_test_get_revision (office), id, text, &error);

  g_assert_null (saved);
  g_assert_nonnull (error);
  g_assert_true (error->domain == KH_VALUE_ERROR);
  if (strlen (text) > 3)
    g_assert_null (strstr (error->message, text));
}

static void
test_limits (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GError) error = NULL;

  expect_invalid (office, KH_DATAPOINT_PASSCODE, "");
  expect_invalid (office, KH_DATAPOINT_PASSCODE, " BARN");
  expect_invalid (office, KH_DATAPOINT_PASSCODE, "BARN ");
  expect_invalid (office, KH_DATAPOINT_PASSCODE, "SCH\xc3\x96N");
  expect_invalid (office, KH_DATAPOINT_PASSCODE, "BARN\xff");
  expect_invalid (office, KH_DATAPOINT_PASSCODE, "ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  expect_invalid (office, KH_DATAPOINT_SSN_LAST_FOUR, "12345");

  /* The police would come to every false alarm, or never. */
  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  expect_invalid (office, KH_DATAPOINT_DURESS_CODE, "RED BARN");
  expect_invalid (office, KH_DATAPOINT_DURESS_CODE, "red barn");
  kh_office_test_set (office, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");
  expect_invalid (office, KH_DATAPOINT_PASSCODE, "BLUE BARN");
  kh_office_test_set (office, KH_DATAPOINT_INSTALLER_CODE, "RED BARN");

  saved = kh_office_test_set_at (office, kh_office_test_get_revision (office) - 1, KH_DATAPOINT_PASSCODE, "NEW BARN", &error);
  g_assert_null (saved);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
}

/* A passcode of ADT is shorter. */
static void
test_adt (KhOfficeTest  *office,
          gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *adt = g_strdup_printf ("%" G_GINT64_FORMAT,
                                          kh_store_test_add_company (office->base.store, "ADT", KH_MONITOR_ADT, NULL));
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GError) error = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "ELEVEN LONG");
  customer = kh_store_test_load (office->base.store, office->number, NULL, NULL);
  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, adt);
  saved = kh_store_test_save (office->base.store, customer, &error);
  g_assert_no_error (error);
  expect_invalid (office, KH_DATAPOINT_PASSCODE, "ELEVEN ALSO");
  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "JUST TEN 1");
}

static guint
count_history (KhOfficeTest *office,
               const char   *action,
               const char   *datapoint)
{
  g_autoptr (GPtrArray) rows = kh_store_test_history (office->base.store, office->number);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows, i);

      if (g_strcmp0 (row->action, action) != 0 || g_strcmp0 (row->datapoint, datapoint) != 0)
        continue;
      g_assert_null (row->old_value);
      g_assert_null (row->new_value);
      g_assert_cmpstr (row->author, ==, "Maria");
      n++;
    }

  return n;
}

static void
test_history (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, NULL);
  g_assert_cmpuint (count_history (office, "change", "passcode"), ==, 2);
  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, NULL);
  g_assert_cmpuint (count_history (office, "change", "passcode"), ==, 2);
  kh_office_test_expect_refused (office, office->number, KH_DATAPOINT_PASSCODE, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
  g_assert_cmpuint (count_history (office, "reveal", "passcode"), ==, 0);
  kh_office_test_set (office, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");
  kh_office_test_expect (office, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");
  kh_office_test_expect (office, KH_DATAPOINT_DURESS_CODE, "BLUE BARN");
  g_assert_cmpuint (count_history (office, "reveal", "duress-code"), ==, 2);
}

/* Who may */

static void
test_sign_out (KhOfficeTest  *office,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhSafe) safe = g_object_ref (kh_store_get_safe (office->base.store));

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  g_assert_false (kh_safe_is_locked (safe));
  kh_store_sign_out (office->base.store);
  g_assert_true (kh_safe_is_locked (safe));
  g_assert_true (kh_safe_is_locked (kh_store_get_safe (office->base.store)));
  kh_office_test_expect_refused (office, office->number, KH_DATAPOINT_PASSCODE, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);

  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  g_set_object (&safe, kh_store_get_safe (office->base.store));
  g_assert_false (kh_office_test_enter (office, office->clerk, "not the words of Lee", NULL));
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  g_assert_true (kh_safe_is_locked (safe));
  g_assert_true (kh_safe_is_locked (kh_store_get_safe (office->base.store)));
}

/* What was asked for just before is not answered with the keys of whoever comes next. */
static void
test_late (KhOfficeTest  *office,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) entered = NULL;
  g_autoptr (KhSecret) password = kh_secret_new (KH_OFFICE_OWNER_PASSWORD, -1);
  g_autoptr (KhSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_store_sign_in_async (office->base.store, office->owner, password, NULL, kh_store_test_keep, &entered);
  kh_store_reveal_async (office->base.store, office->number, KH_DATAPOINT_PASSCODE, NULL, kh_store_test_keep, &result);
  kh_store_sign_out (office->base.store);
  kh_store_test_wait_result (&result);
  secret = kh_store_reveal_finish (office->base.store, result, &error);
  g_assert_null (secret);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY);
  kh_store_test_wait_result (&entered);
  g_assert_true (kh_store_sign_in_finish (office->base.store, entered, NULL));
}

static void
test_grants (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) loaded = NULL;
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GError) error = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  kh_office_test_expect_refused (office, office->number, KH_DATAPOINT_PASSCODE, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  saved = kh_office_test_set_at (office, kh_office_test_get_revision (office), KH_DATAPOINT_PASSCODE, "MY BARN", &error);
  g_assert_null (saved);
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  loaded = kh_store_test_load (office->base.store, office->number, NULL, NULL);
  g_assert_true (kh_customer_is_hidden (loaded, KH_DATAPOINT_PASSCODE));
  g_assert_false (kh_customer_is_sealed (loaded, KH_DATAPOINT_PASSCODE));

  /* Given while Lee is away. */
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  kh_office_test_let_clerk_reveal (office, TRUE);
  g_assert_cmpuint (kh_office_test_get_current_key (office), ==, 1);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "MY BARN");
  kh_office_test_expect_refused (office, office->number, KH_DATAPOINT_SSN_LAST_FOUR, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);

  /* The save of another thing leaves it alone. */
  g_clear_object (&loaded);
  loaded = kh_store_test_load (office->base.store, office->number, NULL, NULL);
  kh_customer_set (loaded, KH_DATAPOINT_SPOUSE, "Rosa");
  kh_customer_set_sealed (loaded, KH_DATAPOINT_PASSCODE, FALSE);
  g_clear_error (&error);
  saved = kh_store_test_save (office->base.store, loaded, &error);
  g_assert_no_error (error);
  g_assert_true (kh_customer_is_sealed (saved, KH_DATAPOINT_PASSCODE));
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "MY BARN");
}

/* What something else wrote */

static void
test_damaged (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  static const char * const damages[] = {
    /* From another column, and what was never sealed. */
    "UPDATE customer_secret SET sealed = (SELECT sealed FROM customer_secret WHERE datapoint = 'installer-code') "
    "WHERE datapoint = 'passcode'",
    "UPDATE customer_secret SET sealed = x'00' WHERE datapoint = 'passcode'",
  };
  g_autoptr (KhCustomer) other = kh_store_test_make ("Bo", "Park");
  g_autoptr (KhCustomer) kept = kh_store_test_create (office->base.store, other, NULL);
  g_autofree char *move = NULL;

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  kh_office_test_set (office, KH_DATAPOINT_INSTALLER_CODE, "5150");
  move = g_strdup_printf ("INSERT INTO customer_secret SELECT %" G_GINT64_FORMAT ", datapoint, sealed FROM customer_secret",
                          kh_customer_get_number (kept));
  kh_office_test_tamper (office, move, NULL);
  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  kh_office_test_expect_refused (office, kh_customer_get_number (kept), KH_DATAPOINT_PASSCODE, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");

  for (guint i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      kh_office_test_tamper (office, damages[i], NULL);
      kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
      kh_office_test_expect_refused (office, office->number, KH_DATAPOINT_PASSCODE, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
      g_assert_cmpuint (count_history (office, "reveal", "passcode"), ==, 1);
    }
  /* It can be typed again. */
  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "NEW BARN");
  kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "NEW BARN");
}

static GBytes *
flip_passcode (KhOfficeTest *office,
               guint         bit)
{
  g_autofree char *path = g_build_filename (office->base.folder, "keyholder.db", NULL);
  g_autoptr (KhConnection) connection = NULL;
  g_autoptr (KhStatement) statement = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autofree guint8 *bytes = NULL;
  gboolean row = FALSE;
  gsize size;

  kh_store_test_close (g_steal_pointer (&office->base.store));
  connection = kh_connection_open (path, KH_CONNECTION_DEFAULT, KH_SCHEMA_APPLICATION_ID, NULL);
  statement = kh_connection_prepare (connection, "SELECT sealed FROM customer_secret WHERE datapoint = 'passcode'", NULL);
  g_assert_true (kh_statement_step (statement, &row, NULL));
  g_assert_true (row);
  sealed = kh_statement_dup_bytes (statement, 0);
  kh_statement_release (g_steal_pointer (&statement));
  kh_connection_close (g_steal_pointer (&connection));
  office->base.store = kh_store_test_open (office->base.folder, NULL);

  bytes = g_memdup2 (g_bytes_get_data (sealed, &size), g_bytes_get_size (sealed));
  bytes[(bit / 8) % size] ^= (guint8) (1 << (bit % 8));

  return g_bytes_new (bytes, size);
}

static void
test_flipped (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  /* In the nonce, in the text, and in the tag. */
  static const guint bits[] = { 60, 250, 8 * 60 };

  kh_office_test_set (office, KH_DATAPOINT_PASSCODE, "RED BARN");
  for (guint i = 0; i < G_N_ELEMENTS (bits); i++)
    {
      g_autoptr (GBytes) flipped = flip_passcode (office, bits[i]);
      g_autoptr (GBytes) right = NULL;

      kh_office_test_tamper (office, "UPDATE customer_secret SET sealed = ?1 WHERE datapoint = 'passcode'", flipped);
      kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
      kh_office_test_expect_refused (office, office->number, KH_DATAPOINT_PASSCODE, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
      right = flip_passcode (office, bits[i]);
      kh_office_test_tamper (office, "UPDATE customer_secret SET sealed = ?1 WHERE datapoint = 'passcode'", right);
      kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
      kh_office_test_expect (office, KH_DATAPOINT_PASSCODE, "RED BARN");
    }
}

/* The mark: nowhere but in the sealed cells, where nobody finds it */

static void
expect_no_mark_in_files (KhOfficeTest *office)
{
  g_autoptr (GDir) dir = g_dir_open (office->base.folder, 0, NULL);
  const char *name;
  guint n_files = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (office->base.folder, name, NULL);
      g_autofree char *text = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &text, &length, NULL));
      for (gsize i = 0; i < length; i++)
        text[i] = g_ascii_toupper (text[i]);
      g_assert_null (memmem (text, length, MARK, strlen (MARK)));
      g_assert_null (memmem (text, length, "WORDS OF", 8));
      n_files++;
    }
  g_assert_cmpuint (n_files, >=, 1);
}

static void
leave_marks (void)
{
  KhOfficeTest office = { 0 };
  g_autoptr (GArray) found = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (KhSecret) text = NULL;

  kh_office_test_set_up (&office, NULL);
  g_debug ("all is told");
  kh_office_test_set (&office, KH_DATAPOINT_PASSCODE, MARK " PASS");
  kh_office_test_set (&office, KH_DATAPOINT_DURESS_CODE, MARK " DURESS");
  kh_office_test_set (&office, KH_DATAPOINT_INSTALLER_CODE, MARK " INST");
  kh_office_test_expect (&office, KH_DATAPOINT_PASSCODE, MARK " PASS");
  expect_invalid (&office, KH_DATAPOINT_DURESS_CODE, MARK " PASS");
  expect_invalid (&office, KH_DATAPOINT_PASSCODE, MARK " MUCH LONGER THAN A PASSCODE");
  kh_office_test_set (&office, KH_DATAPOINT_PASSCODE, MARK " OTHER");
  text = kh_office_test_make_recovery_key (&office, NULL);
  expect_no_mark_in_files (&office);

  found = kh_store_test_search (office.base.store, MARK, 0);
  g_assert_cmpuint (found->len, ==, 0);
  rows = kh_store_test_history (office.base.store, office.number);
  g_assert_cmpuint (rows->len, >, 4);
  for (guint i = 0; i < rows->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows, i);

      g_assert_true (row->old_value == NULL || strstr (row->old_value, MARK) == NULL);
      g_assert_true (row->new_value == NULL || strstr (row->new_value, MARK) == NULL);
    }
  kh_office_test_tamper (&office, "UPDATE customer_secret SET sealed = x'01' WHERE datapoint = 'passcode'", NULL);
  expect_no_mark_in_files (&office);
  kh_office_test_tear_down (&office, NULL);
}

static void
test_marks (void)
{
  if (g_test_subprocess ())
    {
      leave_marks ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*all is told*");
  g_test_trap_assert_stdout_unmatched ("*" MARK "*");
  g_test_trap_assert_stderr_unmatched ("*" MARK "*");
}

#define ADD(path, func) \
  g_test_add (path, KhOfficeTest, NULL, kh_office_test_set_up, func, kh_office_test_tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  if (g_test_subprocess ())
    g_setenv ("G_MESSAGES_DEBUG", "all", TRUE);

  ADD ("/secrets/round-trip", test_round_trip);
  ADD ("/secrets/limits", test_limits);
  ADD ("/secrets/adt", test_adt);
  ADD ("/secrets/history", test_history);
  ADD ("/secrets/sign-out", test_sign_out);
  ADD ("/secrets/late", test_late);
  ADD ("/secrets/grants", test_grants);
  ADD ("/secrets/damaged", test_damaged);
  ADD ("/secrets/flipped", test_flipped);
  g_test_add_func ("/secrets/marks", test_marks);

  return g_test_run ();
}
