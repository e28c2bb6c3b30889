/* kh-outbox-set-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-outbox-set-rows.h"

#include "kh-catalogue-rows.h"
#include "kh-customer-rows.h"
#include "kh-history-rows.h"
#include "kh-hold-rows.h"
#include "kh-link-rows.h"
#include "kh-outbox-rows.h"
#include "kh-place.h"
#include "kh-row-push.h"
#include "kh-row-text.h"
#include "kh-secret-rows.h"
#include "kh-shadow-rows.h"
#include "kh-shadow-secret-rows.h"
#include "kh-table-rows.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define TABLE "outbox_set"
#define BODY  "body"

/* Stations take some two hundred operations at a time; a contact with telephones is up to five. */
#define MOST_ITEMS 40u

#define SQL_LOAD_FLAGS "SELECT shadow_known, one_by_one FROM link WHERE customer = ?1"
#define SQL_LOAD_SET   "SELECT key, etag, body, sealed, sent_at FROM outbox_set WHERE customer = ?1"
#define SQL_KEEP_SET \
  "INSERT INTO outbox_set (customer, key, etag, body, sealed, sent_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
#define SQL_FORGET_SET "DELETE FROM outbox_set WHERE customer = ?1"

#define SQL_ONE_BY_ONE "UPDATE link SET one_by_one = 1 WHERE customer = ?1"
/* Until nothing of what was found together is left. */
#define SQL_TOGETHER \
  "UPDATE link SET one_by_one = 0 WHERE customer = ?1 AND one_by_one = 1 AND NOT EXISTS (" \
  "SELECT 1 FROM outbox WHERE customer = ?1 AND state IN ('queued', 'waiting', 'sending'))"

#define SQL_UNHOLD \
  "UPDATE link SET hold = '" KH_LINK_UNCHECKED "', hold_message = NULL WHERE customer = ?1 AND hold IS NOT NULL"

static KhVault *
get_vault (KhSafe *safe)
{
  return kh_safe_get_vault (safe, KH_RING_PASSCODES);
}

/* Take */

static gboolean
load_flags (KhConnection  *connection,
            KhOutboxSet   *set,
            gboolean      *one_by_one,
            GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOAD_FLAGS, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, set->link->customer);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  set->shadow_known = row && kh_statement_get_int64 (statement, 0) != 0;
  *one_by_one = row && kh_statement_get_int64 (statement, 1) != 0;

  return TRUE;
}

static gboolean
load_sent (KhConnection  *connection,
           KhSafe        *safe,
           KhOutboxSet   *set,
           GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOAD_SET, error);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (KhSecret) secret = NULL;
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, set->link->customer);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  set->key = g_strdup (kh_statement_get_text (statement, 0));
  set->etag = g_strdup (kh_statement_get_text (statement, 1));
  body = kh_statement_dup_bytes (statement, 2);
  set->sent_at = kh_statement_get_int64 (statement, 4);
  if (kh_statement_get_int64 (statement, 3) == 0)
    set->body = g_steal_pointer (&body);
  else
    {
      secret = kh_vault_open (get_vault (safe), TABLE, set->link->customer, BODY, body, NULL);
      set->body = secret != NULL ? kh_secret_dup_view (secret) : NULL;
    }

  return TRUE;
}

/**
 * kh_outbox_set_rows_load_tables:
 * @connection: a connection
 * @customer: a customer number
 * @rows: (element-type KhRows): takes the customer's rows of each table that goes to a station
 * @error: return location for an error
 *
 * Returns: whether they could be read
 */
gboolean
kh_outbox_set_rows_load_tables (KhConnection  *connection,
                                gint64         customer,
                                GPtrArray     *rows,
                                GError       **error)
{
  KhPushTerms terms;

  if (!kh_catalogue_rows_load_terms (connection, customer, &terms, error))
    return FALSE;
  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      KhRows *table = kh_row_push_is_followed (terms, (KhTableId) i)
                        ? kh_table_rows_load (connection, customer, (KhTableId) i, error) : NULL;

      if (table != NULL)
        g_ptr_array_add (rows, table);
      else if (kh_row_push_is_followed (terms, (KhTableId) i))
        return FALSE;
    }

  return TRUE;
}

