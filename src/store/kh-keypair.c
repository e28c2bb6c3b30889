/* kh-keypair.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-keypair.h"

#include "kh-cipher-private.h"

#include <string.h>

/* A wrapped key: version, a public key made for this one time, and the data key sealed under what
 * that and the member's key agree on. */
#define VERSION 1
#define PUBLIC_KEY_SIZE ((gsize) 32)
#define HEADER_SIZE (1 + PUBLIC_KEY_SIZE)

#define PURPOSE "org.keyholder.Keyholder wrapped key 1"

/* The point times the private key; without a point, the base point. */
static gboolean
multiply (KhSecret      *private_key,
          const guint8  *point,
          guint8        *result,
          GError       **error)
{
  return kh_cipher_init (error) &&
         kh_cipher_check (gcry_ecc_mul_point (GCRY_ECC_CURVE25519, result,
                                              kh_secret_get_bytes (private_key), point),
                          "gcry_ecc_mul_point", error);
}

/**
 * kh_keypair_new_private_key:
 * @error: return location for an error
 *
 * Returns: (transfer full): the private half of a new pair
 */
KhSecret *
kh_keypair_new_private_key (GError **error)
{
  /* Any 32 bytes are one: the multiplication sets the bits that have to be. */
  return kh_cipher_new_key (error);
}

/**
 * kh_keypair_dup_public_key:
 * @private_key: a private key
 * @error: return location for an error
 *
 * Returns: (transfer full): the public half of the pair
 */
GBytes *
kh_keypair_dup_public_key (KhSecret  *private_key,
                           GError   **error)
{
  guint8 public_key[PUBLIC_KEY_SIZE];

  g_return_val_if_fail (kh_cipher_is_key (private_key), NULL);

  if (!multiply (private_key, NULL, public_key, error))
    return NULL;

  return g_bytes_new (public_key, sizeof public_key);
}

/**
 * kh_keypair_agree:
 * @private_key: one's own private key
 * @public_key: the other's public key
 * @error: return location for an error
 *
 * X25519. What it gives is no key yet: derive one with kh_cipher_derive_key().
 *
 * Returns: (transfer full): what both sides and nobody else can compute, or %NULL with
 *   %KH_STORE_ERROR_DAMAGED when @public_key is none, or one of the few that would give the
 *   same with every private key
 */
KhSecret *
kh_keypair_agree (KhSecret  *private_key,
                  GBytes    *public_key,
                  GError   **error)
{
  g_autoptr (KhSecret) shared = NULL;
  g_autoptr (KhSecret) zeros = NULL;
  const guint8 *point;
  guint8 *bytes;
  gsize size;

  g_return_val_if_fail (kh_cipher_is_key (private_key), NULL);
  g_return_val_if_fail (public_key != NULL, NULL);

  point = g_bytes_get_data (public_key, &size);
  if (size != PUBLIC_KEY_SIZE)
    {
      kh_cipher_set_damaged (error);
      return NULL;
    }

  zeros = kh_secret_new_blank (KH_CIPHER_KEY_SIZE, &bytes);
  shared = kh_secret_new_blank (KH_CIPHER_KEY_SIZE, &bytes);
  if (!multiply (private_key, point, bytes, error))
    return NULL;
  if (kh_secret_equal (shared, zeros))
    {
      kh_cipher_set_damaged (error);
      return NULL;
    }

  return g_steal_pointer (&shared);
}

/* The key that a data key is wrapped with. Both public keys go into it, so that neither can be
 * exchanged for another that happens to agree on the same. */
static KhSecret *
derive_wrapping_key (KhSecret  *private_key,
                     GBytes    *public_key,
                     GBytes    *once,
                     GBytes    *member,
                     GError   **error)
{
  g_autoptr (KhSecret) shared = kh_keypair_agree (private_key, public_key, error);
  g_autoptr (GByteArray) both = NULL;
  g_autoptr (GBytes) context = NULL;

  if (shared == NULL)
    return NULL;

  both = g_byte_array_sized_new (2 * PUBLIC_KEY_SIZE);
  g_byte_array_append (both, g_bytes_get_data (once, NULL), PUBLIC_KEY_SIZE);
  g_byte_array_append (both, g_bytes_get_data (member, NULL), PUBLIC_KEY_SIZE);
  context = g_byte_array_free_to_bytes (g_steal_pointer (&both));

  return kh_cipher_derive_key (shared, PURPOSE, context, error);
}

