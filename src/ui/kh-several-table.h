/* kh-several-table.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-several-lines.h"

G_BEGIN_DECLS

/**
 * KhSeveralTable:
 *
 * Shows #KhSeveralLines, and has them corrected: arrows move from line to line, Enter and F2
 * edit one, Delete takes it out. Tab stops at it once.
 */
#define KH_TYPE_SEVERAL_TABLE (kh_several_table_get_type ())
G_DECLARE_FINAL_TYPE (KhSeveralTable, kh_several_table, KH, SEVERAL_TABLE, GtkWidget)

void kh_several_table_set_lines   (KhSeveralTable *self,
                                   KhSeveralLines *lines);
void kh_several_table_focus_line  (KhSeveralTable *self,
                                   guint           position);
void kh_several_table_edit_line   (KhSeveralTable *self,
                                   guint           position,
                                   guint           column);
/* Takes what is typed at the moment. */
void kh_several_table_end_edit    (KhSeveralTable *self);

G_END_DECLS