/* Whether the new secrets of a row are at hand. */
static gboolean
has_keys (KhConnection       *connection,
          KhSafe             *safe,
          const KhOutboxItem *item)
{
  g_auto (KhPlace) place = { 0 };
  g_autoptr (KhRow) row = item->value != NULL ? kh_row_new_from_text (item->table, item->value) : NULL;

  if (row == NULL || !kh_place_parse (item->place, &place))
    return TRUE;
  for (guint i = 0; i < kh_table_get (item->table)->n_columns; i++)
    {
      g_autoptr (KhSecret) secret = NULL;

      if (kh_row_is_renewed (row, i) &&
          !kh_table_rows_load_secret (connection, safe, item->customer, item->table, place.row, i, &secret, NULL))
        return FALSE;
    }

  return TRUE;
}

/* Whether its value is at hand; if so it is in the set's secrets, where there is one. */
static gboolean
load_secret (KhConnection  *connection,
             KhSafe        *safe,
             KhOutboxSet   *set,
             KhOutboxItem  *item)
{
  g_autoptr (KhSecret) secret = NULL;

  if (item->place != NULL)
    return has_keys (connection, safe, item);
  if (!kh_outbox_item_is_sealed (item))
    return TRUE;
  if (!kh_secret_rows_load (connection, safe, set->link->customer, item->datapoint, &secret, NULL))
    return FALSE;
  if (secret != NULL)
    g_hash_table_insert (set->secrets, GUINT_TO_POINTER (item->datapoint), g_steal_pointer (&secret));

  return TRUE;
}

/* Of one already, or of as many as go out at a time. */
static gboolean
is_full (const KhOutboxSet *set,
         gboolean           one_by_one)
{
  return set->key == NULL && set->items->len >= (one_by_one ? 1 : MOST_ITEMS);
}

/* Takes the item. Nothing goes out while something is held, or the outcome of what went out is
 * not known. */
static void
take_item (KhConnection *connection,
           KhSafe       *safe,
           KhOutboxSet  *set,
           gboolean      held,
           gboolean      one_by_one,
           KhOutboxItem *item)
{
  const gboolean out = item->state == KH_OUTBOX_SENDING || item->frozen;
  const gboolean next = item->state == KH_OUTBOX_QUEUED || item->state == KH_OUTBOX_WAITING;

  if (item->state == KH_OUTBOX_PENDING)
    g_ptr_array_add (set->pending, item);
  else if (held && set->key == NULL && kh_outbox_state_is_open (item->state))
    {
      load_secret (connection, safe, set, item);
      g_ptr_array_add (set->held, item);
    }
  else if (held || (set->key != NULL ? !out : !next) || is_full (set, one_by_one))
    kh_outbox_item_free (item);
  else if (load_secret (connection, safe, set, item) || set->key != NULL)
    g_ptr_array_add (set->items, item);
  else
    g_ptr_array_add (set->locked, item);
}

/* What is sealed of the rows, as far as there is a key. */
static gboolean
load_row_secrets (KhConnection  *connection,
                  KhSafe        *safe,
                  KhOutboxSet   *set,
                  GError       **error)
{
  for (guint i = 0; i < set->rows->len; i++)
    {
      if (!kh_table_rows_open (connection, safe, set->link->customer, g_ptr_array_index (set->rows, i), error))
        return FALSE;
    }

  return TRUE;
}

/* A station takes the first passcode that comes for the customer's own, so that this comes before the
 * additional ones. */
static int
compare_items (gconstpointer a,
               gconstpointer b)
{
  const KhOutboxItem *one = *(const KhOutboxItem *const *) a;
  const KhOutboxItem *other = *(const KhOutboxItem *const *) b;

  if ((one->place != NULL) != (other->place != NULL))
    return one->place != NULL ? 1 : -1;

  return one->id < other->id ? -1 : 1;
}

static gboolean
is_held (const KhLink *link,
         GPtrArray    *items)
{
  if (kh_link_is_held (link))
    return TRUE;
  for (guint i = 0; i < items->len; i++)
    {
      if (((const KhOutboxItem *) g_ptr_array_index (items, i))->state == KH_OUTBOX_HELD)
        return TRUE;
    }

  return FALSE;
}

