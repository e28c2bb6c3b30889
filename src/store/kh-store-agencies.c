/* kh-store-agencies.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-store"

#include "config.h"

#include "kh-store-agencies.h"

#include "kh-agency-rows.h"
#include "kh-session.h"
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
