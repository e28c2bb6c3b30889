/* kh-hold-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-hold-rows.h"

#include "kh-history-rows.h"
#include "kh-outbox-rows.h"

/* Nobody did it; the station was found so. */
#define HOLD_AUTHOR "Keyholder"

/* Tells by its one row whether it is another hold than before. */
#define SQL_HOLD \
  "UPDATE link SET hold = ?2, hold_message = ?3 WHERE customer = ?1 AND (hold IS NOT ?2 OR hold_message IS NOT ?3) " \
  "RETURNING customer"
#define SQL_CHECKED "UPDATE link SET checked_at = ?2 WHERE customer = ?1"

/* Nothing goes out for an account that is held, so that what was about to is held as well. */
static gboolean
hold_others (KhConnection           *connection,
             const KhOutboxOutcome  *outcome,
             GPtrArray              *kept,
             GError                **error)
{
  for (guint i = 0; i < kept->len; i++)
    {
      KhOutboxItem *item = g_ptr_array_index (kept, i);

      if (item->frozen || (item->state != KH_OUTBOX_QUEUED && item->state != KH_OUTBOX_WAITING) ||
          !kh_outbox_state_advance (&item->state, outcome->hold))
        continue;
      g_free (item->reason);
      item->reason = g_strdup (kh_outbox_event_to_string (outcome->hold));
      if (!kh_outbox_rows_write (connection, item, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
write_hold (KhConnection           *connection,
            const KhOutboxOutcome  *outcome,
            gboolean               *changed,
            GError                **error)
{
  const gboolean held = kh_outbox_event_is_hold (outcome->hold);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_HOLD, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, outcome->customer);
  kh_statement_bind_text (statement, 2, held ? kh_outbox_event_to_string (outcome->hold) : NULL);
  kh_statement_bind_text (statement, 3, held ? outcome->message : NULL);

  return kh_statement_step (statement, changed, error);
}

/**
 * kh_hold_rows_check:
 * @connection: the connection that writes, in a transaction
 * @customer: the number of a linked customer
 * @error: return location for an error
 *
 * Keeps that the customer's account was compared just now.
 *
 * Returns: whether it is kept
 */
gboolean
kh_hold_rows_check (KhConnection  *connection,
                    gint64         customer,
                    GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_CHECKED, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_int64 (statement, 2, g_get_real_time () / G_TIME_SPAN_SECOND);

  return kh_statement_run (statement, error);
}

/**
 * kh_hold_rows_settle:
 * @connection: the connection that writes, in a transaction
 * @outcome: what is known of the account now
 * @kept: (element-type KhOutboxItem): what is on its way of it
 * @error: return location for an error
 *
 * Holds the link, or lets it go. The history tells of each new hold.
 *
 * Returns: whether it is kept
 */
gboolean
kh_hold_rows_settle (KhConnection           *connection,
                     const KhOutboxOutcome  *outcome,
                     GPtrArray              *kept,
                     GError                **error)
{
  const gboolean held = kh_outbox_event_is_hold (outcome->hold);
  gboolean changed = FALSE;

  if (!write_hold (connection, outcome, &changed, error) ||
      !kh_hold_rows_check (connection, outcome->customer, error))
    return FALSE;
  if (held && !hold_others (connection, outcome, kept, error))
    return FALSE;

  return !held || !changed ||
         kh_history_rows_write (connection, HOLD_AUTHOR, "hold", outcome->customer, 0, NULL, NULL, NULL, error);
}
