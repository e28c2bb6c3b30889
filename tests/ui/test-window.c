/* test-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-ui-fixture.h"
#include "kh-window.h"

/* An office of four customers, and its window. */
typedef struct {
  KhUiFixture office;
  GtkWindow *window;
  gint64 ana;
  gint64 daniel;
} Fixture;

static gint64
add (Fixture    *fixture,
     const char *first,
     const char *last,
     const char *business,
     const char *address,
     const char *account)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new (first, last, business, address, "Ogden", "UT");

  if (account != NULL)
    {
      kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, "1");
      kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, account);
    }

  return kh_ui_fixture_add_customer (&fixture->office, customer);
}

static void
show_window (Fixture *fixture)
{
  fixture->window = GTK_WINDOW (kh_window_new (fixture->office.application, fixture->office.services));
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  kh_ui_wait_active (fixture->window);
}

static void G_GNUC_UNUSED
set_up_empty (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_fixture_init (&fixture->office);
  show_window (fixture);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_fixture_init (&fixture->office);
  kh_ui_fixture_add_company (&fixture->office, "Dynamark", KH_MONITOR_BOLD, "https://station.example", NULL, NULL);
  add (fixture, "Grace", "Abernathy", NULL, "18 Elm St", "DY-10417");
  fixture->daniel = add (fixture, "Daniel", "Okafor", NULL, "77 Birch Ct", NULL);
  fixture->ana = add (fixture, "Ana", "Ruiz", NULL, "4 Elm Street", "DY-10421");
  add (fixture, NULL, NULL, "Smith & Sons <Hardware>", "220 Main St", NULL);
  show_window (fixture);
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "4 customers");
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "Ruiz, Ana");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_fixture_clear (&fixture->office);
}

static GtkWidget *
root (Fixture *fixture)
{
  return GTK_WIDGET (fixture->window);
}

static gint64 G_GNUC_UNUSED
get_open (Fixture *fixture)
{
  KhCustomerPage *page = kh_window_get_page (KH_WINDOW (fixture->window));

  return page == NULL ? -1 : kh_customer_page_get_number (page);
}

static void
test_look (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_screenshots (fixture->window, "window-list");
  kh_window_open_customer (KH_WINDOW (fixture->window), fixture->ana);
  kh_ui_wait_text (root (fixture), "Central Station");
  kh_ui_screenshots (fixture->window, "window");
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);
#define ADD(path, up, test) g_test_add (path, Fixture, NULL, up, test, tear_down)
  ADD ("/window/look", set_up, test_look);

  return g_test_run ();
}
