/* test-history.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-history-action.h"
#include "kh-history-rows.h"
#include "kh-schema.h"
#include "kh-store-test.h"

#include <sqlite3.h>

#define MANY 10000

/* What a person with the file and a tool could do to it. */
#define OPEN "DROP TRIGGER history_no_update; DROP TRIGGER history_no_delete;"
#define CLOSE \
  "CREATE TRIGGER history_no_update BEFORE UPDATE ON history " \
  "BEGIN SELECT RAISE (ABORT, 'history is never changed'); END;" \
  "CREATE TRIGGER history_no_delete BEFORE DELETE ON history " \
  "BEGIN SELECT RAISE (ABORT, 'history is never deleted'); END;"

/* What a file of version 1 had not. */
#define TO_VERSION_1 \
  OPEN \
  "ALTER TABLE history DROP COLUMN salt; ALTER TABLE history DROP COLUMN value_digest;" \
  "ALTER TABLE history DROP COLUMN prev_hash; ALTER TABLE history DROP COLUMN hash;" \
  "DROP TABLE customer_secret; DROP TABLE data_key_wrap; DROP TABLE data_key;" \
  "ALTER TABLE staff DROP COLUMN public_key;" \
  "DROP TABLE staff_grant; DROP TABLE group_grant; ALTER TABLE staff DROP COLUMN staff_group;" \
  "ALTER TABLE staff DROP COLUMN password; ALTER TABLE staff DROP COLUMN own_key;" \
  "ALTER TABLE staff DROP COLUMN wrong_tries; ALTER TABLE staff DROP COLUMN tried_at; DROP TABLE staff_group;" \
  "ALTER TABLE catalogue_entry DROP COLUMN monthly_charge; ALTER TABLE catalogue_entry DROP COLUMN contract_term;" \
  "ALTER TABLE catalogue_entry DROP COLUMN category; DROP TABLE customer_default; DROP TABLE duplicate_default;" \
  "DROP TABLE customer_double;" \
  "DROP TABLE outbox; DROP TABLE outbox_set; DROP TABLE shadow; DROP TABLE reference_left;" \
  "ALTER TABLE link DROP COLUMN shadow_known; ALTER TABLE link DROP COLUMN one_by_one;" \
  CLOSE "PRAGMA user_version = 1;"

static int
run_sql (const char *folder,
         const char *sql)
{
  g_autofree char *path = g_build_filename (folder, "keyholder.db", NULL);
  sqlite3 *db = NULL;
  int rc;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  rc = sqlite3_exec (db, sql, NULL, NULL, NULL);
  sqlite3_close (db);

  return rc;
}

static KhHistoryReport *
verify (const char *folder,
        const char *noted)
{
  g_autoptr (GError) error = NULL;
  KhHistoryReport *report = kh_history_verify (folder, noted, &error);

  g_assert_no_error (error);

  return report;
}

static char *
load_head (KhStore *store,
           gint64  *sequence)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *head;

  kh_store_load_history_head_async (store, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  head = kh_store_load_history_head_finish (store, result, sequence, &error);
  g_assert_no_error (error);

  return head;
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

  g_assert_no_error (error);
  kh_customer_set (customer, id, value);
  kept = kh_store_test_save (store, customer, &error);
  g_assert_no_error (error);
}

/* Customer 1001 with rows 1 to 5: created, three cities and a spouse. */
static void
write_five (KhStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");
  g_autoptr (KhCustomer) kept = kh_store_test_create (store, customer, &error);

  g_assert_no_error (error);
  change (store, 1001, KH_DATAPOINT_CITY, "Provo");
  change (store, 1001, KH_DATAPOINT_CITY, "Salem");
  kh_store_set_author (store, "Maria Vega");
  change (store, 1001, KH_DATAPOINT_CITY, "Orem");
  change (store, 1001, KH_DATAPOINT_SPOUSE, "Luis");
}

static char *
make_five (char **head)
{
  char *folder = kh_store_test_make_folder ();
  g_autoptr (GError) error = NULL;
  KhStore *store = kh_store_test_open (folder, &error);

  g_assert_no_error (error);
  write_five (store);
  if (head != NULL)
    *head = load_head (store, NULL);
  kh_store_test_close (store);

  return folder;
}

static void
remove_folder (char *folder)
{
  kh_store_test_remove (folder);
  g_free (folder);
}

