/* test-sheller.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-account.h"
#include "kh-change.h"
#include "kh-history.h"
#include "kh-link-fixture.h"
#include "kh-sheller.h"
#include "kh-store-links.h"
#include "kh-store-test.h"

#include <string.h>

#define HOUR (60 * 60)
#define NUMBER "8001"
#define ACCOUNT "SUMMIT8001"

/* A child of this program presses Shell Account. */
#define CHILD_ARGUMENT "--create"

typedef struct {
  KhLinkFixture base;
  gint64 customer;
  KhSheller *sheller;
} Office;

static void
office_init (Office *self)
{
  memset (self, 0, sizeof *self);
  kh_link_fixture_init (&self->base);
  kh_link_fixture_make_owner (&self->base);
  self->customer = kh_link_fixture_add_customer (&self->base, NULL, NULL);
  kh_link_fixture_make_ready (&self->base, self->customer);
  self->sheller = kh_sheller_new (self->base.store, self->base.stations, self->customer);
}

static void
office_clear (Office *self)
{
  g_assert_finalize_object (self->sheller);
  kh_link_fixture_clear (&self->base);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Office, office_clear)

/* Gives the link that it ended with, or NULL. */
static KhLink *
prepare (Office  *self,
         GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  KhLink *link = NULL;

  kh_sheller_prepare_async (self->sheller, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_sheller_prepare_finish (self->sheller, result, &link, error);

  return link;
}

static void
prepare_well (Office *self)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (prepare (self, &error));
  g_assert_no_error (error);
}

static KhLink *
create (Office      *self,
        const char  *number,
        GError     **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  prepare_well (self);
  kh_sheller_create_async (self->sheller, number, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_sheller_create_finish (self->sheller, result, error);
}

/* The accounts with that number that the station has, as anybody would ask for them. */
static guint
count_accounts (Office     *self,
                const char *number)
{
  KhCompany *company = kh_catalogues_get_company (kh_store_get_catalogues (self->base.store), self->base.company);
  g_autoptr (GAsyncResult) got = NULL;
  g_autoptr (GAsyncResult) looked_up = NULL;
  g_autoptr (KhStation) station = NULL;
  g_autoptr (KhLookUp) look_up = NULL;
  g_autoptr (GError) error = NULL;

  kh_stations_get_async (self->base.stations, company, NULL, kh_store_test_keep, &got);
  kh_store_test_wait_result (&got);
  station = kh_stations_get_finish (self->base.stations, got, &error);
  g_assert_no_error (error);
  kh_station_look_up_async (station, number, NULL, NULL, kh_store_test_keep, &looked_up);
  kh_store_test_wait_result (&looked_up);
  look_up = kh_station_look_up_finish (station, looked_up, &error);
  g_assert_no_error (error);

  return look_up->accounts->len;
}

static void
assert_linked (Office   *self,
               gboolean  linked)
{
  g_autoptr (KhLink) link = NULL;
  g_autoptr (KhCustomer) customer = kh_link_fixture_load (&self->base, self->customer, &link);
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, self->customer);

  g_assert_cmpint (link != NULL, ==, linked);
  g_assert_cmpuint (count_accounts (self, NUMBER), ==, linked ? 1 : 0);
  g_assert_cmpuint (kh_link_fixture_count_attempts (&self->base), ==, 0);
  if (linked)
    {
      g_autoptr (KhAccount) account = kh_link_fixture_read_account (&self->base, ACCOUNT);

      g_assert_cmpstr (link->number, ==, NUMBER);
      g_assert_cmpstr (link->account, ==, ACCOUNT);
      g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_ACCOUNT_NUMBER), ==, NUMBER);
      g_assert_cmpstr (kh_account_get_external_ref (account), ==, number);
      g_assert_cmpstr (kh_account_get_value (account, KH_DATAPOINT_ADDRESS_1), ==, "12 Oak Avenue");
      g_assert_cmpstr (kh_secret_get_text (kh_account_get_secret (account, KH_DATAPOINT_PASSCODE)), ==, KH_LINK_PASSCODE);
    }
}

