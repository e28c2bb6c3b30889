/* kh-exchange.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "kh-channel.h"
#include "kh-request.h"

G_BEGIN_DECLS

/* The most bytes of an answer's body that are read. */
#define KH_EXCHANGE_MAX_BODY (8 * 1024 * 1024)

/**
 * KhAnswer:
 * @status: 200, 201, 202, 204 or 304
 * @etag: (nullable): the strong ETag
 * @root: (nullable): the body, an object; %NULL with 204 and 304
 *
 * A whole answer that says that the request succeeded.
 */
typedef struct {
  guint status;
  char *etag;
  JsonNode *root;
} KhAnswer;

void       kh_answer_free          (KhAnswer   *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhAnswer, kh_answer_free)

void       kh_exchange_send_async  (KhChannel            *channel,
                                    KhRequest            *request,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              user_data);
KhAnswer  *kh_exchange_send_finish (KhChannel            *channel,
                                    GAsyncResult         *result,
                                    GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
