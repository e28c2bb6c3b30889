/* test-catalogues.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Preferences, Catalogues, with real keys. */

#include "config.h"

#include "kh-preferences-test.h"
#include "kh-window.h"

typedef PreferencesTest Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  preferences_start (fixture, "Catalogues");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  preferences_end (fixture);
}

static gboolean
is_named (GtkWidget  *widget,
          const char *name)
{
  g_autofree char *difference = NULL;

  difference = gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, NULL);

  return difference == NULL;
}

static gboolean
is_invalid (GtkWidget *widget)
{
  g_autofree char *difference = NULL;

  difference = gtk_test_accessible_check_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_INVALID,
                                                GTK_ACCESSIBLE_INVALID_TRUE);

  return difference == NULL;
}

static GtkListBoxRow *
find_row (Fixture    *fixture,
          const char *name)
{
  GtkListBox *list = GTK_LIST_BOX (kh_ui_find_type (preferences_root (fixture), GTK_TYPE_LIST_BOX));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (is_named (GTK_WIDGET (row), name))
      return row;

  return NULL;
}

static GtkWidget *
name_entry (Fixture *fixture)
{
  return preferences_field (fixture, "Name");
}

static gboolean
has_typed (GtkWidget  *entry,
           const char *text)
{
  return g_str_equal (gtk_editable_get_text (GTK_EDITABLE (entry)), text);
}

/* A row is read out as its name and, after a comma, what is said about it. */
static void
choose_row (Fixture    *fixture,
            const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, ", ", 2);
  GtkWidget *row;

  KH_UI_WAIT (find_row (fixture, name) != NULL);
  row = GTK_WIDGET (find_row (fixture, name));
  gtk_widget_grab_focus (row);
  kh_ui_wait_focus (fixture->preferences, row);
  /* A key that changes nothing cannot be waited for. */
  if (!gtk_list_box_row_is_selected (GTK_LIST_BOX_ROW (row)))
    kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (has_typed (name_entry (fixture), parts[0]));
}

static void
begin_new (Fixture *fixture,
           guint    key)
{
  kh_ui_press (key, GDK_ALT_MASK);
  KH_UI_WAIT (has_typed (name_entry (fixture), ""));
  kh_ui_wait_focus (fixture->preferences, name_entry (fixture));
}

static void
type_at (Fixture    *fixture,
         const char *label,
         const char *text)
{
  GtkWidget *entry = preferences_field (fixture, label);

  kh_ui_wait_focus (fixture->preferences, entry);
  kh_ui_type (text);
  KH_UI_WAIT (has_typed (entry, text));
}

