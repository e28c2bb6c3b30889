/* test-reference-history.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-json.h"
#include "kh-reference-events.h"
#include "kh-reference-fixture.h"
#include "kh-reference-tests.h"

#include <string.h>

#define ACCOUNT "/v1/accounts/SUMMIT2001"
#define TESTS ACCOUNT "/tests"
#define EVENTS ACCOUNT "/events"
#define ORDER(members) "{\"author\":\"Ann\"," members "}"
#define TEN_MINUTES ORDER ("\"minutes\":10")
#define DAY (24 * 60 * 60)

/* What the station's clock says when a test begins: a day on which, as on all that are made
 * up, the same happens in every run. 2026-06-01 at noon. */
#define NOON G_GINT64_CONSTANT (1780315200)

/* Helpers */

/* The station's clock is so many seconds after noon. */
static void
set_clock (KhFixture *fixture,
           gint64     seconds)
{
  kh_reference_station_set_clock (fixture->station,
                                  NOON + seconds - g_get_real_time () / G_USEC_PER_SEC);
}

static void
init (KhFixture          *fixture,
      KhReferenceProfile  profile)
{
  kh_fixture_init (fixture, profile);
  set_clock (fixture, 0);
}

static char *
dup_time (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

/* Midnight in UTC, so many days ago. */
static gint64
get_midnight (int days)
{
  return NOON - NOON % DAY - (gint64) days * DAY;
}

static JsonArray *
get_items (JsonNode *node)
{
  JsonArray *items = kh_json_get_array (json_node_get_object (node), "items");

  g_assert_nonnull (items);
  return items;
}

static const char *
get_text (JsonArray  *items,
          guint       index,
          const char *member)
{
  return kh_json_get_string (json_array_get_object_element (items, index), member, NULL);
}

/* The id of a test that is put on. */
static char *
put (KhFixture  *fixture,
     const char *body)
{
  g_autoptr (KhReply) reply = kh_fixture_ask (fixture, "POST", TESTS, body);
  g_autoptr (JsonNode) node = NULL;

  kh_assert_reply (reply, 201, NULL);
  node = kh_reply_parse (reply);
  return g_strdup (kh_json_get_string (json_node_get_object (node), "id", NULL));
}

static guint
count_tests (KhFixture *fixture)
{
  g_autoptr (KhReply) reply = kh_fixture_ask (fixture, "GET", TESTS, NULL);
  g_autoptr (JsonNode) node = NULL;

  kh_assert_reply (reply, 200, NULL);
  node = kh_reply_parse (reply);
  return json_array_get_length (get_items (node));
}

/* When the only test that is on ends, so many seconds after noon. The clock of the machine goes on
 * between two requests. */
static gint64
get_end (KhFixture *fixture)
{
  g_autoptr (KhReply) reply = kh_fixture_ask (fixture, "GET", TESTS, NULL);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GDateTime) until = NULL;

  kh_assert_reply (reply, 200, NULL);
  node = kh_reply_parse (reply);
  until = g_date_time_new_from_iso8601 (get_text (get_items (node), 0, "until"), NULL);
  g_assert_nonnull (until);

  return g_date_time_to_unix (until) - NOON;
}

static void
clear (KhFixture  *fixture,
       const char *id,
       guint       status)
{
  g_autofree char *path = g_strconcat (TESTS, id != NULL ? "/" : NULL, id, NULL);
  g_autoptr (KhReply) reply = kh_fixture_ask (fixture, "DELETE", path, NULL);

  kh_assert_reply (reply, status, status == 404 ? "not-found" : NULL);
}

static JsonNode *
ask_events (KhFixture  *fixture,
            const char *path)
{
  g_autoptr (KhReply) reply = kh_fixture_ask (fixture, "GET", path, NULL);

  kh_assert_reply (reply, 200, NULL);
  return kh_reply_parse (reply);
}

static char *
dup_window (const char *events,
            gint64      from,
            gint64      to)
{
  g_autofree char *first = dup_time (from);
  g_autofree char *second = dup_time (to);

  return g_strdup_printf ("%s?limit=200&from=%s&to=%s", events, first, second);
}

/* All of a time, with one request. */
static JsonNode *
read_window (KhFixture  *fixture,
             const char *events,
             gint64      from,
             gint64      to)
{
  g_autofree char *path = dup_window (events, from, to);

  return ask_events (fixture, path);
}

