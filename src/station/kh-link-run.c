/* kh-link-run.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-run.h"

#include "kh-account.h"
#include "kh-link-doubt.h"
#include "kh-linker.h"
#include "kh-shell-run.h"
#include "kh-store-links.h"

#include <glib/gi18n-lib.h>

/**
 * Step:
 *
 * @STEP_CREATING: the account is being made, or looked for
 * @STEP_CREATED: the station has made it; that is being kept
 * @STEP_SENDING: the change set goes out; the same bytes and key at each try
 * @STEP_READING: were the values written? The account tells
 * @STEP_APPLIED: the station has our values; that is being kept
 * @STEP_REFERRING: the station is to keep our customer number
 * @STEP_REFERRED: it does; that is being kept
 * @STEP_RECORDING: the link is being made here
 * @STEP_DROPPING: the attempt is being forgotten
 * @STEP_DONE: the result stands
 */
typedef enum {
  STEP_CREATING,
  STEP_CREATED,
  STEP_SENDING,
  STEP_READING,
  STEP_APPLIED,
  STEP_REFERRING,
  STEP_REFERRED,
  STEP_RECORDING,
  STEP_DROPPING,
  STEP_DONE,

  N_STEPS
} Step;

#define TO(step) (1u << (step))

static const guint legal_steps[N_STEPS] = {
  [STEP_CREATING] = TO (STEP_CREATED) | TO (STEP_DROPPING) | TO (STEP_DONE),
  [STEP_CREATED] = TO (STEP_REFERRING) | TO (STEP_DONE),
  [STEP_SENDING] = TO (STEP_SENDING) | TO (STEP_READING) | TO (STEP_APPLIED) | TO (STEP_DROPPING) | TO (STEP_DONE),
  [STEP_READING] = TO (STEP_APPLIED) | TO (STEP_DROPPING) | TO (STEP_DONE),
  [STEP_APPLIED] = TO (STEP_REFERRING) | TO (STEP_DONE),
  [STEP_REFERRING] = TO (STEP_REFERRING) | TO (STEP_REFERRED) | TO (STEP_DROPPING) | TO (STEP_DONE),
  [STEP_REFERRED] = TO (STEP_RECORDING) | TO (STEP_DONE),
  [STEP_RECORDING] = TO (STEP_DROPPING) | TO (STEP_DONE),
  [STEP_DROPPING] = TO (STEP_DONE),
  [STEP_DONE] = 0,
};

static const char *const step_names[N_STEPS] = {
  [STEP_CREATING] = "creating",
  [STEP_CREATED] = "created",
  [STEP_SENDING] = "sending",
  [STEP_READING] = "reading",
  [STEP_APPLIED] = "applied",
  [STEP_REFERRING] = "referring",
  [STEP_REFERRED] = "referred",
  [STEP_RECORDING] = "recording",
  [STEP_DROPPING] = "dropping",
  [STEP_DONE] = "done",
};

typedef struct {
  /* Owned */
  KhStore *store;
  KhStation *station;
  KhLinkAttempt *attempt;
  KhAccount *account;
  KhLinkRunResult *result;
  const char *reason;

  /* Borrowed */
  KhLinkRunPartFunc part_func;
  gpointer part_data;

  /* State */
  Step step;
  KhLinkTries tries;
  gboolean written;
  gboolean doubt;
} Run;

static void process (GTask *task);

static void
run_free (Run *run)
{
  g_clear_object (&run->store);
  g_clear_object (&run->station);
  kh_link_attempt_free (run->attempt);
  g_clear_object (&run->account);
  kh_link_run_result_free (run->result);
  g_free (run);
}

static void
tell_part (Run           *run,
           KhLinkRunPart  part)
{
  if (run->part_func != NULL)
    run->part_func (part, run->part_data);
}

static void
set_step (GTask *task,
          Step   step)
{
  Run *run = g_task_get_task_data (task);

  g_assert ((legal_steps[run->step] & TO (step)) != 0);
  g_debug ("%s → %s", step_names[run->step], step_names[step]);
  if (run->step != step)
    run->tries.n = 0;
  run->step = step;
  process (task);
}

