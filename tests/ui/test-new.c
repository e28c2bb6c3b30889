/* test-new.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A new customer: what is required first, what the ZIP fills in, and what may follow Save. */

#include "config.h"

#include "kh-customer-page.h"
#include "kh-link-test.h"
#include "kh-window.h"

static GtkWidget *
root (KhLinkTest *test)
{
  return GTK_WIDGET (test->window);
}

static void
add_town (KhLinkTest *test,
          const char *first,
          const char *city,
          const char *zip)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new (first, "Lee", NULL, "1 Main St", city, "UT");

  kh_link_test_set_office (test, customer);
  kh_customer_set (customer, KH_DATAPOINT_ZIP, zip);
  kh_customer_set (customer, KH_DATAPOINT_COUNTY, "Weber");
  kh_ui_fixture_add_customer (&test->base, customer);
}

static void
begin (KhLinkTest *test)
{
  kh_link_test_start (test, kh_link_test_account, NULL, FALSE);
  add_town (test, "Ann", "Ogden", "84404");
  add_town (test, "Ben", "Riverdale", "84405-1111");
  add_town (test, "Cat", "South Ogden", "84405");
  test->window = GTK_WINDOW (kh_window_new (test->base.application, test->base.services));
  gtk_window_set_default_size (test->window, 1280, 800);
  gtk_window_present (test->window);
  kh_ui_wait_active (test->window);
  kh_ui_press (GDK_KEY_n, GDK_CONTROL_MASK);
  kh_ui_wait_field (root (test), "First Name");
  kh_ui_settle (test->window);
}

static KhCustomerPage *
get_page (KhLinkTest *test)
{
  return kh_window_get_page (KH_WINDOW (test->window));
}

static void
fill (KhLinkTest *test,
      const char *name,
      const char *text)
{
  GtkWidget *field = kh_ui_wait_field (GTK_WIDGET (get_page (test)), name);

  gtk_widget_grab_focus (field);
  kh_ui_wait_focus (test->window, field);
  if (GTK_IS_DROP_DOWN (field))
    {
      kh_ui_type (text);
      KH_UI_WAIT (gtk_drop_down_get_selected (GTK_DROP_DOWN (field)) != 0);
      return;
    }
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type (text);
  KH_UI_WAIT (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (field)), text) == 0);
}

static gboolean
has_text (KhLinkTest *test,
          const char *name,
          const char *text)
{
  GtkWidget *field = kh_ui_find_field (GTK_WIDGET (get_page (test)), name);

  return g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (field)), text) == 0;
}

static void
fill_required (KhLinkTest *test,
               const char *first,
               const char *phone)
{
  fill (test, "First Name", first);
  fill (test, "Last Name", "Diaz");
  fill (test, "Office Location", "ogden");
  fill (test, "ZIP", "84404");
  KH_UI_WAIT (has_text (test, "City", "Ogden"));
  fill (test, "Primary Phone", phone);
  fill (test, "Sale Date", "3/2/2026");
}

static GtkWidget *
get_required (KhLinkTest *test)
{
  GtkWidget *title = kh_ui_wait_text (GTK_WIDGET (get_page (test)), "Required");

  return gtk_widget_get_parent (title);
}

/* From the first to the last by Tab alone, and whoever is a business has two more. */
static void
test_required_first (void)
{
  static const char *names[] = { "First Name", "Last Name", "Office Location", "Address 1", "ZIP", "City", "State",
                                 "Primary Phone", "Sale Date" };
  KhLinkTest test;

  begin (&test);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkWidget *field = kh_ui_find_field (get_required (&test), names[i]);

      g_assert_nonnull (field);
      kh_ui_wait_focus (test.window, field);
      if (i + 1 < G_N_ELEMENTS (names))
        kh_ui_press (GDK_KEY_Tab, 0);
    }
  g_assert_null (kh_ui_find_field (get_required (&test), "Business Name"));
  fill (&test, "Account Type", "bus");
  KH_UI_WAIT (kh_ui_find_field (get_required (&test), "Business Name") != NULL);
  g_assert_nonnull (kh_ui_find_field (get_required (&test), "Business Contact"));
  kh_ui_screenshots (test.window, "new-business");
  kh_link_test_end (&test);
}

static void
test_zip (void)
{
  KhLinkTest test;

  begin (&test);
  fill (&test, "ZIP", "84404");
  KH_UI_WAIT (has_text (&test, "City", "Ogden") && has_text (&test, "County", "Weber"));
  kh_ui_wait_text (root (&test), "Filled in from the ZIP");
  kh_ui_settle (test.window);
  kh_ui_screenshots (test.window, "new-zip");

  /* What is typed stays, whatever the ZIP says then. */
  fill (&test, "City", "Roy");
  fill (&test, "ZIP", "60601");
  KH_UI_WAIT (has_text (&test, "County", ""));
  g_assert_true (has_text (&test, "City", "Roy"));
  kh_link_test_end (&test);
}

