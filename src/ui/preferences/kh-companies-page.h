/* kh-companies-page.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhCompaniesPage:
 *
 * The preferences' page of monitoring companies: the list of them, and the form of the one
 * that is chosen.
 */
#define KH_TYPE_COMPANIES_PAGE (kh_companies_page_get_type ())
G_DECLARE_FINAL_TYPE (KhCompaniesPage, kh_companies_page, KH, COMPANIES_PAGE, GtkWidget)

GtkWidget *kh_companies_page_new (KhServices *services);

G_END_DECLS
