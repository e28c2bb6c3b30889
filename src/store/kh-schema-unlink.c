/* kh-schema-unlink.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-schema-private.h"

/* An account keeps our customer number until its station was told otherwise. The customer is a
 * number only: it may be gone by then. */
static const char table[] =
  "CREATE TABLE reference_left ("
  "  company INTEGER NOT NULL REFERENCES company (id),"
  "  account TEXT NOT NULL,"
  "  customer INTEGER NOT NULL,"
  "  key TEXT NOT NULL,"
  "  left_at INTEGER NOT NULL,"
  "  PRIMARY KEY (company, account)"
  ") STRICT, WITHOUT ROWID;";

/**
 * kh_schema_add_references_left:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Gives what a station is still to be told after Unlink a place.
 */
gboolean
kh_schema_add_references_left (KhConnection  *connection,
                               GError       **error)
{
  return kh_connection_execute (connection, table, error);
}
