/* kh-duplicate-tables.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-tables.h"

#include "kh-duplicate-tables-private.h"

struct _KhDuplicateTables
{
  GObject parent_instance;

  /* Owned */
  KhDuplicateDefaults *defaults;
  GPtrArray *lines;

  /* State */
  KhGrants grants;
};

G_DEFINE_FINAL_TYPE (KhDuplicateTables, kh_duplicate_tables, G_TYPE_OBJECT)

enum {
  CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static KhDuplicateTableLine *
get_line (KhDuplicateTables *self,
          guint              i)
{
  return g_ptr_array_index (self->lines, i);
}

/* Whoever still holds a line can only look at it. */
static void
leave (KhDuplicateTableLine *line)
{
  line->tables = NULL;
  line->head = line->parent = NULL;
}

static void
kh_duplicate_tables_finalize (GObject *object)
{
  KhDuplicateTables *self = KH_DUPLICATE_TABLES (object);

  for (guint i = 0; i < self->lines->len; i++)
    leave (get_line (self, i));
  g_ptr_array_unref (self->lines);
  g_object_unref (self->defaults);

  G_OBJECT_CLASS (kh_duplicate_tables_parent_class)->finalize (object);
}

static void
kh_duplicate_tables_class_init (KhDuplicateTablesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_duplicate_tables_finalize;

  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kh_duplicate_tables_init (KhDuplicateTables *self)
{
  self->lines = g_ptr_array_new_with_free_func (g_object_unref);
}

/*< private >
 * kh_duplicate_tables_update:
 * @self: tables
 *
 * Works out anew what is shown of each line.
 */
void
kh_duplicate_tables_update (KhDuplicateTables *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      KhDuplicateTableLook look = kh_duplicate_table_rules_judge (self->lines, self->grants, get_line (self, i));

      kh_duplicate_table_line_take (get_line (self, i), &look);
    }
  for (guint i = 0; i < self->lines->len; i++)
    if (kh_duplicate_table_line_is_head (get_line (self, i)))
      kh_duplicate_table_line_take_value (get_line (self, i),
                                          kh_duplicate_table_rules_dup_count (self->lines, get_line (self, i)));
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
want_defaults (KhDuplicateTables *self,
               gboolean           keep)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      KhDuplicateTableLine *line = get_line (self, i);

      if (keep && line->chosen)
        continue;
      line->chosen = FALSE;
      line->wanted = line->row != NULL || kh_duplicate_defaults_get_group (self->defaults, line->group);
    }
}

/**
 * kh_duplicate_tables_new:
 * @defaults: how the switches start
 * @grants: what the member may do
 *
 * Returns: (transfer full): what Duplicate does with the tables of a customer of whose rows nothing is known
 *   yet
 */
KhDuplicateTables *
kh_duplicate_tables_new (KhDuplicateDefaults *defaults,
                         KhGrants             grants)
{
  KhDuplicateTables *self = NULL;

  g_return_val_if_fail (KH_IS_DUPLICATE_DEFAULTS (defaults), NULL);

  self = g_object_new (KH_TYPE_DUPLICATE_TABLES, NULL);
  self->defaults = g_object_ref (defaults);
  self->grants = grants;

  return self;
}

static guint32
get_bit (KhDuplicateTableLine *line)
{
  return (guint32) 1 << line->group;
}

/* Lines that say something else than before are others. */
static guint32
leave_changed (GPtrArray *before,
               GPtrArray *after)
{
  g_autoptr (GHashTable) others = g_hash_table_new (NULL, NULL);
  GHashTableIter iter;
  gpointer line;
  guint32 changed = 0;

  for (guint i = 0; i < after->len; i++)
    g_hash_table_add (others, g_ptr_array_index (after, i));
  for (guint i = 0; i < before->len; i++)
    if (!g_hash_table_remove (others, g_ptr_array_index (before, i)))
      {
        changed |= get_bit (g_ptr_array_index (before, i));
        leave (g_ptr_array_index (before, i));
      }
  g_hash_table_iter_init (&iter, others);
  while (g_hash_table_iter_next (&iter, &line, NULL))
    changed |= get_bit (line);

  return changed;
}

/**
 * kh_duplicate_tables_take_rows:
 * @self: tables
 * @tables: (element-type KhRows): the rows of the original as they are now, as the member may see them
 * @grants: what the member may do now
 *
 * Switches that were moved stay, those of rows that are there still.
 *
 * Returns: a bit for each group of which the member sees something else than before
 */
guint32
kh_duplicate_tables_take_rows (KhDuplicateTables *self,
                               GPtrArray         *tables,
                               KhGrants           grants)
{
  g_autoptr (GPtrArray) before = NULL;
  guint32 changed;

  g_return_val_if_fail (KH_IS_DUPLICATE_TABLES (self), 0);
  g_return_val_if_fail (tables != NULL, 0);

  before = g_steal_pointer (&self->lines);
  self->lines = kh_duplicate_table_lines_make (self, before, tables);
  self->grants = grants;
  want_defaults (self, TRUE);
  changed = leave_changed (before, self->lines);
  kh_duplicate_tables_update (self);

  return changed;
}

