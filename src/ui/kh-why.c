/* kh-why.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-why.h"

#include "kh-accessible.h"

#include <glib/gi18n-lib.h>

#define REASON "kh-why-reason"
#define REASON_CHARS 36

/* There may be many on a page, and few are ever opened. */
static void
on_create_popup_cb (GtkMenuButton *button,
                    gpointer       data G_GNUC_UNUSED)
{
  GtkWidget *popover = GTK_WIDGET (gtk_menu_button_get_popover (button));
  GtkWidget *label;

  if (popover == NULL)
    {
      popover = gtk_popover_new ();
      label = gtk_label_new (NULL);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_label_set_max_width_chars (GTK_LABEL (label), REASON_CHARS);
      gtk_widget_add_css_class (popover, "why");
      gtk_popover_set_child (GTK_POPOVER (popover), label);
      gtk_menu_button_set_popover (button, popover);
    }
  label = gtk_popover_get_child (GTK_POPOVER (popover));
  gtk_label_set_text (GTK_LABEL (label), g_object_get_data (G_OBJECT (button), REASON));
  kh_accessible_name_widget (popover, gtk_label_get_text (GTK_LABEL (label)));
}

GtkWidget *
kh_why_new (const char *thing)
{
  GtkWidget *why = gtk_menu_button_new ();
  /* Translators: the name of a section or of a datapoint. */
  g_autofree char *name = g_strdup_printf (_("Why is %s locked?"), thing);

  gtk_menu_button_set_label (GTK_MENU_BUTTON (why), _("Why?"));
  gtk_menu_button_set_has_frame (GTK_MENU_BUTTON (why), FALSE);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (why), on_create_popup_cb, NULL, NULL);
  gtk_widget_set_valign (why, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (why, "why");
  kh_accessible_name_widget (why, name);

  return why;
}

void
kh_why_set_reason (GtkWidget  *why,
                   const char *reason)
{
  g_return_if_fail (GTK_IS_MENU_BUTTON (why));
  g_return_if_fail (reason != NULL);

  g_object_set_data_full (G_OBJECT (why), REASON, g_strdup (reason), g_free);
  gtk_widget_set_tooltip_text (why, reason);
  gtk_accessible_update_property (GTK_ACCESSIBLE (why), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, reason, -1);
}
