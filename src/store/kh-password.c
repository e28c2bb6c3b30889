/* kh-password.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-password.h"

#include "kh-cipher-private.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SALT_SIZE ((gsize) 16)

/* What a recipe may ask for. The data file may have been prepared by somebody who wants the
 * program to stand still, so there is a most; and nothing of ours ever asked for less than the
 * least. */
#define LEAST_MEMORY 8192
#define MOST_MEMORY 262144
#define MOST_PASSES 10
#define MOST_LANES 16

typedef struct {
  KhPasswordCost cost;
  guint8 salt[SALT_SIZE];
} Recipe;

static char *
write_recipe (const Recipe *recipe)
{
  g_autofree char *salt = g_base64_encode (recipe->salt, SALT_SIZE);

  return g_strdup_printf ("argon2id$m=%u$t=%u$p=%u$%s",
                          recipe->cost.memory, recipe->cost.passes, recipe->cost.lanes, salt);
}

static gboolean
read_number (const char *part,
             const char *prefix,
             guint       least,
             guint       most,
             guint      *number)
{
  guint64 value;

  if (!g_str_has_prefix (part, prefix) ||
      !g_ascii_string_to_unsigned (part + strlen (prefix), 10, least, most, &value, NULL))
    return FALSE;

  *number = (guint) value;
  return TRUE;
}

static gboolean
read_salt (const char *part,
           guint8     *salt)
{
  g_autofree guint8 *bytes = NULL;
  gsize length;

  bytes = g_base64_decode (part, &length);
  if (length != SALT_SIZE)
    return FALSE;

  memcpy (salt, bytes, SALT_SIZE);
  return TRUE;
}

/* Takes what write_recipe() writes, to the letter, and nothing else. */
static gboolean
read_recipe (const char *text,
             Recipe     *recipe)
{
  g_auto (GStrv) parts = g_strsplit (text, "$", 6);
  g_autofree char *written = NULL;

  if (g_strv_length (parts) != 5 ||
      !read_number (parts[1], "m=", LEAST_MEMORY, MOST_MEMORY, &recipe->cost.memory) ||
      !read_number (parts[2], "t=", 1, MOST_PASSES, &recipe->cost.passes) ||
      !read_number (parts[3], "p=", 1, MOST_LANES, &recipe->cost.lanes) ||
      !read_salt (parts[4], recipe->salt))
    return FALSE;

  written = write_recipe (recipe);

  return strcmp (written, text) == 0;
}

/**
 * kh_password_new_recipe:
 * @error: return location for an error
 *
 * A new one for each password, and each time that it changes.
 *
 * Returns: (transfer full): a recipe with a salt of its own
 */
char *
kh_password_new_recipe (GError **error)
{
  Recipe recipe = { .cost = kh_password_cost };

  if (!kh_cipher_init (error))
    return NULL;

  gcry_randomize (recipe.salt, SALT_SIZE, GCRY_STRONG_RANDOM);

  return write_recipe (&recipe);
}

static KhSecret *
derive (KhSecret      *password,
        const Recipe  *recipe,
        GError       **error)
{
  unsigned long parameters[] = { KH_CIPHER_KEY_SIZE, recipe->cost.passes, recipe->cost.memory,
                                 recipe->cost.lanes };
  g_autoptr (KhSecret) key = NULL;
  gcry_kdf_hd_t kdf;
  guint8 *bytes;
  gboolean success;

  if (!kh_cipher_check (gcry_kdf_open (&kdf, GCRY_KDF_ARGON2, GCRY_KDF_ARGON2ID,
                                       parameters, G_N_ELEMENTS (parameters),
                                       kh_secret_get_text (password), kh_secret_get_length (password),
                                       recipe->salt, SALT_SIZE, NULL, 0, NULL, 0),
                        "gcry_kdf_open", error))
    return NULL;

  key = kh_secret_new_blank (KH_CIPHER_KEY_SIZE, &bytes);
  success = kh_cipher_check (gcry_kdf_compute (kdf, NULL), "gcry_kdf_compute", error) &&
            kh_cipher_check (gcry_kdf_final (kdf, KH_CIPHER_KEY_SIZE, bytes), "gcry_kdf_final", error);
  gcry_kdf_close (kdf);

  return success ? g_steal_pointer (&key) : NULL;
}

/**
 * kh_password_derive_key:
 * @password: what was typed
 * @recipe: what kh_password_new_recipe() gave for this password
 * @error: return location for an error
 *
 * Argon2id (RFC 9106). It takes a good part of a second and 64 MiB, as it shall for whoever tries
 * passwords, so it is for a thread. Any password gives a key; the right one opens what was sealed.
 *
 * Returns: (transfer full): the key, or %NULL with %KH_STORE_ERROR_DAMAGED when the recipe is none,
 *   and with %KH_VALUE_ERROR_TOO_SHORT when the password is empty
 */
KhSecret *
kh_password_derive_key (KhSecret    *password,
                        const char  *recipe,
                        GError     **error)
{
  Recipe parsed;

  g_return_val_if_fail (password != NULL, NULL);
  g_return_val_if_fail (recipe != NULL, NULL);

  if (!kh_cipher_init (error))
    return NULL;
  if (kh_secret_get_length (password) == 0)
    {
      g_set_error_literal (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_SHORT, _("Type a password."));
      return NULL;
    }
  if (!read_recipe (recipe, &parsed))
    {
      kh_cipher_set_damaged (error);
      return NULL;
    }

  return derive (password, &parsed, error);
}
