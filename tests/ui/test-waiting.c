/* test-waiting.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* Waiting Changes: what has not reached the stations, listed, narrowed, tried again and discarded by
 * keys, while the sender is at work. */

#include "config.h"

#include "kh-link-test.h"
#include "kh-notifier.h"
#include "kh-pause-bar.h"
#include "kh-sender.h"
#include "kh-waiting-item.h"

typedef struct {
  KhLinkTest link;
  KhSender *sender;
  GtkWindow *waiting;
} Fixture;

/* A linked customer, and the window by its key. */
static void
set_up (Fixture            *fixture,
        const char * const *faults)
{
  memset (fixture, 0, sizeof *fixture);
  fixture->sender = kh_link_test_start_linked (&fixture->link, faults);
  kh_ui_wait_active (fixture->link.window);
}

static void
show_waiting (Fixture *fixture)
{
  kh_ui_press (GDK_KEY_o, GDK_CONTROL_MASK);
  fixture->waiting = kh_ui_wait_window ("Waiting Changes");
  kh_ui_wait_active (fixture->waiting);
  kh_ui_settle (fixture->waiting);
}

static void
tear_down (Fixture *fixture)
{
  kh_link_test_end_linked (&fixture->link, fixture->sender);
}

static void
focus_list (Fixture *fixture)
{
  GtkWidget *list = kh_ui_find_type (GTK_WIDGET (fixture->waiting), GTK_TYPE_LIST_VIEW);

  for (guint i = 0; i < 6 && (gtk_widget_get_state_flags (list) & GTK_STATE_FLAG_FOCUS_WITHIN) == 0; i++)
    kh_ui_press_focus (fixture->waiting, GDK_KEY_Tab, 0);
  kh_ui_wait_focus (fixture->waiting, list);
}

/* One line, by keys: the customer is opened, and both sides are shown. */
static void
test_compare (void)
{
  Fixture fixture;
  GtkWindow *dialog;

  set_up (&fixture, NULL);
  kh_link_test_edit_there (&fixture.link, KH_DATAPOINT_CITY, "Logan");
  kh_link_test_save (&fixture.link, KH_DATAPOINT_CITY, "Provo");
  kh_ui_wait_part (GTK_WIDGET (fixture.link.window), "1 change needs you.");
  kh_ui_press (GDK_KEY_w, GDK_CONTROL_MASK);
  KH_UI_WAIT (kh_ui_find_button (GTK_WIDGET (fixture.link.window), "Edit Central Station") == NULL);
  show_waiting (&fixture);
  kh_ui_wait_part (GTK_WIDGET (fixture.waiting), "Choose Compare to see both sides");
  focus_list (&fixture);
  kh_ui_press (GDK_KEY_Home, 0);
  KH_UI_WAIT (gtk_widget_get_sensitive (kh_ui_wait_button (GTK_WIDGET (fixture.waiting), "Compare")));
  kh_ui_settle (fixture.waiting);
  kh_ui_screenshots (fixture.waiting, "waiting-compare");
  kh_ui_press (GDK_KEY_m, GDK_ALT_MASK);
  dialog = kh_ui_wait_window ("Discrepancies");
  kh_ui_wait_active (dialog);
  kh_ui_wait_text (GTK_WIDGET (dialog), "Last Agreed");
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Discrepancies");
  tear_down (&fixture);
}

