/* test-page.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-customer-page.h"
#include "kh-page-test.h"
#include "kh-ui-fixture.h"

/* A page on a real data file, in a window. */
typedef struct {
  KhUiFixture base;
  GtkWindow *window;
  GtkWidget *page;
  gint64 number;
  gint64 created;
} Fixture;

static void
add_entry (Fixture       *fixture,
           KhCatalogueId  catalogue,
           const char    *label)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_add_entry_async (fixture->base.store, catalogue, label, 0, TRUE, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_cmpint (kh_store_add_entry_finish (fixture->base.store, result, &error), >, 0);
  g_assert_no_error (error);
}

static char *
dup_entry (Fixture       *fixture,
           KhCatalogueId  catalogue,
           const char    *label)
{
  const KhCatalogueEntry *entry = kh_catalogues_find (kh_store_get_catalogues (fixture->base.store), catalogue, label);

  g_assert_nonnull (entry);

  return g_strdup_printf ("%" G_GINT64_FORMAT, entry->id);
}

static KhCustomer *
load (Fixture *fixture,
      gint64   number)
{
  return kh_ui_fixture_load (&fixture->base, number, NULL);
}

/* As another window or another page would. */
static void
save_elsewhere (Fixture       *fixture,
                KhDatapointId  id,
                const char    *value)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhCustomer) customer = load (fixture, fixture->number);
  g_autoptr (KhCustomer) kept = NULL;

  kh_customer_set (customer, id, value);
  kh_store_save_customer_async (fixture->base.store, customer, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kept = kh_store_save_customer_finish (fixture->base.store, result, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture       *fixture,
        KhMonitorType  type)
{
  g_autoptr (KhCustomer) customer = page_test_customer ();
  g_autofree char *office = NULL;
  g_autofree char *company = NULL;

  memset (fixture, 0, sizeof *fixture);
  kh_ui_fixture_init (&fixture->base);
  add_entry (fixture, KH_CATALOGUE_OFFICE_LOCATIONS, "Page Test Office");
  office = dup_entry (fixture, KH_CATALOGUE_OFFICE_LOCATIONS, "Page Test Office");
  company = g_strdup_printf ("%" G_GINT64_FORMAT,
                             kh_ui_fixture_add_company (&fixture->base, "Dynamark", type, "https://station.example", NULL, NULL));

  kh_customer_set (customer, KH_DATAPOINT_OFFICE_LOCATION, office);
  kh_customer_set (customer, KH_DATAPOINT_MONITORING_COMPANY, company);
  kh_customer_set (customer, KH_DATAPOINT_ACCOUNT_CLASS, NULL);
  kh_customer_set (customer, KH_DATAPOINT_LEAD_SOURCE, NULL);
  kh_customer_set (customer, KH_DATAPOINT_LEAD_CAMPAIGN, NULL);
  fixture->number = kh_ui_fixture_add_customer (&fixture->base, customer);
}

static void
on_page_created_cb (Fixture *fixture,
                    gint64   number)
{
  fixture->created = number;
}

static void
open_page (Fixture *fixture,
           gint64   number)
{
  fixture->page = kh_customer_page_new (fixture->base.services, number);
  g_signal_connect_swapped (fixture->page, "created", G_CALLBACK (on_page_created_cb), fixture);
  fixture->window = page_test_show (fixture->page, 944, 722);
  KH_UI_WAIT (kh_customer_page_get_title (KH_CUSTOMER_PAGE (fixture->page)) != NULL);
  kh_ui_settle (fixture->window);
}

static void
tear_down (Fixture *fixture)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
  gtk_window_destroy (fixture->window);
  KH_UI_WAIT (fixture->page == NULL);
  kh_ui_fixture_clear (&fixture->base);
}

/* Finding one's way on the page */

static KhSectionCard *
find_card (GtkWidget *root,
           KhSection  section)
{
  if (KH_IS_SECTION_CARD (root) && kh_section_card_get_section (KH_SECTION_CARD (root)) == section)
    return KH_SECTION_CARD (root);

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      KhSectionCard *card = find_card (child, section);

      if (card != NULL)
        return card;
    }

  return NULL;
}

