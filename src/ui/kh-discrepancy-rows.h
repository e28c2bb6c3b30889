/* kh-discrepancy-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-comparison.h"

G_BEGIN_DECLS

/**
 * KhDiscrepancyColumns:
 *
 * Keeps the columns of several groups of rows in line with each other and with their
 * headings.
 */
typedef struct _KhDiscrepancyColumns KhDiscrepancyColumns;

/* @agreed: whether a third column says what was last agreed on, for an account that is linked. */
KhDiscrepancyColumns *kh_discrepancy_columns_new  (gboolean              agreed);
void                  kh_discrepancy_columns_free (KhDiscrepancyColumns *columns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhDiscrepancyColumns, kh_discrepancy_columns_free)

/* The headings: Datapoint Name, Keyholder, the company, perhaps Last Agreed, When you press Link. */
GtkWidget *kh_discrepancy_rows_new_headings (KhDiscrepancyColumns *columns,
                                             const char           *company);

/* A row for each KhDiscrepancy: both values, and what Link will do with it or why it can do
 * nothing. */
GtkWidget *kh_discrepancy_rows_new          (KhDiscrepancyColumns *columns,
                                             GPtrArray            *discrepancies);

G_END_DECLS
