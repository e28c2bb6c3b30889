/* kh-row-take.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-row-change.h"

G_BEGIN_DECLS

/**
 * KhRowTake:
 * @place: by what the row's shadow is known: the place of our row, or, while it is still to be
 *   added, one that no row of ours has
 * @change: what becomes of our row; what is sealed is left as it is
 *
 * A station's row that our record takes: over ours, as one more, or, where the station has taken
 * it out, by taking ours out as well.
 */
typedef struct {
  char *place;
  KhRowChange *change;
} KhRowTake;

KhRowTake *kh_row_take_new        (KhRow           *ours,
                                   KhRow           *theirs,
                                   guint32          columns) G_GNUC_WARN_UNUSED_RESULT;
KhRowTake *kh_row_take_new_kept   (const char      *place,
                                   KhRow           *before,
                                   KhRow           *row) G_GNUC_WARN_UNUSED_RESULT;
void       kh_row_take_free       (KhRowTake       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhRowTake, kh_row_take_free)

GPtrArray *kh_row_takes_new       (void) G_GNUC_WARN_UNUSED_RESULT;
KhRowTake *kh_row_take_copy       (const KhRowTake *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean   kh_row_take_is_new     (const KhRowTake *self);
gboolean   kh_row_take_is_granted (const KhRowTake *self,
                                   KhGrants         grants);

G_END_DECLS
