/* kh-given-number.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KhGivenNumber:
 * @number: an account number that was given out, and never is again
 * @receiver: (nullable): where its signals come in
 * @two_way: whether it is for a panel that one can talk through
 * @left: how many numbers its block has left at most
 */
typedef struct {
  char *number;
  char *receiver;
  gboolean two_way;
  gint64 left;
} KhGivenNumber;

void kh_given_number_free (KhGivenNumber *given);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhGivenNumber, kh_given_number_free)

G_END_DECLS
