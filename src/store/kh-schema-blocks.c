/* kh-schema-blocks.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-schema-private.h"

/* @given is how many numbers from the block's first on were given out or skipped. A number that was
 * given out stands in number_given for good, so that no later block gives it once more. */
static const char tables[] =
  "CREATE TABLE number_block ("
  "  id INTEGER PRIMARY KEY,"
  "  company INTEGER NOT NULL REFERENCES company (id),"
  "  begin_number TEXT NOT NULL,"
  "  end_number TEXT NOT NULL,"
  "  receiver TEXT,"
  "  two_way INTEGER NOT NULL,"
  "  enabled INTEGER NOT NULL,"
  "  given INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX number_block_company ON number_block (company);"
  "CREATE TABLE number_given ("
  "  company INTEGER NOT NULL REFERENCES company (id),"
  "  number TEXT NOT NULL,"
  "  given_at INTEGER NOT NULL,"
  "  given_by TEXT NOT NULL,"
  "  PRIMARY KEY (company, number)"
  ") STRICT, WITHOUT ROWID;";

/**
 * kh_schema_add_number_blocks:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Gives the office's own blocks of account numbers a place.
 */
gboolean
kh_schema_add_number_blocks (KhConnection  *connection,
                             GError       **error)
{
  return kh_connection_execute (connection, tables, error);
}
