/* kh-exchange.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "kh-channel.h"

G_BEGIN_DECLS

/* The most bytes of an answer's body that are read. */
#define KH_EXCHANGE_MAX_BODY (8 * 1024 * 1024)

/**
 * KhRequest:
 * @what: for the log, the method and the path without anybody's data
 * @method: GET, POST, PUT or DELETE
 * @path: what follows the base address, escaped
 * @body: (nullable): JSON to send
 * @if_match: (nullable): the version to be changed
 * @if_none_match: (nullable): the version that we have
 * @key: (nullable): the idempotency key
 *
 * One request. Everything in it has passed kh_request_check_id() and its like.
 */
typedef struct {
  const char *what;
  const char *method;
  char *path;
  GBytes *body;
  char *if_match;
  char *if_none_match;
  char *key;
} KhRequest;

KhRequest *kh_request_new          (const char *what,
                                    const char *method,
                                    const char *path_format,
                                    ...) G_GNUC_PRINTF (3, 4) G_GNUC_WARN_UNUSED_RESULT;
void       kh_request_free         (KhRequest  *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhRequest, kh_request_free)

gboolean   kh_request_is_write     (const KhRequest *request);
gboolean   kh_request_check_id     (const char *id);
gboolean   kh_request_check_etag   (const char *etag);

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
