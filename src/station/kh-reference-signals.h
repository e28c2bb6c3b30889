/* kh-reference-signals.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * KhReferenceEvent:
 * @id: what it is called; of two in one second, the later one has the greater id
 * @at: seconds since 1970
 * @log: whether the station itself wrote it, rather than a panel sent it
 * @code: as in SIA's two letters; those of the station begin with an asterisk
 * @text: (nullable): what the station says of it
 * @area: (nullable): the area's number
 * @zone: (nullable): the zone
 * @place: (nullable): what the zone is called
 * @by: (nullable): who did it
 * @on_test: whether nobody acted on it
 *
 * One line of an account's history.
 */
typedef struct {
  char *id;
  gint64 at;
  gboolean log;
  char *code;
  char *text;
  char *area;
  char *zone;
  char *place;
  char *by;
  gboolean on_test;
} KhReferenceEvent;

void kh_reference_event_free  (KhReferenceEvent *event);

/* What the account's panel would send between the two: always the same for the same account. */
void kh_reference_signals_add (JsonObject       *account,
                               gint64            from,
                               gint64            to,
                               GPtrArray        *events);

/* What a technician sets off during a test. */
void kh_reference_signals_add_test (JsonObject  *account,
                                    gint64       test,
                                    gint64       begins,
                                    gint64       ends,
                                    GPtrArray   *events);

G_END_DECLS
