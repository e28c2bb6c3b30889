/* test-catalogues.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Preferences, Catalogues and Customer Defaults: an office with its owner Maria Vega signed in,
 * and the clerk Dana Okafor. */

#include "config.h"

#include "kh-ui-fixture.h"
#include "kh-window.h"

#include <string.h>

typedef struct {
  KhUiFixture office;
  GtkWindow *window;
  GtkWindow *preferences;
  gint64 owner;
  gint64 clerk;
} Fixture;

static GtkWidget *
root (Fixture *fixture)
{
  return GTK_WIDGET (fixture->preferences);
}

static GtkWidget *
field (Fixture    *fixture,
       const char *label)
{
  return kh_ui_wait_field (root (fixture), label);
}

static KhCatalogues *
catalogues (Fixture *fixture)
{
  return kh_store_get_catalogues (fixture->office.store);
}

/* The staff */

static void
sign_in (Fixture *fixture,
         gint64   member)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_sign_in_async (fixture->office.store, member, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_true (kh_store_sign_in_finish (fixture->office.store, result, NULL));
}

static gint64
save_member (Fixture        *fixture,
             const KhMember *member)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  kh_store_save_member_async (fixture->office.store, member, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  id = kh_store_save_member_finish (fixture->office.store, result, &error);
  g_assert_no_error (error);

  return id;
}

/* The group Office may see the catalogues and not change them. */
static void
set_up_staff (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhMember) clerk = kh_member_new ();

  kh_store_make_owner_async (fixture->office.store, "Maria Vega", NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  fixture->owner = kh_store_make_owner_finish (fixture->office.store, result, NULL);
  sign_in (fixture, fixture->owner);
  clerk->name = g_strdup ("Dana Okafor");
  clerk->group = ((const KhGroup *) g_ptr_array_index (kh_staff_get_groups (kh_store_get_staff (fixture->office.store)), 2))->id;
  fixture->clerk = save_member (fixture, clerk);
}

/* The windows */

static gint64
add_entry (Fixture       *fixture,
           KhCatalogueId  catalogue,
           const char    *label,
           gint64         parent)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  kh_store_add_entry_async (fixture->office.store, catalogue, label, parent, TRUE, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  id = kh_store_add_entry_finish (fixture->office.store, result, &error);
  g_assert_no_error (error);

  return id;
}

static void
show_tab (Fixture    *fixture,
          const char *title)
{
  GtkNotebook *notebook = GTK_NOTEBOOK (kh_ui_find_type (root (fixture), GTK_TYPE_NOTEBOOK));

  kh_ui_wait_active (fixture->preferences);
  for (int i = 0; i < gtk_notebook_get_n_pages (notebook); i++)
    {
      GtkWidget *page = gtk_notebook_get_nth_page (notebook, i);

      if (!g_str_equal (gtk_label_get_text (GTK_LABEL (gtk_notebook_get_tab_label (notebook, page))), title))
        continue;
      g_assert_true (gtk_widget_get_visible (page));
      /* As a click on the tab does. */
      gtk_notebook_set_current_page (notebook, i);
      KH_UI_WAIT (gtk_widget_get_mapped (page));
      return;
    }
  g_assert_not_reached ();
}

static void
open_preferences (Fixture    *fixture,
                  const char *tab)
{
  kh_ui_wait_active (fixture->window);
  kh_ui_press (GDK_KEY_comma, GDK_CONTROL_MASK);
  fixture->preferences = kh_ui_wait_window ("Preferences");
  show_tab (fixture, tab);
}

static void
close_preferences (Fixture *fixture)
{
  kh_ui_wait_active (fixture->preferences);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Preferences");
  kh_ui_wait_active (fixture->window);
}

