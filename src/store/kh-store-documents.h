/* kh-store-documents.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-document.h"
#include "kh-store.h"

G_BEGIN_DECLS

/* Files of a customer, newest first. What is in them is beside the data file, in the folder `files`;
 * adding one copies it there, piece by piece and never on the thread that writes, and no copy is
 * given out that is not what was added. */
void          kh_store_list_documents_async  (KhStore              *self,
                                              gint64                customer,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
GPtrArray    *kh_store_list_documents_finish (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_count_documents_async (KhStore              *self,
                                              gint64                customer,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_count_documents_finish (KhStore             *self,
                                              GAsyncResult         *result,
                                              guint                *n_documents,
                                              GError              **error);
void          kh_store_add_document_async    (KhStore              *self,
                                              gint64                customer,
                                              const char           *path,
                                              const char           *category,
                                              KhStoreProgressFunc   progress,
                                              gpointer              progress_data,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhDocument   *kh_store_add_document_finish   (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_save_document_async   (KhStore              *self,
                                              KhDocument           *document,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhDocument   *kh_store_save_document_finish  (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_remove_document_async (KhStore              *self,
                                              KhDocument           *document,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
gboolean      kh_store_remove_document_finish (KhStore             *self,
                                              GAsyncResult         *result,
                                              GError              **error);
void          kh_store_restore_document_async (KhStore             *self,
                                              KhDocument           *document,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
KhDocument   *kh_store_restore_document_finish (KhStore            *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_store_forget_document       (KhStore              *self,
                                              KhDocument           *document);
void          kh_store_copy_document_async   (KhStore              *self,
                                              gint64                id,
                                              const char           *path,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
void          kh_store_lend_document_async   (KhStore              *self,
                                              gint64                id,
                                              const char           *folder,
                                              GCancellable         *cancellable,
                                              GAsyncReadyCallback   callback,
                                              gpointer              user_data);
char         *kh_store_copy_document_finish  (KhStore              *self,
                                              GAsyncResult         *result,
                                              GError              **error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
