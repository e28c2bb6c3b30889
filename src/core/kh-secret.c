/* kh-secret.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-secret.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct _KhSecret
{
  gatomicrefcount ref_count;

  /* Pages of its own: locks and advice hold for whole pages, and giving up one secret must not
   * unlock another. */
  guint8 *bytes;
  gsize length;
  gsize mapped;
};

/* What G_DEFINE_BOXED_TYPE() does, but for a union that -Wpedantic does not allow. */
GType
kh_secret_get_type (void)
{
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type,
                       g_boxed_type_register_static (g_intern_static_string ("KhSecret"),
                                                     (GBoxedCopyFunc) kh_secret_ref,
                                                     (GBoxedFreeFunc) kh_secret_unref));

  return type;
}

/* One byte more than the secret has, for the zero that ends a text. */
static gsize
count_mapped (gsize length)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);

  if (length > G_MAXSSIZE - 2 * page)
    g_error ("A secret of %" G_GSIZE_FORMAT " bytes is too long", length);

  return (length / page + 1) * page;
}

static guint8 *
map_pages (gsize mapped)
{
  void *pages = mmap (NULL, mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (pages == MAP_FAILED)
    g_error ("There is no memory for a secret: %s", g_strerror (errno));

  /* Both are a second line of defence. A login that may lock no more memory must still be able to
   * work, so what fails is only noted. */
  if (mlock (pages, mapped) != 0)
    g_debug ("A secret could not be locked into memory: %s", g_strerror (errno));
  if (madvise (pages, mapped, MADV_DONTDUMP) != 0)
    g_debug ("A secret could not be left out of core dumps: %s", g_strerror (errno));

  return pages;
}

/**
 * kh_secret_new_blank:
 * @length: how many bytes the secret has
 * @bytes: (out) (transfer none): where to write them
 *
 * Makes a secret of zeros, for its maker to fill before anybody else sees it: what is read,
 * decrypted or drawn at random right into a secret leaves no copy behind.
 *
 * Returns: (transfer full): a secret
 */
KhSecret *
kh_secret_new_blank (gsize    length,
                     guint8 **bytes)
{
  KhSecret *self;

  g_return_val_if_fail (bytes != NULL, NULL);

  self = g_new0 (KhSecret, 1);
  g_atomic_ref_count_init (&self->ref_count);
  self->length = length;
  self->mapped = count_mapped (length);
  self->bytes = map_pages (self->mapped);
  *bytes = self->bytes;

  return self;
}

/**
 * kh_secret_new:
 * @text: what to keep secret; the caller clears its own copy
 * @length: how many bytes of @text, or -1 when a zero ends it
 *
 * Returns: (transfer full): a secret
 */
KhSecret *
kh_secret_new (const char *text,
               gssize      length)
{
  KhSecret *self;
  guint8 *bytes;

  g_return_val_if_fail (text != NULL, NULL);
  g_return_val_if_fail (length >= -1, NULL);

  self = kh_secret_new_blank (length < 0 ? strlen (text) : (gsize) length, &bytes);
  memcpy (bytes, text, self->length);

  return self;
}

/**
 * kh_secret_ref:
 * @self: a secret
 *
 * Returns: @self
 */
KhSecret *
kh_secret_ref (KhSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->ref_count);

  return self;
}

/**
 * kh_secret_unref:
 * @self: (nullable): a secret
 *
 * The last one to call this clears the secret.
 */
void
kh_secret_unref (KhSecret *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->ref_count))
    return;

  explicit_bzero (self->bytes, self->mapped);
  munmap (self->bytes, self->mapped);
  g_free (self);
}

/**
 * kh_secret_get_text:
 * @self: a secret
 *
 * Returns: the secret with a zero behind it, for as long as the caller holds a reference
 */
const char *
kh_secret_get_text (KhSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return (const char *) self->bytes;
}

/**
 * kh_secret_get_bytes:
 * @self: a secret
 *
 * Returns: the secret's bytes, kh_secret_get_length() of them
 */
const guint8 *
kh_secret_get_bytes (KhSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->bytes;
}

/**
 * kh_secret_get_length:
 * @self: a secret
 *
 * Returns: how many bytes it has, without the zero behind them
 */
gsize
kh_secret_get_length (KhSecret *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->length;
}

/**
 * kh_secret_dup_view:
 * @self: a secret
 *
 * For calls that take #GBytes: the bytes stay where they are, and are not copied.
 *
 * Returns: (transfer full): the secret's bytes
 */
GBytes *
kh_secret_dup_view (KhSecret *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_bytes_new_with_free_func (self->bytes, self->length, (GDestroyNotify) kh_secret_unref, kh_secret_ref (self));
}

/**
 * kh_secret_is_trimmed:
 * @self: a secret
 *
 * Returns: whether it is a text that neither begins nor ends with a blank
 */
gboolean
kh_secret_is_trimmed (KhSecret *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->length > 0 && strlen (kh_secret_get_text (self)) == self->length &&
         !g_ascii_isspace (self->bytes[0]) && !g_ascii_isspace (self->bytes[self->length - 1]);
}

/**
 * kh_secret_equal:
 * @a: (nullable): a secret
 * @b: (nullable): another
 *
 * The time it takes tells how long the secrets are, and nothing about what is in them.
 *
 * Returns: whether both are the same bytes, or both %NULL
 */
gboolean
kh_secret_equal (KhSecret *a,
                 KhSecret *b)
{
  volatile guint8 difference = 0;
  gsize i;

  if (a == NULL || b == NULL)
    return a == b;
  if (a->length != b->length)
    return FALSE;

  for (i = 0; i < a->length; i++)
    difference = (guint8) (difference | (a->bytes[i] ^ b->bytes[i]));

  return difference == 0;
}

/**
 * kh_secret_sounds_like:
 * @a: (nullable): a code that people say
 * @b: (nullable): another
 *
 * Capitals make no other code: whoever hears a code does not hear them.
 *
 * Returns: whether an operator could take one for the other; never where one is %NULL
 */
gboolean
kh_secret_sounds_like (KhSecret *a,
                       KhSecret *b)
{
  return a != NULL && b != NULL && a->length == b->length &&
         g_ascii_strncasecmp (kh_secret_get_text (a), kh_secret_get_text (b), a->length) == 0;
}
