/* kh-send-run.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-station.h"
#include "kh-store.h"

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

/**
 * KhSendResult:
 * @end: how it ended
 * @answered: whether the station answered as one does that works, be it with a refusal
 * @failed: whether it did not
 * @retry_after: seconds that it asks for, or 0
 * @message: (nullable): what to tell a person, who can do something about it
 */
typedef struct {
  KhSendEnd end;
  gboolean answered;
  gboolean failed;
  guint retry_after;
  char *message;
} KhSendResult;

void          kh_send_result_free (KhSendResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhSendResult, kh_send_result_free)

/* Takes @set. */
void          kh_send_run_async   (KhStore              *store,
                                   KhStation            *station,
                                   KhOutboxSet          *set,
                                   gboolean              look,
                                   gint64                now,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
KhSendResult *kh_send_run_finish  (GAsyncResult         *result,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

KhOutboxEvent kh_send_event_for_error (const GError      *error);

G_END_DECLS
