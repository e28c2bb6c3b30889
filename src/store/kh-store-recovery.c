/* kh-store-recovery.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-key-rows.h"
#include "kh-keypair.h"
#include "kh-password-rows.h"
#include "kh-recovery-key.h"
#include "kh-history-rows.h"
#include "kh-session.h"
#include "kh-staff-rows.h"
#include "kh-store-private.h"
#include "kh-tries.h"

#include <glib/gi18n-lib.h>

#define WRONG_TRIES "recovery-wrong-tries"
#define TRIED_AT    "recovery-tried-at"

#define SQL_GET "SELECT CAST (value AS INTEGER) FROM meta WHERE key = ?1"
#define SQL_SET "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
/* What would be lost with the passwords. */
#define SQL_WORTH \
  "SELECT EXISTS (SELECT 1 FROM customer_secret) OR EXISTS (SELECT 1 FROM staff WHERE password IS NOT NULL AND active = 1)"

/* A recovery key that is made, or used. */
typedef struct {
  gint64 member;
  KhSecret *text;
  KhSecret *password;
  char *author;
  KhSafe *safe;
} Recovery;

static void
recovery_free (gpointer data)
{
  Recovery *recovery = data;

  g_clear_pointer (&recovery->text, kh_secret_unref);
  g_clear_pointer (&recovery->password, kh_secret_unref);
  g_object_unref (recovery->safe);
  g_free (recovery->author);
  g_free (recovery);
}

/* Make */

static gboolean
make_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Recovery *recovery = data;
  g_autoptr (KhSecret) private_key = NULL;

  if (!kh_session_check (connection, KH_GRANT_STAFF_CONTROL, error))
    return FALSE;
  if (!kh_safe_is_open (recovery->safe))
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY,
                           _("A recovery key can be made only by somebody who can see the passcodes and all that is "
                             "confidential. Set a password for yourself, or ask an owner to make it."));
      return FALSE;
    }
  private_key = kh_recovery_key_derive (recovery->text, error);

  if (private_key == NULL)
    return FALSE;
  for (KhRing ring = 0; ring < KH_N_RINGS; ring++)
    if (!kh_key_rows_set_recovery (connection, ring, private_key, kh_safe_get_vault (recovery->safe, ring), error))
      return FALSE;

  return kh_history_rows_write (connection, recovery->author, "make-recovery-key", 0, 0, NULL, NULL, NULL, error);
}

static gpointer
make_recovery_key (KhConnection  *connection,
                   gpointer       data,
                   GError       **error)
{
  Recovery *recovery = data;

  recovery->text = kh_recovery_key_new (error);
  if (recovery->text == NULL || !kh_connection_transact (connection, make_in_transaction, recovery, error))
    return NULL;

  return g_steal_pointer (&recovery->text);
}

static void
after_make (KhStore  *self,
            gpointer  result G_GNUC_UNUSED)
{
  kh_store_tell_recovery_key (self);
}

static const KhStoreCall make_call = {
  make_recovery_key, recovery_free, (GDestroyNotify) kh_secret_unref, TRUE, after_make
};

/**
 * kh_store_make_recovery_key_async:
 * @self: a store
 * @cancellable: (nullable): ends it before it begins
 * @callback: called with the text to print
 * @user_data: for @callback
 *
 * Wants the grant to keep the staff, and the keys to what is sealed. A recovery key that was made
 * before opens nothing any more.
 */
void
kh_store_make_recovery_key_async (KhStore             *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  Recovery *recovery;

  g_return_if_fail (KH_IS_STORE (self));

  recovery = g_new0 (Recovery, 1);
  recovery->author = g_strdup (kh_store_get_author (self));
  recovery->safe = g_object_ref (kh_store_get_safe (self));
  kh_store_run (self, &make_call, recovery, cancellable, callback, user_data);
}

/**
 * kh_store_make_recovery_key_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED, %KH_STORE_ERROR_NO_KEY
 *
 * Returns: (transfer full): the text, which is nowhere else and cannot be had again, or %NULL
 */
KhSecret *
kh_store_make_recovery_key_finish (KhStore       *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return kh_store_finish (self, result, &make_call, error);
}

/* Recover */

