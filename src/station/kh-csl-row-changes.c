/* kh-csl-row-changes.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-row-changes.h"

#include "kh-csl-kind.h"
#include "kh-csl-wire.h"
#include "kh-row-push.h"

#include <string.h>

#define NEW_ITEM "-"

/* CSL/1 wants the type of each telephone number. */
#define ANY_TYPE "other"

typedef struct {
  const KhTable *table;
  KhRow *row;     /* nullable */
  KhRow *from;    /* nullable */
  char *path;     /* of the item */
  GStrv parts;    /* the station's ids of what is in its list */
  JsonArray *operations;
} Writer;

/* Values */

static JsonNode *
make_node (const KhDatapoint *column,
           const char        *value)
{
  JsonNode *node;
  gint64 kind;

  if (value == NULL)
    return json_node_new (JSON_NODE_NULL);

  node = json_node_new (JSON_NODE_VALUE);
  if (column->type == KH_VALUE_BOOLEAN)
    json_node_set_boolean (node, strcmp (value, "1") == 0);
  else if (column->type == KH_VALUE_INTEGER)
    json_node_set_int (node, g_ascii_strtoll (value, NULL, 10));
  else if (column->type == KH_VALUE_CHOICE && kh_csl_kind_to_number (value, &kind))
    json_node_set_int (node, kind);
  else
    json_node_set_string (node, value);

  return node;
}

static gboolean
is_list_column (const KhDatapoint *column)
{
  return column->wire != NULL && strchr (column->wire, '[') != NULL;
}

/* What the row tells of, in the item itself. */
static gboolean
is_told (KhRow             *row,
         const KhDatapoint *column)
{
  return column->wire != NULL && !column->sealed && !is_list_column (column) && !kh_row_is_hidden (row, column->id) &&
         strcmp (column->wire, KH_WIRE_SYSTEM) != 0 && !kh_table_is_annexed (kh_row_get_table (row), column->id);
}

/* A secret that the station has yet to get. What it had is sent back to nobody. */
static gboolean
is_renewed (KhRow             *row,
            const KhDatapoint *column)
{
  return column->sealed && !kh_row_is_hidden (row, column->id) && kh_row_is_renewed (row, column->id);
}

static void
add_secrets (JsonObject *item,
             KhRow      *row)
{
  const KhTable *table = kh_table_get (kh_row_get_table (row));

  for (guint i = 0; i < table->n_columns; i++)
    {
      KhSecret *secret = kh_row_get_secret (row, i);
      JsonObject *value;

      if (!is_renewed (row, &table->columns[i]))
        continue;
      if (secret == NULL)
        {
          json_object_set_null_member (item, table->columns[i].wire);
          continue;
        }
      value = json_object_new ();
      json_object_set_string_member (value, "state", "clear");
      json_object_set_string_member (value, "text", kh_secret_get_text (secret));
      json_object_set_object_member (item, table->columns[i].wire, value);
    }
}

static void
add_member (JsonObject        *item,
            KhRow             *row,
            const KhDatapoint *column)
{
  json_object_set_member (item, column->wire, make_node (column, kh_row_get (row, column->id)));
}

/* Parts: what is in a list of the item, as a contact's telephone numbers are */

/* "phones[#2]/number": the list, which of it, and the member. */
static gboolean
read_wire (const KhDatapoint  *column,
           char              **list,
           guint              *nth,
           const char        **member)
{
  const char *open = is_list_column (column) ? strchr (column->wire, '[') : NULL;

  if (open == NULL)
    return FALSE;
  *list = g_strndup (column->wire, (gsize) (open - column->wire));
  *nth = (guint) g_ascii_strtoull (open + 2, NULL, 10);
  *member = strchr (open, '/') + 1;

  return TRUE;
}

static void
add_number (JsonObject *part,
            const char *member,
            const char *value)
{
  const char *mark = strchr (value, 'x');
  g_autofree char *number = mark != NULL ? g_strndup (value, (gsize) (mark - value)) : g_strdup (value);

  json_object_set_string_member (part, member, number);
  if (mark != NULL)
    json_object_set_string_member (part, "ext", mark + 1);
  else
    json_object_set_null_member (part, "ext");
}