static KhDatapointRow *
get_row (Fixture       *fixture,
         KhDatapointId  id)
{
  return kh_section_card_get_row (find_card (fixture->page, kh_datapoint_get (id)->section), id);
}

static gboolean
is_editing (Fixture   *fixture,
            KhSection  section)
{
  return kh_section_card_get_editing (find_card (fixture->page, section));
}

static void
edit (Fixture   *fixture,
      KhSection  section)
{
  gtk_widget_activate_action (fixture->page, "page.edit-section", "u", (guint32) section);
  KH_UI_WAIT (is_editing (fixture, section));
}

static void
type_over (Fixture       *fixture,
           KhDatapointId  id,
           const char    *text)
{
  GtkWidget *field = kh_datapoint_row_get_field (get_row (fixture, id));

  gtk_widget_grab_focus (field);
  kh_ui_wait_focus (fixture->window, field);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type (text);
  KH_UI_WAIT (g_strcmp0 (gtk_editable_get_text (GTK_EDITABLE (field)), text) == 0);
}

static void
choose (Fixture       *fixture,
        KhDatapointId  id,
        const char    *text)
{
  GtkWidget *field = kh_datapoint_row_get_field (get_row (fixture, id));

  gtk_widget_grab_focus (field);
  kh_ui_wait_focus (fixture->window, field);
  kh_ui_type (text);
  KH_UI_WAIT (gtk_drop_down_get_selected (GTK_DROP_DOWN (field)) != 0);
}

static const char *
get_message (Fixture   *fixture,
             KhSection  section)
{
  GtkWidget *message = page_test_find (GTK_WIDGET (find_card (fixture->page, section)), GTK_TYPE_LABEL, "section-message");

  return message == NULL ? NULL : gtk_label_get_text (GTK_LABEL (message));
}

static void
assert_kept (Fixture       *fixture,
             KhDatapointId  id,
             const char    *value)
{
  g_autoptr (KhCustomer) customer = load (fixture, fixture->number);

  g_assert_cmpstr (kh_customer_get (customer, id), ==, value);
}

/* Tests */

static void
test_shows (void)
{
  Fixture fixture;

  set_up (&fixture, KH_MONITOR_BOLD);
  open_page (&fixture, fixture.number);
  g_assert_cmpstr (kh_customer_page_get_title (KH_CUSTOMER_PAGE (fixture.page)), ==, "Ana Ruiz");
  g_assert_cmpstr (page_test_get_shown (get_row (&fixture, KH_DATAPOINT_PRIMARY_PHONE)), ==, "(801) 555-0142");
  g_assert_cmpstr (page_test_get_shown (get_row (&fixture, KH_DATAPOINT_STATE)), ==, "Utah");
  g_assert_cmpstr (page_test_get_shown (get_row (&fixture, KH_DATAPOINT_SALE_DATE)), ==, "03/02/2026");
  g_assert_cmpstr (page_test_get_shown (get_row (&fixture, KH_DATAPOINT_MONITORING_COMPANY)), ==, "Dynamark");
  g_assert_cmpstr (page_test_get_shown (get_row (&fixture, KH_DATAPOINT_ADDRESS_2)), ==, "—");
  kh_ui_screenshots (fixture.window, "page");
  tear_down (&fixture);
}

