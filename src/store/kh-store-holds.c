/* kh-store-holds.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-hold-rows.h"
#include "kh-link-rows.h"
#include "kh-session.h"
#include "kh-store-links.h"
#include "kh-store-private.h"

/* What was compared at a time that is still to come was compared by another clock. */
#define SQL_LOOKS \
  "SELECT customer, company, unchecked, n_links FROM (" \
  "SELECT customer, company, checked_at, hold IS '" KH_LINK_UNCHECKED "' AS unchecked, " \
  "count (*) OVER (PARTITION BY company) AS n_links, " \
  "row_number () OVER (PARTITION BY company, checked_at NOT BETWEEN ?1 AND ?2 OR hold IS '" KH_LINK_UNCHECKED "' " \
  "ORDER BY hold IS '" KH_LINK_UNCHECKED "' DESC, checked_at, customer) AS place FROM link) " \
  "WHERE place <= ?3 AND (unchecked OR checked_at NOT BETWEEN ?1 AND ?2) ORDER BY company, place"

#define SQL_HOLDS "SELECT customer FROM link WHERE ?1 IN (0, customer) AND hold IS NOT NULL ORDER BY customer"

#define SQL_DOUBT "UPDATE outbox_set SET sent_at = 0 WHERE sent_at <> 0"

/* How long a comparison counts as one of now: for each page that is opened it is not kept anew. */
#define SQL_IS_FRESH "SELECT 1 FROM link WHERE customer = ?1 AND checked_at BETWEEN ?2 AND ?3"
#define FRESH_SECONDS 600

typedef struct {
  gint64 customer;
  gint64 seconds;
  guint most;
} Call;

static Call *
call_new (gint64 customer)
{
  Call *call = g_new0 (Call, 1);

  call->customer = customer;

  return call;
}

static gint64
get_now (void)
{
  return g_get_real_time () / G_TIME_SPAN_SECOND;
}

/* What to compare next */

static gpointer
list_looks (KhConnection  *connection,
            gpointer       data,
            GError       **error)
{
  Call *call = data;
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOOKS, error);
  g_autoptr (GArray) looks = g_array_new (FALSE, FALSE, sizeof (KhLook));
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, get_now () - call->seconds);
  kh_statement_bind_int64 (statement, 2, get_now ());
  kh_statement_bind_int64 (statement, 3, call->most);
  while (kh_statement_step (statement, &row, error))
    {
      KhLook look;

      if (!row)
        return g_steal_pointer (&looks);
      look.customer = kh_statement_get_int64 (statement, 0);
      look.company = kh_statement_get_int64 (statement, 1);
      look.unchecked = kh_statement_get_int64 (statement, 2) != 0;
      look.n_links = (guint) kh_statement_get_int64 (statement, 3);
      g_array_append_val (looks, look);
    }

  return NULL;
}

static const KhStoreCall looks_call = { list_looks, g_free, (GDestroyNotify) g_array_unref, FALSE, NULL };

/**
 * kh_store_list_looks_async:
 * @self: a store
 * @seconds: how old a comparison may be
 * @most: how many accounts of one company at most
 * @cancellable: (nullable): ends it
 * @callback: called with what to compare next
 * @user_data: for @callback
 */
void
kh_store_list_looks_async (KhStore             *self,
                           gint64               seconds,
                           guint                most,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Call *call = call_new (0);

  call->seconds = seconds;
  call->most = most;
  kh_store_run (self, &looks_call, call, cancellable, callback, user_data);
}

/**
 * kh_store_list_looks_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full) (element-type KhLook): the accounts whose comparison is older, by
 *   company; first those that wait for it, then those compared longest ago
 */
GArray *
kh_store_list_looks_finish (KhStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return kh_store_finish (self, result, &looks_call, error);
}

/* One that is as it was */

static gboolean
is_fresh (KhConnection  *connection,
          gint64         customer,
          gboolean      *fresh,
          GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_IS_FRESH, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_int64 (statement, 2, get_now () - FRESH_SECONDS);
  kh_statement_bind_int64 (statement, 3, get_now ());

  return kh_statement_step (statement, fresh, error);
}

