/* kh-outbox-restart.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-outbox-restart.h"

#include "kh-outbox-rows.h"

/* For how long one sees what is over. */
#define KEPT_SECONDS (24 * 60 * 60)

#define SQL_RESTART "SELECT customer FROM outbox WHERE state = 'sending' GROUP BY customer"
/* The history tells of a time that is still to come: the clock was put back while nobody saw it,
 * so that keys may be older than they look. */
#define SQL_DOUBT_KEYS \
  "UPDATE outbox_set SET sent_at = 0 WHERE ?1 < (" \
  "SELECT max (time) FROM (SELECT time FROM history ORDER BY sequence DESC LIMIT 1000))"
#define SLACK_SECONDS 60

#define SQL_PURGE \
  "DELETE FROM outbox WHERE state IN ('applied', 'superseded') AND changed_at NOT BETWEEN ?1 AND ?2"

static gint64
get_now (void)
{
  return g_get_real_time () / G_TIME_SPAN_SECOND;
}

static GArray *
list_sending (KhConnection  *connection,
              GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_RESTART, error);
  g_autoptr (GArray) customers = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (kh_statement_step (statement, &row, error))
    {
      gint64 customer;

      if (!row)
        return g_steal_pointer (&customers);
      customer = kh_statement_get_int64 (statement, 0);
      g_array_append_val (customers, customer);
    }

  return NULL;
}

static gboolean
restart_customer (KhConnection  *connection,
                  gint64         customer,
                  GError       **error)
{
  g_autoptr (GPtrArray) kept = kh_outbox_rows_list (connection, customer, error);

  for (guint i = 0; kept != NULL && i < kept->len; i++)
    {
      KhOutboxItem *item = g_ptr_array_index (kept, i);

      if (item->state == KH_OUTBOX_SENDING && (!kh_outbox_state_advance (&item->state, KH_OUTBOX_RESTARTED) ||
                                               !kh_outbox_rows_write (connection, item, error)))
        return FALSE;
    }

  return kept != NULL;
}

static gboolean
purge (KhConnection  *connection,
       GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_PURGE, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, get_now () - KEPT_SECONDS);
  kh_statement_bind_int64 (statement, 2, get_now () + KEPT_SECONDS);

  return kh_statement_run (statement, error);
}

static gboolean
doubt_keys (KhConnection  *connection,
            GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_DOUBT_KEYS, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, get_now () + SLACK_SECONDS);

  return kh_statement_run (statement, error);
}

/**
 * kh_outbox_restart:
 * @connection: the connection that writes, in a transaction
 * @error: return location for an error
 *
 * What was under way when the program ended waits, with its key; and what is long over goes.
 *
 * Returns: whether it is kept
 */
gboolean
kh_outbox_restart (KhConnection  *connection,
                   GError       **error)
{
  g_autoptr (GArray) customers = list_sending (connection, error);

  for (guint i = 0; customers != NULL && i < customers->len; i++)
    {
      if (!restart_customer (connection, g_array_index (customers, gint64, i), error))
        return FALSE;
    }

  return customers != NULL && doubt_keys (connection, error) && purge (connection, error);
}
