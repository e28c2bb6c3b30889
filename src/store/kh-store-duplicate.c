/* kh-store-duplicate.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-double-rows.h"
#include "kh-duplicate-rows.h"
#include "kh-gate.h"
#include "kh-progress.h"
#include "kh-session.h"
#include "kh-store-private.h"

#include <glib/gi18n-lib.h>

/* One duplicate, or many. */

typedef struct {
  KhDuplication duplication;
  KhCustomer *copy;
  GPtrArray *lines;
  GArray *doubles;
  GArray *numbers;
  KhProgress *progress;
  GCancellable *cancellable;
} Make;

static void
make_free (gpointer data)
{
  Make *make = data;

  kh_duplication_clear (&make->duplication);
  g_clear_object (&make->copy);
  g_clear_object (&make->cancellable);
  g_clear_pointer (&make->lines, g_ptr_array_unref);
  g_clear_pointer (&make->doubles, g_array_unref);
  g_clear_pointer (&make->numbers, g_array_unref);
  g_clear_pointer (&make->progress, kh_progress_unref);
  g_free (make);
}

/* The caller's objects stay with the caller: the thread works on copies. */
static Make *
make_new (KhStore                 *self,
          gint64                   original,
          gint64                   revision,
          KhCustomer              *copy,
          const KhDuplicateChoice *rows)
{
  Make *make = g_new0 (Make, 1);

  make->duplication.number = original;
  make->duplication.revision = revision;
  make->duplication.safe = g_object_ref (kh_store_get_safe (self));
  make->duplication.author = g_strdup (kh_store_get_author (self));
  make->duplication.choice = rows == NULL ? NULL : kh_duplicate_choice_copy (rows);
  make->copy = kh_customer_copy (copy);

  return make;
}

static gboolean
make_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Make *make = data;
  gint64 number;

  if (!kh_duplicate_rows_begin (connection, &make->duplication, error) ||
      !kh_duplicate_rows_insert (connection, &make->duplication, make->copy, error))
    return FALSE;
  number = kh_customer_get_number (make->copy);
  if (!kh_double_rows_accept (connection, make->duplication.author, number, make->doubles, error) ||
      !kh_duplicate_rows_note (connection, &make->duplication, make->copy, number, number, error) ||
      !kh_duplicate_rows_save_secrets (connection, &make->duplication, make->copy, error))
    return FALSE;
  kh_gate_hide (make->copy, make->duplication.grants);

  return TRUE;
}

static gpointer
make_one (KhConnection  *connection,
          gpointer       data,
          GError       **error)
{
  Make *make = data;

  return kh_connection_transact (connection, make_in_transaction, make, error) ? g_object_ref (make->copy) : NULL;
}

static void
after_making (KhStore  *self,
              gpointer  result G_GNUC_UNUSED)
{
  kh_store_tell_listed (self);
}

static const KhStoreCall make_call = { make_one, make_free, g_object_unref, TRUE, after_making };

/**
 * kh_store_duplicate_async:
 * @self: a store
 * @original: the customer that is duplicated
 * @revision: the revision of it that @copy was made from
 * @copy: the new customer; what it says is sealed is copied, too
 * @secrets: (nullable) (element-type KhSecretChange): what is sealed and was typed for it, not
 *   changed by the caller any more
 * @rows: (nullable): which rows of the original's tables it gets
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when the new customer is kept
 * @user_data: for @callback
 *
 * Makes a duplicate. The grants and the original are read again in the transaction.
 */
void
kh_store_duplicate_async (KhStore                 *self,
                          gint64                   original,
                          gint64                   revision,
                          KhCustomer              *copy,
                          GPtrArray               *secrets,
                          const KhDuplicateChoice *rows,
                          GCancellable            *cancellable,
                          GAsyncReadyCallback      callback,
                          gpointer                 user_data)
{
  kh_store_duplicate_anyway_async (self, original, revision, copy, secrets, rows, NULL, cancellable, callback,
                                   user_data);
}

