/* kh-sentinel-test.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-sentinel-test.h"

#include "kh-window.h"

#include <string.h>

#define OURS 1
#define THEIRS 2

/* The station's own data, and what it was started with. */
static const char * const station_files[] = { "accounts.json", "tokens", NULL };

static char *
make_accounts (void)
{
  g_autofree char *passcode = kh_sentinel_make (KH_DATAPOINT_PASSCODE, THEIRS);
  g_autofree char *duress = kh_sentinel_make (KH_DATAPOINT_DURESS_CODE, THEIRS);

  return g_strdup_printf ("[{\"number\":\"DY-10421\",\"dealer\":\"D1001\",\"status\":\"active\","
                          "\"site\":{\"kind\":\"residential\",\"name\":{\"first\":\"Ana\",\"last\":\"Ruiz\"},"
                          "\"address\":{\"line1\":\"14 Elm St\",\"city\":\"Ogden\",\"state\":\"UT\",\"zip\":\"84401\"},"
                          "\"phones\":[{\"type\":\"primary\",\"number\":\"+18015550100\"}]},"
                          "\"passcodes\":[{\"value\":{\"state\":\"clear\",\"text\":\"%s\"},\"duress\":false},"
                          "{\"value\":{\"state\":\"clear\",\"text\":\"%s\"},\"duress\":true}]}]", passcode, duress);
}

/* From the registry, so that a datapoint that is sealed one day is looked for from that day on. */
static void
add_markers (KhSentinelTest *self)
{
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      g_autofree char *theirs = NULL;
      g_autofree char *there = NULL;

      if (!kh_datapoint_get (id)->sealed)
        continue;
      self->values[id] = kh_sentinel_make (id, OURS);
      kh_sentinel_add (self->sentinel, kh_datapoint_get (id)->key, self->values[id]);
      if (kh_datapoint_get (id)->sent == KH_SENT_NO)
        continue;
      theirs = kh_sentinel_make (id, THEIRS);
      there = g_strconcat ("station's ", kh_datapoint_get (id)->key, NULL);
      kh_sentinel_add (self->sentinel, there, theirs);
    }
  kh_sentinel_add (self->sentinel, "token", KH_LINK_TEST_TOKEN);
  kh_sentinel_add (self->sentinel, "password", KH_SENTINEL_TEST_PASSWORD);
}

void
kh_sentinel_test_start (KhSentinelTest     *self,
                        const char * const *faults)
{
  g_autofree char *accounts = make_accounts ();
  KhUiFixture *office = &self->base.base;

  memset (self, 0, sizeof *self);
  self->sentinel = kh_sentinel_new ();
  add_markers (self);
  kh_link_test_start_as (&self->base, "generic", accounts, faults, FALSE);
  kh_sentinel_add_bytes (self->sentinel, "desk key", kh_secret_get_bytes (office->desk), kh_secret_get_length (office->desk));
  kh_services_set_reveal_time (office->services, 60000);
}

void
kh_sentinel_test_set_secrets (KhSentinelTest *self)
{
  for (KhDatapointId id = 0; id < KH_N_DATAPOINTS; id++)
    {
      if (self->values[id] != NULL)
        kh_link_test_set_secret (&self->base, id, self->values[id]);
    }
}

void
kh_sentinel_test_show (KhSentinelTest *self)
{
  self->base.window = GTK_WINDOW (kh_window_new (self->base.base.application, self->base.base.services));
  gtk_window_set_default_size (self->base.window, 1280, 800);
  self->lock = kh_lock_new (KH_WINDOW (self->base.window), self->base.base.store);
  g_signal_connect_object (self->base.window, "lock", G_CALLBACK (kh_lock_shut), self->lock, G_CONNECT_SWAPPED);
  gtk_window_present (self->base.window);
  kh_ui_wait_active (self->base.window);
  kh_lock_open (self->lock);
}

/* Nobody hands it on when a window comes or goes. */
void
kh_sentinel_test_take_focus (GtkWindow *window)
{
  kh_ui_hand_focus (window);
  kh_ui_wait_active (window);
}

void
kh_sentinel_test_come_back (KhSentinelTest *self)
{
  kh_sentinel_test_take_focus (self->base.window);
}

void
kh_sentinel_test_copy_folder (const char *from,
                              const char *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "cp", "-r", from, to, NULL);

  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

void
kh_sentinel_test_sweep (KhSentinelTest *self,
                        const char     *when)
{
  kh_ui_settle (self->base.window);
  kh_sentinel_check_windows (self->sentinel, when);
  kh_sentinel_check_log (self->sentinel, NULL);
  g_assert_cmpuint (kh_sentinel_check_folder (self->sentinel, self->base.base.folder, station_files), >, 1);
}

void
kh_sentinel_test_end (KhSentinelTest *self)
{
  kh_sentinel_test_sweep (self, "at the end");
  g_clear_object (&self->lock);
  kh_link_test_end (&self->base);
  kh_sentinel_check_log (self->sentinel, NULL);
  kh_sentinel_free (self->sentinel);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    g_free (self->values[i]);
}

static void
set_environment (GSubprocessLauncher *launcher,
                 const char          *folder)
{
  static const char * const folders[] = {
    "TMPDIR", "HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
  };

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autofree char *path = g_build_filename (folder, folders[i], NULL);

      g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
      g_subprocess_launcher_setenv (launcher, folders[i], path, TRUE);
    }
  g_subprocess_launcher_setenv (launcher, "G_MESSAGES_DEBUG", "all", TRUE);
  g_subprocess_launcher_setenv (launcher, "G_DBUS_DEBUG", "all", TRUE);
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "rm", "-rf", folder, NULL);

  g_subprocess_wait (process, NULL, NULL);
}

void
kh_sentinel_test_run (gconstpointer data)
{
  static const char * const left[] = { "test.keyring", NULL };
  const char *path = data;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("keyholder-sentinel-XXXXXX", NULL);
  g_autofree char *output = g_build_filename (folder, "output", NULL);
  g_autofree char *printed = NULL;
  KhSentinelTest self = { .sentinel = kh_sentinel_new () };

  /* No pipe, as a station that outlives the process would keep it open. */
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_MERGE);
  set_environment (launcher, folder);
  g_subprocess_launcher_set_stdout_file_path (launcher, output);
  process = g_subprocess_launcher_spawn (launcher, &error, "/proc/self/exe", "-p", path, NULL);
  g_assert_no_error (error);
  g_subprocess_wait (process, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (output, &printed, NULL, NULL));
  if (!g_subprocess_get_successful (process))
    g_test_message ("%s", printed);
  g_assert_true (g_subprocess_get_successful (process));
  add_markers (&self);
  kh_sentinel_check (self.sentinel, "what was printed", printed, strlen (printed));
  kh_sentinel_check_folder (self.sentinel, folder, left);
  for (guint i = 0; i < KH_N_DATAPOINTS; i++)
    g_free (self.values[i]);
  kh_sentinel_free (self.sentinel);
  remove_folder (folder);
}
