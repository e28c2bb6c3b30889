/* kh-record-writer.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

#include "kh-file-field.h"
#include "kh-record.h"
#include "kh-types.h"

G_BEGIN_DECLS

/**
 * KhRecordWriter:
 *
 * Writes customers as a file has them: how, is the business of those who derive from it. Which
 * values there are is decided by whoever exports, so that no writer has anything to hide.
 */
#define KH_TYPE_RECORD_WRITER (kh_record_writer_get_type ())
G_DECLARE_DERIVABLE_TYPE (KhRecordWriter, kh_record_writer, KH, RECORD_WRITER, GObject)

/**
 * KhRecordWriterClass:
 * @append_head: begins the file; @fields (KhFileField) are all that any customer has
 * @append: adds a customer to it, whose canonical values are the cells of @record, in the order of @fields
 */
struct _KhRecordWriterClass
{
  GObjectClass parent_class;

  void (* append_head) (KhRecordWriter *self,
                        GArray         *fields,
                        GString        *file);
  void (* append)      (KhRecordWriter *self,
                        GArray         *fields,
                        KhRecord       *record,
                        KhCatalogues   *catalogues,
                        GString        *file);
};

void        kh_record_writer_append_head (KhRecordWriter *self,
                                          GArray         *fields,
                                          GString        *file);
void        kh_record_writer_append      (KhRecordWriter *self,
                                          GArray         *fields,
                                          KhRecord       *record,
                                          KhCatalogues   *catalogues,
                                          GString        *file);

G_END_DECLS
