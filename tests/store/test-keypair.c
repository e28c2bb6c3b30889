/* test-keypair.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-cipher-test.h"
#include "kh-cipher.h"
#include "kh-connection.h"
#include "kh-keypair.h"

#include <string.h>

#define PLACE "staff-keys|2|wrapped|3"

/* RFC 7748, 5.2 and 6.1. */
static const struct {
  const char *private_key;
  const char *public_key;
  const char *shared;
} known[] = {
  { "a546e36bf0527c9d3b16154b82465edd62144c0ac1fc5a18506a2244ba449ac4",
    "e6db6867583030db3594c1a424b15f7c726624ec26b3353b10a903a6d0ab1c4c",
    "c3da55379de9c6908e94ea4df28d084f32eccf03491c71f754b4075577a28552" },
  { "4b66e9d4d1b4673c5ad22691957d6af5c11b6421e0ea01d42ca4169e7918ba0d",
    "e5210f12786811d3f4b7959d0538ae2c31dbe7106fc03c3efc4cd549c715a493",
    "95cbde9476e8907d7aade45cb4b873f88b595a68799fa152e6f8f7647aac7957" },
  { "77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a", "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f", "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742" },
};

/* The points of low order, and those that are one of them when reduced. */
static const char *const weak_points[] = {
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
  "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "0000000000000000000000000000000000000000000000000000000000000080",
};

static GBytes *
get_public (KhSecret *private_key)
{
  g_autoptr (GError) error = NULL;
  GBytes *public_key = kh_keypair_dup_public_key (private_key, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (public_key), ==, 32);

  return public_key;
}

static KhSecret *
unwrap_in_place (GBytes    *wrapped,
                 gpointer   private_key,
                 GError   **error)
{
  return kh_keypair_unwrap (private_key, wrapped, PLACE, error);
}

static void
test_known (void)
{
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (known); i++)
    {
      g_autoptr (KhSecret) private_key = kh_cipher_test_secret (known[i].private_key);
      g_autoptr (GBytes) public_key = kh_cipher_test_bytes (known[i].public_key);
      g_autoptr (KhSecret) shared = NULL;
      g_autoptr (GError) error = NULL;

      shared = kh_keypair_agree (private_key, public_key, &error);
      g_assert_no_error (error);
      kh_cipher_test_assert_secret (shared, known[i].shared);
    }
}

