/* kh-duplicate-lines.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-lines.h"

#include "kh-csv.h"
#include "kh-text.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* 500 lines of four cells of 100 characters, and as much again for the rest of the sheet. */
#define MOST_BYTES (1024 * 1024)

/* A column of the paste that the table has no place for. */
#define NO_COLUMN KH_N_DUPLICATE_COLUMNS

/* What sheets call the columns, besides the datapoints' labels. */
static const struct {
  KhDatapointId datapoint;
  const char *names[5];
} columns[KH_N_DUPLICATE_COLUMNS] = {
  { KH_DATAPOINT_FIRST_NAME, { "first name", "first", "firstname", "given name" } },
  { KH_DATAPOINT_LAST_NAME, { "last name", "last", "lastname", "surname" } },
  { KH_DATAPOINT_ADDRESS_1, { "address 1", "address", "address1", "street" } },
  { KH_DATAPOINT_ADDRESS_2, { "address 2", "unit", "address2", "apartment", "apt" } },
};

/**
 * kh_duplicate_lines_get_datapoint:
 * @column: a column of the table
 *
 * Returns: the datapoint that it fills; the unit is Address 2
 */
KhDatapointId
kh_duplicate_lines_get_datapoint (guint column)
{
  g_return_val_if_fail (column < KH_N_DUPLICATE_COLUMNS, KH_DATAPOINT_NONE);

  return columns[column].datapoint;
}

/**
 * kh_duplicate_line_new:
 * @number: its number
 *
 * Returns: (transfer full): a line in which nothing stands yet
 */
KhDuplicateLine *
kh_duplicate_line_new (guint number)
{
  KhDuplicateLine *line = g_new0 (KhDuplicateLine, 1);

  line->number = number;
  for (guint i = 0; i < KH_N_DUPLICATE_COLUMNS; i++)
    line->cells[i] = g_strdup ("");

  return line;
}

/**
 * kh_duplicate_line_copy:
 * @line: a line
 *
 * Returns: (transfer full): another one like it
 */
KhDuplicateLine *
kh_duplicate_line_copy (const KhDuplicateLine *line)
{
  KhDuplicateLine *copy = g_memdup2 (line, sizeof *line);

  for (guint i = 0; i < KH_N_DUPLICATE_COLUMNS; i++)
    {
      copy->cells[i] = g_strdup (line->cells[i]);
      copy->values[i] = g_strdup (line->values[i]);
    }
  copy->problem = g_strdup (line->problem);
  copy->note = g_strdup (line->note);

  return copy;
}

/**
 * kh_duplicate_line_free:
 * @line: (nullable) (transfer full): a line
 *
 * Frees it.
 */
void
kh_duplicate_line_free (KhDuplicateLine *line)
{
  if (line == NULL)
    return;
  for (guint i = 0; i < KH_N_DUPLICATE_COLUMNS; i++)
    {
      g_free (line->cells[i]);
      g_free (line->values[i]);
    }
  g_free (line->problem);
  g_free (line->note);
  g_free (line);
}

/**
 * kh_duplicate_line_set_cell:
 * @line: a line
 * @column: one of its cells
 * @text: what is to stand in it
 *
 * Corrects a cell. What is wrong with the line stays as it was until all are checked.
 */
void
kh_duplicate_line_set_cell (KhDuplicateLine *line,
                            guint            column,
                            const char      *text)
{
  char *copy;

  g_return_if_fail (line != NULL && text != NULL);
  g_return_if_fail (column < KH_N_DUPLICATE_COLUMNS);

  copy = g_strdup (text);
  g_free (line->cells[column]);
  line->cells[column] = copy;
  /* Whoever corrects the line has seen what became of it. */
  line->over = FALSE;
}

/* A spreadsheet quotes a cell that holds a quotation mark, and doubles the mark. */
static char *
unquote (const char *cell)
{
  gsize length = strlen (cell);
  g_autoptr (GString) text = NULL;

  if (length < 2 || cell[0] != '"' || cell[length - 1] != '"')
    return g_strdup (cell);
  text = g_string_new_len (cell + 1, (gssize) length - 2);
  g_string_replace (text, "\"\"", "\"", 0);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static GPtrArray *
split_tabs (const char *text)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = NULL;

      if (g_str_has_suffix (lines[i], "\r"))
        lines[i][strlen (lines[i]) - 1] = '\0';
      cells = g_strsplit (lines[i], "\t", -1);
      for (guint j = 0; cells[j] != NULL; j++)
        {
          char *cell = unquote (cells[j]);

          g_free (cells[j]);
          cells[j] = cell;
        }
      g_ptr_array_add (rows, g_steal_pointer (&cells));
    }

  return rows;
}

