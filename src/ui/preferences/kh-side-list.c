/* kh-side-list.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-side-list.h"

#include "kh-accessible.h"
#include "kh-focus.h"

#include <glib/gi18n-lib.h>

#define ROW_ID "kh-id"

static GtkWidget *
new_line (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);

  return label;
}

static void
add_line (GtkWidget  *row,
          GtkBox     *box,
          const char *name,
          const char *line)
{
  GtkWidget *below = new_line (line);
  g_autofree char *whole = g_strdup_printf ("%s\n%s", name, line);
  /* Translators: a name, and what is said about it. */
  g_autofree char *spoken = g_strdup_printf (_("%s, %s"), name, line);

  gtk_widget_add_css_class (below, "dim");
  gtk_widget_add_css_class (below, "small");
  gtk_box_append (box, below);
  gtk_widget_set_tooltip_text (row, whole);
  kh_accessible_name_widget (row, spoken);
}

GtkWidget *
kh_side_list_append (GtkListBox *list,
                     gint64      id,
                     const char *name,
                     const char *line)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_box_append (GTK_BOX (box), new_line (name));
  gtk_widget_set_tooltip_text (row, name);
  kh_accessible_name_widget (row, name);
  if (line != NULL)
    add_line (row, GTK_BOX (box), name, line);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), ROW_ID, g_memdup2 (&id, sizeof id), g_free);
  gtk_list_box_append (list, row);

  return row;
}

gint64
kh_side_list_get_id (GtkListBoxRow *row)
{
  g_return_val_if_fail (GTK_IS_LIST_BOX_ROW (row), KH_SIDE_LIST_NONE);

  return *(const gint64 *) g_object_get_data (G_OBJECT (row), ROW_ID);
}

GtkListBoxRow *
kh_side_list_find (GtkListBox *list,
                   gint64      id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (kh_side_list_get_id (row) == id)
      return row;

  return NULL;
}

gint64
kh_side_list_clear (GtkListBox *list)
{
  GtkWidget *focused = kh_focus_is_within (GTK_WIDGET (list)) ? gtk_widget_get_focus_child (GTK_WIDGET (list)) : NULL;
  gint64 id = focused != NULL ? kh_side_list_get_id (GTK_LIST_BOX_ROW (focused)) : KH_SIDE_LIST_NONE;
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (list, 0)) != NULL)
    gtk_list_box_remove (list, GTK_WIDGET (row));

  return id;
}

void
kh_side_list_focus (GtkListBox *list,
                    gint64      id)
{
  GtkListBoxRow *row = id != KH_SIDE_LIST_NONE ? kh_side_list_find (list, id) : NULL;

  if (row != NULL)
    gtk_widget_grab_focus (GTK_WIDGET (row));
}
