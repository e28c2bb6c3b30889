/* kh-send-run.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-send-run.h"

#include "kh-account.h"
#include "kh-objection.h"
#include "kh-reading.h"
#include "kh-send-changes.h"
#include "kh-send-review.h"
#include "kh-store-links.h"
#include "kh-text.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/* A station keeps a key for 24 hours at least. An older request is never sent again. */
#define KEY_LIFE (20 * 60 * 60)

typedef struct {
  /* Owned */
  KhStore *store;
  KhStation *station;
  KhOutboxSet *set;
  KhSendResult *result;
  KhCapabilities *capabilities;
  GHashTable *reviews; /* what became of what a person at the station looks at; NULL until asked */

  /* State */
  gint64 now;
  KhSendLook look;
  gboolean asked;   /* what the station can do, whether it said so or not */
  gboolean resumed; /* an earlier try may have had an effect */
} Run;

static void
run_free (Run *run)
{
  g_object_unref (run->store);
  g_object_unref (run->station);
  kh_outbox_set_free (run->set);
  kh_send_result_free (run->result);
  g_clear_object (&run->capabilities);
  g_clear_pointer (&run->reviews, g_hash_table_unref);
  g_free (run);
}

static void
end (GTask     *task,
     KhSendEnd  how)
{
  Run *run = g_task_get_task_data (task);

  run->result->end = how;
  g_task_return_pointer (task, g_steal_pointer (&run->result), (GDestroyNotify) kh_send_result_free);
}

static gboolean
is_old (Run *run)
{
  const gint64 age = run->now - run->set->sent_at;

  /* A clock that was put back tells nothing about the key's age. */
  return age < 0 || age >= KEY_LIFE;
}

static const KhOutboxItem *
get_item (Run   *run,
          guint  index)
{
  return g_ptr_array_index (run->set->items, index);
}

static KhCatalogues *
get_catalogues (Run *run)
{
  return kh_store_get_catalogues (run->store);
}

/* Keeping what happened */

static void
on_store_advance_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Run *run = g_task_get_task_data (task);

  if (kh_store_advance_outbox_finish (KH_STORE (source), result, &error))
    end (task, run->result->end);
  else
    {
      g_warning ("What became of a change could not be kept: %s", error->message);
      end (task, KH_SEND_FAILED);
    }
}

/* Takes the outcome. */
static void
advance (GTask           *task,
         KhOutboxOutcome *outcome,
         KhSendEnd        how)
{
  Run *run = g_task_get_task_data (task);

  run->result->end = how;
  kh_store_advance_outbox_async (run->store, outcome, on_store_advance_cb, g_object_ref (task));
}

static KhOutboxOutcome *
new_empty_outcome (Run *run)
{
  KhOutboxOutcome *outcome = kh_outbox_outcome_new (run->set->link->customer);

  outcome->account = g_strdup (run->set->link->account);

  return outcome;
}

static KhOutboxOutcome *
new_outcome (Run           *run,
             KhOutboxEvent  event)
{
  KhOutboxOutcome *outcome = new_empty_outcome (run);

  for (guint i = 0; i < run->set->items->len; i++)
    kh_outbox_outcome_add (outcome, get_item (run, i), event);

  return outcome;
}

/* What is about the account as a whole holds it, whether a change waits or not. */
static void
hold (KhOutboxOutcome *outcome,
      KhOutboxEvent    event)
{
  outcome->settled = kh_outbox_event_is_hold (event);
  if (outcome->settled)
    outcome->hold = event;
}

/* Refusals */

static void
take_error (Run           *run,
            const GError  *error,
            KhOutboxEvent  event)
{
  run->result->failed = kh_send_event_is_failure (event);
  run->result->answered = !run->result->failed && kh_send_event_get_end (event) != KH_SEND_PAUSED;
  run->result->retry_after = error->domain == KH_STATION_ERROR ? kh_station_error_retry_after (error) : 0;
  g_free (run->result->message);
  run->result->message = g_strdup (error->message);
}

/* Reading: what does the station have? */

