/* kh-settle-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-settle-rows.h"

#include "kh-change.h"
#include "kh-customer-rows.h"
#include "kh-gate.h"
#include "kh-history-rows.h"
#include "kh-hold-rows.h"
#include "kh-link-rows.h"
#include "kh-outbox-rows.h"
#include "kh-secret-save.h"
#include "kh-session.h"
#include "kh-row-push.h"
#include "kh-shadow-rows.h"
#include "kh-shadow-secret-rows.h"
#include "kh-table-rows.h"
#include "kh-take-rows.h"

#include <glib/gi18n-lib.h>

/* One settlement on its way into the data file. */
typedef struct {
  KhConnection *connection;
  const KhSettlement *settlement;
  const char *author;
  KhGrants grants;
  KhAgreed *agreed;
  KhCustomer *edited;
  KhShadow *seen;
  GPtrArray *takes;
  gboolean lifted; /* whether nothing holds the account any more */
} Settling;

/* What it is compared with */

static gboolean
is_under_way (GPtrArray *items)
{
  for (guint i = 0; i < items->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (items, i);

      if (item->frozen || item->state == KH_OUTBOX_SENDING)
        return TRUE;
    }

  return FALSE;
}

static gboolean
load_tables (KhConnection  *connection,
             gint64         customer,
             GPtrArray     *tables,
             GError       **error)
{
  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      KhRows *rows;

      if (kh_table_get ((KhTableId) i)->wire == NULL)
        continue;
      rows = kh_table_rows_load (connection, customer, (KhTableId) i, error);
      if (rows == NULL)
        return FALSE;
      g_ptr_array_add (tables, rows);
    }

  return TRUE;
}

/**
 * kh_settle_rows_load:
 * @connection: a connection
 * @customer: a customer number
 * @error: return location for an error; %KH_STORE_ERROR_NOT_FOUND where there is no link,
 *   %KH_STORE_ERROR_UNSENT while it is not known what the station has got
 *
 * Returns: (transfer full): what the customer's account is compared with
 */
KhAgreed *
kh_settle_rows_load (KhConnection  *connection,
                     gint64         customer,
                     GError       **error)
{
  g_autoptr (KhAgreed) agreed = kh_agreed_new ();

  agreed->customer = kh_customer_rows_load (connection, customer, error);
  if (agreed->customer == NULL || !kh_link_rows_load (connection, customer, &agreed->link, error))
    return NULL;
  if (agreed->link == NULL)
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                           _("This customer is not linked any more, so there is nothing to compare. Open the customer again."));
      return NULL;
    }
  agreed->shadow = kh_shadow_rows_load (connection, customer, error);
  agreed->items = agreed->shadow != NULL ? kh_outbox_rows_list (connection, customer, error) : NULL;
  if (agreed->items == NULL || !load_tables (connection, customer, agreed->rows, error))
    return NULL;
  if (is_under_way (agreed->items))
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_UNSENT,
                           _("A change of this customer is on its way to the station, and not answered yet. Wait until "
                             "it has arrived, then compare again."));
      return NULL;
    }

  return g_steal_pointer (&agreed);
}

/* May they? */

static const KhDecision *
get_decision (const Settling *settling,
              guint           index)
{
  return &g_array_index (settling->settlement->decisions, KhDecision, index);
}

static const KhDecision *
find_decision (const Settling *settling,
               KhDatapointId   id)
{
  for (guint i = 0; i < settling->settlement->decisions->len; i++)
    {
      if (get_decision (settling, i)->datapoint == id)
        return get_decision (settling, i);
    }

  return NULL;
}

static const KhRowDecision *
find_row_decision (const Settling *settling,
                   const char     *place)
{
  for (guint i = 0; i < settling->settlement->rows->len; i++)
    {
      const KhRowDecision *row = g_ptr_array_index (settling->settlement->rows, i);

      if (g_strcmp0 (row->place, place) == 0)
        return row;
    }

  return NULL;
}

/* Nobody decides about what they may not view. */
static gboolean
check_row_grants (Settling  *settling,
                  GError   **error)
{
  for (guint i = 0; i < settling->settlement->rows->len; i++)
    {
      const KhRowDecision *row = g_ptr_array_index (settling->settlement->rows, i);

      if (!kh_table_may_view (settling->grants, row->table))
        return kh_gate_check (settling->grants, kh_table_get (row->table)->view, error);
    }

  return kh_take_rows_check (settling->connection, settling->agreed->customer, settling->takes, settling->grants, error);
}

