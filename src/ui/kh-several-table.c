/* kh-several-table.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-several-table.h"

#include "kh-accessible.h"
#include "kh-focus.h"
#include "kh-row-list.h"
#include "kh-several-row.h"

#include <glib/gi18n-lib.h>

struct _KhSeveralTable
{
  GtkWidget parent_instance;

  /* Borrowed: our descendants */
  GtkListView *list;

  /* Owned */
  KhSeveralLines *lines;
};

G_DEFINE_FINAL_TYPE (KhSeveralTable, kh_several_table, GTK_TYPE_WIDGET)

static gpointer
get_line (GtkWidget *row)
{
  return kh_several_row_get_line (KH_SEVERAL_ROW (row));
}

static KhSeveralRow *
find_focused (KhSeveralTable *self)
{
  GtkWidget *row = kh_row_list_find_focused (self->list, KH_TYPE_SEVERAL_ROW);

  return row == NULL ? NULL : KH_SEVERAL_ROW (row);
}

static void
on_edited_cb (KhSeveralTable *self,
              KhSeveralRow   *row)
{
  g_auto (GStrv) cells = kh_several_row_dup_cells (row);

  kh_several_lines_set_cells (self->lines, kh_several_row_get_line (row), cells);
}

static void
on_left_cb (KhSeveralTable *self,
            int             rows,
            guint           column,
            KhSeveralRow   *row)
{
  guint position = kh_several_lines_find (self->lines, kh_several_row_get_line (row));
  gint64 next = (gint64) position + rows;

  if (position != GTK_INVALID_LIST_POSITION && next >= 0 && next < g_list_model_get_n_items (G_LIST_MODEL (self->lines)))
    kh_several_table_edit_line (self, (guint) next, column);
}

static void
on_setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
             GtkListItem              *item,
             KhSeveralTable           *self)
{
  GtkWidget *row = kh_several_row_new ();

  g_signal_connect_object (row, "edited", G_CALLBACK (on_edited_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "left", G_CALLBACK (on_left_cb), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
            GtkListItem              *item,
            gpointer                  data G_GNUC_UNUSED)
{
  kh_several_row_set_line (KH_SEVERAL_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item));
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
              GtkListItem              *item,
              gpointer                  data G_GNUC_UNUSED)
{
  kh_several_row_set_line (KH_SEVERAL_ROW (gtk_list_item_get_child (item)), NULL);
}

static guint
get_wrong_column (KhSeveralTable *self,
                  guint           position)
{
  const KhDuplicateLine *line = g_ptr_array_index (kh_several_lines_get_lines (self->lines), position);

  return line->problem == NULL ? 0 : line->column;
}

static void
on_activate_cb (KhSeveralTable *self,
                guint           position)
{
  kh_several_table_edit_line (self, position, get_wrong_column (self, position));
}

/* Actions */

static void
on_edit_activated_cb (GtkWidget  *widget,
                      const char *name G_GNUC_UNUSED,
                      GVariant   *parameter G_GNUC_UNUSED)
{
  KhSeveralTable *self = KH_SEVERAL_TABLE (widget);
  KhSeveralRow *row = find_focused (self);

  if (row != NULL)
    on_activate_cb (self, kh_several_lines_find (self->lines, kh_several_row_get_line (row)));
}

/* The focus goes to the line that moves up. */
static void
on_remove_activated_cb (GtkWidget  *widget,
                        const char *name G_GNUC_UNUSED,
                        GVariant   *parameter G_GNUC_UNUSED)
{
  KhSeveralTable *self = KH_SEVERAL_TABLE (widget);
  KhSeveralRow *row = find_focused (self);
  guint position;
  guint n;

  if (row == NULL)
    return;
  position = kh_several_lines_find (self->lines, kh_several_row_get_line (row));
  kh_several_lines_remove (self->lines, position);
  n = g_list_model_get_n_items (G_LIST_MODEL (self->lines));
  if (n > 0)
    kh_several_table_focus_line (self, MIN (position, n - 1));
}

static gboolean
kh_several_table_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (KH_SEVERAL_TABLE (widget)->list));
}

static void
kh_several_table_dispose (GObject *object)
{
  KhSeveralTable *self = KH_SEVERAL_TABLE (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->lines);

  G_OBJECT_CLASS (kh_several_table_parent_class)->dispose (object);
}

static void
kh_several_table_class_init (KhSeveralTableClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_several_table_dispose;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_several_table_grab_focus;

  gtk_widget_class_install_action (widget_class, "several-table.edit", NULL, on_edit_activated_cb);
  gtk_widget_class_install_action (widget_class, "several-table.remove", NULL, on_remove_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "several-table.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "several-table.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "several-table.remove", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
kh_several_table_init (KhSeveralTable *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind_cb), self, 0);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  kh_accessible_name_widget (GTK_WIDGET (self->list), _("New customers"));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "several-list");
  g_signal_connect_object (self->list, "activate", G_CALLBACK (on_activate_cb), self, G_CONNECT_SWAPPED);

  gtk_widget_set_parent (kh_several_row_new_heading (), GTK_WIDGET (self));
  gtk_widget_set_parent (kh_row_list_new_place (self->list), GTK_WIDGET (self));
}

void
kh_several_table_set_lines (KhSeveralTable *self,
                            KhSeveralLines *lines)
{
  g_autoptr (GtkSingleSelection) selection = NULL;

  g_return_if_fail (KH_IS_SEVERAL_TABLE (self));
  g_return_if_fail (KH_IS_SEVERAL_LINES (lines));

  g_set_object (&self->lines, lines);
  selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (lines)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

void
kh_several_table_focus_line (KhSeveralTable *self,
                             guint           position)
{
  g_return_if_fail (KH_IS_SEVERAL_TABLE (self));

  kh_row_list_focus (self->list, position, get_line);
}

void
kh_several_table_edit_line (KhSeveralTable *self,
                            guint           position,
                            guint           column)
{
  g_autoptr (KhSeveralLine) line = NULL;
  GtkWidget *row;

  g_return_if_fail (KH_IS_SEVERAL_TABLE (self));

  kh_several_table_focus_line (self, position);
  line = g_list_model_get_item (G_LIST_MODEL (self->lines), position);
  row = kh_row_list_find (self->list, line, get_line);
  if (row != NULL)
    kh_several_row_edit (KH_SEVERAL_ROW (row), column);
}

void
kh_several_table_end_edit (KhSeveralTable *self)
{
  KhSeveralRow *row;

  g_return_if_fail (KH_IS_SEVERAL_TABLE (self));

  row = find_focused (self);
  if (row != NULL)
    kh_several_row_end_edit (row);
}
