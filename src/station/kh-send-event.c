/* kh-send-event.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-send-event.h"

#include "kh-station.h"

/**
 * kh_send_event_for_error:
 * @error: what a station, or the way to it, answered
 *
 * Returns: what that means for a change that was under way
 */
KhOutboxEvent
kh_send_event_for_error (const GError *error)
{
  if (error->domain != KH_STATION_ERROR)
    return KH_OUTBOX_LOST;

  switch ((KhStationError) error->code)
    {
    case KH_STATION_ERROR_ADDRESS:
    case KH_STATION_ERROR_CERTIFICATE:
      return KH_OUTBOX_STOPPED;
    case KH_STATION_ERROR_UNREACHABLE:
      return KH_OUTBOX_NOT_SENT;
    case KH_STATION_ERROR_TIMED_OUT:
    case KH_STATION_ERROR_PROTOCOL:
    case KH_STATION_ERROR_TOO_LARGE:
      return KH_OUTBOX_LOST;
    case KH_STATION_ERROR_UNAUTHORIZED:
    case KH_STATION_ERROR_NO_TOKEN:
      return KH_OUTBOX_UNAUTHORIZED;
    case KH_STATION_ERROR_NOT_OURS:
      return KH_OUTBOX_NOT_YOURS;
    case KH_STATION_ERROR_NOT_PERMITTED:
      return KH_OUTBOX_NOT_PERMITTED;
    case KH_STATION_ERROR_NOT_FOUND:
      return KH_OUTBOX_NOT_FOUND;
    case KH_STATION_ERROR_WRONG_ACCOUNT:
      return KH_OUTBOX_WRONG_ACCOUNT;
    case KH_STATION_ERROR_ALREADY_LINKED:
      return KH_OUTBOX_ALREADY_LINKED;
    case KH_STATION_ERROR_IN_ALARM:
      return KH_OUTBOX_IN_ALARM;
    case KH_STATION_ERROR_BUSY:
      return KH_OUTBOX_IN_PROGRESS;
    /* A block of numbers has no say in a change: the answer makes no sense, and it is sent again. */
    case KH_STATION_ERROR_NO_NUMBER:
      return KH_OUTBOX_LOST;
    case KH_STATION_ERROR_DUPLICATE:
      return KH_OUTBOX_DUPLICATE_NUMBER;
    case KH_STATION_ERROR_STALE:
      return KH_OUTBOX_STALE;
    case KH_STATION_ERROR_INVALID:
      return KH_OUTBOX_INVALID;
    case KH_STATION_ERROR_LOCKED:
      return KH_OUTBOX_LOCKED;
    case KH_STATION_ERROR_UNAVAILABLE:
      return KH_OUTBOX_UNAVAILABLE;
    case KH_STATION_ERROR_BUG:
      return KH_OUTBOX_BAD_REQUEST;
    }

  return KH_OUTBOX_LOST;
}

/**
 * kh_send_event_is_failure:
 * @event: what an error means
 *
 * Returns: whether the station does not work, as opposed to not taking this
 */
gboolean
kh_send_event_is_failure (KhOutboxEvent event)
{
  return event == KH_OUTBOX_NOT_SENT || event == KH_OUTBOX_LOST || event == KH_OUTBOX_UNAVAILABLE;
}

/**
 * kh_send_event_get_end:
 * @event: what happened to a change that was under way
 *
 * Returns: how the step ends with it
 */
KhSendEnd
kh_send_event_get_end (KhOutboxEvent event)
{
  KhOutboxState state = KH_OUTBOX_SENDING;

  if (event == KH_OUTBOX_UNAUTHORIZED || event == KH_OUTBOX_STOPPED)
    return KH_SEND_PAUSED;
  kh_outbox_state_advance (&state, event);

  return state == KH_OUTBOX_WAITING ? KH_SEND_LATER : KH_SEND_DONE;
}
