/* test-defaults.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Preferences, Customer Defaults, with real keys. */

#include "config.h"

#include "kh-postal-card.h"
#include "kh-preferences-test.h"

#include <glib/gstdio.h>

typedef PreferencesTest Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  preferences_start (fixture, "Customer Defaults");
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  preferences_end (fixture);
}

static const char *
get_default (Fixture       *fixture,
             KhDatapointId  id)
{
  return kh_defaults_get (kh_store_get_defaults (fixture->office.store), id);
}

/* What is chosen here is there with Ctrl+N. */
static void
test_new_customer (Fixture       *fixture,
                   gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  g_assert_false (preferences_may_save (fixture));
  preferences_choose (fixture, "Account Type", "Business");
  preferences_choose (fixture, "Account Class", "Commercial");
  /* A customer must have an office; the defaults need nothing. */
  g_assert_null (kh_ui_find_text (preferences_root (fixture), "•"));
  kh_ui_screenshots (fixture->preferences, "defaults");
  preferences_save (fixture);
  KH_UI_WAIT (get_default (fixture, KH_DATAPOINT_ACCOUNT_TYPE) != NULL);
  g_assert_cmpstr (get_default (fixture, KH_DATAPOINT_ACCOUNT_TYPE), ==, "business");
  KH_UI_WAIT (!preferences_may_save (fixture));
  preferences_close (fixture);

  kh_ui_press (GDK_KEY_n, GDK_CONTROL_MASK);
  KH_UI_WAIT (preferences_has_chosen (kh_ui_wait_field (window, "Account Type"), "Business"));
  g_assert_true (preferences_has_chosen (kh_ui_wait_field (window, "Account Class"), "Commercial"));
  g_assert_true (preferences_has_chosen (kh_ui_wait_field (window, "Primary Language"), "—"));
  kh_ui_screenshots (fixture->window, "defaults-new-customer");
}

/* An account class brings its charge to a customer, which is no default of its own. */
static void
test_class (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCatalogueEntry) entry = NULL;

  entry = kh_catalogue_entry_copy (preferences_find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Commercial"));
  entry->monthly_charge = g_strdup ("5900");
  preferences_save_entry (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, entry);

  preferences_choose (fixture, "Account Class", "Commercial");
  g_assert_true (preferences_may_save (fixture));
  preferences_choose (fixture, "Account Class", "—");
  g_assert_false (preferences_may_save (fixture));
}

/* What was chosen outlives a change of the lists, and Escape takes it back. */
static void
test_follow (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  preferences_choose (fixture, "Account Type", "Business");
  preferences_add_entry (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Industrial", 0);
  KH_UI_WAIT (preferences_has_item (preferences_field (fixture, "Account Class"), "Industrial"));
  g_assert_true (preferences_has_chosen (preferences_field (fixture, "Account Type"), "Business"));
  g_assert_true (preferences_may_save (fixture));
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (!preferences_may_save (fixture));
  g_assert_true (preferences_has_chosen (preferences_field (fixture, "Account Type"), "—"));
  preferences_close (fixture);
}

/* A default that may not be chosen any more is shown as what it is, and can be left so. */
static void
test_inactive (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhCatalogueEntry) entry = NULL;

  preferences_choose (fixture, "Account Class", "Commercial");
  kh_ui_click (preferences_root (fixture), "Save");
  KH_UI_WAIT (get_default (fixture, KH_DATAPOINT_ACCOUNT_CLASS) != NULL);
  /* Whoever works by keyboard is not sent away from the page. */
  KH_UI_WAIT (gtk_widget_is_ancestor (gtk_window_get_focus (fixture->preferences), preferences_field (fixture, "Account Type")));

  entry = kh_catalogue_entry_copy (preferences_find (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, "Commercial"));
  entry->active = FALSE;
  preferences_save_entry (fixture, KH_CATALOGUE_ACCOUNT_CLASSES, entry);
  KH_UI_WAIT (preferences_has_chosen (preferences_field (fixture, "Account Class"), "Commercial (inactive)"));
  g_assert_false (preferences_may_save (fixture));
  preferences_choose (fixture, "Account Type", "Residential");
  preferences_save (fixture);
  KH_UI_WAIT (get_default (fixture, KH_DATAPOINT_ACCOUNT_TYPE) != NULL);
  g_assert_nonnull (get_default (fixture, KH_DATAPOINT_ACCOUNT_CLASS));
  preferences_close (fixture);

  kh_ui_press (GDK_KEY_n, GDK_CONTROL_MASK);
  KH_UI_WAIT (preferences_has_chosen (kh_ui_wait_field (GTK_WIDGET (fixture->window), "Account Type"), "Residential"));
  g_assert_true (preferences_has_chosen (kh_ui_wait_field (GTK_WIDGET (fixture->window), "Account Class"), "—"));
}

