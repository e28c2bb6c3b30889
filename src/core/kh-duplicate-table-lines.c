/* kh-duplicate-table-lines.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-tables-private.h"

#include "kh-value-type.h"

/* While the lines are made: those of before by what they are of, and the lines of the rows by what
 * hangs on them. */
typedef struct {
  KhDuplicateTables *tables;
  GHashTable *earlier;
  GPtrArray *rows;
  GPtrArray *lines;
  GHashTable *parents[KH_N_TABLES];
} Making;

/* Takes no part of the row but what it is: its values may have changed. */
static char *
dup_key (guint  group,
         KhRow *row)
{
  if (row == NULL)
    return kh_duplicate_group_dup_key (group);

  return g_strdup_printf ("%s#%" G_GINT64_FORMAT, kh_table_get (kh_row_get_table (row))->key, kh_row_get_id (row));
}

static GHashTable *
index_lines (GPtrArray *lines)
{
  GHashTable *index = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; lines != NULL && i < lines->len; i++)
    {
      KhDuplicateTableLine *line = g_ptr_array_index (lines, i);

      g_hash_table_insert (index, dup_key (line->group, line->row), line);
    }

  return index;
}

static gboolean
is_same (KhRow *a,
         KhRow *b)
{
  if (a == NULL || b == NULL)
    return a == b;
  for (guint i = 0; i < kh_table_get (kh_row_get_table (a))->n_columns; i++)
    if (kh_row_is_sealed (a, i) != kh_row_is_sealed (b, i))
      return FALSE;

  return kh_row_equal (a, b);
}

/* A line that says what it said before stays the same one, so that whoever is on it stays there. */
static KhDuplicateTableLine *
add_line (Making *making,
          guint   group,
          KhRow  *row)
{
  g_autofree char *key = dup_key (group, row);
  KhDuplicateTableLine *before = g_hash_table_lookup (making->earlier, key);
  KhDuplicateTableLine *line;

  if (before != NULL && is_same (before->row, row))
    {
      line = g_object_ref (before);
      before->parent = before->head = NULL;
    }
  else
    {
      line = kh_duplicate_table_line_new (making->tables, group, row);
      line->fault = row == NULL ? NULL : kh_duplicate_table_rules_dup_fault (row);
      line->wanted = before == NULL ? TRUE : before->wanted;
      line->chosen = before == NULL ? FALSE : before->chosen;
    }
  g_ptr_array_add (making->lines, line);

  return line;
}

static gboolean
hangs_on (KhTableId table,
          KhTableId parent)
{
  return kh_table_get (table)->parent == parent && !kh_table_get (table)->loose;
}

static void add_rows (Making               *making,
                      KhTableId             table,
                      KhDuplicateTableLine *head,
                      KhDuplicateTableLine *parent);

static void
add_row (Making               *making,
         KhRow                *row,
         KhDuplicateTableLine *head,
         KhDuplicateTableLine *parent)
{
  KhDuplicateTableLine *line = add_line (making, head->group, row);

  line->head = head;
  line->parent = parent;
  for (guint i = 0; i < KH_N_TABLES; i++)
    if (hangs_on ((KhTableId) i, kh_row_get_table (row)))
      add_rows (making, (KhTableId) i, head, line);
}

/* The rows of a table by the identity of the row that each hangs on. */
static GHashTable *
ensure_children (Making    *making,
                 KhTableId  table)
{
  KhRows *rows = kh_rows_of_table (making->rows, table);
  GHashTable *children = making->parents[table];

  if (children != NULL)
    return children;
  children = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  making->parents[table] = children;
  for (guint i = 0; rows != NULL && i < kh_rows_get_n (rows); i++)
    {
      g_autofree char *parent = kh_row_dup_parent (kh_rows_get (rows, i));
      GPtrArray *list = g_hash_table_lookup (children, parent == NULL ? "" : parent);

      if (list == NULL)
        {
          list = g_ptr_array_new ();
          g_hash_table_insert (children, g_strdup (parent == NULL ? "" : parent), list);
        }
      g_ptr_array_add (list, kh_rows_get (rows, i));
    }

  return children;
}

