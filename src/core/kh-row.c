/* kh-row.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-row.h"

#include "kh-value-type.h"

struct _KhRow
{
  GObject parent_instance;

  /* Owned */
  char *item;
  char *parts;
  char **values;
  gboolean *hidden;
  gboolean *sealed;
  GHashTable *secrets; /* KhSecret by column; NULL for none */

  /* State */
  guint32 renewed;
  KhTableId table;
  guint n_columns;
  gint64 id;
  gboolean fixed;
};

G_DEFINE_FINAL_TYPE (KhRow, kh_row, G_TYPE_OBJECT)

static void
kh_row_finalize (GObject *object)
{
  KhRow *self = KH_ROW (object);

  for (guint i = 0; i < self->n_columns; i++)
    g_free (self->values[i]);
  g_free (self->values);
  g_free (self->hidden);
  g_free (self->sealed);
  g_clear_pointer (&self->secrets, g_hash_table_unref);
  g_free (self->item);
  g_free (self->parts);

  G_OBJECT_CLASS (kh_row_parent_class)->finalize (object);
}

static void
kh_row_class_init (KhRowClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_row_finalize;
}

static void
kh_row_init (KhRow *self G_GNUC_UNUSED)
{
}

static KhRow *
make (KhTableId table)
{
  KhRow *self = g_object_new (KH_TYPE_ROW, NULL);

  self->table = table;
  self->n_columns = kh_table_get (table)->n_columns;
  self->values = g_new0 (char *, self->n_columns);
  self->hidden = g_new0 (gboolean, self->n_columns);
  self->sealed = g_new0 (gboolean, self->n_columns);

  return self;
}

/**
 * kh_row_new:
 * @table: whose row
 *
 * Returns: (transfer full): a row with the registry's fallback values, that is not kept yet
 */
KhRow *
kh_row_new (KhTableId table)
{
  KhRow *self = make (table);

  for (guint i = 0; i < self->n_columns; i++)
    self->values[i] = g_strdup (kh_table_get_column (table, i)->fallback);

  return self;
}

/**
 * kh_row_copy:
 * @self: a row
 *
 * Returns: (transfer full): another with the same values, id and item
 */
KhRow *
kh_row_copy (KhRow *self)
{
  KhRow *copy;

  g_return_val_if_fail (KH_IS_ROW (self), NULL);

  copy = make (self->table);
  copy->id = self->id;
  copy->item = g_strdup (self->item);
  copy->parts = g_strdup (self->parts);
  copy->fixed = self->fixed;
  for (guint i = 0; i < self->n_columns; i++)
    {
      copy->values[i] = g_strdup (self->values[i]);
      copy->hidden[i] = self->hidden[i];
      copy->sealed[i] = self->sealed[i];
      kh_row_set_secret (copy, i, kh_row_get_secret (self, i));
    }
  copy->renewed = self->renewed;

  return copy;
}

/**
 * kh_row_get_table:
 * @self: a row
 *
 * Returns: whose row it is
 */
KhTableId
kh_row_get_table (KhRow *self)
{
  g_return_val_if_fail (KH_IS_ROW (self), KH_TABLE_CONTACTS);

  return self->table;
}

/**
 * kh_row_get_id:
 * @self: a row
 *
 * Returns: the id that the data file gave it, never given to another row; 0 before it is kept
 */
gint64
kh_row_get_id (KhRow *self)
{
  g_return_val_if_fail (KH_IS_ROW (self), 0);

  return self->id;
}

/**
 * kh_row_set_id:
 * @self: a row
 * @id: the data file's id
 */
void
kh_row_set_id (KhRow  *self,
               gint64  id)
{
  g_return_if_fail (KH_IS_ROW (self));

  self->id = id;
}

/**
 * kh_row_get_item:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the id by which the linked station knows it
 */
const char *
kh_row_get_item (KhRow *self)
{
  g_return_val_if_fail (KH_IS_ROW (self), NULL);

  return self->item;
}

/**
 * kh_row_set_item:
 * @self: a row
 * @item: (nullable): the station's id
 */
void
kh_row_set_item (KhRow      *self,
                 const char *item)
{
  g_return_if_fail (KH_IS_ROW (self));

  if (g_strcmp0 (self->item, item) == 0)
    return;
  g_free (self->item);
  self->item = g_strdup (item);
}

