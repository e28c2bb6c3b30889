/* kh-document-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-document.h"

G_BEGIN_DECLS

KhDocument *kh_document_rows_load     (KhConnection  *connection,
                                       gint64         id,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray  *kh_document_rows_list     (KhConnection  *connection,
                                       gint64         customer,
                                       GError       **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean    kh_document_rows_count    (KhConnection  *connection,
                                       gint64         customer,
                                       guint         *n_documents,
                                       GError       **error);
gboolean    kh_document_rows_insert   (KhConnection  *connection,
                                       KhDocument    *document,
                                       GError       **error);
gboolean    kh_document_rows_update   (KhConnection  *connection,
                                       KhDocument    *kept,
                                       KhDocument    *edited,
                                       const char    *author,
                                       GError       **error);
gboolean    kh_document_rows_delete   (KhConnection  *connection,
                                       KhDocument    *kept,
                                       const char    *author,
                                       GError       **error);
gboolean    kh_document_rows_restore  (KhConnection  *connection,
                                       KhDocument    *document,
                                       const char    *author,
                                       GError       **error);

/* The contents that may be in the folder without a row that needs them. */
gboolean    kh_document_rows_doubt    (KhConnection  *connection,
                                       const char    *hash,
                                       GError       **error);
void        kh_document_rows_settle   (KhConnection  *connection,
                                       const char    *folder,
                                       const char    *only);

G_END_DECLS
