/* kh-preferences-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-preferences-window.h"

#include "kh-accessible.h"
#include "kh-catalogues-page.h"
#include "kh-companies-page.h"
#include "kh-defaults-page.h"
#include "kh-duplicate-defaults-page.h"
#include "kh-preferences-page.h"
#include "kh-staff-page.h"

#include <glib/gi18n-lib.h>

struct _KhPreferencesWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkNotebook *notebook;

  /* State */
  gboolean closing;
};

G_DEFINE_FINAL_TYPE (KhPreferencesWindow, kh_preferences_window, GTK_TYPE_WINDOW)

/* In the order of their tabs. Each is a KhPreferencesPage. */
static const struct {
  GtkWidget *(* new_page) (KhServices *services);
  const char *title;
} pages[] = {
  { kh_companies_page_new, N_("Monitoring Companies") },
  { kh_catalogues_page_new, N_("Catalogues") },
  { kh_defaults_page_new, N_("Customer Defaults") },
  { kh_duplicate_defaults_page_new, N_("Customer Duplicate Defaults") },
  { kh_staff_page_new_members, N_("Staff") },
  { kh_staff_page_new_groups, N_("Groups") },
};

static void
add_page (KhPreferencesWindow *self,
          GtkWidget           *page,
          const char          *title)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_notebook_append_page (self->notebook, page, label);
  kh_accessible_name_tab (label, title);
}

static void
on_may_close_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data G_GNUC_UNUSED)
{
  KhPreferencesWindow *self = KH_PREFERENCES_WINDOW (source);

  self->closing = FALSE;
  if (kh_preferences_window_may_close_finish (self, result))
    gtk_window_destroy (GTK_WINDOW (self));
}

static gboolean
kh_preferences_window_close_request (GtkWindow *window)
{
  KhPreferencesWindow *self = KH_PREFERENCES_WINDOW (window);

  if (!self->closing)
    {
      self->closing = TRUE;
      kh_preferences_window_may_close_async (self, on_may_close_cb, NULL);
    }

  return TRUE;
}

static void
kh_preferences_window_class_init (KhPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  GTK_WINDOW_CLASS (klass)->close_request = kh_preferences_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhPreferencesWindow, notebook);
}

static void
kh_preferences_window_init (KhPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWindow *
kh_preferences_window_new (KhServices *services)
{
  KhPreferencesWindow *self = g_object_new (KH_TYPE_PREFERENCES_WINDOW, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    add_page (self, pages[i].new_page (services), _(pages[i].title));

  return GTK_WINDOW (self);
}

/* One page after the other is asked, and shown when it has something to say. */

static void ask_next_page (GTask *task);

static void
on_page_may_close_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KhPreferencesWindow *self = g_task_get_source_object (task);

  if (kh_preferences_page_may_close_finish (KH_PREFERENCES_PAGE (source), result))
    {
      ask_next_page (g_steal_pointer (&task));
      return;
    }
  gtk_notebook_set_current_page (self->notebook, gtk_notebook_page_num (self->notebook, GTK_WIDGET (source)));
  g_task_return_boolean (task, FALSE);
}

static void
ask_next_page (GTask *new_task)
{
  g_autoptr (GTask) task = new_task;
  KhPreferencesWindow *self = g_task_get_source_object (task);
  int *next = g_task_get_task_data (task);
  GtkWidget *page = gtk_notebook_get_nth_page (self->notebook, (*next)++);

  if (page == NULL)
    g_task_return_boolean (task, TRUE);
  else
    kh_preferences_page_may_close_async (KH_PREFERENCES_PAGE (page), on_page_may_close_cb, g_steal_pointer (&task));
}

void
kh_preferences_window_may_close_async (KhPreferencesWindow *self,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (KH_IS_PREFERENCES_WINDOW (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_name (task, "kh_preferences_window_may_close_async");
  g_task_set_task_data (task, g_new0 (int, 1), g_free);
  ask_next_page (task);
}

gboolean
kh_preferences_window_may_close_finish (KhPreferencesWindow *self,
                                        GAsyncResult        *result)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), NULL);
}