static char *
dup_hold_message (Run             *run,
                  const KhReading *reading)
{
  const char *name = kh_station_get_name (run->station);

  if (reading->event == KH_OUTBOX_WRONG_ACCOUNT)
    /* Translators: a monitoring company, an account number, the company. */
    return g_strdup_printf (_("%s answered with another account than %s, so nothing is sent. Ask %s which account is "
                              "this customer’s, then choose Retry."), name, run->set->link->number, name);
  if (reading->renamed)
    /* Translators: a monitoring company, twice. */
    return g_strdup_printf (_("At %s this account is in somebody else’s name now, so nothing is sent. Ask %s whose it "
                              "is, then choose Retry."), name, name);
  if (reading->event == KH_OUTBOX_OLDER)
    /* Translators: a monitoring company, twice. */
    return g_strdup_printf (_("%s has gone back to an older version of this account, so nothing is sent. Ask %s about "
                              "it and choose Retry, or discard what was changed here."), name, name);

  return NULL;
}

static KhOutboxOutcome *
compare (Run       *run,
         KhAccount *account)
{
  const KhReadingSides sides = {
    .link = run->set->link,
    .shadow = run->set->shadow,
    .customer = run->set->customer,
    .rows = run->set->rows,
    .catalogues = get_catalogues (run),
    .items = run->set->items,
    .held = run->set->held,
    .pending = run->set->pending,
    .secrets = run->set->secrets,
  };
  KhOutboxOutcome *outcome = new_empty_outcome (run);
  g_autoptr (KhReading) reading = kh_reading_new (&sides, account);

  g_array_append_vals (outcome->steps, reading->steps->data, reading->steps->len);
  outcome->message = dup_hold_message (run, reading);
  outcome->settled = TRUE;
  outcome->hold = reading->event;
  outcome->shadow = g_steal_pointer (&reading->shadow);
  outcome->etag = g_steal_pointer (&reading->etag);
  outcome->shadow_known = reading->event == KH_OUTBOX_FOUND && outcome->etag != NULL;
  if (run->reviews != NULL && outcome->shadow != NULL)
    kh_send_review_settle (run->reviews, run->set->pending, account, kh_station_get_name (run->station), outcome);

  return outcome;
}

/* What only a write can be told is of no use to a reader. */
static KhOutboxEvent
get_reading_event (const GError *error)
{
  const KhOutboxEvent event = kh_send_event_for_error (error);
  KhOutboxState state = KH_OUTBOX_QUEUED;

  return kh_outbox_state_advance (&state, event) ? event : KH_OUTBOX_LOST;
}

/* What was only to be looked at is looked at another time; what has to be read is read again. */
static KhSendEnd
get_failed_end (Run           *run,
                KhOutboxEvent  event,
                gboolean       settled)
{
  const KhOutboxSet *set = run->set;
  const KhSendEnd how = kh_send_event_get_end (event);

  if (how == KH_SEND_DONE && kh_link_is_unchecked (set->link) && !settled)
    return KH_SEND_LATER;
  if (how == KH_SEND_LATER && !kh_link_is_unchecked (set->link) && set->items->len + set->pending->len == 0)
    return KH_SEND_DONE;

  return how;
}

/* Whatever went out earlier is as it was. */
static void
end_reading (GTask         *task,
             KhOutboxEvent  event)
{
  Run *run = g_task_get_task_data (task);
  KhOutboxOutcome *outcome = new_outcome (run, event);

  outcome->in_doubt = run->set->key != NULL && kh_send_event_get_end (event) != KH_SEND_DONE;
  outcome->message = g_strdup (run->result->message);
  hold (outcome, event);
  advance (task, outcome, get_failed_end (run, event, outcome->settled));
}

static KhSendEnd
get_reading_end (Run *run)
{
  if (run->set->items->len > 0)
    return run->set->key != NULL ? KH_SEND_MOVED : KH_SEND_DONE;

  return run->set->pending->len > 0 ? KH_SEND_REVIEW : KH_SEND_DONE;
}

static void
on_store_note_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!kh_store_note_same_finish (KH_STORE (source), result, &error))
    g_warning ("That an account was compared could not be kept: %s", error->message);
  end (task, get_reading_end (g_task_get_task_data (task)));
}

static void
on_station_account_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  Run *run = g_task_get_task_data (task);
  gboolean unchanged = FALSE;
  KhOutboxEvent event;

  account = kh_station_get_account_finish (KH_STATION (source), result, &unchanged, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (error != NULL)
    {
      event = get_reading_event (error);
      take_error (run, error, event);
      end_reading (task, event);
      return;
    }

  run->result->answered = TRUE;
  run->result->looked = TRUE;
  if (unchanged)
    kh_store_note_same_async (run->store, run->set->link->customer, on_store_note_cb, g_steal_pointer (&task));
  else
    {
      KhOutboxOutcome *outcome = compare (run, account);

      advance (task, outcome, get_reading_end (run));
    }
}

