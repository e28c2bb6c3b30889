/* test-application.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

/* The program as a whole, from outside: what it says, what it leaves on the disk, how it ends, and
 * how large its window is, which tells the main window from a message. */

#include "config.h"

#include "kh-company.h"
#include "kh-store.h"

#include <X11/Xlib.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sqlite3.h>
#include <string.h>

#define PATIENCE (10 * G_TIME_SPAN_SECOND)
/* From the file's being there to its being ready. */
#define OPENING (700 * G_TIME_SPAN_MILLISECOND)

#define MAIN_WIDTH 1000
#define SMALLEST_WIDTH 300

typedef struct {
  char *folder;
  char *file;
  Display *display;
} Fixture;

/* A window may go away while it is being looked at. */
static int
ignore_error (Display     *display G_GNUC_UNUSED,
              XErrorEvent *event G_GNUC_UNUSED)
{
  return 0;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("keyholder-application-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->file = g_build_filename (fixture->folder, "keyholder.db", NULL);
  fixture->display = XOpenDisplay (NULL);
  g_assert_nonnull (fixture->display);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_unlink (path);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  XCloseDisplay (fixture->display);
  g_free (fixture->folder);
  g_free (fixture->file);
}

static GSubprocess *
start (Fixture *fixture)
{
  const char *command[] = { KH_PROGRAM, "--data-dir", fixture->folder, NULL };
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_newv (command, G_SUBPROCESS_FLAGS_NONE, &error);

  g_assert_no_error (error);

  return process;
}

/* Whether there is a window, tooltips and the like left out, that is or is not as wide as the
 * main one. */
static gboolean
has_window (Fixture  *fixture,
            gboolean  main_window)
{
  Window root;
  Window parent;
  Window *children = NULL;
  unsigned int n = 0;
  gboolean found = FALSE;

  XQueryTree (fixture->display, DefaultRootWindow (fixture->display), &root, &parent, &children, &n);
  for (unsigned int i = 0; i < n; i++)
    {
      XWindowAttributes attributes;

      if (XGetWindowAttributes (fixture->display, children[i], &attributes) &&
          attributes.map_state == IsViewable && attributes.width > SMALLEST_WIDTH)
        found = found || (attributes.width >= MAIN_WIDTH) == main_window;
    }
  XFree (children);

  return found;
}

static void
wait_for_window (Fixture  *fixture,
                 gboolean  main_window,
                 gboolean  there)
{
  gint64 patience = g_get_monotonic_time () + PATIENCE;

  while (has_window (fixture, main_window) != there)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, patience);
      g_usleep (10000);
    }
}

static void
wait_for_file (Fixture *fixture)
{
  gint64 end = g_get_monotonic_time () + PATIENCE;

  while (!g_file_test (fixture->file, G_FILE_TEST_EXISTS))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (10000);
    }
}

static void
end (GSubprocess *process)
{
  g_autoptr (GError) error = NULL;

  g_subprocess_send_signal (process, SIGTERM);
  g_subprocess_wait_check (process, NULL, &error);
  g_assert_no_error (error);
}

/* Not a window, not even a display, is needed for these. */
static void
test_options (void)
{
  static const struct {
    const char *option;
    const char *other;
    int code;
    const char *said;
  } rows[] = {
    { "--version", NULL, 0, "keyholder " KH_VERSION "\n" },
    { "--help", NULL, 0, "--data-dir" },
    { "--demo", "--data-dir=/tmp", 1, "--demo has a folder of its own" },
    { "--history-head=0123456789abcdef", NULL, 1, "--history-head goes with --verify-history" },
    { "--as=Ann", NULL, 1, "--as only goes with --setup" },
    { "--demo", "--setup=/tmp/x", 1, "leave --setup out" },
    { "--demo", "--import=/tmp/x", 1, "leave it out" },
    { "--import=x", "--export=y", 1, "one after the other" },
    { "--dry-run", NULL, 1, "--dry-run only goes with --import" },
    { "--mapping=x", "--export=y", 1, "--mapping only goes with --import" },
    { "--import=/nowhere.csv", "--data-dir=/nowhere", 1, "There are no records in /nowhere" },
    { "--nonsense", NULL, 1, "nonsense" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GSubprocessLauncher) launcher = NULL;
      g_autoptr (GSubprocess) process = NULL;
      g_autoptr (GError) error = NULL;
      g_autofree char *said = NULL;

      launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
      g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
      process = g_subprocess_launcher_spawn (launcher, &error, KH_PROGRAM, rows[i].option, rows[i].other, NULL);
      g_assert_no_error (error);
      g_subprocess_communicate_utf8 (process, NULL, NULL, &said, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_subprocess_get_exit_status (process), ==, rows[i].code);
      g_assert_nonnull (g_strstr_len (said, -1, rows[i].said));
    }
}

