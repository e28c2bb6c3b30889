/* test-exchange.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-exchange.h"
#include "kh-liar.h"
#include "kh-station-private.h"
#include "kh-wait.h"

#include <glib/gstdio.h>
#include <string.h>

#define TOKEN "a-token-that-nobody-sees"
#define KEY "5b1e0a4e-6a64-4a0e-9d6e-0d4d6a1c9f10"
#define FINE (-1)
#define DEADLINE 400
#define LONG_DEADLINE 8000

#define JSON_HEAD "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
#define WHOLE JSON_HEAD "Content-Length: 13\r\n\r\n{\"answer\": 1}"

/* Helpers */

typedef struct {
  KhAnswer *answer;
  GError *error;
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_clear_pointer (&outcome->answer, kh_answer_free);
  g_clear_error (&outcome->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static KhCompany *
make_company (const char *address,
              const char *ca_file)
{
  KhCompany *company = kh_company_new ();

  g_object_set (company, "name", "Dynamark", "address", address, "ca-file", ca_file, NULL);

  return company;
}

static KhChannel *
make_channel (KhLiar     *liar,
              const char *ca_file,
              guint       deadline)
{
  g_autofree char *address = kh_liar_dup_address (liar);
  g_autoptr (KhCompany) company = make_company (address, ca_file);
  g_autoptr (GError) error = NULL;
  KhChannel *channel = kh_channel_new (company, TOKEN, &error);

  g_assert_no_error (error);
  kh_channel_set_deadline (channel, deadline);

  return channel;
}

static GBytes *
make_body (void)
{
  GString *text = g_string_new ("{\"reason\": \"link\", \"filling\": \"");

  for (guint i = 0; i < 500; i++)
    g_string_append_printf (text, "%08x", i);
  g_string_append (text, "\"}");

  return g_string_free_to_bytes (text);
}

static KhRequest *
make_request (const char *method)
{
  KhRequest *request = kh_request_new ("test", method, "/v1/accounts/a1/changes");

  if (strcmp (method, "GET") == 0)
    return request;

  request->body = strcmp (method, "DELETE") != 0 ? make_body () : NULL;
  request->key = g_strdup (KEY);
  request->if_match = g_strdup ("\"7\"");

  return request;
}

static void
exchange (KhChannel    *channel,
          const char   *method,
          GCancellable *cancellable,
          Outcome      *outcome)
{
  g_autoptr (GAsyncResult) answer = NULL;

  kh_exchange_send_async (channel, make_request (method), cancellable, kh_wait_done_cb, &answer);
  outcome->answer = kh_exchange_send_finish (channel, kh_wait (&answer), &outcome->error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* What nobody may see is nowhere in what is shown. */
static void
assert_error (const Outcome *outcome,
              int            code)
{
  g_assert_null (outcome->answer);
  g_assert_error (outcome->error, KH_STATION_ERROR, code);
  g_assert_nonnull (strstr (outcome->error->message, "Dynamark"));
  g_assert_null (strstr (outcome->error->message, TOKEN));
  g_assert_true (g_str_has_suffix (outcome->error->message, "."));
}

/* Answers of constant bytes */

typedef struct {
  const char *name;
  const char *bytes;
  int code;
  gboolean is_certain;
} Answer;

static const Answer answers[] = {
  { "whole", WHOLE, FINE, TRUE },
  { "utf-8", "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=\"UTF-8\"\r\nContent-Length: 2\r\n\r\n{}", FINE, TRUE },
  { "pieces", JSON_HEAD "Transfer-Encoding: chunked\r\n\r\n2\r\n{\"\r\n5\r\na\": 1\r\n1\r\n}\r\n0\r\n\r\n", FINE, TRUE },
  { "until-close", JSON_HEAD "Connection: close\r\n\r\n{}", FINE, TRUE },
  { "empty-with-length", JSON_HEAD "Content-Length: 0\r\n\r\n", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "empty-in-pieces", JSON_HEAD "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "no-type", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "html", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "html-called-json", JSON_HEAD "Content-Length: 13\r\n\r\n<html></html>", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "latin1-type", "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=iso-8859-1\r\nContent-Length: 2\r\n\r\n{}", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "latin1-body", JSON_HEAD "Content-Length: 12\r\n\r\n{\"a\": \"Caf\xe9\"", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "array", JSON_HEAD "Content-Length: 2\r\n\r\n[]", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "twice-named", JSON_HEAD "Content-Length: 16\r\n\r\n{\"a\": 1,\"a\": 2 }", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "two-documents", JSON_HEAD "Content-Length: 5\r\n\r\n{} {}", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "cut-by-length", JSON_HEAD "Content-Length: 50\r\n\r\n{\"answer\": 1}", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "cut-in-pieces", JSON_HEAD "Transfer-Encoding: chunked\r\n\r\n9\r\n{\"answer\"", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "cut-between-pieces", JSON_HEAD "Transfer-Encoding: chunked\r\n\r\n9\r\n{\"answer\"\r\n", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "length-too-short", JSON_HEAD "Content-Length: 5\r\n\r\n{\"answer\": 1}", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "length-negative", JSON_HEAD "Content-Length: -5\r\n\r\n{\"answer\": 1}", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "length-two", JSON_HEAD "Content-Length: 99\r\nContent-Length: 13\r\n\r\n{\"answer\": 1}", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "length-word", JSON_HEAD "Content-Length: many\r\n\r\n{\"answer\": 1}", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "length-and-pieces", JSON_HEAD "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "encoded", JSON_HEAD "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n\x1f\x8b\x08\x01", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "nothing", "", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "half-a-head", "HTTP/1.1 200 OK\r\nContent-Ty", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "no-http", "220 mail.example.com ESMTP\r\n", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "interim", "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nX: y\r\n\r\n" WHOLE, FINE, TRUE },
  { "no-content", "HTTP/1.1 204 No Content\r\n\r\n", FINE, TRUE },
  { "not-modified-unasked", "HTTP/1.1 304 Not Modified\r\n\r\n", KH_STATION_ERROR_ADDRESS, FALSE },
  { "401-html", "HTTP/1.1 401 No\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno", KH_STATION_ERROR_UNAUTHORIZED, TRUE },
  { "404-html", "HTTP/1.1 404 No\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "502", "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", KH_STATION_ERROR_UNAVAILABLE, FALSE },
  { "503-html", "HTTP/1.1 503 No\r\nContent-Type: text/html\r\nContent-Length: 2\r\n\r\nno", KH_STATION_ERROR_UNAVAILABLE, FALSE },
  { "412", "HTTP/1.1 412 Stale\r\nContent-Type: application/problem+json\r\nContent-Length: 29\r\n\r\n{\"type\": \"/problems/stale\"  }", KH_STATION_ERROR_STALE, TRUE },
  { "412-cut", "HTTP/1.1 412 Stale\r\nContent-Type: application/problem+json\r\nContent-Length: 90\r\n\r\n{\"type\": \"/problems/stale\"  }", KH_STATION_ERROR_PROTOCOL, FALSE },
  { "503", "HTTP/1.1 503 No\r\nContent-Type: application/problem+json\r\nRetry-After: 7\r\nContent-Length: 32\r\n\r\n{\"type\":\"/problems/unavailable\"}", KH_STATION_ERROR_UNAVAILABLE, TRUE },
};

static gboolean
answer_bytes (KhLiar        *liar G_GNUC_UNUSED,
              GIOStream     *stream,
              const char    *request G_GNUC_UNUSED,
              gconstpointer  data)
{
  const Answer *answer = data;

  kh_liar_write (stream, answer->bytes, -1);

  return FALSE;
}

static void
check_answer (const Answer *answer,
              const char   *method)
{
  g_autoptr (KhLiar) liar = kh_liar_new (answer_bytes, answer, NULL);
  g_autoptr (KhChannel) channel = make_channel (liar, NULL, LONG_DEADLINE);
  g_auto (Outcome) outcome = { NULL, NULL };
  gboolean is_write = strcmp (method, "GET") != 0;

  g_test_message ("%s %s", method, answer->name);
  /* libsoup hands the number on before anybody can look at it. */
  if (strcmp (answer->name, "length-negative") == 0)
    g_test_expect_message ("GLib-GObject", G_LOG_LEVEL_WARNING, "*content-length*");
  exchange (channel, method, NULL, &outcome);
  g_test_assert_expected_messages ();
  if (answer->code == FINE)
    {
      g_assert_no_error (outcome.error);
      g_assert_nonnull (outcome.answer);
      return;
    }

  assert_error (&outcome, answer->code);
  g_assert_cmpint (kh_station_error_is_certain (outcome.error), ==, !is_write || answer->is_certain);
  if (is_write)
    g_assert_cmpuint (kh_liar_count (liar), ==, 1);
  if (strcmp (answer->name, "503") == 0)
    g_assert_cmpuint (kh_station_error_retry_after (outcome.error), ==, 7);
}

static void
test_answers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      check_answer (&answers[i], "GET");
      check_answer (&answers[i], "POST");
      check_answer (&answers[i], "PUT");
      check_answer (&answers[i], "DELETE");
    }
}

/* What is sent */

static gboolean
answer_whole (KhLiar        *liar G_GNUC_UNUSED,
              GIOStream     *stream,
              const char    *request G_GNUC_UNUSED,
              gconstpointer  data G_GNUC_UNUSED)
{
  return kh_liar_write (stream, WHOLE, -1);
}

static void
test_request (void)
{
  static const char *const lines[] = {
    "POST /v1/accounts/a1/changes HTTP/1.1\r\n",
    "\r\nAuthorization: Bearer " TOKEN "\r\n",
    "\r\nAccept-Encoding: identity\r\n",
    "\r\nContent-Type: application/json\r\n",
    "\r\nIf-Match: \"7\"\r\n",
    "\r\nIdempotency-Key: " KEY "\r\n",
    "\r\nUser-Agent: Keyholder/",
  };
  g_autoptr (KhLiar) liar = kh_liar_new (answer_whole, NULL, NULL);
  g_autoptr (KhChannel) channel = make_channel (liar, NULL, LONG_DEADLINE);
  g_auto (Outcome) outcome = { NULL, NULL };
  g_autoptr (GBytes) body = make_body ();
  g_autofree char *request = NULL;

  exchange (channel, "POST", NULL, &outcome);
  g_assert_no_error (outcome.error);
  request = kh_liar_dup_request (liar, 0);
  for (guint i = 0; i < G_N_ELEMENTS (lines); i++)
    g_assert_nonnull (strstr (request, lines[i]));
  g_assert_null (strstr (request, "Cookie"));
  g_assert_cmpstr (strstr (request, "\r\n\r\n") + 4, ==, g_bytes_get_data (body, NULL));
}

/* A kept connection that is closed under a request. libsoup repeats it, and must never
 * repeat a write without its body. */
static gboolean
answer_once (KhLiar        *liar G_GNUC_UNUSED,
             GIOStream     *stream,
             const char    *request,
             gconstpointer  data G_GNUC_UNUSED)
{
  if (strstr (request, "GET ") != request)
    return FALSE;

  return kh_liar_write (stream, WHOLE, -1);
}

static void
check_kept_connection (const char *method)
{
  g_autoptr (KhLiar) liar = kh_liar_new (answer_once, NULL, NULL);
  g_autoptr (KhChannel) channel = make_channel (liar, NULL, LONG_DEADLINE);
  g_auto (Outcome) first = { NULL, NULL };
  g_auto (Outcome) second = { NULL, NULL };
  g_autoptr (GBytes) body = make_body ();

  exchange (channel, "GET", NULL, &first);
  g_assert_no_error (first.error);
  exchange (channel, method, NULL, &second);
  assert_error (&second, KH_STATION_ERROR_PROTOCOL);
  g_assert_false (kh_station_error_is_certain (second.error));
  g_assert_cmpuint (kh_liar_count_connections (liar), ==, 2);
  g_assert_cmpuint (kh_liar_count (liar), ==, 2);
  for (guint i = 1; i < kh_liar_count (liar); i++)
    {
      g_autofree char *request = kh_liar_dup_request (liar, i);

      g_assert_true (g_str_has_prefix (request, method));
      g_assert_nonnull (strstr (request, "Idempotency-Key: " KEY));
      if (strcmp (method, "DELETE") != 0)
        g_assert_cmpstr (strstr (request, "\r\n\r\n") + 4, ==, g_bytes_get_data (body, NULL));
    }
}

static void
test_kept_connection (void)
{
  check_kept_connection ("POST");
  check_kept_connection ("PUT");
  check_kept_connection ("DELETE");
}

/* Redirects */

static gboolean
answer_redirect (KhLiar        *liar G_GNUC_UNUSED,
                 GIOStream     *stream,
                 const char    *request G_GNUC_UNUSED,
                 gconstpointer  data)
{
  kh_liar_write (stream, data, -1);

  return FALSE;
}

static void
test_redirects (void)
{
  static const guint statuses[] = { 300, 301, 302, 303, 307, 308 };
  static const char *const methods[] = { "GET", "POST", "PUT", "DELETE" };
  g_autoptr (KhLiar) second = kh_liar_new (answer_whole, NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (statuses) * G_N_ELEMENTS (methods); i++)
    {
      guint status = statuses[i / G_N_ELEMENTS (methods)];
      g_autofree char *bytes = g_strdup_printf ("HTTP/1.1 %u Moved\r\nLocation: http://localhost:%u/v1/x\r\n"
                                                "Content-Length: 0\r\n\r\n",
                                                status, kh_liar_get_port (second));
      g_autoptr (KhLiar) first = kh_liar_new (answer_redirect, bytes, NULL);
      g_autoptr (KhChannel) channel = make_channel (first, NULL, LONG_DEADLINE);
      g_auto (Outcome) outcome = { NULL, NULL };

      exchange (channel, methods[i % G_N_ELEMENTS (methods)], NULL, &outcome);
      assert_error (&outcome, KH_STATION_ERROR_ADDRESS);
    }
  g_assert_cmpuint (kh_liar_count_connections (second), ==, 0);
}

/* Slowness */

static gboolean
answer_slowly (KhLiar        *liar,
               GIOStream     *stream,
               const char    *request G_GNUC_UNUSED,
               gconstpointer  data)
{
  const char *p = data;

  /* A star stands for what never ends. */
  for (; *p != '\0'; p += *p == '*' ? 0 : 1)
    if (!kh_liar_write (stream, *p == '*' ? "x" : p, 1) || !kh_liar_wait (liar, stream, 20))
      return FALSE;

  return kh_liar_wait (liar, stream, LONG_DEADLINE);
}

static gboolean
answer_flood (KhLiar        *liar G_GNUC_UNUSED,
              GIOStream     *stream,
              const char    *request G_GNUC_UNUSED,
              gconstpointer  data G_GNUC_UNUSED)
{
  while (kh_liar_write (stream, "HTTP/1.1 100 Continue\r\n\r\n", -1))
    ;

  return FALSE;
}

static void
test_interim_flood (void)
{
  g_autoptr (KhLiar) liar = kh_liar_new (answer_flood, NULL, NULL);
  g_autoptr (KhChannel) channel = make_channel (liar, NULL, LONG_DEADLINE);
  g_auto (Outcome) outcome = { NULL, NULL };
  gint64 began = g_get_monotonic_time ();

  exchange (channel, "POST", NULL, &outcome);
  assert_error (&outcome, KH_STATION_ERROR_PROTOCOL);
  g_assert_false (kh_station_error_is_certain (outcome.error));
  g_assert_cmpint (g_get_monotonic_time () - began, <, 10 * G_TIME_SPAN_SECOND);
}

static void
check_slowness (KhLiarAnswer  answer,
                const char   *bytes,
                const char   *method)
{
  g_autoptr (KhLiar) liar = kh_liar_new (answer, bytes, NULL);
  g_autoptr (KhChannel) channel = make_channel (liar, NULL, DEADLINE);
  g_auto (Outcome) outcome = { NULL, NULL };
  gint64 began = g_get_monotonic_time ();

  exchange (channel, method, NULL, &outcome);
  assert_error (&outcome, KH_STATION_ERROR_TIMED_OUT);
  g_assert_cmpint (kh_station_error_is_certain (outcome.error), ==, strcmp (method, "GET") == 0);
  g_assert_cmpint (g_get_monotonic_time () - began, <, 10 * G_TIME_SPAN_SECOND);
}

static void
test_slowness (void)
{
  static const char *const methods[] = { "GET", "POST" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      check_slowness (answer_slowly, "", methods[i]);
      check_slowness (answer_slowly, "HTTP/1.1 200 OK\r\nX-Drip: *", methods[i]);
      check_slowness (answer_slowly, "*", methods[i]);
    }
}

static gboolean
answer_drip (KhLiar        *liar,
             GIOStream     *stream,
             const char    *request,
             gconstpointer  data G_GNUC_UNUSED)
{
  kh_liar_write (stream, JSON_HEAD "Content-Length: 5000\r\n\r\n", -1);

  return answer_slowly (liar, stream, request, "*");
}

static void
test_body_drip (void)
{
  check_slowness (answer_drip, NULL, "GET");
  check_slowness (answer_drip, NULL, "PUT");
}

/* A name that leads to a machine that is not there cannot be tried here; a full queue of
 * a listener that never accepts is near enough. */
static void
test_no_connection (void)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GError) error = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, &error);
  g_autofree char *address = g_strdup_printf ("http://127.0.0.1:%u", port);
  g_autoptr (KhCompany) company = make_company (address, NULL);
  g_autoptr (KhChannel) channel = kh_channel_new (company, TOKEN, &error);
  g_auto (Outcome) outcome = { NULL, NULL };

  g_assert_no_error (error);
  g_socket_listener_close (listener);
  exchange (channel, "POST", NULL, &outcome);
  assert_error (&outcome, KH_STATION_ERROR_UNREACHABLE);
  g_assert_true (kh_station_error_is_certain (outcome.error));
}

/* A server that waits for a greeting of plain text never ends the handshake. */
static gboolean
answer_never (KhLiar        *liar,
              GIOStream     *stream,
              const char    *request G_GNUC_UNUSED,
              gconstpointer  data G_GNUC_UNUSED)
{
  return kh_liar_wait (liar, stream, LONG_DEADLINE);
}

static void
check_no_handshake (void)
{
  g_autoptr (KhLiar) liar = kh_liar_new (answer_never, NULL, NULL);
  g_autofree char *address = g_strdup_printf ("https://127.0.0.1:%u", kh_liar_get_port (liar));
  g_autoptr (KhCompany) company = make_company (address, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhChannel) channel = kh_channel_new (company, TOKEN, &error);
  g_auto (Outcome) outcome = { NULL, NULL };

  g_assert_no_error (error);
  kh_channel_set_deadline (channel, DEADLINE);
  exchange (channel, "POST", NULL, &outcome);
  assert_error (&outcome, KH_STATION_ERROR_UNREACHABLE);
  g_assert_true (kh_station_error_is_certain (outcome.error));
}

static gboolean
answer_reset (KhLiar        *liar G_GNUC_UNUSED,
              GIOStream     *stream,
              const char    *request G_GNUC_UNUSED,
              gconstpointer  data)
{
  kh_liar_write (stream, data, -1);
  kh_liar_reset (stream);

  return FALSE;
}

static void
test_resets (void)
{
  static const char *const begins[] = { "", "HTTP/1.1 200", JSON_HEAD "Content-Length: 99\r\n\r\n{\"a" };

  for (guint i = 0; i < G_N_ELEMENTS (begins); i++)
    {
      g_autoptr (KhLiar) liar = kh_liar_new (answer_reset, begins[i], NULL);
      g_autoptr (KhChannel) channel = make_channel (liar, NULL, LONG_DEADLINE);
      g_auto (Outcome) outcome = { NULL, NULL };

      exchange (channel, "POST", NULL, &outcome);
      assert_error (&outcome, KH_STATION_ERROR_PROTOCOL);
      g_assert_false (kh_station_error_is_certain (outcome.error));
      g_assert_cmpuint (kh_liar_count (liar), ==, 1);
    }
}

/* Size */

typedef struct {
  const char *head;
  const char *piece_head;
  gsize pieces;
} Flood;

static gboolean
answer_long (KhLiar        *liar G_GNUC_UNUSED,
             GIOStream     *stream,
             const char    *request G_GNUC_UNUSED,
             gconstpointer  data)
{
  const Flood *flood = data;
  g_autofree char *piece = g_malloc (0x10000);
  gboolean goes_on = kh_liar_write (stream, flood->head, -1);

  memset (piece, ' ', 0x10000);
  for (gsize i = 0; goes_on && i < flood->pieces; i++)
    goes_on = kh_liar_write (stream, flood->piece_head, -1)
              && kh_liar_write (stream, piece, 0x10000)
              && kh_liar_write (stream, *flood->piece_head != '\0' ? "\r\n" : "", -1);

  return FALSE;
}

static gsize
read_peak_memory (void)
{
  g_autofree char *status = NULL;
  const char *line;

  g_assert_true (g_file_get_contents ("/proc/self/status", &status, NULL, NULL));
  line = strstr (status, "VmHWM:");
  g_assert_nonnull (line);

  return (gsize) g_ascii_strtoull (line + strlen ("VmHWM:"), NULL, 10) / 1024;
}

static void
test_long_body (void)
{
  static const Flood floods[] = {
    { JSON_HEAD "Transfer-Encoding: chunked\r\n\r\n", "10000\r\n", 4800 },
    { JSON_HEAD "Content-Length: 314572800\r\n\r\n", "", 4800 },
    { JSON_HEAD "Connection: close\r\n\r\n", "", 4800 },
    { "HTTP/1.1 500 No\r\nContent-Type: application/problem+json\r\nTransfer-Encoding: chunked\r\n\r\n", "10000\r\n", 4800 },
    { "HTTP/1.1 302 No\r\nLocation: /x\r\nTransfer-Encoding: chunked\r\n\r\n", "10000\r\n", 4800 },
  };
  gsize before = read_peak_memory ();

  for (guint i = 0; i < G_N_ELEMENTS (floods); i++)
    {
      g_autoptr (KhLiar) liar = kh_liar_new (answer_long, &floods[i], NULL);
      g_autoptr (KhChannel) channel = make_channel (liar, NULL, LONG_DEADLINE);
      g_auto (Outcome) outcome = { NULL, NULL };

      exchange (channel, i % 2 == 0 ? "GET" : "POST", NULL, &outcome);
      assert_error (&outcome, i == 4 ? KH_STATION_ERROR_ADDRESS : KH_STATION_ERROR_TOO_LARGE);
    }
  /* The address sanitizer holds on to what was freed. */
#ifndef __SANITIZE_ADDRESS__
  g_assert_cmpuint (read_peak_memory () - before, <, 32);
#else
  g_assert_cmpuint (read_peak_memory () - before, <, 200);
#endif
}

static char *
make_deep (void)
{
  GString *text = g_string_new (JSON_HEAD "Connection: close\r\n\r\n{\"a\": ");

  for (guint i = 0; i < 100000; i++)
    g_string_append_c (text, '[');

  return g_string_free (text, FALSE);
}

static char *
make_long_head (void)
{
  GString *text = g_string_new (JSON_HEAD "X-Long: ");

  for (guint i = 0; i < 70 * 1024; i++)
    g_string_append_c (text, 'x');
  g_string_append (text, "\r\nContent-Length: 2\r\n\r\n{}");

  return g_string_free (text, FALSE);
}

/* Long enough to be read in a thread. */
static char *
make_long_whole (void)
{
  GString *text = g_string_new (JSON_HEAD "Connection: close\r\n\r\n{\"a\": [1");

  for (guint i = 0; i < 100 * 1024; i++)
    g_string_append (text, ",2");
  g_string_append (text, "]}");

  return g_string_free (text, FALSE);
}

static void
test_big_answers (void)
{
  g_autofree char *deep = make_deep ();
  g_autofree char *head = make_long_head ();
  g_autofree char *whole = make_long_whole ();
  const Answer rows[] = {
    { "deep", deep, KH_STATION_ERROR_PROTOCOL, FALSE },
    { "head", head, KH_STATION_ERROR_PROTOCOL, FALSE },
    { "long", whole, FINE, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      check_answer (&rows[i], "GET");
      check_answer (&rows[i], "POST");
    }
}

/* Cancelling */

static gboolean
on_cancel_time_cb (gpointer user_data)
{
  g_cancellable_cancel (user_data);

  return G_SOURCE_REMOVE;
}

static void
test_cancelled_before (void)
{
  g_autoptr (KhLiar) liar = kh_liar_new (answer_whole, NULL, NULL);
  g_autoptr (KhChannel) channel = make_channel (liar, NULL, LONG_DEADLINE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Outcome) outcome = { NULL, NULL };

  g_cancellable_cancel (cancellable);
  exchange (channel, "POST", cancellable, &outcome);
  g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (kh_liar_count_connections (liar), ==, 0);
}

static void
test_cancelled_during (void)
{
  static const KhLiarAnswer ways[] = { answer_never, answer_drip };

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autoptr (KhLiar) liar = kh_liar_new (ways[i], "*", NULL);
      g_autoptr (KhChannel) channel = make_channel (liar, NULL, LONG_DEADLINE);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_auto (Outcome) outcome = { NULL, NULL };
      gint64 began = g_get_monotonic_time ();

      g_timeout_add (100, on_cancel_time_cb, cancellable);
      exchange (channel, "POST", cancellable, &outcome);
      g_assert_error (outcome.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_assert_false (kh_station_error_is_certain (outcome.error));
      g_assert_cmpint (g_get_monotonic_time () - began, <, 10 * G_TIME_SPAN_SECOND);
    }
}

/* Limits and features */

static gboolean
answer_late (KhLiar        *liar,
             GIOStream     *stream,
             const char    *request G_GNUC_UNUSED,
             gconstpointer  data G_GNUC_UNUSED)
{
  kh_liar_wait (liar, stream, 30);

  return kh_liar_write (stream, WHOLE, -1);
}

static void
test_four_at_once (void)
{
  g_autoptr (KhLiar) liar = kh_liar_new (answer_late, NULL, NULL);
  g_autoptr (KhChannel) channel = make_channel (liar, NULL, LONG_DEADLINE);
  GAsyncResult *results[12] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    kh_exchange_send_async (channel, make_request (i % 3 == 0 ? "POST" : "GET"), NULL,
                            kh_wait_done_cb, &results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      g_autoptr (KhAnswer) answer = kh_exchange_send_finish (channel, kh_wait (&results[i]), NULL);

      g_assert_nonnull (answer);
      g_object_unref (results[i]);
    }
  g_assert_cmpuint (kh_liar_most_at_once (liar), <=, 4);
  g_assert_cmpuint (kh_liar_count (liar), ==, G_N_ELEMENTS (results));
}

static void
test_features (void)
{
  g_autoptr (KhCompany) company = make_company ("https://station.example.com", NULL);
  g_autoptr (KhChannel) channel = kh_channel_new (company, TOKEN, NULL);
  SoupSession *session = kh_channel_get_session (channel);

  g_assert_null (soup_session_get_feature (session, SOUP_TYPE_SESSION_FEATURE));
  g_assert_cmpuint (kh_channel_get_deadline (channel), ==, 30000);
  g_assert_cmpuint (kh_channel_get_connect_deadline (channel), ==, 10000);
}

static void
test_addresses (void)
{
  static const struct { const char *address; gboolean is_good; } rows[] = {
    { "https://station.example.com", TRUE },
    { "https://station.example.com/", TRUE },
    { "https://station.example.com:8443/csl", TRUE },
    { "HTTPS://station.example.com", TRUE },
    { "https://192.0.2.7", TRUE },
    { "https://[2001:db8::7]:8443", TRUE },
    { "http://127.0.0.1:8080", TRUE },
    { "http://127.8.9.1", TRUE },
    { "http://[::1]:8080", TRUE },
    { "http://localhost:8080", TRUE },
    { "http://LocalHost", TRUE },
    { "", FALSE },
    { "station.example.com", FALSE },
    { "https://", FALSE },
    { "https:station.example.com", FALSE },
    { "http://station.example.com", FALSE },
    { "http://127.0.0.1.example.com", FALSE },
    { "http://localhost.example.com", FALSE },
    { "http://localhost.", FALSE },
    { "http://0.0.0.0", FALSE },
    { "http://127.1", FALSE },
    { "http://[::ffff:192.0.2.7]", FALSE },
    { "http://2130706433", FALSE },
    { "ftp://station.example.com", FALSE },
    { "file:///etc/passwd", FALSE },
    { "javascript:alert(1)", FALSE },
    { "https://user:word@station.example.com", FALSE },
    { "https://user@station.example.com", FALSE },
    { "https://station.example.com?x=1", FALSE },
    { "https://station.example.com/#x", FALSE },
    { "https://station.example.com/a/../b", FALSE },
    { "https://station.example.com/%2e%2e/b", FALSE },
    { "https://station.example.com\r\nX: y", FALSE },
    { "https://station example.com", FALSE },
    { "https://st\xc3\xa4tion.example.com", FALSE },
    { "https://station.example.com:99999", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GError) error = NULL;
      gboolean is_good = kh_channel_check_address (rows[i].address, &error);

      g_test_message ("%s", rows[i].address);
      g_assert_cmpint (is_good, ==, rows[i].is_good);
      if (!is_good)
        g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_ADDRESS);
    }
}

static void
test_tokens (void)
{
  static const char *const bad[] = { "", "a b", "a\r\nX-Evil: 1", "a\tb", "caf\xc3\xa9", "a\x7f", NULL };
  g_autofree char *longest = g_strnfill (4096, 'x');
  g_autofree char *too_long = g_strnfill (4097, 'x');
  g_autoptr (KhCompany) company = make_company ("https://station.example.com", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kh_channel_new (company, bad[i], &error));
      g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_NO_TOKEN);
    }
  g_assert_true (kh_channel_check_token (longest));
  g_assert_false (kh_channel_check_token (too_long));
}

