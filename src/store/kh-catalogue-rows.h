/* kh-catalogue-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-catalogues.h"
#include "kh-company.h"
#include "kh-connection.h"
#include "kh-row-push.h"

G_BEGIN_DECLS

/* The catalogue, staff and company tables, on the thread that owns the connection. */
KhCatalogues *kh_catalogue_rows_load         (KhConnection   *connection,
                                              GError        **error) G_GNUC_WARN_UNUSED_RESULT;
gint64        kh_catalogue_rows_add_staff    (KhConnection   *connection,
                                              KhCatalogueId   catalogue,
                                              const char     *name,
                                              gboolean        active,
                                              GError        **error);
gint64        kh_catalogue_rows_save         (KhConnection   *connection,
                                              KhCatalogueId   catalogue,
                                              const KhCatalogueEntry *entry,
                                              const char     *author,
                                              GError        **error);
gboolean      kh_catalogue_rows_find         (KhConnection   *connection,
                                              KhCatalogueId   catalogue,
                                              const char     *label,
                                              gint64          parent,
                                              gint64         *id,
                                              gboolean       *active,
                                              GError        **error);
gint64        kh_catalogue_rows_save_company (KhConnection   *connection,
                                              KhCompany      *company,
                                              GError        **error);
gboolean      kh_catalogue_rows_load_terms   (KhConnection   *connection,
                                              gint64          customer,
                                              KhPushTerms    *terms,
                                              GError        **error);

G_END_DECLS
