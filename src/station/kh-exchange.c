/* kh-exchange.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-exchange.h"
#include "kh-json.h"
#include "kh-problem.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_INTERIM_ANSWERS 16
#define PIECE_BYTES (64 * 1024)

/* Reading a longer body on the main loop would be felt. */
#define LONG_BODY_BYTES (64 * 1024)

typedef struct {
  /* Owned */
  KhChannel *channel;
  KhRequest *request;
  SoupMessage *message;
  GInputStream *stream;
  GByteArray *body;
  GCancellable *cancellable;
  GSource *cancel_source;
  GSource *deadline_source;
  GSource *connect_source;

  /* State */
  guint8 piece[PIECE_BYTES];
  gint64 began;
  gboolean is_started;
  gboolean is_too_late;
  guint interim;
} Exchange;

static void
destroy_source (GSource **source)
{
  if (*source == NULL)
    return;

  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
stop_waiting (Exchange *self)
{
  destroy_source (&self->cancel_source);
  destroy_source (&self->deadline_source);
  destroy_source (&self->connect_source);
}

static void
exchange_free (Exchange *self)
{
  stop_waiting (self);
  if (self->message != NULL)
    g_signal_handlers_disconnect_by_data (self->message, self);
  /* What a station shows of passcodes stays no longer than it must. */
  if (self->body->data != NULL)
    explicit_bzero (self->body->data, self->body->len);
  explicit_bzero (self->piece, sizeof self->piece);
  g_byte_array_unref (self->body);
  g_clear_object (&self->stream);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->channel);
  kh_request_free (self->request);
  g_free (self);
}

static KhCertainty
lost_certainty (Exchange *self)
{
  return self->is_started && kh_request_is_write (self->request) ? KH_CERTAINTY_UNKNOWN
                                                                 : KH_CERTAINTY_NO_EFFECT;
}

/* Errors */

static const char *
certificate_reason (GTlsCertificateFlags flags)
{
  if (flags & G_TLS_CERTIFICATE_REVOKED)
    return _("it was revoked");
  if (flags & G_TLS_CERTIFICATE_BAD_IDENTITY)
    return _("it was issued for another address");
  if (flags & G_TLS_CERTIFICATE_EXPIRED)
    return _("it has expired");
  if (flags & G_TLS_CERTIFICATE_NOT_ACTIVATED)
    return _("it is not valid yet");
  if (flags & G_TLS_CERTIFICATE_INSECURE)
    return _("it is too weak");
  if (flags & G_TLS_CERTIFICATE_UNKNOWN_CA)
    return _("nobody known to this computer vouches for it");

  return _("it could not be checked");
}

static GError *
make_tls_error (Exchange     *self,
                const GError *cause)
{
  const char *name = kh_channel_get_name (self->channel);
  GTlsCertificateFlags flags = soup_message_get_tls_peer_certificate_errors (self->message);

  if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_UNAVAILABLE))
    return kh_station_error_new (KH_STATION_ERROR_UNREACHABLE, KH_CERTAINTY_NO_EFFECT, 0,
                                 _("This computer cannot make secure connections. Have the package "
                                   "glib-networking installed."));
  if (flags != 0 || g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    return kh_station_error_new (KH_STATION_ERROR_CERTIFICATE, KH_CERTAINTY_NO_EFFECT, 0,
                                 /* Translators: a company, then the reason, then the company again. */
                                 _("The certificate of %s is not to be trusted: %s. Nothing was sent. "
                                   "Ask %s about it, or check the address and the CA file under "
                                   "Preferences, Monitoring Companies."),
                                 name, certificate_reason (flags), name);

  return kh_station_error_new (KH_STATION_ERROR_UNREACHABLE, KH_CERTAINTY_NO_EFFECT, 0,
                               _("No secure connection to %s came about. Check the address under "
                                 "Preferences, Monitoring Companies, or try again later."), name);
}