/* F2, type, Ctrl+S: all by keys. */
static void
test_edit_by_keys (void)
{
  Fixture fixture;

  set_up (&fixture, KH_MONITOR_BOLD);
  open_page (&fixture, fixture.number);
  kh_section_card_focus (find_card (fixture.page, KH_SECTION_PREMISES));
  kh_ui_press (GDK_KEY_F2, 0);
  KH_UI_WAIT (is_editing (&fixture, KH_SECTION_PREMISES));
  kh_ui_wait_focus (fixture.window, GTK_WIDGET (get_row (&fixture, KH_DATAPOINT_ADDRESS_1)));
  g_assert_false (is_editing (&fixture, KH_SECTION_IDENTITY));

  type_over (&fixture, KH_DATAPOINT_CITY, "Provo");
  g_assert_true (kh_customer_page_get_dirty (KH_CUSTOMER_PAGE (fixture.page)));
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (!is_editing (&fixture, KH_SECTION_PREMISES));
  g_assert_false (kh_customer_page_get_dirty (KH_CUSTOMER_PAGE (fixture.page)));
  g_assert_cmpstr (page_test_get_shown (get_row (&fixture, KH_DATAPOINT_CITY)), ==, "Provo");
  assert_kept (&fixture, KH_DATAPOINT_CITY, "Provo");

  /* The focus stays in the section: F2 edits it again. */
  kh_ui_press (GDK_KEY_F2, 0);
  KH_UI_WAIT (is_editing (&fixture, KH_SECTION_PREMISES));
  tear_down (&fixture);
}

static void
test_pencil_by_keys (void)
{
  Fixture fixture;
  KhSectionCard *card;

  set_up (&fixture, KH_MONITOR_BOLD);
  open_page (&fixture, fixture.number);
  card = find_card (fixture.page, KH_SECTION_CONTACT);
  kh_section_card_focus (card);
  gtk_test_accessible_assert_property (gtk_window_get_focus (fixture.window), GTK_ACCESSIBLE_PROPERTY_LABEL, "Edit Contact");
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (is_editing (&fixture, KH_SECTION_CONTACT));
  tear_down (&fixture);
}

static void
test_cancel_by_keys (void)
{
  Fixture fixture;

  set_up (&fixture, KH_MONITOR_BOLD);
  open_page (&fixture, fixture.number);
  edit (&fixture, KH_SECTION_PREMISES);
  type_over (&fixture, KH_DATAPOINT_CITY, "Provo");
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (!is_editing (&fixture, KH_SECTION_PREMISES));
  g_assert_false (kh_customer_page_get_dirty (KH_CUSTOMER_PAGE (fixture.page)));
  g_assert_cmpstr (page_test_get_shown (get_row (&fixture, KH_DATAPOINT_CITY)), ==, "Ogden");
  assert_kept (&fixture, KH_DATAPOINT_CITY, "Ogden");
  tear_down (&fixture);
}

static void
test_errors_on_save (void)
{
  Fixture fixture;
  GtkWidget *zip;

  set_up (&fixture, KH_MONITOR_BOLD);
  open_page (&fixture, fixture.number);
  edit (&fixture, KH_SECTION_PREMISES);
  type_over (&fixture, KH_DATAPOINT_ZIP, "1");
  zip = gtk_window_get_focus (fixture.window);
  gtk_widget_grab_focus (GTK_WIDGET (get_row (&fixture, KH_DATAPOINT_ADDRESS_1)));
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_focus (fixture.window, zip);
  g_assert_true (is_editing (&fixture, KH_SECTION_PREMISES));
  g_assert_nonnull (page_test_get_note (get_row (&fixture, KH_DATAPOINT_ZIP)));
  gtk_test_accessible_assert_state (kh_datapoint_row_get_field (get_row (&fixture, KH_DATAPOINT_ZIP)),
                                    GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE);
  kh_ui_screenshots (fixture.window, "page-errors");

  type_over (&fixture, KH_DATAPOINT_ZIP, "84001");
  g_assert_null (page_test_get_note (get_row (&fixture, KH_DATAPOINT_ZIP)));
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (!is_editing (&fixture, KH_SECTION_PREMISES));
  assert_kept (&fixture, KH_DATAPOINT_ZIP, "84001");
  tear_down (&fixture);
}

