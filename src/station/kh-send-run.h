/* kh-send-run.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-send-event.h"
#include "kh-station.h"
#include "kh-store-links.h"

G_BEGIN_DECLS

/**
 * KhSendLook:
 * @KH_SEND_LOOK_NEEDED: the account is read where what is known of it does not do
 * @KH_SEND_LOOK_FIRST: it is read, whatever waits
 * @KH_SEND_LOOK_DONE: it was read just now
 */
typedef enum {
  KH_SEND_LOOK_NEEDED,
  KH_SEND_LOOK_FIRST,
  KH_SEND_LOOK_DONE,
} KhSendLook;

/**
 * KhSendResult:
 * @end: how it ended
 * @answered: whether the station answered as one does that works, be it with a refusal
 * @failed: whether it did not
 * @retry_after: seconds that it asks for, or 0
 * @message: (nullable): what to tell a person, who can do something about it
 * @capabilities: (nullable): what the station says of itself, where it was asked
 * @looked: whether the account was read
 * @refused: whether it refused a value, or would have, so that what it takes is to be asked anew
 */
typedef struct {
  KhSendEnd end;
  gboolean answered;
  gboolean failed;
  guint retry_after;
  char *message;
  KhCapabilities *capabilities;
  gboolean looked;
  gboolean refused;
} KhSendResult;

void          kh_send_result_free (KhSendResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhSendResult, kh_send_result_free)

/* Takes @set. */
void          kh_send_run_async   (KhStore              *store,
                                   KhStation            *station,
                                   KhOutboxSet          *set,
                                   KhCapabilities       *capabilities,
                                   KhSendLook            look,
                                   gint64                now,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data);
KhSendResult *kh_send_run_finish  (GAsyncResult         *result,
                                   GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