/* The customers whose attempts are being carried out, so that a recovery and a clerk do
 * not carry out the same one. They are the store's, as the attempts are. */
static GHashTable *
get_claims (KhStore *store)
{
  GHashTable *claims = g_object_get_data (G_OBJECT (store), "kh-link-claims");

  if (claims == NULL)
    {
      claims = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
      g_object_set_data_full (G_OBJECT (store), "kh-link-claims", claims, (GDestroyNotify) g_hash_table_unref);
    }

  return claims;
}

static gboolean
claim (Run *run)
{
  const gint64 customer = run->attempt->customer;

  return g_hash_table_add (get_claims (run->store), g_memdup2 (&customer, sizeof customer));
}

static void
release (Run *run)
{
  g_hash_table_remove (get_claims (run->store), &run->attempt->customer);
}

static GError *
claimed_error (void)
{
  return g_error_new_literal (KH_LINKER_ERROR, KH_LINKER_ERROR_UNFINISHED,
                              _("Keyholder is completing this customer’s link already. Wait a moment, then "
                                "choose Link Account again."));
}

/* Ends with the attempt kept, to be asked about later. Takes the error. */
static void
keep (GTask  *task,
      GError *error)
{
  Run *run = g_task_get_task_data (task);

  g_clear_error (&run->result->error);
  run->result->end = KH_LINK_RUN_KEPT;
  run->result->error = error;
  set_step (task, STEP_DONE);
}

/* Ends with the attempt forgotten. Takes the error; the reason is for the history. */
static void
drop (GTask      *task,
      const char *reason,
      GError     *error)
{
  Run *run = g_task_get_task_data (task);

  g_clear_error (&run->result->error);
  run->reason = reason;
  run->result->end = KH_LINK_RUN_DROPPED;
  run->result->error = error;
  set_step (task, STEP_DROPPING);
}

/* No later try will find the account either. Whatever else a station says against the
 * reference, it has our values, and the link is completed as soon as it can be. */
static gboolean
is_gone (const GError *error)
{
  return g_error_matches (error, KH_STATION_ERROR, KH_STATION_ERROR_NOT_FOUND)
         || g_error_matches (error, KH_STATION_ERROR, KH_STATION_ERROR_NOT_OURS);
}

static gboolean
on_pause_over_cb (gpointer user_data)
{
  GTask *task = user_data;

  process (task);

  return G_SOURCE_REMOVE;
}

/* The same step once more, a little later. */
static void
try_again (GTask        *task,
           const GError *error)
{
  Run *run = g_task_get_task_data (task);

  g_debug ("Trying again while %s", step_names[run->step]);
  kh_link_tries_wait (&run->tries, task, error, on_pause_over_cb);
}

static void
on_store_drop_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!kh_store_drop_attempt_finish (KH_STORE (source), result, &error))
    keep (task, g_steal_pointer (&error));
  else
    set_step (task, STEP_DONE);
}

static void
on_store_finish_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Run *run = g_task_get_task_data (task);

  run->result->link = kh_store_finish_attempt_finish (KH_STORE (source), result, &error);
  if (run->result->link != NULL)
    {
      run->result->end = KH_LINK_RUN_FINISHED;
      set_step (task, STEP_DONE);
    }
  else if (g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_LINKED))
    drop (task, "linked-here", g_steal_pointer (&error));
  else
    keep (task, g_steal_pointer (&error));
}

static void
on_store_advance_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Run *run = g_task_get_task_data (task);

  if (!kh_store_advance_attempt_finish (KH_STORE (source), result, &error))
    keep (task, g_steal_pointer (&error));
  else
    set_step (task, run->step == STEP_APPLIED ? STEP_REFERRING : STEP_RECORDING);
}

