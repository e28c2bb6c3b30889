/* test-csl-accounts.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-station.h"
#include "kh-json.h"
#include "kh-liar.h"
#include "kh-openapi.h"
#include "kh-reference-fixture.h"
#include "kh-wait.h"

#include <string.h>

#define KEY "1f0e0c7a-64de-4a3c-9c6b-0d6f8a6f0001"

/* Whatever the client sends is held against the description. */
typedef struct {
  KhFixture server;
  KhOpenapi *api;
  KhStation *station;
} Fixture;

static KhStation *
make_station (const char *address)
{
  g_autoptr (KhCompany) company = kh_company_new ();
  g_autoptr (GError) error = NULL;
  KhStation *station;

  g_object_set (company, "name", "Dynamark", "address", address, NULL);
  station = kh_csl_station_new (company, KH_FIXTURE_TOKEN, &error);
  g_assert_no_error (error);

  return station;
}

static void
fixture_init (Fixture            *self,
              KhReferenceProfile  profile)
{
  kh_fixture_init (&self->server, profile);
  self->api = kh_openapi_load ();
  kh_openapi_watch (self->api, self->server.station);
  g_assert_true (kh_reference_station_add_block (self->server.station, "SUMMIT", "7000:7011:1:two-way", NULL));
  g_assert_true (kh_reference_station_add_block (self->server.station, "SUMMIT", "AB-76:AB-78", NULL));
  self->station = make_station (kh_reference_station_get_url (self->server.station));
}

static void
fixture_clear (Fixture *self)
{
  g_assert_finalize_object (self->station);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  kh_fixture_clear (&self->server);
  kh_openapi_free (self->api);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* Calls that wait for their answer */

static KhAccount *
create (KhStation   *station,
        GBytes      *body,
        const char  *key,
        GError     **error)
{
  g_autoptr (GAsyncResult) answer = NULL;
  g_autofree char *made = g_uuid_string_random ();

  kh_station_create_account_async (station, body, key != NULL ? key : made, NULL, kh_wait_done_cb, &answer);

  return kh_station_create_account_finish (station, kh_wait (&answer), error);
}

static KhReservation *
reserve (KhStation   *station,
         const char  *block,
         const char  *key,
         GError     **error)
{
  g_autoptr (GAsyncResult) answer = NULL;
  g_autofree char *made = g_uuid_string_random ();

  kh_station_reserve_number_async (station, block, key != NULL ? key : made, NULL, kh_wait_done_cb, &answer);

  return kh_station_reserve_number_finish (station, kh_wait (&answer), error);
}

static GPtrArray *
list_blocks (KhStation  *station,
             GError    **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  kh_station_list_number_blocks_async (station, NULL, kh_wait_done_cb, &answer);

  return kh_station_list_number_blocks_finish (station, kh_wait (&answer), error);
}

static KhAgencyPage *
list_agencies (KhStation     *station,
               KhAgencyType   type,
               const char    *zip,
               const char    *next,
               GError       **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  kh_station_list_agencies_async (station, type, zip, next, NULL, kh_wait_done_cb, &answer);

  return kh_station_list_agencies_finish (station, kh_wait (&answer), error);
}

static KhChangeAnswer *
get_change (KhStation   *station,
            const char  *account,
            const char  *change,
            GError     **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  kh_station_get_change_async (station, account, change, NULL, kh_wait_done_cb, &answer);

  return kh_station_get_change_finish (station, kh_wait (&answer), error);
}

/* What an account is made from */

typedef struct {
  KhDatapointId id;
  const char *value;
} Value;

static const Value values[] = {
  { KH_DATAPOINT_FIRST_NAME, "Ann" },
  { KH_DATAPOINT_BUSINESS_NAME, NULL },
  { KH_DATAPOINT_ADDRESS_1, "4 Elm Street" },
  { KH_DATAPOINT_STATE, "UT" },
  { KH_DATAPOINT_PRIMARY_PHONE, "+18015550166" },
  { KH_DATAPOINT_CELL_PHONE, "+18015550177x12" },
  { KH_DATAPOINT_EMAIL, "ann@example.org" },
  { KH_DATAPOINT_PERMIT_NUMBER, "P-9" },
  { KH_DATAPOINT_PERMIT_EXPIRY, "2027-06-30" },
  { KH_DATAPOINT_PANEL_TYPE, "Qolsys" },
  { KH_DATAPOINT_PANEL_LOCATION, "Hall" },
};

static GPtrArray *
make_values (gboolean secret)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_change_free);

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_ptr_array_add (all, kh_change_new (values[i].id, values[i].value, NULL, NULL));
  if (secret)
    {
      g_autoptr (KhSecret) passcode = kh_secret_new ("HUSH4711", -1);

      g_ptr_array_add (all, kh_change_new_sealed (KH_DATAPOINT_PASSCODE, passcode, NULL));
    }

  return all;
}

