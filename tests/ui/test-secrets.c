/* test-secrets.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Passcodes in the window: typed, kept, revealed for a while, and nowhere else. The real window
 * with real keys. */

#include "config.h"

#include "kh-lock.h"
#include "kh-ui-fixture.h"
#include "kh-window.h"

#include <string.h>

#define PASSCODE "ZQX BARN"
#define DOTS "••••••"
#define A_WHILE 60000
#define A_MOMENT 400

typedef struct {
  KhUiFixture base;
  KhWindow *window;
  KhLock *lock;
  gint64 number;
} Fixture;

static GtkWidget *
get_root (Fixture *fixture)
{
  return GTK_WIDGET (fixture->window);
}

static void
add_office (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_add_entry_async (fixture->base.store, KH_CATALOGUE_OFFICE_LOCATIONS, "Ogden", 0, TRUE, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kh_store_add_entry_finish (fixture->base.store, result, &error);
  g_assert_no_error (error);
}

/* Maria's desk keeps her key; Ana has a passcode already where @passcode is one. */
static void
set_up (Fixture    *fixture,
        const char *passcode)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new ("Ana", "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");

  memset (fixture, 0, sizeof *fixture);
  kh_ui_fixture_init (&fixture->base);
  kh_ui_fixture_own (&fixture->base);
  add_office (fixture);
  kh_services_set_reveal_time (fixture->base.services, A_WHILE);
  if (passcode != NULL)
    fixture->number = kh_ui_fixture_add_sealed (&fixture->base, customer, passcode);
  else
    fixture->number = kh_ui_fixture_add_customer (&fixture->base, customer);
}

static void
show (Fixture *fixture)
{
  fixture->window = KH_WINDOW (kh_window_new (fixture->base.application, fixture->base.services));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1280, 800);
  fixture->lock = kh_lock_new (fixture->window, fixture->base.store);
  g_signal_connect_object (fixture->window, "lock", G_CALLBACK (kh_lock_shut), fixture->lock, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (fixture->window));
  kh_ui_wait_active (GTK_WINDOW (fixture->window));
  kh_lock_open (fixture->lock);
}

static void
open_customer (Fixture *fixture)
{
  kh_window_open_customer (fixture->window, fixture->number);
  kh_ui_wait_text (get_root (fixture), "Passcodes");
  kh_ui_settle (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->lock);
  kh_ui_fixture_clear (&fixture->base);
}

static void
expect_kept (Fixture       *fixture,
             gint64         number,
             KhDatapointId  id,
             const char    *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhSecret) secret = NULL;

  kh_store_reveal_async (fixture->base.store, number, id, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  secret = kh_store_reveal_finish (fixture->base.store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kh_secret_get_text (secret), ==, text);
}

static void
expect_not_in_files (Fixture *fixture)
{
  g_autofree char *folder = g_build_filename (fixture->base.folder, "data", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint n = 0;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *bytes = NULL;
      gsize length;

      if (!g_file_get_contents (path, &bytes, &length, NULL))
        continue;
      g_assert_null (memmem (bytes, length, PASSCODE, strlen (PASSCODE)));
      n++;
    }
  g_assert_cmpuint (n, >, 0);
}

