/* kh-openapi.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-openapi.h"

#include "kh-json.h"

#include <string.h>

struct _KhOpenapi {
  JsonNode *root;
  GHashTable *seen; /* "method path status" */
};

/* One look at one value: what is wrong first, and where. */
typedef struct {
  KhOpenapi *api;
  GString *place;
  char *wrong;
} Check;

static gboolean check_schema (Check      *self,
                              JsonObject *schema,
                              JsonNode   *value);

static gboolean
fail (Check      *self,
      const char *what)
{
  if (self->wrong == NULL)
    self->wrong = g_strdup_printf ("%s: %s", self->place->len > 0 ? self->place->str : "/", what);
  return FALSE;
}

/* "#/a/b" from the root of the description. */
static JsonObject *
follow (KhOpenapi  *self,
        JsonObject *object)
{
  const char *reference = kh_json_get_string (object, "$ref", NULL);
  g_auto (GStrv) segments = NULL;
  JsonObject *target = json_node_get_object (self->root);

  if (reference == NULL)
    return object;
  g_assert_true (g_str_has_prefix (reference, "#/"));
  segments = g_strsplit (reference + 2, "/", -1);
  for (guint i = 0; segments[i] != NULL; i++)
    target = kh_json_get_object (target, segments[i]);
  if (target == NULL)
    g_error ("The description has no %s", reference);
  return target;
}

static const char *
get_type (JsonNode *value)
{
  GType type;

  if (JSON_NODE_HOLDS_NULL (value))
    return "null";
  if (JSON_NODE_HOLDS_OBJECT (value))
    return "object";
  if (JSON_NODE_HOLDS_ARRAY (value))
    return "array";
  type = json_node_get_value_type (value);
  if (type == G_TYPE_STRING)
    return "string";
  if (type == G_TYPE_BOOLEAN)
    return "boolean";
  return type == G_TYPE_INT64 ? "integer" : "number";
}

static gboolean
is_type (const char *wanted,
         const char *type)
{
  return strcmp (wanted, type) == 0
         || (strcmp (wanted, "number") == 0 && strcmp (type, "integer") == 0);
}

static gboolean
check_type (Check    *self,
            JsonNode *wanted,
            JsonNode *value)
{
  const char *type = get_type (value);
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (wanted))
    return is_type (json_node_get_string (wanted), type) || fail (self, "wrong type");
  array = json_node_get_array (wanted);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (is_type (json_array_get_string_element (array, i), type))
      return TRUE;
  return fail (self, "wrong type");
}

static gboolean
check_enum (Check     *self,
            JsonArray *values,
            JsonNode  *value)
{
  for (guint i = 0; i < json_array_get_length (values); i++)
    if (json_node_equal (json_array_get_element (values, i), value))
      return TRUE;
  return fail (self, "none of the values");
}

static gboolean
check_length (Check    *self,
              gboolean  most,
              gint64    limit,
              JsonNode *value)
{
  gint64 length;

  if (strcmp (get_type (value), "string") != 0)
    return TRUE;
  length = g_utf8_strlen (json_node_get_string (value), -1);
  return (most ? length <= limit : length >= limit) || fail (self, "wrong length");
}

static gboolean
check_pattern (Check      *self,
               const char *pattern,
               JsonNode   *value)
{
  if (strcmp (get_type (value), "string") != 0)
    return TRUE;
  return g_regex_match_simple (pattern, json_node_get_string (value), G_REGEX_DOLLAR_ENDONLY, 0)
         || fail (self, "does not match the pattern");
}

static gboolean
check_bound (Check    *self,
             gboolean  most,
             gint64    limit,
             JsonNode *value)
{
  gint64 number;

  if (strcmp (get_type (value), "integer") != 0)
    return TRUE;
  number = json_node_get_int (value);
  return (most ? number <= limit : number >= limit) || fail (self, "out of range");
}

static gboolean
check_count (Check    *self,
             gboolean  most,
             gint64    limit,
             JsonNode *value)
{
  gint64 count;

  if (!JSON_NODE_HOLDS_ARRAY (value))
    return TRUE;
  count = json_array_get_length (json_node_get_array (value));
  return (most ? count <= limit : count >= limit) || fail (self, "wrong number of items");
}