static guint
count_code (JsonArray  *items,
            const char *code)
{
  guint count = 0;

  for (guint i = 0; i < json_array_get_length (items); i++)
    count += g_strcmp0 (get_text (items, i, "code"), code) == 0;
  return count;
}

/* Tests of an account */

static void
test_put (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) reply = NULL;
  g_autoptr (KhReply) list = NULL;
  g_autoptr (KhReply) other = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GDateTime) from = NULL;
  g_autoptr (GDateTime) until = NULL;
  JsonObject *object;

  init (&fixture, KH_REFERENCE_BOLD);
  reply = kh_fixture_ask (&fixture, "POST", TESTS, ORDER ("\"minutes\":95,\"reason\":\"New keypad\""));
  kh_assert_reply (reply, 201, NULL);
  node = kh_reply_parse (reply);
  object = json_node_get_object (node);
  from = g_date_time_new_from_iso8601 (kh_json_get_string (object, "from", ""), NULL);
  until = g_date_time_new_from_iso8601 (kh_json_get_string (object, "until", ""), NULL);
  g_assert_cmpint (g_date_time_difference (until, from), ==, 95 * G_TIME_SPAN_MINUTE);
  g_assert_cmpint (ABS (g_date_time_to_unix (from) - NOON), <=, 60);
  kh_assert_value (reply, "/minutes", "95");
  kh_assert_value (reply, "/reason", "\"New keypad\"");
  kh_assert_value (reply, "/by", "\"Ann\"");
  kh_assert_value (reply, "/scope", "{\"kind\":\"all\",\"items\":[]}");
  list = kh_fixture_ask (&fixture, "GET", TESTS, NULL);
  kh_assert_value (list, "/items/0/id", "\"t1\"");
  kh_assert_value (list, "/items/0/minutes", "95");
  /* It is this account's, and the account has no new version for it. */
  other = kh_fixture_ask (&fixture, "GET", "/v1/accounts/SUMMIT1042/tests", NULL);
  kh_assert_value (other, "/items", "[]");
  fixture.if_none_match = g_strdup ("\"1\"");
  g_clear_pointer (&other, kh_reply_free);
  other = kh_fixture_ask (&fixture, "GET", ACCOUNT, NULL);
  kh_assert_reply (other, 304, NULL);
}

typedef struct {
  const char *body;
  guint status;
  const char *pointer; /* of the first mistake, as JSON; NULL where no values are looked at */
} Refusal;

static const Refusal refusals[] = {
  { "{}", 400, NULL },
  { "[]", 400, NULL },
  { "", 400, NULL },
  { "{\"minutes\":10", 400, NULL },
  { ORDER ("\"minutes\":\"10\""), 400, NULL },
  { ORDER ("\"minutes\":10.5"), 400, NULL },
  { ORDER ("\"minutes\":null"), 400, NULL },
  { ORDER ("\"minutes\":10,\"minutes\":20"), 400, NULL },
  { ORDER ("\"minutes\":10,\"hours\":1"), 400, NULL },
  { ORDER ("\"minutes\":10,\"reason\":7"), 400, NULL },
  { ORDER ("\"minutes\":10,\"scope\":\"all\""), 400, NULL },
  { ORDER ("\"minutes\":10,\"scope\":{}"), 400, NULL },
  { ORDER ("\"minutes\":10,\"scope\":{\"kind\":\"all\",\"items\":[\"1\"]}"), 400, NULL },
  { ORDER ("\"minutes\":10,\"scope\":{\"kind\":\"area\",\"items\":[]}"), 400, NULL },
  { ORDER ("\"minutes\":10,\"scope\":{\"kind\":\"area\",\"items\":[1]}"), 400, NULL },
  { ORDER ("\"minutes\":10,\"scope\":{\"kind\":\"moon\",\"items\":[\"1\"]}"), 400, NULL },
  { "{\"minutes\":10}", 422, "\"/author\"" },
  { "{\"minutes\":10,\"author\":\"\"}", 422, "\"/author\"" },
  { ORDER ("\"minutes\":0"), 422, "\"/minutes\"" },
  { ORDER ("\"minutes\":-5"), 422, "\"/minutes\"" },
  { ORDER ("\"minutes\":481"), 422, "\"/minutes\"" },
  { ORDER ("\"minutes\":9007199254740991"), 422, "\"/minutes\"" },
  { ORDER ("\"minutes\":10,\"reason\":\"\""), 422, "\"/reason\"" },
  { ORDER ("\"minutes\":10,\"reason\":\"two\\nlines\""), 422, "\"/reason\"" },
  { ORDER ("\"minutes\":10,\"reason\":\"a\\u202eb\""), 422, "\"/reason\"" },
  { ORDER ("\"minutes\":10,\"reason\":\"a\\u0007b\""), 422, "\"/reason\"" },
  { ORDER ("\"minutes\":10,\"scope\":{\"kind\":\"area\",\"items\":[\"1\",\"9\"]}"), 422,
    "\"/scope/items/1\"" },
  { ORDER ("\"minutes\":10,\"scope\":{\"kind\":\"zone\",\"items\":[\"1\"]}"), 422,
    "\"/scope/items/0\"" },
  { ORDER ("\"minutes\":10,\"scope\":{\"kind\":\"system\",\"items\":[\"2\"]}"), 422,
    "\"/scope/items/0\"" },
};

