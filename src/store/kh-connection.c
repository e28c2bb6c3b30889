/* kh-connection.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-connection.h"

#include "kh-connection-limits.h"
#include "kh-connection-private.h"
#include "kh-data-file.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

/* How long another program's lock is waited for, and how often we look. */
#define BUSY_WAIT     (5 * G_TIME_SPAN_SECOND)
#define BUSY_PAUSE    (10 * G_TIME_SPAN_MILLISECOND)
/* Instructions of SQLite's machine between two looks at the cancellable: well under a millisecond. */
#define PROGRESS_STEP 2000
#define SYNC_FULL     2

G_DEFINE_QUARK (kh-store-error-quark, kh_store_error)

static const char *
describe (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return _("The data file is damaged. Nothing was changed. "
               "Close Keyholder and bring back the latest backup.");
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return _("Another program holds the data file. "
               "Close that program, then try again.");
    case SQLITE_READONLY:
      return _("The data file is read-only, so nothing can be saved. "
               "Allow writing to it, then try again.");
    case SQLITE_FULL:
      return _("The disk is full, so nothing was saved. "
               "Make room on the disk, then try again.");
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return _("The disk did not read or write the data file. "
               "Check the disk, then start Keyholder again.");
    case SQLITE_CONSTRAINT:
      return _("The data file does not allow this change.");
    default:
      return _("The data file could not be used. Start Keyholder again.");
    }
}

static KhStoreError
classify (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return KH_STORE_ERROR_DAMAGED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return KH_STORE_ERROR_LOCKED;
    case SQLITE_READONLY:
      return KH_STORE_ERROR_READ_ONLY;
    case SQLITE_FULL:
      return KH_STORE_ERROR_FULL;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
      return KH_STORE_ERROR_IO;
    default:
      break;
    }
  if (code == SQLITE_CONSTRAINT_UNIQUE || code == SQLITE_CONSTRAINT_PRIMARYKEY)
    return KH_STORE_ERROR_DUPLICATE;
  return KH_STORE_ERROR_FAILED;
}

/*< private >
 * kh_connection_set_error:
 *
 * Says in a clerk's words what @code means. SQLite's own words go to the log only;
 * they name tables and columns, never values, as all values are bound.
 */
void
kh_connection_set_error (KhConnection  *self,
                         int            code,
                         GError       **error)
{
  if ((code & 0xff) == SQLITE_INTERRUPT)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled."));
      return;
    }
  g_debug ("SQLite: %d, %s", code, self->db != NULL ? sqlite3_errmsg (self->db) : "no connection");
  g_set_error_literal (error, KH_STORE_ERROR, (int) classify (code), describe (code));
}

static int
on_busy_cb (void *user_data,
            int   count)
{
  KhConnection *self = user_data;
  gint64 now = g_get_monotonic_time ();

  if (count == 0)
    self->busy_since = now;
  if (now - self->busy_since >= BUSY_WAIT || g_cancellable_is_cancelled (self->cancellable))
    return 0;
  g_usleep (BUSY_PAUSE);
  return 1;
}

static int
on_progress_cb (void *user_data)
{
  KhConnection *self = user_data;

  return g_cancellable_is_cancelled (self->cancellable);
}

static gboolean
allow_pragma (KhConnection *self,
              const char   *name,
              const char   *value)
{
  static const char * const reading[] = {
    "application_id", "data_version", "foreign_key_check", "integrity_check", "journal_mode",
    "page_count", "page_size", "quick_check", "synchronous", "table_info", "user_version", NULL,
  };
  static const char * const opening[] = {
    "application_id", "cache_size", "cell_size_check", "journal_mode", "mmap_size", "synchronous",
    "temp_store", "wal_autocheckpoint", NULL,
  };

  if (!self->opened && g_strv_contains (opening, name))
    return TRUE;
  if (g_str_equal (name, "user_version") && (self->flags & KH_CONNECTION_SCHEMA) != 0)
    return TRUE;
  return g_strv_contains (reading, name) && (value == NULL || g_str_has_suffix (name, "_check") || g_str_equal (name, "table_info"));
}