/* The @nth part as the row has it; NULL where it has none. */
static JsonObject *
make_part (const Writer *self,
           KhRow        *row,
           guint         nth,
           char        **list)
{
  g_autoptr (JsonObject) part = json_object_new ();
  gboolean any = FALSE;

  json_object_set_string_member (part, "type", ANY_TYPE);
  for (guint i = 0; row != NULL && i < self->table->n_columns; i++)
    {
      const KhDatapoint *column = &self->table->columns[i];
      const char *value = kh_row_get (row, i);
      g_autofree char *of = NULL;
      const char *member;
      guint which;

      if (!read_wire (column, &of, &which, &member) || which != nth)
        continue;
      if (*list == NULL)
        *list = g_steal_pointer (&of);
      any |= value != NULL && column->type == KH_VALUE_PHONE;
      if (value != NULL && column->type == KH_VALUE_PHONE)
        add_number (part, member, value);
      else if (value != NULL)
        json_object_set_string_member (part, member, value);
    }

  return any ? g_steal_pointer (&part) : NULL;
}

static guint
count_parts (const Writer *self)
{
  guint most = 0;

  for (guint i = 0; i < self->table->n_columns; i++)
    {
      g_autofree char *list = NULL;
      const char *member;
      guint nth;

      if (read_wire (&self->table->columns[i], &list, &nth, &member))
        most = MAX (most, nth);
    }

  return most;
}

/* Operations */

static JsonObject *
add_operation (const Writer *self,
               const char   *op,
               const char   *path)
{
  JsonObject *operation = json_object_new ();

  json_object_set_string_member (operation, "op", op);
  json_object_set_string_member (operation, "path", path);
  json_array_add_object_element (self->operations, operation);

  return operation;
}

static gboolean
is_same_part (JsonObject *a,
              JsonObject *b)
{
  return a != NULL && b != NULL && json_object_equal (a, b);
}

/* The station's own id of the @nth part, or NULL where it has none. */
static const char *
get_part_id (const Writer *self,
             guint         nth)
{
  return self->parts != NULL && nth <= g_strv_length (self->parts) ? self->parts[nth - 1] : NULL;
}

static void
write_part (const Writer *self,
            guint         nth)
{
  g_autofree char *list = NULL;
  g_autoptr (JsonObject) part = make_part (self, self->row, nth, &list);
  g_autoptr (JsonObject) from = make_part (self, self->from, nth, &list);
  const char *id = from != NULL ? get_part_id (self, nth) : NULL;
  g_autofree char *path = NULL;
  JsonObject *operation;

  if ((part == NULL && id == NULL) || is_same_part (part, from))
    return;
  path = g_strjoin ("/", self->path, list, id != NULL ? id : NEW_ITEM, NULL);
  operation = add_operation (self, id == NULL ? "add" : part == NULL ? "remove" : "replace", path);
  if (id != NULL)
    json_object_set_object_member (operation, "from", json_object_ref (from));
  if (part != NULL)
    json_object_set_object_member (operation, "value", json_object_ref (part));
}

static void
write_parts (const Writer *self)
{
  const guint most = count_parts (self);

  for (guint nth = 1; nth <= most; nth++)
    write_part (self, nth);
}

/* The annex: what a row has in another list, as an agency has its permit */

/* What is not to be changed is as the station has it. */
static const char *
get_key (const Writer *self,
         KhRow        *row)
{
  const guint key = self->table->annex->key;

  if (row != NULL && kh_row_is_hidden (row, key) && self->from != NULL)
    row = self->from;

  return row != NULL ? kh_row_get (row, key) : NULL;
}

