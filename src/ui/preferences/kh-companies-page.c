/* kh-companies-page.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-companies-page.h"

#include "kh-accessible.h"
#include "kh-blocks-window.h"
#include "kh-company-form.h"
#include "kh-focus.h"
#include "kh-preferences-page.h"
#include "kh-why.h"

#include <glib/gi18n-lib.h>

#define ROW_COMPANY "kh-company"

/* Beside the numbers of companies: the form of a new one, and none at all. */
#define NEW_COMPANY 0
#define NO_COMPANY -1

struct _KhCompaniesPage
{
  GtkWidget parent_instance;

  /* Template children */
  GtkButton *blocks_button;
  KhCompanyForm *form;
  GtkListBox *list;
  GtkButton *new_button;
  GtkLabel *empty;
  GtkStack *stack;

  /* Borrowed: below the button */
  GtkWidget *why;

  /* Owned */
  KhServices *services;

  /* State */
  gint64 shown;
  gint64 wanted;
  gboolean filling;
};

static void page_iface_init (KhPreferencesPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KhCompaniesPage, kh_companies_page, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (KH_TYPE_PREFERENCES_PAGE, page_iface_init))

static gint64
get_row_id (GtkListBoxRow *row)
{
  return kh_company_get_id (g_object_get_data (G_OBJECT (row), ROW_COMPANY));
}

static GtkListBoxRow *
find_row (KhCompaniesPage *self,
          gint64           id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (get_row_id (row) == id)
      return row;

  return NULL;
}

static void
select_shown (KhCompaniesPage *self)
{
  self->filling = TRUE;
  gtk_list_box_select_row (self->list, find_row (self, self->shown));
  self->filling = FALSE;
}

static void
show_company (KhCompaniesPage *self,
              gint64           id)
{
  GtkListBoxRow *row = find_row (self, id);

  self->shown = row == NULL && id != NEW_COMPANY ? NO_COMPANY : id;
  select_shown (self);
  gtk_widget_set_visible (GTK_WIDGET (self->blocks_button), row != NULL);
  gtk_stack_set_visible_child_name (self->stack, self->shown == NO_COMPANY ? "empty" : "form");
  if (self->shown != NO_COMPANY)
    kh_company_form_set_company (self->form, row == NULL ? NULL : g_object_get_data (G_OBJECT (row), ROW_COMPANY));
  if (self->shown == NEW_COMPANY)
    kh_focus_first (GTK_WIDGET (self->form));
}

/* The list */

static GtkWidget *
make_row (KhCompany *company)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name = gtk_label_new (kh_company_get_name (company));
  GtkWidget *type;
  g_autofree char *text = NULL;

  /* Translators: a monitor type of a company that is not used any more. */
  text = kh_company_get_active (company)
           ? g_strdup (kh_monitor_type_get_label (kh_company_get_monitor_type (company)))
           : g_strdup_printf (_("%s · not in use"), kh_monitor_type_get_label (kh_company_get_monitor_type (company)));
  type = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (type), 0);
  gtk_label_set_ellipsize (GTK_LABEL (type), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (type, "dim");
  gtk_widget_add_css_class (type, "small");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), type);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_widget_set_tooltip_text (row, kh_company_get_name (company));
  kh_accessible_name_widget (row, kh_company_get_name (company));
  g_object_set_data_full (G_OBJECT (row), ROW_COMPANY, g_object_ref (company), g_object_unref);

  return row;
}

static void
fill_list (KhCompaniesPage *self)
{
  g_autoptr (KhCatalogues) catalogues = NULL;
  GPtrArray *companies;
  GtkListBoxRow *row;

  g_object_get (kh_services_get_store (self->services), "catalogues", &catalogues, NULL);
  companies = kh_catalogues_get_companies (catalogues);
  self->filling = TRUE;
  while ((row = gtk_list_box_get_row_at_index (self->list, 0)) != NULL)
    gtk_list_box_remove (self->list, GTK_WIDGET (row));
  for (guint i = 0; i < companies->len; i++)
    gtk_list_box_append (self->list, make_row (g_ptr_array_index (companies, i)));
  self->filling = FALSE;
  select_shown (self);
}

/* The gate */

static void
update_gate (KhCompaniesPage *self)
{
  g_autofree char *why = kh_preferences_page_update_gate (KH_PREFERENCES_PAGE (self), self->why,
                                                          kh_services_get_store (self->services),
                                                          KH_GRANT_COMPANIES_VIEW, KH_GRANT_COMPANIES_CONTROL);

  gtk_widget_set_sensitive (GTK_WIDGET (self->new_button), why == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), why == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->blocks_button), why == NULL);
  gtk_label_set_text (self->empty, why != NULL ? why : _("Add the monitoring companies that watch your customers’ alarms with New Company."));
}

/* The guard */

