/* kh-event.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-event-private.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>

struct _KhEvent
{
  GObject parent_instance;

  /* Owned */
  char *id;
  char *code;
  char *text;
  char *area;
  char *zone;
  char *place;
  char *by;
  GDateTime *at;

  /* State */
  gboolean is_signal;
  gboolean on_test;
};

G_DEFINE_FINAL_TYPE (KhEvent, kh_event, G_TYPE_OBJECT)

static const char *const kind_labels[] = {
  [KH_EVENT_OTHER] = N_("Other"),
  [KH_EVENT_ALARM] = N_("Alarms"),
  [KH_EVENT_RESTORE] = N_("Restores"),
  [KH_EVENT_TROUBLE] = N_("Troubles"),
  [KH_EVENT_ACCESS] = N_("Openings and Closings"),
  [KH_EVENT_TEST] = N_("Tests"),
  [KH_EVENT_RECORD] = N_("Changes to the Account"),
};

G_STATIC_ASSERT (G_N_ELEMENTS (kind_labels) == KH_N_EVENT_KINDS);

/**
 * kh_event_kind_get_label:
 * @kind: a kind
 *
 * Returns: its translated name, in the plural
 */
const char *
kh_event_kind_get_label (KhEventKind kind)
{
  g_return_val_if_fail (kind < KH_N_EVENT_KINDS, NULL);

  return _(kind_labels[kind]);
}

static int
compare_codes (gconstpointer key,
               gconstpointer row)
{
  return strcmp (key, ((const KhEventCode *) row)->code);
}

static const KhEventCode *
find_code (const char *code)
{
  return bsearch (code, kh_event_codes, kh_n_event_codes, sizeof *kh_event_codes, compare_codes);
}

/**
 * kh_event_code_get_label:
 * @code: a code, as stations send it
 *
 * Returns: (nullable): what it means, translated; %NULL where we have no words for it
 */
const char *
kh_event_code_get_label (const char *code)
{
  const KhEventCode *row = find_code (code);

  return row != NULL ? _(row->label) : NULL;
}

/**
 * kh_event_code_get_kind:
 * @code: a code, as stations send it
 *
 * Returns: what it is about
 */
KhEventKind
kh_event_code_get_kind (const char *code)
{
  const KhEventCode *row = find_code (code);

  return row != NULL ? row->kind : KH_EVENT_OTHER;
}

static void
kh_event_finalize (GObject *object)
{
  KhEvent *self = KH_EVENT (object);

  g_free (self->id);
  g_free (self->code);
  g_free (self->text);
  g_free (self->area);
  g_free (self->zone);
  g_free (self->place);
  g_free (self->by);
  g_clear_pointer (&self->at, g_date_time_unref);

  G_OBJECT_CLASS (kh_event_parent_class)->finalize (object);
}

static void
kh_event_class_init (KhEventClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_event_finalize;
}

static void
kh_event_init (KhEvent *self G_GNUC_UNUSED)
{
}

/**
 * kh_event_new:
 * @values: what it says; texts that can be shown
 *
 * Returns: (transfer full): the event
 */
KhEvent *
kh_event_new (const KhEventValues *values)
{
  KhEvent *self = g_object_new (KH_TYPE_EVENT, NULL);

  self->id = g_strdup (values->id);
  self->code = g_strdup (values->code);
  self->text = g_strdup (values->text);
  self->area = g_strdup (values->area);
  self->zone = g_strdup (values->zone);
  self->place = g_strdup (values->place);
  self->by = g_strdup (values->by);
  self->at = g_date_time_ref (values->at);
  self->is_signal = values->is_signal;
  self->on_test = values->on_test;

  return self;
}

/**
 * kh_event_get_id:
 * @self: an event
 *
 * Returns: the station's id of it
 */
const char *
kh_event_get_id (KhEvent *self)
{
  g_return_val_if_fail (KH_IS_EVENT (self), NULL);

  return self->id;
}

/**
 * kh_event_get_at:
 * @self: an event
 *
 * Returns: (transfer none): when it was, in UTC
 */
GDateTime *
kh_event_get_at (KhEvent *self)
{
  g_return_val_if_fail (KH_IS_EVENT (self), NULL);

  return self->at;
}

/**
 * kh_event_get_code:
 * @self: an event
 *
 * Returns: its code, as the station sent it
 */
const char *
kh_event_get_code (KhEvent *self)
{
  g_return_val_if_fail (KH_IS_EVENT (self), NULL);

  return self->code;
}

/**
 * kh_event_get_kind:
 * @self: an event
 *
 * Returns: what it is about; what a station notes in its own words is about the account
 */
KhEventKind
kh_event_get_kind (KhEvent *self)
{
  KhEventKind kind;

  g_return_val_if_fail (KH_IS_EVENT (self), KH_EVENT_OTHER);

  kind = kh_event_code_get_kind (self->code);

  return kind == KH_EVENT_OTHER && !self->is_signal ? KH_EVENT_RECORD : kind;
}

/**
 * kh_event_get_is_signal:
 * @self: an event
 *
 * Returns: whether a panel sent it, rather than that the station noted it
 */
gboolean
kh_event_get_is_signal (KhEvent *self)
{
  g_return_val_if_fail (KH_IS_EVENT (self), FALSE);

  return self->is_signal;
}

/**
 * kh_event_get_on_test:
 * @self: an event
 *
 * Returns: whether nobody acted on it
 */
