/* kh-recovery-window.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhRecoveryWindow:
 *
 * Makes a recovery key and shows it, once: to be printed or written down, and nothing else. The
 * office shows that it has it by typing the last group.
 */
#define KH_TYPE_RECOVERY_WINDOW (kh_recovery_window_get_type ())
G_DECLARE_FINAL_TYPE (KhRecoveryWindow, kh_recovery_window, KH, RECOVERY_WINDOW, GtkWindow)

GtkWindow *kh_recovery_window_new (GtkWindow *parent,
                                   KhStore   *store);

G_END_DECLS
