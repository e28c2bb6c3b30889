/* kh-sign-in-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhSignInWindow:
 *
 * Asks who works at this desk: on the first start for the name of the owner, later for a
 * member of the staff and the password. It goes away by itself when somebody is signed in.
 *
 * ::declined (): it was closed without.
 */
#define KH_TYPE_SIGN_IN_WINDOW (kh_sign_in_window_get_type ())
G_DECLARE_FINAL_TYPE (KhSignInWindow, kh_sign_in_window, KH, SIGN_IN_WINDOW, GtkWindow)

/* @likely: the id of who is most likely to sign in, or 0; @unsaved: whether that member left
 * changes that are lost when anybody else comes in. */
GtkWindow *kh_sign_in_window_new (GtkWindow *parent,
                                  KhStore   *store,
                                  gint64     likely,
                                  gboolean   unsaved);

G_END_DECLS
