/* kh-unlink.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhUnlinkLoss:
 * @KH_UNLINK_LOSE_NOTHING: no change may be on its way
 * @KH_UNLINK_LOSE_WAITING: what has not gone out is given up
 * @KH_UNLINK_LOSE_SENT: what has gone out, so that the station may still apply it, is given up too
 *
 * Which changes on their way to the station Unlink may give up. Whoever says so has seen them.
 */
typedef enum {
  KH_UNLINK_LOSE_NOTHING,
  KH_UNLINK_LOSE_WAITING,
  KH_UNLINK_LOSE_SENT,
} KhUnlinkLoss;

/**
 * KhReferenceLeft:
 * @company: a monitoring company's entry
 * @account: the station's id of an account that is not linked any more
 * @customer: our customer number, which the account has until the station was told
 * @key: the Idempotency-Key of that request
 */
typedef struct {
  gint64 company;
  char *account;
  gint64 customer;
  char *key;
} KhReferenceLeft;

KhReferenceLeft *kh_reference_left_copy (const KhReferenceLeft *self) G_GNUC_WARN_UNUSED_RESULT;
void             kh_reference_left_free (KhReferenceLeft       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhReferenceLeft, kh_reference_left_free)

G_END_DECLS
