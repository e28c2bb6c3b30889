/* kh-manage-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-manage-window.h"

#include "kh-accessible.h"
#include "kh-events-page.h"
#include "kh-general-page.h"
#include "kh-manage.h"
#include "kh-tests-page.h"
#include "kh-value-type.h"

#include <glib/gi18n.h>

struct _KhManageWindow
{
  GtkWindow parent_instance;

  /* Template children */
  GtkLabel *account;
  GtkButton *again_button;
  KhEventsPage *events_page;
  GtkLabel *failure;
  KhGeneralPage *general_page;
  GtkNotebook *notebook;
  GtkStack *stack;
  KhTestsPage *tests_page;
  GtkButton *unlink_button;
  GtkLabel *waiting_label;

  /* Owned */
  KhServices *services;
  KhCompany *company;
  KhLink *link;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (KhManageWindow, kh_manage_window, GTK_TYPE_WINDOW)

static void
show_failure (KhManageWindow *self,
              const char     *text)
{
  gtk_label_set_text (self->failure, text);
  gtk_stack_set_visible_child_name (self->stack, "failed");
  gtk_widget_grab_focus (GTK_WIDGET (self->again_button));
}

static void
add_tab (KhManageWindow *self,
         gpointer        page,
         const char     *title)
{
  GtkWidget *label = gtk_label_new (title);

  gtk_notebook_set_tab_label (self->notebook, page, label);
  kh_accessible_name_tab (label, title);
}

/* A company that has no tests or no history to show is not asked for them. */
static void
show_pages (KhManageWindow *self,
            KhStation      *station,
            KhCapabilities *capabilities)
{
  KhStore *store = kh_services_get_store (self->services);
  gboolean tests, events;
  guint longest;

  g_object_get (capabilities, "tests", &tests, "events", &events, "longest-test", &longest, NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->tests_page), tests);
  gtk_widget_set_visible (GTK_WIDGET (self->events_page), events);
  gtk_stack_set_visible_child_name (self->stack, "pages");
  kh_general_page_set_station (self->general_page, station, capabilities);
  if (tests)
    kh_tests_page_set_station (self->tests_page, self->services, self->link, station, longest);
  if (events)
    kh_events_page_set_station (self->events_page, store, self->link, station);
  gtk_widget_child_focus (GTK_WIDGET (self->notebook), GTK_DIR_TAB_FORWARD);
}

static void
on_capabilities_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (KhManageWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCapabilities) capabilities
    = kh_station_get_capabilities_finish (KH_STATION (source), result, &error);

  /* The window was closed meanwhile. */
  if (self->services == NULL)
    return;
  if (capabilities == NULL)
    show_failure (self, error->message);
  else
    show_pages (self, KH_STATION (source), capabilities);
}

static void
on_station_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (KhManageWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhStation) station = kh_stations_get_finish (KH_STATIONS (source), result, &error);

  if (self->services == NULL)
    return;
  if (station == NULL)
    show_failure (self, error->message);
  else
    kh_station_get_capabilities_async (station, self->cancellable, on_capabilities_cb, g_object_ref (self));
}

static void
ask (KhManageWindow *self)
{
  g_autoptr (GError) error = NULL;
  KhGrants grants = kh_store_get_grants (kh_services_get_store (self->services));

  if (!kh_manage_check (grants, self->link, KH_MANAGE_VIEW, &error))
    {
      show_failure (self, error->message);
      return;
    }
  gtk_stack_set_visible_child_name (self->stack, "waiting");
  kh_stations_get_async (kh_services_get_stations (self->services), self->company, self->cancellable,
                         on_station_cb, g_object_ref (self));
}

static void
on_again_clicked_cb (KhManageWindow *self)
{
  ask (self);
}

