/* kh-store-outbox.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-gate.h"
#include "kh-outbox-restart.h"
#include "kh-outbox-rows.h"
#include "kh-outbox-set-rows.h"
#include "kh-session.h"
#include "kh-store-links.h"
#include "kh-store-private.h"

#define SQL_PLACES \
  "SELECT o.customer, l.company FROM outbox AS o JOIN link AS l ON l.customer = o.customer " \
  "WHERE o.state IN ('queued', 'waiting', 'sending', 'pending review') " \
  "GROUP BY o.customer ORDER BY min (o.id)"

#define SQL_LIST \
  "SELECT " KH_OUTBOX_COLUMNS " FROM outbox AS o LEFT JOIN link AS l ON l.customer = o.customer " \
  "WHERE ?1 IN (0, o.customer) ORDER BY o.id"

/* An account that is held without a change of ours counts as one that is. */
#define SQL_COUNT \
  "SELECT company, state, count (*) FROM (" \
  "SELECT ifnull (l.company, 0) AS company, o.state AS state " \
  "FROM outbox AS o LEFT JOIN link AS l ON l.customer = o.customer " \
  "WHERE ?1 IN (0, o.customer) AND o.state NOT IN ('applied', 'superseded') " \
  "UNION ALL SELECT l.company, 'held' FROM link AS l " \
  "WHERE ?1 IN (0, l.customer) AND l.hold IS NOT NULL AND l.hold <> '" KH_LINK_UNCHECKED "' " \
  "AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.customer = l.customer AND o.state = 'held')" \
  ") GROUP BY 1, 2"

/* What the calls on a customer's changes are given. */
typedef struct {
  gint64 customer;
  gboolean whole;
  KhOutboxEvent event;
  char *author;
  KhSafe *safe;
  const KhOutboxSet *set;
  KhOutboxOutcome *outcome;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_free (call->author);
  g_object_unref (call->safe);
  kh_outbox_outcome_free (call->outcome);
  g_free (call);
}

static Call *
call_new (KhStore *self,
          gint64   customer)
{
  Call *call = g_new0 (Call, 1);

  call->customer = customer;
  call->author = g_strdup (kh_store_get_author (self));
  call->safe = g_object_ref (kh_store_get_safe (self));

  return call;
}

/* Runs a transaction whose result is only whose changes it was about. */
static gpointer
transact (KhConnection       *connection,
          KhTransactionFunc   func,
          Call               *call,
          GError            **error)
{
  return kh_connection_transact (connection, func, call, error) ? g_memdup2 (&call->customer, sizeof call->customer)
                                                                : NULL;
}

static void
after_change (KhStore  *self,
              gpointer  result)
{
  kh_store_tell_outbox (self, *(const gint64 *) result);
}

static gboolean
finish_change (KhStore            *self,
               GAsyncResult       *result,
               const KhStoreCall  *call,
               GError            **error)
{
  g_autofree gint64 *customer = kh_store_finish (self, result, call, error);

  return customer != NULL;
}

/* Restart */

static GArray *
list_places (KhConnection  *connection,
             GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_PLACES, error);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (KhOutboxPlace));
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (kh_statement_step (statement, &row, error))
    {
      KhOutboxPlace place;

      if (!row)
        return g_steal_pointer (&places);
      place.customer = kh_statement_get_int64 (statement, 0);
      place.company = kh_statement_get_int64 (statement, 1);
      g_array_append_val (places, place);
    }

  return NULL;
}

static gboolean
restart_in_transaction (KhConnection  *connection,
                        gpointer       data G_GNUC_UNUSED,
                        GError       **error)
{
  return kh_outbox_restart (connection, error);
}

static gpointer
restart (KhConnection  *connection,
         gpointer       data,
         GError       **error)
{
  return kh_connection_transact (connection, restart_in_transaction, data, error) ? list_places (connection, error) : NULL;
}

static const KhStoreCall restart_call = { restart, NULL, (GDestroyNotify) g_array_unref, TRUE, NULL };

/**
 * kh_store_restart_outbox_async:
 * @self: a store
 * @cancellable: (nullable): ends it before it begins
 * @callback: called with where there is something to do
 * @user_data: for @callback
 */
void
kh_store_restart_outbox_async (KhStore             *self,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  kh_store_run (self, &restart_call, NULL, cancellable, callback, user_data);
}

/**
 * kh_store_restart_outbox_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full) (element-type KhOutboxPlace): of whom something is on its way, those
 *   who have waited longest first
 */
