/* test-csl-station.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-station.h"
#include "kh-liar.h"
#include "kh-link.h"
#include "kh-reference-station.h"
#include "kh-wait.h"

#include <string.h>

#define TOKEN "summit-token-0001"
#define OTHER_TOKEN "other-token-00002"
#define DEADLINE 400

/* Two accounts of one number on two receivers, one with something in each list, one with
 * nothing, and one of another dealer. */
static const char accounts[] =
  "[{\"number\":\"1042\",\"receiver\":\"1\",\"site\":{\"name\":{\"first\":\"Ann\",\"last\":\"Lee\"},"
  "\"address\":{\"line1\":\"4 Elm St\",\"city\":\"Provo\",\"state\":\"UT\",\"zip\":\"84601\"},"
  "\"phones\":[{\"type\":\"primary\",\"number\":\"+18015550101\"}]}},"
  "{\"number\":\"1042\",\"receiver\":\"9\"},"
  "{\"number\":\"AB-77\"},"
  "{\"number\":\"2001\",\"dealer_number\":\"D7\",\"site\":{\"kind\":\"business\","
  "\"name\":{\"business\":\"Roe & Sons\"},\"phones\":[{\"type\":\"cell\",\"number\":\"+18015550103\",\"ext\":\"5\"}]},"
  "\"passcodes\":[{\"value\":{\"state\":\"clear\",\"text\":\"ROSEBUD\"},\"duress\":false}],"
  "\"contacts\":[{\"name\":\"Zoe Roe\"}],\"permits\":[{\"number\":\"P-1\",\"expires\":\"2027-01-31\"}],"
  "\"systems\":[{\"no\":1,\"panel\":\"DSC\",\"zones\":[{\"zone\":\"001\",\"description\":\"Front door\"}]}]},"
  "{\"number\":\"3001\"},"
  "{\"number\":\"5000\",\"dealer\":\"OTHER\",\"site\":{\"name\":{\"first\":\"Olga\"}}}]";

/* A reference station and the client that speaks with it. */
typedef struct {
  KhReferenceStation *server;
  KhStation *station;
} Fixture;

static KhStation *
make_station (const char *address,
              const char *token)
{
  g_autoptr (KhCompany) company = kh_company_new ();
  g_autoptr (GError) error = NULL;
  KhStation *station;

  g_object_set (company, "name", "Dynamark", "address", address, NULL);
  station = kh_csl_station_new (company, token, &error);
  g_assert_no_error (error);

  return station;
}

static void
fixture_init (Fixture            *self,
              KhReferenceProfile  profile)
{
  g_autoptr (GError) error = NULL;

  self->server = kh_reference_station_new (profile, "Alarm Central", NULL, &error);
  g_assert_no_error (error);
  kh_reference_station_add_token (self->server, TOKEN, "SUMMIT");
  kh_reference_station_add_token (self->server, OTHER_TOKEN, "OTHER");
  kh_reference_station_load_json (self->server, accounts, "SUMMIT", &error);
  g_assert_no_error (error);
  kh_reference_station_listen (self->server, "127.0.0.1:0", NULL, &error);
  g_assert_no_error (error);
  self->station = make_station (kh_reference_station_get_url (self->server), TOKEN);
}

