/* kh-reference-events.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-events.h"

#include "kh-json.h"
#include "kh-reference-account.h"
#include "kh-reference-signals.h"
#include "kh-reference-tests.h"

#include <string.h>

#define DAY (24 * 60 * 60)
#define CURSOR "^([0-9]{1,11}) ([a-z0-9-]{1,40})$"

#define SQL_LOG "INSERT INTO event (account, at, code, text, author) VALUES (?1, ?2, ?3, ?4, ?5)"

/* Newest first, from the cursor on; ids are made so that they go up as texts, too. */
#define SQL_FIND \
  "SELECT printf('log-%012d', id), at, code, text, author FROM event" \
  " WHERE account = ?1 AND at >= ?2 AND at <= ?3" \
  " AND (at < ?3 OR printf('log-%012d', id) < ?4)" \
  " ORDER BY at DESC, id DESC LIMIT ?5"

/* What is asked for: from @from on, and before the event that the last page ended with. */
typedef struct {
  gint64 from;
  gint64 before;
  char *before_id; /* owned */
  guint limit;
} Window;

static void
window_clear (Window *window)
{
  g_clear_pointer (&window->before_id, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Window, window_clear)

/**
 * kh_reference_events_log_change:
 * @book: a book, in a transaction
 * @account: an account that was changed and stamped
 * @text: what was done, in words; holds nobody's data
 * @error: return location for an error
 *
 * Notes in an account's history that it was changed, and nothing of its values.
 */
gboolean
kh_reference_events_log_change (KhReferenceBook  *book,
                                JsonObject       *account,
                                const char       *text,
                                GError          **error)
{
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (kh_reference_book_get_connection (book), SQL_LOG, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, kh_json_get_string (account, "id", NULL));
  kh_statement_bind_int64 (statement, 2, kh_reference_book_get_now (book));
  kh_statement_bind_text (statement, 3, "*CH");
  kh_statement_bind_text (statement, 4, text);
  kh_statement_bind_text (statement, 5, kh_json_get_string (account, "updated_by", NULL));
  return kh_statement_run (statement, error);
}

/* Reading what is asked for */

static gboolean
read_time (KhReferenceRequest *request,
           const char         *name,
           gint64             *time)
{
  const char *text = kh_reference_request_get_query (request, name);
  g_autoptr (GDateTime) read = NULL;

  if (text == NULL)
    return TRUE;
  if (!g_regex_match_simple ("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$", text,
                             G_REGEX_DOLLAR_ENDONLY, 0))
    return FALSE;
  read = g_date_time_new_from_iso8601 (text, NULL);
  if (read == NULL)
    return FALSE;
  *time = g_date_time_to_unix (read);
  return TRUE;
}

/* The cursor is the last event of the page before. */
static gboolean
read_cursor (KhReferenceRequest *request,
             Window             *window)
{
  const char *text = kh_reference_request_get_query (request, "cursor");
  g_autofree guchar *bytes = NULL;
  g_autofree char *plain = NULL;
  g_autoptr (GRegex) regex = NULL;
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *at = NULL;
  gsize length;

  if (text == NULL)
    return TRUE;
  bytes = g_base64_decode (text, &length);
  plain = g_strndup ((const char *) bytes, length);
  regex = g_regex_new (CURSOR, G_REGEX_DOLLAR_ENDONLY, 0, NULL);
  if (!g_utf8_validate (plain, -1, NULL) || !g_regex_match (regex, plain, 0, &match))
    return FALSE;
  at = g_match_info_fetch (match, 1);
  window->before_id = g_match_info_fetch (match, 2);
  window->before = g_ascii_strtoll (at, NULL, 10);
  return TRUE;
}

/* What is wrong with the time that is asked for, or NULL. Nothing comes from the future, and
 * what is too old is forgotten. */
static const char *
read_window (KhReferenceBook    *book,
             KhReferenceRequest *request,
             Window             *window)
{
  gint64 now = kh_reference_book_get_now (book);
  gint64 to = now + 1;
  gint64 from;

  if (!read_time (request, "to", &to))
    return "The time to is one in UTC, such as 2026-01-31T12:00:00Z.";
  from = to - KH_REFERENCE_MOST_DAYS * DAY;
  if (!read_time (request, "from", &from))
    return "The time from is one in UTC, such as 2026-01-31T12:00:00Z.";
  if (from >= to || to - from > KH_REFERENCE_MOST_DAYS * DAY)
    return "The time from is before to, and at most " G_STRINGIFY (KH_REFERENCE_MOST_DAYS)
           " days before it.";
  window->from = MAX (from, now - KH_REFERENCE_KEPT_DAYS * DAY);
  /* The id of an event is greater than nothing, so that none of that second is left. */
  window->before = MIN (to, now + 1);
  window->before_id = g_strdup ("");
  if (kh_reference_request_get_query (request, "cursor") == NULL)
    return NULL;
  to = window->before;
  window_clear (window);
  if (!read_cursor (request, window))
    return "The cursor is one that was given.";
  if (window->before >= to)
    {
      window->before = to;
      g_free (window->before_id);
      window->before_id = g_strdup ("");
    }
  return NULL;
}

/* Gathering */

static gboolean
is_wanted (const Window           *window,
           const KhReferenceEvent *event)
{
  if (event->at < window->from || event->at > window->before)
    return FALSE;
  return event->at < window->before || strcmp (event->id, window->before_id) < 0;
}

static gboolean
add_log (KhReferenceBook     *book,
         KhReferenceRequest  *request,
         const Window        *window,
         GPtrArray           *events,
         GError             **error)
{
  g_autoptr (KhStatement) statement
    = kh_connection_prepare (kh_reference_book_get_connection (book), SQL_FIND, error);
  gboolean row;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, request->account);
  kh_statement_bind_int64 (statement, 2, window->from);
  kh_statement_bind_int64 (statement, 3, window->before);
  kh_statement_bind_text (statement, 4, window->before_id);
  kh_statement_bind_int64 (statement, 5, window->limit + 1);
  for (;;)
    {
      KhReferenceEvent *event;

      if (!kh_statement_step (statement, &row, error))
        return FALSE;
      if (!row)
        return TRUE;
      event = g_new0 (KhReferenceEvent, 1);
      event->id = g_strdup (kh_statement_get_text (statement, 0));
      event->at = kh_statement_get_int64 (statement, 1);
      event->log = TRUE;
      event->code = g_strdup (kh_statement_get_text (statement, 2));
      event->text = g_strdup (kh_statement_get_text (statement, 3));
      event->by = g_strdup (kh_statement_get_text (statement, 4));
      g_ptr_array_add (events, event);
    }
}

