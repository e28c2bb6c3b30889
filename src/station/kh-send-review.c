/* kh-send-review.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-send-review.h"

#include <glib/gi18n-lib.h>

typedef struct {
  /* Owned */
  KhStation *station;
  char *account;
  GPtrArray *changes;  /* those that are still to be asked after */
  GHashTable *answers;
} Asking;

static void
asking_free (Asking *self)
{
  g_object_unref (self->station);
  g_free (self->account);
  g_ptr_array_unref (self->changes);
  g_clear_pointer (&self->answers, g_hash_table_unref);
  g_free (self);
}

/* Asking */

static void ask_next (GTask *task);

static void
on_station_change_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhChangeAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  Asking *self = g_task_get_task_data (task);

  answer = kh_station_get_change_finish (KH_STATION (source), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (answer != NULL)
    {
      char *change = g_strdup (answer->change);

      g_hash_table_replace (self->answers, change, g_steal_pointer (&answer));
    }
  else
    g_debug ("What became of a change is not known: %s", error->message);
  ask_next (task);
}

static void
ask_next (GTask *task)
{
  Asking *self = g_task_get_task_data (task);
  g_autofree char *change = NULL;

  if (self->changes->len == 0)
    {
      g_task_return_pointer (task, g_steal_pointer (&self->answers), (GDestroyNotify) g_hash_table_unref);
      return;
    }
  change = g_ptr_array_steal_index (self->changes, self->changes->len - 1);
  kh_station_get_change_async (self->station, self->account, change, g_task_get_cancellable (task),
                               on_station_change_cb, g_object_ref (task));
}

static GPtrArray *
list_changes (GPtrArray *pending)
{
  GPtrArray *changes = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < pending->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (pending, i);

      if (item->change_set != NULL &&
          !g_ptr_array_find_with_equal_func (changes, item->change_set, g_str_equal, NULL))
        g_ptr_array_add (changes, g_strdup (item->change_set));
    }

  return changes;
}

/**
 * kh_send_review_ask_async:
 * @station: a station
 * @account: its id of an account
 * @pending: (element-type KhOutboxItem): what waits there for a person
 * @cancellable: (nullable): to stop waiting
 * @callback: called at the end
 * @user_data: for @callback
 *
 * Asks what became of the change sets that those are in. Where the station does not say, nothing
 * is known, and that is no error: the account is read next, and says what is wrong.
 */
void
kh_send_review_ask_async (KhStation           *station,
                          const char          *account,
                          GPtrArray           *pending,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Asking *self;

  g_return_if_fail (KH_IS_STATION (station));

  self = g_new0 (Asking, 1);
  self->station = g_object_ref (station);
  self->account = g_strdup (account);
  self->changes = list_changes (pending);
  self->answers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) kh_change_answer_free);
  g_task_set_name (task, "kh_send_review_ask_async");
  g_task_set_task_data (task, self, (GDestroyNotify) asking_free);
  ask_next (task);
}

/**
 * kh_send_review_ask_finish:
 * @result: as given to the callback
 * @error: return location for %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type utf8 KhChangeAnswer): what is known, by change set
 */
GHashTable *
kh_send_review_ask_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Settling */

static gboolean
find_step (const KhOutboxOutcome *outcome,
           gint64                 id,
           guint                 *index)
{
  for (*index = 0; *index < outcome->steps->len; (*index)++)
    {
      if (g_array_index (outcome->steps, KhOutboxStep, *index).id == id)
        return TRUE;
    }

  return FALSE;
}

static gboolean
is_shown (KhAccount          *account,
          const KhOutboxItem *item)
{
  if (item->place != NULL)
    return !kh_outbox_item_has_secret (item);

  return !kh_outbox_item_is_sealed (item) && kh_account_get_state (account, item->datapoint) == KH_ACCOUNT_CLEAR;
}

/* What happened to one of them, by what the account was found to have, or by nothing: then
 * %KH_OUTBOX_UNTOUCHED. Where the station says that it has ours and shows something else, somebody
 * has changed it since, and where it shows nothing, its word counts. */
