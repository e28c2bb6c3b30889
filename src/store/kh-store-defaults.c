/* kh-store-defaults.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-default-rows.h"
#include "kh-session.h"
#include "kh-store-private.h"

typedef struct {
  KhDefaults *defaults;
  char *author;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_clear_object (&save->defaults);
  g_free (save->author);
  g_free (save);
}

static gboolean
save_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Save *save = data;

  return kh_session_check (connection, KH_GRANT_CATALOGUES_CONTROL, error) &&
         kh_default_rows_save (connection, save->defaults, save->author, error);
}

static gpointer
save_defaults (KhConnection  *connection,
               gpointer       data,
               GError       **error)
{
  if (!kh_connection_transact (connection, save_in_transaction, data, error))
    return NULL;

  return kh_default_rows_load (connection, error);
}

static void
after_save (KhStore  *self,
            gpointer  result)
{
  kh_store_set_defaults (self, result);
}

static const KhStoreCall save_call = { save_defaults, save_free, g_object_unref, TRUE, after_save };

/**
 * kh_store_save_defaults_async:
 * @self: a store
 * @defaults: the Customer Defaults as they are to be
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when they are kept
 * @user_data: for @callback
 */
void
kh_store_save_defaults_async (KhStore             *self,
                              KhDefaults          *defaults,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  Save *save = g_new0 (Save, 1);

  save->defaults = g_object_ref (defaults);
  save->author = g_strdup (kh_store_get_author (self));
  kh_store_run (self, &save_call, save, cancellable, callback, user_data);
}

/**
 * kh_store_save_defaults_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_STORE_ERROR_INVALID, which names the datapoint
 *
 * Returns: whether they are kept
 */
gboolean
kh_store_save_defaults_finish (KhStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_autoptr (KhDefaults) kept = kh_store_finish (self, result, &save_call, error);

  return kept != NULL;
}
