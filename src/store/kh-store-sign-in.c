/* kh-store-sign-in.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-gate.h"
#include "kh-key-rows.h"
#include "kh-keypair.h"
#include "kh-password-rows.h"
#include "kh-history-rows.h"
#include "kh-secret-rows.h"
#include "kh-session.h"
#include "kh-staff-rows.h"
#include "kh-store-private.h"

#include <glib/gi18n-lib.h>

#define SHORTEST_PASSWORD 8

/* Who signs in, or whose password is set. */
typedef struct {
  gint64 member;
  KhSecret *password;
  KhSecret *old;
  char *author;
  KhSecret *desk;
  KhSafe *safe; /* of whoever is signed in by now */
  gboolean gives_up;

  /* What comes of it */
  KhSecret *own_key;
  gboolean began; /* whether the own key was made just now */
  KhSafe *opened;
  KhSafe *newer;
} Entrance;

/* The safe is the member's, and stays locked where there are no keys for them. */
typedef struct {
  gint64 member;
  KhSafe *safe;
  KhStaff *staff;
} Entered;

static void
entrance_free (gpointer data)
{
  Entrance *entrance = data;

  g_clear_pointer (&entrance->password, kh_secret_unref);
  g_clear_pointer (&entrance->old, kh_secret_unref);
  g_clear_pointer (&entrance->desk, kh_secret_unref);
  g_clear_pointer (&entrance->own_key, kh_secret_unref);
  g_object_unref (entrance->safe);
  g_object_unref (entrance->opened);
  g_object_unref (entrance->newer);
  g_free (entrance->author);
  g_free (entrance);
}

static Entrance *
entrance_new (KhStore  *self,
              gint64    member,
              KhSecret *password)
{
  Entrance *entrance = g_new0 (Entrance, 1);
  KhSecret *desk = kh_store_get_desk_key (self);

  entrance->member = member;
  entrance->password = password == NULL ? NULL : kh_secret_ref (password);
  entrance->author = g_strdup (kh_store_get_author (self));
  entrance->desk = desk == NULL ? NULL : kh_secret_ref (desk);
  entrance->safe = g_object_ref (kh_store_get_safe (self));
  entrance->opened = kh_safe_new ();
  entrance->newer = kh_safe_new ();

  return entrance;
}

static void
entered_free (gpointer data)
{
  Entered *entered = data;

  g_clear_object (&entered->safe);
  g_clear_object (&entered->staff);
  g_free (entered);
}

static Entered *
entered_new (Entrance *entrance)
{
  Entered *entered = g_new0 (Entered, 1);

  kh_safe_take_next (entrance->opened, entrance->newer);
  entered->member = entrance->member;
  entered->safe = g_object_ref (entrance->opened);

  return entered;
}

/* Keys */

static gboolean
is_owner (KhStaff *staff,
          gint64   member)
{
  const KhMember *found = kh_staff_get_member (staff, member);
  const KhGroup *group = found == NULL ? NULL : kh_staff_get_group (staff, found->group);

  return group != NULL && group->owners;
}

/* Keys that were tampered with keep nobody from the rest of the records. */
static gboolean
open_vault (KhConnection  *connection,
            Entrance      *entrance,
            KhRing         ring,
            GError       **error)
{
  KhVault *vault = kh_safe_get_vault (entrance->opened, ring);
  GError *refusal = NULL;

  if (kh_key_rows_open (connection, ring, entrance->member, entrance->own_key, vault, &refusal))
    return TRUE;
  if (!g_error_matches (refusal, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED))
    {
      g_propagate_error (error, refusal);
      return FALSE;
    }
  g_debug ("The data keys of member %" G_GINT64_FORMAT " are damaged", entrance->member);
  g_error_free (refusal);

  return TRUE;
}

/* The first key of a ring is made for the first owner who has an own key to keep it with, and one
 * that is due is made by the first who can. */
static gboolean
open_ring (KhConnection  *connection,
           Entrance      *entrance,
           KhStaff       *staff,
           KhRing         ring,
           GError       **error)
{
  KhVault *vault = kh_safe_get_vault (entrance->opened, ring);

  if (!kh_key_rows_may_hold (staff, entrance->member, ring))
    return TRUE;
  if (is_owner (staff, entrance->member) && !kh_key_rows_begin (connection, ring, staff, vault, error))
    return FALSE;
  if (kh_vault_is_locked (vault) && !open_vault (connection, entrance, ring, error))
    return FALSE;

  return kh_key_rows_renew (connection, ring, staff, vault, kh_safe_get_vault (entrance->newer, ring), error);
}

