/* kh-csl-station.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-station-private.h"

#include "kh-csl-changes.h"
#include "kh-csl-codec.h"
#include "kh-json.h"
#include "kh-link.h"
#include "kh-station-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_REFERENCE_BYTES 64

static void kh_csl_station_iface_init (KhStationInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhCslStation, kh_csl_station, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (KH_TYPE_STATION, kh_csl_station_iface_init))

static void
kh_csl_call_free (KhCslCall *call)
{
  g_free (call->account);
  g_free (call->version);
  g_free (call->number);
  g_free (call->receiver);
  g_free (call->change);
  g_free (call->block);
  g_free (call->path);
  g_strfreev (call->lists);
  g_clear_pointer (&call->datapoints, g_ptr_array_unref);
  g_free (call->next);
  g_clear_pointer (&call->found, g_ptr_array_unref);
  g_free (call);
}

/* Helpers */

static const char *
get_name (KhCslStation *self)
{
  return kh_channel_get_name (self->channel);
}

GError *
kh_csl_station_make_read_error (KhCslStation *self)
{
  return kh_station_error_new (KH_STATION_ERROR_PROTOCOL, KH_CERTAINTY_NO_EFFECT, 0,
                               _("The answer of %s does not fit what was asked. Ask them about it."),
                               get_name (self));
}

static GError *
make_wrong_account_error (KhCslStation *self)
{
  return kh_station_error_new (KH_STATION_ERROR_WRONG_ACCOUNT, KH_CERTAINTY_NO_EFFECT, 0,
                               /* Translators: a monitoring company, twice. */
                               _("%s answered with another account than the one that was asked for, so nothing is sent. "
                                 "Ask %s about it, then try again."), get_name (self), get_name (self));
}

GError *
kh_csl_station_make_write_error (KhCslStation *self)
{
  return kh_station_error_new (KH_STATION_ERROR_PROTOCOL, KH_CERTAINTY_UNKNOWN, 0,
                               _("The answer of %s does not say whether the change was made there. "
                                 "Try again; if it stays so, ask them."), get_name (self));
}

static GError *
make_address_error (KhCslStation *self)
{
  return kh_station_error_new (KH_STATION_ERROR_PROTOCOL, KH_CERTAINTY_NO_EFFECT, 0,
                               _("%s does not know at this address what Keyholder asks for. Check the "
                                 "address under Preferences, Monitoring Companies."), get_name (self));
}

static GError *
make_block_error (KhCslStation *self)
{
  return kh_station_error_new (KH_STATION_ERROR_NOT_FOUND, KH_CERTAINTY_NO_EFFECT, 0,
                               _("%s no longer has this block of account numbers. Open the list of "
                                 "blocks again."), get_name (self));
}

static GError *
make_number_error (void)
{
  return kh_station_error_new (KH_STATION_ERROR_INVALID, KH_CERTAINTY_NO_EFFECT, 0,
                               _("An account number has only letters, digits, hyphens, dots and "
                                 "underscores. Check the account number."));
}

