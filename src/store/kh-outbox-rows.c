/* kh-outbox-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-outbox-rows.h"

#include "kh-catalogue-rows.h"
#include "kh-change.h"
#include "kh-row-push.h"
#include "kh-row-text.h"

#include "kh-link.h"

#define SQL_LIST \
  "SELECT " KH_OUTBOX_COLUMNS " FROM outbox AS o LEFT JOIN link AS l ON l.customer = o.customer " \
  "WHERE o.customer = ?1 AND o.state NOT IN ('applied', 'superseded') ORDER BY o.id"

#define SQL_OF_DATAPOINT \
  "SELECT " KH_OUTBOX_COLUMNS " FROM outbox AS o LEFT JOIN link AS l ON l.customer = o.customer " \
  "WHERE o.customer = ?1 AND o.datapoint = ?2 AND o.state NOT IN ('applied', 'superseded') ORDER BY o.id"

/* A Link under way counts: the record may be changed before it is over. */
#define SQL_IS_WANTED \
  "SELECT EXISTS (SELECT 1 FROM link WHERE customer = ?1) OR EXISTS (SELECT 1 FROM link_attempt WHERE customer = ?1)"

/* What only has to be compared first is not held. */
#define SQL_IS_HELD \
  "SELECT EXISTS (SELECT 1 FROM outbox WHERE customer = ?1 AND state = 'held') OR " \
  "EXISTS (SELECT 1 FROM link WHERE customer = ?1 AND hold IS NOT NULL AND hold <> '" KH_LINK_UNCHECKED "')"

#define SQL_ADD \
  "INSERT INTO outbox (customer, datapoint, value, before_value, revision, state, frozen, author, queued_at, " \
  "changed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, ?8)"

/* The state and its reason are given: it has gone out already. */
#define SQL_REFER \
  "INSERT INTO outbox (customer, datapoint, value, revision, state, reason, frozen, author, queued_at, changed_at, " \
  "change_set) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0, ?7, ?8, ?8, ?9)"

/* What is over keeps no customer's data. */
#define SQL_WRITE \
  "UPDATE outbox SET state = ?2, reason = ?3, message = ?4, frozen = ?5, revision = ?6, author = ?7, " \
  "value = CASE WHEN ?8 THEN NULL ELSE ?9 END, before_value = CASE WHEN ?8 THEN NULL ELSE ?10 END, " \
  "changed_at = ?11, change_set = ?12 WHERE id = ?1"

#define SQL_FORGET     "DELETE FROM outbox WHERE customer = ?1"
#define SQL_FORGET_SET "DELETE FROM outbox_set WHERE customer = ?1"

static gint64
get_now (void)
{
  return g_get_real_time () / G_TIME_SPAN_SECOND;
}

/**
 * kh_outbox_rows_read:
 * @statement: a row of %KH_OUTBOX_COLUMNS
 *
 * Returns: (transfer full) (nullable): the item, or %NULL where a newer program has written it
 */
KhOutboxItem *
kh_outbox_rows_read (KhStatement *statement)
{
  g_autoptr (KhOutboxItem) item = kh_outbox_item_new ();

  if (!kh_outbox_item_set_key (item, kh_statement_get_text (statement, 3)) || !kh_outbox_state_from_string (kh_statement_get_text (statement, 7), &item->state))
    return NULL;
  item->id = kh_statement_get_int64 (statement, 0);
  item->customer = kh_statement_get_int64 (statement, 1);
  item->company = kh_statement_get_int64 (statement, 2);
  item->value = g_strdup (kh_statement_get_text (statement, 4));
  item->before = g_strdup (kh_statement_get_text (statement, 5));
  item->revision = kh_statement_get_int64 (statement, 6);
  item->reason = g_strdup (kh_statement_get_text (statement, 8));
  item->message = g_strdup (kh_statement_get_text (statement, 9));
  item->frozen = kh_statement_get_int64 (statement, 10) != 0;
  item->author = g_strdup (kh_statement_get_text (statement, 11));
  item->queued_at = kh_statement_get_int64 (statement, 12);
  item->change_set = g_strdup (kh_statement_get_text (statement, 13));

  return g_steal_pointer (&item);
}

