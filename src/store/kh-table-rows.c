/* kh-table-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-table-rows.h"

#include "kh-place.h"
#include "kh-row-push.h"
#include "kh-secret-rows.h"
#include "kh-value-type.h"

#define SQL_TABLE \
  "CREATE TABLE IF NOT EXISTS %s (" \
  "  id INTEGER PRIMARY KEY AUTOINCREMENT," \
  "  customer INTEGER NOT NULL REFERENCES customer (customer_number) ON DELETE CASCADE," \
  "  item TEXT" \
  ") STRICT;" \
  "CREATE INDEX IF NOT EXISTS %s_customer ON %s (customer);"

#define SQL_COLUMNS "SELECT name FROM pragma_table_info (?1)"

/* Columns of a table itself, before the registry's. */
enum {
  COLUMN_ID,
  COLUMN_ITEM,
  N_OWN_COLUMNS
};

/* Parameters of a write, before the registry's. */
enum {
  PARAMETER_CUSTOMER = 1,
  PARAMETER_ID,
  PARAMETER_ITEM,
  N_OWN_PARAMETERS = PARAMETER_ITEM
};

typedef enum {
  SQL_LOAD,
  SQL_ADD,
  SQL_UPDATE,
  SQL_REMOVE,
  SQL_MOST,
  N_SQL
} Sql;

static gboolean
is_column (KhTableId table,
           guint     column)
{
  return !kh_table_get_column (table, column)->sealed;
}

static char *
make_load (KhTableId   id,
           const char *name)
{
  const KhTable *table = kh_table_get (id);
  GString *sql = g_string_new ("SELECT id, item");

  for (guint i = 0; i < table->n_columns; i++)
    {
      g_autofree char *column = kh_table_dup_column (id, i);

      if (is_column (id, i))
        g_string_append_printf (sql, ", %s", column);
    }
  g_string_append_printf (sql, " FROM %s WHERE customer = ?1 ORDER BY ", name);
  if (table->order != KH_COLUMN_NONE)
    {
      g_autofree char *order = kh_table_dup_column (id, table->order);

      g_string_append_printf (sql, "%s, ", order);
    }
  g_string_append (sql, "id");

  return g_string_free (sql, FALSE);
}

static char *
make_add (KhTableId   id,
          const char *name)
{
  g_autoptr (GString) values = g_string_new ("?1, ?2, ?3");
  GString *sql = g_string_new (NULL);
  int parameter = N_OWN_PARAMETERS;

  g_string_append_printf (sql, "INSERT INTO %s (customer, id, item", name);
  for (guint i = 0; i < kh_table_get (id)->n_columns; i++)
    {
      g_autofree char *column = kh_table_dup_column (id, i);

      if (!is_column (id, i))
        continue;
      g_string_append_printf (sql, ", %s", column);
      g_string_append_printf (values, ", ?%d", ++parameter);
    }
  g_string_append_printf (sql, ") VALUES (%s)", values->str);

  return g_string_free (sql, FALSE);
}

static char *
make_update (KhTableId   id,
             const char *name)
{
  GString *sql = g_string_new (NULL);
  int parameter = N_OWN_PARAMETERS;

  g_string_append_printf (sql, "UPDATE %s SET item = ?3", name);
  for (guint i = 0; i < kh_table_get (id)->n_columns; i++)
    {
      g_autofree char *column = kh_table_dup_column (id, i);

      if (is_column (id, i))
        g_string_append_printf (sql, ", %s = ?%d", column, ++parameter);
    }
  g_string_append (sql, " WHERE customer = ?1 AND id = ?2");

  return g_string_free (sql, FALSE);
}

static char *
make_sql (KhTableId id,
          Sql       which)
{
  g_autofree char *name = kh_table_dup_sql (id);

  switch (which)
    {
    case SQL_LOAD:
      return make_load (id, name);
    case SQL_ADD:
      return make_add (id, name);
    case SQL_UPDATE:
      return make_update (id, name);
    case SQL_REMOVE:
      return g_strdup_printf ("DELETE FROM %s WHERE customer = ?1 AND id = ?2", name);
    case SQL_MOST:
      return g_strdup_printf ("SELECT ifnull (max (n), 0) FROM (SELECT count (*) AS n FROM %s GROUP BY customer) AS counts",
                              name);
    case N_SQL:
      break;
    }

  g_assert_not_reached ();
}

/* The registry does not change while the program runs, so each text is made once. */
static const char *
get_sql (KhTableId id,
         Sql       which)
{
  static gsize once[KH_N_TABLES][N_SQL];

  if (g_once_init_enter (&once[id][which]))
    g_once_init_leave (&once[id][which], (gsize) make_sql (id, which));

  return (const char *) once[id][which];
}

static GHashTable *
list_columns (KhConnection  *connection,
              const char    *table,
              GError       **error)
{
  g_autoptr (GHashTable) columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_COLUMNS, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_text (statement, 1, table);
  while (kh_statement_step (statement, &row, error))
    {
      if (!row)
        return g_steal_pointer (&columns);
      g_hash_table_add (columns, g_strdup (kh_statement_get_text (statement, 0)));
    }

  return NULL;
}

