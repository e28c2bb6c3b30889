/* test-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-list.h"
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

  kh_customer_set (customer, KH_DATAPOINT_OFFICE_LOCATION, "1");
  if (account != NULL)
    {
      kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, "1");
      kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_NUMBER, account);
    }

  return kh_ui_fixture_add_customer (&fixture->office, customer);
}

static void
add_office (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_add_entry_async (fixture->office.store, KH_CATALOGUE_OFFICE_LOCATIONS, "Ogden", 0, TRUE, NULL,
                            kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_cmpint (kh_store_add_entry_finish (fixture->office.store, result, &error), >, 0);
  g_assert_no_error (error);
}

static void
show_window (Fixture *fixture)
{
  fixture->window = GTK_WINDOW (kh_window_new (fixture->office.application, fixture->office.services));
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  kh_ui_wait_active (fixture->window);
}

static void
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
  add_office (fixture);
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

static gint64
get_open (Fixture *fixture)
{
  KhCustomerPage *page = kh_window_get_page (KH_WINDOW (fixture->window));

  return page == NULL ? -1 : kh_customer_page_get_number (page);
}

static void
wait_open (Fixture *fixture,
           gint64   number)
{
  KH_UI_WAIT (get_open (fixture) == number);
  if (number > 0)
    kh_ui_wait_text (root (fixture), "Central Station");
}

static int
count_tabs (Fixture *fixture)
{
  GtkWidget *notebook = kh_ui_find_type (root (fixture), GTK_TYPE_NOTEBOOK);

  return notebook == NULL ? 0 : gtk_notebook_get_n_pages (GTK_NOTEBOOK (notebook));
}

static GtkWidget *
get_search (Fixture *fixture)
{
  return kh_ui_find_type (root (fixture), GTK_TYPE_SEARCH_ENTRY);
}

static void
search (Fixture    *fixture,
        const char *text)
{
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_wait_focus (fixture->window, get_search (fixture));
  kh_ui_type (text);
}

static void
open_by_search (Fixture    *fixture,
                const char *text,
                gint64      number)
{
  kh_ui_fill (get_search (fixture), text);
  kh_ui_press (GDK_KEY_Return, 0);
  wait_open (fixture, number);
}

/* What is typed finds, Enter opens the first, and what finds nothing says so. */
static void
test_search (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  search (fixture, "rui");
  kh_ui_wait_text (root (fixture), "1 customer found");
  KH_UI_WAIT (kh_ui_find_text (root (fixture), "Okafor, Daniel") == NULL);
  kh_ui_screenshots (fixture->window, "window-search");
  kh_ui_press (GDK_KEY_Return, 0);
  wait_open (fixture, fixture->ana);

  kh_ui_fill (get_search (fixture), "zzz");
  kh_ui_wait_text (root (fixture), "Nothing found");
  kh_ui_wait_part (root (fixture), "“zzz”");
  kh_ui_screenshots (fixture->window, "window-nothing-found");
  kh_ui_click (root (fixture), "Clear Search");
  kh_ui_wait_text (root (fixture), "4 customers");
  kh_ui_wait_focus (fixture->window, get_search (fixture));
}

/* Enter before the answer is there opens what the answer brings. */
static void
test_search_fast (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  search (fixture, "okafor\n");
  wait_open (fixture, fixture->daniel);
}

/* More customers than the list reads at first. */
static void
add_many (Fixture *fixture)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; i < 300; i++)
    g_ptr_array_add (people, kh_ui_customer_new ("Omar", "Haddad", NULL, "1 Elm Street", "Ogden", "UT"));
  kh_store_add_customers_async (fixture->office.store, people, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_true (kh_store_add_customers_finish (fixture->office.store, result, NULL));
  kh_ui_wait_text (root (fixture), "304 customers");
}

