/* test-reference-faults.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-json.h"
#include "kh-reference-fault.h"
#include "kh-reference-fixture.h"

#include <string.h>

#define ACCOUNT "/v1/accounts/SUMMIT1042"
#define SET_FIRST "{\"op\":\"replace\",\"path\":\"/site/name/first\",\"value\":\"Bea\"}"

typedef struct {
  const char *spec;
  guint status;     /* 0: no answer at all */
  gboolean whole;   /* as long as it says */
  gboolean json;    /* strict JSON */
  const char *header; /* a line that must be in the head */
} Wire;

static const Wire wires[] = {
  { "drop@account", 0, FALSE, FALSE, NULL },
  { "drop-after@account", 0, FALSE, FALSE, NULL },
  { "status:500@account", 500, TRUE, TRUE, NULL },
  { "status:503:7@account", 503, TRUE, TRUE, "Retry-After: 7\r\n" },
  { "status:418@account", 418, TRUE, TRUE, NULL },
  { "problem:already-linked@account", 409, TRUE, TRUE, "Content-Type: application/problem+json\r\n" },
  { "problem:rate@account", 429, TRUE, TRUE, "Retry-After: 1\r\n" },
  { "problem:unavailable:8@account", 503, TRUE, TRUE, "Retry-After: 8\r\n" },
  { "problem:validation:/site/address/city@account", 422, TRUE, TRUE, "Content-Type: application/problem+json\r\n" },
  { "locked@account", 423, TRUE, TRUE, "Retry-After: 2\r\n" },
  { "locked:9@account", 423, TRUE, TRUE, "Retry-After: 9\r\n" },
  { "truncated@account", 200, FALSE, FALSE, "ETag: \"1\"\r\n" },
  { "truncated:chunked@account", 200, FALSE, FALSE, "Transfer-Encoding: chunked\r\n" },
  { "garbage@account", 200, TRUE, FALSE, "Content-Type: text/html\r\n" },
  { "garbage:json@account", 200, TRUE, FALSE, "Content-Type: application/json\r\n" },
  { "nested@account", 200, TRUE, FALSE, "Content-Length: 100000\r\n" },
  { "huge:2@account", 200, TRUE, FALSE, "Content-Length: 2097153\r\n" },
  { "liar@account", 200, TRUE, TRUE, "Content-Length: 7\r\n" },
  { "liar:negative@account", 200, FALSE, TRUE, "Content-Length: -5\r\n" },
  { "latin1@account", 200, TRUE, FALSE, "Content-Type: application/json\r\n" },
  { "drip:1@ping", 200, TRUE, TRUE, NULL },
  { "redirect@account", 302, TRUE, FALSE, "Location: /v1/ping\r\n" },
  { "redirect:http://127.0.0.1:1/x@account", 302, TRUE, FALSE, "Location: http://127.0.0.1:1/x\r\n" },
};

static void
test_wire (gconstpointer data)
{
  const Wire *c = data;
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) reply = NULL;
  g_autoptr (KhReply) next = NULL;
  g_autoptr (JsonNode) node = NULL;
  gboolean ping = strstr (c->spec, "@ping") != NULL;
  g_autofree char *spec = g_strconcat (c->spec, "*1", NULL);

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  kh_fixture_fault (&fixture, spec);
  reply = kh_fixture_ask (&fixture, "GET", ping ? "/v1/ping" : ACCOUNT, NULL);
  g_assert_cmpuint (reply->status, ==, c->status);
  if (c->status == 0)
    g_assert_cmpstr (reply->head, ==, "");
  g_assert_cmpint (reply->whole, ==, c->whole);
  node = kh_json_parse (reply->body->str, reply->body->len, NULL);
  g_assert_cmpint (node != NULL, ==, c->json);
  if (c->header != NULL)
    g_assert_nonnull (strstr (reply->head, c->header));
  /* Once, and then the station behaves again. */
  next = kh_fixture_ask (&fixture, "GET", ping ? "/v1/ping" : ACCOUNT, NULL);
  kh_assert_reply (next, 200, NULL);
}

static void
test_huge_is_huge (void)
{
  static const char *const headers[] = { "Authorization: Bearer " KH_FIXTURE_TOKEN, NULL };
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) reply = NULL;
  g_autofree char *length = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  kh_fixture_fault (&fixture, "huge@account");
  reply = kh_probe (kh_reference_station_get_url (fixture.station), "GET", ACCOUNT, headers, NULL,
                    4 * 1024 * 1024);
  length = kh_reply_dup_header (reply, "Content-Length");
  g_assert_cmpstr (length, ==, "314572801");
  g_assert_cmpuint (reply->body->len, >, 4 * 1024 * 1024 - 1024);
}

static void
test_delay (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) reply = NULL;
  gint64 start;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  kh_fixture_fault (&fixture, "delay:150@ping");
  start = g_get_monotonic_time ();
  reply = kh_fixture_ask (&fixture, "GET", "/v1/ping", NULL);
  kh_assert_reply (reply, 200, NULL);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 150 * 1000);
}

