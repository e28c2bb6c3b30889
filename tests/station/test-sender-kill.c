/* test-sender-kill.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* A push is killed at each of its system calls that matters, and goes on at the next start: what
 * was saved arrives, once. */

#include "config.h"

#include "kh-sender-fixture.h"
#include "kh-store-test.h"

#include <signal.h>
#include <string.h>

/* A child of this program sends what waits. */
#define SEND_ARGUMENT "--send"

#ifdef __SANITIZE_ADDRESS__ /* each of them takes ten times as long */
#define STRIDE 7u
#else
#define STRIDE 1u
#endif

#define MOST_CALLS 400u

/* How far it had come when it was killed. */
typedef enum {
  STEP_QUEUED,   /* nothing is kept yet */
  STEP_KEPT,     /* the key is, and nothing has reached the station */
  STEP_APPLIED,  /* the station has it, and we do not know */
  STEP_RECORDED, /* we do */
  N_STEPS
} Step;

static const char *const step_names[N_STEPS] = { "queued", "kept", "applied", "recorded" };

static gboolean
is_sent (gpointer sender)
{
  return kh_sender_is_empty (sender);
}

static int
send_all (const char *folder)
{
  KhSenderFixture fixture = { 0 };

  kh_link_fixture_open (&fixture.office, folder);
  kh_sender_fixture_start (&fixture);
  kh_store_test_wait (is_sent, fixture.sender);
  kh_sender_fixture_stop (&fixture);
  kh_link_fixture_close (&fixture.office);
  g_free (fixture.office.folder);

  return 0;
}

static gboolean
skip_without_strace (void)
{
  const char *argv[] = { "strace", "-f", "-o", "/dev/null", "true", NULL };
  g_autofree char *found = g_find_program_in_path ("strace");
  int status = -1;

  if (found != NULL &&
      g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                    NULL, NULL, &status, NULL) && status == 0)
    return FALSE;
  g_test_skip ("needs strace, and the right to use it");

  return TRUE;
}

/* The station is in this process, and answers meanwhile. Gives whether the child came to its end. */
static gboolean
run_child (KhSenderFixture *fixture,
           const char      *call,
           guint            when)
{
  g_autofree char *inject = g_strdup_printf ("inject=%s:signal=SIGKILL:when=%u", call, when);
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GError) error = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  /* The search for leaks cannot be traced. */
  g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS", "detect_leaks=0", TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error,
                                       "strace", "-f", "-qq", "-e", "signal=none", "-o", "/dev/null",
                                       "-e", inject, self, SEND_ARGUMENT, fixture->office.folder, NULL);
  g_assert_no_error (error);
  g_subprocess_wait_async (child, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_subprocess_wait_finish (child, result, NULL);
  if (g_subprocess_get_if_signaled (child))
    {
      g_assert_cmpint (g_subprocess_get_term_sig (child), ==, SIGKILL);
      return FALSE;
    }
  g_assert_cmpint (g_subprocess_get_exit_status (child), ==, 0);

  return TRUE;
}

/* What the next start finds. */
static Step
find_step (KhSenderFixture *fixture,
           const char      *log)
{
  g_autofree char *items = kh_sender_fixture_dup_items (fixture);
  g_autoptr (GPtrArray) keys = kh_link_read_log (log, "/changes", 0);

  if (*items == '\0')
    return STEP_RECORDED;
  if (strcmp (items, "city queued, zip queued") == 0)
    {
      g_assert_cmpuint (keys->len, ==, 0);
      return STEP_QUEUED;
    }
  g_assert_cmpstr (items, ==, "city sending, zip sending");

  return keys->len > 0 ? STEP_APPLIED : STEP_KEPT;
}

/* Kills it once; gives whether there was something to kill. */
static gboolean
kill_at (const char *call,
         guint       when,
         guint      *steps)
{
  g_auto (KhSenderFixture) fixture = { 0 };
  g_autofree char *log = NULL;
  g_autoptr (GPtrArray) keys = NULL;
  gint64 version;
  gboolean ended;

  kh_sender_fixture_init (&fixture);
  kh_sender_fixture_wait (&fixture);
  kh_sender_fixture_stop (&fixture);
  log = g_build_filename (fixture.office.folder, "log", NULL);
  g_assert_true (kh_reference_station_open_log (fixture.office.station, log, NULL));
  version = kh_sender_fixture_get_version (&fixture);
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_sender_fixture_edit (&fixture, KH_DATAPOINT_ZIP, "84401");
  kh_link_fixture_close (&fixture.office);
  ended = run_child (&fixture, call, when);
  kh_link_fixture_open (&fixture.office, fixture.office.folder);
  steps[find_step (&fixture, log)] += !ended;
  kh_sender_fixture_start (&fixture);
  kh_sender_fixture_wait (&fixture);
  kh_assert_items (&fixture, "");
  kh_assert_there (&fixture, KH_DATAPOINT_CITY, "Ogden");
  kh_assert_there (&fixture, KH_DATAPOINT_ZIP, "84401");
  g_assert_cmpint (kh_sender_fixture_get_version (&fixture), ==, version + 1);
  keys = kh_link_read_log (log, "/changes", 0);
  g_assert_cmpuint (kh_link_count_keys (keys), ==, 1);

  return !ended;
}

typedef struct {
  const char *call;
  const char *steps; /* that it is killed at */
} Row;

static const Row rows[] = {
  { "pwrite64", "queued applied recorded" },
  { "fdatasync", "queued kept recorded" },
  { "sendto", "queued kept" },
  { "recvfrom", "applied" },
};

static void
test_kill (gconstpointer data)
{
  const Row *row = data;
  guint steps[N_STEPS] = { 0 };
  guint n = 1;

  if (skip_without_strace ())
    return;
  while (kill_at (row->call, n, steps))
    {
      n += STRIDE;
      g_assert_cmpuint (n, <, MOST_CALLS);
    }
  for (guint i = 0; i < N_STEPS; i++)
    {
      g_test_message ("%u kills while it was %s", steps[i], step_names[i]);
      if (STRIDE == 1 && strstr (row->steps, step_names[i]) != NULL)
        g_assert_cmpuint (steps[i], >, 0);
    }
}

int
main (int    argc,
      char **argv)
{
  if (argc == 3 && strcmp (argv[1], SEND_ARGUMENT) == 0)
    return send_all (argv[2]);

  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/sender-kill/", rows[i].call, NULL);

      g_test_add_data_func (path, &rows[i], test_kill);
    }

  return g_test_run ();
}
