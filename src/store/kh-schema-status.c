/* kh-schema-status.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-schema-private.h"

/* Whoever could archive could have undone it, so nobody loses anything. The list without the
 * archived is read from its index alone, however many there are. */
static const char steps[] =
  "INSERT OR IGNORE INTO group_grant (staff_group, grant_key) "
  "SELECT staff_group, 'customer.unarchive' FROM group_grant WHERE grant_key = 'customer.archive';"
  "INSERT OR IGNORE INTO staff_grant (staff, grant_key, given) "
  "SELECT staff, 'customer.unarchive', given FROM staff_grant WHERE grant_key = 'customer.archive';"
  "CREATE INDEX customer_listed ON customer (sort_key) WHERE status IS NOT 'archived';";

/**
 * kh_schema_add_status:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Makes Unarchive a grant of its own, and customers who are not archived quick to list.
 */
gboolean
kh_schema_add_status (KhConnection  *connection,
                      GError       **error)
{
  return kh_connection_execute (connection, steps, error);
}
