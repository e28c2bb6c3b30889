/* kh-key-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-key-rows.h"

#include "kh-cipher-private.h"
#include "kh-keypair.h"

static const char tables[] =
  "ALTER TABLE staff ADD COLUMN public_key BLOB;"
  "CREATE TABLE data_key ("
  "  id INTEGER PRIMARY KEY,"
  "  proof BLOB,"
  "  made_at INTEGER NOT NULL"
  ") STRICT;"
  "CREATE TABLE data_key_wrap ("
  "  data_key INTEGER NOT NULL REFERENCES data_key (id) ON DELETE CASCADE,"
  "  holder INTEGER NOT NULL,"
  "  wrapped BLOB NOT NULL,"
  "  public_key BLOB NOT NULL,"
  "  PRIMARY KEY (data_key, holder)"
  ") STRICT, WITHOUT ROWID;";

/* One set of keys sealed everything before this, and no window let anybody keep anything sealed:
 * there is nothing to seal anew, and the first keys of the rings come with the next owner. */
static const char rings[] =
  "DROP TABLE data_key_wrap;"
  "DROP TABLE data_key;"
  "DELETE FROM customer_secret;"
  "DELETE FROM meta WHERE key = 'renew-data-key';"
  /* The key itself is not here: proof is its fingerprint, sealed with the key before it. */
  "CREATE TABLE data_key ("
  "  ring TEXT NOT NULL,"
  "  id INTEGER NOT NULL,"
  "  proof BLOB,"
  "  made_at INTEGER NOT NULL,"
  "  PRIMARY KEY (ring, id)"
  ") STRICT, WITHOUT ROWID;"
  /* Holder is a member, or 0 for the recovery key; public key is the holder's, sealed with the
   * data key that was wrapped for it. */
  "CREATE TABLE data_key_wrap ("
  "  ring TEXT NOT NULL,"
  "  data_key INTEGER NOT NULL,"
  "  holder INTEGER NOT NULL,"
  "  wrapped BLOB NOT NULL,"
  "  public_key BLOB NOT NULL,"
  "  PRIMARY KEY (ring, data_key, holder),"
  "  FOREIGN KEY (ring, data_key) REFERENCES data_key (ring, id) ON DELETE CASCADE"
  ") STRICT, WITHOUT ROWID;";

#define SQL_OWN       "SELECT public_key FROM staff WHERE id = ?1"
#define SQL_SET_OWN   "UPDATE staff SET public_key = ?1 WHERE id = ?2"
#define SQL_FORGET    "DELETE FROM data_key_wrap WHERE holder = ?1"

/* With the ring as the first parameter. */
#define SQL_KEYS \
  "SELECT k.id, k.proof, w.wrapped FROM data_key AS k " \
  "LEFT JOIN data_key_wrap AS w ON w.ring = k.ring AND w.data_key = k.id AND w.holder = ?2 " \
  "WHERE k.ring = ?1 ORDER BY k.id"
#define SQL_LAST      "SELECT ifnull (max (id), 0) FROM data_key WHERE ring = ?1"
#define SQL_ADD       "INSERT INTO data_key (ring, id, proof, made_at) VALUES (?1, ?2, ?3, ?4)"
#define SQL_WRAPS     "SELECT count (*) FROM data_key_wrap WHERE ring = ?1"
#define SQL_DROP      "DELETE FROM data_key WHERE ring = ?1"
#define SQL_HOLDS     "SELECT count (*) FROM data_key_wrap WHERE ring = ?1 AND holder = ?2"
#define SQL_OTHERS    "SELECT count (*) FROM data_key_wrap WHERE ring = ?1 AND holder <> ?2"
#define SQL_HOLDERS   "SELECT holder, public_key FROM data_key_wrap WHERE ring = ?1 AND data_key = ?2 ORDER BY holder"
#define SQL_WRAP \
  "INSERT INTO data_key_wrap (ring, data_key, holder, wrapped, public_key) VALUES (?1, ?2, ?3, ?4, ?5)"