GArray *
kh_store_restart_outbox_finish (KhStore       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return kh_store_finish (self, result, &restart_call, error);
}

/* Take */

static gpointer
take (KhConnection  *connection,
      gpointer       data,
      GError       **error)
{
  Call *call = data;

  return kh_outbox_set_rows_take (connection, call->safe, call->customer, call->whole, error);
}

static const KhStoreCall take_call = { take, call_free, (GDestroyNotify) kh_outbox_set_free, FALSE, NULL };

/**
 * kh_store_take_due_async:
 * @self: a store
 * @customer: a customer number
 * @cancellable: (nullable): ends it
 * @callback: called with what is to be done next for the customer's account
 * @user_data: for @callback
 *
 * For what the program itself does, whoever is signed in; see kh_store_load_whole_async().
 */
void
kh_store_take_due_async (KhStore             *self,
                         gint64               customer,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  kh_store_run (self, &take_call, call_new (self, customer), cancellable, callback, user_data);
}

/**
 * kh_store_take_account_async:
 * @self: a store
 * @customer: a customer number
 * @cancellable: (nullable): ends it
 * @callback: called with what is known of the customer's account, for kh_store_take_due_finish()
 * @user_data: for @callback
 *
 * The same for an account that is to be read, whether something is to be done or not.
 */
void
kh_store_take_account_async (KhStore             *self,
                             gint64               customer,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Call *call = call_new (self, customer);

  call->whole = TRUE;
  kh_store_run (self, &take_call, call, cancellable, callback, user_data);
}

/**
 * kh_store_take_due_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_STORE_ERROR_NOT_FOUND where there is no link
 *
 * Returns: (transfer full): what is to be done next, perhaps nothing
 */
KhOutboxSet *
kh_store_take_due_finish (KhStore       *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  return kh_store_finish (self, result, &take_call, error);
}

/* Begin */

static gboolean
begin_in_transaction (KhConnection  *connection,
                      gpointer       data,
                      GError       **error)
{
  Call *call = data;

  return kh_outbox_set_rows_begin (connection, call->safe, call->set, error);
}

static gpointer
begin (KhConnection  *connection,
       gpointer       data,
       GError       **error)
{
  return transact (connection, begin_in_transaction, data, error);
}

static const KhStoreCall begin_call = { begin, call_free, g_free, TRUE, after_change };

/**
 * kh_store_begin_outbox_async:
 * @self: a store
 * @set: a set with its new key and its bytes, which stays as it is until @callback is called
 * @callback: called when it is kept
 * @user_data: for @callback
 */
void
kh_store_begin_outbox_async (KhStore             *self,
                             const KhOutboxSet   *set,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Call *call = call_new (self, set->link->customer);

  call->set = set;
  kh_store_run (self, &begin_call, call, NULL, callback, user_data);
}

/**
 * kh_store_begin_outbox_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_STORE_ERROR_CONFLICT
 *
 * Returns: whether it may be sent
 */
gboolean
kh_store_begin_outbox_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return finish_change (self, result, &begin_call, error);
}

/* Advance */

static gboolean
advance_in_transaction (KhConnection  *connection,
                        gpointer       data,
                        GError       **error)
{
  Call *call = data;

  return kh_outbox_set_rows_advance (connection, call->safe, call->outcome, error);
}

static gpointer
advance (KhConnection  *connection,
         gpointer       data,
         GError       **error)
{
  return transact (connection, advance_in_transaction, data, error);
}

static const KhStoreCall advance_call = { advance, call_free, g_free, TRUE, after_change };

/**
 * kh_store_advance_outbox_async:
 * @self: a store
 * @outcome: (transfer full): what happened
 * @callback: called when it is kept
 * @user_data: for @callback
 */
void
kh_store_advance_outbox_async (KhStore             *self,
                               KhOutboxOutcome     *outcome,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  Call *call = call_new (self, outcome->customer);

  call->outcome = outcome;
  kh_store_run (self, &advance_call, call, NULL, callback, user_data);
}

/**
 * kh_store_advance_outbox_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_advance_outbox_finish (KhStore       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return finish_change (self, result, &advance_call, error);
}

/* List */

