/* kh-reference-log.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-log.h"

#include "kh-json.h"
#include "kh-reference-account.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

/* A body can hold a passcode of few characters, which a plain digest would give away to whoever
 * tries them all. */
#define KEY_BYTES 32

struct _KhReferenceLog {
  int fd;
  guchar key[KEY_BYTES];
};

/**
 * kh_reference_log_open:
 * @path: the file; what it holds stays
 * @error: return location for an error
 *
 * Returns: (transfer full): the log
 */
KhReferenceLog *
kh_reference_log_open (const char  *path,
                       GError     **error)
{
  int fd = open (path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  KhReferenceLog *self;

  if (fd < 0)
    {
      int code = errno;

      g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (code),
                   "The log %s cannot be written: %s", path, g_strerror (code));
      return NULL;
    }
  self = g_new0 (KhReferenceLog, 1);
  self->fd = fd;
  if (getrandom (self->key, sizeof self->key, 0) != (gssize) sizeof self->key)
    g_error ("There are no random numbers for the log's key: %s", g_strerror (errno));
  return self;
}

/**
 * kh_reference_log_close:
 * @self: (transfer full): a log
 */
void
kh_reference_log_close (KhReferenceLog *self)
{
  close (self->fd);
  g_free (self);
}

/* The path up to the query; the query's values can be account numbers. */
static void
add_path (JsonObject         *line,
          KhReferenceRequest *request)
{
  g_autofree char *path = g_strndup (request->path, strcspn (request->path, "?"));
  g_autoptr (GList) names = g_hash_table_get_keys (request->query);
  JsonArray *array = json_array_new ();

  json_object_set_string_member (line, "path", path);
  names = g_list_sort (names, (GCompareFunc) strcmp);
  for (GList *l = names; l != NULL; l = l->next)
    json_array_add_string_element (array, l->data);
  json_object_set_array_member (line, "query", array);
}

static void
add_operations (JsonObject         *line,
                KhReferenceRequest *request)
{
  gsize length;
  const char *data = g_bytes_get_data (request->body, &length);
  g_autoptr (JsonNode) node = NULL;
  JsonArray *operations = NULL;
  JsonArray *array = json_array_new ();

  if (length > 0)
    node = kh_json_parse (data, length, NULL);
  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    operations = kh_json_get_array (json_node_get_object (node), "ops");
  for (guint i = 0; operations != NULL && i < json_array_get_length (operations); i++)
    {
      JsonNode *element = json_array_get_element (operations, i);
      JsonObject *object = JSON_NODE_HOLDS_OBJECT (element) ? json_node_get_object (element) : NULL;

      json_array_add_string_element (array, kh_json_get_string (object, "path", ""));
    }
  json_object_set_array_member (line, "ops", array);
}

/**
 * kh_reference_log_write:
 * @self: a log
 * @request: a request
 * @status: what was answered, or 0 for nothing
 * @fault: (nullable): how the station misbehaved
 *
 * Adds a line. It has no values: of the body, its length and a mark that is the same for the
 * same bytes for as long as the log is open.
 */
void
kh_reference_log_write (KhReferenceLog     *self,
                        KhReferenceRequest *request,
                        guint               status,
                        const char         *fault)
{
  g_autoptr (JsonObject) line = json_object_new ();
  g_autofree char *now = kh_reference_account_dup_now ();
  g_autofree char *mark = g_compute_hmac_for_string (G_CHECKSUM_SHA256, self->key, sizeof self->key, request->digest, -1);
  g_autofree char *text = NULL;
  g_autofree char *whole = NULL;

  json_object_set_string_member (line, "time", now);
  json_object_set_string_member (line, "method", request->method);
  add_path (line, request);
  json_object_set_int_member (line, "status", status);
  json_object_set_string_member (line, "dealer", request->dealer);
  json_object_set_string_member (line, "key", request->key);
  json_object_set_int_member (line, "bytes", (gint64) g_bytes_get_size (request->body));
  json_object_set_string_member (line, "mark", mark);
  add_operations (line, request);
  json_object_set_string_member (line, "fault", fault);
  text = kh_reference_account_to_text (line);
  whole = g_strconcat (text, "\n", NULL);
  /* One call, so that lines of two stations in one file do not mix. */
  if (write (self->fd, whole, strlen (whole)) < 0)
    g_warning ("The log cannot be written: %s", g_strerror (errno));
}
