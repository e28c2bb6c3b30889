/* kh-outbox-state.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-outbox-state.h"

static const char *const state_names[KH_N_OUTBOX_STATES] = {
  [KH_OUTBOX_QUEUED] = "queued",
  [KH_OUTBOX_SENDING] = "sending",
  [KH_OUTBOX_WAITING] = "waiting",
  [KH_OUTBOX_HELD] = "held",
  [KH_OUTBOX_PENDING] = "pending review",
  [KH_OUTBOX_APPLIED] = "applied",
  [KH_OUTBOX_REJECTED] = "rejected",
  [KH_OUTBOX_SUPERSEDED] = "superseded",
};

static const char *const event_names[KH_N_OUTBOX_EVENTS] = {
  [KH_OUTBOX_SENT] = "sent",
  [KH_OUTBOX_ACCEPTED] = "accepted",
  [KH_OUTBOX_REFERRED] = "referred",
  [KH_OUTBOX_APPROVED] = "approved",
  [KH_OUTBOX_DECLINED] = "declined",
  [KH_OUTBOX_FOUND] = "found",
  [KH_OUTBOX_UNTOUCHED] = "untouched",
  [KH_OUTBOX_FOREIGN] = "foreign",
  [KH_OUTBOX_OLDER] = "older",
  [KH_OUTBOX_WRONG_ACCOUNT] = "wrong-account",
  [KH_OUTBOX_NOT_SENT] = "not-sent",
  [KH_OUTBOX_LOST] = "lost",
  [KH_OUTBOX_STOPPED] = "stopped",
  [KH_OUTBOX_NO_KEY] = "no-key",
  [KH_OUTBOX_UNABLE] = "unable",
  [KH_OUTBOX_BAD_REQUEST] = "bad-request",
  [KH_OUTBOX_UNAUTHORIZED] = "unauthorized",
  [KH_OUTBOX_NOT_YOURS] = "not-your-account",
  [KH_OUTBOX_NOT_PERMITTED] = "not-permitted",
  [KH_OUTBOX_NOT_FOUND] = "not-found",
  [KH_OUTBOX_DUPLICATE_NUMBER] = "duplicate-number",
  [KH_OUTBOX_IN_ALARM] = "in-alarm",
  [KH_OUTBOX_ALREADY_LINKED] = "already-linked",
  [KH_OUTBOX_IN_PROGRESS] = "request-in-progress",
  [KH_OUTBOX_STALE] = "stale",
  [KH_OUTBOX_INVALID] = "validation",
  [KH_OUTBOX_LOCKED] = "locked",
  [KH_OUTBOX_NO_IF_MATCH] = "if-match-required",
  [KH_OUTBOX_UNAVAILABLE] = "unavailable",
  [KH_OUTBOX_EDITED] = "edited",
  [KH_OUTBOX_RETRIED] = "retried",
  [KH_OUTBOX_DISCARDED] = "discarded",
  [KH_OUTBOX_RESTARTED] = "restarted",
};

/* What is not in the table is 0, and not legal. */
#define TO(state) ((guint8) (KH_OUTBOX_##state + 1))

/* What reading the account, which comes before sending where its version is not known, can tell
 * of one that has not gone out; and what a person can do with it. */
#define NOT_UNDER_WAY \
  [KH_OUTBOX_SENT] = TO (SENDING), \
  [KH_OUTBOX_FOUND] = TO (APPLIED), \
  [KH_OUTBOX_UNTOUCHED] = TO (QUEUED), \
  [KH_OUTBOX_FOREIGN] = TO (HELD), \
  [KH_OUTBOX_OLDER] = TO (HELD), \
  [KH_OUTBOX_WRONG_ACCOUNT] = TO (HELD), \
  [KH_OUTBOX_NOT_SENT] = TO (WAITING), \
  [KH_OUTBOX_LOST] = TO (WAITING), \
  [KH_OUTBOX_STOPPED] = TO (WAITING), \
  [KH_OUTBOX_NO_KEY] = TO (WAITING), \
  [KH_OUTBOX_UNABLE] = TO (REJECTED), \
  [KH_OUTBOX_UNAUTHORIZED] = TO (WAITING), \
  [KH_OUTBOX_LOCKED] = TO (WAITING), \
  [KH_OUTBOX_UNAVAILABLE] = TO (WAITING), \
  [KH_OUTBOX_BAD_REQUEST] = TO (HELD), \
  [KH_OUTBOX_NOT_YOURS] = TO (HELD), \
  [KH_OUTBOX_NOT_PERMITTED] = TO (HELD), \
  [KH_OUTBOX_NOT_FOUND] = TO (HELD), \
  [KH_OUTBOX_EDITED] = TO (QUEUED), \
  [KH_OUTBOX_RETRIED] = TO (QUEUED), \
  [KH_OUTBOX_DISCARDED] = TO (SUPERSEDED)

