/* kh-schema-postal.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-schema-private.h"

/* What the office's own records say of a code is read from the index alone. */
static const char steps[] =
  "CREATE TABLE postal_place ("
  "  zip TEXT NOT NULL,"
  "  state TEXT NOT NULL,"
  "  city TEXT NOT NULL,"
  "  county TEXT,"
  "  PRIMARY KEY (zip, state, city)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX customer_postal ON customer (zip, state, city, county, sort_key, status, "
  "monitoring_company);";

/**
 * kh_schema_add_postal:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Gives the places of a postal file a place, and makes customers quick to find by their ZIP.
 */
gboolean
kh_schema_add_postal (KhConnection  *connection,
                      GError       **error)
{
  return kh_connection_execute (connection, steps, error);
}
