/* test-vault.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-cipher-test.h"
#include "kh-cipher.h"
#include "kh-connection.h"
#include "kh-keypair.h"
#include "kh-memory.h"
#include "kh-password.h"
#include "kh-recovery-key.h"
#include "kh-vault.h"

#include <string.h>

#define QUICK_RECIPE "argon2id$m=8192$t=1$p=1$AAECAwQFBgcICQoLDA0ODw=="

static void
add_key (KhVault *vault,
         guint32  id,
         guint8   first)
{
  g_autoptr (KhSecret) key = kh_cipher_test_key (first);
  g_autoptr (GError) error = NULL;

  g_assert_true (kh_vault_add_key (vault, id, key, &error));
  g_assert_no_error (error);
}

static GBytes *
seal (KhVault    *vault,
      const char *text)
{
  g_autoptr (KhSecret) secret = kh_secret_new (text, -1);
  g_autoptr (GError) error = NULL;
  GBytes *sealed = kh_vault_seal (vault, "customers", 17, "passcode", secret, &error);

  g_assert_no_error (error);
  g_assert_nonnull (sealed);

  return sealed;
}

static void
assert_opens (KhVault    *vault,
              GBytes     *sealed,
              const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) opened = kh_vault_open (vault, "customers", 17, "passcode", sealed, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (kh_secret_get_text (opened), ==, text);
}

static void
assert_refused (KhVault    *vault,
                const char *table,
                gint64      row,
                const char *column,
                GBytes     *sealed,
                gint        code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kh_vault_open (vault, table, row, column, sealed, &error));
  g_assert_error (error, KH_STORE_ERROR, code);
}

static void
test_round_trip (void)
{
  g_autoptr (KhVault) vault = kh_vault_new ();
  g_autoptr (GBytes) sealed = NULL;

  add_key (vault, 1, 0);
  sealed = seal (vault, "4711");
  g_assert_cmpuint (kh_vault_read_key_id (sealed), ==, 1);
  assert_opens (vault, sealed, "4711");
}

static void
test_moved (void)
{
  g_autoptr (KhVault) vault = kh_vault_new ();
  g_autoptr (GBytes) sealed = NULL;

  add_key (vault, 1, 0);
  sealed = seal (vault, "4711");
  assert_refused (vault, "customers", 18, "passcode", sealed, KH_STORE_ERROR_DAMAGED);
  assert_refused (vault, "customers", -17, "passcode", sealed, KH_STORE_ERROR_DAMAGED);
  assert_refused (vault, "customers", 17, "duress", sealed, KH_STORE_ERROR_DAMAGED);
  assert_refused (vault, "contacts", 17, "passcode", sealed, KH_STORE_ERROR_DAMAGED);
}

/* With the id of a key that the vault does not have, nobody can say whether it is damage. */
static KhSecret *
open_damaged (GBytes    *sealed,
              gpointer   vault,
              GError   **error)
{
  GError *failure = NULL;
  KhSecret *secret = kh_vault_open (vault, "customers", 17, "passcode", sealed, &failure);

  if (g_error_matches (failure, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY))
    failure->code = KH_STORE_ERROR_DAMAGED;
  if (failure != NULL)
    g_propagate_error (error, failure);

  return secret;
}

static void
test_damaged (void)
{
  g_autoptr (KhVault) vault = kh_vault_new ();
  g_autoptr (GBytes) sealed = NULL;

  /* A flipped bit makes the one id the other. */
  add_key (vault, 2, 0);
  add_key (vault, 3, 0);
  sealed = seal (vault, "4711");
  kh_cipher_test_assert_refused (sealed, open_damaged, vault);
}

