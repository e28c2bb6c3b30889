/* kh-session.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-session.h"

#include "kh-connection-private.h"
#include "kh-gate.h"
#include "kh-staff-rows.h"

/**
 * kh_session_begin:
 * @connection: the connection that the job is about to use
 * @member: the id of who asked for the job, or 0 for nobody
 * @grants: what that member may do, as was known when it was asked for
 */
void
kh_session_begin (KhConnection *connection,
                  gint64        member,
                  KhGrants      grants)
{
  connection->member = member;
  connection->grants = grants;
}

/**
 * kh_session_get_member:
 * @connection: the connection of a job
 *
 * Returns: the id of who asked for the job, or 0
 */
gint64
kh_session_get_member (KhConnection *connection)
{
  return connection->member;
}

/**
 * kh_session_get_grants:
 * @connection: the connection of a job; where it writes, in its transaction
 * @grants: (out): what the member may do
 * @error: return location for an error
 *
 * Returns: whether it could be found out
 */
gboolean
kh_session_get_grants (KhConnection  *connection,
                       KhGrants      *grants,
                       GError       **error)
{
  g_autoptr (KhStaff) staff = NULL;

  *grants = connection->grants;
  if ((connection->flags & KH_CONNECTION_READ_ONLY) != 0)
    return TRUE;
  staff = kh_staff_rows_load (connection, error);
  if (staff == NULL)
    return FALSE;
  *grants = kh_staff_get_grants (staff, connection->member);

  return TRUE;
}

/**
 * kh_session_check:
 * @connection: the connection of a job; where it writes, in its transaction
 * @grant: what is to be done
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: whether the member may do it
 */
gboolean
kh_session_check (KhConnection  *connection,
                  KhGrant        grant,
                  GError       **error)
{
  KhGrants grants;

  return kh_session_get_grants (connection, &grants, error) && kh_gate_check (grants, grant, error);
}
