/* kh-store-reseal.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-secret-rows.h"
#include "kh-store-private.h"

/* One batch. Each is a transaction of its own: a kill or a lock between two leaves values that open
 * with the older key, and the next sign-in begins anew. */
typedef struct {
  KhSafe *safe;
  KhRing ring;
  gint64 customer;
  gboolean more;
} Batch;

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_object_unref (batch->safe);
  g_free (batch);
}

static Batch *
batch_new (KhSafe *safe,
           KhRing  ring,
           gint64  customer)
{
  Batch *batch = g_new0 (Batch, 1);

  batch->safe = g_object_ref (safe);
  batch->ring = ring;
  batch->customer = customer;

  return batch;
}

static gboolean
reseal_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  Batch *batch = data;

  return kh_secret_rows_reseal (connection, batch->safe, batch->ring, &batch->customer, &batch->more, error);
}

/* Gives the batch that comes after. */
static gpointer
reseal (KhConnection  *connection,
        gpointer       data,
        GError       **error)
{
  Batch *batch = data;
  Batch *next;

  if (!kh_connection_transact (connection, reseal_in_transaction, batch, error))
    return NULL;
  next = batch_new (batch->safe, batch->ring, batch->customer);
  next->more = batch->more;

  return next;
}

static void after_reseal (KhStore  *self,
                          gpointer  result);

static const KhStoreCall reseal_call = { reseal, batch_free, batch_free, TRUE, after_reseal };

static void
on_resealed_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;
  Batch *next = kh_store_finish (KH_STORE (source), result, &reseal_call, &error);

  if (next != NULL)
    batch_free (next);
  else
    g_debug ("Sealing anew stopped: %s", error->message);
}

static void
start (KhStore *self,
       Batch   *batch)
{
  kh_store_run (self, &reseal_call, batch, NULL, on_resealed_cb, NULL);
}

static void
after_reseal (KhStore  *self,
              gpointer  result)
{
  const Batch *next = result;

  if (next->more && next->safe == kh_store_get_safe (self))
    start (self, batch_new (next->safe, next->ring, next->customer));
}

void
kh_store_reseal (KhStore *self)
{
  KhSafe *safe = kh_store_get_safe (self);

  for (KhRing ring = 0; ring < KH_N_RINGS; ring++)
    if (!kh_vault_is_locked (kh_safe_get_vault (safe, ring)))
      start (self, batch_new (safe, ring, 0));
}
