/* test-connection.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-connection.h"
#include "kh-data-file.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARK    0x4b687374
#define NOBODY  65534

typedef struct {
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *self,
        gconstpointer  data G_GNUC_UNUSED)
{
  self->folder = g_dir_make_tmp ("kh-connection-XXXXXX", NULL);
  self->path = g_build_filename (self->folder, "file.db", NULL);
}

static void
tear_down (Fixture       *self,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (GDir) dir = g_dir_open (self->folder, 0, NULL);
  const char *name;

  g_chmod (self->folder, 0700);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (self->folder, name, NULL);

      g_remove (path);
    }
  g_assert_cmpint (g_rmdir (self->folder), ==, 0);
  g_free (self->folder);
  g_free (self->path);
}

static KhConnection *
open_new (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  KhConnection *connection;

  connection = kh_connection_open (self->path, KH_CONNECTION_CREATE | KH_CONNECTION_SCHEMA, MARK, &error);
  g_assert_no_error (error);
  g_assert_nonnull (connection);
  return connection;
}

static void
assert_executes (KhConnection *connection,
                 const char   *sql)
{
  g_autoptr (GError) error = NULL;

  kh_connection_execute (connection, sql, &error);
  g_assert_no_error (error);
}

static gint64
ask (KhConnection *connection,
     const char   *sql)
{
  g_autoptr (KhStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  gboolean row = FALSE;

  statement = kh_connection_prepare (connection, sql, &error);
  g_assert_no_error (error);
  kh_statement_step (statement, &row, &error);
  g_assert_no_error (error);
  g_assert_true (row);
  return kh_statement_get_int64 (statement, 0);
}

static guint
file_mode (const char *path)
{
  struct stat info;

  g_assert_cmpint (lstat (path, &info), ==, 0);
  return info.st_mode & 07777;
}

static void
test_new (Fixture       *self,
          gconstpointer  data G_GNUC_UNUSED)
{
  static const char * const names[] = { "file.db", "file.db-wal", "file.db-shm" };
  mode_t mask = umask (0);
  g_autoptr (KhConnection) connection = open_new (self);

  assert_executes (connection, "CREATE TABLE t (a TEXT) STRICT; INSERT INTO t VALUES ('x');");
  umask (mask);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (self->folder, names[i], NULL);

      g_assert_cmpint (file_mode (path), ==, 0600);
    }
  g_assert_cmpint (ask (connection, "PRAGMA application_id"), ==, MARK);
  g_assert_cmpint (ask (connection, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (kh_connection_get_version (connection), ==, 0);
}

static void
test_statement (Fixture       *self,
                gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhConnection) connection = open_new (self);
  g_autoptr (GBytes) bytes = g_bytes_new ("a\0b", 3);
  g_autoptr (GBytes) read = NULL;
  g_autoptr (GError) error = NULL;
  KhStatement *statement;
  KhStatement *again;
  gboolean row;

  assert_executes (connection, "CREATE TABLE t (a TEXT, b INTEGER, c BLOB) STRICT");
  statement = kh_connection_prepare (connection, "INSERT INTO t VALUES (?1, ?2, ?3)", NULL);
  kh_statement_bind_text (statement, 1, "it's; -- \xc3\xa9");
  kh_statement_bind_int64 (statement, 2, G_MININT64);
  kh_statement_bind_bytes (statement, 3, bytes);
  kh_statement_run (statement, &error);
  g_assert_no_error (error);
  g_assert_cmpint (kh_connection_get_changes (connection), ==, 1);
  g_assert_cmpint (kh_connection_get_last_rowid (connection), ==, 1);
  kh_statement_release (statement);

  /* What was bound is gone when it is given back. */
  again = kh_connection_prepare (connection, "INSERT INTO t VALUES (?1, ?2, ?3)", NULL);
  g_assert_true (again == statement);
  kh_statement_run (again, &error);
  g_assert_no_error (error);
  kh_statement_release (again);

  statement = kh_connection_prepare (connection, "SELECT a, b, c FROM t ORDER BY rowid", NULL);
  g_assert_true (kh_statement_step (statement, &row, NULL) && row);
  g_assert_cmpstr (kh_statement_get_text (statement, 0), ==, "it's; -- \xc3\xa9");
  g_assert_cmpint (kh_statement_get_int64 (statement, 1), ==, G_MININT64);
  read = kh_statement_dup_bytes (statement, 2);
  g_assert_true (g_bytes_equal (read, bytes));
  g_assert_true (kh_statement_step (statement, &row, NULL) && row);
  g_assert_true (kh_statement_is_null (statement, 0) && kh_statement_is_null (statement, 2));

  /* One that is in use is not handed out twice. */
  again = kh_connection_prepare (connection, "SELECT a, b, c FROM t ORDER BY rowid", NULL);
  g_assert_true (again != statement);
  g_assert_true (kh_statement_step (again, &row, NULL) && row);
  kh_statement_release (again);
  kh_statement_release (statement);
}

