/* kh-linker-recovery.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-run.h"
#include "kh-linker.h"
#include "kh-store-links.h"

/* Settling one attempt. */

typedef struct {
  KhStore *store;
  KhStations *stations;
  KhLinkAttempt *attempt;
} Settlement;

static void
settlement_free (Settlement *settlement)
{
  g_clear_object (&settlement->store);
  g_clear_object (&settlement->stations);
  kh_link_attempt_free (settlement->attempt);
  g_free (settlement);
}

static void
return_end (GTask        *task,
            KhLinkRunEnd  end,
            GError       *error)
{
  KhLinkRunResult *result;

  result = g_new0 (KhLinkRunResult, 1);
  result->end = end;
  result->error = error;
  g_task_return_pointer (task, result, (GDestroyNotify) kh_link_run_result_free);
}

static void
on_store_drop_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (kh_store_drop_attempt_finish (KH_STORE (source), result, &error))
    return_end (task, KH_LINK_RUN_DROPPED, NULL);
  else
    return_end (task, KH_LINK_RUN_KEPT, g_steal_pointer (&error));
}

static void
drop (GTask      *task,
      const char *reason)
{
  Settlement *settlement = g_task_get_task_data (task);

  kh_store_drop_attempt_async (settlement->store, settlement->attempt->customer, reason,
                               on_store_drop_cb, g_object_ref (task));
}

static void
on_run_cb (GObject      *source G_GNUC_UNUSED,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_pointer (task, kh_link_run_finish (result), (GDestroyNotify) kh_link_run_result_free);
}

static void
on_stations_get_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhStation) station = NULL;
  g_autoptr (GError) error = NULL;
  Settlement *settlement = g_task_get_task_data (task);

  station = kh_stations_get_finish (KH_STATIONS (source), result, &error);
  if (station == NULL)
    {
      return_end (task, KH_LINK_RUN_KEPT, g_steal_pointer (&error));
      return;
    }

  kh_link_run_async (settlement->store, station, settlement->attempt, TRUE, NULL, g_task_get_cancellable (task),
                     on_run_cb, g_object_ref (task));
}

static void
on_store_load_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (GError) error = NULL;
  Settlement *settlement = g_task_get_task_data (task);
  KhLink *link = NULL;
  KhCompany *company;

  customer = kh_store_load_whole_finish (KH_STORE (source), result, &link, &error);
  company = kh_catalogues_get_company (kh_store_get_catalogues (settlement->store), settlement->attempt->company);

  if (g_error_matches (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND))
    drop (task, "customer-gone");
  else if (customer == NULL)
    return_end (task, KH_LINK_RUN_KEPT, g_steal_pointer (&error));
  else if (link != NULL)
    drop (task, "linked-already");
  else if (company == NULL)
    drop (task, "company-gone");
  else
    kh_stations_get_async (settlement->stations, company, g_task_get_cancellable (task),
                           on_stations_get_cb, g_object_ref (task));

  kh_link_free (link);
}

/**
 * kh_link_settle_async:
 * @store: where @attempt is kept
 * @stations: the monitoring companies' stations
 * @attempt: an attempt that an earlier Link left
 * @cancellable: (nullable): the attempt stays when it is cancelled
 * @callback: called at the end
 * @user_data: for @callback
 *
 * Asks the station of an attempt that an earlier Link left, and completes or
 * forgets it. It stays where the station cannot be asked.
 */
void
kh_link_settle_async (KhStore              *store,
                      KhStations           *stations,
                      const KhLinkAttempt  *attempt,
                      GCancellable         *cancellable,
                      GAsyncReadyCallback   callback,
                      gpointer              user_data)
{
  g_autoptr (GTask) task = NULL;
  Settlement *settlement;

  g_return_if_fail (KH_IS_STORE (store));
  g_return_if_fail (KH_IS_STATIONS (stations));
  g_return_if_fail (attempt != NULL);

  settlement = g_new0 (Settlement, 1);
  settlement->store = g_object_ref (store);
  settlement->stations = g_object_ref (stations);
  settlement->attempt = kh_link_attempt_copy (attempt);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_name (task, "kh_link_settle_async");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, settlement, (GDestroyNotify) settlement_free);
  kh_store_load_whole_async (store, attempt->customer, cancellable, on_store_load_cb, g_object_ref (task));
}

/**
 * kh_link_settle_finish:
 * @result: the result
 *
 * Returns: (transfer full): how it ended
 */
KhLinkRunResult *
kh_link_settle_finish (GAsyncResult *result)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), NULL);
}

