/* test-files.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-store-test.h"

#include "kh-connection-private.h"
#include "kh-schema.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_PEOPLE 300
#define N_FLIPS  60
#define NOBODY   65534
#define WAIT     (5 * G_TIME_SPAN_SECOND)

static const char *program;

static char *
data_file (const char *folder)
{
  return g_build_filename (folder, "keyholder.db", NULL);
}

static char *
checksum (const char *path)
{
  g_autofree char *text = NULL;
  gsize size = 0;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || !g_file_get_contents (path, &text, &size, NULL))
    return g_strdup ("none");

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, size);
}

/* A clerk is told what is wrong and what to do: two sentences, and nothing of how it is made. */
static void
assert_message (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (g_str_has_suffix (error->message, "."));
  g_assert_nonnull (strstr (error->message, ". "));
  g_assert_null (strstr (error->message, "SQL"));
  g_assert_null (strstr (error->message, "database"));
}

static void
add_people (KhStore *store)
{
  g_autoptr (GPtrArray) people = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GAsyncResult) result = NULL;

  for (guint i = 0; i < N_PEOPLE; i++)
    {
      g_autofree char *first = g_strdup_printf ("First%u", i);

      g_ptr_array_add (people, kh_store_test_make (first, "Ruiz"));
    }
  kh_store_add_customers_async (store, people, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  g_assert_true (kh_store_add_customers_finish (store, result, NULL));
}

static void
make_records (const char *folder)
{
  KhStore *store = kh_store_test_open (folder, NULL);

  g_assert_nonnull (store);
  add_people (store);
  kh_store_test_close (store);
}

static void
run_sql (const char *path,
         const char *sql)
{
  g_autofree char *output = NULL;
  const char *argv[] = { "sqlite3", path, sql, NULL };
  g_autoptr (GError) error = NULL;
  int status = -1;

  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, &output, NULL, &status, &error);
  g_assert_no_error (error);
  g_assert_cmpint (status, ==, 0);
}

static gboolean
skip_without_sqlite (void)
{
  g_autofree char *found = g_find_program_in_path ("sqlite3");

  if (found == NULL)
    g_test_skip ("needs the sqlite3 program");

  return found == NULL;
}

/* Bad files */

typedef void (*SpoilFunc) (const char *path);

