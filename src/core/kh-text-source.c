/* kh-text-source.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-text-source.h"

#include "kh-value-type.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define CHUNK     (256 * 1024)
/* How much is looked at to tell an encoding. */
#define LOOK_SIZE 64

struct _KhTextSource
{
  GObject parent_instance;

  /* Owned */
  GInputStream *stream;
  GByteArray *bytes;

  /* State */
  int file;
  struct stat opened;
  gsize start;
  gboolean ended;
};

G_DEFINE_FINAL_TYPE (KhTextSource, kh_text_source, G_TYPE_OBJECT)

static void
kh_text_source_finalize (GObject *object)
{
  KhTextSource *self = KH_TEXT_SOURCE (object);

  g_clear_object (&self->stream);
  g_byte_array_unref (self->bytes);

  G_OBJECT_CLASS (kh_text_source_parent_class)->finalize (object);
}

static void
kh_text_source_class_init (KhTextSourceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_text_source_finalize;
}

static void
kh_text_source_init (KhTextSource *self)
{
  self->bytes = g_byte_array_new ();
}

static void
set_file_error (int      number,
                GError **error)
{
  g_set_error (error, G_IO_ERROR, (int) g_io_error_from_errno (number),
               /* Translators: %s is what the system says. */
               _("The file cannot be read (%s). Choose another one."), g_strerror (number));
}

/* Whoever opens a FIFO waits until somebody writes, and a device may never end: only what lies
 * on a disk is read. A link that leads there is as good as the file, since nothing is written. */
static int
open_file (const char   *path,
           struct stat  *info,
           GError      **error)
{
  int file = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0);

  if (file < 0 || fstat (file, info) != 0)
    {
      set_file_error (errno, error);
      if (file >= 0)
        g_close (file, NULL);
      return -1;
    }
  if (!S_ISREG (info->st_mode))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
                           _("This is no file with records in it, but a folder, a pipe or a device. Choose a file."));
      g_close (file, NULL);
      return -1;
    }

  return file;
}

/* Without a mark, UTF-16 of anything with a Latin separator in it has NULs on one side only. */
static const char *
find_encoding (const guint8 *bytes,
               gsize         length,
               gsize        *mark)
{
  gsize even = 0;
  gsize odd = 0;

  *mark = 2;
  if (length >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe)
    return "UTF-16LE";
  if (length >= 2 && bytes[0] == 0xfe && bytes[1] == 0xff)
    return "UTF-16BE";
  for (gsize i = 0; i < length; i++)
    *(i % 2 == 0 ? &even : &odd) += bytes[i] == 0;
  *mark = 0;
  if (even == 0 && odd > length / 4)
    return "UTF-16LE";
  if (odd == 0 && even > length / 4)
    return "UTF-16BE";
  if (length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0)
    *mark = 3;

  return NULL;
}

static gboolean
start (KhTextSource  *self,
       GInputStream  *file,
       GError       **error)
{
  g_autoptr (GInputStream) buffered = g_buffered_input_stream_new (file);
  GBufferedInputStream *buffer = G_BUFFERED_INPUT_STREAM (buffered);
  g_autoptr (GCharsetConverter) converter = NULL;
  const char *encoding;
  const guint8 *bytes;
  gsize length, mark;

  if (g_buffered_input_stream_fill (buffer, LOOK_SIZE, NULL, error) < 0)
    return FALSE;
  bytes = g_buffered_input_stream_peek_buffer (buffer, &length);
  encoding = find_encoding (bytes, length, &mark);
  if (g_input_stream_skip (buffered, mark, NULL, error) < 0)
    return FALSE;
  if (encoding == NULL)
    {
      self->stream = g_steal_pointer (&buffered);
      return TRUE;
    }
  converter = g_charset_converter_new ("UTF-8", encoding, error);
  if (converter == NULL)
    return FALSE;
  self->stream = g_converter_input_stream_new (buffered, G_CONVERTER (converter));

  return TRUE;
}

