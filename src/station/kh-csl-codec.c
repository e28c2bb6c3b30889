/* kh-csl-codec.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csl-codec.h"
#include "kh-csl-lists.h"
#include "kh-csl-rows.h"
#include "kh-csl-wire.h"
#include "kh-json.h"
#include "kh-problem.h"
#include "kh-request.h"
#include "kh-value-type.h"

#include <string.h>

#define MAX_SHOWN_CHARACTERS 500
#define MAX_NUMBER_CHARACTERS 64
#define MAX_SECRET_CHARACTERS 100
#define MAX_NEAR 20
#define MAX_FOUND 200

/* The station names an entry of a catalogue by its label, which is a text. */
static const KhDatapoint label_row = {
  .id = KH_DATAPOINT_NONE, .key = "label", .label = "Label",
  .type = KH_VALUE_TEXT, .min = 1, .max = 200,
};

/* Helpers */

/* A station's text as it may be shown: whole characters, not too many, none that hides
 * or turns round what stands beside it. */
static char *
dup_shown (const char *text)
{
  g_autofree char *cut = NULL;

  if (text == NULL || *text == '\0')
    return NULL;
  if (g_utf8_strlen (text, -1) <= MAX_SHOWN_CHARACTERS)
    return kh_value_dup_visible (text);

  cut = g_utf8_substring (text, 0, MAX_SHOWN_CHARACTERS);

  return kh_value_dup_visible (cut);
}

static char *
dup_shown_line (JsonObject *object,
                const char *name)
{
  char *shown = object != NULL ? dup_shown (kh_json_get_string (object, name, NULL)) : NULL;

  return shown != NULL ? g_strdelimit (shown, "\n", ' ') : NULL;
}

/**
 * kh_csl_codec_dup_shown:
 * @object: (nullable): an object of a station's answer
 * @name: a member
 *
 * Returns: (transfer full) (nullable): its text as it may be shown, on one line
 */
char *
kh_csl_codec_dup_shown (JsonObject *object,
                        const char *name)
{
  return dup_shown_line (object, name);
}

static void
set_shown (KhAccount  *account,
           const char *property,
           JsonObject *document,
           const char *name)
{
  g_autofree char *shown = dup_shown_line (document, name);

  g_object_set (account, property, shown, NULL);
}

static guint
count_items (JsonObject *document,
             const char *name)
{
  JsonArray *items = kh_json_get_array (document, name);

  return items != NULL ? json_array_get_length (items) : 0;
}

/* One line */

static char *
dup_joined (JsonObject        *object,
            const char *const *names,
            const char        *separator)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (guint i = 0; object != NULL && names[i] != NULL; i++)
    {
      g_autofree char *shown = dup_shown_line (object, names[i]);

      if (shown != NULL && line->len > 0)
        g_string_append (line, separator);
      if (shown != NULL)
        g_string_append (line, shown);
    }

  return g_string_free (g_steal_pointer (&line), FALSE);
}

static void
append_part (GString    *line,
             const char *part)
{
  if (*part == '\0')
    return;

  if (line->len > 0)
    g_string_append (line, ", ");
  g_string_append (line, part);
}

static void
set_name (KhAccount  *account,
          JsonObject *name)
{
  static const char *const person_names[] = { "first", "last", NULL };
  static const char *const business_names[] = { "business", NULL };
  g_autofree char *person = dup_joined (name, person_names, " ");
  g_autofree char *business = dup_joined (name, business_names, " ");
  g_autoptr (GString) line = g_string_new (NULL);

  append_part (line, business);
  append_part (line, person);
  g_object_set (account, "name", line->len > 0 ? line->str : NULL, NULL);
}

static void
set_address (KhAccount  *account,
             JsonObject *address)
{
  static const char *const street_names[] = { "line1", "line2", "city", NULL };
  static const char *const region_names[] = { "state", "zip", NULL };
  g_autofree char *street = dup_joined (address, street_names, ", ");
  g_autofree char *region = dup_joined (address, region_names, " ");
  g_autoptr (GString) line = g_string_new (NULL);

  append_part (line, street);
  append_part (line, region);
  g_object_set (account, "address", line->len > 0 ? line->str : NULL, NULL);
}

