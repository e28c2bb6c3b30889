/* kh-history.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhHistoryRow:
 *
 * One line of the history: who did what to which datapoint, and when. @datapoint is
 * a key, or %NULL for what concerns the whole record; values are canonical.
 */
typedef struct {
  gint64 sequence;
  gint64 time;
  char *author;
  char *action;
  gint64 customer;
  gint64 revision;
  char *datapoint;
  char *old_value;
  char *new_value;
} KhHistoryRow;

void kh_history_row_free (KhHistoryRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhHistoryRow, kh_history_row_free)

/**
 * KhHistoryFilter:
 * @customer: whose history
 * @before: only rows with a lower sequence, for the next page; 0 for the first
 * @from: only rows of this moment and later, in seconds since 1970, or 0
 * @until: only rows of before this moment, or 0
 * @limit: how many rows at most, or 0 for all
 * @datapoint: (nullable): only rows of the datapoint with this key
 * @author: (nullable): only rows of this member of the staff
 * @hidden: (nullable): keys of datapoints whose rows are left out, as if they were not there
 *
 * Which rows of the history are asked for.
 */
typedef struct {
  gint64 customer;
  gint64 before;
  gint64 from;
  gint64 until;
  guint limit;
  char *datapoint;
  char *author;
  char **hidden;
} KhHistoryFilter;

KhHistoryFilter *kh_history_filter_copy (const KhHistoryFilter *filter) G_GNUC_WARN_UNUSED_RESULT;
void             kh_history_filter_free (KhHistoryFilter       *filter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhHistoryFilter, kh_history_filter_free)

/**
 * KhHistoryTerms:
 * @authors: who has rows in a customer's history, in the order of their names
 * @datapoints: the keys of the datapoints that have rows, in the registry's order
 *
 * What the rows of a customer can be narrowed down to.
 */
typedef struct {
  char **authors;
  char **datapoints;
} KhHistoryTerms;

void             kh_history_terms_free  (KhHistoryTerms        *terms);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhHistoryTerms, kh_history_terms_free)

/**
 * KhHistoryFault:
 * @KH_HISTORY_WHOLE: none
 * @KH_HISTORY_CHANGED: the row does not say what it said when it was written
 * @KH_HISTORY_MISSING: the row is not there
 * @KH_HISTORY_MISPLACED: the row does not follow from the one before it
 *
 * What is wrong with the first row that breaks the chain.
 */
typedef enum {
  KH_HISTORY_WHOLE,
  KH_HISTORY_CHANGED,
  KH_HISTORY_MISSING,
  KH_HISTORY_MISPLACED,
} KhHistoryFault;

/**
 * KhHistoryReport:
 * @fault: what is wrong, if anything is
 * @broken: the sequence of the first row that is wrong, or 0
 * @n_rows: how many rows are whole
 * @head: the hash of the last of them, in hexadecimal
 * @noted: whether the noted head is that of one of them
 * @noted_sequence: which one, 0 for the beginning, before any row
 *
 * What walking the chain found.
 */
typedef struct {
  KhHistoryFault fault;
  gint64 broken;
  gint64 n_rows;
  char *head;
  gboolean noted;
  gint64 noted_sequence;
} KhHistoryReport;

void             kh_history_report_free (KhHistoryReport  *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhHistoryReport, kh_history_report_free)

KhHistoryReport *kh_history_verify      (const char       *folder,
                                         const char       *noted,
                                         GError          **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean         kh_history_is_head     (const char       *text);

G_END_DECLS
