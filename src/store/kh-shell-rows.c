/* kh-shell-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-shell-rows.h"

#include "kh-account.h"
#include "kh-customer-rows.h"
#include "kh-gate.h"
#include "kh-history-rows.h"
#include "kh-link-rows.h"
#include "kh-link-secrets.h"
#include "kh-outbox-rows.h"
#include "kh-row-push.h"
#include "kh-session.h"
#include "kh-table-rows.h"

/**
 * kh_shell_rows_give_number:
 * @connection: the connection that writes, in a transaction
 * @attempt: an attempt that is about to begin; its revision becomes the record's new one
 * @kept: the record as it is kept
 * @error: return location for an error; %KH_STORE_ERROR_DUPLICATE when another customer has the
 *   number
 *
 * Keeps the account number, the receiver, and what the number's block is for on the record before the account is made. So no other
 * customer gets the number meanwhile, and when the station refuses something the next try takes
 * the same number.
 *
 * Returns: whether they are kept
 */
gboolean
kh_shell_rows_give_number (KhConnection   *connection,
                           KhLinkAttempt  *attempt,
                           KhCustomer     *kept,
                           GError        **error)
{
  g_autoptr (KhCustomer) edited = kh_customer_copy (kept);
  KhGrants grants;

  kh_customer_set (edited, KH_DATAPOINT_ACCOUNT_NUMBER, attempt->number);
  kh_customer_set (edited, KH_DATAPOINT_RECEIVER_NUMBER, attempt->receiver);
  if (attempt->two_way)
    kh_customer_set (edited, KH_DATAPOINT_TWO_WAY_VOICE, "1");
  if (!kh_session_get_grants (connection, &grants, error) ||
      !kh_gate_check_change (kept, edited, grants, error) ||
      !kh_customer_rows_check (connection, kept, edited, error) ||
      !kh_customer_rows_update (connection, kept, edited, attempt->author, "change", error))
    return FALSE;
  attempt->revision = kh_customer_get_revision (edited);

  return TRUE;
}

/* Of what is sealed, the station has yet to get what whoever makes the account may see. */
static void
mark_renewed (KhRow    *row,
              KhGrants  grants)
{
  const KhTableId table = kh_row_get_table (row);

  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    kh_row_set_renewed (row, i, kh_row_push_is_secret (table, i) && kh_row_is_sealed (row, i) &&
                                  kh_table_may_view_column (grants, table, i));
}

/* What every station takes of a customer's tables follows the account, as every change of them does; zones are in
 * it already.
 * Whoever may not view it does not send it. */
static gboolean
queue_tables (KhConnection         *connection,
              const KhLinkAttempt  *attempt,
              GError              **error)
{
  KhGrants grants;

  if (!kh_session_get_grants (connection, &grants, error))
    return FALSE;
  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      const KhTableId table = (KhTableId) i;
      g_autoptr (KhRows) rows = NULL;

      if (!kh_row_push_is_followed (kh_push_terms_least, table) || !kh_table_may_view (grants, table))
        continue;
      rows = kh_table_rows_load (connection, attempt->customer, table, error);
      if (rows == NULL)
        return FALSE;
      for (guint r = 0; r < kh_rows_get_n (rows); r++)
        {
          mark_renewed (kh_rows_get (rows, r), grants);
          if (!kh_outbox_rows_queue_row (connection, attempt->customer, NULL, kh_rows_get (rows, r), attempt->revision,
                                         attempt->author, error))
            return FALSE;
        }
    }

  return TRUE;
}

/**
 * kh_shell_rows_take_account:
 * @connection: the connection that writes, in a transaction
 * @attempt: an attempt whose account was to be made
 * @account: the account that the station has made
 * @error: return location for an error
 *
 * From here on it is a Link like any other, to an account that has our values. The contacts follow
 * by themselves.
 *
 * Returns: whether that is kept
 */
gboolean
kh_shell_rows_take_account (KhConnection   *connection,
                            KhLinkAttempt  *attempt,
                            KhAccount      *account,
                            GError        **error)
{
  kh_link_attempt_take_account (attempt, account);

  return kh_link_rows_set_account (connection, attempt, error) && queue_tables (connection, attempt, error) &&
         kh_link_secrets_tell_sent (connection, attempt, error) &&
         kh_history_rows_write (connection, attempt->author, "shell", attempt->customer, attempt->revision,
                                NULL, NULL, attempt->number, error);
}
