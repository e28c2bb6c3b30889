/* kh-comparison-agreed.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-account.h"
#include "kh-customer.h"
#include "kh-discrepancy-private.h"
#include "kh-gate.h"
#include "kh-other-name.h"
#include "kh-outbox-item.h"
#include "kh-row-comparison.h"
#include "kh-rule.h"

#include <glib/gi18n-lib.h>

/* What a comparison of a linked account begins with: where each row stands since both sides last
 * agreed. */

static const KhOutboxItem *
find_waiting (GPtrArray     *waiting,
              KhDatapointId  id)
{
  const KhOutboxItem *found = NULL;

  for (guint i = 0; i < waiting->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (waiting, i);

      if (item->place == NULL && item->datapoint == id && !kh_outbox_state_is_final (item->state))
        found = item;
    }

  return found;
}

/* Any change of the account may be one of a secret, which whoever reads may have had no key to; one that
 * was found to be changed is; and one that it does not show is not written over before somebody has said so. */
static gboolean
is_sealed_conflict (const KhShadowSides *sides,
                    const KhFinding     *finding,
                    const KhOutboxItem  *item)
{
  return (!sides->same_version || sides->shadow->entries[finding->datapoint].seen_set) &&
         (item != NULL || finding->difference == KH_DIFFERENCE_DIFFERS || finding->difference == KH_DIFFERENCE_ONLY_HERE ||
          finding->difference == KH_DIFFERENCE_ONLY_THERE || finding->difference == KH_DIFFERENCE_CANNOT_WRITE);
}

static gboolean
is_conflict (const KhShadowSides *sides,
             const KhFinding     *finding,
             const KhOutboxItem  *item)
{
  if (finding->difference == KH_DIFFERENCE_SAME)
    return FALSE;
  if (kh_datapoint_get (finding->datapoint)->sealed)
    return is_sealed_conflict (sides, finding, item);
  if (item != NULL)
    return kh_shadow_judge (sides, finding->datapoint, finding->ours, item->before, NULL) == KH_OUTBOX_FOREIGN;

  return kh_shadow_is_foreign (sides, finding->datapoint);
}

/* Whether the station has taken away what both sides had. What is sealed is not cleared here because
 * it is gone there, and a yes or no is never empty. */
static gboolean
is_cleared (const KhShadowSides *sides,
            const KhFinding     *finding)
{
  const KhDatapoint *datapoint = kh_datapoint_get (finding->datapoint);
  const KhShadowEntry *entry = &sides->shadow->entries[datapoint->id];

  return !datapoint->sealed && datapoint->type != KH_VALUE_BOOLEAN && finding->ours != NULL &&
         finding->theirs == NULL && kh_account_get_state (sides->account, datapoint->id) == KH_ACCOUNT_CLEAR &&
         entry->known && entry->value != NULL;
}

/* To have none either is a change of the record like any other. */
static void
take_clearing (KhComparison        *self,
               KhDiscrepancy       *row,
               const KhShadowSides *sides)
{
  const KhDatapointId id = kh_discrepancy_get_datapoint (row);
  g_autofree char *obstacle = NULL;

  if (!kh_datapoint_is_editable (id) || !kh_gate_may_change (kh_comparison_get_grants (self), id))
    return;
  if (kh_rule_is_required (id, sides->customer, sides->catalogues, TRUE))
    /* Translators: the datapoint. */
    obstacle = g_strdup_printf (_("The station has cleared this. The record cannot be without %s, so it cannot be cleared here."),
                                kh_datapoint_get_label (id));
  kh_discrepancy_take_clearing (row, obstacle);
}

/* A secret is known to have been there by its place in the station's list. */
static void
take_agreed (KhComparison        *self,
             KhDiscrepancy       *row,
             const KhShadowSides *sides,
             GPtrArray           *waiting)
{
  const KhSides names = { .catalogues = sides->catalogues };
  const KhDatapoint *datapoint = kh_datapoint_get (kh_discrepancy_get_datapoint (row));
  const KhShadowEntry *entry = &sides->shadow->entries[datapoint->id];
  const KhOutboxItem *item = find_waiting (waiting, datapoint->id);
  const gboolean conflict = is_conflict (sides, kh_discrepancy_get_finding (row), item);
  /* What a person at the station looks at is not sent once more. */
  const gboolean goes = item != NULL && item->state != KH_OUTBOX_PENDING;

  if (conflict && is_cleared (sides, kh_discrepancy_get_finding (row)))
    take_clearing (self, row, sides);
  if (datapoint->sealed)
    kh_discrepancy_take_agreed (row, entry->item != NULL, entry->item != NULL ? g_strdup (KH_DOTS) : NULL, conflict,
                                goes);
  else
    kh_discrepancy_take_agreed (row, entry->known,
                                entry->known ? kh_finding_dup_agreed_text (&names, datapoint, entry->value) : NULL,
                                conflict, goes);
}

/* Whether the station may have changed what the member may not see, so that they cannot decide
 * about it either. */