static GError *
make_protocol_error (Exchange   *self,
                     const char *what)
{
  const char *name = kh_channel_get_name (self->channel);

  g_debug ("%s: %s", self->request->what, what);

  if (lost_certainty (self) == KH_CERTAINTY_UNKNOWN)
    return kh_station_error_new (KH_STATION_ERROR_PROTOCOL, KH_CERTAINTY_UNKNOWN, 0,
                                 _("The answer of %s cannot be read, so it is not known whether the change "
                                   "was made there. Try again; if it stays so, ask %s."), name, name);

  return kh_station_error_new (KH_STATION_ERROR_PROTOCOL, KH_CERTAINTY_NO_EFFECT, 0,
                               _("The answer of %s cannot be read. Check the address under Preferences, "
                                 "Monitoring Companies; if it is right, ask %s."), name, name);
}

static GError *
make_broken_error (Exchange *self)
{
  const char *name = kh_channel_get_name (self->channel);

  if (lost_certainty (self) == KH_CERTAINTY_UNKNOWN)
    return kh_station_error_new (KH_STATION_ERROR_PROTOCOL, KH_CERTAINTY_UNKNOWN, 0,
                                 _("The connection to %s broke off before its answer was complete, so it is "
                                   "not known whether the change was made there. Try again."), name);

  return kh_station_error_new (KH_STATION_ERROR_PROTOCOL, KH_CERTAINTY_NO_EFFECT, 0,
                               _("The connection to %s broke off before its answer was complete. "
                                 "Try again."), name);
}

static GError *
make_late_error (Exchange *self)
{
  const char *name = kh_channel_get_name (self->channel);

  if (!self->is_started)
    return kh_station_error_new (KH_STATION_ERROR_UNREACHABLE, KH_CERTAINTY_NO_EFFECT, 0,
                                 _("%s did not answer in time. Check the connection of this computer, or "
                                   "try again later."), name);
  if (lost_certainty (self) == KH_CERTAINTY_UNKNOWN)
    return kh_station_error_new (KH_STATION_ERROR_TIMED_OUT, KH_CERTAINTY_UNKNOWN, 0,
                                 _("%s did not answer in time, so it is not known whether the change was "
                                   "made there. Try again."), name);

  return kh_station_error_new (KH_STATION_ERROR_TIMED_OUT, KH_CERTAINTY_NO_EFFECT, 0,
                               _("%s did not answer in time. Try again later."), name);
}

/* What libsoup or GIO says, in the terms of KhStation. */
static GError *
make_error (Exchange     *self,
            GTask        *task,
            const GError *cause)
{
  const char *name = kh_channel_get_name (self->channel);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
  if (self->interim > MAX_INTERIM_ANSWERS)
    return make_protocol_error (self, "too many interim answers");
  if (self->is_too_late)
    return make_late_error (self);
  if (cause->domain == G_TLS_ERROR && !self->is_started)
    return make_tls_error (self, cause);
  if (cause->domain == SOUP_SESSION_ERROR && self->is_started)
    return make_protocol_error (self, cause->message);
  if (self->is_started)
    return make_broken_error (self);

  return kh_station_error_new (KH_STATION_ERROR_UNREACHABLE, KH_CERTAINTY_NO_EFFECT, 0,
                               _("%s cannot be reached. Check the connection of this computer and the "
                                 "address under Preferences, Monitoring Companies, or try again later."),
                               name);
}

/* Whether a write had its effect before somebody pointed elsewhere, nobody can tell. */
static GError *
make_redirect_error (Exchange *self)
{
  const char *name = kh_channel_get_name (self->channel);

  return kh_station_error_new (KH_STATION_ERROR_ADDRESS, lost_certainty (self), 0,
                               _("The station's address changed: %s points somewhere else. Ask %s for the "
                                 "new address and enter it under Preferences, Monitoring Companies."),
                               name, name);
}

/* Ends the exchange; nothing of it may be touched afterwards. A connection on which more
 * may come is given up. */
static void
fail (GTask  *task,
      GError *error)
{
  Exchange *self = g_task_get_task_data (task);

  stop_waiting (self);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->stream);
  g_debug ("%s failed after %" G_GINT64_FORMAT " ms, code %d", self->request->what,
           (g_get_monotonic_time () - self->began) / 1000, error->code);
  g_task_return_error (task, error);
}