/* Those that hang on @parent. */
static void
add_rows (Making               *making,
          KhTableId             table,
          KhDuplicateTableLine *head,
          KhDuplicateTableLine *parent)
{
  g_autofree char *identity = kh_row_dup_identity (parent->row);
  const GPtrArray *list = identity == NULL ? NULL : g_hash_table_lookup (ensure_children (making, table), identity);

  for (guint i = 0; list != NULL && i < list->len; i++)
    add_row (making, g_ptr_array_index (list, i), head, parent);
  if (list != NULL)
    g_hash_table_remove (making->parents[table], identity);
}

/* What hangs on a row that the customer does not have stands for itself. */
static void
add_orphans (Making               *making,
             KhTableId             table,
             KhDuplicateTableLine *head)
{
  GHashTable *left = ensure_children (making, table);
  KhRows *rows = kh_rows_of_table (making->rows, table);

  for (guint i = 0; rows != NULL && i < kh_rows_get_n (rows); i++)
    {
      g_autofree char *parent = kh_row_dup_parent (kh_rows_get (rows, i));

      if (g_hash_table_contains (left, parent == NULL ? "" : parent))
        add_row (making, kh_rows_get (rows, i), head, NULL);
    }
}

static gboolean
has_rows (Making    *making,
          KhTableId  head)
{
  for (guint i = 0; i < making->rows->len; i++)
    {
      KhRows *rows = g_ptr_array_index (making->rows, i);

      if (kh_rows_get_n (rows) > 0 && kh_duplicate_group_get_head (kh_rows_get_table (rows)) == head)
        return TRUE;
    }

  return FALSE;
}

static void
add_columns (Making               *making,
             KhDuplicateTableLine *head)
{
  KhTableId table = kh_duplicate_group_get (head->group)->table;

  for (guint i = head->group + 1; i < kh_duplicate_groups_get_n (); i++)
    {
      const KhDuplicateGroup *group = kh_duplicate_group_get (i);
      KhDuplicateTableLine *line;

      if (group->column == KH_COLUMN_NONE || kh_duplicate_group_get_head (group->table) != table)
        return;
      line = add_line (making, i, NULL);
      line->head = head;
      /* So many dots for whatever is sealed. */
      kh_duplicate_table_line_take_value (line, kh_value_format (kh_datapoint_get (KH_DATAPOINT_PASSCODE), "x", NULL));
    }
}

static void
add_group (Making *making,
           guint   group)
{
  KhTableId table = kh_duplicate_group_get (group)->table;
  KhDuplicateTableLine *head;
  KhRows *rows;

  if (kh_duplicate_group_get (group)->column != KH_COLUMN_NONE || !has_rows (making, table))
    return;
  head = add_line (making, group, NULL);
  head->folds = TRUE;
  rows = kh_rows_of_table (making->rows, table);
  for (guint i = 0; rows != NULL && i < kh_rows_get_n (rows); i++)
    add_row (making, kh_rows_get (rows, i), head, NULL);
  for (guint i = 0; i < KH_N_TABLES; i++)
    if (i != table && kh_duplicate_group_get_head ((KhTableId) i) == table)
      add_orphans (making, (KhTableId) i, head);
  add_columns (making, head);
}

/*< private >
 * kh_duplicate_table_lines_make:
 * @tables: what they are lines of
 * @earlier: (element-type KhDuplicateTableLine) (nullable): those of before; what was chosen stays
 * @rows: (element-type KhRows): the rows of the original, as the member may see them
 *
 * Returns: (transfer full) (element-type KhDuplicateTableLine): the lines, in the order of the sections;
 *   each after what it hangs on
 */
GPtrArray *
kh_duplicate_table_lines_make (KhDuplicateTables *tables,
                               GPtrArray         *earlier,
                               GPtrArray         *rows)
{
  Making making = { .tables = tables, .rows = rows };

  making.earlier = index_lines (earlier);
  making.lines = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint section = 0; section < KH_N_SECTIONS; section++)
    for (guint i = 0; i < kh_duplicate_groups_get_n (); i++)
      if (kh_duplicate_group_get_section (i) == (KhSection) section)
        add_group (&making, i);
  for (guint i = 0; i < KH_N_TABLES; i++)
    g_clear_pointer (&making.parents[i], g_hash_table_unref);
  g_hash_table_unref (making.earlier);

  return making.lines;
}