/**
 * kh_duplicate_tables_get_lines:
 * @self: tables
 *
 * Returns: (transfer none) (element-type KhDuplicateTableLine): the lines, in the order of the sections; of
 *   some of them nothing is shown. Another list after kh_duplicate_tables_take_rows()
 */
GPtrArray *
kh_duplicate_tables_get_lines (KhDuplicateTables *self)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_TABLES (self), NULL);

  return self->lines;
}

/**
 * kh_duplicate_tables_find_group:
 * @self: tables
 * @group: a group, by its place among the groups
 *
 * Returns: (transfer none) (nullable): its switch, or %NULL where the customer has no such rows
 */
KhDuplicateTableLine *
kh_duplicate_tables_find_group (KhDuplicateTables *self,
                                guint              group)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_TABLES (self), NULL);

  for (guint i = 0; i < self->lines->len; i++)
    if (get_line (self, i)->row == NULL && get_line (self, i)->group == group)
      return get_line (self, i);

  return NULL;
}

/**
 * kh_duplicate_tables_find_row:
 * @self: tables
 * @table: a table
 * @row: the id of a row
 *
 * Returns: (transfer none) (nullable): its line, or %NULL
 */
KhDuplicateTableLine *
kh_duplicate_tables_find_row (KhDuplicateTables *self,
                              KhTableId          table,
                              gint64             row)
{
  g_return_val_if_fail (KH_IS_DUPLICATE_TABLES (self), NULL);

  for (guint i = 0; i < self->lines->len; i++)
    {
      KhRow *found = get_line (self, i)->row;

      if (found != NULL && kh_row_get_table (found) == table && kh_row_get_id (found) == row)
        return get_line (self, i);
    }

  return NULL;
}

/**
 * kh_duplicate_tables_set_searched:
 * @self: tables
 * @searched: whether somebody looks for something
 *
 * Shows the rows of every group meanwhile, whether they are unfolded or not: what is looked for may be
 * one of them.
 */
void
kh_duplicate_tables_set_searched (KhDuplicateTables *self,
                                  gboolean           searched)
{
  gboolean changed = FALSE;

  g_return_if_fail (KH_IS_DUPLICATE_TABLES (self));

  for (guint i = 0; i < self->lines->len; i++)
    {
      KhDuplicateTableLine *line = get_line (self, i);

      if (!line->folds || line->searched == searched)
        continue;
      line->searched = searched;
      changed = TRUE;
    }
  if (changed)
    kh_duplicate_tables_update (self);
}

/* Moving switches */

static gboolean
is_free (KhDuplicateTableLine *line)
{
  return line->state == KH_DUPLICATE_STATE_FREE;
}

/* What hangs on a row does as that does. */
static void
want_rows (KhDuplicateTables    *self,
           KhDuplicateTableLine *head,
           gboolean              wanted)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      KhDuplicateTableLine *line = get_line (self, i);

      if (line->row != NULL && line->head == head && line->parent == NULL)
        line->wanted = wanted;
    }
}

static gboolean
wants_rows (KhDuplicateTables    *self,
            KhDuplicateTableLine *head)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      const KhDuplicateTableLine *line = get_line (self, i);

      if (line->row != NULL && line->head == head && line->parent == NULL && line->wanted && line->fault == NULL)
        return TRUE;
    }

  return FALSE;
}

static void
choose (KhDuplicateTableLine *line,
        gboolean              on)
{
  line->wanted = on;
  line->chosen = TRUE;
}

/* A group without any row would be a switch that does nothing. */
static gboolean
choose_head (KhDuplicateTables    *self,
             KhDuplicateTableLine *head,
             gboolean              on)
{
  if (!is_free (head) || head->on == on)
    return FALSE;
  choose (head, on);
  if (on && !wants_rows (self, head))
    want_rows (self, head, TRUE);

  return TRUE;
}

/*< private >
 * kh_duplicate_tables_set_on:
 * @self: tables
 * @line: a line
 * @on: whether it is to be copied
 *
 * Returns: whether the line is free, and now as asked for
 */
gboolean
kh_duplicate_tables_set_on (KhDuplicateTables    *self,
                            KhDuplicateTableLine *line,
                            gboolean              on)
{
  if (!is_free (line))
    return FALSE;
  if (line->on == on)
    return TRUE;
  if (kh_duplicate_table_line_is_head (line))
    choose_head (self, line, on);
  else
    {
      if (line->row != NULL && !line->head->on)
        {
          choose (line->head, TRUE);
          want_rows (self, line->head, FALSE);
        }
      choose (line, on);
      for (KhDuplicateTableLine *parent = line->parent; on && parent != NULL; parent = parent->parent)
        choose (parent, TRUE);
    }
  kh_duplicate_tables_update (self);

  return line->on == on;
}