/* The whole answer */

static guint
read_retry_after (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *text = soup_message_headers_get_one (headers, "Retry-After");
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return text != NULL ? kh_problem_retry_after (text, now) : 0;
}

static GError *
make_problem_error (Exchange *self,
                    JsonNode *root)
{
  KhProblem problem = {
    .company = kh_channel_get_name (self->channel),
    .status = soup_message_get_status (self->message),
    .body = root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL,
    .retry_after = read_retry_after (self->message),
    .sent = self->request->body,
    .is_write = kh_request_is_write (self->request),
  };

  return kh_problem_to_error (&problem);
}

static KhAnswer *
make_answer (Exchange *self,
             JsonNode *root)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (self->message);
  const char *etag = soup_message_headers_get_list (headers, "ETag");
  KhAnswer *answer = g_new0 (KhAnswer, 1);

  answer->status = soup_message_get_status (self->message);
  answer->etag = etag != NULL && kh_request_check_etag (etag) ? g_strdup (etag) : NULL;
  answer->root = root;

  return answer;
}

/* Takes @root. */
static void
finish (GTask    *task,
        JsonNode *root)
{
  Exchange *self = g_task_get_task_data (task);

  stop_waiting (self);
  g_debug ("%s answered %u, %u bytes, %" G_GINT64_FORMAT " ms", self->request->what,
           soup_message_get_status (self->message), self->body->len,
           (g_get_monotonic_time () - self->began) / 1000);
  g_task_return_pointer (task, make_answer (self, root), (GDestroyNotify) kh_answer_free);
}

static void
parse_in_thread (GTask        *task,
                 gpointer      source G_GNUC_UNUSED,
                 gpointer      task_data,
                 GCancellable *cancellable G_GNUC_UNUSED)
{
  GByteArray *body = task_data;
  GError *error = NULL;
  JsonNode *root = kh_json_parse ((const char *) body->data, body->len, &error);

  if (root == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, root, (GDestroyNotify) json_node_unref);
}

/* @root and @cause: what the strict reader says of the body. Takes @root. */
static void
judge (GTask        *task,
       JsonNode     *root,
       const GError *cause)
{
  Exchange *self = g_task_get_task_data (task);
  g_autoptr (JsonNode) owned = root;

  if (!SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (self->message)))
    fail (task, make_problem_error (self, root));
  else if (root == NULL)
    fail (task, make_protocol_error (self, cause->message));
  else if (!JSON_NODE_HOLDS_OBJECT (root))
    fail (task, make_protocol_error (self, "the body is no object"));
  else
    finish (task, g_steal_pointer (&owned));
}

static void
on_body_parsed_cb (GObject      *object G_GNUC_UNUSED,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  JsonNode *root = g_task_propagate_pointer (G_TASK (result), &error);

  judge (task, root, error);
}

static void
parse_body (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);
  g_autoptr (GTask) parser = NULL;
  g_autoptr (GError) error = NULL;
  JsonNode *root;

  if (self->body->len <= LONG_BODY_BYTES)
    {
      root = kh_json_parse ((const char *) self->body->data, self->body->len, &error);
      judge (task, root, error);
      return;
    }

  parser = g_task_new (NULL, NULL, on_body_parsed_cb, g_object_ref (task));
  g_task_set_name (parser, "parse_body");
  g_task_set_task_data (parser, g_byte_array_ref (self->body), (GDestroyNotify) g_byte_array_unref);
  g_task_run_in_thread (parser, parse_in_thread);
}

/* Only JSON in UTF-8 is looked into. */
static gboolean
has_json_type (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  g_autoptr (GHashTable) parameters = NULL;
  const char *type, *charset;

  type = soup_message_headers_get_content_type (headers, &parameters);
  if (type == NULL
      || (g_ascii_strcasecmp (type, "application/json") != 0
          && g_ascii_strcasecmp (type, "application/problem+json") != 0))
    return FALSE;

  charset = g_hash_table_lookup (parameters, "charset");

  return charset == NULL || g_ascii_strcasecmp (charset, "utf-8") == 0;
}

