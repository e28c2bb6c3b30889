/* kh-duplicate-lines.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-customer.h"
#include "kh-datapoint.h"
#include "kh-types.h"

G_BEGIN_DECLS

/* The most customers that are made of one in one go. */
#define KH_DUPLICATE_MOST_LINES 500

/* The columns of the table. */
#define KH_N_DUPLICATE_COLUMNS 4

/**
 * KhDuplicateLine:
 * @number: its line in what was pasted, from 1
 * @cells: what stands in it: First Name, Last Name, Address 1 and the unit; "" for nothing
 * @values: (nullable): the same as canonical values; %NULL for none, and where there is a problem
 * @column: where the problem is
 * @problem: (nullable): what is wrong with the line, translated, or %NULL when it is good
 * @note: (nullable): of a good line, what looks like a double and need not be one, translated
 * @over: whether there was more in the line than the table has columns
 *
 * One line of the table of Duplicate for several.
 */
typedef struct {
  guint number;
  char *cells[KH_N_DUPLICATE_COLUMNS];
  char *values[KH_N_DUPLICATE_COLUMNS];
  guint column;
  char *problem;
  char *note;
  gboolean over;
} KhDuplicateLine;

KhDuplicateLine *kh_duplicate_line_new         (guint                  number) G_GNUC_WARN_UNUSED_RESULT;
KhDuplicateLine *kh_duplicate_line_copy        (const KhDuplicateLine *line) G_GNUC_WARN_UNUSED_RESULT;
void             kh_duplicate_line_free        (KhDuplicateLine       *line);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhDuplicateLine, kh_duplicate_line_free)

KhDatapointId    kh_duplicate_lines_get_datapoint (guint               column) G_GNUC_CONST;
GPtrArray       *kh_duplicate_lines_parse      (const char            *text,
                                                gsize                  length,
                                                GError               **error) G_GNUC_WARN_UNUSED_RESULT;
void             kh_duplicate_line_set_cell    (KhDuplicateLine       *line,
                                                guint                  column,
                                                const char            *text);
void             kh_duplicate_lines_check      (GPtrArray             *lines);
guint            kh_duplicate_lines_count_bad  (GPtrArray             *lines);
void             kh_duplicate_line_apply       (const KhDuplicateLine *line,
                                                KhCustomer            *customer);

G_END_DECLS
