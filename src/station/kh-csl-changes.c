/* kh-csl-changes.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-changes.h"

#include "kh-csl-row-changes.h"
#include "kh-csl-wire.h"
#include "kh-json.h"

#include <string.h>

#define NEW_ITEM "-"

typedef struct {
  JsonArray *operations;

  /* By the path of their list: new items that several changes are members of. */
  GHashTable *added;
} Writer;

/* Writing */

static JsonNode *
make_node (const KhDatapoint *datapoint,
           const char        *value)
{
  JsonNode *node;

  if (value == NULL)
    return json_node_new (JSON_NODE_NULL);

  node = json_node_new (JSON_NODE_VALUE);
  if (datapoint->type == KH_VALUE_BOOLEAN)
    json_node_set_boolean (node, strcmp (value, "1") == 0);
  else if (datapoint->type == KH_VALUE_INTEGER)
    json_node_set_int (node, g_ascii_strtoll (value, NULL, 10));
  else
    json_node_set_string (node, value);

  return node;
}

/* An item that is a value as a whole; its type says which datapoint it is. */
static JsonNode *
make_item (const KhDatapoint *datapoint,
           const KhCslWire   *wire,
           const char        *value)
{
  JsonObject *item = json_object_new ();
  JsonNode *node = json_node_new (JSON_NODE_OBJECT);
  const char *extension = strchr (value, 'x');
  g_autofree char *number = NULL;

  json_object_set_string_member (item, "type", wire->selector);
  if (datapoint->type == KH_VALUE_PHONE)
    {
      number = g_strndup (value, extension != NULL ? (gsize) (extension - value) : strlen (value));
      json_object_set_string_member (item, "number", number);
      if (extension != NULL)
        json_object_set_string_member (item, "ext", extension + 1);
      else
        json_object_set_null_member (item, "ext");
    }
  else
    json_object_set_string_member (item, "address", value);
  json_node_take_object (node, item);

  return node;
}

static JsonObject *
add_operation (Writer     *self,
               const char *op,
               const char *path)
{
  JsonObject *operation = json_object_new ();

  json_object_set_string_member (operation, "op", op);
  json_object_set_string_member (operation, "path", path);
  json_array_add_object_element (self->operations, operation);

  return operation;
}

/* Members of an item that is not there yet become one new item. */
static void
write_new_member (Writer          *self,
                  const KhChange  *change,
                  const KhCslWire *wire)
{
  const KhDatapoint *datapoint = kh_datapoint_get (change->datapoint);
  JsonObject *item = g_hash_table_lookup (self->added, wire->list);
  g_autofree char *path = NULL;
  gint64 no;

  if (change->value == NULL)
    return;
  if (item == NULL)
    {
      path = g_strconcat (wire->list, "/" NEW_ITEM, NULL);
      item = json_object_new ();
      if (g_ascii_string_to_signed (wire->selector, 10, 1, G_MAXINT, &no, NULL))
        json_object_set_int_member (item, "no", no);
      g_hash_table_insert (self->added, g_strdup (wire->list), item);
      json_object_set_object_member (add_operation (self, "add", path), "value", item);
    }
  json_object_set_member (item, wire->member, make_node (datapoint, change->value));
}

static void
write_member (Writer         *self,
              const KhChange *change,
              const char     *path)
{
  const KhDatapoint *datapoint = kh_datapoint_get (change->datapoint);
  JsonObject *operation = add_operation (self, "replace", path);

  /* Without it, we do not know what the station has; If-Match guards all the same. */
  if (change->from != NULL)
    json_object_set_member (operation, "from", make_node (datapoint, change->from));
  json_object_set_member (operation, "value", make_node (datapoint, change->value));
}

