/* kh-schema.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-schema-private.h"

#include "kh-agency-rows.h"
#include "kh-datapoint.h"
#include "kh-double-rows.h"
#include "kh-table-rows.h"
#include "kh-history-chain.h"
#include "kh-key-rows.h"
#include "kh-search-rows.h"
#include "kh-secret-rows.h"
#include "kh-shadow-secret-rows.h"
#include "kh-staff-rows.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

#define SQL_STORE_ID "SELECT value FROM meta WHERE key = 'store-id'"
#define SQL_SET_ID   "INSERT INTO meta (key, value) VALUES ('store-id', ?1)"

/* Every customer belongs to an office location, so an office begins with one. */
#define SQL_FIRST_OFFICE \
  "INSERT INTO catalogue_entry (catalogue, label, active) VALUES ('office-locations', ?1, 1)"

#define SQL_COLUMNS  "SELECT name FROM pragma_table_info ('customer')"

/* The datapoints of a customer are not here: they follow from the registry. */
static const char tables[] =
  "CREATE TABLE meta ("
  "  key TEXT PRIMARY KEY,"
  "  value TEXT NOT NULL"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE catalogue_entry ("
  "  id INTEGER PRIMARY KEY,"
  "  catalogue TEXT NOT NULL,"
  "  label TEXT NOT NULL,"
  "  parent INTEGER REFERENCES catalogue_entry (id),"
  "  active INTEGER NOT NULL"
  ") STRICT;"
  "CREATE UNIQUE INDEX catalogue_entry_label ON catalogue_entry (catalogue, label, ifnull (parent, 0));"

  "CREATE TABLE staff ("
  "  id INTEGER PRIMARY KEY,"
  "  name TEXT NOT NULL UNIQUE,"
  "  sales INTEGER NOT NULL,"
  "  technician INTEGER NOT NULL,"
  "  active INTEGER NOT NULL"
  ") STRICT;"

  "CREATE TABLE company ("
  "  id INTEGER PRIMARY KEY,"
  "  name TEXT NOT NULL UNIQUE,"
  "  monitor_type TEXT NOT NULL,"
  "  address TEXT,"
  "  dealer_number TEXT,"
  "  ca_file TEXT,"
  "  active INTEGER NOT NULL"
  ") STRICT;"

  "CREATE TABLE customer ("
  "  customer_number INTEGER PRIMARY KEY,"
  "  revision INTEGER NOT NULL,"
  "  sort_key TEXT NOT NULL,"
  "  created_at INTEGER NOT NULL,"
  "  changed_at INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX customer_sort ON customer (sort_key);"

  "CREATE TABLE link ("
  "  customer INTEGER PRIMARY KEY REFERENCES customer (customer_number),"
  "  company INTEGER NOT NULL REFERENCES company (id),"
  "  account TEXT NOT NULL,"
  "  number TEXT NOT NULL,"
  "  receiver TEXT,"
  "  etag TEXT,"
  "  linked_at INTEGER NOT NULL,"
  "  linked_by TEXT NOT NULL,"
  "  UNIQUE (company, account)"
  ") STRICT;"

  "CREATE TABLE link_attempt ("
  "  customer INTEGER PRIMARY KEY REFERENCES customer (customer_number),"
  "  revision INTEGER NOT NULL,"
  "  company INTEGER NOT NULL REFERENCES company (id),"
  "  account TEXT NOT NULL,"
  "  number TEXT NOT NULL,"
  "  receiver TEXT,"
  "  etag TEXT,"
  "  key TEXT NOT NULL,"
  "  reference_key TEXT NOT NULL,"
  "  body BLOB,"
  "  state TEXT NOT NULL,"
  "  started_at INTEGER NOT NULL,"
  "  author TEXT NOT NULL,"
  "  UNIQUE (company, account)"
  ") STRICT;"
  /* Side is "station" for what is written there and "record" for what is taken over. */
  "CREATE TABLE link_attempt_change ("
  "  customer INTEGER NOT NULL REFERENCES link_attempt (customer) ON DELETE CASCADE,"
  "  side TEXT NOT NULL,"
  "  datapoint TEXT NOT NULL,"
  "  value TEXT,"
  "  from_value TEXT,"
  "  item TEXT,"
  "  PRIMARY KEY (customer, side, datapoint)"
  ") STRICT, WITHOUT ROWID;"

  "CREATE TABLE history ("
  "  sequence INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  time INTEGER NOT NULL,"
  "  author TEXT NOT NULL,"
  "  action TEXT NOT NULL,"
  "  customer INTEGER NOT NULL,"
  "  revision INTEGER NOT NULL,"
  "  datapoint TEXT,"
  "  old_value TEXT,"
  "  new_value TEXT"
  ") STRICT;"
  "CREATE INDEX history_customer ON history (customer, sequence);"
  "CREATE TRIGGER history_no_update BEFORE UPDATE ON history "
  "BEGIN SELECT RAISE (ABORT, 'history is never changed'); END;"
  "CREATE TRIGGER history_no_delete BEFORE DELETE ON history "
  "BEGIN SELECT RAISE (ABORT, 'history is never deleted'); END;"

  /* Tokens are made by kh_search_append_tokens(); the table keeps no text of its own. */
  "CREATE VIRTUAL TABLE customer_search USING fts5 "
  "(tokens, content='', columnsize=0, detail=none, tokenize='ascii');";

/* The triggers stand aside only within the transaction that makes the chain. */
static const char history_open[] =
  "DROP TRIGGER history_no_update;"
  "DROP TRIGGER history_no_delete;"
  "ALTER TABLE history ADD COLUMN salt BLOB NOT NULL DEFAULT x'';"
  "ALTER TABLE history ADD COLUMN value_digest BLOB NOT NULL DEFAULT x'';"
  "ALTER TABLE history ADD COLUMN prev_hash BLOB NOT NULL DEFAULT x'';"
  "ALTER TABLE history ADD COLUMN hash BLOB NOT NULL DEFAULT x'';";
static const char history_closed[] =
  "CREATE TRIGGER history_no_update BEFORE UPDATE ON history "
  "BEGIN SELECT RAISE (ABORT, 'history is never changed'); END;"
  "CREATE TRIGGER history_no_delete BEFORE DELETE ON history "
  "BEGIN SELECT RAISE (ABORT, 'history is never deleted'); END;";

/* Wants the columns of the registry. */
static const char indexes[] =
  "CREATE UNIQUE INDEX customer_account ON customer (monitoring_company, account_number) "
  "WHERE monitoring_company IS NOT NULL AND account_number IS NOT NULL;";

static GHashTable *
list_columns (KhConnection  *connection,
              GError       **error)
{
  g_autoptr (GHashTable) columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_COLUMNS, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (TRUE)
    {
      if (!kh_statement_step (statement, &row, error))
        return NULL;
      if (!row)
        return g_steal_pointer (&columns);
      g_hash_table_add (columns, g_strdup (kh_statement_get_text (statement, 0)));
    }
}

static const char *
referenced (KhValueType type)
{
  if (type == KH_VALUE_CATALOGUE)
    return " REFERENCES catalogue_entry (id)";
  if (type == KH_VALUE_STAFF)
    return " REFERENCES staff (id)";
  if (type == KH_VALUE_COMPANY)
    return " REFERENCES company (id)";
  return "";
}

/* A datapoint that came with a newer program gets its column by a migration that
 * calls this again. */
static gboolean
add_columns (KhConnection  *connection,
             GError       **error)
{
  g_autoptr (GHashTable) columns = list_columns (connection, error);

  if (columns == NULL)
    return FALSE;
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);
      g_autofree char *column = kh_datapoint_dup_column (datapoint->id);
      g_autofree char *sql = NULL;

      if (!kh_datapoint_is_stored (datapoint->id) || g_hash_table_contains (columns, column))
        continue;
      sql = g_strdup_printf ("ALTER TABLE customer ADD COLUMN %s %s%s", column,
                             kh_value_sql_type (datapoint) == KH_SQL_INTEGER ? "INTEGER" : "TEXT",
                             referenced (datapoint->type));
      if (!kh_connection_execute (connection, sql, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
create_id (KhConnection  *connection,
           GError       **error)
{
  g_autofree char *id = g_uuid_string_random ();
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_SET_ID, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, id);
  return kh_statement_run (statement, error);
}

static gboolean
create_office (KhConnection  *connection,
               GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_FIRST_OFFICE, error);

  if (statement == NULL)
    return FALSE;
  /* Translators: the name of the office location that new records begin with. */
  kh_statement_bind_text (statement, 1, _("Main Office"));
  return kh_statement_run (statement, error);
}

static gboolean
create_all (KhConnection  *connection,
            GError       **error)
{
  return kh_connection_execute (connection, tables, error)
         && add_columns (connection, error)
         && kh_connection_execute (connection, indexes, error)
         && create_id (connection, error)
         && create_office (connection, error);
}

static gboolean
chain_history (KhConnection  *connection,
               GError       **error)
{
  return kh_connection_execute (connection, history_open, error)
         && kh_history_chain_seal_all (connection, error)
         && kh_connection_execute (connection, history_closed, error);
}

static gboolean
create_staff (KhConnection  *connection,
              GError       **error)
{
  return kh_staff_rows_create (connection, error)
         && kh_secret_rows_create (connection, error);
}

/* The rows of the tables are searched, too. A later version may have columns that the file gets only now. */
static gboolean
index_rows (KhConnection  *connection,
            GError       **error)
{
  return add_columns (connection, error)
         && kh_table_rows_create (connection, error)
         && kh_search_rows_create (connection, error);
}

/* The step at index N makes version N + 1 of version N. A released step never changes. */
static gboolean (* const steps[]) (KhConnection  *connection,
                                   GError       **error) = {
  create_all,
  chain_history,
  create_staff,
  kh_schema_add_catalogue_values,
  kh_key_rows_create_rings,
  kh_schema_add_duplicate_defaults,
  kh_double_rows_create,
  kh_schema_add_outbox,
  kh_schema_add_holds,
  kh_table_rows_create,
  kh_schema_add_references_left,
  kh_schema_add_reviews,
  kh_schema_add_number_blocks,
  kh_schema_add_notes,
  kh_schema_add_status,
  kh_schema_add_link_reviews,
  kh_agency_rows_create,
  kh_shadow_secret_rows_create,
  kh_schema_add_sent_zones,
  kh_schema_add_postal,
  kh_schema_add_filters,
  kh_schema_add_documents,
  kh_schema_add_zone_digits,
  index_rows,
};

G_STATIC_ASSERT (G_N_ELEMENTS (steps) == KH_SCHEMA_VERSION);

static gboolean
run_step (KhConnection  *connection,
          gpointer       user_data,
          GError       **error)
{
  int version = GPOINTER_TO_INT (user_data);

  return steps[version] (connection, error)
         && kh_connection_set_version (connection, version + 1, error);
}

/**
 * kh_schema_migrate:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Brings a file of any earlier version, or a new one, to %KH_SCHEMA_VERSION. Each
 * step is one transaction with its version number, so that a kill leaves the file
 * at one version or at the next.
 */
gboolean
kh_schema_migrate (KhConnection  *connection,
                   GError       **error)
{
  int version = kh_connection_get_version (connection);

  if (version < 0)
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED,
                           _("The data file is damaged. Nothing was changed. "
                             "Close Keyholder and bring back the latest backup."));
      return FALSE;
    }
  for (; version < KH_SCHEMA_VERSION; version++)
    if (!kh_connection_transact (connection, run_step, GINT_TO_POINTER (version), error))
      return FALSE;
  return TRUE;
}

/**
 * kh_schema_dup_store_id:
 * @connection: a connection
 * @error: return location for an error
 *
 * Returns: (transfer full): the file's own random id, made with the file
 */
char *
kh_schema_dup_store_id (KhConnection  *connection,
                        GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_STORE_ID, error);
  gboolean row = FALSE;

  if (statement == NULL || !kh_statement_step (statement, &row, error))
    return NULL;
  if (row && kh_statement_get_text (statement, 0) != NULL)
    return g_strdup (kh_statement_get_text (statement, 0));
  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED,
                       _("The data file is damaged: it has lost its name. "
                         "Close Keyholder and bring back the latest backup."));
  return NULL;
}
