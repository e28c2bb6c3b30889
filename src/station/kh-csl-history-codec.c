/* kh-csl-history-codec.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-history-codec.h"

#include "kh-json.h"
#include "kh-request.h"
#include "kh-text.h"

#include <string.h>

#define MAX_SHOWN_CHARACTERS 500
#define MAX_CODE_CHARACTERS 20
#define MAX_CURSOR_BYTES 1024
#define MAX_TESTS 200
#define MAX_AUTHOR_CHARACTERS 60
#define MAX_ITEMS 100

/* RFC 3339 in UTC, as CSL/1 has all times. */
#define TIME "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?Z$"

/* In the order of KhTestScope. */
static const char *const scopes[] = { "all", "area", "zone", "system" };

/* Helpers */

/* A station's text as it may be shown: one line, not too long, and with nothing in it that
 * hides or turns round what stands beside it. */
static char *
dup_shown (const char *text,
           glong       longest)
{
  g_autofree char *cut = NULL;
  char *shown;

  if (text == NULL || *text == '\0')
    return NULL;

  cut = g_utf8_strlen (text, -1) > longest ? g_utf8_substring (text, 0, longest) : g_strdup (text);
  shown = kh_text_dup_visible (cut);

  return g_strdelimit (shown, "\n", ' ');
}

static char *
dup_member (JsonObject *object,
            const char *name)
{
  return dup_shown (kh_json_get_string (object, name, NULL), MAX_SHOWN_CHARACTERS);
}

static GDateTime *
read_time (JsonObject *object,
           const char *name)
{
  const char *text = kh_json_get_string (object, name, NULL);

  if (text == NULL || !g_regex_match_simple (TIME, text, G_REGEX_DOLLAR_ENDONLY, 0))
    return NULL;

  return g_date_time_new_from_iso8601 (text, NULL);
}

/* What has no name that can stand in a path could be shown but never cleared. */
static const char *
get_id (JsonObject *object)
{
  const char *id = kh_json_get_string (object, "id", NULL);

  return id != NULL && kh_request_check_id (id) ? id : NULL;
}

static JsonObject *
get_item (JsonArray *items,
          guint      index)
{
  JsonNode *node = json_array_get_element (items, index);

  return JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Tests */

static GStrv
read_items (JsonArray *items)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  guint length = items != NULL ? json_array_get_length (items) : 0;

  for (guint i = 0; i < MIN (length, MAX_ITEMS); i++)
    {
      JsonNode *node = json_array_get_element (items, i);
      g_autofree char *shown = NULL;

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        shown = dup_shown (json_node_get_string (node), MAX_CODE_CHARACTERS);
      if (shown != NULL)
        g_strv_builder_add (builder, shown);
    }

  return g_strv_builder_end (builder);
}

/* A part of an account that we have no word for is on test all the same. */
static void
read_scope (KhTestOrder *order,
            JsonObject  *scope)
{
  const char *kind = scope != NULL ? kh_json_get_string (scope, "kind", "") : "";

  order->scope = KH_TEST_SCOPE_OTHER;
  for (guint i = 0; i < G_N_ELEMENTS (scopes); i++)
    if (strcmp (scopes[i], kind) == 0)
      order->scope = (KhTestScope) i;
  if (scope != NULL && order->scope != KH_TEST_SCOPE_ALL)
    order->items = read_items (kh_json_get_array (scope, "items"));
}

static KhTestEntry *
read_test (JsonObject *object,
           GDateTime  *told,
           gint64      clock)
{
  const char *id = get_id (object);
  g_autoptr (GDateTime) from = read_time (object, "from");
  g_autoptr (GDateTime) until = read_time (object, "until");
  gint64 minutes = kh_json_get_int (object, "minutes", 0);
  g_autoptr (KhTestOrder) order = NULL;

  if (id == NULL || from == NULL || until == NULL || minutes < 1 || minutes > G_MAXINT32)
    return NULL;

  order = kh_test_order_new ();
  order->minutes = (guint) minutes;
  order->reason = dup_member (object, "reason");
  order->author = dup_member (object, "by");
  read_scope (order, kh_json_get_object (object, "scope"));

  return kh_test_entry_new (id, order, from, until, told != NULL ? told : from, clock);
}

/**
 * kh_csl_history_codec_read_test:
 * @document: the answer to an order
 * @clock: when it came
 *
 * Returns: (transfer full) (nullable): the test, which has just begun
 */
KhTestEntry *
kh_csl_history_codec_read_test (JsonObject *document,
                                gint64      clock)
{
  return read_test (document, NULL, clock);
}

/**
 * kh_csl_history_codec_read_tests:
 * @document: the answer
 * @clock: when it came
 *
 * Returns: (transfer full) (nullable) (element-type KhTestEntry): the tests, in the station's order
 */
