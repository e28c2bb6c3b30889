/* test-durability.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-store-test.h"

#include "kh-schema.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define N_CUSTOMERS 3
#define N_ROUNDS    25
#ifdef __SANITIZE_ADDRESS__ /* each of them takes five times as long */
#define N_POINTS    3
#else
#define N_POINTS    10
#endif
#define FIRST       1001

/* What the worker has said of each customer: the last revision that it was told is kept, and
 * whether a reload after an error said so. */
typedef struct {
  gint64 revisions[N_CUSTOMERS];
  gboolean refused;
  guint n_errors;
} Report;

static const char *program;

/* The worker: this program again, with "--work FOLDER N". It saves N times, and says what it
 * was told, a line at a time: "kept 1001 7", "error 1001 6" (with the revision that a reload
 * shows), "refused". With "--work-once" it is gone at the first error, as in a power cut. */
static gboolean once;

static void
say (const char *word,
     gint64      number,
     gint64      revision)
{
  g_autofree char *line = g_strdup_printf ("%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", word, number, revision);

  if (write (STDOUT_FILENO, line, strlen (line)) < 0)
    _exit (1);
  if (once && g_str_equal (word, "error"))
    _exit (0);
}

static char *
town_of (gint64 revision)
{
  return g_strdup_printf ("Town%06d", (int) revision);
}

/* A disk in trouble may answer a load with an error too; then nothing is known. */
static gint64
load_revision (KhStore *store,
               gint64   number)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (store, number, NULL, NULL);

  return customer != NULL ? kh_customer_get_revision (customer) : -1;
}

static void
create_customer (KhStore *store,
                 gint64   number)
{
  g_autofree char *town = town_of (1);
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");
  g_autoptr (KhCustomer) kept = NULL;

  kh_customer_set (customer, KH_DATAPOINT_CITY, town);
  kept = kh_store_test_create (store, customer, NULL);
  if (kept != NULL)
    say ("kept", kh_customer_get_number (kept), 1);
  else
    say ("error", number, load_revision (store, number));
}

static void
save_customer (KhStore *store,
               gint64   number)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (store, number, NULL, NULL);
  g_autoptr (KhCustomer) kept = NULL;
  g_autofree char *town = NULL;

  if (customer == NULL)
    {
      create_customer (store, number);
      return;
    }
  town = town_of (kh_customer_get_revision (customer) + 1);
  kh_customer_set (customer, KH_DATAPOINT_CITY, town);
  kept = kh_store_test_save (store, customer, NULL);
  if (kept != NULL)
    say ("kept", number, kh_customer_get_revision (kept));
  else
    say ("error", number, load_revision (store, number));
}

static int
work (const char *folder,
      guint       n)
{
  KhStore *store = kh_store_test_open (folder, NULL);
  GAsyncResult *result = NULL;

  if (store == NULL)
    {
      say ("refused", 0, 0);
      return 0;
    }
  for (guint i = 0; i < n; i++)
    save_customer (store, FIRST + i % N_CUSTOMERS);
  kh_store_close_async (store, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);

  return 0;
}

/* Reading what the worker said */

static void
take_line (Report     *report,
           const char *line)
{
  char word[16] = "";
  int number = 0, revision = 0;

  /* The last line of a killed one may be cut. */
  if (sscanf (line, "%15s %d %d", word, &number, &revision) != 3)
    return;
  if (g_str_equal (word, "refused"))
    {
      report->refused = TRUE;
      return;
    }
  if (g_str_equal (word, "error"))
    report->n_errors++;
  g_assert_cmpint (number, >=, FIRST);
  g_assert_cmpint (number, <, FIRST + N_CUSTOMERS);
  report->revisions[number - FIRST] = revision;
}