static void
test_encoding (Fixture       *self,
               gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhConnection) connection = open_new (self);
  g_autoptr (KhStatement) statement = NULL;
  g_autoptr (KhStatement) reader = NULL;
  g_autoptr (GError) error = NULL;
  gboolean row;

  assert_executes (connection, "CREATE TABLE t (a TEXT) STRICT;"
                               "INSERT INTO t VALUES (CAST(x'61ff' AS TEXT)), (CAST(x'610062' AS TEXT))");
  statement = kh_connection_prepare (connection, "INSERT INTO t VALUES (?1)", NULL);
  kh_statement_bind_text (statement, 1, "a\xff");
  g_assert_false (kh_statement_run (statement, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_FAILED);
  g_clear_error (&error);
  g_assert_cmpint (ask (connection, "SELECT count(*) FROM t"), ==, 2);

  reader = kh_connection_prepare (connection, "SELECT a FROM t", NULL);
  for (int i = 0; i < 2; i++)
    {
      g_assert_true (kh_statement_step (reader, &row, NULL) && row);
      g_assert_null (kh_statement_get_text (reader, 0));
      if (i == 0)
        {
          g_assert_false (kh_statement_step (reader, &row, &error));
          g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
          g_clear_error (&error);
          kh_statement_reset (reader);
          g_assert_true (kh_statement_step (reader, &row, NULL) && row);
        }
    }
  g_assert_false (kh_statement_step (reader, &row, &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED);
}

static void
test_authorizer (Fixture       *self,
                 gconstpointer  data G_GNUC_UNUSED)
{
  static const char * const denied[] = {
    "ATTACH ':memory:' AS other",
    "DETACH main",
    "PRAGMA journal_mode = DELETE",
    "PRAGMA synchronous = OFF",
    "PRAGMA writable_schema = ON",
    "PRAGMA application_id = 7",
    "PRAGMA user_version = 7",
    "PRAGMA database_list",
    "PRAGMA wal_checkpoint",
    "SELECT load_extension('x')",
    "CREATE TABLE u (a)",
    "CREATE TEMP TABLE u (a)",
    "CREATE VIEW u AS SELECT 1",
    "ALTER TABLE t ADD COLUMN b",
    "DROP TABLE t",
    "CREATE TRIGGER u AFTER INSERT ON t BEGIN SELECT 1; END",
    "CREATE VIRTUAL TABLE u USING fts5(a)",
    "VACUUM",
    "INSERT INTO sqlite_schema (name) VALUES ('x')",
    "SELECT \"not a column\" FROM t",
  };
  g_autoptr (KhConnection) connection = open_new (self);

  assert_executes (connection, "CREATE TABLE t (a TEXT) STRICT; PRAGMA user_version = 3");
  kh_connection_seal (connection);
  for (gsize i = 0; i < G_N_ELEMENTS (denied); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", denied[i]);
      g_assert_false (kh_connection_execute (connection, denied[i], &error));
      g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_FAILED);
    }
  assert_executes (connection, "INSERT INTO t VALUES ('x'); UPDATE t SET a = 'y'; DELETE FROM t");
  g_assert_cmpint (kh_connection_get_version (connection), ==, 3);
}

static gboolean
insert_and_fail (KhConnection  *connection,
                 gpointer       fail,
                 GError       **error)
{
  assert_executes (connection, "INSERT INTO t VALUES ('x')");
  if (!GPOINTER_TO_INT (fail))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "on purpose");
  return FALSE;
}