static void
test_refusals (void)
{
  g_auto (KhFixture) fixture = { 0 };

  init (&fixture, KH_REFERENCE_BOLD);
  for (guint i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autoptr (KhReply) reply = kh_fixture_ask (&fixture, "POST", TESTS, refusals[i].body);

      g_test_message ("%s", refusals[i].body);
      kh_assert_reply (reply, refusals[i].status,
                       refusals[i].status == 400 ? "bad-request" : "validation");
      if (refusals[i].pointer != NULL)
        kh_assert_value (reply, "/errors/0/pointer", refusals[i].pointer);
    }
  g_assert_cmpuint (count_tests (&fixture), ==, 0);
}

static void
test_scopes (void)
{
  static const char *const scopes[] = {
    "{\"kind\":\"area\",\"items\":[\"1\"]}",
    "{\"kind\":\"zone\",\"items\":[\"001\"]}",
    "{\"kind\":\"system\",\"items\":[\"1\"]}",
  };
  g_auto (KhFixture) fixture = { 0 };

  init (&fixture, KH_REFERENCE_GENERIC);
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    {
      g_autofree char *body = g_strdup_printf ("{\"minutes\":480,\"author\":\"Ann\",\"scope\":%s}",
                                               scopes[i]);
      g_autoptr (KhReply) reply = kh_fixture_ask (&fixture, "POST", "/v1/accounts/a4/tests", body);

      kh_assert_reply (reply, 201, NULL);
      kh_assert_value (reply, "/scope", scopes[i]);
    }
}

static void
test_too_many (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) reply = NULL;

  init (&fixture, KH_REFERENCE_BOLD);
  for (guint i = 0; i < KH_REFERENCE_MOST_TESTS; i++)
    g_free (put (&fixture, TEN_MINUTES));
  reply = kh_fixture_ask (&fixture, "POST", TESTS, TEN_MINUTES);
  kh_assert_reply (reply, 422, "validation");
  kh_assert_value (reply, "/errors/0/code", "\"too-many\"");
  clear (&fixture, NULL, 204);
  g_free (put (&fixture, TEN_MINUTES));
}

static void
test_in_alarm (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KhReply) reply = NULL;
  g_autoptr (KhReply) list = NULL;

  fixture.token = KH_FIXTURE_TOKEN;
  fixture.station = kh_reference_station_new (KH_REFERENCE_BOLD, "Alarm Central", NULL, &error);
  g_assert_no_error (error);
  kh_reference_station_add_token (fixture.station, KH_FIXTURE_TOKEN, "SUMMIT");
  kh_reference_station_load_json (fixture.station, "[{\"number\":\"7\",\"in_alarm\":true}]", "SUMMIT",
                                  &error);
  g_assert_no_error (error);
  g_assert_true (kh_reference_station_listen (fixture.station, "127.0.0.1:0", NULL, &error));
  reply = kh_fixture_ask (&fixture, "POST", "/v1/accounts/SUMMIT7/tests", TEN_MINUTES);
  kh_assert_reply (reply, 409, "in-alarm");
  list = kh_fixture_ask (&fixture, "GET", "/v1/accounts/SUMMIT7/tests", NULL);
  kh_assert_value (list, "/items", "[]");
}

/* A retry whose first answer was lost neither puts on a second test nor ends what another
 * desk put on meanwhile. */