/**
 * kh_outbox_rows_write:
 * @connection: the connection that writes, in a transaction
 * @item: an item that is kept, as it is to be
 * @error: return location for an error
 *
 * Returns: whether it is kept so
 */
gboolean
kh_outbox_rows_write (KhConnection        *connection,
                      const KhOutboxItem  *item,
                      GError             **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_WRITE, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, item->id);
  kh_statement_bind_text (statement, 2, kh_outbox_state_to_string (item->state));
  kh_statement_bind_text (statement, 3, item->reason);
  kh_statement_bind_text (statement, 4, item->message);
  kh_statement_bind_int64 (statement, 5, item->frozen);
  kh_statement_bind_int64 (statement, 6, item->revision);
  kh_statement_bind_text (statement, 7, item->author);
  kh_statement_bind_int64 (statement, 8, kh_outbox_state_is_final (item->state));
  kh_statement_bind_text (statement, 9, item->value);
  kh_statement_bind_text (statement, 10, item->before);
  kh_statement_bind_int64 (statement, 11, get_now ());
  kh_statement_bind_text (statement, 12, item->state == KH_OUTBOX_PENDING ? item->change_set : NULL);

  return kh_statement_run (statement, error);
}

/* Takes the statement's rows to their end. */
static GPtrArray *
read_all (KhStatement  *statement,
          GError      **error)
{
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_outbox_item_free);
  gboolean row = TRUE;

  while (kh_statement_step (statement, &row, error))
    {
      KhOutboxItem *item;

      if (!row)
        return g_steal_pointer (&items);
      item = kh_outbox_rows_read (statement);
      if (item != NULL)
        g_ptr_array_add (items, item);
    }

  return NULL;
}

/**
 * kh_outbox_rows_list:
 * @connection: a connection
 * @customer: a customer number
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhOutboxItem): what is not over yet, oldest first
 */
GPtrArray *
kh_outbox_rows_list (KhConnection  *connection,
                     gint64         customer,
                     GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LIST, error);

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, customer);

  return read_all (statement, error);
}

static gboolean
ask (KhConnection  *connection,
     const char    *sql,
     gint64         customer,
     gboolean      *answer,
     GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  *answer = row && kh_statement_get_int64 (statement, 0) != 0;

  return TRUE;
}

/**
 * kh_outbox_rows_is_wanted:
 * @connection: a connection
 * @customer: a customer number
 * @wanted: (out): whether the changes of the record go to a station
 * @error: return location for an error
 *
 * Returns: whether that could be found out
 */
gboolean
kh_outbox_rows_is_wanted (KhConnection  *connection,
                          gint64         customer,
                          gboolean      *wanted,
                          GError       **error)
{
  return ask (connection, SQL_IS_WANTED, customer, wanted, error);
}

static gboolean
add (KhConnection   *connection,
     gint64          customer,
     const char     *key,
     const char     *before,
     const char     *value,
     gint64          revision,
     const char     *author,
     GError        **error)
{
  g_autoptr (KhStatement) statement = NULL;
  gboolean held = FALSE;

  if (!ask (connection, SQL_IS_HELD, customer, &held, error))
    return FALSE;
  statement = kh_connection_prepare (connection, SQL_ADD, error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, key);
  kh_statement_bind_text (statement, 3, value);
  kh_statement_bind_text (statement, 4, before);
  kh_statement_bind_int64 (statement, 5, revision);
  kh_statement_bind_text (statement, 6, kh_outbox_state_to_string (held ? KH_OUTBOX_HELD : KH_OUTBOX_QUEUED));
  kh_statement_bind_text (statement, 7, author);
  kh_statement_bind_int64 (statement, 8, get_now ());

  return kh_statement_run (statement, error);
}

static GPtrArray *
list_of_key (KhConnection  *connection,
             gint64         customer,
             const char    *key,
             GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_OF_DATAPOINT, error);

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, key);

  return read_all (statement, error);
}