static void
test_transaction (Fixture       *self,
                  gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhConnection) connection = open_new (self);
  g_autoptr (GError) error = NULL;

  assert_executes (connection, "CREATE TABLE t (a TEXT) STRICT");
  g_assert_true (kh_connection_transact (connection, insert_and_fail, GINT_TO_POINTER (FALSE), NULL));
  g_assert_false (kh_connection_transact (connection, insert_and_fail, GINT_TO_POINTER (TRUE), &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
  g_assert_cmpint (ask (connection, "SELECT count(*) FROM t"), ==, 1);
}

static void
test_reader (Fixture       *self,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhConnection) writer = open_new (self);
  g_autoptr (KhConnection) reader = NULL;
  g_autoptr (GError) error = NULL;

  assert_executes (writer, "CREATE TABLE t (a TEXT) STRICT; INSERT INTO t VALUES ('x')");
  reader = kh_connection_open (self->path, KH_CONNECTION_READ_ONLY, MARK, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ask (reader, "SELECT count(*) FROM t"), ==, 1);
  assert_executes (writer, "INSERT INTO t VALUES ('y')");
  g_assert_cmpint (ask (reader, "SELECT count(*) FROM t"), ==, 2);
  g_assert_false (kh_connection_execute (reader, "INSERT INTO t VALUES ('z')", &error));
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_READ_ONLY);
  g_assert_true (kh_connection_checkpoint (writer, TRUE, NULL));
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (50 * G_TIME_SPAN_MILLISECOND);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_cancel (Fixture       *self,
             gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhConnection) connection = open_new (self);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;
  gint64 start = g_get_monotonic_time ();

  kh_connection_set_cancellable (connection, cancellable);
  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_false (kh_connection_execute (connection,
                                         "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
                                         "SELECT count(*) FROM n", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_TIME_SPAN_SECOND);
  g_thread_join (thread);
  kh_connection_set_cancellable (connection, NULL);
  g_assert_cmpint (ask (connection, "SELECT 1"), ==, 1);
}

/* Each fills the fixture's path with something that is no data file of ours. */
typedef void (*SpoilFunc) (Fixture *self);

static void
write_file (Fixture    *self,
            const char *text,
            gssize      length)
{
  g_assert_true (g_file_set_contents_full (self->path, text, length, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static void
write_database (Fixture *self)
{
  g_autoptr (KhConnection) connection = open_new (self);

  assert_executes (connection,
                   "CREATE TABLE t (a TEXT) STRICT;"
                   "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000) "
                   "INSERT INTO t SELECT hex(randomblob(20)) FROM n;"
                   "PRAGMA user_version = 1");
  kh_connection_checkpoint (connection, TRUE, NULL);
}

static void
patch (Fixture *self,
       goffset  offset,
       gsize    length,
       guint8   value)
{
  g_autofree char *text = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (self->path, &text, &size, NULL));
  memset (text + offset, value, length);
  write_file (self, text, (gssize) size);
}

static void
spoil_empty (Fixture *self)
{
  write_file (self, "", 0);
}

static void
spoil_text (Fixture *self)
{
  g_autofree char *text = g_strnfill (5000, 'x');

  write_file (self, text, -1);
}

static void
spoil_foreign (Fixture *self)
{
  write_database (self);
  patch (self, 68, 4, 7);
}

static void
spoil_link (Fixture *self)
{
  g_autofree char *target = g_strconcat (self->path, ".target", NULL);

  write_database (self);
  g_assert_cmpint (g_rename (self->path, target), ==, 0);
  g_assert_cmpint (symlink (target, self->path), ==, 0);
}

static void
spoil_dangling (Fixture *self)
{
  g_assert_cmpint (symlink ("nowhere", self->path), ==, 0);
}

static void
spoil_second_name (Fixture *self)
{
  g_autofree char *target = g_strconcat (self->path, ".second", NULL);

  write_database (self);
  g_assert_cmpint (link (self->path, target), ==, 0);
}

static void
spoil_folder (Fixture *self)
{
  g_assert_cmpint (g_mkdir (self->path, 0700), ==, 0);
}

static void
spoil_fifo (Fixture *self)
{
  g_assert_cmpint (mkfifo (self->path, 0600), ==, 0);
}

static void
spoil_owner (Fixture *self)
{
  write_database (self);
  g_assert_cmpint (chown (self->path, NOBODY, NOBODY), ==, 0);
}

static void
spoil_truncated (Fixture *self)
{
  write_database (self);
  g_assert_cmpint (truncate (self->path, 5000), ==, 0);
}

static void
spoil_zeroed (Fixture *self)
{
  write_database (self);
  patch (self, 100, 3996, 0);
}

typedef struct {
  const char *name;
  SpoilFunc spoil;
  KhStoreError code;
  gboolean root;
} Bad;

static const Bad bad_files[] = {
  { "empty", spoil_empty, KH_STORE_ERROR_FOREIGN, FALSE },
  { "text", spoil_text, KH_STORE_ERROR_FOREIGN, FALSE },
  { "foreign", spoil_foreign, KH_STORE_ERROR_FOREIGN, FALSE },
  { "link", spoil_link, KH_STORE_ERROR_FOREIGN, FALSE },
  { "dangling-link", spoil_dangling, KH_STORE_ERROR_FOREIGN, FALSE },
  { "second-name", spoil_second_name, KH_STORE_ERROR_FOREIGN, FALSE },
  { "folder", spoil_folder, KH_STORE_ERROR_FOREIGN, FALSE },
  { "fifo", spoil_fifo, KH_STORE_ERROR_FOREIGN, FALSE },
  { "owner", spoil_owner, KH_STORE_ERROR_FOREIGN, TRUE },
  { "truncated", spoil_truncated, KH_STORE_ERROR_DAMAGED, FALSE },
  { "zeroed", spoil_zeroed, KH_STORE_ERROR_DAMAGED, FALSE },
};

static char *
checksum (const char *path)
{
  g_autofree char *text = NULL;
  gsize size;

  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR) || !g_file_get_contents (path, &text, &size, NULL))
    return NULL;
  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, size);
}