/**
 * kh_keypair_wrap:
 * @public_key: the member's public key
 * @data_key: the key to hand over
 * @place: where the wrapped key will be kept; it opens nowhere else
 * @error: return location for an error
 *
 * Returns: (transfer full): the data key for this member only, or %NULL; with
 *   %KH_STORE_ERROR_DAMAGED when @public_key is none
 */
GBytes *
kh_keypair_wrap (GBytes      *public_key,
                 KhSecret    *data_key,
                 const char  *place,
                 GError     **error)
{
  g_autoptr (KhSecret) private_once = NULL;
  g_autoptr (KhSecret) wrapping_key = NULL;
  g_autoptr (GBytes) once = NULL;
  g_autoptr (GBytes) sealed = NULL;
  GByteArray *wrapped;
  const guint8 version = VERSION;

  g_return_val_if_fail (public_key != NULL, NULL);
  g_return_val_if_fail (kh_cipher_is_key (data_key), NULL);
  g_return_val_if_fail (place != NULL, NULL);

  private_once = kh_keypair_new_private_key (error);
  if (private_once == NULL)
    return NULL;
  once = kh_keypair_dup_public_key (private_once, error);
  if (once == NULL)
    return NULL;
  wrapping_key = derive_wrapping_key (private_once, public_key, once, public_key, error);
  if (wrapping_key == NULL)
    return NULL;
  sealed = kh_cipher_seal (wrapping_key, data_key, place, error);
  if (sealed == NULL)
    return NULL;

  wrapped = g_byte_array_new ();
  g_byte_array_append (wrapped, &version, 1);
  g_byte_array_append (wrapped, g_bytes_get_data (once, NULL), PUBLIC_KEY_SIZE);
  g_byte_array_append (wrapped, g_bytes_get_data (sealed, NULL), (guint) g_bytes_get_size (sealed));

  return g_byte_array_free_to_bytes (wrapped);
}

static KhSecret *
unwrap (KhSecret    *private_key,
        GBytes      *once,
        GBytes      *sealed,
        const char  *place,
        GError     **error)
{
  g_autoptr (GBytes) member = kh_keypair_dup_public_key (private_key, error);
  g_autoptr (KhSecret) wrapping_key = NULL;
  g_autoptr (KhSecret) data_key = NULL;

  if (member == NULL)
    return NULL;
  wrapping_key = derive_wrapping_key (private_key, once, once, member, error);
  if (wrapping_key == NULL)
    return NULL;
  data_key = kh_cipher_open (wrapping_key, sealed, place, error);
  if (data_key == NULL)
    return NULL;
  if (!kh_cipher_is_key (data_key))
    {
      kh_cipher_set_damaged (error);
      return NULL;
    }

  return g_steal_pointer (&data_key);
}

/**
 * kh_keypair_unwrap:
 * @private_key: the member's private key
 * @wrapped: what kh_keypair_wrap() gave for the public key that belongs to it
 * @place: the place that it was wrapped for
 * @error: return location for an error
 *
 * Anybody can wrap a key for a member, so what comes out is a key and perhaps not the right one;
 * with a wrong one, no secret opens.
 *
 * Returns: (transfer full): the data key, or %NULL with %KH_STORE_ERROR_DAMAGED when key or place
 *   are others or anything was changed
 */
KhSecret *
kh_keypair_unwrap (KhSecret    *private_key,
                   GBytes      *wrapped,
                   const char  *place,
                   GError     **error)
{
  g_autoptr (GBytes) once = NULL;
  g_autoptr (GBytes) sealed = NULL;
  const guint8 *bytes;
  gsize size;

  g_return_val_if_fail (kh_cipher_is_key (private_key), NULL);
  g_return_val_if_fail (wrapped != NULL, NULL);
  g_return_val_if_fail (place != NULL, NULL);

  bytes = g_bytes_get_data (wrapped, &size);
  if (size <= HEADER_SIZE || bytes[0] != VERSION)
    {
      kh_cipher_set_damaged (error);
      return NULL;
    }

  once = g_bytes_new_from_bytes (wrapped, 1, PUBLIC_KEY_SIZE);
  sealed = g_bytes_new_from_bytes (wrapped, HEADER_SIZE, size - HEADER_SIZE);

  return unwrap (private_key, once, sealed, place, error);
}