/**
 * kh_row_get_parts:
 * @self: a row
 *
 * Returns: (transfer none) (nullable): the ids by which the linked station knows what it keeps in a
 *   list of the row, such as a contact's phones, in order, with a blank between; or in its annex
 */
const char *
kh_row_get_parts (KhRow *self)
{
  g_return_val_if_fail (KH_IS_ROW (self), NULL);

  return self->parts;
}

/**
 * kh_row_set_parts:
 * @self: a row
 * @parts: (nullable): the station's ids
 */
void
kh_row_set_parts (KhRow      *self,
                  const char *parts)
{
  g_return_if_fail (KH_IS_ROW (self));

  if (g_strcmp0 (self->parts, parts) == 0)
    return;
  g_free (self->parts);
  self->parts = g_strdup (parts);
}

/**
 * kh_row_is_fixed:
 * @self: a row
 *
 * Returns: whether the linked station lets nobody change it, or take it out
 */
gboolean
kh_row_is_fixed (KhRow *self)
{
  g_return_val_if_fail (KH_IS_ROW (self), FALSE);

  return self->fixed;
}

/**
 * kh_row_set_fixed:
 * @self: a row
 * @fixed: whether the linked station keeps it as it is
 */
void
kh_row_set_fixed (KhRow    *self,
                  gboolean  fixed)
{
  g_return_if_fail (KH_IS_ROW (self));

  self->fixed = fixed;
}

/**
 * kh_row_get:
 * @self: a row
 * @column: a column of its table
 *
 * Returns: (transfer none) (nullable): its canonical value, or %NULL for none
 */
const char *
kh_row_get (KhRow *self,
            guint  column)
{
  g_return_val_if_fail (KH_IS_ROW (self), NULL);
  g_return_val_if_fail (column < self->n_columns, NULL);

  return self->values[column];
}

/**
 * kh_row_set:
 * @self: a row
 * @column: a column of its table
 * @value: (nullable): a canonical value; "" is the same as %NULL
 *
 * A sealed column keeps nothing.
 */
void
kh_row_set (KhRow      *self,
            guint       column,
            const char *value)
{
  g_return_if_fail (KH_IS_ROW (self));
  g_return_if_fail (column < self->n_columns);

  if (kh_table_get_column (self->table, column)->sealed || (value != NULL && *value == '\0'))
    value = NULL;
  self->hidden[column] = FALSE;
  if (g_strcmp0 (self->values[column], value) == 0)
    return;

  g_free (self->values[column]);
  self->values[column] = g_strdup (value);
}

/**
 * kh_row_get_number:
 * @self: a row
 * @column: a column whose canonical value is a whole number
 *
 * Returns: the number, or 0 for none
 */
gint64
kh_row_get_number (KhRow *self,
                   guint  column)
{
  const char *value = kh_row_get (self, column);

  return value != NULL ? g_ascii_strtoll (value, NULL, 10) : 0;
}

/**
 * kh_row_get_boolean:
 * @self: a row
 * @column: a %KH_VALUE_BOOLEAN column
 *
 * Returns: whether it is yes
 */
gboolean
kh_row_get_boolean (KhRow *self,
                    guint  column)
{
  return g_strcmp0 (kh_row_get (self, column), "1") == 0;
}

/**
 * kh_row_hide:
 * @self: a row
 * @column: a column of its table
 *
 * Forgets the value, and that there was one or none, as kh_customer_hide() does.
 */
void
kh_row_hide (KhRow *self,
             guint  column)
{
  kh_row_set (self, column, NULL);
  kh_row_set_sealed (self, column, FALSE);
  kh_row_set_secret (self, column, NULL);
  kh_row_set_renewed (self, column, FALSE);
  self->hidden[column] = TRUE;
}

/**
 * kh_row_is_hidden:
 * @self: a row
 * @column: a column of its table
 *
 * Returns: whether its value was taken out, for want of a grant to see it
 */
gboolean
kh_row_is_hidden (KhRow *self,
                  guint  column)
{
  g_return_val_if_fail (KH_IS_ROW (self), TRUE);
  g_return_val_if_fail (column < self->n_columns, TRUE);

  return self->hidden[column];
}

/**
 * kh_row_is_sealed:
 * @self: a row
 * @column: a column of its table
 *
 * Returns: whether the data file keeps a sealed value of it; never for whoever may not see it
 */
