/* kh-waiting.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-outbox-item.h"

G_BEGIN_DECLS

/**
 * KhWaitingFilter:
 * @company: only that monitoring company's, or 0
 * @state: only those in that state, or %KH_N_OUTBOX_STATES for all that are not over
 * @limit: how many at the most
 *
 * Which of the changes on their way to a station are asked for.
 */
typedef struct {
  gint64 company;
  KhOutboxState state;
  guint limit;
} KhWaitingFilter;

/**
 * KhWaiting:
 * @key: its place among all; smaller ones come first
 * @customer: the customer number
 * @name: the customer, as lists show them
 * @company: the monitoring company's entry, or 0 while the customer's Link is not over
 * @item: (nullable): the change, or %NULL for an account that is held without one
 * @hold: (nullable): why the account is held
 * @hold_message: (nullable): what the station said, for a person
 *
 * One line of what waits, over all customers.
 */
typedef struct {
  gint64 key;
  gint64 customer;
  char *name;
  gint64 company;
  KhOutboxItem *item;
  char *hold;
  char *hold_message;
} KhWaiting;

void kh_waiting_free (KhWaiting *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhWaiting, kh_waiting_free)

G_END_DECLS
