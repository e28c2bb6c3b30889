/* kh-password-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhPasswordWindow:
 *
 * Sets, changes or removes the password of a member of the staff: one's own with the old one,
 * somebody else's without. It goes away by itself when that is done.
 */
#define KH_TYPE_PASSWORD_WINDOW (kh_password_window_get_type ())
G_DECLARE_FINAL_TYPE (KhPasswordWindow, kh_password_window, KH, PASSWORD_WINDOW, GtkWindow)

void kh_password_window_present (GtkWindow *parent,
                                 KhStore   *store,
                                 gint64     member);

G_END_DECLS
