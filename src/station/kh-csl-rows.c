/* kh-csl-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-rows.h"

#include "kh-csl-codec.h"
#include "kh-csl-kind.h"
#include "kh-csl-wire.h"
#include "kh-json.h"
#include "kh-request.h"
#include "kh-row-push.h"
#include "kh-value-type.h"

#include <string.h>

/* A list may be longer than one that we would keep: what were left out would look as if only we
 * had it. The body's size bounds it before this does. */
#define MAX_ITEMS 10000

/* Where the list of the table is: of the account, or of each of its systems. */
typedef struct {
  JsonObject *document;
  KhRows *rows;
  const KhTable *table;
  const char *system; /* nullable: the number of the one whose list it is */
} Reader;

static JsonObject *
get_object (JsonArray *items,
            guint      index)
{
  JsonNode *node = items != NULL && index < json_array_get_length (items) ? json_array_get_element (items, index)
                                                                          : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/* Cells */

/* Text that is only written in another way than ours stays as it is there; what may not be shown
 * as it is shows its signs. */
static char *
dup_text (const KhDatapoint *column,
          JsonObject        *item,
          const char        *name)
{
  const char *text = kh_json_get_string (item, name, NULL);
  g_autofree char *parsed = text != NULL ? kh_value_parse (column, text, -1, NULL, NULL) : NULL;

  return parsed != NULL ? g_strdup (text) : kh_csl_codec_dup_shown (item, name);
}

static char *
dup_phone (const KhDatapoint *column,
           JsonObject        *item,
           const char        *name)
{
  g_autofree char *number = dup_text (column, item, name);
  g_autofree char *extension = kh_csl_codec_dup_shown (item, "ext");

  return number != NULL && extension != NULL ? g_strconcat (number, "x", extension, NULL)
                                             : g_steal_pointer (&number);
}

static char *
dup_choice (const KhDatapoint *column,
            JsonNode          *node)
{
  const char *value = NULL;

  if (json_node_get_value_type (node) == G_TYPE_INT64)
    value = kh_csl_kind_from_number (json_node_get_int (node));
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    value = json_node_get_string (node);

  return value != NULL && kh_value_check (column, value, NULL, NULL) ? g_strdup (value) : NULL;
}

static char *
dup_value (const KhDatapoint *column,
           JsonObject        *item,
           const char        *name,
           JsonNode          *node)
{
  if (column->type == KH_VALUE_CHOICE)
    return dup_choice (column, node);
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return column->type == KH_VALUE_BOOLEAN ? g_strdup (json_node_get_boolean (node) ? "1" : "0") : NULL;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    return column->type == KH_VALUE_INTEGER ? g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node)) : NULL;
  if (column->type == KH_VALUE_PHONE)
    return dup_phone (column, item, name);

  return dup_text (column, item, name);
}

/* Whether there is one, and where ours goes there as well and it is shown, what it is. */
static void
read_sealed (KhRow    *row,
             guint     column,
             JsonNode *node)
{
  JsonObject *value = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *state = value != NULL ? kh_json_get_string (value, "state", "none") : "none";
  const char *text = strcmp (state, "clear") == 0 ? kh_json_get_string (value, "text", NULL) : NULL;
  g_autoptr (KhSecret) secret = NULL;

  kh_row_set_sealed (row, column, strcmp (state, "none") != 0);
  if (!kh_csl_codec_is_secret (text) || !kh_row_push_is_secret (kh_row_get_table (row), column))
    return;
  secret = kh_secret_new (text, -1);
  kh_row_set_secret (row, column, secret);
}

/* What is not mentioned, or has no word of ours, cannot be compared. */
static void
read_member (KhRow      *row,
             guint       index,
             JsonObject *item,
             const char *name)
{
  const KhDatapoint *column = kh_table_get_column (kh_row_get_table (row), index);
  JsonNode *node = item != NULL ? json_object_get_member (item, name) : NULL;
  g_autofree char *value = NULL;

  if (node == NULL)
    {
      kh_row_hide (row, index);
      return;
    }
  if (column->sealed)
    {
      read_sealed (row, index, node);
      return;
    }
  if (JSON_NODE_HOLDS_VALUE (node))
    value = dup_value (column, item, name, node);
  if (value == NULL && !JSON_NODE_HOLDS_NULL (node))
    kh_row_hide (row, index);
  else
    kh_row_set (row, index, value);
}

