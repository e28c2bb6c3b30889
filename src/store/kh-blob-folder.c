/* kh-blob-folder.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-blob-folder.h"

#include "kh-connection.h"
#include "kh-data-file.h"
#include "kh-database.h"
#include "kh-output-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define INCOMING "incoming"
#define CHUNK    (64 * 1024)

G_STATIC_ASSERT (KH_DOCUMENT_HEAD <= CHUNK);

/**
 * kh_blob_folder_dup_path:
 * @data_file: where the data file is
 *
 * Returns: (transfer full): the folder that goes with it, which need not be there yet
 */
char *
kh_blob_folder_dup_path (const char *data_file)
{
  g_autofree char *folder = g_path_get_dirname (data_file);

  return g_build_filename (folder, KH_BLOB_FOLDER, NULL);
}

static char *
dup_place (const char *folder,
           const char *hash)
{
  g_autofree char *first = g_strndup (hash, 2);

  return g_build_filename (folder, first, hash, NULL);
}

/* Errors */

static gboolean fail (GError       **error,
                      KhStoreError   code,
                      const char    *format,
                      ...) G_GNUC_PRINTF (3, 4);

static gboolean
fail (GError       **error,
      KhStoreError   code,
      const char    *format,
      ...)
{
  va_list arguments;

  va_start (arguments, format);
  g_propagate_error (error, g_error_new_valist (KH_STORE_ERROR, (int) code, format, arguments));
  va_end (arguments);

  return FALSE;
}

static gboolean
fail_reading (GError     **error,
              const char  *path,
              int          number)
{
  g_autofree char *name = g_filename_display_basename (path);

  if (number == ENOENT || number == ENOTDIR || number == ESTALE)
    return fail (error, KH_STORE_ERROR_NOT_FOUND,
                 /* Translators: the name of a file. */
                 _("“%s” is not there any more. Somebody may have moved or renamed it. Choose it again."), name);
  if (number == ELOOP)
    return fail (error, KH_STORE_ERROR_INVALID,
                 /* Translators: the name of a file. */
                 _("“%s” is a link to another file. Choose the file itself."), name);

  return fail (error, KH_STORE_ERROR_IO,
               /* Translators: the name of a file, and what the system says. */
               _("“%s” cannot be read: %s. Check that you may read it and that its disk is there, then try again."),
               name, g_strerror (number));
}

static gboolean
fail_writing (GError **error,
              int      number)
{
  return fail (error, number == ENOSPC || number == EDQUOT ? KH_STORE_ERROR_FULL : KH_STORE_ERROR_IO,
               /* Translators: what the system says. */
               _("The file cannot be kept: %s. Nothing was added. Make room on the disk with the records, then try again."),
               g_strerror (number));
}

static gboolean
fail_keeping (GError     **error,
              const char  *path,
              int          number)
{
  g_autofree char *name = g_filename_display_basename (path);

  return fail (error, number == ENOSPC || number == EDQUOT ? KH_STORE_ERROR_FULL : KH_STORE_ERROR_IO,
               /* Translators: the name of a file, and what the system says. */
               _("“%s” cannot be kept: %s. Make room on the disk with the records, then add it again."), name,
               g_strerror (number));
}

/* Folders */

static void
sync_folder (const char *path)
{
  int folder = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (folder < 0)
    return;
  if (fsync (folder) != 0)
    g_debug ("A folder is not on the disk for sure: %s", g_strerror (errno));
  g_close (folder, NULL);
}

static gboolean
make_folder (const char  *path,
             GError     **error)
{
  g_autofree char *name = NULL;
  struct stat info;

  if (g_mkdir (path, 0700) == 0)
    {
      g_autofree char *parent = g_path_get_dirname (path);

      sync_folder (parent);
      return TRUE;
    }
  if (errno != EEXIST)
    return fail_writing (error, errno);
  /* Whatever has the name instead would lead the files to elsewhere. */
  if (lstat (path, &info) == 0 && S_ISDIR (info.st_mode))
    return TRUE;
  name = g_filename_display_basename (path);

  return fail (error, KH_STORE_ERROR_FOREIGN,
               /* Translators: the name of a folder. */
               _("“%s” beside the records is no folder. Move it away, then try again."), name);
}

/**
 * kh_blob_folder_reserve:
 * @folder: the folder, which is made when it is not there
 * @error: return location for %KH_STORE_ERROR
 *
 * Returns: (transfer full): a new empty file in it, for kh_blob_folder_take_in()
 */
