/* kh-change-rows-dialog.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-change-rows-dialog.h"

#include "kh-accessible.h"
#include "kh-entry-list.h"
#include "kh-table-cell.h"
#include "kh-table-layout.h"

#include <glib/gi18n-lib.h>

#define CELL_CHARS 30

struct _KhChangeRowsDialog
{
  GtkWindow parent_instance;

  /* Template children */
  GtkButton *accept_button;
  GtkCheckButton *all;
  GtkButton *cancel_button;
  KhEntryList *column;
  GtkLabel *column_label;
  GtkListBox *list;
  GtkLabel *message;
  GtkWidget *place;

  /* Borrowed: in @place, for the column that is chosen */
  KhTableCell *cell;

  /* Owned */
  KhTableDraft *draft;
  KhRowDraft *blank;
  GPtrArray *checks; /* borrowed: of the rows, by position; NULL for one that is not offered */

  /* State */
  gboolean ticking;
};

G_DEFINE_FINAL_TYPE (KhChangeRowsDialog, kh_change_rows_dialog, GTK_TYPE_WINDOW)

static guint changed_signal;

static gboolean
is_ticked (KhChangeRowsDialog *self,
           guint               position)
{
  GtkCheckButton *check = g_ptr_array_index (self->checks, position);

  return check != NULL && gtk_check_button_get_active (check);
}

static guint
count_ticked (KhChangeRowsDialog *self)
{
  guint n = 0;

  for (guint i = 0; i < self->checks->len; i++)
    n += is_ticked (self, i) ? 1 : 0;

  return n;
}

static void
update (KhChangeRowsDialog *self)
{
  const guint n = count_ticked (self);
  g_autofree char *label = g_strdup_printf (ngettext ("C_hange %u Row", "C_hange %u Rows", n), n);

  gtk_button_set_label (self->accept_button, label);
  kh_accessible_name_button (self->accept_button);
  gtk_widget_set_sensitive (GTK_WIDGET (self->accept_button), n > 0 && self->cell != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
}

static void
on_ticked_cb (KhChangeRowsDialog *self)
{
  if (!self->ticking)
    update (self);
}

static void
on_all_toggled_cb (KhChangeRowsDialog *self)
{
  self->ticking = TRUE;
  for (guint i = 0; i < self->checks->len; i++)
    {
      if (g_ptr_array_index (self->checks, i) != NULL)
        gtk_check_button_set_active (g_ptr_array_index (self->checks, i), gtk_check_button_get_active (self->all));
    }
  self->ticking = FALSE;
  update (self);
}

/* Enter in a row ticks it, as Space does. */
static void
on_row_activated_cb (KhChangeRowsDialog *self G_GNUC_UNUSED,
                     GtkListBoxRow      *row)
{
  GtkCheckButton *check = GTK_CHECK_BUTTON (gtk_list_box_row_get_child (row));

  gtk_check_button_set_active (check, !gtk_check_button_get_active (check));
}

static void
on_column_chosen_cb (KhChangeRowsDialog *self)
{
  const char *chosen = kh_entry_list_get_chosen (self->column);

  if (self->cell != NULL)
    gtk_box_remove (GTK_BOX (self->place), GTK_WIDGET (self->cell));
  self->cell = NULL;
  if (chosen != NULL)
    {
      self->cell = KH_TABLE_CELL (kh_table_cell_new (kh_table_draft_get_table (self->draft),
                                                     (guint) g_ascii_strtoull (chosen, NULL, 10), CELL_CHARS,
                                                     NULL));
      kh_table_cell_show (self->cell, self->blank, NULL);
      if (GTK_IS_ENTRY (kh_table_cell_get_field (self->cell)))
        gtk_entry_set_activates_default (GTK_ENTRY (kh_table_cell_get_field (self->cell)), TRUE);
      gtk_box_append (GTK_BOX (self->place), GTK_WIDGET (self->cell));
    }
  update (self);
}

/* What is no value for one row is none for the others: the first says so, and keeps what it had. */
static gboolean
change (KhChangeRowsDialog *self,
        const char         *text)
{
  const guint column = kh_table_cell_get_column (self->cell);

  for (guint i = 0; i < self->checks->len; i++)
    {
      g_autofree char *before = NULL;

      if (!is_ticked (self, i))
        continue;
      before = g_strdup (kh_row_draft_get_text (kh_table_draft_get (self->draft, i), column));
      if (kh_table_draft_set_text (self->draft, i, column, text))
        continue;
      gtk_label_set_text (self->message, kh_row_draft_get_error (kh_table_draft_get (self->draft, i), column));
      gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
      kh_table_draft_set_text (self->draft, i, column, before != NULL ? before : "");
      return FALSE;
    }

  return TRUE;
}

static void
on_accept_clicked_cb (KhChangeRowsDialog *self)
{
  g_autofree char *text = NULL;

  if (self->cell == NULL || count_ticked (self) == 0)
    return;
  text = kh_table_cell_dup_text (self->cell);
  if (!change (self, text))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->cell));
      return;
    }
  g_signal_emit (self, changed_signal, 0, count_ticked (self));
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
kh_change_rows_dialog_dispose (GObject *object)
{
  KhChangeRowsDialog *self = KH_CHANGE_ROWS_DIALOG (object);

  self->cell = NULL;
  g_clear_object (&self->draft);
  g_clear_object (&self->blank);
  g_ptr_array_set_size (self->checks, 0);

  G_OBJECT_CLASS (kh_change_rows_dialog_parent_class)->dispose (object);
}

