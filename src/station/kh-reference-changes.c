/* kh-reference-changes.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-changes.h"

#include "kh-json.h"
#include "kh-reference-account.h"
#include "kh-reference-directory.h"

#include <string.h>

#define LONGEST_PATH 200

/* Where a path leads. */
typedef struct {
  /* borrowed from the account */
  JsonObject *holder; /* of the last named member */
  JsonNode *node;     /* the member, or the list's item */
  JsonArray *items;   /* the list, when the path names an item or the end of one */
  const KhReferenceList *list;
  guint index;

  /* owned */
  GString *path; /* with * for ids */
  char *name;
  char *key;
  gboolean at_end;
} Target;

typedef struct {
  guint index;
  const char *op;
  const char *path;
  JsonNode *from;
  JsonNode *value;
} Operation;

static void
target_clear (Target *self)
{
  if (self->path != NULL)
    g_string_free (self->path, TRUE);
  g_free (self->name);
  g_free (self->key);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Target, target_clear)

static void
complain (GPtrArray  *mistakes,
          guint       index,
          const char *member,
          const char *code,
          const char *detail)
{
  g_autofree char *pointer = g_strdup_printf ("/ops/%u%s%s", index, *member != '\0' ? "/" : "",
                                              member);

  kh_reference_mistake_add (mistakes, pointer, code, detail);
}

/* Where it is an item that is missing, which and where: "There is no 3 in systems." */
static void
complain_of_path (GPtrArray    *mistakes,
                  guint         index,
                  const char   *wrong,
                  const Target *target)
{
  g_autofree char *detail = strcmp (wrong, "unknown-item") == 0
                              ? g_strdup_printf ("There is no %s in %s.", target->key, target->name)
                              : g_strdup ("The account has no such field.");

  complain (mistakes, index, "path", wrong, detail);
}

static gboolean
find_item (Target     *self,
           const char *key)
{
  for (guint i = 0; i < json_array_get_length (self->items); i++)
    {
      JsonObject *item = json_array_get_object_element (self->items, i);
      g_autofree char *other = kh_reference_list_dup_key (self->list, item);

      if (g_strcmp0 (key, other) == 0)
        {
          self->node = json_array_get_element (self->items, i);
          self->index = i;
          return TRUE;
        }
    }
  return FALSE;
}

/* One segment further; what is wrong with it, or NULL. */
static const char *
step_into_list (Target     *self,
                const char *segment)
{
  self->items = json_node_get_array (self->node);
  self->list = kh_reference_list_lookup (self->path->str);
  if (self->list == NULL)
    return "unknown-field";
  g_string_append (self->path, "/*");
  g_free (self->key);
  self->key = g_strdup (segment);
  if (strcmp (segment, "-") == 0)
    {
      self->at_end = TRUE;
      self->node = NULL;
      return NULL;
    }
  return find_item (self, segment) ? NULL : "unknown-item";
}

static const char *
step_into_object (Target     *self,
                  const char *segment)
{
  self->holder = json_node_get_object (self->node);
  self->node = json_object_get_member (self->holder, segment);
  self->items = NULL;
  g_string_append_printf (self->path, "/%s", segment);
  g_free (self->name);
  self->name = g_strdup (segment);
  return self->node != NULL ? NULL : "unknown-field";
}

static const char *
resolve (Target     *self,
         JsonNode   *root,
         const char *path)
{
  g_auto (GStrv) segments = g_strsplit (path + 1, "/", -1);
  const char *wrong = NULL;

  self->node = root;
  self->path = g_string_new (NULL);
  for (guint i = 0; wrong == NULL && segments[i] != NULL; i++)
    {
      if (self->at_end || kh_reference_rule_lookup (self->path->str) != NULL)
        wrong = "unknown-field";
      else if (JSON_NODE_HOLDS_ARRAY (self->node))
        wrong = step_into_list (self, segments[i]);
      else if (JSON_NODE_HOLDS_OBJECT (self->node))
        wrong = step_into_object (self, segments[i]);
      else
        wrong = "unknown-field";
    }
  return wrong;
}