char *
kh_blob_folder_reserve (const char  *folder,
                        GError     **error)
{
  g_autofree char *path = g_build_filename (folder, INCOMING, NULL);

  return make_folder (folder, error) ? kh_data_file_reserve (path, error) : NULL;
}

/* Taking in */

/* Closing any descriptor of the data file would drop SQLite's locks on it. */
static gboolean
is_of_records (const char        *folder,
               const struct stat *info)
{
  g_autofree char *records = g_path_get_dirname (folder);
  g_autoptr (GDir) dir = g_dir_open (records, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (records, name, NULL);
      struct stat own;

      if (lstat (path, &own) == 0 && own.st_dev == info->st_dev && own.st_ino == info->st_ino)
        return TRUE;
    }

  return FALSE;
}

static gboolean
check_source (const char         *folder,
              const char         *source,
              const struct stat  *info,
              GError            **error)
{
  g_autofree char *name = g_filename_display_basename (source);
  g_autofree char *size = g_format_size ((guint64) info->st_size);
  g_autofree char *most = g_format_size ((guint64) KH_DOCUMENT_MOST_BYTES);

  if (S_ISLNK (info->st_mode))
    return fail_reading (error, source, ELOOP);
  if (S_ISDIR (info->st_mode))
    return fail (error, KH_STORE_ERROR_INVALID,
                 /* Translators: the name of a folder. */
                 _("“%s” is a folder. Add the files in it one by one."), name);
  if (!S_ISREG (info->st_mode))
    return fail (error, KH_STORE_ERROR_INVALID,
                 /* Translators: the name of a pipe or a device. */
                 _("“%s” is no file, but a pipe or a device. Choose a file."), name);
  if (is_of_records (folder, info))
    return fail (error, KH_STORE_ERROR_INVALID,
                 /* Translators: the name of a file. */
                 _("“%s” belongs to Keyholder’s own records. Choose another file."), name);

  return info->st_size <= KH_DOCUMENT_MOST_BYTES ||
         fail (error, KH_STORE_ERROR_INVALID,
               /* Translators: the name of a file, its size, and the largest size, such as "50 MB". */
               _("“%s” has %s, and the largest file that is kept has %s. Make it smaller, or keep it elsewhere."),
               name, size, most);
}

static int
open_source (const char   *folder,
             const char   *source,
             struct stat  *info,
             GError      **error)
{
  struct stat seen;
  int file;

  if (lstat (source, &seen) != 0)
    {
      fail_reading (error, source, errno);
      return -1;
    }
  if (!check_source (folder, source, &seen, error))
    return -1;
  /* Whoever puts a FIFO in its place now is not waited for. */
  file = g_open (source, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);
  if (file < 0 || fstat (file, info) != 0)
    fail_reading (error, source, errno);
  else if (check_source (folder, source, info, error))
    return file;
  if (file >= 0)
    g_close (file, NULL);

  return -1;
}

static gssize
read_chunk (int   file,
            char *chunk)
{
  gssize n;

  do
    n = read (file, chunk, CHUNK);
  while (n < 0 && errno == EINTR);

  return n;
}

static gboolean
write_chunk (int         file,
             const char *chunk,
             gsize       length)
{
  while (length > 0)
    {
      gssize n = write (file, chunk, length);

      if (n < 0 && errno != EINTR)
        return FALSE;
      chunk += MAX (n, 0);
      length -= (gsize) MAX (n, 0);
    }

  return TRUE;
}

/* A file on its way in. */
typedef struct {
  const char *source;
  int from;
  gint64 expected;
  KhProgress *progress;
  GCancellable *cancellable;
} Intake;

static gboolean
copy_in (const Intake  *intake,
         int            to,
         GChecksum     *checksum,
         gint64        *size,
         GError       **error)
{
  g_autofree char *chunk = g_malloc (CHUNK);
  gssize n;

  while ((n = read_chunk (intake->from, chunk)) > 0)
    {
      if (g_cancellable_set_error_if_cancelled (intake->cancellable, error))
        return FALSE;
      *size += n;
      /* One that grows has no end. */
      if (*size > KH_DOCUMENT_MOST_BYTES)
        break;
      g_checksum_update (checksum, (const guchar *) chunk, n);
      if (!write_chunk (to, chunk, (gsize) n))
        return fail_keeping (error, intake->source, errno);
      kh_progress_tell (intake->progress, (guint) *size, (guint) MAX (*size, intake->expected));
    }
  if (n < 0)
    return fail_reading (error, intake->source, errno);

  return fsync (to) == 0 || fail_keeping (error, intake->source, errno);
}

