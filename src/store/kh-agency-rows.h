/* kh-agency-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-agency-change.h"
#include "kh-connection.h"

G_BEGIN_DECLS

/* The changes of linked accounts' agencies that wait for a person at the station, on the thread that
 * owns the connection. */
gboolean   kh_agency_rows_create (KhConnection          *connection,
                                  GError               **error);
GPtrArray *kh_agency_rows_list   (KhConnection          *connection,
                                  gint64                 customer,
                                  GError               **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   kh_agency_rows_keep   (KhConnection          *connection,
                                  gint64                 customer,
                                  const KhAgencyChange  *change,
                                  GError               **error);
gboolean   kh_agency_rows_forget (KhConnection          *connection,
                                  gint64                 customer,
                                  const char            *change_set,
                                  GError               **error);

G_END_DECLS
