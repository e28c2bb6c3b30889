/* kh-csv.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csv.h"

#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\ufeff"

/* What makes a spreadsheet take a cell for a formula, or shift it into the next
 * cell: OWASP's list and the full-width forms that some programs fold. */
static const char * const formula_starts[] = {
  "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
};

/* Where the scanner stands in one record. */
typedef struct {
  const char *p;
  const char *end;
  gboolean is_last;
  char separator;
  KhRecord *record;
  const char *opening;
  const char *problem;
} Scanner;

/* Apostrophes before it count, so that what the guard adds can be taken off
 * again without touching a cell that had one. */
static gboolean
starts_formula (const char *cell)
{
  const char *start = cell + strspn (cell, "'");
  gsize i;

  /* Nearly every cell begins with something else. */
  if (g_ascii_isalnum (*start) || *start == '\0')
    return FALSE;
  for (i = 0; i < G_N_ELEMENTS (formula_starts); i++)
    {
      if (g_str_has_prefix (start, formula_starts[i]))
        return TRUE;
    }

  return FALSE;
}

static gboolean
needs_quotes (const char *cell)
{
  gsize length = strlen (cell);

  return strpbrk (cell, ",\"\r\n") != NULL
         || (length > 0 && (cell[0] == ' ' || cell[length - 1] == ' '));
}

static void
append_quoted (GString    *csv,
               const char *cell)
{
  const char *p;

  g_string_append_c (csv, '"');

  if (starts_formula (cell))
    g_string_append_c (csv, '\'');

  for (p = cell; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *p);
    }

  g_string_append_c (csv, '"');
}

static KhCsvOutcome
fail (Scanner    *scanner,
      const char *at,
      const char *problem)
{
  scanner->p = at;
  scanner->problem = problem;

  return KH_CSV_BROKEN;
}

static void
end_cell (Scanner *scanner,
          gsize    start)
{
  KhRecord *record = scanner->record;

  /* The NUL after it is what the guard's look ends at. */
  if (record->text->len > start && record->text->str[start] == '\'' && starts_formula (record->text->str + start))
    g_string_erase (record->text, (gssize) start, 1);
  kh_record_add (record, start);
}

/* Text after an opening quotation mark, up to the one that closes it. */
static KhCsvOutcome
read_quoted (Scanner *scanner)
{
  scanner->opening = scanner->p++;
  while (scanner->p < scanner->end)
    {
      const char *quote = memchr (scanner->p, '"', (gsize) (scanner->end - scanner->p));

      if (quote == NULL)
        break;
      g_string_append_len (scanner->record->text, scanner->p, quote - scanner->p);
      scanner->p = quote + 1;
      if (scanner->p == scanner->end && !scanner->is_last)
        return KH_CSV_MORE;
      if (scanner->p == scanner->end || *scanner->p != '"')
        return KH_CSV_ROW;
      g_string_append_c (scanner->record->text, '"');
      scanner->p++;
    }

  return scanner->is_last ? fail (scanner, scanner->opening, _("the quotation mark here is never closed.")) : KH_CSV_MORE;
}

static KhCsvOutcome
read_plain (Scanner *scanner)
{
  const char *start = scanner->p;

  while (scanner->p < scanner->end && *scanner->p != scanner->separator && *scanner->p != '"' &&
         *scanner->p != '\r' && *scanner->p != '\n')
    scanner->p++;
  g_string_append_len (scanner->record->text, start, scanner->p - start);
  if (scanner->p < scanner->end && *scanner->p == '"')
    return fail (scanner, scanner->p, _("a quotation mark stands inside of a cell that does not begin with one."));

  return KH_CSV_ROW;
}

/* Where a quotation mark was forgotten, the next one seems to close the cell, be it lines away. */
static KhCsvOutcome
fail_after_quote (Scanner *scanner)
{
  if (memchr (scanner->opening, '\n', (gsize) (scanner->p - scanner->opening)) != NULL)
    return fail (scanner, scanner->opening, _("the quotation mark here is not closed where its cell ends."));

  return fail (scanner, scanner->p, _("there is text after a closing quotation mark."));
}

/* Takes the separator or the line end after a cell. */
static KhCsvOutcome
read_end (Scanner  *scanner,
          gboolean *ended)
{
  gsize left = (gsize) (scanner->end - scanner->p);

  if (left < 2 && !scanner->is_last && (left == 0 || *scanner->p == '\r'))
    return KH_CSV_MORE;
  *ended = left == 0 || *scanner->p != scanner->separator;
  if (left == 0)
    return KH_CSV_ROW;
  if (*scanner->p == '\r' && (left < 2 || scanner->p[1] != '\n'))
    return fail (scanner, scanner->p, _("a line end is only half there."));
  if (*ended && *scanner->p != '\r' && *scanner->p != '\n')
    return fail_after_quote (scanner);
  scanner->p += *scanner->p == '\r' ? 2 : 1;

  return KH_CSV_ROW;
}

static KhCsvOutcome
read_cell (Scanner  *scanner,
           gboolean *ended)
{
  const gsize start = scanner->record->text->len;
  const gboolean quoted = scanner->p < scanner->end && *scanner->p == '"';
  const KhCsvOutcome outcome = quoted ? read_quoted (scanner) : read_plain (scanner);

  if (outcome != KH_CSV_ROW)
    return outcome;
  end_cell (scanner, start);

  return read_end (scanner, ended);
}

