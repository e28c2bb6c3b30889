/* test-filter.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Filtering, sorting and starring in the window, with real keys. */

#include "config.h"

#include "kh-customer-list-view.h"
#include "kh-ui-fixture.h"
#include "kh-window.h"

typedef struct {
  KhUiFixture office;
  GtkWindow *window;
  gint64 ana;
  gint64 daniel;
} Fixture;

static GtkWidget *
root (Fixture *fixture)
{
  return GTK_WIDGET (fixture->window);
}

static gint64
add (Fixture    *fixture,
     const char *first,
     const char *last,
     const char *city,
     const char *zip,
     const char *account)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new (first, last, NULL, "4 Elm Street", city, "UT");

  kh_customer_set (customer, KH_DATAPOINT_OFFICE_LOCATION, "1");
  kh_customer_set (customer, KH_DATAPOINT_ZIP, zip);
  if (account != NULL)
    {
      kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, "1");
      kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, account);
    }

  return kh_ui_fixture_add_customer (&fixture->office, customer);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_fixture_init (&fixture->office);
  kh_ui_fixture_own (&fixture->office);
  kh_ui_fixture_add_company (&fixture->office, "Dynamark", KH_MONITOR_BOLD, "https://station.example", NULL, NULL);
  add (fixture, "Grace", "Abernathy", "Orem", "84057", "DY-10417");
  fixture->daniel = add (fixture, "Daniel", "Okafor", "Ogden", "84404", NULL);
  fixture->ana = add (fixture, "Ana", "Ruiz", "Ogden", "84401", "DY-10421");
  fixture->window = GTK_WINDOW (kh_window_new (fixture->office.application, fixture->office.services));
  gtk_window_present (fixture->window);
  kh_ui_wait_active (fixture->window);
  kh_ui_wait_text (root (fixture), "3 customers");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_destroy (fixture->window);
  KH_UI_WAIT (fixture->window == NULL);
  kh_ui_fixture_clear (&fixture->office);
}

static GtkWidget *
open_form (Fixture *fixture G_GNUC_UNUSED)
{
  GtkWindow *window;

  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  window = kh_ui_wait_window ("Filter Customers");
  kh_ui_wait_active (window);

  return GTK_WIDGET (window);
}

static void
close_form (Fixture *fixture)
{
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_active (fixture->window);
}

static void
type_into (Fixture    *fixture G_GNUC_UNUSED,
           GtkWidget  *form,
           const char *name,
           const char *text)
{
  GtkWidget *field = kh_ui_find_field (form, name);

  gtk_widget_grab_focus (field);
  kh_ui_type (text);
  KH_UI_WAIT (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (field)), text) == 0);
}

/* By what is typed and what is chosen, until it is cleared. */
static void
test_filter (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *form = open_form (fixture);

  type_into (fixture, form, "City", "og");
  kh_ui_wait_text (root (fixture), "2 customers found");
  kh_ui_choose (kh_ui_find_field (form, "Monitored By"), "Dynamark");
  kh_ui_wait_text (root (fixture), "1 customer found");
  kh_ui_wait_text (root (fixture), "Dynamark · City og…");
  kh_ui_screenshots (GTK_WINDOW (form), "filter-form");
  close_form (fixture);
  kh_ui_screenshots (fixture->window, "filtered");

  /* With words, too. */
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_type ("grace");
  kh_ui_wait_text (root (fixture), "Nobody is like that");
  kh_ui_click (root (fixture), "Clear Filter");
  kh_ui_wait_text (root (fixture), "Abernathy, Grace");
}

/* What is no value yet filters nothing, and says why. */
static void
test_wrong (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *form = open_form (fixture);

  type_into (fixture, form, "Sold From", "soon");
  kh_ui_wait_part (form, "date");
  g_assert_true (gtk_widget_has_css_class (kh_ui_find_field (form, "Sold From"), "error"));
  kh_ui_wait_text (root (fixture), "3 customers");
}

static void
test_sort (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *form = open_form (fixture);

  kh_ui_choose (kh_ui_find_field (form, "Sort By"), "ZIP");
  kh_ui_wait_text (root (fixture), "by ZIP");
  kh_ui_click (form, "Last First");
  kh_ui_wait_text (root (fixture), "by ZIP, last first");
  close_form (fixture);
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_press (GDK_KEY_Return, 0);
  KH_UI_WAIT (kh_window_get_page (KH_WINDOW (fixture->window)) != NULL);
  KH_UI_WAIT (kh_customer_page_get_number (kh_window_get_page (KH_WINDOW (fixture->window))) == fixture->daniel);
}

/* A filter is kept, cleared and chosen again. */
static void
test_keep (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *form = open_form (fixture);

  type_into (fixture, form, "ZIP", "8440");
  kh_ui_wait_text (root (fixture), "2 customers found");
  type_into (fixture, form, "Keep As", "Ogden");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_field (form, "Kept Filter");
  close_form (fixture);
  kh_ui_click (root (fixture), "Clear");
  kh_ui_wait_text (root (fixture), "3 customers");

  form = open_form (fixture);
  kh_ui_choose (kh_ui_find_field (form, "Kept Filter"), "Ogden");
  kh_ui_wait_text (root (fixture), "2 customers found");
  kh_ui_click (form, "Remove");
  KH_UI_WAIT (kh_ui_find_field (form, "Kept Filter") == NULL);
}

/* A star by one key, of the customer who is shown; and who was opened lately. */
static void
test_star (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *form;
  g_autofree char *starred = g_strdup_printf ("★ %" G_GINT64_FORMAT, fixture->ana);

  kh_window_open_customer (KH_WINDOW (fixture->window), fixture->ana);
  kh_ui_wait_button (root (fixture), "Edit Premises");
  kh_ui_press (GDK_KEY_b, GDK_CONTROL_MASK);
  kh_ui_wait_text (root (fixture), "The customer is starred.");
  kh_ui_wait_text (root (fixture), starred);
  kh_ui_screenshots (fixture->window, "starred");
  form = open_form (fixture);
  kh_ui_click (form, "Starred");
  kh_ui_wait_text (root (fixture), "1 customer found");
  kh_ui_click (form, "Starred");
  kh_ui_wait_text (root (fixture), "3 customers");
  kh_ui_click (form, "Recently Viewed");
  kh_ui_wait_text (root (fixture), "1 customer found");
  close_form (fixture);
  kh_ui_press (GDK_KEY_b, GDK_CONTROL_MASK);
  kh_ui_wait_text (root (fixture), "The customer is not starred any more.");
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);
#define ADD(path, test) g_test_add ("/filter/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("filter", test_filter);
  ADD ("wrong", test_wrong);
  ADD ("sort", test_sort);
  ADD ("keep", test_keep);
  ADD ("star", test_star);
#undef ADD

  return g_test_run ();
}
