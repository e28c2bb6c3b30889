/* kh-store-history.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-store"

#include "config.h"

#include "kh-history-chain.h"
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

/* The head */

typedef struct {
  gint64 sequence;
  guint8 hash[KH_HISTORY_HASH_SIZE];
} Head;

static gpointer
load_head (KhConnection  *connection,
           gpointer       data G_GNUC_UNUSED,
           GError       **error)
{
  Head *head = g_new0 (Head, 1);

  if (!kh_history_chain_read_head (connection, &head->sequence, head->hash, error))
    g_clear_pointer (&head, g_free);

  return head;
}

static const KhStoreCall head_call = { load_head, NULL, g_free, FALSE, NULL };

/**
 * kh_store_load_history_head_async:
 * @self: a store
 * @cancellable: (nullable): ends it
 * @callback: called with the head
 * @user_data: for @callback
 *
 * Reads the head of the history of all customers. Whoever notes it elsewhere can tell later
 * whether rows were taken from the history's end; see kh_history_verify().
 */
void
kh_store_load_history_head_async (KhStore             *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  kh_store_run (self, &head_call, NULL, cancellable, callback, user_data);
}

/**
 * kh_store_load_history_head_finish:
 * @self: a store
 * @result: what the callback got
 * @sequence: (out) (optional): the last row's sequence, or 0
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full): the last row's hash in hexadecimal, or %NULL
 */
char *
kh_store_load_history_head_finish (KhStore       *self,
                                   GAsyncResult  *result,
                                   gint64        *sequence,
                                   GError       **error)
{
  g_autofree Head *head = kh_store_finish (self, result, &head_call, error);

  if (head == NULL)
    return NULL;
  if (sequence != NULL)
    *sequence = head->sequence;

  return kh_history_chain_dup_hex (head->hash);
}
