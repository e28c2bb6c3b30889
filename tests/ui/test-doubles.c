/* test-doubles.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A new customer who is here already, and the search for all who are: the real window with real
 * keys. */

#include "config.h"

#include "kh-doubles-dialog.h"
#include "kh-ui-fixture.h"
#include "kh-window.h"

#define QUESTION "Is This Customer Already Here?"
#define PHONE "+18015550142"

typedef struct {
  KhUiFixture base;
  GtkWindow *window;
  gint64 ana;
} Fixture;

static gint64
add (Fixture    *fixture,
     const char *first,
     const char *last,
     const char *address,
     const char *phone)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new (first, last, NULL, address, "Ogden", "UT");

  kh_customer_set (customer, KH_DATAPOINT_OFFICE_LOCATION, "1");
  kh_customer_set (customer, KH_DATAPOINT_ZIP, "84401");
  kh_customer_set (customer, KH_DATAPOINT_PRIMARY_PHONE, phone);
  kh_customer_set (customer, KH_DATAPOINT_STATUS, g_str_equal (first, "Luis") ? "archived" : "active");

  return kh_ui_fixture_add_customer (&fixture->base, customer);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_fixture_init (&fixture->base);
  fixture->ana = add (fixture, "Ana", "Ruiz", "4 Elm Street", "+18015550100");
  add (fixture, "Luis", "Ruiz", "4 Elm Street", PHONE);
  add (fixture, "Grace", "Abernathy", "18 Elm Street", "+18015550177");
  fixture->window = GTK_WINDOW (kh_window_new (fixture->base.application, fixture->base.services));
  gtk_window_set_default_size (fixture->window, 1280, 800);
  gtk_window_present (fixture->window);
  kh_ui_wait_active (fixture->window);
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "2 customers");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  gtk_window_destroy (fixture->window);
  KH_UI_WAIT (kh_ui_find_window ("Find Doubles") == NULL);
  kh_ui_fixture_clear (&fixture->base);
}

static GtkWidget *
root (Fixture *fixture)
{
  return GTK_WIDGET (fixture->window);
}

static void
fill (Fixture    *fixture,
      const char *label,
      const char *text)
{
  kh_ui_fill (kh_ui_wait_field (root (fixture), label), text);
}

static gint64
get_open (Fixture *fixture)
{
  KhCustomerPage *page = kh_window_get_page (KH_WINDOW (fixture->window));

  return page == NULL ? -1 : kh_customer_page_get_number (page);
}

static gboolean
is_dirty (Fixture *fixture)
{
  return kh_customer_page_get_dirty (kh_window_get_page (KH_WINDOW (fixture->window)));
}

/* A new customer as far as Save. */
static void
type_customer (Fixture    *fixture,
               const char *first,
               const char *last,
               const char *address,
               const char *phone)
{
  GtkWidget *state;

  kh_ui_press (GDK_KEY_n, GDK_CONTROL_MASK);
  KH_UI_WAIT (get_open (fixture) == 0);
  fill (fixture, "First Name", first);
  fill (fixture, "Last Name", last);
  fill (fixture, "Address 1", address);
  fill (fixture, "City", "Ogden");
  fill (fixture, "Primary Phone", phone);
  fill (fixture, "Sale Date", "3/2/2026");
  state = kh_ui_find_type (kh_ui_wait_field (root (fixture), "State"), GTK_TYPE_DROP_DOWN);
  gtk_widget_grab_focus (state);
  kh_ui_wait_focus (fixture->window, state);
  kh_ui_type ("ut");
  KH_UI_WAIT (gtk_drop_down_get_selected (GTK_DROP_DOWN (state)) != 0);
}

static GtkWindow *
save (Fixture *fixture G_GNUC_UNUSED)
{
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);

  return kh_ui_wait_window (QUESTION);
}

static guint
count_accepted (Fixture *fixture,
                gint64   customer,
                char   **number)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  KhHistoryFilter filter = { .customer = customer };
  guint n = 0;

  kh_store_load_history_async (fixture->base.store, &filter, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  rows = kh_store_load_history_finish (fixture->base.store, result, NULL, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      const KhHistoryRow *row = g_ptr_array_index (rows, i);

      if (!g_str_equal (row->action, "save-anyway"))
        continue;
      n++;
      g_free (*number);
      *number = g_strdup (row->new_value);
    }

  return n;
}

