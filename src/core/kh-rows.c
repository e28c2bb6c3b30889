/* kh-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-rows.h"

struct _KhRows
{
  GObject parent_instance;

  /* Owned */
  GPtrArray *rows;

  /* State */
  KhTableId table;
  gboolean hidden;
};

G_DEFINE_FINAL_TYPE (KhRows, kh_rows, G_TYPE_OBJECT)

static void
kh_rows_finalize (GObject *object)
{
  g_ptr_array_unref (KH_ROWS (object)->rows);

  G_OBJECT_CLASS (kh_rows_parent_class)->finalize (object);
}

static void
kh_rows_class_init (KhRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_rows_finalize;
}

static void
kh_rows_init (KhRows *self)
{
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * kh_rows_new:
 * @table: a table
 *
 * Returns: (transfer full): no rows
 */
KhRows *
kh_rows_new (KhTableId table)
{
  KhRows *self = g_object_new (KH_TYPE_ROWS, NULL);

  self->table = table;

  return self;
}

/**
 * kh_rows_copy:
 * @self: rows
 *
 * Returns: (transfer full): copies of all of them
 */
KhRows *
kh_rows_copy (KhRows *self)
{
  KhRows *copy;

  g_return_val_if_fail (KH_IS_ROWS (self), NULL);

  copy = kh_rows_new (self->table);
  copy->hidden = self->hidden;
  for (guint i = 0; i < self->rows->len; i++)
    g_ptr_array_add (copy->rows, kh_row_copy (g_ptr_array_index (self->rows, i)));

  return copy;
}

/**
 * kh_rows_get_table:
 * @self: rows
 *
 * Returns: their table
 */
KhTableId
kh_rows_get_table (KhRows *self)
{
  g_return_val_if_fail (KH_IS_ROWS (self), KH_TABLE_CONTACTS);

  return self->table;
}

/**
 * kh_rows_get_n:
 * @self: rows
 *
 * Returns: how many there are
 */
guint
kh_rows_get_n (KhRows *self)
{
  g_return_val_if_fail (KH_IS_ROWS (self), 0);

  return self->rows->len;
}

/**
 * kh_rows_get:
 * @self: rows
 * @position: less than kh_rows_get_n()
 *
 * Returns: (transfer none): the row there
 */
KhRow *
kh_rows_get (KhRows *self,
             guint   position)
{
  g_return_val_if_fail (KH_IS_ROWS (self), NULL);
  g_return_val_if_fail (position < self->rows->len, NULL);

  return g_ptr_array_index (self->rows, position);
}

/**
 * kh_rows_of_table:
 * @tables: (element-type KhRows): rows of several tables
 * @table: one of them
 *
 * Returns: (transfer none) (nullable): the rows of that table, or %NULL where there are none
 */
KhRows *
kh_rows_of_table (GPtrArray *tables,
                  KhTableId  table)
{
  g_return_val_if_fail (tables != NULL, NULL);

  for (guint i = 0; i < tables->len; i++)
    {
      if (kh_rows_get_table (g_ptr_array_index (tables, i)) == table)
        return g_ptr_array_index (tables, i);
    }

  return NULL;
}

/**
 * kh_rows_find:
 * @self: rows
 * @id: a data file's id of a row
 *
 * Returns: (transfer none) (nullable): the row with that id, or %NULL
 */
KhRow *
kh_rows_find (KhRows *self,
              gint64  id)
{
  g_return_val_if_fail (KH_IS_ROWS (self), NULL);

  for (guint i = 0; i < self->rows->len; i++)
    {
      if (kh_row_get_id (g_ptr_array_index (self->rows, i)) == id)
        return g_ptr_array_index (self->rows, i);
    }

  return NULL;
}

/**
 * kh_rows_append:
 * @self: rows
 * @row: (transfer none): another of the same table
 */
void
kh_rows_append (KhRows *self,
                KhRow  *row)
{
  g_return_if_fail (KH_IS_ROWS (self));
  g_return_if_fail (KH_IS_ROW (row) && kh_row_get_table (row) == self->table);

  g_ptr_array_add (self->rows, g_object_ref (row));
}

static void
hide_columns (KhRow    *row,
              KhGrants  grants)
{
  KhTableId table = kh_row_get_table (row);

  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      if (!kh_table_may_view_column (grants, table, i))
        kh_row_hide (row, i);
    }
}

/**
 * kh_rows_hide:
 * @self: rows as they are kept
 * @grants: what the member may do
 *
 * Takes out what the member may not see: all rows, and that there are any, without the table's
 * grant, and a column's values without the column's.
 */
void
kh_rows_hide (KhRows   *self,
              KhGrants  grants)
{
  g_return_if_fail (KH_IS_ROWS (self));

  self->hidden = !kh_table_may_view (grants, self->table);
  if (self->hidden)
    g_ptr_array_set_size (self->rows, 0);
  for (guint i = 0; i < self->rows->len; i++)
    hide_columns (g_ptr_array_index (self->rows, i), grants);
}

/**
 * kh_rows_take_secrets:
 * @self: rows
 * @from: the same rows with their secrets
 *
 * Takes those of the columns that are not hidden.
 */
void
kh_rows_take_secrets (KhRows *self,
                      KhRows *from)
{
  g_return_if_fail (KH_IS_ROWS (self));
  g_return_if_fail (KH_IS_ROWS (from) && from->table == self->table);

  for (guint i = 0; i < self->rows->len; i++)
    {
      KhRow *row = g_ptr_array_index (self->rows, i);
      KhRow *other = kh_rows_find (from, kh_row_get_id (row));

      for (guint c = 0; other != NULL && c < kh_table_get (self->table)->n_columns; c++)
        {
          if (!kh_row_is_hidden (row, c))
            kh_row_set_secret (row, c, kh_row_get_secret (other, c));
        }
    }
}

/**
 * kh_rows_is_hidden:
 * @self: rows
 *
 * Returns: whether the rows were taken out, for want of a grant to see them
 */
gboolean
kh_rows_is_hidden (KhRows *self)
{
  g_return_val_if_fail (KH_IS_ROWS (self), TRUE);

  return self->hidden;
}