static GError *
refused_link_error (Run *run)
{
  const char *name = kh_station_get_name (run->station);
  const char *number = run->attempt->number;
  g_autofree char *customer = g_strdup_printf ("%" G_GINT64_FORMAT, run->attempt->customer);

  if (run->written)
    /* Translators: a company, an account number, the customer's number, the company. */
    return g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_LINKED_THERE,
                        _("%s took Keyholder’s values, but not the link: it links account %s, or your customer %s, "
                          "otherwise. Ask %s to remove that link, then choose Link Account again."),
                        name, number, customer, name);

  /* Translators: a company, an account number, the customer's number, the company. */
  return g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_LINKED_THERE,
                      _("%s links account %s, or your customer %s, otherwise. Nothing was changed. "
                        "Ask %s to remove that link, then choose Link Account again."),
                      name, number, customer, name);
}

/* What is sealed can only be sent by somebody who has the key. */
static GError *
locked_error (Run *run)
{
  return g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_UNFINISHED,
                      _("This customer’s Link at %s is not over yet, and it sends a passcode or a duress code. "
                        "Somebody who may reveal them has to sign in; then Keyholder completes it by itself."),
                      kh_station_get_name (run->station));
}

static GError *
unfinished_error (Run *run)
{
  const char *name = kh_station_get_name (run->station);

  if (run->step == STEP_SENDING || run->step == STEP_READING)
    return g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_UNFINISHED,
                        _("Keyholder could not learn whether %s took the values. It asks again by itself "
                          "at the next start, or choose Link Account again."),
                        name);

  return g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_UNFINISHED,
                      _("%s did not answer until the link was complete. Keyholder completes it by itself "
                        "at the next start, or choose Link Account again."),
                      name);
}

static void
on_station_reference_cb (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Run *run = g_task_get_task_data (task);
  gboolean certain;

  if (kh_station_set_reference_finish (KH_STATION (source), result, &error))
    {
      set_step (task, STEP_REFERRED);
      return;
    }

  certain = !kh_link_error_is_cancelled (error) && kh_link_error_is_certain (error);
  run->doubt |= !certain;
  if (g_error_matches (error, KH_STATION_ERROR, KH_STATION_ERROR_ALREADY_LINKED))
    drop (task, "linked-there", refused_link_error (run));
  else if (certain && (is_gone (error) || (!run->written && !run->doubt)))
    drop (task, "refused", g_steal_pointer (&error));
  else if (kh_link_error_is_cancelled (error))
    keep (task, g_steal_pointer (&error));
  else if (kh_link_tries_may_go_on (&run->tries, error))
    try_again (task, error);
  else
    keep (task, unfinished_error (run));
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

  account = kh_station_get_account_finish (KH_STATION (source), result, &unchanged, &error);
  if (account == NULL)
    {
      if (error != NULL && kh_link_error_is_refusal (error))
        drop (task, "refused", g_steal_pointer (&error));
      else
        keep (task, error != NULL && kh_link_error_is_cancelled (error) ? g_steal_pointer (&error) : unfinished_error (run));
      return;
    }

  if (kh_link_account_has_all (account, run->attempt))
    {
      g_free (run->attempt->etag);
      run->attempt->etag = g_strdup (kh_account_get_etag (account));
      run->written = TRUE;
      set_step (task, STEP_APPLIED);
    }
  else
    drop (task, "stale", g_steal_pointer (&run->result->error));
}

static void
on_store_note_account_cb (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (!kh_store_note_account_finish (KH_STORE (source), result, &error))
    keep (task, g_steal_pointer (&error));
  else
    set_step (task, STEP_REFERRING);
}

static void
on_shell_run_cb (GObject      *source G_GNUC_UNUSED,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhShellRunResult) end = kh_shell_run_finish (result);
  Run *run = g_task_get_task_data (task);

  switch (end->end)
    {
    case KH_SHELL_RUN_MADE:
      run->account = g_object_ref (end->account);
      kh_link_attempt_take_account (run->attempt, run->account);
      run->written = TRUE;
      set_step (task, STEP_CREATED);
      break;

    case KH_SHELL_RUN_REFUSED:
      drop (task, "refused", g_steal_pointer (&end->error));
      break;

    case KH_SHELL_RUN_UNKNOWN:
      keep (task, g_steal_pointer (&end->error));
      break;
    }
}

