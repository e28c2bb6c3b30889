/* kh-history-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-history-rows.h"

#include "kh-datapoint.h"
#include "kh-history-action.h"
#include "kh-history-chain.h"
#include "kh-place.h"

#define SQL_INSERT \
  "INSERT INTO history (" KH_HISTORY_COLUMNS ", salt, value_digest, prev_hash, hash) " \
  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"

/* A row of a table is named after the key of its place. */
#define SQL_KEY "substr (datapoint, 1, instr (datapoint || '#', '#') - 1)"

/* Hidden keys come as one text, each between line ends. Of the rows of the whole record those
 * of a link are about the account number, and go with it. */
#define SQL_HIDES(key) "instr (?2, char (10) || " key " || char (10)) > 0"
#define SQL_SEEN \
  "NOT (" SQL_HIDES ("ifnull (" SQL_KEY ", CASE WHEN action LIKE 'link%' THEN 'account-number' ELSE '-' END)") ")"
#define SQL_WHERE \
  "WHERE customer = ?1 AND " SQL_SEEN " AND sequence < ?3 AND time >= ?4 AND time < ?5 " \
  "AND (?6 IS NULL OR " SQL_KEY " = ?6) AND (?7 IS NULL OR author = ?7) "

#define SQL_LIST \
  "SELECT " KH_HISTORY_COLUMNS " FROM history " SQL_WHERE "ORDER BY sequence DESC LIMIT ?8"
#define SQL_COUNT "SELECT count (*) FROM history " SQL_WHERE

#define SQL_AUTHORS    "SELECT DISTINCT author FROM history WHERE customer = ?1 AND " SQL_SEEN
#define SQL_DATAPOINTS "SELECT DISTINCT " SQL_KEY " FROM history WHERE customer = ?1 AND " SQL_SEEN

/**
 * kh_history_row_free:
 * @row: a line of the history
 */
void
kh_history_row_free (KhHistoryRow *row)
{
  g_free (row->author);
  g_free (row->action);
  g_free (row->datapoint);
  g_free (row->old_value);
  g_free (row->new_value);
  g_free (row);
}

/**
 * kh_history_filter_copy:
 * @filter: a filter
 *
 * Returns: (transfer full): another like it
 */
KhHistoryFilter *
kh_history_filter_copy (const KhHistoryFilter *filter)
{
  KhHistoryFilter *copy = g_memdup2 (filter, sizeof *filter);

  copy->datapoint = g_strdup (filter->datapoint);
  copy->author = g_strdup (filter->author);
  copy->hidden = g_strdupv (filter->hidden);

  return copy;
}

/**
 * kh_history_filter_free:
 * @filter: (nullable): a filter
 */
void
kh_history_filter_free (KhHistoryFilter *filter)
{
  if (filter == NULL)
    return;
  g_free (filter->datapoint);
  g_free (filter->author);
  g_strfreev (filter->hidden);
  g_free (filter);
}

/**
 * kh_history_terms_free:
 * @terms: (nullable): what rows can be narrowed down to
 */
void
kh_history_terms_free (KhHistoryTerms *terms)
{
  if (terms == NULL)
    return;
  g_strfreev (terms->authors);
  g_strfreev (terms->datapoints);
  g_free (terms);
}

static gboolean
is_sealed (const char *text)
{
  g_auto (KhPlace) place = { 0 };

  return kh_place_parse (text, &place) && place.datapoint != NULL && place.datapoint->sealed;
}

static gboolean
insert (KhConnection         *connection,
        const KhHistoryRow   *row,
        const KhHistorySeal  *seal,
        GError              **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_INSERT, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, row->sequence);
  kh_statement_bind_int64 (statement, 2, row->time);
  kh_statement_bind_text (statement, 3, row->author);
  kh_statement_bind_text (statement, 4, row->action);
  kh_statement_bind_int64 (statement, 5, row->customer);
  kh_statement_bind_int64 (statement, 6, row->revision);
  kh_statement_bind_text (statement, 7, row->datapoint);
  kh_statement_bind_text (statement, 8, row->old_value);
  kh_statement_bind_text (statement, 9, row->new_value);
  kh_history_chain_bind (statement, 10, seal);

  return kh_statement_run (statement, error);
}

