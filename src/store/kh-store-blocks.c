/* kh-store-blocks.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-block-rows.h"
#include "kh-gate.h"
#include "kh-history-rows.h"
#include "kh-session.h"
#include "kh-store-links.h"
#include "kh-store-private.h"

/* What the calls on a block are given. */
typedef struct {
  gint64 id; /* of the block, or of its company */
  KhNumberBlock *block;
  char *author;
  KhGivenNumber *given;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_clear_object (&work->block);
  g_free (work->author);
  kh_given_number_free (work->given);
  g_free (work);
}

static Work *
work_new (KhStore       *self,
          gint64         id,
          KhNumberBlock *block)
{
  Work *work = g_new0 (Work, 1);

  work->id = id;
  work->block = block != NULL ? g_object_ref (block) : NULL;
  work->author = g_strdup (kh_store_get_author (self));

  return work;
}

/**
 * kh_given_number_free:
 * @given: (nullable): a number
 */
void
kh_given_number_free (KhGivenNumber *given)
{
  if (given == NULL)
    return;

  g_free (given->number);
  g_free (given->receiver);
  g_free (given);
}

/* List */

static gpointer
list_blocks (KhConnection  *connection,
             gpointer       data,
             GError       **error)
{
  const Work *work = data;
  KhGrants grants;

  if (!kh_session_get_grants (connection, &grants, error) ||
      (!kh_grants_has (grants, KH_GRANT_COMPANIES_VIEW) &&
       !kh_gate_check (grants, KH_GRANT_CENTRAL_STATION_SHELL, error)))
    return NULL;

  return kh_block_rows_list (connection, work->id, error);
}

static const KhStoreCall list_call = { list_blocks, work_free, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

/**
 * kh_store_list_blocks_async:
 * @self: a store
 * @company: a monitoring company's id
 * @callback: called with the blocks
 * @user_data: for @callback
 */
void
kh_store_list_blocks_async (KhStore             *self,
                            gint64               company,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  kh_store_run (self, &list_call, work_new (self, company, NULL), NULL, callback, user_data);
}

/**
 * kh_store_list_blocks_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: (transfer full) (element-type KhNumberBlock): the company's blocks, oldest first
 */
GPtrArray *
kh_store_list_blocks_finish (KhStore       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return kh_store_finish (self, result, &list_call, error);
}

/* Add */

static gboolean
add_in_transaction (KhConnection  *connection,
                    gpointer       data,
                    GError       **error)
{
  const Work *work = data;
  g_autofree char *name = g_strdup_printf ("%s–%s", kh_number_block_get_begin (work->block),
                                           kh_number_block_get_end (work->block));

  return kh_session_check (connection, KH_GRANT_COMPANIES_CONTROL, error) &&
         kh_block_rows_add (connection, work->id, work->block, error) &&
         kh_history_rows_write (connection, work->author, "add-block", 0, 0, NULL, NULL, name, error);
}

static gpointer
add_block (KhConnection  *connection,
           gpointer       data,
           GError       **error)
{
  return GINT_TO_POINTER (kh_connection_transact (connection, add_in_transaction, data, error));
}

static const KhStoreCall add_call = { add_block, work_free, NULL, TRUE, NULL };

/**
 * kh_store_add_block_async:
 * @self: a store
 * @company: a monitoring company's id
 * @block: its begin, end, receiver and two-way
 * @callback: called when it is kept
 * @user_data: for @callback
 */
void
kh_store_add_block_async (KhStore             *self,
                          gint64               company,
                          KhNumberBlock       *block,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  kh_store_run (self, &add_call, work_new (self, company, block), NULL, callback, user_data);
}

/**
 * kh_store_add_block_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; see kh_block_rows_add()
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_add_block_finish (KhStore       *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return kh_store_finish (self, result, &add_call, error) != NULL;
}

/* Disable */

static gboolean
disable_in_transaction (KhConnection  *connection,
                        gpointer       data,
                        GError       **error)
{
  const Work *work = data;
  g_autofree char *name = NULL;

  return kh_session_check (connection, KH_GRANT_COMPANIES_CONTROL, error) &&
         kh_block_rows_disable (connection, work->id, &name, error) &&
         kh_history_rows_write (connection, work->author, "disable-block", 0, 0, NULL, NULL, name, error);
}

static gpointer
disable_block (KhConnection  *connection,
               gpointer       data,
               GError       **error)
{
  return GINT_TO_POINTER (kh_connection_transact (connection, disable_in_transaction, data, error));
}

static const KhStoreCall disable_call = { disable_block, work_free, NULL, TRUE, NULL };

/**
 * kh_store_disable_block_async:
 * @self: a store
 * @block: a block's id
 * @callback: called when it is disabled
 * @user_data: for @callback
 *
 * Gives out no more numbers of a block. There is no way back.
 */
void
kh_store_disable_block_async (KhStore             *self,
                              gint64               block,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  kh_store_run (self, &disable_call, work_new (self, block, NULL), NULL, callback, user_data);
}

/**
 * kh_store_disable_block_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR; %KH_GATE_ERROR_DENIED
 *
 * Returns: whether it is disabled
 */
gboolean
kh_store_disable_block_finish (KhStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return kh_store_finish (self, result, &disable_call, error) != NULL;
}

/* Take */

static gboolean
take_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Work *work = data;

  if (!kh_session_check (connection, KH_GRANT_CENTRAL_STATION_SHELL, error))
    return FALSE;
  work->given = kh_block_rows_take (connection, work->id, work->author, error);

  return work->given != NULL &&
         kh_history_rows_write (connection, work->author, "give-number", 0, 0, NULL, NULL, work->given->number, error);
}

static gpointer
take_number (KhConnection  *connection,
             gpointer       data,
             GError       **error)
{
  Work *work = data;

  return kh_connection_transact (connection, take_in_transaction, work, error) ? g_steal_pointer (&work->given) : NULL;
}

static const KhStoreCall take_call = { take_number, work_free, (GDestroyNotify) kh_given_number_free, TRUE, NULL };

/**
 * kh_store_take_number_async:
 * @self: a store
 * @block: a block's id
 * @callback: called with the number
 * @user_data: for @callback
 *
 * Gives out the block's next number. It never comes again, whatever becomes of it.
 */
void
kh_store_take_number_async (KhStore             *self,
                            gint64               block,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  kh_store_run (self, &take_call, work_new (self, block, NULL), NULL, callback, user_data);
}

/**
 * kh_store_take_number_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED, %KH_STORE_ERROR_CONFLICT when the block
 *   gives none
 *
 * Returns: (transfer full): the number
 */
KhGivenNumber *
kh_store_take_number_finish (KhStore       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return kh_store_finish (self, result, &take_call, error);
}
