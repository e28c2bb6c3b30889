/* kh-double-row.c
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "kh-double-row.h"

#include "kh-accessible.h"

#include <glib/gi18n-lib.h>

#define ROW_DOUBLE "kh-double"

static GtkWidget *
new_label (const char *text,
           const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style);

  return label;
}

/* Translators: a customer's number and status, as in "1044 · Archived". */
static char *
dup_record (KhDouble *twin)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, kh_double_get_number (twin));

  return kh_double_get_status (twin) == NULL ? g_steal_pointer (&number)
                                             : g_strdup_printf ("%s · %s", number, kh_double_get_status (twin));
}

static void
append_spoken (GString    *spoken,
               const char *text)
{
  if (text != NULL && *text != '\0')
    g_string_append_printf (spoken, ", %s", text);
}

GtkWidget *
kh_double_row_new (KhDouble   *twin,
                   const char *reason)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *name = new_label (kh_double_get_name (twin), "differing");
  g_autofree char *record = dup_record (twin);
  g_autoptr (GString) spoken = g_string_new (kh_double_get_name (twin));

  gtk_widget_set_hexpand (name, TRUE);
  gtk_box_append (GTK_BOX (head), name);
  gtk_box_append (GTK_BOX (head), new_label (record, "dim"));
  gtk_box_append (GTK_BOX (box), head);
  if (*kh_double_get_address (twin) != '\0')
    gtk_box_append (GTK_BOX (box), new_label (kh_double_get_address (twin), "dim"));
  if (reason != NULL)
    gtk_box_append (GTK_BOX (box), new_label (reason, "double-reason"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  /* Enter is the row's where it has the focus, and not the window's default button's. */
  gtk_widget_set_receives_default (row, TRUE);

  append_spoken (spoken, record);
  append_spoken (spoken, kh_double_get_address (twin));
  append_spoken (spoken, reason);
  kh_accessible_name_widget (row, spoken->str);
  g_object_set_data_full (G_OBJECT (row), ROW_DOUBLE, g_object_ref (twin), g_object_unref);

  return row;
}

gint64
kh_double_row_get_number (GtkListBoxRow *row)
{
  KhDouble *twin = g_object_get_data (G_OBJECT (row), ROW_DOUBLE);

  return twin == NULL ? 0 : kh_double_get_number (twin);
}
