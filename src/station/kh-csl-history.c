/* kh-csl-history.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-station-private.h"

#include "kh-csl-history-codec.h"
#include "kh-station-private.h"

#include <glib/gi18n-lib.h>

/* Reading what is on test */

static void
on_tests_sent_cb (GObject      *object G_GNUC_UNUSED,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  JsonObject *body;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, &body);
  GPtrArray *tests = NULL;

  if (answer == NULL)
    return;

  if (answer->status == SOUP_STATUS_OK && body != NULL)
    tests = kh_csl_history_codec_read_tests (body, kh_test_clock_now ());
  if (tests == NULL)
    g_task_return_error (task, kh_csl_station_make_read_error (g_task_get_source_object (task)));
  else
    g_task_return_pointer (task, tests, (GDestroyNotify) g_ptr_array_unref);
}

static void
kh_csl_history_list_tests_async (KhStation           *station,
                                 const char          *account,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  GTask *task = kh_csl_station_make_task (self, account, cancellable, callback, user_data);

  if (task == NULL)
    return;

  g_task_set_name (task, "kh_csl_history_list_tests_async");
  kh_csl_station_send (self, task,
                       kh_request_new ("GET /v1/accounts/{id}/tests", "GET",
                                       "/v1/accounts/%s/tests", account),
                       on_tests_sent_cb);
}

static gpointer
finish_pointer (KhStation     *station,
                GAsyncResult  *result,
                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static GPtrArray *
kh_csl_history_list_tests_finish (KhStation     *station,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return finish_pointer (station, result, error);
}

/* Putting on test */

static void
on_order_sent_cb (GObject      *object G_GNUC_UNUSED,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  JsonObject *body;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, &body);
  KhTestEntry *test = NULL;

  if (answer == NULL)
    return;

  if (answer->status == SOUP_STATUS_CREATED && body != NULL)
    test = kh_csl_history_codec_read_test (body, kh_test_clock_now ());
  if (test == NULL)
    g_task_return_error (task, kh_csl_station_make_write_error (g_task_get_source_object (task)));
  else
    g_task_return_pointer (task, test, g_object_unref);
}

static void
kh_csl_history_put_on_test_async (KhStation           *station,
                                  const char          *account,
                                  const KhTestOrder   *order,
                                  const char          *key,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  GTask *task;
  KhRequest *request;

  g_return_if_fail (kh_request_check_id (key));
  g_return_if_fail (kh_test_order_check (order, 0, NULL));

  task = kh_csl_station_make_task (self, account, cancellable, callback, user_data);
  if (task == NULL)
    return;

  g_task_set_name (task, "kh_csl_history_put_on_test_async");
  request = kh_request_new ("POST /v1/accounts/{id}/tests", "POST", "/v1/accounts/%s/tests", account);
  request->body = kh_csl_history_codec_write_order (order);
  request->key = g_strdup (key);
  kh_csl_station_send (self, task, request, on_order_sent_cb);
}

static KhTestEntry *
kh_csl_history_put_on_test_finish (KhStation     *station,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return finish_pointer (station, result, error);
}

/* Clearing */

static void
on_clear_sent_cb (GObject      *object G_GNUC_UNUSED,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  JsonObject *body;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, &body);

  if (answer == NULL)
    return;

  if (answer->status == SOUP_STATUS_NO_CONTENT)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, kh_csl_station_make_write_error (g_task_get_source_object (task)));
}

static GError *
make_gone_error (KhStation *station)
{
  return kh_station_error_new (KH_STATION_ERROR_NOT_FOUND, KH_CERTAINTY_NO_EFFECT, 0,
                               _("At %s this test is over, or the account is gone. Refresh the list."),
                               kh_station_get_name (station));
}

