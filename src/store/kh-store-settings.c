/* kh-store-settings.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-history-rows.h"
#include "kh-session.h"
#include "kh-store-private.h"

#include <glib/gi18n-lib.h>

#define LOCK_MINUTES "lock-minutes"

#define SQL_GET "SELECT value FROM meta WHERE key = ?1"
#define SQL_SET "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value"

typedef struct {
  guint minutes;
  char *author;
} Setting;

static void
setting_free (gpointer data)
{
  Setting *setting = data;

  g_free (setting->author);
  g_free (setting);
}

/* What was never set, or is no number, is no lock. */
gboolean
kh_settings_load_lock_minutes (KhConnection  *connection,
                               guint         *minutes,
                               GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_GET, error);
  gboolean row = FALSE;
  guint64 value = 0;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, LOCK_MINUTES);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (row && kh_statement_get_text (statement, 0) != NULL)
    value = g_ascii_strtoull (kh_statement_get_text (statement, 0), NULL, 10);
  *minutes = (guint) MIN (value, KH_LONGEST_LOCK_MINUTES);

  return TRUE;
}

static gboolean
set_in_transaction (KhConnection  *connection,
                    gpointer       data,
                    GError       **error)
{
  Setting *setting = data;
  g_autoptr (KhStatement) statement = NULL;
  g_autofree char *value = g_strdup_printf ("%u", setting->minutes);

  if (!kh_session_check (connection, KH_GRANT_STAFF_CONTROL, error))
    return FALSE;
  statement = kh_connection_prepare (connection, SQL_SET, error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, LOCK_MINUTES);
  kh_statement_bind_text (statement, 2, value);

  return kh_statement_run (statement, error) &&
         kh_history_rows_write (connection, setting->author, "set-lock-minutes", 0, 0, NULL, NULL, value, error);
}

static gpointer
set_minutes (KhConnection  *connection,
             gpointer       data,
             GError       **error)
{
  Setting *setting = data;

  if (!kh_connection_transact (connection, set_in_transaction, setting, error))
    return NULL;

  return g_memdup2 (&setting->minutes, sizeof setting->minutes);
}

static void
after_set (KhStore  *self,
           gpointer  result)
{
  kh_store_take_lock_minutes (self, *(guint *) result);
}

static const KhStoreCall set_call = { set_minutes, setting_free, g_free, TRUE, after_set };

/**
 * kh_store_set_lock_minutes_async:
 * @self: a store
 * @minutes: after how many minutes without a touch the window locks itself, at most
 *   %KH_LONGEST_LOCK_MINUTES; 0 for never
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 */
void
kh_store_set_lock_minutes_async (KhStore             *self,
                                 guint                minutes,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  Setting *setting = g_new0 (Setting, 1);

  setting->minutes = MIN (minutes, KH_LONGEST_LOCK_MINUTES);
  setting->author = g_strdup (kh_store_get_author (self));
  kh_store_run (self, &set_call, setting, cancellable, callback, user_data);
}

/**
 * kh_store_set_lock_minutes_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED without the grant to keep the staff
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_set_lock_minutes_finish (KhStore       *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_autofree guint *minutes = kh_store_finish (self, result, &set_call, error);

  return minutes != NULL;
}
