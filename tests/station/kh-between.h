/* kh-between.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-liar.h"

G_BEGIN_DECLS

/**
 * KhTrick:
 * @name: for the test
 * @bytes: (nullable): what a change set is answered with; %NULL resets the connection
 * @done: whether the station gets it all the same
 * @pause: milliseconds between the bytes, or 0
 *
 * What may happen to a change set between here and a station.
 */
typedef struct {
  const char *name;
  const char *bytes;
  gboolean done;
  guint pause;
} KhTrick;

/**
 * KhBetween:
 *
 * A listener in front of a station: it passes on what it is sent, and what the station says, and
 * does a trick with every change set while it has one.
 */
typedef struct _KhBetween KhBetween;

KhBetween  *kh_between_new          (const char      *station) G_GNUC_WARN_UNUSED_RESULT;
void        kh_between_free         (KhBetween       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhBetween, kh_between_free)

KhLiar     *kh_between_get_liar     (KhBetween       *self);
void        kh_between_set_trick    (KhBetween       *self,
                                     const KhTrick   *trick);

/* From now on an answer of the station that has one text has another of the same length. */
void        kh_between_bend         (KhBetween       *self,
                                     const char      *from,
                                     const char      *to);

G_END_DECLS
