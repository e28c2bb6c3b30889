/* kh-store-notes.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-rows.h"
#include "kh-gate.h"
#include "kh-note-rows.h"
#include "kh-session.h"
#include "kh-store-private.h"

#include <glib/gi18n-lib.h>

/* List */

typedef struct {
  gint64 customer;
  gint64 before;
  guint limit;
} Page;

static gpointer
list_notes (KhConnection  *connection,
            gpointer       data,
            GError       **error)
{
  const Page *page = data;

  if (!kh_session_check (connection, KH_GRANT_NOTES_VIEW, error))
    return NULL;

  return kh_note_rows_list (connection, page->customer, page->before, page->limit, error);
}

static const KhStoreCall list_call = { list_notes, g_free, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

/**
 * kh_store_list_notes_async:
 * @self: a store
 * @customer: a customer number
 * @before: only notes with a lower id, for the next page; 0 for the first
 * @limit: how many at the most
 * @cancellable: (nullable): ends it
 * @callback: called with the notes
 * @user_data: for @callback
 */
void
kh_store_list_notes_async (KhStore             *self,
                           gint64               customer,
                           gint64               before,
                           guint                limit,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  const Page page = { customer, before, limit };

  g_return_if_fail (KH_IS_STORE (self));

  kh_store_run (self, &list_call, g_memdup2 (&page, sizeof page), cancellable, callback, user_data);
}

/**
 * kh_store_list_notes_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: (transfer full) (element-type KhNote): the customer's notes, newest first
 */
GPtrArray *
kh_store_list_notes_finish (KhStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  return kh_store_finish (self, result, &list_call, error);
}

/* Count */

static gpointer
count_tickets (KhConnection  *connection,
               gpointer       data,
               GError       **error)
{
  const gint64 *customer = data;
  guint n_open = 0;

  if (!kh_session_check (connection, KH_GRANT_NOTES_VIEW, error) ||
      !kh_note_rows_count (connection, *customer, &n_open, error))
    return NULL;

  return g_memdup2 (&n_open, sizeof n_open);
}

static const KhStoreCall count_call = { count_tickets, g_free, g_free, FALSE, NULL };

/**
 * kh_store_count_tickets_async:
 * @self: a store
 * @customer: a customer number
 * @cancellable: (nullable): ends it
 * @callback: called with the number
 * @user_data: for @callback
 */
void
kh_store_count_tickets_async (KhStore             *self,
                              gint64               customer,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));

  kh_store_run (self, &count_call, g_memdup2 (&customer, sizeof customer), cancellable, callback, user_data);
}

/**
 * kh_store_count_tickets_finish:
 * @self: a store
 * @result: what the callback got
 * @n_open: (out): how many open tickets the customer has
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: whether they could be counted
 */
gboolean
kh_store_count_tickets_finish (KhStore       *self,
                               GAsyncResult  *result,
                               guint         *n_open,
                               GError       **error)
{
  g_autofree guint *count = kh_store_finish (self, result, &count_call, error);

  *n_open = count != NULL ? *count : 0;

  return count != NULL;
}

/* Save */

typedef struct {
  KhNote *note;
  char *author;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_object_unref (save->note);
  g_free (save->author);
  g_free (save);
}

static gboolean
check_note (KhConnection  *connection,
            KhNote        *note,
            KhNote        *kept,
            GError       **error)
{
  g_autoptr (KhCatalogues) catalogues = kh_catalogue_rows_load (connection, error);

  return catalogues != NULL && kh_note_check (note, kept, catalogues, error);
}

static gboolean
add_note (KhConnection  *connection,
          Save          *save,
          GError       **error)
{
  g_autoptr (KhCustomer) customer = NULL;

  if (!kh_session_check (connection, KH_GRANT_NOTES_CREATE, error) || !check_note (connection, save->note, NULL, error))
    return FALSE;
  customer = kh_customer_rows_load (connection, kh_note_get_origin (save->note)->customer, error);

  return customer != NULL && kh_note_rows_insert (connection, save->note, save->author, error);
}

