/* test-csl-history.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Tests and history of an account over CSL/1, against the practice station and against a
 * listener that says whatever it likes. */

#include "config.h"

#include "kh-csl-station.h"
#include "kh-liar.h"
#include "kh-reference-fixture.h"
#include "kh-wait.h"

#include <string.h>

#define ACCOUNT "SUMMIT2001"
#define JSON_HEAD "Content-Type: application/json\r\n"

typedef struct {
  KhFixture server;
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
  self->station = make_station (kh_reference_station_get_url (self->server.station));
}

static void
fixture_clear (Fixture *self)
{
  g_assert_finalize_object (self->station);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  kh_fixture_clear (&self->server);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

/* Calls that wait for their answer */

static GPtrArray *
list_tests (KhStation   *station,
            const char  *account,
            GError     **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  kh_station_list_tests_async (station, account, NULL, kh_wait_done_cb, &answer);

  return kh_station_list_tests_finish (station, kh_wait (&answer), error);
}

static KhTestEntry *
put_on_test (KhStation   *station,
             const char  *account,
             guint        minutes,
             const char  *key,
             GError     **error)
{
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (KhTestOrder) order = kh_test_order_new ();
  g_autofree char *made = g_uuid_string_random ();

  order->minutes = minutes;
  order->reason = g_strdup ("New keypad");
  order->author = g_strdup ("Ann Lee");
  kh_station_put_on_test_async (station, account, order, key != NULL ? key : made, NULL,
                                kh_wait_done_cb, &answer);

  return kh_station_put_on_test_finish (station, kh_wait (&answer), error);
}

/* All of them with no @test. */
static gboolean
clear_test (KhStation   *station,
            const char  *account,
            const char  *test,
            GError     **error)
{
  g_autoptr (GAsyncResult) answer = NULL;
  g_autofree char *key = g_uuid_string_random ();

  if (test == NULL)
    {
      kh_station_clear_all_tests_async (station, account, key, NULL, kh_wait_done_cb, &answer);
      return kh_station_clear_all_tests_finish (station, kh_wait (&answer), error);
    }
  kh_station_clear_test_async (station, account, test, key, NULL, kh_wait_done_cb, &answer);

  return kh_station_clear_test_finish (station, kh_wait (&answer), error);
}

static KhEventPage *
list_events (KhStation           *station,
             const char          *account,
             const KhEventQuery  *query,
             GError             **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  kh_station_list_events_async (station, account, query, NULL, kh_wait_done_cb, &answer);

  return kh_station_list_events_finish (station, kh_wait (&answer), error);
}

static KhEventQuery *
make_query (guint limit)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return kh_event_query_new (now, limit);
}

/* The practice station */

static void
test_tests (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KhTestEntry) first = NULL;
  g_autoptr (KhTestEntry) second = NULL;
  g_autoptr (GPtrArray) before = NULL;
  g_autoptr (GPtrArray) tests = NULL;
  g_autoptr (GPtrArray) after = NULL;
  KhTestEntry *entry;

  fixture_init (&fixture);
  before = list_tests (fixture.station, ACCOUNT, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (before->len, ==, 0);
  first = put_on_test (fixture.station, ACCOUNT, 90, NULL, &error);
  g_assert_no_error (error);
  second = put_on_test (fixture.station, ACCOUNT, 30, NULL, &error);
  g_assert_no_error (error);
  tests = list_tests (fixture.station, ACCOUNT, &error);
  g_assert_cmpuint (tests->len, ==, 2);
  entry = tests->pdata[0];
  g_assert_cmpstr (kh_test_entry_get_id (entry), ==, kh_test_entry_get_id (second));
  g_assert_cmpuint (kh_test_entry_get_minutes (entry), ==, 30);
  g_assert_cmpstr (kh_test_entry_get_reason (entry), ==, "New keypad");
  g_assert_cmpstr (kh_test_entry_get_author (entry), ==, "Ann Lee");
  g_assert_cmpint (kh_test_entry_get_scope (entry), ==, KH_TEST_SCOPE_ALL);
  g_assert_cmpint (kh_test_entry_get_seconds_left (entry, kh_test_clock_now ()), <=, 1800);
  g_assert_cmpint (kh_test_entry_get_seconds_left (entry, kh_test_clock_now ()), >, 1740);
  g_assert_true (clear_test (fixture.station, ACCOUNT, kh_test_entry_get_id (first), &error));
  g_assert_no_error (error);
  g_assert_false (clear_test (fixture.station, ACCOUNT, kh_test_entry_get_id (first), &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "this test is over"));
  g_clear_error (&error);
  g_assert_true (clear_test (fixture.station, ACCOUNT, NULL, &error));
  after = list_tests (fixture.station, ACCOUNT, &error);
  g_assert_cmpuint (after->len, ==, 0);
}

