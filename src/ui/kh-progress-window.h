/* kh-progress-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KhProgressWindow:
 *
 * Says how far something has come that takes a while, and ends it when asked to. What is over at
 * once never shows it.
 */
#define KH_TYPE_PROGRESS_WINDOW (kh_progress_window_get_type ())
G_DECLARE_FINAL_TYPE (KhProgressWindow, kh_progress_window, KH, PROGRESS_WINDOW, GtkWindow)

/* Closing the window cancels @cancellable; the window stays until it is destroyed. */
KhProgressWindow *kh_progress_window_new  (GtkWindow        *parent,
                                           const char       *title,
                                           GCancellable     *cancellable);
void              kh_progress_window_tell (KhProgressWindow *self,
                                           guint             done,
                                           guint             total);

G_END_DECLS
