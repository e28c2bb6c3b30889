/* kh-shadow-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-shadow-rows.h"

#include "kh-catalogue-rows.h"
#include "kh-row-push.h"

#include <string.h>

#define ROWS_KEY "rows"

#define SQL_LOAD \
  "SELECT datapoint, known, value, item, seen_set, seen FROM shadow WHERE customer = ?1"

#define SQL_SAVE \
  "INSERT INTO shadow (customer, datapoint, known, value, item, seen_set, seen) " \
  "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) " \
  "ON CONFLICT (customer, datapoint) DO UPDATE SET known = excluded.known, value = excluded.value, " \
  "item = excluded.item, seen_set = excluded.seen_set, seen = excluded.seen"

#define SQL_REMOVE "DELETE FROM shadow WHERE customer = ?1 AND datapoint = ?2"

#define SQL_SAVE_VERSION "UPDATE link SET etag = ?2, shadow_known = ?3 WHERE customer = ?1"

#define SQL_AGREE "UPDATE shadow SET known = 1, value = seen, seen_set = 0, seen = NULL WHERE customer = ?1 AND seen_set = 1"

/* What a secret was changed to is not kept, and is read again. */
#define SQL_FORGET_SECRETS \
  "DELETE FROM shadow_secret WHERE customer = ?1 AND datapoint IN " \
  "(SELECT datapoint FROM shadow WHERE customer = ?1 AND seen_set = 1)"

#define SQL_DOUBT "UPDATE link SET shadow_known = 0 WHERE customer = ?1"

/* The station's rows are all known where it says so in a row of its own, of these tables. */
static void
take_row (KhShadow    *shadow,
          KhPushTerms  terms,
          const char  *key,
          KhStatement *statement)
{
  if (strcmp (key, ROWS_KEY) == 0)
    {
      g_autofree char *tables = kh_row_push_dup_tables (terms);

      shadow->rows_known = kh_statement_get_int64 (statement, 1) != 0 &&
                           g_strcmp0 (kh_statement_get_text (statement, 2), tables) == 0;
      return;
    }
  kh_shadow_set_row (shadow, key, kh_statement_get_text (statement, 2), kh_statement_get_text (statement, 3));
  if (kh_statement_get_int64 (statement, 4) != 0)
    kh_shadow_set_row_seen (shadow, key, kh_statement_get_text (statement, 5));
}

static void
take_entry (KhShadow    *shadow,
            KhPushTerms  terms,
            KhStatement *statement)
{
  const char *key = kh_statement_get_text (statement, 0);
  const KhDatapoint *datapoint = kh_datapoint_lookup (key);

  if (datapoint == NULL)
    {
      take_row (shadow, terms, key, statement);
      return;
    }
  kh_shadow_set (shadow, datapoint->id, kh_statement_get_int64 (statement, 1) != 0,
                 kh_statement_get_text (statement, 2), kh_statement_get_text (statement, 3));
  if (kh_statement_get_int64 (statement, 4) != 0)
    kh_shadow_set_seen (shadow, datapoint->id, kh_statement_get_text (statement, 5));
}

/**
 * kh_shadow_rows_load:
 * @connection: a connection
 * @customer: a customer number
 * @error: return location for an error
 *
 * Returns: (transfer full): what was last known of the customer's account
 */
KhShadow *
kh_shadow_rows_load (KhConnection  *connection,
                     gint64         customer,
                     GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOAD, error);
  g_autoptr (KhShadow) shadow = kh_shadow_new ();
  gboolean row = TRUE;
  KhPushTerms terms;

  if (statement == NULL || !kh_catalogue_rows_load_terms (connection, customer, &terms, error))
    return NULL;
  kh_statement_bind_int64 (statement, 1, customer);
  while (kh_statement_step (statement, &row, error))
    {
      if (!row)
        return g_steal_pointer (&shadow);
      take_entry (shadow, terms, statement);
    }

  return NULL;
}

static gboolean
save_entry (KhConnection         *connection,
            gint64                customer,
            const char           *key,
            const KhShadowEntry  *entry,
            GError              **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_SAVE, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, key);
  kh_statement_bind_int64 (statement, 3, entry->known);
  kh_statement_bind_text (statement, 4, entry->value);
  kh_statement_bind_text (statement, 5, entry->item);
  kh_statement_bind_int64 (statement, 6, entry->seen_set);
  kh_statement_bind_text (statement, 7, entry->seen);

  return kh_statement_run (statement, error);
}

