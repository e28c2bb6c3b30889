/* kh-request.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

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

G_END_DECLS
