/* kh-window-actions.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-window-private.h"

#include "kh-duplicate-plan.h"
#include "kh-find-doubles-window.h"
#include "kh-password-window.h"
#include "kh-shortcuts-window.h"
#include "notes/kh-tickets-window.h"
#include "waiting/kh-waiting-window.h"
#include "preferences/kh-preferences-window.h"

#include <glib/gi18n-lib.h>

#define TABS_BY_NUMBER 9

static int
count_tabs (KhWindow *self)
{
  return gtk_notebook_get_n_pages (self->notebook);
}

static void
move_tab (GtkNotebook *notebook,
          int          step)
{
  int n = gtk_notebook_get_n_pages (notebook);

  if (n > 0)
    gtk_notebook_set_current_page (notebook, (gtk_notebook_get_current_page (notebook) + step + n) % n);
}

/* A page's own tabs, wherever it keeps them. */
static GtkNotebook *
find_notebook (GtkWidget *widget)
{
  if (GTK_IS_NOTEBOOK (widget))
    return GTK_NOTEBOOK (widget);

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkNotebook *notebook = find_notebook (child);

      if (notebook != NULL)
        return notebook;
    }

  return NULL;
}

static void
move_page_tab (KhWindow *self,
               int       step)
{
  KhCustomerPage *page = kh_window_get_page (self);
  GtkNotebook *notebook = page == NULL ? NULL : find_notebook (GTK_WIDGET (page));
  GtkWidget *child;

  if (notebook == NULL)
    return;
  move_tab (notebook, step);
  child = gtk_notebook_get_nth_page (notebook, gtk_notebook_get_current_page (notebook));
  /* The notebook and the stack inside of it have both moved the focus on, past the first field. */
  if (gtk_notebook_get_current_page (notebook) > 0 &&
      (gtk_widget_get_state_flags (child) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0)
    gtk_widget_grab_focus (GTK_WIDGET (page));
}

/* One window at the most: a second wish raises the first. */
static void
show_child (KhWindow   *self,
            GtkWindow **place,
            GtkWindow  *(*make) (KhWindow *self))
{
  if (*place == NULL)
    {
      g_set_weak_pointer (place, make (self));
      gtk_window_set_transient_for (*place, GTK_WINDOW (self));
    }
  gtk_window_present (*place);
}

static GtkWindow *
make_preferences (KhWindow *self)
{
  return kh_preferences_window_new (self->services);
}

static GtkWindow *
make_shortcuts (KhWindow *self G_GNUC_UNUSED)
{
  return kh_shortcuts_window_new ();
}

static void
show_about (KhWindow *self)
{
  gtk_show_about_dialog (GTK_WINDOW (self),
                         "program-name", _("Keyholder"),
                         "logo-icon-name", KH_APPLICATION_ID,
                         "version", KH_VERSION,
                         "comments", _("An alarm dealer’s customers, in step with the monitoring companies."),
                         "copyright", "© 2026 The Keyholder developers",
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static void
find_customer (KhWindow *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

static void
open_filter (KhWindow *self)
{
  kh_customer_list_view_open_filter (self->customers);
}

static void
on_starred_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (KhWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean starred = FALSE;

  if (!kh_store_toggle_starred_finish (KH_STORE (source), result, &starred, &error))
    kh_window_notice (self, error->message);
  else
    kh_window_notice (self, starred ? _("The customer is starred.") : _("The customer is not starred any more."));
}

/* The customer at hand: the row that has the focus, or else the page that is shown. */
static void
star (KhWindow *self)
{
  gint64 number = kh_customer_list_view_get_focused (self->customers);
  KhCustomerPage *page = kh_window_get_page (self);

  if (number == 0 && page != NULL)
    number = kh_customer_page_get_number (page);
  if (number != 0)
    kh_store_toggle_starred_async (kh_services_get_store (self->services), number, NULL, on_starred_cb, g_object_ref (self));
}

static void
close_tab (KhWindow *self)
{
  KhCustomerPage *page = kh_window_get_page (self);

  if (page != NULL)
    kh_window_close_tab (self, page);
}

static void
refresh (KhWindow *self)
{
  KhCustomerPage *page = kh_window_get_page (self);

  if (page != NULL)
    {
      kh_customer_page_refresh (page);
      kh_customer_page_compare (page, TRUE);
    }
  else
    kh_customer_list_view_refresh (self->customers);
}

static void
next_tab (KhWindow *self)
{
  move_tab (self->notebook, 1);
}

static void
previous_tab (KhWindow *self)
{
  move_tab (self->notebook, -1);
}

static void
next_page_tab (KhWindow *self)
{
  move_page_tab (self, 1);
}

static void
previous_page_tab (KhWindow *self)
{
  move_page_tab (self, -1);
}

static void
show_preferences (KhWindow *self)
{
  show_child (self, &self->preferences, make_preferences);
}

static void
show_shortcuts (KhWindow *self)
{
  show_child (self, &self->shortcuts, make_shortcuts);
}

static void
on_open_customer_cb (KhWindow *self,
                     gint64    number)
{
  kh_window_open_customer (self, number);
  gtk_window_present (GTK_WINDOW (self));
}

static void
on_compare_customer_cb (KhWindow *self,
                        gint64    number)
{
  KhCustomerPage *page;

  on_open_customer_cb (self, number);
  page = kh_window_get_page (self);
  if (page != NULL && kh_customer_page_get_number (page) == number)
    kh_customer_page_compare (page, FALSE);
}

/* No child of the window, which it would cover: a list to go through beside it. */
static void
find_doubles (KhWindow *self)
{
  if (self->doubles == NULL)
    {
      g_set_weak_pointer (&self->doubles, kh_find_doubles_window_new (kh_services_get_store (self->services)));
      g_signal_connect_object (self->doubles, "open-customer", G_CALLBACK (on_open_customer_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self, "destroy", G_CALLBACK (gtk_window_destroy), self->doubles, G_CONNECT_SWAPPED);
    }
  gtk_window_present (self->doubles);
}

static void
show_waiting (KhWindow *self)
{
  if (self->waiting == NULL)
    {
      g_set_weak_pointer (&self->waiting, kh_waiting_window_new (self->services));
      g_signal_connect_object (self->waiting, "open-customer", G_CALLBACK (on_open_customer_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->waiting, "compare-customer", G_CALLBACK (on_compare_customer_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (self, "destroy", G_CALLBACK (gtk_window_destroy), self->waiting, G_CONNECT_SWAPPED);
    }
  gtk_window_present (self->waiting);
}

/* At their notes, where the ticket is. */
static void
on_open_ticket_cb (KhWindow *self,
                   gint64    number)
{
  KhCustomerPage *page;

  on_open_customer_cb (self, number);
  page = kh_window_get_page (self);
  if (page != NULL && kh_customer_page_get_number (page) == number)
    kh_customer_page_show_notes (page);
}

static void
show_tickets (KhWindow *self)
{
  if (self->tickets == NULL)
    {
      g_set_weak_pointer (&self->tickets, kh_tickets_window_new (self->services));
      g_signal_connect_object (self->tickets, "open-customer", G_CALLBACK (on_open_ticket_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self, "destroy", G_CALLBACK (gtk_window_destroy), self->tickets, G_CONNECT_SWAPPED);
    }
  gtk_window_present (self->tickets);
}

void
kh_window_show_waiting (KhWindow *self,
                        gint64    company)
{
  g_return_if_fail (KH_IS_WINDOW (self));

  gtk_window_present (GTK_WINDOW (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "win.waiting", NULL);
  if (self->waiting != NULL)
    kh_waiting_window_show_company (KH_WAITING_WINDOW (self->waiting), company);
}

static void
set_password (KhWindow *self)
{
  KhStore *store = kh_services_get_store (self->services);

  kh_password_window_present (GTK_WINDOW (self), store, kh_store_get_member (store));
}

static void
lock (KhWindow *self)
{
  g_signal_emit_by_name (self, "lock");
}

static void
quit (KhWindow *self)
{
  gtk_window_close (GTK_WINDOW (self));
}

/* What the window can do, and by which keys. A row with a page's action hands on to the page
 * that is shown; "key" is for what must reach the focused widget first. */
static const struct {
  const char *name;
  void (*run) (KhWindow *self);
  const char *page;
  const char *accels[3];
  guint key;
} actions[] = {
  { "win.new-customer", .run = kh_window_new_customer, .accels = { "<Control>n" } },
  { "win.find", .run = find_customer, .accels = { "<Control>f", "<Control>k" } },
  { "win.filter", .run = open_filter, .accels = { "<Control><Shift>f" } },
  { "win.star", .run = star, .accels = { "<Control>b" } },
  { "win.find-doubles", .run = find_doubles },
  { "win.import", .run = kh_window_import },
  { "win.export", .run = kh_window_export },
  { "win.export-list", .run = kh_window_export_list },
  { "win.waiting", .run = show_waiting, .accels = { "<Control>o" } },
  { "win.tickets", .run = show_tickets, .accels = { "<Control>t" } },
  { "win.edit", .page = "page.edit", .accels = { "F2" } },
  { "win.save", .page = "page.save", .accels = { "<Control>s" } },
  { "win.cancel", .page = "page.cancel", .key = GDK_KEY_Escape },
  { "win.duplicate", .page = "page.duplicate", .accels = { "<Control>d" } },
  { "win.duplicate-several", .page = "page.duplicate-several", .accels = { "<Control><Shift>d" } },
  { "win.link", .page = "page.link", .accels = { "<Control>l" } },
  { "win.add-files", .page = "page.add-files", .accels = { "<Control><Shift>a" } },
  { "win.print", .page = "page.print", .accels = { "<Control>p" } },
  { "win.save-pdf", .page = "page.save-pdf" },
  { "win.archive", .page = "page.archive" },
  { "win.unarchive", .page = "page.unarchive" },
  { "win.cancel-customer", .page = "page.cancel-customer" },
  { "win.reactivate", .page = "page.reactivate" },
  { "win.delete", .page = "page.delete" },
  { "win.refresh", .run = refresh, .accels = { "F5" } },
  { "win.close-tab", .run = close_tab, .accels = { "<Control>w" } },
  { "win.next-tab", .run = next_tab, .accels = { "<Control>Tab" } },
  { "win.previous-tab", .run = previous_tab, .accels = { "<Control><Shift>Tab", "<Control><Shift>ISO_Left_Tab" } },
  { "win.next-page-tab", .run = next_page_tab, .accels = { "<Control>Page_Down", "<Control>KP_Page_Down" } },
  { "win.previous-page-tab", .run = previous_page_tab, .accels = { "<Control>Page_Up", "<Control>KP_Page_Up" } },
  { "win.preferences", .run = show_preferences, .accels = { "<Control>comma" } },
  { "win.shortcuts", .run = show_shortcuts, .accels = { "<Control>question", "<Control>F1" } },
  { "win.password", .run = set_password },
  { "win.lock", .run = lock, .accels = { "<Control><Shift>l" } },
  { "win.about", .run = show_about },
  { "win.quit", .run = quit, .accels = { "<Control>q" } },
};

static void
on_action_activate_cb (GtkWidget  *widget,
                       const char *name,
                       GVariant   *parameter G_GNUC_UNUSED)
{
  KhWindow *self = KH_WINDOW (widget);
  KhCustomerPage *page = kh_window_get_page (self);

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (!g_str_equal (actions[i].name, name))
        continue;
      if (actions[i].run != NULL)
        actions[i].run (self);
      else if (page != NULL)
        gtk_widget_activate_action (GTK_WIDGET (page), actions[i].page, NULL);
    }
}

static void
on_tab_activate_cb (GtkWidget  *widget,
                    const char *name G_GNUC_UNUSED,
                    GVariant   *parameter)
{
  KhWindow *self = KH_WINDOW (widget);

  if (g_variant_get_int32 (parameter) < count_tabs (self))
    gtk_notebook_set_current_page (self->notebook, g_variant_get_int32 (parameter));
}

void
kh_window_install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      gtk_widget_class_install_action (widget_class, actions[i].name, NULL, on_action_activate_cb);
      if (actions[i].key != 0)
        gtk_widget_class_add_binding_action (widget_class, actions[i].key, 0, actions[i].name, NULL);
    }
  gtk_widget_class_install_action (widget_class, "win.tab", "i", on_tab_activate_cb);
}

/* As the application's, so that the menu shows them and that they come before the keys of a
 * list or a text: Ctrl+Page Down in a list would move its cursor. */
void
kh_window_install_shortcuts (GtkApplication *application)
{
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    if (actions[i].accels[0] != NULL)
      gtk_application_set_accels_for_action (application, actions[i].name, (const char **) actions[i].accels);

  for (int i = 0; i < TABS_BY_NUMBER; i++)
    {
      g_autofree char *name = g_strdup_printf ("win.tab(%d)", i);
      g_autofree char *accel = g_strdup_printf ("<Alt>%d", i + 1);
      const char *accels[] = { accel, NULL };

      gtk_application_set_accels_for_action (application, name, accels);
    }
}

/* The one place that decides what can be done now. */
void
kh_window_update_actions (KhWindow *self)
{
  KhCustomerPage *page = kh_window_get_page (self);
  gboolean ready = self->services != NULL && !self->closing && !self->locked;
  gboolean kept = ready && page != NULL && kh_customer_page_get_number (page) != 0;
  KhGrants grants = self->services == NULL ? kh_grants_none ()
                                           : kh_store_get_grants (kh_services_get_store (self->services));
  const struct {
    const char *name;
    gboolean enabled;
  } rules[] = {
    { "win.new-customer", ready && kh_grants_has (grants, KH_GRANT_CUSTOMER_CREATE) },
    { "win.refresh", ready },
    { "win.preferences", ready && (kh_grants_has (grants, KH_GRANT_COMPANIES_VIEW) ||
                                   kh_grants_has (grants, KH_GRANT_CATALOGUES_VIEW) ||
                                   kh_grants_has (grants, KH_GRANT_DUPLICATE_DEFAULTS_VIEW) ||
                                   kh_grants_has (grants, KH_GRANT_STAFF_VIEW)) },
    { "win.password", ready && kh_store_get_member (kh_services_get_store (self->services)) != 0 },
    { "win.lock", ready },
    { "win.find", !self->locked },
    { "win.filter", ready && kh_grants_has (grants, KH_GRANT_CUSTOMER_VIEW) },
    { "win.star", ready && kh_grants_has (grants, KH_GRANT_CUSTOMER_VIEW) },
    { "win.waiting", ready && kh_grants_has (grants, KH_GRANT_CENTRAL_STATION_VIEW) },
    { "win.tickets", ready && kh_grants_has (grants, KH_GRANT_NOTES_VIEW) },
    { "win.import", ready && kh_grants_has (grants, KH_GRANT_IMPORT) && kh_grants_has (grants, KH_GRANT_CUSTOMER_CREATE) },
    { "win.export", ready && kh_grants_has (grants, KH_GRANT_EXPORT) },
    { "win.export-list", ready && kh_grants_has (grants, KH_GRANT_EXPORT) },
    { "win.find-doubles", ready && kh_grants_has (grants, KH_GRANT_CUSTOMER_VIEW) },
    { "win.add-files", kept && kh_grants_has (grants, KH_GRANT_FILES_CREATE) },
    { "win.print", kept },
    { "win.save-pdf", kept },
    { "win.edit", ready && page != NULL },
    { "win.save", ready && page != NULL && kh_customer_page_get_dirty (page) },
    { "win.cancel", ready && page != NULL },
    { "win.duplicate", kept && kh_duplicate_plan_find_missing (grants) == KH_GRANT_NONE },
    { "win.duplicate-several", kept && kh_duplicate_plan_find_missing (grants) == KH_GRANT_NONE },
    { "win.link", ready && page != NULL },
    { "win.archive", kept },
    { "win.unarchive", kept },
    { "win.cancel-customer", kept },
    { "win.reactivate", kept },
    { "win.delete", kept },
    { "win.close-tab", ready && page != NULL },
    { "win.next-tab", !self->locked && count_tabs (self) > 1 },
    { "win.previous-tab", !self->locked && count_tabs (self) > 1 },
    { "win.next-page-tab", !self->locked && page != NULL },
    { "win.previous-page-tab", !self->locked && page != NULL },
    { "win.tab", !self->locked && page != NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), rules[i].name, rules[i].enabled);
}