static gpointer
list_items (KhConnection  *connection,
            gpointer       data,
            GError       **error)
{
  Call *call = data;
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_outbox_item_free);
  g_autoptr (KhStatement) statement = NULL;
  gboolean row = TRUE;
  KhGrants grants;

  if (!kh_session_get_grants (connection, &grants, error) ||
      !kh_gate_check (grants, KH_GRANT_CENTRAL_STATION_VIEW, error))
    return NULL;
  statement = kh_connection_prepare (connection, SQL_LIST, error);
  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, call->customer);
  while (kh_statement_step (statement, &row, error))
    {
      KhOutboxItem *item;

      if (!row)
        return g_steal_pointer (&items);
      item = kh_outbox_rows_read (statement);
      if (item == NULL)
        continue;
      kh_outbox_item_hide (item, grants);
      g_ptr_array_add (items, item);
    }

  return NULL;
}

static const KhStoreCall list_call = { list_items, call_free, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

/**
 * kh_store_list_outbox_async:
 * @self: a store
 * @customer: a customer number, or 0 for all
 * @cancellable: (nullable): ends it
 * @callback: called with the items
 * @user_data: for @callback
 */
void
kh_store_list_outbox_async (KhStore             *self,
                            gint64               customer,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  kh_store_run (self, &list_call, call_new (self, customer), cancellable, callback, user_data);
}

/**
 * kh_store_list_outbox_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: (transfer full) (element-type KhOutboxItem): the items, oldest first, those that are
 *   over since a day at most included
 */
GPtrArray *
kh_store_list_outbox_finish (KhStore       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return kh_store_finish (self, result, &list_call, error);
}

/* Count */

static gpointer
count (KhConnection  *connection,
       gpointer       data,
       GError       **error)
{
  Call *call = data;
  g_autoptr (GArray) counts = g_array_new (FALSE, FALSE, sizeof (KhOutboxCount));
  g_autoptr (KhStatement) statement = NULL;
  gboolean row = TRUE;

  if (!kh_session_check (connection, KH_GRANT_CENTRAL_STATION_VIEW, error))
    return NULL;
  statement = kh_connection_prepare (connection, SQL_COUNT, error);
  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, call->customer);
  while (kh_statement_step (statement, &row, error))
    {
      KhOutboxCount found = { 0 };

      if (!row)
        return g_steal_pointer (&counts);
      found.company = kh_statement_get_int64 (statement, 0);
      found.n = (guint) kh_statement_get_int64 (statement, 2);
      if (kh_outbox_state_from_string (kh_statement_get_text (statement, 1), &found.state))
        g_array_append_val (counts, found);
    }

  return NULL;
}

static const KhStoreCall count_call = { count, call_free, (GDestroyNotify) g_array_unref, FALSE, NULL };

/**
 * kh_store_count_outbox_async:
 * @self: a store
 * @customer: a customer number, or 0 for all
 * @cancellable: (nullable): ends it
 * @callback: called with the counts
 * @user_data: for @callback
 */
void
kh_store_count_outbox_async (KhStore             *self,
                             gint64               customer,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  kh_store_run (self, &count_call, call_new (self, customer), cancellable, callback, user_data);
}

/**
 * kh_store_count_outbox_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: (transfer full) (element-type KhOutboxCount): how many changes are where, by company
 *   and state; those that are over are none
 */
GArray *
kh_store_count_outbox_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return kh_store_finish (self, result, &count_call, error);
}

/* Decide */

static gboolean
decide_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  Call *call = data;

  return kh_session_check (connection, KH_GRANT_CENTRAL_STATION_LINK, error) &&
         kh_outbox_set_rows_decide (connection, call->customer, call->event, call->author, error);
}

static gpointer
decide (KhConnection  *connection,
        gpointer       data,
        GError       **error)
{
  return transact (connection, decide_in_transaction, data, error);
}

static const KhStoreCall decide_call = { decide, call_free, g_free, TRUE, after_change };

/**
 * kh_store_decide_outbox_async:
 * @self: a store
 * @customer: a customer number
 * @event: %KH_OUTBOX_RETRIED to try again what is held or was refused, %KH_OUTBOX_DISCARDED to
 *   send nothing of what is not under way
 * @callback: called when it is kept
 * @user_data: for @callback
 */
void
kh_store_decide_outbox_async (KhStore             *self,
                              gint64               customer,
                              KhOutboxEvent        event,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  Call *call;

  g_return_if_fail (event == KH_OUTBOX_RETRIED || event == KH_OUTBOX_DISCARDED);

  call = call_new (self, customer);
  call->event = event;
  kh_store_run (self, &decide_call, call, NULL, callback, user_data);
}

/**
 * kh_store_decide_outbox_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_decide_outbox_finish (KhStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return finish_change (self, result, &decide_call, error);
}
