/* kh-focus.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-focus.h"

/* What comes next shows a little, too. */
#define MARGIN 24

static gboolean
on_idle_show_cb (gpointer data)
{
  GtkWidget *widget = data;
  GtkWidget *viewport = gtk_widget_get_ancestor (widget, GTK_TYPE_VIEWPORT);
  GtkAdjustment *adjustment;
  graphene_rect_t place;
  double top;
  double bottom;

  if (viewport == NULL ||
      !gtk_widget_compute_bounds (widget, gtk_viewport_get_child (GTK_VIEWPORT (viewport)), &place))
    return G_SOURCE_REMOVE;

  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (viewport));
  top = (double) place.origin.y - MARGIN;
  bottom = (double) (place.origin.y + place.size.height) + MARGIN;
  if (bottom > gtk_adjustment_get_value (adjustment) + gtk_adjustment_get_page_size (adjustment))
    gtk_adjustment_set_value (adjustment, bottom - gtk_adjustment_get_page_size (adjustment));
  if (top < gtk_adjustment_get_value (adjustment))
    gtk_adjustment_set_value (adjustment, top);

  return G_SOURCE_REMOVE;
}

/* The frame that this begins gives everything its place. */
static gboolean
on_tick_cb (GtkWidget     *widget,
            GdkFrameClock *clock G_GNUC_UNUSED,
            gpointer       data G_GNUC_UNUSED)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, on_idle_show_cb, g_object_ref (widget), g_object_unref);

  return G_SOURCE_REMOVE;
}

void
kh_focus_show_whole (GtkWidget *widget)
{
  gtk_widget_add_tick_callback (widget, on_tick_cb, NULL, NULL);
}

gboolean
kh_focus_children (GtkWidget        *widget,
                   GtkDirectionType  direction)
{
  gboolean back = direction == GTK_DIR_TAB_BACKWARD;
  GtkWidget *child = gtk_widget_get_focus_child (widget);

  if (child == NULL)
    child = back ? gtk_widget_get_last_child (widget) : gtk_widget_get_first_child (widget);
  while (child != NULL && !gtk_widget_child_focus (child, direction))
    child = back ? gtk_widget_get_prev_sibling (child) : gtk_widget_get_next_sibling (child);

  return child != NULL;
}

gboolean
kh_focus_is_within (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

void
kh_focus_first (GtkWidget *widget)
{
  GtkWidget *next;

  /* Each remembers which of its children has it, and would go on from there. */
  for (GtkWidget *at = widget; at != NULL; at = next)
    {
      next = gtk_widget_get_focus_child (at);
      gtk_widget_set_focus_child (at, NULL);
    }
  gtk_widget_child_focus (widget, GTK_DIR_TAB_FORWARD);
}
