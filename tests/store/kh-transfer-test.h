/* kh-transfer-test.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-store-test.h"
#include "kh-transfer.h"

G_BEGIN_DECLS

/* Import and export as calls that wait, and customers with a value of everything. */
KhImportReport *kh_transfer_test_run      (KhStore         *store,
                                           KhRecordReader  *reader,
                                           KhImportMapping *mapping,
                                           const char      *path,
                                           gboolean         dry_run,
                                           GError         **error);
KhImportReport *kh_transfer_test_import   (KhStore         *store,
                                           const char      *path,
                                           gboolean         dry_run,
                                           GError         **error);
gboolean        kh_transfer_test_export   (KhStore         *store,
                                           KhRecordWriter  *writer,
                                           const char      *path,
                                           GArray          *numbers,
                                           GError         **error);
void            kh_transfer_test_add_entries (KhStore      *store);
KhDossier      *kh_transfer_test_make     (guint            variant) G_GNUC_WARN_UNUSED_RESULT;
KhRecord       *kh_transfer_test_make_record (KhDossier   *dossier,
                                           GArray          *fields) G_GNUC_WARN_UNUSED_RESULT;
GArray         *kh_transfer_test_list_fields (void) G_GNUC_WARN_UNUSED_RESULT;
void            kh_transfer_test_expect   (KhStore         *store,
                                           KhDossier       *dossier,
                                           gint64           number);

G_END_DECLS
