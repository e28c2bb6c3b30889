/* test-recovery.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The keys to what is sealed, as a person meets them: the desk's key and its keyring, the recovery
 * key, and the way back in with it. Real windows, real keys, a real data file. */

#include "config.h"

#include "kh-cipher.h"
#include "kh-lock.h"
#include "kh-recovery-key.h"
#include "kh-recovery-print.h"
#include "kh-ui-fixture.h"
#include "kh-window.h"
#include "preferences/kh-staff-page.h"

#include <string.h>

#define PASSWORD "correct horse battery"
#define NEW_PASSWORD "another horse altogether"
#define PASSCODE "RED BARN"

/* Where the bus is, which the tests of windows otherwise do without. */
#define BUS "KH_TEST_BUS"

typedef struct {
  KhUiFixture base;
  KhWindow *window;
  KhLock *lock;
  KhDesk *desk;
  gint64 owner;
  gint64 number;
} Fixture;

/* The store's calls, waited for */

static gint64
make_owner (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_make_owner_async (fixture->base.store, "Maria Vega", NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);

  return kh_store_make_owner_finish (fixture->base.store, result, NULL);
}

static void
sign_in (Fixture    *fixture,
         gint64      member,
         const char *password)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhSecret) secret = password == NULL ? NULL : kh_secret_new (password, -1);
  g_autoptr (GError) error = NULL;

  kh_store_sign_in_async (fixture->base.store, member, secret, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_true (kh_store_sign_in_finish (fixture->base.store, result, &error));
  g_assert_no_error (error);
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
  g_assert_no_error (error);
}

static void
set_passcode (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhSecret) passcode = kh_secret_new (PASSCODE, -1);
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (KhCustomer) customer = kh_ui_fixture_load (&fixture->base, fixture->number, NULL);
  g_autoptr (GError) error = NULL;

  kh_store_set_secret_async (fixture->base.store, fixture->number, kh_customer_get_revision (customer),
                             KH_DATAPOINT_PASSCODE, passcode, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kept = kh_store_set_secret_finish (fixture->base.store, result, &error);
  g_assert_no_error (error);
}

static void
expect_passcode (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhSecret) passcode = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_reveal_async (fixture->base.store, fixture->number, KH_DATAPOINT_PASSCODE, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  passcode = kh_store_reveal_finish (fixture->base.store, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kh_secret_get_text (passcode), ==, PASSCODE);
}

/* The fixture */

static void
set_up (Fixture *fixture)
{
  g_autoptr (KhCustomer) customer = kh_ui_customer_new ("Ana", "Ruiz", NULL, "4 Elm Street", "Ogden", "UT");

  memset (fixture, 0, sizeof *fixture);
  kh_ui_fixture_init (&fixture->base);
  fixture->number = kh_ui_fixture_add_customer (&fixture->base, customer);
  fixture->owner = make_owner (fixture);
}

static void
show (Fixture *fixture)
{
  fixture->window = KH_WINDOW (kh_window_new (fixture->base.application, fixture->base.services));
  fixture->lock = kh_lock_new (fixture->window, fixture->base.store);
  g_signal_connect_object (fixture->window, "lock", G_CALLBACK (kh_lock_shut), fixture->lock, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (fixture->window));
  kh_ui_wait_active (GTK_WINDOW (fixture->window));
  kh_lock_open (fixture->lock);
}

/* As the program does it; kept apart from the window, to see that nobody waits for it. */
static void
ask_desk (Fixture *fixture)
{
  fixture->desk = kh_desk_new (fixture->base.store, kh_stations_get_keyring (fixture->base.stations));
  kh_services_set_desk (fixture->base.services, fixture->desk);
  kh_desk_ask (fixture->desk);
}

static void
tear_down (Fixture *fixture)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  if (fixture->desk != NULL)
    kh_desk_stop (fixture->desk);
  g_clear_object (&fixture->lock);
  g_clear_object (&fixture->desk);
  kh_ui_fixture_clear (&fixture->base);
}

