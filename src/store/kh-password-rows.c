/* kh-password-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-password-rows.h"

#include "kh-cipher.h"
#include "kh-key-rows.h"
#include "kh-keypair.h"
#include "kh-password.h"
#include "kh-tries.h"

#include <glib/gi18n-lib.h>

#define SQL_LOCK  "SELECT password, own_key, wrong_tries, tried_at FROM staff " \
  "WHERE id = ?1 AND active = 1 AND staff_group IS NOT NULL"
#define SQL_TRIED "UPDATE staff SET wrong_tries = ?1, tried_at = ?2 WHERE id = ?3"
#define SQL_SET   "UPDATE staff SET password = ?1, own_key = ?2, wrong_tries = 0, tried_at = NULL WHERE id = ?3"

#define PURPOSE_DESK "org.keyholder.Keyholder desk key 1"

/* What stands in the way of signing in as somebody. */
typedef struct {
  char *recipe;
  GBytes *own_key;
  gint64 wrong_tries;
  gint64 tried_at;
} Lock;

static void
lock_clear (Lock *lock)
{
  g_free (lock->recipe);
  g_clear_pointer (&lock->own_key, g_bytes_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Lock, lock_clear)

static char *
dup_place (gint64 member)
{
  return g_strdup_printf ("staff|%" G_GINT64_FORMAT "|own_key", member);
}

static gboolean
load_lock (KhConnection  *connection,
           gint64         member,
           Lock          *lock,
           GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOCK, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, member);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                           _("Nobody of that name may sign in any more. Choose another name."));
      return FALSE;
    }
  lock->recipe = g_strdup (kh_statement_get_text (statement, 0));
  if (!kh_statement_is_null (statement, 1))
    lock->own_key = kh_statement_dup_bytes (statement, 1);
  lock->wrong_tries = kh_statement_get_int64 (statement, 2);
  lock->tried_at = kh_statement_get_int64 (statement, 3);

  return TRUE;
}

static gboolean
note_try (KhConnection  *connection,
          gint64         member,
          gint64         wrong_tries,
          GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_TRIED, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, wrong_tries);
  kh_statement_bind_int64 (statement, 2, kh_tries_get_now ());
  kh_statement_bind_int64 (statement, 3, member);

  return kh_statement_run (statement, error);
}

/* The member's own key, where @password opens the lock; @error is for what has nothing to do with
 * the password. */
static gboolean
open_with_password (const Lock  *lock,
                    gint64       member,
                    KhSecret    *password,
                    KhSecret   **own_key,
                    GError     **error)
{
  g_autofree char *place = dup_place (member);
  g_autoptr (KhSecret) key = kh_password_derive_key (password, lock->recipe, error);

  if (key == NULL)
    return FALSE;
  *own_key = kh_cipher_open (key, lock->own_key, place, NULL);

  return TRUE;
}

/* Without a password it is the desk that keeps the member's own key. With another desk's key it
 * stays shut, which keeps nobody from coming in. */
static gboolean
open_with_desk (const Lock  *lock,
                gint64       member,
                KhSecret    *desk,
                KhSecret   **own_key,
                GError     **error)
{
  g_autofree char *place = dup_place (member);
  g_autoptr (KhSecret) key = NULL;

  if (desk == NULL || lock->own_key == NULL)
    return TRUE;
  key = kh_cipher_derive_key (desk, PURPOSE_DESK, NULL, error);
  if (key == NULL)
    return FALSE;
  *own_key = kh_cipher_open (key, lock->own_key, place, NULL);

  return TRUE;
}

/**
 * kh_password_rows_check:
 * @connection: the connection that writes, outside a transaction: that it was tried is kept
 *   also where it was wrong
 * @member: a member's id
 * @password: (nullable): what was typed
 * @desk: (nullable): the key of this desk, which opens the own keys of members without a password
 * @own_key: (out) (nullable) (transfer full): the member's own key, if it could be opened
 * @error: return location for an error; %KH_STORE_ERROR_PASSWORD for a wrong one, and
 *   %KH_STORE_ERROR_WAIT for one that came too soon after many wrong ones and was not looked at
 *
 * Takes some 200 ms, on purpose.
 *
 * Returns: whether the member may come in; always where no password was ever set
 */
