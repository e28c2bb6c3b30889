/* test-duplicate-defaults.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Preferences, Customer Duplicate Defaults, with real keys, and what Duplicate makes of them. */

#include "config.h"

#include "kh-duplicate-test.h"

#include "kh-duplicate-group.h"
#include "kh-store-private.h"

#define TAB "Customer Duplicate Defaults"

typedef KhDuplicateTest Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  kh_duplicate_test_start (fixture, FALSE);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  kh_duplicate_test_end (fixture);
}

static GtkWidget *
root (Fixture *fixture)
{
  return GTK_WIDGET (fixture->dialog);
}

static GtkWidget *
find_tab (Fixture *fixture)
{
  GtkNotebook *notebook = GTK_NOTEBOOK (kh_ui_find_type (root (fixture), GTK_TYPE_NOTEBOOK));

  for (int i = 0; i < gtk_notebook_get_n_pages (notebook); i++)
    {
      GtkWidget *page = gtk_notebook_get_nth_page (notebook, i);

      if (g_str_equal (gtk_label_get_text (GTK_LABEL (gtk_notebook_get_tab_label (notebook, page))), TAB))
        return page;
    }
  g_assert_not_reached ();
}

static void
open_preferences (Fixture *fixture)
{
  kh_ui_wait_active (GTK_WINDOW (fixture->window));
  kh_ui_press (GDK_KEY_comma, GDK_CONTROL_MASK);
  fixture->dialog = kh_ui_wait_window ("Preferences");
  kh_ui_wait_active (fixture->dialog);
}

static void
open_page (Fixture *fixture)
{
  GtkNotebook *notebook;
  GtkWidget *page;

  open_preferences (fixture);
  notebook = GTK_NOTEBOOK (kh_ui_find_type (root (fixture), GTK_TYPE_NOTEBOOK));
  page = find_tab (fixture);
  g_assert_true (gtk_widget_get_visible (page));
  gtk_notebook_set_current_page (notebook, gtk_notebook_page_num (notebook, page));
  KH_UI_WAIT (gtk_widget_get_mapped (page) && kh_duplicate_test_row (fixture, KH_DATAPOINT_MAINTENANCE_PLAN) != NULL);
}

static void
show_page (Fixture *fixture)
{
  kh_duplicate_test_show (fixture);
  open_page (fixture);
}

static void
close_preferences (Fixture *fixture)
{
  kh_ui_wait_active (fixture->dialog);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Preferences");
  kh_ui_wait_active (GTK_WINDOW (fixture->window));
}

/* By Space on its row. */
static void
toggle (Fixture       *fixture,
        KhDatapointId  id)
{
  gboolean on = kh_duplicate_test_is_on (fixture, id);

  gtk_widget_grab_focus (kh_duplicate_test_row (fixture, id));
  kh_ui_wait_focus (fixture->dialog, kh_duplicate_test_row (fixture, id));
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (kh_duplicate_test_is_on (fixture, id) != on);
}

static gboolean
may_save (Fixture *fixture)
{
  return gtk_widget_is_sensitive (kh_ui_wait_button (root (fixture), "Save"));
}

static void
save (Fixture *fixture)
{
  kh_ui_wait_active (fixture->dialog);
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_text (root (fixture), "Saved. The next Duplicate starts like this.");
  g_assert_false (may_save (fixture));
}

/* How the switch stands in Duplicate; the preferences are closed. */
static gboolean
starts_on (Fixture       *fixture,
           KhDatapointId  id)
{
  gboolean on;

  kh_ui_press (GDK_KEY_d, GDK_CONTROL_MASK);
  fixture->dialog = kh_ui_wait_window ("Duplicate");
  KH_UI_WAIT (kh_duplicate_test_row (fixture, id) != NULL);
  on = kh_duplicate_test_is_on (fixture, id);
  kh_ui_wait_active (fixture->dialog);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Duplicate");
  kh_ui_wait_active (GTK_WINDOW (fixture->window));

  return on;
}

static void
test_office (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  show_page (fixture);
  g_assert_false (may_save (fixture));
  g_assert_true (kh_duplicate_test_is_on (fixture, KH_DATAPOINT_COUNTY));
  kh_ui_screenshots (fixture->dialog, "duplicate-defaults");
  toggle (fixture, KH_DATAPOINT_COUNTY);
  toggle (fixture, KH_DATAPOINT_TAGS);
  g_assert_true (may_save (fixture));
  save (fixture);
  close_preferences (fixture);
  g_assert_false (starts_on (fixture, KH_DATAPOINT_COUNTY));
  g_assert_true (starts_on (fixture, KH_DATAPOINT_TAGS));

  /* And back to what the registry says. */
  open_page (fixture);
  g_assert_false (kh_duplicate_test_is_on (fixture, KH_DATAPOINT_COUNTY));
  kh_ui_click (root (fixture), "Reset to What Keyholder Comes With");
  KH_UI_WAIT (kh_duplicate_test_is_on (fixture, KH_DATAPOINT_COUNTY));
  kh_ui_wait_text (root (fixture), "Press Save to keep it so.");
  save (fixture);
  close_preferences (fixture);
  g_assert_true (starts_on (fixture, KH_DATAPOINT_COUNTY));
  g_assert_false (starts_on (fixture, KH_DATAPOINT_TAGS));
}