static gboolean
read_members (Operation  *self,
              JsonObject *object)
{
  static const char *const known[] = { "op", "path", "from", "value", NULL };
  g_autoptr (GList) names = json_object_get_members (object);

  for (GList *l = names; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data))
      return FALSE;
  self->op = kh_json_get_string (object, "op", "");
  self->path = kh_json_get_string (object, "path", "");
  self->from = json_object_get_member (object, "from");
  self->value = json_object_get_member (object, "value");
  return TRUE;
}

/* Whether it is an operation at all; what it does is looked at later. */
static const char *
read_operation (Operation *self,
                JsonNode  *node)
{
  gboolean end;

  if (!JSON_NODE_HOLDS_OBJECT (node) || !read_members (self, json_node_get_object (node)))
    return "";
  if (!g_regex_match_simple ("^(/[A-Za-z0-9._-]+)+$", self->path, G_REGEX_DOLLAR_ENDONLY, 0)
      || strlen (self->path) > LONGEST_PATH)
    return "path";
  end = g_str_has_suffix (self->path, "/-");
  if (strcmp (self->op, "remove") == 0)
    return self->value != NULL ? "value" : end ? "path" : NULL;
  if (self->value == NULL || JSON_NODE_HOLDS_ARRAY (self->value))
    return "value";
  if (strcmp (self->op, "replace") == 0)
    return end ? "path" : NULL;
  if (strcmp (self->op, "add") != 0)
    return "op";
  return !end ? "path" : JSON_NODE_HOLDS_OBJECT (self->value) ? NULL : "value";
}

static GArray *
read_operations (JsonObject *set,
                 GPtrArray  *mistakes)
{
  GArray *operations = g_array_new (FALSE, TRUE, sizeof (Operation));
  JsonArray *array = kh_json_get_array (set, "ops");
  guint length = array != NULL ? json_array_get_length (array) : 0;

  if (length == 0 || length > KH_REFERENCE_MOST_OPERATIONS)
    kh_reference_mistake_add (mistakes, "/ops", "format", "One to 200 operations are expected.");
  for (guint i = 0; i < MIN (length, KH_REFERENCE_MOST_OPERATIONS); i++)
    {
      Operation operation = { .index = i };
      const char *wrong = read_operation (&operation, json_array_get_element (array, i));

      if (wrong != NULL)
        complain (mistakes, i, wrong, "format", "This is no operation.");
      g_array_append_val (operations, operation);
    }
  return operations;
}

static void
read_envelope (JsonObject *set,
               GPtrArray  *mistakes)
{
  static const char *const known[] = { "reason", "author", "ops", NULL };
  static const char *const reasons[] = { "link", "edit", "manual", NULL };
  g_autoptr (GList) names = json_object_get_members (set);
  const char *author = kh_json_get_string (set, "author", "");

  for (GList *l = names; l != NULL; l = l->next)
    if (!g_strv_contains (known, l->data))
      kh_reference_mistake_add (mistakes, "", "format", "There is a member that is not known.");
  if (!g_strv_contains (reasons, kh_json_get_string (set, "reason", "")))
    kh_reference_mistake_add (mistakes, "/reason", "format", "The reason is not one of these.");
  if (*author == '\0' || g_utf8_strlen (author, -1) > 100)
    kh_reference_mistake_add (mistakes, "/author", "format", "An author is expected.");
}

/* A guard on a whole item says what some of its members are. */
static gboolean
is_as_guarded (JsonNode *from,
               JsonNode *node)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT (from) || !JSON_NODE_HOLDS_OBJECT (node))
    return json_node_equal (from, node);
  json_object_iter_init (&iter, json_node_get_object (from));
  while (json_object_iter_next (&iter, &name, &value))
    {
      JsonNode *current = json_object_get_member (json_node_get_object (node), name);

      if (current == NULL || !json_node_equal (value, current))
        return FALSE;
    }
  return TRUE;
}