/* Each section saves its own; what is half typed in the other survives. */
static void
test_two_sections (void)
{
  Fixture fixture;
  GtkWidget *phone;

  set_up (&fixture, KH_MONITOR_BOLD);
  open_page (&fixture, fixture.number);
  edit (&fixture, KH_SECTION_CONTACT);
  edit (&fixture, KH_SECTION_PREMISES);
  type_over (&fixture, KH_DATAPOINT_CELL_PHONE, "801");
  phone = gtk_window_get_focus (fixture.window);
  type_over (&fixture, KH_DATAPOINT_CITY, "Provo");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (!is_editing (&fixture, KH_SECTION_PREMISES));

  g_assert_true (is_editing (&fixture, KH_SECTION_CONTACT));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (phone)), ==, "801");
  g_assert_true (kh_customer_page_get_dirty (KH_CUSTOMER_PAGE (fixture.page)));
  assert_kept (&fixture, KH_DATAPOINT_CITY, "Provo");
  assert_kept (&fixture, KH_DATAPOINT_CELL_PHONE, NULL);
  g_assert_null (get_message (&fixture, KH_SECTION_CONTACT));
  tear_down (&fixture);
}

/* Somebody else saves what we are typing over: we are told, and keep what we typed. */
static void
test_changed_elsewhere (void)
{
  Fixture fixture;

  set_up (&fixture, KH_MONITOR_BOLD);
  open_page (&fixture, fixture.number);
  edit (&fixture, KH_SECTION_PREMISES);
  type_over (&fixture, KH_DATAPOINT_CITY, "Provo");
  save_elsewhere (&fixture, KH_DATAPOINT_CITY, "Logan");
  KH_UI_WAIT (get_message (&fixture, KH_SECTION_PREMISES) != NULL);
  g_assert_nonnull (strstr (get_message (&fixture, KH_SECTION_PREMISES), "City"));
  kh_ui_screenshots (fixture.window, "page-changed");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (kh_datapoint_row_get_field (get_row (&fixture, KH_DATAPOINT_CITY)))),
                   ==, "Provo");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (!is_editing (&fixture, KH_SECTION_PREMISES));
  assert_kept (&fixture, KH_DATAPOINT_CITY, "Provo");
  tear_down (&fixture);
}

/* Two saves at once: the second is refused, reads again and can be pressed again. */
static void
test_conflict (void)
{
  Fixture fixture;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (KhCustomer) kept = NULL;

  set_up (&fixture, KH_MONITOR_BOLD);
  open_page (&fixture, fixture.number);
  customer = load (&fixture, fixture.number);
  edit (&fixture, KH_SECTION_PREMISES);
  type_over (&fixture, KH_DATAPOINT_CITY, "Provo");
  kh_customer_set (customer, KH_DATAPOINT_COUNTY, "Weber");
  kh_store_save_customer_async (fixture.base.store, customer, NULL, NULL, kh_ui_take, &result);
  gtk_widget_activate_action (fixture.page, "page.save", NULL);
  KH_UI_WAIT (result != NULL);
  kept = kh_store_save_customer_finish (fixture.base.store, result, NULL);
  g_assert_nonnull (kept);
  KH_UI_WAIT (get_message (&fixture, KH_SECTION_PREMISES) != NULL);
  g_assert_nonnull (strstr (get_message (&fixture, KH_SECTION_PREMISES), "County"));
  g_assert_true (is_editing (&fixture, KH_SECTION_PREMISES));

  gtk_widget_activate_action (fixture.page, "page.save", NULL);
  KH_UI_WAIT (!is_editing (&fixture, KH_SECTION_PREMISES));
  assert_kept (&fixture, KH_DATAPOINT_CITY, "Provo");
  assert_kept (&fixture, KH_DATAPOINT_COUNTY, "Weber");
  tear_down (&fixture);
}

/* What nobody edits simply follows. */
static void
test_follows (void)
{
  Fixture fixture;

  set_up (&fixture, KH_MONITOR_BOLD);
  open_page (&fixture, fixture.number);
  save_elsewhere (&fixture, KH_DATAPOINT_LAST_NAME, "Rivera");
  KH_UI_WAIT (g_strcmp0 (kh_customer_page_get_title (KH_CUSTOMER_PAGE (fixture.page)), "Ana Rivera") == 0);
  g_assert_cmpstr (page_test_get_shown (get_row (&fixture, KH_DATAPOINT_LAST_NAME)), ==, "Rivera");
  g_assert_null (get_message (&fixture, KH_SECTION_IDENTITY));
  tear_down (&fixture);
}