static void
kh_change_rows_dialog_finalize (GObject *object)
{
  g_ptr_array_unref (KH_CHANGE_ROWS_DIALOG (object)->checks);

  G_OBJECT_CLASS (kh_change_rows_dialog_parent_class)->finalize (object);
}

static void
kh_change_rows_dialog_class_init (KhChangeRowsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_change_rows_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_change_rows_dialog_finalize;
  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                 G_TYPE_UINT);

  g_type_ensure (KH_TYPE_ENTRY_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-change-rows-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KhChangeRowsDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, KhChangeRowsDialog, all);
  gtk_widget_class_bind_template_child (widget_class, KhChangeRowsDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhChangeRowsDialog, column);
  gtk_widget_class_bind_template_child (widget_class, KhChangeRowsDialog, column_label);
  gtk_widget_class_bind_template_child (widget_class, KhChangeRowsDialog, list);
  gtk_widget_class_bind_template_child (widget_class, KhChangeRowsDialog, message);
  gtk_widget_class_bind_template_child (widget_class, KhChangeRowsDialog, place);
  gtk_widget_class_bind_template_callback (widget_class, on_accept_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_all_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_column_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
}

static void
kh_change_rows_dialog_init (KhChangeRowsDialog *self)
{
  self->checks = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_entry_list_set_name (self->column, _("What to Change"));
  kh_accessible_label_for (self->column_label, GTK_WIDGET (self->column));
  kh_accessible_name_widget (GTK_WIDGET (self->list), _("Rows to change"));
  kh_accessible_name_check (self->all, _("All rows"));
  kh_accessible_name_button (self->cancel_button);
}

/* One row to a line, with what tells it from the others. */
static GtkWidget *
make_check (KhRow *row)
{
  g_autofree char *title = kh_row_dup_title (row);
  g_autofree char *rest = kh_table_layout_dup_rest (row);
  g_autofree char *text = *rest != '\0' ? g_strdup_printf (_("%s (%s)"), title, rest) : g_strdup (title);
  GtkWidget *check = gtk_check_button_new_with_label (text);

  gtk_widget_set_focusable (check, FALSE);
  kh_accessible_name_check (GTK_CHECK_BUTTON (check), text);

  return check;
}

static void
fill_list (KhChangeRowsDialog *self)
{
  for (guint i = 0; i < kh_table_draft_get_n (self->draft); i++)
    {
      KhRowDraft *row = kh_table_draft_get (self->draft, i);
      GtkWidget *check = kh_row_draft_is_blank (row) ? NULL : make_check (kh_row_draft_get_edited (row));

      g_ptr_array_add (self->checks, check);
      if (check == NULL)
        continue;
      g_signal_connect_object (check, "toggled", G_CALLBACK (on_ticked_cb), self, G_CONNECT_SWAPPED);
      gtk_list_box_append (self->list, check);
    }
}

/* What is hidden is not for several, either. */
static void
fill_columns (KhChangeRowsDialog *self,
              guint               except)
{
  const KhTableId table = kh_table_draft_get_table (self->draft);
  guint n;
  const KhTableField *fields = kh_table_layout_get_fields (table, &n);

  kh_entry_list_begin (self->column);
  for (guint i = 0; i < n; i++)
    {
      const guint column = fields[i].column;
      g_autofree char *value = g_strdup_printf ("%u", column);

      if (column != except && !kh_row_is_hidden (kh_row_draft_get_edited (self->blank), column))
        kh_entry_list_add (self->column, value, kh_table_get_column_label (table, column));
    }
  kh_entry_list_end (self->column);
}

GtkWindow *
kh_change_rows_dialog_new (GtkWindow    *parent,
                           KhTableDraft *draft,
                           guint         except)
{
  KhChangeRowsDialog *self = g_object_new (KH_TYPE_CHANGE_ROWS_DIALOG, "transient-for", parent, NULL);

  self->draft = g_object_ref (draft);
  self->blank = kh_row_draft_new (kh_table_draft_get_table (draft), NULL);
  fill_list (self);
  fill_columns (self, except);
  update (self);

  return GTK_WINDOW (self);
}
