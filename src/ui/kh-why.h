/* kh-why.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The small button beside what a member may not see or change. It says which grant is
 * missing and who has it. */
GtkWidget *kh_why_new        (const char *thing);
void       kh_why_set_reason (GtkWidget  *why,
                              const char *reason);

G_END_DECLS