/* Typed, saved, revealed with the keyboard, and gone again by itself. */
static void
test_type (void)
{
  Fixture fixture;
  GtkWidget *field;

  set_up (&fixture, NULL);
  show (&fixture);
  open_customer (&fixture);
  kh_ui_wait_text (get_root (&fixture), "None");
  g_assert_null (kh_ui_find_button (get_root (&fixture), "Reveal Passcode"));
  kh_ui_click (get_root (&fixture), "Edit Passcodes");
  field = kh_ui_wait_field (get_root (&fixture), "Passcode");
  g_assert_true (GTK_IS_PASSWORD_ENTRY (field));
  g_assert_true (gtk_password_entry_get_show_peek_icon (GTK_PASSWORD_ENTRY (field)));
  kh_ui_fill (field, PASSCODE);
  kh_ui_expect_untold (get_root (&fixture), PASSCODE);
  kh_ui_screenshots (GTK_WINDOW (fixture.window), "secrets-typed");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_button (get_root (&fixture), "Edit Passcodes");
  kh_ui_wait_text (get_root (&fixture), DOTS);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (field)), ==, "");
  kh_ui_expect_untold (get_root (&fixture), PASSCODE);
  expect_not_in_files (&fixture);
  kh_ui_linger (200);
  g_assert_null (kh_ui_find_part (get_root (&fixture), "Make a recovery key"));
  kh_ui_screenshots (GTK_WINDOW (fixture.window), "secrets-kept");

  kh_services_set_reveal_time (fixture.base.services, A_MOMENT);
  kh_ui_click (get_root (&fixture), "Reveal Passcode");
  kh_ui_wait_text (get_root (&fixture), PASSCODE);
  kh_ui_wait_text (get_root (&fixture), DOTS);
  kh_ui_expect_untold (get_root (&fixture), PASSCODE);
  expect_kept (&fixture, fixture.number, KH_DATAPOINT_PASSCODE, PASSCODE);
  tear_down (&fixture);
}

/* By Tab to the button, which keeps the focus and takes it away again; so does leaving the page. */
static void
test_hide (void)
{
  Fixture fixture;

  set_up (&fixture, PASSCODE);
  show (&fixture);
  open_customer (&fixture);
  kh_ui_expect_untold (get_root (&fixture), PASSCODE);
  gtk_widget_grab_focus (kh_ui_wait_button (get_root (&fixture), "Edit Passcodes"));
  kh_ui_wait_focus (GTK_WINDOW (fixture.window), kh_ui_wait_button (get_root (&fixture), "Edit Passcodes"));
  kh_ui_press_focus (GTK_WINDOW (fixture.window), GDK_KEY_Tab, 0);
  kh_ui_wait_focus (GTK_WINDOW (fixture.window), kh_ui_wait_button (get_root (&fixture), "Reveal Passcode"));
  kh_ui_press (GDK_KEY_space, 0);
  kh_ui_wait_text (get_root (&fixture), PASSCODE);
  kh_ui_screenshots (GTK_WINDOW (fixture.window), "secrets-revealed");
  kh_ui_wait_button (get_root (&fixture), "Hide Passcode");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (get_root (&fixture), DOTS);
  kh_ui_expect_untold (get_root (&fixture), PASSCODE);

  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (get_root (&fixture), PASSCODE);
  kh_ui_press_history (FALSE);
  kh_ui_wait_part (get_root (&fixture), "Head of the history: ");
  kh_ui_expect_untold (get_root (&fixture), PASSCODE);
  kh_ui_press_history (TRUE);
  kh_ui_wait_text (get_root (&fixture), DOTS);
  tear_down (&fixture);
}

/* What was shown of an older record goes when somebody saves a newer one. */
static void
test_changed (void)
{
  Fixture fixture;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhCustomer) customer = NULL;
  g_autoptr (KhCustomer) kept = NULL;

  set_up (&fixture, PASSCODE);
  show (&fixture);
  open_customer (&fixture);
  kh_ui_click (get_root (&fixture), "Reveal Passcode");
  kh_ui_wait_text (get_root (&fixture), PASSCODE);
  customer = kh_ui_fixture_load (&fixture.base, fixture.number, NULL);
  kh_customer_set (customer, KH_DATAPOINT_SPOUSE, "Rosa");
  kh_store_save_customer_async (fixture.base.store, customer, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kept = kh_store_save_customer_finish (fixture.base.store, result, NULL);
  g_assert_nonnull (kept);
  kh_ui_wait_text (get_root (&fixture), DOTS);
  kh_ui_expect_untold (get_root (&fixture), PASSCODE);
  tear_down (&fixture);
}

/* A passcode that was typed may go over one that somebody else has just given: that is asked, where
 * anything else is saved again. */
