/* kh-missing-bar.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-missing-bar.h"

#include "kh-accessible.h"
#include "kh-draft.h"

#include <glib/gi18n-lib.h>

/* What Link needs, and what only an ADT company does. */
enum {
  LINE_LINK,
  LINE_ADT,
  N_LINES
};

struct _KhMissingBar {
  GtkWidget parent_instance;

  /* owned */
  GtkWidget *lines[N_LINES];
  GtkWidget *flows[N_LINES];
};

G_DEFINE_FINAL_TYPE (KhMissingBar, kh_missing_bar, GTK_TYPE_WIDGET)

enum {
  SIGNAL_JUMP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static guint
get_line (const KhProblem *problem)
{
  guint required = kh_datapoint_get (problem->datapoint)->required;

  return problem->missing && required == KH_REQUIRED_ADT ? LINE_ADT : LINE_LINK;
}

static void
on_button_clicked_cb (KhMissingBar *self,
                      GtkWidget    *button)
{
  g_signal_emit (self, signals[SIGNAL_JUMP], 0, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "datapoint")));
}

static GtkWidget *
make_button (KhMissingBar  *self,
             KhDatapointId  id)
{
  GtkWidget *button = gtk_button_new_with_label (kh_datapoint_get_label (id));
  /* Translators: the datapoint's name follows. */
  g_autofree char *tooltip = g_strdup_printf (_("Fill in %s"), kh_datapoint_get_label (id));

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_add_css_class (button, "missing-button");
  gtk_widget_set_tooltip_text (button, tooltip);
  kh_accessible_name_widget (button, tooltip);
  g_object_set_data (G_OBJECT (button), "datapoint", GUINT_TO_POINTER (id));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_button_clicked_cb), self, G_CONNECT_SWAPPED);

  return button;
}

static void
clear (KhMissingBar *self)
{
  for (guint i = 0; i < N_LINES; i++)
    {
      GtkWidget *child;

      while ((child = gtk_widget_get_first_child (self->flows[i])) != NULL)
        gtk_flow_box_remove (GTK_FLOW_BOX (self->flows[i]), child);
      gtk_widget_set_visible (self->lines[i], FALSE);
    }
}

static void
kh_missing_bar_dispose (GObject *object)
{
  KhMissingBar *self = KH_MISSING_BAR (object);

  for (guint i = 0; i < N_LINES; i++)
    g_clear_pointer (&self->lines[i], gtk_widget_unparent);

  G_OBJECT_CLASS (kh_missing_bar_parent_class)->dispose (object);
}

static void
kh_missing_bar_class_init (KhMissingBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kh_missing_bar_dispose;

  signals[SIGNAL_JUMP] = g_signal_new ("jump", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "missing-bar");
}

static GtkWidget *
make_flow (void)
{
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 6);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), 6);

  return flow;
}

static GtkWidget *
make_line (KhMissingBar *self,
           guint         line,
           const char   *text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim");
  self->flows[line] = make_flow ();
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), self->flows[line]);
  gtk_widget_set_parent (box, GTK_WIDGET (self));

  return box;
}

static void
kh_missing_bar_init (KhMissingBar *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  /* Translators: buttons with the names of datapoints follow. */
  self->lines[LINE_LINK] = make_line (self, LINE_LINK, _("Before Link, please fill in or correct:"));
  /* Translators: buttons with the names of datapoints follow. */
  self->lines[LINE_ADT] = make_line (self, LINE_ADT, _("ADT also needs:"));
  clear (self);
}

GtkWidget *
kh_missing_bar_new (void)
{
  return g_object_new (KH_TYPE_MISSING_BAR, NULL);
}

void
kh_missing_bar_set_problems (KhMissingBar *self,
                             GPtrArray    *problems)
{
  g_return_if_fail (KH_IS_MISSING_BAR (self));

  clear (self);
  for (guint i = 0; problems != NULL && i < problems->len; i++)
    {
      const KhProblem *problem = g_ptr_array_index (problems, i);
      guint line = get_line (problem);

      gtk_flow_box_insert (GTK_FLOW_BOX (self->flows[line]), make_button (self, problem->datapoint), -1);
      gtk_widget_set_focusable (gtk_widget_get_last_child (self->flows[line]), FALSE);
      gtk_widget_set_visible (self->lines[line], TRUE);
    }
  gtk_widget_set_visible (GTK_WIDGET (self), problems != NULL && problems->len > 0);
}
