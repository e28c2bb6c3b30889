/* kh-startup-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-startup-window.h"

#include "kh-accessible.h"
#include "kh-connection.h"
#include "kh-dialogs.h"

#include <glib/gi18n-lib.h>

struct _KhStartupWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkButton *again_button;
  GtkButton *choose_button;
  GtkLabel *heading;
  GtkLabel *path;
  GtkButton *quit_button;
  GtkLabel *reason;

  /* Owned */
  char *folder;
};

G_DEFINE_FINAL_TYPE (KhStartupWindow, kh_startup_window, GTK_TYPE_WINDOW)

enum {
  SIGNAL_OPEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static const struct {
  KhStoreError code;
  const char *heading;
} headings[] = {
  { KH_STORE_ERROR_DAMAGED, N_("The data file is damaged") },
  { KH_STORE_ERROR_FOREIGN, N_("This is not Keyholder’s data file") },
  { KH_STORE_ERROR_NEWER, N_("These records need a newer Keyholder") },
  { KH_STORE_ERROR_LOCKED, N_("The records are open already") },
  { KH_STORE_ERROR_READ_ONLY, N_("The records may not be written") },
  { KH_STORE_ERROR_NETWORK_FOLDER, N_("The records are on a network folder") },
  { KH_STORE_ERROR_FULL, N_("The disk is full") },
  { KH_STORE_ERROR_IO, N_("The disk does not read or write") },
};

static const char *
get_heading (const GError *error)
{
  for (guint i = 0; i < G_N_ELEMENTS (headings); i++)
    if (g_error_matches (error, KH_STORE_ERROR, (int) headings[i].code))
      return _(headings[i].heading);

  return _("The records cannot be opened");
}

/* The window may go away in this. */
static void
open_folder (KhStartupWindow *self,
             const char      *folder)
{
  g_autofree char *copy = g_strdup (folder);

  g_signal_emit (self, signals[SIGNAL_OPEN], 0, copy);
}

static void
on_folder_chosen_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data G_GNUC_UNUSED)
{
  g_autoptr (GFile) folder = kh_dialogs_choose_folder_finish (result);

  if (folder != NULL && g_file_peek_path (folder) != NULL)
    open_folder (KH_STARTUP_WINDOW (source), g_file_peek_path (folder));
}

static void
on_choose_clicked_cb (KhStartupWindow *self)
{
  kh_dialogs_choose_folder_async (GTK_WINDOW (self), _("Choose the Folder of the Records"), on_folder_chosen_cb, NULL);
}

static void
on_again_clicked_cb (KhStartupWindow *self)
{
  open_folder (self, self->folder);
}

static void
kh_startup_window_finalize (GObject *object)
{
  g_free (KH_STARTUP_WINDOW (object)->folder);

  G_OBJECT_CLASS (kh_startup_window_parent_class)->finalize (object);
}

static void
kh_startup_window_class_init (KhStartupWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kh_startup_window_finalize;

  signals[SIGNAL_OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-startup-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhStartupWindow, again_button);
  gtk_widget_class_bind_template_child (widget_class, KhStartupWindow, choose_button);
  gtk_widget_class_bind_template_child (widget_class, KhStartupWindow, heading);
  gtk_widget_class_bind_template_child (widget_class, KhStartupWindow, path);
  gtk_widget_class_bind_template_child (widget_class, KhStartupWindow, quit_button);
  gtk_widget_class_bind_template_child (widget_class, KhStartupWindow, reason);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_choose_clicked_cb);
}

static void
kh_startup_window_init (KhStartupWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (self->again_button);
  kh_accessible_name_button (self->choose_button);
  kh_accessible_name_button (self->quit_button);
}

GtkWindow *
kh_startup_window_new (GtkApplication *application,
                       const char     *folder,
                       const GError   *error)
{
  KhStartupWindow *self = g_object_new (KH_TYPE_STARTUP_WINDOW, "application", application, NULL);

  self->folder = g_strdup (folder);
  gtk_label_set_text (self->heading, get_heading (error));
  gtk_label_set_text (self->reason, error->message);
  gtk_label_set_text (self->path, folder);
  gtk_widget_grab_focus (GTK_WIDGET (self->again_button));

  return GTK_WINDOW (self);
}
