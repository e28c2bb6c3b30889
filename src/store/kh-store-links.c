/* kh-store-links.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-change.h"
#include "kh-customer-rows.h"
#include "kh-gate.h"
#include "kh-history-rows.h"
#include "kh-link-rows.h"
#include "kh-link-secrets.h"
#include "kh-outbox-rows.h"
#include "kh-session.h"
#include "kh-shadow-rows.h"
#include "kh-shell-rows.h"
#include "kh-store-links.h"
#include "kh-table-rows.h"
#include "kh-take-rows.h"
#include "kh-store-private.h"
#include "kh-unlink-rows.h"

#include <glib/gi18n-lib.h>

/* What the calls on an attempt are given. */
typedef struct {
  gint64 customer;
  char *text;
  char *etag;
  char *change_set;
  GArray *waiting;
  char *author;
  KhSafe *safe;
  KhLinkAttempt *attempt;
  KhAccount *account;
  KhLink *link;
} Step;

static void
step_free (gpointer data)
{
  Step *step = data;

  g_free (step->text);
  g_free (step->etag);
  g_free (step->change_set);
  g_clear_pointer (&step->waiting, g_array_unref);
  g_free (step->author);
  g_object_unref (step->safe);
  kh_link_attempt_free (step->attempt);
  g_clear_object (&step->account);
  kh_link_free (step->link);
  g_free (step);
}

static Step *
step_new (KhStore    *self,
          gint64      customer,
          const char *text)
{
  Step *step = g_new0 (Step, 1);

  step->customer = customer;
  step->text = g_strdup (text);
  step->author = g_strdup (kh_store_get_author (self));
  step->safe = g_object_ref (kh_store_get_safe (self));

  return step;
}

/* Begin */

/* One account belongs to at most one customer. */
static gboolean
check_free (KhConnection         *connection,
            const KhLinkAttempt  *attempt,
            GError              **error)
{
  g_autoptr (KhCustomer) other = NULL;
  g_autofree char *name = NULL;
  g_autofree char *number = NULL;
  gint64 holder;

  if (!kh_link_rows_find_holder (connection, attempt, &holder, error))
    return FALSE;
  if (holder == 0)
    return TRUE;
  if (holder == attempt->customer)
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_LINKED,
                           _("This customer’s Link is not over yet. Open the customer again to complete it."));
      return FALSE;
    }
  other = kh_customer_rows_load (connection, holder, error);
  if (other == NULL)
    return FALSE;
  name = kh_customer_dup_name (other);
  number = g_strdup_printf ("%" G_GINT64_FORMAT, holder);
  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_LINKED,
               /* Translators: an account number, a customer's name and number. */
               _("Account %s is linked to %s (customer %s). Check the Account Number."),
               attempt->number, name, number);
  return FALSE;
}

/* What is taken over is a change of the record like any other, and the clerk's. */
static gboolean
check_grants (KhConnection         *connection,
              const KhLinkAttempt  *attempt,
              KhCustomer           *kept,
              GError              **error)
{
  g_autoptr (KhCustomer) edited = kh_customer_copy (kept);
  KhGrants grants;

  if (!kh_session_get_grants (connection, &grants, error) ||
      !kh_gate_check (grants, kh_link_attempt_is_creating (attempt) ? KH_GRANT_CENTRAL_STATION_SHELL
                                                                    : KH_GRANT_CENTRAL_STATION_LINK, error))
    return FALSE;
  for (guint i = 0; attempt->adopted != NULL && i < attempt->adopted->len; i++)
    {
      const KhChange *change = g_ptr_array_index (attempt->adopted, i);

      if (!kh_datapoint_get (change->datapoint)->sealed)
        kh_customer_set (edited, change->datapoint, change->value);
    }

  return kh_gate_check_change (kept, edited, grants, error) &&
         kh_take_rows_check (connection, kept, attempt->takes, grants, error);
}

static gboolean
prepare_record (KhConnection   *connection,
                KhLinkAttempt  *attempt,
                KhCustomer     *kept,
                GError        **error)
{
  return !kh_link_attempt_is_creating (attempt) || kh_shell_rows_give_number (connection, attempt, kept, error);
}

