/* kh-adding-bar.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-adding-bar.h"

#include "kh-accessible.h"

#include <glib/gi18n-lib.h>

#define PULSE_MS 100

struct _KhAddingBar
{
  GtkWidget parent_instance;

  /* Borrowed: our descendants */
  GtkWidget *box;
  GtkWidget *label;
  GtkWidget *amount;
  GtkWidget *progress;

  /* Owned */
  KhDocumentAdder *adder;

  /* State */
  guint pulse;
};

G_DEFINE_FINAL_TYPE (KhAddingBar, kh_adding_bar, GTK_TYPE_WIDGET)

static gboolean
on_pulse_cb (gpointer data)
{
  gtk_progress_bar_pulse (GTK_PROGRESS_BAR (KH_ADDING_BAR (data)->progress));

  return G_SOURCE_CONTINUE;
}

static void
update (KhAddingBar *self)
{
  g_autofree char *text = kh_document_adder_dup_text (self->adder);
  g_autofree char *amount = kh_document_adder_dup_amount (self->adder);
  double fraction = kh_document_adder_get_fraction (self->adder);

  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
  gtk_label_set_text (GTK_LABEL (self->label), text != NULL ? text : "");
  gtk_label_set_text (GTK_LABEL (self->amount), amount != NULL ? amount : "");
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), fraction);
  /* While nobody knows how much is done, it says at least that something is. */
  if (text != NULL && fraction <= 0 && self->pulse == 0)
    self->pulse = g_timeout_add (PULSE_MS, on_pulse_cb, self);
  else if (text == NULL || fraction > 0)
    g_clear_handle_id (&self->pulse, g_source_remove);
}

static void
on_cancel_clicked_cb (KhAddingBar *self)
{
  kh_document_adder_cancel (self->adder);
}

static void
kh_adding_bar_dispose (GObject *object)
{
  KhAddingBar *self = KH_ADDING_BAR (object);

  g_clear_handle_id (&self->pulse, g_source_remove);
  g_clear_object (&self->adder);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (kh_adding_bar_parent_class)->dispose (object);
}

static void
kh_adding_bar_class_init (KhAddingBarClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_adding_bar_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
kh_adding_bar_init (KhAddingBar *self)
{
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_("Stop Addin_g"));

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->box, "adding-bar");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "xalign", 0.0,
                              "ellipsize", PANGO_ELLIPSIZE_MIDDLE, NULL);
  gtk_box_append (GTK_BOX (self->box), self->label);
  self->amount = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0, "hexpand", TRUE, NULL);
  gtk_widget_add_css_class (self->amount, "dim");
  gtk_box_append (GTK_BOX (self->box), self->amount);
  self->progress = g_object_new (GTK_TYPE_PROGRESS_BAR, "valign", GTK_ALIGN_CENTER, "width-request", 180, NULL);
  kh_accessible_name_widget (self->progress, _("Files added"));
  gtk_box_append (GTK_BOX (self->box), self->progress);
  gtk_widget_set_tooltip_text (cancel, _("Files that are not added yet will not be"));
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (on_cancel_clicked_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), cancel);
  kh_accessible_name_button (GTK_BUTTON (cancel));
}

void
kh_adding_bar_set_adder (KhAddingBar     *self,
                         KhDocumentAdder *adder)
{
  g_return_if_fail (KH_IS_ADDING_BAR (self));
  g_return_if_fail (self->adder == NULL);

  self->adder = g_object_ref (adder);
  g_signal_connect_object (adder, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}
