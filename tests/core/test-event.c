/* test-event.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Tests and history of an account at a station: what is ordered, how long is left, what codes
 * mean, and how one asks further back. */

#include "config.h"

#include "kh-event-private.h"
#include "kh-gate.h"
#include "kh-manage.h"
#include "kh-test-memory.h"

#include <string.h>

#define SECOND G_GINT64_CONSTANT (1000000)

/* Tests */

static void
test_order (void)
{
  static const char *const items[] = { "1", NULL };
  static const struct {
    guint minutes;
    guint longest;
    KhTestScope scope;
    gboolean has_items;
    const char *reason;
    int code; /* -1 is fine */
    const char *said;
  } rows[] = {
    { 1, 480, KH_TEST_SCOPE_ALL, FALSE, NULL, -1, NULL },
    { 480, 480, KH_TEST_SCOPE_ALL, FALSE, "New keypad", -1, NULL },
    { 100000, 0, KH_TEST_SCOPE_ALL, FALSE, NULL, -1, NULL },
    { 1, 480, KH_TEST_SCOPE_ZONES, TRUE, "", -1, NULL },
    { 0, 480, KH_TEST_SCOPE_ALL, FALSE, NULL, KH_TEST_ERROR_TIME, "one minute" },
    { 481, 480, KH_TEST_SCOPE_ALL, FALSE, NULL, KH_TEST_ERROR_TIME, "8 h 00 min" },
    { 96, 95, KH_TEST_SCOPE_ALL, FALSE, NULL, KH_TEST_ERROR_TIME, "1 h 35 min" },
    { 1, 480, KH_TEST_SCOPE_ALL, FALSE, "two\nlines", KH_TEST_ERROR_REASON, NULL },
    { 1, 480, KH_TEST_SCOPE_ALL, FALSE, "a\342\200\256b", KH_TEST_ERROR_REASON, NULL },
    { 1, 480, KH_TEST_SCOPE_ALL, TRUE, NULL, KH_TEST_ERROR_SCOPE, "Choose" },
    { 1, 480, KH_TEST_SCOPE_AREAS, FALSE, NULL, KH_TEST_ERROR_SCOPE, "Choose" },
    { 1, 480, KH_TEST_SCOPE_OTHER, TRUE, NULL, KH_TEST_ERROR_SCOPE, "Choose" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KhTestOrder) order = kh_test_order_new ();
      g_autoptr (GError) error = NULL;

      order->minutes = rows[i].minutes;
      order->scope = rows[i].scope;
      order->items = rows[i].has_items ? g_strdupv ((char **) items) : NULL;
      order->reason = g_strdup (rows[i].reason);
      g_assert_cmpint (kh_test_order_check (order, rows[i].longest, &error), ==, rows[i].code < 0);
      if (rows[i].code >= 0)
        g_assert_error (error, KH_TEST_ERROR, rows[i].code);
      if (rows[i].said != NULL)
        g_assert_nonnull (strstr (error->message, rows[i].said));
    }
}

static void
test_long_reason (void)
{
  g_autoptr (KhTestOrder) order = kh_test_order_new ();
  g_autoptr (GError) error = NULL;

  order->minutes = 1;
  order->reason = g_strnfill (KH_TEST_LONGEST_REASON, 'x');
  g_assert_true (kh_test_order_check (order, 0, &error));
  g_free (order->reason);
  order->reason = g_strnfill (KH_TEST_LONGEST_REASON + 1, 'x');
  g_assert_false (kh_test_order_check (order, 0, &error));
  g_assert_error (error, KH_TEST_ERROR, KH_TEST_ERROR_REASON);
}

static KhTestEntry *
make_entry (KhTestScope        scope,
            const char *const *items)
{
  g_autoptr (KhTestOrder) order = kh_test_order_new ();
  g_autoptr (GDateTime) from = g_date_time_new_utc (2026, 3, 1, 12, 0, 0);
  g_autoptr (GDateTime) until = g_date_time_new_utc (2026, 3, 1, 14, 0, 0);
  g_autoptr (GDateTime) told = g_date_time_new_utc (2026, 3, 1, 12, 30, 0);

  order->minutes = 120;
  order->scope = scope;
  order->items = g_strdupv ((char **) items);

  return kh_test_entry_new ("t1", order, from, until, told, 1000 * SECOND);
}

/* What counts is what time it was at the station, not what the desk's clock says. */
static void
test_time_left (void)
{
  static const struct {
    gint64 seconds; /* after it was told */
    gint64 left;
    const char *text;
  } rows[] = {
    { 0, 5400, "1:30:00" },
    { 1, 5399, "1:29:59" },
    { 3540, 1860, "0:31:00" },
    { 5399, 1, "0:00:01" },
    { 5400, 0, "Over" },
    { 100000, 0, "Over" },
    { -3600, 9000, "2:30:00" },
  };
  g_autoptr (KhTestEntry) entry = make_entry (KH_TEST_SCOPE_ALL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gint64 clock = (1000 + rows[i].seconds) * SECOND;
      g_autofree char *text = kh_test_entry_dup_time_left (entry, clock);

      g_assert_cmpint (kh_test_entry_get_seconds_left (entry, clock), ==, rows[i].left);
      g_assert_cmpstr (text, ==, rows[i].text);
    }
  g_assert_cmpint (kh_test_entry_get_seconds_left (entry, 6399 * SECOND + SECOND / 2), ==, 1);
}

