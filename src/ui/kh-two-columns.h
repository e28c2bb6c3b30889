/* kh-two-columns.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * KhTwoColumns:
 *
 * Two columns of cards side by side, or one below the other where there is no room for
 * both. Which card stands in which column never changes, so that nothing jumps while
 * somebody types, and Tab goes down the first column before the second.
 */
#define KH_TYPE_TWO_COLUMNS (kh_two_columns_get_type ())
G_DECLARE_FINAL_TYPE (KhTwoColumns, kh_two_columns, KH, TWO_COLUMNS, GtkWidget)

GtkWidget *kh_two_columns_new    (void);
void       kh_two_columns_append (KhTwoColumns *self,
                                  guint         column,
                                  GtkWidget    *child);
void       kh_two_columns_remove (KhTwoColumns *self,
                                  GtkWidget    *child);

G_END_DECLS
