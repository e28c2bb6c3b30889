/* kh-transfer.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-double.h"
#include "kh-import-checker.h"
#include "kh-record-reader.h"
#include "kh-record-writer.h"
#include "kh-store.h"

G_BEGIN_DECLS

/* Import and export of customers. What is sealed, such as a passcode, goes neither way. */

/* So many problems, and so many doubles, are told one by one; of the others only how many. */
#define KH_IMPORT_MOST_TOLD 10000

/**
 * KhImportDouble:
 * @line: the line of the file
 * @name: who it is about
 * @other: who is likely to be the same, in the records or further up in the file
 */
typedef struct {
  guint64 line;
  char *name;
  KhDouble *other;
} KhImportDouble;

/**
 * KhImportReport:
 * @dry_run: whether nothing was to be kept
 * @n_records: how many records the file has
 * @n_good: how many of them are customers; all were kept, or in a dry run could be
 * @n_problems: how many problems the others have
 * @n_doubles: in a dry run, how many of the good are likely to be customers already
 * @problems: (element-type KhImportProblem): the first of them
 * @doubles: (element-type KhImportDouble): the first of them
 * @rejected: (nullable): the file into which the others were written
 *
 * How an import went.
 */
typedef struct {
  gboolean dry_run;
  guint64 n_records;
  guint64 n_good;
  guint64 n_problems;
  guint64 n_doubles;
  GPtrArray *problems;
  GPtrArray *doubles;
  char *rejected;
} KhImportReport;

void            kh_import_report_free      (KhImportReport       *report);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhImportReport, kh_import_report_free)

void            kh_store_import_async      (KhStore              *self,
                                            KhRecordReader       *reader,
                                            KhImportMapping      *mapping,
                                            const char           *path,
                                            gboolean              dry_run,
                                            KhStoreProgressFunc   progress,
                                            gpointer              progress_data,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
KhImportReport *kh_store_import_finish     (KhStore              *self,
                                            GAsyncResult         *result,
                                            GError              **error) G_GNUC_WARN_UNUSED_RESULT;

void            kh_store_export_async      (KhStore              *self,
                                            KhRecordWriter       *writer,
                                            const char           *path,
                                            GArray               *numbers,
                                            KhStoreProgressFunc   progress,
                                            gpointer              progress_data,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
gboolean        kh_store_export_finish     (KhStore              *self,
                                            GAsyncResult         *result,
                                            guint                *n_written,
                                            GError              **error);

G_END_DECLS