static GPtrArray *
split (const char  *text,
       gsize        length,
       GError     **error)
{
  g_autofree char *copy = NULL;

  if (length > MOST_BYTES)
    {
      g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_LONG,
                           _("This is too much text for a table. Paste the four columns only."));
      return NULL;
    }
  if (length == 0 || memchr (text, '\t', length) == NULL || !g_utf8_validate (text, (gssize) length, NULL))
    return kh_csv_parse (text, length, error);
  copy = g_strndup (text, length);

  return split_tabs (copy);
}

static gboolean
is_blank (char * const *cells)
{
  for (; *cells != NULL; cells++)
    if (strspn (*cells, " \t") != strlen (*cells))
      return FALSE;

  return TRUE;
}

static guint
find_column (const char *cell)
{
  g_autofree char *folded = kh_text_fold (cell);

  for (guint i = 0; i < KH_N_DUPLICATE_COLUMNS; i++)
    {
      g_autofree char *label = kh_text_fold (kh_datapoint_get_label (columns[i].datapoint));

      if (g_str_equal (folded, label))
        return i;
      for (guint j = 0; j < G_N_ELEMENTS (columns[i].names) && columns[i].names[j] != NULL; j++)
        if (g_str_equal (folded, columns[i].names[j]))
          return i;
    }

  return NO_COLUMN;
}

/* The first line is a heading when it names the two columns that every line must have. */
static GArray *
read_heading (char * const *cells)
{
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (guint));
  gboolean named[KH_N_DUPLICATE_COLUMNS + 1] = { FALSE };

  for (; *cells != NULL; cells++)
    {
      guint column = find_column (*cells);

      if (named[column])
        column = NO_COLUMN;
      named[column] = TRUE;
      g_array_append_val (places, column);
    }

  return named[0] && named[1] ? g_steal_pointer (&places) : NULL;
}

static guint
get_place (GArray *places,
           guint   i)
{
  if (places == NULL)
    return MIN (i, NO_COLUMN);

  return i < places->len ? g_array_index (places, guint, i) : NO_COLUMN;
}

/* Takes @problem; the first one that is found is the one to mend first. */
static void
set_problem (KhDuplicateLine *line,
             guint            column,
             char            *problem)
{
  if (line->problem != NULL)
    {
      g_free (problem);
      return;
    }
  line->column = column;
  line->problem = problem;
}

static void
check_cell (KhDuplicateLine *line,
            guint            column)
{
  const KhDatapoint *datapoint = kh_datapoint_get (columns[column].datapoint);
  const char *label = kh_datapoint_get_label (datapoint->id);
  g_autoptr (GError) error = NULL;

  g_free (line->values[column]);
  line->values[column] = kh_value_parse (datapoint, line->cells[column], -1, NULL, &error);
  if (error != NULL)
    /* Translators: a datapoint's name, and what is wrong with its value. */
    set_problem (line, column, g_strdup_printf (_("%s: %s"), label, error->message));
  else if (line->values[column] == NULL && (datapoint->required & KH_REQUIRED_ALWAYS) != 0)
    /* Translators: a datapoint's name. */
    set_problem (line, column, g_strdup_printf (_("There is no %s. Fill it in."), label));
}

static void
check_line (KhDuplicateLine *line)
{
  g_clear_pointer (&line->problem, g_free);
  g_clear_pointer (&line->note, g_free);
  for (guint i = 0; i < KH_N_DUPLICATE_COLUMNS; i++)
    check_cell (line, i);
  if (line->over)
    set_problem (line, KH_N_DUPLICATE_COLUMNS - 1,
                 g_strdup (_("This line has more than four cells. Paste first name, last name, address and unit.")));
}

static KhDuplicateLine *
read_line (char * const *cells,
           GArray       *places,
           guint         number)
{
  KhDuplicateLine *line = kh_duplicate_line_new (number);
  gboolean over = FALSE;

  for (guint i = 0; cells[i] != NULL; i++)
    {
      guint column = get_place (places, i);

      if (column != NO_COLUMN)
        kh_duplicate_line_set_cell (line, column, cells[i]);
      else if (places == NULL && *cells[i] != '\0')
        over = TRUE;
    }
  line->over = over;

  return line;
}

/* Doubles */

static char *
dup_key (const KhDuplicateLine *line,
         guint                  from,
         guint                  to)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = from; i <= to; i++)
    g_string_append_printf (text, "%s\n", line->cells[i]);

  return g_utf8_validate (text->str, -1, NULL) ? kh_text_fold (text->str) : g_strdup (text->str);
}

/* The line before it that says the same in these cells. */
static const KhDuplicateLine *
find_earlier (GHashTable            *seen,
              const KhDuplicateLine *line,
              guint                  from,
              guint                  to)
{
  g_autofree char *key = dup_key (line, from, to);
  const KhDuplicateLine *earlier = g_hash_table_lookup (seen, key);

  if (earlier == NULL)
    g_hash_table_insert (seen, g_steal_pointer (&key), (gpointer) line);

  return earlier;
}

