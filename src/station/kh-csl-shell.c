/* kh-csl-shell.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-changes.h"
#include "kh-csl-row-changes.h"
#include "kh-csl-shell.h"
#include "kh-csl-wire.h"
#include "kh-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NEW_ITEM "-"
#define REASON "edit"

/* Where the rows are that go with an account, as the tables' wires have it. */
#define SYSTEMS "/systems"

/* Writing */

static JsonNode *
parse (GBytes *bytes)
{
  gsize length;
  const char *text = g_bytes_get_data (bytes, &length);
  JsonNode *root = kh_json_parse (text, length, NULL);

  if (root == NULL || JSON_NODE_HOLDS_OBJECT (root))
    return root;
  json_node_unref (root);

  return NULL;
}

static JsonObject *
get_inner (JsonObject *object,
           const char *name)
{
  if (!json_object_has_member (object, name))
    json_object_set_object_member (object, name, json_object_new ());

  return json_object_get_object_member (object, name);
}

static JsonArray *
get_list (JsonObject *object,
          const char *name)
{
  if (!json_object_has_member (object, name))
    json_object_set_array_member (object, name, json_array_new ());

  return json_object_get_array_member (object, name);
}

/* Puts into the document what an operation of a change set would make there. */
static void
place (JsonObject *document,
       const char *path,
       JsonNode   *value)
{
  g_auto (GStrv) names = g_strsplit (path + 1, "/", -1);
  guint length = g_strv_length (names);
  gboolean item = strcmp (names[length - 1], NEW_ITEM) == 0;
  guint last = item ? length - 2 : length - 1;
  JsonObject *object = document;

  if (JSON_NODE_HOLDS_NULL (value))
    return;
  for (guint i = 0; i < last; i++)
    object = get_inner (object, names[i]);
  if (item)
    json_array_add_element (get_list (object, names[last]), json_node_copy (value));
  else
    json_object_set_member (object, names[last], json_node_copy (value));
}

/* The values as a change set of an account that has none yet: so there is one place only
 * that knows what they look like. */
static JsonNode *
place_values (JsonObject    *document,
              const KhShell *shell)
{
  g_autoptr (GBytes) set = kh_csl_changes_write (shell->values, REASON, shell->author);
  JsonNode *root = parse (set);
  JsonArray *operations = kh_json_get_array (json_node_get_object (root), "ops");

  for (guint i = 0; i < json_array_get_length (operations); i++)
    {
      JsonObject *operation = json_array_get_object_element (operations, i);

      place (document, kh_json_get_string (operation, "path", NULL),
             json_object_get_member (operation, "value"));
    }

  return root;
}

static JsonObject *
make_agency (KhAgency *agency)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "type", kh_agency_type_to_string (kh_agency_get_agency_type (agency)));
  json_object_set_string_member (object, "agency", kh_agency_get_code (agency));

  return object;
}

/* The system with that number, made where there is none yet. */
static JsonObject *
get_system (JsonObject *document,
            gint64      number)
{
  JsonArray *systems = get_list (document, "systems");
  JsonObject *system;

  for (guint i = 0; i < json_array_get_length (systems); i++)
    {
      system = json_array_get_object_element (systems, i);
      if (kh_json_get_int (system, "no", 0) == number)
        return system;
    }
  system = json_object_new ();
  json_object_set_int_member (system, "no", number);
  json_array_add_object_element (systems, system);

  return system;
}

/* What stands in a list of each system: its system is where it stands, and no member of it. */
static void
place_rows (JsonObject *document,
            KhRows     *rows,
            const char *list)
{
  const guint system = kh_table_get (kh_rows_get_table (rows))->identity[0];

  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *row = kh_rows_get (rows, i);
      JsonObject *item = json_object_new ();

      kh_csl_row_changes_fill (item, row);
      json_array_add_object_element (get_list (get_system (document, kh_row_get_number (row, system)), list), item);
    }
}

static void
place_tables (JsonObject    *document,
              const KhShell *shell)
{
  for (guint i = 0; shell->tables != NULL && i < shell->tables->len; i++)
    {
      KhRows *rows = g_ptr_array_index (shell->tables, i);

      if (kh_rows_get_table (rows) == KH_TABLE_AREAS)
        place_rows (document, rows, "areas");
      else if (kh_rows_get_table (rows) == KH_TABLE_ZONES)
        place_rows (document, rows, "zones");
    }
}

