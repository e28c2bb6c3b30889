/* kh-row-discrepancy-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-account.h"
#include "kh-row-comparison.h"
#include "kh-row-discrepancy.h"
#include "kh-row-pair.h"

G_BEGIN_DECLS

/**
 * KhRowFinding:
 * @table: whose row
 * @difference: how the two rows stand to each other
 * @columns: a bit for each column that differs
 * @written: a bit for each of them that the station takes
 * @resolution: what is done unless told otherwise
 * @allowed: the resolutions that may be chosen, each as 1 shifted by it
 * @ours: (nullable): our row, without what the member may not view
 * @theirs: (nullable): the station's
 * @agreed: (nullable): the station's as it was last agreed on
 * @place: (nullable): the place of our row, or of the one that we have taken out
 * @take: (nullable): what our record would take, where it can
 * @reason: (nullable): what of ours the station does not take, or why we cannot take theirs, translated
 * @conflict: whether somebody has changed the row there since our change of it
 *
 * All that comparing one row finds out.
 */
typedef struct {
  KhTableId table;
  KhDifference difference;
  guint32 columns;
  guint32 written;
  KhResolution resolution;
  guint allowed;
  KhRow *ours;
  KhRow *theirs;
  KhRow *agreed;
  char *place;
  KhRowTake *take;
  char *reason;
  gboolean conflict;
} KhRowFinding;

KhRowFinding      kh_row_finding_make           (const KhRowComparisonSides *sides,
                                                 const KhRowPair            *pair,
                                                 gboolean                    kept) G_GNUC_WARN_UNUSED_RESULT;
void              kh_row_finding_clear          (KhRowFinding               *finding);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KhRowFinding, kh_row_finding_clear)

KhRowDiscrepancy *kh_row_discrepancy_new        (KhRowFinding               *finding) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