/* Both sides' secrets, as far as there is a key: whether somebody at the station has changed one is
 * seen also where none of ours waits. */
static gboolean
load_secrets (KhConnection  *connection,
              KhSafe        *safe,
              KhOutboxSet   *set,
              GError       **error)
{
  if (!kh_shadow_secret_rows_load (connection, safe, set->link->customer, set->shadow, error))
    return FALSE;
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      g_autoptr (KhSecret) secret = NULL;

      if (kh_shadow_get_secret (set->shadow, (KhDatapointId) i) == NULL ||
          g_hash_table_contains (set->secrets, GUINT_TO_POINTER (i)))
        continue;
      if (kh_secret_rows_load (connection, safe, set->link->customer, (KhDatapointId) i, &secret, NULL) && secret != NULL)
        g_hash_table_insert (set->secrets, GUINT_TO_POINTER (i), g_steal_pointer (&secret));
    }

  return TRUE;
}

/**
 * kh_outbox_set_rows_take:
 * @connection: a connection
 * @safe: the keys of whoever is there
 * @customer: a customer number
 * @whole: whether the account is to be read, also where nothing is to be done
 * @error: return location for an error; %KH_STORE_ERROR_NOT_FOUND where the customer has no link
 *
 * Returns: (transfer full): what is to be done next for the customer's account
 */
KhOutboxSet *
kh_outbox_set_rows_take (KhConnection  *connection,
                         KhSafe        *safe,
                         gint64         customer,
                         gboolean       whole,
                         GError       **error)
{
  g_autoptr (KhOutboxSet) set = kh_outbox_set_new ();
  g_autoptr (GPtrArray) items = NULL;
  gboolean one_by_one = FALSE;
  gboolean held;

  if (!kh_link_rows_load (connection, customer, &set->link, error))
    return NULL;
  if (set->link == NULL)
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND, _("This customer is not linked."));
      return NULL;
    }
  items = kh_outbox_rows_list (connection, customer, error);
  if (items == NULL || !load_flags (connection, set, &one_by_one, error) || !load_sent (connection, safe, set, error))
    return NULL;
  held = is_held (set->link, items);
  g_ptr_array_set_free_func (items, NULL);
  g_ptr_array_sort (items, compare_items);
  for (guint i = 0; i < items->len; i++)
    take_item (connection, safe, set, held, one_by_one, g_ptr_array_index (items, i));
  if (set->items->len == 0 && set->pending->len == 0 && !whole && !kh_link_is_unchecked (set->link))
    return g_steal_pointer (&set);
  set->customer = kh_customer_rows_load (connection, customer, error);
  set->shadow = kh_shadow_rows_load (connection, customer, error);

  return set->customer != NULL && set->shadow != NULL && load_secrets (connection, safe, set, error) &&
             kh_outbox_set_rows_load_tables (connection, customer, set->rows, error) &&
             load_row_secrets (connection, safe, set, error)
           ? g_steal_pointer (&set) : NULL;
}

/* Begin */

static const KhOutboxItem *
find_item (GPtrArray *items,
           gint64     id)
{
  for (guint i = 0; i < items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (items, i);

      if (item->id == id)
        return item;
    }

  return NULL;
}

static gboolean
has_secret (const KhOutboxSet *set)
{
  for (guint i = 0; i < set->items->len; i++)
    {
      if (kh_outbox_item_has_secret (g_ptr_array_index (set->items, i)))
        return TRUE;
    }

  return FALSE;
}

static gboolean
keep_set (KhConnection       *connection,
          KhSafe             *safe,
          const KhOutboxSet  *set,
          GError            **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_KEEP_SET, error);
  const gboolean sealed = has_secret (set);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (KhSecret) secret = NULL;
  const char *data;
  gsize length;

  if (statement == NULL)
    return FALSE;
  if (sealed)
    {
      data = g_bytes_get_data (set->body, &length);
      secret = kh_secret_new (data, (gssize) length);
      body = kh_vault_seal (get_vault (safe), TABLE, set->link->customer, BODY, secret, error);
    }
  else
    body = g_bytes_ref (set->body);
  if (body == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, set->link->customer);
  kh_statement_bind_text (statement, 2, set->key);
  kh_statement_bind_text (statement, 3, set->etag);
  kh_statement_bind_bytes (statement, 4, body);
  kh_statement_bind_int64 (statement, 5, sealed);
  kh_statement_bind_int64 (statement, 6, set->sent_at);

  return kh_statement_run (statement, error);
}

