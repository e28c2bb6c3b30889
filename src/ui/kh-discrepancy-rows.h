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

/**
 * KhDiscrepancyLine:
 * @object: has a property `resolution` (guint)
 * @name: what it is called
 * @ours: (nullable): our side as shown
 * @theirs: (nullable): the station's
 * @agreed: (nullable): what was last agreed on
 * @agreed_known: whether that is known
 * @reason: (nullable): what more is to be said
 * @difference: how the two sides stand to each other
 * @allowed: the resolutions that may be chosen, each as 1 shifted by it
 * @write_label: what the choice of ours is called
 * @take_label: what the choice of theirs is called
 * @conflict: whether somebody has to decide
 * @sealed: whether the texts stand for what is not shown
 *
 * What a line shows of a datapoint, or of a row of a table.
 */
typedef struct {
  GObject *object;
  const char *name;
  const char *ours;
  const char *theirs;
  const char *agreed;
  gboolean agreed_known;
  const char *reason;
  KhDifference difference;
  guint allowed;
  const char *write_label;
  const char *take_label;
  gboolean conflict;
  gboolean sealed;
} KhDiscrepancyLine;

/* @agreed: whether a third column says what was last agreed on, for an account that is linked. */
KhDiscrepancyColumns *kh_discrepancy_columns_new  (gboolean              agreed);
KhDiscrepancyColumns *kh_discrepancy_columns_ref  (KhDiscrepancyColumns *columns);
void                  kh_discrepancy_columns_unref (KhDiscrepancyColumns *columns);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhDiscrepancyColumns, kh_discrepancy_columns_unref)

/* The headings: Datapoint Name, Keyholder, the company, perhaps Last Agreed, When you press Link. */
GtkWidget *kh_discrepancy_rows_new_headings (KhDiscrepancyColumns *columns,
                                             const char           *company);

GtkWidget *kh_discrepancy_rows_new_line     (KhDiscrepancyColumns    *columns,
                                             const KhDiscrepancyLine *line);
/* A heading over some of them, perhaps with what chooses for all of them at once. */
GtkWidget *kh_discrepancy_rows_new_action_row (KhDiscrepancyColumns *columns,
                                             const char           *text,
                                             GtkWidget            *action);

/* A row for each KhDiscrepancy: both values, and what Link will do with it or why it can do
 * nothing. */
GtkWidget *kh_discrepancy_rows_new          (KhDiscrepancyColumns *columns,
                                             GPtrArray            *discrepancies);

G_END_DECLS
