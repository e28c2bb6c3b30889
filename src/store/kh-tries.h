/* kh-tries.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How long whoever guesses passwords or recovery keys has to wait between one and the next. */
gint64   kh_tries_get_now (void);
gboolean kh_tries_check   (gint64    wrong_tries,
                           gint64    tried_at,
                           GError  **error);

G_END_DECLS
