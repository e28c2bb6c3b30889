/* kh-row-discrepancy.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-comparison.h"
#include "kh-row.h"
#include "kh-row-take.h"

G_BEGIN_DECLS

/**
 * KhRowDiscrepancy:
 *
 * One row of a table on the Discrepancies page, beside the station's row of the same person or
 * thing; both may be there, or either alone. For Link its resolution starts at ours, and at leave
 * where only the station has the row, where ours would clear something there, and where the two
 * may be two persons after all. For an account that is linked it starts at ours only where our
 * change of it is on its way, and is undecided where somebody has changed the same row there.
 *
 * Ours, where only the station has the row, takes it out there; theirs, where only we have it,
 * takes it out here.
 *
 * Properties: resolution (guint, settable).
 */
#define KH_TYPE_ROW_DISCREPANCY (kh_row_discrepancy_get_type ())
G_DECLARE_FINAL_TYPE (KhRowDiscrepancy, kh_row_discrepancy, KH, ROW_DISCREPANCY, GObject)

KhTableId        kh_row_discrepancy_get_table       (KhRowDiscrepancy *self);
KhDifference     kh_row_discrepancy_get_difference  (KhRowDiscrepancy *self);
KhRow           *kh_row_discrepancy_get_ours        (KhRowDiscrepancy *self);
KhRow           *kh_row_discrepancy_get_theirs      (KhRowDiscrepancy *self);
const char      *kh_row_discrepancy_get_place       (KhRowDiscrepancy *self);
gboolean         kh_row_discrepancy_differs         (KhRowDiscrepancy *self,
                                                     guint             column);
gboolean         kh_row_discrepancy_is_written      (KhRowDiscrepancy *self,
                                                     guint             column);
gboolean         kh_row_discrepancy_equal           (KhRowDiscrepancy *self,
                                                     KhRowDiscrepancy *other);
char            *kh_row_discrepancy_dup_title       (KhRowDiscrepancy *self) G_GNUC_WARN_UNUSED_RESULT;
char            *kh_row_discrepancy_dup_ours_text   (KhRowDiscrepancy *self) G_GNUC_WARN_UNUSED_RESULT;
char            *kh_row_discrepancy_dup_theirs_text (KhRowDiscrepancy *self) G_GNUC_WARN_UNUSED_RESULT;
char            *kh_row_discrepancy_dup_agreed_text (KhRowDiscrepancy *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean         kh_row_discrepancy_is_agreed_known (KhRowDiscrepancy *self);
gboolean         kh_row_discrepancy_is_conflict     (KhRowDiscrepancy *self);
const char      *kh_row_discrepancy_get_reason      (KhRowDiscrepancy *self);
const KhRowTake *kh_row_discrepancy_get_take        (KhRowDiscrepancy *self);
gboolean         kh_row_discrepancy_allows          (KhRowDiscrepancy *self,
                                                     KhResolution      resolution);
KhResolution     kh_row_discrepancy_get_resolution  (KhRowDiscrepancy *self);
void             kh_row_discrepancy_set_resolution  (KhRowDiscrepancy *self,
                                                     KhResolution      resolution);

G_END_DECLS
