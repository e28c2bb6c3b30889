/* kh-focus.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For the focus vfunc of every widget that has a grab_focus vfunc and children. GTK's own one asks
 * such a widget, which Shift+Tab is about to leave, to grab the focus, and so it never gets out. */
gboolean kh_focus_children (GtkWidget        *widget,
                            GtkDirectionType  direction);

/* Whether it is there or in a child, also while a dialog is in front of the window. */
gboolean kh_focus_is_within (GtkWidget       *widget);

/* To the first field in it, also when a later one has the focus already. */
void     kh_focus_first (GtkWidget *widget);

/* Scrolls, once everything has its place, until the whole of @widget is in view and not only the
 * field in it that has the focus: what is wrong with the value is said below the field. */
void     kh_focus_show_whole (GtkWidget *widget);

G_END_DECLS
