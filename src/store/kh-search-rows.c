/* kh-search-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-search-rows.h"

/* The index keeps no text of its own, so that a customer is taken out by the very tokens with which
 * they were put in. */
#define SQL_ADD   "INSERT INTO customer_search (rowid, tokens) VALUES (?1, ?2)"
#define SQL_TAKE  "INSERT INTO customer_search (customer_search, rowid, tokens) VALUES ('delete', ?1, ?2)"
#define SQL_EMPTY "INSERT INTO customer_search (customer_search) VALUES ('delete-all')"

#define SQL_ONE "customer_number = ?1"
#define SQL_ALL "TRUE ORDER BY customer_number"

static gboolean
is_searched (KhTableId table,
             guint     column)
{
  return kh_table_get_column (table, column)->searched != KH_SEARCHED_NOT;
}

/* The number first, and then what is searched in the registry's order. */
static char *
make_customer_sql (const char *which)
{
  g_autoptr (GString) sql = g_string_new ("SELECT customer_number");

  for (guint i = 0; i < kh_search_n_fields (); i++)
    {
      g_autofree char *column = kh_datapoint_dup_column (kh_search_get_field (i));

      g_string_append_printf (sql, ", %s", column);
    }

  return g_strconcat (sql->str, " FROM customer WHERE ", which, NULL);
}

static char *
make_table_sql (KhTableId table)
{
  g_autofree char *name = kh_table_dup_sql (table);
  GString *sql = g_string_new ("SELECT id");

  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      g_autofree char *column = kh_table_dup_column (table, i);

      if (is_searched (table, i))
        g_string_append_printf (sql, ", %s", column);
    }
  g_string_append_printf (sql, " FROM %s WHERE customer = ?1", name);

  return g_string_free (sql, FALSE);
}

/* The registry does not change while the program runs, so each text is made once. */
static const char *
get_table_sql (KhTableId table)
{
  static gsize once[KH_N_TABLES];

  if (g_once_init_enter (&once[table]))
    g_once_init_leave (&once[table], (gsize) make_table_sql (table));

  return (const char *) once[table];
}

static const char *
get_one_sql (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, (gsize) make_customer_sql (SQL_ONE));

  return (const char *) once;
}

/* Reading */

/* Told a value of a row that is searched. */
typedef void (* ValueFunc) (const KhDatapoint *column,
                            const char        *text,
                            gpointer           user_data);

static void
tell_row (KhStatement *statement,
          KhTableId    table,
          KhGrants     grants,
          ValueFunc    func,
          gpointer     user_data)
{
  int place = 0;

  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      const char *text;

      if (!is_searched (table, i))
        continue;
      text = kh_statement_get_text (statement, ++place);
      if (text != NULL && kh_table_may_view_column (grants, table, i))
        func (kh_table_get_column (table, i), text, user_data);
    }
}

static gboolean
read_table (KhConnection  *connection,
            gint64         customer,
            KhTableId      table,
            KhGrants       grants,
            ValueFunc      func,
            gpointer       user_data,
            GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, get_table_sql (table), error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  while (row)
    {
      if (!kh_statement_step (statement, &row, error))
        return FALSE;
      if (row)
        tell_row (statement, table, grants, func, user_data);
    }

  return TRUE;
}

static gboolean
read_tables (KhConnection  *connection,
             gint64         customer,
             KhGrants       grants,
             ValueFunc      func,
             gpointer       user_data,
             GError       **error)
{
  for (KhTableId table = 0; table < KH_N_TABLES; table++)
    if (kh_search_has_table (table) && kh_table_may_view (grants, table) &&
        !read_table (connection, customer, table, grants, func, user_data, error))
      return FALSE;

  return TRUE;
}

typedef struct {
  GArray *texts;
  GStringChunk *chunk;
} Texts;

static void
add_text (const KhDatapoint *column,
          const char        *text,
          gpointer           user_data)
{
  const Texts *to = user_data;
  KhSearchText one = { column, g_string_chunk_insert (to->chunk, text) };

  g_array_append_val (to->texts, one);
}

/**
 * kh_search_rows_read:
 * @connection: a connection
 * @customer: a customer number
 * @grants: what the member may do who asks
 * @texts: (element-type KhSearchText): gets the values of the customer's rows that are searched and
 *   that the member may view
 * @chunk: keeps them
 * @error: return location for an error
 *
 * Returns: whether they could be read
 */
gboolean
kh_search_rows_read (KhConnection  *connection,
                     gint64         customer,
                     KhGrants       grants,
                     GArray        *texts,
                     GStringChunk  *chunk,
                     GError       **error)
{
  Texts to = { texts, chunk };

  return read_tables (connection, customer, grants, add_text, &to, error);
}

/* Tokens */

static void
append_value (const KhDatapoint *column,
              const char        *text,
              gpointer           user_data)
{
  kh_search_append_tokens (user_data, column, text);
}

/**
 * kh_search_rows_append_customer:
 * @tokens: what a customer is found by
 * @customer: a record
 *
 * Adds what the record itself is found by, but for its number. Any thread may.
 */
void
kh_search_rows_append_customer (GString    *tokens,
                                KhCustomer *customer)
{
  for (guint i = 0; i < kh_search_n_fields (); i++)
    {
      KhDatapointId id = kh_search_get_field (i);

      if (id != KH_DATAPOINT_CUSTOMER_NUMBER)
        kh_search_append_tokens (tokens, kh_datapoint_get (id), kh_customer_get (customer, id));
    }
}