static int
on_authorise_cb (void       *user_data,
                 int         action,
                 const char *first,
                 const char *second,
                 const char *database G_GNUC_UNUSED,
                 const char *trigger G_GNUC_UNUSED)
{
  KhConnection *self = user_data;
  gboolean allowed;

  switch (action)
    {
    case SQLITE_READ:
    case SQLITE_SELECT:
    case SQLITE_RECURSIVE:
      allowed = TRUE;
      break;
    case SQLITE_INSERT:
    case SQLITE_UPDATE:
    case SQLITE_DELETE:
    case SQLITE_TRANSACTION:
    case SQLITE_SAVEPOINT:
      /* A reader's file handle is read-only; that the schema's own table is out of
       * reach is what DEFENSIVE sees to. */
      allowed = TRUE;
      break;
    case SQLITE_FUNCTION:
      allowed = g_strcmp0 (second, "load_extension") != 0;
      break;
    case SQLITE_PRAGMA:
      allowed = allow_pragma (self, first, second);
      break;
    case SQLITE_ATTACH:
    case SQLITE_DETACH:
      allowed = FALSE;
      break;
    default:
      allowed = (self->flags & KH_CONNECTION_SCHEMA) != 0;
      break;
    }
  return allowed ? SQLITE_OK : SQLITE_DENY;
}

static gboolean
configure (KhConnection  *self,
           GError       **error)
{
  if (!kh_connection_limit (self->db))
    {
      kh_connection_set_error (self, SQLITE_MISUSE, error);
      return FALSE;
    }
  /* Who only reads never moves the log into the file, nor does who may yet refuse it. */
  if ((self->flags & (KH_CONNECTION_READ_ONLY | KH_CONNECTION_SCHEMA)) != 0)
    sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_busy_handler (self->db, on_busy_cb, self);
  sqlite3_progress_handler (self->db, PROGRESS_STEP, on_progress_cb, self);
  sqlite3_set_authorizer (self->db, on_authorise_cb, self);
  return TRUE;
}

/* The answer of a PRAGMA is its only proof: under DEFENSIVE some say OK and do nothing. */
static gboolean
query (KhConnection  *self,
       const char    *sql,
       char         **answer,
       GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (self, sql, error);
  gboolean row;

  *answer = NULL;
  if (statement == NULL || !kh_statement_step (statement, &row, error))
    return FALSE;
  *answer = g_strdup (row ? kh_statement_get_text (statement, 0) : "");
  return TRUE;
}

static gboolean
demand (KhConnection  *self,
        const char    *sql,
        const char    *wanted,
        GError       **error)
{
  g_autofree char *answer = NULL;

  if (!query (self, sql, &answer, error))
    return FALSE;
  if (g_strcmp0 (answer, wanted) == 0)
    return TRUE;
  g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_FAILED,
               /* Translators: what was asked of the data file and the answer, both technical. */
               _("The data file cannot be used safely on this disk (%s: %s). "
                 "Choose a folder on a disk of this computer."), sql, answer);
  return FALSE;
}

static gboolean
check_application_id (KhConnection  *self,
                      gint32         application_id,
                      GError       **error)
{
  g_autofree char *answer = NULL;

  if (!query (self, "PRAGMA application_id", &answer, error))
    return FALSE;
  if (g_ascii_strtoll (answer, NULL, 10) == application_id)
    return TRUE;
  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_FOREIGN,
                       _("The file is another program's. It was left as it is; choose another folder."));
  return FALSE;
}

