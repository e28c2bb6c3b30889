/* kh-schema-filters.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-schema-private.h"

/* Each index has all that a list by name needs, so that it is read alone, whoever is archived left out. */
static const char steps[] =
  "CREATE INDEX customer_city ON customer (city COLLATE NOCASE, sort_key, status, monitoring_company);"
  "CREATE INDEX customer_company ON customer (monitoring_company, sort_key, status) WHERE monitoring_company IS NOT NULL;"
  "CREATE INDEX customer_class ON customer (account_class, sort_key, status) WHERE account_class IS NOT NULL;"
  "CREATE INDEX customer_source ON customer (lead_source, sort_key, status) WHERE lead_source IS NOT NULL;"
  "CREATE INDEX customer_status ON customer (status, sort_key);"
  "CREATE INDEX customer_numbered ON customer (account_number, sort_key, status);"
  "CREATE INDEX customer_sold ON customer (sale_date, sort_key, status);"
  "CREATE INDEX customer_installed ON customer (install_date, sort_key, status) WHERE install_date IS NOT NULL;"
  "CREATE INDEX customer_permit ON customer (permit_expiry) WHERE permit_expiry IS NOT NULL;"
  "CREATE INDEX customer_agencies_permit ON customer_agencies (c_permit_expires, customer) "
  "WHERE c_permit_expires IS NOT NULL;"

  /* What a member of the staff makes of customers, 0 where nobody signs in. */
  "CREATE TABLE customer_star ("
  "  member INTEGER NOT NULL,"
  "  customer INTEGER NOT NULL REFERENCES customer (customer_number) ON DELETE CASCADE,"
  "  PRIMARY KEY (member, customer)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX customer_star_customer ON customer_star (customer);"
  "CREATE TABLE customer_viewed ("
  "  member INTEGER NOT NULL,"
  "  customer INTEGER NOT NULL REFERENCES customer (customer_number) ON DELETE CASCADE,"
  "  viewed_at INTEGER NOT NULL,"
  "  PRIMARY KEY (member, customer)"
  ") STRICT, WITHOUT ROWID;"
  "CREATE INDEX customer_viewed_customer ON customer_viewed (customer);"
  "CREATE TABLE saved_filter ("
  "  member INTEGER NOT NULL,"
  "  name TEXT NOT NULL,"
  "  filter TEXT NOT NULL,"
  "  PRIMARY KEY (member, name)"
  ") STRICT, WITHOUT ROWID;";

/**
 * kh_schema_add_filters:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Makes customers quick to filter, and gives each member's stars, their last customers and their
 * filters a place.
 */
gboolean
kh_schema_add_filters (KhConnection  *connection,
                       GError       **error)
{
  return kh_connection_execute (connection, steps, error);
}