static gboolean
check_items (Check      *self,
             JsonObject *schema,
             JsonNode   *value)
{
  gsize length = self->place->len;
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (value))
    return TRUE;
  array = json_node_get_array (value);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      g_string_append_printf (self->place, "/%u", i);
      if (!check_schema (self, schema, json_array_get_element (array, i)))
        return FALSE;
      g_string_truncate (self->place, length);
    }
  return TRUE;
}

static gboolean
check_properties (Check      *self,
                  JsonObject *schema,
                  JsonObject *properties,
                  JsonNode   *value)
{
  gboolean closed = !kh_json_get_boolean (schema, "additionalProperties", TRUE);
  gsize length = self->place->len;
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (!JSON_NODE_HOLDS_OBJECT (value))
    return TRUE;
  json_object_iter_init (&iter, json_node_get_object (value));
  while (json_object_iter_next (&iter, &name, &member))
    {
      JsonObject *inner = kh_json_get_object (properties, name);

      g_string_append_printf (self->place, "/%s", name);
      if (inner == NULL && closed)
        return fail (self, "not described");
      if (inner != NULL && !check_schema (self, inner, member))
        return FALSE;
      g_string_truncate (self->place, length);
    }
  return TRUE;
}

static gboolean
check_required (Check     *self,
                JsonArray *names,
                JsonNode  *value)
{
  if (!JSON_NODE_HOLDS_OBJECT (value))
    return TRUE;
  for (guint i = 0; i < json_array_get_length (names); i++)
    {
      const char *name = json_array_get_string_element (names, i);
      g_autofree char *what = g_strconcat ("lacks ", name, NULL);

      if (!json_object_has_member (json_node_get_object (value), name))
        return fail (self, what);
    }
  return TRUE;
}

static gboolean
check_alternatives (Check     *self,
                    JsonArray *schemas,
                    gboolean   one,
                    JsonNode  *value)
{
  g_autoptr (GString) reasons = g_string_new ("no alternative fits:");
  guint fitting = 0;

  for (guint i = 0; i < json_array_get_length (schemas); i++)
    {
      g_autoptr (GString) place = g_string_new (self->place->str);
      Check inner = { self->api, place, NULL };

      if (check_schema (&inner, json_array_get_object_element (schemas, i), value))
        fitting++;
      else
        g_string_append_printf (reasons, " (%s)", inner.wrong);
      g_free (inner.wrong);
    }
  if (fitting == 0)
    return fail (self, reasons->str);
  return fitting == 1 || !one || fail (self, "more than one alternative fits");
}

static gboolean
check_keyword (Check      *self,
               JsonObject *schema,
               const char *keyword,
               JsonNode   *argument,
               JsonNode   *value)
{
  if (strcmp (keyword, "type") == 0)
    return check_type (self, argument, value);
  if (strcmp (keyword, "properties") == 0)
    return check_properties (self, schema, json_node_get_object (argument), value);
  if (strcmp (keyword, "required") == 0)
    return check_required (self, json_node_get_array (argument), value);
  if (strcmp (keyword, "items") == 0)
    return check_items (self, json_node_get_object (argument), value);
  if (strcmp (keyword, "enum") == 0)
    return check_enum (self, json_node_get_array (argument), value);
  if (strcmp (keyword, "const") == 0)
    return json_node_equal (argument, value) || fail (self, "another value");
  if (strcmp (keyword, "pattern") == 0)
    return check_pattern (self, json_node_get_string (argument), value);
  if (strcmp (keyword, "oneOf") == 0 || strcmp (keyword, "anyOf") == 0)
    return check_alternatives (self, json_node_get_array (argument), *keyword == 'o', value);
  if (strcmp (keyword, "minLength") == 0 || strcmp (keyword, "maxLength") == 0)
    return check_length (self, keyword[1] == 'a', json_node_get_int (argument), value);
  if (strcmp (keyword, "minimum") == 0 || strcmp (keyword, "maximum") == 0)
    return check_bound (self, keyword[1] == 'a', json_node_get_int (argument), value);
  if (strcmp (keyword, "minItems") == 0 || strcmp (keyword, "maxItems") == 0)
    return check_count (self, keyword[1] == 'a', json_node_get_int (argument), value);
  if (strcmp (keyword, "additionalProperties") != 0 && strcmp (keyword, "description") != 0)
    g_error ("The checker does not know the keyword %s", keyword);
  return TRUE;
}

