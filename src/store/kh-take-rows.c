/* kh-take-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-take-rows.h"

#include "kh-catalogue-rows.h"
#include "kh-gate.h"
#include "kh-row-push.h"
#include "kh-row-rules.h"
#include "kh-rule.h"
#include "kh-table-rows.h"
#include "kh-table-save.h"

#include <glib/gi18n-lib.h>

static KhTableId
get_table (const KhRowTake *take)
{
  return kh_row_get_table (take->change->row);
}

static gboolean
has_any (GPtrArray *takes,
         KhTableId  table)
{
  for (guint i = 0; i < takes->len; i++)
    {
      if (get_table (g_ptr_array_index (takes, i)) == table)
        return TRUE;
    }

  return FALSE;
}

/* What somebody changed here after the clerk had seen it stays as it is: it was not what they
 * decided about. */

static gboolean
is_as_it_was (const KhRowTake *take,
              KhRow           *kept)
{
  for (guint i = 0; i < kh_table_get (get_table (take))->n_columns; i++)
    {
      const char *before = kh_row_get (take->change->before, i);

      if (before != NULL && g_strcmp0 (kh_row_get (kept, i), before) != 0)
        return FALSE;
    }

  return TRUE;
}

static KhRow *
merge (const KhRowTake *take,
       KhRow           *kept)
{
  KhRow *row = kh_row_copy (kept);

  for (guint i = 0; i < kh_table_get (get_table (take))->n_columns; i++)
    {
      const char *before = kh_row_get (take->change->before, i);
      const char *after = kh_row_get (take->change->row, i);

      if (g_strcmp0 (before, after) != 0 && g_strcmp0 (kh_row_get (kept, i), before) == 0)
        kh_row_set (row, i, after);
    }

  return row;
}

/* NULL where nothing of it is to be done any more. */
static KhRowChange *
make_change (const KhRowTake *take,
             KhRows          *rows)
{
  KhRow *before = take->change->before;
  KhRow *kept = before != NULL ? kh_rows_find (rows, kh_row_get_id (before)) : NULL;
  g_autoptr (KhRow) row = NULL;

  if (before == NULL)
    return kh_row_change_new (take->change->row, NULL, FALSE);
  if (kept == NULL || (take->change->removed && !is_as_it_was (take, kept)))
    return NULL;
  row = take->change->removed ? kh_row_copy (kept) : merge (take, kept);

  return kh_row_change_new (row, kept, take->change->removed);
}

/* Would the rules hold? */

static void
renumber (KhTableId  table,
          GPtrArray *rows)
{
  const guint order = kh_table_get (table)->order;

  for (guint i = 0; kh_table_get (table)->ranked && i < rows->len; i++)
    {
      g_autofree char *place = g_strdup_printf ("%u", i + 1);

      kh_row_set (g_ptr_array_index (rows, i), order, place);
    }
}

/* All rows as they would be; places in an order are made to fit as they are kept. */
static GPtrArray *
list_after (KhTableId  table,
            GPtrArray *takes,
            KhRows    *kept)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GHashTable) touched = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (GPtrArray) changes = kh_row_changes_new ();

  for (guint i = 0; i < takes->len; i++)
    {
      const KhRowTake *take = g_ptr_array_index (takes, i);
      KhRowChange *change = get_table (take) == table ? make_change (take, kept) : NULL;

      if (change != NULL)
        g_ptr_array_add (changes, change);
    }
  for (guint i = 0; i < changes->len; i++)
    {
      const KhRowChange *change = g_ptr_array_index (changes, i);

      if (change->before != NULL)
        {
          gint64 *id = g_new (gint64, 1);

          *id = kh_row_get_id (change->before);
          g_hash_table_add (touched, id);
        }
      if (!change->removed)
        g_ptr_array_add (rows, kh_row_copy (change->row));
    }
  for (guint i = 0; i < kh_rows_get_n (kept); i++)
    {
      const gint64 id = kh_row_get_id (kh_rows_get (kept, i));

      if (!g_hash_table_contains (touched, &id))
        g_ptr_array_add (rows, kh_row_copy (kh_rows_get (kept, i)));
    }
  renumber (table, rows);

  return rows;
}

static gboolean
fail_rule (KhTableId            table,
           GPtrArray           *rows,
           const KhRowProblem  *problem,
           GError             **error)
{
  g_autofree char *title = kh_row_dup_title (g_ptr_array_index (rows, MIN (problem->position, rows->len - 1)));

  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID,
               /* Translators: a table such as Contacts, the name of a row, what is wrong with it. */
               _("The station’s %s, %s, cannot be taken: %s Choose Leave both for it."), kh_table_get_label (table), title,
               problem->message);

  return FALSE;
}