static void
patch (const char *path,
       gsize       at,
       gsize       n,
       guchar      value)
{
  g_autofree char *text = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (path, &text, &size, NULL));
  g_assert_cmpuint (at + n, <=, size);
  memset (text + at, value, n);
  g_assert_true (g_file_set_contents_full (path, text, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
spoil_empty (const char *path)
{
  g_assert_cmpint (truncate (path, 0), ==, 0);
}

static void
spoil_text (const char *path)
{
  g_assert_true (g_file_set_contents (path, "name,phone\n", -1, NULL));
  for (guint i = 0; i < 6; i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *twice = NULL;

      g_file_get_contents (path, &text, NULL, NULL);
      twice = g_strconcat (text, text, NULL);
      g_file_set_contents (path, twice, -1, NULL);
    }
}

static void
spoil_mark (const char *path)
{
  patch (path, 68, 4, 'x');
}

static void
spoil_version (const char *path)
{
  patch (path, 63, 1, 99);
}

/* As a backup program leaves it. */
static void
spoil_version_and_mode (const char *path)
{
  run_sql (path, "PRAGMA journal_mode = DELETE; PRAGMA user_version = 99;");
}

static void
spoil_folder (const char *path)
{
  g_unlink (path);
  g_assert_cmpint (g_mkdir (path, 0700), ==, 0);
}

static void
spoil_fifo (const char *path)
{
  g_unlink (path);
  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
}

static void
spoil_link (const char *path)
{
  g_autofree char *other = g_strconcat (path, ".other", NULL);

  g_assert_cmpint (g_rename (path, other), ==, 0);
  g_assert_cmpint (symlink (other, path), ==, 0);
}

static void
spoil_second_name (const char *path)
{
  g_autofree char *other = g_strconcat (path, ".other", NULL);

  g_assert_cmpint (link (path, other), ==, 0);
}

static void
spoil_half (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (truncate (path, info.st_size / 2), ==, 0);
}

static void
spoil_short (const char *path)
{
  g_assert_cmpint (truncate (path, 5000), ==, 0);
}

static void
spoil_first_page (const char *path)
{
  patch (path, 100, 3996, 0);
}

static void
spoil_all_but_first_page (const char *path)
{
  GStatBuf info;

  g_assert_cmpint (g_stat (path, &info), ==, 0);
  patch (path, 4096, (gsize) info.st_size - 4096, 0x5a);
}

static const struct {
  const char *name;
  SpoilFunc spoil;
  int code;
} bad_files[] = {
  { "empty", spoil_empty, KH_STORE_ERROR_FOREIGN },
  { "text", spoil_text, KH_STORE_ERROR_FOREIGN },
  { "foreign", spoil_mark, KH_STORE_ERROR_FOREIGN },
  { "newer", spoil_version, KH_STORE_ERROR_NEWER },
  { "newer-backup", spoil_version_and_mode, KH_STORE_ERROR_NEWER },
  { "folder", spoil_folder, KH_STORE_ERROR_FOREIGN },
  { "fifo", spoil_fifo, KH_STORE_ERROR_FOREIGN },
  { "link", spoil_link, KH_STORE_ERROR_FOREIGN },
  { "second-name", spoil_second_name, KH_STORE_ERROR_FOREIGN },
  { "half", spoil_half, KH_STORE_ERROR_DAMAGED },
  { "short", spoil_short, KH_STORE_ERROR_DAMAGED },
  { "first-page", spoil_first_page, KH_STORE_ERROR_DAMAGED },
  { "all-but-first-page", spoil_all_but_first_page, KH_STORE_ERROR_DAMAGED },
};

/* Reads all there is; the first thing that goes wrong is what a clerk would see. */
static gboolean
read_everything (KhStore  *store,
                 GError  **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) numbers = NULL;

  kh_store_search_async (store, "", 0, NULL, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  numbers = kh_store_search_finish (store, result, error);
  if (numbers == NULL)
    return FALSE;
  for (guint i = 0; i < numbers->len; i += 10)
    {
      g_autoptr (KhCustomer) customer = kh_store_test_load (store, g_array_index (numbers, gint64, i), NULL, error);

      if (customer == NULL)
        return FALSE;
    }

  return TRUE;
}

static void
close_without_word (KhStore *store)
{
  g_autoptr (GAsyncResult) result = NULL;

  kh_store_close_async (store, kh_store_test_keep, &result);
  kh_store_test_wait_result (&result);
  kh_store_close_finish (store, result, NULL);
  g_clear_object (&result);
  kh_store_test_pause (1);
  g_assert_finalize_object (store);
}

static void
test_bad (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  KhStore *store;

  if (bad_files[i].spoil == spoil_version_and_mode && skip_without_sqlite ())
    return;
  folder = kh_store_test_make_folder ();
  path = data_file (folder);
  make_records (folder);
  bad_files[i].spoil (path);
  before = checksum (path);

  store = kh_store_test_open (folder, &error);
  if (store != NULL && bad_files[i].code == KH_STORE_ERROR_DAMAGED)
    {
      g_assert_false (read_everything (store, &error));
      close_without_word (store);
      store = NULL;
    }
  g_assert_null (store);
  g_assert_error (error, KH_STORE_ERROR, bad_files[i].code);
  assert_message (error);
  after = checksum (path);
  g_assert_cmpstr (before, ==, after);
  g_rmdir (path);
  kh_store_test_remove (folder);
}

/* Whatever is flipped: it is read, or refused in words, and stays as it is. */
static void
test_flips (void)
{
  g_autofree char *folder = kh_store_test_make_folder ();
  g_autofree char *path = data_file (folder);
  g_autofree char *good = NULL;
  gsize size = 0;
  guint n_refused = 0;

  make_records (folder);
  g_assert_true (g_file_get_contents (path, &good, &size, NULL));
  for (guint i = 0; i < N_FLIPS; i++)
    {
      /* The first one nobody can overlook; of the rest many are in a name or in no record. */
      gsize at = i == 0 ? 0 : (gsize) g_test_rand_int_range (0, (gint32) size);
      g_autofree char *bad = g_memdup2 (good, size);
      g_autofree char *before = NULL;
      g_autofree char *after = NULL;
      g_autoptr (GError) error = NULL;
      KhStore *store;

      bad[i % 3 == 0 ? at % 4096 : at] ^= (char) (1 << g_test_rand_int_range (0, 8));
      g_assert_true (g_file_set_contents_full (path, bad, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
      before = checksum (path);
      store = kh_store_test_open (folder, &error);
      if (store != NULL)
        {
          read_everything (store, &error);
          close_without_word (store);
        }
      if (error != NULL)
        {
          n_refused++;
          assert_message (error);
        }
      after = checksum (path);
      g_assert_cmpstr (before, ==, after);
    }
  g_test_message ("%u of %u flips were noticed", n_refused, (guint) N_FLIPS);
  g_assert_cmpuint (n_refused, >, 0);
  kh_store_test_remove (folder);
}

/* Other processes: this program again, with "--hold FOLDER" or "--try FOLDER" */

static int
hold (const char *folder)
{
  KhStore *store = kh_store_test_open (folder, NULL);

  g_assert_nonnull (store);
  add_people (store);
  g_print ("held\n");
  while (TRUE)
    g_main_context_iteration (NULL, TRUE);

  return 0;
}

static int
try (const char *folder)
{
  g_autoptr (GError) error = NULL;
  KhStore *store = kh_store_test_open (folder, &error);

  if (store != NULL)
    {
      kh_store_test_close (store);
      return 0;
    }
  g_print ("%s\n", error->message);

  return 10 + error->code;
}

static char *
read_word (GSubprocess *process)
{
  char buffer[64] = "";
  gssize n = g_input_stream_read (g_subprocess_get_stdout_pipe (process), buffer, sizeof buffer - 1, NULL, NULL);

  g_assert_cmpint (n, >, 0);

  return g_strdup (g_strstrip (buffer));
}

static GSubprocess *
start_holder (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *word = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                           program, "--hold", folder, NULL);

  g_assert_no_error (error);
  word = read_word (process);
  g_assert_cmpstr (word, ==, "held");

  return process;
}

static int
try_elsewhere (const char *folder)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE, &error,
                                                      program, "--try", folder, NULL);

  g_assert_no_error (error);
  g_assert_true (g_subprocess_wait (process, NULL, &error));
  g_assert_true (g_subprocess_get_if_exited (process));

  return g_subprocess_get_exit_status (process);
}

static void
kill_holder (GSubprocess *process)
{
  g_subprocess_force_exit (process);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_object_unref (process);
}

static void
test_second (KhStoreFixture *fixture,
             gconstpointer   data G_GNUC_UNUSED)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (try_elsewhere (fixture->folder), ==, 10 + KH_STORE_ERROR_LOCKED);

  /* A second one in this process is refused too, and takes nothing from the first. */
  g_assert_null (kh_store_test_open (fixture->folder, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_LOCKED);
  assert_message (error);
  g_assert_cmpint (try_elsewhere (fixture->folder), ==, 10 + KH_STORE_ERROR_LOCKED);
  add_people (fixture->store);
}

static void
test_killed (void)
{
  g_autofree char *folder = kh_store_test_make_folder ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) numbers = NULL;
  GSubprocess *holder = start_holder (folder);
  KhStore *store;

  g_assert_null (kh_store_test_open (folder, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_LOCKED);
  g_clear_error (&error);
  kill_holder (holder);
  store = kh_store_test_open (folder, &error);
  g_assert_no_error (error);
  numbers = kh_store_test_search (store, "ruiz", 0);
  g_assert_cmpuint (numbers->len, ==, N_PEOPLE);
  kh_store_test_close (store);
  kh_store_test_remove (folder);
}

/* A killed program leaves its log beside the file. To look at the two and refuse them is to
 * leave both as they are. */
static void
test_refused_log (void)
{
  g_autofree char *folder = kh_store_test_make_folder ();
  g_autofree char *path = data_file (folder);
  g_autofree char *log = g_strconcat (path, "-wal", NULL);
  g_autofree char *before = NULL;
  g_autofree char *log_before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *log_after = NULL;
  g_autoptr (GError) error = NULL;

  make_records (folder);
  kill_holder (start_holder (folder));
  spoil_all_but_first_page (path);
  before = checksum (path);
  log_before = checksum (log);
  g_assert_cmpstr (log_before, !=, "none");
  g_assert_null (kh_store_test_open (folder, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
  after = checksum (path);
  log_after = checksum (log);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpstr (log_before, ==, log_after);
  kh_store_test_remove (folder);
}

/* Modes */

static void
test_modes (void)
{
  g_autofree char *parent = kh_store_test_make_folder ();
  g_autofree char *folder = g_build_filename (parent, "new", NULL);
  g_autofree char *path = data_file (folder);
  GStatBuf info;
  KhStore *store;

  make_records (folder);
  g_assert_cmpint (g_stat (folder, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (g_chmod (path, 0664), ==, 0);
  store = kh_store_test_open (folder, NULL);
  g_assert_nonnull (store);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  kh_store_test_close (store);
  kh_store_test_remove (folder);
  kh_store_test_remove (parent);
}

/* Root may write everywhere, so this runs as somebody else, in a process of its own. */
static void
open_read_only (gboolean whole_folder)
{
  g_autofree char *folder = kh_store_test_make_folder ();
  g_autofree char *path = data_file (folder);
  g_autoptr (GError) error = NULL;

  if (geteuid () == 0)
    {
      g_assert_cmpint (chown (folder, NOBODY, NOBODY), ==, 0);
      g_assert_cmpint (setgid (NOBODY), ==, 0);
      g_assert_cmpint (setuid (NOBODY), ==, 0);
    }
  make_records (folder);
  g_assert_cmpint (g_chmod (whole_folder ? folder : path, whole_folder ? 0500 : 0400), ==, 0);
  g_assert_null (kh_store_test_open (folder, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_READ_ONLY);
  assert_message (error);
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
  kh_store_test_remove (folder);
}

static void
test_read_only (gconstpointer data)
{
  if (g_test_subprocess ())
    {
      open_read_only (GPOINTER_TO_INT (data));
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

/* Another program's lock */

typedef struct {
  gint64 last;
  gint64 longest;
} Pulse;

static gboolean
on_pulse_cb (gpointer data)
{
  Pulse *pulse = data;
  gint64 now = g_get_monotonic_time ();

  pulse->longest = MAX (pulse->longest, now - pulse->last);
  pulse->last = now;

  return G_SOURCE_CONTINUE;
}

static GSubprocess *
hold_lock (const char *path)
{
  static const char sql[] = "BEGIN IMMEDIATE;\nSELECT 'held';\n";
  g_autofree char *word = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDIN_PIPE, NULL,
                                           "sqlite3", path, NULL);

  g_assert_nonnull (process);
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (process), sql, sizeof sql - 1, NULL, NULL, NULL);
  g_output_stream_flush (g_subprocess_get_stdin_pipe (process), NULL, NULL);
  word = read_word (process);
  g_assert_cmpstr (word, ==, "held");

  return process;
}

static void
test_other_program (KhStoreFixture *fixture,
                    gconstpointer   data)
{
  gboolean lets_go = GPOINTER_TO_INT (data);
  g_autofree char *path = data_file (fixture->folder);
  g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");
  g_autoptr (KhCustomer) kept = NULL;
  g_autoptr (GSubprocess) other = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GArray) found = NULL;
  g_autoptr (GError) error = NULL;
  Pulse pulse = { 0, 0 };
  gint64 start;
  guint source;

  if (skip_without_sqlite ())
    return;
  add_people (fixture->store);
  other = hold_lock (path);
  start = pulse.last = g_get_monotonic_time ();
  source = g_timeout_add (5, on_pulse_cb, &pulse);
  kh_store_create_customer_async (fixture->store, customer, NULL, NULL, kh_store_test_keep, &result);
  kh_store_test_pause (100);
  found = kh_store_test_search (fixture->store, "ruiz", 0);
  g_assert_cmpuint (found->len, ==, N_PEOPLE);
  /* Who reads has not waited for the lock that the save still waits for. */
  g_assert_null (result);
  if (lets_go)
    kill_holder (g_object_ref (other));
  kh_store_test_wait_result (&result);
  kept = kh_store_create_customer_finish (fixture->store, result, &error);
  g_source_remove (source);
  g_assert_cmpint (pulse.longest, <, WAIT - G_TIME_SPAN_SECOND);
  if (lets_go)
    {
      g_assert_no_error (error);
      return;
    }
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_LOCKED);
  assert_message (error);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, WAIT);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 4 * WAIT);
  kill_holder (g_object_ref (other));
  kept = kh_store_test_create (fixture->store, customer, &error);
  g_assert_nonnull (kept);
}

/* The end */

static void
note_order (GObject      *source G_GNUC_UNUSED,
            GAsyncResult *result,
            gpointer      data)
{
  g_ptr_array_add (data, g_object_ref (result));
}

static gboolean
has_all (gpointer data)
{
  return ((GPtrArray *) data)->len == 22;
}

/* What was asked for before the end is done before it. */
static void
test_close_in_flight (void)
{
  g_autofree char *folder = kh_store_test_make_folder ();
  g_autoptr (GPtrArray) results = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GArray) numbers = NULL;
  KhStore *store = kh_store_test_open (folder, NULL);

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr (KhCustomer) customer = kh_store_test_make ("Ana", "Ruiz");

      kh_store_create_customer_async (store, customer, NULL, NULL, note_order, results);
      kh_store_search_async (store, "ruiz", 0, NULL, note_order, results);
    }
  kh_store_close_async (store, note_order, results);
  kh_store_load_customer_async (store, 1001, NULL, note_order, results);
  kh_store_test_wait (has_all, results);
  for (guint i = 0; i < results->len; i++)
    {
      g_autoptr (GError) error = NULL;
      gpointer value = NULL;

      /* The one that came after the end is refused, in words, and crashes nothing. */
      if (!g_task_had_error (g_ptr_array_index (results, i)))
        continue;
      value = kh_store_load_customer_finish (store, g_ptr_array_index (results, i), NULL, &error);
      g_assert_null (value);
      g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_FAILED);
      assert_message (error);
    }
  g_ptr_array_set_size (results, 0);
  kh_store_test_pause (1);
  g_assert_finalize_object (store);

  store = kh_store_test_open (folder, NULL);
  numbers = kh_store_test_search (store, "", 0);
  g_assert_cmpuint (numbers->len, ==, 10);
  kh_store_test_close (store);
  kh_store_test_remove (folder);
}

