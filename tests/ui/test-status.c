/* test-status.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A customer's standing by keys: archived and found again, cancelled with the station untold, and
 * deleted after it was typed. */

#include "config.h"

#include "kh-customer-list-row.h"
#include "kh-page-test.h"
#include "kh-store-links.h"
#include "kh-ui-fixture.h"
#include "kh-window.h"

typedef struct {
  KhUiFixture base;
  GtkWindow *window;
  GtkWidget *root;
  gint64 number;
} Fixture;

static void
set_up (Fixture  *fixture,
        gboolean  linked)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new ("Ana", "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");
  g_autofree char *company = NULL;
  g_autofree char *sql = NULL;
  gint64 id;

  memset (fixture, 0, sizeof *fixture);
  kh_ui_fixture_init (&fixture->base);
  kh_ui_fixture_own (&fixture->base);
  id = kh_ui_fixture_add_company (&fixture->base, "Dynamark", KH_MONITOR_BOLD, "http://127.0.0.1:1", NULL, NULL);
  company = g_strdup_printf ("%" G_GINT64_FORMAT, id);
  if (linked)
    {
      kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, company);
      kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, "DY-1");
    }
  fixture->number = kh_ui_fixture_add_customer (&fixture->base, customer);
  sql = g_strdup_printf ("INSERT INTO link (customer, company, account, number, linked_at, linked_by) "
                         "VALUES (%" G_GINT64_FORMAT ", %s, 'D1', 'DY-1', 1, 'Maria Vega')", fixture->number, company);
  if (linked)
    kh_ui_fixture_write_sql (&fixture->base, sql);
  fixture->window = GTK_WINDOW (kh_window_new (fixture->base.application, fixture->base.services));
  fixture->root = GTK_WIDGET (fixture->window);
  gtk_window_set_default_size (fixture->window, 1280, 800);
  gtk_window_present (fixture->window);
  kh_ui_wait_active (fixture->window);
  kh_ui_wait_text (fixture->root, "1 customer");
}

static void
open_customer (Fixture *fixture)
{
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_type ("ruiz");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (fixture->root, "Central Station");
  kh_ui_settle (fixture->window);
}

static void
tear_down (Fixture *fixture)
{
  gtk_window_destroy (fixture->window);
  kh_ui_fixture_clear (&fixture->base);
}

static void
expect_status (Fixture    *fixture,
               const char *status)
{
  g_autoptr (KhCustomer) customer = kh_ui_fixture_load (&fixture->base, fixture->number, NULL);

  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_STATUS), ==, status);
}

/* F10, the letter of the submenu, and that of the item. */
static void
press_menu (Fixture *fixture,
            guint    letter)
{
  kh_ui_wait_active (fixture->window);
  kh_ui_press (GDK_KEY_F10, 0);
  kh_ui_settle (fixture->window);
  kh_ui_linger (200);
  kh_ui_press (GDK_KEY_m, 0);
  kh_ui_settle (fixture->window);
  kh_ui_linger (400);
  kh_ui_press (letter, 0);
  kh_ui_settle (fixture->window);
}

/* The same as its item in the menu, for what comes after the first. */
static void
activate (Fixture    *fixture,
          const char *action)
{
  kh_ui_wait_active (fixture->window);
  g_assert_true (gtk_widget_activate_action (fixture->root, action, NULL));
}

static void
test_archive (void)
{
  Fixture fixture;

  set_up (&fixture, FALSE);
  open_customer (&fixture);
  press_menu (&fixture, GDK_KEY_a);
  kh_ui_wait_text (fixture.root, "The customer is archived. Searching finds them still.");
  kh_ui_wait_text (fixture.root, "Archived");
  expect_status (&fixture, "archived");
  kh_ui_wait_text (fixture.root, "Archived · 1001");
  kh_ui_settle (fixture.window);
  kh_ui_screenshots (fixture.window, "status-archived");
  gtk_editable_set_text (GTK_EDITABLE (kh_ui_find_type (fixture.root, GTK_TYPE_SEARCH_ENTRY)), "");
  kh_ui_wait_text (fixture.root, "No customers yet");
  gtk_widget_activate_action (fixture.root, "win.show-archived", NULL);
  kh_ui_wait_text (fixture.root, "Archived · 1001");
  activate (&fixture, "win.archive");
  kh_ui_wait_text (fixture.root, "This customer is archived already.");
  activate (&fixture, "win.unarchive");
  kh_ui_wait_text (fixture.root, "The customer is out of the archive.");
  expect_status (&fixture, "active");
  tear_down (&fixture);
}

