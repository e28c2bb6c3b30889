/* kh-setup.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-setup.h"
#include "kh-setup-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
  guint line;
  char *message;
} Mistake;

struct _KhSetup
{
  GObject parent_instance;

  /* Owned */
  char *name;
  GPtrArray *items;
  GPtrArray *mistakes;
};

G_DEFINE_FINAL_TYPE (KhSetup, kh_setup, G_TYPE_OBJECT)
G_DEFINE_QUARK (kh-setup-error-quark, kh_setup_error)

static void
mistake_free (gpointer data)
{
  Mistake *mistake = data;

  g_free (mistake->message);
  g_free (mistake);
}

static void
item_free (gpointer data)
{
  KhSetupItem *item = data;

  g_free (item->name);
  g_free (item->address);
  g_free (item->dealer_number);
  g_free (item->ca_file);
  g_free (item->parent);
  g_free (item->group);
  g_free (item);
}

static void
kh_setup_finalize (GObject *object)
{
  KhSetup *self = KH_SETUP (object);

  g_free (self->name);
  g_ptr_array_unref (self->items);
  g_ptr_array_unref (self->mistakes);

  G_OBJECT_CLASS (kh_setup_parent_class)->finalize (object);
}

static void
kh_setup_class_init (KhSetupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_setup_finalize;
}

static void
kh_setup_init (KhSetup *self)
{
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->mistakes = g_ptr_array_new_with_free_func (mistake_free);
}

KhSetup *
kh_setup_new (const char *name)
{
  KhSetup *self = g_object_new (KH_TYPE_SETUP, NULL);

  self->name = g_filename_display_name (name);

  return self;
}

KhSetupItem *
kh_setup_add_item (KhSetup     *self,
                   KhSetupKind  kind,
                   guint        line,
                   const char  *name)
{
  KhSetupItem *item = g_new0 (KhSetupItem, 1);

  item->kind = kind;
  item->line = line;
  item->name = g_strdup (name);
  item->active = KH_SETUP_UNSAID;
  item->sends_zones = KH_SETUP_UNSAID;
  item->zone_digits = KH_SETUP_UNSAID;
  item->sales = KH_SETUP_UNSAID;
  item->technician = KH_SETUP_UNSAID;
  g_ptr_array_add (self->items, item);

  return item;
}

/**
 * kh_setup_get_items:
 * @self: a setup
 *
 * Returns: (transfer none) (element-type KhSetupItem): what is to be there, as the file lists it
 */
GPtrArray *
kh_setup_get_items (KhSetup *self)
{
  g_return_val_if_fail (KH_IS_SETUP (self), NULL);

  return self->items;
}

/**
 * kh_setup_complain:
 * @self: a setup
 * @line: the line of the file, or 0 where there is none
 * @message: what is wrong, in the user's language
 *
 * Adds a mistake, also one that only shows beside the records.
 */
void
kh_setup_complain (KhSetup    *self,
                   guint       line,
                   const char *message)
{
  Mistake *mistake;

  g_return_if_fail (KH_IS_SETUP (self));

  mistake = g_new0 (Mistake, 1);
  mistake->line = line;
  mistake->message = g_strdup (message);
  g_ptr_array_add (self->mistakes, mistake);
}

static int
compare_mistakes (gconstpointer a,
                  gconstpointer b)
{
  const Mistake *one = *(Mistake *const *) a;
  const Mistake *other = *(Mistake *const *) b;

  return (one->line > other->line) - (one->line < other->line);
}

/**
 * kh_setup_is_wrong:
 * @self: a setup
 *
 * Returns: whether a mistake was found by now
 */
gboolean
kh_setup_is_wrong (KhSetup *self)
{
  g_return_val_if_fail (KH_IS_SETUP (self), FALSE);

  return self->mistakes->len > 0;
}

/**
 * kh_setup_check:
 * @self: a setup
 * @error: return location for an error of %KH_SETUP_ERROR that lists every mistake
 *
 * Returns: whether no mistake was found
 */
gboolean
kh_setup_check (KhSetup  *self,
                GError  **error)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (KH_IS_SETUP (self), FALSE);

  if (self->mistakes->len == 0)
    return TRUE;
  g_ptr_array_sort (self->mistakes, compare_mistakes);
  text = g_string_new (NULL);
  for (guint i = 0; i < self->mistakes->len; i++)
    {
      const Mistake *mistake = g_ptr_array_index (self->mistakes, i);

      g_string_append_printf (text, "%s%s:", i == 0 ? "" : "\n", self->name);
      if (mistake->line != 0)
        g_string_append_printf (text, "%u:", mistake->line);
      g_string_append_printf (text, " %s", mistake->message);
    }
  g_set_error_literal (error, KH_SETUP_ERROR, KH_SETUP_ERROR_MISTAKES, text->str);

  return FALSE;
}

static gboolean
fail (const char  *path,
      const char  *message,
      GError     **error)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, KH_SETUP_ERROR, KH_SETUP_ERROR_FILE, "%s: %s", name, message);

  return FALSE;
}

/* One byte more than may be there is asked for, so that a file that grows meanwhile, or says it
 * is empty, is found out too. */
static gboolean
read_all (int          file,
          const char  *path,
          GByteArray  *bytes,
          GError     **error)
{
  guint8 block[65536];

  while (bytes->len <= KH_SETUP_LARGEST_FILE)
    {
      gssize n = read (file, block, sizeof block);

      if (n == 0)
        return TRUE;
      if (n > 0)
        g_byte_array_append (bytes, block, (guint) n);
      else if (errno != EINTR)
        return fail (path, g_strerror (errno), error);
    }

  return fail (path, _("The file is larger than 1 MiB, so it is no setup file. Name another one."), error);
}

static gboolean
read_file (int          file,
           const char  *path,
           GByteArray  *bytes,
           GError     **error)
{
  struct stat status;

  if (fstat (file, &status) != 0)
    return fail (path, g_strerror (errno), error);
  if (S_ISDIR (status.st_mode))
    return fail (path, _("This is a folder. Name a setup file."), error);
  if (!S_ISREG (status.st_mode))
    return fail (path, _("This is not an ordinary file. Name a setup file."), error);

  return read_all (file, path, bytes, error);
}

/**
 * kh_setup_load:
 * @path: a file
 * @error: return location for an error of %KH_SETUP_ERROR
 *
 * What is wrong in the file is no error yet; see kh_setup_check().
 *
 * Returns: (transfer full): what it says, or %NULL when it cannot be read
 */
KhSetup *
kh_setup_load (const char  *path,
               GError     **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  gboolean good;
  /* Nobody may ever write into a FIFO, and opening it must not wait for that. */
  int file = g_open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY, 0);

  if (file < 0)
    {
      fail (path, g_strerror (errno), error);
      return NULL;
    }
  good = read_file (file, path, bytes, error);
  close (file);

  return good ? kh_setup_parse (path, (const char *) bytes->data, bytes->len) : NULL;
}