static gboolean
begin_item (KhConnection        *connection,
            GPtrArray           *kept,
            const KhOutboxItem  *wanted,
            GError             **error)
{
  KhOutboxItem *item = (KhOutboxItem *) find_item (kept, wanted->id);

  if (item == NULL || item->frozen || item->revision != wanted->revision ||
      !kh_outbox_state_advance (&item->state, KH_OUTBOX_SENT))
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT,
                           _("This change was changed meanwhile."));
      return FALSE;
    }
  item->frozen = TRUE;

  return kh_outbox_rows_write (connection, item, error);
}

/**
 * kh_outbox_set_rows_begin:
 * @connection: the connection that writes, in a transaction
 * @safe: the keys of whoever is there
 * @set: what is about to be sent, with its new key and its bytes
 * @error: return location for an error; %KH_STORE_ERROR_CONFLICT where something was saved
 *   meanwhile, so that the set is to be made anew
 *
 * Returns: whether it is kept, and may be sent
 */
gboolean
kh_outbox_set_rows_begin (KhConnection       *connection,
                          KhSafe             *safe,
                          const KhOutboxSet  *set,
                          GError            **error)
{
  g_autoptr (GPtrArray) kept = kh_outbox_rows_list (connection, set->link->customer, error);

  if (kept == NULL)
    return FALSE;
  for (guint i = 0; i < set->items->len; i++)
    {
      if (!begin_item (connection, kept, g_ptr_array_index (set->items, i), error))
        return FALSE;
    }

  return keep_set (connection, safe, set, error);
}

/* Advance */

