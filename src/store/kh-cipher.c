/* kh-cipher.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * ChaCha20-Poly1305 (RFC 8439) rather than AES: it looks nothing up in tables, so that it gives
 * nothing away by its timing on a processor without instructions for AES.
 */

#include "config.h"

#include "kh-cipher-private.h"

#include "kh-connection.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A sealed value: version, nonce, ciphertext, tag. The ciphertext is of the secret's length in
 * four bytes, the secret, and zeros up to a whole number of blocks. */
#define VERSION 1
#define NONCE_SIZE ((gsize) 12)
#define TAG_SIZE ((gsize) 16)
#define HEADER_SIZE (1 + NONCE_SIZE)
#define LENGTH_SIZE ((gsize) 4)
#define BLOCK_SIZE ((gsize) 32)

#define OLDEST_LIBGCRYPT "1.10.0"
#define SECURE_MEMORY_SIZE 32768

/* Starting libgcrypt */

/* libsecret starts libgcrypt by itself, with secure memory of its own, if it comes first; a second
 * start would be ignored or harm. Whoever comes first, the other finds it done. */
static void
start_libgcrypt (void)
{
  gcry_error_t code;

  if (gcry_control (GCRYCTL_INITIALIZATION_FINISHED_P))
    return;

  gcry_control (GCRYCTL_SUSPEND_SECMEM_WARN);
  code = gcry_control (GCRYCTL_AUTO_EXPAND_SECMEM, SECURE_MEMORY_SIZE);
  if (code != 0)
    g_debug ("The secure memory will not grow: %s", gcry_strerror (code));
  /* It fails where a login may lock no memory, and the memory is there all the same. */
  code = gcry_control (GCRYCTL_INIT_SECMEM, SECURE_MEMORY_SIZE, 0);
  if (code != 0)
    g_debug ("The secure memory is not locked: %s", gcry_strerror (code));
  gcry_control (GCRYCTL_RESUME_SECMEM_WARN);
  gcry_control (GCRYCTL_INITIALIZATION_FINISHED, 0);
}

static gpointer
start_once (gpointer data G_GNUC_UNUSED)
{
  /* The library wants this call before any other. */
  if (gcry_check_version (OLDEST_LIBGCRYPT) == NULL)
    return GINT_TO_POINTER (FALSE);

  start_libgcrypt ();

  return GINT_TO_POINTER (TRUE);
}

/**
 * kh_cipher_init:
 * @error: return location for an error
 *
 * Makes libgcrypt ready, once. Everything here calls it; a program calls it first thing as well,
 * before it has threads, as libsecret starts the same library in its own way.
 */
gboolean
kh_cipher_init (GError **error)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, start_once, NULL);
  if (GPOINTER_TO_INT (once.retval))
    return TRUE;

  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_FAILED,
                       _("Passcodes cannot be kept, as this computer’s libgcrypt is too old. "
                         "Ask who looks after this computer to bring it up to date."));
  return FALSE;
}

/* Helpers */

/* Whether a call of libgcrypt went well. What it says is for the log: nothing that a clerk does
 * makes one fail. */
gboolean
kh_cipher_check (gcry_error_t   code,
                 const char    *call,
                 GError       **error)
{
  if (code == 0)
    return TRUE;

  g_debug ("%s: %s", call, gcry_strerror (code));
  if (gcry_err_code (code) == GPG_ERR_ENOMEM)
    g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_FAILED,
                         _("There is not enough memory for this. Close other programs, and try again."));
  else
    g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_FAILED,
                         _("Encryption does not work on this computer, so passcodes can be neither kept nor read. "
                           "Ask who looks after this computer to install libgcrypt again."));
  return FALSE;
}

void
kh_cipher_set_damaged (GError **error)
{
  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED,
                       _("What is kept here is damaged, or was changed by something other than Keyholder, and cannot be read. "
                         "Type it again, or bring back a copy of the data file."));
}

