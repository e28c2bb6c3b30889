/* kh-shell-run.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-shell-run.h"

#include "kh-account.h"
#include "kh-link-doubt.h"
#include "kh-linker.h"

#include <glib/gi18n-lib.h>

/* The making of one account. It is sent with the same bytes and key at each try. When that does
 * not tell whether there is an account, the number is looked up: an account that keeps our
 * customer number, or has all that was sent, is ours. */
typedef struct {
  /* Owned */
  KhStation *station;
  KhLinkAttempt *attempt;
  KhLookUp *look_up;
  GError *refusal;

  /* State */
  KhLinkTries tries;
  guint position;
  gboolean doubt;
  gboolean settled;
} Run;

static void
run_free (Run *run)
{
  g_clear_object (&run->station);
  kh_link_attempt_free (run->attempt);
  g_clear_pointer (&run->look_up, kh_look_up_free);
  g_clear_error (&run->refusal);
  g_free (run);
}

/* Ends it. Takes the error. */
static void
end (GTask         *task,
     KhShellRunEnd  how,
     KhAccount     *account,
     GError        *error)
{
  KhShellRunResult *result = g_new0 (KhShellRunResult, 1);

  result->end = how;
  result->account = account != NULL ? g_object_ref (account) : NULL;
  result->error = error;
  g_task_return_pointer (task, result, (GDestroyNotify) kh_shell_run_result_free);
}

static GError *
unknown_error (Run *run)
{
  const char *name = kh_station_get_name (run->station);

  if (run->attempt->locked)
    return g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_UNFINISHED,
                        /* Translators: a monitoring company. */
                        _("The account at %s is not made yet, and a passcode or a duress code goes with it. "
                          "Somebody who may reveal them has to sign in; then Keyholder makes it by itself."),
                        name);

  return g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_UNFINISHED,
                      /* Translators: a monitoring company, an account number. */
                      _("Keyholder could not learn whether %s made account %s. It asks again by itself, and never "
                        "makes a second one. You need not do anything."),
                      name, run->attempt->number);
}

/* Of a request that is too old to be sent again, and that had no effect. */
static GError *
too_old_error (Run *run)
{
  const char *name = kh_station_get_name (run->station);

  if (run->look_up->accounts->len > 0)
    return g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_LINKED_THERE,
                        /* Translators: a monitoring company, an account number. */
                        _("%s has an account %s, and it is not the one that Keyholder was to make. "
                          "Choose Link Account to compare it, or give the customer another Account Number."),
                        name, run->attempt->number);

  return g_error_new (KH_LINKER_ERROR, KH_LINKER_ERROR_UNFINISHED,
                      /* Translators: a monitoring company, an account number. */
                      _("%s never made account %s. Choose Shell Account again."), name, run->attempt->number);
}

/* None of the accounts with the number is ours. */
static void
conclude (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  if (run->refusal != NULL)
    end (task, KH_SHELL_RUN_REFUSED, NULL, g_steal_pointer (&run->refusal));
  else if (run->settled)
    end (task, KH_SHELL_RUN_REFUSED, NULL, too_old_error (run));
  else
    end (task, KH_SHELL_RUN_UNKNOWN, NULL, unknown_error (run));
}

static gboolean
is_ours (Run       *run,
         KhAccount *account)
{
  const char *reference = kh_account_get_external_ref (account);
  g_autofree char *ours = g_strdup_printf ("%" G_GINT64_FORMAT, run->attempt->customer);

  if (reference == NULL)
    return kh_link_account_has_all (account, run->attempt);

  return g_strcmp0 (reference, ours) == 0;
}

static void read_next (GTask *task);

/* What could not be asked now is asked later. Takes the error. */
static void
give_up_asking (GTask  *task,
                GError *error)
{
  Run *run = g_task_get_task_data (task);

  if (error != NULL && kh_link_error_is_cancelled (error))
    {
      end (task, KH_SHELL_RUN_UNKNOWN, NULL, error);
      return;
    }
  g_clear_error (&error);
  end (task, KH_SHELL_RUN_UNKNOWN, NULL, unknown_error (run));
}

static void
on_station_account_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhAccount) account = NULL;
  GError *error = NULL;
  Run *run = g_task_get_task_data (task);

  account = kh_station_get_account_finish (KH_STATION (source), result, NULL, &error);
  if (account == NULL)
    give_up_asking (task, error);
  else if (is_ours (run, account))
    end (task, KH_SHELL_RUN_MADE, account, NULL);
  else
    read_next (task);
}

/* A station's idea of equal numbers is not ours. */
static gboolean
may_be_ours (Run       *run,
             KhAccount *account)
{
  return g_strcmp0 (kh_account_get_number (account), run->attempt->number) == 0 &&
         (run->attempt->receiver == NULL ||
          g_strcmp0 (kh_account_get_receiver (account), run->attempt->receiver) == 0);
}