#define SQL_WITHDRAW  "DELETE FROM data_key_wrap WHERE ring = ?1 AND holder = ?2"
#define SQL_DUE       "SELECT count (*) FROM meta WHERE key = 'renew-data-key-' || ?1"
#define SQL_SET_DUE   "INSERT OR IGNORE INTO meta (key, value) VALUES ('renew-data-key-' || ?1, '1')"
#define SQL_SET_OLDER "INSERT OR IGNORE INTO meta (key, value) VALUES ('reseal-' || ?1, '1')"
#define SQL_CLEAR_DUE "DELETE FROM meta WHERE key = 'renew-data-key-' || ?1"

#define PURPOSE_PROOF       "org.keyholder.Keyholder proof of data key 1"
#define PURPOSE_FINGERPRINT "org.keyholder.Keyholder fingerprint of data key 1"
#define PURPOSE_HOLDER      "org.keyholder.Keyholder holder of data key 1"

/* Somebody whom a data key is wrapped for, and the public key it was wrapped with. */
typedef struct {
  gint64 id;
  GBytes *public_key;
} Holder;

static void
holder_free (gpointer data)
{
  Holder *holder = data;

  g_clear_pointer (&holder->public_key, g_bytes_unref);
  g_free (holder);
}

/* Plain rows */

/* @holder is -1 where the statement has no second parameter. */
static KhStatement *
prepare (KhConnection  *connection,
         const char    *sql,
         KhRing         ring,
         gint64         holder,
         GError       **error)
{
  KhStatement *statement = kh_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return NULL;
  kh_statement_bind_text (statement, 1, kh_ring_get_key (ring));
  if (holder >= 0)
    kh_statement_bind_int64 (statement, 2, holder);

  return statement;
}

static gboolean
read_number (KhConnection  *connection,
             const char    *sql,
             KhRing         ring,
             gint64         holder,
             gint64        *number,
             GError       **error)
{
  g_autoptr (KhStatement) statement = prepare (connection, sql, ring, holder, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  *number = row ? kh_statement_get_int64 (statement, 0) : 0;

  return TRUE;
}

static gboolean
run (KhConnection  *connection,
     const char    *sql,
     KhRing         ring,
     gint64         holder,
     GError       **error)
{
  g_autoptr (KhStatement) statement = prepare (connection, sql, ring, holder, error);

  return statement != NULL && kh_statement_run (statement, error);
}

static gboolean
load_public_key (KhConnection  *connection,
                 gint64         member,
                 GBytes       **public_key,
                 GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_OWN, error);
  gboolean row = FALSE;

  *public_key = NULL;
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, member);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (row && !kh_statement_is_null (statement, 0))
    *public_key = kh_statement_dup_bytes (statement, 0);

  return TRUE;
}

/**
 * kh_key_rows_create:
 * @connection: the connection of the migration
 * @error: return location for an error
 *
 * Returns: whether the tables are made that one set of keys was kept in
 */
gboolean
kh_key_rows_create (KhConnection  *connection,
                    GError       **error)
{
  return kh_connection_execute (connection, tables, error);
}

/**
 * kh_key_rows_create_rings:
 * @connection: the connection of the migration
 * @error: return location for an error
 *
 * Returns: whether each ring has its keys from here on; the first comes with the first owner who
 *   can keep it
 */
gboolean
kh_key_rows_create_rings (KhConnection  *connection,
                          GError       **error)
{
  return kh_connection_execute (connection, rings, error);
}

/**
 * kh_key_rows_may_hold:
 * @staff: the staff
 * @member: a member's id
 * @ring: a ring
 *
 * Returns: whether the member may have the ring's keys
 */
