/* kh-postal-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-postal-rows.h"

#include "kh-history-rows.h"

/* More than these are no choice any more but a list to read. */
#define MOST_PLACES 8

/* A ZIP, and the same with four more digits: '.' comes right after '-'. */
#define SQL_OF_CUSTOMERS \
  "SELECT city, max (county), state FROM customer " \
  "WHERE (zip = ?1 OR (zip > ?1 || '-' AND zip < ?1 || '.')) AND city IS NOT NULL AND state IS NOT NULL " \
  "GROUP BY state, city ORDER BY count (*) DESC, city LIMIT ?2"
#define SQL_OF_FILE \
  "SELECT city, county, state FROM postal_place WHERE zip = ?1 ORDER BY city LIMIT ?2"

#define SQL_COUNT "SELECT count (*) FROM postal_place"
#define SQL_CLEAR "DELETE FROM postal_place"
/* The file has a few places twice. */
#define SQL_ADD   "INSERT OR IGNORE INTO postal_place (zip, state, city, county) VALUES (?1, ?2, ?3, ?4)"

static gboolean
add_places (KhConnection  *connection,
            const char    *sql,
            const char    *zip,
            GPtrArray     *places,
            GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, zip);
  kh_statement_bind_int64 (statement, 2, MOST_PLACES);
  while (kh_statement_step (statement, &row, error))
    {
      if (!row)
        return TRUE;
      kh_postal_places_add (places, kh_statement_get_text (statement, 0), kh_statement_get_text (statement, 1),
                            kh_statement_get_text (statement, 2));
    }

  return FALSE;
}

/**
 * kh_postal_rows_list:
 * @connection: a connection
 * @zip: what kh_postal_dup_zip() made
 * @of_customers: whether the office's customers are looked at too
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhPostalPlace): the places of a code, first those where the
 *   office has the most customers
 */
GPtrArray *
kh_postal_rows_list (KhConnection  *connection,
                     const char    *zip,
                     gboolean       of_customers,
                     GError       **error)
{
  g_autoptr (GPtrArray) places = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_postal_place_free);

  if (of_customers && !add_places (connection, SQL_OF_CUSTOMERS, zip, places, error))
    return NULL;
  if (!add_places (connection, SQL_OF_FILE, zip, places, error))
    return NULL;
  if (places->len > MOST_PLACES)
    g_ptr_array_set_size (places, MOST_PLACES);

  return g_steal_pointer (&places);
}

/**
 * kh_postal_rows_count:
 * @connection: a connection
 * @n: (out): how many places a postal file brought
 * @error: return location for an error
 */
gboolean
kh_postal_rows_count (KhConnection  *connection,
                      guint         *n,
                      GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_COUNT, error);
  gboolean row = FALSE;

  if (statement == NULL || !kh_statement_step (statement, &row, error))
    return FALSE;
  *n = (guint) kh_statement_get_int64 (statement, 0);

  return TRUE;
}

static gboolean
add_all (KhConnection    *connection,
         KhPostalReader  *reader,
         GError         **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_ADD, error);
  g_autoptr (GError) problem = NULL;
  const KhPostalPlace *place;
  const char *zip;

  if (statement == NULL)
    return FALSE;
  while ((place = kh_postal_reader_next (reader, &zip, &problem)) != NULL)
    {
      kh_statement_bind_text (statement, 1, zip);
      kh_statement_bind_text (statement, 2, place->state);
      kh_statement_bind_text (statement, 3, place->city);
      kh_statement_bind_text (statement, 4, place->county);
      if (!kh_statement_run (statement, error))
        return FALSE;
    }
  if (problem == NULL)
    return kh_postal_reader_check (reader, error);
  g_propagate_error (error, g_steal_pointer (&problem));

  return FALSE;
}

static char *
dup_count (guint n)
{
  return n > 0 ? g_strdup_printf ("%u", n) : NULL;
}

/**
 * kh_postal_rows_load:
 * @connection: the connection that writes, in a transaction
 * @reader: a postal file, at its beginning
 * @author: who the history says did it
 * @error: return location for an error
 *
 * Puts the places of a file in the place of those of the file before it. With an error the
 * transaction is to be given up.
 */
gboolean
kh_postal_rows_load (KhConnection    *connection,
                     KhPostalReader  *reader,
                     const char      *author,
                     GError         **error)
{
  g_autofree char *old_text = NULL;
  g_autofree char *new_text = NULL;
  guint before = 0;
  guint after = 0;

  if (!kh_postal_rows_count (connection, &before, error) || !kh_connection_execute (connection, SQL_CLEAR, error) ||
      !add_all (connection, reader, error) || !kh_postal_rows_count (connection, &after, error))
    return FALSE;
  old_text = dup_count (before);
  new_text = dup_count (after);

  return kh_history_rows_write (connection, author, "load-postal-file", 0, 0, NULL, old_text, new_text, error);
}