static gboolean
create_table (KhConnection  *connection,
              KhTableId      id,
              GError       **error)
{
  g_autofree char *name = kh_table_dup_sql (id);
  g_autofree char *sql = g_strdup_printf (SQL_TABLE, name, name, name);
  g_autoptr (GHashTable) there = NULL;

  if (!kh_connection_execute (connection, sql, error))
    return FALSE;
  there = list_columns (connection, name, error);
  for (guint i = 0; there != NULL && i < kh_table_get (id)->n_columns; i++)
    {
      g_autofree char *column = kh_table_dup_column (id, i);
      gboolean whole = kh_value_sql_type (kh_table_get_column (id, i)) == KH_SQL_INTEGER;
      g_autofree char *add = g_strdup_printf ("ALTER TABLE %s ADD COLUMN %s %s", name, column,
                                              whole ? "INTEGER" : "TEXT");

      if (is_column (id, i) && !g_hash_table_contains (there, column) && !kh_connection_execute (connection, add, error))
        return FALSE;
    }

  return there != NULL;
}

/**
 * kh_table_rows_create:
 * @connection: the connection of the migration
 * @error: return location for an error
 *
 * Makes the tables and columns of the registry's tables that are not there yet; a later
 * migration, for a column that came with a newer program, calls it again.
 *
 * Returns: whether they are there
 */
gboolean
kh_table_rows_create (KhConnection  *connection,
                      GError       **error)
{
  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      if (!create_table (connection, (KhTableId) i, error))
        return FALSE;
    }

  return TRUE;
}

static KhRow *
read_row (KhStatement *statement,
          KhTableId    table)
{
  KhRow *row = kh_row_new (table);
  int place = N_OWN_COLUMNS;

  kh_row_set_id (row, kh_statement_get_int64 (statement, COLUMN_ID));
  kh_row_set_item (row, kh_statement_get_text (statement, COLUMN_ITEM));
  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      /* SQLite writes an integer as the decimal that is its canonical form. */
      if (is_column (table, i))
        kh_row_set (row, i, kh_statement_get_text (statement, place++));
    }

  return row;
}

static void
mark_sealed (KhRow      *row,
             GHashTable *sealed)
{
  KhTableId table = kh_row_get_table (row);

  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      g_autofree char *place = NULL;

      if (is_column (table, i))
        continue;
      place = kh_place_dup_text (table, i, kh_row_get_id (row), NULL);
      kh_row_set_sealed (row, i, g_hash_table_contains (sealed, place));
    }
}

/**
 * kh_table_rows_load:
 * @connection: a connection
 * @customer: a customer number
 * @table: a table
 * @error: return location for an error
 *
 * Returns: (transfer full): the customer's rows, in their order; none for a customer who is not there
 */
KhRows *
kh_table_rows_load (KhConnection  *connection,
                    gint64         customer,
                    KhTableId      table,
                    GError       **error)
{
  g_autoptr (GHashTable) sealed = kh_secret_rows_list_places (connection, customer, error);
  g_autoptr (KhStatement) statement = NULL;
  g_autoptr (KhRows) rows = kh_rows_new (table);
  gboolean there = TRUE;

  if (sealed != NULL)
    statement = kh_connection_prepare (connection, get_sql (table, SQL_LOAD), error);
  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, customer);
  while (kh_statement_step (statement, &there, error))
    {
      g_autoptr (KhRow) row = NULL;

      if (!there)
        return g_steal_pointer (&rows);
      row = read_row (statement, table);
      mark_sealed (row, sealed);
      kh_rows_append (rows, row);
    }

  return NULL;
}

/**
 * kh_table_rows_load_secret:
 * @connection: a connection
 * @safe: the keys of whoever asks
 * @customer: a customer number
 * @table: a table
 * @row: the data file's id of one of its rows
 * @column: a sealed column
 * @secret: (out) (nullable) (transfer full): what is kept, or %NULL for none
 * @error: return location for an error; %KH_STORE_ERROR_NO_KEY, %KH_STORE_ERROR_DAMAGED
 *
 * Returns: whether it could be read
 */
gboolean
kh_table_rows_load_secret (KhConnection  *connection,
                           KhSafe        *safe,
                           gint64         customer,
                           KhTableId      table,
                           gint64         row,
                           guint          column,
                           KhSecret     **secret,
                           GError       **error)
{
  g_autofree char *place = kh_place_dup_text (table, column, row, NULL);

  return kh_secret_rows_load_at (connection, safe, customer, place,
                                 kh_ring_of_sealed (kh_table_get_column (table, column)), secret, error);
}