static void
on_first_items_changed_cb (GListModel *customers,
                           guint       position G_GNUC_UNUSED,
                           guint       removed G_GNUC_UNUSED,
                           guint       added,
                           GtkWidget  *list)
{
  g_assert_cmpuint (added, >, 0);
  g_assert_true (kh_customer_list_get_loading (KH_CUSTOMER_LIST (customers)));
  g_assert_true (gtk_widget_get_mapped (list));
  g_signal_handlers_disconnect_by_data (customers, list);
}

/* The first customers come into sight while the others are still being found. */
static void
test_search_many (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *list = kh_ui_find_type (root (fixture), GTK_TYPE_LIST_VIEW);
  GtkSelectionModel *selection = gtk_list_view_get_model (GTK_LIST_VIEW (list));
  GListModel *customers = gtk_single_selection_get_model (GTK_SINGLE_SELECTION (selection));

  add_many (fixture);
  search (fixture, "zzz");
  kh_ui_wait_text (root (fixture), "Nothing found");
  g_assert_false (gtk_widget_get_mapped (list));
  g_signal_connect (customers, "items-changed", G_CALLBACK (on_first_items_changed_cb), list);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_text (root (fixture), "304 customers");
  g_assert_cmpuint (g_signal_handlers_disconnect_by_data (customers, list), ==, 0);
}

static void
test_search_escape (Fixture       *fixture,
                    gconstpointer  data G_GNUC_UNUSED)
{
  search (fixture, "okafor");
  kh_ui_wait_text (root (fixture), "1 customer found");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_text (root (fixture), "4 customers");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_search (fixture))), ==, "");
}

static void
test_search_down (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *list = kh_ui_find_type (root (fixture), GTK_TYPE_LIST_VIEW);

  kh_ui_press (GDK_KEY_k, GDK_CONTROL_MASK);
  kh_ui_wait_focus (fixture->window, get_search (fixture));
  kh_ui_press (GDK_KEY_Down, 0);
  kh_ui_wait_focus (fixture->window, list);
  kh_ui_press_focus (fixture->window, GDK_KEY_Down, 0);
  kh_ui_press (GDK_KEY_Return, 0);
  wait_open (fixture, fixture->daniel);
}

/* Tab stops at the list once, not at each of its rows. */
static void
test_one_stop (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *list = kh_ui_find_type (root (fixture), GTK_TYPE_LIST_VIEW);
  guint inside = 0;

  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_wait_focus (fixture->window, get_search (fixture));
  do
    {
      GtkWidget *focus;

      kh_ui_press_focus (fixture->window, GDK_KEY_Tab, 0);
      focus = gtk_window_get_focus (fixture->window);
      inside += gtk_widget_is_ancestor (focus, list) ? 1 : 0;
      if (gtk_widget_is_ancestor (focus, get_search (fixture)))
        break;
    }
  while (inside < 3);
  g_assert_cmpuint (inside, ==, 1);
}

