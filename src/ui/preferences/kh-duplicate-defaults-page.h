/* kh-duplicate-defaults-page.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhDuplicateDefaultsPage:
 *
 * The preferences' page of how the switches of Duplicate start: for the office, or for whoever
 * is signed in over that. It is not visible to those who may not see the Customer Duplicate
 * Defaults. The office's are read-only, with the reason, for those who may not modify them; an
 * own set everybody may keep who sees the page.
 */
#define KH_TYPE_DUPLICATE_DEFAULTS_PAGE (kh_duplicate_defaults_page_get_type ())
G_DECLARE_FINAL_TYPE (KhDuplicateDefaultsPage, kh_duplicate_defaults_page, KH, DUPLICATE_DEFAULTS_PAGE, GtkWidget)

GtkWidget *kh_duplicate_defaults_page_new (KhServices *services);

G_END_DECLS