static void
check_guards (JsonObject         *document,
              GArray             *operations,
              KhReferenceProfile  profile,
              GPtrArray          *mistakes)
{
  g_autofree char *text = kh_reference_account_to_text (document);
  g_autoptr (JsonNode) shown = json_from_string (text, NULL);

  /* A guard is about what the station shows. */
  kh_reference_account_mask (json_node_get_object (shown), profile);
  for (guint i = 0; i < operations->len; i++)
    {
      const Operation *operation = &g_array_index (operations, Operation, i);
      g_auto (Target) target = { 0 };

      if (operation->from == NULL || resolve (&target, shown, operation->path) != NULL
          || target.node == NULL)
        continue;
      if (!is_as_guarded (operation->from, target.node))
        complain (mistakes, i, "from", "changed", "The field has another value.");
    }
}

static gboolean
is_frozen (const Target *target)
{
  JsonObject *item = target->items == NULL              ? target->holder
                     : JSON_NODE_HOLDS_OBJECT (target->node) ? json_node_get_object (target->node)
                                                             : NULL;

  return item != NULL && kh_json_get_boolean (item, "frozen", FALSE);
}

/* With the bold profile an agency that is set stays, and there is one of a kind. */
static gboolean
refuses_agency (const KhReferenceOverlay *overlay,
                const Operation          *operation,
                const Target             *target)
{
  const char *type;

  if (!target->at_end && g_str_has_prefix (target->path->str, "/agencies/") && is_frozen (target))
    return TRUE;
  if (overlay->profile != KH_REFERENCE_BOLD || target->list == NULL
      || strcmp (target->list->path, "/agencies") != 0)
    return FALSE;
  if (!target->at_end)
    return strcmp (operation->op, "remove") == 0;
  type = kh_json_get_string (json_node_get_object (operation->value), "type", "");
  for (guint i = 0; i < json_array_get_length (target->items); i++)
    if (g_strcmp0 (kh_json_get_string (json_array_get_object_element (target->items, i), "type",
                                       NULL), type) == 0)
      return strcmp (type, "guard") != 0;
  return FALSE;
}

static void
apply_removal (const KhReferenceOverlay *overlay,
               const Operation          *operation,
               Target                   *target)
{
  if (target->list == NULL || target->items == NULL
      || strcmp (target->list->path, "/systems/*/areas") == 0)
    complain (overlay->mistakes, operation->index, "path", "unknown-item",
              "Only an item of a list can be removed.");
  else
    json_array_remove_element (target->items, target->index);
}

static void
check_agency (const KhReferenceOverlay *overlay,
              const Target             *target,
              JsonNode                 *item,
              const char               *pointer)
{
  if (target->list != NULL && strcmp (target->list->path, "/agencies") == 0
      && JSON_NODE_HOLDS_OBJECT (item))
    kh_reference_directory_settle (json_node_get_object (item), pointer, overlay->mistakes);
}

static void
apply_replacement (const KhReferenceOverlay *overlay,
                   const Operation          *operation,
                   Target                   *target)
{
  g_autofree char *pointer = g_strdup_printf ("/ops/%u/value", operation->index);

  if (target->items == NULL)
    kh_reference_overlay_member (overlay, target->holder, target->name, operation->value,
                                 target->path->str, pointer, FALSE);
  else if (JSON_NODE_HOLDS_OBJECT (operation->value))
    {
      kh_reference_overlay_object (overlay, json_node_get_object (target->node),
                                   json_node_get_object (operation->value), target->path->str,
                                   pointer, FALSE);
      if (json_object_has_member (json_node_get_object (operation->value), "agency"))
        check_agency (overlay, target, target->node, pointer);
    }
  else
    kh_reference_mistake_add (overlay->mistakes, pointer, "type", "An object is expected.");
}

static char *
apply_addition (const KhReferenceOverlay *overlay,
                const Operation          *operation,
                Target                   *target)
{
  g_autofree char *pointer = g_strdup_printf ("/ops/%u/value", operation->index);
  guint length = json_array_get_length (target->items);

  kh_reference_overlay_item (overlay, target->list, target->items, operation->value, pointer);
  if (json_array_get_length (target->items) == length)
    return NULL;
  check_agency (overlay, target, json_array_get_element (target->items, length), pointer);
  return kh_reference_list_dup_key (target->list,
                                    json_array_get_object_element (target->items, length));
}