static GBytes *
encode (KhStation  *station,
        const char *number,
        const char *block)
{
  g_autoptr (GPtrArray) all = make_values (TRUE);
  KhShell shell = { .number = number, .block = block, .author = "Pat", .values = all };

  return kh_station_encode_shell (station, &shell);
}

static GBytes *
encode_bare (KhStation  *station,
             const char *number,
             const char *receiver)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  KhShell shell = { .number = number, .receiver = receiver, .author = "Pat", .values = none };

  return kh_station_encode_shell (station, &shell);
}

/* All that is sent is there, and read back. */
static void
test_made (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) all = make_values (TRUE);
  g_autoptr (KhAgencyPage) page = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;
  KhShell shell = { .number = "3001", .receiver = "4", .reference = "77", .author = "Pat", .values = all };

  fixture_init (&fixture, KH_REFERENCE_GENERIC);
  page = list_agencies (fixture.station, KH_AGENCY_FIRE, "84601", NULL, &error);
  g_assert_no_error (error);
  shell.agencies = page->agencies;
  body = kh_station_encode_shell (fixture.station, &shell);
  account = create (fixture.station, body, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kh_account_get_number (account), ==, "3001");
  g_assert_cmpstr (kh_account_get_receiver (account), ==, "4");
  g_assert_cmpstr (kh_account_get_external_ref (account), ==, "77");
  g_assert_cmpstr (kh_account_get_status (account), ==, "pending");
  g_assert_cmpstr (kh_account_get_etag (account), ==, "\"1\"");
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    g_assert_cmpstr (kh_account_get_value (account, values[i].id), ==, values[i].value);
  kept = kh_fixture_value (&fixture.server, kh_account_get_id (account), "/passcodes/0/value/text");
  g_assert_cmpstr (kept, ==, "\"HUSH4711\"");
  g_clear_pointer (&kept, g_free);
  kept = kh_fixture_value (&fixture.server, kh_account_get_id (account), "/agencies/1/agency");
  g_assert_cmpstr (kept, ==, "\"UT-846-F2\"");
  g_assert_cmpuint (kh_account_get_agencies (account)->len, ==, 2);
  g_assert_cmpstr (kh_agency_get_code (g_ptr_array_index (kh_account_get_agencies (account), 1)), ==, "UT-846-F2");
  g_assert_false (kh_agency_get_frozen (g_ptr_array_index (kh_account_get_agencies (account), 1)));
}

/* An account's agency need not be one that can be looked up. */
static void
test_account_agencies (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  KhAgency *agency;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  kh_station_get_account_async (fixture.station, "SUMMIT2001", NULL, NULL, kh_wait_done_cb, &answer);
  account = kh_station_get_account_finish (fixture.station, kh_wait (&answer), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kh_account_get_agencies (account)->len, ==, 1);
  agency = g_ptr_array_index (kh_account_get_agencies (account), 0);
  g_assert_cmpint (kh_agency_get_agency_type (agency), ==, KH_AGENCY_POLICE);
  g_assert_cmpstr (kh_agency_get_name (agency), ==, "Provo Police");
  g_assert_null (kh_agency_get_code (agency));
  g_assert_true (kh_agency_get_frozen (agency));
}

