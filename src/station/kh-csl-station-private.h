/* kh-csl-station-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-channel.h"
#include "kh-csl-station.h"
#include "kh-exchange.h"

G_BEGIN_DECLS

struct _KhCslStation
{
  GObject parent_instance;

  /* Owned */
  KhChannel *channel;
  GHashTable *pages; /* by path: look-ups that are asked for again only if they changed */
};

/* What a call asked for, to hold the answer against. */
typedef struct {
  char *account;
  char *version;    /* that is known */
  char *number;
  char *receiver;
  char *change;
  char *block;
  char *path;       /* of a page that is kept */
  char *next;       /* the page after it */
  GPtrArray *found; /* what is on it, or was found so far */
  guint pages;
  guint operations;
  GStrv lists;
  GPtrArray *datapoints;
  gboolean dry_run;
} KhCslCall;

/* What the calls of a CSL/1 station that stand in other files are made of. */

/* A task for a call about an account; NULL, and the caller is told, when the id cannot be one. */
GTask      *kh_csl_station_make_task       (KhCslStation         *self,
                                            const char           *account,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data) G_GNUC_WARN_UNUSED_RESULT;
/* One for another call. Takes @call. */
GTask      *kh_csl_station_make_call_task  (KhCslStation         *self,
                                            KhCslCall            *call,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data) G_GNUC_WARN_UNUSED_RESULT;
/* Takes @task and @request. */
void        kh_csl_station_send            (KhCslStation         *self,
                                            GTask                *task,
                                            KhRequest            *request,
                                            GAsyncReadyCallback   callback);
/* The answer of success, with @body set where it has one; NULL with the task ended. */
KhAnswer   *kh_csl_station_finish_exchange (GTask                *task,
                                            GAsyncResult         *result,
                                            JsonObject          **body) G_GNUC_WARN_UNUSED_RESULT;
JsonObject *kh_csl_station_get_body         (const KhAnswer      *answer);
/* The account's version by the station, or one that is made up. */
char       *kh_csl_station_dup_version      (const KhAnswer      *answer) G_GNUC_WARN_UNUSED_RESULT;
GError     *kh_csl_station_make_read_error  (KhCslStation        *self) G_GNUC_WARN_UNUSED_RESULT;
GError     *kh_csl_station_make_write_error (KhCslStation        *self) G_GNUC_WARN_UNUSED_RESULT;

/* Tests and history: kh-csl-history.c */
void        kh_csl_history_iface_init      (KhStationInterface   *iface);
/* Making accounts, numbers and agencies: kh-csl-accounts.c */
void        kh_csl_accounts_iface_init     (KhStationInterface   *iface);

G_END_DECLS