static void
write_item (Writer          *self,
            const KhChange  *change,
            const KhCslWire *wire)
{
  const KhDatapoint *datapoint = kh_datapoint_get (change->datapoint);
  g_autofree char *path = g_strconcat (wire->list, "/", change->item != NULL ? change->item : NEW_ITEM,
                                       NULL);
  JsonObject *operation;

  if (change->item == NULL && change->value == NULL)
    return;

  operation = add_operation (self,
                             change->item == NULL ? "add" : change->value == NULL ? "remove" : "replace",
                             path);
  if (change->item != NULL && change->from != NULL)
    json_object_set_member (operation, "from", make_item (datapoint, wire, change->from));
  if (change->value != NULL)
    json_object_set_member (operation, "value", make_item (datapoint, wire, change->value));
}

/* The item says as well which of the passcodes it is, as its id does not. */
static void
write_secret (Writer          *self,
              const KhChange  *change,
              const KhCslWire *wire)
{
  g_autofree char *path = g_strconcat (wire->list, "/", change->item != NULL ? change->item : NEW_ITEM, NULL);
  JsonObject *item, *value;

  if (change->item == NULL && change->secret == NULL)
    return;

  item = json_object_new ();
  json_object_set_boolean_member (item, "duress", kh_csl_wire_is_duress (wire));
  if (change->secret == NULL)
    json_object_set_null_member (item, "value");
  else
    {
      value = json_object_new ();
      json_object_set_string_member (value, "state", "clear");
      json_object_set_string_member (value, "text", kh_secret_get_text (change->secret));
      json_object_set_object_member (item, "value", value);
    }
  json_object_set_object_member (add_operation (self, change->item == NULL ? "add" : "replace", path), "value", item);
}

static void
write_change (Writer         *self,
              const KhChange *change)
{
  g_auto (KhCslWire) wire = { NULL, NULL, NULL };
  g_autofree char *path = NULL;

  if (kh_change_is_row (change))
    {
      kh_csl_row_changes_write (change, self->operations);
      return;
    }
  g_return_if_fail (kh_csl_wire_read (&wire, change->datapoint));

  if (kh_datapoint_get (change->datapoint)->sealed)
    write_secret (self, change, &wire);
  else if (wire.list == NULL)
    write_member (self, change, wire.member);
  else if (wire.member == NULL)
    write_item (self, change, &wire);
  else if (change->item == NULL)
    write_new_member (self, change, &wire);
  else
    {
      path = g_strjoin ("/", wire.list, change->item, wire.member, NULL);
      write_member (self, change, path);
    }
}

/**
 * kh_csl_changes_take_text:
 * @text: (transfer full): what is to be sent
 * @secret: whether it holds a secret, which then stays where secrets do
 *
 * Returns: (transfer full): it as bytes
 */
GBytes *
kh_csl_changes_take_text (char     *text,
                          gboolean  secret)
{
  g_autoptr (KhSecret) kept = NULL;
  GBytes *bytes;

  if (!secret)
    return g_bytes_new_take (text, strlen (text));

  kept = kh_secret_new (text, -1);
  bytes = kh_secret_dup_view (kept);
  explicit_bzero (text, strlen (text));
  g_free (text);

  return bytes;
}

/**
 * kh_csl_changes_write:
 * @changes: (element-type KhChange): what is to change
 * @reason: link, edit or manual
 * @author: who wants it
 *
 * Each operation that replaces or removes a known value also says what it replaces, and
 * the station refuses the set where that is no longer so. A change that clears what is not
 * there needs no operation.
 *
 * Returns: (transfer full): the change set as JSON
 */
GBytes *
kh_csl_changes_write (GPtrArray  *changes,
                      const char *reason,
                      const char *author)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GHashTable) added = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Writer writer = { json_array_new (), added };
  JsonObject *set = json_object_new ();
  gboolean secret = FALSE;
  char *text;

  for (guint i = 0; i < changes->len; i++)
    {
      const KhChange *change = g_ptr_array_index (changes, i);

      write_change (&writer, change);
      secret |= change->secret != NULL || (change->row != NULL && kh_row_is_any_renewed (change->row));
    }
  json_object_set_string_member (set, "reason", reason);
  json_object_set_string_member (set, "author", author);
  json_object_set_array_member (set, "ops", writer.operations);
  json_node_take_object (root, set);
  text = kh_json_to_text (root);
  kh_json_wipe (root);

  return kh_csl_changes_take_text (text, secret);
}

