/* kh-mark.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-mark.h"

#include "kh-history-chain.h"
#include "kh-history-rows.h"
#include "kh-link.h"
#include "kh-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEEP_MS 3000

/* A number of at most 19 digits, a blank, a hash in hexadecimal and a line end. */
#define MOST_BYTES 128

#define SQL_HASH "SELECT hash FROM history WHERE sequence = ?1"

/* What the data file says of the accounts' versions is of another time. */
#define SQL_UNCHECK "UPDATE link SET hold = '" KH_LINK_UNCHECKED "', hold_message = NULL, shadow_known = 0"

struct _KhMark
{
  GObject parent_instance;

  /* Owned */
  KhStore *store;
  char *path;

  /* State */
  gboolean checked;
  guint source;
};

G_DEFINE_FINAL_TYPE (KhMark, kh_mark, G_TYPE_OBJECT)

typedef struct {
  gint64 sequence;
  char *hash;
} Head;

static void
head_clear (Head *head)
{
  g_clear_pointer (&head->hash, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Head, head_clear)

/* What a job on the data file's thread is given. */
typedef struct {
  char *path;
  char *author;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_free (job->path);
  g_free (job->author);
  g_free (job);
}

static Job *
job_new (KhMark *self)
{
  Job *job = g_new0 (Job, 1);

  job->path = g_strdup (self->path);
  job->author = g_strdup (kh_store_get_author (self->store));

  return job;
}

/* The file */

static gboolean
parse (const char *text,
       Head       *head)
{
  char *end;

  head->sequence = g_ascii_strtoll (text, &end, 10);
  if (head->sequence <= 0 || *end != ' ')
    return FALSE;
  head->hash = g_strchomp (g_strdup (end + 1));

  return strlen (head->hash) == 2 * KH_HISTORY_HASH_SIZE;
}

/* Whatever is not a mark is none, and says nothing. */
static gboolean
read_mark (const char *path,
           Head       *head)
{
  char text[MOST_BYTES + 1] = "";
  struct stat info;
  ssize_t length = -1;
  int fd = open (path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

  if (fd < 0)
    return FALSE;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode))
    length = read (fd, text, MOST_BYTES);
  close (fd);

  return length > 0 && parse (text, head);
}

static void
write_mark (const char *path,
            const Head *head)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT " %s\n", head->sequence, head->hash);
  g_autoptr (GError) error = NULL;

  /* Without it a backup is noticed later: by a version that the station does not have any more. */
  if (g_mkdir_with_parents (folder, S_IRWXU) != 0)
    g_debug ("“%s” cannot be made: %s", folder, g_strerror (errno));
  else if (!g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, S_IRUSR | S_IWUSR, &error))
    g_debug ("The mark was not written: %s", error->message);
}

/* The history */

static gboolean
load_head (KhConnection  *connection,
           Head          *head,
           GError       **error)
{
  guint8 hash[KH_HISTORY_HASH_SIZE];

  if (!kh_history_chain_read_head (connection, &head->sequence, hash, error))
    return FALSE;
  head->hash = kh_history_chain_dup_hex (hash);

  return TRUE;
}

/* Whether the history still has the row that the mark is of. */
static gboolean
has_row (KhConnection  *connection,
         const Head    *mark,
         gboolean      *has,
         GError       **error)
{
  g_autoptr (KhStatement) statement = kh_connection_prepare (connection, SQL_HASH, error);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *hash = NULL;
  gboolean row = FALSE;

  if (statement == NULL)
    return FALSE;
  kh_statement_bind_int64 (statement, 1, mark->sequence);
  if (!kh_statement_step (statement, &row, error))
    return FALSE;
  bytes = row ? kh_statement_dup_bytes (statement, 0) : NULL;
  if (bytes != NULL && g_bytes_get_size (bytes) == KH_HISTORY_HASH_SIZE)
    hash = kh_history_chain_dup_hex (g_bytes_get_data (bytes, NULL));
  *has = g_strcmp0 (hash, mark->hash) == 0;

  return TRUE;
}

static gboolean
uncheck_in_transaction (KhConnection  *connection,
                        gpointer       data,
                        GError       **error)
{
  const Job *job = data;

  return kh_connection_execute (connection, SQL_UNCHECK, error) &&
         kh_history_rows_write (connection, job->author, "restored", 0, 0, NULL, NULL, NULL, error);
}

/* Jobs */

static gpointer
keep (KhConnection  *connection,
      gpointer       data,
      GError       **error)
{
  const Job *job = data;
  g_auto (Head) head = { 0 };
  g_auto (Head) mark = { 0 };

  if (!load_head (connection, &head, error))
    return NULL;
  if (head.sequence > 0 && (!read_mark (job->path, &mark) || mark.sequence != head.sequence ||
                            strcmp (mark.hash, head.hash) != 0))
    write_mark (job->path, &head);

  return g_new0 (gboolean, 1);
}

