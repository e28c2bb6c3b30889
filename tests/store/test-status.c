/* test-status.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A customer's standing through the store: archived, cancelled, deleted; guarded by grants, kept with
 * its history, and never told to a station. */

#include "config.h"

#include "kh-office-test.h"

#include "kh-gate.h"
#include "kh-schema.h"
#include "kh-store-links.h"

#define DAY "2026-05-04"

typedef struct {
  const char *date;
  gint64 reason;
  KhNote *note;
  gint64 revision;
} Options;

static gboolean
take_step (KhOfficeTest  *office,
           KhStatusStep   step,
           Options        options,
           GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *reason = options.reason == 0 ? NULL : g_strdup_printf ("%" G_GINT64_FORMAT, options.reason);

  kh_store_set_status_async (office->base.store, office->number,
                             options.revision != 0 ? options.revision : kh_office_test_get_revision (office), step,
                             options.date, reason, options.note, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_set_status_finish (office->base.store, result, error);
}

static void
step_well (KhOfficeTest *office,
           KhStatusStep  step,
           Options       options)
{
  g_autoptr (GError) error = NULL;

  take_step (office, step, options, &error);
  g_assert_no_error (error);
}

static void
expect_refused (KhOfficeTest *office,
                KhStatusStep  step,
                Options       options,
                GQuark        domain,
                int           code)
{
  gint64 revision = kh_office_test_get_revision (office);
  g_autoptr (GError) error = NULL;

  g_assert_false (take_step (office, step, options, &error));
  g_assert_error (error, domain, code);
  g_assert_cmpint (kh_office_test_get_revision (office), ==, revision);
}

static gboolean
delete_customer (KhOfficeTest  *office,
                 gint64         number,
                 gint64         revision,
                 GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_delete_customer_async (office->base.store, number, revision, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_delete_customer_finish (office->base.store, result, error);
}

static void
expect_kept (KhOfficeTest *office)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (delete_customer (office, office->number, kh_office_test_get_revision (office), &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
}

static void
expect_status (KhOfficeTest *office,
               const char   *status,
               const char   *date)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (office->base.store, office->number, NULL, NULL);

  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_STATUS), ==, status);
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_CANCEL_DATE), ==, date);
}

static guint
count_history (KhOfficeTest *office,
               gint64        number,
               const char   *action)
{
  g_autoptr (GPtrArray) rows = kh_store_test_history (office->base.store, number);
  guint n = 0;

  for (guint i = 0; i < rows->len; i++)
    n += g_str_equal (((const KhHistoryRow *) g_ptr_array_index (rows, i))->action, action);

  return n;
}

static guint
count_listed (KhOfficeTest *office,
              gboolean      archived)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) numbers = NULL;

  kh_store_list_customers_async (office->base.store, archived, 0, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  numbers = kh_store_search_finish (office->base.store, result, NULL);

  return numbers->len;
}

static void
take_grant (KhOfficeTest *office,
            KhGrant       grant)
{
  g_autoptr (KhMember) clerk = NULL;

  kh_office_test_sign_in (office, office->owner, KH_OFFICE_OWNER_PASSWORD);
  clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (office->base.store), office->clerk));
  clerk->taken = kh_grants_with (kh_grants_none (), grant);
  kh_office_test_save_member (office, clerk);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
}

static void
run_sql (KhOfficeTest *office,
         const char   *sql)
{
  g_autofree char *path = g_build_filename (office->base.folder, "keyholder.db", NULL);
  g_autoptr (GError) error = NULL;
  KhConnection *connection = kh_connection_open (path, KH_CONNECTION_SCHEMA, KH_SCHEMA_APPLICATION_ID, &error);

  g_assert_no_error (error);
  kh_connection_execute (connection, sql, &error);
  g_assert_no_error (error);
  kh_connection_close (connection);
}

static void
link_customer (KhOfficeTest *office)
{
  gint64 company = kh_store_test_add_company (office->base.store, "Dynamark", KH_MONITOR_BOLD, "https://dynamark.example");
  g_autofree char *sql
    = g_strdup_printf ("INSERT INTO link (customer, company, account, number, linked_at, linked_by) "
                       "VALUES (%" G_GINT64_FORMAT ", %" G_GINT64_FORMAT ", 'D1', 'DY-1', 1, 'Maria')",
                       office->number, company);

  run_sql (office, sql);
}