static void
test_tabs (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  open_by_search (fixture, "ruiz", fixture->ana);
  open_by_search (fixture, "okafor", fixture->daniel);
  open_by_search (fixture, "ruiz", fixture->ana);
  g_assert_cmpint (count_tabs (fixture), ==, 2);

  kh_ui_press (GDK_KEY_Tab, GDK_CONTROL_MASK);
  wait_open (fixture, fixture->daniel);
  kh_ui_press (GDK_KEY_Tab, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  wait_open (fixture, fixture->ana);
  kh_ui_press (GDK_KEY_2, GDK_ALT_MASK);
  wait_open (fixture, fixture->daniel);
  kh_ui_press (GDK_KEY_1, GDK_ALT_MASK);
  wait_open (fixture, fixture->ana);
  kh_ui_screenshots (fixture->window, "window-tabs");
  kh_ui_press (GDK_KEY_w, GDK_CONTROL_MASK);
  wait_open (fixture, fixture->daniel);
  kh_ui_press (GDK_KEY_w, GDK_CONTROL_MASK);
  KH_UI_WAIT (count_tabs (fixture) == 0);
  kh_ui_wait_text (root (fixture), "No customer is open");
}

/* Whoever comes back to a tab finds the focus where it was left. */
static void
test_tab_focus (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *button;

  open_by_search (fixture, "ruiz", fixture->ana);
  button = kh_ui_wait_button (root (fixture), "Edit Premises");
  gtk_widget_grab_focus (button);
  kh_ui_wait_focus (fixture->window, button);
  for (guint i = 0; i < 3; i++)
    {
      open_by_search (fixture, "okafor", fixture->daniel);
      open_by_search (fixture, "ruiz", fixture->ana);
      kh_ui_wait_focus (fixture->window, button);
    }
}

/* Ctrl+Page Down belongs to the page's own tabs also when a list has the focus. */
static void
test_page_tabs (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *list = kh_ui_find_type (root (fixture), GTK_TYPE_LIST_VIEW);
  GtkWidget *focus;

  open_by_search (fixture, "ruiz", fixture->ana);
  kh_ui_fill (get_search (fixture), "");
  kh_ui_wait_text (root (fixture), "4 customers");
  kh_ui_press (GDK_KEY_Down, 0);
  kh_ui_wait_focus (fixture->window, list);
  focus = gtk_window_get_focus (fixture->window);
  kh_ui_press_history (FALSE);
  kh_ui_linger (100);
  g_assert_true (gtk_window_get_focus (fixture->window) == focus);
  kh_ui_wait_part (root (fixture), "Head of the history: ");
  g_assert_null (kh_ui_find_text (root (fixture), "Central Station"));
  kh_ui_press_history (TRUE);
  wait_open (fixture, fixture->ana);
}

static void
edit_name (Fixture    *fixture,
           const char *name)
{
  kh_ui_click (root (fixture), "Edit Identity");
  kh_ui_fill (kh_ui_wait_field (root (fixture), "First Name"), name);
}

/* Something typed keeps its tab until its writer has decided. */
static void
test_guard_tab (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) kept = NULL;

  open_by_search (fixture, "ruiz", fixture->ana);
  edit_name (fixture, "Anita");
  kh_ui_wait_text (root (fixture), "●");
  kh_ui_screenshots (fixture->window, "window-unsaved");
  kh_ui_press (GDK_KEY_w, GDK_CONTROL_MASK);
  kh_ui_wait_window ("Save changes?");
  kh_ui_screenshots (kh_ui_find_window ("Save changes?"), "dialog-unsaved");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Save changes?");
  g_assert_cmpint (count_tabs (fixture), ==, 1);

  kh_ui_wait_active (fixture->window);
  kh_ui_press (GDK_KEY_w, GDK_CONTROL_MASK);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Save");
  KH_UI_WAIT (count_tabs (fixture) == 0);
  kept = kh_ui_fixture_load (&fixture->office, fixture->ana, NULL);
  g_assert_cmpstr (kh_customer_get (kept, KH_DATAPOINT_FIRST_NAME), ==, "Anita");
  kh_ui_wait_active (fixture->window);
  kh_ui_wait_text (root (fixture), "Ruiz, Anita");
}

/* Ctrl+Q asks for each unsaved page, and ends only when every one is settled. */
static void
test_guard_window (Fixture       *fixture,
                   gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCustomer) kept = NULL;

  open_by_search (fixture, "ruiz", fixture->ana);
  edit_name (fixture, "Anita");
  open_by_search (fixture, "okafor", fixture->daniel);
  kh_ui_press (GDK_KEY_q, GDK_CONTROL_MASK);
  kh_ui_wait_window ("Save changes?");
  wait_open (fixture, fixture->ana);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Save changes?");
  g_assert_cmpint (count_tabs (fixture), ==, 2);

  kh_ui_wait_active (fixture->window);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  kh_ui_press (GDK_KEY_q, GDK_CONTROL_MASK);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Discard");
  KH_UI_WAIT (fixture->window == NULL);
  kept = kh_ui_fixture_load (&fixture->office, fixture->ana, NULL);
  g_assert_cmpstr (kh_customer_get (kept, KH_DATAPOINT_FIRST_NAME), ==, "Ana");
}

