/* kh-row-comparison.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-row-comparison.h"

#include "kh-change.h"
#include "kh-place.h"
#include "kh-row-discrepancy-private.h"
#include "kh-row-push.h"
#include "kh-row-text.h"

struct _KhRowComparison
{
  GObject parent_instance;

  /* Owned */
  GPtrArray *rows;

  /* State */
  KhPushTerms terms;
};

static void list_model_iface_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhRowComparison, kh_row_comparison, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_iface_init))

static KhRowDiscrepancy *
get (KhRowComparison *self,
     guint            position)
{
  return g_ptr_array_index (self->rows, position);
}

/* Of what both sides have had and neither has any more nothing is to be said. */
static void
add (KhRowComparison            *self,
     const KhRowComparisonSides *sides,
     const KhRowPair            *pair,
     KhRows                     *ours)
{
  const gboolean kept = pair->ours != NULL && kh_rows_find (ours, kh_row_get_id (pair->ours)) != NULL;
  g_auto (KhRowFinding) finding = { 0 };

  if (!kept && pair->theirs == NULL)
    return;
  finding = kh_row_finding_make (sides, pair, kept);
  g_ptr_array_add (self->rows, kh_row_discrepancy_new (&finding));
}

static void
add_table (KhRowComparison            *self,
           const KhRowComparisonSides *sides,
           KhRows                     *rows)
{
  g_autoptr (KhRows) ours = kh_rows_copy (rows);
  g_autoptr (GPtrArray) pairs = NULL;

  kh_rows_hide (ours, sides->grants);
  if (kh_rows_is_hidden (ours) || kh_table_get (kh_rows_get_table (ours))->wire == NULL)
    return;
  pairs = kh_row_sides_make_pairs (sides->shadow, ours, sides->account);
  for (guint i = 0; i < pairs->len; i++)
    add (self, sides, g_ptr_array_index (pairs, i), ours);
}

static GType
kh_row_comparison_get_item_type (GListModel *model G_GNUC_UNUSED)
{
  return KH_TYPE_ROW_DISCREPANCY;
}

static guint
kh_row_comparison_get_n_items (GListModel *model)
{
  return KH_ROW_COMPARISON (model)->rows->len;
}

static gpointer
kh_row_comparison_get_item (GListModel *model,
                            guint       position)
{
  KhRowComparison *self = KH_ROW_COMPARISON (model);

  return position < self->rows->len ? g_object_ref (get (self, position)) : NULL;
}

static void
list_model_iface_init (GListModelInterface *iface)
{
  iface->get_item_type = kh_row_comparison_get_item_type;
  iface->get_n_items = kh_row_comparison_get_n_items;
  iface->get_item = kh_row_comparison_get_item;
}

static void
kh_row_comparison_finalize (GObject *object)
{
  g_clear_pointer (&KH_ROW_COMPARISON (object)->rows, g_ptr_array_unref);

  G_OBJECT_CLASS (kh_row_comparison_parent_class)->finalize (object);
}

static void
kh_row_comparison_class_init (KhRowComparisonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_row_comparison_finalize;
}

