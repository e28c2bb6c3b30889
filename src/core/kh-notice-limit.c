/* kh-notice-limit.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-notice-limit.h"

struct _KhNoticeLimit {
  GHashTable *taken;
};

/**
 * kh_notice_limit_new:
 *
 * Returns: (transfer full): a limit that nobody was told under yet
 */
KhNoticeLimit *
kh_notice_limit_new (void)
{
  KhNoticeLimit *self = g_new0 (KhNoticeLimit, 1);

  self->taken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  return self;
}

/**
 * kh_notice_limit_free:
 * @self: (nullable): a limit
 */
void
kh_notice_limit_free (KhNoticeLimit *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->taken);
  g_free (self);
}

/**
 * kh_notice_limit_take:
 * @self: a limit
 * @company: a monitoring company's entry
 * @now: the monotonic time, in microseconds
 *
 * Returns: whether people may be told of that company now; then they are held to have been told
 */
gboolean
kh_notice_limit_take (KhNoticeLimit *self,
                      gint64         company,
                      gint64         now)
{
  const gint64 *last = g_hash_table_lookup (self->taken, &company);

  if (last != NULL && now - *last < KH_NOTICE_SPAN)
    return FALSE;
  g_hash_table_replace (self->taken, g_memdup2 (&company, sizeof company), g_memdup2 (&now, sizeof now));

  return TRUE;
}
