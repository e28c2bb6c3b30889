/* kh-database.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-database.h"

#include "kh-connection-private.h"
#include "kh-data-file.h"
#include "kh-schema.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#define N_READERS 2

/* An idle writer moves the log into the file once it is worth it: 1,000 pages of 4 KiB and
 * the frames' headers. */
#define IDLE_USEC (500 * G_TIME_SPAN_MILLISECOND)
#define LOG_WORTH_BYTES (1000 * (4096 + 24))

typedef struct {
  KhDatabase *database;
  GThread *thread;
  GAsyncQueue *jobs;
  KhConnection *connection;
  gboolean writes;
} Worker;

typedef struct {
  GTask *task;
  KhJobFunc func;
  gpointer data;
  GDestroyNotify free_data;
  GDestroyNotify free_result;
  gboolean bare;
  gboolean last;
} Job;

struct _KhDatabase
{
  GObject parent_instance;

  /* Owned */
  char *folder;
  char *path;
  Worker writer;
  Worker readers[N_READERS];

  /* State: the lock is the writer thread's, what follows the caller's */
  int lock;
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (KhDatabase, kh_database, G_TYPE_OBJECT)

/* A task may hold the last reference to the store, whose end waits for these threads: so it
 * is ended and let go where it came from, never here. */
typedef struct {
  GTask *task;
  gpointer result;
  GDestroyNotify free_result;
  GError *error;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  if (answer->result != NULL && answer->free_result != NULL)
    answer->free_result (answer->result);
  g_clear_error (&answer->error);
  g_object_unref (answer->task);
  g_free (answer);
}

static gboolean
on_answer_cb (gpointer data)
{
  Answer *answer = data;

  if (answer->error != NULL)
    g_task_return_error (answer->task, g_steal_pointer (&answer->error));
  else
    g_task_return_pointer (answer->task, g_steal_pointer (&answer->result), answer->free_result);

  return G_SOURCE_REMOVE;
}

static void
send_answer (Job     *job,
             gpointer result,
             GError  *error)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  Answer *answer = g_new0 (Answer, 1);
  g_autoptr (GMainContext) context = g_main_context_ref (g_task_get_context (job->task));

  answer->task = g_steal_pointer (&job->task);
  answer->result = result;
  answer->free_result = job->free_result;
  answer->error = error;
  g_source_set_priority (source, g_task_get_priority (answer->task));
  g_source_set_callback (source, on_answer_cb, answer, answer_free);
  g_source_attach (source, context);
}

static void
job_free (Job *job)
{
  if (job->free_data != NULL)
    job->free_data (job->data);
  g_clear_object (&job->task);
  g_free (job);
}

/* The lock: one Keyholder a data file. It is the kernel's, and dies with its owner. It is
 * one of an open file and not of the process, so that a second store in this program is
 * refused as well. */

static gboolean
take_lock (KhDatabase  *self,
           GError     **error)
{
  g_autofree char *path = g_build_filename (self->folder, KH_DATABASE_LOCK, NULL);
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
  int file = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600);

  if (file < 0)
    {
      gboolean read_only = errno == EACCES || errno == EROFS || errno == EPERM;

      g_set_error (error, KH_STORE_ERROR, read_only ? KH_STORE_ERROR_READ_ONLY : KH_STORE_ERROR_IO,
                   read_only ? _("Keyholder may not write in the folder %s. Ask who looks after this computer for the right to, or choose another folder.")
                             : _("Keyholder cannot use the folder %s. Check the disk, or choose another folder."),
                   self->folder);
      return FALSE;
    }
  if (fcntl (file, F_OFD_SETLK, &lock) != 0)
    {
      g_close (file, NULL);
      g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_LOCKED,
                           _("Another Keyholder has these records open. Use its window, or close it first."));
      return FALSE;
    }
  self->lock = file;

  return TRUE;
}

static void
drop_lock (KhDatabase *self)
{
  if (self->lock >= 0)
    g_close (self->lock, NULL);
  self->lock = -1;
}

static Job *
job_new (GTask          *task,
         KhJobFunc       func,
         gpointer        data,
         GDestroyNotify  free_data,
         GDestroyNotify  free_result)
{
  Job *job = g_new0 (Job, 1);

  job->task = g_object_ref (task);
  job->func = func;
  job->data = data;
  job->free_data = free_data;
  job->free_result = free_result;

  return job;
}