static void
kh_csl_history_clear_tests_async (KhStation           *station,
                                  const char          *account,
                                  const char          *test,
                                  const char          *key,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  GTask *task;
  KhRequest *request;

  g_return_if_fail (kh_request_check_id (key));
  g_return_if_fail (test == NULL || kh_request_check_id (test));

  task = kh_csl_station_make_task (self, account, cancellable, callback, user_data);
  if (task == NULL)
    return;

  g_task_set_name (task, "kh_csl_history_clear_tests_async");
  if (test != NULL)
    request = kh_request_new ("DELETE /v1/accounts/{id}/tests/{test}", "DELETE",
                              "/v1/accounts/%s/tests/%s", account, test);
  else
    request = kh_request_new ("DELETE /v1/accounts/{id}/tests", "DELETE",
                              "/v1/accounts/%s/tests", account);
  request->key = g_strdup (key);
  g_object_set_data_full (G_OBJECT (task), "test", g_strdup (test), g_free);
  kh_csl_station_send (self, task, request, on_clear_sent_cb);
}

/* Where one test was named, it is that test which is missing, and not only the account. */
static gboolean
kh_csl_history_clear_tests_finish (KhStation     *station,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  GError *local_error = NULL;
  gboolean done;

  g_return_val_if_fail (g_task_is_valid (result, station), FALSE);

  done = g_task_propagate_boolean (G_TASK (result), &local_error);
  if (g_error_matches (local_error, KH_STATION_ERROR, KH_STATION_ERROR_NOT_FOUND)
      && g_object_get_data (G_OBJECT (result), "test") != NULL)
    {
      g_clear_error (&local_error);
      local_error = make_gone_error (station);
    }
  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return done;
}

/* The history */

static void
on_events_sent_cb (GObject      *object G_GNUC_UNUSED,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  JsonObject *body;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, &body);
  KhEventPage *page = NULL;

  if (answer == NULL)
    return;

  if (answer->status == SOUP_STATUS_OK && body != NULL)
    page = kh_csl_history_codec_read_events (body, g_object_get_data (G_OBJECT (task), "query"));
  if (page == NULL)
    g_task_return_error (task, kh_csl_station_make_read_error (g_task_get_source_object (task)));
  else
    g_task_return_pointer (task, page, (GDestroyNotify) kh_event_page_free);
}

static void
kh_csl_history_list_events_async (KhStation           *station,
                                  const char          *account,
                                  const KhEventQuery  *query,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  GTask *task = kh_csl_station_make_task (self, account, cancellable, callback, user_data);
  g_autofree char *from = kh_csl_history_codec_dup_time (query->from);
  g_autofree char *to = kh_csl_history_codec_dup_time (query->to);
  g_autofree char *cursor = query->cursor != NULL ? g_uri_escape_string (query->cursor, NULL, FALSE) : NULL;

  if (task == NULL)
    return;

  g_task_set_name (task, "kh_csl_history_list_events_async");
  g_object_set_data_full (G_OBJECT (task), "query", kh_event_query_copy (query),
                          (GDestroyNotify) kh_event_query_free);
  kh_csl_station_send (self, task,
                       kh_request_new ("GET /v1/accounts/{id}/events", "GET",
                                       "/v1/accounts/%s/events?from=%s&to=%s&limit=%u%s%s",
                                       account, from, to, query->limit,
                                       cursor != NULL ? "&cursor=" : "", cursor != NULL ? cursor : ""),
                       on_events_sent_cb);
}

static KhEventPage *
kh_csl_history_list_events_finish (KhStation     *station,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return finish_pointer (station, result, error);
}

/*< private >
 * kh_csl_history_iface_init:
 * @iface: a CSL/1 station's
 *
 * Puts in the calls about tests and history.
 */
void
kh_csl_history_iface_init (KhStationInterface *iface)
{
  iface->list_tests_async = kh_csl_history_list_tests_async;
  iface->list_tests_finish = kh_csl_history_list_tests_finish;
  iface->put_on_test_async = kh_csl_history_put_on_test_async;
  iface->put_on_test_finish = kh_csl_history_put_on_test_finish;
  iface->clear_tests_async = kh_csl_history_clear_tests_async;
  iface->clear_tests_finish = kh_csl_history_clear_tests_finish;
  iface->list_events_async = kh_csl_history_list_events_async;
  iface->list_events_finish = kh_csl_history_list_events_finish;
}
