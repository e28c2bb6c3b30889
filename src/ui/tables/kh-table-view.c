/* kh-table-view.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-table-view.h"

#include "kh-accessible.h"
#include "kh-focus.h"
#include "kh-row-list.h"
#include "kh-table-layout.h"
#include "kh-table-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A list view measures every row that it may show soon, which are 200 of them: so it gets as many as
 * can be seen first, and then so many more with each frame. */
#define FIRST_ROWS 24
#define NEXT_ROWS 12

struct _KhTableView
{
  GtkWidget parent_instance;

  /* Borrowed: our descendants */
  GtkListView *list;

  /* Owned */
  KhTableDraft *draft;
  GtkSliceListModel *rows; /* as many of the draft as the list has by now */
  KhCodeSource *codes; /* nullable */
  GCancellable *cancellable;

  /* State */
  KhTableId table;
  guint last; /* the row that was edited last */
  guint growing; /* 0 when the list has all rows */
  gboolean seen; /* the first ones are on the screen */
  gboolean editable;
};

G_DEFINE_FINAL_TYPE (KhTableView, kh_table_view, GTK_TYPE_WIDGET)

enum {
  SIGNAL_NOTICE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
notice (KhTableView *self,
        const char  *message)
{
  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, message);
}

static gpointer
get_draft (GtkWidget *row)
{
  return kh_table_row_get_draft (KH_TABLE_ROW (row));
}

static KhTableRow *
find_focused (KhTableView *self)
{
  GtkWidget *row = kh_row_list_find_focused (self->list, KH_TYPE_TABLE_ROW);

  return row == NULL ? NULL : KH_TABLE_ROW (row);
}

