/* kh-duplicate-original.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-store.h"

G_BEGIN_DECLS

/* The customer that is duplicated as they are kept, with the rows of their tables that Duplicate
 * offers. */
void        kh_duplicate_original_load_async  (KhStore              *store,
                                               gint64                number,
                                               GCancellable         *cancellable,
                                               GAsyncReadyCallback   callback,
                                               gpointer              user_data);
/* @rows: (element-type KhRows). Returns NULL on error. */
KhCustomer *kh_duplicate_original_load_finish (GAsyncResult         *result,
                                               GPtrArray           **rows,
                                               GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
