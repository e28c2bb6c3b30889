/* kh-tables-tab.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"
#include "kh-table.h"

G_BEGIN_DECLS

/**
 * KhTablesTab:
 *
 * A tab of a customer's page with some of its tables, one at a time.
 *
 * Property dirty: whether something typed in any of them is not saved.
 * ::notice (char *text): a sentence for the window's status bar.
 * ::saved (gboolean): kh_tables_tab_save() has ended, well or not.
 */
#define KH_TYPE_TABLES_TAB (kh_tables_tab_get_type ())
G_DECLARE_FINAL_TYPE (KhTablesTab, kh_tables_tab, KH, TABLES_TAB, GtkWidget)

GtkWidget *kh_tables_tab_new       (KhServices      *services,
                                    gint64           customer,
                                    const KhTableId *tables,
                                    guint            n_tables);

gboolean   kh_tables_tab_get_dirty (KhTablesTab     *self);
/* Whether the limits of ADT companies hold for what is typed from then on. */
void       kh_tables_tab_set_company (KhTablesTab   *self,
                                      KhCompany     *company);
/* The table that is shown. */
void       kh_tables_tab_edit      (KhTablesTab     *self);
void       kh_tables_tab_save_shown (KhTablesTab    *self);
void       kh_tables_tab_cancel    (KhTablesTab     *self);
/* Those that are dirty, one after the other, until one cannot be saved. */
void       kh_tables_tab_save      (KhTablesTab     *self);

G_END_DECLS