static void
test_class (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  const KhCatalogueEntry *entry;

  KH_UI_WAIT (has_typed (name_entry (fixture), "Commercial"));
  begin_new (fixture, GDK_KEY_w);
  type_at (fixture, "Name", "Gold");
  kh_ui_press (GDK_KEY_m, GDK_ALT_MASK);
  type_at (fixture, "Monthly Charge", "59");
  kh_ui_press (GDK_KEY_t, GDK_ALT_MASK);
  type_at (fixture, "Contract Term", "36");
  kh_ui_screenshots (fixture->preferences, "catalogues-new");
  preferences_save (fixture);
  KH_UI_WAIT (find_row (fixture, "Gold, $59.00 a month · 36 months") != NULL);
  entry = preferences_find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Gold");
  g_assert_cmpstr (entry->monthly_charge, ==, "5900");
  g_assert_cmpstr (entry->contract_term, ==, "36");
  g_assert_true (entry->active);
  g_assert_true (has_typed (preferences_field (fixture, "Monthly Charge"), "$59.00"));
  g_assert_false (preferences_may_save (fixture));
  kh_ui_screenshots (fixture->preferences, "catalogues");

  kh_ui_fill (preferences_field (fixture, "Contract Term"), "");
  preferences_save (fixture);
  KH_UI_WAIT (find_row (fixture, "Gold, $59.00 a month") != NULL);
  g_assert_null (preferences_find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Gold")->contract_term);
}

static void
test_lead_source (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  preferences_choose (fixture, "Catalogue", "Lead Sources");
  KH_UI_WAIT (has_typed (name_entry (fixture), "Mail"));
  begin_new (fixture, GDK_KEY_w);
  g_assert_false (gtk_widget_is_sensitive (kh_ui_wait_button (preferences_root (fixture), "New Campaign")));
  type_at (fixture, "Name", "Radio");
  preferences_save (fixture);
  KH_UI_WAIT (find_row (fixture, "Radio") != NULL);
  kh_ui_settle (fixture->preferences);
  begin_new (fixture, GDK_KEY_p);
  g_assert_true (preferences_has_chosen (preferences_field (fixture, "Lead Source"), "Radio"));
  type_at (fixture, "Name", "Morning Show");
  preferences_save (fixture);
  KH_UI_WAIT (find_row (fixture, "Morning Show, Campaign") != NULL);
  kh_ui_screenshots (fixture->preferences, "catalogues-campaigns");
  g_assert_cmpint (preferences_find (fixture, KH_CATALOGUE_LEAD_CAMPAIGNS, "Morning Show")->parent, ==,
                   preferences_find (fixture, KH_CATALOGUE_LEAD_SOURCES, "Radio")->id);
  /* It stands below its source, and moves with it. */
  g_assert_cmpint (gtk_list_box_row_get_index (find_row (fixture, "Morning Show, Campaign")), ==, 3);
  preferences_choose (fixture, "Lead Source", "Mail");
  preferences_save (fixture);
  KH_UI_WAIT (preferences_find (fixture, KH_CATALOGUE_LEAD_CAMPAIGNS, "Morning Show")->parent ==
              preferences_find (fixture, KH_CATALOGUE_LEAD_SOURCES, "Mail")->id);
  KH_UI_WAIT (gtk_list_box_row_get_index (find_row (fixture, "Morning Show, Campaign")) == 1);
}

/* A package and what is in it, as a lead source has campaigns. */
static void
test_package (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  preferences_choose (fixture, "Catalogue", "Equipment Packages");
  kh_ui_wait_part (preferences_root (fixture), "Add what is installed together with New Package");
  begin_new (fixture, GDK_KEY_w);
  type_at (fixture, "Name", "Apartment");
  preferences_save (fixture);
  KH_UI_WAIT (find_row (fixture, "Apartment") != NULL);
  kh_ui_settle (fixture->preferences);
  begin_new (fixture, GDK_KEY_i);
  g_assert_true (preferences_has_chosen (preferences_field (fixture, "Package"), "Apartment"));
  type_at (fixture, "Name", "3 x Door Contact");
  preferences_save (fixture);
  KH_UI_WAIT (find_row (fixture, "3 x Door Contact, Item") != NULL);
  kh_ui_screenshots (fixture->preferences, "catalogues-packages");
  preferences_assert_mnemonics (fixture, 8);
  g_assert_cmpint (preferences_find (fixture, KH_CATALOGUE_PACKAGE_ITEMS, "3 x Door Contact")->parent, ==,
                   preferences_find (fixture, KH_CATALOGUE_PACKAGES, "Apartment")->id);
}

static void
test_category (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  preferences_choose (fixture, "Catalogue", "Cancel Reasons");
  kh_ui_wait_part (preferences_root (fixture), "Add the reasons why customers leave with New Cancel Reason.");
  kh_ui_screenshots (fixture->preferences, "catalogues-empty");
  begin_new (fixture, GDK_KEY_w);
  type_at (fixture, "Name", "Moved");
  preferences_choose (fixture, "Category", "Voluntary");
  preferences_save (fixture);
  KH_UI_WAIT (find_row (fixture, "Moved, Voluntary") != NULL);
  g_assert_cmpstr (preferences_find (fixture, KH_CATALOGUE_CANCEL_REASONS, "Moved")->category, ==, "voluntary");
}

static gint64
add_customer (Fixture    *fixture,
              const char *first,
              gint64      source)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new (first, "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");
  g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, source);

  kh_customer_set (customer, KH_DATAPOINT_LEAD_SOURCE, source != 0 ? value : NULL);

  return kh_ui_fixture_add_customer (&fixture->office, customer);
}

