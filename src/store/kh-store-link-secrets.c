/* kh-store-link-secrets.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-store"

#include "config.h"

#include "kh-customer-rows.h"
#include "kh-gate.h"
#include "kh-history-rows.h"
#include "kh-secret-rows.h"
#include "kh-session.h"
#include "kh-store-private.h"

typedef struct {
  gint64 number;
  char *author;
  KhSafe *safe;
  GHashTable *secrets;
} Load;

static void
load_free (gpointer data)
{
  Load *load = data;

  g_clear_pointer (&load->secrets, g_hash_table_unref);
  g_object_unref (load->safe);
  g_free (load->author);
  g_free (load);
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
  Load *load;

  g_return_if_fail (KH_IS_STORE (self));

  load = g_new0 (Load, 1);
  load->number = customer;
  load->author = g_strdup (kh_store_get_author (self));
  load->safe = g_object_ref (kh_store_get_safe (self));
  kh_store_run (self, &load_call, load, cancellable, callback, user_data);
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
