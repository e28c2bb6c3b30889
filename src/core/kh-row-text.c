/* kh-row-text.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-row-text.h"

#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* No column is called so. */
#define PARTS_KEY "@parts"
#define FIXED_KEY "@fixed"
#define RENEWED_KEY "@renewed"

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

static char *
dup_renewed (KhRow *self)
{
  const KhTable *table = kh_table_get (kh_row_get_table (self));
  g_autoptr (GString) keys = g_string_new (NULL);

  for (guint i = 0; i < table->n_columns; i++)
    {
      if (kh_row_is_renewed (self, i))
        g_string_append_printf (keys, "%s%s", keys->len > 0 ? " " : "", table->columns[i].key);
    }

  return keys->len > 0 ? g_strdup (keys->str) : NULL;
}

/**
 * kh_row_dup_text:
 * @self: a row
 *
 * Returns: (transfer full): its plain values, the station's ids of its parts, whether the station
 *   keeps it as it is, and the sealed columns that the station has yet to get; neither its id nor its
 *   item, nor any secret
 */
char *
kh_row_dup_text (KhRow *self)
{
  GString *text = g_string_new (NULL);
  const KhTable *table = kh_table_get (kh_row_get_table (self));
  g_autofree char *renewed = dup_renewed (self);

  for (guint i = 0; i < table->n_columns; i++)
    append (text, table->columns[i].key, kh_row_get (self, i));
  append (text, PARTS_KEY, kh_row_get_parts (self));
  append (text, FIXED_KEY, kh_row_is_fixed (self) ? "1" : NULL);
  append (text, RENEWED_KEY, renewed);

  return g_string_free (text, FALSE);
}

static void
read_renewed (KhRow      *row,
              const char *value)
{
  g_auto (GStrv) keys = g_strsplit (value, " ", -1);

  for (guint i = 0; keys[i] != NULL; i++)
    {
      const KhDatapoint *column = kh_table_lookup_column (kh_row_get_table (row), keys[i]);

      if (column != NULL && column->sealed)
        kh_row_set_renewed (row, column->id, TRUE);
    }
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
  if (strcmp (key, RENEWED_KEY) == 0)
    {
      read_renewed (row, value);
      return;
    }
  if (strcmp (key, FIXED_KEY) == 0)
    {
      kh_row_set_fixed (row, TRUE);
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

static char *
format (const KhDatapoint *column,
        const char        *value)
{
  const KhValueContext context = { NULL };

  /* A station may have what no value of ours looks like. */
  return kh_value_check (column, value, &context, NULL) ? kh_value_format (column, value, NULL) : g_strdup (value);
}

/**
 * kh_row_dup_column_text:
 * @self: a row
 * @columns: a bit for each column that is wanted
 *
 * Returns: (transfer full): the columns for people to read, each by its name on a line of its own, with
 *   what would deceive a reader made visible
 */
char *
kh_row_dup_column_text (KhRow   *self,
                        guint32  columns)
{
  const KhTable *table = kh_table_get (kh_row_get_table (self));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < table->n_columns; i++)
    {
      const char *value = kh_row_get (self, i);
      g_autofree char *shown = value != NULL               ? format (&table->columns[i], value)
                               /* Translators: there is a passcode, which is not shown. */
                               : kh_row_is_sealed (self, i) ? g_strdup (_("not shown"))
                                                            : NULL;
      g_autofree char *visible = shown != NULL ? kh_value_dup_visible (shown) : NULL;

      if ((columns & ((guint32) 1 << i)) == 0)
        continue;
      /* Translators: the name of a value, such as Relation, and the value. */
      g_string_append_printf (text, _("%s: %s"), kh_table_get_column_label (table->id, i),
                              /* Translators: there is no value. */
                              visible != NULL ? visible : _("none"));
      g_string_append_c (text, '\n');
    }
  if (text->len > 0)
    g_string_truncate (text, text->len - 1);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A number says nothing without its name, and a flag has no other text. */
static char *
dup_word (const KhDatapoint *column,
          const char        *label,
          const char        *value)
{
  g_autofree char *shown = NULL;

  if (column->type == KH_VALUE_BOOLEAN)
    return strcmp (value, "1") == 0 ? g_strdup (label) : NULL;
  shown = format (column, value);
  if (column->type == KH_VALUE_INTEGER || column->type == KH_VALUE_ZONE || column->type == KH_VALUE_DATE)
    return g_strdup_printf ("%s %s", label, shown);

  return g_steal_pointer (&shown);
}

/**
 * kh_row_dup_summary:
 * @self: a row
 *
 * Returns: (transfer full): what it tells besides what it is called by, on one line, with what would deceive
 *   a reader made visible
 */
char *
kh_row_dup_summary (KhRow *self)
{
  const KhTable *table = kh_table_get (kh_row_get_table (self));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < table->n_columns; i++)
    {
      const char *value = kh_row_get (self, i);
      g_autofree char *word = NULL;

      if (value == NULL || i == table->title || (table->ranked && i == table->order))
        continue;
      word = dup_word (&table->columns[i], kh_table_get_column_label (table->id, i), value);
      if (word != NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", word);
    }

  return kh_value_dup_visible (text->str);
}
