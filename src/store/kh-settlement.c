/* kh-settlement.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-settlement.h"

#include "kh-account.h"
#include "kh-row-comparison.h"
#include "kh-row-push.h"
#include "kh-row-text.h"

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
row_decision_free (gpointer data)
{
  KhRowDecision *row = data;

  g_free (row->place);
  g_free (row);
}

/* Of nothing yet. */
static KhSettlement *
make (KhCustomer   *customer,
      const KhLink *link,
      KhAccount    *account,
      KhGrant       grant)
{
  KhSettlement *self = g_new0 (KhSettlement, 1);

  self->customer = link->customer;
  self->revision = kh_customer_get_revision (customer);
  self->account = g_strdup (link->account);
  self->seen = kh_shadow_new_from_account (account);
  self->etag = g_strdup (kh_account_get_etag (account));
  self->decisions = g_array_new (FALSE, FALSE, sizeof (KhDecision));
  self->rows = g_ptr_array_new_with_free_func (row_decision_free);
  self->grant = grant;

  return self;
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

  g_return_val_if_fail (KH_IS_COMPARISON (comparison), NULL);
  g_return_val_if_fail (kh_comparison_count_undecided (comparison) == 0, NULL);

  self = make (kh_comparison_get_customer (comparison), link, kh_comparison_get_account (comparison),
               KH_GRANT_CENTRAL_STATION_LINK);
  if (rows != NULL)
    kh_row_sides_agree (rows, self->seen);
  self->whole = whole;
  self->adopted = kh_comparison_dup_adopted (comparison);
  take_rows (self, kh_comparison_get_rows (comparison));
  add_decisions (self, comparison);

  return self;
}

/* What both have and the station says of the row itself; its annex is the record's to keep. */
static guint32
find_columns (KhRow *ours,
              KhRow *theirs)
{
  const KhTable *table = kh_table_get (kh_row_get_table (ours));
  guint32 columns = 0;

  for (guint i = 0; i < table->n_columns; i++)
    {
      if (table->columns[i].compared && !kh_row_is_hidden (theirs, i) && !kh_table_is_annexed (table->id, i) &&
          g_strcmp0 (kh_row_get (ours, i), kh_row_get (theirs, i)) != 0)
        columns |= (guint32) 1 << i;
    }

  return columns;
}

static void
add_followed (KhSettlement *self,
              KhRow        *ours,
              gboolean      same)
{
  KhRowDecision *decision = g_new0 (KhRowDecision, 1);

  decision->place = kh_row_push_dup_place (ours);
  decision->table = kh_row_get_table (ours);
  decision->decision.datapoint = KH_DATAPOINT_NONE;
  decision->decision.resolution = KH_RESOLUTION_THEIRS;
  decision->decision.same = same;
  g_ptr_array_add (self->rows, decision);
}

/**
 * kh_settlement_new_followed:
 * @agreed: the record and what was last known of the account
 * @account: the account as it is now
 * @ours: (nullable): a row of the record
 * @theirs: (nullable): the station's row of the same thing; at least one of both is there
 *
 * For what a member has just set at the station itself, and not in the record.
 *
 * Returns: (transfer full): a settlement by which the record has the same, and what waited of the row
 *   waits no more
 */
KhSettlement *
kh_settlement_new_followed (const KhAgreed *agreed,
                            KhAccount      *account,
                            KhRow          *ours,
                            KhRow          *theirs)
{
  KhSettlement *self = make (agreed->customer, agreed->link, account, KH_GRANT_CENTRAL_STATION_MODIFY);
  const guint32 columns = ours != NULL && theirs != NULL ? find_columns (ours, theirs) : 0;
  g_autoptr (KhRowTake) take = kh_row_take_new (ours, theirs, columns);
  g_autofree char *text = theirs != NULL ? kh_row_dup_text (theirs) : NULL;
  const gboolean same = ours != NULL && theirs != NULL && columns == 0;

  self->adopted = g_ptr_array_new ();
  self->sends = g_ptr_array_new ();
  self->takes = kh_row_takes_new ();
  if (theirs != NULL)
    kh_shadow_set_row (self->seen, take->place, text, kh_row_get_item (theirs));
  if (ours != NULL)
    add_followed (self, ours, same);
  if (!same)
    g_ptr_array_add (self->takes, g_steal_pointer (&take));

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