/* Whoever forgets to close loses nothing either. */
static void
test_no_close (void)
{
  g_autofree char *folder = kh_store_test_make_folder ();
  g_autoptr (GArray) numbers = NULL;
  KhStore *store = kh_store_test_open (folder, NULL);

  add_people (store);
  kh_store_test_pause (1);
  g_assert_finalize_object (store);
  store = kh_store_test_open (folder, NULL);
  g_assert_nonnull (store);
  numbers = kh_store_test_search (store, "", 0);
  g_assert_cmpuint (numbers->len, ==, N_PEOPLE);
  kh_store_test_close (store);
  kh_store_test_remove (folder);
}

/* A step of a migration that fails leaves the file at its version, with what it had. Here
 * a table is in the way of the first step. */
static void
test_failed_migration (void)
{
  g_autofree char *folder = kh_store_test_make_folder ();
  g_autofree char *path = data_file (folder);
  g_autoptr (KhConnection) connection = NULL;
  g_autoptr (KhStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  gboolean row = FALSE;

  connection = kh_connection_open (path, KH_CONNECTION_CREATE | KH_CONNECTION_SCHEMA, KH_SCHEMA_APPLICATION_ID, NULL);
  g_assert_true (kh_connection_execute (connection, "CREATE TABLE history (a TEXT)", NULL));
  kh_connection_seal (connection);
  g_clear_pointer (&connection, kh_connection_close);
  g_assert_null (kh_store_test_open (folder, &error));
  assert_message (error);

  connection = kh_connection_open (path, KH_CONNECTION_DEFAULT, KH_SCHEMA_APPLICATION_ID, NULL);
  g_assert_cmpint (kh_connection_get_version (connection), ==, 0);
  statement = kh_connection_prepare (connection, "SELECT group_concat (name) FROM sqlite_schema", NULL);
  g_assert_true (kh_statement_step (statement, &row, NULL));
  g_assert_cmpstr (kh_statement_get_text (statement, 0), ==, "history");
  g_clear_pointer (&statement, kh_statement_release);
  g_clear_pointer (&connection, kh_connection_close);
  kh_store_test_remove (folder);
}

static gint64
count_customers (KhConnection *connection)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, "SELECT count (*) FROM customer", NULL);
  gboolean row = FALSE;

  g_assert_true (kh_statement_step (statement, &row, NULL));

  return kh_statement_get_int64 (statement, 0);
}

