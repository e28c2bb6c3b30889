/* kh-outbox-restart.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-connection.h"

G_BEGIN_DECLS

/* What a program that starts finds of the outbox that one left which ended, on the thread that owns the
 * connection. */
gboolean kh_outbox_restart (KhConnection  *connection,
                            GError       **error);

G_END_DECLS
