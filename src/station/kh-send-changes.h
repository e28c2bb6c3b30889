/* kh-send-changes.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-catalogues.h"
#include "kh-change.h"
#include "kh-outbox-set.h"

G_BEGIN_DECLS

GPtrArray *kh_send_changes_new      (const KhOutboxSet  *set,
                                     KhCatalogues       *catalogues) G_GNUC_WARN_UNUSED_RESULT;
gboolean   kh_send_changes_is_there (const KhOutboxSet  *set,
                                     KhCatalogues       *catalogues,
                                     const KhOutboxItem *item,
                                     const KhChange     *change);
char      *kh_send_changes_dup_objection (const KhOutboxSet  *set,
                                     KhCatalogues       *catalogues,
                                     const KhOutboxItem *item,
                                     const char         *station) G_GNUC_WARN_UNUSED_RESULT;
void       kh_send_changes_take     (KhShadow           *shadow,
                                     const KhOutboxItem *item,
                                     const KhChange     *change,
                                     const char         *added);
const char *kh_send_changes_find_added (const KhChange   *change,
                                     GPtrArray          *added,
                                     guint              *position);

G_END_DECLS
