/* kh-record-reader.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-record.h"
#include "kh-text-source.h"

G_BEGIN_DECLS

/* More than this is no record of a customer, whatever it is. */
#define KH_RECORD_MOST_BYTES (4 * 1024 * 1024)

/* The column in which a file of rejected records says why; it is never imported. */
#define KH_RECORD_PROBLEM "Problem (Keyholder)"

/**
 * KhRecordReader:
 *
 * A file of records, read one after the other: how they are written is the business of those
 * who derive from it. What JSON nests comes out flat, each value in a column of its own, so that
 * a mapping and all that follows need not know what kind of file it is.
 *
 * A reader is made on one thread and may be read on another, by one at a time.
 */
#define KH_TYPE_RECORD_READER (kh_record_reader_get_type ())
G_DECLARE_DERIVABLE_TYPE (KhRecordReader, kh_record_reader, KH, RECORD_READER, GObject)

/**
 * KhRecordReaderClass:
 * @suffix: how the names of such files end
 * @next: fills @record with the next record; %FALSE without an error at the end
 * @append_head: begins a file of rejected records
 * @append_rejected: adds a record to it; with why it was rejected, where there is a place for that
 */
struct _KhRecordReaderClass
{
  GObjectClass parent_class;

  const char *suffix;
  gboolean (* next)            (KhRecordReader  *self,
                                KhRecord        *record,
                                GError         **error);
  void     (* append_head)     (KhRecordReader  *self,
                                GString         *file);
  void     (* append_rejected) (KhRecordReader  *self,
                                KhRecord        *record,
                                const char      *problem,
                                GString         *file);
};

KhTextSource *kh_record_reader_get_source      (KhRecordReader  *self);
void          kh_record_reader_set_source      (KhRecordReader  *self,
                                                KhTextSource    *source);
guint         kh_record_reader_add_column      (KhRecordReader  *self,
                                                const char      *name);
GPtrArray    *kh_record_reader_get_columns     (KhRecordReader  *self);
const char   *kh_record_reader_get_suffix      (KhRecordReader  *self);

gboolean      kh_record_reader_next            (KhRecordReader  *self,
                                                KhRecord        *record,
                                                GError         **error);
void          kh_record_reader_append_head     (KhRecordReader  *self,
                                                GString         *file);
void          kh_record_reader_append_rejected (KhRecordReader  *self,
                                                KhRecord        *record,
                                                const char      *problem,
                                                GString         *file);

G_END_DECLS