static void
submit (Worker *worker,
        Job    *job)
{
  /* What was written stays written, whoever stopped waiting for it. */
  if (job->task != NULL && worker->writes)
    g_task_set_check_cancellable (job->task, FALSE);
  g_async_queue_push (worker->jobs, job);
}

static void
submit_last (Worker *worker)
{
  Job *job = g_new0 (Job, 1);

  job->last = TRUE;
  submit (worker, job);
}

/* Opening and closing, which see to the writer's connection themselves. */
static void
submit_bare (KhDatabase *self,
             GTask      *task,
             KhJobFunc   func)
{
  Job *job = job_new (task, func, self, NULL, NULL);

  job->bare = TRUE;
  submit (&self->writer, job);
}

static void
submit_unless_closed (KhDatabase *self,
                      Worker     *worker,
                      Job        *job)
{
  if (!self->closed)
    {
      submit (worker, job);
      return;
    }
  g_task_return_new_error (job->task, KH_STORE_ERROR, KH_STORE_ERROR_FAILED,
                           _("The records are closed already. Start Keyholder again."));
  job_free (job);
}

static void
stop_readers (KhDatabase *self)
{
  if (self->readers[0].thread == NULL)
    return;

  for (guint i = 0; i < N_READERS; i++)
    submit_last (&self->readers[i]);
  for (guint i = 0; i < N_READERS; i++)
    g_clear_pointer (&self->readers[i].thread, g_thread_join);
}

/* Opening, on the writer's thread */

static gsize
get_log_size (KhDatabase *self)
{
  g_autofree char *path = g_strconcat (self->path, "-wal", NULL);
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (gsize) info.st_size : 0;
}

static gboolean
check_whole (KhConnection  *connection,
             GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, "PRAGMA quick_check (1)", error);
  gboolean row = FALSE;

  if (statement == NULL || !kh_statement_step (statement, &row, error))
    return FALSE;
  if (row && g_strcmp0 (kh_statement_get_text (statement, 0), "ok") == 0)
    return TRUE;

  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_DAMAGED,
                       _("The data file is damaged. Nothing was changed. "
                         "Close Keyholder and bring back the latest backup."));
  return FALSE;
}

static gboolean
check_not_newer (int      version,
                 GError **error)
{
  if (version <= KH_SCHEMA_VERSION)
    return TRUE;

  g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_NEWER,
                       _("These records were written by a newer Keyholder. Nothing was changed. "
                         "Install the newer version on this computer."));
  return FALSE;
}

/* A file of an older version is copied as it is before anything in it changes. */
static gboolean
keep_copy (KhDatabase    *self,
           KhConnection  *connection,
           int            version,
           GError       **error)
{
  g_autofree char *copy = NULL;

  if (version <= 0 || version == KH_SCHEMA_VERSION)
    return TRUE;
  copy = g_strdup_printf ("%s.version-%d", self->path, version);

  return kh_connection_copy (connection, copy, error);
}

static gboolean
open_writer (KhDatabase  *self,
             GError     **error)
{
  gboolean unclean = get_log_size (self) > 0;
  g_autoptr (KhConnection) connection = NULL;
  int version;

  if (!check_not_newer (kh_data_file_read_version (self->path, KH_SCHEMA_APPLICATION_ID), error))
    return FALSE;
  connection = kh_connection_open (self->path, KH_CONNECTION_CREATE | KH_CONNECTION_SCHEMA,
                                   KH_SCHEMA_APPLICATION_ID, error);
  if (connection == NULL)
    return FALSE;
  version = kh_connection_get_version (connection);
  if (!check_not_newer (version, error) ||
      (unclean && !check_whole (connection, error)) ||
      !keep_copy (self, connection, version, error) ||
      !kh_schema_migrate (connection, error))
    return FALSE;
  kh_connection_seal (connection);
  self->writer.connection = g_steal_pointer (&connection);

  return TRUE;
}