/**
 * kh_store_duplicate_anyway_async:
 * @self: a store
 * @original: the customer that is duplicated
 * @revision: the revision of it that @copy was made from
 * @copy: the new customer; what it says is sealed is copied, too
 * @secrets: (nullable) (element-type KhSecretChange): what is sealed and was typed for it, not
 *   changed by the caller any more
 * @rows: (nullable): which rows of the original's tables it gets
 * @doubles: (nullable) (element-type gint64): whom somebody was shown as likely to be @copy
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when the new customer is kept
 * @user_data: for @callback
 *
 * Makes a duplicate, and says in its history who it is not. End it with
 * kh_store_duplicate_finish().
 */
void
kh_store_duplicate_anyway_async (KhStore                 *self,
                                 gint64                   original,
                                 gint64                   revision,
                                 KhCustomer              *copy,
                                 GPtrArray               *secrets,
                                 const KhDuplicateChoice *rows,
                                 GArray                  *doubles,
                                 GCancellable            *cancellable,
                                 GAsyncReadyCallback      callback,
                                 gpointer                 user_data)
{
  Make *make;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (KH_IS_CUSTOMER (copy));

  make = make_new (self, original, revision, copy, rows);
  make->duplication.secrets = secrets == NULL ? NULL : g_ptr_array_ref (secrets);
  make->doubles = doubles == NULL ? NULL : g_array_copy (doubles);
  kh_store_run (self, &make_call, make, cancellable, callback, user_data);
}

/**
 * kh_store_duplicate_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED, and of %KH_STORE_ERROR: _CONFLICT
 *   when the original was changed or archived since, _NOT_FOUND when it is gone, _INVALID, _NO_KEY;
 *   of %KH_VALUE_ERROR for what was typed and is sealed
 *
 * Returns: (transfer full): the new customer as it is kept, or %NULL
 */
KhCustomer *
kh_store_duplicate_finish (KhStore       *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return kh_store_finish (self, result, &make_call, error);
}

static gboolean
make_line (KhConnection           *connection,
           Make                   *make,
           const KhDuplicateLine  *line,
           GError                **error)
{
  KhCustomer *copy = kh_customer_copy (make->copy);
  gint64 number;

  kh_duplicate_line_apply (line, copy);
  if (!kh_duplicate_rows_insert (connection, &make->duplication, copy, error))
    {
      /* Translators: the number of a line, and what is wrong with it. */
      g_prefix_error (error, _("Line %u: "), line->number);
      g_object_unref (copy);
      return FALSE;
    }
  number = kh_customer_get_number (copy);
  g_array_append_val (make->numbers, number);
  g_object_unref (copy);

  return TRUE;
}

/* The job itself looks whether it is cancelled: one that writes is not interrupted else. */
static gboolean
make_many_in_transaction (KhConnection  *connection,
                          gpointer       data,
                          GError       **error)
{
  Make *make = data;
  g_autoptr (KhCustomer) last = NULL;
  gint64 first;

  if (!kh_duplicate_rows_begin (connection, &make->duplication, error) ||
      !kh_duplicate_rows_check_many (&make->duplication, make->copy, error))
    return FALSE;
  for (guint i = 0; i < make->lines->len; i++)
    {
      if (g_cancellable_set_error_if_cancelled (make->cancellable, error) ||
          !make_line (connection, make, g_ptr_array_index (make->lines, i), error))
        return FALSE;
      kh_progress_tell (make->progress, i + 1, make->lines->len);
    }
  if (g_cancellable_set_error_if_cancelled (make->cancellable, error))
    return FALSE;
  first = g_array_index (make->numbers, gint64, 0);

  return kh_duplicate_rows_note (connection, &make->duplication, make->copy, first,
                                 g_array_index (make->numbers, gint64, make->numbers->len - 1), error);
}

static gpointer
make_many (KhConnection  *connection,
           gpointer       data,
           GError       **error)
{
  Make *make = data;

  return kh_connection_transact (connection, make_many_in_transaction, make, error) ? g_array_ref (make->numbers) : NULL;
}

static const KhStoreCall many_call = { make_many, make_free, (GDestroyNotify) g_array_unref, TRUE, after_making };

