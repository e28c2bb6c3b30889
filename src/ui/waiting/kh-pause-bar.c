/* kh-pause-bar.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-pause-bar.h"

#include "kh-accessible.h"
#include "kh-value-type.h"

#include <glib/gi18n-lib.h>

struct _KhPauseBar
{
  GtkWidget parent_instance;

  /* Template children */
  GtkWidget *hide_button;
  GtkWidget *preferences_button;
  GtkLabel *text;

  /* Owned */
  KhServices *services;
  GQueue paused; /* Pause: the companies that are left alone, and nobody has hidden; the first is shown */
};

typedef struct {
  gint64 company;
  char *text;
} Pause;

G_DEFINE_FINAL_TYPE (KhPauseBar, kh_pause_bar, GTK_TYPE_WIDGET)

static void
pause_free (gpointer data)
{
  Pause *pause = data;

  g_free (pause->text);
  g_free (pause);
}

static void
update (KhPauseBar *self)
{
  KhGrants grants = kh_store_get_grants (kh_services_get_store (self->services));
  const Pause *first = g_queue_peek_head (&self->paused);

  gtk_label_set_text (self->text, first != NULL ? first->text : "");
  gtk_widget_set_visible (self->preferences_button, kh_grants_has (grants, KH_GRANT_COMPANIES_CONTROL));
  gtk_widget_set_visible (GTK_WIDGET (self), first != NULL);
}

static void
forget (KhPauseBar *self,
        gint64      company)
{
  for (GList *l = self->paused.head; l != NULL; l = l->next)
    {
      if (((const Pause *) l->data)->company != company)
        continue;
      pause_free (l->data);
      g_queue_delete_link (&self->paused, l);
      return;
    }
}

static void
on_paused_cb (KhPauseBar *self,
              gint64      company,
              const char *message)
{
  KhCatalogues *catalogues = kh_store_get_catalogues (kh_services_get_store (self->services));
  KhCompany *paused = kh_catalogues_get_company (catalogues, company);
  g_autofree char *name = paused != NULL ? kh_value_dup_visible (kh_company_get_name (paused)) : NULL;
  Pause *pause;

  if (name == NULL)
    return;
  forget (self, company);
  pause = g_new0 (Pause, 1);
  pause->company = company;
  /* Translators: why nothing is sent, as a sentence; a monitoring company. */
  pause->text = g_strdup_printf (_("%s Changes for %s are kept until then."), message, name);
  g_queue_push_head (&self->paused, pause);
  update (self);
}

static void
on_resumed_cb (KhPauseBar *self,
               gint64      company)
{
  forget (self, company);
  update (self);
}

static void
on_hide_clicked_cb (KhPauseBar *self)
{
  g_queue_clear_full (&self->paused, pause_free);
  update (self);
}

static void
kh_pause_bar_dispose (GObject *object)
{
  KhPauseBar *self = KH_PAUSE_BAR (object);

  g_queue_clear_full (&self->paused, pause_free);
  g_clear_object (&self->services);
  gtk_widget_dispose_template (GTK_WIDGET (self), KH_TYPE_PAUSE_BAR);

  G_OBJECT_CLASS (kh_pause_bar_parent_class)->dispose (object);
}

static void
kh_pause_bar_class_init (KhPauseBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kh_pause_bar_dispose;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/keyholder/Keyholder/ui/kh-pause-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, KhPauseBar, hide_button);
  gtk_widget_class_bind_template_child (widget_class, KhPauseBar, preferences_button);
  gtk_widget_class_bind_template_child (widget_class, KhPauseBar, text);
  gtk_widget_class_bind_template_callback (widget_class, on_hide_clicked_cb);
}

static void
kh_pause_bar_init (KhPauseBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kh_accessible_name_widget (self->hide_button, _("Hide this message"));
}

GtkWidget *
kh_pause_bar_new (KhServices *services)
{
  KhPauseBar *self = g_object_new (KH_TYPE_PAUSE_BAR, NULL);
  KhSender *sender = kh_services_get_sender (services);

  self->services = g_object_ref (services);
  if (sender != NULL)
    {
      g_signal_connect_object (sender, "paused", G_CALLBACK (on_paused_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (sender, "resumed", G_CALLBACK (on_resumed_cb), self, G_CONNECT_SWAPPED);
    }

  return GTK_WIDGET (self);
}