gboolean
kh_cipher_is_key (KhSecret *secret)
{
  return secret != NULL && kh_secret_get_length (secret) == KH_CIPHER_KEY_SIZE;
}

/* Keys */

/**
 * kh_cipher_new_key:
 * @error: return location for an error
 *
 * Returns: (transfer full): a key drawn at random
 */
KhSecret *
kh_cipher_new_key (GError **error)
{
  KhSecret *key;
  guint8 *bytes;

  if (!kh_cipher_init (error))
    return NULL;

  key = kh_secret_new_blank (KH_CIPHER_KEY_SIZE, &bytes);
  gcry_randomize (bytes, KH_CIPHER_KEY_SIZE, GCRY_VERY_STRONG_RANDOM);

  return key;
}

/* HMAC-SHA256 over up to three pieces; @result has room for a key. */
static gboolean
authenticate (const guint8         *key,
              const gcry_buffer_t  *pieces,
              gsize                 n_pieces,
              guint8               *result,
              GError              **error)
{
  gcry_mac_hd_t mac;
  gsize length = KH_CIPHER_KEY_SIZE;
  gboolean success;

  if (!kh_cipher_check (gcry_mac_open (&mac, GCRY_MAC_HMAC_SHA256, GCRY_MAC_FLAG_SECURE, NULL),
                        "gcry_mac_open", error))
    return FALSE;

  success = kh_cipher_check (gcry_mac_setkey (mac, key, KH_CIPHER_KEY_SIZE), "gcry_mac_setkey", error);
  for (gsize i = 0; success && i < n_pieces; i++)
    success = kh_cipher_check (gcry_mac_write (mac, pieces[i].data, pieces[i].len),
                               "gcry_mac_write", error);
  success = success && kh_cipher_check (gcry_mac_read (mac, result, &length), "gcry_mac_read", error);
  gcry_mac_close (mac);

  g_assert (!success || length == KH_CIPHER_KEY_SIZE);

  return success;
}

/**
 * kh_cipher_derive_key:
 * @material: what cannot be guessed, of any length; a password is no such thing, see
 *   kh_password_derive_key()
 * @purpose: a text that no other use of the same material has
 * @context: (nullable): what else the key shall depend on, always of one length for a purpose
 * @error: return location for an error
 *
 * HKDF with SHA-256 and without salt (RFC 5869), for one key.
 *
 * Returns: (transfer full): the key
 */
KhSecret *
kh_cipher_derive_key (KhSecret    *material,
                      const char  *purpose,
                      GBytes      *context,
                      GError     **error)
{
  static const guint8 no_salt[KH_CIPHER_KEY_SIZE] = { 0 };
  static guint8 first_block[] = { 1 };
  gcry_buffer_t pieces[3] = { { 0 } };
  g_autoptr (KhSecret) extracted = NULL;
  g_autoptr (KhSecret) key = NULL;
  guint8 *extracted_bytes;
  guint8 *key_bytes;
  gsize context_length = 0;

  g_return_val_if_fail (material != NULL, NULL);
  g_return_val_if_fail (purpose != NULL, NULL);

  if (!kh_cipher_init (error))
    return NULL;

  extracted = kh_secret_new_blank (KH_CIPHER_KEY_SIZE, &extracted_bytes);
  pieces[0].data = (void *) kh_secret_get_bytes (material);
  pieces[0].len = kh_secret_get_length (material);
  if (!authenticate (no_salt, pieces, 1, extracted_bytes, error))
    return NULL;

  key = kh_secret_new_blank (KH_CIPHER_KEY_SIZE, &key_bytes);
  pieces[0].data = (void *) purpose;
  pieces[0].len = strlen (purpose);
  pieces[1].data = context != NULL ? (void *) g_bytes_get_data (context, &context_length) : NULL;
  pieces[1].len = context_length;
  pieces[2].data = first_block;
  pieces[2].len = sizeof first_block;
  if (!authenticate (extracted_bytes, pieces, G_N_ELEMENTS (pieces), key_bytes, error))
    return NULL;

  return g_steal_pointer (&key);
}

