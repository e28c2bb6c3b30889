/* kh-demo-operator.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-demo-operator.h"

#include <gio/gio.h>
#include <string.h>

#define SCHEME "http://"

/* The station is a program of its own: nobody waits for us meanwhile. */
static char *
exchange (const char *address,
          const char *request)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  g_autoptr (GString) answer = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GIOStream *stream;
  char bytes[4096];
  gssize n;

  connection = g_socket_client_connect_to_host (client, address + strlen (SCHEME), 80, NULL, &error);
  g_assert_no_error (error);
  stream = G_IO_STREAM (connection);
  g_output_stream_write_all (g_io_stream_get_output_stream (stream), request, strlen (request), NULL, NULL, &error);
  g_assert_no_error (error);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (stream), bytes, sizeof bytes, NULL, &error)) > 0)
    g_string_append_len (answer, bytes, n);
  g_assert_no_error (error);

  return g_string_free (g_steal_pointer (&answer), FALSE);
}

static char *
get_page (const char *address,
          const char *path)
{
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n", path,
                                              address + strlen (SCHEME));
  g_autofree char *answer = exchange (address, request);
  const char *page = strstr (answer, "\r\n\r\n");

  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));
  g_assert_nonnull (page);

  return g_strdup (page + 4);
}

/* Of a form on the page. */
static char *
dup_field (const char *page,
           const char *name)
{
  g_autofree char *before = g_strdup_printf ("name=\"%s\" value=\"", name);
  const char *start = strstr (page, before);

  g_assert_nonnull (start);
  start += strlen (before);

  return g_strndup (start, strcspn (start, "\""));
}

static void
post_form (const char *address,
           const char *path,
           const char *form)
{
  g_autofree char *request = NULL;
  g_autofree char *answer = NULL;

  request = g_strdup_printf ("POST %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n"
                             "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %" G_GSIZE_FORMAT
                             "\r\n\r\n%s", path, address + strlen (SCHEME), strlen (form), form);
  answer = exchange (address, request);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 303 "));
}

char *
kh_demo_operator_read (const char *address,
                       const char *account)
{
  g_autofree char *path = g_strconcat ("/operator/accounts/", account, NULL);

  return get_page (address, path);
}

void
kh_demo_operator_edit (const char *address,
                       const char *account,
                       const char *path,
                       const char *value)
{
  g_autofree char *page = kh_demo_operator_read (address, account);
  g_autofree char *token = dup_field (page, "token");
  g_autofree char *escaped_path = g_uri_escape_string (path, NULL, FALSE);
  g_autofree char *escaped_value = g_uri_escape_string (value, NULL, FALSE);
  g_autofree char *form = g_strdup_printf ("token=%s&account=%s&path=%s&value=%s", token, account, escaped_path,
                                           escaped_value);

  post_form (address, "/operator/edit", form);
}

void
kh_demo_operator_decide (const char *address,
                         gboolean    approve,
                         const char *reason)
{
  g_autofree char *page = get_page (address, "/operator");
  g_autofree char *token = dup_field (page, "token");
  g_autofree char *change = dup_field (page, "change");
  g_autofree char *escaped = g_uri_escape_string (reason, NULL, FALSE);
  g_autofree char *form = g_strdup_printf ("token=%s&change=%s&decision=%s&reason=%s", token, change,
                                           approve ? "approve" : "refuse", escaped);

  post_form (address, "/operator/review", form);
}