static char *
set_up_desk (Fixture    *fixture,
             const char *file,
             const char *as,
             int         code)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  char *said = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  process = g_subprocess_launcher_spawn (launcher, &error, KH_PROGRAM, "--data-dir", fixture->folder,
                                         "--setup", file, as == NULL ? NULL : "--as", as, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &said, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, code);

  return said;
}

/* A desk is set up without a display; a file that is wrong does not even make the records. */
static void
test_setup (Fixture       *fixture,
            gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *example = g_test_build_filename (G_TEST_DIST, "..", "data", "example-setup.ini", NULL);
  g_autofree char *bad = g_build_filename (fixture->folder, "bad.ini", NULL);
  g_autofree char *refused = NULL;
  g_autofree char *both = NULL;
  g_autofree char *nowhere = NULL;
  g_autofree char *first = NULL;
  g_autofree char *denied = NULL;
  g_autofree char *again = NULL;

  g_assert_true (g_file_set_contents (bad, "[company C]\ntype=bold\naddress=ftp://x\n\ntoken=x\n", -1, NULL));
  refused = set_up_desk (fixture, bad, NULL, 1);
  g_assert_nonnull (strstr (refused, "bad.ini:3: "));
  g_assert_nonnull (strstr (refused, "bad.ini:5: "));
  g_assert_false (g_file_test (fixture->file, G_FILE_TEST_EXISTS));
  /* What only shows beside the records is named in the same round, and makes none either. */
  g_assert_true (g_file_set_contents (bad, "[member Ann]\ngroup=Nowhere\nroles=cook\n[company C]\ntype=bold\n", -1, NULL));
  both = set_up_desk (fixture, bad, NULL, 1);
  g_assert_nonnull (strstr (both, "bad.ini:2: There is no group “Nowhere”."));
  g_assert_nonnull (strstr (both, "bad.ini:3: There is no role “cook”."));
  g_assert_nonnull (strstr (both, "bad.ini:4: The key “address” is missing here."));
  g_assert_nonnull (strstr (both, "no owner yet"));
  g_assert_false (g_file_test (fixture->file, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_set_contents (bad, "[member Ann]\ngroup=Nowhere\n", -1, NULL));
  nowhere = set_up_desk (fixture, bad, NULL, 1);
  g_assert_nonnull (strstr (nowhere, "bad.ini:2: There is no group “Nowhere”."));
  g_assert_false (g_file_test (fixture->file, G_FILE_TEST_EXISTS));
  first = set_up_desk (fixture, example, NULL, 0);
  g_assert_cmpstr (first, ==, "Keyholder is set up: 15 added, 0 updated, 0 already as the file says.\n");
  denied = set_up_desk (fixture, example, NULL, 1);
  g_assert_nonnull (strstr (denied, "--as NAME"));
  again = set_up_desk (fixture, example, "Maria Vega", 0);
  g_assert_cmpstr (again, ==, "Keyholder is set up: 0 added, 0 updated, 15 already as the file says.\n");
  /* Beside records as well, and with who may not. */
  g_assert_true (g_file_set_contents (bad, "[member Ann]\ngroup=Nowhere\nroles=cook\n", -1, NULL));
  g_free (g_steal_pointer (&both));
  both = set_up_desk (fixture, bad, "Maria Vega", 1);
  g_assert_nonnull (strstr (both, "bad.ini:2: "));
  g_assert_nonnull (strstr (both, "bad.ini:3: "));
  g_free (g_steal_pointer (&denied));
  denied = set_up_desk (fixture, bad, NULL, 1);
  g_assert_nonnull (strstr (denied, "--as NAME"));
  g_assert_nonnull (strstr (denied, "bad.ini:3: "));
}

/* The first start makes the file for nobody else to read, and SIGTERM leaves it whole. */
static void
test_first_start (Fixture       *fixture,
                  gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GSubprocess) process = start (fixture);
  g_autofree char *log = g_strconcat (fixture->file, "-wal", NULL);
  GStatBuf status;

  wait_for_window (fixture, TRUE, TRUE);
  wait_for_file (fixture);
  g_usleep (OPENING);
  end (process);
  g_assert_cmpint (g_stat (fixture->file, &status), ==, 0);
  g_assert_cmpuint (status.st_mode & 077, ==, 0);
  if (g_stat (log, &status) == 0)
    g_assert_cmpint (status.st_size, ==, 0);
}