static void
add_about_test (const KhReferenceTest *test,
                const char            *part,
                gint64                 at,
                const char            *code,
                const char            *by,
                char                  *text,
                GPtrArray             *events)
{
  KhReferenceEvent *event = g_new0 (KhReferenceEvent, 1);

  event->id = g_strdup_printf ("tst-%08" G_GINT64_FORMAT "-%s", test->id, part);
  event->at = at;
  event->log = TRUE;
  event->code = g_strdup (code);
  event->text = text;
  event->by = g_strdup (by);
  g_ptr_array_add (events, event);
}

static void
add_test (JsonObject            *account,
          const KhReferenceTest *test,
          gint64                 now,
          GPtrArray             *events)
{
  add_about_test (test, "a", test->begins, "*TP", test->author,
                  g_strdup_printf ("For %" G_GINT64_FORMAT " minutes%s%s", test->minutes,
                                   test->reason != NULL ? ": " : "",
                                   test->reason != NULL ? test->reason : ""), events);
  kh_reference_signals_add_test (account, test->id, test->begins, MIN (test->ends, now), events);
  if (test->cleared_by != NULL)
    add_about_test (test, "b", test->ends, "*TC", test->cleared_by, NULL, events);
  else if (test->ends <= now)
    add_about_test (test, "b", test->ends, "*TX", NULL, g_strdup ("By itself"), events);
}