/* Values */

static void
set_unreadable (KhAccount     *account,
                KhDatapointId  id,
                JsonNode      *node,
                const char    *item)
{
  g_autofree char *raw = NULL;
  g_autofree char *shown = NULL;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    raw = json_node_dup_string (node);
  else
    raw = kh_json_to_text (node);
  shown = dup_shown (raw);
  kh_account_set_value (account, id, KH_ACCOUNT_UNREADABLE, shown, item);
}

/* A value that is only written in another way than ours stays as it is written there: a
 * guard must name it like that, and the comparison sees through it. */
static gboolean
is_readable (const KhDatapoint *datapoint,
             const char        *text)
{
  const KhDatapoint *row = datapoint->type == KH_VALUE_CATALOGUE ? &label_row : datapoint;
  g_autofree char *parsed = NULL;

  if (kh_value_check (row, text, NULL, NULL))
    return TRUE;
  if (row->type != KH_VALUE_TEXT && row->type != KH_VALUE_MULTILINE && row->type != KH_VALUE_POSTAL
      && row->type != KH_VALUE_PHONE && row->type != KH_VALUE_EMAIL)
    return FALSE;

  parsed = kh_value_parse (row, text, -1, NULL, NULL);

  return parsed != NULL;
}

static void
set_scalar (KhAccount     *account,
            KhDatapointId  id,
            JsonNode      *node,
            const char    *item)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  GType type;

  if (JSON_NODE_HOLDS_NULL (node))
    {
      kh_account_set_value (account, id, KH_ACCOUNT_CLEAR, NULL, item);
      return;
    }

  type = JSON_NODE_HOLDS_VALUE (node) ? json_node_get_value_type (node) : G_TYPE_INVALID;
  if (datapoint->type == KH_VALUE_BOOLEAN && type == G_TYPE_BOOLEAN)
    kh_account_set_value (account, id, KH_ACCOUNT_CLEAR, json_node_get_boolean (node) ? "1" : "0", item);
  else if (datapoint->type != KH_VALUE_BOOLEAN && type == G_TYPE_STRING
           && is_readable (datapoint, json_node_get_string (node)))
    kh_account_set_value (account, id, KH_ACCOUNT_CLEAR, json_node_get_string (node), item);
  else
    set_unreadable (account, id, node, item);
}

/**
 * kh_csl_codec_is_secret:
 * @text: (nullable): a station's text
 *
 * Returns: whether it can be a passcode at all
 */
gboolean
kh_csl_codec_is_secret (const char *text)
{
  return text != NULL && *text != '\0' && g_utf8_strlen (text, -1) <= MAX_SECRET_CHARACTERS;
}

/* A secret goes straight to where it may stay. One that has no name in paths could not be
 * replaced, and one that cannot be read is not shown as it is. */
static void
set_secret (KhAccount     *account,
            KhDatapointId  id,
            JsonObject    *item,
            const char    *name)
{
  JsonNode *node = json_object_get_member (item, "value");
  JsonObject *value = kh_json_get_object (item, "value");
  const char *state = value != NULL ? kh_json_get_string (value, "state", "") : "none";
  const char *text = value != NULL ? kh_json_get_string (value, "text", NULL) : NULL;
  g_autoptr (KhSecret) secret = NULL;

  if (name == NULL || (value == NULL && node != NULL && !JSON_NODE_HOLDS_NULL (node)))
    kh_account_set_secret (account, id, KH_ACCOUNT_UNREADABLE, NULL, name);
  else if (strcmp (state, "none") == 0)
    kh_account_set_secret (account, id, KH_ACCOUNT_CLEAR, NULL, name);
  else if (strcmp (state, "clear") != 0)
    kh_account_set_secret (account, id, KH_ACCOUNT_MASKED, NULL, name);
  else if (!kh_csl_codec_is_secret (text))
    kh_account_set_secret (account, id, KH_ACCOUNT_UNREADABLE, NULL, name);
  else
    {
      secret = kh_secret_new (text, -1);
      kh_account_set_secret (account, id, KH_ACCOUNT_CLEAR, secret, name);
    }
}

