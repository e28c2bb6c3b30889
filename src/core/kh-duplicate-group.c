/* kh-duplicate-group.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-group.h"

#include "kh-place.h"

#include <glib/gi18n-lib.h>

typedef struct {
  guint n;
  KhDuplicateGroup groups[KH_DUPLICATE_MOST_GROUPS];
} Groups;

static gboolean
is_offered (KhDuplicateRule rule)
{
  return rule == KH_DUPLICATE_ON || rule == KH_DUPLICATE_OFF;
}

static void
add (Groups    *groups,
     KhTableId  table,
     guint      column)
{
  g_assert (groups->n < KH_DUPLICATE_MOST_GROUPS);
  groups->groups[groups->n].table = table;
  groups->groups[groups->n].column = column;
  groups->n++;
}

static void
add_columns (Groups    *groups,
             KhTableId  head)
{
  for (guint i = 0; i < KH_N_TABLES; i++)
    for (guint j = 0; kh_duplicate_group_get_head ((KhTableId) i) == head && j < kh_table_get ((KhTableId) i)->n_columns; j++)
      {
        const KhDatapoint *column = kh_table_get_column ((KhTableId) i, j);

        if (column->sealed && is_offered (column->duplicate))
          add (groups, (KhTableId) i, j);
      }
}

static Groups *
make_groups (void)
{
  Groups *groups = g_new0 (Groups, 1);

  for (guint i = 0; i < KH_N_TABLES; i++)
    if (is_offered (kh_table_get ((KhTableId) i)->duplicate) &&
        kh_duplicate_group_get_head ((KhTableId) i) == (KhTableId) i)
      {
        add (groups, (KhTableId) i, KH_COLUMN_NONE);
        add_columns (groups, (KhTableId) i);
      }

  return groups;
}

/* The registry does not change while the program runs. */
static const Groups *
get_groups (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, (gsize) make_groups ());

  return (const Groups *) once;
}

/**
 * kh_duplicate_groups_get_n:
 *
 * Returns: how many groups there are
 */
guint
kh_duplicate_groups_get_n (void)
{
  return get_groups ()->n;
}

/**
 * kh_duplicate_group_get:
 * @group: its place among the groups
 *
 * Returns: (transfer none): the group
 */
const KhDuplicateGroup *
kh_duplicate_group_get (guint group)
{
  g_return_val_if_fail (group < kh_duplicate_groups_get_n (), NULL);

  return &get_groups ()->groups[group];
}

/**
 * kh_duplicate_group_find:
 * @table: a table
 * @column: a sealed column of it, or %KH_COLUMN_NONE
 *
 * Returns: the place of that group; as many as there are where it is none
 */
guint
kh_duplicate_group_find (KhTableId table,
                         guint     column)
{
  const Groups *groups = get_groups ();
  guint i = 0;

  while (i < groups->n && (groups->groups[i].table != table || groups->groups[i].column != column))
    i++;

  return i;
}

/**
 * kh_duplicate_group_lookup:
 * @key: what kh_duplicate_group_dup_key() gives
 *
 * Returns: the place of that group; as many as there are where it is none, such as a newer
 *   program's
 */
guint
kh_duplicate_group_lookup (const char *key)
{
  guint n = kh_duplicate_groups_get_n ();

  g_return_val_if_fail (key != NULL, n);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *own = kh_duplicate_group_dup_key (i);

      if (g_str_equal (own, key))
        return i;
    }

  return n;
}

/**
 * kh_duplicate_group_dup_key:
 * @group: its place among the groups
 *
 * Returns: (transfer full): what it is kept by, such as "contacts" and "contacts/pin"; no
 *   datapoint has the same
 */
char *
kh_duplicate_group_dup_key (guint group)
{
  const KhDuplicateGroup *found = kh_duplicate_group_get (group);

  return kh_place_dup_key (found->table, found->column);
}

/**
 * kh_duplicate_group_dup_label:
 * @group: its place among the groups
 *
 * Returns: (transfer full): what its switch is called, in the user's language
 */
char *
kh_duplicate_group_dup_label (guint group)
{
  const KhDuplicateGroup *found = kh_duplicate_group_get (group);

  if (found->column == KH_COLUMN_NONE)
    return g_strdup (kh_table_get_label (found->table));

  /* Translators: the name of a table and of a value in it, such as Contacts: PIN. */
  return g_strdup_printf (_("%s: %s"), kh_table_get_label (found->table),
                          kh_table_get_column_label (found->table, found->column));
}

/**
 * kh_duplicate_group_get_section:
 * @group: its place among the groups
 *
 * Returns: the section in which it stands, after the datapoints
 */
KhSection
kh_duplicate_group_get_section (guint group)
{
  return kh_table_get (kh_duplicate_group_get_head (kh_duplicate_group_get (group)->table))->section;
}

/**
 * kh_duplicate_group_get_rule:
 * @group: its place among the groups
 *
 * Returns: what Duplicate does with it when nobody chose otherwise
 */
KhDuplicateRule
kh_duplicate_group_get_rule (guint group)
{
  const KhDuplicateGroup *found = kh_duplicate_group_get (group);

  return found->column == KH_COLUMN_NONE ? kh_table_get (found->table)->duplicate
                                         : kh_table_get_column (found->table, found->column)->duplicate;
}

/**
 * kh_duplicate_group_get_head:
 * @table: a table
 *
 * Returns: the table whose switch its rows go with: the one that it hangs on, or itself
 */
KhTableId
kh_duplicate_group_get_head (KhTableId table)
{
  while (kh_table_get (table)->parent != KH_N_TABLES && !kh_table_get (table)->loose)
    table = kh_table_get (table)->parent;

  return table;
}