gboolean
kh_key_rows_may_hold (KhStaff *staff,
                      gint64   member,
                      KhRing   ring)
{
  return kh_staff_is_set_up (staff) &&
         kh_grants_has (kh_staff_get_grants (staff, member), kh_ring_get_grant (ring));
}

/* In every ring. */
static gboolean
forget_wraps (KhConnection  *connection,
              gint64         holder,
              GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_FORGET, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, holder);

  return kh_statement_run (statement, error);
}

/**
 * kh_key_rows_set_own:
 * @connection: the connection that writes, in a transaction
 * @member: a member's id
 * @own_key: (nullable): the member's private key, or %NULL for none
 * @error: return location for an error
 *
 * Keeps the public half. With another key than before the member loses the data keys, as nobody
 * could unwrap them any more, until somebody who has them shares them again.
 *
 * Returns: whether it is kept
 */
gboolean
kh_key_rows_set_own (KhConnection  *connection,
                     gint64         member,
                     KhSecret      *own_key,
                     GError       **error)
{
  g_autoptr (GBytes) before = NULL;
  g_autoptr (GBytes) after = NULL;
  g_autoptr (KhStatement) statement = NULL;

  if (!load_public_key (connection, member, &before, error))
    return FALSE;
  if (own_key != NULL && (after = kh_keypair_dup_public_key (own_key, error)) == NULL)
    return FALSE;
  if (before == after || (before != NULL && after != NULL && g_bytes_equal (before, after)))
    return TRUE;

  statement = kh_connection_prepare (connection, SQL_SET_OWN, error);
  if (statement == NULL)
    return FALSE;
  if (after != NULL)
    kh_statement_bind_bytes (statement, 1, after);
  kh_statement_bind_int64 (statement, 2, member);

  return kh_statement_run (statement, error) && forget_wraps (connection, member, error);
}

/* Proofs */

static char *
dup_place (const char *column,
           KhRing      ring,
           guint32     id,
           gint64      holder)
{
  return g_strdup_printf ("data_key|%s|%u|%" G_GINT64_FORMAT "|%s", kh_ring_get_key (ring), id, holder, column);
}

static GBytes *
make_proof (KhRing     ring,
            KhSecret  *older,
            KhSecret  *key,
            guint32    id,
            GError   **error)
{
  g_autofree char *place = dup_place ("proof", ring, id, 0);
  g_autoptr (KhSecret) prover = kh_cipher_derive_key (older, PURPOSE_PROOF, NULL, error);
  g_autoptr (KhSecret) fingerprint = prover == NULL ? NULL : kh_cipher_derive_key (key, PURPOSE_FINGERPRINT, NULL, error);

  return fingerprint == NULL ? NULL : kh_cipher_seal (prover, fingerprint, place, error);
}

static gboolean
check_proof (KhRing     ring,
             KhSecret  *older,
             KhSecret  *key,
             guint32    id,
             GBytes    *proof,
             GError   **error)
{
  g_autofree char *place = dup_place ("proof", ring, id, 0);
  g_autoptr (KhSecret) prover = kh_cipher_derive_key (older, PURPOSE_PROOF, NULL, error);
  g_autoptr (KhSecret) fingerprint = prover == NULL ? NULL : kh_cipher_derive_key (key, PURPOSE_FINGERPRINT, NULL, error);
  g_autoptr (KhSecret) proven = NULL;

  if (fingerprint == NULL)
    return FALSE;
  proven = kh_cipher_open (prover, proof, place, error);
  if (proven == NULL)
    return FALSE;
  if (kh_secret_equal (proven, fingerprint))
    return TRUE;
  kh_cipher_set_damaged (error);

  return FALSE;
}

/* Opening */

