/* kh-accessible.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-accessible.h"

static char *
drop_mnemonic (const char *label)
{
  GString *plain = g_string_new (NULL);

  for (const char *c = label; *c != '\0'; c++)
    {
      if (*c == '_' && *++c == '\0')
        break;
      g_string_append_c (plain, *c);
    }

  return g_string_free (plain, FALSE);
}

/* The relation to the label inside is dropped because both would be read out. */
void
kh_accessible_name_button (GtkButton *button)
{
  const char *label;
  g_autofree char *name = NULL;

  g_return_if_fail (GTK_IS_BUTTON (button));

  label = gtk_button_get_label (button);
  if (label != NULL)
    name = gtk_button_get_use_underline (button) ? drop_mnemonic (label) : g_strdup (label);
  else
    name = g_strdup (gtk_widget_get_tooltip_text (GTK_WIDGET (button)));
  if (name == NULL)
    return;

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  kh_accessible_name_widget (GTK_WIDGET (button), name);
}

/* For one whose label says too little where it is read alone. */
void
kh_accessible_name_check (GtkCheckButton *check,
                          const char     *name)
{
  g_return_if_fail (GTK_IS_CHECK_BUTTON (check));

  gtk_accessible_reset_relation (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  kh_accessible_name_widget (GTK_WIDGET (check), name);
}

void
kh_accessible_name_widget (GtkWidget  *widget,
                           const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (name != NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (widget),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
name_parent (GtkWidget  *widget,
             const char *name)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (parent != NULL)
    kh_accessible_name_widget (parent, name);
}

/* To be called at each bind: rows are used again for other items. */
void
kh_accessible_name_list_row (GtkWidget  *row_child,
                             const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (row_child));

  name_parent (row_child, name);
}

/* To be called when the label already stands in its notebook. */
void
kh_accessible_name_tab (GtkWidget  *tab_label,
                        const char *name)
{
  g_return_if_fail (GTK_IS_WIDGET (tab_label));

  name_parent (tab_label, name);
}

/* The focus goes to the button inside, so that is what needs the name. To be called
 * again with the chosen item when it should be spoken. */
void
kh_accessible_name_drop_down (GtkDropDown *drop_down,
                              const char  *name)
{
  GtkWidget *button;

  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));

  button = gtk_widget_get_first_child (GTK_WIDGET (drop_down));
  kh_accessible_name_widget (GTK_WIDGET (drop_down), name);
  if (button != NULL)
    kh_accessible_name_widget (button, name);
}

void
kh_accessible_label_for (GtkLabel  *label,
                         GtkWidget *field)
{
  g_return_if_fail (GTK_IS_LABEL (label));
  g_return_if_fail (GTK_IS_WIDGET (field));

  gtk_label_set_mnemonic_widget (label, field);
  if (GTK_IS_DROP_DOWN (field))
    kh_accessible_name_drop_down (GTK_DROP_DOWN (field), gtk_label_get_text (label));
  else
    gtk_accessible_update_relation (GTK_ACCESSIBLE (field),
                                    GTK_ACCESSIBLE_RELATION_LABELLED_BY, label, NULL, -1);
}
