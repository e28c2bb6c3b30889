/* kh-heir-dialog.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-staff.h"

G_BEGIN_DECLS

/* Asks which group the members of a group that is about to be removed belong to from then on.
 * The result is that group's id, or 0 when the person cancelled. */
void   kh_heir_dialog_ask_async     (GtkWindow           *parent,
                                     KhStaff             *staff,
                                     gint64               group,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
gint64 kh_heir_dialog_ask_finish    (GAsyncResult        *result);

/* How many must go somewhere, also those who have left. */
guint  kh_heir_dialog_count_members (KhStaff             *staff,
                                     gint64               group);

G_END_DECLS
