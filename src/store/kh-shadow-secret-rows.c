/* kh-shadow-secret-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-shadow-secret-rows.h"

#define TABLE "shadow_secret"

/* A secret of the station's is sealed as ours are. Each has the version of the account that it was last
 * compared at: whoever has no key cannot compare it, and the link goes on to later versions. */
static const char table[] =
  "CREATE TABLE " TABLE " ("
  "  customer INTEGER NOT NULL REFERENCES link (customer) ON DELETE CASCADE,"
  "  datapoint TEXT NOT NULL,"
  "  known INTEGER NOT NULL,"
  "  sealed BLOB,"
  "  etag TEXT,"
  "  PRIMARY KEY (customer, datapoint)"
  ") STRICT, WITHOUT ROWID;";

#define SQL_LOAD "SELECT known, sealed, etag FROM " TABLE " WHERE customer = ?1 AND datapoint = ?2"

#define SQL_SAVE \
  "INSERT OR REPLACE INTO " TABLE " (customer, datapoint, known, sealed, etag) VALUES (?1, ?2, ?3, ?4, ?5)"

/**
 * kh_shadow_secret_rows_create:
 * @connection: a connection that is not sealed
 * @error: return location for an error
 *
 * Gives what was last known of the stations' secrets a place.
 */
gboolean
kh_shadow_secret_rows_create (KhConnection  *connection,
                              GError       **error)
{
  return kh_connection_execute (connection, table, error);
}

static KhVault *
get_vault (KhSafe        *safe,
           KhDatapointId  id)
{
  return kh_safe_get_vault (safe, kh_ring_of (id));
}

/* One that cannot be opened, or that an older key has sealed, is as good as not known, and is read from
 * the station again. */
static void
take_cell (KhVault       *vault,
           gint64         customer,
           KhDatapointId  id,
           KhStatement   *statement,
           KhShadow      *shadow)
{
  const gboolean known = kh_statement_get_int64 (statement, 0) != 0;
  const char *etag = kh_statement_get_text (statement, 2);
  g_autoptr (GBytes) sealed = kh_statement_is_null (statement, 1) ? NULL : kh_statement_dup_bytes (statement, 1);
  g_autoptr (KhSecret) secret = NULL;

  if (sealed != NULL)
    secret = kh_vault_open (vault, TABLE, customer, kh_datapoint_get (id)->key, sealed, NULL);
  if (sealed != NULL && (secret == NULL || kh_vault_read_key_id (sealed) != kh_vault_get_current_key_id (vault)))
    etag = NULL;
  kh_shadow_set_secret (shadow, id, known && (sealed == NULL || secret != NULL), secret, etag);
}

static gboolean
load (KhConnection   *connection,
      KhVault        *vault,
      gint64          customer,
      KhDatapointId   id,
      KhShadow       *shadow,
      GError        **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOAD, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, kh_datapoint_get (id)->key);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    take_cell (vault, customer, id, statement, shadow);
  else
    kh_shadow_set_secret (shadow, id, FALSE, NULL, NULL);

  return TRUE;
}

/**
 * kh_shadow_secret_rows_load:
 * @connection: a connection
 * @safe: the keys of whoever is there
 * @customer: a customer number
 * @shadow: what was last known of the customer's account; takes the secrets that there is a key for
 * @error: return location for an error
 *
 * Returns: whether they could be read
 */
gboolean
kh_shadow_secret_rows_load (KhConnection  *connection,
                            KhSafe        *safe,
                            gint64         customer,
                            KhShadow      *shadow,
                            GError       **error)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapointId id = (KhDatapointId) i;

      if (kh_shadow_keeps_secret (id) && !kh_vault_is_locked (get_vault (safe, id)) &&
          !load (connection, get_vault (safe, id), customer, id, shadow, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
save (KhConnection         *connection,
      KhVault              *vault,
      gint64                customer,
      KhDatapointId         id,
      const KhShadowSecret *entry,
      const char           *etag,
      GError              **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_SAVE, error);
  g_autoptr (GBytes) sealed = NULL;

  if (statement == NULL)
    return FALSE;
  if (entry->secret != NULL)
    {
      sealed = kh_vault_seal (vault, TABLE, customer, kh_datapoint_get (id)->key, entry->secret, error);
      if (sealed == NULL)
        return FALSE;
      kh_statement_bind_bytes (statement, 4, sealed);
    }
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, kh_datapoint_get (id)->key);
  kh_statement_bind_int64 (statement, 3, entry->known);
  kh_statement_bind_text (statement, 5, etag);

  return kh_statement_run (statement, error);
}

/**
 * kh_shadow_secret_rows_save:
 * @connection: the connection that writes, in a transaction
 * @safe: the keys of whoever is there
 * @customer: the number of a linked customer
 * @shadow: what is known of the customer's account, and agreed on
 * @etag: (nullable): the account's version
 * @error: return location for an error
 *
 * What whoever is there has no key to stays as it was, with the version that it was compared at.
 *
 * Returns: whether it is kept
 */
gboolean
kh_shadow_secret_rows_save (KhConnection    *connection,
                            KhSafe          *safe,
                            gint64           customer,
                            const KhShadow  *shadow,
                            const char      *etag,
                            GError         **error)
{
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapointId id = (KhDatapointId) i;
      const KhShadowSecret *entry = kh_shadow_get_secret (shadow, id);

      if (entry != NULL && !kh_vault_is_locked (get_vault (safe, id)) &&
          !save (connection, get_vault (safe, id), customer, id, entry, etag, error))
        return FALSE;
    }

  return TRUE;
}
