/* test-cipher.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-cipher-test.h"
#include "kh-cipher.h"
#include "kh-connection.h"
#include "kh-memory.h"

#include <gcrypt.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#define PLACE "customers|17|passcode|3"

/* What “4711” was sealed to by another program, under the key 00 01 02 ... and for PLACE: data
 * files hold such values, and must open for ever. */
#define SEALED_4711 \
  "01" "6465666768696a6b6c6d6e6f" \
  "3411bbceac924763fbde157ff289d89370c692349f50ebadc63ff6b2fa32ccf3" \
  "132ce38529627062939b65585ea8a868"

/* Sealed by the same, with a length that the plaintext does not have: more than there is, less
 * than fills the last block, far too much. */
static const char *const badly_padded[] = {
  "016465666768696a6b6c6d6e6f3411bbd798a57652fbde157ff289d89370c692349f50ebadc63ff6b2fa32ccf3"
  "251634324beed46b1acdbd1e81871489",
  "016465666768696a6b6c6d6e6f3411bbf698a57652fbde157ff289d89370c692349f50ebadc63ff6b2fa32ccf3"
  "9d2ed082f7326c0acf97696de17cf9fe",
  "016465666768696a6b6c6d6e6f3411bbca98a57652fbde157ff289d89370c692349f50ebadc63ff6b2fa32ccf3"
  "cab9b2e0af3a4a739fefcaede8a3e8c8c4db8f1d1f6b36e95ebfeb9604b651f17ff5e09d841b992781d9d062e48699b1",
  "016465666768696a6b6c6d6e6fcbee443598a57652fbde157ff289d89370c692349f50ebadc63ff6b2fa32ccf3"
  "7c0fb0fbf9777adfd94d363ab4db6907",
};

static GBytes *
seal (KhSecret   *key,
      const char *text,
      gssize      length)
{
  g_autoptr (KhSecret) secret = kh_secret_new (text, length);
  g_autoptr (GError) error = NULL;
  GBytes *sealed = kh_cipher_seal (key, secret, PLACE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (sealed);

  return sealed;
}

static KhSecret *
open_in_place (GBytes    *sealed,
               gpointer   key,
               GError   **error)
{
  return kh_cipher_open (key, sealed, PLACE, error);
}

static void
test_round_trip (void)
{
  g_autoptr (KhSecret) key = kh_cipher_test_key (0);
  g_autofree char *text = g_malloc0 (KH_CIPHER_MAX_LENGTH + 1);
  gsize lengths[] = { 0, 1, 4, 27, 28, 29, 59, 60, 61, 1000, KH_CIPHER_MAX_LENGTH };
  gsize i;

  memset (text, 0xfe, KH_CIPHER_MAX_LENGTH);
  for (i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_autoptr (GBytes) sealed = seal (key, text, (gssize) lengths[i]);
      g_autoptr (KhSecret) expected = kh_secret_new (text, (gssize) lengths[i]);
      g_autoptr (KhSecret) opened = NULL;
      g_autoptr (GError) error = NULL;

      opened = open_in_place (sealed, key, &error);
      g_assert_no_error (error);
      g_assert_true (kh_secret_equal (opened, expected));
    }
}

static void
test_known (void)
{
  g_autoptr (KhSecret) key = kh_cipher_test_key (0);
  g_autoptr (GBytes) sealed = kh_cipher_test_bytes (SEALED_4711);
  g_autoptr (KhSecret) opened = NULL;
  g_autoptr (GError) error = NULL;

  opened = open_in_place (sealed, key, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kh_secret_get_text (opened), ==, "4711");
}

static void
test_damaged (void)
{
  g_autoptr (KhSecret) key = kh_cipher_test_key (0);
  g_autoptr (GBytes) shorter = kh_cipher_test_bytes (SEALED_4711);
  g_autoptr (GBytes) longer = seal (key, "a passcode of more than a block", -1);

  kh_cipher_test_assert_refused (shorter, open_in_place, key);
  kh_cipher_test_assert_refused (longer, open_in_place, key);
}

static void
test_badly_padded (void)
{
  g_autoptr (KhSecret) key = kh_cipher_test_key (0);
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (badly_padded); i++)
    {
      g_autoptr (GBytes) sealed = kh_cipher_test_bytes (badly_padded[i]);
      g_autoptr (KhSecret) opened = NULL;
      g_autoptr (GError) error = NULL;

      opened = open_in_place (sealed, key, &error);
      g_assert_null (opened);
      g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
    }
}