/* However wrong the station's clock is, what is left of a test is right. */
static void
test_station_clock (void)
{
  static const gint64 clocks[] = { 0, 86400, -86400, 3600 };
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (clocks); i++)
    {
      g_autoptr (KhTestEntry) put = NULL;
      g_autoptr (GPtrArray) tests = NULL;
      gint64 left;

      kh_reference_station_set_clock (fixture.server.station, clocks[i]);
      g_assert_true (clear_test (fixture.station, ACCOUNT, NULL, &error));
      put = put_on_test (fixture.station, ACCOUNT, 10, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (kh_test_entry_get_seconds_left (put, kh_test_clock_now ()), >, 540);
      kh_reference_station_set_clock (fixture.server.station, clocks[i] + 300);
      tests = list_tests (fixture.station, ACCOUNT, &error);
      g_assert_cmpuint (tests->len, ==, 1);
      left = kh_test_entry_get_seconds_left (tests->pdata[0], kh_test_clock_now ());
      g_assert_cmpint (left, <=, 300);
      g_assert_cmpint (left, >, 240);
    }
}

/* All of three months, over pages and windows, each once and newest first. */
static void
test_events (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (KhEventQuery) query = make_query (40);
  g_autoptr (GDateTime) oldest = g_date_time_add_days (query->to, -90);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GDateTime) last = g_date_time_ref (query->to);
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;

  fixture_init (&fixture);
  while (more)
    {
      g_autoptr (KhEventPage) page = list_events (fixture.station, ACCOUNT, query, &error);

      g_assert_no_error (error);
      for (guint i = 0; i < page->events->len; i++)
        {
          KhEvent *event = page->events->pdata[i];

          g_assert_cmpint (g_date_time_compare (kh_event_get_at (event), last), <=, 0);
          g_assert_true (g_hash_table_add (seen, g_strdup (kh_event_get_id (event))));
          g_assert_nonnull (kh_event_code_get_label (kh_event_get_code (event)));
          g_date_time_unref (last);
          last = g_date_time_ref (kh_event_get_at (event));
        }
      more = kh_event_query_advance (query, page, oldest);
    }
  g_assert_cmpuint (g_hash_table_size (seen), >, 200);
  g_assert_cmpint (g_date_time_compare (last, oldest), >=, 0);
}

/* What each status of the protocol means for each of the calls. */
static const struct {
  const char *fault;
  int code;
  gboolean is_certain; /* for a write */
} statuses[] = {
  { "status:400", KH_STATION_ERROR_BUG, TRUE },
  { "status:401", KH_STATION_ERROR_UNAUTHORIZED, TRUE },
  { "status:403", KH_STATION_ERROR_NOT_PERMITTED, TRUE },
  { "status:404", KH_STATION_ERROR_NOT_FOUND, TRUE },
  { "status:409", KH_STATION_ERROR_BUSY, FALSE },
  { "status:412", KH_STATION_ERROR_STALE, TRUE },
  { "status:413", KH_STATION_ERROR_BUG, TRUE },
  { "status:422", KH_STATION_ERROR_INVALID, TRUE },
  { "locked:7", KH_STATION_ERROR_LOCKED, TRUE },
  { "status:428", KH_STATION_ERROR_BUG, TRUE },
  { "status:429:9", KH_STATION_ERROR_UNAVAILABLE, TRUE },
  { "status:500", KH_STATION_ERROR_UNAVAILABLE, FALSE },
  { "status:503:9", KH_STATION_ERROR_UNAVAILABLE, TRUE },
  { "drop", -1, FALSE },
  { "drop-after", -1, FALSE },
  { "truncated", -1, FALSE },
  { "truncated:chunked", -1, FALSE },
  { "garbage", -1, FALSE },
  { "garbage:json", -1, FALSE },
  { "nested", -1, FALSE },
  { "huge:12", -1, FALSE },
  { "liar", -1, FALSE },
  { "latin1", -1, FALSE },
  { "redirect", -1, FALSE },
};