gboolean
kh_password_rows_check (KhConnection  *connection,
                        gint64         member,
                        KhSecret      *password,
                        KhSecret      *desk,
                        KhSecret     **own_key,
                        GError       **error)
{
  g_auto (Lock) lock = { 0 };

  *own_key = NULL;
  if (!load_lock (connection, member, &lock, error))
    return FALSE;
  if (lock.recipe == NULL)
    return open_with_desk (&lock, member, desk, own_key, error);
  if (!kh_tries_check (lock.wrong_tries, lock.tried_at, error))
    return FALSE;
  if (password != NULL && lock.own_key != NULL && !open_with_password (&lock, member, password, own_key, error))
    return FALSE;
  if (!note_try (connection, member, *own_key != NULL ? 0 : lock.wrong_tries + 1, error))
    {
      g_clear_pointer (own_key, kh_secret_unref);
      return FALSE;
    }
  if (*own_key != NULL)
    return TRUE;

  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_PASSWORD,
                       _("That is not the password. Try again, or ask whoever keeps the staff to set a new one."));
  return FALSE;
}

static gboolean
seal_own_key (gint64     member,
              KhSecret  *password,
              KhSecret  *desk,
              KhSecret  *own_key,
              char     **recipe,
              GBytes   **sealed,
              GError   **error)
{
  g_autofree char *place = dup_place (member);
  g_autoptr (KhSecret) key = NULL;

  if (password != NULL)
    {
      *recipe = kh_password_new_recipe (error);
      key = *recipe == NULL ? NULL : kh_password_derive_key (password, *recipe, error);
    }
  else
    key = kh_cipher_derive_key (desk, PURPOSE_DESK, NULL, error);
  *sealed = key == NULL ? NULL : kh_cipher_seal (key, own_key, place, error);

  return *sealed != NULL;
}

/**
 * kh_password_rows_set:
 * @connection: the connection that writes, in a transaction
 * @member: a member's id
 * @password: (nullable): the new password, or %NULL for none
 * @desk: (nullable): the key of this desk, which keeps the own key of a member without a password
 * @own_key: the member's own key: the one until now, where whoever sets the password could open
 *   it, or else a new one
 * @error: return location for an error
 *
 * With neither a password nor a desk the own key is not kept, and so lost.
 *
 * Returns: whether it is set
 */
gboolean
kh_password_rows_set (KhConnection  *connection,
                      gint64         member,
                      KhSecret      *password,
                      KhSecret      *desk,
                      KhSecret      *own_key,
                      GError       **error)
{
  gboolean kept = password != NULL || desk != NULL;
  g_autofree char *recipe = NULL;
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (KhStatement) statement = NULL;

  if (kept && !seal_own_key (member, password, desk, own_key, &recipe, &sealed, error))
    return FALSE;
  statement = kh_connection_prepare (connection, SQL_SET, error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, recipe);
  if (sealed != NULL)
    kh_statement_bind_bytes (statement, 2, sealed);
  kh_statement_bind_int64 (statement, 3, member);

  return kh_statement_run (statement, error) &&
         kh_key_rows_set_own (connection, member, kept ? own_key : NULL, error);
}

/**
 * kh_password_rows_begin:
 * @connection: the connection that writes, in a transaction
 * @member: a member's id
 * @desk: the key of this desk
 * @own_key: (out) (nullable) (transfer full): the member's own key, if it was made
 * @error: return location for an error
 *
 * Makes an own key for a member who has neither a password nor an own key yet. One that another
 * desk keeps stays as it is.
 *
 * Returns: whether it went well
 */
gboolean
kh_password_rows_begin (KhConnection  *connection,
                        gint64         member,
                        KhSecret      *desk,
                        KhSecret     **own_key,
                        GError       **error)
{
  g_auto (Lock) lock = { 0 };
  g_autoptr (KhSecret) made = NULL;

  *own_key = NULL;
  if (!load_lock (connection, member, &lock, error))
    return FALSE;
  if (lock.recipe != NULL || lock.own_key != NULL)
    return TRUE;
  made = kh_keypair_new_private_key (error);
  if (made == NULL || !kh_password_rows_set (connection, member, NULL, desk, made, error))
    return FALSE;
  *own_key = g_steal_pointer (&made);

  return TRUE;
}