static void
set_up_office (Fixture    *fixture,
               const char *tab)
{
  kh_ui_fixture_init (&fixture->office);
  set_up_staff (fixture);
  add_entry (fixture, KH_CATALOGUE_LEAD_CAMPAIGNS, "Spring Mailing",
             add_entry (fixture, KH_CATALOGUE_LEAD_SOURCES, "Mail", 0));
  add_entry (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Residential", 0);
  add_entry (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Commercial", 0);
  fixture->window = GTK_WINDOW (kh_window_new (fixture->office.application, fixture->office.services));
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  open_preferences (fixture, tab);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  set_up_office (fixture, "Catalogues");
}

static void
set_up_defaults (Fixture       *fixture,
                 gconstpointer  data G_GNUC_UNUSED)
{
  set_up_office (fixture, "Customer Defaults");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  kh_ui_fixture_clear (&fixture->office);
}

static void
choose (Fixture    *fixture,
        const char *label,
        const char *item)
{
  kh_ui_choose (field (fixture, label), item);
  kh_ui_settle (fixture->preferences);
}

static void
save (Fixture *fixture)
{
  kh_ui_wait_active (fixture->preferences);
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
}

static gboolean
may_save (Fixture *fixture)
{
  return gtk_widget_is_sensitive (kh_ui_wait_button (root (fixture), "Save"));
}

static GtkDropDown *
get_drop_down (GtkWidget *widget)
{
  return GTK_DROP_DOWN (kh_ui_find_type (widget, GTK_TYPE_DROP_DOWN));
}

static gboolean
has_item (GtkWidget  *widget,
          const char *label)
{
  GtkStringList *items = GTK_STRING_LIST (gtk_drop_down_get_model (get_drop_down (widget)));
  const char *item;

  for (guint i = 0; (item = gtk_string_list_get_string (items, i)) != NULL; i++)
    if (g_str_equal (item, label))
      return TRUE;

  return FALSE;
}

static gboolean
has_chosen (GtkWidget  *widget,
            const char *label)
{
  GtkStringObject *chosen = gtk_drop_down_get_selected_item (get_drop_down (widget));

  return g_str_equal (gtk_string_object_get_string (chosen), label);
}

static void
collect_mnemonics (GtkWidget *widget,
                   GString   *letters)
{
  guint keyval = GTK_IS_LABEL (widget) ? gtk_label_get_mnemonic_keyval (GTK_LABEL (widget)) : GDK_KEY_VoidSymbol;

  if (!gtk_widget_get_mapped (widget))
    return;
  if (keyval != GDK_KEY_VoidSymbol)
    {
      g_assert_null (strchr (letters->str, (int) keyval));
      g_string_append_c (letters, (char) keyval);
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    collect_mnemonics (child, letters);
}

static void
assert_mnemonics (Fixture *fixture,
                  gsize    n)
{
  g_autoptr (GString) letters = g_string_new (NULL);

  kh_ui_settle (fixture->preferences);
  collect_mnemonics (root (fixture), letters);
  g_assert_cmpuint (letters->len, ==, n);
}

/* Catalogues */

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
  GtkListBox *list = GTK_LIST_BOX (kh_ui_find_type (root (fixture), GTK_TYPE_LIST_BOX));
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (is_named (GTK_WIDGET (row), name))
      return row;

  return NULL;
}

static GtkWidget *
name_entry (Fixture *fixture)
{
  return field (fixture, "Name");
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
  GtkWidget *entry = field (fixture, label);

  kh_ui_wait_focus (fixture->preferences, entry);
  kh_ui_type (text);
  KH_UI_WAIT (has_typed (entry, text));
}

static const KhCatalogueEntry *
find (Fixture       *fixture,
      KhCatalogueId  catalogue,
      const char    *label)
{
  return kh_catalogues_find (catalogues (fixture), catalogue, label);
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
  save (fixture);
  KH_UI_WAIT (find_row (fixture, "Gold, $59.00 a month · 36 months") != NULL);
  entry = find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Gold");
  g_assert_cmpstr (entry->monthly_charge, ==, "5900");
  g_assert_cmpstr (entry->contract_term, ==, "36");
  g_assert_true (entry->active);
  g_assert_true (has_typed (field (fixture, "Monthly Charge"), "$59.00"));
  g_assert_false (may_save (fixture));
  kh_ui_screenshots (fixture->preferences, "catalogues");

  kh_ui_fill (field (fixture, "Contract Term"), "");
  save (fixture);
  KH_UI_WAIT (find_row (fixture, "Gold, $59.00 a month") != NULL);
  g_assert_null (find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Gold")->contract_term);
}

static void
test_lead_source (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  choose (fixture, "Catalogue", "Lead Sources");
  KH_UI_WAIT (has_typed (name_entry (fixture), "Mail"));
  begin_new (fixture, GDK_KEY_w);
  g_assert_false (gtk_widget_is_sensitive (kh_ui_wait_button (root (fixture), "New Campaign")));
  type_at (fixture, "Name", "Radio");
  save (fixture);
  KH_UI_WAIT (find_row (fixture, "Radio") != NULL);
  kh_ui_settle (fixture->preferences);
  begin_new (fixture, GDK_KEY_p);
  g_assert_true (has_chosen (field (fixture, "Lead Source"), "Radio"));
  type_at (fixture, "Name", "Morning Show");
  save (fixture);
  KH_UI_WAIT (find_row (fixture, "Morning Show, Campaign") != NULL);
  kh_ui_screenshots (fixture->preferences, "catalogues-campaigns");
  g_assert_cmpint (find (fixture, KH_CATALOGUE_LEAD_CAMPAIGNS, "Morning Show")->parent, ==,
                   find (fixture, KH_CATALOGUE_LEAD_SOURCES, "Radio")->id);
  /* It stands below its source, and moves with it. */
  g_assert_cmpint (gtk_list_box_row_get_index (find_row (fixture, "Morning Show, Campaign")), ==, 3);
  choose (fixture, "Lead Source", "Mail");
  save (fixture);
  KH_UI_WAIT (find (fixture, KH_CATALOGUE_LEAD_CAMPAIGNS, "Morning Show")->parent ==
              find (fixture, KH_CATALOGUE_LEAD_SOURCES, "Mail")->id);
  KH_UI_WAIT (gtk_list_box_row_get_index (find_row (fixture, "Morning Show, Campaign")) == 1);
}

static void
test_category (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  choose (fixture, "Catalogue", "Cancel Reasons");
  kh_ui_wait_part (root (fixture), "Add the reasons why customers leave with New Cancel Reason.");
  kh_ui_screenshots (fixture->preferences, "catalogues-empty");
  begin_new (fixture, GDK_KEY_w);
  type_at (fixture, "Name", "Moved");
  choose (fixture, "Category", "Voluntary");
  save (fixture);
  KH_UI_WAIT (find_row (fixture, "Moved, Voluntary") != NULL);
  g_assert_cmpstr (find (fixture, KH_CATALOGUE_CANCEL_REASONS, "Moved")->category, ==, "voluntary");
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
  open_preferences (fixture, "Catalogues");
  choose (fixture, "Catalogue", "Lead Sources");
  choose_row (fixture, before);
  kh_ui_press (GDK_KEY_v, GDK_ALT_MASK);
  KH_UI_WAIT (may_save (fixture));
  save (fixture);
  KH_UI_WAIT (find_row (fixture, after) != NULL);
}

/* What is made inactive stays where it is, on the page that is open, and is offered to no other. */
static void
test_inactive (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  gint64 ana = add_customer (fixture, "Ana", find (fixture, KH_CATALOGUE_LEAD_SOURCES, "Mail")->id);
  gint64 ben = add_customer (fixture, "Ben", 0);
  GtkWidget *window = GTK_WIDGET (fixture->window);

  close_preferences (fixture);
  g_assert_true (has_item (edit_lead_source (fixture, ben), "Mail"));
  kh_window_open_customer (KH_WINDOW (fixture->window), ana);
  kh_ui_wait_text (window, "Mail");

  turn_active (fixture, "Mail", "Mail, Inactive");
  kh_ui_screenshots (fixture->preferences, "catalogues-inactive");
  close_preferences (fixture);
  kh_ui_wait_text (window, "Mail (inactive)");
  g_assert_true (has_chosen (edit_lead_source (fixture, ana), "Mail (inactive)"));
  kh_window_open_customer (KH_WINDOW (fixture->window), ben);
  kh_ui_settle (fixture->window);
  g_assert_false (has_item (kh_ui_wait_field (window, "Lead Source"), "Mail"));
  g_assert_false (has_item (kh_ui_wait_field (window, "Lead Source"), "Mail (inactive)"));

  turn_active (fixture, "Mail, Inactive", "Mail");
  close_preferences (fixture);
  KH_UI_WAIT (has_item (kh_ui_wait_field (window, "Lead Source"), "Mail"));
}

static void
test_rename (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  gint64 id = find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Residential")->id;

  choose_row (fixture, "Residential");
  kh_ui_fill (name_entry (fixture), "Home");
  kh_ui_click (root (fixture), "Save");
  KH_UI_WAIT (find_row (fixture, "Home") != NULL);
  g_assert_cmpint (find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Home")->id, ==, id);
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
      GtkWidget *entry = field (fixture, rows[i].label);

      choose_row (fixture, "Residential");
      kh_ui_fill (entry, rows[i].text);
      save (fixture);
      KH_UI_WAIT (is_invalid (entry));
      kh_ui_wait_part (root (fixture), rows[i].part);
      kh_ui_wait_focus (fixture->preferences, entry);
      g_assert_true (has_typed (entry, rows[i].text));
      if (i == 1)
        kh_ui_screenshots (fixture->preferences, "catalogues-refused");
      kh_ui_press (GDK_KEY_Escape, 0);
      KH_UI_WAIT (!may_save (fixture));
    }
  g_assert_nonnull (find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Residential"));
}

static void
test_no_source (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  choose (fixture, "Catalogue", "Lead Sources");
  choose_row (fixture, "Spring Mailing, Campaign");
  choose (fixture, "Lead Source", "—");
  save (fixture);
  kh_ui_wait_text (root (fixture), "Choose the lead source that the campaign belongs to.");
  g_assert_cmpint (find (fixture, KH_CATALOGUE_LEAD_CAMPAIGNS, "Spring Mailing")->parent, !=, 0);
}

static void
test_last_office (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  choose (fixture, "Catalogue", "Office Locations");
  choose_row (fixture, "Main Office");
  kh_ui_press (GDK_KEY_v, GDK_ALT_MASK);
  KH_UI_WAIT (may_save (fixture));
  save (fixture);
  kh_ui_wait_part (root (fixture), "Main Office is the only active office location");
  g_assert_true (is_invalid (kh_ui_wait_button (root (fixture), "Active")));
  g_assert_true (find (fixture, KH_CATALOGUE_OFFICE_LOCATIONS, "Main Office")->active);
}

/* The question comes wherever one goes, and Cancel leaves everything as it was. */
static void
test_guard (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  choose_row (fixture, "Residential");
  kh_ui_fill (name_entry (fixture), "Home");
  choose (fixture, "Catalogue", "Lead Sources");
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Cancel");
  kh_ui_wait_no_window ("Save changes?");
  g_assert_true (has_chosen (field (fixture, "Catalogue"), "Account Classes"));
  g_assert_true (has_typed (name_entry (fixture), "Home"));

  kh_ui_click (root (fixture), "New Account Class");
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Discard");
  kh_ui_wait_no_window ("Save changes?");
  KH_UI_WAIT (has_typed (name_entry (fixture), ""));
  g_assert_null (find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Home"));

  kh_ui_fill (name_entry (fixture), "Gold");
  show_tab (fixture, "Staff");
  gtk_window_close (fixture->preferences);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Save");
  kh_ui_wait_no_window ("Preferences");
  g_assert_nonnull (find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Gold"));
}

/* A change elsewhere takes nothing of what was typed, nor the focus. */
static void
test_follow (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  choose (fixture, "Catalogue", "Lead Sources");
  choose_row (fixture, "Spring Mailing, Campaign");
  add_entry (fixture, KH_CATALOGUE_LEAD_SOURCES, "Radio", 0);
  KH_UI_WAIT (find_row (fixture, "Radio") != NULL);
  kh_ui_wait_focus (fixture->preferences, GTK_WIDGET (find_row (fixture, "Spring Mailing, Campaign")));
  kh_ui_fill (name_entry (fixture), "Spring Letter");
  add_entry (fixture, KH_CATALOGUE_LEAD_SOURCES, "Web", 0);
  KH_UI_WAIT (has_item (field (fixture, "Lead Source"), "Web"));
  g_assert_true (has_typed (name_entry (fixture), "Spring Letter"));
  g_assert_true (has_chosen (field (fixture, "Lead Source"), "Mail"));
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
  KH_UI_WAIT (find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Home") != NULL);
}

/* Who may look and not change is told why; who may not look does not find the pages. */
static void
test_read_only (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *why;

  sign_in (fixture, fixture->clerk);
  why = gtk_widget_get_ancestor (kh_ui_wait_text (root (fixture), "Why?"), GTK_TYPE_MENU_BUTTON);
  g_assert_false (gtk_widget_is_sensitive (kh_ui_wait_button (root (fixture), "New Account Class")));
  g_assert_false (gtk_widget_is_sensitive (name_entry (fixture)));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (why), ==,
                   "This needs the grant “Catalogues: Full Control”. Ask Maria Vega.");
  choose (fixture, "Catalogue", "Lead Sources");
  KH_UI_WAIT (has_typed (name_entry (fixture), "Mail"));
  g_assert_false (gtk_widget_is_sensitive (kh_ui_wait_button (root (fixture), "New Campaign")));
  kh_ui_screenshots (fixture->preferences, "catalogues-read-only");
  sign_in (fixture, fixture->owner);
  KH_UI_WAIT (gtk_widget_is_sensitive (kh_ui_wait_button (root (fixture), "New Campaign")));
  g_assert_null (kh_ui_find_text (root (fixture), "Why?"));
}

static void
test_not_shown (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhMember) clerk = NULL;

  clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (fixture->office.store), fixture->clerk));
  clerk->taken = kh_grants_with (kh_grants_none (), KH_GRANT_CATALOGUES_VIEW);
  save_member (fixture, clerk);
  sign_in (fixture, fixture->clerk);
  KH_UI_WAIT (kh_ui_find_text (root (fixture), "Catalogues") == NULL);
  g_assert_null (kh_ui_find_text (root (fixture), "Customer Defaults"));
  g_assert_nonnull (kh_ui_find_text (root (fixture), "Monitoring Companies"));
}

/* The catalogues alone are enough to have preferences. */
static void
test_alone (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhMember) clerk = NULL;

  close_preferences (fixture);
  clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (fixture->office.store), fixture->clerk));
  clerk->taken = kh_grants_with (kh_grants_with (kh_grants_none (), KH_GRANT_COMPANIES_VIEW), KH_GRANT_STAFF_VIEW);
  save_member (fixture, clerk);
  sign_in (fixture, fixture->clerk);
  open_preferences (fixture, "Catalogues");
  g_assert_null (kh_ui_find_text (root (fixture), "Monitoring Companies"));
  KH_UI_WAIT (has_typed (name_entry (fixture), "Commercial"));
}