static void
place_rest (JsonObject    *document,
            const KhShell *shell)
{
  json_object_set_string_member (document, "author", shell->author);
  if (shell->block != NULL)
    json_object_set_string_member (document, "from_block", shell->block);
  else
    json_object_set_string_member (document, "number", shell->number);
  if (shell->receiver != NULL)
    json_object_set_string_member (document, "receiver", shell->receiver);
  for (guint i = 0; shell->agencies != NULL && i < shell->agencies->len; i++)
    json_array_add_object_element (get_list (document, "agencies"),
                                   make_agency (g_ptr_array_index (shell->agencies, i)));
  if (shell->reference != NULL)
    json_object_set_string_member (get_inner (document, "external_refs"), "keyholder", shell->reference);
}

static gboolean
has_secret (const KhShell *shell)
{
  for (guint i = 0; i < shell->values->len; i++)
    if (((const KhChange *) g_ptr_array_index (shell->values, i))->secret != NULL)
      return TRUE;

  return FALSE;
}

/**
 * kh_csl_shell_write:
 * @shell: what the account is made from
 *
 * Returns: (transfer full): the account as JSON
 */
GBytes *
kh_csl_shell_write (const KhShell *shell)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (JsonNode) values = NULL;
  JsonObject *document = json_object_new ();
  char *text;

  g_return_val_if_fail ((shell->number == NULL) != (shell->block == NULL), NULL);

  json_node_take_object (root, document);
  values = place_values (document, shell);
  place_rest (document, shell);
  place_tables (document, shell);
  text = kh_json_to_text (root);
  kh_json_wipe (root);
  kh_json_wipe (values);

  return kh_csl_changes_take_text (text, has_secret (shell));
}

/* The item stays, and with it what belongs to the old agency does not: the name and the phone
 * are told as well. */
static JsonObject *
make_whole_agency (KhAgency *agency)
{
  JsonObject *object = make_agency (agency);

  json_object_set_string_member (object, "name", kh_agency_get_name (agency));
  json_object_set_string_member (object, "phone", kh_agency_get_phone (agency));

  return object;
}

/**
 * kh_csl_shell_write_agency:
 * @old: (nullable): an agency of the account, which goes
 * @agency: (nullable): an agency of the station's, which comes
 * @author: who wants it
 *
 * Returns: (transfer full): a change set that does it to an account
 */
GBytes *
kh_csl_shell_write_agency (KhAgency   *old,
                           KhAgency   *agency,
                           const char *author)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *path = g_strconcat ("/agencies/", old != NULL ? kh_agency_get_id (old) : NEW_ITEM, NULL);
  JsonObject *set = json_object_new ();
  JsonObject *operation = json_object_new ();
  JsonArray *operations = json_array_new ();

  json_object_set_string_member (operation, "op", old == NULL ? "add" : agency == NULL ? "remove" : "replace");
  json_object_set_string_member (operation, "path", path);
  if (agency != NULL)
    json_object_set_object_member (operation, "value",
                                   old == NULL ? make_agency (agency) : make_whole_agency (agency));
  json_array_add_object_element (operations, operation);
  json_object_set_string_member (set, "reason", REASON);
  json_object_set_string_member (set, "author", author);
  json_object_set_array_member (set, "ops", operations);
  json_node_take_object (root, set);

  return kh_csl_changes_take_text (kh_json_to_text (root), FALSE);
}

/* Reading what was sent */

/**
 * kh_csl_shell_dup_number:
 * @body: an account as it was sent
 *
 * Returns: (transfer full) (nullable): its number; %NULL where it is taken from a block
 */
char *
kh_csl_shell_dup_number (GBytes *body)
{
  g_autoptr (JsonNode) root = parse (body);
  char *number = root != NULL
                   ? g_strdup (kh_json_get_string (json_node_get_object (root), "number", NULL))
                   : NULL;

  kh_json_wipe (root);

  return number;
}

/* Of "/site/phones/0/number" in the list /site/phones: the item, and "number". */
static JsonObject *
get_item (JsonObject  *document,
          const char  *list,
          const char  *pointer,
          const char **member)
{
  JsonNode *items;
  char *end;
  guint64 index;

  if (!g_str_has_prefix (pointer, list) || pointer[strlen (list)] != '/')
    return NULL;
  items = kh_csl_wire_walk (document, list);
  index = g_ascii_strtoull (pointer + strlen (list) + 1, &end, 10);
  if (items == NULL || !JSON_NODE_HOLDS_ARRAY (items)
      || index >= json_array_get_length (json_node_get_array (items)))
    return NULL;
  *member = *end == '/' ? end + 1 : NULL;

  return json_array_get_object_element (json_node_get_array (items), (guint) index);
}

