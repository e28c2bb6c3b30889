/* kh-sheet.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-sheet.h"

#include "kh-csv.h"
#include "kh-customer.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _KhSheet
{
  GObject parent_instance;

  /* Owned */
  char *title;
  char *subtitle;
  GPtrArray *lines;
};

G_DEFINE_FINAL_TYPE (KhSheet, kh_sheet, G_TYPE_OBJECT)

/* A passcode may be among them. */
static void
line_free (gpointer data)
{
  KhSheetLine *line = data;

  for (guint i = 0; i < line->n_cells; i++)
    explicit_bzero (line->cells[i], strlen (line->cells[i]));
  g_strfreev (line->cells);
  g_free (line);
}

static void
kh_sheet_finalize (GObject *object)
{
  KhSheet *self = KH_SHEET (object);

  g_free (self->title);
  g_free (self->subtitle);
  g_ptr_array_unref (self->lines);

  G_OBJECT_CLASS (kh_sheet_parent_class)->finalize (object);
}

static void
kh_sheet_class_init (KhSheetClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_sheet_finalize;
}

static void
kh_sheet_init (KhSheet *self)
{
  self->lines = g_ptr_array_new_with_free_func (line_free);
}

/**
 * kh_sheet_new:
 * @title: what it is about
 * @subtitle: one line below it
 *
 * Returns: (transfer full): a sheet without lines
 */
KhSheet *
kh_sheet_new (const char *title,
              const char *subtitle)
{
  KhSheet *self = g_object_new (KH_TYPE_SHEET, NULL);

  self->title = kh_value_dup_visible (title);
  self->subtitle = kh_value_dup_visible (subtitle);

  return self;
}

/* Nothing that is printed turns the rest of the page around. */
static void
add_line (KhSheet             *self,
          KhSheetKind          kind,
          const char * const  *cells,
          guint                n_cells)
{
  KhSheetLine *line = g_new0 (KhSheetLine, 1);

  line->kind = kind;
  line->n_cells = n_cells;
  line->cells = g_new0 (char *, n_cells + 1);
  for (guint i = 0; i < n_cells; i++)
    line->cells[i] = kh_value_dup_visible (cells[i]);
  g_ptr_array_add (self->lines, line);
}

static void
add_pair (KhSheet    *self,
          const char *label,
          const char *value)
{
  add_line (self, KH_SHEET_CELLS, (const char *[]) { label, value }, 2);
}

static void
add_heading (KhSheet    *self,
             const char *text)
{
  add_line (self, KH_SHEET_HEADING, &text, 1);
}

static char *
dup_printed (KhCustomer    *customer,
             KhDatapointId  id,
             KhCatalogues  *catalogues,
             GHashTable    *secrets)
{
  const KhDatapoint *datapoint = kh_datapoint_get (id);
  const char *secret = secrets != NULL ? g_hash_table_lookup (secrets, GUINT_TO_POINTER (id)) : NULL;

  if (kh_customer_is_hidden (customer, id))
    return NULL;
  if (datapoint->sealed && kh_customer_is_sealed (customer, id))
    /* Translators: there is a passcode, which is not printed. */
    return g_strdup (secret != NULL ? secret : _("kept, not printed"));
  if (datapoint->sealed || kh_customer_get (customer, id) == NULL)
    return NULL;

  return kh_value_format (datapoint, kh_customer_get (customer, id), catalogues);
}

/**
 * kh_sheet_add_customer:
 * @self: a sheet
 * @customer: a record, as whoever prints it may view it
 * @catalogues: (nullable): the names of entries
 * @secrets: (nullable) (element-type guint utf8): passcodes that are shown and were asked for, by
 *   their #KhDatapointId
 *
 * Adds every value that there is. What may not be viewed leaves no trace; of any other passcode it
 * says that there is one.
 */
void
kh_sheet_add_customer (KhSheet      *self,
                       KhCustomer   *customer,
                       KhCatalogues *catalogues,
                       GHashTable   *secrets)
{
  KhSection section = KH_N_SECTIONS;

  g_return_if_fail (KH_IS_SHEET (self));
  g_return_if_fail (KH_IS_CUSTOMER (customer));

  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      char *value = dup_printed (customer, id, catalogues, secrets);

      if (value == NULL)
        continue;
      if (section != kh_datapoint_get (id)->section)
        add_heading (self, kh_section_get_label (kh_datapoint_get (id)->section));
      section = kh_datapoint_get (id)->section;
      add_pair (self, kh_datapoint_get_label (id), value);
      explicit_bzero (value, strlen (value));
      g_free (value);
    }
}

