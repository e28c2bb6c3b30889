/* kh-postal-bar.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-postal-bar.h"

#include "kh-accessible.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

struct _KhPostalBar {
  GtkWidget parent_instance;

  /* owned: children, then others */
  GtkWidget *label;
  GtkWidget *flow;
  KhStore *store;
  KhPostalFill *fill;
  KhDraft *draft;
  GPtrArray *shown;
  GCancellable *looking;
  char *asked;

  /* state */
  gulong changed_id;
};

G_DEFINE_FINAL_TYPE (KhPostalBar, kh_postal_bar, GTK_TYPE_WIDGET)

static guint updated_signal;

/* The choice */

static void
on_button_clicked_cb (KhPostalBar *self,
                      GtkWidget   *button)
{
  kh_postal_fill_choose (self->fill, GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "choice")));
}

static GtkWidget *
make_button (KhPostalBar         *self,
             const KhPostalPlace *place,
             guint                choice)
{
  g_autofree char *text = g_strdup_printf ("%s %s", place->city, place->state);
  g_autofree char *visible = kh_value_dup_visible (text);
  GtkWidget *button = gtk_button_new_with_label (visible);

  gtk_widget_add_css_class (button, "missing-button");
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  kh_accessible_name_widget (button, visible);
  g_object_set_data (G_OBJECT (button), "choice", GUINT_TO_POINTER (choice));
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_button_clicked_cb), self, G_CONNECT_SWAPPED);

  return button;
}

static void
clear (KhPostalBar *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->flow)) != NULL)
    gtk_flow_box_remove (GTK_FLOW_BOX (self->flow), child);
}

/* Buttons that are still right keep the focus. */
static void
show_choices (KhPostalBar *self,
              GPtrArray   *choices)
{
  if (choices == self->shown)
    return;
  clear (self);
  g_clear_pointer (&self->shown, g_ptr_array_unref);
  for (guint i = 0; choices != NULL && i < choices->len; i++)
    {
      gtk_flow_box_insert (GTK_FLOW_BOX (self->flow), make_button (self, g_ptr_array_index (choices, i), i), -1);
      gtk_widget_set_focusable (gtk_widget_get_last_child (self->flow), FALSE);
    }
  if (choices != NULL)
    self->shown = g_ptr_array_ref (choices);
  gtk_widget_set_visible (GTK_WIDGET (self), choices != NULL);
}

static void
on_fill_updated_cb (KhPostalBar *self)
{
  if (self->flow == NULL)
    return;
  show_choices (self, kh_postal_fill_get_choices (self->fill));
  g_signal_emit (self, updated_signal, 0);
}

/* Looking up */

static void
on_places_listed_cb (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (KhPostalBar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) places = kh_store_list_places_finish (KH_STORE (source), result, &error);

  /* Whoever types gets along without it. */
  if (places == NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_debug ("No places: %s", error->message);
  if (places != NULL && self->asked != NULL)
    kh_postal_fill_take (self->fill, self->asked, places);
}

static void
forget_question (KhPostalBar *self)
{
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_pointer (&self->asked, g_free);
}

static void
look_up (KhPostalBar *self)
{
  g_autofree char *wanted = kh_postal_fill_dup_wanted (self->fill);

  if (g_strcmp0 (wanted, self->asked) == 0)
    return;
  forget_question (self);
  if (wanted == NULL)
    return;
  self->asked = g_steal_pointer (&wanted);
  self->looking = g_cancellable_new ();
  kh_store_list_places_async (self->store, self->asked, self->looking, on_places_listed_cb, g_object_ref (self));
}

static void
on_draft_changed_cb (KhPostalBar *self,
                     guint        datapoint)
{
  if (datapoint == kh_postal_fill_get_code (self->fill))
    look_up (self);
}

static void
kh_postal_bar_dispose (GObject *object)
{
  KhPostalBar *self = KH_POSTAL_BAR (object);

  forget_question (self);
  g_clear_pointer (&self->label, gtk_widget_unparent);
  g_clear_pointer (&self->flow, gtk_widget_unparent);
  if (self->draft != NULL)
    g_clear_signal_handler (&self->changed_id, self->draft);
  g_clear_object (&self->draft);
  g_clear_object (&self->fill);
  g_clear_object (&self->store);
  g_clear_pointer (&self->shown, g_ptr_array_unref);

  G_OBJECT_CLASS (kh_postal_bar_parent_class)->dispose (object);
}

static void
kh_postal_bar_class_init (KhPostalBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_postal_bar_dispose;

  updated_signal = g_signal_new ("updated", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_css_name (widget_class, "postal-bar");
}

static void
kh_postal_bar_init (KhPostalBar *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  /* Translators: buttons with the names of cities follow. */
  self->label = g_object_new (GTK_TYPE_LABEL,
                              "accessible-role", GTK_ACCESSIBLE_ROLE_ALERT,
                              "label", _("This ZIP has several cities. Choose one, or type another:"),
                              "wrap", TRUE,
                              "xalign", 0.0,
                              NULL);
  gtk_widget_add_css_class (self->label, "dim");
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  self->flow = gtk_flow_box_new ();
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (self->flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (self->flow), 6);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (self->flow), 6);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (self->flow), 6);
  gtk_widget_set_parent (self->flow, GTK_WIDGET (self));
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
kh_postal_bar_new (KhStore         *store,
                   KhPostalAddress  address)
{
  KhPostalBar *self = g_object_new (KH_TYPE_POSTAL_BAR, NULL);

  self->store = g_object_ref (store);
  self->fill = kh_postal_fill_new (address);
  kh_accessible_name_widget (GTK_WIDGET (self), _("Cities of This ZIP"));
  g_signal_connect_object (self->fill, "updated", G_CALLBACK (on_fill_updated_cb), self, G_CONNECT_SWAPPED);

  return GTK_WIDGET (self);
}

KhPostalFill *
kh_postal_bar_get_fill (KhPostalBar *self)
{
  g_return_val_if_fail (KH_IS_POSTAL_BAR (self), NULL);

  return self->fill;
}

void
kh_postal_bar_set_draft (KhPostalBar *self,
                         KhDraft     *draft)
{
  g_return_if_fail (KH_IS_POSTAL_BAR (self));

  if (self->draft != NULL)
    g_clear_signal_handler (&self->changed_id, self->draft);
  g_set_object (&self->draft, draft);
  kh_postal_fill_set_draft (self->fill, draft, kh_store_get_grants (self->store));
  self->changed_id = g_signal_connect_object (draft, "changed", G_CALLBACK (on_draft_changed_cb), self,
                                              G_CONNECT_SWAPPED);
}

/* Nothing is filled in any more, and what is looked up comes too late. */
void
kh_postal_bar_reset (KhPostalBar *self)
{
  g_return_if_fail (KH_IS_POSTAL_BAR (self));

  forget_question (self);
  kh_postal_fill_reset (self->fill);
}