static const KhMember *
find_owner (KhStaff  *staff,
            gint64    member,
            GError  **error)
{
  const KhMember *found = kh_staff_get_member (staff, member);
  const KhGroup *group = found == NULL ? NULL : kh_staff_get_group (staff, found->group);

  if (group != NULL && group->owners && found->active)
    return found;
  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                       _("The recovery key is for owners only. Choose an owner’s name, or ask an owner for a new password."));
  return NULL;
}

static gboolean
open_rings (KhConnection  *connection,
            KhSecret      *private_key,
            KhSafe        *safe,
            GError       **error)
{
  for (KhRing ring = 0; ring < KH_N_RINGS; ring++)
    if (!kh_key_rows_open (connection, ring, KH_KEY_ROWS_RECOVERY, private_key, kh_safe_get_vault (safe, ring), error))
      return FALSE;

  return TRUE;
}

static gboolean
share_rings (KhConnection  *connection,
             gint64         member,
             KhSafe        *safe,
             GError       **error)
{
  for (KhRing ring = 0; ring < KH_N_RINGS; ring++)
    if (!kh_key_rows_share (connection, ring, member, kh_safe_get_vault (safe, ring), error))
      return FALSE;

  return TRUE;
}

/* A wrong key opens nothing, and damaged data keys look the same to it. */
static gboolean
open_with_text (KhConnection  *connection,
                Recovery      *recovery,
                KhSafe        *safe,
                GError       **error)
{
  g_autoptr (KhSecret) private_key = kh_recovery_key_derive (recovery->text, error);
  GError *refusal = NULL;
  gboolean has = FALSE;

  if (private_key == NULL || !kh_key_rows_has_recovery (connection, &has, error))
    return FALSE;
  if (!has)
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                           _("No recovery key was made for these records. Ask another owner for a new password."));
      return FALSE;
    }
  if (open_rings (connection, private_key, safe, &refusal))
    return TRUE;
  if (g_error_matches (refusal, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED))
    {
      g_clear_error (&refusal);
      refusal = g_error_new_literal (KH_STORE_ERROR, KH_STORE_ERROR_PASSWORD,
                                     _("That is not the latest recovery key of these records. "
                                       "Look for the one that was printed last."));
    }
  g_propagate_error (error, refusal);

  return FALSE;
}

/* Wrong keys are counted for the records as a whole: they open the same for every owner. */
static gboolean
read_number (KhConnection  *connection,
             const char    *key,
             gint64        *number,
             GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_GET, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, key);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  *number = row ? kh_statement_get_int64 (statement, 0) : 0;

  return TRUE;
}

static gboolean
write_number (KhConnection  *connection,
              const char    *key,
              gint64         number,
              GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_SET, error);
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, key);
  kh_statement_bind_text (statement, 2, value);

  return kh_statement_run (statement, error);
}

static gboolean
note_try (KhConnection  *connection,
          gint64         wrong_tries,
          GError       **error)
{
  return write_number (connection, WRONG_TRIES, wrong_tries, error) &&
         write_number (connection, TRIED_AT, kh_tries_get_now (), error);
}

static gboolean
recover_in_transaction (KhConnection  *connection,
                        gpointer       data,
                        GError       **error)
{
  Recovery *recovery = data;
  g_autoptr (KhSafe) safe = kh_safe_new ();
  g_autoptr (KhStaff) staff = kh_staff_rows_load (connection, error);
  g_autoptr (KhSecret) own_key = NULL;
  const KhMember *owner = staff == NULL ? NULL : find_owner (staff, recovery->member, error);

  if (owner == NULL || !open_with_text (connection, recovery, safe, error))
    return FALSE;
  own_key = kh_keypair_new_private_key (error);

  return own_key != NULL &&
         kh_password_rows_set (connection, recovery->member, recovery->password, NULL, own_key, error) &&
         share_rings (connection, recovery->member, safe, error) && note_try (connection, 0, error) &&
         kh_history_rows_write (connection, owner->name, "recover", 0, 0, NULL, NULL, owner->name, error);
}

/* A slip of the finger is told at once and costs nothing. A key that is no slip, and wrong, is
 * noted outside of the transaction that it ends. */
