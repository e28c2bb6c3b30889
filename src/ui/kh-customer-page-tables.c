/* kh-customer-page-tables.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-page-private.h"

#include "kh-accessible.h"
#include "kh-rule.h"
#include "tables/kh-tables-tab.h"

#include <glib/gi18n-lib.h>

/* The tabs with the customer's tables. They are made when they are looked at first. */

static const KhTableId contacts[] = { KH_TABLE_CONTACTS, KH_TABLE_PASSCODES, KH_TABLE_AGENCIES };
static const KhTableId systems[] = { KH_TABLE_SYSTEMS, KH_TABLE_AREAS, KH_TABLE_ZONES, KH_TABLE_EQUIPMENT };

static KhTablesTab *
get_tab (GtkWidget *place)
{
  GtkWidget *tab = place != NULL ? gtk_widget_get_first_child (place) : NULL;

  return tab != NULL ? KH_TABLES_TAB (tab) : NULL;
}

static KhTablesTab *
find_dirty (KhCustomerPage *self)
{
  GtkWidget *places[] = { self->contacts_place, self->systems_place };

  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      KhTablesTab *tab = get_tab (places[i]);

      if (tab != NULL && kh_tables_tab_get_dirty (tab))
        return tab;
    }

  return NULL;
}

/* What was typed at several places is saved one after the other. */
void
kh_customer_page_go_on_closing (KhCustomerPage *self,
                                gboolean        well)
{
  if (self->closing == NULL)
    return;
  if (!well)
    kh_customer_page_end_closing (self, FALSE);
  else if (kh_customer_page_has_typed_rows (self))
    kh_customer_page_save_tables (self);
  else if (kh_customer_page_get_unsaved (self) == 0)
    kh_customer_page_end_closing (self, TRUE);
  else if (!kh_customer_page_save (self, kh_customer_page_get_unsaved (self)))
    kh_customer_page_end_closing (self, FALSE);
}

/* The monitoring company is the record's, and its limits hold in the tables too. */
void
kh_customer_page_tell_tables (KhCustomerPage *self)
{
  KhCatalogues *catalogues = kh_store_get_catalogues (kh_services_get_store (self->services));
  GtkWidget *places[] = { self->contacts_place, self->systems_place };

  for (guint i = 0; self->draft != NULL && i < G_N_ELEMENTS (places); i++)
    {
      KhTablesTab *tab = get_tab (places[i]);

      if (tab != NULL)
        kh_tables_tab_set_company (tab, kh_rule_find_company (kh_draft_get_original (self->draft), catalogues));
    }
}

void
kh_customer_page_show_tables (KhCustomerPage *self,
                              GtkWidget      *place)
{
  GtkWidget *tab;

  if (get_tab (place) != NULL || self->number == 0)
    return;
  if (place == self->contacts_place)
    tab = kh_tables_tab_new (self->services, self->number, contacts, G_N_ELEMENTS (contacts));
  else
    tab = kh_tables_tab_new (self->services, self->number, systems, G_N_ELEMENTS (systems));
  g_signal_connect_object (tab, "notice", G_CALLBACK (kh_customer_page_notice), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tab, "notify::dirty", G_CALLBACK (kh_customer_page_update_dirty), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tab, "saved", G_CALLBACK (kh_customer_page_go_on_closing), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (place), tab);
  kh_customer_page_tell_tables (self);
}

/* A customer who is not kept yet has no rows. */
void
kh_customer_page_offer_tables (KhCustomerPage *self)
{
  gtk_widget_set_visible (self->contacts_place, self->number != 0);
  gtk_widget_set_visible (self->systems_place, self->number != 0);
  kh_accessible_name_tab (self->contacts_tab, gtk_label_get_text (GTK_LABEL (self->contacts_tab)));
  kh_accessible_name_tab (self->systems_tab, gtk_label_get_text (GTK_LABEL (self->systems_tab)));
}

gboolean
kh_customer_page_has_typed_rows (KhCustomerPage *self)
{
  return find_dirty (self) != NULL || kh_customer_page_has_typed_note (self) || kh_customer_page_has_typed_document (self);
}

GtkWidget *
kh_customer_page_get_front (KhCustomerPage *self)
{
  GtkNotebook *tabs = GTK_NOTEBOOK (self->tabs);

  return gtk_notebook_get_nth_page (tabs, gtk_notebook_get_current_page (tabs));
}

void
kh_customer_page_bring_front (KhCustomerPage *self,
                              GtkWidget      *place)
{
  GtkNotebook *tabs = GTK_NOTEBOOK (self->tabs);

  gtk_notebook_set_current_page (tabs, gtk_notebook_page_num (tabs, place));
}

/* What a tab but the first holds is made when the tab is looked at. */
gboolean
kh_customer_page_focus_front (KhCustomerPage *self)
{
  GtkWidget *child = gtk_widget_get_first_child (kh_customer_page_get_front (self));

  return child != NULL && gtk_widget_grab_focus (child);
}

void
kh_customer_page_go_to_contacts (KhCustomerPage *self)
{
  GtkNotebook *tabs = GTK_NOTEBOOK (self->tabs);

  kh_customer_page_show_tables (self, self->contacts_place);
  gtk_notebook_set_current_page (tabs, gtk_notebook_page_num (tabs, self->contacts_place));
  kh_customer_page_focus_front (self);
  kh_tables_tab_edit (get_tab (self->contacts_place));
}

static KhTablesTab *
get_front_tables (KhCustomerPage *self)
{
  GtkWidget *page = kh_customer_page_get_front (self);

  return page == self->contacts_place || page == self->systems_place ? get_tab (page) : NULL;
}

gboolean
kh_customer_page_is_at_table (KhCustomerPage *self)
{
  return get_front_tables (self) != NULL || kh_customer_page_is_at_notes (self) ||
         kh_customer_page_is_at_documents (self);
}

/* The keys of a section mean the table, the notes or the files while they are at the front. Returns
 * whether they are. */
gboolean
kh_customer_page_hand_to_table (KhCustomerPage *self,
                                const char     *action)
{
  KhTablesTab *tab = get_front_tables (self);

  if (!kh_customer_page_is_at_table (self))
    return FALSE;
  if (kh_customer_page_is_at_notes (self))
    kh_customer_page_hand_to_notes (self, action);
  else if (kh_customer_page_is_at_documents (self))
    kh_customer_page_hand_to_documents (self, action);
  else if (g_str_equal (action, "page.edit"))
    kh_tables_tab_edit (tab);
  else if (g_str_equal (action, "page.save"))
    kh_tables_tab_save_shown (tab);
  else if (g_str_equal (action, "page.cancel"))
    kh_tables_tab_cancel (tab);

  return TRUE;
}

void
kh_customer_page_save_tables (KhCustomerPage *self)
{
  KhTablesTab *tab = find_dirty (self);

  if (tab != NULL)
    {
      kh_customer_page_bring_front (self, gtk_widget_get_parent (GTK_WIDGET (tab)));
      kh_tables_tab_save (tab);
    }
  else if (kh_customer_page_has_typed_note (self))
    kh_customer_page_save_note (self);
  else
    kh_customer_page_save_document (self);
}
