/* kh-tab-label.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-customer-page.h"

G_BEGIN_DECLS

/**
 * KhTabLabel:
 *
 * What stands in a page's tab: its title, a dot while something on it is not saved, and a
 * button to close it.
 *
 * ::close ()
 */
#define KH_TYPE_TAB_LABEL (kh_tab_label_get_type ())
G_DECLARE_FINAL_TYPE (KhTabLabel, kh_tab_label, KH, TAB_LABEL, GtkWidget)

GtkWidget *kh_tab_label_new    (KhCustomerPage *page);
void       kh_tab_label_update (KhTabLabel     *self);

G_END_DECLS
