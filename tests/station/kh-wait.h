/* kh-wait.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A call that waits for its answer: kh_wait_done_cb() and the address of a GAsyncResult
 * that is NULL are what the call is given, and then kh_wait() gives the answer. */
void          kh_wait_done_cb (GObject       *object,
                               GAsyncResult  *result,
                               gpointer       user_data);
GAsyncResult *kh_wait         (GAsyncResult **answer);

G_END_DECLS
