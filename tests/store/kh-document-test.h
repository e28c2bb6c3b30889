/* kh-document-test.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-office-test.h"
#include "kh-store-documents.h"

G_BEGIN_DECLS

/* An office whose first customer gets files, with a folder of other files outside of the records.
 * Calls wait, and fail the test where they have no @error. */
typedef struct {
  KhOfficeTest office;
  char *outside;
} KhDocumentTest;

void        kh_document_test_set_up         (KhDocumentTest *fixture,
                                             gconstpointer   data);
void        kh_document_test_tear_down      (KhDocumentTest *fixture,
                                             gconstpointer   data);
KhDocument *kh_document_test_add_path       (KhStore     *store,
                                             gint64       customer,
                                             const char  *path,
                                             const char  *category,
                                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *kh_document_test_list           (KhDocumentTest  *fixture,
                                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    kh_document_test_count          (KhDocumentTest  *fixture,
                                             guint           *n_documents,
                                             GError         **error);
KhDocument *kh_document_test_save           (KhDocumentTest  *fixture,
                                             KhDocument      *document,
                                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    kh_document_test_take_away      (KhDocumentTest  *fixture,
                                             KhDocument      *document,
                                             GError         **error);
KhDocument *kh_document_test_restore        (KhDocumentTest  *fixture,
                                             KhDocument      *document,
                                             GError         **error) G_GNUC_WARN_UNUSED_RESULT;
char       *kh_document_test_copy           (KhStore     *store,
                                             KhDocument  *document,
                                             const char  *path,
                                             gboolean     lent,
                                             GError     **error) G_GNUC_WARN_UNUSED_RESULT;
char       *kh_document_test_write_outside  (KhDocumentTest *fixture,
                                             const char     *name,
                                             const char     *content) G_GNUC_WARN_UNUSED_RESULT;
KhDocument *kh_document_test_add            (KhDocumentTest *fixture,
                                             const char     *name,
                                             const char     *content) G_GNUC_WARN_UNUSED_RESULT;
void        kh_document_test_expect_refused (KhDocumentTest *fixture,
                                             const char     *path,
                                             int             code);
GPtrArray  *kh_document_test_list_blobs     (KhDocumentTest *fixture) G_GNUC_WARN_UNUSED_RESULT;
void        kh_document_test_expect_blobs   (KhDocumentTest *fixture,
                                             guint           expected);
char       *kh_document_test_dup_blob_path  (KhDocumentTest *fixture,
                                             KhDocument     *document) G_GNUC_WARN_UNUSED_RESULT;
void        kh_document_test_expect_names   (KhDocumentTest *fixture,
                                             const char     *expected);
void        kh_document_test_expect_state   (KhDocumentTest  *fixture,
                                             KhDocumentState  expected);
void        kh_document_test_expect_copy    (KhDocumentTest *fixture,
                                             KhDocument     *document,
                                             const char     *content);
void        kh_document_test_expect_no_copy (KhDocumentTest *fixture,
                                             KhDocument     *document,
                                             int             code);
guint       kh_document_test_count_history  (KhDocumentTest  *fixture,
                                             const char      *action,
                                             KhDocumentField  field);
void        kh_document_test_take           (KhDocumentTest *fixture,
                                             KhGrant         grant);
void        kh_document_test_reopen         (KhDocumentTest *fixture);
void        kh_document_test_run            (KhDocumentTest *fixture,
                                             const char     *sql);

G_END_DECLS