static void
test_ids (void)
{
  static const char *const good[] = { "a", "A1-2_3.4", "...", "1" };
  static const char *const bad[] = { "", ".", "..", "a/b", "a%2fb", "a b", "\xc3\xa4", "a?b", "a#b", "a\nb" };
  g_autofree char *too_long = g_strnfill (65, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    g_assert_true (kh_request_check_id (good[i]));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    g_assert_false (kh_request_check_id (bad[i]));
  g_assert_false (kh_request_check_id (too_long));
  g_assert_true (kh_request_check_etag ("\"7\""));
  g_assert_false (kh_request_check_etag ("W/\"7\""));
  g_assert_false (kh_request_check_etag ("\"7\", \"8\""));
  g_assert_false (kh_request_check_etag ("\"a\r\nb\""));
  g_assert_false (kh_request_check_etag ("\""));
  g_assert_false (kh_request_check_etag ("7"));
}

/* Certificates */

static const char script[] =
  "set -e\n"
  "ca() { openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 30 "
  "-keyout $1.key -out $1.pem -subj /CN=$1 -addext basicConstraints=critical,CA:TRUE; }\n"
  "leaf() { openssl req -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -keyout $1.key "
  "-out $1.csr -subj /CN=$1\n"
  "printf \"subjectAltName=$2\\n\" > $1.ext\n"
  "openssl x509 -req -in $1.csr -CA good-ca.pem -CAkey good-ca.key -set_serial $RANDOM$$ -out $1.pem "
  "-extfile $1.ext -days 20; }\n"
  "ca good-ca; ca other-ca\n"
  "leaf good IP:127.0.0.1; leaf wrong-name DNS:elsewhere.example.com\n"
  "mkdir -p db; : > db/index; echo 01 > db/serial\n"
  "printf '[ca]\\ndefault_ca=d\\n[d]\\ndatabase=db/index\\nserial=db/serial\\nnew_certs_dir=db\\n"
  "default_md=sha256\\npolicy=p\\nunique_subject=no\\n[p]\\ncommonName=supplied\\n' > ca.conf\n"
  "dated() { leaf $1 IP:127.0.0.1; openssl ca -batch -notext -config ca.conf -cert good-ca.pem "
  "-keyfile good-ca.key -in $1.csr -out $1.pem -extfile $1.ext -startdate $2 -enddate $3; }\n"
  "dated expired 20200101000000Z 20210101000000Z\n"
  "dated early 20900101000000Z 20910101000000Z\n";

typedef struct {
  const char *name;
  const char *leaf;
  const char *ca;
  const char *words;
} Certificate;

static const Certificate certificates[] = {
  { "good", "good", "good-ca", NULL },
  { "unknown-to-system", "good", NULL, "vouches" },
  { "unknown-to-company", "good", "other-ca", "vouches" },
  { "wrong-name", "wrong-name", "good-ca", "another address" },
  { "expired", "expired", "good-ca", "expired" },
  { "early", "early", "good-ca", "not valid yet" },
};

static void
check_certificate (const Certificate *row,
                   const char        *folder)
{
  g_autofree char *leaf = g_strdup_printf ("%s/%s.pem", folder, row->leaf);
  g_autofree char *key = g_strdup_printf ("%s/%s.key", folder, row->leaf);
  g_autofree char *ca = row->ca != NULL ? g_strdup_printf ("%s/%s.pem", folder, row->ca) : NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_files (leaf, key, &error);
  g_autoptr (KhLiar) liar = NULL;
  g_autoptr (KhChannel) channel = NULL;
  g_auto (Outcome) outcome = { NULL, NULL };

  g_test_message ("%s", row->name);
  g_assert_no_error (error);
  liar = kh_liar_new (answer_whole, NULL, certificate);
  channel = make_channel (liar, ca, LONG_DEADLINE);
  exchange (channel, "POST", NULL, &outcome);
  if (row->words == NULL)
    {
      g_assert_no_error (outcome.error);
      g_assert_cmpuint (kh_liar_count (liar), ==, 1);
      return;
    }

  assert_error (&outcome, KH_STATION_ERROR_CERTIFICATE);
  g_assert_nonnull (strstr (outcome.error->message, row->words));
  g_assert_true (kh_station_error_is_certain (outcome.error));
  g_assert_cmpuint (kh_liar_count (liar), ==, 0);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "rm", "-rf", folder,
                                                      NULL);

  g_assert_true (g_subprocess_wait_check (process, NULL, NULL));
}

