/* kh-statement.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-connection.h"

#include "kh-connection-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define HASHED_CHARACTERS 32

struct _KhStatement {
  KhConnection *connection;
  sqlite3_stmt *statement;
  char *sql;
  gboolean kept;
  gboolean taken;
  int failure;
  gboolean bad_text;
};

static gboolean
step (KhStatement  *self,
      gboolean     *row,
      GError      **error)
{
  int rc = self->failure;

  g_assert (g_thread_self () == self->connection->owner);

  *row = FALSE;
  if (self->bad_text)
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_FAILED,
                           _("A text is not valid UTF-8, so nothing was saved. Type it again."));
      return FALSE;
    }
  if (rc == SQLITE_OK)
    rc = sqlite3_step (self->statement);
  if (rc != SQLITE_ROW && rc != SQLITE_DONE)
    {
      kh_connection_set_error (self->connection, rc, error);
      return FALSE;
    }
  *row = rc == SQLITE_ROW;
  return TRUE;
}

static void
note (KhStatement *self,
      int          rc)
{
  g_assert (g_thread_self () == self->connection->owner);

  if (self->failure == SQLITE_OK)
    self->failure = rc;
}

/*< private >
 * kh_statement_new:
 * @kept: whether the connection keeps it under its text
 */
KhStatement *
kh_statement_new (KhConnection  *connection,
                  const char    *sql,
                  gboolean       kept,
                  GError       **error)
{
  KhStatement *self;
  sqlite3_stmt *statement = NULL;
  int rc;

  rc = sqlite3_prepare_v3 (connection->db, sql, -1, kept ? SQLITE_PREPARE_PERSISTENT : 0,
                           &statement, NULL);
  if (rc != SQLITE_OK || statement == NULL)
    {
      kh_connection_set_error (connection, rc != SQLITE_OK ? rc : SQLITE_MISUSE, error);
      return NULL;
    }
  self = g_new0 (KhStatement, 1);
  self->connection = connection;
  self->statement = statement;
  self->sql = g_strdup (sql);
  self->kept = kept;
  self->taken = TRUE;
  if (kept)
    g_hash_table_insert (connection->statements, self->sql, self);
  return self;
}

/*< private >
 * kh_statement_hash_sql:
 *
 * The texts that write a customer are thousands of characters long, and looked up for each: so only
 * the length and some of them count, and the comparison does the rest.
 */
guint
kh_statement_hash_sql (gconstpointer sql)
{
  const char *text = sql;
  gsize length = strlen (text);
  gsize step = length / HASHED_CHARACTERS + 1;
  guint hash = (guint) length;

  for (gsize i = 0; i < length; i += step)
    hash = hash * 33 + (guchar) text[i];

  return hash;
}

/*< private >
 * kh_statement_take:
 *
 * Returns: %FALSE when somebody uses it already
 */
gboolean
kh_statement_take (KhStatement *self)
{
  if (self->taken)
    return FALSE;
  self->taken = TRUE;
  return TRUE;
}

/*< private >
 * kh_statement_free:
 */
void
kh_statement_free (KhStatement *self)
{
  sqlite3_finalize (self->statement);
  g_free (self->sql);
  g_free (self);
}

/**
 * kh_statement_release:
 * @self: (transfer full) (nullable): a statement
 *
 * Gives the statement back to its connection, reset and with nothing bound, so
 * that no value outlives its use.
 */
void
kh_statement_release (KhStatement *self)
{
  if (self == NULL)
    return;
  kh_statement_reset (self);
  sqlite3_clear_bindings (self->statement);
  self->taken = FALSE;
  if (!self->kept)
    kh_statement_free (self);
}

/**
 * kh_statement_bind_text:
 * @self: a statement
 * @index: which parameter, from 1
 * @text: (nullable): UTF-8 text, or %NULL for SQL's NULL
 *
 * Binds a copy of @text. SQLite would keep invalid UTF-8 without a word, so it is
 * looked at here, where all text passes; the next step then fails.
 */
void
kh_statement_bind_text (KhStatement *self,
                        int          index,
                        const char  *text)
{
  if (text != NULL && !g_utf8_validate (text, -1, NULL))
    self->bad_text = TRUE;
  else
    note (self, sqlite3_bind_text (self->statement, index, text, -1, SQLITE_TRANSIENT));
}

/**
 * kh_statement_bind_int64:
 * @self: a statement
 * @index: which parameter, from 1
 * @value: the number
 */