static gboolean
is_empty (const KhDuplicateLine *line,
          guint                  from,
          guint                  to)
{
  for (guint i = from; i <= to; i++)
    if (line->values[i] != NULL)
      return FALSE;

  return TRUE;
}

/* Two lines that say the same would be one customer twice. One name at two doors, or one door
 * with two names, may be that or not. */
static void
find_double (GHashTable      *whole,
             GHashTable      *names,
             GHashTable      *doors,
             KhDuplicateLine *line)
{
  const KhDuplicateLine *same = find_earlier (whole, line, 0, 3);
  const KhDuplicateLine *name = is_empty (line, 0, 1) ? NULL : find_earlier (names, line, 0, 1);
  const KhDuplicateLine *door = is_empty (line, 2, 3) ? NULL : find_earlier (doors, line, 2, 3);

  if (same != NULL)
    set_problem (line, 0, g_strdup_printf (_("This is the same as line %u. Take one of them out."), same->number));
  else if (line->problem == NULL && name != NULL)
    line->note = g_strdup_printf (_("Line %u has the same name. Check whether it is the same customer."),
                                  name->number);
  else if (line->problem == NULL && door != NULL)
    line->note = g_strdup_printf (_("Line %u has the same address and unit. Check whether it is the same customer."),
                                  door->number);
}

/**
 * kh_duplicate_lines_check:
 * @lines: (element-type KhDuplicateLine): lines
 *
 * Looks anew at what is wrong with each line, and for doubles among them.
 */
void
kh_duplicate_lines_check (GPtrArray *lines)
{
  g_autoptr (GHashTable) whole = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) doors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_return_if_fail (lines != NULL);

  for (guint i = 0; i < lines->len; i++)
    {
      KhDuplicateLine *line = g_ptr_array_index (lines, i);

      check_line (line);
      find_double (whole, names, doors, line);
    }
}

static gboolean
check_count (GPtrArray  *lines,
             GError    **error)
{
  if (lines->len <= KH_DUPLICATE_MOST_LINES)
    return TRUE;
  g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_RANGE,
               _("These are %u lines, and %d can be made in one go. Paste fewer."),
               lines->len, KH_DUPLICATE_MOST_LINES);
  return FALSE;
}

/**
 * kh_duplicate_lines_parse:
 * @text: what was pasted, not necessarily UTF-8
 * @length: its length in bytes
 * @error: return location for a %KH_VALUE_ERROR: it is no table, or too long a one
 *
 * Reads a table of new customers: First Name, Last Name, Address 1 and the unit, with tabs
 * between them as a spreadsheet copies it, or as CSV. A first line that names the columns
 * may have them in any order, and others between them. Blank lines are passed over.
 *
 * Returns: (transfer full) (nullable) (element-type KhDuplicateLine): the lines, each with
 *   what is wrong with it, or %NULL
 */
GPtrArray *
kh_duplicate_lines_parse (const char  *text,
                          gsize        length,
                          GError     **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_duplicate_line_free);
  g_autoptr (GArray) places = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  rows = split (text, length, error);
  if (rows == NULL)
    return NULL;
  if (rows->len > 0)
    places = read_heading (g_ptr_array_index (rows, 0));
  for (guint i = places != NULL ? 1 : 0; i < rows->len; i++)
    {
      char **cells = g_ptr_array_index (rows, i);

      if (!is_blank (cells))
        g_ptr_array_add (lines, read_line (cells, places, i + 1));
    }
  kh_duplicate_lines_check (lines);

  return check_count (lines, error) ? g_steal_pointer (&lines) : NULL;
}

/**
 * kh_duplicate_lines_count_bad:
 * @lines: (element-type KhDuplicateLine): lines
 *
 * Returns: how many of them have a problem
 */
guint
kh_duplicate_lines_count_bad (GPtrArray *lines)
{
  guint n = 0;

  g_return_val_if_fail (lines != NULL, 0);

  for (guint i = 0; i < lines->len; i++)
    n += ((KhDuplicateLine *) g_ptr_array_index (lines, i))->problem != NULL ? 1 : 0;

  return n;
}

/**
 * kh_duplicate_line_apply:
 * @line: a line without a problem
 * @customer: a new customer, as the original makes it
 *
 * Gives the customer the line's names and address. A line without an address has the
 * original's; one without a unit has none, since the original's is the original's.
 */
void
kh_duplicate_line_apply (const KhDuplicateLine *line,
                         KhCustomer            *customer)
{
  g_return_if_fail (line != NULL && line->problem == NULL);
  g_return_if_fail (KH_IS_CUSTOMER (customer));

  for (guint i = 0; i < KH_N_DUPLICATE_COLUMNS; i++)
    if (line->values[i] != NULL || columns[i].datapoint != KH_DATAPOINT_ADDRESS_1)
      kh_customer_set (customer, columns[i].datapoint, line->values[i]);
}