static void
read_next (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  while (run->position < run->look_up->accounts->len)
    {
      KhAccount *account = g_ptr_array_index (run->look_up->accounts, run->position++);

      if (!may_be_ours (run, account))
        continue;
      kh_station_get_account_async (run->station, kh_account_get_id (account), NULL, g_task_get_cancellable (task),
                                    on_station_account_cb, g_object_ref (task));
      return;
    }
  conclude (task);
}

static void
on_station_look_up_cb (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Run *run = g_task_get_task_data (task);

  run->look_up = kh_station_look_up_finish (KH_STATION (source), result, &error);
  if (run->look_up == NULL)
    give_up_asking (task, error);
  else
    read_next (task);
}

static void
look_up (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  kh_station_look_up_async (run->station, run->attempt->number, NULL, g_task_get_cancellable (task),
                            on_station_look_up_cb, g_object_ref (task));
}

static void send_shell (GTask *task);

static gboolean
on_pause_over_cb (gpointer user_data)
{
  send_shell (g_object_ref (user_data));

  return G_SOURCE_REMOVE;
}

/* A refusal is the last word only if no earlier try may have made the account: it may be there
 * already, and be the very reason. Takes the error. */
static void
refuse (GTask  *task,
        GError *error)
{
  Run *run = g_task_get_task_data (task);

  if (!run->doubt)
    {
      end (task, KH_SHELL_RUN_REFUSED, NULL, error);
      return;
    }
  run->refusal = error;
  look_up (task);
}

static void
on_station_create_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhAccount) account = NULL;
  g_autoptr (GError) error = NULL;
  Run *run = g_task_get_task_data (task);

  account = kh_station_create_account_finish (KH_STATION (source), result, &error);
  if (account != NULL)
    {
      end (task, KH_SHELL_RUN_MADE, account, NULL);
      return;
    }

  run->doubt |= kh_link_error_is_cancelled (error) || !kh_link_error_is_certain (error);
  if (kh_link_error_is_cancelled (error))
    end (task, KH_SHELL_RUN_UNKNOWN, NULL, g_steal_pointer (&error));
  else if ((kh_link_error_is_refusal (error) && kh_link_error_is_certain (error)) || !run->doubt)
    refuse (task, g_steal_pointer (&error));
  else if (kh_link_tries_may_go_on (&run->tries, error))
    kh_link_tries_wait (&run->tries, task, error, on_pause_over_cb);
  else
    look_up (task);
}

/* Takes @task. */
static void
send_shell (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  run->tries.n++;
  kh_station_create_account_async (run->station, run->attempt->body, run->attempt->key,
                                   g_task_get_cancellable (task), on_station_create_cb, task);
}

/**
 * kh_shell_run_result_free:
 * @result: (nullable): a result
 */
void
kh_shell_run_result_free (KhShellRunResult *result)
{
  if (result == NULL)
    return;

  g_clear_object (&result->account);
  g_clear_error (&result->error);
  g_free (result);
}

/**
 * kh_shell_run_async:
 * @station: the station of the attempt's company
 * @attempt: a kept attempt that is %KH_ATTEMPT_CREATING
 * @resumed: whether an earlier run of the program may have sent it
 * @cancellable: (nullable): to stop waiting
 * @callback: called at the end
 * @user_data: for @callback
 *
 * Has the account made, once. One that nobody who is signed in has the keys to, or whose key is
 * too old, is only looked for.
 */
void
kh_shell_run_async (KhStation            *station,
                    const KhLinkAttempt  *attempt,
                    gboolean              resumed,
                    GCancellable         *cancellable,
                    GAsyncReadyCallback   callback,
                    gpointer              user_data)
{
  g_autoptr (GTask) task = NULL;
  Run *run;

  g_return_if_fail (KH_IS_STATION (station));
  g_return_if_fail (attempt != NULL && kh_link_attempt_is_creating (attempt));

  run = g_new0 (Run, 1);
  run->station = g_object_ref (station);
  run->attempt = kh_link_attempt_copy (attempt);
  run->tries.started = g_get_monotonic_time ();
  run->doubt = resumed;
  run->settled = resumed && kh_link_key_is_old (attempt);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_name (task, "kh_shell_run_async");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, run, (GDestroyNotify) run_free);
  if (attempt->locked || run->settled)
    look_up (task);
  else
    send_shell (g_steal_pointer (&task));
}

/**
 * kh_shell_run_finish:
 * @result: the result
 *
 * Returns: (transfer full): how it ended
 */
KhShellRunResult *
kh_shell_run_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}
