/* kh-import-columns.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-import-columns.h"

#include "kh-accessible.h"
#include "kh-record-reader.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

/* Whoever has more columns than this lets the names say where they go. */
#define MOST_SHOWN 200
/* How many rows of each table can be chosen, besides those that the file names. */
#define ROWS_OFFERED 3

#define ROW_COLUMN "kh-column"
#define ROW_SAMPLE "kh-sample"

struct _KhImportColumns
{
  GtkBox parent_instance;

  /* Borrowed */
  KhImportMapping *mapping;

  /* Owned */
  GPtrArray *samples;
  KhCatalogues *catalogues;
  GArray *fields;
  GtkStringList *labels;
};

G_DEFINE_FINAL_TYPE (KhImportColumns, kh_import_columns, GTK_TYPE_BOX)

static guint changed_signal;

/* What can be chosen: nothing at first, then everything that a file may have. */

static void
offer (KhImportColumns *self,
       KhFileField      field)
{
  g_autofree char *label = kh_file_field_is_none (field) ? g_strdup (_("Leave out")) : kh_file_field_dup_label (field);

  g_array_append_val (self->fields, field);
  gtk_string_list_append (self->labels, label);
}

static guint
count_rows (KhImportColumns *self,
            guint            table)
{
  guint most = ROWS_OFFERED;

  for (guint i = 0; i < kh_import_mapping_get_n (self->mapping); i++)
    {
      KhFileField field = kh_import_mapping_get_field (self->mapping, i);

      if (field.table == table)
        most = MAX (most, field.row + 1);
    }

  return MIN (most, kh_table_get ((KhTableId) table)->max_rows);
}

static void
offer_table (KhImportColumns *self,
             KhTableId        id)
{
  guint n_rows = count_rows (self, id);

  for (guint row = 0; row < n_rows; row++)
    for (guint column = 0; column < kh_table_get (id)->n_columns; column++)
      if (!kh_file_field_is_kept_out (kh_file_field_of_row (id, row, column)))
        offer (self, kh_file_field_of_row (id, row, column));
}

static void
offer_all (KhImportColumns *self)
{
  g_array_set_size (self->fields, 0);
  g_set_object (&self->labels, NULL);
  self->labels = gtk_string_list_new (NULL);
  offer (self, KH_FILE_FIELD_NONE);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    if (!kh_file_field_is_kept_out (kh_file_field_of ((KhDatapointId) i)) && kh_datapoint_is_stored ((KhDatapointId) i))
      offer (self, kh_file_field_of ((KhDatapointId) i));
  for (guint i = 0; i < KH_N_TABLES; i++)
    offer_table (self, (KhTableId) i);
}

static guint
find_offer (KhImportColumns *self,
            KhFileField      field)
{
  for (guint i = 0; i < self->fields->len; i++)
    if (kh_file_field_equal (g_array_index (self->fields, KhFileField, i), field))
      return i;

  return 0;
}

/* The first cells, as they would be kept */

static void
append_sample (GString    *text,
               const char *cell)
{
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, cell);
}

static gboolean
read_sample (KhImportColumns *self,
             KhFileField      field,
             const char      *cell,
             GString         *text,
             GError         **error)
{
  const KhDatapoint *described = kh_file_field_describe (field);
  const KhValueContext context = { .catalogues = self->catalogues, .inactive = TRUE };
  g_autoptr (GError) problem = NULL;
  g_autofree char *value = kh_value_parse (described, cell, -1, &context, &problem);
  g_autofree char *shown = NULL;

  if (problem != NULL)
    {
      /* Translators: what stands in a cell, and what is wrong with it. */
      g_set_error (error, problem->domain, problem->code, _("“%s”: %s"), cell, problem->message);
      return FALSE;
    }
  shown = kh_value_format (described, value, self->catalogues);
  if (*shown != '\0')
    append_sample (text, shown);

  return TRUE;
}

static void
show_sample (KhImportColumns *self,
             guint            column,
             GtkLabel        *label)
{
  KhFileField field = kh_import_mapping_get_field (self->mapping, column);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *visible = NULL;
  g_autoptr (GError) error = NULL;

  gtk_widget_remove_css_class (GTK_WIDGET (label), "error-text");
  for (guint i = 0; i < self->samples->len && error == NULL; i++)
    {
      const char * const *cells = g_ptr_array_index (self->samples, i);
      const char *cell = column < g_strv_length ((char **) cells) ? cells[column] : "";

      if (kh_file_field_is_none (field) && *cell != '\0')
        append_sample (text, cell);
      else if (!kh_file_field_is_none (field))
        read_sample (self, field, cell, text, &error);
    }
  if (error != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (label), "error-text");
  visible = kh_value_dup_visible (error != NULL ? error->message : text->str);
  g_strdelimit (visible, "\n", ' ');
  gtk_label_set_text (label, visible);
}

