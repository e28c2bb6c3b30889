/* kh-duplicate-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-duplicate-plan.h"

G_BEGIN_DECLS

/**
 * KhDuplicateSource:
 * @original: the record that is copied, as the member may see it
 * @grants: what the member may do
 * @catalogues: (nullable): the entries that its values name
 * @faults: (nullable): for each datapoint, why its value cannot be a new customer's
 *
 * What the rules of Duplicate look at; kh_duplicate_rules_examine() fills in the faults.
 */
typedef struct {
  KhCustomer *original;
  KhGrants grants;
  KhCatalogues *catalogues;
  GError *faults[KH_N_DATAPOINTS];
} KhDuplicateSource;

/**
 * KhDuplicateVerdict:
 * @state: what can be done with the row
 * @shown: whether there is one
 * @required: whether the new customer must have a value
 * @left_out: whether it is not copied for want of a grant
 * @lacking: whether the new customer goes without, although the registry requires it of them
 * @reason: (nullable): why it is so, translated
 *
 * What the rules say of one datapoint.
 */
typedef struct {
  KhDuplicateState state;
  gboolean shown;
  gboolean required;
  gboolean left_out;
  gboolean lacking;
  char *reason;
} KhDuplicateVerdict;

void               kh_duplicate_rules_examine (KhDuplicateSource        *source);
KhDuplicateVerdict kh_duplicate_rules_judge   (const KhDuplicateSource  *source,
                                               KhDatapointId             id,
                                               KhCustomer               *copy);
const char        *kh_duplicate_rules_get_never_reason (KhDatapointId   id);
gboolean           kh_duplicate_rules_want    (const KhDuplicateSource  *source,
                                               KhDatapointId             id,
                                               KhDuplicateDefaults      *defaults);

char              *kh_duplicate_rules_dup_grant_reason (KhGrants        grants,
                                               KhGrant                   grant) G_GNUC_WARN_UNUSED_RESULT;
char              *kh_duplicate_rules_dup_missing_reason (const char   *label) G_GNUC_WARN_UNUSED_RESULT;

KhDuplicateRow    *kh_duplicate_row_new       (KhDuplicatePlan          *plan,
                                               KhDatapointId             id) G_GNUC_WARN_UNUSED_RESULT;
void               kh_duplicate_row_leave     (KhDuplicateRow           *self);
void               kh_duplicate_row_take      (KhDuplicateRow           *self,
                                               KhDuplicateVerdict       *verdict,
                                               gboolean                  on,
                                               gboolean                  typed,
                                               const char               *value_text);
gboolean           kh_duplicate_row_get_left_out (KhDuplicateRow        *self);
gboolean           kh_duplicate_row_get_lacking  (KhDuplicateRow        *self);
gboolean           kh_duplicate_plan_set_on   (KhDuplicatePlan          *self,
                                               KhDatapointId             id,
                                               gboolean                  on);
KhCustomer        *kh_duplicate_plan_dup_copy (KhDuplicatePlan          *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
