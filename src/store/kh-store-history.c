/* kh-store-history.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-store"

#include "config.h"

#include "kh-history-rows.h"
#include "kh-store-private.h"

typedef struct {
  gint64 customer;
  guint limit;
} HistoryQuery;

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

static gpointer
load_history (KhConnection  *connection,
              gpointer       data,
              GError       **error)
{
  HistoryQuery *query = data;

  return kh_history_rows_load (connection, query->customer, query->limit, error);
}

static const KhStoreCall history_call = { load_history, g_free, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

/**
 * kh_store_load_history_async:
 * @self: a store
 * @customer: a customer number
 * @limit: how many rows at most, or 0 for all
 * @cancellable: (nullable): ends it
 * @callback: called with the rows
 * @user_data: for @callback
 */
void
kh_store_load_history_async (KhStore             *self,
                             gint64               customer,
                             guint                limit,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  HistoryQuery *query = g_new0 (HistoryQuery, 1);

  query->customer = customer;
  query->limit = limit;
  kh_store_run (self, &history_call, query, cancellable, callback, user_data);
}

/**
 * kh_store_load_history_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full) (element-type KhHistoryRow): the rows, newest first
 */
GPtrArray *
kh_store_load_history_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return kh_store_finish (self, result, &history_call, error);
}
