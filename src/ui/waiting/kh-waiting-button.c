/* kh-waiting-button.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-waiting-button.h"
#include "kh-store-links.h"

#include <glib/gi18n-lib.h>

/* What is sent sooner than this is not worth a word. */
#define DELAY_MS 250

struct _KhWaitingButton
{
  GtkButton parent_instance;

  /* Owned */
  KhServices *services;

  /* State */
  guint source;
};

G_DEFINE_FINAL_TYPE (KhWaitingButton, kh_waiting_button, GTK_TYPE_BUTTON)

/* How many wait by themselves or for a person there, and how many for a person here. */
static char *
dup_text (guint waiting,
          guint stopped)
{
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  if (waiting > 0)
    first = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change waits for a station.",
                                          "%u changes wait for the stations.", waiting), waiting);
  if (stopped > 0)
    second = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u change needs you.", "%u changes need you.", stopped), stopped);
  if (first != NULL && second != NULL)
    /* Translators: two sentences. */
    return g_strdup_printf (_("%s %s"), first, second);

  return first != NULL ? g_steal_pointer (&first) : g_steal_pointer (&second);
}

static void
on_counted_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  g_autoptr (KhWaitingButton) self = data;
  g_autoptr (GArray) counts = kh_store_count_outbox_finish (KH_STORE (source), result, NULL);
  g_autofree char *text = NULL;
  guint waiting = 0, stopped = 0;

  if (self->services == NULL)
    return;
  for (guint i = 0; counts != NULL && i < counts->len; i++)
    {
      const KhOutboxCount *count = &g_array_index (counts, KhOutboxCount, i);

      if (count->state == KH_OUTBOX_HELD || count->state == KH_OUTBOX_REJECTED)
        stopped += count->n;
      else
        waiting += count->n;
    }
  text = dup_text (waiting, stopped);
  if (text != NULL)
    gtk_button_set_label (GTK_BUTTON (self), text);
  gtk_widget_set_visible (GTK_WIDGET (self), text != NULL);
}

static gboolean
on_timeout_cb (gpointer data)
{
  KhWaitingButton *self = data;

  self->source = 0;
  kh_store_count_outbox_async (kh_services_get_store (self->services), 0, NULL, on_counted_cb, g_object_ref (self));

  return G_SOURCE_REMOVE;
}

/* Many changes at once are looked at once. */
static void
on_changed_cb (KhWaitingButton *self)
{
  if (self->source == 0)
    self->source = g_timeout_add (DELAY_MS, on_timeout_cb, self);
}

static void
kh_waiting_button_dispose (GObject *object)
{
  KhWaitingButton *self = KH_WAITING_BUTTON (object);

  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_object (&self->services);

  G_OBJECT_CLASS (kh_waiting_button_parent_class)->dispose (object);
}

static void
kh_waiting_button_class_init (KhWaitingButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_waiting_button_dispose;
}

static void
kh_waiting_button_init (KhWaitingButton *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_set_visible (widget, FALSE);
  gtk_widget_add_css_class (widget, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.waiting");
  gtk_widget_set_tooltip_text (widget, _("Show the waiting changes (Ctrl+O)"));
}

void
kh_waiting_button_watch (KhWaitingButton *self,
                         KhServices      *services)
{
  KhStore *store = kh_services_get_store (services);

  g_return_if_fail (KH_IS_WAITING_BUTTON (self));

  if (!g_set_object (&self->services, services))
    return;
  g_signal_connect_object (store, "outbox-changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "customer-changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (store, "notify::member", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  on_changed_cb (self);
}