static void
on_time_out_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
run_for (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add_once (milliseconds, on_time_out_cb, &over);
  while (!over)
    g_main_context_iteration (NULL, TRUE);
}

/* Sends a request and does not wait for the answer. */
static GSocketConnection *
begin_request (KhFixture *fixture)
{
  static const char text[] = "GET " ACCOUNT " HTTP/1.1\r\nHost: x\r\n"
                             "Authorization: Bearer " KH_FIXTURE_TOKEN "\r\n\r\n";
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  connection = g_socket_client_connect_to_uri (
    client, kh_reference_station_get_url (fixture->station), 80, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_output_stream_write_all (
    g_io_stream_get_output_stream (G_IO_STREAM (connection)), text, strlen (text), NULL, NULL, NULL));
  run_for (30);
  g_assert_cmpuint (kh_reference_station_count (fixture->station, KH_REFERENCE_ACCOUNT), ==, 1);
  return connection;
}

/* The client, or the station, goes while an answer is due. */
static void
test_gone_meanwhile (gconstpointer data)
{
  static const char *const specs[] = { "delay:80@account", "drip:40@account", "huge@account" };
  gboolean stop = GPOINTER_TO_INT (data);

  for (guint i = 0; i < G_N_ELEMENTS (specs); i++)
    {
      g_auto (KhFixture) fixture = { 0 };
      g_autoptr (GSocketConnection) connection = NULL;

      kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
      kh_fixture_fault (&fixture, specs[i]);
      connection = begin_request (&fixture);
      if (stop)
        kh_reference_station_stop (fixture.station);
      else
        g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
      run_for (120);
      if (stop)
        continue;
      g_clear_object (&connection);
      kh_reference_station_clear_faults (fixture.station);
      kh_reply_free (kh_fixture_ask (&fixture, "GET", ACCOUNT, NULL));
    }
}

typedef struct {
  const char *spec;
  guint status;
  const char *first; /* afterwards */
  const char *version;
} Effect;

/* What a fault does to a change set, besides what comes back. */
static const Effect effects[] = {
  { "drop@changes*1", 0, "\"Ann\"", "1" },
  { "drop-after@changes*1", 0, "\"Bea\"", "2" },
  { "truncated@changes*1", 200, "\"Bea\"", "2" },
  { "garbage@changes*1", 200, "\"Bea\"", "2" },
  { "status:503@changes*1", 503, "\"Ann\"", "1" },
  { "locked@changes", 423, "\"Ann\"", "1" },
  { "stale@changes*1", 412, "\"Ann\"", "2" },
  { "pending@changes", 202, "\"Ann\"", "1" },
  { "touch@changes*1", 200, "\"Bea\"", "3" },
  { "other@changes*1", 200, "\"Bea\"", "2" },
  { "delay:20@changes", 200, "\"Bea\"", "2" },
  { "drop@dry-run", 200, "\"Bea\"", "2" },
  { "drop@any", 0, "\"Ann\"", "1" },
};

static void
test_effect (gconstpointer data)
{
  const Effect *c = data;
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) reply = NULL;
  g_autofree char *first = NULL;
  g_autofree char *version = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  kh_fixture_fault (&fixture, c->spec);
  reply = kh_fixture_change (&fixture, "SUMMIT1042", 1, FALSE, SET_FIRST);
  kh_assert_reply (reply, c->status, NULL);
  first = kh_fixture_value (&fixture, "SUMMIT1042", "/site/name/first");
  g_assert_cmpstr (first, ==, c->first);
  version = kh_fixture_value (&fixture, "SUMMIT1042", "/version");
  g_assert_cmpstr (version, ==, c->version);
}

/* The answer is lost, the retry gets it, and it was done once. */
static void
test_lost_answer (void)
{
  static const char key[] = "0f1e2d3c-4b5a-4697-8877-665544332211";
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) lost = NULL;
  g_autoptr (KhReply) again = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  kh_fixture_fault (&fixture, "drop-after@changes*1");
  fixture.key = g_strdup (key);
  lost = kh_fixture_change (&fixture, "SUMMIT1042", 1, FALSE, SET_FIRST);
  kh_assert_reply (lost, 0, NULL);
  fixture.key = g_strdup (key);
  again = kh_fixture_change (&fixture, "SUMMIT1042", 1, FALSE, SET_FIRST);
  kh_assert_reply (again, 200, NULL);
  kh_assert_value (again, "/version", "2");
  g_assert_cmpuint (kh_reference_station_count (fixture.station, KH_REFERENCE_CHANGES), ==, 2);
}

