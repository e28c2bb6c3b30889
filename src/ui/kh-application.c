/* kh-application.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-application.h"

#include "kh-demo.h"
#include "kh-linker.h"
#include "kh-lock.h"
#include "kh-mark.h"
#include "kh-sender.h"
#include "kh-startup-window.h"
#include "kh-style.h"
#include "kh-unlinker.h"
#include "kh-watcher.h"
#include "kh-window.h"
#include "waiting/kh-notifier.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* How often a station that could not be asked about an interrupted Link is asked again. */
#define RECOVERY_SECONDS 180
/* After a Link whose answer was lost, the station is asked sooner. */
#define SETTLE_SECONDS 15
#define SIGN_IN_SECONDS 1

#define LONGEST_WAIT_FOR_PAINT_MS 500

#define DEMO_SEED 2026

struct _KhApplication
{
  GtkApplication parent_instance;

  /* Borrowed, and NULL while it is not there */
  KhWindow *window;

  /* Owned */
  KhStore *store;
  KhStations *stations;
  KhSender *sender;
  KhWatcher *watcher;
  KhMark *mark;
  KhNotifier *notifier;
  KhLock *lock;
  KhDesk *desk;
  KhDemo *demo;
  GCancellable *cancellable;
  char *station_program;
  char *folder;
  char *demo_folder;

  /* State */
  guint begin_source;
  guint recovery_source;
  guint waiting;
  guint signal_sources[2];
  gboolean is_demo;
};

G_DEFINE_FINAL_TYPE (KhApplication, kh_application, GTK_TYPE_APPLICATION)

static void open_records (KhApplication *self);
static void close_records (KhApplication *self);
static void recover (KhApplication *self);

/* Interrupted Links */

typedef enum {
  RECOVERED_DROPPED,
  RECOVERED_WAITING,
  RECOVERED_FINISHED,
} Recovered;

static char *
dup_recovered (Recovered  what,
               GArray    *numbers)
{
  guint n = numbers->len;

  switch (what)
    {
    case RECOVERED_DROPPED:
      return g_strdup_printf (ngettext ("%u interrupted Link had no effect and was dropped.",
                                        "%u interrupted Links had no effect and were dropped.", n), n);
    case RECOVERED_WAITING:
      return g_strdup_printf (ngettext ("%u interrupted Link is not over yet. Keyholder goes on with it by itself.",
                                        "%u interrupted Links are not over yet. Keyholder goes on with them by itself.", n), n);
    case RECOVERED_FINISHED:
      return g_strdup_printf (ngettext ("%u interrupted Link is finished now.",
                                        "%u interrupted Links are finished now.", n), n);
    }

  g_assert_not_reached ();
}

/* How many Links there are is nothing for somebody who may not see any. */
static void
say_recovered (KhApplication *self,
               Recovered      what,
               GArray        *numbers)
{
  g_autofree char *text = NULL;

  if (numbers->len == 0 || self->window == NULL ||
      !kh_grants_has (kh_store_get_grants (self->store), KH_GRANT_CENTRAL_STATION_VIEW))
    return;

  text = dup_recovered (what, numbers);
  kh_window_notice (self->window, text);
}

static gboolean
on_recovery_timeout_cb (gpointer data)
{
  KhApplication *self = data;

  self->recovery_source = 0;
  recover (self);

  return G_SOURCE_REMOVE;
}

static void
plan_recovery (KhApplication *self,
               guint          seconds)
{
  if (self->recovery_source == 0 && self->store != NULL)
    self->recovery_source = g_timeout_add_seconds (seconds, on_recovery_timeout_cb, self);
}

/* A Link that sends a passcode waits for somebody who has the key to it. The key comes right
 * after the member. */
static void
on_member_changed_cb (KhApplication *self)
{
  if (self->store == NULL || kh_store_get_member (self->store) == 0)
    return;
  g_clear_handle_id (&self->recovery_source, g_source_remove);
  plan_recovery (self, SIGN_IN_SECONDS);
}

static void
on_settle_links_cb (GSimpleAction *action G_GNUC_UNUSED,
                    GVariant      *parameter G_GNUC_UNUSED,
                    gpointer       data)
{
  plan_recovery (data, SETTLE_SECONDS);
}

