/* kh-schema-catalogues.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-schema-private.h"

static const char values[] =
  "ALTER TABLE catalogue_entry ADD COLUMN monthly_charge INTEGER;"
  "ALTER TABLE catalogue_entry ADD COLUMN contract_term INTEGER;"
  "ALTER TABLE catalogue_entry ADD COLUMN category TEXT;"

  "CREATE TABLE customer_default ("
  "  datapoint TEXT PRIMARY KEY,"
  "  value TEXT NOT NULL"
  ") STRICT, WITHOUT ROWID;";

/**
 * kh_schema_add_catalogue_values:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Gives account classes what they bring along, cancel reasons their category, and
 * new customers their defaults.
 */
gboolean
kh_schema_add_catalogue_values (KhConnection  *connection,
                                GError       **error)
{
  return kh_connection_execute (connection, values, error);
}

static const char zone_digits[] =
  "ALTER TABLE company ADD COLUMN zone_digits INTEGER NOT NULL DEFAULT 0;";

/**
 * kh_schema_add_zone_digits:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Lets a monitoring company say with how many digits it wants the number of a zone.
 */
gboolean
kh_schema_add_zone_digits (KhConnection  *connection,
                           GError       **error)
{
  return kh_connection_execute (connection, zone_digits, error);
}

/* Off for all who are there: what a panel sends has to fit what the station has. */
static const char sent_zones[] =
  "ALTER TABLE company ADD COLUMN sends_zones INTEGER NOT NULL DEFAULT 0;";

/**
 * kh_schema_add_sent_zones:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Lets a monitoring company say whether an account that is made there gets areas and zones.
 */
gboolean
kh_schema_add_sent_zones (KhConnection  *connection,
                          GError       **error)
{
  return kh_connection_execute (connection, sent_zones, error);
}
