/* kh-duplicate-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-rows.h"

#include "kh-catalogue-rows.h"
#include "kh-customer-rows.h"
#include "kh-duplicate-plan.h"
#include "kh-duplicate-table-rows.h"
#include "kh-gate.h"
#include "kh-history-rows.h"
#include "kh-rule.h"
#include "kh-secret-rows.h"
#include "kh-secret-save.h"
#include "kh-session.h"
#include "kh-status-rows.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/* The history's words. */
#define FROM   "duplicated-from"
#define TO     "duplicated-to"
#define UNDONE "duplicate-undone"

#define SQL_MAKER \
  "SELECT author FROM history WHERE customer = ?1 AND action = '" FROM "' " \
  "AND datapoint IS NULL AND new_value = ?2"

/**
 * kh_duplication_clear:
 * @self: a duplication
 *
 * Lets go of what is in it.
 */
void
kh_duplication_clear (KhDuplication *self)
{
  g_clear_object (&self->safe);
  g_clear_object (&self->catalogues);
  g_clear_object (&self->original);
  g_clear_pointer (&self->author, g_free);
  g_clear_pointer (&self->secrets, g_ptr_array_unref);
  g_clear_pointer (&self->choice, kh_duplicate_choice_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->places, g_ptr_array_unref);
}

static gboolean
check_original (KhDuplication  *duplication,
                GError        **error)
{
  g_autofree char *name = NULL;
  gboolean archived;

  if (kh_customer_get_revision (duplication->original) == duplication->revision)
    return TRUE;
  name = kh_customer_dup_name (duplication->original);
  archived = g_strcmp0 (kh_customer_get (duplication->original, KH_DATAPOINT_STATUS), "archived") == 0;
  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT,
               /* Translators: a customer's name. */
               archived ? _("%s was archived since you opened this. Nothing was made. Look whether you still want "
                            "a duplicate, then save again.")
                        : _("%s was changed since you opened this. Nothing was made. Look at the values as they are "
                            "now, then save again."), name);
  return FALSE;
}

/**
 * kh_duplicate_rows_begin:
 * @connection: the connection that writes, in the transaction of the duplicate
 * @duplication: what is duplicated; it gets what the transaction reads
 * @error: return location for an error; %KH_GATE_ERROR_DENIED, %KH_STORE_ERROR_NOT_FOUND,
 *   %KH_STORE_ERROR_CONFLICT
 *
 * Returns: whether whoever is signed in may duplicate the customer as it is
 */
gboolean
kh_duplicate_rows_begin (KhConnection   *connection,
                         KhDuplication  *duplication,
                         GError        **error)
{
  if (!kh_session_get_grants (connection, &duplication->grants, error) ||
      !kh_duplicate_plan_check_grants (duplication->grants, error))
    return FALSE;
  duplication->original = kh_customer_rows_load (connection, duplication->number, error);
  if (duplication->original == NULL || !check_original (duplication, error))
    return FALSE;
  duplication->catalogues = kh_catalogue_rows_load (connection, error);

  return duplication->catalogues != NULL && kh_duplicate_table_rows_begin (connection, duplication, error);
}

static gboolean
refuse_value (const KhDatapoint  *described,
              const char         *message,
              GError            **error)
{
  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID,
               /* Translators: a datapoint's name, and what is wrong with its value. */
               _("%s: %s"), _(described->label), message);
  return FALSE;
}

/* Whoever may not set what is sealed makes a customer without it, as in a new customer. */
static gboolean
is_missing (KhDuplication *duplication,
            KhCustomer    *copy,
            KhDatapointId  id)
{
  return !kh_customer_has (copy, id) && kh_rule_is_required (id, copy, duplication->catalogues, FALSE) &&
         (!kh_datapoint_get (id)->sealed || kh_gate_may_begin (duplication->grants, id, TRUE));
}

/* An entry may have gone out of use since the window was opened. */
static gboolean
check_value (KhDuplication         *duplication,
             const KhValueContext  *context,
             KhCustomer            *copy,
             KhDatapointId          id,
             GError               **error)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  const char *value = kh_customer_get (copy, id);
  g_autoptr (GError) reason = NULL;

  if (is_missing (duplication, copy, id))
    return refuse_value (kh_datapoint_get (id), _("Fill this in; it is required."), error);
  if (datapoint->duplicate == KH_DUPLICATE_NEVER && g_strcmp0 (value, datapoint->fallback) != 0)
    return refuse_value (kh_datapoint_get (id), _("This is never copied."), error);
  if (!kh_value_check (datapoint, value, context, &reason))
    return refuse_value (kh_datapoint_get (id), reason->message, error);

  return TRUE;
}