/* Somebody clicked a notification. */
static void
on_waiting_cb (GSimpleAction *action G_GNUC_UNUSED,
               GVariant      *parameter,
               gpointer       data)
{
  KhApplication *self = data;

  if (self->window != NULL)
    kh_window_show_waiting (self->window, g_variant_get_int64 (parameter));
}

static void
on_recovered_cb (GObject      *source G_GNUC_UNUSED,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr (KhApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhRecovery) recovery = kh_linker_recover_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->store == NULL)
    return;
  if (recovery == NULL)
    {
      if (self->window != NULL)
        kh_window_notice (self->window, error->message);
      return;
    }

  say_recovered (self, RECOVERED_DROPPED, recovery->dropped);
  /* Said once, not at every round. */
  if (recovery->waiting->len != self->waiting)
    say_recovered (self, RECOVERED_WAITING, recovery->waiting);
  say_recovered (self, RECOVERED_FINISHED, recovery->finished);
  self->waiting = recovery->waiting->len;
  /* Always again: a page may be closed while its Link is under way. */
  plan_recovery (self, RECOVERY_SECONDS);
}

static void
recover (KhApplication *self)
{
  kh_linker_recover_async (self->store, self->stations, self->cancellable, on_recovered_cb, g_object_ref (self));
  /* Also what a station could not be told when somebody unlinked an account: nobody waits for it. */
  kh_unlinker_tell_async (self->store, self->stations, self->cancellable, NULL, NULL);
}

/* Opening */

static void
on_lock_declined_cb (KhApplication *self)
{
  if (self->window != NULL)
    gtk_window_close (GTK_WINDOW (self->window));
}

