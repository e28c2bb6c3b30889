/* kh-forgot-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhForgotWindow:
 *
 * An owner who forgot the password, or whose key is lost, types the recovery key and a new
 * password, and is signed in.
 *
 * ::entered (): they are.
 */
#define KH_TYPE_FORGOT_WINDOW (kh_forgot_window_get_type ())
G_DECLARE_FINAL_TYPE (KhForgotWindow, kh_forgot_window, KH, FORGOT_WINDOW, GtkWindow)

GtkWindow *kh_forgot_window_new (GtkWindow *parent,
                                 KhStore   *store,
                                 gint64     likely);

G_END_DECLS