/* What is held is there with its reason; chosen by keys, Retry sends it and the list is empty. */
static void
test_retry (void)
{
  Fixture fixture;
  GtkWidget *root;

  set_up (&fixture, (const char *[]) { "status:404@changes*1+1", NULL });
  kh_link_test_save (&fixture.link, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_ui_wait_part (GTK_WIDGET (fixture.link.window), "1 change needs you.");
  show_waiting (&fixture);
  root = GTK_WIDGET (fixture.waiting);
  kh_ui_wait_text (root, "Cross Street");
  kh_ui_wait_text (root, "Held");
  kh_ui_wait_part (root, "no longer has this account");
  kh_ui_wait_text (root, "1 change");
  g_assert_false (gtk_widget_get_sensitive (kh_ui_wait_button (root, "Retry")));
  focus_list (&fixture);
  kh_ui_press (GDK_KEY_Home, 0);
  KH_UI_WAIT (gtk_widget_get_sensitive (kh_ui_wait_button (root, "Retry")));
  kh_ui_settle (fixture.waiting);
  kh_ui_screenshots (fixture.waiting, "waiting-held");
  kh_ui_press (GDK_KEY_r, GDK_ALT_MASK);
  kh_ui_wait_text (root, "Everything is in step");
  kh_ui_screenshots (fixture.waiting, "waiting-empty");
  kh_ui_settle (fixture.waiting);
  kh_ui_wait_active (fixture.waiting);
  kh_ui_press (GDK_KEY_Escape, 0);
  kh_ui_wait_no_window ("Waiting Changes");
  tear_down (&fixture);
}

/* Refused: Discard asks first; Enter opens the customer. */
static void
test_discard (void)
{
  Fixture fixture;
  GtkWidget *root;
  GtkWindow *question;

  set_up (&fixture, (const char *[]) { "status:422@changes+1", NULL });
  kh_link_test_save (&fixture.link, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_ui_wait_part (GTK_WIDGET (fixture.link.window), "1 change needs you.");
  show_waiting (&fixture);
  root = GTK_WIDGET (fixture.waiting);
  kh_ui_wait_text (root, "Not taken");
  focus_list (&fixture);
  kh_ui_press (GDK_KEY_Home, 0);
  KH_UI_WAIT (gtk_widget_get_sensitive (kh_ui_wait_button (root, "Discard…")));
  kh_ui_press (GDK_KEY_Return, 0);
  kh_ui_wait_active (fixture.link.window);
  gtk_window_present (fixture.waiting);
  kh_ui_wait_active (fixture.waiting);
  kh_ui_press (GDK_KEY_d, GDK_ALT_MASK);
  question = kh_ui_wait_window ("Discard the Changes?");
  kh_ui_wait_active (question);
  kh_ui_click (GTK_WIDGET (question), "Discard");
  kh_ui_wait_text (root, "Everything is in step");
  tear_down (&fixture);
}

/* Narrowed by keys: a state in which nothing is, and all again. */
static void
test_filters (void)
{
  Fixture fixture;
  GtkWidget *root;

  set_up (&fixture, (const char *[]) { "status:503:10@changes*1+1", NULL });
  kh_link_test_save (&fixture.link, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_ui_wait_part (GTK_WIDGET (fixture.link.window), "1 change waits for a station.");
  show_waiting (&fixture);
  root = GTK_WIDGET (fixture.waiting);
  kh_ui_wait_text (root, "Cross Street");
  kh_ui_choose (kh_ui_wait_field (root, "State"), "Held");
  kh_ui_wait_text (root, "Nothing found");
  kh_ui_choose (kh_ui_wait_field (root, "State"), "All states");
  KH_UI_WAIT (kh_ui_find_text (root, "Nothing found") == NULL);
  kh_ui_wait_text (root, "Everything is in step");
  tear_down (&fixture);
}

static guint n_told;

static void
on_told_cb (GApplication *application G_GNUC_UNUSED)
{
  n_told++;
}

/* A token that does not do any more: said once, nothing is lost, and gone when it does again. */
static void
test_paused (void)
{
  Fixture fixture;
  GtkWidget *bar;
  GtkWindow *window = GTK_WINDOW (gtk_window_new ());
  gint64 other;
  gulong id;

  set_up (&fixture, (const char *[]) { "status:401@changes*1+1", NULL });
  other = kh_ui_fixture_add_company (&fixture.link.base, "Securitas", KH_MONITOR_BOLD, "http://127.0.0.1:1", NULL, NULL);
  kh_services_set_sender (fixture.link.base.services, fixture.sender);
  bar = kh_pause_bar_new (fixture.link.base.services);
  n_told = 0;
  id = g_signal_connect (fixture.sender, "paused", G_CALLBACK (on_told_cb), NULL);
  gtk_window_set_child (window, bar);
  gtk_window_set_default_size (window, 900, 60);
  gtk_window_present (window);
  g_assert_false (gtk_widget_get_visible (bar));
  kh_link_test_save (&fixture.link, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  kh_ui_wait_part (bar, "Changes for Dynamark are kept until then.");
  kh_ui_screenshots (window, "waiting-paused");
  kh_ui_wait_button (bar, "Preferences…");
  kh_ui_wait_part (GTK_WIDGET (fixture.link.window), "1 change waits for a station.");
  kh_ui_wait_part (GTK_WIDGET (fixture.link.window), "1 change waits for Dynamark. Dynamark did not accept the token.");
  /* Another company's pause does not hide this one's for good. */
  g_signal_handler_block (fixture.sender, id);
  g_signal_emit_by_name (fixture.sender, "paused", other, "Securitas did not accept the token.");
  kh_ui_wait_part (bar, "Changes for Securitas are kept until then.");
  g_signal_emit_by_name (fixture.sender, "resumed", other);
  kh_ui_wait_part (bar, "Changes for Dynamark are kept until then.");
  g_assert_true (gtk_widget_get_visible (bar));
  g_signal_handler_unblock (fixture.sender, id);
  /* What saving another token does. */
  kh_stations_forget (fixture.link.base.stations, fixture.link.company);
  KH_UI_WAIT (!gtk_widget_get_visible (bar));
  KH_UI_WAIT (kh_sender_is_empty (fixture.sender));
  g_assert_cmpuint (n_told, ==, 1);
  gtk_window_destroy (window);
  tear_down (&fixture);
}

/* Many that have waited for a station: how far it is with them, and after the last nothing more of it. */
static void
test_progress (void)
{
  static const KhDatapointId edited[] = {
    KH_DATAPOINT_ADDRESS_1, KH_DATAPOINT_ADDRESS_2, KH_DATAPOINT_CROSS_STREET, KH_DATAPOINT_CITY, KH_DATAPOINT_COUNTY,
    KH_DATAPOINT_BUSINESS_NAME, KH_DATAPOINT_DISPATCH_NOTES, KH_DATAPOINT_FIRST_NAME, KH_DATAPOINT_LAST_NAME,
    KH_DATAPOINT_PANEL_LOCATION,
  };
  Fixture fixture;
  GtkWidget *progress;

  set_up (&fixture, (const char *[]) { "status:401@changes*1+1", NULL });
  for (guint i = 0; i < G_N_ELEMENTS (edited); i++)
    kh_link_test_save (&fixture.link, edited[i], "Oak");
  show_waiting (&fixture);
  progress = kh_ui_find_type (GTK_WIDGET (fixture.waiting), GTK_TYPE_PROGRESS_BAR);
  KH_UI_WAIT (g_strcmp0 (gtk_progress_bar_get_text (GTK_PROGRESS_BAR (progress)), "0 of 10 sent") == 0);
  g_assert_true (gtk_widget_get_mapped (progress));
  kh_ui_settle (fixture.waiting);
  kh_ui_screenshots (fixture.waiting, "waiting-progress");
  kh_stations_forget (fixture.link.base.stations, fixture.link.company);
  KH_UI_WAIT (kh_sender_is_empty (fixture.sender));
  kh_ui_wait_text (GTK_WIDGET (fixture.waiting), "Everything is in step");
  KH_UI_WAIT (!gtk_widget_get_mapped (progress));
  tear_down (&fixture);
}

/* A desktop that shows notifications, as far as the program can tell. */
static const char desktop_xml[] =
  "<node><interface name='org.gtk.Notifications'>"
  "<method name='AddNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/>"
  "<arg type='a{sv}' direction='in'/></method>"
  "<method name='RemoveNotification'><arg type='s' direction='in'/><arg type='s' direction='in'/></method>"
  "</interface></node>";

typedef struct {
  GDBusConnection *connection;
  guint object;
  guint name;
  gboolean ready;
  char *shown;
  guint n_added;
  guint n_removed;
} Desktop;

static void
on_desktop_call_cb (GDBusConnection       *connection G_GNUC_UNUSED,
                    const char            *sender G_GNUC_UNUSED,
                    const char            *path G_GNUC_UNUSED,
                    const char            *interface G_GNUC_UNUSED,
                    const char            *method,
                    GVariant              *parameters,
                    GDBusMethodInvocation *invocation,
                    gpointer               data)
{
  Desktop *desktop = data;

  if (g_str_equal (method, "AddNotification"))
    {
      g_free (desktop->shown);
      desktop->shown = g_variant_print (parameters, FALSE);
      desktop->n_added++;
    }
  else
    desktop->n_removed++;
  g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
on_desktop_ready_cb (GDBusConnection *connection G_GNUC_UNUSED,
                     const char      *name G_GNUC_UNUSED,
                     gpointer         data)
{
  ((Desktop *) data)->ready = TRUE;
}

static void
desktop_start (Desktop      *desktop,
               GApplication *application)
{
  static const GDBusInterfaceVTable vtable = { .method_call = on_desktop_call_cb };
  g_autoptr (GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (desktop_xml, NULL);
  g_autoptr (GError) error = NULL;

  desktop->connection = g_application_get_dbus_connection (application);
  g_assert_nonnull (desktop->connection);
  desktop->object = g_dbus_connection_register_object (desktop->connection, "/org/gtk/Notifications", info->interfaces[0],
                                                       &vtable, desktop, NULL, &error);
  g_assert_no_error (error);
  desktop->name = g_bus_own_name_on_connection (desktop->connection, "org.gtk.Notifications", G_BUS_NAME_OWNER_FLAGS_NONE,
                                                on_desktop_ready_cb, NULL, desktop, NULL);
  KH_UI_WAIT (desktop->ready);
}

static void
desktop_stop (Desktop *desktop)
{
  g_bus_unown_name (desktop->name);
  g_dbus_connection_unregister_object (desktop->connection, desktop->object);
  g_free (desktop->shown);
}

/* The desktop is told which company and how many, nothing of the customer, once; and takes it back
 * when it is settled. */
static void
test_notification (void)
{
  Fixture fixture;
  Desktop desktop = { 0 };
  g_autoptr (KhNotifier) notifier = NULL;
  g_autoptr (GApplication) application = g_application_new ("org.keyholder.Told", G_APPLICATION_DEFAULT_FLAGS);
  g_autoptr (GTestDBus) bus = g_test_dbus_new (G_TEST_DBUS_NONE);

  set_up (&fixture, (const char *[]) { "status:404@changes*1+1", NULL });
  g_test_dbus_up (bus);
  g_assert_true (g_application_register (application, NULL, NULL));
  desktop_start (&desktop, application);
  notifier = kh_notifier_new (application, fixture.link.base.store, fixture.sender);
  kh_link_test_save (&fixture.link, KH_DATAPOINT_CROSS_STREET, "Oak & 5th");
  KH_UI_WAIT (desktop.n_added == 1);
  g_assert_nonnull (strstr (desktop.shown, "Dynamark"));
  g_assert_nonnull (strstr (desktop.shown, "1 change needs you."));
  g_assert_nonnull (strstr (desktop.shown, "app.waiting"));
  g_assert_null (strstr (desktop.shown, "Ruiz"));
  g_assert_null (strstr (desktop.shown, "Oak"));
  kh_ui_click (GTK_WIDGET (fixture.link.window), "Retry");
  KH_UI_WAIT (desktop.n_removed == 1);
  kh_notifier_stop (notifier);
  g_assert_cmpuint (desktop.n_added, ==, 1);
  desktop_stop (&desktop);
  tear_down (&fixture);
  g_clear_object (&notifier);
  g_clear_object (&application);
  g_test_dbus_stop (bus);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
}

static KhWaiting *
make (gint64      key,
      const char *name)
{
  KhWaiting *waiting = g_new0 (KhWaiting, 1);

  waiting->key = key;
  waiting->customer = 1001;
  waiting->name = g_strdup (name);

  return waiting;
}

static GPtrArray *
make_random (GRand *chance)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) kh_waiting_free);

  for (gint64 key = 0; key < 30; key++)
    {
      if (g_rand_boolean (chance))
        g_ptr_array_add (list, make (key, g_rand_boolean (chance) ? "Ann" : "Bob"));
    }

  return list;
}

/* Whatever was there, the list becomes what is there now, and lines that stay are the same objects. */
static void
test_items (void)
{
  guint32 seed = g_random_int ();
  g_autoptr (GRand) chance = g_rand_new_with_seed (seed);
  g_autoptr (GListStore) list = g_list_store_new (KH_TYPE_WAITING_ITEM);
  g_autoptr (GHashTable) before = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  g_test_message ("seed %u", seed);
  for (guint step = 0; step < 500; step++)
    {
      g_autoptr (GPtrArray) now = make_random (chance);
      g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

      for (guint i = 0; i < now->len; i++)
        {
          g_array_append_val (keys, ((KhWaiting *) now->pdata[i])->key);
          g_ptr_array_add (names, g_strdup (((KhWaiting *) now->pdata[i])->name));
        }
      kh_waiting_items_update (list, now);
      g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (list)), ==, keys->len);
      for (guint i = 0; i < keys->len; i++)
        {
          g_autoptr (KhWaitingItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);
          gint64 key = g_array_index (keys, gint64, i);
          gpointer known = g_hash_table_lookup (before, &key);

          g_assert_cmpint (kh_waiting_item_get (item)->key, ==, key);
          g_assert_cmpstr (kh_waiting_item_get (item)->name, ==, names->pdata[i]);
          g_assert_true (known == NULL || known == item);
        }
      g_hash_table_remove_all (before);
      for (guint i = 0; i < keys->len; i++)
        {
          g_autoptr (KhWaitingItem) item = g_list_model_get_item (G_LIST_MODEL (list), i);

          g_hash_table_insert (before, g_memdup2 (&g_array_index (keys, gint64, i), sizeof (gint64)), item);
        }
    }
}

int
main (int    argc,
      char **argv)
{
  kh_ui_test_init (&argc, &argv);

  g_test_add_func ("/waiting/items", test_items);
  g_test_add_func ("/waiting/retry", test_retry);
  g_test_add_func ("/waiting/compare", test_compare);
  g_test_add_func ("/waiting/discard", test_discard);
  g_test_add_func ("/waiting/filters", test_filters);
  g_test_add_func ("/waiting/paused", test_paused);
  g_test_add_func ("/waiting/progress", test_progress);
  g_test_add_func ("/waiting/notification", test_notification);

  return g_test_run ();
}
