/* kh-reference-account.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-account.h"

#include "kh-json.h"
#include "kh-reference-directory.h"

#include <string.h>

#define MOST_ITEMS 500

/* An account without values: whatever the station knows has a member, so that a
 * reader can tell "no value" from "unknown here". */
static const char empty_account[] =
  "{\"id\":null,\"number\":null,\"receiver\":null,\"status\":\"active\",\"in_alarm\":false,"
  "\"version\":1,\"dealer\":null,\"dealer_number\":null,\"updated_at\":null,\"updated_by\":null,"
  "\"site\":{\"kind\":\"residential\","
  "\"name\":{\"first\":null,\"last\":null,\"business\":null},"
  "\"address\":{\"line1\":null,\"line2\":null,\"city\":null,\"county\":null,\"state\":null,"
  "\"zip\":null,\"cross_street\":null,\"directions\":null},"
  "\"time_zone\":null,\"language\":null,\"dispatch_notes\":null,\"phones\":[],\"emails\":[]},"
  "\"passcodes\":[],\"contacts\":[],\"agencies\":[],\"permits\":[],\"systems\":[],\"tests\":[],"
  "\"external_refs\":{\"keyholder\":null}}";

#define EMPTY_PHONE "{\"id\":null,\"type\":null,\"number\":null,\"ext\":null}"

static const KhReferenceList lists[] = {
  { "/site/phones", "id", "p", EMPTY_PHONE },
  { "/site/emails", "id", "e", "{\"id\":null,\"type\":null,\"address\":null}" },
  { "/passcodes", "id", "c",
    "{\"id\":null,\"value\":{\"state\":\"none\"},\"duress\":false,\"note\":null}" },
  { "/contacts", "id", "k",
    "{\"id\":null,\"order\":null,\"name\":null,\"relation\":null,\"type\":null,\"has_key\":null,"
    "\"ecv\":null,\"phones\":[],\"email\":null,\"language\":null,"
    "\"passcode\":{\"state\":\"none\"}}" },
  { "/contacts/*/phones", "id", "p", EMPTY_PHONE },
  { "/agencies", "id", "a",
    "{\"id\":null,\"type\":null,\"agency\":null,\"name\":null,\"phone\":null,\"frozen\":null}" },
  { "/permits", "id", "m",
    "{\"id\":null,\"agency\":null,\"number\":null,\"effective\":null,\"expires\":null}" },
  { "/systems", "no", NULL,
    "{\"no\":null,\"description\":null,\"type\":null,\"panel\":null,\"panel_location\":null,"
    "\"install_date\":null,\"monitoring\":null,\"two_way_voice\":null,\"cellular_backup\":null,"
    "\"guard_response\":null,\"monitoring_plan\":null,\"areas\":[],\"zones\":[]}" },
  { "/systems/*/areas", "no", NULL, "{\"no\":null,\"name\":null}" },
  { "/systems/*/zones", "id", "z",
    "{\"id\":null,\"area\":null,\"zone\":null,\"description\":null,\"event\":null,\"status\":null}" },
};

/**
 * kh_reference_list_lookup:
 * @path: a list's place, with * for the id of an outer item
 *
 * Returns: (nullable): what its items are, or %NULL when there is no such list
 */
const KhReferenceList *
kh_reference_list_lookup (const char *path)
{
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (strcmp (lists[i].path, path) == 0)
      return &lists[i];
  return NULL;
}

/**
 * kh_reference_list_dup_key:
 * @list: a list
 * @item: one of its items
 *
 * Returns: (transfer full) (nullable): what stands in a path for the item
 */
char *
kh_reference_list_dup_key (const KhReferenceList *list,
                           JsonObject            *item)
{
  if (list->prefix != NULL)
    return g_strdup (kh_json_get_string (item, list->key, NULL));
  return g_strdup_printf ("%" G_GINT64_FORMAT, kh_json_get_int (item, list->key, -1));
}

/**
 * kh_reference_list_add:
 * @list: a list
 * @items: its items
 *
 * Returns: (transfer none): a new item, without values and without an id
 */
JsonObject *
kh_reference_list_add (const KhReferenceList *list,
                       JsonArray             *items)
{
  JsonObject *item = kh_reference_account_from_text (list->item);

  json_array_add_object_element (items, item);
  return item;
}

