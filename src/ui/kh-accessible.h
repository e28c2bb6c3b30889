/* kh-accessible.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* GTK 4.8 announces "_Save Save" for a button with a mnemonic, and class names for list
 * rows, notebook tabs and drop-downs. These give the names that a person sees. */
void kh_accessible_name_button    (GtkButton   *button);
void kh_accessible_name_check     (GtkCheckButton *check,
                                   const char  *name);
void kh_accessible_name_widget    (GtkWidget   *widget,
                                   const char  *name);
void kh_accessible_name_list_row  (GtkWidget   *row_child,
                                   const char  *name);
void kh_accessible_name_tab       (GtkWidget   *tab_label,
                                   const char  *name);
void kh_accessible_name_drop_down (GtkDropDown *drop_down,
                                   const char  *name);
void kh_accessible_label_for      (GtkLabel    *label,
                                   GtkWidget   *field);

G_END_DECLS