static void
test_retries (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *key = g_uuid_string_random ();
  g_autofree char *clear_key = g_uuid_string_random ();
  g_autofree char *later = NULL;

  init (&fixture, KH_REFERENCE_BOLD);
  kh_fixture_fault (&fixture, "drop-after@tests*1");
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (KhReply) reply = NULL;

      fixture.key = g_strdup (key);
      reply = kh_fixture_ask (&fixture, "POST", TESTS, TEN_MINUTES);
      kh_assert_reply (reply, i == 0 ? 0 : 201, NULL);
      if (i > 0)
        kh_assert_value (reply, "/id", "\"t1\"");
    }
  g_assert_cmpuint (count_tests (&fixture), ==, 1);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KhReply) reply = NULL;

      fixture.key = g_strdup (clear_key);
      reply = kh_fixture_ask (&fixture, "DELETE", TESTS, NULL);
      kh_assert_reply (reply, 204, NULL);
      if (i == 0)
        later = put (&fixture, TEN_MINUTES);
    }
  g_assert_cmpuint (count_tests (&fixture), ==, 1);
}

static void
test_clear (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  init (&fixture, KH_REFERENCE_BOLD);
  clear (&fixture, NULL, 204);
  first = put (&fixture, TEN_MINUTES);
  second = put (&fixture, TEN_MINUTES);
  g_free (put (&fixture, TEN_MINUTES));
  g_assert_cmpuint (count_tests (&fixture), ==, 3);
  clear (&fixture, first, 204);
  clear (&fixture, first, 404);
  clear (&fixture, "t99", 404);
  clear (&fixture, "t", 404);
  clear (&fixture, "t-1", 404);
  clear (&fixture, "1", 404);
  g_assert_cmpuint (count_tests (&fixture), ==, 2);
  clear (&fixture, NULL, 204);
  g_assert_cmpuint (count_tests (&fixture), ==, 0);
  clear (&fixture, second, 404);
}

/* Another account's test is none of this one. */
static void
test_clear_of_another (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *id = NULL;
  g_autofree char *path = NULL;
  g_autoptr (KhReply) reply = NULL;

  init (&fixture, KH_REFERENCE_BOLD);
  id = put (&fixture, TEN_MINUTES);
  path = g_strconcat ("/v1/accounts/SUMMIT1042/tests/", id, NULL);
  reply = kh_fixture_ask (&fixture, "DELETE", path, NULL);
  kh_assert_reply (reply, 404, "not-found");
  g_assert_cmpuint (count_tests (&fixture), ==, 1);
}

/* Nothing but the clock ends a test; one that goes back brings it back. */
static void
test_clock (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *id = NULL;
  gint64 end;
  g_autoptr (JsonNode) before = NULL;
  g_autoptr (JsonNode) after = NULL;

  init (&fixture, KH_REFERENCE_BOLD);
  id = put (&fixture, TEN_MINUTES);
  end = get_end (&fixture);
  g_assert_cmpint (end, >=, 600);
  g_assert_cmpint (end, <, 660);
  set_clock (&fixture, 590);
  g_assert_cmpuint (count_tests (&fixture), ==, 1);
  before = ask_events (&fixture, EVENTS "?limit=200");
  g_assert_cmpuint (count_code (get_items (before), "*TX"), ==, 0);
  set_clock (&fixture, end);
  g_assert_cmpuint (count_tests (&fixture), ==, 0);
  clear (&fixture, id, 404);
  after = ask_events (&fixture, EVENTS "?limit=200");
  g_assert_cmpuint (count_code (get_items (after), "*TX"), ==, 1);
  set_clock (&fixture, -30 * DAY);
  g_assert_cmpuint (count_tests (&fixture), ==, 1);
  clear (&fixture, id, 204);
  set_clock (&fixture, 0);
  g_assert_cmpuint (count_tests (&fixture), ==, 0);
}

/* Events */

/* The strictly newest first, each once, and in the time that was asked for. */
static void
check_order (JsonArray *items,
             gint64     from,
             gint64     to)
{
  g_autofree char *first = dup_time (from);
  g_autofree char *last = dup_time (to);

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      const char *at = get_text (items, i, "at");

      g_assert_cmpstr (at, >=, first);
      g_assert_cmpstr (at, <, last);
      if (i == 0)
        continue;
      g_assert_cmpstr (get_text (items, i - 1, "at"), >=, at);
      if (strcmp (get_text (items, i - 1, "at"), at) == 0)
        g_assert_cmpstr (get_text (items, i - 1, "id"), >, get_text (items, i, "id"));
    }
}

