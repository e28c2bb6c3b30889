/* kh-unlink-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-unlink-rows.h"

#include "kh-customer-rows.h"
#include "kh-history-rows.h"
#include "kh-link-rows.h"
#include "kh-outbox-rows.h"

#include <glib/gi18n-lib.h>

#define SQL_IS_UNDER_WAY "SELECT 1 FROM link_attempt WHERE customer = ?1"
#define SQL_IS_SENT      "SELECT 1 FROM outbox_set WHERE customer = ?1"
/* The shadow goes with it. */
#define SQL_UNLINK       "DELETE FROM link WHERE customer = ?1"

#define SQL_LEAVE \
  "INSERT INTO reference_left (company, account, customer, key, left_at) VALUES (?1, ?2, ?3, ?4, ?5) " \
  "ON CONFLICT (company, account) DO UPDATE SET customer = excluded.customer, key = excluded.key, " \
  "left_at = excluded.left_at"

/* A reference that a Link needs, or is about to make, stays. */
#define SQL_LIST \
  "SELECT r.company, r.account, r.customer, r.key FROM reference_left AS r " \
  "WHERE NOT EXISTS (SELECT 1 FROM link AS l WHERE l.company = r.company AND l.account = r.account) " \
  "AND NOT EXISTS (SELECT 1 FROM link_attempt AS a WHERE a.company = r.company AND a.account = r.account) " \
  "ORDER BY r.left_at, r.company, r.account"

#define SQL_FORGET "DELETE FROM reference_left WHERE company = ?1 AND account = ?2"

/**
 * kh_reference_left_copy:
 * @self: what a station is still to be told
 *
 * Returns: (transfer full): the same once more
 */
KhReferenceLeft *
kh_reference_left_copy (const KhReferenceLeft *self)
{
  KhReferenceLeft *copy = g_new0 (KhReferenceLeft, 1);

  copy->company = self->company;
  copy->account = g_strdup (self->account);
  copy->customer = self->customer;
  copy->key = g_strdup (self->key);

  return copy;
}

/**
 * kh_reference_left_free:
 * @self: (nullable): what a station is still to be told
 */
void
kh_reference_left_free (KhReferenceLeft *self)
{
  if (self == NULL)
    return;

  g_free (self->account);
  g_free (self->key);
  g_free (self);
}

static gboolean
exists (KhConnection  *connection,
        const char    *sql,
        gint64         customer,
        gboolean      *found,
        GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);

  return kh_statement_step (statement, found, error);
}

/* The station may still apply it, or has a person who does. */
static gboolean
is_sent (const KhOutboxItem *item)
{
  return item->frozen || item->state == KH_OUTBOX_SENDING || item->state == KH_OUTBOX_PENDING;
}

static gboolean
check_loss (KhConnection  *connection,
            gint64         customer,
            GPtrArray     *items,
            KhUnlinkLoss   loss,
            GError       **error)
{
  gboolean sent = FALSE;

  if (!exists (connection, SQL_IS_SENT, customer, &sent, error))
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    sent |= is_sent (g_ptr_array_index (items, i));
  if ((!sent || loss == KH_UNLINK_LOSE_SENT) && (items->len == 0 || loss != KH_UNLINK_LOSE_NOTHING))
    return TRUE;

  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_UNSENT,
                       sent ? _("A change of this customer is under way to the station. Wait for it, or unlink without it.")
                            : _("Changes of this customer wait for the station. Send them first, or unlink without them."));

  return FALSE;
}

static gboolean
load_link (KhConnection  *connection,
           gint64         customer,
           KhLink       **link,
           GError       **error)
{
  gboolean under_way = FALSE;

  if (!exists (connection, SQL_IS_UNDER_WAY, customer, &under_way, error) ||
      !kh_link_rows_load (connection, customer, link, error))
    return FALSE;
  if (under_way)
    g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_LINKED,
                         _("This customer’s Link is not over yet. Open the customer again to complete it."));
  else if (*link == NULL)
    g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND, _("This customer is not linked any more."));

  return !under_way && *link != NULL;
}

