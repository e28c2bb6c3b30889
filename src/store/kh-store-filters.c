/* kh-store-filters.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-saved-filter.h"
#include "kh-session.h"
#include "kh-store-private.h"

#include <glib/gi18n-lib.h>

/* What each member of the staff makes of the list: stars, who was opened lately, and filters that
 * are kept. It is theirs alone, so there is no history of it. */

/* As many as somebody knows again. */
#define MOST_VIEWED "50"
#define MOST_FILTERS 100

#define SQL_STAR   "INSERT OR IGNORE INTO customer_star (member, customer) VALUES (?1, ?2)"
#define SQL_UNSTAR "DELETE FROM customer_star WHERE member = ?1 AND customer = ?2"

#define SQL_VIEW \
  "INSERT INTO customer_viewed (member, customer, viewed_at) " \
  "SELECT ?1, customer_number, ?3 FROM customer WHERE customer_number = ?2 " \
  "ON CONFLICT (member, customer) DO UPDATE SET viewed_at = excluded.viewed_at"
#define SQL_FORGET_VIEWED \
  "DELETE FROM customer_viewed WHERE member = ?1 AND customer NOT IN " \
  "(SELECT customer FROM customer_viewed WHERE member = ?1 ORDER BY viewed_at DESC LIMIT " MOST_VIEWED ")"

#define SQL_LIST   "SELECT name, filter FROM saved_filter WHERE member = ?1 ORDER BY name COLLATE NOCASE, name"
#define SQL_COUNT  "SELECT count (*) FROM saved_filter WHERE member = ?1 AND name <> ?2"
#define SQL_REMOVE "DELETE FROM saved_filter WHERE member = ?1 AND name = ?2"
#define SQL_SAVE \
  "INSERT INTO saved_filter (member, name, filter) VALUES (?1, ?2, ?3) " \
  "ON CONFLICT (member, name) DO UPDATE SET filter = excluded.filter"

/**
 * kh_saved_filter_free:
 * @self: (transfer full): a filter that is kept
 */
void
kh_saved_filter_free (KhSavedFilter *self)
{
  g_free (self->name);
  g_free (self->text);
  g_free (self);
}

/* What is written, of a customer or by a name. */
typedef struct {
  gint64 number;
  gint64 time;
  gboolean on;
  char *name;
  char *text;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->name);
  g_free (work->text);
  g_free (work);
}

static KhStatement *
prepare (KhConnection  *connection,
         const char    *sql,
         GError       **error)
{
  KhStatement *statement = kh_connection_prepare (connection, sql, error);

  if (statement != NULL)
    kh_statement_bind_int64 (statement, 1, kh_session_get_member (connection));

  return statement;
}

/* Stars */

static gboolean
write_star (KhConnection  *connection,
            const char    *sql,
            gint64         number,
            GError       **error)
{
  g_autoptr (KhStatement) statement = prepare (connection, sql, error);

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 2, number);

  return kh_statement_run (statement, error);
}

static gboolean
star_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Work *work = data;

  if (!kh_session_check (connection, KH_GRANT_CUSTOMER_VIEW, error) ||
      !write_star (connection, SQL_UNSTAR, work->number, error))
    return FALSE;
  work->on = kh_connection_get_changes (connection) == 0;

  return !work->on || write_star (connection, SQL_STAR, work->number, error);
}

static gpointer
star (KhConnection  *connection,
      gpointer       data,
      GError       **error)
{
  Work *work = data;

  if (!kh_connection_transact (connection, star_in_transaction, data, error))
    return NULL;

  return g_memdup2 (work, sizeof *work);
}

static void
after_star (KhStore  *self,
            gpointer  result)
{
  kh_store_tell_changed (self, ((Work *) result)->number);
}

static const KhStoreCall star_call = { star, work_free, g_free, TRUE, after_star };

/**
 * kh_store_toggle_starred_async:
 * @self: a store
 * @number: a customer
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Puts a customer among the starred ones of whoever is signed in, or takes them out.
 */
void
kh_store_toggle_starred_async (KhStore             *self,
                               gint64               number,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  Work *work;

  g_return_if_fail (KH_IS_STORE (self));

  work = g_new0 (Work, 1);
  work->number = number;
  kh_store_run (self, &star_call, work, cancellable, callback, user_data);
}

/**
 * kh_store_toggle_starred_finish:
 * @self: a store
 * @result: what the callback got
 * @starred: (out): whether the customer is starred now
 * @error: return location for an error
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_toggle_starred_finish (KhStore       *self,
                                GAsyncResult  *result,
                                gboolean      *starred,
                                GError       **error)
{
  g_autofree Work *work = kh_store_finish (self, result, &star_call, error);

  if (work == NULL)
    return FALSE;
  *starred = work->on;

  return TRUE;
}

/* Who was opened lately */

