/* kh-secret-save.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-secret-save.h"

#include "kh-catalogue-rows.h"
#include "kh-customer-rows.h"
#include "kh-history-rows.h"
#include "kh-outbox-rows.h"
#include "kh-rule.h"
#include "kh-secret-rows.h"
#include "kh-session.h"
#include "kh-staff-rows.h"
#include "kh-store.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/**
 * kh_secret_save_check_vault:
 * @connection: a connection
 * @safe: the keys of whoever asks
 * @datapoint: a sealed datapoint, or a sealed column of a table
 * @error: return location for %KH_STORE_ERROR_NO_KEY
 *
 * What whoever has no key can do about it depends on why they have none.
 *
 * Returns: whether there is a key
 */
gboolean
kh_secret_save_check_vault (KhConnection       *connection,
                            KhSafe             *safe,
                            const KhDatapoint  *datapoint,
                            GError            **error)
{
  g_autoptr (KhStaff) staff = NULL;
  const KhMember *member;

  if (!kh_vault_is_locked (kh_safe_get_vault (safe, kh_ring_of_sealed (datapoint))))
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
               _(datapoint->label));
  return FALSE;
}

static const KhSecretChange *
find_change (GPtrArray     *changes,
             KhDatapointId  id)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const KhSecretChange *change = g_ptr_array_index (changes, i);

      if (change->id == id)
        return change;
    }

  return NULL;
}

/* What is not kept cannot go. */
static gboolean
is_needed (const KhSecretChange *change,
           KhCustomer           *customer)
{
  return change->secret != NULL || kh_customer_is_sealed (customer, change->id);
}

static gboolean
is_any_needed (GPtrArray  *changes,
               KhCustomer *customer)
{
  for (guint i = 0; changes != NULL && i < changes->len; i++)
    {
      if (is_needed (g_ptr_array_index (changes, i), customer))
        return TRUE;
    }

  return FALSE;
}

