/* kh-history-line.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-history-line.h"

#include "kh-accessible.h"

#include <glib/gi18n-lib.h>

struct _KhHistoryLine
{
  GtkWidget parent_instance;

  /* Template children */
  GtkInscription *action;
  GtkInscription *change;
  GtkInscription *datapoint;
  GtkInscription *member;
  GtkInscription *time;

  /* Owned */
  KhHistoryItem *item;
};

G_DEFINE_FINAL_TYPE (KhHistoryLine, kh_history_line, GTK_TYPE_WIDGET)

static void
show_titles (KhHistoryLine *self)
{
  gtk_inscription_set_text (self->time, kh_history_text_get_title (KH_HISTORY_TIME));
  gtk_inscription_set_text (self->member, kh_history_text_get_title (KH_HISTORY_MEMBER));
  gtk_inscription_set_text (self->action, kh_history_text_get_title (KH_HISTORY_ACTION));
  gtk_inscription_set_text (self->datapoint, kh_history_text_get_title (KH_HISTORY_DATAPOINT));
  /* Translators: the title of a column with values before and after. */
  gtk_inscription_set_text (self->change, _("Old → New"));
}

static gboolean
kh_history_line_query_tooltip (GtkWidget  *widget,
                               int         x G_GNUC_UNUSED,
                               int         y G_GNUC_UNUSED,
                               gboolean    keyboard G_GNUC_UNUSED,
                               GtkTooltip *tooltip)
{
  KhHistoryLine *self = KH_HISTORY_LINE (widget);
  g_autofree char *text = NULL;

  if (self->item == NULL)
    return FALSE;
  text = kh_history_item_dup_sentence (self->item);
  gtk_tooltip_set_text (tooltip, text);

  return TRUE;
}

static void
kh_history_line_dispose (GObject *object)
{
  KhHistoryLine *self = KH_HISTORY_LINE (object);

  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_HISTORY_LINE);

  G_OBJECT_CLASS (kh_history_line_parent_class)->dispose (object);
}

static void
kh_history_line_class_init (KhHistoryLineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_history_line_dispose;

  widget_class->query_tooltip = kh_history_line_query_tooltip;

  gtk_widget_class_set_css_name (widget_class, "history-line");
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-history-line.ui");
  gtk_widget_class_bind_template_child (widget_class, KhHistoryLine, action);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryLine, change);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryLine, datapoint);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryLine, member);
  gtk_widget_class_bind_template_child (widget_class, KhHistoryLine, time);
}

static void
kh_history_line_init (KhHistoryLine *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_titles (self);
}

GtkWidget *
kh_history_line_new (void)
{
  return g_object_new (KH_TYPE_HISTORY_LINE, NULL);
}

/* @item may be NULL. The name is the row's around it: it is used again for other items. */
void
kh_history_line_set_item (KhHistoryLine *self,
                          KhHistoryItem *item)
{
  g_autofree char *change = NULL;
  g_autofree char *sentence = NULL;

  g_return_if_fail (KH_IS_HISTORY_LINE (self));

  g_set_object (&self->item, item);
  if (item == NULL)
    return;

  change = kh_history_item_dup_change (item);
  sentence = kh_history_item_dup_sentence (item);
  gtk_inscription_set_text (self->time, kh_history_item_get_text (item, KH_HISTORY_TIME));
  gtk_inscription_set_text (self->member, kh_history_item_get_text (item, KH_HISTORY_MEMBER));
  gtk_inscription_set_text (self->action, kh_history_item_get_text (item, KH_HISTORY_ACTION));
  gtk_inscription_set_text (self->datapoint, kh_history_item_get_text (item, KH_HISTORY_DATAPOINT));
  gtk_inscription_set_text (self->change, change);
  kh_accessible_name_list_row (GTK_WIDGET (self), sentence);
}
