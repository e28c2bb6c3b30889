/* test-settle.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-account.h"
#include "kh-capabilities.h"
#include "kh-change.h"
#include "kh-gate.h"
#include "kh-office-test.h"
#include "kh-row-comparison.h"
#include "kh-store-links.h"

#include <string.h>

#define CODE KH_DATAPOINT_PASSCODE

/* A linked customer in Provo, and an account that is moved on at the station. */
typedef struct {
  KhOfficeTest office;
  KhAccount *account;
  KhCapabilities *capabilities;
  KhAgreed *agreed;
  KhComparison *comparison;
} Desk;

static KhStore *
get_store (Desk *desk)
{
  return desk->office.base.store;
}

static void
save (Desk          *desk,
      KhDatapointId  id,
      const char    *value)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (get_store (desk), desk->office.number, NULL, NULL);
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (GError) error = NULL;

  kh_customer_set (customer, id, value);
  saved = kh_store_test_save (get_store (desk), customer, &error);
  g_assert_no_error (error);
}

/* The station has what the record has. */
static void
copy_to_account (Desk *desk)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (get_store (desk), desk->office.number, NULL, NULL);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapointId id = (KhDatapointId) i;
      g_autofree char *sent = kh_shadow_dup_sent (kh_store_get_catalogues (get_store (desk)), id, kh_customer_get (customer, id));

      kh_capabilities_set_field (desk->capabilities, id, KH_ABILITY_COMPARE | KH_ABILITY_WRITE, 0);
      if (kh_datapoint_get (id)->wire != NULL && !kh_datapoint_get (id)->sealed)
        kh_account_set_value (desk->account, id, KH_ACCOUNT_CLEAR, sent, NULL);
    }
}

static void
set_there (Desk          *desk,
           KhDatapointId  id,
           const char    *value,
           const char    *etag)
{
  g_autoptr (KhSecret) secret = kh_secret_new (value, -1);

  g_object_set (desk->account, "etag", etag, NULL);
  if (kh_datapoint_get (id)->sealed)
    kh_account_set_secret (desk->account, id, KH_ACCOUNT_CLEAR, secret, "c1");
  else
    kh_account_set_value (desk->account, id, KH_ACCOUNT_CLEAR, value, NULL);
}

/* What a Link leaves in the data file. */
static void
link_customer (Desk   *desk,
               gint64  company)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (get_store (desk), desk->office.number, NULL, NULL);
  g_autoptr (KhLinkAttempt) attempt = kh_link_attempt_new ();
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (GAsyncResult) finished = NULL;
  g_autoptr (KhLink) link = NULL;
  g_autoptr (GError) error = NULL;

  attempt->customer = desk->office.number;
  attempt->revision = kh_customer_get_revision (customer);
  attempt->company = company;
  attempt->account = g_strdup ("D1");
  attempt->number = g_strdup ("DY-1");
  attempt->etag = g_strdup ("\"17\"");
  attempt->key = g_uuid_string_random ();
  attempt->reference_key = g_uuid_string_random ();
  attempt->author = g_strdup ("Maria");
  attempt->seen = kh_shadow_new_from_account (desk->account);
  kh_store_begin_attempt_async (get_store (desk), attempt, NULL, kh_store_test_keep, &begun);
  kh_store_test_wait_result (&begun);
  kh_store_begin_attempt_finish (get_store (desk), begun, &error);
  g_assert_no_error (error);
  kh_store_finish_attempt_async (get_store (desk), desk->office.number, kh_store_test_keep, &finished);
  kh_store_test_wait_result (&finished);
  link = kh_store_finish_attempt_finish (get_store (desk), finished, &error);
  g_assert_no_error (error);
}

static void
set_up (Desk          *desk,
        gconstpointer  data)
{
  g_autofree char *company = NULL;
  gint64 id;

  kh_office_test_set_up (&desk->office, data);
  kh_office_test_sign_in (&desk->office, desk->office.owner, KH_OFFICE_OWNER_PASSWORD);
  id = kh_store_test_add_company (get_store (desk), "Dynamark", KH_MONITOR_BOLD, "https://dynamark.example");
  company = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  save (desk, KH_DATAPOINT_CITY, "Provo");
  save (desk, KH_DATAPOINT_MONITORING_COMPANY, company);
  save (desk, KH_DATAPOINT_ACCOUNT_NUMBER, "DY-1");
  kh_office_test_set (&desk->office, CODE, "ROSEBUD");
  desk->account = kh_account_new ();
  desk->capabilities = kh_capabilities_new ();
  g_object_set (desk->account, "id", "D1", "number", "DY-1", NULL);
  copy_to_account (desk);
  set_there (desk, CODE, "ROSEBUD", "\"17\"");
  kh_account_set_secret (desk->account, KH_DATAPOINT_DURESS_CODE, KH_ACCOUNT_CLEAR, NULL, NULL);
  link_customer (desk, id);
}