/* What is not ours is shown as that, and stays as it is. */
static void
test_foreign (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autofree char *text = g_strnfill (8192, 'x');
  g_autofree char *after = NULL;
  g_autoptr (GSubprocess) process = NULL;

  g_assert_true (g_file_set_contents (fixture->file, text, -1, NULL));
  process = start (fixture);
  wait_for_window (fixture, FALSE, TRUE);
  wait_for_window (fixture, TRUE, FALSE);
  end (process);
  g_assert_true (g_file_get_contents (fixture->file, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, text);
}

static void
take (GObject      *source G_GNUC_UNUSED,
      GAsyncResult *result,
      gpointer      place)
{
  *(GAsyncResult **) place = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return *result;
}

/* Records with an owner, whom nobody has to ask for a name. */
static void
make_owner (Fixture *fixture)
{
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) made = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (KhStore) store = NULL;
  g_autoptr (GError) error = NULL;

  kh_store_open_async (fixture->folder, NULL, take, &opened);
  store = kh_store_open_finish (wait_for (&opened), &error);
  g_assert_no_error (error);
  kh_store_make_owner_async (store, "Maria Vega", NULL, take, &made);
  g_assert_cmpint (kh_store_make_owner_finish (store, wait_for (&made), &error), !=, 0);
  g_assert_no_error (error);
  kh_store_close_async (store, take, &closed);
  g_assert_true (kh_store_close_finish (store, wait_for (&closed), &error));
}

#ifndef KH_DEBUG_BUILD
/* A crash leaves no picture of the memory on the disk. */
static void
check_limits (GSubprocess *process)
{
  g_autofree char *path = g_build_filename ("/proc", g_subprocess_get_identifier (process), "limits", NULL);
  g_autofree char *limits = NULL;
  g_autoptr (GRegex) none = g_regex_new ("Max core file size +0 +0 ", 0, 0, NULL);

  g_assert_true (g_file_get_contents (path, &limits, NULL, NULL));
  g_assert_true (g_regex_match (none, limits, 0, NULL));
}
#endif

/* The first start asks whose office it is; closing that is closing the program. */
static void
test_welcome (Fixture       *fixture,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GSubprocess) process = start (fixture);

  wait_for_window (fixture, TRUE, TRUE);
  wait_for_window (fixture, FALSE, TRUE);
#ifndef KH_DEBUG_BUILD
  check_limits (process);
#endif
  end (process);
}

static int
count_rows (Fixture    *fixture,
            const char *sql)
{
  sqlite3 *db = NULL;
  sqlite3_stmt *statement = NULL;
  int n;

  g_assert_cmpint (sqlite3_open (fixture->file, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_prepare_v2 (db, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  n = sqlite3_column_int (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (db);

  return n;
}

/* The desk's key is in the keyring, which here is a file, and nobody waits for it. */
static void
test_desk_key (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  const char *keyring = g_getenv ("SECRET_FILE_TEST_PATH");
  gint64 patience = g_get_monotonic_time () + PATIENCE;
  g_autoptr (GSubprocess) process = NULL;

  g_assert_nonnull (keyring);
  g_unlink (keyring);
  make_owner (fixture);
  process = start (fixture);
  wait_for_window (fixture, TRUE, TRUE);
  while (!g_file_test (keyring, G_FILE_TEST_EXISTS))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, patience);
      g_usleep (10000);
    }
  g_usleep (OPENING);
  end (process);
  /* Maria has no password, so it is the desk that keeps her key. */
  g_assert_cmpint (count_rows (fixture, "SELECT count (*) FROM staff WHERE password IS NULL AND own_key IS NOT NULL"), ==, 1);
}

/* A second one on the same records says so, and may go without disturbing the first. */
static void
test_second (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GSubprocess) first = NULL;
  g_autoptr (GSubprocess) second = NULL;

  make_owner (fixture);
  first = start (fixture);
  wait_for_window (fixture, TRUE, TRUE);
  wait_for_file (fixture);
  g_usleep (OPENING);
  second = start (fixture);
  wait_for_window (fixture, FALSE, TRUE);
  g_assert_true (has_window (fixture, TRUE));
  end (second);
  end (first);
}

static void
run_sql (Fixture    *fixture,
         const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (fixture->file, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  sqlite3_close (db);
}

/* With no display to show anything on. */
static char *
verify (Fixture    *fixture,
        const char *head,
        int         code)
{
  g_autoptr (GSubprocessLauncher) launcher = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  const char *command[] = { KH_PROGRAM, "--verify-history", "--data-dir", fixture->folder, NULL, head, NULL };
  char *said = NULL;

  if (head != NULL)
    command[4] = "--history-head";
  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_MERGE);
  g_subprocess_launcher_unsetenv (launcher, "DISPLAY");
  process = g_subprocess_launcher_spawnv (launcher, command, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &said, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%s", said);
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, code);

  return said;
}

static void
assert_verify (Fixture    *fixture,
               const char *head,
               int         code,
               const char *part)
{
  g_autofree char *said = verify (fixture, head, code);

  g_assert_nonnull (strstr (said, part));
}

/* A first start leaves an empty history; a row by another hand than the program's shows. */
static void
test_verify (Fixture       *fixture,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GSubprocess) process = NULL;

  assert_verify (fixture, NULL, 2, "There is no data file in this folder.");
  process = start (fixture);
  wait_for_window (fixture, TRUE, TRUE);
  wait_for_file (fixture);
  g_usleep (OPENING);
  /* Also while the records are open. */
  assert_verify (fixture, NULL, 0, "The history is whole: 0 rows, head 0000000000000000\n");
  end (process);

  assert_verify (fixture, NULL, 0, "only with a head that was noted elsewhere");
  assert_verify (fixture, "0000000000000000", 0, "The head you noted is that of row 0.");
  assert_verify (fixture, "0123456789abcdef", 1, "The head you noted is not in this history");
  assert_verify (fixture, "0123", 2, "a head is 16 to 64 of the digits");
  run_sql (fixture, "INSERT INTO history (time, author, action, customer, revision) VALUES (1, 'Ed', 'create', 1, 1)");
  assert_verify (fixture, NULL, 1, "The history is broken at row 1:");
}