/* "phones[#2]/number": the member of the second of the item's phones. One that is not there is
 * no value. */
static void
read_nth (KhRow      *row,
          guint       index,
          JsonObject *item,
          const char *wire)
{
  const char *open = strchr (wire, '[');
  const char *close = strchr (open, ']');
  g_autofree char *list = g_strndup (wire, (gsize) (open - wire));
  const gint64 nth = g_ascii_strtoll (open + 2, NULL, 10);
  JsonArray *items = kh_json_get_array (item, list);
  JsonObject *found = get_object (items, (guint) nth - 1);

  if (items != NULL && found == NULL)
    kh_row_set (row, index, NULL);
  else
    read_member (row, index, found, close + 2);
}

/* The item in the table's other list that is this one's. */
static JsonObject *
find_annexed (const Reader *self,
              JsonObject   *item)
{
  const KhTableAnnex *annex = self->table->annex;
  JsonArray *items = kh_json_get_array (self->document, annex->wire + 1);
  const char *key = kh_json_get_string (item, kh_table_get_column (self->table->id, annex->key)->wire, NULL);

  for (guint i = 0; items != NULL && key != NULL && i < MIN (MAX_ITEMS, json_array_get_length (items)); i++)
    {
      JsonObject *found = get_object (items, i);

      if (found != NULL && g_strcmp0 (kh_json_get_string (found, annex->member, NULL), key) == 0)
        return found;
    }

  return NULL;
}

/* One that has no key cannot have any there, and none can be held against it. */
static void
read_annexed (const Reader *self,
              KhRow        *row,
              guint         index,
              JsonObject   *item)
{
  const KhTableAnnex *annex = self->table->annex;
  const char *name = kh_table_get_column (self->table->id, index)->wire + strlen (annex->prefix);
  JsonObject *found = find_annexed (self, item);

  if (found == NULL && kh_json_get_array (self->document, annex->wire + 1) != NULL &&
      kh_json_get_string (item, kh_table_get_column (self->table->id, annex->key)->wire, NULL) != NULL)
    kh_row_set (row, index, NULL);
  else
    read_member (row, index, found, name);
}

static void
read_cell (const Reader *self,
           KhRow        *row,
           guint         index,
           JsonObject   *item)
{
  const char *wire = kh_table_get_column (self->table->id, index)->wire;

  if (wire == NULL || (strcmp (wire, KH_WIRE_SYSTEM) == 0 && self->system == NULL))
    kh_row_hide (row, index);
  else if (strcmp (wire, KH_WIRE_SYSTEM) == 0)
    kh_row_set (row, index, self->system);
  else if (strchr (wire, '[') != NULL)
    read_nth (row, index, item, wire);
  else if (kh_table_is_annexed (self->table->id, index))
    read_annexed (self, row, index, item);
  else
    read_member (row, index, item, wire);
}

/* Rows */

/* By which the station knows it in its list; NULL where it cannot stand in a path. */
static char *
dup_id (JsonObject *item)
{
  const char *id = kh_json_get_string (item, "id", NULL);
  const gint64 number = kh_json_get_int (item, "no", 0);

  if (id == NULL)
    return number > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : NULL;

  return kh_request_check_id (id) ? g_strdup (id) : NULL;
}

/* The list within the item that the table has columns of. */
static JsonArray *
find_list (const KhTable *table,
           JsonObject    *item)
{
  for (guint i = 0; i < table->n_columns; i++)
    {
      const char *wire = table->columns[i].wire;
      const char *open = wire != NULL ? strchr (wire, '[') : NULL;
      g_autofree char *list = open != NULL ? g_strndup (wire, (gsize) (open - wire)) : NULL;

      if (list != NULL && kh_json_get_array (item, list) != NULL)
        return kh_json_get_array (item, list);
    }

  return NULL;
}

static const char *
get_part_id (JsonObject *part)
{
  const char *id = part != NULL ? kh_json_get_string (part, "id", NULL) : NULL;

  return id != NULL && kh_request_check_id (id) ? id : NULL;
}