static gpointer
open_job (KhConnection  *connection G_GNUC_UNUSED,
          gpointer       data,
          GError       **error)
{
  KhDatabase *self = data;

  if (g_mkdir_with_parents (self->folder, 0700) != 0)
    {
      g_set_error (error, KH_STORE_ERROR, KH_STORE_ERROR_READ_ONLY,
                   _("Keyholder may not write in the folder %s. Ask who looks after this computer for the right to, or choose another folder."),
                   self->folder);
      return NULL;
    }
  if (!take_lock (self, error))
    return NULL;
  if (!open_writer (self, error))
    {
      drop_lock (self);
      return NULL;
    }

  return GINT_TO_POINTER (TRUE);
}

static gpointer
close_job (KhConnection  *connection,
           gpointer       data,
           GError       **error)
{
  KhDatabase *self = data;
  gboolean moved;

  stop_readers (self);
  moved = connection == NULL || kh_connection_checkpoint (connection, TRUE, error);
  g_clear_pointer (&self->writer.connection, kh_connection_close);
  drop_lock (self);

  return GINT_TO_POINTER (moved);
}

/* The threads */

/* After a commit that failed halfway only a new connection knows what is there. What the
 * failed one may have left at the log's end is cut off, so that no later start finds it:
 * what a reader is shown now is what has been kept. */
static void
renew_writer (Worker *worker)
{
  g_autoptr (KhConnection) connection = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&worker->connection, kh_connection_close);
  connection = kh_connection_open (worker->database->path, KH_CONNECTION_AGAIN, KH_SCHEMA_APPLICATION_ID, &error);
  if (connection != NULL && check_whole (connection, &error) &&
      kh_connection_checkpoint (connection, TRUE, &error))
    worker->connection = g_steal_pointer (&connection);
  else
    g_warning ("The data file could not be opened again: %s", error->message);
}

static gboolean
provide_connection (Worker  *worker,
                    Job     *job,
                    GError **error)
{
  if (worker->connection != NULL || job->bare)
    return TRUE;
  if (worker->writes)
    renew_writer (worker);
  else
    worker->connection = kh_connection_open (worker->database->path, KH_CONNECTION_READ_ONLY,
                                             KH_SCHEMA_APPLICATION_ID, error);
  if (worker->connection == NULL && worker->writes)
    g_set_error_literal (error, KH_STORE_ERROR, KH_STORE_ERROR_IO,
                         _("Nothing can be saved, as the data file could not be opened again. "
                           "Check the disk, then start Keyholder again."));

  return worker->connection != NULL;
}

static void
run_job (Worker *worker,
         Job    *job)
{
  g_autoptr (GError) error = NULL;
  GCancellable *cancellable = g_task_get_cancellable (job->task);
  gpointer result = NULL;

  if (!g_cancellable_set_error_if_cancelled (cancellable, &error) && provide_connection (worker, job, &error))
    {
      if (!worker->writes)
        kh_connection_set_cancellable (worker->connection, cancellable);
      result = job->func (worker->connection, job->data, &error);
      if (!worker->writes)
        kh_connection_set_cancellable (worker->connection, NULL);
      else if (!job->bare && kh_connection_is_suspect (worker->connection))
        renew_writer (worker);
    }

  send_answer (job, error == NULL ? result : NULL, g_steal_pointer (&error));
}

static void
checkpoint_if_worth (Worker *worker)
{
  g_autoptr (GError) error = NULL;

  if (worker->connection != NULL && get_log_size (worker->database) > LOG_WORTH_BYTES &&
      !kh_connection_checkpoint (worker->connection, FALSE, &error))
    g_warning ("The log could not be moved into the data file: %s", error->message);
}

static Job *
wait_for_job (Worker *worker)
{
  Job *job = NULL;

  if (!worker->writes)
    return g_async_queue_pop (worker->jobs);

  job = g_async_queue_timeout_pop (worker->jobs, IDLE_USEC);
  if (job != NULL)
    return job;
  checkpoint_if_worth (worker);

  return g_async_queue_pop (worker->jobs);
}

static gpointer
work (gpointer data)
{
  Worker *worker = data;
  gboolean last = FALSE;

  while (!last)
    {
      Job *job = wait_for_job (worker);

      last = job->last;
      if (job->task != NULL)
        run_job (worker, job);
      if (last)
        g_clear_pointer (&worker->connection, kh_connection_close);
      job_free (job);
    }

  return NULL;
}

