/* kh-store-waiting.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-rows.h"
#include "kh-gate.h"
#include "kh-link.h"
#include "kh-outbox-rows.h"
#include "kh-session.h"
#include "kh-store-links.h"
#include "kh-store-private.h"

/* By the primary key, so that a page costs what it shows; what is over is not kept for long. */
#define SQL_ITEMS \
  "SELECT " KH_OUTBOX_COLUMNS ", " KH_CUSTOMER_TITLE_COLUMNS " FROM outbox AS o " \
  "JOIN customer AS c ON c.customer_number = o.customer LEFT JOIN link AS l ON l.customer = o.customer " \
  "WHERE o.state NOT IN ('applied', 'superseded') AND ?1 IN (0, ifnull (l.company, 0)) " \
  "AND (?2 IS NULL OR o.state = ?2 OR (?2 = 'waiting' AND o.state = 'queued')) ORDER BY o.id LIMIT ?3"

#define SQL_HELD \
  "SELECT l.customer, l.company, l.hold, l.hold_message, " KH_CUSTOMER_TITLE_COLUMNS " FROM link AS l " \
  "JOIN customer AS c ON c.customer_number = l.customer " \
  "WHERE l.hold IS NOT NULL AND l.hold <> '" KH_LINK_UNCHECKED "' AND ?1 IN (0, l.company) " \
  "AND NOT EXISTS (SELECT 1 FROM outbox AS o WHERE o.customer = l.customer AND o.state = 'held') " \
  "ORDER BY l.customer DESC LIMIT ?3"

/**
 * kh_waiting_free:
 * @self: (nullable): a line of what waits
 */
void
kh_waiting_free (KhWaiting *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->item, kh_outbox_item_free);
  g_free (self->name);
  g_free (self->hold);
  g_free (self->hold_message);
  g_free (self);
}

static KhWaiting *
read_item (KhStatement *statement,
           KhGrants     grants)
{
  KhOutboxItem *item = kh_outbox_rows_read (statement);
  KhWaiting *waiting;

  if (item == NULL)
    return NULL;
  kh_outbox_item_hide (item, grants);
  waiting = g_new0 (KhWaiting, 1);
  waiting->key = item->id;
  waiting->customer = item->customer;
  waiting->company = item->company;
  waiting->name = kh_customer_rows_dup_title (statement, KH_N_OUTBOX_COLUMNS);
  waiting->item = item;

  return waiting;
}

static KhWaiting *
read_held (KhStatement *statement,
           KhGrants     grants G_GNUC_UNUSED)
{
  KhWaiting *waiting = g_new0 (KhWaiting, 1);

  waiting->customer = kh_statement_get_int64 (statement, 0);
  waiting->key = -waiting->customer;
  waiting->company = kh_statement_get_int64 (statement, 1);
  waiting->hold = g_strdup (kh_statement_get_text (statement, 2));
  waiting->hold_message = g_strdup (kh_statement_get_text (statement, 3));
  waiting->name = kh_customer_rows_dup_title (statement, 4);

  return waiting;
}

static gboolean
append (KhConnection           *connection,
        const char             *sql,
        const KhWaitingFilter  *filter,
        KhGrants                grants,
        KhWaiting            *(*read) (KhStatement *statement,
                                       KhGrants     grants),
        GPtrArray              *list,
        GError                **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, filter->company);
  if (filter->state != KH_N_OUTBOX_STATES)
    kh_statement_bind_text (statement, 2, kh_outbox_state_to_string (filter->state));
  kh_statement_bind_int64 (statement, 3, filter->limit);
  while (kh_statement_step (statement, &row, error))
    {
      KhWaiting *waiting;

      if (!row)
        return TRUE;
      waiting = read (statement, grants);
      if (waiting != NULL)
        g_ptr_array_add (list, waiting);
    }

  return FALSE;
}

static gpointer
list_waiting (KhConnection  *connection,
              gpointer       data,
              GError       **error)
{
  const KhWaitingFilter *filter = data;
  g_autoptr (GPtrArray) list = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_waiting_free);
  gboolean with_held = filter->state == KH_N_OUTBOX_STATES || filter->state == KH_OUTBOX_HELD;
  KhGrants grants;

  if (!kh_session_get_grants (connection, &grants, error) ||
      !kh_gate_check (grants, KH_GRANT_CUSTOMER_VIEW, error) ||
      !kh_gate_check (grants, KH_GRANT_CENTRAL_STATION_VIEW, error))
    return NULL;
  if (with_held && !append (connection, SQL_HELD, filter, grants, read_held, list, error))
    return NULL;
  if (!append (connection, SQL_ITEMS, filter, grants, read_item, list, error))
    return NULL;
  if (list->len > filter->limit)
    g_ptr_array_set_size (list, (int) filter->limit);

  return g_steal_pointer (&list);
}

static const KhStoreCall waiting_call = { list_waiting, g_free, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

/**
 * kh_store_list_waiting_async:
 * @self: a store
 * @filter: which
 * @cancellable: (nullable): ends it
 * @callback: called with the list
 * @user_data: for @callback
 */
void
kh_store_list_waiting_async (KhStore               *self,
                             const KhWaitingFilter *filter,
                             GCancellable          *cancellable,
                             GAsyncReadyCallback    callback,
                             gpointer               user_data)
{
  g_return_if_fail (KH_IS_STORE (self));

  kh_store_run (self, &waiting_call, g_memdup2 (filter, sizeof *filter), cancellable, callback, user_data);
}

/**
 * kh_store_list_waiting_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: (transfer full) (element-type KhWaiting): accounts that are held without a change of
 *   ours, then the changes, oldest first, without values that the member may not view
 */
GPtrArray *
kh_store_list_waiting_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return kh_store_finish (self, result, &waiting_call, error);
}
