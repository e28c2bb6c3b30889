/* kh-station-history.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-station.h"

/**
 * kh_station_list_tests_async:
 * @self: a station
 * @account: the station's id of the account
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks what of an account is on test.
 */
void
kh_station_list_tests_async (KhStation           *self,
                             const char          *account,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (KH_IS_STATION (self));
  g_return_if_fail (account != NULL);

  KH_STATION_GET_IFACE (self)->list_tests_async (self, account, cancellable, callback, user_data);
}

/**
 * kh_station_list_tests_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (element-type KhTestEntry): what is on test, the first to end first
 */
GPtrArray *
kh_station_list_tests_finish (KhStation     *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);

  return KH_STATION_GET_IFACE (self)->list_tests_finish (self, result, error);
}

/**
 * kh_station_put_on_test_async:
 * @self: a station
 * @account: the station's id of the account
 * @order: what is to be on test, and for how long
 * @key: a UUID for this and every retry of it
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Puts an account on test from now on. After a failure that is not certain the test may be on:
 * the same is sent again with the same key, or the tests are listed, and it is never taken for
 * undone.
 */
void
kh_station_put_on_test_async (KhStation           *self,
                              const char          *account,
                              const KhTestOrder   *order,
                              const char          *key,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (KH_IS_STATION (self));
  g_return_if_fail (account != NULL);
  g_return_if_fail (order != NULL);
  g_return_if_fail (key != NULL);

  KH_STATION_GET_IFACE (self)->put_on_test_async (self, account, order, key,
                                                  cancellable, callback, user_data);
}

/**
 * kh_station_put_on_test_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the test as the station has it
 */
KhTestEntry *
kh_station_put_on_test_finish (KhStation     *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);

  return KH_STATION_GET_IFACE (self)->put_on_test_finish (self, result, error);
}

/**
 * kh_station_clear_test_async:
 * @self: a station
 * @account: the station's id of the account
 * @test: the station's id of the test
 * @key: a UUID for this and every retry of it
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Ends one test now.
 */
void
kh_station_clear_test_async (KhStation           *self,
                             const char          *account,
                             const char          *test,
                             const char          *key,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (KH_IS_STATION (self));
  g_return_if_fail (account != NULL);
  g_return_if_fail (test != NULL);
  g_return_if_fail (key != NULL);

  KH_STATION_GET_IFACE (self)->clear_tests_async (self, account, test, key,
                                                  cancellable, callback, user_data);
}

/**
 * kh_station_clear_test_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED;
 *   %KH_STATION_ERROR_NOT_FOUND when the test is over already
 *
 * Returns: whether it has ended
 */
gboolean
kh_station_clear_test_finish (KhStation     *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), FALSE);

  return KH_STATION_GET_IFACE (self)->clear_tests_finish (self, result, error);
}

/**
 * kh_station_clear_all_tests_async:
 * @self: a station
 * @account: the station's id of the account
 * @key: a UUID for this and every retry of it
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Ends all tests of an account now, those that others put on, too.
 */
void
kh_station_clear_all_tests_async (KhStation           *self,
                                  const char          *account,
                                  const char          *key,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_return_if_fail (KH_IS_STATION (self));
  g_return_if_fail (account != NULL);
  g_return_if_fail (key != NULL);

  KH_STATION_GET_IFACE (self)->clear_tests_async (self, account, NULL, key,
                                                  cancellable, callback, user_data);
}

/**
 * kh_station_clear_all_tests_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: whether nothing is on test now
 */
gboolean
kh_station_clear_all_tests_finish (KhStation     *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), FALSE);

  return KH_STATION_GET_IFACE (self)->clear_tests_finish (self, result, error);
}

/**
 * kh_station_list_events_async:
 * @self: a station
 * @account: the station's id of the account
 * @query: what is asked for; see kh_event_query_advance() for what comes after it
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Asks for a page of an account's history.
 */
void
kh_station_list_events_async (KhStation           *self,
                              const char          *account,
                              const KhEventQuery  *query,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (KH_IS_STATION (self));
  g_return_if_fail (account != NULL);
  g_return_if_fail (query != NULL);

  KH_STATION_GET_IFACE (self)->list_events_async (self, account, query,
                                                  cancellable, callback, user_data);
}

/**
 * kh_station_list_events_finish:
 * @self: a station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): the page, newest first
 */
KhEventPage *
kh_station_list_events_finish (KhStation     *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (KH_IS_STATION (self), NULL);

  return KH_STATION_GET_IFACE (self)->list_events_finish (self, result, error);
}