gboolean
kh_row_is_sealed (KhRow *self,
                  guint  column)
{
  g_return_val_if_fail (KH_IS_ROW (self), FALSE);
  g_return_val_if_fail (column < self->n_columns, FALSE);

  return self->sealed[column];
}

/**
 * kh_row_set_sealed:
 * @self: a row
 * @column: a column that is kept encrypted
 * @sealed: whether there is a value of it
 *
 * For the store.
 */
void
kh_row_set_sealed (KhRow    *self,
                   guint     column,
                   gboolean  sealed)
{
  g_return_if_fail (KH_IS_ROW (self));
  g_return_if_fail (column < self->n_columns);

  self->sealed[column] = sealed && kh_table_get_column (self->table, column)->sealed;
}

/**
 * kh_row_get_secret:
 * @self: a row
 * @column: a sealed column
 *
 * Returns: (transfer none) (nullable): its value, where that is at hand
 */
KhSecret *
kh_row_get_secret (KhRow *self,
                   guint  column)
{
  g_return_val_if_fail (KH_IS_ROW (self), NULL);

  return self->secrets != NULL ? g_hash_table_lookup (self->secrets, GUINT_TO_POINTER (column)) : NULL;
}

/**
 * kh_row_set_secret:
 * @self: a row
 * @column: a sealed column
 * @secret: (nullable): its value, for as long as the row is compared or sent; it is no part of the row's
 *   text, and is never kept with it
 */
void
kh_row_set_secret (KhRow    *self,
                   guint     column,
                   KhSecret *secret)
{
  g_return_if_fail (KH_IS_ROW (self));
  g_return_if_fail (column < self->n_columns);

  if (secret == NULL)
    {
      if (self->secrets != NULL)
        g_hash_table_remove (self->secrets, GUINT_TO_POINTER (column));
      return;
    }
  if (self->secrets == NULL)
    self->secrets = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) kh_secret_unref);
  g_hash_table_replace (self->secrets, GUINT_TO_POINTER (column), kh_secret_ref (secret));
}

/**
 * kh_row_is_renewed:
 * @self: a row
 * @column: a sealed column
 *
 * Returns: whether its value is one that the station has yet to get
 */
gboolean
kh_row_is_renewed (KhRow *self,
                   guint  column)
{
  g_return_val_if_fail (KH_IS_ROW (self), FALSE);

  return (self->renewed & ((guint32) 1 << column)) != 0;
}

/**
 * kh_row_set_renewed:
 * @self: a row
 * @column: a sealed column
 * @renewed: whether the station has yet to get its value
 */
void
kh_row_set_renewed (KhRow    *self,
                    guint     column,
                    gboolean  renewed)
{
  g_return_if_fail (KH_IS_ROW (self));

  if (renewed)
    self->renewed |= (guint32) 1 << column;
  else
    self->renewed &= ~((guint32) 1 << column);
}

/**
 * kh_row_is_any_renewed:
 * @self: a row
 *
 * Returns: whether that is so of any of its columns
 */
gboolean
kh_row_is_any_renewed (KhRow *self)
{
  g_return_val_if_fail (KH_IS_ROW (self), FALSE);

  return self->renewed != 0;
}

/**
 * kh_row_clear_renewed:
 * @self: a row
 *
 * For a row that was agreed on: there is nothing that the station has yet to get of it.
 */
void
kh_row_clear_renewed (KhRow *self)
{
  g_return_if_fail (KH_IS_ROW (self));

  self->renewed = 0;
}

/**
 * kh_row_copy_renewed:
 * @self: a row
 * @from: another of the same table
 *
 * What the station has yet to get of @from, it has yet to get of @self as well.
 */
void
kh_row_copy_renewed (KhRow *self,
                     KhRow *from)
{
  g_return_if_fail (KH_IS_ROW (self));
  g_return_if_fail (KH_IS_ROW (from) && from->table == self->table);

  self->renewed |= from->renewed;
}

/**
 * kh_row_take_renewed:
 * @self: a row as it is to be, which says which of its secrets are new ones
 * @kept: the record's row, which has them where they are at hand
 *
 * Takes those that the station has yet to get.
 */
