/* kh-schema-outbox.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-schema-private.h"

/* A change goes through many states, so that no index is over those but where it must.
 * Of one datapoint at most one change waits that a newer one can fold into. A change set that has
 * gone out, or may have, is kept with its key and its bytes until its outcome is known. A link
 * knows its shadow where the shadow is of the link's version. */
static const char tables[] =
  "CREATE TABLE outbox ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  customer INTEGER NOT NULL REFERENCES customer (customer_number) ON DELETE CASCADE,"
  "  datapoint TEXT NOT NULL,"
  "  value TEXT,"
  "  before_value TEXT,"
  "  revision INTEGER NOT NULL,"
  "  state TEXT NOT NULL,"
  "  reason TEXT,"
  "  message TEXT,"
  "  frozen INTEGER NOT NULL,"
  "  author TEXT NOT NULL,"
  "  queued_at INTEGER NOT NULL,"
  "  changed_at INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX outbox_customer ON outbox (customer);"
  "CREATE UNIQUE INDEX outbox_open ON outbox (customer, datapoint) "
  "WHERE frozen = 0 AND state IN ('queued', 'waiting', 'held');"

  "CREATE TABLE outbox_set ("
  "  customer INTEGER PRIMARY KEY REFERENCES customer (customer_number) ON DELETE CASCADE,"
  "  key TEXT NOT NULL,"
  "  etag TEXT,"
  "  body BLOB NOT NULL,"
  "  sealed INTEGER NOT NULL,"
  "  sent_at INTEGER NOT NULL"
  ") STRICT;"

  "CREATE TABLE shadow ("
  "  customer INTEGER NOT NULL REFERENCES link (customer) ON DELETE CASCADE,"
  "  datapoint TEXT NOT NULL,"
  "  known INTEGER NOT NULL,"
  "  value TEXT,"
  "  item TEXT,"
  "  seen_set INTEGER NOT NULL,"
  "  seen TEXT,"
  "  PRIMARY KEY (customer, datapoint)"
  ") STRICT, WITHOUT ROWID;"
  "ALTER TABLE link ADD COLUMN shadow_known INTEGER NOT NULL DEFAULT 0;"
  "ALTER TABLE link ADD COLUMN one_by_one INTEGER NOT NULL DEFAULT 0;";

/**
 * kh_schema_add_outbox:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Gives the changes that are on their way to a station a place, and what was last known there.
 */
gboolean
kh_schema_add_outbox (KhConnection  *connection,
                      GError       **error)
{
  return kh_connection_execute (connection, tables, error);
}

/* A link is held as a whole, whether a change waits or not: for a value at the station that nobody
 * agreed to (the shadow has it as seen), for an account that is not what it was, or until it is
 * compared. The hold is the text of the event that said so. */
static const char holds[] =
  "ALTER TABLE link ADD COLUMN hold TEXT;"
  "ALTER TABLE link ADD COLUMN hold_message TEXT;"
  "ALTER TABLE link ADD COLUMN checked_at INTEGER NOT NULL DEFAULT 0;"
  "CREATE INDEX link_hold ON link (customer) WHERE hold IS NOT NULL;";

/**
 * kh_schema_add_holds:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Gives the links a place for why nothing goes out for them, and for when they were compared.
 */
gboolean
kh_schema_add_holds (KhConnection  *connection,
                     GError       **error)
{
  return kh_connection_execute (connection, holds, error);
}

/* What a person at the station looks at is asked after by the station's id of its change set. */
static const char reviews[] =
  "ALTER TABLE outbox ADD COLUMN change_set TEXT;";

/**
 * kh_schema_add_reviews:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Gives the changes that are reviewed a place for what the station calls them.
 */
gboolean
kh_schema_add_reviews (KhConnection  *connection,
                       GError       **error)
{
  return kh_connection_execute (connection, reviews, error);
}

/* What a Link wrote may be looked at by a person there as well, and the link is not made yet then. */
static const char link_reviews[] =
  "ALTER TABLE link_attempt ADD COLUMN change_set TEXT;";

/**
 * kh_schema_add_link_reviews:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Gives the Links under way a place for what the station calls their change set.
 */
gboolean
kh_schema_add_link_reviews (KhConnection  *connection,
                            GError       **error)
{
  return kh_connection_execute (connection, link_reviews, error);
}