/* Settling all of them. */

typedef struct {
  KhStore *store;
  KhStations *stations;
  KhRecovery *recovery;
  guint outstanding;
} Recovery;

/* One attempt of a recovery. */
typedef struct {
  GTask *task;
  gint64 customer;
} Share;

static void
recovery_data_free (Recovery *recovery)
{
  g_clear_object (&recovery->store);
  g_clear_object (&recovery->stations);
  kh_recovery_free (recovery->recovery);
  g_free (recovery);
}

static void
return_if_complete (GTask *task)
{
  Recovery *recovery = g_task_get_task_data (task);

  if (recovery->outstanding == 0)
    g_task_return_pointer (task, g_steal_pointer (&recovery->recovery), (GDestroyNotify) kh_recovery_free);
}

static GArray *
get_list (KhRecovery   *recovery,
          KhLinkRunEnd  end)
{
  switch (end)
    {
    case KH_LINK_RUN_FINISHED:
      return recovery->finished;
    case KH_LINK_RUN_DROPPED:
      return recovery->dropped;
    case KH_LINK_RUN_KEPT:
      return recovery->waiting;
    }

  return recovery->waiting;
}

static void
on_settle_cb (GObject      *source G_GNUC_UNUSED,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree Share *share = user_data;
  g_autoptr (GTask) task = share->task;
  g_autoptr (KhLinkRunResult) end = kh_link_settle_finish (result);
  Recovery *recovery = g_task_get_task_data (task);

  g_array_append_val (get_list (recovery->recovery, end->end), share->customer);
  recovery->outstanding--;
  return_if_complete (task);
}

static void
on_store_list_cb (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GPtrArray) attempts = NULL;
  g_autoptr (GError) error = NULL;
  Recovery *recovery = g_task_get_task_data (task);

  attempts = kh_store_list_attempts_finish (KH_STORE (source), result, &error);
  if (attempts == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  g_debug ("%u attempts to settle", attempts->len);
  recovery->outstanding = attempts->len;
  for (guint i = 0; i < attempts->len; i++)
    {
      const KhLinkAttempt *attempt = g_ptr_array_index (attempts, i);
      Share *share = g_new0 (Share, 1);

      share->task = g_object_ref (task);
      share->customer = attempt->customer;
      kh_link_settle_async (recovery->store, recovery->stations, attempt, g_task_get_cancellable (task), on_settle_cb, share);
    }
  return_if_complete (task);
}

/**
 * kh_recovery_free:
 * @recovery: (nullable): what a recovery did
 */
void
kh_recovery_free (KhRecovery *recovery)
{
  if (recovery == NULL)
    return;

  g_array_unref (recovery->finished);
  g_array_unref (recovery->dropped);
  g_array_unref (recovery->waiting);
  g_free (recovery);
}

/**
 * kh_linker_recover_async:
 * @store: the office's records
 * @stations: the monitoring companies' stations
 * @cancellable: (nullable): what is not settled by then stays
 * @callback: called when every attempt is settled or waits
 * @user_data: for @callback
 *
 * Asks the stations about every Link that an earlier run of the program left under
 * way, and completes or forgets each. Those whose station cannot be asked, because
 * it does not answer or has no token, wait: call this again later, when a token was
 * typed or some minutes have passed.
 */
void
kh_linker_recover_async (KhStore              *store,
                         KhStations           *stations,
                         GCancellable         *cancellable,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data)
{
  g_autoptr (GTask) task = NULL;
  Recovery *recovery;

  g_return_if_fail (KH_IS_STORE (store));
  g_return_if_fail (KH_IS_STATIONS (stations));

  recovery = g_new0 (Recovery, 1);
  recovery->store = g_object_ref (store);
  recovery->stations = g_object_ref (stations);
  recovery->recovery = g_new0 (KhRecovery, 1);
  recovery->recovery->finished = g_array_new (FALSE, FALSE, sizeof (gint64));
  recovery->recovery->dropped = g_array_new (FALSE, FALSE, sizeof (gint64));
  recovery->recovery->waiting = g_array_new (FALSE, FALSE, sizeof (gint64));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_name (task, "kh_linker_recover_async");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, recovery, (GDestroyNotify) recovery_data_free);
  kh_store_list_attempts_async (store, on_store_list_cb, g_object_ref (task));
}

/**
 * kh_linker_recover_finish:
 * @result: the result
 * @error: return location for a #GError of the store
 *
 * Returns: (transfer full): what became of each, freed with kh_recovery_free()
 */
KhRecovery *
kh_linker_recover_finish (GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
