/* kh-watcher.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-pulse.h"
#include "kh-sender.h"

G_BEGIN_DECLS

/**
 * KhWatcher:
 *
 * Compares the linked accounts with what was last known of them: one when somebody looks at its
 * customer, and all of them in the background, one request at a time for a company, each at
 * least twice a day. The sender does the reading, so that it never meets a write of the same
 * account, and stops while the company is left alone.
 */
#define KH_TYPE_WATCHER (kh_watcher_get_type ())
G_DECLARE_FINAL_TYPE (KhWatcher, kh_watcher, KH, WATCHER, GObject)

KhWatcher *kh_watcher_new      (KhStore   *store,
                                KhSender  *sender,
                                KhPulse   *pulse) G_GNUC_WARN_UNUSED_RESULT;
void       kh_watcher_start    (KhWatcher *self);
void       kh_watcher_stop     (KhWatcher *self);

/* Somebody looks at the customer. */
void       kh_watcher_look     (KhWatcher *self,
                                gint64     customer);

/* For tests: by how much all waits are shorter. */
void       kh_watcher_set_pace (KhWatcher *self,
                                double     pace);

G_END_DECLS
