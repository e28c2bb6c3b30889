/* test-sentinel-program.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The program itself with a marker in every secret, of which only the X server, its files and what it
 * prints tell. */

#include "config.h"

#include "kh-sentinel-test.h"

#include <X11/Xlib.h>
#include <gdk/x11/gdkx.h>
#include <string.h>

/* Narrower are tooltips and the like, wider is the main window. */
#define SMALLEST_WIDTH 300
#define MAIN_WIDTH 1000

/* The program itself, of which only the X server knows: the last of its windows, or None. */
static Window
find_program_window (gboolean main_window)
{
  Display *display = gdk_x11_display_get_xdisplay (gdk_display_get_default ());
  Window found = None;
  Window root;
  Window parent;
  Window *children = NULL;
  unsigned int n = 0;

  gdk_x11_display_error_trap_push (gdk_display_get_default ());
  XQueryTree (display, DefaultRootWindow (display), &root, &parent, &children, &n);
  for (unsigned int i = 0; i < n; i++)
    {
      XWindowAttributes attributes;

      if (XGetWindowAttributes (display, children[i], &attributes) && attributes.map_state == IsViewable &&
          attributes.width > SMALLEST_WIDTH && (attributes.width >= MAIN_WIDTH) == main_window)
        found = children[i];
    }
  if (children != NULL)
    XFree (children);
  gdk_x11_display_error_trap_pop_ignored (gdk_display_get_default ());

  return found;
}

static void
focus_program (gboolean main_window)
{
  Display *display = gdk_x11_display_get_xdisplay (gdk_display_get_default ());

  KH_UI_WAIT (find_program_window (main_window) != None);
  kh_ui_linger (500);
  XSetInputFocus (display, find_program_window (main_window), RevertToParent, CurrentTime);
  XSync (display, False);
  kh_ui_linger (200);
}

static void
keep_token (KhSentinelTest *fixture)
{
  KhKeyring *keyring = kh_stations_get_keyring (fixture->base.base.stations);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean kept = FALSE;

  kh_keyring_store_async (keyring, fixture->base.company, "Dynamark", KH_LINK_TEST_TOKEN, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kh_keyring_store_finish (keyring, result, &kept, &error);
  g_assert_no_error (error);
  g_assert_true (kept);
}

static void
give_password (KhSentinelTest *fixture)
{
  g_autoptr (KhSecret) secret = kh_secret_new (KH_SENTINEL_TEST_PASSWORD, -1);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_set_password_async (fixture->base.base.store, fixture->base.base.owner, NULL, secret, NULL, kh_ui_take, &result);
  KH_UI_WAIT (result != NULL);
  kh_store_set_password_finish (fixture->base.base.store, result, &error);
  g_assert_no_error (error);
}

static GSubprocess *
start_program (KhSentinelTest *fixture)
{
  const char *folder = fixture->base.base.folder;
  g_autofree char *data = g_build_filename (folder, "program", NULL);
  g_autofree char *store = g_build_filename (folder, "data", NULL);
  g_autofree char *printed = g_build_filename (folder, "printed", NULL);
  g_autofree char *keys = g_build_filename (folder, "tls-keys", NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  kh_sentinel_test_copy_folder (store, data);
  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);
  g_subprocess_launcher_setenv (launcher, "SSLKEYLOGFILE", keys, TRUE);
  g_subprocess_launcher_set_stdout_file_path (launcher, printed);
  process = g_subprocess_launcher_spawn (launcher, &error, KH_PROGRAM, "--data-dir", data, NULL);
  g_assert_no_error (error);

  return process;
}

/* Signs in, opens Ana Ruiz, asks the station, writes over its codes, and locks. */
static void
work (KhSentinelTest *fixture)
{
  focus_program (FALSE);
  kh_ui_type (KH_SENTINEL_TEST_PASSWORD "\n");
  KH_UI_WAIT (find_program_window (FALSE) == None);
  focus_program (TRUE);
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_type ("ruiz");
  kh_ui_linger (500);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_linger (700);
  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK);
  focus_program (FALSE);
  kh_ui_press (GDK_KEY_l, GDK_ALT_MASK);
  kh_ui_linger (500);
  focus_program (FALSE);
  kh_ui_press (GDK_KEY_h, GDK_ALT_MASK);
  KH_UI_WAIT (kh_link_test_count_requests (&fixture->base, "\"PUT\"") > 0);
  focus_program (TRUE);
  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK | GDK_SHIFT_MASK);
  KH_UI_WAIT (find_program_window (FALSE) != None);
}

static void
check_program (void)
{
  static const char * const spared[] = { "accounts.json", "tokens", "test.keyring", NULL };
  KhSentinelTest fixture;
  g_autofree char *keyring = NULL;
  g_autofree char *printed = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  keyring = g_build_filename (g_get_user_data_dir (), "test.keyring", NULL);
  g_setenv ("SECRET_FILE_TEST_PATH", keyring, TRUE);
  kh_sentinel_test_start (&fixture, NULL);
  kh_sentinel_test_set_secrets (&fixture);
  keep_token (&fixture);
  give_password (&fixture);
  process = start_program (&fixture);
  work (&fixture);
  g_assert_cmpuint (kh_sentinel_check_folder (fixture.sentinel, fixture.base.base.folder, spared), >, 3);
  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (kh_sentinel_check_folder (fixture.sentinel, fixture.base.base.folder, spared), >, 3);

  /* It did say something. */
  printed = g_build_filename (fixture.base.base.folder, "printed", NULL);
  g_assert_true (g_file_get_contents (printed, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "keyholder-station-DEBUG"));
  kh_link_test_end (&fixture.base);
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/sentinel/subprocess/program", check_program);
  g_test_add_data_func ("/sentinel/program", "/sentinel/subprocess/program", kh_sentinel_test_run);

  return g_test_run ();
}