static void
test_clock (void)
{
  gint64 before = kh_test_clock_now ();

  g_usleep (2000);
  g_assert_cmpint (kh_test_clock_now (), >=, before + 2000);
}

static void
test_scope (void)
{
  static const char *const one[] = { "1", NULL };
  static const char *const two[] = { "001", "002", NULL };
  static const char *const none[] = { NULL };
  static const struct {
    KhTestScope scope;
    const char *const *items;
    const char *text;
  } rows[] = {
    { KH_TEST_SCOPE_ALL, NULL, "Whole account" },
    { KH_TEST_SCOPE_AREAS, one, "Area 1" },
    { KH_TEST_SCOPE_ZONES, two, "Zones 001, 002" },
    { KH_TEST_SCOPE_SYSTEMS, one, "System 1" },
    { KH_TEST_SCOPE_ZONES, none, "Part of the account" },
    { KH_TEST_SCOPE_OTHER, two, "Part of the account" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (KhTestEntry) entry = make_entry (rows[i].scope, rows[i].items);
      g_autofree char *text = kh_test_entry_dup_scope (entry);

      g_assert_cmpstr (text, ==, rows[i].text);
    }
}

/* Events */

static void
test_codes (void)
{
  for (gsize i = 0; i < kh_n_event_codes; i++)
    {
      const KhEventCode *row = &kh_event_codes[i];

      if (i > 0)
        g_assert_cmpstr (kh_event_codes[i - 1].code, <, row->code);
      g_assert_cmpint (row->kind, !=, KH_EVENT_OTHER);
      g_assert_cmpstr (kh_event_code_get_label (row->code), ==, row->label);
      g_assert_cmpint (kh_event_code_get_kind (row->code), ==, row->kind);
    }
  g_assert_null (kh_event_code_get_label ("XX"));
  g_assert_null (kh_event_code_get_label ("ba"));
  g_assert_null (kh_event_code_get_label (""));
  g_assert_cmpint (kh_event_code_get_kind ("XX"), ==, KH_EVENT_OTHER);
  for (guint kind = 0; kind < KH_N_EVENT_KINDS; kind++)
    g_assert_cmpstr (kh_event_kind_get_label (kind), !=, "");
}

static void
test_words (void)
{
  static const struct {
    KhEventValues values;
    const char *what;
    const char *where;
    KhEventKind kind;
  } rows[] = {
    { { .code = "BA", .text = "BURG", .zone = "001", .place = "Front door", .is_signal = TRUE },
      "Burglary alarm", "Zone 001, Front door", KH_EVENT_ALARM },
    { { .code = "BA", .zone = "001", .area = "2", .is_signal = TRUE },
      "Burglary alarm", "Area 2, Zone 001", KH_EVENT_ALARM },
    { { .code = "CL", .area = "2", .is_signal = TRUE }, "Closed", "Area 2", KH_EVENT_ACCESS },
    { { .code = "*TP", .text = "Put on test for 10 minutes" },
      "Put on test (Put on test for 10 minutes)", NULL, KH_EVENT_TEST },
    { { .code = "*TX" }, "Test ended", NULL, KH_EVENT_TEST },
    { { .code = "XY9", .text = "Odd thing", .is_signal = TRUE }, "Odd thing", NULL, KH_EVENT_OTHER },
    { { .code = "XY9", .is_signal = TRUE }, "Code XY9", NULL, KH_EVENT_OTHER },
    { { .code = "*ZZ", .text = "Called the site" }, "Called the site", NULL, KH_EVENT_RECORD },
  };
  g_autoptr (GDateTime) at = g_date_time_new_utc (2026, 3, 1, 12, 0, 0);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      KhEventValues values = rows[i].values;
      g_autoptr (KhEvent) event = NULL;
      g_autofree char *what = NULL;
      g_autofree char *where = NULL;

      values.id = "e1";
      values.at = at;
      event = kh_event_new (&values);
      what = kh_event_dup_what (event);
      where = kh_event_dup_where (event);
      g_assert_cmpstr (what, ==, rows[i].what);
      g_assert_cmpstr (where, ==, rows[i].where);
      g_assert_cmpint (kh_event_get_kind (event), ==, rows[i].kind);
    }
}

static void
assert_day (GDateTime *time,
            const char *day)
{
  g_autofree char *text = g_date_time_format (time, "%Y-%m-%d");

  g_assert_cmpstr (text, ==, day);
}

