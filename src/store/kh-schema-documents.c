/* kh-schema-documents.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-schema-private.h"

/* The contents are beside the data file; see kh-blob-folder.h. One that is in doubt may be there
 * without a row that needs it. */
static const char table[] =
  "CREATE TABLE document ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  customer INTEGER NOT NULL REFERENCES customer (customer_number),"
  "  revision INTEGER NOT NULL,"
  "  author TEXT NOT NULL,"
  "  added_at INTEGER NOT NULL,"
  "  size INTEGER NOT NULL,"
  "  hash TEXT NOT NULL,"
  "  name TEXT NOT NULL,"
  "  category TEXT"
  ") STRICT;"
  "CREATE INDEX document_customer ON document (customer, id);"
  "CREATE INDEX document_hash ON document (hash);"
  "CREATE TABLE document_doubt (hash TEXT PRIMARY KEY) STRICT;";

/**
 * kh_schema_add_documents:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Gives the files of customers a place.
 */
gboolean
kh_schema_add_documents (KhConnection  *connection,
                         GError       **error)
{
  return kh_connection_execute (connection, table, error);
}
