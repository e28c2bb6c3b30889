/* kh-duplicate-bar.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-duplicate-bar.h"

#include "kh-accessible.h"

#include <glib/gi18n-lib.h>

struct _KhDuplicateBar
{
  GtkWidget parent_instance;

  /* Borrowed: our descendants */
  GtkWidget *box;
  GtkWidget *label;
  GtkWidget *undo_button;
};

G_DEFINE_FINAL_TYPE (KhDuplicateBar, kh_duplicate_bar, GTK_TYPE_WIDGET)

enum {
  OPEN_ORIGINAL,
  UNDO,
  CLOSED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_original_clicked_cb (KhDuplicateBar *self)
{
  g_signal_emit (self, signals[OPEN_ORIGINAL], 0);
}

static void
on_undo_clicked_cb (KhDuplicateBar *self)
{
  g_signal_emit (self, signals[UNDO], 0);
}

static void
on_close_clicked_cb (KhDuplicateBar *self)
{
  g_signal_emit (self, signals[CLOSED], 0);
}

static void
kh_duplicate_bar_dispose (GObject *object)
{
  g_clear_pointer (&KH_DUPLICATE_BAR (object)->box, gtk_widget_unparent);

  G_OBJECT_CLASS (kh_duplicate_bar_parent_class)->dispose (object);
}

static void
kh_duplicate_bar_class_init (KhDuplicateBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_duplicate_bar_dispose;

  signals[OPEN_ORIGINAL] = g_signal_new ("open-original", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                         0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[UNDO] = g_signal_new ("undo", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLOSED] = g_signal_new ("closed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static GtkWidget *
add_button (KhDuplicateBar *self,
            GtkWidget      *button,
            const char     *tooltip,
            GCallback       callback)
{
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, tooltip);
  g_signal_connect_object (button, "clicked", callback, self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->box), button);
  kh_accessible_name_button (GTK_BUTTON (button));

  return button;
}

static void
kh_duplicate_bar_init (KhDuplicateBar *self)
{
  GtkWidget *close;

  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->box, "duplicate-bar");
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  self->label = g_object_new (GTK_TYPE_LABEL, "accessible-role", GTK_ACCESSIBLE_ROLE_STATUS, "hexpand", TRUE,
                              "xalign", 0.0, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
  gtk_box_append (GTK_BOX (self->box), self->label);
  add_button (self, gtk_button_new_with_label (_("Open Original")), _("Look at the customer that this one was copied from"),
              G_CALLBACK (on_original_clicked_cb));
  self->undo_button = add_button (self, gtk_button_new_with_label (_("Undo")),
                                  _("Delete this customer again, as long as nothing was changed"),
                                  G_CALLBACK (on_undo_clicked_cb));
  close = add_button (self, gtk_button_new_from_icon_name ("window-close-symbolic"), _("Hide this message"),
                      G_CALLBACK (on_close_clicked_cb));
  gtk_widget_add_css_class (close, "flat");
}

GtkWidget *
kh_duplicate_bar_new (const char *text)
{
  KhDuplicateBar *self = g_object_new (KH_TYPE_DUPLICATE_BAR, NULL);

  kh_duplicate_bar_set_text (self, text);

  return GTK_WIDGET (self);
}

void
kh_duplicate_bar_set_text (KhDuplicateBar *self,
                           const char     *text)
{
  g_return_if_fail (KH_IS_DUPLICATE_BAR (self));

  gtk_label_set_text (GTK_LABEL (self->label), text);
}

void
kh_duplicate_bar_set_undoing (KhDuplicateBar *self,
                              gboolean        undoing)
{
  g_return_if_fail (KH_IS_DUPLICATE_BAR (self));

  gtk_widget_set_sensitive (self->undo_button, !undoing);
}

void
kh_duplicate_bar_end_undo (KhDuplicateBar *self)
{
  g_return_if_fail (KH_IS_DUPLICATE_BAR (self));

  gtk_widget_set_visible (self->undo_button, FALSE);
}
