/* kh-csl-wire.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-wire.h"
#include "kh-json.h"
#include "kh-request.h"

#include <string.h>

#define SYSTEMS     "/systems"
#define EACH_SYSTEM SYSTEMS "[*]/"

#define ANY_ITEM "*"
#define DURESS_ITEM "duress"
#define PASSCODE_ITEM "passcode"

/**
 * kh_csl_wire_read:
 * @self: (out caller-allocates): the place, cleared with kh_csl_wire_clear()
 * @id: a datapoint
 *
 * Returns: whether @id has a place in an account document
 */
gboolean
kh_csl_wire_read (KhCslWire     *self,
                  KhDatapointId  id)
{
  const char *wire = kh_datapoint_get (id)->wire;
  const char *open, *close;

  memset (self, 0, sizeof *self);
  if (wire == NULL)
    return FALSE;

  open = strchr (wire, '[');
  close = open != NULL ? strchr (open, ']') : NULL;
  if (close == NULL)
    {
      self->member = g_strdup (wire);
      return TRUE;
    }

  self->list = g_strndup (wire, (gsize) (open - wire));
  self->selector = g_strndup (open + 1, (gsize) (close - open - 1));
  if (close[1] == '/')
    self->member = g_strdup (close + 2);

  return TRUE;
}

/**
 * kh_csl_wire_clear:
 * @self: a place
 */
void
kh_csl_wire_clear (KhCslWire *self)
{
  g_clear_pointer (&self->list, g_free);
  g_clear_pointer (&self->selector, g_free);
  g_clear_pointer (&self->member, g_free);
}

/**
 * kh_csl_wire_walk:
 * @root: an account document
 * @path: members from there, each with a slash before it
 *
 * Returns: (transfer none) (nullable): what is there; a null on the way is what is there
 */
JsonNode *
kh_csl_wire_walk (JsonObject *root,
                  const char *path)
{
  g_auto (GStrv) names = g_strsplit (path + 1, "/", -1);
  JsonObject *object = root;
  JsonNode *node = NULL;

  for (guint i = 0; names[i] != NULL; i++)
    {
      if (node != NULL && JSON_NODE_HOLDS_NULL (node))
        return node;
      if (node != NULL && !JSON_NODE_HOLDS_OBJECT (node))
        return NULL;
      if (node != NULL)
        object = json_node_get_object (node);
      node = json_object_get_member (object, names[i]);
      if (node == NULL)
        return NULL;
    }

  return node;
}

/**
 * kh_csl_wire_is_duress:
 * @self: a place in the list of passcodes
 *
 * Returns: whether it is the duress code's
 */
gboolean
kh_csl_wire_is_duress (const KhCslWire *self)
{
  return g_strcmp0 (self->selector, DURESS_ITEM) == 0;
}

/**
 * kh_csl_wire_selects:
 * @self: a place in a list
 * @item: an item of that list
 *
 * Passcodes have no type, but say whether they are for duress.
 *
 * Returns: whether the item is of the kind that is meant
 */
gboolean
kh_csl_wire_selects (const KhCslWire *self,
                     JsonObject      *item)
{
  g_autofree char *no = NULL;

  if (strcmp (self->selector, ANY_ITEM) == 0)
    return TRUE;
  if (strcmp (self->selector, DURESS_ITEM) == 0)
    return kh_json_get_boolean (item, "duress", FALSE);
  if (strcmp (self->selector, PASSCODE_ITEM) == 0)
    return !kh_json_get_boolean (item, "duress", FALSE);
  if (!json_object_has_member (item, "no"))
    return g_strcmp0 (kh_json_get_string (item, "type", NULL), self->selector) == 0;

  no = g_strdup_printf ("%" G_GINT64_FORMAT, kh_json_get_int (item, "no", -1));

  return strcmp (no, self->selector) == 0;
}

/**
 * kh_csl_wire_select:
 * @self: a place in a list
 * @items: the list
 *
 * Returns: (transfer none) (nullable): the first item that is meant
 */
JsonObject *
kh_csl_wire_select (const KhCslWire *self,
                    JsonArray       *items)
{
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);

      if (JSON_NODE_HOLDS_OBJECT (node) && kh_csl_wire_selects (self, json_node_get_object (node)))
        return json_node_get_object (node);
    }

  return NULL;
}

/**
 * kh_csl_wire_dup_item:
 * @self: a place in a list
 * @item: an item of the list
 *
 * Returns: (transfer full) (nullable): what the item is called in paths; %NULL where it has
 *   no name that can stand there
 */
char *
kh_csl_wire_dup_item (const KhCslWire *self G_GNUC_UNUSED,
                      JsonObject      *item)
{
  const char *id = kh_json_get_string (item, "id", NULL);
  gint64 no = kh_json_get_int (item, "no", 0);

  if (id == NULL && no > 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, no);

  return id != NULL && kh_request_check_id (id) ? g_strdup (id) : NULL;
}

/**
 * kh_csl_wire_is_each_system:
 * @table: a table that a station has
 *
 * Returns: whether each system has a list of it
 */
gboolean
kh_csl_wire_is_each_system (KhTableId table)
{
  return g_str_has_prefix (kh_table_get (table)->wire, EACH_SYSTEM);
}

/**
 * kh_csl_wire_dup_list:
 * @table: a table that a station has
 * @system: (nullable): the number of a system, where each has a list
 *
 * Returns: (transfer full): the path of the list
 */
char *
kh_csl_wire_dup_list (KhTableId   table,
                      const char *system)
{
  const char *wire = kh_table_get (table)->wire;

  return kh_csl_wire_is_each_system (table)
           ? g_strjoin ("/", SYSTEMS, system, wire + strlen (EACH_SYSTEM), NULL) : g_strdup (wire);
}

/**
 * kh_csl_wire_dup_table_list:
 * @list: the path of a list
 * @system: (out): the number of the system whose list it is, or %NULL
 *
 * Returns: (transfer full): it as a table's wire names it
 */
char *
kh_csl_wire_dup_table_list (const char  *list,
                            char       **system)
{
  const char *number = g_str_has_prefix (list, SYSTEMS "/") ? list + strlen (SYSTEMS "/") : NULL;
  const char *slash = number != NULL ? strchr (number, '/') : NULL;

  *system = slash != NULL ? g_strndup (number, (gsize) (slash - number)) : NULL;

  return slash != NULL ? g_strconcat (EACH_SYSTEM, slash + 1, NULL) : g_strdup (list);
}
