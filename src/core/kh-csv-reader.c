/* kh-csv-reader.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csv-reader.h"

#include "kh-csv.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* In the order in which they are believed when there are as many of each. */
static const char separators[] = { ',', ';', '\t', '|' };

/* A customer with all rows of all tables has fewer. */
#define MOST_COLUMNS (64 * 1024)

/* Some programs name the separator in a line of its own, before the header. */
#define SEPARATOR_LINE "sep="

struct _KhCsvReader
{
  KhRecordReader parent_instance;

  /* State */
  char separator;
  guint64 line;
  gsize pending;
  guint64 pending_lines;
};

G_DEFINE_FINAL_TYPE (KhCsvReader, kh_csv_reader, KH_TYPE_RECORD_READER)

static guint64
count_lines (const char *text,
             gsize       length)
{
  const char *end = text + length;
  guint64 lines = 0;

  while ((text = memchr (text, '\n', (gsize) (end - text))) != NULL)
    {
      lines++;
      text++;
    }

  return lines;
}

static gsize
find_line_end (const char *text,
               gsize       length)
{
  const char *end = memchr (text, '\n', length);

  return end != NULL ? (gsize) (end - text) : length;
}

/* Why a record cannot be read, with the place in it. */
static void
fail_at (KhRecord   *record,
         const char *text,
         gsize       offset,
         const char *problem)
{
  guint64 lines = count_lines (text, offset);
  const char *start = text + offset;
  g_autofree char *before = NULL;
  g_autofree char *message = NULL;

  while (start > text && start[-1] != '\n')
    start--;
  before = g_utf8_make_valid (start, text + offset - start);
  if (lines == 0)
    /* Translators: the place in a line of a file, counted in characters, and what is wrong there */
    message = g_strdup_printf (_("Character %ld: %s"), g_utf8_strlen (before, -1) + 1, problem);
  else
    message = g_strdup_printf (_("Line %u, column %ld: %s"), (guint) (record->line + lines),
                               g_utf8_strlen (before, -1) + 1, problem);
  kh_record_fail (record, message);
}

/* The record is one line of which nothing is known. */
static void
take_line (KhCsvReader *self,
           KhRecord    *record,
           const char  *text,
           gsize        length)
{
  gsize end = find_line_end (text, length);

  record->raw = text;
  record->raw_length = end;
  self->pending = MIN (end + 1, length);
  self->pending_lines = 1;
}

static gboolean
check_text (KhRecord   *record,
            const char *text,
            gsize       length)
{
  const char *bad = NULL;

  if (g_utf8_validate (text, (gssize) length, &bad))
    return TRUE;
  fail_at (record, text, (gsize) (bad - text),
           *bad == '\0' ? _("there is a NUL, which belongs in no text. Take it out.")
                        : _("this is not readable text. Save the file as CSV in UTF-8."));

  return FALSE;
}

static gboolean
is_blank (KhRecord *record)
{
  return kh_record_get_n (record) == 1 && *kh_record_get (record, 0) == '\0';
}

/* Files that were put one after the other bring their header lines along. */
static gboolean
is_header (KhCsvReader *self,
           KhRecord    *record)
{
  GPtrArray *columns = kh_record_reader_get_columns (KH_RECORD_READER (self));

  if (kh_record_get_n (record) != columns->len)
    return FALSE;
  for (guint i = 0; i < columns->len; i++)
    if (strcmp (kh_record_get (record, i), g_ptr_array_index (columns, i)) != 0)
      return FALSE;

  return TRUE;
}

static void
check_cells (KhCsvReader *self,
             KhRecord    *record)
{
  guint width = kh_record_reader_get_columns (KH_RECORD_READER (self))->len;
  guint n = kh_record_get_n (record);

  if (n != width)
    record->problem = g_strdup_printf (_("This line has %u cells and the header line has %u."), n, width);
  else if (is_header (self, record))
    record->problem = g_strdup (_("This is the header line again. Take it out."));
}

/* What is wrong with a record that does not end within what a record may take. */
static gboolean
fail_long (KhCsvReader  *self,
           KhRecord     *record,
           const char   *text,
           gsize         length,
           GError      **error)
{
  gsize used;
  const char *problem = NULL;

  if (memchr (text, '\n', length) == NULL)
    {
      g_autofree char *line = g_strdup_printf ("%" G_GUINT64_FORMAT, self->line);

      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_LONG,
                   _("Line %s is longer than any customer’s. Nothing was kept. Look whether this is a CSV file."), line);
      return FALSE;
    }
  /* Only a quotation mark goes over lines. */
  if (kh_csv_scan (text, length, TRUE, self->separator, record, &used, &problem) == KH_CSV_BROKEN)
    fail_at (record, text, used, problem);
  else
    kh_record_fail (record, _("This is longer than any customer’s record."));
  take_line (self, record, text, length);

  return TRUE;
}