static void
test_from_block (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GBytes) body = NULL;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  body = encode (fixture.station, NULL, "b1");
  account = create (fixture.station, body, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kh_account_get_number (account), ==, "7000");
  g_assert_cmpstr (kh_account_get_id (account), ==, "SUMMIT7000");
}

/* Each lost, broken or unclear answer leaves it open, and the same key settles it. */
static void
test_unknown (gconstpointer data)
{
  const char *fault = data;
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GPtrArray) blocks = NULL;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  kh_csl_station_set_deadline (KH_CSL_STATION (fixture.station), 400);
  kh_fixture_fault (&fixture.server, fault);
  body = encode (fixture.station, NULL, "b1");
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) lost = NULL;

      g_assert_null (create (fixture.station, body, KEY, &lost));
      g_assert_false (kh_station_error_is_certain (lost));
    }
  account = create (fixture.station, body, KEY, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kh_account_get_number (account), ==, "7000");
  blocks = list_blocks (fixture.station, &error);
  g_assert_cmpstr (kh_number_block_get_next (g_ptr_array_index (blocks, 0)), ==, "7001");
}

static const char *const unknown_faults[] = {
  "drop@create*2", "drop-after@create*2", "truncated@create*2", "garbage@create*2", "garbage:json@create*2",
  "nested@create*2", "liar@create*2", "latin1@create*2", "status:500@create*2", "status:409@create*2",
  "delay:900@create*2",
};

typedef struct {
  const char *fault; /* nullable */
  const char *number;
  const char *receiver;
  int code;
  const char *words;
} Refusal;

static const Refusal refusals[] = {
  { NULL, "1042", NULL, KH_STATION_ERROR_DUPLICATE, "taken" },
  { NULL, "1042", "9", KH_STATION_ERROR_DUPLICATE, "taken" },
  { NULL, "5000", NULL, KH_STATION_ERROR_DUPLICATE, "taken" },
  { NULL, "a b", NULL, KH_STATION_ERROR_INVALID, "Account Number" },
  { NULL, "3001", "###", KH_STATION_ERROR_INVALID, "Receiver" },
  { "status:400@create", "3001", NULL, KH_STATION_ERROR_BUG, "" },
  { "status:401@create", "3001", NULL, KH_STATION_ERROR_UNAUTHORIZED, "token" },
  { "status:403@create", "3001", NULL, KH_STATION_ERROR_NOT_PERMITTED, "permit" },
  { "status:404@create", "3001", NULL, KH_STATION_ERROR_PROTOCOL, "address" },
  { "status:413@create", "3001", NULL, KH_STATION_ERROR_BUG, "" },
  { "status:429:7@create", "3001", NULL, KH_STATION_ERROR_UNAVAILABLE, "" },
  { "status:503:7@create", "3001", NULL, KH_STATION_ERROR_UNAVAILABLE, "" },
};

static void
test_refused (gconstpointer data)
{
  const Refusal *c = data;
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GError) error = NULL;

  kh_fixture_init (&fixture.server, KH_REFERENCE_BOLD);
  fixture.api = kh_openapi_load ();
  fixture.station = make_station (kh_reference_station_get_url (fixture.server.station));
  if (c->fault != NULL)
    kh_fixture_fault (&fixture.server, c->fault);
  body = encode_bare (fixture.station, c->number, c->receiver);
  g_assert_null (create (fixture.station, body, NULL, &error));
  g_test_message ("%s", error->message);
  g_assert_error (error, KH_STATION_ERROR, c->code);
  g_assert_true (kh_station_error_is_certain (error));
  g_assert_nonnull (strstr (error->message, c->words));
}

/* A refused passcode is named and not told, whatever the station repeats. */
static gboolean
answer_repeating (KhLiar        *self G_GNUC_UNUSED,
                  GIOStream     *stream,
                  const char    *request G_GNUC_UNUSED,
                  gconstpointer  data)
{
  const char *body = data;
  g_autofree char *text
    = g_strdup_printf ("HTTP/1.1 422 Unprocessable\r\nContent-Type: application/problem+json\r\n"
                       "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", strlen (body), body);

  return kh_liar_write (stream, text, -1);
}