static gboolean
note_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  const Call *call = data;
  gboolean fresh = FALSE;

  return is_fresh (connection, call->customer, &fresh, error) &&
         (fresh || kh_hold_rows_check (connection, call->customer, error));
}

static gpointer
note_same (KhConnection  *connection,
           gpointer       data,
           GError       **error)
{
  return kh_connection_transact (connection, note_in_transaction, data, error) ? g_new0 (char, 1) : NULL;
}

static const KhStoreCall note_call = { note_same, g_free, g_free, TRUE, NULL };

static gboolean
finish (KhStore            *self,
        GAsyncResult       *result,
        const KhStoreCall  *call,
        GError            **error)
{
  g_autofree char *done = kh_store_finish (self, result, call, error);

  return done != NULL;
}

/**
 * kh_store_note_same_async:
 * @self: a store
 * @customer: the number of a linked customer
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * The customer's account is still the version that was last known. Nobody is told, as nothing
 * is new.
 */
void
kh_store_note_same_async (KhStore             *self,
                          gint64               customer,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  kh_store_run (self, &note_call, call_new (customer), NULL, callback, user_data);
}

/**
 * kh_store_note_same_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_note_same_finish (KhStore       *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return finish (self, result, &note_call, error);
}

/* Keys */

static gpointer
doubt_keys (KhConnection  *connection,
            gpointer       data G_GNUC_UNUSED,
            GError       **error)
{
  return kh_connection_execute (connection, SQL_DOUBT, error) ? g_new0 (char, 1) : NULL;
}

static const KhStoreCall doubt_call = { doubt_keys, NULL, g_free, TRUE, NULL };

/**
 * kh_store_doubt_keys_async:
 * @self: a store
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * The clock was put back, so that nothing tells how old the keys are of what may have been
 * applied. None of it is sent again; the accounts are read.
 */
void
kh_store_doubt_keys_async (KhStore             *self,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  kh_store_run (self, &doubt_call, NULL, NULL, callback, user_data);
}

/**
 * kh_store_doubt_keys_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_doubt_keys_finish (KhStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return finish (self, result, &doubt_call, error);
}

/* For people */

static gboolean
add_hold (KhConnection  *connection,
          GPtrArray     *holds,
          gint64         customer,
          GError       **error)
{
  KhLink *link = NULL;

  if (!kh_link_rows_load (connection, customer, &link, error))
    return FALSE;
  if (link != NULL)
    g_ptr_array_add (holds, link);

  return TRUE;
}

static gpointer
list_holds (KhConnection  *connection,
            gpointer       data,
            GError       **error)
{
  const Call *call = data;
  g_autoptr (GPtrArray) holds = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_link_free);
  g_autoptr (KhStatement) statement = NULL;
  gboolean row = TRUE;

  if (!kh_session_check (connection, KH_GRANT_CENTRAL_STATION_VIEW, error))
    return NULL;
  statement = kh_connection_prepare (connection, SQL_HOLDS, error);
  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, call->customer);
  while (kh_statement_step (statement, &row, error))
    {
      if (!row)
        return g_steal_pointer (&holds);
      if (!add_hold (connection, holds, kh_statement_get_int64 (statement, 0), error))
        return NULL;
    }

  return NULL;
}

static const KhStoreCall holds_call = { list_holds, g_free, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

/**
 * kh_store_list_holds_async:
 * @self: a store
 * @customer: a customer number, or 0 for all
 * @cancellable: (nullable): ends it
 * @callback: called with the links
 * @user_data: for @callback
 */
void
kh_store_list_holds_async (KhStore             *self,
                           gint64               customer,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  kh_store_run (self, &holds_call, call_new (customer), cancellable, callback, user_data);
}

/**
 * kh_store_list_holds_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: (transfer full) (element-type KhLink): the links that nothing goes out for, whether a
 *   change waits or not
 */
GPtrArray *
kh_store_list_holds_finish (KhStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return kh_store_finish (self, result, &holds_call, error);
}
