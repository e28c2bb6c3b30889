/* kh-link-doubt.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-doubt.h"

#include "kh-change.h"
#include "kh-station.h"
#include "kh-value-type.h"

/* How often one request may go out, and until when another try is begun: a clerk
 * waits, and cannot cancel. */
#define TRIES 3
#define PATIENCE (45 * G_TIME_SPAN_SECOND)
#define FIRST_PAUSE 200 /* milliseconds; it doubles */

/* A station keeps a key for 24 hours at least. An older request is never sent again. */
#define KEY_LIFE (20 * 60 * 60)

/* What the station asks for, in milliseconds, or our own idea. */
static guint
get_pause (const KhLinkTries *tries,
           const GError      *error)
{
  const guint wanted = error->domain == KH_STATION_ERROR ? kh_station_error_retry_after (error) * 1000 : 0;

  return MAX (wanted, (guint) FIRST_PAUSE << (tries->n - 1));
}

/**
 * kh_link_tries_may_go_on:
 * @tries: the tries so far
 * @error: what came of the last one
 *
 * Returns: whether to try once more
 */
gboolean
kh_link_tries_may_go_on (const KhLinkTries *tries,
                         const GError      *error)
{
  const gint64 next = g_get_monotonic_time () + get_pause (tries, error) * G_TIME_SPAN_MILLISECOND;

  return tries->n < TRIES && next - tries->started < PATIENCE;
}

/**
 * kh_link_tries_wait:
 * @tries: the tries so far
 * @task: what is carried out
 * @error: what came of the last try
 * @func: called with @task, a little later, or at once when it is cancelled: the request then says
 *   so by itself
 */
void
kh_link_tries_wait (const KhLinkTries *tries,
                    GTask             *task,
                    const GError      *error,
                    GSourceFunc        func)
{
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr (GSource) pause = g_timeout_source_new (get_pause (tries, error));

  if (cancellable != NULL)
    {
      g_autoptr (GSource) cancelled = g_cancellable_source_new (cancellable);

      g_source_set_dummy_callback (cancelled);
      g_source_add_child_source (pause, cancelled);
    }
  g_task_attach_source (task, pause, func);
}

/**
 * kh_link_error_is_refusal:
 * @error: what came of a request
 *
 * Returns: whether the station has looked at the request and refused it, so that reading the
 *   account settles whether an earlier try was applied
 */
gboolean
kh_link_error_is_refusal (const GError *error)
{
  if (error->domain != KH_STATION_ERROR)
    return FALSE;

  switch ((KhStationError) error->code)
    {
    case KH_STATION_ERROR_NOT_OURS:
    case KH_STATION_ERROR_NOT_FOUND:
    case KH_STATION_ERROR_ALREADY_LINKED:
    case KH_STATION_ERROR_IN_ALARM:
    case KH_STATION_ERROR_DUPLICATE:
    case KH_STATION_ERROR_NO_NUMBER:
    case KH_STATION_ERROR_STALE:
    case KH_STATION_ERROR_INVALID:
    case KH_STATION_ERROR_BUG:
      return TRUE;

    case KH_STATION_ERROR_ADDRESS:
    case KH_STATION_ERROR_UNREACHABLE:
    case KH_STATION_ERROR_CERTIFICATE:
    case KH_STATION_ERROR_TIMED_OUT:
    case KH_STATION_ERROR_PROTOCOL:
    case KH_STATION_ERROR_TOO_LARGE:
    case KH_STATION_ERROR_WRONG_ACCOUNT:
    case KH_STATION_ERROR_UNAUTHORIZED:
    case KH_STATION_ERROR_NOT_PERMITTED:
    case KH_STATION_ERROR_BUSY:
    case KH_STATION_ERROR_LOCKED:
    case KH_STATION_ERROR_UNAVAILABLE:
    case KH_STATION_ERROR_NO_TOKEN:
      return FALSE;
    }

  return FALSE;
}

/**
 * kh_link_error_is_certain:
 * @error: what came of a request
 *
 * Returns: whether the request certainly had no effect
 */
gboolean
kh_link_error_is_certain (const GError *error)
{
  /* "Still being worked on" speaks of a request with our own key. */
  if (g_error_matches (error, KH_STATION_ERROR, KH_STATION_ERROR_BUSY))
    return FALSE;

  return kh_station_error_is_certain (error);
}

/**
 * kh_link_error_is_cancelled:
 * @error: what came of a request
 *
 * Returns: whether it was given up
 */
gboolean
kh_link_error_is_cancelled (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/**
 * kh_link_key_is_old:
 * @attempt: an attempt
 *
 * Returns: whether its station may have forgotten its key, so that nothing may be sent with it
 */
gboolean
kh_link_key_is_old (const KhLinkAttempt *attempt)
{
  const gint64 age = g_get_real_time () / G_USEC_PER_SEC - attempt->started_at;

  /* A clock that was put back tells nothing about the key's age. */
  return age < 0 || age >= KEY_LIFE;
}

static gboolean
account_has (KhAccount      *account,
             const KhChange *change)
{
  const KhDatapoint *datapoint = kh_datapoint_get (change->datapoint);
  const KhAccountState state = kh_account_get_state (account, change->datapoint);

  if (datapoint->sealed)
    return state == KH_ACCOUNT_CLEAR && kh_secret_equal (kh_account_get_secret (account, change->datapoint), change->secret);

  if (state != KH_ACCOUNT_CLEAR && !(state == KH_ACCOUNT_ABSENT && change->value == NULL))
    return FALSE;

  return kh_value_equal (datapoint, kh_account_get_value (account, change->datapoint), change->value);
}

/* A secret that the station does not show, or that we have no key to, tells nothing. */
static gboolean
is_told (KhAccount            *account,
         const KhLinkAttempt  *attempt,
         const KhChange       *change)
{
  if (!kh_datapoint_get (change->datapoint)->sealed)
    return TRUE;

  return !attempt->locked
         && (change->secret == NULL || kh_account_get_state (account, change->datapoint) != KH_ACCOUNT_MASKED);
}

/**
 * kh_link_account_has_all:
 * @account: the account as the station has it
 * @attempt: what was sent
 *
 * A change set is applied as a whole, so the changes that can be seen speak for the others. Where
 * none can, nothing says that it was applied.
 *
 * Returns: whether the account has what was sent
 */
gboolean
kh_link_account_has_all (KhAccount           *account,
                         const KhLinkAttempt *attempt)
{
  guint told = 0;

  for (guint i = 0; i < attempt->changes->len; i++)
    {
      const KhChange *change = g_ptr_array_index (attempt->changes, i);

      if (!is_told (account, attempt, change))
        continue;
      if (!account_has (account, change))
        return FALSE;
      told++;
    }

  return told > 0;
}
