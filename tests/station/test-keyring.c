/* test-keyring.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-cipher.h"
#include "kh-keyring.h"
#include "kh-station.h"
#include "kh-stations.h"
#include "kh-wait.h"

#include <string.h>

#define TOKEN "a token, as it may be: ä"
#define SECOND_TOKEN "another"
#define PATIENCE_SECONDS 20

/* Which keyring there is can be said once to a process. */
#define SUBPROCESS_TIMEOUT (PATIENCE_SECONDS * G_TIME_SPAN_SECOND)

/* Helpers */

static gboolean
store (KhKeyring  *keyring,
       gint64      company,
       const char *token)
{
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (GError) error = NULL;
  gboolean kept;

  kh_keyring_store_async (keyring, company, "Dynamark", token, NULL, kh_wait_done_cb, &answer);
  g_assert_true (kh_keyring_store_finish (keyring, kh_wait (&answer), &kept, &error));
  g_assert_no_error (error);

  return kept;
}

static void
assert_token (KhKeyring  *keyring,
              gint64      company,
              const char *expected)
{
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (GError) error = NULL;
  char *token;

  kh_keyring_look_up_async (keyring, company, NULL, kh_wait_done_cb, &answer);
  token = kh_keyring_look_up_finish (keyring, kh_wait (&answer), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (token, ==, expected);
  kh_keyring_free_token (token);
}

static KhSecret *
fetch (KhKeyring      *keyring,
       KhKeyringState  expected)
{
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (GError) error = NULL;
  KhKeyringState state;
  KhSecret *key;

  kh_keyring_fetch_desk_key_async (keyring, NULL, kh_wait_done_cb, &answer);
  key = kh_keyring_fetch_desk_key_finish (keyring, kh_wait (&answer), &state, &error);
  g_assert_no_error (error);
  g_assert_cmpint (state, ==, expected);
  g_assert_true ((key != NULL) == (state == KH_KEYRING_READY));

  return key;
}

/* With a keyring that keeps */

static void
check_kept (void)
{
  g_autoptr (KhKeyring) first = kh_keyring_new ("store-1");
  g_autoptr (KhKeyring) later = kh_keyring_new ("store-1");
  g_autoptr (KhKeyring) other = kh_keyring_new ("store-2");

  assert_token (first, 1, NULL);
  g_assert_true (store (first, 1, TOKEN));
  g_assert_true (store (first, 2, SECOND_TOKEN));
  assert_token (first, 1, TOKEN);
  assert_token (later, 1, TOKEN);
  assert_token (later, 2, SECOND_TOKEN);
  assert_token (other, 1, NULL);
  g_assert_true (store (later, 1, SECOND_TOKEN));
  assert_token (first, 1, SECOND_TOKEN);
  g_assert_true (store (first, 1, NULL));
  assert_token (later, 1, NULL);
  assert_token (later, 2, SECOND_TOKEN);
}

/* It is made once, and each data file has its own. */
static void
check_desk_key (void)
{
  g_autoptr (KhKeyring) first = kh_keyring_new ("store-1");
  g_autoptr (KhKeyring) later = kh_keyring_new ("store-1");
  g_autoptr (KhKeyring) other = kh_keyring_new ("store-2");
  g_autoptr (KhSecret) key = fetch (first, KH_KEYRING_READY);
  g_autoptr (KhSecret) again = fetch (later, KH_KEYRING_READY);
  g_autoptr (KhSecret) another = fetch (other, KH_KEYRING_READY);

  g_assert_cmpuint (kh_secret_get_length (key), ==, KH_CIPHER_KEY_SIZE);
  g_assert_true (kh_secret_equal (key, again));
  g_assert_false (kh_secret_equal (key, another));
  /* Tokens do not mix with it. */
  assert_token (first, 77, NULL);
  g_assert_true (store (first, 77, TOKEN));
  g_clear_pointer (&again, kh_secret_unref);
  again = fetch (first, KH_KEYRING_READY);
  g_assert_true (kh_secret_equal (key, again));
}

/* Two programs that make one at the same time end with the same. */
static void
check_desk_key_race (void)
{
  g_autoptr (KhKeyring) one = kh_keyring_new ("store-1");
  g_autoptr (KhKeyring) other = kh_keyring_new ("store-1");
  g_autoptr (GAsyncResult) first = NULL;
  g_autoptr (GAsyncResult) second = NULL;
  g_autoptr (KhSecret) key = NULL;

  kh_keyring_fetch_desk_key_async (one, NULL, kh_wait_done_cb, &first);
  kh_keyring_fetch_desk_key_async (other, NULL, kh_wait_done_cb, &second);
  kh_wait (&first);
  kh_wait (&second);
  key = fetch (one, KH_KEYRING_READY);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr (KhSecret) again = fetch (i % 2 == 0 ? other : one, KH_KEYRING_READY);

      g_assert_true (kh_secret_equal (key, again));
    }
}