static void
take_output (Report     *report,
             const char *output)
{
  g_auto (GStrv) lines = NULL;
  g_autofree char *whole = g_strdup (output);
  char *end = strrchr (whole, '\n');

  if (end == NULL)
    return;
  *end = '\0';
  lines = g_strsplit (whole, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    take_line (report, lines[i]);
}

/* Judging what is in the file */

static void
assert_sound (const char *folder)
{
  static const char * const checks[] = { "PRAGMA integrity_check", "PRAGMA foreign_key_check" };
  g_autofree char *path = g_build_filename (folder, "keyholder.db", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KhConnection) connection = kh_connection_open (path, KH_CONNECTION_DEFAULT, KH_SCHEMA_APPLICATION_ID, &error);

  g_assert_no_error (error);
  g_assert_cmpint (kh_connection_get_version (connection), ==, KH_SCHEMA_VERSION);
  for (gsize i = 0; i < G_N_ELEMENTS (checks); i++)
    {
      g_autoptr (KhStatement) statement = kh_connection_prepare (connection, checks[i], NULL);
      gboolean row = FALSE;

      g_assert_true (kh_statement_step (statement, &row, NULL));
      if (row)
        g_assert_cmpstr (kh_statement_get_text (statement, 0), ==, "ok");
    }
  kh_connection_execute (connection, "INSERT INTO customer_search (customer_search) VALUES ('integrity-check')", &error);
  g_assert_no_error (error);
}

static void
assert_found (KhStore    *store,
              const char *town,
              gint64      number,
              gboolean    there)
{
  g_autofree char *query = g_strdup_printf ("%s %d ruiz", town, (int) number);
  g_autoptr (GArray) found = kh_store_test_search (store, query, 0);

  g_assert_cmpuint (found->len, ==, there ? 1 : 0);
  if (there)
    g_assert_cmpint (g_array_index (found, gint64, 0), ==, number);
}

/* A record is whole: its values are those of its revision, its history has a row for each
 * revision, and it is found by what it says now and not by what it said before. */
static gint64
assert_whole (KhStore *store,
              gint64   number)
{
  g_autoptr (KhCustomer) customer = kh_store_test_load (store, number, NULL, NULL);
  g_autoptr (GPtrArray) history = kh_store_test_history (store, number);
  g_autofree char *town = NULL;
  g_autofree char *before = NULL;
  gint64 revision;

  if (customer == NULL)
    {
      g_assert_cmpuint (history->len, ==, 0);
      return -1;
    }
  revision = kh_customer_get_revision (customer);
  town = town_of (revision);
  before = town_of (revision - 1);
  g_assert_cmpstr (kh_customer_get (customer, KH_DATAPOINT_CITY), ==, town);
  g_assert_cmpint (history->len, ==, revision);
  assert_found (store, town, number, TRUE);
  assert_found (store, before, number, FALSE);

  return revision;
}

/* Nothing is lost that was acknowledged, and at most the one that was not is there. With
 * @exact, that is what a reload after the error had shown. */
static void
assert_kept (const char *folder,
             Report     *report,
             gboolean    exact)
{
  g_autoptr (GError) error = NULL;
  KhStore *store = kh_store_test_open (folder, &error);
  guint n_more = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < N_CUSTOMERS; i++)
    {
      gint64 revision = assert_whole (store, FIRST + i);
      gint64 told = report->revisions[i] > 0 ? report->revisions[i] : -1;

      if (revision == told)
        continue;
      g_assert_cmpint (revision, ==, told < 0 ? 1 : told + 1);
      n_more++;
    }
  g_assert_cmpuint (n_more, <=, exact ? 0 : 1);
  kh_store_test_close (store);
  assert_sound (folder);
}

/* Running the worker */

static GSubprocess *
launch (const char * const *argv)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GError) error = NULL;
  GSubprocess *process;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  process = g_subprocess_launcher_spawnv (launcher, argv, &error);
  g_assert_no_error (error);

  return process;
}

static char *
run (const char * const *argv)
{
  g_autoptr (GSubprocess) process = launch (argv);
  g_autoptr (GError) error = NULL;
  char *output = NULL;

  g_subprocess_communicate_utf8 (process, NULL, NULL, &output, NULL, &error);
  g_assert_no_error (error);

  return output;
}