/* A value that was moved to another row does not open there, nor under another key. */
static void
test_moved (void)
{
  static const char *const places[] = {
    "customers|18|passcode|3", "customers|17|duress|3", "customers|17|passcode|4",
    "customers|17|passcode|", "customers|17|passcode|33", "",
  };
  g_autoptr (KhSecret) key = kh_cipher_test_key (0);
  g_autoptr (KhSecret) other_key = kh_cipher_test_key (1);
  g_autoptr (GBytes) sealed = kh_cipher_test_bytes (SEALED_4711);
  g_autoptr (GError) other_key_error = NULL;
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kh_cipher_open (key, sealed, places[i], &error));
      g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
    }

  g_assert_null (kh_cipher_open (other_key, sealed, PLACE, &other_key_error));
  g_assert_error (other_key_error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
}

/* Nobody who sees the file can tell how long a code is, or that two are the same. */
static void
test_tells_nothing (void)
{
  g_autoptr (KhSecret) key = kh_cipher_test_key (0);
  g_autoptr (GBytes) empty = seal (key, "", -1);
  g_autoptr (GBytes) four = seal (key, "4711", -1);
  g_autoptr (GBytes) again = seal (key, "4711", -1);
  g_autoptr (GBytes) eight = seal (key, "47114711", -1);
  const guint8 *a = g_bytes_get_data (four, NULL);
  const guint8 *b = g_bytes_get_data (again, NULL);
  gsize i;

  g_assert_cmpuint (g_bytes_get_size (empty), ==, g_bytes_get_size (four));
  g_assert_cmpuint (g_bytes_get_size (eight), ==, g_bytes_get_size (four));

  for (i = 1; i + 8 <= g_bytes_get_size (four); i += 8)
    g_assert_true (memcmp (a + i, b + i, 8) != 0);
}

/* A key drawn anew each time. */
static void
test_new_key (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) key = kh_cipher_new_key (&error);
  g_autoptr (KhSecret) other = kh_cipher_new_key (&error);

  g_assert_no_error (error);
  g_assert_cmpuint (kh_secret_get_length (key), ==, KH_CIPHER_KEY_SIZE);
  g_assert_false (kh_secret_equal (key, other));
}

/* RFC 5869, A.3: neither salt nor info. */
static void
test_derive_known (void)
{
  g_autoptr (KhSecret) material = kh_cipher_test_secret ("0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b0b");
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) key = kh_cipher_derive_key (material, "", NULL, &error);

  g_assert_no_error (error);
  kh_cipher_test_assert_secret (key, "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d");
}

static void
test_derive (void)
{
  g_autoptr (KhSecret) material = kh_cipher_test_key (0);
  g_autoptr (GBytes) context = g_bytes_new_static ("ab", 2);
  g_autoptr (KhSecret) plain = kh_cipher_derive_key (material, "one", NULL, NULL);
  g_autoptr (KhSecret) same = kh_cipher_derive_key (material, "one", NULL, NULL);
  g_autoptr (KhSecret) purpose = kh_cipher_derive_key (material, "two", NULL, NULL);
  g_autoptr (KhSecret) with_context = kh_cipher_derive_key (material, "one", context, NULL);

  g_assert_true (kh_secret_equal (plain, same));
  g_assert_false (kh_secret_equal (plain, purpose));
  g_assert_false (kh_secret_equal (plain, with_context));
  g_assert_false (kh_secret_equal (plain, material));
}