/* The version that says all where the account still has it; nothing is to be settled then, and no
 * secret is to be compared. */
static const char *
get_known_version (Run *run)
{
  const KhOutboxSet *set = run->set;

  return set->shadow_known && set->link->hold == NULL && !kh_shadow_has_old_secret (set->shadow, set->link->etag) &&
             set->items->len + set->held->len + set->pending->len == 0
         ? set->link->etag : NULL;
}

static void
get_account (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  kh_station_get_account_async (run->station, run->set->link->account, get_known_version (run),
                                g_task_get_cancellable (task), on_station_account_cb, g_object_ref (task));
}

static void
on_review_asked_cb (GObject      *source G_GNUC_UNUSED,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Run *run = g_task_get_task_data (task);

  run->reviews = kh_send_review_ask_finish (result, &error);
  if (run->reviews == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    get_account (task);
}

/* What a person there decided is asked first, so that the account that is read has its effect. */
static void
read_account (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  if (run->set->pending->len > 0 && run->reviews == NULL)
    kh_send_review_ask_async (run->station, run->set->link->account, run->set->pending,
                              g_task_get_cancellable (task), on_review_asked_cb, g_object_ref (task));
  else
    get_account (task);
}

/* Sending */

static KhOutboxOutcome *
find_there (Run       *run,
            GPtrArray *changes)
{
  g_autoptr (KhOutboxOutcome) outcome = new_empty_outcome (run);

  for (guint i = 0; i < changes->len; i++)
    {
      if (kh_send_changes_is_there (run->set, get_catalogues (run), get_item (run, i), g_ptr_array_index (changes, i)))
        kh_outbox_outcome_add (outcome, get_item (run, i), KH_OUTBOX_FOUND);
    }

  return outcome->steps->len > 0 ? g_steal_pointer (&outcome) : NULL;
}

static KhOutboxOutcome *
make_accepted (Run            *run,
               KhChangeAnswer *answer)
{
  KhOutboxOutcome *outcome = new_empty_outcome (run);
  g_autoptr (GPtrArray) changes = kh_send_changes_new (run->set, get_catalogues (run));
  guint position = 0;

  outcome->change_set = answer->pending ? g_strdup (answer->change) : NULL;
  outcome->shadow = kh_shadow_copy (run->set->shadow);
  outcome->etag = g_strdup (answer->etag == NULL && kh_link_is_unguarded (run->set->link) ? KH_LINK_MADE_UP : answer->etag);
  outcome->shadow_known = answer->etag != NULL && !answer->pending && run->set->shadow_known &&
                          !kh_reading_is_older (answer->etag, run->set->etag);
  for (guint i = 0; i < changes->len; i++)
    {
      const KhChange *change = g_ptr_array_index (changes, i);
      const gboolean waits = kh_change_answer_waits (answer, change);
      const char *added = kh_send_changes_find_added (change, answer->added, &position);

      kh_outbox_outcome_add (outcome, get_item (run, i), waits ? KH_OUTBOX_REFERRED : KH_OUTBOX_ACCEPTED);
      if (waits)
        continue;
      kh_send_changes_take (outcome->shadow, get_item (run, i), change, added);
      outcome->shadow_known &= !kh_change_moves_item (change);
    }

  return outcome;
}

static void
refuse (GTask        *task,
        const GError *error)
{
  Run *run = g_task_get_task_data (task);
  const KhOutboxEvent event = kh_send_event_for_error (error);
  const gboolean certain = kh_station_error_is_certain (error) && event != KH_OUTBOX_IN_PROGRESS;
  const gboolean final = certain && kh_send_event_get_end (event) == KH_SEND_DONE;
  const gboolean alone = run->set->items->len == 1;
  KhOutboxOutcome *outcome;

  take_error (run, error, event);
  run->result->refused = event == KH_OUTBOX_INVALID;
  /* An earlier try may have been applied, and be the very reason. */
  if (event == KH_OUTBOX_STALE || (final && run->resumed))
    {
      read_account (task);
      return;
    }
  if (final && !alone && (event == KH_OUTBOX_INVALID || event == KH_OUTBOX_BAD_REQUEST))
    {
      outcome = new_outcome (run, KH_OUTBOX_UNTOUCHED);
      outcome->one_by_one = TRUE;
    }
  else
    {
      outcome = new_outcome (run, event);
      outcome->in_doubt = !certain || (run->resumed && !final);
      outcome->message = g_strdup (error->message);
      hold (outcome, event);
    }
  advance (task, outcome, kh_send_event_get_end (event));
}

static void
on_station_apply_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhChangeAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  Run *run = g_task_get_task_data (task);

  answer = kh_station_apply_changes_finish (KH_STATION (source), result, &error);
  if (answer != NULL)
    {
      run->result->answered = TRUE;
      advance (task, make_accepted (run, answer), answer->pending ? KH_SEND_REVIEW : KH_SEND_DONE);
    }
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    refuse (task, error);
}