static const guint8 transitions[KH_N_OUTBOX_STATES][KH_N_OUTBOX_EVENTS] = {
  [KH_OUTBOX_QUEUED] = { NOT_UNDER_WAY, [KH_OUTBOX_RESTARTED] = TO (QUEUED) },
  [KH_OUTBOX_WAITING] = { NOT_UNDER_WAY, [KH_OUTBOX_RESTARTED] = TO (WAITING) },
  [KH_OUTBOX_SENDING] = {
    [KH_OUTBOX_ACCEPTED] = TO (APPLIED),
    [KH_OUTBOX_REFERRED] = TO (PENDING),
    [KH_OUTBOX_FOUND] = TO (APPLIED),
    [KH_OUTBOX_UNTOUCHED] = TO (QUEUED),
    [KH_OUTBOX_FOREIGN] = TO (HELD),
    [KH_OUTBOX_OLDER] = TO (HELD),
    [KH_OUTBOX_WRONG_ACCOUNT] = TO (HELD),
    [KH_OUTBOX_NOT_SENT] = TO (WAITING),
    [KH_OUTBOX_LOST] = TO (WAITING),
    [KH_OUTBOX_STOPPED] = TO (WAITING),
    [KH_OUTBOX_NO_KEY] = TO (WAITING),
    [KH_OUTBOX_BAD_REQUEST] = TO (REJECTED),
    [KH_OUTBOX_UNAUTHORIZED] = TO (WAITING),
    [KH_OUTBOX_NOT_YOURS] = TO (HELD),
    [KH_OUTBOX_NOT_PERMITTED] = TO (HELD),
    [KH_OUTBOX_NOT_FOUND] = TO (HELD),
    [KH_OUTBOX_DUPLICATE_NUMBER] = TO (HELD),
    [KH_OUTBOX_IN_ALARM] = TO (WAITING),
    [KH_OUTBOX_ALREADY_LINKED] = TO (HELD),
    [KH_OUTBOX_IN_PROGRESS] = TO (WAITING),
    [KH_OUTBOX_STALE] = TO (SENDING),
    [KH_OUTBOX_INVALID] = TO (REJECTED),
    [KH_OUTBOX_LOCKED] = TO (WAITING),
    [KH_OUTBOX_NO_IF_MATCH] = TO (REJECTED),
    [KH_OUTBOX_UNAVAILABLE] = TO (WAITING),
    [KH_OUTBOX_RESTARTED] = TO (WAITING),
  },
  [KH_OUTBOX_HELD] = {
    [KH_OUTBOX_FOUND] = TO (APPLIED),
    [KH_OUTBOX_UNTOUCHED] = TO (QUEUED),
    [KH_OUTBOX_FOREIGN] = TO (HELD),
    [KH_OUTBOX_OLDER] = TO (HELD),
    [KH_OUTBOX_WRONG_ACCOUNT] = TO (HELD),
    [KH_OUTBOX_NOT_YOURS] = TO (HELD),
    [KH_OUTBOX_NOT_FOUND] = TO (HELD),
    [KH_OUTBOX_EDITED] = TO (HELD),
    [KH_OUTBOX_RETRIED] = TO (QUEUED),
    [KH_OUTBOX_DISCARDED] = TO (SUPERSEDED),
    [KH_OUTBOX_RESTARTED] = TO (HELD),
  },
  [KH_OUTBOX_PENDING] = {
    [KH_OUTBOX_APPROVED] = TO (APPLIED),
    [KH_OUTBOX_DECLINED] = TO (REJECTED),
    [KH_OUTBOX_FOUND] = TO (APPLIED),
    [KH_OUTBOX_UNTOUCHED] = TO (PENDING),
    [KH_OUTBOX_FOREIGN] = TO (HELD),
    [KH_OUTBOX_OLDER] = TO (HELD),
    [KH_OUTBOX_EDITED] = TO (SUPERSEDED),
    [KH_OUTBOX_RESTARTED] = TO (PENDING),
  },
  [KH_OUTBOX_REJECTED] = {
    [KH_OUTBOX_EDITED] = TO (SUPERSEDED),
    [KH_OUTBOX_RETRIED] = TO (QUEUED),
    [KH_OUTBOX_DISCARDED] = TO (SUPERSEDED),
    [KH_OUTBOX_RESTARTED] = TO (REJECTED),
  },
  [KH_OUTBOX_APPLIED] = { [KH_OUTBOX_RESTARTED] = TO (APPLIED) },
  [KH_OUTBOX_SUPERSEDED] = { [KH_OUTBOX_RESTARTED] = TO (SUPERSEDED) },
};