/* Cancel, by Enter and by Escape, and Save Anyway. */
static void
test_save_anyway (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *number = NULL;
  GtkWindow *question;

  type_customer (fixture, "ANA", "Ruiz", "4 Elm St.", "8015550142");
  question = save (fixture);
  kh_ui_wait_text (GTK_WIDGET (question), "Ana Ruiz");
  kh_ui_wait_text (GTK_WIDGET (question), "1001 · Active");
  kh_ui_wait_text (GTK_WIDGET (question), "Same name and address.");
  kh_ui_wait_text (GTK_WIDGET (question), "1002 · Archived");
  kh_ui_wait_text (GTK_WIDGET (question), "Same phone number, there as Primary Phone.");
  g_assert_null (kh_ui_find_text (GTK_WIDGET (question), "Grace Abernathy"));
  kh_ui_screenshots (question, "doubles");
  kh_ui_wait_focus (question, kh_ui_wait_button (GTK_WIDGET (question), "Cancel"));
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window (QUESTION);
  g_assert_cmpint (get_open (fixture), ==, 0);
  g_assert_true (is_dirty (fixture));

  kh_ui_wait_active (fixture->window);
  save (fixture);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window (QUESTION);
  g_assert_true (is_dirty (fixture));

  kh_ui_wait_active (fixture->window);
  save (fixture);
  kh_ui_press (GDK_KEY_s, GDK_ALT_MASK);
  kh_ui_wait_no_window (QUESTION);
  KH_UI_WAIT (get_open (fixture) == 1004);
  g_assert_false (is_dirty (fixture));
  g_assert_cmpuint (count_accepted (fixture, 1004, &number), ==, 2);
  g_assert_cmpstr (number, ==, "1001");
  kh_ui_wait_active (fixture->window);
  kh_ui_press_history (FALSE);
  kh_ui_wait_text (root (fixture), "Saved anyway");
  kh_ui_wait_text (root (fixture), "Looked like customer 1001");
  kh_ui_screenshots (fixture->window, "doubles-history");
}

/* Open shows the other one, and leaves the new customer's page as it is. */
static void
test_open (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  GtkWindow *question;

  type_customer (fixture, "Ana", "Ruiz", "4 Elm Street", "8015550142");
  question = save (fixture);
  kh_ui_press_focus (question, GDK_KEY_Tab, GDK_SHIFT_MASK);
  kh_ui_press (GDK_KEY_Down, 0);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window (QUESTION);
  KH_UI_WAIT (get_open (fixture) == 1002);

  kh_ui_wait_active (fixture->window);
  kh_ui_press (GDK_KEY_1, GDK_ALT_MASK);
  KH_UI_WAIT (get_open (fixture) == 0);
  g_assert_true (is_dirty (fixture));
  kh_ui_wait_text (root (fixture), "4 Elm Street");
  save (fixture);
  kh_ui_press (GDK_KEY_o, GDK_ALT_MASK);
  kh_ui_wait_no_window (QUESTION);
  KH_UI_WAIT (get_open (fixture) == fixture->ana);
}

/* Nobody is asked about somebody new. */
static void
test_none (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *number = NULL;

  type_customer (fixture, "Eva", "Ruiz", "4 Elm Street", "8015550199");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (get_open (fixture) == 1004);
  g_assert_null (kh_ui_find_window (QUESTION));
  g_assert_cmpuint (count_accepted (fixture, 1004, &number), ==, 0);
}

/* A tab that is closed with Save asks the same; Cancel keeps it. */
static void
test_closing (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  GtkWindow *window;

  type_customer (fixture, "Ana", "Ruiz", "4 Elm Street", "8015550199");
  kh_ui_press (GDK_KEY_w, GDK_CONTROL_MASK);
  window = kh_ui_wait_window ("Save changes?");
  kh_ui_click (GTK_WIDGET (window), "Save");
  kh_ui_wait_window (QUESTION);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window (QUESTION);
  kh_ui_settle (fixture->window);
  g_assert_cmpint (get_open (fixture), ==, 0);
  g_assert_true (is_dirty (fixture));

  kh_ui_wait_active (fixture->window);
  kh_ui_press (GDK_KEY_w, GDK_CONTROL_MASK);
  window = kh_ui_wait_window ("Save changes?");
  kh_ui_click (GTK_WIDGET (window), "Save");
  window = kh_ui_wait_window (QUESTION);
  kh_ui_click (GTK_WIDGET (window), "Save Anyway");
  KH_UI_WAIT (get_open (fixture) == -1);
  kh_ui_wait_text (root (fixture), "3 customers");
}

/* What goes away with the window asks no more. */
static void
test_gone (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  type_customer (fixture, "Ana", "Ruiz", "4 Elm Street", "8015550199");
  save (fixture);
  kh_window_forget (KH_WINDOW (fixture->window));
  kh_ui_wait_no_window (QUESTION);
  kh_ui_wait_text (root (fixture), "2 customers");
}

/* All doubles */

