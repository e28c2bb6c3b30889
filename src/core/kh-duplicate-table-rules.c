/* kh-duplicate-table-rules.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-tables-private.h"

#include "kh-duplicate-private.h"
#include "kh-row-rules.h"

#include <glib/gi18n-lib.h>

/*< private >
 * kh_duplicate_table_rules_dup_fault:
 * @row: a row of the original, as the member may see it
 *
 * Returns: (transfer full) (nullable): why no new customer can have it, translated, or %NULL
 */
char *
kh_duplicate_table_rules_dup_fault (KhRow *row)
{
  const KhValueContext context = { NULL };
  const char *bar = kh_duplicate_choice_get_bar (row);
  g_autoptr (KhRow) copy = NULL;
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GPtrArray) problems = kh_row_problems_new ();
  const KhRowProblem *problem;

  if (bar != NULL)
    return g_strdup (bar);
  copy = kh_duplicate_choice_make_row (row);
  g_ptr_array_add (rows, copy);
  kh_row_rules_check (kh_row_get_table (row), rows, &context, problems);
  if (problems->len == 0)
    return NULL;
  problem = g_ptr_array_index (problems, 0);

  /* Translators: a datapoint's name, and what is wrong with its value. */
  return g_strdup_printf (_("%s: %s"), kh_table_get_column_label (kh_row_get_table (row), problem->column),
                          problem->message);
}

static void
lock_off (KhDuplicateTableLook *look,
          char                 *reason)
{
  look->state = KH_DUPLICATE_STATE_LOCKED_OFF;
  look->reason = reason;
}

static void
judge_head (KhGrants              grants,
            KhDuplicateTableLine *line,
            KhDuplicateTableLook *look)
{
  KhGrant create = kh_table_get (kh_duplicate_group_get (line->group)->table)->create;

  look->shown = TRUE;
  if (!kh_grants_has (grants, create))
    lock_off (look, kh_duplicate_rules_dup_grant_reason (grants, create));
}

static gboolean
has_sealed (GPtrArray              *lines,
            const KhDuplicateGroup *group)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const KhDuplicateTableLine *line = g_ptr_array_index (lines, i);

      if (line->row != NULL && line->fault == NULL && kh_row_get_table (line->row) == group->table &&
          kh_row_is_sealed (line->row, group->column))
        return TRUE;
    }

  return FALSE;
}

static void
judge_column (GPtrArray            *lines,
              KhGrants              grants,
              KhDuplicateTableLine *line,
              KhDuplicateTableLook *look)
{
  const KhDuplicateGroup *group = kh_duplicate_group_get (line->group);

  KhGrant create = kh_table_get (group->table)->create;
  KhGrant modify = kh_table_get_column (group->table, group->column)->modify;

  look->shown = has_sealed (lines, group);
  if (!kh_table_may_change_column (grants, group->table, group->column, TRUE))
    lock_off (look, kh_duplicate_rules_dup_grant_reason (grants, kh_grants_has (grants, create) ? modify : create));
  else if (!line->head->on)
    lock_off (look, kh_duplicate_rules_dup_missing_reason (line->head->label));
}

static void
judge_row (KhGrants              grants,
           KhDuplicateTableLine *line,
           KhDuplicateTableLook *look)
{
  KhGrant create = kh_table_get (kh_row_get_table (line->row))->create;

  look->shown = (line->head->unfolded || line->head->searched) && (line->parent == NULL || line->parent->on);
  if (line->fault != NULL)
    lock_off (look, g_strdup (line->fault));
  else if (line->head->state != KH_DUPLICATE_STATE_FREE)
    lock_off (look, NULL);
  else if (!kh_grants_has (grants, create))
    lock_off (look, kh_duplicate_rules_dup_grant_reason (grants, create));
}

/*< private >
 * kh_duplicate_table_rules_judge:
 * @lines: (element-type KhDuplicateTableLine): all of them
 * @grants: what the member may do
 * @line: one of them; what it hangs on is judged already
 *
 * Returns: what is to be shown of it; the reason is the caller's
 */
KhDuplicateTableLook
kh_duplicate_table_rules_judge (GPtrArray            *lines,
                                KhGrants              grants,
                                KhDuplicateTableLine *line)
{
  KhDuplicateTableLook look = { .state = KH_DUPLICATE_STATE_FREE };
  gboolean goes = line->parent == NULL || line->parent->on;

  if (line->row != NULL)
    judge_row (grants, line, &look);
  else if (kh_duplicate_table_line_is_head (line))
    judge_head (grants, line, &look);
  else
    judge_column (lines, grants, line, &look);
  look.on = look.state == KH_DUPLICATE_STATE_FREE && line->wanted && goes && (line->head == NULL || line->head->on);

  return look;
}

/*< private >
 * kh_duplicate_table_rules_dup_count:
 * @lines: (element-type KhDuplicateTableLine): all of them
 * @head: the switch of a group's rows
 *
 * Returns: (transfer full): how many of them go, and of how many, table by table
 */
char *
kh_duplicate_table_rules_dup_count (GPtrArray            *lines,
                                    KhDuplicateTableLine *head)
{
  KhTableId of = kh_duplicate_group_get (head->group)->table;
  guint n[KH_N_TABLES] = { 0 };
  guint on[KH_N_TABLES] = { 0 };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      const KhDuplicateTableLine *line = g_ptr_array_index (lines, i);

      if (line->row == NULL || line->head != head)
        continue;
      n[kh_row_get_table (line->row)]++;
      on[kh_row_get_table (line->row)] += line->on ? 1 : 0;
    }
  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      if (n[i] == 0)
        continue;
      g_string_append (text, text->len > 0 ? " · " : "");
      if (i == of)
        /* Translators: how many of a customer's contacts are copied, and of how many. */
        g_string_append_printf (text, _("%u of %u"), on[i], n[i]);
      else
        /* Translators: such as Zones: how many are copied, and of how many. */
        g_string_append_printf (text, _("%s: %u of %u"), kh_table_get_label ((KhTableId) i), on[i], n[i]);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}
