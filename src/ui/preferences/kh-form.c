/* kh-form.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-form.h"

#include "kh-accessible.h"

/* What is wrong with a field stands below it; NULL takes that back. */
void
kh_form_set_note (GtkLabel   *note,
                  const char *text)
{
  gtk_label_set_text (note, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (note), text != NULL);
}

void
kh_form_fail (GtkLabel   *note,
              GtkWidget  *field,
              const char *text)
{
  kh_form_set_note (note, text);
  gtk_accessible_update_state (GTK_ACCESSIBLE (field), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
  gtk_widget_grab_focus (field);
}

/* Each field of a form's grid gets the name of the label before it. */
void
kh_form_name_fields (GtkWidget *grid)
{
  for (GtkWidget *child = gtk_widget_get_first_child (grid); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *field = GTK_IS_LABEL (child) ? gtk_label_get_mnemonic_widget (GTK_LABEL (child)) : NULL;

      if (field != NULL)
        kh_accessible_label_for (GTK_LABEL (child), field);
    }
}