static GtkWindow *
find_doubles (Fixture *fixture)
{
  GtkWidget *popover;

  kh_ui_wait_active (fixture->window);
  kh_ui_press (GDK_KEY_F10, 0);
  KH_UI_WAIT (kh_ui_find_type (root (fixture), GTK_TYPE_POPOVER_MENU) != NULL);
  popover = kh_ui_find_type (root (fixture), GTK_TYPE_POPOVER_MENU);
  kh_ui_wait_text (popover, "Find Doubles…");
  kh_ui_press (GDK_KEY_d, 0);

  return kh_ui_wait_window ("Find Doubles");
}

static void
test_find_none (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  GtkWindow *window = find_doubles (fixture);

  kh_ui_wait_text (GTK_WIDGET (window), "No doubles were found.");
  kh_ui_screenshots (window, "find-doubles-none");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Find Doubles");
}

static void
test_find (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  GtkWindow *window;

  add (fixture, "Ana", "Ruiz", "4 Elm St", PHONE);
  add (fixture, "Grace", "Abernathy", "18 elm st", "+18015550177");
  window = find_doubles (fixture);
  kh_ui_wait_text (GTK_WIDGET (window), "3 groups of customers are each likely to be one customer. Open them and compare.");
  kh_ui_wait_text (GTK_WIDGET (window), "Same phone number. Same name and address.");
  kh_ui_wait_text (GTK_WIDGET (window), "Same name and address.");
  kh_ui_wait_text (GTK_WIDGET (window), "Same phone number.");
  kh_ui_screenshots (window, "find-doubles");

  /* By keys only: the second row, then the list again and the next. */
  kh_ui_press (GDK_KEY_Down, 0);
  kh_ui_press (GDK_KEY_Return, 0);
  KH_UI_WAIT (get_open (fixture) == 1004);
  window = find_doubles (fixture);
  kh_ui_press (GDK_KEY_Down, 0);
  kh_ui_press (GDK_KEY_Return, 0);
  KH_UI_WAIT (get_open (fixture) == 1002);

  window = find_doubles (fixture);
  add (fixture, "Luis", "Ruiz", "4 Elm Street", "+18015550133");
  kh_ui_click (GTK_WIDGET (window), "Search Again");
  kh_ui_wait_part (GTK_WIDGET (window), "4 groups of customers");
  /* The next member at the desk finds nothing of it. */
  kh_window_forget (KH_WINDOW (fixture->window));
  kh_ui_wait_no_window ("Find Doubles");
}

static void
test_find_cancelled (Fixture       *fixture,
                     gconstpointer  data G_GNUC_UNUSED)
{
  GtkWindow *window = find_doubles (fixture);

  kh_ui_wait_text (GTK_WIDGET (window), "No doubles were found.");
  add (fixture, "Ana", "Ruiz", "4 Elm St", PHONE);
  /* Both in one turn, before any part of it is answered. */
  g_signal_emit_by_name (kh_ui_wait_button (GTK_WIDGET (window), "Search Again"), "clicked");
  g_signal_emit_by_name (kh_ui_find_button (GTK_WIDGET (window), "Cancel"), "clicked");
  kh_ui_wait_text (GTK_WIDGET (window), "You stopped the search.");
  kh_ui_screenshots (window, "find-doubles-stopped");
  kh_ui_click (GTK_WIDGET (window), "Search Again");
  kh_ui_wait_part (GTK_WIDGET (window), "2 groups of customers");
}

/* It is not there for whoever may not view customers. */
static void
test_find_hidden (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_make_owner_async (fixture->base.store, "Tom Becker", NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kh_store_make_owner_finish (fixture->base.store, result, NULL);
  kh_store_sign_out (fixture->base.store);
  kh_ui_settle (fixture->window);
  gtk_widget_activate_action (root (fixture), "win.find-doubles", NULL);
  kh_ui_linger (100);
  g_assert_null (kh_ui_find_window ("Find Doubles"));
}

/* Closed in the middle of it. */
static void
test_find_closed (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  GtkWindow *window = find_doubles (fixture);

  kh_ui_wait_text (GTK_WIDGET (window), "No doubles were found.");
  g_signal_emit_by_name (kh_ui_wait_button (GTK_WIDGET (window), "Search Again"), "clicked");
  gtk_window_destroy (window);
  kh_ui_linger (100);
  g_assert_null (kh_ui_find_window ("Find Doubles"));
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

#define ADD(path, func) g_test_add ("/doubles/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("save-anyway", test_save_anyway);
  ADD ("open", test_open);
  ADD ("none", test_none);
  ADD ("closing", test_closing);
  ADD ("gone", test_gone);
  ADD ("find-none", test_find_none);
  ADD ("find", test_find);
  ADD ("find-cancelled", test_find_cancelled);
  ADD ("find-hidden", test_find_hidden);
  ADD ("find-closed", test_find_closed);
#undef ADD

  return g_test_run ();
}