static gboolean
queue (KhConnection   *connection,
       gint64          customer,
       const char     *key,
       const char     *before,
       const char     *value,
       gint64          revision,
       const char     *author,
       GError        **error)
{
  g_autoptr (GPtrArray) items = list_of_key (connection, customer, key, error);
  gboolean folded = FALSE;

  if (items == NULL)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    {
      KhOutboxItem *item = g_ptr_array_index (items, i);

      if (kh_outbox_item_fold (item, value, revision, author))
        folded = TRUE;
      else if (item->frozen || !kh_outbox_state_advance (&item->state, KH_OUTBOX_EDITED))
        continue;
      if (item->state != KH_OUTBOX_HELD)
        g_clear_pointer (&item->reason, g_free);
      if (!kh_outbox_rows_write (connection, item, error))
        return FALSE;
    }

  return folded || add (connection, customer, key, before, value, revision, author, error);
}

/**
 * kh_outbox_rows_queue:
 * @connection: the connection that writes, in the transaction of the save
 * @customer: the number of a customer whose changes are wanted
 * @id: a datapoint
 * @before: (nullable): the record's value until now; %NULL where it is sealed
 * @value: (nullable): its value from now on, likewise
 * @revision: the record's revision from now on
 * @author: who changed it
 * @error: return location for an error
 *
 * A change of what is not sent is none. One that waits already takes it in, and it takes the
 * place of one that the station refused, or that waits for a person there.
 *
 * Returns: whether it is queued
 */
gboolean
kh_outbox_rows_queue (KhConnection   *connection,
                      gint64          customer,
                      KhDatapointId   id,
                      const char     *before,
                      const char     *value,
                      gint64          revision,
                      const char     *author,
                      GError        **error)
{
  return !kh_outbox_is_sent (id) ||
         queue (connection, customer, kh_datapoint_get (id)->key, before, value, revision, author, error);
}

/* What the station has yet to get of an earlier change goes along with the next, whatever becomes of
 * the earlier. */
static gboolean
take_renewed (KhConnection  *connection,
              gint64         customer,
              const char    *place,
              KhRow         *row,
              GError       **error)
{
  g_autoptr (GPtrArray) items = list_of_key (connection, customer, place, error);

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (items, i);
      g_autoptr (KhRow) earlier = item->value != NULL ? kh_row_new_from_text (item->table, item->value) : NULL;

      if (earlier != NULL)
        kh_row_copy_renewed (row, earlier);
    }

  return items != NULL;
}

/* Whether the customer's company takes the rows of a table at all. */
static gboolean
load_followed (KhConnection  *connection,
               gint64         customer,
               KhTableId      table,
               gboolean      *followed,
               GError       **error)
{
  KhPushTerms terms;

  *followed = kh_row_push_is_followed (kh_push_terms_least, table);
  if (*followed || !kh_row_push_is_followed (kh_push_terms_most, table))
    return TRUE;
  if (!kh_catalogue_rows_load_terms (connection, customer, &terms, error))
    return FALSE;
  *followed = kh_row_push_is_followed (terms, table);

  return TRUE;
}

/**
 * kh_outbox_rows_queue_row:
 * @connection: the connection that writes, in the transaction of the save
 * @customer: the number of a customer whose changes are wanted
 * @before: (nullable): a row until now; %NULL where it is new
 * @after: (nullable): the row from now on; %NULL where it was taken out
 * @revision: the record's revision from now on
 * @author: who changed it
 * @error: return location for an error
 *
 * Like kh_outbox_rows_queue(), for a row of a table as a whole, with what is renewed in @after of what is
 * sealed. A change of nothing that any station takes is none.
 *
 * Returns: whether it is queued
 */
gboolean
kh_outbox_rows_queue_row (KhConnection  *connection,
                          gint64         customer,
                          KhRow         *before,
                          KhRow         *after,
                          gint64         revision,
                          const char    *author,
                          GError       **error)
{
  KhRow *row = after != NULL ? after : before;
  g_autofree char *place = kh_row_push_dup_place (row);
  g_autoptr (KhRow) sent = after != NULL ? kh_row_copy (after) : NULL;
  g_autofree char *old_text = before != NULL ? kh_row_dup_text (before) : NULL;
  g_autofree char *new_text = NULL;
  gboolean followed;

  if (!load_followed (connection, customer, kh_row_get_table (row), &followed, error))
    return FALSE;
  if (!followed || (before != NULL && after != NULL && kh_row_push_is_alike (kh_push_terms_most, before, after)))
    return TRUE;
  if (sent != NULL && !take_renewed (connection, customer, place, sent, error))
    return FALSE;
  new_text = sent != NULL ? kh_row_dup_text (sent) : NULL;

  return queue (connection, customer, place, old_text, new_text, revision, author, error);
}

