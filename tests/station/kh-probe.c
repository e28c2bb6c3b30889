/* kh-probe.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-probe.h"

#include "kh-json.h"

#include <string.h>

typedef struct {
  GAsyncResult *result;
} Wait;

static void
on_ready_cb (GObject      *source G_GNUC_UNUSED,
             GAsyncResult *result,
             gpointer      user_data)
{
  Wait *wait = user_data;

  wait->result = g_object_ref (result);
}

static GAsyncResult *
wait_for (Wait *wait)
{
  while (wait->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&wait->result);
}

static GSocketConnection *
connect_to (const char *url)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;
  Wait wait = { NULL };

  g_socket_client_connect_to_uri_async (client, url, 80, NULL, on_ready_cb, &wait);
  result = wait_for (&wait);
  connection = g_socket_client_connect_to_uri_finish (client, result, &error);
  g_assert_no_error (error);
  return connection;
}

static char *
write_request (const char         *url,
               const char         *method,
               const char         *path,
               const char * const *headers,
               const char         *body)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n", method, path,
                          strstr (url, "//") + 2);
  for (guint i = 0; headers != NULL && headers[i] != NULL; i++)
    g_string_append_printf (text, "%s\r\n", headers[i]);
  if (body != NULL)
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n", strlen (body));
  g_string_append_printf (text, "\r\n%s", body != NULL ? body : "");
  return g_string_free (text, FALSE);
}

static void
send_text (GSocketConnection *connection,
           const char        *text)
{
  GOutputStream *output = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr (GAsyncResult) result = NULL;
  Wait wait = { NULL };

  g_output_stream_write_all_async (output, text, strlen (text), G_PRIORITY_DEFAULT, NULL,
                                   on_ready_cb, &wait);
  result = wait_for (&wait);
  /* A server may answer and close before it has read all. */
  g_output_stream_write_all_finish (output, result, NULL, NULL);
}

static gssize
receive (GSocketConnection *connection,
         char              *buffer,
         gsize              size)
{
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GAsyncResult) result = NULL;
  Wait wait = { NULL };

  g_input_stream_read_async (input, buffer, size, G_PRIORITY_DEFAULT, NULL, on_ready_cb, &wait);
  result = wait_for (&wait);
  return g_input_stream_read_finish (input, result, NULL);
}

static void
split (KhReply *self,
       GString *all)
{
  const char *end = g_strstr_len (all->str, (gssize) all->len, "\r\n\r\n");
  gsize head = end != NULL ? (gsize) (end - all->str) + 4 : all->len;
  g_autofree char *length = NULL;

  self->head = g_strndup (all->str, head);
  self->body = g_string_new_len (all->str + head, (gssize) (all->len - head));
  if (g_str_has_prefix (self->head, "HTTP/1.1 "))
    self->status = (guint) g_ascii_strtoull (self->head + 9, NULL, 10);
  length = kh_reply_dup_header (self, "Content-Length");
  self->whole = length != NULL && g_ascii_strtoull (length, NULL, 10) == self->body->len;
}

KhReply *
kh_probe (const char         *url,
          const char         *method,
          const char         *path,
          const char * const *headers,
          const char         *body,
          gsize               most)
{
  g_autoptr (GSocketConnection) connection = connect_to (url);
  g_autofree char *text = write_request (url, method, path, headers, body);
  g_autoptr (GString) all = g_string_new (NULL);
  KhReply *self = g_new0 (KhReply, 1);
  char buffer[16 * 1024];
  gssize got;

  send_text (connection, text);
  while ((most == 0 || all->len < most) && (got = receive (connection, buffer, sizeof buffer)) > 0)
    g_string_append_len (all, buffer, got);
  split (self, all);
  return self;
}

void
kh_reply_free (KhReply *reply)
{
  g_free (reply->head);
  g_string_free (reply->body, TRUE);
  g_free (reply);
}

char *
kh_reply_dup_header (KhReply    *reply,
                     const char *name)
{
  g_auto (GStrv) lines = g_strsplit (reply->head, "\r\n", -1);
  gsize length = strlen (name);

  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
      return g_strstrip (g_strdup (lines[i] + length + 1));
  return NULL;
}

JsonNode *
kh_reply_parse (KhReply *reply)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = kh_json_parse (reply->body->str, reply->body->len, &error);

  g_assert_no_error (error);
  return node;
}

static char *
dup_field (KhReply    *page,
           const char *name)
{
  g_autofree char *before = g_strdup_printf ("name=\"%s\" value=\"", name);
  const char *start = strstr (page->body->str, before);

  g_assert_nonnull (start);
  start += strlen (before);

  return g_strndup (start, strcspn (start, "\""));
}

void
kh_probe_decide (const char *url,
                 gboolean    approve,
                 const char *reason)
{
  static const char *const headers[] = { "Content-Type: application/x-www-form-urlencoded", NULL };
  g_autoptr (KhReply) page = kh_probe (url, "GET", "/operator", NULL, NULL, 0);
  g_autoptr (KhReply) decided = NULL;
  g_autofree char *token = dup_field (page, "token");
  g_autofree char *change = dup_field (page, "change");
  g_autofree char *escaped = g_uri_escape_string (reason != NULL ? reason : "", NULL, FALSE);
  g_autofree char *form = g_strdup_printf ("token=%s&change=%s&decision=%s&reason=%s", token, change,
                                           approve ? "approve" : "refuse", escaped);

  decided = kh_probe (url, "POST", "/operator/review", headers, form, 0);
  g_assert_cmpuint (decided->status, ==, 303);
}
