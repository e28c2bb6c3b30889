/* kh-liar.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-liar.h"

#include <string.h>
#include <sys/socket.h>

#define WAIT_STEP_MICROSECONDS 5000
#define CHILD_SECONDS 60

struct _KhLiar
{
  GSocketService *service;
  GTlsCertificate *certificate;
  GCancellable *cancellable;
  KhLiarAnswer answer;
  gconstpointer data;
  guint16 port;

  /* Under the lock */
  GMutex lock;
  GPtrArray *requests;
  guint connections;
  guint open;
  guint most_open;
};

/* The length that the head names, or 0. */
static gsize
find_length (const char *head)
{
  g_autofree char *lower = g_ascii_strdown (head, -1);
  const char *found = strstr (lower, "\r\ncontent-length:");

  return found != NULL ? (gsize) g_ascii_strtoull (found + strlen ("\r\ncontent-length:"), NULL, 10) : 0;
}

/* One whole request, or what came of it before the other side closed. */
static GString *
read_request (KhLiar       *self,
              GInputStream *stream)
{
  GString *request = g_string_new (NULL);
  char piece[4096];

  while (TRUE)
    {
      const char *end = strstr (request->str, "\r\n\r\n");
      gssize length;

      if (end != NULL && request->len >= (gsize) (end - request->str) + 4 + find_length (request->str))
        return request;
      length = g_input_stream_read (stream, piece, sizeof piece, self->cancellable, NULL);
      if (length <= 0)
        return request;
      g_string_append_len (request, piece, length);
    }
}

static void
keep_request (KhLiar     *self,
              const char *request)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_ptr_array_add (self->requests, g_strdup (request));
}

static void
count_open (KhLiar *self,
            int     step)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  self->open = (guint) ((int) self->open + step);
  self->most_open = MAX (self->most_open, self->open);
  if (step > 0)
    self->connections++;
}

static void
serve (KhLiar    *self,
       GIOStream *stream)
{
  gboolean is_kept = TRUE;

  while (is_kept)
    {
      GString *request = read_request (self, g_io_stream_get_input_stream (stream));

      is_kept = request->len > 0;
      if (is_kept)
        {
          keep_request (self, request->str);
          is_kept = self->answer == NULL || self->answer (self, stream, request->str, self->data);
        }
      g_string_free (request, TRUE);
    }
  g_io_stream_close (stream, NULL, NULL);
}

static gboolean
on_service_run_cb (GThreadedSocketService *service G_GNUC_UNUSED,
                   GSocketConnection      *connection,
                   GObject                *source G_GNUC_UNUSED,
                   gpointer                user_data)
{
  KhLiar *self = user_data;
  g_autoptr (GIOStream) stream = NULL;

  count_open (self, 1);
  if (self->certificate == NULL)
    stream = G_IO_STREAM (g_object_ref (connection));
  else
    stream = g_tls_server_connection_new (G_IO_STREAM (connection), self->certificate, NULL);
  serve (self, stream);
  count_open (self, -1);

  return TRUE;
}

KhLiar *
kh_liar_new (KhLiarAnswer     answer,
             gconstpointer    data,
             GTlsCertificate *certificate)
{
  KhLiar *self = g_new0 (KhLiar, 1);
  g_autoptr (GInetAddress) host = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (host, 0);
  g_autoptr (GSocketAddress) given = NULL;
  g_autoptr (GError) error = NULL;

  self->service = g_threaded_socket_service_new (64);
  self->cancellable = g_cancellable_new ();
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->answer = answer;
  self->data = data;
  if (certificate != NULL)
    self->certificate = g_object_ref (certificate);
  g_mutex_init (&self->lock);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), wanted, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &given, &error);
  g_assert_no_error (error);
  self->port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (given));
  g_signal_connect (self->service, "run", G_CALLBACK (on_service_run_cb), self);
  g_socket_service_start (self->service);

  return self;
}

static guint
count_now_open (KhLiar *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->open;
}

void
kh_liar_free (KhLiar *self)
{
  if (self == NULL)
    return;

  g_socket_service_stop (self->service);
  g_socket_listener_close (G_SOCKET_LISTENER (self->service));
  g_cancellable_cancel (self->cancellable);
  while (count_now_open (self) > 0)
    g_usleep (WAIT_STEP_MICROSECONDS);
  g_signal_handlers_disconnect_by_data (self->service, self);
  g_object_unref (self->service);
  g_object_unref (self->cancellable);
  g_clear_object (&self->certificate);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint16
kh_liar_get_port (KhLiar *self)
{
  return self->port;
}

char *
kh_liar_dup_address (KhLiar *self)
{
  return g_strdup_printf ("%s://127.0.0.1:%u", self->certificate != NULL ? "https" : "http",
                          self->port);
}

guint
kh_liar_count (KhLiar *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->requests->len;
}

guint
kh_liar_count_connections (KhLiar *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->connections;
}

guint
kh_liar_most_at_once (KhLiar *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  return self->most_open;
}

char *
kh_liar_dup_request (KhLiar *self,
                     guint   index)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->lock);

  g_assert_cmpuint (index, <, self->requests->len);

  return g_strdup (g_ptr_array_index (self->requests, index));
}

gboolean
kh_liar_write (GIOStream  *stream,
               const char *bytes,
               gssize      length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (stream), bytes,
                                    length < 0 ? strlen (bytes) : (gsize) length, NULL, NULL, NULL);
}

gboolean
kh_liar_wait (KhLiar    *self,
              GIOStream *stream,
              guint      milliseconds)
{
  gint64 until = g_get_monotonic_time () + (gint64) milliseconds * 1000;

  while (g_get_monotonic_time () < until)
    {
      GSocket *socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream));

      if (g_cancellable_is_cancelled (self->cancellable)
          || g_socket_condition_check (socket, G_IO_IN | G_IO_HUP | G_IO_ERR) != 0)
        return FALSE;
      g_usleep (WAIT_STEP_MICROSECONDS);
    }

  return TRUE;
}

/* Closes so that the other side gets a reset and not an end. */
void
kh_liar_reset (GIOStream *stream)
{
  GSocket *socket = g_socket_connection_get_socket (G_SOCKET_CONNECTION (stream));
  struct linger linger = { 1, 0 };

  g_assert_cmpint (setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger),
                   ==, 0);
}

GTlsCertificate *
kh_liar_make_certificate (const char *folder)
{
  g_autofree char *key = g_build_filename (folder, "key.pem", NULL);
  g_autofree char *path = g_build_filename (folder, "certificate.pem", NULL);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  GTlsCertificate *certificate;

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error,
                              "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                              "-nodes", "-days", "30", "-subj", "/CN=localhost",
                              "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                              "-keyout", key, "-out", path, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
  certificate = g_tls_certificate_new_from_files (path, key, &error);
  g_assert_no_error (error);

  return certificate;
}

/* Where GnuTLS is in the process, the leak sanitizer breaks on its thread-local data, so
 * what needs it runs in a process that is not searched for leaks. */
void
kh_liar_run_child (const char *path)
{
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_test_trap_subprocess (path, CHILD_SECONDS * G_TIME_SPAN_SECOND, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}
