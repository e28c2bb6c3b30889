/* kh-link-doubt.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-account.h"
#include "kh-link-attempt.h"

G_BEGIN_DECLS

/* What whoever carries out an attempt goes by when it is not known whether a request had an
 * effect. */

/* How often one request went out, and since when: a clerk waits. */
typedef struct {
  guint n;
  gint64 started;
} KhLinkTries;

gboolean kh_link_tries_may_go_on    (const KhLinkTries   *tries,
                                     const GError        *error);
/* Calls @func with @task a little later. */
void     kh_link_tries_wait         (const KhLinkTries   *tries,
                                     GTask               *task,
                                     const GError        *error,
                                     GSourceFunc          func);

gboolean kh_link_error_is_refusal   (const GError        *error);
gboolean kh_link_error_is_certain   (const GError        *error);
gboolean kh_link_error_is_cancelled (const GError        *error);

/* Whether the attempt's key is too old to be sent again. */
gboolean kh_link_key_is_old         (const KhLinkAttempt *attempt);
gboolean kh_link_account_has_all    (KhAccount           *account,
                                     const KhLinkAttempt *attempt);

G_END_DECLS