static GtkWidget *
edit_lead_source (Fixture *fixture,
                  gint64   number)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  kh_window_open_customer (KH_WINDOW (fixture->window), number);
  kh_ui_settle (fixture->window);
  kh_ui_click (window, "Edit Lead Source");
  kh_ui_settle (fixture->window);

  return kh_ui_wait_field (window, "Lead Source");
}

static void
turn_active (Fixture    *fixture,
             const char *before,
             const char *after)
{
  preferences_open (fixture, "Catalogues");
  preferences_choose (fixture, "Catalogue", "Lead Sources");
  choose_row (fixture, before);
  kh_ui_press (GDK_KEY_v, GDK_ALT_MASK);
  KH_UI_WAIT (preferences_may_save (fixture));
  preferences_save (fixture);
  KH_UI_WAIT (find_row (fixture, after) != NULL);
}

/* What is made inactive stays where it is, on the page that is open, and is offered to no other. */
static void
test_inactive (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  gint64 ana = add_customer (fixture, "Ana", preferences_find (fixture, KH_CATALOGUE_LEAD_SOURCES, "Mail")->id);
  gint64 ben = add_customer (fixture, "Ben", 0);
  GtkWidget *window = GTK_WIDGET (fixture->window);

  preferences_close (fixture);
  g_assert_true (preferences_has_item (edit_lead_source (fixture, ben), "Mail"));
  kh_window_open_customer (KH_WINDOW (fixture->window), ana);
  kh_ui_wait_text (window, "Mail");

  turn_active (fixture, "Mail", "Mail, Inactive");
  kh_ui_screenshots (fixture->preferences, "catalogues-inactive");
  preferences_close (fixture);
  kh_ui_wait_text (window, "Mail (inactive)");
  g_assert_true (preferences_has_chosen (edit_lead_source (fixture, ana), "Mail (inactive)"));
  kh_window_open_customer (KH_WINDOW (fixture->window), ben);
  kh_ui_settle (fixture->window);
  g_assert_false (preferences_has_item (kh_ui_wait_field (window, "Lead Source"), "Mail"));
  g_assert_false (preferences_has_item (kh_ui_wait_field (window, "Lead Source"), "Mail (inactive)"));

  turn_active (fixture, "Mail, Inactive", "Mail");
  preferences_close (fixture);
  KH_UI_WAIT (preferences_has_item (kh_ui_wait_field (window, "Lead Source"), "Mail"));
}

