/* kh-status-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-status-rows.h"

#include "kh-customer-rows.h"
#include "kh-history-rows.h"

#include <glib/gi18n-lib.h>

/* What has no effect on the record is no touch: somebody who looked at its passcode. Nor is what was
 * said and typed when it was made, or came over with it; what changes later is of a later revision. A
 * note, a contact and a change on its way to a station have a row of the history each. */
#define SQL_IS_TOUCHED \
  "SELECT 1 WHERE EXISTS (SELECT 1 FROM history WHERE customer = ?1 " \
  "AND action NOT IN ('create', 'duplicated-from', 'save-anyway', 'reveal') " \
  "AND NOT (action IN ('change', 'add-row') AND revision = 1)) " \
  "OR EXISTS (SELECT 1 FROM link WHERE customer = ?1) OR EXISTS (SELECT 1 FROM link_attempt WHERE customer = ?1) " \
  "OR EXISTS (SELECT 1 FROM outbox WHERE customer = ?1) OR EXISTS (SELECT 1 FROM note WHERE customer = ?1)"

/**
 * kh_status_rows_is_touched:
 * @connection: a connection
 * @customer: a record as it is kept
 * @touched: (out): whether anything has become of it since it was made: it was changed, linked,
 *   duplicated, archived or cancelled, or has a note, a contact or another row
 * @error: return location for an error
 *
 * A record that nothing has become of is a mistake that can be taken back; any other is history.
 *
 * Returns: whether it could be looked at
 */
gboolean
kh_status_rows_is_touched (KhConnection  *connection,
                           KhCustomer    *customer,
                           gboolean      *touched,
                           GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_IS_TOUCHED, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, kh_customer_get_number (customer));
  if (!kh_statement_step (statement, touched, error))
    return FALSE;
  *touched |= kh_customer_get_revision (customer) != 1;

  return TRUE;
}

/**
 * kh_status_rows_delete:
 * @connection: the connection that writes, in a transaction
 * @customer: a record as it is kept
 * @author: who deletes it
 * @error: return location for an error; %KH_STORE_ERROR_CONFLICT where there is something to keep
 *
 * Takes a record away that nothing has become of. The history says so, and the number is never
 * another customer's.
 *
 * Returns: whether it is gone
 */
gboolean
kh_status_rows_delete (KhConnection  *connection,
                       KhCustomer    *customer,
                       const char    *author,
                       GError       **error)
{
  g_autofree char *name = kh_customer_dup_name (customer);
  gboolean touched = FALSE;

  if (!kh_status_rows_is_touched (connection, customer, &touched, error))
    return FALSE;
  if (touched)
    {
      g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT,
                   /* Translators: a customer's name. */
                   _("%s has a history that is kept: something was changed, linked, noted or duplicated since the customer "
                     "was created. Archive the customer instead."), name);
      return FALSE;
    }

  return kh_customer_rows_delete (connection, customer, error) &&
         kh_history_rows_write (connection, author, "delete", kh_customer_get_number (customer),
                                kh_customer_get_revision (customer), NULL, NULL, NULL, error);
}
