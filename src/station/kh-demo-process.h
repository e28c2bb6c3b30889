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

/* Starts the station of the @index-th company on its files in @folder; it has started when it
 * has said where it listens. */
void           kh_demo_process_start_async  (const char           *program,
                                             const char           *folder,
                                             guint                 index,
                                             const KhDemoCompany  *company,
                                             GAsyncReadyCallback   callback,
                                             gpointer              user_data);
KhDemoProcess *kh_demo_process_start_finish (GAsyncResult         *result,
                                             GError              **error) G_GNUC_WARN_UNUSED_RESULT;
const char    *kh_demo_process_get_address  (KhDemoProcess        *self);
void           kh_demo_process_free         (KhDemoProcess        *self);

G_END_DECLS
