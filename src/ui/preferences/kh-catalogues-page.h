/* kh-catalogues-page.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhCataloguesPage:
 *
 * The preferences' page of the lists that drop-downs are filled from: which of them, its
 * entries, and the form of the one that is chosen. Campaigns stand below their lead sources. It is
 * not visible to those who may not see the catalogues, and read-only with the reason for those
 * who may not change them.
 */
#define KH_TYPE_CATALOGUES_PAGE (kh_catalogues_page_get_type ())
G_DECLARE_FINAL_TYPE (KhCataloguesPage, kh_catalogues_page, KH, CATALOGUES_PAGE, GtkWidget)

GtkWidget *kh_catalogues_page_new (KhServices *services);

G_END_DECLS