/**
 * kh_csv_scan:
 * @text: CSV from the beginning of a record on
 * @length: how much there is of it
 * @is_last: whether nothing comes after it
 * @separator: what stands between two cells
 * @record: cleared; gets the cells
 * @used: (out): how long the record is with its line end, or where it is broken
 * @problem: (out): what is wrong there, translated, when it is broken
 *
 * Reads one record. What kh_csv_append_cell() guards comes out as it was. Of a record that is not
 * whole, or is broken, @record has some cells, which say nothing.
 *
 * Returns: whether there is one
 */
KhCsvOutcome
kh_csv_scan (const char  *text,
             gsize        length,
             gboolean     is_last,
             char         separator,
             KhRecord    *record,
             gsize       *used,
             const char **problem)
{
  Scanner scanner = { text, text + length, is_last, separator, record, text, NULL };
  KhCsvOutcome outcome = KH_CSV_ROW;
  gboolean ended = FALSE;

  while (!ended && outcome == KH_CSV_ROW)
    outcome = read_cell (&scanner, &ended);
  *used = (gsize) (scanner.p - text);
  *problem = scanner.problem;

  return outcome;
}

static void
set_error (const char  *text,
           const char  *at,
           const char  *message,
           GError     **error)
{
  const char *line_start = text;
  guint line = 1;

  for (const char *p = text; p < at; p++)
    if (*p == '\n')
      {
        line++;
        line_start = p + 1;
      }
  g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
               /* Translators: the line and column of a file, and what is wrong there */
               _("Line %u, column %ld: %s"), line, g_utf8_strlen (line_start, at - line_start) + 1, message);
}

static gboolean
check_text (const char  *text,
            gsize        length,
            GError     **error)
{
  const char *bad = NULL;
  const char *p;
  guint line = 1;

  if (g_utf8_validate (text, (gssize) length, &bad))
    return TRUE;

  for (p = text; p < bad; p++)
    line += *p == '\n';

  g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_ENCODING,
               _("Line %u is not readable text. Save the file as CSV in UTF-8."), line);

  return FALSE;
}

static char **
dup_cells (KhRecord *record)
{
  char **cells = g_new0 (char *, kh_record_get_n (record) + 1);

  for (guint i = 0; i < kh_record_get_n (record); i++)
    cells[i] = g_strdup (kh_record_get (record, i));

  return cells;
}

/* Where a record ends, before its line end. */
static const char *
find_end (const char *start,
          gsize       used)
{
  const char *end = start + used;

  if (end > start && end[-1] == '\n')
    end--;
  if (end > start && *end == '\n' && end[-1] == '\r')
    end--;

  return end;
}

static gboolean
check_width (GPtrArray   *rows,
             const char  *text,
             const char  *at,
             GError     **error)
{
  guint first = g_strv_length (g_ptr_array_index (rows, 0));
  guint width = g_strv_length (g_ptr_array_index (rows, rows->len - 1));
  g_autofree char *message = NULL;

  if (width == first)
    return TRUE;
  message = g_strdup_printf (_("this line has %u cells and the first has %u."), width, first);
  set_error (text, at, message, error);

  return FALSE;
}

/**
 * kh_csv_append_cell:
 * @csv: the file so far
 * @cell: (nullable): what the cell says, in UTF-8
 * @last: whether the row ends with it
 *
 * Writes one cell after RFC 4180, with quotation marks where they are needed. A
 * cell that a spreadsheet would take for a formula gets an apostrophe before it
 * and is quoted, so that a customer's name never runs as one; kh_csv_parse()
 * takes the apostrophe off again.
 */
void
kh_csv_append_cell (GString    *csv,
                    const char *cell,
                    gboolean    last)
{
  g_return_if_fail (csv != NULL);

  /* Most cells of an export are empty. */
  if (cell != NULL && *cell != '\0')
    {
      if (starts_formula (cell) || needs_quotes (cell))
        append_quoted (csv, cell);
      else
        g_string_append (csv, cell);
    }
  if (last)
    g_string_append (csv, "\r\n");
  else
    g_string_append_c (csv, ',');
}

/**
 * kh_csv_parse:
 * @text: the whole file, perhaps with a byte-order mark
 * @length: its length in bytes
 * @error: return location for a %KH_VALUE_ERROR that names line and column
 *
 * Reads a CSV file after RFC 4180, strictly: quotation marks are closed, every
 * line has as many cells as the first, and the text is UTF-8 without a NUL. Line
 * ends may be CRLF or LF. What kh_csv_append_cell() guards comes out as it was.
 *
 * Returns: (transfer full) (nullable) (element-type GStrv): the rows, each a
 *   %NULL-terminated array of strings that goes with the #GPtrArray
 */
GPtrArray *
kh_csv_parse (const char  *text,
              gsize        length,
              GError     **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (KhRecord) record = kh_record_new ();
  const char *end = text + length;
  const char *p = text;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length > 0 && !check_text (text, length, error))
    return NULL;
  if (length >= strlen (BYTE_ORDER_MARK) && memcmp (text, BYTE_ORDER_MARK, strlen (BYTE_ORDER_MARK)) == 0)
    p = text += strlen (BYTE_ORDER_MARK);
  while (p < end)
    {
      const char *problem = NULL;
      gsize used;

      kh_record_clear (record, 0);
      if (kh_csv_scan (p, (gsize) (end - p), TRUE, ',', record, &used, &problem) != KH_CSV_ROW)
        {
          set_error (text, p + used, problem, error);
          return NULL;
        }
      g_ptr_array_add (rows, dup_cells (record));
      if (!check_width (rows, text, find_end (p, used), error))
        return NULL;
      p += used;
    }

  return g_steal_pointer (&rows);
}
