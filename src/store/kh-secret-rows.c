/* kh-secret-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-secret-rows.h"

#include "kh-key-rows.h"
#include "kh-place.h"

static const char tables[] =
  "CREATE TABLE customer_secret ("
  "  customer INTEGER NOT NULL REFERENCES customer (customer_number) ON DELETE CASCADE,"
  "  datapoint TEXT NOT NULL,"
  "  sealed BLOB NOT NULL,"
  "  PRIMARY KEY (customer, datapoint)"
  ") STRICT, WITHOUT ROWID;";

#define TABLE "customer_secret"

/* Few enough that nobody who saves meanwhile waits for it, and more than one customer has. */
#define BATCH 200

#define SQL_ANY   "SELECT EXISTS (SELECT 1 FROM customer_secret)"
#define SQL_EMPTY "DELETE FROM customer_secret"
#define SQL_LIST  "SELECT datapoint FROM customer_secret WHERE customer = ?1"
#define SQL_LOAD  "SELECT sealed FROM customer_secret WHERE customer = ?1 AND datapoint = ?2"
#define SQL_CLEAR "DELETE FROM customer_secret WHERE customer = ?1 AND datapoint = ?2"
#define SQL_OLDER \
  "SELECT customer, datapoint, sealed FROM customer_secret WHERE customer >= ?1 AND substr (sealed, 2, 4) <> ?2 " \
  "ORDER BY customer LIMIT ?3"
#define SQL_HAS_OLDER "SELECT count (*) FROM meta WHERE key = 'reseal-' || ?1"
#define SQL_NO_OLDER  "DELETE FROM meta WHERE key = 'reseal-' || ?1"
#define SQL_SAVE \
  "INSERT INTO customer_secret (customer, datapoint, sealed) VALUES (?1, ?2, ?3) " \
  "ON CONFLICT (customer, datapoint) DO UPDATE SET sealed = excluded.sealed"

/**
 * kh_secret_rows_create:
 * @connection: the connection of the migration
 * @error: return location for an error
 *
 * Returns: whether the tables of the secrets and of their keys are made
 */
gboolean
kh_secret_rows_create (KhConnection  *connection,
                       GError       **error)
{
  return kh_key_rows_create (connection, error) && kh_connection_execute (connection, tables, error);
}

/**
 * kh_secret_rows_mark:
 * @connection: a connection
 * @customer: a record that is kept
 * @error: return location for an error
 *
 * Tells the record which of its datapoints have a sealed value.
 *
 * Returns: whether that could be found out
 */
gboolean
kh_secret_rows_mark (KhConnection  *connection,
                     KhCustomer    *customer,
                     GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LIST, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, kh_customer_get_number (customer));
  while (kh_statement_step (statement, &row, error))
    {
      const KhDatapoint *datapoint;

      if (!row)
        return TRUE;
      datapoint = kh_datapoint_lookup (kh_statement_get_text (statement, 0));
      if (datapoint != NULL)
        kh_customer_set_sealed (customer, datapoint->id, TRUE);
    }

  return FALSE;
}

/**
 * kh_secret_rows_list_places:
 * @connection: a connection
 * @customer: a customer number
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type utf8 utf8): the places that have a sealed value, as a set
 */
GHashTable *
kh_secret_rows_list_places (KhConnection  *connection,
                            gint64         customer,
                            GError       **error)
{
  g_autoptr (GHashTable) places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LIST, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, customer);
  while (kh_statement_step (statement, &row, error))
    {
      if (!row)
        return g_steal_pointer (&places);
      g_hash_table_add (places, g_strdup (kh_statement_get_text (statement, 0)));
    }

  return NULL;
}

/**
 * kh_secret_rows_load_at:
 * @connection: a connection
 * @safe: the keys of whoever asks
 * @customer: a customer number
 * @place: a sealed place
 * @ring: what seals it
 * @secret: (out) (nullable) (transfer full): the value, or %NULL where there is none
 * @error: return location for an error; %KH_STORE_ERROR_NO_KEY, %KH_STORE_ERROR_DAMAGED
 *
 * Returns: whether it could be read
 */
gboolean
kh_secret_rows_load_at (KhConnection  *connection,
                        KhSafe        *safe,
                        gint64         customer,
                        const char    *place,
                        KhRing         ring,
                        KhSecret     **secret,
                        GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOAD, error);
  g_autoptr (GBytes) sealed = NULL;
  gboolean row = FALSE;

  *secret = NULL;
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, place);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  sealed = kh_statement_dup_bytes (statement, 0);
  *secret = kh_vault_open (kh_safe_get_vault (safe, ring), TABLE, customer, place, sealed, error);

  return *secret != NULL;
}