/* If no earlier try may have had an effect, that is all. Else the values may be there
 * already, and be the very reason of the refusal. */
static void
refuse (GTask  *task,
        GError *error)
{
  Run *run = g_task_get_task_data (task);

  if (run->doubt)
    {
      run->result->error = error;
      set_step (task, STEP_READING);
    }
  else
    drop (task, "refused", error);
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
      g_free (run->attempt->etag);
      run->attempt->etag = g_strdup (answer->etag);
      run->result->pending = answer->pending;
      g_free (run->attempt->change_set);
      run->attempt->change_set = answer->pending ? g_strdup (answer->change) : NULL;
      g_clear_pointer (&run->attempt->waiting, g_array_unref);
      run->attempt->waiting = g_steal_pointer (&answer->waiting);
      run->written = TRUE;
      set_step (task, STEP_APPLIED);
      return;
    }

  run->doubt |= kh_link_error_is_cancelled (error) || !kh_link_error_is_certain (error);
  if (kh_link_error_is_cancelled (error))
    keep (task, g_steal_pointer (&error));
  else if (kh_link_error_is_refusal (error) && kh_link_error_is_certain (error))
    refuse (task, g_steal_pointer (&error));
  else if (!run->doubt)
    drop (task, "refused", g_steal_pointer (&error));
  else if (kh_link_tries_may_go_on (&run->tries, error))
    try_again (task, error);
  else
    keep (task, unfinished_error (run));
}

static void
send_changes (GTask *task)
{
  Run *run = g_task_get_task_data (task);
  const KhLinkAttempt *attempt = run->attempt;

  if (attempt->locked)
    {
      keep (task, locked_error (run));
      return;
    }

  run->tries.n++;
  tell_part (run, KH_LINK_RUN_WRITING);
  kh_station_apply_changes_async (run->station, attempt->account, attempt->etag, attempt->body, attempt->key, FALSE,
                                  g_task_get_cancellable (task), on_station_apply_cb, g_object_ref (task));
}

static void
send_reference (GTask *task)
{
  Run *run = g_task_get_task_data (task);
  const KhLinkAttempt *attempt = run->attempt;
  g_autofree char *reference = g_strdup_printf ("%" G_GINT64_FORMAT, attempt->customer);

  run->tries.n++;
  tell_part (run, KH_LINK_RUN_REFERRING);
  kh_station_set_reference_async (run->station, attempt->account, reference, attempt->reference_key,
                                  g_task_get_cancellable (task), on_station_reference_cb, g_object_ref (task));
}

static void
advance (GTask      *task,
         const char *state)
{
  Run *run = g_task_get_task_data (task);

  kh_store_advance_attempt_async (run->store, run->attempt->customer, state, run->attempt->etag,
                                  run->attempt->change_set, run->attempt->waiting, on_store_advance_cb, g_object_ref (task));
}

static void
process (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  switch (run->step)
    {
    case STEP_CREATING:
      tell_part (run, KH_LINK_RUN_WRITING);
      kh_shell_run_async (run->station, run->attempt, run->doubt, g_task_get_cancellable (task),
                          on_shell_run_cb, g_object_ref (task));
      break;

    case STEP_CREATED:
      kh_store_note_account_async (run->store, run->attempt->customer, run->account,
                                   on_store_note_account_cb, g_object_ref (task));
      break;

    case STEP_SENDING:
      send_changes (task);
      break;

    case STEP_READING:
      kh_station_get_account_async (run->station, run->attempt->account, NULL, g_task_get_cancellable (task),
                                    on_station_account_cb, g_object_ref (task));
      break;

    case STEP_APPLIED:
      advance (task, KH_ATTEMPT_APPLIED);
      break;

    case STEP_REFERRING:
      send_reference (task);
      break;

    case STEP_REFERRED:
      advance (task, KH_ATTEMPT_REFERRED);
      break;

    case STEP_RECORDING:
      tell_part (run, KH_LINK_RUN_RECORDING);
      kh_store_finish_attempt_async (run->store, run->attempt->customer, on_store_finish_cb, g_object_ref (task));
      break;

    case STEP_DROPPING:
      kh_store_drop_attempt_async (run->store, run->attempt->customer, run->reason, on_store_drop_cb, g_object_ref (task));
      break;

    case STEP_DONE:
      release (run);
      g_task_return_pointer (task, g_steal_pointer (&run->result), (GDestroyNotify) kh_link_run_result_free);
      break;

    case N_STEPS:
      g_assert_not_reached ();
    }
}

