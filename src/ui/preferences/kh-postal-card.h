/* kh-postal-card.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-store.h"

G_BEGIN_DECLS

/**
 * KhPostalCard:
 *
 * How many places a postal file brought, and the button to load another.
 */
#define KH_TYPE_POSTAL_CARD (kh_postal_card_get_type ())
G_DECLARE_FINAL_TYPE (KhPostalCard, kh_postal_card, KH, POSTAL_CARD, GtkWidget)

GtkWidget *kh_postal_card_new            (KhStore      *store);

void       kh_postal_card_set_may_change (KhPostalCard *self,
                                          gboolean      may_change);
/* As whoever chose the file in the dialog. */
void       kh_postal_card_load           (KhPostalCard *self,
                                          const char   *path);

G_END_DECLS
