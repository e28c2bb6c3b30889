/* test-doubles.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-double-rows.h"
#include "kh-schema.h"
#include "kh-store-test.h"

#include <sqlite3.h>
#include <string.h>

#define PHONE "+18015550142"

static gint64
add (KhStore    *store,
     const char *first,
     const char *address,
     const char *phone)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make (first, "Ruiz");
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, KH_DATAPOINT_ADDRESS_1, address);
  kh_customer_set (customer, KH_DATAPOINT_CITY, "Ogden");
  kh_customer_set (customer, KH_DATAPOINT_STATE, "UT");
  kh_customer_set (customer, KH_DATAPOINT_ZIP, "84401");
  kh_customer_set (customer, KH_DATAPOINT_PRIMARY_PHONE, phone);
  kept = kh_store_test_create (store, customer, &error);
  g_assert_no_error (error);

  return kh_customer_get_number (kept);
}

static void
change (KhStore       *store,
        gint64         number,
        KhDatapointId  id,
        const char    *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) customer = kh_store_test_load (store, number, NULL, &error);
  g_autoptr (KhCustomer) kept = NULL;

  kh_customer_set (customer, id, value);
  kept = kh_store_test_save (store, customer, &error);
  g_assert_no_error (error);
}

static GPtrArray *
find (KhStore    *store,
      KhCustomer *customer,
      gint64      except)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *doubles;

  kh_store_find_doubles_of_async (store, customer, except, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  doubles = kh_store_find_doubles_of_finish (store, result, &error);
  g_assert_no_error (error);

  return doubles;
}

/* The numbers of the doubles of a customer who is typed so, as text. */
static char *
find_numbers (KhStore    *store,
              const char *first,
              const char *address,
              const char *phone,
              gint64      except)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make (first, "Ruiz");
  g_autoptr (GPtrArray) doubles = NULL;
  GString *numbers = g_string_new (NULL);

  kh_customer_set (customer, KH_DATAPOINT_ADDRESS_1, address);
  kh_customer_set (customer, KH_DATAPOINT_ZIP, "84401");
  kh_customer_set (customer, KH_DATAPOINT_PRIMARY_PHONE, phone);
  doubles = find (store, customer, except);
  for (guint i = 0; i < doubles->len; i++)
    g_string_append_printf (numbers, "%s%" G_GINT64_FORMAT, i > 0 ? " " : "",
                            kh_double_get_number (g_ptr_array_index (doubles, i)));

  return g_string_free (numbers, FALSE);
}

#define EXPECT(store, first, address, phone, except, expected)                                  \
  G_STMT_START {                                                                                \
    g_autofree char *expect_numbers_ = find_numbers (store, first, address, phone, except);     \
    g_assert_cmpstr (expect_numbers_, ==, expected);                                            \
  } G_STMT_END

/* All groups as text, each with the numbers of its customers and why. */
static char *
find_all (KhStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  GString *text = g_string_new (NULL);
  gboolean more = TRUE;

  kh_store_find_all_doubles_async (store, NULL, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  groups = kh_store_find_all_doubles_finish (store, result, &more, &error);
  g_assert_no_error (error);
  g_assert_false (more);
  for (guint i = 0; i < groups->len; i++)
    {
      KhDoubleGroup *group = g_ptr_array_index (groups, i);
      g_autofree char *why = kh_double_reasons_to_text (group->reasons);

      for (guint k = 0; k < group->doubles->len; k++)
        g_string_append_printf (text, "%" G_GINT64_FORMAT " ", kh_double_get_number (g_ptr_array_index (group->doubles, k)));
      g_string_append_printf (text, "+%u: %s\n", group->n_more, why);
    }

  return g_string_free (text, FALSE);
}

#define EXPECT_ALL(store, expected)                             \
  G_STMT_START {                                                \
    g_autofree char *expect_all_ = find_all (store);            \
    g_assert_cmpstr (expect_all_, ==, expected);                \
  } G_STMT_END

/* The keys follow every create and save. */
static void
test_kept (KhStoreFixture *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  KhStore *store = fixture->store;

  EXPECT (store, "Ana", "4 Elm St", PHONE, 0, "");
  g_assert_cmpint (add (store, "Ana", "4 Elm Street", "+18015550100"), ==, 1001);
  g_assert_cmpint (add (store, "Luis", "4 Elm Street", PHONE), ==, 1002);
  EXPECT (store, "Ana", "4 ELM ST.", PHONE, 0, "1001 1002");
  EXPECT (store, "Ana", "4 ELM ST.", PHONE, 1001, "1002");
  EXPECT (store, "Eva", "4 Elm St", NULL, 0, "");

  change (store, 1002, KH_DATAPOINT_PRIMARY_PHONE, "+18015550177");
  change (store, 1001, KH_DATAPOINT_ADDRESS_2, "Apt 5");
  EXPECT (store, "Ana", "4 Elm St", PHONE, 0, "");
  EXPECT (store, "Ana", "4 Elm St #5", "+18015550177", 0, "1001 1002");
  change (store, 1001, KH_DATAPOINT_CELL_PHONE, "+18015550177");
  EXPECT (store, "Ana", NULL, "+18015550177", 0, "1001 1002");
  change (store, 1001, KH_DATAPOINT_CELL_PHONE, NULL);
  EXPECT (store, "Ana", NULL, "+18015550177", 0, "1002");
}

/* A record is no double of itself. */
static void
test_itself (KhStoreFixture *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  gint64 number = add (fixture->store, "Ana", "4 Elm Street", PHONE);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) customer = kh_store_test_load (fixture->store, number, NULL, &error);
  g_autoptr (GPtrArray) doubles = find (fixture->store, customer, 0);

  g_assert_no_error (error);
  g_assert_cmpuint (doubles->len, ==, 0);
}

