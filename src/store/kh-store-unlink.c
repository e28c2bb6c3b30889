/* kh-store-unlink.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-outbox-item.h"
#include "kh-session.h"
#include "kh-store-links.h"
#include "kh-store-private.h"
#include "kh-unlink-rows.h"

/* Unlink */

typedef struct {
  gint64 customer;
  KhUnlinkLoss loss;
  char *author;
  GPtrArray *given_up;
} Ending;

typedef struct {
  gint64 customer;
  GPtrArray *given_up;
} Ended;

static void
ending_free (gpointer data)
{
  Ending *ending = data;

  g_free (ending->author);
  g_clear_pointer (&ending->given_up, g_ptr_array_unref);
  g_free (ending);
}

static void
ended_free (gpointer data)
{
  Ended *ended = data;

  g_clear_pointer (&ended->given_up, g_ptr_array_unref);
  g_free (ended);
}

static gboolean
unlink_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  Ending *ending = data;

  return kh_session_check (connection, KH_GRANT_CENTRAL_STATION_UNLINK, error) &&
         kh_unlink_rows_end (connection, ending->customer, ending->loss, ending->author, &ending->given_up, error);
}

/* Which they were is to be told, and not what they said. */
static void
empty (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      KhOutboxItem *item = g_ptr_array_index (items, i);

      item->hidden = TRUE;
      g_clear_pointer (&item->value, g_free);
      g_clear_pointer (&item->before, g_free);
    }
}

static gpointer
unlink_customer (KhConnection  *connection,
                 gpointer       data,
                 GError       **error)
{
  Ending *ending = data;
  Ended *ended;

  if (!kh_connection_transact (connection, unlink_in_transaction, ending, error))
    return NULL;
  empty (ending->given_up);
  ended = g_new0 (Ended, 1);
  ended->customer = ending->customer;
  ended->given_up = g_steal_pointer (&ending->given_up);

  return ended;
}

static void
after_unlink (KhStore  *self,
              gpointer  result)
{
  const Ended *ended = result;

  kh_store_tell_changed (self, ended->customer);
  kh_store_tell_outbox (self, ended->customer);
}

static const KhStoreCall unlink_call = { unlink_customer, ending_free, ended_free, TRUE, after_unlink };

/**
 * kh_store_unlink_async:
 * @self: a store
 * @customer: the number of a linked customer
 * @loss: which changes on their way to the station may be given up
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when the link is gone
 * @user_data: for @callback
 *
 * In one transaction: ends the link, with what was known of the account and what was on its way
 * there, writes the history, and keeps that the station is to be told. The record stays as it is.
 */
void
kh_store_unlink_async (KhStore             *self,
                       gint64               customer,
                       KhUnlinkLoss         loss,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  Ending *ending = g_new0 (Ending, 1);

  ending->customer = customer;
  ending->loss = loss;
  ending->author = g_strdup (kh_store_get_author (self));
  kh_store_run (self, &unlink_call, ending, cancellable, callback, user_data);
}

/**
 * kh_store_unlink_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED, %KH_STORE_ERROR_NOT_FOUND where
 *   there is no link, %KH_STORE_ERROR_LINKED while a Link is under way, %KH_STORE_ERROR_UNSENT
 *   where more is on its way than may be given up
 *
 * Returns: (transfer full) (element-type KhOutboxItem): the changes that were given up, without
 *   their values
 */
GPtrArray *
kh_store_unlink_finish (KhStore       *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  Ended *ended = kh_store_finish (self, result, &unlink_call, error);
  GPtrArray *given_up;

  if (ended == NULL)
    return NULL;
  given_up = g_steal_pointer (&ended->given_up);
  ended_free (ended);

  return given_up;
}

/* What the stations are to be told */

static gpointer
list_left (KhConnection  *connection,
           gpointer       data G_GNUC_UNUSED,
           GError       **error)
{
  return kh_unlink_rows_list (connection, error);
}

static const KhStoreCall list_call = { list_left, NULL, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

/**
 * kh_store_list_references_left_async:
 * @self: a store
 * @cancellable: (nullable): ends it
 * @callback: called with what stations are still to be told
 * @user_data: for @callback
 *
 * For what the program itself does, whoever is signed in.
 */
void
kh_store_list_references_left_async (KhStore             *self,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  kh_store_run (self, &list_call, NULL, cancellable, callback, user_data);
}

/**
 * kh_store_list_references_left_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full) (element-type KhReferenceLeft): the accounts that have our customer
 *   number without being linked any more, the oldest first
 */
GPtrArray *
kh_store_list_references_left_finish (KhStore       *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return kh_store_finish (self, result, &list_call, error);
}

static gboolean
forget_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  const KhReferenceLeft *reference = data;

  return kh_unlink_rows_forget (connection, reference->company, reference->account, error);
}

static gpointer
forget_left (KhConnection  *connection,
             gpointer       data,
             GError       **error)
{
  return GINT_TO_POINTER (kh_connection_transact (connection, forget_in_transaction, data, error));
}

static const KhStoreCall forget_call = { forget_left, (GDestroyNotify) kh_reference_left_free, NULL, TRUE, NULL };

/**
 * kh_store_forget_reference_left_async:
 * @self: a store
 * @reference: what a station was told, or need not be
 * @callback: called when it is forgotten
 * @user_data: for @callback
 */
void
kh_store_forget_reference_left_async (KhStore                *self,
                                      const KhReferenceLeft  *reference,
                                      GAsyncReadyCallback     callback,
                                      gpointer                user_data)
{
  kh_store_run (self, &forget_call, kh_reference_left_copy (reference), NULL, callback, user_data);
}

/**
 * kh_store_forget_reference_left_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: whether it is forgotten
 */
gboolean
kh_store_forget_reference_left_finish (KhStore       *self,
                                       GAsyncResult  *result,
                                       GError       **error)
{
  return kh_store_finish (self, result, &forget_call, error) != NULL;
}
