/* test-sender-errors.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* What a station may answer to a change that is pushed: what becomes of the change meanwhile, and
 * that it arrives when the trouble is over, once. */

#include "config.h"

#include "kh-between.h"
#include "kh-sender-fixture.h"
#include "kh-store-test.h"

#include <string.h>

#define DEADLINE 500

/* What a person does about it. */
typedef enum {
  CURE_NONE,
  CURE_RETRY,
  CURE_TOKEN,
} Cure;

typedef struct {
  const char *fault;
  const char *items; /* while it lasts; NULL where one cannot see it */
  Cure cure;
  gboolean doubted;  /* it may have been applied, so that it is only sent again as it was */
  guint others;      /* how often somebody else saves the account */
} Row;

/* Each row of the interface's table of errors, and each way in which a station may fail. */
static const Row rows[] = {
  { "problem:bad-request@changes", "city rejected bad-request", CURE_RETRY, FALSE, 0 },
  { "problem:unauthorized@changes", "city waiting unauthorized", CURE_TOKEN, FALSE, 0 },
  { "problem:not-your-account@changes", "city held not-your-account", CURE_RETRY, FALSE, 0 },
  { "problem:not-permitted@changes", "city held not-permitted", CURE_RETRY, FALSE, 0 },
  { "problem:not-found@changes", "city held not-found", CURE_RETRY, FALSE, 0 },
  { "problem:duplicate-number@changes", "city held duplicate-number", CURE_RETRY, FALSE, 0 },
  { "problem:in-alarm@changes", "city waiting in-alarm", CURE_NONE, FALSE, 0 },
  { "problem:already-linked@changes", "city held already-linked", CURE_RETRY, FALSE, 0 },
  { "problem:request-in-progress@changes", "city waiting request-in-progress", CURE_NONE, TRUE, 0 },
  { "stale@changes*1", NULL, CURE_NONE, FALSE, 1 },
  { "problem:validation@changes", "city rejected validation", CURE_RETRY, FALSE, 0 },
  { "problem:read-only-field@changes", "city rejected validation", CURE_RETRY, FALSE, 0 },
  { "problem:unknown-code@changes", "city rejected validation", CURE_RETRY, FALSE, 0 },
  { "problem:key-reused@changes", "city rejected bad-request", CURE_RETRY, FALSE, 0 },
  { "problem:locked@changes", "city waiting locked", CURE_NONE, FALSE, 0 },
  { "problem:if-match-required@changes", "city rejected bad-request", CURE_RETRY, FALSE, 0 },
  { "problem:rate@changes", "city waiting unavailable", CURE_NONE, FALSE, 0 },
  { "problem:unavailable@changes", "city waiting unavailable", CURE_NONE, FALSE, 0 },
  { "status:500@changes", "city waiting unavailable", CURE_NONE, TRUE, 0 },
  { "status:502@changes", "city waiting unavailable", CURE_NONE, TRUE, 0 },
  { "status:504@changes", "city waiting unavailable", CURE_NONE, TRUE, 0 },
  { "status:599@changes", "city waiting unavailable", CURE_NONE, TRUE, 0 },
  { "delay:1500@changes", "city waiting lost", CURE_NONE, TRUE, 0 },
  { "drop@changes", "city waiting lost", CURE_NONE, TRUE, 0 },
  { "drop-after@changes", "city waiting lost", CURE_NONE, TRUE, 0 },
  { "garbage@changes", "city waiting lost", CURE_NONE, TRUE, 0 },
  { "garbage:json@changes", "city waiting lost", CURE_NONE, TRUE, 0 },
  { "truncated@changes", "city waiting lost", CURE_NONE, TRUE, 0 },
  { "truncated:chunked@changes", "city waiting lost", CURE_NONE, TRUE, 0 },
  { "liar@changes", "city waiting lost", CURE_NONE, TRUE, 0 },
  { "huge:9@changes", "city waiting lost", CURE_NONE, TRUE, 0 },
  { "nested@changes", "city waiting lost", CURE_NONE, TRUE, 0 },
  { "latin1@changes", "city waiting lost", CURE_NONE, TRUE, 0 },
  { "drip:200@changes", "city waiting lost", CURE_NONE, TRUE, 0 },
  { "redirect@changes", "city waiting stopped", CURE_TOKEN, FALSE, 0 },
  { "touch@changes*1", NULL, CURE_NONE, FALSE, 1 },
  { "status:410@changes", "city held not-found", CURE_RETRY, FALSE, 0 },
  { "status:405@changes", "city rejected bad-request", CURE_RETRY, FALSE, 0 },
  { "status:406@changes", "city rejected bad-request", CURE_RETRY, FALSE, 0 },
  { "status:413@changes", "city rejected bad-request", CURE_RETRY, FALSE, 0 },
  { "status:415@changes", "city rejected bad-request", CURE_RETRY, FALSE, 0 },
  { "status:408@changes", "city waiting lost", CURE_NONE, TRUE, 0 },
};

