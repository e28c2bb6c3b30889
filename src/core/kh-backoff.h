/* kh-backoff.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* At least 0 and less than 1. */
typedef double (*KhRandomFunc) (gpointer user_data);

/* Milliseconds to wait after so many failures in a row. */
guint64 kh_backoff_get_wait    (guint         failures,
                                guint         retry_after,
                                KhRandomFunc  random,
                                gpointer      random_data);

/**
 * KhBreaker:
 * @failures: how many there were in a row, whichever account they were about
 * @until: until when nothing is sent, in microseconds of any clock that only goes forward
 * @probing: whether the one request that finds out is under way
 *
 * Spares a station that does not answer: after some failures in a row, one request at a time
 * finds out whether it does again.
 */
typedef struct {
  guint failures;
  gint64 until;
  gboolean probing;
} KhBreaker;

gboolean kh_breaker_is_open    (const KhBreaker *self);
gboolean kh_breaker_begin      (KhBreaker       *self,
                                gint64           now);
void     kh_breaker_succeed    (KhBreaker       *self);
void     kh_breaker_fail       (KhBreaker       *self,
                                gint64           now,
                                guint            retry_after,
                                KhRandomFunc     random,
                                gpointer         random_data);
void     kh_breaker_abstain    (KhBreaker       *self);

G_END_DECLS
