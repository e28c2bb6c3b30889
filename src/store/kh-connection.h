/* kh-connection.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KH_STORE_ERROR:
 *
 * What can go wrong with a data file. Messages are translated whole sentences
 * that say what to do next.
 */
#define KH_STORE_ERROR (kh_store_error_quark ())

typedef enum {
  KH_STORE_ERROR_FAILED,
  KH_STORE_ERROR_DAMAGED,
  KH_STORE_ERROR_FOREIGN,
  KH_STORE_ERROR_NEWER,
  KH_STORE_ERROR_LOCKED,
  KH_STORE_ERROR_READ_ONLY,
  KH_STORE_ERROR_NETWORK_FOLDER,
  KH_STORE_ERROR_FULL,
  KH_STORE_ERROR_IO,
  KH_STORE_ERROR_NOT_FOUND,
  KH_STORE_ERROR_CONFLICT,
  KH_STORE_ERROR_DUPLICATE,
  KH_STORE_ERROR_LINKED,
  KH_STORE_ERROR_PASSWORD,
  KH_STORE_ERROR_WAIT,
  KH_STORE_ERROR_NO_KEY,
  KH_STORE_ERROR_INVALID,
  KH_STORE_ERROR_UNSENT,
} KhStoreError;

GQuark kh_store_error_quark (void);

/**
 * KhConnection:
 *
 * One SQLite connection, opened by the safe list and used by one thread only:
 * the thread that opens it. Everything that the program says to SQLite goes
 * through this and KhStatement; nothing outside src/store sees sqlite3.h.
 */
typedef struct _KhConnection KhConnection;
typedef struct _KhStatement  KhStatement;

/**
 * KhConnectionFlags:
 * @KH_CONNECTION_READ_ONLY: a reader; it neither writes nor checkpoints
 * @KH_CONNECTION_CREATE: make the file, with mode 0600, when it is not there
 * @KH_CONNECTION_MEMORY: a database in memory; the path is not used
 * @KH_CONNECTION_SCHEMA: the schema may be changed (for the migrator); see kh_connection_seal()
 */
typedef enum {
  KH_CONNECTION_DEFAULT   = 0,
  KH_CONNECTION_READ_ONLY = 1 << 0,
  KH_CONNECTION_CREATE    = 1 << 1,
  KH_CONNECTION_MEMORY    = 1 << 2,
  KH_CONNECTION_SCHEMA    = 1 << 3,
  KH_CONNECTION_AGAIN     = 1 << 4,
} KhConnectionFlags;

/* How many megabytes of the file a connection usually has in memory. */
#define KH_CONNECTION_CACHE 32

typedef gboolean (*KhTransactionFunc) (KhConnection  *connection,
                                       gpointer       user_data,
                                       GError       **error);

KhConnection *kh_connection_open            (const char         *path,
                                             KhConnectionFlags   flags,
                                             gint32              application_id,
                                             GError            **error) G_GNUC_WARN_UNUSED_RESULT;
void          kh_connection_close           (KhConnection       *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhConnection, kh_connection_close)

void          kh_connection_seal            (KhConnection       *self);
void          kh_connection_set_cancellable (KhConnection       *self,
                                             GCancellable       *cancellable);
const char   *kh_connection_get_path        (KhConnection       *self);
int           kh_connection_get_version     (KhConnection       *self);
gboolean      kh_connection_set_version     (KhConnection       *self,
                                             int                 version,
                                             GError            **error);

KhStatement  *kh_connection_prepare         (KhConnection       *self,
                                             const char         *sql,
                                             GError            **error) G_GNUC_WARN_UNUSED_RESULT;
gboolean      kh_connection_execute         (KhConnection       *self,
                                             const char         *sql,
                                             GError            **error);
gboolean      kh_connection_transact        (KhConnection       *self,
                                             KhTransactionFunc   func,
                                             gpointer            user_data,
                                             GError            **error);
gboolean      kh_connection_look            (KhConnection       *self,
                                             KhTransactionFunc   func,
                                             gpointer            user_data,
                                             GError            **error);
gboolean      kh_connection_checkpoint      (KhConnection       *self,
                                             gboolean            truncate,
                                             GError            **error);
void          kh_connection_set_cache       (KhConnection       *self,
                                             guint               megabytes);
gint64        kh_connection_get_last_rowid  (KhConnection       *self);
gint64        kh_connection_get_changes     (KhConnection       *self);

/* A statement is prepared once for a connection and kept; releasing it resets
 * it and clears what was bound. Bind counts from 1, columns from 0. A bind that
 * fails is reported by the next step. Texts are copied in, and stay valid until
 * the next step when read. */
void          kh_statement_release          (KhStatement        *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhStatement, kh_statement_release)

void          kh_statement_bind_text        (KhStatement        *self,
                                             int                 index,
                                             const char         *text);
void          kh_statement_bind_int64       (KhStatement        *self,
                                             int                 index,
                                             gint64              value);
void          kh_statement_bind_bytes       (KhStatement        *self,
                                             int                 index,
                                             GBytes             *bytes);
void          kh_statement_bind_null        (KhStatement        *self,
                                             int                 index);
gboolean      kh_statement_step             (KhStatement        *self,
                                             gboolean           *row,
                                             GError            **error);
gboolean      kh_statement_run              (KhStatement        *self,
                                             GError            **error);
void          kh_statement_reset            (KhStatement        *self);
gboolean      kh_statement_is_null          (KhStatement        *self,
                                             int                 column);
const char   *kh_statement_get_text         (KhStatement        *self,
                                             int                 column);
gint64        kh_statement_get_int64        (KhStatement        *self,
                                             int                 column);
GBytes       *kh_statement_dup_bytes        (KhStatement        *self,
                                             int                 column) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
