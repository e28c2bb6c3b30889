/* kh-json-lines-reader.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-json-lines.h"

#include "kh-json.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _KhJsonLinesReader
{
  KhRecordReader parent_instance;

  /* Owned */
  GHashTable *columns;

  /* State */
  guint64 line;
  gsize pending;
};

G_DEFINE_FINAL_TYPE (KhJsonLinesReader, kh_json_lines_reader, KH_TYPE_RECORD_READER)

/* One object, while its members become cells. */
typedef struct {
  KhJsonLinesReader *self;
  KhRecord *record;
  char *table;
  guint row;
} Flat;

static void
kh_json_lines_reader_finalize (GObject *object)
{
  g_hash_table_unref (KH_JSON_LINES_READER (object)->columns);

  G_OBJECT_CLASS (kh_json_lines_reader_parent_class)->finalize (object);
}

static guint
provide_column (KhJsonLinesReader *self,
                const char        *name)
{
  gpointer column = NULL;

  if (!g_hash_table_lookup_extended (self->columns, name, NULL, &column))
    {
      column = GUINT_TO_POINTER (kh_record_reader_add_column (KH_RECORD_READER (self), name));
      g_hash_table_insert (self->columns, g_strdup (name), column);
    }

  return GPOINTER_TO_UINT (column);
}

/* Text as it is typed; null is an empty cell. NULL for what no cell can hold. */
static char *
dup_text (JsonNode *node)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return g_strdup ("");
  if (!JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "1" : "0");

  return kh_json_to_text (node);
}

static void
fail_member (KhRecord   *record,
             const char *name)
{
  g_autofree char *message = NULL;

  if (record->problem != NULL)
    return;
  /* Translators: the name of a member in a file of JSON Lines. */
  message = g_strdup_printf (_("“%s” is not a text, a number, true, false or null, nor a list of objects with these."), name);
  kh_record_fail (record, message);
}

static void
set_cell (Flat       *flat,
          const char *name,
          JsonNode   *node)
{
  g_autofree char *text = dup_text (node);
  g_autofree char *column = flat->table == NULL ? g_strdup (name)
                                                : g_strdup_printf ("%s.%u.%s", flat->table, flat->row, name);

  if (text == NULL)
    fail_member (flat->record, column);
  else if (flat->record->problem == NULL)
    kh_record_set (flat->record, provide_column (flat->self, column), text);
}

static void
take_row_member (JsonObject *object G_GNUC_UNUSED,
                 const char *name,
                 JsonNode   *node,
                 gpointer    data)
{
  set_cell (data, name, node);
}

static void
take_rows (Flat       *flat,
           const char *name,
           JsonArray  *rows)
{
  flat->table = g_strdup (name);
  for (flat->row = 1; flat->row <= json_array_get_length (rows); flat->row++)
    {
      JsonNode *row = json_array_get_element (rows, flat->row - 1);

      if (JSON_NODE_HOLDS_OBJECT (row))
        json_object_foreach_member (json_node_get_object (row), take_row_member, flat);
      else
        fail_member (flat->record, name);
    }
  g_clear_pointer (&flat->table, g_free);
}

static void
take_member (JsonObject *object G_GNUC_UNUSED,
             const char *name,
             JsonNode   *node,
             gpointer    data)
{
  Flat *flat = data;

  if (g_str_equal (name, KH_RECORD_PROBLEM))
    return;
  if (JSON_NODE_HOLDS_ARRAY (node))
    take_rows (flat, name, json_node_get_array (node));
  else
    set_cell (flat, name, node);
}

static void
read_line (KhJsonLinesReader *self,
           KhRecord          *record)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = kh_json_parse (record->raw, record->raw_length, &error);
  Flat flat = { self, record, NULL, 0 };

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    json_object_foreach_member (json_node_get_object (node), take_member, &flat);
  else if (node != NULL)
    kh_record_fail (record, _("This line is no object. Write one customer a line, between { and }."));
  else
    {
      /* Translators: %s says in English what is wrong with a text in the format JSON. */
      g_autofree char *message = g_strdup_printf (_("This line is not JSON (%s)."), error->message);

      kh_record_fail (record, message);
    }
}

static gboolean
is_blank (KhRecord *record)
{
  for (gsize i = 0; i < record->raw_length; i++)
    if (!g_ascii_isspace (record->raw[i]))
      return FALSE;

  return TRUE;
}

