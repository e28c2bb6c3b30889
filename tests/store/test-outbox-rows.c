/* test-outbox-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-change.h"
#include "kh-store-links.h"
#include "kh-store-test.h"

#include <sqlite3.h>

#define NUMBER 1001

/* Linking without a station: what a Link leaves in the data file. */
static void
begin_link (KhStore *store)
{
  g_autoptr (KhLinkAttempt) attempt = kh_link_attempt_new ();
  g_autoptr (KhCustomer) customer = kh_store_test_load (store, NUMBER, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  attempt->customer = NUMBER;
  attempt->revision = kh_customer_get_revision (customer);
  attempt->company = kh_customer_get_entry (customer, KH_DATAPOINT_MONITORING_COMPANY);
  attempt->account = g_strdup ("D1");
  attempt->number = g_strdup ("DY-1");
  attempt->etag = g_strdup ("\"17\"");
  attempt->key = g_uuid_string_random ();
  attempt->reference_key = g_uuid_string_random ();
  attempt->body = g_bytes_new ("{\"ops\":[]}", 10);
  attempt->author = g_strdup ("Maria Vega");
  attempt->seen = kh_shadow_new ();
  kh_shadow_set (attempt->seen, KH_DATAPOINT_CITY, TRUE, "Orem", NULL);
  kh_shadow_set (attempt->seen, KH_DATAPOINT_COUNTY, TRUE, NULL, NULL);
  kh_shadow_set (attempt->seen, KH_DATAPOINT_CELL_PHONE, TRUE, "+18015550101", "p1");
  g_ptr_array_add (attempt->changes, kh_change_new (KH_DATAPOINT_CITY, "Provo", "Orem", NULL));
  kh_store_begin_attempt_async (store, attempt, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_begin_attempt_finish (store, result, &error);
  g_assert_no_error (error);
}

static void
finish_link (KhStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhLink *link;

  kh_store_finish_attempt_async (store, NUMBER, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  link = kh_store_finish_attempt_finish (store, result, &error);
  g_assert_no_error (error);
  kh_link_free (link);
}

static void
add_customer (KhStore *store)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ann", "Lee");
  g_autoptr (KhCustomer) kept = NULL;
  g_autofree char *company = NULL;
  g_autoptr (GError) error = NULL;

  company = g_strdup_printf ("%" G_GINT64_FORMAT,
                             kh_store_test_add_company (store, "Dynamark", KH_MONITOR_BOLD, "https://dynamark.example"));
  kh_customer_set (customer, KH_DATAPOINT_CITY, "Provo");
  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, company);
  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, "DY-1");
  kept = kh_store_test_create (store, customer, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kh_customer_get_number (kept), ==, NUMBER);
}

static void
edit (KhStore       *store,
      KhDatapointId  id,
      const char    *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) customer = kh_store_test_load (store, NUMBER, NULL, &error);
  g_autoptr (KhCustomer) saved = NULL;

  g_assert_no_error (error);
  kh_customer_set (customer, id, value);
  saved = kh_store_test_save (store, customer, &error);
  g_assert_no_error (error);
}