static gboolean
has_history (Office     *self,
             const char *action)
{
  g_autoptr (GPtrArray) rows = kh_store_test_history (self->base.store, self->customer);

  for (guint i = 0; i < rows->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows, i);

      if (strcmp (row->action, action) == 0)
        return TRUE;
    }

  return FALSE;
}

/* What follows the account, once somebody sends it. */
static void
assert_queued (Office     *self,
               const char *key)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_list_outbox_async (self->base.store, self->customer, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  items = kh_store_list_outbox_finish (self->base.store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (items->len, ==, 1);
  g_assert_cmpstr (kh_outbox_item_get_key (g_ptr_array_index (items, 0)), ==, key);
}

/* Areas and zones */

static void
add_row (Office     *self,
         KhRow      *row)
{
  g_autoptr (GPtrArray) changes = kh_row_changes_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhRows) rows = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (changes, kh_row_change_new (row, NULL, FALSE));
  kh_store_save_table_async (self->base.store, self->customer, kh_row_get_table (row), changes, NULL, kh_store_test_keep,
                             &result);
  kh_store_test_wait_result (&result);
  rows = kh_store_save_table_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

static void
add_zone (Office     *self,
          const char *system,
          const char *number,
          const char *description)
{
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_ZONES);

  kh_row_set (row, KH_ZONE_SYSTEM, system);
  kh_row_set (row, KH_ZONE_NUMBER, number);
  kh_row_set (row, KH_ZONE_DESCRIPTION, description);
  kh_row_set (row, KH_ZONE_EVENT, "BA");
  add_row (self, row);
}

/* They go with the account where the company's setting says so, each into its system, and else not. */
static void
test_zones (void)
{
  for (guint sends = 0; sends <= 1; sends++)
    {
      g_auto (Office) office = { 0 };
      g_autoptr (KhRow) area = kh_row_new (KH_TABLE_AREAS);
      g_autoptr (KhAccount) account = NULL;
      g_autoptr (KhLink) link = NULL;
      g_autoptr (GError) error = NULL;
      KhRows *zones;

      office_init (&office);
      if (sends == 1)
        kh_link_fixture_set_sends_zones (&office.base, TRUE);
      kh_row_set (area, KH_AREA_DESCRIPTION, "House");
      add_row (&office, area);
      add_zone (&office, "1", "001", "Front door");
      add_zone (&office, "2", "001", "Shed");
      link = create (&office, NUMBER, &error);
      g_assert_no_error (error);
      account = kh_link_fixture_read_account (&office.base, ACCOUNT);
      zones = kh_account_get_rows (account, KH_TABLE_ZONES);
      g_assert_cmpuint (kh_rows_get_n (kh_account_get_rows (account, KH_TABLE_AREAS)), ==, sends);
      g_assert_cmpuint (kh_rows_get_n (zones), ==, 2 * sends);
      if (sends == 0)
        continue;
      g_assert_cmpstr (kh_row_get (kh_rows_get (zones, 1), KH_ZONE_SYSTEM), ==, "2");
      g_assert_cmpstr (kh_row_get (kh_rows_get (zones, 1), KH_ZONE_NUMBER), ==, "001");
      g_assert_cmpstr (kh_row_get (kh_rows_get (zones, 1), KH_ZONE_DESCRIPTION), ==, "Shed");
      g_assert_cmpstr (kh_row_get (kh_rows_get (zones, 1), KH_ZONE_EVENT), ==, "BA");
    }
}

