/* kh-waiting-item.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-store-links.h"

G_BEGIN_DECLS

/**
 * KhWaitingItem:
 *
 * A line of Waiting Changes in a list.
 *
 * ::changed (): it says something else.
 */
#define KH_TYPE_WAITING_ITEM (kh_waiting_item_get_type ())
G_DECLARE_FINAL_TYPE (KhWaitingItem, kh_waiting_item, KH, WAITING_ITEM, GObject)

/* Takes @waiting. */
KhWaitingItem   *kh_waiting_item_new (KhWaiting     *waiting) G_GNUC_WARN_UNUSED_RESULT;
const KhWaiting *kh_waiting_item_get (KhWaitingItem *self);

/* Makes the items of @list those of @waiting, both in the order of their keys, and tells the list
 * of no more than what is another one. Takes what it needs out of @waiting. */
void             kh_waiting_items_update (GListStore *list,
                                          GPtrArray  *waiting);

G_END_DECLS
