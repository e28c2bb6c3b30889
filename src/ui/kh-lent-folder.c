/* kh-lent-folder.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-lent-folder.h"

#include "kh-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX "lent-"
#define LOCK "lock"

struct _KhLentFolder
{
  GObject parent_instance;

  /* Owned */
  char *base;
  char *path;   /* NULL until something is lent */
  int lock;     /* says to others that we are there, for as long as we are */
};

G_DEFINE_FINAL_TYPE (KhLentFolder, kh_lent_folder, G_TYPE_OBJECT)

/* The kernel lets go of it whatever ends the program. Returns -1 where another holds it. */
static int
hold (const char *folder,
      int         operation)
{
  g_autofree char *path = g_build_filename (folder, LOCK, NULL);
  int lock = g_open (path, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

  if (lock >= 0 && flock (lock, operation) == 0)
    return lock;
  if (lock >= 0)
    g_close (lock, NULL);

  return -1;
}

static void
let_go (int lock)
{
  if (lock >= 0)
    g_close (lock, NULL);
}

static gboolean
is_folder (const char *path)
{
  struct stat info;

  return lstat (path, &info) == 0 && S_ISDIR (info.st_mode);
}

/* Links are taken away, and never followed. */
static void
take_away (const char *path)
{
  g_autoptr (GDir) dir = is_folder (path) ? g_dir_open (path, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      take_away (child);
    }
  if (g_remove (path) != 0)
    g_debug ("A lent copy stays: %s", g_strerror (errno));
}

static void
take_away_left (const char *path)
{
  int lock = is_folder (path) ? hold (path, LOCK_EX | LOCK_NB) : -1;

  if (lock >= 0)
    take_away (path);
  let_go (lock);
}

/* What others lend now is locked. */
static void
sweep (KhLentFolder *self)
{
  g_autoptr (GDir) dir = is_folder (self->base) ? g_dir_open (self->base, 0, NULL) : NULL;
  int lock = dir != NULL ? hold (self->base, LOCK_EX) : -1;
  const char *name;

  while (lock >= 0 && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->base, name, NULL);

      if (g_str_has_prefix (name, PREFIX))
        take_away_left (path);
    }
  let_go (lock);
}

static void
kh_lent_folder_finalize (GObject *object)
{
  KhLentFolder *self = KH_LENT_FOLDER (object);

  if (self->path != NULL)
    take_away (self->path);
  let_go (self->lock);
  g_free (self->path);
  g_free (self->base);

  G_OBJECT_CLASS (kh_lent_folder_parent_class)->finalize (object);
}

static void
kh_lent_folder_class_init (KhLentFolderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_lent_folder_finalize;
}

static void
kh_lent_folder_init (KhLentFolder *self)
{
  self->lock = -1;
  self->base = g_build_filename (g_get_user_runtime_dir (), "keyholder", NULL);
  sweep (self);
}

KhLentFolder *
kh_lent_folder_new (void)
{
  return g_object_new (KH_TYPE_LENT_FOLDER, NULL);
}

static gboolean
fail (GError **error,
      int      number)
{
  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_IO,
               /* Translators: what the system says. */
               _("There is no place for a copy to look at: %s. Choose Save a Copy instead."), g_strerror (number));

  return FALSE;
}

/* Under the lock of the base, so that nobody sweeps it away before it is locked. */
static gboolean
make (KhLentFolder  *self,
      GError       **error)
{
  g_autofree char *path = g_build_filename (self->base, PREFIX "XXXXXX", NULL);
  int lock;

  if (g_mkdir_with_parents (self->base, 0700) != 0)
    return fail (error, errno);
  lock = hold (self->base, LOCK_EX);
  if (lock < 0 || g_mkdtemp_full (path, 0700) == NULL)
    {
      fail (error, errno);
      let_go (lock);
      return FALSE;
    }
  self->lock = hold (path, LOCK_EX | LOCK_NB);
  self->path = g_steal_pointer (&path);
  let_go (lock);

  return TRUE;
}

char *
kh_lent_folder_dup_place (KhLentFolder  *self,
                          GError       **error)
{
  g_autofree char *place = NULL;

  g_return_val_if_fail (KH_IS_LENT_FOLDER (self), NULL);

  if (self->path == NULL && !make (self, error))
    return NULL;
  place = g_build_filename (self->path, "XXXXXX", NULL);
  if (g_mkdtemp_full (place, 0700) == NULL)
    {
      fail (error, errno);
      return NULL;
    }

  return g_steal_pointer (&place);
}