static gpointer
check (KhConnection  *connection,
       gpointer       data,
       GError       **error)
{
  const Job *job = data;
  g_auto (Head) mark = { 0 };
  gboolean has = TRUE;
  g_autofree gboolean *older = NULL;

  if (read_mark (job->path, &mark) && !has_row (connection, &mark, &has, error))
    return NULL;
  if (!has && !kh_connection_transact (connection, uncheck_in_transaction, data, error))
    return NULL;
  older = keep (connection, data, error);
  if (older != NULL)
    *older = !has;

  return g_steal_pointer (&older);
}

/* The last one comes after all that is written before it; the others are in nobody's way. */
static const KhStoreCall check_call = { check, job_free, g_free, TRUE, NULL };
static const KhStoreCall keep_call = { keep, job_free, g_free, FALSE, NULL };
static const KhStoreCall last_call = { keep, job_free, g_free, TRUE, NULL };

static void
on_kept_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autofree gboolean *kept = NULL;
  g_autoptr (GError) error = NULL;

  kept = kh_store_finish (KH_STORE (source), result, data, &error);
  if (kept == NULL)
    g_debug ("The history's head could not be read: %s", error->message);
}

static gboolean
on_keep_timeout_cb (gpointer data)
{
  KhMark *self = data;

  self->source = 0;
  kh_store_run (self->store, &keep_call, job_new (self), NULL, on_kept_cb, (gpointer) &keep_call);

  return G_SOURCE_REMOVE;
}

static void
on_changed_cb (KhMark *self)
{
  if (self->source == 0 && self->checked)
    self->source = g_timeout_add (KEEP_MS, on_keep_timeout_cb, self);
}

static void
kh_mark_finalize (GObject *object)
{
  KhMark *self = KH_MARK (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->store);
  g_free (self->path);

  G_OBJECT_CLASS (kh_mark_parent_class)->finalize (object);
}

static void
kh_mark_class_init (KhMarkClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kh_mark_finalize;
}

static void
kh_mark_init (KhMark *self G_GNUC_UNUSED)
{
}

/**
 * kh_mark_new:
 * @store: the records
 * @folder: where this desk keeps what it remembers of all records; it is made when needed
 *
 * Returns: (transfer full): the mark of these records, by their own id: it is the same wherever
 *   the data file is
 */
KhMark *
kh_mark_new (KhStore    *store,
             const char *folder)
{
  g_autofree char *name = NULL;
  KhMark *self;

  g_return_val_if_fail (KH_IS_STORE (store), NULL);
  g_return_val_if_fail (folder != NULL, NULL);

  self = g_object_new (KH_TYPE_MARK, NULL);
  self->store = g_object_ref (store);
  name = g_strconcat (kh_store_get_id (store), ".mark", NULL);
  g_strdelimit (name, G_DIR_SEPARATOR_S, '-');
  self->path = g_build_filename (folder, name, NULL);

  return self;
}

/**
 * kh_mark_check_async:
 * @self: a mark
 * @callback: called when it is compared
 * @user_data: for @callback
 *
 * Compares the records with the mark, before anything is sent. Where the history is shorter than
 * the mark, or another, all links are to be compared first: in one transaction, which the history
 * tells of. No mark is no alarm. From then on the mark follows the history.
 */
void
kh_mark_check_async (KhMark              *self,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_return_if_fail (KH_IS_MARK (self));

  self->checked = TRUE;
  g_signal_connect_object (self->store, "customer-changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "customers-changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "outbox-changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->store, "notify", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  kh_store_run (self->store, &check_call, job_new (self), NULL, callback, user_data);
}

/**
 * kh_mark_check_finish:
 * @self: a mark
 * @result: what the callback got
 * @older: (out): whether the records are older than what this desk saw last
 * @error: return location for an error of %KH_STORE_ERROR
 *
 * Returns: whether they were compared
 */
gboolean
kh_mark_check_finish (KhMark        *self,
                      GAsyncResult  *result,
                      gboolean      *older,
                      GError       **error)
{
  g_autofree gboolean *found = NULL;

  g_return_val_if_fail (KH_IS_MARK (self), FALSE);

  found = kh_store_finish (self->store, result, &check_call, error);
  if (found == NULL)
    return FALSE;
  *older = *found;

  return TRUE;
}

/**
 * kh_mark_stop:
 * @self: a mark
 *
 * Follows the history no longer, after what was written until now. To be called before the store
 * is closed, which waits for it.
 */
void
kh_mark_stop (KhMark *self)
{
  g_return_if_fail (KH_IS_MARK (self));

  if (!self->checked)
    return;
  self->checked = FALSE;
  g_clear_handle_id (&self->source, g_source_remove);
  g_signal_handlers_disconnect_by_data (self->store, self);
  kh_store_run (self->store, &last_call, job_new (self), NULL, on_kept_cb, (gpointer) &last_call);
}
