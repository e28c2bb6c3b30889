/* kh-defaults-page.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhDefaultsPage:
 *
 * The preferences' page of what a new customer starts with: a row for each datapoint that may
 * have a default, by section. It is not visible to those who may not see the catalogues, and
 * read-only with the reason for those who may not change them.
 */
#define KH_TYPE_DEFAULTS_PAGE (kh_defaults_page_get_type ())
G_DECLARE_FINAL_TYPE (KhDefaultsPage, kh_defaults_page, KH, DEFAULTS_PAGE, GtkWidget)

GtkWidget *kh_defaults_page_new (KhServices *services);

G_END_DECLS