static char *
dup_row (KhRow        *row,
         KhCatalogues *catalogues)
{
  const KhTable *table = kh_table_get (kh_row_get_table (row));
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < table->n_columns; i++)
    {
      const KhDatapoint *column = kh_table_get_column (table->id, i);
      g_autofree char *value = NULL;

      if (i == (guint) table->title || kh_row_is_hidden (row, i))
        continue;
      if (column->sealed && kh_row_is_sealed (row, i))
        value = g_strdup (_("kept, not printed"));
      else if (!column->sealed && kh_row_get (row, i) != NULL)
        value = kh_value_format (column, kh_row_get (row, i), catalogues);
      if (value != NULL)
        g_string_append_printf (text, "%s%s %s", text->len > 0 ? " · " : "", kh_table_get_column_label (table->id, i), value);
    }

  return g_string_free (text, FALSE);
}

/**
 * kh_sheet_add_rows:
 * @self: a sheet
 * @rows: the rows of one of a customer's tables, as whoever prints them may view them
 * @catalogues: (nullable): the names of entries
 *
 * Adds a line for each row; nothing where there is none.
 */
void
kh_sheet_add_rows (KhSheet      *self,
                   KhRows       *rows,
                   KhCatalogues *catalogues)
{
  const KhTable *table;

  g_return_if_fail (KH_IS_SHEET (self));
  g_return_if_fail (KH_IS_ROWS (rows));

  table = kh_table_get (kh_rows_get_table (rows));
  if (kh_rows_is_hidden (rows) || kh_rows_get_n (rows) == 0)
    return;
  add_heading (self, kh_table_get_label (table->id));
  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    {
      KhRow *row = kh_rows_get (rows, i);
      const char *value = kh_row_is_hidden (row, (guint) table->title) ? NULL : kh_row_get (row, (guint) table->title);
      g_autofree char *title = value != NULL ? kh_value_format (kh_table_get_column (table->id, (guint) table->title), value,
                                                                catalogues) : g_strdup_printf ("%u", i + 1);
      g_autofree char *text = dup_row (row, catalogues);

      add_pair (self, title, text);
    }
}

/* The file has an apostrophe before what a spreadsheet would calculate; paper calculates nothing. */
static const char *
skip_guard (const char *cell)
{
  return cell[0] == '\'' && cell[1] != '\0' && strchr ("=+-@", cell[1]) != NULL ? cell + 1 : cell;
}

/**
 * kh_sheet_add_comparison:
 * @self: a sheet
 * @comparison: a comparison
 * @company: the monitoring company's name
 *
 * Adds the Discrepancies as kh_comparison_dup_csv() writes them, without any passcode.
 */
void
kh_sheet_add_comparison (KhSheet      *self,
                         KhComparison *comparison,
                         const char   *company)
{
  g_autofree char *csv = NULL;
  g_autoptr (GPtrArray) records = NULL;

  g_return_if_fail (KH_IS_SHEET (self));

  csv = kh_comparison_dup_csv (comparison, company);
  records = kh_csv_parse (csv, strlen (csv), NULL);
  for (guint i = 0; records != NULL && i < records->len; i++)
    {
      char **cells = g_ptr_array_index (records, i);
      guint n = g_strv_length (cells);
      g_autofree const char **plain = g_new (const char *, n + 1);

      for (guint j = 0; j < n; j++)
        plain[j] = skip_guard (cells[j]);
      add_line (self, i == 0 ? KH_SHEET_TITLES : KH_SHEET_CELLS, plain, n);
    }
}

/**
 * kh_sheet_get_title:
 * @self: a sheet
 *
 * Returns: (transfer none): what it is about
 */
const char *
kh_sheet_get_title (KhSheet *self)
{
  g_return_val_if_fail (KH_IS_SHEET (self), NULL);

  return self->title;
}

/**
 * kh_sheet_get_subtitle:
 * @self: a sheet
 *
 * Returns: (transfer none): the line below the title
 */
const char *
kh_sheet_get_subtitle (KhSheet *self)
{
  g_return_val_if_fail (KH_IS_SHEET (self), NULL);

  return self->subtitle;
}

/**
 * kh_sheet_get_n_lines:
 * @self: a sheet
 *
 * Returns: how many lines it has
 */
guint
kh_sheet_get_n_lines (KhSheet *self)
{
  g_return_val_if_fail (KH_IS_SHEET (self), 0);

  return self->lines->len;
}

/**
 * kh_sheet_get_line:
 * @self: a sheet
 * @index: from 0
 *
 * Returns: (transfer none): a line
 */
const KhSheetLine *
kh_sheet_get_line (KhSheet *self,
                   guint    index)
{
  g_return_val_if_fail (KH_IS_SHEET (self), NULL);
  g_return_val_if_fail (index < self->lines->len, NULL);

  return g_ptr_array_index (self->lines, index);
}