static void
on_selected_cb (KhImportColumns *self,
                GParamSpec      *pspec G_GNUC_UNUSED,
                GtkDropDown     *drop_down)
{
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (drop_down), ROW_COLUMN));
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (selected == GTK_INVALID_LIST_POSITION)
    return;
  kh_import_mapping_set_field (self->mapping, column, g_array_index (self->fields, KhFileField, selected));
  show_sample (self, column, g_object_get_data (G_OBJECT (drop_down), ROW_SAMPLE));
  g_signal_emit (self, changed_signal, 0);
}

static GtkWidget *
new_label (const char *text,
           const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);

  return label;
}

static GtkWidget *
new_drop_down (KhImportColumns *self,
               guint            column,
               const char      *name,
               GtkWidget       *sample)
{
  GtkExpression *expression = gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");
  GtkWidget *drop_down = gtk_drop_down_new (g_object_ref (G_LIST_MODEL (self->labels)), expression);

  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (drop_down), TRUE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down),
                              find_offer (self, kh_import_mapping_get_field (self->mapping, column)));
  gtk_widget_set_size_request (drop_down, 220, -1);
  gtk_widget_set_valign (drop_down, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (drop_down), ROW_COLUMN, GUINT_TO_POINTER (column));
  g_object_set_data (G_OBJECT (drop_down), ROW_SAMPLE, sample);
  kh_accessible_name_widget (drop_down, name);
  g_signal_connect_object (drop_down, "notify::selected", G_CALLBACK (on_selected_cb), self, G_CONNECT_SWAPPED);

  return drop_down;
}

static GtkWidget *
new_row (KhImportColumns *self,
         guint            column)
{
  const char *name = kh_import_mapping_get_name (self->mapping, column);
  g_autofree char *number = g_strdup_printf (_("Column %u"), column + 1);
  g_autofree char *visible = kh_value_dup_visible (*name != '\0' ? name : number);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = new_label (visible, NULL);
  GtkWidget *sample = new_label ("", "dim");
  GtkWidget *drop_down = new_drop_down (self, column, visible, sample);

  gtk_label_set_mnemonic_widget (GTK_LABEL (label), drop_down);
  gtk_box_append (GTK_BOX (texts), label);
  gtk_box_append (GTK_BOX (texts), sample);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_box_append (GTK_BOX (row), texts);
  gtk_box_append (GTK_BOX (row), drop_down);
  show_sample (self, column, GTK_LABEL (sample));

  return row;
}

static void
kh_import_columns_dispose (GObject *object)
{
  KhImportColumns *self = KH_IMPORT_COLUMNS (object);

  g_clear_pointer (&self->samples, g_ptr_array_unref);
  g_clear_object (&self->catalogues);
  g_clear_object (&self->labels);

  G_OBJECT_CLASS (kh_import_columns_parent_class)->dispose (object);
}

static void
kh_import_columns_finalize (GObject *object)
{
  g_array_unref (KH_IMPORT_COLUMNS (object)->fields);

  G_OBJECT_CLASS (kh_import_columns_parent_class)->finalize (object);
}

static void
kh_import_columns_class_init (KhImportColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_import_columns_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_import_columns_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kh_import_columns_init (KhImportColumns *self)
{
  self->fields = g_array_new (FALSE, FALSE, sizeof (KhFileField));
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
}

void
kh_import_columns_show (KhImportColumns *self,
                        KhImportMapping *mapping,
                        GPtrArray       *samples,
                        KhCatalogues    *catalogues)
{
  GtkWidget *child;
  guint n;

  g_return_if_fail (KH_IS_IMPORT_COLUMNS (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_box_remove (GTK_BOX (self), child);
  self->mapping = mapping;
  g_clear_pointer (&self->samples, g_ptr_array_unref);
  self->samples = g_ptr_array_ref (samples);
  g_set_object (&self->catalogues, catalogues);
  offer_all (self);
  n = MIN (kh_import_mapping_get_n (mapping), MOST_SHOWN);
  for (guint i = 0; i < n; i++)
    if (!g_str_equal (kh_import_mapping_get_name (mapping, i), KH_RECORD_PROBLEM))
      gtk_box_append (GTK_BOX (self), new_row (self, i));
  if (kh_import_mapping_get_n (mapping) > n)
    {
      g_autofree char *more = g_strdup_printf (_("The file has %u columns. Those after the first %u go where their names say."),
                                               kh_import_mapping_get_n (mapping), n);

      gtk_box_append (GTK_BOX (self), new_label (more, "dim"));
    }
}