/* The second reading is of another version than the first. */
static void
test_touch_and_skip (void)
{
  static const char *const versions[] = { "1", "1", "2", "2" };
  g_auto (KhFixture) fixture = { 0 };

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  kh_fixture_fault (&fixture, "touch@account+1*1");
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      g_autoptr (KhReply) reply = kh_fixture_ask (&fixture, "GET", ACCOUNT, NULL);

      kh_assert_value (reply, "/version", versions[i]);
    }
  g_assert_cmpuint (kh_reference_station_count (fixture.station, KH_REFERENCE_ACCOUNT), ==, 4);
}

/* Another account's id or number stands in the answer, and only there. */
static void
test_other (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) other = NULL;
  g_autoptr (KhReply) renumbered = NULL;
  g_autoptr (KhReply) right = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  kh_fixture_fault (&fixture, "other@account*1");
  other = kh_fixture_ask (&fixture, "GET", ACCOUNT, NULL);
  kh_assert_value (other, "/id", "\"SUMMIT1042X\"");
  kh_assert_value (other, "/number", "\"1042\"");
  kh_fixture_fault (&fixture, "other:number@account*1");
  renumbered = kh_fixture_ask (&fixture, "GET", ACCOUNT, NULL);
  kh_assert_value (renumbered, "/id", "\"SUMMIT1042\"");
  kh_assert_value (renumbered, "/number", "\"1042X\"");
  right = kh_fixture_ask (&fixture, "GET", ACCOUNT, NULL);
  kh_assert_value (right, "/number", "\"1042\"");
}

/* What was kept of an account is what it is again, its version as well. */
static void
test_put_back (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *kept = NULL;
  g_autoptr (KhReply) changed = NULL;
  g_autoptr (KhReply) reply = NULL;
  g_autoptr (GError) error = NULL;

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  kept = kh_reference_station_dup_account (fixture.station, "SUMMIT1042", &error);
  g_assert_no_error (error);
  changed = kh_fixture_change (&fixture, "SUMMIT1042", 1, FALSE, SET_FIRST);
  kh_assert_reply (changed, 200, NULL);
  g_assert_true (kh_reference_station_put_back (fixture.station, kept, &error));
  reply = kh_fixture_ask (&fixture, "GET", ACCOUNT, NULL);
  kh_assert_value (reply, "/version", "1");
  kh_assert_value (reply, "/site/name/first", "\"Ann\"");
  g_assert_false (kh_reference_station_put_back (fixture.station, "{", &error));
  g_assert_nonnull (error);
}

static void
test_one_after_another (void)
{
  static const guint statuses[] = { 503, 503, 429, 200 };
  g_auto (KhFixture) fixture = { 0 };

  kh_fixture_init (&fixture, KH_REFERENCE_BOLD);
  kh_fixture_fault (&fixture, "status:503@ping*2");
  kh_fixture_fault (&fixture, "status:429@any*1");
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autoptr (KhReply) reply = kh_fixture_ask (&fixture, "GET", "/v1/ping", NULL);

      kh_assert_reply (reply, statuses[i], NULL);
    }
}

static void
test_bad_specs (void)
{
  static const char *const bad[] = {
    "", "drop", "drop@", "@ping", "drop@nowhere-else", "fall@ping", "delay@ping", "delay:x@ping",
    "status@ping", "status:200@ping", "status:1000@ping", "drop:1@ping", "drop@ping*", "drop@ping*x",
    "drop@ping*1*", "garbage:xml@ping", "redirect:ftp://x@ping", "drop@ping ", "huge:9999999@ping",
    "redirect:http://x\r\nX: y@ping", "problem@ping", "problem:tired@ping", "problem:rate:x@ping",
    "problem:validation:/site city@ping",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (kh_reference_fault_parse (bad[i], &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (wires); i++)
    {
      g_autofree char *path = g_strdup_printf ("/reference/faults/wire/%02u", i);

      g_test_add_data_func (path, &wires[i], test_wire);
    }
  for (guint i = 0; i < G_N_ELEMENTS (effects); i++)
    {
      g_autofree char *path = g_strdup_printf ("/reference/faults/effect/%02u", i);

      g_test_add_data_func (path, &effects[i], test_effect);
    }
  g_test_add_func ("/reference/faults/huge", test_huge_is_huge);
  g_test_add_func ("/reference/faults/delay", test_delay);
  g_test_add_func ("/reference/faults/lost-answer", test_lost_answer);
  g_test_add_func ("/reference/faults/touch", test_touch_and_skip);
  g_test_add_func ("/reference/faults/other", test_other);
  g_test_add_func ("/reference/faults/put-back", test_put_back);
  g_test_add_func ("/reference/faults/one-after-another", test_one_after_another);
  g_test_add_data_func ("/reference/faults/client-gone", GINT_TO_POINTER (FALSE),
                        test_gone_meanwhile);
  g_test_add_data_func ("/reference/faults/station-gone", GINT_TO_POINTER (TRUE),
                        test_gone_meanwhile);
  g_test_add_func ("/reference/faults/bad-specs", test_bad_specs);

  return g_test_run ();
}