static gboolean
change_note (KhConnection  *connection,
             Save          *save,
             GError       **error)
{
  const KhNoteOrigin *origin = kh_note_get_origin (save->note);
  g_autoptr (KhNote) kept = NULL;

  if (!kh_session_check (connection, KH_GRANT_NOTES_MODIFY, error))
    return FALSE;
  kept = kh_note_rows_load (connection, origin->id, error);
  if (kept == NULL)
    return FALSE;
  if (kh_note_get_origin (kept)->revision != origin->revision)
    {
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT,
                           _("This note was changed elsewhere since you opened it. Nothing was saved. "
                             "Choose Cancel to see it as it is now, then change it again."));
      return FALSE;
    }

  return check_note (connection, save->note, kept, error) &&
         kh_note_rows_update (connection, kept, save->note, save->author, error);
}

static gboolean
save_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Save *save = data;

  return kh_note_get_origin (save->note)->id == 0 ? add_note (connection, save, error)
                                                  : change_note (connection, save, error);
}

static gpointer
save_note (KhConnection  *connection,
           gpointer       data,
           GError       **error)
{
  Save *save = data;

  return kh_connection_transact (connection, save_in_transaction, save, error) ? g_object_ref (save->note) : NULL;
}

static void
after_save (KhStore  *self,
            gpointer  result)
{
  kh_store_tell_notes (self, kh_note_get_origin (result)->customer);
}

static const KhStoreCall save_call = { save_note, save_free, g_object_unref, TRUE, after_save };

/**
 * kh_store_save_note_async:
 * @self: a store
 * @customer: whose note it is, when it is a new one
 * @note: a note as it is to be; one that is kept has the origin that it was read with
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps a note with its history in one transaction. Whoever wrote it stays its author, and what it
 * said before stays in the history.
 */
void
kh_store_save_note_async (KhStore             *self,
                          gint64               customer,
                          KhNote              *note,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Save *save = g_new0 (Save, 1);
  KhNoteOrigin origin;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (KH_IS_NOTE (note));

  save->note = kh_note_copy (note);
  save->author = g_strdup (kh_store_get_author (self));
  origin = *kh_note_get_origin (note);
  if (origin.id == 0)
    origin.customer = customer;
  kh_note_set_origin (save->note, &origin);
  kh_note_tidy (save->note);
  kh_store_run (self, &save_call, save, cancellable, callback, user_data);
}

/**
 * kh_store_save_note_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_NOTE_ERROR, %KH_GATE_ERROR_DENIED,
 *   %KH_STORE_ERROR_CONFLICT, %KH_STORE_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the note as it is kept, or %NULL
 */
KhNote *
kh_store_save_note_finish (KhStore       *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  return kh_store_finish (self, result, &save_call, error);
}

/* The queue */

static gpointer
list_tickets (KhConnection  *connection,
              gpointer       data,
              GError       **error)
{
  const KhTicketFilter *filter = data;
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

  if (!kh_session_check (connection, KH_GRANT_NOTES_VIEW, error))
    return NULL;

  return kh_note_rows_queue (connection, filter, today, error);
}

static const KhStoreCall tickets_call = { list_tickets, g_free, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

/**
 * kh_store_list_tickets_async:
 * @self: a store
 * @filter: which; @filter->priority is one of the words of %KH_NOTE_PRIORITY
 * @cancellable: (nullable): ends it
 * @callback: called with the tickets
 * @user_data: for @callback
 *
 * The open tickets over all customers.
 */
void
kh_store_list_tickets_async (KhStore              *self,
                             const KhTicketFilter *filter,
                             GCancellable         *cancellable,
                             GAsyncReadyCallback   callback,
                             gpointer              user_data)
{
  KhTicketFilter *copy = g_memdup2 (filter, sizeof *filter);

  g_return_if_fail (KH_IS_STORE (self));

  copy->priority = g_intern_string (filter->priority);
  kh_store_run (self, &tickets_call, copy, cancellable, callback, user_data);
}

/**
 * kh_store_list_tickets_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: (transfer full) (element-type KhNote): open tickets with their customers' names: what is
 *   due first, then what is urgent
 */
GPtrArray *
kh_store_list_tickets_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  return kh_store_finish (self, result, &tickets_call, error);
}
