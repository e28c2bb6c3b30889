/* bench-window.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* How long the main loop is away at the most while somebody works: the window fills, keys are
 * typed into the search, a customer is opened, the list is scrolled. Run it with
 * tests/with-display on a folder that bench-start made. */

#include "config.h"

#include "kh-ui-test.h"
#include "kh-window.h"

#include <stdlib.h>

#define SETTLED_MS 300

static KhUiWatchdog *watchdog;

static void
take (GObject      *source G_GNUC_UNUSED,
      GAsyncResult *result,
      gpointer      place)
{
  *(GAsyncResult **) place = g_object_ref (result);
}

static KhStore *
open_store (const char *folder)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KhStore *store;

  kh_store_open_async (folder, NULL, take, &result);
  KH_UI_WAIT (result != NULL);
  store = kh_store_open_finish (result, &error);
  g_assert_no_error (error);

  return store;
}

static void
begin (void)
{
  kh_ui_linger (SETTLED_MS);
  kh_ui_watchdog_get_longest (watchdog);
}

static void
report (const char *what)
{
  kh_ui_linger (SETTLED_MS);
  g_print ("%-34s longest stall %6.1f ms\n", what, (double) kh_ui_watchdog_get_longest (watchdog) / 1000);
}

static GtkWidget *
show_window (GtkApplication *application,
             KhStore        *store)
{
  g_autoptr (KhKeyring) keyring = kh_keyring_new (kh_store_get_id (store));
  g_autoptr (KhStations) stations = kh_stations_new (keyring);
  g_autoptr (KhServices) services = kh_services_new (store, stations);
  GtkWidget *window = kh_window_new (application, NULL);

  gtk_window_present (GTK_WINDOW (window));
  kh_ui_wait_active (GTK_WINDOW (window));
  begin ();
  kh_window_set_services (KH_WINDOW (window), services);
  kh_ui_wait_part (window, "customers");
  report ("fill the list");

  return window;
}

static void
type_search (GtkWidget  *window,
             const char *text)
{
  g_autofree char *what = g_strdup_printf ("search for “%s”", text);

  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_wait_focus (GTK_WINDOW (window), kh_ui_find_type (window, GTK_TYPE_SEARCH_ENTRY));
  begin ();
  kh_ui_type (text);
  report (what);
  begin ();
  kh_ui_press (GDK_KEY_Escape, 0);
  report ("empty the search");
}

static void
open_first (GtkWidget *window)
{
  begin ();
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_text (window, "Central Station");
  report ("open a customer");
}

static void
scroll (GtkWidget *window)
{
  GtkWidget *list = kh_ui_find_type (window, GTK_TYPE_LIST_VIEW);

  gtk_widget_child_focus (list, GTK_DIR_TAB_FORWARD);
  begin ();
  kh_ui_press (GDK_KEY_End, 0);
  report ("to the end of the list");
  begin ();
  for (guint i = 0; i < 10; i++)
    {
      kh_ui_press (GDK_KEY_Page_Up, 0);
      kh_ui_linger (30);
    }
  report ("ten pages up");
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GtkApplication) application = NULL;
  g_autoptr (KhStore) store = NULL;
  GtkWidget *window;

  kh_ui_test_init (&argc, &argv);
  if (argc != 2)
    {
      g_printerr ("usage: bench-window FOLDER\n");
      return EXIT_FAILURE;
    }

  application = gtk_application_new (NULL, G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (application), NULL, NULL);
  watchdog = kh_ui_watchdog_start ();
  store = open_store (argv[1]);
  window = show_window (application, store);
  type_search (window, "ruiz");
  type_search (window, "elm");
  kh_ui_type ("ab");
  open_first (window);
  scroll (window);
  kh_ui_watchdog_stop (watchdog);

  return EXIT_SUCCESS;
}