static void
mark_on_test (GPtrArray *events,
              GPtrArray *tests)
{
  for (guint i = 0; i < events->len; i++)
    {
      KhReferenceEvent *event = events->pdata[i];

      for (guint j = 0; j < tests->len && !event->on_test && !event->log; j++)
        event->on_test = kh_reference_test_covers (tests->pdata[j], event->at, event->area, event->zone);
    }
}

static int
compare_newest_first (gconstpointer a,
                      gconstpointer b)
{
  const KhReferenceEvent *first = *(KhReferenceEvent *const *) a;
  const KhReferenceEvent *second = *(KhReferenceEvent *const *) b;

  if (first->at != second->at)
    return first->at > second->at ? -1 : 1;
  return strcmp (second->id, first->id);
}

static GPtrArray *
gather (KhReferenceBook     *book,
        KhReferenceRequest  *request,
        JsonObject          *account,
        const Window        *window,
        GError             **error)
{
  g_autoptr (GPtrArray) events
    = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_reference_event_free);
  g_autoptr (GPtrArray) tests = NULL;
  gint64 now = kh_reference_book_get_now (book);

  tests = kh_reference_tests_find (book, request->account, window->from, window->before + 1, error);
  if (tests == NULL || !add_log (book, request, window, events, error))
    return NULL;
  for (guint i = 0; i < tests->len; i++)
    add_test (account, tests->pdata[i], now, events);
  kh_reference_signals_add (account, window->from, window->before + 1, events);
  mark_on_test (events, tests);
  for (guint i = events->len; i > 0; i--)
    if (!is_wanted (window, events->pdata[i - 1]))
      g_ptr_array_remove_index_fast (events, i - 1);
  g_ptr_array_sort (events, compare_newest_first);
  return g_steal_pointer (&events);
}

/* Telling */

static JsonObject *
describe_event (const KhReferenceEvent *event)
{
  JsonObject *object = json_object_new ();
  g_autofree char *at = kh_reference_account_dup_time (event->at);

  json_object_set_string_member (object, "id", event->id);
  json_object_set_string_member (object, "at", at);
  json_object_set_string_member (object, "kind", event->log ? "log" : "signal");
  json_object_set_string_member (object, "code", event->code);
  json_object_set_string_member (object, "text", event->text);
  json_object_set_string_member (object, "area", event->area);
  json_object_set_string_member (object, "zone", event->zone);
  json_object_set_string_member (object, "place", event->place);
  json_object_set_string_member (object, "by", event->by);
  json_object_set_boolean_member (object, "on_test", event->on_test);
  return object;
}

static char *
dup_cursor (const KhReferenceEvent *event)
{
  g_autofree char *plain = g_strdup_printf ("%" G_GINT64_FORMAT " %s", event->at, event->id);

  return g_base64_encode ((const guchar *) plain, strlen (plain));
}

/**
 * kh_reference_events_list:
 * @book: a book
 * @request: a request for an account of the dealer
 * @account: the account
 * @limit: most events
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): a page of the account's history, newest first
 */
KhReferenceAnswer *
kh_reference_events_list (KhReferenceBook     *book,
                          KhReferenceRequest  *request,
                          JsonObject          *account,
                          guint                limit,
                          GError             **error)
{
  g_auto (Window) window = { .limit = limit };
  const char *wrong = read_window (book, request, &window);
  g_autoptr (GPtrArray) events = NULL;
  g_autofree char *cursor = NULL;
  JsonObject *object;
  JsonArray *items;

  if (wrong != NULL)
    return kh_reference_answer_new_problem (400, "bad-request", wrong);
  events = gather (book, request, account, &window, error);
  if (events == NULL)
    return NULL;
  if (events->len > limit)
    cursor = dup_cursor (events->pdata[limit - 1]);
  object = json_object_new ();
  items = json_array_new ();
  for (guint i = 0; i < MIN (events->len, limit); i++)
    json_array_add_object_element (items, describe_event (events->pdata[i]));
  json_object_set_array_member (object, "items", items);
  json_object_set_string_member (object, "next", cursor);
  return kh_reference_answer_new_object (200, object);
}
