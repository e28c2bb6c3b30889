/* kh-history-chain.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-history-chain.h"

#include "kh-cipher.h"
#include "kh-history-rows.h"

#include <gcrypt.h>
#include <string.h>
#include <sys/random.h>

#define SQL_HEAD "SELECT sequence, hash FROM history ORDER BY sequence DESC LIMIT 1"

#define SQL_NEXT "SELECT " KH_HISTORY_COLUMNS " FROM history WHERE sequence > ?1 ORDER BY sequence LIMIT 1"
#define SQL_SEAL \
  "UPDATE history SET salt = ?2, value_digest = ?3, prev_hash = ?4, hash = ?5 WHERE sequence = ?1"

/* What stands before everything else, so that a digest never means anything but this. */
#define VALUES_MARK "keyholder history values 1"
#define ROW_MARK    "keyholder history row 1"

/* Most rows are shorter. */
#define FORM_SIZE 512

/* The canonical form: each field as its length in eight bytes, the highest first, and then
 * itself, so that no two rows read alike. No value is a length that no field has. */

static void
add_number (GByteArray *form,
            guint64    number)
{
  guint64 bytes = GUINT64_TO_BE (number);

  g_byte_array_append (form, (const guint8 *) &bytes, sizeof bytes);
}

static void
add_bytes (GByteArray *form,
           const void *bytes,
           gsize       length)
{
  add_number (form, length);
  g_byte_array_append (form, bytes, (guint) length);
}

static void
add_text (GByteArray *form,
          const char *text)
{
  if (text != NULL)
    add_bytes (form, text, strlen (text));
  else
    add_number (form, G_MAXUINT64);
}

static void
add_int64 (GByteArray *form,
           gint64     number)
{
  add_number (form, sizeof number);
  add_number (form, (guint64) number);
}

/* An import seals a row for each customer, and libgcrypt is several times as fast as GLib. */
static void
finish (GByteArray *form,
        guint8     *hash)
{
  kh_cipher_init (NULL);
  gcry_md_hash_buffer (GCRY_MD_SHA256, hash, form->data, form->len);
}

/* A value of a few digits is soon guessed from a plain digest; with the salt it is not, once
 * both are gone. */
static void
digest_values (const KhHistoryRow *row,
               KhHistorySeal      *seal)
{
  g_autoptr (GByteArray) form = g_byte_array_sized_new (FORM_SIZE);

  add_text (form, VALUES_MARK);
  add_bytes (form, seal->salt, sizeof seal->salt);
  add_text (form, row->old_value);
  add_text (form, row->new_value);
  finish (form, seal->values);
}

/**
 * kh_history_chain_make_salt:
 * @seal: whose salt is to be made
 */
void
kh_history_chain_make_salt (KhHistorySeal *seal)
{
  /* So few bytes come whole, and fail only on a kernel without it. */
  if (getrandom (seal->salt, sizeof seal->salt, 0) != (gssize) sizeof seal->salt)
    g_error ("The system gives no random numbers");
}

/**
 * kh_history_chain_seal:
 * @row: what the row says, with its sequence
 * @seal: has the salt and the hash of the row before, and gets the rest
 *
 * The hash covers all of the row and the hash before it, but the values only by their
 * salted digest: they could be taken out one day and the chain would hold.
 */
void
kh_history_chain_seal (const KhHistoryRow *row,
                       KhHistorySeal      *seal)
{
  g_autoptr (GByteArray) form = g_byte_array_sized_new (FORM_SIZE);

  digest_values (row, seal);
  add_text (form, ROW_MARK);
  add_int64 (form, row->sequence);
  add_int64 (form, row->time);
  add_text (form, row->author);
  add_text (form, row->action);
  add_int64 (form, row->customer);
  add_int64 (form, row->revision);
  add_text (form, row->datapoint);
  add_bytes (form, seal->values, sizeof seal->values);
  add_bytes (form, seal->prev_hash, sizeof seal->prev_hash);
  finish (form, seal->hash);
}