static void
test_repeated_secret (void)
{
  static const char body[] = "{\"type\":\"/problems/validation\",\"title\":\"x\",\"status\":422,\"errors\":["
                             "{\"pointer\":\"/passcodes/0/value\",\"code\":\"format\",\"detail\":\"Not hush4711.\"},"
                             "{\"pointer\":\"/site/phones/1/number\",\"code\":\"format\",\"detail\":\"No phone.\"},"
                             "{\"pointer\":\"/systems/0/panel\",\"code\":\"format\",\"detail\":\"No panel.\"}]}";
  g_autoptr (KhLiar) liar = kh_liar_new (answer_repeating, body, NULL);
  g_autofree char *address = kh_liar_dup_address (liar);
  g_autoptr (KhStation) station = make_station (address);
  g_autoptr (GBytes) sent = encode (station, "3001", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (create (station, sent, NULL, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_INVALID);
  g_assert_null (strcasestr (error->message, "hush"));
  g_assert_nonnull (strstr (error->message, kh_datapoint_get_label (KH_DATAPOINT_PASSCODE)));
  g_assert_nonnull (strstr (error->message, kh_datapoint_get_label (KH_DATAPOINT_CELL_PHONE)));
  g_assert_nonnull (strstr (error->message, kh_datapoint_get_label (KH_DATAPOINT_PANEL_TYPE)));
}

/* Another account than the one that was asked for is not taken for it. */
static gboolean
answer_body (KhLiar        *self G_GNUC_UNUSED,
             GIOStream     *stream,
             const char    *request G_GNUC_UNUSED,
             gconstpointer  data)
{
  const char *body = data;
  g_autofree char *text
    = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nETag: \"1\"\r\n"
                       "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", strlen (body), body);

  return kh_liar_write (stream, text, -1);
}

static void
test_wrong_account (void)
{
  static const char *const bodies[] = {
    "{}", "{\"id\":\"a1\",\"number\":\"3002\"}", "{\"id\":\"../x\",\"number\":\"3001\"}", "{\"number\":\"3001\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (KhLiar) liar = kh_liar_new (answer_body, bodies[i], NULL);
      g_autofree char *address = kh_liar_dup_address (liar);
      g_autoptr (KhStation) station = make_station (address);
      g_autoptr (GBytes) sent = encode_bare (station, "3001", NULL);
      g_autoptr (GError) error = NULL;

      g_assert_null (create (station, sent, NULL, &error));
      g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_PROTOCOL);
      g_assert_false (kh_station_error_is_certain (error));
    }
}

static void
test_wrong_lists (void)
{
  static const char *const bodies[] = {
    "{}", "{\"items\":7}", "{\"items\":[7]}", "{\"items\":[{}],\"next\":null}", "{\"items\":[],\"next\":\"\"}",
    "{\"items\":[{\"id\":\"..\",\"begin\":\"1\",\"end\":\"2\",\"type\":\"fire\",\"agency\":\"x\\u202e\",\"name\":\"n\"}]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (KhLiar) liar = kh_liar_new (answer_body, bodies[i], NULL);
      g_autofree char *address = kh_liar_dup_address (liar);
      g_autoptr (KhStation) station = make_station (address);
      g_autoptr (GError) blocks_error = NULL;
      g_autoptr (GError) agencies_error = NULL;
      g_autoptr (KhAgencyPage) page = NULL;
      g_autoptr (GError) reserve_error = NULL;
      g_autoptr (GError) change_error = NULL;

      g_test_message ("%s", bodies[i]);
      g_assert_null (list_blocks (station, &blocks_error));
      g_assert_error (blocks_error, KH_STATION_ERROR, KH_STATION_ERROR_PROTOCOL);
      page = list_agencies (station, KH_N_AGENCY_TYPES, NULL, NULL, &agencies_error);
      /* What is of no type that we know is passed over. */
      if (i == 3)
        g_assert_cmpuint (page->agencies->len, ==, 0);
      else
        g_assert_error (agencies_error, KH_STATION_ERROR, KH_STATION_ERROR_PROTOCOL);
      g_assert_null (reserve (station, "b1", NULL, &reserve_error));
      g_assert_error (reserve_error, KH_STATION_ERROR, KH_STATION_ERROR_PROTOCOL);
      g_assert_false (kh_station_error_is_certain (reserve_error));
      g_assert_null (get_change (station, "a1", "c1", &change_error));
      g_assert_error (change_error, KH_STATION_ERROR, KH_STATION_ERROR_PROTOCOL);
    }
}