GTask *
kh_csl_station_make_call_task (KhCslStation        *self,
                               KhCslCall           *call,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  /* The exchange says by itself whether it was cancelled. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, call, (GDestroyNotify) kh_csl_call_free);

  return task;
}

/* Takes @task and @request. */
void
kh_csl_station_send (KhCslStation        *self,
                     GTask               *task,
                     KhRequest           *request,
                     GAsyncReadyCallback  callback)
{
  kh_exchange_send_async (self->channel, request, g_task_get_cancellable (task), callback, task);
}

JsonObject *
kh_csl_station_get_body (const KhAnswer *answer)
{
  return answer->root != NULL ? json_node_get_object (answer->root) : NULL;
}

/* Of a station that gives none, or a weak one, what it said is the version. */
char *
kh_csl_station_dup_version (const KhAnswer *answer)
{
  g_autofree char *text = NULL;
  g_autofree char *digest = NULL;

  if (answer->etag != NULL)
    return g_strdup (answer->etag);
  text = json_to_string (answer->root, FALSE);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

  return g_strconcat (KH_LINK_MADE_UP, digest, NULL);
}

/* NULL with the task ended where there is no answer of success. */
KhAnswer *
kh_csl_station_finish_exchange (GTask         *task,
                                GAsyncResult  *result,
                                JsonObject   **body)
{
  KhCslStation *self = g_task_get_source_object (task);
  const KhCslCall *call = g_task_get_task_data (task);
  GError *error = NULL;
  KhAnswer *answer = kh_exchange_send_finish (self->channel, result, &error);

  if (body != NULL)
    *body = answer != NULL ? kh_csl_station_get_body (answer) : NULL;
  if (answer != NULL)
    return answer;

  /* Where no account was named, it is not an account that is missing. */
  if (call->block != NULL && g_error_matches (error, KH_STATION_ERROR, KH_STATION_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      error = make_block_error (self);
    }
  else if (call->account == NULL && g_error_matches (error, KH_STATION_ERROR, KH_STATION_ERROR_NOT_FOUND))
    {
      g_clear_error (&error);
      error = make_address_error (self);
    }
  g_task_return_error (task, error);

  return NULL;
}

/* Checking */

static void
on_ping_sent_cb (GObject      *object G_GNUC_UNUSED,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, NULL);
  JsonObject *body = answer != NULL ? kh_csl_station_get_body (answer) : NULL;

  if (answer == NULL)
    return;

  if (body == NULL || kh_json_get_string (body, "time", NULL) == NULL)
    g_task_return_error (task, kh_csl_station_make_read_error (g_task_get_source_object (task)));
  else
    g_task_return_boolean (task, TRUE);
}

static void
kh_csl_station_check_async (KhStation           *station,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  GTask *task = kh_csl_station_make_call_task (self, g_new0 (KhCslCall, 1), cancellable, callback, user_data);

  g_task_set_name (task, "kh_csl_station_check_async");
  kh_csl_station_send (self, task, kh_request_new ("GET /v1/ping", "GET", "/v1/ping"),
                       on_ping_sent_cb);
}

static gboolean
finish_boolean (KhStation     *station,
                GAsyncResult  *result,
                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Capabilities */

static void
on_capabilities_sent_cb (GObject      *object G_GNUC_UNUSED,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, NULL);
  KhCapabilities *capabilities = NULL;

  if (answer == NULL)
    return;

  if (answer->root != NULL)
    capabilities = kh_csl_codec_read_capabilities (kh_csl_station_get_body (answer));
  if (capabilities == NULL)
    g_task_return_error (task, kh_csl_station_make_read_error (g_task_get_source_object (task)));
  else
    g_task_return_pointer (task, capabilities, g_object_unref);
}

static void
kh_csl_station_get_capabilities_async (KhStation           *station,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  GTask *task = kh_csl_station_make_call_task (self, g_new0 (KhCslCall, 1), cancellable, callback, user_data);

  g_task_set_name (task, "kh_csl_station_get_capabilities_async");
  kh_csl_station_send (self, task, kh_request_new ("GET /v1/capabilities", "GET", "/v1/capabilities"),
                       on_capabilities_sent_cb);
}

static KhCapabilities *
kh_csl_station_get_capabilities_finish (KhStation     *station,
                                        GAsyncResult  *result,
                                        GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Look-up */

static void
on_look_up_sent_cb (GObject      *object G_GNUC_UNUSED,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, NULL);
  const KhCslCall *call = g_task_get_task_data (task);
  KhLookUp *look_up = NULL;

  if (answer == NULL)
    return;

  if (answer->root != NULL)
    look_up = kh_csl_codec_read_look_up (kh_csl_station_get_body (answer), call->number, call->receiver);
  if (look_up == NULL)
    g_task_return_error (task, kh_csl_station_make_read_error (g_task_get_source_object (task)));
  else
    g_task_return_pointer (task, look_up, (GDestroyNotify) kh_look_up_free);
}

static void
kh_csl_station_look_up_async (KhStation           *station,
                              const char          *number,
                              const char          *receiver,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  g_autofree char *escaped = receiver != NULL ? g_uri_escape_string (receiver, NULL, FALSE) : NULL;
  KhCslCall *call = g_new0 (KhCslCall, 1);
  GTask *task;

  call->number = g_strdup (number);
  call->receiver = g_strdup (receiver);
  task = kh_csl_station_make_call_task (self, call, cancellable, callback, user_data);
  g_task_set_name (task, "kh_csl_station_look_up_async");
  if (!kh_request_check_id (number))
    {
      g_task_return_error (task, make_number_error ());
      g_object_unref (task);
    }
  else
    kh_csl_station_send (self, task,
                         kh_request_new ("GET /v1/accounts", "GET", "/v1/accounts?number=%s%s%s", number,
                                         escaped != NULL ? "&receiver=" : "",
                                         escaped != NULL ? escaped : ""),
                         on_look_up_sent_cb);
}

static KhLookUp *
kh_csl_station_look_up_finish (KhStation     *station,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* One account */

static void
on_account_sent_cb (GObject      *object G_GNUC_UNUSED,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, NULL);
  g_autoptr (KhAccount) account = NULL;
  g_autofree char *version = NULL;
  const KhCslCall *call = g_task_get_task_data (task);

  if (answer == NULL)
    return;

  if (answer->root != NULL)
    {
      version = kh_csl_station_dup_version (answer);
      account = kh_csl_codec_read_account (kh_csl_station_get_body (answer), version);
    }
  if (answer->status == SOUP_STATUS_NOT_MODIFIED ||
      (account != NULL && answer->etag == NULL && g_strcmp0 (version, call->version) == 0))
    g_task_return_pointer (task, NULL, NULL);
  else if (account == NULL)
    g_task_return_error (task, kh_csl_station_make_read_error (g_task_get_source_object (task)));
  else if (strcmp (kh_account_get_id (account), call->account) != 0)
    g_task_return_error (task, make_wrong_account_error (g_task_get_source_object (task)));
  else
    g_task_return_pointer (task, g_steal_pointer (&account), g_object_unref);
}

/* An account id from a station, or one that was kept; a broken one leads nowhere. */
GTask *
kh_csl_station_make_task (KhCslStation        *self,
                          const char          *account,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  KhCslCall *call = g_new0 (KhCslCall, 1);
  g_autoptr (GTask) task = NULL;

  call->account = g_strdup (account);
  task = kh_csl_station_make_call_task (self, call, cancellable, callback, user_data);
  if (kh_request_check_id (account))
    return g_steal_pointer (&task);

  g_task_return_error (task, make_number_error ());

  return NULL;
}

static void
kh_csl_station_get_account_async (KhStation           *station,
                                  const char          *account,
                                  const char          *etag,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  GTask *task = kh_csl_station_make_task (self, account, cancellable, callback, user_data);
  KhRequest *request;
  KhCslCall *call;

  if (task == NULL)
    return;

  g_task_set_name (task, "kh_csl_station_get_account_async");
  call = g_task_get_task_data (task);
  call->version = g_strdup (etag);
  request = kh_request_new ("GET /v1/accounts/{id}", "GET", "/v1/accounts/%s", account);
  if (etag != NULL && kh_request_check_etag (etag))
    request->if_none_match = g_strdup (etag);
  kh_csl_station_send (self, task, request, on_account_sent_cb);
}

static KhAccount *
kh_csl_station_get_account_finish (KhStation     *station,
                                   GAsyncResult  *result,
                                   gboolean      *unchanged,
                                   GError       **error)
{
  KhAccount *account;
  GError *local_error = NULL;

  g_return_val_if_fail (g_task_is_valid (result, station), NULL);

  account = g_task_propagate_pointer (G_TASK (result), &local_error);
  if (unchanged != NULL)
    *unchanged = account == NULL && local_error == NULL;
  if (local_error != NULL)
    g_propagate_error (error, local_error);

  return account;
}

/* Changes */

static GBytes *
kh_csl_station_encode_changes (KhStation  *station G_GNUC_UNUSED,
                               GPtrArray  *changes,
                               const char *reason,
                               const char *author)
{
  return kh_csl_changes_write (changes, reason, author);
}

static void
on_changes_sent_cb (GObject      *object G_GNUC_UNUSED,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, NULL);
  const KhCslCall *call = g_task_get_task_data (task);
  KhChangeAnswer *changes = NULL;

  if (answer == NULL)
    return;

  if (answer->root != NULL)
    changes = kh_csl_codec_read_changes (kh_csl_station_get_body (answer), call->operations, call->dry_run);
  if (changes == NULL)
    {
      g_task_return_error (task, kh_csl_station_make_write_error (g_task_get_source_object (task)));
      return;
    }

  changes->etag = g_strdup (answer->etag);
  changes->added = kh_csl_codec_read_added (kh_csl_station_get_body (answer), (const char *const *) call->lists);
  changes->pending = changes->pending || answer->status == SOUP_STATUS_ACCEPTED;
  if (changes->pending)
    changes->waiting = kh_csl_codec_read_waiting (kh_csl_station_get_body (answer), call->datapoints);
  g_task_return_pointer (task, changes, (GDestroyNotify) kh_change_answer_free);
}