/* The customer's rows of a table, read once. */
static KhRows *
load_table (KhConnection  *connection,
            gint64         customer,
            GPtrArray     *tables,
            KhTableId      table,
            GError       **error)
{
  KhRows *rows = kh_rows_of_table (tables, table);

  if (rows != NULL)
    return rows;
  rows = kh_table_rows_load (connection, customer, table, error);
  if (rows != NULL)
    g_ptr_array_add (tables, rows);

  return rows;
}

/* What the station gets once the customer is linked; an attempt that is dropped takes it along. */
static gboolean
queue_rows (KhConnection         *connection,
            const KhLinkAttempt  *attempt,
            GError              **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < attempt->rows->len; i++)
    {
      const KhChange *change = g_ptr_array_index (attempt->rows, i);
      KhRows *kept = load_table (connection, attempt->customer, tables, kh_row_get_table (change->row), error);
      KhRow *row = kept != NULL ? kh_rows_find (kept, kh_row_get_id (change->row)) : NULL;

      if (row != NULL)
        kh_row_copy_renewed (row, change->row);
      if (kept == NULL || (row != NULL && !kh_outbox_rows_queue_row (connection, attempt->customer, change->row_from, row,
                                                                     attempt->revision, attempt->author, error)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
begin_in_transaction (KhConnection  *connection,
                      gpointer       data,
                      GError       **error)
{
  Step *step = data;
  g_autoptr (KhLink) link = NULL;
  g_autoptr (KhCustomer) kept = kh_customer_rows_load (connection, step->attempt->customer, error);

  if (kept == NULL || !kh_link_rows_load (connection, step->attempt->customer, &link, error))
    return FALSE;
  if (link != NULL)
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_LINKED,
                           _("This customer is linked already. Open the customer again."));
      return FALSE;
    }
  if (kh_customer_get_revision (kept) != step->attempt->revision)
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT,
                           _("This customer was changed meanwhile. Compare again with the station."));
      return FALSE;
    }

  return check_grants (connection, step->attempt, kept, error) &&
         kh_link_secrets_check (connection, step->safe, step->attempt, error) &&
         check_free (connection, step->attempt, error) &&
         prepare_record (connection, step->attempt, kept, error) &&
         kh_link_rows_keep_attempt (connection, step->safe, step->attempt, error) &&
         queue_rows (connection, step->attempt, error);
}

static gpointer
begin_attempt (KhConnection  *connection,
               gpointer       data,
               GError       **error)
{
  Step *step = data;

  return kh_connection_transact (connection, begin_in_transaction, step, error)
           ? kh_link_attempt_copy (step->attempt) : NULL;
}

/* The record has got its number. */
static void
after_begin (KhStore  *self,
             gpointer  result)
{
  const KhLinkAttempt *attempt = result;

  if (kh_link_attempt_is_creating (attempt))
    kh_store_tell_changed (self, attempt->customer);
}

static const KhStoreCall begin_call = {
  begin_attempt, step_free, (GDestroyNotify) kh_link_attempt_free, TRUE, after_begin
};

/**
 * kh_store_begin_attempt_async:
 * @self: a store
 * @attempt: a Link that is about to be sent; its start is set here, and its state unless it
 *   is %KH_ATTEMPT_CREATING
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 */
void
kh_store_begin_attempt_async (KhStore             *self,
                              KhLinkAttempt       *attempt,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  Step *step = step_new (self, attempt->customer, NULL);

  step->attempt = kh_link_attempt_copy (attempt);
  if (!kh_link_attempt_is_creating (attempt))
    {
      g_free (step->attempt->state);
      step->attempt->state = g_strdup (KH_ATTEMPT_PREPARED);
    }
  if (step->attempt->started_at == 0)
    step->attempt->started_at = g_get_real_time () / G_TIME_SPAN_SECOND;
  if (step->attempt->author == NULL)
    step->attempt->author = g_strdup (step->author);
  kh_store_run (self, &begin_call, step, cancellable, callback, user_data);
}

