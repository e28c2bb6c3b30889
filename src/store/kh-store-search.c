/* kh-store-search.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-store"

#include "config.h"

#include "kh-gate.h"
#include "kh-search.h"
#include "kh-session.h"
#include "kh-store-private.h"

#include <stdlib.h>

#define SQL_EVERYBODY \
  "SELECT customer_number FROM customer ORDER BY sort_key, customer_number LIMIT ?1"

/* From the index of the same words alone. */
#define SQL_LISTED \
  "SELECT customer_number FROM customer WHERE status IS NOT 'archived' ORDER BY sort_key, customer_number LIMIT ?1"

/* Rows come as they are found, in the order of their numbers: who has enough of them stops,
 * so that one letter among a million customers neither reads nor sorts them all. */
#define SQL_SELECT  "SELECT c.customer_number, c.sort_key"
#define SQL_MATCHES \
  " FROM customer_search CROSS JOIN customer AS c ON c.customer_number = customer_search.rowid " \
  "WHERE customer_search MATCH ?1 ORDER BY customer_search.rowid"
#define N_OWN_COLUMNS 2

/* By the start of words, by substrings, and as one phone number. */
#define N_EXPRESSIONS 3
#define MAX_FIELDS    32

typedef struct {
  char *text;
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
  guint limit;
  GArray *matches;
  GStringChunk *keys;
  guint parts[N_EXPRESSIONS + 1];
  guint n_parts;
} Found;

static void
query_free (gpointer data)
{
  Query *query = data;

  g_free (query->text);
  g_free (query);
}

static void
found_init (Found        *found,
            KhConnection *connection,
            guint         limit)
{
  found->connection = connection;
  found->limit = limit;
  found->matches = g_array_new (FALSE, FALSE, sizeof (Match));
  found->keys = g_string_chunk_new (4096);
  found->parts[0] = 0;
  found->n_parts = 0;
}

static void
found_clear (Found *found)
{
  g_array_unref (found->matches);
  g_string_chunk_free (found->keys);
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

static gint64
sql_limit (guint limit)
{
  return limit > 0 ? (gint64) limit : -1;
}

static GArray *
list_everybody (KhConnection  *connection,
                const char    *sql,
                guint          limit,
                GError       **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);
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

/* With the texts of each candidate, to look at. */
static char *
make_candidates_sql (void)
{
  GString *sql = g_string_new (SQL_SELECT);

  for (guint i = 0; i < kh_search_n_fields (); i++)
    {
      g_autofree char *column = kh_datapoint_dup_column (kh_search_get_field (i));

      g_string_append_printf (sql, ", c.%s", column);
    }
  g_string_append (sql, SQL_MATCHES);

  return g_string_free (sql, FALSE);
}

static const char *
get_candidates_sql (void)
{
  static gsize once;

  if (g_once_init_enter (&once))
    g_once_init_leave (&once, (gsize) make_candidates_sql ());

  return (const char *) once;
}

/* A member finds by what they may view: anything else would tell it. */
static gboolean
hides_fields (KhGrants grants)
{
  for (guint i = 0; i < kh_search_n_fields (); i++)
    if (!kh_gate_may_view (grants, kh_search_get_field (i)))
      return TRUE;

  return FALSE;
}

static gboolean
is_match (KhStatement *statement,
          KhSearch    *search,
          KhSearchWay  way,
          KhGrants     grants)
{
  const char *texts[MAX_FIELDS];

  g_assert (kh_search_n_fields () <= MAX_FIELDS);
  for (guint i = 0; i < kh_search_n_fields (); i++)
    texts[i] = kh_gate_may_view (grants, kh_search_get_field (i))
                 ? kh_statement_get_text (statement, N_OWN_COLUMNS + (int) i) : NULL;

  return kh_search_matches (search, way, texts);
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

static void
take_match (Found       *found,
            KhStatement *statement,
            KhSearch    *search,
            KhSearchWay  way)
{
  Match match = { kh_statement_get_int64 (statement, 0), NULL };
  const char *sort_key;

  if (is_known (found, match.number) || (search != NULL && !is_match (statement, search, way, found->grants)))
    return;
  sort_key = kh_statement_get_text (statement, 1);
  match.sort_key = g_string_chunk_insert (found->keys, sort_key != NULL ? sort_key : "");
  g_array_append_val (found->matches, match);
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
  g_autoptr (KhStatement) statement = NULL;
  gboolean row = TRUE;

  if (expression == NULL || is_enough (found))
    return TRUE;
  statement = kh_connection_prepare (found->connection, search != NULL ? get_candidates_sql () : SQL_SELECT SQL_MATCHES, error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, expression);
  while (row && !is_enough (found))
    {
      if (!kh_statement_step (statement, &row, error))
        return FALSE;
      if (row)
        take_match (found, statement, search, way);
    }
  found->parts[++found->n_parts] = found->matches->len;

  return TRUE;
}

static GArray *
take_numbers (GArray *matches)
{
  GArray *numbers = g_array_sized_new (FALSE, FALSE, sizeof (gint64), matches->len);

  g_array_sort (matches, compare_matches);
  for (guint i = 0; i < matches->len; i++)
    g_array_append_val (numbers, g_array_index (matches, Match, i).number);

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
  gboolean hides;

  found_init (&found, connection, query->limit);
  if (!kh_session_get_grants (connection, &found.grants, error))
    return NULL;
  if (kh_search_is_impossible (search) || !kh_grants_has (found.grants, KH_GRANT_CUSTOMER_VIEW))
    return take_numbers (found.matches);
  hides = hides_fields (found.grants);
  if (kh_search_is_empty (search))
    return list_everybody (connection, query->without_archived ? SQL_LISTED : SQL_EVERYBODY, query->limit, error);

  if (!collect (&found, kh_search_get_prefixes (search), hides ? search : NULL, KH_SEARCH_BY_STARTS, error) ||
      !collect (&found, kh_search_get_substrings (search), hides || kh_search_needs_check (search) ? search : NULL,
                KH_SEARCH_BY_PIECES, error) ||
      !collect (&found, kh_search_get_phone (search), search, KH_SEARCH_BY_ANYTHING, error))
    return NULL;

  return take_numbers (found.matches);
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
  Query *query = g_new0 (Query, 1);

  query->text = g_strdup ("");
  query->limit = limit;
  query->without_archived = !archived;
  kh_store_run (self, &search_call, query, cancellable, callback, user_data);
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
