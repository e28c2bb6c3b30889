/* kh-duplicate-choice.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-choice.h"

#include <glib/gi18n-lib.h>

struct _KhDuplicateChoice
{
  GHashTable *rows[KH_N_TABLES];
  guint32 columns[KH_N_TABLES];
};

/* What a row has that is only right for the customer it is of: without it the copy would be something
 * else, such as somebody who is called for good. */
static const struct {
  KhTableId table;
  guint column;
  const char *reason;
} bars[] = {
  { KH_TABLE_CONTACTS, KH_CONTACT_DURESS,
    N_("A duress code is never copied. Give the new customer one of their own.") },
  { KH_TABLE_CONTACTS, KH_CONTACT_FROM, N_("A contact for a time only is never copied.") },
  { KH_TABLE_CONTACTS, KH_CONTACT_UNTIL, N_("A contact for a time only is never copied.") },
};

/**
 * kh_duplicate_choice_new:
 *
 * Returns: (transfer full): a choice of nothing
 */
KhDuplicateChoice *
kh_duplicate_choice_new (void)
{
  KhDuplicateChoice *self = g_new0 (KhDuplicateChoice, 1);

  for (guint i = 0; i < KH_N_TABLES; i++)
    self->rows[i] = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  return self;
}

/**
 * kh_duplicate_choice_copy:
 * @self: a choice
 *
 * Returns: (transfer full): another one of the same
 */
KhDuplicateChoice *
kh_duplicate_choice_copy (const KhDuplicateChoice *self)
{
  KhDuplicateChoice *copy = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  copy = kh_duplicate_choice_new ();
  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      GHashTableIter iter;
      gpointer id;

      copy->columns[i] = self->columns[i];
      g_hash_table_iter_init (&iter, self->rows[i]);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        kh_duplicate_choice_add_row (copy, (KhTableId) i, *(const gint64 *) id);
    }

  return copy;
}

/**
 * kh_duplicate_choice_free:
 * @self: (nullable) (transfer full): a choice
 *
 * Frees it.
 */
void
kh_duplicate_choice_free (KhDuplicateChoice *self)
{
  if (self == NULL)
    return;
  for (guint i = 0; i < KH_N_TABLES; i++)
    g_hash_table_unref (self->rows[i]);
  g_free (self);
}

/**
 * kh_duplicate_choice_add_row:
 * @self: a choice
 * @table: a table
 * @row: the id of a row of it
 *
 * Chooses the row.
 */
void
kh_duplicate_choice_add_row (KhDuplicateChoice *self,
                             KhTableId          table,
                             gint64             row)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail ((guint) table < KH_N_TABLES);

  g_hash_table_add (self->rows[table], g_memdup2 (&row, sizeof row));
}

/**
 * kh_duplicate_choice_has_row:
 * @self: a choice
 * @table: a table
 * @row: the id of a row of it
 *
 * Returns: whether it is chosen
 */
gboolean
kh_duplicate_choice_has_row (const KhDuplicateChoice *self,
                             KhTableId                table,
                             gint64                   row)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail ((guint) table < KH_N_TABLES, FALSE);

  return g_hash_table_contains (self->rows[table], &row);
}

/**
 * kh_duplicate_choice_count:
 * @self: a choice
 * @table: a table, or %KH_N_TABLES for all
 *
 * Returns: how many rows are chosen
 */
guint
kh_duplicate_choice_count (const KhDuplicateChoice *self,
                           KhTableId                table)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);
  g_return_val_if_fail ((guint) table <= KH_N_TABLES, 0);

  for (guint i = 0; i < KH_N_TABLES; i++)
    if (table == KH_N_TABLES || i == table)
      n += g_hash_table_size (self->rows[i]);

  return n;
}

/**
 * kh_duplicate_choice_add_column:
 * @self: a choice
 * @table: a table
 * @column: a sealed column of it
 *
 * Chooses what the rows have sealed there.
 */
void
kh_duplicate_choice_add_column (KhDuplicateChoice *self,
                                KhTableId          table,
                                guint              column)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (kh_table_get_column (table, column)->sealed);

  self->columns[table] |= (guint32) 1 << column;
}

/**
 * kh_duplicate_choice_has_column:
 * @self: a choice
 * @table: a table
 * @column: a column of it
 *
 * Returns: whether it is sealed and goes with the rows; what the registry never copies does not
 */
gboolean
kh_duplicate_choice_has_column (const KhDuplicateChoice *self,
                                KhTableId                table,
                                guint                    column)
{
  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail ((guint) table < KH_N_TABLES, FALSE);

  return (self->columns[table] & (guint32) 1 << column) != 0 &&
         kh_table_get_column (table, column)->duplicate != KH_DUPLICATE_NEVER;
}

/**
 * kh_duplicate_choice_get_bar:
 * @row: a row
 *
 * Returns: (transfer none) (nullable): why it is never copied, in the user's language, or %NULL
 */
const char *
kh_duplicate_choice_get_bar (KhRow *row)
{
  g_return_val_if_fail (KH_IS_ROW (row), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bars); i++)
    if (bars[i].table == kh_row_get_table (row) && kh_row_get (row, bars[i].column) != NULL &&
        g_strcmp0 (kh_row_get (row, bars[i].column), "0") != 0)
      return _(bars[i].reason);

  return NULL;
}