static const char *
kh_companies_page_get_unsaved (KhPreferencesPage *page)
{
  return kh_company_form_get_dirty (KH_COMPANIES_PAGE (page)->form)
           ? _("What you typed for this monitoring company is not saved yet.") : NULL;
}

static void
on_guard_saved_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;

  g_task_return_boolean (task, kh_company_form_save_finish (KH_COMPANY_FORM (source), result));
}

static void
kh_companies_page_save (KhPreferencesPage *page,
                        GTask             *task)
{
  kh_company_form_save_async (KH_COMPANIES_PAGE (page)->form, on_guard_saved_cb, task);
}

static void
page_iface_init (KhPreferencesPageInterface *iface)
{
  iface->get_unsaved = kh_companies_page_get_unsaved;
  iface->save = kh_companies_page_save;
}

static void
on_leave_answered_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data G_GNUC_UNUSED)
{
  KhCompaniesPage *self = KH_COMPANIES_PAGE (source);

  if (kh_preferences_page_may_close_finish (KH_PREFERENCES_PAGE (self), result))
    show_company (self, self->wanted);
  else
    select_shown (self);
}

static void
go_to (KhCompaniesPage *self,
       gint64           id)
{
  self->wanted = id;
  kh_preferences_page_may_close_async (KH_PREFERENCES_PAGE (self), on_leave_answered_cb, NULL);
}

static void
on_list_row_selected_cb (KhCompaniesPage *self,
                         GtkListBoxRow   *row)
{
  if (!self->filling && row != NULL && get_row_id (row) != self->shown)
    go_to (self, get_row_id (row));
}

static void
on_new_clicked_cb (KhCompaniesPage *self)
{
  go_to (self, NEW_COMPANY);
}

static void
on_blocks_clicked_cb (KhCompaniesPage *self)
{
  GtkListBoxRow *row = find_row (self, self->shown);
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  if (row != NULL)
    gtk_window_present (kh_blocks_window_new (parent, self->services, g_object_get_data (G_OBJECT (row), ROW_COMPANY)));
}

/* The store says so too, but not always before. */
static void
on_form_saved_cb (KhCompaniesPage *self,
                  gint64           id)
{
  self->shown = id;
  fill_list (self);
  gtk_widget_set_visible (GTK_WIDGET (self->blocks_button), find_row (self, id) != NULL);
}

static void
kh_companies_page_dispose (GObject *object)
{
  KhCompaniesPage *self = KH_COMPANIES_PAGE (object);
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_COMPANIES_PAGE);
  /* It lets go only of the children that are bound. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (kh_companies_page_parent_class)->dispose (object);
}

static void
kh_companies_page_class_init (KhCompaniesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_companies_page_dispose;

  g_type_ensure (KH_TYPE_COMPANY_FORM);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-companies-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KhCompaniesPage, blocks_button);
  gtk_widget_class_bind_template_child (widget_class, KhCompaniesPage, empty);
  gtk_widget_class_bind_template_child (widget_class, KhCompaniesPage, form);
  gtk_widget_class_bind_template_child (widget_class, KhCompaniesPage, list);
  gtk_widget_class_bind_template_child (widget_class, KhCompaniesPage, new_button);
  gtk_widget_class_bind_template_child (widget_class, KhCompaniesPage, stack);
  gtk_widget_class_bind_template_callback (widget_class, on_blocks_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_form_saved_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_row_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_new_clicked_cb);
}

static void
kh_companies_page_init (KhCompaniesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (self->blocks_button);
  kh_accessible_name_button (self->new_button);
  kh_accessible_name_widget (GTK_WIDGET (self->list), _("Monitoring Companies"));
  self->why = kh_why_new (_("Monitoring Companies"));
  gtk_widget_set_halign (self->why, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_bottom (self->why, 12);
  gtk_box_append (GTK_BOX (gtk_widget_get_parent (GTK_WIDGET (self->new_button))), self->why);
  self->shown = NO_COMPANY;
}

GtkWidget *
kh_companies_page_new (KhServices *services)
{
  KhCompaniesPage *self = g_object_new (KH_TYPE_COMPANIES_PAGE, NULL);
  GtkListBoxRow *first;

  self->services = g_object_ref (services);
  kh_company_form_set_services (self->form, services);
  g_signal_connect_object (kh_services_get_store (services), "notify::catalogues",
                           G_CALLBACK (fill_list), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kh_services_get_store (services), "notify::member",
                           G_CALLBACK (update_gate), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kh_services_get_store (services), "notify::staff",
                           G_CALLBACK (update_gate), self, G_CONNECT_SWAPPED);
  update_gate (self);
  fill_list (self);
  first = gtk_list_box_get_row_at_index (self->list, 0);
  show_company (self, first == NULL ? NO_COMPANY : get_row_id (first));

  return GTK_WIDGET (self);
}
