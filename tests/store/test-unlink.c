/* test-unlink.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-change.h"
#include "kh-gate.h"
#include "kh-store-agencies.h"
#include "kh-store-links.h"
#include "kh-store-test.h"

#define NUMBER 1001

typedef struct {
  KhStoreFixture base;
  gint64 company;
} Office;

static void
set_up (Office        *self,
        gconstpointer  data)
{
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ann", "Lee");
  g_autoptr (KhCustomer) kept = NULL;
  g_autofree char *company = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_test_set_up (&self->base, data);
  self->company = kh_store_test_add_company (self->base.store, "Dynamark", KH_MONITOR_BOLD, "https://dynamark.example");
  company = g_strdup_printf ("%" G_GINT64_FORMAT, self->company);
  kh_customer_set (customer, KH_DATAPOINT_CITY, "Provo");
  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, company);
  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, "DY-1");
  kept = kh_store_test_create (self->base.store, customer, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kh_customer_get_number (kept), ==, NUMBER);
}

static void
tear_down (Office        *self,
           gconstpointer  data)
{
  kh_store_test_tear_down (&self->base, data);
}

/* What a Link leaves in the data file, without a station. */
static void
begin_link (Office *self)
{
  g_autoptr (KhLinkAttempt) attempt = kh_link_attempt_new ();
  g_autoptr (KhCustomer) customer = kh_store_test_load (self->base.store, NUMBER, NULL, NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  attempt->customer = NUMBER;
  attempt->revision = kh_customer_get_revision (customer);
  attempt->company = self->company;
  attempt->account = g_strdup ("D1");
  attempt->number = g_strdup ("DY-1");
  attempt->etag = g_strdup ("\"17\"");
  attempt->key = g_uuid_string_random ();
  attempt->reference_key = g_uuid_string_random ();
  attempt->author = g_strdup ("Maria Vega");
  attempt->seen = kh_shadow_new ();
  kh_shadow_set (attempt->seen, KH_DATAPOINT_CITY, TRUE, "Provo", NULL);
  kh_store_begin_attempt_async (self->base.store, attempt, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_begin_attempt_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

static void
finish_link (Office *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhLink) link = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_finish_attempt_async (self->base.store, NUMBER, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  link = kh_store_finish_attempt_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

static void
link_customer (Office *self)
{
  begin_link (self);
  finish_link (self);
}

static gboolean
save (Office         *self,
      KhDatapointId   id,
      const char     *value,
      GError        **error)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (self->base.store, NUMBER, NULL, NULL);
  g_autoptr (KhCustomer) saved = NULL;

  kh_customer_set (customer, id, value);
  saved = kh_store_test_save (self->base.store, customer, error);

  return saved != NULL;
}

static void
edit (Office        *self,
      KhDatapointId  id,
      const char    *value)
{
  g_autoptr (GError) error = NULL;

  save (self, id, value, &error);
  g_assert_no_error (error);
}

static GPtrArray *
unlink_customer (Office        *self,
                 KhUnlinkLoss   loss,
                 GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_unlink_async (self->base.store, NUMBER, loss, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_unlink_finish (self->base.store, result, error);
}

/* Which changes were given up, as "city, county". */
static void
assert_unlinks (Office       *self,
                KhUnlinkLoss  loss,
                const char   *expected)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) given_up = unlink_customer (self, loss, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < given_up->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (given_up, i);

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", kh_datapoint_get (item->datapoint)->key);
      g_assert_null (item->value);
      g_assert_null (item->before);
    }
  g_assert_cmpstr (text->str, ==, expected);
}

static void
assert_refused (Office       *self,
                KhUnlinkLoss  loss,
                GQuark        domain,
                int           code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) given_up = unlink_customer (self, loss, &error);

  g_assert_error (error, domain, code);
  g_assert_null (given_up);
}

static gboolean
is_linked (Office *self)
{
  g_autoptr (KhLink) link = NULL;
  g_autoptr (KhCustomer) customer = kh_store_test_load (self->base.store, NUMBER, &link, NULL);

  return link != NULL;
}

static GPtrArray *
list_left (Office *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *left;

  kh_store_list_references_left_async (self->base.store, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  left = kh_store_list_references_left_finish (self->base.store, result, &error);
  g_assert_no_error (error);

  return left;
}

static guint
count_left (Office *self)
{
  g_autoptr (GPtrArray) left = list_left (self);

  return left->len;
}

static guint
count_history (Office     *self,
               const char *action,
               const char *datapoint)
{
  g_autoptr (GPtrArray) history = kh_store_test_history (self->base.store, NUMBER);
  guint n = 0;

  for (guint i = 0; i < history->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (history, i);

      if (g_strcmp0 (row->action, action) != 0 || g_strcmp0 (row->datapoint, datapoint) != 0)
        continue;
      n++;
      /* What was given up is told, and not what it said. */
      if (datapoint != NULL)
        g_assert_true (row->old_value == NULL && row->new_value == NULL);
    }

  return n;
}

static KhOutboxSet *
take (Office *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhOutboxSet *set;

  kh_store_take_due_async (self->base.store, NUMBER, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  set = kh_store_take_due_finish (self->base.store, result, &error);
  g_assert_no_error (error);

  return set;
}

static gboolean
send_out (Office       *self,
          KhOutboxSet  *set,
          GError      **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  set->key = g_strdup ("00000000-0000-4000-8000-000000000001");
  set->etag = g_strdup (set->link->etag);
  set->body = g_bytes_new ("{\"ops\":[1]}", 11);
  set->sent_at = 1234567890;
  kh_store_begin_outbox_async (self->base.store, set, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return kh_store_begin_outbox_finish (self->base.store, result, error);
}

static void
end_sending (Office            *self,
             const KhOutboxSet *set,
             KhOutboxEvent      event,
             gboolean           with_shadow)
{
  KhOutboxOutcome *outcome = kh_outbox_outcome_new (NUMBER);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < set->items->len; i++)
    kh_outbox_outcome_add (outcome, g_ptr_array_index (set->items, i), event);
  outcome->in_doubt = event == KH_OUTBOX_LOST;
  if (with_shadow)
    {
      outcome->shadow = kh_shadow_new ();
      kh_shadow_set (outcome->shadow, KH_DATAPOINT_CITY, TRUE, "Moab", NULL);
      outcome->etag = g_strdup ("\"99\"");
    }
  kh_store_advance_outbox_async (self->base.store, outcome, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_advance_outbox_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

/* Only the link goes. What it held fast may be changed, and nothing is on its way any more. */
static void
test_unlink (Office        *self,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) before = NULL;
  g_autoptr (KhCustomer) after = NULL;
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GError) error = NULL;
  const KhReferenceLeft *reference;

  link_customer (self);
  g_assert_false (save (self, KH_DATAPOINT_ACCOUNT_NUMBER, "DY-2", &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_LINKED);
  before = kh_store_test_load (self->base.store, NUMBER, NULL, NULL);
  assert_unlinks (self, KH_UNLINK_LOSE_NOTHING, "");
  after = kh_store_test_load (self->base.store, NUMBER, NULL, NULL);
  g_assert_true (kh_customer_equal (before, after));
  g_assert_cmpint (kh_customer_get_revision (after), ==, kh_customer_get_revision (before));
  g_assert_false (is_linked (self));
  g_assert_cmpuint (count_history (self, "unlink", NULL), ==, 1);
  left = list_left (self);
  g_assert_cmpuint (left->len, ==, 1);
  reference = g_ptr_array_index (left, 0);
  g_assert_cmpint (reference->company, ==, self->company);
  g_assert_cmpstr (reference->account, ==, "D1");
  g_assert_cmpint (reference->customer, ==, NUMBER);
  g_assert_true (g_uuid_string_is_valid (reference->key));

  edit (self, KH_DATAPOINT_ACCOUNT_NUMBER, "DY-2");
  assert_refused (self, KH_UNLINK_LOSE_SENT, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
  g_assert_cmpuint (count_history (self, "unlink", NULL), ==, 1);
}

/* Nothing is given up that the caller has not said, and what is given up is told. */
static void
test_waiting (Office        *self,
              gconstpointer  data G_GNUC_UNUSED)
{
  link_customer (self);
  edit (self, KH_DATAPOINT_CITY, "Ogden");
  edit (self, KH_DATAPOINT_COUNTY, "Utah");
  assert_refused (self, KH_UNLINK_LOSE_NOTHING, KH_STORE_ERROR, KH_STORE_ERROR_UNSENT);
  g_assert_true (is_linked (self));
  g_assert_cmpuint (count_left (self), ==, 0);
  g_assert_cmpuint (count_history (self, "discard-change", "city"), ==, 0);
  assert_unlinks (self, KH_UNLINK_LOSE_WAITING, "city, county");
  g_assert_cmpuint (count_history (self, "discard-change", "city"), ==, 1);
  g_assert_cmpuint (count_history (self, "discard-change", "county"), ==, 1);

  /* Nothing is queued for nobody, and a new link begins with nothing. */
  edit (self, KH_DATAPOINT_CITY, "Moab");
  link_customer (self);
  assert_unlinks (self, KH_UNLINK_LOSE_NOTHING, "");
}

/* What may have been applied is not given up unless somebody says so. */
static void
test_sent (Office        *self,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhOutboxSet) set = NULL;
  g_autoptr (GError) error = NULL;

  link_customer (self);
  edit (self, KH_DATAPOINT_CITY, "Ogden");
  set = take (self);
  g_assert_true (send_out (self, set, &error));
  assert_refused (self, KH_UNLINK_LOSE_WAITING, KH_STORE_ERROR, KH_STORE_ERROR_UNSENT);
  end_sending (self, set, KH_OUTBOX_LOST, FALSE);
  assert_refused (self, KH_UNLINK_LOSE_WAITING, KH_STORE_ERROR, KH_STORE_ERROR_UNSENT);
  edit (self, KH_DATAPOINT_COUNTY, "Utah");
  assert_unlinks (self, KH_UNLINK_LOSE_SENT, "city, county");
  g_assert_cmpuint (count_history (self, "give-up-change", "city"), ==, 1);
  g_assert_cmpuint (count_history (self, "discard-change", "county"), ==, 1);
}

static void
test_pending (Office        *self,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhOutboxSet) set = NULL;

  link_customer (self);
  edit (self, KH_DATAPOINT_CITY, "Ogden");
  set = take (self);
  g_assert_true (send_out (self, set, NULL));
  end_sending (self, set, KH_OUTBOX_REFERRED, FALSE);
  assert_refused (self, KH_UNLINK_LOSE_WAITING, KH_STORE_ERROR, KH_STORE_ERROR_UNSENT);
  assert_unlinks (self, KH_UNLINK_LOSE_SENT, "city");
}

/* The answer of a request that was under way comes after the end: to no link, and to another. */
static void
test_late_answer (Office        *self,
                  gconstpointer  data)
{
  const gboolean again = data != NULL;
  g_autoptr (KhOutboxSet) set = NULL;
  g_autoptr (KhOutboxSet) now = NULL;

  link_customer (self);
  edit (self, KH_DATAPOINT_CITY, "Ogden");
  set = take (self);
  g_assert_true (send_out (self, set, NULL));
  assert_unlinks (self, KH_UNLINK_LOSE_SENT, "city");
  if (again)
    link_customer (self);
  end_sending (self, set, KH_OUTBOX_ACCEPTED, TRUE);
  g_assert_cmpuint (count_history (self, "send", "city"), ==, 0);
  if (!again)
    return;

  edit (self, KH_DATAPOINT_COUNTY, "Utah");
  now = take (self);
  g_assert_cmpstr (now->link->etag, ==, "\"17\"");
  g_assert_cmpstr (now->shadow->entries[KH_DATAPOINT_CITY].value, ==, "Provo");
}

/* What was taken before the end does not go out after it. */
static void
test_overtaken (Office        *self,
                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhOutboxSet) set = NULL;
  g_autoptr (GError) error = NULL;

  link_customer (self);
  edit (self, KH_DATAPOINT_CITY, "Ogden");
  set = take (self);
  assert_unlinks (self, KH_UNLINK_LOSE_WAITING, "city");
  g_assert_false (send_out (self, set, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT);
}

static void
test_under_way (Office        *self,
                gconstpointer  data G_GNUC_UNUSED)
{
  begin_link (self);
  assert_refused (self, KH_UNLINK_LOSE_SENT, KH_STORE_ERROR, KH_STORE_ERROR_LINKED);
  finish_link (self);
  assert_unlinks (self, KH_UNLINK_LOSE_NOTHING, "");
}

/* A Link of the same account needs the reference that was to go. */
static void
test_left (Office        *self,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GPtrArray) left = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  link_customer (self);
  assert_unlinks (self, KH_UNLINK_LOSE_NOTHING, "");
  g_assert_cmpuint (count_left (self), ==, 1);
  begin_link (self);
  g_assert_cmpuint (count_left (self), ==, 0);
  finish_link (self);
  assert_unlinks (self, KH_UNLINK_LOSE_NOTHING, "");
  left = list_left (self);
  g_assert_cmpuint (left->len, ==, 1);
  kh_store_forget_reference_left_async (self->base.store, g_ptr_array_index (left, 0), kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_true (kh_store_forget_reference_left_finish (self->base.store, result, NULL));
  g_assert_cmpuint (count_left (self), ==, 0);
}

/* It is kept what the station is to be told. */
static void
test_restart (Office        *self,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  link_customer (self);
  assert_unlinks (self, KH_UNLINK_LOSE_NOTHING, "");
  kh_store_test_close (self->base.store);
  self->base.store = kh_store_test_open (self->base.folder, &error);
  g_assert_no_error (error);
  g_assert_false (is_linked (self));
  g_assert_cmpuint (count_left (self), ==, 1);
}

static gint64
save_member (Office         *self,
             const KhMember *member)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  kh_store_save_member_async (self->base.store, member, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  id = kh_store_save_member_finish (self->base.store, result, &error);
  g_assert_no_error (error);

  return id;
}

static void
sign_in (Office *self,
         gint64  member)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_sign_in_async (self->base.store, member, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_sign_in_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

static gint64
get_group (Office *self,
           guint   index)
{
  GPtrArray *groups = kh_staff_get_groups (kh_store_get_staff (self->base.store));

  return ((const KhGroup *) g_ptr_array_index (groups, index))->id;
}

/* Whoever may link may not unlink yet. */
static void
test_granted (Office        *self,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhMember) owner = kh_member_new ();
  g_autoptr (KhMember) clerk = kh_member_new ();
  gint64 id;

  link_customer (self);
  owner->name = g_strdup ("Maria Vega");
  owner->group = get_group (self, 0);
  id = save_member (self, owner);
  sign_in (self, id);
  clerk->name = g_strdup ("Lee Novak");
  clerk->group = get_group (self, 1);
  clerk->added = kh_grants_with (kh_grants_none (), KH_GRANT_CENTRAL_STATION_LINK);
  clerk->taken = kh_grants_with (kh_grants_none (), KH_GRANT_CENTRAL_STATION_UNLINK);
  sign_in (self, save_member (self, clerk));
  assert_refused (self, KH_UNLINK_LOSE_NOTHING, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
  g_assert_true (is_linked (self));
  sign_in (self, id);
  assert_unlinks (self, KH_UNLINK_LOSE_NOTHING, "");
}

static guint
count_agency_changes (Office *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_list_agency_changes_async (self->base.store, NUMBER, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  changes = kh_store_list_agency_changes_finish (self->base.store, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < changes->len; i++)
    {
      const KhAgencyChange *change = g_ptr_array_index (changes, i);

      g_assert_cmpint (kh_agency_get_agency_type (change->agency), ==, KH_AGENCY_FIRE);
      g_assert_cmpstr (kh_agency_get_name (change->agency), ==, "Provo Fire");
      g_assert_null (change->old);
    }

  return changes->len;
}

static void
keep_agency_change (Office     *self,
                    const char *change_set)
{
  g_autoptr (KhAgency) agency = kh_agency_new ();
  g_autoptr (KhAgencyChange) change = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_object_set (agency, "agency-type", (int) KH_AGENCY_FIRE, "name", "Provo Fire", "code", "F1", NULL);
  change = kh_agency_change_new (change_set, NULL, agency);
  kh_store_keep_agency_change_async (self->base.store, NUMBER, change, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_keep_agency_change_finish (self->base.store, result, &error);
  g_assert_no_error (error);
}

/* What waits of the agencies outlives the program, and goes with the link. */
static void
test_agencies (Office        *self,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GAsyncResult) forgotten = NULL;

  link_customer (self);
  keep_agency_change (self, "c1");
  keep_agency_change (self, "c1");
  keep_agency_change (self, "c2");
  kh_store_test_close (g_steal_pointer (&self->base.store));
  self->base.store = kh_store_test_open (self->base.folder, NULL);
  g_assert_cmpuint (count_agency_changes (self), ==, 2);
  kh_store_forget_agency_change_async (self->base.store, NUMBER, "c1", kh_store_test_keep, &forgotten);
  kh_store_test_wait_result (&forgotten);
  g_assert_true (kh_store_forget_agency_change_finish (self->base.store, forgotten, NULL));
  g_assert_cmpuint (count_agency_changes (self), ==, 1);
  assert_unlinks (self, KH_UNLINK_LOSE_NOTHING, "");
  g_assert_cmpuint (count_agency_changes (self), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, func) g_test_add (path, Office, data, set_up, func, tear_down)
  ADD ("/unlink/unlink", NULL, test_unlink);
  ADD ("/unlink/waiting", NULL, test_waiting);
  ADD ("/unlink/sent", NULL, test_sent);
  ADD ("/unlink/pending", NULL, test_pending);
  ADD ("/unlink/late-answer", NULL, test_late_answer);
  ADD ("/unlink/late-answer-to-another", "again", test_late_answer);
  ADD ("/unlink/overtaken", NULL, test_overtaken);
  ADD ("/unlink/under-way", NULL, test_under_way);
  ADD ("/unlink/left", NULL, test_left);
  ADD ("/unlink/agencies", NULL, test_agencies);
  ADD ("/unlink/restart", NULL, test_restart);
  ADD ("/unlink/granted", NULL, test_granted);
#undef ADD

  return g_test_run ();
}