static gboolean
find_name (const char *const *names,
           guint              n_names,
           const char        *text,
           guint             *index)
{
  for (guint i = 0; i < n_names; i++)
    {
      if (g_strcmp0 (names[i], text) == 0)
        {
          *index = i;
          return TRUE;
        }
    }

  return FALSE;
}

/**
 * kh_outbox_state_to_string:
 * @state: a state
 *
 * Returns: (transfer none): the text that it is kept as
 */
const char *
kh_outbox_state_to_string (KhOutboxState state)
{
  g_return_val_if_fail (state < KH_N_OUTBOX_STATES, NULL);

  return state_names[state];
}

/**
 * kh_outbox_state_from_string:
 * @text: (nullable): a text
 * @state: (out): the state that is kept so
 *
 * Returns: whether it is one
 */
gboolean
kh_outbox_state_from_string (const char    *text,
                             KhOutboxState *state)
{
  guint index = 0;

  if (!find_name (state_names, KH_N_OUTBOX_STATES, text, &index))
    return FALSE;
  *state = (KhOutboxState) index;

  return TRUE;
}

/**
 * kh_outbox_state_is_final:
 * @state: a state
 *
 * Returns: whether nothing more happens to such a change
 */
gboolean
kh_outbox_state_is_final (KhOutboxState state)
{
  return state == KH_OUTBOX_APPLIED || state == KH_OUTBOX_SUPERSEDED;
}

/**
 * kh_outbox_state_is_open:
 * @state: a state
 *
 * Returns: whether such a change is not under way, and can still be another: a newer one of the
 *   same datapoint folds into it
 */
gboolean
kh_outbox_state_is_open (KhOutboxState state)
{
  return state == KH_OUTBOX_QUEUED || state == KH_OUTBOX_WAITING || state == KH_OUTBOX_HELD;
}

/**
 * kh_outbox_event_to_string:
 * @event: an event
 *
 * Returns: (transfer none): its name, kept as the reason why a change is where it is
 */
const char *
kh_outbox_event_to_string (KhOutboxEvent event)
{
  g_return_val_if_fail (event < KH_N_OUTBOX_EVENTS, NULL);

  return event_names[event];
}

/**
 * kh_outbox_event_from_string:
 * @text: (nullable): a text
 * @event: (out): the event of that name
 *
 * Returns: whether it is one
 */
gboolean
kh_outbox_event_from_string (const char    *text,
                             KhOutboxEvent *event)
{
  guint index = 0;

  if (!find_name (event_names, KH_N_OUTBOX_EVENTS, text, &index))
    return FALSE;
  *event = (KhOutboxEvent) index;

  return TRUE;
}

/**
 * kh_outbox_event_is_hold:
 * @event: an event
 *
 * Returns: whether it is about the whole account, for which nothing goes out then until another
 *   reading, or a person, says that it may
 */
gboolean
kh_outbox_event_is_hold (KhOutboxEvent event)
{
  return event == KH_OUTBOX_FOREIGN || event == KH_OUTBOX_OLDER || event == KH_OUTBOX_WRONG_ACCOUNT ||
         event == KH_OUTBOX_NOT_YOURS || event == KH_OUTBOX_NOT_FOUND;
}

/**
 * kh_outbox_state_advance:
 * @state: (inout): where a change is, and where it is then
 * @event: what happens to it
 *
 * The one place that says how a change gets from state to state.
 *
 * Returns: whether that can happen to it; if not, it stays where it is
 */
gboolean
kh_outbox_state_advance (KhOutboxState *state,
                         KhOutboxEvent  event)
{
  guint8 next;

  g_return_val_if_fail (*state < KH_N_OUTBOX_STATES && event < KH_N_OUTBOX_EVENTS, FALSE);

  next = transitions[*state][event];
  if (next == 0)
    return FALSE;
  *state = (KhOutboxState) (next - 1);

  return TRUE;
}