static gboolean
check_schema (Check      *self,
              JsonObject *schema,
              JsonNode   *value)
{
  JsonObject *followed = follow (self->api, schema);
  JsonObjectIter iter;
  const char *keyword;
  JsonNode *argument;

  json_object_iter_init (&iter, followed);
  while (json_object_iter_next (&iter, &keyword, &argument))
    if (!check_keyword (self, followed, keyword, argument, value))
      return FALSE;
  return TRUE;
}

static char *
check_value (KhOpenapi  *api,
             JsonObject *schema,
             JsonNode   *value)
{
  g_autoptr (GString) place = g_string_new (NULL);
  Check check = { api, place, NULL };

  check_schema (&check, schema, value);
  return check.wrong;
}

static char *
check_text (KhOpenapi  *api,
            JsonObject *schema,
            const char *text)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_VALUE);

  json_node_set_string (node, text);
  return check_value (api, schema, node);
}

static char *
check_body (KhOpenapi  *api,
            JsonObject *holder,
            const char *type,
            const char *body)
{
  JsonObject *content = kh_json_get_object (holder, "content");
  JsonObject *media = kh_json_get_object (content, type);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) error = NULL;

  if (content == NULL)
    return body != NULL && *body != '\0' ? g_strdup ("a body that is not described") : NULL;
  if (media == NULL)
    return g_strdup_printf ("the content type %s is not described", type);
  node = kh_json_parse (body != NULL ? body : "", body != NULL ? strlen (body) : 0, &error);
  if (node == NULL)
    return g_strdup_printf ("the body is no JSON: %s", error->message);
  return check_value (api, kh_json_get_object (media, "schema"), node);
}

/* Whether a path is the one of a template; ids of one segment fit in {}. */
static gboolean
fits_template (const char *template,
               const char *path)
{
  g_auto (GStrv) wanted = g_strsplit (template, "/", -1);
  g_auto (GStrv) segments = g_strsplit (path, "/", -1);
  guint i;

  for (i = 0; wanted[i] != NULL && segments[i] != NULL; i++)
    if (*wanted[i] != '{' && strcmp (wanted[i], segments[i]) != 0)
      return FALSE;
  return wanted[i] == NULL && segments[i] == NULL;
}

static JsonObject *
find_operation (KhOpenapi   *self,
                const char  *method,
                const char  *path,
                const char **template)
{
  JsonObject *paths = kh_json_get_object (json_node_get_object (self->root), "paths");
  g_autofree char *bare = g_strndup (path, strcspn (path, "?"));
  g_autofree char *lower = g_ascii_strdown (method, -1);
  JsonObjectIter iter;
  JsonNode *item;

  json_object_iter_init (&iter, paths);
  while (json_object_iter_next (&iter, template, &item))
    if (fits_template (*template, bare))
      return kh_json_get_object (json_node_get_object (item), lower);
  return NULL;
}

static char *
dup_path_value (const char *template,
                const char *path,
                const char *name)
{
  g_auto (GStrv) wanted = g_strsplit (template, "/", -1);
  g_autofree char *bare = g_strndup (path, strcspn (path, "?"));
  g_auto (GStrv) segments = g_strsplit (bare, "/", -1);
  g_autofree char *slot = g_strdup_printf ("{%s}", name);

  for (guint i = 0; wanted[i] != NULL && segments[i] != NULL; i++)
    if (strcmp (wanted[i], slot) == 0)
      return g_uri_unescape_string (segments[i], NULL);
  return NULL;
}

static GHashTable *
read_query (const char *path)
{
  const char *query = strchr (path, '?');

  if (query == NULL)
    return g_hash_table_new (g_str_hash, g_str_equal);
  return g_uri_parse_params (query + 1, -1, "&", G_URI_PARAMS_NONE, NULL);
}

