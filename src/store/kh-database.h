/* kh-database.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-connection.h"

G_BEGIN_DECLS

/* The data file's name in its folder. */
#define KH_DATABASE_FILE "keyholder.db"
/* That of the file which says that somebody has it open. */
#define KH_DATABASE_LOCK "keyholder.lock"

/**
 * KhJobFunc:
 * @connection: the connection of the thread that runs the job
 * @data: what the job was given
 * @error: return location for an error
 *
 * Work on the data file. It runs on one of the database's threads, and touches nothing but
 * its connection and its data.
 *
 * Returns: the job's result, or %NULL with @error set; a job without a result returns any
 *   other pointer
 */
typedef gpointer (*KhJobFunc) (KhConnection  *connection,
                               gpointer       data,
                               GError       **error);

/**
 * KhDatabase:
 *
 * The data file and its threads: one that writes and is the only one to checkpoint, two that
 * read. Jobs for the writer run one after the other in the order they came.
 */
#define KH_TYPE_DATABASE (kh_database_get_type ())
G_DECLARE_FINAL_TYPE (KhDatabase, kh_database, KH, DATABASE, GObject)

KhDatabase *kh_database_new          (const char           *folder);

void        kh_database_open_async   (KhDatabase           *self,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gboolean    kh_database_open_finish  (KhDatabase           *self,
                                      GAsyncResult         *result,
                                      GError              **error);
void        kh_database_close_async  (KhDatabase           *self,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
gboolean    kh_database_close_finish (KhDatabase           *self,
                                      GAsyncResult         *result,
                                      GError              **error);

/* Both take @data, and end @task with the job's result, freed by @free_result if nobody takes
 * it. A job that reads ends soon after its task is cancelled; one that writes is not cancelled
 * once it has begun. */
void        kh_database_read         (KhDatabase           *self,
                                      GTask                *task,
                                      KhJobFunc             func,
                                      gpointer              data,
                                      GDestroyNotify        free_data,
                                      GDestroyNotify        free_result);
void        kh_database_write        (KhDatabase           *self,
                                      GTask                *task,
                                      KhJobFunc             func,
                                      gpointer              data,
                                      GDestroyNotify        free_data,
                                      GDestroyNotify        free_result);

G_END_DECLS