static gboolean
try_to_recover (KhConnection  *connection,
                Recovery      *recovery,
                GError       **error)
{
  g_autoptr (KhSecret) bits = kh_recovery_key_parse (recovery->text, error);
  gint64 wrong_tries = 0;
  gint64 tried_at = 0;
  GError *refusal = NULL;

  if (bits == NULL || !read_number (connection, WRONG_TRIES, &wrong_tries, error) ||
      !read_number (connection, TRIED_AT, &tried_at, error) || !kh_tries_check (wrong_tries, tried_at, error))
    return FALSE;
  if (kh_connection_transact (connection, recover_in_transaction, recovery, &refusal))
    return TRUE;
  if (g_error_matches (refusal, KH_STORE_ERROR, KH_STORE_ERROR_PASSWORD) &&
      !note_try (connection, wrong_tries + 1, error))
    g_error_free (refusal);
  else
    g_propagate_error (error, refusal);

  return FALSE;
}

static gpointer
recover (KhConnection  *connection,
         gpointer       data,
         GError       **error)
{
  Recovery *recovery = data;

  if (!kh_store_check_new_password (recovery->password, error) || !try_to_recover (connection, recovery, error))
    return NULL;

  return kh_staff_rows_load (connection, error);
}

static void
after_recover (KhStore  *self,
               gpointer  result)
{
  kh_store_set_staff (self, result);
}

static const KhStoreCall recover_call = { recover, recovery_free, g_object_unref, TRUE, after_recover };

/**
 * kh_store_recover_async:
 * @self: a store
 * @member: the id of an owner
 * @text: the recovery key as it was typed
 * @password: the owner's password from now on
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * For an owner who is not signed in, as the password is forgotten: the recovery key speaks for
 * them. They sign in with the new password next, and have the keys to what is sealed again.
 */
void
kh_store_recover_async (KhStore             *self,
                        gint64               member,
                        KhSecret            *text,
                        KhSecret            *password,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  Recovery *recovery;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (text != NULL && password != NULL);

  recovery = g_new0 (Recovery, 1);
  recovery->member = member;
  recovery->text = kh_secret_ref (text);
  recovery->password = kh_secret_ref (password);
  recovery->safe = g_object_ref (kh_store_get_safe (self));
  kh_store_run (self, &recover_call, recovery, cancellable, callback, user_data);
}

/**
 * kh_store_recover_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; one of %KH_VALUE_ERROR names the group that was mistyped,
 *   %KH_STORE_ERROR_PASSWORD is for a key of other records, or for a password that is too short,
 *   and %KH_STORE_ERROR_WAIT for a key that came too soon after many wrong ones
 *
 * Returns: whether the password is set
 */
gboolean
kh_store_recover_finish (KhStore       *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_autoptr (KhStaff) staff = kh_store_finish (self, result, &recover_call, error);

  return staff != NULL;
}

/* Want one */

static gpointer
find_out (KhConnection  *connection,
          gpointer       data G_GNUC_UNUSED,
          GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_WORTH, error);
  gboolean row = FALSE;
  gboolean has = FALSE;
  gboolean wants;

  if (statement == NULL || !kh_statement_step (statement, &row, error) ||
      !kh_key_rows_has_recovery (connection, &has, error))
    return NULL;
  wants = row && kh_statement_get_int64 (statement, 0) != 0 && !has;

  return g_memdup2 (&wants, sizeof wants);
}

static const KhStoreCall wants_call = { find_out, NULL, g_free, FALSE, NULL };

/**
 * kh_store_wants_recovery_key_async:
 * @self: a store
 * @cancellable: (nullable): ends it before it begins
 * @callback: called with the answer
 * @user_data: for @callback
 *
 * Finds out whether there is something by now that a forgotten password could lose, and no
 * recovery key that would bring it back.
 */
void
kh_store_wants_recovery_key_async (KhStore             *self,
                                   GCancellable        *cancellable,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));

  kh_store_run (self, &wants_call, NULL, cancellable, callback, user_data);
}

/**
 * kh_store_wants_recovery_key_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether the office should make a recovery key
 */
gboolean
kh_store_wants_recovery_key_finish (KhStore       *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  g_autofree gboolean *wants = kh_store_finish (self, result, &wants_call, error);

  return wants != NULL && *wants;
}
