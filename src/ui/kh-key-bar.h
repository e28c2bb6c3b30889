/* kh-key-bar.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhKeyBar:
 *
 * A sentence across the window on the keys to what is sealed: why whoever is signed in has none,
 * or that the office should make a recovery key; with what to do about it as buttons. It can be
 * put away, and is not there when there is nothing to say.
 */
#define KH_TYPE_KEY_BAR (kh_key_bar_get_type ())
G_DECLARE_FINAL_TYPE (KhKeyBar, kh_key_bar, KH, KEY_BAR, GtkWidget)

GtkWidget *kh_key_bar_new (KhServices *services);

G_END_DECLS
