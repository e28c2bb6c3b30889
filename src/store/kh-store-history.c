/* kh-store-history.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-gate.h"
#include "kh-history-chain.h"
#include "kh-history-rows.h"
#include "kh-session.h"
#include "kh-place.h"
#include "kh-store-private.h"

static void
hide_table (GStrvBuilder *hidden,
            KhGrants      grants,
            KhTableId     table)
{
  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      g_autofree char *key = kh_place_dup_key (table, i);

      if (!kh_table_may_view_column (grants, table, i))
        g_strv_builder_add (hidden, key);
    }
  if (!kh_table_may_view (grants, table))
    g_strv_builder_add (hidden, kh_table_get (table)->key);
}

static void
hide_notes (GStrvBuilder *hidden)
{
  for (guint i = 0; i <= KH_N_NOTE_FIELDS; i++)
    {
      g_autofree char *key = kh_place_dup_note_key ((KhNoteField) i);

      g_strv_builder_add (hidden, key);
    }
}

static void
hide_documents (GStrvBuilder *hidden)
{
  for (guint i = 0; i <= KH_N_DOCUMENT_FIELDS; i++)
    {
      g_autofree char *key = kh_place_dup_document_key ((KhDocumentField) i);

      g_strv_builder_add (hidden, key);
    }
}

/* What a member may not view, the history does not tell either: such rows are not there. */
static gboolean
narrow_to_member (KhConnection     *connection,
                  KhHistoryFilter  *filter,
                  GError          **error)
{
  g_autoptr (GStrvBuilder) hidden = g_strv_builder_new ();
  KhGrants grants;

  if (!kh_session_get_grants (connection, &grants, error) || !kh_gate_check (grants, KH_GRANT_HISTORY_VIEW, error))
    return FALSE;
  if (filter->hidden != NULL)
    g_strv_builder_addv (hidden, (const char **) filter->hidden);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      if (!kh_gate_may_view (grants, (KhDatapointId) i))
        g_strv_builder_add (hidden, kh_datapoint_get ((KhDatapointId) i)->key);
    }
  for (guint i = 0; i < KH_N_TABLES; i++)
    hide_table (hidden, grants, (KhTableId) i);
  if (!kh_grants_has (grants, KH_GRANT_NOTES_VIEW))
    hide_notes (hidden);
  if (!kh_grants_has (grants, KH_GRANT_FILES_VIEW))
    hide_documents (hidden);
  g_strfreev (filter->hidden);
  filter->hidden = g_strv_builder_end (hidden);

  return TRUE;
}

/* Rows */

typedef struct {
  GPtrArray *rows;
  gint64 total;
} Page;

static void
page_free (gpointer data)
{
  Page *page = data;

  g_clear_pointer (&page->rows, g_ptr_array_unref);
  g_free (page);
}

static gpointer
load_history (KhConnection  *connection,
              gpointer       data,
              GError       **error)
{
  KhHistoryFilter *filter = data;
  Page *page;

  if (!narrow_to_member (connection, filter, error))
    return NULL;
  page = g_new0 (Page, 1);
  page->rows = kh_history_rows_load (connection, filter, error);
  if (page->rows == NULL ||
      (filter->before == 0 && !kh_history_rows_count (connection, filter, &page->total, error)))
    g_clear_pointer (&page, page_free);

  return page;
}

static const KhStoreCall history_call = {
  load_history, (GDestroyNotify) kh_history_filter_free, page_free, FALSE, NULL
};

/**
 * kh_store_load_history_async:
 * @self: a store
 * @filter: which rows
 * @cancellable: (nullable): ends it
 * @callback: called with the rows
 * @user_data: for @callback
 */
void
kh_store_load_history_async (KhStore               *self,
                             const KhHistoryFilter *filter,
                             GCancellable          *cancellable,
                             GAsyncReadyCallback    callback,
                             gpointer               user_data)
{
  kh_store_run (self, &history_call, kh_history_filter_copy (filter), cancellable, callback, user_data);
}

/**
 * kh_store_load_history_finish:
 * @self: a store
 * @result: what the callback got
 * @total: (out) (optional): how many rows there are on all pages, when the first was asked for
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full) (element-type KhHistoryRow): the rows, newest first
 */
GPtrArray *
kh_store_load_history_finish (KhStore       *self,
                              GAsyncResult  *result,
                              gint64        *total,
                              GError       **error)
{
  Page *page = kh_store_finish (self, result, &history_call, error);
  GPtrArray *rows;

  if (page == NULL)
    return NULL;
  rows = g_steal_pointer (&page->rows);
  if (total != NULL)
    *total = page->total;
  page_free (page);

  return rows;
}

/* Terms */

static gpointer
load_terms (KhConnection  *connection,
            gpointer       data,
            GError       **error)
{
  return narrow_to_member (connection, data, error) ? kh_history_rows_terms (connection, data, error) : NULL;
}

static const KhStoreCall terms_call = {
  load_terms, (GDestroyNotify) kh_history_filter_free, (GDestroyNotify) kh_history_terms_free, FALSE, NULL
};

/**
 * kh_store_load_history_terms_async:
 * @self: a store
 * @filter: whose history, and what of it is hidden; the rest does not count
 * @cancellable: (nullable): ends it
 * @callback: called with the terms
 * @user_data: for @callback
 */
void
kh_store_load_history_terms_async (KhStore               *self,
                                   const KhHistoryFilter *filter,
                                   GCancellable          *cancellable,
                                   GAsyncReadyCallback    callback,
                                   gpointer               user_data)
{
  kh_store_run (self, &terms_call, kh_history_filter_copy (filter), cancellable, callback, user_data);
}

/**
 * kh_store_load_history_terms_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full): who and what there are rows of, or %NULL
 */
KhHistoryTerms *
kh_store_load_history_terms_finish (KhStore       *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return kh_store_finish (self, result, &terms_call, error);
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
  Head *head;

  if (!kh_session_check (connection, KH_GRANT_HISTORY_VIEW, error))
    return NULL;
  head = g_new0 (Head, 1);
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