static void
send_set (GTask *task)
{
  Run *run = g_task_get_task_data (task);
  const KhOutboxSet *set = run->set;

  kh_station_apply_changes_async (run->station, set->link->account, set->etag, set->body, set->key, FALSE,
                                  g_task_get_cancellable (task), on_station_apply_cb, g_object_ref (task));
}

static void
on_store_begin_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (kh_store_begin_outbox_finish (KH_STORE (source), result, &error))
    send_set (task);
  else if (g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT))
    end (task, KH_SEND_DONE);
  else
    {
      g_warning ("A change could not be sent: %s", error->message);
      end (task, KH_SEND_FAILED);
    }
}

/* What does the station take? */

static char *
dup_objection (Run            *run,
               guint           index,
               const KhChange *change)
{
  const KhShadowEntry *entry = &run->set->shadow->entries[change->datapoint];
  const gboolean there = entry->item != NULL || (entry->known && kh_text_none_if_empty (entry->value) != NULL);

  if (get_item (run, index)->place != NULL)
    return kh_send_changes_dup_objection (run->set, get_catalogues (run), get_item (run, index),
                                          kh_station_get_name (run->station));

  return kh_objection_dup (run->capabilities, change->datapoint, there,
                           change->secret != NULL ? kh_secret_get_text (change->secret) : change->value,
                           kh_station_get_name (run->station));
}

/* The first that the station does not take, and says so beforehand; the others go on. After the
 * last of them it is asked anew, as somebody may have it mended there. */
static KhOutboxOutcome *
find_unable (Run       *run,
             GPtrArray *changes)
{
  g_autoptr (KhOutboxOutcome) outcome = new_empty_outcome (run);
  guint n = 0;

  for (guint i = 0; run->capabilities != NULL && i < changes->len; i++)
    {
      g_autofree char *objection = dup_objection (run, i, g_ptr_array_index (changes, i));

      if (objection == NULL || n++ > 0)
        continue;
      kh_outbox_outcome_add (outcome, get_item (run, i), KH_OUTBOX_UNABLE);
      outcome->message = g_steal_pointer (&objection);
    }
  run->result->refused = n == 1;

  return n > 0 ? g_steal_pointer (&outcome) : NULL;
}

static void begin (GTask *task);

/* One that does not say what it takes is sent what there is, and says then. */
static void
on_station_capabilities_cb (GObject      *source,
                            GAsyncResult *result,
                            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Run *run = g_task_get_task_data (task);
  KhOutboxEvent event;

  run->asked = TRUE;
  run->capabilities = kh_station_get_capabilities_finish (KH_STATION (source), result, &error);
  if (run->capabilities != NULL)
    g_set_object (&run->result->capabilities, run->capabilities);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  event = error != NULL ? get_reading_event (error) : KH_OUTBOX_FOUND;
  if (kh_send_event_get_end (event) == KH_SEND_DONE)
    {
      begin (task);
      return;
    }
  take_error (run, error, event);
  end_reading (task, event);
}