/**
 * kh_duplicate_choice_make_row:
 * @row: a row of the customer that is duplicated, as whoever duplicates may see it
 *
 * What is sealed has a switch of its own, and what is not copied is as in any new row.
 *
 * Returns: (transfer full): a new row with what the registry copies of @row
 */
KhRow *
kh_duplicate_choice_make_row (KhRow *row)
{
  KhRow *copy = NULL;
  KhTableId table;

  g_return_val_if_fail (KH_IS_ROW (row), NULL);

  table = kh_row_get_table (row);
  copy = kh_row_new (table);
  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    if (kh_table_get_column (table, i)->duplicate == KH_DUPLICATE_ON && !kh_row_is_hidden (row, i))
      kh_row_set (copy, i, kh_row_get (row, i));

  return copy;
}

/* Copies */

/* Those of a table, by their identities: all, and those that go. */
typedef struct {
  GHashTable *all[KH_N_TABLES];
  GHashTable *going[KH_N_TABLES];
} Identities;

static Identities *
identities_new (void)
{
  Identities *self = g_new0 (Identities, 1);

  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      self->all[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      self->going[i] = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
    }

  return self;
}

static void
identities_free (Identities *self)
{
  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      g_hash_table_unref (self->all[i]);
      g_hash_table_unref (self->going[i]);
    }
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Identities, identities_free)

static void
identities_add (GHashTable *set,
                KhRow      *row)
{
  char *identity = kh_row_dup_identity (row);

  if (identity != NULL)
    g_hash_table_add (set, identity);
}

/* On a row that the customer does not have nothing hangs. */
static gboolean
lacks_parent (const Identities *identities,
              KhRow            *row)
{
  const KhTable *table = kh_table_get (kh_row_get_table (row));
  g_autofree char *parent = table->loose ? NULL : kh_row_dup_parent (row);

  return parent != NULL && g_hash_table_contains (identities->all[table->parent], parent) &&
         !g_hash_table_contains (identities->going[table->parent], parent);
}

static void
cut_loose (const Identities *identities,
           KhRow            *copy)
{
  const KhTable *table = kh_table_get (kh_row_get_table (copy));
  g_autofree char *parent = table->loose ? kh_row_dup_parent (copy) : NULL;

  if (!table->loose || (parent != NULL && g_hash_table_contains (identities->going[table->parent], parent)))
    return;
  for (guint i = 0; i < kh_table_get (table->parent)->n_identity; i++)
    kh_row_set (copy, table->hangs[i], NULL);
}

static void
copy_free (gpointer data)
{
  KhDuplicateCopy *copy = data;

  g_object_unref (copy->original);
  g_object_unref (copy->copy);
  g_free (copy);
}

static KhDuplicateCopy *
make_copy (const KhDuplicateChoice *self,
           const Identities        *identities,
           KhRow                   *row)
{
  KhDuplicateCopy *made = g_new0 (KhDuplicateCopy, 1);
  KhTableId table = kh_row_get_table (row);

  made->original = g_object_ref (row);
  made->copy = kh_duplicate_choice_make_row (row);
  cut_loose (identities, made->copy);
  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    kh_row_set_sealed (made->copy, i, kh_row_is_sealed (row, i) && kh_duplicate_choice_has_column (self, table, i));

  return made;
}

static void
make_of_table (const KhDuplicateChoice *self,
               Identities              *identities,
               KhRows                  *rows,
               GPtrArray               *copies)
{
  KhTableId table = kh_rows_get_table (rows);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *row = kh_rows_get (rows, i);

      identities_add (identities->all[table], row);
      if (kh_table_get (table)->duplicate == KH_DUPLICATE_NEVER || kh_duplicate_choice_get_bar (row) != NULL ||
          !kh_duplicate_choice_has_row (self, table, kh_row_get_id (row)) || lacks_parent (identities, row))
        continue;
      identities_add (identities->going[table], row);
      g_ptr_array_add (copies, make_copy (self, identities, row));
    }
}

/**
 * kh_duplicate_choice_make_copies:
 * @self: a choice
 * @tables: (element-type KhRows): the rows of the customer that is duplicated, as whoever
 *   duplicates may see them
 *
 * Leaves out what the registry never copies, and a row without the one it hangs on.
 *
 * Returns: (transfer full) (element-type KhDuplicateCopy): the rows of the new customer, in the order
 *   of the tables
 */
GPtrArray *
kh_duplicate_choice_make_copies (const KhDuplicateChoice *self,
                                 GPtrArray               *tables)
{
  g_autoptr (Identities) identities = NULL;
  GPtrArray *copies = g_ptr_array_new_with_free_func (copy_free);

  g_return_val_if_fail (self != NULL && tables != NULL, copies);

  identities = identities_new ();
  /* What hangs on something comes after it in the registry. */
  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      KhRows *rows = kh_rows_of_table (tables, (KhTableId) i);

      if (rows != NULL)
        make_of_table (self, identities, rows, copies);
    }

  return copies;
}
