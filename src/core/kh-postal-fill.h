/* kh-postal-fill.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include "kh-draft.h"
#include "kh-grant.h"
#include "kh-postal-place.h"

G_BEGIN_DECLS

/**
 * KhPostalAddress:
 * @KH_POSTAL_PREMISES: where the alarm is
 * @KH_POSTAL_BILLING: where the bill goes
 *
 * An address of a customer that has a postal code.
 */
typedef enum {
  KH_POSTAL_PREMISES,
  KH_POSTAL_BILLING,

  KH_N_POSTAL_ADDRESSES
} KhPostalAddress;

/**
 * KhPostalFill:
 *
 * Fills in the rest of an address once its postal code was typed, and knows what it filled in. What
 * somebody typed stays: only what is empty is filled, what was filled before, and a new
 * customer's default.
 *
 * ::updated: what it filled in, or what it offers, is another than before
 */
#define KH_TYPE_POSTAL_FILL (kh_postal_fill_get_type ())
G_DECLARE_FINAL_TYPE (KhPostalFill, kh_postal_fill, KH, POSTAL_FILL, GObject)

KhPostalFill *kh_postal_fill_new         (KhPostalAddress  address);

KhDatapointId kh_postal_fill_get_code    (KhPostalFill    *self);
KhDatapointId kh_postal_fill_get_city    (KhPostalFill    *self);
void          kh_postal_fill_set_draft   (KhPostalFill    *self,
                                          KhDraft         *draft,
                                          KhGrants         grants);
void          kh_postal_fill_reset       (KhPostalFill    *self);

char         *kh_postal_fill_dup_wanted  (KhPostalFill    *self) G_GNUC_WARN_UNUSED_RESULT;
void          kh_postal_fill_take        (KhPostalFill    *self,
                                          const char      *zip,
                                          GPtrArray       *places);

GPtrArray    *kh_postal_fill_get_choices (KhPostalFill    *self);
void          kh_postal_fill_choose      (KhPostalFill    *self,
                                          guint            choice);
gboolean      kh_postal_fill_has_part    (KhPostalFill    *self,
                                          KhDatapointId    id);
gboolean      kh_postal_fill_is_filled   (KhPostalFill    *self,
                                          KhDatapointId    id);

G_END_DECLS