static void
test_new_customer (Fixture       *fixture,
                   gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_wait_text (root (fixture), "No customers yet");
  kh_ui_screenshots (fixture->window, "window-empty");
  kh_ui_press (GDK_KEY_n, GDK_CONTROL_MASK);
  KH_UI_WAIT (get_open (fixture) == 0);
  kh_ui_wait_field (root (fixture), "First Name");
  kh_ui_screenshots (fixture->window, "window-new");
  kh_ui_press (GDK_KEY_n, GDK_CONTROL_MASK);
  kh_ui_linger (100);
  g_assert_cmpint (count_tabs (fixture), ==, 1);
}

static void
test_menu (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *popover;

  kh_ui_press (GDK_KEY_F10, 0);
  KH_UI_WAIT (kh_ui_find_type (root (fixture), GTK_TYPE_POPOVER_MENU) != NULL);
  popover = kh_ui_find_type (root (fixture), GTK_TYPE_POPOVER_MENU);
  kh_ui_wait_text (popover, "Preferences");
  kh_ui_wait_text (popover, "Ctrl+Q");
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (kh_ui_find_type (root (fixture), GTK_TYPE_POPOVER_MENU) == NULL);
}

static void
test_shortcuts (Fixture       *fixture G_GNUC_UNUSED,
                gconstpointer  data G_GNUC_UNUSED)
{
  GtkWindow *window;

  kh_ui_press (GDK_KEY_question, GDK_CONTROL_MASK);
  window = kh_ui_wait_window ("Keyboard Shortcuts");
  kh_ui_wait_text (GTK_WIDGET (window), "Ctrl+Page Down");
  kh_ui_screenshots (window, "shortcuts");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Keyboard Shortcuts");
}

static void
test_notice (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *label;

  kh_window_notice (KH_WINDOW (fixture->window), "Link finished: Ruiz & Sons <b>.");
  label = kh_ui_wait_text (root (fixture), "Link finished: Ruiz & Sons <b>.");
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Link finished: Ruiz & Sons <b>.");
}

/* "Saved." beside another customer would be read as that one's. */
static void
test_notice_of_page (Fixture       *fixture,
                     gconstpointer  data G_GNUC_UNUSED)
{
  open_by_search (fixture, "okafor", fixture->daniel);
  open_by_search (fixture, "ruiz", fixture->ana);
  edit_name (fixture, "Anita");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_text (root (fixture), "Saved.");
  kh_ui_press (GDK_KEY_Tab, GDK_CONTROL_MASK);
  wait_open (fixture, fixture->daniel);
  g_assert_null (kh_ui_find_text (root (fixture), "Saved."));

  /* What the program says of itself stays. */
  kh_window_notice (KH_WINDOW (fixture->window), "This is the demo.");
  kh_ui_press (GDK_KEY_Tab, GDK_CONTROL_MASK);
  wait_open (fixture, fixture->ana);
  g_assert_nonnull (kh_ui_find_text (root (fixture), "This is the demo."));
}

/* The names that GTK 4.8 leaves out. */
static void
test_names (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *title = kh_ui_wait_text (root (fixture), "Ruiz, Ana");
  GtkWidget *row = gtk_widget_get_parent (gtk_widget_get_parent (title));

  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Ruiz, Ana, 4 Elm Street · Ogden UT, Dynamark · DY-10421, Not linked");
}

/* The name has its whole line beside the number, however wide the state below it is. */
static void
test_room_for_name (Fixture       *fixture,
                    gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *name = kh_ui_wait_text (root (fixture), "Ruiz, Ana");
  GtkWidget *row = gtk_widget_get_parent (name);
  GtkWidget *chip = kh_ui_wait_text (row, "Not linked");
  graphene_rect_t line;
  graphene_rect_t state;

  kh_ui_settle (fixture->window);
  g_assert_true (gtk_widget_compute_bounds (name, row, &line));
  g_assert_true (gtk_widget_compute_bounds (chip, row, &state));
  g_assert_cmpfloat (line.origin.x + line.size.width, >, state.origin.x);
}