/**
 * kh_outbox_rows_queue_changes:
 * @connection: the connection that writes, in the transaction of the save
 * @kept: the record as it was
 * @edited: the record as it is now, with its next revision
 * @author: who changed it
 * @error: return location for an error
 *
 * Queues what differs, if the customer is linked.
 *
 * Returns: whether it is queued
 */
gboolean
kh_outbox_rows_queue_changes (KhConnection  *connection,
                              KhCustomer    *kept,
                              KhCustomer    *edited,
                              const char    *author,
                              GError       **error)
{
  const gint64 customer = kh_customer_get_number (kept);
  gboolean wanted = FALSE;

  if (!kh_outbox_rows_is_wanted (connection, customer, &wanted, error))
    return FALSE;
  for (guint i = 0; wanted && i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapointId id = (KhDatapointId) i;
      const char *before = kh_customer_get (kept, id);
      const char *value = kh_customer_get (edited, id);

      if (kh_datapoint_is_stored (id) && g_strcmp0 (before, value) != 0 &&
          !kh_outbox_rows_queue (connection, customer, id, before, value, kh_customer_get_revision (edited), author,
                                 error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_referred (KhConnection   *connection,
              KhCustomer     *customer,
              KhDatapointId   id,
              const char     *change_set,
              const char     *author,
              GError        **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_REFER, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, kh_customer_get_number (customer));
  kh_statement_bind_text (statement, 2, kh_datapoint_get (id)->key);
  kh_statement_bind_text (statement, 3, kh_datapoint_get (id)->sealed ? NULL : kh_customer_get (customer, id));
  kh_statement_bind_int64 (statement, 4, kh_customer_get_revision (customer));
  kh_statement_bind_text (statement, 5, kh_outbox_state_to_string (KH_OUTBOX_PENDING));
  kh_statement_bind_text (statement, 6, kh_outbox_event_to_string (KH_OUTBOX_REFERRED));
  kh_statement_bind_text (statement, 7, author);
  kh_statement_bind_int64 (statement, 8, get_now ());
  kh_statement_bind_text (statement, 9, change_set);

  return kh_statement_run (statement, error);
}

/**
 * kh_outbox_rows_refer:
 * @connection: the connection that writes, in a transaction
 * @customer: the whole record of a customer who was just linked
 * @changes: (element-type KhChange): what of the Link is not written yet
 * @change_set: the station's id of it
 * @author: who pressed Link
 * @error: return location for an error
 *
 * What was written waits for a person at the station, and is asked after from now on. What was
 * changed here since goes out anyway, and takes its place.
 *
 * Returns: whether that is kept
 */
gboolean
kh_outbox_rows_refer (KhConnection  *connection,
                      KhCustomer    *customer,
                      GPtrArray     *changes,
                      const char    *change_set,
                      const char    *author,
                      GError       **error)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const KhDatapointId id = ((const KhChange *) g_ptr_array_index (changes, i))->datapoint;
      g_autoptr (GPtrArray) newer = list_of_key (connection, kh_customer_get_number (customer),
                                                 kh_datapoint_get (id)->key, error);

      if (newer == NULL ||
          (newer->len == 0 && !add_referred (connection, customer, id, change_set, author, error)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
forget_in (KhConnection  *connection,
           const char    *sql,
           gint64         customer,
           GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);

  return kh_statement_run (statement, error);
}

/**
 * kh_outbox_rows_forget:
 * @connection: the connection that writes, in a transaction
 * @customer: the number of a customer who is not linked, or not any more
 * @error: return location for an error
 *
 * Returns: whether nothing of the customer is on its way any more
 */
gboolean
kh_outbox_rows_forget (KhConnection  *connection,
                       gint64         customer,
                       GError       **error)
{
  return forget_in (connection, SQL_FORGET, customer, error) && forget_in (connection, SQL_FORGET_SET, customer, error);
}
