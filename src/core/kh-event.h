/* kh-event.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhEventKind:
 * @KH_EVENT_OTHER: a code that we have no words for
 * @KH_EVENT_ALARM: somebody may need help
 * @KH_EVENT_RESTORE: an alarm or a trouble is over
 * @KH_EVENT_TROUBLE: something does not work
 * @KH_EVENT_ACCESS: opened, closed, or left out
 * @KH_EVENT_TEST: a test, by itself or by a person
 * @KH_EVENT_RECORD: what was done to the account at the station
 *
 * What an event is about, to filter by.
 */
typedef enum {
  KH_EVENT_OTHER,
  KH_EVENT_ALARM,
  KH_EVENT_RESTORE,
  KH_EVENT_TROUBLE,
  KH_EVENT_ACCESS,
  KH_EVENT_TEST,
  KH_EVENT_RECORD,

  KH_N_EVENT_KINDS
} KhEventKind;

const char  *kh_event_kind_get_label    (KhEventKind        kind);

/**
 * KhEventValues:
 * @id: the station's id of it
 * @code: as in SIA's two letters; those of the station itself begin with an asterisk
 * @text: (nullable): what the station says of it
 * @area: (nullable): the area's number
 * @zone: (nullable): the zone
 * @place: (nullable): what the zone is called
 * @by: (nullable): who did it
 * @at: (nullable): when, in UTC
 * @is_signal: whether a panel sent it, rather than that the station noted it
 * @on_test: whether nobody acted on it
 *
 * What an event says.
 */
typedef struct {
  const char *id;
  const char *code;
  const char *text;
  const char *area;
  const char *zone;
  const char *place;
  const char *by;
  GDateTime *at;
  gboolean is_signal;
  gboolean on_test;
} KhEventValues;

/**
 * KhEvent:
 *
 * One line of an account's history at a monitoring company: a signal, or what was done there.
 */
#define KH_TYPE_EVENT (kh_event_get_type ())
G_DECLARE_FINAL_TYPE (KhEvent, kh_event, KH, EVENT, GObject)

KhEvent     *kh_event_new               (const KhEventValues *values) G_GNUC_WARN_UNUSED_RESULT;

const char  *kh_event_get_id            (KhEvent            *self);
GDateTime   *kh_event_get_at            (KhEvent            *self);
const char  *kh_event_get_code          (KhEvent            *self);
KhEventKind  kh_event_get_kind          (KhEvent            *self);
gboolean     kh_event_get_is_signal     (KhEvent            *self);
gboolean     kh_event_get_on_test       (KhEvent            *self);
const char  *kh_event_get_by            (KhEvent            *self);
char        *kh_event_dup_what          (KhEvent            *self) G_GNUC_WARN_UNUSED_RESULT;
char        *kh_event_dup_where         (KhEvent            *self) G_GNUC_WARN_UNUSED_RESULT;

/* The table of codes: NULL and KH_EVENT_OTHER where we have no words for one. */
const char  *kh_event_code_get_label    (const char         *code);
KhEventKind  kh_event_code_get_kind     (const char         *code);

/* The most days that one question may be about, and the most events of one answer. */
#define KH_EVENT_MOST_DAYS 31
#define KH_EVENT_MOST 200

/**
 * KhEventPage:
 * @events: (element-type KhEvent): newest first
 * @next: (nullable): the station's mark of where the next page begins; %NULL on the last one
 *
 * One answer to a question for an account's history.
 */
typedef struct {
  GPtrArray *events;
  char *next;
} KhEventPage;

KhEventPage *kh_event_page_new          (void) G_GNUC_WARN_UNUSED_RESULT;
void         kh_event_page_free         (KhEventPage        *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhEventPage, kh_event_page_free)

/**
 * KhEventQuery:
 * @from: what came at this time is asked for
 * @to: what came at this time is not
 * @limit: the most events of one answer
 * @cursor: (nullable): the @next of the page before
 *
 * A question for an account's history.
 */
typedef struct {
  GDateTime *from;
  GDateTime *to;
  guint limit;
  char *cursor;
} KhEventQuery;

KhEventQuery *kh_event_query_new        (GDateTime          *to,
                                         guint               limit) G_GNUC_WARN_UNUSED_RESULT;
KhEventQuery *kh_event_query_copy       (const KhEventQuery *query) G_GNUC_WARN_UNUSED_RESULT;
void          kh_event_query_free       (KhEventQuery       *query);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhEventQuery, kh_event_query_free)

/* Makes of the question that @page answers the next one back in time. */
gboolean      kh_event_query_advance    (KhEventQuery       *query,
                                         const KhEventPage  *page,
                                         GDateTime          *oldest);

G_END_DECLS
