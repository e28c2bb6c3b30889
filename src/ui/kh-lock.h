/* kh-lock.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-store.h"
#include "kh-window.h"

G_BEGIN_DECLS

/**
 * KhLock:
 *
 * The door of a window: who may look at it. It lets in the only member who has no password,
 * and asks everybody else; while it is shut nothing of a customer is on the screen. Whoever
 * comes back finds what they left, and somebody else an empty window.
 *
 * ::declined (): the door was not opened, and the window is of no use.
 */
#define KH_TYPE_LOCK (kh_lock_get_type ())
G_DECLARE_FINAL_TYPE (KhLock, kh_lock, KH, LOCK, GObject)

KhLock *kh_lock_new  (KhWindow *window,
                      KhStore  *store);
void    kh_lock_open (KhLock   *self);
void    kh_lock_shut (KhLock   *self);

/* Nobody has touched a window for so long: shuts the door where the office wants that. */
void    kh_lock_tell_idle (KhLock *self,
                           guint   seconds);

G_END_DECLS
