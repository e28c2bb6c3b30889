/* kh-general-page.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhGeneralPage:
 *
 * What a linked account is: the customer as the record has them, whom the station calls, which
 * agencies, and which systems and zones, with what only one side has told apart; and Unlink Account.
 *
 * ::edit (): the record is to be edited.
 * ::unlinked (): the customer is not linked any more.
 */
#define KH_TYPE_GENERAL_PAGE (kh_general_page_get_type ())
G_DECLARE_FINAL_TYPE (KhGeneralPage, kh_general_page, KH, GENERAL_PAGE, GtkWidget)

/* @station: NULL while the station cannot be asked; unlinking works all the same. */
void kh_general_page_set_account (KhGeneralPage  *self,
                                  KhServices     *services,
                                  const KhLink   *link,
                                  const char     *company);
void kh_general_page_set_station (KhGeneralPage  *self,
                                  KhStation      *station,
                                  KhCapabilities *capabilities);
void kh_general_page_refresh     (KhGeneralPage  *self);
/* Asks first. */
void kh_general_page_unlink      (KhGeneralPage  *self);

G_END_DECLS