static void
on_mark_checked_cb (GObject      *source G_GNUC_UNUSED,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (KhApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean older = FALSE;

  if (self->mark == NULL)
    return;
  if (!kh_mark_check_finish (self->mark, result, &older, &error))
    g_warning ("The records could not be compared with what was seen of them last: %s", error->message);
  else if (older && self->window != NULL)
    kh_window_notice (self->window, _("These records are older than what was last seen here. "
                                      "Nothing is sent for an account before it is compared."));
}

/* What the demo makes up is forgotten, and was never seen before. */
static void
check_mark (KhApplication *self)
{
  g_autofree char *folder = NULL;

  if (self->is_demo)
    return;
  folder = g_build_filename (g_get_user_state_dir (), "keyholder", NULL);
  self->mark = kh_mark_new (self->store, folder);
  kh_mark_check_async (self->mark, on_mark_checked_cb, g_object_ref (self));
}

/* The mark comes first: what it finds is kept before the sender looks. */
static void
start_sending (KhApplication *self,
               KhServices    *services)
{
  g_autoptr (KhPulse) pulse = kh_pulse_new ();

  check_mark (self);
  recover (self);
  self->notifier = kh_notifier_new (G_APPLICATION (self), self->store, self->sender);
  kh_sender_start (self->sender);
  self->watcher = kh_watcher_new (self->store, self->sender, pulse);
  kh_watcher_start (self->watcher);
  kh_services_set_watcher (services, self->watcher);
}

static void
take_records (KhApplication *self,
              KhStore       *store,
              KhStations    *stations)
{
  g_autoptr (KhServices) services = NULL;

  self->store = g_object_ref (store);
  self->stations = g_object_ref (stations);
  if (self->window == NULL)
    {
      /* It was closed meanwhile. */
      close_records (self);
      return;
    }
  services = kh_services_new (store, stations);
  self->sender = kh_sender_new (store, stations);
  kh_services_set_sender (services, self->sender);
  kh_services_set_desk (services, self->desk);
  kh_window_set_services (self->window, services);
  self->lock = kh_lock_new (self->window, store);
  g_signal_connect_object (self->window, "lock", G_CALLBACK (kh_lock_shut), self->lock, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->lock, "declined", G_CALLBACK (on_lock_declined_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::member", G_CALLBACK (on_member_changed_cb), self, G_CONNECT_SWAPPED);
  kh_lock_open (self->lock);
  start_sending (self, services);
}

static void
on_startup_open_cb (KhStartupWindow *window,
                    const char      *folder,
                    KhApplication   *self)
{
  g_free (self->folder);
  self->folder = g_strdup (folder);
  open_records (self);
  gtk_window_destroy (GTK_WINDOW (window));
}

/* Nothing is made in place of records that cannot be opened. */
static void
show_startup_error (KhApplication *self,
                    const GError  *error)
{
  GtkWindow *window = kh_startup_window_new (GTK_APPLICATION (self), self->folder, error);

  g_signal_connect_object (window, "open", G_CALLBACK (on_startup_open_cb), self, 0);
  gtk_window_present (window);
  if (self->window != NULL)
    gtk_window_destroy (GTK_WINDOW (self->window));
}

static void
on_store_opened_cb (GObject      *source G_GNUC_UNUSED,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (KhApplication) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhStore) store = kh_store_open_finish (result, &error);
  g_autoptr (KhKeyring) keyring = NULL;
  g_autoptr (KhStations) stations = NULL;

  g_application_release (G_APPLICATION (self));
  if (store == NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_startup_error (self, error);
      return;
    }

  keyring = kh_keyring_new (kh_store_get_id (store));
  stations = kh_stations_new (keyring);
  self->desk = kh_desk_new (store, keyring);
  kh_desk_ask (self->desk);
  take_records (self, store, stations);
}

static void
on_demo_started_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (KhApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  g_application_release (G_APPLICATION (self));
  if (!kh_demo_start_finish (KH_DEMO (source), result, &error))
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        show_startup_error (self, error);
      return;
    }

  if (self->window != NULL)
    kh_window_notice (self->window, _("This is the demo: what you change here is forgotten at the end."));
  take_records (self, kh_demo_get_store (self->demo), kh_demo_get_stations (self->demo));
}

static void
start_demo (KhApplication *self)
{
  g_autofree char *folder = NULL;

  g_clear_object (&self->demo);
  folder = g_build_filename (self->demo_folder, "data", NULL);
  self->demo = kh_demo_new (folder, self->station_program, KH_DEMO_CUSTOMERS, DEMO_SEED);
  kh_window_notice (self->window, _("Making up the demo’s customers and monitoring companies…"));
  kh_demo_start_async (self->demo, self->cancellable, on_demo_started_cb, g_object_ref (self));
}

static void
begin_to_read (KhApplication *self)
{
  g_clear_handle_id (&self->begin_source, g_source_remove);
  if (self->is_demo)
    start_demo (self);
  else
    kh_store_open_async (self->folder, self->cancellable, on_store_opened_cb, g_object_ref (self));
}

static gboolean
on_begin_timeout_cb (gpointer data)
{
  KhApplication *self = data;

  self->begin_source = 0;
  begin_to_read (self);

  return G_SOURCE_REMOVE;
}

static void
on_frame_clock_after_paint_cb (GdkFrameClock *clock,
                               KhApplication *self)
{
  g_signal_handlers_disconnect_by_data (clock, self);
  if (self->begin_source != 0)
    begin_to_read (self);
}

/* The window is on the screen before the first byte is read; that of a desktop that does not
 * paint it, such as one that is locked, does not hold up the records. */
static void
open_records (KhApplication *self)
{
  GdkSurface *surface;

  g_application_hold (G_APPLICATION (self));
  g_set_weak_pointer (&self->window, KH_WINDOW (kh_window_new (GTK_APPLICATION (self), NULL)));
  gtk_window_present (GTK_WINDOW (self->window));
  self->begin_source = g_timeout_add (LONGEST_WAIT_FOR_PAINT_MS, on_begin_timeout_cb, self);
  surface = gtk_native_get_surface (GTK_NATIVE (self->window));
  g_signal_connect_object (gdk_surface_get_frame_clock (surface), "after-paint",
                           G_CALLBACK (on_frame_clock_after_paint_cb), self, 0);
}

/* Closing */

static void
on_store_closed_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr (KhApplication) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kh_store_close_finish (KH_STORE (source), result, &error))
    g_warning ("The records were not closed cleanly: %s", error->message);
  g_application_release (G_APPLICATION (self));
}

