/* kh-postal-card.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-postal-card.h"

#include "kh-accessible.h"
#include "kh-dialogs.h"

#include <glib/gi18n-lib.h>

struct _KhPostalCard
{
  GtkWidget parent_instance;

  /* Template children */
  GtkLabel *count;
  GtkLabel *result;
  GtkWidget *load_button;

  /* Owned */
  KhStore *store;

  /* State */
  gboolean loading;
  gboolean may_change;
};

G_DEFINE_FINAL_TYPE (KhPostalCard, kh_postal_card, GTK_TYPE_WIDGET)

static void
update (KhPostalCard *self)
{
  gtk_widget_set_sensitive (self->load_button, self->may_change && !self->loading);
}

static void
show_count (KhPostalCard *self,
            guint         n)
{
  g_autofree char *text = NULL;

  if (n > 0)
    text = g_strdup_printf (ngettext ("%u place of a postal file is kept.", "%u places of a postal file are kept.", n), n);
  gtk_label_set_text (self->count, text != NULL ? text : _("No postal file is loaded yet."));
}

static void
on_counted_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (KhPostalCard) self = user_data;
  KhPostalCounts counts = { 0 };

  if (kh_store_count_places_finish (KH_STORE (source), result, &counts, NULL) && self->count != NULL)
    show_count (self, counts.n_places);
}

static void
tell_loaded (KhPostalCard         *self,
             const KhPostalCounts *counts)
{
  g_autofree char *left_out = NULL;

  show_count (self, counts->n_places);
  if (counts->n_left_out > 0)
    left_out = g_strdup_printf (ngettext ("The file is loaded. %u line of it is of another country or in no state, and was left out.",
                                          "The file is loaded. %u lines of it are of other countries or in no state, and were left out.",
                                          counts->n_left_out), counts->n_left_out);
  gtk_label_set_text (self->result, left_out != NULL ? left_out : _("The file is loaded."));
  gtk_widget_remove_css_class (GTK_WIDGET (self->result), "error-text");
}

static void
on_loaded_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (KhPostalCard) self = user_data;
  g_autoptr (GError) error = NULL;
  KhPostalCounts counts = { 0 };
  gboolean loaded = kh_store_load_postal_file_finish (KH_STORE (source), result, &counts, &error);

  self->loading = FALSE;
  if (self->result == NULL)
    return;
  if (loaded)
    tell_loaded (self, &counts);
  else
    {
      gtk_label_set_text (self->result, error->message);
      gtk_widget_add_css_class (GTK_WIDGET (self->result), "error-text");
    }
  update (self);
  /* It lost the focus when it could not be pressed. */
  if (gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self))) == NULL)
    gtk_widget_grab_focus (self->load_button);
}

static void
on_file_chosen_cb (GObject      *source G_GNUC_UNUSED,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr (KhPostalCard) self = user_data;
  g_autoptr (GFile) file = kh_dialogs_open_finish (result);
  g_autofree char *path = file == NULL ? NULL : g_file_get_path (file);

  if (path != NULL && self->result != NULL)
    kh_postal_card_load (self, path);
  else if (file != NULL && self->result != NULL)
    gtk_label_set_text (self->result, _("The file is not on this computer. Copy it here first."));
}

static void
on_load_button_clicked_cb (KhPostalCard *self)
{
  kh_dialogs_open_async (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), _("Load a Postal File"),
                         on_file_chosen_cb, g_object_ref (self));
}

static void
kh_postal_card_dispose (GObject *object)
{
  KhPostalCard *self = KH_POSTAL_CARD (object);
  GtkWidget *child;

  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_POSTAL_CARD);
  /* It lets go only of the children that are bound. */
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (kh_postal_card_parent_class)->dispose (object);
}

static void
kh_postal_card_class_init (KhPostalCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_postal_card_dispose;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-postal-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KhPostalCard, count);
  gtk_widget_class_bind_template_child (widget_class, KhPostalCard, load_button);
  gtk_widget_class_bind_template_child (widget_class, KhPostalCard, result);
  gtk_widget_class_bind_template_callback (widget_class, on_load_button_clicked_cb);
}

static void
kh_postal_card_init (KhPostalCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_button (GTK_BUTTON (self->load_button));
  kh_accessible_name_widget (GTK_WIDGET (self), _("Postal File"));
}

GtkWidget *
kh_postal_card_new (KhStore *store)
{
  KhPostalCard *self = g_object_new (KH_TYPE_POSTAL_CARD, NULL);

  self->store = g_object_ref (store);
  kh_store_count_places_async (store, NULL, on_counted_cb, g_object_ref (self));
  update (self);

  return GTK_WIDGET (self);
}

void
kh_postal_card_set_may_change (KhPostalCard *self,
                               gboolean      may_change)
{
  g_return_if_fail (KH_IS_POSTAL_CARD (self));

  self->may_change = may_change;
  update (self);
}

void
kh_postal_card_load (KhPostalCard *self,
                     const char   *path)
{
  g_return_if_fail (KH_IS_POSTAL_CARD (self));

  self->loading = TRUE;
  gtk_widget_remove_css_class (GTK_WIDGET (self->result), "error-text");
  gtk_label_set_text (self->result, _("The file is being read…"));
  update (self);
  kh_store_load_postal_file_async (self->store, path, NULL, on_loaded_cb, g_object_ref (self));
}
