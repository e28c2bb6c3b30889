/* kh-output-guard.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-output-guard.h"

#include "kh-blob-folder.h"
#include "kh-connection.h"
#include "kh-database.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Files are compared by what they are, as a name may lead anywhere. Nothing is opened: closing the
 * data file would let go of SQLite's locks on it. */
static gboolean
is_same (const char *a,
         const char *b)
{
  struct stat one, other;

  return stat (a, &one) == 0 && stat (b, &other) == 0 && one.st_dev == other.st_dev && one.st_ino == other.st_ino;
}

/* Whether in the folder of the records such a name is one of theirs, be it that of a file that comes
 * and goes, such as SQLite's log, or of a copy that is kept before a newer version changes them. */
static gboolean
is_ours (const char *name)
{
  return g_ascii_strncasecmp (name, KH_DATABASE_FILE, strlen (KH_DATABASE_FILE)) == 0 ||
         g_ascii_strcasecmp (name, KH_DATABASE_LOCK) == 0;
}

/* A second name of a file of ours, in whatever folder. */
static gboolean
is_linked (const char *folder,
           const char *path)
{
  g_autoptr (GDir) names = g_dir_open (folder, 0, NULL);
  const char *name;
  gboolean linked = FALSE;

  while (names != NULL && !linked && (name = g_dir_read_name (names)) != NULL)
    {
      g_autofree char *place = g_build_filename (folder, name, NULL);

      linked = is_ours (name) && is_same (place, path);
    }

  return linked;
}

/* In the folder, or somewhere below it. */
static gboolean
is_below (const char *folder,
          const char *path)
{
  g_autofree char *place = g_strdup (path);

  while (!is_same (place, folder))
    {
      char *parent = g_path_get_dirname (place);
      gboolean top = g_str_equal (parent, place);

      g_free (place);
      place = parent;
      if (top)
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_output_guard_check:
 * @data_file: where the data file is
 * @path: where something else is to be written, a file that may be there or not
 * @error: return location for %KH_STORE_ERROR_IO
 *
 * No export and no copy takes the place of what Keyholder keeps the records in: the data file, what
 * belongs to it, and the folder of files; whether by its name, a link or another way there.
 *
 * Returns: whether it may be written there
 */
gboolean
kh_output_guard_check (const char  *data_file,
                       const char  *path,
                       GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (data_file);
  g_autofree char *files = kh_blob_folder_dup_path (data_file);
  g_autofree char *real = realpath (path, NULL);
  g_autofree char *place = g_path_get_dirname (real != NULL ? real : path);
  g_autofree char *real_place = realpath (place, NULL);
  g_autofree char *name = g_path_get_basename (real != NULL ? real : path);

  if ((!is_same (place, folder) || !is_ours (name)) && !is_linked (folder, path) &&
      (real_place == NULL || !is_below (files, real_place)))
    return TRUE;
  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_IO,
                       _("Keyholder keeps your records there. Choose another folder or name."));

  return FALSE;
}