/* The program ends when the store has let go of the file. */
static void
close_records (KhApplication *self)
{
  g_autoptr (KhStore) store = g_steal_pointer (&self->store);

  if (self->begin_source != 0)
    {
      /* Closed before anything was begun. */
      g_clear_handle_id (&self->begin_source, g_source_remove);
      g_application_release (G_APPLICATION (self));
    }
  g_clear_handle_id (&self->recovery_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  if (self->notifier != NULL)
    kh_notifier_stop (self->notifier);
  g_clear_object (&self->notifier);
  if (self->watcher != NULL)
    kh_watcher_stop (self->watcher);
  g_clear_object (&self->watcher);
  if (self->sender != NULL)
    kh_sender_stop (self->sender);
  g_clear_object (&self->sender);
  if (self->mark != NULL)
    kh_mark_stop (self->mark);
  g_clear_object (&self->mark);
  g_clear_object (&self->stations);
  g_clear_object (&self->lock);
  /* A keyring that never answers keeps the program no longer than the window. */
  if (self->desk != NULL)
    kh_desk_stop (self->desk);
  g_clear_object (&self->desk);
  if (store == NULL)
    return;
  g_application_hold (G_APPLICATION (self));
  kh_store_close_async (store, on_store_closed_cb, g_object_ref (self));
}

static gboolean
on_signal_cb (gpointer data)
{
  KhApplication *self = data;
  GList *windows;

  while ((windows = gtk_application_get_windows (GTK_APPLICATION (self))) != NULL)
    gtk_window_destroy (windows->data);

  return G_SOURCE_CONTINUE;
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        remove_folder (path);
      else
        g_unlink (path);
    }
  g_rmdir (folder);
}

static void
kh_application_window_removed (GtkApplication *application,
                               GtkWindow      *window)
{
  KhApplication *self = KH_APPLICATION (application);
  gboolean last = GTK_WIDGET (window) == (GtkWidget *) self->window;

  GTK_APPLICATION_CLASS (kh_application_parent_class)->window_removed (application, window);
  if (!last)
    return;
  g_clear_weak_pointer (&self->window);
  close_records (self);
}

static void
kh_application_activate (GApplication *application)
{
  KhApplication *self = KH_APPLICATION (application);
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (self));

  if (windows != NULL)
    gtk_window_present (windows->data);
  else
    open_records (self);
}

#ifndef KH_DEBUG_BUILD
static gboolean
refuse_inspector (GtkWindow *window G_GNUC_UNUSED,
                  gboolean   toggle G_GNUC_UNUSED)
{
  return FALSE;
}
#endif

/* GTK's inspector (Ctrl+Shift+I) shows what every widget holds, also behind a lock. A window's
 * class copies this from its parent's, so it is set before there is any. */
static void
guard_windows (void)
{
#ifndef KH_DEBUG_BUILD
  GtkWindowClass *klass = g_type_class_ref (GTK_TYPE_WINDOW);

  klass->enable_debugging = refuse_inspector;
  g_type_class_unref (klass);
#endif
}

static void
kh_application_startup (GApplication *application)
{
  static const GActionEntry actions[] = {
    { .name = "settle-links", .activate = on_settle_links_cb },
    { .name = "waiting", .activate = on_waiting_cb, .parameter_type = "x" },
  };
  KhApplication *self = KH_APPLICATION (application);
  g_autoptr (GError) error = NULL;

  G_APPLICATION_CLASS (kh_application_parent_class)->startup (application);
  guard_windows ();
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);

  kh_style_install (gdk_display_get_default ());
  self->signal_sources[0] = g_unix_signal_add (SIGTERM, on_signal_cb, self);
  self->signal_sources[1] = g_unix_signal_add (SIGINT, on_signal_cb, self);
  if (!self->is_demo)
    return;
  self->demo_folder = g_dir_make_tmp ("keyholder-demo-XXXXXX", &error);
  if (self->demo_folder == NULL)
    g_error ("There is no folder for the demo: %s", error->message);
}

