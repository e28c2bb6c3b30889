/* kh-link-secrets.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-link-secrets.h"

#include "kh-catalogue-rows.h"
#include "kh-customer-rows.h"
#include "kh-gate.h"
#include "kh-history-rows.h"
#include "kh-rule.h"
#include "kh-secret-rows.h"
#include "kh-session.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

#define TABLE "link_attempt"
#define BODY "body"

/* Whether somebody has set a code after a revision. Only that is looked at, and not the sealed
 * cells, since those change also when the same value is sealed with another key. */
#define SQL_WERE_SET \
  "SELECT 1 FROM history WHERE customer = ?1 AND revision > ?2 " \
  "AND action IN ('change', 'adopt') AND datapoint IN (?3, ?4) LIMIT 1"

static gboolean
is_sealed (const KhChange *change)
{
  return kh_datapoint_get (change->datapoint)->sealed;
}

static gboolean
has_secret (GPtrArray *changes)
{
  for (guint i = 0; i < changes->len; i++)
    {
      if (((const KhChange *) g_ptr_array_index (changes, i))->secret != NULL)
        return TRUE;
    }

  return FALSE;
}

/* A change set is sealed as a whole, and all that a station knows of is under one grant. */
static KhVault *
get_vault (KhSafe *safe)
{
  return kh_safe_get_vault (safe, KH_RING_PASSCODES);
}

/* Sealing */

/**
 * kh_link_secrets_seal_body:
 * @safe: the keys of who presses Link
 * @attempt: an attempt that has a body
 * @error: return location for an error; %KH_STORE_ERROR_NO_KEY
 *
 * Returns: (transfer full): the change set as it is kept: sealed if it holds a secret
 */
GBytes *
kh_link_secrets_seal_body (KhSafe               *safe,
                           const KhLinkAttempt  *attempt,
                           GError              **error)
{
  g_autoptr (KhSecret) secret = NULL;
  const char *data;
  gsize length;

  if (!has_secret (attempt->changes))
    return g_bytes_ref (attempt->body);

  data = g_bytes_get_data (attempt->body, &length);
  secret = kh_secret_new (data, (gssize) length);

  return kh_vault_seal (get_vault (safe), TABLE, attempt->customer, BODY, secret, error);
}

/* Takes the sealed bytes. */
static gboolean
encode (GBytes  *sealed,
        char   **cell)
{
  gsize length;
  const guchar *data;

  if (sealed == NULL)
    return FALSE;
  data = g_bytes_get_data (sealed, &length);
  *cell = g_base64_encode (data, length);
  g_bytes_unref (sealed);

  return TRUE;
}

static GBytes *
decode (const char *cell)
{
  gsize length;
  guchar *data = g_base64_decode (cell, &length);

  return g_bytes_new_take (data, length);
}

/**
 * kh_link_secrets_seal_sent:
 * @safe: the keys of who presses Link
 * @customer: a customer number
 * @change: what is to be written at the station, of a sealed datapoint
 * @cell: (out) (transfer full) (nullable): its value as it is kept
 * @error: return location for an error; %KH_STORE_ERROR_NO_KEY
 *
 * Returns: whether it could be sealed
 */
gboolean
kh_link_secrets_seal_sent (KhSafe          *safe,
                           gint64           customer,
                           const KhChange  *change,
                           char           **cell,
                           GError         **error)
{
  *cell = NULL;
  if (change->secret == NULL)
    return TRUE;

  return encode (kh_vault_seal (get_vault (safe), TABLE, customer, kh_datapoint_get (change->datapoint)->key,
                                change->secret, error), cell);
}

/**
 * kh_link_secrets_seal_taken:
 * @safe: the keys of who presses Link
 * @customer: a customer number
 * @change: what is to be taken into the record, of a sealed datapoint
 * @cell: (out) (transfer full) (nullable): its value as it is kept
 * @error: return location for an error; %KH_STORE_ERROR_NO_KEY
 *
 * Returns: whether it could be sealed
 */
gboolean
kh_link_secrets_seal_taken (KhSafe          *safe,
                            gint64           customer,
                            const KhChange  *change,
                            char           **cell,
                            GError         **error)
{
  *cell = NULL;
  if (change->secret == NULL)
    return TRUE;

  return encode (kh_secret_rows_seal (safe, customer, change->datapoint, change->secret, error), cell);
}

/* Opening */

/* @change has the sealed cell as its value, and has none afterwards. */
static gboolean
open_change (KhSafe   *safe,
             gint64    customer,
             KhChange *change)
{
  g_autofree char *cell = g_steal_pointer (&change->value);
  g_autoptr (GBytes) sealed = NULL;

  if (cell == NULL)
    return TRUE;
  sealed = decode (cell);
  if (safe != NULL)
    change->secret = kh_vault_open (get_vault (safe), TABLE, customer, kh_datapoint_get (change->datapoint)->key, sealed, NULL);

  return change->secret != NULL;
}