/* The one who is linked: what goes on is said before and after, and nothing waits for the station. */
static void
test_cancel (void)
{
  Fixture fixture;
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GAsyncResult) listed = NULL;
  g_autoptr (GPtrArray) waiting = NULL;
  GtkWindow *dialog;
  GtkWidget *root;

  set_up (&fixture, TRUE);
  kh_store_add_entry_async (fixture.base.store, KH_CATALOGUE_CANCEL_REASONS, "Moved", 0, TRUE, NULL, kh_ui_take, &added);
  KH_UI_WAIT (added != NULL);
  g_assert_cmpint (kh_store_add_entry_finish (fixture.base.store, added, NULL), !=, 0);
  open_customer (&fixture);
  press_menu (&fixture, GDK_KEY_c);
  dialog = kh_ui_wait_window ("Cancel Customer");
  root = GTK_WIDGET (dialog);
  kh_ui_wait_active (dialog);
  kh_ui_wait_part (root, "Monitoring goes on until you tell Dynamark: Keyholder sends nothing about it.");
  kh_ui_press (GDK_KEY_c, GDK_ALT_MASK);
  kh_ui_wait_text (root, "Choose why the customer leaves.");
  kh_ui_choose (kh_ui_wait_field (root, "Cancel Reason"), "Moved");
  kh_ui_fill (kh_ui_wait_field (root, "Cancel Date"), "05/04/2026");
  kh_ui_fill (kh_ui_wait_field (root, "Note"), "Moves to Provo");
  kh_ui_settle (dialog);
  kh_ui_screenshots (dialog, "status-cancel");
  kh_ui_press (GDK_KEY_c, GDK_ALT_MASK);
  kh_ui_wait_no_window ("Cancel Customer");
  kh_ui_wait_text (fixture.root, "The customer is cancelled. Tell the monitoring company.");
  kh_ui_wait_text (fixture.root, "Cancelled");
  kh_ui_wait_text (fixture.root, "Linked");
  expect_status (&fixture, "cancelled");
  kh_store_list_outbox_async (fixture.base.store, fixture.number, NULL, kh_ui_take, &listed);
  KH_UI_WAIT (listed != NULL);
  waiting = kh_store_list_outbox_finish (fixture.base.store, listed, NULL);
  g_assert_cmpuint (waiting->len, ==, 0);
  activate (&fixture, "win.reactivate");
  kh_ui_wait_text (fixture.root, "The customer is active again.");
  expect_status (&fixture, "active");

  activate (&fixture, "win.archive");
  dialog = kh_ui_wait_window ("Archive a Linked Customer?");
  kh_ui_wait_active (dialog);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Archive a Linked Customer?");
  expect_status (&fixture, "active");
  tear_down (&fixture);
}

/* Only after the number was typed; the tab goes with the customer. */
static void
test_delete (void)
{
  Fixture fixture;
  GtkWindow *dialog;

  set_up (&fixture, FALSE);
  open_customer (&fixture);
  press_menu (&fixture, GDK_KEY_d);
  dialog = kh_ui_wait_window ("Delete the Customer?");
  kh_ui_wait_active (dialog);
  kh_ui_settle (dialog);
  g_assert_false (gtk_widget_get_sensitive (kh_ui_find_button (GTK_WIDGET (dialog), "Delete")));
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (dialog), "Customer Number"), "1001");
  KH_UI_WAIT (gtk_widget_get_sensitive (kh_ui_find_button (GTK_WIDGET (dialog), "Delete")));
  kh_ui_screenshots (dialog, "status-delete");
  kh_ui_press (GDK_KEY_d, GDK_ALT_MASK);
  kh_ui_wait_no_window ("Delete the Customer?");
  kh_ui_wait_text (fixture.root, "The customer is deleted.");
  KH_UI_WAIT (kh_window_get_page (KH_WINDOW (fixture.window)) == NULL);
  tear_down (&fixture);
}

/* What has a history is kept, and says so. */
static void
test_keep (void)
{
  Fixture fixture;
  GtkWindow *dialog;

  set_up (&fixture, TRUE);
  open_customer (&fixture);
  press_menu (&fixture, GDK_KEY_d);
  dialog = kh_ui_wait_window ("Delete the Customer?");
  kh_ui_wait_active (dialog);
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (dialog), "Customer Number"), "1001");
  KH_UI_WAIT (gtk_widget_get_sensitive (kh_ui_find_button (GTK_WIDGET (dialog), "Delete")));
  kh_ui_press (GDK_KEY_d, GDK_ALT_MASK);
  dialog = kh_ui_wait_window ("The Customer Was Not Deleted");
  kh_ui_wait_part (GTK_WIDGET (dialog), "Archive the customer instead.");
  kh_ui_wait_active (dialog);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("The Customer Was Not Deleted");
  expect_status (&fixture, "active");
  tear_down (&fixture);
}

/* Lee is told which grant is missing. */
static void
test_grant (void)
{
  Fixture fixture;
  g_autoptr (KhMember) clerk = kh_member_new ();
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) signed_in = NULL;
  gint64 id;

  set_up (&fixture, FALSE);
  clerk->name = g_strdup ("Lee Novak");
  clerk->group = ((const KhGroup *) g_ptr_array_index (kh_staff_get_groups (kh_store_get_staff (fixture.base.store)), 2))->id;
  clerk->taken = kh_grants_with (kh_grants_none (), KH_GRANT_CUSTOMER_ARCHIVE);
  kh_store_save_member_async (fixture.base.store, clerk, NULL, kh_ui_take, &saved);
  KH_UI_WAIT (saved != NULL);
  id = kh_store_save_member_finish (fixture.base.store, saved, NULL);
  kh_store_sign_in_async (fixture.base.store, id, NULL, NULL, kh_ui_take, &signed_in);
  KH_UI_WAIT (signed_in != NULL);
  g_assert_true (kh_store_sign_in_finish (fixture.base.store, signed_in, NULL));
  open_customer (&fixture);
  press_menu (&fixture, GDK_KEY_a);
  kh_ui_wait_part (fixture.root, "Customer: Archive");
  expect_status (&fixture, "active");
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/status/archive", test_archive);
  g_test_add_func ("/status/cancel", test_cancel);
  g_test_add_func ("/status/delete", test_delete);
  g_test_add_func ("/status/keep", test_keep);
  g_test_add_func ("/status/grant", test_grant);

  return g_test_run ();
}