/**
 * kh_history_rows_write:
 * @connection: the connection that writes, in the transaction of the change itself
 * @author: who did it
 * @action: what, one of those that kh-history-action.c has words for
 * @customer: the customer number
 * @revision: the revision that the change makes
 * @datapoint: (nullable): a key or a written #KhPlace, or %NULL for the whole record
 * @old_value: (nullable): the canonical value before
 * @new_value: (nullable): the canonical value after
 * @error: return location for an error
 *
 * Adds a row to the history, chained to the row before it. The order of rows is their
 * sequence, not the clock. That a sealed datapoint changed is kept, but not from what to what.
 */
gboolean
kh_history_rows_write (KhConnection  *connection,
                       const char    *author,
                       const char    *action,
                       gint64         customer,
                       gint64         revision,
                       const char    *datapoint,
                       const char    *old_value,
                       const char    *new_value,
                       GError       **error)
{
  gboolean sealed = is_sealed (datapoint);
  KhHistorySeal seal = { 0 };
  /* The texts stay the caller's. */
  KhHistoryRow row = {
    .time = g_get_real_time () / G_TIME_SPAN_SECOND,
    .author = (char *) author,
    .action = (char *) action,
    .customer = customer,
    .revision = revision,
    .datapoint = (char *) datapoint,
    .old_value = sealed ? NULL : (char *) old_value,
    .new_value = sealed ? NULL : (char *) new_value,
  };

  /* Not a mistake of a person, nor of the file: a word that nobody could read. */
  g_assert (kh_history_action_get_words (action) != NULL);

  if (!kh_history_chain_read_head (connection, &row.sequence, seal.prev_hash, error))
    return FALSE;
  row.sequence++;
  kh_history_chain_make_salt (&seal);
  kh_history_chain_seal (&row, &seal);

  return insert (connection, &row, &seal, error);
}

/**
 * kh_history_rows_read:
 * @statement: a statement on a row that begins with %KH_HISTORY_COLUMNS
 *
 * Returns: (transfer full): what the row says
 */
KhHistoryRow *
kh_history_rows_read (KhStatement *statement)
{
  KhHistoryRow *row = g_new0 (KhHistoryRow, 1);

  row->sequence = kh_statement_get_int64 (statement, 0);
  row->time = kh_statement_get_int64 (statement, 1);
  row->author = g_strdup (kh_statement_get_text (statement, 2));
  row->action = g_strdup (kh_statement_get_text (statement, 3));
  row->customer = kh_statement_get_int64 (statement, 4);
  row->revision = kh_statement_get_int64 (statement, 5);
  row->datapoint = g_strdup (kh_statement_get_text (statement, 6));
  row->old_value = g_strdup (kh_statement_get_text (statement, 7));
  row->new_value = g_strdup (kh_statement_get_text (statement, 8));

  return row;
}

static void
bind_customer (KhStatement           *statement,
               const KhHistoryFilter *filter)
{
  g_autofree char *list = filter->hidden == NULL ? NULL : g_strjoinv ("\n", filter->hidden);
  g_autofree char *hidden = g_strconcat ("\n", list, "\n", NULL);

  kh_statement_bind_int64 (statement, 1, filter->customer);
  kh_statement_bind_text (statement, 2, list == NULL ? "" : hidden);
}

static void
bind_filter (KhStatement           *statement,
             const KhHistoryFilter *filter,
             gint64                 before)
{
  bind_customer (statement, filter);
  kh_statement_bind_int64 (statement, 3, before > 0 ? before : G_MAXINT64);
  kh_statement_bind_int64 (statement, 4, filter->from != 0 ? filter->from : G_MININT64);
  kh_statement_bind_int64 (statement, 5, filter->until != 0 ? filter->until : G_MAXINT64);
  kh_statement_bind_text (statement, 6, filter->datapoint);
  kh_statement_bind_text (statement, 7, filter->author);
}

/**
 * kh_history_rows_load:
 * @connection: a connection
 * @filter: which rows
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhHistoryRow): the rows, newest first; those of
 *   sealed datapoints without values, whoever wrote them
 */