/* Nobody can turn off what is required, or on what is never copied. */
static void
test_locked (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  show_page (fixture);
  g_assert_true (kh_duplicate_test_is_on (fixture, KH_DATAPOINT_CITY));
  gtk_widget_grab_focus (kh_duplicate_test_row (fixture, KH_DATAPOINT_CITY));
  kh_ui_press (GDK_KEY_space, 0);
  kh_ui_wait_text (root (fixture), "This is required, so it is always copied.");
  gtk_widget_grab_focus (kh_duplicate_test_row (fixture, KH_DATAPOINT_DURESS_CODE));
  kh_ui_press (GDK_KEY_space, 0);
  kh_ui_settle (fixture->dialog);
  g_assert_true (kh_duplicate_test_is_on (fixture, KH_DATAPOINT_CITY));
  g_assert_false (kh_duplicate_test_is_on (fixture, KH_DATAPOINT_DURESS_CODE));
  kh_ui_screenshots (fixture->dialog, "duplicate-defaults-locked");
  g_assert_false (may_save (fixture));
}

/* An own set counts over the office's, for its owner only. */
static void
test_own (Fixture       *fixture,
          gconstpointer  data G_GNUC_UNUSED)
{
  KhStore *store = fixture->base.store;

  show_page (fixture);
  kh_ui_press (GDK_KEY_m, GDK_ALT_MASK);
  kh_ui_wait_part (root (fixture), "You have the office’s switches.");
  toggle (fixture, KH_DATAPOINT_COUNTY);
  kh_ui_wait_text (root (fixture), "1 switch of your own counts over the office’s, for you only.");
  kh_ui_wait_text (root (fixture), "The office has this on.");
  kh_ui_screenshots (fixture->dialog, "duplicate-defaults-own");
  save (fixture);
  g_assert_true (kh_duplicate_defaults_get (kh_store_get_duplicate_defaults (store), KH_DATAPOINT_COUNTY));
  close_preferences (fixture);
  g_assert_false (starts_on (fixture, KH_DATAPOINT_COUNTY));
  kh_duplicate_test_be_clerk (fixture, KH_GRANT_NONE);
  g_assert_true (starts_on (fixture, KH_DATAPOINT_COUNTY));
  kh_store_set_member (store, fixture->owner);

  open_page (fixture);
  kh_ui_press (GDK_KEY_m, GDK_ALT_MASK);
  kh_ui_wait_text (root (fixture), "1 switch of your own counts over the office’s, for you only.");
  kh_ui_click (root (fixture), "Use the Office’s Again");
  KH_UI_WAIT (kh_duplicate_test_is_on (fixture, KH_DATAPOINT_COUNTY));
  save (fixture);
  g_assert_null (kh_store_get_own_duplicate_defaults (store));
  close_preferences (fixture);
  g_assert_true (starts_on (fixture, KH_DATAPOINT_COUNTY));
}

/* The other set is shown when what was moved in this one is saved or given up. */
static void
test_guard (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  show_page (fixture);
  toggle (fixture, KH_DATAPOINT_COUNTY);
  kh_ui_press (GDK_KEY_m, GDK_ALT_MASK);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Cancel");
  kh_ui_wait_no_window ("Save changes?");
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (kh_ui_wait_button (root (fixture), "For the office"))));
  g_assert_false (kh_duplicate_test_is_on (fixture, KH_DATAPOINT_COUNTY));
  kh_ui_wait_active (fixture->dialog);
  kh_ui_press (GDK_KEY_m, GDK_ALT_MASK);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Discard");
  kh_ui_wait_part (root (fixture), "You have the office’s switches.");
  g_assert_true (kh_duplicate_test_is_on (fixture, KH_DATAPOINT_COUNTY));
  toggle (fixture, KH_DATAPOINT_TAGS);

  /* Closing asks as well, and Escape takes back first. */
  gtk_window_close (fixture->dialog);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Cancel");
  kh_ui_wait_no_window ("Save changes?");
  kh_ui_wait_active (fixture->dialog);
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (!kh_duplicate_test_is_on (fixture, KH_DATAPOINT_TAGS));
  close_preferences (fixture);
}

