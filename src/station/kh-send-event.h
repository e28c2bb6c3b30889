/* kh-send-event.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

#include "kh-outbox-state.h"

G_BEGIN_DECLS

/**
 * KhSendEnd:
 *
 * How one step for one account ended.
 *
 * @KH_SEND_DONE: as far as it goes now; there may be more for the account
 * @KH_SEND_MOVED: somebody had changed the account; it was read, and there is more
 * @KH_SEND_LATER: the station does not take it now
 * @KH_SEND_REVIEW: a person at the station looks at it
 * @KH_SEND_NO_KEY: somebody who has the key must be there
 * @KH_SEND_PAUSED: the company's address, certificate or token does not do
 * @KH_SEND_FAILED: the data file does not take what happened
 */
typedef enum {
  KH_SEND_DONE,
  KH_SEND_MOVED,
  KH_SEND_LATER,
  KH_SEND_REVIEW,
  KH_SEND_NO_KEY,
  KH_SEND_PAUSED,
  KH_SEND_FAILED,
} KhSendEnd;

KhOutboxEvent kh_send_event_for_error  (const GError  *error);
gboolean      kh_send_event_is_failure (KhOutboxEvent  event) G_GNUC_CONST;
KhSendEnd     kh_send_event_get_end    (KhOutboxEvent  event);

G_END_DECLS