static gboolean
check_grants (Settling  *settling,
              GError   **error)
{
  if (!kh_session_get_grants (settling->connection, &settling->grants, error) ||
      !kh_gate_check (settling->grants, settling->settlement->grant, error))
    return FALSE;
  for (guint i = 0; i < settling->settlement->decisions->len; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get (get_decision (settling, i)->datapoint);

      if (!kh_gate_may_view (settling->grants, datapoint->id))
        return kh_gate_check (settling->grants, datapoint->view, error);
    }

  return check_row_grants (settling, error);
}

static gboolean
check_link (Settling  *settling,
            GError   **error)
{
  if (g_strcmp0 (settling->agreed->link->account, settling->settlement->account) == 0)
    return TRUE;
  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                       _("This customer is linked to another account by now. Open the customer again."));

  return FALSE;
}

/* What is taken from the station */

static GPtrArray *
list_secrets (const Settling *settling)
{
  GPtrArray *secrets = kh_secret_changes_new ();

  for (guint i = 0; i < settling->settlement->adopted->len; i++)
    {
      const KhChange *change = g_ptr_array_index (settling->settlement->adopted, i);

      if (kh_datapoint_get (change->datapoint)->sealed && change->secret != NULL)
        g_ptr_array_add (secrets, kh_secret_change_new (change->datapoint, change->secret));
    }

  return secrets;
}

static void
take_values (Settling *settling)
{
  for (guint i = 0; i < settling->settlement->adopted->len; i++)
    {
      const KhChange *change = g_ptr_array_index (settling->settlement->adopted, i);

      if (!kh_datapoint_get (change->datapoint)->sealed)
        kh_customer_set (settling->edited, change->datapoint, change->value);
    }
}

/* The station has it, so nothing of it is queued. */
static gboolean
adopt (Settling  *settling,
       KhSafe    *safe,
       GError   **error)
{
  KhCustomer *kept = settling->agreed->customer;
  g_autoptr (GPtrArray) secrets = list_secrets (settling);

  settling->edited = kh_customer_copy (kept);
  take_values (settling);

  return kh_gate_check_change (kept, settling->edited, settling->grants, error) &&
         kh_gate_check_secrets (secrets, settling->grants, FALSE, error) &&
         kh_customer_rows_check (settling->connection, kept, settling->edited, error) &&
         kh_customer_rows_update (settling->connection, kept, settling->edited, settling->author, "settle", error) &&
         kh_secret_save_taken (settling->connection, safe, settling->edited, secrets,
                               kh_customer_get_revision (settling->edited) != kh_customer_get_revision (kept),
                               settling->author, "settle", error) &&
         kh_take_rows_apply (settling->connection, safe, settling->edited, settling->takes, settling->seen,
                             settling->grants, settling->author, error);
}

/* What the station has is agreed on */

/* What was found foreign and is not decided about stays so. */
static gboolean
is_all_decided (const Settling *settling)
{
  if (!settling->settlement->whole)
    return FALSE;
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      if (settling->agreed->shadow->entries[i].seen_set && find_decision (settling, (KhDatapointId) i) == NULL)
        return FALSE;
    }

  return TRUE;
}

static void
take_row_seen (const Settling *settling,
               KhShadow       *shadow,
               const char     *place)
{
  const KhShadowEntry *seen = kh_shadow_get_row (settling->seen, place);

  kh_shadow_remove_row (shadow, place);
  if (seen != NULL)
    kh_shadow_set_row (shadow, place, seen->value, seen->item);
}

static void
take_rows_seen (const Settling *settling,
                KhShadow       *shadow)
{
  for (guint i = 0; i < settling->settlement->rows->len; i++)
    {
      const KhRowDecision *row = g_ptr_array_index (settling->settlement->rows, i);

      if (kh_row_push_is_followed (kh_push_terms_most, row->table))
        take_row_seen (settling, shadow, row->place);
    }
  for (guint i = 0; i < settling->takes->len; i++)
    take_row_seen (settling, shadow, ((const KhRowTake *) g_ptr_array_index (settling->takes, i))->place);
}

static void
take_seen (const Settling *settling,
           KhShadow       *shadow)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhShadowEntry *seen = &settling->settlement->seen->entries[i];
      KhShadowEntry *entry = &shadow->entries[i];

      if (find_decision (settling, (KhDatapointId) i) == NULL)
        continue;
      kh_shadow_set (shadow, (KhDatapointId) i, seen->known, seen->value, seen->item);
      entry->seen_set = FALSE;
      g_clear_pointer (&entry->seen, g_free);
    }
}

/* Where something is left that only somebody else can decide about, the version is none that
 * both sides agree on, and the account is read before anything goes out. */