/* Without Modify, the office's can be read, and an own set kept. */
static void
test_read_only (Fixture       *fixture,
                gconstpointer  data G_GNUC_UNUSED)
{
  kh_duplicate_test_be_clerk (fixture, KH_GRANT_DUPLICATE_DEFAULTS_MODIFY);
  show_page (fixture);
  kh_ui_wait_part (root (fixture), "You have the office’s switches.");
  g_assert_null (kh_ui_find_text (root (fixture), "Why?"));
  kh_ui_press (GDK_KEY_o, GDK_ALT_MASK);
  kh_ui_wait_text (root (fixture), "Why?");
  gtk_widget_grab_focus (kh_duplicate_test_row (fixture, KH_DATAPOINT_COUNTY));
  kh_ui_press (GDK_KEY_space, 0);
  kh_ui_settle (fixture->dialog);
  g_assert_true (kh_duplicate_test_is_on (fixture, KH_DATAPOINT_COUNTY));
  g_assert_false (may_save (fixture));
  kh_ui_screenshots (fixture->dialog, "duplicate-defaults-read-only");

  kh_ui_press (GDK_KEY_m, GDK_ALT_MASK);
  kh_ui_wait_part (root (fixture), "You have the office’s switches.");
  toggle (fixture, KH_DATAPOINT_COUNTY);
  save (fixture);
  close_preferences (fixture);
  g_assert_false (starts_on (fixture, KH_DATAPOINT_COUNTY));
}

static void
test_no_view (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  kh_duplicate_test_be_clerk (fixture, KH_GRANT_DUPLICATE_DEFAULTS_VIEW);
  kh_duplicate_test_show (fixture);
  open_preferences (fixture);
  g_assert_false (gtk_widget_get_visible (find_tab (fixture)));
}

/* Modify taken away while the page is open: what was moved is given up, and what is left is one's own. */
static void
test_taken (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  kh_duplicate_test_be_clerk (fixture, KH_GRANT_NONE);
  show_page (fixture);
  toggle (fixture, KH_DATAPOINT_COUNTY);
  kh_duplicate_test_take (fixture, KH_GRANT_DUPLICATE_DEFAULTS_MODIFY);
  KH_UI_WAIT (!may_save (fixture));
  g_assert_true (kh_duplicate_test_is_on (fixture, KH_DATAPOINT_COUNTY));
  kh_ui_wait_part (root (fixture), "You have the office’s switches.");
  g_assert_true (kh_duplicate_defaults_get (kh_store_get_duplicate_defaults (fixture->base.store),
                                            KH_DATAPOINT_COUNTY));
}

/* What somebody else saves comes in, and what was moved here stays. */
static void
test_follow (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhDuplicateDefaults) set = kh_duplicate_defaults_new ();
  g_autoptr (GAsyncResult) result = NULL;

  show_page (fixture);
  toggle (fixture, KH_DATAPOINT_COUNTY);
  kh_duplicate_defaults_set (set, KH_DATAPOINT_TAGS, TRUE);
  kh_store_save_duplicate_defaults_async (fixture->base.store, set, FALSE, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_true (kh_store_save_duplicate_defaults_finish (fixture->base.store, result, NULL));
  KH_UI_WAIT (kh_duplicate_test_is_on (fixture, KH_DATAPOINT_TAGS));
  g_assert_false (kh_duplicate_test_is_on (fixture, KH_DATAPOINT_COUNTY));
  save (fixture);
  g_assert_true (kh_duplicate_defaults_get (kh_store_get_duplicate_defaults (fixture->base.store), KH_DATAPOINT_TAGS));
  g_assert_false (kh_duplicate_defaults_get (kh_store_get_duplicate_defaults (fixture->base.store),
                                             KH_DATAPOINT_COUNTY));
}

/* The groups of rows have switches, too; the PIN of contacts only by itself. */
static void
test_groups (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  guint contacts = kh_duplicate_group_find (KH_TABLE_CONTACTS, KH_COLUMN_NONE);
  guint pins = kh_duplicate_group_find (KH_TABLE_CONTACTS, KH_CONTACT_PIN);
  KhStore *store = fixture->base.store;

  kh_duplicate_test_add_rows (fixture, 1, 0);
  show_page (fixture);
  gtk_widget_grab_focus (kh_duplicate_test_find (fixture, "Contacts: PIN"));
  kh_ui_press_focus (fixture->dialog, GDK_KEY_Up, 0);
  g_assert_true (gtk_window_get_focus (fixture->dialog) == kh_duplicate_test_find (fixture, "Contacts"));
  kh_ui_press (GDK_KEY_space, 0);
  kh_ui_settle (fixture->dialog);
  kh_ui_screenshots (fixture->dialog, "duplicate-defaults-groups");
  save (fixture);
  g_assert_true (kh_duplicate_defaults_get_group (kh_store_get_duplicate_defaults (store), contacts));
  g_assert_false (kh_duplicate_defaults_get_group (kh_store_get_duplicate_defaults (store), pins));
  close_preferences (fixture);
  kh_ui_press (GDK_KEY_d, GDK_CONTROL_MASK);
  fixture->dialog = kh_ui_wait_window ("Duplicate");
  kh_ui_wait_part (root (fixture), "1 row goes with them.");
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);
#define ADD(path, test) g_test_add ("/duplicate-defaults/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("office", test_office);
  ADD ("locked", test_locked);
  ADD ("own", test_own);
  ADD ("guard", test_guard);
  ADD ("read-only", test_read_only);
  ADD ("no-view", test_no_view);
  ADD ("taken", test_taken);
  ADD ("follow", test_follow);
  ADD ("groups", test_groups);

  return g_test_run ();
}