/**
 * kh_secret_rows_load:
 * @connection: a connection
 * @safe: the keys of whoever asks
 * @customer: a customer number
 * @id: a sealed datapoint
 * @secret: (out) (nullable) (transfer full): the value, or %NULL where there is none
 * @error: return location for an error; %KH_STORE_ERROR_NO_KEY, %KH_STORE_ERROR_DAMAGED
 *
 * Returns: whether it could be read
 */
gboolean
kh_secret_rows_load (KhConnection   *connection,
                     KhSafe         *safe,
                     gint64          customer,
                     KhDatapointId   id,
                     KhSecret      **secret,
                     GError        **error)
{
  return kh_secret_rows_load_at (connection, safe, customer, kh_datapoint_get (id)->key, kh_ring_of (id), secret, error);
}

/**
 * kh_secret_rows_seal:
 * @safe: the keys of whoever asks
 * @customer: a customer number
 * @id: a sealed datapoint
 * @secret: a value
 * @error: return location for an error; %KH_STORE_ERROR_NO_KEY
 *
 * Returns: (transfer full): the value, sealed for that place only, for kh_secret_rows_put()
 */
GBytes *
kh_secret_rows_seal (KhSafe         *safe,
                     gint64          customer,
                     KhDatapointId   id,
                     KhSecret       *secret,
                     GError        **error)
{
  return kh_vault_seal (kh_safe_get_vault (safe, kh_ring_of (id)), TABLE, customer, kh_datapoint_get (id)->key, secret, error);
}

static gboolean
put (KhConnection  *connection,
     gint64         customer,
     const char    *place,
     GBytes        *sealed,
     GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sealed != NULL ? SQL_SAVE : SQL_CLEAR, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, place);
  if (sealed != NULL)
    kh_statement_bind_bytes (statement, 3, sealed);

  return kh_statement_run (statement, error);
}

/**
 * kh_secret_rows_put:
 * @connection: the connection that writes, in a transaction
 * @customer: a customer number
 * @id: a sealed datapoint
 * @sealed: (nullable): a value that was sealed for that place, or %NULL for none
 * @error: return location for an error
 *
 * Needs no key.
 *
 * Returns: whether it is kept
 */
gboolean
kh_secret_rows_put (KhConnection   *connection,
                    gint64          customer,
                    KhDatapointId   id,
                    GBytes         *sealed,
                    GError        **error)
{
  return put (connection, customer, kh_datapoint_get (id)->key, sealed, error);
}

/**
 * kh_secret_rows_save_at:
 * @connection: the connection that writes, in a transaction
 * @safe: the keys of whoever asks
 * @customer: a customer number
 * @place: a sealed place
 * @ring: what seals it
 * @secret: (nullable): the value, or %NULL for none
 * @error: return location for an error; %KH_STORE_ERROR_NO_KEY
 *
 * Returns: whether it is kept
 */
gboolean
kh_secret_rows_save_at (KhConnection  *connection,
                        KhSafe        *safe,
                        gint64         customer,
                        const char    *place,
                        KhRing         ring,
                        KhSecret      *secret,
                        GError       **error)
{
  g_autoptr (GBytes) sealed = NULL;

  if (secret != NULL)
    {
      sealed = kh_vault_seal (kh_safe_get_vault (safe, ring), TABLE, customer, place, secret, error);
      if (sealed == NULL)
        return FALSE;
    }

  return put (connection, customer, place, sealed, error);
}

/**
 * kh_secret_rows_save:
 * @connection: the connection that writes, in a transaction
 * @safe: the keys of whoever asks
 * @customer: a customer number
 * @id: a sealed datapoint
 * @secret: (nullable): the value, or %NULL for none
 * @error: return location for an error; %KH_STORE_ERROR_NO_KEY
 *
 * Returns: whether it is kept
 */
gboolean
kh_secret_rows_save (KhConnection   *connection,
                     KhSafe         *safe,
                     gint64          customer,
                     KhDatapointId   id,
                     KhSecret       *secret,
                     GError        **error)
{
  return kh_secret_rows_save_at (connection, safe, customer, kh_datapoint_get (id)->key, kh_ring_of (id), secret, error);
}

/**
 * kh_secret_rows_forget:
 * @connection: the connection that writes, in a transaction
 * @customer: a customer number
 * @place: a sealed place
 * @error: return location for an error
 *
 * Needs no key.
 *
 * Returns: whether nothing is sealed there
 */
gboolean
kh_secret_rows_forget (KhConnection  *connection,
                       gint64         customer,
                       const char    *place,
                       GError       **error)
{
  return put (connection, customer, place, NULL, error);
}

/**
 * kh_secret_rows_any:
 * @connection: a connection
 * @any: (out): whether anything is sealed
 * @error: return location for an error
 *
 * Returns: whether it could be found out
 */