static void
skip_pending (KhCsvReader *self)
{
  kh_text_source_skip (kh_record_reader_get_source (KH_RECORD_READER (self)), self->pending);
  self->line += self->pending_lines;
  self->pending = 0;
  self->pending_lines = 0;
}

static void
take_record (KhCsvReader *self,
             KhRecord    *record,
             const char  *text,
             gsize        length)
{
  if (!check_text (record, text, length))
    {
      take_line (self, record, text, length);
      return;
    }
  record->raw = text;
  record->raw_length = length;
  self->pending = length;
  self->pending_lines = MAX (count_lines (text, length), 1);
}

/* One look at what has been read: TRUE with a record, or with a need for more. */
static gboolean
scan (KhCsvReader  *self,
      KhRecord     *record,
      gboolean     *more,
      GError      **error)
{
  KhTextSource *source = kh_record_reader_get_source (KH_RECORD_READER (self));
  gboolean is_last;
  gsize length, used;
  const char *text = kh_text_source_peek (source, &length, &is_last);
  const char *problem = NULL;

  *more = FALSE;
  kh_record_clear (record, self->line);
  switch (kh_csv_scan (text, length, is_last, self->separator, record, &used, &problem))
    {
    case KH_CSV_ROW:
      take_record (self, record, text, used);
      return TRUE;
    case KH_CSV_BROKEN:
      *more = !is_last && length <= KH_RECORD_MOST_BYTES && memchr (text, '\n', length) == NULL;
      fail_at (record, text, used, problem);
      take_line (self, record, text, length);
      return TRUE;
    case KH_CSV_MORE:
      *more = length <= KH_RECORD_MOST_BYTES;
      return *more || fail_long (self, record, text, length, error);
    }

  g_assert_not_reached ();
}

static gboolean
is_at_end (KhCsvReader *self)
{
  gboolean is_last;
  gsize length;

  kh_text_source_peek (kh_record_reader_get_source (KH_RECORD_READER (self)), &length, &is_last);

  return length == 0 && is_last;
}

static gboolean
read_record (KhCsvReader  *self,
             KhRecord     *record,
             GError      **error)
{
  gboolean more = TRUE;

  skip_pending (self);
  while (more)
    {
      if (is_at_end (self))
        return FALSE;
      if (!scan (self, record, &more, error))
        return FALSE;
      if (more)
        {
          self->pending = self->pending_lines = 0;
          if (!kh_text_source_more (kh_record_reader_get_source (KH_RECORD_READER (self)), error))
            return FALSE;
        }
    }

  return TRUE;
}

static gboolean
kh_csv_reader_next (KhRecordReader  *reader,
                    KhRecord        *record,
                    GError         **error)
{
  KhCsvReader *self = KH_CSV_READER (reader);

  do
    {
      if (!read_record (self, record, error))
        return FALSE;
    }
  while (record->problem == NULL && is_blank (record));
  if (record->problem == NULL)
    check_cells (self, record);

  return TRUE;
}

/* Rejected records */

static guint
count_cells (KhCsvReader *self)
{
  GPtrArray *columns = kh_record_reader_get_columns (KH_RECORD_READER (self));
  gboolean again = columns->len > 0 && g_str_equal (g_ptr_array_index (columns, columns->len - 1), KH_RECORD_PROBLEM);

  return again ? columns->len - 1 : columns->len;
}

static void
kh_csv_reader_append_head (KhRecordReader *reader,
                           GString        *file)
{
  GPtrArray *columns = kh_record_reader_get_columns (reader);

  g_string_append (file, "\ufeff");
  for (guint i = 0; i < count_cells (KH_CSV_READER (reader)); i++)
    kh_csv_append_cell (file, g_ptr_array_index (columns, i), FALSE);
  kh_csv_append_cell (file, KH_RECORD_PROBLEM, TRUE);
}