static gboolean
has_key (const KhReferenceList *list,
         JsonArray             *items,
         JsonObject            *except,
         const char            *key)
{
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);
      g_autofree char *other = item != except ? kh_reference_list_dup_key (list, item) : NULL;

      if (g_strcmp0 (other, key) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
give_id (const KhReferenceOverlay *self,
         const KhReferenceList    *list,
         JsonArray                *items,
         JsonObject               *item)
{
  for (guint i = 1; kh_json_get_string (item, list->key, NULL) == NULL; i++)
    {
      g_autofree char *id = g_strdup_printf ("%s%s%u", list->prefix, self->stem, i);

      if (!has_key (list, items, item, id))
        json_object_set_string_member (item, list->key, id);
    }
}

static gboolean
is_empty_value (JsonNode *value)
{
  return JSON_NODE_HOLDS_NULL (value)
         || (JSON_NODE_HOLDS_OBJECT (value)
             && g_strcmp0 (kh_json_get_string (json_node_get_object (value), "state", NULL),
                           "none") == 0);
}

/* A passcode that was written is one that the station has in clear. */
static JsonNode *
normalise_value (const KhReferenceRule *rule,
                 JsonNode              *value)
{
  JsonObject *secret;
  const char *text = NULL;
  JsonNode *node;

  if (rule->kind != KH_REFERENCE_SECRET)
    return json_node_copy (value);
  secret = json_object_new ();
  if (JSON_NODE_HOLDS_OBJECT (value))
    text = kh_json_get_string (json_node_get_object (value), "text", NULL);
  if (text != NULL)
    {
      json_object_set_string_member (secret, "state", "clear");
      json_object_set_string_member (secret, "text", text);
    }
  else
    json_object_set_string_member (secret, "state", is_empty_value (value) ? "none" : "set");
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, secret);
  return node;
}

/* What the station keeps as it was given when the account was made. */
static gboolean
is_for_making (const KhReferenceRule *rule)
{
  return strcmp (rule->path, "/number") == 0 || strcmp (rule->path, "/external_refs/keyholder") == 0
         || g_str_has_prefix (rule->path, "/systems/*/areas/");
}

static gboolean
may_write (const KhReferenceOverlay *self,
           const KhReferenceRule    *rule,
           JsonNode                 *current,
           const char               *pointer)
{
  if (!self->changing || (self->making && is_for_making (rule)))
    return TRUE;
  if (kh_reference_rule_is_fixed (rule, self->profile))
    {
      kh_reference_mistake_add (self->mistakes, pointer, "read-only",
                                "This station does not let the field be written.");
      return FALSE;
    }
  if (kh_reference_rule_is_once (rule, self->profile) && !is_empty_value (current))
    {
      kh_reference_mistake_add (self->mistakes, pointer, "read-only",
                                "This station lets the field be written only once, and it "
                                "has a value.");
      return FALSE;
    }
  return TRUE;
}

/* A book that is loaded may have codes of the station's past. */
static gboolean
knows_code (const KhReferenceOverlay *self,
            const KhReferenceRule    *rule,
            JsonNode                 *value,
            const char               *pointer)
{
  if (!self->changing || rule->kind != KH_REFERENCE_CODE || JSON_NODE_HOLDS_NULL (value)
      || kh_reference_directory_has_code (rule->pattern, json_node_get_string (value)))
    return TRUE;
  kh_reference_mistake_add (self->mistakes, pointer, "unknown-code", "The station's list has no such code.");
  return FALSE;
}

static void
overlay_field (const KhReferenceOverlay *self,
               const KhReferenceRule    *rule,
               JsonObject               *target,
               const char               *name,
               JsonNode                 *value,
               const char               *pointer)
{
  JsonNode *current = json_object_get_member (target, name);
  g_autoptr (JsonNode) node = NULL;

  if (!kh_reference_rule_check (rule, self->profile, value, pointer, self->mistakes))
    return;
  node = normalise_value (rule, value);
  /* Whoever writes what is there already changes nothing, and may. */
  if (!json_node_equal (node, current) && may_write (self, rule, current, pointer)
      && knows_code (self, rule, node, pointer))
    json_object_set_member (target, name, g_steal_pointer (&node));
}

