/* kh-link-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-rows.h"

#include "kh-change.h"
#include "kh-link-secrets.h"
#include "kh-place.h"
#include "kh-row-take.h"
#include "kh-row-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LINK_COLUMNS "customer, company, account, number, receiver, etag, linked_at, linked_by"

#define SQL_LOAD_LINK \
  "SELECT " LINK_COLUMNS ", hold, hold_message FROM link WHERE customer = ?1"

#define SQL_FIND_LINK \
  "SELECT " LINK_COLUMNS ", hold, hold_message FROM link WHERE company = ?1 AND account = ?2"

/* Who has an account, or is about to; and the customer who is about to have another. */
#define SQL_HOLDER \
  "SELECT customer FROM link_attempt WHERE customer = ?3 " \
  "UNION ALL SELECT customer FROM link WHERE company = ?1 AND account = ?2 " \
  "UNION ALL SELECT customer FROM link_attempt WHERE company = ?1 AND account = ?2"

#define SQL_ADD_LINK \
  "INSERT INTO link (" LINK_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"

#define ATTEMPT_COLUMNS \
  "customer, revision, company, account, number, receiver, etag, key, reference_key, body, " \
  "state, started_at, author"

#define SQL_KEEP_ATTEMPT \
  "INSERT INTO link_attempt (" ATTEMPT_COLUMNS ") " \
  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"

/* Where a change of an attempt is to be made. */
#define SIDE_STATION "station"
#define SIDE_RECORD "record"
/* What the account had then. The place of what it is a change of says that it is known. */
#define SIDE_SEEN "seen"
#define SEEN_KNOWN "1"
/* Which of the changes at the station a person there looks at. */
#define SIDE_WAITING "waiting"
/* Of the rows that were seen: that they are all. */
#define ROWS_KEY "rows"

#define SQL_KEEP_CHANGE \
  "INSERT INTO link_attempt_change (customer, side, datapoint, value, from_value, item) " \
  "VALUES (?1, ?2, ?3, ?4, ?5, ?6)"

#define SQL_ADVANCE_ATTEMPT \
  "UPDATE link_attempt SET state = ?2, etag = ifnull (?3, etag), change_set = ifnull (?4, change_set) WHERE customer = ?1"

#define SQL_SET_ACCOUNT \
  "UPDATE link_attempt SET account = ?2, receiver = ?3, etag = ?4, state = ?5 WHERE customer = ?1"

#define SQL_FORGET_SIDE \
  "DELETE FROM link_attempt_change WHERE customer = ?1 AND side = ?2"

#define SQL_LOAD_ATTEMPT \
  "SELECT " ATTEMPT_COLUMNS ", change_set FROM link_attempt WHERE customer = ?1"

#define SQL_LIST_ATTEMPTS \
  "SELECT customer FROM link_attempt ORDER BY started_at, customer"

#define SQL_LOAD_CHANGES \
  "SELECT side, datapoint, value, from_value, item FROM link_attempt_change WHERE customer = ?1"

#define SQL_FORGET_ATTEMPT \
  "DELETE FROM link_attempt WHERE customer = ?1"

static KhLink *
read_link (KhStatement *statement)
{
  KhLink *link = kh_link_new ();

  link->customer = kh_statement_get_int64 (statement, 0);
  link->company = kh_statement_get_int64 (statement, 1);
  link->account = g_strdup (kh_statement_get_text (statement, 2));
  link->number = g_strdup (kh_statement_get_text (statement, 3));
  link->receiver = g_strdup (kh_statement_get_text (statement, 4));
  link->etag = g_strdup (kh_statement_get_text (statement, 5));
  link->linked_at = kh_statement_get_int64 (statement, 6);
  link->linked_by = g_strdup (kh_statement_get_text (statement, 7));
  link->hold = g_strdup (kh_statement_get_text (statement, 8));
  link->hold_message = g_strdup (kh_statement_get_text (statement, 9));

  return link;
}

static gboolean
step_link (KhStatement  *statement,
           KhLink      **link,
           GError      **error)
{
  gboolean row = FALSE;

  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  *link = row ? read_link (statement) : NULL;

  return TRUE;
}

