/* kh-between.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-between.h"

#include <string.h>

#define PATIENCE_SECONDS 5

struct _KhBetween
{
  KhLiar *liar;
  char *host;

  /* Atomic: the liar has threads of its own. */
  const KhTrick *trick;
  const char *from;
  const char *to;
};

/* What the station says to it, or NULL where it says nothing. */
static GString *
ask_station (KhBetween  *self,
             const char *request)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GString) asked = g_string_new (request);
  g_autoptr (GSocketConnection) connection = NULL;
  GString *answer = g_string_new (NULL);
  char piece[4096];
  gssize length;

  g_socket_client_set_timeout (client, PATIENCE_SECONDS);
  connection = g_socket_client_connect_to_host (client, self->host, 80, NULL, NULL);
  g_string_replace (asked, "\r\nConnection: Keep-Alive", "\r\nConnection: close", 1);
  if (connection == NULL || !kh_liar_write (G_IO_STREAM (connection), asked->str, (gssize) asked->len))
    return answer;
  while ((length = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), piece, sizeof piece,
                                        NULL, NULL)) > 0)
    g_string_append_len (answer, piece, length);
  if (g_atomic_pointer_get (&self->from) != NULL)
    g_string_replace (answer, g_atomic_pointer_get (&self->from), g_atomic_pointer_get (&self->to), 0);

  return answer;
}

static gboolean
write_slowly (KhLiar        *liar,
              GIOStream     *stream,
              const KhTrick *trick)
{
  for (const char *byte = trick->bytes; *byte != '\0'; byte++)
    {
      if (!kh_liar_write (stream, byte, 1) || !kh_liar_wait (liar, stream, trick->pause))
        return FALSE;
    }

  return TRUE;
}

static gboolean
answer_between (KhLiar        *liar,
                GIOStream     *stream,
                const char    *request,
                gconstpointer  data)
{
  KhBetween *self = (KhBetween *) data;
  const KhTrick *trick = g_atomic_pointer_get (&self->trick);
  const gboolean is_change = g_str_has_prefix (request, "POST ") && strstr (request, "/changes HTTP/1.1\r\n") != NULL;
  g_autoptr (GString) answer = NULL;

  if (!is_change || trick == NULL || trick->done)
    answer = ask_station (self, request);
  if (!is_change || trick == NULL)
    kh_liar_write (stream, answer->str, (gssize) answer->len);
  else if (trick->bytes == NULL)
    kh_liar_reset (stream);
  else if (trick->pause > 0)
    write_slowly (liar, stream, trick);
  else
    kh_liar_write (stream, trick->bytes, -1);

  return FALSE;
}

KhBetween *
kh_between_new (const char *station)
{
  KhBetween *self = g_new0 (KhBetween, 1);

  g_assert_true (g_str_has_prefix (station, "http://"));
  self->host = g_strdup (station + strlen ("http://"));
  self->host[strcspn (self->host, "/")] = '\0';
  self->liar = kh_liar_new (answer_between, self, NULL);

  return self;
}

void
kh_between_free (KhBetween *self)
{
  kh_liar_free (self->liar);
  g_free (self->host);
  g_free (self);
}

KhLiar *
kh_between_get_liar (KhBetween *self)
{
  return self->liar;
}

void
kh_between_set_trick (KhBetween     *self,
                      const KhTrick *trick)
{
  g_atomic_pointer_set (&self->trick, trick);
}

void
kh_between_bend (KhBetween  *self,
                 const char *from,
                 const char *to)
{
  g_assert_cmpuint (strlen (from), ==, strlen (to));
  g_atomic_pointer_set (&self->to, to);
  g_atomic_pointer_set (&self->from, from);
}