static void
test_bad (Fixture       *self,
          gconstpointer  data)
{
  const Bad *bad = data;
  g_autoptr (KhConnection) connection = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  if (bad->root && geteuid () != 0)
    {
      g_test_skip ("needs root to give a file away");
      return;
    }
  bad->spoil (self);
  before = checksum (self->path);
  connection = kh_connection_open (self->path, KH_CONNECTION_CREATE | KH_CONNECTION_SCHEMA, MARK, &error);
  if (connection != NULL && kh_connection_execute (connection, "PRAGMA quick_check", &error))
    kh_connection_execute (connection, "SELECT count(*) FROM t", &error);
  g_assert_error (error, KH_STORE_ERROR, (int) bad->code);
  g_clear_pointer (&connection, kh_connection_close);
  after = checksum (self->path);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (kh_data_file_exists (self->path));
}

static void
test_wide (Fixture       *self,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhConnection) connection = NULL;

  write_database (self);
  g_assert_cmpint (g_chmod (self->path, 0664), ==, 0);
  g_test_expect_message ("keyholder-store", G_LOG_LEVEL_MESSAGE, "*now forbidden*");
  connection = kh_connection_open (self->path, KH_CONNECTION_DEFAULT, MARK, NULL);
  g_test_assert_expected_messages ();
  g_assert_nonnull (connection);
  g_assert_cmpint (file_mode (self->path), ==, 0600);
}

static void
test_missing (Fixture       *self,
              gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  connection = kh_connection_open (self->path, KH_CONNECTION_DEFAULT, MARK, &error);
  g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND);
  g_assert_false (kh_data_file_exists (self->path));
}

/* Root may write everywhere, so these run as somebody else, in a process of their own. */
static void
drop_root (Fixture *self)
{
  if (geteuid () != 0)
    return;
  g_assert_cmpint (chown (self->folder, NOBODY, NOBODY), ==, 0);
  g_assert_cmpint (setgid (NOBODY), ==, 0);
  g_assert_cmpint (setuid (NOBODY), ==, 0);
}