static gboolean
view_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Work *work = data;
  g_autoptr (KhStatement) statement = NULL;
  g_autoptr (KhStatement) forget = NULL;

  if (!kh_session_check (connection, KH_GRANT_CUSTOMER_VIEW, error))
    return FALSE;
  statement = prepare (connection, SQL_VIEW, error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 2, work->number);
  kh_statement_bind_int64 (statement, 3, work->time);
  if (!kh_statement_run (statement, error))
    return FALSE;
  forget = prepare (connection, SQL_FORGET_VIEWED, error);

  return forget != NULL && kh_statement_run (forget, error);
}

static gpointer
view (KhConnection  *connection,
      gpointer       data,
      GError       **error)
{
  return GINT_TO_POINTER (kh_connection_transact (connection, view_in_transaction, data, error));
}

static const KhStoreCall view_call = { view, work_free, NULL, TRUE, NULL };

/**
 * kh_store_note_viewed_async:
 * @self: a store
 * @number: a customer
 * @cancellable: (nullable): ends it before it begins
 * @callback: (nullable): called when it is kept
 * @user_data: for @callback
 *
 * Puts a customer first among those that whoever is signed in opened lately.
 */
void
kh_store_note_viewed_async (KhStore             *self,
                            gint64               number,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Work *work;

  g_return_if_fail (KH_IS_STORE (self));

  work = g_new0 (Work, 1);
  work->number = number;
  work->time = g_get_real_time ();
  kh_store_run (self, &view_call, work, cancellable, callback, user_data);
}

/**
 * kh_store_note_viewed_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_note_viewed_finish (KhStore       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return kh_store_finish (self, result, &view_call, error) != NULL;
}

/* Filters by name */

static gpointer
list_filters (KhConnection  *connection,
              gpointer       data G_GNUC_UNUSED,
              GError       **error)
{
  g_autoptr (GPtrArray) filters = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_saved_filter_free);
  g_autoptr (KhStatement) statement = prepare (connection, SQL_LIST, error);
  gboolean row = TRUE;

  if (statement == NULL)
    return NULL;
  while (kh_statement_step (statement, &row, error))
    {
      KhSavedFilter *filter;

      if (!row)
        return g_steal_pointer (&filters);
      filter = g_new0 (KhSavedFilter, 1);
      filter->name = g_strdup (kh_statement_get_text (statement, 0));
      filter->text = g_strdup (kh_statement_get_text (statement, 1));
      g_ptr_array_add (filters, filter);
    }

  return NULL;
}

static const KhStoreCall list_call = { list_filters, NULL, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

/**
 * kh_store_list_filters_async:
 * @self: a store
 * @cancellable: (nullable): ends it
 * @callback: called when they are read
 * @user_data: for @callback
 */
void
kh_store_list_filters_async (KhStore             *self,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));

  kh_store_run (self, &list_call, NULL, cancellable, callback, user_data);
}

/**
 * kh_store_list_filters_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: (transfer full) (element-type KhSavedFilter): the filters that whoever is signed in kept
 */
GPtrArray *
kh_store_list_filters_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return kh_store_finish (self, result, &list_call, error);
}

static gboolean
has_room (KhConnection  *connection,
          const char    *name,
          GError       **error)
{
  g_autoptr (KhStatement) statement = prepare (connection, SQL_COUNT, error);
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 2, name);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  if (kh_statement_get_int64 (statement, 0) < MOST_FILTERS)
    return TRUE;
  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_INVALID,
                       _("There are 100 filters already. Remove one that is not used any more, and try again."));

  return FALSE;
}

static gboolean
save_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Work *work = data;
  g_autoptr (KhStatement) statement = NULL;

  if (!kh_session_check (connection, KH_GRANT_CUSTOMER_VIEW, error) ||
      (work->text != NULL && !has_room (connection, work->name, error)))
    return FALSE;
  statement = prepare (connection, work->text != NULL ? SQL_SAVE : SQL_REMOVE, error);
  if (statement == NULL)
    return FALSE;
  kh_statement_bind_text (statement, 2, work->name);
  if (work->text != NULL)
    kh_statement_bind_text (statement, 3, work->text);

  return kh_statement_run (statement, error);
}

static gpointer
save_filter (KhConnection  *connection,
             gpointer       data,
             GError       **error)
{
  return GINT_TO_POINTER (kh_connection_transact (connection, save_in_transaction, data, error));
}

static const KhStoreCall save_call = { save_filter, work_free, NULL, TRUE, NULL };

/**
 * kh_store_save_filter_async:
 * @self: a store
 * @name: what it is called
 * @filter: (nullable): the filter, or %NULL to keep it no longer
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps a filter for whoever is signed in, in the place of one with the same name.
 */
void
kh_store_save_filter_async (KhStore             *self,
                            const char          *name,
                            const KhFilter      *filter,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  Work *work;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (name != NULL);

  work = g_new0 (Work, 1);
  work->name = g_strdup (name);
  work->text = filter != NULL ? kh_filter_dup_text (filter) : NULL;
  kh_store_run (self, &save_call, work, cancellable, callback, user_data);
}

/**
 * kh_store_save_filter_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_STORE_ERROR_INVALID, there are too many
 *
 * Returns: whether it is kept, or no longer
 */
gboolean
kh_store_save_filter_finish (KhStore       *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  return kh_store_finish (self, result, &save_call, error) != NULL;
}