static void
test_conflict (void)
{
  Fixture fixture;

  set_up (&fixture, PASSCODE);
  show (&fixture);
  open_customer (&fixture);
  kh_ui_click (get_root (&fixture), "Edit Passcodes");
  kh_ui_fill (kh_ui_wait_field (get_root (&fixture), "Passcode"), "MILL");
  kh_ui_fixture_write_sql (&fixture.base, "UPDATE customer SET revision = revision + 1");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_part (get_root (&fixture), "This customer was saved elsewhere meanwhile.");
  expect_kept (&fixture, fixture.number, KH_DATAPOINT_PASSCODE, PASSCODE);
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_button (get_root (&fixture), "Save") == NULL);
  expect_kept (&fixture, fixture.number, KH_DATAPOINT_PASSCODE, "MILL");
  tear_down (&fixture);
}

static void
test_lock (void)
{
  Fixture fixture;
  GtkWindow *sign_in;

  set_up (&fixture, PASSCODE);
  show (&fixture);
  open_customer (&fixture);
  kh_ui_click (get_root (&fixture), "Reveal Passcode");
  kh_ui_wait_text (get_root (&fixture), PASSCODE);
  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  sign_in = kh_ui_wait_window ("Sign In");
  kh_ui_wait_active (sign_in);
  kh_ui_expect_untold (get_root (&fixture), PASSCODE);
  kh_ui_click (GTK_WIDGET (sign_in), "Sign In");
  kh_ui_wait_no_window ("Sign In");
  kh_ui_wait_active (GTK_WINDOW (fixture.window));
  kh_ui_wait_text (get_root (&fixture), DOTS);
  kh_ui_expect_untold (get_root (&fixture), PASSCODE);
  tear_down (&fixture);
}

/* The history says that it was changed and revealed, and not what it is. */
static void
test_history (void)
{
  Fixture fixture;

  set_up (&fixture, PASSCODE);
  show (&fixture);
  open_customer (&fixture);
  kh_ui_click (get_root (&fixture), "Reveal Passcode");
  kh_ui_wait_text (get_root (&fixture), PASSCODE);
  kh_ui_press_history (FALSE);
  kh_ui_wait_text (get_root (&fixture), "Revealed");
  kh_ui_wait_text (get_root (&fixture), "changed");
  kh_ui_wait_text (get_root (&fixture), "Passcode");
  kh_ui_expect_untold (get_root (&fixture), PASSCODE);
  kh_ui_screenshots (GTK_WINDOW (fixture.window), "secrets-history");
  tear_down (&fixture);
}

/* Nothing typed keeps it; Remove takes it away. */
static void
test_remove (void)
{
  Fixture fixture;
  g_autoptr (KhCustomer) customer = NULL;

  set_up (&fixture, PASSCODE);
  show (&fixture);
  open_customer (&fixture);
  kh_ui_click (get_root (&fixture), "Edit Passcodes");
  kh_ui_fill (kh_ui_wait_field (get_root (&fixture), "Duress Code"), "MILL");
  kh_ui_screenshots (GTK_WINDOW (fixture.window), "secrets-editing");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_button (get_root (&fixture), "Edit Passcodes");
  expect_kept (&fixture, fixture.number, KH_DATAPOINT_PASSCODE, PASSCODE);
  expect_kept (&fixture, fixture.number, KH_DATAPOINT_DURESS_CODE, "MILL");

  kh_ui_click (get_root (&fixture), "Edit Passcodes");
  kh_ui_click (get_root (&fixture), "Remove Duress Code");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_click (get_root (&fixture), "Edit Passcodes");
  kh_ui_click (get_root (&fixture), "Remove Passcode");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_button (get_root (&fixture), "Edit Passcodes");
  g_assert_null (kh_ui_find_button (get_root (&fixture), "Reveal Passcode"));
  customer = kh_ui_fixture_load (&fixture.base, fixture.number, NULL);
  g_assert_false (kh_customer_is_sealed (customer, KH_DATAPOINT_PASSCODE));
  g_assert_true (kh_customer_is_sealed (customer, KH_DATAPOINT_DURESS_CODE));
  tear_down (&fixture);
}