static gboolean
open_column (KhConnection  *connection,
             KhSafe        *safe,
             gint64         customer,
             KhRow         *row,
             guint          column,
             GError       **error)
{
  g_autoptr (KhSecret) secret = NULL;
  GError *failure = NULL;

  if (kh_table_rows_load_secret (connection, safe, customer, kh_row_get_table (row), kh_row_get_id (row), column, &secret,
                                 &failure))
    {
      kh_row_set_secret (row, column, secret);
      return TRUE;
    }
  if (!g_error_matches (failure, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY) &&
      !g_error_matches (failure, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  g_error_free (failure);

  return TRUE;
}

/**
 * kh_table_rows_open:
 * @connection: a connection
 * @safe: the keys of whoever is there
 * @customer: a customer number
 * @rows: the customer's rows of a table; take the secrets that go to a station and there is a key for
 * @error: return location for an error
 *
 * Returns: whether they could be read
 */
gboolean
kh_table_rows_open (KhConnection  *connection,
                    KhSafe        *safe,
                    gint64         customer,
                    KhRows        *rows,
                    GError       **error)
{
  const KhTableId table = kh_rows_get_table (rows);

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      for (guint c = 0; c < kh_table_get (table)->n_columns; c++)
        {
          if (kh_row_push_is_secret (table, c) && kh_row_is_sealed (kh_rows_get (rows, i), c) &&
              !open_column (connection, safe, customer, kh_rows_get (rows, i), c, error))
            return FALSE;
        }
    }

  return TRUE;
}

/**
 * kh_table_rows_count_most:
 * @connection: a connection
 * @table: a table
 * @most: (out): how many rows the customer has who has most
 * @error: return location for an error
 */
gboolean
kh_table_rows_count_most (KhConnection  *connection,
                          KhTableId      table,
                          guint         *most,
                          GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, get_sql (table, SQL_MOST), error);
  gboolean row = FALSE;

  if (statement == NULL || !kh_statement_step (statement, &row, error))
    return FALSE;
  *most = row ? (guint) kh_statement_get_int64 (statement, 0) : 0;

  return TRUE;
}

static gboolean
write_row (KhConnection  *connection,
           const char    *sql,
           gint64         customer,
           KhRow         *row,
           GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);
  KhTableId table = kh_row_get_table (row);
  int parameter = N_OWN_PARAMETERS;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, PARAMETER_CUSTOMER, customer);
  if (kh_row_get_id (row) != 0)
    kh_statement_bind_int64 (statement, PARAMETER_ID, kh_row_get_id (row));
  kh_statement_bind_text (statement, PARAMETER_ITEM, kh_row_get_item (row));
  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      if (!is_column (table, i))
        continue;
      parameter++;
      if (kh_row_get (row, i) != NULL && kh_value_sql_type (kh_table_get_column (table, i)) == KH_SQL_INTEGER)
        kh_statement_bind_int64 (statement, parameter, kh_row_get_number (row, i));
      else
        kh_statement_bind_text (statement, parameter, kh_row_get (row, i));
    }

  return kh_statement_run (statement, error);
}

/**
 * kh_table_rows_add:
 * @connection: the connection that writes, in a transaction
 * @customer: a customer number
 * @row: a row without an id; it gets one
 * @error: return location for an error
 *
 * Returns: whether it is kept
 */
gboolean
kh_table_rows_add (KhConnection  *connection,
                   gint64         customer,
                   KhRow         *row,
                   GError       **error)
{
  if (!write_row (connection, get_sql (kh_row_get_table (row), SQL_ADD), customer, row, error))
    return FALSE;
  kh_row_set_id (row, kh_connection_get_last_rowid (connection));

  return TRUE;
}

/**
 * kh_table_rows_update:
 * @connection: the connection that writes, in a transaction
 * @customer: a customer number
 * @row: a row that is kept, as it is to be
 * @error: return location for an error
 *
 * Returns: whether it is kept
 */
gboolean
kh_table_rows_update (KhConnection  *connection,
                      gint64         customer,
                      KhRow         *row,
                      GError       **error)
{
  return write_row (connection, get_sql (kh_row_get_table (row), SQL_UPDATE), customer, row, error);
}

static gboolean
forget_secrets (KhConnection  *connection,
                gint64         customer,
                KhRow         *row,
                GError       **error)
{
  KhTableId table = kh_row_get_table (row);

  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      g_autofree char *place = kh_place_dup_text (table, i, kh_row_get_id (row), NULL);

      if (!is_column (table, i) && !kh_secret_rows_forget (connection, customer, place, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_table_rows_remove:
 * @connection: the connection that writes, in a transaction
 * @customer: a customer number
 * @row: a row that is kept
 * @error: return location for an error
 *
 * Takes it away with what is sealed of it.
 *
 * Returns: whether it is gone
 */
gboolean
kh_table_rows_remove (KhConnection  *connection,
                      gint64         customer,
                      KhRow         *row,
                      GError       **error)
{
  g_autoptr (KhStatement) statement = NULL;

  if (!forget_secrets (connection, customer, row, error))
    return FALSE;
  statement = kh_connection_prepare (connection, get_sql (kh_row_get_table (row), SQL_REMOVE), error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, PARAMETER_CUSTOMER, customer);
  kh_statement_bind_int64 (statement, PARAMETER_ID, kh_row_get_id (row));

  return kh_statement_run (statement, error);
}