/* A line of which nobody knows where its cells end stands in the first cell, as it was. */
static void
kh_csv_reader_append_rejected (KhRecordReader *reader,
                               KhRecord       *record,
                               const char     *problem,
                               GString        *file)
{
  guint width = count_cells (KH_CSV_READER (reader));
  guint n = kh_record_get_n (record);
  gboolean whole = n == 0 || n > kh_record_reader_get_columns (reader)->len;
  g_autofree char *line = NULL;

  if (whole)
    line = g_strchomp (g_utf8_make_valid (record->raw, (gssize) record->raw_length));
  for (guint i = 0; i < width; i++)
    kh_csv_append_cell (file, !whole ? kh_record_get (record, i) : i == 0 ? line : NULL, FALSE);
  kh_csv_append_cell (file, problem, TRUE);
}

static void
kh_csv_reader_class_init (KhCsvReaderClass *klass)
{
  KhRecordReaderClass *reader_class = KH_RECORD_READER_CLASS (klass);

  reader_class->suffix = ".csv";
  reader_class->next = kh_csv_reader_next;
  reader_class->append_head = kh_csv_reader_append_head;
  reader_class->append_rejected = kh_csv_reader_append_rejected;
}

static void
kh_csv_reader_init (KhCsvReader *self)
{
  self->line = 1;
  self->separator = separators[0];
}

/* The header */

static void
choose_separator (KhCsvReader *self,
                  const char  *text,
                  gsize        length)
{
  guint most = 0;

  for (guint i = 0; i < G_N_ELEMENTS (separators); i++)
    {
      gboolean quoted = FALSE;
      guint n = 0;

      for (gsize j = 0; j < length && (quoted || text[j] != '\n'); j++)
        {
          quoted ^= text[j] == '"';
          n += !quoted && text[j] == separators[i];
        }
      if (n > most)
        {
          most = n;
          self->separator = separators[i];
        }
    }
}

/* Returns: whether the line names the separator and is done with. */
static gboolean
take_separator_line (KhCsvReader  *self,
                     KhTextSource *source,
                     const char   *text,
                     gsize         length)
{
  gsize mark = strlen (SEPARATOR_LINE);
  gsize end = find_line_end (text, length);

  if (length < mark + 1 || end > mark + 2 || end < mark + 1 ||
      g_ascii_strncasecmp (text, SEPARATOR_LINE, mark) != 0)
    return FALSE;
  self->separator = text[mark];
  kh_text_source_skip (source, MIN (end + 1, length));
  self->line++;

  return TRUE;
}

static gboolean
fail_header (KhRecord  *record,
             GError   **error)
{
  g_autofree char *line = g_strdup_printf ("%" G_GUINT64_FORMAT, record->line);

  g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
               /* Translators: the number of a line of a file, and what is wrong with it */
               _("The header line, line %s, cannot be read. %s"), line, record->problem);

  return FALSE;
}

static gboolean
read_header (KhCsvReader  *self,
             GError      **error)
{
  g_autoptr (KhRecord) record = kh_record_new ();
  g_autoptr (GError) problem = NULL;

  do
    {
      if (read_record (self, record, &problem))
        continue;
      if (problem == NULL)
        g_set_error_literal (&problem, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
                             _("The file is empty. Choose one with a header line and customers."));
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  while (record->problem == NULL && is_blank (record));
  if (record->problem != NULL)
    return fail_header (record, error);
  if (kh_record_get_n (record) > MOST_COLUMNS)
    {
      kh_record_fail (record, _("It has more columns than any customer has values."));
      return fail_header (record, error);
    }
  for (guint i = 0; i < kh_record_get_n (record); i++)
    {
      g_autofree char *name = g_strstrip (g_strdup (kh_record_get (record, i)));

      kh_record_reader_add_column (KH_RECORD_READER (self), name);
    }

  return TRUE;
}

/**
 * kh_csv_reader_open:
 * @path: a file
 * @error: return location for an error of kh_text_source_open(), or of %KH_VALUE_ERROR when
 *   there is no header line that can be read
 *
 * Opens a CSV file and reads its header line.
 *
 * Returns: (transfer full): its reader
 */
KhRecordReader *
kh_csv_reader_open (const char  *path,
                    GError     **error)
{
  g_autoptr (KhTextSource) source = kh_text_source_open (path, error);
  g_autoptr (KhCsvReader) self = NULL;
  gboolean is_last;
  const char *text;
  gsize length;

  if (source == NULL)
    return NULL;
  self = g_object_new (KH_TYPE_CSV_READER, NULL);
  kh_record_reader_set_source (KH_RECORD_READER (self), source);
  text = kh_text_source_peek (source, &length, &is_last);
  if (!take_separator_line (self, source, text, length))
    choose_separator (self, text, length);
  if (!read_header (self, error))
    return NULL;

  return KH_RECORD_READER (g_steal_pointer (&self));
}
