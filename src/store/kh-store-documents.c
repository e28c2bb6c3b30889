/* kh-store-documents.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-store-documents.h"

#include "kh-blob-folder.h"
#include "kh-customer-rows.h"
#include "kh-document-rows.h"
#include "kh-gate.h"
#include "kh-progress.h"
#include "kh-session.h"
#include "kh-store-private.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* List */

static void
look_at (KhDocument *document,
         const char *folder)
{
  KhDocumentOrigin origin = *kh_document_get_origin (document);
  g_autofree char *hash = g_strdup (origin.hash);
  g_autofree char *author = g_strdup (origin.author);
  KhBlob blob = { .size = origin.size };

  g_strlcpy (blob.hash, hash, sizeof blob.hash);
  origin.hash = hash;
  origin.author = author;
  origin.state = kh_blob_folder_look (folder, &blob);
  kh_document_set_origin (document, &origin);
}

static gpointer
list_documents (KhConnection  *connection,
                gpointer       data,
                GError       **error)
{
  const gint64 *customer = data;
  g_autofree char *folder = kh_blob_folder_dup_path (kh_connection_get_path (connection));
  GPtrArray *documents;

  if (!kh_session_check (connection, KH_GRANT_FILES_VIEW, error))
    return NULL;
  documents = kh_document_rows_list (connection, *customer, error);
  for (guint i = 0; documents != NULL && i < documents->len; i++)
    look_at (g_ptr_array_index (documents, i), folder);

  return documents;
}

static const KhStoreCall list_call = { list_documents, g_free, (GDestroyNotify) g_ptr_array_unref, FALSE, NULL };

/**
 * kh_store_list_documents_async:
 * @self: a store
 * @customer: a customer number
 * @cancellable: (nullable): ends it
 * @callback: called with the files
 * @user_data: for @callback
 *
 * Each has its state, as far as a look from outside tells: whether its content is there, and as long
 * as it was.
 */
void
kh_store_list_documents_async (KhStore             *self,
                               gint64               customer,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));

  kh_store_run (self, &list_call, g_memdup2 (&customer, sizeof customer), cancellable, callback, user_data);
}

/**
 * kh_store_list_documents_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: (transfer full) (element-type KhDocument): the customer's files, newest first
 */
GPtrArray *
kh_store_list_documents_finish (KhStore       *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  return kh_store_finish (self, result, &list_call, error);
}

/* Count */

static gpointer
count_documents (KhConnection  *connection,
                 gpointer       data,
                 GError       **error)
{
  const gint64 *customer = data;
  guint n_documents = 0;

  if (!kh_session_check (connection, KH_GRANT_FILES_VIEW, error) ||
      !kh_document_rows_count (connection, *customer, &n_documents, error))
    return NULL;

  return g_memdup2 (&n_documents, sizeof n_documents);
}

static const KhStoreCall count_call = { count_documents, g_free, g_free, FALSE, NULL };

/**
 * kh_store_count_documents_async:
 * @self: a store
 * @customer: a customer number
 * @cancellable: (nullable): ends it
 * @callback: called with the number
 * @user_data: for @callback
 */
void
kh_store_count_documents_async (KhStore             *self,
                                gint64               customer,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));

  kh_store_run (self, &count_call, g_memdup2 (&customer, sizeof customer), cancellable, callback, user_data);
}

/**
 * kh_store_count_documents_finish:
 * @self: a store
 * @result: what the callback got
 * @n_documents: (out): how many files the customer has
 * @error: return location for an error; %KH_GATE_ERROR_DENIED
 *
 * Returns: whether they could be counted
 */
gboolean
kh_store_count_documents_finish (KhStore       *self,
                                 GAsyncResult  *result,
                                 guint         *n_documents,
                                 GError       **error)
{
  g_autofree guint *count = kh_store_finish (self, result, &count_call, error);

  *n_documents = count != NULL ? *count : 0;

  return count != NULL;
}