static void
tear_down (Desk          *desk,
           gconstpointer  data)
{
  g_clear_object (&desk->comparison);
  g_clear_pointer (&desk->agreed, kh_agreed_free);
  g_clear_object (&desk->account);
  g_clear_object (&desk->capabilities);
  kh_office_test_tear_down (&desk->office, data);
}

/* What the watcher keeps where it finds the account so. */
static void
hold (Desk          *desk,
      KhDatapointId  id,
      const char    *seen)
{
  KhOutboxOutcome *outcome = kh_outbox_outcome_new (desk->office.number);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) loaded = NULL;
  g_autoptr (KhAgreed) agreed = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_load_agreed_async (get_store (desk), desk->office.number, NULL, kh_store_test_keep, &loaded);
  kh_store_test_wait_result (&loaded);
  agreed = kh_store_load_agreed_finish (get_store (desk), loaded, &error);
  g_assert_no_error (error);
  outcome->settled = TRUE;
  outcome->hold = KH_OUTBOX_FOREIGN;
  outcome->shadow = kh_shadow_copy (agreed->shadow);
  outcome->etag = g_strdup ("\"17\"");
  kh_shadow_set_seen (outcome->shadow, id, seen);
  kh_store_advance_outbox_async (get_store (desk), outcome, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_advance_outbox_finish (get_store (desk), result, &error);
  g_assert_no_error (error);
}

static KhAgreed *
load_agreed (Desk    *desk,
             GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_load_agreed_async (get_store (desk), desk->office.number, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_load_agreed_finish (get_store (desk), result, error);
}

/* Gives how many values are in conflict that whoever is signed in may not view. */
static guint
compare (Desk *desk)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GHashTable) secrets = NULL;
  g_autoptr (GError) error = NULL;
  KhShadowSides sides;

  desk->agreed = load_agreed (desk, &error);
  g_assert_no_error (error);
  kh_store_load_secrets_async (get_store (desk), desk->office.number, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  secrets = kh_store_load_secrets_finish (get_store (desk), result, &error);
  g_assert_no_error (error);
  sides = (KhShadowSides) {
    .shadow = desk->agreed->shadow,
    .account = desk->account,
    .same_version = g_strcmp0 (kh_account_get_etag (desk->account), desk->agreed->link->etag) == 0,
    .customer = desk->agreed->customer,
    .catalogues = kh_store_get_catalogues (get_store (desk)),
  };
  desk->comparison = kh_comparison_new_with_secrets (desk->agreed->customer, desk->account, desk->capabilities,
                                                     sides.catalogues, kh_store_get_grants (get_store (desk)), secrets);

  return kh_comparison_take_agreed (desk->comparison, &sides, desk->agreed->items);
}

static void
choose (Desk          *desk,
        KhDatapointId  id,
        KhResolution   resolution)
{
  kh_discrepancy_set_resolution (kh_comparison_get (desk->comparison, id), resolution);
  g_assert_cmpint (kh_discrepancy_get_resolution (kh_comparison_get (desk->comparison, id)), ==, resolution);
}

static gboolean
settle (Desk      *desk,
        gboolean   whole,
        GError   **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_settle_async (get_store (desk), kh_settlement_new (desk->comparison, desk->agreed->link, NULL, whole),
                         kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_settle_finish (get_store (desk), result, error);
}

static void
settles (Desk *desk)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (settle (desk, TRUE, &error));
  g_assert_no_error (error);
}