static void
test_choice (void)
{
  KhLinkTest test;
  GtkWidget *button;

  begin (&test);
  fill (&test, "ZIP", "84405");
  button = kh_ui_wait_button (root (&test), "South Ogden UT");
  g_assert_true (has_text (&test, "City", ""));
  g_assert_true (has_text (&test, "County", "Weber"));
  kh_ui_settle (test.window);
  kh_ui_screenshots (test.window, "new-choice");
  gtk_widget_grab_focus (button);
  kh_ui_wait_focus (test.window, button);
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (has_text (&test, "City", "South Ogden"));
  kh_ui_wait_focus (test.window, button);

  /* Typing another ends the choice. */
  fill (&test, "City", "Elsewhere");
  KH_UI_WAIT (kh_ui_find_button (root (&test), "South Ogden UT") == NULL);
  kh_link_test_end (&test);
}

/* An old customer's address is filled in only where there is nothing, and only once a ZIP is typed. */
static void
test_existing (void)
{
  KhLinkTest test;

  kh_link_test_start (&test, kh_link_test_account, NULL, FALSE);
  add_town (&test, "Ann", "Riverdale", "84405");
  kh_link_test_open (&test);
  kh_ui_click (root (&test), "Edit Premises");
  kh_ui_wait_field (root (&test), "ZIP");
  fill (&test, "ZIP", "84405");
  KH_UI_WAIT (has_text (&test, "County", "Weber"));
  g_assert_true (has_text (&test, "City", "Ogden"));
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_button (root (&test), "Edit Premises");
  g_assert_null (kh_ui_find_text (root (&test), "Filled in from the ZIP"));
  kh_link_test_end (&test);
}

/* A pile of new customers in one tab, by keys alone. */
static void
test_save_and_new (void)
{
  KhLinkTest test;
  GtkWidget *notebook;

  begin (&test);
  fill_required (&test, "Bea", "(801) 555-0177");
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  kh_ui_wait_part (root (&test), "Bea Diaz is saved as customer");
  g_assert_cmpint (kh_customer_page_get_number (get_page (&test)), ==, 0);
  kh_ui_wait_focus (test.window, kh_ui_wait_field (GTK_WIDGET (get_page (&test)), "First Name"));
  g_assert_true (has_text (&test, "First Name", ""));
  notebook = kh_ui_find_type (root (&test), GTK_TYPE_NOTEBOOK);
  g_assert_cmpint (gtk_notebook_get_n_pages (GTK_NOTEBOOK (notebook)), ==, 1);

  /* What is missing keeps the page. */
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  kh_ui_wait_focus (test.window, kh_ui_find_field (GTK_WIDGET (get_page (&test)), "First Name"));
  fill_required (&test, "Cleo", "(435) 555-0199");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_customer_page_get_number (get_page (&test)) != 0);
  g_assert_cmpstr (kh_customer_page_get_title (get_page (&test)), ==, "Cleo Diaz");
  g_assert_null (kh_ui_find_text (GTK_WIDGET (get_page (&test)), "Required"));
  kh_ui_wait_text (GTK_WIDGET (get_page (&test)), "(435) 555-0199");
  kh_ui_screenshots (test.window, "new-saved");
  kh_link_test_end (&test);
}

static void
test_save_and_link (void)
{
  KhLinkTest test;

  begin (&test);
  fill_required (&test, "Bea", "(801) 555-0177");
  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK);
  kh_ui_wait_part (root (&test), "Nothing was saved yet.");
  kh_ui_wait_focus (test.window, kh_ui_find_field (GTK_WIDGET (get_page (&test)), "Address 1"));
  kh_ui_screenshots (test.window, "new-link-missing");

  fill (&test, "Address 1", "9 Elm Street");
  fill (&test, "Monitored By", "dyn");
  fill (&test, "Account Number", "DY-10421");
  fill (&test, "Passcode", "ROSEBUD");
  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK);
  /* The account of somebody else: it is the customer in the fixture's. */
  kh_ui_wait_part (root (&test), "DY-10421");
  kh_ui_linger (300);
  g_assert_cmpint (kh_customer_page_get_number (get_page (&test)), ==, 0);

  fill (&test, "Account Number", "DY-99999");
  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_customer_page_get_number (get_page (&test)) != 0);
  kh_ui_wait_window ("No Such Account");
  kh_link_test_end (&test);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/new/required-first", test_required_first);
  g_test_add_func ("/new/zip", test_zip);
  g_test_add_func ("/new/choice", test_choice);
  g_test_add_func ("/new/existing", test_existing);
  g_test_add_func ("/new/save-and-new", test_save_and_new);
  g_test_add_func ("/new/save-and-link", test_save_and_link);

  return g_test_run ();
}