/* The kept one is compared by the store, which says the rule and not the value. */
static void
test_twins (void)
{
  Fixture fixture;
  GtkWidget *field;

  set_up (&fixture, PASSCODE);
  show (&fixture);
  open_customer (&fixture);
  kh_ui_click (get_root (&fixture), "Edit Passcodes");
  field = kh_ui_wait_field (get_root (&fixture), "Duress Code");
  kh_ui_fill (field, PASSCODE);
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_part (get_root (&fixture), "The passcode and the duress code are the same");
  kh_ui_expect_untold (get_root (&fixture), PASSCODE);
  kh_ui_screenshots (GTK_WINDOW (fixture.window), "secrets-twins");
  kh_ui_fill (field, "MILL");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_button (get_root (&fixture), "Edit Passcodes");
  expect_kept (&fixture, fixture.number, KH_DATAPOINT_DURESS_CODE, "MILL");
  tear_down (&fixture);
}

static void
sign_in (Fixture *fixture,
         gint64   member)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_sign_in_async (fixture->base.store, member, NULL, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_true (kh_store_sign_in_finish (fixture->base.store, result, NULL));
}

static gint64
save_member (Fixture        *fixture,
             const KhMember *member)
{
  g_autoptr (GAsyncResult) result = NULL;
  gint64 id;

  kh_store_save_member_async (fixture->base.store, member, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  id = kh_store_save_member_finish (fixture->base.store, result, NULL);
  g_assert_cmpint (id, !=, 0);

  return id;
}

static void
test_no_key (void)
{
  Fixture fixture;

  set_up (&fixture, PASSCODE);
  kh_store_set_desk_key (fixture.base.store, NULL);
  sign_in (&fixture, fixture.base.owner);
  show (&fixture);
  open_customer (&fixture);
  kh_ui_click (get_root (&fixture), "Reveal Passcode");
  kh_ui_wait_part (get_root (&fixture), "Set a password for yourself first.");
  kh_ui_screenshots (GTK_WINDOW (fixture.window), "secrets-no-key");
  kh_ui_click (get_root (&fixture), "Edit Passcodes");
  kh_ui_fill (kh_ui_wait_field (get_root (&fixture), "Passcode"), "MILL");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_part (get_root (&fixture), "Set a password for yourself first.");
  tear_down (&fixture);
}

/* Lee of the office is signed in. The owner saves the grants once more after the first time, which
 * is when the desk has a key to give the others to. */
static void
become_clerk (Fixture  *fixture,
              KhGrants  added,
              KhGrants  taken)
{
  g_autoptr (KhMember) clerk = kh_member_new ();
  GPtrArray *groups = kh_staff_get_groups (kh_store_get_staff (fixture->base.store));

  clerk->name = g_strdup ("Lee Novak");
  clerk->group = ((const KhGroup *) g_ptr_array_index (groups, 2))->id;
  clerk->added = added;
  clerk->taken = taken;
  clerk->id = save_member (fixture, clerk);
  sign_in (fixture, clerk->id);
  sign_in (fixture, fixture->base.owner);
  save_member (fixture, clerk);
  sign_in (fixture, clerk->id);
}

/* Whoever may not reveal does not learn whether there is one, and is told why. */
static void
test_grants (void)
{
  KhGrants reveal = kh_grants_with (kh_grants_none (), KH_GRANT_PASSCODES_REVEAL);
  KhGrants modify = kh_grants_with (kh_grants_none (), KH_GRANT_PASSCODES_MODIFY);
  Fixture fixture;

  set_up (&fixture, PASSCODE);
  become_clerk (&fixture, kh_grants_none (), kh_grants_with (reveal, KH_GRANT_PASSCODES_MODIFY));
  show (&fixture);
  open_customer (&fixture);
  kh_ui_wait_text (get_root (&fixture), "Hidden");
  g_assert_null (kh_ui_find_text (get_root (&fixture), DOTS));
  g_assert_null (kh_ui_find_button (get_root (&fixture), "Reveal Passcode"));
  g_assert_null (kh_ui_find_button (get_root (&fixture), "Edit Passcodes"));
  g_assert_nonnull (kh_ui_find_part (get_root (&fixture), "Why?"));
  kh_ui_screenshots (GTK_WINDOW (fixture.window), "secrets-hidden");
  tear_down (&fixture);

  /* One who may reveal but not change. */
  set_up (&fixture, PASSCODE);
  become_clerk (&fixture, reveal, modify);
  show (&fixture);
  open_customer (&fixture);
  kh_ui_click (get_root (&fixture), "Reveal Passcode");
  kh_ui_wait_text (get_root (&fixture), PASSCODE);
  g_assert_null (kh_ui_find_button (get_root (&fixture), "Edit Passcodes"));
  tear_down (&fixture);
}

/* The long list of states is searched by typing. */
static void
choose_state (GtkWindow *window)
{
  GtkWidget *field = kh_ui_wait_field (GTK_WIDGET (window), "State");
  GtkListView *list;

  gtk_widget_grab_focus (field);
  kh_ui_wait_focus (window, field);
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (GTK_IS_TEXT (gtk_window_get_focus (window)));
  list = GTK_LIST_VIEW (kh_ui_find_type (field, GTK_TYPE_LIST_VIEW));
  kh_ui_type ("utah");
  KH_UI_WAIT (g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (list))) == 1);
  kh_ui_press (GDK_KEY_Down, 0);
  kh_ui_press (GDK_KEY_Return, 0);
  KH_UI_WAIT (kh_ui_find_type (field, GTK_TYPE_POPOVER) == NULL);
  kh_ui_wait_text (field, "Utah");
}