static gboolean
tell_given_up (KhConnection  *connection,
               GPtrArray     *items,
               const char    *author,
               GError       **error)
{
  for (guint i = 0; i < items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (items, i);
      g_autofree char *place = kh_outbox_item_dup_place (item);

      if (!kh_history_rows_write (connection, author, is_sent (item) ? "give-up-change" : "discard-change", item->customer,
                                  item->revision, place, NULL, NULL, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
tell_unlinked (KhConnection  *connection,
               const KhLink  *link,
               const char    *author,
               GError       **error)
{
  g_autoptr (KhCustomer) customer = kh_customer_rows_load (connection, link->customer, error);

  return customer != NULL &&
         kh_history_rows_write (connection, author, "unlink", link->customer, kh_customer_get_revision (customer), NULL,
                                link->number, NULL, error);
}

/* The station is told later, and by a key that is kept: it may not answer now. */
static gboolean
leave_reference (KhConnection  *connection,
                 const KhLink  *link,
                 GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LEAVE, error);
  g_autofree char *key = g_uuid_string_random ();

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, link->company);
  kh_statement_bind_text (statement, 2, link->account);
  kh_statement_bind_int64 (statement, 3, link->customer);
  kh_statement_bind_text (statement, 4, key);
  kh_statement_bind_int64 (statement, 5, g_get_real_time () / G_TIME_SPAN_SECOND);

  return kh_statement_run (statement, error);
}

static gboolean
remove_link (KhConnection  *connection,
             gint64         customer,
             GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_UNLINK, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);

  return kh_statement_run (statement, error);
}

/**
 * kh_unlink_rows_end:
 * @connection: the connection that writes, in a transaction
 * @customer: a customer number
 * @loss: which changes on their way may be given up
 * @author: who unlinks
 * @given_up: (out) (transfer full) (element-type KhOutboxItem): those that are
 * @error: return location for an error; %KH_STORE_ERROR_UNSENT where more would be lost
 *
 * Ends the link and what hangs on it. The record stays as it is.
 *
 * Returns: whether it has ended
 */
gboolean
kh_unlink_rows_end (KhConnection  *connection,
                    gint64         customer,
                    KhUnlinkLoss   loss,
                    const char    *author,
                    GPtrArray    **given_up,
                    GError       **error)
{
  g_autoptr (KhLink) link = NULL;
  g_autoptr (GPtrArray) items = NULL;

  if (!load_link (connection, customer, &link, error))
    return FALSE;
  items = kh_outbox_rows_list (connection, customer, error);
  if (items == NULL || !check_loss (connection, customer, items, loss, error))
    return FALSE;
  if (!tell_given_up (connection, items, author, error) || !kh_outbox_rows_forget (connection, customer, error) ||
      !remove_link (connection, customer, error) || !leave_reference (connection, link, error) ||
      !tell_unlinked (connection, link, author, error))
    return FALSE;
  *given_up = g_steal_pointer (&items);

  return TRUE;
}

/**
 * kh_unlink_rows_list:
 * @connection: a connection
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhReferenceLeft): what stations are still to be told,
 *   the oldest first
 */
GPtrArray *
kh_unlink_rows_list (KhConnection  *connection,
                     GError       **error)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_reference_left_free);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LIST, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (kh_statement_step (statement, &row, error))
    {
      KhReferenceLeft *reference;

      if (!row)
        return g_steal_pointer (&left);
      reference = g_new0 (KhReferenceLeft, 1);
      reference->company = kh_statement_get_int64 (statement, 0);
      reference->account = g_strdup (kh_statement_get_text (statement, 1));
      reference->customer = kh_statement_get_int64 (statement, 2);
      reference->key = g_strdup (kh_statement_get_text (statement, 3));
      g_ptr_array_add (left, reference);
    }

  return NULL;
}

/**
 * kh_unlink_rows_forget:
 * @connection: the connection that writes, in a transaction
 * @company: a monitoring company's entry
 * @account: the station's id of an account
 * @error: return location for an error
 *
 * Returns: whether the station is not to be told anything of that account
 */
gboolean
kh_unlink_rows_forget (KhConnection  *connection,
                       gint64         company,
                       const char    *account,
                       GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_FORGET, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, company);
  kh_statement_bind_text (statement, 2, account);

  return kh_statement_run (statement, error);
}
