/* kh-import-mapping.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-import-mapping.h"

#include "kh-csv.h"
#include "kh-record-reader.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* What stands in a mapping's file for a column that is left out. */
#define LEFT_OUT "none"

/* Nothing about a file but what its columns are called. */
#define N_NAME_DIGITS 32

typedef struct {
  char *name;
  KhFileField field;
} Column;

struct _KhImportMapping
{
  GArray *columns;
};

static void
column_clear (gpointer data)
{
  g_free (((Column *) data)->name);
}

static Column *
get_column (const KhImportMapping *self,
            guint                  column)
{
  return &g_array_index (self->columns, Column, column);
}

/* Of two columns that seem to be one value's, the first is. */
static KhFileField
guess (const KhImportMapping *self,
       const char            *name)
{
  KhFileField field = g_str_equal (name, KH_RECORD_PROBLEM) ? KH_FILE_FIELD_NONE : kh_file_field_guess (name);

  return kh_file_field_is_none (field) || kh_import_mapping_find (self, field) != KH_COLUMN_NONE ? KH_FILE_FIELD_NONE
                                                                                                 : field;
}

/**
 * kh_import_mapping_new:
 * @columns: (element-type utf8): what the file calls its columns
 *
 * Returns: (transfer full): what is most likely meant by them
 */
KhImportMapping *
kh_import_mapping_new (GPtrArray *columns)
{
  KhImportMapping *self = g_new0 (KhImportMapping, 1);

  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (self->columns, column_clear);
  kh_import_mapping_extend (self, columns);

  return self;
}

/**
 * kh_import_mapping_copy:
 * @self: a mapping
 *
 * Returns: (transfer full): another like it
 */
KhImportMapping *
kh_import_mapping_copy (const KhImportMapping *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();
  KhImportMapping *copy = kh_import_mapping_new (none);

  for (guint i = 0; i < self->columns->len; i++)
    {
      Column column = { g_strdup (get_column (self, i)->name), get_column (self, i)->field };

      g_array_append_val (copy->columns, column);
    }

  return copy;
}

/**
 * kh_import_mapping_free:
 * @self: (nullable) (transfer full): a mapping
 */
void
kh_import_mapping_free (KhImportMapping *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->columns);
  g_free (self);
}

/**
 * kh_import_mapping_extend:
 * @self: a mapping
 * @columns: (element-type utf8): its columns, and those that were seen since
 *
 * A file of JSON Lines names its columns only as they come.
 */
void
kh_import_mapping_extend (KhImportMapping *self,
                          GPtrArray       *columns)
{
  while (self->columns->len < columns->len)
    {
      const char *name = g_ptr_array_index (columns, self->columns->len);
      Column column = { g_strdup (name), guess (self, name) };

      g_array_append_val (self->columns, column);
    }
}

/**
 * kh_import_mapping_get_n:
 * @self: a mapping
 *
 * Returns: how many columns there are
 */
guint
kh_import_mapping_get_n (const KhImportMapping *self)
{
  return self->columns->len;
}

/**
 * kh_import_mapping_get_name:
 * @self: a mapping
 * @column: a column
 *
 * Returns: (transfer none): what the file calls it
 */
const char *
kh_import_mapping_get_name (const KhImportMapping *self,
                            guint                  column)
{
  return get_column (self, column)->name;
}

/**
 * kh_import_mapping_get_field:
 * @self: a mapping
 * @column: a column
 *
 * Returns: where its cells go, or %KH_FILE_FIELD_NONE when it is left out
 */
KhFileField
kh_import_mapping_get_field (const KhImportMapping *self,
                             guint                  column)
{
  return get_column (self, column)->field;
}

/**
 * kh_import_mapping_set_field:
 * @self: a mapping
 * @column: a column
 * @field: where its cells go, or %KH_FILE_FIELD_NONE to leave it out
 */
void
kh_import_mapping_set_field (KhImportMapping *self,
                             guint            column,
                             KhFileField      field)
{
  get_column (self, column)->field = field;
}

/**
 * kh_import_mapping_find:
 * @self: a mapping
 * @field: a field
 *
 * Returns: the first column that goes there, or %KH_COLUMN_NONE
 */
guint
kh_import_mapping_find (const KhImportMapping *self,
                        KhFileField            field)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (kh_file_field_equal (get_column (self, i)->field, field))
      return i;

  return KH_COLUMN_NONE;
}

static gboolean
check_names (const KhImportMapping  *self,
             GError                **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->columns->len; i++)
    {
      const char *name = get_column (self, i)->name;
      gpointer first;

      if (*name == '\0')
        continue;
      if (g_hash_table_lookup_extended (seen, name, NULL, &first))
        {
          g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
                       /* Translators: the name of a column, and the numbers of two columns. */
                       _("“%s” stands in the header line twice, over columns %u and %u. Rename one of them."),
                       name, GPOINTER_TO_UINT (first) + 1, i + 1);
          return FALSE;
        }
      g_hash_table_insert (seen, (gpointer) name, GUINT_TO_POINTER (i));
    }

  return TRUE;
}