static guint
find_position (KhTableView *self,
               KhTableRow  *row)
{
  for (guint i = 0; i < kh_table_draft_get_n (self->draft); i++)
    {
      if (kh_table_draft_get (self->draft, i) == kh_table_row_get_draft (row))
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

static guint
get_first_column (KhTableView *self)
{
  guint n;

  return kh_table_layout_get_fields (self->table, &n)[0].column;
}

/* Growing */

static void
show_all (KhTableView *self)
{
  if (self->growing != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->growing);
  self->growing = 0;
  gtk_slice_list_model_set_size (self->rows, G_MAXUINT);
}

static gboolean
on_frame_cb (GtkWidget     *widget,
             GdkFrameClock *clock G_GNUC_UNUSED,
             gpointer       data G_GNUC_UNUSED)
{
  KhTableView *self = KH_TABLE_VIEW (widget);
  guint size = gtk_slice_list_model_get_size (self->rows);

  if (!self->seen)
    self->seen = TRUE;
  else if (size + NEXT_ROWS < kh_table_draft_get_n (self->draft))
    gtk_slice_list_model_set_size (self->rows, size + NEXT_ROWS);
  else
    show_all (self);

  return G_SOURCE_CONTINUE;
}

static void
show_first (KhTableView *self)
{
  self->seen = FALSE;
  if (kh_table_draft_get_n (self->draft) <= FIRST_ROWS)
    {
      show_all (self);
      return;
    }
  gtk_slice_list_model_set_size (self->rows, FIRST_ROWS);
  if (self->growing == 0)
    self->growing = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_frame_cb, NULL, NULL);
}

static void
focus_row (KhTableView *self,
           guint        position)
{
  if (position >= gtk_slice_list_model_get_size (self->rows))
    show_all (self);
  kh_row_list_focus (self->list, position, get_draft);
}

static void
on_typed_cb (KhTableView *self,
             guint        column,
             const char  *text,
             KhTableRow  *row)
{
  guint position = find_position (self, row);

  if (position != GTK_INVALID_LIST_POSITION)
    kh_table_draft_set_text (self->draft, position, column, text);
}

static void
on_left_cb (KhTableView *self,
            int          rows,
            guint        column,
            KhTableRow  *row)
{
  gint64 next = (gint64) find_position (self, row) + rows;

  kh_table_row_end_edit (row);
  if (next >= 0 && next < kh_table_draft_get_n (self->draft))
    kh_table_view_edit (self, (guint) next, column);
}

static void
on_setup_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
             GtkListItem              *item,
             KhTableView              *self)
{
  GtkWidget *row = kh_table_row_new (self->table, self->codes);

  g_signal_connect_object (row, "typed", G_CALLBACK (on_typed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "left", G_CALLBACK (on_left_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (row, "refused", G_CALLBACK (notice), self, G_CONNECT_SWAPPED);
  gtk_list_item_set_child (item, row);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
            GtkListItem              *item,
            gpointer                  data G_GNUC_UNUSED)
{
  kh_table_row_set_draft (KH_TABLE_ROW (gtk_list_item_get_child (item)), gtk_list_item_get_item (item),
                          gtk_list_item_get_position (item));
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory G_GNUC_UNUSED,
              GtkListItem              *item,
              gpointer                  data G_GNUC_UNUSED)
{
  kh_table_row_set_draft (KH_TABLE_ROW (gtk_list_item_get_child (item)), NULL, 0);
}

static void
on_activate_cb (KhTableView *self,
                guint        position)
{
  if (self->editable)
    kh_table_view_edit (self, position, get_first_column (self));
}

/* Actions */

static void
on_edit_activated_cb (GtkWidget  *widget,
                      const char *name G_GNUC_UNUSED,
                      GVariant   *parameter G_GNUC_UNUSED)
{
  KhTableView *self = KH_TABLE_VIEW (widget);
  KhTableRow *row = find_focused (self);

  if (row != NULL)
    kh_table_view_edit (self, find_position (self, row), get_first_column (self));
}

/* The focus goes to the row that moves up. */
static void
on_remove_activated_cb (GtkWidget  *widget,
                        const char *name G_GNUC_UNUSED,
                        GVariant   *parameter G_GNUC_UNUSED)
{
  KhTableView *self = KH_TABLE_VIEW (widget);
  KhTableRow *row = find_focused (self);
  g_autofree char *title = NULL;
  g_autofree char *message = NULL;
  guint position;

  if (row == NULL || kh_row_draft_is_blank (kh_table_row_get_draft (row)))
    return;
  position = find_position (self, row);
  title = kh_row_dup_title (kh_row_draft_get_edited (kh_table_row_get_draft (row)));
  kh_table_row_end_edit (row);
  kh_table_draft_remove (self->draft, position);
  if (kh_table_draft_get_n (self->draft) > 0)
    focus_row (self, MIN (position, kh_table_draft_get_n (self->draft) - 1));
  /* Translators: the name of a contact, a zone and so on. */
  message = g_strdup_printf (_("%s is taken out when you save. Ctrl+Z brings it back."), title);
  notice (self, message);
}

static void
on_undo_activated_cb (GtkWidget  *widget,
                      const char *name G_GNUC_UNUSED,
                      GVariant   *parameter G_GNUC_UNUSED)
{
  KhTableView *self = KH_TABLE_VIEW (widget);
  guint position = kh_table_draft_undo (self->draft);

  if (position != KH_COLUMN_NONE)
    focus_row (self, position);
}

/* It goes on being edited where it is then. */
static void
on_move_activated_cb (GtkWidget  *widget,
                      const char *name G_GNUC_UNUSED,
                      GVariant   *parameter)
{
  KhTableView *self = KH_TABLE_VIEW (widget);
  KhTableRow *row = find_focused (self);
  int by = g_variant_get_int32 (parameter);
  gboolean edited;
  guint position, column;

  if (row == NULL)
    return;
  edited = kh_table_row_is_edited (row);
  column = kh_table_row_get_column (row);
  position = find_position (self, row);
  if (!kh_table_draft_move (self->draft, position, by))
    return;
  if (edited)
    kh_table_view_edit (self, (guint) ((int) position + by), column);
  else
    focus_row (self, (guint) ((int) position + by));
}

/* Text with tabs or several lines is cells; else it is what GTK pastes. */
static void
on_clipboard_read_cb (GObject      *source,
                      GAsyncResult *result,
                      gpointer      data)
{
  g_autoptr (KhTableView) self = data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
  KhTableRow *row = self->draft != NULL ? find_focused (self) : NULL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  guint position, column;

  if (text == NULL || row == NULL || root == NULL)
    return;
  if (strpbrk (text, "\t\n") == NULL)
    {
      gtk_widget_activate_action (gtk_root_get_focus (root), "clipboard.paste", NULL);
      return;
    }
  position = find_position (self, row);
  column = kh_table_row_is_edited (row) ? kh_table_row_get_column (row) : get_first_column (self);
  kh_table_row_end_edit (row);
  kh_table_draft_paste (self->draft, position, column, text);
  focus_row (self, position);
}

static void
on_reveal_activated_cb (GtkWidget  *widget,
                        const char *name G_GNUC_UNUSED,
                        GVariant   *parameter G_GNUC_UNUSED)
{
  KhTableRow *row = find_focused (KH_TABLE_VIEW (widget));

  if (row != NULL)
    kh_table_row_ask_reveal (row);
}

static void
on_paste_activated_cb (GtkWidget  *widget,
                       const char *name G_GNUC_UNUSED,
                       GVariant   *parameter G_GNUC_UNUSED)
{
  KhTableView *self = KH_TABLE_VIEW (widget);

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (widget), self->cancellable, on_clipboard_read_cb,
                                 g_object_ref (self));
}

static gboolean
goes_far (guint keyval)
{
  return keyval == GDK_KEY_End || keyval == GDK_KEY_KP_End || keyval == GDK_KEY_Page_Down ||
         keyval == GDK_KEY_KP_Page_Down;
}

/* Before the entries have their own use of them. */
static gboolean
on_key_pressed_cb (GtkEventControllerKey *controller G_GNUC_UNUSED,
                   guint                  keyval,
                   guint                  keycode G_GNUC_UNUSED,
                   GdkModifierType        state,
                   KhTableView           *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  guint lower = gdk_keyval_to_lower (keyval);
  GdkModifierType modifiers = state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SHIFT_MASK);

  /* The end is the table's, not that of the rows that are built by now. */
  if (self->growing != 0 && goes_far (keyval))
    show_all (self);
  if (!self->editable || find_focused (self) == NULL)
    return GDK_EVENT_PROPAGATE;
  if (kh_table_get (self->table)->ranked && modifiers == GDK_ALT_MASK && (keyval == GDK_KEY_Up || keyval == GDK_KEY_Down))
    {
      gtk_widget_activate_action (widget, "table.move", "i", keyval == GDK_KEY_Up ? -1 : 1);
      return GDK_EVENT_STOP;
    }
  if (modifiers == GDK_CONTROL_MASK && lower == GDK_KEY_v)
    {
      gtk_widget_activate_action (widget, "table.paste", NULL);
      return GDK_EVENT_STOP;
    }
  if (modifiers == GDK_CONTROL_MASK && keyval == GDK_KEY_Delete)
    {
      gtk_widget_activate_action (widget, "table.remove", NULL);
      return GDK_EVENT_STOP;
    }

  return GDK_EVENT_PROPAGATE;
}

static void
update_actions (KhTableView *self)
{
  static const char *const names[] = { "table.edit", "table.remove", "table.undo", "table.move", "table.paste" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), names[i], self->editable);
}

