/* kh-row-list.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

/* A list view with a single selection whose rows are edited where they stand. */

G_BEGIN_DECLS

/* What a row shows. (transfer none) (nullable) */
typedef gpointer (*KhRowListItemFunc) (GtkWidget *row);

/* The row that shows @item; rows are there for what can be seen, and some more. (nullable) */
GtkWidget *kh_row_list_find         (GtkListView       *list,
                                     gconstpointer      item,
                                     KhRowListItemFunc  get_item);
/* The row, of the type @row_type, that has the focus, or in which something has it. (nullable) */
GtkWidget *kh_row_list_find_focused (GtkListView       *list,
                                     GType              row_type);
/* Shows the row at @position and focuses it as a whole. */
void       kh_row_list_focus        (GtkListView       *list,
                                     guint              position,
                                     KhRowListItemFunc  get_item);
/* The list in its scrolled window, as one stop of the Tab key. (transfer floating) */
GtkWidget *kh_row_list_new_place    (GtkListView       *list);

G_END_DECLS
