/* kh-unlinker.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-unlinker.h"
#include "kh-store-links.h"

/* One account after the other: there are few, and nobody waits. */
typedef struct {
  KhStore *store;
  KhStations *stations;
  GPtrArray *left;     /* KhReferenceLeft */
  GHashTable *silent;  /* companies that could not be asked */
  GArray *waiting;     /* customer numbers */
  guint index;
} Round;

static void next (GTask *task);

static void
round_free (gpointer data)
{
  Round *round = data;

  g_clear_object (&round->store);
  g_clear_object (&round->stations);
  g_clear_pointer (&round->left, g_ptr_array_unref);
  g_clear_pointer (&round->silent, g_hash_table_unref);
  g_clear_pointer (&round->waiting, g_array_unref);
  g_free (round);
}

static const KhReferenceLeft *
get_reference (GTask *task)
{
  Round *round = g_task_get_task_data (task);

  return g_ptr_array_index (round->left, round->index);
}

static void
on_forgotten_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Round *round = g_task_get_task_data (task);

  /* It is told once more at the next start, and that changes nothing. */
  if (!kh_store_forget_reference_left_finish (KH_STORE (source), result, &error))
    g_warning ("What a station was told could not be kept: %s", error->message);
  round->index++;
  next (task);
}

static void
forget (GTask *task)
{
  Round *round = g_task_get_task_data (task);

  kh_store_forget_reference_left_async (round->store, get_reference (task), on_forgotten_cb, g_object_ref (task));
}

static void
keep (GTask        *task,
      const GError *error)
{
  Round *round = g_task_get_task_data (task);
  const KhReferenceLeft *reference = get_reference (task);

  if (error != NULL)
    g_debug ("An account keeps our number for now: %s", error->message);
  g_hash_table_add (round->silent, g_memdup2 (&reference->company, sizeof reference->company));
  g_array_append_val (round->waiting, reference->customer);
  round->index++;
  next (task);
}

/* An account that is gone, or somebody else's, does not have our number to take away. */
static gboolean
is_over (const GError *error)
{
  return g_error_matches (error, KH_STATION_ERROR, KH_STATION_ERROR_NOT_FOUND) ||
         g_error_matches (error, KH_STATION_ERROR, KH_STATION_ERROR_NOT_OURS);
}

static void
on_cleared_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;

  if (kh_station_clear_reference_finish (KH_STATION (source), result, &error) || is_over (error))
    forget (task);
  else
    keep (task, error);
}

/* What another office of the same dealer has put there since is not ours to take away. */
static void
on_account_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhAccount) account = kh_station_get_account_finish (KH_STATION (source), result, NULL, &error);
  const KhReferenceLeft *reference = get_reference (task);
  g_autofree char *ours = g_strdup_printf ("%" G_GINT64_FORMAT, reference->customer);

  if (account == NULL && !is_over (error))
    keep (task, error);
  else if (account == NULL || g_strcmp0 (kh_account_get_external_ref (account), ours) != 0)
    forget (task);
  else
    kh_station_clear_reference_async (KH_STATION (source), reference->account, reference->key,
                                      g_task_get_cancellable (task), on_cleared_cb, g_object_ref (task));
}

static void
on_station_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhStation) station = kh_stations_get_finish (KH_STATIONS (source), result, &error);

  if (station != NULL)
    kh_station_get_account_async (station, get_reference (task)->account, NULL, g_task_get_cancellable (task),
                                  on_account_cb, g_object_ref (task));
  else
    keep (task, error);
}

static void
next (GTask *task)
{
  Round *round = g_task_get_task_data (task);
  const KhReferenceLeft *reference;
  KhCompany *company;

  if (g_task_return_error_if_cancelled (task))
    return;
  if (round->index == round->left->len)
    {
      g_task_return_pointer (task, g_steal_pointer (&round->waiting), (GDestroyNotify) g_array_unref);
      return;
    }
  reference = get_reference (task);
  company = kh_catalogues_get_company (kh_store_get_catalogues (round->store), reference->company);
  if (company == NULL || g_hash_table_contains (round->silent, &reference->company))
    keep (task, NULL);
  else
    kh_stations_get_async (round->stations, company, g_task_get_cancellable (task), on_station_cb, g_object_ref (task));
}

static void
on_listed_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Round *round = g_task_get_task_data (task);

  round->left = kh_store_list_references_left_finish (KH_STORE (source), result, &error);
  if (round->left == NULL)
    g_task_return_error (task, error);
  else
    next (task);
}

/**
 * kh_unlinker_tell_async:
 * @store: the office's records
 * @stations: the monitoring companies' stations
 * @cancellable: (nullable): what was not told by then is kept
 * @callback: called when every station was told, or could not be
 * @user_data: for @callback
 *
 * Takes our customer number off the accounts that are not linked any more. An account that is
 * gone, or that has another number by now, is left alone. Those whose station does not answer
 * wait: call this again some minutes later.
 */
void
kh_unlinker_tell_async (KhStore             *store,
                        KhStations          *stations,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Round *round;

  g_return_if_fail (KH_IS_STORE (store));
  g_return_if_fail (KH_IS_STATIONS (stations));

  round = g_new0 (Round, 1);
  round->store = g_object_ref (store);
  round->stations = g_object_ref (stations);
  round->silent = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  round->waiting = g_array_new (FALSE, FALSE, sizeof (gint64));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_name (task, "kh_unlinker_tell_async");
  g_task_set_task_data (task, round, round_free);
  kh_store_list_references_left_async (store, cancellable, on_listed_cb, g_object_ref (task));
}

/**
 * kh_unlinker_tell_finish:
 * @result: the result
 * @error: return location for a #GError of the store
 *
 * Returns: (transfer full) (element-type gint64): the numbers of the customers whose station
 *   could not be told yet
 */
GArray *
kh_unlinker_tell_finish (GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
