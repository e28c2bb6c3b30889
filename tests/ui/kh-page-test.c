/* kh-page-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-page-test.h"

#include "kh-company.h"
#include "kh-style.h"

#include <X11/XKBlib.h>
#include <X11/extensions/XTest.h>
#include <gdk/x11/gdkx.h>

void
page_test_init (int    *argc,
                char ***argv)
{
  gtk_test_init (argc, argv);
  kh_style_install (gdk_display_get_default ());
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

void
page_test_settle (GtkWindow *window)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
  gtk_widget_queue_draw (GTK_WIDGET (window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
}

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
  PAGE_TEST_WAIT_FOR (gtk_window_is_active (window));

  return window;
}

static Display *
get_display (void)
{
  return gdk_x11_display_get_xdisplay (gdk_display_get_default ());
}

void
page_test_focus (GtkWindow *window)
{
  GdkSurface *surface = gtk_native_get_surface (GTK_NATIVE (window));

  XSetInputFocus (get_display (), gdk_x11_surface_get_xid (surface), RevertToParent, CurrentTime);
  XSync (get_display (), False);
}

static void
send_key (guint keysym,
          Bool  down)
{
  XTestFakeKeyEvent (get_display (), XKeysymToKeycode (get_display (), keysym), down, 0);
}

void
page_test_press (guint           keyval,
                 GdkModifierType modifiers)
{
  static const struct {
    GdkModifierType modifier;
    guint keyval;
  } keys[] = {
    { GDK_SHIFT_MASK, GDK_KEY_Shift_L },
    { GDK_CONTROL_MASK, GDK_KEY_Control_L },
    { GDK_ALT_MASK, GDK_KEY_Alt_L },
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if ((modifiers & keys[i].modifier) != 0)
        send_key (keys[i].keyval, True);
    }
  send_key (keyval, True);
  send_key (keyval, False);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if ((modifiers & keys[i].modifier) != 0)
        send_key (keys[i].keyval, False);
    }
  XSync (get_display (), False);
}

/* Characters on the upper half of their key need Shift. */
void
page_test_type (const char *text)
{
  for (const char *c = text; *c != '\0'; c++)
    {
      KeySym keysym = gdk_unicode_to_keyval ((guint32) *c);
      KeyCode code = XKeysymToKeycode (get_display (), keysym);

      page_test_press ((guint) keysym,
                       XkbKeycodeToKeysym (get_display (), code, 0, 0) == keysym ? 0 : GDK_SHIFT_MASK);
    }
}

void
page_test_wait_for_focus (GtkWindow *window,
                          GtkWidget *widget)
{
  PAGE_TEST_WAIT_FOR (gtk_window_get_focus (window) != NULL &&
                      (gtk_window_get_focus (window) == widget ||
                       gtk_widget_is_ancestor (gtk_window_get_focus (window), widget)));
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