static void
test_whole (void)
{
  g_autofree char *head = NULL;
  char *folder = make_five (&head);
  g_autoptr (KhHistoryReport) report = verify (folder, NULL);

  g_assert_cmpint (report->fault, ==, KH_HISTORY_WHOLE);
  g_assert_cmpint (report->broken, ==, 0);
  g_assert_cmpint (report->n_rows, ==, 5);
  g_assert_cmpstr (report->head, ==, head);
  remove_folder (folder);
}

/* The file has its beginning for a head before anything is in it. */
static void
test_empty (KhStoreFixture *fixture,
            gconstpointer   data G_GNUC_UNUSED)
{
  gint64 sequence = -1;
  g_autofree char *head = load_head (fixture->store, &sequence);

  g_assert_cmpint (sequence, ==, 0);
  g_assert_cmpuint (strspn (head, "0"), ==, 64);
}

static void
test_broken (void)
{
  static const struct {
    const char *sql;
    KhHistoryFault fault;
    gint64 broken;
  } rows[] = {
    { "UPDATE history SET new_value = 'Nephi' WHERE sequence = 3", KH_HISTORY_CHANGED, 3 },
    { "UPDATE history SET author = 'Ed Roe' WHERE sequence = 5", KH_HISTORY_CHANGED, 5 },
    { "UPDATE history SET time = time + 1 WHERE sequence = 1", KH_HISTORY_CHANGED, 1 },
    /* Nothing is not the same as an empty text, and two fields are not one. */
    { "UPDATE history SET old_value = '' WHERE sequence = 5", KH_HISTORY_CHANGED, 5 },
    { "UPDATE history SET datapoint = NULL WHERE sequence = 2", KH_HISTORY_CHANGED, 2 },
    { "UPDATE history SET author = author || action, action = '' WHERE sequence = 2", KH_HISTORY_CHANGED, 2 },
    { "UPDATE history SET old_value = old_value || new_value, new_value = '' WHERE sequence = 3",
      KH_HISTORY_CHANGED, 3 },
    { "UPDATE history SET new_value = CAST (x'ff' AS TEXT) WHERE sequence = 4", KH_HISTORY_CHANGED, 4 },
    { "UPDATE history SET salt = x'', old_value = NULL, new_value = NULL WHERE sequence = 4", KH_HISTORY_CHANGED, 4 },
    { "UPDATE history SET hash = zeroblob (32) WHERE sequence = 4", KH_HISTORY_CHANGED, 4 },
    { "DELETE FROM history WHERE sequence = 3", KH_HISTORY_MISSING, 3 },
    { "DELETE FROM history WHERE sequence IN (1, 2)", KH_HISTORY_MISSING, 1 },
    /* The gap is closed, and the numbers run on. */
    { "DELETE FROM history WHERE sequence = 3; UPDATE history SET sequence = sequence - 1 WHERE sequence > 3",
      KH_HISTORY_MISPLACED, 3 },
    { "UPDATE history SET sequence = 99 WHERE sequence = 2; UPDATE history SET sequence = 2 WHERE sequence = 3;"
      "UPDATE history SET sequence = 3 WHERE sequence = 99", KH_HISTORY_MISPLACED, 2 },
    { "UPDATE history SET sequence = 7 WHERE sequence = 5; UPDATE history SET sequence = 5 WHERE sequence = 4;"
      "INSERT INTO history SELECT 4, time, author, action, customer, revision, datapoint, old_value, 'x', salt, "
      "value_digest, prev_hash, hash FROM history WHERE sequence = 5", KH_HISTORY_CHANGED, 4 },
    { "INSERT INTO history (time, author, action, customer, revision) VALUES (1, 'Ed Roe', 'create', 1, 1)",
      KH_HISTORY_MISPLACED, 6 },
    { "INSERT INTO history SELECT 6, time, author, action, customer, revision, datapoint, old_value, new_value, "
      "salt, value_digest, hash, hash FROM history WHERE sequence = 5", KH_HISTORY_CHANGED, 6 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      char *folder = make_five (NULL);
      g_autofree char *sql = g_strconcat (OPEN, rows[i].sql, NULL);
      g_autoptr (KhHistoryReport) report = NULL;

      g_test_message ("%s", rows[i].sql);
      g_assert_cmpint (run_sql (folder, sql), ==, SQLITE_OK);
      report = verify (folder, NULL);
      g_assert_cmpint (report->fault, ==, rows[i].fault);
      g_assert_cmpint (report->broken, ==, rows[i].broken);
      g_assert_cmpint (report->n_rows, ==, rows[i].broken - 1);
      remove_folder (folder);
    }
}

/* What no chain can tell by itself, a head that was noted elsewhere can. */
static void
test_cut (void)
{
  g_autofree char *head = NULL;
  char *folder = make_five (&head);
  g_autofree char *noted = g_ascii_strup (head, 16);
  g_autoptr (KhHistoryReport) before = verify (folder, noted);
  g_autoptr (KhHistoryReport) unseen = NULL;
  g_autoptr (KhHistoryReport) after = NULL;

  g_assert_true (before->noted);
  g_assert_cmpint (before->noted_sequence, ==, 5);

  g_assert_cmpint (run_sql (folder, OPEN "DELETE FROM history WHERE sequence > 3"), ==, SQLITE_OK);
  unseen = verify (folder, NULL);
  g_assert_cmpint (unseen->fault, ==, KH_HISTORY_WHOLE);
  g_assert_cmpint (unseen->n_rows, ==, 3);
  after = verify (folder, noted);
  g_assert_cmpint (after->fault, ==, KH_HISTORY_WHOLE);
  g_assert_false (after->noted);
  /* The new head is in the chain, and the beginning always is. */
  g_clear_pointer (&after, kh_history_report_free);
  after = verify (folder, unseen->head);
  g_assert_cmpint (after->noted_sequence, ==, 3);
  g_clear_pointer (&after, kh_history_report_free);
  after = verify (folder, "0000000000000000");
  g_assert_true (after->noted);
  g_assert_cmpint (after->noted_sequence, ==, 0);
  remove_folder (folder);
}

static void
test_is_head (void)
{
  g_assert_true (kh_history_is_head ("0123456789abcDEF"));
  g_assert_false (kh_history_is_head ("0123456789abcDE"));
  g_assert_false (kh_history_is_head ("0123456789abcDEg"));
  g_assert_false (kh_history_is_head (""));
}

/* The history of a file of version 1 gets its chain, loses nothing, and is as closed as before. */
static void
test_migration (void)
{
  char *folder = make_five (NULL);
  g_autofree char *copy = g_build_filename (folder, "keyholder.db.version-1", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhHistoryReport) report = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  KhStore *store;

  g_assert_cmpint (run_sql (folder, TO_VERSION_1), ==, SQLITE_OK);
  g_assert_null (kh_history_verify (folder, NULL, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_FAILED);
  g_clear_error (&error);

  store = kh_store_test_open (folder, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_test (copy, G_FILE_TEST_EXISTS));
  change (store, 1001, KH_DATAPOINT_CITY, "Nephi");
  rows = kh_store_test_history (store, 1001);
  g_assert_cmpuint (rows->len, ==, 6);
  g_assert_cmpstr (((KhHistoryRow *) g_ptr_array_index (rows, 4))->new_value, ==, "Provo");
  kh_store_test_close (store);

  report = verify (folder, NULL);
  g_assert_cmpint (report->fault, ==, KH_HISTORY_WHOLE);
  g_assert_cmpint (report->n_rows, ==, 6);
  g_assert_cmpint (run_sql (folder, "UPDATE history SET author = 'Ed Roe'"), ==, SQLITE_CONSTRAINT);
  g_assert_cmpint (run_sql (folder, "DELETE FROM history"), ==, SQLITE_CONSTRAINT);
  remove_folder (folder);
}

/* A transaction that is undone takes its rows of the chain along. */
static void
test_undone (KhStoreFixture *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) customers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (KhHistoryReport) report = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  write_five (fixture->store);
  before = load_head (fixture->store, NULL);
  g_ptr_array_add (customers, kh_store_test_make ("Ben", "Ode"));
  g_ptr_array_add (customers, kh_store_test_make ("Cy", "\xff"));
  kh_store_add_customers_async (fixture->store, customers, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_false (kh_store_add_customers_finish (fixture->store, result, &error));
  g_assert_nonnull (error);
  after = load_head (fixture->store, NULL);
  g_assert_cmpstr (before, ==, after);

  change (fixture->store, 1001, KH_DATAPOINT_CITY, "Nephi");
  g_clear_object (&result);
  kh_store_test_close (fixture->store);
  report = verify (fixture->folder, before);
  g_assert_cmpint (report->fault, ==, KH_HISTORY_WHOLE);
  g_assert_cmpint (report->n_rows, ==, 6);
  g_assert_cmpint (report->noted_sequence, ==, 5);
  g_clear_error (&error);
  fixture->store = kh_store_test_open (fixture->folder, &error);
  g_assert_no_error (error);
}

/* So many in one transaction are a matter of seconds, chain and all. */
static void
test_many (KhStoreFixture *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) customers = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 sequence = 0;
  gint64 start = g_get_monotonic_time ();
  g_autofree char *head = NULL;

  for (guint i = 0; i < MANY; i++)
    g_ptr_array_add (customers, kh_store_test_make ("Ana", "Ruiz"));
  kh_store_add_customers_async (fixture->store, customers, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_true (kh_store_add_customers_finish (fixture->store, result, &error));
  g_assert_no_error (error);
  g_test_message ("%d customers in %.2f s", MANY, (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC);
  head = load_head (fixture->store, &sequence);
  g_assert_cmpint (sequence, ==, MANY);
}

/* That a passcode changed is kept; what it was and is goes nowhere. */
static void
test_sealed (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhConnection) connection = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  KhHistoryFilter filter = { .customer = 1001 };
  KhHistoryRow *row;

  connection = kh_connection_open (NULL, KH_CONNECTION_MEMORY | KH_CONNECTION_SCHEMA, KH_SCHEMA_APPLICATION_ID, &error);
  g_assert_no_error (error);
  g_assert_true (kh_schema_migrate (connection, &error));
  g_assert_no_error (error);
  g_assert_true (kh_history_rows_write (connection, "Ana", "change", 1001, 2, "passcode", "4711", "0815", &error));
  g_assert_no_error (error);
  rows = kh_history_rows_load (connection, &filter, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpstr (row->datapoint, ==, "passcode");
  g_assert_null (row->old_value);
  g_assert_null (row->new_value);
}

/* Whatever is written can be read: each word once, and with words for people. */
static void
test_words (void)
{
  for (guint i = 0; i < kh_history_action_get_count (); i++)
    {
      const char *key = kh_history_action_get_key (i);
      const char *words = kh_history_action_get_words (key);

      g_test_message ("%s", key);
      g_assert_nonnull (words);
      g_assert_true (g_ascii_isupper (*words));
      for (guint other = 0; other < i; other++)
        {
          g_assert_cmpstr (key, !=, kh_history_action_get_key (other));
          g_assert_cmpstr (words, !=, kh_history_action_get_words (kh_history_action_get_key (other)));
        }
    }
  g_assert_null (kh_history_action_get_words ("frobnicate"));
  g_assert_null (kh_history_action_get_words (NULL));
}

/* A word that nobody could read is not written at all. */
static void
test_unknown_word (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (KhConnection) connection = NULL;

      connection = kh_connection_open (NULL, KH_CONNECTION_MEMORY | KH_CONNECTION_SCHEMA, KH_SCHEMA_APPLICATION_ID, NULL);
      g_assert_true (kh_schema_migrate (connection, NULL));
      kh_history_rows_write (connection, "Ana", "frobnicate", 1001, 2, NULL, NULL, NULL, NULL);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*kh_history_action_get_words*");
}

/* Filters */

static GPtrArray *
load (KhStore               *store,
      const KhHistoryFilter *filter,
      gint64                *total)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *rows;

  kh_store_load_history_async (store, filter, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_load_history_finish (store, result, total, &error);
  g_assert_no_error (error);

  return rows;
}

static void
test_filter (KhStoreFixture *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  static char *city[] = { (char *) "city", (char *) "zip", NULL };
  static char *none[] = { NULL };
  gint64 now = g_get_real_time () / G_TIME_SPAN_SECOND;
  const struct {
    KhHistoryFilter filter;
    const char *sequences;
    gint64 total;
  } rows[] = {
    { { .customer = 1001 }, "5 4 3 2 1 ", 5 },
    { { .customer = 1002 }, "", 0 },
    { { .customer = 1001, .limit = 2 }, "5 4 ", 5 },
    { { .customer = 1001, .limit = 2, .before = 4 }, "3 2 ", 0 },
    { { .customer = 1001, .before = 1 }, "", 0 },
    { { .customer = 1001, .datapoint = (char *) "city" }, "4 3 2 ", 3 },
    { { .customer = 1001, .datapoint = (char *) "city", .author = (char *) "Maria Vega" }, "4 ", 1 },
    { { .customer = 1001, .author = (char *) "Nobody" }, "", 0 },
    { { .customer = 1001, .from = now - 3600, .until = now + 3600, .limit = 1 }, "5 ", 5 },
    { { .customer = 1001, .from = now + 3600 }, "", 0 },
    { { .customer = 1001, .until = now - 3600 }, "", 0 },
    { { .customer = 1001, .hidden = city }, "5 1 ", 2 },
    { { .customer = 1001, .hidden = city, .datapoint = (char *) "city" }, "", 0 },
    { { .customer = 1001, .hidden = none }, "5 4 3 2 1 ", 5 },
  };

  write_five (fixture->store);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 total = -1;
      g_autoptr (GPtrArray) found = load (fixture->store, &rows[i].filter, &total);
      g_autoptr (GString) sequences = g_string_new (NULL);

      for (guint j = 0; j < found->len; j++)
        g_string_append_printf (sequences, "%d ", (int) ((KhHistoryRow *) g_ptr_array_index (found, j))->sequence);
      g_assert_cmpstr (sequences->str, ==, rows[i].sequences);
      g_assert_cmpint (total, ==, rows[i].total);
    }
}

/* The row of a link holds the account number in place of a datapoint's value. */
static void
test_hidden_account (void)
{
  static char *account[] = { (char *) "account-number", NULL };
  KhHistoryFilter filter = { .customer = 1001 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KhConnection) connection = NULL;
  g_autoptr (GPtrArray) open = NULL;
  g_autoptr (GPtrArray) hidden = NULL;

  connection = kh_connection_open (NULL, KH_CONNECTION_MEMORY | KH_CONNECTION_SCHEMA, KH_SCHEMA_APPLICATION_ID, &error);
  g_assert_no_error (error);
  g_assert_true (kh_schema_migrate (connection, &error));
  g_assert_true (kh_history_rows_write (connection, "Ana", "link", 1001, 2, NULL, NULL, "DY-1", &error));
  open = kh_history_rows_load (connection, &filter, &error);
  g_assert_cmpstr (((KhHistoryRow *) g_ptr_array_index (open, 0))->new_value, ==, "DY-1");
  filter.hidden = account;
  hidden = kh_history_rows_load (connection, &filter, &error);
  g_assert_cmpuint (hidden->len, ==, 0);
}

static void
test_terms (KhStoreFixture *fixture,
            gconstpointer   data G_GNUC_UNUSED)
{
  static char *spouse[] = { (char *) "spouse", NULL };
  KhHistoryFilter filter = { .customer = 1001, .hidden = spouse };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhHistoryTerms) terms = NULL;

  kh_store_set_author (fixture->store, "Zoe Ames");
  write_five (fixture->store);
  kh_store_load_history_terms_async (fixture->store, &filter, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  terms = kh_store_load_history_terms_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (terms->authors), ==, 2);
  g_assert_cmpstr (terms->authors[0], ==, "Maria Vega");
  g_assert_cmpstr (terms->authors[1], ==, "Zoe Ames");
  g_assert_cmpuint (g_strv_length (terms->datapoints), ==, 1);
  g_assert_cmpstr (terms->datapoints[0], ==, "city");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/history/whole", test_whole);
  g_test_add ("/history/empty", KhStoreFixture, NULL, kh_store_test_set_up, test_empty, kh_store_test_tear_down);
  g_test_add_func ("/history/broken", test_broken);
  g_test_add_func ("/history/cut", test_cut);
  g_test_add_func ("/history/is-head", test_is_head);
  g_test_add_func ("/history/migration", test_migration);
  g_test_add ("/history/undone", KhStoreFixture, NULL, kh_store_test_set_up, test_undone, kh_store_test_tear_down);
  g_test_add ("/history/many", KhStoreFixture, NULL, kh_store_test_set_up, test_many, kh_store_test_tear_down);
  g_test_add_func ("/history/sealed", test_sealed);
  g_test_add_func ("/history/words", test_words);
  g_test_add_func ("/history/unknown-word", test_unknown_word);
  g_test_add ("/history/filter", KhStoreFixture, NULL, kh_store_test_set_up, test_filter, kh_store_test_tear_down);
  g_test_add_func ("/history/hidden-account", test_hidden_account);
  g_test_add ("/history/terms", KhStoreFixture, NULL, kh_store_test_set_up, test_terms, kh_store_test_tear_down);

  return g_test_run ();
}
