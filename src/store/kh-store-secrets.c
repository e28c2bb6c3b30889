/* kh-store-secrets.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-rows.h"
#include "kh-gate.h"
#include "kh-history-rows.h"
#include "kh-key-rows.h"
#include "kh-secret-rows.h"
#include "kh-secret-save.h"
#include "kh-session.h"
#include "kh-store-private.h"

#include <glib/gi18n-lib.h>

/* A secret to reveal, or to set. */
typedef struct {
  gint64 number;
  gint64 revision;
  KhDatapointId id;
  KhSecret *secret;
  char *author;
  KhSafe *safe;
  KhCustomer *saved;
} Access;

static void
access_free (gpointer data)
{
  Access *access = data;

  g_clear_pointer (&access->secret, kh_secret_unref);
  g_clear_object (&access->saved);
  g_object_unref (access->safe);
  g_free (access->author);
  g_free (access);
}

static Access *
access_new (KhStore       *self,
            gint64         number,
            KhDatapointId  id)
{
  Access *access = g_new0 (Access, 1);

  access->number = number;
  access->id = id;
  access->author = g_strdup (kh_store_get_author (self));
  access->safe = g_object_ref (kh_store_get_safe (self));

  return access;
}

/* Whether anything can be opened */

/**
 * kh_store_has_keys:
 * @self: a store
 *
 * Returns: whether whoever is signed in can open what is sealed
 */
gboolean
kh_store_has_keys (KhStore *self)
{
  g_return_val_if_fail (KH_IS_STORE (self), FALSE);

  return !kh_safe_is_locked (kh_store_get_safe (self));
}

/**
 * kh_store_lacks_keys:
 * @self: a store
 *
 * Returns: whether whoever is signed in has the right to see what is sealed, and cannot open it
 */
gboolean
kh_store_lacks_keys (KhStore *self)
{
  gint64 member;

  g_return_val_if_fail (KH_IS_STORE (self), FALSE);

  member = kh_store_get_member (self);
  for (KhRing ring = 0; ring < KH_N_RINGS && member != 0; ring++)
    if (kh_key_rows_may_hold (kh_store_get_staff (self), member, ring) &&
        kh_vault_is_locked (kh_safe_get_vault (kh_store_get_safe (self), ring)))
      return TRUE;

  return FALSE;
}

/**
 * kh_store_can_give_keys:
 * @self: a store
 * @member: a member's id
 *
 * Returns: whether that member waits for keys, and gets some of them when whoever is signed in saves
 *   the member
 */
gboolean
kh_store_can_give_keys (KhStore *self,
                        gint64   member)
{
  KhStaff *staff;

  g_return_val_if_fail (KH_IS_STORE (self), FALSE);

  staff = kh_store_get_staff (self);
  for (KhRing ring = 0; ring < KH_N_RINGS && kh_staff_waits_for_keys (staff, member); ring++)
    if (kh_key_rows_may_hold (staff, member, ring) &&
        kh_grants_contain (kh_staff_get_member (staff, member)->no_keys, kh_ring_get_grant (ring)) &&
        !kh_vault_is_locked (kh_safe_get_vault (kh_store_get_safe (self), ring)))
      return TRUE;

  return FALSE;
}

/* Reveal */

static gboolean
reveal_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  Access *access = data;
  const KhDatapoint *datapoint = kh_datapoint_get (access->id);
  g_autoptr (KhCustomer) kept = NULL;

  if (!kh_session_check (connection, KH_GRANT_CUSTOMER_VIEW, error) ||
      !kh_session_check (connection, datapoint->view, error))
    return FALSE;
  kept = kh_customer_rows_load (connection, access->number, error);
  if (kept == NULL || !kh_secret_save_check_vault (connection, access->safe, datapoint, error) ||
      !kh_secret_rows_load (connection, access->safe, access->number, access->id, &access->secret, error))
    return FALSE;
  if (access->secret == NULL)
    {
      g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                   /* Translators: a datapoint's name. */
                   _("This customer has no %s yet."), kh_datapoint_get_label (access->id));
      return FALSE;
    }

  return kh_history_rows_write (connection, access->author, "reveal", access->number,
                                  kh_customer_get_revision (kept), datapoint->key, NULL, NULL, error);
}

