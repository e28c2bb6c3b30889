/* kh-settlement.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-store"

#include "config.h"

#include "kh-settlement.h"

#include "kh-account.h"

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

/**
 * kh_settlement_new:
 * @comparison: a comparison in which nothing is undecided
 * @link: the customer's link
 * @rows: (nullable): the rows of both sides
 * @left: (nullable) (element-type gint64): the changes of rows that are not sent any more
 * @whole: whether nothing is in conflict that the clerk may not view
 *
 * Returns: (transfer full): what was decided, freed with kh_settlement_free()
 */
KhSettlement *
kh_settlement_new (KhComparison *comparison,
                   const KhLink *link,
                   KhRowSides   *rows,
                   GArray       *left,
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
  self->left = left != NULL ? g_array_ref (left) : g_array_new (FALSE, FALSE, sizeof (gint64));
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
  g_array_unref (self->left);
  g_free (self);
}
