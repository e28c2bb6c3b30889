/* test-grants.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Signing in, the lock, and what a member without a grant sees of a customer: the real window
 * with real keys. */

#include "config.h"

#include "kh-lock.h"
#include "kh-sign-in-window.h"
#include "kh-ui-fixture.h"
#include "kh-window.h"

#include <string.h>

#define CHARGE "$42.95"

typedef struct {
  KhUiFixture base;
  KhWindow *window;
  KhLock *lock;
  gint64 owner;
  gint64 clerk;
  gint64 number;
} Fixture;

static gint64
make_owner (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  gint64 owner;

  kh_store_make_owner_async (fixture->base.store, "Maria Vega", NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  owner = kh_store_make_owner_finish (fixture->base.store, result, NULL);
  g_assert_cmpint (owner, !=, 0);

  return owner;
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
  g_autoptr (GError) error = NULL;
  gint64 id;

  kh_store_save_member_async (fixture->base.store, member, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  id = kh_store_save_member_finish (fixture->base.store, result, &error);
  g_assert_no_error (error);

  return id;
}

static void
set_password (Fixture    *fixture,
              gint64      member,
              const char *password)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhSecret) secret = kh_secret_new (password, -1);
  g_autoptr (GError) error = NULL;

  kh_store_set_password_async (fixture->base.store, member, NULL, secret, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_true (kh_store_set_password_finish (fixture->base.store, result, &error));
}

/* Lee of the office, who may not see what a customer pays, nor change the lead source. */
static void
add_clerk (Fixture *fixture)
{
  g_autoptr (KhMember) clerk = kh_member_new ();
  GPtrArray *groups = kh_staff_get_groups (kh_store_get_staff (fixture->base.store));

  clerk->name = g_strdup ("Lee Novak");
  clerk->group = ((const KhGroup *) g_ptr_array_index (groups, 2))->id;
  clerk->taken = kh_grants_with (kh_grants_with (kh_grants_none (), KH_GRANT_SALES_VIEW), KH_GRANT_LEAD_SOURCE_MODIFY);
  fixture->clerk = save_member (fixture, clerk);
}

static void
set_up (Fixture *fixture)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new ("Ana", "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");

  memset (fixture, 0, sizeof *fixture);
  kh_ui_fixture_init (&fixture->base);
  kh_customer_set (customer, KH_DATAPOINT_MONTHLY_CHARGE, "4295");
  fixture->number = kh_ui_fixture_add_customer (&fixture->base, customer);
  fixture->owner = make_owner (fixture);
  sign_in (fixture, fixture->owner);
  add_clerk (fixture);
}

static void
show (Fixture *fixture)
{
  fixture->window = KH_WINDOW (kh_window_new (fixture->base.application, fixture->base.services));
  fixture->lock = kh_lock_new (fixture->window, fixture->base.store);
  g_signal_connect_object (fixture->window, "lock", G_CALLBACK (kh_lock_shut), fixture->lock, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (fixture->window));
  kh_ui_wait_active (GTK_WINDOW (fixture->window));
}

static void
open_customer (Fixture *fixture)
{
  kh_window_open_customer (fixture->window, fixture->number);
  kh_ui_wait_text (GTK_WIDGET (fixture->window), "Sales Information");
}

static void
tear_down (Fixture *fixture)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->lock);
  kh_ui_fixture_clear (&fixture->base);
}

/* What is hidden is nowhere in the window, and says why. */
static void
test_hidden (void)
{
  Fixture fixture;
  g_autofree char *dump = NULL;
  GtkWidget *why;

  set_up (&fixture);
  show (&fixture);
  open_customer (&fixture);
  g_assert_nonnull (kh_ui_wait_text (GTK_WIDGET (fixture.window), CHARGE));
  sign_in (&fixture, fixture.clerk);
  kh_window_forget (fixture.window);
  open_customer (&fixture);

  kh_ui_wait_text (GTK_WIDGET (fixture.window), "Hidden");
  dump = kh_ui_dump (GTK_WIDGET (fixture.window));
  g_assert_null (strstr (dump, "42.95"));
  g_assert_null (kh_ui_find_button (GTK_WIDGET (fixture.window), "Edit Sales Information"));
  g_assert_null (kh_ui_find_button (GTK_WIDGET (fixture.window), "Edit Lead Source"));
  g_assert_nonnull (kh_ui_find_button (GTK_WIDGET (fixture.window), "Edit Premises"));
  kh_ui_screenshots (GTK_WINDOW (fixture.window), "grants-hidden");

  why = kh_ui_find_part (GTK_WIDGET (fixture.window), "Why?");
  g_assert_nonnull (why);
  tear_down (&fixture);
}