/* Nothing is revealed that the history could not say. */
static gpointer
reveal (KhConnection  *connection,
        gpointer       data,
        GError       **error)
{
  Access *access = data;

  return kh_connection_transact (connection, reveal_in_transaction, access, error)
           ? g_steal_pointer (&access->secret) : NULL;
}

static const KhStoreCall reveal_call = { reveal, access_free, (GDestroyNotify) kh_secret_unref, TRUE, NULL };

/**
 * kh_store_reveal_async:
 * @self: a store
 * @customer: a customer number
 * @id: a sealed datapoint
 * @cancellable: (nullable): ends it before it begins
 * @callback: called with the secret, once the history says so
 * @user_data: for @callback
 */
void
kh_store_reveal_async (KhStore             *self,
                       gint64               customer,
                       KhDatapointId        id,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (kh_datapoint_get (id)->sealed);

  kh_store_run (self, &reveal_call, access_new (self, customer, id), cancellable, callback, user_data);
}

/**
 * kh_store_reveal_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED, %KH_STORE_ERROR_NO_KEY,
 *   %KH_STORE_ERROR_DAMAGED, and %KH_STORE_ERROR_NOT_FOUND where no value is kept
 *
 * Returns: (transfer full): the value, or %NULL
 */
KhSecret *
kh_store_reveal_finish (KhStore       *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  return kh_store_finish (self, result, &reveal_call, error);
}

/* Set */

static gboolean
set_in_transaction (KhConnection  *connection,
                    gpointer       data,
                    GError       **error)
{
  Access *access = data;
  g_autoptr (GPtrArray) changes = kh_secret_changes_new ();
  g_autoptr (KhCustomer) kept = NULL;
  KhGrants grants;

  g_ptr_array_add (changes, kh_secret_change_new (access->id, access->secret));
  if (!kh_session_get_grants (connection, &grants, error) || !kh_gate_check_secrets (changes, grants, FALSE, error))
    return FALSE;
  kept = kh_customer_rows_load (connection, access->number, error);
  if (kept == NULL || !kh_customer_rows_check_revision (kept, access->revision, error) ||
      !kh_secret_save (connection, access->safe, kept, changes, FALSE, access->author, error))
    return FALSE;
  kh_gate_hide (kept, grants);
  access->saved = g_steal_pointer (&kept);

  return TRUE;
}

static gpointer
set_secret (KhConnection  *connection,
            gpointer       data,
            GError       **error)
{
  Access *access = data;

  return kh_connection_transact (connection, set_in_transaction, access, error)
           ? g_steal_pointer (&access->saved) : NULL;
}

static void
after_set (KhStore  *self,
           gpointer  result)
{
  kh_store_tell_changed (self, kh_customer_get_number (result));
}

static const KhStoreCall set_call = { set_secret, access_free, g_object_unref, TRUE, after_set };

/**
 * kh_store_set_secret_async:
 * @self: a store
 * @customer: a customer number
 * @revision: the revision of the record that was shown
 * @id: a sealed datapoint
 * @secret: (nullable): the value, trimmed, or %NULL for none
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * The record gets its next revision, as with any other change, also when the value is the same as
 * before: who did not see it shall not learn that.
 */
void
kh_store_set_secret_async (KhStore             *self,
                           gint64               customer,
                           gint64               revision,
                           KhDatapointId        id,
                           KhSecret            *secret,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Access *access;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (kh_datapoint_get (id)->sealed);

  access = access_new (self, customer, id);
  access->revision = revision;
  access->secret = secret == NULL ? NULL : kh_secret_ref (secret);
  kh_store_run (self, &set_call, access, cancellable, callback, user_data);
}

/**
 * kh_store_set_secret_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED, an error of %KH_VALUE_ERROR,
 *   %KH_STORE_ERROR_CONFLICT, %KH_STORE_ERROR_NO_KEY
 *
 * Returns: (transfer full): the record as it is kept, which does not hold the value, or %NULL
 */
KhCustomer *
kh_store_set_secret_finish (KhStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return kh_store_finish (self, result, &set_call, error);
}
