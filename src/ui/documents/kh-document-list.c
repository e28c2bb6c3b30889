/* kh-document-list.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-document-list.h"

#include "kh-accessible.h"
#include "kh-document-row.h"
#include "kh-focus.h"

#include <glib/gi18n-lib.h>

struct _KhDocumentList
{
  GtkWidget parent_instance;

  /* Borrowed: our child */
  GtkListBox *rows;

  /* Owned */
  GHashTable *changed;  /* ids */

  /* State */
  guint n_rows;
};

G_DEFINE_FINAL_TYPE (KhDocumentList, kh_document_list, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CHOSEN,
  SIGNAL_OPEN,
  SIGNAL_REMOVE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_row_selected_cb (KhDocumentList *self)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static void
on_row_activated_cb (KhDocumentList *self)
{
  g_signal_emit (self, signals[SIGNAL_OPEN], 0);
}

static gboolean
on_delete_key_cb (GtkWidget *widget,
                  GVariant  *args G_GNUC_UNUSED,
                  gpointer   data G_GNUC_UNUSED)
{
  g_signal_emit (widget, signals[SIGNAL_REMOVE], 0);

  return GDK_EVENT_STOP;
}

static gboolean
kh_document_list_grab_focus (GtkWidget *widget)
{
  GtkListBox *rows = KH_DOCUMENT_LIST (widget)->rows;
  GtkListBoxRow *row = gtk_list_box_get_selected_row (rows);

  return gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (rows));
}

static void
kh_document_list_dispose (GObject *object)
{
  KhDocumentList *self = KH_DOCUMENT_LIST (object);

  if (self->rows != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->rows, self);
      gtk_widget_unparent (GTK_WIDGET (self->rows));
    }
  self->rows = NULL;
  g_clear_pointer (&self->changed, g_hash_table_unref);

  G_OBJECT_CLASS (kh_document_list_parent_class)->dispose (object);
}

static void
kh_document_list_class_init (KhDocumentListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_document_list_dispose;
  widget_class->focus = kh_focus_children;
  widget_class->grab_focus = kh_document_list_grab_focus;

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_OPEN] = g_signal_new ("open", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REMOVE] = g_signal_new ("remove", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Delete, 0, on_delete_key_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_KP_Delete, 0, on_delete_key_cb, NULL);
}

static void
kh_document_list_init (KhDocumentList *self)
{
  GtkWidget *rows = gtk_list_box_new ();

  self->rows = GTK_LIST_BOX (rows);
  self->changed = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gtk_list_box_set_selection_mode (self->rows, GTK_SELECTION_BROWSE);
  gtk_list_box_set_activate_on_single_click (self->rows, FALSE);
  gtk_widget_add_css_class (rows, "history-list");
  gtk_widget_add_css_class (rows, "note-list");
  kh_accessible_name_widget (rows, _("Files"));
  g_signal_connect_swapped (rows, "row-selected", G_CALLBACK (on_row_selected_cb), self);
  g_signal_connect_swapped (rows, "row-activated", G_CALLBACK (on_row_activated_cb), self);
  gtk_widget_set_parent (rows, GTK_WIDGET (self));
}

guint
kh_document_list_get_length (KhDocumentList *self)
{
  g_return_val_if_fail (KH_IS_DOCUMENT_LIST (self), 0);

  return self->n_rows;
}

KhDocument *
kh_document_list_get_chosen (KhDocumentList *self)
{
  GtkListBoxRow *row;

  g_return_val_if_fail (KH_IS_DOCUMENT_LIST (self), NULL);

  row = gtk_list_box_get_selected_row (self->rows);

  return row != NULL ? kh_document_row_get_document (KH_DOCUMENT_ROW (row)) : NULL;
}

/* Rows */

static gint64
get_id (KhDocument *document)
{
  return kh_document_get_origin (document)->id;
}

static gint64
get_id_at (KhDocumentList *self,
           guint           position)
{
  GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->rows, (int) position);

  return row != NULL ? get_id (kh_document_row_get_document (KH_DOCUMENT_ROW (row))) : 0;
}

static void
remove_row (KhDocumentList *self,
            guint           position)
{
  gtk_list_box_remove (self->rows, GTK_WIDGET (gtk_list_box_get_row_at_index (self->rows, (int) position)));
  self->n_rows--;
}

static gboolean
has_document (GPtrArray *documents,
              gint64     id)
{
  for (guint i = 0; i < documents->len; i++)
    {
      if (get_id (g_ptr_array_index (documents, i)) == id)
        return TRUE;
    }

  return FALSE;
}

static void
mark_changed (KhDocumentList *self,
              KhDocument     *document)
{
  KhDocumentOrigin origin = *kh_document_get_origin (document);
  /* What the texts are of stays there while they are copied. */
  g_autoptr (KhDocument) texts = kh_document_copy (document);

  if (origin.state != KH_DOCUMENT_THERE || !g_hash_table_contains (self->changed, &origin.id))
    return;
  origin.state = KH_DOCUMENT_CHANGED;
  origin.hash = kh_document_get_origin (texts)->hash;
  origin.author = kh_document_get_origin (texts)->author;
  kh_document_set_origin (document, &origin);
}

static void
take_rows (KhDocumentList *self,
           GPtrArray      *documents)
{
  for (guint i = self->n_rows; i > 0; i--)
    {
      if (!has_document (documents, get_id_at (self, i - 1)))
        remove_row (self, i - 1);
    }
  for (guint i = 0; i < documents->len; i++)
    {
      KhDocument *document = g_ptr_array_index (documents, i);

      if (get_id_at (self, i) != get_id (document))
        {
          gtk_list_box_insert (self->rows, kh_document_row_new (), (int) i);
          self->n_rows++;
        }
      mark_changed (self, document);
      kh_document_row_set_document (KH_DOCUMENT_ROW (gtk_list_box_get_row_at_index (self->rows, (int) i)), document);
    }
}

gboolean
kh_document_list_take (KhDocumentList *self,
                       GPtrArray      *documents)
{
  GtkListBoxRow *row;
  int position;

  g_return_val_if_fail (KH_IS_DOCUMENT_LIST (self), FALSE);
  g_return_val_if_fail (documents != NULL, FALSE);

  row = gtk_list_box_get_selected_row (self->rows);
  position = row != NULL ? gtk_list_box_row_get_index (row) : 0;
  take_rows (self, documents);
  if (gtk_list_box_get_selected_row (self->rows) != NULL)
    return FALSE;
  /* Who removed a file goes on with the next. */
  if (self->n_rows > 0)
    gtk_list_box_select_row (self->rows,
                             gtk_list_box_get_row_at_index (self->rows, CLAMP (position, 0, (int) self->n_rows - 1)));

  return row != NULL;
}

void
kh_document_list_clear (KhDocumentList *self)
{
  g_return_if_fail (KH_IS_DOCUMENT_LIST (self));

  while (self->n_rows > 0)
    remove_row (self, self->n_rows - 1);
  g_hash_table_remove_all (self->changed);
}

void
kh_document_list_set_changed (KhDocumentList *self,
                              gint64          id,
                              gboolean        changed)
{
  g_return_if_fail (KH_IS_DOCUMENT_LIST (self));

  if (changed)
    g_hash_table_add (self->changed, g_memdup2 (&id, sizeof id));
  else
    g_hash_table_remove (self->changed, &id);
}