/* One key into the vault, which has all those before it. */
static gboolean
open_key (KhStatement  *statement,
          KhRing        ring,
          gint64        holder,
          KhSecret     *private_key,
          KhVault      *vault,
          GError      **error)
{
  guint32 last = kh_vault_get_current_key_id (vault);
  guint32 id = (guint32) kh_statement_get_int64 (statement, 0);
  g_autofree char *place = dup_place ("wrapped", ring, id, holder);
  g_autoptr (GBytes) wrapped = NULL;
  g_autoptr (GBytes) proof = NULL;
  g_autoptr (KhSecret) key = NULL;
  g_autoptr (KhSecret) older = NULL;

  if (kh_statement_get_int64 (statement, 0) != (gint64) last + 1 || kh_statement_is_null (statement, 2) ||
      kh_statement_is_null (statement, 1) != (last == 0))
    {
      kh_cipher_set_damaged (error);
      return FALSE;
    }
  wrapped = kh_statement_dup_bytes (statement, 2);
  key = kh_keypair_unwrap (private_key, wrapped, place, error);
  if (key == NULL)
    return FALSE;
  if (last != 0)
    {
      older = kh_vault_dup_key (vault, last);
      proof = kh_statement_dup_bytes (statement, 1);
      if (!check_proof (ring, older, key, id, proof, error))
        return FALSE;
    }

  return kh_vault_add_key (vault, id, key, error);
}

/**
 * kh_key_rows_open:
 * @connection: a connection
 * @ring: a ring
 * @holder: a member's id, or %KH_KEY_ROWS_RECOVERY
 * @private_key: the holder's
 * @vault: a locked vault that nobody else uses yet
 * @error: return location for an error; %KH_STORE_ERROR_DAMAGED where one of the keys is missing
 *   or is not vouched for by the one before it
 *
 * Returns: whether the vault has every key there is, or none because the holder was given none
 */
gboolean
kh_key_rows_open (KhConnection  *connection,
                  KhRing         ring,
                  gint64         holder,
                  KhSecret      *private_key,
                  KhVault       *vault,
                  GError       **error)
{
  g_autoptr (KhStatement) statement = NULL;
  gboolean row = TRUE;
  gint64 n_wraps = 0;

  if (!read_number (connection, SQL_HOLDS, ring, holder, &n_wraps, error))
    return FALSE;
  if (n_wraps == 0)
    return TRUE;
  statement = prepare (connection, SQL_KEYS, ring, holder, error);
  if (statement == NULL)
    return FALSE;
  while (kh_statement_step (statement, &row, error))
    {
      if (!row)
        return TRUE;
      if (!open_key (statement, ring, holder, private_key, vault, error))
        break;
    }
  kh_vault_lock (vault);

  return FALSE;
}

/* Wrapping */

static gboolean
wrap_key (KhConnection  *connection,
          KhRing         ring,
          guint32        id,
          KhSecret      *key,
          gint64         holder,
          GBytes        *public_key,
          GError       **error)
{
  g_autofree char *wrap_place = dup_place ("wrapped", ring, id, holder);
  g_autofree char *holder_place = dup_place ("public_key", ring, id, holder);
  g_autoptr (KhSecret) holder_key = kh_cipher_derive_key (key, PURPOSE_HOLDER, NULL, error);
  g_autoptr (KhSecret) holder_bytes = NULL;
  g_autoptr (GBytes) wrapped = NULL;
  g_autoptr (GBytes) vouched = NULL;
  g_autoptr (KhStatement) statement = NULL;

  if (holder_key == NULL)
    return FALSE;
  wrapped = kh_keypair_wrap (public_key, key, wrap_place, error);
  if (wrapped == NULL)
    return FALSE;
  holder_bytes = kh_secret_new (g_bytes_get_data (public_key, NULL), (gssize) g_bytes_get_size (public_key));
  vouched = kh_cipher_seal (holder_key, holder_bytes, holder_place, error);
  statement = vouched == NULL ? NULL : prepare (connection, SQL_WRAP, ring, id, error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 3, holder);
  kh_statement_bind_bytes (statement, 4, wrapped);
  kh_statement_bind_bytes (statement, 5, vouched);

  return kh_statement_run (statement, error);
}