static void
test_locked (void)
{
  g_autoptr (KhVault) vault = kh_vault_new ();
  g_autoptr (KhSecret) secret = kh_secret_new ("4711", -1);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (kh_vault_is_locked (vault));
  g_assert_cmpuint (kh_vault_get_current_key_id (vault), ==, 0);
  g_assert_null (kh_vault_seal (vault, "customers", 17, "passcode", secret, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY);

  add_key (vault, 1, 0);
  g_assert_false (kh_vault_is_locked (vault));
  sealed = seal (vault, "4711");

  kh_vault_lock (vault);
  g_assert_true (kh_vault_is_locked (vault));
  g_assert_null (kh_vault_dup_key (vault, 1));
  assert_refused (vault, "customers", 17, "passcode", sealed, KH_STORE_ERROR_NO_KEY);
}

/* Locking leaves no key in memory. */
static void
test_lock_clears (void)
{
  g_autoptr (KhVault) vault = kh_vault_new ();
  g_autoptr (GBytes) sealed = NULL;
  KhSecret *key;
  guint8 *bytes;

  key = kh_secret_new_blank (KH_CIPHER_KEY_SIZE, &bytes);
  kh_memory_write_mark (bytes);
  g_assert_true (kh_vault_add_key (vault, 1, key, NULL));
  kh_secret_unref (key);
  sealed = seal (vault, "4711");
  assert_opens (vault, sealed, "4711");
  g_assert_cmpuint (kh_memory_count_marks (), ==, 1);

  kh_vault_lock (vault);
  g_assert_cmpuint (kh_memory_count_marks (), ==, 0);
}

static void
test_rotation (void)
{
  g_autoptr (KhVault) vault = kh_vault_new ();
  g_autoptr (KhVault) newcomer = kh_vault_new ();
  g_autoptr (GBytes) old = NULL;
  g_autoptr (GBytes) new = NULL;

  add_key (vault, 1, 0);
  old = seal (vault, "4711");
  add_key (vault, 2, 50);
  new = seal (vault, "4712");

  g_assert_cmpuint (kh_vault_read_key_id (old), ==, 1);
  g_assert_cmpuint (kh_vault_read_key_id (new), ==, 2);
  assert_opens (vault, old, "4711");
  assert_opens (vault, new, "4712");

  /* In whatever order the keys come. */
  add_key (newcomer, 2, 50);
  assert_refused (newcomer, "customers", 17, "passcode", old, KH_STORE_ERROR_NO_KEY);
  add_key (newcomer, 1, 0);
  g_assert_cmpuint (kh_vault_get_current_key_id (newcomer), ==, 2);
  assert_opens (newcomer, old, "4711");
}

static void
test_same_id (void)
{
  g_autoptr (KhVault) vault = kh_vault_new ();
  g_autoptr (KhSecret) other = kh_cipher_test_key (50);
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (GError) error = NULL;

  add_key (vault, 1, 0);
  add_key (vault, 1, 0);
  sealed = seal (vault, "4711");

  g_assert_false (kh_vault_add_key (vault, 1, other, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
  assert_opens (vault, sealed, "4711");
}

static void
test_read_key_id (void)
{
  g_autoptr (GBytes) empty = g_bytes_new (NULL, 0);
  g_autoptr (GBytes) header = kh_cipher_test_bytes ("0100000001");
  g_autoptr (GBytes) later = kh_cipher_test_bytes ("0200000001ff");
  g_autoptr (GBytes) high = kh_cipher_test_bytes ("01fffffffeff");
  g_autoptr (GBytes) zero = kh_cipher_test_bytes ("0100000000ff");

  g_assert_cmpuint (kh_vault_read_key_id (empty), ==, 0);
  g_assert_cmpuint (kh_vault_read_key_id (header), ==, 0);
  g_assert_cmpuint (kh_vault_read_key_id (later), ==, 0);
  g_assert_cmpuint (kh_vault_read_key_id (zero), ==, 0);
  g_assert_cmpuint (kh_vault_read_key_id (high), ==, 0xfffffffeU);
}

/* All of it together: a member's password, his pair of keys, the data key that somebody wrapped for
 * him, and the office's recovery key. */
static void
test_office (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) data_key = kh_cipher_new_key (&error);
  g_autoptr (KhSecret) private_key = kh_keypair_new_private_key (&error);
  g_autoptr (GBytes) public_key = kh_keypair_dup_public_key (private_key, &error);
  g_autoptr (GBytes) wrapped = kh_keypair_wrap (public_key, data_key, "staff|2|data-key|1", &error);
  g_autoptr (KhSecret) password = kh_secret_new ("correct horse", -1);
  g_autoptr (KhSecret) password_key = kh_password_derive_key (password, QUICK_RECIPE, &error);
  g_autoptr (GBytes) kept = kh_cipher_seal (password_key, private_key, "staff|2|private-key", &error);
  g_autoptr (KhSecret) printed = kh_recovery_key_new (&error);
  g_autoptr (KhSecret) recovery = kh_recovery_key_derive (printed, &error);
  g_autoptr (GBytes) safe = kh_cipher_seal (recovery, data_key, "recovery|1|data-key|1", &error);
  g_autoptr (KhVault) vault = kh_vault_new ();
  g_autoptr (KhVault) recovered = kh_vault_new ();
  g_autoptr (GBytes) sealed = NULL;
  g_autoptr (KhSecret) opened_private = NULL;
  g_autoptr (KhSecret) unwrapped = NULL;
  g_autoptr (KhSecret) from_safe = NULL;

  g_assert_no_error (error);

  opened_private = kh_cipher_open (password_key, kept, "staff|2|private-key", &error);
  g_assert_no_error (error);
  unwrapped = kh_keypair_unwrap (opened_private, wrapped, "staff|2|data-key|1", &error);
  g_assert_no_error (error);
  g_assert_true (kh_vault_add_key (vault, 1, unwrapped, &error));
  sealed = seal (vault, "4711");

  from_safe = kh_cipher_open (recovery, safe, "recovery|1|data-key|1", &error);
  g_assert_no_error (error);
  g_assert_true (kh_vault_add_key (recovered, 1, from_safe, &error));
  assert_opens (recovered, sealed, "4711");
}

static gpointer
seal_until_locked (gpointer vault)
{
  g_autoptr (KhSecret) secret = kh_secret_new ("4711", -1);
  g_autoptr (GError) error = NULL;

  while (error == NULL)
    {
      g_autoptr (GBytes) sealed = kh_vault_seal (vault, "customers", 17, "passcode", secret, &error);

      g_assert_true ((sealed == NULL) == (error != NULL));
    }
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NO_KEY);

  return NULL;
}

/* A lock in the middle of work in other threads. */
static void
test_threads (void)
{
  g_autoptr (KhVault) vault = kh_vault_new ();
  GThread *threads[4];
  gsize i;

  add_key (vault, 1, 0);
  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("seal", seal_until_locked, vault);
  for (i = 2; i < 50; i++)
    add_key (vault, (guint32) i, (guint8) i);
  kh_vault_lock (vault);
  for (i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/vault/round-trip", test_round_trip);
  g_test_add_func ("/vault/moved", test_moved);
  g_test_add_func ("/vault/damaged", test_damaged);
  g_test_add_func ("/vault/locked", test_locked);
  g_test_add_func ("/vault/lock-clears", test_lock_clears);
  g_test_add_func ("/vault/rotation", test_rotation);
  g_test_add_func ("/vault/same-id", test_same_id);
  g_test_add_func ("/vault/read-key-id", test_read_key_id);
  g_test_add_func ("/vault/office", test_office);
  g_test_add_func ("/vault/threads", test_threads);

  return g_test_run ();
}