/**
 * kh_text_source_open:
 * @path: a file on a disk, or a symbolic link to one
 * @error: return location for an error of %G_IO_ERROR; %G_IO_ERROR_NOT_REGULAR_FILE for what is
 *   none, such as a FIFO, which is not waited for
 *
 * Returns: (transfer full): the file, open
 */
KhTextSource *
kh_text_source_open (const char  *path,
                     GError     **error)
{
  g_autoptr (KhTextSource) self = g_object_new (KH_TYPE_TEXT_SOURCE, NULL);
  g_autoptr (GInputStream) file = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self->file = open_file (path, &self->opened, error);
  if (self->file < 0)
    return NULL;
  file = g_unix_input_stream_new (self->file, TRUE);
  if (!start (self, file, error) || !kh_text_source_more (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

/**
 * kh_text_source_peek:
 * @self: a source
 * @length: (out): how much there is
 * @is_last: (out): whether the file ends with it
 *
 * Returns: (transfer none): what was read and not skipped, until more is read or skipped; not
 *   ended by a NUL
 */
const char *
kh_text_source_peek (KhTextSource *self,
                     gsize        *length,
                     gboolean     *is_last)
{
  *length = self->bytes->len - self->start;
  *is_last = self->ended;

  return (const char *) self->bytes->data + self->start;
}

/* A file that somebody else writes meanwhile would come in by half. */
static gboolean
check_unchanged (KhTextSource  *self,
                 GError       **error)
{
  struct stat info;

  if (fstat (self->file, &info) == 0 && info.st_size == self->opened.st_size &&
      info.st_mtim.tv_sec == self->opened.st_mtim.tv_sec && info.st_mtim.tv_nsec == self->opened.st_mtim.tv_nsec)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                       _("The file was changed while it was read. Nothing was kept. Wait until it is whole, and try again."));

  return FALSE;
}

/**
 * kh_text_source_more:
 * @self: a source
 * @error: return location for an error
 *
 * Reads the next piece of the file, after what was not skipped yet.
 *
 * Returns: whether it was read, be it the end
 */
gboolean
kh_text_source_more (KhTextSource  *self,
                     GError       **error)
{
  gsize kept = self->bytes->len - self->start;
  g_autoptr (GError) problem = NULL;
  gsize n_read = 0;

  if (self->ended)
    return TRUE;
  if (self->start > 0)
    g_byte_array_remove_range (self->bytes, 0, (guint) self->start);
  self->start = 0;
  g_byte_array_set_size (self->bytes, (guint) kept + CHUNK);
  if (!g_input_stream_read_all (self->stream, self->bytes->data + kept, CHUNK, &n_read, NULL, &problem))
    {
      g_byte_array_set_size (self->bytes, (guint) kept);
      g_set_error (error, problem->domain, problem->code,
                   /* Translators: %s is what the system says. */
                   _("The file cannot be read any further (%s). Nothing was kept. Save it as UTF-8, and try again."),
                   problem->message);
      return FALSE;
    }
  g_byte_array_set_size (self->bytes, (guint) (kept + n_read));
  if (n_read == CHUNK)
    return TRUE;
  self->ended = check_unchanged (self, error);

  return self->ended;
}

/**
 * kh_text_source_skip:
 * @self: a source
 * @length: how much of what kh_text_source_peek() gave is done with
 */
void
kh_text_source_skip (KhTextSource *self,
                     gsize         length)
{
  g_return_if_fail (length <= self->bytes->len - self->start);

  self->start += length;
}

/**
 * kh_text_source_get_position:
 * @self: a source
 *
 * Returns: how many bytes of the file have been read
 */
goffset
kh_text_source_get_position (KhTextSource *self)
{
  return MAX (lseek (self->file, 0, SEEK_CUR), 0);
}

/**
 * kh_text_source_get_size:
 * @self: a source
 *
 * Returns: how many bytes the file had when it was opened
 */
goffset
kh_text_source_get_size (KhTextSource *self)
{
  return self->opened.st_size;
}