static gboolean
check_column (const KhImportMapping  *self,
              guint                   column,
              GError                **error)
{
  KhFileField field = get_column (self, column)->field;
  g_autofree char *label = NULL;
  guint first;

  if (kh_file_field_is_none (field))
    return TRUE;
  label = kh_file_field_dup_label (field);
  first = kh_import_mapping_find (self, field);
  if (first < column)
    {
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
                   /* Translators: a datapoint's name, and the numbers of two columns. */
                   _("%s is given by columns %u and %u. Leave one of them out."), label, first + 1, column + 1);
      return FALSE;
    }
  if (!kh_file_field_is_kept_out (field))
    return TRUE;
  g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
               /* Translators: the name of a column in a file, and of a datapoint such as Passcode. */
               _("The column “%s” goes to %s, which is kept encrypted and is not imported. "
                 "Leave it out, and type it for each customer."), get_column (self, column)->name, label);

  return FALSE;
}

/**
 * kh_import_mapping_check:
 * @self: a mapping
 * @error: return location for a %KH_VALUE_ERROR
 *
 * A header that says one thing twice is refused rather than half understood, and so is one of
 * which nothing is understood: there is none, most likely.
 *
 * Returns: whether a file can be imported with it
 */
gboolean
kh_import_mapping_check (const KhImportMapping  *self,
                         GError                **error)
{
  guint n_mapped = 0;

  if (!check_names (self, error))
    return FALSE;
  for (guint i = 0; i < self->columns->len; i++)
    {
      n_mapped += kh_file_field_is_none (get_column (self, i)->field) ? 0 : 1;
      if (!check_column (self, i, error))
        return FALSE;
    }
  if (n_mapped > 0)
    return TRUE;
  g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
                       _("No column of the file goes to a value of a customer. Does its first line name the columns? "
                         "Add such a line, or choose where they go."));

  return FALSE;
}

/* Remembering */

/**
 * kh_import_mapping_to_text:
 * @self: a mapping
 *
 * Returns: (transfer full): the mapping as a CSV file of two columns: what the file calls a
 *   column, and the key of where it goes, or "none"
 */
char *
kh_import_mapping_to_text (const KhImportMapping *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->columns->len; i++)
    {
      const Column *column = get_column (self, i);
      g_autofree char *key = kh_file_field_is_none (column->field) ? NULL : kh_file_field_dup_key (column->field);

      kh_csv_append_cell (text, column->name, FALSE);
      kh_csv_append_cell (text, key != NULL ? key : LEFT_OUT, TRUE);
    }

  return g_string_free (text, FALSE);
}

static gboolean
apply_line (KhImportMapping     *self,
            const char * const  *cells,
            guint                line,
            GError             **error)
{
  gboolean is_left_out = cells[0] != NULL && g_strcmp0 (cells[1], LEFT_OUT) == 0;
  KhFileField field = cells[0] == NULL || cells[1] == NULL || is_left_out ? KH_FILE_FIELD_NONE
                                                                          : kh_file_field_guess (cells[1]);

  if (cells[0] == NULL || cells[1] == NULL || cells[2] != NULL || (!is_left_out && kh_file_field_is_none (field)))
    {
      g_set_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_FORMAT,
                   _("Line %u of the mapping does not name a column and where it goes, such as: Phone,primary-phone"),
                   line);
      return FALSE;
    }
  for (guint i = 0; i < self->columns->len; i++)
    if (g_str_equal (get_column (self, i)->name, cells[0]))
      get_column (self, i)->field = field;

  return TRUE;
}

/**
 * kh_import_mapping_apply:
 * @self: a mapping
 * @text: what kh_import_mapping_to_text() gave for a file with the same columns, or some of them
 * @length: its length in bytes
 * @error: return location for a %KH_VALUE_ERROR
 *
 * Columns that @text does not name stay as they are.
 *
 * Returns: whether it could be read
 */
gboolean
kh_import_mapping_apply (KhImportMapping  *self,
                         const char       *text,
                         gsize             length,
                         GError          **error)
{
  g_autoptr (GPtrArray) rows = kh_csv_parse (text, length, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    if (!apply_line (self, g_ptr_array_index (rows, i), i + 1, error))
      return FALSE;

  return TRUE;
}

static char *
dup_path (const KhImportMapping *self,
          const char            *folder)
{
  g_autoptr (GString) names = g_string_new (NULL);
  g_autofree char *digest = NULL;
  g_autofree char *name = NULL;

  for (guint i = 0; i < self->columns->len; i++)
    kh_csv_append_cell (names, get_column (self, i)->name, FALSE);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, names->str, (gssize) names->len);
  name = g_strdup_printf ("%.*s.csv", N_NAME_DIGITS, digest);

  return g_build_filename (folder, name, NULL);
}

/**
 * kh_import_mapping_remember:
 * @self: a mapping
 * @folder: where mappings are kept
 * @error: return location for an error
 *
 * Keeps it for the next file with the same columns. Nothing of a customer is kept.
 *
 * Returns: whether it is kept
 */
gboolean
kh_import_mapping_remember (const KhImportMapping  *self,
                            const char             *folder,
                            GError                **error)
{
  g_autofree char *path = dup_path (self, folder);
  g_autofree char *text = kh_import_mapping_to_text (self);

  g_mkdir_with_parents (folder, 0700);

  return g_file_set_contents (path, text, -1, error);
}

/**
 * kh_import_mapping_recall:
 * @self: a mapping
 * @folder: where mappings are kept
 *
 * Goes by what was remembered for a file with the same columns, if there was one.
 */
void
kh_import_mapping_recall (KhImportMapping *self,
                          const char      *folder)
{
  g_autofree char *path = dup_path (self, folder);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (g_file_get_contents (path, &text, &length, NULL) && !kh_import_mapping_apply (self, text, length, &error))
    g_debug ("A remembered mapping was not understood: %s", error->message);
}