/* Records that come many at a time have keys like any other. */
static void
test_many (KhStoreFixture *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) customers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");
  g_autoptr (GPtrArray) doubles = NULL;

  for (guint i = 0; i < 2 * KH_MOST_DOUBLES; i++)
    {
      KhCustomer *one = kh_store_test_make ("Ben", "Ode");

      kh_customer_set (one, KH_DATAPOINT_WORK_PHONE, PHONE);
      g_ptr_array_add (customers, one);
    }
  kh_store_add_customers_async (fixture->store, customers, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_true (kh_store_add_customers_finish (fixture->store, result, &error));
  g_assert_no_error (error);

  kh_customer_set (customer, KH_DATAPOINT_PRIMARY_PHONE, PHONE);
  doubles = find (fixture->store, customer, 0);
  g_assert_cmpuint (doubles->len, ==, KH_MOST_DOUBLES);
  EXPECT_ALL (fixture->store, "1001 1002 1003 1004 1005 1006 1007 1008 1009 1010 1011 1012 1013 1014 1015 1016 1017 "
                              "1018 1019 1020 +20: Same phone number.\n");
}

static void
test_shown (KhStoreFixture *fixture,
            gconstpointer   data G_GNUC_UNUSED)
{
  gint64 number = add (fixture->store, "Ana", "4 Elm Street", PHONE);
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");
  g_autoptr (GPtrArray) doubles = NULL;
  g_autofree char *reason = NULL;
  KhDouble *first;

  change (fixture->store, number, KH_DATAPOINT_STATUS, "archived");
  kh_customer_set (customer, KH_DATAPOINT_CELL_PHONE, PHONE);
  doubles = find (fixture->store, customer, 0);
  g_assert_cmpuint (doubles->len, ==, 1);
  first = g_ptr_array_index (doubles, 0);
  reason = kh_double_dup_reason (first);
  g_assert_cmpstr (kh_double_get_name (first), ==, "Ana Ruiz");
  g_assert_cmpstr (kh_double_get_address (first), ==, "4 Elm Street, Ogden UT 84401");
  g_assert_cmpstr (kh_double_get_status (first), ==, "Archived");
  g_assert_cmpstr (reason, ==, "Same phone number, there as Primary Phone.");
}

/* Saved anyway: the history of the new customer says beside whom, in the transaction. */
static void
test_anyway (KhStoreFixture *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GArray) doubles = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 numbers[] = { add (fixture->store, "Ana", NULL, PHONE), add (fixture->store, "Ana", "4 Elm Street", NULL) };

  g_array_append_vals (doubles, numbers, G_N_ELEMENTS (numbers));
  kh_store_create_anyway_async (fixture->store, customer, NULL, doubles, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kept = kh_store_create_customer_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  rows = kh_store_test_history (fixture->store, kh_customer_get_number (kept));
  g_assert_cmpuint (rows->len, ==, 3);
  g_assert_cmpstr (((KhHistoryRow *) g_ptr_array_index (rows, 2))->action, ==, "create");
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows, 1 - i);
      g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, numbers[i]);

      g_assert_cmpstr (row->action, ==, "save-anyway");
      g_assert_cmpstr (row->new_value, ==, number);
      g_assert_null (row->datapoint);
    }
}