static void
kh_csl_station_apply_changes_async (KhStation           *station,
                                    const char          *account,
                                    const char          *etag,
                                    GBytes              *body,
                                    const char          *key,
                                    gboolean             dry_run,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  GTask *task;
  KhCslCall *call;
  KhRequest *request;

  g_return_if_fail (dry_run || (key != NULL && kh_request_check_id (key)));

  task = kh_csl_station_make_task (self, account, cancellable, callback, user_data);
  if (task == NULL)
    return;

  g_task_set_name (task, "kh_csl_station_apply_changes_async");
  call = g_task_get_task_data (task);
  call->operations = kh_csl_changes_count (body);
  call->lists = kh_csl_changes_list_added (body);
  call->datapoints = kh_csl_changes_list_datapoints (body);
  call->dry_run = dry_run;
  request = kh_request_new ("POST /v1/accounts/{id}/changes", "POST", "/v1/accounts/%s/changes%s",
                            account, dry_run ? "?dry_run=true" : "");
  request->body = g_bytes_ref (body);
  /* A made-up version means nothing there; each operation says what it expects to find (RFC 9110 §13.1.1). */
  request->if_match = etag != NULL && kh_request_check_etag (etag) ? g_strdup (etag) : NULL;
  request->key = dry_run ? NULL : g_strdup (key);
  kh_csl_station_send (self, task, request, on_changes_sent_cb);
}