static gboolean
set_modes (KhConnection  *self,
           gint32         application_id,
           GError       **error)
{
  gboolean memory = (self->flags & KH_CONNECTION_MEMORY) != 0;
  gboolean read_only = (self->flags & KH_CONNECTION_READ_ONLY) != 0;
  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d", application_id);

  if (!kh_connection_execute (self,
                              "PRAGMA cell_size_check = ON;"
                              "PRAGMA mmap_size = 0;"
                              "PRAGMA temp_store = MEMORY;", error))
    return FALSE;
  kh_connection_set_cache (self, KH_CONNECTION_CACHE);
  if (memory)
    return kh_connection_execute (self, mark, error);
  if (!check_application_id (self, application_id, error)
      || !demand (self, "PRAGMA wal_autocheckpoint = 0", "0", error)
      || !kh_connection_execute (self, "PRAGMA synchronous = FULL", error)
      || !demand (self, "PRAGMA synchronous", G_STRINGIFY (SYNC_FULL), error))
    return FALSE;
  return demand (self, read_only ? "PRAGMA journal_mode" : "PRAGMA journal_mode = WAL", "wal", error);
}

static KhConnection *
connection_new (const char        *path,
                KhConnectionFlags  flags)
{
  KhConnection *self = g_new0 (KhConnection, 1);

  self->owner = g_thread_self ();
  self->path = g_strdup (path);
  self->flags = flags;
  self->statements = g_hash_table_new_full (kh_statement_hash_sql, g_str_equal, NULL,
                                            (GDestroyNotify) kh_statement_free);
  return self;
}