/* With the member's own key the data keys. */
static gboolean
open_keys (KhConnection  *connection,
           Entrance      *entrance,
           KhStaff       *staff,
           GError       **error)
{
  if (entrance->own_key == NULL)
    return TRUE;
  for (KhRing ring = 0; ring < KH_N_RINGS; ring++)
    if (!open_ring (connection, entrance, staff, ring, error))
      return FALSE;

  return TRUE;
}

static gboolean
enter_in_transaction (KhConnection  *connection,
                      gpointer       data,
                      GError       **error)
{
  Entrance *entrance = data;
  g_autoptr (KhStaff) staff = kh_staff_rows_load (connection, error);

  if (staff == NULL)
    return FALSE;
  if (entrance->own_key == NULL && entrance->desk != NULL)
    {
      if (!kh_password_rows_begin (connection, entrance->member, entrance->desk, &entrance->own_key, error))
        return FALSE;
      entrance->began = entrance->own_key != NULL;
    }

  return open_keys (connection, entrance, staff, error);
}

/* Sign in */

static gpointer
sign_in (KhConnection  *connection,
         gpointer       data,
         GError       **error)
{
  Entrance *entrance = data;
  g_autoptr (KhStaff) staff = NULL;
  Entered *entered;

  if (!kh_password_rows_check (connection, entrance->member, entrance->password, entrance->desk,
                               &entrance->own_key, error) ||
      !kh_connection_transact (connection, enter_in_transaction, entrance, error))
    return NULL;
  /* Whoever keeps the staff sees who waits for keys. */
  if (entrance->began && (staff = kh_staff_rows_load (connection, error)) == NULL)
    return NULL;
  entered = entered_new (entrance);
  entered->staff = g_steal_pointer (&staff);

  return entered;
}

static void
after_sign_in (KhStore  *self,
               gpointer  result)
{
  Entered *entered = result;

  /* Whoever is told of the one finds the other, too. */
  g_object_freeze_notify (G_OBJECT (self));
  if (entered->staff != NULL)
    kh_store_set_staff (self, entered->staff);
  kh_store_set_member (self, entered->member);
  kh_store_set_safe (self, entered->safe);
  g_object_thaw_notify (G_OBJECT (self));
  kh_store_reseal (self);
}

static const KhStoreCall sign_in_call = { sign_in, entrance_free, entered_free, TRUE, after_sign_in };

/**
 * kh_store_sign_in_async:
 * @self: a store
 * @member: the id of who wants to work
 * @password: (nullable): what was typed, where the member has a password
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when the member is signed in, or is not
 * @user_data: for @callback
 *
 * What was asked for before goes on for whoever asked, but for what wants the keys to what is
 * sealed: those of whoever was signed in are forgotten.
 */
void
kh_store_sign_in_async (KhStore             *self,
                        gint64               member,
                        KhSecret            *password,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  kh_store_run (self, &sign_in_call, entrance_new (self, member, password), cancellable, callback, user_data);
}

/**
 * kh_store_sign_in_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_STORE_ERROR_PASSWORD, %KH_STORE_ERROR_WAIT
 *
 * Returns: whether the member is signed in
 */
gboolean
kh_store_sign_in_finish (KhStore       *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  Entered *entered = kh_store_finish (self, result, &sign_in_call, error);

  if (entered == NULL)
    return FALSE;
  entered_free (entered);

  return TRUE;
}

/* Use the desk's key */

static gpointer
use_desk_key (KhConnection  *connection,
              gpointer       data,
              GError       **error)
{
  Entrance *entrance = data;

  /* Whoever has a password is not to be let in without it, nor to be told that it was wrong. */
  if (entrance->desk == NULL || kh_session_get_member (connection) != entrance->member || entrance->member == 0)
    return entered_new (entrance);

  return sign_in (connection, entrance, error);
}

/* Somebody else may have come in meanwhile, or the keys by another way. */
static void
after_use (KhStore  *self,
           gpointer  result)
{
  Entered *entered = result;

  if (entered->staff != NULL)
    kh_store_set_staff (self, entered->staff);
  if (entered->member == kh_store_get_member (self) && !kh_store_has_keys (self) &&
      !kh_safe_is_locked (entered->safe))
    kh_store_set_safe (self, entered->safe);
}

static const KhStoreCall use_call = { use_desk_key, entrance_free, entered_free, TRUE, after_use };

