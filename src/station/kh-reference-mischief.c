/* kh-reference-mischief.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-mischief.h"

#include <string.h>

#define MIB (1024 * 1024)
#define BLOCK (64 * 1024)

#define JSON_TYPE "application/json"

static const char login_page[] =
  "<!DOCTYPE html>\n<html><head><title>Sign in</title></head>"
  "<body><form><input name=\"user\"></form></body></html>\n";

/* One answer on its way. */
typedef struct {
  GIOStream *stream;
  GBytes *bytes;
  gsize sent;
  gsize step;     /* bytes at a time */
  guint pause;    /* milliseconds between */
  guint64 repeat; /* how often the last block is still to be sent */
  GBytes *block;
} Mischief;

static void send_next (Mischief *self);

static void
mischief_free (Mischief *self)
{
  /* Asynchronous closing has no one to tell; what is written is written. */
  g_io_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_object_unref (self->stream);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->block, g_bytes_unref);
  g_free (self);
}

static void
on_pause_end_cb (gpointer user_data)
{
  send_next (user_data);
}

static void
on_stream_written_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  Mischief *self = user_data;

  /* The other side had enough, as it should. */
  if (!g_output_stream_write_all_finish (G_OUTPUT_STREAM (source), result, NULL, NULL))
    mischief_free (self);
  else if (self->pause > 0)
    g_timeout_add_once (self->pause, on_pause_end_cb, self);
  else
    send_next (self);
}

static void
send_next (Mischief *self)
{
  GOutputStream *output = g_io_stream_get_output_stream (self->stream);
  gsize size = self->bytes != NULL ? g_bytes_get_size (self->bytes) : 0;
  gsize length = MIN (self->step, size - self->sent);

  if (length == 0 && self->repeat > 0)
    {
      self->repeat--;
      g_clear_pointer (&self->bytes, g_bytes_unref);
      self->bytes = g_bytes_ref (self->block);
      self->sent = 0;
      self->step = length = g_bytes_get_size (self->block);
    }
  if (length == 0)
    {
      mischief_free (self);
      return;
    }
  self->sent += length;
  g_output_stream_write_all_async (output,
                                   (const char *) g_bytes_get_data (self->bytes, NULL)
                                   + self->sent - length,
                                   length, G_PRIORITY_DEFAULT, NULL, on_stream_written_cb, self);
}

static GString *
start_answer (guint       status,
              const char *type,
              gint64      version)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text, "HTTP/1.1 %u %s\r\nContent-Type: %s\r\nConnection: close\r\n",
                          status, soup_status_get_phrase (status), type);
  if (version != 0)
    g_string_append_printf (text, "ETag: \"%" G_GINT64_FORMAT "\"\r\n", version);
  return text;
}

static void
append_whole (GString    *text,
              const char *body,
              gsize       length)
{
  g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", length);
  g_string_append_len (text, body, (gssize) length);
}

static void
append_half (GString    *text,
             const char *body,
             gboolean    chunked)
{
  gsize half = strlen (body) / 2;

  if (chunked)
    g_string_append_printf (text, "Transfer-Encoding: chunked\r\n\r\n%" G_GINT64_MODIFIER "x\r\n",
                            (guint64) half);
  else
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", strlen (body));
  g_string_append_len (text, body, (gssize) half);
  if (chunked)
    g_string_append (text, "\r\n");
}

static void
append_nested (GString *text,
               guint    levels)
{
  g_autofree char *body = g_strnfill (levels, '[');

  append_whole (text, body, levels);
}

static void
append_lie (GString    *text,
            const char *body,
            gboolean    negative)
{
  if (negative)
    g_string_append (text, "Content-Length: -5\r\n\r\n");
  else
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\nContent-Length: 7\r\n\r\n",
                            strlen (body));
  g_string_append (text, body);
}

/* A byte that is no UTF-8, inside of the first text of the answer. */
static void
append_latin1 (GString    *text,
               const char *body)
{
  g_autoptr (GString) bent = g_string_new (body);
  const char *first = strstr (body, ":\"");

  g_string_insert_c (bent, first != NULL ? first - body + 2 : 0, (char) 0xe9);
  append_whole (text, bent->str, bent->len);
}

static void
append_huge (Mischief *self,
             GString  *text,
             guint    mib)
{
  g_autofree char *block = g_strnfill (BLOCK, ' ');

  self->repeat = (guint64) mib * MIB / BLOCK;
  self->block = g_bytes_new_take (g_steal_pointer (&block), BLOCK);
  g_string_append_printf (text, "Content-Length: %" G_GUINT64_FORMAT "\r\n\r\n{",
                          self->repeat * BLOCK + 1);
}

