/* kh-store-status.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-rows.h"
#include "kh-gate.h"
#include "kh-note-rows.h"
#include "kh-session.h"
#include "kh-status-rows.h"
#include "kh-store-private.h"

#include <glib/gi18n-lib.h>

typedef struct {
  gint64 customer;
  gint64 revision;
  KhStatusStep step;
  char *date;
  char *reason;
  KhNote *note;
  char *author;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_free (work->date);
  g_free (work->reason);
  g_clear_object (&work->note);
  g_free (work->author);
  g_free (work);
}

static Work *
work_new (KhStore *self,
          gint64   customer,
          gint64   revision)
{
  Work *work = g_new0 (Work, 1);

  work->customer = customer;
  work->revision = revision;
  work->author = g_strdup (kh_store_get_author (self));

  return work;
}

static KhCustomer *
load_as_seen (KhConnection  *connection,
              const Work    *work,
              GError       **error)
{
  g_autoptr (KhCustomer) kept = kh_customer_rows_load (connection, work->customer, error);

  return kept != NULL && kh_customer_rows_check_revision (kept, work->revision, error) ? g_steal_pointer (&kept) : NULL;
}

/* A step */

static gboolean
add_note (KhConnection  *connection,
          Work          *work,
          GError       **error)
{
  return work->note == NULL ||
         (kh_session_check (connection, KH_GRANT_NOTES_CREATE, error) && kh_note_check (work->note, NULL, NULL, error) &&
          kh_note_rows_insert (connection, work->note, work->author, error));
}

/* Nothing is queued for a station: that the customer has left is for a person to tell. */
static gboolean
take_step (KhConnection  *connection,
           gpointer       data,
           GError       **error)
{
  Work *work = data;
  g_autoptr (KhCustomer) kept = load_as_seen (connection, work, error);
  g_autoptr (KhCustomer) edited = NULL;
  g_autoptr (KhCatalogues) catalogues = NULL;
  KhGrants grants;
  KhGrant missing;

  if (kept == NULL || !kh_session_get_grants (connection, &grants, error))
    return FALSE;
  missing = kh_status_step_find_missing (work->step, grants);
  if (missing != KH_GRANT_NONE)
    return kh_gate_check (grants, missing, error);
  catalogues = kh_catalogue_rows_load (connection, error);
  edited = kh_customer_copy (kept);

  return catalogues != NULL &&
         kh_status_step_take (work->step, edited, work->date, work->reason, catalogues, error) &&
         kh_customer_rows_update (connection, kept, edited, work->author, kh_status_step_get_action (work->step), error) &&
         add_note (connection, work, error);
}

static gpointer
set_status (KhConnection  *connection,
            gpointer       data,
            GError       **error)
{
  const Work *work = data;

  return kh_connection_transact (connection, take_step, data, error)
           ? g_memdup2 (&work->customer, sizeof work->customer) : NULL;
}

static void
after_step (KhStore  *self,
            gpointer  result)
{
  const gint64 *customer = result;

  kh_store_tell_changed (self, *customer);
  kh_store_tell_notes (self, *customer);
  kh_store_tell_listed (self);
}

static const KhStoreCall status_call = { set_status, work_free, g_free, TRUE, after_step };

/**
 * kh_store_set_status_async:
 * @self: a store
 * @customer: a customer number
 * @revision: the revision that was seen
 * @step: what is done with the customer's standing
 * @date: (nullable): with %KH_STATUS_CANCEL, the canonical day on which the customer leaves
 * @reason: (nullable): with %KH_STATUS_CANCEL, the entry of the cancel reasons
 * @note: (nullable): a note that is kept with it
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Keeps it with its history and the note in one transaction. Nothing of it is sent to a station,
 * now or later: a link, and what already waits, stay as they are.
 */
void
kh_store_set_status_async (KhStore             *self,
                           gint64               customer,
                           gint64               revision,
                           KhStatusStep         step,
                           const char          *date,
                           const char          *reason,
                           KhNote              *note,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  Work *work;

  g_return_if_fail (KH_IS_STORE (self));

  work = work_new (self, customer, revision);
  work->step = step;
  work->date = g_strdup (date);
  work->reason = g_strdup (reason);
  if (note != NULL)
    {
      KhNoteOrigin origin = { .customer = customer };

      work->note = kh_note_copy (note);
      kh_note_set_origin (work->note, &origin);
      kh_note_tidy (work->note);
    }
  kh_store_run (self, &status_call, work, NULL, callback, user_data);
}

/**
 * kh_store_set_status_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_STATUS_ERROR, %KH_NOTE_ERROR, %KH_GATE_ERROR_DENIED,
 *   %KH_STORE_ERROR_CONFLICT
 *
 * Returns: whether it is kept
 */
gboolean
kh_store_set_status_finish (KhStore       *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_autofree gint64 *customer = kh_store_finish (self, result, &status_call, error);

  return customer != NULL;
}

/* Delete */

static gboolean
delete_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  const Work *work = data;
  g_autoptr (KhCustomer) kept = NULL;

  if (!kh_session_check (connection, KH_GRANT_CUSTOMER_DELETE, error))
    return FALSE;
  kept = load_as_seen (connection, work, error);

  return kept != NULL && kh_status_rows_delete (connection, kept, work->author, error);
}

static gpointer
delete_customer (KhConnection  *connection,
                 gpointer       data,
                 GError       **error)
{
  return GINT_TO_POINTER (kh_connection_transact (connection, delete_in_transaction, data, error));
}

static void
after_delete (KhStore  *self,
              gpointer  result G_GNUC_UNUSED)
{
  kh_store_tell_listed (self);
}

static const KhStoreCall delete_call = { delete_customer, work_free, NULL, TRUE, after_delete };

/**
 * kh_store_delete_customer_async:
 * @self: a store
 * @customer: a customer number
 * @revision: the revision that was seen
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * Only a customer that nothing has become of can be deleted, see kh_status_rows_is_touched(). That
 * it was stays in the history.
 */
void
kh_store_delete_customer_async (KhStore             *self,
                                gint64               customer,
                                gint64               revision,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));

  kh_store_run (self, &delete_call, work_new (self, customer, revision), NULL, callback, user_data);
}

/**
 * kh_store_delete_customer_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED, %KH_STORE_ERROR_CONFLICT where there
 *   is something to keep
 *
 * Returns: whether it is gone
 */
gboolean
kh_store_delete_customer_finish (KhStore       *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return kh_store_finish (self, result, &delete_call, error) != NULL;
}