/* The same account has the same past, wherever and whenever one looks, and another another. */
static void
test_signals (void)
{
  g_auto (KhFixture) one = { 0 };
  g_auto (KhFixture) two = { 0 };
  gint64 to = get_midnight (2);
  gint64 from = to - 30 * DAY;
  g_autoptr (JsonNode) first = NULL;
  g_autoptr (JsonNode) second = NULL;
  g_autoptr (JsonNode) other = NULL;

  init (&one, KH_REFERENCE_BOLD);
  init (&two, KH_REFERENCE_BOLD);
  set_clock (&two, 40 * DAY);
  first = read_window (&one, EVENTS, from, to);
  second = read_window (&two, EVENTS, from, to);
  other = read_window (&one, "/v1/accounts/SUMMIT1042/events", from, to);
  check_order (get_items (first), from, to);
  g_assert_true (json_node_equal (first, second));
  g_assert_false (json_node_equal (first, other));
  g_assert_cmpuint (count_code (get_items (first), "RP"), ==, 30);
  g_assert_cmpuint (count_code (get_items (first), "OP"), >=, 25);
  g_assert_cmpuint (count_code (get_items (first), "CL"), ==, count_code (get_items (first), "OP"));
}

/* In a year every kind of signal comes, each trouble is restored, and an alarm names its zone. */
static void
test_kinds (void)
{
  static const char *const pairs[][2] = { { "BA", "BH" }, { "YT", "YR" }, { "AT", "AR" }, { "YC", "YK" } };
  g_auto (KhFixture) fixture = { 0 };
  guint counts[G_N_ELEMENTS (pairs)][2] = { { 0 } };
  gint64 to = get_midnight (2);

  init (&fixture, KH_REFERENCE_BOLD);
  for (int months = 0; months < 12; months++, to -= 30 * DAY)
    {
      g_autoptr (JsonNode) node = read_window (&fixture, EVENTS, to - 30 * DAY, to);
      JsonArray *items = get_items (node);

      for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
        for (guint j = 0; j < 2; j++)
          counts[i][j] += count_code (items, pairs[i][j]);
      for (guint i = 0; i < json_array_get_length (items); i++)
        if (g_strcmp0 (get_text (items, i, "code"), "BA") == 0)
          g_assert_cmpstr (get_text (items, i, "place"), ==, "Front door");
    }
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      g_assert_cmpuint (counts[i][0], >, 0);
      g_assert_cmpuint (counts[i][0], ==, counts[i][1]);
    }
}

static char *
dup_next_path (JsonNode   *node,
               const char *path)
{
  const char *next = kh_json_get_string (json_node_get_object (node), "next", NULL);
  g_autofree char *escaped = next != NULL ? g_uri_escape_string (next, NULL, FALSE) : NULL;

  return next != NULL ? g_strconcat (path, "&cursor=", escaped, NULL) : NULL;
}

/* Small pages make up the same whole, whatever comes in between. */
static void
test_paging (void)
{
  g_auto (KhFixture) fixture = { 0 };
  gint64 to = NOON + 60;
  g_autofree char *first = dup_time (to - 20 * DAY);
  g_autofree char *last = dup_time (to);
  g_autofree char *path = g_strdup_printf (EVENTS "?limit=3&from=%s&to=%s", first, last);
  g_autofree char *at = g_strdup (path);
  g_autoptr (JsonNode) whole = NULL;
  guint place = 0;

  init (&fixture, KH_REFERENCE_BOLD);
  for (guint i = 0; i < 5; i++)
    g_free (put (&fixture, TEN_MINUTES));
  whole = read_window (&fixture, EVENTS, to - 20 * DAY, to);
  g_assert_cmpuint (json_array_get_length (get_items (whole)), >, 50);
  while (at != NULL)
    {
      g_autoptr (JsonNode) page = ask_events (&fixture, at);
      JsonArray *items = get_items (page);

      g_assert_cmpuint (json_array_get_length (items), <=, 3);
      for (guint i = 0; i < json_array_get_length (items); i++)
        g_assert_cmpstr (get_text (items, i, "id"), ==, get_text (get_items (whole), place++, "id"));
      g_free (at);
      at = dup_next_path (page, path);
      if (place == 6)
        g_free (put (&fixture, TEN_MINUTES));
    }
  g_assert_cmpuint (place, ==, json_array_get_length (get_items (whole)));
}

