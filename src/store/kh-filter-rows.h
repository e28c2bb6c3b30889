/* kh-filter-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-filter.h"

G_BEGIN_DECLS

/**
 * KhFilterSql:
 * @text: the statement so far
 * @values: what is bound to it, from @first on
 *
 * A statement that is being written, and what belongs to it.
 */
typedef struct {
  GString *text;
  GPtrArray *values;
  guint first;
} KhFilterSql;

void        kh_filter_sql_init        (KhFilterSql     *self,
                                       guint            first);
void        kh_filter_sql_clear       (KhFilterSql     *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KhFilterSql, kh_filter_sql_clear)
void        kh_filter_sql_bind        (KhFilterSql     *self,
                                       KhStatement     *statement);

void        kh_filter_rows_append     (KhFilterSql     *sql,
                                       const KhFilter  *filter,
                                       gint64           member);
const char *kh_filter_rows_sort_text  (KhFilterSort     sort);
GArray     *kh_filter_rows_list       (KhConnection    *connection,
                                       const KhFilter  *filter,
                                       gint64           member,
                                       gboolean         archived,
                                       guint            limit,
                                       GError         **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