static void
test_guard (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  preferences_choose (fixture, "Account Type", "Business");
  /* From another page, too. */
  preferences_show_tab (fixture, "Staff");
  gtk_window_close (fixture->preferences);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Cancel");
  kh_ui_wait_no_window ("Save changes?");
  KH_UI_WAIT (preferences_has_chosen (preferences_field (fixture, "Account Type"), "Business"));
  kh_ui_wait_active (fixture->preferences);
  gtk_window_close (fixture->preferences);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Save");
  kh_ui_wait_no_window ("Preferences");
  g_assert_cmpstr (get_default (fixture, KH_DATAPOINT_ACCOUNT_TYPE), ==, "business");
}

static void
test_read_only (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  preferences_sign_in (fixture, fixture->clerk);
  kh_ui_wait_text (preferences_root (fixture), "Why?");
  g_assert_false (gtk_widget_get_mapped (preferences_field (fixture, "Account Type")));
  g_assert_false (preferences_may_save (fixture));
  kh_ui_screenshots (fixture->preferences, "defaults-read-only");
  preferences_sign_in (fixture, fixture->owner);
  preferences_choose (fixture, "Account Type", "Business");
  g_assert_null (kh_ui_find_text (preferences_root (fixture), "Why?"));
}

/* A postal file is loaded as a whole, or the lines are named that are in the way. */
static void
test_postal (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  GtkWidget *card = kh_ui_find_type (preferences_root (fixture), KH_TYPE_POSTAL_CARD);
  g_autofree char *path = g_build_filename (fixture->office.folder, "US.txt", NULL);
  const char line[] = "US\t84404\tOgden\tUtah\tUT\tWeber\t057\t\t\t41.2\t-111.9\t4\n";
  g_autofree char *wrong = g_strconcat (line, "84404 Ogden\n", NULL);

  kh_ui_wait_text (card, "No postal file is loaded yet.");
  g_assert_true (g_file_set_contents (path, wrong, -1, NULL));
  kh_postal_card_load (KH_POSTAL_CARD (card), path);
  kh_ui_wait_part (card, "1 line is not as in a postal file of GeoNames: 2.");
  kh_ui_screenshots (fixture->preferences, "defaults-postal");
  g_assert_nonnull (kh_ui_find_text (card, "No postal file is loaded yet."));

  g_assert_true (g_file_set_contents (path, line, -1, NULL));
  kh_postal_card_load (KH_POSTAL_CARD (card), path);
  kh_ui_wait_text (card, "1 place of a postal file is kept.");
  kh_ui_wait_text (card, "The file is loaded.");
  g_assert_true (gtk_widget_is_sensitive (kh_ui_wait_button (card, "Load a Postal File…")));
  preferences_sign_in (fixture, fixture->clerk);
  KH_UI_WAIT (!gtk_widget_is_sensitive (kh_ui_wait_button (card, "Load a Postal File…")));
  g_unlink (path);
}

static void
test_mnemonics (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  preferences_assert_mnemonics (fixture, 10);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);
#define ADD(path, up, test) g_test_add ("/defaults/" path, Fixture, NULL, up, test, tear_down)
  ADD ("new-customer", set_up, test_new_customer);
  ADD ("class", set_up, test_class);
  ADD ("follow", set_up, test_follow);
  ADD ("inactive", set_up, test_inactive);
  ADD ("guard", set_up, test_guard);
  ADD ("read-only", set_up, test_read_only);
  ADD ("postal", set_up, test_postal);
  ADD ("mnemonics", set_up, test_mnemonics);

  return g_test_run ();
}
