/* demo-walk.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-demo-operator.h"
#include "kh-demo-people.h"
#include "kh-demo.h"
#include "kh-sender.h"
#include "kh-style.h"
#include "kh-ui-test.h"
#include "kh-window.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#define CATCH_UP (60 * G_USEC_PER_SEC)
#define DYNAMARK 0
#define ACCOUNT KH_DEMO_DEALER "DY-10421"
#define CROSS_STREET "/site/address/cross_street"

/* Goes through the job in the real window by itself, with the keys a clerk would press, prints
 * each step, and saves a picture of it. For a machine without a screen, and to make the
 * pictures of the README. */

typedef struct {
  const char *pictures;
  char *folder;
  KhDemo *demo;
  KhSender *sender;
  GtkApplication *application;
  GtkWindow *window;
  guint step;
} Walk;

static void
say (Walk       *walk,
     const char *text)
{
  g_print ("%2u. %s\n", ++walk->step, text);
}

static void
picture (Walk       *walk,
         GtkWindow  *window,
         const char *name)
{
  static const char *const looks[] = { "", "-dark" };

  for (guint i = 0; i < G_N_ELEMENTS (looks); i++)
    {
      g_autofree char *file = g_strdup_printf ("%s%s.png", name, looks[i]);
      g_autofree char *path = g_build_filename (walk->pictures, file, NULL);

      kh_ui_set_dark (i == 1);
      kh_ui_settle (window);
      kh_ui_save_picture (GTK_NATIVE (window), path);
    }
  kh_ui_set_dark (FALSE);
  kh_ui_settle (window);
}

static void
on_started_cb (GObject      *source G_GNUC_UNUSED,
               GAsyncResult *result,
               gpointer      data)
{
  GAsyncResult **place = data;

  *place = g_object_ref (result);
}

static void
start (Walk *walk)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KhServices) services = NULL;
  g_autoptr (GError) error = NULL;

  say (walk, "The demo office is made: 2,000 customers, five monitoring companies.");
  walk->folder = g_dir_make_tmp ("keyholder-demo-XXXXXX", &error);
  g_assert_no_error (error);
  walk->demo = kh_demo_new (walk->folder, KH_STATION_PROGRAM, KH_DEMO_CUSTOMERS, 1);
  kh_demo_start_async (walk->demo, NULL, on_started_cb, &result);
  /* Five stations read their books: a busy machine takes its time, and an error ends it. */
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (kh_demo_start_finish (walk->demo, result, &error));

  walk->application = gtk_application_new ("org.keyholder.Keyholder", G_APPLICATION_NON_UNIQUE);
  g_application_register (G_APPLICATION (walk->application), NULL, &error);
  g_assert_no_error (error);
  services = kh_services_new (kh_demo_get_store (walk->demo), kh_demo_get_stations (walk->demo));
  walk->sender = kh_sender_new (kh_demo_get_store (walk->demo), kh_demo_get_stations (walk->demo));
  kh_services_set_sender (services, walk->sender);
  kh_sender_start (walk->sender);
  walk->window = GTK_WINDOW (kh_window_new (walk->application, services));
  gtk_window_set_default_size (walk->window, 1280, 800);
  gtk_window_present (walk->window);
  kh_ui_wait_active (walk->window);
  kh_ui_wait_part (GTK_WIDGET (walk->window), "2,000");
  picture (walk, walk->window, "start");
}

/* Search, and open what is found: Ctrl+F, words, Enter. */
static void
open_customer (Walk       *walk,
               const char *words,
               const char *found)
{
  kh_ui_press (GDK_KEY_f, GDK_CONTROL_MASK);
  kh_ui_press (GDK_KEY_a, GDK_CONTROL_MASK);
  kh_ui_type (words);
  kh_ui_wait_text (GTK_WIDGET (walk->window), found);
  kh_ui_linger (400);
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_button (GTK_WIDGET (walk->window), "Edit Central Station");
  kh_ui_settle (walk->window);
}

static void
edit_central_station (Walk *walk)
{
  GtkWidget *window = GTK_WIDGET (walk->window);

  say (walk, "Min-jun Park is found by name and opened. Nobody monitors her yet.");
  open_customer (walk, "park min", "Park, Min-jun");
  say (walk, "Edit Central Station: Monitored By and Account Number are set, and saved.");
  kh_ui_click (window, "Edit Central Station");
  kh_ui_choose (kh_ui_wait_field (window, "Monitored By"), "Dynamark");
  kh_ui_fill (kh_ui_wait_field (window, "Account Number"), "DY-99999");
  picture (walk, walk->window, "edit");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_button (window, "Edit Central Station");
}

static void
link_missing (Walk *walk)
{
  GtkWindow *dialog;

  say (walk, "Link Account (Ctrl+L): Dynamark has no such account, and says so.");
  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK);
  dialog = kh_ui_wait_window ("No Such Account");
  kh_ui_wait_active (dialog);
  picture (walk, dialog, "not-found");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("No Such Account");
  kh_ui_wait_active (walk->window);
}