static gboolean
check_table (KhConnection          *connection,
             KhCustomer            *customer,
             KhTableId              table,
             GPtrArray             *takes,
             const KhValueContext  *context,
             GError               **error)
{
  g_autoptr (KhRows) kept = kh_table_rows_load (connection, kh_customer_get_number (customer), table, error);
  g_autoptr (GPtrArray) problems = kh_row_problems_new ();
  g_autoptr (GPtrArray) rows = NULL;

  if (kept == NULL)
    return FALSE;
  rows = list_after (table, takes, kept);
  kh_row_rules_check (table, rows, context, problems);

  return problems->len == 0 || fail_rule (table, rows, g_ptr_array_index (problems, 0), error);
}

/**
 * kh_take_rows_check:
 * @connection: a connection
 * @customer: the record as it is kept
 * @takes: (element-type KhRowTake): the station's rows that it would take
 * @grants: what the member may do
 * @error: return location for %KH_GATE_ERROR_DENIED or %KH_STORE_ERROR_INVALID
 *
 * Returns: whether the member may take them, and every rule of the registry would hold
 */
gboolean
kh_take_rows_check (KhConnection  *connection,
                    KhCustomer    *customer,
                    GPtrArray     *takes,
                    KhGrants       grants,
                    GError       **error)
{
  g_autoptr (KhCatalogues) catalogues = takes->len > 0 ? kh_catalogue_rows_load (connection, error) : NULL;
  KhValueContext context = { .catalogues = catalogues };

  if (takes->len == 0)
    return TRUE;
  if (catalogues == NULL)
    return FALSE;
  context.adt = kh_rule_is_adt (customer, catalogues);
  for (guint i = 0; i < takes->len; i++)
    {
      const KhRowTake *take = g_ptr_array_index (takes, i);

      if (!kh_row_take_is_granted (take, grants))
        {
          g_set_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED,
                       /* Translators: a table, such as Contacts. */
                       _("You may not take the station’s rows into %s. Ask somebody who keeps the staff’s grants."),
                       kh_table_get_label (get_table (take)));
          return FALSE;
        }
    }
  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      if (has_any (takes, (KhTableId) i) && !check_table (connection, customer, (KhTableId) i, takes, &context, error))
        return FALSE;
    }

  return TRUE;
}

/* A row that is new has a place of its own from now on. */
static void
name_added (KhRowTake  *take,
            KhRow      *row,
            KhShadow   *seen)
{
  g_autofree char *place = kh_row_push_dup_place (row);
  const KhShadowEntry *entry = seen != NULL ? kh_shadow_get_row (seen, take->place) : NULL;

  if (entry != NULL)
    {
      kh_shadow_set_row (seen, place, entry->value, entry->item);
      kh_shadow_remove_row (seen, take->place);
    }
  g_free (take->place);
  take->place = g_steal_pointer (&place);
}

static gboolean
apply_table (KhConnection  *connection,
             KhSafe        *safe,
             KhCustomer    *customer,
             KhTableId      table,
             GPtrArray     *takes,
             KhShadow      *seen,
             KhGrants       grants,
             const char    *author,
             GError       **error)
{
  g_autoptr (KhRows) kept = kh_table_rows_load (connection, kh_customer_get_number (customer), table, error);
  g_autoptr (GPtrArray) changes = kh_row_changes_new ();
  g_autoptr (GPtrArray) added = g_ptr_array_new ();

  if (kept == NULL)
    return FALSE;
  for (guint i = 0; i < takes->len; i++)
    {
      KhRowTake *take = g_ptr_array_index (takes, i);
      KhRowChange *change = get_table (take) == table ? make_change (take, kept) : NULL;

      if (change == NULL)
        continue;
      g_ptr_array_add (changes, change);
      g_ptr_array_add (added, kh_row_take_is_new (take) ? take : NULL);
    }
  if (!kh_table_save_taken (connection, safe, customer, table, changes, grants, author, error))
    return FALSE;
  for (guint i = 0; i < added->len; i++)
    {
      if (g_ptr_array_index (added, i) != NULL)
        name_added (g_ptr_array_index (added, i), ((const KhRowChange *) g_ptr_array_index (changes, i))->row, seen);
    }

  return TRUE;
}

/**
 * kh_take_rows_apply:
 * @connection: the connection that writes, in a transaction
 * @safe: the keys of whoever decides
 * @customer: the record as it is kept; it gets its next revisions
 * @takes: (element-type KhRowTake): the station's rows that it takes; those of rows that are added get
 *   the places of these
 * @seen: (nullable): what the station has; what it has under the place of a take is under that of the
 *   row from now on
 * @grants: what the member may do
 * @author: who decided
 * @error: return location for an error of a save
 *
 * Nothing of it is queued, as the station has it. What was changed here since it was decided about
 * stays as it is.
 *
 * Returns: whether they are kept
 */
gboolean
kh_take_rows_apply (KhConnection  *connection,
                    KhSafe        *safe,
                    KhCustomer    *customer,
                    GPtrArray     *takes,
                    KhShadow      *seen,
                    KhGrants       grants,
                    const char    *author,
                    GError       **error)
{
  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      if (has_any (takes, (KhTableId) i) &&
          !apply_table (connection, safe, customer, (KhTableId) i, takes, seen, grants, author, error))
        return FALSE;
    }

  return TRUE;
}