static KhChangeAnswer *
kh_csl_station_apply_changes_finish (KhStation     *station,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, station), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Our customer number there */

static void
on_reference_sent_cb (GObject      *object G_GNUC_UNUSED,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (KhAnswer) answer = kh_csl_station_finish_exchange (task, result, NULL);

  if (answer == NULL)
    return;

  if (answer->status == SOUP_STATUS_NO_CONTENT)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, kh_csl_station_make_write_error (g_task_get_source_object (task)));
}

static GBytes *
make_reference_body (const char *reference)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = json_object_new ();
  char *text;

  json_object_set_string_member (object, "value", reference);
  json_node_take_object (root, object);
  text = kh_json_to_text (root);

  return g_bytes_new_take (text, strlen (text));
}

static void
kh_csl_station_set_reference_async (KhStation           *station,
                                    const char          *account,
                                    const char          *reference,
                                    const char          *key,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  GTask *task;
  KhRequest *request;

  g_return_if_fail (*reference != '\0' && strlen (reference) <= MAX_REFERENCE_BYTES);
  g_return_if_fail (kh_request_check_id (key));

  task = kh_csl_station_make_task (self, account, cancellable, callback, user_data);
  if (task == NULL)
    return;

  g_task_set_name (task, "kh_csl_station_set_reference_async");
  request = kh_request_new ("PUT /v1/accounts/{id}/external-refs/keyholder", "PUT",
                            "/v1/accounts/%s/external-refs/keyholder", account);
  request->body = make_reference_body (reference);
  request->key = g_strdup (key);
  kh_csl_station_send (self, task, request, on_reference_sent_cb);
}

