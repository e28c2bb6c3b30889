/* kh-backoff.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-backoff.h"

#define FIRST_WAIT_MS   2000u
#define LONGEST_WAIT_MS (10u * 60u * 1000u)

/* Enough that it is not one account's fault. */
#define BREAKER_FAILURES 5u

/**
 * kh_backoff_get_wait:
 * @failures: how many there were in a row, at least 1
 * @retry_after: seconds that the station asks for, or 0
 * @random: where chance comes from
 * @random_data: for @random
 *
 * Any time up to 2 seconds after the first failure, and up to twice as long after each further
 * one, 10 minutes at most: those who failed together do not come again together. What the
 * station asks for wins.
 *
 * Returns: milliseconds to wait
 */
guint64
kh_backoff_get_wait (guint        failures,
                     guint        retry_after,
                     KhRandomFunc random,
                     gpointer     random_data)
{
  guint64 longest = FIRST_WAIT_MS;

  if (retry_after > 0)
    return (guint64) retry_after * 1000;

  for (guint i = 1; i < failures && longest < LONGEST_WAIT_MS; i++)
    longest *= 2;

  return (guint64) (random (random_data) * (double) MIN (longest, LONGEST_WAIT_MS));
}

/**
 * kh_breaker_is_open:
 * @self: a breaker
 *
 * Returns: whether the station is being spared
 */
gboolean
kh_breaker_is_open (const KhBreaker *self)
{
  return self->failures >= BREAKER_FAILURES;
}

/**
 * kh_breaker_begin:
 * @self: a breaker
 * @now: the time
 *
 * Returns: whether a request may begin now; where the breaker is open, it is the one that finds
 *   out
 */
gboolean
kh_breaker_begin (KhBreaker *self,
                  gint64     now)
{
  if (!kh_breaker_is_open (self))
    return TRUE;
  if (self->probing || now < self->until)
    return FALSE;
  self->probing = TRUE;

  return TRUE;
}

/**
 * kh_breaker_succeed:
 * @self: a breaker
 *
 * The station has answered as one does that works, be it with a refusal.
 */
void
kh_breaker_succeed (KhBreaker *self)
{
  self->failures = 0;
  self->until = 0;
  self->probing = FALSE;
}

/**
 * kh_breaker_fail:
 * @self: a breaker
 * @now: the time
 * @retry_after: seconds that the station asks for, or 0
 * @random: where chance comes from
 * @random_data: for @random
 */
void
kh_breaker_fail (KhBreaker    *self,
                 gint64        now,
                 guint         retry_after,
                 KhRandomFunc  random,
                 gpointer      random_data)
{
  self->failures++;
  self->probing = FALSE;
  if (kh_breaker_is_open (self))
    self->until = now + (gint64) kh_backoff_get_wait (self->failures - BREAKER_FAILURES + 1, retry_after, random,
                                                      random_data) * G_TIME_SPAN_MILLISECOND;
}

/**
 * kh_breaker_abstain:
 * @self: a breaker
 *
 * The request that was to find out was not made.
 */
void
kh_breaker_abstain (KhBreaker *self)
{
  self->probing = FALSE;
}