static void
kh_application_shutdown (GApplication *application)
{
  KhApplication *self = KH_APPLICATION (application);

  for (guint i = 0; i < G_N_ELEMENTS (self->signal_sources); i++)
    g_clear_handle_id (&self->signal_sources[i], g_source_remove);
  g_clear_object (&self->demo);
  if (self->demo_folder != NULL)
    remove_folder (self->demo_folder);

  G_APPLICATION_CLASS (kh_application_parent_class)->shutdown (application);
}

/* Only the usual records are opened once for all who start the program. */
static int
kh_application_handle_local_options (GApplication *application,
                                     GVariantDict *options)
{
  KhApplication *self = KH_APPLICATION (application);
  g_autoptr (GVariant) folder = NULL;

  folder = g_variant_dict_lookup_value (options, "data-dir", G_VARIANT_TYPE_BYTESTRING);
  self->is_demo = g_variant_dict_contains (options, "demo");
  if (folder != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (g_variant_get_bytestring (folder));

      self->folder = g_file_get_path (file);
    }
  else
    self->folder = g_build_filename (g_get_user_data_dir (), "keyholder", NULL);
  if (folder != NULL || self->is_demo)
    g_application_set_flags (application, G_APPLICATION_NON_UNIQUE);

  return -1;
}

static void
kh_application_finalize (GObject *object)
{
  KhApplication *self = KH_APPLICATION (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->store);
  g_clear_object (&self->stations);
  g_clear_object (&self->lock);
  g_clear_object (&self->desk);
  g_clear_object (&self->demo);
  g_clear_object (&self->cancellable);
  g_free (self->station_program);
  g_free (self->folder);
  g_free (self->demo_folder);

  G_OBJECT_CLASS (kh_application_parent_class)->finalize (object);
}

static void
kh_application_class_init (KhApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kh_application_finalize;

  application_class->activate = kh_application_activate;
  application_class->handle_local_options = kh_application_handle_local_options;
  application_class->shutdown = kh_application_shutdown;
  application_class->startup = kh_application_startup;

  GTK_APPLICATION_CLASS (klass)->window_removed = kh_application_window_removed;
}

static void
kh_application_init (KhApplication *self)
{
  static const GOptionEntry options[] = {
    { "as", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Who it is that sets up, imports or exports"), N_("NAME") },
    { "data-dir", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("The folder of the records"), N_("DIR") },
    { "demo", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show made-up records, and forget them at the end"), NULL },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, NULL, N_("With --import: only say how it would go"), NULL },
    { "export", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_("Write all customers, without passcodes, into a file (.csv, .jsonl, or - for CSV to standard output), and end"), N_("FILE") },
    { "import", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_("Make customers of a file (.csv or .jsonl), without passcodes, and end"), N_("FILE") },
    { "mapping", 0, 0, G_OPTION_ARG_FILENAME, NULL,
      N_("With --import: a file with lines such as Phone,primary-phone or Size,none"), N_("FILE") },
    { "setup", 0, 0, G_OPTION_ARG_FILENAME, NULL, N_("Set up the records as a file says, and end"), N_("FILE") },
    { "verify-history", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Check that nobody changed the history, and end"), NULL },
    { "history-head", 0, 0, G_OPTION_ARG_STRING, NULL,
      N_("With --verify-history: look for a head that was noted earlier"), N_("HEAD") },
    { "version", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Show the version and end"), NULL },
    { NULL, 0, 0, G_OPTION_ARG_NONE, NULL, NULL, NULL },
  };

  self->cancellable = g_cancellable_new ();
  g_application_add_main_option_entries (G_APPLICATION (self), options);
  g_application_set_option_context_summary (G_APPLICATION (self),
                                            _("Keeps alarm customers’ records in step with their monitoring companies."));
}

KhApplication *
kh_application_new (const char *station_program)
{
  KhApplication *self = g_object_new (KH_TYPE_APPLICATION,
                                      "application-id", KH_APPLICATION_ID,
                                      "resource-base-path", "/org/keyholder/Keyholder",
                                      NULL);

  self->station_program = g_strdup (station_program);

  return self;
}