/**
 * kh_link_rows_load:
 * @connection: a connection
 * @customer: a customer number
 * @link: (out) (transfer full) (nullable): the customer's link, or %NULL
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
kh_link_rows_load (KhConnection  *connection,
                   gint64         customer,
                   KhLink       **link,
                   GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOAD_LINK, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);

  return step_link (statement, link, error);
}

/**
 * kh_link_rows_find:
 * @connection: a connection
 * @company: a monitoring company's id
 * @account: the station's id of an account
 * @link: (out) (transfer full) (nullable): the link that holds it, or %NULL
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
kh_link_rows_find (KhConnection  *connection,
                   gint64         company,
                   const char    *account,
                   KhLink       **link,
                   GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_FIND_LINK, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, company);
  kh_statement_bind_text (statement, 2, account);

  return step_link (statement, link, error);
}

/**
 * kh_link_rows_find_holder:
 * @connection: a connection
 * @attempt: a Link that is about to begin
 * @customer: (out): whose link or Link under way stands in its way, or 0
 * @error: return location for an error
 *
 * Returns: whether it could be read
 */
gboolean
kh_link_rows_find_holder (KhConnection         *connection,
                          const KhLinkAttempt  *attempt,
                          gint64               *customer,
                          GError              **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_HOLDER, error);
  gboolean row = FALSE;

  *customer = 0;
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, attempt->company);
  kh_statement_bind_text (statement, 2, attempt->account);
  kh_statement_bind_int64 (statement, 3, attempt->customer);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *customer = kh_statement_get_int64 (statement, 0);

  return TRUE;
}

/**
 * kh_link_rows_insert:
 * @connection: the connection that writes, in a transaction
 * @link: a new link
 * @error: return location for an error
 *
 * Returns: whether it is kept
 */
gboolean
kh_link_rows_insert (KhConnection  *connection,
                     const KhLink  *link,
                     GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_ADD_LINK, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, link->customer);
  kh_statement_bind_int64 (statement, 2, link->company);
  kh_statement_bind_text (statement, 3, link->account);
  kh_statement_bind_text (statement, 4, link->number);
  kh_statement_bind_text (statement, 5, link->receiver);
  kh_statement_bind_text (statement, 6, link->etag);
  kh_statement_bind_int64 (statement, 7, link->linked_at);
  kh_statement_bind_text (statement, 8, link->linked_by);

  return kh_statement_run (statement, error);
}

/* What a change's value is kept as. */
static gboolean
make_cell (KhSafe          *safe,
           gint64           customer,
           const KhChange  *change,
           gboolean         taken,
           char           **cell,
           GError         **error)
{
  if (!kh_datapoint_get (change->datapoint)->sealed)
    {
      *cell = g_strdup (change->value);
      return TRUE;
    }

  return taken ? kh_link_secrets_seal_taken (safe, customer, change, cell, error)
               : kh_link_secrets_seal_sent (safe, customer, change, cell, error);
}

static gboolean
keep_change (KhConnection         *connection,
             KhSafe               *safe,
             const KhLinkAttempt  *attempt,
             gboolean              taken,
             const KhChange       *change,
             GError              **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_KEEP_CHANGE, error);
  g_autofree char *cell = NULL;

  if (statement == NULL || !make_cell (safe, attempt->customer, change, taken, &cell, error))
    return FALSE;
  kh_statement_bind_int64 (statement, 1, attempt->customer);
  kh_statement_bind_text (statement, 2, taken ? SIDE_RECORD : SIDE_STATION);
  kh_statement_bind_text (statement, 3, kh_datapoint_get (change->datapoint)->key);
  kh_statement_bind_text (statement, 4, cell);
  kh_statement_bind_text (statement, 5, change->from);
  kh_statement_bind_text (statement, 6, change->item);

  return kh_statement_run (statement, error);
}