static gboolean
shows (Fixture    *fixture,
       const char *part)
{
  return kh_ui_find_part (GTK_WIDGET (fixture->window), part) != NULL;
}

/* The recovery key */

static void
add_groups (GtkWidget *widget,
            GString   *key)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_LABEL (child))
        {
          /* It can be read, and not be taken away. */
          g_assert_false (gtk_label_get_selectable (GTK_LABEL (child)));
          g_string_append_printf (key, "%s%s", key->len > 0 ? " " : "", gtk_label_get_text (GTK_LABEL (child)));
        }
      else
        add_groups (child, key);
    }
}

static GtkWidget *
find_class (GtkWidget  *root,
            const char *css_class)
{
  if (gtk_widget_has_css_class (root, css_class))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_class (child, css_class);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* What a person would write down, and in their own way. */
static char *
copy_key (GtkWindow *window)
{
  g_autoptr (GString) key = g_string_new (NULL);

  add_groups (find_class (GTK_WIDGET (window), "recovery-key"), key);
  g_assert_cmpuint (key->len, ==, 8 * 6 - 1);

  return g_ascii_strdown (key->str, -1);
}

static char *
make_recovery_key (Fixture *fixture)
{
  GtkWindow *window;
  GtkWidget *field;
  char *key;

  kh_ui_click (GTK_WIDGET (fixture->window), "Make a Recovery Key…");
  window = kh_ui_wait_window ("Recovery Key");
  kh_ui_wait_active (window);
  kh_ui_wait_part (GTK_WIDGET (window), "opens nothing any more");
  kh_ui_screenshots (window, "recovery-explain");
  kh_ui_click (GTK_WIDGET (window), "Make Recovery Key");
  kh_ui_wait_text (GTK_WIDGET (window), "This is your recovery key");
  key = copy_key (window);
  g_assert_null (strstr (gtk_window_get_title (window), key));
  kh_ui_screenshots (window, "recovery-key");

  field = kh_ui_wait_field (GTK_WIDGET (window), "To show that you have it, type its last group:");
  kh_ui_fill (field, "WRONG");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_part (GTK_WIDGET (window), "That is not the last group.");
  kh_ui_fill (field, strrchr (key, ' ') + 1);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Recovery Key");

  return key;
}

static void
try_key (GtkWindow  *window,
         const char *key,
         const char *password,
         const char *again,
         const char *answer)
{
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (window), "Recovery Key"), key);
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (window), "New Password"), password);
  kh_ui_fill (kh_ui_wait_field (GTK_WIDGET (window), "Once More"), again);
  kh_ui_press (GDK_KEY_Return, 0);
  if (answer != NULL)
    kh_ui_wait_part (GTK_WIDGET (window), answer);
}

/* Locked out, and in again. */
static void
recover (Fixture    *fixture,
         const char *key)
{
  g_autoptr (KhSecret) other = kh_recovery_key_new (NULL);
  g_autofree char *slip = g_strdup (key);
  GtkWindow *sign_in_window;
  GtkWindow *window;

  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  sign_in_window = kh_ui_wait_window ("Sign In");
  kh_ui_wait_active (sign_in_window);
  kh_ui_screenshots (sign_in_window, "sign-in-forgot");
  kh_ui_click (GTK_WIDGET (sign_in_window), "Forgot Password…");
  window = kh_ui_wait_window ("Forgot Password");
  kh_ui_wait_active (window);

  slip[13] = slip[13] == '7' ? '8' : '7';
  try_key (window, slip, NEW_PASSWORD, NEW_PASSWORD, "The third group of the recovery key is not right.");
  kh_ui_screenshots (window, "forgot-password");
  try_key (window, key, NEW_PASSWORD, "something else here", "not the same");
  try_key (window, kh_secret_get_text (other), NEW_PASSWORD, NEW_PASSWORD, "not the latest recovery key");
  try_key (window, key, "short", "short", "at least 8 characters");
  g_assert_cmpint (kh_store_get_member (fixture->base.store), ==, 0);
  try_key (window, key, NEW_PASSWORD, NEW_PASSWORD, NULL);
  kh_ui_wait_no_window ("Forgot Password");
  kh_ui_wait_no_window ("Sign In");
  KH_UI_WAIT (kh_store_get_member (fixture->base.store) == fixture->owner);
}