/* A list without an end is given up. */
static void
test_endless (void)
{
  static const char body[] = "{\"items\":[],\"next\":\"again & again\"}";
  g_autoptr (KhLiar) liar = kh_liar_new (answer_body, body, NULL);
  g_autofree char *address = kh_liar_dup_address (liar);
  g_autoptr (KhStation) station = make_station (address);
  g_autoptr (GError) error = NULL;
  g_autofree char *request = NULL;

  g_assert_null (list_blocks (station, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_PROTOCOL);
  g_assert_cmpuint (kh_liar_count (liar), <, 30);
  request = kh_liar_dup_request (liar, 1);
  g_assert_nonnull (strstr (request, "?cursor=again%20%26%20again "));
}

static void
test_blocks (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) after = NULL;
  g_autoptr (GError) error = NULL;
  KhNumberBlock *block;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  before = list_blocks (fixture.station, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (before->len, ==, 2);
  block = g_ptr_array_index (before, 0);
  g_assert_cmpstr (kh_number_block_get_id (block), ==, "b1");
  g_assert_cmpstr (kh_number_block_get_begin (block), ==, "7000");
  g_assert_cmpstr (kh_number_block_get_end (block), ==, "7011");
  g_assert_cmpstr (kh_number_block_get_receiver (block), ==, "1");
  g_assert_cmpstr (kh_number_block_get_next (block), ==, "7000");
  g_assert_true (kh_number_block_get_two_way (block));
  g_assert_true (kh_number_block_get_enabled (block));
  g_assert_cmpint (kh_number_block_get_left (block), ==, 12);
  g_assert_false (kh_number_block_is_near_end (block));
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KhReservation) reservation = reserve (fixture.station, "b1", NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpint (reservation->left, ==, 11 - i);
      g_assert_cmpstr (reservation->receiver, ==, "1");
      g_assert_true (reservation->two_way);
    }
  after = list_blocks (fixture.station, &error);
  g_assert_true (kh_number_block_is_near_end (g_ptr_array_index (after, 0)));
}

/* Numbers that were lost on the way are the same ones after all; then the end, and a
 * block that there is not. */
static void
test_reserved (void)
{
  static const char *const numbers[] = { "AB-76", "AB-78" };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) exhausted = NULL;
  g_autoptr (GError) unknown = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autofree char *key = g_uuid_string_random ();
      g_autoptr (KhReservation) reservation = NULL;
      g_autoptr (GError) lost = NULL;
      g_autoptr (GError) error = NULL;

      kh_fixture_fault (&fixture.server, "drop-after@reserve*1");
      g_assert_null (reserve (fixture.station, "b2", key, &lost));
      g_assert_false (kh_station_error_is_certain (lost));
      reservation = reserve (fixture.station, "b2", key, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (reservation->number, ==, numbers[i]);
    }
  g_assert_null (reserve (fixture.station, "b2", NULL, &exhausted));
  g_assert_error (exhausted, KH_STATION_ERROR, KH_STATION_ERROR_NO_NUMBER);
  g_assert_true (kh_station_error_is_certain (exhausted));
  g_assert_null (reserve (fixture.station, "b9", NULL, &unknown));
  g_assert_error (unknown, KH_STATION_ERROR, KH_STATION_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (unknown->message, "block"));
}

static guint
count (Fixture *fixture)
{
  return kh_reference_station_count (fixture->server.station, KH_REFERENCE_AGENCIES);
}