static KhConnection *
open_database (const char         *path,
               KhConnectionFlags   flags,
               GError            **error)
{
  g_autoptr (KhConnection) self = connection_new (path, flags);
  int open_flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE | SQLITE_OPEN_NOFOLLOW;
  int rc;

  if ((flags & KH_CONNECTION_MEMORY) != 0)
    open_flags |= SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_MEMORY;
  else if ((flags & KH_CONNECTION_READ_ONLY) != 0)
    open_flags |= SQLITE_OPEN_READONLY;
  else
    open_flags |= SQLITE_OPEN_READWRITE;

  kh_connection_prepare_library ();
  rc = sqlite3_open_v2 (path, &self->db, open_flags, NULL);
  if (rc != SQLITE_OK)
    {
      kh_connection_set_error (self, rc, error);
      return NULL;
    }
  if (!configure (self, error))
    return NULL;

  /* SQLite falls back to reading when it may not write. */
  if ((flags & KH_CONNECTION_READ_ONLY) == 0 && sqlite3_db_readonly (self->db, "main") != 0)
    {
      kh_connection_set_error (self, SQLITE_READONLY, error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* A new file gets its mark before it gets its name, so that no kill leaves an
 * empty or nameless file that the next start would have to refuse. */
static gboolean
create_file (const char  *path,
             gint32       application_id,
             GError     **error)
{
  g_autofree char *temporary = kh_data_file_reserve (path, error);
  g_autofree char *mark = g_strdup_printf ("PRAGMA application_id = %d", application_id);
  g_autoptr (KhConnection) self = NULL;
  gboolean done;

  if (temporary == NULL)
    return FALSE;
  self = open_database (temporary, KH_CONNECTION_DEFAULT, error);
  done = self != NULL && kh_connection_execute (self, mark, error);
  g_clear_pointer (&self, kh_connection_close);
  done = done && kh_data_file_publish (temporary, path, FALSE, error);
  if (!done)
    g_unlink (temporary);
  return done;
}

static gboolean
prepare_file (const char         *path,
              KhConnectionFlags   flags,
              gint32              application_id,
              GError            **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if ((flags & (KH_CONNECTION_READ_ONLY | KH_CONNECTION_AGAIN)) != 0)
    return TRUE;
  if (!kh_data_file_check_folder (folder, error))
    return FALSE;
  if (!kh_data_file_exists (path))
    {
      if ((flags & KH_CONNECTION_CREATE) == 0)
        {
          g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NOT_FOUND,
                               _("There is no data file in this folder. Choose another folder."));
          return FALSE;
        }
      if (!create_file (path, application_id, error))
        return FALSE;
    }
  return kh_data_file_check (path, application_id, error);
}

/**
 * kh_connection_open:
 * @path: the data file
 * @flags: how to open it
 * @application_id: the mark that the file carries in its header
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Opens a data file for the calling thread, which is the only one that may use
 * the connection. What is not wholly ours and whole is refused and stays as it is,
 * byte for byte: a link, a file with two names, a FIFO, a folder, an empty file, a
 * text file, another program's database, a file that we may not write.
 *
 * The file is in WAL mode with synchronous FULL (an acknowledged change outlives a
 * power cut), and is checkpointed only by kh_connection_checkpoint(): SQLite before
 * 3.51.3 can lose committed pages when one connection commits while another
 * checkpoints, so only the connection that writes may checkpoint.
 *
 * A reader needs a writer to be open before it in this process. A second writer on
 * the same file in one process is a programming error.
 *
 * Returns: (transfer full): the connection, or %NULL
 */
KhConnection *
kh_connection_open (const char         *path,
                    KhConnectionFlags   flags,
                    gint32              application_id,
                    GError            **error)
{
  g_autoptr (KhConnection) self = NULL;
  g_autofree char *resolved = NULL;

  g_return_val_if_fail (path != NULL || (flags & KH_CONNECTION_MEMORY) != 0, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if ((flags & KH_CONNECTION_MEMORY) != 0)
    {
      resolved = g_strdup (":memory:");
    }
  else
    {
      resolved = kh_data_file_resolve (path, error);
      if (resolved == NULL || !prepare_file (resolved, flags, application_id, error))
        return NULL;
    }
  self = open_database (resolved, flags, error);
  if (self == NULL || !set_modes (self, application_id, error))
    return NULL;
  self->opened = TRUE;
  return g_steal_pointer (&self);
}

/**
 * kh_connection_close:
 * @self: (transfer full) (nullable): a connection
 *
 * Closes the connection. Every statement must have been released.
 */
void
kh_connection_close (KhConnection *self)
{
  if (self == NULL)
    return;
  g_assert (g_thread_self () == self->owner);

  g_clear_pointer (&self->statements, g_hash_table_unref);
  if (sqlite3_close (self->db) != SQLITE_OK)
    g_critical ("A data file was closed with statements still in use");
  g_clear_object (&self->cancellable);
  g_free (self->path);
  g_free (self);
}

/**
 * kh_connection_seal:
 * @self: a connection opened with %KH_CONNECTION_SCHEMA
 *
 * The file is accepted: until here, closing the connection leaves even its log as it was.
 * From here on no statement may change the schema. Statements prepared before it
 * are forgotten, as they were judged by the earlier rule.
 */
void
kh_connection_seal (KhConnection *self)
{
  g_assert (g_thread_self () == self->owner);

  self->flags &= ~((guint) KH_CONNECTION_SCHEMA);
  sqlite3_db_config (self->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
  g_hash_table_remove_all (self->statements);
}

/**
 * kh_connection_set_cancellable:
 * @self: a connection
 * @cancellable: (nullable): what ends a statement that runs, or %NULL
 *
 * A statement that runs while @cancellable is cancelled from any thread ends with
 * %G_IO_ERROR_CANCELLED within a few milliseconds.
 */
void
kh_connection_set_cancellable (KhConnection *self,
                               GCancellable *cancellable)
{
  g_assert (g_thread_self () == self->owner);

  g_set_object (&self->cancellable, cancellable);
}

/**
 * kh_connection_get_path:
 * @self: a connection
 *
 * Returns: (transfer none) (nullable): where its data file is, beside which other files of the
 *   records stand; %NULL for one in memory
 */
const char *
kh_connection_get_path (KhConnection *self)
{
  return self->path;
}

/**
 * kh_connection_get_version:
 * @self: a connection
 *
 * Returns: the file's schema version, 0 for a new file, -1 if it cannot be read
 */
int
kh_connection_get_version (KhConnection *self)
{
  g_autofree char *answer = NULL;

  g_assert (g_thread_self () == self->owner);

  if (!query (self, "PRAGMA user_version", &answer, NULL))
    return -1;
  return (int) g_ascii_strtoll (answer, NULL, 10);
}

/**
 * kh_connection_set_version:
 * @self: a connection that is not sealed
 * @version: the schema version
 * @error: return location for an error
 *
 * Writes the schema version; call it in the transaction that made the schema so.
 */
gboolean
kh_connection_set_version (KhConnection  *self,
                           int            version,
                           GError       **error)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA user_version = %d", version);

  g_assert (g_thread_self () == self->owner);

  return kh_connection_execute (self, sql, error);
}

/**
 * kh_connection_prepare:
 * @self: a connection
 * @sql: one statement; it is looked up by its text
 * @error: return location for an error
 *
 * Returns: (transfer full): the statement, to be given back with
 *   kh_statement_release() before the connection is closed
 */
KhStatement *
kh_connection_prepare (KhConnection  *self,
                       const char    *sql,
                       GError       **error)
{
  KhStatement *statement;

  g_assert (g_thread_self () == self->owner);

  statement = g_hash_table_lookup (self->statements, sql);
  if (statement != NULL)
    return kh_statement_take (statement) ? statement : kh_statement_new (self, sql, FALSE, error);

  return kh_statement_new (self, sql, self->opened, error);
}

static gboolean
run_next (KhConnection  *self,
          const char   **sql,
          GError       **error)
{
  sqlite3_stmt *statement = NULL;
  int rc;

  rc = sqlite3_prepare_v2 (self->db, *sql, -1, &statement, sql);
  while (rc == SQLITE_OK && statement != NULL)
    rc = sqlite3_step (statement) == SQLITE_ROW ? SQLITE_OK : sqlite3_errcode (self->db);
  sqlite3_finalize (statement);
  if (rc == SQLITE_OK || rc == SQLITE_DONE)
    return TRUE;
  kh_connection_set_error (self, rc, error);
  return FALSE;
}

/**
 * kh_connection_execute:
 * @self: a connection
 * @sql: one statement or several, without values
 * @error: return location for an error
 *
 * Runs statements that are not worth keeping. Rows that they give are dropped.
 */
gboolean
kh_connection_execute (KhConnection  *self,
                       const char    *sql,
                       GError       **error)
{
  g_assert (g_thread_self () == self->owner);

  while (*sql != '\0')
    if (!run_next (self, &sql, error))
      return FALSE;
  return TRUE;
}

static gboolean
commit (KhConnection  *self,
        GError       **error)
{
  g_autoptr (GError) local_error = NULL;

  if (kh_connection_execute (self, "COMMIT", &local_error))
    return TRUE;

  /* Still in the transaction: it can be taken back, and nothing was kept. */
  if (sqlite3_get_autocommit (self->db) == 0
      && kh_connection_execute (self, "ROLLBACK", NULL)
      && !g_error_matches (local_error, KH_STORE_ERROR, KH_STORE_ERROR_IO))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  self->suspect = TRUE;
  g_set_error (error, local_error->domain, local_error->code,
               /* Translators: a sentence that says what went wrong comes first. */
               _("%s It is not known whether the change was kept: open the record again and look."),
               local_error->message);
  return FALSE;
}

/**
 * kh_connection_transact:
 * @self: a connection that writes
 * @func: does the work; %FALSE with an error takes all of it back
 * @user_data: for @func
 * @error: return location for an error
 *
 * Runs @func in one transaction that takes the write lock at once (a transaction
 * that reads first and locks later fails without waiting when somebody wrote
 * meanwhile). After an error from the commit itself it is not known whether the
 * change is in the file; the message says so, and the record must be read again.
 */
gboolean
kh_connection_transact (KhConnection       *self,
                        KhTransactionFunc   func,
                        gpointer            user_data,
                        GError            **error)
{
  g_assert (g_thread_self () == self->owner);

  if (!kh_connection_execute (self, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (!func (self, user_data, error))
    {
      /* Some errors have rolled back already. */
      if (sqlite3_get_autocommit (self->db) == 0 && !kh_connection_execute (self, "ROLLBACK", NULL))
        self->suspect = TRUE;
      return FALSE;
    }
  return commit (self, error);
}

/**
 * kh_connection_look:
 * @self: a connection
 * @func: what reads
 * @user_data: for @func
 * @error: return location for an error
 *
 * Lets @func see the data file as it is now, however long it takes and whoever writes meanwhile.
 *
 * Returns: whether @func did
 */
gboolean
kh_connection_look (KhConnection       *self,
                    KhTransactionFunc   func,
                    gpointer            user_data,
                    GError            **error)
{
  gboolean done = kh_connection_execute (self, "BEGIN", error) && func (self, user_data, error);

  kh_connection_set_cancellable (self, NULL);
  if (sqlite3_get_autocommit (self->db) == 0)
    kh_connection_execute (self, "ROLLBACK", NULL);

  return done;
}

/**
 * kh_connection_checkpoint:
 * @self: the connection that writes
 * @truncate: whether to wait for readers and leave an empty log
 * @error: return location for an error
 *
 * Moves the write-ahead log into the file. That readers stood in the way is no
 * error: the log is whole and the next checkpoint goes on.
 */
gboolean
kh_connection_checkpoint (KhConnection  *self,
                          gboolean       truncate,
                          GError       **error)
{
  int mode = truncate ? SQLITE_CHECKPOINT_TRUNCATE : SQLITE_CHECKPOINT_PASSIVE;
  int rc;

  g_assert (g_thread_self () == self->owner);
  g_assert ((self->flags & KH_CONNECTION_READ_ONLY) == 0);

  if ((self->flags & KH_CONNECTION_MEMORY) != 0)
    return TRUE;
  rc = sqlite3_wal_checkpoint_v2 (self->db, NULL, mode, NULL, NULL);
  if (rc == SQLITE_OK || (rc & 0xff) == SQLITE_BUSY)
    return TRUE;
  kh_connection_set_error (self, rc, error);
  return FALSE;
}

/**
 * kh_connection_set_cache:
 * @self: a connection
 * @megabytes: how much of the file may be in memory; %KH_CONNECTION_CACHE for what is usual
 *
 * For work that touches all of a large file at once: what does not fit is written and read again
 * and again.
 */
void
kh_connection_set_cache (KhConnection *self,
                         guint         megabytes)
{
  g_autofree char *sql = g_strdup_printf ("PRAGMA cache_size = -%u", megabytes * 1024);
  gboolean opened = self->opened;

  g_assert (g_thread_self () == self->owner);

  /* Otherwise only for whoever opens the file. It cannot fail in a way that matters. */
  self->opened = FALSE;
  sqlite3_exec (self->db, sql, NULL, NULL, NULL);
  self->opened = opened;
  if (megabytes == KH_CONNECTION_CACHE)
    sqlite3_db_release_memory (self->db);
}

/**
 * kh_connection_get_last_rowid:
 * @self: a connection
 *
 * Returns: the key of the row inserted last
 */
gint64
kh_connection_get_last_rowid (KhConnection *self)
{
  g_assert (g_thread_self () == self->owner);

  return sqlite3_last_insert_rowid (self->db);
}

/**
 * kh_connection_get_changes:
 * @self: a connection
 *
 * Returns: how many rows the last statement that writes has changed
 */
gint64
kh_connection_get_changes (KhConnection *self)
{
  g_assert (g_thread_self () == self->owner);

  return sqlite3_changes64 (self->db);
}

/*< private >
 * kh_connection_is_suspect:
 *
 * Whether a commit failed in a way after which what SQLite believes and what the
 * disk holds may differ. Only a new connection reads what is there.
 */
gboolean
kh_connection_is_suspect (KhConnection *self)
{
  g_assert (g_thread_self () == self->owner);

  return self->suspect || sqlite3_get_autocommit (self->db) == 0;
}