static void
test_whole (void)
{
  Fixture fixture;
  g_autofree char *key = NULL;

  set_up (&fixture);
  ask_desk (&fixture);
  show (&fixture);
  KH_UI_WAIT (kh_store_has_keys (fixture.base.store));
  kh_ui_linger (200);
  g_assert_false (shows (&fixture, "Make a recovery key"));

  set_passcode (&fixture);
  kh_ui_wait_part (GTK_WIDGET (fixture.window), "Make a recovery key and keep it in a safe");
  kh_ui_screenshots (GTK_WINDOW (fixture.window), "key-bar-recovery");
  key = make_recovery_key (&fixture);
  KH_UI_WAIT (!shows (&fixture, "Make a recovery key"));

  set_password (&fixture, fixture.owner, PASSWORD);
  recover (&fixture, key);
  expect_passcode (&fixture);
  sign_in (&fixture, fixture.owner, NEW_PASSWORD);
  expect_passcode (&fixture);
  tear_down (&fixture);
}

/* Whoever closes the window too early is asked, and may put the bar away. */
static void
test_close (void)
{
  Fixture fixture;
  GtkWindow *window;
  GtkWindow *question;

  set_up (&fixture);
  ask_desk (&fixture);
  sign_in (&fixture, fixture.owner, NULL);
  set_password (&fixture, fixture.owner, PASSWORD);
  show (&fixture);
  kh_ui_wait_button (GTK_WIDGET (fixture.window), "Make a Recovery Key…");
  kh_ui_click (GTK_WIDGET (fixture.window), "Hide this message");
  KH_UI_WAIT (!shows (&fixture, "Make a recovery key"));

  /* It comes again for whoever comes next. */
  kh_store_sign_out (fixture.base.store);
  sign_in (&fixture, fixture.owner, PASSWORD);
  kh_ui_wait_button (GTK_WIDGET (fixture.window), "Make a Recovery Key…");
  kh_ui_click (GTK_WIDGET (fixture.window), "Make a Recovery Key…");
  window = kh_ui_wait_window ("Recovery Key");
  kh_ui_wait_active (window);
  kh_ui_click (GTK_WIDGET (window), "Make Recovery Key");
  kh_ui_wait_text (GTK_WIDGET (window), "This is your recovery key");
  kh_ui_press (GDK_KEY_Escape, 0);
  question = kh_ui_wait_window ("Close without having written it down?");
  kh_ui_wait_active (question);
  kh_ui_screenshots (question, "recovery-close");
  kh_ui_click (GTK_WIDGET (question), "Go Back");
  kh_ui_wait_no_window ("Close without having written it down?");
  kh_ui_wait_active (window);
  kh_ui_press (GDK_KEY_Escape, 0);
  question = kh_ui_wait_window ("Close without having written it down?");
  kh_ui_wait_active (question);
  kh_ui_click (GTK_WIDGET (question), "Close");
  kh_ui_wait_no_window ("Recovery Key");
  tear_down (&fixture);
}