typedef struct {
  const char *query; /* $1 and $2 are the times */
  gint64 from;       /* seconds before now */
  gint64 to;
  guint status;
} Range;

static const Range ranges[] = {
  { "?from=$1&to=$2", 31 * DAY, 0, 200 },
  { "?from=$1&to=$2", 31 * DAY + 1, 0, 400 },
  { "?from=$1&to=$2", 3000LL * DAY, 2990LL * DAY, 200 },
  { "?from=$1&to=$2", 3000LL * DAY, 0, 400 },
  { "?from=$1&to=$2", 0, 0, 400 },
  { "?from=$1&to=$2", 0, DAY, 400 },
  { "?to=$2", 0, 60, 200 },
  { "?from=$1", DAY, 0, 200 },
  { "?from=$1", 32 * DAY, 0, 400 },
  { "?from=2026-02-30T00:00:00Z", 0, 0, 400 },
  { "?from=2026-01-01", 0, 0, 400 },
  { "?from=", 0, 0, 400 },
  { "?from=2026-01-01T00:00:00%2B01:00", 0, 0, 400 },
  { "?limit=1", 0, 0, 200 },
  { "?limit=200", 0, 0, 200 },
  { "?limit=0", 0, 0, 400 },
  { "?limit=201", 0, 0, 400 },
  { "?limit=x", 0, 0, 400 },
  { "?cursor=", 0, 0, 400 },
  { "?cursor=nonsense", 0, 0, 400 },
  { "?cursor=MTc2NDAwMDAwMCBzaWc7RFJPUA==", 0, 0, 400 },
  { "?cursor=//79/A==", 0, 0, 400 },
};

static void
test_ranges (void)
{
  g_auto (KhFixture) fixture = { 0 };
  gint64 now = NOON;

  init (&fixture, KH_REFERENCE_BOLD);
  for (guint i = 0; i < G_N_ELEMENTS (ranges); i++)
    {
      g_autofree char *from = dup_time (now - ranges[i].from);
      g_autofree char *to = dup_time (now - ranges[i].to);
      g_autoptr (GString) path = g_string_new (EVENTS);
      g_autoptr (KhReply) reply = NULL;

      g_string_append (path, ranges[i].query);
      g_string_replace (path, "$1", from, 0);
      g_string_replace (path, "$2", to, 0);
      g_test_message ("%s", path->str);
      reply = kh_fixture_ask (&fixture, "GET", path->str, NULL);
      kh_assert_reply (reply, ranges[i].status, ranges[i].status == 400 ? "bad-request" : NULL);
    }
}

/* What is too old is forgotten, and what is to come is not told. */
static void
test_ends_of_history (void)
{
  g_auto (KhFixture) fixture = { 0 };
  gint64 now = NOON;
  gint64 edge = now - KH_REFERENCE_KEPT_DAYS * DAY;
  g_autoptr (JsonNode) old = NULL;
  g_autoptr (JsonNode) kept = NULL;
  g_autoptr (JsonNode) future = NULL;

  init (&fixture, KH_REFERENCE_BOLD);
  old = read_window (&fixture, EVENTS, edge - 20 * DAY, edge - DAY);
  g_assert_cmpuint (json_array_get_length (get_items (old)), ==, 0);
  kept = read_window (&fixture, EVENTS, edge - 2 * DAY, edge + 2 * DAY);
  g_assert_cmpuint (json_array_get_length (get_items (kept)), >, 0);
  check_order (get_items (kept), edge, edge + 2 * DAY);
  future = read_window (&fixture, EVENTS, now + DAY, now + 20 * DAY);
  g_assert_cmpuint (json_array_get_length (get_items (future)), ==, 0);
}

