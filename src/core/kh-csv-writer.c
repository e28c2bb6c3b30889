/* kh-csv-writer.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-csv-writer.h"

#include "kh-csv.h"
#include "kh-value-type.h"

struct _KhCsvWriter
{
  KhRecordWriter parent_instance;
};

G_DEFINE_FINAL_TYPE (KhCsvWriter, kh_csv_writer, KH_TYPE_RECORD_WRITER)

/* The mark tells spreadsheets that it is UTF-8. */
static void
kh_csv_writer_append_head (KhRecordWriter *self G_GNUC_UNUSED,
                           GArray         *fields,
                           GString        *file)
{
  g_string_append (file, "\ufeff");
  for (guint i = 0; i < fields->len; i++)
    {
      g_autofree char *label = kh_file_field_dup_label (g_array_index (fields, KhFileField, i));

      kh_csv_append_cell (file, label, i + 1 == fields->len);
    }
}

static void
kh_csv_writer_append (KhRecordWriter *self G_GNUC_UNUSED,
                      GArray         *fields,
                      KhRecord       *record,
                      KhCatalogues   *catalogues,
                      GString        *file)
{
  for (guint i = 0; i < fields->len; i++)
    {
      KhFileField field = g_array_index (fields, KhFileField, i);
      const char *value = kh_record_get (record, i);
      g_autofree char *text = value != NULL ? kh_value_format (kh_file_field_describe (field), value, catalogues) : NULL;

      kh_csv_append_cell (file, text, i + 1 == fields->len);
    }
}

static void
kh_csv_writer_class_init (KhCsvWriterClass *klass)
{
  KhRecordWriterClass *writer_class = KH_RECORD_WRITER_CLASS (klass);

  writer_class->append_head = kh_csv_writer_append_head;
  writer_class->append = kh_csv_writer_append;
}

static void
kh_csv_writer_init (KhCsvWriter *self G_GNUC_UNUSED)
{
}

/**
 * kh_csv_writer_new:
 *
 * Returns: (transfer full): a writer of CSV
 */
KhRecordWriter *
kh_csv_writer_new (void)
{
  return g_object_new (KH_TYPE_CSV_WRITER, NULL);
}