static void
test_rename (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  gint64 id = preferences_find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Residential")->id;

  choose_row (fixture, "Residential");
  kh_ui_fill (name_entry (fixture), "Home");
  kh_ui_click (preferences_root (fixture), "Save");
  KH_UI_WAIT (find_row (fixture, "Home") != NULL);
  g_assert_cmpint (preferences_find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Home")->id, ==, id);
  g_assert_null (find_row (fixture, "Residential"));
  /* Whoever works by keyboard is not sent away from the form. */
  kh_ui_wait_focus (fixture->preferences, name_entry (fixture));
}

/* What cannot be kept is said at its field, and nothing of what was typed is lost. */
static void
test_refused (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  static const struct {
    const char *label;
    const char *text;
    const char *part;
  } rows[] = {
    { "Name", "", "Type a name." },
    { "Name", "Commercial", "There already is an entry named Commercial in this list. Use another name." },
    { "Monthly Charge", "plenty", "amount" },
    { "Contract Term", "500", "120" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      GtkWidget *entry = preferences_field (fixture, rows[i].label);

      choose_row (fixture, "Residential");
      kh_ui_fill (entry, rows[i].text);
      preferences_save (fixture);
      KH_UI_WAIT (is_invalid (entry));
      kh_ui_wait_part (preferences_root (fixture), rows[i].part);
      kh_ui_wait_focus (fixture->preferences, entry);
      g_assert_true (has_typed (entry, rows[i].text));
      if (i == 1)
        kh_ui_screenshots (fixture->preferences, "catalogues-refused");
      kh_ui_press (GDK_KEY_Escape, 0);
      KH_UI_WAIT (!preferences_may_save (fixture));
    }
  g_assert_nonnull (preferences_find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Residential"));
}

static void
test_no_source (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  preferences_choose (fixture, "Catalogue", "Lead Sources");
  choose_row (fixture, "Spring Mailing, Campaign");
  preferences_choose (fixture, "Lead Source", "—");
  preferences_save (fixture);
  kh_ui_wait_text (preferences_root (fixture), "Choose the lead source that the campaign belongs to.");
  g_assert_cmpint (preferences_find (fixture, KH_CATALOGUE_LEAD_CAMPAIGNS, "Spring Mailing")->parent, !=, 0);
}

static void
test_last_office (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  preferences_choose (fixture, "Catalogue", "Office Locations");
  choose_row (fixture, "Main Office");
  kh_ui_press (GDK_KEY_v, GDK_ALT_MASK);
  KH_UI_WAIT (preferences_may_save (fixture));
  preferences_save (fixture);
  kh_ui_wait_part (preferences_root (fixture), "Main Office is the only active office location");
  g_assert_true (is_invalid (kh_ui_wait_button (preferences_root (fixture), "Active")));
  g_assert_true (preferences_find (fixture, KH_CATALOGUE_OFFICE_LOCATIONS, "Main Office")->active);
}

/* The question comes wherever one goes, and Cancel leaves everything as it was. */
static void
test_guard (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  choose_row (fixture, "Residential");
  kh_ui_fill (name_entry (fixture), "Home");
  preferences_choose (fixture, "Catalogue", "Lead Sources");
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Cancel");
  kh_ui_wait_no_window ("Save changes?");
  g_assert_true (preferences_has_chosen (preferences_field (fixture, "Catalogue"), "Account Classes"));
  g_assert_true (has_typed (name_entry (fixture), "Home"));

  kh_ui_click (preferences_root (fixture), "New Account Class");
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Discard");
  kh_ui_wait_no_window ("Save changes?");
  KH_UI_WAIT (has_typed (name_entry (fixture), ""));
  g_assert_null (preferences_find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Home"));

  kh_ui_fill (name_entry (fixture), "Gold");
  preferences_show_tab (fixture, "Staff");
  gtk_window_close (fixture->preferences);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Save");
  kh_ui_wait_no_window ("Preferences");
  g_assert_nonnull (preferences_find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Gold"));
}

/* A change elsewhere takes nothing of what was typed, nor the focus. */
static void
test_follow (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  preferences_choose (fixture, "Catalogue", "Lead Sources");
  choose_row (fixture, "Spring Mailing, Campaign");
  preferences_add_entry (fixture, KH_CATALOGUE_LEAD_SOURCES, "Radio", 0);
  KH_UI_WAIT (find_row (fixture, "Radio") != NULL);
  kh_ui_wait_focus (fixture->preferences, GTK_WIDGET (find_row (fixture, "Spring Mailing, Campaign")));
  kh_ui_fill (name_entry (fixture), "Spring Letter");
  preferences_add_entry (fixture, KH_CATALOGUE_LEAD_SOURCES, "Web", 0);
  KH_UI_WAIT (preferences_has_item (preferences_field (fixture, "Lead Source"), "Web"));
  g_assert_true (has_typed (name_entry (fixture), "Spring Letter"));
  g_assert_true (preferences_has_chosen (preferences_field (fixture, "Lead Source"), "Mail"));
  kh_ui_wait_focus (fixture->preferences, name_entry (fixture));
}

static void
test_close_while_saving (Fixture       *fixture,
                         gconstpointer  data G_GNUC_UNUSED)
{
  choose_row (fixture, "Residential");
  kh_ui_fill (name_entry (fixture), "Home");
  gtk_widget_activate_action (name_entry (fixture), "entry.save", NULL);
  gtk_window_destroy (fixture->preferences);
  KH_UI_WAIT (preferences_find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Home") != NULL);
}

/* Who may look and not change is told why; who may not look does not find the pages. */
static void
test_read_only (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *why;

  preferences_sign_in (fixture, fixture->clerk);
  why = gtk_widget_get_ancestor (kh_ui_wait_text (preferences_root (fixture), "Why?"), GTK_TYPE_MENU_BUTTON);
  g_assert_false (gtk_widget_is_sensitive (kh_ui_wait_button (preferences_root (fixture), "New Account Class")));
  g_assert_false (gtk_widget_is_sensitive (name_entry (fixture)));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (why), ==,
                   "This needs the grant “Catalogues: Full Control”. Ask Maria Vega.");
  preferences_choose (fixture, "Catalogue", "Lead Sources");
  KH_UI_WAIT (has_typed (name_entry (fixture), "Mail"));
  g_assert_false (gtk_widget_is_sensitive (kh_ui_wait_button (preferences_root (fixture), "New Campaign")));
  kh_ui_screenshots (fixture->preferences, "catalogues-read-only");
  preferences_sign_in (fixture, fixture->owner);
  KH_UI_WAIT (gtk_widget_is_sensitive (kh_ui_wait_button (preferences_root (fixture), "New Campaign")));
  g_assert_null (kh_ui_find_text (preferences_root (fixture), "Why?"));
}

static void
test_not_shown (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhMember) clerk = NULL;

  clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (fixture->office.store), fixture->clerk));
  clerk->taken = kh_grants_with (kh_grants_none (), KH_GRANT_CATALOGUES_VIEW);
  preferences_save_member (fixture, clerk);
  preferences_sign_in (fixture, fixture->clerk);
  KH_UI_WAIT (kh_ui_find_text (preferences_root (fixture), "Catalogues") == NULL);
  g_assert_null (kh_ui_find_text (preferences_root (fixture), "Customer Defaults"));
  g_assert_nonnull (kh_ui_find_text (preferences_root (fixture), "Monitoring Companies"));
}

/* The catalogues alone are enough to have preferences. */
static void
test_alone (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhMember) clerk = NULL;

  preferences_close (fixture);
  clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (fixture->office.store), fixture->clerk));
  clerk->taken = kh_grants_with (kh_grants_with (kh_grants_none (), KH_GRANT_COMPANIES_VIEW), KH_GRANT_STAFF_VIEW);
  preferences_save_member (fixture, clerk);
  preferences_sign_in (fixture, fixture->clerk);
  preferences_open (fixture, "Catalogues");
  g_assert_null (kh_ui_find_text (preferences_root (fixture), "Monitoring Companies"));
  KH_UI_WAIT (has_typed (name_entry (fixture), "Commercial"));
}