/* Finding */

static JsonArray *
read_operations (GBytes    *body,
                 JsonNode **root)
{
  gsize length;
  const char *text = g_bytes_get_data (body, &length);

  *root = kh_json_parse (text, length, NULL);

  return *root != NULL && JSON_NODE_HOLDS_OBJECT (*root)
           ? kh_json_get_array (json_node_get_object (*root), "ops")
           : NULL;
}

/**
 * kh_csl_changes_count:
 * @body: a change set
 *
 * Returns: how many operations it has
 */
guint
kh_csl_changes_count (GBytes *body)
{
  g_autoptr (JsonNode) root = NULL;
  JsonArray *operations = read_operations (body, &root);
  guint count = operations != NULL ? json_array_get_length (operations) : 0;

  kh_json_wipe (root);

  return count;
}

/**
 * kh_csl_changes_list_added:
 * @body: a change set
 *
 * Returns: (transfer full): for each operation the list that it adds an item to, or an empty text
 */
GStrv
kh_csl_changes_list_added (GBytes *body)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GStrvBuilder) lists = g_strv_builder_new ();
  JsonArray *operations = read_operations (body, &root);

  for (guint i = 0; operations != NULL && i < json_array_get_length (operations); i++)
    {
      JsonNode *node = json_array_get_element (operations, i);
      const char *path = JSON_NODE_HOLDS_OBJECT (node) ? kh_json_get_string (json_node_get_object (node), "path", "") : "";
      const gboolean added = g_str_has_suffix (path, "/" NEW_ITEM);
      g_autofree char *list = g_strndup (path, added ? strlen (path) - strlen ("/" NEW_ITEM) : 0);

      g_strv_builder_add (lists, list);
    }
  kh_json_wipe (root);

  return g_strv_builder_end (lists);
}

/* A removal has the item only as what it was. */
static JsonObject *
get_item (JsonObject *operation)
{
  JsonObject *value = kh_json_get_object (operation, "value");

  return value != NULL ? value : kh_json_get_object (operation, "from");
}

/* Whether an operation on @path, at its @member if the pointer goes that deep, is about
 * what @wire names. */
static gboolean
is_about (const KhCslWire *wire,
          JsonObject      *operation,
          const char      *path,
          const char      *member)
{
  JsonObject *whole = get_item (operation);
  const char *item, *slash;

  if (wire->list == NULL)
    return strcmp (wire->member, path) == 0;
  if (!g_str_has_prefix (path, wire->list) || path[strlen (wire->list)] != '/')
    return FALSE;

  item = path + strlen (wire->list) + 1;
  slash = strchr (item, '/');
  if (wire->member == NULL)
    return slash == NULL && whole != NULL && kh_csl_wire_selects (wire, whole);

  return g_strcmp0 (slash != NULL ? slash + 1 : member, wire->member) == 0;
}

/* Of "/ops/3/value/expires": 3, and "expires" or NULL. */
static gboolean
read_pointer (const char  *pointer,
              guint64     *index,
              char       **member)
{
  g_auto (GStrv) names = g_strsplit (pointer, "/", 6);
  guint length = g_strv_length (names);

  *member = NULL;
  if (length < 3 || strcmp (names[1], "ops") != 0
      || !g_ascii_string_to_unsigned (names[2], 10, 0, G_MAXUINT32, index, NULL))
    return FALSE;
  if (length > 4 && strcmp (names[3], "value") == 0)
    *member = g_strdup (names[4]);

  return TRUE;
}

/**
 * kh_csl_changes_find:
 * @body: a change set as it was sent
 * @pointer: a JSON Pointer into it (RFC 6901), from the station
 * @id: (out): the datapoint
 *
 * Returns: whether @pointer is at a change of a datapoint
 */