/* An office whose station keeps a log, after what comes first, which is to read. */
typedef struct {
  KhSenderFixture base;
  char *log;
  guint n_before;
  gint64 version;
} Office;

static GPtrArray *
read_changes (Office *self)
{
  GPtrArray *keys = kh_link_read_log (self->log, "/changes", 0);

  g_ptr_array_remove_range (keys, 0, MIN (self->n_before, keys->len));

  return keys;
}

static void
office_init (Office *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) before = NULL;

  kh_sender_fixture_init (&self->base);
  self->log = g_build_filename (self->base.office.folder, "log", NULL);
  kh_reference_station_open_log (self->base.office.station, self->log, &error);
  g_assert_no_error (error);
  kh_sender_fixture_edit (&self->base, KH_DATAPOINT_ZIP, "84401");
  kh_sender_fixture_wait (&self->base);
  before = read_changes (self);
  self->n_before = before->len;
  self->version = kh_sender_fixture_get_version (&self->base);
  kh_link_fixture_set_deadline (&self->base.office, DEADLINE);
}

static void
office_clear (Office *self)
{
  kh_sender_fixture_clear (&self->base);
  g_free (self->log);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Office, office_clear)

static gboolean
is_paused (Office *self)
{
  return kh_sender_get_pause (self->base.sender, self->base.office.company) != NULL;
}

/* It is there, and the account was saved once for it. */
static void
assert_arrived (Office *self,
                guint   others)
{
  kh_sender_fixture_wait_for (&self->base, "");
  kh_sender_fixture_wait (&self->base);
  kh_assert_there (&self->base, KH_DATAPOINT_CITY, "Ogden");
  g_assert_cmpint (kh_sender_fixture_get_version (&self->base), ==, self->version + 1 + others);
  g_assert_false (is_paused (self));
}

static void
cure (Office *self,
      Cure    how)
{
  if (how == CURE_RETRY)
    kh_sender_fixture_decide (&self->base, KH_OUTBOX_RETRIED);
  else if (how == CURE_TOKEN)
    kh_stations_forget (self->base.office.stations, self->base.office.company);
}

/* What is over without a person is tried again, and nothing else is. */
static void
assert_patience (Office *self,
                 Cure    how)
{
  g_autoptr (GPtrArray) before = read_changes (self);
  g_autoptr (GPtrArray) after = NULL;

  if (how == CURE_NONE)
    return;
  kh_store_test_pause (100);
  after = read_changes (self);
  g_assert_cmpuint (after->len, ==, before->len);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_auto (Office) office = { 0 };
  g_autoptr (GPtrArray) keys = NULL;

  office_init (&office);
  kh_link_fixture_fault (&office.base.office, row->fault);
  kh_sender_fixture_edit (&office.base, KH_DATAPOINT_CITY, "Ogden");
  if (row->items != NULL)
    kh_sender_fixture_wait_for (&office.base, row->items);
  g_assert_cmpint (is_paused (&office), ==, row->cure == CURE_TOKEN);
  assert_patience (&office, row->cure);
  if (row->items != NULL)
    kh_reference_station_clear_faults (office.base.office.station);
  cure (&office, row->cure);
  assert_arrived (&office, row->others);
  keys = read_changes (&office);
  g_assert_cmpuint (kh_reference_station_count (office.base.office.station, KH_REFERENCE_CHANGES), >=,
                    office.n_before + (row->items != NULL ? 2 : 1));
  if (row->doubted)
    g_assert_cmpuint (kh_link_count_keys (keys), ==, 1);
}