static JsonObject *
make_annexed (const Writer *self,
              KhRow        *row)
{
  const KhTableAnnex *annex = self->table->annex;
  g_autoptr (JsonObject) item = json_object_new ();
  const char *key = get_key (self, row);
  gboolean any = FALSE;

  if (key == NULL)
    return NULL;
  json_object_set_string_member (item, annex->member, key);
  for (guint i = 0; i < self->table->n_columns; i++)
    {
      const KhDatapoint *column = &self->table->columns[i];

      if (!kh_table_is_annexed (self->table->id, i) || kh_row_is_hidden (row, i))
        continue;
      any |= kh_row_get (row, i) != NULL;
      json_object_set_member (item, column->wire + strlen (annex->prefix), make_node (column, kh_row_get (row, i)));
    }

  return any ? g_steal_pointer (&item) : NULL;
}

/* Takes out what both have. */
static void
keep_differences (JsonObject *a,
                  JsonObject *b)
{
  g_autoptr (GList) names = json_object_get_members (a);

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonNode *other = json_object_get_member (b, l->data);

      if (other == NULL || !json_node_equal (json_object_get_member (a, l->data), other))
        continue;
      /* The name is a's own, and goes with it. */
      json_object_remove_member (b, l->data);
      json_object_remove_member (a, l->data);
    }
}

/* What one of the two alone mentions is not to be changed. */
static void
keep_shared (JsonObject *a,
             JsonObject *b)
{
  g_autoptr (GList) names = json_object_get_members (a);

  for (GList *l = names; l != NULL; l = l->next)
    {
      if (!json_object_has_member (b, l->data))
        json_object_remove_member (a, l->data);
    }
}

static void
write_annex (const Writer *self)
{
  g_autoptr (JsonObject) value = self->table->annex != NULL ? make_annexed (self, self->row) : NULL;
  g_autoptr (JsonObject) from = self->table->annex != NULL ? make_annexed (self, self->from) : NULL;
  const char *id = from != NULL ? get_part_id (self, 1) : NULL;
  g_autofree char *path = NULL;
  JsonObject *operation;

  if (id != NULL && value != NULL)
    {
      keep_shared (value, from);
      keep_shared (from, value);
      keep_differences (value, from);
    }
  if ((value == NULL && id == NULL) || (value != NULL && json_object_get_size (value) == 0))
    return;
  path = g_strjoin ("/", self->table->annex->wire, id != NULL ? id : NEW_ITEM, NULL);
  operation = add_operation (self, id == NULL ? "add" : value == NULL ? "remove" : "replace", path);
  if (id != NULL)
    json_object_set_object_member (operation, "from", json_object_ref (from));
  if (value != NULL)
    json_object_set_object_member (operation, "value", json_object_ref (value));
}

/**
 * kh_csl_row_changes_fill:
 * @item: an item of the list that the row's table is there
 * @row: a row
 *
 * Writes what the row tells in the item itself, and nothing for what it has not.
 */
void
kh_csl_row_changes_fill (JsonObject *item,
                         KhRow      *row)
{
  const KhTable *table = kh_table_get (kh_row_get_table (row));

  for (guint i = 0; i < table->n_columns; i++)
    {
      if (is_told (row, &table->columns[i]) && kh_row_get (row, i) != NULL)
        add_member (item, row, &table->columns[i]);
    }
}

static char *
dup_list (KhRow *row)
{
  const KhTableId table = kh_row_get_table (row);
  const char *system = kh_csl_wire_is_each_system (table) ? kh_row_get (row, kh_table_get (table)->identity[0]) : NULL;

  return kh_csl_wire_dup_list (table, system);
}

/* "1/z3" is the item z3 of the first system's list. */
static char *
dup_item_path (KhRow *row)
{
  const KhTableId table = kh_row_get_table (row);
  const char *item = kh_row_get_item (row);
  const char *slash = kh_csl_wire_is_each_system (table) ? strchr (item, '/') : NULL;
  g_autofree char *system = slash != NULL ? g_strndup (item, (gsize) (slash - item)) : NULL;
  g_autofree char *list = kh_csl_wire_dup_list (table, system);

  return g_strjoin ("/", list, slash != NULL ? slash + 1 : item, NULL);
}

