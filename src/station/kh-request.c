/* kh-request.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-request.h"

#include <string.h>

#define MAX_ID_BYTES 64
#define MAX_ETAG_BYTES 128

/**
 * kh_request_new:
 * @what: for the log, without anybody's data; a constant
 * @method: a constant
 * @path_format: the path, escaped
 * @...: its arguments
 *
 * Returns: (transfer full): a request without body and conditions
 */
KhRequest *
kh_request_new (const char *what,
                const char *method,
                const char *path_format,
                ...)
{
  KhRequest *request = g_new0 (KhRequest, 1);
  va_list args;

  request->what = what;
  request->method = method;
  va_start (args, path_format);
  request->path = g_strdup_vprintf (path_format, args);
  va_end (args);

  return request;
}

/**
 * kh_request_free:
 * @request: (nullable): a request
 */
void
kh_request_free (KhRequest *request)
{
  if (request == NULL)
    return;

  g_clear_pointer (&request->body, g_bytes_unref);
  g_free (request->path);
  g_free (request->if_match);
  g_free (request->if_none_match);
  g_free (request->key);
  g_free (request);
}

/**
 * kh_request_is_write:
 * @request: a request
 *
 * Returns: whether it could change something at the station
 */
gboolean
kh_request_is_write (const KhRequest *request)
{
  return strcmp (request->method, "GET") != 0;
}

/**
 * kh_request_check_id:
 * @id: a text from a station, or a key of ours
 *
 * Escaping is not enough: nothing escapes the two dots that libsoup then resolves.
 *
 * Returns: whether @id can stand in a path as one segment, and means only itself
 */
gboolean
kh_request_check_id (const char *id)
{
  gsize length = strnlen (id, MAX_ID_BYTES + 1);

  if (length == 0 || length > MAX_ID_BYTES || strcmp (id, ".") == 0 || strcmp (id, "..") == 0)
    return FALSE;

  for (const char *p = id; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("._-", *p) == NULL)
      return FALSE;

  return TRUE;
}

/**
 * kh_request_check_etag:
 * @etag: a text from a station
 *
 * Returns: whether @etag is one strong entity tag (RFC 9110 §8.8.3)
 */
gboolean
kh_request_check_etag (const char *etag)
{
  gsize length = strnlen (etag, MAX_ETAG_BYTES + 1);

  if (length < 2 || length > MAX_ETAG_BYTES || etag[0] != '"' || etag[length - 1] != '"')
    return FALSE;

  for (gsize i = 1; i < length - 1; i++)
    if (etag[i] <= ' ' || etag[i] > '~' || etag[i] == '"')
      return FALSE;

  return TRUE;
}
