/* kh-connection-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <sqlite3.h>

#include "kh-connection.h"
#include "kh-grant.h"

G_BEGIN_DECLS

struct _KhConnection {
  GThread *owner;
  sqlite3 *db;
  char *path;
  KhConnectionFlags flags;
  gboolean opened;
  gboolean suspect;

  GHashTable *statements;
  GCancellable *cancellable;
  gint64 busy_since;

  /* Of the job at hand; see kh-session.h. */
  gint64 member;
  KhGrants grants;
};

/* A transaction is still open for as long as @connection lives, or the
 * connection met an error after which only a new one may be trusted. */
gboolean     kh_connection_is_suspect     (KhConnection  *self);
gboolean     kh_connection_copy           (KhConnection  *self,
                                           const char    *path,
                                           GError       **error);

void         kh_connection_set_error      (KhConnection  *self,
                                           int            code,
                                           GError       **error);

KhStatement *kh_statement_new             (KhConnection  *connection,
                                           const char    *sql,
                                           gboolean       kept,
                                           GError       **error);
gboolean     kh_statement_take            (KhStatement   *self);
void         kh_statement_free            (KhStatement   *self);
guint        kh_statement_hash_sql        (gconstpointer  sql);

G_END_DECLS