/* An event that the station has no code for keeps the account from being made, and is told by its zone's number. */
static void
test_unknown_event (void)
{
  g_auto (Office) office = { 0 };
  g_autoptr (KhRow) row = kh_row_new (KH_TABLE_ZONES);
  g_autoptr (KhLink) link = NULL;
  g_autoptr (GPtrArray) lacks = NULL;
  g_autoptr (GError) error = NULL;

  office_init (&office);
  kh_link_fixture_set_sends_zones (&office.base, TRUE);
  add_zone (&office, "1", "001", "Front door");
  add_zone (&office, "2", "001", "Gate");
  kh_row_set (row, KH_ZONE_SYSTEM, "2");
  kh_row_set (row, KH_ZONE_NUMBER, "002");
  kh_row_set (row, KH_ZONE_DESCRIPTION, "Shed");
  kh_row_set (row, KH_ZONE_EVENT, "Burglary");
  add_row (&office, row);
  link = create (&office, NUMBER, &error);
  g_assert_null (link);
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_INVALID);
  g_assert_cmpstr (error->message, ==, "Dynamark refuses Zone 002, Event: The station's list has no such code. "
                                       "Nothing was changed there. Correct it, or leave it out.");
  lacks = kh_sheller_list_refused (office.sheller, error);
  g_assert_cmpuint (lacks->len, ==, 0);
  g_assert_cmpuint (count_accounts (&office, NUMBER), ==, 0);
}

