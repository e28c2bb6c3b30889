/* kh-outbox-state.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhOutboxState:
 *
 * How far a change on its way to a station has come. It is kept as text.
 *
 * @KH_OUTBOX_QUEUED: it goes out next
 * @KH_OUTBOX_SENDING: it is under way
 * @KH_OUTBOX_WAITING: it goes out later by itself
 * @KH_OUTBOX_HELD: a person has to look at the account first
 * @KH_OUTBOX_PENDING: a person at the station looks at it
 * @KH_OUTBOX_APPLIED: the station has it
 * @KH_OUTBOX_REJECTED: the station does not take it
 * @KH_OUTBOX_SUPERSEDED: a newer one took its place, or somebody discarded it
 */
typedef enum {
  KH_OUTBOX_QUEUED,
  KH_OUTBOX_SENDING,
  KH_OUTBOX_WAITING,
  KH_OUTBOX_HELD,
  KH_OUTBOX_PENDING,
  KH_OUTBOX_APPLIED,
  KH_OUTBOX_REJECTED,
  KH_OUTBOX_SUPERSEDED,

  KH_N_OUTBOX_STATES
} KhOutboxState;

/**
 * KhOutboxEvent:
 *
 * What happens to a change on its way. Those from @KH_OUTBOX_BAD_REQUEST to
 * @KH_OUTBOX_UNAVAILABLE are the refusals that a station has.
 *
 * @KH_OUTBOX_SENT: it goes out
 * @KH_OUTBOX_ACCEPTED: the station answered that it has it
 * @KH_OUTBOX_REFERRED: the station answered that a person there looks at it
 * @KH_OUTBOX_APPROVED: that person took it
 * @KH_OUTBOX_DECLINED: that person did not
 * @KH_OUTBOX_FOUND: the account was read, and has our value
 * @KH_OUTBOX_UNTOUCHED: the account was read, and has what was last agreed on
 * @KH_OUTBOX_FOREIGN: the account was read, and has a value that is neither
 * @KH_OUTBOX_OLDER: the account was read, and the station has gone back to an older version of it
 * @KH_OUTBOX_WRONG_ACCOUNT: another account was answered than the one that was asked for
 * @KH_OUTBOX_NOT_SENT: nothing reached the station
 * @KH_OUTBOX_LOST: there was no complete answer, so it may have been applied
 * @KH_OUTBOX_STOPPED: the station's address or certificate is not to be trusted
 * @KH_OUTBOX_NO_KEY: it is sealed, and nobody who is there has the key
 * @KH_OUTBOX_UNABLE: the station says beforehand that it does not take it
 * @KH_OUTBOX_EDITED: the same datapoint was changed once more
 * @KH_OUTBOX_RETRIED: a person wants it to be tried again
 * @KH_OUTBOX_DISCARDED: a person does not want it to be sent
 * @KH_OUTBOX_RESTARTED: the program was started again
 */
typedef enum {
  KH_OUTBOX_SENT,
  KH_OUTBOX_ACCEPTED,
  KH_OUTBOX_REFERRED,
  KH_OUTBOX_APPROVED,
  KH_OUTBOX_DECLINED,
  KH_OUTBOX_FOUND,
  KH_OUTBOX_UNTOUCHED,
  KH_OUTBOX_FOREIGN,
  KH_OUTBOX_OLDER,
  KH_OUTBOX_WRONG_ACCOUNT,
  KH_OUTBOX_NOT_SENT,
  KH_OUTBOX_LOST,
  KH_OUTBOX_STOPPED,
  KH_OUTBOX_NO_KEY,
  KH_OUTBOX_UNABLE,
  KH_OUTBOX_BAD_REQUEST,
  KH_OUTBOX_UNAUTHORIZED,
  KH_OUTBOX_NOT_YOURS,
  KH_OUTBOX_NOT_PERMITTED,
  KH_OUTBOX_NOT_FOUND,
  KH_OUTBOX_DUPLICATE_NUMBER,
  KH_OUTBOX_IN_ALARM,
  KH_OUTBOX_ALREADY_LINKED,
  KH_OUTBOX_IN_PROGRESS,
  KH_OUTBOX_STALE,
  KH_OUTBOX_INVALID,
  KH_OUTBOX_LOCKED,
  KH_OUTBOX_NO_IF_MATCH,
  KH_OUTBOX_UNAVAILABLE,
  KH_OUTBOX_EDITED,
  KH_OUTBOX_RETRIED,
  KH_OUTBOX_DISCARDED,
  KH_OUTBOX_RESTARTED,

  KH_N_OUTBOX_EVENTS
} KhOutboxEvent;

const char *kh_outbox_state_to_string   (KhOutboxState   state) G_GNUC_CONST;
gboolean    kh_outbox_state_from_string (const char     *text,
                                         KhOutboxState  *state);
gboolean    kh_outbox_state_is_final    (KhOutboxState   state) G_GNUC_CONST;
gboolean    kh_outbox_state_is_open     (KhOutboxState   state) G_GNUC_CONST;
const char *kh_outbox_event_to_string   (KhOutboxEvent   event) G_GNUC_CONST;
gboolean    kh_outbox_event_from_string (const char     *text,
                                         KhOutboxEvent  *event);
gboolean    kh_outbox_event_is_hold     (KhOutboxEvent   event) G_GNUC_CONST;
gboolean    kh_outbox_state_advance     (KhOutboxState  *state,
                                         KhOutboxEvent   event);

G_END_DECLS