static gboolean
save_version (KhConnection  *connection,
              gint64         customer,
              const char    *etag,
              gboolean       known,
              GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_SAVE_VERSION, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, etag);
  kh_statement_bind_int64 (statement, 3, known);

  return kh_statement_run (statement, error);
}

static gboolean
is_same (const KhShadowEntry *a,
         const KhShadowEntry *b)
{
  return a->known == b->known && a->seen_set == b->seen_set && g_strcmp0 (a->value, b->value) == 0 &&
         g_strcmp0 (a->item, b->item) == 0 && g_strcmp0 (a->seen, b->seen) == 0;
}

static gboolean
remove_entry (KhConnection  *connection,
              gint64         customer,
              const char    *key,
              GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_REMOVE, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);
  kh_statement_bind_text (statement, 2, key);

  return kh_statement_run (statement, error);
}

static gboolean
save_rows (KhConnection    *connection,
           gint64           customer,
           const KhShadow  *kept,
           const KhShadow  *shadow,
           char            *tables,
           GError         **error)
{
  const KhShadowEntry all = { .known = shadow->rows_known, .value = tables };
  GHashTableIter iter;
  gpointer place, entry;

  g_hash_table_iter_init (&iter, kept->rows);
  while (g_hash_table_iter_next (&iter, &place, NULL))
    {
      if (kh_shadow_get_row (shadow, place) == NULL && !remove_entry (connection, customer, place, error))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, shadow->rows);
  while (g_hash_table_iter_next (&iter, &place, &entry))
    {
      const KhShadowEntry *before = kh_shadow_get_row (kept, place);

      if ((before == NULL || !is_same (before, entry)) && !save_entry (connection, customer, place, entry, error))
        return FALSE;
    }

  return kept->rows_known == shadow->rows_known || save_entry (connection, customer, ROWS_KEY, &all, error);
}

/**
 * kh_shadow_rows_save:
 * @connection: the connection that writes, in a transaction
 * @customer: the number of a linked customer
 * @shadow: what is known of the customer's account
 * @etag: (nullable): the account's version
 * @known: whether all of @shadow is of that version, the items' ids included
 * @error: return location for an error
 *
 * Returns: whether it is kept
 */
gboolean
kh_shadow_rows_save (KhConnection    *connection,
                     gint64           customer,
                     const KhShadow  *shadow,
                     const char      *etag,
                     gboolean         known,
                     GError         **error)
{
  g_autoptr (KhShadow) kept = kh_shadow_rows_load (connection, customer, error);
  g_autofree char *tables = NULL;
  KhPushTerms terms;

  if (kept == NULL || !kh_catalogue_rows_load_terms (connection, customer, &terms, error))
    return FALSE;
  tables = kh_row_push_dup_tables (terms);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      if (!is_same (&kept->entries[i], &shadow->entries[i]) &&
          !save_entry (connection, customer, kh_datapoint_get ((KhDatapointId) i)->key, &shadow->entries[i], error))
        return FALSE;
    }

  return save_rows (connection, customer, kept, shadow, tables, error) &&
         save_version (connection, customer, etag, known, error);
}

static gboolean
run_for (KhConnection  *connection,
         const char    *sql,
         gint64         customer,
         GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, customer);

  return kh_statement_run (statement, error);
}

/**
 * kh_shadow_rows_agree:
 * @connection: the connection that writes, in a transaction
 * @customer: the number of a linked customer
 * @error: return location for an error
 *
 * What the station was found to have is what is agreed on from now on.
 *
 * Returns: whether it is kept
 */
gboolean
kh_shadow_rows_agree (KhConnection  *connection,
                      gint64         customer,
                      GError       **error)
{
  return run_for (connection, SQL_FORGET_SECRETS, customer, error) && run_for (connection, SQL_AGREE, customer, error);
}

/**
 * kh_shadow_rows_doubt:
 * @connection: the connection that writes, in a transaction
 * @customer: the number of a linked customer
 * @error: return location for an error
 *
 * The account is to be read before the next change goes out.
 *
 * Returns: whether it is kept
 */
gboolean
kh_shadow_rows_doubt (KhConnection  *connection,
                      gint64         customer,
                      GError       **error)
{
  return run_for (connection, SQL_DOUBT, customer, error);
}