static void
overlay_list (const KhReferenceOverlay *self,
              JsonArray                *items,
              JsonNode                 *value,
              const char               *path,
              const char               *pointer,
              gboolean                  fresh)
{
  const KhReferenceList *list = kh_reference_list_lookup (path);
  JsonArray *source;

  if (!JSON_NODE_HOLDS_ARRAY (value))
    {
      kh_reference_mistake_add (self->mistakes, pointer, "type", "A list is expected.");
      return;
    }
  source = json_node_get_array (value);
  if (json_array_get_length (source) == 0)
    return;
  if (!fresh || list == NULL)
    {
      kh_reference_mistake_add (self->mistakes, pointer, "list",
                                "Lists are changed item by item.");
      return;
    }
  for (guint i = 0; i < json_array_get_length (source); i++)
    {
      g_autofree char *inner = g_strdup_printf ("%s/%u", pointer, i);

      kh_reference_overlay_item (self, list, items, json_array_get_element (source, i), inner);
    }
}

/**
 * kh_reference_overlay_member:
 * @self: how
 * @target: the object that is changed
 * @name: the member's name
 * @value: its new value
 * @path: the member's place in the account, with * for ids
 * @pointer: where the value stands in what was sent
 * @fresh: whether the object is new, so that its lists may be given whole
 *
 * Lays one value over a member of an account: a field, an object member by
 * member, or a list item by item.
 */
void
kh_reference_overlay_member (const KhReferenceOverlay *self,
                             JsonObject               *target,
                             const char               *name,
                             JsonNode                 *value,
                             const char               *path,
                             const char               *pointer,
                             gboolean                  fresh)
{
  const KhReferenceRule *rule = kh_reference_rule_lookup (path);
  JsonNode *current = json_object_get_member (target, name);

  if (current == NULL)
    kh_reference_mistake_add (self->mistakes, pointer, "unknown-field",
                              "There is no such field.");
  else if (rule != NULL && !fresh && self->changing && strcmp (name, "no") == 0)
    kh_reference_mistake_add (self->mistakes, pointer, "read-only", "An item keeps its number.");
  else if (rule != NULL)
    overlay_field (self, rule, target, name, value, pointer);
  else if (JSON_NODE_HOLDS_ARRAY (current))
    overlay_list (self, json_node_get_array (current), value, path, pointer, fresh);
  else if (JSON_NODE_HOLDS_OBJECT (value))
    kh_reference_overlay_object (self, json_node_get_object (current),
                                 json_node_get_object (value), path, pointer, fresh);
  else
    kh_reference_mistake_add (self->mistakes, pointer, "type", "An object is expected.");
}

/**
 * kh_reference_overlay_object:
 * @self: how
 * @target: the object that is changed
 * @source: what it is to have; an absent member stays as it is
 * @path: the object's place in the account, with * for ids
 * @pointer: where @source stands in what was sent
 * @fresh: whether the object is new
 *
 * Lays an object over one of an account, member by member.
 */
void
kh_reference_overlay_object (const KhReferenceOverlay *self,
                             JsonObject               *target,
                             JsonObject               *source,
                             const char               *path,
                             const char               *pointer,
                             gboolean                  fresh)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, source);
  while (json_object_iter_next (&iter, &name, &value))
    {
      g_autofree char *inner_path = g_strdup_printf ("%s/%s", path, name);
      g_autofree char *inner_pointer = g_strdup_printf ("%s/%s", pointer, name);

      kh_reference_overlay_member (self, target, name, value, inner_path, inner_pointer, fresh);
    }
}

/* Fields that must have a value, and that nobody gave one. */
static void
check_required (const KhReferenceOverlay *self,
                JsonObject               *object,
                const char               *path,
                const char               *pointer)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &name, &value))
    {
      g_autofree char *inner_path = g_strdup_printf ("%s/%s", path, name);
      g_autofree char *inner_pointer = g_strdup_printf ("%s/%s", pointer, name);
      const KhReferenceRule *rule = kh_reference_rule_lookup (inner_path);

      if (rule != NULL && JSON_NODE_HOLDS_NULL (value))
        kh_reference_rule_check (rule, self->profile, value, inner_pointer, self->mistakes);
    }
}

