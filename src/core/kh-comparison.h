/* kh-comparison.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-datapoint.h"
#include "kh-shadow.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhDifference:
 *
 * How our value of a datapoint and the station's stand to each other.
 *
 * @KH_DIFFERENCE_SAME: equal, or both empty
 * @KH_DIFFERENCE_WRITTEN: written differently, the same in meaning
 * @KH_DIFFERENCE_DIFFERS: both have a value, and they differ
 * @KH_DIFFERENCE_ONLY_HERE: only we have one
 * @KH_DIFFERENCE_ONLY_THERE: only the station has one
 * @KH_DIFFERENCE_CANNOT_COMPARE: the station does not show its value, or we do not hold ours
 * @KH_DIFFERENCE_CANNOT_WRITE: they differ, and the station does not take ours
 */
typedef enum {
  KH_DIFFERENCE_SAME,
  KH_DIFFERENCE_WRITTEN,
  KH_DIFFERENCE_DIFFERS,
  KH_DIFFERENCE_ONLY_HERE,
  KH_DIFFERENCE_ONLY_THERE,
  KH_DIFFERENCE_CANNOT_COMPARE,
  KH_DIFFERENCE_CANNOT_WRITE,

  KH_N_DIFFERENCES
} KhDifference;

/**
 * KhResolution:
 *
 * What Link does with a discrepancy.
 *
 * @KH_RESOLUTION_OURS: writes our value at the station (clears it there when ours is empty)
 * @KH_RESOLUTION_THEIRS: takes the station's value into our record
 * @KH_RESOLUTION_LEAVE: leaves both as they are
 * @KH_RESOLUTION_UNDECIDED: nobody has chosen one of these yet where somebody has to
 */
typedef enum {
  KH_RESOLUTION_OURS,
  KH_RESOLUTION_THEIRS,
  KH_RESOLUTION_LEAVE,
  KH_RESOLUTION_UNDECIDED,
} KhResolution;

/**
 * KhDiscrepancy:
 *
 * One datapoint on the Discrepancies page. Its resolution starts at ours, and at
 * leave where our value is empty, where the two are the same in meaning, and
 * where the station cannot be compared or written. Our passcode or duress code is also
 * written over one that the station has and does not show.
 *
 * What is sealed has texts of dots, always as many, and no values: no page holds a secret.
 *
 * After kh_comparison_take_agreed() it also says what was last agreed on, and starts elsewhere.
 *
 * Properties: datapoint (guint), difference (guint), resolution (guint, settable),
 * ours-text, theirs-text, agreed-text (formatted, NULL when empty), reason (why it cannot be
 * compared or written, translated, or NULL).
 */
#define KH_TYPE_DISCREPANCY (kh_discrepancy_get_type ())
G_DECLARE_FINAL_TYPE (KhDiscrepancy, kh_discrepancy, KH, DISCREPANCY, GObject)

KhDatapointId kh_discrepancy_get_datapoint   (KhDiscrepancy *self);
KhDifference  kh_discrepancy_get_difference  (KhDiscrepancy *self);
const char   *kh_discrepancy_get_ours        (KhDiscrepancy *self);
const char   *kh_discrepancy_get_theirs      (KhDiscrepancy *self);
gboolean      kh_discrepancy_has_ours        (KhDiscrepancy *self);
gboolean      kh_discrepancy_equal           (KhDiscrepancy *self,
                                              KhDiscrepancy *other);
const char   *kh_discrepancy_get_ours_text   (KhDiscrepancy *self);
const char   *kh_discrepancy_get_theirs_text (KhDiscrepancy *self);
const char   *kh_discrepancy_get_agreed_text (KhDiscrepancy *self);
gboolean      kh_discrepancy_is_agreed_known (KhDiscrepancy *self);
gboolean      kh_discrepancy_is_conflict     (KhDiscrepancy *self);
const char   *kh_discrepancy_get_reason      (KhDiscrepancy *self);
gboolean      kh_discrepancy_allows          (KhDiscrepancy *self,
                                              KhResolution   resolution);
KhResolution  kh_discrepancy_get_resolution  (KhDiscrepancy *self);
void          kh_discrepancy_set_resolution  (KhDiscrepancy *self,
                                              KhResolution   resolution);

/**
 * KhComparison:
 *
 * A customer's record beside a station's account: a #GListModel of one
 * #KhDiscrepancy for each datapoint that was compared, in the registry's order. What
 * the member who looks may not view has no row, is neither sent nor taken over, and is
 * only counted where it differs.
 */
#define KH_TYPE_COMPARISON (kh_comparison_get_type ())
G_DECLARE_FINAL_TYPE (KhComparison, kh_comparison, KH, COMPARISON, GObject)

KhComparison *kh_comparison_new          (KhCustomer     *customer,
                                          KhAccount      *account,
                                          KhCapabilities *capabilities,
                                          KhCatalogues   *catalogues,
                                          KhGrants        grants);

KhComparison *kh_comparison_new_with_secrets (KhCustomer     *customer,
                                              KhAccount      *account,
                                              KhCapabilities *capabilities,
                                              KhCatalogues   *catalogues,
                                              KhGrants        grants,
                                              GHashTable     *secrets);

guint         kh_comparison_take_agreed  (KhComparison        *self,
                                          const KhShadowSides *sides,
                                          GPtrArray           *waiting);
gboolean      kh_comparison_has_agreed   (KhComparison   *self);
gboolean      kh_comparison_has_other_name (KhComparison *self);
guint         kh_comparison_count_conflicts (KhComparison *self);
guint         kh_comparison_count_undecided (KhComparison *self);

KhCustomer   *kh_comparison_get_customer (KhComparison   *self);
KhAccount    *kh_comparison_get_account  (KhComparison   *self);

/* The rows of the tables, where they are compared as well. */
void          kh_comparison_set_rows     (KhComparison    *self,
                                          KhRowComparison *rows);
KhRowComparison *kh_comparison_get_rows  (KhComparison    *self);

guint         kh_comparison_count        (KhComparison   *self,
                                          KhDifference    difference);
guint         kh_comparison_count_rows   (KhComparison   *self);
guint         kh_comparison_count_hidden (KhComparison  *self);
KhGrants      kh_comparison_get_grants   (KhComparison  *self);
KhDiscrepancy *kh_comparison_get         (KhComparison   *self,
                                          KhDatapointId   id);
GPtrArray    *kh_comparison_list         (KhComparison   *self,
                                          KhDifference    difference) G_GNUC_WARN_UNUSED_RESULT;

GPtrArray    *kh_comparison_dup_changes  (KhComparison   *self) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray    *kh_comparison_dup_adopted  (KhComparison   *self) G_GNUC_WARN_UNUSED_RESULT;
GArray       *kh_comparison_dup_confirm  (KhComparison   *self) G_GNUC_WARN_UNUSED_RESULT;
GArray       *kh_comparison_dup_cleared  (KhComparison   *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean      kh_comparison_check_codes  (KhComparison   *self,
                                          GError        **error);
void          kh_comparison_keep_choices (KhComparison   *self,
                                          KhComparison   *earlier);
char         *kh_comparison_dup_csv      (KhComparison   *self,
                                          const char     *company) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
