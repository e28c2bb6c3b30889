/* kh-store-agencies.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-store-agencies.h"

#include "kh-agency-rows.h"
#include "kh-session.h"
#include "kh-settle-rows.h"
#include "kh-store-private.h"

/* What the calls are given. */
typedef struct {
  gint64 customer;
  char *change_set;
  KhAgencyChange *change;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->change_set);
  kh_agency_change_free (work->change);
  g_free (work);
}

static Work *
work_new (gint64 customer)
{
  Work *work = g_new0 (Work, 1);

  work->customer = customer;

  return work;
}

/* List */

static gpointer
list_changes (KhConnection  *connection,
              gpointer       data,
              GError       **error)
{
  const Work *work = data;

  if (!kh_session_check (connection, KH_GRANT_CENTRAL_STATION_VIEW, error))
    return NULL;

  return kh_agency_rows_list (connection, work->customer, error);
}

static const KhStoreCall list_call = { list_changes, work_free, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

/**
 * kh_store_list_agency_changes_async:
 * @self: a store
 * @customer: a customer number
 * @callback: called with the changes
 * @user_data: for @callback
 */
void
kh_store_list_agency_changes_async (KhStore             *self,
                                    gint64               customer,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  kh_store_run (self, &list_call, work_new (customer), NULL, callback, user_data);
}

/**
 * kh_store_list_agency_changes_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: (transfer full) (element-type KhAgencyChange): what waits for a person at the station
 */
GPtrArray *
kh_store_list_agency_changes_finish (KhStore       *self,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return kh_store_finish (self, result, &list_call, error);
}

/* Keep */

static gboolean
keep_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  const Work *work = data;

  return kh_session_check (connection, KH_GRANT_CENTRAL_STATION_MODIFY, error) &&
         kh_agency_rows_keep (connection, work->customer, work->change, error);
}

static gpointer
keep_change (KhConnection  *connection,
             gpointer       data,
             GError       **error)
{
  return GINT_TO_POINTER (kh_connection_transact (connection, keep_in_transaction, data, error));
}

static const KhStoreCall keep_call = { keep_change, work_free, NULL, TRUE, NULL };

/**
 * kh_store_keep_agency_change_async:
 * @self: a store
 * @customer: the number of a linked customer
 * @change: what a person at the station has to accept first
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * It is kept until somebody has heard what became of it, or the customer is not linked any more.
 */
void
kh_store_keep_agency_change_async (KhStore              *self,
                                   gint64                customer,
                                   const KhAgencyChange *change,
                                   GAsyncReadyCallback   callback,
                                   gpointer              user_data)
{
  Work *work = work_new (customer);

  work->change = kh_agency_change_new (change->change_set, change->old, change->agency);
  kh_store_run (self, &keep_call, work, NULL, callback, user_data);
}

/**
 * kh_store_keep_agency_change_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_keep_agency_change_finish (KhStore       *self,
                                    GAsyncResult  *result,
                                    GError       **error)
{
  return kh_store_finish (self, result, &keep_call, error) != NULL;
}

/* Forget */

/* Whoever hears what became of it may only look. */
static gboolean
forget_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  const Work *work = data;

  return kh_session_check (connection, KH_GRANT_CENTRAL_STATION_VIEW, error) &&
         kh_agency_rows_forget (connection, work->customer, work->change_set, error);
}

static gpointer
forget_change (KhConnection  *connection,
               gpointer       data,
               GError       **error)
{
  return GINT_TO_POINTER (kh_connection_transact (connection, forget_in_transaction, data, error));
}

static const KhStoreCall forget_call = { forget_change, work_free, NULL, TRUE, NULL };

/**
 * kh_store_forget_agency_change_async:
 * @self: a store
 * @customer: a customer number
 * @change_set: the station's id of what was accepted, or refused
 * @callback: called when it is forgotten
 * @user_data: for @callback
 */
