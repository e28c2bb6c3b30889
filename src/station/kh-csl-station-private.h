/* kh-csl-station-private.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-csl-station.h"
#include "kh-exchange.h"

G_BEGIN_DECLS

/* What the calls of a CSL/1 station that stand in other files are made of. */

/* A task for a call about an account; NULL, and the caller is told, when the id cannot be one. */
GTask      *kh_csl_station_make_task       (KhCslStation         *self,
                                            const char           *account,
                                            GCancellable         *cancellable,
                                            GAsyncReadyCallback   callback,
                                            gpointer              user_data);
/* Takes @task and @request. */
void        kh_csl_station_send            (KhCslStation         *self,
                                            GTask                *task,
                                            KhRequest            *request,
                                            GAsyncReadyCallback   callback);
/* The answer of success, with @body set where it has one; NULL with the task ended. */
KhAnswer   *kh_csl_station_finish_exchange (GTask                *task,
                                            GAsyncResult         *result,
                                            JsonObject          **body) G_GNUC_WARN_UNUSED_RESULT;
GError     *kh_csl_station_make_read_error  (KhCslStation        *self) G_GNUC_WARN_UNUSED_RESULT;
GError     *kh_csl_station_make_write_error (KhCslStation        *self) G_GNUC_WARN_UNUSED_RESULT;

/* Tests and history: kh-csl-history.c */
void        kh_csl_history_iface_init      (KhStationInterface   *iface);

G_END_DECLS