/* Add: the thread that writes reserves a name, another copies, which may take long, and the thread
 * that writes keeps what was copied. */

typedef struct {
  KhDocument *document;
  char *author;
  char *source;
  char *folder;
  char *temporary;
  KhBlob blob;
  KhProgress *progress;
} Addition;

static void
addition_clear (gpointer data)
{
  Addition *addition = data;

  if (addition->temporary != NULL)
    g_unlink (addition->temporary);
  kh_progress_unref (addition->progress);
  g_object_unref (addition->document);
  g_free (addition->author);
  g_free (addition->source);
  g_free (addition->folder);
  g_free (addition->temporary);
}

static void
addition_release (gpointer data)
{
  g_atomic_rc_box_release_full (data, addition_clear);
}

static Addition *
addition_new (KhStore    *self,
              gint64      customer,
              const char *path,
              const char *category)
{
  Addition *addition = g_atomic_rc_box_new0 (Addition);
  g_autofree char *name = kh_document_dup_name (path);
  const KhDocumentOrigin origin = { .customer = customer };

  addition->document = kh_document_new ();
  addition->author = g_strdup (kh_store_get_author (self));
  addition->source = g_strdup (path);
  kh_document_set (addition->document, KH_DOCUMENT_NAME, name);
  kh_document_set (addition->document, KH_DOCUMENT_CATEGORY, category);
  kh_document_set_origin (addition->document, &origin);

  return addition;
}

static gboolean
check_addition (KhConnection  *connection,
                Addition      *addition,
                GError       **error)
{
  g_autoptr (KhCustomer) customer = NULL;

  if (!kh_session_check (connection, KH_GRANT_FILES_CREATE, error) || !kh_document_check (addition->document, error))
    return FALSE;
  customer = kh_customer_rows_load (connection, kh_document_get_origin (addition->document)->customer, error);

  return customer != NULL;
}

static gpointer
reserve (KhConnection  *connection,
         gpointer       data,
         GError       **error)
{
  Addition *addition = data;

  if (!check_addition (connection, addition, error))
    return NULL;
  addition->folder = kh_blob_folder_dup_path (kh_connection_get_path (connection));
  addition->temporary = kh_blob_folder_reserve (addition->folder, error);

  return addition->temporary != NULL ? GINT_TO_POINTER (TRUE) : NULL;
}

static gboolean
insert_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  Addition *addition = data;
  const KhDocumentOrigin origin = {
    .customer = kh_document_get_origin (addition->document)->customer,
    .size = addition->blob.size,
    .hash = addition->blob.hash,
    .author = addition->author,
  };

  kh_document_set_origin (addition->document, &origin);

  return check_addition (connection, addition, error) && kh_document_rows_insert (connection, addition->document, error);
}

static gpointer
keep (KhConnection  *connection,
      gpointer       data,
      GError       **error)
{
  Addition *addition = data;
  gboolean kept;

  if (!kh_document_rows_doubt (connection, addition->blob.hash, error))
    return NULL;
  kept = kh_blob_folder_publish (addition->folder, addition->temporary, addition->blob.hash, error);
  if (kept)
    g_clear_pointer (&addition->temporary, g_free);
  kept = kept && kh_connection_transact (connection, insert_in_transaction, addition, error);
  kh_document_rows_settle (connection, addition->folder, addition->blob.hash);

  return kept ? g_object_ref (addition->document) : NULL;
}

static void
after_change (KhStore  *self,
              gpointer  result)
{
  kh_store_tell_documents (self, kh_document_get_origin (result)->customer);
}

static const KhStoreCall reserve_call = { reserve, addition_release, NULL, TRUE, NULL };
static const KhStoreCall keep_call = { keep, addition_release, g_object_unref, TRUE, after_change };

