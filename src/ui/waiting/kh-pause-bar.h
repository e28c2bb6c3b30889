/* kh-pause-bar.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhPauseBar:
 *
 * A sentence across the window on a monitoring company that is left alone, such as one whose token
 * does not do any more, with the way to mend it. It can be put away, and goes by itself when the
 * company answers again.
 */
#define KH_TYPE_PAUSE_BAR (kh_pause_bar_get_type ())
G_DECLARE_FINAL_TYPE (KhPauseBar, kh_pause_bar, KH, PAUSE_BAR, GtkWidget)

GtkWidget *kh_pause_bar_new (KhServices *services);

G_END_DECLS