/* To a file, as there is no printer; the page is the same. */
static void
test_print (void)
{
  g_autoptr (KhSecret) key = kh_recovery_key_new (NULL);
  g_autoptr (GtkPrintOperation) operation = kh_recovery_print_new (key, "Maria Vega");
  g_autofree char *folder = g_dir_make_tmp ("keyholder-print-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "page.pdf", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GError) error = NULL;
  gsize length = 0;

  gtk_print_operation_set_allow_async (operation, FALSE);
  gtk_print_operation_set_export_filename (operation, path);
  g_assert_cmpint (gtk_print_operation_run (operation, GTK_PRINT_OPERATION_ACTION_EXPORT, NULL, &error), ==,
                   GTK_PRINT_OPERATION_RESULT_APPLY);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  g_assert_true (g_str_has_prefix (bytes, "%PDF"));
  g_assert_cmpuint (length, >, 4000);
  if (g_getenv ("KH_SCREENSHOTS") != NULL)
    {
      g_autofree char *copy = g_build_filename (g_getenv ("KH_SCREENSHOTS"), "recovery-page.pdf", NULL);

      g_file_set_contents (copy, bytes, (gssize) length, NULL);
    }
  /* Every printer's queue shows it. */
  g_object_get (operation, "job-name", &name, NULL);
  g_assert_cmpstr (name, ==, "Recovery key");
  g_assert_cmpint (remove (path), ==, 0);
  g_assert_cmpint (remove (folder), ==, 0);
}

/* The desk */

/* The file came from another desk: what is to be done is said, and done with the recovery key. */
static void
test_other_desk (void)
{
  Fixture fixture;
  g_autoptr (KhSecret) elsewhere = kh_cipher_new_key (NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhSecret) key = NULL;
  GtkWindow *window;

  set_up (&fixture);
  kh_store_set_desk_key (fixture.base.store, elsewhere);
  sign_in (&fixture, fixture.owner, NULL);
  set_passcode (&fixture);
  kh_store_make_recovery_key_async (fixture.base.store, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  key = kh_store_make_recovery_key_finish (fixture.base.store, result, NULL);
  kh_ui_fixture_restart (&fixture.base);

  ask_desk (&fixture);
  show (&fixture);
  kh_ui_wait_part (GTK_WIDGET (fixture.window), "in the keyring of another desk");
  kh_ui_screenshots (GTK_WINDOW (fixture.window), "key-bar-other-desk");
  kh_ui_click (GTK_WIDGET (fixture.window), "Use the Recovery Key…");
  window = kh_ui_wait_window ("Forgot Password");
  kh_ui_wait_active (window);
  try_key (window, kh_secret_get_text (key), NEW_PASSWORD, NEW_PASSWORD, NULL);
  kh_ui_wait_no_window ("Forgot Password");
  KH_UI_WAIT (!shows (&fixture, "another desk"));
  expect_passcode (&fixture);
  tear_down (&fixture);
}

/* With no recovery key either, the office can go on without what was sealed. */
static void
test_give_up (void)
{
  Fixture fixture;
  g_autoptr (KhSecret) elsewhere = kh_cipher_new_key (NULL);
  GtkWindow *window;
  GtkWindow *question;

  set_up (&fixture);
  kh_store_set_desk_key (fixture.base.store, elsewhere);
  sign_in (&fixture, fixture.owner, NULL);
  set_passcode (&fixture);
  kh_ui_fixture_restart (&fixture.base);
  ask_desk (&fixture);
  show (&fixture);
  kh_ui_wait_part (GTK_WIDGET (fixture.window), "in the keyring of another desk");

  gtk_widget_activate_action (GTK_WIDGET (fixture.window), "win.password", NULL);
  window = kh_ui_wait_window ("Password");
  kh_ui_wait_active (window);
  kh_ui_type (PASSWORD);
  kh_ui_press_focus (window, GDK_KEY_Tab, 0);
  kh_ui_type (PASSWORD);
  kh_ui_press (GDK_KEY_Return, 0);
  question = kh_ui_wait_window ("Give the passcodes up?");
  kh_ui_wait_active (question);
  kh_ui_screenshots (question, "give-up");
  kh_ui_click (GTK_WIDGET (question), "Give Them Up");
  kh_ui_wait_no_window ("Password");
  KH_UI_WAIT (kh_store_has_keys (fixture.base.store));
  set_passcode (&fixture);
  expect_passcode (&fixture);
  tear_down (&fixture);
}

static gboolean
says_twice (GtkWidget  *root,
            const char *text)
{
  g_autofree char *all = kh_ui_dump (root);
  const char *first = strstr (all, text);

  return first != NULL && strstr (first + 1, text) != NULL;
}

/* The section says the same as the bar. */
static void
type_passcode_in_vain (Fixture *fixture)
{
  GtkWidget *root = GTK_WIDGET (fixture->window);

  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_type ("ruiz");
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (root, "Passcodes");
  kh_ui_settle (GTK_WINDOW (fixture->window));
  kh_ui_click (root, "Edit Passcodes");
  kh_ui_fill (kh_ui_wait_field (root, "Passcode"), "MILL");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  KH_UI_WAIT (says_twice (root, "This desktop has no keyring"));
  kh_ui_screenshots (GTK_WINDOW (fixture->window), "key-absent-section");
  kh_ui_press (GDK_KEY_Escape, 0);
}

/* No keyring at all: a password is offered, and everything works with one. */
static void
check_absent (void)
{
  Fixture fixture;
  GtkWindow *window;

  set_up (&fixture);
  ask_desk (&fixture);
  show (&fixture);
  kh_ui_wait_part (GTK_WIDGET (fixture.window), "This desktop has no keyring");
  g_assert_cmpint (kh_store_get_member (fixture.base.store), ==, fixture.owner);
  kh_ui_screenshots (GTK_WINDOW (fixture.window), "key-bar-absent");
  type_passcode_in_vain (&fixture);
  kh_ui_wait_part (GTK_WIDGET (fixture.window), "This desktop has no keyring");
  kh_ui_click (GTK_WIDGET (fixture.window), "Set a Password…");
  window = kh_ui_wait_window ("Password");
  kh_ui_wait_active (window);
  kh_ui_type (PASSWORD);
  kh_ui_press_focus (window, GDK_KEY_Tab, 0);
  kh_ui_type (PASSWORD);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_no_window ("Password");
  KH_UI_WAIT (!shows (&fixture, "This desktop has no keyring"));
  set_passcode (&fixture);
  expect_passcode (&fixture);
  /* And now there is something to lose. */
  kh_ui_wait_button (GTK_WIDGET (fixture.window), "Make a Recovery Key…");
  tear_down (&fixture);
}

static GDBusMessage *
swallow (GDBusConnection *connection G_GNUC_UNUSED,
         GDBusMessage    *message,
         gboolean         incoming,
         gpointer         data G_GNUC_UNUSED)
{
  if (!incoming || g_dbus_message_get_message_type (message) != G_DBUS_MESSAGE_TYPE_METHOD_CALL)
    return message;
  g_object_unref (message);

  return NULL;
}

static void
on_name_acquired_cb (GDBusConnection *connection G_GNUC_UNUSED,
                     const char      *name G_GNUC_UNUSED,
                     gpointer         owned)
{
  *(gboolean *) owned = TRUE;
}

/* A keyring that never answers keeps nobody from working, nor the program from ending. */
static void
check_silent (void)
{
  g_autoptr (GDBusConnection) bus
    = g_dbus_connection_new_for_address_sync (g_getenv (BUS), G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                                              G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, NULL);
  gboolean owned = FALSE;
  Fixture fixture;
  guint name;

  g_assert_nonnull (bus);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", g_getenv (BUS), TRUE);
  g_dbus_connection_add_filter (bus, swallow, NULL, NULL);
  name = g_bus_own_name_on_connection (bus, "org.freedesktop.secrets", G_BUS_NAME_OWNER_FLAGS_NONE,
                                       on_name_acquired_cb, NULL, &owned, NULL);
  KH_UI_WAIT (owned);
  set_up (&fixture);
  ask_desk (&fixture);
  show (&fixture);
  KH_UI_WAIT (kh_store_get_member (fixture.base.store) == fixture.owner);
  g_assert_cmpint (kh_desk_get_state (fixture.desk), ==, KH_DESK_ASKING);
  g_assert_false (shows (&fixture, "keyring"));
  kh_ui_wait_part (GTK_WIDGET (fixture.window), "The desktop’s keyring does not answer");
  kh_ui_screenshots (GTK_WINDOW (fixture.window), "key-bar-silent");
  kh_ui_click (GTK_WIDGET (fixture.window), "Try Again");
  KH_UI_WAIT (kh_desk_get_state (fixture.desk) == KH_DESK_ASKING);
  KH_UI_WAIT (!shows (&fixture, "keyring"));
  tear_down (&fixture);
  g_bus_unown_name (name);
}

/* Which keyring there is can be said once to a process. */
static void
run_child (const char *child)
{
  g_test_trap_subprocess (child, 60 * G_USEC_PER_SEC, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
test_absent (void)
{
  run_child ("/recovery/subprocess/absent");
}

static void
test_silent (void)
{
  run_child ("/recovery/subprocess/silent");
}

/* The staff */

static GtkWindow *
show_staff (Fixture *fixture)
{
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());

  gtk_window_set_default_size (window, 900, 640);
  gtk_window_set_child (window, kh_staff_page_new_members (fixture->base.services));
  gtk_window_present (window);
  kh_ui_wait_active (window);

  return window;
}

/* A password that was set by somebody without the keys leaves a member without them. */
static void
test_waits (void)
{
  Fixture fixture;
  GtkWindow *window;
  g_autoptr (KhMember) bo = kh_member_new ();
  g_autoptr (KhMember) clerk = kh_member_new ();
  gint64 owners;

  set_up (&fixture);
  sign_in (&fixture, fixture.owner, NULL);
  set_password (&fixture, fixture.owner, PASSWORD);
  owners = kh_staff_get_member (kh_store_get_staff (fixture.base.store), fixture.owner)->group;
  bo->name = g_strdup ("Bo Lind");
  bo->group = owners;
  bo->id = save_member (&fixture, bo);
  clerk->name = g_strdup ("Al Novak");
  clerk->group = owners;
  clerk->id = save_member (&fixture, clerk);

  sign_in (&fixture, bo->id, NULL);
  window = show_staff (&fixture);
  g_assert_false (gtk_widget_get_sensitive (kh_ui_find_button (GTK_WIDGET (window), "Make a Recovery Key…")));
  set_password (&fixture, clerk->id, PASSWORD);
  kh_ui_wait_part (GTK_WIDGET (window), "Somebody who can see it opens this page and saves");
  kh_ui_screenshots (window, "staff-waits");

  sign_in (&fixture, fixture.owner, PASSWORD);
  kh_ui_wait_part (GTK_WIDGET (window), "Save to give the keys.");
  KH_UI_WAIT (gtk_widget_get_sensitive (kh_ui_find_button (GTK_WIDGET (window), "Make a Recovery Key…")));
  kh_ui_screenshots (window, "staff-gives");
  kh_ui_click (GTK_WIDGET (window), "Save");
  KH_UI_WAIT (kh_ui_find_part (GTK_WIDGET (window), "has no keys to it yet") == NULL);
  sign_in (&fixture, clerk->id, PASSWORD);
  g_assert_true (kh_store_has_keys (fixture.base.store));
  gtk_window_destroy (window);
  tear_down (&fixture);
}

int
main (int    argc,
      char **argv)
{
  if (g_getenv (BUS) == NULL && g_getenv ("DBUS_SESSION_BUS_ADDRESS") != NULL)
    g_setenv (BUS, g_getenv ("DBUS_SESSION_BUS_ADDRESS"), TRUE);
  kh_ui_test_init (&argc, &argv);
  if (!g_test_subprocess ())
    g_setenv ("SECRET_BACKEND", "file", TRUE);

  g_test_add_func ("/recovery/subprocess/absent", check_absent);
  g_test_add_func ("/recovery/subprocess/silent", check_silent);
  g_test_add_func ("/recovery/whole", test_whole);
  g_test_add_func ("/recovery/close", test_close);
  g_test_add_func ("/recovery/print", test_print);
  g_test_add_func ("/recovery/other-desk", test_other_desk);
  g_test_add_func ("/recovery/give-up", test_give_up);
  g_test_add_func ("/recovery/absent", test_absent);
  g_test_add_func ("/recovery/silent", test_silent);
  g_test_add_func ("/recovery/waits", test_waits);

  return g_test_run ();
}