/* A new customer, with the passcode typed among the rest. */
static void
test_new (void)
{
  Fixture fixture;
  GtkWidget *root;

  set_up (&fixture, NULL);
  show (&fixture);
  root = get_root (&fixture);
  kh_ui_press (GDK_KEY_n, GDK_CONTROL_MASK);
  kh_ui_fill (kh_ui_wait_field (root, "First Name"), "Bo");
  kh_ui_fill (kh_ui_wait_field (root, "Last Name"), "Park");
  kh_ui_fill (kh_ui_wait_field (root, "City"), "Ogden");
  kh_ui_choose (kh_ui_wait_field (root, "Office Location"), "Ogden");
  choose_state (GTK_WINDOW (root));
  kh_ui_fill (kh_ui_wait_field (root, "Primary Phone"), "801 555 0142");
  kh_ui_fill (kh_ui_wait_field (root, "Sale Date"), "03/02/2026");
  kh_ui_fill (kh_ui_wait_field (root, "Passcode"), PASSCODE);
  kh_ui_fill (kh_ui_wait_field (root, "SSN Last Four"), "0042");
  kh_ui_screenshots (GTK_WINDOW (fixture.window), "secrets-new");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_button (root, "Reveal Passcode");
  kh_ui_expect_untold (root, PASSCODE);
  expect_kept (&fixture, fixture.number + 1, KH_DATAPOINT_PASSCODE, PASSCODE);
  expect_kept (&fixture, fixture.number + 1, KH_DATAPOINT_SSN_LAST_FOUR, "0042");
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/secrets/type", test_type);
  g_test_add_func ("/secrets/hide", test_hide);
  g_test_add_func ("/secrets/changed", test_changed);
  g_test_add_func ("/secrets/conflict", test_conflict);
  g_test_add_func ("/secrets/lock", test_lock);
  g_test_add_func ("/secrets/history", test_history);
  g_test_add_func ("/secrets/remove", test_remove);
  g_test_add_func ("/secrets/twins", test_twins);
  g_test_add_func ("/secrets/no-key", test_no_key);
  g_test_add_func ("/secrets/grants", test_grants);
  g_test_add_func ("/secrets/new", test_new);

  return g_test_run ();
}