static void
refresh (GtkWidget  *widget,
         const char *action G_GNUC_UNUSED,
         GVariant   *parameter G_GNUC_UNUSED)
{
  KhManageWindow *self = KH_MANAGE_WINDOW (widget);
  GtkWidget *page = gtk_notebook_get_nth_page (self->notebook, gtk_notebook_get_current_page (self->notebook));

  if (page == GTK_WIDGET (self->general_page))
    kh_general_page_refresh (self->general_page);
  else if (page == GTK_WIDGET (self->tests_page))
    kh_tests_page_refresh (self->tests_page);
  else
    kh_events_page_refresh (self->events_page);
}

/* On the customer's page, which is at the front of the window behind. */
static void
on_edit_cb (KhManageWindow *self)
{
  GtkWindow *window = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (window == NULL)
    return;
  gtk_window_present (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.edit", NULL);
}

/* Also where the station does not answer, or has the account no more. */
static void
on_unlink_clicked_cb (KhManageWindow *self)
{
  kh_general_page_unlink (self->general_page);
}

static void
kh_manage_window_dispose (GObject *object)
{
  KhManageWindow *self = KH_MANAGE_WINDOW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->services);
  g_clear_object (&self->company);
  g_clear_pointer (&self->link, kh_link_free);

  G_OBJECT_CLASS (kh_manage_window_parent_class)->dispose (object);
}

static void
kh_manage_window_class_init (KhManageWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_manage_window_dispose;

  g_type_ensure (KH_TYPE_EVENTS_PAGE);
  g_type_ensure (KH_TYPE_GENERAL_PAGE);
  g_type_ensure (KH_TYPE_TESTS_PAGE);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-manage-window.ui");
  gtk_widget_class_bind_template_child (widget_class, KhManageWindow, account);
  gtk_widget_class_bind_template_child (widget_class, KhManageWindow, again_button);
  gtk_widget_class_bind_template_child (widget_class, KhManageWindow, events_page);
  gtk_widget_class_bind_template_child (widget_class, KhManageWindow, failure);
  gtk_widget_class_bind_template_child (widget_class, KhManageWindow, general_page);
  gtk_widget_class_bind_template_child (widget_class, KhManageWindow, notebook);
  gtk_widget_class_bind_template_child (widget_class, KhManageWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, KhManageWindow, tests_page);
  gtk_widget_class_bind_template_child (widget_class, KhManageWindow, unlink_button);
  gtk_widget_class_bind_template_child (widget_class, KhManageWindow, waiting_label);
  gtk_widget_class_bind_template_callback (widget_class, on_again_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_edit_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_unlink_clicked_cb);
  gtk_widget_class_install_action (widget_class, "manage.refresh", NULL, refresh);
}

static void
kh_manage_window_init (KhManageWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->cancellable = g_cancellable_new ();
  add_tab (self, self->general_page, _("General"));
  add_tab (self, self->tests_page, _("Tests"));
  add_tab (self, self->events_page, _("Event History"));
  kh_accessible_name_button (self->again_button);
  kh_accessible_name_button (self->unlink_button);
}

void
kh_manage_window_show_tests (KhManageWindow *self)
{
  g_return_if_fail (KH_IS_MANAGE_WINDOW (self));

  gtk_notebook_set_current_page (self->notebook, gtk_notebook_page_num (self->notebook, GTK_WIDGET (self->tests_page)));
}

GtkWindow *
kh_manage_window_new (KhServices   *services,
                      KhCompany    *company,
                      const KhLink *link)
{
  KhManageWindow *self = g_object_new (KH_TYPE_MANAGE_WINDOW, NULL);
  g_autofree char *name = kh_value_dup_visible (kh_company_get_name (company));
  g_autofree char *account = NULL;
  g_autofree char *waiting = NULL;

  self->services = g_object_ref (services);
  self->company = g_object_ref (company);
  self->link = kh_link_copy (link);
  /* Translators: an account number, a monitoring company. */
  account = g_strdup_printf (_("Account %s at %s"), link->number, name);
  /* Translators: a monitoring company. */
  waiting = g_strdup_printf (_("Asking %s…"), name);
  gtk_label_set_text (self->account, account);
  kh_general_page_set_account (self->general_page, services, link, name);
  gtk_label_set_text (self->waiting_label, waiting);
  ask (self);

  return GTK_WINDOW (self);
}
