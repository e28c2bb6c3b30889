/* kh-json-lines-writer.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-json-lines.h"

#include "kh-value-type.h"

#include <string.h>

struct _KhJsonLinesWriter
{
  KhRecordWriter parent_instance;
};

G_DEFINE_FINAL_TYPE (KhJsonLinesWriter, kh_json_lines_writer, KH_TYPE_RECORD_WRITER)

static void
append_string (GString    *file,
               const char *text)
{
  g_string_append_c (file, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_c (file, '\\');
      if ((guchar) *p >= 0x20)
        g_string_append_c (file, *p);
      else if (*p == '\n')
        g_string_append (file, "\\n");
      else
        g_string_append_printf (file, "\\u%04x", (guint) (guchar) *p);
    }
  g_string_append_c (file, '"');
}

/* In a form that means the same in every language and every data file. */
static void
append_value (GString           *file,
              const KhDatapoint *described,
              const char        *value,
              KhCatalogues      *catalogues)
{
  g_autofree char *text = NULL;

  if (value == NULL)
    {
      g_string_append (file, "null");
      return;
    }
  if (described->type == KH_VALUE_BOOLEAN || described->type == KH_VALUE_INTEGER)
    {
      g_string_append (file, described->type == KH_VALUE_INTEGER ? value : *value == '1' ? "true" : "false");
      return;
    }
  if (described->type == KH_VALUE_MONEY || described->catalogue != KH_CATALOGUE_NONE)
    text = kh_value_format (described, value, catalogues);
  append_string (file, text != NULL ? text : value);
}

static void
append_member (GString      *file,
               KhRecord     *record,
               GArray       *fields,
               guint         i,
               gboolean      first,
               KhCatalogues *catalogues)
{
  const KhDatapoint *described = kh_file_field_describe (g_array_index (fields, KhFileField, i));

  g_string_append (file, first ? "" : ",");
  append_string (file, described->key);
  g_string_append_c (file, ':');
  append_value (file, described, kh_record_get (record, i), catalogues);
}

static gboolean
is_same_row (GArray *fields,
             guint   i,
             guint   other)
{
  KhFileField one = g_array_index (fields, KhFileField, i);
  KhFileField two = g_array_index (fields, KhFileField, other);

  return one.table == two.table && one.row == two.row;
}

/* The fields of a row stand together; a row without a value is none. */
static guint
append_row (GString      *file,
            KhRecord     *record,
            GArray       *fields,
            guint         from,
            gboolean      first,
            KhCatalogues *catalogues,
            gboolean     *there)
{
  guint end = from;

  *there = FALSE;
  while (end < fields->len && is_same_row (fields, from, end))
    *there = kh_record_get (record, end++) != NULL || *there;
  if (!*there)
    return end;
  g_string_append (file, first ? "{" : ",{");
  for (guint i = from; i < end; i++)
    append_member (file, record, fields, i, i == from, catalogues);
  g_string_append_c (file, '}');

  return end;
}

static guint
append_table (GString      *file,
              KhRecord     *record,
              GArray       *fields,
              guint         from,
              KhCatalogues *catalogues)
{
  guint table = g_array_index (fields, KhFileField, from).table;
  const gsize start = file->len;
  gboolean any = FALSE;
  guint i = from;

  g_string_append_c (file, ',');
  append_string (file, kh_table_get ((KhTableId) table)->key);
  g_string_append (file, ":[");
  while (i < fields->len && g_array_index (fields, KhFileField, i).table == table)
    {
      gboolean there;

      i = append_row (file, record, fields, i, !any, catalogues, &there);
      any = any || there;
    }
  g_string_append_c (file, ']');
  if (!any)
    g_string_truncate (file, start);

  return i;
}

static void
kh_json_lines_writer_append_head (KhRecordWriter *self G_GNUC_UNUSED,
                                  GArray         *fields G_GNUC_UNUSED,
                                  GString        *file G_GNUC_UNUSED)
{
}

static void
kh_json_lines_writer_append (KhRecordWriter *self G_GNUC_UNUSED,
                             GArray         *fields,
                             KhRecord       *record,
                             KhCatalogues   *catalogues,
                             GString        *file)
{
  guint i;

  g_string_append_c (file, '{');
  for (i = 0; i < fields->len && g_array_index (fields, KhFileField, i).table == KH_N_TABLES; i++)
    append_member (file, record, fields, i, i == 0, catalogues);
  while (i < fields->len)
    i = append_table (file, record, fields, i, catalogues);
  g_string_append (file, "}\n");
}

static void
kh_json_lines_writer_class_init (KhJsonLinesWriterClass *klass)
{
  KhRecordWriterClass *writer_class = KH_RECORD_WRITER_CLASS (klass);

  writer_class->append_head = kh_json_lines_writer_append_head;
  writer_class->append = kh_json_lines_writer_append;
}

static void
kh_json_lines_writer_init (KhJsonLinesWriter *self G_GNUC_UNUSED)
{
}

/**
 * kh_json_lines_writer_new:
 *
 * Returns: (transfer full): a writer of JSON Lines
 */
KhRecordWriter *
kh_json_lines_writer_new (void)
{
  return g_object_new (KH_TYPE_JSON_LINES_WRITER, NULL);
}