static char *
dup_phone (JsonObject *item)
{
  const char *number = kh_json_get_string (item, "number", NULL);
  const char *extension = kh_json_get_string (item, "ext", NULL);
  JsonNode *node = json_object_get_member (item, "ext");

  if (number == NULL || strpbrk (number, "xX") != NULL
      || (extension == NULL && node != NULL && !JSON_NODE_HOLDS_NULL (node)))
    return NULL;

  return extension != NULL ? g_strconcat (number, "x", extension, NULL) : g_strdup (number);
}

/* An item that is a value as a whole. */
static void
set_item (KhAccount     *account,
          KhDatapointId  id,
          JsonNode      *node,
          const char    *name)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  JsonObject *item = json_node_get_object (node);
  g_autofree char *value = NULL;

  if (datapoint->type == KH_VALUE_PHONE)
    value = dup_phone (item);
  else
    value = g_strdup (kh_json_get_string (item, "address", NULL));

  if (value != NULL && is_readable (datapoint, value))
    kh_account_set_value (account, id, KH_ACCOUNT_CLEAR, value, name);
  else
    set_unreadable (account, id, node, name);
}

static JsonNode *
find_item_node (JsonArray  *items,
                JsonObject *item)
{
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);

      if (JSON_NODE_HOLDS_OBJECT (node) && json_node_get_object (node) == item)
        return node;
    }

  return NULL;
}

/* A list without such an item says that there is no such value. */
static void
read_from_list (KhAccount       *account,
                KhDatapointId    id,
                const KhCslWire *wire,
                JsonArray       *items)
{
  JsonObject *item = kh_csl_wire_select (wire, items);
  g_autofree char *name = item != NULL ? kh_csl_wire_dup_item (wire, item) : NULL;
  JsonNode *node;

  if (item == NULL)
    kh_account_set_value (account, id, KH_ACCOUNT_CLEAR, NULL, NULL);
  else if (kh_datapoint_get (id)->sealed)
    set_secret (account, id, item, name);
  else if (name == NULL)
    set_unreadable (account, id, find_item_node (items, item), NULL);
  else if (wire->member == NULL)
    set_item (account, id, find_item_node (items, item), name);
  else
    {
      node = json_object_get_member (item, wire->member);
      if (node != NULL)
        set_scalar (account, id, node, name);
    }
}

static void
read_datapoint (KhAccount     *account,
                KhDatapointId  id,
                JsonObject    *document)
{
  g_auto (KhCslWire) wire = { NULL, NULL, NULL };
  JsonNode *node;

  if (!kh_csl_wire_read (&wire, id))
    return;

  node = kh_csl_wire_walk (document, wire.list != NULL ? wire.list : wire.member);
  if (node == NULL)
    return;
  if (wire.list == NULL)
    set_scalar (account, id, node, NULL);
  else if (JSON_NODE_HOLDS_ARRAY (node))
    read_from_list (account, id, &wire, json_node_get_array (node));
}

/* What is not a datapoint */