static void
begin (GTask *task)
{
  Run *run = g_task_get_task_data (task);
  KhOutboxSet *set = run->set;
  g_autoptr (GPtrArray) changes = kh_send_changes_new (run->set, get_catalogues (run));
  KhOutboxOutcome *outcome = find_there (run, changes);

  if (outcome == NULL && !run->asked && run->capabilities == NULL)
    {
      kh_station_get_capabilities_async (run->station, g_task_get_cancellable (task), on_station_capabilities_cb,
                                         g_object_ref (task));
      return;
    }
  if (outcome == NULL)
    outcome = find_unable (run, changes);
  if (outcome != NULL)
    {
      advance (task, outcome, KH_SEND_DONE);
      return;
    }
  set->key = g_uuid_string_random ();
  set->etag = g_strdup (set->link->etag);
  set->body = kh_station_encode_changes (run->station, changes, "edit", get_item (run, 0)->author);
  set->sent_at = run->now;
  kh_store_begin_outbox_async (run->store, set, on_store_begin_cb, g_object_ref (task));
}

static gboolean
knows_rows (const KhOutboxSet *set)
{
  for (guint i = 0; i < set->items->len; i++)
    {
      if (((const KhOutboxItem *) g_ptr_array_index (set->items, i))->place != NULL)
        return set->shadow->rows_known;
    }

  return TRUE;
}

/* A version may have been agreed on by somebody without a key to the secrets. */
static gboolean
knows_secrets (const KhOutboxSet *set)
{
  for (guint i = 0; i < set->items->len; i++)
    {
      if (kh_outbox_item_has_secret (g_ptr_array_index (set->items, i)))
        return !kh_shadow_has_old_secret (set->shadow, set->link->etag);
    }

  return TRUE;
}

/* Where the station guards nothing, what is written over is looked at just before. */
static gboolean
may_have_moved (const Run *run)
{
  return kh_link_is_unguarded (run->set->link) && run->look != KH_SEND_LOOK_DONE;
}

/* What comes first: to settle what went out, then to know what we write over. */
static void
start (GTask *task)
{
  Run *run = g_task_get_task_data (task);
  const KhOutboxSet *set = run->set;

  if (set->key != NULL && set->items->len == 0)
    end (task, get_reading_end (run));
  else if (set->key != NULL && (is_old (run) || kh_link_is_unchecked (set->link)))
    read_account (task);
  else if (set->key != NULL && set->body == NULL)
    end (task, KH_SEND_NO_KEY);
  else if (set->key != NULL)
    send_set (task);
  else if (run->look == KH_SEND_LOOK_FIRST || set->items->len == 0 || !set->shadow_known || !knows_rows (set) ||
           !knows_secrets (set) || set->link->etag == NULL || set->link->hold != NULL || may_have_moved (run))
    read_account (task);
  else
    begin (task);
}

/**
 * kh_send_result_free:
 * @result: (nullable): a result
 */
void
kh_send_result_free (KhSendResult *result)
{
  if (result == NULL)
    return;

  g_free (result->message);
  g_clear_object (&result->capabilities);
  g_free (result);
}

/**
 * kh_send_run_async:
 * @store: where the changes are kept
 * @station: the station of their company
 * @set: (transfer full): what is to be done next for an account
 * @capabilities: (nullable): what the station says of itself, where it was asked before
 * @look: whether it is to be read and compared first, or was just now
 * @now: what the clock says, in seconds since 1970: a key's age goes by it
 * @cancellable: (nullable): what is under way stays so, with its key
 * @callback: called at the end
 * @user_data: for @callback
 *
 * Takes one account's changes one step further. A change set is kept with its key before the
 * first byte goes out, and sent again only as it is; where that may not be done any more, the
 * account is read and compared. Nothing is written over a value that nobody here has seen.
 */
void
kh_send_run_async (KhStore             *store,
                   KhStation           *station,
                   KhOutboxSet         *set,
                   KhCapabilities      *capabilities,
                   KhSendLook           look,
                   gint64               now,
                   GCancellable        *cancellable,
                   GAsyncReadyCallback  callback,
                   gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Run *run;

  g_return_if_fail (KH_IS_STORE (store));
  g_return_if_fail (KH_IS_STATION (station));

  run = g_new0 (Run, 1);
  run->store = g_object_ref (store);
  run->station = g_object_ref (station);
  run->set = set;
  g_set_object (&run->capabilities, capabilities);
  run->result = g_new0 (KhSendResult, 1);
  run->look = look;
  run->now = now;
  run->resumed = set->key != NULL;

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_name (task, "kh_send_run_async");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);
  start (task);
}

/**
 * kh_send_run_finish:
 * @result: the result
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): how it ended, or %NULL
 */
KhSendResult *
kh_send_run_finish (GAsyncResult  *result,
                    GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