static void
test_creates (void)
{
  g_auto (Office) office = { 0 };
  g_autoptr (KhShellPlan) plan = NULL;
  g_autoptr (KhLink) link = NULL;
  g_autoptr (KhLink) again = NULL;
  g_autoptr (GError) error = NULL;

  office_init (&office);
  prepare_well (&office);
  plan = kh_sheller_make_plan (office.sheller, NULL);
  for (guint i = 0; i < plan->lacks->len; i++)
    g_test_message ("%s", kh_shell_lack_get_label (g_ptr_array_index (plan->lacks, i)));
  g_assert_cmpuint (plan->lacks->len, ==, 0);
  g_assert_cmpstr (kh_company_get_name (kh_sheller_get_company (office.sheller)), ==, "Dynamark");
  link = create (&office, NUMBER, &error);
  g_assert_no_error (error);
  assert_linked (&office, TRUE);
  g_assert_cmpuint (kh_reference_station_count (office.base.station, KH_REFERENCE_CREATE), ==, 1);
  g_assert_true (has_history (&office, "shell"));
  g_assert_true (has_history (&office, "send"));
  g_assert_true (has_history (&office, "link"));
  g_assert_false (kh_link_fixture_file_has (&office.base, KH_LINK_PASSCODE));
  assert_queued (&office, "contacts#1");

  /* Whoever comes too late is told of the link. */
  again = prepare (&office, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (again->number, ==, NUMBER);
}

typedef struct {
  const char *name;
  const char *fault;
  guint n_sent;        /* how often the account is asked for */
  gboolean linked;
} Row;

/* What goes wrong and is over before the clerk has got an answer. */
static const Row rows[] = {
  { "answer-lost-once", "drop-after@create*1", 2, TRUE },
  { "unsent-once", "drop@create*1", 2, TRUE },
  { "answer-lost-always", "drop-after@create*3", 3, TRUE },
  { "reference-lost", "drop-after@reference*1", 1, TRUE },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_auto (Office) office = { 0 };
  g_autoptr (KhLink) link = NULL;
  g_autoptr (GError) error = NULL;

  office_init (&office);
  kh_link_fixture_fault (&office.base, row->fault);
  link = create (&office, NUMBER, &error);
  g_assert_no_error (error);
  g_assert_cmpint (link != NULL, ==, row->linked);
  g_assert_cmpuint (kh_reference_station_count (office.base.station, KH_REFERENCE_CREATE), ==, row->n_sent);
  kh_reference_station_clear_faults (office.base.station);
  assert_linked (&office, row->linked);
}

/* Something is left under way, whatever becomes of it. */
static void
leave_attempt (Office     *self,
               const char *fault)
{
  g_autoptr (KhLink) link = NULL;
  g_autoptr (GError) error = NULL;

  kh_link_fixture_fault (&self->base, fault);
  kh_link_fixture_fault (&self->base, "drop@lookup");
  link = create (self, NUMBER, &error);
  g_assert_null (link);
  g_assert_error (error, KH_LINKER_ERROR, KH_LINKER_ERROR_UNFINISHED);
  g_assert_cmpuint (kh_link_fixture_count_attempts (&self->base), ==, 1);
  g_assert_false (kh_link_fixture_file_has (&self->base, KH_LINK_PASSCODE));
  kh_reference_station_clear_faults (self->base.station);
}

static KhLinkAttempt *
load_attempt (Office *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) attempts = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_list_attempts_async (self->base.store, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  attempts = kh_store_list_attempts_finish (self->base.store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attempts->len, ==, 1);

  return kh_link_attempt_copy (g_ptr_array_index (attempts, 0));
}

/* As if it had been begun earlier. */
static void
make_older (Office *self,
            gint64  seconds)
{
  g_autoptr (KhLinkAttempt) attempt = load_attempt (self);
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (GAsyncResult) dropped = NULL;
  g_autoptr (GAsyncResult) begun = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_drop_attempt_async (self->base.store, self->customer, "test", kh_store_test_keep, &dropped);
  kh_store_test_wait_result (&dropped);
  kh_store_drop_attempt_finish (self->base.store, dropped, &error);
  g_assert_no_error (error);
  customer = kh_link_fixture_load (&self->base, self->customer, NULL);
  attempt->revision = kh_customer_get_revision (customer);
  attempt->started_at -= seconds;
  kh_store_begin_attempt_async (self->base.store, attempt, NULL, kh_store_test_keep, &begun);
  kh_store_test_wait_result (&begun);
  kh_store_begin_attempt_finish (self->base.store, begun, &error);
  g_assert_no_error (error);
}

typedef struct {
  const char *name;
  const char *fault;
  gint64 age;
  gboolean linked;
  guint n_sent;        /* by the recovery */
} Late;

static const Late late[] = {
  { "young-unsent", "drop@create", 0, TRUE, 1 },
  { "young-answer-lost", "drop-after@create", 0, TRUE, 1 },
  { "old-unsent", "drop@create", 21 * HOUR, FALSE, 0 },
  { "old-answer-lost", "drop-after@create", 21 * HOUR, TRUE, 0 },
  { "from-the-future", "drop-after@create", -HOUR, TRUE, 0 },
};

static void
test_late (gconstpointer data)
{
  const Late *row = data;
  g_auto (Office) office = { 0 };
  g_autoptr (KhRecovery) recovery = NULL;
  guint before;

  office_init (&office);
  leave_attempt (&office, row->fault);
  make_older (&office, row->age);
  before = kh_reference_station_count (office.base.station, KH_REFERENCE_CREATE);
  recovery = kh_link_fixture_recover (&office.base);
  g_assert_cmpuint (recovery->finished->len, ==, row->linked ? 1 : 0);
  g_assert_cmpuint (recovery->dropped->len, ==, row->linked ? 0 : 1);
  g_assert_cmpuint (kh_reference_station_count (office.base.station, KH_REFERENCE_CREATE) - before, ==, row->n_sent);
  assert_linked (&office, row->linked);
}

/* The clerk tries again before anybody asked what became of it: one account, the first. */
static void
test_tries_again (void)
{
  g_auto (Office) office = { 0 };
  g_autoptr (KhLink) link = NULL;
  g_autoptr (GError) error = NULL;

  office_init (&office);
  leave_attempt (&office, "drop-after@create");
  link = prepare (&office, &error);
  g_assert_no_error (error);
  g_assert_nonnull (link);
  assert_linked (&office, TRUE);
}

/* Nobody who has the keys is there: it is only looked for. */
static void
test_locked (void)
{
  g_auto (Office) office = { 0 };
  g_autofree char *folder = NULL;
  g_autoptr (KhRecovery) recovery = NULL;
  guint before;

  office_init (&office);
  leave_attempt (&office, "drop-after@create");
  folder = g_strdup (office.base.folder);
  g_clear_object (&office.sheller);
  kh_link_fixture_close (&office.base);
  kh_link_fixture_open (&office.base, folder);
  before = kh_reference_station_count (office.base.station, KH_REFERENCE_CREATE);
  recovery = kh_link_fixture_recover (&office.base);
  g_assert_cmpuint (recovery->finished->len, ==, 1);
  g_assert_cmpuint (kh_reference_station_count (office.base.station, KH_REFERENCE_CREATE), ==, before);
  kh_link_fixture_sign_in (&office.base);
  assert_linked (&office, TRUE);
  office.sheller = kh_sheller_new (office.base.store, office.base.stations, office.customer);
}

typedef struct {
  const char *name;
  const char *number;
  const char *fault;
  KhStationError code;
  const char *words;
} Refusal;

static const Refusal refusals[] = {
  { "duplicate-number", "1042", NULL, KH_STATION_ERROR_DUPLICATE, "Dynamark" },
  { "unauthorized", NUMBER, "status:401@create", KH_STATION_ERROR_UNAUTHORIZED, "Dynamark" },
  { "forbidden", NUMBER, "status:403@create", KH_STATION_ERROR_NOT_PERMITTED, "Dynamark" },
};

/* The number stays on the record, for the next try; nothing else is left. */
static void
test_refusal (gconstpointer data)
{
  const Refusal *row = data;
  g_auto (Office) office = { 0 };
  g_autoptr (KhLink) link = NULL;
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (GError) error = NULL;

  office_init (&office);
  if (row->fault != NULL)
    kh_link_fixture_fault (&office.base, row->fault);
  link = create (&office, row->number, &error);
  g_assert_error (error, KH_STATION_ERROR, (int) row->code);
  g_assert_nonnull (strstr (error->message, row->words));
  g_assert_cmpuint (kh_link_fixture_count_attempts (&office.base), ==, 0);
  customer = kh_link_fixture_load (&office.base, office.customer, NULL);
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_ACCOUNT_NUMBER), ==, row->number);
  kh_reference_station_clear_faults (office.base.station);
  g_assert_cmpuint (count_accounts (&office, NUMBER), ==, 0);
}

