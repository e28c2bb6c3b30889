/* kh-add-equipment-dialog.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-add-equipment-dialog.h"

#include "kh-accessible.h"
#include "kh-entry-list.h"
#include "kh-equipment.h"
#include "kh-table.h"

#include <glib/gi18n-lib.h>

struct _KhAddEquipmentDialog
{
  GtkWindow parent_instance;

  /* Template children */
  GtkButton *accept_button;
  GtkButton *cancel_button;
  GtkSpinButton *count;
  GtkLabel *count_label;
  GtkEditable *item;
  GtkLabel *item_label;
  GtkLabel *message;
  KhEntryList *package;
  GtkLabel *package_label;

  /* Owned */
  KhCatalogues *catalogues;
  KhTableDraft *draft;
};

G_DEFINE_FINAL_TYPE (KhAddEquipmentDialog, kh_add_equipment_dialog, GTK_TYPE_WINDOW)

static guint added_signal;

static gint64
get_package (KhAddEquipmentDialog *self)
{
  const char *chosen = kh_entry_list_get_chosen (self->package);

  return chosen != NULL ? g_ascii_strtoll (chosen, NULL, 10) : 0;
}

/* One item, or a package: not both. */
static void
on_changed_cb (KhAddEquipmentDialog *self)
{
  const gboolean one = get_package (self) == 0;

  gtk_widget_set_sensitive (GTK_WIDGET (self->item), one);
  gtk_widget_set_sensitive (GTK_WIDGET (self->count), one);
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
}

static void
say (KhAddEquipmentDialog *self,
     const char           *text)
{
  gtk_label_set_text (self->message, text);
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
}

static GPtrArray *
list_items (KhAddEquipmentDialog *self)
{
  const int n = gtk_spin_button_get_value_as_int (self->count);
  g_autofree char *item = g_strstrip (g_strdup (gtk_editable_get_text (self->item)));
  GPtrArray *items;

  if (get_package (self) != 0)
    return kh_equipment_dup_package (self->catalogues, get_package (self));
  items = g_ptr_array_new_with_free_func (g_free);
  for (int i = 0; *item != '\0' && i < n; i++)
    g_ptr_array_add (items, g_strdup (item));

  return items;
}

/* All of them, or none: the last row of a draft that appends is the blank one. */
static gboolean
add (KhAddEquipmentDialog *self,
     GPtrArray            *items)
{
  const guint most = kh_table_get (KH_TABLE_EQUIPMENT)->max_rows;
  const guint n = kh_table_draft_get_n (self->draft);

  if (n == 0 || n - 1 + items->len > most)
    return FALSE;
  for (guint i = 0; i < items->len; i++)
    kh_table_draft_set_text (self->draft, n - 1 + i, KH_EQUIPMENT_ITEM, g_ptr_array_index (items, i));

  return TRUE;
}

static void
on_accept_clicked_cb (KhAddEquipmentDialog *self)
{
  g_autoptr (GPtrArray) items = NULL;

  gtk_spin_button_update (self->count);
  items = list_items (self);
  if (items->len == 0)
    {
      say (self, get_package (self) != 0 ? _("Nothing is in this package yet. Add its items in Preferences, Catalogues.")
                                         : _("Type what is to be added, or choose a package."));
      gtk_widget_grab_focus (get_package (self) != 0 ? GTK_WIDGET (self->package) : GTK_WIDGET (self->item));
    }
  else if (!add (self, items))
    say (self, _("A customer cannot have that many rows of equipment. Add fewer, or use Quantity."));
  else
    {
      g_signal_emit (self, added_signal, 0, items->len);
      gtk_window_destroy (GTK_WINDOW (self));
    }
}

static void
kh_add_equipment_dialog_dispose (GObject *object)
{
  KhAddEquipmentDialog *self = KH_ADD_EQUIPMENT_DIALOG (object);

  g_clear_object (&self->catalogues);
  g_clear_object (&self->draft);

  G_OBJECT_CLASS (kh_add_equipment_dialog_parent_class)->dispose (object);
}

static void
kh_add_equipment_dialog_class_init (KhAddEquipmentDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_add_equipment_dialog_dispose;
  added_signal = g_signal_new ("added", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                               G_TYPE_UINT);

  g_type_ensure (KH_TYPE_ENTRY_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-add-equipment-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KhAddEquipmentDialog, accept_button);
  gtk_widget_class_bind_template_child (widget_class, KhAddEquipmentDialog, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KhAddEquipmentDialog, count);
  gtk_widget_class_bind_template_child (widget_class, KhAddEquipmentDialog, count_label);
  gtk_widget_class_bind_template_child (widget_class, KhAddEquipmentDialog, item);
  gtk_widget_class_bind_template_child (widget_class, KhAddEquipmentDialog, item_label);
  gtk_widget_class_bind_template_child (widget_class, KhAddEquipmentDialog, message);
  gtk_widget_class_bind_template_child (widget_class, KhAddEquipmentDialog, package);
  gtk_widget_class_bind_template_child (widget_class, KhAddEquipmentDialog, package_label);
  gtk_widget_class_bind_template_callback (widget_class, on_accept_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
}

static void
kh_add_equipment_dialog_init (KhAddEquipmentDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_entry_list_set_name (self->package, _("Package"));
  kh_accessible_label_for (self->package_label, GTK_WIDGET (self->package));
  kh_accessible_label_for (self->item_label, GTK_WIDGET (self->item));
  kh_accessible_label_for (self->count_label, GTK_WIDGET (self->count));
  kh_accessible_name_button (self->accept_button);
  kh_accessible_name_button (self->cancel_button);
}

static void
fill (KhAddEquipmentDialog *self)
{
  g_autoptr (GPtrArray) packages = kh_catalogues_list (self->catalogues, KH_CATALOGUE_PACKAGES, 0, 0);

  kh_entry_list_begin (self->package);
  for (guint i = 0; i < packages->len; i++)
    {
      const KhCatalogueEntry *package = g_ptr_array_index (packages, i);
      g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, package->id);

      kh_entry_list_add (self->package, value, package->label);
    }
  kh_entry_list_end (self->package);
  gtk_widget_set_sensitive (GTK_WIDGET (self->package), packages->len > 0);
  gtk_widget_grab_focus (packages->len > 0 ? GTK_WIDGET (self->package) : GTK_WIDGET (self->item));
}

GtkWindow *
kh_add_equipment_dialog_new (GtkWindow    *parent,
                             KhCatalogues *catalogues,
                             KhTableDraft *draft)
{
  KhAddEquipmentDialog *self = g_object_new (KH_TYPE_ADD_EQUIPMENT_DIALOG, "transient-for", parent, NULL);

  self->catalogues = g_object_ref (catalogues);
  self->draft = g_object_ref (draft);
  fill (self);

  return GTK_WINDOW (self);
}
