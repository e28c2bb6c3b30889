/* test-password.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-cipher-test.h"
#include "kh-cipher.h"
#include "kh-connection.h"
#include "kh-memory.h"
#include "kh-password.h"
#include "kh-value-type.h"

#include <string.h>

#define SALT "AAECAwQFBgcICQoLDA0ODw=="
#define QUICK "argon2id$m=8192$t=1$p=1$" SALT

/* Computed with OpenSSL's Argon2id. */
static const struct {
  const char *password;
  const char *recipe;
  const char *key;
} known[] = {
  { "correct horse", "argon2id$m=65536$t=3$p=4$" SALT,
    "577f1ff37e9a3e52c97d39f8e83891c1b73b0e87ffe0429cee8ede2fb005fe44" },
  { "correct horse", QUICK,
    "68aa6b3e6343f355586e5dd84710fb380cc542b0a47fa8a06ad81318fa48e3b3" },
  { "pässwörd", "argon2id$m=8192$t=2$p=3$" SALT,
    "2df812a46fd5913c1f4749d32471c6321d428d3a73ef78f24a0ba3aabbfa892c" },
};

static const char *const bad_recipes[] = {
  "",
  "argon2id",
  "$$$$",
  "argon2i$m=65536$t=3$p=4$" SALT,
  "Argon2id$m=65536$t=3$p=4$" SALT,
  "argon2id$m=65536$t=3$p=4",
  "argon2id$m=65536$t=3$p=4$",
  "argon2id$m=65536$t=3$p=4$" SALT "$",
  "argon2id$m=65536$t=3$p=4$" SALT " ",
  " argon2id$m=65536$t=3$p=4$" SALT,
  "argon2id$t=3$m=65536$p=4$" SALT,
  "argon2id$m=65536,t=3,p=4$" SALT,
  /* More than there is, and less than was ever asked for. */
  "argon2id$m=104857600$t=3$p=4$" SALT,
  "argon2id$m=262145$t=3$p=4$" SALT,
  "argon2id$m=8191$t=3$p=4$" SALT,
  "argon2id$m=65536$t=11$p=4$" SALT,
  "argon2id$m=65536$t=0$p=4$" SALT,
  "argon2id$m=65536$t=3$p=17$" SALT,
  "argon2id$m=65536$t=3$p=0$" SALT,
  "argon2id$m=18446744073709617152$t=3$p=4$" SALT,
  "argon2id$m=4295032832$t=3$p=4$" SALT,
  /* Numbers in another dress. */
  "argon2id$m=065536$t=3$p=4$" SALT,
  "argon2id$m=+65536$t=3$p=4$" SALT,
  "argon2id$m=-65536$t=3$p=4$" SALT,
  "argon2id$m= 65536$t=3$p=4$" SALT,
  "argon2id$m=65536k$t=3$p=4$" SALT,
  "argon2id$m=0x10000$t=3$p=4$" SALT,
  "argon2id$m=$t=3$p=4$" SALT,
  /* Salts of another length, or written otherwise. */
  "argon2id$m=65536$t=3$p=4$AAECAwQFBgcICQoLDA0O",
  "argon2id$m=65536$t=3$p=4$AAECAwQFBgcICQoLDA0ODxA=",
  "argon2id$m=65536$t=3$p=4$AAECAwQFBgcICQoLDA0ODw",
  "argon2id$m=65536$t=3$p=4$AAECAwQFBgcICQoLDA0ODx==",
  "argon2id$m=65536$t=3$p=4$AAECAwQFBgcI\nCQoLDA0ODw==",
  "argon2id$m=65536$t=3$p=4$AAECAwQFBgcI!CQoLDA0ODw==",
};

static KhSecret *
derive (const char *password,
        const char *recipe)
{
  g_autoptr (KhSecret) secret = kh_secret_new (password, -1);
  g_autoptr (GError) error = NULL;
  KhSecret *key = kh_password_derive_key (secret, recipe, &error);

  g_assert_no_error (error);
  g_assert_nonnull (key);

  return key;
}

