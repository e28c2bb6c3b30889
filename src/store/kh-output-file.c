/* kh-output-file.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-output-file.h"

#include "kh-connection.h"
#include "kh-data-file.h"
#include "kh-output-guard.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

/* How many names are tried for a file that takes no other's place. */
#define MOST_NAMES 1000

struct _KhOutputFile
{
  /* Of a file without a name of its own: what the name begins and ends with. */
  char *stem;
  char *suffix;
  char *path;
  char *temporary;
  GString *buffer;
  int file;
  gboolean standard;
  gboolean committed;
};

static gboolean
fail (const char  *path,
      int          number,
      GError     **error)
{
  g_autofree char *name = path == NULL ? g_strdup (_("Standard output")) : g_filename_display_name (path);

  g_set_error (error, KH_STORE_ERROR, number == ENOSPC || number == EDQUOT ? KH_STORE_ERROR_FULL : KH_STORE_ERROR_IO,
               /* Translators: a file, and what the system says. */
               _("“%s” cannot be written: %s. Make room there, or choose another place."), name, g_strerror (number));

  return FALSE;
}

static KhOutputFile *
make (const char *path)
{
  KhOutputFile *self = g_new0 (KhOutputFile, 1);

  self->path = g_strdup (path);
  self->buffer = g_string_new (NULL);
  self->file = -1;

  return self;
}

static gboolean
reserve (KhOutputFile  *self,
         const char    *path,
         GError       **error)
{
  self->temporary = kh_data_file_reserve (path, error);
  if (self->temporary == NULL)
    return FALSE;
  self->file = g_open (self->temporary, O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0);

  return self->file >= 0 || fail (path, errno, error);
}

/**
 * kh_output_file_new:
 * @path: the file; one that is there keeps its name until it is replaced
 * @data_file: where the data file is, which with all that belongs to it is never replaced
 * @error: return location for %KH_STORE_ERROR
 *
 * Where @path is a symbolic link, what it leads to is replaced. Only files are replaced: no
 * device, no FIFO.
 *
 * Returns: (transfer full): the file, to be filled
 */
KhOutputFile *
kh_output_file_new (const char  *path,
                    const char  *data_file,
                    GError     **error)
{
  g_autofree char *real = realpath (path, NULL);
  g_autoptr (KhOutputFile) self = make (real != NULL ? real : path);

  if (!kh_output_guard_check (data_file, path, error))
    return NULL;
  if (real != NULL && !g_file_test (real, G_FILE_TEST_IS_REGULAR))
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_IO,
                           _("This is no file, but a folder, a pipe or a device. Choose another name."));
      return NULL;
    }

  return reserve (self, self->path, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * kh_output_file_new_rejected:
 * @path: another file
 * @suffix: how its name ends, after ".rejected"
 * @error: return location for %KH_STORE_ERROR
 *
 * Returns: (transfer full): a file beside @path that will take no other file's place
 */
KhOutputFile *
kh_output_file_new_rejected (const char  *path,
                           const char  *suffix,
                           GError     **error)
{
  g_autoptr (KhOutputFile) self = make (NULL);

  self->stem = g_strdup (path);
  self->suffix = g_strdup (suffix);

  return reserve (self, path, error) ? g_steal_pointer (&self) : NULL;
}

/**
 * kh_output_file_new_standard:
 *
 * Returns: (transfer full): the program's standard output, which has no name
 */
KhOutputFile *
kh_output_file_new_standard (void)
{
  KhOutputFile *self = make (NULL);

  self->standard = TRUE;
  self->file = STDOUT_FILENO;

  return self;
}

/**
 * kh_output_file_free:
 * @self: (nullable) (transfer full): a file; one that was not committed is gone
 */
void
kh_output_file_free (KhOutputFile *self)
{
  if (self == NULL)
    return;
  if (self->file >= 0 && !self->standard)
    g_close (self->file, NULL);
  if (self->temporary != NULL && !self->committed)
    g_unlink (self->temporary);
  g_string_free (self->buffer, TRUE);
  g_free (self->temporary);
  g_free (self->suffix);
  g_free (self->stem);
  g_free (self->path);
  g_free (self);
}

/**
 * kh_output_file_get_buffer:
 * @self: a file
 *
 * Returns: (transfer none): what is not written yet, to append to
 */
GString *
kh_output_file_get_buffer (KhOutputFile *self)
{
  return self->buffer;
}

/**
 * kh_output_file_flush:
 * @self: a file
 * @more_than: how much may stay in the buffer
 * @error: return location for %KH_STORE_ERROR
 *
 * Returns: whether it is written
 */
gboolean
kh_output_file_flush (KhOutputFile  *self,
                      gsize          more_than,
                      GError       **error)
{
  gsize done = 0;

  if (self->buffer->len <= more_than)
    return TRUE;
  while (done < self->buffer->len)
    {
      gssize n = write (self->file, self->buffer->str + done, self->buffer->len - done);

      if (n < 0 && errno != EINTR)
        return fail (self->stem != NULL ? self->stem : self->path, errno, error);
      done += n < 0 ? 0 : (gsize) n;
    }
  g_string_truncate (self->buffer, 0);

  return TRUE;
}

static gboolean
publish (KhOutputFile  *self,
         GError       **error)
{
  if (self->stem == NULL)
    return kh_data_file_publish (self->temporary, self->path, TRUE, error);
  for (guint i = 1; i <= MOST_NAMES; i++)
    {
      g_autofree char *path = i == 1 ? g_strconcat (self->stem, ".rejected", self->suffix, NULL)
                                     : g_strdup_printf ("%s.rejected-%u%s", self->stem, i, self->suffix);

      if (kh_data_file_exists (path))
        continue;
      g_free (self->path);
      self->path = g_steal_pointer (&path);
      if (kh_data_file_publish (self->temporary, self->path, FALSE, i < MOST_NAMES ? NULL : error))
        return TRUE;
    }
  if (error != NULL && *error == NULL)
    fail (self->stem, EEXIST, error);

  return FALSE;
}

/**
 * kh_output_file_commit:
 * @self: a file
 * @error: return location for %KH_STORE_ERROR
 *
 * Writes what is left, and gives the file its name.
 *
 * Returns: whether it is there, whole
 */
gboolean
kh_output_file_commit (KhOutputFile  *self,
                       GError       **error)
{
  if (!kh_output_file_flush (self, 0, error))
    return FALSE;
  if (self->standard)
    return TRUE;
  g_close (self->file, NULL);
  self->file = -1;
  self->committed = publish (self, error);

  return self->committed;
}

/**
 * kh_output_file_get_path:
 * @self: a file
 *
 * Returns: (transfer none) (nullable): its name, known for sure once it is committed
 */
const char *
kh_output_file_get_path (KhOutputFile *self)
{
  return self->path;
}

/**
 * kh_output_file_remove:
 * @self: a file that was committed
 *
 * Takes it away again.
 */
void
kh_output_file_remove (KhOutputFile *self)
{
  if (self->committed && self->path != NULL)
    g_unlink (self->path);
}
