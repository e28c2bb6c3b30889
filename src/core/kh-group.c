/* kh-group.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "kh-group"

#include "config.h"

#include "kh-group-private.h"

#include <glib/gi18n-lib.h>

/**
 * kh_group_get:
 * @id: a group
 *
 * Returns: (transfer none): its row of the registry
 */
const KhGroup *
kh_group_get (KhGroupId id)
{
  g_return_val_if_fail ((guint) id < KH_N_GROUPS, NULL);

  return &kh_group_table[id];
}

/**
 * kh_group_lookup:
 * @key: a key such as "contacts"
 *
 * Returns: (transfer none) (nullable): the group with that key, or %NULL
 */
const KhGroup *
kh_group_lookup (const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  for (guint i = 0; i < KH_N_GROUPS; i++)
    {
      if (g_str_equal (kh_group_table[i].key, key))
        return &kh_group_table[i];
    }

  return NULL;
}

/**
 * kh_group_get_label:
 * @id: a group
 *
 * Returns: (transfer none): its shown name in the user's language
 */
const char *
kh_group_get_label (KhGroupId id)
{
  return _(kh_group_get (id)->label);
}

/**
 * kh_group_get_row_label:
 * @id: a group
 *
 * Returns: (transfer none): what one of its rows is called, in the user's language
 */
const char *
kh_group_get_row_label (KhGroupId id)
{
  return _(kh_group_get (id)->row_label);
}

/**
 * kh_group_dup_table:
 * @id: a group
 *
 * Returns: (transfer full): the name of its SQL table
 */
char *
kh_group_dup_table (KhGroupId id)
{
  return g_strdelimit (g_strconcat ("customer_", kh_group_get (id)->key, NULL), "-", '_');
}

/**
 * kh_group_get_column:
 * @id: a group
 * @column: one of its columns
 *
 * Returns: (transfer none): the column, for the functions of kh-value-type.h
 */
const KhDatapoint *
kh_group_get_column (KhGroupId id,
                     guint     column)
{
  const KhGroup *group = kh_group_get (id);

  g_return_val_if_fail (column < group->n_columns, NULL);

  return &group->columns[column];
}

/**
 * kh_group_lookup_column:
 * @id: a group
 * @key: a column's key such as "phone-1"
 *
 * Returns: (transfer none) (nullable): the column with that key, or %NULL
 */
const KhDatapoint *
kh_group_lookup_column (KhGroupId   id,
                        const char *key)
{
  const KhGroup *group = kh_group_get (id);

  g_return_val_if_fail (key != NULL, NULL);

  for (guint i = 0; i < group->n_columns; i++)
    {
      if (g_str_equal (group->columns[i].key, key))
        return &group->columns[i];
    }

  return NULL;
}

/**
 * kh_group_get_column_label:
 * @id: a group
 * @column: one of its columns
 *
 * Returns: (transfer none): its shown name in the user's language
 */
const char *
kh_group_get_column_label (KhGroupId id,
                           guint     column)
{
  return _(kh_group_get_column (id, column)->label);
}

/**
 * kh_group_dup_column:
 * @id: a group
 * @column: one of its columns
 *
 * "order" and "from" are words of SQL, so the name is the key with `c_` before it.
 *
 * Returns: (transfer full): the name of its SQL column
 */
char *
kh_group_dup_column (KhGroupId id,
                     guint     column)
{
  return g_strdelimit (g_strconcat ("c_", kh_group_get_column (id, column)->key, NULL), "-", '_');
}

/**
 * kh_group_may_view:
 * @grants: what the member may do
 * @id: a group
 *
 * Returns: whether the member may see that there are rows
 */
gboolean
kh_group_may_view (KhGrants  grants,
                   KhGroupId id)
{
  return kh_grants_has (grants, KH_GRANT_CUSTOMER_VIEW) && kh_grants_has (grants, kh_group_get (id)->view);
}

/**
 * kh_group_may_view_column:
 * @grants: what the member may do
 * @id: a group
 * @column: one of its columns
 *
 * Returns: whether the member may see that column's values
 */
gboolean
kh_group_may_view_column (KhGrants  grants,
                          KhGroupId id,
                          guint     column)
{
  return kh_group_may_view (grants, id) && kh_grants_has (grants, kh_group_get_column (id, column)->view);
}

/**
 * kh_group_may_change_column:
 * @grants: what the member may do
 * @id: a group
 * @column: one of its columns
 * @row_is_new: whether the row is being added
 *
 * Returns: whether the member may set that column of such a row; never without seeing it
 */
gboolean
kh_group_may_change_column (KhGrants  grants,
                            KhGroupId id,
                            guint     column,
                            gboolean  row_is_new)
{
  const KhGroup *group = kh_group_get (id);
  const KhDatapoint *row = kh_group_get_column (id, column);

  if (!kh_group_may_view_column (grants, id, column))
    return FALSE;
  if (!kh_grants_has (grants, row_is_new ? group->create : group->modify))
    return FALSE;

  return row->modify == group->modify || kh_grants_has (grants, row->modify);
}
