/* kh-window-transfer.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-window-private.h"

#include "kh-count.h"
#include "kh-customer-file.h"
#include "kh-dialogs.h"
#include "kh-import-window.h"
#include "kh-progress-window.h"
#include "kh-transfer.h"

#include <glib/gi18n-lib.h>

/* Import */

void
kh_window_import (KhWindow *self)
{
  if (self->import == NULL)
    {
      g_set_weak_pointer (&self->import, kh_import_window_new (kh_services_get_store (self->services)));
      g_signal_connect_object (self, "destroy", G_CALLBACK (gtk_window_destroy), self->import, G_CONNECT_SWAPPED);
    }
  gtk_window_present (self->import);
}

/* Export */

typedef struct {
  KhWindow *window;
  KhStore *store;
  char *path;
  char *query;
  KhFilter *filter;
  GCancellable *cancellable;
  KhProgressWindow *progress;
} Export;

static void
export_free (Export *export)
{
  g_object_unref (export->window);
  g_object_unref (export->store);
  g_free (export->path);
  g_free (export->query);
  kh_filter_free (export->filter);
  g_object_unref (export->cancellable);
  if (export->progress != NULL)
    gtk_window_destroy (GTK_WINDOW (export->progress));
  g_clear_object (&export->progress);
  g_free (export);
}

static void
fail (Export       *export,
      const GError *error)
{
  gboolean stopped = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* Whoever closed the window has nobody to be told. */
  if (gtk_widget_get_mapped (GTK_WIDGET (export->window)))
    kh_dialogs_tell (GTK_WINDOW (export->window), _("Nothing Was Exported"),
                     stopped ? _("You stopped. No file was written.") : error->message, NULL);
  export_free (export);
}

static void
on_exported_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  Export *export = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *count = NULL;
  g_autofree char *body = NULL;
  guint n = 0;

  if (!kh_store_export_finish (KH_STORE (source), result, &n, &error))
    {
      fail (export, error);
      return;
    }
  count = kh_count_format (n);
  body = g_strdup_printf (/* Translators: a number of customers, and a file's place. */
                          ngettext ("%s customer is in %s. Passcodes and the like are not in the file.",
                                    "%s customers are in %s. Passcodes and the like are not in the file.", n),
                          count, export->path);
  kh_dialogs_tell (GTK_WINDOW (export->window), _("Exported"), body, NULL);
  export_free (export);
}

static void
on_progress_cb (guint    done,
                guint    total,
                gpointer user_data)
{
  Export *export = user_data;

  kh_progress_window_tell (export->progress, done, total);
}

static void
write_file (Export *export,
            GArray *numbers)
{
  g_autoptr (KhRecordWriter) writer = kh_customer_file_new_writer (export->path);

  kh_store_export_async (export->store, writer, export->path, numbers, on_progress_cb, export,
                         export->cancellable, on_exported_cb, export);
}

static void
on_found_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  Export *export = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) numbers = kh_store_search_finish (KH_STORE (source), result, &error);

  if (numbers == NULL)
    fail (export, error);
  else
    write_file (export, numbers);
}

static void
on_file_cb (GObject      *source G_GNUC_UNUSED,
            GAsyncResult *result,
            gpointer      user_data)
{
  Export *export = user_data;
  g_autoptr (GFile) file = kh_dialogs_save_finish (result);

  if (file == NULL || g_file_peek_path (file) == NULL)
    {
      export_free (export);
      return;
    }
  export->path = g_file_get_path (file);
  export->progress = g_object_ref (kh_progress_window_new (GTK_WINDOW (export->window), _("Exporting Customers"),
                                                           export->cancellable));
  if (export->query == NULL)
    write_file (export, NULL);
  else
    kh_store_filter_customers_async (export->store, export->query, export->filter, TRUE, 0, export->cancellable,
                                     on_found_cb, export);
}

static void
begin_export (KhWindow   *self,
              const char *query)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");
  g_autofree char *name = g_strdup_printf ("customers-%s.csv", day);
  Export *export = g_new0 (Export, 1);

  export->window = g_object_ref (self);
  export->store = g_object_ref (kh_services_get_store (self->services));
  export->query = g_strdup (query);
  export->cancellable = g_cancellable_new ();
  export->filter = kh_filter_copy (kh_customer_list_view_get_filter (self->customers));
  kh_dialogs_save_async (GTK_WINDOW (self), query != NULL ? _("Export the List") : _("Export All Customers"), name,
                         on_file_cb, export);
}

void
kh_window_export (KhWindow *self)
{
  begin_export (self, NULL);
}

/* All that the search finds, also what the list is too short for. */
void
kh_window_export_list (KhWindow *self)
{
  begin_export (self, gtk_editable_get_text (self->search));
}
