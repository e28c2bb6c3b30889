/* kh-record-writer.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-record-writer.h"

G_DEFINE_ABSTRACT_TYPE (KhRecordWriter, kh_record_writer, G_TYPE_OBJECT)

static void
kh_record_writer_class_init (KhRecordWriterClass *klass G_GNUC_UNUSED)
{
}

static void
kh_record_writer_init (KhRecordWriter *self G_GNUC_UNUSED)
{
}

/**
 * kh_record_writer_append_head:
 * @self: a writer
 * @fields: (element-type KhFileField): what any of the customers has
 * @file: gets what the file begins with
 */
void
kh_record_writer_append_head (KhRecordWriter *self,
                              GArray         *fields,
                              GString        *file)
{
  KH_RECORD_WRITER_GET_CLASS (self)->append_head (self, fields, file);
}

/**
 * kh_record_writer_append:
 * @self: a writer
 * @fields: (element-type KhFileField): as for kh_record_writer_append_head()
 * @record: a customer: the canonical value of each field, no cell where there is none
 * @catalogues: the entries that values name
 * @file: gets the customer's record
 */
void
kh_record_writer_append (KhRecordWriter *self,
                         GArray         *fields,
                         KhRecord       *record,
                         KhCatalogues   *catalogues,
                         GString        *file)
{
  KH_RECORD_WRITER_GET_CLASS (self)->append (self, fields, record, catalogues, file);
}
