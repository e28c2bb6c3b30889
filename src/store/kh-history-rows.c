/* kh-history-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-store"

#include "config.h"

#include "kh-history-rows.h"

#include "kh-datapoint.h"
#include "kh-history-chain.h"

#define SQL_INSERT \
  "INSERT INTO history (" KH_HISTORY_COLUMNS ", salt, value_digest, prev_hash, hash) " \
  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"

#define SQL_LIST \
  "SELECT " KH_HISTORY_COLUMNS " FROM history WHERE customer = ?1 ORDER BY sequence DESC LIMIT ?2"

static gboolean
is_sealed (const char *key)
{
  const KhDatapoint *datapoint = key == NULL ? NULL : kh_datapoint_lookup (key);

  return datapoint != NULL && datapoint->sealed;
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
 * @action: what, a word that never changes
 * @customer: the customer number
 * @revision: the revision that the change makes
 * @datapoint: (nullable): a key, or %NULL for the whole record
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

/**
 * kh_history_rows_load:
 * @connection: a connection
 * @customer: a customer number
 * @limit: how many rows at most, or 0 for all
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhHistoryRow): the rows, newest first
 */
GPtrArray *
kh_history_rows_load (KhConnection  *connection,
                      gint64         customer,
                      guint          limit,
                      GError       **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_history_row_free);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LIST, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_int64 (statement, 2, limit > 0 ? (gint64) limit : -1);
  while (kh_statement_step (statement, &row, error))
    {
      if (!row)
        return g_steal_pointer (&rows);
      g_ptr_array_add (rows, kh_history_rows_read (statement));
    }

  return NULL;
}
