/* kh-progress.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-store.h"

G_BEGIN_DECLS

/* How far a job is: its thread says so, and the caller hears of it where it called from. */
typedef struct _KhProgress KhProgress;

KhProgress *kh_progress_new   (KhStoreProgressFunc  func,
                               gpointer             data) G_GNUC_WARN_UNUSED_RESULT;
void        kh_progress_unref (KhProgress          *self);
void        kh_progress_tell  (KhProgress          *self,
                               guint                done,
                               guint                total);

G_END_DECLS