static char *
check_parameter (KhOpenapi  *self,
                 JsonObject *parameter,
                 const char *value)
{
  const char *name = kh_json_get_string (parameter, "name", "");
  g_autofree char *wrong = NULL;

  if (value == NULL)
    return kh_json_get_boolean (parameter, "required", FALSE)
             ? g_strdup_printf ("%s is missing", name) : NULL;
  wrong = check_text (self, kh_json_get_object (parameter, "schema"), value);
  return wrong != NULL ? g_strdup_printf ("%s %s", name, wrong) : NULL;
}

static char *
check_parameters (KhOpenapi  *self,
                  JsonObject *operation,
                  const char *template,
                  const char *path,
                  GHashTable *headers)
{
  JsonArray *parameters = kh_json_get_array (operation, "parameters");
  g_autoptr (GHashTable) query = read_query (path);
  guint count = parameters != NULL ? json_array_get_length (parameters) : 0;
  guint known = 0;

  g_assert_nonnull (query);
  for (guint i = 0; i < count; i++)
    {
      JsonObject *parameter = follow (self, json_array_get_object_element (parameters, i));
      const char *name = kh_json_get_string (parameter, "name", "");
      const char *in = kh_json_get_string (parameter, "in", "");
      g_autofree char *lower = g_ascii_strdown (name, -1);
      g_autofree char *slot = dup_path_value (template, path, name);
      const char *value = slot;
      char *wrong;

      if (strcmp (in, "query") == 0)
        value = g_hash_table_lookup (query, name);
      else if (strcmp (in, "header") == 0)
        value = headers != NULL ? g_hash_table_lookup (headers, lower) : NULL;
      known += strcmp (in, "query") == 0 && value != NULL;
      wrong = check_parameter (self, parameter, value);
      if (wrong != NULL)
        return wrong;
    }
  return known < g_hash_table_size (query) ? g_strdup ("a query that is not described") : NULL;
}

static char *
dup_media_type (GHashTable *headers)
{
  const char *type = headers != NULL ? g_hash_table_lookup (headers, "content-type") : NULL;

  return type != NULL ? g_strndup (type, strcspn (type, "; ")) : g_strdup ("");
}

KhOpenapi *
kh_openapi_load (void)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  KhOpenapi *self = g_new0 (KhOpenapi, 1);
  gsize length;

  g_file_get_contents (KH_SOURCE_DIR "/data/csl-1.openapi.json", &text, &length, &error);
  g_assert_no_error (error);
  self->root = kh_json_parse (text, length, &error);
  g_assert_no_error (error);
  self->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

void
kh_openapi_free (KhOpenapi *self)
{
  json_node_unref (self->root);
  g_hash_table_unref (self->seen);
  g_free (self);
}

char *
kh_openapi_check_request (KhOpenapi  *self,
                          const char *method,
                          const char *path,
                          GHashTable *headers,
                          const char *body)
{
  const char *template = NULL;
  JsonObject *operation = find_operation (self, method, path, &template);
  JsonObject *request_body;
  g_autofree char *type = dup_media_type (headers);
  char *wrong;

  if (operation == NULL)
    return g_strdup_printf ("%s %s is not described", method, path);
  wrong = check_parameters (self, operation, template, path, headers);
  if (wrong != NULL)
    return wrong;
  request_body = kh_json_get_object (operation, "requestBody");
  return check_body (self, request_body, type, body);
}

static char *
check_response_headers (KhOpenapi  *self,
                        JsonObject *response,
                        GHashTable *headers)
{
  JsonObject *described = kh_json_get_object (response, "headers");
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (described == NULL)
    return NULL;
  json_object_iter_init (&iter, described);
  while (json_object_iter_next (&iter, &name, &node))
    {
      g_autofree char *lower = g_ascii_strdown (name, -1);
      JsonObject *header = follow (self, json_node_get_object (node));
      const char *value = headers != NULL ? g_hash_table_lookup (headers, lower) : NULL;
      g_autofree char *wrong = NULL;

      if (value != NULL)
        wrong = check_text (self, kh_json_get_object (header, "schema"), value);
      else if (kh_json_get_boolean (header, "required", FALSE))
        wrong = g_strdup ("is missing");
      if (wrong != NULL)
        return g_strdup_printf ("the header %s %s", name, wrong);
    }
  return NULL;
}