/* Sealing and opening leave no copy behind. */
static void
test_memory (void)
{
  g_autoptr (KhSecret) key = kh_cipher_test_key (0);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GError) error = NULL;
  KhSecret *secret;
  guint8 *bytes;

  secret = kh_secret_new_blank (KH_MEMORY_MARK_LENGTH, &bytes);
  kh_memory_write_mark (bytes);
  sealed = kh_cipher_seal (key, secret, PLACE, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kh_memory_count_marks (), ==, 1);
  kh_secret_unref (secret);
  g_assert_cmpuint (kh_memory_count_marks (), ==, 0);

  secret = open_in_place (sealed, key, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kh_memory_count_marks (), ==, 1);
  kh_secret_unref (secret);
  g_assert_cmpuint (kh_memory_count_marks (), ==, 0);
}

static gpointer
seal_often (gpointer key)
{
  guint i;

  for (i = 0; i < 200; i++)
    {
      g_autoptr (GBytes) sealed = seal (key, "4711", -1);
      g_autoptr (KhSecret) opened = open_in_place (sealed, key, NULL);

      g_assert_cmpstr (kh_secret_get_text (opened), ==, "4711");
    }

  return NULL;
}

static void
seal_in_threads (void)
{
  g_autoptr (KhSecret) key = kh_cipher_test_key (0);
  GThread *threads[8];
  gsize i;

  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("seal", seal_often, key);
  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

/* Run in a process of its own, where nothing has started libgcrypt. */
static void
in_new_process (void (*function) (void))
{
  if (g_test_subprocess ())
    {
      function ();
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_threads (void)
{
  in_new_process (seal_in_threads);
}

static guint n_allocated;

static void *
allocate_secure (size_t size)
{
  n_allocated++;
  return g_malloc0 (size);
}

static void *
allocate (size_t size)
{
  return g_malloc (size);
}

static int
check_secure (const void *memory G_GNUC_UNUSED)
{
  return 1;
}

static void *
reallocate (void   *memory,
            size_t  size)
{
  return g_realloc (memory, size);
}

/* What libsecret does when it is the first. */
static void
seal_after_libsecret (void)
{
  g_assert_nonnull (gcry_check_version (NULL));
  gcry_set_allocation_handler (allocate, allocate_secure, check_secure, reallocate, g_free);
  gcry_control (GCRYCTL_INITIALIZATION_FINISHED, 0);

  seal_in_threads ();
  g_assert_cmpuint (n_allocated, >, 0);
}

static void
test_after_libsecret (void)
{
  in_new_process (seal_after_libsecret);
}

static void
seal_without_locks (void)
{
  struct rlimit none = { 0, 0 };
  uid_t user = geteuid ();

  g_assert_cmpint (setrlimit (RLIMIT_MEMLOCK, &none), ==, 0);
  /* Root locks what it likes; nobody does not. */
  g_assert_cmpint (seteuid (user == 0 ? 65534 : user), ==, 0);
  g_assert_true (kh_cipher_init (NULL));
  seal_in_threads ();
  _exit (0);
}

static void
test_no_lock (void)
{
  in_new_process (seal_without_locks);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/cipher/round-trip", test_round_trip);
  g_test_add_func ("/cipher/known", test_known);
  g_test_add_func ("/cipher/damaged", test_damaged);
  g_test_add_func ("/cipher/badly-padded", test_badly_padded);
  g_test_add_func ("/cipher/moved", test_moved);
  g_test_add_func ("/cipher/tells-nothing", test_tells_nothing);
  g_test_add_func ("/cipher/new-key", test_new_key);
  g_test_add_func ("/cipher/derive-known", test_derive_known);
  g_test_add_func ("/cipher/derive", test_derive);
  g_test_add_func ("/cipher/memory", test_memory);
  g_test_add_func ("/cipher/threads", test_threads);
  g_test_add_func ("/cipher/after-libsecret", test_after_libsecret);
  g_test_add_func ("/cipher/no-lock", test_no_lock);

  return g_test_run ();
}