static gboolean
run_for (KhConnection  *connection,
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

/* The one that was queued while this one was under way. */
static KhOutboxItem *
find_newer (GPtrArray          *kept,
            const KhOutboxItem *item)
{
  for (guint i = 0; i < kept->len; i++)
    {
      KhOutboxItem *other = g_ptr_array_index (kept, i);

      if (other->id > item->id && kh_outbox_item_may_fold (other) &&
          strcmp (kh_outbox_item_get_key (other), kh_outbox_item_get_key (item)) == 0)
        return other;
    }

  return NULL;
}

/* What comes back without having been applied gives way to a newer change of the same datapoint;
 * the account is held for both if it is held for one. */
static gboolean
give_way (KhConnection  *connection,
          GPtrArray     *kept,
          KhOutboxItem  *item,
          GError       **error)
{
  KhOutboxItem *newer = kh_outbox_item_may_fold (item) || item->state == KH_OUTBOX_REJECTED ? find_newer (kept, item)
                                                                                           : NULL;

  if (newer == NULL)
    return TRUE;
  /* It is an edit now of what this one would have changed. */
  g_free (newer->before);
  newer->before = g_strdup (item->before);
  if (item->state == KH_OUTBOX_HELD)
    {
      newer->state = KH_OUTBOX_HELD;
      g_free (newer->reason);
      newer->reason = g_strdup (item->reason);
    }
  item->state = KH_OUTBOX_SUPERSEDED;

  return kh_outbox_rows_write (connection, newer, error);
}

/* An edit that came meanwhile made another change of it, of which nobody can say that it is over, or that the
 * station would not take it. */
static gboolean
is_edited (const KhOutboxItem *item,
           const KhOutboxStep *step)
{
  KhOutboxState state = item->state;

  return !item->frozen && item->revision != step->revision && kh_outbox_state_advance (&state, step->event) &&
         (kh_outbox_state_is_final (state) || state == KH_OUTBOX_REJECTED);
}

static gboolean
advance_item (KhConnection           *connection,
              const KhOutboxOutcome  *outcome,
              GPtrArray              *kept,
              const KhOutboxStep     *step,
              GError                **error)
{
  KhOutboxItem *item = (KhOutboxItem *) find_item (kept, step->id);
  g_autofree char *place = NULL;

  if (item != NULL && is_edited (item, step))
    return TRUE;
  if (item == NULL || !kh_outbox_state_advance (&item->state, step->event))
    {
      /* A person has discarded it, or an edit has taken its place. */
      g_debug ("Nothing is left of change %" G_GINT64_FORMAT " that could be %s", step->id,
               kh_outbox_event_to_string (step->event));
      return TRUE;
    }
  item->frozen = outcome->in_doubt;
  g_free (item->reason);
  item->reason = g_strdup (kh_outbox_event_to_string (step->event));
  g_free (item->message);
  item->message = g_strdup (step->event == KH_OUTBOX_DECLINED ? outcome->refusal : outcome->message);
  if (step->event == KH_OUTBOX_REFERRED)
    {
      g_free (item->change_set);
      item->change_set = g_strdup (outcome->change_set);
    }
  if (!give_way (connection, kept, item, error) || !kh_outbox_rows_write (connection, item, error))
    return FALSE;
  place = kh_outbox_item_dup_place (item);

  return item->state != KH_OUTBOX_APPLIED ||
         kh_history_rows_write (connection, item->author, "send", item->customer, item->revision, place, NULL, NULL,
                                error);
}

/* What was found foreign was held against the version that was agreed on when the account was read.
 * If somebody has settled it meanwhile, they have seen what was found. */
static gboolean
is_outrun (const KhOutboxOutcome *outcome,
           const KhLink          *link)
{
  return outcome->settled && outcome->shadow != NULL && kh_outbox_event_is_hold (outcome->hold) &&
         g_strcmp0 (outcome->etag, link->etag) != 0;
}

/* Somebody may have unlinked the customer meanwhile, or linked another account. */
static gboolean
is_linked (KhConnection           *connection,
           const KhOutboxOutcome  *outcome,
           gboolean               *linked,
           GError                **error)
{
  g_autoptr (KhLink) link = NULL;

  if (!kh_link_rows_load (connection, outcome->customer, &link, error))
    return FALSE;
  *linked = link != NULL && (outcome->account == NULL || strcmp (outcome->account, link->account) == 0) &&
            !is_outrun (outcome, link);

  return TRUE;
}

/* It may even be linked again by now. No two changes ever have the same number. */
static gboolean
is_still_there (GPtrArray             *kept,
                const KhOutboxOutcome *outcome)
{
  for (guint i = 0; i < outcome->steps->len; i++)
    {
      if (find_item (kept, g_array_index (outcome->steps, KhOutboxStep, i).id) != NULL)
        return TRUE;
    }

  return outcome->steps->len == 0;
}

/* A value that nobody has agreed to is not what the station has. */
static gboolean
save_secrets (KhConnection           *connection,
              KhSafe                 *safe,
              const KhOutboxOutcome  *outcome,
              GError                **error)
{
  const gboolean agreed = outcome->settled ? outcome->hold == KH_OUTBOX_FOUND : outcome->shadow_known;

  return outcome->shadow == NULL || !agreed ||
         kh_shadow_secret_rows_save (connection, safe, outcome->customer, outcome->shadow, outcome->etag, error);
}

/**
 * kh_outbox_set_rows_advance:
 * @connection: the connection that writes, in a transaction
 * @safe: the keys of whoever is there
 * @outcome: what happened
 * @error: return location for an error
 *
 * What happened to an account that is linked no longer is nobody's business any more, nor is what was
 * found of it before somebody has settled it.
 *
 * Returns: whether it is kept
 */
gboolean
kh_outbox_set_rows_advance (KhConnection           *connection,
                            KhSafe                 *safe,
                            const KhOutboxOutcome  *outcome,
                            GError                **error)
{
  g_autoptr (GPtrArray) kept = NULL;
  gboolean linked = FALSE;

  if (!is_linked (connection, outcome, &linked, error))
    return FALSE;
  if (!linked)
    return TRUE;
  kept = kh_outbox_rows_list (connection, outcome->customer, error);
  if (kept == NULL)
    return FALSE;
  if (!is_still_there (kept, outcome))
    return TRUE;
  for (guint i = 0; i < outcome->steps->len; i++)
    {
      if (!advance_item (connection, outcome, kept, &g_array_index (outcome->steps, KhOutboxStep, i), error))
        return FALSE;
    }
  if (!outcome->in_doubt && !run_for (connection, SQL_FORGET_SET, outcome->customer, error))
    return FALSE;
  if (outcome->settled && !kh_hold_rows_settle (connection, outcome, kept, error))
    return FALSE;
  if (outcome->shadow != NULL && !kh_shadow_rows_save (connection, outcome->customer, outcome->shadow, outcome->etag,
                                                       outcome->shadow_known, error))
    return FALSE;
  if (!save_secrets (connection, safe, outcome, error))
    return FALSE;

  return run_for (connection, outcome->one_by_one ? SQL_ONE_BY_ONE : SQL_TOGETHER, outcome->customer, error);
}

/* Decide */

static gboolean
is_decided (const KhOutboxItem *item,
            KhOutboxEvent       event)
{
  /* What waits goes out by itself, and what may have been applied is not taken back. */
  return !item->frozen && (event == KH_OUTBOX_DISCARDED || item->state == KH_OUTBOX_HELD ||
                           item->state == KH_OUTBOX_REJECTED);
}

/* Another of the same datapoint waits already, and has the value that counts. */
static gboolean
is_outdated (GPtrArray          *kept,
             const KhOutboxItem *item)
{
  return item->state == KH_OUTBOX_REJECTED && find_newer (kept, item) != NULL;
}

static gboolean
decide_item (KhConnection   *connection,
             GPtrArray      *kept,
             KhOutboxItem   *item,
             KhOutboxEvent   event,
             const char     *author,
             gboolean       *decided,
             GError        **error)
{
  g_autofree char *place = kh_outbox_item_dup_place (item);

  if (!is_decided (item, event) || is_outdated (kept, item) || !kh_outbox_state_advance (&item->state, event))
    return TRUE;
  *decided = TRUE;
  g_free (item->reason);
  item->reason = g_strdup (kh_outbox_event_to_string (event));

  return kh_outbox_rows_write (connection, item, error) &&
         kh_history_rows_write (connection, author, event == KH_OUTBOX_RETRIED ? "retry-change" : "discard-change",
                                item->customer, item->revision, place, NULL, NULL, error);
}

/* What the station has is as the person leaves it, and the history says of which datapoints. */
static gboolean
agree (KhConnection  *connection,
       gint64         customer,
       const char    *author,
       GError       **error)
{
  g_autoptr (KhShadow) shadow = kh_shadow_rows_load (connection, customer, error);

  if (shadow == NULL)
    return FALSE;
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      if (shadow->entries[i].seen_set &&
          !kh_history_rows_write (connection, author, "agree", customer, 0, kh_datapoint_get ((KhDatapointId) i)->key,
                                  NULL, NULL, error))
        return FALSE;
    }

  return kh_shadow_rows_agree (connection, customer, error);
}