/* Archived customers leave the list, are found by who looks for them, and come back as they were. */
static void
test_archive (KhOfficeTest  *office,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GArray) found = NULL;

  g_assert_cmpuint (count_listed (office, FALSE), ==, 1);
  step_well (office, KH_STATUS_ARCHIVE, (Options) { 0 });
  expect_status (office, "archived", NULL);
  g_assert_cmpuint (count_history (office, office->number, "archive"), ==, 1);
  g_assert_cmpuint (count_listed (office, FALSE), ==, 0);
  g_assert_cmpuint (count_listed (office, TRUE), ==, 1);
  found = kh_store_test_search (office->base.store, "ruiz", 0);
  g_assert_cmpuint (found->len, ==, 1);
  expect_refused (office, KH_STATUS_ARCHIVE, (Options) { 0 }, KH_STATUS_ERROR, KH_STATUS_ERROR_STATUS);
  step_well (office, KH_STATUS_UNARCHIVE, (Options) { 0 });
  expect_status (office, "active", NULL);
  g_assert_cmpuint (count_listed (office, FALSE), ==, 1);
}

/* With day, reason and note, each in the history, and never to the station. */
static void
test_cancel (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  gint64 reason = kh_store_test_add_entry (office->base.store, KH_CATALOGUE_CANCEL_REASONS, "Moved", 0, TRUE);
  g_autoptr (KhNote) note = kh_note_new ();
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) noted = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  g_autoptr (GPtrArray) notes = NULL;
  g_autoptr (KhLink) link = NULL;
  g_autoptr (KhCustomer) customer = NULL;

  link_customer (office);
  kh_note_set (note, KH_NOTE_TEXT, "Moves to Provo");
  expect_refused (office, KH_STATUS_CANCEL, (Options) { .date = DAY }, KH_STATUS_ERROR, KH_STATUS_ERROR_REASON);
  expect_refused (office, KH_STATUS_CANCEL, (Options) { .reason = reason }, KH_STATUS_ERROR, KH_STATUS_ERROR_DATE);
  step_well (office, KH_STATUS_CANCEL, (Options) { .date = DAY, .reason = reason, .note = note });
  expect_status (office, "cancelled", DAY);
  g_assert_cmpuint (count_history (office, office->number, "cancel-customer"), ==, 3);
  kh_store_list_notes_async (office->base.store, office->number, 0, 10, NULL, kh_store_test_keep, &noted);
  kh_store_test_wait_result (&noted);
  notes = kh_store_list_notes_finish (office->base.store, noted, NULL);
  g_assert_cmpuint (notes->len, ==, 1);

  kh_store_list_outbox_async (office->base.store, office->number, NULL, kh_store_test_keep, &listed);
  kh_store_test_wait_result (&listed);
  waiting = kh_store_list_outbox_finish (office->base.store, listed, NULL);
  g_assert_cmpuint (waiting->len, ==, 0);
  customer = kh_store_test_load (office->base.store, office->number, &link, NULL);
  g_assert_nonnull (link);

  step_well (office, KH_STATUS_REACTIVATE, (Options) { 0 });
  expect_status (office, "active", NULL);
}

/* A note that cannot be kept keeps the customer as they are: all of it or nothing. */
static void
test_whole (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  gint64 reason = kh_store_test_add_entry (office->base.store, KH_CATALOGUE_CANCEL_REASONS, "Moved", 0, TRUE);
  g_autoptr (KhNote) empty = kh_note_new ();

  expect_refused (office, KH_STATUS_CANCEL, (Options) { .date = DAY, .reason = reason, .note = empty },
                  KH_NOTE_ERROR, KH_NOTE_TEXT);
  expect_status (office, "active", NULL);
  g_assert_cmpuint (count_history (office, office->number, "cancel-customer"), ==, 0);
}

