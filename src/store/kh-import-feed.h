/* kh-import-feed.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-customer-rows.h"
#include "kh-import-checker.h"
#include "kh-record-reader.h"

G_BEGIN_DECLS

/**
 * KhImportItem:
 * @record: the record, as it was read
 * @dossier: (nullable): the customer, or %NULL when there are problems
 * @index: (nullable): what the customer is found by
 * @problems: (element-type KhImportProblem): what is wrong with it
 */
typedef struct {
  KhRecord *record;
  KhDossier *dossier;
  KhCustomerIndex *index;
  GPtrArray *problems;
} KhImportItem;

/**
 * KhImportFeed:
 *
 * Reads and checks a file's records on a thread of its own, a little ahead of whoever keeps them:
 * reading and checking a record takes about as long as keeping it. However slow that is, only a
 * few are in memory.
 */
typedef struct _KhImportFeed KhImportFeed;

KhImportFeed *kh_import_feed_new  (KhRecordReader   *reader,
                                   KhImportChecker  *checker) G_GNUC_WARN_UNUSED_RESULT;
void          kh_import_feed_free (KhImportFeed     *self);
KhImportItem *kh_import_feed_next (KhImportFeed     *self,
                                   GError          **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