gboolean
kh_event_get_on_test (KhEvent *self)
{
  g_return_val_if_fail (KH_IS_EVENT (self), FALSE);

  return self->on_test;
}

/**
 * kh_event_get_by:
 * @self: an event
 *
 * Returns: (nullable): who did it
 */
const char *
kh_event_get_by (KhEvent *self)
{
  g_return_val_if_fail (KH_IS_EVENT (self), NULL);

  return self->by;
}

/**
 * kh_event_dup_what:
 * @self: an event
 *
 * Says it in our words, and in the station's where we have none. What the station noted itself
 * may say more than our words do, so both stand there.
 *
 * Returns: (transfer full): what happened
 */
char *
kh_event_dup_what (KhEvent *self)
{
  const char *label;

  g_return_val_if_fail (KH_IS_EVENT (self), NULL);

  label = kh_event_code_get_label (self->code);
  if (label != NULL && (self->is_signal || self->text == NULL))
    return g_strdup (label);
  if (label != NULL)
    /* Translators: what happened, then what the station says of it. */
    return g_strdup_printf (_("%s (%s)"), label, self->text);
  if (self->text != NULL)
    return g_strdup (self->text);

  /* Translators: a code that stands for what happened. */
  return g_strdup_printf (_("Code %s"), self->code);
}

/**
 * kh_event_dup_where:
 * @self: an event
 *
 * Returns: (transfer full) (nullable): area and zone, or %NULL where it has none
 */
char *
kh_event_dup_where (KhEvent *self)
{
  g_autofree char *zone = NULL;

  g_return_val_if_fail (KH_IS_EVENT (self), NULL);

  if (self->zone != NULL && self->place != NULL)
    /* Translators: a zone's number, what it is called. */
    zone = g_strdup_printf (_("Zone %s, %s"), self->zone, self->place);
  else if (self->zone != NULL)
    /* Translators: a zone's number. */
    zone = g_strdup_printf (ngettext ("Zone %s", "Zones %s", 1), self->zone);
  if (self->area == NULL)
    return g_steal_pointer (&zone);
  if (zone == NULL)
    /* Translators: an area's number. */
    return g_strdup_printf (ngettext ("Area %s", "Areas %s", 1), self->area);

  /* Translators: an area's number, then its zone. */
  return g_strdup_printf (_("Area %s, %s"), self->area, zone);
}

/**
 * kh_event_page_new:
 *
 * Returns: (transfer full): an empty page that is the last one
 */
KhEventPage *
kh_event_page_new (void)
{
  KhEventPage *page = g_new0 (KhEventPage, 1);

  page->events = g_ptr_array_new_with_free_func (g_object_unref);

  return page;
}

/**
 * kh_event_page_free:
 * @page: (nullable): a page
 */
void
kh_event_page_free (KhEventPage *page)
{
  if (page == NULL)
    return;

  g_ptr_array_unref (page->events);
  g_free (page->next);
  g_free (page);
}

/**
 * kh_event_query_new:
 * @to: the end of what is asked for
 * @limit: the most events of one answer
 *
 * Returns: (transfer full): a question for the newest page before @to
 */
KhEventQuery *
kh_event_query_new (GDateTime *to,
                    guint      limit)
{
  KhEventQuery *query = g_new0 (KhEventQuery, 1);

  query->to = g_date_time_to_utc (to);
  query->from = g_date_time_add_days (query->to, -KH_EVENT_MOST_DAYS);
  query->limit = CLAMP (limit, 1, KH_EVENT_MOST);

  return query;
}

/**
 * kh_event_query_copy:
 * @query: a question
 *
 * Returns: (transfer full): the same once more
 */
KhEventQuery *
kh_event_query_copy (const KhEventQuery *query)
{
  KhEventQuery *copy = g_new0 (KhEventQuery, 1);

  copy->from = g_date_time_ref (query->from);
  copy->to = g_date_time_ref (query->to);
  copy->limit = query->limit;
  copy->cursor = g_strdup (query->cursor);

  return copy;
}

/**
 * kh_event_query_free:
 * @query: (nullable): a question
 */
void
kh_event_query_free (KhEventQuery *query)
{
  if (query == NULL)
    return;

  g_date_time_unref (query->from);
  g_date_time_unref (query->to);
  g_free (query->cursor);
  g_free (query);
}

/**
 * kh_event_query_advance:
 * @query: the question that @page answers
 * @page: a page
 * @oldest: nothing before this is asked for
 *
 * A station tells of no more than some days at once. After the last page of those it is asked
 * for the days before them.
 *
 * Returns: whether there is more to ask for
 */
gboolean
kh_event_query_advance (KhEventQuery      *query,
                        const KhEventPage *page,
                        GDateTime         *oldest)
{
  g_clear_pointer (&query->cursor, g_free);
  if (page->next != NULL)
    {
      query->cursor = g_strdup (page->next);
      return TRUE;
    }
  if (g_date_time_compare (query->from, oldest) <= 0)
    return FALSE;

  g_date_time_unref (query->to);
  query->to = query->from;
  query->from = g_date_time_add_days (query->to, -KH_EVENT_MOST_DAYS);
  if (g_date_time_compare (query->from, oldest) < 0)
    {
      g_date_time_unref (query->from);
      query->from = g_date_time_to_utc (oldest);
    }

  return TRUE;
}