static KhOutboxSet *
take (KhStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhOutboxSet *set;

  kh_store_take_due_async (store, NUMBER, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  set = kh_store_take_due_finish (store, result, &error);
  g_assert_no_error (error);

  return set;
}

static gboolean
begin (KhStore      *store,
       KhOutboxSet  *set,
       GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  set->key = g_strdup ("00000000-0000-4000-8000-000000000001");
  set->etag = g_strdup (set->link->etag);
  set->body = g_bytes_new ("{\"ops\":[1]}", 11);
  set->sent_at = 1234567890;
  kh_store_begin_outbox_async (store, set, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_begin_outbox_finish (store, result, error);
}

static void
advance (KhStore           *store,
         const KhOutboxSet *set,
         KhOutboxEvent      event,
         gboolean           in_doubt)
{
  KhOutboxOutcome *outcome = kh_outbox_outcome_new (NUMBER);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < set->items->len; i++)
    kh_outbox_outcome_add (outcome, g_ptr_array_index (set->items, i), event);
  outcome->in_doubt = in_doubt;
  kh_store_advance_outbox_async (store, outcome, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_advance_outbox_finish (store, result, &error);
  g_assert_no_error (error);
}

static void
assert_items (KhStore    *store,
              const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_list_outbox_async (store, NUMBER, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  items = kh_store_list_outbox_finish (store, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (items, i);

      g_string_append_printf (text, "%s%s %s %s>%s", i > 0 ? ", " : "", kh_datapoint_get (item->datapoint)->key,
                              kh_outbox_state_to_string (item->state), item->before != NULL ? item->before : "",
                              item->value != NULL ? item->value : "");
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
link_customer (KhStoreFixture *fixture)
{
  add_customer (fixture->store);
  begin_link (fixture->store);
  finish_link (fixture->store);
}

/* Only a save that is kept queues, and only what is sent, and only of who is linked. */
static void
test_queue (KhStoreFixture *fixture,
            gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) older = NULL;
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GError) error = NULL;

  add_customer (fixture->store);
  edit (fixture->store, KH_DATAPOINT_COUNTY, "Utah");
  assert_items (fixture->store, "");
  begin_link (fixture->store);
  finish_link (fixture->store);
  older = kh_store_test_load (fixture->store, NUMBER, NULL, &error);
  edit (fixture->store, KH_DATAPOINT_PROMO_CODE, "SPRING");
  assert_items (fixture->store, "");
  kh_customer_set (older, KH_DATAPOINT_CITY, "Nephi");
  saved = kh_store_test_save (fixture->store, older, &error);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  assert_items (fixture->store, "");
  edit (fixture->store, KH_DATAPOINT_CITY, "Ogden");
  assert_items (fixture->store, "city queued Provo>Ogden");
}

static void
test_fold (KhStoreFixture *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  link_customer (fixture);
  edit (fixture->store, KH_DATAPOINT_CITY, "Ogden");
  edit (fixture->store, KH_DATAPOINT_COUNTY, "Utah");
  edit (fixture->store, KH_DATAPOINT_CITY, NULL);
  edit (fixture->store, KH_DATAPOINT_CITY, "Moab");
  assert_items (fixture->store, "city queued Provo>Moab, county queued >Utah");
}

/* What a Link knows of the account: as it was seen, with what was sent over it. */
static void
test_shadow (KhStoreFixture *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhOutboxSet) set = NULL;

  link_customer (fixture);
  edit (fixture->store, KH_DATAPOINT_CITY, "Ogden");
  set = take (fixture->store);
  g_assert_true (set->shadow_known);
  g_assert_cmpstr (set->link->etag, ==, "\"17\"");
  g_assert_cmpstr (set->shadow->entries[KH_DATAPOINT_CITY].value, ==, "Provo");
  g_assert_true (set->shadow->entries[KH_DATAPOINT_COUNTY].known);
  g_assert_null (set->shadow->entries[KH_DATAPOINT_COUNTY].value);
  g_assert_cmpstr (set->shadow->entries[KH_DATAPOINT_CELL_PHONE].item, ==, "p1");
  g_assert_false (set->shadow->entries[KH_DATAPOINT_ZIP].known);
}

/* While the outcome is not known, an edit is another change; afterwards both are one. */
static void
test_frozen (KhStoreFixture *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhOutboxSet) set = NULL;
  g_autoptr (KhOutboxSet) again = NULL;
  g_autoptr (GError) error = NULL;

  link_customer (fixture);
  edit (fixture->store, KH_DATAPOINT_CITY, "Ogden");
  set = take (fixture->store);
  begin (fixture->store, set, &error);
  g_assert_no_error (error);
  assert_items (fixture->store, "city sending Provo>Ogden");
  edit (fixture->store, KH_DATAPOINT_CITY, "Moab");
  advance (fixture->store, set, KH_OUTBOX_LOST, TRUE);
  assert_items (fixture->store, "city waiting Provo>Ogden, city queued Ogden>Moab");
  again = take (fixture->store);
  g_assert_cmpuint (again->items->len, ==, 1);
  g_assert_cmpstr (again->key, ==, set->key);
  g_assert_true (g_bytes_equal (again->body, set->body));
  advance (fixture->store, again, KH_OUTBOX_UNTOUCHED, FALSE);
  assert_items (fixture->store, "city superseded >, city queued Provo>Moab");
}

/* What was saved between taking and beginning is not left out. */
static void
test_overtaken (KhStoreFixture *fixture,
                gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhOutboxSet) set = NULL;
  g_autoptr (GError) error = NULL;

  link_customer (fixture);
  edit (fixture->store, KH_DATAPOINT_CITY, "Ogden");
  set = take (fixture->store);
  edit (fixture->store, KH_DATAPOINT_CITY, "Moab");
  g_assert_false (begin (fixture->store, set, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  assert_items (fixture->store, "city queued Provo>Moab");
}

/* The station had the value that was taken, or could not take it, but it is another one by now: that has
 * yet to arrive. */
static void
test_edited_meanwhile (KhStoreFixture *fixture,
                       gconstpointer   data G_GNUC_UNUSED)
{
  static const KhOutboxEvent events[] = { KH_OUTBOX_FOUND, KH_OUTBOX_UNABLE };

  link_customer (fixture);
  edit (fixture->store, KH_DATAPOINT_CITY, "Ogden");
  for (guint i = 0; i < G_N_ELEMENTS (events); i++)
    {
      g_autoptr (KhOutboxSet) set = take (fixture->store);
      g_autofree char *city = g_strdup_printf ("Moab %u", i);
      g_autofree char *expected = g_strdup_printf ("city queued Provo>%s", city);

      edit (fixture->store, KH_DATAPOINT_CITY, city);
      advance (fixture->store, set, events[i], FALSE);
      assert_items (fixture->store, expected);
    }
}

/* After a kill, what was under way waits with its key and its bytes. */
static void
test_restart (KhStoreFixture *fixture,
              gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhOutboxSet) set = NULL;
  g_autoptr (KhOutboxSet) again = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) places = NULL;
  g_autoptr (GError) error = NULL;

  link_customer (fixture);
  edit (fixture->store, KH_DATAPOINT_CITY, "Ogden");
  set = take (fixture->store);
  g_assert_true (begin (fixture->store, set, &error));
  kh_store_test_close (fixture->store);
  fixture->store = kh_store_test_open (fixture->folder, &error);
  g_assert_no_error (error);
  kh_store_restart_outbox_async (fixture->store, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  places = kh_store_restart_outbox_finish (fixture->store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (places->len, ==, 1);
  g_assert_cmpint (g_array_index (places, KhOutboxPlace, 0).customer, ==, NUMBER);
  assert_items (fixture->store, "city waiting Provo>Ogden");
  again = take (fixture->store);
  g_assert_cmpstr (again->key, ==, set->key);
  g_assert_cmpint (again->sent_at, ==, 1234567890);
  g_assert_true (g_bytes_equal (again->body, set->body));
}

/* What is over keeps no value, is said in the history, and is not done twice. */
static void
test_applied (KhStoreFixture *fixture,
              gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhOutboxSet) set = NULL;
  g_autoptr (GPtrArray) history = NULL;
  guint n_sent = 0;

  link_customer (fixture);
  edit (fixture->store, KH_DATAPOINT_CITY, "Ogden");
  set = take (fixture->store);
  g_assert_true (begin (fixture->store, set, NULL));
  advance (fixture->store, set, KH_OUTBOX_ACCEPTED, FALSE);
  advance (fixture->store, set, KH_OUTBOX_LOST, FALSE);
  advance (fixture->store, set, KH_OUTBOX_ACCEPTED, FALSE);
  assert_items (fixture->store, "city applied >");
  history = kh_store_test_history (fixture->store, NUMBER);
  for (guint i = 0; i < history->len; i++)
    n_sent += g_strcmp0 (((const KhHistoryRow *) g_ptr_array_index (history, i))->action, "send") == 0;
  g_assert_cmpuint (n_sent, ==, 1);
}

/* A Link that is given up takes along what was saved meanwhile. */
static void
test_dropped (KhStoreFixture *fixture,
              gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  add_customer (fixture->store);
  begin_link (fixture->store);
  edit (fixture->store, KH_DATAPOINT_COUNTY, "Utah");
  assert_items (fixture->store, "county queued >Utah");
  kh_store_drop_attempt_async (fixture->store, NUMBER, "refused", kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_true (kh_store_drop_attempt_finish (fixture->store, result, &error));
  assert_items (fixture->store, "");
}

static void
restart (KhStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) places = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_restart_outbox_async (store, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  places = kh_store_restart_outbox_finish (store, result, &error);
  g_assert_no_error (error);
}

/* While the data file is closed. */
static void
run_sql (KhStoreFixture *fixture,
         const char     *sql)
{
  g_autofree char *path = g_build_filename (fixture->folder, "keyholder.db", NULL);
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;

  kh_store_test_close (g_steal_pointer (&fixture->store));
  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
  fixture->store = kh_store_test_open (fixture->folder, &error);
  g_assert_no_error (error);
}

/* The history knows of a later time than the clock: no key is young any more. */
static void
test_clock_put_back (KhStoreFixture *fixture,
                     gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (KhOutboxSet) set = NULL;
  g_autoptr (KhOutboxSet) kept = NULL;
  g_autoptr (KhOutboxSet) doubted = NULL;

  link_customer (fixture);
  edit (fixture->store, KH_DATAPOINT_CITY, "Ogden");
  set = take (fixture->store);
  g_assert_true (begin (fixture->store, set, NULL));
  restart (fixture->store);
  kept = take (fixture->store);
  g_assert_cmpint (kept->sent_at, ==, 1234567890);
  run_sql (fixture, "DROP TRIGGER history_no_update; UPDATE history SET time = time + 7200 WHERE sequence = 2");
  restart (fixture->store);
  doubted = take (fixture->store);
  g_assert_cmpint (doubted->sent_at, ==, 0);
  g_assert_cmpstr (doubted->key, ==, kept->key);
}

static guint
count_looks (KhStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) looks = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_list_looks_async (store, 3600, 10, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  looks = kh_store_list_looks_finish (store, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < looks->len; i++)
    {
      g_assert_cmpint (g_array_index (looks, KhLook, i).customer, ==, NUMBER);
      g_assert_cmpuint (g_array_index (looks, KhLook, i).n_links, ==, 1);
    }

  return looks->len;
}

/* What was compared just now is not due, and what was at a time still to come is. */
static void
test_looks (KhStoreFixture *fixture,
            gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  link_customer (fixture);
  g_assert_cmpuint (count_looks (fixture->store), ==, 1);
  kh_store_note_same_async (fixture->store, NUMBER, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_true (kh_store_note_same_finish (fixture->store, result, &error));
  g_clear_object (&result);
  g_assert_cmpuint (count_looks (fixture->store), ==, 0);
  run_sql (fixture, "UPDATE link SET checked_at = checked_at + 86400");
  g_assert_cmpuint (count_looks (fixture->store), ==, 1);
  run_sql (fixture, "UPDATE link SET checked_at = checked_at - 86400");
  g_assert_cmpuint (count_looks (fixture->store), ==, 0);
  run_sql (fixture, "UPDATE link SET hold = 'unchecked'");
  g_assert_cmpuint (count_looks (fixture->store), ==, 1);
}

/* An account that is held without a change counts as one, and holds the next change. */
static void
test_hold (KhStoreFixture *fixture,
           gconstpointer   data G_GNUC_UNUSED)
{
  KhOutboxOutcome *outcome = kh_outbox_outcome_new (NUMBER);
  g_autoptr (GAsyncResult) advanced = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) counted = NULL;
  g_autoptr (GPtrArray) holds = NULL;
  g_autoptr (GArray) counts = NULL;
  g_autoptr (GError) error = NULL;

  link_customer (fixture);
  edit (fixture->store, KH_DATAPOINT_CITY, "Ogden");
  outcome->settled = TRUE;
  outcome->hold = KH_OUTBOX_WRONG_ACCOUNT;
  outcome->message = g_strdup ("Ask them.");
  kh_store_advance_outbox_async (fixture->store, outcome, kh_store_test_keep, &advanced);
  kh_store_test_wait_result (&advanced);
  g_assert_true (kh_store_advance_outbox_finish (fixture->store, advanced, &error));
  assert_items (fixture->store, "city held Provo>Ogden");
  edit (fixture->store, KH_DATAPOINT_COUNTY, "Utah");
  kh_store_list_holds_async (fixture->store, 0, NULL, kh_store_test_keep, &listed);
  kh_store_test_wait_result (&listed);
  holds = kh_store_list_holds_finish (fixture->store, listed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (holds->len, ==, 1);
  g_assert_cmpstr (((const KhLink *) g_ptr_array_index (holds, 0))->hold, ==, "wrong-account");
  g_assert_cmpstr (((const KhLink *) g_ptr_array_index (holds, 0))->hold_message, ==, "Ask them.");
  g_clear_object (&advanced);
  g_clear_object (&listed);
  run_sql (fixture, "DELETE FROM outbox");
  kh_store_count_outbox_async (fixture->store, 0, NULL, kh_store_test_keep, &counted);
  kh_store_test_wait_result (&counted);
  counts = kh_store_count_outbox_finish (fixture->store, counted, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts->len, ==, 1);
  g_assert_cmpint (g_array_index (counts, KhOutboxCount, 0).state, ==, KH_OUTBOX_HELD);
  g_assert_cmpuint (g_array_index (counts, KhOutboxCount, 0).n, ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, KhStoreFixture, NULL, kh_store_test_set_up, func, kh_store_test_tear_down)
  ADD ("/outbox-rows/queue", test_queue);
  ADD ("/outbox-rows/fold", test_fold);
  ADD ("/outbox-rows/shadow", test_shadow);
  ADD ("/outbox-rows/frozen", test_frozen);
  ADD ("/outbox-rows/overtaken", test_overtaken);
  ADD ("/outbox-rows/edited-meanwhile", test_edited_meanwhile);
  ADD ("/outbox-rows/restart", test_restart);
  ADD ("/outbox-rows/applied", test_applied);
  ADD ("/outbox-rows/dropped", test_dropped);
  ADD ("/outbox-rows/clock-put-back", test_clock_put_back);
  ADD ("/outbox-rows/looks", test_looks);
  ADD ("/outbox-rows/hold", test_hold);
#undef ADD

  return g_test_run ();
}
