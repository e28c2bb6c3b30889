/* kh-reference-load.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reference-load.h"

#include "kh-csv.h"
#include "kh-json.h"
#include "kh-reference-account.h"

#include <string.h>

/* Nobody reads more at once. */
#define MOST_SHOWN 10

/* A column of a CSV file: where its value goes. A path with [x] makes an item of
 * type x in that list. */
typedef struct {
  const char *name;
  const char *path;
} Column;

static const Column columns[] = {
  { "id", "/id" },
  { "number", "/number" },
  { "receiver", "/receiver" },
  { "dealer", "/dealer" },
  { "dealer_number", "/dealer_number" },
  { "status", "/status" },
  { "reference", "/external_refs/keyholder" },
  { "kind", "/site/kind" },
  { "first", "/site/name/first" },
  { "last", "/site/name/last" },
  { "business", "/site/name/business" },
  { "line1", "/site/address/line1" },
  { "line2", "/site/address/line2" },
  { "city", "/site/address/city" },
  { "county", "/site/address/county" },
  { "state", "/site/address/state" },
  { "zip", "/site/address/zip" },
  { "cross_street", "/site/address/cross_street" },
  { "directions", "/site/address/directions" },
  { "time_zone", "/site/time_zone" },
  { "language", "/site/language" },
  { "dispatch_notes", "/site/dispatch_notes" },
  { "phone", "/site/phones[primary]/number" },
  { "cell", "/site/phones[cell]/number" },
  { "work", "/site/phones[work]/number" },
  { "other", "/site/phones[other]/number" },
  { "email", "/site/emails[email]/address" },
  { "permit", "/permits[]/number" },
  { "permit_expires", "/permits[]/expires" },
  { "panel", "/systems[]/panel" },
  { "panel_location", "/systems[]/panel_location" },
  { "monitoring", "/systems[]/monitoring" },
  { "install_date", "/systems[]/install_date" },
  { "monitoring_plan", "/systems[]/monitoring_plan" },
};

typedef struct {
  const char *dealer;
  KhReferenceProfile profile;
  GPtrArray *accounts;
  GString *complaints;
  guint count;
} Loading;

static void
complain (Loading    *self,
          const char *place,
          const char *what)
{
  if (self->count++ < MOST_SHOWN)
    g_string_append_printf (self->complaints, "%s%s: %s", self->count > 1 ? "\n" : "", place, what);
}

static void
take_account (Loading    *self,
              JsonObject *source,
              const char *place)
{
  g_autoptr (GPtrArray) mistakes = kh_reference_mistakes_new ();
  g_autoptr (JsonObject) account = kh_reference_account_read (source, self->profile, mistakes);

  if (kh_json_get_string (account, "dealer", NULL) == NULL)
    json_object_set_string_member (account, "dealer", self->dealer);
  if (kh_json_get_string (account, "updated_at", NULL) == NULL)
    kh_reference_account_stamp (account, "import", MAX (1, kh_json_get_int (account, "version", 1)));
  if (mistakes->len == 0 && kh_json_get_string (account, "dealer", NULL) == NULL)
    kh_reference_mistake_add (mistakes, "/dealer", "required",
                              "The account names no dealer, and no dealer was given.");
  for (guint i = 0; i < mistakes->len; i++)
    {
      const KhReferenceMistake *mistake = mistakes->pdata[i];
      g_autofree char *where = g_strdup_printf ("%s, %s", place, mistake->pointer);

      complain (self, where, mistake->detail);
    }
  g_ptr_array_add (self->accounts, g_steal_pointer (&account));
}

static gboolean
load_json (Loading     *self,
           const char  *text,
           gsize        length,
           GError     **error)
{
  g_autoptr (JsonNode) node = kh_json_parse (text, length, error);
  JsonArray *array;

  if (node == NULL)
    {
      g_prefix_error (error, "This is no strict JSON: ");
      return FALSE;
    }
  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           "A JSON array of accounts is expected.");
      return FALSE;
    }
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);
      g_autofree char *place = g_strdup_printf ("account %u", i + 1);

      if (JSON_NODE_HOLDS_OBJECT (element))
        take_account (self, json_node_get_object (element), place);
      else
        complain (self, place, "An object is expected.");
    }
  return TRUE;
}

static const Column *
find_column (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if (g_ascii_strcasecmp (columns[i].name, name) == 0)
      return &columns[i];
  return NULL;
}

static JsonObject *
get_object (JsonObject *parent,
            const char *name)
{
  if (!json_object_has_member (parent, name))
    json_object_set_object_member (parent, name, json_object_new ());
  return json_object_get_object_member (parent, name);
}

