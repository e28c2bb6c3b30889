/* kh-session.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"
#include "kh-grant.h"

G_BEGIN_DECLS

/* On whose behalf a job of the data file runs. The thread that reads believes the grants
 * it was given with the job; the thread that writes reads them again, in the transaction
 * of the change. */
void     kh_session_begin      (KhConnection  *connection,
                                gint64         member,
                                KhGrants       grants);
gint64   kh_session_get_member (KhConnection  *connection);
gboolean kh_session_get_grants (KhConnection  *connection,
                                KhGrants      *grants,
                                GError       **error);
gboolean kh_session_check      (KhConnection  *connection,
                                KhGrant        grant,
                                GError       **error);

G_END_DECLS