static KhOutboxEvent
judge (const KhChangeAnswer *answer,
       KhAccount            *account,
       const KhOutboxItem   *item,
       KhOutboxEvent         found)
{
  if (found == KH_OUTBOX_FOUND)
    return KH_OUTBOX_FOUND;
  if (answer->rejected)
    return KH_OUTBOX_DECLINED;
  if (answer->pending)
    return is_shown (account, item) ? found : KH_OUTBOX_UNTOUCHED;
  if (!is_shown (account, item))
    return KH_OUTBOX_APPROVED;

  return found == KH_OUTBOX_UNTOUCHED ? KH_OUTBOX_FOREIGN : found;
}

static const KhChangeAnswer *
find_answer (GHashTable         *answers,
             const KhOutboxItem *item)
{
  return item->change_set != NULL ? g_hash_table_lookup (answers, item->change_set) : NULL;
}

/* A passcode is not repeated, and a person at the station may have done so. */
static gboolean
has_secret (GPtrArray  *pending,
            const char *change_set)
{
  for (guint i = 0; i < pending->len; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (pending, i);

      if (g_strcmp0 (item->change_set, change_set) == 0 && kh_outbox_item_has_secret (item))
        return TRUE;
    }

  return FALSE;
}

static char *
dup_refusal (const KhChangeAnswer *answer,
             const char           *company,
             gboolean              secret)
{
  if (answer->detail == NULL || secret)
    /* Translators: a monitoring company, twice. */
    return g_strdup_printf (_("Somebody at %s looked at this change and refused it. Ask %s why, then correct it, or "
                              "discard it."), company, company);

  /* Translators: a monitoring company, then what a person there wrote. */
  return g_strdup_printf (_("Somebody at %s looked at this change and refused it: %s. Correct it, or discard it."),
                          company, answer->detail);
}

static void
settle_item (const KhChangeAnswer *answer,
             KhAccount            *account,
             const KhOutboxItem   *item,
             KhOutboxOutcome      *outcome)
{
  guint index;
  const gboolean has_step = find_step (outcome, item->id, &index);
  const KhOutboxEvent found = has_step ? g_array_index (outcome->steps, KhOutboxStep, index).event
                                       : KH_OUTBOX_UNTOUCHED;
  const KhOutboxEvent event = judge (answer, account, item, found);

  if (has_step)
    g_array_remove_index (outcome->steps, index);
  if (event != KH_OUTBOX_UNTOUCHED)
    kh_outbox_outcome_add (outcome, item, event);
}

/**
 * kh_send_review_settle:
 * @answers: (element-type utf8 KhChangeAnswer): what became of the change sets, as far as it is known
 * @pending: (element-type KhOutboxItem): what waits for a person at the station; those that do not
 *   any more are taken out
 * @account: the account, read after that
 * @company: the monitoring company's name
 * @outcome: what the account says of them; put right by what the person there decided
 */
void
kh_send_review_settle (GHashTable      *answers,
                       GPtrArray       *pending,
                       KhAccount       *account,
                       const char      *company,
                       KhOutboxOutcome *outcome)
{
  for (guint i = 0; i < pending->len && outcome->refusal == NULL; i++)
    {
      const KhOutboxItem *item = g_ptr_array_index (pending, i);
      const KhChangeAnswer *answer = find_answer (answers, item);

      if (answer != NULL && answer->rejected)
        outcome->refusal = dup_refusal (answer, company, has_secret (pending, item->change_set));
    }
  for (guint i = pending->len; i > 0; i--)
    {
      const KhOutboxItem *item = g_ptr_array_index (pending, i - 1);
      const KhChangeAnswer *answer = find_answer (answers, item);
      guint index;

      if (answer != NULL)
        settle_item (answer, account, item, outcome);
      if (find_step (outcome, item->id, &index))
        g_ptr_array_remove_index (pending, i - 1);
    }
}