typedef struct {
  const char *name;
  const char *fault;
  KhDatapointId datapoint; /* KH_DATAPOINT_NONE when none is named */
} Named;

static const Named named[] = {
  { "value", "problem:validation:/site/address/city@create", KH_DATAPOINT_CITY },
  { "list-item", "problem:validation:/site/phones/0/number@create", KH_DATAPOINT_PRIMARY_PHONE },
  { "read-only", "problem:read-only-field:/site/address/zip@create", KH_DATAPOINT_ZIP },
  { "code", "problem:unknown-code:/site/address/state@create", KH_DATAPOINT_STATE },
  { "elsewhere", "problem:validation:/no/such/member@create", KH_DATAPOINT_NONE },
  { "nowhere", "problem:validation@create", KH_DATAPOINT_NONE },
  { "not-a-value", "problem:duplicate-number:/site/address/city@create", KH_DATAPOINT_NONE },
};

/* What the station names is told as what is missing is, so that it can be gone to. */
static void
test_named (gconstpointer data)
{
  const Named *row = data;
  g_auto (Office) office = { 0 };
  g_autoptr (KhLink) link = NULL;
  g_autoptr (GPtrArray) lacks = NULL;
  g_autoptr (GError) error = NULL;
  const KhShellLack *lack;

  office_init (&office);
  kh_link_fixture_fault (&office.base, row->fault);
  link = create (&office, NUMBER, &error);
  g_assert_null (link);
  lacks = kh_sheller_list_refused (office.sheller, error);
  g_assert_cmpuint (lacks->len, ==, row->datapoint != KH_DATAPOINT_NONE ? 1 : 0);
  if (row->datapoint != KH_DATAPOINT_NONE)
    {
      lack = g_ptr_array_index (lacks, 0);
      g_assert_cmpint (lack->datapoint, ==, row->datapoint);
      g_assert_cmpstr (lack->message, ==, "Dynamark says: The station does not take this.");
    }
  kh_reference_station_clear_faults (office.base.station);
  g_assert_cmpuint (count_accounts (&office, NUMBER), ==, 0);
}

/* Another customer's number never goes out. */
static void
test_taken_here (void)
{
  g_auto (Office) office = { 0 };
  g_autoptr (KhLink) link = NULL;
  g_autoptr (GError) error = NULL;

  office_init (&office);
  kh_link_fixture_add_customer (&office.base, NUMBER, NULL);
  link = create (&office, NUMBER, &error);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DUPLICATE);
  g_assert_cmpuint (kh_reference_station_count (office.base.station, KH_REFERENCE_CREATE), ==, 0);
}