static void
on_kept_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  KhDocument *document = kh_store_finish (KH_STORE (source), result, &keep_call, &error);

  if (document != NULL)
    g_task_return_pointer (task, document, g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
on_taken_in_cb (GObject      *source G_GNUC_UNUSED,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (GTask) task = data;
  KhStore *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  Addition *addition = g_task_get_task_data (task);
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    kh_store_run (self, &keep_call, g_atomic_rc_box_acquire (addition), cancellable, on_kept_cb, g_steal_pointer (&task));
  else
    g_task_return_error (task, error);
}

static void
take_in (GTask        *task,
         gpointer      source G_GNUC_UNUSED,
         gpointer      data,
         GCancellable *cancellable)
{
  Addition *addition = data;
  GError *error = NULL;

  if (kh_blob_folder_take_in (addition->folder, addition->source, addition->temporary, &addition->blob,
                              addition->progress, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* The task that copies does not hold the store, which must not end on that thread. */
static void
on_reserved_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GTask) copying = NULL;
  Addition *addition = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (kh_store_finish (KH_STORE (source), result, &reserve_call, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  copying = g_task_new (NULL, cancellable, on_taken_in_cb, g_steal_pointer (&task));
  g_task_set_task_data (copying, g_atomic_rc_box_acquire (addition), addition_release);
  g_task_run_in_thread (copying, take_in);
}

/**
 * kh_store_add_document_async:
 * @self: a store
 * @customer: whose file it becomes
 * @path: a file of this computer
 * @category: (nullable): what kind of paper it is, one of the words of %KH_DOCUMENT_CATEGORY
 * @progress: (nullable): told, in the main context of the call and before its end, how many bytes
 *   are copied
 * @progress_data: for @progress
 * @cancellable: (nullable): ends it while it is copied
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Copies a file and keeps the copy, with its history, as a whole or not at all. It gets the file's
 * name, as far as that can be one, with a number where the customer has one of that name.
 */
void
kh_store_add_document_async (KhStore             *self,
                             gint64               customer,
                             const char          *path,
                             const char          *category,
                             KhStoreProgressFunc  progress,
                             gpointer             progress_data,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  GTask *task;
  Addition *addition;

  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (path != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, (gpointer) &keep_call);
  g_task_set_check_cancellable (task, FALSE);
  addition = addition_new (self, customer, path, category);
  addition->progress = kh_progress_new (progress, progress_data);
  g_task_set_task_data (task, addition, addition_release);
  kh_store_run (self, &reserve_call, g_atomic_rc_box_acquire (addition), cancellable, on_reserved_cb, task);
}

/**
 * kh_store_add_document_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_GATE_ERROR_DENIED, %KH_DOCUMENT_ERROR, or
 *   %KH_STORE_ERROR: _NOT_FOUND where @path is gone, _INVALID where it is no plain file or too large,
 *   _CONFLICT where it was written meanwhile, _FULL, _IO
 *
 * Returns: (transfer full): the file as it is kept, or %NULL
 */
KhDocument *
kh_store_add_document_finish (KhStore       *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == (gpointer) &keep_call, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Save and remove */

typedef struct {
  KhDocument *document;
  char *author;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_object_unref (change->document);
  g_free (change->author);
  g_free (change);
}

static Change *
change_new (KhStore    *self,
            KhDocument *document)
{
  Change *change = g_new0 (Change, 1);

  change->document = kh_document_copy (document);
  change->author = g_strdup (kh_store_get_author (self));

  return change;
}

/* The file as it is kept, where it is still what the caller saw. */
static KhDocument *
load_kept (KhConnection  *connection,
           Change        *change,
           KhGrant        grant,
           GError       **error)
{
  const KhDocumentOrigin *origin = kh_document_get_origin (change->document);
  g_autoptr (KhDocument) kept = NULL;

  if (!kh_session_check (connection, grant, error))
    return NULL;
  kept = kh_document_rows_load (connection, origin->id, error);
  if (kept == NULL || kh_document_get_origin (kept)->revision == origin->revision)
    return g_steal_pointer (&kept);
  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT,
                       _("This file was changed elsewhere meanwhile. Nothing was done. Look at it as it is now, then try again."));

  return NULL;
}

static gboolean
save_in_transaction (KhConnection  *connection,
                     gpointer       data,
                     GError       **error)
{
  Change *change = data;
  g_autoptr (KhDocument) kept = load_kept (connection, change, KH_GRANT_FILES_MODIFY, error);

  return kept != NULL && kh_document_check (change->document, error) &&
         kh_document_rows_update (connection, kept, change->document, change->author, error);
}

static gpointer
save_document (KhConnection  *connection,
               gpointer       data,
               GError       **error)
{
  Change *change = data;

  return kh_connection_transact (connection, save_in_transaction, change, error) ? g_object_ref (change->document) : NULL;
}

static gboolean
remove_in_transaction (KhConnection  *connection,
                       gpointer       data,
                       GError       **error)
{
  Change *change = data;
  g_autoptr (KhDocument) kept = load_kept (connection, change, KH_GRANT_FILES_DELETE, error);

  return kept != NULL && kh_document_rows_delete (connection, kept, change->author, error);
}

static gpointer
remove_document (KhConnection  *connection,
                 gpointer       data,
                 GError       **error)
{
  Change *change = data;

  return kh_connection_transact (connection, remove_in_transaction, change, error) ? g_object_ref (change->document) : NULL;
}

static const KhStoreCall save_call = { save_document, change_free, g_object_unref, TRUE, after_change };
static const KhStoreCall remove_call = { remove_document, change_free, g_object_unref, TRUE, after_change };

/**
 * kh_store_save_document_async:
 * @self: a store
 * @document: a file as it was read, with the name and the category that it is to have
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is kept
 * @user_data: for @callback
 *
 * Its content is never changed.
 */
void
kh_store_save_document_async (KhStore             *self,
                              KhDocument          *document,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (KH_IS_DOCUMENT (document));

  kh_store_run (self, &save_call, change_new (self, document), cancellable, callback, user_data);
}

/**
 * kh_store_save_document_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_DOCUMENT_ERROR, %KH_GATE_ERROR_DENIED,
 *   %KH_STORE_ERROR_CONFLICT, %KH_STORE_ERROR_NOT_FOUND
 *
 * Returns: (transfer full): the file as it is kept, or %NULL
 */
KhDocument *
kh_store_save_document_finish (KhStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  return kh_store_finish (self, result, &save_call, error);
}

/**
 * kh_store_remove_document_async:
 * @self: a store
 * @document: a file as it was read
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is gone
 * @user_data: for @callback
 *
 * The history keeps its name. It can be brought back with kh_store_restore_document_async() until
 * its content goes too: with kh_store_forget_document(), or at the next start.
 */
void
kh_store_remove_document_async (KhStore             *self,
                                KhDocument          *document,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (KH_IS_DOCUMENT (document));

  kh_store_run (self, &remove_call, change_new (self, document), cancellable, callback, user_data);
}

/**
 * kh_store_remove_document_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_GATE_ERROR_DENIED, %KH_STORE_ERROR_CONFLICT,
 *   %KH_STORE_ERROR_NOT_FOUND
 *
 * Returns: whether it is gone
 */
gboolean
kh_store_remove_document_finish (KhStore       *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  g_autoptr (KhDocument) removed = kh_store_finish (self, result, &remove_call, error);

  return removed != NULL;
}

/* Bring back */

static gboolean
check_restored (KhConnection  *connection,
                KhDocument    *document,
                GError       **error)
{
  g_autofree char *folder = kh_blob_folder_dup_path (kh_connection_get_path (connection));
  g_autoptr (KhDocument) kept = NULL;

  if (!kh_session_check (connection, KH_GRANT_FILES_DELETE, error))
    return FALSE;
  kept = kh_document_rows_load (connection, kh_document_get_origin (document)->id, NULL);
  look_at (document, folder);
  if (kept == NULL && kh_document_get_origin (document)->state == KH_DOCUMENT_THERE)
    return TRUE;
  if (kept != NULL)
    g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_CONFLICT, _("This file is there again already."));
  else
    g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                 /* Translators: the name of a file. */
                 _("“%s” cannot be brought back, because its content is gone. Add it again from where it came from."),
                 kh_document_get (document, KH_DOCUMENT_NAME));

  return FALSE;
}

static gboolean
restore_in_transaction (KhConnection  *connection,
                        gpointer       data,
                        GError       **error)
{
  Change *change = data;

  return check_restored (connection, change->document, error) &&
         kh_document_rows_restore (connection, change->document, change->author, error);
}

static gpointer
restore_document (KhConnection  *connection,
                  gpointer       data,
                  GError       **error)
{
  Change *change = data;

  return kh_connection_transact (connection, restore_in_transaction, change, error) ? g_object_ref (change->document) : NULL;
}

static const KhStoreCall restore_call = { restore_document, change_free, g_object_unref, TRUE, after_change };

/**
 * kh_store_restore_document_async:
 * @self: a store
 * @document: a file as it was when it was removed
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is there again
 * @user_data: for @callback
 *
 * Undoes kh_store_remove_document_async(), which wants the same grant. The file is what it was, with
 * a number behind its name where the customer has another of that name by now.
 */
void
kh_store_restore_document_async (KhStore             *self,
                                 KhDocument          *document,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (KH_IS_DOCUMENT (document));

  kh_store_run (self, &restore_call, change_new (self, document), cancellable, callback, user_data);
}

/**
 * kh_store_restore_document_finish:
 * @self: a store
 * @result: what the callback got
 * @error: return location for an error of %KH_GATE_ERROR_DENIED, %KH_STORE_ERROR_CONFLICT where it
 *   is there, %KH_STORE_ERROR_NOT_FOUND where its content is not
 *
 * Returns: (transfer full): the file as it is kept, or %NULL
 */
KhDocument *
kh_store_restore_document_finish (KhStore       *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return kh_store_finish (self, result, &restore_call, error);
}

static gpointer
forget (KhConnection  *connection,
        gpointer       data,
        GError       **error G_GNUC_UNUSED)
{
  g_autofree char *folder = kh_blob_folder_dup_path (kh_connection_get_path (connection));

  kh_document_rows_settle (connection, folder, kh_document_get_origin (data)->hash);

  return GINT_TO_POINTER (TRUE);
}

static const KhStoreCall forget_call = { forget, g_object_unref, NULL, TRUE, NULL };

/**
 * kh_store_forget_document:
 * @self: a store
 * @document: a file that was removed
 *
 * Nobody will ask for it back: its content goes, unless another file has the same. One that is
 * there again is left alone.
 */
void
kh_store_forget_document (KhStore    *self,
                          KhDocument *document)
{
  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (KH_IS_DOCUMENT (document));

  kh_store_run (self, &forget_call, kh_document_copy (document), NULL, NULL, NULL);
}

/* What was left */

static gpointer
settle (KhConnection  *connection,
        gpointer       data G_GNUC_UNUSED,
        GError       **error G_GNUC_UNUSED)
{
  g_autofree char *folder = kh_blob_folder_dup_path (kh_connection_get_path (connection));

  kh_blob_folder_sweep (folder);
  kh_document_rows_settle (connection, folder, NULL);

  return GINT_TO_POINTER (TRUE);
}

static const KhStoreCall settle_call = { settle, NULL, NULL, TRUE, NULL };

/* Comes before any other that writes, and so before any that takes a file in. */
void
kh_store_settle_documents (KhStore *self)
{
  kh_store_run (self, &settle_call, NULL, NULL, NULL, NULL);
}
