/* kh-demo-process.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

#include "kh-demo-people.h"

G_BEGIN_DECLS

/**
 * KhDemoProcess:
 *
 * A keyholder-station that runs in a process of its own, for as long as this does.
 */
typedef struct _KhDemoProcess KhDemoProcess;

/* Starts the station of the @index-th company on its files in @folder: for the first time, with
 * NULL as @address, or again at the @address that it had. It has started when it
 * has said where it listens. */
void           kh_demo_process_start_async  (const char           *program,
                                             const char           *folder,
                                             guint                 index,
                                             const KhDemoCompany  *company,
                                             const char           *address,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
KhDemoProcess *kh_demo_process_start_finish (GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
const char    *kh_demo_process_get_address  (KhDemoProcess        *self);
/* The second one waits until it is gone, and its address free. */
void           kh_demo_process_free         (KhDemoProcess        *self);
void           kh_demo_process_stop         (KhDemoProcess        *self);

G_END_DECLS