static void
fixture_clear (Fixture *self)
{
  g_assert_finalize_object (self->station);
  /* The server is told that the client has gone. */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  kh_reference_station_stop (self->server);
  g_object_unref (self->server);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
add_fault (Fixture    *self,
           const char *spec)
{
  g_autoptr (GError) error = NULL;

  kh_reference_station_add_fault (self->server, spec, &error);
  g_assert_no_error (error);
}

/* Calls that wait for their answer */

static gboolean
check (KhStation  *station,
       GError    **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  kh_station_check_async (station, NULL, kh_wait_done_cb, &answer);

  return kh_station_check_finish (station, kh_wait (&answer), error);
}

static KhCapabilities *
get_capabilities (KhStation  *station,
                  GError    **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  kh_station_get_capabilities_async (station, NULL, kh_wait_done_cb, &answer);

  return kh_station_get_capabilities_finish (station, kh_wait (&answer), error);
}

static KhLookUp *
look_up (KhStation   *station,
         const char  *number,
         const char  *receiver,
         GError     **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  kh_station_look_up_async (station, number, receiver, NULL, kh_wait_done_cb, &answer);

  return kh_station_look_up_finish (station, kh_wait (&answer), error);
}

static KhAccount *
get_account (KhStation   *station,
             const char  *id,
             const char  *etag,
             gboolean    *unchanged,
             GError     **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  kh_station_get_account_async (station, id, etag, NULL, kh_wait_done_cb, &answer);

  return kh_station_get_account_finish (station, kh_wait (&answer), unchanged, error);
}

static KhChangeAnswer *
apply (KhStation   *station,
       KhAccount   *account,
       GBytes      *body,
       const char  *key,
       GError     **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  kh_station_apply_changes_async (station, kh_account_get_id (account), kh_account_get_etag (account),
                                  body, key, key == NULL, NULL, kh_wait_done_cb, &answer);

  return kh_station_apply_changes_finish (station, kh_wait (&answer), error);
}

static gboolean
set_reference (KhStation   *station,
               const char  *id,
               const char  *reference,
               GError     **error)
{
  g_autoptr (GAsyncResult) answer = NULL;
  g_autofree char *key = g_uuid_string_random ();

  kh_station_set_reference_async (station, id, reference, key, NULL, kh_wait_done_cb, &answer);

  return kh_station_set_reference_finish (station, kh_wait (&answer), error);
}

static gboolean
clear_reference (KhStation   *station,
                 const char  *id,
                 GError     **error)
{
  g_autoptr (GAsyncResult) answer = NULL;
  g_autofree char *key = g_uuid_string_random ();

  kh_station_clear_reference_async (station, id, key, NULL, kh_wait_done_cb, &answer);

  return kh_station_clear_reference_finish (station, kh_wait (&answer), error);
}

/* What must go well */

static KhAccount *
read_account (KhStation  *station,
              const char *number,
              const char *receiver)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhLookUp) found = look_up (station, number, receiver, &error);
  KhAccount *account;

  g_assert_no_error (error);
  g_assert_cmpuint (found->accounts->len, ==, 1);
  account = get_account (station, kh_account_get_id (found->accounts->pdata[0]), NULL, NULL, &error);
  g_assert_no_error (error);

  return account;
}

static GBytes *
encode_one (KhStation     *station,
            KhAccount     *account,
            KhDatapointId  id,
            const char    *value)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_change_free);

  g_ptr_array_add (changes, kh_change_new (id, value, kh_account_get_value (account, id),
                                           kh_account_get_item (account, id)));

  return kh_station_encode_changes (station, changes, "link", "Pat");
}

static void
write_one (KhStation     *station,
           const char    *number,
           KhDatapointId  id,
           const char    *value)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhAccount) before = read_account (station, number, NULL);
  g_autoptr (GBytes) body = encode_one (station, before, id, value);
  g_autoptr (KhChangeAnswer) answer = NULL;
  g_autoptr (KhAccount) after = NULL;
  g_autofree char *key = g_uuid_string_random ();

  answer = apply (station, before, body, key, &error);
  g_assert_no_error (error);
  g_assert_false (answer->pending);
  after = read_account (station, number, NULL);
  g_assert_cmpstr (kh_account_get_etag (after), ==, answer->etag);
  g_assert_cmpint (kh_account_get_state (after, id), ==, KH_ACCOUNT_CLEAR);
  g_assert_cmpstr (kh_account_get_value (after, id), ==, value);
}

/* Tests */