/* Groups */

static void
on_progress_cb (double   fraction,
                gpointer data)
{
  double *last = data;

  g_assert_cmpfloat (fraction, >, *last);
  *last = fraction;
}

static void
test_all (KhStoreFixture *fixture,
          gconstpointer   data G_GNUC_UNUSED)
{
  KhStore *store = fixture->store;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GError) error = NULL;
  double last = 0;

  EXPECT_ALL (store, "");
  add (store, "Ana", "4 Elm Street", PHONE);
  add (store, "Luis", "4 Elm Street", "+18015550100");
  EXPECT_ALL (store, "");
  add (store, "Ana", "4 Elm St", PHONE);
  add (store, "Eva", "9 Oak Lane", "+18015550100");
  add (store, "Ana", "4 elm st.", "+18015550111");
  EXPECT_ALL (store, "1001 1003 1005 +0: Same name and address.\n"
                     "1001 1003 +0: Same phone number. Same name and address.\n"
                     "1002 1004 +0: Same phone number.\n");

  kh_store_find_all_doubles_async (store, on_progress_cb, &last, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  groups = kh_store_find_all_doubles_finish (store, result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat_with_epsilon (last, 1.0, 1e-9);
}

/* More than anybody reads at once. */
static void
test_most (KhStoreFixture *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) customers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GError) error = NULL;
  gboolean more = FALSE;

  for (guint i = 0; i < 4 * KH_MOST_DOUBLE_GROUPS; i++)
    {
      KhCustomer *one = kh_store_test_make ("Ben", "Ode");
      g_autofree char *phone = g_strdup_printf ("+1801555%04u", i / 2);

      kh_customer_set (one, KH_DATAPOINT_PRIMARY_PHONE, phone);
      g_ptr_array_add (customers, one);
    }
  kh_store_add_customers_async (fixture->store, customers, NULL, NULL, kh_store_test_keep, &added);
  kh_store_test_wait_result (&added);
  g_assert_true (kh_store_add_customers_finish (fixture->store, added, &error));

  kh_store_find_all_doubles_async (fixture->store, NULL, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  groups = kh_store_find_all_doubles_finish (fixture->store, result, &more, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (groups->len, ==, KH_MOST_DOUBLE_GROUPS);
  g_assert_true (more);
}

static void
on_first_progress_cb (double   fraction G_GNUC_UNUSED,
                      gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
test_cancel (KhStoreFixture *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_find_all_doubles_async (fixture->store, on_first_progress_cb, cancellable, cancellable,
                                   kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_null (kh_store_find_all_doubles_finish (fixture->store, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* From then on who is not signed in may do nothing. */
static gint64
make_owner (KhStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  gint64 owner;

  kh_store_make_owner_async (store, "Maria", NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  owner = kh_store_make_owner_finish (store, result, NULL);
  g_assert_cmpint (owner, !=, 0);

  return owner;
}

/* Whoever may not view customers finds none, and is told of none. */
static void
test_hidden (KhStoreFixture *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  KhStore *store = fixture->store;

  add (store, "Ana", "4 Elm Street", PHONE);
  add (store, "Ana", "4 Elm Street", PHONE);
  EXPECT (store, "Ana", "4 Elm Street", PHONE, 0, "1001 1002");
  make_owner (store);
  kh_store_sign_out (store);
  EXPECT (store, "Ana", "4 Elm Street", PHONE, 0, "");
  EXPECT_ALL (store, "");
}

static void
on_progress_sign_out_cb (double   fraction G_GNUC_UNUSED,
                         gpointer store)
{
  kh_store_sign_out (store);
}

/* What was begun for one member is not told to whoever comes after. */
static void
test_left (KhStoreFixture *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  KhStore *store = fixture->store;
  gint64 owner = make_owner (store);
  g_autoptr (GAsyncResult) signed_in = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_sign_in_async (store, owner, NULL, NULL, kh_store_test_keep, &signed_in);
  kh_store_test_wait_result (&signed_in);
  g_assert_true (kh_store_sign_in_finish (store, signed_in, NULL));
  add (store, "Ana", "4 Elm Street", PHONE);
  add (store, "Ana", "4 Elm Street", PHONE);
  kh_store_find_all_doubles_async (store, on_progress_sign_out_cb, store, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_null (kh_store_find_all_doubles_finish (store, result, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* An older file */

static void
run_sql (KhStoreFixture *fixture,
         const char     *sql)
{
  g_autofree char *path = g_build_filename (fixture->folder, "keyholder.db", NULL);
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

static GArray *
read_keys (KhStoreFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "keyholder.db", NULL);
  GArray *keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  sqlite3_stmt *statement = NULL;
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, "SELECT key, customer FROM customer_double ORDER BY key, customer",
                                       -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    for (int i = 0; i < 2; i++)
      {
        gint64 number = sqlite3_column_int64 (statement, i);

        g_array_append_val (keys, number);
      }
  sqlite3_finalize (statement);
  sqlite3_close (db);

  return keys;
}

/* Bringing a file of before up to date gives the very keys that it had. */
static void
test_migration (KhStoreFixture *fixture,
                gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;
  g_autoptr (GError) error = NULL;

  add (fixture->store, "Ana", "4 Elm Street", PHONE);
  add (fixture->store, "José", "4 Elm Street", PHONE);
  add (fixture->store, "Luis", NULL, NULL);
  change (fixture->store, 1003, KH_DATAPOINT_BUSINESS_NAME, "Ruiz & Sons, Inc.");
  change (fixture->store, 1003, KH_DATAPOINT_BILLING_PHONE, PHONE);
  kh_store_test_close (fixture->store);
  before = read_keys (fixture);
  g_assert_cmpuint (before->len, ==, 2 * 6);
  run_sql (fixture, "DROP TABLE customer_double; DROP TABLE outbox; DROP TABLE outbox_set; DROP TABLE shadow;"
           "DROP TABLE reference_left;"
           "ALTER TABLE link DROP COLUMN shadow_known; ALTER TABLE link DROP COLUMN one_by_one; PRAGMA user_version = 6");

  fixture->store = kh_store_test_open (fixture->folder, &error);
  g_assert_no_error (error);
  after = read_keys (fixture);
  g_assert_cmpuint (after->len, ==, before->len);
  for (guint i = 0; i < after->len; i++)
    g_assert_cmpint (g_array_index (after, gint64, i), ==, g_array_index (before, gint64, i));
}

/* Removing leaves no key behind. */
static void
test_removed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhConnection) connection = kh_connection_open (NULL, KH_CONNECTION_MEMORY | KH_CONNECTION_SCHEMA,
                                                            KH_SCHEMA_APPLICATION_ID, &error);
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");
  g_autoptr (KhStatement) count = NULL;
  gboolean row = FALSE;

  g_assert_no_error (error);
  g_assert_true (kh_schema_migrate (connection, &error));
  kh_customer_set (customer, KH_DATAPOINT_CUSTOMER_NUMBER, "1001");
  kh_customer_set (customer, KH_DATAPOINT_PRIMARY_PHONE, PHONE);
  kh_customer_set (customer, KH_DATAPOINT_ADDRESS_1, "4 Elm Street");
  g_assert_true (kh_double_rows_index (connection, NULL, customer, &error));
  count = kh_connection_prepare (connection, "SELECT count (*) FROM customer_double", &error);
  g_assert_true (kh_statement_step (count, &row, &error) && row);
  g_assert_cmpint (kh_statement_get_int64 (count, 0), ==, 2);
  kh_statement_reset (count);
  g_assert_true (kh_double_rows_index (connection, customer, NULL, &error));
  g_assert_true (kh_statement_step (count, &row, &error) && row);
  g_assert_cmpint (kh_statement_get_int64 (count, 0), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, KhStoreFixture, NULL, kh_store_test_set_up, func, kh_store_test_tear_down)
  ADD ("/doubles/kept", test_kept);
  ADD ("/doubles/itself", test_itself);
  ADD ("/doubles/many", test_many);
  ADD ("/doubles/shown", test_shown);
  ADD ("/doubles/anyway", test_anyway);
  ADD ("/doubles/all", test_all);
  ADD ("/doubles/most", test_most);
  ADD ("/doubles/cancel", test_cancel);
  ADD ("/doubles/hidden", test_hidden);
  ADD ("/doubles/left", test_left);
  ADD ("/doubles/migration", test_migration);
#undef ADD
  g_test_add_func ("/doubles/removed", test_removed);

  return g_test_run ();
}