gboolean
kh_csl_changes_find (GBytes        *body,
                     const char    *pointer,
                     KhDatapointId *id)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *member = NULL;
  JsonArray *operations = read_operations (body, &root);
  JsonNode *node;
  gboolean found = FALSE;
  const char *path;
  guint64 index;

  if (operations == NULL || !read_pointer (pointer, &index, &member)
      || index >= json_array_get_length (operations))
    return FALSE;
  node = json_array_get_element (operations, (guint) index);
  path = JSON_NODE_HOLDS_OBJECT (node)
           ? kh_json_get_string (json_node_get_object (node), "path", NULL)
           : NULL;

  for (guint i = 0; path != NULL && !found && i < KH_N_DATAPOINTS; i++)
    {
      g_auto (KhCslWire) wire = { NULL, NULL, NULL };

      if (kh_csl_wire_read (&wire, (KhDatapointId) i)
          && is_about (&wire, json_node_get_object (node), path, member))
        {
          *id = (KhDatapointId) i;
          found = TRUE;
        }
    }
  kh_json_wipe (root);

  return found;
}

/* Whether an operation writes what @wire names: itself, or with others as one new item. */
static gboolean
writes (const KhCslWire *wire,
        JsonObject      *operation,
        const char      *path)
{
  g_autofree char *new_item = NULL;
  JsonObject *item = kh_json_get_object (operation, "value");

  if (is_about (wire, operation, path, NULL))
    return TRUE;
  if (wire->list == NULL || wire->member == NULL || item == NULL)
    return FALSE;
  new_item = g_strconcat (wire->list, "/" NEW_ITEM, NULL);

  return strcmp (path, new_item) == 0 && kh_csl_wire_selects (wire, item) && json_object_has_member (item, wire->member);
}

static GArray *
list_written (JsonObject *operation)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (KhDatapointId));
  const char *path = kh_json_get_string (operation, "path", "");

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      g_auto (KhCslWire) wire = { NULL, NULL, NULL };

      if (kh_csl_wire_read (&wire, id) && writes (&wire, operation, path))
        g_array_append_val (ids, id);
    }

  return ids;
}

/**
 * kh_csl_changes_list_datapoints:
 * @body: a change set
 *
 * Returns: (transfer full) (element-type GArray): for each operation the datapoints that it writes, or
 *   would if it were not of a row in the same list; none where it is about nothing of the kind
 */
GPtrArray *
kh_csl_changes_list_datapoints (GBytes *body)
{
  g_autoptr (JsonNode) root = NULL;
  JsonArray *operations = read_operations (body, &root);
  GPtrArray *datapoints = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);

  for (guint i = 0; operations != NULL && i < json_array_get_length (operations); i++)
    {
      JsonNode *node = json_array_get_element (operations, i);

      g_ptr_array_add (datapoints, JSON_NODE_HOLDS_OBJECT (node) ? list_written (json_node_get_object (node))
                                                                 : g_array_new (FALSE, FALSE, sizeof (KhDatapointId)));
    }
  kh_json_wipe (root);

  return datapoints;
}

/* The text of the passcode that an operation writes, or %NULL. */
static const char *
get_secret (JsonNode *operation)
{
  JsonObject *item = JSON_NODE_HOLDS_OBJECT (operation) ? kh_json_get_object (json_node_get_object (operation), "value") : NULL;
  JsonObject *value = item != NULL ? kh_json_get_object (item, "value") : NULL;

  return value != NULL ? kh_json_get_string (value, "text", NULL) : NULL;
}

/**
 * kh_csl_changes_reveals:
 * @body: a change set as it was sent
 * @text: a station's words about it
 *
 * Returns: whether @text repeats a secret of @body
 */
gboolean
kh_csl_changes_reveals (GBytes     *body,
                        const char *text)
{
  g_autoptr (JsonNode) root = NULL;
  JsonArray *operations = read_operations (body, &root);
  gboolean reveals = FALSE;

  for (guint i = 0; operations != NULL && i < json_array_get_length (operations); i++)
    {
      const char *secret = get_secret (json_array_get_element (operations, i));

      reveals |= secret != NULL && strcasestr (text, secret) != NULL;
    }
  kh_json_wipe (root);

  return reveals;
}
