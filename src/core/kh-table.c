/* kh-table.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-table-private.h"

#include <glib/gi18n-lib.h>

/**
 * kh_table_get:
 * @id: a table
 *
 * Returns: (transfer none): its row of the registry
 */
const KhTable *
kh_table_get (KhTableId id)
{
  g_return_val_if_fail ((guint) id < KH_N_TABLES, NULL);

  return &kh_table_table[id];
}

/**
 * kh_table_lookup:
 * @key: a key such as "contacts"
 *
 * Returns: (transfer none) (nullable): the table with that key, or %NULL
 */
const KhTable *
kh_table_lookup (const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      if (g_str_equal (kh_table_table[i].key, key))
        return &kh_table_table[i];
    }

  return NULL;
}

/**
 * kh_table_get_label:
 * @id: a table
 *
 * Returns: (transfer none): its shown name in the user's language
 */
const char *
kh_table_get_label (KhTableId id)
{
  return _(kh_table_get (id)->label);
}

/**
 * kh_table_get_row_label:
 * @id: a table
 *
 * Returns: (transfer none): what one of its rows is called, in the user's language
 */
const char *
kh_table_get_row_label (KhTableId id)
{
  return _(kh_table_get (id)->row_label);
}

/**
 * kh_table_dup_sql:
 * @id: a table
 *
 * Returns: (transfer full): the name of its SQL table
 */
char *
kh_table_dup_sql (KhTableId id)
{
  return g_strdelimit (g_strconcat ("customer_", kh_table_get (id)->key, NULL), "-", '_');
}

/**
 * kh_table_get_column:
 * @id: a table
 * @column: one of its columns
 *
 * Returns: (transfer none): the column, for the functions of kh-value-type.h
 */
const KhDatapoint *
kh_table_get_column (KhTableId id,
                     guint     column)
{
  const KhTable *table = kh_table_get (id);

  g_return_val_if_fail (column < table->n_columns, NULL);

  return &table->columns[column];
}

/**
 * kh_table_lookup_column:
 * @id: a table
 * @key: a column's key such as "phone-1"
 *
 * Returns: (transfer none) (nullable): the column with that key, or %NULL
 */
const KhDatapoint *
kh_table_lookup_column (KhTableId   id,
                        const char *key)
{
  const KhTable *table = kh_table_get (id);

  g_return_val_if_fail (key != NULL, NULL);

  for (guint i = 0; i < table->n_columns; i++)
    {
      if (g_str_equal (table->columns[i].key, key))
        return &table->columns[i];
    }

  return NULL;
}

/**
 * kh_table_is_annexed:
 * @id: a table
 * @column: one of its columns
 *
 * Returns: whether a station has it in the table's annex, and not in the row's own item
 */
gboolean
kh_table_is_annexed (KhTableId id,
                     guint     column)
{
  const KhTableAnnex *annex = kh_table_get (id)->annex;
  const char *wire = kh_table_get_column (id, column)->wire;

  return annex != NULL && wire != NULL && g_str_has_prefix (wire, annex->prefix);
}

/**
 * kh_table_get_column_label:
 * @id: a table
 * @column: one of its columns
 *
 * Returns: (transfer none): its shown name in the user's language
 */
const char *
kh_table_get_column_label (KhTableId id,
                           guint     column)
{
  return _(kh_table_get_column (id, column)->label);
}

/**
 * kh_table_dup_column:
 * @id: a table
 * @column: one of its columns
 *
 * "order" and "from" are words of SQL, so the name is the key with `c_` before it.
 *
 * Returns: (transfer full): the name of its SQL column
 */
char *
kh_table_dup_column (KhTableId id,
                     guint     column)
{
  return g_strdelimit (g_strconcat ("c_", kh_table_get_column (id, column)->key, NULL), "-", '_');
}

/**
 * kh_table_may_view:
 * @grants: what the member may do
 * @id: a table
 *
 * Returns: whether the member may see that there are rows
 */
gboolean
kh_table_may_view (KhGrants  grants,
                   KhTableId id)
{
  return kh_grants_has (grants, KH_GRANT_CUSTOMER_VIEW) && kh_grants_has (grants, kh_table_get (id)->view);
}

/**
 * kh_table_may_view_column:
 * @grants: what the member may do
 * @id: a table
 * @column: one of its columns
 *
 * Returns: whether the member may see that column's values
 */
gboolean
kh_table_may_view_column (KhGrants  grants,
                          KhTableId id,
                          guint     column)
{
  return kh_table_may_view (grants, id) && kh_grants_has (grants, kh_table_get_column (id, column)->view);
}

/**
 * kh_table_may_change_column:
 * @grants: what the member may do
 * @id: a table
 * @column: one of its columns
 * @row_is_new: whether the row is being added
 *
 * Returns: whether the member may set that column of such a row; never without seeing it
 */
gboolean
kh_table_may_change_column (KhGrants  grants,
                            KhTableId id,
                            guint     column,
                            gboolean  row_is_new)
{
  const KhTable *table = kh_table_get (id);
  const KhDatapoint *row = kh_table_get_column (id, column);

  if (!kh_table_may_view_column (grants, id, column))
    return FALSE;
  if (!kh_grants_has (grants, row_is_new ? table->create : table->modify))
    return FALSE;

  return row->modify == table->modify || kh_grants_has (grants, row->modify);
}
