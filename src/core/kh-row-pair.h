/* kh-row-pair.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-comparison.h"
#include "kh-rows.h"

G_BEGIN_DECLS

/**
 * KhRowPair:
 * @ours: (nullable): a row of the record
 * @theirs: (nullable): the station's row of the same person or thing
 * @difference: %KH_DIFFERENCE_SAME, %KH_DIFFERENCE_WRITTEN, %KH_DIFFERENCE_DIFFERS,
 *   %KH_DIFFERENCE_ONLY_HERE or %KH_DIFFERENCE_ONLY_THERE
 * @columns: a bit for each column that differs, or is written differently
 *
 * One row of a customer's table beside the station's. At least one of both is there.
 */
typedef struct {
  KhRow *ours;
  KhRow *theirs;
  KhDifference difference;
  guint32 columns;
} KhRowPair;

void       kh_row_pair_free    (KhRowPair       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhRowPair, kh_row_pair_free)

gboolean   kh_row_pair_differs (const KhRowPair *self,
                                guint            column);

GPtrArray *kh_row_pairs_make   (KhRows          *ours,
                                KhRows          *theirs) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
