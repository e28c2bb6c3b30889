/* kh-row-take.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-row-take.h"

#include "kh-row-push.h"

#include "kh-place.h"

/* Where the station does not say which place in the order the row has. */
#define FIRST_PLACE "1"

/* What a row of ours must have, and the station has not, stays as it is. */
static void
take_value (KhRow *row,
            KhRow *theirs,
            guint  column)
{
  const char *value = kh_row_get (theirs, column);

  if (value != NULL || (kh_table_get_column (kh_row_get_table (row), column)->required & KH_REQUIRED_ALWAYS) == 0)
    kh_row_set (row, column, value);
}

/* What the station does not mention stays as a new row has it. */
static KhRow *
make_addition (KhRow *theirs)
{
  const KhTable *table = kh_table_get (kh_row_get_table (theirs));
  KhRow *row = kh_row_new (table->id);

  for (guint i = 0; i < table->n_columns; i++)
    {
      if (!table->columns[i].sealed && table->columns[i].wire != NULL && !kh_row_is_hidden (theirs, i))
        take_value (row, theirs, i);
    }
  /* What stands in a system's list has the system's number, though no member of its own says so. */
  for (guint i = 0; i < table->n_identity; i++)
    {
      if (!kh_row_is_hidden (theirs, table->identity[i]))
        kh_row_set (row, table->identity[i], kh_row_get (theirs, table->identity[i]));
    }
  if (table->ranked && kh_row_get (row, table->order) == NULL)
    kh_row_set (row, table->order, FIRST_PLACE);
  kh_row_set_item (row, kh_row_get_item (theirs));

  return row;
}

static KhRow *
make_change (KhRow   *ours,
             KhRow   *theirs,
             guint32  columns)
{
  KhRow *row = kh_row_copy (ours);

  for (guint i = 0; i < kh_table_get (kh_row_get_table (ours))->n_columns; i++)
    {
      if ((columns & ((guint32) 1 << i)) != 0 && !kh_table_get_column (kh_row_get_table (ours), i)->sealed)
        take_value (row, theirs, i);
    }

  return row;
}

/**
 * kh_row_take_new:
 * @ours: (nullable): a row of the record
 * @theirs: (nullable): the station's row of the same person or thing; at least one of both is there
 * @columns: a bit for each column to be taken, where both are there
 *
 * Returns: (transfer full): what the record takes, freed with kh_row_take_free()
 */
KhRowTake *
kh_row_take_new (KhRow   *ours,
                 KhRow   *theirs,
                 guint32  columns)
{
  g_autoptr (KhRow) row = ours == NULL     ? make_addition (theirs)
                          : theirs == NULL ? kh_row_copy (ours)
                                           : make_change (ours, theirs, columns);
  KhRowTake *self = g_new0 (KhRowTake, 1);

  self->change = kh_row_change_new (row, ours, theirs == NULL);
  self->place = ours != NULL ? kh_row_push_dup_place (ours)
                             : kh_place_dup_text (kh_row_get_table (theirs), KH_COLUMN_NONE, 0, kh_row_get_item (theirs));

  return self;
}

/**
 * kh_row_take_new_kept:
 * @place: the place that the take had
 * @before: (nullable): our row as it was
 * @row: (nullable): the row as it is to be, %NULL where it goes
 *
 * Returns: (transfer full): one that was kept
 */
KhRowTake *
kh_row_take_new_kept (const char *place,
                      KhRow      *before,
                      KhRow      *row)
{
  KhRowTake *self = g_new0 (KhRowTake, 1);

  self->place = g_strdup (place);
  self->change = kh_row_change_new (row != NULL ? row : before, before, row == NULL);

  return self;
}

/**
 * kh_row_take_free:
 * @self: (nullable): a take
 */
void
kh_row_take_free (KhRowTake *self)
{
  if (self == NULL)
    return;

  g_free (self->place);
  kh_row_change_free (self->change);
  g_free (self);
}

/**
 * kh_row_takes_new:
 *
 * Returns: (transfer full) (element-type KhRowTake): none
 */
GPtrArray *
kh_row_takes_new (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) kh_row_take_free);
}

/**
 * kh_row_take_copy:
 * @self: a take
 *
 * Returns: (transfer full): another one
 */
KhRowTake *
kh_row_take_copy (const KhRowTake *self)
{
  return kh_row_take_new_kept (self->place, self->change->before, self->change->removed ? NULL : self->change->row);
}

/**
 * kh_row_take_is_new:
 * @self: a take
 *
 * Returns: whether a row is added
 */
gboolean
kh_row_take_is_new (const KhRowTake *self)
{
  return self->change->before == NULL;
}

/* What a row has that nobody has touched is not set by anybody. */
static gboolean
may_change (const KhRowTake *self,
            KhGrants         grants)
{
  const KhTableId table = kh_row_get_table (self->change->row);
  const gboolean is_new = kh_row_take_is_new (self);
  g_autoptr (KhRow) before = is_new ? kh_row_new (table) : g_object_ref (self->change->before);

  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      if (g_strcmp0 (kh_row_get (self->change->row, i), kh_row_get (before, i)) != 0 &&
          !kh_table_may_change_column (grants, table, i, is_new))
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_row_take_is_granted:
 * @self: a take
 * @grants: what the member may do
 *
 * Returns: whether the member may change the record so
 */
gboolean
kh_row_take_is_granted (const KhRowTake *self,
                        KhGrants         grants)
{
  const KhTable *table = kh_table_get (kh_row_get_table (self->change->row));

  if (!kh_table_may_view (grants, table->id))
    return FALSE;
  if (self->change->removed)
    return kh_grants_has (grants, table->remove);

  return kh_grants_has (grants, kh_row_take_is_new (self) ? table->create : table->modify) && may_change (self, grants);
}