/* Page after page, and a second time by what is kept: 304, and the same agencies. */
static void
test_agencies (void)
{
  g_auto (Fixture) fixture = { 0 };
  guint totals[2] = { 0, 0 };

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *next = NULL;

      do
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (KhAgencyPage) page = list_agencies (fixture.station, KH_N_AGENCY_TYPES, NULL, next, &error);

          g_assert_no_error (error);
          totals[i] += page->agencies->len;
          g_free (next);
          next = g_steal_pointer (&page->next);
        }
      while (next != NULL);
    }
  g_assert_cmpuint (totals[0], >, 150);
  g_assert_cmpuint (totals[0], ==, totals[1]);
  g_assert_cmpuint (count (&fixture), ==, 8);
}

static gboolean
answer_once (KhLiar        *self,
             GIOStream     *stream,
             const char    *request,
             gconstpointer  data)
{
  if (strstr (request, "If-None-Match: \"1\"") != NULL)
    return kh_liar_write (stream, "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\n\r\n", -1);

  return answer_body (self, stream, request, data);
}

static void
test_agencies_kept (void)
{
  static const char body[] = "{\"items\":[{\"agency\":\"P\",\"type\":\"police\",\"name\":\"Provo\\u202e\\nPolice\","
                             "\"phone\":\"+18015550100\",\"city\":null,\"state\":null},"
                             "{\"agency\":\"N\",\"type\":\"navy\",\"name\":\"N\"}],\"next\":null}";
  g_autoptr (KhLiar) liar = kh_liar_new (answer_once, body, NULL);
  g_autofree char *address = kh_liar_dup_address (liar);
  g_autoptr (KhStation) station = make_station (address);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KhAgencyPage) page = list_agencies (station, KH_AGENCY_POLICE, "84601", NULL, &error);
      g_autofree char *request = NULL;
      KhAgency *agency;

      g_assert_no_error (error);
      g_assert_cmpuint (page->agencies->len, ==, 1);
      agency = g_ptr_array_index (page->agencies, 0);
      g_assert_cmpstr (kh_agency_get_code (agency), ==, "P");
      g_assert_null (strchr (kh_agency_get_name (agency), '\n'));
      g_assert_null (strstr (kh_agency_get_name (agency), "\xe2\x80\xae"));
      g_assert_cmpstr (kh_agency_get_phone (agency), ==, "+18015550100");
      request = kh_liar_dup_request (liar, i);
      g_assert_true ((strstr (request, "If-None-Match") != NULL) == (i > 0));
      g_assert_nonnull (strstr (request, "/v1/agencies?type=police&zip=84601 "));
    }
}

/* A waiting change is asked about until somebody decided. */
static void
test_change (gconstpointer data)
{
  gboolean approve = GPOINTER_TO_INT (data);
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhAgencyPage) page = NULL;
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhChangeAnswer) sent = NULL;
  g_autoptr (KhChangeAnswer) waiting = NULL;
  g_autoptr (KhChangeAnswer) settled = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  g_assert_true (kh_reference_station_add_review (fixture.server.station, "/agencies", NULL));
  page = list_agencies (fixture.station, KH_AGENCY_FIRE, "84601", NULL, &error);
  g_assert_no_error (error);
  body = kh_station_encode_agency (fixture.station, NULL, g_ptr_array_index (page->agencies, 0), "Pat");
  kh_station_apply_changes_async (fixture.station, "SUMMIT2001", "\"1\"", body, KEY, FALSE, NULL, kh_wait_done_cb,
                                  &result);
  sent = kh_station_apply_changes_finish (fixture.station, kh_wait (&result), &error);
  g_assert_no_error (error);
  g_assert_true (sent->pending);
  waiting = get_change (fixture.station, "SUMMIT2001", sent->change, &error);
  g_assert_no_error (error);
  g_assert_true (waiting->pending && !waiting->rejected);
  kh_probe_decide (kh_reference_station_get_url (fixture.server.station), approve, approve ? NULL : "Not\nserved here.");
  settled = get_change (fixture.station, "SUMMIT2001", sent->change, &error);
  g_assert_no_error (error);
  g_assert_false (settled->pending);
  g_assert_true (settled->rejected == !approve);
  g_assert_cmpstr (settled->detail, ==, approve ? NULL : "Not served here");
}