static void
test_account_number_taken (void)
{
  Fixture fixture;
  g_autoptr (KhCustomer) other = NULL;

  set_up (&fixture, KH_MONITOR_BOLD);
  other = load (&fixture, fixture.number);
  kh_customer_set (other, KH_DATAPOINT_CUSTOMER_NUMBER, NULL);
  kh_customer_set (other, KH_DATAPOINT_ACCOUNT_NUMBER, "TAKEN");
  kh_ui_fixture_add_customer (&fixture.base, other);
  open_page (&fixture, fixture.number);
  edit (&fixture, KH_SECTION_CENTRAL_STATION);
  type_over (&fixture, KH_DATAPOINT_ACCOUNT_NUMBER, "TAKEN");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (page_test_get_note (get_row (&fixture, KH_DATAPOINT_ACCOUNT_NUMBER)) != NULL);
  g_assert_true (is_editing (&fixture, KH_SECTION_CENTRAL_STATION));
  kh_ui_screenshots (fixture.window, "page-taken");
  tear_down (&fixture);
}

static void
test_new_customer (void)
{
  Fixture fixture;
  g_autoptr (KhCustomer) kept = NULL;

  set_up (&fixture, KH_MONITOR_BOLD);
  open_page (&fixture, 0);
  g_assert_cmpstr (kh_customer_page_get_title (KH_CUSTOMER_PAGE (fixture.page)), ==, "New Customer");
  g_assert_false (kh_customer_page_get_dirty (KH_CUSTOMER_PAGE (fixture.page)));
  gtk_widget_grab_focus (fixture.page);
  kh_ui_wait_focus (fixture.window, GTK_WIDGET (get_row (&fixture, KH_DATAPOINT_FIRST_NAME)));

  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (page_test_get_note (get_row (&fixture, KH_DATAPOINT_CITY)) != NULL);
  kh_ui_wait_focus (fixture.window, GTK_WIDGET (get_row (&fixture, KH_DATAPOINT_FIRST_NAME)));
  g_assert_cmpint (fixture.created, ==, 0);
  kh_ui_screenshots (fixture.window, "page-new");

  type_over (&fixture, KH_DATAPOINT_FIRST_NAME, "Bea");
  type_over (&fixture, KH_DATAPOINT_LAST_NAME, "Diaz");
  choose (&fixture, KH_DATAPOINT_OFFICE_LOCATION, "page");
  type_over (&fixture, KH_DATAPOINT_CITY, "Provo");
  choose (&fixture, KH_DATAPOINT_STATE, "ut");
  type_over (&fixture, KH_DATAPOINT_PRIMARY_PHONE, "8015550177");
  type_over (&fixture, KH_DATAPOINT_SALE_DATE, "3/2/2026");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (fixture.created != 0);

  g_assert_cmpint (kh_customer_page_get_number (KH_CUSTOMER_PAGE (fixture.page)), ==, fixture.created);
  g_assert_cmpstr (kh_customer_page_get_title (KH_CUSTOMER_PAGE (fixture.page)), ==, "Bea Diaz");
  g_assert_false (is_editing (&fixture, KH_SECTION_IDENTITY));
  g_assert_false (kh_customer_page_get_dirty (KH_CUSTOMER_PAGE (fixture.page)));
  kept = load (&fixture, fixture.created);
  g_assert_cmpstr (kh_customer_get (kept, KH_DATAPOINT_PRIMARY_PHONE), ==, "+18015550177");
  tear_down (&fixture);
}