/* By keys to the reason, which names the grant and who has it. */
static void
test_why (void)
{
  Fixture fixture;
  GtkWidget *why = NULL;

  set_up (&fixture);
  sign_in (&fixture, fixture.clerk);
  show (&fixture);
  open_customer (&fixture);
  kh_ui_wait_text (GTK_WIDGET (fixture.window), "Hidden");
  for (guint i = 0; i < 40 && why == NULL; i++)
    {
      GtkWidget *focus;

      kh_ui_press_focus (GTK_WINDOW (fixture.window), GDK_KEY_Tab, 0);
      focus = gtk_window_get_focus (GTK_WINDOW (fixture.window));
      why = gtk_widget_get_ancestor (focus, GTK_TYPE_MENU_BUTTON);
      if (why != NULL && !gtk_widget_has_css_class (why, "why"))
        why = NULL;
    }
  g_assert_nonnull (why);
  kh_ui_press (GDK_KEY_space, 0);
  KH_UI_WAIT (gtk_menu_button_get_popover (GTK_MENU_BUTTON (why)) != NULL);
  kh_ui_wait_part (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (why))), "Ask Maria Vega.");
  kh_ui_linger (300);
  kh_ui_screenshots (GTK_WINDOW (fixture.window), "grants-why");
  kh_ui_press (GDK_KEY_Escape, 0);
  KH_UI_WAIT (!gtk_widget_get_visible (GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (why)))));
  tear_down (&fixture);
}

/* Preferences that one member opened are not there for the next. */
static void
test_preferences (void)
{
  Fixture fixture;
  GtkWindow *preferences;

  set_up (&fixture);
  show (&fixture);
  kh_ui_press (GDK_KEY_comma, GDK_CONTROL_MASK);
  preferences = kh_ui_wait_window ("Preferences");
  kh_ui_wait_text (GTK_WIDGET (preferences), "Monitoring Companies");
  kh_ui_wait_active (preferences);
  kh_window_forget (fixture.window);
  kh_ui_wait_no_window ("Preferences");
  tear_down (&fixture);
}

/* Whoever comes back finds what they typed; nothing of it is to be seen meanwhile. */
static void
test_lock (void)
{
  Fixture fixture;
  GtkWindow *sign_in_window;
  GtkWidget *field;
  g_autofree char *dump = NULL;

  set_up (&fixture);
  set_password (&fixture, fixture.owner, "correct horse battery");
  show (&fixture);
  kh_lock_open (fixture.lock);
  open_customer (&fixture);
  kh_ui_wait_text (GTK_WIDGET (fixture.window), CHARGE);
  kh_ui_press (GDK_KEY_F2, 0);
  field = kh_ui_wait_field (GTK_WIDGET (fixture.window), "First Name");
  kh_ui_fill (field, "Anabel");

  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  sign_in_window = kh_ui_wait_window ("Sign In");
  kh_ui_wait_active (sign_in_window);
  g_assert_cmpint (kh_store_get_member (fixture.base.store), ==, 0);
  g_assert_cmpstr (gtk_window_get_title (GTK_WINDOW (fixture.window)), ==, "Keyholder");
  g_assert_null (kh_ui_find_text (GTK_WIDGET (fixture.window), CHARGE));
  g_assert_null (kh_ui_find_part (GTK_WIDGET (fixture.window), "Ruiz"));
  kh_ui_wait_part (GTK_WIDGET (sign_in_window), "Maria Vega left changes that are not saved.");
  kh_ui_screenshots (sign_in_window, "sign-in");

  kh_ui_type ("wrong horse");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_part (GTK_WIDGET (sign_in_window), "That is not the password.");
  kh_ui_type ("correct horse battery");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Sign In");
  KH_UI_WAIT (kh_store_get_member (fixture.base.store) == fixture.owner);
  field = kh_ui_wait_field (GTK_WIDGET (fixture.window), "First Name");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (field)), ==, "Anabel");
  tear_down (&fixture);
}