/* Somebody saved the record after the clerk had looked at what is sent. */
static void
test_changed_meanwhile (void)
{
  g_auto (Office) office = { 0 };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (KhCustomer) saved = NULL;
  g_autoptr (KhLink) link = NULL;
  g_autoptr (GError) error = NULL;

  office_init (&office);
  prepare_well (&office);
  customer = kh_link_fixture_load (&office.base, office.customer, NULL);
  kh_customer_set (customer, KH_DATAPOINT_CITY, "Orem");
  saved = kh_store_test_save (office.base.store, customer, &error);
  g_assert_no_error (error);
  kh_sheller_create_async (office.sheller, NUMBER, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  link = kh_sheller_create_finish (office.sheller, result, &error);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
  g_assert_cmpuint (kh_reference_station_count (office.base.station, KH_REFERENCE_CREATE), ==, 0);
}

/* A number for panels that one can talk through: the account is made so, and the record says so. */
static void
test_two_way (void)
{
  g_auto (Office) office = { 0 };
  g_autoptr (KhShellPlan) plan = NULL;
  g_autoptr (KhShellPlan) other = NULL;
  g_autoptr (KhLink) link = NULL;
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  gboolean told = FALSE;

  office_init (&office);
  prepare_well (&office);
  kh_sheller_set_two_way (office.sheller, TRUE);
  plan = kh_sheller_make_plan (office.sheller, NULL);
  kh_sheller_set_two_way (office.sheller, FALSE);
  other = kh_sheller_make_plan (office.sheller, NULL);
  g_assert_cmpuint (plan->lines->len, ==, other->lines->len + 1);
  for (guint i = 0; i < plan->lines->len; i++)
    told |= ((const KhShellLine *) g_ptr_array_index (plan->lines, i))->datapoint == KH_DATAPOINT_TWO_WAY_VOICE;
  g_assert_true (told);

  kh_sheller_set_two_way (office.sheller, TRUE);
  link = create (&office, NUMBER, &error);
  g_assert_no_error (error);
  customer = kh_link_fixture_load (&office.base, office.customer, NULL);
  g_assert_true (kh_customer_get_boolean (customer, KH_DATAPOINT_TWO_WAY_VOICE));
  account = kh_link_fixture_read_account (&office.base, ACCOUNT);
  g_assert_cmpstr (kh_account_get_value (account, KH_DATAPOINT_TWO_WAY_VOICE), ==, "1");
}

/* A number of the station's: a lost answer costs none. */
static void
test_reserves (void)
{
  g_auto (Office) office = { 0 };
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  g_autoptr (KhReservation) lost = NULL;
  g_autoptr (KhReservation) reservation = NULL;
  g_autoptr (GError) lost_error = NULL;
  g_autoptr (GError) error = NULL;

  office_init (&office);
  g_assert_true (kh_reference_station_add_block (office.base.station, "SUMMIT", "7700:7701", NULL));
  prepare_well (&office);
  g_assert_true (kh_sheller_has_blocks (office.sheller));
  kh_sheller_list_blocks_async (office.sheller, NULL, kh_store_test_keep, &listed);
  kh_store_test_wait_result (&listed);
  blocks = kh_sheller_list_blocks_finish (office.sheller, listed, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (blocks->len, ==, 1);

  kh_link_fixture_fault (&office.base, "drop-after@reserve*1");
  kh_sheller_reserve_async (office.sheller, "b1", NULL, kh_store_test_keep, &first);
  kh_store_test_wait_result (&first);
  lost = kh_sheller_reserve_finish (office.sheller, first, &lost_error);
  g_assert_null (lost);
  kh_sheller_reserve_async (office.sheller, "b1", NULL, kh_store_test_keep, &second);
  kh_store_test_wait_result (&second);
  reservation = kh_sheller_reserve_finish (office.sheller, second, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (reservation->number, ==, "7700");
}

typedef struct {
  const char *name;
  const char *fault;              /* so that there is time */
  KhReferenceResource resource;   /* the kill comes with this request */
} Moment;

static const Moment moments[] = {
  { "unsent", "drop@create*1", KH_REFERENCE_CREATE },
  { "under-way", "delay:300@create*1", KH_REFERENCE_CREATE },
  { "answer-lost", "drop-after@create*1", KH_REFERENCE_CREATE },
  { "reference", "delay:300@reference*1", KH_REFERENCE_REFERENCE },
  { "recording", NULL, KH_REFERENCE_REFERENCE },
};

/* The office in another process, which presses Shell Account at once. */
static int
run_child (const char *folder,
           gint64      customer)
{
  Office office = { .customer = customer };
  KhLink *link;

  kh_link_fixture_open (&office.base, folder);
  kh_link_fixture_sign_in (&office.base);
  office.sheller = kh_sheller_new (office.base.store, office.base.stations, customer);
  link = create (&office, NUMBER, NULL);
  kh_link_free (link);
  g_object_unref (office.sheller);
  kh_link_fixture_close (&office.base);

  return 0;
}

/* The station is in this process, and answers meanwhile. */
static void
kill_child_at (Office       *self,
               const Moment *moment)
{
  g_autofree char *customer = g_strdup_printf ("%" G_GINT64_FORMAT, self->customer);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;

  child = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "/proc/self/exe", CHILD_ARGUMENT,
                            self->base.folder, customer, NULL);
  g_assert_no_error (error);
  while (kh_reference_station_count (self->base.station, moment->resource) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_subprocess_force_exit (child);
  g_subprocess_wait (child, NULL, NULL);
}

static void
test_kill (gconstpointer data)
{
  const Moment *moment = data;
  g_auto (Office) office = { 0 };
  g_autofree char *folder = NULL;
  guint waiting = 1;

  office_init (&office);
  folder = g_strdup (office.base.folder);
  g_clear_object (&office.sheller);
  kh_link_fixture_close (&office.base);
  if (moment->fault != NULL)
    kh_link_fixture_fault (&office.base, moment->fault);
  kill_child_at (&office, moment);
  g_assert_false (kh_link_fixture_file_has (&office.base, KH_LINK_PASSCODE));

  kh_link_fixture_open (&office.base, folder);
  kh_link_fixture_sign_in (&office.base);
  for (guint i = 0; waiting > 0 && i < 5; i++)
    {
      g_autoptr (KhRecovery) recovery = kh_link_fixture_recover (&office.base);

      waiting = recovery->waiting->len;
    }
  assert_linked (&office, TRUE);
  office.sheller = kh_sheller_new (office.base.store, office.base.stations, office.customer);
}

int
main (int    argc,
      char **argv)
{
  if (argc == 4 && strcmp (argv[1], CHILD_ARGUMENT) == 0)
    return run_child (argv[2], g_ascii_strtoll (argv[3], NULL, 10));

  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sheller/creates", test_creates);
  g_test_add_func ("/sheller/zones", test_zones);
  g_test_add_func ("/sheller/unknown-event", test_unknown_event);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/sheller/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (late); i++)
    {
      g_autofree char *path = g_strconcat ("/sheller/late/", late[i].name, NULL);

      g_test_add_data_func (path, &late[i], test_late);
    }
  g_test_add_func ("/sheller/tries-again", test_tries_again);
  g_test_add_func ("/sheller/locked", test_locked);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strconcat ("/sheller/refused/", refusals[i].name, NULL);

      g_test_add_data_func (path, &refusals[i], test_refusal);
    }
  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    {
      g_autofree char *path = g_strconcat ("/sheller/named/", named[i].name, NULL);

      g_test_add_data_func (path, &named[i], test_named);
    }
  g_test_add_func ("/sheller/taken-here", test_taken_here);
  g_test_add_func ("/sheller/changed-meanwhile", test_changed_meanwhile);
  g_test_add_func ("/sheller/two-way", test_two_way);
  g_test_add_func ("/sheller/reserves", test_reserves);

  for (guint i = 0; i < G_N_ELEMENTS (moments); i++)
    {
      g_autofree char *path = g_strconcat ("/sheller/kill/", moments[i].name, NULL);

      g_test_add_data_func (path, &moments[i], test_kill);
    }

  return g_test_run ();
}
