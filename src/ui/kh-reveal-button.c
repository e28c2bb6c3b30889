/* kh-reveal-button.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-reveal-button.h"

#include "kh-accessible.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define DOTS "••••••"

struct _KhRevealButton {
  GtkButton parent_instance;

  /* borrowed */
  GtkLabel *label;

  /* owned */
  char *name;
  char *action;
  GVariant *target;

  /* state */
  guint timeout;
  gboolean shown;
};

G_DEFINE_FINAL_TYPE (KhRevealButton, kh_reveal_button, GTK_TYPE_BUTTON)

static void
update_words (KhRevealButton *self)
{
  /* Translators: a datapoint's name follows, as in "Reveal Passcode". */
  g_autofree char *name = g_strdup_printf (self->shown ? _("Hide %s") : _("Reveal %s"), self->name);

  gtk_button_set_label (GTK_BUTTON (self), self->shown ? _("Hide") : _("Reveal"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), name);
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  kh_accessible_name_widget (GTK_WIDGET (self), name);
}

/* The label is about to let go of the memory, and does not clear it itself. */
static void
wipe (const char *text)
{
  gpointer memory = (gpointer) text;

  if (memory != NULL)
    explicit_bzero (memory, strlen (text));
}

static void
wipe_label (KhRevealButton *self)
{
  wipe (pango_layout_get_text (gtk_label_get_layout (self->label)));
  wipe (gtk_label_get_label (self->label));
  wipe (gtk_label_get_text (self->label));
}

static gboolean
on_time_over_cb (gpointer data)
{
  KhRevealButton *self = data;

  self->timeout = 0;
  kh_reveal_button_conceal (self);

  return G_SOURCE_REMOVE;
}

static void
kh_reveal_button_clicked (GtkButton *button)
{
  KhRevealButton *self = KH_REVEAL_BUTTON (button);

  if (self->shown)
    kh_reveal_button_conceal (self);
  else
    gtk_widget_activate_action_variant (GTK_WIDGET (self), self->action, self->target);
}

static void
kh_reveal_button_unmap (GtkWidget *widget)
{
  KhRevealButton *self = KH_REVEAL_BUTTON (widget);

  if (self->shown)
    kh_reveal_button_conceal (self);

  GTK_WIDGET_CLASS (kh_reveal_button_parent_class)->unmap (widget);
}

static void
kh_reveal_button_dispose (GObject *object)
{
  KhRevealButton *self = KH_REVEAL_BUTTON (object);

  g_clear_handle_id (&self->timeout, g_source_remove);

  G_OBJECT_CLASS (kh_reveal_button_parent_class)->dispose (object);
}

static void
kh_reveal_button_finalize (GObject *object)
{
  KhRevealButton *self = KH_REVEAL_BUTTON (object);

  g_free (self->name);
  g_free (self->action);
  g_clear_pointer (&self->target, g_variant_unref);

  G_OBJECT_CLASS (kh_reveal_button_parent_class)->finalize (object);
}

static void
kh_reveal_button_class_init (KhRevealButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kh_reveal_button_dispose;
  G_OBJECT_CLASS (klass)->finalize = kh_reveal_button_finalize;
  GTK_WIDGET_CLASS (klass)->unmap = kh_reveal_button_unmap;
  GTK_BUTTON_CLASS (klass)->clicked = kh_reveal_button_clicked;
}

static void
kh_reveal_button_init (KhRevealButton *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (GTK_WIDGET (self), "reveal");
}

GtkWidget *
kh_reveal_button_new (const char *name,
                      GtkLabel   *label)
{
  KhRevealButton *self = g_object_new (KH_TYPE_REVEAL_BUTTON, NULL);

  self->name = g_strdup (name);
  self->label = label;
  update_words (self);

  return GTK_WIDGET (self);
}

void
kh_reveal_button_set_action (KhRevealButton *self,
                             const char     *action,
                             GVariant       *target)
{
  g_return_if_fail (KH_IS_REVEAL_BUTTON (self));

  g_free (self->action);
  self->action = g_strdup (action);
  g_clear_pointer (&self->target, g_variant_unref);
  self->target = g_variant_ref_sink (target);
}

gboolean
kh_reveal_button_get_shown (KhRevealButton *self)
{
  g_return_val_if_fail (KH_IS_REVEAL_BUTTON (self), FALSE);

  return self->shown;
}

void
kh_reveal_button_conceal (KhRevealButton *self)
{
  g_return_if_fail (KH_IS_REVEAL_BUTTON (self));

  g_clear_handle_id (&self->timeout, g_source_remove);
  if (self->shown)
    wipe_label (self);
  self->shown = FALSE;
  gtk_label_set_text (self->label, DOTS);
  gtk_widget_remove_css_class (GTK_WIDGET (self->label), "secret-shown");
  /* Translators: read out in place of the dots that stand for a passcode. */
  kh_accessible_name_widget (GTK_WIDGET (self->label), _("Kept, not shown"));
  update_words (self);
}

void
kh_reveal_button_show (KhRevealButton *self,
                       KhSecret       *secret,
                       guint           milliseconds)
{
  g_return_if_fail (KH_IS_REVEAL_BUTTON (self));

  kh_reveal_button_conceal (self);
  self->shown = TRUE;
  self->timeout = g_timeout_add (milliseconds, on_time_over_cb, self);
  gtk_widget_add_css_class (GTK_WIDGET (self->label), "secret-shown");
  gtk_label_set_text (self->label, kh_secret_get_text (secret));
  update_words (self);
}