static void
test_mnemonics (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  preferences_assert_mnemonics (fixture, 8);
  preferences_choose (fixture, "Catalogue", "Lead Sources");
  choose_row (fixture, "Spring Mailing, Campaign");
  preferences_assert_mnemonics (fixture, 8);
  preferences_choose (fixture, "Catalogue", "Cancel Reasons");
  begin_new (fixture, GDK_KEY_w);
  preferences_assert_mnemonics (fixture, 7);
}

/* With letters of twice the size it still needs no bar below. */
static void
test_large_text (Fixture       *fixture,
                 gconstpointer  data G_GNUC_UNUSED)
{
  int before;
  int width;

  g_object_get (gtk_settings_get_default (), "gtk-xft-dpi", &before, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 2 * 96 * 1024, NULL);
  kh_ui_settle (fixture->preferences);
  kh_ui_screenshot (fixture->preferences, "catalogues-large");
  gtk_widget_measure (preferences_root (fixture), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", before, NULL);
  g_assert_cmpint (width, <=, 1280);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);
#define ADD(path, up, test) g_test_add ("/catalogues/" path, Fixture, NULL, up, test, tear_down)
  ADD ("class", set_up, test_class);
  ADD ("lead-source", set_up, test_lead_source);
  ADD ("package", set_up, test_package);
  ADD ("category", set_up, test_category);
  ADD ("inactive", set_up, test_inactive);
  ADD ("rename", set_up, test_rename);
  ADD ("refused", set_up, test_refused);
  ADD ("no-source", set_up, test_no_source);
  ADD ("last-office", set_up, test_last_office);
  ADD ("guard", set_up, test_guard);
  ADD ("follow", set_up, test_follow);
  ADD ("close-while-saving", set_up, test_close_while_saving);
  ADD ("read-only", set_up, test_read_only);
  ADD ("not-shown", set_up, test_not_shown);
  ADD ("alone", set_up, test_alone);
  ADD ("mnemonics", set_up, test_mnemonics);
  ADD ("large-text", set_up, test_large_text);

  return g_test_run ();
}