/* A test stands in the history with its beginning, what it set off, and its end. */
static void
test_test_in_history (void)
{
  g_auto (KhFixture) fixture = { 0 };
  g_autofree char *id = NULL;
  g_autoptr (JsonNode) node = NULL;
  gint64 now = NOON;
  guint on_test = 0;

  init (&fixture, KH_REFERENCE_BOLD);
  id = put (&fixture, ORDER ("\"minutes\":10,\"reason\":\"New keypad\","
                             "\"scope\":{\"kind\":\"zone\",\"items\":[\"001\"]}"));
  set_clock (&fixture, 200);
  clear (&fixture, id, 204);
  node = read_window (&fixture, EVENTS, now - 5, now + 300);
  g_assert_cmpuint (count_code (get_items (node), "*TP"), ==, 1);
  g_assert_cmpuint (count_code (get_items (node), "*TC"), ==, 1);
  g_assert_cmpuint (count_code (get_items (node), "BA"), ==, count_code (get_items (node), "BH"));
  for (guint i = 0; i < json_array_get_length (get_items (node)); i++)
    {
      JsonObject *event = json_array_get_object_element (get_items (node), i);

      if (kh_json_get_boolean (event, "on_test", FALSE))
        {
          g_assert_cmpstr (kh_json_get_string (event, "zone", NULL), ==, "001");
          g_assert_cmpstr (kh_json_get_string (event, "kind", NULL), ==, "signal");
          on_test++;
        }
      if (g_strcmp0 (kh_json_get_string (event, "code", NULL), "*TP") == 0)
        g_assert_cmpstr (kh_json_get_string (event, "by", NULL), ==, "Ann");
    }
  g_assert_cmpuint (on_test, ==, 2);
}

/* What was done to the account is in its history, and none of its values. */
static void
test_changes_in_history (void)
{
  static const char operation[] = "{\"op\":\"replace\",\"path\":\"/site/address/line1\","
                                  "\"value\":\"77 Secret Road\"}";
  g_auto (KhFixture) fixture = { 0 };
  g_autoptr (KhReply) dry = NULL;
  g_autoptr (KhReply) pending = NULL;
  g_autoptr (KhReply) refused = NULL;
  g_autoptr (KhReply) done = NULL;
  g_autoptr (KhReply) events = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  init (&fixture, KH_REFERENCE_BOLD);
  kh_fixture_fault (&fixture, "pending@changes*1");
  dry = kh_fixture_change (&fixture, "SUMMIT2001", 1, TRUE, operation);
  pending = kh_fixture_change (&fixture, "SUMMIT2001", 1, FALSE, operation);
  kh_assert_reply (pending, 202, NULL);
  refused = kh_fixture_change (&fixture, "SUMMIT2001", 7, FALSE, operation);
  kh_assert_reply (refused, 412, "stale");
  done = kh_fixture_change (&fixture, "SUMMIT2001", 1, FALSE, operation);
  kh_assert_reply (done, 200, NULL);
  g_assert_true (kh_reference_station_edit (fixture.station, "SUMMIT2001", "/site/address/city",
                                            "\"Orem\"", &error));
  events = kh_fixture_ask (&fixture, "GET", EVENTS "?limit=200", NULL);
  node = kh_reply_parse (events);
  g_assert_cmpuint (count_code (get_items (node), "*CH"), ==, 2);
  g_assert_nonnull (strstr (events->body->str, "\"tester\""));
  g_assert_nonnull (strstr (events->body->str, "\"operator\""));
  g_assert_null (strstr (events->body->str, "Secret Road"));
  g_assert_null (strstr (events->body->str, "Orem"));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reference/tests/put", test_put);
  g_test_add_func ("/reference/tests/refusals", test_refusals);
  g_test_add_func ("/reference/tests/scopes", test_scopes);
  g_test_add_func ("/reference/tests/too-many", test_too_many);
  g_test_add_func ("/reference/tests/in-alarm", test_in_alarm);
  g_test_add_func ("/reference/tests/retries", test_retries);
  g_test_add_func ("/reference/tests/clear", test_clear);
  g_test_add_func ("/reference/tests/clear-of-another", test_clear_of_another);
  g_test_add_func ("/reference/tests/clock", test_clock);
  g_test_add_func ("/reference/events/signals", test_signals);
  g_test_add_func ("/reference/events/kinds", test_kinds);
  g_test_add_func ("/reference/events/paging", test_paging);
  g_test_add_func ("/reference/events/ranges", test_ranges);
  g_test_add_func ("/reference/events/ends", test_ends_of_history);
  g_test_add_func ("/reference/events/test", test_test_in_history);
  g_test_add_func ("/reference/events/changes", test_changes_in_history);

  return g_test_run ();
}