static gboolean
is_about (JsonObject      *document,
          const KhCslWire *wire,
          const char      *pointer)
{
  const char *member;
  JsonObject *item;

  if (wire->list == NULL)
    return strcmp (wire->member, pointer) == 0;
  item = get_item (document, wire->list, pointer, &member);

  return item != NULL && kh_csl_wire_selects (wire, item)
         && (wire->member == NULL || g_strcmp0 (wire->member, member) == 0);
}

/**
 * kh_csl_shell_find:
 * @body: an account as it was sent
 * @pointer: a JSON Pointer into it (RFC 6901), from the station
 * @id: (out): the datapoint
 *
 * Returns: whether @pointer is at a datapoint
 */
gboolean
kh_csl_shell_find (GBytes        *body,
                   const char    *pointer,
                   KhDatapointId *id)
{
  g_autoptr (JsonNode) root = parse (body);
  gboolean found = FALSE;

  if (root == NULL)
    return FALSE;
  if (strcmp (pointer, "/number") == 0)
    {
      *id = KH_DATAPOINT_ACCOUNT_NUMBER;
      found = TRUE;
    }
  for (guint i = 0; !found && i < KH_N_DATAPOINTS; i++)
    {
      g_auto (KhCslWire) wire = { NULL, NULL, NULL };

      *id = (KhDatapointId) i;
      found = kh_csl_wire_read (&wire, *id) && is_about (json_node_get_object (root), &wire, pointer);
    }
  kh_json_wipe (root);

  return found;
}

/* "Zone 002, Event", where the pointer is at a column of that table. What a row is called is the customer's, and
 * not for a message. */
static char *
dup_row_place (JsonObject *document,
               KhTableId   id,
               const char *pointer)
{
  const KhTable *table = kh_table_get (id);
  const char *inner = NULL;
  const char *member = NULL;
  JsonObject *system = get_item (document, SYSTEMS, pointer, &inner);
  JsonObject *item = system != NULL && inner != NULL
                       ? get_item (system, strrchr (table->wire, '/'), inner - 1, &member) : NULL;
  const char *number = item != NULL && table->order < table->n_columns
                         ? kh_json_get_string (item, table->columns[table->order].wire, NULL) : NULL;

  for (guint i = 0; member != NULL && i < table->n_columns; i++)
    {
      if (g_strcmp0 (table->columns[i].wire, member) != 0)
        continue;
      if (number == NULL)
        /* Translators: what a row of a table is called, such as Zone, and one of its columns. */
        return g_strdup_printf (_("%s, %s"), kh_table_get_row_label (id), kh_table_get_column_label (id, i));

      /* Translators: what a row of a table is called, such as Zone, its number, and one of its columns. */
      return g_strdup_printf (_("%s %s, %s"), kh_table_get_row_label (id), number, kh_table_get_column_label (id, i));
    }

  return NULL;
}

/**
 * kh_csl_shell_dup_place:
 * @body: an account as it was sent
 * @pointer: a JSON Pointer into it (RFC 6901), from the station
 *
 * Returns: (transfer full) (nullable): which row, and what of it, @pointer is at, for the screen;
 *   %NULL where it is at none that goes with an account
 */
char *
kh_csl_shell_dup_place (GBytes     *body,
                        const char *pointer)
{
  g_autoptr (JsonNode) root = parse (body);
  char *place = NULL;

  for (guint i = 0; root != NULL && place == NULL && i < KH_N_TABLES; i++)
    {
      const char *wire = kh_table_get ((KhTableId) i)->wire;

      if (wire != NULL && kh_csl_wire_is_each_system ((KhTableId) i))
        place = dup_row_place (json_node_get_object (root), (KhTableId) i, pointer);
    }
  kh_json_wipe (root);

  return place;
}

/**
 * kh_csl_shell_reveals:
 * @body: an account as it was sent
 * @text: a station's words about it
 *
 * Returns: whether @text repeats a secret of @body
 */
gboolean
kh_csl_shell_reveals (GBytes     *body,
                      const char *text)
{
  g_autoptr (JsonNode) root = parse (body);
  JsonArray *passcodes = root != NULL ? kh_json_get_array (json_node_get_object (root), "passcodes") : NULL;
  gboolean reveals = FALSE;

  for (guint i = 0; passcodes != NULL && i < json_array_get_length (passcodes); i++)
    {
      JsonObject *value = kh_json_get_object (json_array_get_object_element (passcodes, i), "value");
      const char *secret = value != NULL ? kh_json_get_string (value, "text", NULL) : NULL;

      reveals |= secret != NULL && strcasestr (text, secret) != NULL;
    }
  kh_json_wipe (root);

  return reveals;
}
