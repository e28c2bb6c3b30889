/* kh-row-rules.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-row.h"
#include "kh-value-type.h"

G_BEGIN_DECLS

/**
 * KhRowProblem:
 * @position: which row of those that were checked
 * @column: where in it, or %KH_COLUMN_NONE for the row as a whole
 * @message: what is wrong and what to do, translated, without the column's name
 */
typedef struct {
  guint position;
  guint column;
  char *message;
} KhRowProblem;

void       kh_row_problem_free       (KhRowProblem         *problem);
GPtrArray *kh_row_problems_new       (void) G_GNUC_WARN_UNUSED_RESULT;
void       kh_row_problems_add       (GPtrArray            *problems,
                                      guint                 position,
                                      guint                 column,
                                      const char           *message);

void       kh_row_rules_check        (KhTableId             table,
                                      GPtrArray            *rows,
                                      const KhValueContext *context,
                                      GPtrArray            *problems);
GPtrArray *kh_row_rules_missing_to_link (GPtrArray         *contacts) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *kh_row_rules_warn_contacts   (GPtrArray         *contacts) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *kh_row_rules_warn_permits    (GPtrArray         *agencies,
                                      GDateTime            *today,
                                      guint                 days) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
