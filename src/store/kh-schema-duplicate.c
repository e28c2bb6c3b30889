/* kh-schema-duplicate.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-schema-private.h"

/* The office's switches are those of member 0. */
static const char table[] =
  "CREATE TABLE duplicate_default ("
  "  member INTEGER NOT NULL,"
  "  datapoint TEXT NOT NULL,"
  "  copied INTEGER NOT NULL,"
  "  PRIMARY KEY (member, datapoint)"
  ") STRICT, WITHOUT ROWID;";

/**
 * kh_schema_add_duplicate_defaults:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Gives the office and its members a place for how the switches of Duplicate start.
 */
gboolean
kh_schema_add_duplicate_defaults (KhConnection  *connection,
                                  GError       **error)
{
  return kh_connection_execute (connection, table, error);
}
