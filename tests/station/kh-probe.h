/* kh-probe.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * KhReply:
 * @status: 0 when no status line came
 * @head: status line and headers, as they came
 * @body: what came after them
 * @whole: whether @body is as long as Content-Length says
 *
 * What came back over the wire, unread by any HTTP library.
 */
typedef struct {
  guint status;
  char *head;
  GString *body;
  gboolean whole;
} KhReply;

/* Sends one request and reads until the other side closes, or until @most bytes of
 * body came (0: no limit). @headers are lines without line end. The main context
 * runs meanwhile, so that the server can be in this process. */
KhReply    *kh_probe           (const char         *url,
                                const char         *method,
                                const char         *path,
                                const char * const *headers,
                                const char         *body,
                                gsize               most) G_GNUC_WARN_UNUSED_RESULT;
void        kh_reply_free      (KhReply            *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhReply, kh_reply_free)

char       *kh_reply_dup_header (KhReply           *reply,
                                 const char        *name) G_GNUC_WARN_UNUSED_RESULT;
/* What the operator does on their page with the change that waits longest, perhaps with a reason. */
void        kh_probe_decide     (const char        *url,
                                 gboolean           approve,
                                 const char        *reason);
/* The body, which must be strict JSON. */
JsonNode   *kh_reply_parse      (KhReply           *reply) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
