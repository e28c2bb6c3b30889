/* kh-reference-answer.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * KhReferenceAnswer:
 * @status: the HTTP status
 * @body: (nullable): JSON; a problem by RFC 9457 when @status is 400 or more
 * @version: the account's version for the ETag header, or 0
 * @weak: whether that is to be a weak one
 * @retry_after: seconds for the Retry-After header, or 0
 * @allow: (nullable): the Allow header
 *
 * What the station answers.
 */
typedef struct {
  guint status;
  char *body;
  gint64 version;
  gboolean weak;
  guint retry_after;
  char *allow;
} KhReferenceAnswer;

KhReferenceAnswer *kh_reference_answer_new         (guint              status) G_GNUC_WARN_UNUSED_RESULT;
KhReferenceAnswer *kh_reference_answer_new_object  (guint              status,
                                                    JsonObject        *object) G_GNUC_WARN_UNUSED_RESULT;
KhReferenceAnswer *kh_reference_answer_new_problem (guint              status,
                                                    const char        *slug,
                                                    const char        *detail) G_GNUC_WARN_UNUSED_RESULT;
KhReferenceAnswer *kh_reference_answer_new_mistakes (guint             status,
                                                    const char        *slug,
                                                    GPtrArray         *mistakes,
                                                    gint64             current_version) G_GNUC_WARN_UNUSED_RESULT;
KhReferenceAnswer *kh_reference_answer_new_status  (guint              status,
                                                    guint              retry_after) G_GNUC_WARN_UNUSED_RESULT;
gboolean           kh_reference_answer_is_type     (const char        *slug);
KhReferenceAnswer *kh_reference_answer_new_type    (const char        *slug,
                                                    guint              retry_after) G_GNUC_WARN_UNUSED_RESULT;
KhReferenceAnswer *kh_reference_answer_new_pointer (const char        *slug,
                                                    const char        *pointer) G_GNUC_WARN_UNUSED_RESULT;
void               kh_reference_answer_free        (KhReferenceAnswer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhReferenceAnswer, kh_reference_answer_free)

G_END_DECLS
