/* kh-table-view.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-code-source.h"
#include "kh-secret.h"
#include "kh-table-draft.h"

G_BEGIN_DECLS

/**
 * KhTableView:
 *
 * The rows of a draft in a list with a head. While it may be edited, Enter and F2 edit a row, Tab
 * goes through its cells and on to the next row, Delete takes a row out and Ctrl+Z brings it back,
 * Alt+Up and Alt+Down change the order of a table that has one, and Ctrl+V takes cells out of a
 * spreadsheet.
 *
 * ::notice (char *message): what a person should hear of.
 */
#define KH_TYPE_TABLE_VIEW (kh_table_view_get_type ())
G_DECLARE_FINAL_TYPE (KhTableView, kh_table_view, KH, TABLE_VIEW, GtkWidget)

/* @codes: where its codes come from, or NULL. */
GtkWidget *kh_table_view_new          (KhTableId     table,
                                       KhCodeSource *codes);

void       kh_table_view_set_draft    (KhTableView  *self,
                                       KhTableDraft *draft);
void       kh_table_view_set_editable (KhTableView  *self,
                                       gboolean      editable);
void       kh_table_view_edit         (KhTableView  *self,
                                       guint         position,
                                       guint         column);
void       kh_table_view_end_edit     (KhTableView  *self);

void       kh_table_view_reveal       (KhTableView  *self,
                                       gint64        id,
                                       KhSecret     *secret,
                                       guint         milliseconds);

G_END_DECLS
