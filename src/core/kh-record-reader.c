/* kh-record-reader.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-record-reader.h"

typedef struct {
  KhTextSource *source;
  GPtrArray *columns;
} KhRecordReaderPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KhRecordReader, kh_record_reader, G_TYPE_OBJECT)

static KhRecordReaderPrivate *
get_private (KhRecordReader *self)
{
  return kh_record_reader_get_instance_private (self);
}

static void
kh_record_reader_finalize (GObject *object)
{
  KhRecordReaderPrivate *priv = get_private (KH_RECORD_READER (object));

  g_clear_object (&priv->source);
  g_ptr_array_unref (priv->columns);

  G_OBJECT_CLASS (kh_record_reader_parent_class)->finalize (object);
}

static void
kh_record_reader_class_init (KhRecordReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_record_reader_finalize;
}

static void
kh_record_reader_init (KhRecordReader *self)
{
  get_private (self)->columns = g_ptr_array_new_with_free_func (g_free);
}

/**
 * kh_record_reader_get_source:
 * @self: a reader
 *
 * Returns: (transfer none): the file
 */
KhTextSource *
kh_record_reader_get_source (KhRecordReader *self)
{
  g_return_val_if_fail (KH_IS_RECORD_READER (self), NULL);

  return get_private (self)->source;
}

/**
 * kh_record_reader_set_source:
 * @self: a reader
 * @source: the file
 *
 * For those who derive from it, before anything is read.
 */
void
kh_record_reader_set_source (KhRecordReader *self,
                             KhTextSource   *source)
{
  g_return_if_fail (KH_IS_RECORD_READER (self));

  g_set_object (&get_private (self)->source, source);
}

/**
 * kh_record_reader_add_column:
 * @self: a reader
 * @name: what the file calls it
 *
 * For those who derive from it, as a column is first seen.
 *
 * Returns: the column
 */
guint
kh_record_reader_add_column (KhRecordReader *self,
                             const char     *name)
{
  GPtrArray *columns;

  g_return_val_if_fail (KH_IS_RECORD_READER (self), 0);

  columns = get_private (self)->columns;
  g_ptr_array_add (columns, g_strdup (name));

  return columns->len - 1;
}

/**
 * kh_record_reader_get_columns:
 * @self: a reader
 *
 * Returns: (transfer none) (element-type utf8): what the file calls its columns, as far as they
 *   have been seen: a CSV file names all of them at its beginning
 */
GPtrArray *
kh_record_reader_get_columns (KhRecordReader *self)
{
  g_return_val_if_fail (KH_IS_RECORD_READER (self), NULL);

  return get_private (self)->columns;
}

/**
 * kh_record_reader_get_suffix:
 * @self: a reader
 *
 * Returns: how the names of such files end, with the point
 */
const char *
kh_record_reader_get_suffix (KhRecordReader *self)
{
  return KH_RECORD_READER_GET_CLASS (self)->suffix;
}

/**
 * kh_record_reader_next:
 * @self: a reader
 * @record: gets the next record; one that cannot be read says why, and is no error
 * @error: return location for an error after which nothing more can be read
 *
 * Returns: whether there is one; %FALSE without an error at the end of the file
 */
gboolean
kh_record_reader_next (KhRecordReader  *self,
                       KhRecord        *record,
                       GError         **error)
{
  return KH_RECORD_READER_GET_CLASS (self)->next (self, record, error);
}

/**
 * kh_record_reader_append_head:
 * @self: a reader
 * @file: gets what a file of rejected records begins with
 */
void
kh_record_reader_append_head (KhRecordReader *self,
                              GString        *file)
{
  KH_RECORD_READER_GET_CLASS (self)->append_head (self, file);
}

/**
 * kh_record_reader_append_rejected:
 * @self: a reader
 * @record: the record that was read last
 * @problem: why it is not imported
 * @file: a file of rejected records; gets the record, so that it can be mended there and
 *   imported again
 */
void
kh_record_reader_append_rejected (KhRecordReader *self,
                                  KhRecord       *record,
                                  const char     *problem,
                                  GString        *file)
{
  KH_RECORD_READER_GET_CLASS (self)->append_rejected (self, record, problem, file);
}