/* Before a migration the file is copied, with what is still in its log. */
static void
test_copy (void)
{
  g_autofree char *folder = kh_store_test_make_folder ();
  g_autofree char *path = data_file (folder);
  g_autofree char *name = g_strconcat (path, ".version-0", NULL);
  g_autoptr (KhConnection) connection = NULL;
  g_autoptr (KhConnection) copy = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf info;

  make_records (folder);
  kill_holder (start_holder (folder));
  connection = kh_connection_open (path, KH_CONNECTION_DEFAULT, KH_SCHEMA_APPLICATION_ID, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 2; i++)
    {
      kh_connection_copy (connection, name, &error);
      g_assert_no_error (error);
    }
  g_assert_cmpint (g_stat (name, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
  copy = kh_connection_open (name, KH_CONNECTION_DEFAULT, KH_SCHEMA_APPLICATION_ID, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_customers (copy), ==, 2 * N_PEOPLE);
  g_assert_cmpint (count_customers (connection), ==, 2 * N_PEOPLE);

  /* Where it cannot be written nothing begins. */
  g_assert_false (kh_connection_copy (connection, "/proc/nowhere/copy", &error));
  assert_message (error);
  g_clear_pointer (&copy, kh_connection_close);
  g_clear_pointer (&connection, kh_connection_close);
  kh_store_test_remove (folder);
}

int
main (int   argc,
      char *argv[])
{
  program = argv[0];
  if (argc == 3 && g_str_equal (argv[1], "--hold"))
    return hold (argv[2]);
  if (argc == 3 && g_str_equal (argv[1], "--try"))
    return try (argv[2]);
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (bad_files); i++)
    {
      g_autofree char *path = g_strdup_printf ("/store/files/bad/%s", bad_files[i].name);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_bad);
    }
  g_test_add_func ("/store/files/flips", test_flips);
  g_test_add ("/store/files/second", KhStoreFixture, NULL, kh_store_test_set_up, test_second, kh_store_test_tear_down);
  g_test_add_func ("/store/files/killed", test_killed);
  g_test_add_func ("/store/files/refused-log", test_refused_log);
  g_test_add_func ("/store/files/modes", test_modes);
  g_test_add_data_func ("/store/files/read-only/file", GINT_TO_POINTER (FALSE), test_read_only);
  g_test_add_data_func ("/store/files/read-only/folder", GINT_TO_POINTER (TRUE), test_read_only);
  g_test_add ("/store/files/other-program/lets-go", KhStoreFixture, GINT_TO_POINTER (TRUE),
              kh_store_test_set_up, test_other_program, kh_store_test_tear_down);
  g_test_add ("/store/files/other-program/holds", KhStoreFixture, GINT_TO_POINTER (FALSE),
              kh_store_test_set_up, test_other_program, kh_store_test_tear_down);
  g_test_add_func ("/store/files/close-in-flight", test_close_in_flight);
  g_test_add_func ("/store/files/no-close", test_no_close);
  g_test_add_func ("/store/files/copy", test_copy);
  g_test_add_func ("/store/files/failed-migration", test_failed_migration);

  return g_test_run ();
}