/* The bare wire */

#define HEAD(status) "HTTP/1.1 " status "\r\nConnection: close\r\n"
#define PAGE         "Content-Type: text/html\r\nContent-Length: 15\r\n\r\n<p>Sign in</p>\n"
#define NO_CONTENT   "Content-Length: 0\r\n\r\n"
#define ELSEWHERE    "Location: /v1/elsewhere\r\nContent-Length: 0\r\n\r\n"
#define ANSWER       "{\"change\":\"c-1\",\"version\":9,\"results\":[{\"op\":0,\"state\":\"applied\",\"id\":null}]}"
#define LENGTH       "Content-Length: 77\r\n\r\n"

#define MISTAKE      \
  "{\"type\":\"/problems/validation\",\"status\":422,\"errors\":[{\"pointer\":\"/ops/0/value\"," \
  "\"code\":\"city\",\"detail\":\"There is no such city.\"}]}"

typedef struct {
  KhTrick trick;
  const char *items;
  Cure cure;
} Wire;

static const Wire wires[] = {
  { { "reset", NULL, FALSE, 0 }, "city waiting lost", CURE_NONE },
  { { "reset-after", NULL, TRUE, 0 }, "city waiting lost", CURE_NONE },
  { { "no-content", HEAD ("204 No Content") "\r\n", TRUE, 0 }, "city waiting lost", CURE_NONE },
  { { "empty", HEAD ("200 OK") "Content-Type: application/json\r\n" NO_CONTENT, TRUE, 0 }, "city waiting lost", CURE_NONE },
  { { "not-json", HEAD ("200 OK") "Content-Type: text/plain\r\n" LENGTH ANSWER, TRUE, 0 }, "city waiting lost", CURE_NONE },
  { { "page", HEAD ("200 OK") PAGE, TRUE, 0 }, "city waiting lost", CURE_NONE },
  { { "head-drip", HEAD ("200 OK") PAGE, TRUE, 100 }, "city waiting lost", CURE_NONE },
  { { "moved-301", HEAD ("301 Moved Permanently") ELSEWHERE, FALSE, 0 }, "city waiting stopped", CURE_TOKEN },
  { { "moved-302", HEAD ("302 Found") ELSEWHERE, FALSE, 0 }, "city waiting stopped", CURE_TOKEN },
  { { "moved-303", HEAD ("303 See Other") ELSEWHERE, FALSE, 0 }, "city waiting stopped", CURE_TOKEN },
  { { "moved-307", HEAD ("307 Temporary Redirect") ELSEWHERE, FALSE, 0 }, "city waiting stopped", CURE_TOKEN },
  { { "moved-308", HEAD ("308 Permanent Redirect") ELSEWHERE, FALSE, 0 }, "city waiting stopped", CURE_TOKEN },
  { { "page-404", HEAD ("404 Not Found") PAGE, FALSE, 0 }, "city waiting lost", CURE_NONE },
  { { "page-422", HEAD ("422 Unprocessable Entity") PAGE, FALSE, 0 }, "city waiting lost", CURE_NONE },
  { { "page-502", HEAD ("502 Bad Gateway") PAGE, TRUE, 0 }, "city waiting unavailable", CURE_NONE },
  { { "page-503", HEAD ("503 Service Unavailable") PAGE, TRUE, 0 }, "city waiting unavailable", CURE_NONE },
  { { "page-401", HEAD ("401 Unauthorized") PAGE, FALSE, 0 }, "city waiting unauthorized", CURE_TOKEN },
};

