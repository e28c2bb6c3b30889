/* kh-data-file.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-data-file.h"

#include "kh-connection.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#define HEADER_SIZE      100
#define HEADER_MAGIC     "SQLite format 3"
#define HEADER_VERSION_AT 60
#define HEADER_APP_ID_AT 68

static void
set_errno (GError     **error,
           const char  *path,
           int          saved_errno)
{
  g_autofree char *name = g_filename_display_name (path);
  KhStoreError code = KH_STORE_ERROR_IO;

  if (saved_errno == ENOSPC || saved_errno == EDQUOT)
    code = KH_STORE_ERROR_FULL;
  else if (saved_errno == EACCES || saved_errno == EPERM || saved_errno == EROFS)
    code = KH_STORE_ERROR_READ_ONLY;
  g_set_error (error, KH_STORE_ERROR, (int) code,
               /* Translators: a file or folder, and why the system refused it. */
               _("“%s” cannot be opened: %s. Check that the disk has room and that you may write there."),
               name, g_strerror (saved_errno));
}

static void
set_foreign (GError     **error,
             const char  *path,
             const char  *reason)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_FOREIGN,
               /* Translators: a file, and a sentence that says what is wrong with it. */
               _("“%s” was left as it is. %s Move it away, or choose another folder."),
               name, reason);
}

/**
 * kh_data_file_resolve:
 * @path: where a data file is or shall be
 * @error: return location for an error
 *
 * Makes @path absolute and follows every link in its folder, but not the file's
 * own name: a data file that is itself a symbolic link is refused later.
 *
 * Returns: (transfer full): the path, or %NULL when there is no such folder
 */
char *
kh_data_file_resolve (const char  *path,
                      GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  char *resolved;
  char *result;

  resolved = realpath (folder, NULL);
  if (resolved == NULL)
    {
      set_errno (error, folder, errno);
      return NULL;
    }
  result = g_build_filename (resolved, base, NULL);
  free (resolved);
  return result;
}

/**
 * kh_data_file_exists:
 * @path: a path
 *
 * Whether anything at all has that name, a dangling symbolic link too.
 */
gboolean
kh_data_file_exists (const char *path)
{
  struct stat info;

  return lstat (path, &info) == 0;
}

/**
 * kh_data_file_is_network:
 * @type: a file system's type as statfs() tells it
 *
 * Whether a file system is shared between machines, or served by a program that
 * may be. SQLite's write-ahead log needs memory shared by all who use the file,
 * and so one machine.
 */