static gboolean
is_head_of (KhDuplicateTableLine *line,
            KhSection             section)
{
  return kh_duplicate_table_line_is_head (line) && is_free (line) &&
         (section == KH_N_SECTIONS || kh_duplicate_table_line_get_section (line) == section);
}

/**
 * kh_duplicate_tables_set_section:
 * @self: tables
 * @section: a section, or %KH_N_SECTIONS for all
 * @on: whether its groups are to be copied
 *
 * Moves the switches of the groups; what is sealed stays.
 *
 * Returns: how many were moved
 */
guint
kh_duplicate_tables_set_section (KhDuplicateTables *self,
                                 KhSection          section,
                                 gboolean           on)
{
  guint moved = 0;

  g_return_val_if_fail (KH_IS_DUPLICATE_TABLES (self), 0);

  for (guint i = 0; i < self->lines->len; i++)
    if (is_head_of (get_line (self, i), section) && choose_head (self, get_line (self, i), on))
      moved++;
  if (moved > 0)
    kh_duplicate_tables_update (self);

  return moved;
}

/**
 * kh_duplicate_tables_count_free:
 * @self: tables
 * @section: a section, or %KH_N_SECTIONS for all
 * @n_on: (out): how many of them are on
 *
 * Returns: how many switches kh_duplicate_tables_set_section() can move
 */
guint
kh_duplicate_tables_count_free (KhDuplicateTables *self,
                                KhSection          section,
                                guint             *n_on)
{
  guint n = 0;

  *n_on = 0;
  g_return_val_if_fail (KH_IS_DUPLICATE_TABLES (self), 0);

  for (guint i = 0; i < self->lines->len; i++)
    if (is_head_of (get_line (self, i), section))
      {
        n++;
        *n_on += get_line (self, i)->on ? 1 : 0;
      }

  return n;
}

/**
 * kh_duplicate_tables_reset:
 * @self: tables
 *
 * Puts every group back to the Customer Duplicate Defaults, with all of its rows.
 */
void
kh_duplicate_tables_reset (KhDuplicateTables *self)
{
  g_return_if_fail (KH_IS_DUPLICATE_TABLES (self));

  want_defaults (self, FALSE);
  kh_duplicate_tables_update (self);
}

/**
 * kh_duplicate_tables_write_switches:
 * @self: tables
 * @switches: defaults; they get the switches of the groups as they stand
 *
 * Of a group that the customer has no rows of, or that could not be moved, nothing is said.
 */
void
kh_duplicate_tables_write_switches (KhDuplicateTables   *self,
                                    KhDuplicateDefaults *switches)
{
  g_return_if_fail (KH_IS_DUPLICATE_TABLES (self));
  g_return_if_fail (KH_IS_DUPLICATE_DEFAULTS (switches));

  for (guint i = 0; i < self->lines->len; i++)
    {
      KhDuplicateTableLine *line = get_line (self, i);

      if (line->row == NULL && (line->chosen || (line->shown && is_free (line))))
        kh_duplicate_defaults_set_group (switches, line->group, line->wanted);
    }
}

/* What it comes to */

static gboolean
is_left_out (KhGrants                grants,
             const KhDuplicateGroup *group)
{
  const KhTable *table = kh_table_get (group->table);

  if (group->column == KH_COLUMN_NONE)
    return !kh_table_may_view (grants, group->table) || !kh_grants_has (grants, table->create);

  return !kh_table_may_change_column (grants, group->table, group->column, TRUE);
}

/**
 * kh_duplicate_tables_count_left_out:
 * @self: tables
 *
 * Returns: how many groups are not copied for want of a grant, whether there is something in them or not
 */
guint
kh_duplicate_tables_count_left_out (KhDuplicateTables *self)
{
  guint n = 0;

  g_return_val_if_fail (KH_IS_DUPLICATE_TABLES (self), 0);

  for (guint i = 0; i < kh_duplicate_groups_get_n (); i++)
    n += is_left_out (self->grants, kh_duplicate_group_get (i)) ? 1 : 0;

  return n;
}

/**
 * kh_duplicate_tables_dup_choice:
 * @self: tables
 *
 * Returns: (transfer full): what the new customer gets, for the store
 */
KhDuplicateChoice *
kh_duplicate_tables_dup_choice (KhDuplicateTables *self)
{
  KhDuplicateChoice *choice = kh_duplicate_choice_new ();

  g_return_val_if_fail (KH_IS_DUPLICATE_TABLES (self), choice);

  for (guint i = 0; i < self->lines->len; i++)
    {
      const KhDuplicateTableLine *line = get_line (self, i);
      const KhDuplicateGroup *group = kh_duplicate_group_get (line->group);

      if (!line->on)
        continue;
      if (line->row != NULL)
        kh_duplicate_choice_add_row (choice, kh_row_get_table (line->row), kh_row_get_id (line->row));
      else if (group->column != KH_COLUMN_NONE)
        kh_duplicate_choice_add_column (choice, group->table, group->column);
    }

  return choice;
}
