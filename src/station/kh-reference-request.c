/* kh-reference-request.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-request.h"

#include <string.h>

#define ID "([A-Za-z0-9._-]{1,64})"

typedef struct {
  KhReferenceResource resource;
  const char *name;
  const char *pattern; /* of the path */
  const char *methods;
} Route;

static const Route routes[] = {
  { KH_REFERENCE_PING, "ping", "^/v1/ping$", "GET" },
  { KH_REFERENCE_CAPABILITIES, "capabilities", "^/v1/capabilities$", "GET" },
  { KH_REFERENCE_LOOK_UP, "lookup", "^/v1/accounts$", "GET, POST" },
  { KH_REFERENCE_ACCOUNT, "account", "^/v1/accounts/" ID "$", "GET" },
  { KH_REFERENCE_CHANGES, "changes", "^/v1/accounts/" ID "/changes$", "POST" },
  { KH_REFERENCE_DRY_RUN, "dry-run", NULL, "POST" },
  { KH_REFERENCE_CHANGE, "change", "^/v1/accounts/" ID "/changes/" ID "$", "GET" },
  { KH_REFERENCE_REFERENCE, "reference", "^/v1/accounts/" ID "/external-refs/keyholder$",
    "PUT, DELETE" },
  { KH_REFERENCE_TESTS, "tests", "^/v1/accounts/" ID "/tests$", "GET, POST, DELETE" },
  { KH_REFERENCE_TEST, "test", "^/v1/accounts/" ID "/tests/" ID "$", "DELETE" },
  { KH_REFERENCE_EVENTS, "events", "^/v1/accounts/" ID "/events$", "GET" },

  { KH_REFERENCE_CREATE, "create", NULL, "GET, POST" },
  { KH_REFERENCE_BLOCKS, "blocks", "^/v1/number-blocks$", "GET" },
  { KH_REFERENCE_RESERVE, "reserve", "^/v1/number-blocks/" ID "/reserve$", "POST" },
  { KH_REFERENCE_AGENCIES, "agencies", "^/v1/agencies$", "GET" },
  { KH_REFERENCE_CODES, "codes", "^/v1/codes/" ID "$", "GET" },

  { KH_REFERENCE_NOWHERE, "nowhere", NULL, "" },
  { KH_REFERENCE_ANYWHERE, "any", NULL, "" },
};

static const Route *
get_route (KhReferenceResource resource)
{
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (routes[i].resource == resource)
      return &routes[i];
  g_assert_not_reached ();
}

/**
 * kh_reference_resource_from_string:
 * @text: a name
 * @resource: (out): the resource
 *
 * Returns: whether there is a resource of that name
 */
gboolean
kh_reference_resource_from_string (const char          *text,
                                   KhReferenceResource *resource)
{
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    if (strcmp (routes[i].name, text) == 0)
      {
        *resource = routes[i].resource;
        return TRUE;
      }
  return FALSE;
}

/**
 * kh_reference_resource_to_string:
 * @resource: a resource
 *
 * Returns: its name
 */
const char *
kh_reference_resource_to_string (KhReferenceResource resource)
{
  return get_route (resource)->name;
}

static void
find_route (KhReferenceRequest *self,
            const char         *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (routes); i++)
    {
      g_autoptr (GRegex) regex = NULL;
      g_autoptr (GMatchInfo) match = NULL;

      if (routes[i].pattern == NULL)
        continue;
      regex = g_regex_new (routes[i].pattern, G_REGEX_DOLLAR_ENDONLY, 0, NULL);
      if (!g_regex_match (regex, path, 0, &match))
        continue;
      self->resource = routes[i].resource;
      self->account = g_match_info_fetch (match, 1);
      self->change = g_match_info_fetch (match, 2);
      break;
    }
  if (self->resource == KH_REFERENCE_CHANGES
      && g_strcmp0 (kh_reference_request_get_query (self, "dry_run"), "true") == 0)
    self->resource = KH_REFERENCE_DRY_RUN;
  if (self->resource == KH_REFERENCE_LOOK_UP && strcmp (self->method, "POST") == 0)
    self->resource = KH_REFERENCE_CREATE;
  if (self->resource == KH_REFERENCE_RESERVE || self->resource == KH_REFERENCE_CODES)
    self->item = g_steal_pointer (&self->account);
}

static void
copy_query (gpointer key,
            gpointer value,
            gpointer user_data)
{
  g_hash_table_insert (user_data, g_strdup (key), g_strdup (value != NULL ? value : ""));
}

static char *
dup_path (GUri *uri)
{
  const char *query = g_uri_get_query (uri);

  return g_strconcat (g_uri_get_path (uri), query != NULL ? "?" : NULL, query, NULL);
}

/**
 * kh_reference_request_new:
 * @message: what libsoup read
 * @path: its path, decoded
 * @query: (nullable) (element-type utf8 utf8): its query, decoded
 *
 * Returns: (transfer full): the request
 */
KhReferenceRequest *
kh_reference_request_new (SoupServerMessage *message,
                          const char        *path,
                          GHashTable        *query)
{
  KhReferenceRequest *self = g_new0 (KhReferenceRequest, 1);
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);

  self->method = g_strdup (soup_server_message_get_method (message));
  self->path = dup_path (soup_server_message_get_uri (message));
  self->query = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (query != NULL)
    g_hash_table_foreach (query, copy_query, self->query);
  self->authorization = g_strdup (soup_message_headers_get_one (headers, "Authorization"));
  self->key = g_strdup (soup_message_headers_get_one (headers, "Idempotency-Key"));
  self->if_match = g_strdup (soup_message_headers_get_one (headers, "If-Match"));
  self->if_none_match = g_strdup (soup_message_headers_get_one (headers, "If-None-Match"));
  self->content_type = g_strdup (soup_message_headers_get_one (headers, "Content-Type"));
  self->body = body != NULL ? soup_message_body_flatten (body) : g_bytes_new (NULL, 0);
  self->digest = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, self->body);
  find_route (self, path);
  return self;
}

/**
 * kh_reference_request_free:
 * @self: (transfer full): a request
 */
void
kh_reference_request_free (KhReferenceRequest *self)
{
  g_free (self->method);
  g_free (self->path);
  g_free (self->account);
  g_free (self->change);
  g_free (self->item);
  g_hash_table_unref (self->query);
  g_free (self->authorization);
  g_free (self->key);
  g_free (self->if_match);
  g_free (self->if_none_match);
  g_free (self->content_type);
  g_bytes_unref (self->body);
  g_free (self->digest);
  g_free (self->dealer);
  g_free (self);
}

/**
 * kh_reference_request_get_methods:
 * @self: a request
 *
 * Returns: the methods that its path knows, as the Allow header has them; empty when
 *   there is no such path
 */
const char *
kh_reference_request_get_methods (KhReferenceRequest *self)
{
  return get_route (self->resource)->methods;
}

/**
 * kh_reference_request_get_query:
 * @self: a request
 * @name: a name
 *
 * Returns: (nullable): its value in the query
 */
const char *
kh_reference_request_get_query (KhReferenceRequest *self,
                                const char         *name)
{
  return g_hash_table_lookup (self->query, name);
}