static void
work_until_killed (const char *folder,
                   Report     *report)
{
  const char *argv[] = { program, "--work", folder, "100000", NULL };
  g_autoptr (GSubprocess) process = launch (argv);
  GInputStream *output = g_subprocess_get_stdout_pipe (process);
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  /* Once in a while before the first word, mostly in the middle of the work, however long the
   * program takes to begin. */
  if (g_test_rand_int_range (0, 5) > 0 && (n = g_input_stream_read (output, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, n);
  g_usleep ((gulong) g_test_rand_int_range (2000, 60000));
  g_subprocess_force_exit (process);
  while ((n = g_input_stream_read (output, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, n);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  take_output (report, text->str);
}

static void
test_kill (void)
{
  g_autofree char *folder = kh_store_test_make_folder ();
  Report report = { { 0 }, FALSE, 0 };
  gint64 sum = 0;

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      KhStore *store;

      work_until_killed (folder, &report);
      assert_kept (folder, &report, FALSE);
      /* The one that was kept and not acknowledged counts from here on. */
      store = kh_store_test_open (folder, NULL);
      for (guint n = 0; n < N_CUSTOMERS; n++)
        report.revisions[n] = load_revision (store, FIRST + n);
      kh_store_test_close (store);
    }
  for (guint n = 0; n < N_CUSTOMERS; n++)
    sum += report.revisions[n];
  g_test_message ("%d changes in %d rounds", (int) sum, N_ROUNDS);
  g_assert_cmpint (sum, >, N_ROUNDS);
  kh_store_test_remove (folder);
}

/* With strace, at every call that matters */

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

static char *
work_under_strace (const char *folder,
                   const char *mode,
                   const char *what,
                   const char *log)
{
  const char *argv[] = { "strace", "-f", "-qq", "-e", "signal=none", "-o", log, "-e", what, program, mode, folder, "7", NULL };

  return run (argv);
}

static guint
count_calls (const char *call)
{
  g_autofree char *folder = kh_store_test_make_folder ();
  g_autofree char *log = g_build_filename (folder, "log", NULL);
  g_autofree char *what = g_strdup_printf ("trace=%s", call);
  g_autofree char *name = g_strdup_printf ("%s(", call);
  g_autofree char *output = work_under_strace (folder, "--work", what, log);
  g_autofree char *text = NULL;
  g_auto (GStrv) pieces = NULL;

  g_assert_true (g_file_get_contents (log, &text, NULL, NULL));
  pieces = g_strsplit (text, name, -1);
  kh_store_test_remove (folder);

  return g_strv_length (pieces) - 1;
}

typedef struct {
  const char *call;
  const char *harm;
  gboolean sticky;
} Injection;

static const Injection injections[] = {
  { "pwrite64", "signal=SIGKILL", FALSE },
  { "fdatasync", "signal=SIGKILL", FALSE },
  { "pwrite64", "error=ENOSPC", FALSE },
  { "pwrite64", "error=ENOSPC", TRUE },
  { "pwrite64", "error=EIO", FALSE },
  { "fdatasync", "error=EIO", FALSE },
  { "fdatasync", "error=EIO", TRUE },
};

static void
inject (const Injection *injection,
        const char      *mode,
        guint            when,
        guint           *n_errors)
{
  g_autofree char *folder = kh_store_test_make_folder ();
  g_autofree char *what = g_strdup_printf ("inject=%s:%s:when=%u%s", injection->call, injection->harm, when,
                                           injection->sticky ? "+" : "");
  g_autofree char *output = work_under_strace (folder, mode, what, "/dev/null");
  gboolean killed = strstr (injection->harm, "SIGKILL") != NULL;
  Report report = { { 0 }, FALSE, 0 };

  take_output (&report, output);
  *n_errors += report.n_errors + (report.refused ? 1 : 0);
  /* A reload shows what is kept, but on a disk that goes on failing nobody can know. */
  assert_kept (folder, &report, !killed && !injection->sticky);
  kh_store_test_remove (folder);
}

static void
test_injection (gconstpointer data)
{
  const Injection *injection = data;
  gboolean killed = strstr (injection->harm, "SIGKILL") != NULL;
  guint n, step;
  guint n_errors = 0;

  if (skip_without_strace ())
    return;
  n = count_calls (injection->call);
  g_assert_cmpuint (n, >, 5);
  step = MAX (1, n / N_POINTS);
  for (guint when = 1; when <= n; when += step)
    {
      inject (injection, "--work", when, &n_errors);
      if (!killed && !injection->sticky)
        inject (injection, "--work-once", when, &n_errors);
    }
  g_test_message ("%u calls, %u errors", n, n_errors);
  if (!killed)
    g_assert_cmpuint (n_errors, >, 0);
}

int
main (int   argc,
      char *argv[])
{
  program = argv[0];
  once = argc == 4 && g_str_equal (argv[1], "--work-once");
  if (once || (argc == 4 && g_str_equal (argv[1], "--work")))
    return work (argv[2], (guint) g_ascii_strtoull (argv[3], NULL, 10));
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/store/durability/kill", test_kill);
  for (gsize i = 0; i < G_N_ELEMENTS (injections); i++)
    {
      g_autofree char *path = g_strdup_printf ("/store/durability/%s/%s%s", injections[i].call, injections[i].harm,
                                               injections[i].sticky ? "/sticky" : "");

      g_test_add_data_func (path, &injections[i], test_injection);
    }

  return g_test_run ();
}