static void
test_mnemonics (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  assert_mnemonics (fixture, 8);
  choose (fixture, "Catalogue", "Lead Sources");
  choose_row (fixture, "Spring Mailing, Campaign");
  assert_mnemonics (fixture, 8);
  choose (fixture, "Catalogue", "Cancel Reasons");
  begin_new (fixture, GDK_KEY_w);
  assert_mnemonics (fixture, 7);
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
  gtk_widget_measure (root (fixture), GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", before, NULL);
  g_assert_cmpint (width, <=, 1280);
}

/* Customer Defaults */

static const char *
get_default (Fixture       *fixture,
             KhDatapointId  id)
{
  return kh_defaults_get (kh_store_get_defaults (fixture->office.store), id);
}

/* What is chosen here is there with Ctrl+N, and no customer of before gets it. */
static void
test_defaults (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  g_assert_false (may_save (fixture));
  choose (fixture, "Account Type", "Business");
  choose (fixture, "Account Class", "Commercial");
  kh_ui_screenshots (fixture->preferences, "defaults");
  save (fixture);
  KH_UI_WAIT (get_default (fixture, KH_DATAPOINT_ACCOUNT_TYPE) != NULL);
  g_assert_cmpstr (get_default (fixture, KH_DATAPOINT_ACCOUNT_TYPE), ==, "business");
  KH_UI_WAIT (!may_save (fixture));
  close_preferences (fixture);

  kh_ui_press (GDK_KEY_n, GDK_CONTROL_MASK);
  KH_UI_WAIT (has_chosen (kh_ui_wait_field (window, "Account Type"), "Business"));
  g_assert_true (has_chosen (kh_ui_wait_field (window, "Account Class"), "Commercial"));
  g_assert_true (has_chosen (kh_ui_wait_field (window, "Primary Language"), "—"));
  kh_ui_screenshots (fixture->window, "defaults-new-customer");
}

/* An account class brings its charge to a customer, which is no default of its own. */
static void
test_defaults_class (Fixture       *fixture,
                     gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCatalogueEntry) entry = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  entry = kh_catalogue_entry_copy (kh_catalogues_find (catalogues (fixture), KH_CATALOGUE_ACCOUNT_CLASSES, "Commercial"));
  entry->monthly_charge = g_strdup ("5900");
  kh_store_save_entry_async (fixture->office.store, KH_CATALOGUE_ACCOUNT_CLASSES, entry, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);

  choose (fixture, "Account Class", "Commercial");
  g_assert_true (may_save (fixture));
  choose (fixture, "Account Class", "—");
  g_assert_false (may_save (fixture));
}

