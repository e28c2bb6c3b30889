/* kh-record.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-record.h"

/**
 * kh_record_new:
 *
 * Returns: (transfer full): a record without a cell
 */
KhRecord *
kh_record_new (void)
{
  KhRecord *record = g_new0 (KhRecord, 1);

  record->text = g_string_new (NULL);
  record->cells = g_array_new (FALSE, FALSE, sizeof (gsize));

  return record;
}

/**
 * kh_record_copy:
 * @record: a record
 *
 * Returns: (transfer full): another like it, that stays when the file is read on
 */
KhRecord *
kh_record_copy (const KhRecord *record)
{
  KhRecord *copy = g_new0 (KhRecord, 1);

  copy->line = record->line;
  copy->text = g_string_new_len (record->text->str, (gssize) record->text->len);
  copy->cells = g_array_copy (record->cells);
  copy->raw = copy->own_raw = record->raw == NULL ? NULL : g_memdup2 (record->raw, record->raw_length);
  copy->raw_length = record->raw_length;
  copy->problem = g_strdup (record->problem);

  return copy;
}

/**
 * kh_record_free:
 * @record: (nullable) (transfer full): a record
 */
void
kh_record_free (KhRecord *record)
{
  if (record == NULL)
    return;
  g_string_free (record->text, TRUE);
  g_array_unref (record->cells);
  g_free (record->own_raw);
  g_free (record->problem);
  g_free (record);
}

/**
 * kh_record_clear:
 * @record: a record
 * @line: the line on which the next one begins
 *
 * Makes it one without a cell.
 */
void
kh_record_clear (KhRecord *record,
                 guint64   line)
{
  record->line = line;
  g_string_truncate (record->text, 0);
  g_array_set_size (record->cells, 0);
  record->raw = NULL;
  record->raw_length = 0;
  g_clear_pointer (&record->own_raw, g_free);
  g_clear_pointer (&record->problem, g_free);
}

/**
 * kh_record_fail:
 * @record: a record
 * @problem: why it cannot be read, translated
 *
 * Takes its cells out, as nobody knows which they are.
 */
void
kh_record_fail (KhRecord   *record,
                const char *problem)
{
  g_string_truncate (record->text, 0);
  g_array_set_size (record->cells, 0);
  g_free (record->problem);
  record->problem = g_strdup (problem);
}

/**
 * kh_record_get_n:
 * @record: a record
 *
 * Returns: how many cells it has, those between that are not there counted
 */
guint
kh_record_get_n (KhRecord *record)
{
  return record->cells->len;
}

/**
 * kh_record_get:
 * @record: a record
 * @column: a column, from 0
 *
 * Returns: (transfer none) (nullable): what the cell says, until the record changes; %NULL where
 *   there is no cell
 */
const char *
kh_record_get (KhRecord *record,
               guint     column)
{
  gsize start = column < record->cells->len ? g_array_index (record->cells, gsize, column) : KH_CELL_NONE;

  return start != KH_CELL_NONE ? record->text->str + start : NULL;
}

/**
 * kh_record_add:
 * @record: a record, at whose text a cell was written
 * @start: where in it
 *
 * Ends the cell. It is the next column's.
 */
void
kh_record_add (KhRecord *record,
               gsize     start)
{
  g_string_append_c (record->text, '\0');
  g_array_append_val (record->cells, start);
}

/**
 * kh_record_set:
 * @record: a record
 * @column: a column, from 0
 * @text: what its cell says
 */
void
kh_record_set (KhRecord   *record,
               guint       column,
               const char *text)
{
  const gsize none = KH_CELL_NONE;
  const gsize start = record->text->len;

  while (record->cells->len <= column)
    g_array_append_val (record->cells, none);
  g_string_append (record->text, text);
  g_string_append_c (record->text, '\0');
  g_array_index (record->cells, gsize, column) = start;
}