static guint
count_zones (JsonObject *document)
{
  JsonArray *systems = kh_json_get_array (document, "systems");
  guint zones = 0;

  for (guint i = 0; systems != NULL && i < json_array_get_length (systems); i++)
    {
      JsonNode *node = json_array_get_element (systems, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        zones += count_items (json_node_get_object (node), "zones");
    }

  return zones;
}

/* Id and number, without which nothing can be done with an account. */
static KhAccount *
read_identity (JsonObject *document)
{
  const char *id = kh_json_get_string (document, "id", NULL);
  const char *number = kh_json_get_string (document, "number", NULL);
  KhAccount *account;

  if (id == NULL || !kh_request_check_id (id) || number == NULL || *number == '\0'
      || g_utf8_strlen (number, -1) > MAX_NUMBER_CHARACTERS)
    return NULL;

  account = kh_account_new ();
  g_object_set (account, "id", id, NULL);
  set_shown (account, "number", document, "number");
  set_shown (account, "receiver", document, "receiver");
  set_shown (account, "status", document, "status");

  return account;
}

static void
read_rest (KhAccount  *account,
           JsonObject *document)
{
  JsonObject *references = kh_json_get_object (document, "external_refs");

  set_shown (account, "dealer", document, "dealer");
  set_shown (account, "updated-at", document, "updated_at");
  set_shown (account, "updated-by", document, "updated_by");
  set_shown (account, "external-ref", references, "keyholder");
  g_object_set (account,
                "version", MAX (0, kh_json_get_int (document, "version", 0)),
                "in-alarm", kh_json_get_boolean (document, "in_alarm", FALSE),
                "contacts", count_items (document, "contacts"),
                "agencies", count_items (document, "agencies"),
                "passcodes", count_items (document, "passcodes"),
                "zones", count_zones (document),
                NULL);
}

/**
 * kh_csl_codec_read_account:
 * @document: an account document
 * @etag: (nullable): the version that it is
 *
 * Reads every datapoint that has a place in the document. Text is the station's as it is.
 *
 * Returns: (transfer full) (nullable): the account; %NULL where it has no id or number
 */
KhAccount *
kh_csl_codec_read_account (JsonObject *document,
                           const char *etag)
{
  KhAccount *account = read_identity (document);
  JsonObject *site = kh_json_get_object (document, "site");

  if (account == NULL)
    return NULL;

  g_object_set (account, "etag", etag, NULL);
  read_rest (account, document);
  kh_csl_lists_add_agencies (document, kh_account_get_agencies (account));
  kh_csl_rows_read (document, account);
  if (site != NULL)
    {
      set_name (account, kh_json_get_object (site, "name"));
      set_address (account, kh_json_get_object (site, "address"));
    }
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    read_datapoint (account, (KhDatapointId) i, document);

  return account;
}

/**
 * kh_csl_codec_read_summary:
 * @document: an item of a list of accounts
 *
 * Returns: (transfer full) (nullable): an account of which only id, number, receiver,
 *   status, version, name and address are known
 */
KhAccount *
kh_csl_codec_read_summary (JsonObject *document)
{
  KhAccount *account = read_identity (document);
  const char *etag = kh_json_get_string (document, "etag", NULL);

  if (account == NULL)
    return NULL;

  if (etag != NULL && kh_request_check_etag (etag))
    g_object_set (account, "etag", etag, NULL);
  set_name (account, kh_json_get_object (document, "name"));
  set_address (account, kh_json_get_object (document, "address"));

  return account;
}

static gboolean
is_asked_for (KhAccount  *account,
              const char *number,
              const char *receiver)
{
  return strcmp (kh_account_get_number (account), number) == 0
         && (receiver == NULL || g_strcmp0 (kh_account_get_receiver (account), receiver) == 0);
}

static GStrv
read_near (JsonArray *items)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; items != NULL && i < MIN (json_array_get_length (items), MAX_NEAR); i++)
    {
      JsonNode *node = json_array_get_element (items, i);
      g_autofree char *shown = NULL;

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        shown = dup_shown (json_node_get_string (node));
      if (shown != NULL)
        g_strv_builder_add (builder, shown);
    }

  return g_strv_builder_end (builder);
}

/**
 * kh_csl_codec_read_look_up:
 * @document: the answer
 * @number: the number that was asked for
 * @receiver: (nullable): the receiver that was asked for
 *
 * Returns: (transfer full) (nullable): what was found; %NULL where the answer has an
 *   account that was not asked for
 */
KhLookUp *
kh_csl_codec_read_look_up (JsonObject *document,
                           const char *number,
                           const char *receiver)
{
  g_autoptr (KhLookUp) look_up = g_new0 (KhLookUp, 1);
  JsonArray *items = kh_json_get_array (document, "items");

  look_up->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  if (items == NULL || json_array_get_length (items) > MAX_FOUND)
    return NULL;

  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      JsonNode *node = json_array_get_element (items, i);
      KhAccount *account = JSON_NODE_HOLDS_OBJECT (node)
                             ? kh_csl_codec_read_summary (json_node_get_object (node))
                             : NULL;

      if (account == NULL)
        return NULL;
      g_ptr_array_add (look_up->accounts, account);
      if (!is_asked_for (account, number, receiver))
        return NULL;
    }
  look_up->near = read_near (kh_json_get_array (document, "near"));

  return g_steal_pointer (&look_up);
}

/* Capabilities */