GPtrArray *
kh_history_rows_load (KhConnection           *connection,
                      const KhHistoryFilter  *filter,
                      GError                **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_history_row_free);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LIST, error);
  gboolean more = TRUE;

  if (statement == NULL)
    return NULL;
  bind_filter (statement, filter, filter->before);
  kh_statement_bind_int64 (statement, 8, filter->limit > 0 ? (gint64) filter->limit : -1);
  while (kh_statement_step (statement, &more, error))
    {
      KhHistoryRow *row;

      if (!more)
        return g_steal_pointer (&rows);
      row = kh_history_rows_read (statement);
      if (is_sealed (row->datapoint))
        {
          g_clear_pointer (&row->old_value, g_free);
          g_clear_pointer (&row->new_value, g_free);
        }
      g_ptr_array_add (rows, row);
    }

  return NULL;
}

/**
 * kh_history_rows_count:
 * @connection: a connection
 * @filter: which rows; where a page begins and how long it is do not count
 * @count: (out): how many there are on all pages
 * @error: return location for an error
 */
gboolean
kh_history_rows_count (KhConnection           *connection,
                       const KhHistoryFilter  *filter,
                       gint64                 *count,
                       GError                **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_COUNT, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  bind_filter (statement, filter, 0);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  *count = kh_statement_get_int64 (statement, 0);

  return TRUE;
}

static GHashTable *
list_distinct (KhConnection           *connection,
               const char             *sql,
               const KhHistoryFilter  *filter,
               GError                **error)
{
  g_autoptr (GHashTable) texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  bind_customer (statement, filter);
  while (kh_statement_step (statement, &row, error))
    {
      if (!row)
        return g_steal_pointer (&texts);
      if (!kh_statement_is_null (statement, 0))
        g_hash_table_add (texts, g_strdup (kh_statement_get_text (statement, 0)));
    }

  return NULL;
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_utf8_collate (*(char * const *) a, *(char * const *) b);
}

static char **
dup_names (GHashTable *texts)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  g_hash_table_iter_init (&iter, texts);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);

  return (char **) g_ptr_array_free (g_steal_pointer (&names), FALSE);
}

static void
add_table_keys (GStrvBuilder *keys,
                GHashTable   *texts,
                KhTableId     table)
{
  g_autofree char *rows = kh_place_dup_key (table, KH_COLUMN_NONE);

  if (g_hash_table_contains (texts, rows))
    g_strv_builder_add (keys, rows);
  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      g_autofree char *key = kh_place_dup_key (table, i);

      if (g_hash_table_contains (texts, key))
        g_strv_builder_add (keys, key);
    }
}

static void
add_note_keys (GStrvBuilder *keys,
               GHashTable   *texts)
{
  for (guint i = 0; i <= KH_N_NOTE_FIELDS; i++)
    {
      g_autofree char *key = kh_place_dup_note_key ((KhNoteField) i);

      if (g_hash_table_contains (texts, key))
        g_strv_builder_add (keys, key);
    }
}

static void
add_document_keys (GStrvBuilder *keys,
                   GHashTable   *texts)
{
  for (guint i = 0; i <= KH_N_DOCUMENT_FIELDS; i++)
    {
      g_autofree char *key = kh_place_dup_document_key ((KhDocumentField) i);

      if (g_hash_table_contains (texts, key))
        g_strv_builder_add (keys, key);
    }
}

static char **
dup_keys (GHashTable *texts)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const char *key = kh_datapoint_get ((KhDatapointId) i)->key;

      if (g_hash_table_contains (texts, key))
        g_strv_builder_add (keys, key);
    }
  for (guint i = 0; i < KH_N_TABLES; i++)
    add_table_keys (keys, texts, (KhTableId) i);
  add_note_keys (keys, texts);
  add_document_keys (keys, texts);

  return g_strv_builder_end (keys);
}

/**
 * kh_history_rows_terms:
 * @connection: a connection
 * @filter: whose history, and what of it is hidden; the rest does not count
 * @error: return location for an error
 *
 * Returns: (transfer full): who and what there are rows of
 */
KhHistoryTerms *
kh_history_rows_terms (KhConnection           *connection,
                       const KhHistoryFilter  *filter,
                       GError                **error)
{
  g_autoptr (GHashTable) authors = list_distinct (connection, SQL_AUTHORS, filter, error);
  g_autoptr (GHashTable) datapoints = NULL;
  KhHistoryTerms *terms;

  if (authors != NULL)
    datapoints = list_distinct (connection, SQL_DATAPOINTS, filter, error);
  if (datapoints == NULL)
    return NULL;

  terms = g_new0 (KhHistoryTerms, 1);
  terms->authors = dup_names (authors);
  terms->datapoints = dup_keys (datapoints);

  return terms;
}