/**
 * kh_store_begin_attempt_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_begin_attempt_finish (KhStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_autoptr (KhLinkAttempt) attempt = kh_store_finish (self, result, &begin_call, error);

  return attempt != NULL;
}

/* Advance */

static gboolean
advance_in_transaction (KhConnection  *connection,
                        gpointer       data,
                        GError       **error)
{
  Step *step = data;
  g_autoptr (KhLinkAttempt) attempt = kh_link_rows_load_attempt (connection, NULL, step->customer, error);

  if (attempt == NULL)
    return FALSE;
  if (g_strcmp0 (step->text, KH_ATTEMPT_APPLIED) == 0 && !kh_link_secrets_tell_sent (connection, attempt, error))
    return FALSE;

  return kh_link_rows_advance_attempt (connection, step->customer, step->text, step->etag, step->change_set, step->waiting,
                                       error);
}

static gpointer
advance_attempt (KhConnection  *connection,
                 gpointer       data,
                 GError       **error)
{
  return GINT_TO_POINTER (kh_connection_transact (connection, advance_in_transaction, data, error));
}

static const KhStoreCall advance_call = { advance_attempt, step_free, NULL, TRUE, NULL };

/**
 * kh_store_advance_attempt_async:
 * @self: a store
 * @customer: a customer number
 * @state: the attempt's new state, such as %KH_ATTEMPT_APPLIED
 * @etag: (nullable): the account's version now, or %NULL for no change
 * @change_set: (nullable): the station's id of the change set, where a person there looks at it; else
 *   %NULL for no change
 * @waiting: (nullable) (element-type KhDatapointId): which datapoints of it, where the station says that
 * @callback: called when it is kept
 * @user_data: for @callback
 */
void
kh_store_advance_attempt_async (KhStore             *self,
                                gint64               customer,
                                const char          *state,
                                const char          *etag,
                                const char          *change_set,
                                GArray              *waiting,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  Step *step = step_new (self, customer, state);

  step->etag = g_strdup (etag);
  step->change_set = g_strdup (change_set);
  step->waiting = waiting == NULL ? NULL : g_array_copy (waiting);
  kh_store_run (self, &advance_call, step, NULL, callback, user_data);
}

/**
 * kh_store_advance_attempt_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_advance_attempt_finish (KhStore       *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return kh_store_finish (self, result, &advance_call, error) != NULL;
}

/* The account is made */

static gboolean
take_account_in_transaction (KhConnection  *connection,
                             gpointer       data,
                             GError       **error)
{
  Step *step = data;
  g_autoptr (KhLinkAttempt) attempt = kh_link_rows_load_attempt (connection, NULL, step->customer, error);

  return attempt != NULL && kh_shell_rows_take_account (connection, attempt, step->account, error);
}

static gpointer
take_account (KhConnection  *connection,
              gpointer       data,
              GError       **error)
{
  return GINT_TO_POINTER (kh_connection_transact (connection, take_account_in_transaction, data, error));
}

static const KhStoreCall account_call = { take_account, step_free, NULL, TRUE, NULL };

/**
 * kh_store_note_account_async:
 * @self: a store
 * @customer: a customer number, of an attempt that is %KH_ATTEMPT_CREATING
 * @account: the account that the station has made
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps that the account is made: the attempt is %KH_ATTEMPT_APPLIED then.
 */
void
kh_store_note_account_async (KhStore             *self,
                             gint64               customer,
                             KhAccount           *account,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Step *step = step_new (self, customer, NULL);

  step->account = g_object_ref (account);
  kh_store_run (self, &account_call, step, NULL, callback, user_data);
}

/**
 * kh_store_note_account_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_note_account_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return kh_store_finish (self, result, &account_call, error) != NULL;
}

/* Finish */

static KhLink *
make_link (const KhLinkAttempt *attempt)
{
  KhLink *link = kh_link_new ();

  link->customer = attempt->customer;
  link->company = attempt->company;
  link->account = g_strdup (attempt->account);
  link->number = g_strdup (attempt->number);
  link->receiver = g_strdup (attempt->receiver);
  link->etag = g_strdup (attempt->etag);
  link->linked_at = g_get_real_time () / G_TIME_SPAN_SECOND;
  link->linked_by = g_strdup (attempt->author);

  return link;
}