/* Sealing */

/* A cipher that has seen all but the text itself; the caller closes it. */
static gboolean
open_cipher (gcry_cipher_hd_t  *cipher,
             KhSecret          *key,
             const guint8      *header,
             const char        *place,
             GError           **error)
{
  if (!kh_cipher_check (gcry_cipher_open (cipher, GCRY_CIPHER_CHACHA20, GCRY_CIPHER_MODE_POLY1305,
                                          GCRY_CIPHER_SECURE),
                        "gcry_cipher_open", error))
    return FALSE;

  if (kh_cipher_check (gcry_cipher_setkey (*cipher, kh_secret_get_bytes (key), KH_CIPHER_KEY_SIZE),
                       "gcry_cipher_setkey", error) &&
      kh_cipher_check (gcry_cipher_setiv (*cipher, header + 1, NONCE_SIZE),
                       "gcry_cipher_setiv", error) &&
      kh_cipher_check (gcry_cipher_authenticate (*cipher, header, 1),
                       "gcry_cipher_authenticate", error) &&
      kh_cipher_check (gcry_cipher_authenticate (*cipher, place, strlen (place)),
                       "gcry_cipher_authenticate", error) &&
      kh_cipher_check (gcry_cipher_final (*cipher), "gcry_cipher_final", error))
    return TRUE;

  gcry_cipher_close (*cipher);
  return FALSE;
}

static gsize
count_padded (gsize length)
{
  return (LENGTH_SIZE + length + BLOCK_SIZE - 1) / BLOCK_SIZE * BLOCK_SIZE;
}

static KhSecret *
pad (KhSecret *secret)
{
  gsize length = kh_secret_get_length (secret);
  guint32 length_bytes = GUINT32_TO_BE ((guint32) length);
  KhSecret *padded;
  guint8 *bytes;

  padded = kh_secret_new_blank (count_padded (length), &bytes);
  memcpy (bytes, &length_bytes, LENGTH_SIZE);
  memcpy (bytes + LENGTH_SIZE, kh_secret_get_bytes (secret), length);

  return padded;
}

/* %NULL when it is nothing that pad() makes. */
static KhSecret *
unpad (KhSecret *padded)
{
  const guint8 *bytes = kh_secret_get_bytes (padded);
  guint32 length;

  memcpy (&length, bytes, LENGTH_SIZE);
  length = GUINT32_FROM_BE (length);
  if (length > KH_CIPHER_MAX_LENGTH || count_padded (length) != kh_secret_get_length (padded))
    return NULL;

  return kh_secret_new ((const char *) bytes + LENGTH_SIZE, (gssize) length);
}

/**
 * kh_cipher_seal:
 * @key: a key from kh_cipher_new_key() or kh_cipher_derive_key()
 * @secret: what to seal, of up to %KH_CIPHER_MAX_LENGTH bytes
 * @place: where the sealed value will be kept; it opens nowhere else
 * @error: return location for an error
 *
 * Encrypts a secret so that it can be read with the key only, and neither be changed nor moved to
 * another place unnoticed. The length of the result tells the secret's to within 32 bytes. Sealing
 * the same secret twice gives two values that have nothing in common.
 *
 * Returns: (transfer full): the sealed value
 */
