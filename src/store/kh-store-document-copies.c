/* kh-store-document-copies.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-store-documents.h"

#include "kh-blob-folder.h"
#include "kh-document-rows.h"
#include "kh-session.h"
#include "kh-store-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

/* A thread that reads finds the content, and another copies it, which may take long. */

typedef struct {
  gint64 id;
  char *path;
  gboolean lent;
  char *folder;
  char *name;
  KhBlob blob;
} Copy;

static void
copy_clear (gpointer data)
{
  Copy *copy = data;

  g_free (copy->path);
  g_free (copy->folder);
  g_free (copy->name);
}

static void
copy_release (gpointer data)
{
  g_atomic_rc_box_release_full (data, copy_clear);
}

static gpointer
find (KhConnection  *connection,
      gpointer       data,
      GError       **error)
{
  Copy *copy = data;
  g_autoptr (KhDocument) document = NULL;

  if (!kh_session_check (connection, KH_GRANT_FILES_VIEW, error))
    return NULL;
  document = kh_document_rows_load (connection, copy->id, error);
  if (document == NULL)
    return NULL;
  copy->folder = kh_blob_folder_dup_path (kh_connection_get_path (connection));
  copy->name = g_strdup (kh_document_get (document, KH_DOCUMENT_NAME));
  copy->blob.size = kh_document_get_origin (document)->size;
  g_strlcpy (copy->blob.hash, kh_document_get_origin (document)->hash, sizeof copy->blob.hash);

  return GINT_TO_POINTER (TRUE);
}

static const KhStoreCall find_call = { find, copy_release, NULL, FALSE, NULL };

/* A copy that is lent is for looking at: what somebody writes into it would be lost. */
static gboolean
give_out (Copy          *copy,
          char         **path,
          GCancellable  *cancellable,
          GError       **error)
{
  if (copy->lent && kh_blob_folder_is_program (copy->folder, &copy->blob, copy->name))
    {
      kh_document_refuse_program (copy->name, error);
      return FALSE;
    }
  *path = copy->lent ? g_build_filename (copy->path, copy->name, NULL) : g_strdup (copy->path);
  if (!kh_blob_folder_give_out (copy->folder, &copy->blob, *path, cancellable, error))
    return FALSE;
  if (copy->lent && g_chmod (*path, S_IRUSR) != 0)
    g_debug ("A copy can be written to: %s", g_strerror (errno));

  return TRUE;
}

static void
give_out_in_thread (GTask        *task,
                    gpointer      source G_GNUC_UNUSED,
                    gpointer      data,
                    GCancellable *cancellable)
{
  g_autofree char *path = NULL;
  GError *error = NULL;

  if (give_out (data, &path, cancellable, &error))
    g_task_return_pointer (task, g_steal_pointer (&path), g_free);
  else
    g_task_return_error (task, error);
}

static void
on_given_out_cb (GObject      *source G_GNUC_UNUSED,
                 GAsyncResult *result,
                 gpointer      data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  char *path = g_task_propagate_pointer (G_TASK (result), &error);

  if (path != NULL)
    g_task_return_pointer (task, path, g_free);
  else
    g_task_return_error (task, error);
}

static void
on_found_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      data)
{
  g_autoptr (GTask) task = data;
  g_autoptr (GTask) copying = NULL;
  Copy *copy = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (kh_store_finish (KH_STORE (source), result, &find_call, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  copying = g_task_new (NULL, cancellable, on_given_out_cb, g_steal_pointer (&task));
  g_task_set_check_cancellable (copying, FALSE);
  g_task_set_task_data (copying, g_atomic_rc_box_acquire (copy), copy_release);
  g_task_run_in_thread (copying, give_out_in_thread);
}

static void
start (KhStore             *self,
       gint64               id,
       const char          *path,
       gboolean             lent,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Copy *copy = g_atomic_rc_box_new0 (Copy);

  copy->id = id;
  copy->path = g_strdup (path);
  copy->lent = lent;
  g_task_set_source_tag (task, (gpointer) &find_call);
  /* A copy that is there is there, also where somebody cancelled too late. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, copy, copy_release);
  kh_store_run (self, &find_call, g_atomic_rc_box_acquire (copy), cancellable, on_found_cb, task);
}

/**
 * kh_store_copy_document_async:
 * @self: a store
 * @id: the id of a file
 * @path: where a copy of it shall be
 * @cancellable: (nullable): ends it
 * @callback: called when the copy is there
 * @user_data: for @callback
 *
 * Gives whoever may view it a copy of their own.
 */
void
kh_store_copy_document_async (KhStore             *self,
                              gint64               id,
                              const char          *path,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (path != NULL);

  start (self, id, path, FALSE, cancellable, callback, user_data);
}

/**
 * kh_store_lend_document_async:
 * @self: a store
 * @id: the id of a file
 * @folder: a folder that nobody else may look into
 * @cancellable: (nullable): ends it
 * @callback: called when the copy is there
 * @user_data: for @callback
 *
 * Makes a copy in @folder, under the file's name and only to be read, for another application to
 * show. Programs are not lent; see kh_document_is_program().
 */
void
kh_store_lend_document_async (KhStore             *self,
                              gint64               id,
                              const char          *folder,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (KH_IS_STORE (self));
  g_return_if_fail (folder != NULL);

  start (self, id, folder, TRUE, cancellable, callback, user_data);
}

/**
 * kh_store_copy_document_finish:
 * @self: a store
 * @result: what the callback of either got
 * @error: return location for an error: %KH_GATE_ERROR_DENIED, %KH_DOCUMENT_ERROR for a program that
 *   is not lent, %KH_STORE_ERROR_NOT_FOUND where its content is lost, %KH_STORE_ERROR_DAMAGED where
 *   it is not what was added, and what writing the copy may meet
 *
 * Returns: (transfer full): where the copy is
 */
char *
kh_store_copy_document_finish (KhStore       *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == (gpointer) &find_call, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