static void
check_desk_key_absent (void)
{
  g_autoptr (KhKeyring) keyring = kh_keyring_new ("store-1");

  g_assert_null (fetch (keyring, KH_KEYRING_ABSENT));
}

static void
check_desk_key_locked (void)
{
  g_autoptr (KhKeyring) keyring = kh_keyring_new ("store-1");

  g_assert_null (fetch (keyring, KH_KEYRING_LOCKED));
}

/* The first time it is noted, and after that compared. */
static void
check_desk_key_same (void)
{
  g_autofree char *path = g_build_filename (g_getenv ("XDG_RUNTIME_DIR"), "noted", NULL);
  g_autoptr (KhKeyring) keyring = kh_keyring_new ("store-1");
  g_autoptr (KhSecret) key = fetch (keyring, KH_KEYRING_READY);
  g_autofree char *noted = NULL;
  g_autofree char *digest = g_compute_checksum_for_data (G_CHECKSUM_SHA256, kh_secret_get_bytes (key),
                                                         kh_secret_get_length (key));

  if (g_file_get_contents (path, &noted, NULL, NULL))
    g_assert_cmpstr (noted, ==, digest);
  else
    g_assert_true (g_file_set_contents (path, digest, -1, NULL));
}

/* Whoever no longer waits is told so at once. */
static void
check_desk_key_cancelled (void)
{
  g_autoptr (KhKeyring) keyring = kh_keyring_new ("store-1");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) answer = NULL;
  g_autoptr (GError) error = NULL;
  KhKeyringState state;

  kh_keyring_fetch_desk_key_async (keyring, cancellable, kh_wait_done_cb, &answer);
  g_cancellable_cancel (cancellable);
  g_assert_null (kh_keyring_fetch_desk_key_finish (keyring, kh_wait (&answer), &state, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Without one */

static void
check_not_kept (void)
{
  g_autoptr (KhKeyring) first = kh_keyring_new ("store-1");
  g_autoptr (KhKeyring) later = kh_keyring_new ("store-1");

  assert_token (first, 1, NULL);
  g_assert_false (store (first, 1, TOKEN));
  assert_token (first, 1, TOKEN);
  assert_token (first, 2, NULL);
  assert_token (later, 1, NULL);
  g_assert_false (store (first, 1, SECOND_TOKEN));
  assert_token (first, 1, SECOND_TOKEN);
  store (first, 1, NULL);
  assert_token (first, 1, NULL);
}

/* Runs one of them in a process of its own. libsecret leaks a little in each. */
static void
run_child (const char *child)
{
  g_setenv ("ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_test_trap_subprocess (child, SUBPROCESS_TIMEOUT, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  /* A token is in no log, whatever happens. */
  g_test_trap_assert_stdout_unmatched ("*" TOKEN "*");
  g_test_trap_assert_stderr_unmatched ("*" TOKEN "*");
}

static void
remove_folder (const char *folder)
{
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, NULL, "rm", "-rf", folder,
                                                      NULL);

  g_subprocess_wait (process, NULL, NULL);
}

static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("keyholder-keyring-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "test.keyring", NULL);

  g_setenv ("SECRET_BACKEND", "file", TRUE);
  g_setenv ("SECRET_FILE_TEST_PATH", path, TRUE);
  g_setenv ("SECRET_FILE_TEST_PASSWORD", "pw", TRUE);
  run_child ("/keyring/subprocess/kept");
  run_child ("/keyring/subprocess/desk-key");
  g_unsetenv ("SECRET_BACKEND");
  g_unsetenv ("SECRET_FILE_TEST_PATH");
  g_unsetenv ("SECRET_FILE_TEST_PASSWORD");
  remove_folder (folder);
}

static void
test_no_bus (void)
{
  g_autofree char *earlier = g_strdup (g_getenv ("DBUS_SESSION_BUS_ADDRESS"));

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/does/not/exist", TRUE);
  run_child ("/keyring/subprocess/not-kept");
  run_child ("/keyring/subprocess/desk-key-absent");
  if (earlier != NULL)
    g_setenv ("DBUS_SESSION_BUS_ADDRESS", earlier, TRUE);
  else
    g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");
}

/* The keyring that most desktops have, on a bus and in folders of its own. */
static void
run_with_daemon_in (const char *folder,
                    const char *options,
                    const char *child)
{
  g_autofree char *script
    = g_strdup_printf ("echo pw | env -u G_DEBUG gnome-keyring-daemon %s --foreground --components=secrets >/dev/null 2>&1 &\n"
                       "daemon=$!; sleep 0.3\n"
                       "\"$0\" -p %s --GTestSubprocess >/dev/null 2>&1; status=$?\n"
                       "kill $daemon; wait $daemon 2>/dev/null; exit $status", options, child);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_subprocess_launcher_setenv (launcher, "HOME", folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_DATA_HOME", folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "XDG_RUNTIME_DIR", folder, TRUE);
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  process = g_subprocess_launcher_spawn (launcher, &error, "dbus-run-session", "--", "sh", "-c", script,
                                         self, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

static void
run_with_daemon (const char *options,
                 const char *child)
{
  g_autofree char *folder = g_dir_make_tmp ("keyholder-keyring-XXXXXX", NULL);

  run_with_daemon_in (folder, options, child);
  remove_folder (folder);
}

static gboolean
has_daemon (void)
{
  g_autofree char *daemon = g_find_program_in_path ("gnome-keyring-daemon");
  g_autofree char *bus = g_find_program_in_path ("dbus-run-session");

  if (daemon == NULL || bus == NULL)
    g_test_skip ("gnome-keyring or dbus-run-session is not installed");

  return daemon != NULL && bus != NULL;
}

static void
test_daemon (void)
{
  if (!has_daemon ())
    return;
  run_with_daemon ("--unlock", "/keyring/subprocess/kept");
  run_with_daemon ("--unlock", "/keyring/subprocess/desk-key");
  run_with_daemon ("--unlock", "/keyring/subprocess/desk-key-race");
  run_with_daemon ("--unlock", "/keyring/subprocess/desk-key-cancelled");
}

/* Nobody is there to unlock it. */
static void
test_locked_daemon (void)
{
  if (!has_daemon ())
    return;
  run_with_daemon ("", "/keyring/subprocess/not-kept");
  run_with_daemon ("", "/keyring/subprocess/desk-key-locked");
}

/* A key that cannot be seen is not made anew: what it opens would be lost. */
static void
test_locked_later (void)
{
  g_autofree char *folder = NULL;

  if (!has_daemon ())
    return;
  folder = g_dir_make_tmp ("keyholder-keyring-XXXXXX", NULL);
  run_with_daemon_in (folder, "--unlock", "/keyring/subprocess/desk-key-same");
  run_with_daemon_in (folder, "", "/keyring/subprocess/desk-key-locked");
  run_with_daemon_in (folder, "--unlock", "/keyring/subprocess/desk-key-same");
  remove_folder (folder);
}

/* For this run only; the desktop is not asked. */
static void
test_for_this_run (void)
{
  g_autoptr (KhKeyring) keyring = kh_keyring_new ("store-1");

  kh_keyring_set_for_this_run (keyring, 1, TOKEN);
  kh_keyring_set_for_this_run (keyring, G_MAXINT64, SECOND_TOKEN);
  assert_token (keyring, 1, TOKEN);
  assert_token (keyring, G_MAXINT64, SECOND_TOKEN);
  kh_keyring_set_for_this_run (keyring, 1, SECOND_TOKEN);
  assert_token (keyring, 1, SECOND_TOKEN);
}

/* Stations */

static KhStation *
get_station (KhStations *stations,
             KhCompany  *company,
             GError    **error)
{
  g_autoptr (GAsyncResult) answer = NULL;

  kh_stations_get_async (stations, company, NULL, kh_wait_done_cb, &answer);

  return kh_stations_get_finish (stations, kh_wait (&answer), error);
}

static KhCompany *
make_company (gint64      id,
              const char *address)
{
  KhCompany *company = kh_company_new ();

  g_object_set (company, "id", id, "name", "Dynamark", "monitor-type", KH_MONITOR_BOLD,
                "address", address, NULL);

  return company;
}

static void
test_stations (void)
{
  g_autoptr (KhKeyring) keyring = kh_keyring_new ("store-1");
  g_autoptr (KhStations) stations = kh_stations_new (keyring);
  g_autoptr (KhCompany) company = make_company (7, "https://station.example.com");
  g_autoptr (KhStation) first = NULL, second = NULL, moved = NULL, fresh = NULL;
  g_autoptr (GError) error = NULL;

  kh_keyring_set_for_this_run (keyring, 7, "token-7");
  first = get_station (stations, company, &error);
  g_assert_no_error (error);
  second = get_station (stations, company, &error);
  g_assert_true (first == second);
  g_object_set (company, "address", "https://other.example.com", NULL);
  moved = get_station (stations, company, &error);
  g_assert_true (moved != first);
  kh_stations_forget (stations, 7);
  fresh = get_station (stations, company, &error);
  g_assert_true (fresh != moved);
  g_assert_no_error (error);
  g_assert_true (kh_stations_get_keyring (stations) == keyring);
}

static void
test_no_station (void)
{
  g_autoptr (KhKeyring) keyring = kh_keyring_new ("store-1");
  g_autoptr (KhStations) stations = kh_stations_new (keyring);
  g_autoptr (KhCompany) silent = make_company (7, NULL);
  g_autoptr (KhCompany) plain = make_company (7, "http://station.example.com");
  g_autoptr (KhCompany) data_only = make_company (7, "https://station.example.com");
  g_autoptr (GError) error = NULL;

  kh_keyring_set_for_this_run (keyring, 7, "token-7");
  g_object_set (data_only, "monitor-type", KH_MONITOR_NONE, NULL);
  g_assert_null (get_station (stations, silent, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_ADDRESS);
  g_clear_error (&error);
  g_assert_null (get_station (stations, plain, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_ADDRESS);
  g_clear_error (&error);
  g_assert_null (get_station (stations, data_only, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_ADDRESS);
  g_clear_error (&error);
  kh_keyring_set_for_this_run (keyring, 7, "two words");
  g_object_set (data_only, "monitor-type", KH_MONITOR_ADT, NULL);
  g_assert_null (get_station (stations, data_only, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_NO_TOKEN);
}

static void
check_no_token (void)
{
  g_autoptr (KhKeyring) keyring = kh_keyring_new ("store-1");
  g_autoptr (KhStations) stations = kh_stations_new (keyring);
  g_autoptr (KhCompany) company = make_company (7, "https://station.example.com");
  g_autoptr (GError) error = NULL;

  g_assert_null (get_station (stations, company, &error));
  g_assert_error (error, KH_STATION_ERROR, KH_STATION_ERROR_NO_TOKEN);
  g_assert_cmpstr (error->message, ==,
                   "There is no token for Dynamark. Enter it under Preferences, Monitoring Companies.");
}

static void
test_no_token (void)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/does/not/exist", TRUE);
  run_child ("/keyring/subprocess/no-token");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/keyring/subprocess/kept", check_kept);
  g_test_add_func ("/keyring/subprocess/not-kept", check_not_kept);
  g_test_add_func ("/keyring/subprocess/desk-key", check_desk_key);
  g_test_add_func ("/keyring/subprocess/desk-key-race", check_desk_key_race);
  g_test_add_func ("/keyring/subprocess/desk-key-absent", check_desk_key_absent);
  g_test_add_func ("/keyring/subprocess/desk-key-locked", check_desk_key_locked);
  g_test_add_func ("/keyring/subprocess/desk-key-same", check_desk_key_same);
  g_test_add_func ("/keyring/subprocess/desk-key-cancelled", check_desk_key_cancelled);
  g_test_add_func ("/keyring/subprocess/no-token", check_no_token);
  g_test_add_func ("/keyring/for-this-run", test_for_this_run);
  g_test_add_func ("/keyring/file", test_file);
  g_test_add_func ("/keyring/daemon", test_daemon);
  g_test_add_func ("/keyring/locked-daemon", test_locked_daemon);
  g_test_add_func ("/keyring/locked-later", test_locked_later);
  g_test_add_func ("/keyring/no-bus", test_no_bus);
  g_test_add_func ("/stations/get", test_stations);
  g_test_add_func ("/stations/none", test_no_station);
  g_test_add_func ("/stations/no-token", test_no_token);

  return g_test_run ();
}