static void
test_known_public (void)
{
  g_autoptr (KhSecret) alice = kh_cipher_test_secret ("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a");
  g_autoptr (KhSecret) bob = kh_cipher_test_secret ("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
  g_autoptr (GBytes) alice_public = get_public (alice);
  g_autoptr (GBytes) bob_public = get_public (bob);
  g_autoptr (GBytes) expected_alice = kh_cipher_test_bytes ("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  g_autoptr (GBytes) expected_bob = kh_cipher_test_bytes ("de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");

  g_assert_true (g_bytes_equal (alice_public, expected_alice));
  g_assert_true (g_bytes_equal (bob_public, expected_bob));
}

/* RFC 7748, 5.2: each result is the next key, and each key the next point. */
static void
test_iterated (void)
{
  g_autoptr (KhSecret) key = kh_cipher_test_secret ("0900000000000000000000000000000000000000000000000000000000000000");
  g_autoptr (GBytes) point = kh_cipher_test_bytes ("0900000000000000000000000000000000000000000000000000000000000000");
  guint i;

  for (i = 1; i <= 1000; i++)
    {
      KhSecret *shared = kh_keypair_agree (key, point, NULL);

      g_assert_nonnull (shared);
      if (i == 1)
        kh_cipher_test_assert_secret (shared, "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
      g_bytes_unref (point);
      point = g_bytes_new (kh_secret_get_bytes (key), KH_CIPHER_KEY_SIZE);
      kh_secret_unref (key);
      key = shared;
    }
  kh_cipher_test_assert_secret (key, "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
}

/* Nothing is wrapped for a key that everybody agrees with. */
static void
test_weak_points (void)
{
  g_autoptr (KhSecret) private_key = kh_cipher_test_key (7);
  g_autoptr (KhSecret) data_key = kh_cipher_test_key (100);
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (weak_points); i++)
    {
      g_autoptr (GBytes) point = kh_cipher_test_bytes (weak_points[i]);
      g_autoptr (GBytes) wrapped = NULL;
      g_autoptr (KhSecret) shared = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) wrap_error = NULL;

      shared = kh_keypair_agree (private_key, point, &error);
      if (shared != NULL)
        g_error ("%s is agreed with", weak_points[i]);
      g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);

      wrapped = kh_keypair_wrap (point, data_key, PLACE, &wrap_error);
      g_assert_null (wrapped);
      g_assert_error (wrap_error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
    }
}

static void
test_public_key_sizes (void)
{
  g_autoptr (KhSecret) data_key = kh_cipher_test_key (100);
  static const guint8 bytes[33] = { 9 };
  gsize sizes[] = { 0, 31, 33 };
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr (GBytes) public_key = g_bytes_new (bytes, sizes[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (kh_keypair_wrap (public_key, data_key, PLACE, &error));
      g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
    }
}

static void
test_wrap (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) private_key = kh_keypair_new_private_key (&error);
  g_autoptr (KhSecret) other = kh_keypair_new_private_key (&error);
  g_autoptr (KhSecret) data_key = kh_cipher_new_key (&error);
  g_autoptr (GBytes) public_key = get_public (private_key);
  g_autoptr (GBytes) wrapped = kh_keypair_wrap (public_key, data_key, PLACE, &error);
  g_autoptr (GBytes) again = kh_keypair_wrap (public_key, data_key, PLACE, &error);
  g_autoptr (KhSecret) unwrapped = NULL;

  g_assert_no_error (error);
  g_assert_false (g_bytes_equal (wrapped, again));

  unwrapped = unwrap_in_place (wrapped, private_key, &error);
  g_assert_no_error (error);
  g_assert_true (kh_secret_equal (unwrapped, data_key));

  g_assert_null (unwrap_in_place (wrapped, other, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
  g_clear_error (&error);

  g_assert_null (kh_keypair_unwrap (private_key, wrapped, "staff-keys|3|wrapped|3", &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
}

static void
test_damaged (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) private_key = kh_cipher_test_key (7);
  g_autoptr (KhSecret) data_key = kh_cipher_test_key (100);
  g_autoptr (GBytes) public_key = get_public (private_key);
  g_autoptr (GBytes) wrapped = kh_keypair_wrap (public_key, data_key, PLACE, &error);

  g_assert_no_error (error);
  kh_cipher_test_assert_refused (wrapped, unwrap_in_place, private_key);
}

/* What another program wrapped for the private key 07 08 09 ...: data files hold such values. */
static void
test_known_wrapped (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) private_key = kh_cipher_test_key (7);
  g_autoptr (KhSecret) data_key = kh_cipher_test_key (100);
  g_autoptr (GBytes) wrapped = kh_cipher_test_bytes ("01e05b1ae322024838095ffdefd865468ddb77b14b2dd275175ea0ab4294fa6d7a"
                                                     "01000102030405060708090a0b9c9b5d5c21cc71a1219a4fdfee638d4a6a417d2587311f13ed918a41e94d8693"
                                                     "2c380cef4d38a676e9dea8d233c93f72204d7192069efc613e33157a022aa60e7ddae60235b58d596a0400cbb92feeb3");
  g_autoptr (KhSecret) unwrapped = unwrap_in_place (wrapped, private_key, &error);

  g_assert_no_error (error);
  g_assert_true (kh_secret_equal (unwrapped, data_key));
}

/* The right seal around something that is no key. */
static void
test_no_key_inside (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) private_key = kh_cipher_test_key (7);
  g_autoptr (GBytes) wrapped = kh_cipher_test_bytes ("01e05b1ae322024838095ffdefd865468ddb77b14b2dd275175ea0ab4294fa6d7a"
                                                     "01000102030405060708090a0b9c9b5d7936c178b43df325b4820ee3251a300f56f344696495e8f03a9530f8ec"
                                                     "8c0f75a7c9c40b6717323ce1117d159c");

  g_assert_null (unwrap_in_place (wrapped, private_key, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keypair/known", test_known);
  g_test_add_func ("/keypair/known-public", test_known_public);
  g_test_add_func ("/keypair/iterated", test_iterated);
  g_test_add_func ("/keypair/weak-points", test_weak_points);
  g_test_add_func ("/keypair/public-key-sizes", test_public_key_sizes);
  g_test_add_func ("/keypair/wrap", test_wrap);
  g_test_add_func ("/keypair/damaged", test_damaged);
  g_test_add_func ("/keypair/known-wrapped", test_known_wrapped);
  g_test_add_func ("/keypair/no-key-inside", test_no_key_inside);

  return g_test_run ();
}