static void
start_worker (KhDatabase  *self,
              Worker      *worker,
              const char  *name,
              GAsyncQueue *jobs,
              gboolean     writes)
{
  worker->database = self;
  worker->jobs = jobs;
  worker->writes = writes;
  worker->thread = g_thread_new (name, work, worker);
}

static void
kh_database_finalize (GObject *object)
{
  KhDatabase *self = KH_DATABASE (object);

  stop_readers (self);
  if (self->writer.thread != NULL)
    {
      submit_last (&self->writer);
      g_thread_join (self->writer.thread);
    }
  drop_lock (self);
  g_async_queue_unref (self->writer.jobs);
  g_async_queue_unref (self->readers[0].jobs);
  g_free (self->folder);
  g_free (self->path);

  G_OBJECT_CLASS (kh_database_parent_class)->finalize (object);
}

static void
kh_database_class_init (KhDatabaseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_database_finalize;
}

static void
kh_database_init (KhDatabase *self)
{
  self->lock = -1;
}

/**
 * kh_database_new:
 * @folder: where the data file is, or shall be
 *
 * Returns: (transfer full): the database, not yet opened
 */
KhDatabase *
kh_database_new (const char *folder)
{
  KhDatabase *self = g_object_new (KH_TYPE_DATABASE, NULL);
  GAsyncQueue *reads = g_async_queue_new ();

  self->folder = g_canonicalize_filename (folder, NULL);
  self->path = g_build_filename (self->folder, KH_DATABASE_FILE, NULL);
  start_worker (self, &self->writer, "kh-writer", g_async_queue_new (), TRUE);
  for (guint i = 0; i < N_READERS; i++)
    start_worker (self, &self->readers[i], "kh-reader", reads, FALSE);

  return self;
}

/**
 * kh_database_open_async:
 * @self: a database
 * @cancellable: (nullable): ends it before it begins
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * Takes the lock, makes or opens the data file, and brings it to this program's version.
 */
void
kh_database_open_async (KhDatabase          *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_name (task, "kh_database_open");
  submit_bare (self, task, open_job);
}

/**
 * kh_database_open_finish:
 * @self: a database
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: whether it is open
 */
gboolean
kh_database_open_finish (KhDatabase    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

/**
 * kh_database_close_async:
 * @self: a database
 * @callback: called when all that was asked for is done and the file is closed
 * @user_data: for @callback
 *
 * What was asked for before is done first. What is asked for after it ends with an error.
 */
void
kh_database_close_async (KhDatabase          *self,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, callback, user_data);

  g_task_set_name (task, "kh_database_close");
  self->closed = TRUE;
  submit_bare (self, task, close_job);
}

/**
 * kh_database_close_finish:
 * @self: a database
 * @result: what the callback got
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: whether everything is in the file
 */
gboolean
kh_database_close_finish (KhDatabase    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_pointer (G_TASK (result), error) != NULL;
}

/**
 * kh_database_read:
 * @self: an open database
 * @task: what is ended with the job's result
 * @func: the work
 * @data: (transfer full): for @func
 * @free_data: (nullable): frees @data
 * @free_result: (nullable): frees a result that nobody takes
 */
void
kh_database_read (KhDatabase     *self,
                  GTask          *task,
                  KhJobFunc       func,
                  gpointer        data,
                  GDestroyNotify  free_data,
                  GDestroyNotify  free_result)
{
  g_return_if_fail (KH_IS_DATABASE (self));

  submit_unless_closed (self, &self->readers[0], job_new (task, func, data, free_data, free_result));
}

/**
 * kh_database_write:
 * @self: an open database
 * @task: what is ended with the job's result
 * @func: the work
 * @data: (transfer full): for @func
 * @free_data: (nullable): frees @data
 * @free_result: (nullable): frees a result that nobody takes
 */
void
kh_database_write (KhDatabase     *self,
                   GTask          *task,
                   KhJobFunc       func,
                   gpointer        data,
                   GDestroyNotify  free_data,
                   GDestroyNotify  free_result)
{
  g_return_if_fail (KH_IS_DATABASE (self));

  submit_unless_closed (self, &self->writer, job_new (task, func, data, free_data, free_result));
}