static void
test_check (void)
{
  g_auto (Fixture) fixture = { NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (KhStation) stranger = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  g_assert_true (check (fixture.station, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (kh_station_get_name (fixture.station), ==, "Dynamark");
  stranger = make_station (kh_reference_station_get_url (fixture.server), "no-such-token");
  g_assert_false (check (stranger, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_UNAUTHORIZED);
}

/* An address that is nearly right is told from an account that is missing. */
static void
test_wrong_place (void)
{
  g_auto (Fixture) fixture = { NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (KhStation) lost = NULL;
  g_autofree char *address = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  address = g_strconcat (kh_reference_station_get_url (fixture.server), "/elsewhere", NULL);
  lost = make_station (address, TOKEN);
  g_assert_false (check (lost, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_PROTOCOL);
  g_assert_nonnull (strstr (error->message, "address"));
}

static void
test_capabilities (void)
{
  static const char *const profiles[] = { "generic", "bold", "adt" };

  for (guint i = 0; i < G_N_ELEMENTS (profiles); i++)
    {
      g_auto (Fixture) fixture = { NULL, NULL };
      g_autoptr (KhCapabilities) capabilities = NULL;
      g_autoptr (GError) error = NULL;
      gboolean dry_run;

      fixture_init (&fixture, (KhReferenceProfile) i);
      capabilities = get_capabilities (fixture.station, &error);
      g_assert_no_error (error);
      g_object_get (capabilities, "dry-run", &dry_run, NULL);
      g_assert_true (dry_run);
      g_assert_cmpstr (kh_capabilities_get_profile (capabilities), ==, profiles[i]);
      g_assert_cmpstr (kh_capabilities_get_name (capabilities), ==, "Alarm Central");
      g_assert_cmpstr (kh_capabilities_get_dealer (capabilities), ==, "SUMMIT");
      for (guint id = 0; id < KH_N_DATAPOINTS; id++)
        if (kh_datapoint_get (id)->wire != NULL)
          g_assert_cmpuint (kh_capabilities_get_ability (capabilities, id), !=, KH_ABILITY_NONE);
      g_assert_cmpint ((kh_capabilities_get_ability (capabilities, KH_DATAPOINT_PANEL_TYPE) & KH_ABILITY_ONCE) != 0,
                       ==, i == KH_REFERENCE_BOLD);
    }
}

static void
test_look_up (void)
{
  g_auto (Fixture) fixture = { NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (KhLookUp) one = NULL, two = NULL, near = NULL, none = NULL, foreign = NULL, odd = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  one = look_up (fixture.station, "1042", "9", &error);
  g_assert_cmpuint (one->accounts->len, ==, 1);
  two = look_up (fixture.station, "1042", NULL, &error);
  g_assert_cmpuint (two->accounts->len, ==, 2);
  g_assert_cmpstr (kh_account_get_name (two->accounts->pdata[0]), ==, "Ann Lee");
  g_assert_cmpstr (kh_account_get_address (two->accounts->pdata[0]), ==, "4 Elm St, Provo, UT 84601");
  near = look_up (fixture.station, "ab77", NULL, &error);
  g_assert_cmpuint (near->accounts->len, ==, 0);
  g_assert_cmpuint (g_strv_length (near->near), ==, 1);
  g_assert_cmpstr (near->near[0], ==, "AB-77");
  none = look_up (fixture.station, "9999", NULL, &error);
  g_assert_cmpuint (none->accounts->len, ==, 0);
  g_assert_cmpuint (g_strv_length (none->near), ==, 0);
  foreign = look_up (fixture.station, "5000", NULL, &error);
  if (foreign != NULL)
    g_assert_cmpuint (foreign->accounts->len, ==, 0);
  else
    g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_NOT_OURS);
  g_clear_error (&error);
  odd = look_up (fixture.station, "1042&receiver=9", NULL, &error);
  g_assert_null (odd);
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_INVALID);
}

static void
test_account (void)
{
  g_auto (Fixture) fixture = { NULL, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (KhAccount) again = NULL;
  gboolean unchanged = TRUE;
  guint contacts, zones, passcodes;

  fixture_init (&fixture, KH_REFERENCE_GENERIC);
  account = read_account (fixture.station, "2001", NULL);
  g_object_get (account, "contacts", &contacts, "zones", &zones, "passcodes", &passcodes, NULL);
  g_assert_cmpuint (contacts + zones + passcodes, ==, 3);
  g_assert_cmpstr (kh_account_get_value (account, KH_DATAPOINT_CELL_PHONE), ==, "+18015550103x5");
  g_assert_cmpstr (kh_account_get_value (account, KH_DATAPOINT_PANEL_TYPE), ==, "DSC");
  g_assert_cmpstr (kh_account_get_value (account, KH_DATAPOINT_DEALER_NUMBER), ==, "D7");
  g_assert_cmpint (kh_account_get_state (account, KH_DATAPOINT_PASSCODE), ==, KH_ACCOUNT_CLEAR);
  g_assert_null (kh_account_get_value (account, KH_DATAPOINT_PASSCODE));
  g_assert_cmpstr (kh_secret_get_text (kh_account_get_secret (account, KH_DATAPOINT_PASSCODE)), ==, "ROSEBUD");
  again = get_account (fixture.station, kh_account_get_id (account), kh_account_get_etag (account),
                       &unchanged, &error);
  g_assert_no_error (error);
  g_assert_null (again);
  g_assert_true (unchanged);
  again = get_account (fixture.station, kh_account_get_id (account), "\"999\"", &unchanged, &error);
  g_assert_nonnull (again);
  g_assert_false (unchanged);
}

static void
test_no_account (void)
{
  static const struct { const char *id; int code; } rows[] = {
    { "SUMMIT9999", KH_STATION_ERROR_NOT_FOUND },
    { "..", KH_STATION_ERROR_INVALID },
    { "../ping", KH_STATION_ERROR_INVALID },
    { "a/b", KH_STATION_ERROR_INVALID },
    { "", KH_STATION_ERROR_INVALID },
  };
  g_auto (Fixture) fixture = { NULL, NULL };
  g_autoptr (KhStation) other = NULL;
  g_autoptr (KhAccount) theirs = NULL;
  g_autoptr (GError) error = NULL;
  gboolean unchanged = TRUE;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_null (get_account (fixture.station, rows[i].id, NULL, &unchanged, &error));
      g_assert_error (error, KH_STATION_ERROR, rows[i].code);
      g_assert_false (unchanged);
      g_clear_error (&error);
    }
  other = make_station (kh_reference_station_get_url (fixture.server), OTHER_TOKEN);
  theirs = read_account (other, "5000", NULL);
  g_assert_null (get_account (fixture.station, kh_account_get_id (theirs), NULL, NULL, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_NOT_OURS);
  g_assert_null (strstr (error->message, "OTHER"));
}

/* A first and a second value of each type. */
static const char *
get_sample (const KhDatapoint *datapoint,
            guint              index)
{
  static const char *const samples[KH_N_VALUE_TYPES][2] = {
    [KH_VALUE_TEXT] = { "Alpha 1", "Ünit \"2\" & <3>" },
    [KH_VALUE_MULTILINE] = { "One\ntwo", "Three" },
    [KH_VALUE_CATALOGUE] = { "Gold", "Silver" },
    [KH_VALUE_DATE] = { "2019-03-01", "2020-02-29" },
    [KH_VALUE_BOOLEAN] = { "1", "0" },
    [KH_VALUE_PHONE] = { "+18015550111x012", "+18015550112" },
    [KH_VALUE_EMAIL] = { "a.b@example.org", "c@example.com" },
    [KH_VALUE_POSTAL] = { "84601", "84601-1234" },
  };
  static const char *const zones[] = { "America/Denver", "America/New_York" };
  static const char *const receivers[] = { "R1", "07" };

  if (datapoint->id == KH_DATAPOINT_TIME_ZONE)
    return zones[index];
  if (datapoint->id == KH_DATAPOINT_RECEIVER_NUMBER)
    return receivers[index];
  if (datapoint->type == KH_VALUE_CHOICE)
    return datapoint->choices[index].value;

  g_assert_nonnull (samples[datapoint->type][index]);

  return samples[datapoint->type][index];
}

static gboolean
is_writable (const KhDatapoint *datapoint)
{
  return datapoint->wire != NULL && !datapoint->sealed && datapoint->sent != KH_SENT_KEY;
}

/* The law of the codec: what is written to a place is what is read from there. */
static void
test_each_datapoint (void)
{
  static const char *const numbers[] = { "3001", "2001" };
  g_auto (Fixture) fixture = { NULL, NULL };
  guint count = 0;

  fixture_init (&fixture, KH_REFERENCE_GENERIC);
  for (guint i = 0; i < KH_N_DATAPOINTS * G_N_ELEMENTS (numbers); i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get (i / G_N_ELEMENTS (numbers));
      const char *number = numbers[i % G_N_ELEMENTS (numbers)];

      if (!is_writable (datapoint))
        continue;
      g_test_message ("%s of %s", datapoint->key, number);
      write_one (fixture.station, number, datapoint->id, get_sample (datapoint, 0));
      write_one (fixture.station, number, datapoint->id, get_sample (datapoint, 1));
      /* A site is always of some kind. */
      if (datapoint->id != KH_DATAPOINT_ACCOUNT_TYPE)
        write_one (fixture.station, number, datapoint->id, NULL);
      count++;
    }
  g_assert_cmpuint (count, >=, 60);
}

static void
write_secret (KhStation      *station,
              const char     *number,
              KhDatapointId   id,
              const char     *text,
              KhAccountState  state)
{
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_change_free);
  g_autoptr (KhAccount) before = read_account (station, number, NULL);
  g_autoptr (KhSecret) secret = text != NULL ? kh_secret_new (text, -1) : NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (GBytes) body = NULL;
  g_autoptr (KhChangeAnswer) answer = NULL;
  g_autoptr (KhAccount) after = NULL;
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (changes, kh_change_new_sealed (id, secret, kh_account_get_item (before, id)));
  body = kh_station_encode_changes (station, changes, "link", "Pat");
  answer = apply (station, before, body, key, &error);
  g_assert_no_error (error);
  after = read_account (station, number, NULL);
  g_assert_cmpint (kh_account_get_state (after, id), ==, state);
  g_assert_true (kh_secret_equal (kh_account_get_secret (after, id), state == KH_ACCOUNT_CLEAR ? secret : NULL));
}

/* The same of secrets, with a station that shows them and with one that does not. */
static void
test_each_secret (gconstpointer data)
{
  KhReferenceProfile profile = (KhReferenceProfile) GPOINTER_TO_INT (data);
  KhAccountState shown = profile == KH_REFERENCE_GENERIC ? KH_ACCOUNT_CLEAR : KH_ACCOUNT_MASKED;
  static const char *const numbers[] = { "3001", "2001" };
  g_auto (Fixture) fixture = { NULL, NULL };

  fixture_init (&fixture, profile);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      write_secret (fixture.station, numbers[i], KH_DATAPOINT_DURESS_CODE, "SLED", shown);
      write_secret (fixture.station, numbers[i], KH_DATAPOINT_PASSCODE, "0042", shown);
      write_secret (fixture.station, numbers[i], KH_DATAPOINT_PASSCODE, "XANADU", shown);
      write_secret (fixture.station, numbers[i], KH_DATAPOINT_DURESS_CODE, NULL, KH_ACCOUNT_CLEAR);
    }
}

/* All of them at once, into an account that has nothing. */
static void
test_all_datapoints (void)
{
  g_auto (Fixture) fixture = { NULL, NULL };
  g_autoptr (GPtrArray) changes = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_change_free);
  g_autoptr (KhAccount) before = NULL;
  g_autoptr (KhAccount) after = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (KhChangeAnswer) answer = NULL;
  g_autoptr (KhChangeAnswer) tried = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, KH_REFERENCE_GENERIC);
  before = read_account (fixture.station, "3001", NULL);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (is_writable (kh_datapoint_get (i)))
      g_ptr_array_add (changes, kh_change_new (i, get_sample (kh_datapoint_get (i), 1),
                                               kh_account_get_value (before, i),
                                               kh_account_get_item (before, i)));
  body = kh_station_encode_changes (fixture.station, changes, "link", "Pat");
  tried = apply (fixture.station, before, body, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (tried->change);
  answer = apply (fixture.station, before, body, "5b1e0a4e-6a64-4a0e-9d6e-0d4d6a1c9f10", &error);
  g_assert_no_error (error);
  g_assert_nonnull (answer->change);
  after = read_account (fixture.station, "3001", NULL);
  for (guint i = 0; i < changes->len; i++)
    {
      const KhChange *change = changes->pdata[i];

      g_assert_cmpstr (kh_account_get_value (after, change->datapoint), ==, change->value);
    }
}

static void
test_dry_run (void)
{
  g_auto (Fixture) fixture = { NULL, NULL };
  g_autoptr (KhAccount) before = NULL;
  g_autoptr (KhAccount) after = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (KhChangeAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  before = read_account (fixture.station, "1042", "1");
  body = encode_one (fixture.station, before, KH_DATAPOINT_ADDRESS_1, "4 Elm Street");
  answer = apply (fixture.station, before, body, NULL, &error);
  g_assert_no_error (error);
  after = read_account (fixture.station, "1042", "1");
  g_assert_cmpstr (kh_account_get_etag (after), ==, kh_account_get_etag (before));
}

/* A value that the station refuses is named by its label, and nothing is written. */
static void
test_refused (void)
{
  g_auto (Fixture) fixture = { NULL, NULL };
  g_autofree char *long_name = g_strnfill (90, 'x');
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  account = read_account (fixture.station, "1042", "1");
  body = encode_one (fixture.station, account, KH_DATAPOINT_ADDRESS_1, long_name);
  g_assert_null (apply (fixture.station, account, body, NULL, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "Dynamark refuses Address 1: "));
  g_assert_null (strstr (error->message, long_name));
}

/* The faults of the reference station, as the client sees them in a write. */
static const struct {
  const char *fault;
  int code;
  gboolean is_certain;
  gboolean is_applied;
} faults[] = {
  { "drop@changes", KH_STATION_ERROR_PROTOCOL, FALSE, FALSE },
  { "drop-after@changes", KH_STATION_ERROR_PROTOCOL, FALSE, TRUE },
  { "status:500@changes", KH_STATION_ERROR_UNAVAILABLE, FALSE, FALSE },
  { "status:503:9@changes", KH_STATION_ERROR_UNAVAILABLE, TRUE, FALSE },
  { "status:429@changes", KH_STATION_ERROR_UNAVAILABLE, TRUE, FALSE },
  { "status:401@changes", KH_STATION_ERROR_UNAUTHORIZED, TRUE, FALSE },
  { "stale@changes", KH_STATION_ERROR_STALE, TRUE, FALSE },
  { "locked@changes", KH_STATION_ERROR_LOCKED, TRUE, FALSE },
  { "truncated@changes", KH_STATION_ERROR_PROTOCOL, FALSE, TRUE },
  { "truncated:chunked@changes", KH_STATION_ERROR_PROTOCOL, FALSE, TRUE },
  { "garbage@changes", KH_STATION_ERROR_PROTOCOL, FALSE, TRUE },
  { "garbage:json@changes", KH_STATION_ERROR_PROTOCOL, FALSE, TRUE },
  { "nested@changes", KH_STATION_ERROR_PROTOCOL, FALSE, TRUE },
  { "huge:20@changes", KH_STATION_ERROR_TOO_LARGE, FALSE, TRUE },
  { "liar@changes", KH_STATION_ERROR_PROTOCOL, FALSE, TRUE },
  { "latin1@changes", KH_STATION_ERROR_PROTOCOL, FALSE, TRUE },
  { "drip@changes", KH_STATION_ERROR_TIMED_OUT, FALSE, TRUE },
  { "redirect@changes", KH_STATION_ERROR_ADDRESS, FALSE, TRUE },
  { "delay:2000@changes", KH_STATION_ERROR_TIMED_OUT, FALSE, FALSE },
};

static gboolean
has_at_station (Fixture    *self,
                KhAccount  *account,
                const char *value)
{
  g_autofree char *text = kh_reference_station_dup_account (self->server, kh_account_get_id (account), NULL);

  return strstr (text, value) != NULL;
}

static void
check_fault (guint index)
{
  g_auto (Fixture) fixture = { NULL, NULL };
  g_autofree char *spec = g_strconcat (faults[index].fault, "*1", NULL);
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (KhAccount) after = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (KhChangeAnswer) again = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  account = read_account (fixture.station, "1042", "1");
  body = encode_one (fixture.station, account, KH_DATAPOINT_ADDRESS_1, "4 Elm Street");
  add_fault (&fixture, spec);
  kh_csl_station_set_deadline (KH_CSL_STATION (fixture.station), DEADLINE);
  g_assert_null (apply (fixture.station, account, body, key, &error));
  g_assert_error (error, KH_STATION_ERROR, faults[index].code);
  g_assert_cmpint (kh_station_error_is_certain (error), ==, faults[index].is_certain);
  g_assert_cmpint (has_at_station (&fixture, account, "4 Elm Street"), ==, faults[index].is_applied);
  g_clear_error (&error);

  /* The same again, with the same key, has its effect once. */
  kh_csl_station_set_deadline (KH_CSL_STATION (fixture.station), 8000);
  again = apply (fixture.station, account, body, key, &error);
  if (faults[index].code == KH_STATION_ERROR_STALE)
    {
      g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_STALE);
      return;
    }
  g_assert_no_error (error);
  after = read_account (fixture.station, "1042", "1");
  g_assert_cmpstr (kh_account_get_etag (after), ==, again->etag);
  g_assert_cmpstr (kh_account_get_value (after, KH_DATAPOINT_ADDRESS_1), ==, "4 Elm Street");
  g_assert_cmpstr (kh_account_get_etag (after), ==, "\"2\"");
}

static void
test_faults (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_test_message ("%s", faults[i].fault);
      check_fault (i);
    }
}

static void
test_pending (void)
{
  g_auto (Fixture) fixture = { NULL, NULL };
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (KhChangeAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  account = read_account (fixture.station, "1042", "1");
  body = encode_one (fixture.station, account, KH_DATAPOINT_ADDRESS_1, "4 Elm Street");
  add_fault (&fixture, "pending@changes*1");
  answer = apply (fixture.station, account, body, "5b1e0a4e-6a64-4a0e-9d6e-0d4d6a1c9f10", &error);
  g_assert_no_error (error);
  g_assert_true (answer->pending);
}

/* A guard holds for one value: another one may change, this one may not. */
static void
test_guard (void)
{
  g_auto (Fixture) fixture = { NULL, NULL };
  g_autoptr (KhAccount) shown = NULL;
  g_autoptr (KhAccount) fresh = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  shown = read_account (fixture.station, "1042", "1");
  body = encode_one (fixture.station, shown, KH_DATAPOINT_ADDRESS_1, "4 Elm Street");
  kh_reference_station_edit (fixture.server, kh_account_get_id (shown), "/site/address/line1",
                             "\"5 Elm St\"", &error);
  g_assert_no_error (error);
  fresh = read_account (fixture.station, "1042", "1");
  g_assert_null (apply (fixture.station, fresh, body, NULL, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_STALE);
}

static void
test_reference (void)
{
  g_auto (Fixture) fixture = { NULL, NULL };
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (KhAccount) other = NULL;
  g_autoptr (KhAccount) after = NULL;
  g_autoptr (GError) error = NULL;
  const char *id;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  account = read_account (fixture.station, "1042", "1");
  other = read_account (fixture.station, "2001", NULL);
  id = kh_account_get_id (account);
  g_assert_null (kh_account_get_external_ref (account));
  g_assert_true (set_reference (fixture.station, id, "1001", &error));
  g_assert_true (set_reference (fixture.station, id, "1001", &error));
  g_assert_no_error (error);
  after = read_account (fixture.station, "1042", "1");
  g_assert_cmpstr (kh_account_get_external_ref (after), ==, "1001");
  g_assert_cmpstr (kh_account_get_etag (after), ==, kh_account_get_etag (account));
  g_assert_false (set_reference (fixture.station, id, "1002", &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_ALREADY_LINKED);
  g_clear_error (&error);
  g_assert_false (set_reference (fixture.station, kh_account_get_id (other), "1001", &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_ALREADY_LINKED);
  g_clear_error (&error);
  g_assert_true (clear_reference (fixture.station, id, &error));
  g_assert_true (set_reference (fixture.station, id, "1002", &error));
  g_assert_no_error (error);
}

/* Every read through every fault ends in an error of ours, certainly without effect. */
static void
test_read_faults (void)
{
  static const char *const kinds[] = {
    "drop", "status:503", "truncated", "truncated:chunked", "garbage", "garbage:json", "nested",
    "huge:12", "liar", "latin1", "redirect",
  };
  g_auto (Fixture) fixture = { NULL, NULL };

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *spec = g_strconcat (kinds[i], "@any", NULL);
      GError *all[4] = { NULL };

      g_test_message ("%s", spec);
      add_fault (&fixture, spec);
      g_assert_false (check (fixture.station, &all[0]));
      g_assert_null (get_capabilities (fixture.station, &all[1]));
      g_assert_null (look_up (fixture.station, "1042", NULL, &all[2]));
      g_assert_null (get_account (fixture.station, "SUMMIT1042-R1", NULL, NULL, &all[3]));
      for (guint j = 0; j < G_N_ELEMENTS (all); j++)
        {
          g_assert_nonnull (all[j]);
          g_assert_true (all[j]->domain == KH_STATION_ERROR);
          g_assert_true (kh_station_error_is_certain (all[j]));
          g_clear_error (&all[j]);
        }
      kh_reference_station_clear_faults (fixture.server);
    }
}

/* Whole, strict answers of success that are not about what was asked. */
static const struct {
  const char *name;
  const char *head;
  const char *body;
  gboolean is_good;
} answers[] = {
  { "account", "200 OK\r\nETag: \"7\"", "{\"id\": \"a1\", \"number\": \"1042\"}", TRUE },
  { "account-of-another-id", "200 OK\r\nETag: \"7\"", "{\"id\": \"a2\", \"number\": \"1042\"}", FALSE },
  { "account-without-version", "200 OK", "{\"id\": \"a1\", \"number\": \"1042\"}", TRUE },
  { "account-of-weak-version", "200 OK\r\nETag: W/\"7\"", "{\"id\": \"a1\", \"number\": \"1042\"}", TRUE },
  { "account-of-two-versions", "200 OK\r\nETag: \"7\"\r\nETag: \"8\"", "{\"id\": \"a1\", \"number\": \"1042\"}", TRUE },
  { "account-of-numbers", "200 OK\r\nETag: \"7\"", "{\"id\": \"a1\", \"number\": 1042}", FALSE },
  { "account-of-nothing", "200 OK\r\nETag: \"7\"", "{}", FALSE },
};

static gboolean
answer_text (KhLiar        *liar G_GNUC_UNUSED,
             GIOStream     *stream,
             const char    *request G_GNUC_UNUSED,
             gconstpointer  data)
{
  kh_liar_write (stream, data, -1);

  return FALSE;
}

static void
test_other_answers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autofree char *text
        = g_strdup_printf ("HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                           answers[i].head, strlen (answers[i].body), answers[i].body);
      g_autoptr (KhLiar) liar = kh_liar_new (answer_text, text, NULL);
      g_autofree char *address = kh_liar_dup_address (liar);
      g_autoptr (KhStation) station = make_station (address, TOKEN);
      g_autoptr (GError) error = NULL;
      g_autoptr (KhAccount) account = get_account (station, "a1", NULL, NULL, &error);

      g_test_message ("%s", answers[i].name);
      g_assert_cmpint (account != NULL, ==, answers[i].is_good);
      /* Without one strong version it is readable, and its version is made up. */
      if (answers[i].is_good)
        g_assert_true (g_str_has_prefix (kh_account_get_etag (account), KH_LINK_MADE_UP) == (i > 0));
      if (!answers[i].is_good)
        g_assert_error (error, KH_STATION_ERROR,
                        (int) (g_str_has_suffix (answers[i].name, "another-id") ? KH_STATION_ERROR_WRONG_ACCOUNT
                                                                                : KH_STATION_ERROR_PROTOCOL));
    }
}

/* An answer that every call would take for a success of another one. */
static void
test_wrong_successes (void)
{
  static const char *const texts[] = {
    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 201 Created\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}",
    "HTTP/1.1 204 No Content\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KhLiar) liar = kh_liar_new (answer_text, texts[i], NULL);
      g_autofree char *address = kh_liar_dup_address (liar);
      g_autoptr (KhStation) station = make_station (address, TOKEN);
      g_autoptr (KhAccount) account = kh_account_new ();
      g_autoptr (GBytes) body = NULL;
      GError *errors[6] = { NULL };

      g_object_set (account, "id", "a1", "etag", "\"7\"", NULL);
      body = encode_one (station, account, KH_DATAPOINT_CITY, "Provo");
      g_assert_false (check (station, &errors[0]));
      g_assert_null (get_capabilities (station, &errors[1]));
      g_assert_null (look_up (station, "1042", NULL, &errors[2]));
      g_assert_null (get_account (station, "a1", NULL, NULL, &errors[3]));
      g_assert_null (apply (station, account, body, "5b1e0a4e-6a64-4a0e-9d6e-0d4d6a1c9f10", &errors[4]));
      g_assert_cmpint (set_reference (station, "a1", "1001", &errors[5]), ==, i == 2);
      for (guint j = 0; j < G_N_ELEMENTS (errors) - (i == 2 ? 1 : 0); j++)
        {
          g_assert_error (errors[j], KH_STATION_ERROR, KH_STATION_ERROR_PROTOCOL);
          g_assert_cmpint (kh_station_error_is_certain (errors[j]), ==, j < 4);
          g_clear_error (&errors[j]);
        }
    }
}

static gboolean
on_cancel_time_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_cancel (void)
{
  g_auto (Fixture) fixture = { NULL, NULL };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  add_fault (&fixture, "delay:3000@ping*1");
  g_timeout_add (50, on_cancel_time_cb, cancellable);
  kh_station_check_async (fixture.station, cancellable, kh_wait_done_cb, &answer);
  g_assert_false (kh_station_check_finish (fixture.station, kh_wait (&answer), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  kh_station_check_async (fixture.station, cancellable, kh_wait_done_cb, &second);
  g_assert_false (kh_station_check_finish (fixture.station, kh_wait (&second), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csl-station/check", test_check);
  g_test_add_func ("/csl-station/wrong-place", test_wrong_place);
  g_test_add_func ("/csl-station/capabilities", test_capabilities);
  g_test_add_func ("/csl-station/look-up", test_look_up);
  g_test_add_func ("/csl-station/account", test_account);
  g_test_add_func ("/csl-station/no-account", test_no_account);
  g_test_add_func ("/csl-station/each-datapoint", test_each_datapoint);
  g_test_add_data_func ("/csl-station/each-secret/shown", GINT_TO_POINTER (KH_REFERENCE_GENERIC), test_each_secret);
  g_test_add_data_func ("/csl-station/each-secret/masked", GINT_TO_POINTER (KH_REFERENCE_BOLD), test_each_secret);
  g_test_add_func ("/csl-station/all-datapoints", test_all_datapoints);
  g_test_add_func ("/csl-station/dry-run", test_dry_run);
  g_test_add_func ("/csl-station/refused", test_refused);
  g_test_add_func ("/csl-station/faults", test_faults);
  g_test_add_func ("/csl-station/read-faults", test_read_faults);
  g_test_add_func ("/csl-station/other-answers", test_other_answers);
  g_test_add_func ("/csl-station/wrong-successes", test_wrong_successes);
  g_test_add_func ("/csl-station/pending", test_pending);
  g_test_add_func ("/csl-station/guard", test_guard);
  g_test_add_func ("/csl-station/reference", test_reference);
  g_test_add_func ("/csl-station/cancel", test_cancel);

  return g_test_run ();
}
