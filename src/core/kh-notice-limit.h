/* kh-notice-limit.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* For how long a company that was told of is not told of again. */
#define KH_NOTICE_SPAN G_TIME_SPAN_HOUR

/**
 * KhNoticeLimit:
 *
 * Keeps notifications from being so many that nobody reads them: one a company an hour.
 */
typedef struct _KhNoticeLimit KhNoticeLimit;

KhNoticeLimit *kh_notice_limit_new  (void) G_GNUC_WARN_UNUSED_RESULT;
void           kh_notice_limit_free (KhNoticeLimit *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhNoticeLimit, kh_notice_limit_free)

gboolean       kh_notice_limit_take (KhNoticeLimit *self,
                                     gint64         company,
                                     gint64         now);

G_END_DECLS