/**
 * kh_outbox_set_rows_decide:
 * @connection: the connection that writes, in a transaction
 * @customer: a customer number
 * @event: %KH_OUTBOX_RETRIED or %KH_OUTBOX_DISCARDED
 * @author: who decided so
 * @error: return location for an error
 *
 * What is not under way is tried again, after the account was read; or is not sent any more, and
 * what the station has is agreed to.
 *
 * Returns: whether it is kept
 */
gboolean
kh_outbox_set_rows_decide (KhConnection  *connection,
                           gint64         customer,
                           KhOutboxEvent  event,
                           const char    *author,
                           GError       **error)
{
  g_autoptr (GPtrArray) kept = kh_outbox_rows_list (connection, customer, error);
  gboolean decided = FALSE;

  if (kept == NULL)
    return FALSE;
  for (guint i = 0; i < kept->len; i++)
    {
      if (!decide_item (connection, kept, g_ptr_array_index (kept, i), event, author, &decided, error))
        return FALSE;
    }
  if (event == KH_OUTBOX_DISCARDED && !agree (connection, customer, author, error))
    return FALSE;
  if (event == KH_OUTBOX_RETRIED && !decided &&
      !kh_history_rows_write (connection, author, "compare", customer, 0, NULL, NULL, NULL, error))
    return FALSE;

  /* What the account is held for is found again, if it still is so. */
  return kh_shadow_rows_doubt (connection, customer, error) && run_for (connection, SQL_UNHOLD, customer, error);
}
