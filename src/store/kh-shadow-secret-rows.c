/* kh-shadow-secret-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-shadow-secret-rows.h"

#include "kh-place.h"
#include "kh-row-push.h"

#define TABLE "shadow_secret"

/* A secret of the station's is sealed as ours are. Each has the version of the account that it was last
 * compared at: whoever has no key cannot compare it, and the link goes on to later versions. That of a
 * row has the place of our row for a datapoint. */
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

/* A place of a row has its number in it. */
#define SQL_FORGET_ROWS \
  "DELETE FROM " TABLE " WHERE customer = ?1 AND instr (datapoint, '#') > 0 " \
  "AND datapoint NOT IN (SELECT datapoint FROM shadow WHERE customer = ?1)"

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

/* Of the secret of a row that is at @place; %NULL where it has none, or there is no key. */
static KhVault *
get_row_vault (KhSafe     *safe,
               const char *place)
{
  g_auto (KhPlace) parsed = { 0 };
  guint column = KH_COLUMN_NONE;
  KhVault *vault;

  if (kh_place_parse (place, &parsed) && parsed.table != KH_N_TABLES)
    column = kh_row_push_find_secret (parsed.table);
  if (column == KH_COLUMN_NONE)
    return NULL;
  vault = kh_safe_get_vault (safe, kh_ring_of_sealed (kh_table_get_column (parsed.table, column)));

  return kh_vault_is_locked (vault) ? NULL : vault;
}

/* What is kept of one. */
typedef struct {
  gboolean known;
  KhSecret *secret;
  char *etag;
} Cell;

static void
cell_clear (Cell *cell)
{
  g_clear_pointer (&cell->secret, kh_secret_unref);
  g_free (cell->etag);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Cell, cell_clear)

/* One that cannot be opened, or that an older key has sealed, is as good as not known, and is read from
 * the station again. */
static void
take_cell (KhVault     *vault,
           gint64       customer,
           const char  *key,
           KhStatement *statement,
           Cell        *cell)
{
  g_autoptr (GBytes) sealed = kh_statement_is_null (statement, 1) ? NULL : kh_statement_dup_bytes (statement, 1);

  if (sealed != NULL)
    cell->secret = kh_vault_open (vault, TABLE, customer, key, sealed, NULL);
  cell->known = kh_statement_get_int64 (statement, 0) != 0 && (sealed == NULL || cell->secret != NULL);
  if (sealed == NULL ||
      (cell->secret != NULL && kh_vault_read_key_id (sealed) == kh_vault_get_current_key_id (vault)))
    cell->etag = g_strdup (kh_statement_get_text (statement, 2));
}

static gboolean
load (KhConnection  *connection,
      KhVault       *vault,
      gint64         customer,
      const char    *key,
      Cell          *cell,
      GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOAD, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, key);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (row)
    take_cell (vault, customer, key, statement, cell);

  return TRUE;
}

static gboolean
load_own (KhConnection   *connection,
          KhVault        *vault,
          gint64          customer,
          KhDatapointId   id,
          KhShadow       *shadow,
          GError        **error)
{
  g_auto (Cell) cell = { 0 };

  if (!load (connection, vault, customer, kh_datapoint_get (id)->key, &cell, error))
    return FALSE;
  kh_shadow_set_secret (shadow, id, cell.known, cell.secret, cell.etag);

  return TRUE;
}

static gboolean
load_of_rows (KhConnection  *connection,
              KhSafe        *safe,
              gint64         customer,
              KhShadow      *shadow,
              GError       **error)
{
  GHashTableIter iter;
  gpointer place;

  g_hash_table_iter_init (&iter, shadow->rows);
  while (g_hash_table_iter_next (&iter, &place, NULL))
    {
      KhVault *vault = get_row_vault (safe, place);
      g_auto (Cell) cell = { 0 };

      if (vault == NULL)
        continue;
      if (!load (connection, vault, customer, place, &cell, error))
        return FALSE;
      kh_shadow_set_row_secret (shadow, place, cell.known, cell.secret, cell.etag);
    }

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
          !load_own (connection, get_vault (safe, id), customer, id, shadow, error))
        return FALSE;
    }

  return load_of_rows (connection, safe, customer, shadow, error);
}

static gboolean
save (KhConnection         *connection,
      KhVault              *vault,
      gint64                customer,
      const char           *key,
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
      sealed = kh_vault_seal (vault, TABLE, customer, key, entry->secret, error);
      if (sealed == NULL)
        return FALSE;
      kh_statement_bind_bytes (statement, 4, sealed);
    }
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, key);
  kh_statement_bind_int64 (statement, 3, entry->known);
  kh_statement_bind_text (statement, 5, etag);

  return kh_statement_run (statement, error);
}

/* Of a row that the station has no more there is no secret either. */
static gboolean
forget_of_rows (KhConnection  *connection,
                gint64         customer,
                GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_FORGET_ROWS, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);

  return kh_statement_run (statement, error);
}

static gboolean
save_of_rows (KhConnection    *connection,
              KhSafe          *safe,
              gint64           customer,
              const KhShadow  *shadow,
              const char      *etag,
              GError         **error)
{
  GHashTableIter iter;
  gpointer place, entry;

  g_hash_table_iter_init (&iter, shadow->row_secrets);
  while (g_hash_table_iter_next (&iter, &place, &entry))
    {
      KhVault *vault = get_row_vault (safe, place);

      if (vault != NULL && !save (connection, vault, customer, place, entry, etag, error))
        return FALSE;
    }

  return forget_of_rows (connection, customer, error);
}

/**
 * kh_shadow_secret_rows_save:
 * @connection: the connection that writes, in a transaction
 * @safe: the keys of whoever is there
 * @customer: the number of a linked customer
 * @shadow: what is known of the customer's account, and agreed on; it is kept already by
 *   kh_shadow_rows_save()
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
          !save (connection, get_vault (safe, id), customer, kh_datapoint_get (id)->key, entry, etag, error))
        return FALSE;
    }

  return save_of_rows (connection, safe, customer, shadow, etag, error);
}