/* What was chosen outlives a change of the lists, and Escape takes it back. */
static void
test_defaults_follow (Fixture       *fixture,
                      gconstpointer  data G_GNUC_UNUSED)
{
  choose (fixture, "Account Type", "Business");
  add_entry (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Industrial", 0);
  KH_UI_WAIT (has_item (field (fixture, "Account Class"), "Industrial"));
  g_assert_true (has_chosen (field (fixture, "Account Type"), "Business"));
  g_assert_true (may_save (fixture));
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (!may_save (fixture));
  g_assert_true (has_chosen (field (fixture, "Account Type"), "—"));
  close_preferences (fixture);
}

/* A default that may not be chosen any more is shown as what it is, and can be left so. */
static void
test_defaults_inactive (Fixture       *fixture,
                        gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCatalogueEntry) entry = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  choose (fixture, "Account Class", "Commercial");
  kh_ui_click (root (fixture), "Save");
  KH_UI_WAIT (get_default (fixture, KH_DATAPOINT_ACCOUNT_CLASS) != NULL);
  /* Whoever works by keyboard is not sent away from the page. */
  KH_UI_WAIT (gtk_widget_is_ancestor (gtk_window_get_focus (fixture->preferences), field (fixture, "Account Type")));

  entry = kh_catalogue_entry_copy (kh_catalogues_find (catalogues (fixture), KH_CATALOGUE_ACCOUNT_CLASSES, "Commercial"));
  entry->active = FALSE;
  kh_store_save_entry_async (fixture->office.store, KH_CATALOGUE_ACCOUNT_CLASSES, entry, NULL, kh_ui_take, &result);
  KH_UI_WAIT (has_chosen (field (fixture, "Account Class"), "Commercial (inactive)"));
  g_assert_false (may_save (fixture));
  choose (fixture, "Account Type", "Residential");
  save (fixture);
  KH_UI_WAIT (get_default (fixture, KH_DATAPOINT_ACCOUNT_TYPE) != NULL);
  g_assert_nonnull (get_default (fixture, KH_DATAPOINT_ACCOUNT_CLASS));
  close_preferences (fixture);

  kh_ui_press (GDK_KEY_n, GDK_CONTROL_MASK);
  KH_UI_WAIT (has_chosen (kh_ui_wait_field (GTK_WIDGET (fixture->window), "Account Type"), "Residential"));
  g_assert_true (has_chosen (kh_ui_wait_field (GTK_WIDGET (fixture->window), "Account Class"), "—"));
}