void
kh_store_forget_agency_change_async (KhStore             *self,
                                     gint64               customer,
                                     const char          *change_set,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  Work *work = work_new (customer);

  work->change_set = g_strdup (change_set);
  kh_store_run (self, &forget_call, work, NULL, callback, user_data);
}

/**
 * kh_store_forget_agency_change_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: whether it is forgotten
 */
gboolean
kh_store_forget_agency_change_finish (KhStore       *self,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return kh_store_finish (self, result, &forget_call, error) != NULL;
}

/* Follow */

typedef struct {
  KhSafe *safe;
  char *author;
  KhAccount *account;
  gint64 customer;
  KhAgencyType type;
} Follow;

static void
follow_free (gpointer data)
{
  Follow *follow = data;

  g_object_unref (follow->safe);
  g_free (follow->author);
  g_object_unref (follow->account);
  g_free (follow);
}

static KhRow *
find_agency (KhRows       *rows,
             KhAgencyType  type)
{
  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      if (g_strcmp0 (kh_row_get (kh_rows_get (rows, i), KH_AGENCY_TYPE), kh_agency_type_to_string (type)) == 0)
        return kh_rows_get (rows, i);
    }

  return NULL;
}

static KhRow *
find_ours (const KhAgreed *agreed,
           KhAgencyType    type)
{
  KhRows *rows = kh_rows_of_table (agreed->rows, KH_TABLE_AGENCIES);

  return rows != NULL ? find_agency (rows, type) : NULL;
}

static gboolean
follow_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  const Follow *follow = data;
  g_autoptr (KhAgreed) agreed = kh_settle_rows_load (connection, follow->customer, error);
  g_autoptr (KhSettlement) settlement = NULL;
  KhRow *ours, *theirs;

  if (agreed == NULL)
    return FALSE;
  ours = find_ours (agreed, follow->type);
  theirs = find_agency (kh_account_get_rows (follow->account, KH_TABLE_AGENCIES), follow->type);
  if (ours == NULL && theirs == NULL)
    return TRUE;
  settlement = kh_settlement_new_followed (agreed, follow->account, ours, theirs);

  return kh_settle_rows_apply (connection, follow->safe, settlement, follow->author, error);
}

static gpointer
follow_agency (KhConnection  *connection,
               gpointer       data,
               GError       **error)
{
  const Follow *follow = data;

  return kh_connection_transact (connection, follow_in_transaction, data, error)
           ? g_memdup2 (&follow->customer, sizeof follow->customer) : NULL;
}

static void
after_follow (KhStore  *self,
              gpointer  result)
{
  const gint64 customer = *(const gint64 *) result;

  kh_store_tell_changed (self, customer);
  kh_store_tell_outbox (self, customer);
}

static const KhStoreCall follow_call = { follow_agency, follow_free, g_free, TRUE, after_follow };

/**
 * kh_store_follow_agency_async:
 * @self: a store
 * @customer: the number of a linked customer
 * @account: the account as it was read since
 * @type: what was set there, or removed
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * An agency that was set under Manage Account is in the record from then on, and nothing of it is sent
 * once more. Its permit stays as the record has it.
 */
void
kh_store_follow_agency_async (KhStore             *self,
                              gint64               customer,
                              KhAccount           *account,
                              KhAgencyType         type,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  Follow *follow = g_new0 (Follow, 1);

  follow->safe = g_object_ref (kh_store_get_safe (self));
  follow->author = g_strdup (kh_store_get_author (self));
  follow->account = g_object_ref (account);
  follow->customer = customer;
  follow->type = type;
  kh_store_run (self, &follow_call, follow, NULL, callback, user_data);
}

/**
 * kh_store_follow_agency_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED, or one of kh_settle_rows_apply()
 *
 * Returns: whether the record has what the station has
 */
gboolean
kh_store_follow_agency_finish (KhStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_autofree gint64 *customer = kh_store_finish (self, result, &follow_call, error);

  return customer != NULL;
}