static void
on_body_complete (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);
  gboolean is_success = SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (self->message));

  if (has_json_type (self->message) && self->body->len > 0)
    parse_body (task);
  else if (is_success)
    fail (task, make_protocol_error (self, "the body is no JSON"));
  else
    fail (task, make_problem_error (self, NULL));
}

/* Reading it */

static void read_piece (GTask *task);

static void
on_stream_read_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Exchange *self = g_task_get_task_data (task);
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (object), result, &error);

  if (length < 0)
    fail (task, make_error (self, task, error));
  else if (length == 0)
    on_body_complete (task);
  else if (self->body->len + (gsize) length > KH_EXCHANGE_MAX_BODY)
    fail (task, kh_station_error_new (KH_STATION_ERROR_TOO_LARGE, lost_certainty (self), 0,
                                      _("The answer of %s is far too long to be right. Ask them about it."),
                                      kh_channel_get_name (self->channel)));
  else
    {
      g_byte_array_append (self->body, self->piece, (guint) length);
      read_piece (task);
    }
}

static void
read_piece (GTask *task)
{
  Exchange *self = g_task_get_task_data (task);

  g_input_stream_read_async (self->stream, self->piece, sizeof self->piece, G_PRIORITY_DEFAULT,
                             self->cancellable, on_stream_read_cb, g_object_ref (task));
}

static gboolean
is_number (const char *text)
{
  return *text != '\0' && strlen (text) <= 15 && strspn (text, "0123456789") == strlen (text);
}

/* libsoup takes a negative length for none and the last of several; both are lies. What
 * is encoded was not asked for, and would have to be unpacked. */
static const char *
find_lie (SoupMessage *message)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *length = soup_message_headers_get_list (headers, "Content-Length");
  const char *encoding = soup_message_headers_get_list (headers, "Content-Encoding");

  if (length != NULL && !is_number (length))
    return "the length is none";
  if (length != NULL && soup_message_headers_get_list (headers, "Transfer-Encoding") != NULL)
    return "it has a length and pieces";
  if (encoding != NULL && g_ascii_strcasecmp (encoding, "identity") != 0)
    return "it is encoded";

  return NULL;
}

static gboolean
has_no_body (Exchange *self,
             guint     status)
{
  return status == SOUP_STATUS_NO_CONTENT
         || (status == SOUP_STATUS_NOT_MODIFIED && self->request->if_none_match != NULL);
}

static void
on_session_sent_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  Exchange *self = g_task_get_task_data (task);
  const char *lie;
  guint status;

  self->stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (self->stream == NULL)
    {
      fail (task, make_error (self, task, error));
      return;
    }

  status = soup_message_get_status (self->message);
  lie = find_lie (self->message);
  if (lie != NULL)
    fail (task, make_protocol_error (self, lie));
  else if (has_no_body (self, status))
    finish (task, NULL);
  else if (SOUP_STATUS_IS_REDIRECTION (status))
    fail (task, make_redirect_error (self));
  else
    read_piece (task);
}

/* Sending it */

static gboolean
on_cancel_source_cb (GCancellable *cancellable G_GNUC_UNUSED,
                     gpointer      user_data)
{
  Exchange *self = user_data;

  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

static gboolean
on_deadline_source_cb (gpointer user_data)
{
  Exchange *self = user_data;

  self->is_too_late = TRUE;
  g_cancellable_cancel (self->cancellable);

  return G_SOURCE_REMOVE;
}

/* From here on, bytes may be on their way. */
static void
on_message_starting_cb (SoupMessage *message G_GNUC_UNUSED,
                        gpointer     user_data)
{
  Exchange *self = user_data;

  self->is_started = TRUE;
  destroy_source (&self->connect_source);
}

/* libsoup swallows as many as come, and lets nothing else of the program run meanwhile. */
static void
on_message_got_informational_cb (SoupMessage *message G_GNUC_UNUSED,
                                 gpointer     user_data)
{
  Exchange *self = user_data;

  if (++self->interim > MAX_INTERIM_ANSWERS)
    g_cancellable_cancel (self->cancellable);
}

static void
set_body (Exchange *self)
{
  if (self->request->body != NULL)
    soup_message_set_request_body_from_bytes (self->message, "application/json",
                                              self->request->body);
}

/* libsoup drops the body before it sends a request a second time. */
static void
on_message_restarted_cb (SoupMessage *message G_GNUC_UNUSED,
                         gpointer     user_data)
{
  set_body (user_data);
}

static void
add_headers (Exchange *self)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (self->message);
  const KhRequest *request = self->request;

  if (request->if_match != NULL)
    soup_message_headers_replace (headers, "If-Match", request->if_match);
  if (request->if_none_match != NULL)
    soup_message_headers_replace (headers, "If-None-Match", request->if_none_match);
  if (request->key != NULL)
    soup_message_headers_replace (headers, "Idempotency-Key", request->key);
}