static void
test_statuses (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_auto (Fixture) fixture = { 0 };
      g_autofree char *spec = g_strconcat (statuses[i].fault, "@any", NULL);
      g_autoptr (KhEventQuery) query = make_query (10);
      GError *errors[5] = { NULL };

      g_test_message ("%s", spec);
      fixture_init (&fixture);
      kh_fixture_fault (&fixture.server, spec);
      g_assert_null (list_tests (fixture.station, ACCOUNT, &errors[0]));
      g_assert_null (list_events (fixture.station, ACCOUNT, query, &errors[1]));
      g_assert_null (put_on_test (fixture.station, ACCOUNT, 10, NULL, &errors[2]));
      clear_test (fixture.station, ACCOUNT, "t1", &errors[3]);
      clear_test (fixture.station, ACCOUNT, NULL, &errors[4]);
      for (guint j = 0; j < G_N_ELEMENTS (errors); j++)
        {
          /* 204 has no body that could be spoilt. */
          if (j > 2 && errors[j] == NULL)
            continue;
          g_assert_nonnull (errors[j]);
          g_assert_true (errors[j]->domain == KH_STATION_ERROR);
          if (statuses[i].code >= 0)
            g_assert_cmpint (errors[j]->code, ==, statuses[i].code);
          if (j < 2 || statuses[i].code >= 0)
            g_assert_cmpint (kh_station_error_is_certain (errors[j]), ==, j < 2 || statuses[i].is_certain);
          g_clear_error (&errors[j]);
        }
    }
}

