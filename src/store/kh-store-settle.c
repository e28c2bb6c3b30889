/* kh-store-settle.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-settle-rows.h"
#include "kh-store-links.h"
#include "kh-store-private.h"

/* What it is compared with */

static gpointer
load_agreed (KhConnection  *connection,
             gpointer       data,
             GError       **error)
{
  return kh_settle_rows_load (connection, *(const gint64 *) data, error);
}

static const KhStoreCall agreed_call = { load_agreed, g_free, (GDestroyNotify) kh_agreed_free, FALSE, NULL };

/**
 * kh_store_load_agreed_async:
 * @self: a store
 * @customer: the number of a linked customer
 * @cancellable: (nullable): ends it
 * @callback: called with what the account is compared with
 * @user_data: for @callback
 */
void
kh_store_load_agreed_async (KhStore             *self,
                            gint64               customer,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  kh_store_run (self, &agreed_call, g_memdup2 (&customer, sizeof customer), cancellable, callback, user_data);
}

/**
 * kh_store_load_agreed_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_STORE_ERROR_NOT_FOUND where there is no link,
 *   %KH_STORE_ERROR_UNSENT while something of it is under way
 *
 * Returns: (transfer full): the whole record, its link, what was last known of the account and
 *   what has not reached it, or %NULL
 */
KhAgreed *
kh_store_load_agreed_finish (KhStore       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return kh_store_finish (self, result, &agreed_call, error);
}

/* What is decided */

typedef struct {
  KhSettlement *settlement;
  KhSafe *safe;
  char *author;
} Settle;

static void
settle_free (gpointer data)
{
  Settle *settle = data;

  kh_settlement_free (settle->settlement);
  g_object_unref (settle->safe);
  g_free (settle->author);
  g_free (settle);
}

static gboolean
settle_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  const Settle *settle = data;

  return kh_settle_rows_apply (connection, settle->safe, settle->settlement, settle->author, error);
}

static gpointer
settle (KhConnection  *connection,
        gpointer       data,
        GError       **error)
{
  const Settle *call = data;

  return kh_connection_transact (connection, settle_in_transaction, data, error)
           ? g_memdup2 (&call->settlement->customer, sizeof call->settlement->customer) : NULL;
}

static void
after_settle (KhStore  *self,
              gpointer  result)
{
  const gint64 customer = *(const gint64 *) result;

  kh_store_tell_changed (self, customer);
  kh_store_tell_outbox (self, customer);
}

static const KhStoreCall settle_call = { settle, settle_free, g_free, TRUE, after_settle };

/**
 * kh_store_settle_async:
 * @self: a store
 * @settlement: (transfer full): what was decided about a linked account
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps all of it in one transaction; see kh_settle_rows_apply().
 */
void
kh_store_settle_async (KhStore             *self,
                       KhSettlement        *settlement,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  Settle *call = g_new0 (Settle, 1);

  call->settlement = settlement;
  call->safe = g_object_ref (kh_store_get_safe (self));
  call->author = g_strdup (kh_store_get_author (self));
  kh_store_run (self, &settle_call, call, NULL, callback, user_data);
}

/**
 * kh_store_settle_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_STORE_ERROR_CONFLICT where the record was changed
 *   since, %KH_GATE_ERROR_DENIED, those of kh_store_load_agreed_finish(), and those of a save
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_settle_finish (KhStore       *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_autofree gint64 *customer = kh_store_finish (self, result, &settle_call, error);

  return customer != NULL;
}
