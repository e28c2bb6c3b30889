/* kh-store-search.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-filter-rows.h"
#include "kh-gate.h"
#include "kh-search-rows.h"
#include "kh-session.h"
#include "kh-store-private.h"

#include <stdlib.h>

/* Rows come as they are found, in the order of their numbers: who has enough of them stops,
 * so that one letter among a million customers neither reads nor sorts them all. */
#define SQL_SELECT  "SELECT c.customer_number, "
#define SQL_MATCHES \
  " FROM customer_search CROSS JOIN customer AS c ON c.customer_number = customer_search.rowid " \
  "WHERE customer_search MATCH ?1"
#define SQL_ORDER   " ORDER BY customer_search.rowid"
#define N_OWN_COLUMNS 2

/* By the start of words, by substrings, and as one phone number. */
#define N_EXPRESSIONS 3

typedef struct {
  char *text;
  KhFilter *filter;
  guint limit;
  gboolean without_archived;
} Query;

typedef struct {
  gint64 number;
  const char *sort_key;
} Match;

/* What was found so far: of each expression its own part, in the order of the numbers. */
typedef struct {
  KhConnection *connection;
  KhGrants grants;
  const KhFilter *filter;
  guint limit;
  GArray *matches;
  GStringChunk *keys;
  GArray *texts;
  GStringChunk *rows;
  guint parts[N_EXPRESSIONS + 1];
  guint n_parts;
} Found;

static void
query_free (gpointer data)
{
  Query *query = data;

  g_free (query->text);
  g_clear_pointer (&query->filter, kh_filter_free);
  g_free (query);
}

static void
found_init (Found        *found,
            KhConnection *connection,
            const Query  *query)
{
  found->connection = connection;
  found->filter = query->filter;
  found->limit = query->limit;
  found->matches = g_array_new (FALSE, FALSE, sizeof (Match));
  found->keys = g_string_chunk_new (4096);
  found->texts = g_array_new (FALSE, FALSE, sizeof (KhSearchText));
  found->rows = g_string_chunk_new (1024);
  found->parts[0] = 0;
  found->n_parts = 0;
}

static void
found_clear (Found *found)
{
  g_array_unref (found->matches);
  g_string_chunk_free (found->keys);
  g_array_unref (found->texts);
  g_string_chunk_free (found->rows);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Found, found_clear)

static int
compare_matches (gconstpointer a,
                 gconstpointer b)
{
  const Match *one = a;
  const Match *other = b;
  int order = g_strcmp0 (one->sort_key, other->sort_key);

  return order != 0 ? order : (one->number > other->number) - (one->number < other->number);
}

/* What may match, and with the texts of each to look at where @looks. */
static void
write_sql (Found       *found,
           gboolean     looks,
           KhFilterSql *sql)
{
  g_string_append (sql->text, SQL_SELECT);
  g_string_append (sql->text, kh_filter_rows_sort_text (kh_filter_get_sort (found->filter)));
  for (guint i = 0; looks && i < kh_search_n_fields (); i++)
    {
      g_autofree char *column = kh_datapoint_dup_column (kh_search_get_field (i));

      g_string_append_printf (sql->text, ", c.%s", column);
    }
  g_string_append (sql->text, SQL_MATCHES);
  kh_filter_rows_append (sql, found->filter, kh_session_get_member (found->connection));
  g_string_append (sql->text, SQL_ORDER);
}

static gboolean
hides_columns (KhGrants  grants,
               KhTableId table)
{
  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    if (kh_table_get_column (table, i)->searched != KH_SEARCHED_NOT && !kh_table_may_view_column (grants, table, i))
      return TRUE;

  return FALSE;
}

/* A member finds by what they may view: anything else would tell it. */
static gboolean
hides_fields (KhGrants grants)
{
  for (KhTableId table = 0; table < KH_N_TABLES; table++)
    if (hides_columns (grants, table))
      return TRUE;
  for (guint i = 0; i < kh_search_n_fields (); i++)
    if (!kh_gate_may_view (grants, kh_search_get_field (i)))
      return TRUE;

  return FALSE;
}

