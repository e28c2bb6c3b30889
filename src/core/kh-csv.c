/* kh-csv.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "kh-csv"

#include "config.h"

#include "kh-csv.h"

#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What makes a spreadsheet take a cell for a formula, or shift it into the next
 * cell: OWASP's list and the full-width forms that some programs fold. */
static const char * const formula_starts[] = {
  "=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠",
};

/* Where the parser stands, and what it has. */
typedef struct {
  const char *p;
  const char *end;
  const char *line_start;
  guint line;
  guint width;
  GPtrArray *rows;
  GPtrArray *cells;
  GString *cell;
} Parser;

static void
parser_clear (Parser *parser)
{
  g_clear_pointer (&parser->rows, g_ptr_array_unref);
  g_clear_pointer (&parser->cells, g_ptr_array_unref);
  g_string_free (parser->cell, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parser, parser_clear)

/* Apostrophes before it count, so that what the guard adds can be taken off
 * again without touching a cell that had one. */
static gboolean
starts_formula (const char *cell)
{
  const char *start = cell + strspn (cell, "'");
  gsize i;

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

static gboolean
fail (Parser      *parser,
      const char  *message,
      GError     **error)
{
  glong column = g_utf8_strlen (parser->line_start, parser->p - parser->line_start) + 1;

  g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
               /* Translators: the line and column of a file, and what is wrong there */
               _("Line %u, column %ld: %s"), parser->line, column, message);

  return FALSE;
}

static void
end_cell (Parser *parser)
{
  const char *cell = parser->cell->str;

  if (*cell == '\'' && starts_formula (cell))
    cell++;

  g_ptr_array_add (parser->cells, g_strdup (cell));
  g_string_truncate (parser->cell, 0);
}

static gboolean
end_row (Parser  *parser,
         GError **error)
{
  guint width = parser->cells->len;

  if (parser->rows->len == 0)
    parser->width = width;

  if (width != parser->width)
    {
      g_autofree char *message = g_strdup_printf (_("this line has %u cells and the first has %u."),
                                                  width, parser->width);

      return fail (parser, message, error);
    }

  g_ptr_array_add (parser->cells, NULL);
  g_ptr_array_add (parser->rows, g_ptr_array_free (g_steal_pointer (&parser->cells), FALSE));
  parser->cells = g_ptr_array_new_with_free_func (g_free);

  return TRUE;
}

static void
next_line (Parser *parser)
{
  parser->line++;
  parser->line_start = parser->p;
}

static gboolean
read_quoted (Parser  *parser,
             GError **error)
{
  Parser start = *parser;

  for (parser->p++; parser->p < parser->end; parser->p++)
    {
      if (*parser->p == '"')
        {
          parser->p++;
          if (parser->p == parser->end || *parser->p != '"')
            return TRUE;
        }

      g_string_append_c (parser->cell, *parser->p);

      if (*parser->p == '\n')
        {
          parser->line++;
          parser->line_start = parser->p + 1;
        }
    }

  return fail (&start, _("the quotation mark here is never closed."), error);
}

static gboolean
read_plain (Parser  *parser,
            GError **error)
{
  gsize length = strcspn (parser->p, ",\"\r\n");

  g_string_append_len (parser->cell, parser->p, (gssize) length);
  parser->p += length;

  if (parser->p < parser->end && *parser->p == '"')
    return fail (parser, _("a quotation mark stands inside of a cell that does not begin with one."), error);

  return TRUE;
}

/* Takes the comma or the line end after a cell. */
static gboolean
read_end (Parser  *parser,
          GError **error)
{
  if (parser->p == parser->end)
    return end_row (parser, error);

  if (*parser->p == ',')
    {
      parser->p++;
      return TRUE;
    }

  if (*parser->p == '\r' && parser->p[1] != '\n')
    return fail (parser, _("a line end is only half there."), error);

  if (*parser->p != '\r' && *parser->p != '\n')
    return fail (parser, _("there is text after a closing quotation mark."), error);

  if (!end_row (parser, error))
    return FALSE;

  parser->p += *parser->p == '\r' ? 2 : 1;
  next_line (parser);

  return TRUE;
}

static gboolean
read_cell (Parser  *parser,
           GError **error)
{
  gboolean quoted = parser->p < parser->end && *parser->p == '"';

  if (quoted ? !read_quoted (parser, error) : !read_plain (parser, error))
    return FALSE;

  end_cell (parser);

  return read_end (parser, error);
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

  cell = cell != NULL ? cell : "";

  if (starts_formula (cell) || needs_quotes (cell))
    append_quoted (csv, cell);
  else
    g_string_append (csv, cell);

  g_string_append (csv, last ? "\r\n" : ",");
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
  g_auto (Parser) parser = { .line = 1, .cell = g_string_new (NULL) };
  g_autofree char *copy = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length > 0 && !check_text (text, length, error))
    return NULL;

  /* The copy ends with a NUL, which the text need not. */
  copy = g_strndup (text != NULL ? text : "", length);
  parser.p = g_str_has_prefix (copy, "\ufeff") ? copy + strlen ("\ufeff") : copy;
  parser.line_start = parser.p;
  parser.end = copy + length;
  parser.rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  parser.cells = g_ptr_array_new_with_free_func (g_free);

  while (parser.p < parser.end || parser.cells->len > 0)
    {
      if (!read_cell (&parser, error))
        return NULL;
    }

  return g_steal_pointer (&parser.rows);
}
