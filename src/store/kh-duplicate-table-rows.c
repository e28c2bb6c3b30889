/* kh-duplicate-table-rows.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-table-rows.h"

#include "kh-gate.h"
#include "kh-place.h"
#include "kh-row-change.h"
#include "kh-secret-rows.h"
#include "kh-table-rows.h"
#include "kh-table-save.h"

/* Whether somebody may set them is asked where rows are saved. */
static gboolean
check_choice (const KhDuplication  *duplication,
              KhTableId             table,
              GError              **error)
{
  if (kh_duplicate_choice_count (duplication->choice, table) == 0)
    return TRUE;
  if (!kh_gate_check (duplication->grants, kh_table_get (table)->view, error))
    return FALSE;
  for (guint i = 0; i < kh_table_get (table)->n_columns; i++)
    if (kh_duplicate_choice_has_column (duplication->choice, table, i) &&
        !kh_duplicate_rows_check_sealed (duplication, kh_table_get_column (table, i), error))
      return FALSE;

  return TRUE;
}

/* Every table that rows may hang on, whether it is chosen or not. */
static GPtrArray *
load_tables (KhConnection         *connection,
             const KhDuplication  *duplication,
             GError              **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < KH_N_TABLES; i++)
    {
      KhRows *rows;

      if (!check_choice (duplication, (KhTableId) i, error))
        return NULL;
      if (kh_table_get ((KhTableId) i)->duplicate == KH_DUPLICATE_NEVER)
        continue;
      rows = kh_table_rows_load (connection, duplication->number, (KhTableId) i, error);
      if (rows == NULL)
        return NULL;
      kh_rows_hide (rows, duplication->grants);
      g_ptr_array_add (tables, rows);
    }

  return g_steal_pointer (&tables);
}

static gboolean
load_secret (KhConnection           *connection,
             KhDuplication          *duplication,
             const KhDuplicateCopy  *copy,
             guint                   column,
             KhRowChange            *change,
             GError                **error)
{
  KhTableId table = kh_row_get_table (copy->original);
  gint64 row = kh_row_get_id (copy->original);
  g_autofree char *title = kh_row_dup_title (copy->original);
  g_autofree char *place = kh_place_dup_text (table, column, row, NULL);
  g_autoptr (KhSecret) secret = NULL;

  if (!kh_secret_rows_load_at (connection, duplication->safe, duplication->number, place,
                               kh_ring_of_sealed (kh_table_get_column (table, column)), &secret, error))
    return FALSE;
  if (secret == NULL)
    return TRUE;
  kh_row_change_set_secret (change, column, secret);
  g_ptr_array_add (duplication->places, kh_place_dup_text (table, column, row, title));

  return TRUE;
}

static gboolean
add_row (KhConnection           *connection,
         KhDuplication          *duplication,
         const KhDuplicateCopy  *copy,
         GError                **error)
{
  KhRowChange *change = kh_row_change_new (copy->copy, NULL, FALSE);

  g_ptr_array_add (duplication->rows, change);
  for (guint i = 0; i < kh_table_get (kh_row_get_table (copy->copy))->n_columns; i++)
    if (kh_row_is_sealed (copy->copy, i) && !load_secret (connection, duplication, copy, i, change, error))
      return FALSE;

  return TRUE;
}

/**
 * kh_duplicate_table_rows_begin:
 * @connection: the connection that writes, in the transaction of the duplicate
 * @duplication: what kh_duplicate_rows_begin() begins; it gets the rows
 * @error: return location for an error; %KH_GATE_ERROR_DENIED, %KH_STORE_ERROR_NO_KEY
 *
 * Reads the rows that were chosen, once for however many copies.
 *
 * Returns: whether they can be copied by whoever is signed in
 */
gboolean
kh_duplicate_table_rows_begin (KhConnection   *connection,
                               KhDuplication  *duplication,
                               GError        **error)
{
  g_autoptr (GPtrArray) tables = NULL;
  g_autoptr (GPtrArray) copies = NULL;

  if (duplication->choice == NULL || kh_duplicate_choice_count (duplication->choice, KH_N_TABLES) == 0)
    return TRUE;
  tables = load_tables (connection, duplication, error);
  if (tables == NULL)
    return FALSE;
  copies = kh_duplicate_choice_make_copies (duplication->choice, tables);
  duplication->rows = kh_row_changes_new ();
  duplication->places = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < copies->len; i++)
    if (!add_row (connection, duplication, g_ptr_array_index (copies, i), error))
      return FALSE;

  return TRUE;
}

/* A save gives a row its id, so each customer has changes of their own. */
static KhRowChange *
copy_change (const KhRowChange *change)
{
  KhRowChange *copy = kh_row_change_new (change->row, NULL, FALSE);

  copy->secrets = change->secrets == NULL ? NULL : g_hash_table_ref (change->secrets);

  return copy;
}

static GPtrArray *
list_changes (const KhDuplication *duplication,
              KhTableId            table)
{
  GPtrArray *changes = kh_row_changes_new ();

  for (guint i = 0; i < duplication->rows->len; i++)
    {
      const KhRowChange *change = g_ptr_array_index (duplication->rows, i);

      if (kh_row_get_table (change->row) == table)
        g_ptr_array_add (changes, copy_change (change));
    }

  return changes;
}

/**
 * kh_duplicate_table_rows_index:
 * @duplication: what kh_duplicate_rows_begin() began
 * @index: what a new customer is found by; gets what it is found by because of the rows that were chosen
 */
void
kh_duplicate_table_rows_index (const KhDuplication *duplication,
                               KhCustomerIndex     *index)
{
  for (guint i = 0; duplication->rows != NULL && i < duplication->rows->len; i++)
    kh_customer_index_add_row (index, ((const KhRowChange *) g_ptr_array_index (duplication->rows, i))->row);
}

/**
 * kh_duplicate_table_rows_insert:
 * @connection: the connection that writes, in the transaction of the duplicate
 * @duplication: what kh_duplicate_rows_begin() began
 * @copy: a new customer that is kept; its revision stays
 * @error: return location for an error; see kh_table_save()
 *
 * Gives the customer the rows that were chosen, as any row is saved. What is sealed is sealed anew.
 *
 * Returns: whether they are kept
 */
gboolean
kh_duplicate_table_rows_insert (KhConnection         *connection,
                                const KhDuplication  *duplication,
                                KhCustomer           *copy,
                                GError              **error)
{
  for (guint i = 0; duplication->rows != NULL && i < KH_N_TABLES; i++)
    {
      g_autoptr (GPtrArray) changes = list_changes (duplication, (KhTableId) i);

      if (!kh_table_save_made (connection, duplication->safe, copy, (KhTableId) i, changes, duplication->catalogues,
                               duplication->grants, duplication->author, error))
        return FALSE;
    }

  return TRUE;
}