gboolean
kh_data_file_is_network (guint64 type)
{
  static const guint32 types[] = {
    0x00006969, /* NFS */
    0x0000517b, /* SMB */
    0xff534d42, /* CIFS */
    0xfe534d42, /* SMB 2 */
    0x65735546, /* FUSE */
    0x01021997, /* 9p */
    0x5346414f, /* AFS */
    0x6b414653, /* kAFS */
    0x73757245, /* Coda */
    0x00c36400, /* Ceph */
    0x786f4256, /* VirtualBox shared folder */
    0x0bd00bd0, /* Lustre */
    0x01161970, /* GFS2 */
    0x7461636f, /* OCFS2 */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if ((guint32) type == types[i])
      return TRUE;
  return FALSE;
}

/**
 * kh_data_file_check_folder:
 * @path: a folder, or a file in it
 * @error: return location for an error
 *
 * Refuses a folder on a network file system, and one that we may not write.
 */
gboolean
kh_data_file_check_folder (const char  *path,
                           GError     **error)
{
  g_autofree char *name = g_filename_display_name (path);
  struct statfs info;

  if (statfs (path, &info) != 0)
    {
      set_errno (error, path, errno);
      return FALSE;
    }
  if (kh_data_file_is_network ((guint64) info.f_type))
    {
      g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NETWORK_FOLDER,
                   _("“%s” is on a network folder, where records could be lost. "
                     "Choose a folder on a disk of this computer."), name);
      return FALSE;
    }
  if (access (path, W_OK | X_OK) != 0)
    {
      g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_READ_ONLY,
                   _("You may not write in “%s”. "
                     "Ask for the right to write there, or choose another folder."), name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_kind (const char         *path,
            const struct stat  *info,
            GError            **error)
{
  const char *reason = NULL;

  if (S_ISLNK (info->st_mode))
    reason = _("It is a link to another file.");
  else if (!S_ISREG (info->st_mode))
    reason = _("It is not a file.");
  else if (info->st_nlink != 1)
    reason = _("The file has a second name elsewhere on the disk.");
  else if (info->st_uid != geteuid ())
    reason = _("It belongs to another user.");
  else if (info->st_size < HEADER_SIZE)
    reason = _("It is empty or too short to be a Keyholder data file.");

  if (reason != NULL)
    set_foreign (error, path, reason);
  return reason == NULL;
}

static gint32
read_number (const guint8 *header,
             gsize         place)
{
  guint32 number;

  memcpy (&number, header + place, sizeof number);

  return (gint32) GUINT32_FROM_BE (number);
}

static gboolean
check_header (const char  *path,
              int          fd,
              gint32       application_id,
              GError     **error)
{
  guint8 header[HEADER_SIZE];
  ssize_t n;

  n = pread (fd, header, sizeof header, 0);
  if (n != (ssize_t) sizeof header)
    {
      set_errno (error, path, n < 0 ? errno : EIO);
      return FALSE;
    }
  if (memcmp (header, HEADER_MAGIC, sizeof HEADER_MAGIC) != 0)
    {
      set_foreign (error, path, _("It is not a Keyholder data file."));
      return FALSE;
    }
  if (read_number (header, HEADER_APP_ID_AT) != application_id)
    {
      set_foreign (error, path, _("It is another program's file."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_mode (const char         *path,
            int                 fd,
            const struct stat  *info,
            GError            **error)
{
  if ((info->st_mode & S_IWUSR) == 0)
    {
      g_autofree char *name = g_filename_display_name (path);

      g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_READ_ONLY,
                   _("“%s” is read-only. Allow writing to it in its properties, then open it again."),
                   name);
      return FALSE;
    }
  if ((info->st_mode & (S_IRWXG | S_IRWXO)) == 0)
    return TRUE;
  if (fchmod (fd, S_IRUSR | S_IWUSR) != 0)
    {
      set_errno (error, path, errno);
      return FALSE;
    }
  g_message ("Other users could read the data file; that is now forbidden");
  return TRUE;
}

/**
 * kh_data_file_check:
 * @path: a path from kh_data_file_resolve() that exists
 * @application_id: the mark that the file must carry
 * @error: return location for an error
 *
 * Looks at a data file without SQLite, which would mend or roll back what it is
 * given: that it is a plain file of ours with one name, that its first page says
 * whose it is, and that nobody else may read it (a wider mode is narrowed).
 *
 * Call this before SQLite has the file open in this process, never while: closing
 * any descriptor of a file drops all of the process's locks on it.
 */
gboolean
kh_data_file_check (const char  *path,
                    gint32       application_id,
                    GError     **error)
{
  struct stat info;
  gboolean result;
  int fd;

  if (lstat (path, &info) != 0)
    {
      set_errno (error, path, errno);
      return FALSE;
    }
  if (!check_kind (path, &info, error))
    return FALSE;

  fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    {
      set_errno (error, path, errno);
      return FALSE;
    }
  if (fstat (fd, &info) != 0)
    {
      set_errno (error, path, errno);
      result = FALSE;
    }
  else
    {
      result = check_kind (path, &info, error)
               && check_header (path, fd, application_id, error)
               && check_mode (path, fd, &info, error);
    }
  close (fd);
  return result;
}

/**
 * kh_data_file_read_version:
 * @path: a path
 * @application_id: the mark that the file must carry
 *
 * Reads the version of a data file without SQLite, which would bring a file to its own
 * journal mode before anybody can say that it is too new. Call it when
 * kh_data_file_check() may be called.
 *
 * Returns: the version in the file's header, or 0 when it is not a data file of ours
 */
int
kh_data_file_read_version (const char *path,
                           gint32      application_id)
{
  guint8 header[HEADER_SIZE];
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  int version = 0;

  if (fd < 0)
    return 0;
  if (pread (fd, header, sizeof header, 0) == (ssize_t) sizeof header &&
      memcmp (header, HEADER_MAGIC, sizeof HEADER_MAGIC) == 0 &&
      read_number (header, HEADER_APP_ID_AT) == application_id)
    version = read_number (header, HEADER_VERSION_AT);
  close (fd);

  return version;
}

/**
 * kh_data_file_reserve:
 * @path: where a data file shall be
 * @error: return location for an error
 *
 * Makes an empty file with mode 0600 beside @path, to be filled and then given
 * its name by kh_data_file_publish(): a kill while it is filled leaves nothing
 * under the real name.
 *
 * Returns: (transfer full): the temporary file's path
 */
char *
kh_data_file_reserve (const char  *path,
                      GError     **error)
{
  g_autofree char *temporary = NULL;
  int fd = -1;

  for (int i = 0; i < 16 && fd < 0; i++)
    {
      g_free (temporary);
      temporary = g_strdup_printf ("%s.%08x", path, g_random_int ());
      fd = open (temporary, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, S_IRUSR | S_IWUSR);
      if (fd < 0 && errno != EEXIST)
        break;
    }
  if (fd < 0)
    {
      set_errno (error, path, errno);
      return NULL;
    }
  close (fd);
  return g_steal_pointer (&temporary);
}

static gboolean
sync_path (const char  *path,
           int          flags,
           GError     **error)
{
  int fd;
  int saved_errno = 0;

  fd = open (path, flags | O_CLOEXEC);
  if (fd < 0 || fsync (fd) != 0)
    saved_errno = errno;
  if (fd >= 0)
    close (fd);
  if (saved_errno != 0)
    set_errno (error, path, saved_errno);
  return saved_errno == 0;
}

static int
rename_exclusive (const char *from,
                  const char *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return 0;
  if (errno != EINVAL && errno != ENOSYS)
    return -1;

  /* The file system does not know the flag. */
  if (kh_data_file_exists (to))
    {
      errno = EEXIST;
      return -1;
    }
  return rename (from, to);
}

/**
 * kh_data_file_publish:
 * @temporary: a whole file, closed
 * @path: the name it shall have, in the same folder
 * @replace: whether a file that has the name already gives way
 * @error: return location for an error
 *
 * Brings a file to the disk and then gives it its name, so that the name never
 * stands for half a file.
 */
gboolean
kh_data_file_publish (const char  *temporary,
                      const char  *path,
                      gboolean     replace,
                      GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int status;

  if (!sync_path (temporary, O_RDWR | O_NOFOLLOW, error))
    return FALSE;
  status = replace ? rename (temporary, path) : rename_exclusive (temporary, path);
  if (status != 0)
    {
      set_errno (error, path, errno);
      return FALSE;
    }
  return sync_path (folder, O_RDONLY | O_DIRECTORY, error);
}