/* The values of the record itself, which most are found by: those of the rows are read for the
 * others only. */
static gboolean
is_match (Found        *found,
          KhStatement  *statement,
          KhSearch     *search,
          KhSearchWay   way,
          gboolean     *matches,
          GError      **error)
{
  GArray *texts = found->texts;
  guint n_own;

  g_array_set_size (texts, 0);
  for (guint i = 0; i < kh_search_n_fields (); i++)
    {
      KhDatapointId id = kh_search_get_field (i);
      KhSearchText text = { kh_datapoint_get (id), kh_statement_get_text (statement, N_OWN_COLUMNS + (int) i) };

      if (text.text != NULL && kh_gate_may_view (found->grants, id))
        g_array_append_val (texts, text);
    }
  *matches = kh_search_matches (search, way, (const KhSearchText *) (gpointer) texts->data, texts->len);
  if (*matches)
    return TRUE;
  n_own = texts->len;
  g_string_chunk_clear (found->rows);
  if (!kh_search_rows_read (found->connection, kh_statement_get_int64 (statement, 0), found->grants, texts, found->rows,
                            error))
    return FALSE;
  *matches = texts->len > n_own &&
             kh_search_matches (search, way, (const KhSearchText *) (gpointer) texts->data, texts->len);

  return TRUE;
}

static int
compare_numbers (gconstpointer key,
                 gconstpointer match)
{
  gint64 number = *(const gint64 *) key;

  return (number > ((const Match *) match)->number) - (number < ((const Match *) match)->number);
}

