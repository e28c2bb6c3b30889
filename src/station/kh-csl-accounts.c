/* kh-csl-accounts.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-station-private.h"

#include "kh-csl-codec.h"
#include "kh-csl-lists.h"
#include "kh-csl-shell.h"

/* Pages of agencies and lists of codes that are kept, and pages of blocks that are read. */
#define MOST_KEPT 64
#define MOST_PAGES 20

/* A page that is read again only when it changed. */
typedef struct {
  char *etag;
  char *next;
  GPtrArray *items;
} Page;

static void
page_free (Page *page)
{
  g_free (page->etag);
  g_free (page->next);
  g_ptr_array_unref (page->items);
  g_free (page);
}

static gpointer
finish_pointer (KhStation     *station,
                GAsyncResult  *result,
                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Making an account */

static GBytes *
kh_csl_station_encode_shell (KhStation     *station G_GNUC_UNUSED,
                             const KhShell *shell)
{
  return kh_csl_shell_write (shell);
}

static GBytes *
kh_csl_station_encode_agency (KhStation  *station G_GNUC_UNUSED,
                              KhAgency   *old,
                              KhAgency   *agency,
                              const char *author)
{
  return kh_csl_shell_write_agency (old, agency, author);
}

/* An account of another number is not the one that was asked for, whoever made it. */
static gboolean
is_as_asked (const KhCslCall *call,
             KhAccount       *account)
{
  return call->number == NULL || g_strcmp0 (call->number, kh_account_get_number (account)) == 0;
}

static void
on_shell_sent_cb (GObject      *object G_GNUC_UNUSED,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, NULL);
  g_autoptr (KhAccount) account = NULL;
  g_autofree char *version = NULL;

  if (answer == NULL)
    return;

  if (answer->root != NULL && answer->status != SOUP_STATUS_ACCEPTED)
    {
      version = kh_csl_station_dup_version (answer);
      account = kh_csl_codec_read_account (kh_csl_station_get_body (answer), version);
    }
  if (account == NULL || !is_as_asked (g_task_get_task_data (task), account))
    g_task_return_error (task, kh_csl_station_make_write_error (g_task_get_source_object (task)));
  else
    g_task_return_pointer (task, g_steal_pointer (&account), g_object_unref);
}

static void
kh_csl_station_create_account_async (KhStation           *station,
                                     GBytes              *body,
                                     const char          *key,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  KhCslCall *call;
  KhRequest *request;
  GTask *task;

  g_return_if_fail (kh_request_check_id (key));

  call = g_new0 (KhCslCall, 1);
  call->number = kh_csl_shell_dup_number (body);
  task = kh_csl_station_make_call_task (self, call, cancellable, callback, user_data);
  g_task_set_name (task, "kh_csl_station_create_account_async");
  request = kh_request_new ("POST /v1/accounts", "POST", "/v1/accounts");
  request->body = g_bytes_ref (body);
  request->key = g_strdup (key);
  kh_csl_station_send (self, task, request, on_shell_sent_cb);
}

static KhAccount *
kh_csl_station_create_account_finish (KhStation     *station,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return finish_pointer (station, result, error);
}

/* What became of a change set */

static void
on_change_sent_cb (GObject      *object G_GNUC_UNUSED,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, NULL);
  const KhCslCall *call = g_task_get_task_data (task);
  KhChangeAnswer *change = NULL;

  if (answer == NULL)
    return;

  if (answer->root != NULL)
    change = kh_csl_codec_read_change (kh_csl_station_get_body (answer), call->change);
  if (change == NULL)
    g_task_return_error (task, kh_csl_station_make_read_error (g_task_get_source_object (task)));
  else
    g_task_return_pointer (task, change, (GDestroyNotify) kh_change_answer_free);
}

static void
kh_csl_station_get_change_async (KhStation           *station,
                                 const char          *account,
                                 const char          *change,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  GTask *task = kh_csl_station_make_task (self, account, cancellable, callback, user_data);
  KhCslCall *call;

  if (task == NULL)
    return;

  g_task_set_name (task, "kh_csl_station_get_change_async");
  if (!kh_request_check_id (change))
    {
      g_task_return_error (task, kh_csl_station_make_read_error (self));
      g_object_unref (task);
      return;
    }
  call = g_task_get_task_data (task);
  call->change = g_strdup (change);
  kh_csl_station_send (self, task,
                       kh_request_new ("GET /v1/accounts/{id}/changes/{change}", "GET",
                                       "/v1/accounts/%s/changes/%s", account, change),
                       on_change_sent_cb);
}

static KhChangeAnswer *
kh_csl_station_get_change_finish (KhStation     *station,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return finish_pointer (station, result, error);
}

/* What is kept */

static void
keep_page (KhCslStation *self,
           const char   *path,
           const char   *etag,
           GPtrArray    *items,
           const char   *next)
{
  Page *page = g_new0 (Page, 1);

  if (g_hash_table_size (self->pages) >= MOST_KEPT)
    g_hash_table_remove_all (self->pages);
  page->etag = g_strdup (etag);
  page->next = g_strdup (next);
  page->items = g_ptr_array_ref (items);
  g_hash_table_replace (self->pages, g_strdup (path), page);
}