/* The row that was there last, also where the list has other rows by now that are not built yet. */
static gboolean
kh_table_view_grab_focus (GtkWidget *widget)
{
  KhTableView *self = KH_TABLE_VIEW (widget);
  const guint n = self->draft != NULL ? kh_table_draft_get_n (self->draft) : 0;

  if (n == 0)
    return gtk_widget_grab_focus (GTK_WIDGET (self->list));
  focus_row (self, MIN (self->last, n - 1));

  return TRUE;
}

static void
kh_table_view_dispose (GObject *object)
{
  KhTableView *self = KH_TABLE_VIEW (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  self->list = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->draft);
  g_clear_object (&self->rows);
  g_clear_object (&self->codes);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (kh_table_view_parent_class)->dispose (object);
}

static void
kh_table_view_class_init (KhTableViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_table_view_dispose;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_table_view_grab_focus;

  signals[SIGNAL_NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_install_action (widget_class, "table.edit", NULL, on_edit_activated_cb);
  gtk_widget_class_install_action (widget_class, "table.remove", NULL, on_remove_activated_cb);
  gtk_widget_class_install_action (widget_class, "table.undo", NULL, on_undo_activated_cb);
  gtk_widget_class_install_action (widget_class, "table.move", "i", on_move_activated_cb);
  gtk_widget_class_install_action (widget_class, "table.paste", NULL, on_paste_activated_cb);
  gtk_widget_class_install_action (widget_class, "table.reveal", NULL, on_reveal_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F2, 0, "table.edit", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_r, GDK_CONTROL_MASK, "table.reveal", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Delete, 0, "table.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Delete, 0, "table.remove", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "table.undo", NULL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void
kh_table_view_init (KhTableView *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))),
                                  GTK_ORIENTATION_VERTICAL);
  update_actions (self);
}