static gboolean
check_keys (KhConnection  *connection,
            KhSafe        *safe,
            KhCustomer    *customer,
            GPtrArray     *changes,
            GError       **error)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const KhSecretChange *change = g_ptr_array_index (changes, i);

      if (is_needed (change, customer) && !kh_secret_save_check_vault (connection, safe, kh_datapoint_get (change->id), error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_limits (KhConnection  *connection,
              KhCustomer    *customer,
              GPtrArray     *changes,
              GError       **error)
{
  g_autoptr (KhCatalogues) catalogues = kh_catalogue_rows_load (connection, error);
  KhValueContext context = { NULL };

  if (catalogues == NULL)
    return FALSE;
  context.catalogues = catalogues;
  context.adt = kh_rule_is_adt (customer, catalogues);
  for (guint i = 0; i < changes->len; i++)
    {
      const KhSecretChange *change = g_ptr_array_index (changes, i);

      if (change->secret == NULL ||
          kh_value_check_secret (kh_datapoint_get (change->id), change->secret, &context, error))
        continue;
      g_prefix_error (error, "%s: ", kh_datapoint_get_label (change->id));
      return FALSE;
    }

  return TRUE;
}

/* The value that will be kept. One that is damaged is no code any more, and is compared when it
 * is typed again. */
static gboolean
find_value (KhConnection   *connection,
            KhSafe         *safe,
            KhCustomer     *customer,
            GPtrArray      *changes,
            KhDatapointId   id,
            KhSecret      **value,
            GError        **error)
{
  const KhSecretChange *change = find_change (changes, id);
  GError *failure = NULL;

  *value = NULL;
  if (change != NULL)
    {
      *value = change->secret == NULL ? NULL : kh_secret_ref (change->secret);
      return TRUE;
    }
  if (kh_secret_rows_load (connection, safe, kh_customer_get_number (customer), id, value, &failure))
    return TRUE;
  if (g_error_matches (failure, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED))
    {
      g_clear_error (&failure);
      return TRUE;
    }
  g_propagate_error (error, failure);

  return FALSE;
}

static gboolean
check_twins (KhConnection  *connection,
             KhSafe        *safe,
             KhCustomer    *customer,
             GPtrArray     *changes,
             GError       **error)
{
  g_autoptr (KhSecret) passcode = NULL;
  g_autoptr (KhSecret) duress = NULL;

  if (find_change (changes, KH_DATAPOINT_PASSCODE) == NULL && find_change (changes, KH_DATAPOINT_DURESS_CODE) == NULL)
    return TRUE;

  return find_value (connection, safe, customer, changes, KH_DATAPOINT_PASSCODE, &passcode, error) &&
         find_value (connection, safe, customer, changes, KH_DATAPOINT_DURESS_CODE, &duress, error) &&
         kh_secret_changes_check_twins (passcode, duress, error);
}

static gboolean
write_change (KhConnection          *connection,
              KhSafe                *safe,
              KhCustomer            *customer,
              const KhSecretChange  *change,
              const char            *author,
              const char            *action,
              GError               **error)
{
  gint64 number = kh_customer_get_number (customer);

  if (!kh_secret_rows_save (connection, safe, number, change->id, change->secret, error) ||
      !kh_history_rows_write (connection, author, action, number, kh_customer_get_revision (customer),
                              kh_datapoint_get (change->id)->key, NULL, NULL, error))
    return FALSE;
  kh_customer_set_sealed (customer, change->id, change->secret != NULL);

  return TRUE;
}

/* The value itself is read when it is sent, by somebody who has the key. */
static gboolean
queue_change (KhConnection          *connection,
              KhCustomer            *customer,
              const KhSecretChange  *change,
              const char            *author,
              GError               **error)
{
  gboolean wanted = FALSE;

  if (!kh_outbox_rows_is_wanted (connection, kh_customer_get_number (customer), &wanted, error))
    return FALSE;

  return !wanted || kh_outbox_rows_queue (connection, kh_customer_get_number (customer), change->id, NULL, NULL,
                                          kh_customer_get_revision (customer), author, error);
}

static gboolean
check (KhConnection  *connection,
       KhSafe        *safe,
       KhCustomer    *customer,
       GPtrArray     *changes,
       GError       **error)
{
  return check_keys (connection, safe, customer, changes, error) &&
         check_limits (connection, customer, changes, error) &&
         check_twins (connection, safe, customer, changes, error);
}

/**
 * kh_secret_save:
 * @connection: the connection that writes, in the transaction of the save
 * @safe: the keys of whoever saves
 * @customer: the record as it is kept in this transaction; it is told what is sealed now
 * @changes: (nullable) (element-type KhSecretChange): what is to be kept, allowed by the gate
 * @written: whether @customer has its next revision already
 * @author: who changed it
 * @error: return location for an error of %KH_VALUE_ERROR, %KH_STORE_ERROR_NO_KEY
 *
 * Each change is a row of the history, also when the value is the same as before: who did not
 * see it shall not learn that. All of them are one revision, that of the other values with which
 * they are saved.
 *
 * Returns: whether they are kept
 */
gboolean
kh_secret_save (KhConnection  *connection,
                KhSafe        *safe,
                KhCustomer    *customer,
                GPtrArray     *changes,
                gboolean       written,
                const char    *author,
                GError       **error)
{
  if (!is_any_needed (changes, customer))
    return TRUE;
  if (!check (connection, safe, customer, changes, error) ||
      (!written && !kh_customer_rows_touch (connection, customer, error)))
    return FALSE;

  for (guint i = 0; i < changes->len; i++)
    {
      const KhSecretChange *change = g_ptr_array_index (changes, i);

      if (is_needed (change, customer) &&
          (!write_change (connection, safe, customer, change, author, "change", error) ||
           !queue_change (connection, customer, change, author, error)))
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_secret_save_taken:
 * @connection: the connection that writes, in a transaction
 * @safe: the keys of whoever decides
 * @customer: the record as it is kept in this transaction; it is told what is sealed now
 * @changes: (element-type KhSecretChange): what is taken from the station, allowed by the gate
 * @written: whether @customer has its next revision already
 * @author: who decided so
 * @action: the history's word for how
 * @error: return location for an error of %KH_VALUE_ERROR, %KH_STORE_ERROR_NO_KEY
 *
 * Like kh_secret_save() for what the station has already, so that nothing of it is queued.
 *
 * Returns: whether they are kept
 */
gboolean
kh_secret_save_taken (KhConnection  *connection,
                      KhSafe        *safe,
                      KhCustomer    *customer,
                      GPtrArray     *changes,
                      gboolean       written,
                      const char    *author,
                      const char    *action,
                      GError       **error)
{
  if (changes->len == 0)
    return TRUE;
  if (!check (connection, safe, customer, changes, error) ||
      (!written && !kh_customer_rows_touch (connection, customer, error)))
    return FALSE;

  for (guint i = 0; i < changes->len; i++)
    {
      if (!write_change (connection, safe, customer, g_ptr_array_index (changes, i), author, action, error))
        return FALSE;
    }

  return TRUE;
}
