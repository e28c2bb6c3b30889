/* kh-duplicate-default-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-default-rows.h"

#include "kh-duplicate-group.h"
#include "kh-history-rows.h"

#define SQL_LOAD "SELECT member, datapoint, copied FROM duplicate_default"

#define SQL_DELETE "DELETE FROM duplicate_default WHERE member = ?1 AND datapoint = ?2"

#define SQL_SAVE \
  "INSERT INTO duplicate_default (member, datapoint, copied) VALUES (?1, ?2, ?3) " \
  "ON CONFLICT (member, datapoint) DO UPDATE SET copied = excluded.copied"

static KhDuplicateDefaults *
ensure_member (GHashTable *sets,
               gint64      member)
{
  KhDuplicateDefaults *defaults = g_hash_table_lookup (sets, &member);

  if (defaults == NULL)
    {
      defaults = kh_duplicate_defaults_new ();
      g_hash_table_insert (sets, g_memdup2 (&member, sizeof member), defaults);
    }

  return defaults;
}

/* The key of a datapoint, or of a group of rows. What a newer program keeps is nothing here. */
static void
take_switch (KhDuplicateDefaults *defaults,
             const char          *key,
             gboolean             on)
{
  const KhDatapoint *datapoint = kh_datapoint_lookup (key);
  guint group = kh_duplicate_group_lookup (key);

  if (datapoint != NULL && kh_duplicate_defaults_may_set (datapoint->id))
    kh_duplicate_defaults_set (defaults, datapoint->id, on);
  else if (group < kh_duplicate_groups_get_n ())
    kh_duplicate_defaults_set_group (defaults, group, on);
}

/**
 * kh_duplicate_default_rows_load_all:
 * @connection: a connection
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type gint64 KhDuplicateDefaults): the sets by member; there
 *   always is the office's, of member 0
 */
GHashTable *
kh_duplicate_default_rows_load_all (KhConnection  *connection,
                                    GError       **error)
{
  g_autoptr (GHashTable) sets = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_object_unref);
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_LOAD, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  ensure_member (sets, 0);
  while (kh_statement_step (statement, &row, error))
    {
      if (!row)
        return g_steal_pointer (&sets);
      take_switch (ensure_member (sets, kh_statement_get_int64 (statement, 0)), kh_statement_get_text (statement, 1),
                   kh_statement_get_int64 (statement, 2) != 0);
    }

  return NULL;
}

/**
 * kh_duplicate_default_rows_load:
 * @connection: a connection
 * @member: a member, or 0 for the office
 * @error: return location for an error
 *
 * Returns: (transfer full): the set, in which nothing is set where none is kept
 */
KhDuplicateDefaults *
kh_duplicate_default_rows_load (KhConnection  *connection,
                                gint64         member,
                                GError       **error)
{
  g_autoptr (GHashTable) sets = kh_duplicate_default_rows_load_all (connection, error);

  return sets == NULL ? NULL : g_object_ref (ensure_member (sets, member));
}

static const char *
get_word (KhDuplicateDefaults *defaults,
          KhDatapointId        id)
{
  if (!kh_duplicate_defaults_is_set (defaults, id))
    return NULL;

  return kh_duplicate_defaults_get (defaults, id) ? "1" : "0";
}

static const char *
get_group_word (KhDuplicateDefaults *defaults,
                guint                group)
{
  if (!kh_duplicate_defaults_is_group_set (defaults, group))
    return NULL;

  return kh_duplicate_defaults_get_group (defaults, group) ? "1" : "0";
}

static gboolean
write_switch (KhConnection  *connection,
              gint64         member,
              const char    *key,
              const char    *word,
              GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, word != NULL ? SQL_SAVE : SQL_DELETE, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, member);
  kh_statement_bind_text (statement, 2, key);
  if (word != NULL)
    kh_statement_bind_int64 (statement, 3, *word == '1');

  return kh_statement_run (statement, error);
}

static gboolean
write_history (KhConnection  *connection,
               const char    *author,
               const char    *key,
               const char    *before,
               const char    *after,
               GError       **error)
{
  g_autofree char *what = g_strdup_printf ("duplicate-default/%s", key);

  return kh_history_rows_write (connection, author, "default-change", 0, 0, what, before, after, error);
}

/* Where it differs. What members keep for themselves is nobody else's business. */
static gboolean
save_switch (KhConnection  *connection,
             gint64         member,
             const char    *key,
             const char    *before,
             const char    *after,
             const char    *author,
             GError       **error)
{
  return g_strcmp0 (before, after) == 0 ||
         (write_switch (connection, member, key, after, error) &&
          (member != 0 || write_history (connection, author, key, before, after, error)));
}

/**
 * kh_duplicate_default_rows_save:
 * @connection: the connection that writes, in a transaction
 * @member: a member, or 0 for the office
 * @defaults: the set as it is to be
 * @author: who the history says did it
 * @error: return location for an error
 *
 * Writes what differs from the kept set, and for the office a history row for each.
 */
gboolean
kh_duplicate_default_rows_save (KhConnection         *connection,
                                gint64                member,
                                KhDuplicateDefaults  *defaults,
                                const char           *author,
                                GError              **error)
{
  g_autoptr (KhDuplicateDefaults) kept = kh_duplicate_default_rows_load (connection, member, error);

  if (kept == NULL)
    return FALSE;
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    {
      if (!save_switch (connection, member, kh_datapoint_get ((KhDatapointId) i)->key,
                        get_word (kept, (KhDatapointId) i), get_word (defaults, (KhDatapointId) i), author, error))
        return FALSE;
    }
  for (guint i = 0; i < kh_duplicate_groups_get_n (); i++)
    {
      g_autofree char *key = kh_duplicate_group_dup_key (i);

      if (!save_switch (connection, member, key, get_group_word (kept, i), get_group_word (defaults, i), author, error))
        return FALSE;
    }

  return TRUE;
}