void
kh_row_take_renewed (KhRow *self,
                     KhRow *kept)
{
  g_return_if_fail (KH_IS_ROW (self));
  g_return_if_fail (KH_IS_ROW (kept) && kept->table == self->table);

  for (guint i = 0; i < self->n_columns; i++)
    {
      if (kh_row_is_renewed (self, i))
        kh_row_set_secret (self, i, kh_row_get_secret (kept, i));
    }
}

/**
 * kh_row_equal:
 * @self: a row
 * @other: another of the same table
 *
 * Returns: whether every plain value is the same; ids and what is sealed are not looked at
 */
gboolean
kh_row_equal (KhRow *self,
              KhRow *other)
{
  g_return_val_if_fail (KH_IS_ROW (self), FALSE);
  g_return_val_if_fail (KH_IS_ROW (other) && other->table == self->table, FALSE);

  for (guint i = 0; i < self->n_columns; i++)
    {
      if (g_strcmp0 (self->values[i], other->values[i]) != 0)
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_row_same_identity:
 * @self: a row
 * @other: another of the same table
 *
 * Returns: whether both have what no two rows of a customer may share; never for a table
 *   whose rows may be alike, or a row that lacks a part of it
 */
gboolean
kh_row_same_identity (KhRow *self,
                      KhRow *other)
{
  const KhTable *table;

  g_return_val_if_fail (KH_IS_ROW (self), FALSE);
  g_return_val_if_fail (KH_IS_ROW (other) && other->table == self->table, FALSE);

  table = kh_table_get (self->table);
  for (guint i = 0; i < table->n_identity; i++)
    {
      guint column = table->identity[i];

      if (self->values[column] == NULL || other->values[column] == NULL ||
          !kh_value_same (&table->columns[column], self->values[column], other->values[column]))
        return FALSE;
    }

  return table->n_identity > 0;
}

/* %NULL where one of the values is missing: such a row is like no other. */
static char *
join (KhRow       *self,
      const guint *columns,
      guint        n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      const KhDatapoint *column = kh_table_get_column (self->table, columns[i]);
      const char *value = kh_row_get (self, columns[i]);
      g_autofree char *number = value != NULL && column->type == KH_VALUE_ZONE ? kh_value_normalise (column, value) : NULL;

      if (value == NULL)
        return g_string_free (text, TRUE);
      g_string_append_printf (text, "%s\n", number != NULL ? number : value);
    }

  return g_string_free (text, text->len == 0);
}

/**
 * kh_row_dup_identity:
 * @self: a row
 *
 * Returns: (transfer full) (nullable): a text that no other row of the customer's table has, or
 *   %NULL where two rows may be alike
 */
char *
kh_row_dup_identity (KhRow *self)
{
  const KhTable *table;

  g_return_val_if_fail (KH_IS_ROW (self), NULL);

  table = kh_table_get (self->table);

  return join (self, table->identity, table->n_identity);
}

/**
 * kh_row_dup_parent:
 * @self: a row
 *
 * Returns: (transfer full) (nullable): the kh_row_dup_identity() of the row of the table's parent
 *   on which it hangs, or %NULL for none
 */
char *
kh_row_dup_parent (KhRow *self)
{
  const KhTable *table;

  g_return_val_if_fail (KH_IS_ROW (self), NULL);

  table = kh_table_get (self->table);
  if (table->parent == KH_N_TABLES)
    return NULL;

  return join (self, table->hangs, kh_table_get (table->parent)->n_identity);
}

/**
 * kh_row_dup_title:
 * @self: a row
 *
 * Returns: (transfer full): what to call it: its title, or its identity, or the table's word for a row
 */
char *
kh_row_dup_title (KhRow *self)
{
  const KhTable *table;
  g_autoptr (GString) title = g_string_new (NULL);

  g_return_val_if_fail (KH_IS_ROW (self), NULL);

  table = kh_table_get (self->table);
  if (self->values[table->title] != NULL)
    return kh_value_format (&table->columns[table->title], self->values[table->title], NULL);

  for (guint i = 0; i < table->n_identity; i++)
    {
      g_autofree char *text = kh_value_format (&table->columns[table->identity[i]],
                                               self->values[table->identity[i]], NULL);

      g_string_append_printf (title, "%s%s", title->len > 0 ? "-" : "", text);
    }

  return g_strdup_printf (title->len > 0 ? "%s %s" : "%s%s", kh_table_get_row_label (self->table), title->str);
}
