/* kh-rights-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-staff.h"

G_BEGIN_DECLS

/* Lists what a member of the staff may do, and where each yes or no comes from. */
void kh_rights_window_present (GtkWindow *parent,
                               KhStaff   *staff,
                               gint64     member);

G_END_DECLS