/* At twice the size of text nothing is wider than the window. */
static void
test_large_text (Fixture       *fixture,
                 gconstpointer  data G_GNUC_UNUSED)
{
  int before;
  int natural;

  open_by_search (fixture, "ruiz", fixture->ana);
  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &before, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  kh_ui_settle (fixture->window);
  gtk_widget_measure (root (fixture), GTK_ORIENTATION_HORIZONTAL, -1, &natural, NULL, NULL, NULL);
  kh_ui_screenshots (fixture->window, "window-large-text");
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", before, NULL);
  g_assert_cmpint (natural, <=, 1280);
}

/* With nothing open, what to do stands there. */
static void
test_empty (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "No customer is open");
}

static void
test_look (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_screenshots (fixture->window, "window-list");
  open_by_search (fixture, "ruiz", fixture->ana);
  kh_ui_screenshots (fixture->window, "window");
}

/* Records that cannot be read are not waited for: what is wrong stays on the screen. */
static void
test_not_readable (Fixture       *fixture,
                   gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GAsyncResult) result = NULL;

  gtk_window_destroy (fixture->window);
  kh_store_close_async (fixture->office.store, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  show_window (fixture);
  kh_ui_wait_text (root (fixture), "The customers could not be read");
  kh_ui_linger (400);
  g_assert_nonnull (kh_ui_find_text (root (fixture), "The customers could not be read"));
}

/* Records that are slow to come are said to be on their way, until they are there. */
static void
test_slow (void)
{
  Fixture fixture = { 0 };

  kh_ui_fixture_init (&fixture.office);
  fixture.window = GTK_WINDOW (kh_window_new (fixture.office.application, NULL));
  gtk_window_present (fixture.window);
  kh_ui_wait_active (fixture.window);
  kh_ui_wait_part (GTK_WIDGET (fixture.window), "The records are being opened.");
  kh_ui_screenshots (fixture.window, "opening");
  kh_window_set_services (KH_WINDOW (fixture.window), fixture.office.services);
  KH_UI_WAIT (kh_ui_find_part (GTK_WIDGET (fixture.window), "The records are being opened.") == NULL);
  tear_down (&fixture, NULL);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);
#define ADD(path, up, test) g_test_add ("/window/" path, Fixture, NULL, up, test, tear_down)
  g_test_add_func ("/window/slow", test_slow);
  ADD ("empty", set_up_empty, test_empty);
  ADD ("look", set_up, test_look);
  ADD ("search", set_up, test_search);
  ADD ("search-fast", set_up, test_search_fast);
  ADD ("search-many", set_up, test_search_many);
  ADD ("search-escape", set_up, test_search_escape);
  ADD ("search-down", set_up, test_search_down);
  ADD ("one-stop", set_up, test_one_stop);
  ADD ("tabs", set_up, test_tabs);
  ADD ("tab-focus", set_up, test_tab_focus);
  ADD ("page-tabs", set_up, test_page_tabs);
  ADD ("guard-tab", set_up, test_guard_tab);
  ADD ("guard-window", set_up, test_guard_window);
  ADD ("new-customer", set_up_empty, test_new_customer);
  ADD ("menu", set_up, test_menu);
  ADD ("shortcuts", set_up, test_shortcuts);
  ADD ("notice", set_up, test_notice);
  ADD ("not-readable", set_up_empty, test_not_readable);
  ADD ("notice-of-page", set_up, test_notice_of_page);
  ADD ("names", set_up, test_names);
  ADD ("room-for-name", set_up, test_room_for_name);
  ADD ("large-text", set_up, test_large_text);

  return g_test_run ();
}