GPtrArray *
kh_csl_history_codec_read_tests (JsonObject *document,
                                 gint64      clock)
{
  JsonArray *items = kh_json_get_array (document, "items");
  g_autoptr (GDateTime) told = read_time (document, "time");
  g_autoptr (GPtrArray) tests = g_ptr_array_new_with_free_func (g_object_unref);

  if (items == NULL || told == NULL || json_array_get_length (items) > MAX_TESTS)
    return NULL;

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *object = get_item (items, i);
      KhTestEntry *test = object != NULL ? read_test (object, told, clock) : NULL;

      /* A list with a test left out would say that the account is less on test than it is. */
      if (test == NULL)
        return NULL;
      g_ptr_array_add (tests, test);
    }

  return g_steal_pointer (&tests);
}

static JsonObject *
make_scope (const KhTestOrder *order)
{
  JsonObject *scope = json_object_new ();
  JsonArray *items = json_array_new ();

  g_assert (order->scope < G_N_ELEMENTS (scopes));
  json_object_set_string_member (scope, "kind", scopes[order->scope]);
  for (guint i = 0; order->items != NULL && order->items[i] != NULL; i++)
    json_array_add_string_element (items, order->items[i]);
  json_object_set_array_member (scope, "items", items);

  return scope;
}

/**
 * kh_csl_history_codec_write_order:
 * @order: an order that was checked
 *
 * The same order gives the same bytes, as a retry has to send.
 *
 * Returns: (transfer full): it as it is sent
 */
GBytes *
kh_csl_history_codec_write_order (const KhTestOrder *order)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  glong length = g_utf8_strlen (order->author, -1);
  g_autofree char *author = g_utf8_substring (order->author, 0, MIN (length, MAX_AUTHOR_CHARACTERS));
  char *text;

  json_object_set_int_member (object, "minutes", order->minutes);
  json_object_set_object_member (object, "scope", make_scope (order));
  json_object_set_string_member (object, "reason", kh_text_none_if_empty (order->reason));
  json_object_set_string_member (object, "author", author);
  json_node_take_object (root, object);
  text = kh_json_to_text (root);

  return g_bytes_new_take (text, strlen (text));
}

/* Events */

static KhEvent *
read_event (JsonObject *object)
{
  g_autoptr (GDateTime) at = read_time (object, "at");
  g_autofree char *code = dup_shown (kh_json_get_string (object, "code", NULL), MAX_CODE_CHARACTERS);
  g_autofree char *text = dup_member (object, "text");
  g_autofree char *area = dup_member (object, "area");
  g_autofree char *zone = dup_member (object, "zone");
  g_autofree char *place = dup_member (object, "place");
  g_autofree char *by = dup_member (object, "by");
  KhEventValues values = { get_id (object), code, text, area, zone, place, by, at,
                           strcmp (kh_json_get_string (object, "kind", ""), "signal") == 0,
                           kh_json_get_boolean (object, "on_test", FALSE) };

  return values.id != NULL && code != NULL && at != NULL ? kh_event_new (&values) : NULL;
}

/* A mark that leads nowhere, or back to where we are, would be followed for ever. */
static gboolean
is_next (const char         *next,
         guint               events,
         const KhEventQuery *query)
{
  return *next != '\0' && strlen (next) <= MAX_CURSOR_BYTES && events > 0
         && g_strcmp0 (next, query->cursor) != 0;
}

/**
 * kh_csl_history_codec_read_events:
 * @document: the answer
 * @query: what was asked for
 *
 * Returns: (transfer full) (nullable): the page
 */
KhEventPage *
kh_csl_history_codec_read_events (JsonObject         *document,
                                  const KhEventQuery *query)
{
  JsonArray *items = kh_json_get_array (document, "items");
  const char *next = kh_json_get_string (document, "next", NULL);
  g_autoptr (KhEventPage) page = kh_event_page_new ();

  if (items == NULL || json_array_get_length (items) > query->limit)
    return NULL;

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *object = get_item (items, i);
      KhEvent *event = object != NULL ? read_event (object) : NULL;

      if (event == NULL)
        return NULL;
      g_ptr_array_add (page->events, event);
    }
  if (next != NULL && !is_next (next, page->events->len, query))
    return NULL;
  page->next = g_strdup (next);

  return g_steal_pointer (&page);
}

/**
 * kh_csl_history_codec_dup_time:
 * @time: a time
 *
 * Returns: (transfer full): it as CSL/1 has times, to the second
 */
char *
kh_csl_history_codec_dup_time (GDateTime *time)
{
  g_autoptr (GDateTime) utc = g_date_time_to_utc (time);

  return g_date_time_format (utc, "%Y-%m-%dT%H:%M:%SZ");
}