static void
check_certificates (void)
{
  g_autofree char *folder = g_dir_make_tmp ("keyholder-exchange-XXXXXX", NULL);
  g_autofree char *openssl = g_find_program_in_path ("openssl");
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  if (openssl == NULL)
    {
      g_test_skip ("openssl is not installed");
      return;
    }

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE
                                        | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_set_cwd (launcher, folder);
  process = g_subprocess_launcher_spawn (launcher, &error, "bash", "-c", script, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < G_N_ELEMENTS (certificates); i++)
    check_certificate (&certificates[i], folder);
  remove_folder (folder);
}

static void
test_ca_files (void)
{
  static const char *const bad[] = { "relative.pem", "/does/not/exist.pem", "/dev/zero", "/etc", "/etc/hostname" };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (KhCompany) company = make_company ("https://station.example.com", bad[i]);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_null (kh_channel_new (company, TOKEN, &error));
      g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_CERTIFICATE);
    }
}

static void
test_certificates (void)
{
  kh_liar_run_child ("/exchange/subprocess/certificates");
}

static void
test_no_handshake (void)
{
  kh_liar_run_child ("/exchange/subprocess/no-handshake");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/exchange/addresses", test_addresses);
  g_test_add_func ("/exchange/tokens", test_tokens);
  g_test_add_func ("/exchange/ids", test_ids);
  g_test_add_func ("/exchange/ca-files", test_ca_files);
  g_test_add_func ("/exchange/features", test_features);
  g_test_add_func ("/exchange/request", test_request);
  g_test_add_func ("/exchange/answers", test_answers);
  g_test_add_func ("/exchange/big-answers", test_big_answers);
  g_test_add_func ("/exchange/kept-connection", test_kept_connection);
  g_test_add_func ("/exchange/redirects", test_redirects);
  g_test_add_func ("/exchange/slowness", test_slowness);
  g_test_add_func ("/exchange/body-drip", test_body_drip);
  g_test_add_func ("/exchange/interim-flood", test_interim_flood);
  g_test_add_func ("/exchange/no-connection", test_no_connection);
  g_test_add_func ("/exchange/no-handshake", test_no_handshake);
  g_test_add_func ("/exchange/resets", test_resets);
  g_test_add_func ("/exchange/long-body", test_long_body);
  g_test_add_func ("/exchange/cancelled-before", test_cancelled_before);
  g_test_add_func ("/exchange/cancelled-during", test_cancelled_during);
  g_test_add_func ("/exchange/four-at-once", test_four_at_once);
  g_test_add_func ("/exchange/certificates", test_certificates);
  g_test_add_func ("/exchange/subprocess/certificates", check_certificates);
  g_test_add_func ("/exchange/subprocess/no-handshake", check_no_handshake);

  return g_test_run ();
}
