/* kh-store-sign-in.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-store"

#include "config.h"

#include "kh-gate.h"
#include "kh-password-rows.h"
#include "kh-history-rows.h"
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
} Entrance;

static void
entrance_free (gpointer data)
{
  Entrance *entrance = data;

  g_clear_pointer (&entrance->password, kh_secret_unref);
  g_clear_pointer (&entrance->old, kh_secret_unref);
  g_free (entrance->author);
  g_free (entrance);
}

static Entrance *
entrance_new (KhStore  *self,
              gint64    member,
              KhSecret *password)
{
  Entrance *entrance = g_new0 (Entrance, 1);

  entrance->member = member;
  entrance->password = password == NULL ? NULL : kh_secret_ref (password);
  entrance->author = g_strdup (kh_store_get_author (self));

  return entrance;
}

/* Sign in */

static gpointer
check_password (KhConnection  *connection,
                gpointer       data,
                GError       **error)
{
  Entrance *entrance = data;

  if (!kh_password_rows_check (connection, entrance->member, entrance->password, error))
    return NULL;

  return g_memdup2 (&entrance->member, sizeof entrance->member);
}

static void
after_sign_in (KhStore  *self,
               gpointer  result)
{
  kh_store_set_member (self, *(gint64 *) result);
}

static const KhStoreCall sign_in_call = { check_password, entrance_free, g_free, TRUE, after_sign_in };

/**
 * kh_store_sign_in_async:
 * @self: a store
 * @member: the id of who wants to work
 * @password: (nullable): what was typed, where the member has a password
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when the member is signed in, or is not
 * @user_data: for @callback
 *
 * What was asked for before goes on for whoever asked.
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
  g_autofree gint64 *member = kh_store_finish (self, result, &sign_in_call, error);

  return member != NULL;
}

/* Set a password */

static gboolean
check_new (KhSecret  *password,
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

static gboolean
set_in_transaction (KhConnection  *connection,
                    gpointer       data,
                    GError       **error)
{
  Entrance *entrance = data;
  g_autofree char *who = NULL;

  if (kh_session_get_member (connection) != entrance->member &&
      !kh_session_check (connection, KH_GRANT_STAFF_CONTROL, error))
    return FALSE;
  if (!kh_password_rows_set (connection, entrance->member, entrance->password, error))
    return FALSE;
  who = g_strdup_printf ("%" G_GINT64_FORMAT, entrance->member);

  return kh_history_rows_write (connection, entrance->author,
                                  entrance->password != NULL ? "set-password" : "remove-password",
                                  0, 0, NULL, NULL, who, error);
}

/* One's own old password is asked for, so that a desk left unlocked is not lost for good. */
static gpointer
set_password (KhConnection  *connection,
              gpointer       data,
              GError       **error)
{
  Entrance *entrance = data;

  if (!check_new (entrance->password, error))
    return NULL;
  if (kh_session_get_member (connection) == entrance->member &&
      !kh_password_rows_check (connection, entrance->member, entrance->old, error))
    return NULL;
  if (!kh_connection_transact (connection, set_in_transaction, entrance, error))
    return NULL;

  return kh_staff_rows_load (connection, error);
}

static void
after_set (KhStore  *self,
           gpointer  result)
{
  kh_store_set_staff (self, result);
}

static const KhStoreCall set_call = { set_password, entrance_free, g_object_unref, TRUE, after_set };

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
 * For somebody else it wants the grant to keep the staff.
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
 * kh_store_set_password_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_STORE_ERROR_PASSWORD, %KH_STORE_ERROR_WAIT,
 *   %KH_GATE_ERROR_DENIED
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_set_password_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_autoptr (KhStaff) staff = kh_store_finish (self, result, &set_call, error);

  return staff != NULL;
}