static void
test_stale (KhOfficeTest  *office,
            gconstpointer  data G_GNUC_UNUSED)
{
  gint64 revision = kh_office_test_get_revision (office);
  g_autoptr (GError) error = NULL;

  step_well (office, KH_STATUS_ARCHIVE, (Options) { 0 });
  expect_refused (office, KH_STATUS_UNARCHIVE, (Options) { .revision = revision }, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  g_assert_false (delete_customer (office, office->number, revision, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
}

static void
test_grants (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  gint64 reason = kh_store_test_add_entry (office->base.store, KH_CATALOGUE_CANCEL_REASONS, "Moved", 0, TRUE);
  g_autoptr (GError) error = NULL;

  take_grant (office, KH_GRANT_CUSTOMER_ARCHIVE);
  expect_refused (office, KH_STATUS_ARCHIVE, (Options) { 0 }, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  take_grant (office, KH_GRANT_CUSTOMER_UNARCHIVE);
  step_well (office, KH_STATUS_ARCHIVE, (Options) { 0 });
  expect_refused (office, KH_STATUS_UNARCHIVE, (Options) { 0 }, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  take_grant (office, KH_GRANT_SALES_MODIFY);
  step_well (office, KH_STATUS_UNARCHIVE, (Options) { 0 });
  expect_refused (office, KH_STATUS_CANCEL, (Options) { .date = DAY, .reason = reason }, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  /* Lee of the office was never given it. */
  g_assert_false (delete_customer (office, office->number, kh_office_test_get_revision (office), &error));
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
}

/* A mistake goes, with its deletion in the history, and its number stays nobody's. */
static void
test_delete (KhOfficeTest  *office,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) other = kh_store_test_make ("Zoe", "Ash");
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GArray) found = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) gone = NULL;

  g_assert_true (delete_customer (office, office->number, 1, &error));
  g_assert_no_error (error);
  g_assert_null (kh_store_test_load (office->base.store, office->number, NULL, &gone));
  g_assert_error (gone, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
  g_assert_cmpuint (count_listed (office, TRUE), ==, 0);
  found = kh_store_test_search (office->base.store, "ruiz", 0);
  g_assert_cmpuint (found->len, ==, 0);
  g_assert_cmpuint (count_history (office, office->number, "delete"), ==, 1);
  kept = kh_store_test_create (office->base.store, other, NULL);
  g_assert_cmpint (kh_customer_get_number (kept), >, office->number);
}

static void
test_delete_changed (KhOfficeTest  *office,
                     gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (office->base.store, office->number, NULL, NULL);
  g_autoptr (KhCustomer) saved = NULL;

  kh_customer_set (customer, KH_DATAPOINT_CITY, "Provo");
  saved = kh_store_test_save (office->base.store, customer, NULL);
  expect_kept (office);
  g_assert_cmpuint (count_history (office, office->number, "delete"), ==, 0);
}

static void
test_delete_noted (KhOfficeTest  *office,
                   gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhNote) note = kh_note_new ();
  g_autoptr (KhNote) saved = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  kh_note_set (note, KH_NOTE_TEXT, "Called");
  kh_store_save_note_async (office->base.store, office->number, note, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  saved = kh_store_save_note_finish (office->base.store, result, NULL);
  g_assert_nonnull (saved);
  expect_kept (office);
}

static void
test_delete_linked (KhOfficeTest  *office,
                    gconstpointer  data G_GNUC_UNUSED)
{
  link_customer (office);
  expect_kept (office);
}

/* Whoever could archive can unarchive, in a file of before the two were apart. */
static void
test_migration (KhOfficeTest  *office,
                gconstpointer  data G_GNUC_UNUSED)
{
  kh_store_test_close (g_steal_pointer (&office->base.store));
  run_sql (office, KH_STORE_TEST_UNDO_TO_15
                   "DROP INDEX customer_listed; DELETE FROM group_grant WHERE grant_key = 'customer.unarchive';"
                   "PRAGMA user_version = 14");
  office->base.store = kh_store_test_open (office->base.folder, NULL);
  g_assert_nonnull (office->base.store);
  kh_office_test_sign_in (office, office->clerk, KH_OFFICE_CLERK_PASSWORD);
  step_well (office, KH_STATUS_ARCHIVE, (Options) { 0 });
  step_well (office, KH_STATUS_UNARCHIVE, (Options) { 0 });
}

static void
add (const char *path,
     void (*test) (KhOfficeTest  *office,
                   gconstpointer  data))
{
  g_test_add (path, KhOfficeTest, NULL, kh_office_test_set_up, test, kh_office_test_tear_down);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  add ("/status/archive", test_archive);
  add ("/status/cancel", test_cancel);
  add ("/status/whole", test_whole);
  add ("/status/stale", test_stale);
  add ("/status/grants", test_grants);
  add ("/status/delete", test_delete);
  add ("/status/delete-changed", test_delete_changed);
  add ("/status/delete-noted", test_delete_noted);
  add ("/status/delete-linked", test_delete_linked);
  add ("/status/migration", test_migration);

  return g_test_run ();
}
