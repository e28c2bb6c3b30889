/* kh-row-text.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-core"

#include "config.h"

#include "kh-row-text.h"

#include <string.h>

/* No column is called so. */
#define PARTS_KEY "@parts"

static void
append (GString    *text,
        const char *key,
        const char *value)
{
  g_autofree char *escaped = value != NULL ? g_uri_escape_string (value, G_URI_RESERVED_CHARS_ALLOWED_IN_PATH " ", TRUE)
                                           : NULL;

  if (escaped != NULL)
    g_string_append_printf (text, "%s=%s\n", key, escaped);
}

/**
 * kh_row_dup_text:
 * @self: a row
 *
 * Returns: (transfer full): its plain values and the station's ids of its parts; neither its id
 *   nor its item
 */
char *
kh_row_dup_text (KhRow *self)
{
  GString *text = g_string_new (NULL);
  const KhTable *table = kh_table_get (kh_row_get_table (self));

  for (guint i = 0; i < table->n_columns; i++)
    append (text, table->columns[i].key, kh_row_get (self, i));
  append (text, PARTS_KEY, kh_row_get_parts (self));

  return g_string_free (text, FALSE);
}

static void
read_line (KhRow      *row,
           const char *line)
{
  const char *mark = strchr (line, '=');
  g_autofree char *key = mark != NULL ? g_strndup (line, (gsize) (mark - line)) : NULL;
  g_autofree char *value = mark != NULL ? g_uri_unescape_string (mark + 1, NULL) : NULL;
  const KhDatapoint *column;

  if (value == NULL)
    return;
  if (strcmp (key, PARTS_KEY) == 0)
    {
      kh_row_set_parts (row, value);
      return;
    }
  column = kh_table_lookup_column (kh_row_get_table (row), key);
  if (column != NULL)
    kh_row_set (row, column->id, value);
}

/**
 * kh_row_new_from_text:
 * @table: whose row
 * @text: what kh_row_dup_text() gave
 *
 * What a newer program wrote and this one has no column for is passed over.
 *
 * Returns: (transfer full): a row with these values, and no others
 */
KhRow *
kh_row_new_from_text (KhTableId   table,
                      const char *text)
{
  KhRow *row = kh_row_new (table);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    kh_row_set (row, i, NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    read_line (row, lines[i]);

  return row;
}