static void
build_list (KhTableView *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup_cb), self, 0);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind_cb), self, 0);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind_cb), self, 0);
  self->list = GTK_LIST_VIEW (gtk_list_view_new (NULL, factory));
  kh_accessible_name_widget (GTK_WIDGET (self->list), kh_table_get_label (self->table));
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "table-list");
  g_signal_connect_object (self->list, "activate", G_CALLBACK (on_activate_cb), self, G_CONNECT_SWAPPED);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (on_key_pressed_cb), self, 0);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);

  gtk_widget_set_parent (kh_table_row_new_head (self->table), GTK_WIDGET (self));
  gtk_widget_set_parent (kh_row_list_new_place (self->list), GTK_WIDGET (self));
}

GtkWidget *
kh_table_view_new (KhTableId     table,
                   KhCodeSource *codes)
{
  KhTableView *self = g_object_new (KH_TYPE_TABLE_VIEW, NULL);

  self->table = table;
  g_set_object (&self->codes, codes);
  build_list (self);

  return GTK_WIDGET (self);
}

void
kh_table_view_set_draft (KhTableView  *self,
                         KhTableDraft *draft)
{
  g_autoptr (GtkSingleSelection) selection = NULL;

  g_return_if_fail (KH_IS_TABLE_VIEW (self));
  g_return_if_fail (KH_IS_TABLE_DRAFT (draft));

  g_set_object (&self->draft, draft);
  g_clear_object (&self->rows);
  self->rows = gtk_slice_list_model_new (g_object_ref (G_LIST_MODEL (draft)), 0, 0);
  show_first (self);
  selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->rows)));
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (selection));
}

void
kh_table_view_set_editable (KhTableView *self,
                            gboolean     editable)
{
  g_return_if_fail (KH_IS_TABLE_VIEW (self));

  if (!editable)
    kh_table_view_end_edit (self);
  self->editable = editable;
  update_actions (self);
}

void
kh_table_view_edit (KhTableView *self,
                    guint        position,
                    guint        column)
{
  GtkWidget *row;

  g_return_if_fail (KH_IS_TABLE_VIEW (self));
  g_return_if_fail (position < kh_table_draft_get_n (self->draft));

  kh_table_view_end_edit (self);
  self->last = position;
  focus_row (self, position);
  row = kh_row_list_find (self->list, kh_table_draft_get (self->draft, position), get_draft);
  if (row != NULL)
    kh_table_row_edit (KH_TABLE_ROW (row), column);
}

void
kh_table_view_end_edit (KhTableView *self)
{
  GtkWidget *item;

  g_return_if_fail (KH_IS_TABLE_VIEW (self));

  for (item = gtk_widget_get_first_child (GTK_WIDGET (self->list)); item != NULL; item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (row != NULL)
        kh_table_row_end_edit (KH_TABLE_ROW (row));
    }
}

void
kh_table_view_reveal (KhTableView *self,
                      gint64       id,
                      KhSecret    *secret,
                      guint        milliseconds)
{
  g_return_if_fail (KH_IS_TABLE_VIEW (self));

  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (self->list)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);

      if (KH_IS_TABLE_ROW (row) && kh_table_row_reveal (KH_TABLE_ROW (row), id, secret, milliseconds))
        return;
    }
}