/* Takes @request and @task. What is kept is asked for again only if it changed. */
static void
send_for_page (KhCslStation        *self,
               GTask               *task,
               KhRequest           *request,
               GAsyncReadyCallback  callback)
{
  KhCslCall *call = g_task_get_task_data (task);
  const Page *page;

  if (self->pages == NULL)
    self->pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) page_free);
  page = g_hash_table_lookup (self->pages, call->path);
  if (page != NULL)
    {
      request->if_none_match = g_strdup (page->etag);
      call->found = g_ptr_array_ref (page->items);
      call->next = g_strdup (page->next);
    }
  kh_csl_station_send (self, task, request, callback);
}

/* Agencies */

static void
return_agencies (GTask      *task,
                 GPtrArray  *agencies,
                 const char *next)
{
  KhAgencyPage *page = g_new0 (KhAgencyPage, 1);

  page->agencies = g_ptr_array_ref (agencies);
  page->next = g_strdup (next);
  g_task_return_pointer (task, page, (GDestroyNotify) kh_agency_page_free);
}

static void
on_agencies_sent_cb (GObject      *object G_GNUC_UNUSED,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, NULL);
  KhCslStation *self = g_task_get_source_object (task);
  const KhCslCall *call = g_task_get_task_data (task);
  g_autoptr (GPtrArray) agencies = NULL;
  g_autofree char *next = NULL;

  if (answer == NULL)
    return;
  if (answer->status == SOUP_STATUS_NOT_MODIFIED)
    {
      return_agencies (task, call->found, call->next);
      return;
    }

  if (answer->root != NULL)
    agencies = kh_csl_lists_read_agencies (kh_csl_station_get_body (answer), &next);
  if (agencies == NULL)
    {
      g_task_return_error (task, kh_csl_station_make_read_error (self));
      return;
    }
  if (answer->etag != NULL)
    keep_page (self, call->path, answer->etag, agencies, next);
  return_agencies (task, agencies, next);
}

static char *
make_agencies_path (KhAgencyType  type,
                    const char   *zip,
                    const char   *next)
{
  GString *path = g_string_new ("/v1/agencies");
  char separator = '?';

  if (type < KH_N_AGENCY_TYPES)
    {
      g_string_append_printf (path, "%ctype=%s", separator, kh_agency_type_to_string (type));
      separator = '&';
    }
  if (zip != NULL)
    {
      g_string_append_printf (path, "%czip=", separator);
      g_string_append_uri_escaped (path, zip, NULL, FALSE);
      separator = '&';
    }
  if (next != NULL)
    {
      g_string_append_printf (path, "%ccursor=", separator);
      g_string_append_uri_escaped (path, next, NULL, FALSE);
    }

  return g_string_free (path, FALSE);
}

static void
kh_csl_station_list_agencies_async (KhStation           *station,
                                    KhAgencyType         type,
                                    const char          *zip,
                                    const char          *next,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  KhCslCall *call = g_new0 (KhCslCall, 1);
  GTask *task = kh_csl_station_make_call_task (self, call, cancellable, callback, user_data);

  g_task_set_name (task, "kh_csl_station_list_agencies_async");
  call->path = make_agencies_path (type, zip, next);
  send_for_page (self, task, kh_request_new ("GET /v1/agencies", "GET", "%s", call->path), on_agencies_sent_cb);
}

static KhAgencyPage *
kh_csl_station_list_agencies_finish (KhStation     *station,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return finish_pointer (station, result, error);
}

/* Lists of codes */

static void
on_codes_sent_cb (GObject      *object G_GNUC_UNUSED,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, NULL);
  KhCslStation *self = g_task_get_source_object (task);
  KhCslCall *call = g_task_get_task_data (task);
  g_autoptr (GPtrArray) codes = NULL;

  if (answer == NULL)
    return;

  if (answer->status == SOUP_STATUS_NOT_MODIFIED)
    codes = g_steal_pointer (&call->found);
  else if (answer->root != NULL)
    codes = kh_csl_lists_read_codes (kh_csl_station_get_body (answer));
  if (codes == NULL)
    {
      g_task_return_error (task, kh_csl_station_make_read_error (self));
      return;
    }
  if (answer->etag != NULL && answer->status != SOUP_STATUS_NOT_MODIFIED)
    keep_page (self, call->path, answer->etag, codes, NULL);
  g_task_return_pointer (task, g_steal_pointer (&codes), (GDestroyNotify) g_ptr_array_unref);
}

static void
kh_csl_station_list_codes_async (KhStation           *station,
                                 const char          *list,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  KhCslCall *call;
  GTask *task;

  g_return_if_fail (kh_request_check_id (list));

  call = g_new0 (KhCslCall, 1);
  call->path = g_strdup_printf ("/v1/codes/%s", list);
  task = kh_csl_station_make_call_task (self, call, cancellable, callback, user_data);
  g_task_set_name (task, "kh_csl_station_list_codes_async");
  send_for_page (self, task, kh_request_new ("GET /v1/codes/{list}", "GET", "%s", call->path), on_codes_sent_cb);
}