static gboolean
is_known (Found  *found,
          gint64  number)
{
  for (guint i = 0; i < found->n_parts; i++)
    {
      guint n = found->parts[i + 1] - found->parts[i];

      if (n > 0 && bsearch (&number, &g_array_index (found->matches, Match, found->parts[i]), n,
                            sizeof (Match), compare_numbers) != NULL)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_enough (Found *found)
{
  return found->limit > 0 && found->matches->len >= found->limit;
}

static gboolean
take_match (Found        *found,
            KhStatement  *statement,
            KhSearch     *search,
            KhSearchWay   way,
            GError      **error)
{
  Match match = { kh_statement_get_int64 (statement, 0), NULL };
  const char *sort_key;
  gboolean matches = TRUE;

  if (is_known (found, match.number))
    return TRUE;
  if (search != NULL && !is_match (found, statement, search, way, &matches, error))
    return FALSE;
  if (!matches)
    return TRUE;
  sort_key = kh_statement_get_text (statement, 1);
  match.sort_key = g_string_chunk_insert (found->keys, sort_key != NULL ? sort_key : "");
  g_array_append_val (found->matches, match);

  return TRUE;
}

/* Adds what @expression finds and is not there yet. With @search, only what it says matches
 * in that way: what a hidden value has brought here early would else be among the first. */
static gboolean
collect (Found        *found,
         const char   *expression,
         KhSearch     *search,
         KhSearchWay   way,
         GError      **error)
{
  g_auto (KhFilterSql) sql = { 0 };
  g_autoptr (KhStatement) statement = NULL;
  gboolean row = TRUE;

  kh_filter_sql_init (&sql, 2);
  if (expression == NULL || is_enough (found))
    return TRUE;
  write_sql (found, search != NULL, &sql);
  statement = kh_connection_prepare (found->connection, sql.text->str, error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, expression);
  kh_filter_sql_bind (&sql, statement);
  while (row && !is_enough (found))
    {
      if (!kh_statement_step (statement, &row, error) ||
          (row && !take_match (found, statement, search, way, error)))
        return FALSE;
    }
  found->parts[++found->n_parts] = found->matches->len;

  return TRUE;
}

static GArray *
take_numbers (Found *found)
{
  GArray *matches = found->matches;
  gboolean back = kh_filter_is_descending (found->filter);
  GArray *numbers = g_array_sized_new (FALSE, FALSE, sizeof (gint64), matches->len);

  g_array_sort (matches, compare_matches);
  for (guint i = 0; i < matches->len; i++)
    g_array_append_val (numbers, g_array_index (matches, Match, back ? matches->len - 1 - i : i).number);

  return numbers;
}

static gpointer
search_customers (KhConnection  *connection,
                  gpointer       data,
                  GError       **error)
{
  Query *query = data;
  g_autoptr (KhSearch) search = kh_search_new (query->text);
  g_auto (Found) found = { 0 };
  KhGrant missing;
  gboolean hides;

  found_init (&found, connection, query);
  if (!kh_session_get_grants (connection, &found.grants, error))
    return NULL;
  if (kh_search_is_impossible (search) || !kh_grants_has (found.grants, KH_GRANT_CUSTOMER_VIEW))
    return take_numbers (&found);
  missing = kh_filter_find_missing (query->filter, found.grants);
  if (missing != KH_GRANT_NONE && !kh_gate_check (found.grants, missing, error))
    return NULL;
  hides = hides_fields (found.grants);
  if (kh_search_is_empty (search))
    return kh_filter_rows_list (connection, query->filter, kh_session_get_member (connection),
                                !query->without_archived, query->limit, error);

  if (!collect (&found, kh_search_get_prefixes (search), hides ? search : NULL, KH_SEARCH_BY_STARTS, error) ||
      !collect (&found, kh_search_get_substrings (search), hides || kh_search_needs_check (search) ? search : NULL,
                KH_SEARCH_BY_PIECES, error) ||
      !collect (&found, kh_search_get_phone (search), search, KH_SEARCH_BY_ANYTHING, error))
    return NULL;

  return take_numbers (&found);
}

static const KhStoreCall search_call = { search_customers, query_free, (GDestroyNotify) g_array_unref, FALSE, NULL };

static Query *
query_new (const char     *text,
           const KhFilter *filter,
           guint           limit)
{
  Query *query = g_new0 (Query, 1);

  query->text = g_strdup (text);
  query->filter = filter != NULL ? kh_filter_copy (filter) : kh_filter_new ();
  query->limit = limit;

  return query;
}

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
  Query *copy = query_new (query, NULL, limit);

  kh_store_run (self, &search_call, copy, cancellable, callback, user_data);
}

/**
 * kh_store_list_customers_async:
 * @self: a store
 * @archived: whether those who are archived are among them
 * @limit: how many at most, or 0 for all
 * @cancellable: (nullable): ends it
 * @callback: called with the numbers, for kh_store_search_finish()
 * @user_data: for @callback
 */
void
kh_store_list_customers_async (KhStore             *self,
                               gboolean             archived,
                               guint                limit,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  Query *query = query_new ("", NULL, limit);

  query->without_archived = !archived;
  kh_store_run (self, &search_call, query, cancellable, callback, user_data);
}

/**
 * kh_store_filter_customers_async:
 * @self: a store
 * @query: what was typed; "" for everybody
 * @filter: which of them, and in which order
 * @archived: whether those who are archived are among them; who is searched for, starred, opened lately
 *   or of the status that @filter asks for is there also when archived
 * @limit: how many at most, or 0 for all
 * @cancellable: (nullable): ends it
 * @callback: called with the numbers, for kh_store_search_finish(); with an error of %KH_GATE_ERROR
 *   where @filter looks at what may not be viewed
 * @user_data: for @callback
 */
void
kh_store_filter_customers_async (KhStore             *self,
                                 const char          *query,
                                 const KhFilter      *filter,
                                 gboolean             archived,
                                 guint                limit,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  Query *copy;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (query != NULL && filter != NULL);

  copy = query_new (query, filter, limit);
  copy->without_archived = !archived;
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