char *
kh_openapi_check_response (KhOpenapi  *self,
                           const char *method,
                           const char *path,
                           guint       status,
                           GHashTable *headers,
                           const char *body)
{
  const char *template = NULL;
  JsonObject *operation = find_operation (self, method, path, &template);
  JsonObject *responses = kh_json_get_object (operation, "responses");
  g_autofree char *number = g_strdup_printf ("%u", status);
  g_autofree char *type = dup_media_type (headers);
  JsonObject *response = kh_json_get_object (responses, number);
  char *wrong;

  if (response == NULL)
    return g_strdup_printf ("%s %s: the status %u is not described", method, path, status);
  response = follow (self, response);
  g_hash_table_add (self->seen, g_strdup_printf ("%s %s %u", method, template, status));
  wrong = check_response_headers (self, response, headers);
  return wrong != NULL ? wrong : check_body (self, response, type, body);
}

static void
add_unseen (KhOpenapi  *self,
            GString    *text,
            const char *template,
            const char *method,
            JsonObject *operation)
{
  g_autofree char *upper = g_ascii_strup (method, -1);
  g_autoptr (GList) statuses = json_object_get_members (kh_json_get_object (operation, "responses"));

  for (GList *l = statuses; l != NULL; l = l->next)
    {
      g_autofree char *one = g_strdup_printf ("%s %s %s", upper, template, (char *) l->data);

      if (!g_hash_table_contains (self->seen, one))
        g_string_append_printf (text, "%s\n", one);
    }
}

char *
kh_openapi_dup_unseen (KhOpenapi *self)
{
  JsonObject *paths = kh_json_get_object (json_node_get_object (self->root), "paths");
  g_autoptr (GString) text = g_string_new (NULL);
  JsonObjectIter iter, methods;
  const char *template, *method;
  JsonNode *item, *operation;

  json_object_iter_init (&iter, paths);
  while (json_object_iter_next (&iter, &template, &item))
    {
      json_object_iter_init (&methods, json_node_get_object (item));
      while (json_object_iter_next (&methods, &method, &operation))
        add_unseen (self, text, template, method, json_node_get_object (operation));
    }
  return text->len > 0 ? g_strdup (text->str) : NULL;
}

char *
kh_openapi_check_value (KhOpenapi  *self,
                        const char *name,
                        JsonNode   *value)
{
  JsonObject *components = kh_json_get_object (json_node_get_object (self->root), "components");
  JsonObject *schema = kh_json_get_object (kh_json_get_object (components, "schemas"), name);

  g_assert_nonnull (schema);
  return check_value (self, schema, value);
}

static void
copy_header (const char *name,
             const char *value,
             gpointer    user_data)
{
  g_hash_table_insert (user_data, g_ascii_strdown (name, -1), g_strdup (value));
}

static void
on_station_received_cb (KhReferenceStation *station G_GNUC_UNUSED,
                        SoupServerMessage  *message,
                        gpointer            user_data)
{
  GUri *uri = soup_server_message_get_uri (message);
  const char *method = soup_server_message_get_method (message);
  const char *query = g_uri_get_query (uri);
  g_autofree char *path = g_strconcat (g_uri_get_path (uri), query != NULL ? "?" : NULL, query, NULL);
  g_autoptr (GBytes) bytes
    = soup_message_body_flatten (soup_server_message_get_request_body (message));
  g_autofree char *body = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  g_autoptr (GHashTable) headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autofree char *wrong = NULL;

  soup_message_headers_foreach (soup_server_message_get_request_headers (message), copy_header,
                                headers);
  wrong = kh_openapi_check_request (user_data, method, path, headers, body);
  if (wrong != NULL)
    g_error ("%s %s: %s: %s", method, path, wrong, body);
}

void
kh_openapi_watch (KhOpenapi          *self,
                  KhReferenceStation *station)
{
  g_signal_connect (station, "received", G_CALLBACK (on_station_received_cb), self);
}

GHashTable *
kh_openapi_read_headers (const char *lines)
{
  GHashTable *headers = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) all = g_strsplit (lines, "\n", -1);

  for (guint i = 0; all[i] != NULL; i++)
    {
      char *colon = strchr (all[i], ':');

      if (colon == NULL)
        continue;
      *colon = '\0';
      g_hash_table_insert (headers, g_ascii_strdown (all[i], -1),
                           g_strstrip (g_strdup (colon + 1)));
    }
  return headers;
}
