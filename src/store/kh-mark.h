/* kh-mark.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhMark:
 *
 * Remembers, outside of the data file, how far the history of the records was when this desk saw
 * them last: the number of its last row, and that row's hash. So a data file that was brought back
 * from a backup is noticed, and nothing goes out for a linked account before it is compared.
 */
#define KH_TYPE_MARK (kh_mark_get_type ())
G_DECLARE_FINAL_TYPE (KhMark, kh_mark, KH, MARK, GObject)

KhMark   *kh_mark_new          (KhStore              *store,
                                const char           *folder) G_GNUC_WARN_UNUSED_RESULT;
void      kh_mark_check_async  (KhMark               *self,
                                GAsyncReadyCallback   callback,
                                gpointer              user_data);
gboolean  kh_mark_check_finish (KhMark               *self,
                                GAsyncResult         *result,
                                gboolean             *older,
                                GError              **error);
void      kh_mark_stop         (KhMark               *self);

G_END_DECLS