/* The ids of what is in the item's own list, or that of what is in the other one. */
static char *
dup_parts (const Reader *self,
           JsonObject   *item)
{
  g_autoptr (GString) parts = g_string_new (NULL);
  JsonArray *items = find_list (self->table, item);

  if (self->table->annex != NULL)
    return g_strdup (get_part_id (find_annexed (self, item)));
  for (guint i = 0; items != NULL && i < MIN (MAX_ITEMS, json_array_get_length (items)); i++)
    {
      const char *id = get_part_id (get_object (items, i));

      /* From here on they could not be named. */
      if (id == NULL)
        break;
      g_string_append_printf (parts, "%s%s", i > 0 ? " " : "", id);
    }

  return parts->len > 0 ? g_strdup (parts->str) : NULL;
}

/* By which it is known in the account. */
static char *
dup_name (const Reader *self,
          JsonObject   *item)
{
  g_autofree char *id = dup_id (item);

  return id != NULL && self->system != NULL ? g_strjoin ("/", self->system, id, NULL) : g_steal_pointer (&id);
}

static void
read_row (const Reader *self,
          JsonObject   *item)
{
  g_autoptr (KhRow) row = kh_row_new (self->table->id);
  g_autofree char *name = dup_name (self, item);
  g_autofree char *parts = dup_parts (self, item);

  kh_row_set_item (row, name);
  kh_row_set_parts (row, parts);
  kh_row_set_fixed (row, self->table->fixed != NULL && kh_json_get_boolean (item, self->table->fixed, FALSE));
  for (guint i = 0; i < self->table->n_columns; i++)
    read_cell (self, row, i, item);
  kh_rows_append (self->rows, row);
}

/* The items that are datapoints, as the first passcode is the customer's own. */
static GPtrArray *
list_datapoints (const KhTable *table,
                 JsonArray     *items)
{
  GPtrArray *found = g_ptr_array_new ();

  for (guint i = 0; items != NULL && i < KH_N_DATAPOINTS; i++)
    {
      g_auto (KhCslWire) wire = { NULL, NULL, NULL };

      if (kh_csl_wire_read (&wire, (KhDatapointId) i) && wire.member == NULL && g_strcmp0 (wire.list, table->wire) == 0)
        g_ptr_array_add (found, kh_csl_wire_select (&wire, items));
    }

  return found;
}

static void
read_list (const Reader *self,
           JsonObject   *parent,
           const char   *name)
{
  JsonArray *items = kh_json_get_array (parent, name);
  g_autoptr (GPtrArray) datapoints = list_datapoints (self->table, items);

  for (guint i = 0; items != NULL && i < MIN (MAX_ITEMS, json_array_get_length (items)); i++)
    {
      JsonObject *item = get_object (items, i);

      if (item != NULL && kh_rows_get_n (self->rows) < MAX_ITEMS && !g_ptr_array_find (datapoints, item, NULL))
        read_row (self, item);
    }
}

static void
read_table (JsonObject *document,
            KhAccount  *account,
            KhTableId   id)
{
  Reader reader = { document, kh_account_get_rows (account, id), kh_table_get (id), NULL };
  const char *wire = reader.table->wire;
  JsonArray *systems;

  if (wire == NULL)
    return;
  if (!kh_csl_wire_is_each_system (id))
    {
      read_list (&reader, document, wire + 1);
      return;
    }

  systems = kh_json_get_array (document, "systems");
  for (guint i = 0; systems != NULL && i < MIN (MAX_ITEMS, json_array_get_length (systems)); i++)
    {
      JsonObject *system = get_object (systems, i);

      const gint64 number = system != NULL ? kh_json_get_int (system, "no", 0) : 0;
      g_autofree char *text = number > 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, number) : NULL;

      reader.system = text;
      if (system != NULL)
        read_list (&reader, system, strrchr (wire, '/') + 1);
    }
}

/**
 * kh_csl_rows_read:
 * @document: an account document
 * @account: takes its rows
 *
 * Reads each list for which the registry has a table, in the station's order, which for contacts
 * is the one it calls them in. Of passcodes only those are read that the registry sends.
 */
void
kh_csl_rows_read (JsonObject *document,
                  KhAccount  *account)
{
  for (guint i = 0; i < KH_N_TABLES; i++)
    read_table (document, account, (KhTableId) i);
}