static void
kh_csl_station_clear_reference_async (KhStation           *station,
                                      const char          *account,
                                      const char          *key,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data)
{
  KhCslStation *self = KH_CSL_STATION (station);
  GTask *task;
  KhRequest *request;

  g_return_if_fail (kh_request_check_id (key));

  task = kh_csl_station_make_task (self, account, cancellable, callback, user_data);
  if (task == NULL)
    return;

  g_task_set_name (task, "kh_csl_station_clear_reference_async");
  request = kh_request_new ("DELETE /v1/accounts/{id}/external-refs/keyholder", "DELETE",
                            "/v1/accounts/%s/external-refs/keyholder", account);
  request->key = g_strdup (key);
  kh_csl_station_send (self, task, request, on_reference_sent_cb);
}

/* GObject */

static const char *
kh_csl_station_get_name (KhStation *station)
{
  return get_name (KH_CSL_STATION (station));
}

static void
kh_csl_station_iface_init (KhStationInterface *iface)
{
  iface->get_name = kh_csl_station_get_name;
  iface->check_async = kh_csl_station_check_async;
  iface->check_finish = finish_boolean;
  iface->get_capabilities_async = kh_csl_station_get_capabilities_async;
  iface->get_capabilities_finish = kh_csl_station_get_capabilities_finish;
  iface->look_up_async = kh_csl_station_look_up_async;
  iface->look_up_finish = kh_csl_station_look_up_finish;
  iface->get_account_async = kh_csl_station_get_account_async;
  iface->get_account_finish = kh_csl_station_get_account_finish;
  iface->encode_changes = kh_csl_station_encode_changes;
  iface->apply_changes_async = kh_csl_station_apply_changes_async;
  iface->apply_changes_finish = kh_csl_station_apply_changes_finish;
  iface->set_reference_async = kh_csl_station_set_reference_async;
  iface->set_reference_finish = finish_boolean;
  iface->clear_reference_async = kh_csl_station_clear_reference_async;
  iface->clear_reference_finish = finish_boolean;
  kh_csl_history_iface_init (iface);
  kh_csl_accounts_iface_init (iface);
}

static void
kh_csl_station_finalize (GObject *object)
{
  KhCslStation *self = KH_CSL_STATION (object);

  g_clear_object (&self->channel);
  g_clear_pointer (&self->pages, g_hash_table_unref);

  G_OBJECT_CLASS (kh_csl_station_parent_class)->finalize (object);
}

static void
kh_csl_station_class_init (KhCslStationClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_csl_station_finalize;
}

static void
kh_csl_station_init (KhCslStation *self G_GNUC_UNUSED)
{
}

/**
 * kh_csl_station_new:
 * @company: a monitoring company
 * @token: its token
 * @error: return location for an error of %KH_STATION_ERROR
 *
 * Nothing is sent yet; see kh_station_check_async().
 *
 * Returns: (transfer full) (nullable): the station, spoken with over CSL/1
 */
KhStation *
kh_csl_station_new (KhCompany   *company,
                    const char  *token,
                    GError     **error)
{
  KhChannel *channel;
  KhCslStation *self;

  channel = kh_channel_new (company, token, error);
  if (channel == NULL)
    return NULL;

  self = g_object_new (KH_TYPE_CSL_STATION, NULL);
  self->channel = channel;

  return KH_STATION (self);
}

/**
 * kh_csl_station_set_deadline:
 * @self: a station
 * @milliseconds: what one exchange may take in all; less than 10 s is also what
 *   connecting may take
 *
 * For tests and benchmarks.
 */
void
kh_csl_station_set_deadline (KhCslStation *self,
                             guint         milliseconds)
{
  g_return_if_fail (KH_IS_CSL_STATION (self));

  kh_channel_set_deadline (self->channel, milliseconds);
}

/**
 * kh_csl_station_check_address:
 * @address: what somebody typed
 * @error: return location for an error of %KH_STATION_ERROR
 *
 * Returns: whether @address may be a company's; the message of @error can be shown under
 *   the entry
 */
gboolean
kh_csl_station_check_address (const char  *address,
                              GError     **error)
{
  return kh_channel_check_address (address, error);
}