static gboolean
wrap_all (KhConnection  *connection,
          KhRing         ring,
          KhVault       *vault,
          gint64         holder,
          GBytes        *public_key,
          GError       **error)
{
  guint32 last = kh_vault_get_current_key_id (vault);

  for (guint32 id = 1; id <= last; id++)
    {
      g_autoptr (KhSecret) key = kh_vault_dup_key (vault, id);

      if (key == NULL || !wrap_key (connection, ring, id, key, holder, public_key, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
add_key (KhConnection  *connection,
         KhRing         ring,
         guint32        id,
         GBytes        *proof,
         GError       **error)
{
  g_autoptr (KhStatement) statement = prepare (connection, SQL_ADD, ring, id, error);

  if (statement == NULL)
    return FALSE;
  if (proof != NULL)
    kh_statement_bind_bytes (statement, 3, proof);
  kh_statement_bind_int64 (statement, 4, g_get_real_time () / G_TIME_SPAN_SECOND);

  return kh_statement_run (statement, error);
}

/**
 * kh_key_rows_share:
 * @connection: the connection that writes, in a transaction
 * @ring: a ring
 * @member: the id of somebody who may have the keys
 * @vault: the keys of whoever shares them
 * @error: return location for an error
 *
 * Does nothing where the vault is locked, or the member has no public key or has the data keys
 * already.
 *
 * Returns: whether it went well
 */
gboolean
kh_key_rows_share (KhConnection  *connection,
                   KhRing         ring,
                   gint64         member,
                   KhVault       *vault,
                   GError       **error)
{
  g_autoptr (GBytes) public_key = NULL;
  gint64 n_wraps = 0;

  if (!load_public_key (connection, member, &public_key, error) ||
      !read_number (connection, SQL_HOLDS, ring, member, &n_wraps, error))
    return FALSE;

  return public_key == NULL || n_wraps > 0 || wrap_all (connection, ring, vault, member, public_key, error);
}

/**
 * kh_key_rows_begin:
 * @connection: the connection that writes, in a transaction
 * @ring: a ring
 * @staff: the staff
 * @vault: the vault that gets the first key, where there is none yet; nobody else uses it yet
 * @error: return location for an error
 *
 * Everybody who may have the key, and has a public key by now, gets it. Where there were keys, and
 * nobody has them any more, what they sealed is lost, and new ones begin in their place.
 *
 * Returns: whether it went well
 */
gboolean
kh_key_rows_begin (KhConnection  *connection,
                   KhRing         ring,
                   KhStaff       *staff,
                   KhVault       *vault,
                   GError       **error)
{
  GPtrArray *members = kh_staff_get_members (staff);
  g_autoptr (KhSecret) key = NULL;
  gint64 n_wraps = 0;

  if (!read_number (connection, SQL_WRAPS, ring, -1, &n_wraps, error))
    return FALSE;
  if (n_wraps > 0)
    return TRUE;
  if (!run (connection, SQL_DROP, ring, -1, error) || !run (connection, SQL_CLEAR_DUE, ring, -1, error))
    return FALSE;
  key = kh_cipher_new_key (error);
  if (key == NULL || !add_key (connection, ring, 1, NULL, error) || !kh_vault_add_key (vault, 1, key, error))
    return FALSE;
  for (guint i = 0; i < members->len; i++)
    {
      gint64 member = ((const KhMember *) g_ptr_array_index (members, i))->id;

      if (kh_key_rows_may_hold (staff, member, ring) && !kh_key_rows_share (connection, ring, member, vault, error))
        return FALSE;
    }

  return TRUE;
}

/**
 * kh_key_rows_is_last:
 * @connection: a connection
 * @ring: a ring
 * @member: a member's id
 * @last: (out): whether the member has the keys, and nobody else, nor the recovery key
 * @error: return location for an error
 *
 * Returns: whether it could be found out
 */
gboolean
kh_key_rows_is_last (KhConnection  *connection,
                     KhRing         ring,
                     gint64         member,
                     gboolean      *last,
                     GError       **error)
{
  gint64 n_wraps = 0;
  gint64 n_others = 0;

  if (!read_number (connection, SQL_HOLDS, ring, member, &n_wraps, error) ||
      !read_number (connection, SQL_OTHERS, ring, member, &n_others, error))
    return FALSE;
  *last = n_wraps > 0 && n_others == 0;

  return TRUE;
}

/* Renewing */

/**
 * kh_key_rows_withdraw:
 * @connection: the connection that writes, in a transaction
 * @ring: a ring
 * @member: the id of somebody who may not have the keys any more
 * @error: return location for an error
 *
 * Whoever had a key may have kept it, so a new one is due from here on.
 *
 * Returns: whether the member has none
 */
gboolean
kh_key_rows_withdraw (KhConnection  *connection,
                      KhRing         ring,
                      gint64         member,
                      GError       **error)
{
  if (!run (connection, SQL_WITHDRAW, ring, member, error))
    return FALSE;

  return kh_connection_get_changes (connection) == 0 || run (connection, SQL_SET_DUE, ring, -1, error);
}

/* The public key that @key vouches for; %NULL without an error for one that it does not. */
static gboolean
open_holder (KhRing     ring,
             KhSecret  *key,
             guint32    id,
             gint64     holder,
             GBytes    *vouched,
             GBytes   **public_key,
             GError   **error)
{
  g_autofree char *place = dup_place ("public_key", ring, id, holder);
  g_autoptr (KhSecret) holder_key = kh_cipher_derive_key (key, PURPOSE_HOLDER, NULL, error);
  g_autoptr (KhSecret) opened = NULL;
  GError *refusal = NULL;

  *public_key = NULL;
  if (holder_key == NULL)
    return FALSE;
  opened = kh_cipher_open (holder_key, vouched, place, &refusal);
  if (opened != NULL)
    *public_key = g_bytes_new (kh_secret_get_bytes (opened), kh_secret_get_length (opened));
  else if (!g_error_matches (refusal, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED))
    {
      g_propagate_error (error, refusal);
      return FALSE;
    }
  g_clear_error (&refusal);

  return TRUE;
}

static GPtrArray *
list_holders (KhConnection  *connection,
              KhRing         ring,
              KhStaff       *staff,
              guint32        id,
              KhSecret      *key,
              GError       **error)
{
  g_autoptr (GPtrArray) holders = g_ptr_array_new_with_free_func (holder_free);
  g_autoptr (KhStatement) statement = prepare (connection, SQL_HOLDERS, ring, id, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (kh_statement_step (statement, &row, error))
    {
      gint64 member;
      g_autoptr (GBytes) vouched = NULL;
      g_autoptr (GBytes) public_key = NULL;
      Holder *holder;

      if (!row)
        return g_steal_pointer (&holders);
      member = kh_statement_get_int64 (statement, 0);
      vouched = kh_statement_dup_bytes (statement, 1);
      if (!open_holder (ring, key, id, member, vouched, &public_key, error))
        return NULL;
      if (public_key == NULL || (member != KH_KEY_ROWS_RECOVERY && !kh_key_rows_may_hold (staff, member, ring)))
        continue;
      holder = g_new0 (Holder, 1);
      holder->id = member;
      holder->public_key = g_steal_pointer (&public_key);
      g_ptr_array_add (holders, holder);
    }

  return NULL;
}

static gboolean
is_due (KhConnection  *connection,
        KhRing         ring,
        KhVault       *vault,
        gboolean      *due,
        GError       **error)
{
  guint32 current = kh_vault_get_current_key_id (vault);
  gint64 wanted = 0;
  gint64 last = 0;

  if (!read_number (connection, SQL_DUE, ring, -1, &wanted, error) ||
      !read_number (connection, SQL_LAST, ring, -1, &last, error))
    return FALSE;
  *due = wanted != 0 && current != 0 && last == (gint64) current;

  return TRUE;
}

/**
 * kh_key_rows_renew:
 * @connection: the connection that writes, in a transaction
 * @ring: a ring
 * @staff: the staff as it is by now
 * @vault: the keys of whoever is at work; it is left as it is
 * @newer: an empty vault that gets the new key, for kh_vault_add_next_key() once the transaction is
 *   kept
 * @error: return location for an error
 *
 * Makes a new data key, if one is due and the vault is open, and wraps it for those who have the
 * current one. What is sealed already opens with the key that sealed it until it is sealed anew,
 * see kh_secret_rows_reseal().
 *
 * Returns: whether it went well
 */
gboolean
kh_key_rows_renew (KhConnection  *connection,
                   KhRing         ring,
                   KhStaff       *staff,
                   KhVault       *vault,
                   KhVault       *newer,
                   GError       **error)
{
  guint32 current = kh_vault_get_current_key_id (vault);
  guint32 id = current + 1;
  g_autoptr (KhSecret) older = NULL;
  g_autoptr (KhSecret) key = NULL;
  g_autoptr (GBytes) proof = NULL;
  g_autoptr (GPtrArray) holders = NULL;
  gboolean due = FALSE;

  if (!is_due (connection, ring, vault, &due, error))
    return FALSE;
  older = due ? kh_vault_dup_key (vault, current) : NULL;
  if (older == NULL)
    return TRUE;

  key = kh_cipher_new_key (error);
  proof = key == NULL ? NULL : make_proof (ring, older, key, id, error);
  holders = proof == NULL ? NULL : list_holders (connection, ring, staff, current, older, error);
  if (holders == NULL || !add_key (connection, ring, id, proof, error))
    return FALSE;
  for (guint i = 0; i < holders->len; i++)
    {
      const Holder *holder = g_ptr_array_index (holders, i);

      if (!wrap_key (connection, ring, id, key, holder->id, holder->public_key, error))
        return FALSE;
    }

  return kh_vault_add_key (newer, id, key, error) && run (connection, SQL_CLEAR_DUE, ring, -1, error) &&
         run (connection, SQL_SET_OLDER, ring, -1, error);
}

/* Recovery */

/**
 * kh_key_rows_has_recovery:
 * @connection: a connection
 * @has: (out): whether a recovery key was made; it opens every ring
 * @error: return location for an error
 *
 * Returns: whether it could be found out
 */
gboolean
kh_key_rows_has_recovery (KhConnection  *connection,
                          gboolean      *has,
                          GError       **error)
{
  gint64 n_wraps = 0;

  if (!read_number (connection, SQL_HOLDS, KH_RING_PASSCODES, KH_KEY_ROWS_RECOVERY, &n_wraps, error))
    return FALSE;
  *has = n_wraps > 0;

  return TRUE;
}

/**
 * kh_key_rows_set_recovery:
 * @connection: the connection that writes, in a transaction
 * @ring: a ring
 * @private_key: what a new recovery key gives
 * @vault: the keys of whoever makes it, open
 * @error: return location for an error
 *
 * A recovery key that was made before opens nothing from here on.
 *
 * Returns: whether the keys are wrapped for it
 */
gboolean
kh_key_rows_set_recovery (KhConnection  *connection,
                          KhRing         ring,
                          KhSecret      *private_key,
                          KhVault       *vault,
                          GError       **error)
{
  g_autoptr (GBytes) public_key = kh_keypair_dup_public_key (private_key, error);

  return public_key != NULL && run (connection, SQL_WITHDRAW, ring, KH_KEY_ROWS_RECOVERY, error) &&
         wrap_all (connection, ring, vault, KH_KEY_ROWS_RECOVERY, public_key, error);
}
