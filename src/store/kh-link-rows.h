/* kh-link-rows.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-link-attempt.h"
#include "kh-safe.h"
#include "kh-link.h"

G_BEGIN_DECLS

/* The link and link_attempt tables, on the thread that owns the connection. */
gboolean       kh_link_rows_load            (KhConnection         *connection,
                                             gint64                customer,
                                             KhLink              **link,
                                             GError              **error);
gboolean       kh_link_rows_find            (KhConnection         *connection,
                                             gint64                company,
                                             const char           *account,
                                             KhLink              **link,
                                             GError              **error);
gboolean       kh_link_rows_find_holder     (KhConnection         *connection,
                                             const KhLinkAttempt  *attempt,
                                             gint64               *customer,
                                             GError              **error);
gboolean       kh_link_rows_insert          (KhConnection         *connection,
                                             const KhLink         *link,
                                             GError              **error);

gboolean       kh_link_rows_keep_attempt    (KhConnection         *connection,
                                             KhSafe               *safe,
                                             const KhLinkAttempt  *attempt,
                                             GError              **error);
gboolean       kh_link_rows_advance_attempt (KhConnection         *connection,
                                             gint64                customer,
                                             const char           *state,
                                             const char           *etag,
                                             const char           *change_set,
                                             GArray               *waiting,
                                             GError              **error);
gboolean       kh_link_rows_set_account     (KhConnection         *connection,
                                             const KhLinkAttempt  *attempt,
                                             GError              **error);
KhLinkAttempt *kh_link_rows_load_attempt    (KhConnection         *connection,
                                             KhSafe               *safe,
                                             gint64                customer,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
GPtrArray     *kh_link_rows_list_attempts   (KhConnection         *connection,
                                             KhSafe               *safe,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean       kh_link_rows_forget_attempt  (KhConnection         *connection,
                                             gint64                customer,
                                             GError              **error);

G_END_DECLS