static void
link_ana (Walk *walk)
{
  GtkWindow *dialog;
  GtkWindow *question;

  say (walk, "Ana Ruiz is found by her account number.");
  open_customer (walk, "10421", "Ruiz, Ana");
  picture (walk, walk->window, "window");

  say (walk, "Link Account: the Discrepancies are shown.");
  kh_ui_press (GDK_KEY_l, GDK_CONTROL_MASK);
  dialog = kh_ui_wait_window ("Discrepancies");
  kh_ui_wait_active (dialog);
  picture (walk, dialog, "discrepancies");

  say (walk, "Link: what operators go by is named once more.");
  kh_ui_click (GTK_WIDGET (dialog), "Link");
  question = kh_ui_wait_window ("Change These at the Station?");
  kh_ui_wait_active (question);
  picture (walk, question, "confirm");
  kh_ui_click (GTK_WIDGET (question), "Change and Link");
  kh_ui_wait_no_window ("Discrepancies");
  kh_ui_wait_part (GTK_WIDGET (walk->window), "is linked to account DY-10421");
  kh_ui_wait_active (walk->window);
  picture (walk, walk->window, "linked");
  say (walk, "Linked: Dynamark has the office's values.");
}

static void
change_cross_street (Walk       *walk,
                     const char *value)
{
  GtkWidget *window = GTK_WIDGET (walk->window);

  kh_ui_click (window, "Edit Premises");
  kh_ui_fill (kh_ui_wait_field (window, "Cross Street"), value);
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_button (window, "Edit Premises");
}

/* Until the operator sees it as well; their page is kept beside the pictures. */
static void
see_at_operator (Walk       *walk,
                 const char *shown)
{
  g_autofree char *address = kh_demo_dup_address (walk->demo, DYNAMARK);
  g_autofree char *path = g_build_filename (walk->pictures, "operator.html", NULL);
  g_autofree char *page = NULL;
  g_autoptr (GError) error = NULL;

  KH_UI_WAIT (kh_sender_is_empty (walk->sender));
  page = kh_demo_operator_read (address, ACCOUNT);
  g_assert_nonnull (strstr (page, shown));
  g_file_set_contents (path, page, -1, &error);
  g_assert_no_error (error);
}

/* From then on a saved change goes out by itself. */
static void
change_ana (Walk *walk)
{
  say (walk, "Edit Premises: the cross street is changed and saved.");
  change_cross_street (walk, "Quince & 9th");
  see_at_operator (walk, "Quince &amp; 9th");
  picture (walk, walk->window, "sent");
  say (walk, "Dynamark has it: the change went out by itself, and stands on the operator's page.");
}

/* Both change the same value: nothing is overwritten until somebody says so. */
static void
conflict (Walk *walk)
{
  g_autofree char *address = kh_demo_dup_address (walk->demo, DYNAMARK);
  GtkWidget *window = GTK_WIDGET (walk->window);

  say (walk, "An operator at Dynamark changes the cross street, too.");
  kh_demo_operator_edit (address, ACCOUNT, CROSS_STREET, "Quince & 10th");
  say (walk, "The office saves another one: the change is held, and the operator's value stays.");
  change_cross_street (walk, "Quince & 11th");
  kh_ui_wait_part (window, "Somebody changed this account at Dynamark");
  picture (walk, walk->window, "held");
  say (walk, "Asked about it, the operator takes theirs back. Retry sends the office's.");
  kh_demo_operator_edit (address, ACCOUNT, CROSS_STREET, "Quince & 9th");
  kh_ui_click (window, "Retry");
  KH_UI_WAIT (kh_ui_find_part (window, "Somebody changed this account") == NULL);
  see_at_operator (walk, "Quince &amp; 11th");
  picture (walk, walk->window, "settled");
}

/* What is saved meanwhile waits, and is sent as soon as the station is back. */
static void
outage (Walk *walk)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *window = GTK_WIDGET (walk->window);
  gint64 end;

  say (walk, "Dynamark's station is stopped. The office goes on, and the change waits.");
  kh_demo_stop_station (walk->demo, DYNAMARK);
  change_cross_street (walk, "Quince & 12th");
  kh_ui_wait_part (window, "1 change waits for Dynamark.");
  picture (walk, walk->window, "outage");
  say (walk, "The station is back: what waited catches up.");
  kh_demo_restart_station_async (walk->demo, DYNAMARK, on_started_cb, &result);
  KH_UI_WAIT (result != NULL);
  g_assert_true (kh_demo_start_finish (walk->demo, result, &error));
  /* Not all desks at once: so it takes longer than a window does. */
  kh_sender_hurry (walk->sender);
  end = g_get_monotonic_time () + CATCH_UP;
  while (!kh_sender_is_empty (walk->sender))
    kh_ui_step (end, G_STRLOC, "what waited is sent");
  KH_UI_WAIT (kh_ui_find_part (window, "1 change waits") == NULL);
  see_at_operator (walk, "Quince &amp; 12th");
  picture (walk, walk->window, "caught-up");
}

