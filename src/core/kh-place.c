/* kh-place.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-place.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define ROW_MARK '#'
#define COLUMN_MARK "/"
#define TITLE_MARK ":"

static gboolean
parse_key (const char *key,
           KhPlace    *place)
{
  g_auto (GStrv) parts = g_strsplit (key, COLUMN_MARK, 2);
  const KhTable *table;

  place->datapoint = kh_datapoint_lookup (key);
  if (place->datapoint != NULL)
    return TRUE;
  place->note = g_strcmp0 (parts[0], KH_NOTES_KEY) == 0;
  if (place->note)
    {
      place->datapoint = kh_note_field_lookup (parts[1]);
      return parts[1] == NULL || place->datapoint != NULL;
    }
  place->document = g_strcmp0 (parts[0], KH_DOCUMENTS_KEY) == 0;
  if (place->document)
    {
      place->datapoint = kh_document_field_lookup (parts[1]);
      return parts[1] == NULL || place->datapoint != NULL;
    }
  table = parts[0] != NULL ? kh_table_lookup (parts[0]) : NULL;
  if (table == NULL)
    return FALSE;
  place->table = table->id;
  if (parts[1] == NULL)
    return TRUE;
  place->datapoint = kh_table_lookup_column (table->id, parts[1]);

  return place->datapoint != NULL;
}

/* Of the record itself, which is no row of anything. */
static gboolean
is_own (const KhPlace *place)
{
  return place->table == KH_N_TABLES && !place->note && !place->document;
}

/**
 * kh_place_parse:
 * @text: (nullable): a place as it is written
 * @place: (out): what it says; cleared with kh_place_clear()
 *
 * Returns: whether it names a place of this registry
 */
gboolean
kh_place_parse (const char *text,
                KhPlace    *place)
{
  const char *mark = text != NULL ? strchr (text, ROW_MARK) : NULL;
  g_autofree char *key = NULL;

  *place = (KhPlace) { .table = KH_N_TABLES };
  if (text == NULL)
    return FALSE;
  key = mark != NULL ? g_strndup (text, (gsize) (mark - text)) : g_strdup (text);
  if (!parse_key (key, place) || (mark != NULL && is_own (place)))
    return FALSE;
  if (mark != NULL)
    {
      g_auto (GStrv) parts = g_strsplit (mark + 1, TITLE_MARK, 2);

      place->row = parts[0] != NULL ? g_ascii_strtoll (parts[0], NULL, 10) : 0;
      place->title = parts[0] != NULL ? g_strdup (parts[1]) : NULL;
    }

  return TRUE;
}

/**
 * kh_place_clear:
 * @place: a place
 */
void
kh_place_clear (KhPlace *place)
{
  g_clear_pointer (&place->title, g_free);
}

/**
 * kh_place_dup_key:
 * @table: a table
 * @column: one of its columns, or %KH_COLUMN_NONE for rows as a whole
 *
 * Returns: (transfer full): what the written places of all its rows begin with
 */
char *
kh_place_dup_key (KhTableId table,
                  guint     column)
{
  if (column == KH_COLUMN_NONE)
    return g_strdup (kh_table_get (table)->key);

  return g_strconcat (kh_table_get (table)->key, COLUMN_MARK, kh_table_get_column (table, column)->key, NULL);
}

static char *
dup_text (const char *key,
          gint64      row,
          const char *title)
{
  if (title == NULL)
    return g_strdup_printf ("%s%c%" G_GINT64_FORMAT, key, ROW_MARK, row);

  return g_strdup_printf ("%s%c%" G_GINT64_FORMAT TITLE_MARK "%s", key, ROW_MARK, row, title);
}

/**
 * kh_place_dup_text:
 * @table: a table
 * @column: one of its columns, or %KH_COLUMN_NONE for the row as a whole
 * @row: the data file's id of a row
 * @title: (nullable): what the row is called
 *
 * Returns: (transfer full): the place, written
 */
char *
kh_place_dup_text (KhTableId   table,
                   guint       column,
                   gint64      row,
                   const char *title)
{
  g_autofree char *key = kh_place_dup_key (table, column);

  return dup_text (key, row, title);
}

/**
 * kh_place_dup_note_key:
 * @field: a field of notes, or %KH_N_NOTE_FIELDS for notes as a whole
 *
 * Returns: (transfer full): what the written places of all notes begin with
 */
char *
kh_place_dup_note_key (KhNoteField field)
{
  if (field == KH_N_NOTE_FIELDS)
    return g_strdup (KH_NOTES_KEY);

  return g_strconcat (KH_NOTES_KEY, COLUMN_MARK, kh_note_field_get (field)->key, NULL);
}

/**
 * kh_place_dup_note_text:
 * @field: a field of notes, or %KH_N_NOTE_FIELDS for the note as a whole
 * @note: the data file's id of a note
 * @title: (nullable): how the note begins
 *
 * Returns: (transfer full): the place, written
 */
char *
kh_place_dup_note_text (KhNoteField  field,
                        gint64       note,
                        const char  *title)
{
  g_autofree char *key = kh_place_dup_note_key (field);

  return dup_text (key, note, title);
}

/**
 * kh_place_dup_document_key:
 * @field: a field of files, or %KH_N_DOCUMENT_FIELDS for files as a whole
 *
 * Returns: (transfer full): what the written places of all files begin with
 */
char *
kh_place_dup_document_key (KhDocumentField field)
{
  if (field == KH_N_DOCUMENT_FIELDS)
    return g_strdup (KH_DOCUMENTS_KEY);

  return g_strconcat (KH_DOCUMENTS_KEY, COLUMN_MARK, kh_document_field_get (field)->key, NULL);
}

/**
 * kh_place_dup_document_text:
 * @field: a field of files, or %KH_N_DOCUMENT_FIELDS for the file as a whole
 * @document: the data file's id of a file
 * @name: (nullable): what the file is called
 *
 * Returns: (transfer full): the place, written
 */
char *
kh_place_dup_document_text (KhDocumentField  field,
                            gint64           document,
                            const char      *name)
{
  g_autofree char *key = kh_place_dup_document_key (field);

  return dup_text (key, document, name);
}

static const char *
get_title (const KhPlace *place)
{
  if (place->title != NULL)
    return place->title;
  if (place->note)
    return place->row != 0 ? _("Note") : _("Notes");
  if (place->document)
    return place->row != 0 ? _("File") : _("Files");

  return place->row != 0 ? kh_table_get_row_label (place->table) : kh_table_get_label (place->table);
}

/**
 * kh_place_dup_label:
 * @text: a place as it is written
 *
 * Returns: (transfer full): its name in the user's language; @text itself when it names none
 */
char *
kh_place_dup_label (const char *text)
{
  g_auto (KhPlace) place = { 0 };
  const char *title;

  if (!kh_place_parse (text, &place))
    return g_strdup (text);
  if (is_own (&place))
    return g_strdup (kh_datapoint_get_label (place.datapoint->id));
  title = get_title (&place);
  if (place.datapoint == NULL)
    return g_strdup (title);

  /* Translators: the name of a contact, a zone and so on, or how a note begins, then one of its datapoints. */
  return g_strdup_printf (_("%s: %s"), title, _(place.datapoint->label));
}
