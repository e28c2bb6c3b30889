/* kh-several-row.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-several-lines.h"

G_BEGIN_DECLS

/**
 * KhSeveralRow:
 *
 * A row of the table of Duplicate for several: the line's number, its cells and, beside them,
 * what is wrong with it. While it is edited its cells are entries; Tab goes from one to the
 * next, Enter and the arrows leave it with what was typed, and Escape without.
 *
 * ::edited (): the cells are to be taken, see kh_several_row_dup_cells().
 * ::left (int rows, guint column): the editing ended by a key; @rows is which way it went.
 */
#define KH_TYPE_SEVERAL_ROW (kh_several_row_get_type ())
G_DECLARE_FINAL_TYPE (KhSeveralRow, kh_several_row, KH, SEVERAL_ROW, GtkWidget)

GtkWidget      *kh_several_row_new         (void);
/* What stands above the rows, with the same columns. */
GtkWidget      *kh_several_row_new_heading (void);

KhSeveralLine  *kh_several_row_get_line    (KhSeveralRow  *self);
void            kh_several_row_set_line    (KhSeveralRow  *self,
                                            KhSeveralLine *line);
void            kh_several_row_edit        (KhSeveralRow  *self,
                                            guint          column);
/* With what was typed. */
void            kh_several_row_end_edit    (KhSeveralRow  *self);
char          **kh_several_row_dup_cells   (KhSeveralRow  *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
