/* kh-store-tables.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-rows.h"
#include "kh-gate.h"
#include "kh-table-rows.h"
#include "kh-table-save.h"
#include "kh-history-rows.h"
#include "kh-place.h"
#include "kh-secret-rows.h"
#include "kh-secret-save.h"
#include "kh-session.h"
#include "kh-store-private.h"

#include <glib/gi18n-lib.h>

/* What a call is about. */
typedef struct {
  gint64 customer;
  KhTableId table;
  gint64 row;
  guint column;
  GPtrArray *changes;
  KhSafe *safe;
  char *author;
  KhSecret *secret;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_pointer (&work->changes, g_ptr_array_unref);
  g_clear_pointer (&work->secret, kh_secret_unref);
  g_object_unref (work->safe);
  g_free (work->author);
  g_free (work);
}

static Work *
work_new (KhStore   *self,
          gint64     customer,
          KhTableId  table)
{
  Work *work = g_new0 (Work, 1);

  work->customer = customer;
  work->table = table;
  work->safe = g_object_ref (kh_store_get_safe (self));
  work->author = g_strdup (kh_store_get_author (self));

  return work;
}

/* Load */

static gpointer
load_table (KhConnection  *connection,
            gpointer       data,
            GError       **error)
{
  const Work *work = data;
  KhRows *rows;
  KhGrants grants;

  if (!kh_session_get_grants (connection, &grants, error) ||
      !kh_gate_check (grants, KH_GRANT_CUSTOMER_VIEW, error))
    return NULL;
  rows = kh_table_rows_load (connection, work->customer, work->table, error);
  if (rows != NULL)
    kh_rows_hide (rows, grants);

  return rows;
}

static const KhStoreCall load_call = { load_table, work_free, g_object_unref, FALSE, NULL };

/**
 * kh_store_load_table_async:
 * @self: a store
 * @customer: a customer number
 * @table: a table
 * @cancellable: (nullable): ends it
 * @callback: called with the rows
 * @user_data: for @callback
 */
void
kh_store_load_table_async (KhStore             *self,
                           gint64               customer,
                           KhTableId            table,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));

  kh_store_run (self, &load_call, work_new (self, customer, table), cancellable, callback, user_data);
}

/**
 * kh_store_load_table_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full): the customer's rows, without what the member may not view
 */
KhRows *
kh_store_load_table_finish (KhStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return kh_store_finish (self, result, &load_call, error);
}

static gboolean
is_of_station (const KhTable *table)
{
  return table->wire != NULL;
}

static gboolean
is_offered (const KhTable *table)
{
  return table->duplicate != KH_DUPLICATE_NEVER;
}

static gpointer
load_some (KhConnection  *connection,
           Work          *work,
           gboolean     (*wants) (const KhTable *table),
           GError       **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      KhRows *rows;

      if (!wants (kh_table_get ((KhTableId) i)))
        continue;
      work->table = (KhTableId) i;
      rows = load_table (connection, work, error);
      if (rows == NULL)
        return NULL;
      g_ptr_array_add (tables, rows);
    }

  return g_steal_pointer (&tables);
}

static gpointer
load_tables (KhConnection  *connection,
             gpointer       data,
             GError       **error)
{
  return load_some (connection, data, is_of_station, error);
}

static gpointer
load_offered (KhConnection  *connection,
              gpointer       data,
              GError       **error)
{
  return load_some (connection, data, is_offered, error);
}

static const KhStoreCall load_all_call = { load_tables, work_free, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };
static const KhStoreCall load_offered_call = { load_offered, work_free, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

/**
 * kh_store_load_tables_async:
 * @self: a store
 * @customer: a customer number
 * @cancellable: (nullable): ends it
 * @callback: called with the rows of every table that a station has as well
 * @user_data: for @callback
 */
void
kh_store_load_tables_async (KhStore             *self,
                            gint64               customer,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));

  kh_store_run (self, &load_all_call, work_new (self, customer, KH_TABLE_CONTACTS), cancellable, callback, user_data);
}

/**
 * kh_store_load_tables_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhRows): the rows of each table that a station has as well,
 *   without what the member may not view
 */
GPtrArray *
kh_store_load_tables_finish (KhStore       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return kh_store_finish (self, result, &load_all_call, error);
}

/**
 * kh_store_load_offered_tables_async:
 * @self: a store
 * @customer: a customer number
 * @cancellable: (nullable): ends it
 * @callback: called with the rows of every table of which Duplicate offers rows
 * @user_data: for @callback
 */
void
kh_store_load_offered_tables_async (KhStore             *self,
                                    gint64               customer,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));

  kh_store_run (self, &load_offered_call, work_new (self, customer, KH_TABLE_CONTACTS), cancellable, callback,
                user_data);
}

/**
 * kh_store_load_offered_tables_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhRows): the rows of each table of which Duplicate offers rows,
 *   without what the member may not view
 */
GPtrArray *
kh_store_load_offered_tables_finish (KhStore       *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return kh_store_finish (self, result, &load_offered_call, error);
}

