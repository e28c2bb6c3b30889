/* kh-agency-change.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-agency.h"

G_BEGIN_DECLS

/**
 * KhAgencyChange:
 * @change_set: the station's id of it
 * @old: (nullable): an agency of the account, which goes
 * @agency: (nullable): an agency of the station's, which comes
 *
 * A change of an account's agencies that a person at the station has to accept first.
 */
typedef struct {
  char *change_set;
  KhAgency *old;
  KhAgency *agency;
} KhAgencyChange;

KhAgencyChange *kh_agency_change_new  (const char     *change_set,
                                       KhAgency       *old,
                                       KhAgency       *agency) G_GNUC_WARN_UNUSED_RESULT;
void            kh_agency_change_free (KhAgencyChange *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KhAgencyChange, kh_agency_change_free)

G_END_DECLS