/* Gives the id of the list item that was made or changed. */
static char *
apply_operation (const KhReferenceOverlay *overlay,
                 JsonNode                 *root,
                 const Operation          *operation)
{
  g_auto (Target) target = { 0 };
  const char *wrong = resolve (&target, root, operation->path);

  if (wrong != NULL)
    complain_of_path (overlay->mistakes, operation->index, wrong, &target);
  else if (refuses_agency (overlay, operation, &target))
    complain (overlay->mistakes, operation->index, "path", "read-only",
              "An agency that is set cannot be changed or removed.");
  else if (target.at_end)
    return apply_addition (overlay, operation, &target);
  else if (strcmp (operation->op, "remove") == 0)
    apply_removal (overlay, operation, &target);
  else
    apply_replacement (overlay, operation, &target);
  return g_steal_pointer (&target.key);
}

static gboolean
is_zone (const Operation *operation)
{
  return g_regex_match_simple ("^/systems/[^/]+/zones/", operation->path, 0, 0);
}

/* An area has one zone of a number. Looked at when all is done, so that two may change theirs. */
static void
check_zones (JsonObject         *document,
             const Operation    *operation,
             GPtrArray          *mistakes)
{
  g_auto (GStrv) segments = g_strsplit (operation->path, "/", -1);
  JsonArray *systems = kh_json_get_array (document, "systems");
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < json_array_get_length (systems); i++)
    {
      JsonObject *system = json_array_get_object_element (systems, i);
      JsonArray *zones = kh_json_get_array (system, "zones");

      if (kh_json_get_int (system, "no", 0) != g_ascii_strtoll (segments[2], NULL, 10))
        continue;
      for (guint z = 0; z < json_array_get_length (zones); z++)
        {
          JsonObject *zone = json_array_get_object_element (zones, z);

          if (!g_hash_table_add (known, g_strdup_printf ("%" G_GINT64_FORMAT " %s", kh_json_get_int (zone, "area", 0),
                                                         kh_json_get_string (zone, "zone", ""))))
            {
              complain (mistakes, operation->index, "value/zone", "duplicate", "The area has a zone of that number.");
              return;
            }
        }
    }
}

/**
 * kh_reference_changes_apply:
 * @document: an account; of no use any more unless the outcome is %KH_REFERENCE_APPLIED
 * @set: a change set
 * @profile: the station's profile
 * @version: the version that the account will have; it makes new ids unique
 * @items: (element-type utf8): takes the id of each operation's list item, or %NULL
 * @mistakes: (element-type KhReferenceMistake): takes what is wrong
 *
 * Applies a change set to an account: all of it, or the outcome says that it is refused.
 *
 * Returns: what became of it
 */
KhReferenceOutcome
kh_reference_changes_apply (JsonObject         *document,
                            JsonObject         *set,
                            KhReferenceProfile  profile,
                            gint64              version,
                            GPtrArray          *items,
                            GPtrArray          *mistakes)
{
  g_autofree char *stem = g_strdup_printf ("%" G_GINT64_FORMAT "-", version);
  KhReferenceOverlay overlay = { profile, TRUE, FALSE, stem, mistakes };
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GArray) operations = read_operations (set, mistakes);

  read_envelope (set, mistakes);
  if (mistakes->len > 0)
    return KH_REFERENCE_MALFORMED;
  check_guards (document, operations, profile, mistakes);
  if (mistakes->len > 0)
    return KH_REFERENCE_CHANGED;
  json_node_set_object (root, document);
  for (guint i = 0; i < operations->len; i++)
    g_ptr_array_add (items, apply_operation (&overlay, root,
                                             &g_array_index (operations, Operation, i)));
  for (guint i = 0; i < operations->len; i++)
    if (is_zone (&g_array_index (operations, Operation, i)))
      check_zones (document, &g_array_index (operations, Operation, i), mistakes);
  if (mistakes->len == 0)
    return KH_REFERENCE_APPLIED;
  if (kh_reference_mistakes_are_all (mistakes, "unknown-code"))
    return KH_REFERENCE_UNKNOWN_CODE;
  return kh_reference_mistakes_are_all (mistakes, "read-only") ? KH_REFERENCE_READ_ONLY
                                                               : KH_REFERENCE_INVALID;
}