static void
add_company (Fixture    *fixture,
             const char *name)
{
  g_autoptr (KhCompany) company = NULL;
  g_autoptr (GAsyncResult) opened = NULL;
  g_autoptr (GAsyncResult) saved = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (KhStore) store = NULL;
  g_autoptr (GError) error = NULL;

  company = g_object_new (KH_TYPE_COMPANY, "name", name, "monitor-type", (int) KH_MONITOR_BOLD, "active", TRUE, NULL);
  kh_store_open_async (fixture->folder, NULL, take, &opened);
  store = kh_store_open_finish (wait_for (&opened), &error);
  g_assert_no_error (error);
  kh_store_save_company_async (store, company, NULL, take, &saved);
  g_assert_cmpint (kh_store_save_company_finish (store, wait_for (&saved), &error), !=, 0);
  g_assert_no_error (error);
  kh_store_close_async (store, take, &closed);
  g_assert_true (kh_store_close_finish (store, wait_for (&closed), &error));
}

static void
start_and_end (Fixture *fixture)
{
  g_autoptr (GSubprocess) process = start (fixture);

  wait_for_window (fixture, TRUE, TRUE);
  g_usleep (OPENING);
  end (process);
}

static void
copy (const char *from,
      const char *to)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (from, &contents, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents_full (to, contents, (gssize) length, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
}

/* A backup that is put in the place of the records is noticed once, and not that they went on. */
static void
test_restored (Fixture       *fixture,
               gconstpointer  data G_GNUC_UNUSED)
{
  const char *restored = "SELECT count (*) FROM history WHERE action = 'restored'";
  g_autofree char *backup = g_strconcat (fixture->file, ".backup", NULL);

  add_company (fixture, "Dynamark");
  copy (fixture->file, backup);
  start_and_end (fixture);
  add_company (fixture, "Legacy Security Services");
  start_and_end (fixture);
  g_assert_cmpint (count_rows (fixture, restored), ==, 0);
  copy (backup, fixture->file);
  start_and_end (fixture);
  g_assert_cmpint (count_rows (fixture, restored), ==, 1);
  start_and_end (fixture);
  g_assert_cmpint (count_rows (fixture, restored), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  XSetErrorHandler (ignore_error);
  g_test_add_func ("/application/options", test_options);
#define ADD(path, test) g_test_add ("/application/" path, Fixture, NULL, set_up, test, tear_down)
  ADD ("setup", test_setup);
  ADD ("first-start", test_first_start);
  ADD ("foreign", test_foreign);
  ADD ("welcome", test_welcome);
  ADD ("desk-key", test_desk_key);
  ADD ("second", test_second);
  ADD ("verify", test_verify);
  ADD ("restored", test_restored);

  return g_test_run ();
}
