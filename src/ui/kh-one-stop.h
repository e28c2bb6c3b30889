/* kh-one-stop.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KhOneStop:
 *
 * Holds a list so that Tab stops at it once: GTK 4.8 walks through every row.
 * Property child: the list, usually in its scrolled window.
 */
#define KH_TYPE_ONE_STOP (kh_one_stop_get_type ())
G_DECLARE_FINAL_TYPE (KhOneStop, kh_one_stop, KH, ONE_STOP, GtkWidget)

GtkWidget *kh_one_stop_new       (GtkWidget *child);
void       kh_one_stop_set_child (KhOneStop *self,
                                  GtkWidget *child);

G_END_DECLS
