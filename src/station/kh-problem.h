/* kh-problem.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <json-glib/json-glib.h>

#include "kh-station-private.h"

G_BEGIN_DECLS

/**
 * KhProblem:
 * @company: the monitoring company's name
 * @status: the HTTP status
 * @body: (nullable): the answer's body, an object; %NULL where it is none
 * @retry_after: seconds, or 0
 * @sent: (nullable): the change set that was sent
 * @is_write: whether the request could have changed something
 *
 * An answer that is no success.
 */
typedef struct {
  const char *company;
  guint status;
  JsonObject *body;
  guint retry_after;
  GBytes *sent;
  gboolean is_write;
} KhProblem;

GError *kh_problem_to_error    (const KhProblem *problem) G_GNUC_WARN_UNUSED_RESULT;
guint   kh_problem_retry_after (const char      *header,
                                GDateTime       *now);

char   *kh_problem_dup_detail  (const char      *text,
                                GBytes          *sent) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