/**
 * kh_store_use_desk_key_async:
 * @self: a store
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * For a desk key that came after somebody without a password had signed in: what it opens, they
 * have from here on. Nothing else changes, and nothing at all for others.
 */
void
kh_store_use_desk_key_async (KhStore             *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  const KhMember *found;
  gint64 member;

  g_return_if_fail (KH_IS_STORE (self));

  found = kh_staff_get_member (kh_store_get_staff (self), kh_store_get_member (self));
  member = found != NULL && !found->has_password ? found->id : 0;
  kh_store_run (self, &use_call, entrance_new (self, member, NULL), cancellable, callback, user_data);
}

/**
 * kh_store_use_desk_key_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether it went well; kh_store_has_keys() says what came of it
 */
gboolean
kh_store_use_desk_key_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  Entered *entered = kh_store_finish (self, result, &use_call, error);

  if (entered == NULL)
    return FALSE;
  entered_free (entered);

  return TRUE;
}

/* Set a password */

gboolean
kh_store_check_new_password (KhSecret  *password,
                             GError   **error)
{
  if (password == NULL ||
      (g_utf8_validate (kh_secret_get_text (password), (gssize) kh_secret_get_length (password), NULL) &&
       g_utf8_strlen (kh_secret_get_text (password), (gssize) kh_secret_get_length (password)) >= SHORTEST_PASSWORD))
    return TRUE;
  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_PASSWORD,
               _("A password has at least %d characters. Three or four words that do not belong together are easy to "
                 "remember and hard to guess."), SHORTEST_PASSWORD);
  return FALSE;
}

/* Said twice by an owner whose key is lost: what it opened is lost with it, and they begin anew. */
static gboolean
give_up (KhConnection  *connection,
         Entrance      *entrance,
         GError       **error)
{
  g_autoptr (KhStaff) staff = kh_staff_rows_load (connection, error);

  if (staff == NULL)
    return FALSE;
  if (!is_owner (staff, entrance->member))
    {
      g_set_error_literal (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED, _("Only an owner gives passcodes up. Ask an owner."));
      return FALSE;
    }

  return kh_secret_rows_give_up (connection, error) &&
         kh_history_rows_write (connection, entrance->author, "give-up-passcodes", 0, 0, NULL, NULL, NULL, error);
}

/* Nothing that only this member could open is thrown away unasked, be it that nothing keeps their
 * own key any more, or that a new one comes in place of one that is out of reach for now. */
static gboolean
check_last (KhConnection  *connection,
            Entrance      *entrance,
            GError       **error)
{
  gboolean kept = entrance->password != NULL || entrance->desk != NULL;
  gboolean last = FALSE;
  gboolean sealed = FALSE;

  if (kept && (entrance->own_key != NULL || !kh_safe_is_locked (entrance->safe)))
    return TRUE;
  for (KhRing ring = 0; ring < KH_N_RINGS && !last; ring++)
    if (!kh_key_rows_is_last (connection, ring, entrance->member, &last, error))
      return FALSE;
  if (!kh_secret_rows_any (connection, &sealed, error))
    return FALSE;
  if (!last || (kept && !sealed))
    return TRUE;
  if (kept && entrance->gives_up)
    return give_up (connection, entrance, error);
  if (kept)
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY,
                           _("With a new password nobody could see the passcodes any more. Unlock the keyring of the desk "
                             "where they were seen last and try again there, or use the recovery key."));
      return FALSE;
    }
  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY,
                       _("Without this password nobody could see some of the passcodes, or of what is confidential, any more. "
                         "Make a recovery key first, or give a member with a password the right to see them."));
  return FALSE;
}

/* Whoever has the data keys gives them to the member with the new own key, too. */
static gboolean
set_keys (KhConnection  *connection,
          Entrance      *entrance,
          GError       **error)
{
  g_autoptr (KhStaff) staff = kh_staff_rows_load (connection, error);
  gboolean own = kh_session_get_member (connection) == entrance->member;

  if (staff == NULL)
    return FALSE;
  if (entrance->password == NULL && entrance->desk == NULL)
    return TRUE;
  if (own && kh_safe_is_locked (entrance->safe))
    return open_keys (connection, entrance, staff, error);
  for (KhRing ring = 0; ring < KH_N_RINGS; ring++)
    if (kh_key_rows_may_hold (staff, entrance->member, ring) &&
        !kh_key_rows_share (connection, ring, entrance->member, kh_safe_get_vault (entrance->safe, ring), error))
      return FALSE;

  return TRUE;
}