static void
test_defaults_guard (Fixture       *fixture,
                     gconstpointer  data G_GNUC_UNUSED)
{
  choose (fixture, "Account Type", "Business");
  /* From another page, too. */
  show_tab (fixture, "Staff");
  gtk_window_close (fixture->preferences);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Cancel");
  kh_ui_wait_no_window ("Save changes?");
  KH_UI_WAIT (has_chosen (field (fixture, "Account Type"), "Business"));
  kh_ui_wait_active (fixture->preferences);
  gtk_window_close (fixture->preferences);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Save");
  kh_ui_wait_no_window ("Preferences");
  g_assert_cmpstr (get_default (fixture, KH_DATAPOINT_ACCOUNT_TYPE), ==, "business");
}

static void
test_defaults_read_only (Fixture       *fixture,
                         gconstpointer  data G_GNUC_UNUSED)
{
  sign_in (fixture, fixture->clerk);
  kh_ui_wait_text (root (fixture), "Why?");
  g_assert_false (gtk_widget_get_mapped (field (fixture, "Account Type")));
  g_assert_false (may_save (fixture));
  kh_ui_screenshots (fixture->preferences, "defaults-read-only");
  sign_in (fixture, fixture->owner);
  choose (fixture, "Account Type", "Business");
  g_assert_null (kh_ui_find_text (root (fixture), "Why?"));
}

static void
test_defaults_mnemonics (Fixture       *fixture,
                         gconstpointer  data G_GNUC_UNUSED)
{
  assert_mnemonics (fixture, 9);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);
#define ADD(path, up, test) g_test_add ("/catalogues/" path, Fixture, NULL, up, test, tear_down)
  ADD ("class", set_up, test_class);
  ADD ("lead-source", set_up, test_lead_source);
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
  ADD ("defaults", set_up_defaults, test_defaults);
  ADD ("defaults-class", set_up_defaults, test_defaults_class);
  ADD ("defaults-follow", set_up_defaults, test_defaults_follow);
  ADD ("defaults-inactive", set_up_defaults, test_defaults_inactive);
  ADD ("defaults-guard", set_up_defaults, test_defaults_guard);
  ADD ("defaults-read-only", set_up_defaults, test_defaults_read_only);
  ADD ("defaults-mnemonics", set_up_defaults, test_defaults_mnemonics);

  return g_test_run ();
}