static gboolean
check_copy (KhDuplication  *duplication,
            KhCustomer     *copy,
            GError        **error)
{
  g_autoptr (GDateTime) today = g_date_time_new_now_local ();
  const KhValueContext context = {
    .catalogues = duplication->catalogues,
    .adt = kh_rule_is_adt (copy, duplication->catalogues),
    .today = today,
  };

  if (!kh_gate_check_create (copy, duplication->catalogues, duplication->grants, error) ||
      !kh_gate_check_secrets (duplication->secrets, duplication->grants, TRUE, error))
    return FALSE;
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (!check_value (duplication, &context, copy, (KhDatapointId) i, error))
      return FALSE;

  return TRUE;
}

/**
 * kh_duplicate_rows_check_sealed:
 * @duplication: what kh_duplicate_rows_begin() begins
 * @described: a sealed datapoint, or a sealed column of a table
 * @error: return location for an error; %KH_GATE_ERROR_DENIED, %KH_STORE_ERROR_INVALID,
 *   %KH_STORE_ERROR_NO_KEY
 *
 * Returns: whether whoever duplicates may copy it, and has the key to it
 */
gboolean
kh_duplicate_rows_check_sealed (const KhDuplication  *duplication,
                                const KhDatapoint    *described,
                                GError              **error)
{
  if (described->duplicate == KH_DUPLICATE_NEVER)
    return refuse_value (described, _("This is never copied."), error);
  if (!kh_gate_check (duplication->grants, described->view, error) ||
      !kh_gate_check (duplication->grants, described->modify, error))
    return FALSE;
  if (!kh_vault_is_locked (kh_safe_get_vault (duplication->safe, kh_ring_of_sealed (described))))
    return TRUE;
  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY,
               /* Translators: a datapoint's name. */
               _("%s is kept encrypted, and you have no key to it. Nothing was made. Turn it off to duplicate the "
                 "customer without it."), _(described->label));
  return FALSE;
}

static gboolean
check_secret_limits (KhDuplication  *duplication,
                     KhCustomer     *copy,
                     KhDatapointId   id,
                     KhSecret       *secret,
                     GError        **error)
{
  const KhValueContext context = {
    .catalogues = duplication->catalogues,
    .adt = kh_rule_is_adt (copy, duplication->catalogues),
  };
  g_autoptr (GError) reason = NULL;

  if (kh_value_check_secret (kh_datapoint_get (id), secret, &context, &reason))
    return TRUE;

  return refuse_value (kh_datapoint_get (id), reason->message, error);
}

/* A value is sealed for its customer, so the copy's is sealed anew. Both histories say so,
 * without the value. */
static gboolean
copy_secret (KhConnection   *connection,
             KhDuplication  *duplication,
             KhCustomer     *copy,
             KhDatapointId   id,
             GError        **error)
{
  const char *key = kh_datapoint_get (id)->key;
  gint64 number = kh_customer_get_number (copy);
  g_autoptr (KhSecret) secret = NULL;

  if (!kh_duplicate_rows_check_sealed (duplication, kh_datapoint_get (id), error) ||
      !kh_secret_rows_load (connection, duplication->safe, duplication->number, id, &secret, error))
    return FALSE;
  if (secret == NULL)
    return TRUE;
  if (!check_secret_limits (duplication, copy, id, secret, error) ||
      !kh_secret_rows_save (connection, duplication->safe, number, id, secret, error) ||
      !kh_history_rows_write (connection, duplication->author, FROM, number, 1, key, NULL, NULL, error))
    return FALSE;
  kh_customer_set_sealed (copy, id, TRUE);

  return TRUE;
}

