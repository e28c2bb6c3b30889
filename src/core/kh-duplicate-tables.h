/* kh-duplicate-tables.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-duplicate-choice.h"
#include "kh-duplicate-group.h"
#include "kh-duplicate-plan.h"
#include "kh-rows.h"

G_BEGIN_DECLS

/**
 * KhDuplicateTableLine:
 *
 * One line of Duplicate that is none of a datapoint: the switch of a group, or one of its rows.
 *
 * Properties: those of a #KhDuplicateRow (label, section, state, on, required, value-text, reason), and
 * level (how deep it stands: 0 for a switch of a group, 1 for a row, 2 for a row that hangs on
 * that), folds (whether rows stand below it) and unfolded (settable: whether they are shown).
 */
#define KH_TYPE_DUPLICATE_TABLE_LINE (kh_duplicate_table_line_get_type ())
G_DECLARE_FINAL_TYPE (KhDuplicateTableLine, kh_duplicate_table_line, KH, DUPLICATE_TABLE_LINE, GObject)

guint             kh_duplicate_table_line_get_group    (KhDuplicateTableLine *self);
KhRow            *kh_duplicate_table_line_get_row      (KhDuplicateTableLine *self);
const char       *kh_duplicate_table_line_get_label    (KhDuplicateTableLine *self);
KhSection         kh_duplicate_table_line_get_section  (KhDuplicateTableLine *self);
KhDuplicateState  kh_duplicate_table_line_get_state    (KhDuplicateTableLine *self);
const char       *kh_duplicate_table_line_get_value_text (KhDuplicateTableLine *self);
const char       *kh_duplicate_table_line_get_reason   (KhDuplicateTableLine *self);
gboolean          kh_duplicate_table_line_get_on       (KhDuplicateTableLine *self);
gboolean          kh_duplicate_table_line_set_on       (KhDuplicateTableLine *self,
                                                        gboolean              on);
gboolean          kh_duplicate_table_line_get_shown    (KhDuplicateTableLine *self);
gboolean          kh_duplicate_table_line_get_unfolded (KhDuplicateTableLine *self);
void              kh_duplicate_table_line_set_unfolded (KhDuplicateTableLine *self,
                                                        gboolean              unfolded);

/**
 * KhDuplicateTables:
 *
 * What Duplicate does with the rows of a customer's tables: a switch for each group that the
 * customer has rows of, and below it one for each row. With its group every row goes, but for those
 * that were turned off; a row that is turned on while its group is off goes alone. Areas and zones
 * have a switch only for as long as their system goes. What is sealed has a switch of its own.
 *
 * ::changed (): a switch, or which lines there are, is another.
 */
#define KH_TYPE_DUPLICATE_TABLES (kh_duplicate_tables_get_type ())
G_DECLARE_FINAL_TYPE (KhDuplicateTables, kh_duplicate_tables, KH, DUPLICATE_TABLES, GObject)

KhDuplicateTables    *kh_duplicate_tables_new          (KhDuplicateDefaults *defaults,
                                                        KhGrants             grants) G_GNUC_WARN_UNUSED_RESULT;
guint32               kh_duplicate_tables_take_rows    (KhDuplicateTables   *self,
                                                        GPtrArray           *tables,
                                                        KhGrants             grants);

GPtrArray            *kh_duplicate_tables_get_lines    (KhDuplicateTables   *self);
KhDuplicateTableLine *kh_duplicate_tables_find_group   (KhDuplicateTables   *self,
                                                        guint                group);
KhDuplicateTableLine *kh_duplicate_tables_find_row     (KhDuplicateTables   *self,
                                                        KhTableId            table,
                                                        gint64               row);
void                  kh_duplicate_tables_set_searched (KhDuplicateTables  *self,
                                                        gboolean             searched);

guint                 kh_duplicate_tables_set_section  (KhDuplicateTables   *self,
                                                        KhSection            section,
                                                        gboolean             on);
guint                 kh_duplicate_tables_count_free   (KhDuplicateTables   *self,
                                                        KhSection            section,
                                                        guint               *n_on);
void                  kh_duplicate_tables_reset        (KhDuplicateTables   *self);
void                  kh_duplicate_tables_write_switches (KhDuplicateTables *self,
                                                        KhDuplicateDefaults *switches);

guint                 kh_duplicate_tables_count_left_out (KhDuplicateTables *self);
KhDuplicateChoice    *kh_duplicate_tables_dup_choice   (KhDuplicateTables   *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