static void
read_field (KhCapabilities *capabilities,
            JsonObject     *field)
{
  const char *path = kh_json_get_string (field, "path", NULL);
  gint64 longest = kh_json_get_int (field, "max", 0);
  KhAbility ability = KH_ABILITY_NONE;

  if (kh_json_get_boolean (field, "compare", FALSE))
    ability |= KH_ABILITY_COMPARE;
  if (kh_json_get_boolean (field, "write", FALSE))
    ability |= KH_ABILITY_WRITE;
  if (kh_json_get_boolean (field, "once", FALSE))
    ability |= KH_ABILITY_ONCE;

  for (guint i = 0; path != NULL && i < KH_N_DATAPOINTS; i++)
    if (g_strcmp0 (kh_datapoint_get ((KhDatapointId) i)->wire, path) == 0)
      kh_capabilities_set_field (capabilities, (KhDatapointId) i, ability,
                                 (guint) CLAMP (longest, 0, G_MAXINT32));
}

static gboolean
has_feature (JsonObject *document,
             const char *feature)
{
  JsonArray *features = kh_json_get_array (document, "features");

  for (guint i = 0; features != NULL && i < json_array_get_length (features); i++)
    {
      JsonNode *node = json_array_get_element (features, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
          && strcmp (json_node_get_string (node), feature) == 0)
        return TRUE;
    }

  return FALSE;
}

/**
 * kh_csl_codec_read_capabilities:
 * @document: the answer
 *
 * Fields that no datapoint stands for are passed over.
 *
 * Returns: (transfer full) (nullable): the capabilities; %NULL where it names no fields
 */
