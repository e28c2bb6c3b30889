/* kh-row-list.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-row-list.h"

#include "kh-one-stop.h"

GtkWidget *
kh_row_list_find (GtkListView       *list,
                  gconstpointer      item,
                  KhRowListItemFunc  get_item)
{
  GtkWidget *place = gtk_widget_get_first_child (GTK_WIDGET (list));

  for (; place != NULL; place = gtk_widget_get_next_sibling (place))
    {
      GtkWidget *row = gtk_widget_get_first_child (place);

      if (row != NULL && item != NULL && get_item (row) == item)
        return row;
    }

  return NULL;
}

GtkWidget *
kh_row_list_find_focused (GtkListView *list,
                          GType        row_type)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (list));
  GtkWidget *focus = root == NULL ? NULL : gtk_root_get_focus (root);
  GtkWidget *child = focus == NULL ? NULL : gtk_widget_get_first_child (focus);
  GtkWidget *row;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (list)))
    return NULL;
  row = gtk_widget_get_ancestor (focus, row_type);
  if (row == NULL && child != NULL && g_type_is_a (G_OBJECT_TYPE (child), row_type))
    row = child;

  return row;
}

void
kh_row_list_focus (GtkListView       *list,
                   guint              position,
                   KhRowListItemFunc  get_item)
{
  GtkSelectionModel *model = gtk_list_view_get_model (list);
  g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (model), position);
  GtkWidget *row;

  /* GTK 4.8 has no call for it: the action also says which row the list's focus is at. */
  gtk_widget_activate_action (GTK_WIDGET (list), "list.scroll-to-item", "u", position);
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (model), position);
  /* The list keeps the focus where it is when it has it already. */
  row = kh_row_list_find (list, item, get_item);
  gtk_widget_grab_focus (row != NULL ? gtk_widget_get_parent (row) : GTK_WIDGET (list));
}

GtkWidget *
kh_row_list_new_place (GtkListView *list)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *stop = kh_one_stop_new (scrolled);

  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (list));
  gtk_widget_set_vexpand (stop, TRUE);

  return stop;
}