/* Save */

static gboolean
save_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Work *work = data;
  g_autoptr (KhCustomer) customer = kh_customer_rows_load (connection, work->customer, error);
  KhGrants grants;

  return customer != NULL && kh_session_get_grants (connection, &grants, error) &&
         kh_table_save (connection, work->safe, customer, work->table, work->changes, grants, work->author, error);
}

typedef struct {
  gint64 customer;
  KhRows *rows;
} Saved;

static void
saved_free (gpointer data)
{
  Saved *saved = data;

  g_clear_object (&saved->rows);
  g_free (saved);
}

static gpointer
save_table (KhConnection  *connection,
            gpointer       data,
            GError       **error)
{
  const Work *work = data;
  KhRows *rows = NULL;
  Saved *saved;

  if (kh_connection_transact (connection, save_in_transaction, data, error))
    rows = load_table (connection, data, error);
  if (rows == NULL)
    return NULL;
  saved = g_new0 (Saved, 1);
  saved->customer = work->customer;
  saved->rows = rows;

  return saved;
}

static void
after_save (KhStore  *self,
            gpointer  result)
{
  kh_store_tell_changed (self, ((const Saved *) result)->customer);
}

static const KhStoreCall save_call = { save_table, work_free, saved_free, TRUE, after_save };

/**
 * kh_store_save_table_async:
 * @self: a store
 * @customer: a customer number
 * @table: a table
 * @changes: (element-type KhRowChange): what is to be done, all of it or nothing; not used by the
 *   caller any more
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 */
void
kh_store_save_table_async (KhStore             *self,
                           gint64               customer,
                           KhTableId            table,
                           GPtrArray           *changes,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Work *work;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (changes != NULL);

  work = work_new (self, customer, table);
  work->changes = g_ptr_array_ref (changes);
  kh_store_run (self, &save_call, work, cancellable, callback, user_data);
}

/**
 * kh_store_save_table_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; see kh_table_save()
 *
 * Returns: (transfer full): the rows as they are kept, or %NULL
 */
KhRows *
kh_store_save_table_finish (KhStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  Saved *saved = kh_store_finish (self, result, &save_call, error);
  KhRows *rows;

  if (saved == NULL)
    return NULL;
  rows = g_steal_pointer (&saved->rows);
  saved_free (saved);

  return rows;
}

/* Reveal */

static gboolean
reveal_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  Work *work = data;
  const KhDatapoint *column = kh_table_get_column (work->table, work->column);
  g_autofree char *place = kh_place_dup_text (work->table, work->column, work->row, NULL);
  g_autoptr (KhCustomer) customer = NULL;

  if (!kh_session_check (connection, KH_GRANT_CUSTOMER_VIEW, error) ||
      !kh_session_check (connection, kh_table_get (work->table)->view, error) ||
      !kh_session_check (connection, column->view, error))
    return FALSE;
  customer = kh_customer_rows_load (connection, work->customer, error);
  if (customer == NULL || !kh_secret_save_check_vault (connection, work->safe, column, error) ||
      !kh_secret_rows_load_at (connection, work->safe, work->customer, place, kh_ring_of_sealed (column),
                               &work->secret, error))
    return FALSE;
  if (work->secret == NULL)
    {
      g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                   /* Translators: a datapoint's name. */
                   _("This customer has no %s yet."), _(column->label));
      return FALSE;
    }

  return kh_history_rows_write (connection, work->author, "reveal", work->customer,
                                kh_customer_get_revision (customer), place, NULL, NULL, error);
}

/* Nothing is revealed that the history could not say. */
static gpointer
reveal (KhConnection  *connection,
        gpointer       data,
        GError       **error)
{
  Work *work = data;

  return kh_connection_transact (connection, reveal_in_transaction, work, error) ? g_steal_pointer (&work->secret) : NULL;
}

static const KhStoreCall reveal_call = { reveal, work_free, (GDestroyNotify) kh_secret_unref, TRUE, NULL };

/**
 * kh_store_reveal_row_async:
 * @self: a store
 * @customer: a customer number
 * @table: a table
 * @row: the id of one of the customer's rows
 * @column: a sealed column
 * @cancellable: (nullable): ends it before it begins
 * @callback: called with the secret, once the history says so
 * @user_data: for @callback
 */
void
kh_store_reveal_row_async (KhStore             *self,
                           gint64               customer,
                           KhTableId            table,
                           gint64               row,
                           guint                column,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Work *work;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (kh_table_get_column (table, column)->sealed);

  work = work_new (self, customer, table);
  work->row = row;
  work->column = column;
  kh_store_run (self, &reveal_call, work, cancellable, callback, user_data);
}

/**
 * kh_store_reveal_row_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; as kh_store_reveal_finish()
 *
 * Returns: (transfer full): the value, or %NULL
 */
KhSecret *
kh_store_reveal_row_finish (KhStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return kh_store_finish (self, result, &reveal_call, error);
}