static void
test_known (void)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autoptr (KhSecret) key = derive (known[i].password, known[i].recipe);

      kh_cipher_test_assert_secret (key, known[i].key);
    }
}

static void
test_bad_recipes (void)
{
  g_autoptr (KhSecret) password = kh_secret_new ("correct horse", -1);
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (bad_recipes); i++)
    {
      g_autoptr (KhSecret) key = NULL;
      g_autoptr (GError) error = NULL;

      key = kh_password_derive_key (password, bad_recipes[i], &error);
      if (key != NULL)
        g_error ("“%s” passes for a recipe", bad_recipes[i]);
      g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
    }
}

static void
test_new_recipe (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *recipe = kh_password_new_recipe (&error);
  g_autofree char *other = kh_password_new_recipe (&error);
  g_autoptr (KhSecret) key = NULL;

  g_assert_no_error (error);
  g_assert_true (g_str_has_prefix (recipe, "argon2id$m=65536$t=3$p=4$"));
  g_assert_cmpuint (strlen (recipe), ==, strlen ("argon2id$m=65536$t=3$p=4$" SALT));
  g_assert_cmpstr (recipe, !=, other);

  key = derive ("correct horse", recipe);
  g_assert_cmpuint (kh_secret_get_length (key), ==, KH_CIPHER_KEY_SIZE);
}

/* A wrong password opens nothing, and says no more than that. */
static void
test_seal (void)
{
  g_autoptr (KhSecret) secret = kh_secret_new ("4711", -1);
  g_autoptr (KhSecret) key = derive ("correct horse", QUICK);
  g_autoptr (KhSecret) right = derive ("correct horse", QUICK);
  g_autoptr (KhSecret) wrong = derive ("correct Horse", QUICK);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) sealed = kh_cipher_seal (key, secret, "staff|1", &error);
  g_autoptr (KhSecret) opened = kh_cipher_open (right, sealed, "staff|1", &error);

  g_assert_no_error (error);
  g_assert_true (kh_secret_equal (opened, secret));
  g_assert_null (kh_cipher_open (wrong, sealed, "staff|1", &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
}

static void
test_empty (void)
{
  g_autoptr (KhSecret) password = kh_secret_new ("", -1);
  g_autoptr (GError) error = NULL;

  g_assert_null (kh_password_derive_key (password, QUICK, &error));
  g_assert_error (error, KH_VALUE_ERROR, KH_VALUE_ERROR_TOO_SHORT);
}

static gpointer
derive_in_thread (gpointer data G_GNUC_UNUSED)
{
  return derive ("correct horse", QUICK);
}

static void
test_threads (void)
{
  GThread *threads[4];
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("derive", derive_in_thread, NULL);
  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autoptr (KhSecret) key = g_thread_join (threads[i]);

      kh_cipher_test_assert_secret (key, known[1].key);
    }
}

static void
test_memory (void)
{
  g_autoptr (KhSecret) key = NULL;
  KhSecret *password;
  guint8 *bytes;

  password = kh_secret_new_blank (KH_MEMORY_MARK_LENGTH, &bytes);
  kh_memory_write_mark (bytes);
  key = kh_password_derive_key (password, QUICK, NULL);
  g_assert_nonnull (key);
  kh_secret_unref (password);
  g_assert_cmpuint (kh_memory_count_marks (), ==, 0);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/password/known", test_known);
  g_test_add_func ("/password/bad-recipes", test_bad_recipes);
  g_test_add_func ("/password/new-recipe", test_new_recipe);
  g_test_add_func ("/password/seal", test_seal);
  g_test_add_func ("/password/empty", test_empty);
  g_test_add_func ("/password/threads", test_threads);
  g_test_add_func ("/password/memory", test_memory);

  return g_test_run ();
}