static gboolean
is_hidden_conflict (const KhShadowSides *sides,
                    GPtrArray           *waiting,
                    KhDatapointId        id)
{
  const KhOutboxItem *item = find_waiting (waiting, id);

  if (kh_datapoint_get (id)->sealed)
    return (item != NULL && !sides->same_version) || sides->shadow->entries[id].seen_set;
  if (item != NULL)
    return kh_shadow_judge (sides, id, kh_customer_get (sides->customer, id), item->before, NULL) == KH_OUTBOX_FOREIGN;

  return kh_shadow_is_foreign (sides, id);
}

/**
 * kh_comparison_take_agreed:
 * @self: a comparison that nobody has seen, of a linked customer
 * @sides: what was last known of the account, and both sides with every value
 * @waiting: (element-type KhOutboxItem): what of ours has not reached the station
 *
 * Gives each row what was last agreed on. One whose value at the station is neither that nor ours
 * is in conflict, and undecided; one that only we changed since is to be written; one that differs
 * as both sides know is left as it is. What is sent with Link only is not written any more.
 *
 * Returns: how many values are in conflict that the member may not view
 */
guint
kh_comparison_take_agreed (KhComparison        *self,
                           const KhShadowSides *sides,
                           GPtrArray           *waiting)
{
  const KhGrants grants = kh_comparison_get_grants (self);
  guint hidden = 0;

  g_return_val_if_fail (KH_IS_COMPARISON (self), 0);

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapointId id = (KhDatapointId) i;
      KhDiscrepancy *row = kh_comparison_get (self, id);

      if (row != NULL)
        take_agreed (self, row, sides, waiting);
      else if (kh_datapoint_get (id)->wire != NULL && !kh_gate_may_view (grants, id) &&
               is_hidden_conflict (sides, waiting, id))
        hidden++;
    }

  return hidden;
}

static guint
count (KhComparison *self,
       gboolean (*counts) (const KhFinding *finding))
{
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self)); i++)
    {
      g_autoptr (KhDiscrepancy) row = g_list_model_get_item (G_LIST_MODEL (self), i);

      n += counts (kh_discrepancy_get_finding (row)) ? 1 : 0;
    }

  return n;
}

static gboolean
is_agreed_set (const KhFinding *finding)
{
  return finding->agreed_set;
}

static gboolean
is_in_conflict (const KhFinding *finding)
{
  return finding->conflict;
}

static gboolean
is_undecided (const KhFinding *finding)
{
  return finding->resolution == KH_RESOLUTION_UNDECIDED;
}

/**
 * kh_comparison_has_agreed:
 * @self: a comparison
 *
 * Returns: whether it says what was last agreed on
 */
gboolean
kh_comparison_has_agreed (KhComparison *self)
{
  g_return_val_if_fail (KH_IS_COMPARISON (self), FALSE);

  return count (self, is_agreed_set) > 0;
}

/* Whether it is known of this name that the customer's account has it. */
static gboolean
is_settled (KhComparison  *self,
            KhDatapointId  id)
{
  KhDiscrepancy *row = kh_comparison_get (self, id);

  return row == NULL || kh_discrepancy_get_difference (row) == KH_DIFFERENCE_SAME ||
         (kh_discrepancy_is_agreed_known (row) && !kh_discrepancy_is_conflict (row));
}

/**
 * kh_comparison_has_other_name:
 * @self: a comparison
 *
 * The account may be somebody else's altogether, which nobody sees among twenty rows: both names
 * are to be shown, and it is asked about, before anything is linked or decided.
 *
 * Returns: whether the station's name has nothing in common with ours; of a customer who is linked,
 *   only where that is not what both sides have known since they last agreed
 */
gboolean
kh_comparison_has_other_name (KhComparison *self)
{
  g_return_val_if_fail (KH_IS_COMPARISON (self), FALSE);

  return kh_other_name_is (kh_comparison_get_customer (self), kh_comparison_get_account (self)) &&
         !(is_settled (self, KH_DATAPOINT_FIRST_NAME) && is_settled (self, KH_DATAPOINT_LAST_NAME) &&
           is_settled (self, KH_DATAPOINT_BUSINESS_NAME));
}

/**
 * kh_comparison_count_conflicts:
 * @self: a comparison
 *
 * Returns: how many datapoints and rows have a value at the station that is neither ours nor what was
 *   last agreed on
 */
guint
kh_comparison_count_conflicts (KhComparison *self)
{
  g_return_val_if_fail (KH_IS_COMPARISON (self), 0);

  return count (self, is_in_conflict) +
         (kh_comparison_get_rows (self) != NULL ? kh_row_comparison_count_conflicts (kh_comparison_get_rows (self)) : 0);
}

/**
 * kh_comparison_count_undecided:
 * @self: a comparison
 *
 * Returns: how many datapoints and rows wait for somebody to decide about them
 */
guint
kh_comparison_count_undecided (KhComparison *self)
{
  g_return_val_if_fail (KH_IS_COMPARISON (self), 0);

  return count (self, is_undecided) +
         (kh_comparison_get_rows (self) != NULL ? kh_row_comparison_count_undecided (kh_comparison_get_rows (self)) : 0);
}
