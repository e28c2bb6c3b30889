/* kh-table-save.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-table-save.h"

#include "kh-catalogue-rows.h"
#include "kh-customer-rows.h"
#include "kh-gate.h"
#include "kh-table-rows.h"
#include "kh-history-rows.h"
#include "kh-outbox-rows.h"
#include "kh-place.h"
#include "kh-row-rules.h"
#include "kh-rule.h"
#include "kh-row-push.h"
#include "kh-search-rows.h"
#include "kh-secret-rows.h"
#include "kh-secret-save.h"

#include <glib/gi18n-lib.h>

/* One save, while it runs. */
typedef struct {
  KhConnection *connection;
  KhSafe *safe;
  KhCustomer *customer;
  KhRows *kept;
  KhTableId table;
  KhGrants grants;
  KhValueContext context;
  const char *author;
  gboolean wanted; /* by a station */
  gboolean taken;  /* from a station, which has it already */
  gboolean made;   /* with the customer, so that it is no revision of its own */
} Save;

static gboolean
write_history (Save        *save,
               const char  *action,
               KhRow       *row,
               guint        column,
               const char  *before,
               const char  *after,
               GError     **error)
{
  g_autofree char *title = kh_row_dup_title (row);
  g_autofree char *place = kh_place_dup_text (save->table, column, kh_row_get_id (row), title);

  return kh_history_rows_write (save->connection, save->author, action, kh_customer_get_number (save->customer),
                                kh_customer_get_revision (save->customer), place, before, after, error);
}

/* Somebody else was faster: what was edited is not what is kept any more. */
static gboolean
fail_conflict (KhRow   *row,
               GError **error)
{
  g_autofree char *title = kh_row_dup_title (row);

  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT,
               /* Translators: the name of a contact, a zone and so on. */
               _("%s was changed elsewhere since you opened it. Nothing was saved. "
                 "Choose Cancel to see it as it is now, then change it again."), title);
  return FALSE;
}

static gboolean
refuse (Save     *save,
        guint     column,
        KhGrant   grant,
        GError  **error)
{
  KhGrant missing = kh_grants_find_missing (save->grants, grant);
  g_autofree char *name = kh_grant_dup_name (missing != KH_GRANT_NONE ? missing : grant);

  g_set_error (error, KH_GATE_ERROR, KH_GATE_ERROR_DENIED,
               /* Translators: a datapoint's name, and the name of a grant. */
               _("You may not change %s, because you do not have the grant “%s”. "
                 "Nothing was saved. Ask somebody who keeps the staff’s grants."),
               column == KH_COLUMN_NONE ? kh_table_get_label (save->table)
                                        : kh_table_get_column_label (save->table, column), name);
  return FALSE;
}

/* Puts back what the editor was not shown. */
static void
fill_hidden (KhRow *edited,
             KhRow *kept)
{
  for (guint i = 0; i < kh_table_get (kh_row_get_table (edited))->n_columns; i++)
    {
      if (kh_row_is_hidden (edited, i))
        kh_row_set (edited, i, kh_row_get (kept, i));
      kh_row_set_sealed (edited, i, kh_row_is_sealed (kept, i));
    }
}

static gboolean
is_as_it_was (Save  *save,
              KhRow *kept,
              KhRow *before)
{
  for (guint i = 0; i < kh_table_get (save->table)->n_columns; i++)
    {
      if (kh_table_may_view_column (save->grants, save->table, i) &&
          g_strcmp0 (kh_row_get (kept, i), kh_row_get (before, i)) != 0)
        return FALSE;
    }

  return TRUE;
}

