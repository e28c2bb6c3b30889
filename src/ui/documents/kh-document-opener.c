/* kh-document-opener.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-document-opener.h"

#include "kh-store-documents.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

typedef struct {
  KhDocument *document;
  GAppLaunchContext *context;
} Opening;

static void
opening_free (gpointer data)
{
  Opening *opening = data;

  g_object_unref (opening->document);
  g_clear_object (&opening->context);
  g_free (opening);
}

static void
on_launched_cb (GObject      *source G_GNUC_UNUSED,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (GTask) task = data;
  Opening *opening = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;

  if (g_app_info_launch_default_for_uri_finish (result, &error))
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  name = kh_value_dup_visible (kh_document_get (opening->document, KH_DOCUMENT_NAME));
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_FAILED,
                           /* Translators: the name of a file, and what the system says. */
                           _("No application shows “%s” here (%s). Install one that does, or choose Save a Copy to look at "
                             "it elsewhere."), name, error->message);
}

static void
on_lent_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (GTask) task = data;
  Opening *opening = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;
  g_autofree char *path = kh_store_copy_document_finish (KH_STORE (source), result, &error);
  g_autofree char *uri = path != NULL ? g_filename_to_uri (path, NULL, &error) : NULL;

  if (uri == NULL)
    g_task_return_error (task, error);
  else
    g_app_info_launch_default_for_uri_async (uri, opening->context, cancellable, on_launched_cb, g_steal_pointer (&task));
}

void
kh_document_opener_open_async (KhServices          *services,
                               KhDocument          *document,
                               GtkWidget           *widget,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  GTask *task = g_task_new (services, cancellable, callback, user_data);
  Opening *opening = g_new0 (Opening, 1);
  GError *error = NULL;
  g_autofree char *place = kh_lent_folder_dup_place (kh_services_get_lent (services), &error);

  g_task_set_name (task, "kh_document_opener_open_async");
  opening->document = g_object_ref (document);
  opening->context = G_APP_LAUNCH_CONTEXT (gdk_display_get_app_launch_context (gtk_widget_get_display (widget)));
  g_task_set_task_data (task, opening, opening_free);
  if (place != NULL)
    {
      kh_store_lend_document_async (kh_services_get_store (services), kh_document_get_origin (document)->id, place,
                                    cancellable, on_lent_cb, task);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

gboolean
kh_document_opener_open_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (G_IS_TASK (result), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
