/* kh-connection-copy.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-connection-private.h"

#include "kh-data-file.h"

#include <glib/gstdio.h>

static int
copy_pages (sqlite3 *from,
            sqlite3 *to)
{
  sqlite3_backup *backup = sqlite3_backup_init (to, "main", from, "main");

  if (backup == NULL)
    return sqlite3_errcode (to);
  sqlite3_backup_step (backup, -1);
  return sqlite3_backup_finish (backup);
}

/*< private >
 * kh_connection_copy:
 * @path: where the copy shall be; a file of that name is replaced
 *
 * Copies the whole database as it is committed now. The copy gets its name when it
 * is whole and on the disk. What stands beside the data file is not copied: the contents of the
 * customers' files, see kh-blob-folder.h, never change, and no migration touches them.
 */
gboolean
kh_connection_copy (KhConnection  *self,
                    const char    *path,
                    GError       **error)
{
  g_autofree char *temporary = kh_data_file_reserve (path, error);
  sqlite3 *copy = NULL;
  int rc;

  g_assert (g_thread_self () == self->owner);

  if (temporary == NULL)
    return FALSE;
  rc = sqlite3_open_v2 (temporary, &copy,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, NULL);
  if (rc == SQLITE_OK)
    rc = copy_pages (self->db, copy);
  if (sqlite3_close (copy) != SQLITE_OK && rc == SQLITE_OK)
    rc = SQLITE_IOERR;
  if (rc == SQLITE_OK && kh_data_file_publish (temporary, path, TRUE, error))
    return TRUE;
  if (rc != SQLITE_OK)
    kh_connection_set_error (self, rc, error);
  g_unlink (temporary);
  return FALSE;
}