/* The key of an item that the sender names: needed, and not yet there. */
static void
check_key (const KhReferenceOverlay *self,
           const KhReferenceList    *list,
           JsonArray                *items,
           JsonObject               *item,
           const char               *pointer)
{
  g_autofree char *inner = g_strdup_printf ("%s/%s", pointer, list->key);
  g_autofree char *key = kh_reference_list_dup_key (list, item);

  if (has_key (list, items, item, key))
    kh_reference_mistake_add (self->mistakes, inner, "duplicate",
                              "There is an item of that name.");
}

/**
 * kh_reference_overlay_item:
 * @self: how
 * @list: a list
 * @items: its items
 * @source: the values of the new item
 * @pointer: where @source stands in what was sent
 *
 * Adds an item to a list. On a mistake the list may hold half an item: the whole
 * account is thrown away then.
 */
void
kh_reference_overlay_item (const KhReferenceOverlay *self,
                           const KhReferenceList    *list,
                           JsonArray                *items,
                           JsonNode                 *source,
                           const char               *pointer)
{
  g_autofree char *path = g_strconcat (list->path, "/*", NULL);
  JsonObject *item;

  if (!JSON_NODE_HOLDS_OBJECT (source))
    {
      kh_reference_mistake_add (self->mistakes, pointer, "type", "An object is expected.");
      return;
    }
  if (json_array_get_length (items) >= MOST_ITEMS)
    {
      kh_reference_mistake_add (self->mistakes, pointer, "too-many", "The list is full.");
      return;
    }
  item = kh_reference_list_add (list, items);
  kh_reference_overlay_object (self, item, json_node_get_object (source), path, pointer, TRUE);
  if (list->prefix != NULL)
    give_id (self, list, items, item);
  check_required (self, item, path, pointer);
  check_key (self, list, items, item, pointer);
}

/**
 * kh_reference_account_from_text:
 * @text: an account that this program wrote
 *
 * Returns: (transfer full): it as a tree that can be changed
 */
JsonObject *
kh_reference_account_from_text (const char *text)
{
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  g_assert (node != NULL && JSON_NODE_HOLDS_OBJECT (node));
  return json_node_dup_object (node);
}

/**
 * kh_reference_account_to_text:
 * @document: an account
 *
 * Returns: (transfer full): it as JSON
 */
char *
kh_reference_account_to_text (JsonObject *document)
{
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_node_set_object (node, document);
  return kh_json_to_text (node);
}

static JsonObject *
read_account (const KhReferenceOverlay *overlay,
              JsonObject               *source)
{
  JsonObject *document = kh_reference_account_from_text (empty_account);

  kh_reference_overlay_object (overlay, document, source, "", "", TRUE);
  check_required (overlay, document, "", "");
  return document;
}

/**
 * kh_reference_account_read:
 * @source: an account that somebody else wrote
 * @profile: the station's profile
 * @mistakes: (element-type KhReferenceMistake): takes what is wrong with it
 *
 * Brings an account into the station's own shape: every member there, every item
 * with an id.
 *
 * Returns: (transfer full): the account; of no use when there are mistakes
 */
JsonObject *
kh_reference_account_read (JsonObject         *source,
                           KhReferenceProfile  profile,
                           GPtrArray          *mistakes)
{
  KhReferenceOverlay overlay = { profile, FALSE, FALSE, "", mistakes };

  return read_account (&overlay, source);
}

/**
 * kh_reference_account_read_new:
 * @source: an account that a dealer wants to have made
 * @profile: the station's profile
 * @mistakes: (element-type KhReferenceMistake): takes what is wrong with it
 *
 * The same, for who may write only what a dealer may.
 *
 * Returns: (transfer full): the account; of no use when there are mistakes
 */
JsonObject *
kh_reference_account_read_new (JsonObject         *source,
                               KhReferenceProfile  profile,
                               GPtrArray          *mistakes)
{
  KhReferenceOverlay overlay = { profile, TRUE, TRUE, "", mistakes };

  return read_account (&overlay, source);
}

