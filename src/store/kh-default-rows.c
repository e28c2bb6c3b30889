/* kh-default-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-default-rows.h"

#include "kh-catalogue-rows.h"
#include "kh-history-rows.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

#define SQL_LOAD "SELECT datapoint, value FROM customer_default"

#define SQL_DELETE "DELETE FROM customer_default WHERE datapoint = ?1"

#define SQL_SAVE \
  "INSERT INTO customer_default (datapoint, value) VALUES (?1, ?2) " \
  "ON CONFLICT (datapoint) DO UPDATE SET value = excluded.value"

/**
 * kh_default_rows_load:
 * @connection: a connection
 * @error: return location for an error
 *
 * Returns: (transfer full): the Customer Defaults
 */
KhDefaults *
kh_default_rows_load (KhConnection  *connection,
                      GError       **error)
{
  g_autoptr (KhDefaults) defaults = kh_defaults_new ();
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOAD, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (kh_statement_step (statement, &row, error))
    {
      const char *key = row ? kh_statement_get_text (statement, 0) : NULL;

      if (!row)
        return g_steal_pointer (&defaults);
      for (guint i = 0; i < KH_N_DATAPOINTS; i++)
        if (kh_defaults_may_set ((KhDatapointId) i) &&
            g_strcmp0 (kh_datapoint_get ((KhDatapointId) i)->key, key) == 0)
          kh_defaults_set (defaults, (KhDatapointId) i, kh_statement_get_text (statement, 1));
    }

  return NULL;
}

static gboolean
check (const KhDatapoint  *datapoint,
       const char         *before,
       const char         *after,
       KhCatalogues       *catalogues,
       GError            **error)
{
  const KhValueContext context = { .catalogues = catalogues, .current = before };
  g_autoptr (GError) reason = NULL;

  if (after == NULL || kh_value_check (datapoint, after, &context, &reason))
    return TRUE;

  /* Translators: a datapoint's name, and what is wrong with its value. */
  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID, _("%s: %s"), _(datapoint->label), reason->message);
  return FALSE;
}

static gboolean
write_value (KhConnection       *connection,
             const KhDatapoint  *datapoint,
             const char         *before,
             const char         *after,
             const char         *author,
             GError            **error)
{
  g_autofree char *what = g_strdup_printf ("customer-default/%s", datapoint->key);
  g_autoptr (KhStatement) statement = NULL;

  statement = kh_connection_prepare (connection, after != NULL ? SQL_SAVE : SQL_DELETE, error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 1, datapoint->key);
  if (after != NULL)
    kh_statement_bind_text (statement, 2, after);

  return kh_statement_run (statement, error) &&
         kh_history_rows_write (connection, author, "default-change", 0, 0, what, before, after, error);
}

/**
 * kh_default_rows_save:
 * @connection: the connection that writes, in a transaction
 * @defaults: the Customer Defaults as they are to be
 * @author: who the history says did it
 * @error: return location for an error; %KH_STORE_ERROR_INVALID, which names the datapoint
 *
 * Writes what differs from the kept ones, with a history row for each.
 */
gboolean
kh_default_rows_save (KhConnection  *connection,
                      KhDefaults    *defaults,
                      const char    *author,
                      GError       **error)
{
  g_autoptr (KhDefaults) kept = kh_default_rows_load (connection, error);
  g_autoptr (KhCatalogues) catalogues = kept != NULL ? kh_catalogue_rows_load (connection, error) : NULL;

  if (catalogues == NULL)
    return FALSE;
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      const KhDatapoint *datapoint = kh_datapoint_get ((KhDatapointId) i);
      const char *before = kh_defaults_get (kept, datapoint->id);
      const char *after = kh_defaults_get (defaults, datapoint->id);

      if (g_strcmp0 (before, after) != 0 &&
          (!check (datapoint, before, after, catalogues, error) ||
           !write_value (connection, datapoint, before, after, author, error)))
        return FALSE;
    }

  return TRUE;
}
