/* kh-progress-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-progress-window.h"

#include "kh-accessible.h"
#include "kh-count.h"

#include <glib/gi18n-lib.h>

/* Whatever is shorter is over before anybody could read what it says. */
#define PATIENCE 300

struct _KhProgressWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkLabel *count;
  GtkProgressBar *progress;

  /* Owned */
  GCancellable *cancellable;
  guint wait;
};

G_DEFINE_FINAL_TYPE (KhProgressWindow, kh_progress_window, GTK_TYPE_WINDOW)

static gboolean
on_wait_over_cb (gpointer user_data)
{
  KhProgressWindow *self = user_data;

  self->wait = 0;
  gtk_window_present (GTK_WINDOW (self));

  return G_SOURCE_REMOVE;
}

/* Whoever made the window takes it away, once what it is about has ended. */
static gboolean
on_close_request_cb (KhProgressWindow *self)
{
  g_cancellable_cancel (self->cancellable);

  return GDK_EVENT_STOP;
}

static void
kh_progress_window_dispose (GObject *object)
{
  KhProgressWindow *self = KH_PROGRESS_WINDOW (object);

  g_clear_handle_id (&self->wait, g_source_remove);
  /* Also when the window it belongs to is gone. */
  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (kh_progress_window_parent_class)->dispose (object);
}

static void
kh_progress_window_finalize (GObject *object)
{
  KhProgressWindow *self = KH_PROGRESS_WINDOW (object);

  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (kh_progress_window_parent_class)->finalize (object);
}

static void
kh_progress_window_class_init (KhProgressWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_progress_window_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_progress_window_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-progress-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhProgressWindow, count);
  gtk_widget_class_bind_template_child (widget_class, KhProgressWindow, progress);
}

static void
kh_progress_window_init (KhProgressWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "close-request", G_CALLBACK (on_close_request_cb), NULL);
  kh_accessible_name_widget (GTK_WIDGET (self->progress), _("How much is done"));
  self->wait = g_timeout_add (PATIENCE, on_wait_over_cb, self);
}

KhProgressWindow *
kh_progress_window_new (GtkWindow    *parent,
                        const char   *title,
                        GCancellable *cancellable)
{
  KhProgressWindow *self;

  g_return_val_if_fail (GTK_IS_WINDOW (parent), NULL);
  g_return_val_if_fail (G_IS_CANCELLABLE (cancellable), NULL);

  self = g_object_new (KH_TYPE_PROGRESS_WINDOW, "title", title, "transient-for", parent,
                       "destroy-with-parent", TRUE, NULL);
  self->cancellable = g_object_ref (cancellable);

  return self;
}

void
kh_progress_window_tell (KhProgressWindow *self,
                         guint             done,
                         guint             total)
{
  g_autofree char *done_text = kh_count_format (done);
  g_autofree char *total_text = kh_count_format (total);
  /* Translators: how many are done, and of how many. */
  g_autofree char *text = g_strdup_printf (_("%s of %s"), done_text, total_text);

  g_return_if_fail (KH_IS_PROGRESS_WINDOW (self));

  gtk_label_set_text (self->count, text);
  gtk_progress_bar_set_fraction (self->progress, total == 0 ? 0 : MIN (1.0, (double) done / total));
}