/* A State that the office set as its default need not be chosen. */
static void
test_new_defaults (void)
{
  Fixture fixture;
  g_autoptr (KhDefaults) defaults = kh_defaults_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GError) error = NULL;

  set_up (&fixture, KH_MONITOR_BOLD);
  kh_defaults_set (defaults, KH_DATAPOINT_STATE, "UT");
  kh_store_save_defaults_async (fixture.base.store, defaults, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_true (kh_store_save_defaults_finish (fixture.base.store, result, &error));
  g_assert_no_error (error);

  open_page (&fixture, 0);
  g_assert_false (kh_customer_page_get_dirty (KH_CUSTOMER_PAGE (fixture.page)));
  gtk_widget_grab_focus (fixture.page);
  kh_ui_wait_focus (fixture.window, GTK_WIDGET (get_row (&fixture, KH_DATAPOINT_FIRST_NAME)));
  type_over (&fixture, KH_DATAPOINT_FIRST_NAME, "Bea");
  type_over (&fixture, KH_DATAPOINT_LAST_NAME, "Diaz");
  choose (&fixture, KH_DATAPOINT_OFFICE_LOCATION, "page");
  type_over (&fixture, KH_DATAPOINT_CITY, "Provo");
  type_over (&fixture, KH_DATAPOINT_PRIMARY_PHONE, "8015550177");
  type_over (&fixture, KH_DATAPOINT_SALE_DATE, "3/2/2026");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (fixture.created != 0);

  kept = load (&fixture, fixture.created);
  g_assert_cmpstr (kh_customer_get (kept, KH_DATAPOINT_STATE), ==, "UT");
  tear_down (&fixture);
}

static gboolean
is_in_view (GtkWidget *row)
{
  GtkWidget *viewport = gtk_widget_get_ancestor (row, GTK_TYPE_VIEWPORT);
  graphene_rect_t place;

  return gtk_widget_compute_bounds (row, viewport, &place) && place.origin.y >= 0 &&
         place.origin.y + place.size.height <= (float) gtk_widget_get_height (viewport);
}

/* Every field with what is said below it, and back to the first by the same way. */
static void
test_tab_there_and_back (void)
{
  Fixture fixture;
  g_autoptr (GPtrArray) stops = g_ptr_array_new ();

  set_up (&fixture, KH_MONITOR_BOLD);
  open_page (&fixture, 0);
  gtk_widget_grab_focus (fixture.page);
  kh_ui_wait_focus (fixture.window, GTK_WIDGET (get_row (&fixture, KH_DATAPOINT_FIRST_NAME)));
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (page_test_get_note (get_row (&fixture, KH_DATAPOINT_CITY)) != NULL);
  while (!g_ptr_array_find (stops, gtk_window_get_focus (fixture.window), NULL))
    {
      GtkWidget *row = gtk_widget_get_ancestor (gtk_window_get_focus (fixture.window), KH_TYPE_DATAPOINT_ROW);

      KH_UI_WAIT (row == NULL || is_in_view (row));
      g_ptr_array_add (stops, gtk_window_get_focus (fixture.window));
      kh_ui_press_focus (fixture.window, GDK_KEY_Tab, 0);
    }
  g_assert_cmpuint (stops->len, >, 50);

  for (guint i = stops->len; i > 0; i--)
    {
      kh_ui_press_focus (fixture.window, GDK_KEY_Tab, GDK_SHIFT_MASK);
      g_assert_true (gtk_window_get_focus (fixture.window) == stops->pdata[i - 1]);
    }
  tear_down (&fixture);
}

/* An ADT company asks for more, which is said and does not stop another section. */
static void
test_missing (void)
{
  Fixture fixture;
  GtkWidget *bar;

  set_up (&fixture, KH_MONITOR_ADT);
  save_elsewhere (&fixture, KH_DATAPOINT_ADDRESS_1, NULL);
  open_page (&fixture, fixture.number);
  bar = page_test_find (GTK_WIDGET (find_card (fixture.page, KH_SECTION_CENTRAL_STATION)), GTK_TYPE_BUTTON, "missing-button");
  g_assert_nonnull (bar);
  kh_ui_screenshots (fixture.window, "page-missing");
  gtk_test_accessible_assert_property (bar, GTK_ACCESSIBLE_PROPERTY_LABEL, "Fill in Address 1");
  gtk_widget_grab_focus (bar);
  kh_ui_press (GDK_KEY_space, 0);
  kh_ui_wait_focus (fixture.window, GTK_WIDGET (get_row (&fixture, KH_DATAPOINT_ADDRESS_1)));
  type_over (&fixture, KH_DATAPOINT_ADDRESS_1, "9 Oak Ave");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (!is_editing (&fixture, KH_SECTION_PREMISES));
  assert_kept (&fixture, KH_DATAPOINT_ADDRESS_1, "9 Oak Ave");
  tear_down (&fixture);
}

