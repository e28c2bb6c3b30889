/* kh-store-search.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-store"

#include "config.h"

#include "kh-search.h"
#include "kh-store-private.h"

#define SQL_EVERYBODY \
  "SELECT customer_number FROM customer ORDER BY sort_key, customer_number LIMIT ?1"

/* Rows come as they are found, in the order of their numbers: who has enough of them stops,
 * so that one letter among a million customers neither reads nor sorts them all. */
#define SQL_MATCHES \
  "SELECT c.customer_number, c.sort_key " \
  "FROM customer_search CROSS JOIN customer AS c ON c.customer_number = customer_search.rowid " \
  "WHERE customer_search MATCH ?1"

typedef struct {
  char *text;
  guint limit;
} Query;

typedef struct {
  gint64 number;
  char *sort_key;
} Match;

static void
query_free (gpointer data)
{
  Query *query = data;

  g_free (query->text);
  g_free (query);
}

static void
match_clear (gpointer data)
{
  Match *match = data;

  g_free (match->sort_key);
}

static int
compare_matches (gconstpointer a,
                 gconstpointer b)
{
  const Match *one = a;
  const Match *other = b;
  int order = g_strcmp0 (one->sort_key, other->sort_key);

  return order != 0 ? order : (one->number > other->number) - (one->number < other->number);
}

static gint64
sql_limit (guint limit)
{
  return limit > 0 ? (gint64) limit : -1;
}

static GArray *
list_everybody (KhConnection  *connection,
                guint          limit,
                GError       **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_EVERYBODY, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, sql_limit (limit));
  while (kh_statement_step (statement, &row, error))
    {
      gint64 number;

      if (!row)
        return g_steal_pointer (&numbers);
      number = kh_statement_get_int64 (statement, 0);
      g_array_append_val (numbers, number);
    }

  return NULL;
}

static char *
make_texts_sql (void)
{
  GString *sql = g_string_new ("SELECT ");

  for (guint i = 0; i < kh_search_n_fields (); i++)
    {
      g_autofree char *column = kh_datapoint_dup_column (kh_search_get_field (i));

      g_string_append_printf (sql, "%s%s", i > 0 ? ", " : "", column);
    }
  g_string_append (sql, " FROM customer WHERE customer_number = ?1");

  return g_string_free (sql, FALSE);
}

static const char *
get_texts_sql (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, (gsize) make_texts_sql ());

  return (const char *) once;
}

static gboolean
is_match (KhConnection  *connection,
          KhSearch      *search,
          gint64         number,
          gboolean      *matches,
          GError       **error)
{
  g_autoptr (GPtrArray) texts = g_ptr_array_new_full (kh_search_n_fields (), g_free);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, get_texts_sql (), error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, number);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  for (guint i = 0; row && i < kh_search_n_fields (); i++)
    g_ptr_array_add (texts, g_strdup (kh_statement_get_text (statement, (int) i)));
  *matches = row && kh_search_matches (search, (const char *const *) texts->pdata);

  return TRUE;
}

/* Adds what @expression finds and @seen does not hold yet, up to @limit in all. With @search,
 * only what it says matches. */
static gboolean
collect (KhConnection  *connection,
         const char    *expression,
         guint          limit,
         KhSearch      *search,
         GHashTable    *seen,
         GArray        *found,
         GError       **error)
{
  g_autoptr (KhStatement) statement = NULL;
  gboolean row = TRUE;

  if (expression == NULL || (limit > 0 && found->len >= limit))
    return TRUE;
  statement = kh_connection_prepare (connection, SQL_MATCHES, error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, expression);

  while (kh_statement_step (statement, &row, error))
    {
      Match match = { 0, NULL };
      gboolean matches = TRUE;

      if (!row || (limit > 0 && found->len >= limit))
        return TRUE;
      match.number = kh_statement_get_int64 (statement, 0);
      if (g_hash_table_contains (seen, &match.number))
        continue;
      if (search != NULL && !is_match (connection, search, match.number, &matches, error))
        return FALSE;
      if (!matches)
        continue;
      match.sort_key = g_strdup (kh_statement_get_text (statement, 1));
      g_array_append_val (found, match);
      g_hash_table_add (seen, g_memdup2 (&match.number, sizeof match.number));
    }

  return FALSE;
}

static GArray *
take_numbers (GArray *found)
{
  GArray *numbers = g_array_sized_new (FALSE, FALSE, sizeof (gint64), found->len);

  g_array_sort (found, compare_matches);
  for (guint i = 0; i < found->len; i++)
    g_array_append_val (numbers, g_array_index (found, Match, i).number);

  return numbers;
}

static gpointer
search_customers (KhConnection  *connection,
                  gpointer       data,
                  GError       **error)
{
  Query *query = data;
  g_autoptr (KhSearch) search = kh_search_new (query->text);
  g_autoptr (GHashTable) seen = NULL;
  g_autoptr (GArray) found = NULL;
  gboolean checked = kh_search_needs_check (search);

  if (kh_search_is_impossible (search))
    return g_array_new (FALSE, FALSE, sizeof (gint64));
  if (kh_search_is_empty (search))
    return list_everybody (connection, query->limit, error);

  seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  found = g_array_new (FALSE, FALSE, sizeof (Match));
  g_array_set_clear_func (found, match_clear);
  if (!collect (connection, kh_search_get_prefixes (search), query->limit, NULL, seen, found, error) ||
      !collect (connection, kh_search_get_substrings (search), query->limit, checked ? search : NULL, seen, found, error) ||
      !collect (connection, kh_search_get_phone (search), query->limit, search, seen, found, error))
    return NULL;

  return take_numbers (found);
}

static const KhStoreCall search_call = { search_customers, query_free, (GDestroyNotify) g_array_unref, FALSE, NULL };

/**
 * kh_store_search_async:
 * @self: a store
 * @query: what was typed; "" for everybody
 * @limit: how many at most, or 0 for all
 * @cancellable: (nullable): ends it within a few milliseconds
 * @callback: called with the numbers
 * @user_data: for @callback
 */
void
kh_store_search_async (KhStore             *self,
                       const char          *query,
                       guint                limit,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  Query *copy = g_new0 (Query, 1);

  copy->text = g_strdup (query);
  copy->limit = limit;
  kh_store_run (self, &search_call, copy, cancellable, callback, user_data);
}

/**
 * kh_store_search_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full) (element-type gint64): customer numbers in the list's order
 */
GArray *
kh_store_search_finish (KhStore       *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  return kh_store_finish (self, result, &search_call, error);
}
