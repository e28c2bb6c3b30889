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
  ADD ("defaults", set_up_defaults, test_defaults);
  ADD ("defaults-class", set_up_defaults, test_defaults_class);
  ADD ("defaults-follow", set_up_defaults, test_defaults_follow);
  ADD ("defaults-inactive", set_up_defaults, test_defaults_inactive);
  ADD ("defaults-guard", set_up_defaults, test_defaults_guard);
  ADD ("defaults-read-only", set_up_defaults, test_defaults_read_only);
  ADD ("defaults-mnemonics", set_up_defaults, test_defaults_mnemonics);

  return g_test_run ();
}