/* Where an attempt goes on. */
static Step
first_step (const Run *run)
{
  const KhLinkAttempt *attempt = run->attempt;

  if (kh_link_attempt_is_creating (attempt))
    return STEP_CREATING;
  if (g_strcmp0 (attempt->state, KH_ATTEMPT_REFERRED) == 0)
    return STEP_RECORDING;
  if (g_strcmp0 (attempt->state, KH_ATTEMPT_APPLIED) == 0 || (attempt->body == NULL && !attempt->locked))
    return STEP_REFERRING;
  if (run->doubt && kh_link_key_is_old (attempt))
    return STEP_READING;

  return STEP_SENDING;
}

/**
 * kh_link_run_result_free:
 * @result: (nullable): a result
 */
void
kh_link_run_result_free (KhLinkRunResult *result)
{
  if (result == NULL)
    return;

  kh_link_free (result->link);
  g_clear_error (&result->error);
  g_free (result);
}

/**
 * kh_link_run_async:
 * @store: where @attempt is kept
 * @station: the station of its company
 * @attempt: a kept attempt
 * @resumed: whether an earlier run of the program may have sent some of it
 * @part_func: (nullable) (scope async): called at each part, with @user_data
 * @cancellable: (nullable): the attempt stays when it is cancelled
 * @callback: called at the end
 * @user_data: for @callback and @part_func
 *
 * Carries out a kept Link from where it is: the new account or the change set, our customer number at
 * the station, the link here. A request is sent again only with its own bytes and
 * key; where its outcome is not known, and cannot be learnt, the attempt is kept. So is
 * one that holds a secret which nobody who is signed in has the key to.
 */
void
kh_link_run_async (KhStore              *store,
                   KhStation            *station,
                   const KhLinkAttempt  *attempt,
                   gboolean              resumed,
                   KhLinkRunPartFunc     part_func,
                   GCancellable         *cancellable,
                   GAsyncReadyCallback   callback,
                   gpointer              user_data)
{
  g_autoptr (GTask) task = NULL;
  Run *run;

  g_return_if_fail (KH_IS_STORE (store));
  g_return_if_fail (KH_IS_STATION (station));
  g_return_if_fail (attempt != NULL);

  run = g_new0 (Run, 1);
  run->store = g_object_ref (store);
  run->station = g_object_ref (station);
  run->attempt = kh_link_attempt_copy (attempt);
  run->result = g_new0 (KhLinkRunResult, 1);
  run->result->pending = attempt->change_set != NULL;
  run->part_func = part_func;
  run->part_data = user_data;
  run->tries.started = g_get_monotonic_time ();
  run->doubt = resumed;
  run->written = g_strcmp0 (attempt->state, KH_ATTEMPT_PREPARED) != 0 &&
                 !kh_link_attempt_is_creating (attempt) && (attempt->body != NULL || attempt->locked);
  run->step = first_step (run);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_name (task, "kh_link_run_async");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);
  if (claim (run))
    {
      process (task);
      return;
    }

  run->result->end = KH_LINK_RUN_KEPT;
  run->result->error = claimed_error ();
  g_task_return_pointer (task, g_steal_pointer (&run->result), (GDestroyNotify) kh_link_run_result_free);
}

/**
 * kh_link_run_finish:
 * @result: the result
 *
 * Returns: (transfer full): how it ended
 */
KhLinkRunResult *
kh_link_run_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
