/* kh-send-review.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-outbox-set.h"
#include "kh-station.h"

G_BEGIN_DECLS

/* What a person at the station looks at: asks what became of each change set among @pending. */
void        kh_send_review_ask_async  (KhStation            *station,
                                       const char           *account,
                                       GPtrArray            *pending,
                                       GCancellable         *cancellable,
                                       GAsyncReadyCallback   callback,
                                       gpointer              user_data);
GHashTable *kh_send_review_ask_finish (GAsyncResult         *result,
                                       GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void        kh_send_review_settle     (GHashTable           *answers,
                                       GPtrArray            *pending,
                                       KhAccount            *account,
                                       const char           *company,
                                       KhOutboxOutcome      *outcome);

G_END_DECLS