static GSource *
attach (GSource     *source,
        GSourceFunc  callback,
        Exchange    *self)
{
  g_source_set_callback (source, callback, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());

  return source;
}

/* Through sources and not through the signal of the caller's cancellable: its handlers
 * may not disconnect themselves. */
static void
start_waiting (Exchange     *self,
               GCancellable *cancellable)
{
  self->deadline_source = attach (g_timeout_source_new (kh_channel_get_deadline (self->channel)),
                                  on_deadline_source_cb, self);
  self->connect_source = attach (g_timeout_source_new (kh_channel_get_connect_deadline (self->channel)),
                                 on_deadline_source_cb, self);
  if (cancellable != NULL)
    self->cancel_source = attach (g_cancellable_source_new (cancellable),
                                  G_SOURCE_FUNC (on_cancel_source_cb), self);
}

/**
 * kh_exchange_send_async:
 * @channel: the way to the station
 * @request: (transfer full): what to send
 * @cancellable: (nullable): to stop waiting
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Sends one request, once, and reads its whole answer. It is not followed anywhere else,
 * not unpacked, not longer than %KH_EXCHANGE_MAX_BODY, strict JSON in UTF-8, and there
 * within the deadlines of @channel.
 */
void
kh_exchange_send_async (KhChannel           *channel,
                        KhRequest           *request,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;
  Exchange *self;

  g_return_if_fail (KH_IS_CHANNEL (channel) && request != NULL);

  task = g_task_new (channel, cancellable, callback, user_data);
  g_task_set_name (task, "kh_exchange_send_async");
  g_task_set_check_cancellable (task, FALSE);
  self = g_new0 (Exchange, 1);
  self->channel = g_object_ref (channel);
  self->request = request;
  self->body = g_byte_array_new ();
  self->cancellable = g_cancellable_new ();
  self->began = g_get_monotonic_time ();
  g_task_set_task_data (task, self, (GDestroyNotify) exchange_free);
  if (g_task_return_error_if_cancelled (task))
    return;

  self->message = kh_channel_make_message (channel, request->method, request->path, &error);
  if (self->message == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  add_headers (self);
  set_body (self);
  g_signal_connect (self->message, "starting", G_CALLBACK (on_message_starting_cb), self);
  g_signal_connect (self->message, "restarted", G_CALLBACK (on_message_restarted_cb), self);
  g_signal_connect (self->message, "got-informational",
                    G_CALLBACK (on_message_got_informational_cb), self);
  start_waiting (self, cancellable);
  soup_session_send_async (kh_channel_get_session (channel), self->message, G_PRIORITY_DEFAULT,
                           self->cancellable, on_session_sent_cb, g_object_ref (task));
}

/**
 * kh_exchange_send_finish:
 * @channel: the way to the station
 * @result: as given to the callback
 * @error: return location for an error of %KH_STATION_ERROR, or %G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full): an answer of success; any other is an error
 */
KhAnswer *
kh_exchange_send_finish (KhChannel     *channel,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, channel), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kh_answer_free:
 * @answer: (nullable): an answer
 */
void
kh_answer_free (KhAnswer *answer)
{
  if (answer == NULL)
    return;

  g_free (answer->etag);
  kh_json_wipe (answer->root);
  g_clear_pointer (&answer->root, json_node_unref);
  g_free (answer);
}