/* The companies can be looked at with one grant and changed with another; who may look at
 * nothing in the preferences has no preferences. */
static void
test_companies (void)
{
  Fixture fixture;
  GtkWindow *preferences;
  g_autoptr (KhMember) clerk = NULL;

  set_up (&fixture);
  sign_in (&fixture, fixture.clerk);
  show (&fixture);
  kh_ui_press (GDK_KEY_comma, GDK_CONTROL_MASK);
  preferences = kh_ui_wait_window ("Preferences");
  kh_ui_wait_active (preferences);
  kh_ui_wait_text (GTK_WIDGET (preferences), "Monitoring Companies");
  g_assert_null (kh_ui_find_text (GTK_WIDGET (preferences), "Groups"));
  g_assert_false (gtk_widget_is_sensitive (kh_ui_wait_button (GTK_WIDGET (preferences), "New Company")));
  g_assert_nonnull (kh_ui_find_part (GTK_WIDGET (preferences), "Why?"));
  kh_ui_screenshots (preferences, "companies-read-only");
  gtk_window_destroy (preferences);

  clerk = kh_member_copy (kh_staff_get_member (kh_store_get_staff (fixture.base.store), fixture.clerk));
  clerk->taken = kh_grants_with (kh_grants_with (clerk->taken, KH_GRANT_COMPANIES_VIEW), KH_GRANT_CATALOGUES_VIEW);
  clerk->taken = kh_grants_with (clerk->taken, KH_GRANT_DUPLICATE_DEFAULTS_VIEW);
  sign_in (&fixture, fixture.owner);
  save_member (&fixture, clerk);
  sign_in (&fixture, fixture.clerk);
  kh_ui_press (GDK_KEY_comma, GDK_CONTROL_MASK);
  kh_ui_linger (200);
  g_assert_null (kh_ui_find_window ("Preferences"));
  tear_down (&fixture);
}

/* One's own password, from the menu's action to the file. */
static void
test_password (void)
{
  Fixture fixture;
  GtkWindow *window;

  set_up (&fixture);
  show (&fixture);
  kh_lock_open (fixture.lock);
  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "win.password", NULL);
  window = kh_ui_wait_window ("Password");
  kh_ui_wait_active (window);
  kh_ui_type ("correct horse");
  kh_ui_press_focus (window, GDK_KEY_Tab, 0);
  kh_ui_type ("correct hors");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_part (GTK_WIDGET (window), "not the same");
  kh_ui_screenshots (window, "password");
  kh_ui_type ("correct horse");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Password");
  g_assert_true (kh_staff_get_member (kh_store_get_staff (fixture.base.store), fixture.owner)->has_password);
  tear_down (&fixture);
}

/* Where the office wants it, a desk that was left locks itself; a message that stood open over
 * the window is gone, too, and comes back. */