GBytes *
kh_cipher_seal (KhSecret    *key,
                KhSecret    *secret,
                const char  *place,
                GError     **error)
{
  g_autoptr (KhSecret) padded = NULL;
  g_autofree guint8 *sealed = NULL;
  gcry_cipher_hd_t cipher;
  gsize length;
  gboolean success;

  g_return_val_if_fail (kh_cipher_is_key (key), NULL);
  g_return_val_if_fail (secret != NULL, NULL);
  g_return_val_if_fail (kh_secret_get_length (secret) <= KH_CIPHER_MAX_LENGTH, NULL);
  g_return_val_if_fail (place != NULL, NULL);

  if (!kh_cipher_init (error))
    return NULL;

  padded = pad (secret);
  length = kh_secret_get_length (padded);
  sealed = g_malloc (HEADER_SIZE + length + TAG_SIZE);
  sealed[0] = VERSION;
  gcry_randomize (sealed + 1, NONCE_SIZE, GCRY_STRONG_RANDOM);

  if (!open_cipher (&cipher, key, sealed, place, error))
    return NULL;
  success = kh_cipher_check (gcry_cipher_encrypt (cipher, sealed + HEADER_SIZE, length,
                                                  kh_secret_get_bytes (padded), length),
                             "gcry_cipher_encrypt", error) &&
            kh_cipher_check (gcry_cipher_gettag (cipher, sealed + HEADER_SIZE + length, TAG_SIZE),
                             "gcry_cipher_gettag", error);
  gcry_cipher_close (cipher);

  return success ? g_bytes_new_take (g_steal_pointer (&sealed), HEADER_SIZE + length + TAG_SIZE) : NULL;
}

/* The padded secret; %NULL without an error when the tag is not that of the rest. */
static KhSecret *
decrypt (KhSecret      *key,
         const guint8  *sealed,
         gsize          length,
         const char    *place,
         GError       **error)
{
  g_autoptr (KhSecret) padded = NULL;
  gcry_cipher_hd_t cipher;
  gcry_error_t code;
  guint8 *bytes;
  gboolean success;

  if (!open_cipher (&cipher, key, sealed, place, error))
    return NULL;

  padded = kh_secret_new_blank (length, &bytes);
  success = kh_cipher_check (gcry_cipher_decrypt (cipher, bytes, length, sealed + HEADER_SIZE, length),
                             "gcry_cipher_decrypt", error);
  if (success)
    {
      code = gcry_cipher_checktag (cipher, sealed + HEADER_SIZE + length, TAG_SIZE);
      success = gcry_err_code (code) != GPG_ERR_CHECKSUM &&
                kh_cipher_check (code, "gcry_cipher_checktag", error);
    }
  gcry_cipher_close (cipher);

  return success ? g_steal_pointer (&padded) : NULL;
}

/**
 * kh_cipher_open:
 * @key: the key that it was sealed with
 * @sealed: what kh_cipher_seal() gave, or claims to be that
 * @place: the place that it was sealed for
 * @error: return location for an error
 *
 * Returns: (transfer full): the secret, or %NULL with %KH_STORE_ERROR_DAMAGED when key or place are
 *   others or anything was changed: which of these, nobody can tell
 */
KhSecret *
kh_cipher_open (KhSecret    *key,
                GBytes      *sealed,
                const char  *place,
                GError     **error)
{
  g_autoptr (KhSecret) padded = NULL;
  KhSecret *secret = NULL;
  GError *failure = NULL;
  const guint8 *bytes;
  gsize size;

  g_return_val_if_fail (kh_cipher_is_key (key), NULL);
  g_return_val_if_fail (sealed != NULL, NULL);
  g_return_val_if_fail (place != NULL, NULL);

  if (!kh_cipher_init (error))
    return NULL;

  bytes = g_bytes_get_data (sealed, &size);
  if (size >= HEADER_SIZE + BLOCK_SIZE + TAG_SIZE &&
      size <= HEADER_SIZE + count_padded (KH_CIPHER_MAX_LENGTH) + TAG_SIZE &&
      (size - HEADER_SIZE - TAG_SIZE) % BLOCK_SIZE == 0 && bytes[0] == VERSION)
    padded = decrypt (key, bytes, size - HEADER_SIZE - TAG_SIZE, place, &failure);
  if (padded != NULL)
    secret = unpad (padded);

  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (secret == NULL)
    kh_cipher_set_damaged (error);

  return secret;
}