static gboolean
keep_shadow (Settling  *settling,
             KhSafe    *safe,
             GError   **error)
{
  const KhSettlement *settlement = settling->settlement;
  g_autoptr (KhShadow) shadow = NULL;

  if (settling->lifted)
    return kh_shadow_rows_save (settling->connection, settlement->customer, settling->seen, settlement->etag,
                                settlement->etag != NULL, error) &&
           kh_shadow_secret_rows_save (settling->connection, safe, settlement->customer, settlement->seen,
                                       settlement->etag, error);
  shadow = kh_shadow_copy (settling->agreed->shadow);
  take_seen (settling, shadow);
  take_rows_seen (settling, shadow);

  return kh_shadow_rows_save (settling->connection, settlement->customer, shadow, settling->agreed->link->etag, FALSE,
                              error);
}

/* What waits */

/* Whether something happens to it; what a person at the station looks at is left to them unless
 * the record takes another value. */
static gboolean
find_event (const KhDecision   *decision,
            const KhOutboxItem *item,
            KhOutboxEvent      *event)
{
  if (decision->same)
    *event = KH_OUTBOX_FOUND;
  else if (decision->resolution == KH_RESOLUTION_OURS)
    *event = KH_OUTBOX_RETRIED;
  else if (item->state != KH_OUTBOX_PENDING)
    *event = KH_OUTBOX_DISCARDED;
  else if (decision->resolution == KH_RESOLUTION_THEIRS)
    *event = KH_OUTBOX_EDITED;
  else
    return FALSE;

  return TRUE;
}

static gboolean
is_held_with_account (const KhOutboxItem *item)
{
  KhOutboxEvent reason;

  return item->reason == NULL || !kh_outbox_event_from_string (item->reason, &reason) || kh_outbox_event_is_hold (reason);
}

static gboolean
move_item (Settling       *settling,
           KhOutboxItem   *item,
           KhOutboxEvent   event,
           GError        **error)
{
  KhOutboxState state = item->state;
  g_autofree char *place = kh_outbox_item_dup_place (item);

  if (!kh_outbox_state_advance (&state, event))
    return TRUE;
  item->state = state;
  g_free (item->reason);
  item->reason = g_strdup (kh_outbox_event_to_string (event));
  g_clear_pointer (&item->message, g_free);
  if (!kh_outbox_rows_write (settling->connection, item, error))
    return FALSE;

  return event != KH_OUTBOX_DISCARDED ||
         kh_history_rows_write (settling->connection, settling->author, "discard-change", item->customer, item->revision,
                                place, NULL, NULL, error);
}

static const KhDecision *
find_item_decision (const Settling     *settling,
                    const KhOutboxItem *item)
{
  const KhRowDecision *row;

  if (item->place == NULL)
    return find_decision (settling, item->datapoint);
  row = find_row_decision (settling, item->place);

  return row != NULL ? &row->decision : NULL;
}

/* What was only held because the account was goes on. */
static gboolean
find_move (const Settling     *settling,
           const KhOutboxItem *item,
           KhOutboxEvent      *event)
{
  const KhDecision *decision = find_item_decision (settling, item);

  *event = KH_OUTBOX_UNTOUCHED;
  if (decision != NULL)
    return find_event (decision, item, event) && (settling->lifted || *event != KH_OUTBOX_RETRIED);

  return settling->lifted && item->state == KH_OUTBOX_HELD && is_held_with_account (item);
}