/**
 * kh_history_chain_read_head:
 * @connection: a connection
 * @sequence: (out): the last row's sequence, or 0
 * @hash: its hash, or zeros
 * @error: return location for an error
 *
 * Always read from the table, one step down its key: what is remembered of it would be
 * wrong after a transaction that was undone.
 */
gboolean
kh_history_chain_read_head (KhConnection  *connection,
                            gint64        *sequence,
                            guint8        *hash,
                            GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_HEAD, error);
  g_autoptr (GBytes) bytes = NULL;
  gboolean row = FALSE;

  *sequence = 0;
  memset (hash, 0, KH_HISTORY_HASH_SIZE);
  if (statement == NULL || !kh_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;

  *sequence = kh_statement_get_int64 (statement, 0);
  bytes = kh_statement_dup_bytes (statement, 1);
  if (bytes != NULL && g_bytes_get_size (bytes) == KH_HISTORY_HASH_SIZE)
    memcpy (hash, g_bytes_get_data (bytes, NULL), KH_HISTORY_HASH_SIZE);

  return TRUE;
}

static void
bind_bytes (KhStatement  *statement,
            int           index,
            const guint8 *data,
            gsize         size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);

  kh_statement_bind_bytes (statement, index, bytes);
}

/**
 * kh_history_chain_bind:
 * @statement: a statement with four parameters for the seal
 * @first: the first of them
 * @seal: what they get: the salt, the values' digest, the hash before, the row's hash
 */
void
kh_history_chain_bind (KhStatement         *statement,
                       int                  first,
                       const KhHistorySeal *seal)
{
  bind_bytes (statement, first, seal->salt, sizeof seal->salt);
  bind_bytes (statement, first + 1, seal->values, sizeof seal->values);
  bind_bytes (statement, first + 2, seal->prev_hash, sizeof seal->prev_hash);
  bind_bytes (statement, first + 3, seal->hash, sizeof seal->hash);
}

static gboolean
read_next (KhConnection  *connection,
           gint64         after,
           KhHistoryRow **next,
           GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_NEXT, error);
  gboolean row = FALSE;

  *next = NULL;
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, after);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    *next = kh_history_rows_read (statement);

  return TRUE;
}

static gboolean
write_seal (KhConnection         *connection,
            gint64                sequence,
            const KhHistorySeal  *seal,
            GError              **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_SEAL, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, sequence);
  kh_history_chain_bind (statement, 2, seal);

  return kh_statement_run (statement, error);
}

/**
 * kh_history_chain_seal_all:
 * @connection: the migrator's connection, in its transaction, with no trigger in the way
 * @error: return location for an error
 *
 * Makes the chain over the rows of a file that had none.
 */
gboolean
kh_history_chain_seal_all (KhConnection  *connection,
                           GError       **error)
{
  KhHistorySeal seal = { 0 };
  gint64 last = G_MININT64;

  while (TRUE)
    {
      g_autoptr (KhHistoryRow) row = NULL;

      if (!read_next (connection, last, &row, error))
        return FALSE;
      if (row == NULL)
        return TRUE;
      kh_history_chain_make_salt (&seal);
      kh_history_chain_seal (row, &seal);
      if (!write_seal (connection, row->sequence, &seal, error))
        return FALSE;
      memcpy (seal.prev_hash, seal.hash, sizeof seal.hash);
      last = row->sequence;
    }
}

/**
 * kh_history_chain_dup_hex:
 * @hash: a hash
 *
 * Returns: (transfer full): the hash in hexadecimal digits
 */
char *
kh_history_chain_dup_hex (const guint8 *hash)
{
  GString *hex = g_string_sized_new (2 * KH_HISTORY_HASH_SIZE);

  for (guint i = 0; i < KH_HISTORY_HASH_SIZE; i++)
    g_string_append_printf (hex, "%02x", hash[i]);

  return g_string_free (hex, FALSE);
}