static KhBetween *
come_between (Office        *office,
              const KhTrick *trick)
{
  KhBetween *between = kh_between_new (kh_reference_station_get_url (office->base.office.station));
  g_autofree char *address = kh_liar_dup_address (kh_between_get_liar (between));

  kh_link_fixture_move (&office->base.office, address, NULL);
  kh_link_fixture_set_deadline (&office->base.office, DEADLINE);
  kh_between_set_trick (between, trick);

  return between;
}

static void
test_wire (gconstpointer data)
{
  const Wire *wire = data;
  g_auto (Office) office = { 0 };
  g_autoptr (KhBetween) between = NULL;
  g_autoptr (GPtrArray) keys = NULL;

  g_assert_cmpuint (strlen (ANSWER), ==, 77);
  office_init (&office);
  between = come_between (&office, &wire->trick);
  kh_sender_fixture_edit (&office.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait_for (&office.base, wire->items);
  g_assert_cmpint (is_paused (&office), ==, wire->cure == CURE_TOKEN);
  kh_between_set_trick (between, NULL);
  cure (&office, wire->cure);
  assert_arrived (&office, 0);
  for (guint i = 0; i < kh_liar_count (kh_between_get_liar (between)); i++)
    {
      g_autofree char *request = kh_liar_dup_request (kh_between_get_liar (between), i);

      g_assert_null (strstr (request, "elsewhere"));
    }
  keys = read_changes (&office);
  g_assert_cmpuint (kh_link_count_keys (keys), ==, 1);
  kh_sender_fixture_stop (&office.base);
}

/* Nobody listens where the station was; nothing was sent. */
static void
test_nobody (void)
{
  g_auto (Office) office = { 0 };
  g_autoptr (KhLiar) liar = kh_liar_new (NULL, NULL, NULL);
  g_autofree char *address = kh_liar_dup_address (liar);

  office_init (&office);
  g_clear_pointer (&liar, kh_liar_free);
  kh_link_fixture_move (&office.base.office, address, NULL);
  kh_sender_fixture_edit (&office.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait_for (&office.base, "city waiting not-sent");
  g_assert_false (is_paused (&office));
  kh_link_fixture_move (&office.base.office, kh_reference_station_get_url (office.base.office.station), NULL);
  assert_arrived (&office, 0);
}

/* A certificate that nobody vouches for stops the company before a byte is sent; a greeting that
 * never ends does not. */
static gboolean
answer_never (KhLiar        *liar,
              GIOStream     *stream,
              const char    *request G_GNUC_UNUSED,
              gconstpointer  data G_GNUC_UNUSED)
{
  return kh_liar_wait (liar, stream, 10 * DEADLINE);
}

static void
check_tls (const char *items,
           gboolean    greets)
{
  g_auto (Office) office = { 0 };
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autoptr (KhLiar) liar = NULL;
  g_autofree char *address = NULL;

  office_init (&office);
  if (greets)
    certificate = kh_liar_make_certificate (office.base.office.folder);
  liar = kh_liar_new (answer_never, NULL, certificate);
  address = g_strdup_printf ("https://127.0.0.1:%u", kh_liar_get_port (liar));
  kh_link_fixture_move (&office.base.office, address, NULL);
  kh_link_fixture_set_deadline (&office.base.office, DEADLINE);
  kh_sender_fixture_edit (&office.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait_for (&office.base, items);
  g_assert_cmpint (is_paused (&office), ==, greets);
  if (greets)
    g_assert_cmpuint (kh_liar_count (liar), ==, 0);
  kh_link_fixture_move (&office.base.office, kh_reference_station_get_url (office.base.office.station), NULL);
  assert_arrived (&office, 0);
}

static void
check_certificate (void)
{
  check_tls ("city waiting stopped", TRUE);
}

static void
check_no_handshake (void)
{
  check_tls ("city waiting not-sent", FALSE);
}

static void
test_certificate (void)
{
  kh_liar_run_child ("/sender-errors/subprocess/certificate");
}

static void
test_no_handshake (void)
{
  kh_liar_run_child ("/sender-errors/subprocess/no-handshake");
}

/* A station that asks for time has it. */

typedef struct {
  gint64 at[8];
  guint n;
} Moments;

static void
on_station_received_cb (KhReferenceStation *station G_GNUC_UNUSED,
                        SoupServerMessage  *message,
                        Moments            *moments)
{
  if (g_str_has_suffix (g_uri_get_path (soup_server_message_get_uri (message)), "/changes") && moments->n < 8)
    moments->at[moments->n++] = g_get_monotonic_time ();
}

/* A second is five milliseconds here. */
static void
test_retry_after (gconstpointer fault)
{
  g_auto (Office) office = { 0 };
  Moments moments = { 0 };

  office_init (&office);
  g_signal_connect (office.base.office.station, "received", G_CALLBACK (on_station_received_cb), &moments);
  kh_link_fixture_fault (&office.base.office, fault);
  kh_sender_fixture_edit (&office.base, KH_DATAPOINT_CITY, "Ogden");
  assert_arrived (&office, 0);
  g_assert_cmpuint (moments.n, ==, 2);
  g_assert_cmpint (moments.at[1] - moments.at[0], >=, 990 * 1000);
  g_assert_cmpint (moments.at[1] - moments.at[0], <, 4 * G_TIME_SPAN_SECOND);
}

/* What the station says of a value is shown with the datapoint's name. */
static void
test_at_the_field (void)
{
  static const KhTrick trick = { "", HEAD ("422 Unprocessable Entity") "Content-Type: application/problem+json\r\n"
                                     "Content-Length: 130\r\n\r\n" MISTAKE, FALSE, 0 };
  g_auto (Office) office = { 0 };
  g_autoptr (KhBetween) between = NULL;
  g_autofree char *message = NULL;

  g_assert_cmpuint (strlen (MISTAKE), ==, 130);
  office_init (&office);
  between = come_between (&office, &trick);
  kh_sender_fixture_edit (&office.base, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_wait_for (&office.base, "city rejected validation");
  message = kh_sender_fixture_dup_message (&office.base);
  g_assert_nonnull (strstr (message, "City: There is no such city"));
  kh_sender_fixture_stop (&office.base);
}

int
main (int    argc,
      char **argv)
{
  static const char *const asking[] = { "problem:rate:200@changes*1", "problem:unavailable:200@changes*1",
                                        "problem:locked:200@changes*1" };

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/sender-errors/row/", rows[i].fault, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (wires); i++)
    {
      g_autofree char *path = g_strconcat ("/sender-errors/wire/", wires[i].trick.name, NULL);

      g_test_add_data_func (path, &wires[i], test_wire);
    }
  for (guint i = 0; i < G_N_ELEMENTS (asking); i++)
    {
      g_autofree char *path = g_strconcat ("/sender-errors/retry-after/", asking[i], NULL);

      g_test_add_data_func (path, asking[i], test_retry_after);
    }
  g_test_add_func ("/sender-errors/nobody", test_nobody);
  g_test_add_func ("/sender-errors/certificate", test_certificate);
  g_test_add_func ("/sender-errors/no-handshake", test_no_handshake);
  g_test_add_func ("/sender-errors/subprocess/certificate", check_certificate);
  g_test_add_func ("/sender-errors/subprocess/no-handshake", check_no_handshake);
  g_test_add_func ("/sender-errors/at-the-field", test_at_the_field);

  return g_test_run ();
}