static gboolean
fail_long (KhJsonLinesReader  *self,
           GError            **error)
{
  g_autofree char *line = g_strdup_printf ("%" G_GUINT64_FORMAT, self->line);

  g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_LONG,
               _("Line %s is longer than any customer’s. Nothing was kept. Look whether this is a file of JSON Lines."), line);

  return FALSE;
}

/* The next line that is read: FALSE without an error at the end of the file. */
static gboolean
find_line (KhJsonLinesReader  *self,
           KhRecord           *record,
           GError            **error)
{
  KhTextSource *source = kh_record_reader_get_source (KH_RECORD_READER (self));
  const char *end = NULL;
  gboolean is_last = FALSE;
  gsize length = 0;

  kh_text_source_skip (source, self->pending);
  self->line += self->pending > 0 ? 1 : 0;
  self->pending = 0;
  kh_record_clear (record, self->line);
  while (end == NULL && !is_last)
    {
      record->raw = kh_text_source_peek (source, &length, &is_last);
      end = memchr (record->raw, '\n', length);
      if (end == NULL && length > KH_RECORD_MOST_BYTES)
        return fail_long (self, error);
      if (end == NULL && !is_last && !kh_text_source_more (source, error))
        return FALSE;
    }
  record->raw_length = end != NULL ? (gsize) (end - record->raw) : length;
  self->pending = end != NULL ? record->raw_length + 1 : length;

  return self->pending > 0;
}

static gboolean
kh_json_lines_reader_next (KhRecordReader  *reader,
                           KhRecord        *record,
                           GError         **error)
{
  KhJsonLinesReader *self = KH_JSON_LINES_READER (reader);

  do
    {
      if (!find_line (self, record, error))
        return FALSE;
    }
  while (is_blank (record));
  read_line (self, record);

  return TRUE;
}

/* Rejected records */

static void
kh_json_lines_reader_append_head (KhRecordReader *reader G_GNUC_UNUSED,
                                  GString        *file G_GNUC_UNUSED)
{
}

static void
copy_member (JsonObject *object G_GNUC_UNUSED,
             const char *name,
             JsonNode   *node,
             gpointer    data)
{
  if (!g_str_equal (name, KH_RECORD_PROBLEM))
    json_object_set_member (data, name, json_node_copy (node));
}

/* What is no object has no place for why; it is mended where it stands. */
static void
kh_json_lines_reader_append_rejected (KhRecordReader *reader G_GNUC_UNUSED,
                                      KhRecord       *record,
                                      const char     *problem,
                                      GString        *file)
{
  g_autoptr (JsonNode) node = kh_json_parse (record->raw, record->raw_length, NULL);
  g_autoptr (JsonNode) copy = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *line = NULL;

  if (node != NULL && JSON_NODE_HOLDS_OBJECT (node))
    {
      json_node_take_object (copy, json_object_new ());
      json_object_set_string_member (json_node_get_object (copy), KH_RECORD_PROBLEM, problem);
      json_object_foreach_member (json_node_get_object (node), copy_member, json_node_get_object (copy));
      line = kh_json_to_text (copy);
    }
  else
    line = g_strndup (record->raw, record->raw_length);
  g_string_append_printf (file, "%s\n", line);
}

static void
kh_json_lines_reader_class_init (KhJsonLinesReaderClass *klass)
{
  KhRecordReaderClass *reader_class = KH_RECORD_READER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kh_json_lines_reader_finalize;
  reader_class->suffix = ".jsonl";
  reader_class->next = kh_json_lines_reader_next;
  reader_class->append_head = kh_json_lines_reader_append_head;
  reader_class->append_rejected = kh_json_lines_reader_append_rejected;
}

static void
kh_json_lines_reader_init (KhJsonLinesReader *self)
{
  self->columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->line = 1;
}

/**
 * kh_json_lines_reader_open:
 * @path: a file
 * @error: return location for an error of kh_text_source_open()
 *
 * Returns: (transfer full): its reader, which knows a column once it came
 */
KhRecordReader *
kh_json_lines_reader_open (const char  *path,
                           GError     **error)
{
  g_autoptr (KhTextSource) source = kh_text_source_open (path, error);
  g_autoptr (KhJsonLinesReader) self = NULL;

  if (source == NULL)
    return NULL;
  self = g_object_new (KH_TYPE_JSON_LINES_READER, NULL);
  kh_record_reader_set_source (KH_RECORD_READER (self), source);

  return KH_RECORD_READER (g_steal_pointer (&self));
}