/**
 * kh_search_rows_append_row:
 * @tokens: what a customer is found by
 * @row: a row of one of the customer's tables
 *
 * Adds what the customer is found by because of the row. Any thread may.
 */
void
kh_search_rows_append_row (GString *tokens,
                           KhRow   *row)
{
  const KhTableId table = kh_row_get_table (row);

  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    if (is_searched (table, i))
      kh_search_append_tokens (tokens, kh_table_get_column (table, i), kh_row_get (row, i));
}

/**
 * kh_search_rows_add_number:
 * @tokens: all else that a customer is found by
 * @customer: the customer's number
 *
 * Comes last, as a new customer gets a number last. It is found however much else there is.
 */
void
kh_search_rows_add_number (GString *tokens,
                           gint64   customer)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, customer);
  g_autoptr (GString) number = g_string_new (NULL);

  kh_search_append_tokens (number, kh_datapoint_get (KH_DATAPOINT_CUSTOMER_NUMBER), text);
  g_string_append_c (tokens, ' ');
  g_string_append (tokens, number->str);
}

static gboolean
append_all (KhConnection  *connection,
            KhStatement   *statement,
            GString       *tokens,
            GError       **error)
{
  gint64 customer = kh_statement_get_int64 (statement, 0);

  for (guint i = 0; i < kh_search_n_fields (); i++)
    {
      KhDatapointId id = kh_search_get_field (i);

      if (id != KH_DATAPOINT_CUSTOMER_NUMBER)
        kh_search_append_tokens (tokens, kh_datapoint_get (id), kh_statement_get_text (statement, 1 + (int) i));
    }
  if (!read_tables (connection, customer, kh_grants_all (), append_value, tokens, error))
    return FALSE;
  kh_search_rows_add_number (tokens, customer);

  return TRUE;
}

/**
 * kh_search_rows_dup_tokens:
 * @connection: a connection
 * @customer: a customer number
 * @error: return location for an error
 *
 * Returns: (transfer full): what the customer is to be found by, as the record and its rows are kept
 */
char *
kh_search_rows_dup_tokens (KhConnection  *connection,
                           gint64         customer,
                           GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, get_one_sql (), error);
  g_autoptr (GString) tokens = g_string_new (NULL);
  gboolean row = FALSE;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, customer);
  if (!kh_statement_step (statement, &row, error) || (row && !append_all (connection, statement, tokens, error)))
    return NULL;

  return g_strdup (tokens->str);
}

/* Writing */

static gboolean
write_tokens (KhConnection  *connection,
              const char    *sql,
              gint64         customer,
              const char    *tokens,
              GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, tokens);

  return kh_statement_run (statement, error);
}

/**
 * kh_search_rows_add:
 * @connection: the connection that writes, in a transaction
 * @customer: the number of a customer who is not in the index
 * @tokens: what they are found by
 * @error: return location for an error
 *
 * Returns: whether it is written
 */
gboolean
kh_search_rows_add (KhConnection  *connection,
                    gint64         customer,
                    const char    *tokens,
                    GError       **error)
{
  return write_tokens (connection, SQL_ADD, customer, tokens, error);
}

/**
 * kh_search_rows_take:
 * @connection: the connection that writes, in a transaction
 * @customer: the number of a customer who is in the index
 * @tokens: what they were found by
 * @error: return location for an error
 *
 * Returns: whether it is gone
 */
gboolean
kh_search_rows_take (KhConnection  *connection,
                     gint64         customer,
                     const char    *tokens,
                     GError       **error)
{
  return write_tokens (connection, SQL_TAKE, customer, tokens, error);
}

/**
 * kh_search_rows_follow:
 * @connection: the connection that writes, in the transaction of a change, after it
 * @customer: a customer number
 * @before: what kh_search_rows_dup_tokens() gave before the change
 * @error: return location for an error
 *
 * Returns: whether the customer is found by what is kept now, and by nothing else
 */
gboolean
kh_search_rows_follow (KhConnection  *connection,
                       gint64         customer,
                       const char    *before,
                       GError       **error)
{
  g_autofree char *after = kh_search_rows_dup_tokens (connection, customer, error);

  if (after == NULL || g_str_equal (before, after))
    return after != NULL;

  return kh_search_rows_take (connection, customer, before, error) &&
         kh_search_rows_add (connection, customer, after, error);
}

/**
 * kh_search_rows_create:
 * @connection: a connection that is not sealed, in a transaction
 * @error: return location for an error
 *
 * Makes the index anew from what is kept. A migration calls it, after the columns of the registry are
 * there, when the registry has something else searched than before.
 *
 * Returns: whether it is made
 */
gboolean
kh_search_rows_create (KhConnection  *connection,
                       GError       **error)
{
  g_autofree char *sql = make_customer_sql (SQL_ALL);
  g_autoptr (KhStatement) statement = NULL;
  g_autoptr (GString) tokens = g_string_new (NULL);
  gboolean row = TRUE;

  if (!kh_connection_execute (connection, SQL_EMPTY, error))
    return FALSE;
  statement = kh_connection_prepare (connection, sql, error);
  if (statement == NULL)
    return FALSE;
  while (row)
    {
      if (!kh_statement_step (statement, &row, error))
        return FALSE;
      g_string_truncate (tokens, 0);
      if (row && (!append_all (connection, statement, tokens, error) ||
                  !kh_search_rows_add (connection, kh_statement_get_int64 (statement, 0), tokens->str, error)))
        return FALSE;
    }

  return TRUE;
}
