/* kh-stations.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-stations.h"

#include "kh-csl-station.h"
#include "kh-station-private.h"

#include <glib/gi18n-lib.h>

/* What was made for a company, and of what. */
typedef struct {
  KhStation *station;
  char *name;
  char *address;
  char *ca_file;
} Made;

struct _KhStations
{
  GObject parent_instance;

  /* Owned */
  KhKeyring *keyring;
  GHashTable *made;

  /* Grows whenever something is forgotten, so that an answer that was under way then is
   * not kept. */
  guint forgotten;
};

G_DEFINE_FINAL_TYPE (KhStations, kh_stations, G_TYPE_OBJECT)

static guint forgotten_signal;

typedef struct {
  KhCompany *company;
  guint forgotten;
} Call;

static void
call_free (Call *call)
{
  g_clear_object (&call->company);
  g_free (call);
}

static void
made_free (Made *made)
{
  g_clear_object (&made->station);
  g_free (made->name);
  g_free (made->address);
  g_free (made->ca_file);
  g_free (made);
}

/* Helpers */

static KhStation *
find_made (KhStations *self,
           KhCompany  *company)
{
  gint64 id = kh_company_get_id (company);
  const Made *made = g_hash_table_lookup (self->made, &id);

  if (made == NULL
      || g_strcmp0 (made->name, kh_company_get_name (company)) != 0
      || g_strcmp0 (made->address, kh_company_get_address (company)) != 0
      || g_strcmp0 (made->ca_file, kh_company_get_ca_file (company)) != 0)
    return NULL;

  return made->station;
}

static void
keep_made (KhStations *self,
           KhCompany  *company,
           KhStation  *station)
{
  Made *made = g_new0 (Made, 1);
  gint64 *id = g_new (gint64, 1);

  *id = kh_company_get_id (company);
  made->station = g_object_ref (station);
  made->name = g_strdup (kh_company_get_name (company));
  made->address = g_strdup (kh_company_get_address (company));
  made->ca_file = g_strdup (kh_company_get_ca_file (company));
  g_hash_table_replace (self->made, id, made);
}

static GError *
make_none_error (KhCompany *company)
{
  return kh_station_error_new (KH_STATION_ERROR_ADDRESS, KH_CERTAINTY_NO_EFFECT, 0,
                               _("%s is set up without a connection. Choose a monitor type and enter its "
                                 "address under Preferences, Monitoring Companies."),
                               kh_company_get_name (company));
}

static GError *
make_token_error (KhCompany *company)
{
  return kh_station_error_new (KH_STATION_ERROR_NO_TOKEN, KH_CERTAINTY_NO_EFFECT, 0,
                               _("There is no token for %s. Enter it under Preferences, Monitoring "
                                 "Companies."),
                               kh_company_get_name (company));
}

/* Callbacks */

static void
on_token_found_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhStations *self = g_task_get_source_object (task);
  const Call *call = g_task_get_task_data (task);
  GError *error = NULL;
  KhStation *station = NULL;
  char *token = kh_keyring_look_up_finish (KH_KEYRING (object), result, &error);

  if (token == NULL && error == NULL)
    error = make_token_error (call->company);
  if (token != NULL)
    station = kh_csl_station_new (call->company, token, &error);
  kh_keyring_free_token (token);
  if (station == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (call->forgotten == self->forgotten)
    keep_made (self, call->company, station);
  g_task_return_pointer (task, station, g_object_unref);
}

/* GObject */

static void
kh_stations_finalize (GObject *object)
{
  KhStations *self = KH_STATIONS (object);

  g_hash_table_unref (self->made);
  g_clear_object (&self->keyring);

  G_OBJECT_CLASS (kh_stations_parent_class)->finalize (object);
}

static void
kh_stations_class_init (KhStationsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_stations_finalize;

  forgotten_signal = g_signal_new ("forgotten", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_INT64);
}

static void
kh_stations_init (KhStations *self)
{
  self->made = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, (GDestroyNotify) made_free);
}

/**
 * kh_stations_new:
 * @keyring: where the tokens are
 *
 * Returns: (transfer full): stations, none of them made yet
 */
KhStations *
kh_stations_new (KhKeyring *keyring)
{
  KhStations *self;

  g_return_val_if_fail (KH_IS_KEYRING (keyring), NULL);

  self = g_object_new (KH_TYPE_STATIONS, NULL);
  self->keyring = g_object_ref (keyring);

  return self;
}

/**
 * kh_stations_get_keyring:
 * @self: stations
 *
 * Returns: (transfer none): where the tokens are
 */
KhKeyring *
kh_stations_get_keyring (KhStations *self)
{
  g_return_val_if_fail (KH_IS_STATIONS (self), NULL);

  return self->keyring;
}

/**
 * kh_stations_get_async:
 * @self: stations
 * @company: a monitoring company
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Gives the station of @company, made anew where its name, address or CA file changed since
 * the last call. After its token changed, kh_stations_forget() is needed.
 */
void
kh_stations_get_async (KhStations          *self,
                       KhCompany           *company,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  KhStation *station;
  Call *call;

  g_return_if_fail (KH_IS_STATIONS (self));
  g_return_if_fail (KH_IS_COMPANY (company));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_name (task, "kh_stations_get_async");
  station = find_made (self, company);
  if (!kh_company_is_integrated (company))
    {
      g_task_return_error (task, make_none_error (company));
      return;
    }
  if (station != NULL)
    {
      g_task_return_pointer (task, g_object_ref (station), g_object_unref);
      return;
    }

  call = g_new0 (Call, 1);
  call->company = kh_company_copy (company);
  call->forgotten = self->forgotten;
  g_task_set_task_data (task, call, (GDestroyNotify) call_free);
  kh_keyring_look_up_async (self->keyring, kh_company_get_id (company), cancellable, on_token_found_cb,
                            g_steal_pointer (&task));
}

/**
 * kh_stations_get_finish:
 * @self: stations
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the station
 */
KhStation *
kh_stations_get_finish (KhStations    *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kh_stations_forget:
 * @self: stations
 * @company: a monitoring company's entry
 *
 * Forgets what was made for @company, so that the next call asks for its token again.
 */
void
kh_stations_forget (KhStations *self,
                    gint64      company)
{
  g_return_if_fail (KH_IS_STATIONS (self));

  self->forgotten++;
  g_hash_table_remove (self->made, &company);
  g_signal_emit (self, forgotten_signal, 0, company);
}