static gboolean
keep_changes (KhConnection         *connection,
              KhSafe               *safe,
              const KhLinkAttempt  *attempt,
              gboolean              taken,
              GError              **error)
{
  GPtrArray *changes = taken ? attempt->adopted : attempt->changes;

  for (guint i = 0; i < changes->len; i++)
    {
      if (!keep_change (connection, safe, attempt, taken, g_ptr_array_index (changes, i), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
keep_take (KhConnection         *connection,
           const KhLinkAttempt  *attempt,
           const KhRowTake      *take,
           GError              **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_KEEP_CHANGE, error);
  const KhRowChange *change = take->change;
  g_autofree char *value = change->removed ? NULL : kh_row_dup_text (change->row);
  g_autofree char *from = change->before != NULL ? kh_row_dup_text (change->before) : NULL;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, attempt->customer);
  kh_statement_bind_text (statement, 2, SIDE_RECORD);
  kh_statement_bind_text (statement, 3, take->place);
  kh_statement_bind_text (statement, 4, value);
  kh_statement_bind_text (statement, 5, from);
  kh_statement_bind_text (statement, 6, kh_row_get_item (change->row));

  return kh_statement_run (statement, error);
}

static gboolean
keep_takes (KhConnection         *connection,
            const KhLinkAttempt  *attempt,
            GError              **error)
{
  for (guint i = 0; i < attempt->takes->len; i++)
    {
      if (!keep_take (connection, attempt, g_ptr_array_index (attempt->takes, i), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
keep_seen (KhConnection         *connection,
           const KhLinkAttempt  *attempt,
           const char           *key,
           const KhShadowEntry  *entry,
           GError              **error)
{
  g_autoptr (KhStatement) statement = NULL;

  if (!entry->known && entry->item == NULL)
    return TRUE;
  statement = kh_connection_prepare (connection, SQL_KEEP_CHANGE, error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, attempt->customer);
  kh_statement_bind_text (statement, 2, SIDE_SEEN);
  kh_statement_bind_text (statement, 3, key);
  kh_statement_bind_text (statement, 4, entry->value);
  kh_statement_bind_text (statement, 5, entry->known ? SEEN_KNOWN : NULL);
  kh_statement_bind_text (statement, 6, entry->item);

  return kh_statement_run (statement, error);
}

static gboolean
keep_all_seen (KhConnection         *connection,
               const KhLinkAttempt  *attempt,
               GError              **error)
{
  const KhShadowEntry all = { .known = TRUE };
  GHashTableIter iter;
  gpointer place, entry;

  if (attempt->seen == NULL)
    return TRUE;
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      if (!keep_seen (connection, attempt, kh_datapoint_get ((KhDatapointId) i)->key, &attempt->seen->entries[i], error))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, attempt->seen->rows);
  while (g_hash_table_iter_next (&iter, &place, &entry))
    {
      if (!keep_seen (connection, attempt, place, entry, error))
        return FALSE;
    }

  return !attempt->seen->rows_known || keep_seen (connection, attempt, ROWS_KEY, &all, error);
}

/**
 * kh_link_rows_keep_attempt:
 * @connection: the connection that writes, in a transaction
 * @safe: the keys of who presses Link
 * @attempt: a new attempt
 * @error: return location for an error; %KH_STORE_ERROR_NO_KEY
 *
 * Returns: whether it is kept
 */
gboolean
kh_link_rows_keep_attempt (KhConnection         *connection,
                           KhSafe               *safe,
                           const KhLinkAttempt  *attempt,
                           GError              **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_KEEP_ATTEMPT, error);
  g_autoptr (GBytes) body = NULL;

  if (statement == NULL)
    return FALSE;
  if (attempt->body != NULL)
    {
      body = kh_link_secrets_seal_body (safe, attempt, error);
      if (body == NULL)
        return FALSE;
      kh_statement_bind_bytes (statement, 10, body);
    }
  kh_statement_bind_int64 (statement, 1, attempt->customer);
  kh_statement_bind_int64 (statement, 2, attempt->revision);
  kh_statement_bind_int64 (statement, 3, attempt->company);
  kh_statement_bind_text (statement, 4, attempt->account);
  kh_statement_bind_text (statement, 5, attempt->number);
  kh_statement_bind_text (statement, 6, attempt->receiver);
  kh_statement_bind_text (statement, 7, attempt->etag);
  kh_statement_bind_text (statement, 8, attempt->key);
  kh_statement_bind_text (statement, 9, attempt->reference_key);
  kh_statement_bind_text (statement, 11, attempt->state);
  kh_statement_bind_int64 (statement, 12, attempt->started_at);
  kh_statement_bind_text (statement, 13, attempt->author);

  return kh_statement_run (statement, error) &&
         keep_changes (connection, safe, attempt, FALSE, error) &&
         keep_changes (connection, safe, attempt, TRUE, error) && keep_takes (connection, attempt, error) &&
         keep_all_seen (connection, attempt, error);
}

static gboolean
forget_side (KhConnection  *connection,
             gint64         customer,
             const char    *side,
             GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_FORGET_SIDE, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, side);

  return kh_statement_run (statement, error);
}

static gboolean
keep_waiting (KhConnection  *connection,
              gint64         customer,
              GArray        *waiting,
              GError       **error)
{
  for (guint i = 0; waiting != NULL && i < waiting->len; i++)
    {
      g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_KEEP_CHANGE, error);

      if (statement == NULL)
        return FALSE;
      kh_statement_bind_int64 (statement, 1, customer);
      kh_statement_bind_text (statement, 2, SIDE_WAITING);
      kh_statement_bind_text (statement, 3, kh_datapoint_get (g_array_index (waiting, KhDatapointId, i))->key);
      if (!kh_statement_run (statement, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_link_rows_advance_attempt:
 * @connection: the connection that writes, in a transaction
 * @customer: a customer number
 * @state: the attempt's new state
 * @etag: (nullable): the account's version now, or %NULL to keep the one before
 * @change_set: (nullable): the station's id of what a person there looks at, or %NULL likewise
 * @waiting: (nullable) (element-type KhDatapointId): what of it that is, where it is known
 * @error: return location for an error
 *
 * Returns: whether it is kept
 */
gboolean
kh_link_rows_advance_attempt (KhConnection  *connection,
                              gint64         customer,
                              const char    *state,
                              const char    *etag,
                              const char    *change_set,
                              GArray        *waiting,
                              GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_ADVANCE_ATTEMPT, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, state);
  kh_statement_bind_text (statement, 3, etag);
  kh_statement_bind_text (statement, 4, change_set);

  return kh_statement_run (statement, error) &&
         forget_side (connection, customer, SIDE_WAITING, error) && keep_waiting (connection, customer, waiting, error);
}

/**
 * kh_link_rows_set_account:
 * @connection: the connection that writes, in a transaction
 * @attempt: an attempt whose account was made: its account, receiver, version, state and what was seen
 * @error: return location for an error
 *
 * Returns: whether it is kept
 */
gboolean
kh_link_rows_set_account (KhConnection         *connection,
                          const KhLinkAttempt  *attempt,
                          GError              **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_SET_ACCOUNT, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, attempt->customer);
  kh_statement_bind_text (statement, 2, attempt->account);
  kh_statement_bind_text (statement, 3, attempt->receiver);
  kh_statement_bind_text (statement, 4, attempt->etag);
  kh_statement_bind_text (statement, 5, attempt->state);

  /* The account that was made says itself what it has of our values, and where. */
  return kh_statement_run (statement, error) &&
         forget_side (connection, attempt->customer, SIDE_STATION, error) &&
         keep_all_seen (connection, attempt, error);
}

static KhLinkAttempt *
read_attempt (KhStatement *statement)
{
  KhLinkAttempt *attempt = kh_link_attempt_new ();

  attempt->customer = kh_statement_get_int64 (statement, 0);
  attempt->revision = kh_statement_get_int64 (statement, 1);
  attempt->company = kh_statement_get_int64 (statement, 2);
  attempt->account = g_strdup (kh_statement_get_text (statement, 3));
  attempt->number = g_strdup (kh_statement_get_text (statement, 4));
  attempt->receiver = g_strdup (kh_statement_get_text (statement, 5));
  attempt->etag = g_strdup (kh_statement_get_text (statement, 6));
  attempt->key = g_strdup (kh_statement_get_text (statement, 7));
  attempt->reference_key = g_strdup (kh_statement_get_text (statement, 8));
  attempt->body = kh_statement_is_null (statement, 9) ? NULL : kh_statement_dup_bytes (statement, 9);
  attempt->state = g_strdup (kh_statement_get_text (statement, 10));
  attempt->started_at = kh_statement_get_int64 (statement, 11);
  attempt->author = g_strdup (kh_statement_get_text (statement, 12));
  attempt->change_set = g_strdup (kh_statement_get_text (statement, 13));

  return attempt;
}

static void
take_seen (KhLinkAttempt     *attempt,
           const KhDatapoint *datapoint,
           KhStatement       *statement)
{
  const char *key = kh_statement_get_text (statement, 1);
  const char *value = kh_statement_get_text (statement, 2);
  const char *item = kh_statement_get_text (statement, 4);

  if (attempt->seen == NULL)
    attempt->seen = kh_shadow_new ();
  if (datapoint != NULL)
    kh_shadow_set (attempt->seen, datapoint->id, kh_statement_get_text (statement, 3) != NULL, value, item);
  else if (strcmp (key, ROWS_KEY) == 0)
    attempt->seen->rows_known = TRUE;
  else
    kh_shadow_set_row (attempt->seen, key, value, item);
}

static KhRow *
read_row (const KhPlace *place,
          const char    *text,
          const char    *item)
{
  KhRow *row = text != NULL ? kh_row_new_from_text (place->table, text) : NULL;

  if (row == NULL)
    return NULL;
  kh_row_set_id (row, place->row);
  kh_row_set_item (row, item);

  return row;
}

static void
take_take (KhLinkAttempt *attempt,
           KhStatement   *statement)
{
  const char *item = kh_statement_get_text (statement, 4);
  g_auto (KhPlace) place = { 0 };
  g_autoptr (KhRow) row = NULL;
  g_autoptr (KhRow) before = NULL;

  if (!kh_place_parse (kh_statement_get_text (statement, 1), &place) || place.table == KH_N_TABLES)
    return;
  row = read_row (&place, kh_statement_get_text (statement, 2), item);
  before = read_row (&place, kh_statement_get_text (statement, 3), item);
  if (row != NULL || before != NULL)
    g_ptr_array_add (attempt->takes, kh_row_take_new_kept (kh_statement_get_text (statement, 1), before, row));
}

static void
take_waiting (KhLinkAttempt     *attempt,
              const KhDatapoint *datapoint)
{
  if (attempt->waiting == NULL)
    attempt->waiting = g_array_new (FALSE, FALSE, sizeof (KhDatapointId));
  if (datapoint != NULL)
    g_array_append_val (attempt->waiting, datapoint->id);
}

static void
take_change (KhLinkAttempt *attempt,
             KhStatement   *statement)
{
  const char *side = kh_statement_get_text (statement, 0);
  const KhDatapoint *datapoint = kh_datapoint_lookup (kh_statement_get_text (statement, 1));
  gboolean here = g_strcmp0 (side, SIDE_RECORD) == 0;

  if (g_strcmp0 (side, SIDE_SEEN) == 0)
    take_seen (attempt, datapoint, statement);
  else if (g_strcmp0 (side, SIDE_WAITING) == 0)
    take_waiting (attempt, datapoint);
  else if (datapoint == NULL && here)
    take_take (attempt, statement);
  else if (datapoint != NULL)
    g_ptr_array_add (here ? attempt->adopted : attempt->changes,
                     kh_change_new (datapoint->id, kh_statement_get_text (statement, 2),
                                    kh_statement_get_text (statement, 3), kh_statement_get_text (statement, 4)));
}

static gboolean
read_changes (KhConnection   *connection,
              KhLinkAttempt  *attempt,
              GError        **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOAD_CHANGES, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, attempt->customer);
  while (kh_statement_step (statement, &row, error))
    {
      if (!row)
        return TRUE;
      take_change (attempt, statement);
    }

  return FALSE;
}

/**
 * kh_link_rows_load_attempt:
 * @connection: a connection
 * @safe: (nullable): the keys of whoever reads; without them, one that holds a secret is locked
 * @customer: a customer number
 * @error: return location for an error
 *
 * Returns: (transfer full): the customer's attempt, or %NULL with
 *   %KH_STORE_ERROR_NOT_FOUND when there is none
 */
KhLinkAttempt *
kh_link_rows_load_attempt (KhConnection  *connection,
                           KhSafe        *safe,
                           gint64         customer,
                           GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOAD_ATTEMPT, error);
  g_autoptr (KhLinkAttempt) attempt = NULL;
  gboolean row = FALSE;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, customer);
  if (!kh_statement_step (statement, &row, error))
    return NULL;
  if (!row)
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                           _("This customer's Link is over already. Open the customer again to see how it ended."));
      return NULL;
    }
  attempt = read_attempt (statement);
  if (!read_changes (connection, attempt, error))
    return NULL;
  kh_link_secrets_open (safe, attempt);

  return g_steal_pointer (&attempt);
}

/**
 * kh_link_rows_list_attempts:
 * @connection: a connection
 * @safe: (nullable): the keys of whoever reads
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhLinkAttempt): every attempt, oldest first
 */
GPtrArray *
kh_link_rows_list_attempts (KhConnection  *connection,
                            KhSafe        *safe,
                            GError       **error)
{
  g_autoptr (GPtrArray) attempts = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_link_attempt_free);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LIST_ATTEMPTS, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (kh_statement_step (statement, &row, error))
    {
      KhLinkAttempt *attempt;

      if (!row)
        return g_steal_pointer (&attempts);
      attempt = kh_link_rows_load_attempt (connection, safe, kh_statement_get_int64 (statement, 0), error);
      if (attempt == NULL)
        return NULL;
      g_ptr_array_add (attempts, attempt);
    }

  return NULL;
}

/**
 * kh_link_rows_forget_attempt:
 * @connection: the connection that writes, in a transaction
 * @customer: a customer number
 * @error: return location for an error
 *
 * Returns: whether there is no attempt any more
 */
gboolean
kh_link_rows_forget_attempt (KhConnection  *connection,
                             gint64         customer,
                             GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_FORGET_ATTEMPT, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);

  return kh_statement_run (statement, error);
}