/* What is copied is what the original has. What was typed is there instead of it. */
static void
sort_secrets (KhDuplication *duplication,
              KhCustomer    *copy,
              gboolean      *copied)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      KhDatapointId id = (KhDatapointId) i;

      copied[i] = kh_customer_is_sealed (copy, id) && kh_customer_is_sealed (duplication->original, id);
      kh_customer_set_sealed (copy, id, copied[i]);
    }
  for (guint i = 0; duplication->secrets != NULL && i < duplication->secrets->len; i++)
    {
      const KhSecretChange *change = g_ptr_array_index (duplication->secrets, i);

      copied[change->id] = FALSE;
      kh_customer_set_sealed (copy, change->id, change->secret != NULL);
    }
}

/**
 * kh_duplicate_rows_check_many:
 * @duplication: what kh_duplicate_rows_begin() began
 * @copy: the new customers, which say what is sealed and to be copied
 * @error: return location for %KH_STORE_ERROR_INVALID
 *
 * What is sealed belongs to people: no passcode is typed once for all of a building's tenants,
 * which would let each of them cancel the others' alarms. Only the original's is given to all,
 * when somebody chose to.
 *
 * Returns: whether they can be made in one go
 */
gboolean
kh_duplicate_rows_check_many (KhDuplication  *duplication,
                              KhCustomer     *copy,
                              GError        **error)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (kh_datapoint_get ((KhDatapointId) i)->sealed && is_missing (duplication, copy, (KhDatapointId) i))
      {
        g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID,
                     /* Translators: a datapoint's name, such as Passcode. */
                     _("%s: each of these customers is required to have their own. Nothing was made. "
                       "Duplicate the customer once for each of them, and type it there."),
                     kh_datapoint_get_label ((KhDatapointId) i));
        return FALSE;
      }

  return TRUE;
}

static gboolean
insert_customer (KhConnection   *connection,
                 KhDuplication  *duplication,
                 KhCustomer     *copy,
                 GError        **error)
{
  g_autoptr (KhCustomerIndex) index = kh_customer_index_new (copy);
  gint64 number = kh_customer_rows_get_next_number (connection, error);

  if (number == 0)
    return FALSE;
  kh_duplicate_table_rows_index (duplication, index);

  return kh_customer_rows_insert_as (connection, copy, index, number, duplication->author, "create", error);
}

/**
 * kh_duplicate_rows_insert:
 * @connection: the connection that writes, in the transaction of the duplicate
 * @duplication: what kh_duplicate_rows_begin() began
 * @copy: the new customer, which says what is sealed and to be copied; it gets its number
 * @error: return location for an error; %KH_GATE_ERROR_DENIED, %KH_STORE_ERROR_INVALID,
 *   %KH_STORE_ERROR_NO_KEY
 *
 * Creates the customer as any other is created, with what is sealed of the original and
 * with the rows of its tables that were chosen, and says in its history where it comes from. What was typed is checked for, and saved by
 * kh_duplicate_rows_save_secrets().
 *
 * Returns: whether it is kept
 */
gboolean
kh_duplicate_rows_insert (KhConnection   *connection,
                          KhDuplication  *duplication,
                          KhCustomer     *copy,
                          GError        **error)
{
  g_autofree char *from = g_strdup_printf ("%" G_GINT64_FORMAT, duplication->number);
  gboolean copied[KH_N_DATAPOINTS];

  sort_secrets (duplication, copy, copied);
  if (!check_copy (duplication, copy, error) ||
      !insert_customer (connection, duplication, copy, error) ||
      !kh_history_rows_write (connection, duplication->author, FROM, kh_customer_get_number (copy), 1,
                              NULL, NULL, from, error))
    return FALSE;
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (copied[i] && !copy_secret (connection, duplication, copy, (KhDatapointId) i, error))
      return FALSE;

  return kh_duplicate_table_rows_insert (connection, duplication, copy, error);
}

/**
 * kh_duplicate_rows_note:
 * @connection: the connection that writes, in the transaction of the duplicate
 * @duplication: what kh_duplicate_rows_begin() began
 * @copy: the copy, or the last one
 * @first: the number of the first copy
 * @last: the number of the last one; all between are copies, too
 * @error: return location for an error
 *
 * Says in the original's history what became of it. Its revision stays: it is not changed.
 *
 * Returns: whether it is written
 */
