/* kh-unlinker.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-stations.h"
#include "kh-store.h"

G_BEGIN_DECLS

/* After Unlink, and at start: takes our customer number off the accounts that are not linked any
 * more. Nobody waits for it; what cannot be told now is told at the next call. */
void    kh_unlinker_tell_async  (KhStore              *store,
                                 KhStations           *stations,
                                 GCancellable         *cancellable,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data);
GArray *kh_unlinker_tell_finish (GAsyncResult         *result,
                                 GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
