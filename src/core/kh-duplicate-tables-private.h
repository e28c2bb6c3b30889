/* kh-duplicate-tables-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-duplicate-tables.h"

G_BEGIN_DECLS

/**
 * KhDuplicateTableLook:
 * @state: what can be done with the line
 * @on: whether its switch is on
 * @shown: whether there is one
 * @reason: (transfer full) (nullable): why it is so, translated
 *
 * What is shown of a line.
 */
typedef struct {
  KhDuplicateState state;
  gboolean on;
  gboolean shown;
  char *reason;
} KhDuplicateTableLook;

struct _KhDuplicateTableLine
{
  GObject parent_instance;

  /* Borrowed: NULL once the tables are gone; the line of the group, and of the row it hangs on */
  KhDuplicateTables *tables;
  KhDuplicateTableLine *head;
  KhDuplicateTableLine *parent;

  /* Owned */
  KhRow *row;
  char *label;
  char *value_text;
  char *reason;
  char *fault;

  /* State */
  guint group;
  KhDuplicateState state;
  gboolean on;
  gboolean shown;
  gboolean folds;
  gboolean unfolded;
  gboolean searched;
  gboolean wanted;
  gboolean chosen;
};

/* The lines: kh-duplicate-table-line.c. */
KhDuplicateTableLine *kh_duplicate_table_line_new   (KhDuplicateTables    *tables,
                                                     guint                 group,
                                                     KhRow                *row) G_GNUC_WARN_UNUSED_RESULT;
void                  kh_duplicate_table_line_take  (KhDuplicateTableLine *self,
                                                     KhDuplicateTableLook *look);
void                  kh_duplicate_table_line_take_value (KhDuplicateTableLine *self,
                                                     char                 *value_text);
gboolean              kh_duplicate_table_line_is_head (KhDuplicateTableLine *self);

/* What a line asks of its tables: kh-duplicate-tables.c. */
gboolean              kh_duplicate_tables_set_on    (KhDuplicateTables    *self,
                                                     KhDuplicateTableLine *line,
                                                     gboolean              on);
void                  kh_duplicate_tables_update    (KhDuplicateTables    *self);

/* Which lines there are: kh-duplicate-table-lines.c. */
GPtrArray            *kh_duplicate_table_lines_make (KhDuplicateTables    *tables,
                                                     GPtrArray            *earlier,
                                                     GPtrArray            *rows) G_GNUC_WARN_UNUSED_RESULT;

/* What is shown of them: kh-duplicate-table-rules.c. */
char                 *kh_duplicate_table_rules_dup_fault (KhRow                *row) G_GNUC_WARN_UNUSED_RESULT;
KhDuplicateTableLook  kh_duplicate_table_rules_judge     (GPtrArray            *lines,
                                                          KhGrants              grants,
                                                          KhDuplicateTableLine *line);
char                 *kh_duplicate_table_rules_dup_count (GPtrArray            *lines,
                                                          KhDuplicateTableLine *head) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
