/* test-csl-codes.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A station's lists of codes: read once, asked for again by what is kept of them, and never believed
 * blindly. */

#include "config.h"

#include "kh-csl-station.h"
#include "kh-liar.h"
#include "kh-openapi.h"
#include "kh-reference-fixture.h"
#include "kh-wait.h"

#include <string.h>

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
fixture_init (Fixture *self)
{
  kh_fixture_init (&self->server, KH_REFERENCE_BOLD);
  self->api = kh_openapi_load ();
  kh_openapi_watch (self->api, self->server.station);
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

static GPtrArray *
list_codes (KhStation   *station,
            const char  *list,
            GError     **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  kh_station_list_codes_async (station, list, NULL, kh_wait_done_cb, &answer);

  return kh_station_list_codes_finish (station, kh_wait (&answer), error);
}

/* Each list has its own codes. */
static void
test_lists (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) events = NULL;
  g_autoptr (GPtrArray) phones = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  events = list_codes (fixture.station, "zone-events", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (events->len, >, 10);
  g_assert_cmpstr (kh_code_get_code (g_ptr_array_index (events, 0)), ==, "BA");
  g_assert_cmpstr (kh_code_get_label (g_ptr_array_index (events, 0)), ==, "Burglary Alarm");
  g_assert_cmpstr (kh_code_get_label (kh_codes_find (events, "WA")), ==, "Water Alarm");
  phones = list_codes (fixture.station, "phone-types", &error);
  g_assert_no_error (error);
  g_assert_null (kh_codes_find (phones, "BA"));
  g_assert_nonnull (kh_codes_find (phones, "cell"));
  none = list_codes (fixture.station, "colours", &error);
  g_assert_null (none);
  /* Where no account was named, none is missing. */
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_PROTOCOL);
  g_assert_true (kh_station_error_is_certain (error));
}

/* Whatever happens on the way, the next time has the list. */
static void
test_faults (void)
{
  static const struct {
    const char *fault;
    int code;
  } faults[] = {
    { "drop@codes", KH_STATION_ERROR_PROTOCOL },
    { "truncated@codes", KH_STATION_ERROR_PROTOCOL },
    { "garbage@codes", KH_STATION_ERROR_PROTOCOL },
    { "garbage:json@codes", KH_STATION_ERROR_PROTOCOL },
    { "nested@codes", KH_STATION_ERROR_PROTOCOL },
    { "latin1@codes", KH_STATION_ERROR_PROTOCOL },
    { "delay:2000@codes", KH_STATION_ERROR_TIMED_OUT },
    { "status:401@codes", KH_STATION_ERROR_UNAUTHORIZED },
    { "status:404@codes", KH_STATION_ERROR_PROTOCOL },
    { "status:429:7@codes", KH_STATION_ERROR_UNAVAILABLE },
    { "status:503:7@codes", KH_STATION_ERROR_UNAVAILABLE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_auto (KhFixture) server = { 0 };
      g_autoptr (KhStation) station = NULL;
      g_autoptr (GPtrArray) broken = NULL;
      g_autoptr (GPtrArray) codes = NULL;
      g_autoptr (GError) failure = NULL;
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", faults[i].fault);
      kh_fixture_init (&server, KH_REFERENCE_GENERIC);
      station = make_station (kh_reference_station_get_url (server.station));
      kh_csl_station_set_deadline (KH_CSL_STATION (station), 500);
      kh_fixture_fault (&server, faults[i].fault);
      broken = list_codes (station, "zone-events", &failure);
      g_assert_null (broken);
      g_test_message ("%s", failure->message);
      g_assert_error (failure, KH_STATION_ERROR, faults[i].code);
      kh_reference_station_clear_faults (server.station);
      codes = list_codes (station, "zone-events", &error);
      g_assert_no_error (error);
      g_assert_nonnull (kh_codes_find (codes, "BA"));
    }
}

/* A station that is not CSL/1's */

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

/* The same list for a 304, and not another list of the same station. */
static void
test_kept (void)
{
  static const char body[] = "{\"items\":[{\"code\":\"BA\",\"label\":\"Burglary\\u202e\\nAlarm\"},"
                             "{\"code\":\"FA\",\"label\":\"Fire Alarm\"},{\"code\":\"BA\",\"label\":\"Again\"}],\"next\":null}";
  g_autoptr (KhLiar) liar = kh_liar_new (answer_once, body, NULL);
  g_autofree char *address = kh_liar_dup_address (liar);
  g_autoptr (KhStation) station = make_station (address);

  for (guint i = 0; i < 4; i++)
    {
      const char *list = i < 3 ? "zone-events" : "other";
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) codes = list_codes (station, list, &error);
      g_autofree char *request = NULL;
      const char *label;

      g_assert_no_error (error);
      g_assert_cmpuint (codes->len, ==, 2);
      label = kh_code_get_label (g_ptr_array_index (codes, 0));
      g_assert_true (g_str_has_prefix (label, "Burglary"));
      g_assert_null (strchr (label, '\n'));
      g_assert_null (strstr (label, "\xe2\x80\xae"));
      request = kh_liar_dup_request (liar, i);
      g_assert_true ((strstr (request, "If-None-Match: \"1\"") != NULL) == (i == 1 || i == 2));
      g_assert_nonnull (strstr (request, i < 3 ? "/v1/codes/zone-events " : "/v1/codes/other "));
    }
}