static void
test_idle (void)
{
  Fixture fixture;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GtkWindow *preferences;

  set_up (&fixture);
  show (&fixture);
  kh_lock_open (fixture.lock);
  kh_lock_tell_idle (fixture.lock, 100000);
  g_assert_cmpint (kh_store_get_member (fixture.base.store), ==, fixture.owner);

  kh_store_set_lock_minutes_async (fixture.base.store, 5, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_true (kh_store_set_lock_minutes_finish (fixture.base.store, result, &error));
  kh_ui_press (GDK_KEY_comma, GDK_CONTROL_MASK);
  preferences = kh_ui_wait_window ("Preferences");
  kh_lock_tell_idle (fixture.lock, 5 * 60 - 1);
  g_assert_cmpint (kh_store_get_member (fixture.base.store), ==, fixture.owner);
  kh_lock_tell_idle (fixture.lock, 5 * 60);
  g_assert_cmpint (kh_store_get_member (fixture.base.store), ==, 0);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (preferences)));

  kh_ui_wait_active (kh_ui_wait_window ("Sign In"));
  kh_ui_press (GDK_KEY_Return, 0);
  KH_UI_WAIT (kh_store_get_member (fixture.base.store) == fixture.owner);
  KH_UI_WAIT (gtk_widget_get_visible (GTK_WIDGET (preferences)));
  gtk_window_destroy (preferences);
  tear_down (&fixture);
}

/* Somebody else finds an empty window, and sees what they may. */
static void
test_somebody_else (void)
{
  Fixture fixture;
  GtkWindow *sign_in_window;

  set_up (&fixture);
  show (&fixture);
  kh_lock_open (fixture.lock);
  open_customer (&fixture);
  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  sign_in_window = kh_ui_wait_window ("Sign In");
  kh_ui_wait_active (sign_in_window);
  kh_ui_choose (kh_ui_find_type (GTK_WIDGET (sign_in_window), GTK_TYPE_DROP_DOWN), "Lee Novak");
  kh_ui_click (GTK_WIDGET (sign_in_window), "Sign In");
  kh_ui_wait_no_window ("Sign In");
  KH_UI_WAIT (kh_store_get_member (fixture.base.store) == fixture.clerk);
  g_assert_null (kh_window_get_page (fixture.window));
  kh_ui_wait_text (GTK_WIDGET (fixture.window), "Working as Lee Novak");
  kh_ui_wait_part (GTK_WIDGET (fixture.window), "Ruiz, Ana");
  tear_down (&fixture);
}

/* The first start: a name, Enter, and the office has an owner. */
static void
test_first (void)
{
  Fixture fixture = { 0 };
  GtkWindow *welcome;
  GtkWidget *field;

  kh_ui_fixture_init (&fixture.base);
  show (&fixture);
  kh_lock_open (fixture.lock);
  welcome = kh_ui_wait_window ("Welcome to Keyholder");
  kh_ui_wait_active (welcome);
  kh_ui_screenshots (welcome, "welcome");
  field = kh_ui_wait_field (GTK_WIDGET (welcome), "Name");
  kh_ui_fill (field, " ");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_part (GTK_WIDGET (welcome), "needs a name");
  kh_ui_fill (field, "Maria Vega");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Welcome to Keyholder");
  kh_ui_wait_text (GTK_WIDGET (fixture.window), "Working as Maria Vega");
  g_assert_true (kh_staff_is_set_up (kh_store_get_staff (fixture.base.store)));
  tear_down (&fixture);
}

/* Whoever ends themself, or leaves all groups, is out at once: nothing of a customer stays, nor a key. */
static void
test_ended (void)
{
  Fixture fixture;
  GtkWidget *sign_in_window;
  g_autoptr (KhMember) second = kh_member_new ();
  g_autoptr (KhMember) maria = NULL;

  set_up (&fixture);
  maria = kh_member_copy (kh_staff_get_member (kh_store_get_staff (fixture.base.store), fixture.owner));
  second->name = g_strdup ("Bo Lind");
  second->group = maria->group;
  save_member (&fixture, second);
  show (&fixture);
  kh_lock_open (fixture.lock);
  open_customer (&fixture);
  kh_ui_press (GDK_KEY_comma, GDK_CONTROL_MASK);
  kh_ui_wait_active (kh_ui_wait_window ("Preferences"));

  maria->active = FALSE;
  save_member (&fixture, maria);
  sign_in_window = GTK_WIDGET (kh_ui_wait_window ("Sign In"));
  g_assert_cmpint (kh_store_get_member (fixture.base.store), ==, 0);
  g_assert_false (kh_store_has_keys (fixture.base.store));
  kh_ui_wait_no_window ("Preferences");
  g_assert_null (kh_ui_find_part (GTK_WIDGET (fixture.window), "Ruiz"));
  g_assert_null (kh_ui_find_part (sign_in_window, "Maria Vega"));
  kh_ui_choose (kh_ui_wait_field (sign_in_window, "Name"), "Bo Lind");
  kh_ui_screenshots (GTK_WINDOW (sign_in_window), "sign-in-ended");
  kh_ui_click (sign_in_window, "Sign In");
  kh_ui_wait_no_window ("Sign In");
  kh_ui_wait_text (GTK_WIDGET (fixture.window), "Working as Bo Lind");
  tear_down (&fixture);
}