/* A row that is added had nothing before, and one that goes has nothing after. */
static gboolean
write_values (Save    *save,
              KhRow   *row,
              KhRow   *before,
              KhRow   *after,
              GError **error)
{
  for (guint i = 0; i < kh_table_get (save->table)->n_columns; i++)
    {
      const char *old_value = before != NULL ? kh_row_get (before, i) : NULL;
      const char *new_value = after != NULL ? kh_row_get (after, i) : NULL;

      if (g_strcmp0 (old_value, new_value) != 0 && !write_history (save, "change", row, i, old_value, new_value, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
queue (Save    *save,
       KhRow   *before,
       KhRow   *after,
       GError **error)
{
  return !save->wanted || kh_outbox_rows_queue_row (save->connection, kh_customer_get_number (save->customer), before,
                                                    after, kh_customer_get_revision (save->customer), save->author,
                                                    error);
}

/* A secret that was changed is one that the station has yet to get. */
static void
mark_renewed (KhTableId          table,
              const KhRowChange *change)
{
  GHashTableIter iter;
  gpointer column;

  if (change->secrets == NULL)
    return;
  g_hash_table_iter_init (&iter, change->secrets);
  while (g_hash_table_iter_next (&iter, &column, NULL))
    {
      if (kh_row_push_is_secret (table, GPOINTER_TO_UINT (column)))
        kh_row_set_renewed (change->row, GPOINTER_TO_UINT (column), TRUE);
    }
}

static gboolean
remove_row (Save               *save,
            const KhRowChange  *change,
            KhRow              *kept,
            GError            **error)
{
  if (!kh_grants_has (save->grants, kh_table_get (save->table)->remove))
    return refuse (save, KH_COLUMN_NONE, kh_table_get (save->table)->remove, error);

  return kh_table_rows_remove (save->connection, kh_customer_get_number (save->customer), kept, error) &&
         queue (save, kept, NULL, error) && write_values (save, kept, kept, NULL, error) &&
         write_history (save, "remove-row", change->row, KH_COLUMN_NONE, NULL, NULL, error);
}

static gboolean
check_column (Save      *save,
              guint      column,
              gboolean   row_is_new,
              GError   **error)
{
  const KhTable *table = kh_table_get (save->table);
  const KhDatapoint *described = kh_table_get_column (save->table, column);

  if (kh_table_may_change_column (save->grants, save->table, column, row_is_new))
    return TRUE;
  if (!kh_grants_has (save->grants, described->view))
    return refuse (save, column, described->view, error);
  if (!kh_grants_has (save->grants, row_is_new ? table->create : table->modify))
    return refuse (save, column, row_is_new ? table->create : table->modify, error);

  return refuse (save, column, described->modify, error);
}

static gboolean
add_row (Save    *save,
         KhRow   *row,
         GError **error)
{
  g_autoptr (KhRow) untouched = kh_row_new (save->table);

  if (!kh_grants_has (save->grants, kh_table_get (save->table)->create))
    return refuse (save, KH_COLUMN_NONE, kh_table_get (save->table)->create, error);
  for (guint i = 0; i < kh_table_get (save->table)->n_columns; i++)
    {
      kh_row_set_sealed (row, i, FALSE);
      if (g_strcmp0 (kh_row_get (row, i), kh_row_get (untouched, i)) != 0 && !check_column (save, i, TRUE, error))
        return FALSE;
    }

  return kh_table_rows_add (save->connection, kh_customer_get_number (save->customer), row, error) &&
         queue (save, NULL, row, error) && write_history (save, "add-row", row, KH_COLUMN_NONE, NULL, NULL, error) &&
         write_values (save, row, NULL, row, error);
}

static gboolean
change_row (Save    *save,
            KhRow   *row,
            KhRow   *kept,
            GError **error)
{
  fill_hidden (row, kept);
  for (guint i = 0; i < kh_table_get (save->table)->n_columns; i++)
    {
      if (g_strcmp0 (kh_row_get (row, i), kh_row_get (kept, i)) != 0 && !check_column (save, i, FALSE, error))
        return FALSE;
    }
  if (kh_row_equal (row, kept))
    return !kh_row_is_any_renewed (row) || queue (save, kept, row, error);

  return kh_table_rows_update (save->connection, kh_customer_get_number (save->customer), row, error) &&
         queue (save, kept, row, error) && write_values (save, row, kept, row, error);
}

static gboolean
save_secret (Save      *save,
             KhRow     *row,
             gboolean   row_is_new,
             guint      column,
             KhSecret  *secret,
             GError   **error)
{
  const KhDatapoint *described = kh_table_get_column (save->table, column);
  g_autofree char *place = kh_place_dup_text (save->table, column, kh_row_get_id (row), NULL);

  if (!check_column (save, column, row_is_new, error) ||
      !kh_secret_save_check_vault (save->connection, save->safe, described, error))
    return FALSE;
  if (secret != NULL && !kh_value_check_secret (described, secret, &save->context, error))
    {
      g_prefix_error (error, "%s: ", kh_table_get_column_label (save->table, column));
      return FALSE;
    }

  return kh_secret_rows_save_at (save->connection, save->safe, kh_customer_get_number (save->customer), place,
                                 kh_ring_of_sealed (described), secret, error) &&
         write_history (save, "change", row, column, NULL, NULL, error);
}

static gboolean
save_secrets (Save               *save,
              const KhRowChange  *change,
              gboolean            row_is_new,
              GError            **error)
{
  GHashTableIter iter;
  gpointer column, secret;

  if (change->secrets == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, change->secrets);
  while (g_hash_table_iter_next (&iter, &column, &secret))
    {
      if (!save_secret (save, change->row, row_is_new, GPOINTER_TO_UINT (column), secret, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
save_change (Save               *save,
             const KhRowChange  *change,
             GError            **error)
{
  gboolean row_is_new = kh_row_get_id (change->row) == 0;
  KhRow *kept = row_is_new ? NULL : kh_rows_find (save->kept, kh_row_get_id (change->row));

  if (!row_is_new && (kept == NULL || change->before == NULL || !is_as_it_was (save, kept, change->before)))
    return fail_conflict (change->row, error);
  if (change->removed)
    return row_is_new || remove_row (save, change, kept, error);
  mark_renewed (save->table, change);

  return (row_is_new ? add_row (save, change->row, error) : change_row (save, change->row, kept, error)) &&
         save_secrets (save, change, row_is_new, error);
}

static gboolean
fail_problem (Save                *save,
              KhRows              *rows,
              const KhRowProblem  *problem,
              GError             **error)
{
  g_autofree char *title = kh_row_dup_title (kh_rows_get (rows, problem->position));

  if (problem->column == KH_COLUMN_NONE)
    g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID, problem->message);
  else
    g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID,
                 /* Translators: the name of a contact, a zone and so on; one of its datapoints; what is wrong with it. */
                 _("%s, %s: %s"), title, kh_table_get_column_label (save->table, problem->column), problem->message);

  return FALSE;
}

/* The rules are those of all rows as they would be kept, whoever changed which. */
static gboolean
check_rules (Save    *save,
             GError **error)
{
  g_autoptr (KhRows) rows = kh_table_rows_load (save->connection, kh_customer_get_number (save->customer), save->table, error);
  g_autoptr (GPtrArray) list = g_ptr_array_new ();
  g_autoptr (GPtrArray) problems = kh_row_problems_new ();

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < kh_rows_get_n (rows); i++)
    g_ptr_array_add (list, kh_rows_get (rows, i));
  kh_row_rules_check (save->table, list, &save->context, problems);

  return problems->len == 0 || fail_problem (save, rows, g_ptr_array_index (problems, 0), error);
}

static gboolean
is_touched (GPtrArray *changes,
            KhRow     *kept)
{
  for (guint i = 0; i < changes->len; i++)
    {
      const KhRowChange *change = g_ptr_array_index (changes, i);

      if (kh_row_get_id (change->row) == kh_row_get_id (kept))
        return TRUE;
    }

  return FALSE;
}

/* The places of a ranked table that rows have which nobody touches now, and the last place of all. */
static GHashTable *
list_places (Save      *save,
             GPtrArray *changes,
             gint64    *last)
{
  const guint order = kh_table_get (save->table)->order;
  GHashTable *taken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  *last = 0;
  for (guint i = 0; i < kh_rows_get_n (save->kept); i++)
    {
      KhRow *kept = kh_rows_get (save->kept, i);
      gint64 place = kh_row_get_number (kept, order);

      *last = MAX (*last, place);
      if (!is_touched (changes, kept))
        g_hash_table_add (taken, g_memdup2 (&place, sizeof place));
    }
  for (guint i = 0; i < changes->len; i++)
    *last = MAX (*last, kh_row_get_number (((const KhRowChange *) g_ptr_array_index (changes, i))->row, order));

  return taken;
}

/* Gives a row whose place another one has the last. */
static void
find_room (Save        *save,
           KhRow       *row,
           GHashTable  *taken,
           gint64      *last)
{
  const guint order = kh_table_get (save->table)->order;
  gint64 place = kh_row_get_number (row, order);
  g_autofree char *next = NULL;

  if (g_hash_table_contains (taken, &place))
    {
      place = ++*last;
      next = g_strdup_printf ("%" G_GINT64_FORMAT, place);
      kh_row_set (row, order, next);
    }
  if (save->taken)
    g_hash_table_add (taken, g_memdup2 (&place, sizeof place));
}

/* Whoever adds a row means the end of the list. Where somebody else was faster that is one place
 * further on, and no reason to have it all typed again. A station's list has an order of its own,
 * in which those that are ours come first. */
static void
make_room (Save      *save,
           GPtrArray *changes)
{
  g_autoptr (GHashTable) taken = NULL;
  gint64 last;

  if (!kh_table_get (save->table)->ranked)
    return;
  taken = list_places (save, changes, &last);
  for (guint i = 0; save->taken && i < changes->len; i++)
    {
      const KhRowChange *change = g_ptr_array_index (changes, i);

      if (kh_row_get_id (change->row) != 0 && !change->removed)
        find_room (save, change->row, taken, &last);
    }
  for (guint i = 0; i < changes->len; i++)
    {
      const KhRowChange *change = g_ptr_array_index (changes, i);

      if (kh_row_get_id (change->row) == 0)
        find_room (save, change->row, taken, &last);
    }
}

static gboolean
write_changes (Save       *save,
               GPtrArray  *changes,
               GError    **error)
{
  make_room (save, changes);
  for (guint i = 0; i < changes->len; i++)
    {
      if (!save_change (save, g_ptr_array_index (changes, i), error))
        return FALSE;
    }

  return check_rules (save, error);
}

/* Who makes a customer with rows puts it into the index with what it is found by because of them. */
static gboolean
save_all (Save       *save,
          GPtrArray  *changes,
          GError    **error)
{
  const gint64 customer = kh_customer_get_number (save->customer);
  gboolean indexed = !save->made && kh_search_has_table (save->table);
  g_autofree char *tokens = indexed ? kh_search_rows_dup_tokens (save->connection, customer, error) : NULL;

  if (indexed && tokens == NULL)
    return FALSE;

  return write_changes (save, changes, error) &&
         (!indexed || kh_search_rows_follow (save->connection, customer, tokens, error));
}

static gboolean
begin (Save    *save,
       GError **error)
{
  const gint64 customer = kh_customer_get_number (save->customer);

  return kh_gate_check (save->grants, KH_GRANT_CUSTOMER_VIEW, error) &&
         kh_gate_check (save->grants, kh_table_get (save->table)->view, error) &&
         (save->made || kh_customer_rows_touch (save->connection, save->customer, error)) &&
         (save->taken || kh_outbox_rows_is_wanted (save->connection, customer, &save->wanted, error));
}

static gboolean
save_rows (Save          *save,
           KhCatalogues  *catalogues,
           GPtrArray     *changes,
           GError       **error)
{
  g_autoptr (KhCatalogues) entries = catalogues == NULL ? NULL : g_object_ref (catalogues);
  g_autoptr (KhRows) kept = NULL;

  if (changes->len == 0)
    return TRUE;
  if (!begin (save, error))
    return FALSE;
  if (entries == NULL)
    entries = kh_catalogue_rows_load (save->connection, error);
  if (entries != NULL)
    kept = kh_table_rows_load (save->connection, kh_customer_get_number (save->customer), save->table, error);
  if (kept == NULL)
    return FALSE;
  save->kept = kept;
  save->context.catalogues = entries;
  save->context.adt = kh_rule_is_adt (save->customer, entries);

  return save_all (save, changes, error);
}

/**
 * kh_table_save:
 * @connection: the connection that writes, in the transaction of the save
 * @safe: the keys of whoever saves
 * @customer: the record as it is kept; it gets the next revision
 * @table: a table
 * @changes: (element-type KhRowChange): what is to be done; the rows get what was hidden of them,
 *   and new ones their ids
 * @grants: what the member may do, read in the same transaction
 * @author: who changed it
 * @error: return location for an error of %KH_GATE_ERROR, %KH_VALUE_ERROR, or of
 *   %KH_STORE_ERROR: CONFLICT when a row is not any more what was edited, INVALID when a rule of
 *   the registry would not hold, NO_KEY
 *
 * All changes are one revision. Rows that nobody touched may have been changed elsewhere
 * meanwhile: that is no conflict. A new row whose place in a ranked table was taken meanwhile
 * comes last.
 *
 * Returns: whether they are kept
 */
gboolean
kh_table_save (KhConnection  *connection,
               KhSafe        *safe,
               KhCustomer    *customer,
               KhTableId      table,
               GPtrArray     *changes,
               KhGrants       grants,
               const char    *author,
               GError       **error)
{
  Save save = { connection, safe, customer, NULL, table, grants, { 0 }, author, FALSE, FALSE, FALSE };

  return save_rows (&save, NULL, changes, error);
}

/**
 * kh_table_save_taken:
 * @connection: the connection that writes, in a transaction
 * @safe: the keys of whoever saves
 * @customer: the record as it is kept; it gets the next revision
 * @table: a table
 * @changes: (element-type KhRowChange): the station's rows that the record takes
 * @grants: what the member may do
 * @author: who took them
 * @error: return location for an error; see kh_table_save()
 *
 * Like kh_table_save() for what a station has already, so that nothing of it is queued. A row of a
 * ranked table whose place there another row has here comes last.
 *
 * Returns: whether they are kept
 */
gboolean
kh_table_save_taken (KhConnection  *connection,
                     KhSafe        *safe,
                     KhCustomer    *customer,
                     KhTableId      table,
                     GPtrArray     *changes,
                     KhGrants       grants,
                     const char    *author,
                     GError       **error)
{
  Save save = { connection, safe, customer, NULL, table, grants, { 0 }, author, FALSE, TRUE, FALSE };

  return save_rows (&save, NULL, changes, error);
}

/**
 * kh_table_save_made:
 * @connection: the connection that writes, in the transaction that makes the customer
 * @safe: the keys of whoever makes it
 * @customer: the record as it was made; its revision stays
 * @table: a table
 * @changes: (element-type KhRowChange): the new rows; they get their ids
 * @catalogues: the entries that values name, read in the same transaction
 * @grants: what the member may do, read in the same transaction
 * @author: who makes it
 * @error: return location for an error; see kh_table_save()
 *
 * Like kh_table_save() for what a customer has from the start. The customer was made with what it is found by because
 * of the rows; see kh_customer_index_add_row().
 *
 * Returns: whether they are kept
 */
gboolean
kh_table_save_made (KhConnection  *connection,
                    KhSafe        *safe,
                    KhCustomer    *customer,
                    KhTableId      table,
                    GPtrArray     *changes,
                    KhCatalogues  *catalogues,
                    KhGrants       grants,
                    const char    *author,
                    GError       **error)
{
  Save save = { connection, safe, customer, NULL, table, grants, { 0 }, author, FALSE, FALSE, TRUE };

  return save_rows (&save, catalogues, changes, error);
}
