/* kh-equipment-tools.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-equipment-tools.h"

#include "kh-accessible.h"
#include "kh-add-equipment-dialog.h"
#include "kh-change-rows-dialog.h"
#include "kh-equipment.h"

#include <glib/gi18n-lib.h>

struct _KhEquipmentTools
{
  GtkWidget parent_instance;

  /* Borrowed: our descendants */
  GtkWidget *add_button;
  GtkWidget *change_button;
  GtkWidget *zones_button;

  /* Owned */
  KhStore *store;
  KhTableDraft *draft;
  GCancellable *cancellable;

  /* State */
  gint64 customer;
  guint n_zones; /* that are being added */
};

G_DEFINE_FINAL_TYPE (KhEquipmentTools, kh_equipment_tools, GTK_TYPE_WIDGET)

static guint notice_signal;

static void
notice (KhEquipmentTools *self,
        const char       *text)
{
  g_signal_emit (self, notice_signal, 0, text);
}

static GtkWindow *
get_window (KhEquipmentTools *self)
{
  return GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
}

/* Several at once */

static void
on_added_cb (KhEquipmentTools *self,
             guint             n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u row is added when you save.", "%u rows are added when you save.", n), n);

  notice (self, text);
}

static void
on_add_clicked_cb (KhEquipmentTools *self)
{
  GtkWindow *dialog = kh_add_equipment_dialog_new (get_window (self), kh_store_get_catalogues (self->store), self->draft);

  g_signal_connect_object (dialog, "added", G_CALLBACK (on_added_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

static void
on_changed_cb (KhEquipmentTools *self,
               guint             n)
{
  g_autofree char *text = g_strdup_printf (ngettext ("%u row is changed when you save.", "%u rows are changed when you save.", n), n);

  notice (self, text);
}

static void
on_change_clicked_cb (KhEquipmentTools *self)
{
  GtkWindow *dialog = kh_change_rows_dialog_new (get_window (self), self->draft, KH_EQUIPMENT_SERIAL);

  g_signal_connect_object (dialog, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  gtk_window_present (dialog);
}

/* Zones out of equipment */

static void
on_zones_saved_cb (GObject      *source,
                   GAsyncResult *result,
                   gpointer      data)
{
  g_autoptr (KhEquipmentTools) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhRows) rows = kh_store_save_table_finish (KH_STORE (source), result, &error);
  g_autofree char *text = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  gtk_widget_set_sensitive (self->zones_button, TRUE);
  text = g_strdup_printf (ngettext ("%u zone was added to Zones, named after its equipment.",
                                    "%u zones were added to Zones, named after their equipment.", self->n_zones), self->n_zones);
  notice (self, rows != NULL ? text : error->message);
}

static void
add_zones (KhEquipmentTools *self,
           GPtrArray        *missing)
{
  g_autoptr (GPtrArray) changes = kh_row_changes_new ();

  for (guint i = 0; i < missing->len; i++)
    g_ptr_array_add (changes, kh_row_change_new (g_ptr_array_index (missing, i), NULL, FALSE));
  self->n_zones = missing->len;
  kh_store_save_table_async (self->store, self->customer, KH_TABLE_ZONES, changes, NULL, on_zones_saved_cb,
                             g_object_ref (self));
}

static void
on_zones_loaded_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      data)
{
  g_autoptr (KhEquipmentTools) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhRows) zones = kh_store_load_table_finish (KH_STORE (source), result, &error);
  g_autoptr (GPtrArray) missing = NULL;

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (zones != NULL && !kh_rows_is_hidden (zones))
    missing = kh_equipment_dup_zones (kh_table_draft_get_original (self->draft), zones);
  if (missing != NULL && missing->len > 0)
    {
      add_zones (self, missing);
      return;
    }
  gtk_widget_set_sensitive (self->zones_button, TRUE);
  if (error != NULL)
    notice (self, error->message);
  else if (missing == NULL)
    notice (self, _("You may not view the zones, so none was added."));
  else
    notice (self, _("Every zone that the equipment names is there already."));
}

static void
on_zones_clicked_cb (KhEquipmentTools *self)
{
  gtk_widget_set_sensitive (self->zones_button, FALSE);
  kh_store_load_table_async (self->store, self->customer, KH_TABLE_ZONES, self->cancellable, on_zones_loaded_cb,
                             g_object_ref (self));
}

static gboolean
names_zones (KhTableDraft *draft)
{
  KhRows *rows = kh_table_draft_get_original (draft);

  for (guint i = 0; !kh_rows_is_hidden (rows) && i < kh_rows_get_n (rows); i++)
    {
      if (kh_row_get (kh_rows_get (rows, i), KH_EQUIPMENT_ZONE_NUMBER) != NULL)
        return TRUE;
    }

  return FALSE;
}

void
kh_equipment_tools_update (KhEquipmentTools *self,
                           KhTableDraft     *draft,
                           gboolean          editing)
{
  KhGrants grants;

  g_return_if_fail (KH_IS_EQUIPMENT_TOOLS (self));

  g_set_object (&self->draft, draft);
  grants = kh_store_get_grants (self->store);
  gtk_widget_set_visible (self->add_button, editing && kh_grants_has (grants, kh_table_get (KH_TABLE_EQUIPMENT)->create));
  gtk_widget_set_visible (self->change_button, editing && kh_grants_has (grants, kh_table_get (KH_TABLE_EQUIPMENT)->modify));
  gtk_widget_set_visible (self->zones_button, draft != NULL && !editing && names_zones (draft) &&
                                              kh_grants_has (grants, kh_table_get (KH_TABLE_ZONES)->create));
}

static void
kh_equipment_tools_dispose (GObject *object)
{
  KhEquipmentTools *self = KH_EQUIPMENT_TOOLS (object);
  GtkWidget *child;

  g_cancellable_cancel (self->cancellable);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->draft);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (kh_equipment_tools_parent_class)->dispose (object);
}

static void
kh_equipment_tools_finalize (GObject *object)
{
  g_object_unref (KH_EQUIPMENT_TOOLS (object)->cancellable);

  G_OBJECT_CLASS (kh_equipment_tools_parent_class)->finalize (object);
}

static void
kh_equipment_tools_class_init (KhEquipmentToolsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_equipment_tools_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_equipment_tools_finalize;
  notice_signal = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                                G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static GtkWidget *
add_button (KhEquipmentTools *self,
            const char       *label,
            GCallback         callback)
{
  GtkWidget *button = gtk_button_new_with_mnemonic (label);

  kh_accessible_name_button (GTK_BUTTON (button));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_widget_set_parent (button, GTK_WIDGET (self));

  return button;
}

static void
kh_equipment_tools_init (KhEquipmentTools *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (GTK_WIDGET (self))), 6);
  self->add_button = add_button (self, _("_Add Several…"), G_CALLBACK (on_add_clicked_cb));
  self->change_button = add_button (self, _("C_hange Several…"), G_CALLBACK (on_change_clicked_cb));
  self->zones_button = add_button (self, _("Add Their _Zones"), G_CALLBACK (on_zones_clicked_cb));
}

GtkWidget *
kh_equipment_tools_new (KhStore *store,
                        gint64   customer)
{
  KhEquipmentTools *self = g_object_new (KH_TYPE_EQUIPMENT_TOOLS, NULL);

  self->store = g_object_ref (store);
  self->customer = customer;
  kh_equipment_tools_update (self, NULL, FALSE);

  return GTK_WIDGET (self);
}
