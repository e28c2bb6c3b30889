/* kh-row-comparison.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-company.h"
#include "kh-row-discrepancy.h"
#include "kh-row-sides.h"
#include "kh-shadow.h"
#include "kh-value-type.h"

G_BEGIN_DECLS

/**
 * KhRowComparisonSides:
 * @account: the station's
 * @terms: what the company takes
 * @station: what to call the station
 * @grants: what the member who looks may do
 * @context: what a check of a value of the station's needs to know
 * @shadow: (nullable): what was last known of the account; %NULL before Link
 * @rows: (nullable): both sides with every value, to tell what somebody else has changed; %NULL before
 *   Link
 * @waiting: (nullable) (element-type KhOutboxItem): what of ours has not reached the station
 *
 * What rows are compared with.
 */
typedef struct {
  KhAccount *account;
  KhPushTerms terms;
  const char *station;
  KhGrants grants;
  KhValueContext context;
  const KhShadow *shadow;
  KhRowSides *rows;
  GPtrArray *waiting;
} KhRowComparisonSides;

/**
 * KhRowComparison:
 *
 * The rows of a customer's tables beside a station's: a #GListModel of one #KhRowDiscrepancy for
 * each row that is on either side, table by table. A table that the member may not view has none,
 * and of a column that they may not view nothing is compared, sent or written over.
 */
#define KH_TYPE_ROW_COMPARISON (kh_row_comparison_get_type ())
G_DECLARE_FINAL_TYPE (KhRowComparison, kh_row_comparison, KH, ROW_COMPARISON, GObject)

KhRowComparison *kh_row_comparison_new         (GPtrArray                  *ours,
                                                const KhRowComparisonSides *sides);

GPtrArray       *kh_row_comparison_list        (KhRowComparison            *self,
                                                KhTableId                   table) G_GNUC_WARN_UNUSED_RESULT;
gboolean         kh_row_comparison_is_followed (KhRowComparison            *self,
                                                KhTableId                   table);
guint            kh_row_comparison_count_rows  (KhRowComparison            *self);
guint            kh_row_comparison_count_conflicts (KhRowComparison        *self);
guint            kh_row_comparison_count_undecided (KhRowComparison        *self);
gboolean         kh_row_comparison_equal       (KhRowComparison            *self,
                                                KhRowComparison            *other);
void             kh_row_comparison_keep_choices (KhRowComparison           *self,
                                                KhRowComparison            *earlier);

GPtrArray       *kh_row_comparison_dup_sends   (KhRowComparison            *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray       *kh_row_comparison_dup_takes   (KhRowComparison            *self) G_GNUC_WARN_UNUSED_RESULT;
void             kh_row_comparison_add_seen    (KhRowComparison            *self,
                                                KhShadow                   *seen);

G_END_DECLS