/* The reference station, whose list does not change, sends it once. */
static void
test_kept_over_http (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  first = list_codes (fixture.station, "zone-events", &error);
  g_assert_no_error (error);
  second = list_codes (fixture.station, "zone-events", &error);
  g_assert_no_error (error);
  g_assert_true (first == second);
  g_assert_cmpuint (kh_reference_station_count (fixture.server.station, KH_REFERENCE_CODES), ==, 2);
}

static void
refuse (const char *body)
{
  g_autoptr (KhLiar) liar = kh_liar_new (answer_body, body, NULL);
  g_autofree char *address = kh_liar_dup_address (liar);
  g_autoptr (KhStation) station = make_station (address);
  g_autoptr (GError) error = NULL;

  g_test_message ("%.80s", body);
  g_assert_null (list_codes (station, "zone-events", &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_PROTOCOL);
}

/* What cannot be typed, sent or shown is no code. */
static void
test_wrong (void)
{
  static const char *const bodies[] = {
    "{}", "[]", "{\"items\":7}", "{\"items\":[7]}", "{\"items\":[{}],\"next\":null}",
    "{\"items\":[{\"code\":\"BA\"}],\"next\":null}",
    "{\"items\":[{\"code\":\"\",\"label\":\"x\"}],\"next\":null}",
    "{\"items\":[{\"code\":\"BA\",\"label\":\"\"}],\"next\":null}",
    "{\"items\":[{\"code\":7,\"label\":\"x\"}],\"next\":null}",
    "{\"items\":[{\"code\":\"B\\nA\",\"label\":\"x\"}],\"next\":null}",
    "{\"items\":[{\"code\":\"BA\\u202e\",\"label\":\"x\"}],\"next\":null}",
    "{\"items\":[{\"code\":\"\\u0000\",\"label\":\"x\"}],\"next\":null}",
    "{\"items\":[{\"code\":\"12345678901234567890123456789012345678901\",\"label\":\"x\"}],\"next\":null}",
    "{\"items\":[],\"next\":\"again\"}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    refuse (bodies[i]);
}

static char *
make_long (guint n)
{
  GString *body = g_string_new ("{\"items\":[");

  for (guint i = 0; i < n; i++)
    g_string_append_printf (body, "%s{\"code\":\"C%u\",\"label\":\"x\"}", i > 0 ? "," : "", i);
  g_string_append (body, "],\"next\":null}");

  return g_string_free (body, FALSE);
}

static void
test_sizes (void)
{
  g_autofree char *most = make_long (2000);
  g_autofree char *more = make_long (2001);
  g_autoptr (KhLiar) liar = kh_liar_new (answer_body, most, NULL);
  g_autofree char *address = kh_liar_dup_address (liar);
  g_autoptr (KhStation) station = make_station (address);
  g_autoptr (GPtrArray) codes = NULL;
  g_autoptr (GError) error = NULL;

  codes = list_codes (station, "zone-events", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (codes->len, ==, 2000);
  refuse (more);
}

/* A label that goes on and on is shown as far as it can be. */
static void
test_long_label (void)
{
  g_autofree char *words = g_strnfill (5000, 'w');
  g_autofree char *body = g_strdup_printf ("{\"items\":[{\"code\":\"BA\",\"label\":\"ü%s\"}],\"next\":null}", words);
  g_autoptr (KhLiar) liar = kh_liar_new (answer_body, body, NULL);
  g_autofree char *address = kh_liar_dup_address (liar);
  g_autoptr (KhStation) station = make_station (address);
  g_autoptr (GPtrArray) codes = NULL;
  g_autoptr (GError) error = NULL;

  codes = list_codes (station, "zone-events", &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_utf8_strlen (kh_code_get_label (g_ptr_array_index (codes, 0)), -1), <=, 100);
}

static void
test_cancelled (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  kh_fixture_fault (&fixture.server, "delay:2000@any");
  kh_station_list_codes_async (fixture.station, "zone-events", cancellable, kh_wait_done_cb, &answer);
  g_cancellable_cancel (cancellable);
  g_assert_null (kh_station_list_codes_finish (fixture.station, kh_wait (&answer), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csl-codes/lists", test_lists);
  g_test_add_func ("/csl-codes/faults", test_faults);
  g_test_add_func ("/csl-codes/kept", test_kept);
  g_test_add_func ("/csl-codes/kept-over-http", test_kept_over_http);
  g_test_add_func ("/csl-codes/wrong", test_wrong);
  g_test_add_func ("/csl-codes/sizes", test_sizes);
  g_test_add_func ("/csl-codes/long-label", test_long_label);
  g_test_add_func ("/csl-codes/cancelled", test_cancelled);

  return g_test_run ();
}