/* The item of @type, made when there is none. */
static JsonObject *
get_item (JsonObject *parent,
          const char *name,
          const char *type)
{
  JsonArray *items = kh_json_get_array (parent, name);
  JsonObject *item;

  if (items == NULL)
    {
      items = json_array_new ();
      json_object_set_array_member (parent, name, items);
    }
  for (guint i = 0; i < json_array_get_length (items); i++)
    {
      item = json_array_get_object_element (items, i);
      if (g_strcmp0 (kh_json_get_string (item, "type", ""), type) == 0)
        return item;
    }
  item = json_object_new ();
  json_array_add_object_element (items, item);
  if (*type != '\0')
    json_object_set_string_member (item, "type", type);
  else if (strcmp (name, "systems") == 0)
    json_object_set_int_member (item, "no", 1);
  return item;
}

static void
put_value (JsonObject *source,
           const char *path,
           const char *value)
{
  g_auto (GStrv) segments = g_strsplit (path + 1, "/", -1);
  JsonObject *object = source;
  guint i;

  for (i = 0; segments[i + 1] != NULL; i++)
    {
      char *bracket = strchr (segments[i], '[');

      if (bracket == NULL)
        {
          object = get_object (object, segments[i]);
          continue;
        }
      *bracket = '\0';
      bracket[strlen (bracket + 1)] = '\0';
      object = get_item (object, segments[i], bracket + 1);
    }
  json_object_set_string_member (object, segments[i], value);
}

static gboolean
check_header (GStrv    header,
              GError **error)
{
  for (guint i = 0; header[i] != NULL; i++)
    if (find_column (header[i]) == NULL)
      {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                     "Line 1: there is no column named \"%s\".", header[i]);
        return FALSE;
      }
  return TRUE;
}

static guint
count_lines (GStrv row)
{
  guint lines = 1;

  for (guint i = 0; row[i] != NULL; i++)
    for (const char *at = row[i]; *at != '\0'; at++)
      lines += *at == '\n';
  return lines;
}

static gboolean
load_csv (Loading     *self,
          const char  *text,
          gsize        length,
          GError     **error)
{
  g_autoptr (GPtrArray) rows = kh_csv_parse (text, length, error);
  GStrv header;
  guint line;

  if (rows == NULL)
    return FALSE;
  if (rows->len == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                           "A first line with the names of the columns is expected.");
      return FALSE;
    }
  header = rows->pdata[0];
  if (!check_header (header, error))
    return FALSE;
  line = 1 + count_lines (header);
  for (guint i = 1; i < rows->len; i++)
    {
      GStrv row = rows->pdata[i];
      g_autoptr (JsonObject) source = json_object_new ();
      g_autofree char *place = g_strdup_printf ("line %u", line);

      for (guint j = 0; header[j] != NULL && row[j] != NULL; j++)
        {
          const Column *column = find_column (header[j]);

          if (column != NULL && *row[j] != '\0')
            put_value (source, column->path, row[j]);
        }
      take_account (self, source, place);
      line += count_lines (row);
    }
  return TRUE;
}

/**
 * kh_reference_load_text:
 * @text: a JSON array of accounts, or CSV with a line of column names
 * @length: its length in bytes
 * @csv: whether it is CSV
 * @dealer: (nullable): the dealer of accounts that name none
 * @profile: the station's profile, for the limits
 * @error: return location for an error; its message has a line for each mistake
 *
 * Returns: (transfer full) (element-type JsonObject): the accounts in the station's own
 *   shape; those that had no id have none
 */
GPtrArray *
kh_reference_load_text (const char          *text,
                        gsize                length,
                        gboolean             csv,
                        const char          *dealer,
                        KhReferenceProfile   profile,
                        GError             **error)
{
  g_autoptr (GPtrArray) accounts
    = g_ptr_array_new_with_free_func ((GDestroyNotify) json_object_unref);
  g_autoptr (GString) complaints = g_string_new (NULL);
  Loading loading = { dealer, profile, accounts, complaints, 0 };

  if (csv ? !load_csv (&loading, text, length, error) : !load_json (&loading, text, length, error))
    return NULL;
  if (loading.count == 0)
    return g_steal_pointer (&accounts);
  if (loading.count > MOST_SHOWN)
    g_string_append_printf (complaints, "\nand %u more mistakes", loading.count - MOST_SHOWN);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, complaints->str);
  return NULL;
}

/**
 * kh_reference_load_file:
 * @path: a file; CSV when its name ends so, otherwise JSON
 * @dealer: (nullable): the dealer of accounts that name none
 * @profile: the station's profile, for the limits
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type JsonObject): as kh_reference_load_text()
 */
GPtrArray *
kh_reference_load_file (const char          *path,
                        const char          *dealer,
                        KhReferenceProfile   profile,
                        GError             **error)
{
  g_autofree char *text = NULL;
  g_autofree char *lower = g_ascii_strdown (path, -1);
  gsize length;

  if (!g_file_get_contents (path, &text, &length, error))
    return NULL;
  return kh_reference_load_text (text, length, g_str_has_suffix (lower, ".csv"), dealer, profile,
                                 error);
}