static void
on_may_close_cb (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  int *answer = user_data;

  *answer = kh_customer_page_may_close_finish (KH_CUSTOMER_PAGE (source), result);
}

static int
ask_to_close (Fixture *fixture,
              guint    keyval)
{
  int answer = -1;

  kh_customer_page_may_close_async (KH_CUSTOMER_PAGE (fixture->page), on_may_close_cb, &answer);
  if (keyval != 0)
    {
      KH_UI_WAIT (!gtk_window_is_active (fixture->window));
      kh_ui_press (keyval, keyval == GDK_KEY_Escape ? 0 : GDK_ALT_MASK);
    }
  KH_UI_WAIT (answer != -1);
  kh_ui_wait_active (fixture->window);

  return answer;
}

static void
test_may_close (void)
{
  Fixture fixture;

  set_up (&fixture, KH_MONITOR_BOLD);
  open_page (&fixture, fixture.number);
  g_assert_true (ask_to_close (&fixture, 0));
  edit (&fixture, KH_SECTION_PREMISES);
  type_over (&fixture, KH_DATAPOINT_CITY, "Provo");
  g_assert_false (ask_to_close (&fixture, GDK_KEY_Escape));
  g_assert_true (ask_to_close (&fixture, GDK_KEY_d));
  assert_kept (&fixture, KH_DATAPOINT_CITY, "Ogden");
  g_assert_true (ask_to_close (&fixture, GDK_KEY_s));
  assert_kept (&fixture, KH_DATAPOINT_CITY, "Provo");

  /* What is wrong cannot be saved on the way out. */
  edit (&fixture, KH_SECTION_PREMISES);
  type_over (&fixture, KH_DATAPOINT_ZIP, "1");
  g_assert_false (ask_to_close (&fixture, GDK_KEY_s));
  tear_down (&fixture);
}

static void
test_not_there (void)
{
  Fixture fixture;

  set_up (&fixture, KH_MONITOR_BOLD);
  fixture.page = kh_customer_page_new (fixture.base.services, 999999);
  fixture.window = page_test_show (fixture.page, 944, 722);
  KH_UI_WAIT (page_test_find (fixture.page, GTK_TYPE_BUTTON, NULL) != NULL &&
                      gtk_widget_get_mapped (page_test_find (fixture.page, GTK_TYPE_BUTTON, NULL)));
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/page/shows", test_shows);
  g_test_add_func ("/page/edit-by-keys", test_edit_by_keys);
  g_test_add_func ("/page/pencil-by-keys", test_pencil_by_keys);
  g_test_add_func ("/page/cancel-by-keys", test_cancel_by_keys);
  g_test_add_func ("/page/errors-on-save", test_errors_on_save);
  g_test_add_func ("/page/two-sections", test_two_sections);
  g_test_add_func ("/page/changed-elsewhere", test_changed_elsewhere);
  g_test_add_func ("/page/conflict", test_conflict);
  g_test_add_func ("/page/follows", test_follows);
  g_test_add_func ("/page/account-number-taken", test_account_number_taken);
  g_test_add_func ("/page/new-customer", test_new_customer);
  g_test_add_func ("/page/new-defaults", test_new_defaults);
  g_test_add_func ("/page/tab-there-and-back", test_tab_there_and_back);
  g_test_add_func ("/page/missing", test_missing);
  g_test_add_func ("/page/may-close", test_may_close);
  g_test_add_func ("/page/not-there", test_not_there);

  return g_test_run ();
}