/* Who may take them was found out as it began. A rule that would not hold any more, since the
 * record was changed meanwhile, is no reason to leave the account without its link. */
static gboolean
adopt_rows (KhConnection         *connection,
            KhSafe               *safe,
            const KhLinkAttempt  *attempt,
            KhCustomer           *customer,
            GError              **error)
{
  return !kh_take_rows_check (connection, customer, attempt->takes, kh_grants_all (), NULL) ||
         kh_take_rows_apply (connection, safe, customer, attempt->takes, attempt->seen, kh_grants_all (),
                             attempt->author, error);
}

/* A value that somebody changed here after the clerk had seen it stays as it is: it was
 * not what they decided about. */
static gboolean
adopt (KhConnection         *connection,
       KhSafe               *safe,
       const KhLinkAttempt  *attempt,
       gint64               *revision,
       GError              **error)
{
  g_autoptr (KhCustomer) kept = kh_customer_rows_load (connection, attempt->customer, error);
  g_autoptr (KhCustomer) edited = NULL;

  if (kept == NULL)
    return FALSE;
  edited = kh_customer_copy (kept);
  for (guint i = 0; i < attempt->adopted->len; i++)
    {
      const KhChange *change = g_ptr_array_index (attempt->adopted, i);

      if (!kh_datapoint_get (change->datapoint)->sealed &&
          g_strcmp0 (kh_customer_get (kept, change->datapoint), change->from) == 0)
        kh_customer_set (edited, change->datapoint, change->value);
    }

  if (!kh_customer_rows_update (connection, kept, edited, attempt->author, "adopt", error) ||
      !adopt_rows (connection, safe, attempt, edited, error))
    return FALSE;
  *revision = kh_customer_get_revision (edited);

  return kh_link_secrets_adopt (connection, attempt, revision, error);
}

/* What the station has after the Link: what the clerk saw, with what was sent over it but for what a person
 * there looks at first. */
static gboolean
keep_shadow (KhConnection         *connection,
             const KhLinkAttempt  *attempt,
             GError              **error)
{
  g_autoptr (KhShadow) shadow = kh_shadow_copy (attempt->seen);
  gboolean known = attempt->etag != NULL && attempt->change_set == NULL;

  if (shadow == NULL)
    return TRUE;
  for (guint i = 0; i < attempt->changes->len; i++)
    {
      const KhChange *change = g_ptr_array_index (attempt->changes, i);

      if (kh_link_attempt_waits (attempt, change->datapoint))
        continue;
      kh_shadow_set (shadow, change->datapoint, !kh_datapoint_get (change->datapoint)->sealed,
                     change->value, change->item);
      /* What was added has an id that only the account says. */
      known &= !kh_change_moves_item (change);
    }

  return kh_shadow_rows_save (connection, attempt->customer, shadow, attempt->etag, known, error);
}

/* What a person at the station looks at is asked after like any other change. */
static gboolean
refer (KhConnection         *connection,
       const KhLinkAttempt  *attempt,
       GError              **error)
{
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

  for (guint i = 0; i < attempt->changes->len; i++)
    {
      KhChange *change = g_ptr_array_index (attempt->changes, i);

      if (kh_link_attempt_waits (attempt, change->datapoint))
        g_ptr_array_add (waiting, change);
    }
  if (waiting->len == 0)
    return TRUE;
  customer = kh_customer_rows_load (connection, attempt->customer, error);

  return customer != NULL && kh_outbox_rows_refer (connection, customer, waiting, attempt->change_set,
                                                   attempt->author, error);
}