static void
mask_secret (JsonObject         *holder,
             const char         *name,
             KhReferenceProfile  profile)
{
  JsonObject *secret = kh_json_get_object (holder, name);

  if (profile == KH_REFERENCE_GENERIC || !json_object_has_member (secret, "text"))
    return;
  json_object_remove_member (secret, "text");
  json_object_set_string_member (secret, "state", "masked");
}

static void
mask_list (JsonObject         *document,
           const char         *list,
           const char         *name,
           KhReferenceProfile  profile)
{
  JsonArray *items = kh_json_get_array (document, list);

  for (guint i = 0; i < json_array_get_length (items); i++)
    mask_secret (json_array_get_object_element (items, i), name, profile);
}

/* A Bold station keeps the agencies that it has, and any other those of which its book says so. */
static void
mark_agencies (JsonObject         *document,
               KhReferenceProfile  profile)
{
  JsonArray *items = kh_json_get_array (document, "agencies");

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonObject *item = json_array_get_object_element (items, i);

      json_object_set_boolean_member (item, "frozen",
                                      profile == KH_REFERENCE_BOLD || kh_json_get_boolean (item, "frozen", FALSE));
    }
}

/**
 * kh_reference_account_mask:
 * @document: an account
 * @profile: the station's profile
 *
 * Takes out of an account what the station does not show, and says what it keeps.
 */
void
kh_reference_account_mask (JsonObject         *document,
                           KhReferenceProfile  profile)
{
  JsonObject *references = kh_json_get_object (document, "external_refs");

  mask_list (document, "passcodes", "value", profile);
  mask_list (document, "contacts", "passcode", profile);
  mark_agencies (document, profile);
  if (kh_json_get_string (references, "keyholder", NULL) == NULL)
    json_object_remove_member (references, "keyholder");
}

/**
 * kh_reference_account_summarise:
 * @document: an account
 *
 * Returns: (transfer full): what a list of accounts says of it
 */
JsonObject *
kh_reference_account_summarise (JsonObject *document)
{
  static const char *const names[] = { "id", "number", "receiver", "status" };
  JsonObject *summary = json_object_new ();
  JsonObject *site = kh_json_get_object (document, "site");
  g_autofree char *etag = g_strdup_printf ("\"%" G_GINT64_FORMAT "\"",
                                           kh_json_get_int (document, "version", 0));

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    json_object_set_member (summary, names[i], json_object_dup_member (document, names[i]));
  json_object_set_member (summary, "name", json_object_dup_member (site, "name"));
  json_object_set_member (summary, "address", json_object_dup_member (site, "address"));
  json_object_set_string_member (summary, "etag", etag);
  return summary;
}

/**
 * kh_reference_account_dup_now:
 *
 * Returns: (transfer full): the time, as an account has it
 */
char *
kh_reference_account_dup_now (void)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

  return g_date_time_format (now, "%Y-%m-%dT%H:%M:%SZ");
}

/**
 * kh_reference_account_dup_time:
 * @seconds: seconds since 1970
 *
 * Returns: (transfer full): that time, as an account has it
 */
char *
kh_reference_account_dup_time (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ");
}

/**
 * kh_reference_account_stamp:
 * @document: an account that was changed
 * @author: who did it
 * @version: its new version
 */
void
kh_reference_account_stamp (JsonObject *document,
                            const char *author,
                            gint64      version)
{
  g_autofree char *now = kh_reference_account_dup_now ();
  g_autofree char *by = g_utf8_substring (author, 0, MIN (60, g_utf8_strlen (author, -1)));

  json_object_set_int_member (document, "version", version);
  json_object_set_string_member (document, "updated_at", now);
  json_object_set_string_member (document, "updated_by", by);
}

/**
 * kh_reference_canonical_number:
 * @number: an account number
 *
 * Returns: (transfer full): it without blanks and hyphens in upper case; equal for
 *   numbers that people take for the same
 */
char *
kh_reference_canonical_number (const char *number)
{
  GString *canonical = g_string_new (NULL);

  for (const char *at = number; *at != '\0'; at++)
    if (*at != '-' && !g_ascii_isspace (*at))
      g_string_append_c (canonical, g_ascii_toupper (*at));
  return g_string_free (canonical, FALSE);
}