/* Tab goes through the cells, and a new row stands under the last. */
static void
add_contacts (Walk *walk)
{
  say (walk, "Contacts: two people to call are typed by keys alone.");
  kh_ui_press (GDK_KEY_Page_Down, GDK_CONTROL_MASK);
  kh_ui_wait_text (GTK_WIDGET (walk->window), "Nothing here yet");
  kh_ui_settle (walk->window);
  kh_ui_press (GDK_KEY_F2, 0);
  kh_ui_settle (walk->window);
  kh_ui_type ("Grace Bell");
  kh_ui_press_focus (walk->window, GDK_KEY_Tab, 0);
  kh_ui_type ("daughter");
  for (guint i = 0; i < 3; i++)
    kh_ui_press_focus (walk->window, GDK_KEY_Tab, 0);
  kh_ui_type ("801 555 0177");
  kh_ui_press (GDK_KEY_Down, 0);
  kh_ui_settle (walk->window);
  kh_ui_type ("801 555 0178");
  for (guint i = 0; i < 4; i++)
    kh_ui_press_focus (walk->window, GDK_KEY_Tab, GDK_SHIFT_MASK);
  kh_ui_type ("Tom Bell");
  picture (walk, walk->window, "contacts-edited");
  kh_ui_press (GDK_KEY_s, GDK_CONTROL_MASK);
  kh_ui_wait_text (GTK_WIDGET (walk->window), "Saved.");
  picture (walk, walk->window, "contacts");
  kh_ui_press (GDK_KEY_Page_Up, GDK_CONTROL_MASK);
  kh_ui_settle (walk->window);
}

/* Ctrl+D, both names, Ctrl+Enter; what else is asked for is chosen by @fill. */
static void
duplicate (Walk       *walk,
           const char *first,
           const char *last,
           const char *name,
           void        (*fill) (GtkWidget *dialog))
{
  GtkWindow *dialog;
  g_autofree char *made = g_strconcat (name, "-made", NULL);

  kh_ui_press (GDK_KEY_d, GDK_CONTROL_MASK);
  dialog = kh_ui_wait_window ("Duplicate");
  kh_ui_wait_active (dialog);
  kh_ui_type (first);
  kh_ui_press_focus (dialog, GDK_KEY_Tab, 0);
  kh_ui_type (last);
  if (fill != NULL)
    fill (GTK_WIDGET (dialog));
  picture (walk, dialog, name);
  kh_ui_press (GDK_KEY_Return, GDK_CONTROL_MASK);
  kh_ui_wait_no_window ("Duplicate");
  kh_ui_wait_part (GTK_WIDGET (walk->window), "copied from");
  kh_ui_wait_active (walk->window);
  picture (walk, walk->window, made);
}

static void
choose_office (GtkWidget *dialog)
{
  kh_ui_settle (GTK_WINDOW (dialog));
  kh_ui_choose (kh_ui_wait_field (dialog, "Office Location"), "Ogden");
}

static void
duplicate_customers (Walk *walk)
{
  say (walk, "Duplicate (Ctrl+D): a customer for Luis Ruiz, with what Ana Ruiz has, but for the account.");
  duplicate (walk, "Luis", "Ruiz", "duplicate", NULL);
  say (walk, "The new customer is open; Undo would take it back.");

  say (walk, "Rosa Whitaker's office location is closed, so her duplicate is asked for another.");
  open_customer (walk, "whitaker rosa", "Whitaker, Rosa");
  duplicate (walk, "Hugo", "Whitaker", "duplicate-office", choose_office);
  say (walk, "Saved and opened.");
}

static void
end (Walk *walk)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  gtk_window_destroy (walk->window);
  kh_sender_stop (walk->sender);
  KH_UI_WAIT (kh_sender_is_idle (walk->sender));
  g_clear_object (&walk->sender);
  kh_store_close_async (kh_demo_get_store (walk->demo), on_started_cb, &result);
  KH_UI_WAIT (result != NULL);
  g_clear_object (&walk->demo);
  g_clear_object (&walk->application);

  dir = g_dir_open (walk->folder, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (walk->folder, name, NULL);

      g_unlink (path);
    }
  g_rmdir (walk->folder);
  g_free (walk->folder);
}

int
main (int   argc,
      char *argv[])
{
  Walk walk = { 0 };

  if (argc != 2)
    {
      g_printerr ("Usage: demo-walk FOLDER\n");
      return 2;
    }
  walk.pictures = argv[1];
  setlocale (LC_ALL, "");
  gtk_init ();
  kh_style_install (gdk_display_get_default ());

  start (&walk);
  edit_central_station (&walk);
  link_missing (&walk);
  link_ana (&walk);
  change_ana (&walk);
  conflict (&walk);
  outage (&walk);
  add_contacts (&walk);
  duplicate_customers (&walk);
  end (&walk);

  return 0;
}
