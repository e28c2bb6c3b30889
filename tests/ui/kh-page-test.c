/* kh-page-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-page-test.h"

#include "kh-company.h"

GtkWindow *
page_test_show (GtkWidget *child,
                int        width,
                int        height)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_default_size (window, width, height);
  gtk_window_set_child (window, child);
  gtk_window_present (window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  kh_ui_wait_active (window);

  return window;
}

GtkWidget *
page_test_find (GtkWidget  *root,
                GType       type,
                const char *css_class)
{
  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type) && gtk_widget_get_visible (root) &&
      (css_class == NULL || gtk_widget_has_css_class (root, css_class)))
    return root;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = page_test_find (child, type, css_class);

      if (found != NULL)
        return found;
    }

  return NULL;
}

const char *
page_test_get_note (KhDatapointRow *row)
{
  GtkWidget *note = page_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "datapoint-note");

  return note == NULL ? NULL : gtk_label_get_text (GTK_LABEL (note));
}

const char *
page_test_get_shown (KhDatapointRow *row)
{
  GtkWidget *value = page_test_find (GTK_WIDGET (row), GTK_TYPE_LABEL, "datapoint-value");

  return value == NULL ? NULL : gtk_label_get_text (GTK_LABEL (value));
}

static void
add_company (KhCatalogues  *catalogues,
             gint64         id,
             const char    *name,
             KhMonitorType  type)
{
  g_autoptr (KhCompany) company = NULL;

  company = g_object_new (KH_TYPE_COMPANY,
                          "id", id,
                          "name", name,
                          "monitor-type", (int) type,
                          "address", "https://station.example",
                          "active", TRUE,
                          NULL);
  kh_catalogues_add_company (catalogues, company);
}

KhCatalogues *
page_test_catalogues (void)
{
  KhCatalogues *catalogues = kh_catalogues_new ();

  kh_catalogues_add (catalogues, KH_CATALOGUE_ACCOUNT_CLASSES, 1, "Preferred", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_ACCOUNT_CLASSES, 2, "Old Class", 0, FALSE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_OFFICE_LOCATIONS, 1, "Ogden", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_SOURCES, 1, "Referral", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_SOURCES, 2, "Web", 0, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 1, "Spring", 1, TRUE);
  kh_catalogues_add (catalogues, KH_CATALOGUE_LEAD_CAMPAIGNS, 2, "Search", 2, TRUE);
  add_company (catalogues, 1, "Dynamark", KH_MONITOR_BOLD);
  add_company (catalogues, 2, "ADT", KH_MONITOR_ADT);

  return catalogues;
}

KhCustomer *
page_test_customer (void)
{
  static const struct {
    KhDatapointId id;
    const char *value;
  } values[] = {
    { KH_DATAPOINT_FIRST_NAME, "Ana" },
    { KH_DATAPOINT_LAST_NAME, "Ruiz" },
    { KH_DATAPOINT_ACCOUNT_CLASS, "2" },
    { KH_DATAPOINT_OFFICE_LOCATION, "1" },
    { KH_DATAPOINT_ADDRESS_1, "4 Elm Street" },
    { KH_DATAPOINT_CITY, "Ogden" },
    { KH_DATAPOINT_STATE, "UT" },
    { KH_DATAPOINT_ZIP, "84401" },
    { KH_DATAPOINT_DIRECTIONS, "Behind the mill.\nRing twice." },
    { KH_DATAPOINT_PRIMARY_PHONE, "+18015550142" },
    { KH_DATAPOINT_SALE_DATE, "2026-03-02" },
    { KH_DATAPOINT_LEAD_SOURCE, "1" },
    { KH_DATAPOINT_LEAD_CAMPAIGN, "1" },
    { KH_DATAPOINT_MONITORING_COMPANY, "1" },
    { KH_DATAPOINT_ACCOUNT_NUMBER, "DY-10421" },
  };
  KhCustomer *customer = kh_customer_new ();

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    kh_customer_set (customer, values[i].id, values[i].value);

  return customer;
}
