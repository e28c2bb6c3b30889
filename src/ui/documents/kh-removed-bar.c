/* kh-removed-bar.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-removed-bar.h"

#include "kh-accessible.h"
#include "kh-store-documents.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

struct _KhRemovedBar
{
  GtkWidget parent_instance;

  /* Borrowed: our descendants */
  GtkWidget *box;
  GtkWidget *label;
  GtkWidget *undo_button;

  /* Owned */
  KhStore *store;
  KhDocument *document; /* NULL when there is nothing to undo */
};

G_DEFINE_FINAL_TYPE (KhRemovedBar, kh_removed_bar, GTK_TYPE_WIDGET)

enum {
  SIGNAL_NOTICE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_restored_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (KhRemovedBar) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KhDocument) document = kh_store_restore_document_finish (KH_STORE (source), result, &error);

  g_signal_emit (self, signals[SIGNAL_NOTICE], 0, document != NULL ? _("The file is there again.") : error->message);
}

/* It is not ours any more once somebody asked for it back. */
void
kh_removed_bar_undo (KhRemovedBar *self)
{
  g_autoptr (KhDocument) document = NULL;

  g_return_if_fail (KH_IS_REMOVED_BAR (self));

  document = g_steal_pointer (&self->document);
  kh_removed_bar_set_document (self, NULL);
  if (document != NULL)
    kh_store_restore_document_async (self->store, document, NULL, on_restored_cb, g_object_ref (self));
}

static void
on_close_clicked_cb (KhRemovedBar *self)
{
  kh_removed_bar_set_document (self, NULL);
}

static void
forget (KhRemovedBar *self)
{
  if (self->document != NULL)
    kh_store_forget_document (self->store, self->document);
  g_clear_object (&self->document);
}

static void
kh_removed_bar_dispose (GObject *object)
{
  KhRemovedBar *self = KH_REMOVED_BAR (object);

  forget (self);
  g_clear_object (&self->store);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (kh_removed_bar_parent_class)->dispose (object);
}

static void
kh_removed_bar_class_init (KhRemovedBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_removed_bar_dispose;

  signals[SIGNAL_NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
add_button (KhRemovedBar *self,
            GtkWidget    *button,
            const char   *tooltip,
            GCallback     callback)
{
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), button);
  kh_accessible_name_button (GTK_BUTTON (button));

  return button;
}

static void
kh_removed_bar_init (KhRemovedBar *self)
{
  GtkWidget *close;

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->box, "duplicate-bar");
  gtk_widget_add_css_class (self->box, "removed-bar");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);

  self->label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "hexpand", TRUE,
                              "xalign", 0.0, "ellipsize", PANGO_ELLIPSIZE_MIDDLE, NULL);
  gtk_box_append (GTK_BOX (self->box), self->label);
  self->undo_button = add_button (self, gtk_button_new_with_mnemonic (_("_Undo")), _("Bring the file back (Ctrl+Z)"),
                                  G_CALLBACK (kh_removed_bar_undo));
  close = add_button (self, gtk_button_new_from_icon_name ("window-close-symbolic"),
                      _("Hide this message. The file cannot be brought back then."), G_CALLBACK (on_close_clicked_cb));
  gtk_widget_add_css_class (close, "flat");
}

void
kh_removed_bar_set_store (KhRemovedBar *self,
                          KhStore      *store)
{
  g_return_if_fail (KH_IS_REMOVED_BAR (self));

  g_set_object (&self->store, store);
}

void
kh_removed_bar_set_document (KhRemovedBar *self,
                             KhDocument   *document)
{
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (KH_IS_REMOVED_BAR (self));

  forget (self);
  gtk_widget_set_visible (GTK_WIDGET (self), document != NULL);
  gtk_label_set_text (GTK_LABEL (self->label), "");
  if (document == NULL)
    return;
  self->document = g_object_ref (document);
  name = kh_value_dup_visible (kh_document_get (document, KH_DOCUMENT_NAME));
  /* Translators: the name of a file. */
  text = g_strdup_printf (_("“%s” is removed."), name);
  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_widget_set_visible (self->undo_button, kh_document_get_origin (document)->state == KH_DOCUMENT_THERE);
}
