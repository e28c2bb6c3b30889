/* kh-store-secrets.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-store"

#include "config.h"

#include "kh-customer-rows.h"
#include "kh-gate.h"
#include "kh-rule.h"
#include "kh-history-rows.h"
#include "kh-secret-rows.h"
#include "kh-session.h"
#include "kh-staff-rows.h"
#include "kh-store-private.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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

/* What whoever has no key can do about it depends on why they have none. */
static gboolean
check_vault (KhConnection  *connection,
             Access        *access,
             GError       **error)
{
  g_autoptr (KhStaff) staff = NULL;
  const KhMember *member;

  if (!kh_vault_is_locked (kh_safe_get_vault (access->safe, kh_ring_of (access->id))))
    return TRUE;
  staff = kh_staff_rows_load (connection, error);
  if (staff == NULL)
    return FALSE;
  member = kh_staff_get_member (staff, kh_session_get_member (connection));
  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY,
               member != NULL && member->has_password
                 /* Translators: a datapoint's name. */
                 ? _("%s is kept encrypted, and you have no key to it. Sign in again. If that does not help, "
                     "ask somebody who can see it to save your grants once more.")
                 : _("%s is kept encrypted, and without a password you have no key to it. "
                     "Set a password for yourself first."),
               kh_datapoint_get_label (access->id));
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
  if (kept == NULL || !check_vault (connection, access, error) ||
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
check_limits (KhConnection  *connection,
              Access        *access,
              KhCustomer    *kept,
              GError       **error)
{
  const KhDatapoint *datapoint = kh_datapoint_get (access->id);
  const char *text = kh_secret_get_text (access->secret);
  g_autoptr (KhCatalogues) catalogues = kh_catalogue_rows_load (connection, error);
  g_autoptr (GError) refusal = NULL;
  KhValueContext context = { NULL };

  if (catalogues == NULL)
    return FALSE;
  context.catalogues = catalogues;
  context.adt = kh_rule_is_adt (kept, catalogues);
  if (strlen (text) == kh_secret_get_length (access->secret) && kh_secret_get_length (access->secret) > 0 &&
      g_utf8_validate (text, -1, NULL) && !g_ascii_isspace (text[0]) &&
      !g_ascii_isspace (text[kh_secret_get_length (access->secret) - 1]))
    return kh_value_check (datapoint, text, &context, error);

  g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_CHARACTER,
               /* Translators: a datapoint's name. */
               _("%s begins or ends with a blank, or holds a character that cannot be kept. Type it again."),
               kh_datapoint_get_label (access->id));
  return FALSE;
}

/* A passcode that is the duress code as well would call the police, or fail to. A twin that is
 * damaged is no code any more, and is compared when it is typed again. */
static gboolean
check_twin (KhConnection  *connection,
            Access        *access,
            GError       **error)
{
  KhDatapointId twin = access->id == KH_DATAPOINT_PASSCODE ? KH_DATAPOINT_DURESS_CODE : KH_DATAPOINT_PASSCODE;
  g_autoptr (KhSecret) other = NULL;
  GError *failure = NULL;

  if (access->id != KH_DATAPOINT_PASSCODE && access->id != KH_DATAPOINT_DURESS_CODE)
    return TRUE;
  if (!kh_secret_rows_load (connection, access->safe, access->number, twin, &other, &failure))
    {
      if (!g_error_matches (failure, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED))
        {
          g_propagate_error (error, failure);
          return FALSE;
        }
      g_clear_error (&failure);
    }
  if (!kh_secret_sounds_like (other, access->secret))
    return TRUE;

  g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
                       _("The passcode and the duress code are the same, so nobody could tell an emergency from a "
                         "false alarm. Choose another."));
  return FALSE;
}

static gboolean
check_secret (KhConnection  *connection,
              Access        *access,
              KhCustomer    *kept,
              GError       **error)
{
  return access->secret == NULL || (check_limits (connection, access, kept, error) &&
                                    check_twin (connection, access, error));
}

static gboolean
set_in_transaction (KhConnection  *connection,
                    gpointer       data,
                    GError       **error)
{
  Access *access = data;
  const KhDatapoint *datapoint = kh_datapoint_get (access->id);
  g_autoptr (KhCustomer) kept = NULL;
  KhGrants grants;

  if (!kh_session_get_grants (connection, &grants, error) ||
      !kh_gate_check (grants, KH_GRANT_CUSTOMER_VIEW, error) ||
      !kh_gate_check (grants, datapoint->view, error) || !kh_gate_check (grants, datapoint->modify, error))
    return FALSE;
  kept = kh_customer_rows_load (connection, access->number, error);
  if (kept == NULL || !kh_customer_rows_check_revision (kept, access->revision, error))
    return FALSE;
  if ((access->secret != NULL || kh_customer_is_sealed (kept, access->id)) &&
      !(check_vault (connection, access, error) && check_secret (connection, access, kept, error) &&
        kh_secret_rows_save (connection, access->safe, access->number, access->id, access->secret, error) &&
        kh_customer_rows_touch (connection, kept, error) &&
        kh_history_rows_write (connection, access->author, "change", access->number,
                                 kh_customer_get_revision (kept), datapoint->key, NULL, NULL, error)))
    return FALSE;
  kh_customer_set_sealed (kept, access->id, access->secret != NULL);
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