static gboolean
shows (Fixture    *fixture,
       const char *part)
{
  return kh_ui_find_part (GTK_WIDGET (fixture->window), part) != NULL;
}

static void
edit_address (Fixture    *fixture,
              const char *text)
{
  kh_ui_click (GTK_WIDGET (fixture->window), "Edit Premises");
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (fixture->window), "Address 2"), text);
}

/* A save after something that the clerk may not view was saved elsewhere goes through, and nobody
 * tells them that something was; after something that they may view, they are asked. */
static void
test_hidden_conflict (void)
{
  Fixture fixture;
  GtkWidget *root;
  g_autoptr (KhCustomer) kept = NULL;

  set_up (&fixture);
  sign_in (&fixture, fixture.clerk);
  show (&fixture);
  root = GTK_WIDGET (fixture.window);
  open_customer (&fixture);
  edit_address (&fixture, "Rear");
  kh_ui_fixture_write_sql (&fixture.base, "UPDATE customer SET monthly_charge = 7731, revision = revision + 1");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_button (root, "Save") == NULL || shows (&fixture, "elsewhere"));
  g_assert_false (shows (&fixture, "elsewhere"));
  kh_ui_wait_text (root, "Rear");

  /* Nor does a tab that is closed with Save stay open. */
  edit_address (&fixture, "Left");
  kh_ui_fixture_write_sql (&fixture.base, "UPDATE customer SET monthly_charge = 8842, revision = revision + 1");
  kh_ui_press (GDK_KEY_w, GDK_CONTROL_MASK);
  kh_ui_click (GTK_WIDGET (kh_ui_wait_window ("Save changes?")), "Save");
  KH_UI_WAIT (kh_window_get_page (fixture.window) == NULL);
  kh_ui_wait_active (GTK_WINDOW (fixture.window));

  open_customer (&fixture);
  kh_ui_wait_text (root, "Left");
  edit_address (&fixture, "Right");
  kh_ui_fixture_write_sql (&fixture.base, "UPDATE customer SET address_1 = '9 Oak Lane', revision = revision + 1");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_part (root, "Changed elsewhere meanwhile: Address 1.");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_button (root, "Save") == NULL);

  sign_in (&fixture, fixture.owner);
  kept = kh_ui_fixture_load (&fixture.base, fixture.number, NULL);
  g_assert_cmpstr (kh_customer_get (kept, KH_DATAPOINT_MONTHLY_CHARGE), ==, "8842");
  g_assert_cmpstr (kh_customer_get (kept, KH_DATAPOINT_ADDRESS_1), ==, "9 Oak Lane");
  g_assert_cmpstr (kh_customer_get (kept, KH_DATAPOINT_ADDRESS_2), ==, "Right");
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/grants/first", test_first);
  g_test_add_func ("/grants/hidden", test_hidden);
  g_test_add_func ("/grants/hidden-conflict", test_hidden_conflict);
  g_test_add_func ("/grants/why", test_why);
  g_test_add_func ("/grants/preferences", test_preferences);
  g_test_add_func ("/grants/lock", test_lock);
  g_test_add_func ("/grants/companies", test_companies);
  g_test_add_func ("/grants/password", test_password);
  g_test_add_func ("/grants/idle", test_idle);
  g_test_add_func ("/grants/ended", test_ended);
  g_test_add_func ("/grants/somebody-else", test_somebody_else);

  return g_test_run ();
}