static gboolean
move_items (Settling  *settling,
            GError   **error)
{
  for (guint i = 0; i < settling->agreed->items->len; i++)
    {
      KhOutboxItem *item = g_ptr_array_index (settling->agreed->items, i);
      KhOutboxEvent event;

      if (find_move (settling, item, &event) && !move_item (settling, item, event, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
lift (Settling  *settling,
      GError   **error)
{
  g_autoptr (KhOutboxOutcome) outcome = kh_outbox_outcome_new (settling->settlement->customer);

  outcome->hold = KH_OUTBOX_FOUND;

  return !settling->lifted || kh_hold_rows_settle (settling->connection, outcome, settling->agreed->items, error);
}

/* Queued like any change of the record, so that it goes out with the version and the value that
 * the clerk saw there, or not at all. */
static gboolean
insist (Settling       *settling,
        KhDatapointId   id,
        GError        **error)
{
  const gint64 revision = kh_customer_get_revision (settling->edited);
  const char *value = kh_datapoint_get (id)->sealed ? NULL : kh_customer_get (settling->edited, id);

  return kh_outbox_rows_queue (settling->connection, settling->settlement->customer, id, NULL, value, revision,
                               settling->author, error) &&
         kh_history_rows_write (settling->connection, settling->author, "insist", settling->settlement->customer, revision,
                                kh_datapoint_get (id)->key, NULL, NULL, error);
}

/* The row as it is kept, with what the clerk may not view. */
static KhRow *
find_kept (const Settling *settling,
           KhRow          *row)
{
  KhRows *rows = row != NULL ? kh_rows_of_table (settling->agreed->rows, kh_row_get_table (row)) : NULL;

  return rows != NULL ? kh_rows_find (rows, kh_row_get_id (row)) : NULL;
}

static gboolean
insist_on_row (Settling        *settling,
               const KhChange  *change,
               GError         **error)
{
  const gint64 revision = kh_customer_get_revision (settling->edited);
  KhRow *kept = find_kept (settling, change->row);
  g_autoptr (KhRow) row = kept != NULL ? kh_row_copy (kept) : NULL;
  g_autofree char *place = kh_row_push_dup_place (change->row != NULL ? change->row : change->row_from);

  if (row != NULL)
    kh_row_copy_renewed (row, change->row);

  return kh_outbox_rows_queue_row (settling->connection, settling->settlement->customer, change->row_from, row, revision,
                                   settling->author, error) &&
         kh_history_rows_write (settling->connection, settling->author, "insist", settling->settlement->customer, revision,
                                place, NULL, NULL, error);
}

static gboolean
decide_row (Settling             *settling,
            const KhRowDecision  *row,
            GError              **error)
{
  if (row->decision.resolution != KH_RESOLUTION_LEAVE || !row->decision.conflict)
    return TRUE;

  return kh_history_rows_write (settling->connection, settling->author, "agree", settling->settlement->customer,
                                kh_customer_get_revision (settling->edited), row->place, NULL, NULL, error);
}

static gboolean
decide_rows (Settling  *settling,
             GError   **error)
{
  for (guint i = 0; i < settling->settlement->sends->len; i++)
    {
      if (!insist_on_row (settling, g_ptr_array_index (settling->settlement->sends, i), error))
        return FALSE;
    }
  for (guint i = 0; i < settling->settlement->rows->len; i++)
    {
      if (!decide_row (settling, g_ptr_array_index (settling->settlement->rows, i), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
decide (Settling          *settling,
        const KhDecision  *decision,
        GError           **error)
{
  if (decision->resolution == KH_RESOLUTION_OURS)
    return insist (settling, decision->datapoint, error);
  if (decision->resolution != KH_RESOLUTION_LEAVE || !decision->conflict)
    return TRUE;

  return kh_history_rows_write (settling->connection, settling->author, "agree", settling->settlement->customer,
                                kh_customer_get_revision (settling->edited), kh_datapoint_get (decision->datapoint)->key,
                                NULL, NULL, error);
}

static gboolean
decide_all (Settling  *settling,
            GError   **error)
{
  for (guint i = 0; i < settling->settlement->decisions->len; i++)
    {
      if (!decide (settling, get_decision (settling, i), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
apply (Settling  *settling,
       KhSafe    *safe,
       GError   **error)
{
  settling->seen = kh_shadow_copy (settling->settlement->seen);
  settling->takes = kh_row_takes_new ();
  for (guint i = 0; i < settling->settlement->takes->len; i++)
    g_ptr_array_add (settling->takes, kh_row_take_copy (g_ptr_array_index (settling->settlement->takes, i)));
  settling->agreed = kh_settle_rows_load (settling->connection, settling->settlement->customer, error);
  if (settling->agreed == NULL || !check_grants (settling, error) || !check_link (settling, error) ||
      !kh_customer_rows_check_revision (settling->agreed->customer, settling->settlement->revision, error) ||
      !adopt (settling, safe, error))
    return FALSE;
  settling->lifted = is_all_decided (settling);

  return keep_shadow (settling, safe, error) && move_items (settling, error) && lift (settling, error) &&
         decide_all (settling, error) && decide_rows (settling, error);
}

/**
 * kh_settle_rows_apply:
 * @connection: the connection that writes, in a transaction
 * @safe: the keys of whoever decides
 * @settlement: what they decided
 * @author: who it is
 * @error: return location for an error; %KH_GATE_ERROR_DENIED, %KH_STORE_ERROR_CONFLICT where the
 *   record was changed since, those of kh_settle_rows_load(), and those of a save
 *
 * The station's values that were chosen are taken into the record, ours are queued, what waits of
 * the others is not sent any more, and what the station has is what is agreed on from now on. If
 * that is all, nothing holds the account any more.
 *
 * Returns: whether it is kept
 */
gboolean
kh_settle_rows_apply (KhConnection        *connection,
                      KhSafe              *safe,
                      const KhSettlement  *settlement,
                      const char          *author,
                      GError             **error)
{
  Settling settling = { .connection = connection, .settlement = settlement, .author = author };
  const gboolean applied = apply (&settling, safe, error);

  g_clear_pointer (&settling.agreed, kh_agreed_free);
  g_clear_object (&settling.edited);
  g_clear_pointer (&settling.seen, kh_shadow_free);
  g_clear_pointer (&settling.takes, g_ptr_array_unref);

  return applied;
}