/**
 * kh_store_duplicate_many_async:
 * @self: a store
 * @original: the customer that is duplicated
 * @revision: the revision of it that @copy was made from
 * @copy: the new customers, but for their names
 * @rows: (nullable): which rows of the original's tables each of them gets
 * @lines: (element-type KhDuplicateLine): one for each, without a problem
 * @progress: (nullable): told, in the main context of the call and before its end, how many
 *   are made
 * @progress_data: for @progress
 * @cancellable: (nullable): ends it; nothing is made then
 * @callback: called when all are kept, or none
 * @user_data: for @callback
 *
 * Makes a duplicate for each line, in one transaction. Where the registry requires something
 * sealed that is not copied, such as a passcode for an ADT company, they are refused
 * (%KH_STORE_ERROR_INVALID): everyone's is their own, and a line has no place for it.
 */
void
kh_store_duplicate_many_async (KhStore                 *self,
                               gint64                   original,
                               gint64                   revision,
                               KhCustomer              *copy,
                               const KhDuplicateChoice *rows,
                               GPtrArray               *lines,
                               KhStoreProgressFunc      progress,
                               gpointer                 progress_data,
                               GCancellable            *cancellable,
                               GAsyncReadyCallback      callback,
                               gpointer                 user_data)
{
  Make *make;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (KH_IS_CUSTOMER (copy));
  g_return_if_fail (lines != NULL && lines->len > 0 && lines->len <= KH_DUPLICATE_MOST_LINES);
  g_return_if_fail (kh_duplicate_lines_count_bad (lines) == 0);

  make = make_new (self, original, revision, copy, rows);
  make->lines = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_duplicate_line_free);
  for (guint i = 0; i < lines->len; i++)
    g_ptr_array_add (make->lines, kh_duplicate_line_copy (g_ptr_array_index (lines, i)));
  make->numbers = g_array_new (FALSE, FALSE, sizeof (gint64));
  make->progress = kh_progress_new (progress, progress_data);
  make->cancellable = cancellable == NULL ? NULL : g_object_ref (cancellable);
  kh_store_run (self, &many_call, make, cancellable, callback, user_data);
}

/**
 * kh_store_duplicate_many_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error, as of kh_store_duplicate_finish(); it names the line
 *
 * Returns: (transfer full) (element-type gint64): the numbers of the new customers, in the order
 *   of the lines, or %NULL
 */
GArray *
kh_store_duplicate_many_finish (KhStore       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return kh_store_finish (self, result, &many_call, error);
}

/* Taking back */

typedef struct {
  gint64 original;
  GArray *copies;
  char *author;
} Undo;

static void
undo_free (gpointer data)
{
  Undo *undo = data;

  g_array_unref (undo->copies);
  g_free (undo->author);
  g_free (undo);
}

static gboolean
undo_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Undo *undo = data;
  KhGrants grants;

  if (!kh_session_get_grants (connection, &grants, error) ||
      !kh_gate_check (grants, KH_GRANT_CUSTOMER_DUPLICATE, error))
    return FALSE;
  for (guint i = 0; i < undo->copies->len; i++)
    if (!kh_duplicate_rows_take_back (connection, undo->original, g_array_index (undo->copies, gint64, i), grants,
                                      undo->author, error))
      return FALSE;

  return TRUE;
}

static gpointer
undo_duplicate (KhConnection  *connection,
                gpointer       data,
                GError       **error)
{
  return GINT_TO_POINTER (kh_connection_transact (connection, undo_in_transaction, data, error));
}

static const KhStoreCall undo_call = { undo_duplicate, undo_free, NULL, TRUE, after_making };

/**
 * kh_store_undo_duplicate_async:
 * @self: a store
 * @original: the customer that was duplicated
 * @copies: (element-type gint64): the numbers of the duplicates
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when all are gone, or none
 * @user_data: for @callback
 *
 * Deletes duplicates that nothing has touched since they were made.
 */
void
kh_store_undo_duplicate_async (KhStore             *self,
                               gint64               original,
                               GArray              *copies,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  Undo *undo;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (copies != NULL);

  undo = g_new0 (Undo, 1);
  undo->original = original;
  undo->copies = g_array_copy (copies);
  undo->author = g_strdup (kh_store_get_author (self));
  kh_store_run (self, &undo_call, undo, cancellable, callback, user_data);
}

/**
 * kh_store_undo_duplicate_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_STORE_ERROR_CONFLICT, %KH_STORE_ERROR_NOT_FOUND
 *
 * Returns: whether they are gone
 */
gboolean
kh_store_undo_duplicate_finish (KhStore       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return kh_store_finish (self, result, &undo_call, error) != NULL;
}
