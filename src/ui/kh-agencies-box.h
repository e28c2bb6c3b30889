/* kh-agencies-box.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <gtk/gtk.h>

#include "kh-services.h"

G_BEGIN_DECLS

/**
 * KhAgenciesBox:
 *
 * Whom the station calls besides the contacts: the agencies of a linked account, and, for who may
 * and as far as the station lets them be, what adds, replaces and removes one.
 *
 * ::changed (): the account is to be read again.
 */
#define KH_TYPE_AGENCIES_BOX (kh_agencies_box_get_type ())
G_DECLARE_FINAL_TYPE (KhAgenciesBox, kh_agencies_box, KH, AGENCIES_BOX, GtkWidget)

void kh_agencies_box_set_account (KhAgenciesBox  *self,
                                  KhServices     *services,
                                  const KhLink   *link,
                                  const char     *company);
void kh_agencies_box_set_station (KhAgenciesBox  *self,
                                  KhStation      *station,
                                  KhCapabilities *capabilities);
/* As it was read; @zip: (nullable): where the customer is. */
void kh_agencies_box_show        (KhAgenciesBox  *self,
                                  KhAccount      *account,
                                  const char     *zip);

G_END_DECLS
