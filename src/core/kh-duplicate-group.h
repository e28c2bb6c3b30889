/* kh-duplicate-group.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-table.h"

G_BEGIN_DECLS

/* The most groups that there can be: the registry has fewer. */
#define KH_DUPLICATE_MOST_GROUPS 16

/**
 * KhDuplicateGroup:
 * @table: the table
 * @column: a sealed column of it, or %KH_COLUMN_NONE for the rows themselves
 *
 * What Duplicate has one switch for besides the datapoints: the rows of a table, with those of
 * the tables that hang on it; and each sealed column of them, since nobody copies a passcode in
 * passing. The groups come from the registry of tables and stand in its order, each column after
 * the rows that it is of.
 */
typedef struct {
  KhTableId table;
  guint column;
} KhDuplicateGroup;

guint                   kh_duplicate_groups_get_n     (void);
const KhDuplicateGroup *kh_duplicate_group_get        (guint      group);
guint                   kh_duplicate_group_find       (KhTableId  table,
                                                       guint      column);
guint                   kh_duplicate_group_lookup     (const char *key);
char                   *kh_duplicate_group_dup_key    (guint      group) G_GNUC_WARN_UNUSED_RESULT;
char                   *kh_duplicate_group_dup_label  (guint      group) G_GNUC_WARN_UNUSED_RESULT;
KhSection               kh_duplicate_group_get_section (guint     group);
KhDuplicateRule         kh_duplicate_group_get_rule   (guint      group);
KhTableId               kh_duplicate_group_get_head   (KhTableId  table) G_GNUC_CONST;

G_END_DECLS
