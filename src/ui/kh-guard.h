/* kh-guard.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Keeps a flood out of a field: a paste or drop that is many times longer than what the
 * field may hold is refused whole and with a message, before it reaches the field's
 * buffer. What is only somewhat too long is taken, for its writer to shorten. */
typedef void (* KhGuardFunc) (const char *message,
                              gpointer    user_data);

void kh_guard_editable  (GtkEditable *editable,
                         guint        longest,
                         KhGuardFunc  refused,
                         gpointer     user_data);
void kh_guard_text_view (GtkTextView *view,
                         guint        longest,
                         KhGuardFunc  refused,
                         gpointer     user_data);

G_END_DECLS
