/* kh-outbox-text.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-outbox-item.h"

G_BEGIN_DECLS

/* What people read of changes on their way to @company, wherever they are listed. */
const char *kh_outbox_text_get_state    (KhOutboxState       state);
char       *kh_outbox_text_dup_age      (gint64              since,
                                         gint64              now) G_GNUC_WARN_UNUSED_RESULT;
/* @why: the name of an event, or NULL; @ours: whether a change of ours waits too. */
char       *kh_outbox_text_dup_held     (const char         *company,
                                         const char         *why,
                                         const char         *message,
                                         gboolean            ours) G_GNUC_WARN_UNUSED_RESULT;
char       *kh_outbox_text_dup_rejected (const char         *company,
                                         const KhOutboxItem *item) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