static GPtrArray *
kh_csl_station_list_codes_finish (KhStation     *station,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return finish_pointer (station, result, error);
}

/* Blocks of account numbers */

static void on_blocks_sent_cb (GObject *object, GAsyncResult *result, gpointer user_data);

/* Takes @task. */
static void
ask_for_blocks (GTask *task)
{
  KhCslStation *self = g_task_get_source_object (task);
  KhCslCall *call = g_task_get_task_data (task);
  g_autofree char *cursor = call->next != NULL ? g_uri_escape_string (call->next, NULL, FALSE) : NULL;

  call->pages++;
  kh_csl_station_send (self, task,
                       kh_request_new ("GET /v1/number-blocks", "GET", "/v1/number-blocks%s%s",
                                       cursor != NULL ? "?cursor=" : "", cursor != NULL ? cursor : ""),
                       on_blocks_sent_cb);
}

static void
on_blocks_sent_cb (GObject      *object G_GNUC_UNUSED,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, NULL);
  KhCslCall *call = g_task_get_task_data (task);

  if (answer == NULL)
    return;

  g_clear_pointer (&call->next, g_free);
  if (answer->root == NULL
      || !kh_csl_lists_read_blocks (kh_csl_station_get_body (answer), call->found, &call->next)
      || call->pages > MOST_PAGES)
    g_task_return_error (task, kh_csl_station_make_read_error (g_task_get_source_object (task)));
  else if (call->next != NULL)
    ask_for_blocks (g_steal_pointer (&task));
  else
    g_task_return_pointer (task, g_steal_pointer (&call->found), (GDestroyNotify) g_ptr_array_unref);
}

static void
kh_csl_station_list_number_blocks_async (KhStation           *station,
                                         GCancellable        *cancellable,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  KhCslCall *call = g_new0 (KhCslCall, 1);
  GTask *task = kh_csl_station_make_call_task (self, call, cancellable, callback, user_data);

  g_task_set_name (task, "kh_csl_station_list_number_blocks_async");
  call->found = g_ptr_array_new_with_free_func (g_object_unref);
  ask_for_blocks (task);
}

static GPtrArray *
kh_csl_station_list_number_blocks_finish (KhStation     *station,
                                          GAsyncResult  *result,
                                          GError       **error)
{
  return finish_pointer (station, result, error);
}

static void
on_reservation_sent_cb (GObject      *object G_GNUC_UNUSED,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, NULL);
  const KhCslCall *call = g_task_get_task_data (task);
  KhReservation *reservation = NULL;

  if (answer == NULL)
    return;

  if (answer->root != NULL)
    reservation = kh_csl_lists_read_reservation (kh_csl_station_get_body (answer), call->block);
  if (reservation == NULL)
    g_task_return_error (task, kh_csl_station_make_write_error (g_task_get_source_object (task)));
  else
    g_task_return_pointer (task, reservation, (GDestroyNotify) kh_reservation_free);
}

static void
kh_csl_station_reserve_number_async (KhStation           *station,
                                     const char          *block,
                                     const char          *key,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  KhCslCall *call;
  KhRequest *request;
  GTask *task;

  g_return_if_fail (kh_request_check_id (block));
  g_return_if_fail (kh_request_check_id (key));

  call = g_new0 (KhCslCall, 1);
  call->block = g_strdup (block);
  task = kh_csl_station_make_call_task (self, call, cancellable, callback, user_data);
  g_task_set_name (task, "kh_csl_station_reserve_number_async");
  request = kh_request_new ("POST /v1/number-blocks/{block}/reserve", "POST",
                            "/v1/number-blocks/%s/reserve", block);
  request->key = g_strdup (key);
  kh_csl_station_send (self, task, request, on_reservation_sent_cb);
}

static KhReservation *
kh_csl_station_reserve_number_finish (KhStation     *station,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return finish_pointer (station, result, error);
}

/*< private >
 * kh_csl_accounts_iface_init:
 * @iface: the interface of a station that speaks CSL/1
 *
 * Adds the calls of this file.
 */
void
kh_csl_accounts_iface_init (KhStationInterface *iface)
{
  iface->encode_shell = kh_csl_station_encode_shell;
  iface->encode_agency = kh_csl_station_encode_agency;
  iface->create_account_async = kh_csl_station_create_account_async;
  iface->create_account_finish = kh_csl_station_create_account_finish;
  iface->get_change_async = kh_csl_station_get_change_async;
  iface->get_change_finish = kh_csl_station_get_change_finish;
  iface->list_agencies_async = kh_csl_station_list_agencies_async;
  iface->list_agencies_finish = kh_csl_station_list_agencies_finish;
  iface->list_codes_async = kh_csl_station_list_codes_async;
  iface->list_codes_finish = kh_csl_station_list_codes_finish;
  iface->list_number_blocks_async = kh_csl_station_list_number_blocks_async;
  iface->list_number_blocks_finish = kh_csl_station_list_number_blocks_finish;
  iface->reserve_number_async = kh_csl_station_reserve_number_async;
  iface->reserve_number_finish = kh_csl_station_reserve_number_finish;
}