static gboolean
take_in (const Intake  *intake,
         const char    *temporary,
         KhBlob        *blob,
         GError       **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *name = g_filename_display_basename (intake->source);
  int to = g_open (temporary, O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0);
  gboolean done;

  if (to < 0)
    return fail_keeping (error, intake->source, errno);
  blob->size = 0;
  done = copy_in (intake, to, checksum, &blob->size, error);
  if (close (to) != 0 && done)
    done = fail_keeping (error, intake->source, errno);
  if (!done)
    return FALSE;
  if (blob->size != intake->expected)
    return fail (error, KH_STORE_ERROR_CONFLICT,
                 /* Translators: the name of a file. */
                 _("“%s” was written by another program while it was read. Nothing was added. Try again in a moment."), name);
  g_strlcpy (blob->hash, g_checksum_get_string (checksum), sizeof blob->hash);

  return TRUE;
}

/**
 * kh_blob_folder_take_in:
 * @folder: the folder
 * @source: a file of this computer
 * @temporary: from kh_blob_folder_reserve(); it is gone when the file cannot be taken in
 * @blob: (out): what was taken in
 * @progress: told how many bytes are copied
 * @cancellable: (nullable): ends it
 * @error: return location for %KH_STORE_ERROR
 *
 * Copies a file, a piece at a time, and brings the copy to the disk. Only plain files are read, none
 * larger than %KH_DOCUMENT_MOST_BYTES, no link, and none of the records themselves.
 *
 * Returns: whether it was copied as a whole
 */
gboolean
kh_blob_folder_take_in (const char    *folder,
                        const char    *source,
                        const char    *temporary,
                        KhBlob        *blob,
                        KhProgress    *progress,
                        GCancellable  *cancellable,
                        GError       **error)
{
  Intake intake = { .source = source, .progress = progress, .cancellable = cancellable };
  struct stat info;
  gboolean done;

  intake.from = open_source (folder, source, &info, error);
  intake.expected = intake.from >= 0 ? info.st_size : 0;
  done = intake.from >= 0 && take_in (&intake, temporary, blob, error);
  if (intake.from >= 0)
    g_close (intake.from, NULL);
  if (!done)
    g_unlink (temporary);

  return done;
}

/**
 * kh_blob_folder_publish:
 * @folder: the folder
 * @temporary: a copy that kh_blob_folder_take_in() made; it is gone from there
 * @hash: the hash of the content
 * @error: return location for %KH_STORE_ERROR
 *
 * Gives a content its name. One that is there already is replaced by the same; should somebody have
 * changed it, it is whole again.
 *
 * Returns: whether it is there, on the disk
 */
gboolean
kh_blob_folder_publish (const char  *folder,
                        const char  *temporary,
                        const char  *hash,
                        GError     **error)
{
  g_autofree char *place = dup_place (folder, hash);
  g_autofree char *parent = g_path_get_dirname (place);

  return make_folder (parent, error) && kh_data_file_publish (temporary, place, TRUE, error);
}

/**
 * kh_blob_folder_look:
 * @folder: the folder
 * @blob: a content as it was added
 *
 * Looks from outside: one that was changed and has the same length is seen by
 * kh_blob_folder_give_out().
 *
 * Returns: what has become of it
 */
KhDocumentState
kh_blob_folder_look (const char   *folder,
                     const KhBlob *blob)
{
  g_autofree char *place = dup_place (folder, blob->hash);
  struct stat info;

  if (lstat (place, &info) != 0)
    return KH_DOCUMENT_LOST;

  return S_ISREG (info.st_mode) && info.st_size == blob->size ? KH_DOCUMENT_THERE : KH_DOCUMENT_CHANGED;
}

/* Giving out */

static int
open_place (const char   *folder,
            const KhBlob *blob)
{
  g_autofree char *place = dup_place (folder, blob->hash);

  return g_open (place, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0);
}

/**
 * kh_blob_folder_is_program:
 * @folder: the folder
 * @blob: a content that is there
 * @name: what the file is called
 *
 * Returns: whether it is never opened; see kh_document_is_program()
 */