static void
write_addition (const Writer *self)
{
  g_autofree char *list = dup_list (self->row);
  g_autofree char *path = g_strconcat (list, "/" NEW_ITEM, NULL);
  const guint most = count_parts (self);
  JsonObject *item = json_object_new ();

  kh_csl_row_changes_fill (item, self->row);
  add_secrets (item, self->row);
  for (guint nth = 1; nth <= most; nth++)
    {
      g_autofree char *parts = NULL;
      JsonObject *part = make_part (self, self->row, nth, &parts);

      if (part == NULL)
        continue;
      if (!json_object_has_member (item, parts))
        json_object_set_array_member (item, parts, json_array_new ());
      json_array_add_object_element (json_object_get_array_member (item, parts), part);
    }
  json_object_set_object_member (add_operation (self, "add", path), "value", item);
}

static void
write_removal (const Writer *self)
{
  JsonObject *from = json_object_new ();

  for (guint i = 0; i < self->table->n_columns; i++)
    {
      if (is_told (self->from, &self->table->columns[i]))
        add_member (from, self->from, &self->table->columns[i]);
    }
  json_object_set_object_member (add_operation (self, "remove", self->path), "from", from);
}

/* A flag that nobody set is the same as one that says no. */
static gboolean
is_same_cell (const Writer      *self,
              const KhDatapoint *column)
{
  const char *none = column->type == KH_VALUE_BOOLEAN ? "0" : NULL;
  const char *value = kh_row_get (self->row, column->id);
  const char *from = kh_row_get (self->from, column->id);

  return g_strcmp0 (value != NULL ? value : none, from != NULL ? from : none) == 0;
}

static void
write_replacement (const Writer *self)
{
  JsonObject *value = json_object_new ();
  JsonObject *from = json_object_new ();

  for (guint i = 0; i < self->table->n_columns; i++)
    {
      const KhDatapoint *column = &self->table->columns[i];

      if (!is_told (self->row, column) || !is_told (self->from, column) || is_same_cell (self, column))
        continue;
      add_member (value, self->row, column);
      add_member (from, self->from, column);
    }
  add_secrets (value, self->row);
  if (json_object_get_size (value) > 0)
    {
      JsonObject *operation = add_operation (self, "replace", self->path);

      if (json_object_get_size (from) > 0)
        json_object_set_object_member (operation, "from", json_object_ref (from));
      json_object_set_object_member (operation, "value", json_object_ref (value));
    }
  json_object_unref (value);
  json_object_unref (from);
  write_parts (self);
}

/**
 * kh_csl_row_changes_write:
 * @change: a change of a row
 * @operations: takes what it comes to
 *
 * A list is changed item by item, and an item's own list likewise: no operation has more than what
 * differs, and each says what it replaces, so that the station refuses it where somebody else was
 * faster.
 */
void
kh_csl_row_changes_write (const KhChange *change,
                          JsonArray      *operations)
{
  const KhTable *table = kh_table_get (kh_row_get_table (change->row != NULL ? change->row : change->row_from));
  const char *item = change->row_from != NULL ? kh_row_get_item (change->row_from) : NULL;
  const char *parts = change->row_from != NULL ? kh_row_get_parts (change->row_from) : NULL;
  const gboolean moved = item != NULL && change->row != NULL && kh_row_push_is_moved (change->row, change->row_from);
  Writer writer = { table, change->row, change->row_from, NULL, NULL, operations };
  g_autofree char *path = item != NULL ? dup_item_path (change->row_from) : NULL;
  g_auto (GStrv) ids = parts != NULL ? g_strsplit (parts, " ", -1) : NULL;

  writer.path = path;
  writer.parts = ids;
  if (item != NULL && (change->row == NULL || moved))
    write_removal (&writer);
  if (change->row != NULL && (item == NULL || moved))
    write_addition (&writer);
  else if (change->row != NULL)
    write_replacement (&writer);
  write_annex (&writer);
}