static void
test_change_unknown (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) unknown = NULL;
  g_autoptr (GError) broken = NULL;
  g_autoptr (GError) foreign = NULL;

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  g_assert_null (get_change (fixture.station, "SUMMIT2001", "nothing", &unknown));
  g_assert_error (unknown, KH_STATION_ERROR, KH_STATION_ERROR_NOT_FOUND);
  g_assert_null (get_change (fixture.station, "SUMMIT2001", "../../x", &broken));
  g_assert_error (broken, KH_STATION_ERROR, KH_STATION_ERROR_PROTOCOL);
  g_assert_null (get_change (fixture.station, "OTHER5000", "nothing", &foreign));
  g_assert_error (foreign, KH_STATION_ERROR, KH_STATION_ERROR_NOT_OURS);
}

/* Whichever call it is, a cancelled one ends so. */
static void
test_cancelled (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GBytes) body = NULL;
  GAsyncResult *results[5] = { NULL };
  GError *errors[5] = { NULL };

  fixture_init (&fixture, KH_REFERENCE_BOLD);
  kh_fixture_fault (&fixture.server, "delay:2000@any");
  body = encode (fixture.station, "3001", NULL);
  kh_station_create_account_async (fixture.station, body, KEY, cancellable, kh_wait_done_cb, &results[0]);
  kh_station_get_change_async (fixture.station, "SUMMIT2001", "c", cancellable, kh_wait_done_cb, &results[1]);
  kh_station_list_agencies_async (fixture.station, KH_AGENCY_FIRE, NULL, NULL, cancellable, kh_wait_done_cb, &results[2]);
  kh_station_list_number_blocks_async (fixture.station, cancellable, kh_wait_done_cb, &results[3]);
  kh_station_reserve_number_async (fixture.station, "b1", KEY, cancellable, kh_wait_done_cb, &results[4]);
  g_cancellable_cancel (cancellable);
  g_assert_null (kh_station_create_account_finish (fixture.station, kh_wait (&results[0]), &errors[0]));
  g_assert_null (kh_station_get_change_finish (fixture.station, kh_wait (&results[1]), &errors[1]));
  g_assert_null (kh_station_list_agencies_finish (fixture.station, kh_wait (&results[2]), &errors[2]));
  g_assert_null (kh_station_list_number_blocks_finish (fixture.station, kh_wait (&results[3]), &errors[3]));
  g_assert_null (kh_station_reserve_number_finish (fixture.station, kh_wait (&results[4]), &errors[4]));
  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_assert_error (errors[i], G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_clear_error (&errors[i]);
      g_clear_object (&results[i]);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csl-accounts/made", test_made);
  g_test_add_func ("/csl-accounts/account-agencies", test_account_agencies);
  g_test_add_func ("/csl-accounts/from-block", test_from_block);
  for (guint i = 0; i < G_N_ELEMENTS (unknown_faults); i++)
    {
      g_autofree char *path = g_strdup_printf ("/csl-accounts/unknown/%02u", i);

      g_test_add_data_func (path, unknown_faults[i], test_unknown);
    }
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strdup_printf ("/csl-accounts/refused/%02u", i);

      g_test_add_data_func (path, &refusals[i], test_refused);
    }
  g_test_add_func ("/csl-accounts/repeated-secret", test_repeated_secret);
  g_test_add_func ("/csl-accounts/wrong-account", test_wrong_account);
  g_test_add_func ("/csl-accounts/wrong-lists", test_wrong_lists);
  g_test_add_func ("/csl-accounts/endless", test_endless);
  g_test_add_func ("/csl-accounts/blocks", test_blocks);
  g_test_add_func ("/csl-accounts/reserved", test_reserved);
  g_test_add_func ("/csl-accounts/agencies", test_agencies);
  g_test_add_func ("/csl-accounts/agencies-kept", test_agencies_kept);
  g_test_add_data_func ("/csl-accounts/change/approved", GINT_TO_POINTER (TRUE), test_change);
  g_test_add_data_func ("/csl-accounts/change/refused", GINT_TO_POINTER (FALSE), test_change);
  g_test_add_func ("/csl-accounts/change/unknown", test_change_unknown);
  g_test_add_func ("/csl-accounts/cancelled", test_cancelled);

  return g_test_run ();
}
