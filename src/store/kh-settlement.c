/* kh-settlement.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-store"

#include "config.h"

#include "kh-settlement.h"

#include "kh-account.h"
#include "kh-row-comparison.h"

/**
 * kh_agreed_new:
 *
 * Returns: (transfer full): one of nothing, freed with kh_agreed_free()
 */
KhAgreed *
kh_agreed_new (void)
{
  KhAgreed *self = g_new0 (KhAgreed, 1);

  self->rows = g_ptr_array_new_with_free_func (g_object_unref);

  return self;
}

/**
 * kh_agreed_free:
 * @self: (nullable): what was last agreed on
 */
void
kh_agreed_free (KhAgreed *self)
{
  if (self == NULL)
    return;

  g_clear_object (&self->customer);
  kh_link_free (self->link);
  g_ptr_array_unref (self->rows);
  kh_shadow_free (self->shadow);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_free (self);
}

static void
add_decisions (KhSettlement *self,
               KhComparison *comparison)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (comparison)); i++)
    {
      g_autoptr (KhDiscrepancy) row = g_list_model_get_item (G_LIST_MODEL (comparison), i);
      const KhDecision decision = {
        .datapoint = kh_discrepancy_get_datapoint (row),
        .resolution = kh_discrepancy_get_resolution (row),
        .same = kh_discrepancy_get_difference (row) == KH_DIFFERENCE_SAME,
        .conflict = kh_discrepancy_is_conflict (row),
      };

      g_array_append_val (self->decisions, decision);
    }
}

static void
row_decision_free (gpointer data)
{
  KhRowDecision *row = data;

  g_free (row->place);
  g_free (row);
}

/* What means the same is the same for a row, as nothing of it would be sent. */
static void
add_row_decision (KhSettlement     *self,
                  KhRowDiscrepancy *row)
{
  const KhDifference difference = kh_row_discrepancy_get_difference (row);
  KhRowDecision *decision = g_new0 (KhRowDecision, 1);

  decision->place = g_strdup (kh_row_discrepancy_get_place (row));
  decision->table = kh_row_discrepancy_get_table (row);
  decision->decision.datapoint = KH_DATAPOINT_NONE;
  decision->decision.resolution = kh_row_discrepancy_get_resolution (row);
  decision->decision.same = difference == KH_DIFFERENCE_SAME ||
                            (difference == KH_DIFFERENCE_WRITTEN &&
                             decision->decision.resolution != KH_RESOLUTION_THEIRS);
  decision->decision.conflict = kh_row_discrepancy_is_conflict (row);
  g_ptr_array_add (self->rows, decision);
}

static void
take_rows (KhSettlement    *self,
           KhRowComparison *rows)
{
  self->rows = g_ptr_array_new_with_free_func (row_decision_free);
  self->sends = rows != NULL ? kh_row_comparison_dup_sends (rows) : g_ptr_array_new ();
  self->takes = rows != NULL ? kh_row_comparison_dup_takes (rows) : kh_row_takes_new ();
  if (rows == NULL)
    return;
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (rows)); i++)
    {
      g_autoptr (KhRowDiscrepancy) row = g_list_model_get_item (G_LIST_MODEL (rows), i);

      if (kh_row_discrepancy_get_place (row) != NULL)
        add_row_decision (self, row);
    }
  kh_row_comparison_add_seen (rows, self->seen);
}

/**
 * kh_settlement_new:
 * @comparison: a comparison in which nothing is undecided
 * @link: the customer's link
 * @rows: (nullable): the rows of both sides
 * @whole: whether nothing is in conflict that the clerk may not view
 *
 * Returns: (transfer full): what was decided, freed with kh_settlement_free()
 */
KhSettlement *
kh_settlement_new (KhComparison *comparison,
                   const KhLink *link,
                   KhRowSides   *rows,
                   gboolean      whole)
{
  KhSettlement *self;
  KhCustomer *customer;
  KhAccount *account;

  g_return_val_if_fail (KH_IS_COMPARISON (comparison), NULL);
  g_return_val_if_fail (kh_comparison_count_undecided (comparison) == 0, NULL);

  self = g_new0 (KhSettlement, 1);
  customer = kh_comparison_get_customer (comparison);
  account = kh_comparison_get_account (comparison);
  self->customer = link->customer;
  self->revision = kh_customer_get_revision (customer);
  self->account = g_strdup (link->account);
  self->seen = kh_shadow_new_from_account (account);
  if (rows != NULL)
    kh_row_sides_agree (rows, self->seen);
  self->etag = g_strdup (kh_account_get_etag (account));
  self->whole = whole;
  self->decisions = g_array_new (FALSE, FALSE, sizeof (KhDecision));
  self->adopted = kh_comparison_dup_adopted (comparison);
  take_rows (self, kh_comparison_get_rows (comparison));
  add_decisions (self, comparison);

  return self;
}

/**
 * kh_settlement_free:
 * @self: (nullable): a settlement
 */
void
kh_settlement_free (KhSettlement *self)
{
  if (self == NULL)
    return;

  g_free (self->account);
  kh_shadow_free (self->seen);
  g_free (self->etag);
  g_array_unref (self->decisions);
  g_ptr_array_unref (self->adopted);
  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->sends);
  g_ptr_array_unref (self->takes);
  g_free (self);
}