static void
assert_items (Desk       *desk,
              const char *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_list_outbox_async (get_store (desk), desk->office.number, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  items = kh_store_list_outbox_finish (get_store (desk), result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (items, i);

      g_string_append_printf (text, "%s%s %s %s", text->len > 0 ? ", " : "", kh_datapoint_get (item->datapoint)->key,
                              kh_outbox_state_to_string (item->state), item->value != NULL ? item->value : "");
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_kept (Desk          *desk,
             KhDatapointId  id,
             const char    *value)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (get_store (desk), desk->office.number, NULL, NULL);

  g_assert_cmpstr (kh_customer_get (customer, id), ==, value);
}

/* What is agreed on now, of which version, and whether nothing holds the account. */
static void
assert_agreed (Desk       *desk,
               const char *city,
               const char *etag,
               const char *held)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhOutboxSet) set = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_take_account_async (get_store (desk), desk->office.number, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  set = kh_store_take_due_finish (get_store (desk), result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (set->shadow->entries[KH_DATAPOINT_CITY].value, ==, city);
  g_assert_cmpstr (set->link->etag, ==, etag);
  g_assert_cmpstr (set->link->hold, ==, held);
  g_assert_cmpint (set->shadow_known, ==, held == NULL);
  g_assert_cmpint (set->shadow->entries[KH_DATAPOINT_CITY].seen_set, ==, FALSE);
}

static guint
count_history (Desk          *desk,
               const char    *action,
               KhDatapointId  id)
{
  g_autoptr (GPtrArray) history = kh_store_test_history (get_store (desk), desk->office.number);
  guint n = 0;

  for (guint i = 0; i < history->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (history, i);

      n += g_strcmp0 (row->action, action) == 0 && g_strcmp0 (row->datapoint, kh_datapoint_get (id)->key) == 0;
    }

  return n;
}

static void
move_city (Desk *desk)
{
  set_there (desk, KH_DATAPOINT_CITY, "Logan", "\"18\"");
  hold (desk, KH_DATAPOINT_CITY, "Logan");
}

/* Ours goes out the ordinary way, with the version and the value that were seen. */
static void
test_ours (Desk          *desk,
           gconstpointer  data G_GNUC_UNUSED)
{
  move_city (desk);
  g_assert_cmpuint (compare (desk), ==, 0);
  g_assert_cmpuint (kh_comparison_count_undecided (desk->comparison), ==, 1);
  choose (desk, KH_DATAPOINT_CITY, KH_RESOLUTION_OURS);
  settles (desk);
  assert_kept (desk, KH_DATAPOINT_CITY, "Provo");
  assert_items (desk, "city queued Provo");
  assert_agreed (desk, "Logan", "\"18\"", NULL);
  g_assert_cmpuint (count_history (desk, "insist", KH_DATAPOINT_CITY), ==, 1);
}

/* A reading that was on its way when it was settled holds it no more. */
static void
test_outrun (Desk          *desk,
             gconstpointer  data G_GNUC_UNUSED)
{
  move_city (desk);
  compare (desk);
  choose (desk, KH_DATAPOINT_CITY, KH_RESOLUTION_THEIRS);
  settles (desk);
  hold (desk, KH_DATAPOINT_CITY, "Logan");
  assert_agreed (desk, "Logan", "\"18\"", NULL);
}

/* A change that waited meanwhile goes with it, and so does one that was held with the account. */
static void
test_ours_held (Desk          *desk,
                gconstpointer  data G_GNUC_UNUSED)
{
  move_city (desk);
  save (desk, KH_DATAPOINT_CITY, "Ogden");
  save (desk, KH_DATAPOINT_COUNTY, "Weber");
  assert_items (desk, "city held Ogden, county held Weber");
  compare (desk);
  choose (desk, KH_DATAPOINT_CITY, KH_RESOLUTION_OURS);
  settles (desk);
  assert_items (desk, "city queued Ogden, county queued Weber");
  assert_agreed (desk, "Logan", "\"18\"", NULL);
}

static void
test_theirs (Desk          *desk,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  move_city (desk);
  save (desk, KH_DATAPOINT_CITY, "Ogden");
  compare (desk);
  choose (desk, KH_DATAPOINT_CITY, KH_RESOLUTION_THEIRS);
  settles (desk);
  assert_kept (desk, KH_DATAPOINT_CITY, "Logan");
  assert_items (desk, "city superseded ");
  assert_agreed (desk, "Logan", "\"18\"", NULL);
  g_assert_cmpuint (count_history (desk, "settle", KH_DATAPOINT_CITY), ==, 1);
  g_assert_cmpuint (count_history (desk, "discard-change", KH_DATAPOINT_CITY), ==, 1);
  /* Once is enough. */
  g_assert_false (settle (desk, TRUE, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
}

/* Both are left: what waited is given up, and the account is not held for it again. */
static void
test_leave (Desk          *desk,
            gconstpointer  data G_GNUC_UNUSED)
{
  move_city (desk);
  save (desk, KH_DATAPOINT_CITY, "Ogden");
  compare (desk);
  choose (desk, KH_DATAPOINT_CITY, KH_RESOLUTION_LEAVE);
  settles (desk);
  assert_kept (desk, KH_DATAPOINT_CITY, "Ogden");
  assert_items (desk, "city superseded ");
  assert_agreed (desk, "Logan", "\"18\"", NULL);
  g_assert_cmpuint (count_history (desk, "agree", KH_DATAPOINT_CITY), ==, 1);
}

/* A record that was saved meanwhile is another one than was decided about. */
static void
test_conflict (Desk          *desk,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  move_city (desk);
  compare (desk);
  choose (desk, KH_DATAPOINT_CITY, KH_RESOLUTION_THEIRS);
  save (desk, KH_DATAPOINT_ADDRESS_1, "1 New St");
  g_assert_false (settle (desk, TRUE, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  assert_kept (desk, KH_DATAPOINT_CITY, "Provo");
  assert_items (desk, "address-1 held 1 New St");
  g_assert_cmpuint (count_history (desk, "settle", KH_DATAPOINT_CITY), ==, 0);
}

/* While it is not known what the station has got, nothing is decided. */
static void
test_under_way (Desk          *desk,
                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GAsyncResult) taken = NULL;
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (KhOutboxSet) set = NULL;
  g_autoptr (KhAgreed) agreed = NULL;
  g_autoptr (GError) error = NULL;

  save (desk, KH_DATAPOINT_CITY, "Ogden");
  compare (desk);
  kh_store_take_due_async (get_store (desk), desk->office.number, NULL, kh_store_test_keep, &taken);
  kh_store_test_wait_result (&taken);
  set = kh_store_take_due_finish (get_store (desk), taken, &error);
  g_assert_no_error (error);
  set->key = g_uuid_string_random ();
  set->etag = g_strdup ("\"17\"");
  set->body = g_bytes_new ("{}", 2);
  set->sent_at = 1234567890;
  kh_store_begin_outbox_async (get_store (desk), set, kh_store_test_keep, &begun);
  kh_store_test_wait_result (&begun);
  g_assert_true (kh_store_begin_outbox_finish (get_store (desk), begun, &error));
  g_assert_false (settle (desk, TRUE, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_UNSENT);
  g_clear_error (&error);
  agreed = load_agreed (desk, &error);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_UNSENT);
}

/* What was found foreign by somebody who may see it, and is not decided about, holds on. */
static void
test_not_whole (Desk          *desk,
                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  move_city (desk);
  save (desk, KH_DATAPOINT_COUNTY, "Weber");
  compare (desk);
  choose (desk, KH_DATAPOINT_CITY, KH_RESOLUTION_OURS);
  g_assert_true (settle (desk, FALSE, &error));
  assert_items (desk, "county held Weber, city held Provo");
  assert_agreed (desk, "Logan", "\"17\"", "foreign");
}

/* Whoever may not link settles nothing. */
static void
test_denied (Desk          *desk,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  move_city (desk);
  compare (desk);
  choose (desk, KH_DATAPOINT_CITY, KH_RESOLUTION_THEIRS);
  kh_office_test_sign_in (&desk->office, desk->office.clerk, KH_OFFICE_CLERK_PASSWORD);
  g_assert_false (settle (desk, TRUE, &error));
  g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  assert_kept (desk, KH_DATAPOINT_CITY, "Provo");
}

/* The station's passcode is taken, sealed, and said in the history without a value. */
static void
test_passcode (Desk          *desk,
               gconstpointer  data G_GNUC_UNUSED)
{
  set_there (desk, CODE, "LILAC", "\"18\"");
  compare (desk);
  g_assert_cmpuint (kh_comparison_count_undecided (desk->comparison), ==, 1);
  choose (desk, CODE, KH_RESOLUTION_THEIRS);
  settles (desk);
  kh_office_test_expect (&desk->office, CODE, "LILAC");
  assert_items (desk, "");
  g_assert_cmpuint (count_history (desk, "settle", CODE), ==, 1);
  assert_agreed (desk, "Provo", "\"18\"", NULL);
}

/* Ours is written over it; and two codes that would be one are not taken. */
static void
test_passcode_ours (Desk          *desk,
                    gconstpointer  data G_GNUC_UNUSED)
{
  set_there (desk, CODE, "LILAC", "\"18\"");
  compare (desk);
  choose (desk, CODE, KH_RESOLUTION_OURS);
  settles (desk);
  kh_office_test_expect (&desk->office, CODE, "ROSEBUD");
  assert_items (desk, "passcode queued ");
}

static void
test_twins (Desk          *desk,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  set_there (desk, KH_DATAPOINT_DURESS_CODE, "ROSEBUD", "\"18\"");
  compare (desk);
  choose (desk, KH_DATAPOINT_DURESS_CODE, KH_RESOLUTION_THEIRS);
  g_assert_false (settle (desk, TRUE, &error));
  g_assert_nonnull (error);
  assert_agreed (desk, "Provo", "\"17\"", NULL);
}

/* Rows of the tables */

static KhRows *
load_rows (Desk      *desk,
           KhTableId  table)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhRows *rows;

  kh_store_load_table_async (get_store (desk), desk->office.number, table, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_load_table_finish (get_store (desk), result, &error);
  g_assert_no_error (error);

  return rows;
}

static void
add_contact (Desk       *desk,
             const char *name,
             const char *pin)
{
  g_autoptr (GPtrArray) changes = kh_row_changes_new ();
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_CONTACTS);
  g_autoptr (KhSecret) secret = kh_secret_new (pin, -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhRows) rows = NULL;
  g_autoptr (GError) error = NULL;

  kh_row_set (row, KH_CONTACT_ORDER, "1");
  kh_row_set (row, KH_CONTACT_NAME, name);
  g_ptr_array_add (changes, kh_row_change_new (row, NULL, FALSE));
  kh_row_change_set_secret (g_ptr_array_index (changes, 0), KH_CONTACT_PIN, secret);
  kh_store_save_table_async (get_store (desk), desk->office.number, KH_TABLE_CONTACTS, changes, NULL, kh_store_test_keep,
                             &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_save_table_finish (get_store (desk), result, &error);
  g_assert_no_error (error);
}

static void
add_there (Desk       *desk,
           KhTableId   table,
           const char *item,
           guint       column,
           const char *value,
           guint       other,
           const char *other_value)
{
  g_autoptr (KhRow) row = kh_row_new (table);

  kh_row_set_item (row, item);
  kh_row_set (row, column, value);
  kh_row_set (row, other, other_value);
  kh_rows_append (kh_account_get_rows (desk->account, table), row);
}

/* Takes the station's of every row that may be taken. */
static void
compare_rows (Desk *desk)
{
  KhRowComparisonSides sides = {
    .account = desk->account,
    .terms = { KH_MONITOR_GENERIC, FALSE, 0 },
    .station = "Dynamark",
    .grants = kh_store_get_grants (get_store (desk)),
    .context = { .catalogues = kh_store_get_catalogues (get_store (desk)) },
  };
  g_autoptr (KhRowComparison) rows = NULL;

  compare (desk);
  sides.shadow = desk->agreed->shadow;
  rows = kh_row_comparison_new (desk->agreed->rows, &sides);
  kh_comparison_set_rows (desk->comparison, rows);
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr (KhRowDiscrepancy) row = g_list_model_get_item (G_LIST_MODEL (rows), i);

      kh_row_discrepancy_set_resolution (row, KH_RESOLUTION_THEIRS);
    }
}

static guint
count_row_history (Desk       *desk,
                   const char *action,
                   const char *place)
{
  g_autoptr (GPtrArray) history = kh_store_test_history (get_store (desk), desk->office.number);
  guint n = 0;

  for (guint i = 0; i < history->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (history, i);

      n += g_strcmp0 (row->action, action) == 0 && row->datapoint != NULL && g_str_has_prefix (row->datapoint, place);
    }

  return n;
}

/* Values and rows are taken together, told in the history as a save is, and known to be there. Who
 * comes new is called last, and what is sealed of the others is left. */
static void
test_rows (Desk          *desk,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhRows) rows = NULL;
  g_autoptr (KhAgreed) agreed = NULL;

  add_contact (desk, "Bob Lee", "4711");
  add_there (desk, KH_TABLE_CONTACTS, "c8", KH_CONTACT_NAME, "Bob Lee", KH_CONTACT_RELATION, "uncle");
  add_there (desk, KH_TABLE_CONTACTS, "c9", KH_CONTACT_NAME, "Una Lee", KH_CONTACT_ORDER, "1");
  move_city (desk);
  compare_rows (desk);
  choose (desk, KH_DATAPOINT_CITY, KH_RESOLUTION_THEIRS);
  settles (desk);

  assert_kept (desk, KH_DATAPOINT_CITY, "Logan");
  rows = load_rows (desk, KH_TABLE_CONTACTS);
  g_assert_cmpuint (kh_rows_get_n (rows), ==, 2);
  g_assert_cmpstr (kh_row_get (kh_rows_get (rows, 0), KH_CONTACT_RELATION), ==, "uncle");
  g_assert_true (kh_row_is_sealed (kh_rows_get (rows, 0), KH_CONTACT_PIN));
  g_assert_cmpstr (kh_row_get (kh_rows_get (rows, 1), KH_CONTACT_NAME), ==, "Una Lee");
  g_assert_cmpstr (kh_row_get (kh_rows_get (rows, 1), KH_CONTACT_ORDER), ==, "2");
  g_assert_cmpuint (count_row_history (desk, "change", "contacts/relation#1"), ==, 1);
  g_assert_cmpuint (count_row_history (desk, "add-row", "contacts#2"), ==, 1);
  g_clear_pointer (&desk->agreed, kh_agreed_free);
  agreed = load_agreed (desk, NULL);
  g_assert_cmpstr (kh_shadow_get_row (agreed->shadow, "contacts#2")->item, ==, "c9");
}

/* What would break a rule of ours is refused, and with it the rest. */
static void
test_rows_refused (Desk          *desk,
                   gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhRows) rows = NULL;
  g_autoptr (GError) error = NULL;

  add_there (desk, KH_TABLE_ZONES, "z1", KH_ZONE_NUMBER, "001", KH_ZONE_DESCRIPTION, "Front door");
  add_there (desk, KH_TABLE_ZONES, "z2", KH_ZONE_NUMBER, "001", KH_ZONE_DESCRIPTION, "Back door");
  move_city (desk);
  compare_rows (desk);
  choose (desk, KH_DATAPOINT_CITY, KH_RESOLUTION_THEIRS);
  g_assert_false (settle (desk, TRUE, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "Zones"));
  rows = load_rows (desk, KH_TABLE_ZONES);
  g_assert_cmpuint (kh_rows_get_n (rows), ==, 0);
  assert_kept (desk, KH_DATAPOINT_CITY, "Provo");
}

/* What was changed here after it was compared is not taken over. */
static void
test_rows_outrun (Desk          *desk,
                  gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhRows) rows = NULL;
  g_autoptr (GError) error = NULL;

  add_there (desk, KH_TABLE_CONTACTS, "c9", KH_CONTACT_NAME, "Una Lee", KH_CONTACT_ORDER, "1");
  compare_rows (desk);
  add_contact (desk, "Bob Lee", "4711");
  g_assert_false (settle (desk, TRUE, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  rows = load_rows (desk, KH_TABLE_CONTACTS);
  g_assert_cmpuint (kh_rows_get_n (rows), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add ("/settle/" path, Desk, NULL, set_up, func, tear_down)
  ADD ("ours", test_ours);
  ADD ("ours-held", test_ours_held);
  ADD ("outrun", test_outrun);
  ADD ("theirs", test_theirs);
  ADD ("leave", test_leave);
  ADD ("conflict", test_conflict);
  ADD ("under-way", test_under_way);
  ADD ("not-whole", test_not_whole);
  ADD ("denied", test_denied);
  ADD ("passcode", test_passcode);
  ADD ("passcode-ours", test_passcode_ours);
  ADD ("twins", test_twins);
  ADD ("rows", test_rows);
  ADD ("rows-refused", test_rows_refused);
  ADD ("rows-outrun", test_rows_outrun);
#undef ADD

  return g_test_run ();
}
