/* kh-tab-label.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-tab-label.h"

#include "kh-accessible.h"

#include <glib/gi18n-lib.h>

/* A notebook gives its tabs no more than they insist on. */
#define MOST_CHARACTERS 22

struct _KhTabLabel
{
  GtkWidget parent_instance;

  /* Template children */
  GtkButton *close_button;
  GtkWidget *dot;
  GtkLabel *title;

  /* Borrowed: the notebook owns both */
  KhCustomerPage *page;
};

G_DEFINE_FINAL_TYPE (KhTabLabel, kh_tab_label, GTK_TYPE_WIDGET)

enum {
  SIGNAL_CLOSE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
on_close_clicked_cb (KhTabLabel *self)
{
  g_signal_emit (self, signals[SIGNAL_CLOSE], 0);
}

static void
kh_tab_label_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KH_TYPE_TAB_LABEL);

  G_OBJECT_CLASS (kh_tab_label_parent_class)->dispose (object);
}

static void
kh_tab_label_class_init (KhTabLabelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_tab_label_dispose;

  signals[SIGNAL_CLOSE] = g_signal_new ("close", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                        0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-tab-label.ui");
  gtk_widget_class_bind_template_child (widget_class, KhTabLabel, close_button);
  gtk_widget_class_bind_template_child (widget_class, KhTabLabel, dot);
  gtk_widget_class_bind_template_child (widget_class, KhTabLabel, title);
  gtk_widget_class_bind_template_callback (widget_class, on_close_clicked_cb);
}

static void
kh_tab_label_init (KhTabLabel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (self->close_button);
}

GtkWidget *
kh_tab_label_new (KhCustomerPage *page)
{
  KhTabLabel *self = g_object_new (KH_TYPE_TAB_LABEL, NULL);

  self->page = page;
  g_signal_connect_object (page, "notify::title", G_CALLBACK (kh_tab_label_update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "notify::dirty", G_CALLBACK (kh_tab_label_update), self, G_CONNECT_SWAPPED);
  kh_tab_label_update (self);

  return GTK_WIDGET (self);
}

/* Also to be called when the label was put into its notebook, whose tab gets the name. */
void
kh_tab_label_update (KhTabLabel *self)
{
  const char *title;
  gboolean dirty;
  g_autofree char *name = NULL;

  g_return_if_fail (KH_IS_TAB_LABEL (self));

  title = kh_customer_page_get_title (self->page);
  dirty = kh_customer_page_get_dirty (self->page);
  if (title == NULL)
    title = _("Opening…");
  /* Translators: a customer's name, in a tab. */
  name = dirty ? g_strdup_printf (_("%s, not saved"), title) : g_strdup (title);
  gtk_label_set_text (self->title, title);
  gtk_label_set_width_chars (self->title, (int) MIN (g_utf8_strlen (title, -1) + 1, MOST_CHARACTERS));
  gtk_widget_set_visible (self->dot, dirty);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
  kh_accessible_name_tab (GTK_WIDGET (self), name);
}