static gboolean
finish_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  Step *step = data;
  g_autoptr (KhLinkAttempt) attempt = kh_link_rows_load_attempt (connection, NULL, step->customer, error);
  gint64 revision = 0;

  if (attempt == NULL || !adopt (connection, step->safe, attempt, &revision, error))
    return FALSE;
  step->link = make_link (attempt);

  return kh_link_rows_insert (connection, step->link, error) && keep_shadow (connection, attempt, error) &&
         refer (connection, attempt, error) &&
         kh_history_rows_write (connection, attempt->author, "link", attempt->customer, revision,
                                NULL, NULL, attempt->number, error) &&
         kh_unlink_rows_forget (connection, attempt->company, attempt->account, error) &&
         kh_link_rows_forget_attempt (connection, attempt->customer, error);
}

static gpointer
finish_attempt (KhConnection  *connection,
                gpointer       data,
                GError       **error)
{
  Step *step = data;

  return kh_connection_transact (connection, finish_in_transaction, step, error) ? g_steal_pointer (&step->link) : NULL;
}

static void
after_finish (KhStore  *self,
              gpointer  result)
{
  KhLink *link = result;

  kh_store_tell_changed (self, link->customer);
}

static const KhStoreCall finish_call = {
  finish_attempt, step_free, (GDestroyNotify) kh_link_free, TRUE, after_finish
};

/**
 * kh_store_finish_attempt_async:
 * @self: a store
 * @customer: a customer number
 * @callback: called with the link
 * @user_data: for @callback
 *
 * In one transaction: takes the adopted values, makes the link, writes the history, and
 * forgets the attempt.
 */
void
kh_store_finish_attempt_async (KhStore             *self,
                               gint64               customer,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  kh_store_run (self, &finish_call, step_new (self, customer, NULL), NULL, callback, user_data);
}

/**
 * kh_store_finish_attempt_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full): the link, or %NULL
 */
KhLink *
kh_store_finish_attempt_finish (KhStore       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return kh_store_finish (self, result, &finish_call, error);
}

/* Drop */

static gboolean
drop_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Step *step = data;
  g_autoptr (KhLinkAttempt) attempt = kh_link_rows_load_attempt (connection, NULL, step->customer, error);

  if (attempt == NULL)
    return FALSE;

  return kh_link_rows_forget_attempt (connection, step->customer, error) &&
         kh_outbox_rows_forget (connection, step->customer, error) &&
         kh_history_rows_write (connection, attempt->author,
                                kh_link_attempt_is_creating (attempt) ? "shell-dropped" : "link-dropped", step->customer, attempt->revision,
                                NULL, attempt->number, step->text, error);
}

static gpointer
drop_attempt (KhConnection  *connection,
              gpointer       data,
              GError       **error)
{
  return GINT_TO_POINTER (kh_connection_transact (connection, drop_in_transaction, data, error));
}

static const KhStoreCall drop_call = { drop_attempt, step_free, NULL, TRUE, NULL };

/**
 * kh_store_drop_attempt_async:
 * @self: a store
 * @customer: a customer number
 * @reason: a word for the history
 * @callback: called when the attempt is forgotten
 * @user_data: for @callback
 */
void
kh_store_drop_attempt_async (KhStore             *self,
                             gint64               customer,
                             const char          *reason,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  kh_store_run (self, &drop_call, step_new (self, customer, reason), NULL, callback, user_data);
}

/**
 * kh_store_drop_attempt_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: whether it is forgotten
 */
gboolean
kh_store_drop_attempt_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return kh_store_finish (self, result, &drop_call, error) != NULL;
}

/* List */

static gpointer
list_attempts (KhConnection  *connection,
               gpointer       data,
               GError       **error)
{
  return kh_link_rows_list_attempts (connection, data, error);
}

static const KhStoreCall list_call = { list_attempts, g_object_unref, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

/**
 * kh_store_list_attempts_async:
 * @self: a store
 * @callback: called with the attempts
 * @user_data: for @callback
 */
void
kh_store_list_attempts_async (KhStore             *self,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  kh_store_run (self, &list_call, g_object_ref (kh_store_get_safe (self)), NULL, callback, user_data);
}

/**
 * kh_store_list_attempts_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: (transfer full) (element-type KhLinkAttempt): those under way, oldest first
 */
GPtrArray *
kh_store_list_attempts_finish (KhStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return kh_store_finish (self, result, &list_call, error);
}
