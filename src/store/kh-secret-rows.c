/* kh-secret-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#define G_LOG_DOMAIN "keyholder-store"

#include "config.h"

#include "kh-secret-rows.h"

#include "kh-key-rows.h"

static const char tables[] =
  "CREATE TABLE customer_secret ("
  "  customer INTEGER NOT NULL REFERENCES customer (customer_number) ON DELETE CASCADE,"
  "  datapoint TEXT NOT NULL,"
  "  sealed BLOB NOT NULL,"
  "  PRIMARY KEY (customer, datapoint)"
  ") STRICT, WITHOUT ROWID;";

#define TABLE "customer_secret"

#define SQL_LIST  "SELECT datapoint FROM customer_secret WHERE customer = ?1"
#define SQL_LOAD  "SELECT sealed FROM customer_secret WHERE customer = ?1 AND datapoint = ?2"
#define SQL_CLEAR "DELETE FROM customer_secret WHERE customer = ?1 AND datapoint = ?2"
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
 * kh_secret_rows_load:
 * @connection: a connection
 * @vault: the keys of whoever asks
 * @customer: a customer number
 * @id: a sealed datapoint
 * @secret: (out) (nullable) (transfer full): the value, or %NULL where there is none
 * @error: return location for an error; %KH_STORE_ERROR_NO_KEY, %KH_STORE_ERROR_DAMAGED
 *
 * Returns: whether it could be read
 */
gboolean
kh_secret_rows_load (KhConnection   *connection,
                     KhVault        *vault,
                     gint64          customer,
                     KhDatapointId   id,
                     KhSecret      **secret,
                     GError        **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOAD, error);
  const char *key = kh_datapoint_get (id)->key;
  g_autoptr (GBytes) sealed = NULL;
  gboolean row = FALSE;

  *secret = NULL;
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, key);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (!row)
    return TRUE;
  sealed = kh_statement_dup_bytes (statement, 0);
  *secret = kh_vault_open (vault, TABLE, customer, key, sealed, error);

  return *secret != NULL;
}

/**
 * kh_secret_rows_seal:
 * @vault: the keys of whoever asks
 * @customer: a customer number
 * @id: a sealed datapoint
 * @secret: a value
 * @error: return location for an error; %KH_STORE_ERROR_NO_KEY
 *
 * Returns: (transfer full): the value, sealed for that place only, for kh_secret_rows_put()
 */
GBytes *
kh_secret_rows_seal (KhVault        *vault,
                     gint64          customer,
                     KhDatapointId   id,
                     KhSecret       *secret,
                     GError        **error)
{
  return kh_vault_seal (vault, TABLE, customer, kh_datapoint_get (id)->key, secret, error);
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
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sealed != NULL ? SQL_SAVE : SQL_CLEAR, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, kh_datapoint_get (id)->key);
  if (sealed != NULL)
    kh_statement_bind_bytes (statement, 3, sealed);

  return kh_statement_run (statement, error);
}

/**
 * kh_secret_rows_save:
 * @connection: the connection that writes, in a transaction
 * @vault: the keys of whoever asks
 * @customer: a customer number
 * @id: a sealed datapoint
 * @secret: (nullable): the value, or %NULL for none
 * @error: return location for an error; %KH_STORE_ERROR_NO_KEY
 *
 * Returns: whether it is kept
 */
gboolean
kh_secret_rows_save (KhConnection   *connection,
                     KhVault        *vault,
                     gint64          customer,
                     KhDatapointId   id,
                     KhSecret       *secret,
                     GError        **error)
{
  g_autoptr (GBytes) sealed = NULL;

  if (secret != NULL)
    {
      sealed = kh_secret_rows_seal (vault, customer, id, secret, error);
      if (sealed == NULL)
        return FALSE;
    }

  return kh_secret_rows_put (connection, customer, id, sealed, error);
}