static void
kh_row_comparison_init (KhRowComparison *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * kh_row_comparison_new:
 * @ours: (element-type KhRows): our rows of each table that is to be compared
 * @sides: what they are compared with
 *
 * Takes time in proportion to the rows.
 *
 * Returns: (transfer full): the comparison
 */
KhRowComparison *
kh_row_comparison_new (GPtrArray                  *ours,
                       const KhRowComparisonSides *sides)
{
  KhRowComparison *self = g_object_new (KH_TYPE_ROW_COMPARISON, NULL);

  self->terms = sides->terms;
  for (guint i = 0; i < ours->len; i++)
    add_table (self, sides, g_ptr_array_index (ours, i));

  return self;
}

/**
 * kh_row_comparison_list:
 * @self: a comparison
 * @table: a table
 *
 * Returns: (transfer full) (element-type KhRowDiscrepancy): the table's rows: ours in their order, then
 *   what only the station has in its order
 */
GPtrArray *
kh_row_comparison_list (KhRowComparison *self,
                        KhTableId        table)
{
  GPtrArray *list = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_val_if_fail (KH_IS_ROW_COMPARISON (self), list);

  for (guint i = 0; i < self->rows->len; i++)
    {
      if (kh_row_discrepancy_get_table (get (self, i)) == table)
        g_ptr_array_add (list, g_object_ref (get (self, i)));
    }

  return list;
}

/**
 * kh_row_comparison_is_followed:
 * @self: a comparison
 * @table: a table
 *
 * Returns: whether the company takes changes of its rows
 */
gboolean
kh_row_comparison_is_followed (KhRowComparison *self,
                               KhTableId        table)
{
  g_return_val_if_fail (KH_IS_ROW_COMPARISON (self), FALSE);

  return kh_row_push_is_followed (self->terms, table);
}

/**
 * kh_row_comparison_count_rows:
 * @self: a comparison
 *
 * Returns: how many rows are not the same in meaning on both sides
 */
guint
kh_row_comparison_count_rows (KhRowComparison *self)
{
  guint n = 0;

  g_return_val_if_fail (KH_IS_ROW_COMPARISON (self), 0);

  for (guint i = 0; i < self->rows->len; i++)
    {
      const KhDifference difference = kh_row_discrepancy_get_difference (get (self, i));

      n += difference != KH_DIFFERENCE_SAME && difference != KH_DIFFERENCE_WRITTEN;
    }

  return n;
}

/**
 * kh_row_comparison_count_conflicts:
 * @self: a comparison
 *
 * Returns: how many rows were changed on both sides
 */
guint
kh_row_comparison_count_conflicts (KhRowComparison *self)
{
  guint n = 0;

  g_return_val_if_fail (KH_IS_ROW_COMPARISON (self), 0);

  for (guint i = 0; i < self->rows->len; i++)
    n += kh_row_discrepancy_is_conflict (get (self, i)) ? 1 : 0;

  return n;
}

/**
 * kh_row_comparison_count_undecided:
 * @self: a comparison
 *
 * Returns: how many rows wait for somebody to decide about them
 */
guint
kh_row_comparison_count_undecided (KhRowComparison *self)
{
  guint n = 0;

  g_return_val_if_fail (KH_IS_ROW_COMPARISON (self), 0);

  for (guint i = 0; i < self->rows->len; i++)
    n += kh_row_discrepancy_get_resolution (get (self, i)) == KH_RESOLUTION_UNDECIDED;

  return n;
}

/**
 * kh_row_comparison_equal:
 * @self: a comparison
 * @other: another of the same customer and account
 *
 * Returns: whether a clerk would see the same rows in both, with the same values
 */
gboolean
kh_row_comparison_equal (KhRowComparison *self,
                         KhRowComparison *other)
{
  g_return_val_if_fail (KH_IS_ROW_COMPARISON (self), FALSE);
  g_return_val_if_fail (KH_IS_ROW_COMPARISON (other), FALSE);

  if (self->rows->len != other->rows->len)
    return FALSE;
  for (guint i = 0; i < self->rows->len; i++)
    {
      if (!kh_row_discrepancy_equal (get (self, i), get (other, i)))
        return FALSE;
    }

  return TRUE;
}

/* By which a row is found again in another comparison of the same customer. */
static char *
dup_key (KhRowDiscrepancy *row)
{
  KhRow *theirs = kh_row_discrepancy_get_theirs (row);

  if (kh_row_discrepancy_get_place (row) != NULL)
    return g_strdup (kh_row_discrepancy_get_place (row));

  return kh_place_dup_text (kh_row_discrepancy_get_table (row), KH_COLUMN_NONE, 0, kh_row_get_item (theirs));
}

/**
 * kh_row_comparison_keep_choices:
 * @self: a comparison
 * @earlier: an earlier one of the same customer and account
 *
 * Takes over what was chosen for rows whose values are still the same.
 */
void
kh_row_comparison_keep_choices (KhRowComparison *self,
                                KhRowComparison *earlier)
{
  g_autoptr (GHashTable) rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_if_fail (KH_IS_ROW_COMPARISON (self));
  g_return_if_fail (KH_IS_ROW_COMPARISON (earlier));

  for (guint i = 0; i < earlier->rows->len; i++)
    g_hash_table_insert (rows, dup_key (get (earlier, i)), get (earlier, i));
  for (guint i = 0; i < self->rows->len; i++)
    {
      g_autofree char *key = dup_key (get (self, i));
      KhRowDiscrepancy *old = g_hash_table_lookup (rows, key);

      if (kh_row_discrepancy_equal (get (self, i), old))
        kh_row_discrepancy_set_resolution (get (self, i), kh_row_discrepancy_get_resolution (old));
    }
}

/* The station's row under the id of ours, as a change of ours is known by it. What the station does
 * not take is no part of the change. */
static KhRow *
dup_from (KhRowDiscrepancy *row)
{
  KhRow *ours = kh_row_discrepancy_get_ours (row);
  g_auto (KhPlace) place = { 0 };
  KhRow *from;

  if (kh_row_discrepancy_get_theirs (row) == NULL)
    return NULL;
  kh_place_parse (kh_row_discrepancy_get_place (row), &place);
  from = kh_row_copy (kh_row_discrepancy_get_theirs (row));
  kh_row_set_id (from, place.row);
  for (guint i = 0; ours != NULL && i < kh_table_get (kh_row_get_table (ours))->n_columns; i++)
    {
      if (kh_row_discrepancy_differs (row, i) && !kh_row_discrepancy_is_written (row, i))
        kh_row_set (from, i, kh_row_get (ours, i));
    }

  return from;
}

/* Ours, with what the station has yet to get of what is sealed; the secrets are not taken along. */
static KhRow *
dup_sent (KhRowDiscrepancy *row)
{
  KhRow *ours = kh_row_discrepancy_get_ours (row);
  KhRow *sent = ours != NULL ? kh_row_copy (ours) : NULL;

  for (guint i = 0; sent != NULL && i < kh_table_get (kh_row_get_table (sent))->n_columns; i++)
    {
      if (!kh_row_push_is_secret (kh_row_get_table (sent), i))
        continue;
      kh_row_set_secret (sent, i, NULL);
      kh_row_set_renewed (sent, i, kh_row_discrepancy_get_theirs (row) != NULL ? kh_row_discrepancy_differs (row, i)
                                                                               : kh_row_is_sealed (ours, i));
    }

  return sent;
}

/**
 * kh_row_comparison_dup_sends:
 * @self: a comparison
 *
 * Returns: (transfer full) (element-type KhChange): a change for each row whose resolution is ours: the
 *   row that is to be there, and the one that is, with the id of ours. What the member may not view is hidden in the former
 */
GPtrArray *
kh_row_comparison_dup_sends (KhRowComparison *self)
{
  GPtrArray *sends = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_change_free);

  g_return_val_if_fail (KH_IS_ROW_COMPARISON (self), sends);

  for (guint i = 0; i < self->rows->len; i++)
    {
      g_autoptr (KhRow) from = NULL;
      g_autoptr (KhRow) sent = NULL;

      if (kh_row_discrepancy_get_resolution (get (self, i)) != KH_RESOLUTION_OURS)
        continue;
      from = dup_from (get (self, i));
      sent = dup_sent (get (self, i));
      g_ptr_array_add (sends, kh_change_new_row (sent, from));
    }

  return sends;
}

