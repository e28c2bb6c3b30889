/* kh-cipher-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-cipher-test.h"

#include "kh-connection.h"

#include <string.h>

GBytes *
kh_cipher_test_bytes (const char *hex)
{
  gsize length = strlen (hex) / 2;
  guint8 *bytes = g_malloc (length + 1);
  gsize i;

  g_assert_cmpuint (strlen (hex) % 2, ==, 0);
  for (i = 0; i < length; i++)
    bytes[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));

  return g_bytes_new_take (bytes, length);
}

KhSecret *
kh_cipher_test_secret (const char *hex)
{
  g_autoptr (GBytes) bytes = kh_cipher_test_bytes (hex);
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return kh_secret_new (data != NULL ? data : "", (gssize) length);
}

/* The 32 bytes from @first on. */
KhSecret *
kh_cipher_test_key (guint8 first)
{
  guint8 *bytes;
  KhSecret *key = kh_secret_new_blank (32, &bytes);
  guint8 i;

  for (i = 0; i < 32; i++)
    bytes[i] = (guint8) (first + i);

  return key;
}

void
kh_cipher_test_assert_secret (KhSecret   *secret,
                              const char *hex)
{
  g_autoptr (KhSecret) expected = kh_cipher_test_secret (hex);

  g_assert_nonnull (secret);
  g_assert_true (kh_secret_equal (secret, expected));
}

static void
assert_one_refused (const guint8     *bytes,
                    gsize             length,
                    KhCipherTestOpen  open,
                    gpointer          user_data)
{
  g_autoptr (GBytes) damaged = g_bytes_new (bytes, length);
  g_autoptr (KhSecret) secret = NULL;
  g_autoptr (GError) error = NULL;

  secret = open (damaged, user_data, &error);
  g_assert_null (secret);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
}

/* Every way to cut @sealed short, to flip one of its bits, and to add to it. */
void
kh_cipher_test_assert_refused (GBytes           *sealed,
                               KhCipherTestOpen  open,
                               gpointer          user_data)
{
  gsize length = g_bytes_get_size (sealed);
  g_autofree guint8 *bytes = g_malloc0 (length + 32);
  gsize i;

  memcpy (bytes, g_bytes_get_data (sealed, NULL), length);

  for (i = 0; i < length; i++)
    {
      assert_one_refused (bytes, i, open, user_data);
      assert_one_refused (bytes + length - i, i, open, user_data);
    }
  for (i = 0; i < 8 * length; i++)
    {
      bytes[i / 8] ^= (guint8) (1 << i % 8);
      assert_one_refused (bytes, length, open, user_data);
      bytes[i / 8] ^= (guint8) (1 << i % 8);
    }
  assert_one_refused (bytes, length + 1, open, user_data);
  assert_one_refused (bytes, length + 32, open, user_data);
}
