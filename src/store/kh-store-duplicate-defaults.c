/* kh-store-duplicate-defaults.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-default-rows.h"
#include "kh-session.h"
#include "kh-store-private.h"

typedef struct {
  KhDuplicateDefaults *defaults;
  gboolean own;
  gint64 member;
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

  return kh_session_check (connection, save->own ? KH_GRANT_DUPLICATE_DEFAULTS_VIEW
                                                 : KH_GRANT_DUPLICATE_DEFAULTS_MODIFY, error) &&
         kh_duplicate_default_rows_save (connection, save->member, save->defaults, save->author, error);
}

/* The result is the work's own data: it says whose set it is. */
static gpointer
save_defaults (KhConnection  *connection,
               gpointer       data,
               GError       **error)
{
  Save *save = data;
  Save *kept;

  /* Where there is no staff yet, whoever sits there is the office. */
  save->member = save->own ? kh_session_get_member (connection) : 0;
  save->own = save->member != 0;
  if (!kh_connection_transact (connection, save_in_transaction, save, error))
    return NULL;
  kept = g_new0 (Save, 1);
  kept->member = save->member;
  kept->defaults = kh_duplicate_default_rows_load (connection, save->member, error);
  if (kept->defaults == NULL)
    g_clear_pointer (&kept, save_free);

  return kept;
}

static void
after_save (KhStore  *self,
            gpointer  result)
{
  Save *kept = result;

  kh_store_set_duplicate_defaults (self, kept->member, kept->defaults);
}

static const KhStoreCall save_call = { save_defaults, save_free, save_free, TRUE, after_save };

/**
 * kh_store_save_duplicate_defaults_async:
 * @self: a store
 * @defaults: the set as it is to be
 * @own: whether it is the own set of whoever is signed in, rather than the office's
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * The office's wants the grant to modify the Customer Duplicate Defaults, an own set only the
 * one to view them. An own set in which nothing is set is none.
 */
void
kh_store_save_duplicate_defaults_async (KhStore             *self,
                                        KhDuplicateDefaults *defaults,
                                        gboolean             own,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  Save *save;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (KH_IS_DUPLICATE_DEFAULTS (defaults));

  save = g_new0 (Save, 1);
  save->defaults = kh_duplicate_defaults_copy (defaults);
  save->own = own;
  save->author = g_strdup (kh_store_get_author (self));
  kh_store_run (self, &save_call, save, cancellable, callback, user_data);
}

/**
 * kh_store_save_duplicate_defaults_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: whether they are kept
 */
gboolean
kh_store_save_duplicate_defaults_finish (KhStore       *self,
                                         GAsyncResult  *result,
                                         GError       **error)
{
  Save *kept = kh_store_finish (self, result, &save_call, error);

  if (kept == NULL)
    return FALSE;
  save_free (kept);

  return TRUE;
}

/**
 * kh_store_dup_duplicate_switches:
 * @self: a store
 *
 * Returns: (transfer full): how the switches of Duplicate start for whoever is signed in: as
 *   their own set has them, and else as the office has
 */
KhDuplicateDefaults *
kh_store_dup_duplicate_switches (KhStore *self)
{
  g_return_val_if_fail (KH_IS_STORE (self), NULL);

  return kh_duplicate_defaults_overlay (kh_store_get_duplicate_defaults (self),
                                        kh_store_get_own_duplicate_defaults (self));
}
