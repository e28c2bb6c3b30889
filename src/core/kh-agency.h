/* kh-agency.h
 *
 * Copyright 2026 The Keyholder developers
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * KhAgencyType:
 *
 * Whom a station calls besides the contacts.
 */
typedef enum {
  KH_AGENCY_POLICE,
  KH_AGENCY_FIRE,
  KH_AGENCY_MEDICAL,
  KH_AGENCY_GUARD,

  KH_N_AGENCY_TYPES
} KhAgencyType;

const char *kh_agency_type_to_string   (KhAgencyType  type);
gboolean    kh_agency_type_from_string (const char   *text,
                                        KhAgencyType *type);
const char *kh_agency_type_get_label   (KhAgencyType  type);
gboolean    kh_agency_type_has_room    (KhAgencyType  type,
                                        GPtrArray    *agencies);

/**
 * KhAgency:
 *
 * An agency that a station knows.
 */
#define KH_TYPE_AGENCY (kh_agency_get_type ())
G_DECLARE_FINAL_TYPE (KhAgency, kh_agency, KH, AGENCY, GObject)

/* String properties: id (of an account's agency), code (NULL when the station has none for it), name, phone, city, state.
 * Others: agency-type (int), frozen (gboolean, of an account's agency: the station lets
 * nobody change it). */
KhAgency    *kh_agency_new             (void);

const char  *kh_agency_get_id          (KhAgency *self);
const char  *kh_agency_get_code        (KhAgency *self);
const char  *kh_agency_get_name        (KhAgency *self);
const char  *kh_agency_get_phone       (KhAgency *self);
const char  *kh_agency_get_city        (KhAgency *self);
const char  *kh_agency_get_state       (KhAgency *self);
KhAgencyType kh_agency_get_agency_type (KhAgency *self);
gboolean     kh_agency_get_frozen      (KhAgency *self);

G_END_DECLS