gboolean
kh_duplicate_rows_note (KhConnection   *connection,
                        KhDuplication  *duplication,
                        KhCustomer     *copy,
                        gint64          first,
                        gint64          last,
                        GError        **error)
{
  g_autofree char *to = first == last ? g_strdup_printf ("%" G_GINT64_FORMAT, first)
                                      : g_strdup_printf ("%" G_GINT64_FORMAT "–%" G_GINT64_FORMAT, first, last);

  if (!kh_history_rows_write (connection, duplication->author, TO, duplication->number, duplication->revision,
                              NULL, NULL, to, error))
    return FALSE;
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (kh_customer_is_sealed (copy, (KhDatapointId) i) &&
        !kh_history_rows_write (connection, duplication->author, TO, duplication->number, duplication->revision,
                                kh_datapoint_get ((KhDatapointId) i)->key, NULL, NULL, error))
      return FALSE;
  for (guint i = 0; duplication->places != NULL && i < duplication->places->len; i++)
    if (!kh_history_rows_write (connection, duplication->author, TO, duplication->number, duplication->revision,
                                g_ptr_array_index (duplication->places, i), NULL, NULL, error))
      return FALSE;

  return TRUE;
}

/**
 * kh_duplicate_rows_save_secrets:
 * @connection: the connection that writes, in the transaction of the duplicate
 * @duplication: what kh_duplicate_rows_begin() began
 * @copy: what kh_duplicate_rows_insert() kept, after kh_duplicate_rows_note(): these are not the
 *   original's
 * @error: return location for an error of %KH_VALUE_ERROR, %KH_STORE_ERROR_NO_KEY
 *
 * Returns: whether what is sealed and was typed is kept
 */
gboolean
kh_duplicate_rows_save_secrets (KhConnection   *connection,
                                KhDuplication  *duplication,
                                KhCustomer     *copy,
                                GError        **error)
{
  return kh_secret_save (connection, duplication->safe, copy, duplication->secrets, TRUE, duplication->author, error);
}

static gboolean
check_maker (KhConnection  *connection,
             gint64         number,
             const char    *original,
             KhGrants       grants,
             const char    *author,
             GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_MAKER, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, number);
  kh_statement_bind_text (statement, 2, original);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (row && (g_strcmp0 (kh_statement_get_text (statement, 0), author) == 0 ||
              kh_grants_has (grants, KH_GRANT_CUSTOMER_DELETE)))
    return TRUE;

  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT,
               /* Translators: a customer number. */
               _("Customer %s is no duplicate that you made, so it cannot be taken back."), original);
  return FALSE;
}

static gboolean
check_untouched (KhConnection  *connection,
                 KhCustomer    *copy,
                 GError       **error)
{
  g_autofree char *name = NULL;
  gboolean touched = FALSE;

  if (!kh_status_rows_is_touched (connection, copy, &touched, error))
    return FALSE;
  if (!touched)
    return TRUE;

  name = kh_customer_dup_name (copy);
  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT,
               /* Translators: a customer's name. */
               _("%s was changed, linked or duplicated since, so the duplicate stays. Archive the customer instead."),
               name);
  return FALSE;
}

/**
 * kh_duplicate_rows_take_back:
 * @connection: the connection that writes, in a transaction
 * @original: the original's customer number
 * @number: the duplicate's
 * @grants: what whoever takes it back may do
 * @author: who the history says did it
 * @error: return location for an error; %KH_STORE_ERROR_NOT_FOUND, %KH_STORE_ERROR_CONFLICT
 *
 * Deletes a duplicate that nothing has touched, for who made it and for who may delete
 * customers. Both histories say so; the number is not given to anybody else.
 *
 * Returns: whether it is gone
 */
gboolean
kh_duplicate_rows_take_back (KhConnection  *connection,
                             gint64         original,
                             gint64         number,
                             KhGrants       grants,
                             const char    *author,
                             GError       **error)
{
  g_autoptr (KhCustomer) copy = kh_customer_rows_load (connection, number, error);
  g_autofree char *original_text = g_strdup_printf ("%" G_GINT64_FORMAT, original);
  g_autofree char *copy_text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return copy != NULL && check_maker (connection, number, original_text, grants, author, error) &&
         check_untouched (connection, copy, error) && kh_customer_rows_delete (connection, copy, error) &&
         kh_history_rows_write (connection, author, UNDONE, number, 1, NULL, NULL, original_text, error) &&
         kh_history_rows_write (connection, author, UNDONE, original, 0, NULL, copy_text, NULL, error);
}