void
kh_statement_bind_int64 (KhStatement *self,
                         int          index,
                         gint64       value)
{
  note (self, sqlite3_bind_int64 (self->statement, index, value));
}

/**
 * kh_statement_bind_bytes:
 * @self: a statement
 * @index: which parameter, from 1
 * @bytes: (nullable): the bytes, or %NULL for SQL's NULL
 */
void
kh_statement_bind_bytes (KhStatement *self,
                         int          index,
                         GBytes      *bytes)
{
  const void *data;
  gsize size = 0;

  if (bytes == NULL)
    {
      kh_statement_bind_null (self, index);
      return;
    }
  data = g_bytes_get_data (bytes, &size);
  note (self, sqlite3_bind_blob64 (self->statement, index, size == 0 ? "" : data, size, SQLITE_TRANSIENT));
}

/**
 * kh_statement_bind_null:
 * @self: a statement
 * @index: which parameter, from 1
 */
void
kh_statement_bind_null (KhStatement *self,
                        int          index)
{
  note (self, sqlite3_bind_null (self->statement, index));
}

/**
 * kh_statement_step:
 * @self: a statement
 * @row: (out): whether there is a row to read
 * @error: return location for an error, also of an earlier bind
 *
 * Runs the statement to its next row.
 */
gboolean
kh_statement_step (KhStatement  *self,
                   gboolean     *row,
                   GError      **error)
{
  return step (self, row, error);
}

/**
 * kh_statement_run:
 * @self: a statement
 * @error: return location for an error
 *
 * Runs a statement that gives no rows, and resets it so that it can be bound and
 * run again.
 */
gboolean
kh_statement_run (KhStatement  *self,
                  GError      **error)
{
  gboolean row = TRUE;
  gboolean result = TRUE;

  while (result && row)
    result = step (self, &row, error);
  kh_statement_reset (self);
  return result;
}

/**
 * kh_statement_reset:
 * @self: a statement
 *
 * Ends a run before its last row. What is bound stays bound.
 */
void
kh_statement_reset (KhStatement *self)
{
  g_assert (g_thread_self () == self->connection->owner);

  /* Its code repeats what the last step said. */
  sqlite3_reset (self->statement);
  self->failure = SQLITE_OK;
  self->bad_text = FALSE;
}

/**
 * kh_statement_is_null:
 * @self: a statement on a row
 * @column: which column, from 0
 */
gboolean
kh_statement_is_null (KhStatement *self,
                      int          column)
{
  g_assert (g_thread_self () == self->connection->owner);

  return sqlite3_column_type (self->statement, column) == SQLITE_NULL;
}

/**
 * kh_statement_get_text:
 * @self: a statement on a row
 * @column: which column, from 0
 *
 * A text that is not UTF-8 or that holds a NUL was never written by us: it is not
 * given out, and the next step fails with %KH_STORE_ERROR_DAMAGED.
 *
 * Returns: (nullable): the text, valid until the next step, or %NULL for SQL's NULL
 */
const char *
kh_statement_get_text (KhStatement *self,
                       int          column)
{
  const char *text;
  int length;

  g_assert (g_thread_self () == self->connection->owner);

  text = (const char *) sqlite3_column_text (self->statement, column);
  if (text == NULL)
    return NULL;
  length = sqlite3_column_bytes (self->statement, column);
  if (g_utf8_validate_len (text, (gsize) length, NULL))
    return text;
  self->failure = SQLITE_CORRUPT;
  return NULL;
}

/**
 * kh_statement_get_int64:
 * @self: a statement on a row
 * @column: which column, from 0
 *
 * Returns: the number, 0 for SQL's NULL
 */
gint64
kh_statement_get_int64 (KhStatement *self,
                        int          column)
{
  g_assert (g_thread_self () == self->connection->owner);

  return sqlite3_column_int64 (self->statement, column);
}

/**
 * kh_statement_dup_bytes:
 * @self: a statement on a row
 * @column: which column, from 0
 *
 * Returns: (transfer full) (nullable): the bytes, or %NULL for SQL's NULL
 */
GBytes *
kh_statement_dup_bytes (KhStatement *self,
                        int          column)
{
  gconstpointer data;

  if (kh_statement_is_null (self, column))
    return NULL;
  data = sqlite3_column_blob (self->statement, column);
  return g_bytes_new (data, (gsize) sqlite3_column_bytes (self->statement, column));
}