static void
test_refused (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KhEventQuery) query = make_query (10);

  fixture_init (&fixture);
  g_assert_null (put_on_test (fixture.station, ACCOUNT, 481, NULL, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "480"));
  g_clear_error (&error);
  g_assert_null (put_on_test (fixture.station, "OTHER5000", 10, NULL, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_NOT_OURS);
  g_clear_error (&error);
  g_assert_null (list_tests (fixture.station, "nobody", &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (list_events (fixture.station, "..", query, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_null (list_tests (fixture.station, "a/../b", &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_INVALID);
  g_assert_cmpuint (kh_reference_station_count (fixture.server.station, KH_REFERENCE_EVENTS), ==, 0);
  g_clear_error (&error);
  g_clear_pointer (&query->cursor, g_free);
  query->cursor = g_strdup ("no&cursor=of=theirs");
  g_assert_null (list_events (fixture.station, ACCOUNT, query, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_BUG);
}

/* A lost answer: the same key gives the test that was put on, and there is one. */
static void
test_lost_answer (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (KhTestEntry) test = NULL;
  g_autoptr (GPtrArray) tests = NULL;

  fixture_init (&fixture);
  kh_fixture_fault (&fixture.server, "drop-after@tests*1");
  g_assert_null (put_on_test (fixture.station, ACCOUNT, 10, key, &error));
  g_assert_false (kh_station_error_is_certain (error));
  g_clear_error (&error);
  test = put_on_test (fixture.station, ACCOUNT, 10, key, &error);
  g_assert_no_error (error);
  tests = list_tests (fixture.station, ACCOUNT, &error);
  g_assert_cmpuint (tests->len, ==, 1);
  g_assert_cmpstr (kh_test_entry_get_id (tests->pdata[0]), ==, kh_test_entry_get_id (test));
}

static void
test_capabilities (void)
{
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (KhCapabilities) capabilities = NULL;
  gboolean tests, events;
  guint longest;

  fixture_init (&fixture);
  kh_station_get_capabilities_async (fixture.station, NULL, kh_wait_done_cb, &answer);
  capabilities = kh_station_get_capabilities_finish (fixture.station, kh_wait (&answer), NULL);
  g_object_get (capabilities, "tests", &tests, "events", &events, "longest-test", &longest, NULL);
  g_assert_true (tests);
  g_assert_true (events);
  g_assert_cmpuint (longest, ==, 480);
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
  g_auto (Fixture) fixture = { 0 };
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (KhEventQuery) query = make_query (10);
  g_autoptr (GAsyncResult) tests = NULL;
  g_autoptr (GAsyncResult) events = NULL;
  g_autoptr (GError) error = NULL;

  fixture_init (&fixture);
  kh_fixture_fault (&fixture.server, "delay:3000@any");
  g_timeout_add (50, on_cancel_time_cb, cancellable);
  kh_station_list_tests_async (fixture.station, ACCOUNT, cancellable, kh_wait_done_cb, &tests);
  kh_station_list_events_async (fixture.station, ACCOUNT, query, cancellable, kh_wait_done_cb, &events);
  g_assert_null (kh_station_list_tests_finish (fixture.station, kh_wait (&tests), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_null (kh_station_list_events_finish (fixture.station, kh_wait (&events), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Whole, strict answers that are not what CSL/1 says, or are meant to harm. */

#define AT "2026-03-01T12:00:00Z"
#define EVENT(id, at, code, more) \
  "{\"id\":\"" id "\",\"at\":\"" at "\",\"kind\":\"signal\",\"code\":\"" code "\"" more "}"
#define PAGE(events, next) "{\"items\":[" events "],\"next\":" next "}"

static const struct {
  const char *body;
  gboolean is_good;
} pages[] = {
  { PAGE ("", "null"), TRUE },
  { "{\"items\":[]}", TRUE },
  { PAGE (EVENT ("e1", AT, "BA", ""), "null"), TRUE },
  { PAGE (EVENT ("e1", "2026-03-01T12:00:00.25Z", "BA", ""), "\"more\""), TRUE },
  { PAGE (EVENT ("e1", AT, "NEWCODE", ",\"new\":{\"a\":[1]}"), "null"), TRUE },
  { "{}", FALSE },
  { "{\"items\":{}}", FALSE },
  { "{\"items\":[1]}", FALSE },
  { "{\"items\":[{}]}", FALSE },
  { PAGE ("", "\"more\""), FALSE },
  { PAGE (EVENT ("e1", AT, "BA", ""), "\"here\""), FALSE },
  { PAGE (EVENT ("e1", AT, "BA", ""), "\"\""), FALSE },
  { PAGE (EVENT ("../x", AT, "BA", ""), "null"), FALSE },
  { PAGE (EVENT ("", AT, "BA", ""), "null"), FALSE },
  { PAGE (EVENT ("e1", AT, "", ""), "null"), FALSE },
  { PAGE (EVENT ("e1", "2026-03-01", "BA", ""), "null"), FALSE },
  { PAGE (EVENT ("e1", "2026-03-01T12:00:00", "BA", ""), "null"), FALSE },
  { PAGE (EVENT ("e1", "2026-03-01T12:00:00+02:00", "BA", ""), "null"), FALSE },
  { PAGE (EVENT ("e1", "2026-02-30T12:00:00Z", "BA", ""), "null"), FALSE },
  { PAGE (EVENT ("e1", "0000-01-01T12:00:00Z", "BA", ""), "null"), FALSE },
  { PAGE (EVENT ("e1", AT, "BA", "") "," EVENT ("e2", AT, "BH", "") "," EVENT ("e3", AT, "BA", ""),
          "null"), FALSE },
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

static char *
make_answer (const char *status,
             const char *body)
{
  return g_strdup_printf ("HTTP/1.1 %s\r\n" JSON_HEAD "Content-Length: %zu\r\n\r\n%s", status,
                          strlen (body), body);
}

static KhEventPage *
read_page (const char  *body,
           GError     **error)
{
  g_autofree char *text = make_answer ("200 OK", body);
  g_autoptr (KhLiar) liar = kh_liar_new (answer_text, text, NULL);
  g_autofree char *address = kh_liar_dup_address (liar);
  g_autoptr (KhStation) station = make_station (address);
  g_autoptr (KhEventQuery) query = make_query (2);

  query->cursor = g_strdup ("here");

  return list_events (station, "a1", query, error);
}

static void
test_pages (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KhEventPage) page = read_page (pages[i].body, &error);

      g_test_message ("%s", pages[i].body);
      if (pages[i].is_good)
        g_assert_no_error (error);
      else
        g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_PROTOCOL);
    }
}

/* What hides, rings or turns round is shown as what it is, on one line and not for ever. */
static void
test_hostile_text (void)
{
  g_autofree char *filling = g_strnfill (5000, 'x');
  g_autofree char *body
    = g_strdup_printf (PAGE (EVENT ("e1", AT, "B\\u0007",
                                    ",\"text\":\"a\\u202eb\\nc\\u0000d\",\"by\":\"<b>%s</b>\"") "%s", "null"), filling, "");
  g_autofree char *good
    = g_strdup_printf (PAGE (EVENT ("e1", AT, "B\\u0007",
                                    ",\"text\":\"a\\u202eb\\nc\",\"zone\":\"1\\u2066\",\"by\":\"<b>%s</b>\"") "%s", "null"), filling, "");
  g_autoptr (GError) error = NULL;
  g_autoptr (KhEventPage) none = read_page (body, &error);
  g_autoptr (KhEventPage) page = NULL;
  g_autofree char *what = NULL;
  g_autofree char *where = NULL;
  KhEvent *event;

  /* U+0000 is not let in at all. */
  g_assert_null (none);
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_PROTOCOL);
  g_clear_error (&error);
  page = read_page (good, &error);
  g_assert_no_error (error);
  event = page->events->pdata[0];
  what = kh_event_dup_what (event);
  where = kh_event_dup_where (event);
  g_assert_cmpstr (what, ==, "a⟨U+202E⟩b c");
  g_assert_cmpstr (where, ==, "Zone 1⟨U+2066⟩");
  g_assert_cmpstr (kh_event_get_code (event), ==, "B⟨U+0007⟩");
  g_assert_cmpuint (strlen (kh_event_get_by (event)), ==, 500);
  g_assert_true (g_str_has_prefix (kh_event_get_by (event), "<b>xxx"));
}

#define TEST(id, until, more) \
  "{\"id\":\"" id "\",\"from\":\"" AT "\",\"until\":\"" until "\"" more "}"
#define TEN ",\"minutes\":10"
#define UNTIL "2026-03-01T12:10:00Z"
#define LIST(tests) "{\"time\":\"" AT "\",\"items\":[" tests "]}"

static const struct {
  const char *body;
  gboolean is_good;
} lists[] = {
  { LIST (""), TRUE },
  { LIST (TEST ("t1", UNTIL, TEN)), TRUE },
  { LIST (TEST ("t1", UNTIL, TEN ",\"scope\":{\"kind\":\"cellar\",\"items\":[null,7]}")), TRUE },
  { "{\"items\":[]}", FALSE },
  { "{\"time\":\"now\",\"items\":[]}", FALSE },
  { "{\"time\":\"" AT "\"}", FALSE },
  { LIST ("7"), FALSE },
  { LIST (TEST ("t 1", UNTIL, TEN)), FALSE },
  { LIST (TEST ("..", UNTIL, TEN)), FALSE },
  { LIST (TEST ("t1", "soon", TEN)), FALSE },
  { LIST (TEST ("t1", UNTIL, "")), FALSE },
  { LIST (TEST ("t1", UNTIL, ",\"minutes\":0")), FALSE },
  { LIST (TEST ("t1", UNTIL, ",\"minutes\":9007199254740991")), FALSE },
};

static void
test_lists (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *text = make_answer ("200 OK", lists[i].body);
      g_autoptr (KhLiar) liar = kh_liar_new (answer_text, text, NULL);
      g_autofree char *address = kh_liar_dup_address (liar);
      g_autoptr (KhStation) station = make_station (address);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) tests = list_tests (station, "a1", &error);

      g_test_message ("%s", lists[i].body);
      if (lists[i].is_good)
        g_assert_no_error (error);
      else
        g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_PROTOCOL);
    }
}

/* A success of another kind is none of ours, and a write that got one may have been done. */
static void
test_wrong_successes (void)
{
  static const char *const texts[] = {
    "HTTP/1.1 200 OK\r\n" JSON_HEAD "Content-Length: 2\r\n\r\n{}",
    "HTTP/1.1 201 Created\r\n" JSON_HEAD "Content-Length: 2\r\n\r\n{}",
    "HTTP/1.1 204 No Content\r\n\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (KhLiar) liar = kh_liar_new (answer_text, texts[i], NULL);
      g_autofree char *address = kh_liar_dup_address (liar);
      g_autoptr (KhStation) station = make_station (address);
      g_autoptr (KhEventQuery) query = make_query (10);
      GError *errors[5] = { NULL };

      g_assert_null (list_tests (station, "a1", &errors[0]));
      g_assert_null (list_events (station, "a1", query, &errors[1]));
      g_assert_null (put_on_test (station, "a1", 10, NULL, &errors[2]));
      g_assert_cmpint (clear_test (station, "a1", "t1", &errors[3]), ==, i == 2);
      g_assert_cmpint (clear_test (station, "a1", NULL, &errors[4]), ==, i == 2);
      for (guint j = 0; j < (i == 2 ? 3 : 5); j++)
        {
          g_assert_error (errors[j], KH_STATION_ERROR, KH_STATION_ERROR_PROTOCOL);
          g_assert_cmpint (kh_station_error_is_certain (errors[j]), ==, j < 2);
          g_clear_error (&errors[j]);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/csl-history/tests", test_tests);
  g_test_add_func ("/csl-history/station-clock", test_station_clock);
  g_test_add_func ("/csl-history/events", test_events);
  g_test_add_func ("/csl-history/statuses", test_statuses);
  g_test_add_func ("/csl-history/refused", test_refused);
  g_test_add_func ("/csl-history/lost-answer", test_lost_answer);
  g_test_add_func ("/csl-history/capabilities", test_capabilities);
  g_test_add_func ("/csl-history/cancel", test_cancel);
  g_test_add_func ("/csl-history/pages", test_pages);
  g_test_add_func ("/csl-history/hostile-text", test_hostile_text);
  g_test_add_func ("/csl-history/lists", test_lists);
  g_test_add_func ("/csl-history/wrong-successes", test_wrong_successes);

  return g_test_run ();
}