static void
test_read_only (Fixture       *self,
                gconstpointer  data)
{
  gboolean folder = GPOINTER_TO_INT (data);

  if (g_test_subprocess ())
    {
      g_autoptr (KhConnection) connection = NULL;
      g_autoptr (GError) error = NULL;

      drop_root (self);
      write_database (self);
      g_assert_cmpint (g_chmod (folder ? self->folder : self->path, folder ? 0500 : 0400), ==, 0);
      connection = kh_connection_open (self->path, KH_CONNECTION_CREATE, MARK, &error);
      g_assert_error (error, KH_STORE_ERROR, KH_STORE_ERROR_READ_ONLY);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static gpointer
hold_lock (gpointer data)
{
  Fixture *self = data;
  g_autoptr (KhConnection) other = kh_connection_open (self->path, KH_CONNECTION_DEFAULT, MARK, NULL);

  g_assert_nonnull (other);
  assert_executes (other, "BEGIN IMMEDIATE");
  g_usleep (300 * G_TIME_SPAN_MILLISECOND);
  assert_executes (other, "ROLLBACK");
  return NULL;
}

static void
test_busy (Fixture       *self,
           gconstpointer  data G_GNUC_UNUSED)
{
  g_autoptr (KhConnection) connection = open_new (self);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread;

  assert_executes (connection, "CREATE TABLE t (a TEXT) STRICT");
  thread = g_thread_new ("hold", hold_lock, self);
  g_usleep (100 * G_TIME_SPAN_MILLISECOND);

  /* Whoever is told to stop does not wait; whoever is not gets the lock when it is free. */
  g_cancellable_cancel (cancellable);
  kh_connection_set_cancellable (connection, cancellable);
  g_assert_false (kh_connection_execute (connection, "BEGIN IMMEDIATE", &error));
  g_assert_nonnull (error);
  kh_connection_set_cancellable (connection, NULL);
  g_assert_true (kh_connection_transact (connection, insert_and_fail, GINT_TO_POINTER (FALSE), NULL));
  g_thread_join (thread);
}

static gpointer
use_elsewhere (gpointer data)
{
  kh_connection_get_changes (data);
  return NULL;
}

static void
test_owner (Fixture       *self,
            gconstpointer  data G_GNUC_UNUSED)
{
  if (g_test_subprocess ())
    {
      g_autoptr (KhConnection) connection = open_new (self);

      g_thread_join (g_thread_new ("other", use_elsewhere, connection));
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*g_thread_self () == self->owner*");
}

static void
test_network (void)
{
  g_assert_true (kh_data_file_is_network (0x6969));
  g_assert_true (kh_data_file_is_network (0xff534d42));
  g_assert_true (kh_data_file_is_network ((guint64) (gint64) (gint32) 0xff534d42));
  g_assert_true (kh_data_file_is_network (0x65735546));
  g_assert_true (kh_data_file_is_network (0x01021997));
  g_assert_false (kh_data_file_is_network (0xef53));
  g_assert_false (kh_data_file_is_network (0x01021994));
}

static void
test_memory (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KhConnection) connection = kh_connection_open (NULL, KH_CONNECTION_MEMORY | KH_CONNECTION_SCHEMA,
                                                            MARK, &error);

  g_assert_no_error (error);
  assert_executes (connection, "CREATE TABLE t (a TEXT) STRICT; INSERT INTO t VALUES ('x')");
  g_assert_true (kh_connection_checkpoint (connection, TRUE, NULL));
  g_assert_cmpint (ask (connection, "SELECT count(*) FROM t"), ==, 1);
}

#define ADD(path, data, func) g_test_add ("/store/connection/" path, Fixture, data, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("new", NULL, test_new);
  ADD ("statement", NULL, test_statement);
  ADD ("encoding", NULL, test_encoding);
  ADD ("authorizer", NULL, test_authorizer);
  ADD ("transaction", NULL, test_transaction);
  ADD ("reader", NULL, test_reader);
  ADD ("cancel", NULL, test_cancel);
  ADD ("wide", NULL, test_wide);
  ADD ("missing", NULL, test_missing);
  ADD ("read-only/file", GINT_TO_POINTER (FALSE), test_read_only);
  ADD ("read-only/folder", GINT_TO_POINTER (TRUE), test_read_only);
  ADD ("busy", NULL, test_busy);
  ADD ("owner", NULL, test_owner);
  for (gsize i = 0; i < G_N_ELEMENTS (bad_files); i++)
    {
      g_autofree char *path = g_strconcat ("/store/connection/bad/", bad_files[i].name, NULL);

      g_test_add (path, Fixture, &bad_files[i], set_up, test_bad, tear_down);
    }
  g_test_add_func ("/store/connection/network", test_network);
  g_test_add_func ("/store/connection/memory", test_memory);

  return g_test_run ();
}
