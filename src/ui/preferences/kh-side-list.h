/* kh-side-list.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KH_SIDE_LIST_NONE -1

/* The list on the left of a page of the preferences: rows that are known by the id of what they
 * stand for. @line, what is said about it, may be NULL. */
GtkWidget     *kh_side_list_append (GtkListBox    *list,
                                    gint64         id,
                                    const char    *name,
                                    const char    *line);
gint64         kh_side_list_get_id (GtkListBoxRow *row);
GtkListBoxRow *kh_side_list_find   (GtkListBox    *list,
                                    gint64         id);

/* Takes all rows away. The result is the one that had the focus, for it to have it again once the
 * list is filled. */
gint64         kh_side_list_clear  (GtkListBox    *list);
void           kh_side_list_focus  (GtkListBox    *list,
                                    gint64         id);

G_END_DECLS