KhCapabilities *
kh_csl_codec_read_capabilities (JsonObject *document)
{
  JsonArray *fields = kh_json_get_array (document, "fields");
  g_autofree char *name = dup_shown_line (document, "name");
  g_autofree char *dealer = dup_shown_line (document, "dealer");
  KhCapabilities *capabilities;

  if (fields == NULL)
    return NULL;

  capabilities = kh_capabilities_new ();
  g_object_set (capabilities,
                "name", name,
                "dealer", dealer,
                "profile", kh_json_get_string (document, "profile", NULL),
                "number-pattern", kh_json_get_string (document, "number_pattern", NULL),
                "longest-test", (guint) CLAMP (kh_json_get_int (document, "longest_test_minutes", 0),
                                               0, G_MAXINT32),
                "dry-run", has_feature (document, "dry_run"),
                "tests", has_feature (document, "tests"),
                "events", has_feature (document, "events"),
                "agencies", has_feature (document, "agencies"),
                "creates", has_feature (document, "create"),
                "number-blocks", has_feature (document, "number_blocks"),
                NULL);
  for (guint i = 0; i < json_array_get_length (fields); i++)
    {
      JsonNode *node = json_array_get_element (fields, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        read_field (capabilities, json_node_get_object (node));
    }

  return capabilities;
}

/* The answer to a change set */

static gboolean
read_result (JsonNode       *node,
             guint           operation,
             KhChangeAnswer *answer)
{
  JsonObject *result = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  const char *state = result != NULL ? kh_json_get_string (result, "state", "") : "";

  if (result == NULL || kh_json_get_int (result, "op", -1) != operation)
    return FALSE;
  if (strcmp (state, "applied") == 0)
    return TRUE;
  if (strcmp (state, "rejected") == 0)
    {
      answer->rejected = TRUE;
      if (answer->detail == NULL)
        answer->detail = kh_problem_dup_detail (kh_json_get_string (result, "detail", NULL), NULL);
    }
  else
    answer->pending = TRUE;

  return answer->rejected || strcmp (state, "pending_review") == 0;
}

/**
 * kh_csl_codec_read_changes:
 * @document: the answer
 * @operations: how many were sent
 * @dry_run: whether they were only to be checked
 *
 * A change set is answered for operation by operation. An answer that leaves one out
 * does not say that it was applied.
 *
 * Returns: (transfer full) (nullable): what became of it; %NULL where the answer does not say
 */
KhChangeAnswer *
kh_csl_codec_read_changes (JsonObject *document,
                           guint       operations,
                           gboolean    dry_run)
{
  g_autoptr (KhChangeAnswer) answer = g_new0 (KhChangeAnswer, 1);
  JsonArray *results = kh_json_get_array (document, "results");
  const char *change = kh_json_get_string (document, "change", NULL);

  if (results == NULL || json_array_get_length (results) != operations
      || (change == NULL && !dry_run) || kh_json_get_int (document, "version", 0) < 1)
    return NULL;

  for (guint i = 0; i < operations; i++)
    if (!read_result (json_array_get_element (results, i), i, answer))
      return NULL;
  /* Nobody can have refused it yet. */
  if (answer->rejected)
    return NULL;
  answer->change = dup_shown (change);

  return g_steal_pointer (&answer);
}

/* Under the list and the id that the row will have when it is read; see kh_csl_rows_read(). */
static void
add_item (GPtrArray  *added,
          const char *path,
          const char *id)
{
  g_autofree char *system = NULL;
  g_autofree char *list = kh_csl_wire_dup_table_list (path, &system);
  g_autofree char *item = id != NULL && system != NULL ? g_strjoin ("/", system, id, NULL) : g_strdup (id);

  kh_added_items_add (added, list, item);
}

/**
 * kh_csl_codec_read_added:
 * @document: the answer to a change set that was applied
 * @lists: for each operation the list that it adds an item to, or an empty text
 *
 * Returns: (transfer full) (element-type KhAddedItem): the items that were added
 */
GPtrArray *
kh_csl_codec_read_added (JsonObject         *document,
                         const char * const *lists)
{
  GPtrArray *added = kh_added_items_new ();
  JsonArray *results = kh_json_get_array (document, "results");

  for (guint i = 0; results != NULL && lists[i] != NULL && i < json_array_get_length (results); i++)
    {
      JsonNode *node = json_array_get_element (results, i);
      const char *id = JSON_NODE_HOLDS_OBJECT (node) ? kh_json_get_string (json_node_get_object (node), "id", NULL) : NULL;

      if (*lists[i] != '\0')
        add_item (added, lists[i], id != NULL && kh_request_check_id (id) ? id : NULL);
    }

  return added;
}

/**
 * kh_csl_codec_read_waiting:
 * @document: the answer to a change set, some of which waits for a person
 * @datapoints: (element-type GArray): for each operation the datapoints that it writes
 *
 * Returns: (transfer full) (nullable) (element-type KhDatapointId): those that wait; %NULL where that
 *   cannot be said, as it is about something else
 */
GArray *
kh_csl_codec_read_waiting (JsonObject *document,
                           GPtrArray  *datapoints)
{
  g_autoptr (GArray) waiting = g_array_new (FALSE, FALSE, sizeof (KhDatapointId));
  JsonArray *results = kh_json_get_array (document, "results");

  for (guint i = 0; i < datapoints->len && results != NULL && i < json_array_get_length (results); i++)
    {
      GArray *ids = g_ptr_array_index (datapoints, i);
      JsonNode *node = json_array_get_element (results, i);

      if (!JSON_NODE_HOLDS_OBJECT (node) ||
          g_strcmp0 (kh_json_get_string (json_node_get_object (node), "state", ""), "pending_review") != 0)
        continue;
      if (ids->len == 0)
        return NULL;
      g_array_append_vals (waiting, ids->data, ids->len);
    }

  /* One that says only that some of it waits, and not what. */
  return waiting->len > 0 ? g_steal_pointer (&waiting) : NULL;
}

/**
 * kh_csl_codec_read_change:
 * @document: the answer
 * @change: the change set that was asked for
 *
 * Returns: (transfer full) (nullable): what became of it; %NULL where the answer does not say
 */
KhChangeAnswer *
kh_csl_codec_read_change (JsonObject *document,
                          const char *change)
{
  g_autoptr (KhChangeAnswer) answer = g_new0 (KhChangeAnswer, 1);
  JsonArray *results = kh_json_get_array (document, "results");

  if (results == NULL || json_array_get_length (results) == 0
      || g_strcmp0 (kh_json_get_string (document, "change", NULL), change) != 0)
    return NULL;

  for (guint i = 0; i < json_array_get_length (results); i++)
    if (!read_result (json_array_get_element (results, i), i, answer))
      return NULL;
  answer->change = g_strdup (change);

  return g_steal_pointer (&answer);
}