static gboolean
set_in_transaction (KhConnection  *connection,
                    gpointer       data,
                    GError       **error)
{
  Entrance *entrance = data;
  g_autoptr (KhStaff) staff = NULL;
  const KhMember *member;

  if (kh_session_get_member (connection) != entrance->member &&
      !kh_session_check (connection, KH_GRANT_STAFF_CONTROL, error))
    return FALSE;
  if (!check_last (connection, entrance, error))
    return FALSE;
  if (entrance->own_key == NULL && (entrance->own_key = kh_keypair_new_private_key (error)) == NULL)
    return FALSE;
  if (!kh_password_rows_set (connection, entrance->member, entrance->password, entrance->desk,
                             entrance->own_key, error) ||
      !set_keys (connection, entrance, error) ||
      (staff = kh_staff_rows_load (connection, error)) == NULL)
    return FALSE;
  member = kh_staff_get_member (staff, entrance->member);

  return kh_history_rows_write (connection, entrance->author,
                                  entrance->password != NULL ? "set-password" : "remove-password",
                                  0, 0, NULL, NULL, member == NULL ? NULL : member->name, error);
}

/* One's own old password is asked for, so that a desk left unlocked is not lost for good; it also
 * opens one's own key, which stays. */
static gpointer
set_password (KhConnection  *connection,
              gpointer       data,
              GError       **error)
{
  Entrance *entrance = data;
  Entered *entered;

  if (!kh_store_check_new_password (entrance->password, error))
    return NULL;
  if (kh_session_get_member (connection) == entrance->member &&
      !kh_password_rows_check (connection, entrance->member, entrance->old, entrance->desk,
                               &entrance->own_key, error))
    return NULL;
  if (!kh_connection_transact (connection, set_in_transaction, entrance, error))
    return NULL;
  entered = entered_new (entrance);
  entered->staff = kh_staff_rows_load (connection, error);
  if (entered->staff == NULL)
    g_clear_pointer (&entered, entered_free);

  return entered;
}

static void
after_set (KhStore  *self,
           gpointer  result)
{
  Entered *entered = result;

  kh_store_set_staff (self, entered->staff);
  if (entered->member == kh_store_get_member (self) && !kh_safe_is_locked (entered->safe))
    kh_store_set_safe (self, entered->safe);
}

static const KhStoreCall set_call = { set_password, entrance_free, entered_free, TRUE, after_set };

/**
 * kh_store_set_password_async:
 * @self: a store
 * @member: whose
 * @old: (nullable): the password until now, wanted for one's own
 * @password: (nullable): the password from now on, or %NULL for none
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * For somebody else it wants the grant to keep the staff. With one's own old password the keys to
 * what is sealed stay; when somebody else sets it, the member gets them from whoever does, if they
 * have them. If not, the member sees nothing that is sealed until somebody who has the keys saves
 * the member once more with kh_store_save_member_async().
 */
void
kh_store_set_password_async (KhStore             *self,
                             gint64               member,
                             KhSecret            *old,
                             KhSecret            *password,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Entrance *entrance = entrance_new (self, member, password);

  entrance->old = old == NULL ? NULL : kh_secret_ref (old);
  kh_store_run (self, &set_call, entrance, cancellable, callback, user_data);
}

/**
 * kh_store_give_up_keys_async:
 * @self: a store
 * @password: the password from now on of the owner who is signed in, and has none yet
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept, for kh_store_set_password_finish()
 * @user_data: for @callback
 *
 * For when kh_store_set_password_async() refuses with %KH_STORE_ERROR_NO_KEY, as the only key to
 * what is sealed is out of reach: it sets the password all the same. What is sealed is lost then.
 */
void
kh_store_give_up_keys_async (KhStore             *self,
                             KhSecret            *password,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Entrance *entrance;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (password != NULL);

  entrance = entrance_new (self, kh_store_get_member (self), password);
  entrance->gives_up = TRUE;
  kh_store_run (self, &set_call, entrance, cancellable, callback, user_data);
}

/**
 * kh_store_set_password_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_STORE_ERROR_PASSWORD, %KH_STORE_ERROR_WAIT,
 *   %KH_GATE_ERROR_DENIED, and %KH_STORE_ERROR_NO_KEY where nobody could open what is sealed any
 *   more
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_set_password_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  Entered *entered = kh_store_finish (self, result, &set_call, error);

  if (entered == NULL)
    return FALSE;
  entered_free (entered);

  return TRUE;
}
