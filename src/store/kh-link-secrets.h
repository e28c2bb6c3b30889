/* kh-link-secrets.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-change.h"
#include "kh-connection.h"
#include "kh-link-attempt.h"
#include "kh-safe.h"

G_BEGIN_DECLS

/* The secrets of a Link under way. They are kept sealed: what is to be sent as a whole, since it
 * must go out again byte by byte, and what is to be taken over as the cell that it becomes, so
 * that this needs no key. */
GBytes   *kh_link_secrets_seal_body (KhSafe               *safe,
                                     const KhLinkAttempt  *attempt,
                                     GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean  kh_link_secrets_seal_sent (KhSafe          *safe,
                                     gint64           customer,
                                     const KhChange  *change,
                                     char           **cell,
                                     GError         **error);
gboolean  kh_link_secrets_seal_taken (KhSafe          *safe,
                                      gint64           customer,
                                      const KhChange  *change,
                                      char           **cell,
                                      GError         **error);
void      kh_link_secrets_open      (KhSafe          *safe,
                                     KhLinkAttempt   *attempt);
gboolean  kh_link_secrets_check     (KhConnection         *connection,
                                     KhSafe               *safe,
                                     const KhLinkAttempt  *attempt,
                                     GError              **error);
gboolean  kh_link_secrets_adopt     (KhConnection         *connection,
                                     const KhLinkAttempt  *attempt,
                                     gint64               *revision,
                                     GError              **error);
gboolean  kh_link_secrets_tell_sent (KhConnection         *connection,
                                     const KhLinkAttempt  *attempt,
                                     GError              **error);

G_END_DECLS
