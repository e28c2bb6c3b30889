/* kh-note-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-note.h"
#include "kh-ticket-filter.h"

G_BEGIN_DECLS

KhNote    *kh_note_rows_load    (KhConnection          *connection,
                                 gint64                 id,
                                 GError               **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *kh_note_rows_list    (KhConnection          *connection,
                                 gint64                 customer,
                                 gint64                 before,
                                 guint                  limit,
                                 GError               **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray *kh_note_rows_queue   (KhConnection          *connection,
                                 const KhTicketFilter  *filter,
                                 const char            *today,
                                 GError               **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean   kh_note_rows_count   (KhConnection          *connection,
                                 gint64                 customer,
                                 guint                 *n_open,
                                 GError               **error);
gboolean   kh_note_rows_insert  (KhConnection          *connection,
                                 KhNote                *note,
                                 const char            *author,
                                 GError               **error);
gboolean   kh_note_rows_update  (KhConnection          *connection,
                                 KhNote                *kept,
                                 KhNote                *edited,
                                 const char            *author,
                                 GError               **error);

G_END_DECLS
