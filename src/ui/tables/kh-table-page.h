/* kh-table-page.h
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
 * KhTablePage:
 *
 * One table of a customer, such as the contacts: read-only until Edit, then Save or Cancel. It
 * reads nothing before it is shown, and reads again when the customer changed.
 *
 * Property dirty: whether something typed is not saved.
 * ::notice (char *text): a sentence for the window's status bar.
 * ::saved (gboolean): kh_table_page_save() has ended, well or not.
 */
#define KH_TYPE_TABLE_PAGE (kh_table_page_get_type ())
G_DECLARE_FINAL_TYPE (KhTablePage, kh_table_page, KH, TABLE_PAGE, GtkWidget)

GtkWidget *kh_table_page_new       (KhServices  *services,
                                    gint64       customer,
                                    KhTableId    table);

void       kh_table_page_set_company (KhTablePage *self,
                                      KhCompany   *company);
gboolean   kh_table_page_get_dirty (KhTablePage *self);
void       kh_table_page_edit      (KhTablePage *self);
void       kh_table_page_save      (KhTablePage *self);
void       kh_table_page_cancel    (KhTablePage *self);

G_END_DECLS
