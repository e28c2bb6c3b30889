/* kh-link-failure.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"

G_BEGIN_DECLS

/* Says in a dialog why a customer was not linked. Where the Link is not over, it offers to give it
 * up: while it is kept, the company and the account number stay as they are. @bar has the signal
 * notice (char *text), which says how that went. */
void kh_link_failure_tell (GtkWidget  *bar,
                           KhStore    *store,
                           gint64      customer,
                           const char *company,
                           const char *message);

G_END_DECLS