static GBytes *
open_body (KhSafe        *safe,
           KhLinkAttempt *attempt)
{
  g_autoptr (KhSecret) secret = kh_vault_open (get_vault (safe), TABLE, attempt->customer, BODY, attempt->body, NULL);

  return secret != NULL ? kh_secret_dup_view (secret) : NULL;
}

/**
 * kh_link_secrets_open:
 * @safe: (nullable): the keys of whoever reads
 * @attempt: an attempt as it is kept
 *
 * Opens what is to be sent. Without a key to it, or where it is damaged, the attempt is locked.
 */
void
kh_link_secrets_open (KhSafe        *safe,
                      KhLinkAttempt *attempt)
{
  gboolean sealed = FALSE;
  GBytes *body;

  for (guint i = 0; i < attempt->changes->len; i++)
    {
      KhChange *change = g_ptr_array_index (attempt->changes, i);

      if (!is_sealed (change))
        continue;
      sealed |= change->value != NULL;
      if (!open_change (safe, attempt->customer, change))
        attempt->locked = TRUE;
    }
  if (!sealed || attempt->body == NULL)
    return;

  body = attempt->locked ? NULL : open_body (safe, attempt);
  attempt->locked = body == NULL;
  g_bytes_unref (attempt->body);
  attempt->body = body;
}

/* Checking */

