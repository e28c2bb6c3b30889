/* kh-postal-bar.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-postal-fill.h"
#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhPostalBar:
 *
 * Stands below an address's city, mostly unseen. It looks up the postal code that was typed, fills
 * in what that tells, and offers the cities to choose from where there are several.
 *
 * ::updated: what was filled in is another than before
 */
#define KH_TYPE_POSTAL_BAR (kh_postal_bar_get_type ())
G_DECLARE_FINAL_TYPE (KhPostalBar, kh_postal_bar, KH, POSTAL_BAR, GtkWidget)

GtkWidget    *kh_postal_bar_new       (KhStore         *store,
                                       KhPostalAddress  address);

KhPostalFill *kh_postal_bar_get_fill  (KhPostalBar     *self);
void          kh_postal_bar_set_draft (KhPostalBar     *self,
                                       KhDraft         *draft);
void          kh_postal_bar_reset     (KhPostalBar     *self);

G_END_DECLS