gboolean
kh_blob_folder_is_program (const char   *folder,
                           const KhBlob *blob,
                           const char   *name)
{
  g_autofree char *chunk = g_malloc (CHUNK);
  int file = kh_blob_folder_look (folder, blob) == KH_DOCUMENT_THERE ? open_place (folder, blob) : -1;
  gssize n = 0;

  if (file >= 0)
    {
      n = read_chunk (file, chunk);
      g_close (file, NULL);
    }

  return kh_document_is_program (name, chunk, (gsize) CLAMP (n, 0, KH_DOCUMENT_HEAD));
}

static gboolean
fail_lost (GError          **error,
           KhDocumentState   state)
{
  if (state == KH_DOCUMENT_LOST)
    g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                         _("The content of this file is lost: it is not in the folder “files” beside the records any more. "
                           "Bring that folder back from a backup, or add the file again."));
  else
    g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED,
                         _("The content of this file is not what was added: it was changed in the folder “files” beside the "
                           "records. Bring that folder back from a backup, or add the file again."));

  return FALSE;
}

static gboolean
copy_out (int            from,
          KhOutputFile  *output,
          const KhBlob  *blob,
          GCancellable  *cancellable,
          GError       **error)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autofree char *chunk = g_malloc (CHUNK);
  gint64 size = 0;
  gssize n;

  while ((n = read_chunk (from, chunk)) > 0 && size <= blob->size)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      size += n;
      g_checksum_update (checksum, (const guchar *) chunk, n);
      g_string_append_len (kh_output_file_get_buffer (output), chunk, n);
      if (!kh_output_file_flush (output, 0, error))
        return FALSE;
    }
  if (n < 0 || size != blob->size || strcmp (g_checksum_get_string (checksum), blob->hash) != 0)
    return fail_lost (error, KH_DOCUMENT_CHANGED);

  return TRUE;
}

/**
 * kh_blob_folder_give_out:
 * @folder: the folder
 * @blob: a content as it was added
 * @path: where a copy of it shall be; a file that is there gives way to a whole one only
 * @cancellable: (nullable): ends it
 * @error: return location for %KH_STORE_ERROR_NOT_FOUND where it is lost, %KH_STORE_ERROR_DAMAGED
 *   where it is not what was added, and others
 *
 * Returns: whether the copy is there, and is what was added
 */
gboolean
kh_blob_folder_give_out (const char    *folder,
                         const KhBlob  *blob,
                         const char    *path,
                         GCancellable  *cancellable,
                         GError       **error)
{
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autofree char *data_file = g_build_filename (parent, KH_DATABASE_FILE, NULL);
  KhDocumentState state = kh_blob_folder_look (folder, blob);
  g_autoptr (KhOutputFile) output = NULL;
  gboolean done;
  int from;

  if (state != KH_DOCUMENT_THERE)
    return fail_lost (error, state);
  from = open_place (folder, blob);
  if (from < 0)
    return fail_lost (error, errno == ENOENT ? KH_DOCUMENT_LOST : KH_DOCUMENT_CHANGED);
  output = kh_output_file_new (path, data_file, error);
  done = output != NULL && copy_out (from, output, blob, cancellable, error);
  g_close (from, NULL);

  return done && kh_output_file_commit (output, error);
}

/* Taking away */

/**
 * kh_blob_folder_remove:
 * @folder: the folder
 * @hash: the hash of a content that nobody needs
 *
 * Returns: whether it is not there any more
 */
gboolean
kh_blob_folder_remove (const char *folder,
                       const char *hash)
{
  g_autofree char *place = dup_place (folder, hash);

  if (g_unlink (place) == 0 || errno == ENOENT)
    return TRUE;
  g_warning ("The content of a file that was taken away cannot be removed: %s", g_strerror (errno));

  return FALSE;
}

/**
 * kh_blob_folder_sweep:
 * @folder: the folder, while nobody is taking a file in
 *
 * Takes away what a Keyholder left that was ended while it took a file in. Contents that have their
 * name stay: should the records be older ones that were brought back, the newer may need them.
 */
void
kh_blob_folder_sweep (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_str_has_prefix (name, INCOMING ".") && g_unlink (path) != 0)
        g_debug ("What was left of a file cannot be removed: %s", g_strerror (errno));
    }
}
