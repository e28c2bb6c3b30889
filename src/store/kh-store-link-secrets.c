/* kh-store-link-secrets.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-rows.h"
#include "kh-gate.h"
#include "kh-history-rows.h"
#include "kh-place.h"
#include "kh-row-push.h"
#include "kh-secret-rows.h"
#include "kh-session.h"
#include "kh-store-links.h"
#include "kh-store-private.h"
#include "kh-table-rows.h"

typedef struct {
  gint64 number;
  char *author;
  KhSafe *safe;
  GHashTable *secrets;
  GPtrArray *rows;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_pointer (&load->secrets, g_hash_table_unref);
  g_clear_pointer (&load->rows, g_ptr_array_unref);
  g_object_unref (load->safe);
  g_free (load->author);
  g_free (load);
}

static Load *
load_new (KhStore *self,
          gint64   customer)
{
  Load *load = g_new0 (Load, 1);

  load->number = customer;
  load->author = g_strdup (kh_store_get_author (self));
  load->safe = g_object_ref (kh_store_get_safe (self));

  return load;
}

static gboolean
is_wanted (KhCustomer    *kept,
           KhGrants       grants,
           KhDatapointId  id)
{
  return kh_datapoint_get (id)->compared && kh_customer_is_sealed (kept, id) && kh_gate_may_view (grants, id);
}

/* One that cannot be opened is left out: the comparison says so of that one, and goes on with
 * the others. */
static gboolean
load_one (KhConnection   *connection,
          Load           *load,
          KhCustomer     *kept,
          KhDatapointId   id,
          GError        **error)
{
  g_autoptr (KhSecret) secret = NULL;
  GError *failure = NULL;

  if (!kh_secret_rows_load (connection, load->safe, load->number, id, &secret, &failure))
    {
      if (!g_error_matches (failure, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY) &&
          !g_error_matches (failure, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED))
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
      g_error_free (failure);
      return TRUE;
    }
  if (secret == NULL)
    return TRUE;
  g_hash_table_insert (load->secrets, GUINT_TO_POINTER (id), g_steal_pointer (&secret));

  return kh_history_rows_write (connection, load->author, "compare", load->number, kh_customer_get_revision (kept),
                                kh_datapoint_get (id)->key, NULL, NULL, error);
}

static gboolean
load_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Load *load = data;
  g_autoptr (KhCustomer) kept = NULL;
  KhGrants grants;

  if (!kh_session_get_grants (connection, &grants, error) ||
      (!kh_grants_has (grants, KH_GRANT_CENTRAL_STATION_SHELL) &&
       !kh_gate_check (grants, KH_GRANT_CENTRAL_STATION_LINK, error)))
    return FALSE;
  kept = kh_customer_rows_load (connection, load->number, error);
  if (kept == NULL)
    return FALSE;
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;

      if (is_wanted (kept, grants, id) && !load_one (connection, load, kept, id, error))
        return FALSE;
    }

  return TRUE;
}

/* Nothing is compared that the history could not say. */
static gpointer
load_secrets (KhConnection  *connection,
              gpointer       data,
              GError       **error)
{
  Load *load = data;

  load->secrets = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) kh_secret_unref);

  return kh_connection_transact (connection, load_in_transaction, load, error) ? g_steal_pointer (&load->secrets) : NULL;
}

static const KhStoreCall load_call = { load_secrets, load_free, (GDestroyNotify) g_hash_table_unref, TRUE, NULL };

/**
 * kh_store_load_secrets_async:
 * @self: a store
 * @customer: a customer number
 * @cancellable: (nullable): ends it before it begins
 * @callback: called with the secrets, once the history says so
 * @user_data: for @callback
 */
void
kh_store_load_secrets_async (KhStore             *self,
                             gint64               customer,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));

  kh_store_run (self, &load_call, load_new (self, customer), cancellable, callback, user_data);
}

/**
 * kh_store_load_secrets_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: (transfer full) (element-type KhDatapointId KhSecret): the secrets, or %NULL
 */
GHashTable *
kh_store_load_secrets_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return kh_store_finish (self, result, &load_call, error);
}

/* The rows of the tables */

static gboolean
tell_compared (KhConnection  *connection,
               Load          *load,
               KhCustomer    *kept,
               KhRow         *row,
               GError       **error)
{
  const KhTableId table = kh_row_get_table (row);

  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      g_autofree char *place = kh_row_get_secret (row, i) != NULL ? kh_place_dup_text (table, i, kh_row_get_id (row), NULL)
                                                                  : NULL;

      if (place != NULL &&
          !kh_history_rows_write (connection, load->author, "compare", load->number, kh_customer_get_revision (kept), place,
                                  NULL, NULL, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
open_table (KhConnection  *connection,
            Load          *load,
            KhCustomer    *kept,
            KhTableId      table,
            GError       **error)
{
  g_autoptr (KhRows) rows = kh_table_rows_load (connection, load->number, table, error);

  if (rows == NULL || !kh_table_rows_open (connection, load->safe, load->number, rows, error))
    return FALSE;
  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      if (!tell_compared (connection, load, kept, kh_rows_get (rows, i), error))
        return FALSE;
    }
  g_ptr_array_add (load->rows, g_steal_pointer (&rows));

  return TRUE;
}

static gboolean
has_secrets (KhTableId table,
             KhGrants  grants)
{
  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    {
      if (kh_row_push_is_secret (table, i) && kh_table_may_view_column (grants, table, i))
        return TRUE;
    }

  return FALSE;
}

static gboolean
open_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Load *load = data;
  g_autoptr (KhCustomer) kept = NULL;
  KhGrants grants;

  if (!kh_session_get_grants (connection, &grants, error) ||
      !kh_gate_check (grants, KH_GRANT_CENTRAL_STATION_LINK, error))
    return FALSE;
  kept = kh_customer_rows_load (connection, load->number, error);
  for (guint i = 0; kept != NULL && i < KH_N_TABLES; i++)
    {
      if (has_secrets ((KhTableId) i, grants) && !open_table (connection, load, kept, (KhTableId) i, error))
        return FALSE;
    }

  return kept != NULL;
}

static gpointer
open_rows (KhConnection  *connection,
           gpointer       data,
           GError       **error)
{
  Load *load = data;

  load->rows = g_ptr_array_new_with_free_func (g_object_unref);

  return kh_connection_transact (connection, open_in_transaction, load, error) ? g_steal_pointer (&load->rows) : NULL;
}

static const KhStoreCall open_call = { open_rows, load_free, (GDestroyNotify) g_ptr_array_unref, TRUE, NULL };

/**
 * kh_store_load_row_secrets_async:
 * @self: a store
 * @customer: a customer number
 * @cancellable: (nullable): ends it before it begins
 * @callback: called with the rows, once the history says so
 * @user_data: for @callback
 */
void
kh_store_load_row_secrets_async (KhStore             *self,
                                 gint64               customer,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));

  kh_store_run (self, &open_call, load_new (self, customer), cancellable, callback, user_data);
}

/**
 * kh_store_load_row_secrets_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: (transfer full) (element-type KhRows): the rows of each table that has secrets which go to a
 *   station and the member may reveal, with those that there is a key for; or %NULL
 */
GPtrArray *
kh_store_load_row_secrets_finish (KhStore       *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return kh_store_finish (self, result, &open_call, error);
}
