/* kh-style.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Makes the templates known and gives the display our style sheet; to be called once,
 * before the first window. The sheet follows the light or dark theme by itself. */
void kh_style_install (GdkDisplay *display);

G_END_DECLS
