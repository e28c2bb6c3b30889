/* kh-schema-notes.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-schema-private.h"

/* The queue of open tickets is short beside all that was ever written. */
static const char table[] =
  "CREATE TABLE note ("
  "  id INTEGER PRIMARY KEY,"
  "  customer INTEGER NOT NULL REFERENCES customer (customer_number),"
  "  revision INTEGER NOT NULL,"
  "  author TEXT NOT NULL,"
  "  created_at INTEGER NOT NULL,"
  "  changed_at INTEGER NOT NULL,"
  "  type INTEGER REFERENCES catalogue_entry (id),"
  "  text TEXT NOT NULL,"
  "  ticket INTEGER NOT NULL,"
  "  assignee INTEGER REFERENCES staff (id),"
  "  due TEXT,"
  "  priority TEXT,"
  "  state TEXT"
  ") STRICT;"
  "CREATE INDEX note_customer ON note (customer, id);"
  "CREATE INDEX note_open ON note (customer) WHERE state = 'open';";

/**
 * kh_schema_add_notes:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Gives notes and tickets a place.
 */
gboolean
kh_schema_add_notes (KhConnection  *connection,
                     GError       **error)
{
  return kh_connection_execute (connection, table, error);
}
