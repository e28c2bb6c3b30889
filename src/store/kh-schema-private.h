/* kh-schema-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-schema.h"

G_BEGIN_DECLS

/* The steps that have a file of their own; kh-schema.c says which version each one makes. */
gboolean kh_schema_add_catalogue_values (KhConnection  *connection,
                                         GError       **error);
gboolean kh_schema_add_duplicate_defaults (KhConnection  *connection,
                                           GError       **error);
gboolean kh_schema_add_outbox           (KhConnection  *connection,
                                         GError       **error);
gboolean kh_schema_add_holds            (KhConnection  *connection,
                                          GError       **error);
gboolean kh_schema_add_references_left  (KhConnection  *connection,
                                         GError       **error);
gboolean kh_schema_add_reviews          (KhConnection  *connection,
                                          GError       **error);
gboolean kh_schema_add_link_reviews     (KhConnection  *connection,
                                         GError       **error);
gboolean kh_schema_add_number_blocks    (KhConnection  *connection,
                                          GError       **error);
gboolean kh_schema_add_status           (KhConnection  *connection,
                                         GError       **error);
gboolean kh_schema_add_filters          (KhConnection  *connection,
                                         GError       **error);
gboolean kh_schema_add_postal           (KhConnection  *connection,
                                         GError       **error);
gboolean kh_schema_add_notes            (KhConnection  *connection,
                                         GError       **error);
gboolean kh_schema_add_sent_zones        (KhConnection  *connection,
                                          GError       **error);
gboolean kh_schema_add_zone_digits       (KhConnection  *connection,
                                          GError       **error);
gboolean kh_schema_add_documents        (KhConnection  *connection,
                                         GError       **error);

G_END_DECLS
