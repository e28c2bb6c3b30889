/* kh-filter-bar.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-filter-bar.h"

#include "kh-accessible.h"
#include "kh-filter-form.h"

#include <glib/gi18n-lib.h>

struct _KhFilterBar
{
  GtkWidget parent_instance;

  /* Template children */
  GtkWidget *clear_button;
  GtkWidget *filter_button;
  GtkLabel *words;

  /* Borrowed: in the window */
  KhFilterForm *form;

  /* Owned */
  GtkWindow *window;
  KhStore *store;
};

G_DEFINE_FINAL_TYPE (KhFilterBar, kh_filter_bar, GTK_TYPE_WIDGET)

static guint changed_signal;

static void
update (KhFilterBar *self)
{
  g_autofree char *words = kh_filter_dup_words (kh_filter_bar_get_filter (self), kh_store_get_catalogues (self->store));
  gboolean plain = *words == '\0';

  gtk_label_set_text (self->words, words);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->words), plain ? NULL : words);
  gtk_widget_set_visible (self->clear_button, !plain);
}

static void
on_form_changed_cb (KhFilterBar *self)
{
  update (self);
  g_signal_emit (self, changed_signal, 0);
}

/* Another member sees the list as they are used to, and not what the last one looked for. */
static void
on_member_cb (KhFilterBar *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->window), FALSE);
  kh_filter_bar_clear (self);
}

/* A window of its own, and no popover: GTK 4.8 cannot always open a drop-down in one. The list follows
 * beside it. */
static void
make_window (KhFilterBar *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  self->form = KH_FILTER_FORM (kh_filter_form_new ());
  self->window = g_object_new (GTK_TYPE_WINDOW, "title", _("Filter Customers"), "resizable", FALSE, "hide-on-close", TRUE,
                               "destroy-with-parent", TRUE, "child", self->form, NULL);
  g_object_ref (self->window);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Escape, 0),
                                                          gtk_named_action_new ("window.close")));
  gtk_widget_add_controller (GTK_WIDGET (self->window), keys);
  g_signal_connect_object (self->form, "changed", G_CALLBACK (on_form_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
kh_filter_bar_dispose (GObject *object)
{
  KhFilterBar *self = KH_FILTER_BAR (object);

  if (self->window != NULL)
    gtk_window_destroy (self->window);
  g_clear_object (&self->window);
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_FILTER_BAR);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (kh_filter_bar_parent_class)->dispose (object);
}

static void
kh_filter_bar_class_init (KhFilterBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_filter_bar_dispose;

  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-filter-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, KhFilterBar, clear_button);
  gtk_widget_class_bind_template_child (widget_class, KhFilterBar, filter_button);
  gtk_widget_class_bind_template_child (widget_class, KhFilterBar, words);
  gtk_widget_class_bind_template_callback (widget_class, kh_filter_bar_clear);
  gtk_widget_class_bind_template_callback (widget_class, kh_filter_bar_open);
}

static void
kh_filter_bar_init (KhFilterBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  make_window (self);
  kh_accessible_name_button (GTK_BUTTON (self->filter_button));
  kh_accessible_name_button (GTK_BUTTON (self->clear_button));
}

void
kh_filter_bar_set_store (KhFilterBar *self,
                         KhStore     *store)
{
  g_return_if_fail (KH_IS_FILTER_BAR (self));

  self->store = g_object_ref (store);
  kh_filter_form_set_store (self->form, store);
  g_signal_connect_object (store, "notify::member", G_CALLBACK (on_member_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::catalogues", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

const KhFilter *
kh_filter_bar_get_filter (KhFilterBar *self)
{
  g_return_val_if_fail (KH_IS_FILTER_BAR (self), NULL);

  return kh_filter_form_get_filter (self->form);
}

void
kh_filter_bar_open (KhFilterBar *self)
{
  g_return_if_fail (KH_IS_FILTER_BAR (self));

  if (self->store == NULL)
    return;
  kh_filter_form_begin (self->form);
  gtk_window_set_transient_for (self->window, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))));
  gtk_window_present (self->window);
}

/* The button that is gone then has the focus no longer. */
void
kh_filter_bar_clear (KhFilterBar *self)
{
  g_autoptr (KhFilter) none = kh_filter_new ();
  gboolean had_focus = gtk_widget_has_focus (self->clear_button);

  g_return_if_fail (KH_IS_FILTER_BAR (self));

  if (had_focus)
    gtk_widget_grab_focus (self->filter_button);
  kh_filter_form_set_filter (self->form, none);
  on_form_changed_cb (self);
}
