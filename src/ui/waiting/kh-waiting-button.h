/* kh-waiting-button.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhWaitingButton:
 *
 * How much waits for the stations, in the status bar; it opens Waiting Changes, and is not there
 * when nothing waits.
 */
#define KH_TYPE_WAITING_BUTTON (kh_waiting_button_get_type ())
G_DECLARE_FINAL_TYPE (KhWaitingButton, kh_waiting_button, KH, WAITING_BUTTON, GtkButton)

void kh_waiting_button_watch (KhWaitingButton *self,
                              KhServices      *services);

G_END_DECLS