static GString *
write_answer (Mischief                *self,
              const KhReferencePlan   *plan,
              const KhReferenceAnswer *answer)
{
  const char *body = answer->body != NULL ? answer->body : "";
  GString *text = start_answer (answer->status,
                                answer->status < 400 ? JSON_TYPE : "application/problem+json",
                                answer->version);

  switch (plan->kind)
    {
    case KH_REFERENCE_FAULT_TRUNCATED:
      append_half (text, body, strcmp (plan->argument, "chunked") == 0);
      break;
    case KH_REFERENCE_FAULT_NESTED:
      append_nested (text, plan->number);
      break;
    case KH_REFERENCE_FAULT_HUGE:
      append_huge (self, text, plan->number);
      break;
    case KH_REFERENCE_FAULT_LIAR:
      append_lie (text, body, strcmp (plan->argument, "negative") == 0);
      break;
    case KH_REFERENCE_FAULT_LATIN1:
      append_latin1 (text, body);
      break;
    case KH_REFERENCE_FAULT_DRIP:
      append_whole (text, body, strlen (body));
      self->step = 1;
      self->pause = plan->number;
      break;
    case KH_REFERENCE_FAULT_GARBAGE:
      g_string_free (text, TRUE);
      text = start_answer (200, strcmp (plan->argument, "json") == 0 ? JSON_TYPE : "text/html",
                           answer->version);
      append_whole (text, login_page, strlen (login_page));
      break;
    case KH_REFERENCE_FAULT_REDIRECT:
      g_string_free (text, TRUE);
      text = start_answer (302, "text/html", 0);
      g_string_append_printf (text, "Location: %s\r\n",
                              *plan->argument != '\0' ? plan->argument : "/v1/ping");
      append_whole (text, "", 0);
      break;
    case KH_REFERENCE_FAULT_DROP:
    case KH_REFERENCE_FAULT_DROP_AFTER:
      g_string_truncate (text, 0);
      break;
    case KH_REFERENCE_FAULT_NONE:
    case KH_REFERENCE_FAULT_DELAY:
    case KH_REFERENCE_FAULT_STATUS:
    case KH_REFERENCE_FAULT_PROBLEM:
    case KH_REFERENCE_FAULT_STALE:
    case KH_REFERENCE_FAULT_LOCKED:
    case KH_REFERENCE_FAULT_PENDING:
    case KH_REFERENCE_FAULT_TOUCH:
    case KH_REFERENCE_FAULT_NO_ETAG:
    case KH_REFERENCE_FAULT_OTHER:
      append_whole (text, body, strlen (body));
      break;
    }
  return text;
}

/**
 * kh_reference_mischief_is_needed:
 * @kind: a kind of fault
 *
 * Returns: whether it has to be answered by kh_reference_mischief_send()
 */
gboolean
kh_reference_mischief_is_needed (KhReferenceFaultKind kind)
{
  return kind != KH_REFERENCE_FAULT_NONE && kind != KH_REFERENCE_FAULT_STATUS
         && kind != KH_REFERENCE_FAULT_PROBLEM && kind != KH_REFERENCE_FAULT_LOCKED && kind != KH_REFERENCE_FAULT_OTHER;
}

/* How long a fault wants to be left alone, after a colon in its argument; those that are over by
 * themselves say so in any case. */
static guint
get_retry_after (const KhReferencePlan *plan,
                 guint                  usual)
{
  const char *seconds = strchr (plan->argument, ':');

  return seconds != NULL ? (guint) g_ascii_strtoull (seconds + 1, NULL, 10) : usual;
}

static KhReferenceAnswer *
answer_by_type (const KhReferencePlan *plan)
{
  static const char *const passing[] = { "locked", "rate", "unavailable", NULL };
  const char *pointer = strstr (plan->argument, ":/");
  g_autofree char *slug = g_strndup (plan->argument, strcspn (plan->argument, ":"));

  if (pointer != NULL)
    return kh_reference_answer_new_pointer (slug, pointer + 1);

  return kh_reference_answer_new_type (slug, get_retry_after (plan, g_strv_contains (passing, slug) ? 1 : 0));
}

/**
 * kh_reference_mischief_answer:
 * @plan: how to misbehave
 *
 * Returns: (transfer full) (nullable): the answer that a fault gives in the service's place
 */
KhReferenceAnswer *
kh_reference_mischief_answer (const KhReferencePlan *plan)
{
  const guint status = plan->number;

  if (plan->kind == KH_REFERENCE_FAULT_DROP)
    return kh_reference_answer_new (0);
  if (plan->kind == KH_REFERENCE_FAULT_LOCKED)
    return kh_reference_answer_new_status (423, plan->number);
  if (plan->kind == KH_REFERENCE_FAULT_PROBLEM)
    return answer_by_type (plan);
  if (plan->kind != KH_REFERENCE_FAULT_STATUS)
    return NULL;

  return kh_reference_answer_new_status (status, get_retry_after (plan, status == 423 || status == 429 || status == 503));
}

/**
 * kh_reference_mischief_bend:
 * @answer: what would be answered
 * @plan: how to misbehave
 *
 * Where the plan says so, an account in the answer has no version, another id, or another number.
 */
void
kh_reference_mischief_bend (KhReferenceAnswer     *answer,
                            const KhReferencePlan *plan)
{
  const char *member = strcmp (plan->argument != NULL ? plan->argument : "", "number") == 0 ? "number" : "id";
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *other = NULL;
  JsonObject *account;

  if (plan->unversioned && !plan->weak)
    answer->version = 0;
  answer->weak = plan->weak;
  if (plan->kind != KH_REFERENCE_FAULT_OTHER || answer->status != SOUP_STATUS_OK || answer->body == NULL)
    return;
  node = json_from_string (answer->body, NULL);
  account = node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  if (account == NULL || !json_object_has_member (account, member))
    return;
  other = g_strconcat (json_object_get_string_member (account, member), "X", NULL);
  json_object_set_string_member (account, member, other);
  g_free (answer->body);
  answer->body = json_to_string (node, FALSE);
}

/**
 * kh_reference_mischief_send:
 * @message: a request; libsoup may not be at work on it just now
 * @plan: how to misbehave
 * @answer: what would be answered
 *
 * Answers in a way that libsoup refuses to, then closes the connection. What is
 * still being sent when the main context ends is never sent.
 */
void
kh_reference_mischief_send (SoupServerMessage       *message,
                            const KhReferencePlan   *plan,
                            const KhReferenceAnswer *answer)
{
  Mischief *self = g_new0 (Mischief, 1);
  GString *text;

  self->step = G_MAXSIZE;
  text = write_answer (self, plan, answer);
  self->bytes = g_string_free_to_bytes (text);
  self->stream = soup_server_message_steal_connection (message);
  send_next (self);
}