/**
 * kh_row_comparison_dup_takes:
 * @self: a comparison
 *
 * Returns: (transfer full) (element-type KhRowTake): what our record takes, for each row whose
 *   resolution is the station's
 */
GPtrArray *
kh_row_comparison_dup_takes (KhRowComparison *self)
{
  GPtrArray *takes = kh_row_takes_new ();

  g_return_val_if_fail (KH_IS_ROW_COMPARISON (self), takes);

  for (guint i = 0; i < self->rows->len; i++)
    {
      if (kh_row_discrepancy_get_resolution (get (self, i)) == KH_RESOLUTION_THEIRS)
        g_ptr_array_add (takes, kh_row_take_copy (kh_row_discrepancy_get_take (get (self, i))));
    }

  return takes;
}

/**
 * kh_row_comparison_add_seen:
 * @self: a comparison
 * @seen: takes, under the place of its take, each row of the station's that our record takes as one
 *   more, and forgets the place that it had as one that we had taken out
 */
void
kh_row_comparison_add_seen (KhRowComparison *self,
                            KhShadow        *seen)
{
  g_return_if_fail (KH_IS_ROW_COMPARISON (self));

  for (guint i = 0; i < self->rows->len; i++)
    {
      KhRowDiscrepancy *row = get (self, i);
      KhRow *theirs = kh_row_discrepancy_get_theirs (row);
      g_autofree char *text = NULL;

      if (kh_row_discrepancy_get_resolution (row) != KH_RESOLUTION_THEIRS || kh_row_discrepancy_get_ours (row) != NULL)
        continue;
      text = kh_row_dup_text (theirs);
      if (kh_row_discrepancy_get_place (row) != NULL)
        kh_shadow_remove_row (seen, kh_row_discrepancy_get_place (row));
      kh_shadow_set_row (seen, kh_row_discrepancy_get_take (row)->place, text, kh_row_get_item (theirs));
    }
}