/* From page to page, from window to window, and not beyond where it ends. */
static void
test_query (void)
{
  g_autoptr (GDateTime) to = g_date_time_new_utc (2026, 6, 1, 12, 0, 0);
  g_autoptr (GDateTime) oldest = g_date_time_new_utc (2026, 4, 20, 0, 0, 0);
  g_autoptr (KhEventQuery) query = kh_event_query_new (to, 1000);
  g_autoptr (KhEventQuery) copy = NULL;
  g_autoptr (KhEventPage) page = kh_event_page_new ();

  g_assert_cmpuint (query->limit, ==, KH_EVENT_MOST);
  assert_day (query->from, "2026-05-01");
  page->next = g_strdup ("mark");
  g_assert_true (kh_event_query_advance (query, page, oldest));
  g_assert_cmpstr (query->cursor, ==, "mark");
  assert_day (query->from, "2026-05-01");
  copy = kh_event_query_copy (query);
  g_assert_cmpstr (copy->cursor, ==, "mark");
  g_clear_pointer (&page->next, g_free);
  g_assert_true (kh_event_query_advance (query, page, oldest));
  g_assert_null (query->cursor);
  assert_day (query->to, "2026-05-01");
  assert_day (query->from, "2026-04-20");
  g_assert_false (kh_event_query_advance (query, page, oldest));
}

/* Managing */

static KhTestEntry *
make_test (const char *id,
           int         minutes)
{
  g_autoptr (KhTestOrder) order = kh_test_order_new ();
  g_autoptr (GDateTime) from = g_date_time_new_utc (2026, 3, 1, 12, 0, 0);
  g_autoptr (GDateTime) until = g_date_time_add_minutes (from, minutes);

  return kh_test_entry_new (id, order, from, until, from, 0);
}

/* By the clock, the one that ends last; what is over is forgotten. */
static void
test_memory (void)
{
  const gint64 minute = 60 * G_USEC_PER_SEC;
  g_autoptr (KhTestMemory) memory = kh_test_memory_new ();
  g_autoptr (KhTestEntry) brief = make_test ("t1", 10);
  g_autoptr (KhTestEntry) lengthy = make_test ("t2", 60);
  g_autoptr (KhTestEntry) again = make_test ("t2", 60);
  g_autoptr (GPtrArray) both = g_ptr_array_new ();

  g_ptr_array_add (both, lengthy);
  g_ptr_array_add (both, brief);
  g_assert_null (kh_test_memory_get_last (memory, 1, 0));
  kh_test_memory_remove (memory, 1, "t1");
  kh_test_memory_add (memory, 1, brief);
  g_assert_true (kh_test_memory_get_last (memory, 1, 0) == brief);
  g_assert_null (kh_test_memory_get_last (memory, 2, 0));
  kh_test_memory_set (memory, 1, both);
  g_assert_true (kh_test_memory_get_last (memory, 1, 0) == lengthy);
  kh_test_memory_add (memory, 1, again);
  g_assert_true (kh_test_memory_get_last (memory, 1, 0) == again);
  kh_test_memory_remove (memory, 1, "t2");
  g_assert_true (kh_test_memory_get_last (memory, 1, 9 * minute) == brief);
  g_assert_null (kh_test_memory_get_last (memory, 1, 10 * minute));
  kh_test_memory_set (memory, 1, NULL);
  g_assert_null (kh_test_memory_get_last (memory, 1, 0));
}

static void
test_manage (void)
{
  static const struct {
    KhManageAction action;
    KhGrant grant;
  } rows[] = {
    { KH_MANAGE_VIEW, KH_GRANT_CENTRAL_STATION_VIEW },
    { KH_MANAGE_TEST, KH_GRANT_CENTRAL_STATION_TEST },
    { KH_MANAGE_AGENCIES, KH_GRANT_CENTRAL_STATION_MODIFY },
    { KH_MANAGE_UNLINK, KH_GRANT_CENTRAL_STATION_UNLINK },
  };
  g_autoptr (KhLink) link = kh_link_new ();

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      KhGrants without = kh_grants_without (kh_grants_all (), rows[i].grant);
      KhGrants blind = kh_grants_without (kh_grants_all (), KH_GRANT_CENTRAL_STATION_VIEW);
      g_autoptr (GError) error = NULL;

      g_assert_cmpint (kh_manage_get_grant (rows[i].action), ==, rows[i].grant);
      g_assert_true (kh_manage_check (kh_grants_all (), link, rows[i].action, &error));
      g_assert_no_error (error);
      g_assert_false (kh_manage_check (without, link, rows[i].action, &error));
      g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
      g_clear_error (&error);
      g_assert_false (kh_manage_check (blind, link, rows[i].action, &error));
      g_assert_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED);
      g_clear_error (&error);
      g_assert_false (kh_manage_check (kh_grants_all (), NULL, rows[i].action, &error));
      g_assert_error (error, KH_MANAGE_ERROR, KH_MANAGE_ERROR_NOT_LINKED);
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/event/order", test_order);
  g_test_add_func ("/event/long-reason", test_long_reason);
  g_test_add_func ("/event/time-left", test_time_left);
  g_test_add_func ("/event/clock", test_clock);
  g_test_add_func ("/event/scope", test_scope);
  g_test_add_func ("/event/codes", test_codes);
  g_test_add_func ("/event/words", test_words);
  g_test_add_func ("/event/query", test_query);
  g_test_add_func ("/event/manage", test_manage);
  g_test_add_func ("/event/memory", test_memory);

  return g_test_run ();
}