static gboolean
check_rights (KhConnection         *connection,
              const KhLinkAttempt  *attempt,
              GError              **error)
{
  KhGrants grants;

  if (!kh_session_get_grants (connection, &grants, error))
    return FALSE;
  for (guint i = 0; i < attempt->changes->len; i++)
    {
      const KhChange *change = g_ptr_array_index (attempt->changes, i);

      if (is_sealed (change) && !kh_gate_check (grants, kh_datapoint_get (change->datapoint)->view, error))
        return FALSE;
    }
  for (guint i = 0; i < attempt->adopted->len; i++)
    {
      const KhChange *change = g_ptr_array_index (attempt->adopted, i);
      const KhDatapoint *datapoint = kh_datapoint_get (change->datapoint);

      if (datapoint->sealed && (!kh_gate_check (grants, datapoint->view, error) ||
                                !kh_gate_check (grants, datapoint->modify, error)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_limits (KhConnection    *connection,
              KhCustomer      *kept,
              const KhChange  *change,
              GError         **error)
{
  g_autoptr (KhCatalogues) catalogues = NULL;
  KhValueContext context = { NULL };

  if (change->secret == NULL)
    return TRUE;
  if (!kh_secret_is_trimmed (change->secret))
    {
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_CHARACTER,
                   /* Translators: a datapoint's name. */
                   _("The station’s %s begins or ends with a blank, so it cannot be taken over. Leave both as they are."),
                   kh_datapoint_get_label (change->datapoint));
      return FALSE;
    }
  catalogues = kh_catalogue_rows_load (connection, error);
  if (catalogues == NULL)
    return FALSE;
  context.catalogues = catalogues;
  context.adt = kh_rule_is_adt (kept, catalogues);

  return kh_value_check (kh_datapoint_get (change->datapoint), kh_secret_get_text (change->secret), &context, error);
}

/* The secret that the record is to have: the station's, or the one that is kept. */
static gboolean
foresee (KhConnection         *connection,
         KhSafe               *safe,
         const KhLinkAttempt  *attempt,
         KhDatapointId         id,
         KhSecret            **secret,
         GError              **error)
{
  GError *failure = NULL;

  for (guint i = 0; i < attempt->adopted->len; i++)
    {
      const KhChange *change = g_ptr_array_index (attempt->adopted, i);

      if (change->datapoint == id)
        {
          *secret = change->secret != NULL ? kh_secret_ref (change->secret) : NULL;
          return TRUE;
        }
    }
  if (kh_secret_rows_load (connection, safe, attempt->customer, id, secret, &failure))
    return TRUE;
  if (!g_error_matches (failure, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED))
    {
      g_propagate_error (error, failure);
      return FALSE;
    }
  /* What is damaged is no code any more, and is compared when it is typed again. */
  g_error_free (failure);

  return TRUE;
}

static gboolean
check_twins (KhConnection         *connection,
             KhSafe               *safe,
             const KhLinkAttempt  *attempt,
             GError              **error)
{
  g_autoptr (KhSecret) passcode = NULL;
  g_autoptr (KhSecret) duress = NULL;

  if (!foresee (connection, safe, attempt, KH_DATAPOINT_PASSCODE, &passcode, error) ||
      !foresee (connection, safe, attempt, KH_DATAPOINT_DURESS_CODE, &duress, error))
    return FALSE;
  if (!kh_secret_sounds_like (passcode, duress))
    return TRUE;

  g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
                       _("The passcode and the duress code would be the same, so nobody could tell an emergency "
                         "from a false alarm. Nothing was sent. Choose otherwise for one of them."));
  return FALSE;
}

/**
 * kh_link_secrets_check:
 * @connection: the connection that writes, in a transaction
 * @safe: the keys of who presses Link
 * @attempt: a new attempt
 * @error: return location for an error; %KH_GATE_ERROR_DENIED, %KH_STORE_ERROR_NO_KEY, an error of
 *   %KH_VALUE_ERROR
 *
 * Returns: whether the member may send and take the secrets that the attempt has
 */
gboolean
kh_link_secrets_check (KhConnection         *connection,
                       KhSafe               *safe,
                       const KhLinkAttempt  *attempt,
                       GError              **error)
{
  g_autoptr (KhCustomer) kept = NULL;

  if (!check_rights (connection, attempt, error))
    return FALSE;
  if (!has_secret (attempt->adopted))
    return TRUE;
  kept = kh_customer_rows_load (connection, attempt->customer, error);
  if (kept == NULL)
    return FALSE;
  for (guint i = 0; i < attempt->adopted->len; i++)
    {
      if (!check_limits (connection, kept, g_ptr_array_index (attempt->adopted, i), error))
        return FALSE;
    }

  return check_twins (connection, safe, attempt, error);
}

/* Ending */

static gboolean
adopt_secret (KhConnection         *connection,
              const KhLinkAttempt  *attempt,
              const KhChange       *change,
              KhCustomer           *kept,
              GError              **error)
{
  g_autoptr (GBytes) sealed = decode (change->value);

  return kh_secret_rows_put (connection, attempt->customer, change->datapoint, sealed, error) &&
         kh_customer_rows_touch (connection, kept, error) &&
         kh_history_rows_write (connection, attempt->author, "adopt", attempt->customer,
                                kh_customer_get_revision (kept), kh_datapoint_get (change->datapoint)->key,
                                NULL, NULL, error);
}

static gboolean
find_set (KhConnection         *connection,
          const KhLinkAttempt  *attempt,
          gboolean             *set,
          GError              **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_WERE_SET, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, attempt->customer);
  kh_statement_bind_int64 (statement, 2, attempt->revision);
  kh_statement_bind_text (statement, 3, kh_datapoint_get (KH_DATAPOINT_PASSCODE)->key);
  kh_statement_bind_text (statement, 4, kh_datapoint_get (KH_DATAPOINT_DURESS_CODE)->key);

  return kh_statement_step (statement, set, error);
}

/**
 * kh_link_secrets_adopt:
 * @connection: the connection that writes, in a transaction
 * @attempt: an attempt as it is kept
 * @revision: (inout): the record's revision
 * @error: return location for an error
 *
 * Takes the station's secrets into the record, unless somebody has set the passcode or the duress
 * code here after the clerk had seen them: it was not what they decided about.
 *
 * Returns: whether that is done
 */
gboolean
kh_link_secrets_adopt (KhConnection         *connection,
                       const KhLinkAttempt  *attempt,
                       gint64               *revision,
                       GError              **error)
{
  g_autoptr (KhCustomer) kept = NULL;
  gboolean set = FALSE;

  if (!find_set (connection, attempt, &set, error))
    return FALSE;
  for (guint i = 0; i < attempt->adopted->len; i++)
    {
      const KhChange *change = g_ptr_array_index (attempt->adopted, i);

      if (set || !is_sealed (change) || change->value == NULL)
        continue;
      if (kept == NULL)
        kept = kh_customer_rows_load (connection, attempt->customer, error);
      if (kept == NULL || !adopt_secret (connection, attempt, change, kept, error))
        return FALSE;
      *revision = kh_customer_get_revision (kept);
    }

  return TRUE;
}

/**
 * kh_link_secrets_tell_sent:
 * @connection: the connection that writes, in a transaction
 * @attempt: an attempt that the station has applied
 * @error: return location for an error
 *
 * Says in the history which secrets the station has got, and not what they are.
 *
 * Returns: whether it is said
 */
gboolean
kh_link_secrets_tell_sent (KhConnection         *connection,
                           const KhLinkAttempt  *attempt,
                           GError              **error)
{
  for (guint i = 0; i < attempt->changes->len; i++)
    {
      const KhChange *change = g_ptr_array_index (attempt->changes, i);

      if (is_sealed (change) &&
          !kh_history_rows_write (connection, attempt->author, "send", attempt->customer, attempt->revision,
                                  kh_datapoint_get (change->datapoint)->key, NULL, NULL, error))
        return FALSE;
    }

  return TRUE;
}