gboolean
kh_secret_rows_any (KhConnection  *connection,
                    gboolean      *any,
                    GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_ANY, error);
  gboolean row = FALSE;

  if (statement == NULL || !kh_statement_step (statement, &row, error))
    return FALSE;
  *any = row && kh_statement_get_int64 (statement, 0) != 0;

  return TRUE;
}

/**
 * kh_secret_rows_give_up:
 * @connection: the connection that writes, in a transaction
 * @error: return location for an error
 *
 * For what nobody can open any more.
 *
 * Returns: whether nothing is sealed from here on
 */
gboolean
kh_secret_rows_give_up (KhConnection  *connection,
                        GError       **error)
{
  return kh_connection_execute (connection, SQL_EMPTY, error);
}

/* Sealing anew */

typedef struct {
  gint64 customer;
  char *place;
  KhSecret *secret;
} Older;

static void
older_free (gpointer data)
{
  Older *older = data;

  kh_secret_unref (older->secret);
  g_free (older->place);
  g_free (older);
}

/* What does not open is damaged, and stays as it is for whoever can still make something of it. */
static void
open_older (GPtrArray   *opened,
            KhVault     *vault,
            KhRing       ring,
            KhStatement *statement)
{
  g_autofree char *text = g_strdup (kh_statement_get_text (statement, 1));
  g_auto (KhPlace) place = { 0 };
  g_autoptr (GBytes) sealed = NULL;
  Older *older;
  KhSecret *secret;

  if (!kh_place_parse (text, &place) || place.datapoint == NULL || kh_ring_of_sealed (place.datapoint) != ring)
    return;
  sealed = kh_statement_dup_bytes (statement, 2);
  secret = kh_vault_open (vault, TABLE, kh_statement_get_int64 (statement, 0), text, sealed, NULL);
  if (secret == NULL)
    return;
  older = g_new0 (Older, 1);
  older->customer = kh_statement_get_int64 (statement, 0);
  older->place = g_steal_pointer (&text);
  older->secret = secret;
  g_ptr_array_add (opened, older);
}

static GPtrArray *
list_older (KhConnection  *connection,
            KhVault       *vault,
            KhRing         ring,
            gint64        *customer,
            gboolean      *more,
            GError       **error)
{
  g_autoptr (GPtrArray) opened = g_ptr_array_new_with_free_func (older_free);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_OLDER, error);
  guint32 current = GUINT32_TO_BE (kh_vault_get_current_key_id (vault));
  g_autoptr (GBytes) id = g_bytes_new (&current, sizeof current);
  gboolean row = TRUE;
  guint n = 0;

  if (statement == NULL)
    return NULL;
  kh_statement_bind_int64 (statement, 1, *customer);
  kh_statement_bind_bytes (statement, 2, id);
  kh_statement_bind_int64 (statement, 3, BATCH);
  while (kh_statement_step (statement, &row, error))
    {
      if (!row)
        {
          *more = n == BATCH;
          return g_steal_pointer (&opened);
        }
      n++;
      *customer = kh_statement_get_int64 (statement, 0);
      open_older (opened, vault, ring, statement);
    }

  return NULL;
}

static gboolean
has_older (KhConnection  *connection,
           KhRing         ring,
           gboolean      *has,
           GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_HAS_OLDER, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, kh_ring_get_key (ring));
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  *has = row && kh_statement_get_int64 (statement, 0) > 0;

  return TRUE;
}

static gboolean
end_older (KhConnection  *connection,
           KhRing         ring,
           GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_NO_OLDER, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, kh_ring_get_key (ring));

  return kh_statement_run (statement, error);
}

/**
 * kh_secret_rows_reseal:
 * @connection: the connection that writes, in a transaction
 * @safe: the keys of whoever is at work
 * @ring: a ring whose vault is not locked
 * @customer: (inout): where to begin, 0 at first; where to go on
 * @more: (out): whether there may be more
 * @error: return location for an error
 *
 * If a key of the ring was made since all values were sealed with the same one, seals some of what
 * older keys sealed with the current one.
 *
 * Returns: whether it went well
 */
gboolean
kh_secret_rows_reseal (KhConnection  *connection,
                       KhSafe        *safe,
                       KhRing         ring,
                       gint64        *customer,
                       gboolean      *more,
                       GError       **error)
{
  g_autoptr (GPtrArray) opened = NULL;
  gboolean has = FALSE;

  *more = FALSE;
  if (!has_older (connection, ring, &has, error))
    return FALSE;
  if (!has)
    return TRUE;
  opened = list_older (connection, kh_safe_get_vault (safe, ring), ring, customer, more, error);
  if (opened == NULL)
    return FALSE;
  for (guint i = 0; i < opened->len; i++)
    {
      const Older *older = g_ptr_array_index (opened, i);

      if (!kh_secret_rows_save_at (connection, safe, older->customer, older->place, ring, older->secret, error))
        return FALSE;
    }

  return *more || end_older (connection, ring, error);
}
